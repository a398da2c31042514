"""Names that differ: of one family, in one office, of one thing, and codes."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

from pipeline.align.tokens import fold, variants
from pipeline.compare import words
from pipeline.compare.answering import PARTS, ClaimMatch, Part, like
from pipeline.compare.said import Found, Held, Opened, Said
from pipeline.compare.sides import Apart, grouped, unsure
from pipeline.compare.spelling import GENITIVE, without_umlauts, word_span
from pipeline.language import lexicon
from pipeline.language.claims import (
    ANY_OFFICE,
    BODIES,
    DONE_BY_ONE,
    GIVEN_NAMES,
    KIN,
    NAMED_THINGS,
    NAMING,
    NO_GIVEN_NAMES,
    ONE_KIND,
)
from pipeline.language.names import skeleton

if TYPE_CHECKING:
    from pipeline.data import Trust

_CODE = re.compile(r"(?<![\w-])([A-Z]{1,3})[\s-]?\d{1,5}(?:[A-Z]\d{1,2})?(?![\w-])")
LIKE = 0.3  # the least likeness of claims in which two names of one office differ
LINKED = 0.5  # the probability from which linked sentences may have two names for one thing
FAMILY = 0.1  # how sure it must be that two of one family name are one: they are linked, or called nearly alike
LONG, ONE_NAME = 7, 0.8  # given names of so many letters that are so like one another are two spellings of one
RESPELLED = 0.82  # Krzysztof and Kryzstof; Claudia and Claudine are less like
_BEFORE = re.compile(r"\b([a-z]+) (?:called |named )?[\"“„«]?$")
_AFTER = re.compile(r"^[\"”“»]? ([a-z]+)\b")
_COMPANY = re.compile(rf"(?!The )(?:[A-Z][\w-]+ )+({'|'.join(sorted(word.capitalize() for word in NAMING))})\b")
_KIN_BEFORE = re.compile(rf"\b({'|'.join(sorted(KIN))})s?,? (?:called |named )?(?:[A-Z][\w’'-]+ )*$")
_KIN_AFTER = re.compile(rf", (?:[\w’'-]+ ){{0,4}}({'|'.join(sorted(KIN))})\b")


@dataclass(frozen=True, slots=True)
class FullName:
    """A given name before a family name, where it stands in a sentence's English."""

    given: str
    family: str
    held: Held


def given(opened: Opened) -> Iterator[Found]:
    """Persons of one family name with two given names, of which no article has both."""
    full_names = _full_names(opened)
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
        for left, right in product(full_names[answer.left.sentence.id], full_names[answer.right.sentence.id]):
            if left.family != right.family:
                continue
            if left.given == right.given:
                agreeing.append((left.held, right.held))
            elif _two_persons(left, right, full_names):
                contrasts.append(Apart(left.held, right.held, answer.probability))
    contrasts += _in_office_apart(opened, full_names)
    contrasts += _alike_apart(full_names)
    for sides in grouped(contrasts, agreeing):
        yield Found("name", sides, "One family name, several given names:", unsure(sides, contrasts, FAMILY))


def _alike_apart(full_names: Mapping[str, list[FullName]]) -> Iterator[Apart]:
    """Two given names of one family name that begin alike, wherever they stand: Marta and Maria Hill."""
    families: defaultdict[str, list[FullName]] = defaultdict(list)
    for name in chain.from_iterable(full_names.values()):
        families[name.family].append(name)
    for left, right in chain.from_iterable(combinations(names, 2) for names in families.values()):
        if left.given == right.given or left.held.said.article == right.held.said.article:
            continue  # as most
        if left.given[:1] == right.given[:1] and _two_persons(left, right, full_names):
            yield Apart(left.held, right.held, FAMILY if _nearly(left.given, right.given) else 0.0)


