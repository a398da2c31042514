"""Statements: which claims belong together, what must not melt together, in which order, and who is silent."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
import stating
from hypothesis import given
from hypothesis import strategies as st
from stating import Tie, claim, likeness

from pipeline import compare
from pipeline.compare import synopsis
from pipeline.compare.weights import read
from pipeline.data import (
    Alignment,
    Article,
    Claim,
    Lang,
    Link,
    Sentence,
    Statement,
    Story,
)

HERE = Path(__file__).parent


def sentence(key: str) -> Sentence:
    """`a1.fr` style keys: the letters before the number are the article."""
    article = key.rstrip("0123456789")
    return Sentence(key, article, 10 * int(key[len(article) :]), 0, key, "en", "body")


def story(articles: Iterable[str], langs: Mapping[str, Lang] | None = None, cut: str = "") -> Story:
    return Story(
        "s",
        tuple(Article(one, "s", "", (langs or {}).get(one, "en"), "", "", complete=one not in cut) for one in articles),
    )


def rows(keys: str, ties: Sequence[Tie], langs: Mapping[str, Lang] | None = None) -> list[dict[str, tuple[str, ...]]]:
    sentences = [sentence(key) for key in keys.split()]
    articles = sorted({each.article for each in sentences})
    made = synopsis(story(articles, langs), sentences, likeness(map(claim, keys.split()), ties))
    return [dict(row.cells) for row in made.statements]


# What belongs together


@pytest.mark.parametrize(
    ("link", "chance", "shown"),
    [(0, 0.81, 2), (0, 0.85, 1), (0.5, 0.81, 2), (0.65, 0.6, 2), (0.65, 0.75, 1), (0.9, 0.6, 2), (0.97, 0.6, 1)],
)
def test_what_nothing_supports_stands_in_no_row_of_others(link: float, chance: float, shown: int) -> None:
    """The less likely the link to another article of the row, the liker the claims have to be."""
    claims, ties = map(claim, ("a1", "b1", "c1")), [("a1", "b1", 0.9), ("a1", "c1", chance), ("b1", "c1", chance)]
    made = synopsis(
        story("abc"), [sentence(key) for key in ("a1", "b1", "c1")], likeness(claims, ties, [("b1", "c1", link)])
    )
    assert len(made.statements) == shown


def test_what_three_articles_say_is_one_row() -> None:
    ties = [("a1", "b1", 0.9), ("a1", "c1", 0.9), ("b1", "c1", 0.9)]
    assert rows("a1 b1 c1", ties) == [{"a": ("a1",), "b": ("b1",), "c": ("c1",)}]


def test_foreign_reports_meet_through_english() -> None:
    """Two good ties to one English claim are enough."""
    assert rows("a1 b1 c1", [("b1", "a1", 0.9), ("c1", "a1", 0.85)]) == [{"a": ("a1",), "b": ("b1",), "c": ("c1",)}]


def test_what_is_hardly_like_stays_apart() -> None:
    assert rows("a1 b1", [("a1", "b1", 0.34)]) == [{"a": ("a1",)}, {"b": ("b1",)}]


def test_one_bridge_does_not_join_two_rows() -> None:
    ties = [("a1", "b1", 0.9), ("c1", "d1", 0.9), ("b1", "c1", 0.8)]
    assert rows("a1 b1 c1 d1", ties) == [{"a": ("a1",), "b": ("b1",)}, {"c": ("c1",), "d": ("d1",)}]


def test_a_chain_through_two_articles_does_not_melt_them() -> None:
    """a1–b1–a2–b2–… each like the next: a thing said again is as near as by the better of the two, but a chain of ten
    articles is none."""
    steps = [f"{article}1" for article in "abcdefghij"]
    chain = [(*pair, 0.8) for pair in pairwise(steps)]
    assert max(len(row) for row in rows(" ".join(steps), chain)) <= 4


def test_the_surest_ties_decide_first() -> None:
    """b1 could go with a1 or with a2; the better tie wins, whatever order they come in."""
    ties = [("a1", "b1", 0.45), ("a2", "b1", 0.95), ("a1", "c1", 0.9), ("a2", "d1", 0.9)]
    expected = {"a": ("a2",), "b": ("b1",), "d": ("d1",)}
    assert expected in rows("a1 a2 b1 c1 d1", ties)
    assert rows("a1 a2 b1 c1 d1", ties) == rows("a1 a2 b1 c1 d1", ties[::-1])


def two_claims(ties: Sequence[Tie]) -> list[dict[str, tuple[str, ...]]]:
    """The rows of a story whose first sentence makes two claims."""
    keys = ("a1", "b1", "b2", "c1")
    claims = [*map(claim, keys), claim("a1", 1)]
    made = synopsis(story("abc"), [sentence(key) for key in keys], likeness(claims, ties))
    return [dict(row.cells) for row in made.statements]


def test_a_sentence_that_says_two_things_is_in_both_rows() -> None:
    assert two_claims([("a1#0", "b1", 0.9), ("a1#1", "b2", 0.9)]) == [
        {"a": ("a1",), "b": ("b1",)},
        {"a": ("a1",), "b": ("b2",)},
        {"c": ("c1",)},
    ]


def test_rows_of_the_same_sentences_are_one() -> None:
    """A reader would read them twice."""
    keys = ("a1", "b1")
    claims = [claim(key, number) for key in keys for number in (0, 1)]
    made = synopsis(
        story("ab"), [sentence(key) for key in keys], likeness(claims, [("a1#0", "b1#0", 0.9), ("a1#1", "b1#1", 0.9)])
    )
    assert [(dict(row.cells), set(row.claims)) for row in made.statements] == [
        ({"a": ("a1",), "b": ("b1",)}, {"a1#0", "a1#1", "b1#0", "b1#1"})
    ]


def test_no_two_rows_have_one_headline() -> None:
    """What a clause needs to be read is another row's claim; where an article says it alone, that is the headline."""
    helped = claim("a1", 1, text="he helped launch", subject="he", predicate="help", lemmas=("help", "launch"))
    helped = replace(helped, kind="relative", parent="a1#0", spans=((22, 38),))
    left = claim("a1", text="Falk left the startup", subject="Falk", predicate="leave", lemmas=("leave", "startup"))
    left = replace(left, spans=((0, 21),))
    also = replace(left, id="b1#0", sentence="b1")
    founded = claim("c1", text="Falk founded it", subject="Falk", predicate="found", lemmas=("found", "it"))
    ties = [("a1#0", "b1#0", 0.95), ("a1#1", "c1#0", 0.95)]
    made = synopsis(
        story("abc"),
        [replace(sentence(key), text="Falk left the startup he helped launch.") for key in ("a1", "b1", "c1")],
        likeness([left, helped, also, founded], ties),
    )
    assert sorted(row.headline for row in made.statements) == [
        "Falk founded it",
        "Falk left the startup he helped launch",
    ]


