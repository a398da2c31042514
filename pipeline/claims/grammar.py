"""Claims by grammar: spaCy's small English pipeline parses, its trees are cut into clauses, and these are read."""

import importlib.metadata
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.claims import amounts, assertion, facets, model
from pipeline.claims.clauses import Clause, clauses, is_absolute, kind, of_saying, quotations, spans, whole
from pipeline.claims.dateline import behind, dateline
from pipeline.claims.plain import Plain
from pipeline.claims.source import source
from pipeline.claims.titles import tied
from pipeline.data import Claim

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

VERSION = 42  # of the rules by which trees become claims
BATCH = 64
_LEADING = frozenset({"cc", "punct", "mark"})

LONGEST = 5_000  # characters of a text that is parsed


class Grammar:
    """Parses with the small English pipeline (Honnibal et al., 2020, spaCy; OntoNotes 5).

    Raises, when it first parses:
        BackendError: the model is missing, or is not the one that is known here.
    """

    def __init__(self) -> None:
        self._package = model.installed()  # loaded when there is something to parse: a second run seldom has
        self.signature = f"claims:spacy{importlib.metadata.version('spacy')}|rev:{model.SHA256[:12]}|rules:{VERSION}"

    def parse(self, texts: Sequence[str]) -> list[tuple[Claim, ...]]:
        """For each text its claims; the same whatever stands beside it. What is too long for a sentence has no grammar
        that a parser could find in bounded time: it is cut plainly."""
        # Two passes over the texts, in step: `parsed` gives the next result for each short one.
        starts = [dateline(text) for text in texts]
        short = [text[start:] for text, start in zip(texts, starts, strict=True) if len(text) <= LONGEST]
        parsed = map(claims, model.loaded(self._package).pipe(short, batch_size=BATCH))
        plain = Plain()
        return [
            plain.parse([text])[0] if len(text) > LONGEST else behind(next(parsed), start) if start else next(parsed)
            for text, start in zip(texts, starts, strict=True)
        ]


def claims(doc: "Doc") -> tuple[Claim, ...]:
    """The claims of a parsed text, in order."""
    parts = clauses(tied(doc))
    # Word → the number of its clause, by which amounts and times find theirs.
    numbers = {token.i: number for number, clause in enumerate(parts) for token in clause.tokens}
    quoted = quotations(whole(doc))
    read = amounts.read(doc)
    return tuple(_claim(number, clause, numbers, quoted, read) for number, clause in enumerate(parts))


def _claim(
    number: int, clause: Clause, numbers: Mapping[int, int], quoted: Sequence[tuple[int, int]], read: amounts.Read
) -> Claim:
    top = facets.subject(clause.head)
    parent = numbers.get(clause.head.head.i, number)
    return Claim(
        id=f"#{number}",
        sentence="",
        spans=spans(clause),
        text=_text(clause),
        kind=kind(clause),
        source=source(clause, quoted),
        subject=facets.words(top) if top is not None else "",
        predicate=facets.predicate(clause.head).strip(),  # a lone line end has none
        polarity=assertion.polarity(clause),
        certainty=assertion.certainty(clause),
        passive=facets.passive(clause.head),
        roles=facets.roles(clause),
        lemmas=facets.lemmas(clause),
        measures=tuple(measure for word, measure in read.measures if numbers.get(word) == number),
        times=tuple(when for word, when in read.times if numbers.get(word) == number),
        places=facets.places(clause),
        names=facets.names(clause),
        offices=facets.offices(clause),
        parent=f"#{parent}" if parent != number else "",
    )


def _text(clause: Clause) -> str:
    """What a clause says, without its clause of saying, what joins it to others, and the marks around it."""
    tokens = [token for token in clause.tokens if not of_saying(token, clause)]
    joining = clause.head.head.i if is_absolute(clause.head) and clause.head.head.lower_ == "with" else None
    while tokens and (tokens[0].is_punct or tokens[0].dep_ in _LEADING or tokens[0].i == joining):
        tokens = tokens[1:]
    while tokens and (_is_mark(tokens[-1]) or tokens[-1].dep_ == "cc"):
        tokens = tokens[:-1]
    parts = [_piece(token, following) for token, following in pairwise([*tokens, None])]
    return re.sub(r"\s*,\s*,\s*", " ", "".join(parts)).strip()  # where a clause between commas is left out


def _is_mark(token: "Token") -> bool:
    """Whether a word is a mark that a clause does without: no sign of percent; the plus signs of a ticker, too."""
    return (token.is_punct and token.text != "%") or not token.text.strip("+*|")


def _piece(token: "Token | None", following: "Token | None") -> str:
    """A word with the space after it, which where words are left out is one."""
    if token is None:
        return ""
    gap = following is not None and following.i != token.i + 1
    return token.text + (" " if gap else token.whitespace_)
