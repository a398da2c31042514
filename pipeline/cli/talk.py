"""What the commands share: settings, progress, outcomes in words, errors as a line and an exit code."""

import errno
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console

from pipeline import __version__
from pipeline.cli.options import ProgressStyle
from pipeline.errors import ConfigError, InputError, PipelineError

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.data import Failure, Lang, Warned
    from pipeline.memory import Memory
    from pipeline.progress import Watch
    from pipeline.read import Lines
    from pipeline.run import Plan, Summary
    from pipeline.translate.service import Answer

    Translated = tuple[str, Answer, tuple[str, ...]]

DONE, ERROR, PARTIAL, INTERRUPTED, PIPE_CLOSED = 0, 2, 3, 130, 141


@contextmanager
def told() -> Iterator[None]:
    """Turn what was foreseen into one line and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except PipelineError as error:
        raise _ended(str(error), ERROR) from error
    except KeyboardInterrupt as error:
        raise _ended("interrupted; start it again to go on", INTERRUPTED) from error
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter fails again at its end
        if error.errno == errno.EPIPE:
            raise typer.Exit(PIPE_CLOSED) from error
        raise _ended(f"the output cannot be written: {error.strerror or error}; free the disk", ERROR) from error


def _ended(line: str, code: int) -> typer.Exit:
    talk().print(f"synopsis: {line}", markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(code)


def settings_of(flags: Mapping[str, object], file: Path | None) -> "Config":
    from pipeline import config as settings

    return settings.load(flags, os.environ, file, moment=datetime.now(UTC))


@contextmanager
def watching(style: ProgressStyle) -> "Iterator[Watch]":
    from pipeline.progress import Watch

    with Watch(talk(), style.value) as watch:
        yield watch


@contextmanager
def remembering(path: Path | None, file: Path | None, *, new: bool = False) -> "Iterator[Memory]":
    """The memory, open; one that is not there is made only if it may be `new`."""
    from pipeline.memory import Memory

    where = settings_of({"memory": path}, file).memory
    if not new and not where.exists():
        raise ConfigError(f"{where}: no memory here; `synopsis run` makes one, --memory names another")
    store = Memory(where)
    try:
        yield store
    finally:
        store.close()


def spoken(found: "Lines", path: Path, stated: str, option: str, watch: "Watch") -> "Lang":
    """The language of a text, which messages call `path`; doubts about it and its reading are told.

    Args:
        option: the one that states a language; `stated` is what it says.
    """
    from pipeline import read

    try:
        fix = f"name it in the file name (.de.txt) or say {option}"
        lang, doubts = read.spoken("\n".join(found.lines), path.name, stated, fix)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    for reason in (*(one.reason for one in found.warnings), *doubts):
        watch.note(f"warning: {path}: {reason}")
    return lang


def talk() -> Console:
    return Console(stderr=True)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def print_versions() -> None:
    from pipeline import versions

    typer.echo(f"synopsis {__version__}")
    for library, version in versions.installed().items():
        typer.echo(f"  {library} {version}")


def print_text(sentences: "Sequence[Translated]") -> None:
    typer.echo(" ".join(made.output.text for _, made, _ in sentences))


def print_line(sentences: "Sequence[Translated]", file: Path, number: int) -> None:
    """A sentence a JSON object; `number` is that of their line in the file, from 1."""
    for source, made, flags in sentences:
        row = {"file": str(file), "line": number, "source": source, "translation": made.output.text, "flags": flags}
        typer.echo(json.dumps(row | {"signature": made.signature}, ensure_ascii=False))


def report(warnings: "list[Warned]", failures: "list[Failure]") -> None:
    for warned in warnings:
        talk().print(f"warning: {warned.item}: {warned.reason}", markup=False, highlight=False, soft_wrap=True)
    for failure in failures:
        talk().print(
            f"failed ({failure.stage}): {failure.item}: {failure.reason}", markup=False, highlight=False, soft_wrap=True
        )


def worded_summary(summary: "Summary", out: Path) -> str:
    from pipeline.export.reading import counted

    made_by = ", ".join(f"{count} {source}" for source, count in summary.sources.items())
    made = ", ".join(f"{count} {kind}" for kind, count in sorted(summary.links.items()))
    return (
        f"{counted(summary.stories, 'story', 'stories')}, {counted(summary.articles, 'article')}, "
        f"{counted(summary.sentences, 'sentence')}; {summary.foreign} foreign: {made_by}; links: {made or 'none'}; "
        f"{len(summary.failures)} failed; {summary.seconds:.1f} s → {out}/"
    )


def worded_plan(made: "Plan") -> str:
    from pipeline.export.reading import counted

    lines = [
        f"{counted(made.stories, 'story', 'stories')}, {counted(made.articles, 'article')}, "
        f"{counted(made.sentences, 'sentence')}, {made.foreign} of them foreign",
        f"{made.known} distinct ones are translated already, {made.to_translate} are to translate",
    ]
    lines += [f"{lang}: {signature}" for lang, signature in made.translators.items()]
    if made.to_translate:
        foretold = "unknown before a first run" if made.seconds is None else f"about {made.seconds:.0f} s"
        lines.append(f"time to translate: {foretold}")
    return "\n".join(lines)
