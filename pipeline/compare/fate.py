"""What became of the same person, office or thing: killed against missing, resigned against dismissed."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING

from pipeline.compare import words
from pipeline.compare.answering import (
    ComparedPair,
    Part,
    by_article,
    parts,
    span,
    subject_role,
    two_subjects,
    two_times,
)
from pipeline.compare.persons import Mention, all_names, beside, names_of, ownerless
from pipeline.compare.said import Found, Held, Opened, Said, claim_holding
from pipeline.compare.sides import Apart, grouped
from pipeline.data import Claim
from pipeline.language import lexicon, news
from pipeline.language.claims import (
    ANYBODY,
    AUXILIARY,
    BEFALLEN,
    BY_CALLING,
    BY_OTHERS,
    CALLINGS,
    CONTRASTED,
    CORPSES,
    DECIDED,
    FATE_PHRASES,
    FATES,
    FATES_APART,
    GROUPS,
    HEDGING_PASSIVES,
    NO_ONE_IN_PARTICULAR,
    OF_SUBJECT,
    PERPETRATORS,
    PERSONS,
    SEARCHING,
    SERIAL,
    STATES,
    SUSPECTING,
    UNCHANGED,
    WANTED,
    is_pronoun,
)

if TYPE_CHECKING:
    from pipeline.data import DifferenceKind

_FOR_A_TIME = re.compile(r"\b(?:was|were|been) missing for\b")  # and then found
LINKED = 0.5  # the probability from which linked sentences tell of one person, where each tells of one
ALIKE = 0.4  # the least likeness of two claims of one statement, for what befell them to befall one
_DENIED = frozenset({"not", "no", "never"})
_FOUND = {"dead": "killed", "lifeless": "killed", "alive": "alive"}
# what a claim tells that has the other fate as well: died in hospital, was recovered dead; escaped with his life;
# rejected calls to resign
_OVERRULED = {
    "killed": frozenset({"in care", "unharmed", "rescued"}),
    "alive": frozenset({"fled"}),
    "staying": frozenset({"resigned"}),
}
_PERSONAL, _OWNING = frozenset({"he", "she", "him", "her", "i"}), frozenset({"his", "her", "my"})
_SOMEBODY = CALLINGS | _PERSONAL
_FURTHER = re.compile(r"\s(?:to|from|of|in|at|for|with|between)\s")
_IN_OFFICE = frozenset({"dismissed", "staying"})
_STILL = re.compile(r"\b(?:still|remains?|stays?|continues?)\b")
_BY_AGE = re.compile(r"(?:the|an?) [\w-]+[- ]year[- ]old$", re.I)
# he left before they could dismiss him, he tried to flee, he almost died, they demand that he be convicted
_UNREAL = re.compile(
    r"^before\b.*\bcould\b|\b(?:try|tries|tried|trying|attempt\w*) to\b|\b(?:almost|nearly) (?:\w+ed|lost|\w+en)\b"
    rf"|^(?!.*\b(?:{'|'.join(AUXILIARY)}|to|not|cannot|\w+self)\b.*\bbe\b).*\bbe \w+(?:ed|en)\b",
    re.I,
)
_CALLS = re.compile(r"\b(?:calls?|demands?|appeals?|pressure)(?: (?:on|for|from) \w+)? $", re.I)
_HEARSAY = re.compile(r"\b(?:reportedly|allegedly|reported to|said to)\b")
_DAYS_LATER = (1, 2, 3)
_SEVERAL = SERIAL | frozenset({"other", "one", "both"})
_LONG_AGO = re.compile(r"\byears (?:ago|earlier|before)\b")
_AFTER = re.compile(r"[^,;]\bafter (?:[\w-]+ ){0,3}$")
_OWNER_BEFORE, _OWNER_AFTER = re.compile(r"\bof (?:the|an?) $"), re.compile(r"['’]s?\b")
_PHRASES = {fate: re.compile(rf"\b(?:{pattern})\b", re.I) for fate, pattern in FATE_PHRASES.items()}
_ANY_PHRASE = re.compile(rf"\b(?:{'|'.join(FATE_PHRASES.values())})\b", re.I)


@dataclass(frozen=True, slots=True)
class Fate:
    """What a claim says became of somebody; `who` are the stems of the words for them, which stand in `named`.

    `sole`: whether they are one, by a calling of which a story seldom tells of two.
    """

    part: Part
    fate: str
    who: frozenset[str]
    count: float | None
    names: frozenset[str]
    named: Part
    whom: str
    sole: bool


def differing(opened: Opened) -> Iterator[Found]:
    """Fates of the same that cannot both be so."""
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    many = _many(opened.said.values())
    of_sentence = {key: fates(parts(line), opened.meant.told, many) for key, line in opened.said.items()}
    fates_of = by_article(of_sentence)
    for answer in opened.answers:
        for left, right in product(*(of_sentence[key] for key in answer.ids)):
            if not _of_one(left, right) and not _likely_one(answer, left, right):
                continue
            if left.fate == right.fate:
                agreeing.append((_holding(left), _holding(right)))
            elif _exclude(left.fate, right.fate) and not _both(left, right, fates_of):
                contrasts.append(Apart(_holding(left), _holding(right), answer.probability))
    contrasts += _named_apart(fates_of)
    for sides in grouped(contrasts, agreeing, lambda left, right: left.value == right.value):
        denied = any(side[0].value.startswith("not ") for side in sides)
        kind: DifferenceKind = "negation" if any(_yes_or_no(side[0].value) for side in sides) else "fate"
        yield Found(kind, tuple(map(_in_own_words, sides)) if denied else sides, "Not the same became of one:")


def _in_own_words(side: tuple[Held, ...]) -> tuple[Held, ...]:
    """A side by the word that is said in it most often, where one says what another denies: evacuated, not rescued."""
    verbs = Counter(word for held in side if (word := _verb_form(held)))
    denial = "not " * side[0].value.startswith("not ")
    return tuple(replace(held, value=denial + verbs.most_common(1)[0][0]) for held in side) if verbs else side


def _verb_form(held: Held) -> str:
    """The verb of the claim that holds a fate as it stands there; "" where the fate is no verb's."""
    claim = claim_holding(held)
    if claim is None or held.value.removeprefix("not ") not in _of(claim.predicate):
        return ""
    stem = lexicon.stem(claim.predicate.split()[0], "en")
    forms = (form for form in re.findall(r"[a-z]+(?:ed|en)\b", claim.text) if lexicon.stem(form, "en") == stem)
    return next(forms, "")


