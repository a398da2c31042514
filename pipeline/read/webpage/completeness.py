"""Whether this copy of an article is whole: only evidence in the copy itself speaks against it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.language import languages
from pipeline.language.record import any_of
from pipeline.read import markup
from pipeline.read.webpage.description import Description, each, line
from pipeline.read.webpage.layout import Layout

if TYPE_CHECKING:
    from lxml.etree import _Element

STUB = 60  # words; a page with fewer is taken for a teaser
LAST = 3  # lines at the end of the text, and blocks below it, in which it may be said that more is to be read
FAR_FEWER = 0.5  # share of the words that the page says the article has
FEWEST_STATED = 100
NEARLY_EMPTY = 20  # words in the element that the wall stands before
SHORT = 250  # words; a wall before an element that is not there cuts a short text only
NO = ("false", "no", "http://schema.org/false", "https://schema.org/false")
END = "; taken as incomplete, so that what it does not say counts for nothing"


def doubts(page: Description, root: "_Element", layout: Layout) -> tuple[str, ...]:
    """Why this copy is incomplete; none if nothing in it says so."""
    words = sum(len(row.split()) for row in layout.lines)
    reasons = (*_cut_off(layout), *_fewer(page, words), *_walled(page, root, words))
    if not reasons and words < STUB:
        reasons = (f"only {words} words of text in the page",)
    return tuple(f"{reason}{END}" for reason in reasons[:1])


def cut_off_notice(text: str) -> bool:
    """Whether a line says that the rest of the article is for those who pay or log in."""
    pattern = any_of(record.page.cut_off for record in languages())
    return bool(re.search(rf"(?:{pattern})", text, re.IGNORECASE)) and len(text) < 400


def _cut_off(layout: Layout) -> Iterator[str]:
    """A notice at the end of the text, or right below it on the page."""
    ends = list(layout.lines[-LAST:])
    places = [place for place in layout.places if place is not None]
    if places:
        below = layout.blocks[max(places) + 1 : max(places) + 1 + 2 * LAST]
        ends += [block.text for block in below]
    notice = next((text for text in ends if cut_off_notice(text)), "")
    if notice:
        yield f"the text ends with {notice[:80]!r}"


def _fewer(page: Description, words: int) -> Iterator[str]:
    """Far fewer words than the page says, in the article's own text for machines or as a number."""
    body = len(page.stated("articleBody").split())
    count = page.stated("wordCount")
    stated = max(body, int(count) if count.isdigit() else 0)
    if stated >= FEWEST_STATED and words < FAR_FEWER * stated:
        yield f"{words} words of text, where the page says that the article has {stated}"


def _walled(page: Description, root: "_Element", words: int) -> Iterator[str]:
    """The part that is not free to read is nearly empty; or is not there, and little else is."""
    for article in page.articles:
        if line(str(article.get("isAccessibleForFree"))).lower() not in NO:
            continue
        selectors = [line(part.get("cssSelector")) for part in each(article.get("hasPart"))]
        parts = [element for selector in selectors for element in _selected(root, selector)]
        walled = sum(len(markup.words(element).split()) for element in parts)
        if (parts and walled < NEARLY_EMPTY and words < SHORT) or (not parts and words < SHORT):
            yield "the page says that it is not free to read, and that part is not in it"


def _selected(root: "_Element", selector: str) -> "list[_Element]":
    """The elements of a simple selector, a class or an id; of others none are known."""
    match = re.search(r"([.#])([\w-]+)\s*$", selector)
    if not match:
        return []
    attribute = "class" if match[1] == "." else "id"
    return [element for element in root.iter() if match[2] in (element.get(attribute) or "").split()]
