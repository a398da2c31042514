"""Numbers with what they count: spans of time, shares, money, things; what each can mean, in one unit."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.language.en import ENGLISH
from pipeline.language.numbers import Number, numbers
from pipeline.language.record import Language, Numbers, Quantities, Things

HALF = 0.49  # of the unit by which an amount of time or a whole percentage may be off: three months are 76 to 106 days
ABOUT, ROUND = 0.1, 0.05  # how far a number said to be rough, and a round one, may be off
MORE, LESS = 1.5, 0.5  # how far "more than" and "less than" reach
AFTER = 16  # letters after a figure that may say its unit
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_SIGNS = {"$": r"\$|us\$", "€": "€|eur", "£": "£", "¥": "¥", "CHF": "chf"}  # of money, in every language
_SIGN = r"\s+(?:[$€£]\s?)?$"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of something where it stands: `value` of `unit` (of a bare figure: what stands after it).

    `topic` is what it counts; `low` to `high` is what it can mean in the topic's unit (days, for time); `number` is the
    number alone.
    """

    topic: str
    value: float
    unit: str
    low: float
    high: float
    text: str
    start: int
    end: int
    number: Number


@dataclass(frozen=True, slots=True)
class _Read:
    """A number of a text and the one value that it has there."""

    text: str
    number: Number
    value: float
    record: Language

    @property
    def number_text(self) -> str:
        return self.text[self.number.start : self.number.end]

    @property
    def before(self) -> str:
        return self.text[: self.number.start]

    @property
    def after(self) -> str:
        return self.text[self.number.end :]


def amounts(text: str, record: Language, noun_stem: Callable[[str], str] = str) -> Iterator[Amount]:
    """The amounts of a text; those of things only in a language whose record names things.

    Args:
        noun_stem: what the forms of a noun in small letters have in common; "" if it says nothing by itself.
    """
    for number in numbers(text, record):
        value = _single_value(text, number, record.numbers)
        if value is None or number.end == number.start or _in_range(text, number, record.numbers):
            continue
        read = _Read(text, number, value, record)
        amount = _time(read) or _share(read) or _money(read)
        if amount is None and record.quantities.things.people:
            amount = _things(read, noun_stem) or _figure(read)
        if amount:
            yield amount


def _single_value(text: str, number: Number, words: Numbers) -> float | None:
    """What a number is, if its language leaves one reading."""
    if number.kind == "loose" or any(value.startswith("month") for value in number.values):
        return None
    values = [float(value) for value in number.values]
    grouped = rf"\d{{1,3}}(?:{words.separator}\d{{3}})+(?!\d)"
    if len(values) > 1 and words.separator and re.match(grouped, text[number.start : number.end]):
        return max(values)
    return values[0] if len(values) == 1 else None


def _in_range(text: str, number: Number, words: Numbers) -> bool:
    """Whether a number is one of a range, a score, a date or a name: 2023–2025, 3:2, #1, G7, 5th."""
    before, after = text[: number.start], text[number.end :]
    first, second = _range_patterns(words)
    return bool(first.search(before) or second.match(after))


