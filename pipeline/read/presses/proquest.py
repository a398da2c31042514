"""ProQuest: records of `Label: value`, divided by lines of underscores."""

import re
from collections.abc import Sequence
from itertools import groupby

from pipeline.read.presses.article import PressArticle, day, press_article
from pipeline.read.source import Line

RULE = re.compile(r"_{20,}")
LABEL = re.compile(r"([A-Z][\w/ -]{2,40}):\s*(.*)")
TEXT = "full text"
BELOW = re.compile(  # labels below a text; other rows with a colon are the text's own
    "title|subject|location|people|publication (?:title|year|date)|publisher|place of publication|source type"
    "|country of publication|language of publication|document (?:type|url)|company / organization|copyright"
    "|last updated|database|credit|word count|proquest document id"
)


def articles(lines: Sequence[Line]) -> list[PressArticle] | None:
    rows = [line.text for line in lines]
    parts = [list(part) for ruled, part in groupby(rows, lambda row: bool(RULE.fullmatch(row))) if not ruled]
    records = [record for part in parts if TEXT in (record := _record(part))]
    return [_article(record) for record in records] or None


def _record(rows: Sequence[str]) -> dict[str, list[str]]:
    """Label, small → its lines; a text goes on over lines with colons until a label that ProQuest has."""
    record: dict[str, list[str]] = {}
    label = ""
    for row in rows:
        match = LABEL.fullmatch(row)
        if match and (label != TEXT or BELOW.fullmatch(match[1].lower())):
            label = match[1].lower()
            record[label] = [match[2]] if match[2] else []
        elif row and label:
            record[label].append(row)
    return record


def _article(record: dict[str, list[str]]) -> PressArticle:
    fact = {label: " ".join(rows) for label, rows in record.items() if label != TEXT}
    labels: tuple[str, ...] = ("author", "section", "proquest document id")
    extra = {label: fact[label] for label in labels if label in fact}
    return press_article(
        fact.get("title", ""),
        record[TEXT],
        extra,
        outlet=fact.get("publication title", ""),
        published=day(fact.get("publication date", "")),
        lang=fact.get("language of publication", ""),
        url=fact.get("document url", ""),
    )
