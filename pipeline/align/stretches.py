"""Texts too long to be looked at whole, one a translation of the other: stretch by stretch, in their common order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil

from pipeline.align.link import LIKELY, Match
from pipeline.errors import InputError
from pipeline.registry import Aligner

MOST = 10_000  # sentences that are compared at once: about 3 GB of numbers about their words
STRETCH = 1000  # sentences of each side that are aligned together
KEPT = 0.75  # of a stretch's links are kept, and the next stretch begins where they end
_HELD = 0.6  # of the sentences are in likely links where two texts run in one order

Aligned = Callable[[range, range], Sequence[Match]]
AlignedBy = Callable[[range, range, Aligner], tuple[Aligner, Sequence[Match]]]


def whole_or_stretches(aligned: AlignedBy, lengths: tuple[int, int], aligner: Aligner) -> tuple[Aligner, list[Match]]:
    """What aligned two texts, and their matches; more than MOST sentences only if the two run in one order.

    `aligned`: as for `stretches`, by an aligner; gives which it was too.
    `lengths`: sentences on either side.
    Raises InputError: they are too long, and neither asked nor found to be parallel.
    """
    if max(lengths) > 2 * STRETCH and aligner == "auto":
        first = range(min(STRETCH, lengths[0])), range(min(STRETCH, lengths[1]))
        aligner, _ = aligned(*first, aligner)
        if aligner != "parallel" and sum(lengths) > MOST:  # a copy or a revision: order is all there is to go by
            aligner = "parallel" if _in_order(aligned(*first, "parallel")[1], first) else aligner
    if max(lengths) > 2 * STRETCH and aligner == "parallel":
        return aligner, list(stretches(lambda rows, columns: aligned(rows, columns, "parallel")[1], lengths))
    if sum(lengths) > MOST:
        raise InputError(
            f"{lengths[0]:,} and {lengths[1]:,} sentences, more than the {MOST:,} that are compared in any order; if "
            "one text is a revision or translation of the other, say --aligner parallel"
        )
    used, links = aligned(range(lengths[0]), range(lengths[1]), aligner)
    return used, list(links)


def _in_order(links: Iterable[Match], sides: tuple[range, range]) -> bool:
    """Whether likely links in one order hold most of the sentences."""
    linked = sum(len(link.left) + len(link.right) for link in links if link.right and link.probability >= LIKELY)
    return linked >= _HELD * sum(map(len, sides))


def stretches(aligned: Aligned, lengths: tuple[int, int], stretch: int = STRETCH) -> Iterator[Match]:
    """The matches of two texts, by sentence numbers of either side from 0; every sentence is in at least one.

    Time and memory: linear in the length, and that of one stretch. What one side alone has must be shorter than a
    stretch, else the texts part there.
    `aligned`: aligns some sentences of both sides in their order; it counts from the beginning of each range.
    `lengths`: sentences on either side.
    """
    row = column = 0
    while True:
        ranges = range(row, min(row + stretch, lengths[0])), range(column, min(column + stretch, lengths[1]))
        links = [_match_from(match, row, column) for match in aligned(*ranges)]
        if (ranges[0].stop, ranges[1].stop) == lengths:
            yield from links
            return
        linked = [match for match in links if match.left and match.right]
        row, column = _end(linked[: max(1, int(len(linked) * KEPT))], ranges)
        yield from (match for match in links if _before(match, row, column))


def _match_from(match: Match, row: int, column: int) -> Match:
    left, right = tuple(n + row for n in match.left), tuple(n + column for n in match.right)
    return match._replace(left=left, right=right)


def _end(links: Sequence[Match], ranges: tuple[range, range]) -> tuple[int, int]:
    """Where the next stretch begins: after what is kept; where nothing is, after that share of the sentences."""
    if links:
        return links[-1].left[-1] + 1, links[-1].right[-1] + 1
    left, right = (side.start + ceil(KEPT * len(side)) for side in ranges)
    return left, right


def _before(match: Match, row: int, column: int) -> bool:
    return all(n < row for n in match.left) and all(n < column for n in match.right)
