"""Export: results as files. What an exporter is, the table of exporters, and the only code that writes a result."""

import errno
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from pipeline import registry
from pipeline.data import Result
from pipeline.errors import ConfigError, OutputError
from pipeline.export.whole import put

Exporter = Callable[[Result], Iterable[tuple[str, bytes]]]  # file name, with / between folders, and the whole content

TABLE: Mapping[str, str] = {
    "html": "pipeline.export.html:html",
    "jsonl": "pipeline.export.jsonl:jsonl",
    "text": "pipeline.export.text:text",
    "names": "pipeline.export.jsonl:names",
    "failures": "pipeline.export.jsonl:failures",
    "result": "pipeline.export.jsonl:result",
    "summary": "pipeline.export.index:summary",
}

# Files that one run makes and the next may not: of a story that has lost all its articles nothing must look current.
SOMETIMES = (
    "failures.jsonl",
    "links.jsonl",
    "names.jsonl",
    "result.json",
    "sentences.jsonl",
    "summary.json",
    "synopsis.html",
    "translations/*.en.txt",
)
FIXES = {
    errno.ENOSPC: "free some space and start again; finished work is remembered",
    errno.EDQUOT: "free some space and start again; finished work is remembered",
    errno.EACCES: "give write permission, or name another folder with -o",
    errno.EPERM: "give write permission, or name another folder with -o",
    errno.EROFS: "name a folder on a file system that can be written, with -o",
    errno.ENAMETOOLONG: "give the story or the article a shorter name",
}


def files(result: Result) -> Iterator[tuple[str, bytes]]:
    """Every file of a story; of a story without a single article only its failures."""
    for name in TABLE if result.story.articles else ("failures",):
        exporter: Exporter = registry.attribute(TABLE[name], "exporter")
        yield from exporter(result)


def ready(out: Path, raw: Path) -> None:
    """Make sure, before any work, that results can be written to `out`.

    Raises:
        ConfigError: `out` lies in `raw`, where the next run would take results for articles.
        OutputError: it cannot be made or written.
    """
    if raw.is_dir() and out.resolve().is_relative_to(raw.resolve()):
        raise ConfigError(
            f"{out}: lies in {raw}, where the next run would read results as articles; name another with -o"
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise _unwritable(out, error, "this folder cannot be made or written") from error


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write a story's files, each wholly or not at all, and give their paths in order.

    `files` is everything the story has: what an earlier run left in `folder` of the kinds in SOMETIMES, and this one
    does not make, is removed. No other file is touched.

    Raises:
        OutputError: a name leads out of `folder`; a file cannot be written or removed.
    """
    written = [_write(_inside(folder, name), content) for name, content in files]
    for stale in sorted(path for pattern in SOMETIMES for path in folder.glob(pattern)):
        if stale not in written:
            try:
                stale.unlink()
            except OSError as error:
                raise _unwritable(stale, error, "an earlier run's file cannot be removed") from error
    return written


def _inside(folder: Path, name: str) -> Path:
    pure = PurePosixPath(name)
    path = folder / pure
    legal = bool(pure.parts) and not {"..", "\0", "\\"} & {*pure.parts, *name}
    if not legal or not path.parent.resolve().is_relative_to(folder.resolve()):
        raise OutputError(f"{folder}: the file name {name!r} leads out of this folder; expected one that stays inside")
    return path


def _write(path: Path, content: bytes) -> Path:
    """Whole, and flushed to the disk."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, content)
    except OSError as error:
        raise _unwritable(path, error, f"{len(content):,} bytes cannot be written") from error
    return path


def _unwritable(path: Path, error: OSError, what: str) -> OutputError:
    fix = FIXES.get(error.errno or 0, "check the disk and the folder, or name another folder with -o")
    return OutputError(f"{path}: {what} ({error.strerror or error}); {fix}")
