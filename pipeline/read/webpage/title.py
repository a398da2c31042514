"""The headline as it is printed: not what a page calls itself to search engines or on social networks."""

import re
from collections.abc import Sequence
from itertools import islice, product

from lxml.etree import _Element

from pipeline.read import markup
from pipeline.read.webpage.description import Description

SUFFIX = re.compile(r"\s+(?:[|–—·»•]|-)\s+(?=[^|–—·»•]{2,60}$)")
SITE = re.compile(r"(?:www\.)?[\w-]+(?:\.[a-z]{2,})+", re.IGNORECASE)
FEWEST = 2  # words of a headline
TRAIL = 3  # elements around a heading
LIKE = 0.5  # share of words by which one headline is another's variant


def title(page: Description, root: _Element, outlet: str) -> str:
    """The printed line that the page's description names, else its first heading, else the description's own title."""
    stated = page.stated("headline")
    social = page.meta.get("og:title", "") or page.meta.get("twitter:title", "")
    headings = [text for heading in root.iter("h1") if not _in_trail(heading) and (text := markup.words(heading))]
    known = [text for text in (stated, social, page.title) if text]
    below = _below_trail(root)
    if headline := _below_name(page.title, outlet, headings, below):
        return headline
    for printed, texts in ((below, known[:-1]), (headings, known)):
        for text, heading in product(texts, printed):
            if letters(heading) == letters(text):
                same = [text for text in known if letters(text) == letters(heading)]
                # as it is described where a kicker stands before it with no mark between them
                as_printed = [heading] if len(heading.split()) == len(same[0].split()) else []
                return max((*as_printed, *same), key=lambda text: text.count(": "))
    for heading in headings:
        # a kicker is set in the same element as the headline
        for text in (stated, social):
            if text and _ends(heading, text):
                return text
    tagged = bare_title(page.title, outlet)
    if stated and letters(stated) == letters(tagged):
        # a ticker prints its newest entry where the headline stood
        return stated
    for heading in headings:
        if len(heading.split()) >= FEWEST and any(_are_like(heading, text) for text in known):
            parts = (markup.words(part) for first in root.iter("h1") for part in reversed(first))
            return next((text for text in parts if text and any(_ends(title, text) for title in known)), heading)
    if len(headings) == 1 and len(headings[0].split()) > FEWEST and letters(headings[0]) != letters(outlet):
        return headings[0]
    return stated or bare_title(social, outlet) or tagged or (headings[0] if headings else "")


def _in_trail(heading: _Element) -> bool:
    """Whether a heading is the last step of the way from the front page: made for search engines, not to be read."""
    around = list(islice(heading.iterancestors(), TRAIL))
    is_crumb = any("crumb" in (element.get("class") or "") for element in around)
    return is_crumb or any(markup.name(element) in ("nav", "ol", "ul") for element in around)


def _below_trail(root: _Element) -> list[str]:
    """Second headings, one of which is the headline where a site has its first heading in the trail; no teaser's."""
    headings = [heading for heading in root.iter("h2") if next(heading.iterancestors("a"), None) is None]
    texts = [markup.words(heading) for heading in headings if heading.find("a") is None]
    return [text for text in texts if len(text.split()) > FEWEST]


def _below_name(title: str, outlet: str, headings: Sequence[str], below: Sequence[str]) -> str:
    """The second heading that the title tag names, where the first one is the site's name that the tag ends with."""
    hung = [text for text in headings if letters(text) and letters(title).endswith(letters(text))]
    names = [text for text in headings if letters(text) and letters(text) == letters(outlet)]
    headlines = {letters(bare_title(title, name)) for name in (*hung, *names)}
    return next((text for text in below if letters(text) in headlines), "")


def letters(text: str) -> str:
    """The letters and digits of a text, by which two writings of one headline are alike."""
    return "".join(filter(str.isalnum, text)).lower()


def bare_title(text: str, outlet: str) -> str:
    """A title without the names that are hung on to it: `Fire | The Gazette | by J. Doe`, `Fire - gazette.com`."""
    first = re.split(r"\s+[|»]\s+", text)[0]
    cut = SUFFIX.split(first)
    hung, name = letters(cut[-1]), letters(outlet)
    is_outlet = SITE.fullmatch(cut[-1]) or (outlet and (name in hung or hung in name))
    if len(cut) > 1 and is_outlet:
        first = first[: -len(cut[-1])].rstrip(" -–—·»•|")
    return first if len(first.split()) >= FEWEST else text


def _ends(heading: str, text: str) -> bool:
    return letters(heading).endswith(letters(text)) and len(text.split()) >= FEWEST


def _are_like(left: str, right: str) -> bool:
    first, second = set(left.lower().split()), set(right.lower().split())
    return len(first & second) >= LIKE * min(len(first), len(second))
