"""Dates that cannot be the same day: years, months and days, weekdays by the day an article was published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.compare import words
from pipeline.compare.said import Found, Held, Row, Said
from pipeline.compare.sides import beside, grouped
from pipeline.language import language
from pipeline.language.dates import Day, agree, dates
from pipeline.language.en import ENGLISH

_BOUND = "since|until|till|from|before|after|by"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a sentence: whether it is a bound (since 2023), and the words beside it."""

    day: Day
    bound: str
    near: frozenset[str]


def differing(row: Row) -> Iterator[Found]:
    """The dates in which sentences that can be compared differ: one date in each, a word beside both in common."""
    held = [found for said in row.every() if (found := _only(row, said))]
    for sides in grouped(row, held, lambda a, b: agree(a.day, b.day), _of_one_thing):
        values = list(dict.fromkeys(side[0].value for side in sides))
        yield Found("date", sides, f"Different dates of the same: {' and '.join(values)}.")


def _of_one_thing(one: Dated, other: Dated) -> bool:
    return one.bound == other.bound and bool(words.shared(one.near, other.near))


def _only(row: Row, said: Said) -> tuple[Dated, Held] | None:
    """The date of a sentence that has one only; of a translated one, if the sentence itself has that date."""
    published = row.articles[said.article].published
    found = list(dates(said.english, ENGLISH, published))
    if len(found) != 1 or _one_of_several(said.english, *found[0][1:]):
        return None
    day, start, end = found[0]
    own = [day]
    if said.machine:
        own = [there for there, _, _ in dates(said.sentence.text, language(said.sentence.lang), published)]
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
