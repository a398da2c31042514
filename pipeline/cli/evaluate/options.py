"""Options that several subcommands of `synopsis evaluate` have."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from pipeline.cli.talk import say
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.evaluate.scored import Testset

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


def changed(testset: "Testset", names: Sequence[str]) -> "Testset":
    """The test set with the changes of `prepared` of these names made, and said."""
    from pipeline.evaluate.prepared import prepared

    testset, touched = prepared(testset, names)
    for change, count in touched.items():
        say(f"changed ({change}): {count:,} texts, of sources, references and systems alike")
    return testset


def unescaped(testset: "Testset", *, unescape: bool) -> "Testset":
    """The test set as --unescape wants it; character references that are left are warned of."""
    from pipeline.evaluate.prepared import UNESCAPED
    from pipeline.evaluate.traps import escaped

    testset = changed(testset, [UNESCAPED] * unescape)
    if words := escaped(testset):
        say(f"warning: {words}")
    return testset


def metrics_folder() -> Path:
    """Where learned metrics have their environments: in the user's data folder."""
    from pipeline.config import data_folder

    return data_folder() / "metrics"
