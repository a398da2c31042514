"""A closer look at claims that may say the same: at all that is known of the two together, by decision trees."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.data import Claim, Sentence

FLOOR = 0.02  # what is less likely is not looked at
CROWD = 0.3  # from which chance on others like a claim are its crowd
PART = 2048  # pairs that are looked at together
# What two claims have the same or not, what they have some of in common or not.
KINDS: Mapping[str, Callable[[Claim], str]] = {
    "manner": lambda claim: claim.source.manner,
    "subject": lambda claim: claim.subject.lower(),
    "predicate": lambda claim: claim.predicate,
    "polarity": lambda claim: str(claim.polarity),
    "certainty": lambda claim: claim.certainty,
    "kind": lambda claim: claim.kind,
}
SHARED: Mapping[str, Callable[[Claim], Collection[Hashable]]] = {
    "speaker": lambda claim: _words(claim.source.speaker),
    "names": lambda claim: claim.names,
    "measures": lambda claim: {(one.kind, one.low, one.high) for one in claim.measures},
    "kinds": lambda claim: {one.kind for one in claim.measures},
    "times": lambda claim: {
        (one.year, one.month, one.day, one.weekday, one.clock, one.relative) for one in claim.times
    },
    "places": lambda claim: claim.places,
    "lemmas": lambda claim: claim.lemmas,
    "roles": lambda claim: {role.head for role in claim.roles},
}
COLUMNS = (
    "odds", "text", "sentence", "second", "before", "after", "beside", "overlap", "openings", "titles",
    "quoted", "crowd_least", "crowd_most", "lemmas_least", "lemmas_most",
    *(f"same_{kind}" for kind in KINDS), *(f"common_{name}" for name in SHARED), *(f"other_{name}" for name in SHARED),
)  # fmt: skip

Matrix = NDArray[np.float32]
Places = NDArray[np.intp]
Block = tuple[Places, ...]  # rows and columns


@dataclass(frozen=True, slots=True)
class Forest:
    """Boosted decision trees (Friedman, 2001): the log-odds are the sum of what their leaves say.

    The tables hold the nodes of all trees, one after the other, each tree from its place in `roots` on: `asks` for
    which column, up to which value it goes `left`, else `right`, by the places there; a leaf leads to itself. `depth`:
    the steps from any root to any leaf at most.
    """

    bias: float
    roots: Places
    asks: Places
    bounds: Matrix
    left: Places
    right: Places
    odds: Matrix
    depth: int

    def chances(self, columns: Matrix) -> Matrix:
        """The probability of each row of columns."""
        chances = [self._of_a_part(columns[at : at + PART]) for at in range(0, len(columns), PART)]
        return np.concatenate([np.zeros(0, dtype=np.float32), *chances])

    def _of_a_part(self, columns: Matrix) -> Matrix:
        nodes = np.tile(self.roots, (len(columns), 1))
        rows = np.arange(len(columns))[:, None] * columns.shape[1]
        for _ in range(self.depth):
            lower = columns.take(rows + self.asks.take(nodes)) <= self.bounds.take(nodes)
            nodes = np.where(lower, self.left.take(nodes), self.right.take(nodes))
        total = self.bias + self.odds.take(nodes).sum(axis=1, dtype=np.float64)
        return np.asarray(1 / (1 + np.exp(-total)), dtype=np.float32)


def forest(content: Mapping[str, Any]) -> Forest:
    """From its JSON: nodes as [column, bound, left, right, log-odds]."""
    trees = content["trees"]
    roots = np.cumsum([0, *map(len, trees[:-1])])
    nodes = np.array([node for tree in trees for node in tree], dtype=np.float64)
    asks, left, right = (nodes[:, place].astype(np.intp) for place in (0, 2, 3))
    bounds, odds = (nodes[:, place].astype(np.float32) for place in (1, 4))
    begins = np.repeat(roots, list(map(len, trees)))
    return Forest(content["bias"], roots, asks, bounds, left + begins, right + begins, odds, content["depth"])


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of each of n claims, and of their sentences.

    `codes` are numbers that are the same where claims have the same, unlike all others where they have nothing;
    `held` are (n, …) tables of 1 and 0. `means` are the mean vectors of their sentences, None without vectors.
    """

    codes: Mapping[str, Places]
    held: Mapping[str, Matrix]
    sentences: Places
    means: Matrix | None
    openings: NDArray[np.bool_]
    titles: NDArray[np.bool_]
    quoted: NDArray[np.bool_]
    crowds: Places


