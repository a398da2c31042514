"""Amounts that agree in another unit or writing, and those that kept their number and became another amount."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from pipeline.data import Lang, Measure, MeasureKind
from pipeline.language import language
from pipeline.language.en import ENGLISH
from pipeline.language.measures import measures
from pipeline.language.numbers import numbers, roman
from pipeline.language.record import Language, pattern
from pipeline.language.times import times

NEAR = {"duration": 0.13, "share": 0.02}  # how far an amount may be off in another unit: 8 days are a week
EXACT = 0.011
_OTHERWISE = frozenset({"money", "share", "points", "duration", "length", "area", "volume", "mass", "speed"})
_HALF_DAY, _DAY = 720, 1440  # minutes
# A name with a capital, then its number; I alone is a word in English.
_ROMAN = re.compile(r"(?<=[^\W\d_A-Z][\s\u00a0])(?:[IVXLC]{2,}|[VX])\b")
_ANY_ROMAN = re.compile(r"\b[IVXLC]+(?=\b|e\b|ème\b|er\b|re\b)")


@dataclass(frozen=True, slots=True)
class PlacedAmount:
    """A time, a share or an ordinal where it stands; `value` in minutes, percent, or places."""

    value: float
    start: int
    end: int
    text: str


_Placed = TypeVar("_Placed", Measure, PlacedAmount)


@dataclass(frozen=True, slots=True)
class Amounts:
    """`answered`: stretches of source and of translation that say the same; `changed`: what became what."""

    answered: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
    changed: tuple[tuple[str, str], ...]


@lru_cache(8)
def amounts(source: str, lang: Lang, translation: str) -> Amounts:
    """What the amounts of a source became, times of day included."""
    record = language(lang)
    lefts, rights = _measures(source, record), _measures(translation, ENGLISH)
    same = [
        (left, right)
        for left in lefts
        for right in rights
        if _agree(left, right) and not _other_number(left, source, record, right, translation)
    ]
    left_spans = [(left.start, left.end) for left, _ in same]
    right_spans = [(right.start, right.end) for _, right in same]
    # What has its like on the other side is out of the question; the rest may have become one another.
    changed = list(_changed(_except(lefts, left_spans), _except(rights, right_spans), source, record, translation))
    clocks = _clocks(source, record) if record is not ENGLISH else ()
    english_clocks = _clocks(translation, ENGLISH) if clocks else ()
    for left in clocks:
        for right in english_clocks:
            if _same_clock(left, right):
                left_spans.append((left.start, left.end))
                right_spans.append((right.start, right.end))
    if lost := _except(clocks, left_spans):
        new = _except(english_clocks, right_spans)
        changed += [(left.text, right.text) for left, right in zip(lost, new, strict=False)]
    changed += _below_zero(source, record, translation)
    changed += _exchanged(source, record, translation)
    changed += _names_numbered(source, record, translation)
    return Amounts((tuple(left_spans), tuple(right_spans)), tuple(dict.fromkeys(changed)))


@lru_cache(64)
def _measures(text: str, record: Language) -> tuple[Measure, ...]:
    return measures(text, record)


def _except(readings: Sequence[_Placed], spans: Sequence[tuple[int, int]]) -> list[_Placed]:
    return [reading for reading in readings if (reading.start, reading.end) not in spans]


def _agree(left: Measure, right: Measure) -> bool:
    """Whether two amounts are the same, a number of things left out: the numbers themselves tell that."""
    if left.kind in ("count", "ordinal", "score", "age"):
        return False
    first, second = _relative(left), _relative(right)
    if first is not None and second is not None:
        return abs(first - second) <= NEAR["share"] * first
    same_unit = left.kind == right.kind and _base(left) == _base(right)
    rates = {_rate(left), _rate(right)} - {""}
    return (
        same_unit and len(rates) < 2 and abs(left.value - right.value) <= NEAR.get(left.kind, EXACT) * abs(left.value)
    )


def _other_number(left: Measure, source: str, record: Language, right: Measure, translation: str) -> bool:
    """Whether they are two numbers of one unit: 8 and 7 days, but not 8 days and a week."""
    values, english_values = _written(left, source, record), _written(right, translation, ENGLISH)
    if not values or not english_values or not values.isdisjoint(english_values):
        return False
    sizes = {round(measure.value / float(min(read)), 6) for measure, read in ((left, values), (right, english_values))
             if float(min(read))}  # fmt: skip
    return len(sizes) == 1


def _relative(measure: Measure) -> float | None:
    """A share or a factor in percent: halved is 50, doubled 200."""
    if measure.kind == "share":
        return measure.value
    return 100 * measure.value if measure.kind == "factor" else None


def _base(measure: Measure) -> str:
    return measure.unit.partition("/")[0] if measure.kind == "money" else measure.unit


def _rate(measure: Measure) -> str:
    return measure.unit.partition("/")[2] if measure.kind in ("money", "count", "mass") else ""


def _changed(
    lefts: Sequence[Measure], rights: Sequence[Measure], source: str, record: Language, translation: str
) -> Iterator[tuple[str, str]]:
    """Amounts without their like that have the same number and another unit, or are the only ones of their kind."""
    for left in lefts:
        for right in rights:
            if _other_unit(left, right):
                values, english_values = _written(left, source, record), _written(right, translation, ENGLISH)
                if not values.isdisjoint(english_values):
                    yield left.text, right.text
    shares, english_shares = _in_words(lefts), _in_words(rights)
    if shares and english_shares and not _said_inversely(shares[0], english_shares[0]):
        yield shares[0].text, english_shares[0].text
    durations, english_durations = _of_kind("duration", lefts), _of_kind("duration", rights)
    if len(durations) == len(english_durations) == 1:
        # numbers that are written are compared as such; half a year has none
        written = _written(durations[0], source, record), _written(english_durations[0], translation, ENGLISH)
        if not all(written):
            yield durations[0].text, english_durations[0].text
    ordinals, english_ordinals = _of_kind("ordinal", lefts), _of_kind("ordinal", rights)
    if ordinals and english_ordinals:
        left_values, right_values = _values(source, record), _values(translation, ENGLISH)
        lost = [ordinal for ordinal in ordinals if f"{ordinal.value:g}" not in right_values]
        new = [ordinal for ordinal in english_ordinals if f"{ordinal.value:g}" not in left_values]
        if lost and new:
            yield lost[0].text, new[0].text


def _other_unit(left: Measure, right: Measure) -> bool:
    if {left.kind, right.kind} == {"share", "points"}:
        return True
    if left.kind == right.kind and left.kind in ("money", "count") and _base(left) == _base(right):
        return bool(_rate(left) and _rate(right) and _rate(left) != _rate(right))
    return left.kind in _OTHERWISE and left.kind == right.kind


def _written(measure: Measure, text: str, record: Language) -> frozenset[str]:
    """The readings of the number that an amount is written with."""
    within = (number for number in numbers(text, record) if measure.start <= number.start < measure.end)
    solid = (number for number in within if number.end > number.start and number.kind != "loose")
    readings = frozenset[str]().union(*(number.values for number in solid))
    return frozenset(value for value in readings if not value.startswith("month"))


def _in_words(amounts_read: Sequence[Measure]) -> list[Measure]:
    """Thirds, halves, doubled and the like; not the whole."""
    relative = [measure for measure in amounts_read if measure.kind in ("share", "factor")]
    return [measure for measure in relative if not re.search(r"\d|%", measure.text) and _relative(measure) != 100]


def _said_inversely(left: Measure, right: Measure) -> bool:
    """Twice as low is half as high; doubled is never halved."""
    inverse = (_relative(left) or 0) * (_relative(right) or 0) == 1e4
    return inverse and "share" in (left.kind, right.kind)


def _of_kind(kind: MeasureKind, amounts_read: Sequence[Measure]) -> list[Measure]:
    return [measure for measure in amounts_read if measure.kind == kind]


def _values(text: str, record: Language) -> frozenset[str]:
    readings = (number.values for number in numbers(text, record))
    ordinals = {f"{measure.value:g}" for measure in _of_kind("ordinal", _measures(text, record))}
    return frozenset(ordinals).union(*readings)


# --- times of day ---------------------------------------------------------------------------------------------------


@lru_cache(64)
def _clocks(text: str, record: Language) -> tuple[PlacedAmount, ...]:
    """The times of day of a text that say so."""
    return tuple(
        PlacedAmount(when.clock, when.start, when.end, when.text)
        for when in times(text, record)
        if when.clock is not None
    )


def _same_clock(left: PlacedAmount, right: PlacedAmount) -> bool:
    """Whether they are one time, said by 12 or by 24 hours; 18 h is not 6 a.m."""
    apart = (left.value - right.value) % _DAY
    return apart == 0 or (
        apart == _HALF_DAY and not (left.value > _HALF_DAY and pattern(ENGLISH.target.morning).search(right.text))
    )


def in_figures(source: str, lang: Lang, translation: str) -> str:
    """The source, with the numbers and times that it says in words and the translation in figures as figures."""
    figures = set(re.findall(r"\d[\d,.:]*(?<=\d)", translation))
    if not figures:
        return source
    record = language(lang)
    said = [
        PlacedAmount(number.value, number.start, number.end, f"{number.value:,.12g}")
        for number in numbers(source, record)
        if number.value is not None and number.kind == "word"
    ]
    times_said = (reading for reading in _clocks(source, record) if not re.search(r"\d", reading.text))
    said += [replace(clock, text=f"{clock.value // 60:.0f}:{clock.value % 60:02.0f}") for clock in times_said]
    for reading in sorted(said, key=lambda reading: -reading.start):  # from the end, so that places before it stay
        if figures & {reading.text, reading.text.replace(",", "")} and source[reading.start : reading.end]:
            source = source[: reading.start] + reading.text + source[reading.end :]
    return source


# --- signs, order, kings --------------------------------------------------------------------------------------------


def _below_zero(source: str, record: Language, translation: str) -> Iterator[tuple[str, str]]:
    """Degrees below zero on one side alone."""
    lefts = _of_kind("degrees", _measures(source, record))
    rights = _of_kind("degrees", _measures(translation, ENGLISH))
    values, below = {measure.value for measure in lefts}, pattern(ENGLISH.target.below)
    for right in rights:
        opposite = next((left for left in lefts if left.value == -right.value != 0), None)
        if (
            opposite is not None
            and right.value not in values
            and not (opposite.value < 0 and below.search(translation))
        ):
            yield opposite.text, right.text
    if below.search(translation) or pattern(ENGLISH.target.less).search(translation):
        return
    english_values = _values(translation, ENGLISH)
    for number in numbers(source, record):
        if number.value is not None and number.value < 0 and not number.values.isdisjoint(english_values):
            yield source[max(0, number.start - 1) : number.end], number.text


def _exchanged(source: str, record: Language, translation: str) -> Iterator[tuple[str, str]]:
    """Scores turned round, and from one to another that became from the other to the one."""
    lefts = _of_kind("score", _measures(source, record))
    rights = [*_of_kind("score", _measures(translation, ENGLISH)), *_low_scores(translation)]
    beaten = pattern(ENGLISH.target.beaten)
    for left in lefts:
        for right in rights:
            turned = left.against != left.value == right.against and left.against == right.value
            # English says the winner's goals first, whoever is spoken of.
            if turned and (left.value > right.value or not beaten.search(translation)):
                yield left.text, right.text
    routes, english_routes = _routes(source, record), _routes(translation, ENGLISH)
    for first, second in routes:
        if (second, first) in english_routes and (first, second) not in english_routes:
            yield f"{first} → {second}", f"{second} → {first}"


def _low_scores(text: str) -> Iterator[Measure]:
    """1-3, which is elsewhere read as a range."""
    for match in re.finditer(r"(?<![\d.,:–-])(\d\d?)[-–:](\d\d?)(?![\d.,]*\d|[-–:\w%])", text):
        low, high = float(match[1]), float(match[2])
        yield Measure("score", low, low, low, "", "", "", match.start(), match.end(), match[0], high)


def _routes(text: str, record: Language) -> set[tuple[str, str]]:
    """The numbers that something went from and to, as pairs."""
    routes = set()
    amounts_read = _measures(text, record)
    for first, second in pairwise(amounts_read):
        # de is by and from
        if first.role in ("from", "by") and second.role == "to":
            start, end = (min(_written(measure, text, record), default="") for measure in (first, second))
            if start != end:
                routes.add((start, end))
    return routes


def _names_numbered(source: str, record: Language, translation: str) -> Iterator[tuple[str, str]]:
    """Kings, popes and wars that have another number."""
    if not (romans := _ANY_ROMAN.findall(source)) or not (english := _ROMAN.findall(translation)):
        return
    english_values = _values(translation, ENGLISH) | {str(roman(text)) for text in _ANY_ROMAN.findall(translation)}
    values = _values(source, record) | {str(roman(text)) for text in romans}
    lost = [text for text in romans if str(roman(text)) not in english_values]
    new = [text for text in english if str(roman(text)) not in values]
    yield from zip(lost, new, strict=False)
