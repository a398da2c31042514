"""Who speaks by words without a verb: Udo Falk (44): "We shall wait."; the strike goes on, so Udo Falk."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.language import lexicon
from pipeline.language.claims import CALENDAR, CALLINGS, SPEAKING_BODIES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NAME = 0.7  # the share of a word's uses with a capital from which it is a name
_STOPS, _ENDS = frozenset('.!?;"“”„«»'), frozenset(".!?…")
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_OF_NOUN = frozenset({"DT", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "HYPH", "POS"})
_SPEAKERS = CALLINGS | SPEAKING_BODIES
# as German and French have it: ", so Udo Falk", "dixit le maire"
_SO = re.compile(r",[\"”»]?,?\s(?:(?:so|thus|dixit)\s([^.;:\"“”]+?)(?=[,.;]|$)|([^,.;:\"“”]+)\sdixit\b)")


class Framed(NamedTuple):
    """Words that tell who says what stands in a stretch (characters) beside them, and who that is."""

    words: "Span"
    speaker: "Span"
    start: int
    end: int


def openings(doc: "Doc", quoted: Sequence[tuple[int, int]]) -> Iterator[Framed]:
    """Each quotation that a colon and somebody's name open."""
    for start, end in quoted:
        colon = next((token for token in reversed(doc) if token.idx < start and not token.is_space), None)
        if colon is None or not colon.text.endswith(":"):
            continue
        words = _before(colon)
        speaker = next(filter(_may_speak, _nouns(words)), None)
        # A single name over a text may be a place: Lyon: "We were lucky"
        stopped = not _ENDS.isdisjoint(doc.text[end - 2 : end + 1])
        if speaker and (stopped or len(words) > 2):
            yield Framed(words, speaker, start, end)


def closings(doc: "Doc") -> Iterator[Framed]:
    """What a name after "so" or "thus" ends."""
    for match in _SO.finditer(doc.text):
        group = match.lastindex or 0
        words = doc.char_span(match.start() + 1, match.end(), alignment_mode="contract")
        speaker = doc.char_span(match.start(group), match.end(group))
        if words and speaker and all(token.tag_ in _OF_NOUN for token in speaker) and _may_speak(speaker):
            yield Framed(words, speaker, 0, match.start())


def _before(colon: "Token") -> "Span":
    """The words before a colon back to a full stop, or to the comma after the last verb."""
    first = comma = colon.i
    while first and colon.doc[first - 1].text not in _STOPS:
        if colon.doc[first - 1].tag_ in _FINITE:
            return colon.doc[min(comma, colon.i - 1) + 1 : colon.i + 1]
        first -= 1
        comma = first if colon.doc[first].text == "," else comma
    return colon.doc[first : colon.i + 1]


def _nouns(words: "Span") -> Iterator["Span"]:
    """Nouns with what stands before them, after no preposition but that of "according to"."""
    doc, start = words.doc, words.start
    for place in range(words.start, words.end):
        if doc[place].tag_ in _OF_NOUN:
            continue
        before = [token.lower_ for token in doc[max(start - 2, 0) : start]]
        if start < place and (before == ["according", "to"] or not start or doc[start - 1].tag_ not in {"IN", "TO"}):
            yield doc[start:place]
        start = place + 1


def _may_speak(noun: "Span") -> bool:
    last, share = noun[-1], lexicon.capital(noun[-1].lower_)
    name = last.text[:1].isupper() and (share is None or share >= NAME)
    return last.lower_ not in CALENDAR and (name or last.lemma_.lower() in _SPEAKERS)
