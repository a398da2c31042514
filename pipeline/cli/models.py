"""`synopsis models`: which translation models are here, and how to get others."""

from dataclasses import asdict
from typing import Annotated

import typer
from typer import Argument

from pipeline.cli.options import Json, ProgressStyle
from pipeline.cli.talk import errors_as_exit_codes, print_json, refuse_json, watching

models_app = typer.Typer()


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context, json_: Json = False) -> None:
    """Show which translation models are on this machine.

    [bold]Examples[/bold]

      synopsis models

      synopsis models get              both opus-mt models, for work

      synopsis models get embedded     make the embedded model ready now
    """
    with errors_as_exit_codes():
        if context.invoked_subcommand:  # Typer calls this before `models get`, too
            refuse_json(context, json_)
            return
        from pipeline.translate import catalogue

        models_here = catalogue.status()
        if json_:
            print_json([asdict(model) for model in models_here])
            return
        for model in models_here:
            typer.echo(catalogue.line(model))


@models_app.command("get")
def models_get(
    names: Annotated[list[str] | None, Argument(help="Hub names, or embedded.", show_default="opus-mt")] = None,
) -> None:
    """Fetch translation models (this asks the network), or make the embedded one ready."""
    with errors_as_exit_codes():
        from pipeline.translate import catalogue
        from pipeline.translate.models import defaults

        with watching(ProgressStyle.auto) as watch:
            # A path is told as soon as it is there: a second download that fails takes nothing from the first.
            for name in names or defaults().values():
                typer.echo(catalogue.get(name, watch.note))
