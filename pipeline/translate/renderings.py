"""How the names of an article come out in its English: in one spelling, and in the article's own."""

import re
from collections.abc import Sequence

from pipeline.data import Lang, Rendering
from pipeline.language import TARGET, language, lexicon
from pipeline.language.lexicon import alike, plain
from pipeline.language.names import exonyms
from pipeline.language.record import pattern, words

LEAST = 5  # letters of a name whose spellings are compared: shorter ones are near to too many words
NEAR = 0.75  # of two spellings of one name, the least share of letters

_BESIDE = r"[^\W\d_a-zà-ÿ]\S{{3,}} {0}(?!\w)|(?<!\w){0} [^\W\d_a-zà-ÿ]"  # a word beside another with a capital
_BEFORE, _AFTER = r"(?<![\w@#&/.-])", r"(?![\w@]|[./_]\w)"  # no part of an address, a handle, a compound
_WORD = re.compile(rf"{_BEFORE}[^\W\d_]+(?:-[^\W\d_]+)*{_AFTER}")
_FIRST = str.maketrans("kzwyij", "csvjjj")  # first letters that languages write for one another
# Letters that all languages write for one another: Kenia, Viktoria.
_LETTERS = (("ss", "s"), ("w", "v"), ("k", "c"), ("[jy]", "i"), ("ii$", "i"))


def renderings(translated: Sequence[tuple[str, str, Lang, str]]) -> list[Rendering]:
    """The names of one article that have more than one spelling in its English, in the order of their appearance.

    An omission is no spelling, and a possessive or plural no other one. Careful rather than complete.
    `translated`: sentence id, source, language, English.
    """
    spellings: dict[tuple[str, Lang], dict[str, list[str]]] = {}
    capitals = {word for _, source, _, _ in translated for word in _capitals(source)}
    for sentence, source, lang, english in translated:
        for written, spelling in _name_renderings(source, english).items() if lang != "en" else ():
            name = written[:-1] if written[-1] == "s" and written[:-1] in capitals else written
            plain_form = name if spelling in (written, name + "s") else spelling
            spellings.setdefault((name, lang), {}).setdefault(plain_form, []).append(sentence)
    return [
        Rendering(name, tuple((spelling, tuple(by_spelling[spelling])) for spelling in distinct))
        for (name, lang), by_spelling in spellings.items()
        if len(distinct := _distinct(by_spelling)) > 1 and _is_name(name, lang)
    ]


def _distinct(by_spelling: dict[str, list[str]]) -> list[str]:
    """The spellings, the most frequent first, without those that are another with an ending: Canada, Canadian."""
    ranked = sorted(by_spelling, key=lambda spelling: -len(by_spelling[spelling]))
    return [spelling for spelling in ranked if not any(_is_inflection(spelling, longer) for longer in ranked)]


def _is_inflection(word: str, stem: str) -> bool:
    return word in (stem + "s", stem + "i") or (len(word) > len(stem) + 1 and word.startswith(stem[:-1]))


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
    for name, word in _name_renderings(source, translation).items():
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


def _name_renderings(source: str, english: str) -> dict[str, str]:
    """Words of the source that may be names → what they are in the English, where that is plain."""
    source_names, english_names = _capitals(source), _capitals(english)
    small = {word.casefold(): word for word in english_names}
    unchanged = {word.casefold() for word in source_names}
    new = [word for word in english_names if word.casefold() not in unchanged]
    spelt = {}
    for name in source_names:
        plain_name = name.casefold()
        english_forms = exonyms(plain_name)
        if len(english_forms) > 1:
            continue  # Russia, Russian
        # Spelt alike, or in English's own way; else the one new word that is near, if there is only one.
        same = [small[form] for form in (plain_name, plain_name.removesuffix("s"), *english_forms) if form in small]
        candidates = same[:1] or [word for word in new if _near(name, word)]
        if len(candidates) == 1:
            spelt[name] = candidates[0]
    # Two names that came out as one word: nobody knows which of them it is.
    uses = [word for word in spelt.values() if word in new]
    return {name: word for name, word in spelt.items() if uses.count(word) < 2}


def _near(name: str, word: str) -> bool:
    plain_name, plain_word = plain(name), plain(word)
    if plain_name[:1].translate(_FIRST) != plain_word[:1].translate(_FIRST):
        return False
    return alike(plain_name, plain_word, NEAR)


def _misspelt(source: str, name: str, word: str, lang: Lang) -> bool:
    """Whether a word is a name spelt wrong: not as English spells it, and no English word or name that is known."""
    plain_name, plain_word = plain(name), plain(word)
    drops_marks = language(lang).translating.marks == "lost"
    if plain_name == plain_word and drops_marks and not re.search(_BESIDE.format(name), source):
        return False  # Bénin, Artémis: in a French word that stands alone English leaves out the marks
    english = language(TARGET).target
    return (
        name.casefold() != word.casefold()
        and (plain_name[0], plain_name[-1]) == (plain_word[0], plain_word[-1])
        and "-" not in name + word
        and lexicon.capital(word) is None
        and _is_name(name, lang)
        and plain_word not in words(english.established)
        and not pattern(english.peoples).search(plain_word)
        and not _sounds_alike(plain_name, plain_word, lang)
    )


def _sounds_alike(name: str, word: str, lang: Lang) -> bool:
    """Whether they write the same sounds of another alphabet: Nawalny, Poutine; sch alone does not tell one."""
    spelling = language(lang).translating
    own = _replacements(spelling.own_sounds)
    if name == word or any(name.replace(letters, sound) == word for letters, sound in own):
        return False
    for letters, sound in (*_replacements(spelling.sounds), *_LETTERS):
        name, word = re.sub(letters, sound, name), re.sub(letters, sound, word)
    return name == word


def _replacements(table: str) -> list[tuple[str, str]]:
    """`tsch=ch sch=sh` as pairs."""
    return [(letters, sound) for letters, _, sound in (entry.partition("=") for entry in table.split())]
