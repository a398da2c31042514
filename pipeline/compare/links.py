"""What the comparison says of links: which claims carry them, which it adds, which join sentences that differ."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray

from pipeline.align import band, link_id
from pipeline.align.weigh import run
from pipeline.compare import words
from pipeline.compare.features import numbers_by_sentence, sides_of
from pipeline.compare.likeness import Likeness, carried, is_parallel, likest
from pipeline.data import Alignment, Claim, Difference, DifferenceKind, Evidence, Link, Sentence, Statement

Numbers = Mapping[str, Sequence[int]]  # sentence (id) → its claims
ByArticle = Mapping[str, NDArray[np.intp]]  # article (id) → its claims
FACTS: frozenset[DifferenceKind] = frozenset({"number", "date", "place", "name", "fate", "negation", "certainty"})
# the least chance of claims by which their sentences are linked: of claims of one statement, of any
LEAST, ELSEWHERE = 0.2, 0.5
SURE = 0.9  # from which two such sentences that have no other claims say the same
# how likely it is that sentences of one statement say in part the same: at no chance of their claims, at certainty
IN_ONE_ROW = (0.5, 0.9)
_NO_CLAIMS = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Carrier:
    """The two claims of two sentences that are likest to say the same, and how likely that is."""

    claims: tuple[Claim, Claim]
    chance: float


def linked_by_claims(
    alignments: Sequence[Alignment],
    statements: Iterable[Statement],
    likeness: Likeness,
    sentences: Iterable[Sentence],
    rejected: Collection[frozenset[str]] = frozenset(),
) -> tuple[Alignment, ...]:
    """The alignments, each link with the claims that carry it: with links that only claims carry, and without links
    that none carries.

    The aligner judges sentences as wholes, and misses most where one tells several things: the second partners.

    Args:
        rejected: pairs of sentences (ids) that a person took apart.
    """
    numbers = numbers_by_sentence(likeness.claims)
    ordered = sorted(sentences, key=lambda sentence: (sentence.start, sentence.id))
    places = {sentence.id: place for place, sentence in enumerate(ordered)}
    joined = _sentence_pairs(statements)
    sides = {likeness.articles[side[0]]: side for side in sides_of(likeness.articles)}
    out = []
    for alignment, kept in zip(alignments, carried(alignments, likeness.claims, likeness.texts), strict=True):
        links = [_with_carriers(link, likeness, numbers) for link in kept.links]
        if not is_parallel(alignment):
            in_rows = joined.get((alignment.left, alignment.right), set())
            elsewhere = set(_likely_pairs(alignment, likeness, sides)) - in_rows
            for pairs, least, sure in ((in_rows, LEAST, IN_ONE_ROW), (elsewhere, ELSEWHERE, (0.0, 1.0))):
                links += _new_links(alignment, _apart(alignment, kept, pairs, rejected), least, sure, likeness, numbers)
            links += _alone(alignment, links, likeness, numbers, sides)
        out.append(replace(alignment, links=tuple(_in_order(links, places))))
    return tuple(out)


def by_aligner(alignments: Iterable[Alignment]) -> tuple[Alignment, ...]:
    """The alignments with those links alone that do not rest on the comparison itself."""
    return tuple(
        replace(alignment, links=tuple(link for link in alignment.links if not link.by_claims))
        for alignment in alignments
    )


def _sentence_pairs(statements: Iterable[Statement]) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Two articles (ids), either way round → the pairs of their sentences that one statement joins."""
    joined: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in statements:
        for (left, left_keys), (right, right_keys) in permutations(row.cells.items(), 2):
            joined.setdefault((left, right), set()).update(product(left_keys, right_keys))
    return joined


def _likely_pairs(alignment: Alignment, likeness: Likeness, sides: ByArticle) -> Iterator[tuple[str, str]]:
    """The sentences (ids) of two articles that have claims likely to say the same, in whatever statements."""
    rows, columns = (sides.get(article, _NO_CLAIMS) for article in (alignment.left, alignment.right))
    near = np.nonzero(likeness.chance[run(rows)][:, run(columns)] >= ELSEWHERE)
    for row, column in zip(rows[near[0]].tolist(), columns[near[1]].tolist(), strict=True):
        yield likeness.claims[row].sentence, likeness.claims[column].sentence


def _apart(
    alignment: Alignment,
    kept: Alignment,
    pairs: Iterable[tuple[str, str]],
    rejected: Collection[frozenset[str]],
) -> Iterator[tuple[str, str]]:
    """Those of the pairs of sentences that neither a link that is kept nor a person keeps together or apart."""
    present = {pair for link in kept.links for pair in product(link.left, link.right)}
    aligned = _linked_sentences(alignment.links)  # not what has no English
    for pair in pairs:
        if pair not in present and aligned.issuperset(pair) and frozenset(pair) not in rejected:
            yield pair


