"""Which claim makes a headline."""

from dataclasses import replace

import pytest
import stating
from stating import claim, likeness

from pipeline import compare
from pipeline.compare.headline import headline, standing
from pipeline.data import Sentence, Source


def test_an_outlets_own_english_makes_the_headline() -> None:
    """Of equally central claims; a translation may have names and idioms wrong."""
    said = [claim(key, text="The bridge was closed", subject="The bridge", predicate="close") for key in ("a1", "b1")]
    found = likeness(said, [("a1", "b1", 0.9)])
    assert headline((0, 1), found, {})[0].id == "a1#0"
    assert headline((0, 1), found, {}, {"a1": 0.0})[0].id == "b1#0"
    assert headline((0, 1), found, {}, {"a1": 0.2, "b1": 0.1})[0].id == "b1#0"


def test_a_translation_in_doubt_makes_no_headline_though_it_is_more_central() -> None:
    said = [
        claim(key, text="The bridge was closed", subject="The bridge", predicate="close") for key in ("a1", "b1", "c1")
    ]
    found = likeness(said, [("a1", "b1", 0.9), ("a1", "c1", 0.9), ("b1", "c1", 0.2)])
    assert headline((0, 1, 2), found, {}, {"a1": 0.05})[0].id == "a1#0"
    assert headline((0, 1, 2), found, {}, {"a1": 0.2})[0].id == "b1#0"


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
    claim_said, _ = headline(list(range(len(found.claims))), found, {})
    assert claim_said.sentence != "a:0"


def test_what_is_not_told_as_so_makes_no_headline() -> None:
    """Where another claim of the row does."""
    texts = {"a": "Until the judgment is final, he stays.", "b": "Now the judgment is final."}
    said = [
        claim(key, text="the judgment is final", subject="the judgment", predicate="final", lemmas=tuple("abcd"))
        for key in ("a1", "b1")
    ]
    said[0] = replace(said[0], spans=((0, 27),))
    said[1] = replace(said[1], spans=((0, 25),))
    found = likeness(said, [("a1", "b1", 0.9)])
    assert headline((0, 1), found, {"a1": texts["a"], "b1": texts["b"]})[0].id == "b1#0"
    assert headline((0, 1), found, {"a1": texts["b"], "b1": texts["b"]})[0].id == "a1#0"


def test_the_main_clause_of_another_row_heads_no_row() -> None:
    """Ann left the firm she founded in 2019: what else is told of the founding is the headline of its row."""
    english = {"a1": "Ann left the firm she founded in 2019.", "b1": "The firm was founded by Ann in 2019."}
    left = claim("a1", text="Ann left the firm", subject="Ann", predicate="leave", spans=((0, 17),))
    founded = claim(
        "a1", 1, text="she founded in 2019", subject="she", predicate="found", kind="relative", parent="a1#0",
        spans=((18, 38),),
    )  # fmt: skip
    text = "The firm was founded by Ann in 2019"
    other = claim("b1", text=text, subject="The firm", predicate="found", spans=((0, 36),), parent="b1#1")
    said = [replace(made, lemmas=tuple("abcd")) for made in (left, founded, other)]
    found = likeness(said, [("a1#1", "b1", 0.9)])
    assert headline((1, 2), found, english)[0].id == "b1#0"
    assert headline((0, 1, 2), found, english)[0].id != "b1#0"


def test_what_a_party_says_makes_no_fact_of_a_headline() -> None:
    """Where most have it from somebody; what he does himself is told as it is."""
    by_hill = Source("reported", "mayor Ann Hill")
    text = "The dam is safe"
    said = [
        claim("a1", text=text, subject="The dam", predicate="safe", lemmas=tuple("abcd")),
        claim("b1", text=text, subject="The dam", predicate="safe", lemmas=tuple("abcd"), source=by_hill),
    ]
    found = likeness(said, [("a1", "b1", 0.9)])
    assert headline((0, 1), found, {}) == (found.claims[1], "Mayor Ann Hill: The dam is safe")
    own = replace(said[0], text="Ann Hill called the dam safe", subject="Ann Hill", predicate="call")
    found = likeness([own, said[1]], [("a1", "b1", 0.9)])
    assert headline((0, 1), found, {})[0].id == "a1#0"
