"""The amounts of a text: what is counted, shares, money, factors, scores, ages, lengths … each in one unit."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain, pairwise, zip_longest
from typing import TypeVar

from pipeline.data import Measure, MeasureBound, MeasureKind
from pipeline.language.numbers import Number, numbers, plain_values, roman
from pipeline.language.record import NEVER, Language, Measuring, Numbers, Unit, pattern

ROUGH, ROUND = 0.1, 0.05  # how far an amount that is said to be rough, and a round one, may be off
HALF = 0.49  # of its unit that an amount of time may be off: three months are 76 to 106 days
REACH = 1.5  # how many times its number "more than" may mean

_OPPOSITE: Mapping[MeasureBound, MeasureBound] = {
    "more than": "less than", "less than": "more than", "at least": "at most", "at most": "at least",
}  # fmt: skip

_Meaning = TypeVar("_Meaning")

_BEGINS_UNIT = re.compile(r"[\s\u00a0-]*[^\W\d_]|[\s\u00a0-]*[%°€]")
_WHOLE = r"\b(?:{})(?![^\W\d_])"
_LONGEST_UNIT = 48  # letters that a unit may take


def measures(text: str, record: Language, reserved: Iterable[tuple[int, int]] = ()) -> tuple[Measure, ...]:
    """The amounts of a text, in order.

    Args:
        reserved: stretches that are read already, such as dates.
    """
    return _read(text, record, tuple(reserved)) if record.measuring.units else ()


@lru_cache(1 << 14)  # guards and comparison ask for the same sentences
def _read(text: str, record: Language, reserved: tuple[tuple[int, int], ...]) -> tuple[Measure, ...]:
    amounts: list[Measure] = []
    spans = list(reserved)
    # What says most is asked first: 3:2 is a score before it is two counts, half a million no half.
    for reader in (_scores, _halves, _shares, _factors, _ordinals, _amounts, _single, _vague):
        for measure in reader(text, record):
            if all(measure.end <= start or measure.start >= end for start, end in spans):
                spans.append((measure.start, measure.end))
                amounts.append(measure)
    return tuple(sorted(amounts, key=lambda measure: measure.start))


# --- one kind after another -----------------------------------------------------------------------------------------


@lru_cache(16)  # one reader after another asks for those of a text
def _numbers(text: str, record: Language) -> tuple[tuple[Number, float], ...]:
    wide = sorted((number for number in numbers(text, record) if number.end > number.start), key=lambda n: n.start)
    valued = []
    for number, following in zip_longest(wide, wide[1:]):
        value = _value(text, record, number)
        if value is None and following and _is_range(text[number.end : following.start], record.numbers):
            value = _value_by_second(number, following, record.numbers)
        if value is not None:
            valued.append((number, value))
    return tuple(valued)


def _value(text: str, record: Language, number: Number) -> float | None:
    """What a number is, if its language leaves one reading."""
    if number.kind == "loose" and number.value is not None and number.value % 1:
        return number.value  # anderthalb
    values = plain_values(number)
    if number.kind == "loose" or len(values) != len(number.values):
        return None
    # 1.500 has two readings; with groups of three after the language's own mark it is the greater.
    if len(values) > 1 and re.match(
        rf"\d{{1,3}}(?:{record.numbers.separator}\d{{3}})+(?!\d)", text[number.start : number.end]
    ):
        return max(values)
    if len(values) == 2 and max(values) - min(values) == 0.5:  # two and a half
        return max(values)
    return values[0] if len(values) == 1 else None


def _is_range(gap: str, words: Numbers) -> bool:
    """Whether two numbers with this between them are a range, or two of one kind: 5-10, 5 to 10, 5 or 10."""
    joints = rf"[-–]|{words.until or NEVER}|{words.joint or NEVER}|{words.choice or NEVER}"
    return bool(pattern(rf"(?i)\s*(?:{joints})\s*(?:[$€£]\s?)?").fullmatch(gap))


def _value_by_second(first: Number, second: Number, words: Numbers) -> float | None:
    """The first number of a range, by the scale that stands after the second: 5 to 10 million, but 500 to 1 million."""
    if first.value is None or second.value is None or first.kind == "loose":
        return None
    last_word = re.search(r"[^\W\d_]*$", second.text.lower())
    scale = {**words.letters, **words.scales}.get(last_word[0] if last_word else "", 1.0)
    value = first.value * scale
    return value if value < second.value else None


def _scores(text: str, record: Language) -> Iterator[Measure]:
    """62 to 58; 40 votes to 31; 3:2; 62 for, 58 against."""
    measuring = record.measuring
    pairs = _numbers(text, record)
    for (left, first), (right, second) in pairwise(pairs):
        gap = text[left.end : right.start]
        following = text[right.end : right.end + 12]
        plain = re.fullmatch(_sure(measuring.score), gap, re.I)
        if (
            plain is None
            or "." in text[left.start : left.end]
            or re.match(rf"[\s-]*(?:%|{_sure(record.quantities.percent)})", following, re.I)
        ):
            continue
        if re.search(rf"\b(?:{_sure(measuring.roles.get('from', ''))})\s+$", text[: left.start], re.I):
            continue  # the first of a span
        if first < second and not re.search(_sure(measuring.counted_out), gap + following, re.I):
            continue  # 5 to 10 people is a range
        yield _measure(text, measuring, "score", first, left.start, right.end, against=second)


def _shares(text: str, record: Language) -> Iterator[Measure]:
    """A third of; two thirds; one in five; four out of ten."""
    measuring = record.measuring
    if measuring.one_in:
        for match in re.finditer(_sure(measuring.one_in), text, re.I):
            low, high = _small(match[1], record), _small(match[2], record)
            if low and high and low < high <= 1000:
                yield _measure(text, measuring, "share", 100 * low / high, match.start(), match.end(), unit="%")
    for match, share in _table_matches(measuring, measuring.fractions, text):
        yield _measure(text, measuring, "share", 100 * share, match.start(), match.end(), unit="%")


def _small(word: str, record: Language) -> float | None:
    if re.fullmatch(_sure(record.measuring.a), word, re.I):
        return 1.0
    values = _numbers(word, record)
    return values[0][1] if len(values) == 1 else None


def _factors(text: str, record: Language) -> Iterator[Measure]:
    """Doubled; twice as many; three times the limit; tenfold."""
    measuring = record.measuring
    for match, factor in _table_matches(measuring, measuring.factors, text):
        yield _measure(text, measuring, "factor", factor, match.start(), match.end())
    for number, value in _numbers(text, record):
        rest = text[number.end :]
        times = re.match(_sure(measuring.times_as), rest, re.I) or re.match(_sure(measuring.fold), rest, re.I)
        if times:
            yield _measure(text, measuring, "factor", value, number.start, number.end + times.end())


def _ordinals(text: str, record: Language) -> Iterator[Measure]:
    """The third attempt; the 40th flight; not: a third of, a third (another one)."""
    measuring = record.measuring
    for match in _ordinal_words(measuring).finditer(text):
        if not re.match(_sure(measuring.not_ordinal), text[match.end() :], re.I) and not re.search(
            r"\ba\s$", text[: match.start()]
        ):
            tens = re.search(r"\b([^\W\d_]+ty)-$", text[: match.start()])  # the thirty-first
            more = _small(tens[1], record) if tens else None
            start = tens.start() if tens and more else match.start()
            value = measuring.ordinals[match[1].lower()] + (more or 0)
            yield _measure(text, measuring, "ordinal", value, start, match.end())
    for match in re.finditer(rf"\b(\d{{1,4}}){_sure(measuring.ordinal_mark)}", text):
        yield _measure(text, measuring, "ordinal", int(match[1]), match.start(), match.end())
    for match in re.finditer(rf"\b([IVX]+)(?=[^\W\d_]){_sure(measuring.ordinal_mark)}", text):  # la Ve République
        yield _measure(text, measuring, "ordinal", roman(match[1]), match.start(), match.end())


@cache
def _ordinal_words(measuring: Measuring) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(sorted(measuring.ordinals, key=len, reverse=True))})\b", re.I)


def _amounts(text: str, record: Language) -> Iterator[Measure]:
    """A number with its unit, or of things; the first of a range has the unit of the second."""
    measuring = record.measuring
    pairs = _numbers_of_no_name(text, _numbers(text, record))
    ends = [_half_after(text, number, value, record.numbers) for number, value in pairs]
    sign = ""  # the unit of a range whose first number has a currency's sign before it
    for place, (number, value) in enumerate(pairs):
        measure = _amount(text, measuring, number.start, ends[place], value)
        if sign and measure.kind == "count":
            measure = replace(measure, kind="money", unit=sign)
        is_first = place + 1 < len(pairs) and _is_range(text[measure.end : pairs[place + 1][0].start], record.numbers)
        sign = measure.unit if is_first and measure.start < number.start and measure.kind == "money" else ""
        # 5 to 10 million euros: what is said once holds for both.
        if is_first and measure.kind == "count":  # it has no unit of its own
            measure = _of_range(text, measuring, measure, value, ends[place + 1])
        yield measure


def _numbers_of_no_name(text: str, pairs: Sequence[tuple[Number, float]]) -> list[tuple[Number, float]]:
    """The numbers that are no part of a name or code; the second of 5-10 looks like one, and is an amount."""
    unnamed: list[tuple[Number, float]] = []
    for number, value in pairs:
        first, least = unnamed[-1] if unnamed else (number, value)
        is_second = text[first.end : number.start] in ("-", "–") and least < value and not _is_year_span(first, number)
        goes_on = re.match(r"[-–]\d", text[number.end :])
        if not _in_name(text, number) or (is_second and not goes_on):
            unnamed.append((number, value))
    return unnamed


def _is_year_span(first: Number, second: Number) -> bool:
    return all(re.fullmatch(r"(?:19|20)\d\d", number.text) for number in (first, second))


def _half_after(text: str, number: Number, value: float, words: Numbers) -> int:
    """Where a number ends, its half included."""
    # 3 Mrd. Euro, 3 Mrd. €: the point belongs to the scale
    is_short = re.search(r"\d\s?[^\W\d_]{2,3}$", text[: number.end])
    if is_short and re.match(r"\.\s?(?:[^\W\d_]|[$€£])", text[number.end :]):
        return number.end + 1
    half = re.match(_sure(words.half), text[number.end :])
    return number.end + half.end() if half and value % 1 == 0.5 else number.end


def _of_range(text: str, measuring: Measuring, first: Measure, value: float, end: int) -> Measure:
    """The first number of a range with the unit that stands after the second."""
    unit = _unit(measuring, text[end:])
    if unit is None:
        return first
    (kind, name, scale), _ = unit
    return replace(first, kind=kind, unit=name, value=value * scale, low=first.low * scale, high=first.high * scale)


def _in_name(text: str, number: Number) -> bool:
    """Whether a number is part of a name or code: G7, A-320, #1, Lumis-3."""
    preceding, following = text[: number.start], text[number.end :]
    return bool(re.search(r"[#§@\w]$|\w[-–/]$", preceding) or re.match(r"[a-zA-Z]\d|[/:]\d", following))


