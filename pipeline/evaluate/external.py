"""Scores of metrics that live in environments of their own (COMET, MetricX): a command, run over line files."""

import json
import math
import re
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import BackendError, ConfigError, InputError
from pipeline.evaluate.paired import Sampling, means
from pipeline.evaluate.scored import Report, Score
from pipeline.evaluate.translation import identical

PLACES = ("src", "mt", "ref", "out")
EXAMPLE = "comet-score -s {src} -t {mt} -r {ref} --to_json {out}"
KNOWN = ("score", "prediction")  # names of a score that say nothing of the metric
SPREAD = "variance"  # which COMET may give beside the score
RESAMPLES, SEED = 1000, 12345
TAIL = 2000  # characters of what a failed command printed

_PLACE = re.compile(r"\{(\w+)\}")
_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class External:
    """What a command gave for one system: a score a segment, and their mean with its interval."""

    score: Score
    segments: tuple[float, ...]


def scores(
    command: str,
    sources: Sequence[str],
    hypotheses: Sequence[str],
    references: Sequence[str] | None = None,
    *,
    version: str = "",
) -> External:
    """Run `command`, its {src}, {mt}, {ref} and {out} standing for files, and read what it wrote to {out}, or printed.

    It is run without a shell. A file has one segment a line; a line break inside a segment becomes a blank. What is
    read: COMET's JSON (file name → a row a segment), rows or numbers as a JSON list, a row or a number a line; a row's
    score is its `score`, its `prediction`, or its only number.
    `version`: what the metric says of itself; told in the signature.

    Raises:
        ConfigError: the command cannot be used as it is written.
        BackendError: it cannot be started, fails, or does not give one number a segment.
        InputError: {src} is asked for and there are no sources; there are no segments.
    """
    if not hypotheses:
        raise InputError(f"--external {command!r}: there are no segments to score")
    arguments = _arguments(command, bool(sources), references is not None)
    texts = {"src": sources, "mt": hypotheses, "ref": references or ()}
    with TemporaryDirectory(prefix="synopsis-") as folder:
        files = {name: Path(folder, f"{name}.{'json' if name == 'out' else 'txt'}") for name in PLACES}
        for name, lines in texts.items():
            files[name].write_text("".join(f"{_BREAKS.sub(' ', line)}\n" for line in lines), encoding="utf-8")
        # {} of no known name are the command's own, as in a JSON argument
        filled = [_PLACE.sub(lambda place: str(files.get(place[1], place[0])), argument) for argument in arguments]
        printed = _run(filled, command)
        written = _output(files["out"], command) if "{out}" in command else printed
    name, values = _read(written, command, len(hypotheses))
    signature = f"cmd:{' '.join(command.split())}|version:{version or 'not told'}"
    return External(_score(name or Path(arguments[0]).name, values, signature), values)


def with_scores_of(report: Report, command: str, sampling: Sampling) -> Report:
    """A report with another program's scores, compared as the others are, and by segment; raises what `scores` does."""
    segments = [scored.segment for scored in report.segments]
    sources = [segment.source for segment in segments] if all(segment.source for segment in segments) else []
    references = [segment.references[0] or "" for segment in segments]
    systems = range(len(report.systems))
    runs = [scores(command, sources, [segment.hypotheses[n] for segment in segments], references) for n in systems]
    name = runs[0].score.metric
    # a row a segment, a value a system
    columns = zip(*(run.segments for run in runs), strict=True)
    comparisons = report.comparisons
    if comparisons:  # nothing is compared where there is one system, no resampling, or likeness alone
        same = identical(segments)
        figures, values = [run.score for run in runs], [run.segments for run in runs]
        comparisons += means(report.systems, figures, values, sampling, same, report.pairs)
    return replace(
        report,
        scores=tuple((*figures, run.score) for figures, run in zip(report.scores, runs, strict=True)),
        segments=tuple(
            replace(row, more={**row.more, name: values}) for row, values in zip(report.segments, columns, strict=True)
        ),
        comparisons=comparisons,
    )


def _arguments(command: str, sources: bool, references: bool) -> list[str]:
    try:
        # split as a shell would, but never run by one
        arguments = shlex.split(command)
    except ValueError as error:
        raise ConfigError(f"--external {command!r}: {error}; close the quotation mark") from error
    places = set(chain.from_iterable(map(_PLACE.findall, arguments)))
    if "mt" not in places:
        raise ConfigError(f"--external {command!r}: {{mt}} is missing; write it as in: {EXAMPLE}")
    if "ref" in places and not references:
        raise ConfigError(f"--external {command!r}: it asks for {{ref}} and no reference is given; give --reference")
    if "src" in places and not sources:
        raise InputError(f"--external {command!r}: it asks for {{src}} and no source is given; give --source")
    return arguments


def _run(arguments: Sequence[str], command: str) -> str:
    try:
        process = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise BackendError(
            f"{arguments[0]}: cannot be started ({error.strerror}); give the path of the program, which may be in an "
            "environment of its own"
        ) from error
    printed = process.stdout.decode("utf-8", "replace")
    if process.returncode:
        message = (process.stderr.decode("utf-8", "replace").strip() or printed.strip())[-TAIL:]
        raise BackendError(f"{command}: ended with {process.returncode} and printed: {message or 'nothing'}")
    return printed


def _output(path: Path, command: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BackendError(f"{command}: wrote no text to {{out}} ({error}); check its output option") from error


def _read(written: str, command: str, expected: int) -> tuple[str, tuple[float, ...]]:
    """The metric's name, "" where it tells none, and a score a segment."""
    rows = _rows(written)
    scores = [_row(row) for row in rows]
    wrong = next((row for row, score in zip(rows, scores, strict=True) if score is None), None)
    if wrong is not None:
        raise BackendError(f"{command}: gave {str(wrong)[:80]}, which holds no single score; expected a number")
    if len(scores) != expected:
        raise BackendError(f"{command}: gave {len(scores)} scores for {expected} segments; expected one a segment")
    pairs = [pair for pair in scores if pair is not None]
    return next((name for name, _ in pairs), ""), tuple(value for _, value in pairs)


def _rows(written: str) -> Sequence[object]:
    """What is written, a row a segment: one JSON value, or one a line."""
    whole = _parsed(written)
    if isinstance(whole, str):
        return [_parsed(line) for line in written.splitlines() if line.strip()]
    if isinstance(whole, Mapping):
        lists = [value for value in whole.values() if isinstance(value, list)]
        # COMET names its rows by the file of hypotheses; one file was given
        return lists[0] if len(lists) == 1 else [whole]
    return whole if isinstance(whole, list) else [whole]


def _parsed(written: str) -> object:
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
    plain = next((name for name in KNOWN if name in values), "")
    if plain:
        return "", values[plain]
    return next(iter(values.items())) if len(values) == 1 else None


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _score(metric: str, values: tuple[float, ...], signature: str) -> Score:
    """The mean; its interval is bootstrapped over segments, as sacrebleu does for its own."""
    import numpy as np

    if len(values) < 2:
        return Score(metric, values[0], None, None, signature, 1)
    # drawn as sacrebleu draws for its own metrics, from one seed
    random, scores = np.random.default_rng(SEED), np.asarray(values)
    means = [scores[random.integers(0, len(scores), len(scores))].mean() for _ in range(RESAMPLES)]
    low, high = map(float, np.percentile(means, [2.5, 97.5]))
    return Score(metric, float(scores.mean()), (low + high) / 2, (high - low) / 2, signature, len(scores))
