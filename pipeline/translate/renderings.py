"""How the names of an article come out in its English: in one spelling, and in the article's own."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from pipeline.data import Lang, Rendering
from pipeline.language import TARGET, language, lexicon
from pipeline.language.lexicon import plain
from pipeline.language.names import exonyms
from pipeline.language.record import pattern, words

LEAST = 5  # letters of a name whose spellings are compared: shorter ones are near to too many words
NEAR = 0.75  # of two spellings of one name, the least ratio of SequenceMatcher

_BESIDE = r"[^\W\d_a-zà-ÿ]\S{{3,}} {0}(?!\w)|(?<!\w){0} [^\W\d_a-zà-ÿ]"  # a word beside another with a capital
_BEFORE, _AFTER = r"(?<![\w@#&/.-])", r"(?![\w@]|[./_]\w)"  # no part of an address, a handle, a compound
_WORD = re.compile(rf"{_BEFORE}[^\W\d_]+(?:-[^\W\d_]+)*{_AFTER}")
_FIRST = str.maketrans("kzwyij", "csvjjj")  # first letters that languages write for one another
# Letters that all languages write for one another: Kenia, Viktoria.
_LETTERS = (("ss", "s"), ("w", "v"), ("k", "c"), ("[jy]", "i"), ("ii$", "i"))


def renderings(translated: Sequence[tuple[str, str, Lang, str]]) -> list[Rendering]:
    """The names of one article that have more than one spelling in its English, in the order of their appearance.

    An omission is no spelling, and a possessive or plural no other one. Careful rather than complete.

    Args:
        translated: sentence id, source, language, English.
    """
    found: dict[tuple[str, Lang], dict[str, list[str]]] = {}
    capitals = {word for _, source, _, _ in translated for word in _capitals(source)}
    for sentence, source, lang, english in translated:
        for written, spelling in _spelt(source, english).items() if lang != "en" else ():
            name = written[:-1] if written[-1] == "s" and written[:-1] in capitals else written
            plain_form = name if spelling in (written, name + "s") else spelling
            found.setdefault((name, lang), {}).setdefault(plain_form, []).append(sentence)
    return [
        Rendering(name, tuple((one, tuple(some[one])) for one in own))
        for (name, lang), some in found.items()
        if len(own := _distinct(some)) > 1 and _is_name(name, lang)
    ]


def _distinct(some: dict[str, list[str]]) -> list[str]:
    """The spellings, the most frequent first, without those that are another with an ending: Canada, Canadian."""
    ranked = sorted(some, key=lambda one: -len(some[one]))
    return [one for one in ranked if not any(_inflected(one, other) for other in ranked)]


def _inflected(word: str, other: str) -> bool:
    return word in (other + "s", other + "i") or (len(word) > len(other) + 1 and word.startswith(other[:-1]))


def _is_name(word: str, lang: Lang) -> bool:
    """Whether a word of the source is none that is known in its language, or one that is known as a name."""
    return lexicon.entry(word, lang).parts == 0 or lexicon.name(word, lang) > 0


def respelled(source: str, lang: Lang, translation: str) -> str:
    """The translation, with names that it misspells as the source spells them: Babuskin, Babuschkin.

    What English spells in its own way stays: Munich, Navalny, Putin. Careful rather than complete: only what the guards
    take for a name, and a single word near to it that begins and ends alike.
    """
    if lang == "en":
        return translation
    for name, word in _spelt(source, translation).items():
        bare = _nominative(name, word, lang)
        if _misspelt(source, bare, word, lang):
            translation = re.sub(_BEFORE + word + _AFTER, bare, translation)
    return translation


def _nominative(name: str, word: str, lang: Lang) -> str:
    """A name without an ending that only its language gives it."""
    for ending in words(language(lang).translating.genitive):
        if name.endswith(ending) and not word.endswith(ending):
            return name.removesuffix(ending)
    return name


def _capitals(text: str) -> list[str]:
    """The words of a text that may be names, each once."""
    return [word for word in dict.fromkeys(_WORD.findall(text)) if word[0].isupper() and len(plain(word)) >= LEAST]


def _spelt(source: str, english: str) -> dict[str, str]:
    """Words of the source that may be names → what they are in the English, where that is plain."""
    ours, theirs = _capitals(source), _capitals(english)
    small = {word.casefold(): word for word in theirs}
    there = {word.casefold() for word in ours}
    new = [word for word in theirs if word.casefold() not in there]
    found = {}
    for name in ours:
        own = name.casefold()
        others = exonyms(own)
        if len(others) > 1:
            continue  # Russia, Russian
        same = [small[form] for form in (own, own.removesuffix("s"), *others) if form in small]
        near = same[:1] or [word for word in new if _near(name, word)]
        if len(near) == 1:
            found[name] = near[0]
    taken = [word for word in found.values() if word in new]
    return {name: word for name, word in found.items() if taken.count(word) < 2}


def _near(name: str, word: str) -> bool:
    one, other = plain(name), plain(word)
    if one[:1].translate(_FIRST) != other[:1].translate(_FIRST):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def _misspelt(source: str, name: str, word: str, lang: Lang) -> bool:
    """Whether a word is a name spelt wrong: not as English spells it, and no English word or name that is known."""
    one, other = plain(name), plain(word)
    drops_marks = language(lang).translating.marks == "lost"
    if one == other and drops_marks and not re.search(_BESIDE.format(name), source):
        return False  # Bénin, Artémis: in a French word that stands alone English leaves out the marks
    english = language(TARGET).target
    return (
        name.casefold() != word.casefold()
        and (one[0], one[-1]) == (other[0], other[-1])
        and "-" not in name + word
        and lexicon.capital(word) is None
        and _is_name(name, lang)
        and other not in words(english.established)
        and not pattern(english.peoples).search(other)
        and not _transcribed(one, other, lang)
    )


def _transcribed(name: str, word: str, lang: Lang) -> bool:
    """Whether they write the same sounds of another alphabet: Nawalny, Poutine; sch alone does not tell one."""
    known = language(lang).translating
    if name == word or any(name.replace(old, new) == word for old, new in _replacements(known.own_sounds)):
        return False
    for old, new in (*_replacements(known.sounds), *_LETTERS):
        name, word = re.sub(old, new, name), re.sub(old, new, word)
    return name == word


def _replacements(table: str) -> list[tuple[str, str]]:
    """`tsch=ch sch=sh` as pairs."""
    return [(old, new) for old, _, new in (entry.partition("=") for entry in table.split())]
