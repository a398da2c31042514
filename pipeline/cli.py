"""The commands: parse, call, print, exit. Data goes to stdout, talk to stderr; nothing heavy is imported before use."""

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from pipeline import __version__
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.data import Failure, Warned
    from pipeline.memory import Memory
    from pipeline.run import Made, Plan, Summary
    from pipeline.watch import Watch

DONE, ERROR, PARTIAL, INTERRUPTED = 0, 2, 3, 130

app = typer.Typer(
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=True,
)
memory_app = typer.Typer()
models_app = typer.Typer()
app.add_typer(memory_app, name="memory")
app.add_typer(models_app, name="models")


class ProgressStyle(StrEnum):
    """How progress is told on stderr."""

    auto = "auto"
    bar = "bar"
    plain = "plain"
    none = "none"


Raw = Annotated[Path | None, typer.Argument(metavar="[RAW]", help="Folder of stories.", show_default="raw")]
Out = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="DIR", help="Folder for results.", show_default="aligned")
]
Translator = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="auto, marian, embedded, replay, or module:attribute.", show_default="auto"),
]
TranslatorOption = Annotated[
    list[str] | None, typer.Option("--translator-option", metavar="KEY=VALUE", help="For the translator; repeatable.")
]
Embedder = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="minilm, none, or a sentence-transformers model.", show_default="minilm"),
]
MemoryFile = Annotated[
    Path | None,
    typer.Option("--memory", metavar="FILE", help="What was already translated.", show_default="user data folder"),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings.", show_default="synopsis.toml if it is there")
]
Json = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON on stdout.")]
Progress = Annotated[ProgressStyle, typer.Option(help="How progress is told on stderr.")]


@app.callback(invoke_without_command=True)
def top(
    version: Annotated[bool, typer.Option("--version", help="Show versions and exit.")] = False,
) -> None:
    """The same story, every outlet, side by side.

    Reads news articles in German, French and English, translates the
    foreign ones, aligns all of them sentence by sentence, and writes what
    every outlet reports and what only one reports.

    [bold]Examples[/bold]

      synopsis run raw -o aligned      the whole job; resumes by itself

      synopsis plan raw                what that would do, and how long

      synopsis show aligned/my-story   read a result here

      echo "Guten Morgen." | synopsis translate --from de
    """
    if version:
        _print_versions()
        raise typer.Exit(DONE)


