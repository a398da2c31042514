"""Values of the same that differ, of one kind such as amounts or times.

Values that two sentences share are taken away first, each once: only what is left can differ.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from pipeline.compare.answering import (
    ByArticle,
    ComparedPair,
    InClaim,
    Part,
    Weights,
    by_article,
    by_sentence,
    each_once,
    likeness,
)
from pipeline.compare.said import Held, Opened
from pipeline.compare.sides import Apart

OF_ONE = 0.3  # the likeness of two claims from which an equal value in them is of the same
Item = TypeVar("Item", bound=InClaim)
Whole = ByArticle[Item]


@dataclass(frozen=True, slots=True)
class ValueKind(Generic[Item]):
    """How values of a kind are read and compared.

    `same`: whether two can be one value; `equal`: whether they are, so that they speak for one side; `rest`: of what a
    sentence has left, what can be compared; `comparable`: whether two can differ at all; `score`: how much speaks for
    their being of the same; `least`: how much must; `weight`: how sure that then is; `again`: whether a value says
    another one once more; `kindred`: whether they are of one kind of thing; `beside`: whether an article has both of
    them beside one another.
    """

    read: Callable[[Sequence[Part]], list[Item]]
    held: Callable[[Item], Held]
    same: Callable[[Item, Item], bool]
    equal: Callable[[Item, Item], bool]
    rest: Callable[[Sequence[Item]], Sequence[Item]]
    comparable: Callable[[Item, Item], bool]
    score: Callable[[ComparedPair, Item, Item], float]
    least: Callable[[ComparedPair, Item, Item], float]
    weight: Callable[[ComparedPair, Item, Item, float], float]
    again: Callable[[Item, Item], bool]
    kindred: Callable[[Item, Item], bool]
    beside: Callable[[Item, Item, Whole[Item]], bool]


def apart(opened: Opened, kind: ValueKind[Item]) -> tuple[list[Apart], list[tuple[Held, Held]], Whole[Item]]:
    """The values in which sentences that answer one another differ, those in which they agree, and each article's."""
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    values = by_sentence(opened.answers, kind.read)
    whole = by_article(values)
    for answer in opened.answers:
        if not values[answer.left.sentence.id] or not values[answer.right.sentence.id]:
            continue  # as most
        left, right = (list(values[key]) for key in answer.ids)
        pairs = [(a, b) for a, b in product(left, right) if kind.same(a, b)]
        rivals = len(pairs) > 1  # a pair alone needs no score
        shared = [(a, b, kind.score(answer, a, b) if rivals else 0.0) for a, b in pairs]
        for same_left, same_right, _ in each_once(shared):
            left.remove(same_left)
            right.remove(same_right)
            if kind.equal(same_left, same_right):
                agreeing.append((kind.held(same_left), kind.held(same_right)))
        for a, b, score in _best(answer, kind.rest(left), kind.rest(right), kind):
            if not _elsewhere(a, b, whole, answer.weights, kind) and not kind.beside(a, b, whole):
                contrasts.append(Apart(kind.held(a), kind.held(b), kind.weight(answer, a, b, score), score))
    return contrasts, agreeing, whole


def _best(
    answer: ComparedPair, left: Sequence[Item], right: Sequence[Item], kind: ValueKind[Item]
) -> list[tuple[Item, Item, float]]:
    """The values that differ, each once, what is surest of the same first."""
    scored = []
    for a, b in product(left, right):
        if kind.comparable(a, b) and (score := kind.score(answer, a, b)) >= kind.least(answer, a, b):
            scored.append((a, b, score))
    return each_once(scored)


def _elsewhere(left: Item, right: Item, whole: Whole[Item], weights: Weights, kind: ValueKind[Item]) -> bool:
    """Whether one of two articles says the other's value of such a thing, too."""
    for mine, yours in ((left, right), (right, left)):
        for value in whole[yours.part.said.article]:
            if (value.part.claim is yours.part.claim and value == yours) or not kind.again(value, mine):
                continue
            if kind.kindred(value, mine) or likeness(value.part.stems, mine.part.stems, weights) >= OF_ONE:
                return True
    return False