def _likely_one(answer: ComparedPair, left: Fate, right: Fate) -> bool:
    """Whether two fates that no words join are of one by where they stand: a third man, the twin girl and Jade."""
    if _surely_two(left, right) or _is_of_kin(left) or _is_of_kin(right) or left.count != right.count:
        return False
    named_apart = bool(left.names and right.names) and left.names.isdisjoint(right.names)
    linked = answer.one_row and answer.probability >= LINKED and answer.likeness > 0
    if linked and not named_apart and _is_single(left) and _is_single(right):
        return True
    alike = answer.of_one_row(left.part, right.part) and answer.alike(left.part, right.part) >= ALIKE
    return alike or (answer.one_row and _of_one_number(left, right))


def _is_single(fate: Fate) -> bool:
    """Whether it befell a single person: the robber, a bankrupt baker; not both men."""
    head = _head(fate.named, fate.whom)
    person = head in _SOMEBODY or bool(fate.names)
    one = {f"{head}s", "and", "both"}.isdisjoint(fate.whom.lower().split())
    return person and one and fate.count is None


def _exclude(left: str, right: str) -> bool:
    """Whether two fates cannot both be so: killed and missing, arrested and not arrested."""
    return frozenset((left, right)) in FATES_APART or left == f"not {right}" or right == f"not {left}"


def _yes_or_no(fate: str) -> bool:
    """Whether all is as it was: its contrary is a denial, and no other end."""
    return fate in UNCHANGED or fate.startswith("not ")


