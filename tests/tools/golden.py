"""Writes tests/golden/ anew: what `run` makes of the five articles with recorded translations and no vectors.

usage: python tests/tools/golden.py [--record]     --record: first record the translations that aligned/ has now
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
STORY = "babuschkin-leaves-xai"
REPLAY = ROOT / "tests" / "cases" / "replay.jsonl"
QUICK = ("--translator", "replay", "--translator-option", f"path={REPLAY}", "--embedder", "none")
DATE = "2026-01-02"
FILES = ("links.jsonl", "sentences.jsonl")


def record() -> None:
    """Take the machine translations of the committed results as the recorded ones."""
    lines = (ROOT / "aligned" / STORY / "sentences.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    foreign = [row for row in rows if row["lang"] != "en"]
    answers = [{"lang": row["lang"], "source": row["text"], "text": row["translation"]} for row in foreign]
    REPLAY.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in answers), encoding="utf-8")


def write() -> None:
    """Run, and keep the two files that are a contract."""
    with tempfile.TemporaryDirectory() as folder:
        memory = str(Path(folder) / "memory")
        command = [sys.executable, "-m", "pipeline", "run", str(ROOT / "raw"), "-o", folder, "--memory", memory]
        subprocess.run([*command, *QUICK, "--date", DATE], check=True)
        for name in FILES:
            (ROOT / "tests" / "golden" / name).write_bytes((Path(folder) / STORY / name).read_bytes())


if __name__ == "__main__":
    if "--record" in sys.argv:
        record()
    write()