def _amount(text: str, measuring: Measuring, start: int, end: int, value: float) -> Measure:
    preceding, following = text[:start], text[end:]
    # Meier, 40, and Meier (40): what opens an age has to close it, and nothing may be counted after it.
    age = re.search(_sure(measuring.age_before), preceding, re.I)
    if age and age[0].endswith(", ") and not re.match(r"[,.]|$", following):
        age = None
    if age and (age[0].endswith("(") != following.startswith(")") or re.match(r"\s*[\w$€£%]", following)):
        age = None
    if match := re.match(_sure(measuring.age_after), following, re.I):
        return _measure(text, measuring, "age", value, start, end + match.end(), unit="years")
    if age and value < 120:
        return _measure(text, measuring, "age", value, start, end, unit="years")
    # A sign on either side, whichever the language puts it on: outlets do both.
    for words, code in measuring.signs.items():
        if match := re.search(rf"(?:{words})\s?$", preceding):
            return _measure(text, measuring, "money", value, match.start(), end, unit=code)
        if match := re.match(rf"\s?(?:{words})(?!\s?\d)", following):
            return _measure(text, measuring, "money", value, start, end + match.end(), unit=code)
    unit = _unit(measuring, following)
    if unit is None:
        return _measure(text, measuring, "count", value, start, end)
    (kind, name, scale), length = unit
    measure = _with_unit(text, measuring, kind, name, value * scale, scale, start, end + length)
    rate = _rate(measuring, text[measure.end :]) if kind in ("money", "count", "mass") else ""
    return replace(measure, unit=f"{measure.unit}/{rate}") if rate else measure


