"""Where the lines of an article stand on its page: their blocks, what is around them, the styles they are set in."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import TypeVar

from lxml.etree import _Element

from pipeline.read import markup
from pipeline.read.webpage.title import letters

HEADING = re.compile(r"h[1-6]\b")
COUNTING = re.compile(r"\d$|^(?:first|last|odd|even|initial)$", re.IGNORECASE)
HIDDEN = re.compile(r"(?:^|\s)(?:\S*--)?(?:is-hidden|u-hide|visually-?hidden|sr-only|screen-?reader\S*)(?:$|\s)")
LONG = 80  # characters of a line by which the place of the text is found
MUCH = 0.15  # share of the long lines; what holds as much is the text, whatever it is called
HOLDERS = 3  # named elements around a block that tell where it stands
NO_HOLDERS = re.compile(r"[ou]l|li|d[ltd]|table|tbody|t[rdh]|section|figure|q")  # a text may have them anywhere

_Feature = TypeVar("_Feature", str, _Element)


class Layout:
    """A page's blocks, and where the lines of its article stand among them."""

    def __init__(self, blocks: Sequence[markup.Block], lines: Sequence[str]) -> None:
        self.blocks = blocks
        self.lines = lines
        self.numbers = _by_text(lines)
        self.places = self._places()
        # kept by element: many lines stand in one, and all of them in a few
        self.link_share = cache(link_share)
        self.size = cache(letter_count)

    def _places(self) -> list[int | None]:
        """The block of each line, None where it cannot be told; one after another where a text stands twice."""
        bare = [letters(block.text) for block in self.blocks]
        blocks = _by_text(bare)
        places: list[int | None] = []
        above = -1
        for line in self.lines:
            # an extractor joins what the page breaks into rows
            numbers = blocks.get(letters(line)) or _rows_of(letters(line), bare)
            place = next((number for number in numbers if number > above), numbers[0] if numbers else None)
            places.append(place)
            above = place if place is not None else above
        return places

    def block(self, line: int) -> markup.Block | None:
        place = self.places[line]
        return None if place is None else self.blocks[place]

    @cached_property
    def _long(self) -> list[tuple[int, markup.Block]]:
        """The long lines whose block is known: their numbers and blocks."""
        blocks = ((number, self.block(number)) for number, line in enumerate(self.lines) if len(line) >= LONG)
        return [(number, block) for number, block in blocks if block]

    @cached_property
    def weights(self) -> dict[_Element, float]:
        """Element → share of the article's long lines that stands in it."""
        return self._shares(lambda block: around(block.element))

    @cached_property
    def styles(self) -> dict[str, float]:
        """Style → share of the long lines that are set in it."""
        return self._shares(lambda block: [style(block)])

    @cached_property
    def text_styles(self) -> list[str]:
        """The styles of the text: the most frequent one, and those of much of it that come before its last line."""
        usual = max(self.styles, key=self.styles.__getitem__, default="")
        last = max((number for number, block in self._long if style(block) == usual), default=-1)
        before = {style(block) for number, block in self._long if number <= last}
        return [name for name, share in self.styles.items() if share >= MUCH and name in before]

    @cached_property
    def text_span(self) -> tuple[int, int]:
        """The first and the last long line in a style of the text; (0, end) where no style is known."""
        numbers = [number for number, block in self._long if style(block) in self.text_styles]
        return (numbers[0], numbers[-1]) if numbers else (0, len(self.lines))

    def is_in_text_style(self, block: markup.Block) -> bool:
        """Whether a block is set as the text is, or nearly so."""
        return any(_are_like(style(block), name) for name in self.text_styles)

    @cached_property
    def holders(self) -> dict[str, float]:
        """What holds a block → share of the long lines that it holds."""
        return self._shares(lambda block: [holder(block)])

    def _shares(self, features: Callable[[markup.Block], Iterable[_Feature]]) -> dict[_Feature, float]:
        counts: Counter[_Feature] = Counter()
        for number, block in self._long:
            counts.update(dict.fromkeys(features(block), len(self.lines[number])))
        total = sum(len(self.lines[number]) for number, _ in self._long)
        return {feature: count / total for feature, count in counts.items()}

    @cached_property
    def main_holder(self) -> tuple[float, int, int]:
        """Of what holds most of the long lines: its share, the first of them and the last; 0 where none is known."""
        usual = max(self.holders, key=self.holders.__getitem__, default="")
        numbers = [number for number, block in self._long if holder(block) == usual]
        return (self.holders[usual], numbers[0], numbers[-1]) if numbers else (0.0, 0, 0)

    def boxes(self, block: markup.Block) -> Iterator[_Element]:
        """The elements around a block that hold little of the text, and not the headline, from within."""
        for element in around(block.element):
            if self.weights.get(element, 0.0) > MUCH or markup.name(element) in ("body", "html"):
                return
            if element is not block.element and next(element.iter("h1"), None) is not None:
                return
            yield element

    def is_in_heading(self, place: int) -> bool:
        """Whether a block is a heading, or part of one: a kicker may be set as a block in it."""
        return any(HEADING.fullmatch(markup.name(element)) for element in islice(around(self.blocks[place].element), 3))


