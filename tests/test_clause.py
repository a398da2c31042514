"""A claim as words that stand by themselves."""

import json
from pathlib import Path
from typing import Any

import pytest
import stating
from stating import claim, likeness

from pipeline import compare
from pipeline.compare.clause import tidied
from pipeline.data import Sentence, Source

HERE = Path(__file__).parent


def headlines() -> list[dict[str, Any]]:
    return list(json.loads((HERE / "cases" / "headlines.json").read_text("utf-8")))


@pytest.mark.parametrize("case", headlines(), ids=lambda case: case["headline"])
def test_headlines(case: dict[str, Any]) -> None:
    """`said`: what articles say, a sentence each or several; `of`: a phrase of the sentence that is to be worded."""
    sentences = [
        Sentence(f"{article}:{number}", article, 1000 * number, 1000 * number + len(text), text, "en", "body")
        for article, texts in case["said"].items()
        for number, text in enumerate(texts)
    ]
    of = next(one for one in sentences if case["of"] in one.text)
    parsed = stating.claims(sentences, name="")
    found = compare.likened(parsed, sentences, [], persons=stating.persons(sentences, parsed))
    members = [one for one in found.claims if one.sentence == of.id or one.sentence.partition(":")[0] != of.article]
    numbers = [number for number, one in enumerate(found.claims) if one.sentence == of.id and one.lemmas]
    english = {one.id: one.text for one in sentences}
    worded = [compare.wording(number, found, members, english) for number in numbers]
    assert case["headline"] in worded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("But the bridge ,  , was closed .", "the bridge was closed"),
        ("The bridge (built in 1908 was closed", "The bridge"),
        ("The bridge, ), was closed", "The bridge was closed"),
        ("The bridge (of 1908) was a) closed", "The bridge (of 1908) was a) closed"),
        ("however, nobody was hurt,", "nobody was hurt"),
        ("Money goes to homes, in a country", "Money goes to homes"),
    ],
)
def test_what_was_left_of_other_clauses_is_cleared_away(text: str, expected: str) -> None:
    assert tidied(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Both councils are focused on ensuring that the dam is safe.",
            "Both councils are focused on ensuring that the dam is safe",
        ),
        ("Harlow bought the brewery, a deal that spares the workers.", "Harlow bought the brewery"),
        ("In the recording, a voice that nobody knew.", "In the recording, a voice"),
        ("Harlow bought the brewery, a deal of two years ago.", "Harlow bought the brewery, a deal of two years ago"),
        ("HARLOW, Oct 3 (NWS) - The brewery was sold.", "The brewery was sold"),
    ],
)
def test_a_headline_ends_where_its_claim_is_whole(text: str, expected: str) -> None:
    said = [Sentence("a:0", "a", 0, len(text), text, "en", "body")]
    parsed = stating.claims(said, name="spacy")
    found = compare.likened(parsed, said, [], persons=stating.persons(said, parsed))
    assert compare.wording(0, found, found.claims[:1], {"a:0": text}) == expected


def test_the_speaker_of_a_pronoun_is_whom_another_article_names() -> None:
    own = claim("a1", text="We were warned too late", subject="We", source=Source("quoted", "she"))
    other = claim("b1", text="We were warned too late", subject="We", source=Source("quoted", "Vera Lind"))
    found = likeness([own, other], [("a1", "b1", 0.9)])
    assert compare.wording(0, found, found.claims, {}) == "Vera Lind: “We were warned too late”"
