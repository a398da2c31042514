"""The outlet's name: that of the publication, not its handle, its company or its domain."""

import re
from collections.abc import Iterator

from pipeline.read.address import host
from pipeline.read.webpage.description import Description, each, is_type, names
from pipeline.read.webpage.title import letters

COMPANY = re.compile(
    r"\b(?:GmbH|AG|KG|SE|e\.\s?V|Ltd|LLC|Inc|Corp|S\.?A\.?(?:S|R\.?L)?|Verlag\w*|Verlagsgesellschaft|Group|Holdings?"
    r"|Media(?:gruppe| Group| House)|Mediengruppe|Publishing|Publications|Networks?|Digital|Rundfunk|Company)\b"
)
DOMAIN = re.compile(
    r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*?)\.([a-z]{2,12})(?:\.uk|\.au|\.at)?/?", re.IGNORECASE
)
INITIALS = 3  # letters
EXTRA = re.compile(
    r"^(?:Redaktion|The editors? of)\s+|\s+(?:Website|Homepage|Online-Redaktion|Redaktion|RSS)$", re.IGNORECASE
)
SITE_END = re.compile(r"(?<=[a-z])\.(?:fr|com|de|net|org|lu|ch|at)$")
LONGEST = 40  # characters of a name; more is a slogan


def outlet(page: Description, url: str) -> str:
    """The best name that the page gives; of equals the first, and a domain without its end where nothing else is."""
    found = [name for name in _names(page) if name and letters(name) != letters(page.stated("headline"))]
    # without what says that it is a site's, `Le Monde.fr`, or its editors'
    bare = (SITE_END.sub("", EXTRA.sub("", name)) if " " in name else name for name in found)
    good = list(filter(is_name, bare))
    if good:
        # initials say less than the name that they stand for
        whole = [name for name in good if " " in name] if len(good[0]) <= INITIALS else []
        return (whole or good)[0]
    company = next((_short_name(name) for name in found if not name.startswith("@") and COMPANY.search(name)), "")
    domain = next((name for name in found if DOMAIN.fullmatch(name)), "") or host(url)
    handle = next((name for name in found if name.startswith("@")), "")
    site = DOMAIN.fullmatch(domain)
    return company or (site[1].rpartition(".")[2] if site else domain).lstrip("@") or handle.lstrip("@")


def is_name(text: str) -> bool:
    """Whether a text looks like a publication's name."""
    return not (
        text.startswith("@")
        or DOMAIN.fullmatch(text)
        or COMPANY.search(text)
        or len(text) > LONGEST
        or re.search(r"\s[-–—|:]\s|,\s", text)
        or text.isdigit()
        or re.search(r"\w\.(?:de|com|org|net|fr|at|ch|co|info|tv)\b", text)
    )


def _names(page: Description) -> Iterator[str]:
    for article in page.articles:
        yield from map(names, each(article.get("publisher")))
        yield from map(names, each(article.get("isPartOf")))
    yield page.meta.get("og:site_name", "")
    yield from (names(node) for node in page.nodes if is_type(node, "newsmediaorganization"))
    yield from (names(node) for node in page.nodes if is_type(node, "website"))
    yield from (page.meta.get(key, "") for key in ("application-name", "apple-mobile-web-app-title", "publisher"))
    company = letters(" ".join((page.meta.get("publisher", ""), *map(names, page.nodes))))
    for title in (page.title, page.meta.get("og:title", "")):
        # what is hung on to it: `Fire | The Gazette`, with the section perhaps: `Fire | The Gazette | Local`
        _, *hung = re.split(r"\s[|–—]\s", title)
        named = next((part for part in hung if letters(part) and letters(part) in company), *hung[-1:]) if hung else ""
        if named and len(named.split()) <= 4:
            yield named.strip()
    yield page.meta.get("twitter:site", "")


def _short_name(name: str) -> str:
    """A company's name up to its form or its place: `Free Press - Chemnitz Verlag GmbH`."""
    first = re.split(r"\s[-–—|]\s|,\s|\s\(", name)[0].strip()
    return first if is_name(first) else name.lstrip("@")
