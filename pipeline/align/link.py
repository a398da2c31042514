"""Probabilities of pairs to links: which to keep, how far to grow them, what is left over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.align import features, model
from pipeline.align.tokens import spelled
from pipeline.align.weigh import Matrix, Weighed
from pipeline.data import Band, Evidence, LinkKind

STRONG, LIKELY, FLOOR = 0.9, 0.5, 0.4
_LONGEST = 4  # sentences on one side of a link
_NEW = 0.2  # how much of an added sentence must be what both sides say only with it
_SHOWN = 8  # shared words that are named
_CONTAINED, _ALIKE = 0.4, 0.6  # how much of one side the other must hold, how like their vectors be, for "same"
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


def comparable(weighed: Weighed, left: Sequence[int], right: Sequence[int], *, floor: float = FLOOR) -> list[Match]:
    """Link what two independent reports of one event both say, in any order; every sentence is in at least one match.

    Args:
        floor: the least probability a pair of sentences needs to be linked.

    Returns:
        Links in the order of the left side, then what is said on the left only, then on the right only.
    """
    if [weighed.texts[n] for n in right] < [weighed.texts[n] for n in left]:  # one way round, so that swapping mirrors
        turned = comparable_ordered(weighed, right, left, floor)
        return _sorted(
            [Match(m.right, m.left, m.kind, m.probability, m.margin, m.band, m.evidence) for m in turned], left, right
        )
    return _sorted(comparable_ordered(weighed, left, right, floor), left, right)


def comparable_ordered(weighed: Weighed, left: Sequence[int], right: Sequence[int], floor: float) -> list[Match]:
    """As `comparable`, for one order of the sides and without an order of the result."""
    chance = np.full((len(left), len(right)), model.NONE, dtype=np.float32)
    if len(left) and len(right):
        chance = model.chances(features.pairs(weighed, np.array(left), np.array(right)), model.shipped())
    return match(weighed, left, right, chance, floor)


def match(weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix, floor: float) -> list[Match]:
    """Links from the probabilities of all pairs."""
    groups = list(_groups(weighed, left, right, chance, floor))
    linked = [_linked(weighed, left, right, chance, group) for group in groups]
    alone_left = set(range(len(left))) - {n for one, _ in groups for n in one}
    alone_right = set(range(len(right))) - {n for _, other in groups for n in other}
    linked += [_unlinked((left[n],), (), float(chance[n].max(initial=0.0))) for n in sorted(alone_left)]
    linked += [_unlinked((), (right[n],), float(chance[:, n].max(initial=0.0))) for n in sorted(alone_right)]
    return linked


def _sorted(found: list[Match], left: Sequence[int], right: Sequence[int]) -> list[Match]:
    at_left, at_right = {n: k for k, n in enumerate(left)}, {n: k for k, n in enumerate(right)}

    def key(match: Match) -> tuple[bool, bool, list[int], list[int]]:
        one, other = [at_left[n] for n in match.left], [at_right[n] for n in match.right]
        return not (one and other), not one, one, other

    return sorted(found, key=key)


def _groups(
    weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix, floor: float
) -> Iterator[Sides]:
    """Likely pairs, the likeliest first, each grown to the sentences beside it that are likely too."""
    rows, columns = np.nonzero(chance >= floor)
    order = sorted(zip((-chance[rows, columns]).tolist(), rows.tolist(), columns.tolist(), strict=True))
    taken: set[tuple[int, int]] = set()
    for _, row, column in order:
        if (row, column) not in taken:
            one, other = _grown(weighed, left, right, chance, floor, taken, (row, column))
            taken |= {(a, b) for a in one for b in other}
            yield one, other


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
    before, after = (_both(weighed, [left[n] for n in x[0]], [right[n] for n in x[1]]) for x in (sides, bigger))
    added = [left[n] for n in set(bigger[0]) - set(sides[0])] + [right[n] for n in set(bigger[1]) - set(sides[1])]
    return float(weighed.idf[after & ~before].sum() / max(float(weighed.mass[added].sum()), 1e-6))


def _both(weighed: Weighed, one: Sequence[int], other: Sequence[int]) -> NDArray[np.bool_]:
    """Which terms both groups have."""
    return np.asarray((weighed.binary[one].max(axis=0) > 0) & (weighed.binary[other].max(axis=0) > 0))


def _bigger(one: tuple[int, ...], other: tuple[int, ...], shape: tuple[int, ...]) -> Iterator[Sides]:
    if len(other) < _LONGEST:
        yield from ((one, (other[0] - 1, *other)) for _ in [0] if other[0] > 0)
        yield from ((one, (*other, other[-1] + 1)) for _ in [0] if other[-1] + 1 < shape[1])
    if len(one) < _LONGEST:
        yield from (((one[0] - 1, *one), other) for _ in [0] if one[0] > 0)
        yield from (((*one, one[-1] + 1), other) for _ in [0] if one[-1] + 1 < shape[0])


def _length(weighed: Weighed, rows: Matrix, group: Sequence[int]) -> float:
    """The length of a group's sum; each row alone has length 1, its unshared part included."""
    mass = weighed.mass[group]
    cross = (rows[group] @ rows[group].T) * np.outer(mass, mass)
    return float(np.sqrt(np.sum(mass**2) + cross.sum() - np.trace(cross)))


