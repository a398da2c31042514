"""What the words of a claim tell: its verb, what it says of its subject and object, which opposites it is on."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from pipeline.compare import words
from pipeline.compare.answering import PARTS, Part, of_votes, parts
from pipeline.data import Claim
from pipeline.language import lexicon, news
from pipeline.language.claims import (
    CONTRARY,
    DENYING,
    DISMISSING,
    FAILING,
    FICTION,
    HARDLY,
    INTRANSITIVE,
    NEGATIVE,
    REFUTING,
    TRANSITIVE,
    is_pronoun,
)

_CALLS = frozenset({"call", "demand", "appeal", "request", "plea", "pressure"})
_HANDING = frozenset({"offer", "tender", "submit", "hand", "announce", "present", "give", "declare"})
_NEGATIVE = NEGATIVE | HARDLY
_DENYING = DENYING | FAILING
_REJECTING = REFUTING | DISMISSING | _DENYING
_LEFT_SO = re.compile(r"\b(?:left|leav\w+) (?:free|alone|open|empty|unfinished|unharmed|untouched|intact|behind)\b")
_LEAVING = re.compile(r"\b(?:left|leav\w+)(?: [a-z]+){0,2} $")
# released from jail is not in it, nor is what goes on after a strike on strike
_WITHOUT = frozenset({"from", "against", "despite", "instead", "without", "than", "since", "after", "before"})


@lru_cache(PARTS)
def verbs(part: Part) -> frozenset[str]:
    """The predicate of a claim, with and without its particle; none where it is no verb, or not that one."""
    claim = part.claim
    if claim.predicate in TRANSITIVE and not any(role.name == "object" for role in claim.roles) and not claim.passive:
        return frozenset()  # wants him back
    if claim.predicate in INTRANSITIVE and claim.passive:
        return frozenset()  # was met with anger
    if " " in claim.predicate and claim.predicate.split()[0] in TRANSITIVE:
        return frozenset({claim.predicate})  # backed up into a lake
    if claim.predicate == "leave" and _is_left_so(part):
        return frozenset()
    told = frozenset({claim.predicate, *claim.predicate.split()[:1]})
    if not told.isdisjoint(_HANDING) and any(role.head == "resignation" for role in claim.roles):
        told |= {"resign"}  # has offered the board her resignation
    return told


@lru_cache(PARTS)
def _is_left_so(part: Part) -> bool:
    """Whether a claim tells how something was left, and nobody leaves: left free; leaving 40 houses unfinished."""
    counts = (measure.start for measure in part.claim.measures if measure.kind == "count")
    return bool(
        (part.claim.predicate == "leave" and part.claim.passive)
        or _LEFT_SO.search(part.claim.text)
        or any(_LEAVING.search(part.said.english[:start]) for start in counts)
    )


@lru_cache(PARTS)
def telling_words(part: Part) -> frozenset[str]:
    """What is said of a claim's subject and object: its predicate, and all words that are not these."""
    about = {role.head for role in part.claim.roles if role.name in ("subject", "object")}
    about |= {role.head for role in part.claim.roles if role.name in _WITHOUT}
    if "according" in part.said.english.lower():
        about.add("accord")
    if not verbs(part):
        about.add(part.claim.predicate)
    about |= TRANSITIVE.intersection(part.claim.predicate.split()[:-1])  # back up
    if "leave" in part.claim.lemmas and _is_left_so(part):
        about.add("leave")
    about |= _attributes(part.claim) | {measure.counted for measure in part.claim.measures}  # one dead
    return verbs(part) | frozenset(lemma for lemma in part.claim.lemmas if lemma not in about)


def _attributes(claim: Claim) -> frozenset[str]:
    """The verbs of which a claim has but a participle before a noun: years of enforced rest, a banned book."""
    before = [word for role in claim.roles for word in words.content(role.text)[:-1]]
    participles = (word.stem for word in before if word.text.endswith(("ed", "en")) and word.text not in claim.lemmas)
    starts = tuple(participles)
    return frozenset(
        lemma for lemma in claim.lemmas if any(stem.startswith(lexicon.stem(lemma, "en")) for stem in starts)
    )


@lru_cache(PARTS)
def states(part: Part) -> Mapping[news.Side, str]:
    """The sides of opposites that a claim is on, each with the word that puts it there."""
    claim = part.claim
    denied = (claim.polarity < 0) ^ _is_called_for_in_vain(part)
    told, own = telling_words(part), verbs(part)
    # rejected calls for her resignation; the calls are a fairy tale
    rejects = not (REFUTING | DISMISSING).isdisjoint(own) or not FICTION.isdisjoint(claim.lemmas)
    beside = told - own
    split = next((measure.text for measure in claim.measures if of_votes(measure) and measure.against), "")
    denying = beside & _DENYING if denied else frozenset[str]()  # refused to go: what denies is not denied
    return (
        news.sides(own, claim.text, denied=denied)
        | news.sides(beside - denying, "", denied=denied ^ rejects)
        | news.sides(denying, "", denied=False)
        | (dict.fromkeys(news.sides({"split"}, "", denied=denied), split) if split else {})  # by 12 votes to 3
    )


def _is_called_for_in_vain(part: Part) -> bool:
    """Whether a claim is what somebody rejects calls for: rejected calls | to resign."""
    if not part.claim.text.startswith("to "):
        return False  # as most
    above = next((beside for beside in part.said.claims if beside.id == part.claim.parent), None)
    if above is None or _REJECTING.isdisjoint(above.predicate.split()[:1]):
        return False
    return any(role.name == "object" and role.head in _CALLS for role in above.roles)


@lru_cache(PARTS)
def sentence_states(part: Part) -> Mapping[news.Side, str]:
    """The sides that any claim of the sentence is on that may be of the same."""
    told: dict[news.Side, str] = {}
    for beside in parts(part.said):
        if not _of_another(part.claim, beside.claim):
            told |= states(beside)
    return told


def has(part: Part, word: str) -> bool:
    """Whether a claim's sentence has a word of the same, or another that says the same against its contrary."""
    stems = {lexicon.stem(like_word, "en") for like_word in {word, *(_of_side(word))}}
    of_it = (claim for claim in part.said.claims if not _of_another(part.claim, claim))
    return any(lexicon.stem(lemma, "en") in stems for claim in of_it for lemma in claim.lemmas)


def _of_another(claim: Claim, beside: Claim) -> bool:
    """Whether a claim beside one is surely of something else: schools stay closed, the airport is open."""
    if claim is beside or any(not each.subject or is_pronoun(each.subject) for each in (claim, beside)):
        return False
    both = ((claim, beside), (beside, claim))
    return not any(words.shared(words.stems(one.subject), words.stems(other.text)) for one, other in both)


def negative(part: Part) -> bool:
    """Whether a claim has a word that denies by its meaning, so that its polarity tells nothing."""
    return not _NEGATIVE.isdisjoint(part.claim.lemmas)


@cache
def _of_side(word: str) -> frozenset[str]:
    """The words that stand on one side with a word."""
    return frozenset(same for sides in CONTRARY for side in sides if word in side for same in side)
