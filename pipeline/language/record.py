"""The record of a language: everything that the pipeline knows of it, a group of fields for each use.

A list of words is a text that white space parts. A pattern is a regular expression; an empty one matches nothing. An
empty field is one of which nothing is known yet, unless the record says that the language is without it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any

from pipeline.data import MeasureBound, MeasureKind, TimeBound

TARGET = "en"  # the language that all others are translated into
OF_TARGET = ("target", "numbers.names", "quantities.writing", "quantities.unit_writings")  # asked of it alone
OF_SOURCES = ("translating", "quantities.scale_names", "quantities.unit_names", "quantities.partitive")  # of all others
NEVER = "(?!)"
GAP = "[ \u00a0\u202f\u2009]"  # blanks that may stand within a number

DAY = 86400.0
SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": DAY, "week": 7 * DAY, "month": 30.44 * DAY,
            "year": 365.25 * DAY, "decade": 3652.5 * DAY, "century": 36525 * DAY}  # fmt: skip
Unit = tuple[MeasureKind, str, float]
# What excludes one another, such as parts of a whole → each of them → patterns of what says it and what may mean it.
Contrasts = Mapping[str, Mapping[str, tuple[str, str]]]


@dataclass(frozen=True, slots=True, eq=False)
class Splitting:
    """Where a sentence ends: abbreviations and what they say of the stop after them. Lists of words.

    Abbreviations stand without their last stop; the parts of a spaced one are put together: `z. B.` is `z.B`.
    """

    titles: str = ""  # never the end of a sentence
    numbered: str = ""  # go on before a number only; small letters, and -str for what ends so
    ends: str = ""  # before a capital, the end of a sentence
    goes_on: str = ""  # go on, unless a starter follows
    starters: str = ""  # words that begin a sentence and hardly ever follow an abbreviation or an ordinal inside one
    clock: str = ""  # halves of the day: 3 p.m
    after_clock: str = ""  # words with a capital that may follow these within a sentence
    before_platform: str = ""  # "on X. Musk …": the platform, not an initial
    number_stop: str = ""  # what a number of one or two digits with a stop is: "ordinal" or "end" of a sentence
    before_ordinal: str = ""  # words that stand before an ordinal, small
    small_names: str = ""  # names that are written small at the start of a sentence, too
    answers: str = ""  # words that are a sentence, and no place that a report was written at
    short_months: str = ""  # short names of months, as in stamps
    speaking: str = ""  # verbs after a quoted question, with a name between: “Who pays?” Warren asked.
    pronouns: str = ""  # what before such a verb begins a sentence of its own
    always_capital: str = ""  # words other than names and nouns that have a capital inside a sentence


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What stands around an article on a page and says nothing of its story. Patterns, small letters unless said."""

    names: str = ""  # of the language itself, as catalogues in our languages have it
    stamp: str = ""  # before a date that says when something was published or changed
    changed: str = ""  # those of these words that say when it was changed
    stamp_joint: str = ""  # between the two: updated on
    date_joint: str = ""  # before a bare date: on May 3
    day_endings: str = ""  # of the number of a day: 3rd
    clock_joint: str = ""  # between a date and a time
    clock_marks: str = ""  # between hours and minutes
    clock_unit: str = ""  # after a time
    picture: str = ""  # begins a picture credit, before a colon
    picture_by: str = ""  # after that word, before the colon
    wired: str = ""  # before the name of an agency that a text is from, in part: with
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
    furniture: str = ""  # whole lines that point elsewhere, ask the reader for something, or say who worked on a text
    cut_off: str = ""  # says at the end of a text that its rest is for those who pay or log in


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words by what they do: function words, endings, sounds. Lists of words, or patterns where it is said."""

    function: str = ""  # short words that tell the language, few of them words of another one here
    elided: str = ""  # pattern: what a word may lean on, before its apostrophe: l’, qu’; without marks
    endings: str = ""  # pattern of what the forms of a word differ by, without marks
    inflections: str = ""  # pattern, optional, of what a word of a glossary may go on with in a text
    adjective_endings: str = ""  # pattern of the same for an adjective before a noun
    compound_links: str = ""  # letters between the parts of a compound that is written as one word
    no_noun: str = ""  # pattern of a known word that is hardly a noun, where nouns have capitals
    nouns: str = ""  # how a noun inside a sentence is written: "capital" or "small"
    english_look: str = ""  # how often a word without marks is one of English too: "seldom" or "often"
    no_name_endings: str = ""  # pattern, small, of words with a capital that are translated in many ways
    no_names: str = ""  # words that have a capital and are no names: days, titles, offices; small
    learnt: str = ""  # the tables of `lexicon` that were learnt for it


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """How somebody is quoted, reported, named as a source. Patterns."""

    saying: str = ""  # verbs and turns of saying
    source: str = ""  # names a source in what is told
    reported: str = ""  # moods that report by themselves
    unreported: str = ""  # where these moods do not report: the first person, what is set or wished


@dataclass(frozen=True, slots=True, eq=False)
class Assertion:
    """How something is denied, hedged, made certain. Patterns."""

    denial: str = ""  # denies outright; what looks so and does not is left out: not only, sans doute
    tinged: str = ""  # denies in part, or by its form
    concord: str = ""  # two words of one denial, with what stands between: aucun … ne
    concord_denial: str = ""  # one word that denies as much
    reminder: str = ""  # do not forget: denies nothing
    hedge: str = ""


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity, so that patterns can be kept by group
class Numbers:
    """How numbers are written, in figures and in words. Patterns are regular expressions without groups."""

    words: Mapping[str, float] = field(default_factory=dict)  # besides those that text2num reads: anderthalb
    names: frozenset[str] = frozenset()  # words that stand in names in other languages' texts: Top Ten
    joint: str = ""  # and
    until: str = ""  # from 3 to 5
    choice: str = ""  # 3 or 5
    scales: Mapping[str, float] = field(default_factory=dict)  # words that multiply what stands before them
    letters: Mapping[str, float] = field(default_factory=dict)  # may stand for a scale, and for something else
    counted: str = ""  # before what a letter can only be a scale: 60m people
    scale_article: str = ""  # pattern; without it or a number before it, a scale alone is no number: a hundred
    half: str = ""  # pattern, after a number: and a half
    half_apart: str = ""  # the same, after what is counted: trois ans et demi
    beginnings: tuple[str, ...] = ()  # of numbers that begin other words: dreiköpfig
    no_beginning: str = ""  # pattern of words that begin so and say no number: tausende
    hints: Mapping[str, str] = field(default_factory=dict)  # word → numbers of another language that it may have become
    decade: tuple[str, str] = ("", "")  # ending of decades, and of the number in it: nineties, ninety
    decades: str = ""  # pattern, before the figures of a decade: années 80
    minus: str = ""  # pattern, before a number below zero
    metres: str = ""  # pattern, between metres and centimetres: 1 m 80
    separator: str = ""  # pattern of what groups thousands


@dataclass(frozen=True, slots=True, eq=False)
class Quantities:
    """Units, and the words that bound or round an amount. Patterns are regular expressions without groups."""

    percent: str = ""
    metric: str = ""  # names of metric units
    imperial: str = ""
    scale_names: Mapping[str, str] = field(default_factory=dict)  # million, billion, trillion in English → pattern
    unit_names: Mapping[str, str] = field(default_factory=dict)  # percent, percents, euro, euros … → sign or word
    partitive: str = ""  # pattern, between a number and its unit: millions de dollars
    writing: Mapping[str, str] = field(default_factory=dict)  # a scale or unit of those two → it around a number: ${}
    unit_writings: tuple[str, ...] = ()  # of a unit each, any way to write it


@dataclass(frozen=True, slots=True, eq=False)
class Measuring:
    """How a language says amounts. Patterns are regular expressions, read without regard to capitals."""

    # pattern of a unit after its number → its kind, its unit, what one of it is in that
    units: Mapping[str, Unit] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)  # pattern of a currency before its number → its code
    bounds: tuple[tuple[MeasureBound, str], ...] = ()  # what limits an amount → pattern right before it
    bounds_after: tuple[tuple[MeasureBound, str], ...] = ()
    fractions: Mapping[str, float] = field(default_factory=dict)  # pattern → share of 1
    factors: Mapping[str, float] = field(default_factory=dict)  # pattern → factor
    times_as: str = ""  # pattern after a number that is a factor: times as many
    fold: str = ""  # pattern after a number: -fold
    ordinals: Mapping[str, int] = field(default_factory=dict)
    ordinal_mark: str = ""  # pattern after figures: th
    not_ordinal: str = ""  # pattern after an ordinal that is none: third of
    one_in: str = ""  # pattern between the two numbers of a share: in every
    score: str = ""  # pattern between the two numbers of a score: to, votes to
    counted_out: str = ""  # pattern of what makes two numbers a score, the second of which is greater: votes
    below_zero: str = ""
    minus: str = ""
    age_before: str = ""
    age_after: str = ""
    parts: Mapping[str, float] = field(default_factory=dict)  # pattern before a unit or scale → share of it: half a
    a: str = ""  # an article or word that counts one of a unit
    one: str = ""  # which of these is always a number
    before_one: str = ""  # before such an article, where it counts: for an hour
    few: Mapping[str, float] = field(default_factory=dict)  # pattern of what counts and is no numeral: a couple of
    vague: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # pattern → least and most
    rates: Mapping[str, str] = field(default_factory=dict)  # pattern after an amount: a week, weekly → English unit
    roles: Mapping[str, str] = field(default_factory=dict)  # by, to, from → pattern right before it
    skipped: frozenset[str] = frozenset()  # words between a number and what it counts
    contrasts: Contrasts = field(default_factory=dict)  # of amounts; what they hold has the names of the English ones


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Months, weekdays, times of day, and words for days seen from today. Patterns, unless it is said."""

    weekdays: tuple[tuple[str, ...], ...] = ()  # from Monday, in small letters, the usual name first
    months: tuple[tuple[str, ...], ...] = ()  # from January
    names_are_words: bool = False  # march, may: a name has a capital, and no short form is sure
    words_too: str = ""  # list: those that begin a sentence, or are people, too: May, Jan
    before_month: str = ""  # before these, where they are months: in May
    small_names: bool = False  # names of days and months have no capital
    day_endings: str = ""  # what a name of a day or month may go on with: Montagmorgen, Mondays
    night_to: str = ""  # before a weekday, the night that leads to it: in der Nacht auf
    relative: Mapping[str, int] = field(default_factory=dict)  # pattern → days from today: yesterday is -1
    day_marks: str = ""  # what follows the number of a day: 3rd, 1er, 3.
    day_of: str = ""  # between day and month: 3rd of May
    days_joint: str = ""  # between two days of a month: 6 and 7 May
    weekday_joint: str = ""  # between a weekday and its date, blanks included
    numbered: str = ""  # a day without its month, its number as the group `day`: on the 15th
    month_first: bool = False  # March 3
    dotted_days: bool = False  # 3.10. is a day without a year
    before_year: str = ""  # before a year long ago: in 1789
    no_year: str = ""  # after four figures that are no year: people
    year_end: str = ""
    month_end: str = ""
    quarter: str = ""  # after an ordinal, what makes it a quarter of a year
    clock: str = ""  # times of day in figures: hour, minutes, minutes elsewhere
    half_to: str = ""  # before an hour that comes in half an hour: halb sechs
    hours: str = ""  # the words after an hour
    hour_words: tuple[tuple[str, ...], ...] = ()  # the hours in small words, from one on
    later_half: str = ""  # what says that hours may be those after noon, wherever it stands: at night
    half_days: Mapping[str, int] = field(default_factory=dict)  # after an hour, blanks included → 0, or 720 minutes
    clock_names: Mapping[str, int] = field(default_factory=dict)  # pattern of an hour with a name → minutes: noon
    minutes_before: Mapping[str, float] = field(default_factory=dict)  # before an hour → minutes: halb is -30
    minutes_after: Mapping[str, float] = field(default_factory=dict)  # the same after an hour: et quart is 15
    before_clock: str = ""  # before an hour and minutes with a point between: at 9.15
    no_clock: str = ""  # after such figures that are no time of day: 9.15 million
    bounds: Mapping[TimeBound, str] = field(default_factory=dict)  # right before a time, which is then an end of a span
    fillers: str = ""  # between these words and a time: until late next May
    moment: str = ""  # before a time that is meant itself: shortly after
    onwards: str = ""  # after a time from which something goes on
    contrasts: Contrasts = field(default_factory=dict)  # as those of amounts, of times


