"""What one article affirms and another denies, or says by a contrary word."""

from collections.abc import Iterator
from functools import cache

from pipeline.compare import words
from pipeline.compare.answering import ClaimMatch, Part, like, of_two
from pipeline.compare.opposed import Labelled, opposed
from pipeline.compare.original import denies
from pipeline.compare.said import Found, Opened
from pipeline.data import Claim
from pipeline.language.claims import CONTRARY, NEGATIVE

LEAST, SAME = 0.3, 0.45  # the least likeness of claims with contrary words, of claims with one predicate


def differing(opened: Opened) -> Iterator[Found]:
    """Like claims of which one denies what the other affirms."""
    return opposed("negation", opened.answers, _judged, LEAST, "One side affirms what the other denies: {}.")


def _judged(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    left, right = match.left.claim, match.right.claim
    if "conditional" in (left.certainty, right.certainty):
        return None
    same = like(left.predicate, right.predicate)
    contrary = _contrary(match.left, match.right)
    if left.polarity != right.polarity:
        if contrary or not same or match.likeness < SAME or _negative(match.left) or _negative(match.right):
            return None
        affirming = match.left if left.polarity > 0 else match.right
        lost = affirming.said.machine and denies(affirming.said)  # the translation may have lost a denial
        return None if lost or _ends_meet(left, right) else (_labelled(match.left), _labelled(match.right))
    hedged = "hedged" in (left.certainty, right.certainty)
    if contrary and not same and not hedged and not of_two(match.left, match.right) and _of_one(match):
        if _ends_meet(left, right):
            return None
        return Labelled(match.left, left.predicate), Labelled(match.right, right.predicate)
    return None


def _negative(part: Part) -> bool:
    """Whether a claim has a word that denies by its meaning, so that its polarity tells nothing."""
    return not NEGATIVE.isdisjoint(part.claim.lemmas)


def _ends_meet(left: Claim, right: Claim) -> bool:
    """Whether one says until when and the other from when on or when: closed until Thursday, open again on Friday."""
    bounds = [{when.bound for when in claim.times} for claim in (left, right)]
    return any("until" in ends and starts and "until" not in starts for ends, starts in (bounds, bounds[::-1]))


def _of_one(match: ClaimMatch) -> bool:
    """Whether claims with contrary predicates share whom or what they are about."""
    sides = [(match.left.claim, match.right), (match.right.claim, match.left)]
    about = [words.stems(" ".join((claim.subject, *(role.text for role in claim.roles)))) for claim, _ in sides]
    subjects = [words.stems(claim.subject) for claim, _ in sides]
    objects = [words.stems(" ".join(_objects(claim))) for claim, _ in sides]
    shared = words.shared(subjects[0], about[1]) or words.shared(subjects[1], about[0]) or words.shared(*objects)
    return bool(shared) or (match.by_words >= SAME and not all(subjects))


def _objects(claim: Claim) -> list[str]:
    return [role.text for role in claim.roles if role.name == "object"] + [claim.subject] * claim.passive


def _labelled(part: Part) -> Labelled:
    if part.claim.polarity > 0:
        return Labelled(part, "affirms", True)
    return Labelled(part, "denies", denies(part.said) if part.said.machine else True)


def _contrary(left: Part, right: Part) -> bool:
    """Whether two predicates, or what is governed by them, are contrary words."""
    a, b = _said(left), _said(right)
    return any(not a.isdisjoint(_contraries(word)) for word in b)


def _said(part: Part) -> frozenset[str]:
    return frozenset({part.claim.predicate, *part.claim.predicate.split()[:1]})


@cache
def _contraries(word: str) -> frozenset[str]:
    contraries: set[str] = set()
    for left, right in CONTRARY:
        contraries |= right if word in left else frozenset()
        contraries |= left if word in right else frozenset()
    return frozenset(contraries)
