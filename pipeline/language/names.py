"""Names: which words of a text are names, what English calls them, and what their spellings have in common."""

import re
from functools import cache, lru_cache
from typing import Literal

from pipeline.language import language, languages, lexicon
from pipeline.language.lexicon import LexiconEntry, plain
from pipeline.language.record import Language, entries, month_names, pattern, words

Sure = Literal["sure", "likely", ""]
SURE = 0.91  # the least share of translations that have the name too
# Letters that languages write for one another, or for a sound of another alphabet.
_CHANGES = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("ou", "u"), ("ew", "ev"), ("w", "v"), ("ph", "f"), ("ck", "k"),
    ("c", "k"), ("j", "i"), ("y", "i"), ("z", "s"), ("qu", "k"), ("x", "ks"), ("th", "t"), ("kh", "h"), ("sh", "s"),
)  # fmt: skip
ROMAN = re.compile(r"[IVX]+e?(?:me)?")
_FIRST = re.compile(r"[.!?:;…»“”„\"«(–—|/\[]\s*$|\s-\s$")
CAPITAL = re.compile(r"(?<![\w'’])[A-ZÄÖÜÀ-Þ][^\W\d_A-Z]{3,}(?!\w)")
PRINTED = re.compile(r"(?<![\w'’-])[A-ZÄÖÜÀ-Þ][\w]*[^\W\d_](?:-[^\W\d_]+)*|(?<![\w'’-])[a-z][A-Z]\w+")
# small words within the name of a town: Frankfurt am Main, Aix-en-Provence, Stratford upon Avon
PLACE_PARTICLES = r"a[mn]|der|im|bei|de|du|la|les?|sur|en|of|upon"
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w|[a-z][A-Z]\w+")


def capitalised(text: str) -> list[str]:
    """Words with a capital inside a sentence, in order; the first word of one only if it has a second capital.

    For English, where nouns are small. Of guards, which read any language, `surely` asks more.
    """
    names: list[str] = []
    for match in _CAPITALISED.finditer(text):
        opening = not re.search(r"\w", text[: match.start()]) or re.search(r"[.!?:]\W*$", text[: match.start()])
        word = match[0].removesuffix("'s").removesuffix("’s")
        if not opening or any(letter.isupper() for letter in word[1:]):
            names.append(word)
    return names


def is_no_name(word: str) -> bool:
    """Whether a word has a capital in some language without being a name: a day, a month, a title, an office."""
    return plain(word) in _no_names(languages())


@cache
def _no_names(records: tuple[Language, ...]) -> frozenset[str]:
    lists = [(record.vocabulary.no_names, month_names(record), record.splitting.short_months) for record in records]
    return frozenset(map(plain, " ".join(map(" ".join, lists)).split()))


def exonyms(name: str) -> frozenset[str]:
    """What a name of any language may be in English, small; nothing where English spells it alike."""
    return _exonyms(languages()).get(name.casefold(), frozenset())


@cache
def native(form: str) -> frozenset[str]:
    """The names that English calls by this one, and what else it calls them, small; none of what is spelled alike."""
    named = {name: forms for name, forms in _exonyms(languages()).items() if form in forms}
    return frozenset(map(plain, named)).union(*named.values())


@cache
def _exonyms(records: tuple[Language, ...]) -> dict[str, frozenset[str]]:
    """Name → its English forms; one that two languages have, such as Latin letters for an office, has those of both."""
    table: dict[str, frozenset[str]] = {}
    for record in records:
        for names, forms in entries(record.translating.exonyms).items() if record.translating.exonyms else ():
            for name in names.split(", "):
                table[name] = table.get(name, frozenset()) | frozenset(forms.split())
    return table


def unelided(word: str, record: Language) -> str:
    """A word without what leans on it: l’Europe is Europe."""
    if not record.vocabulary.elided:
        return word
    return pattern(rf"(?i)^(?:{record.vocabulary.elided})['’](?=\w)").sub("", word, count=1)


def shouted(text: str, record: Language) -> bool:
    """Whether capitals tell nothing: all are, or every word begins with one and nouns do not."""
    if text.isupper() or record.vocabulary.nouns == "capital":
        return text.isupper()
    first = [word[0] for word in re.findall(r"[^\W\d_]{3,}", text)]
    return len(first) > 3 and sum(letter.isupper() for letter in first) > 0.66 * len(first)


def begins(text: str, start: int) -> bool:
    """Whether a word begins a sentence, a quotation or a title, and so has a capital in any case."""
    return start == 0 or bool(_FIRST.search(text[max(0, start - 3) : start]))


def surely(name: str, entry: LexiconEntry, record: Language, *, first: bool) -> Sure:
    """How sure it is that a word with a capital is a name that a translation keeps.

    `entry` is what the lexicon has of the word; `first`: it would have its capital in any case.
    """
    if len(name) < 2 or is_no_name(name) or name.casefold() in words(record.vocabulary.function):
        return ""
    if pattern(record.vocabulary.no_name_endings).search(name.casefold()):
        return ""
    # What was seen in parallel text tells more than any letter: Bush is a name, Busch may be both.
    if share := lexicon.name(name, record.code):
        return "sure" if share >= SURE and not first else "likely" if share >= SURE or not first else ""
    if record.vocabulary.nouns == "capital":
        return _noun_or_name(name, entry, record)
    if first or ROMAN.fullmatch(name):
        return ""
    if entry.parts:  # a word that is known, with a capital that its language gives to names alone
        return "sure" if entry.absent >= 2 else ""
    return "likely" if name.isupper() else "sure"


def _noun_or_name(word: str, entry: LexiconEntry, record: Language) -> Sure:
    """How sure it is that a word is a name and no noun, where both have capitals, by its letters."""
    if word.isupper():
        return "sure" if 2 < len(word) < 6 else ""
    likeness = lexicon.shape(word, record.code)
    if entry.parts or lexicon.tail(word, record.code):
        return "likely" if likeness >= 1.25 else ""
    return "sure" if likeness >= 0.3 else "likely" if likeness >= -0.75 else ""


@lru_cache(1 << 16)
def english_name(word: str) -> Sure:
    """How sure it is that an English word with a capital is a name that the source must have too."""
    if is_no_name(word) or pattern(language("en").vocabulary.no_name_endings).search(plain(word)):
        return ""
    share = lexicon.capital(word)
    if share is None:
        return "sure"
    return "likely" if share >= 0.8 else ""


@lru_cache(1 << 16)
def skeleton(word: str) -> str:
    """A word with one letter for letters that languages write otherwise."""
    for letters, sound in _CHANGES:
        word = word.replace(letters, sound)
    return word
