"""Lines that are all in capitals, as they would be written within a text."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from pipeline.data import Lang
from pipeline.language import language, lexicon
from pipeline.language.names import ROMAN
from pipeline.language.record import Language, pattern, words

_WORD = re.compile(r"[^\W\d_]+")
_LOUD = re.compile(r"[^\W\d_a-zß-öø-ÿ]{4,}")
HALF = 0.5  # of the times that a word stands in sentences it has a capital, if it is written with one
_ENOUGH = 2  # words of three letters that a line has, to be a line in capitals and no abbreviation
_SHORT = 4  # letters up to which a name or an unknown word is an abbreviation


def in_normal_case(text: str, lang: Lang) -> str:
    """A line in capitals with those alone that its words have in a sentence; any other line as it is.

    By the words that are known of its language: names and unknown words begin with a capital, short ones keep theirs.
    Deliberately by the line alone: its translation must not hang on what stands around it.
    """
    if not in_capitals(text):
        return text
    record = language(lang)
    written = _WORD.sub(lambda match: _word(match[0], record), text)
    first = _WORD.search(written)
    start = first.start() if first else len(written)
    return written[:start] + written[start : start + 1].upper() + written[start + 1 :]


def calm(text: str, names: Iterable[str]) -> str:
    """English without the capitals of a word that has none in a sentence: a MASSIVE fire. Abbreviations keep theirs.

    Args:
        names: as they are written elsewhere: FIRE IN HARLOW is one in Harlow.
    """
    if not _LOUD.search(text):
        return text
    loud = in_capitals(text)
    written: dict[str, str] = dict(chain.from_iterable(map(_written_words, names)))

    def calmed(match: re.Match[str]) -> str:
        word: str = match[0]
        small = word.lower()
        if not word.isupper() or (len(word) < _SHORT and not loud):
            return word
        share = lexicon.capital(small)
        is_word = loud or len(word) > _SHORT or lexicon.stem(small, "en") == small  # not AIDS
        if is_word and share is not None and share < HALF:
            return written.get(word, small)
        return written.get(word) or (small.capitalize() if loud and len(word) > _SHORT else word)

    return _WORD.sub(calmed, text)


@lru_cache(1 << 14)
def _written_words(name: str) -> tuple[tuple[str, str], ...]:
    """The words of a name that are not all capitals, each after itself in capitals; the names of a story come often."""
    return tuple((word.upper(), word) for word in _WORD.findall(name) if not word.isupper())


def in_capitals(text: str) -> bool:
    """Whether a text is a line in capitals, and no abbreviation."""
    return text.isupper() and sum(len(word) > 2 for word in _WORD.findall(text)) >= _ENOUGH


def _word(word: str, record: Language) -> str:
    small = word.lower()
    if small in words(record.vocabulary.function) or len(word) == 1:
        return small
    listed, share = lexicon.entry(small, record.code), lexicon.name(small, record.code)
    if (share and _is_capital(listed.counterparts)) or not listed.parts:
        if len(word) <= _SHORT or ROMAN.fullmatch(word):
            return word
        return small.capitalize()
    noun = record.vocabulary.nouns == "capital" and not pattern(record.vocabulary.no_noun).search(small)
    return small.capitalize() if noun and len(small) > 3 else small


def _is_capital(counterparts: frozenset[str]) -> bool:
    """Whether English writes what translates a word with a capital: Marseille, not a strike."""
    shares = [lexicon.capital(counterpart) for counterpart in counterparts]
    return any(share is None or share >= 0.7 for share in shares)
