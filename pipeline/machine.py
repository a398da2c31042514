"""What this machine has: its processors, and the user's cache of what is made of a model once."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

from pipeline.errors import BackendError


def cores() -> int:
    """The processors that this process may use; not every system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cache() -> Path:
    """The folder for what is made once and can be made again."""
    return user_cache_path("synopsis", appauthor=False)


def once(target: Path, size: int, make: Callable[[Path], None], is_whole: Callable[[Path], bool] = Path.is_dir) -> Path:
    """`target`, a folder, which `make` writes (at the path that it gets) if it is not there yet, or is not whole.

    Safe against being killed (the folder appears whole, by one rename) and against a second process (a lock).
    `size`: bytes that must be free to begin.
    Raises BackendError: the disk is full or cannot be written.
    """
    if is_whole(target):
        return target
    from filelock import FileLock

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.with_suffix(".lock")):
            if not is_whole(target):
                _make(target, size, make)
    except OSError as error:
        reason = "the disk is full" if error.errno == errno.ENOSPC else str(error)
        raise BackendError(
            f"{target.parent}: {reason}; expected a writable folder with {size // 10**6} MB free "
            "(set XDG_CACHE_HOME to use another one)"
        ) from error
    return target


def _make(target: Path, size: int, make: Callable[[Path], None]) -> None:
    making = target.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)  # left by a run that was killed
    making.mkdir()
    try:
        free = shutil.disk_usage(making).free
        if free < size:
            raise OSError(errno.ENOSPC, f"{free // 10**6} MB free")
        make(making / "done")
        shutil.rmtree(target, ignore_errors=True)  # what is there is damaged
        (making / "done").rename(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)
