"""What a clause says: of whom, what, whether it is denied or doubted, with which parts beside it."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.claims.clauses import SAID_OF_SUBJECT, Clause, intended, of_saying, only_of_object, parted, whole
from pipeline.data import Certainty, Role
from pipeline.language import claims as english

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_EMPTY = frozenset({"DET", "ADP", "CCONJ", "SCONJ", "PART", "PUNCT", "SPACE", "PRON", "SYM", "X", "INTJ"})
_SELF = frozenset({"himself", "herself", "itself", "themselves"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_SURELY = re.compile(r"\bin all (?:likelihood|probability)\b")
_TIMES = frozenset({"longer", "before", "again", "once", "ever"})
_CONDITION = frozenset({"if", "unless", "whether"})


def predicate(head: "Token") -> str:
    """The lemma of what is said to happen: of the verb with its particle, of what the subject is said to be.

    Of a verb that only says whether and how another one's action happens (refused to, plans to, denied having), the
    other; of waiting for something, that.
    """
    verb = deepest(head)
    declared = verb.lemma_.lower() in english.DECLARING and befallen(verb)
    # "was found guilty" says guilty, "found the weapon" says find: the passive tells the two apart.
    if declared or verb.lemma_.lower() in english.COPULAS:
        complement = next((child for child in verb.children if child.dep_ in SAID_OF_SUBJECT), None)
        if complement or verb.lemma_ == "be":
            return complement.lemma_.lower() if complement else "be"
    if verb.lemma_.lower() in english.AWAITING and (awaited := _expectation(verb)):
        return awaited.lemma_.lower()
    particle = next((child for child in verb.children if child.dep_ == "prt"), None)
    return f"{verb.lemma_} {particle.lemma_}".lower() if particle else verb.lemma_.lower()


def deepest(head: "Token") -> "Token":
    """The verb whose action a chain of verbs is about: refuses to sign, is unable to sign, has yet to sign."""
    if (inner := _suspicion(head) or _intention(head)) is not None:
        return deepest(inner)
    # The infinitive of "is unable to sign" hangs on the adjective, that of "refuses to sign" on the verb.
    top = _possibility(head)
    inner = next((child for child in top.children if child.dep_ == "xcomp" and child.pos_ in {"VERB", "AUX"}), None)
    governs = top is not head or head.lemma_.lower() in english.GOVERNING or head.lemma_ == "be"
    return head if inner is None or not governs else deepest(inner)


def _suspicion(head: "Token") -> "Token | None":
    """What somebody is suspected or accused of having done."""
    if head.lemma_.lower() not in english.ACCUSING or not befallen(head):
        return None
    accused = (inner for child in head.children if child.lower_ in {"of", "with"} for inner in child.children)
    return next((inner for inner in accused if inner.dep_ == "pcomp"), None)


def _intention(head: "Token") -> "Token | None":
    """What somebody has an intention or a reason to do."""
    return next((verb for child in head.children if (verb := intended(child)) is not None), None)


def _possibility(head: "Token") -> "Token":
    """The adjective under a verb that says whether another one's action is possible: unable to, too early to."""
    for child in head.children:
        able = child.lemma_.lower() in english.ABLE | english.UNABLE or _too(child)
        if child.dep_ in {"acomp", "oprd", "ccomp"} and child.pos_ == "ADJ" and able:
            return child
    return head


def _too(adjective: "Token") -> bool:
    """Whether it is too much so for an infinitive after it."""
    too = any(child.lower_ == "too" for child in adjective.children)
    return too and any(child.dep_ == "xcomp" for child in adjective.children)


