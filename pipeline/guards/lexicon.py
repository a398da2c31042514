"""What words are usually translated by: a table learnt from parallel text by `tests/tools/fit_guards.py`."""

import gzip
import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import normalize

from pipeline.data import Lang

_ELIDED = re.compile(r"^(?:[ldnsjcmt]|qu|jusqu|lorsqu|puisqu)'")
_ENDINGS: dict[Lang, re.Pattern[str]] = {
    "de": re.compile(r"(?:ern|em|en|er|es|est|et|te[nst]?|e|s|n|t)$"),
    "fr": re.compile(r"(?:ements?|antes?|ants?|aient|erait|erons?|eront|ait|ent|ees?|er|ez|es|ai[st]|e|s|x)$"),
    "en": re.compile(r"(?:'s|'|ings?|edly|ed|ies|ly|es|s|e|y)$"),
}
LONGEST = 60  # letters of a word that is looked at for its parts
FEW = 5  # counterparts of a word that makes them related to one another
_LINKS = ("", "s", "n", "en", "es", "e", "er")  # between the parts of a German compound


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a word.

    `lost` and `kept` are the log-likelihood ratios, for having been left out, of finding none of its counterparts
    (stems of English words) and of finding one; `parts` is 1 for a word of the table, 2 for a compound of words of the
    table, 0 for an unknown word.
    """

    lost: float
    kept: float
    counterparts: frozenset[str]
    parts: int


@lru_cache(1 << 16)
def stem(word: str, lang: Lang) -> str:
    """A word without marks, capitals and its ending: what its forms have in common, roughly."""
    small = plain(word)
    if lang == "fr":
        small = _ELIDED.sub("", small)
    for _ in range(2 if len(small) > 6 else 1):
        match = _ENDINGS[lang].search(small)
        if match and match.start() >= 3:
            small = small[: match.start()]
    return small


@lru_cache(1 << 16)
def plain(word: str) -> str:
    """As `unmarked`, for single words, which come again."""
    return unmarked(word)


def unmarked(text: str) -> str:
    """A text without marks and capitals."""
    if text.isascii():
        return text.lower()
    spread = normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'"))
    return "".join(letter for letter in spread if letter.isascii())


@lru_cache(1 << 16)
def entry(word: str, lang: Lang) -> Entry:
    """What the table has of a word, or of the words that it is made of, or nothing."""
    small, table = stem(word, lang), _table(lang)
    if small in table:
        return table[small]
    if lang == "de" and (pieces := _compound(plain(word))):
        there = frozenset().union(*(table[part].counterparts for part in pieces))
        return Entry(1.2, -1.5, there, 2)
    return Entry(1.0, -2.0, frozenset({small, stem(word, "en")}), 0)


def _compound(word: str) -> tuple[str, ...]:
    """The stems of two or three known words that a German word consists of; none if it does not."""
    table = _table("de")
    for cut in range(min(len(word), LONGEST) - 4, 3, -1):
        tail = stem(word[cut:], "de")
        if len(tail) < 4 or tail not in table:
            continue
        for link in _LINKS:
            head = word[:cut].removesuffix(link) if link else word[:cut]
            if link and head == word[:cut]:
                continue
            if len(head) >= 3 and (found := stem(head, "de")) in table:
                return (found, tail)
    return ()


def tail(word: str) -> bool:
    """Whether a German word ends in a known one of four letters and more, and so may be a compound."""
    table, small = _table("de"), plain(word)
    return any(stem(small[cut:], "de") in table for cut in range(3, min(len(small), LONGEST) - 3))


@cache
def _table(lang: Lang) -> dict[str, Entry]:
    rows = (line.split("\t") for line in _lines(f"lexicon.{lang}"))
    return {row[0]: _row(*row) for row in rows}


def _row(word: str, lost: str = "0", kept: str = "0", counterparts: str = "") -> Entry:
    there = frozenset(word if part == "=" else part for part in counterparts.split(" ") if part)
    return Entry(int(lost) / 10, -int(kept) / 10, there, 1)


@lru_cache(1 << 16)
def name(word: str, lang: Lang) -> float:
    """The share of translations of texts with this name that have it too; 0 for what is not in the table of names."""
    return 1 - math.exp(-_numbers(f"names.{lang}").get(plain(word), 0) / 2)


@lru_cache(1 << 16)
def capital(word: str) -> float | None:
    """The share of capitals that an English word has within sentences; None for what is not in the table of words."""
    ninths = _numbers("words.en").get(stem(word, "en"))
    return None if ninths is None else ninths / 9


def shape(word: str) -> float:
    """Log-odds, by its letters, of an unknown German word with a capital being a name rather than a noun."""
    weights = _numbers("shapes.de")
    return (weights[""] + sum(weights.get(part, 0) for part in parts(word))) / 10


def parts(word: str) -> frozenset[str]:
    """What `shape` looks at: letters in threes, the first and the last ones, the length."""
    whole = f"^{word.lower()}$"
    threes = [whole[place : place + 3] for place in range(len(whole) - 2)]
    return frozenset([*threes, whole[-5:] + "<", whole[-4:] + "<", whole[:4] + ">", f"len{min(len(word) // 2, 8)}"])


@cache
def _numbers(table: str) -> dict[str, int]:
    rows = (line.split("\t") for line in _lines(table))
    return {word: int(number) for word, number in rows}


def _lines(table: str) -> list[str]:
    return gzip.decompress(Path(__file__).with_name(f"{table}.gz").read_bytes()).decode("utf-8").split("\n")


@cache
def _sources() -> dict[str, frozenset[tuple[Lang, str]]]:
    """English stem → the foreign words that it translates, of those with few counterparts."""
    found: dict[str, set[tuple[Lang, str]]] = {}
    languages: tuple[Lang, ...] = ("de", "fr")
    for lang in languages:
        for word, known in _table(lang).items():
            for counterpart in known.counterparts if len(known.counterparts) <= FEW else ():
                found.setdefault(counterpart, set()).add((lang, word))
    return {counterpart: frozenset(words) for counterpart, words in found.items()}


def related(one: str, other: str) -> bool:
    """Whether two English stems are the same or translate one foreign word, as *injured* and *wounded* do."""
    nothing: frozenset[tuple[Lang, str]] = frozenset()
    return one == other or not _sources().get(one, nothing).isdisjoint(_sources().get(other, nothing))
