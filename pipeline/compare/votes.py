"""Of which claims of a contested row a headline may be made: of those of the side that most outlets take."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.compare.features import Matrix
from pipeline.compare.likeness import Likeness
from pipeline.compare.said import Found, claim_of, headed_by
from pipeline.data import Statement, Story

TAKING_SIDES = frozenset({"negation", "fate"})  # differences of which a headline can tell but one side
OF_FACT = TAKING_SIDES | {"number", "date", "place"}
FEW = 4  # articles of a row up to which its headline has to be of what the others differ in
CLEARLY = 0.1  # by how much liker to one side than to the next an article is that no side names, to be on it
NEAR = 0.85  # how like a claim that no side names must be to those of a side, besides, to say what it says


class Votes(NamedTuple):
    """The sentences (ids) of sides that fewer independent articles take than the largest, the claims (ids) of the
    largest, and those that say what a side says without being named; and those that hold what differs, if one article
    alone of few says nothing of it, and the headline is that one's."""

    fewer: frozenset[str]
    most: frozenset[str]
    beside: frozenset[str]
    differing: frozenset[str] = frozenset()


NONE = Votes(frozenset(), frozenset(), frozenset())


def votes(row: Statement, found: Sequence[Found], likeness: Likeness, story: Story) -> Votes:
    """How many take which side where a row is contested.

    An article of the row on no side is on that whose claims are by their words clearly the likest to its own, or by all
    that is known of them.
    """
    own = frozenset(row.claims)
    members = sorted(likeness.numbers[key] for key in own if key in likeness.numbers)
    fewer: set[str] = set()
    most: set[str] = set()
    beside: set[str] = set()
    for difference in found:
        if difference.kind in TAKING_SIDES:
            sides = [{held.said.sentence.id: held.said.article for held in side} for side in difference.sides]
            told = [_of_sentences(side, members, likeness) for side in sides]
            for article in row.cells.keys() - set().union(*(side.values() for side in sides)):
                mine = [number for number in members if likeness.articles[number] == article]
                nearest = _nearest(mine, told, likeness.texts)
                nearest = _nearest(mine, told, likeness.chance) if nearest is None else nearest
                if nearest is not None:
                    sides[nearest].update({likeness.claims[number].sentence: article for number in mine})
            named = set().union(*told)
            further = (number for number in members if number not in named)
            texts = likeness.texts
            beside.update(likeness.claims[n].id for n in further if _nearest([n], told, texts, NEAR) is not None)
            sources = [story.sources(side.values()) for side in sides]
            for side, holding, count in zip(sides, difference.sides, sources, strict=True):
                if count < max(sources):
                    fewer.update(side)
                else:
                    most.update(claim_of(held) for held in holding)
    differing = own & _claims_apart(row, found)
    return Votes(frozenset(fewer), frozenset(most & own), frozenset(beside), differing)


def _claims_apart(row: Statement, found: Iterable[Found]) -> frozenset[str]:
    """The claims (ids) that hold what differs in a row of few articles of which its headline's alone says nothing of
    it: what the others have in common is what they differ in."""
    held = [one for difference in found if difference.kind in OF_FACT for side in difference.sides for one in side]
    silent = row.cells.keys() - {one.said.article for one in held}
    head = headed_by(row)
    central = next((article for article, keys in row.cells.items() if head in keys), "")
    few = held and len(row.cells) <= FEW and silent == {central}
    return frozenset(map(claim_of, held)) if few else frozenset()


def _of_sentences(sentences: Collection[str], members: Iterable[int], likeness: Likeness) -> list[int]:
    return [number for number in members if likeness.claims[number].sentence in sentences]


def _nearest(own: Sequence[int], sides: Sequence[Sequence[int]], chance: Matrix, least: float = 0) -> int | None:
    """The side whose claims are clearly, and so much, the likest to some claims; None without one."""
    worth = [float(chance[np.ix_(own, theirs)].max(initial=0)) for theirs in sides]
    *_, second, first = sorted(worth)
    return worth.index(first) if first - second >= CLEARLY and first >= least else None
