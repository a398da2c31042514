"""Links found against gold links: precision, recall and F, how sure they are, and whether probabilities hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.data import Bead
from pipeline.evaluate.scored import TAILS, Verdict, direction

MEASURES = ("pair", "strict", "lax")
COUNTS = ("right", "found", "met", "gold")  # found items that are right, of how many; gold items met, of how many
BINS = 10

Beads = Sequence[Bead]
CountTable = NDArray[np.int64]  # the last two axes: MEASURES, COUNTS
Floats = NDArray[np.float64]

_F = 2
_Pairs = frozenset[tuple[int, int]]


class Scores(NamedTuple):
    """Each 0 to 1; 0 where nothing was found, or nothing was to be found."""

    precision: float
    recall: float
    f: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its 95 % interval, which one document alone cannot give."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What one of MEASURES says of a system."""

    precision: Estimate
    recall: Estimate
    f: Estimate


@dataclass(frozen=True, slots=True)
class FDifference:
    """A system's F less the baseline's; "better" and "worse" where the interval does not reach 0."""

    f: Estimate
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Bin:
    """Links of a probability from `low` to below `high` (1 is in the last bin), and what share of them is right."""

    low: float
    high: float
    links: int
    mean: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class Retained:
    """What is left when links less probable than `least` are not given: their share, and how good their pairs are."""

    least: float
    share: float
    precision: float | None
    recall: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether links of probability p are right in p of all cases: the expected error, 0 to 1, and what makes it."""

    error: float
    links: int
    bins: tuple[Bin, ...]
    curve: tuple[Retained, ...]


@dataclass(frozen=True, slots=True)
class AlignedSystem:
    """One system: by measure its figures, and its differences unless it is the baseline; by document its counts.

    `uncalibrated` says why there is no calibration, "" if there is.
    """

    links: int
    measures: Mapping[str, Measured]
    differences: Mapping[str, FDifference]
    calibration: Calibration | None
    uncalibrated: str
    counts: Mapping[str, Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class AlignmentReport:
    """All systems on the same documents, the baseline first, and what their intervals were made with."""

    documents: int
    links: int
    resamples: int
    seed: int
    systems: tuple[AlignedSystem, ...]


def report(
    gold: Mapping[str, Beads], systems: Sequence[Mapping[str, Beads]], *, resamples: int, seed: int
) -> AlignmentReport:
    """Measure each system, and compare it with the first, over the same resamples of the documents (Koehn, 2004).

    `gold`: id → links, one document at least; `systems` have the same ids.
    """
    rows = [[counted(beads, links[key]) for links in systems] for key, beads in gold.items()]
    counts = np.array(rows, dtype=np.int64)
    values = prf(counts.sum(axis=0))
    # one document drawn again and again would pretend to an interval of no width
    resamples_prf = prf(resampled(counts, resamples if len(gold) > 1 else 0, seed))
    reports = []
    for n, system in enumerate(systems):
        links = [system[key] for key in gold]
        reason = uncalibrated(links)
        reports.append(
            AlignedSystem(
                links=sum(len(_links(beads)) for beads in links),
                measures=_measures(values[n], resamples_prf[:, n]),
                # the same resamples for both, so that what is hard for both cancels out
                differences=_differences(values[n] - values[0], resamples_prf[:, n] - resamples_prf[:, 0]) if n else {},
                calibration=None if reason else calibration(list(gold.values()), links),
                uncalibrated=reason,
                counts={key: _by_name(table) for key, table in zip(gold, counts[:, n], strict=True)},
            )
        )
    total = sum(len(_links(beads)) for beads in gold.values())
    return AlignmentReport(len(gold), total, resamples, seed, tuple(reports))


def scores(gold: Sequence[Beads], predicted: Sequence[Beads]) -> dict[str, Scores]:
    """By measure, the counts summed over documents first."""
    tables = (counted(true_beads, beads) for true_beads, beads in zip(gold, predicted, strict=True))
    total = sum(tables, np.zeros((len(MEASURES), len(COUNTS)), dtype=np.int64))
    return {name: Scores(*row) for name, row in zip(MEASURES, prf(total).tolist(), strict=True)}


def counted(gold: Beads, predicted: Beads) -> CountTable:
    """One document's MEASURES × COUNTS, which add up over documents.

    `pair` counts sentence pairs, `strict` links whose two sides are equal, `lax` links whose two sides overlap
    (Sennrich and Volk, 2010). A link with an empty side counts in none of them, one that is there twice counts once.
    """
    true, predicted_links = _links(gold), _links(predicted)
    pairs, predicted_pairs = _pairs(true), _pairs(predicted_links)
    hit, same = len(pairs & predicted_pairs), len(true & predicted_links)
    # a shared pair: both sides overlap those of one gold link
    right = sum(not link.isdisjoint(pairs) for link in predicted_links)
    met = sum(not link.isdisjoint(predicted_pairs) for link in true)
    table = [
        [hit, len(predicted_pairs), hit, len(pairs)],
        [same, len(predicted_links), same, len(true)],
        [right, len(predicted_links), met, len(true)],
    ]
    return np.array(table, dtype=np.int64)


def prf(counts: CountTable) -> Floats:
    """Precision, recall and F (..., 3) of COUNTS (..., 4)."""
    # the last axis is COUNTS; all others stay, so that one call serves a document, a sum and all resamples
    right, predicted, met, gold = np.moveaxis(counts, -1, 0)
    precision, recall = right / np.maximum(predicted, 1), met / np.maximum(gold, 1)
    total = precision + recall
    # where both are 0, F is 0 and not a division by it
    return np.stack([precision, recall, 2 * precision * recall / np.where(total > 0, total, 1)], axis=-1)


def resampled(counts: CountTable, resamples: int, seed: int) -> CountTable:
    """Sums (resamples, ...) of counts (documents, ...) over as many documents, drawn with replacement."""
    # a draw counts documents, so that a row is a product of small numbers and no copy of the counts
    generator, documents = np.random.default_rng(seed), len(counts)
    flat = counts.reshape(documents, -1)
    sums = np.zeros((resamples, flat.shape[1]), dtype=np.int64)
    for row in sums:
        row[:] = np.bincount(generator.integers(documents, size=documents), minlength=documents) @ flat
    return sums.reshape(resamples, *counts.shape[1:])


def uncalibrated(predicted: Iterable[Beads]) -> str:
    """Why these links' scores cannot be held against the truth, "" if they can."""
    scores = [bead.score for bead in chain.from_iterable(predicted) if bead.left and bead.right]
    scored = [score for score in scores if score is not None]
    if not scores:
        return "no links were found"
    if not scored:
        return "the links carry no scores"
    # some without would count as neither right nor wrong
    if len(scored) < len(scores):
        return f"{len(scores) - len(scored)} of {len(scores)} links carry no score"
    if not all(0 <= score <= 1 for score in scored):
        return f"calibration needs probabilities, 0 to 1, and these scores go from {min(scored):g} to {max(scored):g}"
    return ""


