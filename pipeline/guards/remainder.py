"""Words of the source that were left as they are."""

import re
from functools import lru_cache
from itertools import pairwise

from pipeline.data import Lang
from pipeline.guards.words import words
from pipeline.language import TARGET, Language, language
from pipeline.language.lexicon import capital, entry, name, plain
from pipeline.language.record import pattern
from pipeline.language.record import words as word_set

_BETWEEN_BLANKS = re.compile(r"\S+")
_ADDRESS_SIGN = re.compile(r"\w(?:\.[a-z]{2,3}\b|@\w)")


def untranslated(source: str, lang: Lang, translation: str) -> str:
    """The longest stretch of source words left as they are, some of which no English text would have."""
    record, source_words, english = language(lang), _words(source), _words(translation)
    present, pairs = frozenset(source_words), frozenset(pairwise(source_words))
    longest: tuple[str, ...] = ()
    start = 0
    for place in range(1, len(english) + 1):
        # the run goes on as long as two neighbours are neighbours in the source too
        if place < len(english) and (english[place - 1], english[place]) in pairs:
            continue
        if english[start] in present and place - start > len(longest):
            named = _named_before(english[:start], present)
            if _is_foreign(named + english[start:place], record):
                longest = english[start:place]
        start = place
    return " ".join(longest)


def _named_before(preceding: tuple[str, ...], present: frozenset[str]) -> tuple[str, ...]:
    """The word before a stretch with which it is a name, where English gives it a capital: Place de la République."""
    last = preceding[-1:]
    return last if last and last[0].istitle() and last[0].lower() in present else ()


def _words(text: str) -> tuple[str, ...]:
    return words(_BETWEEN_BLANKS.sub(_without_address, text) if _ADDRESS_SIGN.search(text) else text)


def _without_address(stretch: re.Match[str]) -> str:
    """What stands between two blanks, without the address that it ends with."""
    text = stretch[0]
    sign = _ADDRESS_SIGN.search(text)
    if not sign:
        return text
    # One pattern for sign and beginning would try every letter of a long word as the beginning, each time to its end.
    start = sign.start()
    while start and (text[start - 1].isalnum() or text[start - 1] in "_.@-"):
        start -= 1
    return text[:start] + " "


def _is_foreign(stretch: tuple[str, ...], record: Language) -> bool:
    """Whether a stretch is foreign text and no name, title or loan word."""
    if len(stretch) == 1:
        word = stretch[0]
        unlike_english = record.vocabulary.english_look == "seldom" or not word.isascii()
        if len(word) <= 4 or not word.islower() or not unlike_english:
            return False
        return word not in word_set(record.vocabulary.function) and _foreign(word, record) == 1
    if stretch[0].istitle() and stretch[-1].istitle() and all(word.istitle() or len(word) < 4 for word in stretch):
        return False  # Manfred von Camen, Cirque du Soleil
    # together they must weigh as much as one surely foreign word, and one that weighs must be no name
    weights = {word: _foreign(word, record) for word in stretch}
    return sum(weights[word] for word in stretch) >= 1 and any(weights[word] for word in stretch if word.islower())


@lru_cache(1 << 16)
def _foreign(word: str, record: Language) -> float:
    """1 for a word of the language that is neither a word of English nor a name, 0.5 for one that may be, else 0."""
    target, vocabulary = language(TARGET), record.vocabulary
    if word in word_set(target.vocabulary.function) or word in word_set(target.target.loans) or len(word) < 2:
        return 0.0
    # what another word leans on, from its beginning: l'eau
    elided = pattern(rf"(?:{vocabulary.elided})'\w" if vocabulary.elided else "")
    if word in word_set(vocabulary.function) or elided.match(word):
        return 1.0
    listed = entry(word, record.code)
    if name(word, record.code) and not word.islower():
        return 0.0
    # Minister is translated by minister: no sign of something left
    same = any(counterpart[:4] == plain(word)[:4] for counterpart in listed.counterparts)
    translated = listed.parts > 0 and bool(listed.counterparts) and not same
    if word.islower() or listed.parts:
        return (capital(word) is None) * (0.5 + 0.5 * translated) + (capital(word) is not None) * 0.5 * translated
    return 0.0