def _named_apart(fates_of: Mapping[str, Sequence[Fate]]) -> Iterator[Apart]:
    """Fates of one whom two articles name, wherever they stand."""
    for article, contrary in combinations(fates_of, 2):
        for left, right in product(fates_of[article], fates_of[contrary]):
            contrary_fates = _exclude(left.fate, right.fate) and _known_as_one(left, right)
            if contrary_fates and _of_one(left, right) and not _both(left, right, fates_of):
                yield Apart(_holding(left), _holding(right), 0.0)


def _known_as_one(left: Fate, right: Fate) -> bool:
    """Whether a name, an age or a calling that few have tells that both are of one: the bus driver."""
    if left.names and right.names:
        return bool(left.names & right.names)
    return (left.sole and right.sole) or not _ages(left).isdisjoint(_ages(right))


def _many(lines: Iterable[Said]) -> frozenset[str]:
    """What words for a person mean of whom a story tells of several: gunmen, two suspects, another boy."""
    several = set[str]()
    for role in (role for line in lines for claim in line.claims for role in claim.roles):
        told = ownerless(role.text).lower()
        if role.head not in re.split(r"[ -]", told) or not _SEVERAL.isdisjoint(told.split()):
            several.add(_meaning(role.head))
    return frozenset(several)


def _meaning(noun: str) -> str:
    """What a noun for a person means: whoever did it may be called in many ways."""
    return "perpetrator" if noun in PERPETRATORS else words.meaning(noun)


def fates(parts_of: Sequence[Part], meant: Mapping[str, Mention], many: Collection[str] = ()) -> list[Fate]:
    """What claims say became of somebody or something.

    Args:
        parts_of: the claims of a sentence.
        meant: claim (id) → whom a pronoun in it stands for.
        many: of whom the story tells of several, by what the words for them mean.
    """
    befallen = []
    for part in parts_of:
        if _is_unreal(part) or _counts_two(part.claim):
            continue
        person = meant.get(part.claim.id)
        told = [(fate, text) for fate, text in _claim_fates(part, person) if text]
        over = frozenset().union(*(_OVERRULED.get(fate, ()) for fate, _ in told))
        for fate, text in told:
            if fate == "missing" and _FOR_A_TIME.search(part.claim.text):
                continue
            if fate in over or _is_to_come(part.claim, fate) or _is_feared(part.claim, fate):
                continue
            named = (person.part, person.text) if person and _stands_for_somebody(text) else (part, text)
            names, sole = _names(*named), _is_sole(*named, many)
            if fate in _IN_OFFICE and not _is_anybody(*named):
                continue
            befallen.append(Fate(part, fate, _heads(*named), _count(part, text), names, *named, sole))
    return befallen


def _is_anybody(part: Part, text: str) -> bool:
    """Whether words may be of somebody in office: not train services, or talks, which were suspended."""
    head, named = _head(part, text), names_of(part, _FURTHER.split(text)[0])
    return not head or head in GROUPS or bool(named) or _is_somebody(part, head, text)


def _is_unreal(part: Part) -> bool:
    """Whether it is a condition, was only tried, or is what somebody calls for: rejected calls to quit."""
    called = part.claim.text.startswith("to ") and _CALLS.search(part.said.english[: part.claim.spans[0][0]])
    return bool(part.claim.certainty == "conditional" or _UNREAL.search(part.claim.text) or called)


def _counts_two(claim: Claim) -> bool:
    """Whether one verb has two counted subjects, as the parser reads a list: two dead, eleven injured."""
    counted = [role for role in claim.roles if role.name == "subject"]
    starts = [measure.start for measure in claim.measures]
    return len(counted) > 1 and all(any(role.start <= at < role.end for at in starts) for role in counted)


def _is_to_come(claim: Claim, fate: str) -> bool:
    """Whether it is only planned or threatened, and is nothing that is told before it comes."""
    return claim.certainty == "planned" and fate not in DECIDED


def _is_feared(claim: Claim, fate: str) -> bool:
    """Whether it only may be so: is feared dead. Who is said to have died, or could be rescued, is told to be so."""
    told = claim.polarity < 0 or fate in ("rescued", "home") or _HEARSAY.search(claim.text)
    return claim.certainty == "hedged" and not told


def _stands_for_somebody(text: str) -> bool:
    """Whether words are a pronoun, or how somebody is who is told by one: his condition."""
    first, _, rest = text.lower().partition(" ")
    return first in _PERSONAL if not rest else first in _OWNING and rest in STATES | CORPSES


