"""The formats that other tools open: their names, and what each makes of results."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline import registry
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.data import Failure
    from pipeline.export.pairs import File, Paired

Exporter = Callable[["Iterable[Paired]"], "Iterator[File | Failure]"]
Shape = Literal["lines", "file", "files", "folder"]


@dataclass(frozen=True, slots=True)
class Format:
    """`target` makes it. Its shape: one text for all stories, one file for all, a file a story, a folder of files.

    `paired`: whether it is made of pairs.
    """

    target: str
    shape: Shape
    suffix: str = ""
    paired: bool = True


FORMATS: Mapping[str, Format] = {
    "jsonl": Format("pipeline.export.tables:jsonl", "lines", ".jsonl"),
    "tsv": Format("pipeline.export.tables:tsv", "lines", ".tsv"),
    "xlsx": Format("pipeline.export.tables:xlsx", "file", ".xlsx"),
    "parquet": Format("pipeline.export.tables:parquet", "folder"),
    "tmx": Format("pipeline.export.tmx:tmx", "lines", ".tmx"),
    "xces": Format("pipeline.export.xces:xces", "folder"),
    "moses": Format("pipeline.export.lines:moses", "folder"),
    "ladder": Format("pipeline.export.lines:ladder", "folder"),
    "html": Format("pipeline.export.bundles:html", "files", ".html", paired=False),
    "epub": Format("pipeline.export.epub:epub", "files", ".epub", paired=False),
    "standoff": Format("pipeline.export.bundles:standoff", "files", ".json", paired=False),
}


def exporter(format_: Format) -> Exporter:
    """What makes the files of a format."""
    found: Exporter = registry.attribute(format_.target, "exporter")
    return found


def named(name: str) -> Format:
    """The format of that name.

    Raises:
        ConfigError: there is none.
    """
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name, FORMATS, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(FORMATS)}"
    raise ConfigError(f"no format {name!r}; {hint}")