def test_a_claim_without_words_of_its_own_stands_with_the_one_it_depends_on() -> None:
    claims = [claim("a1", 0), claim("a1", 1, lemmas=(), parent="a1#0"), claim("b1")]
    made = synopsis(story("ab"), [sentence("a1"), sentence("b1")], likeness(claims, [("a1", "b1", 0.9)]))
    assert [set(row.claims) for row in made.statements] == [{"a1#0", "a1#1", "b1#0"}]


def test_boilerplate_is_in_no_row() -> None:
    advert = replace(sentence("a2"), kind="boilerplate")
    sentences = [replace(sentence("a1"), text="Snow fell."), advert, replace(sentence("b1"), text="A bridge fell.")]
    made = stating.synopsis(story("ab"), sentences)
    assert [dict(row.cells) for row in made.statements] == [{"a": ("a1",)}, {"b": ("b1",)}]


def test_what_a_person_linked_stands_in_one_row() -> None:
    sentences = [replace(sentence("a1"), text="Snow fell."), replace(sentence("b1"), text="A bridge was closed.")]
    link = Link("l", ("a1",), ("b1",), "same", 1.0, 0.0, "strong", person=True)
    assert [
        dict(row.cells)
        for row in stating.synopsis(story("ab"), sentences, [Alignment("a", "b", (link,), "")]).statements
    ] == [{"a": ("a1",), "b": ("b1",)}]


