"""What one article affirms and another denies, or says by a contrary word."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.compare import words
from pipeline.compare.agreeing import (
    both_so,
    denies_otherwise,
    excepted,
    excepts,
    left_open,
    no_objection,
    of_a_change,
    one_before,
    one_until_then,
    twice_denied,
)
from pipeline.compare.answering import (
    NEAR,
    PARTS,
    ClaimMatch,
    ComparedPair,
    Part,
    each_alone,
    like,
    of_two,
    parts,
    subject_head,
    subject_role,
    two_subjects,
    two_times,
    without_amounts,
)
from pipeline.compare.denials import denials
from pipeline.compare.opposed import Labelled, opposed
from pipeline.compare.original import denies
from pipeline.compare.place import places
from pipeline.compare.said import Found, Opened
from pipeline.compare.telling import has, negative, sentence_states, states, telling_words, verbs
from pipeline.data import Claim, Role
from pipeline.language import lexicon
from pipeline.language.claims import (
    ALLEGED,
    CALLINGS,
    DISMISSING,
    EXISTING,
    FAILING,
    FEELING,
    FICTION,
    GIVING,
    LIGHT,
    OPENLY,
    REFUTING,
    USING,
    VOTING,
    WAIVING,
    is_pronoun,
)

LEAST, SAME, SURELY = 0.28, 0.4, 0.45  # the least likeness of claims with contrary words, of claims with one predicate
WORDS = 0.2  # the least of their words in common, where their predicates only mean the same
ANY_WORDS, ANSWERED = 0.27, 0.55  # the same, and the least chance that they say the same, where any words may answer
LIKELY = 0.4  # the chance that two claims say the same, from which any words may answer others
WILL_BE = 0.6  # the least of their words in common, where one is of what will be
MOSTLY = 0.5  # of what one side denies that the other must say
_LEAST_OF = re.compile(r"\b(?:the (?:slightest|least|faintest|smallest)|any)(?: [a-z]+)? ([a-z]+)\b", re.I)
_MATTER = re.compile(r"\b(?:on|for|against|about|over) ((?:[\w’'-]+ ?){1,3})$")
_MATTER_AFTER = re.compile(r" (?:on|against|about|over) ((?:[\w’'-]+ ?){1,3})")
_POSSESSOR = re.compile(r"\b[\w-]+['’]s?\s")
_WAS_WAITING = re.compile(r"\b(?:was|were|been) (?:waiting|awaiting)\b")
_NOT_YET = re.compile(r"\b(?:must|may|can|possib\w+)\b", re.I)
_ACCORDING = re.compile(r"\baccording to [^,;]+", re.I)
_ASIDE_BEGINS = re.compile(r"\s*,[^,;]*$")
# lessons to learn are perhaps none; containing postal votes; notified on Monday
_BARE_VERB = re.compile(r"\W*(?:to [a-z]+|[a-z]+ing|[A-Z][a-z]+ed (?:on|in|by|at))\b")
_NONE_OF = re.compile(  # not: not without conditions, must do without a chief
    r"\b(?:no|never any|not any|(?<!not )(?<!do )(?<!does )(?<!live )(?<!cope )(?<!manage )without(?: any)?|lack of"
    r"|absence of) (?:[\w-]+ ){0,2}?$",
    re.I,
)
_OUTSIDE, _INSIDE = frozenset({"outside", "beyond"}), frozenset({"in", "inside", "within"})
_NOBODY = (["nobody"], ["none"], ["no"])
_OF_VERB = frozenset({"object", "to", "for", "on", "of", "with", "about", "against", "from", "by", "between", "under"})
_BACKGROUND = frozenset({"after", "since", "following", "before"})
_ANYTHING = words.stems("everything nothing anything all none")
_ASIDE = frozenset({"subject", "object", "complement", "with"})


def differing(opened: Opened) -> Iterator[Found]:
    """Like claims of which one denies what the other affirms."""
    explained = "One side affirms what the other denies"
    return opposed(
        "negation",
        opened.answers,
        _judge,
        LEAST,
        explained,
        pairs=_pairs,
        further=denials(opened),
    )


def _pairs(answer: ComparedPair) -> Iterable[ClaimMatch]:
    """The claims that are judged: of sentences that are only alike, the likest, and such as exclude one another."""
    if answer.joined:
        return answer.pairs
    return (m for m in answer.pairs if m.likeness >= NEAR or (m.likeness >= SAME and _by_states(m)))


def _judge(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    left, right = match.left.claim, match.right.claim
    if "conditional" in (left.certainty, right.certainty):
        return None
    found = (
        _by_form(match)
        or _by_side(match)
        or _by_words(match)
        or _by_thing(match)
        or _by_refutation(match)
        or _by_states(match)
        or _by_exception(match)
        or _by_denial(match)
    )
    if found is None or _ends_meet(left, right) or _apart(match):
        return None
    if left.polarity != right.polarity and both_so(match):
        return None
    return None if any(left_open(part) or _among_others(part) for part in (match.left, match.right)) else found


def _by_form(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    """One predicate, affirmed and denied."""
    left, right = match.left.claim, match.right.claim
    open_ones = left.predicate in OPENLY or right.predicate in OPENLY  # that it is certain is no fact of its own
    if left.polarity == right.polarity or open_ones or not like(left.predicate, right.predicate):
        return None
    differ = left.predicate != right.predicate
    in_other_words = match.by_words < WORDS and match.chance < ANSWERED
    if differ and (in_other_words or not _of_one_subject(left, right)):
        return None
    told = all(map(_tells_predicate, (left, right)))
    if match.likeness < (SAME if told else LEAST) and not match.likely(LIKELY):
        return None
    if words.contrary(verbs(match.left), verbs(match.right)):
        return None
    if negative(match.left) or negative(match.right) or _both_fail(match) or no_objection(match):
        return None
    if differ and twice_denied(match):
        return None
    if told and _is_noun(left) != _is_noun(right):
        return None  # is a coach, has coached
    if not differ and left.predicate in LIGHT and not _share_a_complement(match):
        return None
    planned = {left.certainty, right.certainty} == {"planned", "plain"}  # what was not, and what will be
    if planned and match.by_words < WILL_BE:
        return None
    sure = match.likest and match.likeness >= SURELY
    return _yes_and_no(match, sure=sure)


def _tells_predicate(claim: Claim) -> bool:
    """Whether its predicate is in its own words: not where Mexico is exempt, but Canada is not."""
    return claim.predicate[:4] in claim.text.lower()


def _is_noun(claim: Claim) -> bool:
    """Whether a claim's predicate is what its subject is."""
    return any(role.name == "complement" and role.head == claim.predicate for role in claim.roles)


