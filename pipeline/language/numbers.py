"""The numbers of a text, however it writes them: figures, words, times of day, dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Literal
from unicodedata import numeric

from text_to_num import find_numbers, text2num  # type: ignore[import-untyped]

from pipeline.language.en import ENGLISH
from pipeline.language.record import GAP, Calendar, Language, Numbers, pattern, places

Kind = Literal["figure", "word", "loose"]

_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(rf"\d{{1,3}}(?:{GAP}\d{{3}})+(?:[.,]\d+)?(?![\d])|\d+(?:[.,'’]\d+)*")
_DATE = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d\d)?(?!\d)")
_ISO = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-([0-2]\d|3[01])\b")
_MINUS = re.compile(r"(?<![^\s(])[-−–]$")  # right before a figure, after a blank: no range
_CURRENCY = re.compile(r"[$€£]\s?(?:\d[\d.,]*\s?[-–]\s?)?$")  # right before a figure, or before its range: £3-5m
_FRACTION = re.compile(r"\s?([½¼¾⅓⅔])|[\s-]([123])/([234])(?![\d/])")
_HOUR_AND_MINUTES = re.compile(r"(?<![\d:.,])([01]?\d|2[0-3]):([0-5]\d)()(?![\d:]|[.,]\d)")
_CENTURY = re.compile(r"\b(1\d|20)\d\d[-/–](\d\d)(?!\d)")
_LETTERS = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_READ = frozenset({"de", "en", "es", "fr", "it", "nl", "pt"})  # languages of text2num
_POWERS = (100.0, 1e3, 1e6, 1e9, 1e12)
_SIGN = 16  # letters before a number that may hold its sign
_AFTER = 48  # letters after one that may hold its scale and what it counts
_LONGEST_FIGURE = 60  # characters
_LONGEST = 40  # letters of a number that begins a word
_ROMAN = re.compile(r"\b[IVX]+(?=e\b|ème\b|er\b|\b)")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands: the readings that its writing allows, of which the other side needs one.

    Figures must be there on the other side; words (drei) may be put otherwise, but not as another number; loose ones
    (beide, half) are never asked for. A month is the reading `month 3`. Loose numbers may have no width. `value` is
    what the number's own language reads, with its sign, None where that is not sure or a month.
    """

    text: str
    start: int
    end: int
    values: frozenset[str]
    kind: Kind
    value: float | None = None


def numbers(text: str, record: Language) -> list[Number]:
    """The numbers of a text by where they begin; `record` is that of its language."""
    return list(_numbers(text, record))


@lru_cache(1 << 14)  # guards, aligner and comparison ask for the same sentences
def _numbers(text: str, record: Language) -> tuple[Number, ...]:
    numbers_read: list[Number] = []
    rest = list(text)  # what no number has taken yet

    def take(parts: Iterator[Number]) -> None:
        for number in parts:
            numbers_read.append(number)
            # No pattern matches a zero byte, and what follows stays where it was.
            rest[number.start : number.end] = "\x00" * (number.end - number.start)

    # In this order: 3.10.2024 is a date before it is a figure, 14.30 Uhr a time of day.
    if _DIGIT.search(text):
        take(_clock_times(text, record.calendar))
        take(_date_parts("".join(rest), record.calendar))
        take(_figures("".join(rest), record.numbers))
    numbers_read += _numbers_in_words("".join(rest), record)
    return _ranges(text, sorted(numbers_read, key=lambda number: number.start), record.numbers)


def as_value(value: float) -> str:
    """What one value is called, however it was written."""
    return f"{value:.12g}"


def _keys(*values: float) -> frozenset[str]:
    return frozenset(map(as_value, values))


# --- figures --------------------------------------------------------------------------------------------------------


def _clock_times(text: str, calendar: Calendar) -> Iterator[Number]:
    """Hours and minutes of times of day: 14 Uhr 30, 14h30, 2:30 pm; an hour may be said twelve lower or higher."""
    written = [*(re.finditer(calendar.clock, text) if calendar.clock else ()), *_HOUR_AND_MINUTES.finditer(text)]
    starts: set[int] = set()
    for match in written:
        hour = int(match[1])
        if match.start() in starts:
            continue  # by its language's own pattern
        starts.add(match.start())
        if hour > 24:
            continue
        minutes = match[2] or match[3]
        values = _keys(hour, (hour + 12) % 24, hour - 12)  # 14 Uhr is 2 p.m., and 2 p.m. is 14 Uhr
        yield Number(match[1], match.start(), match.end(1), values, "figure", float(hour))
        if minutes:
            place = match.start(2) if match[2] else match.start(3)
            kind: Kind = "loose" if minutes == "00" else "figure"
            value = None if kind == "loose" else float(minutes)
            yield Number(minutes, place, place + 2, _keys(int(minutes)), kind, value)
            # Without width, so that it takes no letters from the two: a translation may have 14.30 as a figure.
            yield Number(match[0], match.start(), match.start(), _keys(hour + int(minutes) / 100), "loose")


