"""HTML and XML, parsed within bounds: no entity from elsewhere, no network, no tree without measure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from lxml import etree
from lxml.etree import _Element

from pipeline.errors import InputError
from pipeline.read.source import Line, row_of, texts

BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|br|caption|center|d[dlt]|details|div|fieldset|figcaption|figure|footer|form"
    r"|h[1-6r]|header|li|main|nav|[ou]l|p|pre|section|summary|table|tbody|t[dhr]|thead"
)
ROWS, CELLS, TABLES = ("tr", "table-row"), ("td", "th", "tc", "table-cell"), ("table", "tbl")
TAGGED = re.compile(r"</(?:p|div|li|h[1-6]|strong|em|a)\s*>|<br\s*/?>", re.IGNORECASE)
SKIPPED = re.compile(r"script|style|noscript|template|head|title|button|select|option|svg|iframe|object")


def xml(data: bytes) -> _Element:
    """The root of an XML document; an InputError if it is damaged, or deeper or larger than the parser's bounds."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"not well-formed XML ({error}); export or save it again") from error


def html(text: str) -> _Element | None:
    """The root of a page, None if there is nothing in it."""
    # bytes, since an XML declaration within a text is refused
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def name(element: _Element) -> str:
    """An element's name without its namespace, "" for a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: _Element) -> str:
    """The namespace of an element's name, "" without one and for a comment."""
    return str(element.tag).rpartition("}")[0].lstrip("{") if isinstance(element.tag, str) else ""


def words(element: _Element | None) -> str:
    """All text of an element in one line, whatever stands in scripts, styles and comments left out."""
    if element is None or not name(element):
        return ""
    if SKIPPED.fullmatch(name(element)):
        return squeezed("".join(map(str, element.itertext())))
    return " ".join(block.text for block in blocks(element))


def find(element: _Element, *names: str) -> Iterator[_Element]:
    """Elements of these names below an element, in the order of the document, whatever their namespace."""
    for below in element.iter():
        if name(below) in names and below is not element:
            yield below


def first(element: _Element, *names: str) -> str:
    """The text of the first element of these names that has any."""
    return next((text for below in find(element, *names) if (text := words(below))), "")


@dataclass(frozen=True, slots=True)
class Block(Line):
    """A line, and the element that it stands in."""

    element: _Element = field(kw_only=True)


def blocks(element: _Element) -> list[Block]:
    """A line for each paragraph, heading, cell or item; its role is its name and classes, `p articleparagraph`."""
    pieces: list[str] = []
    found: list[Block] = []
    places = [("", element)]
    hidden = 0  # how many elements around this one are not shown
    inline = ""  # classes of what the line begins with

    def end_line() -> None:
        nonlocal inline
        if text := " ".join("".join(pieces).split()):
            role, place = places[-1]
            found.append(Block(text, f"{role} {inline}".strip().lower(), element=place))
        pieces.clear()
        inline = ""

    # a walk without recursion: pages are nested without measure
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        tag = name(node)
        if event == "start" and (hidden or SKIPPED.fullmatch(tag)):
            hidden += 1
        elif event == "start":
            if BLOCKS.fullmatch(tag):
                end_line()
                places.append((f"{tag} {node.get('class') or ''}".strip().lower(), node))
            elif node.get("class") and not "".join(pieces).strip():
                # a line may be marked by what it begins with
                inline = f"{inline} {node.get('class')}"
            pieces.append(node.text or "")
        else:
            if event == "end" and hidden:
                hidden -= 1
            elif event == "end" and BLOCKS.fullmatch(tag):
                end_line()
                places.pop()
            if not hidden and node is not element:
                pieces.append(node.tail or "")
    end_line()
    cells = rows([(block.element, block.text) for block in found])
    return [replace(block, row=row) for block, row in zip(found, cells, strict=True)]


def rows(lines: Sequence[tuple[_Element, str]]) -> list[str | None]:
    """`Line.row` of each line, given with the element that it stands in: a line is a cell where no cell has two."""
    by_row: dict[_Element, list[int]] = {}
    for number, (element, _) in enumerate(lines):
        if (row := _above(element, ROWS)) is not None:
            by_row.setdefault(row, []).append(number)
    found: list[str | None] = [None] * len(lines)
    for row, numbers in by_row.items():
        table = _above(row, TABLES)
        by_cell = {_above(lines[number][0], CELLS): lines[number][1] for number in numbers}
        cells = [by_cell.get(cell, "") for cell in row if name(cell) in CELLS]
        is_alone = table is None or len(list(islice(find(table, *ROWS), 2))) < 2
        is_plain = len(by_cell) == len(numbers) and next(find(row, *TABLES), None) is None
        if not is_alone and is_plain and (text := row_of(cells)):
            for number in numbers:
                found[number] = text if number == numbers[0] else ""
    return found


def _above(element: _Element, names: Sequence[str]) -> _Element | None:
    """The nearest of an element and those around it that has one of these names."""
    return next((one for one in chain((element,), element.iterancestors()) if name(one) in names), None)


def unmarked(text: str) -> tuple[str, tuple[str, ...]]:
    """A record's text without the tags of HTML, and what to say of that; most have none.

    Where no tag makes its paragraphs, its lines do.
    """
    if not TAGGED.search(text):
        return text, ()
    rows = [text] if re.search("</p>|</div>", text, re.IGNORECASE) else text.split("\n")
    roots = (html(f"<div>{row}</div>") for row in rows if row.strip())
    lines = chain.from_iterable(texts(blocks(root)) for root in roots if root is not None)
    return "\n".join(lines), ("the text holds tags of HTML; they are read as paragraphs, and left out",)


def squeezed(text: str) -> str:
    """The text with runs of white space as one blank."""
    return " ".join(text.split())
