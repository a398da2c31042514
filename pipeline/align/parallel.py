"""Two texts of which one is a translation of the other: beads in their common order, at a cost linear in their length.

A bead joins one to four sentences of one side with one to four of the other (Gale and Church, 1993); a sentence may be
left alone. What a bead is worth is a weighted sum of what is measured about it; the beads that are worth most together
are found by dynamic programming. The weights are those of an averaged structured perceptron (Collins, 2002), learnt by
`python tests/tools/fit_align.py`.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.align.features import bounded_odds
from pipeline.align.weigh import Matrix, Numbers, Places, Side, Weighed, inner

SIZES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1), (2, 3), (3, 2))
CLASSES = ("1:1", "1:2", "2:2", "1:3", "larger")
MEASURES = ("words", "characters", "length", "length_root", "least", "outside")
FEATURES = (*CLASSES, *MEASURES)
# The worth of the beads beside a bead, and the log-odds of its likeliest pair: for its probability only.
NEAR = ("before", "after", "pair")
_CLASS = {(1, 1): 0, (1, 2): 1, (2, 1): 1, (2, 2): 2, (1, 3): 3, (3, 1): 3}
_BLOCK = 300  # sentences of each side that are looked at together
_KEPT = 0.75  # of a block's beads are kept, and the next block begins where they end
_VARIANCE = 6.8  # of a translation's length, in characters for each character (Gale and Church, 1993)
_FAR = 25.0
_NEVER = -1e9
_FEW, _CLEAR, _IN_ORDER, _LINKED, _ALIKE = 10, 0.5, 0.9, 0.6, 0.985  # for `likely`
_SURE = 0.5  # of the sentences are in order even if two standard errors of that share are taken away

Size = tuple[int, int]
Measured = Mapping[Size, Matrix]  # size of bead → (rows, columns, FEATURES) for every place of its first sentences


class Box(NamedTuple):
    """`rows` sentences from `row` on with `columns` sentences from `column` on."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Weights:
    """What each of FEATURES adds to a bead's worth, and what a sentence that is left alone adds."""

    worth: Numbers
    unpaired: float


def measured(weighed: Weighed, left: Places, right: Places, ratio: float) -> Measured:
    """The features of every bead of two stretches of text.

    `ratio`: characters of the whole left text for each of the right.
    """
    likeness = _likeness(weighed, left, right)
    mean: dict[Size, Matrix] = {size: (pair[0] + pair[1]) * np.float32(0.5) for size, pair in likeness.items()}
    left_lengths, right_lengths = (
        np.array([len(weighed.texts[n]) for n in side], dtype=np.float64) for side in (left, right)
    )
    out = {}
    for size, (words, characters) in likeness.items():
        table = np.zeros((*words.shape, len(FEATURES)), dtype=np.float32)
        table[..., _CLASS.get(size, len(CLASSES) - 1)] = 1
        unlikeness = _apart(_sums(left_lengths, size[0])[:, None], _sums(right_lengths, size[1])[None, :] * ratio)
        least, outside = _parts(mean, size)
        for n, value in enumerate((words, characters, unlikeness, np.sqrt(unlikeness), least, outside), len(CLASSES)):
            table[..., n] = value
        out[size] = table
    return out


def _likeness(weighed: Weighed, left: Places, right: Places) -> dict[Size, tuple[Matrix, Matrix]]:
    """The root of the cosine of every run of sentences with every other, by words and by characters."""
    sizes = [size for size in SIZES if size[0] <= len(left) and size[1] <= len(right)]
    cosines: dict[Size, list[Matrix]] = {size: [] for size in sizes}
    for rows in (weighed.words, weighed.characters):
        left_rows, right_rows = (rows[side] * weighed.mass[side][:, None] for side in (left, right))
        product = inner(left_rows, right_rows)
        for size in sizes:
            lengths = np.outer(
                _lengths(left_rows, weighed.mass[left], size[0]), _lengths(right_rows, weighed.mass[right], size[1])
            )
            cosine = _boxes(product, size) / np.maximum(lengths, 1e-9)
            cosines[size].append(np.sqrt(np.clip(cosine, 0, 1)).astype(np.float32))
    return {size: (words, characters) for size, (words, characters) in cosines.items()}


