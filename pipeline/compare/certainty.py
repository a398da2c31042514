"""What one article is sure of and another is not."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.compare import words
from pipeline.compare.agreeing import left_open
from pipeline.compare.answering import PARTS, ClaimMatch, Part, like, parts
from pipeline.compare.opposed import Labelled, opposed
from pipeline.compare.original import hedges
from pipeline.compare.said import Found, Opened
from pipeline.data import Claim
from pipeline.language.claims import DOUBTFUL, HEARSAY, LIGHT, PERMITTING

LEAST, SURE = 0.4, 0.55  # the least likeness of two claims with one predicate, and with two
ROW, CHANCE = 0.25, 0.4  # in one statement: the least likeness with one predicate, the least chance with two
_MAY = re.compile(r"(?<=[\w,(] )May\b|\bMay(?= \d)")  # the month
_TO_COME = re.compile(r"\b(?:will|could|may|might|(?:is|are) likely to)\b(?! (?:\w+ly )?(?:have|be)\b)")
_MAY_DO = re.compile(r"\b(?:may|can|could)\b (?!have)")
_TRYING = re.compile(r"\b(?:tr(?:y|ies|ied|ying)|attempt\w*|sought|seek\w*) to\b")
_LIMITED = re.compile(r"\b(?:may|can|could)\b.*\b(?:at most|no more than|only|up to)\b")
# what is not told, but held for possible or only thought of: the most likely cause, suspicion falls on, is considering
_HELD_POSSIBLE = re.compile(
    r"\b(?:likely|probable|possible|plausible|conceivable) (?:\w+ )?"
    r"(?:cause|source|origin|trigger|explanation|reason|scenario|culprit)\b"
    r"|\b(?:hypothesis|theory|possibility|assumption)(?: \w+)? (?:that|of|is|was)\b"
    r"|\bsuspicion(?: \w+)? (?:that|falls?|fell|points)\b"
    r"|\b(?:not|n['’]t|never|cannot|nor)\b[^,;:]{0,40}\b(?:rul\w+ out|exclud\w+)\b"
    r"|\b(?:thinking (?:about|of)|considering|weighing|mulling|under consideration)\b"
    r"|\b(?:has|have|having) [^,;:]{3,40} examined\b"
    r"|\bconsider\w* (?:[\w-]+ ){1,8}(?:possible|likely|probable|conceivable)\b",
    re.I,
)
_ASSUMED = re.compile(  # before a clause, with its first word
    r"\b(?:suspects?|suspected|assum\w+|presum\w+|suspicion|hypothesis|theory|possibility)\b[^.;:]{0,40} that $", re.I
)
_ASSUMING = frozenset({"suspect", "assume", "presume"})  # suspect a leak
DONE = 0.6  # the chance of two claims, of which one is of what is planned
WORDS = 0.2  # the least of their words in common, with two


def differing(opened: Opened) -> Iterator[Found]:
    """Like claims of which one is hedged and the other is told as a fact."""
    explained = "One side hedges what the other says outright"

    def judge(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
        return _judge(match) or _planned_and_done(match, opened)

    return opposed("certainty", opened.answers, judge, ROW, explained, pairs=lambda answer: answer.near_pairs)


def _planned_and_done(match: ClaimMatch, opened: Opened) -> tuple[Labelled, Labelled] | None:
    """What is to come by one, and by the other, who did not print it later, is done: will be, has been buried."""
    parts = (match.left, match.right)
    planned = [part.claim.certainty == "planned" for part in parts]
    if planned[0] == planned[1] or not match.likest or not match.likely(DONE):
        return None
    plan, done = parts if planned[0] else parts[::-1]
    printed = [opened.articles[part.said.article].published for part in (plan, done)]
    one = plan.claim.predicate not in LIGHT and like(plan.claim.predicate, done.claim.predicate)
    if not one or not _is_done(done.claim) or plan.claim.polarity != done.claim.polarity or printed[0] < printed[1]:
        return None
    if _is_possibility(plan) or _has_condition(plan) or "would" in plan.claim.text.split():
        return None
    labels = {True: "planned", False: "done"}
    first, second = (Labelled(part, labels[told], None) for part, told in zip(parts, planned, strict=True))
    return first, second


def _is_done(claim: Claim) -> bool:
    """Whether a claim tells what has come about: was or has been buried, buried them."""
    passive = claim.passive and re.search(r"\b(?:has|have|had|was|were) (?:\w+ )?(?:been )?", claim.text)
    return claim.certainty == "plain" and (bool(passive) or _is_past(claim))


def _judge(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    left, right = match.left.claim, match.right.claim
    sure_of = [_is_sure(part) for part in (match.left, match.right)]
    if _denies(match.left) != _denies(match.right) or set(sure_of) != {True, False}:
        return None  # as most
    if any(part.said.english.rstrip('"”» ').endswith("?") for part in (match.left, match.right)):
        return None  # a question says nothing outright
    if any(map(_has_condition, (match.left, match.right))):
        return None  # if it rains, the dam could break
    if not _of_one(match):
        return None
    labels = ["outright" if told else "hedged" for told in sure_of]
    hedged, outright = (match.right, match.left) if sure_of[0] else (match.left, match.right)
    if outright.said.machine and hedges(outright.said):
        return None
    if outright.claim.source.manner == "reported" and not HEARSAY.isdisjoint(hedged.claim.lemmas):
        return None  # "reportedly" is somebody's word, too
    if (_TO_COME.search(hedged.claim.text) and _is_past(outright.claim)) or _allows(hedged.claim, outright.claim):
        return None
    if _tries(outright.claim) and not _tries(hedged.claim):
        return None
    original = hedges(hedged.said) if hedged.said.machine else None
    if not DOUBTFUL.isdisjoint(re.findall(r"[a-z]+", _MAY.sub("", outright.said.english).lower())):
        return None
    sure = match.likest and left.predicate not in LIGHT and like(left.predicate, right.predicate)
    originals = [original if part is hedged else True for part in (match.left, match.right)]
    return (Labelled(match.left, labels[0], originals[0], sure), Labelled(match.right, labels[1], originals[1], sure))


def _is_past(claim: Claim) -> bool:
    """Whether a claim tells what somebody did: closed, and not closes or will close."""
    verb, told = claim.predicate.partition(" ")[0], claim.text.lower().split()
    forms = (word for word in told if verb and word[:2] == verb[:2])
    active = claim.certainty == "plain" and not claim.passive and verb not in told
    return active and any(not word.endswith(("s", "ing")) for word in forms)


def _tries(claim: Claim) -> bool:
    """Whether it tells what somebody tried, which may have come about or not."""
    return bool(_TRYING.search(claim.text))


def _allows(hedged: Claim, outright: Claim) -> bool:
    """Whether what may be done is told to be allowed, or how much of it is: may hold at most a quarter."""
    permitted = not PERMITTING.isdisjoint(outright.lemmas) and _MAY_DO.search(hedged.text)
    return bool(permitted or _LIMITED.search(hedged.text))


def _of_one(match: ClaimMatch) -> bool:
    """Whether two claims are likely enough of one thing; less is asked of those that stand in one statement."""
    left, right = match.left.claim.predicate, match.right.claim.predicate
    if match.likely(CHANCE):
        return True
    if left not in LIGHT and _share_more(match) and (left == right or (like(left, right) and match.likest)):
        return match.likeness >= (ROW if match.one_row and left == right else LEAST)
    return match.likeness >= SURE and match.by_words >= WORDS and match.likest


def _share_more(match: ClaimMatch) -> bool:
    """Whether two claims of one verb have more in common than that: not could hit trade, vowed to hit back."""
    verbs = words.stems(f"{match.left.claim.predicate} {match.right.claim.predicate}")
    return match.chance > 0 or bool(words.shared(match.left.stems - verbs, match.right.stems - verbs))


@lru_cache(PARTS)
def _is_sure(part: Part) -> bool | None:
    """Whether a claim is told as a fact; None where it is a condition."""
    if part.claim.certainty == "conditional":
        return False if _is_open(part) else None
    return part.claim.certainty != "hedged" and not _is_possibility(part)


@lru_cache(PARTS)
def _is_possibility(part: Part) -> bool:
    """Whether a claim is left open, or the words in it or before it only hold it for possible."""
    before = part.said.english[: part.claim.spans[0][0] + len("that ")]
    assumed = part.claim.predicate in _ASSUMING and part.claim.polarity > 0 and not part.claim.passive
    return bool(assumed or left_open(part) or _HELD_POSSIBLE.search(part.claim.text) or _ASSUMED.search(before))


def _denies(part: Part) -> bool:
    """Whether a claim is denied; that something is not ruled out denies nothing."""
    return part.claim.polarity < 0 and not _is_possibility(part)


@lru_cache(PARTS)
def _has_condition(part: Part) -> bool:
    conditional = any(claim.certainty == "conditional" for claim in part.said.claims)
    return conditional and not _is_open(part)


def _is_open(part: Part) -> bool:
    """Whether its sentence says that it is not known whether something is so."""
    return any(map(left_open, parts(part.said)))
