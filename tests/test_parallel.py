"""Parallel texts: beads in order, found by dynamic programming, block by block."""

import random
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import align
from pipeline.align import model, parallel

STARTS, ENDS = ("bar", "cal", "dom", "fir", "gan", "hol", "jur", "kel"), ("ant", "eto", "imu", "osk")
WORDS = [f"{start}{end}" for start in STARTS for end in ENDS]


def sentence(number: int, words: int = 9) -> str:
    chance = random.Random(number)
    return " ".join(chance.choice(WORDS) for _ in range(words)) + f" {chance.choice(WORDS)}."


def beads(left: list[str], right: list[str], **options: str) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    weighed = align.weigh([*left, *right])
    used, found = align.matches(weighed, range(len(left)), range(len(left), len(left) + len(right)), **options)
    assert used == options.get("aligner", used)
    return [(m.left, tuple(n - len(left) for n in m.right)) for m in found if m.left and m.right]


def brute(worth: dict[tuple[int, int], np.ndarray], m: int, n: int, alone: float) -> float:
    """The most that beads can be worth together, by trying everything."""
    if not m or not n:
        return alone * (m + n)
    ways = [brute(worth, m - 1, n, alone) + alone, brute(worth, m, n - 1, alone) + alone]
    for (a, b), table in worth.items():
        if a <= m and b <= n:
            ways.append(brute(worth, m - a, n - b, alone) + table[m - a, n - b])
    return max(ways)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 10_000), st.sampled_from([0.0, -0.5, -2.0]))
@settings(deadline=None, max_examples=60)
def test_no_other_beads_are_worth_more(m: int, n: int, seed: int, alone: float):
    chance = np.random.default_rng(seed)
    worth = {(a, b): chance.normal(size=(m - a + 1, n - b + 1)) for a, b in parallel.SIZES if a <= m and b <= n}
    found = parallel.best(worth, (m, n), alone)
    total = sum(worth[box.rows, box.columns][box.row, box.column] for box in found)
    total += alone * (m + n - sum(box.rows + box.columns for box in found))
    assert total == pytest.approx(brute(worth, m, n, alone))
    ends = [(box.row, box.row + box.rows, box.column, box.column + box.columns) for box in found]
    assert all(before[1] <= after[0] and before[3] <= after[2] for before, after in pairwise(ends))


def test_an_open_end_costs_nothing():
    worth = {(1, 1): np.array([[1.0, 0.0, 0.0]])}
    assert parallel.best(worth, (1, 3), -5.0, closed=False) == [parallel.Box(0, 0, 1, 1)]
    worth[1, 1][0, 2] = 2.0
    assert parallel.best(worth, (1, 3), -0.1) == [parallel.Box(0, 2, 1, 1)]


def test_merged_split_and_missing_sentences_are_found():
    text = [sentence(n) for n in range(14)]
    right = [text[0], f"{text[1]} {text[2]}", text[3], *text[5:7]]
    right += [" ".join(text[7].split()[:5]) + ".", " ".join(text[7].split()[5:]), *text[8:]]
    found = beads(text, right, aligner="parallel")
    assert ((1, 2), (1,)) in found
    assert ((7,), (5, 6)) in found
    assert not any(4 in left for left, _ in found)
    assert found[-1] == ((13,), (len(right) - 1,))


def test_a_long_text_is_aligned_block_by_block_without_a_seam():
    text = [sentence(n) for n in range(700)]
    right = [text[0], *(f"{one[:-1]} {WORDS[n % 30]}." for n, one in enumerate(text[1:], 1) if n != 450)]
    found = beads(text, right, aligner="parallel")
    expected = [((n,), (n - (n > 450),)) for n in range(700) if n != 450]
    assert len(set(found) & set(expected)) >= 690


def stretched(left: list[str], right: list[str], stretch: int) -> list[align.Match]:
    """Stretch by stretch; every sentence in its place, whatever the stretches."""

    def aligned(rows: range, columns: range) -> list[align.Match]:
        some = [*left[rows.start : rows.stop], *right[columns.start : columns.stop]]
        found = align.matches(align.weigh(some), range(len(rows)), range(len(rows), len(some)), aligner="parallel")[1]
        return [one._replace(right=tuple(n - len(rows) for n in one.right)) for one in found]

    return list(align.stretches(aligned, (len(left), len(right)), stretch))


@given(st.data())
@settings(deadline=None, max_examples=25)
def test_stretch_by_stretch_every_sentence_comes_once(data: st.DataObject):
    sizes = st.lists(st.integers(0, 60), max_size=40)
    left, right = ([sentence(n) for n in data.draw(sizes)] for _ in range(2))
    found = stretched(left, right, data.draw(st.integers(1, 12)))
    assert sorted(n for one in found for n in one.left) == list(range(len(left)))
    assert sorted(n for one in found for n in one.right) == list(range(len(right)))


