"""What people judged, by system: scores, marked errors, whether systems differ, whether annotators agree."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.scored import Verdict
from pipeline.read.judgements import SEVERITIES, Judgement

WEIGHTS = {"neutral": 0, "minor": 1, "major": 5, "critical": 25}  # of MQM (Freitag et al., 2021; Lommel et al., 2024)
RESAMPLES, SEED = 1000, 12345
TAILS = (2.5, 97.5)  # percentiles: a 95 % interval

Cells = Mapping[tuple[str, str], float]  # (document, segment) → a system's mean over annotators


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over `n` segments and its 95 % interval, bootstrapped over documents; of one document there is none."""

    value: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class System:
    """`score`: 0 to 100, the higher the better; `penalty`: weighted errors a segment, the lower the better.

    `errors`: by severity, a segment. `better`: the difference of scores (without any, of penalties, turned round) to
    the first system on the segments judged for both, None for the first and where there are none.
    """

    name: str
    judgements: int
    annotators: int
    score: Figure | None
    penalty: Figure
    errors: Mapping[str, float]
    better: Figure | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of annotators who judged the same: pairs of scores, and their Kendall's τ-b, None if either never varies."""

    pairs: int
    tau: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """All systems, best first, and how far annotators agree, None where nothing was judged twice."""

    systems: tuple[System, ...]
    agreement: Agreement | None


def judged(rows: Sequence[Judgement]) -> Judged:
    """Sum up what people said."""
    named = list(dict.fromkeys(row.system for row in rows))
    of = {name: [row for row in rows if row.system == name] for name in named}
    scores = {name: _cells((row, row.score) for row in some if row.score is not None) for name, some in of.items()}
    penalties = {name: _cells((row, _penalty(row)) for row in some) for name, some in of.items()}
    good = scores if all(scores.values()) else {name: _turned(cells) for name, cells in penalties.items()}
    named.sort(key=lambda name: -float(np.mean(list(good[name].values()))))
    systems = tuple(_system(of[name], name, named[0], scores[name], penalties[name], good) for name in named)
    return Judged(systems, _agreement(rows))


def _system(
    rows: Sequence[Judgement], name: str, first: str, scores: Cells, penalties: Cells, good: Mapping[str, Cells]
) -> System:
    errors = Counter(error.severity for row in rows for error in row.errors)
    both = {key: good[name][key] - value for key, value in good[first].items() if key in good[name]}
    better = _figure(both) if name != first and both else None
    return System(
        name=name,
        judgements=len(rows),
        annotators=len({row.annotator for row in rows}),
        score=_figure(scores) if scores else None,
        penalty=_figure(penalties),
        errors={severity: errors[severity] / len(rows) for severity in SEVERITIES},
        better=better,
        verdict=_verdict(better) if better else None,
    )


def _penalty(row: Judgement) -> float:
    return float(sum(WEIGHTS[error.severity] for error in row.errors))


def _cells(values: Iterable[tuple[Judgement, float]]) -> Cells:
    found: dict[tuple[str, str], list[float]] = {}
    for row, value in values:
        found.setdefault((row.document, row.segment), []).append(value)
    return {key: float(np.mean(some)) for key, some in found.items()}


def _turned(cells: Cells) -> Cells:
    return {key: -value for key, value in cells.items()}


def _figure(cells: Cells) -> Figure:
    """Documents are drawn whole, since the segments of one are alike."""
    documents: dict[str, list[float]] = {}
    for (document, _), value in cells.items():
        documents.setdefault(document, []).append(value)
    mean = float(np.mean(list(cells.values())))
    if len(documents) < 2:
        return Figure(mean, None, None, len(cells))
    sums, counts = (np.array([each(some) for some in documents.values()], float) for each in (sum, len))
    drawn = np.random.default_rng(SEED).integers(0, len(sums), (RESAMPLES, len(sums)))
    low, high = np.percentile(_ratio(sums[drawn], counts[drawn]), TAILS)
    return Figure(mean, float(low), float(high), len(cells))


def _ratio(sums: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(sums.sum(axis=1) / counts.sum(axis=1))


def _verdict(difference: Figure) -> Verdict:
    if difference.low is None or difference.high is None or difference.low <= 0 <= difference.high:
        return "not distinguishable"
    return "better" if difference.low > 0 else "worse"


def _agreement(rows: Sequence[Judgement]) -> Agreement | None:
    """Over all pairs of annotators, each in a fixed order, the scores that both gave."""
    by: dict[str, dict[tuple[str, str, str], float]] = {}
    for row in rows:
        if row.score is not None:
            by.setdefault(row.annotator, {})[row.system, row.document, row.segment] = row.score
    pairs = [
        (by[one][key], by[other][key])
        for one, other in combinations(sorted(by), 2)
        for key in by[one].keys() & by[other].keys()
    ]
    if len(pairs) < 2:
        return None
    from scipy.stats import kendalltau  # type: ignore[import-untyped]

    ones, others = zip(*pairs, strict=True)
    same = len(set(ones)) == 1 or len(set(others)) == 1
    return Agreement(len(pairs), None if same else float(kendalltau(ones, others).statistic))
