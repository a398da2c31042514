"""Whether this copy of an article is whole: only evidence in the copy itself speaks against it."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from lxml.etree import _Element

from pipeline.language import languages
from pipeline.language.record import any_of
from pipeline.read import markup
from pipeline.read.draft import INCOMPLETE
from pipeline.read.markup import Block
from pipeline.read.webpage.description import Description, each, line
from pipeline.read.webpage.layout import Layout, style

STUB = 60  # words; a page with fewer is taken for a teaser
LAST = 3  # lines at the end of the text, and blocks below it, in which it may be said that more is to be read
FAR_FEWER = 0.5  # share of the words that the page says the article has
WHOLE = 0.8  # the same, from which a notice is for others
MOST = 1.2  # the same, of a text that is put together
FEWEST_STATED = 100
NEARLY_EMPTY = 20  # words in the element that the wall stands before
LONG = 1000  # words; a text that is cut off has seldom more
SHORT = 250  # words; a wall before an element that is not there cuts a short text only
YES = ("true", "yes", "http://schema.org/true", "https://schema.org/true")
NO = ("false", "no", "http://schema.org/false", "https://schema.org/false")


def doubts(page: Description, root: _Element, layout: Layout) -> tuple[str, ...]:
    """Why this copy is incomplete; none if nothing in it says so."""
    words, stated = _words(layout.lines), _stated_words(page)
    if stated >= FEWEST_STATED and words >= WHOLE * stated:
        return ()
    # where all are let in, such a notice below a long text asks for an account
    if not (_is_free(page) and words >= LONG) and (notice := _notice(layout, words)):
        reason = f"the text ends with {notice[:80]!r}"
    elif stated >= FEWEST_STATED and words < FAR_FEWER * stated:
        reason = f"{words} words of text, where the page says that the article has {stated}"
    elif words < SHORT and _is_walled(page, root):
        reason = "the page says that it is not free to read, and that part is not in it"
    elif words < STUB:
        reason = f"only {words} words of text in the page"
    else:
        return ()
    return (f"{reason}{INCOMPLETE}",)


def second_part(page: Description, layout: Layout) -> list[str]:
    """What the page has of the article below the lines of a text that is cut by far: the blocks set and held as most
    of its long lines are. Some pages divide their text by pictures, and an extractor may take the first part only.
    """
    words, stated = _words(layout.lines), _stated_words(page)
    if stated < FEWEST_STATED or words >= FAR_FEWER * stated:
        return []
    sets = Counter(_set(layout.blocks[place]) for place in layout.places if place is not None)
    usual = max(sets, key=sets.__getitem__, default="")
    end = max((place for place in layout.places if place is not None), default=0)
    rows = [block.text for block in layout.blocks[end + 1 :] if _set(block) == usual]
    return rows if words + _words(rows) <= MOST * stated else []


def _set(block: Block) -> str:
    """How a block is set, and what holds it."""
    above = block.element.getparent()
    return f"{style(block)} in {'' if above is None else above.get('class')}"


def _words(lines: Sequence[str]) -> int:
    return sum(len(line.split()) for line in lines)


def cut_off_notice(text: str) -> bool:
    """Whether a line says that the rest of the article is for those who pay or log in."""
    pattern = any_of(record.page.cut_off for record in languages())
    return bool(re.search(rf"(?:{pattern})", text, re.IGNORECASE)) and len(text) < 400


def ending_notice(text: str) -> str:
    """The notice that a text ends with, alone in its line; "" without one."""
    pattern = any_of(record.page.cut_off for record in languages())
    lines = [line.strip() for line in text.rstrip().rsplit("\n", LAST)[-LAST:]]
    return next((line for line in lines if re.fullmatch(rf"(?:{pattern}).{{0,160}}", line, re.IGNORECASE)), "")


def _notice(layout: Layout, words: int) -> str:
    """A notice at the end of the text, or right below a short one on the page; "" without one."""
    ends = list(layout.lines[-LAST:])
    places = [place for place in layout.places if place is not None]
    # a box below a long text is of those that stand hidden in pages for readers who have no account
    if places and words < SHORT:
        ends += [block.text for block in layout.blocks[max(places) + 1 : max(places) + 1 + 2 * LAST]]
    return next(filter(cut_off_notice, ends), "")


def _stated_words(page: Description) -> int:
    """How many words the page says that its article has, in its text for machines or as a number; 0 if it does not."""
    body = len(page.stated("articleBody").split())
    # some count the words of all that a page holds
    count = "" if _is_free(page) else page.stated("wordCount")
    return max(body, int(count) if count.isdigit() and len(count) < 7 else 0)


def _is_free(page: Description) -> bool:
    return any(str(article.get("isAccessibleForFree")).lower() in YES for article in page.articles)


def _is_walled(page: Description, root: _Element) -> bool:
    """Whether the part that is not free to read is nearly empty, or not there."""
    for article in page.articles:
        if line(str(article.get("isAccessibleForFree"))).lower() in NO:
            selectors = [line(part.get("cssSelector")) for part in each(article.get("hasPart"))]
            parts = chain.from_iterable(_elements(root, selector) for selector in selectors)
            if sum(len(markup.words(element).split()) for element in parts) < NEARLY_EMPTY:
                return True
    return False


def _elements(root: _Element, selector: str) -> list[_Element]:
    """The elements of a simple selector, a class or an id; of others none are known."""
    match = re.search(r"([.#])([\w-]+)\s*$", selector)
    if not match:
        return []
    attribute = "class" if match[1] == "." else "id"
    return [element for element in root.iter() if match[2] in (element.get(attribute) or "").split()]
