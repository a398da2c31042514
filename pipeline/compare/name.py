"""Names that are spelled in more than one way, as the outlets themselves print them, and given names that differ."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from unicodedata import normalize

from pipeline.align.tokens import fold, variants
from pipeline.compare import words
from pipeline.compare.answering import Answer
from pipeline.compare.said import Found, Held, Opened, Row, Said
from pipeline.compare.sides import Apart, Sides, grouped
from pipeline.data import Claim, Trust
from pipeline.language import lexicon
from pipeline.language.claims import NO_GIVEN_NAMES
from pipeline.language.names import skeleton

_NAME = re.compile(r"(?<![\w'’-])[A-ZÄÖÜÀ-Þ][\w]*[^\W\d_](?:-[^\W\d_]+)*|(?<![\w'’-])[a-z][A-Z]\w+")
_CODE = re.compile(r"(?<![\w-])([A-Z]{1,3})[\s-]?\d{1,5}(?![\w-])")
LIKE = 0.3  # the least likeness of claims in which two names of one office differ
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


def given(opened: Opened) -> Iterator[Found]:
    """Persons of one family name with two given names, of which no article has both."""
    every = _full_names(opened.answers)
    apart: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
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


def in_office(opened: Opened) -> Iterator[Found]:
    """Two persons for one office, in like claims: never solid, for there may be two of them."""
    apart: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
        for match in answer.matches:
            if match.likeness < LIKE:
                continue
            for (left_office, left), (right_office, right) in product(
                match.left.claim.offices, match.right.claim.offices
            ):
                if left_office != right_office:
                    continue
                bearers = _bearer(match.left.said, left), _bearer(match.right.said, right)
                if words.shared(words.stems(left), words.stems(right)):
                    agreeing.append(bearers)
                elif left not in match.right.said.english and right not in match.left.said.english:
                    apart.append(Apart(*bearers, match.likeness))
    for sides in grouped(apart, agreeing):
        values = dict.fromkeys(side[0].value for side in sides)
        reasons: tuple[tuple[Trust, str], ...] = (("check", "there may be two who hold this office"),)
        yield Found("name", sides, f"Two names for one office: {' and '.join(values)}.", reasons)


def _bearer(said: Said, name: str) -> Held:
    start = max(said.english.find(name), 0)
    original = not said.machine or all(part in said.sentence.text for part in name.split())
    return Held(said, name, start, start + len(name), original)


def coded(opened: Opened) -> Iterator[Found]:
    """Codes of one kind that linked sentences do not share: lot C-114, type A26, flight LX 8."""
    apart: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
        if answer.link is None:
            continue
        left, right = _codes(answer.left), _codes(answer.right)
        for shape in left.keys() & right.keys():
            ours, yours = left[shape], right[shape]
            if both := {one.value for one in ours} & {one.value for one in yours}:
                agreeing += [(one, two) for one, two in product(ours, yours) if one.value == two.value in both]
            else:
                apart += [Apart(one, two, answer.probability) for one, two in product(ours, yours)]
    for sides in grouped(apart, agreeing):
        values = dict.fromkeys(held.value for side in sides for held in side)
        yield Found("name", sides, f"Different codes: {', '.join(values)}.")


def _codes(said: Said) -> dict[str, list[Held]]:
    """The letters of a code → the codes that begin with them."""
    found: dict[str, list[Held]] = {}
    for match in _CODE.finditer(said.english):
        original = not said.machine or re.sub(r"\W", "", match[0]) in re.sub(r"\W", "", said.sentence.text)
        value = re.sub(r"[\s-]", "", match[0])
        found.setdefault(match[1], []).append(Held(said, value, match.start(), match.end(), original))
    return found


@dataclass(frozen=True, slots=True)
class FullName:
    """A given name before a family name, where it stands in a sentence's English."""

    given: str
    family: str
    held: Held


def _full_names(answers: Sequence[Answer]) -> dict[str, list[FullName]]:
    """Sentence → its full names: the last two words of a name that may be a given and a family name."""
    said = {one.sentence.id: one for answer in answers for one in (answer.left, answer.right)}
    return {key: [found for claim in one.claims for found in _names_of(one, claim)] for key, one in said.items()}


def _names_of(said: Said, claim: Claim) -> Iterator[FullName]:
    for name in claim.names:
        parts = _ENDING.sub("", name).split()
        if len(parts) < 2 or parts[-2] in NO_GIVEN_NAMES or any(not part[:1].isupper() for part in parts[-2:]):
            continue
        whole = " ".join(parts[-2:])
        start = said.english.find(whole)
        if start >= 0:
            original = not said.machine or all(part in said.sentence.text for part in parts[-2:])
            yield FullName(parts[-2], parts[-1], Held(said, whole, start, start + len(whole), original))


def _two_persons(left: FullName, right: FullName, every: Mapping[str, list[FullName]]) -> bool:
    """Whether two given names are not one in two languages or short, and no article has both of them."""
    a, b = fold(left.given), fold(right.given)
    if a == b or a.startswith(b) or b.startswith(a) or _without_umlauts(left.given) == _without_umlauts(right.given):
        return False
    for name in (name for names in every.values() for name in names):
        own, contrary = (left, right) if name.held.said.article == left.held.said.article else (right, left)
        if name.held.said.article == own.held.said.article and (name.family, name.given) == (
            contrary.family,
            contrary.given,
        ):
            return False
    return True
