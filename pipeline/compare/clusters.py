"""Claims that say the same, by how like any two of them are: the groups of which each becomes a statement."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from pipeline.compare.features import Matrix
from pipeline.compare.likeness import Likeness
from pipeline.data import Claim

STAY, SEVERAL = 0.3, 3  # so like the rest a claim must be to stay in a group of so many articles
ROUNDING = 0.001  # more than the linkage of two groups may be above the likeness of their likest claims
# so like must the likest claim of an article be to that of another one of its row: linked at all, and not linked
LINKED, ALIKE, UNLINKED = 0.6, 0.7, 0.82
SURELY_LINKED = 0.95  # so likely a link is enough
TELLING = 2  # words with which what is left of a sentence is a statement of its own
SAME_SENTENCES = 0.6  # of the sentences of two rows that stand in both, for them to be shown as one

Group = list[int]  # claims by their numbers in the likeness, ascending
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Tables:
    """How likely any two claims say the same (0 within an article), and the numbers of each one's article and sentence.

    Claims stand together by article, within it by sentence. `join`: the linkage from which two groups are one.
    """

    chance: Matrix
    articles: Places
    sentences: Places
    join: float


def grouped(likeness: Likeness) -> list[Group]:
    """The claims of each statement."""
    heads = _heads(likeness.claims)
    heading = [number for number, head in enumerate(heads) if head == number]
    tables = _tables(likeness)
    staying, evicted = _without_strays(clusters(tables, heading), tables)
    groups = _without_repeats(list(_with_support([*staying, *clusters(tables, evicted)], likeness)), likeness)
    followers: dict[int, Group] = defaultdict(list)
    for number, head in enumerate(heads):
        followers[head].append(number)
    return [sorted(member for number in group for member in followers[number]) for group in groups]


def _heads(claims: Sequence[Claim]) -> list[int]:
    """For each claim the one with words of its own that it stands with: itself, else the nearest above it, else the
    first of its sentence, else itself."""
    numbers = {claim.id: number for number, claim in enumerate(claims)}
    first: dict[str, int] = {}
    for number, claim in enumerate(claims):
        if claim.lemmas:
            first.setdefault(claim.sentence, number)
    heads = []
    for number, claim in enumerate(claims):
        above, passed = number, {number}
        while not claims[above].lemmas and claims[above].parent in numbers:
            above = numbers[claims[above].parent]
            if above in passed:
                break
            passed.add(above)
        heads.append(above if claims[above].lemmas else first.get(claim.sentence, number))
    empty: dict[str, int] = {}
    for number, claim in enumerate(claims):
        if not claims[heads[number]].lemmas:  # a sentence without any word of its own is one
            heads[number] = empty.setdefault(claim.sentence, number)
    return heads


def _tables(likeness: Likeness) -> Tables:
    keys = likeness.articles, [claim.sentence for claim in likeness.claims]
    codes = (np.unique(names, return_inverse=True)[1] for names in keys)
    articles, sentences = (np.asarray(numbers, dtype=np.intp) for numbers in codes)
    return Tables(likeness.chance, articles, sentences, likeness.join)


def clusters(tables: Tables, members: Sequence[int]) -> list[Group]:
    """Members that say the same, by average linkage, in the order of their first ones."""
    eligible = set(members)
    groups: dict[int, Group] = {number: [number] for number in members}
    # The linkage of groups is a mean: without two claims that would be joined by themselves, they are not.
    least = tables.join - ROUNDING
    near = (np.flatnonzero(tables.chance[number] >= least).tolist() for number in members)
    neighbours = {number: eligible.intersection(numbers) for number, numbers in zip(members, near, strict=True)}
    heap = _likely_pairs(tables, members)
    heapify(heap)
    following = len(tables.chance)
    while heap:
        _, a, b = heappop(heap)
        if a not in groups or b not in groups:
            continue
        groups[following] = sorted(groups.pop(a) + groups.pop(b))
        neighbours[following] = (neighbours.pop(a) | neighbours.pop(b)) - {a, b}
        thirds = list(neighbours[following])
        linked = linkages(tables, groups[following], [groups[third] for third in thirds])
        for third, likeness in zip(thirds, linked, strict=True):
            neighbours[third] -= {a, b}
            neighbours[third].add(following)
            if likeness >= tables.join:
                heappush(heap, (-likeness, third, following))
        following += 1
    return sorted(groups.values())


def _likely_pairs(tables: Tables, members: Sequence[int]) -> list[tuple[float, int, int]]:
    """What could be joined first: less the likeness, and the numbers of two members."""
    table, numbers = tables.chance[np.ix_(members, members)], np.asarray(members, dtype=np.intp)
    left, right = np.nonzero(np.triu(table >= tables.join))
    return list(zip((-table[left, right]).tolist(), numbers[left].tolist(), numbers[right].tolist(), strict=True))


def _without_strays(groups: Sequence[Group], tables: Tables) -> tuple[list[Group], Group]:
    """The groups without the claims that came with a likeness of few and are unlike the rest; these claims.

    The least like goes first, as long as the group has several articles.
    """
    staying, evicted = [], []
    for group in map(list, groups):
        while len(set(tables.articles[group])) >= SEVERAL:
            worth = linkages(tables, group, [[member] for member in group])
            least = worth.index(min(worth))  # the first of several
            if worth[least] >= STAY:
                break
            evicted.append(group.pop(least))
        staying.append(group)
    return staying, sorted(evicted)


def _with_support(groups: Iterable[Group], likeness: Likeness) -> Iterator[Group]:
    """The groups, without the claims of articles for which neither a link to another of theirs, with claims that are
    fairly like, nor much likeness speaks: these are groups of their own.

    What a report has in common with others by chance is a turn of phrase, or a name.
    """
    for group in groups:
        by_article: dict[str, Group] = defaultdict(list)
        for number in group:
            by_article[likeness.articles[number]].append(number)
        alone = [
            own for own in by_article.values() if len(own) < len(group) and not _is_supported(own, group, likeness)
        ]
        yield from alone
        if staying := sorted(set(group).difference(*alone)):
            yield staying


def _is_supported(own: Group, group: Group, likeness: Likeness) -> bool:
    across = np.ix_(own, [number for number in group if number not in own])
    link, alike = likeness.links[across].max(), likeness.chance[across].max()
    return bool(link >= SURELY_LINKED or alike >= (ALIKE if link >= LINKED else UNLINKED))


def linkages(tables: Tables, left: Group, rights: Sequence[Group]) -> list[float]:
    """How like a group is to each of others: the mean over pairs of different articles, 0 if both are of one article.

    Of two articles it is the mean of the likeness of their likest claims and of that of all their sentences (of each
    two of these by their likest claims). By the likest alone, a group that holds much would draw in whatever is like a
    part of it; by all alone, an article that says a thing twice, once in other words, would be far from it.
    """
    if not rights:
        return []
    # All others stand side by side in one table; `begins` are the places of their first claims, sentences, articles.
    members, begins = list(chain.from_iterable(rights)), np.cumsum([0, *map(len, rights[:-1])])
    sentences = _starts(tables.sentences[left]), _starts(tables.sentences[members], begins)
    best = _blocks(np.maximum, tables.chance[np.ix_(left, members)], *sentences)
    left_articles, right_articles = tables.articles[left][sentences[0]], tables.articles[members][sentences[1]]
    begins = np.searchsorted(sentences[1], begins)
    rows, columns = _starts(left_articles), _starts(right_articles, begins)
    begins = np.searchsorted(columns, begins)
    different = left_articles[rows][:, None] != right_articles[columns][None]
    sizes = np.outer(_lengths(rows, len(left_articles)), _lengths(columns, len(right_articles)))
    likest, means = _blocks(np.maximum, best, rows, columns), _blocks(np.add, best, rows, columns) / sizes
    sums = np.add.reduceat(np.where(different, likest + means, 0).sum(axis=0), begins)
    counts = np.add.reduceat(different.sum(axis=0), begins)
    return [float(value) for value in sums / np.maximum(counts, 1) / 2]


def _starts(codes: Places, begins: Places | None = None) -> Places:
    """Where each of the runs of equal numbers begins; no run goes on over one of the places `begins`."""
    new = np.concatenate(([True], codes[1:] != codes[:-1]))
    if begins is not None:
        new[begins] = True
    return np.flatnonzero(new)


def _lengths(starts: Places, end: int) -> Places:
    return np.concatenate((starts[1:], [end])) - starts


def _blocks(reduce: np.ufunc, table: Matrix, rows: Places, columns: Places) -> Matrix:
    """A table's blocks, which begin at these rows and columns, each reduced to one value."""
    return np.asarray(reduce.reduceat(reduce.reduceat(table, rows, axis=0), columns, axis=1))


