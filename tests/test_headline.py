"""Which claim makes a headline, and what it says where outlets differ."""

from collections.abc import Sequence

import pytest
import stating
from stating import claim, likeness

from pipeline import compare
from pipeline.compare.headline import contested, headline, standing
from pipeline.data import Difference, Sentence, Side, Span


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


def test_an_outlets_own_english_makes_the_headline() -> None:
    """Of equally central claims; a translation may have names and idioms wrong."""
    said = [claim(key, text="The bridge was closed", subject="The bridge", predicate="close") for key in ("a1", "b1")]
    found = likeness(said, [("a1", "b1", 0.9)])
    assert headline((0, 1), found)[0].id == "a1#0"
    assert headline((0, 1), found, {"a1": 0.0})[0].id == "b1#0"
    assert headline((0, 1), found, {"a1": 0.2, "b1": 0.1})[0].id == "b1#0"


def test_one_of_what_is_named_stands_by_itself() -> None:
    of_a_name, of_a_pronoun, of_somebody = (
        standing(claim("a1", subject="One", predicate="close", lemmas=tuple("abcd")), text)
        for text in ("One of Harlow's bridges was shut", "One of them was shut", "One of their bridges was shut")
    )
    assert of_a_name == 1.0
    assert of_a_pronoun == of_somebody == 0.5


@pytest.mark.parametrize(
    ("facets", "text", "stands"),
    [
        ({"subject": "It", "predicate": "take"}, "It took the crew three hours", True),
        ({"subject": "It", "predicate": "close"}, "It closed in the evening", False),
        ({"subject": "the lake", "predicate": "drain"}, "In the evening he drained the lake", True),
        ({"subject": "he", "predicate": "drain"}, "In the evening he drained the lake", False),
        ({"subject": "She", "predicate": "stay"}, "Ann Hill: She stays in office", True),
        ({"subject": "She", "predicate": "stay"}, "Her party: She stays in office", False),
        ({"predicate": "for"}, "For the third time this year", False),
        ({"subject": "the mayor", "predicate": "stammer"}, "Stammered the mayor in the evening", False),
        ({"subject": "all masks", "predicate": "say"}, "All masks, the airline said", False),
        ({"subject": "the mayor", "predicate": "stammer"}, "The mayor stammered in the evening", True),
        ({"subject": "a link", "predicate": "possible", "kind": "said"}, "A link possible", False),
        ({"subject": "the man", "predicate": "arrest", "kind": "relative"}, "The man arrested on Monday", False),
        ({"subject": "the man", "predicate": "arrest", "kind": "coordinate"}, "The man arrested the thief", True),
    ],
)
def test_what_stands_by_itself(facets: dict[str, str], text: str, stands: bool) -> None:
    own = facets.get("kind", "main") in ("main", "said")
    own_text = text if own else text.removeprefix("The man ")
    made = claim("a1", **{"lemmas": tuple("abcd"), "text": own_text, **facets})
    assert (standing(made, text) == 1.0) == stands


def test_an_accusation_makes_no_fact_of_a_headline() -> None:
    said = {
        "a": "The minister took money from the builder.",
        "b": "The minister is suspected of having taken money from the builder.",
        "c": "The minister allegedly took money from the builder.",
    }
    sentences = [Sentence(f"{key}:0", key, 0, len(text), text, "en", "body") for key, text in said.items()]
    found = compare.likened(stating.claims(sentences, name=""), sentences, [])
    claim_said, _ = headline(list(range(len(found.claims))), found)
    assert claim_said.sentence != "a:0"
