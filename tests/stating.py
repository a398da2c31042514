"""Statements of small stories: claims cut plainly, without vectors."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from pipeline import compare
from pipeline.claims import identified, parser
from pipeline.compare.likeness import Likeness
from pipeline.compare.wording import Named
from pipeline.data import Alignment, Claim, Sentence, Story, Synopsis, Translation

Tie = tuple[str, str, float]  # two claims and how likely they say the same


def claims(sentences: Iterable[Sentence], translations: Iterable[Translation] = (), name: str = "plain") -> list[Claim]:
    """The claims of eligible sentences, by a parser of a name."""
    english = {one.sentence: one.text for one in translations}
    read = [one for one in sentences if one.eligible]
    parsed = parser(name).parse([english.get(one.id, one.text) for one in read])
    return [claim for one, found in zip(read, parsed, strict=True) for claim in identified(found, one.id)]


def persons(sentences: Sequence[Sentence], found: Iterable[Claim]) -> Named:
    """For whom the pronouns of English sentences stand."""
    of_sentence: dict[str, list[Claim]] = {}
    for claim in found:
        of_sentence.setdefault(claim.sentence, []).append(claim)
    return compare.named(sentences, [one.text for one in sentences], of_sentence)


def synopsis(
    story: Story,
    sentences: Sequence[Sentence],
    alignments: Sequence[Alignment] = (),
    translations: Sequence[Translation] = (),
    name: str = "plain",
) -> Synopsis:
    """The rows of a story."""
    found = claims(sentences, translations, name)
    return compare.synopsis(story, sentences, compare.likened(found, sentences, alignments))


def aligned(story: Story, sentences: Sequence[Sentence], name: str = "") -> Synopsis:
    """The rows of an English story, aligned by words alone."""
    from itertools import combinations

    from pipeline import align

    weighed = align.weigh([one.text for one in sentences])
    ids = [one.id for one in sentences]
    found = []
    for left, right in combinations(story.articles, 2):
        sides = [[n for n, one in enumerate(sentences) if one.article == article.id] for article in (left, right)]
        _, matches = align.matches(weighed, *sides)
        found.append(align.alignment(left.id, right.id, matches, ids, ""))
    return synopsis(story, sentences, found, (), name)


def likeness(claims: Iterable[Claim], ties: Iterable[Tie], links: Iterable[Tie] = ()) -> Likeness:
    """Of claims by ids, `a1` standing for the first claim of the sentence a1."""
    ordered = tuple(sorted(claims, key=lambda claim: (claim.sentence.rstrip("0123456789"), claim.id)))
    articles = tuple(claim.sentence.rstrip("0123456789") for claim in ordered)
    numbers = {claim.id: number for number, claim in enumerate(ordered)}
    chance = np.full((len(ordered), len(ordered)), 0.01, dtype=np.float32)
    chance[np.equal.outer(np.array(articles), np.array(articles))] = 0
    linked = np.full_like(chance, 0.02)
    for table, values in ((chance, ties), (linked, links)):
        for left, right, value in values:
            row, column = (numbers[key if "#" in key else f"{key}#0"] for key in (left, right))
            table[row, column] = table[column, row] = max(value, table[row, column])
    return Likeness(ordered, articles, chance, linked, chance)


def claim(key: str, number: int = 0, **more: Any) -> Claim:
    return replace(Claim(f"{key}#{number}", key, ((number, number + 1),), f"Claim {key}", lemmas=(key,)), **more)
