"""Whose words a sentence is: the outlet's own, somebody's reported, or somebody's between quotation marks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.compare import words
from pipeline.compare.said import Found, Held, Row, Said
from pipeline.compare.sides import Sides, grouped
from pipeline.compare.speech import CLAUSES, OFFICES
from pipeline.language import TARGET, language
from pipeline.language.quotations import MARK, quotations
from pipeline.language.record import pattern

Manner = Literal["own words", "reported speech", "quotation"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a sentence is, the mark by which that shows, and the stretch of the English that is theirs."""

    manner: Manner
    mark: str
    start: int
    end: int


def differing(row: Row) -> Iterator[Found]:
    """Where articles differ in whose words they print: their own or another's, quoted or reported, and of whom."""
    yield from _stated(row)
    yield from _quoted(row)
    yield from _sourced(row)


def _stated(row: Row) -> Iterator[Found]:
    """Where one article states in its own words what another one puts into somebody's mouth, or quotes."""
    theirs: dict[str, Held] = {}
    own: dict[str, Held] = {}
    marks: dict[str, None] = {}
    for one, other in row.pairs():
        voice = attributed(one) if one.sentence.kind == other.sentence.kind == "body" else None
        if voice and _own(row, other) and _of_it(one, other, voice):
            theirs.setdefault(one.article, Held(one, voice.manner, voice.start, voice.end, True))
            own.setdefault(other.article, Held(other, "own words", original=True))
            marks[f"“{voice.mark}”"] = None
    own = {article: held for article, held in own.items() if article not in theirs}
    if theirs and own:
        explained = f"Stated as a fact on one side, as somebody's words on the other ({', '.join(marks)})."
        yield Found("attribution", (*_by_manner(theirs), tuple(own.values())), explained)


def _by_manner(held: dict[str, Held]) -> Sides:
    manners = sorted({one.value for one in held.values()})
    return tuple(tuple(one for one in held.values() if one.value == manner) for manner in manners)


def _own(row: Row, said: Said) -> bool:
    """Whether nothing in a sentence, nor in the one before it, shows that it may be somebody's words."""
    foreign = said.sentence.lang != row.articles[said.article].lang  # an article quotes by leaving its language
    article = row.whole[said.article]
    before = article[max(0, article.index(said) - 1)]
    return not foreign and not spoken(said) and not (before.inside or attributed(before) or _quotation(before))


def _of_it(one: Said, other: Said, voice: Voice) -> bool:
    """Whether what is put into somebody's mouth is what the other sentence says, not something beside it."""
    theirs = words.stems(other.english)
    inside = words.shared(words.stems(one.english[voice.start : voice.end]), theirs)
    return len(inside) > 1 and 3 * len(inside) >= 2 * len(words.shared(words.stems(one.english), theirs))


def _quoted(row: Row) -> Iterator[Found]:
    """Where some articles print between quotation marks what others report without them."""
    quoting: dict[str, Held] = {}
    telling: dict[str, Held] = {}
    for one, other in row.pairs():
        place, voice = _quotation(one), attributed(other)
        if place and voice and not MARK.search(other.english) and _says(other, one.english[slice(*place)]):
            quoting.setdefault(one.article, Held(one, "quotation", *place, True))
            telling.setdefault(other.article, Held(other, "reported speech", voice.start, voice.end, True))
    for held in tuple(quoting.values()):
        for other in row.partners(held.said):
            place = _quotation(other)
            if place and _says(other, held.said.english[held.start : held.end]):
                quoting.setdefault(other.article, Held(other, "quotation", *place, True))
    told = tuple(held for article, held in telling.items() if article not in quoting)
    if quoting and told:
        sides = (tuple(quoting.values()), told)
        yield Found("attribution", sides, "Quoted word for word on one side, reported on the other.")


def _says(said: Said, quotation: str) -> bool:
    """Whether a sentence has half of the words of a quotation, or more, of three at least."""
    asked = words.stems(quotation)
    return len(asked) >= 3 and 2 * len(words.shared(asked, words.stems(said.english))) >= len(asked)


def _sourced(row: Row) -> Iterator[Found]:
    """Where articles name offices that are not the same for what they report."""
    held = [(each.value.lower()[:4], each) for one in row.every() for each in _office(one)]
    for sides in grouped(row, held, str.__eq__, lambda _one, _other: True):
        named = dict.fromkeys(side[0].value for side in sides)
        yield Found("attribution", sides, f"Different sources are named: {' and '.join(named)}.")


def _office(said: Said) -> Iterator[Held]:
    """The office that a sentence gives as its only source."""
    found = [match for rule in OFFICES for match in rule.finditer(said.english)]
    if len(found) == 1:
        original = any(said.original_has(word) for word in words.content(found[0]["who"]))
        yield Held(said, found[0]["who"], *found[0].span("who"), original)


def spoken(said: Said) -> bool:
    """Whether anything in a sentence, or in its English, shows that it may be somebody's words."""
    text, speech = said.sentence.text, language(said.sentence.lang).speech
    marks = (pattern(speech.saying), pattern(speech.first_person), MARK, pattern(speech.reported))
    saying = pattern(language(TARGET).speech.saying)
    return said.inside or bool(saying.search(said.english)) or any(mark.search(text) for mark in marks)


def attributed(said: Said) -> Voice | None:
    """Whose words most of a sentence is, if not the outlet's; of a translated one by its own marks."""
    place, text, speech = _quotation(said), said.sentence.text, language(said.sentence.lang).speech
    told = pattern(language(TARGET).speech.saying).search(said.english) or pattern(speech.saying).search(text)
    if told and place and 2 * len(words.stems(said.english[slice(*place)])) >= len(words.stems(said.english)):
        return Voice("quotation", told[0], *place)
    mark = pattern(speech.source).search(text)
    if not pattern(speech.unreported).search(text):
        mark = pattern(speech.reported).search(text) or mark
    if mark:
        return Voice("reported speech", mark[0].strip(", "), 0, len(said.english))
    return None if said.machine else _clause(said.english)


def _clause(english: str) -> Voice | None:
    for rule in CLAUSES:
        if match := rule.search(english):
            verb = english[match.start() : match.start("what")] or english[match.end("what") : match.end()]
            return Voice("reported speech", verb.strip(' ,”"»'), *match.span("what"))
    return None


def _quotation(said: Said) -> tuple[int, int] | None:
    """Where the longest quotation stands in the English, if the sentence itself has one too."""
    if said.machine and not list(quotations(said.sentence.text)):
        return None
    return max(quotations(said.english), key=lambda place: place[1] - place[0], default=None)
