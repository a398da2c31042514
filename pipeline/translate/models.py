"""The models on this machine: where they are, which revision, and how to get them."""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from pipeline.data import Lang
from pipeline.errors import BackendError, ConfigError

MARIAN: dict[Lang, str] = {"de": "Helsinki-NLP/opus-mt-de-en", "fr": "Helsinki-NLP/opus-mt-fr-en"}
DEFAULTS = tuple(MARIAN.values())
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_WEIGHTS = re.compile(r"(model.*\.safetensors|pytorch_model.*\.bin)")
_PICKLES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")
_BESIDE = ["*.json", "*.spm", "*.txt", "*.model"]  # what a model needs beside its weights


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One model: its directory (None: not on disk), bytes, revision (12 hex digits or ""), and what it is for."""

    name: str
    path: Path | None
    size: int
    revision: str
    use: str


def cache() -> Path:
    """The folder for what is made once and can be made again."""
    return user_cache_path("synopsis", appauthor=False)


def wanted(source: Lang, options: Mapping[str, str | int | float | bool]) -> str:
    """The Marian model to take for a language: the option for it, else the one for all, else the default."""
    return str(options.get(f"model_{source}") or options.get("model") or MARIAN[source])


def find(name: str) -> Path | None:
    """The directory of a model given as a directory or a hub name, or None; never asks the network."""
    if name and Path(name).is_dir():
        return Path(name)
    if not _HUB_NAME.fullmatch(name):
        return None
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        path = Path(snapshot_download(name, local_files_only=True))
    except LocalEntryNotFoundError:
        return None
    return path if any(_WEIGHTS.fullmatch(file.name) for file in path.iterdir()) else None  # else half downloaded


def weights(directory: Path) -> list[Path]:
    """The files of weights that may be read: safetensors, else .bin.

    Raises:
        BackendError: there are none; pickles of other kinds are named and never read.
    """
    found = sorted(file for file in directory.iterdir() if _WEIGHTS.fullmatch(file.name))
    safe = [file for file in found if file.suffix == ".safetensors"]
    if found:
        return safe or found
    refused = sorted(file.name for file in directory.iterdir() if file.suffix in _PICKLES)
    seen = f"only {', '.join(refused)}, which could run code when read" if refused else "no weights"
    raise BackendError(
        f"{directory}: {seen}; expected model.safetensors (or pytorch_model.bin): "
        "save the model with save_pretrained(), or copy the whole directory again"
    )


def revision(directory: Path) -> str:
    """Twelve hex digits that name a model's content: the hub's commit, else a digest of its files."""
    directory = directory.absolute()
    if directory.parent.name == "snapshots" and directory.parent.parent.name.startswith("models--"):
        return directory.name[:12]
    kept = [
        f for f in directory.iterdir() if f.suffix in (".json", ".spm", ".txt", ".model") or _WEIGHTS.fullmatch(f.name)
    ]
    return digest(sorted(file for file in kept if file.is_file()))


def digest(files: list[Path]) -> str:
    """Twelve hex digits over names and contents; remembered while path, size and time of every file stay."""
    stats = [(str(file.absolute()), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    note = cache() / "digests" / hashlib.sha256(repr(stats).encode()).hexdigest()
    if note.is_file():
        return note.read_text(encoding="ascii")
    total = hashlib.sha256()
    for file in files:
        with file.open("rb") as opened:
            total.update(f"{file.name}\0{hashlib.file_digest(opened, 'sha256').hexdigest()}\n".encode())
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(total.hexdigest()[:12], encoding="ascii")
    except OSError:
        pass  # a cache that cannot be written costs time only
    return total.hexdigest()[:12]


def status() -> list[ModelStatus]:
    """The default models: Marian for each language, then the embedded one."""
    from pipeline.translate import embedded

    found = [(name, find(name), f"{lang} to en") for lang, name in MARIAN.items()]
    return [_status(name, path, revision(path) if path else "", use) for name, path, use in found] + [
        _status("embedded", embedded.prepared(), embedded.key(), "de, fr to en; for trying out, no hub needed")
    ]


def _status(name: str, path: Path | None, revision: str, use: str) -> ModelStatus:
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) if path else 0
    return ModelStatus(name, path, size, revision if path else "", use)


def line(status: ModelStatus) -> str:
    """A status in one line, for a terminal."""
    where = f"{status.size / 1e6:.0f} MB in {status.path}, revision {status.revision}" if status.path else "not on disk"
    return f"{status.name} ({status.use}): {where}"


def get(name: str, say: Callable[[str], None]) -> Path:
    """Gets a model and gives its directory: from the Hugging Face hub, safetensors where there are any, or "embedded".

    Raises:
        ConfigError: not a hub name.
        BackendError: the hub did not give it, or the embedded one cannot be prepared.
    """
    if name == "embedded":
        from pipeline.translate import embedded

        return embedded.prepare(say)
    if not _HUB_NAME.fullmatch(name):
        raise ConfigError(f"model {name!r}: expected embedded or a hub name such as {MARIAN['de']}")
    from huggingface_hub import snapshot_download

    say(f"downloading {name} from the Hugging Face hub")
    try:
        path = Path(snapshot_download(name, allow_patterns=[*_BESIDE, "model*.safetensors"]))
        if not any(file.suffix == ".safetensors" for file in path.iterdir()):
            path = Path(snapshot_download(name, allow_patterns=[*_BESIDE, "pytorch_model*.bin"]))
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0][:200]
        raise BackendError(
            f"{name}: the hub did not give it ({reason}); on a machine that reaches huggingface.co run "
            f"`synopsis models get {name}`, copy the directory that it prints, and name it with `--model DIRECTORY`"
        ) from error
    weights(path)
    say(f"{name} is in {path}")
    return path


@contextmanager
def without_bars() -> Iterator[None]:
    """Keeps transformers, and the reader of GGUF files in it, from drawing progress bars of its own into ours."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        with redirect_stderr(io.StringIO()):  # that reader's bar cannot be switched off
            yield
    finally:
        if shown:
            logging.enable_progress_bar()


def read_config(directory: Path) -> dict[str, object]:
    """The model's config.json.

    Raises:
        BackendError: missing or not JSON.
    """
    path = directory / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackendError(f"{path}: {error}; expected the config.json of a Hugging Face model") from error
    if not isinstance(config, dict):
        raise BackendError(f"{path}: expected a JSON object, the config.json of a Hugging Face model")
    return config
