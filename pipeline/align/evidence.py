"""Why two groups of sentences belong together, in fields that a reader can check, and how."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.align.weigh import Matrix, Side, Weighed
from pipeline.data import Evidence, LinkKind

_SHOWN = 8  # shared words that are named
_CONTAINED, _ALIKE = 0.4, 0.6  # how much of one side the other must hold, how like their vectors be, for "same"


def evidence(weighed: Weighed, left: Side, right: Side, shared: NDArray[np.bool_]) -> Evidence:
    """Why two groups of sentences belong together, in fields that a reader can check; `shared` as `both` gives it."""
    left_rows, right_rows = list(left), list(right)
    cosines = []
    for rows in (weighed.words, weighed.characters):
        a, b = _sum(weighed, rows, left_rows), _sum(weighed, rows, right_rows)
        cosines.append(float(a @ b) / max(_length(weighed, rows, left_rows) * _length(weighed, rows, right_rows), 1e-9))
    places = shared.nonzero()[0]
    ranked = sorted(zip((-weighed.idf[places]).tolist(), map(weighed.terms.__getitem__, places.tolist()), strict=True))
    left_numbers, right_numbers = _union(weighed.numbers, left_rows), _union(weighed.numbers, right_rows)
    return Evidence(
        words=round(min(1.0, cosines[0]), 4),
        characters=round(min(1.0, cosines[1]), 4),
        vectors=_vectors(weighed, left_rows, right_rows),
        shared=_spellings(weighed, left_rows, [term for _, term in ranked[:_SHOWN]]),
        numbers_agree=tuple(sorted(left_numbers & right_numbers)),
        numbers_differ=tuple(sorted(left_numbers ^ right_numbers)) if left_numbers and right_numbers else (),
        names=tuple(sorted(_union(weighed.names, left_rows) & _union(weighed.names, right_rows))),
    )


def _spellings(weighed: Weighed, group: Side, terms: Sequence[str]) -> tuple[str, ...]:
    """The terms as a reader knows them: as the first sentence that has one writes it."""
    spellings = [weighed.spelling[n] for n in group]
    return tuple(next((spelling[term] for spelling in spellings if term in spelling), term) for term in terms)


def _union(sets: Sequence[frozenset[str]], group: Side) -> frozenset[str]:
    return sets[group[0]] if len(group) == 1 else frozenset().union(*(sets[n] for n in group))


def _vectors(weighed: Weighed, left: list[int], right: list[int]) -> float | None:
    if weighed.vectors is None:
        return None
    a, b = _sum(weighed, weighed.vectors, left), _sum(weighed, weighed.vectors, right)
    return round(float(a @ b) / max(float(np.sqrt((a @ a) * (b @ b))), 1e-9), 4)


def kind(weighed: Weighed, left: Side, right: Side, shared: NDArray[np.bool_], reasons: Evidence) -> LinkKind:
    """`same`: most of the one side is in the other. Whether they differ in a fact, the comparison finds."""
    mass = float(weighed.idf[shared].sum())
    least = min(
        float(weighed.mass[side[0]] if len(side) == 1 else weighed.mass[list(side)].sum()) for side in (left, right)
    )
    contained = mass / max(least, 1e-6) >= _CONTAINED
    return "same" if contained or (reasons.vectors is not None and reasons.vectors >= _ALIKE) else "partly same"


def both(weighed: Weighed, left: Side, right: Side) -> NDArray[np.bool_]:
    """Which terms both groups have."""
    left_terms, right_terms = (
        weighed.binary[group[0]] if len(group) == 1 else weighed.binary[list(group)].max(axis=0)
        for group in (left, right)
    )
    return np.asarray(left_terms * right_terms > 0)


def _sum(weighed: Weighed, rows: Matrix, group: Side) -> Matrix:
    """The sum of a group's rows, each as long as its sentence weighs."""
    if len(group) == 1:
        return np.asarray(weighed.mass[group[0]] * rows[group[0]])
    return np.asarray(weighed.mass[group] @ rows[group])


def _length(weighed: Weighed, rows: Matrix, group: Side) -> float:
    """The length of a group's sum; each row alone has length 1, its unshared part included."""
    if len(group) == 1:
        return weighed.mass.item(group[0])
    mass = weighed.mass[group]
    # |a + b|² = |a|² + |b|² + 2ab; the rows hold shared terms only, their mass all of them.
    cross = (rows[group] @ rows[group].T) * np.outer(mass, mass)
    return float(np.sqrt(np.sum(mass**2) + cross.sum() - np.trace(cross)))
