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
    title_lang: str
    article: str
    date: str
    kind: str
    lang: str
    own: Sequence[Part]
    english: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Found:
    """Some of `total` sentences, from the one numbered `first`; `before` and `after` lead to the others, if any.

    `unread` are stories (ids) that could not be searched.
    """

    query: str
    hits: Sequence[Hit]
    total: int
    first: int
    before: str
    after: str
    unread: Sequence[str]


def found(hits: Found) -> bytes:
    """The page, with the form to search again."""
    return page("index", {"found": hits})
