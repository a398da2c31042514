"""The amounts of a text: what is counted, shares, money, factors, scores, ages, lengths … each in one unit."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pipeline.data import Measure, MeasureBound, MeasureKind
from pipeline.language.numbers import Number, numbers
from pipeline.language.record import Language

ROUGH, ROUND = 0.1, 0.05  # how far an amount that is said to be rough, and a round one, may be off
HALF = 0.49  # of its unit that an amount of time may be off: three months are 76 to 106 days
REACH = 1.5  # how many times its number "more than" may mean
_DAY = 86400.0
_SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": _DAY, "week": 7 * _DAY, "month": 30.44 * _DAY,
            "year": 365.25 * _DAY, "decade": 3652.5 * _DAY, "century": 36525 * _DAY}  # fmt: skip
_GROUPED: dict[str, str] = {"en": r"\d{1,3}(?:,\d{3})+", "de": r"\d{1,3}(?:\.\d{3})+", "fr": r"\d{1,3}(?:[.\s]\d{3})+"}

_PARTS_OF_ONE = {"one": 1.5, "a": 0.25, "three": 0.75, "half": 0.5}  # one and a half, a quarter of a
_LARGE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12.0}

Unit = tuple[MeasureKind, str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Measuring:
    """How a language says amounts. Patterns are regular expressions, read without regard to capitals."""

    units: Mapping[str, Unit]  # pattern of a unit after its number → its kind, its unit, what one of it is in that
    signs: Mapping[str, str]  # pattern of a currency before its number → its code
    bounds: tuple[tuple[MeasureBound, str], ...]  # what limits an amount → pattern right before it
    bounds_after: tuple[tuple[MeasureBound, str], ...] = ()
    fractions: Mapping[str, float] = field(default_factory=dict)  # pattern → share of 1
    factors: Mapping[str, float] = field(default_factory=dict)  # pattern → factor
    times_as: str = ""  # pattern after a number that is a factor: times as many
    fold: str = ""  # pattern after a number: -fold
    ordinals: Mapping[str, int] = field(default_factory=dict)
    ordinal_mark: str = ""  # pattern after figures: th
    not_ordinal: str = ""  # pattern after an ordinal that is none: third of
    one_in: str = ""  # pattern between the two numbers of a share: in every
    score: str = ""  # pattern between the two numbers of a score: to, votes to
    below_zero: str = ""
    minus: str = ""
    age_before: str = ""
    age_after: str = ""
    half: str = ""  # half a (unit)
    a: str = ""  # an article that counts one of a unit
    vague: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # pattern → least and most
    of: str = "of"
    rate: str = ""  # pattern after an amount of money: a week, the word for the time being its group
    roles: Mapping[str, str] = field(default_factory=dict)  # by, to, from → pattern right before it
    skipped: frozenset[str] = frozenset()  # words between a number and what it counts


def measures(text: str, record: Language, taken: Iterable[tuple[int, int]] = ()) -> tuple[Measure, ...]:
    """The amounts of a text, in order.

    Args:
        taken: stretches that are read already, such as dates.
    """
    known = MEASURING[record.code]
    found: list[Measure] = []
    spans = list(taken)
    for reader in (_scores, _halves, _shares, _factors, _ordinals, _amounts, _single, _vague):
        for measure in reader(text, record, known):
            if all(measure.end <= start or measure.start >= end for start, end in spans):
                spans.append((measure.start, measure.end))
                found.append(measure)
    return tuple(sorted(found, key=lambda measure: measure.start))


# --- one kind after another -----------------------------------------------------------------------------------------


def _numbers(text: str, record: Language) -> list[tuple[Number, float]]:
    found = []
    for number in numbers(text, record):
        value = _value(text, record, number)
        if value is not None and number.end > number.start:
            found.append((number, value))
    return sorted(found, key=lambda pair: pair[0].start)


def _value(text: str, record: Language, number: Number) -> float | None:
    """What a number is, if its language leaves one reading."""
    values = [float(value) for value in number.values if not value.startswith("month")]
    if number.kind == "loose" or len(values) != len(number.values):
        return None
    if len(values) > 1 and re.match(rf"{_GROUPED[record.code]}(?!\d)", text[number.start : number.end]):
        return max(values)
    if len(values) == 2 and max(values) - min(values) == 0.5:  # two and a half
        return max(values)
    return values[0] if len(values) == 1 else None


def _scores(text: str, record: Language, known: Measuring) -> Iterator[Measure]:
    """62 to 58; 40 votes to 31; 3:2; 62 for, 58 against."""
    pairs = _numbers(text, record)
    for (left, first), (right, second) in zip(pairs, pairs[1:], strict=False):
        between = text[left.end : right.start]
        after = text[right.end : right.end + 12]
        plain = re.fullmatch(known.score, between, re.I)
        if (
            plain is None
            or "." in text[left.start : left.end]
            or re.match(r"[\s-]*(?:%|per|prozent|pour)", after, re.I)
        ):
            continue
        if re.search(r"\b(?:from|de|von)\s+$", text[: left.start], re.I):
            continue
        if first < second and not re.search(r"vot|voix|stimm|lawmaker|seat|goal|but|\d[:–-]$", between + after, re.I):
            continue  # 5 to 10 people is a range
        yield _measure(text, known, "score", first, left.start, right.end, against=second)


def _shares(text: str, record: Language, known: Measuring) -> Iterator[Measure]:
    """A third of; two thirds; one in five; four out of ten."""
    if known.one_in:
        for match in re.finditer(known.one_in, text, re.I):
            low, high = _small(match[1], record), _small(match[2], record)
            if low and high and low < high <= 1000:
                yield _measure(text, known, "share", 100 * low / high, match.start(), match.end(), unit="%")
    for pattern, share in known.fractions.items():
        for match in _compiled(pattern).finditer(text):
            yield _measure(text, known, "share", 100 * share, match.start(), match.end(), unit="%")


def _small(word: str, record: Language) -> float | None:
    ones = {"one", "a", "ein", "eine", "einer", "un", "une", "jeder", "jede"}
    if word.lower() in ones:
        return 1.0
    values = _numbers(word, record)
    return values[0][1] if len(values) == 1 else None


def _factors(text: str, record: Language, known: Measuring) -> Iterator[Measure]:
    """Doubled; twice as many; three times the limit; tenfold."""
    for pattern, factor in known.factors.items():
        for match in _compiled(pattern).finditer(text):
            yield _measure(text, known, "factor", factor, match.start(), match.end())
    for number, value in _numbers(text, record):
        rest = text[number.end :]
        times = re.match(known.times_as, rest, re.I) or re.match(known.fold, rest, re.I)
        if times:
            yield _measure(text, known, "factor", value, number.start, number.end + times.end())


def _ordinals(text: str, record: Language, known: Measuring) -> Iterator[Measure]:
    """The third attempt; the 40th flight; not: a third of, a third (another one)."""
    words = "|".join(sorted(known.ordinals, key=len, reverse=True))
    for match in re.finditer(rf"\b({words})\b", text, re.I):
        if not re.match(known.not_ordinal, text[match.end() :], re.I) and not re.search(
            r"\ba\s$", text[: match.start()]
        ):
            value = known.ordinals[match[1].lower()]
            yield _measure(text, known, "ordinal", value, match.start(), match.end())
    for match in re.finditer(rf"\b(\d{{1,4}}){known.ordinal_mark}", text):
        yield _measure(text, known, "ordinal", int(match[1]), match.start(), match.end())


def _amounts(text: str, record: Language, known: Measuring) -> Iterator[Measure]:
    """A number with its unit, or of things; the first of a range has the unit of the second."""
    pairs = [pair for pair in _numbers(text, record) if not _in_name(text, pair[0])]
    ends = [_half_after(text, number, value) for number, value in pairs]
    for place, (number, value) in enumerate(pairs):
        made = _amount(text, known, number.start, ends[place], value)
        if made.kind == "count" and place + 1 < len(pairs):
            second, _ = pairs[place + 1]
            if re.fullmatch(r"\s*(?:[-–]|to|and|or|bis|und|oder|à|et|ou)\s*", text[made.end : second.start], re.I):
                made = _of_range(text, known, made, value, ends[place + 1])
        yield made


def _half_after(text: str, number: Number, value: float) -> int:
    """Where a number ends, its half included."""
    half = re.match(r"[\s-]+and[\s-]a[\s-]half\b", text[number.end :])
    return number.end + half.end() if half and value % 1 == 0.5 else number.end


def _of_range(text: str, known: Measuring, first: Measure, value: float, end: int) -> Measure:
    """The first number of a range with the unit that stands after the second."""
    unit = _unit(known, text[end:])
    if unit is None:
        return first
    (kind, name, scale), _ = unit
    return replace(first, kind=kind, unit=name, value=value * scale, low=first.low * scale, high=first.high * scale)


def _in_name(text: str, number: Number) -> bool:
    """Whether a number is part of a name or code: G7, A-320, #1, Lumis-3."""
    before, after = text[: number.start], text[number.end :]
    return bool(re.search(r"[#§@\w]$|\w[-–/]$", before) or re.match(r"[a-zA-Z]\d|[/:]\d", after))


