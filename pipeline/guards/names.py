"""Names that only one of a source and its translation has, without anything spelled like them in the other."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from pipeline.data import Lang
from pipeline.guards import lexicon
from pipeline.guards.exonyms import english
from pipeline.guards.lexicon import Entry, plain, stem, unmarked
from pipeline.guards.pair import Pair, Word, pair
from pipeline.guards.words import FUNCTION
from pipeline.language import languages

Sure = Literal["sure", "likely", ""]
SURE = 0.91  # the least share of translations that have the name too

_DAYS = """
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi
dimanche monday tuesday wednesday thursday friday saturday sunday
"""
_TITLES = "mr mrs ms mm mme mlle dr herr frau"
_OFFICES = "kommission parlament regierung präsident kanzler bundestag commission parlement gouvernement président"
_MONTHS = [plain(name) for record in languages() for names in record.calendar.months for name in names]
NO_NAMES = frozenset([*_DAYS.split(), *_TITLES.split(), *_MONTHS, *plain(_OFFICES).split(), "euro", "man", "i"])
_CHANGES = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("ou", "u"), ("ew", "ev"), ("w", "v"), ("ph", "f"), ("ck", "k"),
    ("c", "k"), ("j", "i"), ("y", "i"), ("z", "s"), ("qu", "k"), ("x", "ks"), ("th", "t"), ("kh", "h"), ("sh", "s"),
)  # fmt: skip
ROMAN = re.compile(r"[IVX]+e?(?:me)?")
ELIDED = re.compile(r"(?:[ldnsjcmt]|qu)['’](?=\w)", re.I)
_FIRST = re.compile(r"[.!?:;…»“”„\"«(–—|/\[]\s*$|\s-\s$")
_ADJECTIVE = re.compile(r"(?:isch|deutsch)e[mnrs]?$", re.I)  # Europäische Union: translated in many ways
_CAPITAL = re.compile(r"(?<![\w'’])[A-ZÄÖÜÀ-Þ][^\W\d_A-Z]{3,}(?!\w)")
_ENGLISH_ENDING = re.compile(
    r"(?:ish|ese|ians?|eans?|cans?|ans|ments?|tions?|tional|tive|ity|ities|ists?|ism|day|ology|ings?|ence|ance|ency|ure"
    r"|ics?|less|ness|ful|ous|able|ible)$"
)


@dataclass(frozen=True, slots=True)
class Unlike:
    """Names of the source without a like in the translation, and names of the translation without one in the source."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


def names_differing(source: str, lang: Lang, translation: str) -> Unlike:
    """What was lost and what came from nowhere; what is only likely to be a name counts if both sides have such."""
    both = pair(source, lang, translation)
    missing = [] if _shouted(source, lang) else _missing(source, lang, both)
    extra = [] if _shouted(translation, "en") else _extra(source, translation, both)
    least = ("sure", "likely") if missing and extra else ("sure",)
    return Unlike(
        tuple(dict.fromkeys(name for name, sure in missing if sure in least)),
        tuple(dict.fromkeys(name for name, sure in extra if sure in least)),
    )


def _shouted(text: str, lang: Lang) -> bool:
    """Whether capitals tell nothing: all are, or every word begins with one and they are not German nouns."""
    if text.isupper() or lang == "de":
        return text.isupper()
    first = [word[0] for word in re.findall(r"[^\W\d_]{3,}", text)]
    return len(first) > 3 and sum(letter.isupper() for letter in first) > 0.66 * len(first)


def _missing(source: str, lang: Lang, both: Pair) -> list[tuple[str, Sure]]:
    found: list[tuple[str, Sure]] = []
    for word in both.words:
        if word.found or word.known is None:
            continue
        elided = ELIDED.match(word.text) if lang == "fr" else None
        name = word.text[elided.end() :] if elided else word.text
        if name[0].isupper() and (sure := _name(source, lang, word, name)) and not _spelled(name, both.there):
            found.append((name, sure))
    return found


