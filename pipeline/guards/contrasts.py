"""What one word says of an amount or a time, where another word came that excludes it: doubled and halved, a day and
a year, hundreds and thousands."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pipeline.language.record import Contrasts, pattern


def contrasts_changed(source: str, own: Contrasts, translation: str, english: Contrasts) -> Iterator[tuple[str, str]]:
    """What the source says and the translation does not, and what came in its place, in each of their tables.

    Only what is said outright can be lost or new; what may mean it on the other side is enough for it to be there.
    """
    for table, patterns in own.items():
        answers = english.get(table, {})
        said = _matches(source, patterns)
        if not said:
            continue
        came = _matches(translation, answers)
        lost = [match for name, match in said.items() if not _is_meant(translation, answers.get(name))]
        new = [match for name, match in came.items() if not _is_meant(source, patterns.get(name))]
        if lost and new:
            yield lost[0][0], new[0][0]


def _matches(text: str, patterns: Mapping[str, tuple[str, str]]) -> dict[str, re.Match[str]]:
    found = ((name, _whole(said).search(text)) for name, (said, _) in patterns.items())
    return {name: match for name, match in found if match}


def _is_meant(text: str, patterns: tuple[str, str] | None) -> bool:
    """Whether a text has what is said or may be meant; of what a language has no words for nobody can tell."""
    return patterns is None or any(_whole(words).search(text) for words in patterns if words)


@cache
def _whole(words: str) -> re.Pattern[str]:
    return pattern(rf"(?i)(?<!\w)(?:{words})(?!\w)")
