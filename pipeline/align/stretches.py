"""Texts too long to be looked at whole, one a translation of the other: stretch by stretch, in their common order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import ceil

from pipeline.align.link import Match

STRETCH = 1000  # sentences of each side that are aligned together
KEPT = 0.75  # of a stretch's links are kept, and the next stretch begins where they end

Aligned = Callable[[range, range], Sequence[Match]]


def stretches(aligned: Aligned, lengths: tuple[int, int], stretch: int = STRETCH) -> Iterator[Match]:
    """The matches of two texts, by sentence numbers of either side from 0; every sentence is in at least one.

    Time and memory: linear in the length, and that of one stretch. What one side alone has must be shorter than a
    stretch, else the texts part there.

    Args:
        aligned: aligns some sentences of both sides in their order; it counts from the beginning of each range.
        lengths: sentences on either side.
    """
    row = column = 0
    while True:
        here = range(row, min(row + stretch, lengths[0])), range(column, min(column + stretch, lengths[1]))
        found = [_moved(match, row, column) for match in aligned(*here)]
        if (here[0].stop, here[1].stop) == lengths:
            yield from found
            return
        linked = [match for match in found if match.left and match.right]
        row, column = _end(linked[: max(1, int(len(linked) * KEPT))], here)
        yield from (match for match in found if _before(match, row, column))


def _moved(match: Match, row: int, column: int) -> Match:
    left, right = tuple(n + row for n in match.left), tuple(n + column for n in match.right)
    return replace(match, left=left, right=right)


def _end(kept: Sequence[Match], here: tuple[range, range]) -> tuple[int, int]:
    """Where the next stretch begins: after what is kept; where nothing is, after that share of the sentences."""
    if kept:
        return kept[-1].left[-1] + 1, kept[-1].right[-1] + 1
    left, right = (side.start + ceil(KEPT * len(side)) for side in here)
    return left, right


def _before(match: Match, row: int, column: int) -> bool:
    return all(n < row for n in match.left) and all(n < column for n in match.right)
