"""Clauses of the source that nothing in the translation answers to."""

import math
from collections.abc import Sequence
from dataclasses import replace

from pipeline.data import Lang
from pipeline.guards.amounts import in_figures
from pipeline.guards.pair import BEGIN, Word, beginning, pair
from pipeline.guards.words import bare
from pipeline.language import TARGET, language
from pipeline.language.lexicon import stem
from pipeline.language.record import words as word_set

# Evidence of one word (log-likelihood ratio) is cut off here, since words of a clause depend on one another.
LOST, KEPT = 2.5, -2.0
FIGURE = (1.0, -1.5)
# Log of letters of a translation for one of the source: deviation = √(_SPREAD² + _SHORT² / letters).
_SPREAD, _SHORT, _MORE = 0.10, 0.8, 0.10


def clause_missing(source: str, lang: Lang, translation: str) -> str:
    """The stretch of the source, in figures where the translation is, that was most likely left out; "" if none was.

    Words without any counterpart speak for it, words with one against it, and so does the length of the whole. Nothing
    is found where the language has no limit yet.
    """
    measures = language(lang).translating
    if not measures.clause_limit:
        return ""
    source = in_figures(source, lang, translation)
    words = pair(source, lang, translation).words
    evidence, begin, end = _stretch([_evidence(word) for word in words])
    if evidence <= 0:
        return ""
    part = source[words[begin].start : words[end - 1].end]
    letters, english_letters = max(len(bare(source)), 1), max(len(bare(translation)), 1)
    ratio = math.log(english_letters / letters) - measures.length
    # the words alone would flag free translations: the whole must be shorter, too
    evidence += _shorter(len(bare(part)) / letters, letters, ratio)
    return part if evidence > measures.clause_limit else ""


def unanswered(source: str, lang: Lang, translation: str) -> tuple[float, float]:
    """Of the source's weighty words, and of the telling English ones, the share without a counterpart, 0 to 1."""
    read, english = pair(source, lang, translation), language(TARGET)
    weights = [(max(_evidence(replace(word, answered=False)), 0.0), word.answered) for word in read.words]
    total = sum(weight for weight, _ in weights)
    lost = sum(weight for weight, answered in weights if not answered) / total if total else 0.0
    little = word_set(english.vocabulary.function) | word_set(english.target.empty)
    explained = frozenset().union(*(word.entry.counterparts for word in read.words if word.entry))
    begins = {beginning(word.text, lang) for word in read.words}
    said = [word for word in read.english if word[:1].isalpha() and word not in little]
    new = sum(stem(word, TARGET) not in explained and word[:BEGIN] not in begins for word in said)
    return lost, new / len(said) if said else 0.0


def _evidence(word: Word) -> float:
    if word.entry is None:
        return FIGURE[word.answered]
    if word.answered:
        return max(word.entry.present, KEPT)
    return min(word.entry.absent, LOST)


def _stretch(evidence: Sequence[float]) -> tuple[float, int, int]:
    """The run with the greatest sum (Kadane's): its sum, its first place, the place after its last."""
    best, total, begin = (0.0, 0, 0), 0.0, 0
    for place, value in enumerate(evidence):
        total += value
        if total <= 0:
            total, begin = 0.0, place + 1
        elif total > best[0]:
            best = (total, begin, place + 1)
    return best


def _shorter(share: float, letters: int, ratio: float) -> float:
    """Evidence of a log-ratio of lengths for that share of the source having been left out; at most 6 either way."""
    # The ratio of two normal densities: of this length if nothing is missing, and if that share is.
    spread = _SPREAD**2 + _SHORT**2 / max(letters, 8)
    shifted = ratio - math.log(1 - min(share, 0.95))
    return max(-4.0, min(6.0, (ratio**2 / spread - shifted**2 / (spread + _MORE**2)) / 2))