def _expectation(verb: "Token") -> "Token | None":
    """What somebody waits for."""
    for child in verb.children:
        if child.dep_ == "dobj":
            return child
        if child.lower_ == "for":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def subject(head: "Token") -> "Token | None":
    """What a verb's subject is: its own, of a participle the noun before it, of a second verb that of the first."""
    direct = next((child for child in head.children if child.dep_ in _SUBJECTS), None)
    if direct is not None:
        if direct.lower_ in _SELF and head.dep_ == "ccomp":
            return subject(head.head)  # let himself be arrested
        if direct.tag_ in {"WDT", "WP"} and head.dep_ == "relcl":
            return head.head  # who or which: the noun before it
        return direct
    if head.dep_ in {"acl", "relcl"}:
        return head.head
    if head.dep_ == "pcomp":
        return subject(head.head.head)  # left without voting
    if head.dep_ in {"conj", "xcomp", "advcl"} and head.head.i != head.i:
        return subject(head.head)
    return None


def words(token: "Token") -> str:
    """A noun with what belongs to it, without clauses about it."""
    inner = [part for part in token.subtree if not _in_clause(part, token)]
    if _frames(inner[0]) and len(inner) > 1:
        inner = inner[1:]
    # A slice of the text, not the words joined: a span must be found again letter by letter.
    start, end = inner[0], inner[-1]
    return whole(token.doc)[start.idx : end.idx + len(end)].strip(' ,;:–—"“”«»')


def _frames(token: "Token") -> bool:
    """Whether what the parser takes for an adjective is the verb that tells who spoke: "Never," confirmed Al Perry."""
    before = token.doc[token.i - 1].text if token.i else ""
    participle = token.dep_ == "amod" and token.tag_ in {"VBN", "VBD", "JJ"} and token.lower_.endswith("ed")
    return participle and before in {",", '"', "”", "»"} and token.lower_.removesuffix("ed") in english.SAYING


def _in_clause(part: "Token", top: "Token") -> bool:
    while part.i != top.i:
        if part.dep_ in {"relcl", "acl", "appos", "punct"} or (part.dep_ in {"conj", "cc"} and part.head.i == top.i):
            return True
        part = part.head
    return False


def roles(clause: Clause) -> tuple[Role, ...]:
    """What stands beside the predicate, in order; what is before the whole stretch of a preposition is its name."""
    members = {token.i for token in clause.tokens}
    filled = []
    for token in clause.tokens:
        name = _role(token)
        if name and not of_saying(token, clause) and not _empty_subject(token, clause):
            filled.append(_role_of(name, token))
    top = subject(clause.head)
    # A second verb has its subject in another clause: it said this and denied that.
    if top is not None and top.i not in members:
        filled.insert(0, _role_of("subject", top))
    return tuple(filled)


def _empty_subject(token: "Token", clause: Clause) -> bool:
    """Whether it is the "it" of "it is in Lyon that"."""
    return clause.cleft is not None and token.head.i == clause.cleft.i and token.dep_ == "nsubj"


def _role_of(name: str, token: "Token") -> Role:
    text = words(token)
    start = whole(token.doc).find(text, token.left_edge.idx)
    start = token.idx if start < 0 else start  # marks at its edges were cut off
    return Role(name, token.lemma_.lower(), text, start, start + len(text))


def _role(token: "Token") -> str:
    if token.dep_ in {"nsubj", "nsubjpass"}:
        return "object" if only_of_object(token.head) else "subject"
    if token.dep_ in {"dobj", "obj"}:
        return "object"
    if token.dep_ in SAID_OF_SUBJECT:
        return "complement"
    if token.dep_ == "pobj":
        if token.head.lower_ == "of" and token.head.head.lower_ == "front":
            return "front"
        return "agent" if token.head.dep_ == "agent" else token.head.lemma_.lower()
    return ""


def befallen(verb: "Token") -> bool:
    """Whether a verb itself is in the passive, by its auxiliary: was told."""
    return any(child.dep_ == "auxpass" for child in verb.children)


def passive(head: "Token") -> bool:
    """Whether the subject is whom it befalls: was arrested; a participle after a noun: the man arrested."""
    verb = deepest(head)
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in (*verb.children, *head.children)):
        return True
    own_subject = any(child.dep_ in _SUBJECTS for child in verb.children)
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and not own_subject


