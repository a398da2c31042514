"""Who did it to whom, exchanged: Scholz accused Merz of lying, Merz accused Scholz of lying."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from pipeline.compare import words
from pipeline.compare.answering import Part, by_article, parts
from pipeline.compare.persons import beside
from pipeline.compare.said import Found, Held, Opened
from pipeline.compare.sides import Apart, grouped
from pipeline.data import Role
from pipeline.language import lexicon
from pipeline.language.claims import ACCUSING, LIGHT, MUTUAL, is_pronoun

ALIKE = 0.5  # the least likeness of whole sentences that no row or link joins
_EACH_OTHER = re.compile(r"\b(?:each other|one another|mutual\w*)\b", re.I)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does to somebody, by the stem of the verb, and the stems of the words for both."""

    part: Part
    verb: str
    doer: Role
    by: frozenset[str]
    to: frozenset[str]


def differing(opened: Opened) -> Iterator[Found]:
    """Deeds of which two articles exchange who did it and to whom: never solid, for each may have done it in turn."""
    deeds = {key: [deed for part in parts(line) for deed in _deeds(part)] for key, line in opened.said.items()}
    deeds_of = by_article(deeds)
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
        for left, right in product(*(deeds[key] for key in answer.ids)):
            if left.verb != right.verb or not (answer.joined or answer.likeness >= ALIKE):
                continue
            if _is_exchange(left, right):
                if not _in_turn(left, right, deeds_of):
                    contrasts.append(Apart(_holding(left), _holding(right), answer.probability))
            elif words.shared(left.by, right.by) and words.shared(left.to, right.to):
                agreeing.append((_holding(left), _holding(right)))
    for sides in grouped(contrasts, agreeing):
        yield Found(
            "name", sides, "Not the same one did it to the other:", (("check", "each may have done it in turn"),)
        )


def _deeds(part: Part) -> Iterator[Deed]:
    """What a claim says that one does to another."""
    claim = part.claim
    roles = {role.name: role for role in reversed(claim.roles) if not is_pronoun(role.head, role.text)}
    accused = next((lemma for lemma in claim.lemmas if lemma in ACCUSING and lemma != claim.predicate), "")
    if claim.passive or accused:  # was accused of lying: of that verb alone the clause tells what is said to be done
        doer, whom = roles.get("agent") or roles.get("by"), roles.get("subject")
    else:
        doer, whom = roles.get("subject"), roles.get("object") or roles.get("against") or roles.get("to")
    verb = accused or claim.predicate
    told = claim.polarity > 0 and verb not in MUTUAL | LIGHT | {""} and not _EACH_OTHER.search(part.said.english)
    if doer and whom and told and claim.certainty != "conditional":
        by, to = (words.stems(f"{role.text} {beside(part, role.text)}") for role in (doer, whom))
        yield Deed(part, lexicon.stem(verb, "en"), doer, by, to)


def _is_exchange(left: Deed, right: Deed) -> bool:
    """Whether who did it by one is to whom it was done by the other; what tells both alike aside: his neighbour Kern,
    his neighbour Vogel."""
    alike = (left.by & right.by) | (left.to & right.to)
    by, to, its_by, its_to = (stems - alike for stems in (left.by, left.to, right.by, right.to))
    apart = not words.shared(by, its_by) and not words.shared(to, its_to)
    return apart and bool(words.shared(by, its_to) and words.shared(to, its_by))


def _in_turn(left: Deed, right: Deed, deeds_of: Mapping[str, Sequence[Deed]]) -> bool:
    """Whether one of the two articles has it both ways: they accuse one another."""
    return any(
        _is_exchange(deed, own) and deed.verb == own.verb
        for own in (left, right)
        for deed in deeds_of[own.part.said.article]
    )


def _holding(deed: Deed) -> Held:
    line, doer = deed.part.said, deed.doer
    original = not line.machine or all(word in line.sentence.text for word in doer.text.split() if word[:1].isupper())
    return Held(line, doer.text, doer.start, doer.end, original)
