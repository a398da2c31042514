"""From two lists of sentences to numbers about every pair of them; swapping the sides transposes every number."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.align.weigh import Matrix, Numbers, Places, Weighed, beside, inner, run

FIRST = (
    "words", "characters", "vectors", "cover_least", "cover_most",
    "numbers", "numbers_differ", "names", "length", "short",
)  # fmt: skip
SECOND = (
    "first", "typical", "lead_least", "lead_most", "gain", "beside", "order", "order_away",
)  # fmt: skip
THIRD = (*SECOND, *FIRST, "quoted", "bigrams", "best_least", "best_most")
LAST = (
    *THIRD, "so_far", "ahead_least", "ahead_most", "others_least", "others_most", "rival_least", "rival_most",
    "beyond_least", "beyond_most", "adds_least", "adds_most", "beside_least", "beside_most", "diagonal",
)  # fmt: skip
_CAP = 6.0
_MANY = 7.0  # rivals, by the sum of their chances: more of them were never learnt from
_ENOUGH = 8.0  # weight of the words in a quotation from which it can be compared

At = tuple[Places, Places]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Likeness of every left (rows) with every right (columns) sentence, `shared` the weight of the words that both
    have; `norm_*` their lengths, `beside_*` the likeness of each sentence with the next one on its side."""

    stack: dict[str, Matrix]
    mixed: Matrix
    shared: Matrix
    norm_left: Matrix
    norm_right: Matrix
    beside_left: Matrix
    beside_right: Matrix


def pairs(weighed: Weighed, left: Places, right: Places) -> Pairs:
    """The numbers about each pair taken alone."""
    rows, columns = run(left), run(right)
    words = inner(weighed.words[rows], weighed.words[columns])
    characters = inner(weighed.characters[rows], weighed.characters[columns])
    shared = inner(weighed.binary[rows] * weighed.idf, weighed.binary[columns])
    norms = weighed.mass[left], weighed.mass[right]
    of_left, of_right = shared / np.maximum(norms[0], 1e-6)[:, None], shared / np.maximum(norms[1], 1e-6)
    stack = {
        "words": np.sqrt(np.maximum(words, 0)),
        "characters": np.sqrt(np.maximum(characters, 0)),
        "cover_least": np.minimum(of_left, of_right),
        "cover_most": np.maximum(of_left, of_right),
        **_facts(weighed, rows, columns),
        **_lengths(*norms),
    }
    mixed: Matrix = ((words + characters) / 2).astype(np.float32)
    stack["vectors"] = np.zeros_like(mixed)
    if weighed.vectors is not None:
        stack["vectors"] = inner(weighed.vectors[rows], weighed.vectors[columns])
        mixed = (words + characters + stack["vectors"].clip(min=0)) / np.float32(3)
    # A sentence's length counts its unshared words too, so that much that is new makes two sentences unlike.
    return Pairs(stack, mixed, shared, *norms, _beside(weighed, left), _beside(weighed, right))


def _facts(weighed: Weighed, left: Places | slice, right: Places | slice) -> dict[str, Matrix]:
    out = {}
    for key, rows in (("numbers", weighed.number_rows), ("names", weighed.name_rows)):
        left_rows, right_rows = rows[left], rows[right]
        shared = inner(left_rows, right_rows)
        least = np.minimum((left_rows * left_rows).sum(axis=1)[:, None], (right_rows * right_rows).sum(axis=1)[None, :])
        # 2 keeps one shared number from being as good as five.
        out[key] = shared / (least + 2)
        if key == "numbers":
            out["numbers_differ"] = ((least > 0) & (shared <= 0)).astype(np.float32)
    return out


def _lengths(left: Matrix, right: Matrix) -> dict[str, Matrix]:
    left_log, right_log = np.log(np.maximum(left, 1))[:, None], np.log(np.maximum(right, 1))[None, :]
    return {"length": np.abs(left_log - right_log), "short": np.minimum(left_log, right_log)}


def _beside(weighed: Weighed, side: Places) -> Matrix:
    """Likeness of each sentence with the next: n - 1 values."""
    consecutive = isinstance(run(side), slice)
    return weighed.beside[side[:-1]] if consecutive else beside(weighed.words, weighed.characters, side)


def alone(pairs: Pairs, at: At) -> Numbers:
    """One row for each candidate, columns FIRST, rounded."""
    return _rows([pairs.stack[name] for name in FIRST], at).round(4)


def _rows(tables: Sequence[Matrix], at: At) -> Numbers:
    """The values of some tables at those places, a row for each place."""
    flat = at[0] * tables[0].shape[1] + at[1]  # quicker than by two numbers
    return np.stack([table.take(flat) for table in tables], axis=1).astype(np.float64)


