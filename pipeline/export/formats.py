"""The formats: what the files of results are called, what each is for, and what makes it. The only table of them.

Four commands write four kinds of things: FORMATS are those of `synopsis export`, LINKS of `synopsis align`, TOOLS of
`synopsis evaluate campaign`, and STORY are the files that `synopsis run` always writes. Help texts, checks of options,
what a run clears away and docs/commands.md are made from them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipeline import registry
from pipeline.errors import ConfigError, suggestion

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.export.pairs import Pairing


@dataclass(frozen=True, slots=True)
class Writer:
    """One way to write the same thing: `target` names in this room what makes it, `use` says what it is for."""

    target: str
    use: str

    def write(self, source: Any) -> Iterator[Any]:
        """The files, or lines, of what the table is for."""
        make: Callable[[Any], Iterator[Any]] = registry.attribute(f"pipeline.export.{self.target}", "exporter")
        return make(source)


@dataclass(frozen=True, slots=True)
class Format(Writer):
    """Its shape: one text or file for all stories, a file a story, a folder; `paired`: whether it is made of pairs."""

    shape: Literal["lines", "file", "files", "folder"]
    suffix: str = ""
    paired: bool = True


@dataclass(frozen=True, slots=True)
class ResultFiles(Writer):
    """`names` of the files, with * for an article's id; `always`: also of a story that has lost all its articles."""

    names: tuple[str, ...]
    always: bool = False


FORMATS: Mapping[str, Format] = {
    "jsonl": Format("tables:jsonl", "scripts: a pair a line, with everything", "lines", ".jsonl"),
    "tsv": Format("tables:tsv", "tables; what would be a formula has an apostrophe", "lines", ".tsv"),
    "tsv-raw": Format("tables:raw_tsv", "concordancers: every text to the letter", "lines", ".tsv"),
    "xlsx": Format("tables:xlsx", "spreadsheets", "file", ".xlsx"),
    "parquet": Format("tables:parquet", "datasets, a file a language", "folder"),
    "tmx": Format("tmx:tmx", "translation memories", "lines", ".tmx"),
    "xces": Format("xces:xces", "corpora in the manner of OPUS", "folder"),
    "moses": Format("lines:moses", "training: two files of lines a language", "folder"),
    "ladder": Format("lines:ladder", "other aligners and their evaluation", "folder"),
    "html": Format("bundles:html", "the page of a story alone", "files", ".html", paired=False),
    "epub": Format("epub:epub", "readers of e-books", "files", ".epub", paired=False),
    "standoff": Format("bundles:standoff", "handing on without the articles' text", "files", ".json", paired=False),
}
LINKS: Mapping[str, Writer] = {  # the first unless another is asked for
    "jsonl": Writer("beads:jsonl", "scripts: a link a line, with everything"),
    "tsv": Writer("beads:tsv", "tables: a heading, then a link a line"),
    "ladder": Writer("beads:ladder", "other aligners: [0, 1]:[2]:0.97"),
}
TOOLS: Mapping[str, Writer] = {  # the first unless another is asked for
    "pearmut": Writer("campaign:pearmut", "Pearmut: one file for `pearmut add`"),
    "appraise": Writer("campaign:appraise", "Appraise: two files for StartNewCampaign"),
}
# Not chosen, but all written by every run, and read back by it: so they are a table of their own. What one run makes
# and the next may not is cleared by these names: of a story that lost its articles nothing must look current.
STORY: Mapping[str, ResultFiles] = {
    "html": ResultFiles("html:html", "the page of the story", ("synopsis.html",)),
    "jsonl": ResultFiles("jsonl:jsonl", "links and sentences for scripts", ("links.jsonl", "sentences.jsonl")),
    "text": ResultFiles("text:text", "the English of the foreign articles", ("translations/*.en.txt",)),
    "names": ResultFiles("jsonl:names", "names spelt in several ways", ("names.jsonl",)),
    "failures": ResultFiles("jsonl:failures", "what ended without a result", ("failures.jsonl",), always=True),
    "result": ResultFiles("jsonl:result", "everything, from which all else is made", ("result.json",)),
    "summary": ResultFiles("index:summary", "what the index says of the story", ("summary.json",)),
}


def named(name: str) -> Format:
    """The format of that name; a ConfigError if there is none."""
    if name in FORMATS:
        return FORMATS[name]
    raise ConfigError(f"no format {name!r}; {suggestion(name, tuple(FORMATS))}")


def pairing_of(format_: Format, name: str, choice: str | None) -> "Pairing | None":
    """The pairs that a format is made of, None for none; `choice` is what --pairs says; a ConfigError if wrong."""
    from pipeline.export.pairs import PAIRINGS

    if not format_.paired:
        if choice is not None:
            raise ConfigError(f"--pairs {choice}: {name} is not made of pairs; leave --pairs out")
        return None
    for pairing in PAIRINGS:
        if (choice or PAIRINGS[0]) == pairing:
            return pairing
    raise ConfigError(f"--pairs {choice!r} is not known; expected one of {', '.join(PAIRINGS)}")


def is_one_file(format_: Format, name: str, out: "Path | None", stories: int) -> bool:
    """Whether `out` is to be the one file that there is, and not the folder of several.

    What the format, called `name`, cannot have there is a ConfigError.
    """
    if out is None:
        if format_.shape != "lines":
            raise ConfigError(f"{name} is no text for stdout; name a file or folder with -o")
        return True
    if format_.shape in ("lines", "file"):
        if out.is_dir():
            example = f"-o {out / 'pairs'}{format_.suffix}"
            raise ConfigError(f"{out}: a folder, but {name} is one file; name it, as in {example}")
        return True
    if out.is_dir() or format_.shape == "folder" or out.suffix != format_.suffix:
        if out.exists() and not out.is_dir():
            raise ConfigError(f"{out}: a file, but {name} needs a folder; name another with -o")
        return False
    if stories > 1:
        raise ConfigError(f"{out}: {stories} stories make as many files; name a folder with -o")
    return True
