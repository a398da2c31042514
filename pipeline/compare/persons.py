"""Whom "he" or "she" stands for, where an earlier sentence of the article tells it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.compare.answering import Part
from pipeline.compare.said import Said
from pipeline.compare.wording import Named
from pipeline.data import Claim, Role, Sentence
from pipeline.language.claims import BODIES, CALLINGS, COUNTRIES, FEMALE, MALE, PLACE_PREPOSITIONS

BACK = 2  # sentences before a pronoun in which whom it stands for is looked for
_GENDERS = {"he": "he", "his": "he", "him": "he", "she": "she", "her": "she", "hers": "she"}
_PRONOUN = re.compile(r"\b(?:he|she|his|him|hers?)\b", re.I)
_BY_AGE = re.compile(r"[Tt]he \d+-year-old")
_LATTER = re.compile(r"[Tt]he latter|[Tt]his latter")
_EITHER, _LAST = "he or she", "latter"  # who is told of, who is told of last
_NAMED = r"[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]*)*"
_BESIDE = re.compile(  # Ann Hill, a nurse, the minister Ann Hill
    rf"(?: ({_NAMED}))?"
    rf"(?:, ((?:an?|the) [\w’'-]+(?: [\w’'-]+)?(?: {_NAMED})?|(?:\d+-year-old )?{_NAMED})(?=[,.]))?"
)
_OWNER = re.compile(r"^.*['’]s? | of .*$")
_ALSO_NAMED = re.compile(_NAMED)
_ONE_PERSON = CALLINGS | {"one"}
_NOBODY = BODIES | COUNTRIES
_ELSEWHERE = PLACE_PREPOSITIONS - {"from", "to"}
_SEVERAL = frozenset({"people", "police", "staff", "crew", "family", "household"})


class Mention(NamedTuple):
    """One person, by the words for them in a claim; `last` is the last of these, without the owner's mark.

    `gender`: he, she, or "" where nothing tells it. `acting`: whether the person is the subject, or says it.
    """

    part: Part
    text: str
    last: str
    gender: str
    acting: bool


class Referents(NamedTuple):
    """Claim (id) → whom a pronoun in it stands for: one that is its subject, its subject's owner or what else it tells
    of; and one for who says it. `genders`: surname → he or she."""

    told: Mapping[str, Mention]
    speaking: Mapping[str, Mention]
    genders: Mapping[str, str]

    def gender(self, text: str) -> str:
        """He, she, or "" where nothing in words for somebody tells it."""
        nouns = [re.sub(r"['’]s?$", "", word) for word in ownerless(text).split()]
        named = (self.genders[noun] for noun in nouns if noun in self.genders)
        return _GENDERS.get(text.lower(), "") or _gender(noun.lower() for noun in nouns) or next(named, "")


def referents(lines: Iterable[Said]) -> Referents:
    """Whom the pronouns of all articles stand for.

    That is who acts or speaks in the nearest sentence with anybody who may be meant; nobody where that are several
    (after centering: Grosz, Joshi and Weinstein, 1995).
    """
    by_article: dict[str, list[Said]] = defaultdict(list)
    for line in lines:
        by_article[line.article].append(line)
    genders = _genders(line for said in by_article.values() for line in said)
    told: dict[str, Mention] = {}
    speaking: dict[str, Mention] = {}
    for said in by_article.values():
        surnames = {name.split()[-1] for line in said for name in _full_names(line)}
        earlier: list[list[Mention]] = []
        for line in said:
            own: list[Mention] = []
            for claim in line.claims:
                part = Part(line, claim, frozenset())  # nobody asks for its stems
                near = [*earlier[-BACK:], own]
                if found := _meant(stands_for(claim.source.speaker), "", near):
                    speaking[claim.id] = found
                    if claim.subject.split()[:1] in (["I"], ["My"]):
                        told[claim.id] = found
                if found := _meant(_pronoun(part), _quoted_speaker(part), near):
                    told[claim.id] = found
                    own.append(found._replace(acting=True))
                own += _mentions(part, surnames, genders)
            earlier.append(own)
    return Referents(told, speaking, genders)


def named(sentences: Iterable[Sentence], english: Iterable[str], claims: Mapping[str, Sequence[Claim]]) -> Named:
    """For whom the pronouns of a story stand.

    Args:
        english: the English of each sentence.
        claims: sentence (id) → its claims.
    """
    lines = [
        Said(sentence, text, claims=tuple(claims[sentence.id]))
        for sentence, text in zip(sentences, english, strict=True)
        if sentence.id in claims
    ]
    meant = referents(lines)
    own = (claim for line in lines for claim in line.claims if claim.subject.lower() in ("he", "she"))
    subjects = {claim.id: meant.told[claim.id].text for claim in own if claim.id in meant.told}
    return Named(subjects, {key: mention.text for key, mention in meant.speaking.items()})


def _full_names(line: Said) -> set[str]:
    names = {name for claim in line.claims for name in claim.names if " " in name}
    return {name for name in names if name.split()[-1].lower() not in _NOBODY}


def stands_for(text: str) -> str:
    """The gender of one for whom a pronoun, an age or "the latter" stands; "" of other words."""
    for pattern, gender in ((_BY_AGE, _EITHER), (_LATTER, _LAST)):
        if pattern.fullmatch(text):
            return gender
    return _GENDERS.get(text.lower(), "")


def _pronoun(part: Part) -> str:
    """The gender of a claim's pronoun: of its subject or that one's owner, else of what else it tells of."""
    first = part.claim.subject.split()[:1]
    if told := stands_for(part.claim.subject) or stands_for(" ".join(first)):
        return told
    found = (_GENDERS[role.text.lower()] for role in part.claim.roles if role.text.lower() in ("him", "her"))
    return next(found, "")


def beside(part: Part, text: str) -> str:
    """What stands beside words for somebody: Ann Hill, a nurse, the minister Ann Hill."""
    english = part.said.english
    start = english.find(text)
    told = _BESIDE.match(english, start + len(text)) if start >= 0 else None
    return " ".join(filter(None, told.groups())) if told else ""


def ownerless(text: str) -> str:
    """The words for somebody without those for whose they are: Tom Hill's wife, the wife of Tom Hill."""
    return _OWNER.sub("", text)


