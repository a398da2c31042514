"""The times of an English text: weekdays, dates, months, years, times of day, and whether each is a bound."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.data import TimeBound, When
from pipeline.language.dates import last_weekday
from pipeline.language.en import ENGLISH

_YEAR = r"(?:19|20)\d\d"
_OLD_YEAR = r"(?<=\bin )1[1-8]\d\d|(?<=\bsince )1[1-8]\d\d|(?<=\buntil )1[1-8]\d\d|(?<=\bof )1[1-8]\d\d"
_MONTHS = {name: n for n, names in enumerate(ENGLISH.calendar.months, 1) for name in names}
_MONTH = "|".join(sorted((name.title() for name in _MONTHS), key=len, reverse=True))
_DAYS = {name: n for n, names in enumerate(ENGLISH.calendar.weekdays, 1) for name in names}
_HOURS = {
    word: n
    for n, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_HOUR = rf"(?:{'|'.join(_HOURS)}|\d\d?)"
_PAST = {"a quarter": 15, "quarter": 15, "half": 30, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25,
         "5": 5, "10": 10, "20": 20, "25": 25}  # fmt: skip
_RELATIVE = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0,
             "this morning": 0, "this evening": 0, "this afternoon": 0, "tomorrow": 1}  # fmt: skip
_HALF_DAY = r"(?P<half>\s?[ap]\.?\s?m\b\.?|\s+in the (?:morning|afternoon|evening)|\s+at night)"
_BOUNDS: tuple[tuple[TimeBound, str], ...] = (
    ("until", r"(?:until|till|through|up to|to|not before|ends?|expires?|runs out)(?: at| on)?"),
    ("since", r"(?:since|from|as of|starting|beginning|effective|as early as|as soon as)(?: on)?"),
    ("before", r"(?:before|ahead of|prior to)"), ("after", r"(?:after|following|later than)"),
    ("by", r"(?:by|no later than)"),
)  # fmt: skip
_FILLERS = (
    r"(?:(?:the|at|early|late|mid|next|last|this|on|end of|start of|beginning of|about|around|shortly|just|in)[\s-]+)*"
)


def times(text: str) -> tuple[When, ...]:
    """The times of a text, in order; what two readers claim belongs to the first."""
    whens: list[When] = []
    for reader in (_dates, _numbered, _clocks, _relatives, _weekdays, _months, _years):
        for when in reader(text):
            if all(when.end <= earlier.start or when.start >= earlier.end for earlier in whens):
                whens.append(when)
    return tuple(sorted(whens, key=lambda when: when.start))


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
    if when.relative is not None:
        return on + timedelta(days=when.relative)
    if when.weekday:
        return last_weekday(when.weekday, on)
    return None


def _when(text: str, start: int, end: int, *, year: int = 0, month: int = 0, day: int = 0, weekday: int = 0,
          clock: int | None = None, relative: int | None = None) -> When:  # fmt: skip
    return When(
        year, month, day, weekday, clock, _bound(text[:start], text[end:]), "", start, end, text[start:end], relative
    )


def _bound(preceding: str, following: str) -> TimeBound:
    if re.match(r"\s+onwards?\b", following):
        return "since"
    if re.search(r"\b(?:shortly|just|soon|a little|right|immediately|minutes)\s+(?:after|before)\s+$", preceding, re.I):
        return "on"
    for bound, pattern in _BOUNDS:
        if re.search(rf"\b{pattern}\s+{_FILLERS}$", preceding, re.I):
            return bound
    return "on"


def _dates(text: str) -> Iterator[When]:
    """March 3, 2024; 3 March; the 3rd of March; Friday, 3 March."""
    rest = rf"(?:,?\s+(?P<year>{_YEAR}))?"
    weekdays = rf"(?:(?P<weekday>{'|'.join(name.title() for name in _DAYS)}),?\s+(?:the\s+)?)?"
    for pattern in (
        rf"\b{weekdays}(?P<month>{_MONTH})\b\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?(?![\d:.]*\d){rest}",
        rf"\b{weekdays}(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?{rest}",
    ):
        for match in re.finditer(pattern, text):
            weekday = _DAYS.get((match["weekday"] or "").lower(), 0)
            year, month = int(match["year"] or 0), _MONTHS[match["month"].lower()]
            yield _when(text, *match.span(), year=year, month=month, day=int(match["day"]), weekday=weekday)
            for start, end in _days_beside(text, *match.span()):
                yield _when(text, start, end, year=year, month=month, day=int(text[start:end]))


def _days_beside(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The other days of one month: 6 and 7 September; September 6 and 7."""
    if preceding := re.search(r"\b([12]?\d|3[01])\s?(?:and|or|to|[-–])\s?$", text[:start]):
        yield preceding.start(1), preceding.end(1)
    if following := re.match(r"\s?(?:and|or|to|[-–])\s?([12]?\d|3[01])\b(?!\s?[a-z%])", text[end:]):
        yield end + following.start(1), end + following.end(1)


