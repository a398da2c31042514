"""Who agrees with whom: what the sentences of a row hold becomes sides."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pipeline.compare import words
from pipeline.compare.said import Held, Row

Value = TypeVar("Value")
Same = Callable[[Value, Value], bool]
Sides = tuple[tuple[Held, ...], ...]


def grouped(
    row: Row,
    held: Sequence[tuple[Value, Held]],
    agree: Same[Value],
    comparable: Same[Value],
    order: Callable[[Value], float] | None = None,
) -> Iterator[Sides]:
    """The sides of each question that sentences answer differently, two or more, by their articles' order in the row.

    Sentences are of one question if they can be compared, directly or by way of others; of one side if they agree,
    directly or by way of others. An article stands on one side only: where its sentences say both, it does not differ
    from the others.

    Args:
        order: what the values can be put in order by. Where each is near enough to the next one and so all are of one
            side, those that agree with the least only and those that agree with the greatest only are two.
    """
    for question in _joined(held, lambda a, b: bool(row.tie(a[1].said, b[1].said)) and comparable(a[0], b[0])):
        sides = _joined(question, lambda a, b: agree(a[0], b[0]) or a[1].said.article == b[1].said.article)
        if len(sides) == 1 and order:
            sides = _extremes(question, agree, comparable, order)
        if len(sides) > 1:
            yield tuple(tuple(one for _, one in side) for side in sides)


def _extremes(
    held: Sequence[tuple[Value, Held]], agree: Same[Value], comparable: Same[Value], order: Callable[[Value], float]
) -> list[list[tuple[Value, Held]]]:
    """What agrees with the least value and what with the greatest, these first, without what agrees with both.

    Nothing if these two agree, if they are not of one thing, or if an article says both.
    """
    values = [value for value, _ in held]
    least, greatest = min(values, key=order), max(values, key=order)
    if agree(least, greatest) or agree(greatest, least) or not comparable(least, greatest):
        return []
    upwards = sorted(held, key=lambda one: order(one[0]))
    ends = ((upwards, least, greatest), (upwards[::-1], greatest, least))
    low, high = ([one for one in ones if agree(one[0], end) and not agree(one[0], far)] for ones, end, far in ends)
    both = {one.said.article for _, one in low} & {one.said.article for _, one in high}
    return [] if both else [low, high]


def _joined(
    held: Sequence[tuple[Value, Held]], join: Callable[[tuple[Value, Held], tuple[Value, Held]], bool]
) -> list[list[tuple[Value, Held]]]:
    """Groups whose members are joined to one another in some way, in the order of their first members."""
    groups: list[list[tuple[Value, Held]]] = []
    for one in held:
        near = [group for group in groups if any(join(one, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([*(other for group in near for other in group), one], key=held.index))
    return sorted(groups, key=lambda group: held.index(group[0]))


def beside(text: str, start: int, end: int) -> frozenset[str]:
    """What a number or date in an English text is about: the words next to it in its clause, without names.

    The two before it and the two after it; where the clause has none, the two that follow.
    """
    ours = [word for word in words.content(text) if not word.text[0].isupper()]
    before = [word for word in ours if word.end <= start and not re.search(r"[,;:()–—]", text[word.end : start])][-2:]
    after = [word for word in ours if word.start >= end]
    inside = [word for word in after if not re.search(r"[,;:()–—]", text[end : word.start])][:2]
    return frozenset(word.stem for word in ([*before, *inside] or after[:2]))
