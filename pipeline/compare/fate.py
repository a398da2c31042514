"""What became of the same person, office or thing: killed against missing, resigned against dismissed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING

from pipeline.compare import words
from pipeline.compare.answering import ComparedPair, Part, by_article, by_sentence, span, two_times
from pipeline.compare.said import Found, Held, Opened
from pipeline.compare.sides import Apart, grouped
from pipeline.language import news
from pipeline.language.claims import (
    CORPSES,
    FATE_PHRASES,
    FATES,
    FATES_APART,
    NO_ONE_IN_PARTICULAR,
    OF_SUBJECT,
    OFFICES,
    PERSONS,
    PRONOUNS,
    SEARCHING,
    UNCHANGED,
    WANTED,
)

if TYPE_CHECKING:
    from pipeline.data import DifferenceKind

ALIKE = 0.4  # the least likeness of two claims of one statement, for what befell them to befall one
_DENIED = frozenset({"not", "no", "never"})
_LIFELESS = frozenset({"dead", "lifeless"})
_OF_DEAD = frozenset({"in care", "unharmed", "rescued"})  # died in hospital, was recovered dead
_PERSONAL = frozenset({"he", "she"})
_APPOSITION = re.compile(
    r"(?:\s[A-Z][\w’'.-]+)*, ((?:an?|the) [\w’'-]+(?: [\w’'-]+)?|[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+)*),"
)
_OWNED = re.compile(r"['’]s?\b|\bof (?:the|an?) [\w-]+year-old")
_OWNER_BEFORE, _OWNER_AFTER = re.compile(r"\bof (?:the|an?) $"), re.compile(r"['’]s?\b")
_PHRASES = {fate: re.compile(rf"\b(?:{pattern})\b", re.I) for fate, pattern in FATE_PHRASES.items()}
_ANY_PHRASE = re.compile(rf"\b(?:{'|'.join(FATE_PHRASES.values())})\b", re.I)


@dataclass(frozen=True, slots=True)
class Fate:
    """What a claim says became of somebody; `who` are the stems of those words, `few` whether they are one or named."""

    part: Part
    fate: str
    who: frozenset[str]
    count: float | None
    names: frozenset[str] = frozenset()


def differing(opened: Opened) -> Iterator[Found]:
    """Fates of the same that cannot both be so."""
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    of_sentence = by_sentence(opened.answers, fates)
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
    for sides in grouped(contrasts, agreeing):
        kind: DifferenceKind = "negation" if any(_yes_or_no(side[0].value) for side in sides) else "fate"
        yield Found(kind, sides, "Not the same became of one:")


def _likely_one(answer: ComparedPair, left: Fate, right: Fate) -> bool:
    """Whether two fates that no words join are of one by where they stand: a third man, the twin girl and Jade."""
    alike = answer.of_one_row(left.part, right.part) and answer.alike(left.part, right.part) >= ALIKE
    # Whose brother it is tells of two: the singer, the singer's brother.
    owned = any(_OWNED.search(fate.part.claim.subject) for fate in (left, right))
    return (answer.one_row and _of_one_number(left, right)) or (alike and not owned and left.count == right.count)


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
            contrary_fates = _exclude(left.fate, right.fate) and left.names & right.names
            if contrary_fates and _of_one(left, right) and not _both(left, right, fates_of):
                yield Apart(_holding(left), _holding(right), 0.0)


def fates(parts: Sequence[Part]) -> list[Fate]:
    """What claims say became of somebody or something."""
    befallen = []
    for part in parts:
        if part.claim.certainty == "conditional":
            continue
        told = list(_claim_fates(part))
        dead = any(fate == "killed" for fate, _ in told)
        for fate, text in told:
            if dead and fate in _OF_DEAD:
                continue
            befallen.append(Fate(part, fate, _heads(part, text), _count(part, text), _names(part, text)))
    return befallen


def _claim_fates(part: Part) -> Iterator[tuple[str, str]]:
    """Each fate in a claim, and the words for whom it befell."""
    claim = part.claim
    passive = claim.passive
    roles = {role.name: role.text for role in reversed(claim.roles)}
    patient = claim.subject if passive or "object" not in roles else roles["object"]
    if _head(part, patient) in CORPSES:
        yield "killed", patient
    elif _is_recovered_dead(part):
        yield "killed", _whom(part, patient)
    elif claim.predicate in SEARCHING and claim.polarity > 0 and _head(part, roles.get("for", "")) not in WANTED | {""}:
        yield "missing", roles["for"]
    if claim.polarity < 0 and "resigned" in _of(claim.predicate):
        yield "staying", _whom(part, patient)
    elif claim.polarity < 0 and claim.passive and _head(part, patient) not in CORPSES:
        yield from ((f"not {fate}", _whom(part, patient)) for fate in _of(claim.predicate))
    for fate in _of(claim.predicate) if claim.polarity > 0 and _head(part, patient) not in CORPSES else ():
        if claim.predicate.split()[0] in OF_SUBJECT:
            patient = claim.subject
        patient = _whom(part, patient)
        if patient and patient.lower() not in NO_ONE_IN_PARTICULAR:
            yield fate, patient
    for fate, phrase in _phrases(claim.text):
        if claim.polarity > 0 or not _DENIED.isdisjoint(phrase.split()):
            yield fate, _whom(part, claim.subject) or claim.text


def _is_recovered_dead(part: Part) -> bool:
    """Whether a verb that else tells of a rescue has "dead" beside it: was pulled dead from the water."""
    claim = part.claim
    dead = any(role.name == "complement" and role.head in _LIFELESS for role in claim.roles)
    return dead and claim.polarity > 0 and not _OF_DEAD.isdisjoint(_of(claim.predicate))


def _phrases(text: str) -> Iterator[tuple[str, str]]:
    """Each fate that a text tells in a phrase, with that phrase in small letters."""
    for fate, pattern in _PHRASES.items() if _ANY_PHRASE.search(text) else ():
        if told := pattern.search(text):
            yield fate, told[0].lower()
    yield from news.fates(text)


def _whom(part: Part, text: str) -> str:
    """The words for somebody; of a pronoun, those that it stands for, if they are told."""
    return text if text.lower() not in PRONOUNS else _antecedent(part) or _speaker(part) or text


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
    at = next((role.start for role in part.claim.roles if role.name == "subject"), part.claim.spans[0][0])
    preceding = next((name for name in reversed(_all_names(part)) if 0 <= part.said.english.find(name) < at), "")
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
        fate.fate == contrary.fate and _of_one(fate, contrary)
        for member, contrary in ((left, right), (right, left))
        for fate in fates_of[member.part.said.article]
    )


@cache
def _of(predicate: str) -> tuple[str, ...]:
    verb = predicate.split()[0] if predicate else ""
    return tuple(
        fate for fate, lemmas in FATES.items() if predicate in lemmas or (" " not in predicate and verb in lemmas)
    )


def _heads(part: Part, text: str) -> frozenset[str]:
    """The stems of the noun that words are of, and of the names in them."""
    names = " ".join(name for name in _all_names(part) if name in text)
    beside = _APPOSITION.match(part.said.english[_end(part, text) :])
    also = beside[1] if beside else ""  # Ann Hill, a nurse,
    if text == part.claim.source.speaker and (names or also):  # of whom no role tells the head
        offices = (word for word in text.lower().split() if word in OFFICES | PERSONS)
        return words.stems(f"{' '.join(offices)} {names} {also}")
    head = _head(part, text)
    return words.stems(f"{text if not head or head in CORPSES else head} {names} {also}")


def _end(part: Part, text: str) -> int:
    start = part.said.english.find(text)
    return start + len(text) if start >= 0 else len(part.said.english)


def _names(part: Part, text: str) -> frozenset[str]:
    return words.stems(" ".join(name.split()[-1] for name in _all_names(part) if name in text))


def _all_names(part: Part) -> list[str]:
    """The names in the sentence of a claim: whom a pronoun stands for is named in another one."""
    return [name for claim in part.said.claims for name in claim.names]


def _count(part: Part, text: str) -> float | None:
    """How many they are, where that is told."""
    start = part.said.english.find(text)
    measures = [measure for measure in part.claim.measures if start <= measure.start < start + len(text)]
    return measures[0].value if measures and measures[0].kind in ("count", "ordinal") else None


def _of_one(left: Fate, right: Fate) -> bool:
    """Whether two fates are of the same: in words for whom, and in how many they are."""
    if left.count != right.count or two_times(left.part, right.part):
        return False
    if _pronoun(left) or _pronoun(right):
        return False
    return bool(words.shared(left.who, right.who)) or not _ages(left).isdisjoint(_ages(right))


def _of_one_number(left: Fate, right: Fate) -> bool:
    """Whether both are of one who is only numbered: a third died, a third man was between life and death."""
    numbered = (
        {measure.value for measure in fate.part.claim.measures if measure.kind == "ordinal"} for fate in (left, right)
    )
    return not next(numbered).isdisjoint(next(numbered))


def _ages(fate: Fate) -> frozenset[float]:
    """How old those are whom a claim speaks of."""
    text = fate.part.said.english
    ages = (measure for measure in fate.part.claim.measures if measure.kind == "age")
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
