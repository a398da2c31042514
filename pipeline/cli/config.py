"""`synopsis config`: every setting and where its value comes from."""

import typer

from pipeline.cli.options import ConfigFile, Json
from pipeline.cli.talk import errors_as_exit_codes, print_json, settings_of


def config(config: ConfigFile = None, json_: Json = False) -> None:
    """Show every setting, its value, and where the value comes from."""
    with errors_as_exit_codes():
        settings = settings_of({}, config)  # no flags: what a command without any would take
        from pipeline.config import KEYS

        rows = {key: {"value": getattr(settings, key), "origin": settings.origins[key]} for key in KEYS}
        if json_:
            print_json(rows)
            return
        for key, row in rows.items():
            typer.echo(f"{key} = {row['value']}   ({row['origin']})")
