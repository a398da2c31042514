"""The times of a text: days, months, years and times of day; each the time itself or an end of a span.

What a language says, and in which order, stands in its record's `calendar`.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.data import TimeBound, When
from pipeline.language.numbers import numbers
from pipeline.language.record import GAP, NEVER, Calendar, Language, pattern, places

_YEAR = r"(?:19|20)\d\d"
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_FIGURES = re.compile(rf"(?<![\d./])(\d\d?)([./])\s?(\d\d?)\2\s?({_YEAR})?(?![\d/])")
_DIGIT = re.compile(r"\d")
_OF_MONTH = r"(?:0?[1-9]|[12]\d|3[01])"
_HALF_DAY, _DAY = 720, 1440  # minutes
_MINUTE_WORDS = 40  # letters after an hour in which its minutes can stand


@dataclass(frozen=True, slots=True)
class Day:
    """As much of a date as is said; 0 where nothing is, weekdays from 1."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0


def times(text: str, record: Language) -> tuple[When, ...]:
    """The times of a text, in order; what two readers claim belongs to the first."""
    return _read(
        text, record, (_figures, _full, _month_days, _clocks, _relatives, _weekdays, _months, _years, _last_days)
    )


def dates(text: str, record: Language, published: str) -> Iterator[tuple[Day, int, int]]:
    """The years, days, and months with one of these, and where they stand.

    A weekday, and *yesterday*, is a day before `published` (ISO), or that day; without it, a weekday or nothing.
    """
    # The others need a figure, which most sentences have not.
    with_figures = (_figures, _full, _relatives, _weekdays, _months, _years)
    for when in _read(text, record, with_figures if _DIGIT.search(text) else (_relatives, _weekdays)):
        if when.year or when.day:
            yield Day(when.year, when.month, when.day), when.start, when.end
        on = day(when, published) if when.weekday or when.relative is not None else None
        if on:
            yield Day(on.year, on.month, on.day, on.isoweekday()), when.start, when.end
        elif when.weekday:
            yield Day(weekday=when.weekday), when.start, when.end


def agree(first: Day, second: Day) -> bool:
    """Whether two dates can be of one day: neither says a part otherwise than the other."""
    parts = zip(
        (first.year, first.month, first.day, first.weekday),
        (second.year, second.month, second.day, second.weekday),
        strict=True,
    )
    return all(not part or not counterpart or part == counterpart for part, counterpart in parts)


def day(when: When, published: str) -> date | None:
    """The day that a time names, if it is one: of a weekday the last before publication, or on it."""
    if when.month and when.day and (when.year or published):
        year = when.year or date.fromisoformat(published).year
        try:
            return date(year, when.month, when.day)
        except ValueError:
            return None
    if not published:
        return None
    on = date.fromisoformat(published)
    if when.day == LAST:
        return on.replace(day=monthrange(on.year, on.month)[1])  # the end of the month
    if when.relative is not None:
        return on + timedelta(days=when.relative)
    if when.weekday:
        # % 7 is never negative: on a Wednesday, Friday is that of the week before.
        return on - timedelta(days=(on.isoweekday() - when.weekday) % 7)
    return None


LAST = 31  # the day that stands for the end of a month
_BESIDE = re.compile(r"\s(?:\w{1,3}\s)?")  # between a day and an hour: noon on Tuesday, mardi à midi
_Reader = Callable[[str, Language], Iterator[When]]


@lru_cache(1 << 14)  # aligner, guards and comparison ask for the same texts
def _read(text: str, record: Language, readers: tuple[_Reader, ...]) -> tuple[When, ...]:
    """What the readers claim; what says most is asked first: a year within a date is no date of its own."""
    whens: list[When] = []
    for reader in readers:
        for when in reader(text, record):
            if all(when.end <= earlier.start or when.start >= earlier.end for earlier in whens):
                whens.append(when)
    return _of_one_bound(text, sorted(whens, key=lambda when: when.start))


def _of_one_bound(text: str, whens: Sequence[When]) -> tuple[When, ...]:
    """A day and an hour that are one time have one bound: until noon on Tuesday."""
    joined = list(whens)
    for number, (left, right) in enumerate(pairwise(whens)):
        one_time = (left.clock is None) != (right.clock is None) and _BESIDE.fullmatch(text[left.end : right.start])
        if one_time and left.bound != "on" and right.bound == "on":
            joined[number + 1] = replace(right, bound=left.bound)
    return tuple(joined)


