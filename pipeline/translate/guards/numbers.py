"""Numbers of the source that the translation has lost or changed, however either of them writes numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.data import Lang

Kind = Literal["figure", "word", "loose"]

_UNITS: dict[Lang, str] = {
    "de": (
        "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
        "sechzehn siebzehn achtzehn neunzehn"
    ),
    "fr": (
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "dix-sept dix-huit dix-neuf"
    ),
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen"
    ),
}
_TENS: dict[Lang, str] = {
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante septante quatre-vingt nonante",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
# Words that multiply what stands before them. In German and French a billion is a million millions.
_SCALES: dict[Lang, dict[str, float]] = {
    "de": {"hundert": 100, "tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "milliarde": 1e9,
           "milliarden": 1e9, "mrd": 1e9, "billion": 1e12, "billionen": 1e12, "bio": 1e12, "billiarde": 1e15,
           "billiarden": 1e15, "dutzend": 12},
    "fr": {"cent": 100, "cents": 100, "mille": 1e3, "milliers": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9,
           "milliards": 1e9, "md": 1e9, "mds": 1e9, "billion": 1e12, "billions": 1e12, "douzaines": 12},
    "en": {"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15,
           "bn": 1e9, "mln": 1e6, "tn": 1e12, "dozen": 12},
}  # fmt: skip
_LETTERS: dict[Lang, dict[str, float]] = {  # may stand for a scale, and for something else
    "de": {"k": 1e3, "m": 1e6}, "fr": {"k": 1e3, "m": 1e6}, "en": {"k": 1e3, "m": 1e6, "b": 1e9},
}  # fmt: skip
# Words that a number of the other side may have become.
_HINTS: dict[Lang, str] = {
    "de": """
beide = 2; beiden = 2; beider = 2; paar = 2; doppelt = 2; doppelte = 2; zweimal = 2; halb = 0.5 30; halbe = 0.5 30;
halben = 0.5 30; halbes = 0.5 30 6; hälfte = 0.5 50 2; viertel = 4 15 0.25; drittel = 3; jahrzehnt = 10; jahrhundert =
100; anderthalb = 1.5 18; eineinhalb = 1.5 18; mittag = 12; mitternacht = 0 12 24; erste = 1; dritte = 3; siebte = 7;
dreiviertel = 45 0.75; zweite = 2; einmal = 1; erst = 1; jubiläum = 100; tag = 24; tages = 24; duo = 2; trio = 3;
quartett = 4; hundert = 100; tausend = 1000; million = 1000000; milliarde = 1000000000; jahr = 12 365; stunde = 60;
woche = 7; wochen = 14
""",
    "fr": """
demi = 0.5 30; demie = 0.5 30; moitié = 0.5 50 2; quart = 4 15 0.25; quarts = 4 0.75; tiers = 3; dizaine = 10;
dizaines = 10; quinzaine = 15 14 2; douzaine = 12; vingtaine = 20; trentaine = 30; quarantaine = 40; cinquantaine =
50; soixantaine = 60; centaine = 100; centaines = 100; cent = 100; mille = 1000; millier = 1000; milliers = 1000; deux
= 2; double = 2; doubler = 2; doublé = 2; midi = 12; minuit = 0 12 24; premier = 1; première = 1; second = 2; seconde
= 2; quinquennat = 5; décennie = 10; siècle = 100; couple = 2; paire = 2; million = 1000000; milliard = 1000000000;
centenaire = 100; trimestre = 3; semestre = 6; an = 12; bimensuel = 2; neuvième = 9; cinquième = 5; heure = 60; jour =
24; jours = 24; deuxième = 2; trio = 3; semaine = 7; semaines = 14
""",
    "en": """
both = 2; pair = 2; couple = 2; twice = 2; double = 2; doubled = 2; doubling = 2; twins = 2; twin = 2; duo = 2;
two-thirds = 2 3; second = 2; seconds = 60; once = 1; single = 1; first = 1; one = 1; half = 0.5 30 50 2 6; halves =
2; halved = 0.5; third = 3; thirds = 3; triple = 3; tripled = 3; thrice = 3; trio = 3; quarter = 4 15 0.25 3; quarters
= 4 0.75 3; fifth = 5; ninth = 9; twelfth = 12; twentieth = 20; noon = 12; midday = 12; midnight = 0 12 24; decade =
10; decades = 10 20; century = 100; fortnight = 14 15 2; week = 7 8; weeks = 14 15; no = 0; nil = 0; none = 0; quartet
= 4; year = 12 365; yearly = 12; day = 24; hour = 60; minute = 60; hundred = 100; thousand = 1000; million = 1000000;
hundreds = 100; thousands = 1000; dozen = 12; dozens = 12; teenager = 13 14 15 16 17; all = 100; secondary = 2; other
= 2; either = 2; each = 2; neither = 2; halfway = 0.5; quadruple = 4; biennial = 2; fold = 1
""",
}
_MONTHS: dict[Lang, str] = {
    "de": "januar|jänner februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep "
    "october|oct november|nov december|dec",
}
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
    if word in _SCALES[lang]:
        return _SCALES[lang][word], True, match.end()
    return _LETTERS[lang].get(word, 0.0), False, 0


@cache
def _table(lang: Lang) -> dict[str, float]:
    """Number words from 2 (0 and 1 are no number words: ein, un, one) to 99, and German hundreds and thousands."""
    units = {word: float(value) for value, word in enumerate(_UNITS[lang].split())}
    tens = {word: 20 + 10.0 * index for index, word in enumerate(_TENS[lang].split())}
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
    table = sorted({*_table(lang), *_SCALES[lang]} - {"md", "bio", "tn", "bn", "mds"}, key=len, reverse=True)
    one = "|".join(map(re.escape, table))
    return re.compile(
        rf"(?<![^\W\d_])(?:{one})(?:(?:[\s-]+(?:et |and |und )?|-et-|-and-)(?:{one}|un|une|one))*(?![^\W\d_])", re.I
    )


@cache
def _parts(lang: Lang) -> frozenset[str]:
    """Every word that a number in words may be made of, to pass over most texts fast."""
    return frozenset(part for word in (*_table(lang), *_SCALES[lang]) for part in word.split("-"))


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
                value = _table("de").get(match[1], _SCALES["de"].get(match[1], 0.0))
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
        alone = match[0] in _SCALES[lang]
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
    entries = (entry.split(" = ") for entry in re.split(r";\s+", " ".join(_HINTS[lang].split())))
    return {entry[0]: entry[1] for entry in entries}


@cache
def _month_table(lang: Lang) -> dict[str, str]:
    return {name: f"month {month}" for month, names in enumerate(_MONTHS[lang].split(), 1) for name in names.split("|")}


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
        if token in _SCALES[lang]:
            scale = _SCALES[lang][token]
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
