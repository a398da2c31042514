"""Where the lines of an article stand on its page, and which of them the layout shows to be furniture or headings."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.read import markup
from pipeline.read.webpage.title import letters

if TYPE_CHECKING:
    from lxml.etree import _Element

FURNITURE_TAGS = frozenset(
    ("aside", "nav", "footer", "figure", "figcaption", "form", "button", "select", "dialog", "menu")
)
# words of classes and ids, which programmers of all countries write in English
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|recirc\w*|read-?more|most-?(?:read|popular)|popular|trending|newsletter\w*|promo\w*"
    r"|sponsor\w*|advert\w*|ads?|share|sharing|social|follow|comments?|disqus|author-?(?:bio|box|info|card|profile|detail)\w*|bio"
    r"|caption|credits?|copyright|embed\w*|placeholder|consent|cookie\w*|breadcrumbs?|sidebar|paywall-?(?:teaser|offer)"
    r"|subscri\w*|signup|sign-up|outbrain|taboola|tags?|topics?|toolbar|tooltip|disclaimer|feedback|widget|upsell|cta|linklist"
    r"|link-?list|info-?box\w*|fact-?box|access-?wall|registration-?wall|login-?wall|footnotes?|image-?description\w*|inline-?signup|author-?(?:line|short)|more-?(?:on|stories|links|articles)|timestamp|dateline|video-?player)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
LINKED = 0.85  # share of a line's letters in links from which it is a link
LIST_LINKED = 0.5  # the same, for the items of a list of links
LONGEST_LINK = 220  # characters
MUCH = 0.15  # share of the text
LONGEST_BOX = 400  # characters of a line in a box; a longer one is told by someone
BOX = 800  # letters of a box that asks for an address
REPEATED = 2  # times that a line of an article may stand on its page
HEADING = re.compile(r"h[1-6]\b")
TOP = 5  # lines among which the headline is
SENTENCE = 80  # characters of a line by which the place of the text is found


class Layout:
    """A page's blocks, and where the lines of its article stand among them."""

    def __init__(self, blocks: Sequence[markup.Block], lines: Sequence[str]) -> None:
        self.blocks = blocks
        self.lines = lines
        self._numbers: dict[str, list[int]] = {}
        for number, block in enumerate(blocks):
            self._numbers.setdefault(_bare(block.text), []).append(number)
        self.places = self._places()
        self._times = Counter(lines)
        self._first = {text: number for number, text in reversed(list(enumerate(lines)))}
        # kept by element: many lines stand in one, and all of them in a few
        self._shares: dict[_Element, float] = {}
        self._sizes: dict[_Element, int] = {}

    def _places(self) -> list[int | None]:
        """The block of each line, None where it cannot be told; one after another where a text stands twice."""
        places: list[int | None] = []
        above = -1
        for line in self.lines:
            numbers = self._numbers.get(_bare(line), [])
            place = next((number for number in numbers if number > above), numbers[0] if numbers else None)
            places.append(place)
            above = place if place is not None else above
        return places

    @cached_property
    def weights(self) -> "dict[_Element, float]":
        """Element → share of the article's long lines that stands in it."""
        counts: dict[_Element, int] = {}
        total = 0
        for line, place in zip(self.lines, self.places, strict=True):
            if place is None or len(line) < SENTENCE:
                continue
            total += len(line)
            for element in around(self.blocks[place].element):
                counts[element] = counts.get(element, 0) + len(line)
        return {element: count / total for element, count in counts.items()}

    def is_heading(self, line: int) -> bool:
        place = self.places[line]
        return place is not None and bool(HEADING.match(self.blocks[place].role))

    def is_furniture(self, line: int) -> bool:
        """Whether a line is a link, or stands in a part of the page that is made for something else than text."""
        if self._first[self.lines[line]] < line or self._times[self.lines[line]] > REPEATED:
            return True  # a pull quote, a placeholder
        place = self.places[line]
        if place is None:
            return False
        block = self.blocks[place]
        if self._link_share(block.element) >= LINKED and len(block.text) <= LONGEST_LINK:
            return True
        return self.in_furniture(block)

    def _link_share(self, element: "_Element") -> float:
        if element not in self._shares:
            self._shares[element] = link_share(element)
        return self._shares[element]

    def _size(self, element: "_Element") -> int:
        """How many letters stand in an element."""
        if element not in self._sizes:
            self._sizes[element] = len(_letters(element))
        return self._sizes[element]

    def in_furniture(self, block: markup.Block) -> bool:
        """Whether an element around a block that holds little of the text is made for something else, or named so."""
        for element in around(block.element):
            # what holds much of the text is the text, whatever it is called
            if self.weights.get(element, 0.0) > MUCH:
                return False
            if len(block.text) <= LONGEST_BOX and (
                markup.name(element) in FURNITURE_TAGS or FURNITURE.search(_called(element))
            ):
                return True
            if markup.name(element) in ("ul", "ol") and is_link_list(element):
                return True
            if self._size(element) < BOX and any(field.get("type") == "email" for field in element.iter("input")):
                return True
        return False


def around(element: "_Element") -> "Iterator[_Element]":
    """An element, and those that it stands in, from within."""
    yield element
    yield from element.iterancestors()


def is_link_list(element: "_Element") -> bool:
    """Whether most of what stands in a list is links to something else."""
    items = [child for child in element if markup.name(child) == "li"]
    linked = [item for item in items if link_share(item) >= LIST_LINKED]
    return len(items) > 1 and len(linked) >= 0.66 * len(items)


def link_share(element: "_Element") -> float:
    """Share of an element's letters that stand in links to other pages."""
    whole = len(_letters(element))
    if not whole or any(_is_link(above) for above in element.iterancestors()):
        return 1.0 if whole else 0.0
    return min(1.0, sum(len(_letters(link)) for link in element.iter() if _is_link(link)) / whole)


def _is_link(element: "_Element") -> bool:
    return markup.name(element) == "a" and not (element.get("href") or "#").startswith("#")


def _letters(element: "_Element") -> str:
    return "".join("".join(map(str, element.itertext())).split())


def marked(layout: Layout, printed: Sequence[str]) -> tuple[list[int], list[int]]:
    """Numbers of the lines that are furniture, and of those that are headings of the text.

    `printed`: headline and standfirst, which are neither.
    """
    heads = set(map(letters, printed))
    is_title = {line for line, text in enumerate(layout.lines[:TOP]) if letters(text) in heads}
    furniture = {line for line in range(len(layout.lines)) if line not in is_title and layout.is_furniture(line)}
    headings = [line for line in range(len(layout.lines)) if layout.is_heading(line) and line not in furniture]
    for line in reversed(headings):
        below = next((n for n in range(line + 1, len(layout.lines)) if n not in furniture), None)
        # a heading over nothing but furniture is its heading
        if line + 1 in furniture and line not in is_title and (below is None or below in headings):
            furniture.add(line)
    return sorted(furniture), [line for line in headings if line not in furniture]


def numbered(lines: Sequence[int]) -> str:
    """Numbers as people write them: `3 7-9`."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and spans[-1][1] == line - 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def _called(element: "_Element") -> str:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    # infoBox as info-Box: names are written in both ways
    return re.sub(r"([a-z])([A-Z])", r"\1-\2", names)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
