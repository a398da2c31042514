"""The commands: parse, call, print, exit. Data goes to stdout, talk to stderr; nothing heavy is imported before use."""

import io
import sys
from typing import Annotated

import typer
from typer import Option

from pipeline.cli.align import align
from pipeline.cli.config import config
from pipeline.cli.evaluate import evaluate_app
from pipeline.cli.export import export
from pipeline.cli.hydrate import hydrate
from pipeline.cli.index import index
from pipeline.cli.memory import memory_app
from pipeline.cli.models import models_app
from pipeline.cli.open import open_
from pipeline.cli.plan import plan
from pipeline.cli.run import run
from pipeline.cli.show import show
from pipeline.cli.talk import DONE, print_versions
from pipeline.cli.train import train
from pipeline.cli.translate import translate
from pipeline.cli.verify import verify

app = typer.Typer(
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=True,
)
# In the order in which the help lists them.
for command in (run, plan, index, show, translate, align, verify, train, config):
    app.command()(command)
app.command("open")(open_)
app.command()(export)
app.command()(hydrate)
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(models_app, name="models")
app.add_typer(memory_app, name="memory")


@app.callback(invoke_without_command=True)
def top(version: Annotated[bool, Option("--version", help="Show versions and exit.")] = False) -> None:
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
        print_versions()
        raise typer.Exit(DONE)


def main() -> None:
    """The console command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # data is UTF-8 whatever the terminal's settings say
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="synopsis")
