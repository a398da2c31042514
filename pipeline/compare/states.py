"""What each article does about each statement: says it, says it differently, leaves it out, or cannot be told to."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.compare.likeness import Likeness
from pipeline.data import Article, Difference, State, Statement, Story

SURE = 0.3  # the likest claim of an article that surely says something else (calibration: docs/alignment.md)


def reached(statement: Statement, likeness: Likeness) -> dict[str, float]:
    """For each article with a claim how like its likest one is to a claim of the statement."""
    inside = set(statement.claims)
    rows = [number for number, claim in enumerate(likeness.claims) if claim.id in inside]
    if not rows:
        return {}
    best = likeness.chance[rows].max(axis=0)
    articles = np.array(likeness.articles)
    return {article: float(best[articles == article].max()) for article in dict.fromkeys(likeness.articles)}


def states(statement: Statement, story: Story, likeness: Likeness) -> dict[str, State]:
    """What each article of the story does about a statement, as far as its claims tell.

    Said: by one of its claims alone. Absent: of complete articles only, whose likest claim is surely another.
    """
    near = reached(statement, likeness)
    return {one.id: _state(one, statement, near) for one in story.articles}


def _state(article: Article, statement: Statement, near: Mapping[str, float]) -> State:
    if article.id in statement.cells:
        return "said"
    return "absent" if article.complete and article.id in near and near[article.id] < SURE else "not found"


def differing(statement: Statement, differences: Sequence[Difference]) -> dict[str, State]:
    """The statement's states, "said differently" where a solid difference, other than of spelling, has the article on a
    side of fewer articles than another one, or on one of several that are equally small."""
    apart = {article for one in differences if one.statement == statement.id for article in _smaller_sides(one)}
    states: dict[str, State] = {}
    for article, state in statement.states.items():
        states[article] = "said differently" if article in apart and article in statement.cells else state
        if state == "said differently" and article not in apart:
            states[article] = "said"
    return states


def _smaller_sides(difference: Difference) -> set[str]:
    if difference.trust != "solid" or difference.kind in ("name", "detail"):
        return set()
    sizes = Counter(len(side.articles) for side in difference.sides)
    most = max(sizes)
    majority = most if sizes[most] == 1 else 0
    return {article for side in difference.sides if len(side.articles) != majority for article in side.articles}
