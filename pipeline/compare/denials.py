"""Denials that point back: what one article's next sentence calls false, and others say for themselves."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from pipeline.compare.answering import ClaimMatch, Part, parts
from pipeline.compare.opposed import Labelled
from pipeline.compare.said import Opened, Said
from pipeline.data import Claim
from pipeline.language import news
from pipeline.language.claims import ALLEGED, DISMISSING, FATES, FICTION, NONSENSE, REFUTING

LEAST, LINKED = 0.4, 0.5  # the likeness of claims, and the probability of a link, from which two say the same
_STRESSED = (
    r"(?:(?:pure|sheer|utter(?:ly)?|complete(?:ly)?|total(?:ly)?|simply|absolutely|all|just|plain|an?|not|un)\s+)*"
)
_FALSE = "|".join(["not true", *sorted(FICTION | NONSENSE)])
_FLAT = re.compile(  # a sentence that begins with nothing but that it is false
    rf"^[“„«\"'‘\s]*(?:(?:this|that|it)(?:['’]s|\s+is|\s+was)\s+)?{_STRESSED}(?:{_FALSE})\b"
    r"\s*(?:[\"”»,.!?;:–—]|$)",
    re.I,
)
_NONE_OF_IT = re.compile(
    r"\b(?:none of (?:it|this|that)(?! [a-z]+ed\b)|nothing of the (?:sort|kind)|no truth (?:in|to) (?:it|this|that))\b",
    re.I,
)
_MADE_UP = re.compile(
    r"\b(?:out of (?:thin air|whole cloth)|made[- ]up|far[- ]fetched|without (?:any )?foundation)\b", re.I
)
_ALLEGATION = re.compile(
    r"(?:(?:this|that|these|those|the|all|his|her|its|their) )?\w+(?! (?:of|that|against|about)\b)", re.I
)
_NAMED = re.compile(r"\s+(?:that|of|about|against|over|by|for|which)\b")  # what is said is named itself
_LEGAL = ("arrested", "convicted")  # what befalls who is accused
_ARREST = frozenset().union(*(FATES[fate] for fate in _LEGAL)) | frozenset({"detention", "charge"})
_POINTING = frozenset({"this", "that", "it", "these", "all"})
_CALLING = frozenset({"call", "describe", "brand", "label"})


def denials(opened: Opened) -> Iterator[tuple[Labelled, Labelled, float]]:
    """A denial of what stands in the sentence before it, and a claim of another article that says this; how alike.

    "The club took bribes, the report says. The president called that a fairy tale."
    """
    denying: dict[str, Part] = {}
    for key, earlier in _before(opened.said).items():
        if part := _denial(opened.said[key]):
            denying[earlier.sentence.id] = part
    # Who prints a denial as well stands on no side of its own.
    denying_articles = {part.said.article for part in denying.values()}
    for answer in opened.answers:
        if answer.probability < LINKED:
            continue
        for match in answer.matches:
            for denied, affirming in ((match.left, match.right), (match.right, match.left)):
                part = denying.get(denied.said.sentence.id)
                if part and affirming.said.article not in denying_articles and _states(match, affirming):
                    yield (
                        Labelled(part, "denies", sure=False),
                        Labelled(affirming, "affirms", sure=False),
                        match.likeness,
                    )


def _before(lines: Mapping[str, Said]) -> dict[str, Said]:
    """Sentence (id) → the one before it in its article."""
    ordered = sorted(lines.values(), key=lambda line: (line.article, line.sentence.start))
    pairs = pairwise(ordered)
    return {line.sentence.id: earlier for earlier, line in pairs if earlier.article == line.article}


def _states(match: ClaimMatch, affirming: Part) -> bool:
    claim = affirming.claim
    if match.likeness < LEAST or not match.one_row or claim.certainty == "conditional":
        return False
    arrested = any(not _ARREST.isdisjoint(told.lemmas) for told in affirming.said.claims)
    if arrested or any(fate in _LEGAL for fate, _ in news.fates(claim.text)):
        return False  # nobody denies that he is in custody
    return match.left.claim.polarity == match.right.claim.polarity and _denial(affirming.said) is None


def _denial(line: Said) -> Part | None:
    """The claim of a sentence that denies what was said before it; None where there is none."""
    claims = parts(line)
    if claims and _FLAT.match(line.english):
        return claims[0]
    return next(
        (part for part in claims if _points_back(part.claim, line.english) or _NONE_OF_IT.search(part.claim.text)), None
    )


def _points_back(claim: Claim, english: str) -> bool:
    """Whether a claim rejects something that it does not name: rejected this, called the account an invention."""
    verb = frozenset(claim.predicate.split()[:1])
    fiction = bool(_MADE_UP.search(claim.text)) or not FICTION.isdisjoint(claim.lemmas)
    objects = [role for role in claim.roles if role.name == "object"]
    alleged = any(
        role.head in ALLEGED and _ALLEGATION.match(role.text) and not _NAMED.match(english, role.end)
        for role in objects
    )
    if claim.polarity < 0 or not (alleged or any(role.head in _POINTING for role in objects)):
        return False
    return bool(verb & REFUTING or (fiction and verb & (DISMISSING | _CALLING)) or (alleged and verb & DISMISSING))
