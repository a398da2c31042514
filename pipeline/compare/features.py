"""What is measured about two claims of different articles: by themselves, and with what is like them in others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from pipeline.align import Weighed, weigh
from pipeline.align.tokens import stems
from pipeline.align.weigh import inner
from pipeline.compare import closer, words
from pipeline.compare.wording import NOBODY, Named, worded
from pipeline.data import Alignment, Claim, Sentence

PAIR = (
    "link", "vectors", "words", "plain", "characters", "cover_least", "cover_most", "short", "length", "apart", "lead"
)  # fmt: skip
TEXT = tuple(column for column in PAIR if column != "link")
AMONG = ("pair", "common", "commons", "lead_least", "lead_most", "mutual", "company", "lead")
CLOSER = (*PAIR, *(column for column in AMONG if column not in ("pair", "lead")), "evidence", *closer.COLUMNS)
UNLINKED = 0.02  # the probability of sentences that no link joins
NEAR = 0.05  # a claim less likely than that is no company
FAINT = 0.3  # what keeps the rows of claims short that are made of names almost alone
TOGETHER = 512  # claims that are multiplied with all others at once
KEPT = 600  # claims of a story whose columns are kept: some 7 MB
CAP = 6.0  # log-odds

Matrix = NDArray[np.float32]
Block = tuple[NDArray[np.intp], NDArray[np.intp]]  # the claims of one article, those of another


class Products:
    """Of the rows of any two claims: their words, characters, words by weight, words that are no names, and vectors.

    Those of many claims with all that follow are found at once, since BLAS is quicker with larger tables, and
    kept until others are asked for; blocks are asked for in their order.
    """

    def __init__(self, weighed: Weighed, plain: Matrix) -> None:
        self._weighed, self._plain = weighed, plain
        self._some, self._rest = slice(0, 0), 0
        self._tables: list[Matrix] = []

    def of(self, block: Block) -> list[Matrix]:
        """The table of each kind for a block; without vectors, that one is of zeros."""
        rows, columns = map(span, block)
        if not self._some.start <= rows.start <= rows.stop <= self._some.stop or columns.start < self._rest:
            self._some = slice(rows.start, max(rows.start + TOGETHER, rows.stop))
            self._rest = min(rows.start, columns.start)
            self._tables = list(self._products(self._some, slice(self._rest, None)))
        at = slice(rows.start - self._some.start, rows.stop - self._some.start)
        return [table[at, columns.start - self._rest : columns.stop - self._rest] for table in self._tables]

    def _products(self, some: slice, rest: slice) -> Iterator[Matrix]:
        weighed = self._weighed
        yield inner(weighed.words[some], weighed.words[rest])
        yield inner(weighed.characters[some], weighed.characters[rest])
        yield inner(weighed.binary[some] * weighed.idf, weighed.binary[rest])
        yield inner(self._plain[some], self._plain[rest])
        vectors = np.zeros((len(self._plain), 1), dtype=np.float32) if weighed.vectors is None else weighed.vectors
        yield inner(vectors[some], vectors[rest])


@dataclass(frozen=True, slots=True)
class Comparable:
    """Claims ready to be compared.

    `links` is (n, n), the probability that their sentences belong together; `places`: how far into its article the
    sentence of each stands, 0 to 1. `runs`: the first claim of an article → where its sentences of several claims
    stand, as `_runs` gives it. `columns` keeps what `text_columns` found.
    """

    claims: tuple[Claim, ...]
    articles: tuple[str, ...]
    weighed: Weighed
    links: Matrix
    products: Products
    places: NDArray[np.float32]
    blocks: Sequence[Block]
    runs: Mapping[int, Sequence[NDArray[np.intp]]]
    columns: dict[tuple[int, int], dict[str, Matrix]] = field(default_factory=dict)


def comparable(
    claims: Sequence[Claim],
    sentences: Sequence[Sentence],
    alignments: Sequence[Alignment],
    vectors: NDArray[np.float32] | None = None,
    persons: Named = NOBODY,
) -> Comparable | None:
    """The claims of eligible sentences by article and place, ready to be compared; None if there are none."""
    order = in_order(claims, sentences)
    if not order:
        return None
    ordered = tuple(claims[number] for number in order)
    articles = articles_of(ordered, sentences)
    rows, told = None if vectors is None else vectors[order], persons.subjects
    weighed = weigh([words.plain(worded(claim, told.get(claim.id, ""))) for claim in ordered], rows, facts=False)
    links, places = _links(ordered, alignments), _places(ordered, articles)
    products = Products(weighed, _plain(weighed))
    sides = sides_of(articles)
    runs = {int(side[0]): _runs(ordered, side) for side in sides}
    return Comparable(ordered, articles, weighed, links, products, places, list(combinations(sides, 2)), runs)


def in_order(claims: Sequence[Claim], sentences: Sequence[Sentence]) -> list[int]:
    """The claims of eligible sentences, by their numbers, in the order of articles and places."""
    home = {sentence.id: sentence for sentence in sentences if sentence.eligible}
    eligible = (number for number, claim in enumerate(claims) if claim.sentence in home)
    return sorted(eligible, key=lambda number: _position(claims[number], home[claims[number].sentence]))


def articles_of(claims: Iterable[Claim], sentences: Iterable[Sentence]) -> tuple[str, ...]:
    """The article (id) of each claim."""
    home = {sentence.id: sentence.article for sentence in sentences}
    return tuple(home[claim.sentence] for claim in claims)


def _plain(weighed: Weighed) -> Matrix:
    """The word rows without names, of unit length where not next to nothing is left: news of one event share names."""
    named_stems = {stem for names in weighed.names for name in names for stem in (name, *stems(name))}
    rows = weighed.words * np.array([term not in named_stems for term in weighed.terms], dtype=np.float32)
    return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + FAINT), dtype=np.float32)


def _places(claims: Sequence[Claim], articles: Sequence[str]) -> NDArray[np.float32]:
    order: dict[str, dict[str, int]] = {}
    for claim, article in zip(claims, articles, strict=True):
        sentences = order.setdefault(article, {})
        sentences.setdefault(claim.sentence, len(sentences))
    pairs = zip(claims, articles, strict=True)
    return np.array([order[article][claim.sentence] / len(order[article]) for claim, article in pairs], np.float32)


def _position(claim: Claim, sentence: Sentence) -> tuple[str, int, str, tuple[int, int], str]:
    return sentence.article, sentence.start, sentence.id, claim.spans[0], claim.id


def numbers_by_sentence(claims: Sequence[Claim]) -> dict[str, list[int]]:
    """Sentence (id) → its claims by their numbers."""
    numbers: dict[str, list[int]] = {}
    for number, claim in enumerate(claims):
        numbers.setdefault(claim.sentence, []).append(number)
    return numbers


def _links(claims: Sequence[Claim], alignments: Sequence[Alignment]) -> Matrix:
    """The probability that the sentences of two claims belong together; the best link counts."""
    numbers = numbers_by_sentence(claims)
    links = np.full((len(claims), len(claims)), UNLINKED, dtype=np.float32)
    for alignment in alignments:
        put_links(links, alignment, numbers)
    return links


def put_links(links: Matrix, alignment: Alignment, numbers: Mapping[str, Sequence[int]]) -> None:
    for link in alignment.links:
        for left, right in product(link.left, link.right):
            for row, column in product(numbers.get(left, ()), numbers.get(right, ())):
                links[row, column] = links[column, row] = max(links[row, column], link.probability)


def sides_of(articles: Sequence[str]) -> list[NDArray[np.intp]]:
    """The claims of each article."""
    members: dict[str, list[int]] = {}
    for number, article in enumerate(articles):
        members.setdefault(article, []).append(number)
    return [np.array(numbers, dtype=np.intp) for numbers in members.values()]


def span(side: NDArray[np.intp]) -> slice:
    """The claims of an article, which follow one another."""
    return slice(int(side[0]), int(side[-1]) + 1)


def put(table: Matrix, block: Block, values: Matrix | np.float32) -> None:
    """The values of a block, both ways round."""
    rows, columns = map(span, block)
    table[rows, columns] = values
    table[columns, rows] = values.T


def probability(odds: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def odds_of(chance: Matrix) -> Matrix:
    clipped = np.clip(chance, 1e-4, 1 - 1e-4)
    return np.asarray(np.clip(np.log(clipped) - np.log1p(-clipped), -CAP, CAP), dtype=np.float32)


def pair_columns(story: Comparable, block: Block) -> dict[str, Matrix]:
    """For every pair of a block a matrix for each column of PAIR; exchanging the sides transposes them."""
    return {"link": link_column(story, block), **text_columns(story, block)}


def link_column(story: Comparable, block: Block) -> Matrix:
    return odds_of(story.links[span(block[0]), span(block[1])]).round(4)


def text_columns(story: Comparable, block: Block) -> dict[str, Matrix]:
    """Those of TEXT, of a short story found once."""
    key = int(block[0][0]), int(block[1][0])
    columns = story.columns.get(key) or _columns_of_text(story, block)
    if len(story.claims) <= KEPT:
        story.columns[key] = columns
    return columns


def _columns_of_text(story: Comparable, block: Block) -> dict[str, Matrix]:
    """Those of TEXT. `lead` is how much liker two claims are than the best other pairing of their sentences' claims."""
    (left, right), weighed = block, story.weighed
    words, characters, shared, plain, vectors = story.products.of(block)
    mass_left, mass_right = np.maximum(weighed.mass[left], 1e-6)[:, None], np.maximum(weighed.mass[right], 1e-6)[None]
    root = np.sqrt(np.maximum(words, 0))
    mixed = np.asarray((vectors + root) / 2, dtype=np.float32)
    lead = (_lead(mixed, story.runs[int(right[0])]) + _lead(mixed.T, story.runs[int(left[0])]).T) / 2
    columns = {
        "vectors": vectors,
        "words": root,
        "plain": np.sqrt(np.maximum(plain, 0)),
        "characters": np.sqrt(np.maximum(characters, 0)),
        "cover_least": np.minimum(shared / mass_left, shared / mass_right),
        "cover_most": np.maximum(shared / mass_left, shared / mass_right),
        "short": np.minimum(np.log(mass_left), np.log(mass_right)),
        "length": np.abs(np.log(mass_left) - np.log(mass_right)),
        "apart": np.abs(story.places[left][:, None] - story.places[right][None]),
        "lead": lead,
    }
    return {name: np.asarray(column, dtype=np.float32).round(4) for name, column in columns.items()}


