"""The standfirst: what is printed between headline and text, which extractors take for a teaser and leave out."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.read import markup
from pipeline.read.webpage.description import Description
from pipeline.read.webpage.layout import HEADING, Layout, around, is_hidden, link_share
from pipeline.read.webpage.title import letters

FEWEST = 6  # words
MOST = 120
NEAR = 25  # blocks between the headline and the text
CAPTION = ("figure", "figcaption", "nav", "aside", "button", "form", "footer", "ul", "ol", "table")
NAMED = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|sub-?(?:head\w*|title)|deck|dek|lead\w*|lede|intro\w*|teaser\w*|summary|abstract|excerpt|chapo|chapeau"
    r"|description|vorspann|kicker-?text|anriss|subline|strap-?line)(?:$|[\s_-])",
    re.IGNORECASE,
)
NOT_TEXT = re.compile(r"©|\bphotos?\b|\bfotos?\s?:|\bbild\s?:|\bimage\s?:|\d{1,2}:\d\d", re.IGNORECASE)
LIKE = 0.75


def standfirst(page: Description, layout: Layout, title: str) -> str:
    """The line between headline and text that the page describes itself by, or that is set as such; "" without one."""
    start, end = _between(layout, title)
    descriptions = [page.meta.get(name, "") for name in ("og:description", "description", "twitter:description")]
    descriptions += [page.stated("description"), page.stated("alternativeHeadline")]
    blocks = layout.blocks[max(0, start) : end]
    candidates = [block for block in _candidates(blocks) if letters(block.text) != letters(title)]
    for block in candidates:
        if any(_are_like(block.text, text) for text in descriptions):
            return block.text
    for block in candidates:
        near = (block.element, *islice(block.element.iterancestors(), 2))
        names = (f"{element.get('class') or ''} {element.get('itemprop') or ''}" for element in near)
        if any(map(NAMED.search, names)) or (start >= 0 and block.text[-1] in '.!?…»”“"'):
            return block.text
    return ""


def _between(layout: Layout, title: str) -> tuple[int, int]:
    """The blocks below the headline and above the text; from the top of the page (-1) where it is not found."""
    long = [
        place
        for line, place in zip(layout.lines, layout.places, strict=True)
        if place is not None and len(line) > 60 and letters(line) != letters(title) and not layout.is_in_heading(place)
    ]
    end = long[0] if long else 0
    heads = [n for n in range(end) if letters(layout.blocks[n].text) == letters(title)]
    heads = heads or [n for n in range(end) if layout.blocks[n].role.startswith("h1")]
    return (max(heads[-1] + 1, end - NEAR) if heads else -1), end


def _candidates(blocks: Sequence[markup.Block]) -> Iterator[markup.Block]:
    for block in blocks:
        words = len(block.text.split())
        if not FEWEST <= words <= MOST or NOT_TEXT.search(block.text) or link_share(block.element) > 0.5:
            continue
        above = tuple(around(block.element))
        is_caption = not HEADING.match(block.role) and any(markup.name(element) in CAPTION for element in above)
        if not is_caption and not any(map(is_hidden, above[:5])):
            yield block


def _are_like(left: str, right: str) -> bool:
    first, second = left.lower().split(), set(right.lower().split())
    return len(second) >= FEWEST and sum(word in second for word in first) >= LIKE * max(len(first), 0.6 * len(second))
