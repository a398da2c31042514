"""The record of a language: everything that the pipeline knows of it, a group of fields for each use.

A list of words is a text that white space parts. A pattern is a regular expression. "" says that a field is not known
yet, `NONE` and `NEVER` that it is known to be empty.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any

TARGET = "en"  # the language that all others are translated into
NONE = " "  # a list without words
NEVER = "(?!)"  # a pattern that nothing matches
TWO_WORDS = r"([^\W\d_]{4,}(?:\s[^\W\d_]{4,})?)"


@dataclass(frozen=True, slots=True, eq=False)
class Splitting:
    """Where a sentence ends: abbreviations and what they say of the stop after them. Lists of words.

    Abbreviations stand without their last stop; the parts of a spaced one are put together: `z. B.` is `z.B`.
    """

    titles: str = ""  # never the end of a sentence
    numbered: str = ""  # go on before a number only; small letters
    ends: str = ""  # before a capital, the end of a sentence
    goes_on: str = ""  # go on, unless a starter follows
    starters: str = ""  # words that begin a sentence and hardly ever follow an abbreviation or an ordinal inside one
    clock: str = ""  # halves of the day: 3 p.m
    after_clock: str = ""  # words with a capital that may follow these within a sentence
    before_platform: str = ""  # "on X. Musk …": the platform, not an initial
    number_stop: str = ""  # what a number of one or two digits with a stop is: "ordinal" or "end" of a sentence
    before_ordinal: str = ""  # words that stand before an ordinal, small
    months: str = ""
    short_months: str = ""  # as in dates and stamps
    speaking: str = ""  # verbs after a quoted question, with a name between: “Who pays?” Warren asked.
    pronouns: str = ""  # what before such a verb begins a sentence of its own
    always_capital: str = ""  # words other than names and nouns that have a capital inside a sentence


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What stands around an article on a page and says nothing of its story. Patterns, small letters unless said."""

    stamp: str = ""  # before a date that says when something was published
    stamp_joint: str = ""  # between the two: updated on
    date_joint: str = ""  # before a bare date: on May 3
    day_endings: str = ""  # of the number of a day: 3rd
    clock_joint: str = ""  # between a date and a time
    clock_marks: str = ""  # between hours and minutes
    clock_unit: str = ""  # after a time
    picture: str = ""  # begins a picture credit, before a colon
    picture_by: str = ""  # after that word, before the colon
    made_by: str = ""  # between a caption and its maker; capitals count
    byline: str = ""  # begins a byline; capitals count
    joins: str = ""  # within a credit: by, for, and; capitals count
    conjunction: str = ""  # between two names; capitals count
    share: str = ""  # on buttons to share, and the words between
    asks: str = ""  # begins a plea to take a newsletter
    letter: str = ""  # what a newsletter is called, and where it comes
    more: str = ""  # points to another article
    cookies: str = ""  # we use, before cookies
    accept: str = ""  # before cookies, on a button
    rights: str = ""  # all rights reserved
    waiting: str = ""  # stands where something is loaded
    subscribe: str = ""  # a plea that is a line by itself
    follow: str = ""  # a plea before the name of a platform
    advertisement: str = ""
    reading_time: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words by what they do: function words, endings, sounds. Lists of words, or patterns where it is said."""

    function: str = ""  # short words that tell the language, few of them words of another one here
    elided: str = ""  # pattern: what a word may lean on, before its apostrophe: l’, qu’; without marks
    endings: str = ""  # pattern of what the forms of a word differ by, without marks
    inflections: str = ""  # pattern, optional, of what a word of a glossary may go on with in a text
    adjective_endings: str = ""  # pattern of the same for an adjective before a noun
    compound_links: str = ""  # letters between the parts of a compound that is written as one word
    nouns: str = ""  # how a noun inside a sentence is written: "capital" or "small"
    english_look: str = ""  # how often a word without marks is one of English too: "seldom" or "often"
    no_name_endings: str = ""  # pattern, small, of words with a capital that are translated in many ways
    no_names: str = ""  # words that have a capital and are no names: days, titles, offices; small
    learnt: str = ""  # the tables of `lexicon` that were learnt for it


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """How somebody is quoted, reported, named as a source. Patterns."""

    saying: str = ""  # verbs and turns of saying
    first_person: str = ""
    source: str = ""  # names a source in what is told
    reported: str = ""  # moods that report by themselves
    unreported: str = ""  # where these moods do not report: the first person, what is set or wished


@dataclass(frozen=True, slots=True, eq=False)
class Assertion:
    """How something is denied, hedged, made certain. Patterns."""

    denial: str = ""  # denies outright; what looks so and does not is left out: not only, sans doute
    flat_denial: str = ""  # the same, but not of what is denied until a certain day
    tinged: str = ""  # denies in part, or by its form
    concord: str = ""  # two words of one denial, with what stands between: aucun … ne
    concord_denial: str = ""  # one word that denies as much
    reminder: str = ""  # do not forget: denies nothing
    hedge: str = ""
    hedged_word: str = ""  # after a hedge: one word or two that it is about


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers are written, in figures and in words."""