def calibration(gold: Sequence[Beads], predicted: Sequence[Beads]) -> Calibration:
    """Probabilities against the truth, which for a link is the share of its sentence pairs that are in gold.

    Every link with two sides counts, and must have a probability (see `uncalibrated`).
    """
    probabilities, was = [], []
    for true, beads in zip(gold, predicted, strict=True):
        pairs = _pairs(_links(true))
        for bead in beads:
            if (link := _link(bead)) and bead.score is not None:
                probabilities.append(bead.score)
                was.append(len(link & pairs) / len(link))
    table = bins(probabilities, was)
    curve = tuple(_curve(gold, predicted, len(probabilities)))
    return Calibration(calibration_error(table), len(probabilities), table, curve)


def bins(probabilities: Sequence[float] | Floats, was: Sequence[float] | Floats) -> tuple[Bin, ...]:
    """Probabilities and truths, 0 to 1 both, in ten bins of equal width."""
    p, y = np.asarray(probabilities, dtype=np.float64), np.asarray(was, dtype=np.float64)
    # 1.0 itself would open an eleventh bin
    place = np.minimum((p * BINS).astype(np.intp), BINS - 1)
    table = []
    for n in range(BINS):
        in_bin = place == n
        count = int(in_bin.sum())
        mean, right = (float(p[in_bin].mean()), float(y[in_bin].mean())) if count else (None, None)
        table.append(Bin(n / BINS, (n + 1) / BINS, count, mean, right))
    return tuple(table)


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far probability and truth are apart in a bin, on average over links (Naeini and others, 2015)."""
    # an empty bin has no mean; no links, no error
    distance = sum(bin_.links * abs((bin_.mean or 0.0) - (bin_.right or 0.0)) for bin_ in bins)
    return distance / max(sum(bin_.links for bin_ in bins), 1)


def _curve(gold: Sequence[Beads], predicted: Sequence[Beads], links: int) -> Iterable[Retained]:
    for n in range(BINS):
        least = n / BINS
        likely = [[bead for bead in beads if bead.score is not None and bead.score >= least] for beads in predicted]
        # recall is of all gold pairs, so that it falls as links are left out
        precision, recall, _ = scores(gold, likely)["pair"]
        count = sum(1 for bead in chain.from_iterable(likely) if _link(bead))
        yield Retained(least, count / links, precision if count else None, recall)


def _measures(values: Floats, resamples: Floats) -> dict[str, Measured]:
    return {
        name: Measured(*(_figure(values[m, k], resamples[:, m, k]) for k in range(len(Scores._fields))))
        for m, name in enumerate(MEASURES)
    }


def _differences(values: Floats, resamples: Floats) -> dict[str, FDifference]:
    figures = (_figure(values[m, _F], resamples[:, m, _F]) for m in range(len(MEASURES)))
    rows = zip(MEASURES, figures, strict=True)
    return {name: FDifference(figure, direction(figure.low, figure.high)) for name, figure in rows}


def _figure(value: float, resamples: Floats) -> Estimate:
    # percentiles, and no normal interval: F is bounded and skewed near 1
    low, high = np.percentile(resamples, TAILS).tolist() if resamples.size else (None, None)
    return Estimate(float(value), low, high)


def _by_name(table: CountTable) -> dict[str, dict[str, int]]:
    rows = (dict(zip(COUNTS, row, strict=True)) for row in table.tolist())
    return dict(zip(MEASURES, rows, strict=True))


def _link(bead: Bead) -> _Pairs:
    """A link as its sentence pairs, from which its sides follow; empty with an empty side."""
    return frozenset(product(bead.left, bead.right))


def _links(beads: Beads) -> frozenset[_Pairs]:
    return frozenset(link for bead in beads if (link := _link(bead)))


def _pairs(links: frozenset[_Pairs]) -> _Pairs:
    return frozenset().union(*links)