@app.command()
def run(
    raw: Raw = None,
    out: Out = None,
    translator: Translator = None,
    translator_option: TranslatorOption = None,
    embedder: Embedder = None,
    memory: MemoryFile = None,
    engine: Annotated[str | None, typer.Option(help="serial or processes.", show_default="serial")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes of that engine.", show_default="processors")] = None,
    date: Annotated[str | None, typer.Option(metavar="ISO", help="The run's date.", show_default="today")] = None,
    config: ConfigFile = None,
    progress: Progress = ProgressStyle.auto,
    json_: Json = False,
) -> None:
    """Translate, align and compare the stories of a folder.

    A killed run is resumed by starting it again. Exit codes: 0 all done,
    2 could not be done, 3 done but for the articles that it names,
    130 interrupted.

    [bold]Examples[/bold]

      synopsis run raw -o aligned

      synopsis run raw --translator marian --translator-option beam=4

      synopsis run raw --translator-option model_de=models/my-de-en
    """
    flags = {
        "raw": raw,
        "out": out,
        "translator": translator,
        "translator_options": translator_option or None,
        "embedder": embedder,
        "memory": memory,
        "engine": engine,
        "workers": workers,
        "date": date,
    }
    with _told():
        settings = _settings(flags, config)
        from pipeline import run as pipeline_run

        with _watch(progress) as watch:
            summary = pipeline_run.run(settings, watch, time.monotonic)
        _report(summary.warnings, summary.failures)
        if json_:
            _print_json({**asdict(summary), "out": str(settings.out)})
        else:
            _err().print(_told_summary(summary, settings.out), highlight=False, soft_wrap=True)
        raise typer.Exit(PARTIAL if summary.failures else DONE)


@app.command()
def plan(
    raw: Raw = None,
    translator: Translator = None,
    translator_option: TranslatorOption = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Say what `run` would do and how long it would take; nothing is translated."""
    flags = {
        "raw": raw,
        "translator": translator,
        "translator_options": translator_option or None,
        "memory": memory,
    }
    with _told():
        settings = _settings(flags, config)
        from pipeline import run as pipeline_run

        with _watch(ProgressStyle.auto) as watch:
            made = pipeline_run.plan(settings, watch)
        _report(made.warnings, made.failures)
        if json_:
            _print_json(asdict(made))
        else:
            typer.echo(_told_plan(made))
        raise typer.Exit(PARTIAL if made.failures else DONE)


@app.command()
def translate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Text files; without any, stdin.", show_default="-")
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="LANG", help="de or fr.", show_default="file name, or detected")
    ] = None,
    translator: Translator = None,
    translator_option: TranslatorOption = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    progress: Progress = ProgressStyle.auto,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object a sentence instead of lines.")] = False,
) -> None:
    """Translate German or French lines to English, a line for a line.

    [bold]Examples[/bold]

      synopsis translate bericht.de.txt > bericht.en.txt

      echo "Guten Morgen." | synopsis translate --from de

      synopsis translate --json notes.fr.txt | jq -r 'select(.flags != []) | .source'
    """
    flags = {"translator": translator, "translator_options": translator_option or None, "memory": memory}
    with _told():
        settings = _settings(flags, config)
        from pipeline import read
        from pipeline import run as pipeline_run

        with _watch(progress) as watch:
            for path in files or [Path("-")]:
                found = read.lines(sys.stdin.buffer.read() if path == Path("-") else path)
                lang, doubts = read.spoken("\n".join(found.lines), path.name, from_ or "")
                for reason in (*(one.reason for one in found.warnings), *doubts):
                    watch.note(f"warning: {path}: {reason}")
                for line in pipeline_run.lines(settings, watch, time.monotonic, found.lines, lang):
                    _print_line(line, json_)


@app.command()
def show(
    story: Annotated[Path, typer.Argument(metavar="STORY", help="A story's folder of results, or its name.")],
    out: Out = None,
    config: ConfigFile = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the whole result as JSON on stdout.")] = False,
) -> None:
    """Read a story here: what each outlet reports, side by side.

    [bold]Examples[/bold]

      synopsis show babuschkin-leaves-xai

      synopsis show results/my-story | less -R
    """
    with _told():
        settings = _settings({"out": out}, config)
        from pipeline import read

        folder = story if (story / read.RESULT).is_file() else settings.out / story
        result = read.result(folder)  # read in any case: what is printed is whole and of this version
        if json_:
            sys.stdout.buffer.write((folder / read.RESULT).read_bytes())
            return
        from pipeline.export import terminal

        console = Console(width=None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "120")))
        console.print(terminal.show(result, console.width))


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context, json_: Json = False) -> None:
    """Show which translation models are on this machine.

    [bold]Examples[/bold]

      synopsis models

      synopsis models get              both opus-mt models, for work

      synopsis models get embedded     make the embedded model ready now
    """
    if context.invoked_subcommand:
        return
    with _told():
        from pipeline.translate import models as known

        found = known.status()
        if json_:
            _print_json([asdict(one) for one in found])
            return
        for one in found:
            typer.echo(known.line(one))


@models_app.command("get")
def models_get(
    names: Annotated[list[str] | None, typer.Argument(help="Hub names, or embedded.", show_default="opus-mt")] = None,
) -> None:
    """Fetch translation models (the one command that asks the network), or make the embedded one ready."""
    with _told():
        from pipeline.translate import models as known

        with _watch(ProgressStyle.auto) as watch:
            for name in names or known.DEFAULTS:
                typer.echo(known.get(name, watch.note))


@memory_app.callback(invoke_without_command=True)
def memory_top(
    context: typer.Context, memory: MemoryFile = None, config: ConfigFile = None, json_: Json = False
) -> None:
    """Show what is remembered: translations, vectors, and the articles they came from.

    [bold]Examples[/bold]

      synopsis memory

      synopsis memory export translations.tmx

      synopsis memory import edited.tmx    what people edited wins

      synopsis memory forget my-story/002.de
    """
    if context.invoked_subcommand:
        return
    with _told(), _memory(memory, config) as store:
        counts, articles = store.counts(), store.articles()
        if json_:
            _print_json({"path": str(store.path), **asdict(counts), "article_ids": articles})
            return
        typer.echo(f"{store.path}")
        typer.echo(f"{counts.machine} machine translations, {counts.human} human ones, {counts.vectors} vectors")
        typer.echo("\n".join([f"{counts.articles} articles:", *(f"  {one}" for one in articles)]))


@memory_app.command("export")
def memory_export(
    file: Annotated[Path, typer.Argument(metavar="FILE.tmx")], memory: MemoryFile = None, config: ConfigFile = None
) -> None:
    """Write all translations as TMX 1.4b, signatures and scores in <prop>."""
    with _told(), _memory(memory, config) as store:
        from pipeline.export import tmx

        written, refused = tmx.write(file, store.units())
        typer.echo(f"{file}: {written} translations", err=True)
        for unit in refused:
            typer.echo(f"left out, holds characters that XML cannot carry: {unit.source!r}", err=True)
        raise typer.Exit(PARTIAL if refused else DONE)


@memory_app.command("import")
def memory_import(
    file: Annotated[Path, typer.Argument(metavar="FILE.tmx")],
    author: Annotated[str, typer.Option(help="Who translated, where the file does not say.")] = "",
    memory: MemoryFile = None,
    config: ConfigFile = None,
) -> None:
    """Take translations in from TMX: those with a signature of ours as the machine's, all others as people's."""
    with _told(), _memory(memory, config) as store:
        from pipeline import read

        units = read.tmx(file, author)
        human, machine = store.add(units)
        typer.echo(f"{file}: {human} human translations, {machine} machine translations", err=True)


@memory_app.command("forget")
def memory_forget(
    article: Annotated[str, typer.Argument(metavar="STORY/ARTICLE")],
    memory: MemoryFile = None,
    config: ConfigFile = None,
) -> None:
    """Remove every text and translation that only this article holds."""
    with _told(), _memory(memory, config) as store:
        gone = store.forget(article)
        typer.echo(
            f"{article}: forgot {gone.machine} machine translations, {gone.human} human ones, {gone.vectors} vectors; "
            "what other articles hold too stays, and so do result files",
            err=True,
        )


@app.command()
def config(config: ConfigFile = None, json_: Json = False) -> None:
    """Show every setting, its value, and where the value comes from."""
    with _told():
        settings = _settings({}, config)
        from pipeline.config import KEYS

        rows = {key: {"value": str(getattr(settings, key)), "origin": settings.origins[key]} for key in KEYS}
        if json_:
            _print_json(rows)
            return
        for key, row in rows.items():
            typer.echo(f"{key} = {row['value']}   ({row['origin']})")


def main() -> None:
    """The console command."""
    app(prog_name="synopsis")


@contextmanager
def _told() -> Iterator[None]:
    """Turn what was foreseen into one line and an exit code."""
    try:
        yield
    except PipelineError as error:
        _err().print(f"synopsis: {error}", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(ERROR) from error
    except KeyboardInterrupt as error:
        _err().print("synopsis: interrupted; start it again to go on", highlight=False)
        raise typer.Exit(INTERRUPTED) from error


def _settings(flags: Mapping[str, object], file: Path | None) -> "Config":
    from pipeline import config as settings

    return settings.load(flags, os.environ, file, now=datetime.now(UTC))


@contextmanager
def _watch(style: ProgressStyle) -> "Iterator[Watch]":
    from pipeline.watch import Watch

    with Watch(_err(), style.value) as watch:
        yield watch


@contextmanager
def _memory(path: Path | None, file: Path | None) -> "Iterator[Memory]":
    from pipeline.memory import Memory

    store = Memory(_settings({"memory": path}, file).memory)
    try:
        yield store
    finally:
        store.close()


def _err() -> Console:
    return Console(stderr=True)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _print_versions() -> None:
    from pipeline import versions

    typer.echo(f"synopsis {__version__}")
    for library, version in versions.installed().items():
        typer.echo(f"  {library} {version}")


def _print_line(sentences: "list[tuple[str, Made]]", as_json: bool) -> None:
    if not as_json:
        typer.echo(" ".join(made.output.text for _, made in sentences))
        return
    for source, made in sentences:
        row = {"source": source, "translation": made.output.text, "flags": made.flags(), "signature": made.signature}
        typer.echo(json.dumps(row, ensure_ascii=False))


def _report(warnings: "list[Warned]", failures: "list[Failure]") -> None:
    for warned in warnings:
        _err().print(f"warning: {warned.item}: {warned.reason}", markup=False, highlight=False, soft_wrap=True)
    for failure in failures:
        _err().print(
            f"failed ({failure.stage}): {failure.item}: {failure.reason}", markup=False, highlight=False, soft_wrap=True
        )


def _told_summary(summary: "Summary", out: Path) -> str:
    made_by = ", ".join(f"{count} {source}" for source, count in summary.sources.items())
    made = ", ".join(f"{summary.links.get(kind, 0)} {kind}" for kind in ("same", "partly same"))
    return (
        f"{summary.stories} stories, {summary.articles} articles, {summary.sentences} sentences; "
        f"{summary.foreign} foreign: {made_by}; links: {made}; "
        f"{len(summary.failures)} failed; {summary.seconds:.1f} s → {out}/"
    )


def _told_plan(made: "Plan") -> str:
    lines = [
        f"{made.stories} stories, {made.articles} articles, {made.sentences} sentences, {made.foreign} of them foreign",
        f"{made.known} distinct ones are translated already, {made.to_translate} are to translate",
    ]
    lines += [f"{lang}: {signature}" for lang, signature in made.translators.items()]
    if made.to_translate:
        foretold = "unknown before a first run" if made.seconds is None else f"about {made.seconds:.0f} s"
        lines.append(f"time to translate: {foretold}")
    return "\n".join(lines)
