"""A source and its translation, taken apart once for all guards that compare words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.data import Lang
from pipeline.guards.lexicon import Entry, entry, plain, stem
from pipeline.guards.words import WORD

_TOKEN = re.compile(rf"{WORD.pattern}|\d+")
BEGIN = 5  # letters that words of both languages with one origin share


@dataclass(frozen=True, slots=True)
class Word:
    """A word or figure of the source; `known` is None for a figure, `found` whether a counterpart is there."""

    text: str
    start: int
    end: int
    known: Entry | None
    found: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """`words` in the source's order; `there`, `stems`, `begins`: the translation's words, small, without marks."""

    words: tuple[Word, ...]
    there: frozenset[str]
    stems: frozenset[str]
    begins: frozenset[str]


@lru_cache(8)
def pair(source: str, lang: Lang, translation: str) -> Pair:
    """Both, word by word; the last few are kept."""
    there = frozenset(map(plain, _TOKEN.findall(translation)))
    stems = frozenset([stem(word, "en") for word in there])
    begins = frozenset([word[:BEGIN] for word in there if len(word) >= BEGIN])
    words = []
    for match in _TOKEN.finditer(source):
        text = match[0]
        if text[0].isdigit():
            words.append(Word(text, match.start(), match.end(), None, text in there))
        else:
            known, begin = entry(text, lang), beginning(text, lang)
            found = not known.counterparts.isdisjoint(stems) or begin in begins
            words.append(Word(text, match.start(), match.end(), known, found))
    return Pair(tuple(words), there, stems, begins)


@lru_cache(1 << 16)
def beginning(word: str, lang: Lang) -> str:
    """The first letters of a word that has enough of them; "" of others."""
    small = plain(word)
    if lang == "fr" and "'" in small:
        small = small[small.index("'") + 1 :]
    return small[:BEGIN] if len(small) >= BEGIN else ""
