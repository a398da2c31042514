"""Dates that cannot be the same day: years, months and days, weekdays by the day an article was published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.compare import words
from pipeline.compare.said import Found, Held, Row, Said
from pipeline.compare.sides import beside, grouped
from pipeline.data import Lang
from pipeline.guards.number_words import MONTHS, WEEKDAYS

_TODAY: dict[Lang, tuple[str, str]] = {
    "en": ("today", "yesterday"), "de": ("heute", "gestern"), "fr": ("aujourd['’]hui", "hier"),
}  # fmt: skip
_BOUND = "since|until|till|from|before|after|by"
_YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True)
class Day:
    """As much of a date as is said; 0 where nothing is, weekdays from 1."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a sentence: whether it is a bound (since 2023), and the words beside it."""

    day: Day
    bound: str
    near: frozenset[str]


def differing(row: Row) -> Iterator[Found]:
    """The dates in which sentences that can be compared differ: one date in each, a word beside both in common."""
    held = [found for said in row.every() if (found := _only(row, said))]
    for sides in grouped(row, held, lambda a, b: _agree(a.day, b.day), _of_one_thing):
        values = list(dict.fromkeys(side[0].value for side in sides))
        yield Found("date", sides, f"Different dates of the same: {' and '.join(values)}.")


def _of_one_thing(one: Dated, other: Dated) -> bool:
    return one.bound == other.bound and bool(words.shared(one.near, other.near))


def _agree(one: Day, other: Day) -> bool:
    """Whether two dates can be of one day: neither says a part otherwise than the other."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day), (one.weekday, other.weekday))
    return all(not a or not b or a == b for a, b in pairs)


def _only(row: Row, said: Said) -> tuple[Dated, Held] | None:
    """The date of a sentence that has one only; of a translated one, if the sentence itself has that date."""
    published = row.articles[said.article].published
    found = list(dates(said.english, "en", published))
    if len(found) != 1 or _one_of_several(said.english, *found[0][1:]):
        return None
    day, start, end = found[0]
    own = [day]
    if said.machine:
        own = [there for there, _, _ in dates(said.sentence.text, said.sentence.lang, published)]
    if own and day not in own:
        return None  # the translator's date is none of the outlet's
    bound = re.search(rf"\b({_BOUND})\s+(?:\w+\s+)?$", said.english[:start], re.I)
    dated = Dated(day, bound[1].lower() if bound else "", beside(said.english, start, end))
    return dated, Held(said, said.english[start:end], start, end, bool(own))


def _one_of_several(text: str, start: int, end: int) -> bool:
    """Whether it is one of several, or of a comparison: 6 and 7 September, from May to June, more than in 2020."""
    if re.search(r"\b(?:compared|than|up from|down from|prior to)\b", text):
        return True
    before, after = text[:start], text[end:]
    return bool(
        re.search(r"\d\w*\s*(?:and|or|to|[–,-])\s*$|\bbetween\s+(?:\w+\s+)?$", before)
        or re.match(r"\s*(?:and|or|to|[–-])\s*\d", after)
    )


def dates(text: str, lang: Lang, published: str) -> Iterator[tuple[Day, int, int]]:
    """The dates of a text and where they stand; weekdays and *yesterday* as days before `published` (ISO) or on it."""
    taken: list[tuple[int, int]] = []
    for match, day in (*_full(text, lang), *_weekdays(text, lang, published), *_years(text)):
        if all(match.end() <= start or match.start() >= end for start, end in taken):
            taken.append(match.span())
            yield day, match.start(), match.end()


def _full(text: str, lang: Lang) -> Iterator[tuple[re.Match[str], Day]]:
    """March 3, 2024; 3 March; 3. März; March 2024."""
    for number, small in enumerate(MONTHS[lang].split(), 1):
        names = small if lang == "fr" else small.title()  # May, but not: may 20 people
        month = rf"(?<![^\W\d_])(?:{names})\b\.?"
        rest = rf"(?:,?\s+(?P<year>{_YEAR}))?"
        patterns = [rf"{month}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?(?!\d){rest}"] if lang == "en" else []
        patterns += [
            rf"\b(?P<day>\d\d?)(?:st|nd|rd|th|er|\.)?\s+(?:of\s+)?{month}{rest}",
            rf"{month}\s+(?P<year>{_YEAR})",
        ]
        for pattern in patterns:
            for match in re.finditer(pattern, text):
                said = match.groupdict()
                yield match, Day(int(said["year"] or 0), number, int(said.get("day") or 0))


def _weekdays(text: str, lang: Lang, published: str) -> Iterator[tuple[re.Match[str], Day]]:
    for number, names in enumerate(WEEKDAYS[lang].split(), 1):
        for match in re.finditer(rf"\b(?:{names})\b(?!s)", text, re.I):
            yield match, _last(number, published)
    for back, name in enumerate(_TODAY[lang]):
        for match in re.finditer(rf"\b{name}\b", text, re.I):
            if published:
                yield match, _day(date.fromisoformat(published) - timedelta(days=back))


def _last(weekday: int, published: str) -> Day:
    """The last such day that the article can speak of as past, its own day included."""
    if not published:
        return Day(weekday=weekday)
    on = date.fromisoformat(published)
    return _day(on - timedelta(days=(on.isoweekday() - weekday) % 7))


def _day(on: date) -> Day:
    return Day(on.year, on.month, on.day, on.isoweekday())


def _years(text: str) -> Iterator[tuple[re.Match[str], Day]]:
    for match in re.finditer(rf"(?<![\d–/-])\b{_YEAR}\b(?![–/-]?\d)", text):
        yield match, Day(year=int(match[0]))
