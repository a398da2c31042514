"""Where people sleep, are treated or gather, and where a thing is brought: by articles that say it in other words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.compare import words
from pipeline.compare.answering import Part, like
from pipeline.compare.persons import Mention, names_of
from pipeline.data import Role
from pipeline.language.claims import HOSPITALS, STAYING, TAKING


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
    kind = next((kind for kind, verbs in STAYING.items() if claim.predicate in verbs), "")
    given = [role for role in claim.roles if role.name in ("subject", "object")]
    object_ = next((role for role in given if role.name == "object"), None)
    subject = next((role for role in given if role.name == "subject"), None)
    who = subject if claim.passive or object_ is None else object_
    if who is None:
        return
    if claim.predicate == "spend" and object_ and object_.head == "night":
        kind, who = "sleep", subject
    for role in roles:
        told = kind or ("care" if claim.predicate in TAKING and role.head in HOSPITALS else "")
        if told:
            person = meant.get(claim.id)
            named = (person.part, person.text) if person else (part, who.text)
            names = words.stems(" ".join(name.split()[-1] for name in names_of(*named)))
            single = bool(names) or bool(person) or who.text.split()[0].lower() in ("a", "an", "one", "he", "she", "it")
            yield Stay(part, told, role, who.head, names, single)


def of_one(left: Stay, right: Stay) -> bool:
    """Whether two stays are of one kind, and those who are there may be the same."""
    if left.kind != right.kind or left.single != right.single:
        return False
    if left.names and right.names:
        return bool(words.shared(left.names, right.names))
    return not left.single or like(left.head, right.head)
