"""Words of the source that were left as they are."""

import re
from functools import lru_cache
from itertools import pairwise

from pipeline.data import Lang
from pipeline.guards.lexicon import capital, entry, name, plain
from pipeline.guards.words import ENGLISH, FUNCTION, LOANS, words

_ADDRESS = re.compile(r"[\w.@-]*\w(?:\.[a-z]{2,3}\b|@\w)\S*")
_MAYBE_ADDRESS = re.compile(r"\w[.@][a-z]")
_ELIDED = re.compile(r"(?:[ldnsjcm]|qu)'\w")


def untranslated(source: str, lang: Lang, translation: str) -> str:
    """The longest stretch of source words left as they are, some of which no English text would have."""
    ours, theirs = _words(source), _words(translation)
    there, pairs = frozenset(ours), frozenset(pairwise(ours))
    found: tuple[str, ...] = ()
    start = 0
    for place in range(1, len(theirs) + 1):
        if place < len(theirs) and (theirs[place - 1], theirs[place]) in pairs:
            continue
        if theirs[start] in there and place - start > len(found) and _left(theirs[start:place], lang):
            found = theirs[start:place]
        start = place
    return " ".join(found)


def _words(text: str) -> tuple[str, ...]:
    return words(_ADDRESS.sub(" ", text) if _MAYBE_ADDRESS.search(text) else text)


def _left(stretch: tuple[str, ...], lang: Lang) -> bool:
    """Whether a stretch is foreign text and no name, title or loan word."""
    if len(stretch) == 1:
        word = stretch[0]
        marked = lang == "de" or not word.isascii()
        return len(word) > 4 and word.islower() and marked and word not in FUNCTION[lang] and _foreign(word, lang) == 1
    if stretch[0].istitle() and stretch[-1].istitle() and all(word.istitle() or len(word) < 4 for word in stretch):
        return False  # Manfred von Camen, Cirque du Soleil
    weights = [(_foreign(word, lang), word) for word in stretch]
    return sum(weight for weight, _ in weights) >= 1 and any(weight and word.islower() for weight, word in weights)


@lru_cache(1 << 16)
def _foreign(word: str, lang: Lang) -> float:
    """1 for a word of the language that is neither a word of English nor a name, 0.5 for one that may be, else 0."""
    if word in ENGLISH or word in LOANS or len(word) < 2:
        return 0.0
    if word in FUNCTION[lang] or (lang == "fr" and _ELIDED.match(word)):
        return 1.0
    known = entry(word, lang)
    if name(word, lang) and not word.islower():
        return 0.0
    same = any(there[:4] == plain(word)[:4] for there in known.counterparts)
    translated = known.parts > 0 and bool(known.counterparts) and not same
    if word.islower() or known.parts:
        return (capital(word) is None) * (0.5 + 0.5 * translated) + (capital(word) is not None) * 0.5 * translated
    return 0.0
