"""The models on this machine: where they are, which revision, and how to get them."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from pipeline import machine
from pipeline.data import Lang
from pipeline.errors import BackendError
from pipeline.language import language, languages

HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_WEIGHTS = re.compile(r"(model.*\.safetensors|pytorch_model.*\.bin)")
_PICKLES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")
BESIDE = ["*.json", "*.spm", "*.txt", "*.model"]  # what a model needs beside its weights


def wanted(source: Lang, options: Mapping[str, str | int | float | bool]) -> str:
    """The Marian model to take for a language: the option for it, else the one for all, else the default; or ""."""
    default = language(source).translating.marian
    return str(options.get(f"model_{source}") or options.get("model") or default)


def defaults() -> dict[Lang, str]:
    """Language → the Marian model that is taken where none is named, for each that has one."""
    return {record.code: record.translating.marian for record in languages() if record.translating.marian}


def example() -> str:
    """A Marian model, for messages."""
    return next(iter(defaults().values()))


def find(name: str) -> Path | None:
    """The directory of a model given as a directory or a hub name, or None; never asks the network."""
    if name and Path(name).is_dir():
        return Path(name)
    path = machine.downloaded(name) if HUB_NAME.fullmatch(name) else None
    # without weights it is half downloaded
    return path if path and any(_WEIGHTS.fullmatch(file.name) for file in path.iterdir()) else None


def weights(directory: Path) -> list[Path]:
    """The files of weights that may be read: safetensors, else .bin.

    Raises BackendError: there are none; pickles of other kinds are named and never read.
    """
    files = sorted(file for file in directory.iterdir() if _WEIGHTS.fullmatch(file.name))
    safe = [file for file in files if file.suffix == ".safetensors"]
    if files:
        return safe or files
    refused = sorted(file.name for file in directory.iterdir() if file.suffix in _PICKLES)
    state = f"only {', '.join(refused)}, which could run code when read" if refused else "no weights"
    raise BackendError(
        f"{directory}: {state}; expected model.safetensors (or pytorch_model.bin): "
        "save the model with save_pretrained(), or copy the whole directory again"
    )


def revision(directory: Path) -> str:
    """Twelve hex digits that name a model's content: the hub's commit, else a digest of its files."""
    directory = directory.absolute()
    if directory.parent.name == "snapshots" and directory.parent.parent.name.startswith("models--"):
        return directory.name[:12]
    suffixes = (".json", ".spm", ".txt", ".model")
    files = [file for file in directory.iterdir() if file.suffix in suffixes or _WEIGHTS.fullmatch(file.name)]
    return digest(sorted(file for file in files if file.is_file()))


def digest(files: list[Path]) -> str:
    """Twelve hex digits over names and contents; remembered while path, size and time of every file stay."""
    stats = [(str(file.absolute()), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    note = machine.cache() / "digests" / hashlib.sha256(repr(stats).encode()).hexdigest()
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


def read_config(directory: Path) -> dict[str, object]:
    """The model's config.json. Raises BackendError: missing or not JSON."""
    path = directory / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackendError(f"{path}: {error}; expected the config.json of a Hugging Face model") from error
    if not isinstance(config, dict):
        raise BackendError(f"{path}: expected a JSON object, the config.json of a Hugging Face model")
    return config
