"""Which links join sentences that differ in a fact: those across two sides of a difference."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations, product

from pipeline.data import Alignment, Difference, DifferenceKind, Link

FACTS: frozenset[DifferenceKind] = frozenset({"number", "date", "place", "name", "fate", "negation", "certainty"})


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