def together(pairs: Pairs, chance: Matrix, at: At) -> Numbers:
    """One row for each candidate, columns SECOND, rounded: what the other pairs say about each pair.

    `chance`: what the first stage thought of all pairs.
    """
    first = bounded_odds(chance)
    over, under = _lead(first), _lead(first.T).T
    mutual = ((over > 0) & (under > 0)).astype(np.float32)
    order, away = _order(chance, mutual)
    columns = {
        "first": first,
        "typical": np.full_like(first, _typical(first, chance * mutual)),
        "lead_least": np.minimum(over, under),
        "lead_most": np.maximum(over, under),
        "gain": np.maximum(_gain(pairs.mixed, pairs.norm_right, pairs.beside_right),
                           _gain(pairs.mixed.T, pairs.norm_left, pairs.beside_left).T),
        "beside": np.maximum(_neighbour(first, 1), _neighbour(first, 0)),
        "order": np.full_like(first, order),
        "order_away": away * order,
    }  # fmt: skip
    return _rows([columns[name] for name in SECOND], at).round(4)


def described(
    weighed: Weighed, left: Places, right: Places, pairs: Pairs, chance: Matrix, at: At, first: Numbers | None = None
) -> Numbers:
    """One row for each candidate, columns THIRD, rounded: all that is known about each pair.

    `left`, `right`: the numbers of the sentences in `weighed`; `chance`: as for `together`; `first`: what `alone`
    gives.
    """
    first = alone(pairs, at) if first is None else first
    best = sorted((float(chance.max(axis=1).mean()), float(chance.max(axis=0).mean())))
    further = [_quoted_share(weighed, left, right)[at].astype(np.float64), _bigrams(weighed, left, right, at)]
    rest = np.stack([*further, *(np.full(len(at[0]), value) for value in best)], axis=1)
    return np.hstack([together(pairs, chance, at), first, rest.round(4)])


def reconsidered(weighed: Weighed, left: Places, right: Places, pairs: Pairs, chance: Matrix, at: At) -> Numbers:
    """One row for each candidate, the columns that LAST adds to THIRD, rounded: whether something else explains it.

    A rival of a pair is the likeliest other partner of one of its sentences. What two sentences have in common says
    little about them if a likely rival has it too.
    `left`, `right`: as for `described`; `chance`: what the earlier stages together thought of all pairs.
    """
    odds = bounded_odds(chance)
    over, under = _lead(odds)[at], _lead(odds.T).T[at]
    sums = chance.sum(axis=1)[:, None] - chance, chance.sum(axis=0)[None, :] - chance
    rival_sums = [np.minimum(left_terms[at], _MANY) for left_terms in sums]
    left_terms, right_terms = weighed.binary[run(left)], weighed.binary[run(right)]
    row, repeated_row = _rival(chance, at, left_terms, right_terms * weighed.idf)
    column, repeated_column = _rival(chance.T, (at[1], at[0]), right_terms, left_terms * weighed.idf)
    shared = pairs.shared[at]
    new = [1 - repeated / np.maximum(shared, 1e-6) for repeated in (repeated_row, repeated_column)]
    adds = (
        (shared - row * repeated_row) / np.maximum(pairs.norm_left, 1)[at[0]],
        (shared - column * repeated_column) / np.maximum(pairs.norm_right, 1)[at[1]],
    )
    columns = [odds[at]]
    for a, b in (
        (over, under), rival_sums, (row, column), (new[0] * row, new[1] * column), adds,
        (_neighbour(odds, 1)[at], _neighbour(odds, 0)[at]),
    ):  # fmt: skip
        columns += [np.minimum(a, b), np.maximum(a, b)]
    return np.stack([*columns, _diagonal(odds)[at]], axis=1).astype(np.float64).round(4)


def _rival(chance: Matrix, at: At, terms: Matrix, weighted_terms: Matrix) -> tuple[Matrix, Matrix]:
    """For each candidate the chance of its row's likeliest other column, and the weight of the words that this one and
    both of its sentences have; `there` is weighted."""
    if chance.shape[1] == 1:
        return np.zeros(len(at[0]), dtype=np.float32), np.zeros(len(at[0]), dtype=np.float32)
    rows, (row, column) = np.arange(len(chance)), at
    best, others = chance.argmax(axis=1), chance.copy()
    others[rows, best] = -1
    runner = others.argmax(axis=1)
    shared = terms * (weighted_terms[best] > 0)
    repeated, repeated_best = inner(shared, weighted_terms)[at], (shared * weighted_terms[runner]).sum(axis=1)
    is_best = column == best[row]
    rival = np.where(is_best, chance[rows, runner][row], chance[rows, best][row])
    return rival, np.where(is_best, repeated_best[row], repeated)


def _diagonal(score: Matrix) -> Matrix:
    """The best of the four values at the corners of each one."""
    m, n = score.shape
    padded = np.full((m + 2, n + 2), -_CAP, dtype=score.dtype)
    padded[1:-1, 1:-1] = score
    return reduce(np.maximum, [padded[a : a + m, b : b + n] for a in (0, 2) for b in (0, 2)])


