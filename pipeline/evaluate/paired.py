"""How sure a score is, and whether two systems differ: sacrebleu's bootstrap and its two paired tests.

sacrebleu holds resamples × segments × statistics at once, 10 GB for 100,000 segments. Here the same draws are made one
after the other from statistics counted once; scores, intervals and p-values are its functions' own.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, get_args

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.scored import Comparison, Metric, Outcome, Score, digits
from pipeline.evaluate.statistics import Counts, Table, metric

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as Sacrebleu

ALPHA, POWER = 0.05, 0.8
TWO_SIDED = NormalDist().inv_cdf(1 - ALPHA / 2) + NormalDist().inv_cdf(POWER)  # standard errors that suffice for both
BLOCK = 32  # trials made together, in whole numbers of the generator's words, so that the stream stays sacrebleu's
FEWEST = 30  # segments that a verdict needs
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
    """Metric → a system's scores on every resample, the same segments for all of them (Koehn, 2004).

    Empty where no resamples are asked for, and of one segment, which is drawn again and again: it has no interval.
    """
    if not sampling.resamples or len(next(iter(table.values()))[0]) < 2:
        return {}
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


def _scores(made: "Sacrebleu", sums: NDArray[np.float32] | Floats) -> Floats:
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
    identical: Collection[str] = (),
) -> tuple[Comparison, ...]:
    """Every system against the first, metric by metric; `identical`: systems whose output is the first's."""
    found: list[Comparison] = []
    for m, (name, counts) in enumerate(table.items()):
        signatures = (signature(name, basis, resampled=True), signature(name, basis, randomised=True))
        column = [row[m] for row in figures]
        swapping = [
            p_randomisation(name, counts[0], counts[n], column[n].value - column[0].value, basis.sampling)
            for n in range(1, len(systems))
        ]
        found += _compared(systems, column, drawn[name], swapping, signatures, identical)
    return tuple(found)


def means(
    systems: Sequence[str],
    figures: Sequence[Score],
    segments: Sequence[Sequence[float]],
    sampling: Sampling,
    identical: Collection[str] = (),
) -> tuple[Comparison, ...]:
    """The same two tests for a metric that is the mean of its segments' scores; `figures`, `segments`: by system."""
    held, generator = np.asarray(segments), np.random.default_rng(sampling.seed)
    n = held.shape[1]
    drawn = np.array([held[:, generator.integers(n, size=n)].mean(axis=1) for _ in range(sampling.resamples)]).T
    swapping = [_p_swapped(other - held[0], sampling) for other in held[1:]]
    told = f"{figures[0].signature}|seed:{sampling.seed}"
    signatures = (f"{told}|bs:{sampling.resamples}", f"{told}|ar:{sampling.trials}")
    return tuple(_compared(systems, figures, drawn, swapping, signatures, identical))


def _p_swapped(apart: Floats, sampling: Sampling) -> float:
    """Of the mean of differences, their signs turned by chance."""
    from sacrebleu.significance import _compute_p_value

    generator = np.random.default_rng(sampling.seed)
    found = []
    for start in range(0, sampling.trials, BLOCK):
        size = (min(BLOCK, sampling.trials - start), len(apart))
        signs = generator.integers(2, size=size, dtype=bool) * 2.0 - 1.0
        found.append(np.abs(signs @ apart) / len(apart))
    return _compute_p_value(np.concatenate(found), abs(float(apart.mean())))


def _compared(
    systems: Sequence[str],
    figures: Sequence[Score],
    drawn: Sequence[Floats] | Floats,
    swapping: Sequence[float],
    signatures: tuple[str, str],
    identical: Collection[str],
) -> Iterator[Comparison]:
    """In one metric every system against the first; `swapping`: p of the randomisation test, the first left out."""
    first, others = figures[0], range(1, len(systems))
    apart = [one.value - first.value for one in figures[1:]]
    drawing = [p_bootstrap(drawn[0], drawn[n], apart[n - 1]) for n in others]
    both = zip(drawing, swapping, apart, strict=True)
    adjusted = holm([max(one, other) if difference else 1.0 for one, other, difference in both])
    for n in others:
        spread = drawn[n] - drawn[0]
        low, high = np.percentile(spread, TAILS).tolist()
        made = Comparison(
            metric=first.metric,
            system=systems[n],
            baseline=systems[0],
            difference=apart[n - 1],
            low=low,
            high=high,
            p_bootstrap=drawing[n - 1],
            p_randomisation=swapping[n - 1],
            adjusted=adjusted[n - 1],
            detectable=TWO_SIDED * float(spread.std(ddof=1)),
            verdict="not distinguishable",
            words="",
            signatures=signatures,
            n=first.n,
        )
        same = systems[n] in identical
        made = replace(made, verdict="not distinguishable" if same else _verdict(made))
        yield replace(made, words=worded(made, len(others), digits(first.metric, first.value), identical=same))


def holm(p: Sequence[float]) -> list[float]:
    """p-values of several tests, each corrected for all of them (Holm, 1979)."""
    order = sorted(range(len(p)), key=lambda n: p[n])
    found, highest = [0.0] * len(p), 0.0
    for rank, n in enumerate(order):
        highest = max(highest, min(1.0, (len(p) - rank) * p[n]))
        found[n] = highest
    return found


def _verdict(made: Comparison) -> Outcome:
    """None from few segments, and none that the interval does not bear out."""
    if made.n < FEWEST:
        return "too few segments"
    if made.adjusted >= ALPHA or made.low <= 0 <= made.high:
        return "not distinguishable"
    if made.metric not in get_args(Metric):  # nobody said which way is the better one
        return "higher" if made.difference > 0 else "lower"
    return "better" if (made.difference < 0) == (made.metric in LOWER_IS_BETTER) else "worse"


def worded(made: Comparison, tests: int, places: int = 2, *, identical: bool = False) -> str:
    """A comparison as a sentence; `tests`: how many systems are held against the baseline; `places`: of its figures."""
    p = "1" if made.adjusted == 1 else f"{made.adjusted:.4f}"
    figures = (
        f"{made.difference:+.{places}f} {made.metric}, 95 % interval {made.low:+.{places}f} to "
        f"{made.high:+.{places}f}, p = {p}" + f" corrected for {tests} systems" * (tests > 1)
    )
    both, at = f"{made.system} and {made.baseline}", f"at n = {made.n:,}: {figures}"
    if identical:
        return f"{both} are not distinguishable, identical output {at}"
    if made.verdict == "too few segments":
        return f"{both}: too few segments (n = {made.n:,}) for a verdict: {figures}"
    if made.verdict == "not distinguishable":
        shown = f"smallest difference this set can show at 80 % power, α = .05: {made.detectable:.{places}f}"
        return f"{both} are not distinguishable {at}; {shown}"
    verb = "scores" if made.verdict in ("higher", "lower") else "is"
    return f"{made.system} {verb} {made.verdict} than {made.baseline} {at}"


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