@dataclass(frozen=True, slots=True, eq=False)
class Translating:
    """What a translator from this language, and who looks at its work, need to know of it."""

    marian: str = ""  # the model of the hub that is taken where none is named
    embedded: str = ""  # what the embedded model's prompt calls the language, if the model was taught it
    canary: tuple[str, ...] = ()  # sentences with names and numbers, by which a broken model shows
    exonyms: str = ""  # names that English spells quite otherwise: `a, b = English forms; c = …`, small
    nations: str = ""  # `nation = pattern` of countries, their peoples and adjectives; the nations are those of English
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
    common: str = ""  # words that bind no two articles: those that are empty, and what any report of a day may have
    established: str = ""  # its forms of names that no other spelling replaces, rare or younger than the lexicon
    nations: str = ""  # the same, capitals as they are written
    peoples: str = ""  # pattern: endings of words for people of a place
    forget: str = ""  # pattern
    turned: str = ""  # pattern: what says without a denial what others deny: unanimous, of no vote against
    an_before: str = ""  # pattern, from its beginning: what has the article an
    # Patterns of words that say in English what a sign or an order may say elsewhere:
    morning: str = ""
    afternoon: str = ""  # of hours after noon, those of the night too
    before_place: str = ""  # right before an ordinal that is one, and no adverb: the first, not first of all
    below: str = ""  # an amount below zero
    less: str = ""  # an amount that became less, or is owed
    beaten: str = ""  # a score that is told by who lost, or won


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language. `code` is its ISO 639-1 code, `name` its English name.

    `codes3`: of three letters, that of ISO 639-3 first, then that of ISO 639-2/B where it has another.
    Compared by identity, so that what is made of a record can be kept by it.
    """

    code: str
    name: str
    codes3: tuple[str, ...]
    without: str = ""  # fields that are empty because the language has nothing of the kind, as `group.field`
    splitting: Splitting = Splitting()
    page: Page = Page()
    vocabulary: Vocabulary = Vocabulary()
    speech: Speech = Speech()
    assertion: Assertion = Assertion()
    numbers: Numbers = Numbers()
    quantities: Quantities = Quantities()
    measuring: Measuring = Measuring()
    calendar: Calendar = Calendar()
    translating: Translating = Translating()
    target: Target = Target()


def alternatives(text: str) -> tuple[tuple[str, ...], ...]:
    """Words apart by blanks, the spellings of each by bars: `"saturday|sat sunday"`."""
    return tuple(tuple(word.split("|")) for word in text.split())


def entries(text: str) -> dict[str, str]:
    """Words and what is said of each: `"noon = 12; midnight = 0 12 24"`."""
    return dict(entry.split(" = ") for entry in " ".join(text.split()).split("; "))


def amounts(text: str) -> dict[str, float]:
    """Words and a number for each: `"hundred = 100; thousand = 1e3"`."""
    return {word: float(amount) for word, amount in entries(text).items()}


def lacking(record: Language) -> tuple[str, ...]:
    """The fields of a record that are not known yet, as `group.field`, in the order of the record."""
    # of a group, all of its fields are needless
    needless = (*record.without.split(), *(OF_SOURCES if record.code == TARGET else OF_TARGET))
    beginnings = tuple(f"{entry}." for entry in needless)
    return tuple(name for name in _empty_fields(record) if not f"{name}.".startswith(beginnings))


def _empty_fields(group: Any) -> Iterator[str]:
    for entry in fields(group):
        value = getattr(group, entry.name)
        if is_dataclass(value):
            yield from (f"{entry.name}.{name}" for name in _empty_fields(value))
        elif not value and not isinstance(value, bool):  # a yes or no is always an answer
            yield entry.name


@cache
def places(spellings: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    """Each spelling of what comes in an order, such as months, and its place, from 1."""
    return {word: place for place, words in enumerate(spellings, 1) for word in words}


def month_names(record: Language) -> str:
    """A list of the names of months, small letters."""
    return " ".join(places(record.calendar.months))


@cache
def words(text: str) -> frozenset[str]:
    """A list of words as a set."""
    return frozenset(text.split())


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern, ready for use; an empty one matches nothing."""
    return re.compile(text or NEVER)


