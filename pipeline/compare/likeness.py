"""How likely two claims of different articles say the same: by what they share, by the links of their sentences, by
what further articles' claims are like both, and by how many claims there are to choose from."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from itertools import combinations, product
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.align import LIKELY, STRONG, Weighed, weigh
from pipeline.align.tokens import stems
from pipeline.align.weigh import inner
from pipeline.compare import closer, words
from pipeline.compare.closer import Forest
from pipeline.compare.evidence import evidence
from pipeline.compare.wording import NOBODY, Named, worded
from pipeline.data import Alignment, Claim, Link, Sentence

PAIR = (
    "link", "vectors", "words", "plain", "characters", "cover_least", "cover_most", "short", "length", "apart", "lead"
)  # fmt: skip
TEXT = tuple(column for column in PAIR if column != "link")
AMONG = ("pair", "common", "commons", "lead_least", "lead_most", "mutual", "company", "lead")
CLOSER = (*PAIR, *(column for column in AMONG if column not in ("pair", "lead")), "evidence", *closer.COLUMNS)
UNLINKED = 0.02  # the probability of sentences that no link joins
UNLIKE = 0.2  # a link between sentences whose claims are by their texts all less like than that is none, if not strong
NEAR = 0.05  # a claim less likely than that is no company
FAIR = 0.1  # a chance below it is left as it is, whatever else speaks for it
FAINT = 0.3  # what keeps the rows of claims short that are made of names almost alone
TOGETHER = 512  # claims that are multiplied with all others at once
KEPT = 600  # claims of a story whose columns are kept: some 7 MB
_CAP = 6.0  # log-odds
_AGAIN = "make it again with python tests/tools/fit_claims.py, then fit_closer.py"

Matrix = NDArray[np.float32]
Block = tuple[NDArray[np.intp], NDArray[np.intp]]  # the claims of one article, those of another


@dataclass(frozen=True, slots=True)
class Regression:
    """A logistic regression over named columns."""

    bias: float
    weights: NDArray[np.float64]

    def odds(self, columns: Sequence[Matrix]) -> Matrix:
        """Log-odds, from one matrix a column."""
        total = np.full(columns[0].shape, self.bias)
        for weight, column in zip(self.weights, columns, strict=True):
            total += weight * column
        return np.asarray(np.clip(total, -_CAP, _CAP), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Stages:
    """`pair` sees two claims by themselves, `among` with what is like them in all articles; `text` sees what they say,
    and no link.

    `claims`: how many an article has as a rule, of those that the weights were learnt from. `join`: how like two groups
    of claims must be to be one statement.
    """

    text: Regression
    pair: Regression
    among: Regression
    claims: float
    join: float
    digest: str
    closer: Forest | None = None


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
        rows, columns = map(_span, block)
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
    stand, as `_runs` gives it. `columns` keeps what `_kept_columns` found.
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


@dataclass(frozen=True, slots=True)
class Chances:
    """A story's claims, the links between their sentences that some claims carry, and (n, n) tables.

    `chance`, `texts`, `leads` are as `pair_chances` gives them, `thirds` as `company` does; `among` is what the stage
    of that name says.
    """

    story: Comparable
    alignments: tuple[Alignment, ...]
    chance: Matrix
    texts: Matrix
    leads: Matrix
    thirds: tuple[Matrix, Matrix, Matrix]
    among: Matrix


@dataclass(frozen=True, slots=True)
class Likeness:
    """The claims of a story and for any two of different articles how likely they say the same.

    `chance` is (n, n), symmetric, 0 within an article; `links`, as large, the probability that their sentences belong
    together; `texts`, as large, is like `chance` by what the two say alone: for what counts the link itself.
    `articles` gives each claim's article, in order. `join`: how like two groups of claims must be to be one statement.
    `persons`: for whom the pronouns stand.
    """

    claims: tuple[Claim, ...]
    articles: tuple[str, ...]
    chance: Matrix
    links: Matrix
    texts: Matrix
    join: float = 0.4
    persons: Named = NOBODY

    def pairs(self, floor: float) -> Iterator[tuple[Claim, Claim, float]]:
        """The pairs of at least that probability by their texts, each once, in the order of the claims."""
        for row, column in zip(*np.nonzero(np.triu(self.texts >= floor)), strict=True):
            yield self.claims[row], self.claims[column], float(self.texts[row, column])


def likened(
    claims: Sequence[Claim],
    sentences: Sequence[Sentence],
    alignments: Sequence[Alignment],
    vectors: NDArray[np.float32] | None = None,
    weights: Stages | None = None,
    rejected: Collection[frozenset[str]] = frozenset(),
    persons: Named = NOBODY,
) -> Likeness:
    """How like the claims of a story's eligible sentences are; the order they are given in does not matter.

    Args:
        vectors: (n, dim) unit rows, one a claim; None where no encoder is configured.
        weights: the shipped ones if None.
        rejected: pairs of sentences (ids) that a person took apart: no two claims of theirs say the same.
        persons: for whom the pronouns stand (see `named`).
    """
    story = comparable(claims, sentences, alignments, vectors, persons)
    if story is None:
        return Likeness((), (), nothing := np.zeros((0, 0), dtype=np.float32), nothing, nothing)
    stages = weights or shipped(vectors=story.weighed.vectors is not None)
    before = chances(story, stages, alignments)
    if stages.closer:
        pairs, found = closer_columns(before, sentences)
        before.among[pairs] = before.among[pairs[::-1]] = stages.closer.chances(found)
    linked = _with_links(before.among, story.claims, before.alignments)
    sure, texts = _for_crowds(linked, story.blocks, stages.claims), before.texts
    if not stages.closer:
        sure = _with_evidence(sure, story.claims, sentences)
    numbers = numbers_by_sentence(story.claims)
    for pair in rejected:
        rows, columns = [numbers.get(key, []) for key in pair] if len(pair) == 2 else ([], [])
        for table in (sure, texts):
            table[np.ix_(rows, columns)] = 0
            table[np.ix_(columns, rows)] = 0
    return Likeness(story.claims, story.articles, sure, before.story.links, texts, stages.join, persons)


def unlike(claims: Sequence[Claim], sentences: Sequence[Sentence]) -> Likeness:
    """The claims of eligible sentences of a story that is too long to be compared: none is like another.

    Its tables are views of one number, so that they take no memory.
    """
    ordered = tuple(claims[number] for number in _order(claims, sentences))
    articles = _articles(ordered, sentences)
    nothing = np.broadcast_to(np.float32(0), (len(ordered), len(ordered)))
    return Likeness(ordered, articles, nothing, nothing, nothing)


def comparable(
    claims: Sequence[Claim],
    sentences: Sequence[Sentence],
    alignments: Sequence[Alignment],
    vectors: NDArray[np.float32] | None = None,
    persons: Named = NOBODY,
) -> Comparable | None:
    """The claims of eligible sentences by article and place, ready to be compared; None if there are none."""
    order = _order(claims, sentences)
    if not order:
        return None
    ordered = tuple(claims[number] for number in order)
    articles = _articles(ordered, sentences)
    rows, told = None if vectors is None else vectors[order], persons.subjects
    weighed = weigh([words.plain(worded(claim, told.get(claim.id, ""))) for claim in ordered], rows, facts=False)
    links, places = _links(ordered, alignments), _places(ordered, articles)
    products = Products(weighed, _plain(weighed))
    sides = sides_of(articles)
    runs = {int(side[0]): _runs(ordered, side) for side in sides}
    return Comparable(ordered, articles, weighed, links, products, places, list(combinations(sides, 2)), runs)


def _order(claims: Sequence[Claim], sentences: Sequence[Sentence]) -> list[int]:
    """The claims of eligible sentences, by their numbers, in the order of articles and places."""
    home = {sentence.id: sentence for sentence in sentences if sentence.eligible}
    eligible = (number for number, claim in enumerate(claims) if claim.sentence in home)
    return sorted(eligible, key=lambda number: _position(claims[number], home[claims[number].sentence]))


def _articles(claims: Iterable[Claim], sentences: Iterable[Sentence]) -> tuple[str, ...]:
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


def _for_crowds(chance: Matrix, blocks: Sequence[Block], usual: float) -> Matrix:
    """The chances, with lower log-odds where articles have more claims than is usual in those that were learnt from.

    A claim's partners do not grow with the claims of an article, its strangers do. Short articles are left as they are:
    the more is asked of their claims.
    """
    out = chance.copy()
    for block in blocks:
        crowd = (log(len(block[0])) + log(len(block[1]))) / 2 - log(usual)
        if crowd > 0:
            rows, columns = map(_span, block)
            _put(out, block, _probability(_odds(chance[rows, columns]) - crowd))
    return out


def _with_evidence(chance: Matrix, claims: Sequence[Claim], sentences: Sequence[Sentence]) -> Matrix:
    """The chances that are not small, with what else than their words speaks for or against them."""
    pairs: closer.Block = np.nonzero(np.triu(chance >= FAIR))
    out = chance.copy()
    odds = np.asarray(_odds(chance[pairs]) + _evidence(claims, _asking(sentences), pairs), dtype=np.float32)
    out[pairs] = out[pairs[::-1]] = _probability(odds)
    return out


def _asking(sentences: Iterable[Sentence]) -> frozenset[str]:
    """The sentences (ids) that ask."""
    return frozenset(sentence.id for sentence in sentences if sentence.text.rstrip('"”»“« ').endswith("?"))


def _evidence(claims: Sequence[Claim], asking: frozenset[str], pairs: closer.Block) -> Matrix:
    """What speaks for each pair of claims, given by their numbers."""
    numbers = zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)
    return np.array([evidence(claims[row], claims[column], asking) for row, column in numbers], dtype=np.float32)


def pair_chances(
    story: Comparable, pair: Regression, text: Regression, linked: Callable[[Block, Matrix], None] | None = None
) -> tuple[Matrix, Matrix, Matrix]:
    """How likely any two claims say the same by themselves; the same by their texts alone; and their `lead`.

    `linked`: settles the story's links of a block by what the texts alone say of it, before they count.
    """
    chance, texts, leads = (np.zeros_like(story.links) for _ in range(3))
    for block in story.blocks:
        columns = _kept_columns(story, block)
        _put(texts, block, _probability(text.odds([columns[name] for name in TEXT])))
        if linked:
            linked(block, texts)
        _put(chance, block, _probability(pair.odds([_link_column(story, block), *(columns[name] for name in TEXT)])))
        _put(leads, block, columns["lead"])
    return chance, texts, leads


def _position(claim: Claim, sentence: Sentence) -> tuple[str, int, str, tuple[int, int], str]:
    return sentence.article, sentence.start, sentence.id, claim.spans[0], claim.id


def _with_links(chance: Matrix, claims: Sequence[Claim], alignments: Sequence[Alignment]) -> Matrix:
    """The chances, where sentences are linked those of their likest claims raised: some claim must carry the link.

    They are at least the mean of their own and the link's; what a person linked is sure.
    """
    numbers, out = numbers_by_sentence(claims), chance.copy()
    for link in (link for alignment in alignments for link in alignment.links if link.probability >= LIKELY):
        for left, right in product(link.left, link.right):
            rows, columns = numbers.get(left, []), numbers.get(right, [])
            if rows and columns:
                row, column = likest(chance, rows, columns)
                raised = 1.0 if link.person else (float(chance[row, column]) + link.probability) / 2
                out[row, column] = out[column, row] = max(raised, out[row, column])
    return out


def is_parallel(alignment: Alignment) -> bool:
    """Whether its texts are a translation of one another."""
    return alignment.signature.startswith("align:parallel")


def carried(alignments: Iterable[Alignment], claims: Sequence[Claim], texts: Matrix) -> tuple[Alignment, ...]:
    """The alignments without the links that no two claims carry: two topics may have many words in common."""
    numbers = numbers_by_sentence(claims)
    return tuple(_with_carried_links(alignment, numbers, texts) for alignment in alignments)


def _with_carried_links(alignment: Alignment, numbers: Mapping[str, Sequence[int]], texts: Matrix) -> Alignment:
    """`numbers`: sentence (id) → its claims."""

    def holds(link: Link) -> bool:
        if not link.left or not link.right or link.person or link.probability >= STRONG:
            return True
        rows, columns = (
            [number for key in side for number in numbers.get(key, ())] for side in (link.left, link.right)
        )
        return not rows or not columns or texts.item(likest(texts, rows, columns)) >= UNLIKE

    return alignment if is_parallel(alignment) else replace(alignment, links=tuple(filter(holds, alignment.links)))


def likest(chance: Matrix, rows: Iterable[int], columns: Iterable[int]) -> tuple[int, int]:
    """The likest two of so many claims of two sentences, the first of several; these are too few for NumPy."""
    pairs = list(product(rows, columns))
    return max(pairs, key=chance.item) if len(pairs) > 1 else pairs[0]


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
        _put_links(links, alignment, numbers)
    return links


def _put_links(links: Matrix, alignment: Alignment, numbers: Mapping[str, Sequence[int]]) -> None:
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


def _span(side: NDArray[np.intp]) -> slice:
    """The claims of an article, which follow one another."""
    return slice(int(side[0]), int(side[-1]) + 1)


def _put(table: Matrix, block: Block, values: Matrix | np.float32) -> None:
    """The values of a block, both ways round."""
    rows, columns = map(_span, block)
    table[rows, columns] = values
    table[columns, rows] = values.T


def _probability(odds: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def _odds(chance: Matrix) -> Matrix:
    clipped = np.clip(chance, 1e-4, 1 - 1e-4)
    return np.asarray(np.clip(np.log(clipped) - np.log1p(-clipped), -_CAP, _CAP), dtype=np.float32)


def pair_columns(story: Comparable, block: Block) -> list[Matrix]:
    """For every pair of a block one matrix for each column of PAIR; exchanging the sides transposes them."""
    columns = {"link": _link_column(story, block), **_kept_columns(story, block)}
    return [columns[name] for name in PAIR]


def _link_column(story: Comparable, block: Block) -> Matrix:
    return _odds(story.links[_span(block[0]), _span(block[1])]).round(4)


def _kept_columns(story: Comparable, block: Block) -> dict[str, Matrix]:
    """Those of TEXT, of a short story found once."""
    key = int(block[0][0]), int(block[1][0])
    columns = story.columns.get(key) or _text_columns(story, block)
    if len(story.claims) <= KEPT:
        story.columns[key] = columns
    return columns


def _text_columns(story: Comparable, block: Block) -> dict[str, Matrix]:
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
    at = _span(left), _span(right)
    odds = _odds(chance[at])
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


def chances(story: Comparable, stages: Stages, alignments: Sequence[Alignment]) -> Chances:
    """What the stages `pair`, `text` and `among` say."""
    story, numbers = replace(story, links=story.links.copy()), numbers_by_sentence(story.claims)
    kept = {frozenset((alignment.left, alignment.right)): alignment for alignment in alignments}

    def linked(block: Block, texts: Matrix) -> None:
        key = frozenset(story.articles[side[0]] for side in block)
        if key in kept and (alignment := _with_carried_links(kept[key], numbers, texts)) != kept[key]:
            kept[key] = alignment
            _put(story.links, block, np.float32(UNLINKED))
            _put_links(story.links, alignment, numbers)

    chance, texts, leads = pair_chances(story, stages.pair, stages.text, linked)
    links = tuple(kept.values())
    thirds, out = company(chance), np.zeros_like(chance)
    for block in story.blocks:
        _put(out, block, _probability(stages.among.odds(company_columns(chance, thirds, leads, block))))
    return Chances(story, links, chance, texts, leads, thirds, out)


def closer_columns(before: Chances, sentences: Sequence[Sentence]) -> tuple[Block, Matrix]:
    """The pairs of claims that `closer` looks at, and for each a value for each column of CLOSER."""
    story, among = before.story, before.among
    asking = _asking(sentences)
    told = closer.known(story.claims, sentences, story.weighed.vectors, among)
    pairs, found = [(nobody := np.zeros(0, dtype=np.intp), nobody)], [np.zeros((0, len(CLOSER)), dtype=np.float32)]
    for block in story.blocks:
        at = _span(block[0]), _span(block[1])
        here = among[at]
        chosen: closer.Block = np.nonzero(here >= closer.FLOOR)
        if not len(chosen[0]):
            continue
        columns = dict(zip(PAIR, pair_columns(story, block), strict=True))
        columns |= dict(zip(AMONG, company_columns(before.chance, before.thirds, before.leads, block), strict=True))
        columns = {name: column[chosen] for name, column in columns.items()}
        columns |= closer.columns(told, block, chosen, _odds(here), _odds(before.texts[at]), here)
        pairs.append((block[0][chosen[0]], block[1][chosen[1]]))
        columns["evidence"] = _evidence(story.claims, asking, pairs[-1])
        found.append(np.stack([columns[name] for name in CLOSER], axis=1).astype(np.float32).round(4))
    left, right = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return (left, right), np.concatenate(found)


def _beyond(odds: Matrix) -> Matrix:
    """How far each value is above the best other one of its row."""
    if odds.shape[1] < 2:
        return odds + _CAP
    return _ahead(odds)


@cache
def shipped(*, vectors: bool) -> Stages:
    """The weights that come with the package (made by `python tests/tools/fit_claims.py`)."""
    return read(resources.files(__package__).joinpath("weights.json").read_bytes(), "vectors" if vectors else "words")


def read(raw: bytes, name: str) -> Stages:
    """The weights of a name, vectors or words, from their JSON.

    Raises:
        ValueError: they were made for other columns than this version has.
    """
    content = json.loads(raw)[name]
    columns_of = {"text": TEXT, "pair": PAIR, "among": AMONG}
    stages = {stage: _stage(content[stage], columns, f"{name}, {stage}") for stage, columns in columns_of.items()}
    return Stages(
        **stages,
        claims=content["claims"],
        join=content["join"],
        digest=hashlib.sha256(raw).hexdigest()[:12],
        closer=_closer(content["closer"], f"{name}, closer") if "closer" in content else None,
    )


def _closer(content: Mapping[str, Any], where: str) -> Forest:
    _check(content["columns"], CLOSER, where)
    if content["columns"] != list(CLOSER):  # the trees know them by their places
        raise ValueError(f"compare/weights.json, {where}: not in the order of this version; {_AGAIN}")
    return closer.forest(content)


def _check(found: Iterable[str], columns: Sequence[str], where: str) -> None:
    if set(found) != set(columns):
        differ = ", ".join(sorted(set(found) ^ set(columns)))
        raise ValueError(f"compare/weights.json, {where}: not the columns of this version ({differ}); {_AGAIN}")


def _stage(content: Mapping[str, Any], columns: Sequence[str], where: str) -> Regression:
    _check(content["weights"], columns, where)
    return Regression(content["bias"], np.array([content["weights"][column] for column in columns]))