def _linked(weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix, group: Sides) -> Match:
    one, other = group
    probability = float(chance[np.ix_(one, other)].mean())
    beside = np.delete(chance[list(one)], other, axis=1), np.delete(chance[:, list(other)], one, axis=0)
    runner = max(float(part.max(initial=0.0)) for part in beside)
    ours, theirs = tuple(left[n] for n in one), tuple(right[n] for n in other)
    found = evidence(weighed, ours, theirs)
    kind = _kind(weighed, ours, theirs, found)
    return Match(ours, theirs, kind, round(probability, 4), round(probability - runner, 4), band(probability), found)


def _unlinked(left: tuple[int, ...], right: tuple[int, ...], best: float) -> Match:
    return Match(left, right, "unlinked", round(1 - best, 4), round(1 - 2 * best, 4), band(1 - best), Evidence())


def band(probability: float) -> Band:
    """strong from .9, likely from .5, weak below."""
    return "strong" if probability >= STRONG else "likely" if probability >= LIKELY else "weak"


def evidence(weighed: Weighed, left: Sequence[int], right: Sequence[int]) -> Evidence:
    """Why two groups of sentences belong together, in fields that a reader can check."""
    one, other = list(left), list(right)
    cosines = []
    for rows in (weighed.words, weighed.characters):
        a, b = weighed.mass[one] @ rows[one], weighed.mass[other] @ rows[other]
        cosines.append(float(a @ b) / max(_length(weighed, rows, one) * _length(weighed, rows, other), 1e-9))
    shared = _both(weighed, one, other)
    heavy = sorted(np.nonzero(shared)[0], key=lambda n: (-weighed.idf[n], weighed.terms[n]))[:_SHOWN]
    ours, theirs = _union(weighed.numbers, one), _union(weighed.numbers, other)
    return Evidence(
        words=round(min(1.0, cosines[0]), 4),
        characters=round(min(1.0, cosines[1]), 4),
        vectors=_vectors(weighed, one, other),
        shared=_spelled([weighed.texts[n] for n in one], [weighed.terms[n] for n in heavy]),
        numbers_agree=tuple(sorted(ours & theirs)),
        numbers_differ=tuple(sorted(ours ^ theirs)) if ours and theirs else (),
        names=tuple(sorted(_union(weighed.names, one) & _union(weighed.names, other))),
    )


def _spelled(texts: Sequence[str], terms: Sequence[str]) -> tuple[str, ...]:
    """The terms as a reader knows them: as the first text that has one writes it."""
    words: dict[str, str] = {}
    for text in texts:
        words = spelled(text) | words
    return tuple(words.get(term, term) for term in terms)


def _union(sets: Sequence[frozenset[str]], group: Sequence[int]) -> frozenset[str]:
    return frozenset().union(*(sets[n] for n in group))


def _vectors(weighed: Weighed, one: list[int], other: list[int]) -> float | None:
    if weighed.vectors is None:
        return None
    a, b = weighed.mass[one] @ weighed.vectors[one], weighed.mass[other] @ weighed.vectors[other]
    return round(float(a @ b) / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-9), 4)


def _kind(weighed: Weighed, left: Sequence[int], right: Sequence[int], found: Evidence) -> LinkKind:
    """`different facts`: one unit counted differently; `same`: most of the one side is in the other."""
    ours, theirs = _counted(weighed, left), _counted(weighed, right)
    if any(ours[unit].isdisjoint(theirs[unit]) for unit in ours.keys() & theirs.keys()):
        return "different facts"
    shared = _both(weighed, list(left), list(right))
    mass = float(weighed.idf[shared].sum())
    least = min(float(weighed.mass[list(side)].sum()) for side in (left, right))
    contained = mass / max(least, 1e-6) >= _CONTAINED
    return "same" if contained or (found.vectors is not None and found.vectors >= _ALIKE) else "partly same"


def _counted(weighed: Weighed, group: Sequence[int]) -> dict[str, frozenset[str]]:
    units = {unit for n in group for unit in weighed.counted[n]}
    return {unit: frozenset().union(*(weighed.counted[n].get(unit, frozenset()) for n in group)) for unit in units}
