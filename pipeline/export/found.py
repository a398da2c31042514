"""The page of sentences that a search found."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.export.html import page

Part = tuple[str, bool]  # a piece of a text, and whether it is what was searched for


@dataclass(frozen=True, slots=True)
class Hit:
    """A found sentence: the story and article that hold it, its own words and, if it is foreign, the English ones."""

    href: str
    title: str
    article: str
    date: str
    kind: str
    lang: str
    own: Sequence[Part]
    english: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Hits:
    """Some of `total` sentences, the first numbered `first`; `before`, `after` lead on.

    `unread`: stories left out; `trial`: a warning.
    """

    query: str
    hits: Sequence[Hit]
    total: int
    first: int
    before: str
    after: str
    unread: Sequence[str]
    trial: str = ""


def found(hits: Hits, pending: int = 0) -> bytes:
    """The page, with the form to search again; `pending`: stories that are not in the index yet."""
    return page("index", {"found": hits, "pending": pending, "trial": hits.trial})
