"""A parsed sentence cut into clauses: each word belongs to the nearest verb above it that makes a clause of its own."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from pipeline.claims.verbless import Framed, closings, openings
from pipeline.data import ClauseKind
from pipeline.language.claims import COPULAS, FATES, FINDING, HAVING, INTENTIONS, INTERPOSED, NOT, SAYING, TELLING
from pipeline.language.quotations import one_way_marks

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_QUOTATION = re.compile('“[^“”]*(?:”|$)|«[^«»]*(?:»|$)|„[^„“”]*(?:[“”]|$)|"[^"]*(?:"|$)|^[^“„«"]*[”»]')
_ALWAYS = frozenset({"ROOT", "ccomp", "relcl", "parataxis"})
_IF_LONG = frozenset({"advcl", "acl", "conj", "csubj"})
_THAT = SAYING | FINDING  # verbs before what is said or found to be so
LEAST = 3  # words that a participle or a second verb must have under it to be a clause of its own
_BESIDE_SUBJECT = frozenset({"nsubjpass", "expl", "aux", "auxpass", "cop", "mark"})
_OF_VERBS = _BESIDE_SUBJECT | {"nsubj"}
_MAKING = COPULAS | {"make"}
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
SAID_OF_SUBJECT = frozenset({"attr", "acomp", "oprd"})
VERBAL = frozenset({"VERB", "AUX"})
_TELLING = frozenset({"VBD", "VBN", "VBZ", "VBP"})  # tags of verbs that are no infinitive and no -ing


def hanging(token: "Token", *deps: str) -> Iterator["Token"]:
    """The words that hang on a word by one of these dependencies, in order."""
    return (child for child in token.children if child.dep_ in deps)


def has(token: "Token", *deps: str) -> bool:
    """Whether any word hangs on a word so."""
    return any(child.dep_ in deps for child in token.children)


def has_word(token: "Token", *words: str) -> bool:
    """Whether one of these words hangs on a word."""
    return any(child.lower_ in words for child in token.children)


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text quotes: marks included, to the end where one is not closed, from the start where none is opened."""
    return tuple(match.span() for match in _QUOTATION.finditer(one_way_marks(text)))


@dataclass(slots=True)
class Clause:
    """A clause: its head, its words in order, the clause of saying that was joined to it, by its head, the "is" of "it
    is in Lyon that", and the words (numbers) beside what is said of which the parser made no clause of saying, with who
    speaks by them."""

    head: "Token"
    tokens: list["Token"]
    saying: "Token | None" = None
    cleft: "Token | None" = None
    frame: frozenset[int] = frozenset()
    speaker: "Span | None" = None


@lru_cache(1)
def whole(doc: "Doc") -> str:
    """The text of a sentence; spaCy would join it anew for each that asks."""
    return doc.text


def clauses(doc: "Doc") -> list[Clause]:
    """The clauses of a text, in the order of their first words; each word but spaces is in one of them.

    A clause of saying ("the mayor said") is no clause of its own: it belongs to the clause of what is said.
    """
    heads = {token.i for token in doc if _makes_clause(token)}
    quoted = quotations(whole(doc))
    above = {token.i: _clause_head(token, heads) for token in doc if not token.is_space}
    above |= _phrase_heads(doc, above)
    above |= dict(_joining(doc, above))
    verbless = _verbless(doc, above, quoted)
    for chief, members_of_it, _ in verbless:
        above |= dict.fromkeys(members_of_it, chief)
    opened = list(openings(doc, quoted))
    above |= dict(_opening(doc, above, opened))
    said_by = {saying: chief for chief, _, saying in reversed(verbless)}
    members: dict[int, list[Token]] = defaultdict(list)
    for number, head in above.items():
        members[head].append(doc[number])
    by_head = {head: Clause(doc[head], tokens) for head, tokens in members.items()}
    for clause in list(by_head.values()):  # a copy, since clauses of saying leave the table on the way
        if content := _said_clause(clause.head, by_head, quoted) or by_head.get(said_by.get(clause.head.i, -1)):
            content.tokens = sorted([*content.tokens, *clause.tokens], key=lambda token: token.i)
            content.saying = clause.head
            del by_head[clause.head.i]
        elif (content := _cleft(clause.head, by_head)) and content is not clause:
            content.tokens = sorted([*content.tokens, *clause.tokens], key=lambda token: token.i)
            content.cleft = clause.head
            del by_head[clause.head.i]
    verbless_frames = [*opened, *closings(doc)]
    for clause in by_head.values():
        framed = next((framed for framed in verbless_frames if _frames(framed, clause)), None)
        clause.speaker = framed.speaker if framed else None
        clause.frame = frozenset(token.i for token in framed.words) if framed else _frame(clause, quoted)
    return sorted(by_head.values(), key=lambda clause: clause.tokens[0].i)