def _runs(claims: Sequence[Claim], side: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The places in a side of the claims of each sentence that has several, a row each; a table for each number."""
    starts = [n for n in range(len(side)) if not n or claims[side[n]].sentence != claims[side[n - 1]].sentence]
    lengths = np.diff([*starts, len(side)])
    return [
        np.array(starts)[lengths == length, None] + np.arange(length) for length in np.unique(lengths) if length > 1
    ]


def _lead(table: Matrix, runs: Iterable[NDArray[np.intp]]) -> Matrix:
    """How far each value is above the best other one of its row in its run; 0 outside of runs."""
    out = np.zeros_like(table)
    for places in runs:
        out[:, places] = _ahead(table[:, places])
    return out


def _ahead(table: Matrix) -> Matrix:
    top = np.partition(table, -2, axis=-1)
    best, runner = top[..., -1:], top[..., -2:-1]
    return np.asarray(np.where(table >= best, table - runner, table - best))


def company(chance: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """For any two claims the best third that is like both (by the less like of the two), and the sum over all; for each
    claim the length of its row."""
    near = np.where(chance >= NEAR, chance, np.float32(0))
    best, total = np.zeros_like(chance), np.zeros_like(chance)
    for number, row in enumerate(near):
        companions = np.flatnonzero(row)
        # Both tables are symmetric: half of them is enough.
        rows, likeness = near[companions, number:], row[companions, None]
        best[number, number:] = np.minimum(rows, likeness).max(axis=0, initial=0)
        rows *= likeness  # in place: a new table of that size takes long to come by
        total[number, number:] = rows.sum(axis=0)
    return np.maximum(best, best.T), np.maximum(total, total.T), np.sqrt(np.square(near).sum(axis=1)) + 1e-6


def company_columns(chance: Matrix, thirds: tuple[Matrix, Matrix, Matrix], leads: Matrix, block: Block) -> list[Matrix]:
    """For every pair of a block one matrix for each column of AMONG; `thirds` as `company` gives it."""
    (left, right), (common, commons, norm) = block, thirds
    at = span(left), span(right)
    odds = odds_of(chance[at])
    ahead, below = _beyond(odds), _beyond(odds.T).T
    columns = {
        "pair": odds,
        "common": common[at],
        "commons": np.log1p(commons[at]),
        "lead_least": np.minimum(ahead, below),
        "lead_most": np.maximum(ahead, below),
        "mutual": (ahead > 0) & (below > 0),
        "company": commons[at] / norm[left][:, None] / norm[right][None],
        "lead": leads[at],
    }
    return [np.asarray(columns[name], dtype=np.float32).round(4) for name in AMONG]


def _beyond(odds: Matrix) -> Matrix:
    """How far each value is above the best other one of its row."""
    if odds.shape[1] < 2:
        return odds + CAP
    return _ahead(odds)
