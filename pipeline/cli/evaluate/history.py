"""`synopsis evaluate history`: what was measured before."""

from contextlib import closing
from dataclasses import asdict
from typing import Annotated

from typer import Option

from pipeline import __version__
from pipeline.cli.evaluate.options import HistoryFile
from pipeline.cli.options import ConfigFile, Json, MemoryFile
from pipeline.cli.talk import errors_as_exit_codes, print_json, print_lines, say, settings_of
from pipeline.errors import ConfigError


def history(
    testset: Annotated[str, Option(metavar="NAME", help="Of this test set alone.")] = "",
    system: Annotated[str, Option(metavar="NAME", help="Of this system alone.")] = "",
    history: HistoryFile = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Show what earlier evaluations measured: a line a test set, system and metric.

    A sparkline runs from the lowest to the highest of its own figures.
    Test sets of one name with other references are told apart.

    [bold]Examples[/bold]

      synopsis evaluate history

      synopsis evaluate history --testset newstest2021
    """
    with errors_as_exit_codes():
        from pipeline.export.scores import history as words
        from pipeline.memory.history import NAME, History

        path = history or settings_of({"memory": memory}, config).memory.parent / NAME
        if not path.exists():
            raise ConfigError(f"{path}: no history yet; `synopsis evaluate translation` adds to it")
        with closing(History(path)) as store:
            records = store.records(testset, system)
            everything = [] if records else store.records()
        if everything:
            say(words.nothing_named(everything, testset, system))
        if json_:
            print_json({"version": __version__, "records": [asdict(record) for record in records]})
        else:
            print_lines(words.lines(records))
