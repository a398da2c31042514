"""The head of a text: lines that only say when it appeared and who wrote it, which are facts and no sentences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from pipeline.language import languages
from pipeline.read.presses.article import day
from pipeline.split.kinds import byline
from pipeline.split.words import day_and_time, stamps

GLUED = re.compile(r"\s*(date[ \t:]+(\d{4}-\d{2}-\d{2}))(?!\S)[ \t]*", re.IGNORECASE)
STAMP, BYLINE = "text stamp", "text byline"  # what the facts are called in an article's other fields
MOST = 4  # lines with something in them, among which such facts stand


@dataclass(frozen=True, slots=True)
class TextHead:
    """The text below its facts; `day` in ISO form, "" without one; `lines` as written, by STAMP and BYLINE."""

    rest: str
    day: str
    lines: Mapping[str, str]


def head(text: str) -> TextHead:
    """Take what is only a date or a byline off the first lines of a text; a text of nothing else stays whole."""
    lines, rest = {}, text
    if (glued := GLUED.match(text[:200])) and _known_day(glued[2]):
        lines, rest = {STAMP: glued[1]}, text[glued.end() :]
    rows = rest.splitlines(keepends=True)
    for number in list(islice((number for number, row in enumerate(rows) if row.strip()), MOST)):
        name = _name(rows[number])
        if name and name not in lines:
            lines[name] = rows[number].strip()
            rows[number] = ""
    rest = "".join(rows)
    if not lines or not rest.strip():
        return TextHead(text, "", {})
    return TextHead(rest.lstrip("\n"), _known_day(lines.get(STAMP, "")), lines)


def _name(line: str) -> str:
    """What a line is that says nothing else: a stamp, a byline; "" for any other."""
    text, records = line.strip(), languages()
    if re.fullmatch(rf"{stamps(records)}|{day_and_time(records)}", text, re.IGNORECASE) and _known_day(text):
        return STAMP
    return BYLINE if byline(records).fullmatch(text) else ""


def _known_day(text: str) -> str:
    """The ISO day of a full date, "" where the calendar has no such day."""
    try:
        return date.fromisoformat(day(text)).isoformat()
    except ValueError:
        return ""
