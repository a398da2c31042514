"""What several guards look at: a text as words, and as letters alone; and what two of them find."""

import re
from dataclasses import dataclass
from functools import lru_cache

_MARKS = re.compile(r"[\W_]+")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """What the source has without a counterpart, and what the translation has without one, as they are written."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


@lru_cache(64)
def words(text: str) -> tuple[str, ...]:
    """Words without figures and marks, in order, as they are written."""
    return tuple(WORD.findall(text.replace("’", "'")))


@lru_cache(64)
def bare(text: str) -> str:
    """Letters and figures alone, small."""
    return _MARKS.sub("", text.casefold())
