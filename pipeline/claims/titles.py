"""Nouns of office before a name, tied to it where the parser hung them elsewhere: …, treasurer Joan Pike said."""

from typing import TYPE_CHECKING

from pipeline.claims.clauses import VERBAL
from pipeline.language.claims import CALLINGS, SAYING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PERSONAL = ("ist", "er")  # ends of nouns for who somebody is: virologist, organiser
_BESIDE_NOUN = frozenset({"compound", "amod", "nmod"})
_MARKS = frozenset(',:;"”»')


def tied(doc: "Doc") -> "Doc":
    """A parsed text, its tree mended in place."""
    for token in doc[:-1]:
        if _is_office(token) and token.nbor().tag_ == "NNP":
            _tie(token)
    return doc


def _is_office(token: "Token") -> bool:
    lemma = token.lemma_.lower()
    return token.tag_ == "NN" and (lemma.rpartition("-")[2] in CALLINGS or lemma.endswith(_PERSONAL))


def _tie(office: "Token") -> None:
    """Hangs an office on the name after it, and that where the office hung."""
    doc, start, name = office.doc, _first(office), office.i + 1
    end = next((token.i for token in doc[name:] if token.pos_ != "PROPN"), len(doc))
    chief = next((token for token in doc[name:end] if not name <= token.head.i < end), doc[end - 1])
    if start and doc[start - 1].dep_ in {"det", "poss"}:
        return  # as most
    top = chief
    while start <= top.head.i < name and top.head.i != top.i:
        top = top.head
    if top.i < name and top.head.i != top.i:  # the name hangs on the office
        _move(chief, top.head, top.dep_)
        for child in [child for child in top.children if child.i >= end]:
            child.head = chief
    _part(chief.head, start)
    for token in doc[start:name]:
        if not start <= token.head.i < end and not token.is_ancestor(chief):
            _tie_word(token, start, chief)


def _tie_word(token: "Token", start: int, name: "Token") -> None:
    """Hangs a word of an office on the name; what hung on it before the office, on the last noun of that."""
    parted = start > 0 and token.doc[start - 1].text in _MARKS
    before = [child for child in token.children if parted and child.i < start]
    noun = next((child for child in reversed(before) if child.pos_ == "NOUN"), None)
    if noun is not None:
        _move(noun, token.head, token.dep_)
    for child in before:
        if noun is None or child.i != noun.i:
            child.head = noun or token.head
    _move(token, name, "compound")


def _move(token: "Token", head: "Token", dep: str) -> None:
    token.head, token.dep_ = head, dep


def _part(verb: "Token", start: int) -> None:
    """Hangs a verb of saying, taken for one of a clause about a noun or for a second one, beside what is said."""
    told = verb.lemma_.lower() in SAYING and verb.dep_ in {"conj", "relcl"} and verb.head.i < verb.i
    above = (
        next((token for token in verb.ancestors if token.pos_ in VERBAL and token.i < start), None) if told else None
    )
    if above is None or verb.doc[start - 1].text not in _MARKS:
        return
    if all(child.dep_ not in {"ccomp", "cc"} or child.i < start for child in verb.children):
        _move(verb, above, "parataxis")


def _first(office: "Token") -> int:
    """Where the words for an office begin: club president and former player."""
    doc, first = office.doc, office.i
    while first and doc[first - 1].dep_ in _BESIDE_NOUN:
        first -= 1
    two = first > 1 and doc[first - 1].lower_ == "and" and _is_office(doc[first - 2])
    return _first(doc[first - 2]) if two else first
