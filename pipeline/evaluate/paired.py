"""How sure a score is, and whether two systems differ: sacrebleu's bootstrap and its two paired tests.

sacrebleu holds resamples × segments × statistics at once, 10 GB for 100,000 segments. Here the same draws are made one
after the other from statistics counted once; scores, intervals and p-values are its functions' own.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.metrics import digits, entry, make
from pipeline.evaluate.scored import Outcome, PairedTest, Score
from pipeline.evaluate.statistics import Counts, Table

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as Sacrebleu

ALPHA, POWER = 0.05, 0.8
TWO_SIDED = NormalDist().inv_cdf(1 - ALPHA / 2) + NormalDist().inv_cdf(POWER)  # standard errors that suffice for both
BLOCK = 32  # trials made together, in whole numbers of the generator's words, so that the stream stays sacrebleu's
FEWEST = 30  # segments that a verdict needs
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
    # all metrics and systems side by side, so that a resample draws the same segments for each
    joined = np.hstack(list(chain.from_iterable(table.values()))).astype(np.float32)
    generator, n = np.random.default_rng(sampling.seed), len(joined)
    sums = np.empty((sampling.resamples, joined.shape[1]), dtype=np.float32)
    # one resample at a time: all at once would be resamples × segments × columns
    for row in sums:
        row[:] = joined[generator.choice(n, size=n, replace=True)].sum(axis=0)
    by_metric: dict[str, list[Floats]] = {}
    at = 0
    for name, counts in table.items():
        metric = make(name)
        for _ in counts:
            by_metric.setdefault(name, []).append(_scores(metric, sums[:, at : at + widths[name]]))
            at += widths[name]
    return by_metric


def _scores(metric: "Sacrebleu", sums: NDArray[np.float32] | Floats) -> Floats:
    return np.array([metric._compute_score_from_stats(row).score for row in sums])  # of sacrebleu's precision


def scores(table: Table, resamples: Mapping[str, Sequence[Floats]], basis: Basis) -> tuple[tuple[Score, ...], ...]:
    """By system, a score a metric; `drawn` as `resampled` gives it, empty for no intervals."""
    by_system: list[list[Score]] = [[] for _ in next(iter(table.values()))]
    for name, systems in table.items():
        metric = make(name)
        words = signature(name, basis, resampled=bool(resamples))
        for n, counts in enumerate(systems):
            mean, half = _interval(resamples[name][n], len(systems)) if resamples else (None, None)
            value = float(metric._aggregate_and_compute(counts.tolist()).score)
            by_system[n].append(Score(name, value, mean, half, words, len(counts)))
    return tuple(tuple(figures) for figures in by_system)


def _interval(resamples: Floats, systems: int) -> tuple[float, float]:
    """Mean and half width; sacrebleu takes one system's and several systems' in two ways, apart in the last digits."""
    from sacrebleu.metrics.base import Score as Figure
    from sacrebleu.significance import estimate_ci

    if systems > 1:
        mean, half = estimate_ci(resamples)
    else:
        figure = Figure("", 0.0)
        figure.estimate_ci([Figure("", value) for value in resamples])
        mean, half = figure._mean, figure._ci
    return float(mean), float(half)


def signature(
    name: str, basis: Basis, *, resampled: bool = False, randomised: bool = False, sentence: bool = False
) -> str:
    """As sacrebleu's command prints it."""
    metric = make(name, target=basis.target, sentence=sentence)
    metric.num_refs = basis.references  # sacrebleu takes it from the texts that it reads; here it gets none
    signed = metric.get_signature()
    if resampled or randomised:
        signed.update("seed", str(basis.sampling.seed))
    if resampled:
        signed.update("bs", basis.sampling.resamples)
    if randomised:
        signed.update("ar", basis.sampling.trials)
    return signed.format()


