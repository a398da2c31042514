"""Stand-off bundles, as `synopsis export --format standoff` writes them, read back."""

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.standoff import Standoff


def standoffs(path: Path) -> "list[Standoff]":
    """The bundle in a file, or those of a folder's .json files, in their order.

    Raises:
        InputError: there is none, or a file is no bundle as this version reads it.
    """
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no .json in it; expected what `synopsis export --format standoff` wrote")
    return [_standoff(file) for file in files]


def _standoff(path: Path) -> "Standoff":
    import msgspec

    from pipeline.standoff import VERSION, Standoff

    try:
        bundle = msgspec.json.decode(path.read_bytes(), type=Standoff)
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror}); name a bundle or a folder of them") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"{path}: not a stand-off bundle ({error}); expected what `synopsis export --format standoff` wrote"
        ) from error
    if bundle.version != VERSION:
        raise InputError(f"{path}: a bundle of version {bundle.version}, expected {VERSION}; have it exported again")
    return bundle