def _amount(text: str, known: Measuring, start: int, end: int, value: float) -> Measure:
    before, after = text[:start], text[end:]
    old = re.search(known.age_before, before, re.I)
    if old and (old[0].endswith("(") != after.startswith(")") or re.match(r"\s*[\w$€£%]", after)):
        old = None
    if match := re.match(known.age_after, after, re.I):
        return _measure(text, known, "age", value, start, end + match.end(), unit="years")
    if old and value < 120:
        return _measure(text, known, "age", value, start, end, unit="years")
    for pattern, code in known.signs.items():
        if match := re.search(rf"(?:{pattern})\s?$", before):
            return _measure(text, known, "money", value, match.start(), end, unit=code)
    unit = _unit(known, after)
    if unit is None:
        return _measure(text, known, "count", value, start, end)
    (kind, name, scale), length = unit
    made = _with_unit(text, known, kind, name, value * scale, scale, start, end + length)
    rate = re.match(known.rate, text[made.end :], re.I) if known.rate and kind in ("money", "count", "mass") else None
    return replace(made, unit=f"{made.unit}/{rate[1].lower()}") if rate else made


def _unit(known: Measuring, after: str) -> tuple[Unit, int] | None:
    """The longest unit that a text begins with."""
    found = [
        (unit, match.end())
        for pattern, unit in known.units.items()
        if (match := re.match(rf"[\s\u00a0-]*(?:{pattern})(?![^\W\d_])", after, re.I))
    ]
    return max(found, key=lambda pair: pair[1]) if found else None