def _name(source: str, lang: Lang, word: Word, name: str) -> Sure:
    """How sure it is that a word with a capital is a name that a translation keeps."""
    known = word.known
    if known is None or len(name) < 2 or plain(name) in NO_NAMES or name.casefold() in FUNCTION[lang]:
        return ""
    first = _first(source, word.start)
    if lang == "de" and _ADJECTIVE.search(name):
        return ""
    if kept := lexicon.name(name, lang):
        return "sure" if kept >= SURE and not first else "likely" if kept >= SURE or not first else ""
    if lang == "de":
        return _noun_or_name(name, known)
    if first or ROMAN.fullmatch(name):
        return ""
    if known.parts:
        return "sure" if known.lost >= 2 else ""
    return "likely" if name.isupper() else "sure"


def _noun_or_name(word: str, known: Entry) -> Sure:
    """How sure it is that a German word with a capital that is not in the table of names is one, by its letters."""
    if word.isupper():
        return "sure" if 2 < len(word) < 6 else ""
    likeness = lexicon.shape(word)
    if known.parts or lexicon.tail(word):
        return "likely" if likeness >= 1.25 else ""
    return "sure" if likeness >= 0.3 else "likely" if likeness >= -0.75 else ""


def _first(text: str, start: int) -> bool:
    """Whether a word begins a sentence, a quotation or a title, and so has a capital in any case."""
    return start == 0 or bool(_FIRST.search(text[max(0, start - 3) : start]))


def _extra(source: str, translation: str, both: Pair) -> list[tuple[str, Sure]]:
    """Names of the translation that no word of the source explains."""
    found: list[tuple[str, Sure]] = []
    small = unmarked(source)
    for match in _CAPITAL.finditer(translation):
        word = match[0]
        if (sure := _foreign(word)) and plain(word)[:5] not in small and not _first(translation, match.start()):
            found.append((word, sure))
    return [(word, sure) for word, sure in found if not _explained(word, both)] if found else []


def _explained(word: str, both: Pair) -> bool:
    """Whether the source has a word that may be this English name."""
    forms, ours = {plain(word), stem(word, "en")}, skeleton(plain(word))
    return any(
        not one.known.counterparts.isdisjoint(forms)
        or not _exonyms(one.text).isdisjoint(forms)
        or _alike(skeleton(plain(one.text)), ours)
        for one in both.words
        if one.known
    )


@lru_cache(1 << 16)
def _foreign(word: str) -> Sure:
    """How sure it is that an English word with a capital is a name that the source must have too."""
    small = plain(word)
    if small in NO_NAMES or _ENGLISH_ENDING.search(small):
        return ""
    share = lexicon.capital(word)
    if share is None:
        return "sure"
    return "likely" if share >= 0.8 else ""


def _spelled(name: str, there: frozenset[str]) -> bool:
    """Whether the translation has a word that may be this name."""
    small = plain(name)
    single = small.rstrip("s")
    if small in there or single in there or not _exonyms(name).isdisjoint(there):
        return True
    if len(small) < 3:
        return False
    if len(single) > 3 and any(single in word for word in there):
        return True
    ours = skeleton(small)
    return any(_alike(ours, skeleton(word)) for word in there)


@lru_cache(1 << 16)
def _exonyms(name: str) -> frozenset[str]:
    small = name.casefold()
    return english().get(small) or english().get(small.removesuffix("s"), frozenset())


def _alike(one: str, other: str) -> bool:
    if not one or not other or one[0] != other[0]:
        return False
    if len(one) > 3 and other.startswith(one[:4]):
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= 0.7 and matcher.quick_ratio() >= 0.7 and matcher.ratio() >= 0.7


@lru_cache(1 << 16)
def skeleton(word: str) -> str:
    """A word with one letter for letters that languages write otherwise."""
    for old, new in _CHANGES:
        word = word.replace(old, new)
    return word
