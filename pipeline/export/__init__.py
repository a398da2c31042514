"""Export: results as files, and the only code that writes them; `formats` is the table of what there is."""

import errno
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath

from pipeline.data import Result
from pipeline.errors import ConfigError, OutputError
from pipeline.export.atomic import put
from pipeline.export.formats import STORY

FIXES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "free some space and start again; finished work is remembered"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "give write permission, or name another folder with -o"),
    errno.EROFS: "name a folder on a file system that can be written, with -o",
    errno.ENAMETOOLONG: "give the story or the article a shorter name",
}


def files(result: Result) -> Iterator[tuple[str, bytes]]:
    """Every file of a story; of a story without a single article only its failures."""
    for part in STORY.values():
        if result.story.articles or part.always:
            yield from part.write(result)


def ready(out: Path, raw: Path) -> None:
    """Make sure, before any work, that `out` can be written (else OutputError) and is not in `raw` (ConfigError)."""
    if raw.is_dir() and out.resolve().is_relative_to(raw.resolve()):
        harm = "where the next run would read results as articles"
        raise ConfigError(f"{out}: lies in {raw}, {harm}; name another with -o")
    try:
        out.mkdir(parents=True, exist_ok=True)
        # a folder may be there and still not be writable: only a file tells
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise _unwritable(out, error, "this folder cannot be made or written") from error


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write a story's files, each wholly or not at all, and give their paths in order.

    `files` is everything the story has: what an earlier run left in `folder` of the files in STORY, and this one does
    not make, is removed. No other file is touched. A name that leads out of `folder`, or a file that cannot be written
    or removed, is an OutputError.
    """
    written = [_write(_inside(folder, name), content) for name, content in files]
    # of the table, and of nothing else: a person may keep files of his own beside results
    patterns = chain.from_iterable(story_files.names for story_files in STORY.values())
    for stale in sorted(chain.from_iterable(map(folder.glob, patterns))):
        if stale not in written:
            try:
                stale.unlink()
            except OSError as error:
                raise _unwritable(stale, error, "an earlier run's file cannot be removed") from error
    return written


def _inside(folder: Path, name: str) -> Path:
    pure = PurePosixPath(name)
    path = folder / pure
    # a name comes from an article's id; "..", a zero byte or a backslash would leave the folder
    legal = bool(pure.parts) and not {"..", "\0", "\\"} & {*pure.parts, *name}
    if not legal or not path.parent.resolve().is_relative_to(folder.resolve()):
        raise OutputError(f"{folder}: the file name {name!r} leads out of this folder; expected one that stays inside")
    return path


def _write(path: Path, content: bytes) -> Path:
    """Whole, and flushed to the disk; a file that has this content already is left alone."""
    try:
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, content)
    except OSError as error:
        raise _unwritable(path, error, f"{len(content):,} bytes cannot be written") from error
    return path


def _unwritable(path: Path, error: OSError, problem: str) -> OutputError:
    fix = FIXES.get(error.errno or 0, "check the disk and the folder, or name another folder with -o")
    return OutputError(f"{path}: {problem} ({error.strerror or error}); {fix}")
