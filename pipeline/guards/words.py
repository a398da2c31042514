"""A text as words, and as letters alone: what several guards look at."""

import re
from functools import lru_cache

_MARKS = re.compile(r"[\W_]+")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@lru_cache(64)
def words(text: str) -> tuple[str, ...]:
    """Words without figures and marks, in order, as they are written."""
    return tuple(WORD.findall(text.replace("’", "'")))


@lru_cache(64)
def bare(text: str) -> str:
    """Letters and figures alone, small."""
    return _MARKS.sub("", text.casefold())
