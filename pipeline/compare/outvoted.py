"""Which sentences of a row say the contrary of what more outlets say: no headline is made of them."""

from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.compare.likeness import Likeness
from pipeline.compare.said import Found
from pipeline.data import Statement, Story

TAKING_SIDES = frozenset({"negation", "fate"})  # differences of which a headline can tell but one side
CLEARLY = 0.1  # by how much liker to one side than to the next an article is that no side names, to be on it


def outvoted(row: Statement, found: Iterable[Found], likeness: Likeness, story: Story) -> frozenset[str]:
    """The sentences (ids) of the sides that fewer independent articles take than the largest does.

    An article of the row on no side is on that whose claims are by their words clearly the likest to its own.
    """
    own = frozenset(row.claims)
    members = [number for number, claim in enumerate(likeness.claims) if claim.id in own]
    fewer: set[str] = set()
    for difference in found:
        if difference.kind in TAKING_SIDES:
            sides = [{held.said.sentence.id: held.said.article for held in side} for side in difference.sides]
            for article in row.cells.keys() - set().union(*(side.values() for side in sides)):
                _join(article, sides, members, likeness)
            sources = [story.sources(side.values()) for side in sides]
            fewer.update(
                key for side, count in zip(sides, sources, strict=True) if count < max(sources) for key in side
            )
    return frozenset(fewer)


def _join(article: str, sides: Sequence[dict[str, str]], members: Sequence[int], likeness: Likeness) -> None:
    """Put an article's sentences on the side whose claims are clearly the likest to its own."""
    mine = [number for number in members if likeness.articles[number] == article]
    worth = []
    for side in sides:
        theirs = [number for number in members if likeness.claims[number].sentence in side]
        worth.append(float(likeness.texts[np.ix_(mine, theirs)].max(initial=0)))
    *_, second, first = sorted(worth)
    if first - second >= CLEARLY:
        sides[worth.index(first)].update({likeness.claims[number].sentence: article for number in mine})