def _frames(framed: Framed, clause: Clause) -> bool:
    """Whether words without a verb tell who says what a clause says."""
    saying = clause.saying or clause.head
    beside = saying in framed.words or framed.start <= saying.idx < framed.end
    return beside and framed.start <= clause.head.idx < framed.end


def _frame(clause: Clause, quoted: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The words after a quotation in a clause whose head it holds: "A matter of time," rants mayor Al Perry."""
    text, at = whole(clause.head.doc), clause.head.idx
    speech = next(((start, end) for start, end in quoted if start <= at < end and text[end - 2] in ",!?"), None)
    if clause.saying is not None or speech is None:
        return frozenset()
    return frozenset(token.i for token in clause.tokens if token.idx >= speech[1])


def spans(clause: Clause) -> tuple[tuple[int, int], ...]:
    """Where its words stand: stretches of neighbours, by characters."""
    runs: list[list[Token]] = []
    for token in clause.tokens:
        if runs and _adjacent(runs[-1][-1], token):
            runs[-1].append(token)
        else:
            runs.append([token])
    return tuple((run[0].idx, run[-1].idx + len(run[-1])) for run in runs)


def _adjacent(left: "Token", right: "Token") -> bool:
    return all(token.is_space for token in left.doc[left.i + 1 : right.i])  # blanks are words to spaCy, of no clause


def _makes_clause(token: "Token") -> bool:
    if (verb := intended(token.head)) is not None and verb.i == token.i:
        return False
    if is_absolute(token):
        return True
    if (known := _announcement(token.head)) is not None and known.i == token.i:
        return False
    if token.dep_ in _ALWAYS:
        return not token.is_space and not _bare_noun(token) and not only_of_object(token)
    if token.dep_ not in _IF_LONG or token.pos_ not in VERBAL or _is_alternative(token):
        return False
    if has(token, "nsubj", "nsubjpass", "expl"):
        return True  # with a subject of its own, however short
    if _is_second_verb(token):
        return True
    return sum(not member.is_punct for member in token.subtree) >= LEAST


def _is_alternative(token: "Token") -> bool:
    """Whether it may be so or otherwise: either the dam is mended or the lake must be emptied tells neither."""
    return token.dep_ == "conj" and has_word(token.head, "either")


def is_absolute(token: "Token") -> bool:
    """Whether a verb hangs on "without", or on "with" and has a subject: left without voting, with 12 still missing."""
    subject = token.head.lower_ == "with" and has(token, "nsubj", "nsubjpass")
    return token.dep_ == "pcomp" and (token.head.lower_ == "without" or subject)


def _is_second_verb(token: "Token") -> bool:
    """Whether a verb of few words tells what happened next: fell and died, was held and later freed."""
    verbs = (token, token.head)
    if token.dep_ != "conj" or any(verb.pos_ not in VERBAL or verb.tag_ not in _TELLING for verb in verbs):
        return False
    told = has(token, "advmod", "neg", "aux", "auxpass", "npadvmod")
    return told or any(token.lemma_.lower() in lemmas for lemmas in FATES.values())


def intended(noun: "Token") -> "Token | None":
    """The verb that somebody has an intention of doing, or none: has no plans to sell, sees no reason to go."""
    if noun.dep_ != "dobj" or noun.lemma_.lower() not in INTENTIONS or noun.head.lemma_.lower() not in HAVING:
        return None
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"} and any(mark.tag_ == "TO" for mark in child.children):
            return child
        if child.lower_ in {"of", "in"}:
            return next(hanging(child, "pcomp"), None)
    return None


def _bare_noun(token: "Token") -> bool:
    """Whether the parser takes a noun without any verb for what somebody says or does: helped build the company."""
    verbal = any(child.dep_ in _OF_VERBS or child.pos_ in VERBAL for child in token.children)
    return token.dep_ == "ccomp" and token.pos_ in {"NOUN", "PROPN"} and token.head.i < token.i and not verbal


def only_of_object(token: "Token") -> bool:
    """Whether what the parser takes for a clause only says what a verb makes of its object, or that there is none: made
    it possible, found nothing unusual. Not: found the man dead."""
    if token.dep_ != "ccomp" or token.pos_ in VERBAL or token.left_edge.i != token.head.i + 1:
        return False  # as most
    beside = {child.dep_: child for child in token.children}
    if "nsubj" not in beside or not _BESIDE_SUBJECT.isdisjoint(beside):
        return False
    return token.head.lemma_.lower() in _MAKING or beside["nsubj"].lemma_.lower() in NOT


def _clause_head(token: "Token", heads: set[int]) -> int:
    token = next(filter(is_absolute, token.children), token)  # with, without
    while token.i not in heads and token.head.i != token.i:  # a root is its own head
        token = token.head
    return token.i


def _phrase_heads(doc: "Doc", above: Mapping[int, int]) -> dict[int, int]:
    """The words of phrases with a number that end a clause but hang on a verb after it, with the head of that clause.

    The parser makes that mistake in long sentences: built the harbour in 90 days, a feat that was thought impossible.
    """
    moved: dict[int, int] = {}
    for token in doc:
        numbered = token.dep_ == "prep" and any(part.like_num for part in token.subtree)
        if not numbered or token.head.i < token.i or token.i == 0:
            continue
        preceding = doc[token.i - 1]
        if preceding.lower_ == "," and token.i > 1:
            preceding = doc[token.i - 2]  # the comma belongs to the verb after it, too
        clause = above.get(preceding.i, above[token.i])
        ends = preceding.pos_ not in {"CCONJ", "SCONJ", "PRON", "PUNCT"}
        if ends and clause != above[token.i] and clause < token.i:
            moved |= {part.i: clause for part in token.subtree if above.get(part.i) == above[token.i]}
    return moved


def _joining(doc: "Doc", above: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """The words that join a clause to the one before it but hang on that one's verb: as long as, as soon as."""
    for token in doc[:-1]:
        clause = above.get(token.i + 1)
        if token.lower_ in {"long", "soon", "far"} and doc[token.i + 1].lower_ == "as" and clause != above[token.i]:
            first = token.i - 1 if token.i and doc[token.i - 1].lower_ in {"as", "so"} else token.i
            yield from ((number, clause) for number in range(first, token.i + 1) if clause is not None)


def _verbless(
    doc: "Doc", above: Mapping[int, int], quoted: Sequence[tuple[int, int]]
) -> list[tuple[int, list[int], int]]:
    """Quotations that hold no verb and hang on one of saying, each a clause of its own: its chief word, all its words,
    and the verb. "A black day for our sport," said the minister."""
    found = []
    for start, end in quoted:
        inside = [token for token in doc if start <= token.idx < end and not token.is_space]
        if any(above[token.i] == token.i for token in inside):
            continue
        tops = [token for token in inside if not token.is_punct and _hangs_outside(token, start, end)]
        chief = max(tops, key=lambda top: sum(1 for _ in top.subtree), default=None)
        if chief is None:
            continue
        saying = next((token for token in chief.ancestors if not start <= token.idx < end), None)
        first = saying is not None and (chief.dep_ != "dobj" or chief.i < saying.i)  # not: called it "a black day"
        if saying is not None and first and saying.lemma_.lower() in SAYING:
            found.append((chief.i, [token.i for token in inside], saying.i))
    return found


def _opening(doc: "Doc", above: Mapping[int, int], opened: Iterable[Framed]) -> Iterator[tuple[int, int]]:
    """The words that tell who speaks before a colon, and what hangs on them, with the head of the first clause of the
    quotation after it."""
    for words, _, start, end in opened:
        inside = [token for token in doc if start <= token.idx < end and not token.is_punct]
        outside = {token.i for token in words}
        heads = (above[token.i] for token in inside if above[token.i] not in outside)
        chief = next(heads, inside[0].i if inside else words.start)
        yield from ((number, chief) for number, head in above.items() if number in outside or head in outside)


def _hangs_outside(token: "Token", start: int, end: int) -> bool:
    """Whether nothing but marks stands between a word of a quotation and the word outside that it hangs on."""
    return all(above.is_punct for above in takewhile(lambda above: start <= above.idx < end, token.ancestors))


def _said_clause(head: "Token", by_head: dict[int, Clause], quoted: Sequence[tuple[int, int]]) -> Clause | None:
    """The clause of what a verb of saying has said, the first if there are several; none if it is said of nobody."""
    if joined(head, quoted):
        return by_head.get(head.head.i)
    lemma, known = _going_on(head).lemma_.lower(), _announcement(head)
    if lemma not in _THAT and known is None and not _only_says(head, quoted):
        return None
    # "found that he left" tells what is so; "found the man dead" only looks like it.
    if lemma in FINDING:
        marked = any(token.lower_ == "that" and token.dep_ == "mark" for token in head.subtree)
        if not marked and all(child.i > head.i for child in _complements(head)):
            return None
    beyond = () if known is None else filter(_is_that_clause, known.children)  # the parser hangs it on the adjective
    said = (
        child
        for child in chain(_complements(head), beyond)
        if child.i in by_head and not parted(child, head) and not quotes(child, head, quoted)
    )
    return next((by_head[child.i] for child in said), None)


def joined(verb: "Token", quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether the parser joins a verb to what is said as if it were done next: "Never", mocked the secretary; the firm
    sues, indicates its lawyer."""
    if verb.dep_ != "conj" or any(child.i < verb.i for child in hanging(verb.head, "cc")):
        return False
    beside = {child.dep_ for child in verb.children}
    inverted = "dobj" in beside and beside.isdisjoint({"nsubj", "cc", "conj"})
    return (inverted and verb.lemma_.lower() in INTERPOSED) or quotes(verb, verb.head, quoted)


def _announcement(head: "Token") -> "Token | None":
    """The word that makes a verb one of saying: let it be known, made clear."""
    if head.lemma_.lower() not in {"let", "make"}:
        return None
    beside = hanging(head, "ccomp", "acomp", "oprd")
    return next((child for child in beside if child.lower_ in {"known", "clear", "plain", "understood"}), None)


def _is_that_clause(token: "Token") -> bool:
    return token.dep_ in {"ccomp", "advcl"} and has_word(token, "that")


def _going_on(head: "Token") -> "Token":
    """The verb that somebody goes on to do: goes on to say."""
    further = head.lemma_.lower() in {"go", "continue"}
    return next(hanging(head, "xcomp"), head) if further else head


def _cleft(head: "Token", by_head: Mapping[int, Clause]) -> Clause | None:
    """The clause of which "it is" puts a place or a time first: it is in Lyon that the talks resume."""
    it = any(child.lower_ == "it" for child in hanging(head, "nsubj", "expl"))
    after = any(child.i > head.i for child in hanging(head, "prep", "npadvmod"))
    if head.lemma_ != "be" or not it or not after or has(head, *SAID_OF_SUBJECT):
        return None
    that = (child for child in _complements(head) if has_word(child, "that"))
    return next((by_head[child.i] for child in that if child.i in by_head), None)


def quotes(above: "Token", head: "Token", quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether a clause stands between quotation marks outside of which the verb above it stands, whatever it means."""
    return any(start <= head.idx < end and not start <= above.idx < end for start, end in quoted)


def _only_says(head: "Token", quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether a verb has a quotation for its complement, and nothing else that is done: charges the mayor."""
    acting = has(head, "dobj", "attr", "acomp", "oprd")
    return not acting and any(quotes(head, child, quoted) for child in hanging(head, "ccomp"))


def of_object(verb: "Token", head: "Token") -> bool:
    """Whether what the parser takes for words of somebody tells of the noun before it: announced his exit from the firm
    he founded."""
    start = verb.left_edge.i
    if verb.dep_ != "ccomp" or has(verb, "mark") or start <= head.i + 1 or head.lemma_.lower() in TELLING:
        return False
    noun = verb.doc[start - 1]
    return noun.pos_ in {"NOUN", "PROPN"} and any(
        child.dep_ == "dobj" for child in (noun, *noun.ancestors) if child.head.i == head.i
    )


def parted(left: "Token", right: "Token") -> bool:
    """Whether a semicolon stands between two verbs: what one of them says is then nothing that the other says."""
    first, last = sorted((left.i, right.i))
    return any(token.text == ";" for token in left.doc[first:last])


def _complements(head: "Token") -> Iterator["Token"]:
    yield from (child for child in hanging(head, "ccomp") if not of_object(child, head))
    nouns = chain.from_iterable(child.children for child in hanging(head, "prep"))
    for clause in chain.from_iterable(hanging(noun, "relcl") for noun in nouns):  # wrote in a letter that it was true
        if any(mark.lower_ == "that" for mark in hanging(clause, "mark")):
            yield clause
    if head.dep_ == "parataxis":  # The bridge, police said, is closed: here what is said stands above the saying
        yield head.head


def of_saying(token: "Token", clause: Clause) -> bool:
    """Whether a word stands in the clause of saying and not in what is said."""
    if clause.saying is None or token.i in clause.frame:
        return token.i in clause.frame
    token = next(filter(is_absolute, token.children), token)  # with the mayor warning that
    while token.i not in (clause.head.i, clause.saying.i) and token.head.i != token.i:
        token = token.head
    return token.i == clause.saying.i


def kind(clause: Clause) -> ClauseKind:
    """How a clause hangs on others."""
    head = clause.head
    if head.dep_ == "conj":
        return "coordinate"
    if head.dep_ in {"relcl", "acl"} or of_object(head, head.head):
        return "relative"
    if is_absolute(head):
        return "adverbial"
    if head.dep_ == "advcl" and (clause.saying is None or _announcement(clause.saying) is None):
        return "adverbial"
    complement = head.dep_ in {"ccomp", "csubj"} and not parted(head, head.head)
    return "said" if clause.saying is not None or complement else "main"
