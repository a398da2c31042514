"""Probabilities of pairs to links: which to keep, how far to grow them, what is left over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pipeline.align import model, parallel
from pipeline.align.evidence import both, evidence, kind
from pipeline.align.weigh import Matrix, Side, Weighed
from pipeline.data import Band, Evidence, LinkKind
from pipeline.registry import Aligner

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
Group = tuple[Sides, float]  # places on either side, and how likely they belong together


class Match(NamedTuple):
    """A link between sentences given by their numbers in `Weighed`, ascending; an empty side: said on one side only.

    A tuple, since a large story has a hundred thousand of them, and a frozen dataclass takes three times as long.
    """

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
_NO_EVIDENCE = Evidence()


def matches(
    weighed: Weighed, left: Sequence[int], right: Sequence[int], *, aligner: Aligner = "auto", floor: float = FLOOR,
    decided: Decided = NOTHING, weights: model.Model | None = None, second: Second | None = None,
) -> tuple[Aligner, list[Match]]:  # fmt: skip
    """Link two texts; every sentence is in at least one match. Swapping the sides mirrors the matches.

    `comparable` links what two independent reports both say, in any order, each sentence with none, one or several;
    `parallel` takes one text for a translation of the other; `auto` looks which they are.
    `floor`: the least probability that a pair of sentences needs for `comparable` to link it; where the two texts have
        clear counterparts throughout, it is raised to one half at most.
    `weights`: what was learnt; the shipped ones if None.
    `second`: has another look at every pair that is likely enough to matter.
    Gives what aligned them, and links in the order of the left side, then what is said on the left only, then on the
        right only.
    """
    weights = weights or model.shipped()
    # One of the two orders is always computed, so that rounding cannot make swapped sides differ.
    texts = [tuple(map(weighed.texts.__getitem__, side)) for side in (left, right)]
    if texts[1] < texts[0]:
        used, turned = _matches(weighed, right, left, aligner, floor, decided.turned(), weights, second)
        links = [match._replace(left=match.right, right=match.left) for match in turned]
    else:
        used, links = _matches(weighed, left, right, aligner, floor, decided, weights, second)
    return used, _in_order(links, left, right)


def _matches(
    weighed: Weighed, left: Side, right: Side, aligner: Aligner, floor: float, decided: Decided,
    weights: model.Model, second: Second | None,
) -> tuple[Aligner, list[Match]]:  # fmt: skip
    chance = np.full((len(left), len(right)), model.NONE, dtype=np.float32)
    if len(left) and len(right):
        chance = model.chances(weighed, np.array(left), np.array(right), weights)
        chance = _read_again(weighed, left, right, chance, second) if second else chance
        chance = _raised_copies(weighed, left, right, _capped_light(weighed, left, right, chance))
    if decided.rejected:
        chance = np.where(_rejected_pairs(left, right, decided), np.float32(0), chance)
    used: Aligner = aligner if aligner != "auto" else "parallel" if parallel.likely(chance) else "comparable"
    if used == "parallel":
        return used, match(weighed, left, right, chance, _beads(weighed, left, right, chance, weights), decided)
    likely_groups = groups(weighed, left, right, chance, least(chance, floor))
    return used, match(weighed, left, right, chance, likely_groups, decided)


def least(chance: Matrix, floor: float) -> float:
    """The probability from which linking makes the expected F of these two texts greatest: half of that F (Lipton,
    Elkan and Naryanaswamy, 2014). Never below `floor`: texts that share little would be linked at random."""
    likely = np.sort(chance[chance > model.NONE])[::-1].astype(np.float64)
    hits = np.cumsum(likely)
    best = (2 * hits / (np.arange(1, len(likely) + 1) + hits[-1:])).max(initial=0)
    return max(floor, float(best) / 2)


def _read_again(weighed: Weighed, left: Side, right: Side, chance: Matrix, second: Second) -> Matrix:
    """The chances of the shortlist as the mean, in odds, of ours and those of a second reader."""
    rows, columns = np.nonzero(chance >= SHORTLIST)
    places = zip(rows.tolist(), columns.tolist(), strict=True)
    texts = [(weighed.texts[left[i]], weighed.texts[right[j]]) for i, j in places]
    reread = np.clip(np.array(second(texts), dtype=np.float32).reshape(len(texts)), _LEAST, 1 - _LEAST)
    first = chance[rows, columns]
    out = chance.copy()
    out[rows, columns] = model.between(first, reread)
    return out


def _capped_light(weighed: Weighed, left: Side, right: Side, chance: Matrix) -> Matrix:
    """The chances, those of sentences that say next to nothing below any link: a heading that is the protagonist's name
    is in every sentence about him."""
    rows, columns = (weighed.mass[list(side)] < _SAYS_LITTLE for side in (left, right))
    if not rows.any() and not columns.any():
        return chance
    return np.where(rows[:, None] | columns, np.minimum(chance, np.float32(UNLIKELY)), chance)


def _raised_copies(weighed: Weighed, left: Side, right: Side, chance: Matrix) -> Matrix:
    """The chances, those of sentences with the same words raised: what a text repeats is the rarest word of neither,
    and its copies are rivals, so that nothing else would show it. The first is taken for the first, and so on."""
    texts = [[_bare_text(weighed.texts[number]) for number in side] for side in (left, right)]
    if not (common := set(texts[0]).intersection(texts[1])):
        return chance  # as most
    out = chance.copy()
    places: list[dict[str, list[int]]] = [{}, {}]
    for by_text, of_side in zip(places, texts, strict=True):
        for place, text in enumerate(of_side):
            by_text.setdefault(text, []).append(place)
    for text in common:
        rows, columns = (by_text[text] for by_text in places)
        for n in range(max(len(rows), len(columns)) if any(map(str.isalnum, text)) else 0):
            place_pair = rows[min(n, len(rows) - 1)], columns[min(n, len(columns) - 1)]
            out[place_pair] = max(out[place_pair], COPIED)
    return out


@lru_cache(1 << 14)
def _bare_text(text: str) -> str:
    """A text with one blank between words; each is asked for once for every other article."""
    return " ".join(text.split())


def _rejected_pairs(left: Side, right: Side, decided: Decided) -> Matrix:
    """Which pairs of sentences a person took apart."""
    out = np.zeros((len(left), len(right)), dtype=bool)
    for left_numbers, right_numbers in decided.rejected:
        out |= np.outer(np.isin(left, left_numbers), np.isin(right, right_numbers))
    return out


def _beads(weighed: Weighed, left: Side, right: Side, chance: Matrix, weights: model.Model) -> Iterator[Group]:
    """The beads of parallel texts that are likely enough; of texts that do not look so all, each as likely as its pairs
    are by themselves."""
    beads = parallel.beads(weighed, left, right, weights.beads)
    sides = [(tuple(range(b.row, b.row + b.rows)), tuple(range(b.column, b.column + b.columns))) for b, _ in beads]
    pairs = [chance[np.ix_(*group)] for group in sides]
    likely, floor = [float(group.mean()) for group in pairs], 0.0
    if parallel.likely(chance):
        floor = FLOOR
        unsure = [weighed.unsure[[*(left[n] for n in a), *(right[n] for n in b)]].any() for a, b in sides]
        by_order = weights.bead.chances(parallel.described(beads, weights.beads, chance))
        likely = model.doubted(by_order, np.array(unsure)).tolist()
    for group, chances, probability in zip(sides, pairs, likely, strict=True):
        if chances.all() and probability >= floor:
            yield group, probability


def match(
    weighed: Weighed, left: Sequence[int], right: Sequence[int], chance: Matrix, likely_groups: Iterable[Group],
    decided: Decided = NOTHING,
) -> list[Match]:  # fmt: skip
    """The groups found, by places on either side, with their probabilities, and what is left over."""
    people = [_places(left, right, sides) for sides in decided.accepted]
    chosen = [(sides, p) for sides, p in likely_groups if not any(_have_common_pair(sides, group) for group in people)]
    linked = [_group_match(weighed, left, right, chance, sides, p) for sides, p in chosen]
    linked += [_group_match(weighed, left, right, chance, sides, 1.0)._replace(person=True) for sides in people]
    all_groups = [*(sides for sides, _ in chosen), *people]
    left_rest = set(range(len(left))) - {n for group, _ in all_groups for n in group}
    right_rest = set(range(len(right))) - {n for _, group_right in all_groups for n in group_right}
    for n, unmatched, best in _alone(chance, left_rest):
        linked.append(_match((left[n],), (), "unlinked", unmatched, best, _NO_EVIDENCE))
    for n, unmatched, best in _alone(chance.T, right_rest):
        linked.append(_match((), (right[n],), "unlinked", unmatched, best, _NO_EVIDENCE))
    return linked


def _alone(chance: Matrix, rest: set[int]) -> Iterator[tuple[int, float, float]]:
    """What is left over of one side, how likely it is that none of its candidates is true, and the likeliest one."""
    places = sorted(rest)
    candidates = chance[places]
    return zip(
        places, (1 - candidates).prod(axis=1).tolist(), candidates.max(axis=1, initial=0.0).tolist(), strict=True
    )


def _places(left: Side, right: Side, sides: Sides) -> Sides:
    return tuple(sorted(map(left.index, sides[0]))), tuple(sorted(map(right.index, sides[1])))


def _have_common_pair(group: Sides, second: Sides) -> bool:
    """Whether two groups have a pair of sentences in common."""
    return not (set(group[0]).isdisjoint(second[0]) or set(group[1]).isdisjoint(second[1]))


def _in_order(links: list[Match], left: Side, right: Side) -> list[Match]:
    at_left, at_right = {n: k for k, n in enumerate(left)}, {n: k for k, n in enumerate(right)}

    def key(match: Match) -> tuple[list[int], list[int]]:
        return [at_left[n] for n in match.left], [at_right[n] for n in match.right]

    # What is left over is in order already.
    linked = sorted((match for match in links if match.left and match.right), key=key)
    return [*linked, *(match for match in links if not match.right), *(match for match in links if not match.left)]


def groups(weighed: Weighed, left: Side, right: Side, chance: Matrix, floor: float) -> Iterator[Group]:
    """Likely pairs, the likeliest first, each grown to the sentences beside it that are likely too; mean chances."""
    rows, columns = np.nonzero(chance >= floor)
    order = sorted(zip((-chance[rows, columns]).tolist(), rows.tolist(), columns.tolist(), strict=True))
    used: set[tuple[int, int]] = set()
    for _, row, column in order:
        if (row, column) not in used:
            rows_of_group, columns_of_group = _larger_group(weighed, left, right, chance, floor, used, (row, column))
            used |= {(a, b) for a in rows_of_group for b in columns_of_group}
            alone = len(rows_of_group) == len(columns_of_group) == 1  # as most are
            mean = chance[row, column] if alone else chance[np.ix_(rows_of_group, columns_of_group)].mean()
            yield (rows_of_group, columns_of_group), float(mean)


def _larger_group(
    weighed: Weighed, left: Side, right: Side, chance: Matrix, floor: float,
    used: set[tuple[int, int]], seed: tuple[int, int],
) -> Sides:  # fmt: skip
    group_rows: tuple[int, ...] = (seed[0],)
    group_columns: tuple[int, ...] = (seed[1],)
    while True:
        best: tuple[float, Sides] = _NEW, (group_rows, group_columns)
        for bigger in _groups_one_larger(group_rows, group_columns, chance.shape):
            added = [(a, b) for a in bigger[0] for b in bigger[1] if a not in group_rows or b not in group_columns]
            if used.isdisjoint(added) and min(chance[pair] for pair in added) >= floor:
                new = _new_share(weighed, left, right, (group_rows, group_columns), bigger)
                best = (new, bigger) if new > best[0] else best
        if best[1] == (group_rows, group_columns):
            return group_rows, group_columns
        group_rows, group_columns = best[1]


def _new_share(weighed: Weighed, left: Side, right: Side, sides: Sides, bigger: Sides) -> float:
    """How much of the sentence that makes `sides` bigger is what both groups say only with it, by weight."""
    shared, shared_then = (both(weighed, [left[n] for n in x[0]], [right[n] for n in x[1]]) for x in (sides, bigger))
    added = [left[n] for n in set(bigger[0]) - set(sides[0])] + [right[n] for n in set(bigger[1]) - set(sides[1])]
    return float(weighed.idf[shared_then & ~shared].sum() / max(float(weighed.mass[added].sum()), 1e-6))


def _groups_one_larger(rows: tuple[int, ...], columns: tuple[int, ...], shape: tuple[int, ...]) -> Iterator[Sides]:
    """The group with the sentence before or after it on either side, as far as there are such."""
    if len(columns) < _LONGEST:
        if columns[0] > 0:
            yield rows, (columns[0] - 1, *columns)
        if columns[-1] + 1 < shape[1]:
            yield rows, (*columns, columns[-1] + 1)
    if len(rows) < _LONGEST:
        if rows[0] > 0:
            yield (rows[0] - 1, *rows), columns
        if rows[-1] + 1 < shape[0]:
            yield (*rows, rows[-1] + 1), columns


def _group_match(weighed: Weighed, left: Side, right: Side, chance: Matrix, group: Sides, probability: float) -> Match:
    rows, columns = group
    # The runner-up is the likeliest pair with a sentence of the group and one outside it.
    at_rows, at_columns = (list(places) if len(places) > 1 else places[0] for places in group)  # one is quicker
    across, down = chance[at_rows].copy(), chance[:, at_columns].copy()
    across[..., at_columns] = down[at_rows] = 0
    runner = float(max(across.max(), down.max()))
    left_numbers, right_numbers = tuple(left[n] for n in rows), tuple(right[n] for n in columns)
    shared = both(weighed, left_numbers, right_numbers)
    reasons = evidence(weighed, left_numbers, right_numbers, shared)
    link_kind = kind(weighed, left_numbers, right_numbers, shared, reasons)
    return _match(left_numbers, right_numbers, link_kind, probability, runner, reasons)


def _match(
    left: tuple[int, ...], right: tuple[int, ...], kind: LinkKind, probability: float, runner: float, reasons: Evidence
) -> Match:
    """Rounded first, so that the band is that of what is written."""
    written = round(probability, 4)
    return Match(left, right, kind, written, round(probability - runner, 4), band(written), reasons)


def band(probability: float) -> Band:
    """strong from .9, likely from .5, weak below."""
    return "strong" if probability >= STRONG else "likely" if probability >= LIKELY else "weak"
