"""Probabilities of pairs to links: which to keep, how far to grow them, what is left over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from pipeline.align import model, parallel
from pipeline.align.evidence import both, evidence, kind
from pipeline.align.weigh import Matrix, Weighed
from pipeline.data import Band, Evidence, LinkKind

Aligner = Literal["auto", "comparable", "parallel"]
ALIGNERS: tuple[Aligner, ...] = get_args(Aligner)
STRONG, LIKELY, FLOOR = 0.9, 0.5, 0.45
SHORTLIST = 0.1  # pairs from here are read again where a second reader is configured
UNLIKELY = 0.4  # the greatest probability of a sentence that weighs less than the next
_SAYS_LITTLE = 5.0  # the weight of one word, or of a name that the whole story has
COPIED = 0.9  # the least probability of two sentences of the same words
_LEAST = 0.01  # no single reader is surer than that
_LONGEST = 4  # sentences on one side of a link
_NEW = 0.2  # how much of an added sentence must be what both sides say only with it
Second = Callable[[Sequence[tuple[str, str]]], Sequence[float]]  # pairs of texts → 0 to 1 each
Sides = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """A link between sentences given by their numbers in `Weighed`, ascending; an empty side: said on one side only."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    kind: LinkKind
    probability: float
    margin: float
    band: Band
    evidence: Evidence
    person: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided, by sentence numbers in `Weighed`: links that are there, and that are not."""

    accepted: tuple[Sides, ...] = ()
    rejected: tuple[Sides, ...] = ()

    def turned(self) -> "Decided":
        """The same with left and right exchanged."""
        return Decided(tuple((b, a) for a, b in self.accepted), tuple((b, a) for a, b in self.rejected))


NOTHING = Decided()


def matches(
    weighed: Weighed,
    left: Sequence[int],
    right: Sequence[int],
    *,
    aligner: Aligner = "auto",
    floor: float = FLOOR,
    decided: Decided = NOTHING,
    by: model.Model | None = None,
    second: Second | None = None,
) -> tuple[Aligner, list[Match]]:
    """Link two texts; every sentence is in at least one match. Swapping the sides mirrors the matches.

    `comparable` links what two independent reports both say, in any order, each sentence with none, one or several;
    `parallel` takes one text for a translation of the other; `auto` looks which they are.

    Args:
        floor: the least probability that a pair of sentences needs for `comparable` to link it; where the two texts
            have clear counterparts throughout, it is raised to one half at most.
        by: the weights; the shipped ones if None.
        second: has another look at every pair that is likely enough to matter.

    Returns:
        What aligned them, and links in the order of the left side, then what is said on the left only, then on the
        right only.
    """
    by = by or model.shipped()
    texts = [[weighed.texts[n] for n in side] for side in (left, right)]
    if texts[1] < texts[0]:
        used, turned = _matches(weighed, right, left, aligner, floor, decided.turned(), by, second)
        found = [replace(match, left=match.right, right=match.left) for match in turned]
    else:
        used, found = _matches(weighed, left, right, aligner, floor, decided, by, second)
    return used, _sorted(found, left, right)


def _matches(
    weighed: Weighed, left: Sequence[int], right: Sequence[int], aligner: Aligner, floor: float, decided: Decided,
    by: model.Model, second: Second | None,
) -> tuple[Aligner, list[Match]]:  # fmt: skip
    chance = np.full((len(left), len(right)), model.NONE, dtype=np.float32)
    if len(left) and len(right):
        chance = model.chances(weighed, np.array(left), np.array(right), by)
        chance = _reread(weighed, left, right, chance, second) if second else chance
        chance = _copied(weighed, left, right, _light(weighed, left, right, chance))
    chance = np.where(_rejected(left, right, decided), np.float32(0), chance)
    used: Aligner = aligner if aligner != "auto" else "parallel" if parallel.likely(chance) else "comparable"
    if used == "parallel":
        return used, match(weighed, left, right, chance, _beads(weighed, left, right, chance, by), decided)
    return used, match(
        weighed, left, right, chance, groups(weighed, left, right, chance, least(chance, floor)), decided
    )


def least(chance: Matrix, floor: float) -> float:
    """The probability from which linking makes the expected F of these two texts greatest: half of that F (Lipton,
    Elkan and Naryanaswamy, 2014). Never below `floor`: texts that share little would be linked at random."""
    likely = np.sort(chance[chance > model.NONE])[::-1].astype(np.float64)
    hits = np.cumsum(likely)
    best = (2 * hits / (np.arange(1, len(likely) + 1) + hits[-1:])).max(initial=0)
    return max(floor, float(best) / 2)


def _reread(weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix, second: Second) -> Matrix:
    """The chances of the shortlist as the mean, in odds, of ours and those of a second reader."""
    rows, columns = np.nonzero(chance >= SHORTLIST)
    places = zip(rows.tolist(), columns.tolist(), strict=True)
    texts = [(weighed.texts[left[i]], weighed.texts[right[j]]) for i, j in places]
    said = np.clip(np.array(second(texts), dtype=np.float32).reshape(len(texts)), _LEAST, 1 - _LEAST)
    own = chance[rows, columns]
    out = chance.copy()
    out[rows, columns] = model.between(own, said)
    return out


def _light(weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix) -> Matrix:
    """The chances, those of sentences that say next to nothing below any link: a heading that is the protagonist's name
    is in every sentence about him."""
    light = (weighed.mass[list(side)] < _SAYS_LITTLE for side in (left, right))
    return np.where(np.logical_or.outer(*light), np.minimum(chance, np.float32(UNLIKELY)), chance)


def _copied(weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix) -> Matrix:
    """The chances, those of sentences with the same words raised: what a text repeats is the rarest word of neither,
    and its copies are rivals, so that nothing else would show it. The first is taken for the first, and so on."""
    out = chance.copy()
    places: list[dict[str, list[int]]] = [{}, {}]
    for found, side in zip(places, (left, right), strict=True):
        for place, number in enumerate(side):
            found.setdefault(" ".join(weighed.texts[number].split()), []).append(place)
    for text in places[0].keys() & places[1].keys():
        rows, columns = (found[text] for found in places)
        for n in range(max(len(rows), len(columns)) if any(map(str.isalnum, text)) else 0):
            here = rows[min(n, len(rows) - 1)], columns[min(n, len(columns) - 1)]
            out[here] = max(out[here], COPIED)
    return out


def _rejected(left: Sequence[int], right: Sequence[int], decided: Decided) -> Matrix:
    """Which pairs of sentences a person took apart."""
    out = np.zeros((len(left), len(right)), dtype=bool)
    for one, other in decided.rejected:
        out |= np.outer(np.isin(left, one), np.isin(right, other))
    return out


def _beads(
    weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix, by: model.Model
) -> Iterator[tuple[Sides, float]]:
    """The beads of parallel texts that are likely enough; of texts that do not look so all, each as likely as its pairs
    are by themselves."""
    found = parallel.beads(weighed, left, right, by.beads)
    sides = [(tuple(range(b.row, b.row + b.rows)), tuple(range(b.column, b.column + b.columns))) for b, _ in found]
    pairs = [chance[np.ix_(*one)] for one in sides]
    likely, floor = [float(one.mean()) for one in pairs], 0.0
    if parallel.likely(chance):
        floor = FLOOR
        unsure = [weighed.unsure[[*(left[n] for n in a), *(right[n] for n in b)]].any() for a, b in sides]
        likely = model.doubted(by.bead.chances(parallel.described(found, by.beads, chance)), np.array(unsure)).tolist()
    yield from ((one, p) for one, of, p in zip(sides, pairs, likely, strict=True) if of.all() and p >= floor)


def match(
    weighed: Weighed,
    left: Sequence[int],
    right: Sequence[int],
    chance: Matrix,
    found: Iterable[tuple[Sides, float]],
    decided: Decided = NOTHING,
) -> list[Match]:
    """The groups found, by places on either side, with their probabilities, and what is left over."""
    people = [_places(left, right, sides) for sides in decided.accepted]
    kept = [(sides, p) for sides, p in found if not any(_share(sides, one) for one in people)]
    linked = [_linked(weighed, left, right, chance, sides, p) for sides, p in kept]
    linked += [replace(_linked(weighed, left, right, chance, sides, 1.0), person=True) for sides in people]
    every = [*(sides for sides, _ in kept), *people]
    alone_left = set(range(len(left))) - {n for one, _ in every for n in one}
    alone_right = set(range(len(right))) - {n for _, other in every for n in other}
    linked += [_unlinked((left[n],), (), chance[n]) for n in sorted(alone_left)]
    linked += [_unlinked((), (right[n],), chance[:, n]) for n in sorted(alone_right)]
    return linked


def _places(left: Sequence[int], right: Sequence[int], sides: Sides) -> Sides:
    return tuple(sorted(map(left.index, sides[0]))), tuple(sorted(map(right.index, sides[1])))


def _share(one: Sides, other: Sides) -> bool:
    """Whether two groups have a pair of sentences in common."""
    return not (set(one[0]).isdisjoint(other[0]) or set(one[1]).isdisjoint(other[1]))


def _sorted(found: list[Match], left: Sequence[int], right: Sequence[int]) -> list[Match]:
    at_left, at_right = {n: k for k, n in enumerate(left)}, {n: k for k, n in enumerate(right)}

    def key(match: Match) -> tuple[bool, bool, list[int], list[int]]:
        one, other = [at_left[n] for n in match.left], [at_right[n] for n in match.right]
        return not (one and other), not one, one, other

    return sorted(found, key=key)


def groups(
    weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix, floor: float
) -> Iterator[tuple[Sides, float]]:
    """Likely pairs, the likeliest first, each grown to the sentences beside it that are likely too; mean chances."""
    rows, columns = np.nonzero(chance >= floor)
    order = sorted(zip((-chance[rows, columns]).tolist(), rows.tolist(), columns.tolist(), strict=True))
    taken: set[tuple[int, int]] = set()
    for _, row, column in order:
        if (row, column) not in taken:
            one, other = _grown(weighed, left, right, chance, floor, taken, (row, column))
            taken |= {(a, b) for a in one for b in other}
            yield (one, other), float(chance[np.ix_(one, other)].mean())


def _grown(
    weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix, floor: float,
    taken: set[tuple[int, int]], seed: tuple[int, int],
) -> Sides:  # fmt: skip
    one: tuple[int, ...] = (seed[0],)
    other: tuple[int, ...] = (seed[1],)
    while True:
        best: tuple[float, Sides] = _NEW, (one, other)
        for bigger in _bigger(one, other, chance.shape):
            added = [(a, b) for a in bigger[0] for b in bigger[1] if a not in one or b not in other]
            if taken.isdisjoint(added) and min(chance[pair] for pair in added) >= floor:
                new = _new(weighed, left, right, (one, other), bigger)
                best = (new, bigger) if new > best[0] else best
        if best[1] == (one, other):
            return one, other
        one, other = best[1]


def _new(weighed: Weighed, left: Sequence[int], right: Sequence[int], sides: Sides, bigger: Sides) -> float:
    """How much of the sentence that makes `sides` bigger is what both groups say only with it, by weight."""
    before, after = (both(weighed, [left[n] for n in x[0]], [right[n] for n in x[1]]) for x in (sides, bigger))
    added = [left[n] for n in set(bigger[0]) - set(sides[0])] + [right[n] for n in set(bigger[1]) - set(sides[1])]
    return float(weighed.idf[after & ~before].sum() / max(float(weighed.mass[added].sum()), 1e-6))


def _bigger(one: tuple[int, ...], other: tuple[int, ...], shape: tuple[int, ...]) -> Iterator[Sides]:
    if len(other) < _LONGEST:
        yield from ((one, (other[0] - 1, *other)) for _ in [0] if other[0] > 0)
        yield from ((one, (*other, other[-1] + 1)) for _ in [0] if other[-1] + 1 < shape[1])
    if len(one) < _LONGEST:
        yield from (((one[0] - 1, *one), other) for _ in [0] if one[0] > 0)
        yield from (((*one, one[-1] + 1), other) for _ in [0] if one[-1] + 1 < shape[0])


def _linked(
    weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix, group: Sides, probability: float
) -> Match:
    one, other = group
    across, down = chance[list(one)], chance[:, list(other)]  # copies
    across[:, other] = down[one, :] = 0
    runner = float(max(across.max(), down.max()))
    ours, theirs = tuple(left[n] for n in one), tuple(right[n] for n in other)
    found = evidence(weighed, ours, theirs)
    how = kind(weighed, ours, theirs, found)
    return _match(ours, theirs, how, probability, runner, found)


def _unlinked(left: tuple[int, ...], right: tuple[int, ...], chances: Matrix) -> Match:
    """Said on one side only: as likely as that none of the sentence's candidates is true."""
    alone, best = float(np.prod(1 - chances)), float(chances.max(initial=0.0))
    return _match(left, right, "unlinked", alone, best, Evidence())


def _match(
    left: tuple[int, ...], right: tuple[int, ...], kind: LinkKind, probability: float, runner: float, found: Evidence
) -> Match:
    """Rounded first, so that the band is that of what is written."""
    said = round(probability, 4)
    return Match(left, right, kind, said, round(probability - runner, 4), band(said), found)


def band(probability: float) -> Band:
    """strong from .9, likely from .5, weak below."""
    return "strong" if probability >= STRONG else "likely" if probability >= LIKELY else "weak"
