"""What English news says in more than one way, kept as text beside this file: words and phrases, a line each.

`same.txt`: words that mean the same. `opposites.txt`: what of one thing excludes what: `work, came on : fail, stayed
dry`, in any form of its words; `verbs.txt`: forms of verbs that endings do not tell. `fates.txt`: what becomes of
somebody or something: phrases. `nouns.txt`: by which persons, places without a name and holders of offices are spoken
of, and countries. `names.txt`: forms of one given name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

from pipeline.language import lexicon

_BESIDE_NOUNS = frozenset(["a", "an", "the", "his", "her", "its", "their", "our", "my", "your"])
_WORD = re.compile(r"[\w'-]+|[^\w\s]")
_AUXILIARIES = re.compile(r"^(?:(?:be|have|get|will) )+")  # as bases have them
Side = tuple[int, int]  # a line of opposites.txt, and which side of it
_NO = re.compile(r"\b(?:no|not|never|nothing|nobody|none|without|refus\w+|fail\w*|declin\w+|stopp?\w*)\b")


def _lines(name: str) -> Iterator[str]:
    yield from resources.files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()


def nouns(name: str) -> frozenset[str]:
    """The nouns (lemmas) of a line: persons, rooms, offices, countries."""
    of_line = (noun for line in _lines("nouns.txt") if line.startswith(f"{name}: ") for noun in line.split()[1:])
    return frozenset(noun.replace("_", " ") for noun in of_line)


def given_names() -> tuple[frozenset[str], ...]:
    """Given names that are forms of one, without capitals: bill, william."""
    return tuple(frozenset(line.split()) for line in _lines("names.txt"))


@cache
def _groups() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, str]]:
    """Stem → the groups that it is in; stem → the first word of the first of them."""
    groups: dict[str, tuple[str, ...]] = {}
    first: dict[str, str] = {}
    for number, line in enumerate(_lines("same.txt")):
        words = line.split()
        for word in words:
            stem = lexicon.stem(word.replace("_", " "), "en")
            groups[stem] = (*groups.get(stem, ()), f"same{number}")
            first.setdefault(lexicon.stem(word, "en"), words[0])
    return groups, first


def same() -> Mapping[str, tuple[str, ...]]:
    """Stem → the groups that it is in of words that mean the same."""
    return _groups()[0]


def same_word(word: str) -> str:
    """The word that stands for all that mean the same as a word; itself where there is none."""
    return _groups()[1].get(lexicon.stem(word, "en"), word) if word[:1].islower() else word


@cache
def _sides() -> tuple[Mapping[str, tuple[Side, ...]], Mapping[str, tuple[Side, ...]], Mapping[str, tuple[str, ...]]]:
    """Lemma → the sides it is on; phrase → the sides it is on; what the forms of phrases have in common → these."""
    lemmas: dict[str, tuple[Side, ...]] = {}
    phrases: dict[str, tuple[Side, ...]] = {}
    forms: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(_lines("opposites.txt")):
        for side, text in enumerate(line.split(" : ")):
            first, *others = text.split(",")
            # Up to the first comma stand lemmas; after it phrases, and lemmas that were set off.
            for item in [*first.split(), *map(str.strip, others)]:
                table = phrases if " " in item else lemmas
                table[item] = (*table.get(item, ()), (number, side))
    for phrase in phrases:
        base = _base(phrase)
        forms[base] = (*forms.get(base, ()), phrase)
    return lemmas, phrases, forms


@cache
def _phrase() -> re.Pattern[str]:
    """Any of the phrases of opposites, without its forms."""
    return _any_of(_sides()[2])


@cache
def _verbs() -> Mapping[str, str]:
    """Form → verb: kept → keep."""
    return {form: line.split()[0] for line in _lines("verbs.txt") for form in line.split()}


def _base(text: str) -> str:
    """A text without articles and possessives, each word as its forms have it in common: handed in her notice."""
    words = (word for word in _WORD.findall(text.lower().replace("’", "'")) if word not in _BESIDE_NOUNS)
    return " ".join(_verbs().get(word) or lexicon.stem(word, "en") for word in words)


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases, the longest first."""
    return re.compile(rf"\b{_tree(phrases)}\b")