def _claim_fates(part: Part, person: Mention | None) -> Iterator[tuple[str, str]]:
    """Each fate in a claim, and the words for whom it befell; a pronoun where these are `person`."""
    claim = part.claim
    passive = claim.passive
    roles = {role.name: role.text for role in reversed(claim.roles)}
    patient = claim.subject if passive or "object" not in roles else roles["object"]
    if _head(part, patient) in CORPSES:
        yield "killed", patient
    elif found := _found_to_be(part):
        yield found, _whom(part, patient, person)
    elif claim.predicate in SEARCHING and claim.polarity > 0 and _head(part, roles.get("for", "")) not in WANTED | {""}:
        yield "missing", roles["for"]
    yield from _members(part)
    if claim.polarity < 0 and "resigned" in _of(claim.predicate):
        yield "staying", _whom(part, claim.subject, person)
    elif claim.polarity < 0 and claim.passive and _head(part, patient) not in CORPSES:
        yield from ((f"not {fate}", _whom(part, patient, person)) for fate in _of(claim.predicate))
    for fate in _of(claim.predicate) if claim.polarity > 0 and _head(part, patient) not in CORPSES else ():
        if claim.predicate.split()[0] in OF_SUBJECT:
            patient = claim.subject
        patient = _whom(part, patient, person)
        if patient and patient.lower() not in NO_ONE_IN_PARTICULAR - _PERSONAL:
            yield fate, patient
    for fate, phrase in _phrases(claim.text):
        if claim.polarity > 0 or not _DENIED.isdisjoint(phrase.split()):
            yield fate, _whom(part, _sufferer(part, fate, phrase), person) or claim.text


def _members(part: Part) -> Iterator[tuple[str, str]]:
    """Whom a claim counts among those whom a fate befell: she is among the dead; one of the missing is the skipper."""
    claim, roles = part.claim, {role.name: role for role in reversed(part.claim.roles)}
    told = [role for name in ("complement", "as") if (role := roles.get(name))] if claim.polarity > 0 else []
    for name in ("among", "of", "subject") if told or "among" in roles else ():
        group = roles.get(name)
        fate = BEFALLEN.get(group.head, "") if group else ""
        if fate and name != "subject" and group and group.text not in claim.subject:
            yield from ((fate, text) for text in (claim.subject,) if _count(part, text) is None)
        elif fate:
            yield from ((fate, role.text) for role in told if _is_somebody(part, role.head, role.text))


def _found_to_be(part: Part) -> str:
    """The fate that stands beside a verb: was pulled dead from the water, was plucked out alive."""
    claim = part.claim
    told = (_FOUND[role.head] for role in claim.roles if role.name == "complement" and role.head in _FOUND)
    real = claim.polarity > 0 and claim.predicate not in HEDGING_PASSIVES | SUSPECTING
    return next(told, "") if real else ""


def _phrases(text: str) -> Iterator[tuple[str, str]]:
    """Each fate that a text tells in a phrase, with that phrase in small letters; not that before another: fit again
    after his torn ligament."""
    patterns = _PHRASES.items() if _ANY_PHRASE.search(text) else ()
    matches = ((fate, pattern.search(text)) for fate, pattern in patterns)
    told = [*((fate, match[0].lower()) for fate, match in matches if match), *news.fates(text)]
    return ((fate, phrase) for fate, phrase in told if not _AFTER.search(text.lower().partition(phrase)[0]))


def _sufferer(part: Part, fate: str, phrase: str) -> str:
    """The words for whom a phrase tells a fate of: those after it (no trace of the boy), for whom all help came too
    late, the person who is the object (put him in a coma), else the subject."""
    claim = part.claim
    if phrase.startswith("no ") or phrase.endswith((" of", " with")):
        following = claim.text.lower().partition(phrase)[2]
        of = [role.text for role in claim.roles if role.name in ("of", "from", "with")]
        return next((text for text in of if text.lower() in following), of[0] if of else claim.subject)
    if _head(part, claim.subject) == "help":
        return next((role.text for role in claim.roles if role.name == "for"), claim.subject)
    objects = (role.text for role in claim.roles if role.name == "object" and _is_somebody(part, role.head, role.text))
    return next(objects, claim.subject) if fate in BY_OTHERS and not claim.passive else claim.subject


