"""Where in a translation the guards' findings lie: error spans for people to judge."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline import guards
from pipeline.data import Lang

Severity = Literal["minor", "major"]
Flags = tuple[str, ...]
Category = tuple[str, str]  # MQM: dimension, error type

OMISSION: Category = ("Accuracy", "Omission")
MISTRANSLATION: Category = ("Accuracy", "Mistranslation")
ADDITION: Category = ("Accuracy", "Addition")
UNTRANSLATED: Category = ("Accuracy", "Untranslated")


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
    places = sorted(_written(source, lang, translation, flags), key=lambda place: (place.start, -place.end))
    disjoint: list[_Place] = []
    for place in places:
        if not disjoint or place.start >= disjoint[-1].end:
            disjoint.append(place)
    return (*(Mark(*place) for place in disjoint), *_missing(source, lang, translation, flags))


class _Place(NamedTuple):
    start: int
    end: int
    severity: Severity
    category: Category


def _written(source: str, lang: Lang, translation: str, flags: Flags) -> Iterator[_Place]:
    """What stands in the translation and should not."""
    if "number differs" in flags:
        for text in guards.numbers_differing(source, lang, translation).extra:
            yield from _at(text, translation, "major", MISTRANSLATION)
    if "date differs" in flags:
        for text in guards.dates_differing(source, lang, translation).extra:
            yield from _at(text, translation, "major", MISTRANSLATION)
    if "name differs" in flags:
        for text in guards.names_differing(source, lang, translation).extra:
            yield from _at(text, translation, "minor", MISTRANSLATION)
    if "left untranslated" in flags:
        yield from _at(guards.untranslated(source, lang, translation), translation, "major", UNTRANSLATED)
    if "repetition" in flags:
        once = _stretch(guards.repeated(source, translation))
        again = re.search(rf"(?<!\w){once}\W+({once}(?:\W+{once})*)(?!\w)", translation, re.I)
        if again:
            yield _Place(again.start(1), again.end(1), "major", ADDITION)


def _missing(source: str, lang: Lang, translation: str, flags: Flags) -> tuple[Mark, ...]:
    """One mark for all that the source has and the translation has not, as grave as the gravest of it."""
    grave = (
        ("number differs" in flags and guards.numbers_differing(source, lang, translation).missing)
        or "negation lost" in flags
        or "clause missing" in flags
    )
    if grave or ("name differs" in flags and guards.names_differing(source, lang, translation).missing):
        return (Mark(None, None, "major" if grave else "minor", OMISSION),)
    return ()


def _at(text: str, translation: str, severity: Severity, category: Category) -> Iterator[_Place]:
    """Every place where `text` stands as whole words, whatever its case and what stands between its words."""
    for match in re.finditer(rf"(?<!\w){_stretch(text)}(?!\w)", translation, re.I):
        yield _Place(match.start(), match.end(), severity, category)


def _stretch(text: str) -> str:
    """A pattern of its words, whatever stands between them."""
    return r"\W+".join(map(re.escape, re.findall(r"\w+(?:[.,]\w+)*", text)))