def _date_parts(text: str, calendar: Calendar) -> Iterator[Number]:
    """Day, month and year of dates in figures."""
    for match in _ISO.finditer(text):
        for group, part in ((1, 3), (2, 2), (3, 1)):
            yield _date_part(match, group, part, "figure")
    for match in _DATE.finditer(text):
        if int(match[1]) > 31 or not 1 <= int(match[2]) <= 12:
            continue  # 3.15 is a figure
        if not match[3]:
            if not calendar.dotted_days or "/" in match[0]:
                continue
            yield Number(match[0], match.start(), match.start(), _readings(match[0].rstrip("./")), "loose")
        for group in (1, 2, 3):
            if match[group]:
                yield _date_part(match, group, group, "figure" if match[3] else "loose")


def _date_part(match: re.Match[str], group: int, part: int, kind: Kind) -> Number:
    """The day (1), month (2) or year (3) of a date, the first two of which may be in the other order.

    A year of two figures is of this century or the last.
    """
    value = int(match[group])
    values = _keys(value) | {f"month {value}"}
    if part == 3:
        values = _keys(value, 2000 + value, 1900 + value) if value < 100 else _keys(value)
    return Number(match[group], match.start(group), match.end(group), values, kind, None if part == 2 else float(value))


def _figures(text: str, words: Numbers) -> Iterator[Number]:
    """Figures with the scale after them; of codes (0815, km12) and dotted ones (3.15) each part loosely too."""
    before_decade = f"{words.decades}|['’]" if words.decades else "['’]"
    decades = {match.start(1) for match in pattern(rf"(?i)\b(?:{before_decade})\s?(\d0)\b").finditer(text)}
    centuries = {match.start(2): match[1] for match in _CENTURY.finditer(text)}
    taken = 0
    for match in _FIGURE.finditer(text):
        figure, start, end = match[0], match.start(), match.end()
        if start < taken:
            continue  # the 1 and the 2 of 3 1/2
        if len(figure) > _LONGEST_FIGURE:
            continue  # no number, and as one it may be infinite, which no file can keep
        values = _readings(figure)
        if fraction := _FRACTION.match(text, end):
            part = numeric(fraction[1]) if fraction[1] else int(fraction[2]) / int(fraction[3])
            values = frozenset(as_value(float(reading) + part) for reading in values)
            end = taken = fraction.end()
        following = text[end : end + _AFTER]
        if figure.isdigit() and (start in decades or re.match(r"er\b|['’]?s\b", following)):
            short = int(figure) % 100  # 80s: 1980 and 80
            values |= _keys(1900 + short, short) if len(figure) < 5 else _keys(1900 + short)
        if figure.isdigit() and start in centuries:  # 2023/24
            values |= _keys(int(centuries[start]) * 100 + int(figure))
        values |= _with_centimetres(text, match, words)
        value = _own_reading(figure, values, words)
        is_money = bool(_CURRENCY.search(text[max(0, start - _SIGN) : start]))
        scale, sure, length = _scale(following, words, is_money=is_money)
        if scale:
            scaled = frozenset(as_value(float(reading) * scale) for reading in values)
            # 5 m may be metres: both readings stay, and the value is the plain one.
            values, value = (scaled, value and value * scale) if sure else (values | scaled, value)
        if value and _is_negative(text[max(0, start - _SIGN) : start], words):
            value = -value
        code = re.fullmatch(r"0\d{3}", figure) or re.search(r"\b[kcmd]?m$", text[max(0, start - 3) : start])
        yield Number(text[start : end + length], start, end + length, values, "loose" if code else "figure", value)
        for part in re.findall(r"\d\d?", figure) if code or re.fullmatch(r"\d\d?[.]\d\d", figure) else []:
            yield Number(figure, start, start, _keys(int(part)), "loose")


