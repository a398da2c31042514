"""`synopsis evaluate metrics`: which metrics there are, and how to get those that are learned."""

from typing import Annotated

import typer
from typer import Argument

from pipeline.cli.evaluate.options import metrics_folder
from pipeline.cli.options import Json, either
from pipeline.cli.talk import errors_as_exit_codes, print_json, print_lines, say
from pipeline.errors import BackendError
from pipeline.evaluate.metrics import LEARNED

metrics_app = typer.Typer(no_args_is_help=True)
Names = Annotated[list[str], Argument(metavar="METRIC…", help=f"{either(LEARNED).capitalize()}.")]


@metrics_app.command("list")
def list_(json_: Json = False) -> None:
    """Show all metrics: what scores them, which are installed, in which version, and what they lack."""
    with errors_as_exit_codes():
        from pipeline.evaluate import learned
        from pipeline.export.scores import metrics as words

        standings = learned.standings(metrics_folder())
        if json_:
            print_json([words.record(standing) for standing in standings])
        else:
            print_lines(words.lines(standings))


@metrics_app.command()
def add(names: Names) -> None:
    """Install learned metrics, each into an environment of its own, and fetch their models.

    Needs a package registry, and the Hugging Face hub or a folder that
    holds the model (--metric-option model=FOLDER when you score).

    [bold]Examples[/bold]

      synopsis evaluate metrics add comet
    """
    with errors_as_exit_codes():
        from pipeline.evaluate import learned

        for name in map(str.casefold, names):
            learned.add(metrics_folder(), name, say)
            try:
                learned.fetch(name, say)
            except BackendError as error:
                # the environment is whole, and a model may come another way
                say(f"warning: {error}")


@metrics_app.command()
def remove(names: Names) -> None:
    """Take environments of learned metrics away; their models stay in the hub's cache."""
    with errors_as_exit_codes():
        from pipeline.evaluate import learned

        for name in map(str.casefold, names):
            gone = learned.remove(metrics_folder(), name)
            say(f"{name}: {'removed' if gone else 'was not installed'}")
