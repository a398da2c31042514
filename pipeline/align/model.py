"""From numbers about a pair to the probability that its two sentences say the same, at least in part."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.align import features
from pipeline.align.weigh import Matrix

_LOW, _HIGH = -8.0, 8.0
_CANDIDATES = 8
_SLICE = 4096
NONE = 1e-4  # the probability of a pair that is no candidate


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees, their nodes one after another; `roots` are the numbers of their first nodes.

    In each node go to `low` if the feature is at most `bound`, else to `high`; a leaf leads to itself.
    """

    bias: float
    roots: NDArray[np.intp]
    depth: int
    feature: NDArray[np.intp]
    bound: NDArray[np.float64]
    low: NDArray[np.intp]
    high: NDArray[np.intp]
    value: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """A first, logistic stage over the pair alone, and later ones, trees, that see what the other pairs say."""

    bias: float
    weights: NDArray[np.float64]
    later: tuple[Forest, ...]
    digest: str


@cache
def shipped() -> Model:
    """The weights that come with the package (weights.json; made by `python tests/fit_align.py`)."""
    raw = resources.files(__package__).joinpath("weights.json").read_bytes()
    return read(raw)


def read(raw: bytes) -> Model:
    """A model from its JSON.

    Raises:
        ValueError: it was made for other features than this version has.
    """
    found = json.loads(raw)
    expected = {"first": list(features.FIRST), "second": list(features.COLUMNS)}
    if found["features"] != expected:
        raise ValueError("weights.json was made for other features; make it again with python tests/fit_align.py")
    return Model(
        bias=found["first"]["bias"],
        weights=np.array([found["first"]["weights"][name] for name in features.FIRST]),
        later=tuple(_forest(stage["bias"], stage["trees"]) for stage in found["later"]),
        digest=hashlib.sha256(raw).hexdigest()[:12],
    )


def _forest(bias: float, trees: Sequence[Sequence[list[Any]]]) -> Forest:
    """Nodes are [feature, bound, low, high], leaves [value]."""
    column = {name: n for n, name in enumerate(features.COLUMNS)}
    roots = np.cumsum([0, *(len(tree) for tree in trees)])
    rows = [
        (column[node[0]], node[1], node[2] + root, node[3] + root, 0.0)
        if len(node) == 4
        else (0, 0.0, root + n, root + n, node[0])
        for root, tree in zip(roots.tolist(), trees, strict=False)
        for n, node in enumerate(tree)
    ]
    feature, bound, low, high, value = (np.array(part) for part in zip(*rows, strict=True))
    return Forest(bias, roots[:-1], max(map(_depth, trees)), feature, bound, low, high, value)


def _depth(tree: Sequence[list[Any]], node: int = 0) -> int:
    return 0 if len(tree[node]) == 1 else 1 + max(_depth(tree, tree[node][2]), _depth(tree, tree[node][3]))


def candidates(mixed: Matrix) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs worth a look: the likest of every row and column, and those around a pair that is the likest of both."""
    rows, columns = _best(mixed, _CANDIDATES), _best(mixed.T, _CANDIDATES).T
    both = np.pad(_best(mixed, 1) & _best(mixed.T, 1).T, 2)
    m, n = mixed.shape
    around = np.logical_or.reduce([both[a : a + m, b : b + n] for a in range(5) for b in range(5)])
    found = np.nonzero(rows | columns | around)
    return found[0], found[1]


def _best(mixed: Matrix, count: int) -> NDArray[np.bool_]:
    if not mixed.size:
        return np.zeros(mixed.shape, dtype=bool)
    count = min(count, mixed.shape[1])
    cut = np.partition(mixed, -count, axis=1)[:, -count][:, None]
    return np.asarray((mixed >= cut) & (mixed > 0))


def chances(pairs: features.Pairs, model: Model) -> Matrix:
    """The probability of every pair."""
    at = candidates(pairs.mixed)
    alone = features.alone(pairs, at)
    chance = spread(pairs.mixed.shape, at, _logistic(alone @ model.weights + model.bias))
    for forest in model.later:
        together = features.together(pairs, alone, chance, at)
        chance = spread(pairs.mixed.shape, at, _logistic(_walk(forest, together)))
    return chance


def spread(
    shape: tuple[int, ...], at: tuple[NDArray[np.intp], NDArray[np.intp]], chance: NDArray[np.float64]
) -> Matrix:
    """The candidates' probabilities at their places, `NONE` elsewhere."""
    out = np.full(shape, NONE, dtype=np.float32)
    out[at] = chance
    return out


def _logistic(score: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.clip(score, _LOW, _HIGH))))


def _walk(forest: Forest, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The forest's log-odds for each row; in slices, so that memory stays small."""
    out = np.full(len(rows), forest.bias)
    for start in range(0, len(rows), _SLICE):
        part = rows[start : start + _SLICE]
        node = np.tile(forest.roots, (len(part), 1))
        each = np.arange(len(part))[:, None]
        for _ in range(forest.depth):
            node = np.where(part[each, forest.feature[node]] <= forest.bound[node], forest.low[node], forest.high[node])
        out[start : start + _SLICE] += forest.value[node].sum(axis=1)
    return out


def as_json(command: str, weights: Mapping[str, float], bias: float, later: list[dict[str, object]]) -> str:
    """The file that `read` reads."""
    names = {"first": list(features.FIRST), "second": list(features.COLUMNS)}
    lines = [f' "command": {json.dumps(command)}', f' "features": {json.dumps(names)}']
    lines += [f' "first": {json.dumps({"bias": bias, "weights": weights})}']
    stages = [
        f'  {{"bias": {stage["bias"]}, "trees": [\n   '
        + ",\n   ".join(json.dumps(t) for t in _list(stage["trees"]))
        + "\n  ]}"
        for stage in later
    ]
    lines += [' "later": [\n' + ",\n".join(stages) + "\n ]"]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _list(trees: object) -> list[object]:
    return trees if isinstance(trees, list) else []
