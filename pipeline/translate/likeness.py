"""How near translations are to their source, by the vectors of both: what chooses among several of one sentence."""

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