def _when(text: str, span: tuple[int, int], calendar: Calendar, *, year: int = 0, month: int = 0, day: int = 0,
          weekday: int = 0, clock: int | None = None, relative: int | None = None) -> When:  # fmt: skip
    start, end = span
    bound = _bound(text[:start], text[end:], calendar)
    return When(year, month, day, weekday, clock, bound, "", start, end, text[start:end], relative)


def _bound(preceding: str, following: str, calendar: Calendar) -> TimeBound:
    onwards, moment, bounds = _bound_patterns(calendar)
    if onwards.match(following):
        return "since"
    if moment.search(preceding):
        return "on"
    return next((bound for bound, words in bounds if words.search(preceding)), "on")


@cache
def _bound_patterns(
    calendar: Calendar,
) -> tuple[re.Pattern[str], re.Pattern[str], list[tuple[TimeBound, re.Pattern[str]]]]:
    bounds = [
        (bound, re.compile(rf"\b(?:{words})\s+{_fillers(calendar)}$", re.I)) for bound, words in calendar.bounds.items()
    ]
    onwards = re.compile(rf"\s+(?:{calendar.onwards or NEVER})\b")
    return onwards, re.compile(rf"\b(?:{calendar.moment or NEVER})\s+$", re.I), bounds


@cache
def _fillers(calendar: Calendar) -> str:
    return rf"(?:(?:{calendar.fillers or NEVER})[\s-]+)*"


# --- days, months, years --------------------------------------------------------------------------------------------


def _figures(text: str, record: Language) -> Iterator[When]:
    """2025-03-05, 5.3.2025, 05/03/2025; nothing where month and day may be in either order."""
    calendar = record.calendar
    for match in _ISO.finditer(text):
        if int(match[2]) <= 12 and int(match[3]) <= 31:
            yield _when(text, match.span(), calendar, year=int(match[1]), month=int(match[2]), day=int(match[3]))
    for match in _FIGURES.finditer(text):
        day, month, year = int(match[1]), int(match[3]), int(match[4] or 0)
        if calendar.month_first and match[2] == "/":
            if day <= 12 and month <= 12 and day != month:
                continue  # 05/03: an American's May or a Briton's March
            day, month = max(day, month), min(day, month)
        if 0 < day <= 31 and 0 < month <= 12 and (year or (calendar.dotted_days and match[2] == ".")):
            yield _when(text, match.span(), calendar, year=year, month=month, day=day)


def _full(text: str, record: Language) -> Iterator[When]:
    """March 3, 2024; 3 March; the 3rd of March; Friday, 3 March; the other days of one month."""
    calendar = record.calendar
    if not _DIGIT.search(text):
        return
    for words in _full_patterns(record):
        for match in words.finditer(text):
            year, month = int(match["year"] or 0), places(calendar.months)[match["month"].lower()]
            weekday = places(calendar.weekdays).get((match["weekday"] or "").lower(), 0)
            yield _when(text, match.span(), calendar, year=year, month=month, day=int(match["day"]), weekday=weekday)
            for span in _days_beside(text, *match.span(), calendar):
                yield _when(text, span, calendar, year=year, month=month, day=int(text[slice(*span)]))


@cache
def _full_patterns(record: Language) -> list[re.Pattern[str]]:
    calendar = record.calendar
    marks, month = f"(?:{calendar.day_marks})?", _month_pattern(calendar)
    weekdays = rf"(?:(?P<weekday>{_alternatives(places(calendar.weekdays), calendar)}){calendar.weekday_joint})?"
    rest = rf"(?:,?\s+(?P<year>{_YEAR}))?"
    day_first = rf"\b{weekdays}(?P<day>{_OF_MONTH}){marks}\s+{calendar.day_of}{month}{rest}"
    # March 3, but not March 3:15, March 30.5, March 10,000 or March 3 million
    no_day = rf"[\d:.,]*\d|\s?%|\s(?:{'|'.join(record.numbers.scales) or NEVER})\b"
    month_first = rf"\b{weekdays}{month}\s+(?P<day>{_OF_MONTH}){marks}(?!{no_day}){rest}"
    return [re.compile(words) for words in ([month_first] * calendar.month_first + [day_first])]