def test_weights_for_other_columns_are_refused() -> None:
    stage = {"bias": 0.0, "weights": {"link": 1.0}}
    with pytest.raises(ValueError, match="not the columns of this version"):
        read(json.dumps({"words": {"text": stage, "pair": stage, "among": stage}}).encode(), "words")


# Their order


def test_most_reported_first_then_told_earliest_then_alone_by_column() -> None:
    ties = [
        ("a3", "b3", 0.9),
        ("a2", "b1", 0.9),
        *((x, y, 0.9) for x, y in combinations(("a4", "b4", "c1"), 2)),
    ]
    assert [list(row.values()) for row in rows("a1 a2 a3 a4 b1 b2 b3 b4 c1 c2", ties)] == [
        [("a4",), ("b4",), ("c1",)],
        [("a2",), ("b1",)],
        [("a3",), ("b3",)],
        [("a1",)],
        [("b2",)],
        [("c2",)],
    ]


def test_columns_english_then_by_language_then_by_id() -> None:
    assert compare.columns(story("abcd", {"a": "fr", "b": "de"})) == ("c", "d", "b", "a")


def test_a_statement_keeps_its_id_when_an_article_is_added() -> None:
    """Readers' links into the page go on working."""
    pair = [sentence("a1"), sentence("b1")]
    before = synopsis(story("ab"), pair, likeness([claim("a1"), claim("b1")], [("a1", "b1", 0.9)]))
    ties = [("a1", "b1", 0.9), ("a1", "c1", 0.95), ("b1", "c1", 0.95)]
    after = synopsis(story("abc"), [*pair, sentence("c1")], likeness(map(claim, ("a1", "b1", "c1")), ties))
    assert [row.id for row in before.statements] == [row.id for row in after.statements] == ["statement:a1#0"]


# Whatever there is


@st.composite
def tied(draw: st.DrawFn) -> tuple[list[Claim], list[Tie]]:
    """One or two claims in each of four sentences of four articles, and what is like what."""
    counts = draw(st.lists(st.integers(1, 2), min_size=16, max_size=16))
    keys = [f"{article}{number}" for article in "abcd" for number in range(4)]
    claims = [claim(key, number) for key, count in zip(keys, counts, strict=True) for number in range(count)]
    some = st.sampled_from([one.id for one in claims])
    ties = draw(st.lists(st.tuples(some, some, st.floats(0, 1, width=32)), max_size=40))
    return claims, [tie for tie in ties if tie[0][0] != tie[1][0]]


@given(tied(), st.randoms())
def test_every_claim_is_in_one_statement_and_an_article_says_it_by_its_claims(
    drawn: tuple[list[Claim], list[Tie]], random: Random
) -> None:
    claims, ties = drawn
    sentences = [sentence(f"{article}{number}") for article in "abcd" for number in range(4)]
    made = synopsis(story("abcd"), sentences, likeness(claims, ties))
    placed = [key for row in made.statements for key in row.claims]
    assert sorted(placed) == sorted(one.id for one in claims)
    for row in made.statements:
        keys = {key.rpartition("#")[0] for key in row.claims}
        assert {key for ids in row.cells.values() for key in ids} == keys
        assert {article for article, state in row.states.items() if state.startswith("said")} == set(row.cells)
        assert all(list(ids) == sorted(ids) for ids in row.cells.values())
        assert row.headline
    assert len({row.id for row in made.statements}) == len(made.statements)
    shuffled = random.sample(ties, len(ties))
    assert synopsis(story("abcd"), sentences[::-1], likeness(claims[::-1], shuffled)) == made


