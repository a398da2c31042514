"""What each article does about each statement: says it, says it differently, leaves it out, or cannot be told to."""

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from pipeline.align import LIKELY
from pipeline.compare.contested import DISPUTED, MEASURED, told_in
from pipeline.compare.likeness import Likeness
from pipeline.data import SORTS, Article, Difference, Side, State, Statement, Story

# An article whose likest claim is less like a statement than that leaves it out. What one article alone is thought to
# say may only not have been recognised in another: of that more is asked.
SURE, SURE_OF_ONE = 0.4, 0.2


def states(
    statement: Statement,
    story: Story,
    likeness: Likeness,
    rows: Mapping[str, Collection[str]],
    numbers: Mapping[str, int],
) -> dict[str, State]:
    """What each article of the story does about a statement, as far as its claims tell.

    Said: by one of its claims alone. Absent: of complete articles only, whose likest claim is surely another, and none
    of whose sentences is linked with one of the statement's without that any row shows what for.

    Args:
        rows: sentence (id) → the statements (ids) that show it.
        numbers: claim (id) → its number in the likeness.
    """
    members = sorted(numbers[claim] for claim in statement.claims)
    closeness = dict.fromkeys(likeness.articles, 0.0)
    best = likeness.chance[members].max(axis=0, initial=0)
    sure = SURE if len(statement.cells) > 1 else SURE_OF_ONE
    for number in np.flatnonzero(best >= sure):
        closeness[likeness.articles[number]] = 1.0
    linked = likeness.links[members] >= LIKELY
    for number in np.flatnonzero(linked.any(axis=0)):
        showing = set(rows.get(likeness.claims[number].sentence, ()))
        partners = (likeness.claims[members[place]].sentence for place in np.flatnonzero(linked[:, number]))
        if any(showing.isdisjoint(rows.get(partner, ())) for partner in partners):
            closeness[likeness.articles[number]] = 1.0
    return {article.id: _state(article, statement, closeness) for article in story.articles}


def _state(article: Article, statement: Statement, closeness: Mapping[str, float]) -> State:
    """From how near each article with a claim comes to a statement: 1 where it may say it."""
    if article.id in statement.cells:
        return "said"
    return "absent" if article.complete and closeness.get(article.id, 1.0) < 1 else "not found"


def with_differences(
    statement: Statement, differences: Iterable[Difference], own: Mapping[str, Collection[Side]], story: Story
) -> dict[str, State]:
    """The statement's states, "said differently" where a solid contradiction has the article on another side than the
    headline; where that takes none, on a side of fewer sources than another one, or on one of several that are equally
    small and that the headline names.

    Args:
        own: difference (id) → its sides on which the headline is.
    """
    contradictions = [
        difference
        for difference in differences
        if difference.trust == "solid" and SORTS[difference.kind] == "contradiction"
    ]
    takes_side = statement.headline.endswith(DISPUTED)
    agreeing: set[str] = set()
    differing: set[str] = set()
    for difference in contradictions:
        others = [side for side in difference.sides if side not in own[difference.id]]
        if takes_side and own[difference.id] and not _names(others, difference, statement.headline):
            agreeing.update(article for side in own[difference.id] for article in side.articles)
            differing.update(article for side in others for article in side.articles)
        else:
            differing |= _smaller_sides(difference, story, named=bool(own[difference.id]))
    reporting: dict[str, State] = {
        article: "said differently" if article in differing - agreeing else "said" for article in statement.cells
    }
    return {article: reporting.get(article, state) for article, state in statement.states.items()}


def _names(sides: Iterable[Side], difference: Difference, headline: str) -> bool:
    """Whether a headline names the value of one of these sides."""
    return difference.kind in MEASURED and any(told_in(side, headline) for side in sides)


def _smaller_sides(difference: Difference, story: Story, *, named: bool) -> set[str]:
    """The articles of all sides but the largest; of equally large ones all, or none if the headline names none."""
    sizes = [story.sources(side.articles) for side in difference.sides]
    largest = max(sizes) if sizes.count(max(sizes)) == 1 or not named else 0
    sides = zip(difference.sides, sizes, strict=True)
    return {article for side, size in sides if size != largest for article in side.articles}
