"""The translation models on this machine, and how to get others: what `synopsis models` shows and does."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import BackendError, ConfigError
from pipeline.translate import gemma
from pipeline.translate.models import BESIDE, HUB_NAME, defaults, example, find, revision, weights


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One model: its directory (None: not on disk), bytes, revision (12 hex digits or ""), and what it is for."""

    name: str
    path: Path | None
    size: int
    revision: str
    use: str


def status() -> list[ModelStatus]:
    """The default models: Marian for each language, then the embedded one."""
    rows = [(name, find(name), f"{lang} to en") for lang, name in defaults().items()]
    return [_status(name, path, revision(path) if path else "", use) for name, path, use in rows] + [
        _status("embedded", gemma.prepared(), gemma.key(), "de, fr to en; for trying out, no hub needed")
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

    Raises ConfigError: not a hub name; BackendError: the hub did not give it, or the embedded one cannot be prepared.
    """
    if name == "embedded":
        return gemma.prepare(say)
    if not HUB_NAME.fullmatch(name):
        raise ConfigError(f"model {name!r}: expected embedded or a hub name such as {example()}")
    from huggingface_hub import snapshot_download

    say(f"downloading {name} from the Hugging Face hub")
    # Pickles only where there is nothing safer: a hub's folder has weights in several formats, gigabytes each.
    try:
        path = Path(snapshot_download(name, allow_patterns=[*BESIDE, "model*.safetensors"]))
        if not any(file.suffix == ".safetensors" for file in path.iterdir()):
            path = Path(snapshot_download(name, allow_patterns=[*BESIDE, "pytorch_model*.bin"]))
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0][:200]
        raise BackendError(
            f"{name}: the hub did not give it ({reason}); on a machine that reaches huggingface.co run "
            f"`synopsis models get {name}`, copy the directory that it prints, and name it with "
            "`--translator marian --translator-option model=DIRECTORY`"
        ) from error
    weights(path)
    say(f"{name} is in {path}")
    return path
