"""Names that only one of a source and its translation has, without anything spelled like them in the other."""

from functools import lru_cache

from pipeline.data import Lang
from pipeline.guards.nations import is_nation, nations_changed
from pipeline.guards.pair import Pair, pair
from pipeline.guards.words import Discrepancy
from pipeline.language import TARGET, Language, language
from pipeline.language.lexicon import alike, plain, stem, unmarked
from pipeline.language.names import (
    CAPITAL,
    Sure,
    begins,
    english_name,
    exonyms,
    native,
    shouted,
    skeleton,
    surely,
    unelided,
)

OTHER_FIRST = 0.85  # least likeness of spellings of one name that begin with different letters: Inousses, Oinousses
BEGIN_OF_NAME = 4  # least letters of a place that its people's name begins with


def names_differing(source: str, lang: Lang, translation: str) -> Discrepancy:
    """What was lost and what came from nowhere; what is only likely to be a name counts if both sides have such."""
    words, record = pair(source, lang, translation), language(lang)
    missing = [] if shouted(source, record) else _absent_names(source, record, words)
    extra = _extra(source, lang, translation)
    # something lost and something new at once: then even what is only likely a name counts
    least = ("sure", "likely") if missing and extra else ("sure",)
    lost, new = ([name for name, sure in names if sure in least] for names in (missing, extra))
    gone, come = nations_changed(source, lang, translation)
    return Discrepancy(tuple(dict.fromkeys([*lost, *gone])), tuple(dict.fromkeys([*new, *come])))


def names_added(source: str, lang: Lang, translation: str) -> tuple[str, ...]:
    """What is surely a name in the translation and is explained by no word of the source."""
    return tuple(dict.fromkeys(name for name, sure in _extra(source, lang, translation) if sure == "sure"))


def _absent_names(source: str, record: Language, words: Pair) -> list[tuple[str, Sure]]:
    """Names of the source that the translation does not have in any spelling."""
    missing: list[tuple[str, Sure]] = []
    for word in words.words:
        if word.answered or word.entry is None:
            continue
        name = unelided(word.text, record)
        sure = name[0].isupper() and surely(name, word.entry, record, first=begins(source, word.start))
        if sure and not _is_spelled(name, words.english):
            missing.append((name, sure))
    return missing


@lru_cache(8)  # two guards ask for the same sentence
def _extra(source: str, lang: Lang, translation: str) -> tuple[tuple[str, Sure], ...]:
    """Names of the translation that no word of the source explains; none where all of it is in capitals."""
    if shouted(translation, language(TARGET)):
        return ()
    words = pair(source, lang, translation)
    names: list[tuple[str, Sure]] = []
    small = unmarked(source)
    for match in CAPITAL.finditer(translation):
        word = match[0]
        is_new = plain(word)[:5] not in small and not begins(translation, match.start())
        if is_new and (sure := english_name(word)) and not _is_explained(word, words):
            names.append((word, sure))
    return tuple(names)


def _is_explained(name: str, words: Pair) -> bool:
    """Whether the source has a word that may be this English name."""
    forms = {plain(name), stem(name, TARGET)}
    for word in words.words:
        if word.entry is None:
            continue
        translated = not word.entry.counterparts.isdisjoint(forms) or not _english_forms(word.text).isdisjoint(forms)
        if translated or _may_be(plain(word.text), plain(name)):
            return True
    return False


def _is_spelled(name: str, english: frozenset[str]) -> bool:
    """Whether the translation has a word that may be this name."""
    small = plain(name)
    single = small.rstrip("s")
    if small in english or single in english or not _english_forms(name).isdisjoint(english):
        return True
    if len(small) < 3:
        return False  # short ones are in too many words
    if len(single) > 3 and any(single in word for word in english):
        return True
    return any(_may_be(small, word) for word in english)


@lru_cache(1 << 16)
def _english_forms(name: str) -> frozenset[str]:
    return exonyms(name) or exonyms(name.casefold().removesuffix("s"))


def _may_be(name: str, english: str) -> bool:
    """Whether an English name may be this one: it is spelled like it and belongs to no other, as Bucharest does."""
    left, right = skeleton(name), skeleton(english)
    if not left or not right:
        return False
    # Of nations others tell: a Briton is spelled less like Great Britain than like Britain.
    others = frozenset[str]() if is_nation(english.title()) else native(english)
    if not others:
        return _are_alike(left, right)
    # Bruxellois, as one of Bruxelles
    own = any(name.startswith(other[: max(BEGIN_OF_NAME, len(other) - 2)]) for other in others)
    return own or alike(left, right, OTHER_FIRST)


def _are_alike(left: str, right: str) -> bool:
    # Babuschkin and Babuschkins, Moskau and Moskow
    if len(left) > 3 and right.startswith(left[:4]):
        return True
    return alike(left, right, 0.7 if left[0] == right[0] else OTHER_FIRST)