def _with_unit(
    text: str, known: Measuring, kind: MeasureKind, name: str, value: float, scale: float, start: int, end: int
) -> Measure:
    if kind == "degrees":
        minus = re.search(known.minus, text[:start], re.I)
        below = re.match(known.below_zero, text[end:], re.I)
        fahrenheit = re.match(r"\s?(?:°\s?)?F(?:ahrenheit)?\b", text[end:])
        value = -value if minus or below else value
        value = (value - 32) * 5 / 9 if fahrenheit else value
        start = minus.start() if minus else start
        end += below.end() if below else 0
        return _measure(text, known, kind, value, start, end, unit=name)
    off = HALF * scale if kind == "duration" and value / scale < 100 else 0.0
    return _measure(text, known, kind, value, start, end, unit=name, off=off)


def _halves(text: str, record: Language, known: Measuring) -> Iterator[Measure]:
    """Half a percentage point; half an hour; half a million francs."""
    for match in re.finditer(known.half, text, re.I) if known.half else ():
        rest = text[match.end() :]
        times = _PARTS_OF_ONE.get(match[0].lower().split()[0], 0.5)
        scale = re.match(r"(million|billion|dozen|thousand)\b", rest, re.I)
        if scale:
            yield _amount(text, known, match.start(), match.end() + scale.end(), times * _LARGE[scale[1].lower()])
        elif unit := _unit(known, rest):
            (kind, name, size), length = unit
            yield _with_unit(text, known, kind, name, times * size, size, match.start(), match.end() + length)


def _single(text: str, record: Language, known: Measuring) -> Iterator[Measure]:
    """An hour and a half; for a day; one dead."""
    if not known.a:
        return
    for match in re.finditer(rf"\b(?:{known.a})\s+", text, re.I):
        unit = _unit(known, text[match.end() :])
        if unit is None or unit[0][0] not in ("duration", "length", "points", "share"):
            continue
        (kind, name, size), length = unit
        end = match.end() + length
        half = re.match(r"\s+and\s+a\s+half\b|\s+et\s+demie?\b", text[end:], re.I)
        spans = re.search(r"\b(?:for|within|in|after|lasted|took|under|than|over|about|almost|nearly|every|some)\s+$",
                          text[: match.start()], re.I)  # fmt: skip
        counted = match[0].strip().lower() in ("one", "single")
        if half or spans or counted:
            value = (1.5 if half else 1.0) * size
            yield _with_unit(text, known, kind, name, value, size, match.start(), end + (half.end() if half else 0))
    for match in re.finditer(
        r"(?<!\bno )(?<!\bevery )\b(?:one|a single|a couple of|a pair of)\b(?=\s+[a-z])", text, re.I
    ):
        if not re.match(r"\s+(?:of|another|by|day|the|who|that|more)\b", text[match.end() :]) and record.code == "en":
            value = 1.0 if match[0].lower() in ("one", "a single") else 2.0
            yield _measure(text, known, "count", value, match.start(), match.end())


