"""Guards that look at a translation as a whole: copy, nothing, loop, length, language, quote marks."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.data import Lang
from pipeline.guards.amounts import in_figures
from pipeline.guards.words import bare, words
from pipeline.language import TARGET, Language, detect, language, quotations
from pipeline.language.record import words as word_set

# Letters of the source up to which the limits hold, and the least and most letters of a translation for one of its.
LENGTHS = ((8, 0.2, 5.0), (15, 0.3, 2.6), (30, 0.45, 1.7), (60, 0.5, 1.5), (120, 0.53, 1.35), (10**9, 0.56, 1.22))
ENOUGH = 20  # letters from which a language can be told
_HANDLE = re.compile(r"@\w+")
LOOKED_AT = 80  # letters by which the language of a translation is told


def empty(source: str, translation: str) -> bool:
    """Whether nothing is said where the source says something."""
    return bool(bare(source)) and not bare(translation)


def copied(source: str, lang: Lang, translation: str) -> bool:
    """Whether it is the source, all or nearly all; names, figures and lines that are English already may be."""
    record = language(lang)
    source_words = [word.casefold() for word in words(source)]
    translated_words = [word.casefold() for word in words(translation)]
    if not source_words or not _foreign(_HANDLE.sub("", source), record):
        return False
    if bare(source) == bare(translation):
        return True
    # nearly a copy: the words are kept, though some marks or a word may differ
    present, count = set(translated_words), len(source_words)
    is_foreign = any(word in _function(record) for word in words(translation))
    is_as_long = count >= 5 and 0.7 <= len(translated_words) / count <= 1.4
    return is_foreign and is_as_long and sum(word in present for word in source_words) / count >= 0.8


def _function(record: Language) -> frozenset[str]:
    return word_set(record.vocabulary.function)


def _foreign(source: str, record: Language) -> bool:
    """Whether a line is in its language by its words, and not names alone or English."""
    line, function = words(source), _function(record)
    # a line of English in a foreign article is no foreign line, whatever it is said to be
    if sum(word in _function(language(TARGET)) for word in line) >= 2:
        return any(word in function for word in line)
    return any(word.casefold() in function or (word.islower() and len(word) > 2) for word in line)


def repeated(source: str, translation: str) -> str:
    """The words that it says again and again, where the source does not; "" if none."""
    loop = re.search(r"([^\W\d_]{1,6}?)\1{7,}", translation)
    if loop and not re.search(r"([^\W\d_]{1,6}?)\1{5,}", source):
        return loop[0]
    tokens = re.findall(r"\w+", translation.casefold())
    if len(tokens) == len(set(tokens)):
        return ""  # the usual case, and cheap to tell
    period, copies, start = _longest_repeat(tokens)
    if copies < 2 or _longest_repeat(re.findall(r"\w+", source.casefold()))[1] >= copies:
        return ""
    # "very, very" is no loop: a short run must come three times
    least = 2 if period >= 4 or period * copies == len(tokens) else 3
    return " ".join(tokens[start : start + period]) if copies >= least else ""


def _longest_repeat(tokens: Sequence[str]) -> tuple[int, int, int]:
    """Of the runs of words that come several times on end the longest: its length, its copies, where it begins."""
    best = (0, 1, 0)
    # Only distances at which two words do stand twice: all of them would cost the square of the length.
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
    distances: set[int] = set()
    for place, pair in enumerate(pairwise(tokens)):
        if pair[0] == pair[1]:
            distances.add(1)
        if pair in last:
            distances.add(place - last[pair])
        last[pair] = place
    if len(tokens) % 2 == 0 and tokens[: len(tokens) // 2] == tokens[len(tokens) // 2 :]:
        distances.add(len(tokens) // 2)
    return distances


def unusual_length(source: str, lang: Lang, translation: str) -> float:
    """Letters of the translation for one of the source, where that is out of range; else 0."""
    letters = len(bare(in_figures(source, lang, translation)))
    if not letters:
        return 0.0
    least, most = next((least, most) for upto, least, most in LENGTHS if letters <= upto)
    ratio = len(bare(translation)) / letters
    return 0.0 if least <= ratio <= most else ratio


def other_language(translation: str) -> str:
    """The code of the language that it is in, if that is not English; "" for English and for too little text."""
    written = words(translation)
    text = [word.casefold() for word in written]
    letters = sum(map(len, text))
    english = _function(language(TARGET))
    if (
        letters < ENOUGH
        or len(text) < 4
        or sum(not word.istitle() for word in written) < 2
        or sum(word in english for word in text) / len(text) >= 0.15
    ):
        return ""
    # in small letters: the capitals of a headline tell no language
    code, probability = detect.likeliest(" ".join(translation.split()).lower()[:LOOKED_AT])
    sure = 0.8 if letters < 40 else 0.6
    return code if code != TARGET and probability >= sure else ""


def quote_lost(source: str, translation: str) -> bool:
    """Whether quote marks are paired in the source and not in the translation."""
    unpaired = quotations.marks(translation) % 2 == 1
    return unpaired and quotations.marks(source) % 2 == 0 and quotations.has_marks(source)