def polarity(clause: Clause) -> int:
    """-1 where the predicate, its subject or its object is denied; two denials are none."""
    # Each denial turns what is below it: "denies that he did not sign" is two, and so none.
    turns = sum(map(_turns, (clause.head, *_infinitives(clause.head))))
    turns += clause.saying is not None and _denies(clause.saying)
    turns += _untrue(clause) or _ruled_out(clause.head)
    turns += clause.head.dep_ == "acl" and clause.head.head.head.lemma_.lower() in english.DENYING | {"dismiss"}
    return -1 if turns % 2 else 1


def _denies(saying: "Token") -> bool:
    """Whether a verb of saying says that what follows is not so: denied that, ruled out that, do not believe that."""
    lemma, denied = saying.lemma_.lower(), any(child.dep_ == "neg" for child in saying.children)
    return denied if lemma in english.BELIEVING else lemma in english.DENYING or (_excludes(saying) and not denied)


def _turns(verb: "Token") -> int:
    """How often what stands beside a verb turns yes into no."""
    # By their places, since _beside may come to one word on two ways.
    turns = len({token.i for token in _beside(verb) if token.lower_ in english.NOT and not _until(token)})
    infinitive = any(child.dep_ == "xcomp" for child in verb.children)
    lemma = verb.lemma_.lower()
    turns += (lemma in english.FAILING | english.DENYING or _excludes(verb)) and infinitive
    turns += verb.dep_ == "pcomp" and verb.head.lower_ == "without"
    turns += lemma in english.AWAITING and _expectation(verb) is not None
    turns += infinitive and any(child.dep_ == "advmod" and child.lower_ == "yet" for child in verb.children)  # has yet
    top = _possibility(verb)
    return turns + (top is not verb and (top.lemma_.lower() in english.UNABLE or _too(top)))


def _ruled_out(verb: "Token") -> bool:
    """Whether somebody excludes that it is done: ruled out raising the tax."""
    denied = any(child.dep_ == "neg" for child in verb.head.children)
    return verb.tag_ == "VBG" and _excludes(verb.head) and not denied


def _excludes(verb: "Token") -> bool:
    return verb.lemma_.lower() == "rule" and any(child.lower_ == "out" for child in verb.children)


def _untrue(clause: Clause) -> bool:
    """Whether the clause above says that a clause is not so: it is false that, it is not true that."""
    above = _above(clause)
    denied = above & english.TRUE and any(child.dep_ == "neg" for child in clause.head.head.children)
    lies = clause.head.head.pos_ == "VERB"  # it lay on the table: no untruth
    return bool(above & english.UNTRUE - ({"lie"} if lies else set()) or denied)


def _above(clause: Clause) -> frozenset[str]:
    """What stands above a clause: it is likely that, it is untrue that, whether … is unclear, signs that."""
    above = clause.head.head
    if clause.head.dep_ == "acl":
        return frozenset({above.lemma_.lower()})  # the suspicion that
    if clause.head.dep_ not in {"ccomp", "csubj"} or parted(clause.head, above):
        return frozenset()
    complements = frozenset(child.lemma_.lower() for child in above.children if child.dep_ in SAID_OF_SUBJECT)
    # Of a clause that is the subject ("that he left surprised them") the verb above says nothing about its truth.
    return complements | {above.lemma_.lower()} if clause.head.dep_ == "ccomp" else complements


