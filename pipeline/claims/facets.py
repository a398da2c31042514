"""What a clause says: of whom, what, with which parts beside it."""

from collections.abc import Iterator
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
    only_of_object,
    whole,
)
from pipeline.data import Role
from pipeline.language import claims as english

if TYPE_CHECKING:
    from spacy.tokens import Token

_EMPTY = frozenset({"DET", "ADP", "CCONJ", "SCONJ", "PART", "PUNCT", "SPACE", "PRON", "SYM", "X", "INTJ"})
_ELLIPTIC = SUBJECTS | {"neg", "cc", "punct", "aux", "conj", "mark"}  # beside a verb that is not told again
_SELF = frozenset({"himself", "herself", "itself", "themselves"})


def predicate(head: "Token") -> str:
    """The lemma of what is said to happen: of the verb with its particle, of what the subject is said to be.

    Of a verb that only says whether and how another one's action happens (refused to, plans to, denied having), the
    other; of waiting for something, that.
    """
    if (told := _antecedent(head)) is not None:
        return predicate(told)
    verb = deepest(head)
    declared = verb.lemma_.lower() in english.DECLARING and befallen(verb)
    # "was found guilty" says guilty, "found the weapon" says find: the passive tells the two apart.
    if declared or verb.lemma_.lower() in english.COPULAS:
        complement = next(hanging(verb, *SAID_OF_SUBJECT), None)
        if complement or verb.lemma_ == "be":
            return complement.lemma_.lower() if complement else "be"
    if verb.lemma_.lower() in english.AWAITING and (awaited := expectation(verb)):
        return awaited.lemma_.lower()
    particle = next(hanging(verb, "prt"), None)
    return f"{verb.lemma_} {particle.lemma_}".lower() if particle else verb.lemma_.lower()


def _antecedent(head: "Token") -> "Token | None":
    """The verb that is not told again: Mexico is exempt, but Canada is not; France agreed, Spain did not."""
    if not has(head, "neg") or (head.pos_ != "AUX" and head.lemma_ not in {"do", "have"}):
        return None
    before = next((child for child in hanging(head, "ccomp") if child.i < head.i), None)
    told = head.head if head.dep_ == "conj" else before
    if told is None or told.pos_ not in VERBAL:
        return None
    return told if all(child.i == told.i or child.dep_ in _ELLIPTIC for child in head.children) else None


def deepest(head: "Token") -> "Token":
    """The verb whose action a chain of verbs is about: refuses to sign, is unable to sign, has yet to sign."""
    if (inner := suspicion(head) or _intention(head)) is not None:
        return deepest(inner)
    # The infinitive of "is unable to sign" hangs on the adjective, that of "refuses to sign" on the verb.
    top = possibility(head)
    inner = next((child for child in hanging(top, "xcomp") if child.pos_ in VERBAL), None)
    governs = top is not head or head.lemma_.lower() in english.GOVERNING or head.lemma_ == "be"
    return head if inner is None or not governs else deepest(inner)


def suspicion(head: "Token") -> "Token | None":
    """What somebody is suspected or accused of having done."""
    if head.lemma_.lower() not in english.ACCUSING or not befallen(head):
        return None
    accused = (inner for child in head.children if child.lower_ in {"of", "with"} for inner in child.children)
    return next((inner for inner in accused if inner.dep_ == "pcomp"), None)


def _intention(head: "Token") -> "Token | None":
    """What somebody has an intention or a reason to do."""
    return next((verb for child in head.children if (verb := intended(child)) is not None), None)


def possibility(head: "Token") -> "Token":
    """The adjective under a verb that says whether another one's action is possible: unable to, too early to."""
    for child in head.children:
        able = child.lemma_.lower() in english.ABLE | english.UNABLE or too_much(child)
        if child.dep_ in {"acomp", "oprd", "ccomp"} and child.pos_ == "ADJ" and able:
            return child
    return head


def too_much(adjective: "Token") -> bool:
    """Whether it is too much so for an infinitive after it."""
    return has_word(adjective, "too") and has(adjective, "xcomp")


def expectation(verb: "Token") -> "Token | None":
    """What somebody waits for."""
    for child in verb.children:
        if child.dep_ == "dobj":
            return child
        if child.lower_ == "for":
            return next(hanging(child, "pobj"), None)
    return None


def subject(head: "Token") -> "Token | None":
    """What a verb's subject is: its own, of a participle the noun before it, of a second verb that of the first."""
    direct = next(hanging(head, *SUBJECTS), None)
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
    return has(verb, "auxpass")


def passive(head: "Token") -> bool:
    """Whether the subject is whom it befalls: was arrested; a participle after a noun: the man arrested."""
    verb = deepest(head)
    if any(has(each, "auxpass", "nsubjpass") for each in (verb, head)):
        return True
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and not has(verb, *SUBJECTS)


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
