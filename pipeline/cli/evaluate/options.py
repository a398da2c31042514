"""Options that several subcommands of `synopsis evaluate` have."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

Hypotheses = Annotated[
    list[str], Argument(metavar="[NAME=]FILE…", help="Translations, or a story's results; several systems.")
]
Source = Annotated[
    Path | None, Option("--source", metavar="FILE", help="Source texts, where the translations' files lack them.")
]
From = Annotated[str, Option("--from", metavar="LANG", help="Source language: de, fr; where no file says it.")]
HistoryFile = Annotated[
    Path | None,
    Option("--history", metavar="FILE", help="Where figures are kept.", show_default="beside the memory"),
]


def metrics_folder() -> Path:
    """Where learned metrics have their environments: in the user's data folder."""
    from pipeline.config import data_folder

    return data_folder() / "metrics"
