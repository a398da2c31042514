"""Where the same happens, by articles that name two places for it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, product, starmap

from pipeline.compare import words
from pipeline.compare.answering import (
    PARTS,
    ClaimMatch,
    ComparedPair,
    Part,
    by_article,
    each_alone,
    like,
    parts,
    subject_head,
    two_subjects,
    two_times,
)
from pipeline.compare.persons import Mention
from pipeline.compare.said import Found, Held, Opened, Said
from pipeline.compare.sides import Apart, grouped
from pipeline.compare.stays import Stay, of_one, stays
from pipeline.data import Role, Trust
from pipeline.language.claims import (
    BODIES,
    CITY_STATES,
    COUNTRIES,
    HAPPENING,
    LEAVING,
    LOCAL,
    OFFICES,
    OUTDOORS,
    PERSONS,
    PLACE_NOUNS,
    PLACE_PREPOSITIONS,
    ROOMS,
    SPEAKING_BODIES,
)

LEAST_OF_SUBJECT = 0.1  # the least likeness of two claims of one thing that happens
TOWN = 4  # letters that a town has before the ending of its adjective
LIKE, LEAST = 0.3, 0.2  # the least likeness of two claims, and of two of one subject
CHANCE = 0.55  # of two claims of one statement saying the same, from which their predicates may differ
WHERE = frozenset({"in", "at", "on", "near", "outside", "inside", "off", "before", "front", "around", "beside"})
WHENCE, WHITHER = frozenset({"from"}), frozenset({"to", "into", "towards", "for"})
_ON_THE_SPOT = frozenset({"site", "grounds", "spot", "scene", "premises", "place", "area", "field"})
_NUMBERED = re.compile(r"\b([A-Z][a-z]+) (\d{1,3}|[A-Z])\b")
_PROPER = re.compile(r"[A-ZÀ-Þ][\w-]{2,}")
_TOWN = re.compile(r"[A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)*")
_TITLE = re.compile(  # more than one word in quotation marks, all that tell something with a capital
    r"[\"“„«](?:[A-Z][\w’'-]* )(?:(?:[A-Z][\w’'-]*|an?|the|of|at|in|on|and|for|to|from|by|with|near) ?)+[\"”»]"
)
_PARTS_OF = frozenset(("floor", "middle", "heart", "edge", "outskirts", "foot", "top", "entrance", "corner", "vicinity",
                       "neighbourhood", "neighborhood", "bank", "banks"))  # fmt: skip
_ANY_SUCH = re.compile(r"[Aa]n?\s(?!.*\b(?:of|in|near|at|outside)\s(?:the\s)?[A-ZÀ-Þ])")  # of no named town
_LYING_IN = r"(?:(?! and | or | to )[^.;\n]){0,40} (?:in|of|on|at|near) (?:(?! and | or | to )[^.;\n]){0,24}"
_BEFORE = 120  # letters of the words before a place that are looked at
BUILT = ROOMS | PLACE_NOUNS
SPOTS = BUILT | OUTDOORS
_COMMON = words.stems(" ".join(SPOTS | LOCAL))
_NO_OWNERS = BUILT | PERSONS | SPEAKING_BODIES | BODIES | OFFICES
PASSING = frozenset({"through", "via", "to", "in"})


def differing(opened: Opened) -> Iterator[Found]:
    """The places of like claims that have no word in common; never solid, for one place may lie in the other."""
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    texts = [line.english for line in opened.said.values()]
    for answer in opened.answers:
        for match in answer.pairs if answer.joined else answer.matches:
            likely = match.likely(CHANCE)
            left, right = (places(part, likely=likely) or _whereto(part) for part in (match.left, match.right))
            if not left or not right or _of_two(match.left, match.right):
                continue
            least = LEAST_OF_SUBJECT if _one_happening(match) else LEAST if _one_subject(match) else LIKE
            if match.likeness < least:
                continue
            if same := next(((a, b) for a in left for b in right if _alike(a, b)), None):
                agreeing.append((_holding(match.left, same[0]), _holding(match.right, same[1])))
            pairs = (
                (a, b)
                for a, b in (_other_ends(left, right) if same else product(left, right))
                if _exclude(answer, match, a, b) and not _lies_within(a.text, b.text, texts)
            )
            contrasts += [Apart(_holding(match.left, a), _holding(match.right, b), match.likeness) for a, b in pairs]
    contrasts += [*_stays_apart(opened, texts), *_each_of_one(opened, texts)]
    for sides in grouped(contrasts, agreeing):
        reasons: tuple[tuple[Trust, str], ...] = (
            ("check", "one place may lie in the other, or be another name of it"),
        )
        yield Found("place", sides, "Different places of the same:", reasons)


def _of_two(left: Part, right: Part) -> bool:
    """Whether two claims are of two happenings, by what is told of each but its place."""
    if left.claim.polarity != right.claim.polarity or two_subjects(left, right, by_owner=False):
        return True
    if two_times(left, right):
        return True
    return bool(words.contrary(frozenset({left.claim.predicate}), frozenset({right.claim.predicate})))


def _stays_apart(opened: Opened, texts: Sequence[str]) -> Iterator[Apart]:
    """Where those are of whom two articles tell one kind of stay, wherever they tell it; `texts`: all sentences."""
    joined = {ids for answer in opened.answers if answer.joined for ids in (answer.ids, answer.ids[::-1])}
    of_sentence = {key: _stays(line, opened.meant.told) for key, line in opened.said.items()}
    for mine, yours in combinations(by_article(of_sentence).values(), 2):
        pairs = [(a, b) for a, b in product(mine, yours) if a.kind == b.kind]
        met = {a.kind for a, b in pairs if _alike(a.role, b.role)}
        for a, b in pairs:
            sentences = a.part.said.sentence.id, b.part.said.sentence.id
            if a.kind in met or two_times(a.part, b.part) or not (of_one(a, b) or sentences in joined):
                continue
            if _two_places(a.role, b.role) and not _lies_within(a.role.text, b.role.text, texts):
                yield Apart(_holding(a.part, a.role), _holding(b.part, b.role), 0.0)


def _each_of_one(opened: Opened, texts: Sequence[str]) -> Iterator[Apart]:
    """Where of two sentences that share a row each names one place, and the other one's article never names it."""
    told: defaultdict[str, str] = defaultdict(str)
    for line in opened.said.values():
        told[line.article] += f" {line.english}"
    for answer in opened.answers:
        ends = [_with_names(claims) for claims in (answer.left_parts, answer.right_parts)]
        if any(len(end) != 1 for end in ends):
            continue
        (part, here), (other, there) = (end[0] for end in ends)
        one_end = any({here.name, there.name} <= kind for kind in (WHERE | {"of"}, WHENCE, WHITHER))
        likely = any(match.likely(CHANCE) for match in answer.pairs if (match.left, match.right) == (part, other))
        if not one_end or not likely or _of_two(part, other) or not _two_places(here, there):
            continue
        if (here.text in part.claim.subject) != (there.text in other.claim.subject):
            continue
        foreign = (
            not any(name in told[of.said.article] for name in _names_in(at).split())
            for of, at in ((other, here), (part, there))
        )
        if all(foreign) and not _alike(here, there) and not _lies_within(here.text, there.text, texts):
            yield Apart(_holding(part, here), _holding(other, there), answer.likeness)


