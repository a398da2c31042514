"""The record of a language: everything that the pipeline knows of it, a group of fields for each use."""

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Splitting:
    """Where a sentence ends: abbreviations and what they say of the stop after them."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by what they do: function words, endings, sounds."""


@dataclass(frozen=True, slots=True)
class Speech:
    """How somebody is quoted, reported, named as a source."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """How something is denied, hedged, made certain."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers are written, in figures and in words."""


@dataclass(frozen=True, slots=True)
class Quantities:
    """Units, and the words that bound or round an amount."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months, weekdays, clock times, and words for days seen from today."""


@dataclass(frozen=True, slots=True)
class Translating:
    """What a translator from this language needs to know of it."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `code` is its ISO 639-1 code, `name` its English name, `code3` its ISO 639-3 code."""

    code: str
    name: str
    code3: str
    splitting: Splitting = field(default_factory=Splitting)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    speech: Speech = field(default_factory=Speech)
    assertion: Assertion = field(default_factory=Assertion)
    numbers: Numbers = field(default_factory=Numbers)
    quantities: Quantities = field(default_factory=Quantities)
    calendar: Calendar = field(default_factory=Calendar)
    translating: Translating = field(default_factory=Translating)


def lacking(record: Any) -> tuple[str, ...]:
    """The fields of a record that hold nothing, as `group.field`, in the order of the record."""
    names: list[str] = []
    for entry in fields(record):
        value = getattr(record, entry.name)
        if is_dataclass(value):
            names += [f"{entry.name}.{name}" for name in lacking(value)]
        elif not value:
            names.append(entry.name)
    return tuple(names)