def _rate(measuring: Measuring, following: str) -> str:
    """The English unit of time, or head, for each of which an amount is; "" where none follows."""
    return next((unit for words, unit in _rates(measuring) if words.match(following)), "")


@cache
def _rates(measuring: Measuring) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"\s+(?:{words})\b", re.I), unit) for words, unit in measuring.rates.items()]


def _unit(measuring: Measuring, following: str) -> tuple[Unit, int] | None:
    """The longest unit that a text begins with."""
    if not _BEGINS_UNIT.match(following):
        return None
    following = following[:_LONGEST_UNIT]
    # The longest: kilometres an hour are no kilometres.
    matches = [(unit, match.end()) for words, unit in _units(measuring) if (match := words.match(following))]
    return max(matches, key=lambda pair: pair[1]) if matches else None


@cache
def _units(measuring: Measuring) -> list[tuple[re.Pattern[str], Unit]]:
    """The patterns of units, made once: re itself keeps fewer than three languages have."""
    before, after = r"[\s\u00a0-]*(?:", r")(?![^\W\d_])"
    return [(re.compile(before + words + after, re.I), unit) for words, unit in measuring.units.items()]


def _with_unit(
    text: str, measuring: Measuring, kind: MeasureKind, name: str, value: float, scale: float, start: int, end: int
) -> Measure:
    if kind == "degrees":
        minus = re.search(_sure(measuring.minus), text[:start], re.I)
        below = re.match(_sure(measuring.below_zero), text[end:], re.I)
        fahrenheit = re.match(r"\s?F(?:ahrenheit)?\b", text[end:]) or re.search(r"°\s?[Ff]$", text[start:end])
        value = -value if minus or below else value
        value = (value - 32) * 5 / 9 if fahrenheit else value
        start = minus.start() if minus else start
        end += below.end() if below else 0
        return _measure(text, measuring, kind, value, start, end, unit=name)
    # Three months are 76 to 106 days; a hundred hours and more are told by the hour.
    off = HALF * scale if kind == "duration" and value / scale < 100 else 0.0
    return _measure(text, measuring, kind, value, start, end, unit=name, off=off)


