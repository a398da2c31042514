"""`synopsis models`: which translation models are here, and how to get others."""

from dataclasses import asdict
from typing import Annotated

import typer

from pipeline.cli.options import Json, ProgressStyle
from pipeline.cli.talk import print_json, told, watching

models_app = typer.Typer()


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
    with told():
        from pipeline.translate import catalogue as known

        found = known.status()
        if json_:
            print_json([asdict(one) for one in found])
            return
        for one in found:
            typer.echo(known.line(one))


@models_app.command("get")
def models_get(
    names: Annotated[list[str] | None, typer.Argument(help="Hub names, or embedded.", show_default="opus-mt")] = None,
) -> None:
    """Fetch translation models (the one command that asks the network), or make the embedded one ready."""
    with told():
        from pipeline.translate import catalogue as known
        from pipeline.translate.models import defaults

        with watching(ProgressStyle.auto) as watch:
            for name in names or defaults().values():
                typer.echo(known.get(name, watch.note))
