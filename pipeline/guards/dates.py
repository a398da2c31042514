"""Weekdays and months that became others."""

import re
from functools import cache
from typing import Literal

from pipeline.data import Lang
from pipeline.guards.contrasts import contrasts_changed
from pipeline.guards.words import Discrepancy
from pipeline.language import language
from pipeline.language.en import ENGLISH
from pipeline.language.numbers import numbers
from pipeline.language.record import NEVER, Calendar, Language, pattern
from pipeline.language.times import dates

_Kind = Literal["weekdays", "months"]
_KINDS: tuple[_Kind, ...] = ("weekdays", "months")


def dates_differing(source: str, lang: Lang, translation: str) -> Discrepancy:
    """Weekdays of the source that are gone, where others came in their place, and those; months likewise."""
    missing: list[str] = []
    extra: list[str] = []
    changes: list[tuple[list[str], list[str]]] = []
    for kind in _KINDS:
        lefts, rights = _days(source, language(lang).calendar, kind), _days(translation, ENGLISH.calendar, kind)
        left_numbers, right_numbers = ({number for number, _ in days} for days in (lefts, rights))
        if kind == "weekdays":
            nights = _nights(source, lefts, language(lang).calendar)
            right_numbers |= {number for number, before in nights.items() if before in right_numbers}
            left_numbers |= set(nights.values())
        lost = [match[0] for number, match in lefts if number not in right_numbers]
        changes.append((lost, [match[0] for number, match in rights if number not in left_numbers]))
    exact, english = _exact_days(source, language(lang)), _exact_days(translation, ENGLISH)
    lost = _days_without(exact, english, translation, ENGLISH)
    changes.append((lost, _days_without(english, exact, source, language(lang))))  # 3.10. is no 10 March
    own = language(lang).calendar.contrasts
    words = contrasts_changed(source, own, translation, ENGLISH.calendar.contrasts)
    changes += [([left], [right]) for left, right in words]
    for lost, new in changes:
        if lost and new:  # one that is only left out is an omission, and free translations do that
            missing += lost
            extra += new
    return Discrepancy(tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(extra)))


def _nights(text: str, days: list[tuple[int, re.Match[str]]], calendar: Calendar) -> dict[int, int]:
    """The weekdays that a night leads to, and those before them: English says Friday night for them."""
    leads = pattern(rf"(?i)\b(?:{calendar.night_to or NEVER})\s+$")
    return {number: (number - 2) % 7 + 1 for number, match in days if leads.search(text[: match.start()])}


def _exact_days(text: str, record: Language) -> dict[tuple[int, int], str]:
    """Month and day of the dates that say both → as they are written."""
    days = dates(text, record, "") if re.search(r"\d", text) else ()
    return {(day.month, day.day): text[start:end] for day, start, end in days if day.month and day.day}


def _days_without(
    days: dict[tuple[int, int], str], others: dict[tuple[int, int], str], text: str, record: Language
) -> list[str]:
    """The days that the other text does not have, not even as one of several of a month: 6 and 7 May."""
    values = {value for number in numbers(text, record) for value in number.values} if days else set()
    months = {month for month, _ in others}
    new = {date: written for date, written in days.items() if date not in others}
    return [written for (month, day), written in new.items() if month not in months or str(day) not in values]


def dates_mended(source: str, lang: Lang, translation: str) -> str:
    """The translation, its weekday made the source's where each has one alone; its month likewise."""
    for kind in _KINDS:
        lefts, rights = _days(source, language(lang).calendar, kind), _days(translation, ENGLISH.calendar, kind)
        if len(lefts) == len(rights) == 1 and lefts[0][0] != rights[0][0]:
            right, wrong = _names(ENGLISH.calendar, kind)[lefts[0][0]][0], rights[0][1]
            translation = translation[: wrong.start()] + right.capitalize() + translation[wrong.end() :]
    return translation


def _days(text: str, calendar: Calendar, kind: _Kind) -> list[tuple[int, re.Match[str]]]:
    """The weekdays or months of a text: which one, and where; none of a language whose names are not known."""
    if not _names(calendar, kind):
        return []
    return [(int(str(match.lastgroup)[1:]), match) for match in _pattern(calendar, kind).finditer(text)]


def _names(calendar: Calendar, kind: _Kind) -> tuple[tuple[str, ...], ...]:
    return calendar.weekdays if kind == "weekdays" else calendar.months


@cache
def _pattern(calendar: Calendar, kind: _Kind) -> re.Pattern[str]:
    """Where names are words too (march, may; Jan and Dec are people), only those in full and with a capital."""
    exact = calendar.names_are_words
    names = [spellings[0].capitalize() if exact else "|".join(spellings) for spellings in _names(calendar, kind)]
    groups = "|".join(f"(?P<n{number}>{name})" for number, name in enumerate(names))
    return re.compile(rf"\b(?:{groups})(?={calendar.day_endings}\b)", 0 if exact else re.I)
