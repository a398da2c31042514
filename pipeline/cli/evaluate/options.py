"""Options that several subcommands of `synopsis evaluate` have."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from pipeline.cli.talk import say
from pipeline.errors import ConfigError

Hypotheses = Annotated[
    list[str], Argument(metavar="[NAME=]FILE…", help="Translations, or a story's results; several systems.")
]
Source = Annotated[
    Path | None, Option("--source", metavar="FILE", help="Source texts, where the translations' files lack them.")
]
From = Annotated[str, Option("--from", metavar="LANG", help="Source language: de, fr; where no file says it.")]
Unescape = Annotated[bool, Option("--unescape", help="Turn HTML's character references into characters first.")]
HistoryFile = Annotated[
    Path | None,
    Option("--history", metavar="FILE", help="Where figures are kept.", show_default="beside the memory"),
]


def check_lang(lang: str) -> None:
    """Refuse, with a ConfigError and before files are read, what --from cannot be."""
    from pipeline.language import codes

    if lang and lang not in codes():
        raise ConfigError(f"--from {lang!r} is no language that is read here; there are {', '.join(codes())}")


def report_changes(touched: Mapping[str, int]) -> None:
    """Say how many texts each change of `prepared` touched."""
    for change, count in touched.items():
        say(f"changed ({change}): {count:,} texts, of sources, references and systems alike")


def metrics_folder() -> Path:
    """Where learned metrics have their environments: in the user's data folder."""
    from pipeline.config import data_folder

    return data_folder() / "metrics"
