"""The measures and times of a parsed text: what is counted and whose time it is, by the tree."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.claims.clauses import hanging, has, whole
from pipeline.data import Measure, When
from pipeline.language import language
from pipeline.language.claims import GROUPS, PERSONS
from pipeline.language.measures import measures
from pipeline.language.record import SECONDS
from pipeline.language.times import times

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SOME_OF = re.compile(
    r"\b(?:including|among them|among whom|of whom|of them)[\s,]+(?:\w+\s+)?$"
    r"|^Of (?:[\w’'-]+ ){1,5}[\w’'-]+, (?:\w+ )?$",
    re.I,
)  # the last: of the 46 storeys, 31 stand
_OF_THEM = re.compile(r"\s+of (?:them|whom|which|these|those)\b")
_ONE_OF = re.compile(r"(?<!is )(?<!was )(?<!as )(?<!are )(?<!were )\b(?P<one>[Oo]ne) of (?:[\w’']+ ){0,2}$")
_OTHERS = re.compile(r"\s+(?:others?|more|further|additional)\b")
_UNIT = re.compile(rf"\b({'|'.join(SECONDS)})s?$", re.I)
_AND = re.compile(r",?\s+(?:and\s+)?")
_AND_A_HALF = re.compile(r"\s+and\s+(?:a\s+(?P<half>half)|(?P<three>three[\s-])?(?:a\s+)?quarters?)\b", re.I)
MOST_AGE = 120
_ONE_PERSON = PERSONS - GROUPS
_COUNTS = re.compile(r"\s*(?!(?:who|and|from|in|was|is|has|had|were)\b)[\w$€£%]")  # what a number before it counts
_NOMINAL = frozenset({"NOUN", "PROPN"})
_QUANTITIES = frozenset({"quarter", "half", "dozen", "hundred", "thousand", "million", "billion"})
_OF_COUNT = frozenset({"count", "ordinal", "share", "factor", "age"})


@dataclass(frozen=True, slots=True)
class Read:
    """What the readers of `language` find in a text, each with the number of the word that it begins with."""

    measures: list[tuple[int, Measure]]
    times: list[tuple[int, When]]


def read(doc: "Doc") -> Read:
    """The measures and times of a text; a measure has the noun that it counts, a time the verb that it belongs to."""
    # Times first: the 3 of 3 May counts nothing.
    whens = times(whole(doc), language("en"))
    stretches = [(when.start, when.end) for when in whens]
    amounts = list(_compounds(whole(doc), measures(whole(doc), language("en"), stretches)))
    amounts = sorted((*amounts, *_one_of(whole(doc), amounts)), key=lambda measure: measure.start)
    counted = [(_word(doc, measure.start).i, measure) for measure in _with_nouns(doc, amounts)]
    return Read(counted, [(_word(doc, when.start).i, _with_verb(doc, when)) for when in whens])


def _compounds(text: str, amounts: Iterable[Measure]) -> Iterator[Measure]:
    """The measures; spans of time that stand side by side are one: nine hours and a half, two hours and ten minutes."""
    last: Measure | None = None
    for measure in amounts:
        if last and measure.start < last.end:
            continue  # the half that it ends in
        joined = last and _one_span(text, last, measure)
        if last and not joined:
            yield last
        last = joined or _with_half(text, measure)
    if last:
        yield last


def _one_of(text: str, amounts: Iterable[Measure]) -> Iterator[Measure]:
    """The one of so many that is counted: one of the ferry's three engines; not: she is one of the three founders."""
    for measure in amounts:
        match = _ONE_OF.search(text, 0, measure.start) if measure.kind == "count" and measure.value > 1 else None
        if match and not measure.bound:
            start, end = match.span("one")
            yield replace(measure, value=1.0, low=1.0, high=1.0, start=start, end=end, text=match["one"])


def _with_half(text: str, measure: Measure) -> Measure:
    """A span of time with the half or quarters of its unit after it, if there are any."""
    half, unit = _AND_A_HALF.match(text, measure.end), _UNIT.search(measure.text)
    if measure.kind != "duration" or not half or not unit:
        return measure
    share = 0.5 if half["half"] else 0.75 if half["three"] else 0.25
    return _longer(measure, SECONDS[unit[1].lower()] * share, half.end(), text)


def _one_span(text: str, left: Measure, right: Measure) -> Measure | None:
    """One span of time of two, the second less than the first's unit."""
    unit = _UNIT.search(left.text)
    if left.kind != "duration" or right.kind != "duration" or left.bound or not unit:
        return None
    beside = _AND.fullmatch(text[left.end : right.start])
    if not beside or right.value >= SECONDS[unit[1].lower()]:
        return None
    joined = _longer(left, right.value, right.end, text)
    off = right.high - right.value  # two hours, 7 minutes and 14 seconds are told to the second
    return replace(joined, low=joined.value - off, high=joined.value + off)


def _longer(measure: Measure, more: float, end: int, text: str) -> Measure:
    return replace(
        measure,
        value=measure.value + more,
        low=measure.low + more,
        high=measure.high + more,
        counted="",
        end=end,
        text=text[measure.start : end],
    )


