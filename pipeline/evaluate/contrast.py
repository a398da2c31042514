"""What systems get right that others get wrong: runs of words, rare and frequent words, numbers, names, negations.

Counts to look at, after compare-mt (Neubig and others, 2019); nothing here is tested.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from pipeline.evaluate.scored import Contrast, Segment, Testset
from pipeline.evaluate.unreferenced import LOST
from pipeline.language import source_codes

LONGEST = 3  # words of a run
SHOWN = 15  # runs of words, those on which systems are furthest apart
EVEN = 0.5
OFTEN = (1, 5, 20)  # times that a word stands in the references: where a class ends
CLASSES = ("once", "2 to 5 times", "6 to 20 times", "over 20 times")


def contrasts(testset: Testset) -> tuple[Contrast, ...]:
    """How much of what the first reference has each system has too; nothing for one system, or without references."""
    segments = [segment for segment in testset.segments if segment.references and segment.references[0]]
    if len(testset.systems) < 2 or not segments:
        return ()
    totals, hits = Counter[tuple[str, ...]](), [Counter[tuple[str, ...]]() for _ in testset.systems]
    for segment in segments:
        reference_runs = _runs(segment.references[0] or "")
        totals += reference_runs
        for system, text in enumerate(segment.hypotheses):
            # clipped, as BLEU does: what the reference has once is right once
            hits[system] += reference_runs & _runs(text)
    return (*_contrasts(segments, testset), *_by_frequency(totals, hits), *_furthest_apart(totals, hits))


def _runs(text: str) -> Counter[tuple[str, ...]]:
    from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

    words = Tokenizer13a()(text).split()  # type: ignore[no-untyped-call]
    return Counter(tuple(words[at : at + n]) for n in range(1, LONGEST + 1) for at in range(len(words) - n + 1))


def _furthest_apart(totals: Counter[tuple[str, ...]], hits: Sequence[Counter[tuple[str, ...]]]) -> Iterator[Contrast]:
    # a comma that is missing tells nothing: a run has to have a word in it
    worded = (run for run in totals if any(map(str.isalnum, chain.from_iterable(run))))
    rates = {run: _lead([system[run] for system in hits]) for run in worded}
    for run in sorted(rates, key=lambda run: (-rates[run], run))[:SHOWN]:
        if rates[run] > EVEN:
            yield Contrast("words", " ".join(run), totals[run], tuple(system[run] for system in hits))


def _lead(counts: Sequence[int]) -> float:
    """How far the best system is before the last, 0.5 to 1: its share of what both have, as compare-mt smooths it.

    Frequent words, of which all systems have nearly all, so come after rarer ones that one system has and another not.
    """
    return (max(counts) + 1) / (max(counts) + min(counts) + 2)


def _by_frequency(totals: Counter[tuple[str, ...]], hits: Sequence[Counter[tuple[str, ...]]]) -> Iterator[Contrast]:
    sums = [[0] * (len(hits) + 1) for _ in CLASSES]
    for run, count in totals.items():
        if len(run) == 1:
            row = sums[sum(count > end for end in OFTEN)]
            for place, more in enumerate((count, *(system[run] for system in hits))):
                row[place] += more
    for name, (total, *right) in zip(CLASSES, sums, strict=True):
        if total:
            yield Contrast("words by how often the references have them", name, total, tuple(right))


def _contrasts(segments: Sequence[Segment], testset: Testset) -> Iterator[Contrast]:
    """Segments whose source has a number, name or negation, and how often each system keeps all of them."""
    readable = []
    for segment in segments if testset.target == "en" else ():
        lang = segment.lang.split("-")[0]
        if segment.source and lang in source_codes():
            readable.append((segment.source, lang, segment.hypotheses))
    for name, lost in LOST.items():
        rows = [row for row in readable if lost(row[0], row[1], "")]
        if rows:
            places = range(len(testset.systems))
            right = tuple(sum(not lost(source, lang, texts[n]) for source, lang, texts in rows) for n in places)
            yield Contrast("segments", name, len(rows), right)
