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


Raw = Annotated[Path | None, Argument(metavar="[RAW]", help="Folder of stories.", show_default="raw")]
Out = Annotated[Path | None, Option("-o", "--out", metavar="DIR", help="Folder for results.", show_default="aligned")]
Translator = Annotated[
    str | None,
    Option(metavar="NAME", help=f"auto, {', '.join(TRANSLATORS)}, or module:attribute.", show_default="auto"),
]
TranslatorOption = Annotated[
    list[str] | None, Option("--translator-option", metavar="KEY=VALUE", help="For the translator; repeatable.")
]
Glossary = Annotated[
    Path | None,
    Option(metavar="FILE", help="TSV: source term, English term, perhaps language.", show_default="none"),
]
FollowLinks = Annotated[
    bool | None,
    Option(
        "--follow-links/--no-follow-links",
        help="Follow links that lead out of the folder of stories.",
        show_default="off",
    ),
]
NewsTerms = Annotated[
    bool | None,
    Option(
        "--news-terms/--no-news-terms",
        help="Hold the embedded model to the shipped terms of the news: KI is AI.",
        show_default="on",
    ),
]
Embedder = Annotated[
    str | None,
    Option(metavar="NAME", help=f"{', '.join(EMBEDDERS)}, or a sentence-transformers model.", show_default="e5"),
]
SourceEmbedder = Annotated[
    str | None,
    Option(metavar="NAME", help="A multilingual one, for the sentences as written.", show_default="none"),
]
Rescorer = Annotated[
    str | None, Option(metavar="NAME", help="A model that reads likely pairs again.", show_default="none")
]
Aligner = Annotated[str | None, Option(metavar="NAME", help=f"{either(ALIGNERS)}.", show_default="auto")]
MemoryFile = Annotated[
    Path | None,
    Option("--memory", metavar="FILE", help="What was already translated.", show_default="user data folder"),
]
ConfigFile = Annotated[
    Path | None, Option("--config", metavar="FILE", help="Settings.", show_default="synopsis.toml if it is there")
]
Shard = Annotated[
    str | None, Option(metavar="K/N", help="Only the K-th of N shares of the stories.", show_default="1/1")
]
Json = Annotated[bool, Option("--json", help="Print the outcome as JSON on stdout.")]
Lang = Annotated[str | None, Option(metavar="LANG", help=f"{either(codes())}.", show_default="file name, or detected")]
Progress = Annotated[ProgressStyle, Option(help="How progress is told on stderr.")]
