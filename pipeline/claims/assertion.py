"""Whether a clause tells what it says as a fact: what is denied, doubted, planned, or hangs on a condition."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.claims.clauses import (
    SAID_OF_SUBJECT,
    SUBJECTS,
    VERBAL,
    Clause,
    hanging,
    has,
    has_word,
    intended,
    of_saying,
    parted,
)
from pipeline.claims.facets import befallen, expectation, possibility, suspicion, too_much
from pipeline.data import Certainty
from pipeline.language import claims as english

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOMINAL = frozenset({"NOUN", "PROPN"})
_PAST = frozenset({"VBN", "VBD"})  # tags; the parser takes one for the other
_AUX = ("aux", "auxpass")
_SURELY = re.compile(r"\bin all (?:likelihood|probability)\b")
_TIMES = frozenset({"longer", "before", "again", "once", "ever"})
_CONDITION = frozenset({"if", "unless", "whether"})


def polarity(clause: Clause) -> int:
    """-1 where the predicate, its subject or its object is denied; two denials are none."""
    # Each denial turns what is below it: "denies that he did not sign" is two, and so none.
    first = first_verb(clause.head)
    turns = sum(map(_turns, (clause.head, *_infinitives(clause.head)))) + _turns_before(clause.head)
    saying = first.head if first is not clause.head and first.dep_ == "ccomp" else clause.saying
    turns += saying is not None and _denies(saying)
    turns += _untrue(first) or _ruled_out(first) or _denied_beside(first)
    turns += first.dep_ == "acl" and first.head.head.lemma_.lower() in english.DENYING | {"dismiss"}
    return -1 if turns % 2 else 1


def first_verb(verb: "Token") -> "Token":
    """The first of the verbs of one subject: of the minister resigned and left, resigned."""
    while _shares_subject(verb):
        verb = verb.head
    return verb


def _shares_subject(verb: "Token") -> bool:
    """Whether a verb has no subject but that of the one before it."""
    return verb.dep_ == "conj" and verb.head.pos_ in VERBAL and not has(verb, *SUBJECTS)


def _shares_auxiliary(verb: "Token") -> bool:
    """Whether what stands before the verb before one is of both: will resign | and repay; failed to warn | and close;
    may be closed | and demolished."""
    first, tags = verb.head, (verb.tag_, verb.head.tag_)
    helping = [child for child in hanging(verb, *_AUX) if child.tag_ != "TO"]
    if helping or not _shares_subject(verb):
        return False
    if tags == ("VBG", "VBG"):
        return first.dep_ in {"xcomp", "pcomp"}
    if first.tag_ == "VB":
        return verb.tag_ == "VB" or (verb.tag_ == "VBP" and any(child.tag_ == "MD" for child in first.children))
    if verb.tag_ not in _PAST or (verb.tag_ == "VBD" and verb.lemma_.lower() in english.SAYING):
        return False  # will be asked | and said so
    return first.tag_ in _PAST and any(child.tag_ == "VB" for child in hanging(first, *_AUX))


def _before_both(verb: "Token") -> Iterator["Token"]:
    """The words before the verb before one that are of both, and the verbs above: promised | to resign and repay."""
    if not _shares_auxiliary(verb):
        return
    while _shares_auxiliary(verb):
        verb = verb.head
        yield from (child for child in verb.children if child.i < verb.i and child.dep_ in {*_AUX, "advmod", "neg"})
    yield from chain.from_iterable((above, *above.children) for above in _verbs_above(verb))


def _verbs_above(verb: "Token") -> Iterator["Token"]:
    """The verbs, and their complements, that an infinitive hangs on: is | likely | to close; has | no plans to sell."""
    while verb.dep_ in {"xcomp", "acomp", "oprd"}:
        verb = verb.head
        yield verb
    if verb.dep_ in {"acl", "relcl"} and intended(verb.head) is not None:
        yield verb.head.head


def _turns_before(verb: "Token") -> int:
    """How often what a verb shares with the one before it turns yes into no."""
    if not _shares_subject(verb) or has_word(verb.head, "but"):
        return 0
    first, turns = verb, 0
    while _shares_auxiliary(first) or (_shares_subject(first) and has_word(first.head, "or", "nor")):
        first = first.head
        turns += sum(child.lower_ in english.NOT and child.i < first.i for child in hanging(first, "neg", "advmod"))
    return turns if first is verb else turns + sum(map(_turns, _verbs_above(first)))


def _denies(saying: "Token") -> bool:
    """Whether a verb of saying says that what follows is not so: denied that, ruled out that, do not believe that."""
    lemma, denied = saying.lemma_.lower(), has(saying, "neg")
    return denied if lemma in english.BELIEVING else lemma in english.DENYING or (_excludes(saying) and not denied)


def _turns(verb: "Token") -> int:
    """How often what stands beside a verb turns yes into no."""
    # By their places, since _beside may come to one word on two ways.
    turns = len({token.i for token in _beside(verb) if token.lower_ in english.NOT and not _until(token)})
    infinitive = has(verb, "xcomp")
    lemma = verb.lemma_.lower()
    turns += (lemma in english.FAILING | english.DENYING or _excludes(verb)) and infinitive
    turns += verb.dep_ == "pcomp" and verb.head.lower_ == "without"
    turns += lemma in english.AWAITING and expectation(verb) is not None
    turns += infinitive and any(child.lower_ == "yet" for child in hanging(verb, "advmod"))  # has yet
    top = possibility(verb)
    return turns + (top is not verb and (top.lemma_.lower() in english.UNABLE or too_much(top)))


def _ruled_out(verb: "Token") -> bool:
    """Whether somebody excludes that it is done: ruled out raising the tax."""
    return verb.tag_ == "VBG" and _excludes(verb.head) and not has(verb.head, "neg")


def _denied_beside(verb: "Token") -> bool:
    """Whether somebody denies having done it, and other words stand between: denies, for her part, having seen it."""
    having = verb.tag_ == "VBN" and any(child.lower_ == "having" for child in hanging(verb, *_AUX))
    return having and verb.dep_ == "advcl" and verb.head.i < verb.i and verb.head.lemma_.lower() == "deny"


def _excludes(verb: "Token") -> bool:
    return verb.lemma_.lower() == "rule" and has_word(verb, "out")


def _untrue(head: "Token") -> bool:
    """Whether the clause above says that a clause is not so: it is false that, it is not true that."""
    above = _above(head)
    denied = above & english.TRUE and has(head.head, "neg")
    lies = head.head.pos_ == "VERB"  # it lay on the table: no untruth
    return bool(above & english.UNTRUE - ({"lie"} if lies else set()) or denied)


def _above(head: "Token") -> frozenset[str]:
    """What stands above a clause: it is likely that, it is untrue that, whether … is unclear, signs that."""
    above = head.head
    if head.dep_ == "acl":  # the suspicion that; not the suspicion known to them
        return frozenset() if head.tag_ == "VBN" and not has(head, "mark") else frozenset({above.lemma_.lower()})
    if head.dep_ not in {"ccomp", "csubj"} or parted(head, above):
        return frozenset()
    complements = frozenset(child.lemma_.lower() for child in hanging(above, *SAID_OF_SUBJECT))
    # Of a clause that is the subject ("that he left surprised them") the verb above says nothing about its truth.
    return complements | {above.lemma_.lower()} if head.dep_ == "ccomp" else complements


def _infinitives(head: "Token") -> Iterator["Token"]:
    """The infinitives that a verb has: refuses to sign."""
    for child in (*head.children, *(possibility(head).children if possibility(head) is not head else ())):
        if child.dep_ == "xcomp" and child.pos_ in VERBAL:
            yield child
            yield from _infinitives(child)


def _beside(verb: "Token") -> Iterator["Token"]:
    """What can deny a verb: its own negation, that of its subject, object or complement, "without" before it."""
    for child in verb.children:
        if child.dep_ in {"neg", "preconj"} or (child.dep_ == "advmod" and child.lower_ in english.NOT):
            if not (child.i > verb.i and _adds_contrast(child)):
                yield child
        elif (child.dep_ == "det" and verb.pos_ in _NOMINAL) or (child.dep_ == "advmod" and child.lower_ in _TIMES):
            yield from (child, *child.children)  # no wonder; no longer; never before
        elif child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "acomp", "oprd", "expl"}:
            yield child
            more = (part for inner in child.children if inner.lower_ == "more" for part in inner.children)
            inners = (*child.children, *more)  # no more furnaces
            denials = (inner for inner in inners if inner.dep_ in {"det", "neg", "preconj"} or inner.lower_ == "no")
            yield from (inner for inner in denials if inner.dep_ != "neg" or not _adds_contrast(inner))
        elif child.dep_ in {"prep", "agent"}:  # at no time, in no way, by neither
            objects = list(hanging(child, "pobj"))
            yield from hanging(child, "preconj")
            yield from (obj for obj in objects if obj.lower_ == "nothing" and child.lower_ == "for")
            yield from (inner for obj in objects for inner in obj.children if inner.lower_ in {"no", "neither"})


def _adds_contrast(denial: "Token") -> bool:
    """Whether a denial adds what is not so: bought this, not that."""
    place = denial.i - 1
    while place > 0 and denial.doc[place].is_quote:
        place -= 1
    return place > 0 and denial.doc[place].lower_ in {",", "but", "and", "–", "-"}


def _until(token: "Token") -> bool:
    """Whether a denial is one of time only: not until Monday, no longer than, not only."""
    # Five words: "until" may stand after the verb, as in "will not be open until Monday".
    window = token.doc[token.i + 1 : token.i + 6]
    following = [member.lower_ for member in window]
    return bool(following) and (
        following[0] in {"only", "least"} or _ends_span(following) or following[:2] == ["more", "than"]
    )


def _ends_span(following: Sequence[str]) -> bool:
    """Whether words go on to say from when it is so: not until Monday, nobody goes home before the tank is empty."""
    return "until" in following or "before" in following[1:]  # never before is another matter


def certainty(clause: Clause) -> Certainty:
    """Whether what a clause says is told as a fact."""
    tokens = [token for token in clause.tokens if not of_saying(token, clause)]
    first = first_verb(clause.head)
    above = _above(first)
    # The strongest first: what hangs on a condition is not said at all, a plan says at least that it is meant.
    if any(mark.lower_ in _CONDITION for mark in (*hanging(first, "mark"), *hanging(clause.head, "mark"))):
        weighed = first.dep_ == "ccomp" and first.head.lemma_.lower() in english.DELIBERATING
        return "hedged" if weighed or above & english.OPEN or _unknown(first.head, above) else "conditional"
    if first.dep_ == "ccomp" and first.head.lemma_.lower() in english.DOUBTING:
        return "hedged"
    if above & (english.HEDGING_ADJECTIVES | english.OPEN | english.DOUBTS) or _SURELY.search(
        " ".join(token.lower_ for token in tokens)
    ):
        return "hedged"
    tokens += _before_both(clause.head)
    saying = clause.saying.lemma_.lower() if clause.saying is not None else ""
    if saying in english.SUSPECTING or any(_hedges(token) for token in tokens):
        return "hedged"
    return "planned" if any(_plans(token) for token in tokens) else "plain"


def _unknown(verb: "Token", above: frozenset[str]) -> bool:
    """Whether it is not clear, or not known, whether something is so."""
    return has(verb, "neg") and not above.isdisjoint(english.KNOWN)


def _hedges(token: "Token") -> bool:
    lemma, lower = token.lemma_.lower(), token.lower_
    if lower in english.HEDGING_ADVERBS:  # of the verb, or before the whole clause; not: a child, perhaps a girl
        return token.head.pos_ in VERBAL or _opens_complement(token)
    if token.dep_ == "amod":  # he took an alleged bribe; the alleged thief is only called so
        return lower in english.ALLEGEDLY and token.head.dep_ in {"dobj", "attr"}
    if token.pos_ == "ADJ" and lower in english.HEDGING_ADJECTIVES:
        return token.head.lemma_ != "make"  # made it possible: it came about
    if lemma in english.DOUBTS and _spoken_of(token):
        return True
    if token.tag_ == "MD" and lower in {"may", "might", "could"}:  # by its tag: May, the might of
        return not _permits(token)
    if lemma in {"seem", "appear"} and has(token, "xcomp", "oprd", "acomp"):
        return True
    if suspicion(token) is not None or _is_open(token):
        return True
    return lemma in english.HEDGING_PASSIVES and befallen(token) and has(token, "xcomp")


def _opens_complement(adverb: "Token") -> bool:
    """Whether it stands first in what a subject is said to be: were presumably armed."""
    return adverb.head.dep_ in SAID_OF_SUBJECT and adverb.head.left_edge.i == adverb.i


def _is_open(verb: "Token") -> bool:
    """Whether what a verb has for its object is open: is weighing an appeal, is threatened with exclusion."""
    if verb.lemma_.lower() == "threaten":
        return befallen(verb) and has_word(verb, "with")
    objects = hanging(verb, "dobj") if verb.lemma_.lower() in english.WEIGHING else ()
    return any(child.lemma_.lower() in english.STEPS for child in objects)


def _spoken_of(noun: "Token") -> bool:
    """Whether a clause has a noun for what it says: it is a suspicion, they speak of a suspicion."""
    of = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "VERB"
    return of or (noun.dep_ == "attr" and noun.head.lemma_ == "be" and noun.i > noun.head.i)


def _permits(modal: "Token") -> bool:
    """Whether a modal says what is allowed or was possible: may only, may not, could be heard, could have
    been prevented, no X may."""
    verb, lemma = modal.head, modal.head.lemma_.lower()
    prevented = lemma in english.PREVENTING and has_word(verb, "have")
    if modal.lower_ == "could" and (lemma in english.PERCEIVING or prevented):
        return True
    barred = has_word(verb, "not", "n't", "only", "no", "neither", "never")
    return barred or any(has_word(child, "no", "neither") for child in verb.children)


def _plans(token: "Token") -> bool:
    if token.tag_ == "MD" and token.norm_ in {"will", "would", "shall", "should"}:
        return True
    if intended(token) is not None:
        return True
    if token.lower_ in {"is", "are"} and any(has_word(child, "to") for child in hanging(token, "xcomp")):
        return True  # is to sign
    planning = token.lemma_.lower() in english.PLANNING or token.lower_ in english.PLANNED
    return planning and has(token, "xcomp")
