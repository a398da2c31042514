"""Which pairs are trained on, which are held out, in which order: the same for the same pairs in any order."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from random import Random

from pipeline.data import Lang
from pipeline.language.lexicon import letters, telling_letters
from pipeline.memory import HUMAN, Unit
from pipeline.translate import pieces

SHARE = 100  # one in so many is held out
LEAST, MOST = 20, 500  # sources held out at least; pairs that the held-out loss is measured on at most
CHUNK = 2000  # pairs that are sorted by length together


@dataclass(frozen=True, slots=True, order=True)
class LessonPair:
    """A sentence and its English, white space folded."""

    lang: Lang
    source: str
    english: str

    @property
    def sides(self) -> tuple[str, str]:
        """Both, where it does not matter which is which."""
        return self.source, self.english


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is learnt and what is only measured; `aside` counts the pairs too like the latter to be learnt."""

    trained: tuple[LessonPair, ...]
    held: tuple[LessonPair, ...]
    aside: int


def usable(units: Iterable[Unit], excluded: Iterable[str]) -> tuple[list[LessonPair], Counter[str]]:
    """The pairs to learn from, each once, in an order of their content's own; and why others were left out, counted.

    `excluded`: lines that neither side of a pair may be, compared by their letters; short ones exclude nothing.
    """
    barred = telling_letters(excluded)
    pairs: set[LessonPair] = set()
    left: Counter[str] = Counter()
    for unit in units:
        pair = LessonPair(unit.lang, " ".join(unit.source.split()), " ".join(unit.english.split()))
        if reason := _unusable(unit, pair, barred):
            left[reason] += 1
        elif pair in pairs:
            left["repeated"] += 1
        else:
            pairs.add(pair)
    # By the hash: in the order of an archive, outlets and topics would come one after another.
    return sorted(pairs, key=lambda pair: (_place(pair.source), pair)), left


def _unusable(unit: Unit, pair: LessonPair, barred: frozenset[str]) -> str:
    if not pair.source or not pair.english:
        return "empty"
    if unit.signature != HUMAN:
        return "translated by a machine"
    if pair.source == pair.english:
        return "the same on both sides"
    return "" if barred.isdisjoint(telling_letters(pair.sides)) else "excluded"


def _place(source: str) -> int:
    """Where a source stands among all sources, 0 to 2⁶⁴ - 1; the same for all that have the same letters."""
    return int.from_bytes(hashlib.sha256((letters(source) or source).encode("utf-8", "replace")).digest()[:8], "big")


def hold_out(pairs: Iterable[LessonPair], earlier: Iterable[str] = ()) -> Lessons:
    """Parts the pairs by a hash of their sources.

    Held out are the first hundredth of all hashes, else the lowest that there are, and the sources held out `before`.
    So what was held out stays so when pairs are shuffled or added. No sentence held out is trained on as part of
    another pair either.
    """
    # The place hangs on the source alone, so a pair stays on its side whatever else is there.
    places = {pair: _place(pair.source) for pair in pairs}
    ordered = sorted(set(places.values()))
    first = {place for place in ordered if place < 2**64 // SHARE} | set(ordered[:LEAST]) | {_place(s) for s in earlier}
    measured = sorted((pair for pair in places if places[pair] in first), key=lambda pair: (places[pair], pair))
    # Nor may a sentence held out be learnt from the other side of another pair.
    like = telling_letters(chain.from_iterable(pair.sides for pair in measured))
    trained = [pair for pair in places if places[pair] not in first and like.isdisjoint(telling_letters(pair.sides))]
    trained.sort(key=lambda pair: (places[pair], pair))
    return Lessons(tuple(trained), tuple(measured[:MOST]), len(places) - len(trained) - len(measured[:MOST]))


def digest(lessons: Lessons) -> str:
    """Twelve hex digits over what is learnt and what is held out."""
    total = hashlib.sha256()
    for part in (lessons.trained, lessons.held):
        for pair in part:
            total.update(f"{pair.lang}\t{pair.source}\t{pair.english}\n".encode("utf-8", "replace"))
        total.update(b"\n")
    return total.hexdigest()[:12]


def order(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Batches of indices without end, pass after pass, each shuffled anew: alike in length, longest × count ≤ budget.

    A pair longer than the budget is a batch of its own.
    """
    for turn in count():
        indices = list(range(len(lengths)))
        Random(f"pass {turn}").shuffle(indices)
        for start in range(0, len(indices), CHUNK):
            # Alike in length within a chunk alone: over all pairs each pass would have the same batches.
            chunk = indices[start : start + CHUNK]
            groups = pieces.batches([lengths[index] for index in chunk], budget)
            Random(f"pass {turn}, chunk {start}").shuffle(groups)
            for group in groups:
                yield [chunk[at] for at in group]
