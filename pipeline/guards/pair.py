"""A source and its translation, taken apart once for all guards that compare words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.data import Lang
from pipeline.guards.words import WORD
from pipeline.language import TARGET, language
from pipeline.language.lexicon import LexiconEntry, entry, plain, stem

_TOKEN = re.compile(rf"{WORD.pattern}|\d+")
BEGIN = 5  # letters that words of both languages with one origin share


@dataclass(frozen=True, slots=True)
class Word:
    """A word or figure of the source; `entry` is None for a figure, `answered` whether a counterpart is there."""

    text: str
    start: int
    end: int
    entry: LexiconEntry | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """`words` in the source's order; `english`, `stems`, `begins`: the translation's words, small, without marks."""

    words: tuple[Word, ...]
    english: frozenset[str]
    stems: frozenset[str]
    begins: frozenset[str]


@lru_cache(8)
def pair(source: str, lang: Lang, translation: str) -> Pair:
    """Both, word by word; the last few are kept."""
    english = frozenset(map(plain, _TOKEN.findall(translation)))
    stems = frozenset([stem(word, TARGET) for word in english])
    begins = frozenset([word[:BEGIN] for word in english if len(word) >= BEGIN])
    words = []
    for match in _TOKEN.finditer(source):
        text = match[0]
        # a figure is there or not: no table knows it
        listed = None if text[0].isdigit() else entry(text, lang)
        if listed is None:
            answered = text in english
        else:
            answered = not listed.counterparts.isdisjoint(stems) or beginning(text, lang) in begins
        words.append(Word(text, match.start(), match.end(), listed, answered))
    return Pair(tuple(words), english, stems, begins)


@lru_cache(1 << 16)
def beginning(word: str, lang: Lang) -> str:
    """The first letters of a word that has enough of them; "" of others."""
    small = plain(word)
    if "'" in small and language(lang).vocabulary.elided:
        small = small[small.index("'") + 1 :]
    return small[:BEGIN] if len(small) >= BEGIN else ""
