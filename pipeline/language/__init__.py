"""What is known of languages: a record each, and the readers of numbers, amounts, dates, names and quotations.

To add a language, write a record and register it; `lacking` tells what is not known of it yet.
"""

from pipeline.language.de import GERMAN
from pipeline.language.en import ENGLISH
from pipeline.language.fr import FRENCH
from pipeline.language.record import TARGET, Language, lacking

__all__ = ["TARGET", "Language", "codes", "lacking", "language", "languages", "name", "register", "source_codes"]

_RECORDS: dict[str, Language] = {record.code: record for record in (GERMAN, FRENCH, ENGLISH)}


def language(code: str) -> Language:
    """The record of a language by its ISO 639-1 code. Raises KeyError: it is not registered."""
    return _RECORDS[code]


def languages() -> tuple[Language, ...]:
    """All records, in the order in which they were registered."""
    return tuple(_RECORDS.values())


def codes() -> tuple[str, ...]:
    """The codes of all records, in that order."""
    return tuple(_RECORDS)


def source_codes() -> tuple[str, ...]:
    """The codes of all languages but the one that they are translated into."""
    return tuple(code for code in _RECORDS if code != TARGET)


def name(code: str) -> str:
    """What a language is called in English; its code, if it has no record."""
    return _RECORDS[code].name if code in _RECORDS else code


def register(record: Language) -> None:
    """Make a language known; a record of the same code is replaced."""
    _RECORDS[record.code] = record
