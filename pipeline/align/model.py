"""From numbers about a pair to the probability that its two sentences say the same, at least in part."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from pipeline.align import features
from pipeline.align.weigh import Matrix

_LOW, _HIGH = -8.0, 8.0
_CANDIDATES = 8
_COLUMNS = {"first": features.FIRST, "second": features.SECOND}
NONE = 1e-4  # the probability of a pair that is no candidate


@dataclass(frozen=True, slots=True)
class Stage:
    """A logistic regression."""

    bias: float
    weights: NDArray[np.float64]

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probability of each row."""
        return np.asarray(1 / (1 + np.exp(-np.clip(rows @ self.weights + self.bias, _LOW, _HIGH))))


@dataclass(frozen=True, slots=True)
class Model:
    """`first` sees the pair alone, `second` what the other pairs say about it too."""

    first: Stage
    second: Stage
    digest: str


@cache
def shipped() -> Model:
    """The weights that come with the package (weights.json; made by `python tests/fit_align.py`)."""
    return read(resources.files(__package__).joinpath("weights.json").read_bytes())


def read(raw: bytes) -> Model:
    """A model from its JSON.

    Raises:
        ValueError: it was made for other features than this version has.
    """
    found = json.loads(raw)
    stages = []
    for name, columns in _COLUMNS.items():
        weights = found[name]["weights"]
        if set(weights) != set(columns):
            differ = ", ".join(sorted(set(weights) ^ set(columns)))
            raise ValueError(
                f"weights.json, {name}: not the features of this version ({differ}); "
                "make it again with python tests/fit_align.py"
            )
        stages.append(Stage(found[name]["bias"], np.array([weights[column] for column in columns])))
    first, second = stages
    return Model(first, second, hashlib.sha256(raw).hexdigest()[:12])


def as_json(command: str, first: Stage, second: Stage) -> str:
    """The file that `read` reads."""
    stages = {
        name: {
            "bias": round(stage.bias, 6),
            "weights": dict(zip(columns, stage.weights.round(6).tolist(), strict=True)),
        }
        for (name, columns), stage in zip(_COLUMNS.items(), (first, second), strict=True)
    }
    return json.dumps({"command": command, **stages}, indent=1) + "\n"


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
    shape = pairs.mixed.shape
    chance = spread(shape, at, model.first.chances(features.alone(pairs, at)))
    return spread(shape, at, model.second.chances(features.together(pairs, chance, at)))


def spread(
    shape: tuple[int, ...], at: tuple[NDArray[np.intp], NDArray[np.intp]], chance: NDArray[np.float64]
) -> Matrix:
    """The candidates' probabilities at their places, `NONE` elsewhere."""
    out = np.full(shape, NONE, dtype=np.float32)
    out[at] = chance
    return out
