"""Of which claims of a contested row a headline may be made: of those of the side that most outlets take."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.compare.likeness import Likeness
from pipeline.compare.said import Found, Held
from pipeline.data import Claim, Statement, Story

TAKING_SIDES = frozenset({"negation", "fate"})  # differences of which a headline can tell but one side
CLEARLY = 0.1  # by how much liker to one side than to the next an article is that no side names, to be on it


class Votes(NamedTuple):
    """The sentences (ids) of sides that fewer independent articles take than the largest, and the largest's claims."""

    fewer: frozenset[str]
    most: frozenset[str]


NONE = Votes(frozenset(), frozenset())


def votes(row: Statement, found: Iterable[Found], likeness: Likeness, story: Story) -> Votes:
    """How many take which side where a row is contested.

    An article of the row on no side is on that whose claims are by their words clearly the likest to its own.
    """
    own = frozenset(row.claims)
    members = [number for number, claim in enumerate(likeness.claims) if claim.id in own]
    fewer: set[str] = set()
    most: set[str] = set()
    for difference in found:
        if difference.kind in TAKING_SIDES:
            sides = [{held.said.sentence.id: held.said.article for held in side} for side in difference.sides]
            for article in row.cells.keys() - set().union(*(side.values() for side in sides)):
                _join(article, sides, members, likeness)
            sources = [story.sources(side.values()) for side in sides]
            for side, holding, count in zip(sides, difference.sides, sources, strict=True):
                if count < max(sources):
                    fewer.update(side)
                else:
                    most.update(claim_of(held) for held in holding)
    return Votes(frozenset(fewer), frozenset(most & own))


def claim_of(held: Held) -> str:
    """The claim (id) that holds most of a value; "" of a sentence without any."""

    def common(claim: Claim) -> int:
        return sum(max(0, min(end, held.end) - max(start, held.start)) for start, end in claim.spans)

    best = max(held.said.claims, key=common, default=None)
    return best.id if best else ""


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
