"""Do other tools read what we write, and we what they write? Prints a line for each of them.

    python tests/tools/neighbours.py [--python PYTHON] [--work FOLDER] [NEIGHBOUR …]

`--python` is an interpreter that has the packages: pip install datasets opustools translate-toolkit. OmegaT and
LibreOffice are programs (Debian: omegat, libreoffice-calc-nogui). What is not installed is named as not run. Exit code
1 if a neighbour read something else than what was written.
"""

import argparse
import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "aligned"
PATIENCE = 600  # seconds


class NotRunError(Exception):
    """A neighbour is not installed."""


class LostError(Exception):
    """A neighbour reads something else."""


def called(command: Sequence[object], folder: Path | None = None) -> str:
    """What a command prints; a LostError if it fails."""
    done = subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    if done.returncode not in (0, 3):
        raise LostError(f"{Path(str(command[0])).name} {command[1]} ends with {done.returncode}: {done.stderr[-300:]}")
    return done.stdout + done.stderr


def synopsis(*arguments: object) -> str:
    """What our command prints."""
    return called([sys.executable, "-m", "pipeline", *arguments], ROOT)


def has(python: str, module: str) -> None:
    """A NotRunError where the interpreter has no such package."""
    done = subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False)
    if done.returncode:
        raise NotRunError(f"{python} has no {module}")


def program(*names: str) -> str:
    """The path of a program that has one of these names."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise NotRunError(f"no {' or '.join(names)} here")
    return path


def same(what: str, read: object, written: object) -> None:
    """A LostError where two differ."""
    if read != written:
        raise LostError(f"{what}: {read!r:.200} where {written!r:.200} was written")


def pairs(work: Path, kind: str) -> list[dict[str, dict[str, str]]]:
    """The pairs of the results as our own JSON lines have them."""
    synopsis("export", RESULTS, "--format", "jsonl", "--pairs", kind, "-o", work / "pairs.jsonl")
    return [json.loads(line) for line in (work / "pairs.jsonl").read_text("utf-8").splitlines()]


def memory_file(work: Path) -> tuple[Path, int]:
    """A TMX file of a memory, and how many German and French sentences it holds."""
    synopsis("export", RESULTS, "--format", "tmx", "--pairs", "translation", "-o", work / "pairs.tmx")
    synopsis("memory", "import", work / "pairs.tmx", "--memory", work / "memory")
    synopsis("memory", "export", work / "memory.tmx", "--memory", work / "memory")
    return work / "memory.tmx", (work / "memory.tmx").read_text("utf-8").count("<tu ")


def datasets(python: str, work: Path) -> str:
    """Parquet of two languages, as `datasets` loads a folder."""
    has(python, "datasets")
    synopsis("export", RESULTS, "--format", "parquet", "--pairs", "translation", "-o", work / "parquet")
    code = (
        "import datasets, sys; loaded = datasets.load_dataset(sys.argv[1], cache_dir=sys.argv[2]); "
        "print('rows', sum(map(len, loaded.values())))"
    )
    words = called([python, "-c", code, work / "parquet", work / "cache"])
    rows = words.partition("rows ")[2].split()[0]
    same("rows", int(rows), len(pairs(work, "translation")))
    return f"{rows} rows of 2 languages"


def opustools(python: str, work: Path) -> str:
    """XCES, read with the defaults of `opus_read`."""
    has(python, "opustools")
    synopsis("export", RESULTS, "--format", "xces", "--pairs", "coverage", "-o", work / "xces")
    reader = [python, "-c", "from opustools.bin.opus_read import main; main()"]
    try:
        called([*reader, "-h"])
    except LostError:
        reader = [str(Path(python).parent / "opus_read")]
    # with its option -p raw it asks for files without <w>, which are others
    where = [
        "-d",
        "x",
        "-s",
        "de",
        "-t",
        "en",
        "-af",
        "de-en.xml",
        "-rd",
        ".",
        "-w",
        "de.txt",
        "en.txt",
        "-wm",
        "moses",
    ]
    called([*reader, *where], work / "xces")
    read = [(work / "xces" / name).read_text("utf-8").splitlines() for name in ("de.txt", "en.txt")]
    links = len(re.findall("<link ", (work / "xces" / "de-en.xml").read_text("utf-8")))
    same("lines", [len(lines) for lines in read], [links, links])
    if not all("".join(lines).strip() for lines in read):
        raise LostError("empty lines")
    return f"{links} links, with its defaults"


def translate_toolkit(python: str, work: Path) -> str:
    """TMX, opened and saved, with every English corrected: all corrections come back."""
    has(python, "translate.storage.tmx")
    file, count = memory_file(work)
    code = """