def _share_a_complement(match: ClaimMatch) -> bool:
    """Whether claims of a verb that tells nothing by itself have a word beside it in common, or one has none."""
    left, right = _beside_verb(match.left), _beside_verb(match.right)
    return not (left and right) or bool(words.shared(left, right))


@lru_cache(PARTS)
def _beside_verb(part: Part) -> frozenset[str]:
    """The stems of what a claim says beside its verb, subject and speaker."""
    claim = part.claim
    return part.stems - words.stems(f"{claim.subject} {claim.source.speaker} {claim.predicate}")


def _by_side(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    """What is in something and outside of it: the site lies in the red zone, lies outside the zone."""
    if match.left.claim.polarity != match.right.claim.polarity:
        return None
    for mine, yours in ((match.left, match.right), (match.right, match.left)):
        inside = {role.head: role.name for role in yours.claim.roles if role.name in _INSIDE}
        for role in mine.claim.roles:
            if role.name in _OUTSIDE and role.head in inside:
                return _sides(match, mine, role.name, inside[role.head])
    return None


def _by_denial(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    """Claims that surely answer one another, in other words, of which one denies: no suit is planned, they sued."""
    left, right = match.left.claim, match.right.claim
    if left.polarity == right.polarity or not match.likest or match.chance < ANSWERED or match.by_words < ANY_WORDS:
        return None
    if denies_otherwise(match) or of_a_change(match):
        return None
    if not states(match.left).keys().isdisjoint(states(match.right)):
        return None  # stayed dry, never came on
    return _yes_and_no(match) if _of_one_matter(match) else None


def _of_one_matter(match: ClaimMatch) -> bool:
    """Whether what one claim denies has a word, no name, in common with what the other says beside its verb."""
    left, right = match.left, match.right
    denying, affirming = (left, right) if left.claim.polarity < 0 else (right, left)
    claim = affirming.claim
    if claim.predicate in CALLINGS or any(claim.predicate == role.name for role in claim.roles):
        return False  # is a foreman; for the customers
    names = words.stems(" ".join((*left.claim.names, *right.claim.names)))
    objects = [] if denying.claim.passive else [role.text for role in denying.claim.roles if role.name == "object"]
    aside = _BACKGROUND | {"subject"} if objects else _BACKGROUND  # who has no idea is not what they have none of
    background = words.stems(" ".join(role.text for role in denying.claim.roles if role.name in aside))
    verb = words.stems(claim.predicate if claim.subject and not like(claim.predicate, denying.claim.predicate) else "")
    verb -= words.shared(verb, words.stems(" ".join(objects)))  # found no word of apology, apologised
    return bool(words.shared(denying.stems - names - background, affirming.stems - verb))


def _by_words(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    """Contrary words for the same: the predicates, or what else is said of one thing."""
    left, right = match.left.claim, match.right.claim
    hedged = "hedged" in (left.certainty, right.certainty)
    if left.polarity != right.polarity or hedged or of_two(match.left, match.right):
        return None
    found = _contrary_words(match)
    return None if found is None or _but_for(match) else found


def _contrary_words(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    left, right = match.left.claim, match.right.claim
    ends = ((match.left, match.right), (match.right, match.left))
    if all(words.contraries(telling_words(mine)).isdisjoint(telling_words(yours)) for mine, yours in ends):
        return None  # as most
    contrary = match.likest and words.contrary(verbs(match.left), verbs(match.right))
    if contrary and (has(match.left, contrary[1]) or has(match.right, contrary[0])):
        return None  # arrested on Monday, he was released
    if contrary and not like(left.predicate, right.predicate) and _of_one(match):
        return Labelled(match.left, left.predicate), Labelled(match.right, right.predicate)
    if contrary and not like(left.predicate, right.predicate) and _of_one_anywhere(match):
        return _sides(match, match.left, left.predicate, right.predicate)
    if not words.shared(_about(match.left), _about(match.right)):
        return None
    for mine, yours in ends:
        one = like(left.predicate, right.predicate) and left.predicate not in LIGHT
        pair = words.contrary(telling_words(mine) if one else verbs(mine), telling_words(yours))
        if pair and not has(mine, pair[1]) and not has(yours, pair[0]):
            return _sides(match, mine, *pair)
    return None


def _by_states(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    """What of one thing excludes one another: came on and stayed dry, stepped down and clings on."""
    left, right = match.left.claim, match.right.claim
    mine, yours = states(match.left), states(match.right)
    if all((line, 1 - side) not in yours for line, side in mine):
        return None  # as most
    if (
        not (match.likest or match.chance >= LIKELY)
        or "hedged" in (left.certainty, right.certainty)
        or of_two(match.left, match.right)
        or _but_for(match)
        or _two_votes(match)
        or _two_counts(match)
    ):
        return None
    if not (
        _of_one(match)
        or _of_one_anywhere(match)
        or words.shared(_about(match.left), _about(match.right))
        or _on_one_day(match)
    ):
        return None
    for line, side in sorted(mine):
        opposite = (line, 1 - side)
        if opposite in yours and _of_subjects(match, mine[line, side], yours[opposite]):
            continue
        if opposite in yours and opposite not in mine and (line, side) not in yours:
            in_mine, in_yours = sentence_states(match.left), sentence_states(match.right)
            if opposite not in in_mine and (line, side) not in in_yours:
                if mine[line, side] == yours[opposite]:  # one word, denied by one of them
                    if negative(match.left) or negative(match.right) or not like(left.predicate, right.predicate):
                        return None
                    if left.predicate != right.predicate and twice_denied(match):
                        return None
                    return _yes_and_no(match)
                return _sides(match, match.left, mine[line, side], yours[opposite])
    return None


def _by_exception(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    """What one claim makes an exception of, and the other is of: names were stolen, but no addresses."""
    left, right = match.left.claim, match.right.claim
    hedged = not {"hedged", "planned"}.isdisjoint((left.certainty, right.certainty))
    if hedged or left.polarity < 0 or right.polarity < 0 or not match.likely(ANSWERED):
        return None
    for excepting, affirming in ((match.left, match.right), (match.right, match.left)):
        if excepts(excepting, affirming) and not denies_otherwise(match):
            return _sides(match, excepting, "denies", "affirms")
    return None


def _but_for(match: ClaimMatch) -> bool:
    """Whether one claim denies for a time, or excepts what the other is of, so that contrary words say the same."""
    return one_until_then(match) or one_before(match) or excepted(match) or _of_members(match)


def _of_members(match: ClaimMatch) -> bool:
    """Whether one claim is of so many of what the other is of: two members of the board opposed it, the board backed
    it."""
    ends = ((match.left.claim, match.right), (match.right.claim, match.left))
    for claim, partner in ends:
        some, all_of_it = subject_role(claim), words.stems(subject_head(partner.claim))
        amounts = (measure for measure in claim.measures if measure.kind != "age")
        counted = some and any(some.start <= amount.start < some.end for amount in amounts)
        if some and counted and words.stems(some.text) - words.stems(some.head) > all_of_it > frozenset():
            return True
    return False


def _among_others(part: Part) -> bool:
    """Whether a claim is of so many among others, of whom another may say the contrary: two are among the dead."""
    counted = any(measure.text in part.claim.subject for measure in part.claim.measures)
    return counted and any(role.name == "among" for role in part.claim.roles)


def _two_counts(match: ClaimMatch) -> bool:
    """Whether claims are of so many and of other so many: three were rescued, one drowned."""
    mine, yours = (
        {measure.value for measure in part.claim.measures if measure.text in part.claim.subject}
        for part in (match.left, match.right)
    )
    return bool(mine and yours) and mine.isdisjoint(yours)


def _two_votes(match: ClaimMatch) -> bool:
    """Whether claims are of the votes of two: most members voted for it, the chairman voted against it."""
    if not {match.left.claim.predicate, match.right.claim.predicate} <= VOTING:
        return False
    if any(is_pronoun(part.claim.subject) for part in (match.left, match.right)):
        return False
    return not words.shared(_nouns(match.left)[0], _nouns(match.right)[0])


def _of_subjects(match: ClaimMatch, mine: str, yours: str) -> bool:
    """Whether either claim's subject is called what the other's is said to be: two fugitives arrested."""
    ends = ((match.left, yours), (match.right, mine))
    heads = [(lexicon.stem(subject_head(part.claim), "en"), lexicon.stem(word, "en")) for part, word in ends]
    return any(head == word != "" for head, word in heads)


def _sides(match: ClaimMatch, mine: Part, label: str, contrary: str) -> tuple[Labelled, Labelled]:
    """The sides of two claims of which it is not sure that they speak of the same."""
    first, second = (
        Labelled(part, label if part is mine else contrary, sure=False) for part in (match.left, match.right)
    )
    return first, second


def _by_thing(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    """Something that by one there was none of, and by the other there was: no warning, warning shots."""
    for denying, affirming in ((match.left, match.right), (match.right, match.left)):
        missing, claim = _absences(denying), affirming.claim
        if not missing or claim.polarity < 0 or negative(affirming) or claim.certainty == "planned":
            continue
        foreign = any(name not in affirming.said.english for name in denying.claim.names)
        told = not _is_bare(claim) and not foreign and not _none_of(affirming, missing)
        if told and words.shared(missing, _present(affirming)):
            return _sides(match, denying, "denies", "affirms")
    return None


@lru_cache(PARTS)
def _present(part: Part) -> frozenset[str]:
    """The stems of what a claim says that there was."""
    beside = (role.head for role in part.claim.roles if role.name in _ASIDE)
    return words.stems(" ".join((part.claim.predicate, *beside, *_objects(part.claim))))


@lru_cache(PARTS)
def _absences(part: Part) -> frozenset[str]:
    """The stems of what a claim says there was none of, or what is waited for."""
    claim, text = part.claim, part.said.english
    sought = [role.head for role in claim.roles if role.name == "for"]
    if claim.predicate in sought and _WAS_WAITING.search(claim.text):
        return frozenset()  # and it came
    if any(role.head == "vain" for role in claim.roles) or (claim.polarity < 0 and claim.predicate in sought):
        return words.stems(" ".join(sought))
    if claim.polarity < 0 and claim.passive and claim.predicate in USING:
        return words.stems(claim.subject)
    verb, first = claim.predicate.split()[:1], claim.subject.lower().split()[:1]
    if claim.polarity < 0 and first in _NOBODY and not GIVING.isdisjoint(verb):
        given = (role.text for role in claim.roles if role.name not in ("subject", "to"))
        return words.stems(" ".join((*given, *claim.lemmas))) - words.stems(f"{claim.predicate} {claim.subject}")
    felt = claim.polarity < 0 and claim.predicate in FEELING
    if felt and (least := _LEAST_OF.search(claim.text)):
        return words.stems(least[1])  # had not harboured the slightest suspicion
    if claim.predicate not in EXISTING and all(role.name != "without" for role in claim.roles):
        return frozenset()
    heads = [role.head for role in claim.roles if _NONE_OF.search(text[: _place(text, role)])]
    return words.stems(" ".join(heads))


def _place(text: str, role: Role) -> int:
    """Where the head of a role stands."""
    return max(text.lower().rfind(role.head[:4], role.start, role.end), role.start)


def _none_of(part: Part, stems: frozenset[str]) -> bool:
    """Whether a sentence says elsewhere that there is none of it."""
    return any(words.shared(_absences(beside), stems) for beside in parts(part.said))


def _by_refutation(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
    """What one says and the other rejects in a noun: took bribes, denied the bribery."""
    for denying, affirming in ((match.left, match.right), (match.right, match.left)):
        claim, contrary = denying.claim, affirming.claim
        if (
            not FICTION.isdisjoint(contrary.lemmas)
            or not _refutes(denying)
            or contrary.polarity < 0
            or like(claim.predicate, contrary.predicate)
            or (claim.predicate in WAIVING and (_NOT_YET.search(contrary.text) or _of_other_subject(claim, contrary)))
        ):
            continue
        heads = (role.head for role in claim.roles if role.name in ("object", "of"))
        refuted = words.stems(" ".join(head for head in heads if head not in ALLEGED))
        if refuted and len(words.shared(refuted, affirming.stems)) >= MOSTLY * len(refuted):
            return _sides(match, denying, "denies", "affirms")
    return None


@lru_cache(PARTS)
def _refutes(part: Part) -> bool:
    """Whether a claim says that what its object names is not so."""
    claim = part.claim
    if claim.certainty == "planned":
        return False  # wants to contest the election
    verb = frozenset(claim.predicate.split()[:1])
    called = any(role.head in ALLEGED for role in claim.roles if role.name == "object")
    called = called or any(role.name == "as" for role in claim.roles)
    return claim.polarity > 0 and bool(verb & REFUTING or (called and verb & DISMISSING))


def _of_other_subject(left: Claim, right: Claim) -> bool:
    """Whether two claims name two subjects without a word in common."""
    subjects = [words.stems(claim.subject) for claim in (left, right) if not is_pronoun(claim.subject)]
    return len(subjects) == 2 and all(subjects) and not words.shared(*subjects)


def _both_fail(match: ClaimMatch) -> bool:
    """Whether both have a verb of not doing, one of them in a form that is not read so: stopped to smoke, quit it."""
    return not any(FAILING.isdisjoint(part.claim.lemmas) for part in (match.left, match.right))


def _ends_meet(left: Claim, right: Claim) -> bool:
    """Whether one says until when and the other from when on or when: closed until Thursday, open again on Friday."""
    if not left.times or not right.times:
        return False
    bounds = [{when.bound for when in claim.times} for claim in (left, right)]
    return any("until" in ends and starts and "until" not in starts for ends, starts in (bounds, bounds[::-1]))


def _of_one(match: ClaimMatch) -> bool:
    """Whether claims with contrary predicates share whom or what they are about."""
    (subject, about, objects), (its_subject, its_about, its_objects) = map(_nouns, (match.left, match.right))
    if words.shared(subject, its_about) or words.shared(its_subject, about) or words.shared(objects, its_objects):
        return True
    return match.by_words >= SURELY and not (match.left.claim.subject and match.right.claim.subject)


@lru_cache(PARTS)
def _nouns(part: Part) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The stems of a claim's subject, of that and all that stands beside the predicate, and of its objects."""
    claim = part.claim
    subject = words.stems(_POSSESSOR.sub("", without_amounts(claim, claim.subject)))  # not the actor of his wife
    told = (role.text for role in claim.roles if not _is_source(part, role))
    about = subject | words.stems(without_amounts(claim, " ".join(told)))
    return subject, about, words.stems(" ".join(without_amounts(claim, text) for text in _objects(claim)))


def _is_source(part: Part, role: Role) -> bool:
    """Whether a role is who says it: according to a report by the auditors."""
    return any(match.start() <= role.start < match.end() for match in _ACCORDING.finditer(part.said.english))


def _of_one_anywhere(match: ClaimMatch) -> bool:
    """Whether one of two claims that are likely to say the same has the other's object at any place."""
    parts = ((match.left, match.right), (match.right, match.left))
    objects = (words.shared(_nouns(part)[2], partner.stems) for part, partner in parts)
    return match.likely(LIKELY) and any(objects)


def _apart(match: ClaimMatch) -> bool:
    """Whether claims are of two, or of two places or days: no alarm in Norway, an alarm in Sweden."""
    parts = (match.left, match.right)
    if (two_subjects(*parts) and not _done_to(match)) or two_times(*parts):
        return True
    if (left_places := places(match.left)) and (right_places := places(match.right)):
        left, right = (words.stems(" ".join(role.text for role in roles)) for roles in (left_places, right_places))
        if each_alone(match.left, left, match.right, right):
            return True
    return _of_two_complements(match) or _of_two_matters(match)


def _of_two_matters(match: ClaimMatch) -> bool:
    """Whether what they are of is told by one noun, of two matters: the ban on fishing, the ban on swimming."""
    mine, yours = map(_matters, (match.left, match.right))
    both = mine.keys() & yours.keys()
    return bool(both) and all(each_alone(match.left, mine[head], match.right, yours[head]) for head in both)


@lru_cache(PARTS)
def _matters(part: Part) -> dict[str, frozenset[str]]:
    """The stems of what the nouns (stems) that a claim is of are about: a law on tax."""
    english, roles = part.said.english, [role for role in part.claim.roles if role.name in ("subject", "object")]
    found = ((role, _MATTER.search(role.text) or _MATTER_AFTER.match(english[role.end :])) for role in roles)
    return {lexicon.stem(role.head, "en"): words.stems(told[1]) for role, told in found if told}


def _done_to(match: ClaimMatch) -> bool:
    """Whether one claim does something to what the other is of: forbade the ships to sail, the ships sail."""
    ends = ((match.left, match.right), (match.right, match.left))
    heads = ((part, words.stems(subject_head(other.claim))) for part, other in ends)
    beside = ((head, part.stems - _nouns(part)[0] - words.stems(part.claim.subject)) for part, head in heads)
    return any(words.shared(*both) for both in beside)


def _of_two_complements(match: ClaimMatch) -> bool:
    """Whether one does to one what another does not to another: confessed to the theft, not to the murder."""
    left, right = match.left, match.right
    if left.claim.polarity == right.claim.polarity or not like(left.claim.predicate, right.claim.predicate):
        return False
    mine, yours = _complements(left), _complements(right)
    return any(each_alone(left, mine[name], right, yours[name]) for name in mine.keys() & yours.keys())


@lru_cache(PARTS)
def _complements(part: Part) -> dict[str, frozenset[str]]:
    """What a claim's verb is done to, for, about: the stems of the words, by preposition; no times or amounts."""
    claim, english, found = part.claim, part.said.english, dict[str, frozenset[str]]()
    taken = [*(when.start for when in claim.times), *(measure.start for measure in claim.measures)]
    subject = subject_role(claim)
    for role in claim.roles:
        if subject and subject.start < role.start < subject.end:
            continue  # the boss of the party
        if subject and english[role.end :].startswith(",") and _ASIDE_BEGINS.match(english[subject.end : role.start]):
            continue  # Smith, the boss of the party, knew
        if role.name in _OF_VERB and not any(role.start <= start < role.end for start in taken):
            found[role.name] = found.get(role.name, frozenset()) | (words.stems(role.text) - _ANYTHING)
    return found


def _objects(claim: Claim) -> list[str]:
    return [role.text for role in claim.roles if role.name == "object"] + [claim.subject] * claim.passive


@lru_cache(PARTS)
def _about(part: Part) -> frozenset[str]:
    """The stems of the nouns that a claim's subject and object are, and how old: the 17-year-old."""
    claim = part.claim
    heads = [role.head for role in claim.roles if role.name in ("subject", "object")]
    if is_pronoun(claim.subject):  # the club says they will appeal; the water runs, but it is not fit to drink
        heads += [claim.source.speaker, *map(subject_head, part.said.claims)]
    ages = (f"{measure.value:g} years" for measure in claim.measures if measure.kind == "age")
    return words.stems(" ".join(head for head in heads if not is_pronoun(head))).union(ages)


def _of_one_subject(left: Claim, right: Claim) -> bool:
    """Whether two claims have a noun in common, and where both name a subject, one in their subjects."""
    subjects = [words.stems(claim.subject) for claim in (left, right) if not is_pronoun(claim.subject)]
    return bool(words.shared(_beside(left), _beside(right))) and (
        len(subjects) < 2 or not all(subjects) or bool(words.shared(*subjects))
    )


def _on_one_day(match: ClaimMatch) -> bool:
    """Whether claims name one day."""
    mine, yours = map(_days, (match.left, match.right))
    return not mine.isdisjoint(yours)


@lru_cache(PARTS)
def _days(part: Part) -> frozenset[object]:
    return frozenset(when.weekday or (when.month, when.day) for when in part.claim.times if when.weekday or when.day)


def _beside(claim: Claim) -> frozenset[str]:
    """The stems of all nouns beside a claim's predicate."""
    return words.stems(" ".join(role.head for role in claim.roles if not is_pronoun(role.head, role.text)))


def _yes_and_no(match: ClaimMatch, *, sure: bool = False) -> tuple[Labelled, Labelled] | None:
    """The sides of an affirmation and a denial; none where the translation may have lost a denial, or only a
    bare verb affirms."""
    affirming = match.left if match.left.claim.polarity > 0 else match.right
    if _is_bare(affirming.claim) or (affirming.said.machine and denies(affirming.said)):
        return None
    return _label(match.left, sure=sure), _label(match.right, sure=sure)


def _is_bare(claim: Claim) -> bool:
    """Whether a claim begins with its verb, an infinitive or a participle."""
    return bool(_BARE_VERB.match(claim.text)) and not (claim.subject and claim.text.startswith(claim.subject))


def _label(part: Part, *, sure: bool) -> Labelled:
    if part.claim.polarity > 0:
        return Labelled(part, "affirms", True, sure)
    return Labelled(part, "denies", denies(part.said) if part.said.machine else True, sure)
