"""Rows of a synopsis: what belongs together, what must not melt together, and in which order a reader meets it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare import synopsis
from pipeline.data import Alignment, Article, Band, Lang, Link, LinkKind, Sentence, Statement, Story


def sentence(key: str) -> Sentence:
    """`a1.fr` style keys: the letters before the number are the article."""
    article = key.rstrip("0123456789")
    return Sentence(key, article, 10 * int(key[len(article) :]), 0, key, "en", "body")


def story(articles: Iterable[str], langs: dict[str, Lang] | None = None) -> Story:
    return Story(
        "s", tuple(Article(article, "s", "", (langs or {}).get(article, "en"), "", "") for article in articles)
    )


def link(left: str, right: str, probability: float, band: Band = "strong", kind: LinkKind = "same") -> Link:
    return Link(f"{left}~{right}", tuple(left.split("+")), tuple(right.split("+")), kind, probability, 0.1, band)


def rows(keys: str, links: Sequence[Link], langs: dict[str, Lang] | None = None) -> list[dict[str, tuple[str, ...]]]:
    sentences = [sentence(key) for key in keys.split()]
    articles = sorted({each.article for each in sentences})
    made = synopsis(story(articles, langs), sentences, [Alignment("", "", tuple(links), "")])
    return [dict(row.cells) for row in made.statements]


def test_what_three_articles_say_is_one_row() -> None:
    links = [link("a1", "b1", 0.9), link("a1", "c1", 0.9), link("b1", "c1", 0.9)]
    assert rows("a1 b1 c1", links) == [{"a": ("a1",), "b": ("b1",), "c": ("c1",)}]


def test_foreign_reports_meet_through_english() -> None:
    """The aligner may miss German–French; two good links to one English sentence are enough."""
    assert rows("a1 b1 c1", [link("b1", "a1", 0.9), link("c1", "a1", 0.8)]) == [
        {"a": ("a1",), "b": ("b1",), "c": ("c1",)}
    ]


def test_links_of_a_group_count_together() -> None:
    """Two middling links to a row of two are half support, where one alone would be a quarter."""
    links = [link("a1", "b1", 0.9), link("a1", "c1", 0.5), link("b1", "c1", 0.5)]
    assert rows("a1 b1 c1", links) == [{"a": ("a1",), "b": ("b1",), "c": ("c1",)}]


def test_a_link_of_several_sentences_keeps_their_order() -> None:
    assert rows("a1 a2 b1", [link("a2+a1", "b1", 0.9)]) == [{"a": ("a1", "a2"), "b": ("b1",)}]


@pytest.mark.parametrize("idle", [link("a1", "b1", 0.3, "weak"), link("a1", "b1", 0.9, kind="unlinked")])
def test_only_strong_and_likely_links_join(idle: Link) -> None:
    assert rows("a1 b1", [idle]) == [{"a": ("a1",)}, {"b": ("b1",)}]


def test_different_facts_stand_in_one_row() -> None:
    """Outlets that report one thing with other numbers belong beside one another, most of all."""
    assert rows("a1 b1", [link("a1", "b1", 0.7, "likely", "different facts")]) == [{"a": ("a1",), "b": ("b1",)}]


def test_one_bridge_does_not_join_two_rows() -> None:
    links = [link("a1", "b1", 0.9), link("c1", "d1", 0.9), link("b1", "c1", 0.8, "likely")]
    assert rows("a1 b1 c1 d1", links) == [{"a": ("a1",), "b": ("b1",)}, {"c": ("c1",), "d": ("d1",)}]


def test_a_chain_through_two_articles_does_not_melt_them() -> None:
    """a1–b1–a2–b2–… each linked with the next: no row swallows more than its neighbours."""
    steps = [key for number in range(1, 21) for key in (f"a{number}", f"b{number}")]
    chain = [link(min(pair), max(pair), 0.8) for pair in pairwise(steps)]
    assert max(sum(map(len, row.values())) for row in rows(" ".join(steps), chain)) <= 3


def test_the_surest_links_decide_first() -> None:
    """b1 could go with a1 or with a2; the better link wins, whatever order they come in."""
    links = [link("a1", "b1", 0.55), link("a2", "b1", 0.95), link("a1", "c1", 0.9), link("a2", "d1", 0.9)]
    expected = {"a": ("a2",), "b": ("b1",), "d": ("d1",)}
    assert expected in rows("a1 a2 b1 c1 d1", links)
    assert rows("a1 a2 b1 c1 d1", links) == rows("a1 a2 b1 c1 d1", links[::-1])


def test_a_sentence_that_says_two_things_is_in_both_rows() -> None:
    """Else its article would seem silent on the second; the third row shows that weak support earns no place."""
    first = [link(x, y, 0.9) for x, y in combinations(("a1", "b1", "c1"), 2)]
    second = [link(x, y, 0.85) for x, y in combinations(("b2", "c2"), 2)]
    both = [link("a1", "b2", 0.8), link("a1", "c2", 0.8)]
    assert rows("a1 b1 c1 b2 c2", first + second + both) == [
        {"a": ("a1",), "b": ("b1",), "c": ("c1",)},
        {"a": ("a1",), "b": ("b2",), "c": ("c2",)},
    ]
    assert rows("a1 b1 c1 b2 c2", first + second + both[:1])[1] == {"b": ("b2",), "c": ("c2",)}


def test_boilerplate_is_in_no_row() -> None:
    advert = replace(sentence("a2"), kind="boilerplate")
    made = synopsis(
        story("ab"), [sentence("a1"), advert, sentence("b1")], [Alignment("a", "b", (link("a2", "b1", 0.9),), "")]
    )
    assert [dict(row.cells) for row in made.statements] == [{"a": ("a1",)}, {"b": ("b1",)}]


def test_most_reported_first_then_told_earliest_then_alone_by_column() -> None:
    links = [
        link("a3", "b3", 0.9),
        link("a2", "b1", 0.9),
        *(link(x, y, 0.9) for x, y in combinations(("a4", "b4", "c1"), 2)),
    ]
    assert [list(row.values()) for row in rows("a1 a2 a3 a4 b1 b2 b3 b4 c1 c2", links)] == [
        [("a4",), ("b4",), ("c1",)],
        [("a2",), ("b1",)],
        [("a3",), ("b3",)],
        [("a1",)],
        [("b2",)],
        [("c2",)],
    ]


def test_columns_english_then_by_language_then_by_id() -> None:
    made = synopsis(story("abcd", {"a": "fr", "b": "de"}), [], [])
    assert made.articles == ("c", "d", "b", "a")


def test_a_statement_keeps_its_id_when_an_article_is_added() -> None:
    """Readers' links into the page go on working."""
    pair = [sentence("a1"), sentence("b1")]
    before = synopsis(story("ab"), pair, [Alignment("a", "b", (link("a1", "b1", 0.9),), "")])
    links = (link("a1", "b1", 0.9), link("a1", "c1", 0.95), link("b1", "c1", 0.95))
    after = synopsis(story("abc"), [*pair, sentence("c1")], [Alignment("", "", links, "")])
    assert [row.id for row in before.statements] == [row.id for row in after.statements] == ["statement:a1"]


