"""English sentences to claims: the contract, and what reads them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol

from pipeline import registry
from pipeline.data import Claim

__all__ = ["Parser", "identified", "parser"]


class Parser(Protocol):
    """Cuts English sentences into claims."""

    @property
    def signature(self) -> str:
        """What could change a claim: the parser, its version, the model's digest."""
        ...

    def parse(self, texts: Sequence[str]) -> list[tuple[Claim, ...]]:
        """For each text its claims, in order; their `id` is `#` and a number, their `sentence` is empty."""
        ...


@cache
def parser(name: str = "") -> Parser:
    """The parser of a name; by default spaCy's where its English model is installed, else the plain one.

    Raises:
        ConfigError: there is none of the name.
        BackendError: the model is not the one that is known here.
    """
    if not name:
        from pipeline.claims.model import installed

        name = "spacy" if installed() else "plain"
    loaded: Parser = registry.attribute(registry.PARSERS.get(name, name), "parser")()
    return loaded


def identified(claims: Sequence[Claim], sentence: str) -> tuple[Claim, ...]:
    """The claims of a sentence (id), named after it."""
    return tuple(
        replace(
            claim, id=f"{sentence}{claim.id}", sentence=sentence, parent=claim.parent and f"{sentence}{claim.parent}"
        )
        for claim in claims
    )
