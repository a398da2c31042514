"""Runs of characters in common, as chrF counts them, for many segments at once.

sacrebleu counts segment by segment in dictionaries, which is most of what an evaluation costs. Here the runs of all
segments are numbers that are sorted together; the counts are the same, and scores are made of them by sacrebleu.
"""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

LONGEST = 6  # characters of a run, chrF's own choice
BITS = 64  # of the number that a run becomes: its segment, then its characters

Numbers = NDArray[np.uint64]
Lengths = NDArray[np.int64]


def statistics(hypotheses: Sequence[str], references: Sequence[str]) -> Lengths | None:
    """A row a segment: for each length from 1 to LONGEST the runs of the hypothesis, of the reference, in common.

    None where the texts have too many different characters for a run to be one number, as in Chinese.
    """
    texts = [["".join(text.split()) for text in side] for side in (hypotheses, references)]
    lengths = [np.array(list(map(len, side)), np.int64) for side in texts]
    points = np.frombuffer("".join(chain(*texts)).encode("utf-32-le", "surrogatepass"), "<u4")
    alphabet, places = np.unique(points, return_inverse=True)
    wide = max(1, len(alphabet) - 1).bit_length()
    if LONGEST * wide + len(hypotheses).bit_length() > BITS:
        return None
    left, right = np.split(places.astype(np.uint64), [int(lengths[0].sum())])
    counts = np.zeros((len(hypotheses), LONGEST, 3), np.int64)
    for n in range(LONGEST):
        runs = _runs(left, lengths[0], n + 1, wide), _runs(right, lengths[1], n + 1, wide)
        of_hypothesis, of_reference = (np.maximum(size - n, 0) for size in lengths)
        # as sacrebleu has it: runs that no reference is long enough for are not held against a system
        counts[:, n, 0], counts[:, n, 1] = np.where(of_reference > 0, of_hypothesis, 0), of_reference
        counts[:, n, 2] = _common_runs(*runs, len(hypotheses), LONGEST * wide)
    return counts.reshape(len(hypotheses), -1)


def _runs(characters: Numbers, lengths: Lengths, length: int, wide: int) -> tuple[Numbers, Lengths]:
    """The different runs of one side, sorted, and how often each is there; none reaches into the next segment."""
    total = len(characters)
    # how many characters a segment still has where a run begins
    rest = np.repeat(np.cumsum(lengths), lengths) - np.arange(total)
    starts = np.flatnonzero(rest >= length)
    runs = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)[starts] << np.uint64(LONGEST * wide)
    for at in range(length):
        runs |= characters[starts + at] << np.uint64(wide * at)
    runs.sort()
    firsts = np.flatnonzero(np.diff(runs, prepend=runs[:1] + np.uint64(1)))
    return runs[firsts], np.diff(firsts, append=len(runs))


def _common_runs(left: tuple[Numbers, Lengths], right: tuple[Numbers, Lengths], segments: int, shift: int) -> Lengths:
    """How many runs the two sides share, by segment; what one side has once counts once."""
    runs, at_left, at_right = np.intersect1d(left[0], right[0], assume_unique=True, return_indices=True)
    owners = (runs >> np.uint64(shift)).astype(np.int64)
    shared = np.minimum(left[1][at_left], right[1][at_right])
    return np.bincount(owners, shared, segments).astype(np.int64)
