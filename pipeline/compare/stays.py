"""Where people sleep, are treated or gather, and where a thing is brought: each most often in one place of a story."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.compare import words
from pipeline.compare.answering import Part, like
from pipeline.compare.persons import Mention, names_of
from pipeline.data import Role
from pipeline.language.claims import LEAVING, STAYS

OF_PERSONS = frozenset({"sleep", "care"})
_ONE = re.compile(r"(?:an?|one(?! hundred| thousand)|he|she)\b", re.I)


@dataclass(frozen=True, slots=True)
class Stay:
    """A place of which a story tells most often one; `kind`: for what; `who` is there, by its noun and the stems of
    its names; `single`: whether that is one."""

    part: Part
    kind: str
    role: Role
    head: str
    names: frozenset[str]
    single: bool


def stays(part: Part, roles: Sequence[Role], meant: Mapping[str, Mention]) -> Iterator[Stay]:
    """What stands in places of a claim that is neither denied nor only supposed.

    Args:
        roles: the places that it names.
        meant: claim (id) → whom a pronoun in it stands for.
    """
    claim = part.claim
    if claim.polarity < 0 or claim.certainty == "conditional":
        return
    given = {role.name: role for role in reversed(claim.roles)}
    who = given.get("object") if not claim.passive else None
    if who is None or (claim.predicate == "spend" and who.head == "night"):
        who = given.get("subject")
    if who is None:
        return
    for role in roles:
        if kind := _kind(part, who, role):
            person = meant.get(claim.id)
            named = (person.part, person.text) if person else (part, who.text)
            names = words.stems(" ".join(name.split()[-1] for name in names_of(*named)))
            single = bool(names) or bool(person) or bool(_ONE.match(who.text))
            yield Stay(part, kind, role, who.head, names, single and kind in OF_PERSONS)


def _kind(part: Part, who: Role, role: Role) -> str:
    """For what somebody is in a place, if it is one of the kinds that are compared."""
    verb = part.claim.predicate
    if verb == "spend" and "night" in part.claim.lemmas:
        return "sleep"
    if role.name == "from" or (role.name == "for") != (verb in LEAVING):
        return ""
    found = (
        kind
        for kind, verbs, nouns, where in STAYS
        if verb in verbs and (not nouns or who.head in nouns) and (not where or _in_any(part, role, where))
    )
    return next(found, "")


def _in_any(part: Part, role: Role, nouns: frozenset[str]) -> bool:
    """Whether a place is one of these, with a name, or where one of these is: in hospital in Lyon."""
    if not re.search(r"\b[A-Z]", role.text):
        return False
    ends = (before.end for before in part.claim.roles if before.head in nouns)
    return role.head in nouns or any(end <= role.start <= end + len(" in the ") for end in ends)


def of_one(left: Stay, right: Stay) -> bool:
    """Whether two stays are of one kind, and those who are there may be the same."""
    if left.kind != right.kind or left.single != right.single:
        return False
    if left.single and left.names and right.names:
        return bool(words.shared(left.names, right.names))
    return not left.single or like(left.head, right.head)
