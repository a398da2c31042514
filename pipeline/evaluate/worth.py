"""What evidence that needs no reference is worth: how well it puts segments in the order in which people put them.

Where nobody judged, chrF2++ against a reference stands for people. Spearman's rank correlation, in one system at a
time, so that neither a good system nor a bad one counts as foretold.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline import guards
from pipeline.errors import InputError
from pipeline.evaluate.doubts import AGREEMENT, DOUBT, SIMILARITY, UNSCORED
from pipeline.evaluate.judged import RESAMPLES, SEED, WEIGHTS
from pipeline.evaluate.metrics import make
from pipeline.evaluate.scored import FEWEST, TAILS, Indication, Testset
from pipeline.language import source_codes
from pipeline.read.judgements import Judgement

PEOPLE, REFERENCE = "people's judgements", "chrF2++ against a reference"

Numbers = NDArray[np.float64]
Foreteller = Callable[[Testset, int], Sequence[float | None]]  # system's place → a value a segment, higher is better


def _signal(name: str, sign: int = 1) -> Foreteller:
    """What came with a system's translations; `sign`: -1 where less of it is better."""

    def foretold(testset: Testset, place: int) -> list[float | None]:
        given = [segment.signals[place].get(name) if segment.signals else None for segment in testset.segments]
        return [None if value is None else sign * value for value in given]

    return foretold


def _flagless(testset: Testset, place: int) -> list[float | None]:
    """The fewer flags, the better."""
    counts: list[float | None] = []
    for segment in testset.segments:
        lang, text = segment.lang.split("-")[0], segment.hypotheses[place]
        counts.append(-float(len(guards.flags(segment.source, lang, text))) if lang in source_codes() else None)
    return counts


# What foretells → its values. To add a kind of evidence is to add a line.
FORETELLERS: Mapping[str, Foreteller] = {
    "no flag": _flagless,
    "agreement with others": _signal(AGREEMENT),
    "doubt": _signal(DOUBT, -1),
    UNSCORED: _signal(UNSCORED, -1),
    "the model's own score": _signal("score"),
    "similarity to the source": _signal(SIMILARITY),
}


def worths(testset: Testset, judgements: Sequence[Judgement] = ()) -> list[Indication]:
    """For each system and kind of evidence how well it foretells; nothing where there is nothing to hold it against.

    `judgements` go before references. An InputError if too few are of these systems and segments.
    """
    indications: list[Indication] = []
    unit = f"ρ with {PEOPLE if judgements else REFERENCE}"
    for place, system in enumerate(testset.systems):
        standard = _judgement_means(testset, system, judgements) if judgements else _chrf_scores(testset, place)
        rated = [(row, truth) for row, truth in zip(testset.segments, standard, strict=True) if truth is not None]
        if len(rated) < FEWEST:
            continue
        material = replace(testset, segments=tuple(row for row, _ in rated))
        for name, foreteller in FORETELLERS.items():
            rows = zip(rated, foreteller(material, place), strict=True)
            known = [(value, truth, row.document) for (row, truth), value in rows if value is not None]
            # of few segments a correlation says nothing, nor does evidence that is the same everywhere
            if len(known) >= FEWEST and len({value for value, *_ in known}) > 1:
                values, truths, documents = zip(*known, strict=True)
                figures = correlation(np.array(values, float), np.array(truths, float), documents)
                indications.append(Indication(f"foretold by {name}", system, *figures, len(known), unit))
    if judgements and not indications:
        judged = ", ".join(sorted({row.system for row in judgements}))
        fault = f"no system of {', '.join(testset.systems)} has {FEWEST} judged segments; judged are {judged}"
        fix = "name systems as in the campaign, with NAME=FILE, and give the files that it was made of"
        raise InputError(f"{fault}: {fix}")
    return indications


def _chrf_scores(testset: Testset, place: int) -> list[float | None]:
    metric = make("chrF2++", sentence=True)
    scores: list[float | None] = []
    for segment in testset.segments:
        references = [text for text in segment.references if text is not None]
        text = segment.hypotheses[place]
        scores.append(metric.sentence_score(text, references).score if references else None)
    return scores


def _judgement_means(testset: Testset, system: str, judgements: Sequence[Judgement]) -> list[float | None]:
    """What people say of each segment, on the mean; penalties, turned round, where somebody gave no score."""
    rows = [row for row in judgements if row.system == system]
    scored = all(row.score is not None for row in rows)
    by_segment: dict[str, list[float]] = {}
    for row in rows:
        penalty = sum(WEIGHTS[error.severity] for error in row.errors)
        good = row.score if scored and row.score is not None else -float(penalty)
        by_segment.setdefault(row.segment, []).append(good)
    # campaigns that were made here number the segments
    keys = [(str(number), segment.id) for number, segment in enumerate(testset.segments, 1)]
    opinions = [by_segment.get(number) or by_segment.get(key) for number, key in keys]
    return [float(np.mean(opinion)) if opinion else None for opinion in opinions]


def correlation(values: Numbers, truths: Numbers, documents: Sequence[str]) -> tuple[float, float, float]:
    """Spearman's ρ and its 95 % interval; documents are drawn whole, since the segments of one are alike."""
    from scipy.stats import rankdata  # type: ignore[import-untyped]

    groups: dict[str, list[int]] = {}
    for at, name in enumerate(documents):
        groups.setdefault(name, []).append(at)
    # of one document, or none that is named, segments are drawn
    units = [np.array(places) for places in groups.values()] if len(groups) > 1 else np.arange(len(values))[:, None]
    random, rhos = np.random.default_rng(SEED), []
    for _ in range(RESAMPLES):
        drawn = np.concatenate([units[at] for at in random.integers(0, len(units), len(units))])
        rhos.append(_pearson(rankdata(values[drawn]), rankdata(truths[drawn])))
    low, high = np.percentile(rhos, TAILS).tolist()
    return _pearson(rankdata(values), rankdata(truths)), low, high


def _pearson(left: Numbers, right: Numbers) -> float:
    """0 where one side is the same everywhere, as a resample may be: it foretells nothing."""
    return float(np.corrcoef(left, right)[0, 1]) if np.ptp(left) and np.ptp(right) else 0.0
