"""Names that are spelled in more than one way, as the outlets themselves print them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import Literal
from unicodedata import normalize

from pipeline.align.tokens import fold, variants
from pipeline.compare.said import Found, Held, OpenedRow, Said
from pipeline.compare.sides import Sides
from pipeline.language import lexicon
from pipeline.language.names import PRINTED, skeleton

_LETTER = re.compile(r"\w")
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U", "ß": "ss"})
_WRITTEN_OUT = re.compile(r"(?<![aeioqAEIOQ])([aouAOU])e(?=\w)")  # ue for ü, but not in Bauer or Queen
ENDING = 3  # letters at the end of a name that languages write otherwise
GENITIVE = re.compile(r"['’]s?$")


def spelled(rows: Iterable[OpenedRow]) -> Iterator[tuple[OpenedRow, Found]]:
    """Each pair of spellings once, in the first row where they meet; spellings of one name that meet there, together.

    They are one letter apart, or with umlauts and without; capitals make no other name. Names are what has a capital
    inside a sentence and is no word of its language.
    """
    pairs: set[frozenset[str]] = set()
    for row in rows:
        printed = [name for line in row.every() for name in _names(line)]
        values = dict.fromkeys(name.value for name in printed)
        near = {frozenset(pair) for pair in combinations(values, 2) if _written_apart(*pair)}
        names: list[tuple[str, ...]] = []
        for left, right in product(printed, printed) if near else ():  # as few are
            pair = frozenset((left.value, right.value))
            if pair in near and pair not in pairs and left.said.article < right.said.article and _variants(left, right):
                pairs.add(pair)
                names = _with(names, (left.value, right.value), printed)
        for spellings in names:
            if sides := _sides(printed, spellings):
                count, (*first, last) = "two" if len(spellings) == 2 else "several", spellings
                yield row, Found("spelling", sides, f"One name in {count} spellings: {', '.join(first)} and {last}.")


def _with(names: Sequence[tuple[str, ...]], pair: tuple[str, str], printed: Sequence[Held]) -> list[tuple[str, ...]]:
    """The names with two more spellings: of the one that has either of them, if no article has two of them all."""
    for n, spellings in enumerate(names):
        joined = tuple(dict.fromkeys((*spellings, *pair)))
        if not set(spellings).isdisjoint(pair) and _sides(printed, joined):
            return [*names[:n], joined, *names[n + 1 :]]
    return [*names, pair]


def _names(line: Said) -> Iterator[Held]:
    """The names of a sentence as it prints them, where its English has them too, letter by letter, if it does."""
    if line.sentence.kind == "title" and line.sentence.lang == "en":
        return
    for match in PRINTED.finditer(line.sentence.text):
        name = GENITIVE.sub("", match[0])
        yield Held(line, name, *word_span(name, line.english), original=True)


def word_span(name: str, text: str) -> tuple[int, int]:
    """Where a name first stands in a text as a word, (0, 0) if nowhere; names are too many for a pattern each."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not _LETTER.match(text[start - 1 : start]) and not _LETTER.match(text[end : end + 1]):
            return start, end
        start = text.find(name, start + 1)
    return 0, 0


def _variants(left: Held, right: Held) -> bool:
    """Whether two names are one in two spellings, and neither is the other's inflection or translation."""
    how = _written_apart(left.value, right.value)
    if how == "umlauts":
        return _is_transcription(left, right)
    if left.said.sentence.lang != right.said.sentence.lang and how == "as languages do":
        return False
    return how != "" and all(_inside(name) and _unknown(name) for name in (left, right))


@lru_cache(1 << 14)
def _written_apart(left: str, right: str) -> Literal["", "umlauts", "as languages do", "otherwise"]:
    """How two spellings differ that may be of one name; "" where they are not, or not two: capitals make no other."""
    if left != right and without_umlauts(left) == without_umlauts(right):
        return "umlauts"
    if left.casefold() == right.casefold():
        return ""
    shorter, longer = sorted((fold(left), fold(right)), key=len)
    if longer.startswith(shorter) or not variants((shorter, longer)):
        return ""
    return "as languages do" if _written_otherwise(shorter, longer) else "otherwise"


@lru_cache(1 << 14)
def without_umlauts(name: str) -> str:
    """The letters that Jürgen, Juergen and Jurgen have in common."""
    return _WRITTEN_OUT.sub(r"\1", normalize("NFC", name).translate(_UMLAUTS))


def _is_transcription(left: Held, right: Held) -> bool:
    """Whether what is written with and without umlauts is a name, and not as its translation has it: Zürich, Zurich."""
    if left.said.sentence.lang == right.said.sentence.lang:
        return _stays(left) and _stays(right)
    pairs = ((left, right), (right, left))
    return all(
        (_inside(name) or _stays(name)) and not re.search(rf"\b{re.escape(counterpart.value)}\b", name.said.english)
        for name, counterpart in pairs
    )


def _stays(name: Held) -> bool:
    """Whether it is no word of the sentence's language, or one that translations leave as it is: Jürgen."""
    lang = name.said.sentence.lang
    return _unknown(name) or lexicon.plain(name.value) in lexicon.entry(name.value, lang).counterparts


def _written_otherwise(left: str, right: str) -> bool:
    """Whether two languages may write one name so: Primorje and Primorye, Polynésie and Polynesia."""
    common = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    return skeleton(left) == skeleton(right) or common >= len(left) - ENDING


def _inside(name: Held) -> bool:
    """Whether it stands inside a sentence, where a capital means something."""
    text, at = name.said.sentence.text, name.said.sentence.text.find(name.value)
    return bool(re.search(r"[\w,;][\"“”«»„\s]*$", text[:at]))


def _unknown(name: Held) -> bool:
    """Whether it is no word, nor a name that has a translation, of the sentence's language: Präsident, Brüssel."""
    lang = name.said.sentence.lang
    return lang == "en" or all(lexicon.entry(part, lang).parts == 0 for part in name.value.split("-"))


def _sides(printed: Iterable[Held], spellings: Iterable[str]) -> Sides:
    """The articles of each spelling; none if one of them has two, for then it is no habit of an outlet."""
    sides = []
    for spelling in spellings:
        first: dict[str, Held] = {}
        for name in printed:
            if name.value == spelling:
                first.setdefault(name.said.article, name)
        sides.append(tuple(first.values()))
    articles = [name.said.article for side in sides for name in side]
    return () if len(set(articles)) < len(articles) else tuple(sides)
