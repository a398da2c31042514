"""How near translations are to their source and to one another: what chooses among several of one sentence."""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, cast

from pipeline import registry
from pipeline.errors import BackendError

if TYPE_CHECKING:
    from pipeline.embed import Embedder


@cache
def _reader() -> "Embedder | None":
    """Who reads all languages alike; None where its package is not installed."""
    try:
        return cast("Embedder", registry.attribute(registry.EMBEDDERS["e5"], "embedder")())
    except BackendError:
        return None


@cache
def signature() -> str:
    """Names who reads; part of the signature of translations that were chosen so."""
    reader = _reader()
    return f"near:{hashlib.sha256(reader.signature.encode()).hexdigest()[:8] if reader else 'none'}"


def cosines(source: str, translations: Sequence[str]) -> list[float]:
    """The cosine of each with the source; all 0 where nobody can read both."""
    reader = _reader()
    if reader is None:
        return [0.0] * len(translations)
    rows = reader.embed([source, *translations])
    return [float(row @ rows[0]) for row in rows[1:]]


def shared(translation: str, candidates: Sequence[str]) -> float:
    """How much it shares with all candidates, itself among them: its mean chrF2++ (Popović, 2017), 0 to 1.

    The highest has the least Bayes risk (Kumar and Byrne, 2004), all candidates being held for equally likely.
    """
    from sacrebleu import CHRF

    metric = CHRF(word_order=2)
    scores: list[float] = [metric.sentence_score(translation, [text]).score for text in candidates]
    return sum(scores) / (100 * len(scores))
