"""What stands within the sentences of a page, mended before its text is taken: extractors drop, keep or glue it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from pipeline.read import markup
from pipeline.read.webpage.layout import is_hidden
from pipeline.split.words import STOPS

STRUCK = ("del", "s", "strike")
DROPPED = ("time", "label", "output", "button")  # extractors leave them out, wherever they stand
SPANS = ("span", "em", "strong", "i", "b", "small", "a")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NOTE = re.compile(r"(?P<open>[\[(])?(?:\d{1,3}|(?P<sign>[*†‡]{1,3})|[a-z])(?(open)[\])])")
OPENED = re.compile(r"[„“«‹»\"]\s*$")
NEAR = 100  # characters
FEWEST = 6  # words around an element that make a sentence, and no byline


@dataclass(frozen=True, slots=True)
class Surrounded:
    """An element in a paragraph, and what stands near it there, before and behind."""

    element: _Element
    text_before: str
    text_behind: str
    is_stopped: bool  # whether the paragraph ends in a stop, without the element

    @property
    def is_in_sentence(self) -> bool:
        return self.is_stopped and len(f"{self.text_before} {self.text_behind}".split()) >= FEWEST

    @property
    def is_part_of_sentence(self) -> bool:
        """Whether a sentence goes on from before the element to behind it."""
        start, end = self.text_before.rstrip(), self.text_behind.strip()
        goes_on = bool(start and end) and not start.endswith(STOPS)
        return self.is_in_sentence and (goes_on or end[:1].islower())


def mend(root: _Element) -> bool:
    """Mend a page in place; whether there was anything to mend."""
    page = etree.tostring(root)
    _leave_out_struck(root)
    _leave_out_notes(root)
    _part_headings(root)
    _part_first(root)
    for quotation in list(root.iter("q")):
        _mark_quotation(quotation)
    for part in list(_parts_within(root, SPANS)):
        if is_hidden(part.element) and part.is_in_sentence and _letters(part.element):
            _leave_out(part.element)
    for part in list(_parts_within(root, DROPPED)):
        if part.is_part_of_sentence:
            part.element.tag = "span"
            part.element.attrib.clear()
    return bool(etree.tostring(root) != page)


def _leave_out_struck(root: _Element) -> None:
    for element in list(root.iter(*STRUCK)):
        if next(element.iterancestors(*STRUCK), None) is None:
            _leave_out(element)


def _leave_out_notes(root: _Element) -> None:
    """Leave out marks of footnotes, which are links or signs; m² and 1er are neither."""
    for mark in list(root.iter("sup")):
        found = NOTE.fullmatch(_text(mark).strip())
        links = (*mark.iter("a"), *mark.iterancestors("a"))
        is_link = any("#" in (link.get("href") or "") for link in links)
        is_word = (mark.tail or "")[:1].isalpha()
        if found and (is_link or ((found["open"] or found["sign"]) and not is_word)):
            _leave_out(mark)


def _part_headings(root: _Element) -> None:
    """Part kicker and headline, which are set as rows of one heading."""
    for heading in root.iter(*HEADINGS):
        for left in heading.iter(*SPANS):
            right = left.getnext()
            is_next = right is not None and markup.name(right) in SPANS and not left.tail
            if right is not None and is_next and _is_glued(_text(left), _text(right)):
                left.tail = " "


def _part_first(root: _Element) -> None:
    """Part the place or the kicker that a paragraph or a heading begins with from its first word."""
    for first in root.iter("span"):
        above = first.getparent()
        if above is None or markup.name(above) not in ("p", *HEADINGS) or not first.get("class"):
            continue
        is_first, text = above[0] is first and not (above.text or "").strip(), _text(first)
        if is_first and text[-1:].islower() and _is_glued(text, first.tail or ""):
            first.tail = f" {first.tail}"


def _is_glued(left: str, right: str) -> bool:
    return len(left) > 2 and left[-1].isalnum() and (right[:1].isupper() or right[:1] in tuple("„“«"))


def _mark_quotation(element: _Element) -> None:
    """Write the marks of a quotation, which a browser prints, where the page does not."""
    if any(markup.BLOCKS.fullmatch(markup.name(below)) for below in element.iter()):
        return
    above, beside = element.getparent(), element.getprevious()
    preceding = (above.text if beside is None else beside.tail) if above is not None else ""
    if not OPENED.search(preceding or "") and not OPENED.match(_text(element).strip()[:1]):
        element.text = f"“{element.text or ''}"
        if len(element):
            element[-1].tail = f"{element[-1].tail or ''}”"
        else:
            element.text = f"{element.text}”"
    element.tag = "span"


def _parts_within(root: _Element, names: Iterable[str]) -> Iterator[Surrounded]:
    """Elements of these names in paragraphs that hold no other, with what stands around them."""
    by_block: dict[_Element, set[_Element]] = {}
    for element in root.iter(*names):
        block = next((box for box in element.iterancestors() if markup.BLOCKS.fullmatch(markup.name(box))), None)
        if block is not None and markup.name(block) not in HEADINGS:
            by_block.setdefault(block, set()).add(element)
    for block, elements in by_block.items():
        if not any(map(_is_block, block.iterdescendants())):
            yield from _parts(block, elements)


def _is_block(element: _Element) -> bool:
    return markup.name(element) != "br" and markup.BLOCKS.fullmatch(markup.name(element)) is not None


def _parts(block: _Element, elements: set[_Element]) -> Iterator[Surrounded]:
    text = ""
    spans: dict[_Element, list[int]] = {}
    for event, node in etree.iterwalk(block, events=("start", "end", "comment", "pi")):
        if node in elements:
            spans.setdefault(node, []).append(len(text))
        text += (node.text if event == "start" else node.tail if node is not block else "") or ""
    last = len(text.rstrip())
    for element, (start, end) in spans.items():
        text_before, text_behind = text[max(0, start - NEAR) : start], text[end : end + NEAR]
        rest = text[max(0, last - NEAR) : last] if end < last else text_before
        yield Surrounded(element, text_before, text_behind, rest.rstrip().endswith(STOPS))


def _leave_out(element: _Element) -> None:
    """Take an element out, but what stands behind it."""
    above, beside = element.getparent(), element.getprevious()
    if above is None:
        return
    if beside is None:
        above.text = f"{above.text or ''}{element.tail or ''}"
    else:
        beside.tail = f"{beside.tail or ''}{element.tail or ''}"
    above.remove(element)


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _letters(element: _Element) -> bool:
    return any(map(str.isalpha, _text(element)))
