"""Text to what can be compared: folded stems, numbers, names, character n-grams."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pipeline.language.en import ENGLISH
from pipeline.language.names import capitalised
from pipeline.language.numbers import Number, as_value
from pipeline.language.numbers import numbers as read_numbers
from pipeline.language.record import Language
from pipeline.language.times import dates

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_WRITTEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_UNIT = re.compile(r"[\s-]*([^\W\d_]+)")  # what a number before it counts
_SUFFIXES = ("ingly", "ings", "ing", "edly", "ed", "es", "en", "er", "em", "ly", "e", "s")
_STEM, _REST = 6, 4


@lru_cache(1 << 14)
def fold(text: str) -> str:
    """The text in lower case, without accents, ligatures and typographic apostrophes."""
    plain = unicodedata.normalize(
        "NFKD", text.replace("ß", "ss").replace("’", "'").replace("æ", "ae").replace("œ", "oe")
    )
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """The first letters of a folded word, without a common ending: the same for English, German and French."""
    # Musk's is Musk; l'Élysée is Élysée.
    word = word.rsplit("'", 1)[0] if word.endswith(("'s", "'t")) else word.split("'", 1)[-1]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _REST:
            word = word[: -len(suffix)]
            break
    return word[:_STEM]


def stems(text: str, record: Language = ENGLISH) -> list[str]:
    """The stems of a text in order; a number is its value, however it is written."""
    stems_of_text: list[str] = []
    for piece, number in _pieces(text, record):
        stems_of_text += [number] if number else _word_stems(piece)
    return stems_of_text


def _word_stems(text: str) -> list[str]:
    return [word if word[0].isdigit() else stem(word) for word in _WORD.findall(fold(text))]


@lru_cache(1 << 16)
def written_stems(word: str) -> tuple[str, ...]:
    """The stems of one written word, which may have a hyphen."""
    return tuple(_word_stems(word))


def _pieces(text: str, record: Language) -> Iterator[tuple[str, str]]:
    """The text in pieces: its numbers, each with its value (without a sign), and what stands between them, with ""."""
    end = 0
    for number in _numbers(text, record):
        if number.kind == "word" and text[number.end : number.end + 1].isalpha():
            continue  # dreiköpfig is a word
        yield text[end : number.start], ""
        yield text[number.start : number.end], as_value(abs(number.value or 0.0))
        end = number.end
    yield text[end:], ""


def _numbers(text: str, record: Language) -> Iterator[Number]:
    """The numbers whose value is sure, in order, none within another."""
    end = 0
    for number in read_numbers(text, record):
        if number.value is not None and max(end, number.start) < number.end and number.start >= end:
            yield number
            end = number.end


def written(text: str) -> list[str]:
    """The words of a text as they are written, numbers among them."""
    return _WRITTEN.findall(text)


def spelled(text: str, record: Language = ENGLISH) -> dict[str, str]:
    """Stem → the first word of the text that has it, as it is written."""
    spelling: dict[str, str] = {}
    for piece, number in _pieces(text, record):
        if number:
            spelling.setdefault(number, piece)
            continue
        for word in written(piece):
            for word_stem in written_stems(word):
                spelling.setdefault(word_stem, word)
    return spelling


def numbers(text: str, record: Language = ENGLISH) -> frozenset[str]:
    """The numbers of a text, however written, and its months as `month 3`; a month's own number is none."""
    months = {f"month {day.month}" for day, _, _ in dates(text, record, "") if day.month}
    return frozenset({as_value(number.value or 0.0) for number in _numbers(text, record)} | months)


def names(text: str) -> list[str]:
    """The words of a text that its capitals show to be names, folded."""
    return [fold(name) for name in capitalised(text)]


def variants(words: Iterable[str]) -> Mapping[str, str]:
    """Spelling variants of one name → the one first in the alphabet: same first three letters, one edit apart."""
    buckets: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        if len(word) >= 7:
            buckets.setdefault(word[:3], []).append(word)
    first: dict[str, str] = {}
    for bucket in buckets.values():
        for n, word in enumerate(bucket):
            neighbour = next((other for other in bucket[:n] if _one_edit(word, other)), None)
            if neighbour:
                first[word] = first.get(neighbour, neighbour)
    return first


def _one_edit(word: str, second: str) -> bool:
    if abs(len(word) - len(second)) > 1:
        return False
    # Up to the first letter that differs they are the same; what follows it must be the same too.
    short, long = sorted((word, second), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def grams(text: str, size: int = 4) -> list[str]:
    """Character n-grams inside words, a blank at both ends of each word."""
    pieces = []
    for word in re.findall(r"[^\W_]+", fold(text)):
        padded = f" {word} "
        pieces += [padded[n : n + size] for n in range(max(1, len(padded) - size + 1))]
    return pieces