def p_bootstrap(baseline: Floats, system: Floats, difference: float) -> float:
    """Of a difference between two scores, from both systems' resampled ones."""
    from sacrebleu.significance import _compute_p_value

    differences = np.abs(system - baseline)
    # shifted to a mean of 0, which is what no difference would look like
    return _compute_p_value(differences - differences.mean(), abs(difference))


def p_randomisation(name: str, baseline: Counts, system: Counts, difference: float, sampling: Sampling) -> float:
    """Of a difference between two scores: how often one as great comes of swapping the systems segment by segment
    (Riezler and Maxwell, 2005)."""
    from sacrebleu.significance import _compute_p_value

    metric = make(name)
    differences = [
        abs(metric._compute_score_from_stats(a).score - metric._compute_score_from_stats(b).score)
        for a, b in _swaps(baseline, system, sampling)
    ]
    return _compute_p_value(np.array(differences), abs(difference))


def _swaps(baseline: Counts, system: Counts, sampling: Sampling) -> Iterator[tuple[list[float], list[float]]]:
    """The summed statistics of two systems that share their segments out by chance, a pair a trial."""
    generator = np.random.default_rng(sampling.seed)
    left, right = baseline.astype(np.float64), system.astype(np.float64)
    for start in range(0, sampling.trials, BLOCK):
        size = (min(BLOCK, sampling.trials - start), len(left))
        # one bit a segment: who keeps his own output and who takes the other's
        mask = generator.integers(2, size=size, dtype=bool).astype(np.float64)
        first, second = mask @ left + (1 - mask) @ right, (1 - mask) @ left + mask @ right
        yield from zip(first.tolist(), second.tolist(), strict=True)


def comparisons(
    systems: Sequence[str],
    table: Table,
    resamples: Mapping[str, Sequence[Floats]],
    figures: Sequence[tuple[Score, ...]],
    basis: Basis,
    identical: Collection[str] = (),
) -> tuple[PairedTest, ...]:
    """Every system against the first, metric by metric; `identical`: systems whose output is the first's."""
    rows: list[PairedTest] = []
    for m, (name, counts) in enumerate(table.items()):
        signatures = (signature(name, basis, resampled=True), signature(name, basis, randomised=True))
        column = [row[m] for row in figures]
        swapping = [
            p_randomisation(name, counts[0], counts[n], column[n].value - column[0].value, basis.sampling)
            for n in range(1, len(systems))
        ]
        rows += _comparison_rows(systems, column, resamples[name], swapping, signatures, identical)
    return tuple(rows)


def means(
    systems: Sequence[str],
    figures: Sequence[Score],
    segments: Sequence[Sequence[float]],
    sampling: Sampling,
    identical: Collection[str] = (),
) -> tuple[PairedTest, ...]:
    """The same two tests for a metric that is the mean of its segments' scores; `figures`, `segments`: by system."""
    table, generator = np.asarray(segments), np.random.default_rng(sampling.seed)
    n = table.shape[1]
    resamples = np.array([table[:, generator.integers(n, size=n)].mean(axis=1) for _ in range(sampling.resamples)]).T
    swapping = [_p_swapped(values - table[0], sampling) for values in table[1:]]
    signed = f"{figures[0].signature}|seed:{sampling.seed}"
    signatures = (f"{signed}|bs:{sampling.resamples}", f"{signed}|ar:{sampling.trials}")
    return tuple(_comparison_rows(systems, figures, resamples, swapping, signatures, identical))


def _p_swapped(differences: Floats, sampling: Sampling) -> float:
    """Of the mean of differences, their signs turned by chance."""
    from sacrebleu.significance import _compute_p_value

    generator = np.random.default_rng(sampling.seed)
    trial_means = []
    for start in range(0, sampling.trials, BLOCK):
        size = (min(BLOCK, sampling.trials - start), len(differences))
        # swapping two systems in a segment turns the sign of their difference there
        signs = generator.integers(2, size=size, dtype=bool) * 2.0 - 1.0
        trial_means.append(np.abs(signs @ differences) / len(differences))
    return _compute_p_value(np.concatenate(trial_means), abs(float(differences.mean())))


