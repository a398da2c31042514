"""What a headline says where outlets differ, and which articles then say it differently."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from pipeline.compare.contested import contested, own_sides
from pipeline.compare.states import with_differences
from pipeline.data import Article, Difference, Side, Span, Statement, Story


def differing(kind: str, sides: Sequence[tuple[str, str]], trust: str = "solid") -> Difference:
    made = tuple(
        Side((f"{number}.en",), value, (Span(f"s{number}", 0, len(found), found),))
        for number, (value, found) in enumerate(sides)
    )
    return Difference("d", "statement:x", kind, made, "", trust, ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        (differing("number", [("14", "14"), ("17", "17")]), "14 or 17 people were injured"),
        (differing("number", [("14", "14 people"), ("17", "17 people")]), "14 or 17 people were injured"),
        (differing("number", [("14", "14 people"), ("17", "17 were injured")]), "14 or 17 people were injured"),
        (differing("number", [("14", "14 people"), ("17", "17 will recover")]), "14 or 17 people were injured"),
        (differing("number", [("14", "14 people"), ("17", "17 of them")]), "14 or 17 people were injured"),
        (differing("number", [("14", "14"), ("17 people", "Seventeen people")]), "14 or 17 people were injured"),
        (differing("number", [("14", "14"), ("17", "17")], "do not cite"), "14 people were injured"),
        (differing("detail", [("14", "14"), ("left out", "")]), "14 people were injured"),
        (differing("negation", [("they were", "were"), ("they were not", "")]), "14 people were injured (disputed)"),
        (differing("negation", [("they stay", "they would stay"), ("they go", "")]), "14 people were injured"),
        (differing("number", [("3 doctors", "3 doctors came"), ("4", "4 doctors")]), "14 people were injured"),
        (differing("number", [("14", "14 people."), ("17", "17 people.")]), "14 or 17 people were injured"),
        (differing("certainty", [("outright", "were injured"), ("hedged", "")]), "14 people were injured (disputed)"),
        (differing("certainty", [("hedged", "were injured"), ("outright", "")]), "14 people were injured"),
    ],
)
def test_a_headline_takes_no_side(difference: Difference, expected: str) -> None:
    assert contested("14 people were injured", "s0", [difference]) == expected


@pytest.mark.parametrize(
    ("kind", "sides", "headline", "expected"),
    [
        (
            "date",
            [("Saturday", "Saturday"), ("Friday", "Friday")],
            "It is shut until Saturday morning",
            "It is shut until Saturday or Friday",
        ),
        (
            "date",
            [("Saturday", "Saturday"), ("Friday", "Friday")],
            "Saturday mornings are full",
            "Saturday or Friday mornings are full",
        ),
        (
            "number",
            [("6 years", "six-year-old"), ("8 years", "eight years old")],
            "A six-year-old girl was found",
            "A six-year-old or eight-year-old girl was found",
        ),
        (
            "number",
            [("28", "twenty-eight"), ("27", "27")],
            "Ann Hill, twenty-eight, won",
            "Ann Hill, twenty-eight or 27, won",
        ),
        (
            "number",
            [("8 days", "eight days"), ("10 days", "ten days")],
            "It takes three to eight days",
            "It takes three to eight days (disputed)",
        ),
        (
            "number",
            [("8 days", "eight days"), ("10 days", "ten days")],
            "It takes Hill to eight days of trial",
            "It takes Hill to eight or ten days of trial",
        ),
        (
            "number",
            [("a third", "one house in three"), ("a half", "every second")],
            "There one house in three is empty",
            "There one house in three is empty (disputed)",
        ),
        (
            "number",
            [("14", "14"), ("more than 40, more than 40 people", "40")],
            "14 people were hurt",
            "14 or more than 40 people were hurt",
        ),
        ("number", [("14", "14"), ("more than 40, 43", "40")], "14 people were hurt", "14 or 40 people were hurt"),
        ("number", [("14", "14"), ("about 40", "40")], "14 people were hurt", "14 or 40 people were hurt"),
    ],
)
def test_values_fit_into_each_others_place(
    kind: str, sides: Sequence[tuple[str, str]], headline: str, expected: str
) -> None:
    assert contested(headline, "s0", [differing(kind, sides)]) == expected


def test_a_headline_with_both_names_is_disputed() -> None:
    exchanged = differing("name", [("Dole", "Dole"), ("Venn", "Venn")])
    assert contested("Dole accused Venn of lying", "s0", [exchanged]) == "Dole accused Venn of lying (disputed)"
    assert contested("Dole lied", "s0", [exchanged]) == "Dole or Venn lied"


def test_a_headline_that_says_what_a_side_says_is_disputed() -> None:
    """No side names its sentence, but another one that says the same."""
    sides = differing("negation", [("they were", "were injured"), ("they were not", "nobody was")])
    assert contested("14 people were injured", "s9", [sides], sided=True) == "14 people were injured (disputed)"
    assert contested("14 people were injured", "s9", [sides]) == "14 people were injured"


def test_a_headline_keeps_the_stop_of_an_hour() -> None:
    sides = differing("date", [("6 p.m.", "6 p.m."), ("8 p.m.", "8 p.m.")])
    assert contested("It was shut at 6 p.m", "s0", [sides]) == "It was shut at 6 or 8 p.m."
    assert contested("It was shut at 6 p.m. on Monday", "s9", []) == "It was shut at 6 p.m. on Monday"


def test_a_headline_of_no_side_that_has_a_sides_words_names_them_all() -> None:
    sides = differing("number", [("4 injured", "4 injured"), ("6 people", "six people")])
    assert contested("Four people were taken to hospital", "s9", [sides]) == "Four or six people were taken to hospital"
    assert contested("Four people of 4 towns came", "s9", [sides]) == "Four people of 4 towns came"
    assert contested("Five people were taken to hospital", "s9", [sides]) == "Five people were taken to hospital"


@pytest.mark.parametrize(
    ("headline", "voices", "expected"),
    [
        ("Police: 14 people came", {"s0": "Police"}, "14 or 17 people came"),
        ("Police: 14 people came", {"s0": "Police", "s1": "the police"}, "Police: 14 or 17 people came"),
        ("Tears, anger: 14 people came", {}, "Tears, anger: 14 or 17 people came"),
        ("14 people came, according to police", {"s0": "police"}, "14 or 17 people came"),
        (
            "Ann Hill put the number of guests at 14 people",
            {},
            "Ann Hill put the number of guests at 14 people (disputed)",
        ),
        (
            "Ann Hill put the number of guests at 14 people",
            {"s1": "Hill"},
            "Ann Hill put the number of guests at 14 or 17 people",
        ),
        ("The guest: “I saw 14 people”", {"s0": "The guest"}, "The guest: “I saw 14 people” (disputed)"),
        ("There were not more than 14 people", {}, "There were not more than 14 people (disputed)"),
        ("The meal is not ready for 14 people", {}, "The meal is not ready for 14 or 17 people"),
    ],
)
def test_nobody_is_given_the_number_of_others(headline: str, voices: Mapping[str, str], expected: str) -> None:
    sides = differing("number", [("14 people", "14 people"), ("17 people", "17 people")])
    assert contested(headline, "s0", [sides], voices) == expected


def test_a_number_owns_what_follows_it_whichever_it_is() -> None:
    sides = differing("number", [("30 months", "30 months"), ("a year", "a year")])
    assert contested("They get 30 months' pay", "s0", [sides]) == "They get 30 months' or a year's pay"


def test_a_share_that_does_not_fit_is_disputed() -> None:
    sides = differing("number", [("every fifth", "every fifth"), ("a quarter", "a quarter")])
    assert contested("Every fifth post was vacant", "s0", [sides]) == "Every fifth post was vacant (disputed)"


def test_what_one_suspects_is_ascribed_still() -> None:
    sums = differing("number", [("14 euros", "14 euros"), ("17 euros", "17 euros")])
    doubt = differing("certainty", [("hedged", "is said to"), ("outright", "took")], "check")
    expected = "Prosecutors: He took 14 euros (disputed)"
    assert contested("Prosecutors: He took 14 euros", "s0", [sums, doubt], {"s0": "Prosecutors"}) == expected


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        (["Ann Hill", "the mayor"], "Ann Hill or the mayor: “We knew”"),
        (["Ann Hill, Hill", "Tom Lee"], "Ann Hill or Tom Lee: “We knew”"),
        (["Ann Hill", "she"], "“We knew”"),
        (["quoted", "reported"], "Ann Hill: “We knew”"),
        (["Max Fell", "the mayor"], "Ann Hill: “We knew”"),
    ],
)
def test_a_quotation_of_several_is_nobodys_alone(speakers: Sequence[str], expected: str) -> None:
    sides = differing("attribution", [(speaker, "We knew") for speaker in speakers])
    assert contested("Ann Hill: “We knew”", "s0", [sides]) == expected


def test_a_name_behind_an_office_ends_before_the_next_who_may_have_said_it() -> None:
    sides = differing("attribution", [("the mayor, Ann Hill", "We knew"), ("Tom Lee", "We knew")])
    expected = "The mayor, Ann Hill, or Tom Lee: “We knew”"
    assert contested("The mayor, Ann Hill: “We knew”", "s0", [sides]) == expected


STORY = Story("s", tuple(Article(f"{number}.en", "s", "", "en", "", "") for number in range(4)), (("2.en", "3.en"),))


def states(headline: str, difference: Difference, sentence: str) -> list[str]:
    """The articles that say a row differently, by the first letter."""
    row = Statement("r", {article.id: ("x",) for article in STORY.articles}, headline=headline)
    row = replace(row, states=dict.fromkeys(row.cells, "said"))
    own = {difference.id: own_sides(difference, sentence, headline)}
    found = with_differences(row, [difference], own, STORY)
    return [article[0] for article, state in found.items() if state == "said differently"]


GOES = differing("negation", [("goes", "goes"), ("stays", "stays")])
COUNTED = differing("number", [("14", "14 people"), ("17", "17 people")])


@pytest.mark.parametrize(
    ("headline", "difference", "sentence", "expected"),
    [
        ("She goes (disputed)", GOES, "s0", ["1"]),  # one side is the headline's
        ("She stays (disputed)", GOES, "s1", ["0"]),
        ("She was in tears", GOES, "s9", []),  # none is, and none is larger
        ("14 or 17 people were hurt", COUNTED, "s0", ["0", "1"]),  # both are named
        ("14 or 17 people were hurt (disputed)", COUNTED, "s0", ["0", "1"]),  # for another difference
        ("She put it at 14 people (disputed)", COUNTED, "s0", ["1"]),
        ("She goes (disputed)", replace(GOES, trust="check"), "s0", []),
    ],
)
def test_who_is_on_the_side_of_the_headline_says_nothing_differently(
    headline: str, difference: Difference, sentence: str, expected: Sequence[str]
) -> None:
    assert states(headline, difference, sentence) == expected


def test_copies_are_one_source_against_another() -> None:
    first, second = COUNTED.sides
    copied = replace(COUNTED, sides=(first, replace(second, articles=("2.en", "3.en"))))
    assert states("14 or 17 people were hurt", copied, "s0") == ["0", "2", "3"]
    wider = replace(COUNTED, sides=(first, replace(second, articles=("1.en", "2.en", "3.en"))))
    assert states("14 or 17 people were hurt", wider, "s0") == ["0"]
