"""Vectors of claims: each the mean of its words' states in its sentence, by multilingual-e5-small with differences to
its weights that were learnt for telling apart what articles about one event say."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.embed import Vectors, half
from pipeline.embed.network import Network, Slice, windowed

Spans = tuple[tuple[int, int], ...]  # slices of a text
DIFFERENCES = "claims.npz"  # made by python tests/tools/fit_claim_vectors.py


class ClaimEncoder:
    """English alone: what it was taught with.

    Two claims that say the same lie close together, two others about one event far apart, though their words are much
    the same. A claim is read in its sentence, so that "three of them" has something of what they are. The rows of a
    sentence hang on it and its spans alone.
    """

    def __init__(self, differences: str = DIFFERENCES) -> None:
        """`differences`: a file of this package. Raises BackendError: a package is not installed, or not whole."""
        self._network = Network("e5-claims", differences)
        self.signature = f"claims:e5|rev:{self._network.weights[:12]}|{self._network.made_by}|round:half"

    def encode(self, texts: Sequence[str], spans: Sequence[Sequence[Spans]]) -> list[Vectors]:
        """For each text (n, 384) unit rows, one for each of its claims, which are given by their spans.

        Raises BackendError: the model cannot be made ready or run.
        """
        owners, windows = windowed(map(self._network.tokens, texts))
        states: dict[int, Vectors] = {}

        def keep(batch: list[int], rows: Vectors) -> None:
            states.update(zip(batch, rows[:, 1:-1], strict=True))  # without those of begin and end

        self._network.run(windows, keep)
        parts: list[list[Vectors]] = [[] for _ in texts]
        for window, owner in enumerate(owners):
            parts[owner].append(states[window])
        return [self._rows(text, np.concatenate(parts[n]), spans[n]) for n, text in enumerate(texts)]

    def _rows(self, text: str, states: Vectors, claims: Sequence[Spans]) -> Vectors:
        slices = self._network.slices(text)
        rows = []
        for spans in claims:
            inside = within(slices, spans)
            row = states[inside if inside.any() else slice(None)].mean(axis=0)
            rows.append(row / np.linalg.norm(row))
        return half(np.stack(rows))


def within(slices: Sequence[Slice], spans: Spans) -> NDArray[np.bool_]:
    """Which tokens, given by the slices of a text that they stand for, are words of a claim."""
    starts, ends = np.array(slices, dtype=np.intp).T
    inside = np.any([(starts < end) & (ends > start) for start, end in spans], axis=0)
    return np.asarray(inside & (ends > starts), dtype=np.bool_)
