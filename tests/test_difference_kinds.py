"""Pairs of sentences of every kind of difference, and pairs that only look so: what is named, and how much of it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pipeline.claims import identified, parser
from pipeline.compare import compared, likened
from pipeline.data import SORTS, Alignment, Article, Difference, Link, Sentence, Statement, Story, Synopsis

FOLDER = Path(__file__).parent / "cases" / "differences"
KINDS = ("number", "date", "place", "name", "fate", "negation", "certainty", "attribution")
LEAST_OF_PAIRS = 0.9  # of the forty pairs that other people wrote
# of short sentences that exclude one another in other words, and of such as do not though their words do: how many are
# to be named, how many may be, where it is taken for granted that they are of one thing
LEAST_OF_OPPOSITES, MOST_OF_OTHERS = 0.7, 0.42
NOT_JUDGED = frozenset(kind for kind, sort in SORTS.items() if sort == "silence")


def pairs(kind: str, part: str) -> list[tuple[str, str]]:
    return [(left, right) for left, right in json.loads((FOLDER / f"{kind}.json").read_text("utf-8")).get(part, [])]


@cache
def named(left: str, right: str) -> frozenset[str]:
    """The kinds in which two sentences, surely linked, differ."""
    return kinds_of([left], [right])


def kinds_of(left: Sequence[str], right: Sequence[str]) -> frozenset[str]:
    """The kinds in which the first sentences of two articles, surely linked, and what follows them differ."""
    return frozenset(one.kind for one in differences_of(left, right)) - NOT_JUDGED


def differences_of(
    left: Sequence[str], right: Sequence[str], *, linked: bool = True, chance: float | None = None, texts: float = 0
) -> tuple[Difference, ...]:
    """What differs in the first sentences of two articles, in one row and surely linked, and in what follows them.

    Args:
        chance: that any two claims say the same, by all that is known of them.
        texts: the same by their texts alone, at least.
    """
    sentences = [
        Sentence(f"{article}:{number}:0", article, 1000 * number, 1000 * number + len(text), text, "en", "body")
        for article, texts in (("a.en", left), ("b.en", right))
        for number, text in enumerate(texts)
    ]
    articles = tuple(Article(key, "s", key, "en", "", "") for key in ("a.en", "b.en"))
    ids = ["a.en:0:0", "b.en:0:0"]
    link = Link("link", (ids[0],), (ids[1],), "same", 0.97, 0.5, "strong")
    alignments = [Alignment("a.en", "b.en", (link,) if linked else (), "")]
    found = parser().parse([one.text for one in sentences])
    claims = {one.id: identified(every, one.id) for one, every in zip(sentences, found, strict=True)}
    every_claim = tuple(claim.id for key in ids for claim in claims[key])
    row = Statement("statement:1", {"a.en": (ids[0],), "b.en": (ids[1],)}, claims=every_claim)
    likeness = likened([claim for every in claims.values() for claim in every], sentences, alignments)
    if chance is not None:
        likeness = replace(likeness, chance=np.full_like(likeness.chance, chance))
    likeness = replace(likeness, texts=np.maximum(likeness.texts, np.float32(texts)))
    alone = tuple(  # what follows stands by itself
        Statement(f"statement:{one.id}", {one.article: (one.id,)}, claims=tuple(claim.id for claim in claims[one.id]))
        for one in sentences
        if one.id not in ids
    )
    table = Synopsis("s", ("a.en", "b.en"), (row, *alone))
    return compared(table, Story("s", articles), sentences, [], alignments, claims, likeness).judged({}).differences


def cases(part: str) -> list[object]:
    """Every pair; those that are known to fail are expected to, strictly."""
    found = []
    for kind in KINDS:
        failing = pairs(kind, f"{part} failing")
        for pair in pairs(kind, part) + failing:
            marks = [pytest.mark.xfail(strict=True, reason="known")] if pair in failing else []
            found.append(pytest.param(kind, *pair, marks=marks, id=f"{kind}: {pair[0][:40]}"))
    return found


def test_whose_words_a_sentence_of_two_claims_is_is_told_once() -> None:
    quoted = '"The roof was rotten, and nobody looked after it," said Hill.'
    found = differences_of([quoted], ["The roof was rotten, and nobody looked after it."])
    assert [one.kind for one in found] == ["attribution"]


def test_what_stands_in_one_row_is_compared_without_a_link() -> None:
    found = differences_of(["Ostrel cuts 340 jobs."], ["The mill will shed 280 posts."], linked=False)
    assert [one.kind for one in found] == ["number"]


def test_a_place_with_and_without_what_stands_before_it_is_told_once() -> None:
    left = ["The shots fell on Monday night near the village of Lomnitz, on the river."]
    right = ["The shots fell on Monday night not far from the village of Lomnica."]
    assert [one.kind for one in differences_of(left, right)] == ["place"]


@pytest.mark.parametrize(("kind", "left", "right"), cases("apart"))
def test_a_difference_is_named(kind: str, left: str, right: str) -> None:
    assert kind in named(left, right)
    assert kind in named(right, left)


@pytest.mark.parametrize(("kind", "left", "right"), cases("alike"))
def test_what_only_looks_so_is_no_difference(kind: str, left: str, right: str) -> None:
    del kind
    assert not named(left, right)


def kinds_anywhere(left: str, right: str) -> frozenset[str]:
    """The kinds in which two articles differ in what no statement and no link joins."""
    first, second = (text.split(". ") for text in (left, right))
    found = differences_of(["The train was late.", *first], ["Trains ran late.", *second], linked=False)
    return frozenset(difference.kind for difference in found) - NOT_JUDGED


@pytest.mark.parametrize(("left", "right"), pairs("fate", "anywhere"))
def test_what_excludes_one_another_is_found_wherever_it_stands(left: str, right: str) -> None:
    assert "fate" in kinds_anywhere(left, right)


@pytest.mark.parametrize(("left", "right"), pairs("fate", "anywhere alike"))
def test_what_is_of_two_is_not_set_apart_wherever_it_stands(left: str, right: str) -> None:
    assert not kinds_anywhere(left, right)


def test_what_two_named_parts_come_to_is_no_other_number() -> None:
    whole, part = ["The ferry had 245 people aboard."], "The ferry had 214 people aboard."
    assert not kinds_of(whole, [part, "She was carrying 214 passengers and 31 crew."])
    assert kinds_of(whole, [part, "She was carrying 204 passengers and 31 crew."]) == {"number"}


def test_what_one_denies_is_told_by_the_word_for_it() -> None:
    (found,) = differences_of(["The primary school was evacuated."], ["The primary school was not evacuated."])
    assert [side.value for side in found.sides] == ["evacuated", "not evacuated"]


def test_one_refusal_is_told_once() -> None:
    denied = "The prosecutor denied that the party had been alerted to the raid."
    found = differences_of([denied], ["The party had been warned of the raid, so it had been alerted to the raid."])
    assert [difference.kind for difference in found].count("negation") == 1


def test_two_quotations_of_one_speaker_against_another_are_told_once() -> None:
    quoted = '"We counted on help, and help never came," said mayor Ida Berg.'
    rival = '"We counted on help," said bishop Paul Roth. "Help never came," said bishop Paul Roth.'
    found = differences_of([quoted], [rival])
    assert [difference.kind for difference in found].count("attribution") <= 1


REPORTED = "The president took 1.2 million euros from the sale, according to the report."
OUTRIGHT = "The president took 1.2 million euros from the sale."


@pytest.mark.parametrize(
    "reply",
    [
        "He called this account an invention.",
        "The president dismissed it as a fairy tale.",
        "“Nonsense,” said his lawyer.",
        "False, his lawyer answers.",
        "His lawyer denies this.",
        "The president rejected the accusation.",
        "His lawyer will have none of it.",
        "“That is pure invention,” his lawyer said.",
        "The lawyer described the report as an invention.",
        "None of it is true, his lawyer said.",
    ],
)
def test_a_denial_of_what_was_just_said(reply: str) -> None:
    assert "negation" in kinds_of([REPORTED, reply], [OUTRIGHT])


@pytest.mark.parametrize(
    "reply",
    [
        "The club has dismissed him.",
        "The club rejected it as too little.",
        "His lawyer said nothing about it.",
        "His lawyer denies having known the buyer.",
        "False alarms had been frequent that year.",
        "The report was called a milestone.",
        "The lawyer rejected reports that the club was for sale.",
        "The president rejected the accusation that the club had been careless.",
        "The club was fined, none of it suspended.",
    ],
)
def test_what_denies_nothing_that_was_just_said(reply: str) -> None:
    assert "negation" not in kinds_of([REPORTED, reply], [OUTRIGHT])


@pytest.mark.parametrize(
    ("accused", "denied"),
    [("The clerk was placed in custody on Friday.", False), ("The clerk took the money on Friday.", True)],
)
def test_who_rejects_an_accusation_does_not_deny_the_arrest(accused: str, denied: bool) -> None:
    reply = "Her lawyer rejects the accusations."
    assert ("negation" in kinds_of([f"{accused.rstrip('.')}, the police said.", reply], [accused])) == denied


def test_who_prints_the_denial_too_stands_on_no_side() -> None:
    assert "negation" not in kinds_of([REPORTED, "“Nonsense,” said his lawyer."], [OUTRIGHT, "It's absurd, he said."])


@pytest.mark.parametrize("kind", KINDS)
def test_few_pairs_are_known_to_fail(kind: str) -> None:
    for part, most in (("apart", 3), ("alike", 4)):
        right, failing = pairs(kind, part), pairs(kind, f"{part} failing")
        assert len(right) + len(failing) >= 20
        assert len(failing) <= most


@pytest.mark.parametrize(("part", "low", "high"), [("apart", LEAST_OF_OPPOSITES, 1), ("alike", 0, MOST_OF_OTHERS)])
def test_of_what_excludes_one_another_in_other_words_most_is_named(part: str, low: float, high: float) -> None:
    told = [
        {one.kind for one in differences_of([left], [right], chance=0.8, texts=0.6)}
        for left, right in pairs("opposites", part)
    ]
    assert low <= sum(not kinds.isdisjoint(KINDS) for kinds in told) / len(told) <= high


def test_pairs_of_others(shared: Path) -> None:
    lines = (shared / "cases" / "compare" / "pairs.tsv").read_text("utf-8").splitlines()
    right = 0
    for line in lines:
        one, other, kind = line.split("\t")
        right += kind in named(one, other) if kind != "-" else not named(one, other)
    assert right >= LEAST_OF_PAIRS * len(lines)


def test_what_is_suspended_and_no_person_is_not_dismissed() -> None:
    made = differences_of(["Train services to Harlow were suspended."], ["Train services to Harlow continued."])
    assert {side.value for one in made for side in one.sides} == {"suspend", "continue"}


@pytest.mark.parametrize(
    ("left", "right", "values"),
    [
        ("Shares in Lumo closed up 2.4%.", "Lumo shares fell 1.1 percent.", ["up 2.4%", "down 1.1 percent"]),
        ("Sales rose by 3 percent in May.", "Sales rose 5 percent in May.", ["3 percent", "5 percent"]),
        ("Turnout fell to 54 percent.", "Turnout was up at 58 percent.", ["54 percent", "58 percent"]),
        ("The duties take effect from March 12.", "The duties take effect on March 15.", ["from March 12", "March 15"]),
    ],
)
def test_a_value_is_told_with_its_way_and_its_bound(left: str, right: str, values: list[str]) -> None:
    (found,) = differences_of([left], [right])
    assert [side.value for side in found.sides] == values


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The bridge opened on 4 May.", "Traffic rolled across it from 9 May."),
        ("The vote is on Tuesday.", "Members decide on Thursday."),
    ],
)
def test_times_are_of_the_same_by_all_that_is_known_of_their_claims(left: str, right: str) -> None:
    assert not differences_of([left], [right], chance=0.5)
    assert [one.kind for one in differences_of([left], [right], chance=0.98)] == ["date"]


def test_amounts_are_of_the_same_by_all_that_is_known_of_their_claims_in_one_row_never_less() -> None:
    found = [
        differences_of(["Ostrel cuts 340 jobs."], ["The mill will shed 280 posts."], chance=c) for c in (0.02, 0.5)
    ]
    assert [[one.kind for one in differences] for differences in found] == [["number"], ["number"]]