@lru_cache(PARTS)
def _with_names(claims: tuple[Part, ...]) -> tuple[tuple[Part, Role], ...]:
    """The places with names in claims, each in its widest words."""
    named = ((part, [role for role in places(part, likely=True) if _names_in(role)]) for part in claims)
    return tuple((part, role) for part, roles in named for role in _widest(roles))


def _stays(line: Said, meant: Mapping[str, Mention]) -> list[Stay]:
    """The stays that a sentence tells of, each in the widest words for its place."""
    found: list[Stay] = []
    for part in parts(line):
        roles = places(part, likely=True) or _whereto(part)
        found += stays(part, _widest(roles), meant)
    return found


def _whereto(part: Part) -> tuple[Role, ...]:
    """The place before a clause that begins with "where": the hospital in Lyon, where most were taken."""
    if not part.claim.text.startswith("where "):
        return ()
    start, english = part.claim.spans[0][0], part.said.english
    before = [
        replace(role, name="in") if _TOWN.fullmatch(role.text) else role
        for earlier in parts(part.said)
        for role in earlier.claim.roles
        if earlier is not part and (role in places(earlier, likely=True) or _TOWN.fullmatch(role.text))
    ]
    return tuple(place for place in before if english[place.end : start].strip() in ("", ","))


@lru_cache(PARTS)
def places(part: Part, *, likely: bool = False) -> tuple[Role, ...]:
    """What stands after a preposition of place and has a name; after "of", where it says where a body is.

    Args:
        likely: whether another claim is likely to say the same: then a place tells that has no name, such as a gym.
    """
    return tuple(
        role
        for role in (_with_town(part, role) for role in part.claim.roles)
        if (
            role.name in PLACE_PREPOSITIONS
            or _is_bound_for(part, role)
            or (role.name == "of" and _noun_before(part, role) in PLACE_NOUNS | _PARTS_OF)
        )
        and _name(role, part, likely=likely)
    )