def any_of(patterns: Iterable[str]) -> str:
    """One pattern for what several languages have, where a text may be in any of them."""
    return "|".join(text for text in patterns if text) or NEVER


def either(table: str) -> str:
    """The entries of a table, which blanks part, as one pattern; a blank within an entry has a backslash before it."""
    return "|".join(re.split(r"(?<!\\)\s+", table.strip()))


def rates(each: str, table: str) -> dict[str, str]:
    """Pattern → unit, of a table of units, the words for them after *each*, and words that say both: month, monthly."""
    named = ((unit, *words.split()) for unit, words in entries(table).items())
    return {rf"(?:{each})\s+(?:{noun})|{'|'.join(adverbs) or NEVER}": unit for unit, noun, *adverbs in named}


def contrasts(table: str) -> dict[str, tuple[str, str]]:
    """What excludes one another, each with what says it and what may mean it: `half = halb so ~ halbe; …`."""
    parted = {name: patterns.partition(" ~") for name, patterns in entries(re.sub(r"\n\s*\|", "|", table)).items()}
    return {name: (said, meant.strip()) for name, (said, _, meant) in parted.items()}


def fractions(
    parts: Sequence[tuple[str, int]], numerals: Sequence[tuple[str, int]], joint: str, ending: str
) -> dict[str, float]:
    """Pattern → share, for one to as many parts as there are of each kind."""
    shares = {}
    for part, count in parts:
        for numeral, number in numerals:
            if number < count:
                shares[rf"{numeral}{joint}(?:{part}){ending}"] = number / count
    return shares
