"""Claims without a grammar: a sentence is cut at semicolons, colons and commas before words that open clauses."""

import re
from collections.abc import Sequence

from pipeline.claims.dateline import behind, dateline
from pipeline.data import Claim

VERSION = 3
LEAST = 3  # words that a piece must have to be a claim of its own
_CUT = re.compile(
    r"(?<=[;:])\s+|(?<=,)\s+(?=(?:and|but|while|which|who|although|though|because|after|before|when|as|so)\b)", re.I
)
_EDGES = ' ,;:.!?–—-"“”«»„'


class Plain:
    """For where spaCy's model is not installed: claims of words alone, without subject and predicate."""

    signature = f"claims:plain{VERSION}"

    def parse(self, texts: Sequence[str]) -> list[tuple[Claim, ...]]:
        """For each text its claims."""
        return [_claims(text) for text in texts]


def _claims(text: str) -> tuple[Claim, ...]:
    start = dateline(text)
    rest = text[start:]
    claims = []
    for number, (first, last) in enumerate(_pieces(rest)):
        lemmas = tuple(word.lower() for word in re.findall(r"[^\W\d_]{3,}", rest[first:last]))
        claims.append(Claim(f"#{number}", "", ((first, last),), rest[first:last].strip(_EDGES), lemmas=lemmas))
    return behind(claims, start) if start else tuple(claims)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Stretches without space around them, each of LEAST words or more where the text has so many."""
    starts = [0, *(cut.end() for cut in _CUT.finditer(text))]
    pieces: list[tuple[int, int]] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:end]
        first, last = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if last <= first:
            continue
        if pieces and len(piece.split()) < LEAST:
            pieces[-1] = pieces[-1][0], last
        else:
            pieces.append((first, last))
    return pieces
