"""The numbers of a text, however it writes them: figures, words, times of day, dates."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.language.en import ENGLISH
from pipeline.language.record import GAP, Calendar, Language, Numbers

Kind = Literal["figure", "word", "loose"]

_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(rf"\d{{1,3}}(?:{GAP}\d{{3}})+(?:[.,]\d+)?(?![\d])|\d+(?:[.,'’]\d+)*")
_DATE = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d\d)?(?!\d)")
_CENTURY = re.compile(r"\b(1\d|20)\d\d[-/–](\d\d)(?!\d)")
_LETTERS = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"\b[IVX]+(?=e\b|ème\b|er\b|\b)")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands: the readings that its writing allows, of which the other side needs one.

    Figures must be there on the other side; words (drei) may be put otherwise, but not as another number; loose ones
    (beide, half) are never asked for. A month is the reading `month 3`. Loose numbers may have no width.
    """

    text: str
    start: int
    end: int
    values: frozenset[str]
    kind: Kind


def numbers(text: str, record: Language) -> list[Number]:
    """The numbers of a text by where they begin; `record` is that of its language."""
    found: list[Number] = []
    rest = list(text)  # what no number has taken yet

    def take(taken: Iterator[Number]) -> None:
        for number in taken:
            found.append(number)
            rest[number.start : number.end] = "\x00" * (number.end - number.start)

    if _DIGIT.search(text):
        take(_clock_times(text, record.calendar))
        take(_date_parts("".join(rest), record.calendar))
        take(_figures("".join(rest), record.numbers))
    found += _written("".join(rest), record)
    return _ranges(text, sorted(found, key=lambda number: number.start), record.numbers)


def _key(value: float) -> str:
    return f"{value:.12g}"


def _keys(*values: float) -> frozenset[str]:
    return frozenset(map(_key, values))


# --- figures --------------------------------------------------------------------------------------------------------


def _clock_times(text: str, calendar: Calendar) -> Iterator[Number]:
    """Hours and minutes of times of day: 14 Uhr 30, 14h30, 2:30 pm; an hour may be said twelve lower or higher."""
    for match in re.finditer(calendar.clock, text) if calendar.clock else ():
        hour = int(match[1])
        if hour > 24:
            continue
        minutes = match[2] or match[3]
        yield Number(match[1], match.start(), match.end(1), _keys(hour, (hour + 12) % 24, hour - 12), "figure")
        if minutes:
            place = match.start(2) if match[2] else match.start(3)
            yield Number(minutes, place, place + 2, _keys(int(minutes)), "loose" if minutes == "00" else "figure")
            yield Number(match[0], match.start(), match.start(), _keys(hour + int(minutes) / 100), "loose")


def _date_parts(text: str, calendar: Calendar) -> Iterator[Number]:
    """Day, month and year of dates in figures."""
    for match in _DATE.finditer(text):
        if int(match[1]) > 31 or not 1 <= int(match[2]) <= 12:
            continue
        if not match[3]:
            if not calendar.dotted_days or "/" in match[0]:
                continue
            yield Number(match[0], match.start(), match.start(), _readings(match[0].rstrip("./")), "loose")
        for group in (1, 2, 3):
            if match[group]:
                kind: Kind = "figure" if match[3] else "loose"
                yield Number(match[group], match.start(group), match.end(group), _date_part(match[group], group), kind)


def _date_part(figures: str, group: int) -> frozenset[str]:
    """What the first, second or third number of a date may be; a year of two figures is of this century or the last."""
    value = int(figures)
    if group == 3:
        return _keys(value, 2000 + value, 1900 + value) if value < 100 else _keys(value)
    return _keys(value) | {f"month {value}"}


def _figures(text: str, words: Numbers) -> Iterator[Number]:
    decades = {match.start(1) for match in _decades(words).finditer(text)}
    centuries = {match.start(2): match[1] for match in _CENTURY.finditer(text)}
    for match in _FIGURE.finditer(text):
        figure, start, end = match[0], match.start(), match.end()
        values, after = _readings(figure), text[end : end + 12]
        if figure.isdigit() and (start in decades or re.match(r"er\b|['’]?s\b", after)):
            values |= _keys(1900 + int(figure) % 100) | (_keys(int(figure) % 100) if len(figure) < 5 else frozenset())
        if figure.isdigit() and start in centuries:
            values |= _keys(int(centuries[start]) * 100 + int(figure))
        scale, sure, length = _scale(after, words)
        if scale:
            scaled = frozenset(_key(float(value) * scale) for value in values)
            values = scaled if sure else values | scaled
        code = re.fullmatch(r"0\d{3}", figure) or re.search(r"\b[kcmd]?m$", text[max(0, start - 3) : start])
        yield Number(text[start : end + length], start, end + length, values, "loose" if code else "figure")
        parts = re.findall(r"\d\d?", figure) if code or re.fullmatch(r"\d\d?[.]\d\d", figure) else []
        for part in parts:
            yield Number(figure, start, start, _keys(int(part)), "loose")