def _with_centimetres(text: str, match: re.Match[str], words: Numbers) -> frozenset[str]:
    """What metres and the centimetres after them say together, for either of the two: 1 m 80 is 1.8."""
    if not words.metres:
        return frozenset()
    whole = pattern(rf"(\d+){words.metres}(\d\d)(?![\d.,]*\d)").finditer(text, max(0, match.start() - _SIGN))
    lengths = (float(f"{both[1]}.{both[2]}") for both in whole if match.start() in (both.start(1), both.start(2)))
    return frozenset(as_value(reading) for length in lengths for reading in (length, 100 * length))


@cache
def _readings(figure: str) -> frozenset[str]:
    """What figures say by any of the three ways to group them: 1.000,5 and 1 000,5 and 1,000.5."""
    plain = re.sub(GAP, " ", figure).replace("’", "'")
    readings: set[str] = set()
    # The writer may have followed another language's rule, and a model the source's: so all of them count.
    for group, point in ((".", ","), (",", "."), (" ", ","), (" ", "."), ("'", ".")):
        rest = rf"(?:{re.escape(point)}\d+)?"
        if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+{rest}|\d+{rest}", plain):
            readings.add(as_value(float(plain.replace(group, "").replace(point, "."))))
    return frozenset(readings) or frozenset(as_value(float(part)) for part in re.findall(r"\d+", plain))


def _own_reading(figure: str, values: frozenset[str], words: Numbers) -> float | None:
    """What figures say as their own language groups them: 1.500 is 1500 in German, one and a half in English."""
    if len(values) == 1:
        return float(next(iter(values)))
    plain = re.sub(rf"{GAP}|['’]|{words.separator}" if words.separator else rf"{GAP}|['’]", "", figure)
    plain = plain.replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) and f"{float(plain):.12g}" in values else None


def _is_negative(text: str, words: Numbers) -> bool:
    """Whether a minus or its word stands right before a number; a dash after another number is a range."""
    sign = _MINUS.search(text)
    if sign:
        return not re.search(r"\d\s*$", text[: sign.start()])  # 5 -10 is a range
    return _stands_before(words.minus, text.lower(), len(text))


def _scale(following: str, words: Numbers, *, is_money: bool) -> tuple[float, bool, int]:
    """The multiplier that follows a number, whether it can be nothing else, its end; (0, False, 0) without one.

    A letter is sure beside the sign of a currency, and before what is counted: £3m, 5 M€, 60m people.
    """
    match = re.match(r"[\s\-]*(?:[$€£]\s?)?([^\W\d_]+)", following)
    if not match:
        return 0.0, False, 0
    word = match[1].casefold()
    if word in words.scales:
        return words.scales[word], True, match.end()
    rest = following[match.end() :]
    beside_sign = is_money or re.match(r"\s?[$€£](?!\s?\d)", rest)
    if word in words.letters and (beside_sign or (words.counted and re.match(rf"\s{words.counted}", rest))):
        return words.letters[word], True, match.end()
    return words.letters.get(word, 0.0), False, 0


