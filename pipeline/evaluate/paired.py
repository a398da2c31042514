"""How sure a score is, and whether two systems differ: sacrebleu's bootstrap and its two paired tests.

sacrebleu holds resamples × segments × statistics at once, 10 GB for 100,000 segments. Here the same draws are made one
after the other from statistics counted once; scores, intervals and p-values are its functions' own.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from statistics import NormalDist
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.metrics import digits, entry, make, outside
from pipeline.evaluate.scored import FEWEST, TAILS, Outcome, PairedTest, Pairs, Score
from pipeline.evaluate.statistics import Counts, Table

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as Sacrebleu

ALPHA, POWER = 0.05, 0.8
TWO_SIDED = NormalDist().inv_cdf(1 - ALPHA / 2) + NormalDist().inv_cdf(POWER)  # standard errors that suffice for both
BLOCK = 32  # trials made together, in whole numbers of the generator's words, so that the stream stays sacrebleu's

TOLD = 100  # trials that are one step of progress

Floats = NDArray[np.float64]
Pair = tuple[int, int]  # places of two systems, the one that is held against first


@dataclass(frozen=True, slots=True)
class Sampling:
    """How often segments are drawn (0: never, so no intervals) and systems are swapped, with which seed."""

    resamples: int = 1000
    trials: int = 10000
    seed: int = 12345


@dataclass(frozen=True, slots=True)
class Basis:
    """What a signature tells of; `references`: how many a segment has, -1 if that varies.

    `outside`: the signatures of metrics that other programs scored.
    """

    sampling: Sampling
    references: int
    target: str = "en"
    outside: Mapping[str, str] = field(default_factory=dict)


class Steps(Protocol):
    """Who is told how far long work is: a stage begins with so many steps, some of them are done."""

    def begin(self, stage: str, total: int) -> None: ...
    def step(self, count: int) -> None: ...


class Silence:
    """Nobody is."""

    def begin(self, _stage: str, _total: int) -> None: ...
    def step(self, _count: int) -> None: ...


SILENT = Silence()


def resampled(table: Table, sampling: Sampling) -> dict[str, list[Floats]]:
    """Metric → a system's scores on every resample, the same segments for all of them (Koehn, 2004).

    Empty where no resamples are asked for, and of one segment, which is drawn again and again: it has no interval.
    """
    if not sampling.resamples or len(next(iter(table.values()))[0]) < 2:
        return {}
    # All systems side by side, so that a resample draws the same segments for each; in sacrebleu's own precision, but
    # scores from 0 to 1 are no counts: summed in single precision, 100,000 of them lose digits that are shown.
    kinds = {name: np.float64 if outside(name) else np.float32 for name in table}
    joined = {name: np.hstack(counts).astype(kinds[name]) for name, counts in table.items()}
    sums = {name: np.empty((sampling.resamples, rows.shape[1]), rows.dtype) for name, rows in joined.items()}
    generator, n = np.random.default_rng(sampling.seed), len(next(iter(joined.values())))
    # one resample at a time: all at once would be resamples × segments × columns
    for trial in range(sampling.resamples):
        places = generator.choice(n, size=n, replace=True)
        for name, rows in joined.items():
            sums[name][trial] = rows[places].sum(axis=0)
    return {
        name: [_scores(make(name), columns) for columns in np.hsplit(sums[name], len(counts))]
        for name, counts in table.items()
    }


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
            figure = metric._aggregate_and_compute(counts.tolist())
            parts = entry(name).parts(figure)
            by_system[n].append(Score(name, float(figure.score), mean, half, words, len(counts), parts))
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
    """As sacrebleu's command prints it; another program's as that signs itself, with what was drawn."""
    if outside(name):
        drawn = f"|bs:{basis.sampling.resamples}" * resampled + f"|ar:{basis.sampling.trials}" * randomised
        return basis.outside[name] + drawn + f"|seed:{basis.sampling.seed}" * bool(drawn)
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


def p_randomisation(
    name: str, baseline: Counts, system: Counts, difference: float, sampling: Sampling, steps: Steps = SILENT
) -> float:
    """Of a difference between two scores: how often one as great comes of swapping the systems segment by segment
    (Riezler and Maxwell, 2005)."""
    from sacrebleu.significance import _compute_p_value

    metric = make(name)
    differences = []
    for trial, (a, b) in enumerate(_swaps(baseline, system, sampling), 1):
        differences.append(abs(metric._compute_score_from_stats(a).score - metric._compute_score_from_stats(b).score))
        if not trial % TOLD:
            steps.step(TOLD)
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


def pairs(systems: int, choice: Pairs) -> list[Pair]:
    """Which systems are held against which, by their places: all against the first, or each against all before it."""
    if choice == "all":
        return [(before, after) for after, before in product(range(systems), repeat=2) if before < after]
    return [(0, n) for n in range(1, systems)]


def comparisons(
    systems: Sequence[str],
    table: Table,
    resamples: Mapping[str, Sequence[Floats]],
    figures: Sequence[tuple[Score, ...]],
    basis: Basis,
    identical: Collection[Pair] = (),
    choice: Pairs = "first",
    steps: Steps = SILENT,
) -> tuple[PairedTest, ...]:
    """The chosen pairs of systems, metric by metric; `identical`: pairs whose outputs are one."""
    rows: list[PairedTest] = []
    chosen = pairs(len(systems), choice)
    # all against the first are counted as systems, all against all as pairs
    count = f"{len(chosen)} {'systems' if len(chosen) < len(systems) else 'pairs'}" if len(chosen) > 1 else ""
    for m, (name, counts) in enumerate(table.items()):
        signatures = (signature(name, basis, resampled=True), signature(name, basis, randomised=True))
        column, tests = [row[m] for row in figures], []
        for a, b in chosen:
            steps.begin(f"{name}: {systems[b]} against {systems[a]}", basis.sampling.trials)
            gap, spread = column[b].value - column[a].value, resamples[name][b] - resamples[name][a]
            p_drawn = p_bootstrap(resamples[name][a], resamples[name][b], gap)
            p_swapped = p_randomisation(name, counts[a], counts[b], gap, basis.sampling, steps)
            # ddof 1: the spread is estimated from the resamples themselves
            (low, high), detectable = np.percentile(spread, TAILS).tolist(), TWO_SIDED * float(spread.std(ddof=1))
            verdict: Outcome = "identical" if (a, b) in identical else "not distinguishable"
            tests.append(
                PairedTest(
                    name,
                    systems[b],
                    systems[a],
                    gap,
                    low,
                    high,
                    p_drawn,
                    p_swapped,
                    max(p_drawn, p_swapped) if gap else 1.0,
                    detectable,
                    verdict,
                    "",
                    signatures,
                    column[a].n,
                )
            )
        for (a, _), test, p in zip(chosen, tests, holm([test.adjusted for test in tests]), strict=True):
            judged = replace(test, adjusted=p, verdict=_verdict(replace(test, adjusted=p)))
            rows.append(replace(judged, words=worded(judged, count, digits(name, column[a].value))))
    return tuple(rows)


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
    """None of outputs that are one, none from few segments, and none that the interval does not bear out."""
    if comparison.verdict == "identical":
        return "identical"
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


def worded(comparison: PairedTest, tests: str, places: int = 2) -> str:
    """A comparison as a sentence; `tests`: how many p is corrected for, "" for one; `places`: of its figures."""
    p = "1" if comparison.adjusted == 1 else f"{comparison.adjusted:.4f}"
    figures = (
        f"{comparison.difference:+.{places}f} {comparison.metric}, 95 % interval {comparison.low:+.{places}f} to "
        f"{comparison.high:+.{places}f}, p = {p}" + f" corrected for {tests}" * bool(tests)
    )
    pair, at = f"{comparison.system} and {comparison.baseline}", f"at n = {comparison.n:,}: {figures}"
    if comparison.verdict == "identical":
        return f"{pair} are identical {at}"
    if comparison.verdict == "too few segments":
        return f"{pair}: too few segments (n = {comparison.n:,}) for a verdict: {figures}"
    if comparison.verdict == "not distinguishable":
        limit = f"smallest difference this set can show at 80 % power, α = .05: {comparison.detectable:.{places}f}"
        return f"{pair} are not distinguishable {at}; {limit}"
    verb = "scores" if comparison.verdict in ("higher", "lower") else "is"
    return f"{comparison.system} {verb} {comparison.verdict} than {comparison.baseline} {at}"


def note(systems: int, choice: Pairs = "first") -> str:
    """What several comparisons mean for their p-values; "" for one."""
    tests = len(pairs(systems, choice))
    if tests < 2:
        return ""
    compared = f"{tests} systems are compared with one baseline: with every one equal to it"
    if choice == "all":
        compared = f"{tests} pairs of systems are compared: with all equal"
    return (
        f"{compared}, chance alone would call one different at p < .05 in up to {1 - (1 - ALPHA) ** tests:.0%} of such "
        "tables. Verdicts use p-values corrected for that within each metric (Holm, 1979); across metrics nothing is "
        "corrected: choose one beforehand"
    )