def _halves(text: str, record: Language) -> Iterator[Measure]:
    """Half a percentage point; half an hour; half a million francs."""
    measuring = record.measuring
    for words, share in measuring.parts.items():
        for match in re.finditer(rf"\b(?:{words})\s*", text, re.I):
            rest = text[match.end() :]
            size, length = _scale(rest, record.numbers)
            if length:
                yield _amount(text, measuring, match.start(), match.end() + length, share * size)
            elif unit := _unit(measuring, rest):
                (kind, name, size), length = unit
                yield _with_unit(text, measuring, kind, name, share * size, size, match.start(), match.end() + length)


def _scale(text: str, words: Numbers) -> tuple[float, int]:
    """What the word that a text begins with multiplies by, and where it ends: 1 and 0 if it is no such word."""
    word = re.match(r"\s*([^\W\d_]+)", text)
    scale = words.scales.get(word[1].lower()) if word else None
    return (scale, word.end()) if word and scale else (1.0, 0)


def _single(text: str, record: Language) -> Iterator[Measure]:
    """An hour and a half; for a day; one dead."""
    measuring = record.measuring
    if not measuring.a:
        return
    for match in re.finditer(rf"\b(?:{measuring.a})\s+", text, re.I):
        unit = _unit(measuring, text[match.end() :])
        if unit is None or unit[0][0] not in ("duration", "length", "points", "share"):
            continue
        (kind, name, size), length = unit
        end = match.end() + length
        half = re.match(_sure(record.numbers.half), text[end:], re.I)
        spans = re.search(rf"\b(?:{_sure(measuring.before_one)})\s+$", text[: match.start()], re.I)
        single = re.fullmatch(_sure(measuring.one), match[0].strip(), re.I)
        if half or spans or single:
            value = (1.5 if half else 1.0) * size
            yield _with_unit(text, measuring, kind, name, value, size, match.start(), end + (half.end() if half else 0))
    for match, value in _table_matches(measuring, measuring.few, text):
        yield _measure(text, measuring, "count", value, match.start(), match.end())


def _vague(text: str, record: Language) -> Iterator[Measure]:
    """Dozens; several hundred; thousands."""
    measuring = record.measuring
    for match, (low, high) in _table_matches(measuring, measuring.vague, text):
        size, length = _scale(text[match.end() :], record.numbers)
        end = match.end() + length
        # hundreds of metres: the unit stands after "of"
        following = _unit(measuring, text[end:]) or _unit(measuring, re.sub(r"^\s+of\b", "", text[end:]))
        kind, unit, scale = following[0] if following else ("count", "", 1.0)
        size *= scale
        measure = _measure(text, measuring, kind, low * size, match.start(), end, unit=unit)
        yield measure if measure.bound else replace(measure, low=low * size, high=high * size, bound="about")