def _with_town(part: Part, role: Role) -> Role:
    """A building with the town right behind it, which the parser may take for a place of its own: taken to the hospital
    in Hull."""
    bare = " " not in role.text  # in hospital
    if bare or role.head not in BUILT or role.name not in WHERE | WHENCE | WHITHER or _names_in(role):
        return role
    english = part.said.english
    behind = (
        place
        for place in part.claim.roles
        if place.name in ("in", "at", "near", "of") and english[role.end : place.start].strip() == place.name
    )
    town = next((place for place in behind if _TOWN.fullmatch(place.text)), None)
    return replace(role, text=english[role.start : town.end], end=town.end) if town else role


def _other_ends(left: Sequence[Role], right: Sequence[Role]) -> Iterator[tuple[Role, Role]]:
    """What differs where another place is the same: from Oslo to Hull, from Bergen to Hull; a cave near Split, a beach
    near Split."""
    outer = [_widest(roles) for roles in (left, right)]
    yield from ((a, b) for a, b in product(*outer) if _two_rooms(a, b))
    rest = [
        [role for role in mine if not any(_alike(role, end) for end in yours)] for mine, yours in (outer, outer[::-1])
    ]
    yield from ((a, b) for a, b in product(*rest) if any({a.name, b.name} <= kind for kind in (WHENCE, WHITHER)))


def _is_bound_for(part: Part, role: Role) -> bool:
    """Whether a name after "for" is where somebody goes: left for Rotterdam, was bound for Turin."""
    return role.name == "for" and role.text[:1].isupper() and not LEAVING.isdisjoint(part.claim.predicate.split()[:1])


def _widest(roles: Sequence[Role]) -> list[Role]:
    """The places that are not told inside the words for another one."""

    def inside(role: Role, wider: Role) -> bool:
        return role is not wider and wider.start <= role.start and role.end <= wider.end

    return [role for role in roles if not any(inside(role, wider) for wider in roles)]


def _owner(part: Part, role: Role) -> str:
    """The noun that a place belongs to, where it is no person and no place: the robbery at the museum."""
    wider = [
        (wider.end - wider.start, wider.head)
        for wider in part.claim.roles
        if wider.start < role.start < role.end <= wider.end and wider.head not in _NO_OWNERS
    ]
    return min(wider, default=(0, ""))[1]


def _noun_before(part: Part, role: Role) -> str:
    """The word before a preposition: the tribunal in Geneva."""
    preceding = re.search(
        r"([\w-]+)\s+[\w-]+\s+(?:the\s+)?$", part.said.english[max(0, role.start - _BEFORE) : role.start]
    )
    return preceding[1].lower() if preceding else ""


def _name(role: Role, part: Part, *, likely: bool) -> bool:
    if any(role.start <= when.start < role.end for when in part.claim.times) or _in_title(part, role):
        return False
    by_whom = part.said.english[: role.start].lower().endswith("according to ")
    if by_whom or role.text.lower().removeprefix("the ") in _ON_THE_SPOT:
        return False
    inside = role.head in BUILT and role.name in (WHERE | WHENCE | WHITHER if likely else WHERE | WHENCE)
    if inside and (likely or _happens(part.claim.predicate)):
        return True
    if role.head in PLACE_NOUNS and role.name in WHERE and len(words.content(role.text)) > 1:
        return True  # the station square
    head = next((word for word in re.split(r"[\s-]", role.text) if word.lower().startswith(role.head)), "")
    capitals = any(word[:1].isupper() for word in role.text.split())
    return head[:1].isupper() or (role.head in PLACE_NOUNS and capitals)


