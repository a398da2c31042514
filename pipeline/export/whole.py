"""A file is written whole or not at all: beside its place under another name, then renamed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write; it becomes `path` at the end, so that a reader never sees half a file.

    Raises:
        OSError: it could not be written or renamed; nothing of it is left.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError:
        with suppress(OSError):  # the first error is the one to tell
            part.unlink(missing_ok=True)
        raise
