"""Where yes and no may both be so: one claim denies, and the other says the same in words that deny, too."""

import re
from functools import lru_cache

from pipeline.compare import words
from pipeline.compare.answering import PARTS, ClaimMatch, Part
from pipeline.compare.telling import negative, telling_words
from pipeline.data import Claim
from pipeline.language.claims import ALTERING, AWAITING, FAILING, FATES, OPEN, REFUTING, SAYING, SETTLING

_NOT_DONE = re.compile(r"\b(?:un[a-z]{3,}(?:ed|en)|unknown)\b")  # unaccounted for, against persons unknown
_OF_TIME = re.compile(
    r"\b(?:before(?! \w)|until(?! further notice)|till|only|than|instead|no longer(?! (?:been )?able)|any ?more)\b",
    re.I,
)
# what did not change, break or come is there as before: does not reopen, remains closed
_AS_BEFORE = re.compile(
    r"\b(?:remain|stay|continu|kept|keep|still(?! [a-z]+ing\b)|lack|intact|undamaged|unharmed|ensure|only|all[- ]clear"
    r"|without(?! (?:any |a |further )?(?:reserv|hesit|delay|doubt|question|exception))"
    r"|as before|as usual|free of|rid of|out of|throughout|all along|all the time)\w*",
    re.I,
)
# there is nothing against it: it is welcome, it is sound
_NO_OBJECTION = re.compile(
    r"\b(?:no|not|never|without|n['’]t)\b(?:\W+\w+){0,3}?\W+"
    r"(?:objections?|complaints?|quarrel|qualms?|fault with)\b"
    r"|\bnothing (?:\w+ )?(?:against|to (?:object|complain|criticise|criticize|fault))\b",
    re.I,
)
_NOT_UNTIL = re.compile(
    r"\b(?:not|n['’]t|never|nobody|no one|none|cannot|no \w+)\b(?:\W+\w+){1,6}?\W+(?:until|till|before)\b", re.I
)
_EXCEPTED = re.compile(
    r"(?:,|\bbut|\band) not (?!only)([^,;]+)|\b(?:except(?: for)?|apart from|with the exception of) ([^,;]+)", re.I
)
_NO_LONGER = re.compile(r"\b(?:no longer(?! (?:been )?able)|any ?more)\b", re.I)
_OUT_OF = re.compile(r"\bout of (\w+)")
_NOT_YET = re.compile(r"\b(?:not|n['’]t) yet\b|\b(?:has|have) yet to\b", re.I)
_NOT_ALL = re.compile(r"\b(?:not|n['’]t) (?:all|every\w*|both|always|entirely|fully|necessarily)\b", re.I)
_ALL = re.compile(r"\b(?:all|every\w*|each|both|always|entire\w*|full\w*|whole)\b", re.I)
_SPAN = re.compile(
    r"\bfor (?:\w+ ){0,3}(?:years?|months?|weeks?|days?|hours?|decades?)\b"
    r"|\b(?:until then|had long|previously|formerly)\b",
    re.I,
)
_HAD, _WAS = re.compile(r"\bhad\b"), re.compile(r"\b(?:was|were|had)\b")
_IS_NOW = re.compile(r"\b(?:again|has|have|is|are|once more)\b")
_NOT_AS = re.compile(r"\b(?:not|n['’]t) (?:\w+ ){1,3}?(?:as|so|that) (?:much|many|far|well|\w+ly|fast|often)\b", re.I)
_NOW = re.compile(r"\b(?:still|is|are|remains?|continues?|has|have)\b")
_ASKING = (
    r"(?:examin|weigh|consider|stud|review|mull|discuss|debat|ponder|investigat|check|look|explor|assess|clarif)"
    r"(?:e|es|ed|ing|s|y|ies|ied|ying)?"
)
_QUESTION = re.compile(  # weighing up whether to appeal; whether they appeal is still being examined
    rf"\b(?:{_ASKING}|undecided|(?:not|n['’]t)(?: yet)? decided?|yet to decide)\b(?: \w+){{0,2}}? whether\b"
    r"[^.,;:!?]*"
    r"|\bwhether\b[^.;:!?]*\b(?:(?:is|are|was|were|been|still|being)(?: \w+)?|remain\w*) "
    rf"(?:{_ASKING}|open|unclear|uncertain|undecided|unknown|unresolved)\b",
    re.I,
)
_SPELLS = frozenset({"half", "quarter", "period", "set", "round", "lap", "inning", "season"})  # of a game
_DENIAL = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.I)
_OWNING = frozenset({"admit", "acknowledge", "confess", "concede", "confirm"})  # which affirms what it governs
_SILENT = REFUTING | SAYING - _OWNING | {"rule out", "exclude"}  # said nothing about it, did not rule it out
_IN_PART = re.compile(rf"{_DENIAL.pattern}|\b(?:without|unless|until)\b", re.I)  # refused to leave without her
_REFUSING = frozenset({"refuse", "decline", "fail"})
_QUIETLY = FAILING | frozenset(
    {"survive", "away", "absent", "skip", "shun", "boycott", "abstain", "silent", "suspend", "cancel", "vacant", "lose"}
)


def denies_otherwise(match: ClaimMatch) -> bool:
    """Whether words of either claim deny, too, so that both may say the same: will not attend, stays away."""
    left, right = match.left.claim, match.right.claim
    if _denies_quietly(match.left) or _denies_quietly(match.right):
        return True
    if _is_as_before(match.left if left.polarity > 0 else match.right):
        return True
    # died, did not make it
    if FATES["killed"].isdisjoint(left.lemmas) != FATES["killed"].isdisjoint(right.lemmas):
        return True
    return bool(words.contrary(telling_words(match.left), telling_words(match.right)))


