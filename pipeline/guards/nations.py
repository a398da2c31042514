"""Countries, peoples and their adjectives that became others: Irak and Iran, niederländisch and Danish."""

import re
from functools import cache

from pipeline.data import Lang
from pipeline.language import language
from pipeline.language.en import ENGLISH
from pipeline.language.record import Language, entries


def nations_changed(source: str, lang: Lang, translation: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The nations of the source that are gone, where others came in their place, and those; as they are written."""
    lefts = _nations(source, _of_source(language(lang)))
    rights = _nations(translation, _of_english()) if lefts else {}
    lost = tuple(word for nation, word in lefts.items() if not _is_among(nation, rights))
    new = tuple(word for nation, word in rights.items() if not _is_among(nation, lefts))
    return (lost, new) if lost and new else ((), ())


def is_nation(word: str) -> bool:
    """Whether an English word with a capital is said of a nation."""
    return bool(_of_english().match(word))


def _is_among(nation: str, others: dict[str, str]) -> bool:
    """Whether the others have it, if only in part: who is called a Korean may be a South Korean."""
    return any(nation.endswith(other) or other.endswith(nation) for other in others)


def _nations(text: str, named: re.Pattern[str]) -> dict[str, str]:
    """Nation → a word of the text that says it."""
    return {str(match.lastgroup): match[0] for match in named.finditer(text)}


@cache
def _of_source(record: Language) -> re.Pattern[str]:
    return _pattern(record.translating.nations, "(?i)")


@cache
def _of_english() -> re.Pattern[str]:
    return _pattern(ENGLISH.target.nations, "")


def _pattern(table: str, flags: str) -> re.Pattern[str]:
    """The words of all nations, a group for each."""
    named = entries(table).items() if table else ()
    groups = "|".join(f"(?P<{nation}>{words})" for nation, words in named)
    return re.compile(rf"{flags}(?<![^\W\d_])(?:{groups or '(?!)'})\w*")