# --- what they share ------------------------------------------------------------------------------------------------


def _measure(
    text: str, measuring: Measuring, kind: MeasureKind, value: float, start: int, end: int,
    *, unit: str = "", against: float | None = None, off: float = 0.0,
) -> Measure:  # fmt: skip
    bound, first = _bound(text, measuring, start, end)
    low, high = _range(kind, value, bound, off)
    return Measure(
        kind, value, low, high, unit, _next_noun(text, measuring, end), bound, start, end, text[start:end], against,
        _role(text, measuring, first),
    )  # fmt: skip


def _bound(text: str, measuring: Measuring, start: int, end: int) -> tuple[MeasureBound, int]:
    """What limits an amount, and where it and what limits it begin."""
    preceding, following = text[:start], text[end:]
    for bound, words in measuring.bounds:
        if match := re.search(rf"\b(?:{words})\s+(?:[$€£]\s?)?$", preceding, re.I):
            return bound, match.start()
    for bound, words in measuring.bounds_after:
        if re.match(rf"\s+(?:{words})\b", following, re.I):
            return bound, start
    return "", start


def _range(kind: MeasureKind, value: float, bound: MeasureBound, off: float) -> tuple[float, float]:
    """The least and the most that an amount can mean."""
    if value < 0:
        # below minus 10 is more than 10, below zero
        least, most = _range(kind, -value, _OPPOSITE.get(bound, bound), off)
        return -most, -least
    if kind in ("ordinal", "score", "age"):
        return value, value
    size = abs(value)
    off = max(off, size * ROUGH if bound == "about" else 0.0, min(size * ROUND, _last_place(kind, value)))
    if bound in ("more than", "at least"):
        return value - (off if bound == "at least" else 0.0), value * REACH
    if bound in ("less than", "at most"):
        return value * (0.75 if bound == "at most" else 0.5), value + off
    if bound == "nearly":
        return value - size * ROUGH, value
    return value - off, value + off


def _last_place(kind: MeasureKind, value: float) -> float:
    """What the last figure of a number of things counts, where the number is likely to be rounded: 100 in 3,200, ten
    million in 40 million; 0 of 46."""
    figure = f"{value:.0f}"
    zeros = len(figure) - len(figure.rstrip("0"))
    # Round is what ends in two zeros or more.
    is_round = value >= 100 and len(figure) - zeros <= max(1, len(figure) - 2)
    exact = kind in ("share", "points", "factor", "degrees", "duration")
    return 10.0**zeros if is_round and not exact else 0.0


def _role(text: str, measuring: Measuring, start: int) -> str:
    return next(
        (name for name, words in measuring.roles.items() if re.search(rf"\b(?:{words})\s+$", text[:start], re.I)),
        "",
    )


def _next_noun(text: str, measuring: Measuring, end: int) -> str:
    """The next word that may be what is counted, as it stands."""
    rest = re.split(r"[,;:.()–—\"“”«»?!]", text[end : end + 60])[0]
    for word in re.findall(r"[^\W\d_]+", rest):
        if word.lower() not in measuring.skipped and len(word) > 2:
            return str(word.lower())
    return ""


def _sure(words: str) -> str:
    """A pattern; of one that is not known, what matches nothing."""
    return words or NEVER


def _table_matches(
    measuring: Measuring, table: Mapping[str, _Meaning], text: str
) -> Iterator[tuple[re.Match[str], _Meaning]]:
    """Where the patterns of a table stand as whole words, pattern after pattern, and what the table says of each."""
    for words, value in table.items() if _has_any(measuring, text) else ():
        for match in pattern(f"(?i){_WHOLE.format(words)}").finditer(text):
            yield match, value


@lru_cache(16)
def _has_any(measuring: Measuring, text: str) -> bool:
    """Whether any pattern of a table may stand in a text: few sentences have one, and sixty searches take long."""
    return bool(_any_word(measuring).search(text.lower()))  # which is faster than a search without regard to capitals


@cache
def _any_word(measuring: Measuring) -> re.Pattern[str]:
    tables = measuring.fractions, measuring.factors, measuring.few, measuring.vague
    return re.compile(_WHOLE.format("|".join(chain.from_iterable(tables)) or NEVER))