def _vague(text: str, record: Language, known: Measuring) -> Iterator[Measure]:
    """Dozens; several hundred; thousands."""
    for pattern, (low, high) in known.vague.items():
        for match in _compiled(pattern).finditer(text):
            large = re.match(r"\s+(million|billion|thousand)\b", text[match.end() :], re.I)
            end = match.end() + (large.end() if large else 0)
            size = _LARGE[large[1].lower()] if large else 1.0
            after = _unit(known, text[end:]) or _unit(known, re.sub(r"^\s+of\b", "", text[end:]))
            kind, unit, scale = after[0] if after else ("count", "", 1.0)
            size *= scale
            made = _measure(text, known, kind, low * size, match.start(), end, unit=unit)
            yield made if made.bound else replace(made, low=low * size, high=high * size, bound="about")


# --- what they share ------------------------------------------------------------------------------------------------


def _measure(
    text: str, known: Measuring, kind: MeasureKind, value: float, start: int, end: int,
    *, unit: str = "", against: float | None = None, off: float = 0.0,
) -> Measure:  # fmt: skip
    bound, first = _bound(text, known, start, end)
    low, high = _range(kind, value, bound, off)
    return Measure(
        kind, value, low, high, unit, _counted(text, known, end), bound, start, end, text[start:end], against,
        _role(text, known, first),
    )  # fmt: skip


def _bound(text: str, known: Measuring, start: int, end: int) -> tuple[MeasureBound, int]:
    """What limits an amount, and where it and what limits it begin."""
    before, after = text[:start], text[end:]
    for bound, pattern in known.bounds:
        if match := re.search(rf"\b(?:{pattern})\s+(?:[$€£]\s?)?$", before, re.I):
            return bound, match.start()
    for bound, pattern in known.bounds_after:
        if re.match(rf"\s+(?:{pattern})\b", after, re.I):
            return bound, start
    return "", start


def _range(kind: MeasureKind, value: float, bound: MeasureBound, off: float) -> tuple[float, float]:
    """What an amount can mean."""
    if kind in ("ordinal", "score", "age"):
        return value, value
    size = abs(value)
    off = max(off, size * ROUGH if bound == "about" else 0.0, size * ROUND if _round(kind, value) else 0.0)
    if bound in ("more than", "at least"):
        return value - (off if bound == "at least" else 0.0), value * REACH
    if bound in ("less than", "at most"):
        return value * (0.75 if bound == "at most" else 0.5), value + off
    if bound == "nearly":
        return value - size * ROUGH, value
    return value - off, value + off


def _round(kind: MeasureKind, value: float) -> bool:
    """Whether a number of things is likely to be rounded: 3,200 and 40 million, not 46."""
    figure = f"{value:.0f}"
    return kind not in ("share", "points", "factor", "degrees", "duration") and (
        value >= 100 and len(figure.rstrip("0")) <= max(1, len(figure) - 2)
    )


def _role(text: str, known: Measuring, start: int) -> str:
    return next(
        (name for name, pattern in known.roles.items() if re.search(rf"\b(?:{pattern})\s+$", text[:start], re.I)), ""
    )


def _counted(text: str, known: Measuring, end: int) -> str:
    """The next word that may be what is counted, as it stands."""
    rest = re.split(r"[,;:.()–—\"“”«»?!]", text[end : end + 60])[0]
    for word in re.findall(r"[^\W\d_]+", rest):
        if word.lower() not in known.skipped and len(word) > 2:
            return str(word.lower())
    return ""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})(?![^\W\d_])", re.I)


# --- English --------------------------------------------------------------------------------------------------------


def _fractions(
    parts: Sequence[tuple[str, int]], numerals: Sequence[tuple[str, int]], joint: str, after: str
) -> dict[str, float]:
    """Pattern → share, for one to as many parts as there are of each kind."""
    found = {}
    for part, count in parts:
        for numeral, number in numerals:
            if number < count:
                found[rf"{numeral}{joint}(?:{part}){after}"] = number / count
    return found


_PARTS = [("thirds?", 3), ("quarters?|fourths?", 4), ("fifths?", 5), ("sixths?", 6), ("sevenths?", 7), ("eighths?", 8),
          ("ninths?", 9), ("tenths?", 10)]  # fmt: skip
