"""Europresse: pages whose classes name publication, date, title and text, in an older and a newer form.

The forms are as tm.plugin.europresse (Bouchet-Valat) describes them.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.read.presses.article import COPYRIGHT, PressArticle, day, is_person, press_article
from pipeline.read.source import Line

OUTLET, HEADER, TITLE = "docpublicationname", "docheader", "titrearticle"
TEXT = ("dococurrcontainer", "doctext", "clearfix")
AUTHOR = ("docauthors", "bottomnews")
SUBTITLE = ("rdp__subtitle", "margin-topnews")
NUMBER = re.compile(r"(?:Numéro de document|Document number)\s*:|news[·.]\d{8}", re.IGNORECASE)
EDITION = re.compile(
    r"\s*(?:,?\s(?:no|n°|nº)[.\s]*\d.*|\s+[-–|;]\s.*|\s?\((?:site web|web site|blog|tweets?)[^)]*\).*)", re.IGNORECASE
)


def articles(lines: Sequence[Line]) -> list[PressArticle] | None:
    starts = [number for number, line in enumerate(lines) if OUTLET in line.role]
    if not starts or not any(TITLE in line.role for line in lines):
        return None
    # a publication's name of several lines is one start
    starts = [start for start in starts if start - 1 not in starts]
    ends = [*starts[1:], len(lines)]
    return [_article(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def _article(lines: Sequence[Line]) -> PressArticle:
    outlet = EDITION.sub("", lines[0].text).strip(" ,")
    title = " ".join(line.text for line in lines if TITLE in line.role)
    below = max((number + 1 for number, line in enumerate(lines) if TITLE in line.role), default=0)
    head = [line.text for line in lines[:below]]
    subtitles = [line.text for line in lines if any(role in line.role for role in SUBTITLE)]
    # the older form has the title's line above marked by nothing
    above = [line.text for line in lines[1:below] if not _is_marked(line) and not day(line.text)]
    body = [line.text for line in _body(lines[below:]) if line.text not in subtitles]
    authors = [line.text for line in lines if any(role in line.role for role in AUTHOR)]
    extra = {"author": "; ".join(authors)} if authors else {}
    if not extra and body and len(body) > 1 and " " in body[0] and is_person(body[0]):
        extra = {"author": body.pop(0)}
    published = next((found for row in head if (found := day(row))), "")
    return press_article(title, [*above, *subtitles, *body], extra, outlet=outlet, published=published)


def _is_marked(line: Line) -> bool:
    return any(role in line.role for role in (OUTLET, HEADER, TITLE, *AUTHOR, *SUBTITLE, "doctitresoussection"))


def _body(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if COPYRIGHT.match(line.text) or NUMBER.search(line.text):
            return
        if not _is_marked(line):
            yield line
