"""The record of a language: everything that the pipeline knows of it, a group of fields for each use."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

GAP = "[ \u00a0\u202f\u2009]"  # blanks that may stand within a number


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


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity, so that patterns can be kept by group
class Numbers:
    """How numbers are written, in figures and in words. Patterns are regular expressions without groups."""

    words: Mapping[str, float] = field(default_factory=dict)  # from 2 up; ein, un, one are articles
    ones: tuple[str, ...] = ()  # what says 1 at the end of a number: vingt et un
    joint: str = ""  # and
    until: str = ""  # from 3 to 5
    choice: str = ""  # 3 or 5
    scales: Mapping[str, float] = field(default_factory=dict)  # words that multiply what stands before them
    after_figures: tuple[str, ...] = ()  # scales that are other words elsewhere
    letters: Mapping[str, float] = field(default_factory=dict)  # may stand for a scale, and for something else
    scale_article: str = ""  # pattern; without it or a number before it, a scale alone is no number: a hundred
    half: str = ""  # pattern, after a number: and a half
    ten_joins: bool = False  # dix sept
    beginnings: tuple[str, ...] = ()  # numbers that begin other words, besides those up to 99: hundertjährig
    no_beginning: str = ""  # pattern of words that begin so and say no number: tausende
    ordinals: Mapping[str, str] = field(default_factory=dict)  # word → its number
    hints: Mapping[str, str] = field(default_factory=dict)  # word → numbers of another language that it may have become
    decade: tuple[str, str] = ("", "")  # ending of decades, and of the number in it: nineties, ninety
    decades: str = ""  # pattern, before the figures of a decade: années 80
    separator: str = ""  # pattern of what groups thousands


@dataclass(frozen=True, slots=True)
class Things:
    """Nouns that are counted, and what befalls people who are. Patterns are regular expressions without groups."""

    people: str = ""
    fates: tuple[tuple[str, str], ...] = ()  # what befell them, and its words
    stops: str = ""  # words that end what is said of them
    skipped: str = ""  # words between a number and its noun


@dataclass(frozen=True, slots=True, eq=False)
class Quantities:
    """Units, and the words that bound or round an amount. Patterns are regular expressions without groups."""

    times: Mapping[str, str] = field(default_factory=dict)  # minute, hour, day, week, month, year → pattern
    aged: str = ""  # pattern, after a number of years: -jährig
    old: str = ""  # pattern, after a time that is an age: years old
    money: Mapping[str, str] = field(default_factory=dict)  # sign of a currency → pattern of its other names
    percent: str = ""
    points: str = ""  # percentage points
    roles_before: tuple[tuple[str, str], ...] = ()  # what a time is (in, ago) → pattern, a few words before it
    age_before: str = ""  # pattern, right before an age
    roles_after: tuple[tuple[str, str], ...] = ()  # what a time is → pattern, right after it
    prepositions: str = ""  # words that may not stand between such a pattern and the time
    rough: str = ""  # about
    over: str = ""  # more than
    under: str = ""  # fewer than
    things: Things = field(default_factory=Things)
    metric: str = ""  # names of metric units
    imperial: str = ""
    scale_names: Mapping[str, str] = field(default_factory=dict)  # million, billion, trillion in English → pattern
    unit_names: Mapping[str, str] = field(
        default_factory=dict
    )  # percent, percents, euro, euros … → pattern: sign or word
    partitive: str = ""  # pattern, between a number and its unit: millions de dollars
    writing: Mapping[str, str] = field(
        default_factory=dict
    )  # how a scale or unit of those two is written around a number
    unit_writings: tuple[str, ...] = ()  # of a unit each, any way to write it


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Months, weekdays, clock times, and words for days seen from today."""

    weekdays: tuple[tuple[str, ...], ...] = ()  # from Monday, in small letters, the usual name first
    months: tuple[tuple[str, ...], ...] = ()  # from January
    names_are_words: bool = False  # march, may: a name has a capital, and no short form is sure
    small_names: bool = False  # names of months have no capital
    day_endings: str = ""  # pattern of what a name of a day or month may go on with: Montagmorgen, Mondays
    today: tuple[str, ...] = ()  # patterns: today, yesterday
    day_marks: str = ""  # patterns of what follows the number of a day: 3rd, 1er, 3.
    day_of: str = ""  # pattern between day and month: 3rd of May
    month_first: bool = False  # March 3
    dotted_days: bool = False  # 3.10. is a day without a year
    clock: str = ""  # pattern of clock times: hour, minutes, minutes elsewhere
    hours: str = ""  # pattern of the words after an hour


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


def alternatives(text: str) -> tuple[tuple[str, ...], ...]:
    """Words apart by blanks, the spellings of each by bars: `"saturday|sat sunday"`."""
    return tuple(tuple(word.split("|")) for word in text.split())


def entries(text: str) -> dict[str, str]:
    """Words and what is said of each: `"noon = 12; midnight = 0 12 24"`."""
    return dict(entry.split(" = ") for entry in " ".join(text.split()).split("; "))


def number_words(units: str, tens: str) -> dict[str, float]:
    """The words from 0 to 19 and from 20 to 90, in order and apart by blanks, with their numbers."""
    small = {word: float(value) for value, word in enumerate(units.split())}
    return small | {word: 20 + 10.0 * index for index, word in enumerate(tens.split())}


def counting(words: Mapping[str, float]) -> dict[str, float]:
    """Those from 2 up: words for 0 and 1 are articles, or say something else."""
    return {word: value for word, value in words.items() if value > 1}


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
