"""Which claims of a contested row may make its headline."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from pipeline.claims import identified, parser
from pipeline.compare import compared, likened
from pipeline.data import Alignment, Article, Link, Sentence, Statement, Story, Synopsis

SOUP = "The premier had soup brought to his bench on Monday."
FOURTEEN = "Fourteen people were hurt in the crash near Kell."
SEVENTEEN = "Seventeen people were hurt in the crash near Kell."


def headline(*texts: str, like: tuple[int, int] | None = None) -> str:
    """That of a row of one sentence an article, the first of which heads it before anything differs.

    Args:
        like: two claims that are likely to say the same, though not by their texts.
    """
    keys = [f"{letter}.en" for letter in "abcdef"[: len(texts)]]
    sentences = [
        Sentence(f"{key}:0:0", key, 0, len(text), text, "en", "body") for key, text in zip(keys, texts, strict=True)
    ]
    found = parser().parse(list(texts))
    claims = {one.id: identified(every, one.id) for one, every in zip(sentences, found, strict=True)}
    alignments = [
        Alignment(a, b, (Link(f"{a}{b}", (f"{a}:0:0",), (f"{b}:0:0",), "same", 0.97, 0.5, "strong"),), "")
        for a, b in combinations(keys, 2)
    ]
    every = [claim for claims_of in claims.values() for claim in claims_of]
    row = Statement(
        "statement:1", {one.article: (one.id,) for one in sentences}, claims=tuple(claim.id for claim in every)
    )
    story = Story("s", tuple(Article(key, "s", key, "en", "", "") for key in keys))
    likeness = likened(every, sentences, alignments)
    if like:
        chance = likeness.chance.copy()
        chance[like] = chance[like[::-1]] = 0.9
        likeness = replace(likeness, chance=chance)
    table = Synopsis("s", tuple(keys), (row,))
    return compared(table, story, sentences, [], alignments, claims, likeness).judged({}).statements[0].headline


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([SOUP, FOURTEEN, SEVENTEEN], "Seventeen or fourteen people were hurt in the crash near Kell"),
        ([SOUP, FOURTEEN, FOURTEEN], SOUP.rstrip(".")),  # nothing differs
        ([SOUP, "The hall was full.", FOURTEEN, SEVENTEEN], SOUP.rstrip(".")),  # two say nothing of it
        ([FOURTEEN, SOUP, SEVENTEEN], "Fourteen or seventeen people were hurt in the crash near Kell"),
    ],
)
def test_a_headline_is_of_what_all_others_differ_in(texts: Sequence[str], expected: str) -> None:
    assert headline(*texts) == expected


def test_an_article_that_no_side_names_is_on_that_which_its_claims_are_likest_to() -> None:
    none = "Lumo does not plan to appeal."
    texts = [none, "Lumo plans to appeal.", "Judges will hear the case in Lyon."]
    assert headline(*texts) == "Lumo does not plan to appeal (disputed)"  # one against one, the third is like neither
    assert headline(*texts, like=(1, 2)) == "Lumo plans to appeal (disputed)"
