"""What each article does about each statement: says it, says it differently, leaves it out, or cannot be told to."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from pipeline.align import LIKELY
from pipeline.compare.likeness import Likeness
from pipeline.data import SORTS, Article, Difference, State, Statement, Story

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


def with_differences(statement: Statement, differences: Sequence[Difference]) -> dict[str, State]:
    """The statement's states, "said differently" where a solid contradiction has the article on a side of fewer
    articles than another one, or on one of several that are equally small."""
    within = [difference for difference in differences if difference.statement == statement.id]
    differing_articles = {article for difference in within for article in _smaller_sides(difference)}
    reporting: dict[str, State] = {
        article: "said differently" if article in differing_articles else "said" for article in statement.cells
    }
    return {article: reporting.get(article, state) for article, state in statement.states.items()}


def _smaller_sides(difference: Difference) -> set[str]:
    if difference.trust != "solid" or SORTS[difference.kind] != "contradiction":
        return set()
    sizes = Counter(len(side.articles) for side in difference.sides)
    most = max(sizes)
    majority = most if sizes[most] == 1 else 0
    return {article for side in difference.sides if len(side.articles) != majority for article in side.articles}
