"""How likely two claims of different articles say the same: by what they share, by the links of their sentences, by
what further articles' claims are like both, and by how many claims there are to choose from."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import log

import numpy as np
from numpy.typing import NDArray

from pipeline.align import LIKELY, STRONG
from pipeline.compare import closer
from pipeline.compare.evidence import evidence
from pipeline.compare.features import (
    AMONG,
    CLOSER,
    TEXT,
    UNLINKED,
    Block,
    Comparable,
    Matrix,
    articles_of,
    company,
    company_columns,
    comparable,
    in_order,
    link_column,
    numbers_by_sentence,
    odds_of,
    pair_columns,
    probability,
    put,
    put_links,
    span,
    text_columns,
)  # fmt: skip
from pipeline.compare.weights import Regression, Stages, shipped
from pipeline.compare.wording import NOBODY, Named
from pipeline.data import Alignment, Claim, Link, Sentence

UNLIKE = 0.2  # a link between sentences whose claims are by their texts all less like than that is none, if not strong
_ASKING = re.compile(
    r"\?[\"”»“«’'\s]*(?:[\"”»“«]\s[^.?!]{0,60}\b(?:asks?|asked|wants? to know|wanted to know)\b[^.?!]*\.)?$"
)
FAIR = 0.1  # a chance below it is left as it is, whatever else speaks for it


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


@dataclass(frozen=True)
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

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Claim (id) → its row in the tables."""
        return {claim.id: number for number, claim in enumerate(self.claims)}

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
    ordered = tuple(claims[number] for number in in_order(claims, sentences))
    articles = articles_of(ordered, sentences)
    nothing = np.broadcast_to(np.float32(0), (len(ordered), len(ordered)))
    return Likeness(ordered, articles, nothing, nothing, nothing)


def _for_crowds(chance: Matrix, blocks: Sequence[Block], usual: float) -> Matrix:
    """The chances, with lower log-odds where articles have more claims than is usual in those that were learnt from.

    A claim's partners do not grow with the claims of an article, its strangers do. Short articles are left as they are:
    the more is asked of their claims.
    """
    out = chance.copy()
    for block in blocks:
        crowd = (log(len(block[0])) + log(len(block[1]))) / 2 - log(usual)
        if crowd > 0:
            rows, columns = map(span, block)
            put(out, block, probability(odds_of(chance[rows, columns]) - crowd))
    return out


def _with_evidence(chance: Matrix, claims: Sequence[Claim], sentences: Sequence[Sentence]) -> Matrix:
    """The chances that are not small, with what else than their words speaks for or against them."""
    pairs: closer.Block = np.nonzero(np.triu(chance >= FAIR))
    out = chance.copy()
    odds = np.asarray(odds_of(chance[pairs]) + _evidence(claims, _asking(sentences), pairs), dtype=np.float32)
    out[pairs] = out[pairs[::-1]] = probability(odds)
    return out


def _asking(sentences: Iterable[Sentence]) -> frozenset[str]:
    """The sentences (ids) that ask."""
    return frozenset(sentence.id for sentence in sentences if asks(sentence.text))


def asks(text: str) -> bool:
    """Whether a sentence asks, and so tells nothing: Is it true? "Is it true?" the reporter asked."""
    return bool(_ASKING.search(text))


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
        columns = text_columns(story, block)
        put(texts, block, probability(text.odds([columns[name] for name in TEXT])))
        if linked:
            linked(block, texts)
        put(chance, block, probability(pair.odds([link_column(story, block), *(columns[name] for name in TEXT)])))
        put(leads, block, columns["lead"])
    return chance, texts, leads


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


def chances(story: Comparable, stages: Stages, alignments: Sequence[Alignment]) -> Chances:
    """What the stages `pair`, `text` and `among` say."""
    story, numbers = replace(story, links=story.links.copy()), numbers_by_sentence(story.claims)
    kept = {frozenset((alignment.left, alignment.right)): alignment for alignment in alignments}

    def linked(block: Block, texts: Matrix) -> None:
        key = frozenset(story.articles[side[0]] for side in block)
        if key in kept and (alignment := _with_carried_links(kept[key], numbers, texts)) != kept[key]:
            kept[key] = alignment
            put(story.links, block, np.float32(UNLINKED))
            put_links(story.links, alignment, numbers)

    chance, texts, leads = pair_chances(story, stages.pair, stages.text, linked)
    links = tuple(kept.values())
    thirds, out = company(chance), np.zeros_like(chance)
    for block in story.blocks:
        put(out, block, probability(stages.among.odds(company_columns(chance, thirds, leads, block))))
    return Chances(story, links, chance, texts, leads, thirds, out)


def closer_columns(before: Chances, sentences: Sequence[Sentence]) -> tuple[Block, Matrix]:
    """The pairs of claims that `closer` looks at, and for each a value for each column of CLOSER."""
    story, among = before.story, before.among
    asking = _asking(sentences)
    told = closer.known(story.claims, sentences, story.weighed.vectors, among)
    pairs, found = [(nobody := np.zeros(0, dtype=np.intp), nobody)], [np.zeros((0, len(CLOSER)), dtype=np.float32)]
    for block in story.blocks:
        at = span(block[0]), span(block[1])
        here = among[at]
        chosen: closer.Block = np.nonzero(here >= closer.FLOOR)
        if not len(chosen[0]):
            continue
        columns = pair_columns(story, block)
        columns |= dict(zip(AMONG, company_columns(before.chance, before.thirds, before.leads, block), strict=True))
        columns = {name: column[chosen] for name, column in columns.items()}
        columns |= closer.columns(told, block, chosen, odds_of(here), odds_of(before.texts[at]), here)
        pairs.append((block[0][chosen[0]], block[1][chosen[1]]))
        columns["evidence"] = _evidence(story.claims, asking, pairs[-1])
        found.append(np.stack([columns[name] for name in CLOSER], axis=1).astype(np.float32).round(4))
    left, right = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return (left, right), np.concatenate(found)