@cache
def _decades(words: Numbers) -> re.Pattern[str]:
    before = f"{words.decades}|['’]" if words.decades else "['’]"
    return re.compile(rf"\b(?:{before})\s?(\d0)\b", re.I)


@cache
def _readings(figure: str) -> frozenset[str]:
    """What figures say by any of the three ways to group them: 1.000,5 and 1 000,5 and 1,000.5."""
    plain = re.sub(GAP, " ", figure).replace("’", "'")
    found: set[str] = set()
    for group, point in ((".", ","), (",", "."), (" ", ","), (" ", "."), ("'", ".")):
        if re.fullmatch(
            rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(point)}\d+)?|\d+(?:{re.escape(point)}\d+)?", plain
        ):
            found.add(_key(float(plain.replace(group, "").replace(point, "."))))
    return frozenset(found) or frozenset(_key(float(part)) for part in re.findall(r"\d+", plain))


def _scale(after: str, words: Numbers) -> tuple[float, bool, int]:
    """The multiplier that follows a number, whether it can be nothing else, its end; (0, False, 0) without one."""
    match = re.match(r"[\s\-]*(?:[$€£]\s?)?([^\W\d_]+)", after)
    if not match:
        return 0.0, False, 0
    word = match[1].casefold()
    if word in words.scales:
        return words.scales[word], True, match.end()
    return words.letters.get(word, 0.0), False, 0


# --- words ----------------------------------------------------------------------------------------------------------


@cache
def _words(words: Numbers) -> Mapping[str, float]:
    """The number words of a language and, since its texts hold English names, of English: Top Ten, Six Flags."""
    return {**ENGLISH.numbers.words, **words.words}


@cache
def _parts(words: Numbers) -> frozenset[str]:
    """Every word that a number in words may be made of, to pass over most texts fast."""
    return frozenset(part for word in (*_words(words), *words.scales) for part in word.split("-"))


@cache
def _one_word(words: Numbers) -> str:
    """Pattern of a number word that can be nothing else."""
    known = {*_words(words), *words.scales} - {*words.after_figures}
    return "|".join(map(re.escape, sorted(known, key=len, reverse=True)))


@cache
def _run(words: Numbers) -> re.Pattern[str]:
    """A run of number words."""
    word, joints = _one_word(words), sorted({words.joint, ENGLISH.numbers.joint} - {""})
    spaced, hyphened = "|".join(f"{joint} " for joint in joints), "|".join(f"-{joint}-" for joint in joints)
    ones = "|".join(dict.fromkeys((*words.ones, *ENGLISH.numbers.ones)))
    return re.compile(
        rf"(?<![^\W\d_])(?:{word})(?:(?:[\s-]+(?:{spaced})?|{hyphened})(?:{word}|{ones}))*(?![^\W\d_])", re.I
    )


@cache
def _beginning(words: Numbers) -> re.Pattern[str]:
    """A number that begins another word: dreiköpfig."""
    small = sorted((word for word, value in _words(words).items() if value < 100), key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])({'|'.join((*small, *words.beginnings))})(?=[^\W\d_]{{3}})", re.I)


@cache
def _first_letters(words: Numbers) -> frozenset[str]:
    return frozenset(word[:3] for word in (*_words(words), *words.beginnings))


def _written(text: str, record: Language) -> Iterator[Number]:
    """Numbers in words, numbers within words, words that may stand for a number, Roman numerals."""
    small, words = text.casefold() if len(text.casefold()) == len(text) else text.lower(), record.numbers
    tokens = _LETTERS.findall(small)
    starts: set[int] = set()
    if not _parts(words).isdisjoint(tokens):
        for number in _spelled(small, words):
            starts.add(number.start)
            yield number
    if words.beginnings and not _first_letters(words).isdisjoint(word[:3] for word in tokens):
        for match in _beginning(words).finditer(small):
            if match.start() not in starts and not re.match(words.no_beginning, small[match.start() :]):
                value = _words(words).get(match[1], words.scales.get(match[1], 0.0))
                yield Number(match[0], match.start(), match.end(), _keys(value), "word")
    for word in tokens:
        if values := _hinted(word, words, record.calendar):
            yield Number(word, 0, 0, values, "loose")
    for match in _ROMAN.finditer(text):
        yield Number(match[0], match.start(), match.end(), _keys(_roman(match[0])), "loose")