def _linked_sentences(links: Iterable[Link]) -> set[str]:
    return {key for link in links for key in (*link.left, *link.right)}


def _alone(
    alignment: Alignment, links: Iterable[Link], likeness: Likeness, numbers: Numbers, sides: ByArticle
) -> Iterator[Link]:
    """The sentences that have no link any more, as likely alone as their likest claim is unlike the other article's."""
    lefts = {key for link in alignment.links for key in link.left}
    for sentence in sorted(_linked_sentences(alignment.links) - _linked_sentences(links)):
        on_left = sentence in lefts
        left, right, other = ((sentence,), (), alignment.right) if on_left else ((), (sentence,), alignment.left)
        near = likeness.chance[numbers.get(sentence, [])][:, run(sides.get(other, _NO_CLAIMS))]
        best = float(near.max(initial=0))
        probability = round(1 - best, 4)
        key = link_id(alignment.left, left, alignment.right, right)
        yield Link(key, left, right, "unlinked", probability, round(probability - best, 4), band(probability))


def _with_carriers(link: Link, likeness: Likeness, numbers: Numbers) -> Link:
    """The link with the claims that carry it, if there are any."""
    carrier = _carrier(link.left, link.right, likeness, numbers) if link.left and link.right else None
    return replace(link, claims=tuple(claim.id for claim in carrier.claims)) if carrier else link


def _carrier(left: Iterable[str], right: Iterable[str], likeness: Likeness, numbers: Numbers) -> Carrier | None:
    rows = [number for key in left for number in numbers.get(key, ())]
    columns = [number for key in right for number in numbers.get(key, ())]
    if not rows or not columns:
        return None
    row, column = likest(likeness.chance, rows, columns)
    chance = likeness.chance.item(row, column)
    return Carrier((likeness.claims[row], likeness.claims[column]), chance) if chance else None


def _new_links(
    alignment: Alignment,
    pairs: Iterable[tuple[str, str]],
    least: float,
    sure: tuple[float, float],
    likeness: Likeness,
    numbers: Numbers,
) -> Iterator[Link]:
    """Links between these sentences, where claims of theirs are likely enough to say the same.

    Args:
        sure: how likely the link is at no chance of the claims, at certainty.
    """
    for left, right in pairs:
        carrier = _carrier([left], [right], likeness, numbers)
        if carrier and carrier.chance >= least:
            probability = round(sure[0] + (sure[1] - sure[0]) * carrier.chance, 4)
            alone = len(numbers[left]) == len(numbers[right]) == 1
            yield Link(
                id=link_id(alignment.left, [left], alignment.right, [right]),
                left=(left,),
                right=(right,),
                kind="same" if alone and carrier.chance >= SURE else "partly same",
                probability=probability,
                margin=0.0,
                band=band(probability),
                evidence=Evidence(shared=_in_both(*carrier.claims)),
                claims=tuple(claim.id for claim in carrier.claims),
                by_claims=True,
            )


def _in_both(left: Claim, right: Claim) -> tuple[str, ...]:
    """The words of a claim that another one has a like of."""
    stems = words.shared(words.stems(left.text), words.stems(right.text))
    return tuple(dict.fromkeys(word.text for word in words.content(left.text) if word.stem in stems))


def _in_order(links: Sequence[Link], places: Mapping[str, int]) -> Iterator[Link]:
    """Links by the left side's order, then what is left over; what has got a partner is left over no more."""

    def place(link: Link) -> tuple[bool, list[int], list[int]]:
        return not link.left, [places[key] for key in link.left], [places[key] for key in link.right]

    both = [link for link in links if link.kind != "unlinked"]
    partnered = _linked_sentences(both)
    yield from sorted(both, key=place)
    alone = (link for link in links if link.kind == "unlinked" and partnered.isdisjoint((*link.left, *link.right)))
    yield from sorted(alone, key=place)


def differing_links(alignments: Sequence[Alignment], differences: Iterable[Difference]) -> tuple[Alignment, ...]:
    """The alignments; what links two sides of a difference of fact is of kind "different facts"."""
    apart = frozenset(pair for difference in differences for pair in _pairs(difference))
    return tuple(
        replace(alignment, links=tuple(_with_kind(link, apart) for link in alignment.links)) for alignment in alignments
    )


def _pairs(difference: Difference) -> Iterator[tuple[str, str]]:
    """The sentences (ids) on two sides of a difference of fact, either way round."""
    if difference.kind in FACTS:
        for left, right in permutations(difference.sides, 2):
            yield from product((span.sentence for span in left.spans), (span.sentence for span in right.spans))


def _with_kind(link: Link, apart: frozenset[tuple[str, str]]) -> Link:
    if link.kind == "unlinked" or apart.isdisjoint(product(link.left, link.right)):
        return link
    return replace(link, kind="different facts")
