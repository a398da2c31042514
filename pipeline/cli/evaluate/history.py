"""`synopsis evaluate history`: what was measured before, compared and forgotten."""

from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from pipeline import __version__
from pipeline.cli.evaluate.options import HistoryFile, telling, whole
from pipeline.cli.options import ConfigFile, Json, MemoryFile
from pipeline.cli.talk import print_json, print_lines, say, settings_of
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.memory.history import History

history_app = typer.Typer(invoke_without_command=True)


@history_app.callback()
def history(
    context: typer.Context,
    testset: Annotated[str, Option(metavar="NAME", help="Of this test set alone.")] = "",
    system: Annotated[str, Option(metavar="NAME", help="Of this system alone.")] = "",
    history: HistoryFile = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Show what earlier evaluations measured: a line a test set, system and metric.

    A sparkline runs from the lowest to the highest of its own figures.
    Test sets of one name with other references are told apart. Numbers
    in front of names are those that compare and forget take.

    [bold]Examples[/bold]

      synopsis evaluate history

      synopsis evaluate history --testset newstest2021

      synopsis evaluate history compare 3/old 7/new

      synopsis evaluate history forget 4 5
    """
    with whole():
        if context.invoked_subcommand:
            if testset or system or json_:
                raise ConfigError(f"{context.invoked_subcommand} takes its own options; write them behind its name")
            context.obj = history, memory, config  # forget and compare open the same file
            return
        from pipeline.export.scores import history as words

        with _open(history, memory, config) as store:
            records, entries = store.records(testset, system), store.entries()
            everything = [] if records else store.records()
        if everything:
            say(words.nothing_named(everything, testset, system))
        if json_:
            listed = [asdict(entry) for entry in entries.values()]
            print_json({"version": __version__, "records": [asdict(record) for record in records], "entries": listed})
        else:
            print_lines(words.lines(records, entries))


@history_app.command()
def forget(
    context: typer.Context,
    entries: Annotated[list[str], Argument(metavar="ENTRY…", help="Numbers or names of evaluations.")],
) -> None:
    """Take evaluations out of the history, with all their figures."""
    with whole(), _open(*context.obj) as store:
        # all are looked up first: a name that is not there must not leave half of them forgotten
        for entry in [store.find(word) for word in entries]:
            store.forget(entry.number)
            say(f"forgotten: {entry.number} {entry.name}".rstrip())


@history_app.command()
def compare(
    context: typer.Context,
    first: Annotated[str, Argument(metavar="ENTRY[/SYSTEM]", help="An evaluation by number or name.")],
    second: Annotated[str, Argument(metavar="ENTRY[/SYSTEM]", help="The one that is held against it.")],
    json_: Json = False,
) -> None:
    """Test an earlier evaluation against another one, segment by segment."""
    with whole():
        from pipeline.evaluate.paired import Sampling
        from pipeline.evaluate.past import compared
        from pipeline.export.reading import harmless

        with _open(*context.obj) as store, telling() as watch:
            tests = compared(store, first, second, Sampling(), say, watch)
        if json_:
            print_json({"version": __version__, "comparisons": [asdict(test) for test in tests]})
        else:
            print_lines(harmless(test.words) for test in tests)


@contextmanager
def _open(history: Path | None, memory: Path | None, config: Path | None) -> "Iterator[History]":
    """The history of these options; a ConfigError if there is none yet."""
    from pipeline.memory.history import NAME, History

    path = history or settings_of({"memory": memory}, config).memory.parent / NAME
    if not path.exists():
        raise ConfigError(f"{path}: no history yet; `synopsis evaluate translation` adds to it")
    with closing(History(path)) as store:
        yield store
