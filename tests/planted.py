"""What a run names of the contradictions that were planted in invented events (`gold/events`)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

from pipeline.data import SORTS

EVENTS = Path(__file__).parent / "gold" / "events"
NOT_JUDGED = frozenset(kind for kind, sort in SORTS.items() if sort in ("spelling", "silence"))
# a contradiction's kind, and that of a difference that tells of it as well
FITS = frozenset(
    {
        ("date", "number"),
        ("fate", "negation"),
        ("fate", "certainty"),
        ("place", "name"),
        ("place", "detail"),
        ("certainty", "negation"),
        ("negation", "certainty"),
    }
)
Side = Mapping[str, frozenset[str]]  # article → its sentences (ids) that say it


@dataclass(frozen=True, slots=True)
class Named:
    """How many contradictions there are, how many a run names; how many differences it lists, how many are right."""

    contradictions: int
    named: int
    listed: int
    right: int
    solid_and_wrong: int


def named(event: str, result: Path) -> Named:
    """What a result names of an event's contradictions; minor ones are not asked for, but no difference is wrong that
    lists one."""
    truth = json.loads((EVENTS / event / "truth.json").read_text("utf-8"))
    told = json.loads(result.read_text("utf-8"))
    planted = [(one, [_side(told, side) for side in one["sides"]]) for one in truth["contradictions"]]
    differences = [one for one in told["synopsis"]["differences"] if one["kind"] not in NOT_JUDGED]
    asked = [(one, sides) for one, sides in planted if not one.get("minor")]
    right = [one for one in differences if any(_tells(one, *each) for each in planted)]
    return Named(
        contradictions=len(asked),
        named=sum(any(_tells(one, *each) for one in differences) for each in asked),
        listed=len(differences),
        right=len(right),
        solid_and_wrong=sum(one["trust"] == "solid" and one not in right for one in differences),
    )


def _side(told: Mapping[str, Any], side: Mapping[str, Any]) -> Side:
    return {article: frozenset(_holding(told, article, side["pieces"])) for article in side["articles"]}


def _holding(told: Mapping[str, Any], article: str, pieces: Sequence[str]) -> Iterator[str]:
    """The sentences of an article in which any of the pieces stands."""
    text = next(one["text"] for one in told["story"]["articles"] if one["id"] == article)
    starts = [text.index(piece) for piece in pieces if piece in text]
    for one in told["sentences"]:
        if one["article"] == article and any(one["start"] <= start < one["end"] for start in starts):
            yield one["id"]


def _tells(difference: Mapping[str, Any], contradiction: Mapping[str, Any], sides: Sequence[Side]) -> bool:
    """Whether a difference parts two sides of a contradiction of its kind, by the sentences that it marks."""
    kinds = contradiction["kind"], difference["kind"]
    if kinds[0] != kinds[1] and kinds not in FITS:
        return False
    marked = [{span["sentence"] for span in side["spans"]} for side in difference["sides"]]
    pairs = ((mine, yours) for mine in permutations(marked, 2) for yours in permutations(sides, 2))
    return any(_on(mine[0], yours[0]) and _on(mine[1], yours[1]) for mine, yours in pairs)


def _on(marked: set[str], side: Side) -> bool:
    return any(not marked.isdisjoint(sentences) for sentences in side.values())
