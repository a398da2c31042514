"""multilingual-e5-small (Wang et al., 2024): vectors of sentences in any of its languages."""

import hashlib
import json
from collections.abc import Sequence
from importlib import resources

import numpy as np

from pipeline.embed import MIDDLE, Vectors, half
from pipeline.embed.network import Network, windowed


class E5:
    """German, French, English and about ninety more languages.

    A row hangs on its text alone: only rows of one length share a batch, since int8 is scaled otherwise beside padding.
    A text of more than WINDOW tokens is the mean of its parts. E5's rows point much the same way, whatever they say:
    what they have in common is taken out (Mu and Viswanath, 2018), so that unrelated sentences have a cosine about 0;
    one sentence in two languages has .3 to .8.
    Raises BackendError: a package is not installed, or not whole.
    """

    multilingual = True

    def __init__(self) -> None:
        middle = resources.files("pipeline.embed").joinpath(MIDDLE).read_bytes()
        self._middle = np.array(json.loads(middle)["middle"], dtype=np.float32)
        self._network = Network()
        revision = hashlib.sha256(middle + self._network.weights.encode()).hexdigest()[:12]
        self.signature = f"embed:e5|rev:{revision}|{self._network.made_by}|round:half"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) unit rows. Raises BackendError: the model cannot be made ready or run."""
        rows = self.raw(texts) - self._middle
        return half(rows / np.linalg.norm(rows, axis=1, keepdims=True))

    def raw(self, texts: Sequence[str]) -> Vectors:
        """The unit rows as the model gives them."""
        owners, windows = windowed(map(self.tokens, texts))
        rows = np.zeros((len(texts), len(self._middle)), dtype=np.float32)
        # a part counts as much as it has tokens
        weights = np.array([len(window) - 2 for window in windows], dtype=np.float32)
        np.add.at(rows, owners, self._means(windows) * weights[:, None])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def tokens(self, text: str) -> list[int]:
        """What the model reads; a run of signs that it does not know is one token."""
        return self._network.tokens(text)

    def _means(self, windows: Sequence[list[int]]) -> Vectors:
        """The mean over the tokens of each window."""
        means = np.zeros((len(windows), len(self._middle)), dtype=np.float32)

        def keep(batch: list[int], states: Vectors) -> None:
            means[batch] = states.mean(axis=1)

        self._network.run(windows, keep)
        return means
