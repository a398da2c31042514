"""Numbers of the source that the translation has lost or changed, however either of them writes numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.data import Lang
from pipeline.guards.number_words import HINTS, LETTERS, MONTHS, SCALES, TENS, UNITS

Kind = Literal["figure", "word", "loose"]

_DIGIT = re.compile(r"\d")
_CASES = ("", "n", "r", "s", "m", "ns")
_GAP = "[ \u00a0\u202f\u2009]"
_FIGURE = re.compile(rf"\d{{1,3}}(?:{_GAP}\d{{3}})+(?:[.,]\d+)?(?![\d])|\d+(?:[.,'’]\d+)*")
_CLOCK: dict[Lang, re.Pattern[str]] = {
    "de": re.compile(rf"\b(\d{{1,2}})(?:[.:](\d\d))?{_GAP}?Uhr(?:{_GAP}?(\d\d)\b)?"),
    "fr": re.compile(rf"\b(\d{{1,2}})()(?:{_GAP}?(?:h|heures?)\b|{_GAP}?h(?=\d))(?:{_GAP}?(\d\d)\b)?", re.I),
    "en": re.compile(rf"\b(\d{{1,2}})(?:[.:](\d\d))?()(?={_GAP}?[ap]\.?m\b)", re.I),
}
_DATE = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d\d)?(?!\d)")
_DECADES = re.compile(r"\b(?:années|ans|décennie|['’])\s?(\d0)\b", re.I)
_TO = re.compile(rf"{_GAP}?(?:-|–|bis|oder|und|à|ou|et|to|or|and|-{_GAP}bis){_GAP}?")
_TOKEN = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"\b[IVX]+(?=e\b|ème\b|er\b|\b)")
_METRIC = re.compile(
    r"[\s-]*(?:(?:kilo|quadrat|centi|zenti|milli|kubik)?(?:met(?:er|re)|mètre)[ns]*|kph|[ckm]m|km²|km/h"
    r"|kilo\w*|kg|liter\w*|litres?"
    r"|hekt\w+|hect\w+|ha|ton\w+|gramm\w*|grammes?|grad|degrés?|°\s?c|l|m|m²|stundenkilometer\w*)\b",
    re.I,
)
_IMPERIAL = re.compile(
    r"[\s-]*(?:feet|foot|ft|square|cubic|miles?|mph|yards?|inch(?:es)?|gallons?|pounds?|lbs?|ounces?|acres?"
    r"|degrees|°\s?f|fahrenheit|meilen?|fuß|pfund|zoll|milles|pieds?|livres|pouces?|gallon\w*)\b",
    re.I,
)
_FACTORS = (
    (3.281, 0),
    (0.6214, 0),
    (0.264, 0),
    (0.22, 0),
    (2.205, 0),
    (1.8, 32),
    (10.76, 0),
    (0.394, 0),
    (2.471, 0),
    (1.094, 0),
    (35.3, 0),
    (0.386, 0),
)
_CENTURY = re.compile(r"\b(1\d|20)\d\d[-/–](\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands: the readings that its writing allows, of which the other side needs one.

    Figures must be there on the other side; words (drei) may be put otherwise, but not as another number; loose ones
    (beide, half) are never asked for.
    """

    text: str
    start: int
    end: int
    values: frozenset[str]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Differing:
    """Numbers of the source without a counterpart, and numbers of the translation without one, as they are written."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


def numbers_differing(source: str, lang: Lang, translation: str) -> Differing:
    """What was lost and what came in its place; both empty where the numbers agree, conversions included."""
    ours, theirs = read(source, lang), read(translation, "en")
    if not ours and not theirs:
        return Differing((), ())
    missing, extra = _unconverted(source, _without(ours, theirs), translation, _without(theirs, ours))
    if not any(_certain(number) for number in missing + extra):
        exact = _without(ours, [number for number in theirs if number.kind != "loose"])
        missing = exact if extra else []
        extra = extra if missing else []
    return Differing(tuple(number.text for number in missing), tuple(number.text for number in extra))


def _without(numbers: list[Number], others: list[Number]) -> list[Number]:
    """The numbers that have to have a counterpart and have none."""
    there = {value for other in others for value in other.values}
    return [number for number in numbers if number.kind != "loose" and not number.values & there]


def _certain(number: Number) -> bool:
    """Whether it alone shows a fault: figures do, and words too large to be put otherwise."""
    return number.kind == "figure" or all(9 < float(value) < 100 for value in number.values)


def _unconverted(
    source: str, ours: list[Number], translation: str, theirs: list[Number]
) -> tuple[list[Number], list[Number]]:
    """Both without what was turned from metres, litres, kilograms, degrees into feet, gallons, pounds, degrees."""
    metric, imperial = _metric(source, ours), _imperial(translation, theirs)
    pairs = [(one, other) for one in metric for other in imperial if _converted(one, other)]
    metric, imperial = _metric(translation, theirs), _imperial(source, ours)
    pairs += [(one, other) for one in metric for other in imperial if _converted(one, other)]
    gone = {id(number) for pair in pairs for number in pair}
    return [number for number in ours if id(number) not in gone], [
        number for number in theirs if id(number) not in gone
    ]


def _metric(text: str, numbers: list[Number]) -> list[Number]:
    return [number for number in numbers if _METRIC.match(text, number.end)]


def _imperial(text: str, numbers: list[Number]) -> list[Number]:
    return [number for number in numbers if _IMPERIAL.match(text, number.end)]


def _converted(metric: Number, imperial: Number) -> bool:
    """Whether one may be the other, roughly, in another unit."""
    ones, others = map(float, metric.values), [float(value) for value in imperial.values]
    wanted = [one * factor + offset for one in ones for factor, offset in _FACTORS]
    return any(abs(value - other) <= 0.1 * other for value in wanted for other in others)


def read(text: str, lang: Lang) -> list[Number]:
    """The numbers of a text, in no particular order."""
    found: list[Number] = []
    taken = list(text)

    def take(numbers: Iterator[Number]) -> None:
        for number in numbers:
            found.append(number)
            taken[number.start : number.end] = "\x00" * (number.end - number.start)

    if _DIGIT.search(text):
        take(_clocks(text, lang))
        take(_dates("".join(taken), lang))
        take(_figures("".join(taken), lang))
    found += _written("".join(taken), lang)
    return _ranges(text, sorted(found, key=lambda number: number.start))


def _key(value: float) -> str:
    return f"{value:.12g}"


def _keys(*values: float) -> frozenset[str]:
    return frozenset(map(_key, values))


def _clocks(text: str, lang: Lang) -> Iterator[Number]:
    """Hours and minutes of times of day: 14 Uhr 30, 14h30, 2:30 pm; an hour may be said twelve lower or higher."""
    for match in _CLOCK[lang].finditer(text):
        hour = int(match[1])
        if hour > 24:
            continue
        minutes = match[2] or match[3]
        yield Number(match[1], match.start(), match.end(1), _keys(hour, (hour + 12) % 24, hour - 12), "figure")
        if minutes:
            place = match.start(2) if match[2] else match.start(3)
            yield Number(minutes, place, place + 2, _keys(int(minutes)), "loose" if minutes == "00" else "figure")
            yield Number(match[0], match.start(), match.start(), _keys(hour + int(minutes) / 100), "loose")


def _dates(text: str, lang: Lang) -> Iterator[Number]:
    """Day, month and year of dates in figures."""
    for match in _DATE.finditer(text):
        if int(match[1]) > 31 or not 1 <= int(match[2]) <= 12 or (not match[3] and (lang != "de" or "/" in match[0])):
            continue
        if not match[3]:
            yield Number(match[0], match.start(), match.start(), _readings(match[0].rstrip("./")), "loose")
        for group in (1, 2, 3):
            if match[group]:
                value = int(match[group])
                years = (value, 2000 + value, 1900 + value) if group == 3 and value < 100 else (value,)
                values = _keys(*years) | ({f"month {value}"} if group < 3 else set())
                yield Number(
                    match[group], match.start(group), match.end(group), values, "figure" if match[3] else "loose"
                )


def _figures(text: str, lang: Lang) -> Iterator[Number]:
    decades = {match.start(1) for match in _DECADES.finditer(text)}
    centuries = {match.start(2): match[1] for match in _CENTURY.finditer(text)}
    for match in _FIGURE.finditer(text):
        figure, start, end = match[0], match.start(), match.end()
        values, after = _readings(figure), text[end : end + 12]
        if figure.isdigit() and (start in decades or re.match(r"er\b|['’]?s\b", after)):
            values |= _keys(1900 + int(figure) % 100) | (_keys(int(figure) % 100) if len(figure) < 5 else frozenset())
        if figure.isdigit() and start in centuries:
            values |= _keys(int(centuries[start]) * 100 + int(figure))
        scale, sure, length = _scale(after, lang)
        if scale:
            scaled = frozenset(_key(float(value) * scale) for value in values)
            values = scaled if sure else values | scaled
        code = re.fullmatch(r"0\d{3}", figure) or re.search(r"\b[kcmd]?m$", text[max(0, start - 3) : start])
        yield Number(text[start : end + length], start, end + length, values, "loose" if code else "figure")
        parts = re.findall(r"\d\d?", figure) if code or re.fullmatch(r"\d\d?[.]\d\d", figure) else []
        for part in parts:
            yield Number(figure, start, start, _keys(int(part)), "loose")


@cache
def _readings(figure: str) -> frozenset[str]:
    """What figures say by any of the three ways to group them: 1.000,5 and 1 000,5 and 1,000.5."""
    plain = re.sub(_GAP, " ", figure).replace("’", "'")
    found: set[str] = set()
    for group, point in ((".", ","), (",", "."), (" ", ","), (" ", "."), ("'", ".")):
        if re.fullmatch(
            rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(point)}\d+)?|\d+(?:{re.escape(point)}\d+)?", plain
        ):
            found.add(_key(float(plain.replace(group, "").replace(point, "."))))
    return frozenset(found) or frozenset(_key(float(part)) for part in re.findall(r"\d+", plain))


def _scale(after: str, lang: Lang) -> tuple[float, bool, int]:
    """The multiplier that follows a number, whether it can be nothing else, its end; (0, False, 0) without one."""
    match = re.match(r"[\s\-]*(?:[$€£]\s?)?([^\W\d_]+)", after)
    if not match:
        return 0.0, False, 0
    word = match[1].casefold()
    if word in SCALES[lang]:
        return SCALES[lang][word], True, match.end()
    return LETTERS[lang].get(word, 0.0), False, 0


@cache
def _table(lang: Lang) -> dict[str, float]:
    """Number words from 2 (0 and 1 are no number words: ein, un, one) to 99, and German hundreds and thousands."""
    units = {word: float(value) for value, word in enumerate(UNITS[lang].split())}
    tens = {word: 20 + 10.0 * index for index, word in enumerate(TENS[lang].split())}
    table = units | tens
    if lang == "de":
        table |= {"dreissig": 30.0}
        table |= {
            f"{unit}und{ten}": one + many for unit, one in units.items() if 0 < one < 10 for ten, many in tens.items()
        }
        small = dict(table)
        table |= {f"{word}hundert": value * 100 for word, value in small.items() if 0 < value < 100}
        table |= {f"{word}tausend": value * 1000 for word, value in table.items() if value}
        table |= {f"{word}einhalb": value + 0.5 for word, value in units.items() if 1 < value < 13}
    if lang == "fr":
        table |= {"quatre-vingts": 80.0}
    if lang != "en":
        table = _table("en") | table  # Top Ten, Six Flags
    return {word: value for word, value in table.items() if value > 1}


@cache
def _words_of(lang: Lang) -> re.Pattern[str]:
    table = sorted({*_table(lang), *SCALES[lang]} - {"md", "bio", "tn", "bn", "mds"}, key=len, reverse=True)
    one = "|".join(map(re.escape, table))
    return re.compile(
        rf"(?<![^\W\d_])(?:{one})(?:(?:[\s-]+(?:et |and |und )?|-et-|-and-)(?:{one}|un|une|one))*(?![^\W\d_])", re.I
    )


@cache
def _parts(lang: Lang) -> frozenset[str]:
    """Every word that a number in words may be made of, to pass over most texts fast."""
    return frozenset(part for word in (*_table(lang), *SCALES[lang]) for part in word.split("-"))


@cache
def _prefixes() -> re.Pattern[str]:
    small = sorted((word for word, value in _table("de").items() if value < 100), key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])({'|'.join(small)}|hundert|tausend)(?=[^\W\d_]{{3}})", re.I)


@cache
def _starts() -> frozenset[str]:
    return frozenset(word[:3] for word in (*_table("de"), "hundert", "tausend"))


@cache
def _ordinals(lang: Lang) -> dict[str, str]:
    if lang == "de":
        table = {word + end: _key(value) for word, value in _table(lang).items() for end in ("te", "ste")}
        table |= {"erste": "1", "dritte": "3", "siebte": "7", "achte": "8"}
        return {word + case: value for word, value in table.items() for case in _CASES}
    if lang == "fr":
        return {re.sub("f$", "v", word.rstrip("e")).replace("cinq", "cinqu") + "ième" + case: _key(value)
                for word, value in _table(lang).items() for case in ("", "s")}  # fmt: skip
    irregular = {"second": "2", "third": "3", "fifth": "5", "eighth": "8", "ninth": "9", "twelfth": "12"}
    return irregular | {re.sub("y$", "ie", word) + ("th"): _key(value) for word, value in _table(lang).items()}


def _written(text: str, lang: Lang) -> Iterator[Number]:
    small = text.casefold() if len(text.casefold()) == len(text) else text.lower()
    whole: set[int] = set()
    for number in _spelled(small, lang):
        whole.add(number.start)
        yield number
    tokens = _TOKEN.findall(small)
    if lang == "de" and not _starts().isdisjoint(word[:3] for word in tokens):
        for match in _prefixes().finditer(small):
            if match.start() not in whole and not re.match(r"\w*tausende", small[match.start() :]):
                value = _table("de").get(match[1], SCALES["de"].get(match[1], 0.0))
                yield Number(match[0], match.start(), match.end(), _keys(value), "word")
    for word in tokens:
        if values := _hinted(word, lang):
            yield Number(word, 0, 0, values, "loose")
    for match in _ROMAN.finditer(text):
        yield Number(match[0], match.start(), match.end(), _keys(_roman(match[0])), "loose")


def _spelled(small: str, lang: Lang) -> Iterator[Number]:
    """Numbers in words, a run of words being one or several; Millionen by itself is none."""
    if not _parts(lang).isdisjoint(_TOKEN.findall(small)):
        yield from _runs(small, lang)


def _runs(small: str, lang: Lang) -> Iterator[Number]:
    for match in _words_of(lang).finditer(small):
        alone = match[0] in SCALES[lang]
        if alone and (match[0].endswith(("en", "s")) or len(match[0]) == 3):
            continue
        counted = not alone or lang != "en" or re.search(r"\b(?:a|one)[\s-]$", small[: match.start()])
        after = small[match.end() :]
        half = re.match(r"[\s-]+and[\s-]a[\s-]half\b", after) or (lang == "fr" and " et demi" in after)
        for value in _spoken(re.split(r"[\s-]+", re.sub(r"quatre-vingts?", "quatrevingt", match[0])), lang):
            values = _keys(value, value + 0.5) if half else _keys(value)
            yield Number(match[0], match.start(), match.end(), values, "word" if counted else "loose")


@cache
def _hinted(word: str, lang: Lang) -> frozenset[str]:
    """The numbers that a word may stand for without being one: both, dritte, nineties, März."""
    said = " ".join(table.get(word, "") for table in (_ordinals(lang), _hints(lang))).split()
    months = {_month_table(lang)[word]} if word in _month_table(lang) else set()
    decade = (
        word[:-3] + "y" if lang == "en" and word.endswith("ties") else word.removesuffix("er") if lang == "de" else ""
    )
    value = _table(lang).get(decade, 0.0) if decade != word else 0.0
    return frozenset(said) | months | (_keys(value, 1900 + value) if value else frozenset())


@cache
def _hints(lang: Lang) -> dict[str, str]:
    entries = (entry.split(" = ") for entry in re.split(r";\s+", " ".join(HINTS[lang].split())))
    return {entry[0]: entry[1] for entry in entries}


@cache
def _month_table(lang: Lang) -> dict[str, str]:
    return {name: f"month {month}" for month, names in enumerate(MONTHS[lang].split(), 1) for name in names.split("|")}


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in text]
    return sum(-value if value < after else value for value, after in pairwise([*values, 0]))


def _spoken(tokens: list[str], lang: Lang) -> list[float]:
    """The numbers that a run of number words says: two hundred and five is one, two three are two."""
    table = _table(lang) | {"un": 1.0, "une": 1.0, "one": 1.0, "quatrevingt": 80.0}
    done: list[float] = []
    total = current = 0.0
    last = 0.0
    for token in tokens:
        if token in ("et", "and", "und"):
            continue
        if token in SCALES[lang]:
            scale = SCALES[lang][token]
            if scale == 100:
                current = max(current, 1) * 100
            else:
                total, current = total + max(current, 1) * scale, 0.0
            last = scale
            continue
        value = table.get(token, 0.0)
        joins = last >= 100 or (last >= 20 and last % 10 == 0 and value < 20) or (lang, last) == ("fr", 10)
        if (total or current) and not joins:
            done.append(total + current)
            total = current = 0.0
        current += value
        last = value
    return [*done, total + current]


def _ranges(text: str, numbers: list[Number]) -> list[Number]:
    """The same, the first number of 10 to 12 million being read as 10 or as 10 million."""
    found = list(numbers)
    solid = [index for index, number in enumerate(numbers) if number.end > number.start and number.kind != "loose"]
    for one, other in pairwise(solid):
        first, second = numbers[one], numbers[other]
        if not _TO.fullmatch(text[first.end : second.start]):
            continue
        for scale in (1e3, 1e6, 1e9, 1e12):
            if any(float(value) >= scale and len(value) > 3 for value in second.values):
                more = {_key(float(value) * scale) for value in first.values if float(value) < 1000}
                found[one] = Number(first.text, first.start, first.end, first.values | more, first.kind)
    return found