def _tree(phrases: Iterable[str]) -> str:
    """A pattern for phrases that looks at each of their letters once: of a hundred nearly all fail by the first."""
    following: dict[str, list[str]] = {}
    for phrase in phrases:
        following.setdefault(phrase[:1], []).append(phrase[1:])
    optional = "?" if following.pop("", None) else ""
    either = "|".join(re.escape(letter) + _tree(rest) for letter, rest in following.items())
    return f"(?:{either}){optional}" if len(following) > 1 or (optional and either) else either


@lru_cache(1 << 14)
def _phrases(text: str) -> tuple[str, ...]:
    """The phrases of opposites in a text; a text of a large story is asked for often."""
    forms = _sides()[2]
    found = (match[0] for match in _phrase().finditer(_base(text)))
    alike = (form for told in found for form in dict.fromkeys((told, _bare(told))))
    return tuple(phrase for form in alike for phrase in forms.get(form, ()))


def _bare(phrase: str) -> str:
    """A phrase without the auxiliaries that it begins with: go ahead, for will go ahead."""
    return _AUXILIARIES.sub("", phrase)


@cache
def _hidden(phrase: str) -> frozenset[str]:
    """The stems of a phrase, which say nothing by themselves; none of a verb with its auxiliaries: was lifted."""
    if " " not in _bare(_base(phrase)):
        return frozenset()
    return frozenset(lexicon.stem(word, "en") for word in phrase.split())


def of_one_side(left: str, right: str, *, words: bool = False) -> bool:
    """Whether two phrases stand on one side of opposites, and never on two: kept silent, declined to comment.

    Args:
        words: whether a bare word and a phrase may do so, too: mute, stayed silent.
    """
    lemmas, phrases, _ = _sides()
    mine, yours = set(phrases.get(left, ())), set(phrases.get(right, ()))
    if words and (mine or yours):
        mine, yours = mine or set(lemmas.get(left, ())), yours or set(lemmas.get(right, ()))
    return not mine.isdisjoint(yours) and yours.isdisjoint((line, 1 - side) for line, side in mine)


def sides(lemmas: Iterable[str], text: str, *, denied: bool) -> dict[Side, str]:
    """On which sides of which opposites a clause is, and by what word or phrase.

    Args:
        lemmas: its words that are neither its subject nor its object.
        denied: its predicate is: a word of one side puts it on the other, a phrase that has its own "not" does not.
    """
    of_lemma, of_phrase, _ = _sides()
    phrases = _phrases(text)
    within = frozenset[str]().union(*map(_hidden, phrases))
    bare = (lemma for lemma in lemmas if lexicon.stem(lemma, "en") not in within)  # refused to testify
    told = {(line, side ^ denied): lemma for lemma in bare for line, side in of_lemma.get(lemma, ())}
    for phrase in phrases:
        turned = denied and not _NO.search(phrase)
        told |= {(line, side ^ turned): phrase for line, side in of_phrase[phrase]}
    return told


@cache
def _fates() -> tuple[re.Pattern[str], Mapping[str, str]]:
    fate_of: dict[str, str] = {}
    for line in _lines("fates.txt"):
        fate, _, phrases = line.partition(": ")
        fate_of |= dict.fromkeys(phrases.split(", "), fate)
    return _any_of(fate_of), fate_of


@lru_cache(1 << 14)
def fates(text: str) -> tuple[tuple[str, str], ...]:
    """What a text says became of somebody or something, each with the phrase that says so."""
    pattern, fate_of = _fates()
    found = (match[0] for match in pattern.finditer(text.lower().replace("’", "'")))
    return tuple((fate_of[phrase], phrase) for phrase in found)
