"""The head of a text: lines that only say when it appeared and who wrote it, which are facts and no sentences."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice

from pipeline.language import Language, languages
from pipeline.language.record import any_of
from pipeline.read.presses.article import day
from pipeline.split.kinds import facts
from pipeline.split.words import dated, stamp

GLUED = re.compile(r"\s*(date[ \t:]+(\d{4}-\d{2}-\d{2}))(?!\S)[ \t]*", re.IGNORECASE)
NUMBERS = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:/(?=\d)|\.(?=\d\d\b))(\d{4}|\d\d)\b")
STAMP, BYLINE = "text stamp", "text byline"  # what the facts are called in an article's other fields
MOST = 4  # lines with something in them, among which such facts stand


@dataclass(frozen=True, slots=True)
class TextHead:
    """The text below its facts; `day` in ISO form or as numbers whose order the language tells, "" without one; `lines`
    as written, by STAMP and BYLINE.
    """

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
        found = _facts(rows[number].strip())
        if found and (STAMP in found or not found.keys() & lines.keys()):
            # a text may say when it appeared, and then when it was changed
            stamps = [said[STAMP] for said in (lines, found) if STAMP in said]
            lines = {**lines, **found, **({STAMP: " | ".join(stamps)} if stamps else {})}
            rows[number] = ""
    rest = "".join(rows)
    if not lines or not rest.strip():
        return TextHead(text, "", {})
    return TextHead(rest.lstrip("\n"), _day_of(lines.get(STAMP, "")), lines)


def _facts(line: str) -> dict[str, str]:
    """What a line says of a text that says nothing else, by STAMP and BYLINE; {} where its date is no full one."""
    found = facts(line)
    if "stamp" in found and not _day_of(found["stamp"]):
        return {}
    return {name: found[key] for key, name in (("stamp", STAMP), ("byline", BYLINE)) if key in found}


def _day_of(stamps: str) -> str:
    """The day of the first date that is not that of a change, else of the first: see `_known_day`."""
    dates, change = _dates(languages())
    pieces = [match[0] for match in dates.finditer(stamps)]
    first = [piece for piece in pieces if not change.match(piece)]
    return next(filter(None, map(_known_day, (*first, *pieces))), "")


@cache
def _dates(records: tuple[Language, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of a date with what may stand before it, and of what says that it is that of a change."""
    changed = any_of(record.page.changed for record in records)
    return re.compile(f"{stamp(records)}|{dated(records)}", re.IGNORECASE), re.compile(changed, re.IGNORECASE)


def _known_day(text: str) -> str:
    """The ISO day of a full date, or its numbers as written where the language tells their order; "" where the calendar
    has no such day.
    """
    if numbers := NUMBERS.search(text):
        first, second, year = map(int, numbers.groups())
        orders = ((second, first), (first, second))
        return numbers[0] if any(_is_day(year % 2000 + 2000, *order) for order in orders) else ""
    with suppress(ValueError):
        return date.fromisoformat(day(text)).isoformat()
    return ""


def _is_day(year: int, month: int, number: int) -> bool:
    with suppress(ValueError):
        return bool(date(year, month, number))
    return False