def names_of(part: Part, text: str) -> list[str]:
    """The names of somebody for whom these words of a claim stand: those beside them, else those in them, else those
    that a clause about them gives: the man who did it, named as Ann Hill."""
    names, also = all_names(part.said), ownerless(beside(part, text))
    own = [name for name in names if name in also] or [name for name in names if name in ownerless(text)]
    told = (claim.text for claim in part.said.claims if claim.kind == "relative" and claim.subject == text)
    return own or [name for clause in told for name in names if clause.endswith((f" as {name}", f"-year-old {name}"))]


def all_names(line: Said) -> list[str]:
    """The names in a sentence, claim by claim."""
    return [name for claim in line.claims for name in claim.names]


def _quoted_speaker(part: Part) -> str:
    """Who says "he" of somebody else."""
    return part.claim.source.speaker if part.claim.source.manner == "quoted" else ""


def _meant(pronoun: str, speaker: str, earlier: Sequence[Sequence[Mention]]) -> Mention | None:
    """Who of those mentioned in these sentences a pronoun may stand for."""
    for mentions in reversed(earlier if pronoun else ()):
        fit = [one for one in mentions if not (speaker and speaker in one.text)]
        if pronoun not in (_EITHER, _LAST):
            fit = [one for one in fit if one.gender in ("", pronoun)]
        if fit and pronoun == _LAST:
            return fit[-1]
        if fit:
            sure = [one for one in fit if one.gender] or fit
            best = [one for one in sure if one.acting] or sure
            return best[-1] if len({one.last for one in best}) == 1 else None
    return None


def _mentions(part: Part, surnames: set[str], genders: Mapping[str, str]) -> Iterator[Mention]:
    """The single persons that a claim speaks of, and who says it."""
    claim, english = part.claim, part.said.english
    found = [(role.start, role.text, role.head, role.name == "subject") for role in claim.roles if _may_be_one(role)]
    if claim.source.speaker:
        found.append((claim.source.start, claim.source.speaker, claim.source.speaker.rpartition(" ")[2].lower(), True))
    told = ""
    for start, text, head, acting in found:
        whole = text
        if also := _ALSO_NAMED.match(english, start + len(text) + 1):  # the oboist, and then her name
            whole = f"{text} {also[0]}" if also[0] in claim.names else text
        nouns = [word.lower() for word in re.findall(r"[\w.]+", text)]
        last = re.sub(r"['’]s?$", "", (ownerless(whole).split() or [whole])[-1])
        told += whole
        if last in surnames or (head in _ONE_PERSON and head in nouns):
            yield Mention(part, whole, last, _gender(nouns) or genders.get(last, ""), acting)
    for name in claim.names:
        if name not in told and name.split()[-1] in surnames and english.find(name) >= 0:
            yield Mention(part, name, name.split()[-1], genders.get(name.split()[-1], ""), acting=False)


def _may_be_one(role: Role) -> bool:
    nouns = role.text.split()
    if not nouns or role.text.startswith("One of "):
        return bool(nouns)
    several = " and " in role.text or not _SEVERAL.isdisjoint(nouns) or nouns[0][0].isdigit()
    own = _PRONOUN.fullmatch(nouns[0]) and len(nouns) == 1
    return not several and not own and role.name not in _ELSEWHERE


def _gender(nouns: Iterable[str]) -> str:
    words = set(nouns)
    return "she" if words & FEMALE else "he" if words & MALE else ""


def _genders(lines: Iterable[Said]) -> dict[str, str]:
    """Surname → the gender that the story's sentences with no other name have for its bearer."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        names = {name.split()[-1] for name in _full_names(line)}
        found = {_GENDERS[word.lower()] for word in _PRONOUN.findall(line.english)}
        if len(names) == 1 and len(found) == 1:
            counts[names.pop()][found.pop()] += 1
    return {name: count.most_common(1)[0][0] for name, count in counts.items() if len(count) == 1}