def style(block: markup.Block) -> str:
    """How a block is set: its tag and classes."""
    return " ".join((markup.name(block.element), *_classes(block.element)))


def holder(block: markup.Block) -> str:
    """What a block stands in: the classes of the nearest elements that have any."""
    above = (element for element in block.element.iterancestors() if not NO_HOLDERS.fullmatch(markup.name(element)))
    named = (" ".join(classes) for element in above if (classes := _classes(element)))
    return " < ".join(islice(named, HOLDERS))


def _classes(element: _Element) -> list[str]:
    """An element's classes without those that only count it: `odd`, `first`, `order-2`."""
    return sorted(name for name in (element.get("class") or "").split() if not COUNTING.search(name))


def _are_like(left: str, right: str) -> bool:
    (tag, *first), (other_tag, *second) = left.split(), right.split()
    return left == right or (tag == other_tag and len({*first} & {*second}) > len({*first} | {*second}) / 2)


def around(element: _Element) -> Iterator[_Element]:
    """An element, and those that it stands in, from within."""
    yield element
    yield from element.iterancestors()


def link_share(element: _Element) -> float:
    """Share of an element's letters that stand in links to other pages."""
    whole = letter_count(element)
    if not whole or any(is_link(above) for above in element.iterancestors()):
        return 1.0 if whole else 0.0
    return min(1.0, sum(letter_count(link) for link in element.iter() if is_link(link)) / whole)


def called(element: _Element) -> str:
    """The names that its page's programmers gave an element, infoBox as info-Box: they are written in both ways."""
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    return re.sub(r"([a-z])([A-Z])", r"\1-\2", names)


def is_hidden(element: _Element) -> bool:
    """Whether a page does not show an element, or to machines that read aloud only."""
    is_shut = element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "")
    return is_shut or bool(HIDDEN.search(element.get("class") or ""))


def is_link(element: _Element) -> bool:
    """Whether an element leads to another page."""
    return markup.name(element) == "a" and not (element.get("href") or "#").startswith("#")


def letter_count(element: _Element) -> int:
    """How many letters stand in an element."""
    return len("".join("".join(map(str, element.itertext())).split()))


def _by_text(texts: Sequence[str]) -> dict[str, list[int]]:
    """Text → where it stands, more than once perhaps."""
    numbers: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        numbers.setdefault(text, []).append(number)
    return numbers


def _rows_of(line: str, blocks: Sequence[str]) -> list[int]:
    """The first of neighbouring blocks that are a line together, all or [] given as letters and digits."""
    for first, text in enumerate(blocks):
        end, rest = first, line
        while text and rest.startswith(text):
            end, rest = end + 1, rest[len(text) :]
            text = blocks[end] if end < len(blocks) else ""
        if not rest and end > first:
            return [first]
    return []
