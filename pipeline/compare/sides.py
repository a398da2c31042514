"""Who agrees with whom: pairs of sentences that differ in one point, and pairs that agree in it, become sides."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from pipeline.compare.said import Found, Held
from pipeline.data import Trust

Key = tuple[str, int, int, str]
Sides = tuple[tuple[Held, ...], ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two sentences that do not say the same in one point; `weight`: how sure it is that it is one point, 0 to 1;
    `score`: what tells between two that are as sure."""

    left: Held
    right: Held
    weight: float
    score: float = 0.0


def grouped(
    contrasts: Sequence[Apart], agreeing: Sequence[tuple[Held, Held]], agree: Callable[[Held, Held], bool] | None = None
) -> Iterator[Sides]:
    """The sides of each point, two or more, in the order in which they are met.

    What agrees, directly or by way of others, is of one side; sides that differ are of one point. An article stands on
    one side only, the one where more speaks for it.

    Args:
        agree: whether two of one point agree, though nothing brought them together.
    """
    groups = _Groups()
    for same_left, same_right in agreeing:
        groups.join(key(same_left), key(same_right))
    holdings: dict[Key, Held] = {}
    for pair in contrasts:
        holdings |= {key(pair.left): pair.left, key(pair.right): pair.right}
    for same_left, same_right in agreeing:
        holdings.setdefault(key(same_left), same_left)
        holdings.setdefault(key(same_right), same_right)
    points = _Points({name: groups.top(name) for name in holdings}, holdings)
    for pair in sorted(contrasts, key=lambda pair: (-pair.weight, -pair.score)):
        points.add(pair)
    of_group: dict[object, list[Held]] = defaultdict(list)
    for name, side in holdings.items():
        of_group[groups.top(name)].append(side)
    for point in points.members():
        sides = [of_group[group] for group in point]
        settled = _one_side_each(_unions(sides, agree) if agree else sides, points.weights)
        if len(settled) > 1:
            yield tuple(tuple(side) for side in settled)


class _Points:
    """Which sides are of one point, the surest pairs first: 46 arrests and 60, not also the 8,000 who marched."""

    def __init__(self, group_of: Mapping[Key, object], holdings: Mapping[Key, Held]) -> None:
        self.weights: dict[Key, float] = {}
        self._group_of, self._joined = group_of, _Groups()
        self._articles: dict[object, set[str]] = defaultdict(set)
        self._sizes: dict[object, int] = defaultdict(lambda: 1)
        for name, group in group_of.items():
            self._articles[group].add(holdings[name].said.article)

    def add(self, pair: Apart) -> None:
        """Join two sides, unless that would bring together points in which one article has two values."""
        left, right = (self._joined.top(self._group_of[key(side)]) for side in (pair.left, pair.right))
        if self._group_of[key(pair.left)] == self._group_of[key(pair.right)]:
            return
        if left != right:
            repeated = self._articles[left] & self._articles[right]
            if repeated and self._sizes[left] + self._sizes[right] > 2:
                return
            self._joined.join(left, right)
            self._articles[left] |= self._articles[right]
            self._sizes[left] += self._sizes[right]
        for side in (pair.left, pair.right):
            self.weights[key(side)] = self.weights.get(key(side), 0.0) + pair.weight

    def members(self) -> Iterator[list[object]]:
        """The sides of each point."""
        yield from self._joined.members()


def settled(sides: Sides, agree: Callable[[Held, Held], bool]) -> Sides:
    """The sides, of three or more those in one that agree, and without one that agrees with several: nearly two million
    is 1.8 million, not 2.8; before noon is neither 11.20 nor 11.40."""
    left = list(sides)

    def fitting(side: tuple[Held, ...]) -> list[tuple[Held, ...]]:
        others = (other for other in left if other != side)
        return [other for other in others if all(agree(*pair) for pair in product(side, other))]

    for side in sides:
        if len(left) > 2 and len(fitting(side)) > 1:
            left.remove(side)
    for side in reversed(left[:]):
        if len(left) > 2 and side in left and (same := fitting(side)):
            left[left.index(same[0])] = (*same[0], *side)
            left.remove(side)
    return tuple(left)


def unsure(sides: Sides, contrasts: Iterable[Apart], sure: float) -> tuple[tuple[Trust, str], ...]:
    """Why not to trust that sides are of one point: no two of them are surely of it."""
    keys = {key(holding) for side in sides for holding in side}
    weights = [pair.weight for pair in contrasts if key(pair.left) in keys and key(pair.right) in keys]
    return () if max(weights, default=0.0) >= sure else (("check", "it is not sure that they speak of the same"),)


def explanation(found: Found, sides: Sides) -> str:
    """What differs, with the values of these sides, each as its first sentence has it: 14 people and 17 people."""
    if not found.about.endswith(":"):
        return found.about
    values = dict.fromkeys(side[0].value for side in sides)
    listed = ", ".join(f"“{value}”" for value in values) if found.marked else " and ".join(values)
    return f"{found.about} {listed}."


def key(holding: Held) -> Key:
    """What tells it from all others."""
    return holding.said.sentence.id, holding.start, holding.end, holding.value


def _unions(sides: Sequence[list[Held]], agree: Callable[[Held, Held], bool]) -> list[list[Held]]:
    """The sides, those whose first members agree made one."""
    merged: list[list[Held]] = []
    for side in sides:
        like = next((earlier for earlier in merged if agree(earlier[0], side[0])), None)
        if like is None:
            merged.append(list(side))
        else:
            like += side
    return merged


def _one_side_each(sides: Sequence[list[Held]], weights: Mapping[Key, float]) -> list[list[Held]]:
    """The sides, each article on the one where more speaks for it; none where that leaves one side alone."""
    best: dict[str, tuple[float, int]] = {}
    for number, side in enumerate(sides):
        total: defaultdict[str, float] = defaultdict(float)
        for holding in side:
            total[holding.said.article] += weights.get(key(holding), 0.0)
        for article, weight in total.items():
            if article not in best or weight > best[article][0]:
                best[article] = weight, number
    settled = [
        [holding for holding in side if best[holding.said.article][1] == number] for number, side in enumerate(sides)
    ]
    return [side for side in settled if side]


class _Groups:
    """What is joined to what, directly or by way of others (union-find; Tarjan, 1975)."""

    def __init__(self) -> None:
        self._above: dict[object, object] = {}

    def top(self, item: object) -> object:
        """What stands for all that an item is joined to."""
        while (above := self._above.setdefault(item, item)) != item:
            item = above
        return item

    def join(self, left: object, right: object) -> None:
        self._above[self.top(right)] = self.top(left)

    def members(self) -> Iterator[list[object]]:
        groups: dict[object, list[object]] = defaultdict(list)
        for item in self._above:
            groups[self.top(item)].append(item)
        yield from groups.values()