def in_office(opened: Opened) -> Iterator[Found]:
    """Two persons for one office, in like claims: never solid, for there may be two of them."""
    contrasts: list[Apart] = [*_families_apart(opened), *_families_in_office_apart(opened)]
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
        if not all(any(part.claim.offices for part in parts) for parts in (answer.left_parts, answer.right_parts)):
            continue  # as most: not worth a look at all pairs
        for number, match in enumerate(answer.pairs):
            predicates = match.left.claim.predicate, match.right.claim.predicate
            alike = match.likeness >= LIKE and (number < len(answer.matches) or like(*predicates))
            for (left_office, left), (right_office, right) in product(
                match.left.claim.offices, match.right.claim.offices
            ):
                if left_office != right_office:
                    continue
                bearers = _bearer(match.left.said, left), _bearer(match.right.said, right)
                if _of_two_families(left, right):
                    contrasts.append(Apart(*bearers, match.likeness))
                elif alike and words.one_name(left, right):
                    agreeing.append(bearers)
                elif _of_two_bodies((match.left.said, left), (match.right.said, right), left_office):
                    continue  # the interior minister and the defence minister
                elif alike and left not in match.right.said.english and right not in match.left.said.english:
                    contrasts.append(Apart(*bearers, match.likeness))
    yield from _never_solid(contrasts, agreeing, "Two names for one office", "there may be two who hold this office")


def _never_solid(
    contrasts: Sequence[Apart], agreeing: Sequence[tuple[Held, Held]], explained: str, reason: str
) -> Iterator[Found]:
    """The names that differ, to be checked for that reason."""
    reasons: tuple[tuple[Trust, str], ...] = (("check", reason),)
    for sides in grouped(contrasts, agreeing):
        yield Found("name", sides, f"{explained}:", reasons)


def _of_two_bodies(mine: tuple[Said, str], yours: tuple[Said, str], office: str) -> bool:
    """Whether the words before an office say that it is another one: Lyon's mayor and the mayor of Nice."""
    whose = [_whose(said.english[: said.english.find(bearer)], office) for said, bearer in (mine, yours)]
    return all(whose) and not words.shared(*whose)


def _whose(before: str, office: str) -> frozenset[str]:
    """The stems of the word before an office that stands right before a name, if it tells anything."""
    match = re.search(rf"([\w-]+)(?:['’]s|['’])? {office},? (?:[A-Z][\w.-]+ )*$", before, re.I)
    return words.stems(match[1]) if match and match[1].lower() not in ANY_OFFICE else frozenset()


def _families_apart(opened: Opened) -> Iterator[Apart]:
    """One given name with two family names that begin alike, in sentences of one statement."""
    full_names = _full_names(opened)
    for answer in opened.answers:
        if not answer.one_row:
            continue
        for left, right in product(full_names[answer.left.sentence.id], full_names[answer.right.sentence.id]):
            first = left.given == right.given and left.family[:1] == right.family[:1]
            if first and _of_two_families(left.held.value, right.held.value):
                yield Apart(left.held, right.held, answer.probability)


def _families_in_office_apart(opened: Opened) -> Iterator[Apart]:
    """Bearers of one office, wherever they stand, whose given names are one, or nearly, and whose family names begin
    alike: of no article that has both."""
    full_names = _full_names(opened)
    printed: dict[str, set[str]] = {}
    for name in chain.from_iterable(full_names.values()):
        printed.setdefault(name.held.said.article, set()).add(name.held.value)
    for left, right in _of_one_office(opened, full_names):
        both = {left.held.value, right.held.value}
        if any(both <= names for names in printed.values()):
            continue
        nearly = _nearly(left.given, right.given)
        both_differ = nearly and fold(left.given) != fold(right.given) and fold(left.family) != fold(right.family)
        if both_differ or _of_two_families(left.held.value, right.held.value):
            yield Apart(left.held, right.held, 0.0)


def _of_one_office(opened: Opened, full_names: Mapping[str, list[FullName]]) -> Iterator[tuple[FullName, FullName]]:
    """Any two names of different articles that one office goes with, whose family names begin alike."""
    bearers: list[tuple[str, FullName]] = []
    for key, names in full_names.items():
        offices = [(office, bearer) for claim in opened.said[key].claims for office, bearer in claim.offices]
        bearers += [(office, name) for name in names for office, whole in offices if whole.endswith(name.held.value)]
    for (left_office, left), (right_office, right) in combinations(bearers, 2):
        apart = left.family[:1] == right.family[:1] and left.held.said.article != right.held.said.article
        if apart and words.like(lexicon.stem(left_office, "en"), lexicon.stem(right_office, "en")):
            yield left, right


