"""Where what a guard found stands in the source or in the translation."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.data import Lang
from pipeline.guards.words import Discrepancy


@dataclass(frozen=True, slots=True)
class FaultSpan:
    """A stretch of the source or of the translation, offsets in characters."""

    side: Literal["source", "translation"]
    start: int
    end: int


Spans = Callable[[str, Lang, str], tuple[FaultSpan, ...]]


def differing(finder: Callable[[str, Lang, str], Discrepancy]) -> Spans:
    """The places of what the source has alone, and of what the translation has alone."""

    def spans(source: str, lang: Lang, translation: str) -> tuple[FaultSpan, ...]:
        evidence = finder(source, lang, translation)
        lost = [FaultSpan("source", *place) for text in evidence.missing for place in places(text, source)]
        new = [FaultSpan("translation", *place) for text in evidence.extra for place in places(text, translation)]
        return (*lost, *new)

    return spans


def written(finder: Callable[[str, Lang, str], str | tuple[str, ...]]) -> Spans:
    """The places of a text of the translation, or of several, that should not be there."""

    def spans(source: str, lang: Lang, translation: str) -> tuple[FaultSpan, ...]:
        evidence = finder(source, lang, translation)
        texts = (evidence,) if isinstance(evidence, str) else evidence
        return tuple(FaultSpan("translation", *place) for text in texts for place in places(text, translation))

    return spans


def again(finder: Callable[[str, str], str]) -> Spans:
    """Where words are said once more: the first time is none of it."""

    def spans(source: str, _: Lang, translation: str) -> tuple[FaultSpan, ...]:
        # The guard gives them in small letters and without punctuation, so they are looked for in the translation.
        words = _pattern(finder(source, translation))
        match = re.search(rf"(?<!\w){words}\W+({words}(?:\W+{words})*)(?!\w)", translation, re.I)
        return (FaultSpan("translation", match.start(1), match.end(1)),) if match else ()

    return spans


def places(text: str, line: str) -> Iterator[tuple[int, int]]:
    """Every place where `text` stands in a line as whole words, whatever its case and what stands between its words."""
    # All of them: nobody knows which of two equal numbers is the lost one.
    for match in re.finditer(rf"(?<!\w){_pattern(text)}(?!\w)", line, re.I):
        yield match.start(), match.end()


def _pattern(text: str) -> str:
    return r"\W+".join(map(re.escape, re.findall(r"\w+(?:[.,]\w+)*", text)))
