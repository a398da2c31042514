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
SURE = 0.8  # the probability of a link from which the predicates may differ


def differing(opened: Opened) -> Iterator[Found]:
    """The places of like claims that have no word in common; never solid, for one place may lie in the other."""
    contrasts: list[Apart] = []
    agreeing: list[tuple[Held, Held]] = []
    for answer in opened.answers:
        for match in answer.matches:
            left, right = places(match.left), places(match.right)
            if not left or not right or match.likeness < LEAST:
                continue
            if same := next(((a, b) for a in left for b in right if _alike(a, b)), None):
                agreeing.append((_held(match.left, same[0]), _held(match.right, same[1])))
            elif not _named_elsewhere(answer, left, right) and _one_role(answer, match, left[0], right[0]):
                contrasts.append(Apart(_held(match.left, left[0]), _held(match.right, right[0]), match.likeness))
    for sides in grouped(contrasts, agreeing):
        reasons: tuple[tuple[Trust, str], ...] = (
            ("check", "one place may lie in the other, or be another name of it"),
        )
        yield Found("place", sides, f"Different places of the same: {in_words(sides)}.", reasons)


def places(part: Part) -> list[Role]:
    """What stands after a preposition of place and has a name."""
    return [role for role in part.claim.roles if role.name in PLACE_PREPOSITIONS and _name(role, part)]


def _name(role: Role, part: Part) -> bool:
    if any(role.start <= when.start < role.end for when in part.claim.times):
        return False
    head = next((word for word in role.text.split() if word.lower().startswith(role.head)), "")
    capitals = any(word[:1].isupper() for word in role.text.split())
    return head[:1].isupper() or (role.head in PLACE_NOUNS and capitals)


def _alike(left: Role, right: Role) -> bool:
    initials = ["".join(re.findall(r"\b[A-Z](?=\w)", role.text)) for role in (left, right)]
    if any(len(letters) > 1 and letters in role.text for letters, role in zip(initials, (right, left), strict=True)):
        return True
    return bool(words.shared(words.stems(left.text), words.stems(right.text)))


def _one_role(answer: ComparedPair, match: ClaimMatch, left: Role, right: Role) -> bool:
    """Whether both places are where one thing happens, and not whence to whither."""
    stationary = {"in", "at", "on", "near", "outside", "off", "before", "front"}
    if left.name != right.name and not {left.name, right.name} <= stationary:
        return False
    if like(match.left.claim.predicate, match.right.claim.predicate):
        return True
    return answer.probability >= SURE and left.name in stationary and match.by_words >= MOSTLY


def _named_elsewhere(answer: ComparedPair, left: Sequence[Role], right: Sequence[Role]) -> bool:
    """Whether one sentence names the other's place too."""
    in_left, in_right = words.stems(answer.left.english), words.stems(answer.right.english)
    return any(words.shared(words.stems(role.text), in_right) for role in left) or any(
        words.shared(words.stems(role.text), in_left) for role in right
    )


def _held(part: Part, role: Role) -> Held:
    original = all(part.said.original_has(word) for word in words.content(role.text))
    return Held(part.said, role.text, role.start, role.end, original or None)