def _spelled(small: str, words: Numbers) -> Iterator[Number]:
    """Numbers in words, a run of words being one or several; Millionen by itself is none."""
    for match in _run(words).finditer(small):
        bare = match[0] in words.scales
        if bare and (match[0].endswith(("en", "s")) or len(match[0]) == 3):
            continue
        kind: Kind = "word"
        if bare and words.scale_article and not re.search(words.scale_article, small[: match.start()]):
            kind = "loose"
        after = small[match.end() :]
        half = any(pattern and re.match(pattern, after) for pattern in (words.half, ENGLISH.numbers.half))
        for value in _values(match[0], words):
            values = _keys(value, value + 0.5) if half else _keys(value)
            yield Number(match[0], match.start(), match.end(), values, kind)


def _values(run: str, words: Numbers) -> list[float]:
    """The numbers that a run of number words says: two hundred and five is one, two three are two."""
    known = {**_words(words), **dict.fromkeys((*words.ones, *ENGLISH.numbers.ones), 1.0)}
    done: list[float] = []
    total = current = last = 0.0
    for token in re.findall(rf"(?<![^\W\d_])(?:{_one_word(words)}|[^\W\d_]+)(?![^\W\d_])", run):
        if token in (words.joint, ENGLISH.numbers.joint):
            continue
        if token in words.scales:
            scale = words.scales[token]
            if scale == 100:
                current = max(current, 1) * 100
            else:
                total, current = total + max(current, 1) * scale, 0.0
            last = scale
            continue
        value = known.get(token, 0.0)
        joins = last >= 100 or (last >= 20 and last % 10 == 0 and value < 20) or (words.ten_joins and last == 10)
        if (total or current) and not joins:
            done.append(total + current)
            total = current = 0.0
        current += value
        last = value
    return [*done, total + current]


@cache
def _hinted(word: str, words: Numbers, calendar: Calendar) -> frozenset[str]:
    """The numbers that a word may stand for without being one: both, dritte, nineties, März."""
    said = f"{words.ordinals.get(word, '')} {words.hints.get(word, '')}".split()
    months = {_month_readings(calendar)[word]} if word in _month_readings(calendar) else set()
    ending, instead = words.decade
    decade = word.removesuffix(ending) + instead if ending and word.endswith(ending) else ""
    value = _words(words).get(decade, 0.0)
    return frozenset(said) | months | (_keys(value, 1900 + value) if value else frozenset())


@cache
def _month_readings(calendar: Calendar) -> dict[str, str]:
    return {name: f"month {month}" for month, names in enumerate(calendar.months, 1) for name in names}


def _roman(text: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in text]
    return sum(-value if value < after else value for value, after in pairwise([*values, 0]))


# --- ranges ---------------------------------------------------------------------------------------------------------


@cache
def _between(words: Numbers) -> re.Pattern[str]:
    """What stands between the two numbers of a range."""
    joints = {part for group in (words, ENGLISH.numbers) for part in (group.until, group.choice, group.joint)} - {""}
    return re.compile(rf"{GAP}?(?:-|–|{'|'.join(sorted(joints))}|-{GAP}(?:{words.until or 'to'})){GAP}?")


def _ranges(text: str, found: list[Number], words: Numbers) -> list[Number]:
    """The same, the first number of 10 to 12 million being read as 10 or as 10 million."""
    read = list(found)
    solid = [index for index, number in enumerate(found) if number.end > number.start and number.kind != "loose"]
    for left, right in pairwise(solid):
        first, second = found[left], found[right]
        if not _between(words).fullmatch(text[first.end : second.start]):
            continue
        for scale in (1e3, 1e6, 1e9, 1e12):
            if any(value >= scale for value in _plain(second)):
                scaled = {_key(value * scale) for value in _plain(first) if value < 1000}
                read[left] = replace(first, values=first.values | scaled)
    return read


def _plain(number: Number) -> list[float]:
    """The readings of a number that are no months."""
    return [float(value) for value in number.values if not value.startswith("month")]
