"""From numbers about a pair to the probability that its two sentences say the same, at least in part."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from importlib import resources
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from pipeline.align import features, parallel
from pipeline.align.weigh import Matrix, Numbers, Places, ReadingName, Weighed

_LOW, _HIGH = -8.0, 8.0
_CANDIDATES = 8
_ALL = 255  # leaves, a bit each
_TOGETHER = 1000  # rows whose leaves stay in the cache
_MOST = 1_000_000  # candidates of two texts: what is measured about them takes some 2 GB
PAIR = {"first": features.FIRST, "second": features.SECOND, "last": features.LAST}
BEAD = {"beads": (*parallel.FEATURES, "alone"), "bead": (*parallel.FEATURES, *parallel.NEAR)}
_DOUBT = 0.7  # what is left of the log-odds where a translation is in doubt
_AGAIN = "make it again with python tests/tools/fit_align.py"
NONE = 1e-4  # the probability of a pair that is no candidate

Tree = float | tuple[str, float, "Tree", "Tree"]  # a leaf, or: a column, a bound, what follows up to it and above it


def _logistic(odds: Numbers | Matrix) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-odds)))


def _chances(odds: Numbers) -> Numbers:
    return _logistic(np.minimum(np.maximum(odds, _LOW), _HIGH))  # quicker than np.clip


@dataclass(frozen=True, slots=True)
class Stage:
    """A logistic regression."""

    bias: float
    weights: Numbers

    def chances(self, rows: Numbers) -> Numbers:
        """The probability of each row."""
        return _chances(rows @ self.weights + self.bias)


@dataclass(frozen=True)
class Trees:
    """Gradient-boosted trees (Friedman, 2001) over columns THIRD, of 8 leaves at the most; the leaves are log-odds that
    add up.

    A leaf is looked up (QuickScorer: Lucchese et al., 2015): each bound that a row exceeds strikes out the leaves up to
    it, and the first that is left in a tree is the row's.
    """

    bias: float
    trees: tuple[Tree, ...]

    def chances(self, rows: Numbers) -> Numbers:
        """The probability of each row."""
        parts = [self._odds(rows[at : at + _TOGETHER]) for at in range(0, len(rows), _TOGETHER)]
        return _chances(np.concatenate([np.zeros(0), *parts]))

    def _odds(self, rows: Numbers) -> Numbers:
        left = np.full((len(rows), len(self.trees)), _ALL, dtype=np.uint8)
        for column, bounds, masks in self._columns:
            left &= masks.take(bounds.searchsorted(rows[:, column]), axis=0)
        total = np.full(len(rows), self.bias)
        for leaves, which in zip(self._leaves, left.T.astype(np.intp), strict=True):
            total += leaves[which]
        return total

    @cached_property
    def _columns(self) -> list[tuple[int, Numbers, NDArray[np.uint8]]]:
        """The columns with their bounds, ascending, and for each number of bounds exceeded the leaves left by tree."""
        struck: dict[str, list[tuple[float, int, int]]] = {}
        for number, tree in enumerate(self.trees):
            for name, bound, mask in _bounds(tree, 0):
                struck.setdefault(name, []).append((bound, number, mask))
        out = []
        for name, found in struck.items():
            masks = np.full((len(found) + 1, len(self.trees)), _ALL, dtype=np.uint8)
            for place, (_, number, mask) in enumerate(sorted(found), 1):
                masks[place:, number] &= mask
            out.append((features.THIRD.index(name), np.array(sorted(bound for bound, _, _ in found)), masks))
        return out

    @cached_property
    def _leaves(self) -> Numbers:
        """For each tree and each set of leaves left, as a mask, the first of them."""
        first = [(mask & -mask).bit_length() - 1 for mask in range(1, _ALL + 1)]
        leaves = [_leaves(tree) for tree in self.trees]
        return np.array([[0.0, *(values[min(n, len(values) - 1)] for n in first)] for values in leaves])


def _leaves(tree: Tree) -> list[float]:
    return [*_leaves(tree[2]), *_leaves(tree[3])] if isinstance(tree, tuple) else [tree]


def _bounds(tree: Tree, first: int) -> Iterator[tuple[str, float, int]]:
    """A tree's bounds, each with a mask of the leaves that it leaves to a row above it; `first`: the tree's own."""
    if isinstance(tree, tuple):
        name, bound, below, above = tree
        count = len(_leaves(below))
        yield name, bound, _ALL ^ ((1 << count) - 1 << first)
        yield from _bounds(below, first)
        yield from _bounds(above, first + count)


@dataclass(frozen=True, slots=True)
class Reading:
    """`first` sees the pair alone; `second` and `trees`, of which the mean counts, what the other pairs say about it
    too; `last` what then still competes with it. It counts half, in odds."""

    first: Stage
    second: Stage
    trees: Trees
    last: Stage


@dataclass(frozen=True, slots=True)
class Model:
    """A reading for sentences with vectors, one for those with vectors of the encoder of claims, one for those without
    any. For parallel texts `beads` finds the beads and `bead` says how likely each is."""

    readings: Mapping[ReadingName, Reading]
    beads: parallel.Weights
    bead: Stage
    digest: str = ""


@cache
def shipped() -> Model:
    """The weights that come with the package (weights.json; made by `python tests/tools/fit_align.py`)."""
    return read(resources.files(__package__).joinpath("weights.json").read_bytes())


def read(raw: bytes) -> Model:
    """A model from its JSON. Raises ValueError: it was made for other features than this version has."""
    stored = json.loads(raw)
    beads, bead = (_stage(stored, name, columns) for name, columns in BEAD.items())
    worth = parallel.Weights(beads.weights[:-1], float(beads.weights[-1]))
    digest = hashlib.sha256(raw).hexdigest()[:12]
    return Model({name: _reading(stored, name) for name in get_args(ReadingName)}, worth, bead, digest)


def _reading(stored: Any, name: str) -> Reading:
    part = stored.get(name, {})
    first, second, last = (_stage(part, stage, columns) for stage, columns in PAIR.items())
    return Reading(first, second, Trees(part["trees"]["bias"], tuple(map(_tree, part["trees"]["trees"]))), last)


def _stage(stored: Any, name: str, columns: Sequence[str]) -> Stage:
    weights = stored.get(name, {}).get("weights", {})
    if set(weights) != set(columns):
        differ = ", ".join(sorted(set(weights) ^ set(columns)))
        raise ValueError(f"weights.json, {name}: not the features of this version ({differ}); {_AGAIN}")
    return Stage(stored[name]["bias"], np.array([weights[column] for column in columns]))


def _tree(stored: Any) -> Tree:
    if isinstance(stored, int | float):
        return float(stored)
    name, bound, below, above = stored
    if name not in features.THIRD:
        raise ValueError(f"weights.json, trees: not a feature of this version ({name}); {_AGAIN}")
    return name, float(bound), _tree(below), _tree(above)


def candidates(mixed: Matrix) -> features.At:
    """Pairs worth a look: the likest of every row and column, and those around a pair that is the likest of both."""
    rows, columns = _best(mixed, _CANDIDATES), _best(mixed.T, _CANDIDATES).T
    m, n = mixed.shape
    mutual = np.zeros((m + 4, n + 4), dtype=bool)
    mutual[2:-2, 2:-2] = _best(mixed, 1) & _best(mixed.T, 1).T
    beside = reduce(np.logical_or, [mutual[a : a + m] for a in range(5)])
    around = reduce(np.logical_or, [beside[:, b : b + n] for b in range(5)])
    places = np.nonzero(rows | columns | around)
    if len(places[0]) > _MOST:
        # Of thousands of sentences that are alike all pairs tie; then those at like places of their texts count.
        apart = np.abs(places[0] / m - places[1] / n)
        near = apart < np.partition(apart, _MOST)[_MOST]
        return places[0][near], places[1][near]
    return places[0], places[1]


def _best(mixed: Matrix, count: int) -> NDArray[np.bool_]:
    if not mixed.size:
        return np.zeros(mixed.shape, dtype=bool)
    count = min(count, mixed.shape[1])
    # Ties with the last of them are all kept, so that the order of sentences decides nothing.
    cut = np.partition(mixed, -count, axis=1)[:, -count][:, None]
    return np.asarray((mixed >= cut) & (mixed > 0))


def chances(weighed: Weighed, left: Places, right: Places, model: Model) -> Matrix:
    """The probability of every pair of a left with a right sentence, given by their numbers in `weighed`."""
    return chances_by(model.readings[weighed.reading], weighed, left, right)


def chances_by(reading: Reading, weighed: Weighed, left: Places, right: Places) -> Matrix:
    """As `chances`, by one reading."""
    pairs = features.pairs(weighed, left, right)
    at = candidates(pairs.mixed)
    shape = pairs.mixed.shape
    first = features.alone(pairs, at)
    chance = spread(shape, at, reading.first.chances(first))
    rows = features.described(weighed, left, right, pairs, chance, at, first)
    so_far = considered(reading.second, reading.trees, rows)
    rows = with_rivals(weighed, left, right, pairs, rows, so_far, at)
    unsure = weighed.unsure[left[at[0]]] | weighed.unsure[right[at[1]]]
    return spread(shape, at, doubted(between(so_far, reading.last.chances(rows)), unsure))


def considered(second: Stage, trees: Trees, rows: Numbers) -> Numbers:
    """What regression and trees together think of each row (columns THIRD)."""
    return (second.chances(rows[:, : len(features.SECOND)]) + trees.chances(rows)) / 2


def with_rivals(
    weighed: Weighed, left: Places, right: Places, pairs: features.Pairs, rows: Numbers,
    so_far: Numbers, at: features.At,
) -> Numbers:  # fmt: skip
    """Rows of columns LAST, from those of columns THIRD and what was thought of them."""
    chance = spread(pairs.mixed.shape, at, so_far)
    return np.hstack([rows, features.reconsidered(weighed, left, right, pairs, chance, at)])


def between(first: Numbers | Matrix, second: Numbers | Matrix) -> Numbers:
    """The mean of two probabilities in odds."""
    return _logistic((features.log_odds(first) + features.log_odds(second)) / 2)


def doubted(chance: Numbers, unsure: NDArray[np.bool_]) -> Numbers:
    """Probabilities, nearer to one half where a translation is in doubt. How much nearer is set by hand, not learnt."""
    return np.where(unsure, _logistic(_DOUBT * features.log_odds(chance)), chance)


def spread(shape: tuple[int, ...], at: features.At, chance: Numbers) -> Matrix:
    """The candidates' probabilities at their places, `NONE` elsewhere."""
    out = np.full(shape, NONE, dtype=np.float32)
    out[at] = chance
    return out
