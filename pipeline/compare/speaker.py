"""Who says a claim, and whom its pronoun stands for: a name that a headline can put there."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.compare.likeness import Likeness
from pipeline.data import Claim
from pipeline.language.claims import is_pronoun

BACK = 1  # sentences before a pronoun in which its noun is looked for: a wrong name is worse than a pronoun
RUNNING = 4  # sentences before a quotation without a speaker in which one is looked for
FULL_NAME = re.compile(r"[A-Z][\w'’.-]+(?: (?:[a-z]{1,3} )?[A-Z][\w'’.-]+)+")
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
PERSONAL = frozenset({"he", "she"})


def speaker_of(claim: Claim, number: int, likeness: Likeness, members: Sequence[Claim]) -> str:
    """Who says a claim: as it has it, else as others that say the same have it, else whom the pronoun stands for."""
    speaker = claim.source.speaker
    if speaker and not is_pronoun(speaker):
        return speaker
    if speaker.lower() == "it" and claim.subject and not is_pronoun(claim.subject):
        return ""  # Lumo will appeal, it said
    known = likeness.persons.speakers.get(claim.id, "")
    saying_so = (member for member in members if member.polarity == claim.polarity)
    others = (member.source.speaker for member in saying_so if member.sentence != claim.sentence)
    elsewhere = Counter(name for name in others if name and not is_pronoun(name) and _may_be(name, known))
    if elsewhere:
        return max(elsewhere, key=lambda name: (bool(FULL_NAME.search(name)), elsewhere[name], name))
    if speaker.lower() in PERSONAL:
        return antecedent(number, likeness, likeness.persons.speakers)
    return "" if speaker or claim.source.manner == "reported" else _going_on(number, likeness)


def name_words(text: str) -> set[str]:
    """The words by which two ways to say who speaks are known to be of one: the mayor, Mayor Hill."""
    return set(re.findall(r"\w{3,}", text.lower())) - {"the"}


def _may_be(name: str, known: str) -> bool:
    """Whether a speaker may be the one person who is known to speak: by a word of the name, or no plural."""
    told = set(_NAME.findall(known))
    return not told.isdisjoint(_NAME.findall(name)) if told else not (known and name.endswith("s"))


def _going_on(number: int, likeness: Likeness) -> str:
    """Whose quotation goes on: the speaker of the last one before it in the article, if it is near."""
    sentences: set[str] = set()
    for place in range(number - 1, -1, -1):
        claim = likeness.claims[place]
        sentences.add(claim.sentence)
        if likeness.articles[place] != likeness.articles[number] or len(sentences) > RUNNING:
            break
        if claim.source.manner == "quoted" and claim.source.speaker:
            return "" if is_pronoun(claim.source.speaker) else claim.source.speaker
    return ""


def antecedent(number: int, likeness: Likeness, persons: Mapping[str, str]) -> str:
    """The person whom a pronoun in a claim stands for: the one name among the subjects and speakers just before.

    "" where there is none, or several, or that is nobody of `persons`, claim (id) → whom its gender allows, too.
    """
    names: dict[str, str] = {}
    rivals: set[str] = set()
    sentences = {likeness.claims[number].sentence}
    for place in range(number - 1, -1, -1):
        claim = likeness.claims[place]
        sentences.add(claim.sentence)
        if likeness.articles[place] != likeness.articles[number] or len(sentences) > BACK + 1:
            break
        for noun in (claim.subject, claim.source.speaker):
            if full_name := FULL_NAME.search(noun):
                names.setdefault(full_name[0].split()[-1], full_name[0])
        rivals |= {full.split()[-1] for full in FULL_NAME.findall(claim.text)}
    if rivals - names.keys():  # it may be somebody who is only spoken of
        return ""
    allowed = persons.get(likeness.claims[number].id, "").split()
    return next(iter(names.values())) if len(names) == 1 and not names.keys().isdisjoint(allowed) else ""