# --- words ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as text2num asks for it."""

    word: str
    start: int
    end: int

    def text(self) -> str:
        return self.word

    def nt_separated(self, _previous: object) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A number in words where it stands."""

    start: int
    end: int
    value: float
    ordinal: bool = False


def _numbers_in_words(text: str, record: Language) -> Iterator[Number]:
    """Numbers in words, numbers within words, words that may stand for a number, Roman numerals."""
    # without the hundred that is in per cent and pour cent
    percent = pattern(rf"\b(?:{record.quantities.percent or ENGLISH.quantities.percent})\b")
    words, small = record.numbers, percent.sub(lambda match: "\x00" * len(match[0]), _small(text))
    rest = list(small)
    read = list(_number_words(text, small, record))
    # English number words stand in names in other languages' texts: Top Ten, Six Flags.
    if record.code != ENGLISH.code and not ENGLISH.numbers.names.isdisjoint(_LETTERS.findall(small)):
        read += [number for number in _number_words(text, small, ENGLISH) if number.kind == "word"]
    for number in read:
        if "\x00" not in rest[number.start : number.end]:  # an English reading of what is read already
            rest[number.start : number.end] = "\x00" * (number.end - number.start)
            yield number
    # A compound's first part is asked for after whole words: zweihundert is one number, not zwei and a rest.
    for match in _LETTERS.finditer("".join(rest)) if words.beginnings else ():
        value, length = _beginning(match[0], record.code, words)
        if length:
            start, end = match.start(), match.start() + length
            yield Number(text[start:end], start, end, _keys(value), "word", value)
    for word in _LETTERS.findall(small):
        if values := _hints(word, record.code, words, record.calendar):
            yield Number(word, 0, 0, values, "loose")
    for match in _ROMAN.finditer(text):
        yield Number(match[0], match.start(), match.end(), _keys(roman(match[0])), "loose")


def _small(text: str) -> str:
    """A text in small letters, each where it was."""
    small = text.lower()
    # İ is two characters in small letters, and every place after it would be off by one.
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _number_words(text: str, small: str, record: Language) -> Iterator[Number]:
    """Numbers in words from 2 up, ordinals as loose ones; Millionen and hundreds by themselves are none."""
    end = 0
    for phrase in _phrases(small, record):
        if phrase.start < end:
            continue  # the scale of the number before it
        whole = _with_part_before(_with_half_and_scale(phrase, small, record), small, record)
        values, span = _phrase_values(whole, small, record), text[whole.start : whole.end]
        months = [value * 12 for value in values if value % 1 == 0.5 and value < 20]
        if months:  # one and a half years are 18 months
            yield Number(span, whole.start, whole.start, _keys(*months, *values) - {"1"}, "loose")
        if (whole.value > 1 or whole.ordinal) and not _is_plural(small[whole.start : whole.end], whole.value, record):
            end = whole.end
            yield _phrase_number(whole, span, values, small, record.numbers)


def _phrase_values(whole: _Phrase, small: str, record: Language) -> tuple[float, ...]:
    """What a number in words may be, the likeliest first: halb sechs is 5 (and a half), trois ans et demi 3 or 3.5."""
    if whole.value <= 12 and _stands_before(record.calendar.half_to, small, whole.start):
        return whole.value - 1, whole.value + 11
    half_apart = record.numbers.half_apart and re.match(record.numbers.half_apart, small[whole.end :])
    return (whole.value, whole.value + 0.5) if half_apart else (whole.value,)


def _phrase_number(whole: _Phrase, span: str, values: tuple[float, ...], small: str, words: Numbers) -> Number:
    """The number of a phrase; its value is not sure where it is an ordinal, or a scale that may say no number."""
    kind: Kind = "loose" if _is_vague(whole, small, words) else "word"
    value: float | None = None
    if not whole.ordinal and (kind == "word" or whole.value % 1):
        negative = _is_negative(small[max(0, whole.start - _SIGN) : whole.start], words)
        value = -values[0] if negative else values[0]
    return Number(span, whole.start, whole.end, _keys(*values), kind, value)


def _stands_before(word: str, small: str, start: int) -> bool:
    return bool(word) and bool(re.search(rf"\b(?:{word})\s+$", small[max(0, start - _SIGN) : start]))


def _is_vague(phrase: _Phrase, small: str, words: Numbers) -> bool:
    """Whether a number may be put otherwise: second, one and a half, hundred without a or one before it."""
    if phrase.ordinal or phrase.value == 1.5:
        return True
    bare = words.scale_article and small[phrase.start : phrase.end] in words.scales
    return bool(bare and not re.search(words.scale_article, small[: phrase.start]))


def _is_plural(span: str, value: float, record: Language) -> bool:
    """Whether it is a scale that says no number: tens, hundreds, Tausende, Millionen, Mio."""
    scales = record.numbers.scales
    if span in scales:
        # Mio. and bn never stand alone; a plural counts nothing by itself.
        return len(span) < 4 or span.endswith(("en", "s"))
    # text2num reads Tausenden as 1000; of other words only one that loses its value with its s: fours, not six.
    if value in _POWERS:
        return any(span.startswith(scale) for scale in scales if len(scale) > 3)
    return value < 100 and span.isalpha() and span.endswith("s") and _word_value(span[:-1], record.code) == value


def _with_half_and_scale(phrase: _Phrase, small: str, record: Language) -> _Phrase:
    """The number with what text2num does not read after it: three and a half million, zwei Dutzend."""
    words, value, end = record.numbers, phrase.value, phrase.end
    half = words.half and re.match(words.half, small[end:])
    if half:
        # un million et demi: half of the last scale
        value += 0.5 * next((power for power in _POWERS[::-1] if power >= 1000 and value % power == 0), 1.0)
        end += half.end()
    scale = re.match(r"[\s-]+([^\W\d_]+)", small[end:])
    if scale and scale[1] in words.scales and (value % 1 or half or not _word_value(scale[1], record.code)):
        value, end = value * words.scales[scale[1]], end + scale.end()
    return _Phrase(phrase.start, end, value, phrase.ordinal)


def _with_part_before(phrase: _Phrase, small: str, record: Language) -> _Phrase:
    """A scale with the part of it that is said before it: half a million, eine halbe Million."""
    if small[phrase.start : phrase.end] in record.numbers.scales:
        before = small[max(0, phrase.start - _SIGN * 2) : phrase.start]
        for words, share in record.measuring.parts.items():
            if part := re.search(rf"\b(?:{words})\s*$", before):
                return _Phrase(phrase.start - len(part[0]), phrase.end, phrase.value * share, phrase.ordinal)
    return phrase


def _phrases(small: str, record: Language) -> list[_Phrase]:
    """Numbers that text2num reads, and our own words and scales, by where they begin."""
    tokens = [_Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(small)]
    # With a threshold, text2num would leave small numbers that stand alone as words.
    matches = find_numbers(tokens, record.code, threshold=0.0) if record.code in _READ else ()
    read = [_Phrase(tokens[m.start].start, tokens[m.end - 1].end, m.value, m.is_ordinal) for m in matches]
    # text2num has the word for itself where both know it: zwei Millionen is one number.
    covered = set(chain.from_iterable(range(phrase.start, phrase.end) for phrase in read))
    further = {**record.numbers.scales, **record.numbers.words}
    own = (token for token in tokens if token.word in further and token.start not in covered)
    read += [_Phrase(token.start, token.end, further[token.word]) for token in own]
    return sorted(read, key=lambda phrase: phrase.start)


@lru_cache(1 << 14)
def _word_value(word: str, code: str) -> float:
    """What one word says, 0.0 if it is no number."""
    try:
        return float(text2num(word, code)) if code in _READ else 0.0
    except ValueError:
        return 0.0


@lru_cache(1 << 14)
def _beginning(word: str, code: str, words: Numbers) -> tuple[float, int]:
    """The number from 2 up that begins another word (dreiköpfig, zweihundertjährig) and its length, 0 if none does."""
    if word.startswith(words.beginnings) and not re.match(words.no_beginning, word):
        for length in range(min(len(word), _LONGEST), 2, -1):  # the longest first: vierzehn, not vier
            value = _word_value(word[:length], code)
            if value > 1:
                return (value, length) if length <= len(word) - 3 else (0.0, 0)  # zehnten is no word that begins so
    return 0.0, 0


@lru_cache(1 << 14)
def _hints(word: str, code: str, words: Numbers, calendar: Calendar) -> frozenset[str]:
    """The numbers that a word may stand for without being one: both, nineties, März."""
    month = places(calendar.months).get(word)
    months = {f"month {month}"} if month else set()
    ending, instead = words.decade
    decade = word.removesuffix(ending) + instead if ending and word.endswith(ending) else ""
    value = _word_value(decade, code) if decade else 0.0
    decades = _keys(value, 1900 + value) if value > 1 else frozenset()
    return frozenset(words.hints.get(word, "").split()) | months | decades


def roman(text: str) -> int:
    """What a Roman numeral says."""
    values = [_ROMAN_DIGITS[letter] for letter in text]
    # A smaller one before a greater one is taken from it: IV, IX.
    return sum(-value if value < following else value for value, following in pairwise([*values, 0]))


# --- ranges ---------------------------------------------------------------------------------------------------------


@cache
def _between(words: Numbers) -> re.Pattern[str]:
    """What stands between the two numbers of a range."""
    joints = {part for group in (words, ENGLISH.numbers) for part in (group.until, group.choice, group.joint)} - {""}
    return re.compile(rf"{GAP}?(?:-|–|{'|'.join(sorted(joints))}|-{GAP}(?:{words.until or 'to'})){GAP}?(?:[$€£]\s?)?")


def _ranges(text: str, numbers_read: list[Number], words: Numbers) -> tuple[Number, ...]:
    """The same, the first number of 10 to 12 million being read as 10 or as 10 million."""
    read = list(numbers_read)
    solid = [index for index, number in enumerate(numbers_read) if number.end > number.start and number.kind != "loose"]
    for left, right in pairwise(solid):
        first, second = numbers_read[left], numbers_read[right]
        if not _between(words).fullmatch(text[first.end : second.start]):
            continue
        for scale in (1e3, 1e6, 1e9, 1e12):
            if any(value >= scale for value in plain_values(second)):
                scaled = {as_value(value * scale) for value in plain_values(first) if value < 1000}
                read[left] = replace(first, values=first.values | scaled)
    return tuple(read)


def plain_values(number: Number) -> list[float]:
    """The readings of a number that are no months."""
    return [float(value) for value in number.values if not value.startswith("month")]
