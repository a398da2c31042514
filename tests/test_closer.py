"""The closer look at claims that may say the same."""

import json
from importlib import resources

import fit_closer
import numpy as np
import pytest
from fit_claims import Event, Rows
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from pipeline.claims import identified, parser
from pipeline.compare import closer, likened
from pipeline.compare.features import CLOSER
from pipeline.compare.weights import Stages, read, shipped
from pipeline.data import Provenance, Result, Sentence, Story, Synopsis

TREES = {
    "bias": 0.5,
    "depth": 2,
    "trees": [
        [[1, 0.0, 1, 2, 0], [0, 0, 1, 1, -2.0], [0, 3.0, 3, 4, 0], [0, 0, 3, 3, 1.0], [0, 0, 4, 4, 4.0]],
        [[0, 0, 0, 0, 0.25]],
    ],
}


def by_hand(first: float, second: float) -> float:
    leaf = -2.0 if second <= 0 else 1.0 if first <= 3 else 4.0
    return float(1 / (1 + np.exp(-(0.5 + leaf + 0.25))))


@given(st.lists(st.tuples(st.floats(-9, 9, width=32), st.floats(-9, 9, width=32)), max_size=30))
def test_each_row_comes_to_the_leaf_of_each_tree_that_its_columns_lead_to(rows: list[tuple[float, float]]) -> None:
    found = closer.forest(TREES).chances(np.array(rows, dtype=np.float32).reshape(-1, 2))
    assert found == pytest.approx([by_hand(*row) for row in rows], abs=1e-6)


def test_more_rows_than_are_looked_at_together_are_all_looked_at() -> None:
    rows = np.tile(np.array([[1, 1], [5, 1], [0, -1]], dtype=np.float32), (closer.PART, 1))
    found = closer.forest(TREES).chances(rows)
    assert len(found) == 3 * closer.PART
    assert found[-3:] == pytest.approx([by_hand(1, 1), by_hand(5, 1), by_hand(0, -1)], abs=1e-6)


ARTICLES = {
    "a": (
        "Fourteen people were injured when the bridge fell on Monday.",
        "The mayor, Anna Hill, said the bridge had been inspected in May.",
    ),
    "b": (
        "The bridge fell on Monday, and fourteen people were injured.",
        "It had been inspected in May, said Anna Hill, the mayor.",
    ),
    "c": ('"Nobody warned us," said a driver, Paul Roth.', "Seventeen people were hurt in the fall of the bridge."),
}


def chances(order: str, weights: Stages | None = None) -> dict[frozenset[str], float]:
    """Of every two claims of the articles, read in this order."""
    sentences, claims = [], []
    for article in order:
        for number, text in enumerate(ARTICLES[article]):
            key = f"{article}:{number}"
            sentences.append(Sentence(key, article, 100 * number, 100 * number + len(text), text, "en", "body"))
            claims += identified(parser().parse([text])[0], key)
    stands = np.array([[len(claim.text), sum(map(ord, claim.text)) % 97, 50] for claim in claims], dtype=np.float32)
    vectors = stands / np.linalg.norm(stands, axis=1, keepdims=True)
    found = likened(claims, sentences, [], vectors, weights)
    keys = [claim.id for claim in found.claims]
    return {
        frozenset((a, b)): float(found.chance[i, j]) for i, a in enumerate(keys) for j, b in enumerate(keys) if i < j
    }


def test_the_order_of_articles_changes_nothing() -> None:
    assert chances("abc") == pytest.approx(chances("cba"), abs=1e-6)


def test_what_is_unlikely_before_is_left_as_it_is() -> None:
    without = Stages(*(getattr(shipped(vectors=True), name) for name in Stages.__slots__ if name != "closer"))
    before, after = chances("abc", without), chances("abc")
    assert any(before[pair] != pytest.approx(after[pair], abs=1e-4) for pair in before)
    assert all(after[pair] == pytest.approx(chance, abs=1e-6) for pair, chance in before.items() if chance < 0.015)


def test_trees_of_other_columns_are_refused_with_their_names() -> None:
    content = json.loads(resources.files("pipeline.compare").joinpath("weights.json").read_bytes())
    assert content["vectors"]["closer"]["columns"] == list(CLOSER)
    content["vectors"]["closer"]["columns"][0] = "moon"
    with pytest.raises(ValueError, match=r"vectors, closer: not the columns of this version \(link, moon\)"):
        read(json.dumps(content).encode(), "vectors")


def test_trees_of_another_order_are_refused() -> None:
    content = json.loads(resources.files("pipeline.compare").joinpath("weights.json").read_bytes())
    content["vectors"]["closer"]["columns"].reverse()
    with pytest.raises(ValueError, match="vectors, closer: not in the order of this version"):
        read(json.dumps(content).encode(), "vectors")


TOLD = CLOSER.index("common_measures")
NOTHING = Result(Story("s", ()), (), (), (), Synopsis("s", (), ()), Provenance("", {}, {}))


def lesson() -> tuple[Event, fit_closer.Table]:
    """Of 80 pairs of sentences with a common fact one of two pairs of claims has a common amount, of 240 others none;
    which seemed the likelier is chance."""
    keys = [(f"a:{n}", f"b:{n}") for n in range(320) for _ in range(2)]
    rows: Rows = np.zeros((len(keys), len(CLOSER)))
    rows[:, CLOSER.index("odds")] = np.random.default_rng(5).normal(size=len(keys)).astype(np.float32)
    rows[:160, TOLD] = np.arange(160) % 2
    facts = {key: frozenset([key[2:]] if int(key[2:]) < 80 else [key]) for pair in keys for key in pair}
    return Event(NOTHING, {}, (), facts), (keys, rows)


def test_trees_learn_which_claims_of_two_sentences_say_their_common_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    event, (keys, rows) = lesson()
    quick = {"max_iter": 30, "learning_rate": 0.3}
    monkeypatch.setattr(fit_closer, "SHAPE", {**fit_closer.SHAPE, **quick})
    with threadpool_limits(1):
        made = fit_closer.fit([event], [(keys, rows)])
        expected = made.predict_proba(rows)[:, 1]
    written = fit_closer.written(made)
    found = closer.forest(written).chances(rows.astype(np.float32))
    assert found == pytest.approx(expected, abs=2e-3)
    assert found[1:160:2].min() > 0.9
    assert found[rows[:, TOLD] == 0].max() < 0.1
    assert written["columns"] == list(CLOSER)
    assert TOLD in {column for tree in written["trees"] for column, *_ in tree}