def _is_somebody(part: Part, head: str, text: str) -> bool:
    known = head in _SOMEBODY or text in all_names(part.said)
    return known or bool(_BY_AGE.match(text))


def _whom(part: Part, text: str, person: Mention | None) -> str:
    """The words for somebody; of a pronoun, those that it stands for, if they are told and it is no other `person`."""
    if person and _stands_for_somebody(text):
        return text
    if text and not is_pronoun(text):
        return text
    return part.claim.source.speaker if text == "I" else _antecedent(part) or _speaker(part) or text


def _speaker(part: Part) -> str:
    """Who speaks of himself: the director said that she was staying."""
    speaker = part.claim.source.speaker
    has_name = any(word[:1].isupper() for word in speaker.split())
    return speaker if has_name and part.claim.subject.lower() in _PERSONAL else ""


def _head(part: Part, text: str) -> str:
    """The noun that words are of."""
    return next((role.head for role in part.claim.roles if role.text == text), "")


def _antecedent(part: Part) -> str:
    """Whom a pronoun stands for: the last subject with a name before it in the sentence that is not the claim's own,
    else the name before it."""
    subject = subject_role(part.claim)
    at = subject.start if subject else part.claim.spans[0][0]
    preceding = next((name for name in reversed(all_names(part.said)) if 0 <= part.said.english.find(name) < at), "")
    for claim in part.said.claims:
        if claim.id == part.claim.id:
            break
        if claim.subject != part.claim.subject and any(name in claim.subject for name in claim.names):
            preceding = claim.subject
    if preceding:
        return preceding
    # As for the firefighter, he left hospital.
    roles = (role for claim in part.said.claims for role in claim.roles if role.head in PERSONS and role.end <= at)
    return next((role.text for role in roles), "")


def _both(left: Fate, right: Fate, fates_of: Mapping[str, Sequence[Fate]]) -> bool:
    """Whether one of two articles says that both befell them, such as an arrest and a release."""
    return any(
        fate.fate == contrary.fate and _of_one(fate, contrary) and (_lasts(fate) or not _lasts(contrary))
        for member, contrary in ((left, right), (right, left))
        for fate in fates_of[member.part.said.article]
    )


def _lasts(fate: Fate) -> bool:
    """Whether it is told as how it still is: who was arrested, and released, is not still in custody."""
    return bool(_STILL.search(fate.part.claim.text))


@cache
def _of(predicate: str) -> tuple[str, ...]:
    verb = predicate.split()[0] if predicate else ""
    return tuple(
        fate for fate, lemmas in FATES.items() if predicate in lemmas or (" " not in predicate and verb in lemmas)
    )


def _heads(part: Part, text: str) -> frozenset[str]:
    """The stems of the noun that words are of, and of the names in them."""
    inside = (name for name in all_names(part.said) if name in ownerless(text))
    names = " ".join((*inside, *names_of(part, text)))
    head = _head(part, text)
    if head in CORPSES | STATES:
        return words.stems(" ".join(word for word in text.split() if word not in CORPSES | STATES))
    callings = (CALLINGS - ANYBODY).intersection(ownerless(text).lower().split())
    also = f"{beside(part, text)} {' '.join(callings)} {'perpetrator' * (head in PERPETRATORS)}"
    if text == part.claim.source.speaker:  # of whom no role tells the head
        offices = (word for word in text.lower().split() if word in CALLINGS)
        return words.stems(f"{' '.join(offices)} {names} {also}")
    return words.stems(f"{'' if names and head in ANYBODY else head or text} {names} {also}")


def _is_sole(part: Part, text: str, many: Collection[str]) -> bool:
    """Whether words are of one by a calling of which a story seldom tells of two: the climber, a 34-year-old nurse; or
    of which this story does not: the gunman."""
    first, *others = text.lower().split()
    head = _head(part, text)
    one = head not in ANYBODY and text.rpartition(" ")[2].rpartition("-")[2] == head and _meaning(head) not in many
    by_noun = first in ("the", "a", "an") and bool(others) and (head in BY_CALLING or (one and first == "the"))
    return by_noun or first in BY_CALLING or bool(_BY_AGE.match(text))


