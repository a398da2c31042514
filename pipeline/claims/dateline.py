"""Where a report says that it was written, before its first words: ALTWERTH, Germany, Oct 7 (TP) - Carmaker Lorval …"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from pipeline.data import Claim, Measure, Role, Source, When
from pipeline.language.names import PLACE_PARTICLES

_Part = TypeVar("_Part", Measure, Role, Source, When)
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'.]*"
_DATELINE = re.compile(
    rf"(?P<place>{_WORD}(?:[ /-]{{1,3}}(?:(?:{PLACE_PARTICLES}|the)[ -])?{_WORD}){{0,3}})"
    r"(?P<further>(?:,\s[^–—(),]{1,25}|\s?\([^()]{1,30}\)){0,4})\s?(?:[–—]|--?)\s+(?=[\"“«„‘'\d]|(?P<first>[^\W\d_a-z][\w’']*))"
)
SHORTEST = 50  # characters of a report's first sentence
# words with which a report begins, and no heading of two names
_OPENING = frozenset(
    """A After All An As At Because Before By During Due Even Five For Four From He How If In It More Nearly No Not On
    One Over She Since Some Ten That The Their There These They This Three Two Under Until When While With""".split()  # noqa: SIM905
)


def dateline(text: str) -> int:
    """Where a text goes on after its dateline, 0 without one.

    A dateline is a place in capitals, or with an agency or a day, or one before a word with which reports begin. What
    follows a bare one in capitals is long: MERZ – Scholz: the duel is a heading.
    """
    match = _DATELINE.match(text)
    if not match:
        return 0
    dated = "(" in match["further"] or any(map(str.isdigit, match["further"]))
    loud = match["place"].isupper() and (match["further"] or len(text) - match.end() >= SHORTEST)
    return match.end() if loud or dated or match["first"] in _OPENING else 0


def behind(claims: Iterable[Claim], start: int) -> tuple[Claim, ...]:
    """The claims of what follows a dateline, by the places of the whole text; the dateline belongs to the first one."""
    moved = (
        replace(
            claim,
            spans=tuple((first + start, last + start) for first, last in claim.spans),
            source=_shift(claim.source, start) if claim.source.speaker else claim.source,
            roles=tuple(_shift(role, start) for role in claim.roles),
            measures=tuple(_shift(measure, start) for measure in claim.measures),
            times=tuple(_shift(when, start) for when in claim.times),
        )
        for claim in claims
    )
    return tuple(
        replace(claim, spans=((0, claim.spans[0][1]), *claim.spans[1:])) if not number else claim
        for number, claim in enumerate(moved)
    )


def _shift(part: _Part, by: int) -> _Part:
    return replace(part, start=part.start + by, end=part.end + by)
