"""Dates as people write them, to ISO, never guessed: an ambiguous one is refused."""

from contextlib import suppress
from datetime import datetime

from pipeline.data import Lang
from pipeline.errors import InputError
from pipeline.language import language


def iso(written: str, lang: Lang) -> str:
    """The ISO date of a full date in any common format, in `lang` or English, the clock time and zone left aside.

    Numbers are day first in German and French. English has both orders, so that 03/04/2025 is refused there: what is
    ambiguous, or no full date, is an InputError.
    """
    with suppress(ValueError):
        return datetime.fromisoformat(written).date().isoformat()
    # both orders are tried, and only one answer counts
    orders = ("DMY", "MDY") if language(lang).calendar.month_first else ("DMY",)
    days = sorted({day for order in orders if (day := _day(written, lang, order))})
    if len(days) == 1:
        return days[0]
    if days:
        raise InputError(f"date {written!r} may be {' or '.join(days)}; write it as YYYY-MM-DD")
    raise InputError(f"date {written!r} is not one that names day, month and year; write it as YYYY-MM-DD")


def _day(written: str, lang: Lang, order: str) -> str:
    import dateparser

    parsed = dateparser.parse(
        written[:100],
        languages=list(dict.fromkeys((lang, "en"))),
        settings={
            "STRICT_PARSING": True,  # day, month and year all there
            "PARSERS": ["absolute-time"],  # "yesterday" hangs on the clock
            "DATE_ORDER": order,
        },
    )
    return parsed.date().isoformat() if parsed else ""