def _nearly(left: str, right: str) -> bool:
    """Whether two given names are one, or a letter or two apart: Irina and Irena."""
    a, b = fold(left), fold(right)
    return a == b or (a[:1] == b[:1] and SequenceMatcher(None, a, b).ratio() >= ONE_NAME)


def of_a_kind(opened: Opened) -> Iterator[Found]:
    """Two things of one kind, by name, where sentences answer one another: never solid, for there may be two."""
    printed: dict[str, str] = {}
    for line in opened.said.values():
        printed[line.article] = f"{printed.get(line.article, '')} {line.english}"
    things = {key: list(_kinds(line)) for key, line in opened.said.items()}
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
        if not answer.one_row and answer.probability < LINKED:
            continue
        for (left_kind, left), (right_kind, right) in product(*(things[key] for key in answer.ids)):
            if left_kind != right_kind:
                continue
            one, other = (words.stems(name.value) - words.stems(left_kind) for name in (left, right))
            if one <= other or other <= one:
                agreeing.append((left, right))
            elif left.value not in printed[right.said.article] and right.value not in printed[left.said.article]:
                contrasts.append(Apart(left, right, answer.probability))
    yield from _never_solid(contrasts, agreeing, "Two names for one thing", "there may be two of this kind")


def of_a_doer(opened: Opened) -> Iterator[Found]:
    """Two names for who does one thing to one, or as whom one is known: never solid, for there may be two."""
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
        if not answer.one_row and answer.probability < LINKED:
            continue
        for match in answer.matches:
            for left, right in _doers(match):
                bearers = _bearer(match.left.said, left), _bearer(match.right.said, right)
                if words.one_name(left, right):
                    agreeing.append(bearers)
                elif left not in match.right.said.english and right not in match.left.said.english:
                    contrasts.append(Apart(*bearers, match.likeness))
    yield from _never_solid(contrasts, agreeing, "Two names for one", "there may be two who did it")


def _doers(match: ClaimMatch) -> Iterator[tuple[str, str]]:
    """The names after "by" or "as", both full or both single, in two claims that say one thing of one: directed by,
    identified as."""
    claims = match.left.claim, match.right.claim
    doers = _names_after(match.left), _names_after(match.right)
    told = [name for name in doers[0] if name in doers[1]]
    if (
        not told
        or not match.likest
        or claims[0].polarity != claims[1].polarity
        or not like(*(claim.predicate for claim in claims))
    ):
        return  # as most
    done_to = [
        next((role.text for role in claim.roles if role.name == "object" and not claim.passive), claim.subject)
        for claim in claims
    ]
    if words.shared(*map(words.stems, done_to)):
        yield from ((doers[0][name], doers[1][name]) for name in told)


@lru_cache(PARTS)
def _names_after(part: Part) -> dict[tuple[str, bool], str]:
    """The names after "by" and after "as", where they are the only ones there, by which of these and whether full."""
    claim = part.claim
    names: dict[tuple[str, bool], str] = {}
    for name in ("agent", "as"):
        texts = [role.text.removeprefix("the ") for role in claim.roles if role.name == name]
        is_full = " " in " ".join(texts)
        if len(texts) == 1 and texts[0] in claim.names and (is_full or claim.predicate in DONE_BY_ONE):
            names[name, is_full] = texts[0]
    return names


def _kinds(line: Said) -> Iterator[tuple[str, Held]]:
    """The named things of a sentence, each after what it is: campsite, Les Cigales; lines, Baltic Lines."""
    for name in dict.fromkeys(name for claim in line.claims for name in claim.names):
        start, end = word_span(name, line.english)
        beside = (_BEFORE.search(line.english[:start]), _AFTER.match(line.english[end:])) if end else ()
        for noun in {match[1] for match in beside if match} & NAMED_THINGS:
            yield ONE_KIND.get(noun, noun), _bearer(line, name)
    for match in _COMPANY.finditer(line.english):
        yield match[1].lower(), _bearer(line, match[0])


def _of_two_families(left: str, right: str) -> bool:
    """Whether two full names have one given name, or nearly, and two family names that are not one in two spellings."""
    a, b = left.split(), right.split()
    if len(a) < 2 or len(b) < 2 or not _nearly(a[0], b[0]):
        return False
    one, two = sorted((fold(a[-1].rstrip(".")), fold(b[-1].rstrip("."))), key=len)  # Ann H. may be Ann Hill
    return not two.startswith(one) and not variants((one, two)) and without_umlauts(a[-1]) != without_umlauts(b[-1])


