"""Words that say something: their stems, where they stand, and which of them mean the same."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import product, starmap

from pipeline.align.tokens import fold
from pipeline.language import TARGET, language, lexicon, news
from pipeline.language.claims import CONTRARY
from pipeline.language.record import words as word_set

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_DASH = re.compile("(-)")
_POSSESSIVE = re.compile(r"['’]s?$")
_ANYBODY = "nobody somebody anybody everybody someone anyone everyone nothing something anything everything"
LONG, ONE_NAME = 5, 0.8  # so long and so like one another are two spellings of one name
START = 5  # letters that two stems of one word begin with, at the least


@dataclass(frozen=True, slots=True)
class ContentWord:
    """A word that says something, where it stands; `stem` is what its forms have in common."""

    text: str
    stem: str
    start: int
    end: int


@lru_cache(1 << 14)
def content(text: str) -> tuple[ContentWord, ...]:
    """The words of an English text that say something, in order; parts of a compound each by themselves."""
    content_words, empty = [], _empty_words()
    for match in _WORD.finditer(text):
        at = match.start()
        for part in _DASH.split(match[0]):
            bare = _POSSESSIVE.sub("", part)
            if len(bare) > 2 and bare.casefold() not in empty and not bare.endswith(("n't", "n’t")):
                content_words.append(ContentWord(part, lexicon.stem(bare, "en"), at, at + len(part)))
            at += len(part)
    return tuple(content_words)


@cache
def _empty_words() -> frozenset[str]:
    english = language(TARGET)
    return word_set(f"{english.vocabulary.function} {english.target.empty} {_ANYBODY}")


@lru_cache(1 << 14)
def stems(text: str) -> frozenset[str]:
    """The stems of an English text's words that say something."""
    return frozenset(word.stem for word in content(text))


@lru_cache(1 << 14)
def like(left: str, right: str) -> bool:
    """Whether two stems are of one word or of words that mean the same."""
    return bool(shared(frozenset([left]), frozenset([right])))


@lru_cache(1 << 16)
def shared(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    """Those of `left` that `right` have a like of: the same stem, one that goes on after it or before it ends, or one
    that translates the same foreign word.

    The finders of differences ask for the same two some four times; the hash of a frozen set is made once.
    """
    alike, starts = _counterparts(right)
    if alike.isdisjoint(_all_keys(left)) and starts.isdisjoint(left):
        return frozenset()  # as most are
    return frozenset([stem for stem in left if stem in starts or not alike.isdisjoint(_keys(stem))])


@lru_cache(1 << 14)
def _counterparts(stems: frozenset[str]) -> tuple[frozenset[str | tuple[str, str]], frozenset[str]]:
    """What stems are like these: those with a key among the first, and those that are among the second."""
    alike: set[str | tuple[str, str]] = set(stems)
    alike.update(*(_meanings(stem) for stem in stems))
    return frozenset(alike), frozenset(start for stem in stems for start in _starts(stem))


@lru_cache(1 << 14)
def _all_keys(stems: frozenset[str]) -> frozenset[str | tuple[str, str]]:
    return frozenset().union(*map(_keys, stems))


@lru_cache(1 << 16)
def _keys(stem: str) -> frozenset[str | tuple[str, str]]:
    return frozenset([stem, *_starts(stem), *_meanings(stem)])


def _meanings(stem: str) -> frozenset[str | tuple[str, str]]:
    """What words with one of them in common mean alike: what they translate, the groups of the same."""
    return frozenset([*lexicon.sources(stem), *news.same().get(stem, ())])


def meaning(word: str) -> str:
    """What stands for a word in a table: the same for words of one group that mean the same."""
    stem = lexicon.stem(word, "en")
    return news.same().get(stem, (stem,))[0]


def plain(text: str) -> str:
    """A text with one word for all that mean the same: vessel and ferry are ship."""
    return _WORD.sub(lambda match: news.same_word(match[0]), text)


def _starts(stem: str) -> list[str]:
    """What a shorter stem of the same word may be."""
    return [stem[:length] for length in range(START, len(stem))]


@lru_cache(1 << 14)
def contrary(left: frozenset[str], right: frozenset[str]) -> tuple[str, str] | None:
    """Two contrary words, the first of the one and the second of the other."""
    pairs = ((a, b) for a in sorted(left) for b in sorted(_contraries(a) & right))
    return next(pairs, None)


@lru_cache(1 << 14)
def contraries(stems: frozenset[str]) -> frozenset[str]:
    """What is contrary to any of some words."""
    return frozenset().union(*map(_contraries, stems))


@lru_cache(1 << 14)
def spelled_alike(left: str, right: str) -> bool:
    """Whether two words may be one name in two spellings: Brême and Bremen."""
    if min(len(left), len(right)) < LONG:
        return False
    return SequenceMatcher(None, fold(left), fold(right)).ratio() >= ONE_NAME


def one_name(left: str, right: str) -> bool:
    """Whether two names have a word in common, in one spelling or nearly; what a name means does not count: Stone is
    not Rock."""
    common = not stems(left).isdisjoint(stems(right))
    return common or any(starmap(spelled_alike, product(left.split(), right.split())))


def of_one_side(left: str, right: str) -> bool:
    """Whether two words are contrary to one and the same: praise and welcome, to criticise."""
    return not _contraries(left).isdisjoint(_contraries(right))


@cache
def _contraries(word: str) -> frozenset[str]:
    contraries: set[str] = {word.removeprefix("un")} if word.startswith("un") else {f"un{word}"}
    for left, right in CONTRARY:
        contraries |= right if word in left else frozenset()
        contraries |= left if word in right else frozenset()
    return frozenset(contraries)