@lru_cache(PARTS)
def _denies_quietly(part: Part) -> bool:
    """Whether words of a claim deny, besides those that make it a denial."""
    claim = part.claim
    if negative(part) or _has_no_objection(part) or claim.predicate in _SILENT or _NOT_DONE.search(claim.text):
        return True
    return not (_QUIETLY - _verbs_of_denial(claim)).isdisjoint(claim.lemmas)


@lru_cache(PARTS)
def _is_as_before(part: Part) -> bool:
    return bool(_AS_BEFORE.search(part.claim.text))


def _verbs_of_denial(claim: Claim) -> frozenset[str]:
    """The verbs by which a claim is denied: refused to apologise; none where a word denies it, or on a condition."""
    return _REFUSING if claim.polarity < 0 and not _IN_PART.search(claim.text) else frozenset()


def of_a_change(match: ClaimMatch) -> bool:
    """Whether either claim is of what ends or is awaited, where yes and no may both be so: no longer coach, sacked."""
    claims = (match.left.claim, match.right.claim)
    if any(claim.polarity < 0 and claim.predicate in ALTERING for claim in claims):
        return True  # what is not raised is there
    return any(_OF_TIME.search(claim.text) or not AWAITING.isdisjoint(claim.lemmas) for claim in claims)


def no_objection(match: ClaimMatch) -> bool:
    """Whether either claim says by a denial that something is welcome or sound: had nothing against it."""
    return _has_no_objection(match.left) or _has_no_objection(match.right)


@lru_cache(PARTS)
def _has_no_objection(part: Part) -> bool:
    return bool(_NO_OBJECTION.search(part.said.english))


def one_until_then(match: ClaimMatch) -> bool:
    """Whether one of two claims is denied for a time, which their polarity does not say: does not open before May."""
    left, right = (
        part.claim.polarity > 0 and bool(_NOT_UNTIL.search(part.claim.text)) for part in (match.left, match.right)
    )
    return left != right


def one_before(match: ClaimMatch) -> bool:
    """Whether one claim is of a state that was over when the other came: had been silent for years; was blocked for two
    days, is open again."""
    ends = ((match.left.claim, match.right.claim), (match.right.claim, match.left.claim))
    for before, after in ends:
        told = _SPAN.search(before.text)
        if told and (_HAD.search(before.text) or (_WAS.search(before.text) and _IS_NOW.search(after.text))):
            return not _HAD.search(after.text)
    return False


def both_so(match: ClaimMatch) -> bool:
    """Whether yes and no go together by what the denial is of: not all of them and eleven of them, not yet and next
    week, no longer and until 2019, not as much."""
    denying, affirming = (match.left, match.right) if match.left.claim.polarity < 0 else (match.right, match.left)
    no, yes = denying.claim, affirming.claim
    if (_NOT_YET.search(no.text) and yes.certainty == "planned") or _NOT_AS.search(no.text) or one_until_then(match):
        return True
    if _NOT_ALL.search(no.text) and not _ALL.search(yes.text):
        return True
    if any(role.head in _SPELLS and role.head not in yes.lemmas for role in no.roles):
        return True
    without = (role.head for role in yes.roles if role.name == "without")
    lacking = words.stems(" ".join((*without, *_OUT_OF.findall(yes.text))))  # no longer in danger, out of danger
    return bool(words.shared(lacking, denying.stems)) or bool(_NO_LONGER.search(no.text) and not _still_is(affirming))


def _still_is(part: Part) -> bool:
    """Whether a claim tells how it is now."""
    verb, told = part.claim.predicate.partition(" ")[0], part.claim.text.lower().split()
    return bool(_NOW.search(part.claim.text)) or verb in told or f"{verb}s" in told


def left_open(part: Part) -> bool:
    """Whether a claim says that it is not known whether something is so, or asks it: whether they drowned has not been
    settled; is examining whether to appeal."""
    claim, english = part.claim, part.said.english
    if "whether" not in english.lower():
        return False  # as most
    unsettled = claim.predicate in OPEN or (claim.polarity < 0 and claim.predicate in SETTLING)
    asked = _QUESTION.search(english)
    return unsettled or bool(asked and any(start < asked.end() and asked.start() < end for start, end in claim.spans))


def excepted(match: ClaimMatch) -> bool:
    """Whether what one claim is of is what the other makes an exception of: names were stolen, but not addresses."""
    return excepts(match.left, match.right) or excepts(match.right, match.left)


def excepts(part: Part, partner: Part) -> bool:
    """Whether a claim makes an exception of what another is of."""
    if not (exceptions := _exceptions(part)):
        return False  # as most
    subject = words.stems(partner.claim.subject)
    return bool(words.shared(subject, exceptions)) and subject.isdisjoint(words.stems(part.claim.subject))


@lru_cache(PARTS)
def _exceptions(part: Part) -> frozenset[str]:
    """The stems of what a claim's sentence makes exceptions of."""
    return words.stems(" ".join(map("".join, _EXCEPTED.findall(part.said.english))))


def twice_denied(match: ClaimMatch) -> bool:
    """Whether either claim affirms by two denials: never stopped working."""
    return any(
        part.claim.polarity > 0 and not FAILING.isdisjoint(part.claim.lemmas) and _DENIAL.search(part.claim.text)
        for part in (match.left, match.right)
    )
