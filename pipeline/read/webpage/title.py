"""The headline as it is printed: not what a page calls itself to search engines or on social networks."""

import re
from collections.abc import Sequence

from pipeline.read import markup
from pipeline.read.webpage.description import Description

SUFFIX = re.compile(r"\s+(?:[|–—·»•]|-)\s+(?=[^|–—·»•]{2,60}$)")
FEWEST = 2  # words of a headline
LIKE = 0.5  # share of words by which one headline is another's variant


def title(page: Description, blocks: Sequence[markup.Block], outlet: str) -> str:
    """The printed line that the page's description names, else its first heading, else the description's without
    what is hung on to it.
    """
    stated = page.stated("headline")
    social = page.meta.get("og:title", "") or page.meta.get("twitter:title", "")
    printed = {letters(block.text): block.text for block in blocks}
    if stated and letters(stated) in printed:
        return printed[letters(stated)]
    headings = [block.text for block in blocks if block.role.startswith("h1")]
    known = [text for text in (stated, social, page.title) if text]
    for heading in headings:
        if letters(heading) in map(letters, known):
            return heading
    for heading in headings:
        # a kicker is set in the same element as the headline
        tail = next((text for text in (stated, social) if text and _ends(heading, text)), "")
        if tail:
            return tail
        if len(heading.split()) >= FEWEST and any(_like(heading, text) for text in known):
            return heading
    bare = bare_title(social or page.title, outlet)
    return stated or bare or (headings[0] if headings else "")


def letters(text: str) -> str:
    """The letters and digits of a text, by which two writings of one headline are alike."""
    return "".join(filter(str.isalnum, text)).lower()


def bare_title(text: str, outlet: str) -> str:
    """A title without the names that are hung on to it: `Fire | The Gazette | by J. Doe`, `Fire - gazette.com`."""
    first = re.split(r"\s+[|»]\s+", text)[0]
    cut = SUFFIX.split(first)
    if len(cut) > 1 and _is_name(cut[-1], outlet):
        first = first[: -len(cut[-1])].rstrip(" -–—·»•|")
    return first if len(first.split()) >= FEWEST else text


def _is_name(text: str, outlet: str) -> bool:
    """Whether what is hung on to a title is the outlet, or a site's address."""
    return bool(re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[a-z]{2,})+", text, re.IGNORECASE)) or (
        bool(outlet) and (letters(outlet) in letters(text) or letters(text) in letters(outlet))
    )


def _ends(heading: str, text: str) -> bool:
    return letters(heading).endswith(letters(text)) and len(text.split()) >= FEWEST


def _like(left: str, right: str) -> bool:
    first, second = set(left.lower().split()), set(right.lower().split())
    return len(first & second) >= LIKE * min(len(first), len(second))
