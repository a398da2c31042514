"""What a page says of itself to machines: JSON-LD (schema.org), meta tags, its title tag."""

import html as entities
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml.etree import _Element

from pipeline.language import languages
from pipeline.language.record import any_of
from pipeline.read import markup

ARTICLES = ("article", "posting", "report", "review")  # what types of articles end in or hold, small
LARGEST = 2_000_000  # characters of a script
MOST_NODES = 20_000


@dataclass(frozen=True, slots=True)
class Description:
    """`nodes` are all JSON-LD objects, `articles` those that describe an article; `meta` by name or property, small."""

    nodes: tuple[Mapping[str, Any], ...]
    articles: tuple[Mapping[str, Any], ...]
    meta: Mapping[str, str]
    title: str

    def stated(self, key: str) -> str:
        """What the first article that says anything says under a key, as one line."""
        return next((text for article in self.articles if (text := line(article.get(key)))), "")


def description(root: _Element) -> Description:
    nodes = tuple(_nodes(root))
    articles = tuple(node for node in nodes if is_type(node, *ARTICLES))
    # a page may describe other articles, too: its own first, and alone where it is known
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        meta.setdefault(name, line(element.get("content")))
    title = line(root.findtext(".//title"))
    printed = [markup.squeezed("".join(map(str, heading.itertext()))) for heading in root.iter("h1")]
    titles = "\n".join((*printed[:1], meta.get("og:title", ""), title)).lower()
    headlines = ((node, line(node.get("headline")).lower()) for node in articles)
    own = tuple(node for node, headline in headlines if len(headline) > 1 and headline in titles)
    return Description(nodes, own or articles, meta, title)


def line(value: object) -> str:
    """A value as one line of text, entities that were written twice read; "" for what is no text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return markup.squeezed(entities.unescape(value)) if isinstance(value, str) else ""


def each(value: object) -> "list[Mapping[str, Any]]":
    """The objects in a value that may be one or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [entry for entry in values if isinstance(entry, dict)]


def names(node: Mapping[str, Any]) -> str:
    return line(node.get("name"))


def authors(page: Description) -> tuple[str, ...]:
    """The names of the article's authors, those of one word left out."""
    stated: list[str] = [page.meta.get("author", "")]
    for article in page.articles:
        author = article.get("author")
        stated += [line(author), *map(names, each(author))]
    conjunction = any_of(record.page.conjunction for record in languages())
    parts = [part.strip() for text in stated for part in re.split(rf"[,;&/|]|\s(?:{conjunction})\s", text)]
    return tuple(dict.fromkeys(part for part in parts if " " in part))


def is_type(node: Mapping[str, Any], *kinds: str) -> bool:
    return any(kind in str(node.get("@type")).lower() for kind in kinds)


def _nodes(root: _Element) -> Iterator[Mapping[str, Any]]:
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(text) > LARGEST:
            continue
        try:
            waiting = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while waiting and seen < MOST_NODES:
            node, seen = waiting.pop(0), seen + 1
            if isinstance(node, dict):
                yield node
            values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
            waiting += [value for value in values if isinstance(value, dict | list)]
