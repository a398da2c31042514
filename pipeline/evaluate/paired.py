"""How sure a score is, and whether two systems differ: sacrebleu's bootstrap and its two paired tests.

sacrebleu holds resamples × segments × statistics at once, 10 GB for 100,000 segments. Here the same draws are made one
after the other from statistics counted once; scores, intervals and p-values are its functions' own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.scored import Comparison, Score, Verdict
from pipeline.evaluate.statistics import Counts, Table, metric

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric

ALPHA, POWER = 0.05, 0.8
TWO_SIDED = NormalDist().inv_cdf(1 - ALPHA / 2) + NormalDist().inv_cdf(POWER)  # standard errors that suffice for both
BLOCK = 32  # trials made together, in whole numbers of the generator's words, so that the stream stays sacrebleu's
LOWER_IS_BETTER = ("TER",)
TAILS = (2.5, 97.5)  # percentiles: a 95 % interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How often segments are drawn (0: never, so no intervals) and systems are swapped, with which seed."""

    resamples: int = 1000
    trials: int = 10000
    seed: int = 12345


@dataclass(frozen=True, slots=True)
class Basis:
    """What a signature tells of; `references`: how many a segment has, -1 if that varies."""

    sampling: Sampling
    references: int
    target: str = "en"


def resampled(table: Table, sampling: Sampling) -> dict[str, list[Floats]]:
    """Metric → a system's scores on every resample, the same segments for all of them (Koehn, 2004)."""
    widths = {name: counts[0].shape[1] for name, counts in table.items()}
    joined = np.hstack([one for counts in table.values() for one in counts]).astype(np.float32)
    generator, n = np.random.default_rng(sampling.seed), len(joined)
    sums = np.empty((sampling.resamples, joined.shape[1]), dtype=np.float32)
    for row in sums:
        row[:] = joined[generator.choice(n, size=n, replace=True)].sum(axis=0)
    found: dict[str, list[Floats]] = {}
    at = 0
    for name, counts in table.items():
        made = metric(name)
        for _ in counts:
            found.setdefault(name, []).append(_scores(made, sums[:, at : at + widths[name]]))
            at += widths[name]
    return found


def _scores(made: "Metric", sums: NDArray[np.float32] | Floats) -> Floats:
    return np.array([made._compute_score_from_stats(row).score for row in sums])  # of the precision that sacrebleu has


def scores(table: Table, drawn: Mapping[str, Sequence[Floats]], basis: Basis) -> tuple[tuple[Score, ...], ...]:
    """By system, a score a metric; `drawn` as `resampled` gives it, empty for no intervals."""
    found: list[list[Score]] = [[] for _ in next(iter(table.values()))]
    for name, systems in table.items():
        made = metric(name)
        words = signature(name, basis, resampled=bool(drawn))
        for n, counts in enumerate(systems):
            mean, half = _interval(drawn[name][n], len(systems)) if drawn else (None, None)
            value = float(made._aggregate_and_compute(counts.tolist()).score)
            found[n].append(Score(name, value, mean, half, words, len(counts)))
    return tuple(tuple(one) for one in found)


def _interval(drawn: Floats, systems: int) -> tuple[float, float]:
    """Mean and half width; sacrebleu takes one system's and several systems' in two ways, apart in the last digits."""
    from sacrebleu.metrics.base import Score as Figure
    from sacrebleu.significance import estimate_ci

    if systems > 1:
        mean, half = estimate_ci(drawn)
    else:
        figure = Figure("", 0.0)
        figure.estimate_ci([Figure("", value) for value in drawn])
        mean, half = figure._mean, figure._ci
    return float(mean), float(half)


def signature(
    name: str, basis: Basis, *, resampled: bool = False, randomised: bool = False, sentence: bool = False
) -> str:
    """As sacrebleu's command prints it."""
    made = metric(name, target=basis.target, sentence=sentence)
    made.num_refs = basis.references  # as it does where it reads them
    found = made.get_signature()
    if resampled or randomised:
        found.update("seed", str(basis.sampling.seed))
    if resampled:
        found.update("bs", basis.sampling.resamples)
    if randomised:
        found.update("ar", basis.sampling.trials)
    return found.format()


def p_bootstrap(baseline: Floats, system: Floats, difference: float) -> float:
    """Of a difference between two scores, from both systems' resampled ones."""
    from sacrebleu.significance import _compute_p_value

    apart = np.abs(system - baseline)
    return _compute_p_value(apart - apart.mean(), abs(difference))