def test_stretches_leave_no_seam():
    """A text and what is nearly it, with a gap and a sentence in two, by stretches of 40 as at once."""
    left = [sentence(n) for n in range(200)]
    right = [f"{one[:-1]} {WORDS[n % 30]}." for n, one in enumerate(left) if not 90 <= n < 97]
    right[20:21] = [" ".join(right[20].split()[:6]) + ".", " ".join(right[20].split()[6:])]
    found = {(one.left, one.right) for one in stretched(left, right, 40) if one.left and one.right}
    expected = {((n,), (n + (n > 20) - 7 * (n > 90),)) for n in range(200) if not (n == 20 or 90 <= n < 97)}
    assert len(found & expected) >= 188
    assert ((20,), (20, 21)) in found
    assert len(found) <= 194


def test_beads_of_texts_that_are_no_translation_are_as_likely_as_their_pairs_alone():
    left, right = [sentence(n) for n in range(12)], [sentence(n + 50) for n in range(12)]
    weighed = align.weigh([*left, *right])
    _, found = align.matches(weighed, range(12), range(12, 24), aligner="parallel")
    chance = model.chances(weighed, np.arange(12), np.arange(12, 24), model.shipped())
    assert not parallel.likely(chance)
    linked = [m for m in found if m.kind != "unlinked"]
    if right < left:  # the order in which the two were looked at
        chance = model.chances(weighed, np.arange(12, 24), np.arange(12), model.shipped()).T
    assert linked
    for m in linked:
        alone = float(chance[np.ix_(m.left, [n - 12 for n in m.right])].mean())
        assert m.probability == pytest.approx(alone, abs=1e-3)


def test_no_sentences_no_beads():
    assert beads([], [], aligner="parallel") == []
    assert beads(["Fire in the harbour."], [], aligner="parallel") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [("in order", True), ("out of order", False), ("few", False), ("sparse", False), ("copy", False)],
)
def test_parallel_text_is_told_by_order_cover_and_by_not_being_a_copy(name: str, expected: bool):
    size = {"few": 6}.get(name, 20)
    chance = np.full((size, size), 0.01)
    for n in range(size):
        if name != "sparse" or n % 3 == 0:
            chance[n, (n * 7) % size if name == "out of order" else n] = 0.999 if name == "copy" else 0.9
    assert parallel.likely(chance) is expected


@pytest.mark.parametrize(("size", "expected"), [(15, False), (150, True)])
def test_two_short_reports_in_one_order_are_no_translation(size: int, expected: bool):
    """Two thirds in one order happen by chance in a dozen sentences, not in a hundred."""
    chance = np.full((size, size), 0.01)
    for n in range(size):
        if n % 3:
            chance[n, n] = 0.9
    assert parallel.likely(chance) is expected


@pytest.mark.parametrize(("values", "longest"), [([], 0), ([3, 1, 2, 5, 4], 3), ([5, 4, 3], 1), ([1, 2, 3], 3)])
def test_the_longest_rise(values: list[int], longest: int):
    assert parallel._longest_rise(values) == longest


def test_swapping_the_sides_of_parallel_texts_mirrors_the_beads():
    text = [sentence(n) for n in range(20)]
    other = [f"{text[0]} {text[1]}", *text[2:]]
    one = beads(text, other, aligner="parallel")
    back = beads(other, text, aligner="parallel")
    assert sorted(one) == sorted((b, a) for a, b in back)
    assert len(one) >= 18


@pytest.mark.parametrize("aligner", ["comparable", "parallel"])
def test_what_a_person_decided_holds(aligner: align.Aligner):
    text = [sentence(n) for n in range(12)]
    weighed = align.weigh([*text, *text])
    left, right = range(12), range(12, 24)
    decided = align.Decided(accepted=(((2,), (20, 21)),), rejected=(((5,), (17,)),))
    for one, other, asked in ((left, right, decided), (right, left, decided.turned())):
        _, found = align.matches(weighed, one, other, aligner=aligner, decided=asked)
        sides = {(m.left, m.right) if one is left else (m.right, m.left): m for m in found}
        mine = sides[(2,), (20, 21)]
        assert (mine.person, mine.probability, mine.band) == (True, 1.0, "strong")
        assert sum(m.person for m in found) == 1
        assert not any(5 in a and 17 in b for a, b in sides)
        assert sides[(3,), (15,)].probability > 0.5
        every = {n for a, b in sides for n in (*a, *b)}
        assert every == set(range(24))


def test_cells_are_summed_over_every_rectangle():
    table = np.arange(12, dtype=np.float32).reshape(3, 4)
    for a, b in product((1, 2, 3), (1, 2)):
        found = parallel._boxes(table, (a, b))
        assert found.shape == (4 - a, 5 - b)
        assert found[0, 1] == table[:a, 1 : 1 + b].sum()


def test_a_sentence_in_the_place_of_another_is_no_bead():
    """It fits between its neighbours by place and length; nothing that it says speaks for it."""
    text = [sentence(n) for n in range(30)]
    right = [f"{one[:-1]} {WORDS[n]}." for n, one in enumerate(text)]
    right[12] = "Quite another thing happened yesterday at the harbour in Rotterdam, says Anna."
    found = beads(text, right)
    assert found == [((n,), (n,)) for n in range(30) if n != 12]