_NUMERALS = [("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9)]
_EN_TIMES = {
    "seconds?": "second", "minutes?|mins?": "minute", "hours?|hrs?": "hour", "days?|nights?": "day", "weeks?": "week",
    "months?": "month", "years?": "year", "decades?": "decade", "centur(?:y|ies)": "century",
}  # fmt: skip
_EN = Measuring(
    units={
        r"%|per ?cent|pct": ("share", "%", 1.0),
        r"(?:percentage|per ?cent)[\s-]points?": ("points", "%", 1.0), "basis points?": ("points", "%", 0.01),
        r"(?:of\s+)?(?:us[\s-])?dollars?|usd": ("money", "USD", 1.0), "euros?|eur": ("money", "EUR", 1.0),
        "pounds? sterling|pounds?|gbp": ("money", "GBP", 1.0), "(?:swiss )?francs?|chf": ("money", "CHF", 1.0),
        "yen": ("money", "JPY", 1.0), "yuan|renminbi": ("money", "CNY", 1.0), "roubles?|rubles?": ("money", "RUB", 1.0),
        "rupees?": ("money", "INR", 1.0), "kron(?:a|or|e|er)|crowns?": ("money", "CROWN", 1.0),
        "zloty(?:s|ch)?": ("money", "PLN", 1.0), "lira": ("money", "TRY", 1.0), "cents?": ("money", "CENT", 1.0),
        "kilomet(?:re|er)s?|kms?": ("length", "m", 1e3), "miles?": ("length", "m", 1609.34),
        "nautical miles?": ("length", "m", 1852.0), "met(?:re|er)s?|m": ("length", "m", 1.0),
        "feet|foot|ft": ("length", "m", 0.3048), "yards?": ("length", "m", 0.9144),
        "cent?imet(?:re|er)s?|cm": ("length", "m", 0.01), "millimet(?:re|er)s?|mm": ("length", "m", 0.001),
        "inch(?:es)?": ("length", "m", 0.0254),
        "square kilomet(?:re|er)s?|km²": ("area", "m2", 1e6), "square miles?": ("area", "m2", 2.59e6),
        "square met(?:re|er)s?|m²": ("area", "m2", 1.0), "square feet|square foot": ("area", "m2", 0.0929),
        "hectares?|ha": ("area", "m2", 1e4), "acres?": ("area", "m2", 4046.9),
        "cubic met(?:re|er)s?|m³": ("volume", "l", 1e3), "lit(?:re|er)s?": ("volume", "l", 1.0),
        "gallons?": ("volume", "l", 3.785), "barrels?": ("volume", "l", 159.0), "cubic feet": ("volume", "l", 28.3),
        "kilogram(?:me)?s?|kilos?|kg": ("mass", "kg", 1.0), "(?:metric )?tons?|tonnes?": ("mass", "kg", 1e3),
        "gram(?:me)?s?|g": ("mass", "kg", 1e-3), "milligram(?:me)?s?|mg": ("mass", "kg", 1e-6),
        "pounds? of|lbs?": ("mass", "kg", 0.4536), "ounces?": ("mass", "kg", 0.02835),
        r"kilomet(?:re|er)s? (?:an|per) hour|km/h|kph": ("speed", "km/h", 1.0),
        r"miles (?:an|per) hour|mph": ("speed", "km/h", 1.609), "knots?": ("speed", "km/h", 1.852),
        r"met(?:re|er)s? (?:a|per) second": ("speed", "km/h", 3.6),
        r"degrees?(?: celsius| centigrade)?|°\s?c?": ("degrees", "C", 1.0),
        **{pattern: ("duration", "s", _SECONDS[name]) for pattern, name in _EN_TIMES.items()},
    },
    signs={r"US\$|\$": "USD", "€|EUR": "EUR", "£": "GBP", "¥": "JPY", "CHF": "CHF"},
    bounds=(
        ("more than", "(?:far |well |much )?(?:more than|over|above|upwards of|exceeding|beyond|in excess of|greater than)"),
        ("at least", "at least|no (?:fewer|less) than|a minimum of"),
        ("at most", "up to|at most|as (?:much|many|high|far|long) as|no more than|a maximum of|until"),
        ("less than", "(?:far |well |much )?(?:less than|fewer than|under|below)|not even|short of"),
        ("nearly", "nearly|almost|just under|close to|approaching|just short of|towards?"),
        ("about", "about|around|roughly|approximately|some|circa|an estimated|an average of|just over|a good|or so"),
    ),
    bounds_after=(("at least", "or more|at least|and more|and above"), ("about", "or so|or thereabouts"),
                  ("at most", "at most|or (?:less|fewer)")),
    fractions={
        **_fractions(_PARTS, _NUMERALS, r"[\s-]", ""),
        **_fractions(_PARTS, [("(?:an?|one)", 1)], r"[\s-]", r"(?=\s+of\b)"),
        r"by (?:an? |one[\s-])third": 1 / 3, r"by (?:an? |one[\s-])quarter": 0.25, r"by (?:an? |one[\s-])fifth": 0.2,
        r"one[\s-]third": 1 / 3, r"one[\s-]quarter": 0.25, r"one[\s-]fifth": 0.2,
        r"(?:by |about |around |only |over |under |in |more than |less than |nearly |almost )half(?!\s+(?:an?|past|time|hour))"
        r"|half(?=\s+(?:of|the|its|their|his|her|those|all)\b)": 0.5,
        r"every (?:second|other)(?=\s+(?!day|week|month|year|time|hour)\w)": 0.5,
        r"every third(?=\s+(?!day|week|month|year|time)\w)": 1 / 3,
        r"every fourth(?=\s+(?!day|week|month|year|time)\w)": 0.25,
        r"entirely|in full|completely(?= (?:cut|halt|stop|insur|cover))": 1.0,
    },
    factors={
        "doubl(?:e|es|ed|ing)": 2.0, "twofold": 2.0, "twice(?= (?:as|the|what|its|their))": 2.0,
        "(?:tripl|trebl)(?:e|es|ed|ing)": 3.0, "quadrupl(?:e|es|ed|ing)": 4.0, "quintupl(?:e|es|ed|ing)": 5.0,
        "thrice|threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "tenfold": 10.0, "halv(?:e|es|ed|ing)": 0.5,
    },
    times_as=r"\s+times\s+(?=as\b|more\b|the\b|higher\b|larger\b|bigger\b|greater\b|over\b|what\b|its\b|faster\b|longer\b)",
    fold=r"[\s-]?fold\b",
    ordinals={
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
        "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
        "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
        "hundredth": 100,
    },
    ordinal_mark=r"(?:st|nd|rd|th)\b",
    not_ordinal=r"\s+(?:of\s+(?:the|all|its|their|his|her|them|those|these)\b|half\b)|-?\s*(?:,|\.|$)|\s+(?:and|but|he|she|it|they|we|i)\b",
    one_in=r"\b((?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twenty))\s+(?:in|out of)\s+(?:every\s+|each\s+)?"
           r"((?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred))\b"
           r"(?!\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|places|cities|countries)\b)(?![\d,.]\d)",
    score=r"\s*(?:votes?|seats?|points?|goals?|lawmakers|members)?\s*(?:to|against|[-–:])\s*|"
          r"\s+(?:lawmakers |members |deputies |votes? )?(?:voted )?(?:for|in favou?r|yes)(?: and|,)? ",
    below_zero=r"\s+(?:celsius\s+)?below(?:\s+(?:zero|freezing))?",
    minus=r"(?:\bminus|−|(?<!\w)-)\s?$",
    age_before=r"\baged?\s+$|\bage of\s+$|(?-i:[A-Z])[\w’'-]+,\s$(?<!\d,\s)|(?-i:[A-Z])[\w’'-]+\s\($"
    r"|\b(?:boy|girl|child|man|woman|son|daughter|toddler|teenager|pensioner|student|pupil)(?: of\s|,\s|\s\()$",
    age_after=r"[\s-]years?[\s-]old\b|-year-olds?\b|(?<=\d)(?=,\s(?:who|a|an|the|was|is|will|has|from)\b)\b$",
    half=r"\bhalf\s+(?:an?\s+|of\s+an?\s+)|\b(?:one and a half|(?:a|three) quarters? of an?)\s+",
    a="an?|one|single",
    vague={
        "dozens": (24, 200), "scores": (40, 200), "(?:several |many |some )?hundreds": (150, 5000),
        "(?:several|a few|some) hundred": (200, 999), "(?:several |many |tens of )?thousands": (1000, 100000),
        "(?:several|a few) thousand": (2000, 9999), "(?:several|a few) dozen": (24, 120), "hundreds of thousands": (1e5, 1e6),
        "(?:several |many )?millions": (1e6, 1e8), "a hundred": (95, 105), "a thousand": (950, 1050),
        "a dozen": (12, 12), "a million": (9.5e5, 1.05e6),
    },
    rate=r"\s+(?:an?|per|each|every)\s+(second|minute|hour|day|week|month|year|head|person)\b",
    roles={"by": "by", "to": "to|at", "from": "from"},
    skipped=frozenset(
        ["the", "a", "an", "of", "more", "new", "other", "old", "young", "different", "additional", "further", "major", "were", "was", "are", "is", "have", "has", "had", "been", "who", "and", "or", "but", "in", "on", "at", "to", "for", "from", "by", "with", "people's", "some", "such", "these", "those", "than"]
    ),
)  # fmt: skip

# --- German ---------------------------------------------------------------------------------------------------------

_DE = Measuring(
    units={
        "%|prozent": ("share", "%", 1.0), "prozentpunkte?n?": ("points", "%", 1.0),
        "us-dollars?|dollars?": ("money", "USD", 1.0), "euro": ("money", "EUR", 1.0), "pfund": ("money", "GBP", 1.0),
        "(?:schweizer )?franken": ("money", "CHF", 1.0), "yen": ("money", "JPY", 1.0), "rubel": ("money", "RUB", 1.0),
        "kronen": ("money", "CROWN", 1.0), "cent": ("money", "CENT", 1.0),
        "kilometern?|km": ("length", "m", 1e3), "meilen?": ("length", "m", 1609.34), "metern?|m": ("length", "m", 1.0),
        "zentimetern?|cm": ("length", "m", 0.01), "millimetern?|mm": ("length", "m", 0.001),
        "quadratkilometern?": ("area", "m2", 1e6), "quadratmetern?": ("area", "m2", 1.0), "hektar": ("area", "m2", 1e4),
        "kubikmetern?": ("volume", "l", 1e3), "litern?": ("volume", "l", 1.0),
        "kilogramm|kilo|kg": ("mass", "kg", 1.0), "tonnen?": ("mass", "kg", 1e3), "gramm": ("mass", "kg", 1e-3),
        "stundenkilometern?|kilometern? pro stunde|km/h": ("speed", "km/h", 1.0),
        "grad(?: celsius)?|°\\s?c?": ("degrees", "C", 1.0),
        "sekunden?": ("duration", "s", 1.0), "minuten?|minütig\\w+": ("duration", "s", 60.0),
        "stunden?|stündig\\w+": ("duration", "s", 3600.0), "tage?n?|tägig\\w+|nächten?": ("duration", "s", _DAY),
        "wochen?": ("duration", "s", 7 * _DAY), "monate?n?": ("duration", "s", _SECONDS["month"]),
        "jahre?n?": ("duration", "s", _SECONDS["year"]), "jahrzehnte?n?": ("duration", "s", _SECONDS["decade"]),
    },
    signs={r"US\$|\$": "USD", "€": "EUR", "£": "GBP"},
    bounds=(
        ("more than", "mehr als|über"), ("at least", "mindestens|wenigstens"), ("at most", "bis zu|höchstens"),
        ("less than", "weniger als|unter"), ("nearly", "fast|knapp|beinahe|nahezu"), ("about", "rund|etwa|ungefähr|circa|gut|gegen|ca\\."),
    ),
    fractions={
        "(?:ein|eines|einem) viertel": 0.25, "drei viertel|dreiviertel": 0.75, "(?:ein|eines|einem) drittel": 1 / 3,
        "zwei drittel": 2 / 3, "(?:ein|einem) fünftel": 0.2, "(?:die |der )?hälfte|halbier\\w+|zur hälfte": 0.5,
        "jede[rsnm]? zweite[rsn]?": 0.5, "jede[rsnm]? dritte[rsn]?": 1 / 3, "jede[rsnm]? vierte[rsn]?": 0.25,
        "jede[rsnm]? fünfte[rsn]?": 0.2, "jede[rsnm]? zehnte[rsn]?": 0.1, "vollständig|komplett|gänzlich|ganz": 1.0,
    },
    factors={"verdoppel\\w*|doppelt\\w*|doppelte\\w*": 2.0, "verdreifach\\w*|dreifach\\w*|dreimal": 3.0,
             "vervierfach\\w*|vierfach\\w*|viermal": 4.0, "halbier\\w*": 0.5},
    times_as=r"[\s-]?mal so\b", fold=r"-?fach\w*",
    ordinals={"erste": 1, "ersten": 1, "erster": 1, "erstes": 1, "zweite": 2, "zweiten": 2, "zweiter": 2, "dritte": 3,
              "dritten": 3, "dritter": 3, "vierte": 4, "vierten": 4, "vierter": 4, "fünfte": 5, "fünften": 5,
              "fünfter": 5, "sechste": 6, "sechsten": 6, "siebte": 7, "siebten": 7, "achte": 8, "achten": 8,
              "neunte": 9, "neunten": 9, "zehnte": 10, "zehnten": 10, "elfte": 11, "zwölfte": 12},
    ordinal_mark=r"\.(?=\s[A-ZÄÖÜ])", not_ordinal="$^",
    one_in=r"\b(ein\w*|zwei|drei|vier|fünf|sechs|sieben|acht|neun|\d+) von (zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|hundert|\d{1,3})\b",
    score=r"\s*(?:stimmen|sitze)?\s*(?:zu|gegen|[:–-])\s*",
    below_zero=r"\s+(?:unter null|minus)", minus=r"(?:\bminus|−|(?<!\w)-)\s?$",
    age_before=r"\bim Alter von\s+$|(?-i:[A-ZÄÖÜ])[\w-]+\s\($", age_after=r"[\s-]jahre alt\w*|-?jährige?[rnms]?\b",
    vague={"dutzende": (24, 200), "hunderte": (150, 5000), "tausende": (1000, 1e5), "mehrere hundert": (200, 999),
           "einige hundert": (200, 999), "(?:ein )?dutzend": (12, 12), "viertelmillion": (2.5e5, 2.5e5)},
    roles={"by": "um", "to": "auf", "from": "von"},
)  # fmt: skip

# --- French ---------------------------------------------------------------------------------------------------------

_FR = Measuring(
    units={
        "%|pour ?cent": ("share", "%", 1.0), "points?(?: de pourcentage)?": ("points", "%", 1.0),
        "(?:de |d')?dollars?": ("money", "USD", 1.0), "(?:d'|d’)?euros?|€": ("money", "EUR", 1.0),
        "(?:de )?francs?(?: suisses)?": ("money", "CHF", 1.0), "livres?(?: sterling)?": ("money", "GBP", 1.0),
        "(?:de )?couronnes?": ("money", "CROWN", 1.0), "(?:de )?roubles?": ("money", "RUB", 1.0),
        "kilomètres?|km": ("length", "m", 1e3), "milles?": ("length", "m", 1609.34), "mètres?|m": ("length", "m", 1.0),
        "centimètres?|cm": ("length", "m", 0.01), "millimètres?|mm": ("length", "m", 0.001),
        "kilomètres? carrés?": ("area", "m2", 1e6), "mètres? carrés?": ("area", "m2", 1.0), "hectares?": ("area", "m2", 1e4),
        "mètres? cubes?": ("volume", "l", 1e3), "litres?": ("volume", "l", 1.0),
        "kilos?|kilogrammes?|kg": ("mass", "kg", 1.0), "tonnes?": ("mass", "kg", 1e3), "grammes?": ("mass", "kg", 1e-3),
        r"kilomètres?(?:[\s-]|/)(?:à l['’])?heure|km/h": ("speed", "km/h", 1.0),
        "degrés?(?: celsius)?|°\\s?c?": ("degrees", "C", 1.0),
        "secondes?": ("duration", "s", 1.0), "minutes?": ("duration", "s", 60.0), "heures?": ("duration", "s", 3600.0),
        "jours?|nuits?": ("duration", "s", _DAY), "semaines?": ("duration", "s", 7 * _DAY),
        "mois": ("duration", "s", _SECONDS["month"]), "ans?|années?": ("duration", "s", _SECONDS["year"]),
        "décennies?": ("duration", "s", _SECONDS["decade"]), "siècles?": ("duration", "s", _SECONDS["century"]),
    },
    signs={r"US\$|\$": "USD", "€": "EUR", "£": "GBP"},
    bounds=(
        ("more than", "plus de|plus d['’]"), ("at least", "au moins"), ("at most", "jusqu['’]à|au plus"),
        ("less than", "moins de"), ("nearly", "près de|presque"), ("about", "environ|quelque|autour de|à peu près"),
    ),
    fractions={
        "(?:un|d['’]un|du) quart": 0.25, "(?:les )?trois quarts": 0.75, "(?:un|d['’]un|du) tiers": 1 / 3,
        "(?:les )?deux tiers": 2 / 3, "un cinquième": 0.2, "(?:la |de )?moitié": 0.5, "intégralement|totalement|entièrement": 1.0,
    },
    factors={"doubl\\w+|deux fois": 2.0, "tripl\\w+|trois fois": 3.0, "quadrupl\\w+|quatre fois": 4.0, "divis\\w+ par deux": 0.5},
    times_as=r"\s+fois\b", fold="$^",
    ordinals={"premier": 1, "première": 1, "deuxième": 2, "second": 2, "seconde": 2, "troisième": 3, "quatrième": 4,
              "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8, "neuvième": 9, "dixième": 10, "onzième": 11,
              "douzième": 12, "quarantième": 40},
    ordinal_mark=r"(?:e|er|ère|ème)\b", not_ordinal="$^",
    one_in=r"\b(une?|deux|trois|quatre|cinq|six|sept|huit|neuf|\d+)\s+(?:\w+\s+)?sur\s+(deux|trois|quatre|cinq|six|sept|huit|neuf|dix|cent|\d{1,3})\b",
    score=r"\s*(?:voix|sièges)?\s*(?:contre|à|[:–-])\s*",
    below_zero=r"\s+(?:au-dessous|en dessous) de zéro", minus=r"(?:\bmoins|−|(?<!\w)-)\s?$",
    age_before=r"\bâgée?s? de\s+$|(?-i:[A-Z])[\w-]+\s\($", age_after="$^",
    vague={"dizaines": (20, 99), "centaines": (150, 5000), "milliers": (1000, 1e5), "quelques centaines": (200, 999),
           "plusieurs centaines": (200, 999), "une douzaine": (12, 12), "une dizaine": (10, 10), "une vingtaine": (20, 20),
           "une trentaine": (30, 30), "une quarantaine": (40, 40), "une cinquantaine": (50, 50), "une centaine": (100, 100)},
    roles={"by": "de", "to": "à", "from": "de"},
)  # fmt: skip

MEASURING: dict[str, Measuring] = {"en": _EN, "de": _DE, "fr": _FR}
