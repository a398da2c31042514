"""The doubt of translations that came from files: a run's, or what can be told without the model's own score."""

import math
from collections.abc import Mapping, Sequence

from pipeline import guards
from pipeline.data import Translation
from pipeline.evaluate.metrics import make
from pipeline.evaluate.scored import Segment, Testset
from pipeline.translate import doubt

DOUBT, UNSCORED = "doubt", "doubt (no model score)"  # a run's; what is read here
SIMILARITY, AGREEMENT = "similarity", "agreement"
READ = "flags, words without a counterpart, length, similarity by e5 and agreement with other systems"
# What doubt's logit becomes with other systems' translations at hand, by their mean likeness, 0 to 1: learnt by
# `tests/tools/fit_agreement.py` from 225 lines of two systems that a person read.
BIAS, AGREEING = 2.05, 2.8


def doubted(
    testset: Testset, signals: Sequence[Sequence[Mapping[str, float]]], *, cosines: bool
) -> list[list[dict[str, float]]]:
    """Signals, a row a segment and a mapping a system, with agreement, and with the doubt of systems that bring none.

    `cosines`: whether similarities among them may be read. A run's doubt knows the model's score and is left as it is.
    Of English sources nothing is doubted.
    """
    rows = [[dict(given) for given in row] for row in signals]
    for place in range(len(testset.systems)):
        read = any(DOUBT in row[place] for row in rows)
        for segment, row, agreement in zip(testset.segments, rows, agreements(testset, place), strict=True):
            if agreement is not None:
                row[place][AGREEMENT] = agreement
            if segment.lang != "en" and not read:
                cosine = row[place].get(SIMILARITY) if cosines else None
                row[place][UNSCORED] = unscored(segment, place, cosine, agreement)
    return rows


def agreements(testset: Testset, place: int) -> list[float | None]:
    """A system's mean likeness to every other system's translation, chrF2++; None where there is no other."""
    metric = make("chrF2++", sentence=True)
    likeness: list[float | None] = []
    for segment in testset.segments:
        peers = [text for n, text in enumerate(segment.hypotheses) if n != place]
        scores = [metric.sentence_score(segment.hypotheses[place], [peer]).score for peer in peers]
        likeness.append(sum(scores) / len(scores) if scores else None)
    return likeness


def unscored(segment: Segment, place: int, cosine: float | None, agreement: float | None) -> float:
    """How likely a translation misleads, 0 to 1; `cosine`: with its source, by e5; `agreement`: 0 to 100."""
    text, lang = segment.hypotheses[place], segment.lang
    translation = Translation("", text, guards.flags(segment.source, lang, text), "")
    likely = doubt.weighed(dict(doubt.signals(segment.source, lang, translation, cosine)))
    if agreement is None:
        return likely
    logit = math.log(likely / (1 - likely)) + BIAS - AGREEING * agreement / 100
    return 1 / (1 + math.exp(-logit))


def by_system(testset: Testset) -> dict[str, dict[str, float]]:
    """System → segment → doubt, the highest first."""
    doubts: dict[str, dict[str, float]] = {}
    for place, system in enumerate(testset.systems):
        rows = [(segment.id, segment.signals[place]) for segment in testset.segments if segment.signals]
        values = ((key, signals.get(DOUBT, signals.get(UNSCORED))) for key, signals in rows)
        known = {key: value for key, value in values if value is not None}
        doubts[system] = dict(sorted(known.items(), key=lambda pair: -pair[1]))
    return doubts
