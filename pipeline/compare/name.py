"""Names that are spelled in more than one way, as the outlets themselves print them, and given names that differ."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from unicodedata import normalize

from pipeline.align.tokens import fold, variants
from pipeline.compare.answering import Answer
from pipeline.compare.said import Found, Held, Opened, Row, Said
from pipeline.compare.sides import Apart, Sides, grouped
from pipeline.guards import lexicon
from pipeline.language.claims import CALENDAR
from pipeline.guards.names import skeleton

_NAME = re.compile(r"(?<![\w'’-])[A-ZÄÖÜÀ-Þ][\w]*[^\W\d_](?:-[^\W\d_]+)*|(?<![\w'’-])[a-z][A-Z]\w+")
PLACE = 10  # letters of a sentence that begins "In Vienna Kolb said", where a place stands and no given name
CAPITAL = 0.7  # the least share of capitals of a word that may be a given name
ENDING = 3  # letters at the end of a name that languages write otherwise
_ENDING = re.compile(r"['’]s?$")
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U", "ß": "ss"})
_WRITTEN_OUT = re.compile(r"(?<![aeioqAEIOQ])([aouAOU])e(?=\w)")  # ue for ü, but not in Bauer or Queen


def spelled(rows: Iterable[Row]) -> Iterator[tuple[Row, Found]]:
    """Each pair of spellings once, in the first row where they meet; spellings of one name that meet there, together.

    They are one letter apart, or in capitals and small ones, or with umlauts and without. Names are what has a capital
    inside a sentence and is no word of its language.
    """
    seen: set[frozenset[str]] = set()
    for row in rows:
        every = [held for said in row.every() for held in _names(said)]
        names: list[tuple[str, ...]] = []
        for one in every:
            for other in every:
                pair = frozenset((one.value, other.value))
                if pair in seen or one.said.article >= other.said.article or not _variants(one, other):
                    continue
                seen.add(pair)
                names = _with(names, (one.value, other.value), every)
        for spellings in names:
            if sides := _sides(every, spellings):
                count, (*first, last) = "two" if len(spellings) == 2 else "several", spellings
                yield row, Found("name", sides, f"One name in {count} spellings: {', '.join(first)} and {last}.")


def _with(names: Sequence[tuple[str, ...]], pair: tuple[str, str], every: Sequence[Held]) -> list[tuple[str, ...]]:
    """The names with two more spellings: of the one that has either of them, if no article has two of them all."""
    for n, spellings in enumerate(names):
        joined = tuple(dict.fromkeys((*spellings, *pair)))
        if not set(spellings).isdisjoint(pair) and _sides(every, joined):
            return [*names[:n], joined, *names[n + 1 :]]
    return [*names, pair]


def _names(said: Said) -> Iterator[Held]:
    """The names of a sentence as it prints them, where its English has them too, letter by letter, if it does."""
    if said.sentence.kind == "title" and said.sentence.lang == "en":
        return
    for match in _NAME.finditer(said.sentence.text):
        name = _ENDING.sub("", match[0])
        there = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said.english)
        yield Held(said, name, *(there.span() if there else (0, 0)), original=True)


def _variants(one: Held, other: Held) -> bool:
    """Whether two names are one in two spellings, and neither is the other's inflection or translation."""
    a, b = one.value, other.value
    if a == b:
        return False
    if _without_umlauts(a) == _without_umlauts(b):
        return _transcribed(one, other)
    if a.casefold() == b.casefold():
        return _inner(a) or _inner(b)
    shorter, longer = sorted((fold(a), fold(b)), key=len)
    if longer.startswith(shorter) or not variants((shorter, longer)):
        return False
    if one.said.sentence.lang != other.said.sentence.lang and _written_otherwise(shorter, longer):
        return False
    return all(_inside(held) and _unknown(held) for held in (one, other))


def _without_umlauts(name: str) -> str:
    """The letters that Jürgen, Juergen and Jurgen have in common."""
    return _WRITTEN_OUT.sub(r"\1", normalize("NFC", name).translate(_UMLAUTS))


def _transcribed(one: Held, other: Held) -> bool:
    """Whether what is written with and without umlauts is a name, and not as its translation has it: Zürich, Zurich."""
    if one.said.sentence.lang == other.said.sentence.lang:
        return _kept(one) and _kept(other)
    pairs = ((one, other), (other, one))
    return all(
        (_inside(held) or _kept(held)) and not re.search(rf"\b{re.escape(there.value)}\b", held.said.english)
        for held, there in pairs
    )


def _kept(held: Held) -> bool:
    """Whether it is no word of the sentence's language, or one that translations leave as it is: Jürgen."""
    lang = held.said.sentence.lang
    return _unknown(held) or lexicon.plain(held.value) in lexicon.entry(held.value, lang).counterparts