def _in_title(part: Part, role: Role) -> bool:
    """Whether a place stands in the title of a work: the novel "A Night in Rome"."""
    return any(match.start() < role.start < match.end() for match in _TITLE.finditer(part.said.english))


def two_towns(left: Part, right: Part) -> bool:
    """Whether one predicate is told of two places by their bare names: 40 arrests in Lyon, 120 in Paris."""
    mine, yours = ([role.text for role in places(part) if _TOWN.fullmatch(role.text)] for part in (left, right))
    if not mine or not yours or not like(left.claim.predicate, right.claim.predicate):
        return False
    return each_alone(left, words.stems(" ".join(mine)), right, words.stems(" ".join(yours)))


def _one_happening(match: ClaimMatch) -> bool:
    """Whether in both claims the same begins, happens or is found: a fire broke out, the blaze started."""
    claims = (match.left.claim, match.right.claim)
    heads = list(map(subject_head, claims))
    return all(heads) and all(_happens(claim.predicate) for claim in claims) and like(*heads)


def _one_subject(match: ClaimMatch) -> bool:
    """Whether both claims are of one thing."""
    subjects = [words.stems(part.claim.subject) for part in (match.left, match.right)]
    return bool(words.shared(*subjects))


def _happens(predicate: str) -> bool:
    """Whether something happens, begins or is found somewhere: there even a place without a name tells."""
    return predicate.split()[0] in HAPPENING if predicate else False


@lru_cache(PARTS)
def _alike(left: Role, right: Role) -> bool:
    if (two := _two_of_a_kind(left, right)) is not None:
        return not two
    if _two_rooms(left, right):
        return False
    bare = {re.sub(r"\W+", " ", role.text).strip().casefold() for role in (left, right)}
    if len(bare) == 1:  # X, a name too short for a stem
        return True
    initials = ["".join(re.findall(r"\b[A-Z](?=\w)", role.text)) for role in (left, right)]
    if any(len(letters) > 1 and letters in role.text for letters, role in zip(initials, (right, left), strict=True)):
        return True
    if words.shared(words.stems(left.text), words.stems(right.text)):
        return not _two_by_words(left, right)
    names = [_PROPER.findall(role.text) for role in (left, right)]
    named_words = [" ".join(found).split() for found in names]
    return any(starmap(words.spelled_alike, product(*names))) or any(starmap(_one_town, product(*named_words)))


def _one_town(left: str, right: str) -> bool:
    """Whether one word is a German's adjective of the town that the other one is: Lyon, Lyoner; Bremen, Bremer."""
    towns = ((left.removesuffix("en"), right), (right.removesuffix("en"), left))
    return any(len(town) >= TOWN and adjective in (f"{town}er", f"{town}ner") for town, adjective in towns)


def _two_rooms(left: Role, right: Role) -> bool:
    """Whether two buildings of one town are two: the gym of Lyon, the abbey of Lyon."""
    rooms = left.head in SPOTS and right.head in SPOTS and not like(left.head, right.head)
    towns = [re.search(r" (?:of|in|near|outside) ([A-Z]\w+)", role.text) for role in (left, right)]
    return rooms and all(towns) and len({town[1] for town in towns if town}) == 1


def _two_of_a_kind(left: Role, right: Role) -> bool | None:
    """Whether places of one noun are two, by its number or the noun before it: Terminal 1 and Terminal 2, the station
    square and the town hall square; None where that cannot be told."""
    numbered = [_NUMBERED.search(role.text) for role in (left, right)]
    if numbered[0] and numbered[1] and numbered[0][1].lower() == numbered[1][1].lower():
        return numbered[0][2] != numbered[1][2]
    if not like(left.head, right.head) or left.head not in BUILT:
        return None
    if any(_ANY_SUCH.match(role.text) for role in (left, right)):
        return False  # a German mine may be the Karlsberg mine
    return _two_by_words(left, right, words.stems(f"{left.head} {right.head} {' '.join(LOCAL)}"))


def _two_by_words(left: Role, right: Role, common: frozenset[str] = _COMMON) -> bool:
    """Whether both places have words that tell which one they are, names or no names, and none in common: the hospital
    of Lyon, the clinic of Metz.

    Args:
        common: the stems of words that tell nothing.
    """
    telling = [_telling(role, common) for role in (left, right)]
    named = [bool(_names_in(role)) for role in (left, right)]
    return all(telling) and named[0] == named[1] and not words.shared(*telling)


