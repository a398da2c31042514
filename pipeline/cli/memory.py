"""`synopsis memory`: what is remembered, in and out, and forgotten."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from pipeline.cli.options import ConfigFile, Json, MemoryFile
from pipeline.cli.talk import DONE, PARTIAL, errors_as_exit_codes, print_json, refuse_json, remembering, say
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from pipeline.memory import Memory

NAMED = 5  # texts that one message names
memory_app = typer.Typer()


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
    with errors_as_exit_codes():
        # Typer calls this before `memory export` and the like, which open the same file
        context.obj = memory, config
        if context.invoked_subcommand:
            refuse_json(context, json_)
            return
        with remembering(memory, config) as store:
            counts, articles = store.counts(), store.articles()
            if json_:
                print_json({"path": str(store.path), **asdict(counts), "article_ids": articles})
                return
            typer.echo(f"{store.path}")
            typer.echo(f"{counts.machine} machine translations, {counts.human} human ones, {counts.vectors} vectors")
            typer.echo("\n".join([f"{counts.articles} articles:", *(f"  {article}" for article in articles)]))


def _open(
    context: typer.Context, memory: Path | None, config: Path | None, *, new: bool = False
) -> "AbstractContextManager[Memory]":
    """The memory that a subcommand's own options name, else those before its name."""
    memory_before, config_before = context.obj
    return remembering(memory or memory_before, config or config_before, new=new)


@memory_app.command("export")
def memory_export(
    context: typer.Context,
    file: Annotated[Path, Argument(metavar="FILE.tmx")],
    memory: MemoryFile = None,
    config: ConfigFile = None,
) -> None:
    """Write all translations as TMX 1.4b, signatures and scores in <prop>."""
    with errors_as_exit_codes(), _open(context, memory, config) as store:
        from pipeline.export import tmx

        written, refused = tmx.write(file, store.units())
        # To stderr: nothing but data goes to stdout, and the data is in the file.
        say(f"{file}: {written} translations")
        for unit in refused:
            say(f"left out, holds characters that XML cannot carry: {unit.source!r}")
        raise typer.Exit(PARTIAL if refused else DONE)


@memory_app.command("import")
def memory_import(
    context: typer.Context,
    file: Annotated[Path, Argument(metavar="FILE.tmx")],
    author: Annotated[str, Option(help="Who translated, where the file does not say.")] = "",
    memory: MemoryFile = None,
    config: ConfigFile = None,
) -> None:
    """Take translations in from TMX: what is new or edited counts as people's and wins, unless a machine signed it."""
    # What people translated may be the first that a memory holds.
    with errors_as_exit_codes(), _open(context, memory, config, new=True) as store:
        from pipeline import read

        left_out: Counter[str] = Counter()
        added = store.add(read.tmx(file, author, left_out))
        parts = [
            f"{added.human} human translations",
            f"{added.machine} machine translations",
            f"{added.known} known already and unchanged",
            *([f"{added.replaced} followed by another of the same source, which counts"] if added.replaced else []),
            *(f"{count} left out, {reason}" for reason, count in left_out.items()),
        ]
        say(f"{file}: {', '.join(parts)}")
        if added.loose:
            names = ", ".join(map(repr, added.loose[:NAMED])) + (" …" if added.loose[NAMED:] else "")
            say(f"{len(added.loose)} match no sentence that was read so far: {names}")


@memory_app.command("merge")
def memory_merge(
    context: typer.Context,
    files: Annotated[list[Path], Argument(metavar="FILE.sqlite3...")],
    memory: MemoryFile = None,
    config: ConfigFile = None,
) -> None:
    """Take in what other memory files know, such as those of shards; what people entered wins, and stays."""
    with errors_as_exit_codes(), _open(context, memory, config, new=True) as store:
        contradictions = 0
        for file in files:
            merged = store.merge(file)
            texts = f"{merged.machine} machine translations, {merged.human} human ones"
            say(f"{file}: {texts}, {merged.vectors} vectors, {merged.parses} parses, {merged.stories} stories were new")
            for pair in merged.contradictions:
                say(f"{pair.lang} {pair.source!r}: {pair.stays!r} stays; {file}: {pair.refused!r}")
            contradictions += len(merged.contradictions)
        if contradictions:
            say(f"{contradictions} contradictions of people: import the right ones as TMX")
        raise typer.Exit(PARTIAL if contradictions else DONE)


@memory_app.command("forget")
def memory_forget(
    context: typer.Context,
    article: Annotated[str | None, Argument(metavar="[STORY[/ARTICLE]]", show_default=False)] = None,
    loose: Annotated[bool, Option("--loose", help="What no article holds.")] = False,
    memory: MemoryFile = None,
    config: ConfigFile = None,
) -> None:
    """Remove every text and translation that only this article, or story, holds, or that none holds."""
    with errors_as_exit_codes(), _open(context, memory, config) as store:
        if (article is None) != loose:
            raise ConfigError("nothing is forgotten: name a story or an article, or say --loose, one of the two")
        removed = store.forget(article) if article else store.forget_loose()
        counts = f"{removed.machine} machine translations, {removed.human} human ones, {removed.vectors} vectors"
        stays = "what others hold too stays, and so do result files"
        say(f"{article or 'what no article holds'}: forgot {counts}; {stays}")