def _without_repeats(groups: list[Group], likeness: Likeness) -> list[Group]:
    """The groups, those joined that would show a reader the same sentences twice.

    Two groups of several articles are one if most of the sentences of both are the same, or all those of one which is
    half as large as the other or more; what is left of a sentence after that is one group, not several, and none of its
    own if it says next to nothing.
    """
    several = [group for group in groups if len({likeness.articles[number] for number in group}) > 1]
    single = [group for group in groups if len({likeness.articles[number] for number in group}) == 1]
    single_by_sentence: dict[str, Group] = {}
    for group in single:
        single_by_sentence.setdefault(likeness.claims[group[0]].sentence, []).extend(group)
    shared = _joined_by_sentences(several, likeness)
    for sentence, group in list(single_by_sentence.items()):
        words = {lemma for number in group for lemma in likeness.claims[number].lemmas}
        bare = not any(_particular(likeness.claims[number]) for number in group)
        of_sentence = (row for row in shared if any(likeness.claims[number].sentence == sentence for number in row))
        if bare and len(words) < TELLING and (row := next(of_sentence, None)):
            row.extend(single_by_sentence.pop(sentence))
    return sorted(map(sorted, [*shared, *single_by_sentence.values()]))


def _particular(claim: Claim) -> bool:
    """Whether it has a figure, a time, a place or a name: a short fact, but one."""
    return bool(claim.measures or claim.times or claim.places or claim.names)


def _joined_by_sentences(groups: list[Group], likeness: Likeness) -> list[Group]:
    left = list(groups)
    while True:
        sentences = [{likeness.claims[number].sentence for number in group} for group in left]
        holders: dict[str, Group] = defaultdict(list)
        for place, keys in enumerate(sentences):
            for key in keys:
                holders[key].append(place)
        # Two groups without a common sentence have no overlap.
        pairs = {pair for places in holders.values() for pair in combinations(places, 2)}
        overlaps = ((_overlap(sentences[a], sentences[b]), -b, -a) for a, b in pairs)
        overlap, b, a = max(overlaps, default=(0.0, 0, 0))
        if overlap < SAME_SENTENCES:
            return left
        left[-a] = sorted(left[-a] + left[-b])
        del left[-b]


def _overlap(left: set[str], right: set[str]) -> float:
    common = len(left & right)
    # A short row inside a long one tells one thing of several, as what a report's first sentence adds.
    inside = common == min(len(left), len(right)) and 2 * common >= max(len(left), len(right))
    return 1.0 if inside else common / len(left | right)