def known(claims: Sequence[Claim], sentences: Iterable[Sentence], vectors: Matrix | None, chance: Matrix) -> Knowledge:
    """What is known of a story's claims, which come by article and place; `chance`: (n, n), of any two."""
    home = {sentence.id: sentence for sentence in sentences}
    articles = [home[claim.sentence].article for claim in claims]
    opening = {article: claim.sentence for article, claim in reversed(list(zip(articles, claims, strict=True)))}
    numbers = _codes([claim.sentence for claim in claims])
    return Knowledge(
        {name: _codes(list(map(kind, claims))) for name, kind in KINDS.items()},
        {name: _table(list(map(shared, claims))) for name, shared in SHARED.items()},
        numbers,
        None if vectors is None else _means(vectors, numbers),
        np.array([opening[article] == claim.sentence for article, claim in zip(articles, claims, strict=True)]),
        np.array([home[claim.sentence].kind == "title" for claim in claims]),
        np.array([claim.source.manner == "quoted" for claim in claims]),
        np.asarray((chance > CROWD).sum(axis=1), dtype=np.intp),
    )


def _words(name: str) -> set[str]:
    return {word.strip(".,'’\"").lower() for word in name.split() if len(word) > 3 or word[:1].isupper()}


def _codes(values: Sequence[str]) -> Places:
    codes: dict[str, int] = {}
    return np.array(
        [codes.setdefault(value, len(codes)) if value else -1 - n for n, value in enumerate(values)], dtype=np.intp
    )


def _table(held: Sequence[Collection[Hashable]]) -> Matrix:
    places: dict[Hashable, int] = {}
    for one in (one for items in held for one in items):
        places.setdefault(one, len(places))
    table = np.zeros((len(held), len(places)), dtype=np.float32)
    for number, items in enumerate(held):
        table[number, [places[one] for one in items]] = 1
    return table


def _means(vectors: Matrix, sentences: Places) -> Matrix:
    sums = np.zeros((sentences.max() + 1, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, sentences, vectors)
    return np.asarray((sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6))[sentences])


def columns(
    told: Knowledge, block: Block, chosen: Block, odds: Matrix, texts: Matrix, here: Matrix
) -> dict[str, Matrix]:
    """For each chosen pair of a block a value for each column of COLUMNS.

    Args:
        chosen: the places in the block of the pairs.
        odds: the log-odds of the block; `texts` those by what the two say alone; `here` the probabilities.
    """
    rows, across = chosen
    left, right = block[0][rows], block[1][across]
    around = np.pad(here, 1)
    beside = [around[rows + i, across + j] for i, j in ((1, 0), (1, 2), (0, 1), (2, 1))]
    of_lemmas = [told.held["lemmas"][side].sum(axis=1) for side in (left, right)]
    found: dict[str, Any] = {
        "odds": odds[chosen],
        "text": texts[chosen],
        "sentence": 0 * left if told.means is None else (told.means[left] * told.means[right]).sum(axis=1),
        "second": _ahead_of_others(here, told.sentences[block[0]], told.sentences[block[1]])[chosen],
        "before": around[rows, across],
        "after": around[rows + 2, across + 2],
        "beside": np.maximum.reduce(beside),
        "overlap": np.full(len(rows), (here.max(axis=0).mean() + here.max(axis=1).mean()) / 2),
        "openings": 0 + told.openings[left] + told.openings[right],
        "titles": 0 + told.titles[left] + told.titles[right],
        "quoted": 0 + told.quoted[left] + told.quoted[right],
        "crowd_least": np.minimum(told.crowds[left], told.crowds[right]),
        "crowd_most": np.maximum(told.crowds[left], told.crowds[right]),
        "lemmas_least": np.minimum(*of_lemmas),
        "lemmas_most": np.maximum(*of_lemmas),
    }
    for kind in KINDS:
        found[f"same_{kind}"] = told.codes[kind][left] == told.codes[kind][right]
    for name in SHARED:
        mine, theirs = told.held[name][left], told.held[name][right]
        found[f"common_{name}"] = common = (mine * theirs).sum(axis=1)
        found[f"other_{name}"] = (common == 0) & mine.any(axis=1) & theirs.any(axis=1)
    return found


def _ahead_of_others(here: Matrix, rows: Places, across: Places) -> Matrix:
    """How far each chance is above the best other one of its two sentences' claims."""
    starts, spread = [], []
    for numbers in (rows, across):
        begins = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1])))
        starts.append(begins)
        spread.append(np.searchsorted(begins, np.arange(len(numbers)), side="right") - 1)

    def best(table: Matrix) -> Matrix:
        return np.maximum.reduceat(np.maximum.reduceat(table, starts[0], axis=0), starts[1], axis=1)[np.ix_(*spread)]

    top = best(here)
    is_top = here >= top
    runner = best(np.where(is_top, 0, here))
    return np.where(is_top, here - runner, here - top)
