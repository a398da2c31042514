"""Test sets for the tests of scores, and what sacrebleu's own command says of them."""

import json
import re
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pipeline.evaluate import metrics, translation
from pipeline.evaluate.joined import joined
from pipeline.evaluate.paired import Sampling
from pipeline.evaluate.scored import Report, Testset, digest
from pipeline.read.segments import segments

SACREBLEU = (sys.executable, "-m", "sacrebleu")
METRICS = tuple(name for name in metrics.METRICS if not metrics.outside(name))  # sacrebleu's
NEWS = Path(__file__).parent / "cases" / "translation" / "news.jsonl"
WORD = st.sampled_from(["the", "a", "cat", "dog", "sat.", "ran", "on", "mat,", "under", "3.5", "(house)", "of", "I'm"])
FAST = Sampling(resamples=100, trials=100)
LINE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)


def news(references: int = 2) -> Testset:
    """The 40 segments of the case, with so many of their references."""
    found, _ = joined({"news": segments(NEWS)}, name="news")
    some = tuple(replace(one, references=one.references[:references]) for one in found.segments)
    return replace(found, segments=some, digest=digest(some))


def reported(testset: Testset, sampling: Sampling, also: Collection[str] = (), **options: Any) -> Report:
    """Everything about a test set, its segments counted here."""
    return translation.report(testset, sampling, translation.counted(testset, also, 1), **options)


def shared_set(shared: Path, stem: str) -> Testset:
    """A development set with the outputs stored beside it."""
    folder = shared / "test"
    named = {path.suffixes[-2][1:]: segments(path) for path in sorted(folder.glob(f"{stem}.*.hyp"))}
    return joined(named, [segments(folder / f"{stem}.ref")], segments(folder / f"{stem}.src"), name=stem)[0]


def commanded(testset: Testset, folder: Path, *options: str, systems: Sequence[str] = ()) -> str:
    """What sacrebleu's own command prints about it, in four decimals."""
    count = len(testset.segments[0].references)
    references = [_file(folder / f"ref{n}", [str(one.references[n]) for one in testset.segments]) for n in range(count)]
    inputs = [
        _file(folder / name, [one.hypotheses[testset.systems.index(name)] for one in testset.segments])
        for name in systems or testset.systems
    ]
    done = subprocess.run(
        [*SACREBLEU, *references, "-i", *inputs, "-w", "4", *options],
        capture_output=True,
        text=True,
        check=True,
        env={"NO_COLOR": "1", "PATH": "/usr/bin:/bin"},
    )
    return done.stdout


def _file(path: Path, lines: Sequence[str]) -> str:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return str(path)


def tabled(printed: str) -> list[dict[str, str]]:
    """The rows of a table in LaTeX: metric → cell, the system's name aside."""
    rows = [line.removesuffix(r"\\").split("&") for line in printed.splitlines() if " & " in line]
    heading = [re.sub(r" \(.*| *$", "", cell.strip()) for cell in rows[0]]
    return [dict(zip(heading[1:], (cell.strip() for cell in row[1:]), strict=True)) for row in rows[1:]]


def signatures(printed: str) -> dict[str, str]:
    return dict(re.findall(r"^ - (\S+) +(nrefs\S+)$", printed, re.MULTILINE))


def single(testset: Testset, folder: Path, system: str) -> dict[str, dict[str, Any]]:
    """Metric → the command's JSON, for one system, with its interval."""
    found = {}
    for order, names in (("0", ("bleu", "chrf", "ter")), ("2", ("chrf",))):
        options = ("-m", *names, "--chrf-word-order", order, "--confidence")
        printed = json.loads(commanded(testset, folder, *options, systems=[system]))
        found |= {one["name"]: one for one in (printed if isinstance(printed, list) else [printed])}
    return found


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path
