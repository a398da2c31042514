"""What is wrong with a translation, as far as rules can tell: pure functions over source and translation.

`flags` is what a reader is told; every guard is also a function of its own that gives the evidence.
"""

from pipeline.data import Lang
from pipeline.guards.dates import dates_differing, dates_mended
from pipeline.guards.missing import clause_missing
from pipeline.guards.names import Unlike, names_differing
from pipeline.guards.negation import negations_lost
from pipeline.guards.numbers import Differing, numbers_differing
from pipeline.guards.remainder import untranslated
from pipeline.guards.whole import (
    copied,
    empty,
    other_language,
    quote_lost,
    repeated,
    unusual_length,
)

VERSION = 3  # raise it when a guard flags otherwise than before
HARD: frozenset[str] = frozenset({"copied source", "empty", "repetition", "unusual length", "not English"})
SERIOUS: frozenset[str] = HARD | {
    "left untranslated", "clause missing", "number differs", "date differs", "negation lost",
}  # fmt: skip
FLAGS = (
    "copied source", "empty", "repetition", "unusual length", "not English", "left untranslated", "clause missing",
    "number differs", "date differs", "negation lost", "name differs", "quote mark lost",
)  # fmt: skip

__all__ = [
    "FLAGS",
    "HARD",
    "SERIOUS",
    "VERSION",
    "Differing",
    "Unlike",
    "clause_missing",
    "copied",
    "dates_differing",
    "dates_mended",
    "empty",
    "flags",
    "names_differing",
    "negations_lost",
    "numbers_differing",
    "other_language",
    "quote_lost",
    "repeated",
    "untranslated",
    "unusual_length",
]  # fmt: skip


def flags(source: str, lang: Lang, translation: str) -> tuple[str, ...]:
    """The flags of a translation into English, in the order of `FLAGS`; none where the source is English.

    No more is asked of a translation that is empty or a copy, and of one that is not English only whether it has words
    of the source.
    """
    if lang == "en":
        return ()
    if empty(source, translation):
        return ("empty",)
    if copied(source, lang, translation):
        return ("copied source",)
    found = {
        "repetition": bool(repeated(source, translation)),
        "unusual length": bool(unusual_length(source, translation)),
        "not English": bool(other_language(translation)),
        "left untranslated": bool(untranslated(source, lang, translation)),
    }
    if not found["not English"]:
        found["clause missing"] = bool(clause_missing(source, lang, translation))
        found["number differs"] = bool(numbers_differing(source, lang, translation))
        found["date differs"] = bool(dates_differing(source, lang, translation))
        found["negation lost"] = bool(negations_lost(source, lang, translation))
        found["name differs"] = bool(names_differing(source, lang, translation))
        found["quote mark lost"] = quote_lost(source, translation)
    return tuple(flag for flag in FLAGS if found.get(flag))
