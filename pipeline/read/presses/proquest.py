"""ProQuest: records of `Label: value`, divided by lines of underscores."""

import re
from collections.abc import Sequence
from itertools import groupby

from pipeline.read.presses.article import PressArticle, day, press_article
from pipeline.read.source import Line

RULE = re.compile(r"_{20,}")
LABEL = re.compile(r"([A-Z][\w/ -]{2,40}):\s*(.*)")
TEXT = "full text"
RECORD = frozenset({"title", "publication title"})  # labels that each record has, even one without its text
BELOW = re.compile(  # labels below a text; other rows with a colon are the text's own
    "title|subject|location|people|publication (?:title|year|date)|publisher|place of publication|source type"
    "|country of publication|language of publication|document (?:type|url)|company / organization|copyright"
    "|last updated|database|credit|word count|proquest document id"
)
OWN = re.compile("publication (?:title|date)|source type|document url|proquest document id")  # of these, no text has
PROSE = 8  # words of a row that is a text's
STOPS = (".", "!", "?", "…", "”", "»", '"')


def articles(lines: Sequence[Line]) -> list[PressArticle] | None:
    rows = [line.text for line in lines]
    parts = [list(part) for ruled, part in groupby(rows, lambda row: bool(RULE.fullmatch(row))) if not ruled]
    records = [record for part in parts if TEXT in (record := _record(part)) or record.keys() >= RECORD]
    return [_article(record) for record in records] or None


def _record(rows: Sequence[str]) -> dict[str, list[str]]:
    """Label, small → its lines; a text goes on over lines with colons until a label of ProQuest's below its prose."""
    record: dict[str, list[str]] = {}
    label, prose_ends = "", _prose_end(rows)
    for number, row in enumerate(rows):
        match = LABEL.fullmatch(row)
        if match and (label != TEXT or (number >= prose_ends and BELOW.fullmatch(match[1].lower()))):
            label = match[1].lower()
            record[label] = [match[2]] if match[2] else []
        elif row and label:
            record[label].append(row)
    return record


def _prose_end(rows: Sequence[str]) -> int:
    """The row below the last one of prose: what stands above it under `Credit: AFP` is the text's; 0 without any."""
    labels = [match[1].lower() if (match := LABEL.fullmatch(row)) else "" for row in rows]
    end, in_text = 0, False
    for number, (label, row) in enumerate(zip(labels, rows, strict=True), 1):
        in_text = in_text or label == TEXT
        if in_text and OWN.fullmatch(label):
            break  # what is wrapped below it is no text, however long
        if not BELOW.fullmatch(label) and len(row.split()) >= PROSE and row.endswith(STOPS):
            end = number
    return end


def _article(record: dict[str, list[str]]) -> PressArticle:
    fact = {label: " ".join(rows) for label, rows in record.items() if label != TEXT}
    labels: tuple[str, ...] = ("author", "section", "proquest document id")
    extra = {label: fact[label] for label in labels if label in fact}
    return press_article(
        fact.get("title", ""),
        record.get(TEXT, ()),
        extra,
        outlet=fact.get("publication title", ""),
        published=day(fact.get("publication date", "")),
        lang=fact.get("language of publication", ""),
        url=fact.get("document url", ""),
    )
