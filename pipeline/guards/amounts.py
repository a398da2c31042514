"""Amounts that agree in another unit or writing, and those that kept their number and became another amount."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TypeVar

from pipeline.data import Lang, Measure, MeasureKind
from pipeline.guards.contrasts import contrasts_changed
from pipeline.language import language
from pipeline.language.en import ENGLISH
from pipeline.language.measures import measures
from pipeline.language.numbers import as_value, numbers, roman
from pipeline.language.record import Language, pattern
from pipeline.language.times import times

NEAR = {"duration": 0.13, "share": 0.02}  # how far an amount may be off in another unit: 8 days are a week
EXACT = 0.011
_OTHERWISE = frozenset({"money", "share", "points", "duration", "length", "area", "volume", "mass", "speed"})
_HALF_DAY, _DAY = 720, 1440  # minutes
# A name with a capital, then its number; I alone is a word in English.
_ROMAN = re.compile(r"(?<=[^\W\d_A-Z][\s\u00a0])(?:[IVXLC]{2,}|[VX])\b")
_WITH_ROMAN = re.compile(r"\b([^\W\d_a-z]\w{3,})[\s\u00a0]([IVX]+)\b")
_BEGIN = 4  # letters that a king's name has in all languages, if he is called alike
_ANY_ROMAN = re.compile(r"\b[IVXLC]+(?=\b|e\b|ème\b|er\b|re\b)")
_LOW_SCORE = re.compile(r"(?<![\d.,:–-])(\d\d?)[-–:](\d\d?)(?![\d.,]*\d|[-–:\w%])")  # 1-3, elsewhere read as a range
_SHORT_SCALES = ((1e12, ("tn", "trn")), (1e9, ("bn", "b")), (1e6, ("m", "mn", "mln")), (1e3, ("k",)))
_SHORT = re.compile(rf"\d\s?(?:{'|'.join(letter for _, letters in _SHORT_SCALES for letter in letters)})\b|\bQ\d")
_Changes = Iterator[tuple[str, str]]


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


class ReadText:
    """A source or a translation, with the amounts that are read in it."""

    def __init__(self, text: str, record: Language) -> None:
        self.text, self.record = text, record
        self.measures = measures(text, record)

    def written(self, measure: Measure) -> frozenset[str]:
        """The readings of the number that an amount is written with."""
        within = (number for number in numbers(self.text, self.record) if measure.start <= number.start < measure.end)
        solid = (number for number in within if number.end > number.start and number.kind != "loose")
        readings = frozenset[str]().union(*(number.values for number in solid))
        return frozenset(value for value in readings if not value.startswith("month"))

    @cached_property
    def values(self) -> frozenset[str]:
        """The readings of all numbers and ordinals."""
        readings = (number.values for number in numbers(self.text, self.record))
        return frozenset(f"{measure.value:g}" for measure in _of_kind(self.measures, "ordinal")).union(*readings)

    @cached_property
    def places(self) -> frozenset[str]:
        """What an ordinal of the other side may have become: of words that only hint at a number, ordinals alone."""
        listed = self.record.measuring.ordinals
        hinted = (as_value(listed[word]) for word in re.findall(r"[^\W\d_]+", self.text.lower()) if word in listed)
        wide = (number.values for number in numbers(self.text, self.record) if number.end > number.start)
        named = (as_value(measure.value) for measure in _of_kind(self.measures, "ordinal"))
        return frozenset(hinted).union(named, *wide)

    @cached_property
    def clocks(self) -> tuple[PlacedAmount, ...]:
        """The times of day that say so."""
        read = (when for when in times(self.text, self.record) if when.clock is not None)
        return tuple(PlacedAmount(when.clock or 0, when.start, when.end, when.text) for when in read)

    @cached_property
    def routes(self) -> set[tuple[str, str]]:
        """The numbers that something went from and to, as pairs."""
        routes = set()
        for first, second in pairwise(self.measures):
            # de is by and from
            if first.role in ("from", "by") and second.role == "to":
                start, end = (min(self.written(measure), default="") for measure in (first, second))
                if start != end:
                    routes.add((start, end))
        return routes


_read = lru_cache(64)(ReadText)


@lru_cache(8)
def amounts(source: str, lang: Lang, translation: str) -> Amounts:
    """What the amounts of a source became, times of day included."""
    left_text, right_text = _read(source, language(lang)), _read(translation, ENGLISH)
    left_spans: list[tuple[int, int]] = []
    right_spans: list[tuple[int, int]] = []
    for left in left_text.measures:
        for right in right_text.measures:
            if _agree(left, right) and not _other_number(left, left_text, right, right_text):
                left_spans.append((left.start, left.end))
                right_spans.append((right.start, right.end))
    # What has its like on the other side is out of the question; the rest may have become one another.
    lefts, rights = _except(left_text.measures, left_spans), _except(right_text.measures, right_spans)
    changed = list(_unit_changes(lefts, left_text, rights, right_text))
    clocks = left_text.clocks if left_text.record is not ENGLISH else ()
    english_clocks = right_text.clocks if clocks else ()
    for clock in clocks:
        for english in english_clocks:
            if _same_clock(clock, english, left_text):
                left_spans.append((clock.start, clock.end))
                right_spans.append((english.start, english.end))
    pairs = zip(_except(clocks, left_spans), _except(english_clocks, right_spans), strict=False)
    changed += [(clock.text, english.text) for clock, english in pairs]
    for changes in (_below_zero, _swaps, _regnal_numbers, _contrasts):
        changed += changes(left_text, right_text)
    return Amounts((tuple(left_spans), tuple(right_spans)), tuple(dict.fromkeys(changed)))


def _except(readings: Sequence[_Placed], spans: Sequence[tuple[int, int]]) -> list[_Placed]:
    return [reading for reading in readings if (reading.start, reading.end) not in spans]


def _of_kind(readings: Sequence[Measure], *kinds: MeasureKind) -> list[Measure]:
    return [measure for measure in readings if measure.kind in kinds]


def _agree(left: Measure, right: Measure) -> bool:
    """Whether two amounts are the same, a number of things left out: the numbers themselves tell that."""
    if left.kind in ("count", "ordinal", "score", "age"):
        return False
    first, second = _relative(left), _relative(right)
    if first is not None and second is not None:
        return abs(first - second) <= NEAR["share"] * first
    if left.kind != right.kind or _base(left) != _base(right) or len({_rate(left), _rate(right)} - {""}) > 1:
        return False
    return abs(left.value - right.value) <= NEAR.get(left.kind, EXACT) * abs(left.value)


def _other_number(left: Measure, left_text: ReadText, right: Measure, right_text: ReadText) -> bool:
    """Whether they are two numbers of one unit: 8 and 7 days, but not 8 days and a week."""
    values, english_values = left_text.written(left), right_text.written(right)
    if not values or not english_values or not values.isdisjoint(english_values):
        return False
    least = ((left, float(min(values))), (right, float(min(english_values))))
    return len({round(measure.value / number, 6) for measure, number in least if number}) == 1


def _relative(measure: Measure) -> float | None:
    """A share or a factor in percent: halved is 50, doubled 200."""
    if measure.kind == "share":
        return measure.value
    return 100 * measure.value if measure.kind == "factor" else None


def _base(measure: Measure) -> str:
    return measure.unit.partition("/")[0] if measure.kind == "money" else measure.unit


def _rate(measure: Measure) -> str:
    return measure.unit.partition("/")[2] if measure.kind in ("money", "count", "mass") else ""


def _unit_changes(
    lefts: Sequence[Measure], source: ReadText, rights: Sequence[Measure], translation: ReadText
) -> _Changes:
    """Amounts without their like that have the same number and another unit, or are the only ones of their kind."""
    for left in lefts:
        if source.text[: left.start].endswith(":"):
            continue  # the seconds of 2:19:32 hours
        for right in rights:
            if _other_unit(left, right) and not source.written(left).isdisjoint(translation.written(right)):
                yield left.text, right.text
    shares, english_shares = _in_words(lefts), _in_words(rights)
    if shares and english_shares and not _said_inversely(shares[0], english_shares[0]):
        yield shares[0].text, english_shares[0].text
    match _of_kind(lefts, "duration"), _of_kind(rights, "duration"):
        # numbers that are written are compared as such; half a year has none
        case [left], [right] if _is_other_time(left, source, right, translation):
            yield left.text, right.text
    lost, new = _ordinals_without(lefts, translation), _ordinals_without(rights, source)
    before_place = pattern(ENGLISH.target.before_place)
    new = [place for place in new if place.value != 1 or before_place.search(translation.text[: place.start])]
    if lost and new:
        yield lost[0].text, new[0].text


def _is_other_time(left: Measure, source: ReadText, right: Measure, translation: ReadText) -> bool:
    if not source.written(left) or not translation.written(right):
        return True
    # Of one unit, and told with another number: two hours that became three, wherever else three is said.
    return _other_number(left, source, right, translation)


def _ordinals_without(amounts_read: Sequence[Measure], other: ReadText) -> list[Measure]:
    return [ordinal for ordinal in _of_kind(amounts_read, "ordinal") if f"{ordinal.value:g}" not in other.places]


def _other_unit(left: Measure, right: Measure) -> bool:
    if {left.kind, right.kind} == {"share", "points"}:
        return True
    if left.kind == right.kind and left.kind in ("money", "count") and _base(left) == _base(right):
        return bool(_rate(left) and _rate(right) and _rate(left) != _rate(right))
    if left.kind == right.kind == "degrees":
        return abs(abs(left.value) - abs(right.value)) > 1  # Celsius and Fahrenheit; the sign is asked elsewhere
    return left.kind in _OTHERWISE and left.kind == right.kind


def _in_words(amounts_read: Sequence[Measure]) -> list[Measure]:
    """Thirds, halves, doubled and the like; not the whole."""
    relative = _of_kind(amounts_read, "share", "factor")
    return [measure for measure in relative if not re.search(r"\d|%", measure.text) and _relative(measure) != 100]


def _said_inversely(left: Measure, right: Measure) -> bool:
    """Twice as low is half as high; doubled is never halved."""
    inverse = (_relative(left) or 0) * (_relative(right) or 0) == 1e4
    return inverse and "share" in (left.kind, right.kind)


def _same_clock(left: PlacedAmount, right: PlacedAmount, source: ReadText) -> bool:
    """Whether they are one time, said by 12 or by 24 hours; 18 h is not 6 a.m., 6 h only in an evening 6 p.m."""
    apart = (left.value - right.value) % _DAY
    if apart != _HALF_DAY:
        return apart == 0
    if left.value > _HALF_DAY:
        return not pattern(ENGLISH.target.morning).search(right.text)
    # Figures are told by 24 hours, unless a word of the sentence says which half of the day it is.
    halves = source.record.calendar.half_days.items()
    is_morning = any(not later and re.search(rf"(?i){words}", left.text) for words, later in halves)
    is_told = re.search(r"\d", left.text) and not pattern(source.record.calendar.later_half).search(source.text)
    is_late = pattern(ENGLISH.target.afternoon).search(right.text) or right.value > _HALF_DAY
    return not (is_late and (is_morning or is_told))


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
    clocks = (clock for clock in _read(source, record).clocks if not re.search(r"\d", clock.text))
    said += [replace(clock, text=f"{clock.value // 60:.0f}:{clock.value % 60:02.0f}") for clock in clocks]
    for reading in sorted(said, key=lambda reading: -reading.start):  # from the end, so that places before it stay
        if figures & {reading.text, reading.text.replace(",", "")} and source[reading.start : reading.end]:
            source = source[: reading.start] + reading.text + source[reading.end :]
    return _compact(source, record, translation)


def _compact(source: str, record: Language, translation: str) -> str:
    """The source, what the translation writes short being short: 3,4 Milliarden Euro as 3.4bn, drittes Quartal Q3."""
    if not _SHORT.search(translation):
        return source  # as most
    shorter = [
        (measure, f"{measure.value / scale:.12g}{letters[0]}")
        for measure in _of_kind(_read(source, record).measures, "money", "count")
        for scale, letters in _SHORT_SCALES
        if re.search(rf"(?<![\d.,]){measure.value / scale:.12g}\s?(?:{'|'.join(letters)})\b", translation)
    ]
    quarters = pattern(rf"(?i)\s+(?:{record.calendar.quarter})\b")
    for ordinal in _of_kind(_read(source, record).measures, "ordinal"):
        named = quarters.match(source, ordinal.end)
        if named and re.search(rf"\bQ{ordinal.value:g}\b", translation):
            shorter.append((replace(ordinal, end=named.end()), f"Q{ordinal.value:g}"))
    for measure, short in sorted(shorter, key=lambda pair: -pair[0].start):
        source = source[: measure.start] + short + source[measure.end :]
    return source


def _below_zero(source: ReadText, translation: ReadText) -> _Changes:
    """Degrees below zero on one side alone."""
    lefts = _of_kind(source.measures, "degrees")
    is_below = pattern(ENGLISH.target.below).search(translation.text)
    for right in _of_kind(translation.measures, "degrees"):
        opposite = next((left for left in lefts if left.value == -right.value != 0), None)
        if opposite is None or any(left.value == right.value for left in lefts):
            continue
        # minus 5 is told as 5 degrees below zero
        if opposite.value > 0 or not is_below:
            yield opposite.text, right.text
    if is_below or pattern(ENGLISH.target.less).search(translation.text):
        return
    for number in numbers(source.text, source.record):
        if number.value is not None and number.value < 0 and not number.values.isdisjoint(translation.values):
            yield source.text[max(0, number.start - 1) : number.end], number.text


def _swaps(source: ReadText, translation: ReadText) -> _Changes:
    """Scores turned round, and from one to another that became from the other to the one."""
    scores = [(right.value, right.against, right.text) for right in _of_kind(translation.measures, "score")]
    scores += [(float(match[1]), float(match[2]), match[0]) for match in _LOW_SCORE.finditer(translation.text)]
    beaten = pattern(ENGLISH.target.beaten)
    for left in _of_kind(source.measures, "score"):
        for value, against, text in scores:
            turned = left.against != left.value == against and left.against == value
            # English says the winner's goals first, whoever is spoken of.
            if turned and (left.value > value or not beaten.search(translation.text)):
                yield left.text, text
    for first, second in source.routes:
        if (second, first) in translation.routes and (first, second) not in translation.routes:
            yield f"{first} → {second}", f"{second} → {first}"


def _contrasts(source: ReadText, translation: ReadText) -> _Changes:
    own, english = source.record.measuring.contrasts, translation.record.measuring.contrasts
    return contrasts_changed(source.text, own, translation.text, english)


def _regnal_numbers(source: ReadText, translation: ReadText) -> _Changes:
    """Kings, popes and wars that have another number."""
    for name in _WITH_ROMAN.finditer(source.text):
        # By the name before it I is a number, too.
        same = re.search(rf"\b{name[1][:_BEGIN]}\w*\s([IVXLC]+)(?![\w.’'])", translation.text)
        if same and roman(same[1]) != roman(name[2]):
            yield name[0], same[0]
    if not (romans := _ANY_ROMAN.findall(source.text)) or not (english := _ROMAN.findall(translation.text)):
        return
    english_values = translation.values | {str(roman(text)) for text in _ANY_ROMAN.findall(translation.text)}
    values = source.values | {str(roman(text)) for text in romans}
    lost = [text for text in romans if str(roman(text)) not in english_values]
    new = [text for text in english if str(roman(text)) not in values]
    yield from zip(lost, new, strict=False)
