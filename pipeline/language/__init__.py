"""What is known of languages: a record each, and the readers of numbers, amounts, dates, names and quotations.

To add a language, write a record and register it; `lacking` tells what is not known of it yet.
"""

from pipeline.language.de import GERMAN
from pipeline.language.en import ENGLISH
from pipeline.language.fr import FRENCH
from pipeline.language.record import Language, lacking

__all__ = ["Language", "lacking", "language", "languages", "register"]

_RECORDS: dict[str, Language] = {record.code: record for record in (GERMAN, FRENCH, ENGLISH)}


def language(code: str) -> Language:
    """The record of a language by its ISO 639-1 code.

    Raises:
        KeyError: it is not registered.
    """
    return _RECORDS[code]


def languages() -> tuple[Language, ...]:
    """All records, in the order in which they were registered."""
    return tuple(_RECORDS.values())


def register(record: Language) -> None:
    """Make a language known; a record of the same code is replaced."""
    _RECORDS[record.code] = record
