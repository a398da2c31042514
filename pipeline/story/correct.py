"""What people decided about a story's links, brought to the sentences that are there now."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.align import Decided
from pipeline.data import Correction, Link, Sentence, Warned

Ids = tuple[tuple[str, ...], tuple[str, ...]]
Pair = tuple[str, str]  # two articles, by id


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrections of one story by pair of articles, each pair both ways round, and those that fit nothing."""

    decided: Mapping[Pair, Mapping[Ids, Correction]] = field(default_factory=dict)
    notes: Mapping[Pair, Mapping[Ids, Correction]] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()

    def of(self, pair: Pair, numbers: Mapping[str, int]) -> Decided:
        """What is decided between two articles, by the numbers of their sentences."""
        every = self.decided.get(pair, {})
        return Decided(
            tuple(_numbered(ids, numbers) for ids, one in every.items() if one.action != "reject"),
            tuple(_numbered(ids, numbers) for ids, one in every.items() if one.action == "reject"),
        )

    def signature(self, pair: Pair) -> str:
        """Names the decisions between two articles; empty where there are none."""
        every = sorted((one.action, *ids) for ids, one in self.decided.get(pair, {}).items())
        return f"|corrections:{hashlib.sha256(repr(every).encode()).hexdigest()[:12]}" if every else ""


def corrected(corrections: Iterable[Correction], sentences: Sequence[Sentence]) -> Corrected:
    """Sort a story's corrections; of several about the same sentences the last counts, and notes are kept apart."""
    known = {one.id: one for one in sentences}
    decided: dict[Pair, dict[Ids, Correction]] = {}
    notes: dict[Pair, dict[Ids, Correction]] = {}
    warned: list[Warned] = []
    for one in corrections:
        problem = _problem(one, known)
        if problem:
            warned.append(Warned(one.where, f"{problem}; the line is not applied"))
            continue
        ids = _ordered(one.left, known), _ordered(one.right, known)
        pair = known[ids[0][0]].article, known[ids[1][0]].article
        earlier = decided.get(pair, {}).get(ids)
        if earlier and one.action != "note" and (one.action == "reject") != (earlier.action == "reject"):
            warned.append(Warned(one.where, f"{one.action}s what {earlier.where} {earlier.action}s; this line counts"))
        for place in [notes] if one.action == "note" else [decided, notes] if one.note else [decided]:
            for way, sides in ((pair, ids), (pair[::-1], ids[::-1])):
                there = place.setdefault(way, {})
                there.pop(sides, None)
                there[sides] = one
    return Corrected(decided, notes, tuple(warned))


def _problem(one: Correction, known: Mapping[str, Sentence]) -> str:
    gone = [key for key in (*one.left, *one.right) if key not in known]
    if gone:
        named = ", ".join(map(repr, gone))
        changed = "its text or its article's id has changed"
        return f"no sentence {named} any more ({changed}): name another, or delete the line"
    dull = [key for key in (*one.left, *one.right) if not known[key].eligible]
    if dull:
        return f"{', '.join(map(repr, dull))} is boilerplate, which takes part in no link"
    sides = [{known[key].article for key in side} for side in (one.left, one.right)]
    if any(len(side) > 1 for side in sides) or sides[0] == sides[1]:
        return "a link joins sentences of one article with sentences of one other"
    return ""


def _ordered(side: Iterable[str], known: Mapping[str, Sentence]) -> tuple[str, ...]:
    return tuple(sorted(set(side), key=lambda key: known[key].start))


def _numbered(ids: Ids, numbers: Mapping[str, int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(numbers[key] for key in ids[0]), tuple(numbers[key] for key in ids[1])


def noted(links: Iterable[Link], notes: Mapping[Ids, Correction]) -> Iterator[Link]:
    """The links, with what people wrote about them."""
    for link in links:
        one = notes.get((link.left, link.right))
        yield replace(link, note=one.note) if one else link


def unnoted(found: Corrected, links: Iterable[Link]) -> Iterator[Warned]:
    """The notes on links that are not there."""
    there = {sides for link in links for sides in ((link.left, link.right), (link.right, link.left))}
    late = {one.where: one for some in found.notes.values() for ids, one in some.items() if ids not in there}
    for where, one in late.items():
        if one.action == "note":
            yield Warned(where, "no link joins exactly these sentences: add one, or move the note")