def _names_in(role: Role) -> str:
    """The names among the words for a place."""
    return " ".join(name for name in _PROPER.findall(role.text) if name.lower() not in BUILT)


def _telling(role: Role, common: frozenset[str] = _COMMON) -> frozenset[str]:
    """The stems of the words that tell a place from others: its names, else what is no noun of a place."""
    return words.stems(_names_in(role) or role.text) - common


def _one_role(match: ClaimMatch, left: Role, right: Role) -> bool:
    """Whether both places are where one thing happens, whence or whither it goes, or where one body is."""
    nouns = _noun_before(match.left, left), _noun_before(match.right, right)
    acting = left.text in match.left.claim.subject and right.text in match.right.claim.subject
    if acting and all(noun in PLACE_NOUNS for noun in nouns) and like(*nouns):
        return True
    owners = _owner(match.left, left), _owner(match.right, right)
    if all(owners) and like(*owners):
        return True
    if any(
        owner and not words.shared(words.stems(owner), part.stems)
        for owner, part in zip(owners, (match.right, match.left), strict=True)
    ):
        return False
    if match.one_row and _two_of_a_kind(left, right):
        return True
    names, row = {left.name, right.name}, match.likely(CHANCE)
    if len(names) > 1 and not any(names <= kind for kind in (WHERE, WHENCE, WHITHER, *([PASSING] * row))):
        return False
    return row or like(match.left.claim.predicate, match.right.claim.predicate)


def _exclude(answer: ComparedPair, match: ClaimMatch, left: Role, right: Role) -> bool:
    """Whether what happens at one place can not happen at the other, too, by what is told of both."""
    if not _two_places(left, right):
        return False
    two = _two_of_a_kind(left, right) or _two_rooms(left, right)
    named = _is_named(left, answer.right.english) or _is_named(right, answer.left.english)
    return (two or not named) and _one_role(match, left, right)


def _two_places(left: Role, right: Role) -> bool:
    """Whether neither of two places may be meant by the other: both have names, or both are buildings."""
    named_both = all(_PROPER.search(role.text) for role in (left, right))
    if not named_both and not all(_is_spot(role) for role in (left, right)):
        return False  # the hall may be in Lyon
    if any(role.text.lower() in CITY_STATES for role in (left, right)):
        return True
    return _is_country(left) == _is_country(right)  # the town may be in Italy


def _is_spot(place: Role) -> bool:
    """Whether a place is a building, part of one or a spot outdoors: the town hall, the Hotel Astoria, the river."""
    kinds = re.findall(r"\b[a-z]+(?= [A-Z])|\b[A-Z][\w-]{2,}", place.text)  # the river Aare, Lake Constance
    return place.head in SPOTS or not SPOTS.isdisjoint(kind.lower() for kind in kinds)


def _is_country(place: Role) -> bool:
    """Whether a place is a country, or mountains or a sea, by its name alone: the French Alps."""
    name = place.text.removeprefix("the ")
    return name.lower() in COUNTRIES or (name.istitle() and name.lower().split()[-1] in COUNTRIES)


def _lies_within(left: str, right: str, texts: Sequence[str]) -> bool:
    """Whether any article says that one place lies in the other: Rosheck, a small town in the province of Salvonde."""
    names = [_PROPER.findall(place) for place in (left, right)]
    for inner, outer in (names, names[::-1]):
        for one, other in product(inner, outer):
            both = [text for text in texts if one in text and other in text]
            if any(re.search(rf"\b{re.escape(one)}\b{_LYING_IN}\b{re.escape(other)}\b", text) for text in both):
                return True
    return False


def _is_named(place: Role, text: str) -> bool:
    """Whether a text names a place, too; the Old Bridge is none that is old."""
    within = " ".join(_PROPER.findall(text)) if _names_in(place) else text
    return bool(words.shared(_telling(place) or words.stems(place.text), words.stems(within)))


def _holding(part: Part, role: Role) -> Held:
    original = all(part.said.original_has(word) for word in words.content(role.text))
    return Held(part.said, role.text, role.start, role.end, original or None)
