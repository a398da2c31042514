"""What was learnt of which claims say the same: the weights that come with the package, and how they are read."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.compare import closer
from pipeline.compare.closer import Forest
from pipeline.compare.features import AMONG, CAP, CLOSER, PAIR, TEXT, Matrix

_AGAIN = "make it again with python tests/tools/fit_claims.py, then fit_closer.py"


@dataclass(frozen=True, slots=True)
class Regression:
    """A logistic regression over named columns."""

    bias: float
    weights: NDArray[np.float64]

    def odds(self, columns: Sequence[Matrix]) -> Matrix:
        """Log-odds, from one matrix a column."""
        total = np.full(columns[0].shape, self.bias)
        for weight, column in zip(self.weights, columns, strict=True):
            total += weight * column
        return np.asarray(np.clip(total, -CAP, CAP), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Stages:
    """`pair` sees two claims by themselves, `among` with what is like them in all articles; `text` sees what they say,
    and no link.

    `claims`: how many an article has as a rule, of those that the weights were learnt from. `join`: how like two groups
    of claims must be to be one statement.
    """

    text: Regression
    pair: Regression
    among: Regression
    claims: float
    join: float
    digest: str
    closer: Forest | None = None


@cache
def shipped(*, vectors: bool) -> Stages:
    """The weights that come with the package (made by `python tests/tools/fit_claims.py`)."""
    return read(resources.files(__package__).joinpath("weights.json").read_bytes(), "vectors" if vectors else "words")


def read(raw: bytes, name: str) -> Stages:
    """The weights of a name, vectors or words, from their JSON.

    Raises:
        ValueError: they were made for other columns than this version has.
    """
    content = json.loads(raw)[name]
    columns_of = {"text": TEXT, "pair": PAIR, "among": AMONG}
    stages = {stage: _stage(content[stage], columns, f"{name}, {stage}") for stage, columns in columns_of.items()}
    return Stages(
        **stages,
        claims=content["claims"],
        join=content["join"],
        digest=hashlib.sha256(raw).hexdigest()[:12],
        closer=_closer(content["closer"], f"{name}, closer") if "closer" in content else None,
    )


def _closer(content: Mapping[str, Any], where: str) -> Forest:
    _check(content["columns"], CLOSER, where)
    if content["columns"] != list(CLOSER):  # the trees know them by their places
        raise ValueError(f"compare/weights.json, {where}: not in the order of this version; {_AGAIN}")
    return closer.forest(content)


def _check(found: Iterable[str], columns: Sequence[str], where: str) -> None:
    if set(found) != set(columns):
        differ = ", ".join(sorted(set(found) ^ set(columns)))
        raise ValueError(f"compare/weights.json, {where}: not the columns of this version ({differ}); {_AGAIN}")


def _stage(content: Mapping[str, Any], columns: Sequence[str], where: str) -> Regression:
    _check(content["weights"], columns, where)
    return Regression(content["bias"], np.array([content["weights"][column] for column in columns]))