def _days_beside(text: str, start: int, end: int, calendar: Calendar) -> Iterator[tuple[int, int]]:
    """The other days of one month: 6 and 7 September; September 6 and 7."""
    joint, marks = f"(?:{calendar.days_joint or NEVER}|[-–])", f"(?:{calendar.day_marks})?"
    if preceding := pattern(rf"(?<!\d[.,])\b({_OF_MONTH}){marks}\s?{joint}\s?$").search(text[:start]):
        yield preceding.span(1)
    if following := pattern(rf"\s?{joint}\s?({_OF_MONTH})\b(?!\s?[a-z%]|[.,:]\d)").match(text[end:]):
        yield end + following.start(1), end + following.end(1)


def _month_days(text: str, record: Language) -> Iterator[When]:
    """On the 15th."""
    for match in pattern(record.calendar.numbered).finditer(text):
        yield _when(text, (match.start("day"), match.end()), record.calendar, day=int(match["day"]))


def _relatives(text: str, record: Language) -> Iterator[When]:
    for words, days in record.calendar.relative.items():
        for match in pattern(rf"(?i)(?<![\w-])(?:{words})\b").finditer(text):
            yield _when(text, match.span(), record.calendar, relative=days)


def _weekdays(text: str, record: Language) -> Iterator[When]:
    calendar = record.calendar
    for match in pattern(rf"(?i)\b(?:{'|'.join(places(calendar.weekdays)) or NEVER})\b").finditer(text):
        yield _when(text, match.span(), calendar, weekday=places(calendar.weekdays)[match[0].lower()])


def _months(text: str, record: Language) -> Iterator[When]:
    """March 2024, in March; a name that is a word too (May) only where a preposition or a year stands beside it."""
    calendar = record.calendar
    month = pattern(rf"\b{_month_pattern(calendar)}(?:,?\s+(?P<year>{_YEAR}))?")
    preposition = pattern(rf"(?i)\b(?:{calendar.before_month})[\s-]+{_fillers(calendar)}$")
    for match in month.finditer(text):
        sure = match["year"] or match["month"] not in calendar.words_too.split()
        if sure or preposition.search(text[: match.start()]):
            number = places(calendar.months)[match["month"].lower()]
            yield _when(text, match.span(), calendar, year=int(match["year"] or 0), month=number)


def _years(text: str, record: Language) -> Iterator[When]:
    calendar = record.calendar
    no_year = rf"\s*(?i:{calendar.no_year or NEVER})"
    for match in pattern(rf"(?<![\d–/.,$€£-])\b{_YEAR}\b(?![–/-]?\d|[.,]\d|{no_year})").finditer(text):
        yield _when(text, match.span(), calendar, year=int(match[0]))
    # Older ones are seldom years: 1500 people.
    long_ago = pattern(rf"\b(?:{calendar.before_year or NEVER})\s+(1[1-8]\d\d)\b(?![.,]?\d|{no_year})")
    for match in long_ago.finditer(text):
        yield _when(text, match.span(1), calendar, year=int(match[1]))


def _last_days(text: str, record: Language) -> Iterator[When]:
    for words, month in ((record.calendar.year_end, 12), (record.calendar.month_end, 0)):
        for match in pattern(rf"(?i)\b(?:{words or NEVER})\b").finditer(text):
            yield _when(text, match.span(), record.calendar, month=month, day=31)


@cache
def _month_pattern(calendar: Calendar) -> str:
    return rf"(?P<month>{_alternatives(places(calendar.months), calendar)})\b\.?"


def _alternatives(names: dict[str, int], calendar: Calendar) -> str:
    """Names, the longer of two that begin alike first; with a capital where the language has it: May, not may."""
    longest = sorted(names, key=len, reverse=True)
    return "|".join(name if calendar.small_names else name.title() for name in longest) or NEVER


# --- times of day ---------------------------------------------------------------------------------------------------


