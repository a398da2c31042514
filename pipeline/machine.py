"""What this machine has: its processors, the user's cache of what is made of a model once, and what the hub's holds."""

import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path

from platformdirs import user_cache_path

from pipeline.errors import BackendError

_limit = 0  # of this process's threads; 0: none was set


def cores() -> int:
    """The processors that this process may use; not every system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads() -> int:
    """How many threads of this process are to compute at once: fewer than processors where others work beside it."""
    return _limit or cores()


def limit_threads(count: int) -> None:
    """From now on so many threads of this process compute at once."""
    global _limit
    _limit = max(1, count)


def cache() -> Path:
    """The folder for what is made once and can be made again."""
    return user_cache_path("synopsis", appauthor=False)


def downloaded(name: str) -> Path | None:
    """The newest snapshot of a model in the hub's cache, None where there is none; the network is not asked."""
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
    except ImportError:
        return None
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        return None


@contextmanager
def without_bars() -> Iterator[None]:
    """Keeps transformers, and the reader of GGUF files in it, from drawing progress bars of its own into ours."""
    from transformers.utils import logging

    enabled = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        with redirect_stderr(io.StringIO()):  # that reader's bar cannot be switched off
            yield
    finally:
        if enabled:
            logging.enable_progress_bar()


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
