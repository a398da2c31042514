"""Stand-off bundles, as `synopsis export --format standoff` writes them, read back."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.data import Alignment, Lang, Provenance, SentenceKind, Statement, Translation
from pipeline.errors import InputError
from pipeline.read.encoding import content
from pipeline.read.language import known_only
from pipeline.read.results import typed

VERSION = 2
EXPECTED = "expected what `synopsis export --format standoff` wrote"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence is, in characters, and the digest of its text; `address` leads to it on the article's page."""

    id: str
    start: int
    end: int
    lang: Lang
    kind: SentenceKind
    digest: str
    address: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An article: what a bibliography says of it, the digest of its text, and its sentences."""

    id: str
    outlet: str
    lang: Lang
    published: str
    url: str
    complete: bool
    digest: str
    sentences: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Standoff:
    """A story's links, rows and scores, without the text of translations, the words of links, the headlines of rows."""

    version: int
    story: str
    copies: tuple[tuple[str, ...], ...]
    articles: tuple[SourceFile, ...]
    translations: tuple[Translation, ...]
    alignments: tuple[Alignment, ...]
    statements: tuple[Statement, ...]
    provenance: Provenance


def standoffs(path: Path) -> list[Standoff]:
    """The bundles in a file or a folder's .json files, in order; none, or one of another version, is an InputError."""
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no .json in it; {EXPECTED}")
    return [_standoff(file) for file in files]


def _standoff(path: Path) -> Standoff:
    data = content(path, "name a bundle or a folder of them")
    bundle = typed(data, Standoff, f"{path}: not a stand-off bundle", EXPECTED)
    if bundle.version != VERSION:
        raise InputError(f"{path}: a bundle of version {bundle.version}, expected {VERSION}; have it exported again")
    for source in bundle.articles:
        known_only([source.lang, *(place.lang for place in source.sentences)], path)
    return bundle