@dataclass(frozen=True, slots=True)
class Quantities:
    """Units, and the words that bound or round an amount."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months, weekdays, clock times, and words for days seen from today."""


@dataclass(frozen=True, slots=True, eq=False)
class Translating:
    """What a translator from this language, and who looks at its work, need to know of it."""

    marian: str = ""  # the model of the hub that is taken where none is named
    embedded: str = ""  # what the embedded model's prompt calls the language, if the model was taught it
    canary: tuple[str, ...] = ()  # sentences with names and numbers, by which a broken model shows
    exonyms: str = ""  # names that English spells quite otherwise: `a, b = English forms; c = …`, small
    sounds: str = ""  # letters for a sound of another alphabet = those of English, in the order of their replacement
    own_sounds: str = ""  # of these, what tells no other alphabet by itself
    genitive: str = ""  # list: endings that a name may have in a text
    marks: str = ""  # whether English keeps the marks of a name that stands alone: "kept" or "lost"
    length: float = 0.0  # mean logarithm of the letters of a translation for one of the source
    clause_limit: float = 0.0  # evidence from which a clause counts as left out


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What is known of the language into which all others are translated. Lists of words, or patterns."""

    loans: str = ""  # words with foreign marks that it has
    empty: str = ""  # words that say little by themselves, besides the function words
    established: str = ""  # its forms of names that no other spelling replaces, rare or younger than the lexicon
    peoples: str = ""  # pattern: endings of words for people of a place
    forget: str = ""  # pattern


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language. `code` is its ISO 639-1 code, `name` its English name, `code3` its ISO 639-3 code.

    Compared by identity, so that what is made of a record can be kept by it.
    """

    code: str
    name: str
    code3: str
    splitting: Splitting = field(default_factory=Splitting)
    page: Page = field(default_factory=Page)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    speech: Speech = field(default_factory=Speech)
    assertion: Assertion = field(default_factory=Assertion)
    numbers: Numbers = field(default_factory=Numbers)
    quantities: Quantities = field(default_factory=Quantities)
    calendar: Calendar = field(default_factory=Calendar)
    translating: Translating = field(default_factory=Translating)
    target: Target = field(default_factory=Target)


def lacking(record: Language) -> tuple[str, ...]:
    """The fields of a record that hold nothing, as `group.field`, in the order of the record.

    Of the language that all others are translated into, what a translator from it needs is not asked; of these, what
    is asked of that one alone is not.
    """
    needless = "translating" if record.code == TARGET else "target"
    groups = [entry.name for entry in fields(record) if is_dataclass(getattr(record, entry.name))]
    return tuple(
        f"{group}.{name}" for group in groups if group != needless for name in _empty_fields(getattr(record, group))
    )


def _empty_fields(group: Any) -> Iterator[str]:
    for entry in fields(group):
        value = getattr(group, entry.name)
        if is_dataclass(value):
            yield from (f"{entry.name}.{name}" for name in _empty_fields(value))
        elif not value and not isinstance(value, bool):  # a yes or no is always an answer
            yield entry.name


def filled(text: str) -> bool:
    """Whether a field holds anything: it is known, and not known to be empty."""
    return text.strip() not in ("", NEVER)


@cache
def words(text: str) -> frozenset[str]:
    """A list of words as a set."""
    return frozenset(text.split())


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern, ready for use; one that is not known matches nothing."""
    return re.compile(text or NEVER)


def any_of(patterns: Iterable[str]) -> str:
    """One pattern for what several languages have, where a text may be in any of them."""
    return "|".join(text for text in patterns if text) or NEVER


def either(table: str) -> str:
    """The entries of a table, which blanks part, as one pattern; a blank within an entry has a backslash before it."""
    return "|".join(re.split(r"(?<!\\)\s+", table.strip()))
