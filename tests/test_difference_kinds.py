"""Pairs of sentences of every kind of difference, and pairs that only look so: what is named, and how much of it."""

import json
from functools import cache
from pathlib import Path

import pytest

from pipeline.claims import identified, parser
from pipeline.compare import compared, likened
from pipeline.data import Alignment, Article, Link, Sentence, Statement, Story, Synopsis

FOLDER = Path(__file__).parent / "cases" / "differences"
KINDS = ("number", "date", "place", "name", "fate", "negation", "certainty", "attribution")
LEAST_OF_PAIRS = 0.9  # of the forty pairs that other people wrote
NOT_JUDGED = {"evaluation", "detail"}


def pairs(kind: str, part: str) -> list[tuple[str, str]]:
    return [(left, right) for left, right in json.loads((FOLDER / f"{kind}.json").read_text("utf-8")).get(part, [])]


@cache
def named(left: str, right: str) -> frozenset[str]:
    """The kinds in which two sentences, surely linked, differ."""
    sentences = [
        Sentence(f"{article}:0:0", article, 0, len(text), text, "en", "body")
        for article, text in (("a.en", left), ("b.en", right))
    ]
    articles = tuple(Article(one.article, "s", one.article, "en", "", "") for one in sentences)
    ids = [one.id for one in sentences]
    link = Link("link", (ids[0],), (ids[1],), "same", 0.97, 0.5, "strong")
    alignments = [Alignment("a.en", "b.en", (link,), "")]
    row = Statement("statement:1", {"a.en": (ids[0],), "b.en": (ids[1],)})
    found = parser().parse([left, right])
    claims = {one.id: identified(every, one.id) for one, every in zip(sentences, found, strict=True)}
    likeness = likened([claim for every in claims.values() for claim in every], sentences, alignments)
    table = Synopsis("s", ("a.en", "b.en"), (row,))
    made = compared(table, Story("s", articles), sentences, [], alignments, claims, likeness).judged({})
    return frozenset(one.kind for one in made.differences) - NOT_JUDGED


def cases(part: str) -> list[object]:
    """Every pair; those that are known to fail are expected to, strictly."""
    found = []
    for kind in KINDS:
        failing = pairs(kind, f"{part} failing")
        for pair in pairs(kind, part) + failing:
            marks = [pytest.mark.xfail(strict=True, reason="known")] if pair in failing else []
            found.append(pytest.param(kind, *pair, marks=marks, id=f"{kind}: {pair[0][:40]}"))
    return found


@pytest.mark.parametrize(("kind", "left", "right"), cases("apart"))
def test_a_difference_is_named(kind: str, left: str, right: str) -> None:
    assert kind in named(left, right)
    assert kind in named(right, left)


@pytest.mark.parametrize(("kind", "left", "right"), cases("alike"))
def test_what_only_looks_so_is_no_difference(kind: str, left: str, right: str) -> None:
    del kind
    assert not named(left, right)


@pytest.mark.parametrize("kind", KINDS)
def test_few_pairs_are_known_to_fail(kind: str) -> None:
    for part, most in (("apart", 3), ("alike", 4)):
        right, failing = pairs(kind, part), pairs(kind, f"{part} failing")
        assert len(right) + len(failing) >= 20
        assert len(failing) <= most


def test_pairs_of_others(shared: Path) -> None:
    lines = (shared / "cases" / "compare" / "pairs.tsv").read_text("utf-8").splitlines()
    right = 0
    for line in lines:
        one, other, kind = line.split("\t")
        right += kind in named(one, other) if kind != "-" else not named(one, other)
    assert right >= LEAST_OF_PAIRS * len(lines)