def _written_otherwise(one: str, other: str) -> bool:
    """Whether two languages may write one name so: Primorje and Primorye, Polynésie and Polynesia."""
    alike = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return skeleton(one) == skeleton(other) or alike >= len(one) - ENDING


def _inner(name: str) -> bool:
    """Whether a name has a capital after a letter and is not all capitals: such spelling is the name's own."""
    return bool(re.search(r"[^\W\d_][A-ZÄÖÜÀ-Þ]", name)) and not name.isupper()


def _inside(held: Held) -> bool:
    """Whether it stands inside a sentence, where a capital means something."""
    text, at = held.said.sentence.text, held.said.sentence.text.find(held.value)
    return bool(re.search(r"[\w,;][\"“”«»„\s]*$", text[:at]))


def _unknown(held: Held) -> bool:
    """Whether it is no word, nor a name that has a translation, of the sentence's language: Präsident, Brüssel."""
    lang = held.said.sentence.lang
    return lang == "en" or all(lexicon.entry(part, lang).parts == 0 for part in held.value.split("-"))


def _sides(every: Iterable[Held], spellings: Iterable[str]) -> Sides:
    """The articles of each spelling; none if one of them has two, for then it is no habit of an outlet."""
    sides = []
    for spelling in spellings:
        first: dict[str, Held] = {}
        for held in every:
            if held.value == spelling:
                first.setdefault(held.said.article, held)
        sides.append(tuple(first.values()))
    articles = [held.said.article for side in sides for held in side]
    return () if len(set(articles)) < len(articles) else tuple(sides)


# --- given names ----------------------------------------------------------------------------------------------------

_FULL = re.compile(r"(?<![\w'’-])([A-ZÄÖÜÀ-Þ][\w'’-]*[^\W\d_])((?:\s(?:van|von|de|del|der|den|di|da|le|la|al|bin|ben)){0,2})\s([A-ZÄÖÜÀ-Þ][\w'’-]*[^\W\d_])")


def given(answers: Sequence[Answer], opened: Opened) -> Iterator[Found]:
    """Persons of one family name with two given names, of which no article has both."""
    every = _full_names(answers)
    apart, agreeing = [], []
    for answer in answers:
        for left, right in product(every[answer.left.sentence.id], every[answer.right.sentence.id]):
            if left.family != right.family:
                continue
            if left.given == right.given:
                agreeing.append((left.held, right.held))
            elif _two_persons(left, right, every):
                apart.append(Apart(left.held, right.held, answer.probability))
    for sides in grouped(apart, agreeing):
        values = dict.fromkeys(side[0].value for side in sides)
        yield Found("name", sides, f"One family name, several given names: {' and '.join(values)}.")


@dataclass(frozen=True, slots=True)
class FullName:
    """A given name before a family name, where it stands in a sentence's English."""

    given: str
    family: str
    held: Held


def _full_names(answers: Sequence[Answer]) -> dict[str, list[FullName]]:
    """Sentence → its full names; a word that stands before several family names is a title, not a given name."""
    said = {one.sentence.id: one for answer in answers for one in (answer.left, answer.right)}
    families: dict[str, set[str]] = {}
    found: dict[str, list[FullName]] = {}
    for key, sentence in said.items():
        found[key] = []
        for match in re.finditer(rf"(?=({_FULL.pattern}))", sentence.english):
            place = re.match(r"(?:In|At|On|From|Near)\s", sentence.english) and match.start(1) < PLACE
            if place or match[2].lower().rstrip("s") in CALENDAR:
                continue
            first, family = match[2], _ENDING.sub("", match[4])
            families.setdefault(first, set()).add(family)
            whole = sentence.english[match.start(1) : match.start(1) + len(match[1])]
            original = family in sentence.sentence.text and first in sentence.sentence.text
            start = match.start(1)
            held = Held(sentence, _ENDING.sub("", whole), start, start + len(whole), not sentence.machine or original)
            found[key].append(FullName(first, family, held))
    return {key: [name for name in names if _is_given(name, families)] for key, names in found.items()}


def _is_given(name: FullName, families: Mapping[str, set[str]]) -> bool:
    known = lexicon.capital(name.given)
    return len(families[name.given]) == 1 and (known is None or known >= CAPITAL) and len(name.given) > 2


def _two_persons(left: FullName, right: FullName, every: Mapping[str, list[FullName]]) -> bool:
    """Whether two given names are not one in two languages or short, and no article has both of them."""
    a, b = fold(left.given), fold(right.given)
    if a == b or a.startswith(b) or b.startswith(a):
        return False
    for name in (name for names in every.values() for name in names):
        own, contrary = (left, right) if name.held.said.article == left.held.said.article else (right, left)
        if name.held.said.article == own.held.said.article and (name.family, name.given) == (contrary.family, contrary.given):
            return False
    return True
