"""A file is written whole or not at all: beside its place under another name, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import OutputError


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write; it becomes `path` at the end, so no reader sees half a file. After an OSError nothing is left."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError:
        with suppress(OSError):  # the first error is the one to tell
            part.unlink(missing_ok=True)
        raise


def put(path: Path, content: bytes) -> None:
    """Write a file whole, and flushed to the disk; after an OSError nothing of it is left."""
    with whole(path) as part, part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write(path: Path, content: bytes) -> None:
    """Write a file whole, with the folders above it; an OutputError if it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, content)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror or error}); free the disk, give write permission, "
            "or name another place with -o"
        ) from error