def _clocks(text: str, record: Language) -> Iterator[When]:
    """7:05 a.m.; half past five; 14h30; halb sechs; six heures et quart; at 16:40; noon."""
    calendar = record.calendar
    for match in _clock_pattern(calendar).finditer(text):  # any number under 100; most are no hours
        clock_parts = match.groupdict()
        shift = next((shift for n, shift in enumerate(calendar.minutes_before.values()) if clock_parts[f"b{n}"]), 0)
        if not (shift or match["unit"] or match["half"] or match["name"]):
            continue
        hour = _hour(match, calendar)
        if hour > _DAY:
            continue
        minutes, end = int(match["minute"] or match["later"] or 0) + int(shift), match.end()
        # Only where the hour is said to be one: six heures et quart is a time of day, six et quart is not.
        if match["unit"] or match["name"]:
            after, length = _minutes_after(text[end:], record)
            minutes, end = minutes + after, end + length
        clock = hour + minutes
        # Midnight stays 24:00 where it is said so; a quarter to midnight by 0:00 is 23:45.
        yield _when(text, (match.start(), end), calendar, clock=clock if 0 <= clock <= _DAY else clock % _DAY)
    bare = rf"\b(?P<hour>[01]?\d|2[0-4])[:.](?P<minute>[0-5]\d)\b(?!\s?(?i:{calendar.no_clock or NEVER}|[€$£%]|\d))"
    for match in pattern(bare).finditer(text):
        # 16:40 is a time of day, 16.40 only after a word such as at.
        preposition = pattern(rf"(?i)\b(?:{calendar.before_clock or NEVER})\s+$").search(text[: match.start()])
        if ":" in match[0] or preposition:
            yield _when(text, match.span(), calendar, clock=60 * int(match["hour"]) + int(match["minute"]))


@cache
def _clock_pattern(calendar: Calendar) -> re.Pattern[str]:
    """An hour with what makes it a time of day: words before it, its unit after it, or a half of the day."""
    before = "|".join(f"(?P<b{n}>{words})" for n, words in enumerate(calendar.minutes_before))
    words = [word.replace("-", r"[\s-]") for word in sorted(places(calendar.hour_words), key=len, reverse=True)]
    halves = "|".join(f"(?:{words})" for words in calendar.half_days) or NEVER
    hours = rf"(?<!\w-)(?:{'|'.join(words) or NEVER})|\d\d?"  # not of thirty-two
    unit = rf"{GAP}?(?:{calendar.hours or NEVER})(?:{GAP}?(?P<later>[0-5]\d)\b|\b)"
    return re.compile(
        rf"(?<!\w)(?<!\d[.,:])(?:(?:{before or NEVER})\s+)?"
        rf"(?:(?P<name>{'|'.join(calendar.clock_names) or NEVER})\b(?!-)"
        rf"|(?P<hour>{hours})(?:[:.](?P<minute>[0-5]\d))?(?P<unit>{unit})?(?P<half>{halves})?(?![\w]))",
        re.I,
    )


def _hour(match: re.Match[str], calendar: Calendar) -> int:
    """The minutes of a full hour, by the half of the day that is said."""
    if match["name"]:
        return next(n for words, n in calendar.clock_names.items() if re.fullmatch(words, match["name"], re.I))
    word = re.sub(r"\s", "-", match["hour"].lower())
    hour = places(calendar.hour_words).get(word) or int(word)
    if not match["half"]:
        return 60 * hour
    later = next(n for words, n in calendar.half_days.items() if re.fullmatch(words, match["half"], re.I))
    return 60 * (hour % 12) + later  # 12 a.m. is 0:00, 12 p.m. 12:00


def _minutes_after(following: str, record: Language) -> tuple[int, int]:
    """What is said after an hour and its unit, and the letters that it takes: et quart, moins dix, Uhr dreißig."""
    for words, shift in record.calendar.minutes_after.items():
        if match := pattern(rf"(?i)\s+(?:{words})\b").match(following):
            return int(shift), match.end()
    read = numbers(following[:_MINUTE_WORDS], record) if following[:1].isspace() else []
    number = next((number for number in read if number.end > number.start), None)
    if number and number.kind == "word" and not following[: number.start].strip() and 0 < (number.value or 0) < 60:
        return int(number.value or 0), number.end
    return 0, 0
