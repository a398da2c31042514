"""Where in a translation the guards' findings lie: error spans for people to judge."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline import guards
from pipeline.data import Lang

Severity = Literal["minor", "major"]
Flags = tuple[str, ...]
Category = tuple[str, str]  # MQM: dimension, error type

OMISSION, MISTRANSLATION = ("Accuracy", "Omission"), ("Accuracy", "Mistranslation")
# of flags; others are mistranslations
CATEGORIES = {"left untranslated": ("Accuracy", "Untranslated"), "repetition": ("Accuracy", "Addition")}


@dataclass(frozen=True, slots=True)
class Mark:
    """An error at `start` to `end` of a translation, offsets in characters; both None for what is missing from it."""

    start: int | None
    end: int | None
    severity: Severity
    category: Category


def marks(source: str, lang: Lang, translation: str) -> tuple[Mark, ...]:
    """The spans of a translation's flags in its order, none overlapping; at most one, the last, for what is missing.

    A flag of the whole translation (unusual length, not English) has no span, nor has one whose words are not found
    again in it.
    """
    flags = guards.flags(source, lang, translation)
    # the longest first of those that begin together
    places = sorted(_spans(source, lang, translation, flags), key=lambda place: (place[0], -place[1]))
    disjoint: list[Mark] = []
    end = 0
    for place in places:
        # the tools cannot show one span over another
        if place[0] >= end:
            disjoint.append(Mark(*place))
            end = place[1]
    return (*disjoint, *_omission(source, lang, translation, flags))


def _spans(source: str, lang: Lang, translation: str, flags: Flags) -> Iterator[tuple[int, int, Severity, Category]]:
    """What stands in the translation and should not."""
    for guard in guards.GUARDS:
        if guard.name not in flags or guard.spans is None:
            continue
        severity: Severity = "minor" if guard.severity == "slight" else "major"
        for span in guard.spans(source, lang, translation):
            if span.side == "translation":
                yield span.start, span.end, severity, CATEGORIES.get(guard.name, MISTRANSLATION)


def _omission(source: str, lang: Lang, translation: str, flags: Flags) -> tuple[Mark, ...]:
    """One mark for all that the source has and the translation has not, as grave as the gravest of it."""
    grave = (
        ("number differs" in flags and guards.numbers_differing(source, lang, translation).missing)
        or "negation lost" in flags
        or "clause missing" in flags
    )
    if grave or ("name differs" in flags and guards.names_differing(source, lang, translation).missing):
        return (Mark(None, None, "major" if grave else "minor", OMISSION),)
    return ()
