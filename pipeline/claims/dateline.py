"""What stands before the first words of a report: where it was written, its hour in a ticker, what kind it is.

As in: ALTWERTH, Germany, Oct 7 (TP) - Carmaker Lorval …; +++ 10:20 +++ The mayor …; UPDATE 2-Carmaker Lorval …
"""

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
_END = r"(?:\s*[-–—]+\s+|\s*[:|+*\])]+\s*)+(?=\S)(?!\d{1,2}[:.h]\d\d)"  # not the first of two hours
_CLOCK = re.compile(
    r"(?P<framed>[+*|\[(•]+\s*)?(?:[01]?\d|2[0-4])(?P<mark>[:.h])[0-5]\d"
    rf"(?P<zone>\s?(?:Uhr|[ap]\.?\s?m\b\.?|[A-Z]{{2,4}}\b))?{_END}"
)
# 13:35 Two hostages have come out
_BARE_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d\s+(?![ap]\.?m\b)(?=[\"“«]?[^\W\d_a-zß-öø-ÿ])")
_KINDS = (
    r"breaking(?: news)?|news ?flash|flash|urgent|alert|just in|exclusive|updated?|wrap-?up|live(?: updates?| ?blog"
    r"| ?ticker)?|(?:news ?)?ticker|watch|video|in pictures|podcast|factbox|explainer|timeline|opinion|editorial"
    r"|commentary|special report|correct(?:ed|ion)|refile|rpt"
)
_NUMBER = r"(?: \d{1,2}(?![:.h]?\d))?"
_LABEL = re.compile(rf"[+*|\[(•]*\s*(?P<loud>(?i:{_KINDS})){_NUMBER}(?P<end>\s*[-–—]\s*|{_END}|\s(?=\d+[:.h]\d))(?=\S)")
SHORTEST = 50  # characters of a report's first sentence
# words with which a report begins, and no heading of two names
_OPENING = frozenset(
    """A After All An As At Because Before By During Due Even Five For Four From He How If In It More Nearly No Not On
    One Over She Since Some Ten That The Their There These They This Three Two Under Until When While With""".split()  # noqa: SIM905
)


def dateline(text: str) -> int:
    """Where a text goes on after its dateline, hour and label, 0 without any.

    A dateline is a place in capitals, or with an agency or a day, or one before a word with which reports begin. What
    follows a bare one in capitals is long: MERZ – Scholz: the duel is a heading.
    """
    start = 0
    while length := _label(text[start:]):
        start += length
    match = _DATELINE.match(text, start)
    if not match:
        return start
    dated = "(" in match["further"] or any(map(str.isdigit, match["further"]))
    loud = match["place"].isupper() and (match["further"] or len(text) - match.end() >= SHORTEST)
    return match.end() if loud or dated or match["first"] in _OPENING else start


def _label(text: str) -> int:
    """How many characters of a text are the hour of a ticker or the kind of report that it begins with.

    With a point between them, two numbers are an hour only if it is named, or marked off: 10.15 Uhr.
    """
    if match := _BARE_CLOCK.match(text):
        return match.end()
    if match := _CLOCK.match(text):
        return match.end() if match["mark"] != "." or match["framed"] or match["zone"] else 0
    match = _LABEL.match(text)
    # In small letters it may be a word of the sentence: Live - a word that …
    return match.end() if match and (match["loud"].isupper() or ":" in match["end"] or "|" in match["end"]) else 0


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
