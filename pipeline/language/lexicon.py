"""What words are usually translated by: a table learnt from parallel text by `tests/tools/fit_guards.py`."""

import gzip
import math
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import normalize

from pipeline.data import Lang
from pipeline.language import language, languages
from pipeline.language.record import TARGET, Language, pattern

LONGEST = 60  # letters of a word that is looked at for its parts
TELLING = 12  # letters from which two lines with the same letters are the same line
FEW = 5  # counterparts of a word that makes them related to one another


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """What is known of a word.

    `absent` and `present` are the log-likelihood ratios, for having been left out, of finding none of its counterparts
    (stems of English words) and of finding one; `parts` is 1 for a word of the table, 2 for a compound of words of the
    table, 0 for an unknown word.
    """

    absent: float
    present: float
    counterparts: frozenset[str]
    parts: int


@lru_cache(1 << 16)
def stem(word: str, lang: Lang) -> str:
    """A word without marks, capitals and its ending: what its forms have in common, roughly."""
    vocabulary = language(lang).vocabulary
    small = plain(word)
    if vocabulary.elided:
        small = pattern(rf"^(?:{vocabulary.elided})'").sub("", small)
    for _ in range(2 if len(small) > 6 else 1):  # a long word may have two endings, one after the other
        match = pattern(vocabulary.endings).search(small)
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


def letters(text: str) -> str:
    """The letters of a text, small: what two writings of one line have in common."""
    return "".join(character for character in text.casefold() if character.isalpha())


def telling_letters(texts: Iterable[str]) -> frozenset[str]:
    """The letters of every text that has enough of them to tell it from others."""
    return frozenset(key for key in map(letters, texts) if len(key) >= TELLING)


def alike(left: str, right: str, least: float) -> bool:
    """Whether two spellings share at least so much of their letters, from 0 to 1 (Ratcliff and Metzener, 1988)."""
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    # the two cheap upper bounds first: ratio itself is slow
    return matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least


@lru_cache(1 << 16)
def entry(word: str, lang: Lang) -> LexiconEntry:
    """What the table has of a word, or of the words that it is made of, or nothing."""
    small, table = stem(word, lang), _table(lang)
    if small in table:
        return _row(*table[small].split("\t"))
    if pieces := _compound(plain(word), lang):
        english = frozenset().union(*(_row(*table[part].split("\t")).counterparts for part in pieces))
        return LexiconEntry(1.2, -1.5, english, 2)
    return LexiconEntry(1.0, -2.0, frozenset({small, stem(word, TARGET)}), 0)


def _compound(word: str, lang: Lang) -> tuple[str, ...]:
    """The stems of two or three known words that a word consists of; none if it does not."""
    table, links = _table(lang), language(lang).vocabulary.compound_links
    if not links:
        return ()
    for cut in range(min(len(word), LONGEST) - 4, 3, -1):
        tail = stem(word[cut:], lang)
        if len(tail) < 4 or tail not in table:
            continue
        for link in ("", *links.split()):
            head = word[:cut].removesuffix(link) if link else word[:cut]
            if link and head == word[:cut]:
                continue
            if len(head) >= 3 and (beginning := stem(head, lang)) in table:
                return (beginning, tail)
    return ()


def tail(word: str, lang: Lang) -> bool:
    """Whether a word ends in a known one of four letters and more, and so may be a compound."""
    table, small = _table(lang), plain(word)
    return any(stem(small[cut:], lang) in table for cut in range(3, min(len(small), LONGEST) - 3))


@cache
def _table(lang: Lang) -> dict[str, str]:
    """Word → its line, which `_row` reads: of all the words a story has few."""
    return {line.partition("\t")[0]: line for line in _lines("lexicon", lang)}


def _row(word: str, absent: str = "0", present: str = "0", counterparts: str = "") -> LexiconEntry:
    # The table has tenths, without the sign of what is always below zero.
    return LexiconEntry(int(absent) / 10, -int(present) / 10, _counterparts(word, counterparts), 1)


def _counterparts(word: str, listed: str = "") -> frozenset[str]:
    return frozenset([word if part == "=" else part for part in listed.split(" ") if part])


@lru_cache(1 << 16)
def name(word: str, lang: Lang) -> float:
    """The share of translations of texts with this name that have it too; 0 for what is not in the table of names."""
    return 1 - math.exp(-_numbers("names", lang).get(plain(word), 0) / 2)


@lru_cache(1 << 16)
def capital(word: str) -> float | None:
    """The share of capitals that an English word has within sentences; None for what is not in the table of words."""
    ninths = _numbers("words", TARGET).get(stem(word, TARGET))
    return None if ninths is None else ninths / 9


def shape(word: str, lang: Lang) -> float:
    """Log-odds, by its letters, of an unknown word with a capital being a name rather than a noun; 0 if not learnt."""
    weights = _numbers("shapes", lang)
    return (weights.get("", 0) + sum(weights.get(part, 0) for part in parts(word))) / 10


def parts(word: str) -> frozenset[str]:
    """What `shape` looks at: letters in threes, the first and the last ones, the length."""
    whole = f"^{word.lower()}$"
    threes = [whole[place : place + 3] for place in range(len(whole) - 2)]
    return frozenset([*threes, whole[-5:] + "<", whole[-4:] + "<", whole[:4] + ">", f"len{min(len(word) // 2, 8)}"])


@cache
def _numbers(table: str, lang: Lang) -> dict[str, int]:
    rows = (line.split("\t") for line in _lines(table, lang))
    return {word: int(number) for word, number in rows}


def _lines(table: str, lang: Lang) -> list[str]:
    """The rows of a table that was learnt for a language; none of one that was not."""
    if table not in language(lang).vocabulary.learnt.split():
        return []
    return gzip.decompress(Path(__file__).with_name(f"{table}.{lang}.gz").read_bytes()).decode("utf-8").split("\n")


@cache
def _sources(records: tuple[Language, ...]) -> dict[str, frozenset[tuple[Lang, str]]]:
    """English stem → the foreign words that it translates, of those with few counterparts."""
    sources: dict[str, set[tuple[Lang, str]]] = {}
    for record in records:
        for word, line in _table(record.code).items():
            counterparts = _counterparts(word, *line.split("\t")[3:])
            for counterpart in counterparts if len(counterparts) <= FEW else ():
                sources.setdefault(counterpart, set()).add((record.code, word))
    return {counterpart: frozenset(words) for counterpart, words in sources.items()}


def sources(stem: str) -> frozenset[tuple[Lang, str]]:
    """The foreign words, each with its language, that an English stem translates; of those with few counterparts.

    Stems that have one in common mean the same, as *injured* and *wounded* do.
    """
    return _sources(languages()).get(stem, frozenset())