def p_randomisation(name: str, baseline: Counts, system: Counts, difference: float, sampling: Sampling) -> float:
    """Of a difference between two scores: how often one as great comes of swapping the systems segment by segment
    (Riezler and Maxwell, 2005)."""
    from sacrebleu.significance import _compute_p_value

    made = metric(name)
    apart = [
        abs(made._compute_score_from_stats(a).score - made._compute_score_from_stats(b).score)
        for a, b in _swapped(baseline, system, sampling)
    ]
    return _compute_p_value(np.array(apart), abs(difference))


def _swapped(baseline: Counts, system: Counts, sampling: Sampling) -> Iterator[tuple[list[float], list[float]]]:
    """The summed statistics of two systems that share their segments out by chance, a pair a trial."""
    generator = np.random.default_rng(sampling.seed)
    ours, theirs = baseline.astype(np.float64), system.astype(np.float64)
    for start in range(0, sampling.trials, BLOCK):
        size = (min(BLOCK, sampling.trials - start), len(ours))
        mask = generator.integers(2, size=size, dtype=bool).astype(np.float64)
        first, second = mask @ ours + (1 - mask) @ theirs, (1 - mask) @ ours + mask @ theirs
        yield from zip(first.tolist(), second.tolist(), strict=True)


def comparisons(
    systems: Sequence[str],
    table: Table,
    drawn: Mapping[str, Sequence[Floats]],
    figures: Sequence[tuple[Score, ...]],
    basis: Basis,
) -> tuple[Comparison, ...]:
    """Every system against the first, metric by metric."""
    found: list[Comparison] = []
    for m, (name, counts) in enumerate(table.items()):
        signatures = (signature(name, basis, resampled=True), signature(name, basis, randomised=True))
        first, others = counts[0], range(1, len(systems))
        apart = [figures[n][m].value - figures[0][m].value for n in others]
        drawing = [p_bootstrap(drawn[name][0], drawn[name][n], apart[n - 1]) for n in others]
        swapping = [p_randomisation(name, first, counts[n], apart[n - 1], basis.sampling) for n in others]
        adjusted = holm([max(both) for both in zip(drawing, swapping, strict=True)])
        for n in others:
            spread = drawn[name][n] - drawn[name][0]
            low, high = np.percentile(spread, TAILS).tolist()
            made = Comparison(
                metric=name,
                system=systems[n],
                baseline=systems[0],
                difference=apart[n - 1],
                low=low,
                high=high,
                p_bootstrap=drawing[n - 1],
                p_randomisation=swapping[n - 1],
                adjusted=adjusted[n - 1],
                detectable=TWO_SIDED * float(spread.std(ddof=1)),
                verdict=_verdict(name, apart[n - 1], adjusted[n - 1]),
                words="",
                signatures=signatures,
                n=len(first),
            )
            found.append(replace(made, words=worded(made, len(others))))
    return tuple(found)


def holm(p: Sequence[float]) -> list[float]:
    """p-values of several tests, each corrected for all of them (Holm, 1979)."""
    order = sorted(range(len(p)), key=lambda n: p[n])
    found, highest = [0.0] * len(p), 0.0
    for rank, n in enumerate(order):
        highest = max(highest, min(1.0, (len(p) - rank) * p[n]))
        found[n] = highest
    return found


def _verdict(name: str, difference: float, p: float) -> Verdict:
    if p >= ALPHA or not difference:
        return "not distinguishable"
    return "better" if (difference < 0) == (name in LOWER_IS_BETTER) else "worse"


def worded(made: Comparison, tests: int) -> str:
    """A comparison as a sentence; `tests`: how many systems are held against the baseline."""
    figures = (
        f"{made.difference:+.2f} {made.metric}, 95 % interval {made.low:+.2f} to {made.high:+.2f}, p = "
        f"{made.adjusted:.4f}" + f" corrected for {tests} systems" * (tests > 1)
    )
    if made.verdict != "not distinguishable":
        return f"{made.system} is {made.verdict} than {made.baseline} at n = {made.n:,}: {figures}"
    return (
        f"{made.system} and {made.baseline} are not distinguishable at n = {made.n:,}: {figures}; smallest difference "
        f"this set can show at 80 % power, α = .05: {made.detectable:.2f}"
    )


def note(systems: int) -> str:
    """What several comparisons with one baseline mean for their p-values; "" for one."""
    tests = systems - 1
    if tests < 2:
        return ""
    chance = 1 - (1 - ALPHA) ** tests
    return (
        f"{tests} systems are compared with one baseline: with every one equal to it, chance alone would call one "
        f"different at p < .05 in up to {chance:.0%} of such tables. Verdicts use p-values corrected for that within "
        "each metric (Holm, 1979); across metrics nothing is corrected: choose one beforehand"
    )