def _bearer(line: Said, name: str) -> Held:
    start = max(line.english.find(name), 0)
    original = not line.machine or all(part in line.sentence.text for part in name.split())
    return Held(line, name, start, start + len(name), original)


def coded(opened: Opened) -> Iterator[Found]:
    """Codes of one kind that linked sentences do not share: lot C-114, type A26, flight LX 8."""
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
        if answer.link is None:
            continue
        left, right = _codes(answer.left), _codes(answer.right)
        for shape in left.keys() & right.keys():
            pairs = list(product(left[shape], right[shape]))
            shared = [(first, second) for first, second in pairs if first.value == second.value]
            agreeing += shared
            contrasts += [] if shared else [Apart(first, second, answer.probability) for first, second in pairs]
    for sides in grouped(contrasts, agreeing):
        yield Found("name", sides, "Different codes:")


@lru_cache(PARTS)
def _codes(line: Said) -> dict[str, list[Held]]:
    """The letters of a code → the codes that begin with them."""
    codes: dict[str, list[Held]] = {}
    for match in _CODE.finditer(line.english):
        original = not line.machine or re.sub(r"\W", "", match[0]) in re.sub(r"\W", "", line.sentence.text)
        value = re.sub(r"[\s-]", "", match[0])
        codes.setdefault(match[1], []).append(Held(line, value, match.start(), match.end(), original))
    return codes


def _in_office_apart(opened: Opened, full_names: Mapping[str, list[FullName]]) -> Iterator[Apart]:
    """Two given names of one family name who have one office, wherever they stand."""
    for left, right in _of_one_office(opened, full_names):
        if left.family == right.family and left.given != right.given and _two_persons(left, right, full_names):
            yield Apart(left.held, right.held, FAMILY)


def _full_names(opened: Opened) -> dict[str, list[FullName]]:
    """Sentence (id) → its full names."""
    return {key: list(_names_of(line)) for key, line in opened.said.items()}


def _names_of(line: Said) -> Iterator[FullName]:
    """The full names of a sentence: the last two words of a name that may be a given and a family name."""
    for name in (name for claim in line.claims for name in claim.names):
        parts = GENITIVE.sub("", name).split()
        if (
            len(parts) < 2
            or parts[-2] in NO_GIVEN_NAMES
            or parts[-1].lower() in BODIES
            or any(not part[:1].isupper() for part in parts[-2:])
        ):
            continue
        whole = " ".join(parts[-2:])
        if whole in line.english:
            yield FullName(parts[-2], parts[-1], _bearer(line, whole))


def _kinship(name: Held) -> str:
    """Whose kin somebody is by the words beside the name: his brother Jonas Holm; Ines Moran, the mayor's sister."""
    text = name.said.english
    match = _KIN_BEFORE.search(text[: name.start]) or _KIN_AFTER.match(text[name.end :])
    return match[1] if match else ""


def _sound(given: str) -> str:
    """A given name as it sounds: Sergei and Sergey, Mohammed and Mohamed."""
    return re.sub(r"(.)\1", r"\1", skeleton(fold(given)).replace("y", "i"))


def _two_persons(left: FullName, right: FullName, full_names: Mapping[str, list[FullName]]) -> bool:
    """Whether two given names are not one in two languages or short, and no article has both of them; whose brother or
    wife one of them is does not have that one's name."""
    if _kinship(left.held) != _kinship(right.held):
        return False
    a, b = fold(left.given), fold(right.given)
    if min(len(a), len(b)) >= LONG and SequenceMatcher(None, a, b).ratio() >= RESPELLED:
        return False  # one name, spelled in two ways
    if a == b or a.startswith(b) or b.startswith(a) or without_umlauts(left.given) == without_umlauts(right.given):
        return False
    if _sound(left.given) == _sound(right.given) or any({a, b} <= names for names in GIVEN_NAMES):
        return False
    for name in chain.from_iterable(full_names.values()):
        bearer, contrary = (left, right) if name.held.said.article == left.held.said.article else (right, left)
        contrary_name = (name.family, name.given) == (contrary.family, contrary.given)
        if contrary_name and name.held.said.article == bearer.held.said.article:
            return False
    return True