def _names(part: Part, text: str) -> frozenset[str]:
    return words.stems(" ".join(name.split()[-1] for name in names_of(part, text)))


def _count(part: Part, text: str) -> float | None:
    """How many they are, where that is told."""
    start = part.said.english.find(text)
    told = (measure for claim in part.said.claims for measure in claim.measures)
    measures = [measure for measure in told if start <= measure.start < start + len(text)]
    return measures[0].value if measures and measures[0].kind in ("count", "ordinal") else None


def _of_one(left: Fate, right: Fate) -> bool:
    """Whether two fates are of the same: in words for whom, and in how many they are."""
    if left.count != right.count or _surely_two(left, right) or _pronoun(left) or _pronoun(right):
        return False
    return bool(words.shared(left.who, right.who)) or not _ages(left).isdisjoint(_ages(right))


def _surely_two(left: Fate, right: Fate) -> bool:
    """Whether two fates are of two times, or of two who are told apart: the older brother and the younger one, the
    singer and the singer's brother."""
    mine, yours = (set(ownerless(fate.whom).lower().split()) for fate in (left, right))
    names, their_names = (set(names_of(fate.named, fate.whom)) for fate in (left, right))
    if _is_of_kin(left) != _is_of_kin(right) and names and their_names and names.isdisjoint(their_names):
        return True
    if all(fate.whom == fate.part.claim.subject for fate in (left, right)) and two_subjects(left.part, right.part):
        return True
    told_apart = any(line & mine and line & yours and not line & mine & yours for line in CONTRASTED)
    long_ago = bool(_LONG_AGO.search(left.part.claim.text)) != bool(_LONG_AGO.search(right.part.claim.text))
    then = two_times(left.part, right.part) and not _is_still(left, right) and not _is_still(right, left)
    return told_apart or long_ago or then or _is_owner(left, right) or _is_owner(right, left)


def _is_still(later: Fate, earlier: Fate) -> bool:
    """Whether it is told as how it still is days after the other: still missing on Tuesday, found on Sunday."""
    days, before = ({when.weekday for when in fate.part.claim.times} - {0} for fate in (later, earlier))
    return _lasts(later) and any((day - other) % 7 in _DAYS_LATER for day, other in product(days, before))


def _is_of_kin(fate: Fate) -> bool:
    """Whether it befell somebody who is told by whose he is: his wife."""
    return fate.whom.lower().startswith(("his ", "her ", "their "))


def _is_owner(owner: Fate, owned: Fate) -> bool:
    """Whether words for somebody tell whose they are, and that is the other one: the minister, his bodyguard."""
    whose = words.stems(owned.whom) - words.stems(ownerless(owned.whom))
    return not words.shared(owner.who, owned.who) and bool(words.shared(owner.who, whose))


def _of_one_number(left: Fate, right: Fate) -> bool:
    """Whether both are of one who is only numbered: a third died, a third man was between life and death."""
    numbered = (
        {measure.value for measure in fate.part.claim.measures if measure.kind == "ordinal"} for fate in (left, right)
    )
    return not next(numbered).isdisjoint(next(numbered))


def _ages(fate: Fate) -> frozenset[float]:
    """How old those are whom a claim speaks of."""
    text, claim = fate.named.said.english, fate.named.claim
    of_subject = (one for one in fate.named.said.claims if one.id == claim.id or (one.subject == claim.subject != ""))
    ages = (measure for one in of_subject for measure in one.measures if measure.kind == "age")
    # not the father of the 17-year-old, the 17-year-old's brother
    return frozenset(
        age.value
        for age in ages
        if not _OWNER_BEFORE.search(text[: age.start]) and not _OWNER_AFTER.match(text, age.end)
    )


def _pronoun(fate: Fate) -> bool:
    return not fate.who


def _holding(fate: Fate) -> Held:
    start, end = span(fate.part)
    return Held(fate.part.said, fate.fate, start, end, None if fate.part.said.machine else True)
