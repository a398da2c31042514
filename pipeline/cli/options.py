"""Options that several commands have."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Argument, Option

from pipeline.language import codes
from pipeline.registry import ALIGNERS, EMBEDDERS, TRANSLATORS


class ProgressStyle(StrEnum):
    """How progress is told on stderr."""

    auto = "auto"
    bar = "bar"
    plain = "plain"
    none = "none"


def choice(names: Iterable[str]) -> dict[str, Any]:
    """What makes an option take one of the names of a table, and show them."""
    # Typer's own choices want an Enum, written out; the table is to be the only place that names them.
    known = tuple(names)

    def parse(text: str) -> str:
        if text not in known:
            raise typer.BadParameter(f"{text!r} is not one of {', '.join(map(repr, known))}.")
        return text

    return {"parser": parse, "metavar": f"<{'|'.join(known)}>"}


def either(names: Iterable[str]) -> str:
    """As in "a, b or c"."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def unset(help_: str, default: str, metavar: str | None = None, *names: str) -> Any:
    """An option that holds None where it is not given; `default` tells what is taken then."""
    return Option(*names, metavar=metavar, help=help_, show_default=default)


Raw = Annotated[Path | None, Argument(metavar="[RAW]", help="Folder of stories.", show_default="raw")]
Out = Annotated[Path | None, unset("Folder for results.", "aligned", "DIR", "-o", "--out")]
Translator = Annotated[str | None, unset(f"auto, {', '.join(TRANSLATORS)}, or module:attribute.", "auto", "NAME")]
TranslatorOption = Annotated[
    list[str] | None, Option("--translator-option", metavar="KEY=VALUE", help="For the translator; repeatable.")
]
Glossary = Annotated[Path | None, unset("TSV: source term, English term, perhaps language.", "none", "FILE")]
FollowLinks = Annotated[bool | None, unset("Follow links that lead out of the folder of stories.", "off")]
NewsTerms = Annotated[bool | None, unset("Hold the embedded model to the shipped terms of the news: KI is AI.", "on")]
Embedder = Annotated[str | None, unset(f"{', '.join(EMBEDDERS)}, or a sentence-transformers model.", "e5", "NAME")]
SourceEmbedder = Annotated[str | None, unset("A multilingual one, for the sentences as written.", "none", "NAME")]
Rescorer = Annotated[str | None, unset("A model that reads likely pairs again.", "none", "NAME")]
Aligner = Annotated[str | None, unset(f"{either(ALIGNERS)}.", "auto", "NAME")]
MemoryFile = Annotated[Path | None, unset("What was already translated.", "user data folder", "FILE")]
ConfigFile = Annotated[Path | None, unset("Settings.", "synopsis.toml if it is there", "FILE")]
Shard = Annotated[str | None, unset("Only the K-th of N shares of the stories.", "1/1", "K/N")]
Json = Annotated[bool, Option("--json", help="Print the outcome as JSON on stdout.")]
Lang = Annotated[str | None, unset(f"{either(codes())}.", "file name, or detected", "LANG")]
Progress = Annotated[ProgressStyle, Option(help="How progress is told on stderr.")]