def _with_nouns(doc: "Doc", amounts: Iterable[Measure]) -> Iterator[Measure]:
    """The measures with what they count, "of" it if they are some of it or come to others: 60 of them, 14 other people.

    Some of what the one before counts has its noun: 280 workers, 60 of them abroad.
    """
    last = ""
    for measure in amounts:
        if _is_code(doc, measure):
            continue
        measure = _as_age(doc, measure)
        noun = _counted_noun(doc, measure)
        if measure.kind == "count":
            partial = _SOME_OF.search(whole(doc)[: measure.start]) or _OF_THEM.match(whole(doc)[measure.end :])
            if partial and last and noun != last:
                noun = f"of {last}"
            elif _OTHERS.match(whole(doc)[measure.end :]) and noun:
                noun = f"of {noun.removeprefix('of ')}"
            last = noun.removeprefix("of ")
        yield replace(measure, counted=noun)


def _as_age(doc: "Doc", measure: Measure) -> Measure:
    """A bare number that is a person's age, as one: a pensioner (81), a man of 81."""
    before, after = whole(doc)[: measure.start].rstrip(), whole(doc)[measure.end :]
    in_brackets = before.endswith("(") and after.startswith(")")
    of = before.endswith(" of") and not _COUNTS.match(after)
    if measure.kind != "count" or measure.bound or not MOST_AGE > measure.value > 0 or not (in_brackets or of):
        return measure
    noun = re.search(r"([^\W\d_]+)\s*(?:\(|of)$", before)
    if noun is None or noun[1].lower() not in _ONE_PERSON:  # in the singular: not "two of the soldiers"
        return measure
    return replace(measure, kind="age", unit="years", low=measure.value, high=measure.value)


def _is_code(doc: "Doc", measure: Measure) -> bool:
    """Whether a number stands after the noun that it names: Flight 437, Article 5, room 12."""
    word = _word(doc, measure.start)
    if measure.kind != "count" or not word.like_num or word.i == 0 or measure.bound:
        return False
    preceding = doc[word.i - 1]
    # It must also hang on that noun: in "gave the children 12 books" a noun stands before, too.
    return preceding.pos_ in _NOMINAL and word.head.i == preceding.i and word.dep_ in {"nummod", "appos", "npadvmod"}


def _word(doc: "Doc", start: int) -> "Token":
    """The word that holds a character."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    return span[0] if span is not None else doc[0]  # None where no word is


def _counted_noun(doc: "Doc", measure: Measure) -> str:
    """The lemma of the noun that a number is of; where there is none, of what is said of those that it counts."""
    if measure.kind not in _OF_COUNT:
        return measure.counted
    span = doc.char_span(measure.start, measure.end, alignment_mode="expand")
    if span is None:
        return measure.counted
    top = span.root
    # From the surest to the last resort: the amount's own noun, what stands after "of", the noun that it stands before.
    if top.pos_ in _NOMINAL and measure.kind in ("count", "ordinal") and top.lemma_.lower() not in _QUANTITIES:
        return top.lemma_.lower()
    if measure.kind == "share" and top.pos_ in _NOMINAL and span.start < top.i < span.end - 1:
        return top.lemma_.lower()  # one bridge in three
    if inner := _of(top) or (measure.kind == "share" and _of_before(top)):
        of_them = inner.pos_ == "PRON" or has(inner, "det", "poss")
        # a quarter of a million fans, thousands of fans; some of it is a dozen of the fans
        whole_of_it = top.lemma_.lower() in _QUANTITIES and (not of_them or inner.i - 1 < span.end)
        return inner.lemma_.lower() if measure.kind != "count" or whole_of_it else f"of {inner.lemma_.lower()}"
    if (
        top.dep_ in {"nummod", "amod", "quantmod", "compound", "predet", "det", "npadvmod"}
        and top.head.pos_ in _NOMINAL
    ):
        head = top.head
        if head.i > top.i:
            return head.lemma_.lower()
    if top.dep_ == "pobj" and top.head.lower_ == "of" and top.head.head.lemma_.lower() in GROUPS:
        return top.head.head.lemma_.lower()  # a crew of 23
    following = doc[span.end] if span.end < len(doc) else None
    if following is not None and following.pos_ in {"NOUN", "ADJ", "VERB"}:
        return following.lemma_.lower()
    if top.dep_ in {"nsubj", "nsubjpass", "dobj", "appos"} and top.head.pos_ == "VERB":
        return top.head.lemma_.lower()
    return measure.counted


def _of_before(top: "Token") -> "Token | None":
    """What stands before a share: of the six boats, a third sank."""
    of = (child for child in top.head.children if child.lower_ == "of" and child.i < top.i)
    return next((inner for child in of for inner in hanging(child, "pobj")), None)


def _of(top: "Token") -> "Token | None":
    """What stands after "of": a third of the staff, two of the injured."""
    for child in top.children:
        if child.lower_ == "of":
            return next(hanging(child, "pobj"), None)
    return None


def _with_verb(doc: "Doc", when: When) -> When:
    """A time with its verb; not told until Friday is told on Friday, and what dates back to May was in May."""
    verb = _verb(_word(doc, when.start))
    denied = when.bound == "until" and has(verb, "neg")
    on = denied or verb.lemma_.lower() == "date"
    return replace(when, verb=verb.lemma_.lower(), bound="on" if on else when.bound)


def _verb(token: "Token") -> "Token":
    """The lemma of the nearest verb above a word; of a noun in between that names an event, that one."""
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            break
    return token
