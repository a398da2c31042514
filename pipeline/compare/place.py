"""Where the same happens, by articles that name two places for it."""

import re
from collections.abc import Iterator, Sequence

from pipeline.compare import words
from pipeline.compare.answering import ClaimMatch, ComparedPair, Part, like
from pipeline.compare.said import Found, Held, Opened
from pipeline.compare.sides import Apart, grouped, in_words
from pipeline.data import Role, Trust
from pipeline.language.claims import PLACE_NOUNS, PLACE_PREPOSITIONS

LEAST, MOSTLY = 0.3, 0.45  # the least likeness of two claims, with one predicate and with two
CHANCE = 0.8  # of two claims of one statement saying the same, from which their predicates may differ
SURE = 0.8  # the probability of a link from which the predicates may differ
WHERE = frozenset({"in", "at", "on", "near", "outside", "inside", "off", "before", "front", "around", "beside"})
WHENCE, WHITHER = frozenset({"from"}), frozenset({"to", "into", "towards"})
PASSING = frozenset({"through", "via", "to", "in"})


def differing(opened: Opened) -> Iterator[Found]:
    """The places of like claims that have no word in common; never solid, for one place may lie in the other."""
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
        for match in answer.matches:
            left, right = places(match.left), places(match.right)
            denied = match.left.claim.polarity != match.right.claim.polarity
            if not left or not right or denied or match.likeness < LEAST:
                continue
            if same := next(((a, b) for a in left for b in right if _alike(a, b)), None):
                agreeing.append((_held(match.left, same[0]), _held(match.right, same[1])))
            elif not _named_elsewhere(answer, left, right):
                pairs = ((a, b) for a in left for b in right if _one_role(answer, match, a, b))
                contrasts += [Apart(_held(match.left, a), _held(match.right, b), match.likeness) for a, b in pairs]
    for sides in grouped(contrasts, agreeing):
        reasons: tuple[tuple[Trust, str], ...] = (
            ("check", "one place may lie in the other, or be another name of it"),
        )
        yield Found("place", sides, f"Different places of the same: {in_words(sides)}.", reasons)


def places(part: Part) -> list[Role]:
    """What stands after a preposition of place and has a name; after "of", where it says where a body is."""
    return [
        role
        for role in part.claim.roles
        if (role.name in PLACE_PREPOSITIONS or (role.name == "of" and _noun_before(part, role) in PLACE_NOUNS))
        and _name(role, part)
    ]


def _noun_before(part: Part, role: Role) -> str:
    """The word before a preposition: the tribunal in Geneva."""
    preceding = re.search(r"([\w-]+)\s+[\w-]+\s+(?:the\s+)?$", part.said.english[: role.start])
    return preceding[1].lower() if preceding else ""


def _name(role: Role, part: Part) -> bool:
    if any(role.start <= when.start < role.end for when in part.claim.times):
        return False
    head = next((word for word in role.text.split() if word.lower().startswith(role.head)), "")
    capitals = any(word[:1].isupper() for word in role.text.split())
    return head[:1].isupper() or (role.head in PLACE_NOUNS and capitals)


def _alike(left: Role, right: Role) -> bool:
    bare = {re.sub(r"\W+", " ", role.text).strip().casefold() for role in (left, right)}
    if len(bare) == 1:  # X, a name too short for a stem
        return True
    initials = ["".join(re.findall(r"\b[A-Z](?=\w)", role.text)) for role in (left, right)]
    if any(len(letters) > 1 and letters in role.text for letters, role in zip(initials, (right, left), strict=True)):
        return True
    return bool(words.shared(words.stems(left.text), words.stems(right.text)))


def _one_role(answer: ComparedPair, match: ClaimMatch, left: Role, right: Role) -> bool:
    """Whether both places are where one thing happens, whence or whither it goes, or where one body is."""
    nouns = _noun_before(match.left, left), _noun_before(match.right, right)
    acting = left.text in match.left.claim.subject and right.text in match.right.claim.subject
    if acting and all(noun in PLACE_NOUNS for noun in nouns) and like(*nouns):
        return True
    names, row = {left.name, right.name}, match.one_row and match.chance >= CHANCE
    if len(names) > 1 and not any(names <= kind for kind in (WHERE, WHENCE, WHITHER, *([PASSING] * row))):
        return False
    if row or like(match.left.claim.predicate, match.right.claim.predicate):
        return True
    return answer.probability >= SURE and left.name in WHERE | WHENCE and match.by_words >= MOSTLY


def _named_elsewhere(answer: ComparedPair, left: Sequence[Role], right: Sequence[Role]) -> bool:
    """Whether one sentence names the other's place too."""
    in_left, in_right = words.stems(answer.left.english), words.stems(answer.right.english)
    return any(words.shared(words.stems(role.text), in_right) for role in left) or any(
        words.shared(words.stems(role.text), in_left) for role in right
    )


def _held(part: Part, role: Role) -> Held:
    original = all(part.said.original_has(word) for word in words.content(role.text))
    return Held(part.said, role.text, role.start, role.end, original or None)
