"""Weekdays and months that became others."""

import re
from functools import cache

from pipeline.data import Lang
from pipeline.guards.number_words import MONTHS, WEEKDAYS
from pipeline.guards.numbers import Differing

_KINDS = (WEEKDAYS, MONTHS)
# What the name of a day may begin: Dienstagmorgen, mittwochs, Mondays.
_ENDS: dict[Lang, str] = {
    "de": r"(?=(?:s|(?:vor|nach)?mittags?|morgens?|abends?|nachts?)?\b)", "fr": r"(?=s?\b)", "en": r"(?=s?\b)",
}  # fmt: skip


def dates_differing(source: str, lang: Lang, translation: str) -> Differing:
    """Weekdays of the source that are gone, where others came in their place, and those; months likewise."""
    missing: list[str] = []
    extra: list[str] = []
    for kind in range(len(_KINDS)):
        ours, theirs = _named(source, lang, kind), _named(translation, "en", kind)
        there, here = ({number for number, _ in named} for named in (theirs, ours))
        gone = [match[0] for number, match in ours if number not in there]
        new = [match[0] for number, match in theirs if number not in here]
        if gone and new:
            missing += gone
            extra += new
    return Differing(tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(extra)))


def dates_mended(source: str, lang: Lang, translation: str) -> str:
    """The translation, its weekday made the source's where each has one alone; its month likewise."""
    for kind, names in enumerate(_KINDS):
        ours, theirs = _named(source, lang, kind), _named(translation, "en", kind)
        if len(ours) == len(theirs) == 1 and ours[0][0] != theirs[0][0]:
            right, wrong = names["en"].split()[ours[0][0]].split("|")[0], theirs[0][1]
            translation = translation[: wrong.start()] + right.capitalize() + translation[wrong.end() :]
    return translation


def _named(text: str, lang: Lang, kind: int) -> list[tuple[int, re.Match[str]]]:
    """The days or months of a text: which one, and where."""
    return [(int(str(match.lastgroup)[1:]), match) for match in _pattern(lang, kind).finditer(text)]


@cache
def _pattern(lang: Lang, kind: int) -> re.Pattern[str]:
    """English names in full and with a capital: march and may are words, Jan and Dec may be names."""
    names = _KINDS[kind][lang].split()
    if lang == "en":
        names = [name.split("|")[0].capitalize() for name in names]
    some = "|".join(f"(?P<n{number}>{name})" for number, name in enumerate(names))
    return re.compile(rf"\b(?:{some}){_ENDS[lang]}", 0 if lang == "en" else re.I)
