"""What each article does about each statement: says it, says it differently, says some of it under another statement,
is silent, or cannot be told to be."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.data import ABSENT_FROM, Alignment, Article, Difference, State, Statement, Story

Linked = Collection[tuple[str, str]]  # sentence, article: that has a counterpart there
Alone = Mapping[tuple[str, str], float]  # sentence, article → the probability that the article has no counterpart


def alone(alignments: Iterable[Alignment]) -> Alone:
    """What the lines with one empty side say."""
    found: dict[tuple[str, str], float] = {}
    for alignment in alignments:
        for link in alignment.links:
            if link.kind == "unlinked":
                article = alignment.right if link.left else alignment.left
                found |= {(key, article): link.probability for key in link.left or link.right}
    return found


def linked(alignments: Iterable[Alignment]) -> Linked:
    """Which sentences have a counterpart in which article, by links that are not weak."""
    return {
        pair
        for alignment in alignments
        for link in alignment.links
        if link.kind != "unlinked" and link.band != "weak"
        for keys, article in ((link.left, alignment.right), (link.right, alignment.left))
        for pair in ((key, article) for key in keys)
    }


def states(
    row: Statement, differences: Sequence[Difference], story: Story, with_: Linked, without: Alone
) -> dict[str, State]:
    """What each article of the story does about a statement.

    Said differently: a solid difference, other than of spelling, has the article on a side of fewer articles than
    another one, or on one of several that are equally small. Elsewhere: a sentence of the row has a counterpart that
    is shown in other rows alone. Absent: said of complete articles only.
    """
    apart = {article for one in differences if one.statement == row.id for article in _apart(one)}
    found: dict[str, State] = {}
    for article in story.articles:
        if article.id in row.cells:
            found[article.id] = "said differently" if article.id in apart else "said"
        elif any((key, article.id) in with_ for keys in row.cells.values() for key in keys):
            found[article.id] = "elsewhere"
        else:
            found[article.id] = "absent" if _absent(row, article, without) else "not found"
    return found


def _apart(difference: Difference) -> set[str]:
    if difference.trust != "solid" or difference.kind in ("name", "detail"):
        return set()
    sizes = Counter(len(side.articles) for side in difference.sides)
    most = max(sizes)
    majority = most if sizes[most] == 1 else 0
    return {article for side in difference.sides if len(side.articles) != majority for article in side.articles}


def _absent(row: Statement, article: Article, without: Alone) -> bool:
    keys = [key for keys in row.cells.values() for key in keys]
    return article.complete and all(without.get((key, article.id), 0.0) >= ABSENT_FROM for key in keys)
