"""What people judged, by system: scores, marked errors, whether systems differ, whether annotators agree."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from pipeline.evaluate.scored import TAILS, Verdict, direction
from pipeline.read.judgements import SEVERITIES, Judgement

WEIGHTS = {"neutral": 0, "minor": 1, "major": 5, "critical": 25}  # of MQM (Freitag et al., 2021; Lommel et al., 2024)
RESAMPLES, SEED = 1000, 12345

Cells = Mapping[tuple[str, str], float]  # (document, segment) → a system's mean over annotators


@dataclass(frozen=True, slots=True)
class MeanJudgement:
    """A mean over `n` segments and its 95 % interval, bootstrapped over documents; of one document there is none."""

    value: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class JudgedSystem:
    """`score`: 0 to 100, the higher the better; `penalty`: weighted errors a segment, the lower the better.

    `errors`: by severity, a segment. `better`: the difference of scores (without any, of penalties, turned round) to
    the first system on the segments judged for both, None for the first and where there are none.
    """

    name: str
    judgements: int
    annotators: int
    score: MeanJudgement | None
    penalty: MeanJudgement
    errors: Mapping[str, float]
    better: MeanJudgement | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of annotators who judged the same: pairs of scores, and their Kendall's τ-b, None if either never varies."""

    pairs: int
    tau: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """All systems, best first, and how far annotators agree, None where nothing was judged twice."""

    systems: tuple[JudgedSystem, ...]
    agreement: Agreement | None


def judged(rows: Sequence[Judgement]) -> Judged:
    """Sum up what people said."""
    by_system: dict[str, list[Judgement]] = {}
    for row in rows:
        by_system.setdefault(row.system, []).append(row)
    scores, penalties = {}, {}
    for name, judgements in by_system.items():
        scores[name] = _cells((row, row.score) for row in judgements if row.score is not None)
        penalties[name] = _cells((row, sum(WEIGHTS[error.severity] for error in row.errors)) for row in judgements)
    # one system without scores, and only penalties can be compared; the sign makes higher better
    good = scores
    if not all(scores.values()):
        good = {name: {key: -value for key, value in cells.items()} for name, cells in penalties.items()}
    # stable: of equal systems the one met first stays first
    names = sorted(by_system, key=lambda name: -float(np.mean(list(good[name].values()))))
    systems = tuple(_system(by_system[name], name, names[0], scores[name], penalties[name], good) for name in names)
    return Judged(systems, _agreement(rows))


def _system(
    rows: Sequence[Judgement], name: str, first: str, scores: Cells, penalties: Cells, good: Mapping[str, Cells]
) -> JudgedSystem:
    errors = Counter(error.severity for error in chain.from_iterable(row.errors for row in rows))
    # only what was judged for both systems, or an easier sample would pass for a better system
    differences = {key: good[name][key] - value for key, value in good[first].items() if key in good[name]}
    better = _figure(differences) if name != first and differences else None
    return JudgedSystem(
        name=name,
        judgements=len(rows),
        annotators=len({row.annotator for row in rows}),
        score=_figure(scores) if scores else None,
        penalty=_figure(penalties),
        errors={severity: errors[severity] / len(rows) for severity in SEVERITIES},
        better=better,
        verdict=direction(better.low, better.high) if better else None,
    )


def _cells(values: Iterable[tuple[Judgement, float]]) -> Cells:
    cells: dict[tuple[str, str], list[float]] = {}
    for row, value in values:
        cells.setdefault((row.document, row.segment), []).append(value)
    return {key: float(np.mean(scores)) for key, scores in cells.items()}


def _figure(cells: Cells) -> MeanJudgement:
    """Documents are drawn whole, since the segments of one are alike."""
    documents: dict[str, list[float]] = {}
    for (document, _), value in cells.items():
        documents.setdefault(document, []).append(value)
    mean = float(np.mean(list(cells.values())))
    if len(documents) < 2:
        return MeanJudgement(mean, None, None, len(cells))
    sums, counts = (np.array([total(scores) for scores in documents.values()], float) for total in (sum, len))
    # a row a resample: the places of the documents drawn
    draws = np.random.default_rng(SEED).integers(0, len(sums), (RESAMPLES, len(sums)))
    low, high = np.percentile(sums[draws].sum(axis=1) / counts[draws].sum(axis=1), TAILS)
    return MeanJudgement(mean, float(low), float(high), len(cells))


def _agreement(rows: Sequence[Judgement]) -> Agreement | None:
    """Over all pairs of annotators, each in a fixed order, the scores that both gave."""
    by_annotator: dict[str, dict[tuple[str, str, str], float]] = {}
    for row in rows:
        if row.score is not None:
            by_annotator.setdefault(row.annotator, {})[row.system, row.document, row.segment] = row.score
    pairs = []
    for first, second in combinations(sorted(by_annotator), 2):
        shared = by_annotator[first].keys() & by_annotator[second].keys()
        pairs += [(by_annotator[first][key], by_annotator[second][key]) for key in shared]
    # a rank correlation of one pair says nothing
    if len(pairs) < 2:
        return None
    from scipy.stats import kendalltau  # type: ignore[import-untyped]

    first_scores, second_scores = zip(*pairs, strict=True)
    # τ divides by the number of different ranks
    same = len(set(first_scores)) == 1 or len(set(second_scores)) == 1
    return Agreement(len(pairs), None if same else float(kendalltau(first_scores, second_scores).statistic))
