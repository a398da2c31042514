"""Which marks of a page say when its article appeared: not those of another article, nor that of a change."""

from contextlib import suppress
from datetime import datetime

from lxml.etree import _Element

from pipeline.read.webpage.description import Description
from pipeline.read.webpage.layout import is_link, letter_count

CHANGED = frozenset((
    "modified", "lastmodified", "updatedtime", "ogupdatedtime", "articlemodified", "articlemodifiedtime",
    "datemodified", "dcmodified", "dctermsmodified", "lastmod", "dateupdate", "dateupdated",
))  # fmt: skip
OTHERS = ("aside", "nav", "footer")
TEASER = 400  # letters of an article within the page that leads to another


def stated_day(page: Description) -> str:
    """The ISO day on which the page says that its own article was published; "" where it says none."""
    with suppress(ValueError):
        return datetime.fromisoformat(page.stated("datePublished")).date().isoformat()
    return ""


def leave_out_other_days(root: _Element) -> None:
    """Take the days of changes and of other articles off a page, in place."""
    for meta in list(root.iter("meta")):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if "".join(filter(str.isalnum, name)).lower() in CHANGED:
            meta.attrib.clear()
    for time in list(root.iter("time")):
        if _is_of_another(time):
            time.tag = "span"
            time.attrib.clear()


def _is_of_another(time: _Element) -> bool:
    """Whether a time stands in a link, beside the text, or in a teaser."""
    if next(time.iterancestors("a", *OTHERS), None) is not None:
        return True
    card = next(time.iterancestors("article"), None)
    return card is not None and letter_count(card) < TEASER and any(map(is_link, card.iter("a")))