@st.composite
def ties(draw: st.DrawFn) -> list[Link]:
    keys = [f"{article}{number}" for article in "abcd" for number in range(4)]
    pairs = st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys), st.floats(0, 1)), max_size=40)
    bands: st.SearchStrategy[Band] = st.sampled_from(("strong", "likely", "weak"))
    return [link(x, y, p, draw(bands)) for x, y, p in draw(pairs) if x[0] != y[0]]


@given(ties(), st.randoms())
def test_nothing_is_lost_and_order_of_input_is_nothing(links: list[Link], random: Random) -> None:
    """Every sentence has a row, cells follow their article, ids are unique, shuffled input gives the same synopsis."""
    sentences = [sentence(f"{article}{number}") for article in "abcd" for number in range(4)]
    made = synopsis(story("abcd"), sentences, [Alignment("", "", tuple(links), "")])
    placed = [key for row in made.statements for ids in row.cells.values() for key in ids]
    assert set(placed) == {each.id for each in sentences}
    assert all(list(ids) == sorted(ids) and ids for row in made.statements for ids in row.cells.values())
    assert len({row.id for row in made.statements}) == len(made.statements)
    shuffled = random.sample(links, len(links))
    assert synopsis(story("abcd"), sentences[::-1], [Alignment("", "", tuple(shuffled), "")]) == made


@given(ties())
def test_a_row_of_several_articles_has_links_in_it(links: list[Link]) -> None:
    """No sentence stands in a shared row without a strong or likely link to another of that row."""
    sentences = [sentence(f"{article}{number}") for article in "abcd" for number in range(4)]
    firm = {frozenset((each.left[0], each.right[0])) for each in links if each.band != "weak"}
    shared: list[Statement] = [
        row
        for row in synopsis(story("abcd"), sentences, [Alignment("", "", tuple(links), "")]).statements
        if len(row.cells) > 1
    ]
    for row in shared:
        keys = {key for ids in row.cells.values() for key in ids}
        assert all(any(frozenset((key, other)) in firm for other in keys) for key in keys)
