"""Nexis: `1 of 10 DOCUMENTS` in the older form, `Body … End of Document` in the one of Nexis Uni and Lexis+.

The forms are as LexisNexisTools (Gruber, 2018 to 2024) and tm.plugin.lexisnexis (Bouchet-Valat) describe them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from pipeline.read.presses.article import COPYRIGHT, PressArticle, day, language_code, paragraphs, press_article
from pipeline.read.source import Line

START = re.compile(
    r"\W*(?:\d+ (?:of|von|de|sur) \d+ (?:DOCUMENTS?|DOKUMENTE?N?)|(?:Dokument \d+ von|Document \d+ (?:de|sur)) \d+)\W*",
    re.IGNORECASE,
)
BODY = re.compile(r"(?:Body|Textkörper|Text|Corps)", re.IGNORECASE)
END = re.compile(r"(?:End of Document|Ende des Dokuments|Fin du document)", re.IGNORECASE)
AFTER = re.compile(
    r"(?:Classification|Klassifizierung|Graphic|Notes|(?:Load-Date|Ladedatum|Language|Sprache|Langue): .*)", re.I
)
KEY = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ-]{2,}(?:[ -][A-ZÀ-Þ-]{2,})*)(?:\s\(.{1,40}\))?:\s*(.*)", re.DOTALL)
LABEL = re.compile(r"([A-ZÀ-Þ][\w-]+(?: [\w-]+)?):\s*(.*)")
LANGUAGE = ("language", "sprache", "langue")
STANDFIRST = ("highlight", "encart", "zusammenfassung", "abstract")
PAGE = re.compile(r"(?:Page|Seite) \d+ (?:of|von|sur) \d+|\W+", re.IGNORECASE)
EDITION = re.compile(r"\b(?:edition|ausgabe|édition)\b", re.IGNORECASE)
LONGEST_TITLE = 4  # lines
FEWEST_EMPTY = 4  # rows, with which a form parts outlet, date, title and text
MOST_HEAD = 12  # lines above the body in which outlet and date stand


def articles(lines: Sequence[Line]) -> list[PressArticle] | None:
    rows = [line.text for line in lines]
    starts = [number for number, row in enumerate(rows) if START.fullmatch(row)]
    if starts:
        ends = [*starts[1:], len(rows)]
        older = [_older(rows[start + 1 : end]) for start, end in zip(starts, ends, strict=True)]
        # other databases count in the same words
        return older if any("published" in article.fields for article in older) else None
    ends = [number for number, row in enumerate(rows) if END.fullmatch(row)]
    if ends and any(BODY.fullmatch(row) for row in rows):
        bounds = zip([0, *(end + 1 for end in ends)], ends, strict=False)
        return [_newer(lines[start:end]) for start, end in bounds]
    return None


def _older(rows: Sequence[str]) -> PressArticle:
    """Outlet, date, title, keys in capitals, text, keys, copyright: a paragraph each, in this order."""
    is_spaced = sum(not row for row in rows) >= FEWEST_EMPTY
    blocks = list(_blocks(rows if is_spaced else _with_empty_rows([row for row in rows if row])))
    dated = next((number for number, block in enumerate(blocks[:4]) if day(" ".join(block))), 0)
    outlet = next((block[0] for block in blocks[:dated] if not COPYRIGHT.match(block[0])), "")
    published = day(" ".join(blocks[dated])) if blocks else ""
    if dated == 0 and blocks and len(blocks[0]) > 1:
        outlet = blocks[0][0]  # outlet and date were set without a line between them
    head, extra = blocks[dated + 1 :], dict[str, str]()
    title = " ".join(head.pop(0)) if head and not KEY.fullmatch(" ".join(head[0])) else ""
    while head and (match := KEY.fullmatch(" ".join(head[0]))):
        extra[match[1].lower()] = match[2]
        head.pop(0)
    tail: list[list[str]] = []
    while head and _is_tail(head[-1]):
        tail.insert(0, head.pop())
    keys = filter(None, (KEY.fullmatch(" ".join(block)) for block in tail))
    extra |= {match[1].lower(): match[2] for match in keys}
    body = [row for block in head for row in (paragraphs([*block, ""]) if is_spaced else block)]
    return _article(title, body, extra, outlet, published)


def _with_empty_rows(rows: Sequence[str]) -> list[str]:
    """Rows of a form that keeps no empty ones, as a PDF does, with empty ones put where the older form has them."""
    dated = next((number for number, row in enumerate(rows[:4]) if day(row)), 0)
    below = list(rows[dated + 1 :])
    edition = [below.pop(0)] if below and EDITION.search(below[0]) else []
    keys = [number for number, row in enumerate(below) if KEY.fullmatch(row)]
    # the title goes on to the first key; where there is none, nothing says how far
    title = keys[0] if keys and keys[0] <= LONGEST_TITLE else 1
    spaced = [*rows[:dated], "", rows[dated], *edition, "", *below[:title], ""] if rows else []
    for row in below[title:]:
        spaced += [row, ""] if KEY.fullmatch(row) else [row]
    return spaced


def _is_tail(block: Sequence[str]) -> bool:
    """Whether a paragraph below the text is a key, or says whose the text is."""
    line = " ".join(block)
    return bool(KEY.fullmatch(line) or COPYRIGHT.match(line) or COPYRIGHT.match(block[0]))


def _blocks(rows: Sequence[str]) -> Iterator[list[str]]:
    """Rows by paragraphs."""
    block: list[str] = []
    for row in [*rows, ""]:
        # a key begins a paragraph of its own, whether or not a row above it is empty
        if block and (not row or KEY.match(row) or COPYRIGHT.match(row)):
            yield block
            block = []
        if row:
            block.append(row)


def _newer(lines: Sequence[Line]) -> PressArticle:
    """Title, outlet, date, copyright, labels, `Body`, text, `Classification`, labels."""
    rows = [line.text for line in lines if line.text and not PAGE.fullmatch(line.text)]
    start = next((number for number, row in enumerate(rows) if BODY.fullmatch(row)), 0)
    head, below = rows[max(0, start - MOST_HEAD) : start], rows[start + 1 :]
    end = next((number for number, row in enumerate(below) if AFTER.fullmatch(row)), len(below))
    dates = [n for n, row in enumerate(head) if day(row) and not LABEL.fullmatch(row) and not COPYRIGHT.match(row)]
    dated = dates[-1] if dates else len(head)
    outlet = head[dated - 1] if dated > 0 else ""
    title = _heading(lines) or (head[dated - 2] if dated > 1 else "")
    labels = filter(None, map(LABEL.fullmatch, (*head[dated + 1 :], *below[end:])))
    extra = {match[1].lower(): match[2] for match in labels}
    return _article(title, paragraphs(below[:end]), extra, outlet, day(head[dated]) if dates else "")


def _heading(lines: Sequence[Line]) -> str:
    """What a word processor's file has as a heading above the body."""
    above = list(takewhile(lambda line: not BODY.fullmatch(line.text), lines))
    return next((line.text for line in reversed(above) if line.text and line.role.startswith(("heading 1", "h1"))), "")


def _article(title: str, body: list[str], extra: dict[str, str], outlet: str, published: str) -> PressArticle:
    lang = next((extra[key] for key in LANGUAGE if key in extra), "")
    standfirst = [extra.pop(key) for key in STANDFIRST if extra.get(key)]
    article = press_article(title, [*standfirst, *body], extra, outlet=outlet, published=published)
    # French and German papers are called English: the text knows better
    return replace(article, doubtful_lang=language_code(lang))