def _boxes(table: Matrix, size: Size) -> Matrix:
    """The sum of every `size` rectangle."""
    m, n = table.shape[0] - size[0] + 1, table.shape[1] - size[1] + 1
    # Shifted copies are added: no sum is made twice, and no difference of large sums loses digits.
    parts = [table[a : a + m, b : b + n] for a in range(size[0]) for b in range(size[1])]
    return np.asarray(sum(parts[1:], parts[0].copy()))


def _sums(values: Numbers, count: int) -> Numbers:
    return np.convolve(values, np.ones(count), "valid")


def _lengths(rows: Matrix, mass: Matrix, count: int) -> Numbers:
    """The length of the sum of every `count` rows; a row's own length is its mass, its unshared part included."""
    square = _sums(mass.astype(np.float64) ** 2, count)
    for gap in range(1, count):
        square += 2 * _sums((rows[:-gap] * rows[gap:]).sum(axis=1).astype(np.float64), count - gap)
    return np.sqrt(square)


def _apart(left: Numbers, right: Numbers) -> Numbers:
    """How unlike two lengths in characters are, 0 to 2.5: a squared deviation, capped."""
    middle = np.maximum((left + right) / 2, 1)
    return np.minimum((left - right) ** 2 / (middle * _VARIANCE), _FAR) / 10


def _parts(mean: Mapping[Size, Matrix], size: Size) -> tuple[Matrix, Matrix]:
    """How like the other side a bead's least like sentence is, and the likest of the sentences just outside it."""
    a, b = size
    m, n = mean[size].shape
    across, down = mean[1, b], mean[a, 1].T
    within = [_from(across, k, m) for k in range(a)] + [_from(down, k, n).T for k in range(b)]
    outside = [_from(across, -1, m), _from(across, a, m), _from(down, -1, n).T, _from(down, b, n).T]
    return np.minimum.reduce(within), np.maximum.reduce(outside)


def _from(table: Matrix, first: int, count: int) -> Matrix:
    """`count` rows from `first` on, zeros where there are none."""
    padded = np.pad(table, [(1, 1), (0, 0)])
    return padded[first + 1 : first + 1 + count]


def path(measured: Measured, shape: tuple[int, int], weights: Weights, *, closed: bool = True) -> list[Box]:
    """The beads that are worth most together.

    `shape`: sentences on either side.
    `closed`: both texts end here; else what comes after the end of either costs nothing.
    """
    worth = {size: table @ weights.worth for size, table in measured.items()}
    return best(worth, shape, weights.unpaired, closed=closed)


def best(worth: Mapping[Size, Numbers], shape: tuple[int, int], unpaired: float, *, closed: bool = True) -> list[Box]:
    """As `path`, from what every bead is worth; a sentence that is left alone adds `alone`, 0 or less."""
    m, n = shape
    total = np.full((m + 1, n + 1), _NEVER)
    came = np.zeros((m + 1, n + 1), dtype=np.int8)  # 0: the right sentence is alone, 1: the left one, else 2 + bead
    across = np.arange(n + 1) * unpaired
    total[0] = across
    for i in range(1, m + 1):
        row, moves = total[i - 1] + unpaired, np.ones(n + 1, dtype=np.int8)
        for number, (a, b) in enumerate(SIZES, 2):
            if i >= a and (a, b) in worth:
                reached = total[i - a, : n + 1 - b] + worth[a, b][i - a]
                better = reached > row[b:]
                row[b:][better], moves[b:][better] = reached[better], number
        # A right sentence left alone continues the best to its left, at one price each: a running maximum, no loop.
        total[i] = np.maximum.accumulate(row - across) + across
        moves[total[i] > row + 1e-9] = 0
        came[i] = moves
    return list(_back(came, *_end(total, closed)))[::-1]