@given(tied())
def test_a_row_of_several_articles_has_ties_in_it(drawn: tuple[list[Claim], list[Tie]]) -> None:
    """Each claim of a shared row is like another of that row, or of a sentence that is there for another claim."""
    claims, ties = drawn
    sentences = [sentence(f"{article}{number}") for article in "abcd" for number in range(4)]
    near = {frozenset(tie[:2]) for tie in ties if tie[2] > 0}
    for row in synopsis(story("abcd"), sentences, likeness(claims, ties)).statements:
        if len(row.cells) > 1:
            tied_here = {key for key in row.claims if any(frozenset((key, other)) in near for other in row.claims)}
            assert {key.rpartition("#")[0] for key in tied_here} == {key.rpartition("#")[0] for key in row.claims}


# Who is silent


def state(near: float, link: float = 0.0, *, shown: bool = False, cut: str = "") -> str:
    """What c does about the statement of a and b: how like its claim is, and how likely their sentences are linked;
    `shown`: what the link is for."""
    claims = [claim("a1"), claim("a1", 1), claim("b1"), claim("c1"), claim("c1", 1)]
    ties = [("a1", "b1", 0.9), ("a1", "c1", near)] + ([("a1#1", "c1#1", 0.9)] if shown else [])
    found = likeness(claims, ties, [("a1", "c1", link), ("a1", "c1#1", link), ("a1#1", "c1", link)])
    made = synopsis(story("abc", cut=cut), [sentence(key) for key in ("a1", "b1", "c1")], found)
    return next(row.states["c"] for row in made.statements if "b" in row.cells)


def test_absent_only_where_the_likest_claim_is_surely_another() -> None:
    assert [state(0.39), state(0.41)] == ["absent", "not found"]


@pytest.mark.parametrize(("near", "expected"), [(0.19, "absent"), (0.21, "not found")])
def test_of_what_one_article_says_more_is_asked(near: float, expected: str) -> None:
    """Its claim may only not have been recognised in another."""
    made = synopsis(
        story("ab"), [sentence("a1"), sentence("b1")], likeness([claim("a1"), claim("b1")], [("a1", "b1", near)])
    )
    assert {state for row in made.statements for state in row.states.values()} == {"said", expected}


def test_nothing_follows_from_the_silence_of_a_stub() -> None:
    assert state(0.0, cut="c") == "not found"


def test_a_link_that_no_row_explains_is_no_silence() -> None:
    """The sentence may say it in other words; not so where another row shows what the link is for."""
    assert [state(0.1, 0.7), state(0.1, 0.4), state(0.1, 0.7, shown=True)] == ["not found", "absent", "absent"]


def events() -> list[dict[str, Any]]:
    """Small events: sentences of articles, and what these do about the row that holds a phrase."""
    return list(json.loads((HERE / "cases" / "states.json").read_text("utf-8")))


@pytest.mark.parametrize("event", events(), ids=lambda event: event["what"])
def test_states_of_small_events(event: dict[str, Any]) -> None:
    articles = tuple(Article(key, "s", key, "en", "", " ".join(texts)) for key, texts in event["articles"].items())
    sentences = [
        Sentence(f"{key}:{number}", key, 1000 * number, 1000 * number + len(text), text, "en", "body")
        for key, texts in event["articles"].items()
        for number, text in enumerate(texts)
    ]
    made = stating.aligned(Story("s", articles), sentences)
    said = {one.id: one.text for one in sentences}
    for phrase, expected in event["rows"].items():
        held = [
            row for row in made.statements if phrase in " ".join(said[key] for ids in row.cells.values() for key in ids)
        ]
        assert any(expected.items() <= row.states.items() for row in held), [
            (row.headline, dict(row.states)) for row in held
        ]


# Links that the comparison adds