import sys
from translate.storage import tmx
store = tmx.tmxfile.parsefile(sys.argv[1])
for unit in store.units: unit.target = 'CORRECTED ' + str(unit.target)
store.savefile(sys.argv[2])"""
    called([python, "-c", code, file, work / "edited.tmx"])
    return corrected(work, work / "edited.tmx", count)


def corrected(work: Path, edited: Path, count: int) -> str:
    """How many corrections of a file count as people's afterwards; all, or a LostError."""
    words = synopsis("memory", "import", edited, "--memory", work / "memory")
    match = re.search(r"(\d+) human translations", words)
    same("corrections", int(match[1]) if match else words, count)
    return f"{count} of {count} corrections come back"


def omegat(_: str, work: Path) -> str:
    """OmegaT's console translates the sources from our TMX; what it saves comes back as what it was."""
    command = program("omegat")
    file, _ = memory_file(work)
    project = work / "project"
    for name in ("source", "target", "omegat", "glossary", "dictionary", "tm/auto"):
        (project / name).mkdir(parents=True)
    shutil.copy(file, project / "tm" / "auto" / "ours.tmx")
    written = [pair for pair in pairs(work, "translation") if pair["left"]["lang"] == "de"]
    english = {pair["left"]["text"]: pair["right"]["text"] for pair in written}
    (project / "source" / "texts.txt").write_text("\n\n".join(english) + "\n", "utf-8")
    (project / "omegat.project").write_text(PROJECT, "utf-8")
    called([command, project, "--mode=console-translate", f"--config-dir={work / 'config'}"])
    out = (project / "target" / "texts.txt").read_text("utf-8").split("\n\n")
    same("sentences", [line.strip() for line in out], [text.strip() for text in english.values()])
    return f"{len(english)} of {len(english)} sentences taken from our TMX"


PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>DE</source_lang><target_lang>EN</target_lang>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags></project></omegat>
"""


def libreoffice(_: str, work: Path) -> str:
    """The spreadsheet, opened and saved as CSV: the same rows."""
    command = program("soffice", "libreoffice")
    synopsis("export", RESULTS, "--format", "xlsx", "--pairs", "coverage", "-o", work / "pairs.xlsx")
    home = f"-env:UserInstallation=file://{work / 'office'}"
    called([command, home, "--headless", "--convert-to", UTF8, "--outdir", work, work / "pairs.xlsx"])
    with (work / "pairs.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    written = len(pairs(work, "coverage"))
    same("rows without the heading", len(rows) - 1, written)
    return f"{written} rows of the spreadsheet"


UTF8 = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # commas, quotes, UTF-8, from the first line
NEIGHBOURS: dict[str, Callable[[str, Path], str]] = {
    "datasets": datasets,
    "OpusTools": opustools,
    "translate-toolkit": translate_toolkit,
    "OmegaT": omegat,
    "LibreOffice": libreoffice,
}


def outcome(name: str, python: str, work: Path) -> tuple[str, str]:
    """ "held", "lost" or "not run", and the figures or the reason."""
    folder = work / name
    folder.mkdir(parents=True)
    try:
        return "held", NEIGHBOURS[name](python, folder)
    except NotRunError as error:
        return "not run", str(error)
    except LostError as error:
        return "lost", str(error)


def main() -> int:
    """Try, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("neighbours", nargs="*", metavar="NEIGHBOUR", help=", ".join(NEIGHBOURS))
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    lost = False
    with TemporaryDirectory() as temporary:
        print("| neighbour | outcome | |\n|---|---|---|")
        for name in options.neighbours or NEIGHBOURS:
            state, words = outcome(name, options.python, (options.work or Path(temporary)).resolve())
            lost |= state == "lost"
            print(f"| {name} | {state} | {words} |", flush=True)
    return int(lost)


if __name__ == "__main__":
    sys.exit(main())
