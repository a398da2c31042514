"""Marks that every language has, and dates as all languages together write them."""

import re
from functools import cache

from pipeline.language import Language
from pipeline.language.record import any_of, month_names

INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad"  # zero-width and bidirectional marks, soft hyphen
CLOSERS = "”“\"’‘'»«›‹)]"
OPENERS = "„“”\"‚‘’'»«›‹(["
STOPS = (".", "!", "?", ":", "…", '"', "”", "“", "»", "’")  # of a line that is complete
_ZONE = r"(?-i:(?:[A-Z]{1,3}T|UTC|ME?S?Z)\b)"  # of a time: EST, GMT, CEST, MEZ
BULLET = re.compile(r"[-–—•*·▪◦‣►✓→]|\(?\d{1,2}[.)](?!\d)")


def ends_sentence(text: str) -> bool:
    """Whether a text ends with the stop of a sentence, which closing marks may follow."""
    return text.rstrip(CLOSERS).endswith((".", "!", "?", "…"))


def day_and_time(records: tuple[Language, ...]) -> str:
    """A pattern of a date, with a time or without, in small letters."""
    return _date(records) + _time(records)


def dated(records: tuple[Language, ...]) -> str:
    """The same with what may stand before it: dienstag, den 3. märz 2026, 6:30 pm est, tue march 3, 2026."""
    names = {name for record in records for day in record.calendar.weekdays for name in day}
    weekday = "|".join(sorted({short for name in names for short in (name, name[:4], name[:3], name[:2])}, key=len))
    joint = any_of(record.page.date_joint for record in records)
    return rf"(?:{clock(records)},?\s)?(?:(?:{weekday})[.,]{{0,2}}\s)?(?:(?:{joint})\s)?{day_and_time(records)}"


def stamp(records: tuple[Language, ...]) -> str:
    """A pattern of a line that says when a text was published, in small letters: Stand: 13.08.2025, 14:30 Uhr."""
    pages = [record.page for record in records]
    opening, joint = any_of(page.stamp for page in pages), any_of(page.stamp_joint for page in pages)
    return rf"(?:{opening})(?:\s(?:{joint}))?\s?:?\s?{dated(records)}"


def stamps(records: tuple[Language, ...]) -> str:
    """The same, where two stand in a line: Publié le 2 mars 2026 à 18h30, mis à jour le 3 mars 2026."""
    one = stamp(records)
    return rf"{one}(?:[\s,;|·•(–-]{{1,3}}{one}\)?)?"


def clock(records: tuple[Language, ...]) -> str:
    """A pattern of the time above or before an entry of a ticker, in small letters: 17.42 uhr, 5:15 p.m. gmt, 17h42."""
    marks, unit = (any_of(getattr(record.page, field) for record in records) for field in ("clock_marks", "clock_unit"))
    return rf"\d{{1,2}}(?:{marks})\d\d(?:\s?(?:{unit}))?(?:\s(?-i:[A-Z]{{2,4}}))?"


@cache
def _date(records: tuple[Language, ...]) -> str:
    names = [f"{month_names(record)} {record.splitting.short_months}" for record in records]
    # the longest first: what is matched must not end within a name
    months = sorted({re.escape(name.lower()) for name in " ".join(names).split()}, key=lambda name: (-len(name), name))
    month = rf"(?:{'|'.join(months)})\.?"
    endings = any_of(record.page.day_endings for record in records)
    day = rf"\d{{1,2}}(?:{endings})?(?:\s?[-–]\s?\d{{1,2}}(?:{endings})?)?"
    return (
        r"(?:\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?|\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d\d(?!\d))|\d{1,2}/\d{1,2}/\d{2,4}"
        rf"|{day}\s{month}(?:,?\s\d{{4}})?+|{month}\s{day}(?:,?\s\d{{4}})?+)"
    )


def _time(records: tuple[Language, ...]) -> str:
    """A pattern of a time, or of nothing."""
    fields = ("clock_joint", "clock_marks", "clock_unit")
    joint, marks, unit = (any_of(getattr(record.page, field) for record in records) for field in fields)
    minutes = rf"(?:{marks})\d{{0,2}}(?::\d\d)?(?:\s?(?:{unit}))?+"
    hour = rf"\s?(?-i:(?![A-Z]{{2}}))(?:{unit})"  # 18 uhr; a zone alone makes no hour of a number
    return rf"(?:,?\s?(?:{joint}|-|–)?\s?\d{{1,2}}(?:{minutes}|{hour})(?:\s{_ZONE})?+)?+"