@cache
def _range_patterns(words: Numbers) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before the second number of a range, and after the first one."""
    until = "|".join(sorted({words.until, ENGLISH.numbers.until} - {""}))
    joint = "|".join(sorted({words.joint, ENGLISH.numbers.joint} - {""}))
    return (
        re.compile(rf"(?:\d\s?(?:[-–/:.]|{until}|{joint})\s?|[#§@\w]|[A-Z]-)$"),
        re.compile(rf"\s?(?:[–/:]\s?\d|(?:-|{until})\s?\d|st\b|nd\b|rd\b|th\b|[a-z]?\d)"),
    )


def _amount(read: _Read, topic: str, *, unit: str = "", scale: float = 1.0, half: float = 0.0,
            start: int | None = None, end: int | None = None) -> Amount:  # fmt: skip
    """The amount from `start` to `end`, by default the number alone.

    Args:
        scale: what a unit is in the topic's unit.
        half: how far it may be off, in its unit, for being rounded to it.
    """
    low, high = _within(read, half)
    first, last = read.number.start if start is None else start, read.number.end if end is None else end
    return Amount(topic, read.value, unit, low * scale, high * scale, read.text[first:last], first, last, read.number)


def _within(read: _Read, half: float) -> tuple[float, float]:
    """What an amount can mean: as given, but for rounding, and for what the words before it allow."""
    value, quantities, figure = read.value, read.record.quantities, re.sub(r"\D", "", read.number_text)
    rounded = not half and figure.endswith("0") and len(figure.rstrip("0")) <= 2 and value >= 20
    rough = _said_before(quantities.rough, read.before)
    off = max(half, value * ROUND if rounded else 0.0, value * ABOUT if rough else 0.0)
    low, high = value - off, value + off
    if _said_before(quantities.over, read.before):
        return low, value * MORE
    return (value * LESS, high) if _said_before(quantities.under, read.before) else (low, high)


def _said_before(words: str, before: str) -> bool:
    """Whether the words right before a number are of a pattern."""
    return bool(words) and bool(re.search(rf"\b(?:{words}){_SIGN}", before, re.I))


def _time(read: _Read) -> Amount | None:
    quantities = read.record.quantities
    for unit, scale in _DAYS.items():
        names = _names(quantities.times.get(unit, ""), ENGLISH.quantities.times[unit])
        if match := re.match(rf"[\s-]*(?:{names})(?![^\W\d_])", read.after, re.I):
            rest = read.after[match.end() :]
            role = _role(read.before, rest, quantities)
            old = re.match(quantities.old, rest) if role == "age" and quantities.old else None
            end = read.number.end + match.end() + (old.end() if old else 0)
            return _amount(read, f"time {role}", unit=f"{unit}s", scale=scale, half=HALF, end=end)
    if quantities.aged and (match := re.match(quantities.aged, read.after)):
        end, scale = read.number.end + match.end(), _DAYS["year"]
        return _amount(read, "time age", unit="years", scale=scale, half=HALF, end=end)
    return None


def _names(*patterns: str) -> str:
    return "|".join(pattern for pattern in patterns if pattern)


def _role(before: str, after: str, quantities: Quantities) -> str:
    """What an amount of time is: how long something took, how long ago it was, how old somebody is."""
    for role, pattern in quantities.roles_after:
        if re.match(pattern, after, re.I):
            return role
    # No name or noun and no other preposition between: in the past three days.
    few = rf"(?-i:(?!(?:{quantities.prepositions})\b)[^\W\d_A-ZÄÖÜÀ-Þ][^\W\d_]*\s+){{0,2}}?$"
    for role, pattern in quantities.roles_before:
        if re.search(rf"\b(?:{pattern})\s+{few}", before, re.I):
            return role
    return "age" if quantities.age_before and re.search(quantities.age_before, before, re.I) else ""


def _share(read: _Read) -> Amount | None:
    own, english = read.record.quantities, ENGLISH.quantities
    points, percent = _names(own.points, english.points), _names(own.percent, english.percent)
    for topic, pattern in (("points", rf"(?:{points})\b"), ("percent", rf"(?:%|(?:{percent})\b)")):
        if match := re.match(rf"[\s-]*{pattern}", read.after, re.I):
            half = HALF if read.value == int(read.value) else 0.05
            return _amount(read, topic, unit=topic, half=half, end=read.number.end + match.end())
    return None


def _money(read: _Read) -> Amount | None:
    own, english = read.record.quantities.money, ENGLISH.quantities.money
    for sign, written in _SIGNS.items():
        names = _names(written, own.get(sign, ""), english[sign])
        before = re.search(rf"(?:{names})\s?$", read.before, re.I)
        after = re.match(rf"[\s-]*(?:d['’])?(?:{names})(?![^\W\d_])", read.after, re.I)
        if before or after:
            start = before.start() if before else read.number.start
            end = read.number.end + (after.end() if after else 0)
            return _amount(read, f"money {sign}", unit=sign, start=start, end=end)
    return None


# --- things: what a noun says ---------------------------------------------------------------------------------------


def _things(read: _Read, noun_stem: Callable[[str], str]) -> Amount | None:
    """An amount of what the noun after it says; of people, only of those whom the same befell."""
    things = read.record.quantities.things
    match = re.compile(rf"\s+(?:(?:{things.skipped})\s+)?([^\W\d_]{{3,}})").match(read.text, read.number.end)
    if not match or match[1][0].isupper() or read.value != int(read.value) or _is_year(read):
        return None
    noun = match[1].casefold()
    if re.fullmatch(things.people, noun) or any(re.fullmatch(pattern, noun) for _, pattern in things.fates):
        topic = _fate(read, things)
    else:
        topic = noun_stem(noun) if noun.endswith("s") else ""
    return _amount(read, f"number of {topic}", end=match.end(1)) if topic else None


def _fate(read: _Read, things: Things) -> str:
    """What befell the people that a number counts, by the words after it, else before it; "" if that is not one."""
    stop = re.compile(rf"[,;:.()–—\"“”«»]|\b(?:{things.stops})\b|\d")
    after = stop.split(read.after, maxsplit=1)[0]
    before = " ".join(stop.split(read.before)[-1].split()[-3:])
    for place in (after, before):
        if fates := [fate for fate, words in things.fates if re.search(rf"\b(?:{words})\b", place, re.I)]:
            return f"people {fates[0]}" if len(fates) == 1 else ""
    return ""


def _figure(read: _Read) -> Amount | None:
    """A figure of whatever it may count; none that is part of a name (Flight 437, 27th Battalion), or a year."""
    in_name = re.search(r"[A-Z]\w*\.?\s$", read.before) or re.match(r"\s[A-Z]", read.after)
    if in_name or read.number.kind != "figure" or _is_year(read):
        return None
    return _amount(read, "number", unit=read.after[:AFTER])


def _is_year(read: _Read) -> bool:
    return read.number_text.isdigit() and 1500 < read.value < 2100
