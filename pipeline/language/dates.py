"""The dates of a text: years, months and days, weekdays by the day an article was published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pipeline.language.record import Calendar, Language

_YEAR = r"(?:19|20)\d\d"
_DIGIT = re.compile(r"\d")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_FIGURES = re.compile(rf"(?<![\d./])(\d\d?)([./])\s?(\d\d?)\2\s?({_YEAR})?(?![\d/])")


@dataclass(frozen=True, slots=True)
class Day:
    """As much of a date as is said; 0 where nothing is, weekdays from 1."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0


def dates(text: str, record: Language, published: str) -> Iterator[tuple[Day, int, int]]:
    """The dates of a text and where they stand; weekdays and *yesterday* as days before `published` (ISO) or on it."""
    spans: list[tuple[int, int]] = []
    calendar = record.calendar
    # What says most comes first: a year within a date is no date of its own.
    for match, day in (
        *_figures(text, calendar),
        *_full(text, calendar),
        *_weekdays(text, calendar, published),
        *_years(text),
    ):
        if all(match.end() <= start or match.start() >= end for start, end in spans):
            spans.append(match.span())
            yield day, match.start(), match.end()


def agree(day: Day, second: Day) -> bool:
    """Whether two dates can be of one day: neither says a part otherwise than the other."""
    parts = zip(
        (day.year, day.month, day.day, day.weekday),
        (second.year, second.month, second.day, second.weekday),
        strict=True,
    )
    return all(not part or not counterpart or part == counterpart for part, counterpart in parts)


def _figures(text: str, calendar: Calendar) -> Iterator[tuple[re.Match[str], Day]]:
    """2025-03-05, 5.3.2025, 05/03/2025; nothing where month and day may be in either order."""
    for match in _ISO.finditer(text):
        if int(match[2]) <= 12 and int(match[3]) <= 31:
            yield match, Day(int(match[1]), int(match[2]), int(match[3]))
    for match in _FIGURES.finditer(text):
        day, month, year = int(match[1]), int(match[3]), int(match[4] or 0)
        if calendar.month_first and match[2] == "/":
            if day <= 12 and month <= 12 and day != month:
                continue
            day, month = max(day, month), min(day, month)
        if 0 < day <= 31 and 0 < month <= 12 and (year or (calendar.dotted_days and match[2] == ".")):
            yield match, Day(year, month, day)


def _full(text: str, calendar: Calendar) -> Iterator[tuple[re.Match[str], Day]]:
    """March 3, 2024; 3 March; 3. März; March 2024."""
    if not _DIGIT.search(text):
        return  # each of them has a figure, and most sentences have none
    for number, pattern in _month_patterns(calendar):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            yield match, Day(int(parts["year"] or 0), number, int(parts.get("day") or 0))


@cache
def _month_patterns(calendar: Calendar) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """How each month is written with a day, a year or both, in the order of the months."""
    compiled: list[tuple[int, re.Pattern[str]]] = []
    marks = rf"(?:{calendar.day_marks})?"
    for number, spellings in enumerate(calendar.months, 1):
        small = "|".join(spellings)
        names = small if calendar.small_names else small.title()  # May, but not: may 20 people
        month = rf"(?<![^\W\d_])(?:{names})\b\.?"
        rest = rf"(?:,?\s+(?P<year>{_YEAR}))?"
        patterns = [rf"{month}\s+(?P<day>\d\d?){marks}(?!\d){rest}"] if calendar.month_first else []
        patterns += [rf"\b(?P<day>\d\d?){marks}\s+{calendar.day_of}{month}{rest}", rf"{month}\s+(?P<year>{_YEAR})"]
        compiled += ((number, re.compile(pattern)) for pattern in patterns)
    return tuple(compiled)


def _weekdays(text: str, calendar: Calendar, published: str) -> Iterator[tuple[re.Match[str], Day]]:
    for number, spellings in enumerate(calendar.weekdays, 1):
        for match in re.finditer(rf"\b(?:{'|'.join(spellings)})\b(?!s)", text, re.I):
            yield match, _last(number, published)
    for back, name in enumerate(calendar.today):
        for match in re.finditer(rf"\b{name}\b", text, re.I):
            if published:
                yield match, _day(date.fromisoformat(published) - timedelta(days=back))


def _last(weekday: int, published: str) -> Day:
    """The last such day that the article can speak of as past, its own day included."""
    if not published:
        return Day(weekday=weekday)
    return _day(last_weekday(weekday, date.fromisoformat(published)))


def last_weekday(weekday: int, on: date) -> date:
    """The last such day (1 is Monday) before a day, or that day itself."""
    # % 7 is never negative: on a Wednesday, Friday is that of the week before.
    return on - timedelta(days=(on.isoweekday() - weekday) % 7)


def _day(on: date) -> Day:
    return Day(on.year, on.month, on.day, on.isoweekday())


def _years(text: str) -> Iterator[tuple[re.Match[str], Day]]:
    for match in re.finditer(rf"(?<![\d–/-])\b{_YEAR}\b(?![–/-]?\d)", text):
        yield match, Day(year=int(match[0]))
