"""Scores of other programs: a command, run over line files, and what it writes."""

import json
import math
import os
import re
import shlex
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from pipeline.errors import BackendError, ConfigError, InputError
from pipeline.evaluate.metrics import ALIASES, outside
from pipeline.evaluate.scored import Testset
from pipeline.evaluate.statistics import Counts

PLACES = ("src", "mt", "ref", "out")
EXAMPLE = "comet-score -s {src} -t {mt} -r {ref} --to_json {out}"
KNOWN = ("score", "prediction")  # names of a score that say nothing of the metric
SPREAD = "variance"  # which COMET may give beside the score
TAIL = 2000  # characters of what a failed command printed

_PLACE = re.compile(r"\{(\w+)\}")
_NAMED = re.compile(r"([A-Za-z][\w+.-]*)=(.+)", re.DOTALL)
_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Command:
    """A program that scores a file of segments.

    `words`: the command, its {src}, {mt}, {ref} and {out} standing for files. `name`: the metric, "" where the program
    says. `signature`: what could change a score. `label`: what messages call it. `environment`: variables that the
    program gets beside this process's own.
    """

    words: str
    name: str
    signature: str
    label: str
    environment: Mapping[str, str] = field(default_factory=dict)


def command(text: str) -> Command:
    """What --external says: a command, perhaps with its metric's name and = in front.

    A ConfigError if it cannot be used as it is written.
    """
    name, words = match.groups() if (match := _NAMED.match(text)) else ("", text)
    signature = f"cmd:{' '.join(words.split())}|version:not told"
    written = Command(words, ALIASES.get(name.casefold(), name), signature, f"--external {words!r}")
    _words(written)
    return written


def counted(command: Command, testset: Testset, taken: Collection[str] = ()) -> tuple[str, tuple[Counts, ...]]:
    """The metric's name, and a table a system: each segment's score and 1, from which everything else is made.

    Raises what `scores` does; a metric of a name that is `taken`, or sacrebleu's, is a ConfigError.
    """
    segments = testset.segments
    sources = [segment.source for segment in segments] if all(segment.source for segment in segments) else []
    references = [segment.references[0] or "" for segment in segments]
    runs = [
        scores(command, sources, [segment.hypotheses[n] for segment in segments], references)
        for n in range(len(testset.systems))
    ]
    name = runs[0][0]
    if name in taken or not outside(name):
        raise ConfigError(f"{command.label}: two metrics are called {name}; give one another name, as NAME=COMMAND")
    return name, tuple(np.column_stack([values, np.ones(len(values))]) for _, values in runs)


def scores(
    command: Command, sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str] | None = None
) -> tuple[str, tuple[float, ...]]:
    """Run a command and read what it wrote to {out}, or printed: the metric's name, and a score a segment.

    It is run without a shell. A file has one segment a line; a line break inside a segment becomes a blank. What is
    read: COMET's JSON (file name → a row a segment), rows or numbers as a JSON list, a row or a number a line; a row's
    score is its `score`, its `prediction`, or its only number.

    Raises:
        ConfigError: the command cannot be used as it is written.
        BackendError: it cannot be started, fails, or does not give one number a segment.
        InputError: {src} is asked for and there are no sources; there are no segments.
    """
    if not hypotheses:
        raise InputError(f"{command.label}: there are no segments to score")
    arguments, places = _words(command)
    if "ref" in places and references is None:
        raise ConfigError(f"{command.label}: it asks for {{ref}} and no reference is given; give --reference")
    if "src" in places and not sources:
        raise InputError(f"{command.label}: it asks for {{src}} and no source is given; give --source")
    texts = {"src": sources, "mt": hypotheses, "ref": references or ()}
    with TemporaryDirectory(prefix="synopsis-") as folder:
        files = {name: Path(folder, f"{name}.{'json' if name == 'out' else 'txt'}") for name in PLACES}
        for name, lines in texts.items():
            files[name].write_text("".join(f"{_BREAKS.sub(' ', line)}\n" for line in lines), encoding="utf-8")
        # {} of no known name are the command's own, as in a JSON argument
        filled = [_PLACE.sub(lambda place: str(files.get(place[1], place[0])), argument) for argument in arguments]
        printed = _run_output(filled, command)
        written = _output(files["out"], command) if "{out}" in command.words else printed
    name, values = _read(written, command, len(hypotheses))
    return command.name or name or Path(arguments[0]).name, values


def _words(command: Command) -> tuple[list[str], set[str]]:
    """The words of a command, and which places they have."""
    try:
        # split as a shell would, but never run by one
        words = shlex.split(command.words)
    except ValueError as error:
        raise ConfigError(f"{command.label}: {error}; close the quotation mark") from error
    places = set(chain.from_iterable(map(_PLACE.findall, words)))
    if "mt" not in places:
        raise ConfigError(f"{command.label}: {{mt}} is missing; write it as in: {EXAMPLE}")
    return words, places


def _run_output(arguments: Sequence[str], command: Command) -> str:
    environment = {**os.environ, **command.environment}
    try:
        process = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environment)
    except OSError as error:
        fix = "give the path of the program, which may be in an environment of its own"
        raise BackendError(f"{arguments[0]}: cannot be started ({error.strerror}); {fix}") from error
    printed = process.stdout.decode("utf-8", "replace")
    if process.returncode:
        message = (process.stderr.decode("utf-8", "replace").strip() or printed.strip())[-TAIL:]
        raise BackendError(f"{command.label}: ended with {process.returncode} and printed: {message or 'nothing'}")
    return printed


def _output(path: Path, command: Command) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BackendError(f"{command.label}: wrote no text to {{out}} ({error}); check its output option") from error


def _read(written: str, command: Command, count: int) -> tuple[str, tuple[float, ...]]:
    """The metric's name, "" where it tells none, and a score a segment."""
    names, values = [], []
    for row in _rows(written):
        score = _row(row)
        if score is None:
            raise BackendError(f"{command.label}: gave {str(row)[:80]}, which holds no single score; expected a number")
        names.append(score[0])
        values.append(score[1])
    if len(values) != count:
        raise BackendError(f"{command.label}: gave {len(values)} scores for {count} segments; expected one a segment")
    return next(iter(names), ""), tuple(values)


def _rows(written: str) -> Sequence[object]:
    """What is written, a row a segment: one JSON value, or one a line."""
    whole = _value(written)
    if isinstance(whole, str):
        return [_value(line) for line in written.splitlines() if line.strip()]
    if isinstance(whole, Mapping):
        lists = [value for value in whole.values() if isinstance(value, list)]
        # COMET names its rows by the file of hypotheses; one file was given
        return lists[0] if len(lists) == 1 else [whole]
    return whole if isinstance(whole, list) else [whole]


def _value(written: str) -> object:
    """The value of some JSON; text that is none as it is."""
    try:
        return json.loads(written)
    except ValueError:
        return written


def _row(row: object) -> tuple[str, float] | None:
    """The name of its score, "" if it has none that says anything, and the score."""
    if _number(row):
        return "", float(str(row))
    if not isinstance(row, Mapping):
        return None
    values = {str(name): float(value) for name, value in row.items() if name != SPREAD and _number(value)}
    for name in KNOWN:
        if name in values:
            return "", values[name]
    return next(iter(values.items())) if len(values) == 1 else None


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