def log_odds(chance: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Of probabilities above 0 and below 1."""
    return np.asarray(np.log(chance) - np.log1p(-chance))


def bounded_odds(chance: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Log-odds as features have them, bounded on both sides."""
    return np.asarray(np.minimum(np.maximum(log_odds(chance), -_CAP), _CAP))  # quicker than np.clip


def _quoted_share(weighed: Weighed, left: Places, right: Places) -> Matrix:
    """How much of what the one quotes the other says too."""
    out = np.zeros((len(left), len(right)), dtype=np.float32)
    for table, quoting, saying in ((out, left, right), (out.T, right, left)):
        says = np.nonzero(weighed.quoted_mass[quoting] >= _ENOUGH)[0]
        rows = quoting[says]
        shared = inner(weighed.quoted[rows] * weighed.idf, weighed.binary[run(saying)])
        table[says] = np.maximum(table[says], shared / weighed.quoted_mass[rows][:, None])
    return out


def _bigrams(weighed: Weighed, left: Places, right: Places, at: At) -> Numbers:
    """The weight of the word pairs that both have, for each of the shorter one's."""
    out = np.zeros(len(at[0]))
    rows, columns = left[at[0]].tolist(), right[at[1]].tolist()
    of_rows, of_columns = ([weighed.bigrams[number] for number in numbers] for numbers in (rows, columns))
    for n, apart in enumerate(map(frozenset.isdisjoint, of_rows, of_columns)):
        if not apart:
            least = min(weighed.bigram_count[rows[n]], weighed.bigram_count[columns[n]])
            out[n] = fsum(map(weighed.bigram_weight.__getitem__, of_rows[n] & of_columns[n])) / max(4, least)
    return out


def _typical(first: Matrix, weight: Matrix) -> float:
    """The log-odds of these two articles' clear pairs: high where one is a translation of the other."""
    return float((weight * first).sum() / weight.sum()) if weight.any() else float(first.max())


def _lead(score: Matrix) -> Matrix:
    """How far each value is above the best other one of its row (below zero: how far behind)."""
    if score.shape[1] == 1:
        return score + _CAP
    top = np.partition(score, -2, axis=1)
    best, runner = top[:, -1:], top[:, -2:-1]
    return np.where(score >= best, score - runner, score - best)


def _neighbour(score: Matrix, axis: int) -> Matrix:
    """The better of the two values beside each one."""
    if axis:
        return _neighbour(score.T, 0).T
    better = np.full_like(score, -_CAP)  # no value is less
    better[1:] = score[:-1]
    better[:-1] = np.maximum(better[:-1], score[1:])
    return better


def _gain(mixed: Matrix, norm: Matrix, likeness: Matrix) -> Matrix:
    """How much better each column and the column beside it together match a row than the one beside it alone."""
    if mixed.shape[1] == 1:
        return np.zeros_like(mixed)
    a, b = mixed[:, :-1] * norm[:-1], mixed[:, 1:] * norm[1:]
    length = np.sqrt(norm[:-1] ** 2 + norm[1:] ** 2 + 2 * norm[:-1] * norm[1:] * likeness)
    union = (a + b) / np.maximum(length, 1e-6)
    out = np.full_like(mixed, -1.0)
    out[:, :-1] = union - mixed[:, 1:]
    out[:, 1:] = np.maximum(out[:, 1:], union - mixed[:, :-1])
    return np.minimum(np.maximum(out, -0.2), 0.2)


def _order(chance: Matrix, mutual: Matrix) -> tuple[float, Matrix]:
    """How far the likely mutual links run in one order (0 to 1), and each pair's distance from where they say it is."""
    rows, columns = np.nonzero((mutual > 0) & (chance > 0.3))
    weight = chance[rows, columns]
    m, n = chance.shape
    if len(rows) < 3:  # two are always in one order or the other
        return 0.0, np.zeros_like(chance)
    x, y = rows / m, columns / n
    total = weight.sum(dtype=np.float64)
    cx, cy = x - (x * weight).sum() / total, y - (y * weight).sum() / total
    spread = np.sqrt(np.sum(weight * cx**2) * np.sum(weight * cy**2))
    order = float(max(0.0, np.sum(weight * cx * cy) / spread)) if spread > 0 else 0.0
    order *= len(rows) / (len(rows) + 4)  # few links in order may be chance
    ahead = _likely_columns(m, n, rows, columns, weight)
    back = _likely_columns(n, m, columns, rows, weight)
    away = np.abs(np.arange(n)[None, :] - ahead[:, None]) / 2 + np.abs(np.arange(m)[:, None] - back[None, :]) / 2
    return order, np.log1p(away).astype(np.float32)


def _likely_columns(m: int, n: int, rows: Places, columns: Places, weight: Matrix) -> Numbers:
    """For each of m rows, the column (of n) where the links of the rows around it, not its own, say its match is."""
    step = np.arange(m)[:, None] - rows[None, :]
    by_step = 1.0 / (1 + np.arange(m)) ** 2
    by_step[0] = 0
    closeness = weight * by_step[np.abs(step)] + 1e-9
    return np.asarray((closeness * (columns[None, :] + step * (n / m))).sum(axis=1) / closeness.sum(axis=1))