def _numbered(text: str) -> Iterator[When]:
    """On the 15th."""
    for match in re.finditer(
        r"\b(?:on|until|by|since|from) the (?P<day>[12]?\d|3[01])(?:st|nd|rd|th)\b(?!\s+[a-z])", text
    ):
        yield _when(text, match.start("day"), match.end(), day=int(match["day"]))


def _clocks(text: str) -> Iterator[When]:
    """7:05 a.m.; 9.15 p.m.; half past five; a quarter to nine; at 16:40; noon."""
    past = "|".join(sorted(_PAST, key=len, reverse=True))
    for match in re.finditer(rf"\b(?P<part>{past})(?: minutes)? (?P<way>past|to|after|before) (?P<hour>{_HOUR})\b"
                             rf"{_HALF_DAY}?",
                             text, re.I):  # fmt: skip
        if match["part"].isdigit() and not re.search(r"\b(?:at|around|about)\s+$", text[: match.start()]):
            continue
        minutes = _PAST[match["part"].lower()] * (1 if match["way"].lower() in ("past", "after") else -1)
        yield _when(text, *match.span(), clock=_minutes(match["hour"], 0, match["half"]) + minutes)
    for match in re.finditer(rf"\b(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d))?{_HALF_DAY}", text, re.I):
        yield _when(text, *match.span(), clock=_minutes(match["hour"], int(match["minute"] or 0), match["half"]))
    for match in re.finditer(rf"\b(?P<hour>{_HOUR})(?P<oclock> o['’]clock)?{_HALF_DAY}?", text, re.I):
        if match["half"] or match["oclock"]:
            yield _when(text, *match.span(), clock=_minutes(match["hour"], 0, match["half"]))
    for match in re.finditer(r"\b(?P<hour>[01]?\d|2[0-4])[:.](?P<minute>[0-5]\d)\b"
                             r"(?!\s?(?:%|per|million|billion|[a-z]*met|[€$£]|\d))",
                             text):  # fmt: skip
        at = re.search(r"\b(?:at|about|around|by|until|from|to|after|before|since)\s+$", text[: match.start()], re.I)
        if ":" in match[0] or at:
            yield _when(text, *match.span(), clock=60 * int(match["hour"]) + int(match["minute"]))
    for match in re.finditer(r"\b(noon|midday|midnight)\b", text, re.I):
        yield _when(text, *match.span(), clock=1440 if match[0].lower() == "midnight" else 720)


def _minutes(hour: str, minute: int, half: str | None) -> int:
    value = _HOURS.get(hour.lower()) or int(hour)
    tail = re.sub(r"[\s.]", "", half or "").lower()
    if tail.startswith("p") or tail.endswith(("afternoon", "evening", "night")):
        value = value % 12 + 12
    elif tail.startswith("a") or tail.endswith("morning"):
        value %= 12
    return 60 * value + minute


def _relatives(text: str) -> Iterator[When]:
    for words, days in _RELATIVE.items():
        for match in re.finditer(rf"\b{words}\b", text, re.I):
            yield _when(text, *match.span(), relative=days)


def _weekdays(text: str) -> Iterator[When]:
    for name, number in _DAYS.items():
        for match in re.finditer(rf"\b{name}\b(?!s)", text, re.I):
            yield _when(text, *match.span(), weekday=number)


def _months(text: str) -> Iterator[When]:
    """March 2024, in March; "May" and "March" only where a preposition or a year stands beside them."""
    for match in re.finditer(rf"\b(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>{_YEAR}))?", text):
        preposition = re.search(
            rf"\b(?:in|of|since|until|from|by|last|next|this|early|late|mid)[\s-]+{_FILLERS}$",
            text[: match.start()],
            re.I,
        )
        if match["year"] or preposition or match["month"] not in ("May", "March", "Mar", "Sep", "Dec", "Jan"):
            yield _when(text, *match.span(), year=int(match["year"] or 0), month=_MONTHS[match["month"].lower()])


def _years(text: str) -> Iterator[When]:
    for match in re.finditer(
        rf"(?<![\d–/.,$€£-])\b(?P<year>{_YEAR})\b(?![–/-]?\d|[.,]\d|\s*(?:%|euros?|dollars?|people|metres|km))", text
    ):
        yield _when(text, *match.span(), year=int(match["year"]))
    for match in re.finditer(rf"(?:{_OLD_YEAR})\b(?![.,]?\d)", text):
        yield _when(text, *match.span(), year=int(match[0]))
    for match in re.finditer(r"\b(?:the )?(?:end|close) of the year\b|\byear['’]?s? end\b", text, re.I):
        yield _when(text, *match.span(), month=12, day=31)
