"""A file is written whole or not at all: beside its place under another name, then renamed."""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from pipeline.errors import OutputError

PART = f".synopsis-{socket.gethostname()[:60].replace('-', '.')}-"  # begins the names of parts that this machine makes


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write; it becomes `path` at the end, on the disk, so no reader sees half a file.

    A link stays, and the file that it leads to is replaced. A device, a pipe and what /dev or /proc shows of an open
    file are written into. After an exception of any kind nothing of it is left.
    """
    place = _replaceable(path)
    if place is None:
        yield path
        return
    _sweep(place.parent)
    # Names of our own: two writers of one file each write theirs, and the last to end wins.
    part = place.with_name(f"{PART}{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        yield part
        _flush(part)
        part.replace(place)
    except BaseException:
        with suppress(OSError):  # the first error is the one to tell
            part.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # not every file system can flush a folder
        _flush(place.parent)


def _replaceable(path: Path) -> Path | None:
    """The place of the file that a rename replaces; None where there is something else than a file."""
    top = path.absolute().parts[1:3]
    if top[:1] in (("dev",), ("proc",)) and top != ("dev", "shm"):  # there lie plain files, on a disk in memory
        return None
    place = path.resolve() if path.is_symlink() else path
    return place if not place.exists() or place.is_file() or place.is_dir() else None


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@lru_cache(1 << 12)
def _sweep(folder: Path) -> None:
    """Remove what writers of this machine left in a folder when they were killed; looked for once a process."""
    for part in folder.glob(f"{PART}*.part"):
        with suppress(OSError, ValueError):  # another may have removed it
            if not _lives(int(part.name.removeprefix(PART).partition("-")[0])):
                part.unlink()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True


def put(path: Path, content: bytes) -> None:
    """Write a file whole, and flushed to the disk; after an OSError nothing of it is left."""
    with whole(path) as part:
        part.write_bytes(content)


def write(path: Path, content: bytes) -> None:
    """Write a file whole, with the folders above it; an OutputError if it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, content)
    except OSError as error:
        fix = "free the disk, give write permission, or name another place with -o"
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); {fix}") from error
