"""Who agrees with whom: pairs of sentences that differ in one point, and pairs that agree in it, become sides."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.compare.said import Held

Sides = tuple[tuple[Held, ...], ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two sentences that do not say the same in one point; `weight`: how sure it is that it is one point, 0 to 1."""

    left: Held
    right: Held
    weight: float


def grouped(apart: Sequence[Apart], agreeing: Iterable[tuple[Held, Held]]) -> Iterator[Sides]:
    """The sides of each point, two or more, in the order in which they are met.

    What agrees, directly or by way of others, is of one side; sides that differ are of one point. An article stands on
    one side only, the one where more speaks for it.
    """
    groups = _Groups()
    for left, right in agreeing:
        groups.join(_key(left), _key(right))
    held = {_key(side): side for pair in apart for side in (pair.left, pair.right)}
    for left, right in agreeing:
        held.setdefault(_key(left), left)
        held.setdefault(_key(right), right)
    points, weights = _Groups(), Counter[tuple[object, ...]]()
    for pair in apart:
        left, right = groups.top(_key(pair.left)), groups.top(_key(pair.right))
        if left != right:
            points.join(left, right)
            weights.update({_key(pair.left): pair.weight, _key(pair.right): pair.weight})  # type: ignore[dict-item]
    for point in points.members():
        sides = [[held[key] for key in held if groups.top(key) == group] for group in point]
        kept = _one_side_each(sides, weights)
        if len(kept) > 1:
            yield tuple(tuple(side) for side in kept)


def _key(held: Held) -> tuple[object, ...]:
    return held.said.sentence.id, held.start, held.end, held.value


def _one_side_each(sides: Sequence[list[Held]], weights: Counter[tuple[object, ...]]) -> list[list[Held]]:
    """The sides, each article on the one where more speaks for it; none where that leaves one side alone."""
    best: dict[str, tuple[float, int]] = {}
    for number, side in enumerate(sides):
        total: Counter[str] = Counter()
        for held in side:
            total[held.said.article] += weights[_key(held)] + 1e-3  # type: ignore[assignment]
        for article, weight in total.items():
            if article not in best or weight > best[article][0]:
                best[article] = weight, number
    kept = [[held for held in side if best[held.said.article][1] == number] for number, side in enumerate(sides)]
    return [side for side in kept if side]


class _Groups:
    """What is joined to what, directly or by way of others (union-find; Tarjan, 1975)."""

    def __init__(self) -> None:
        self._above: dict[object, object] = {}

    def top(self, item: object) -> object:
        while (above := self._above.setdefault(item, item)) != item:
            item = above
        return item

    def join(self, left: object, right: object) -> None:
        self._above[self.top(right)] = self.top(left)

    def members(self) -> Iterator[list[object]]:
        found: dict[object, list[object]] = defaultdict(list)
        for item in self._above:
            found[self.top(item)].append(item)
        yield from found.values()
