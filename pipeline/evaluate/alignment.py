"""Links found against gold links: precision, recall and F, how sure they are, and whether probabilities hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.data import Bead

MEASURES = ("pair", "strict", "lax")
COUNTS = ("right", "found", "met", "gold")  # found items that are right, of how many; gold items met, of how many
BINS = 10

Beads = Sequence[Bead]
Counts = NDArray[np.int64]  # the last two axes: MEASURES, COUNTS
Floats = NDArray[np.float64]
Verdict = Literal["better", "worse", "not distinguishable"]

_TAILS = (2.5, 97.5)  # percentiles: a 95 % interval
_F = 2
_Pairs = frozenset[tuple[int, int]]


class Scores(NamedTuple):
    """Each 0 to 1; 0 where nothing was found, or nothing was to be found."""

    precision: float
    recall: float
    f: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its 95 % interval, which one document alone cannot give."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What one of MEASURES says of a system."""

    precision: Figure
    recall: Figure
    f: Figure


@dataclass(frozen=True, slots=True)
class Difference:
    """A system's F less the baseline's; "better" and "worse" where the interval does not reach 0."""

    f: Figure
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
class Kept:
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
    curve: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class System:
    """One system: by measure its figures, and its differences unless it is the baseline; by document its counts.

    `uncalibrated` says why there is no calibration, "" if there is.
    """

    links: int
    measures: Mapping[str, Measured]
    differences: Mapping[str, Difference]
    calibration: Calibration | None
    uncalibrated: str
    counts: Mapping[str, Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class Report:
    """All systems on the same documents, the baseline first, and what their intervals were made with."""

    documents: int
    links: int
    resamples: int
    seed: int
    systems: tuple[System, ...]


def report(gold: Mapping[str, Beads], found: Sequence[Mapping[str, Beads]], *, resamples: int, seed: int) -> Report:
    """Measure each system, and compare it with the first, over the same resamples of the documents (Koehn, 2004).

    Args:
        gold: id → links, one document at least.
        found: a system each, with the ids of `gold`.
    """
    counts = np.array([[counted(beads, one[key]) for one in found] for key, beads in gold.items()], dtype=np.int64)
    values = prf(counts.sum(axis=0))
    drawn = prf(resampled(counts, resamples if len(gold) > 1 else 0, seed))
    systems = []
    for n, one in enumerate(found):
        links = [one[key] for key in gold]
        why = uncalibrated(links)
        systems.append(
            System(
                links=sum(len(_links(beads)) for beads in links),
                measures=_measures(values[n], drawn[:, n]),
                differences=_differences(values[n] - values[0], drawn[:, n] - drawn[:, 0]) if n else {},
                calibration=None if why else calibration(list(gold.values()), links),
                uncalibrated=why,
                counts={key: _named(table) for key, table in zip(gold, counts[:, n], strict=True)},
            )
        )
    total = sum(len(_links(beads)) for beads in gold.values())
    return Report(len(gold), total, resamples, seed, tuple(systems))


def scores(gold: Sequence[Beads], found: Sequence[Beads]) -> dict[str, Scores]:
    """By measure, the counts summed over documents first."""
    tables = (counted(one, other) for one, other in zip(gold, found, strict=True))
    total = sum(tables, np.zeros((len(MEASURES), len(COUNTS)), dtype=np.int64))
    return {name: Scores(*row) for name, row in zip(MEASURES, prf(total).tolist(), strict=True)}


def counted(gold: Beads, found: Beads) -> Counts:
    """One document's MEASURES × COUNTS, which add up over documents.

    `pair` counts sentence pairs, `strict` links whose two sides are equal, `lax` links whose two sides overlap
    (Sennrich and Volk, 2010). A link with an empty side counts in none of them, one that is there twice counts once.
    """
    true, ours = _links(gold), _links(found)
    pairs, mine = _pairs(true), _pairs(ours)
    hit, same = len(pairs & mine), len(true & ours)
    right = sum(not link.isdisjoint(pairs) for link in ours)  # a shared pair: both sides overlap one gold link's
    met = sum(not link.isdisjoint(mine) for link in true)
    table = [
        [hit, len(mine), hit, len(pairs)],
        [same, len(ours), same, len(true)],
        [right, len(ours), met, len(true)],
    ]
    return np.array(table, dtype=np.int64)


def prf(counts: Counts) -> Floats:
    """Precision, recall and F (..., 3) of COUNTS (..., 4)."""
    right, found, met, gold = np.moveaxis(counts, -1, 0)
    precision, recall = right / np.maximum(found, 1), met / np.maximum(gold, 1)
    both = precision + recall
    return np.stack([precision, recall, 2 * precision * recall / np.where(both > 0, both, 1)], axis=-1)


def resampled(counts: Counts, resamples: int, seed: int) -> Counts:
    """Sums (resamples, ...) of counts (documents, ...) over as many documents, drawn with replacement."""
    generator, documents = np.random.default_rng(seed), len(counts)
    flat = counts.reshape(documents, -1)
    sums = np.zeros((resamples, flat.shape[1]), dtype=np.int64)
    for row in sums:
        row[:] = np.bincount(generator.integers(documents, size=documents), minlength=documents) @ flat
    return sums.reshape(resamples, *counts.shape[1:])


def uncalibrated(found: Iterable[Beads]) -> str:
    """Why these links' scores cannot be held against the truth, "" if they can."""
    said = [bead.score for beads in found for bead in beads if bead.left and bead.right]
    scored = [score for score in said if score is not None]
    if not said:
        return "no links were found"
    if not scored:
        return "the links carry no scores"
    if len(scored) < len(said):
        return f"{len(said) - len(scored)} of {len(said)} links carry no score"
    if not all(0 <= score <= 1 for score in scored):
        return f"calibration needs probabilities, 0 to 1, and these scores go from {min(scored):g} to {max(scored):g}"
    return ""


def calibration(gold: Sequence[Beads], found: Sequence[Beads]) -> Calibration:
    """Probabilities against the truth, which for a link is the share of its sentence pairs that are in gold.

    Every link with two sides counts, and must have a probability (see `uncalibrated`).
    """
    said, was = [], []
    for true, beads in zip(gold, found, strict=True):
        pairs = _pairs(_links(true))
        for bead in beads:
            if (link := _link(bead)) and bead.score is not None:
                said.append(bead.score)
                was.append(len(link & pairs) / len(link))
    table = bins(said, was)
    return Calibration(calibration_error(table), len(said), table, tuple(_curve(gold, found, len(said))))


def bins(said: Sequence[float] | Floats, was: Sequence[float] | Floats) -> tuple[Bin, ...]:
    """Probabilities and truths, 0 to 1 both, in ten bins of equal width."""
    p, y = np.asarray(said, dtype=np.float64), np.asarray(was, dtype=np.float64)
    place = np.minimum((p * BINS).astype(np.intp), BINS - 1)
    found = []
    for n in range(BINS):
        inside = place == n
        count = int(inside.sum())
        mean, right = (float(p[inside].mean()), float(y[inside].mean())) if count else (None, None)
        found.append(Bin(n / BINS, (n + 1) / BINS, count, mean, right))
    return tuple(found)


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far probability and truth are apart in a bin, on average over links (Naeini and others, 2015)."""
    apart = sum(one.links * abs(one.mean - one.right) for one in bins if one.mean is not None and one.right is not None)
    return apart / max(sum(one.links for one in bins), 1)


def _curve(gold: Sequence[Beads], found: Sequence[Beads], links: int) -> Iterable[Kept]:
    for n in range(BINS):
        least = n / BINS
        kept = [[bead for bead in beads if bead.score is not None and bead.score >= least] for beads in found]
        precision, recall, _ = scores(gold, kept)["pair"]
        count = sum(1 for beads in kept for bead in beads if _link(bead))
        yield Kept(least, count / links, precision if count else None, recall)


def _measures(values: Floats, drawn: Floats) -> dict[str, Measured]:
    return {
        name: Measured(*(_figure(values[m, k], drawn[:, m, k]) for k in range(len(Scores._fields))))
        for m, name in enumerate(MEASURES)
    }


def _differences(values: Floats, drawn: Floats) -> dict[str, Difference]:
    figures = (_figure(values[m, _F], drawn[:, m, _F]) for m in range(len(MEASURES)))
    return {name: Difference(one, _verdict(one)) for name, one in zip(MEASURES, figures, strict=True)}


def _verdict(difference: Figure) -> Verdict:
    if difference.low is not None and difference.low > 0:
        return "better"
    if difference.high is not None and difference.high < 0:
        return "worse"
    return "not distinguishable"


def _figure(value: float, drawn: Floats) -> Figure:
    low, high = np.percentile(drawn, _TAILS).tolist() if drawn.size else (None, None)
    return Figure(float(value), low, high)


def _named(table: Counts) -> dict[str, dict[str, int]]:
    rows = (dict(zip(COUNTS, row, strict=True)) for row in table.tolist())
    return dict(zip(MEASURES, rows, strict=True))


def _link(bead: Bead) -> _Pairs:
    """A link as its sentence pairs, from which its sides follow; empty with an empty side."""
    return frozenset(product(bead.left, bead.right))


def _links(beads: Beads) -> frozenset[_Pairs]:
    return frozenset(link for bead in beads if (link := _link(bead)))


def _pairs(links: frozenset[_Pairs]) -> _Pairs:
    return frozenset().union(*links)
