"""Where the lines of an article stand on its page, and which of them the layout shows to be furniture or headings."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.read import markup

if TYPE_CHECKING:
    from lxml.etree import _Element

FURNITURE_TAGS = frozenset("aside nav footer figure figcaption form button select dialog menu".split())
# words of classes and ids, which programmers of all countries write in English
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|recirc\w*|read-?more|most-?(?:read|popular)|popular|trending|newsletter\w*|promo\w*"
    r"|sponsor\w*|advert\w*|ads?|share|sharing|social\w*|follow|comments?|disqus|author-?(?:bio|box|info|card|profile|detail)\w*|bio"
    r"|byline|caption|credits?|copyright|embed\w*|placeholder|consent|cookie\w*|breadcrumbs?|sidebar|paywall-?(?:teaser|offer)"
    r"|subscri\w*|signup|sign-up|outbrain|taboola|tags?|topics?|toolbar|tooltip|disclaimer|feedback|widget|upsell|cta|linklist"
    r"|link-list|infobox-?links|more-?(?:on|stories|links|articles)|meta(?:data)?|timestamp|dateline|gallery|carousel|video-?player)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
LINKED = 0.85  # share of a line's letters in links from which it is a link
LONGEST_LINK = 220  # characters
HEADING = re.compile(r"h[1-6]\b")
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
    def container(self) -> "_Element | None":
        """The innermost element around nearly all long paragraphs of the article."""
        weights: dict[_Element, int] = {}
        total = 0
        for line, place in zip(self.lines, self.places, strict=True):
            if place is None or len(line) < SENTENCE:
                continue
            total += len(line)
            for above in self.blocks[place].element.iterancestors():
                weights[above] = weights.get(above, 0) + len(line)
        around = [element for element, weight in weights.items() if weight >= 0.8 * total]
        return max(around, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)

    def is_heading(self, line: int) -> bool:
        place = self.places[line]
        return place is not None and bool(HEADING.match(self.blocks[place].role))

    def is_furniture(self, line: int) -> bool:
        """Whether a line is a link, or stands in a part of the page that is made for something else than text."""
        place = self.places[line]
        if place is None:
            return False
        block = self.blocks[place]
        if link_share(block) >= LINKED and len(block.text) <= LONGEST_LINK and not HEADING.match(block.role):
            return True
        return self.in_furniture(block)

    def in_furniture(self, block: markup.Block) -> bool:
        """Whether an element around a block, within the text's own container, is named as furniture."""
        container = self.container
        for element in (block.element, *block.element.iterancestors()):
            if element is container:
                return False
            if markup.name(element) in FURNITURE_TAGS or FURNITURE.search(_called(element)):
                # the whole text may lie in an element that is called so
                return container is None or element not in set(container.iterancestors())
        return False


def link_share(block: markup.Block) -> float:
    """Share of a block's letters that stand in links."""
    whole = len("".join(map(str, block.element.itertext())).replace(" ", ""))
    links = [element for element in block.element.iter() if markup.name(element) == "a"]
    around = any(markup.name(above) == "a" for above in block.element.iterancestors())
    linked = sum(len("".join(map(str, link.itertext())).replace(" ", "")) for link in links)
    return 1.0 if around else min(1.0, linked / whole) if whole else 0.0


def marked(layout: Layout) -> tuple[list[int], list[int]]:
    """Numbers of the lines that are furniture, and of those that are headings of the text."""
    furniture = {line for line in range(len(layout.lines)) if layout.is_furniture(line)}
    headings = [line for line in range(len(layout.lines)) if layout.is_heading(line) and line not in furniture]
    for line in reversed(headings):
        below = next((n for n in range(line + 1, len(layout.lines)) if n not in furniture), None)
        # a heading over nothing but furniture is its heading
        if line + 1 in furniture and (below is None or below in headings):
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
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
