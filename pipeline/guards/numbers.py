"""Numbers of the source that the translation has lost or changed, however either of them writes numbers."""

import re
from functools import cache
from itertools import product

from pipeline.data import Lang
from pipeline.guards.amounts import amounts
from pipeline.guards.swaps import numbers_swapped
from pipeline.guards.words import Discrepancy
from pipeline.language import language
from pipeline.language.en import ENGLISH
from pipeline.language.measures import measures
from pipeline.language.numbers import Number, numbers
from pipeline.language.record import Language, Quantities

_METRIC = r"kph|[ckm]m|km²|km/h|kg|ha|°\s?c|l|m|m²"
_IMPERIAL = r"°\s?f"
# From metric to imperial units: what to multiply by, what to add.
_FACTORS = (
    (3.281, 0), (0.6214, 0), (0.264, 0), (0.22, 0), (2.205, 0), (1.8, 32),
    (10.76, 0), (0.394, 0), (2.471, 0), (1.094, 0), (35.3, 0), (0.386, 0),
)  # fmt: skip


def numbers_differing(source: str, lang: Lang, translation: str) -> Discrepancy:
    """What was lost and what came in its place; both empty where the numbers agree, conversions included."""
    record = language(lang)
    read = amounts(source, lang, translation)
    lefts, rights = numbers(source, record), numbers(translation, ENGLISH)
    left_spans, right_spans = read.answered
    missing = _outside(_without(lefts, rights), left_spans) + _told_by_unit(lefts, source, record, rights)
    extra = _outside(_without(rights, lefts), right_spans)
    pairs = _conversions(source, record.quantities, missing, translation, extra)
    # By identity: two equal numbers at two places are two, and only one of them may be converted.
    converted = {id(number) for pair in pairs for number in pair}
    missing = [number for number in missing if id(number) not in converted]
    extra = [number for number in extra if id(number) not in converted]
    # Small numbers in words alone are seldom wrong: both sides must have one too many before they count.
    if not any(map(_is_certain, missing + extra)):
        exact = _outside(_without(lefts, [number for number in rights if number.kind != "loose"]), left_spans)
        missing = exact if extra else []
        extra = extra if missing else []
    changed = [*read.changed, *numbers_swapped(source, lang, translation)]
    lost = [*(number.text for number in missing), *(left for left, _ in changed)]
    new = [*(number.text for number in extra), *(right for _, right in changed)]
    return Discrepancy(tuple(dict.fromkeys(lost)), tuple(dict.fromkeys(new)))


def _outside(read: list[Number], spans: tuple[tuple[int, int], ...]) -> list[Number]:
    """The numbers that are in no stretch whose amount the other side has, in whatever unit."""
    return [number for number in read if not any(start <= number.start < end for start, end in spans)]


def _without(numbers: list[Number], counterparts: list[Number]) -> list[Number]:
    """The numbers that have to have a counterpart and have none."""
    values = {value for counterpart in counterparts for value in counterpart.values}
    return [number for number in numbers if number.kind != "loose" and not number.values & values]


def _told_by_unit(numbers: list[Number], text: str, record: Language, counterparts: list[Number]) -> list[Number]:
    """The figures of no time that only the name of a unit of time answers: a year is 12 months, not 12 men."""
    others = [number for number in counterparts if number.end or not _names_of_times().fullmatch(number.text)]
    if len(others) == len(counterparts):
        return []
    spans = tuple((measure.start, measure.end) for measure in measures(text, record) if measure.kind == "duration")
    lost = _without(numbers, counterparts)
    left = [number for number in numbers if number.kind == "figure" and number not in lost]
    return _outside(_without(left, others), spans)


@cache
def _names_of_times() -> re.Pattern[str]:
    """The names of English units of time."""
    names = (words for words, (kind, *_) in ENGLISH.measuring.units.items() if kind == "duration")
    return re.compile("|".join(rf"(?:{words})" for words in names), re.I)


def _is_certain(number: Number) -> bool:
    """Whether it alone shows a fault: figures do, and words too large to be put otherwise."""
    return number.kind == "figure" or all(9 < float(value) < 100 for value in number.values)


def _conversions(
    source: str, units: Quantities, lefts: list[Number], translation: str, rights: list[Number]
) -> list[tuple[Number, Number]]:
    """What was turned from metres, litres, kilograms, degrees into feet, gallons, pounds, degrees, or back."""
    pairs = []
    metric, imperial = _units(units)
    english_metric, english_imperial = _units(ENGLISH.quantities)
    for left, right in product(lefts, rights):
        is_forth = metric.match(source, left.end) and english_imperial.match(translation, right.end)
        is_back = imperial.match(source, left.end) and english_metric.match(translation, right.end)
        if (is_forth and _is_conversion(left, right)) or (is_back and _is_conversion(right, left)):
            pairs.append((left, right))
    return pairs


@cache
def _units(units: Quantities) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What metric and imperial units are called in a language and, since they come in any text, in English."""
    metric = "|".join(filter(None, (_METRIC, units.metric, ENGLISH.quantities.metric)))
    imperial = "|".join(filter(None, (_IMPERIAL, units.imperial, ENGLISH.quantities.imperial)))
    return re.compile(rf"[\s-]*(?:{metric})\b", re.I), re.compile(rf"[\s-]*(?:{imperial})\b", re.I)


def _is_conversion(metric: Number, imperial: Number) -> bool:
    """Whether one may be the other, roughly, in another unit."""
    expected = [float(value) * factor + offset for value in metric.values for factor, offset in _FACTORS]
    return any(abs(value - float(read)) <= 0.1 * float(read) for value in expected for read in imperial.values)
