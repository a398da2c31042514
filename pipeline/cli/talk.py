"""What the commands share: settings, progress, outcomes in words, errors as a line and an exit code."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console

from pipeline import __version__
from pipeline.cli.options import ProgressStyle
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.data import Failure, Warned
    from pipeline.desk import Made
    from pipeline.memory import Memory
    from pipeline.run import Plan, Summary
    from pipeline.watch import Watch

DONE, ERROR, PARTIAL, INTERRUPTED = 0, 2, 3, 130


@contextmanager
def told() -> Iterator[None]:
    """Turn what was foreseen into one line and an exit code."""
    try:
        yield
    except PipelineError as error:
        talk().print(f"synopsis: {error}", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(ERROR) from error
    except KeyboardInterrupt as error:
        talk().print("synopsis: interrupted; start it again to go on", highlight=False)
        raise typer.Exit(INTERRUPTED) from error


def settings_of(flags: Mapping[str, object], file: Path | None) -> "Config":
    from pipeline import config as settings

    return settings.load(flags, os.environ, file, now=datetime.now(UTC))


@contextmanager
def watching(style: ProgressStyle) -> "Iterator[Watch]":
    from pipeline.watch import Watch

    with Watch(talk(), style.value) as watch:
        yield watch


@contextmanager
def remembering(path: Path | None, file: Path | None) -> "Iterator[Memory]":
    from pipeline.memory import Memory

    store = Memory(settings_of({"memory": path}, file).memory)
    try:
        yield store
    finally:
        store.close()


def talk() -> Console:
    return Console(stderr=True)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def print_versions() -> None:
    from pipeline import versions

    typer.echo(f"synopsis {__version__}")
    for library, version in versions.installed().items():
        typer.echo(f"  {library} {version}")


def print_line(sentences: "list[tuple[str, Made]]", as_json: bool) -> None:
    if not as_json:
        typer.echo(" ".join(made.output.text for _, made in sentences))
        return
    for source, made in sentences:
        row = {"source": source, "translation": made.output.text, "flags": made.flags(), "signature": made.signature}
        typer.echo(json.dumps(row, ensure_ascii=False))


def report(warnings: "list[Warned]", failures: "list[Failure]") -> None:
    for warned in warnings:
        talk().print(f"warning: {warned.item}: {warned.reason}", markup=False, highlight=False, soft_wrap=True)
    for failure in failures:
        talk().print(
            f"failed ({failure.stage}): {failure.item}: {failure.reason}", markup=False, highlight=False, soft_wrap=True
        )


def worded_summary(summary: "Summary", out: Path) -> str:
    made_by = ", ".join(f"{count} {source}" for source, count in summary.sources.items())
    made = ", ".join(f"{summary.links.get(kind, 0)} {kind}" for kind in ("same", "partly same"))
    return (
        f"{summary.stories} stories, {summary.articles} articles, {summary.sentences} sentences; "
        f"{summary.foreign} foreign: {made_by}; links: {made}; "
        f"{len(summary.failures)} failed; {summary.seconds:.1f} s → {out}/"
    )


def worded_plan(made: "Plan") -> str:
    lines = [
        f"{made.stories} stories, {made.articles} articles, {made.sentences} sentences, {made.foreign} of them foreign",
        f"{made.known} distinct ones are translated already, {made.to_translate} are to translate",
    ]
    lines += [f"{lang}: {signature}" for lang, signature in made.translators.items()]
    if made.to_translate:
        foretold = "unknown before a first run" if made.seconds is None else f"about {made.seconds:.0f} s"
        lines.append(f"time to translate: {foretold}")
    return "\n".join(lines)
