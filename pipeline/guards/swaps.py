"""Two numbers of a source that changed places: three dead and twelve injured, twelve dead and three injured."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.data import Lang
from pipeline.guards.pair import pair
from pipeline.language import TARGET, language
from pipeline.language.en import ENGLISH
from pipeline.language.lexicon import stem
from pipeline.language.measures import measures
from pipeline.language.numbers import Number, numbers
from pipeline.language.record import NEVER, Language, pattern

# Evidence of words, as log-likelihood ratios, from which two numbers stand with one another's: of each, of both.
LEAST, ENOUGH = 1.0, 3.0
_BREAK = r"[,;:.!?](?=\s)|\s[-–—]\s|[()]"  # and the word for *and*
_BREAK_LETTERS = 30  # letters that such a mark between a number and a word is worth
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Matched:
    """A number of the source and the one of the translation that is the same, both being the only ones of the value."""

    left: Number
    right: Number


def numbers_swapped(source: str, lang: Lang, translation: str) -> Iterator[tuple[str, str]]:
    """Of two numbers that both sides have, each with the words of the other: one and the one in its place."""
    record = language(lang)
    lefts, rights = _solid(source, record), _solid(translation, ENGLISH)
    matched = _matches(lefts, rights)
    if len(matched) < 2:
        return
    near = _words_near(source, lefts, record)
    stems = [frozenset(stem(word, TARGET) for word in words) for words in _words_near(translation, rights, ENGLISH)]
    kinds = [_kind(source, match.left, record) for match in matched]
    for (first, kind), (second, other) in combinations(zip(matched, kinds, strict=True), 2):
        if kind != other or kind == ("score", "") or _is_year(first.left) != _is_year(second.left):
            continue
        ends = [near[lefts.index(match.left)] for match in (first, second)]
        answers = [stems[rights.index(match.right)] for match in (first, second)]
        own = [answers[0] - answers[1], answers[1] - answers[0]]
        shared = [[_weight(words, lang, source, translation, answer) for answer in own] for words in ends]
        (straight, crossed), (back, onward) = shared
        if min(crossed, back) >= LEAST and crossed + back >= ENOUGH and straight + onward == 0:
            yield first.left.text, second.right.text
            yield second.left.text, first.right.text


def _weight(words: frozenset[str], lang: Lang, source: str, translation: str, stems: frozenset[str]) -> float:
    """What the words near a number have in common with the stems near one of the other side."""
    read = {word.text: word for word in pair(source, lang, translation).words if word.entry and word.answered}
    shared = (read[word].entry for word in words if word in read)
    return sum(max(0.0, -entry.present) for entry in shared if entry and not entry.counterparts.isdisjoint(stems))


def _solid(text: str, record: Language) -> list[Number]:
    """Numbers that are there in so many letters, and begin no other word."""
    wide = (number for number in numbers(text, record) if number.end > number.start and number.kind != "loose")
    return [number for number in wide if not text[number.end : number.end + 1].isalpha()]


def _is_year(number: Number) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", number.text))


def _kind(text: str, number: Number, record: Language) -> tuple[str, str]:
    """What a number is of: two amounts of money change places, but no sum and a number of months."""
    within = (measure for measure in measures(text, record) if measure.start <= number.start < measure.end)
    return next(((measure.kind, measure.unit) for measure in within), ("", ""))


def _matches(lefts: Sequence[Number], rights: Sequence[Number]) -> list[_Matched]:
    matched = []
    for left in lefts:
        answers = [right for right in rights if left.values & right.values]
        if len(answers) == 1 and sum(bool(answers[0].values & other.values) for other in lefts) == 1:
            matched.append(_Matched(left, answers[0]))
    return matched


def _words_near(text: str, read: Sequence[Number], record: Language) -> list[frozenset[str]]:
    """For each number the words that are nearer to it than to any other, marks counting as much as some letters."""
    near: list[set[str]] = [set() for _ in read]
    breaks = [match.start() for match in pattern(rf"{_BREAK}|\b(?:{record.numbers.joint or NEVER})\b").finditer(text)]
    for match in _WORD.finditer(text):
        if any(number.start <= match.start() < number.end for number in read):
            continue
        apart = [_apart(match.start(), match.end(), number, breaks) for number in read]
        near[apart.index(min(apart))].add(match[0])
    return [frozenset(words) for words in near]


def _apart(start: int, end: int, number: Number, breaks: Sequence[int]) -> int:
    first, last = min(end, number.end), max(start, number.start)
    return max(0, last - first) + _BREAK_LETTERS * sum(first <= place < last for place in breaks)