def _infinitives(head: "Token") -> Iterator["Token"]:
    """The infinitives that a verb has: refuses to sign."""
    for child in (*head.children, *(_possibility(head).children if _possibility(head) is not head else ())):
        if child.dep_ == "xcomp" and child.pos_ in {"VERB", "AUX"}:
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
            objects = [obj for obj in child.children if obj.dep_ == "pobj"]
            yield from (inner for inner in child.children if inner.dep_ == "preconj")
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
    above = _above(clause)
    # The strongest first: what hangs on a condition is not said at all, a plan says at least that it is meant.
    if any(token.dep_ == "mark" and token.lower_ in _CONDITION and token.head.i == clause.head.i for token in tokens):
        weighed = clause.head.dep_ == "ccomp" and clause.head.head.lemma_.lower() in english.DELIBERATING
        return "hedged" if weighed or above & english.OPEN or _unknown(clause.head.head, above) else "conditional"
    if clause.head.dep_ == "ccomp" and clause.head.head.lemma_.lower() == "doubt":
        return "hedged"
    if above & (english.HEDGING_ADJECTIVES | english.OPEN | english.DOUBTS) or _SURELY.search(
        " ".join(token.lower_ for token in tokens)
    ):
        return "hedged"
    saying = clause.saying.lemma_.lower() if clause.saying is not None else ""
    if saying in english.SUSPECTING or any(_hedges(token) for token in tokens):
        return "hedged"
    return "planned" if any(_plans(token) for token in tokens) else "plain"


def _unknown(verb: "Token", above: frozenset[str]) -> bool:
    """Whether it is not clear, or not known, whether something is so."""
    denied = any(child.dep_ == "neg" for child in verb.children)
    return denied and not above.isdisjoint({"clear", "certain", "known", "know"})


def _hedges(token: "Token") -> bool:
    lemma, lower = token.lemma_.lower(), token.lower_
    if lower in english.HEDGING_ADVERBS:  # of the verb, or before the whole clause; not: a child, perhaps a girl
        return token.head.pos_ in {"VERB", "AUX"} or _opens_complement(token)
    if token.dep_ == "amod":  # he took an alleged bribe; the alleged thief is only called so
        return lower in english.ALLEGEDLY and token.head.dep_ in {"dobj", "attr"}
    if token.pos_ == "ADJ" and lower in english.HEDGING_ADJECTIVES:
        return token.head.lemma_ != "make"  # made it possible: it came about
    if lemma in english.DOUBTS and _spoken_of(token):
        return True
    if token.tag_ == "MD" and lower in {"may", "might", "could"}:  # by its tag: May, the might of
        return not _permits(token)
    if lemma in {"seem", "appear"} and any(child.dep_ in {"xcomp", "oprd", "acomp"} for child in token.children):
        return True
    if _suspicion(token) is not None or _is_open(token):
        return True
    beside = {child.dep_ for child in token.children} if lemma in english.HEDGING_PASSIVES else set()
    return {"auxpass", "xcomp"} <= beside


def _opens_complement(adverb: "Token") -> bool:
    """Whether it stands first in what a subject is said to be: were presumably armed."""
    return adverb.head.dep_ in SAID_OF_SUBJECT and adverb.head.left_edge.i == adverb.i


def _is_open(verb: "Token") -> bool:
    """Whether what a verb has for its object is open: is weighing an appeal, is threatened with exclusion."""
    if verb.lemma_.lower() == "threaten":
        return befallen(verb) and any(child.lower_ == "with" for child in verb.children)
    return verb.lemma_.lower() in english.WEIGHING and any(
        child.dep_ == "dobj" and child.lemma_.lower() in english.STEPS for child in verb.children
    )


def _spoken_of(noun: "Token") -> bool:
    """Whether a clause has a noun for what it says: it is a suspicion, they speak of a suspicion."""
    of = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "VERB"
    return of or (noun.dep_ == "attr" and noun.head.lemma_ == "be" and noun.i > noun.head.i)


def _permits(modal: "Token") -> bool:
    """Whether a modal says what is allowed or was possible: may only, may not, could be heard, no X may."""
    if modal.lower_ == "could" and modal.head.lemma_.lower() in english.PERCEIVING:
        return True
    siblings = {child.lower_ for child in modal.head.children}
    if not siblings.isdisjoint({"not", "n't", "only", "no", "neither", "never"}):
        return True
    return any(inner.lower_ in {"no", "neither"} for child in modal.head.children for inner in child.children)


