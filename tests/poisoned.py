"""A translator and an embedder that fail over every text with POISON in it; one that says nothing, and one that kills
its process over it."""

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.data import Lang, Output
from pipeline.errors import TextError

POISON = "Gift"
ERRORS: dict[str, type[Exception]] = {"unforeseen": LookupError, "foreseen": TextError}


class Translator:
    """Makes English of a kind; over the poison it raises what its option names, if any."""

    def __init__(self, error: str = "") -> None:
        self._error = ERRORS.get(error)

    def signature(self, source: Lang) -> str:
        return f"mt:poisoned|{source}"

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:  # noqa: ARG002
        if self._error and any(POISON in sentence for sentence in sentences):
            raise self._error("odd")
        return [Output(f"{sentence} is English.") for sentence in sentences]


class Silent(Translator):
    """Says nothing of the poison."""

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        outputs = zip(sentences, super().translate(sentences, source), strict=True)
        return [Output("") if POISON in sentence else output for sentence, output in outputs]


class Killer(Translator):
    """Ends the process, as a library of C would."""

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        if any(POISON in sentence for sentence in sentences):
            os._exit(1)
        return super().translate(sentences, source)


class Embedder:
    """Fails over a text that holds the poison."""

    signature, multilingual = "embed:poisoned", False

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if any(POISON in text for text in texts):
            raise LookupError("odd")
        return np.full((len(texts), 4), 0.5, dtype=np.float32)