def _comparison_rows(
    systems: Sequence[str],
    figures: Sequence[Score],
    resamples: Sequence[Floats] | Floats,
    swapping: Sequence[float],
    signatures: tuple[str, str],
    identical: Collection[str],
) -> Iterator[PairedTest]:
    """In one metric every system against the first; `swapping`: p of the randomisation test, the first left out."""
    first, challengers = figures[0], range(1, len(systems))
    differences = [figure.value - first.value for figure in figures[1:]]
    drawing = [p_bootstrap(resamples[0], resamples[n], differences[n - 1]) for n in challengers]
    tests = zip(drawing, swapping, differences, strict=True)
    adjusted = holm([max(p_drawn, p_swapped) if difference else 1.0 for p_drawn, p_swapped, difference in tests])
    for n in challengers:
        spread = resamples[n] - resamples[0]
        low, high = np.percentile(spread, TAILS).tolist()
        comparison = PairedTest(
            metric=first.metric,
            system=systems[n],
            baseline=systems[0],
            difference=differences[n - 1],
            low=low,
            high=high,
            p_bootstrap=drawing[n - 1],
            p_randomisation=swapping[n - 1],
            adjusted=adjusted[n - 1],
            # ddof 1: the spread is estimated from the resamples themselves
            detectable=TWO_SIDED * float(spread.std(ddof=1)),
            verdict="not distinguishable",
            words="",
            signatures=signatures,
            n=first.n,
        )
        same = systems[n] in identical
        comparison = replace(comparison, verdict="not distinguishable" if same else _verdict(comparison))
        places = digits(first.metric, first.value)
        yield replace(comparison, words=worded(comparison, len(challengers), places, identical=same))


def holm(p: Sequence[float]) -> list[float]:
    """p-values of several tests, each corrected for all of them (Holm, 1979)."""
    order = sorted(range(len(p)), key=lambda n: p[n])
    corrected, highest = [0.0] * len(p), 0.0
    for rank, n in enumerate(order):
        # never below a smaller one before it, or the order of the tests would matter
        highest = max(highest, min(1.0, (len(p) - rank) * p[n]))
        corrected[n] = highest
    return corrected


def _verdict(comparison: PairedTest) -> Outcome:
    """None from few segments, and none that the interval does not bear out."""
    if comparison.n < FEWEST:
        return "too few segments"
    # the test and the interval have to agree
    if comparison.adjusted >= ALPHA or comparison.low <= 0 <= comparison.high:
        return "not distinguishable"
    better = entry(comparison.metric).better
    direction: Outcome = "higher" if comparison.difference > 0 else "lower"
    if not better:
        return direction
    return "better" if direction == better else "worse"


def worded(comparison: PairedTest, tests: int, places: int = 2, *, identical: bool = False) -> str:
    """A comparison as a sentence; `tests`: how many systems are held against the baseline; `places`: of its figures."""
    p = "1" if comparison.adjusted == 1 else f"{comparison.adjusted:.4f}"
    figures = (
        f"{comparison.difference:+.{places}f} {comparison.metric}, 95 % interval {comparison.low:+.{places}f} to "
        f"{comparison.high:+.{places}f}, p = {p}" + f" corrected for {tests} systems" * (tests > 1)
    )
    pair, at = f"{comparison.system} and {comparison.baseline}", f"at n = {comparison.n:,}: {figures}"
    if identical:
        return f"{pair} are not distinguishable, identical output {at}"
    if comparison.verdict == "too few segments":
        return f"{pair}: too few segments (n = {comparison.n:,}) for a verdict: {figures}"
    if comparison.verdict == "not distinguishable":
        limit = f"smallest difference this set can show at 80 % power, α = .05: {comparison.detectable:.{places}f}"
        return f"{pair} are not distinguishable {at}; {limit}"
    verb = "scores" if comparison.verdict in ("higher", "lower") else "is"
    return f"{comparison.system} {verb} {comparison.verdict} than {comparison.baseline} {at}"


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