def _end(total: Numbers, closed: bool) -> tuple[int, int]:
    m, n = total.shape[0] - 1, total.shape[1] - 1
    if closed:
        return m, n
    row, column = int(total[:, n].argmax()), int(total[m].argmax())
    return (m, column) if total[m, column] >= total[row, n] else (row, n)


def _back(came: NDArray[np.int8], i: int, j: int) -> Iterator[Box]:
    while i > 0 and j > 0:
        move = int(came[i, j])
        if move < 2:
            i, j = i - move, j - 1 + move
            continue
        a, b = SIZES[move - 2]
        i, j = i - a, j - b
        yield Box(i, j, a, b)


def beads(weighed: Weighed, left: Side, right: Side, weights: Weights) -> list[tuple[Box, Numbers]]:
    """The beads of two texts in order, each with its features; places count from 0 on either side."""
    sides = np.array(left, dtype=np.intp), np.array(right, dtype=np.intp)
    left_length, right_length = (sum(len(weighed.texts[n]) for n in side) for side in (left, right))
    chosen_beads: list[tuple[Box, Numbers]] = []
    row = column = 0
    while row < len(left) and column < len(right):
        block = sides[0][row : row + _BLOCK], sides[1][column : column + _BLOCK]
        closed = row + _BLOCK >= len(left) and column + _BLOCK >= len(right)
        table = measured(weighed, *block, left_length / max(right_length, 1))
        chosen = path(table, (len(block[0]), len(block[1])), weights, closed=closed)
        if not closed:
            chosen = chosen[: max(1, int(len(chosen) * _KEPT))]
        for bead in chosen:
            features = table[bead.rows, bead.columns][bead.row, bead.column].astype(np.float64)
            chosen_beads.append((Box(row + bead.row, column + bead.column, bead.rows, bead.columns), features))
        if closed:
            break
        last = chosen[-1] if chosen else Box(int(_BLOCK * _KEPT), int(_BLOCK * _KEPT), 0, 0)
        row, column = row + last.row + last.rows, column + last.column + last.columns
    return chosen_beads


def described(beads: Sequence[tuple[Box, Numbers]], weights: Weights, chance: Matrix) -> Numbers:
    """One row for each bead, columns FEATURES and NEAR, rounded: what its probability follows from.

    `chance`: what the order-free aligner thought of all pairs. A bead may fit between its neighbours by its place and
        its length alone.
    """
    if not beads:
        return np.zeros((0, len(FEATURES) + len(NEAR)))
    features = np.stack([row for _, row in beads])
    worth = np.pad(features @ weights.worth, 1)
    likeliest = [chance[b.row : b.row + b.rows, b.column : b.column + b.columns].max() for b, _ in beads]
    pair = bounded_odds(np.array(likeliest, dtype=np.float64))
    return np.hstack([features, worth[:-2, None], worth[2:, None], pair[:, None]]).round(4)


def likely(chance: Matrix) -> bool:
    """Whether two texts look like one text and its translation: most sentences have one clear counterpart, in order.

    Texts so alike that the words alone decide gain nothing from a common order and are left to the order-free aligner.
    Short texts need more of it: two reports of one event, both told from its beginning, now and then have two thirds of
    their dozen sentences in one order (at most .65 of 15, in 90 pairs of reports), a translation has them nearly all.
    `chance`: what the order-free aligner thought of all pairs.
    """
    if min(chance.shape, default=0) < _FEW:
        return False
    rows, columns = chance.argmax(axis=1), chance.argmax(axis=0)
    mutual = [(n, int(k)) for n, k in enumerate(rows) if columns[k] == n and chance[n, k] >= _CLEAR]
    ordered = _longest_rise([k for _, k in mutual])
    size = sum(chance.shape) / 2
    if ordered < max(_IN_ORDER * len(mutual), _LINKED * size, _SURE * size + np.sqrt(size)):
        return False
    return float(np.mean([chance[pair] for pair in mutual])) < _ALIKE


def _longest_rise(values: Sequence[int]) -> int:
    """How many of the values can be kept so that they rise (Fredman, 1975)."""
    ends: list[int] = []
    for value in values:
        at = bisect_left(ends, value)
        ends[at : at + 1] = [value]
    return len(ends)