def one_row_links(
    ties: Sequence[Tie],
    rejected: frozenset[frozenset[str]] = frozenset(),
    shown: Sequence[str] = ("a1", "a2", "b1", "b2"),
    probability: float = 0.9,
    person: bool = False,
) -> list[Link]:
    """The links of two articles of two sentences each, of which the aligner has linked a1 and b1 alone; one row shows
    what is `shown`."""
    keys = ("a1", "a2", "b1", "b2")
    sentences, found = [sentence(key) for key in keys], likeness(map(claim, keys), ties)
    links = (
        Link("l", ("a1",), ("b1",), "same", probability, 0.1, "strong", person=person),
        Link("left", ("a2",), (), "unlinked", 0.9, 0.1, "strong"),
        Link("right", (), ("b2",), "unlinked", 0.9, 0.1, "strong"),
    )
    row = Statement("statement:1", {one: tuple(key for key in shown if key[0] == one) for one in "ab"})
    made = compare.linked_by_claims([Alignment("a", "b", links, "align:comparable")], [row], found, sentences, rejected)
    return list(made[0].links)


def test_sentences_of_one_row_are_linked_by_their_claims() -> None:
    links = one_row_links([("a1", "b1", 0.9), ("a2", "b1", 0.6)])
    assert [(one.left, one.right, one.kind, one.by_claims) for one in links] == [
        (("a1",), ("b1",), "same", False),
        (("a2",), ("b1",), "partly same", True),
        ((), ("b2",), "unlinked", False),
    ]
    assert links[0].claims == ("a1#0", "b1#0")
    assert links[1].claims == ("a2#0", "b1#0")
    assert 0.7 < links[1].probability < 0.8


@pytest.mark.parametrize(("chance", "added"), [(0.45, []), (0.6, [(("a2",), ("b1",), 0.6)])])
def test_likely_claims_link_sentences_of_no_common_row(chance: float, added: list[Any]) -> None:
    links = one_row_links([("a1", "b1", 0.9), ("a2", "b1", chance)], shown=("a1", "b1"))
    assert [(one.left, one.right, one.probability) for one in links if one.by_claims] == added


def test_a_link_that_no_claims_carry_is_none() -> None:
    unlike = [("a1", "b1", 0.1), ("a2", "b1", 0.6)]
    links = one_row_links(unlike, probability=0.8)
    assert [(one.left, one.right) for one in links] == [(("a2",), ("b1",)), (("a1",), ()), ((), ("b2",))]
    assert links[1].probability == pytest.approx(0.9)
    assert len(one_row_links(unlike, probability=0.95)) == 3  # strong
    assert one_row_links(unlike, probability=0.8, person=True)[0].left == ("a1",)


def test_what_no_claims_carry_makes_no_claim_likelier() -> None:
    texts = {"a": "The dam broke on Monday night.", "b": "A choir sang in the old church."}
    sentences = [Sentence(f"{key}:0", key, 0, len(text), text, "en", "body") for key, text in texts.items()]
    claims = stating.claims(sentences, name="")
    chances = []
    for probability in (0.8, 0.95):
        link = Link("l", ("a:0",), ("b:0",), "same", probability, 0.1, "likely")
        found = compare.likened(claims, sentences, [Alignment("a", "b", (link,), "align:comparable")])
        chances.append(float(found.chance.max()))
        assert found.links.max() == pytest.approx(0.02 if probability == 0.8 else 0.95)
    assert chances[0] == float(compare.likened(claims, sentences, []).chance.max()) < 0.4 < chances[1]


def test_hardly_like_claims_link_nothing() -> None:
    assert len(one_row_links([("a1", "b1", 0.9), ("a2", "b1", 0.1)])) == 3


def test_what_a_person_took_apart_is_not_linked_again() -> None:
    apart = frozenset([frozenset(("a2", "b1"))])
    assert len(one_row_links([("a1", "b1", 0.9), ("a2", "b1", 0.6)], apart)) == 3


def test_what_a_person_took_apart_says_nothing_in_common() -> None:
    texts = {"a": "The dam broke on Monday night.", "b": "On Monday night the dam broke."}
    sentences = [Sentence(f"{key}:0", key, 0, len(text), text, "en", "body") for key, text in texts.items()]
    claims = stating.claims(sentences, name="")
    assert compare.likened(claims, sentences, []).chance.max() > 0.4
    apart = frozenset([frozenset(("a:0", "b:0"))])
    assert compare.likened(claims, sentences, [], rejected=apart).chance.max() == 0