def _to(verb: "Token") -> bool:
    """Whether it is an infinitive with "to"."""
    return any(child.lower_ == "to" for child in verb.children)


def _plans(token: "Token") -> bool:
    if token.tag_ == "MD" and token.lower_ in {"will", "would", "shall", "should"}:
        return True
    if intended(token) is not None:
        return True
    if token.lower_ in {"is", "are"} and any(child.dep_ == "xcomp" and _to(child) for child in token.children):
        return True  # is to sign
    planning = token.lemma_.lower() in english.PLANNING or token.lower_ in english.PLANNED
    return planning and any(child.dep_ == "xcomp" for child in token.children)


def lemmas(clause: Clause) -> tuple[str, ...]:
    """The words of a clause that say something, as lemmas, without its clause of saying."""
    return tuple(
        token.lemma_.lower()
        for token in clause.tokens
        if token.pos_ not in _EMPTY and token.lemma_.lower() not in english.AUXILIARY and not of_saying(token, clause)
    )


def names(clause: Clause) -> tuple[str, ...]:
    """The names in a clause, each a run of proper nouns."""
    runs: list[list[Token]] = []
    for token in clause.tokens:
        if token.pos_ != "PROPN" or token.text.lower().rstrip("s") in english.CALENDAR:
            continue
        # spaCy parts Rhine-Ruhr into three words; it is one name.
        if runs and runs[-1][-1].i == token.i - 1 - (token.i >= 1 and token.nbor(-1).text == "-"):
            runs[-1].append(token)
        else:
            runs.append([token])
    return tuple(whole(run[0].doc)[run[0].idx : run[-1].idx + len(run[-1])] for run in runs)


def offices(clause: Clause) -> tuple[tuple[str, str], ...]:
    """Nouns that stand beside a name as what its bearer is, as lemmas, each with the name: mayor, Luc Hirtz."""
    pairs = []
    for token in clause.tokens:
        if (
            token.dep_ in {"compound", "amod"}
            and token.pos_ == "NOUN"
            and token.head.pos_ == "PROPN"
            and token.head.i > token.i
        ):
            pairs.append((token, token.head))
        elif token.dep_ == "appos" and {token.pos_, token.head.pos_} == {"NOUN", "PROPN"}:
            pairs.append((token, token.head) if token.pos_ == "NOUN" else (token.head, token))
        elif token.dep_ in {"attr", "oprd"} and token.pos_ == "PROPN":  # the mayor is Luc Hirtz
            top = subject(token.head)
            pairs += [(top, token)] if top is not None and top.pos_ == "NOUN" else []
    bearers = [(noun.lemma_.lower(), _full(name)) for noun, name in pairs if noun.lemma_.lower() in english.OFFICES]
    return (*bearers, *_offices(clause))


def _offices(clause: Clause) -> Iterator[tuple[str, str]]:
    """Offices that are written as a part of the name: Mayor Irena Dolan."""
    for token in clause.tokens:
        if token.pos_ == "PROPN" and token.dep_ == "compound" and token.lower_ in english.OFFICES:
            name = whole(token.doc)[token.idx + len(token) : token.head.idx + len(token.head)].strip()
            if token.head.pos_ == "PROPN" and name:
                yield token.lower_, name


def _full(name: "Token") -> str:
    """A name with the names before it that belong to it."""
    first = name.i
    while first > 0 and name.doc[first - 1].pos_ == "PROPN" and name.doc[first - 1].head.i == name.i:
        first -= 1
    start = name.doc[first].idx
    return whole(name.doc)[start : name.idx + len(name)]


def places(clause: Clause) -> tuple[str, ...]:
    """The names that stand after a preposition of place."""
    place_names = []
    for token in clause.tokens:
        placed = token.dep_ == "pobj" and token.head.lower_ in english.PLACE_PREPOSITIONS
        if placed and token.pos_ == "PROPN" and token.lower_ not in english.CALENDAR:
            place_names.append(words(token))
    return tuple(place_names)
