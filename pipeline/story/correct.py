"""What people decided about a story's links, brought to the sentences that are there now."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from pipeline.align import Decided
from pipeline.data import Alignment, Correction, Failure, Link, Sentence, Warned
from pipeline.read.corrections import not_applied

Ids = tuple[tuple[str, ...], tuple[str, ...]]
Pair = tuple[str, str]  # two articles, by id


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrections of one story by pair of articles, each pair both ways round; `failures` fit nothing."""

    decided: Mapping[Pair, Mapping[Ids, Correction]] = field(default_factory=dict)
    notes: Mapping[Pair, Mapping[Ids, Correction]] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()
    failures: tuple[Failure, ...] = ()

    def for_pair(self, pair: Pair, numbers: Mapping[str, int]) -> Decided:
        """What is decided between two articles, by the numbers of their sentences."""
        joined: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        rejected: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        for (left, right), correction in self.decided.get(pair, {}).items():
            sides = tuple(numbers[key] for key in left), tuple(numbers[key] for key in right)
            (rejected if correction.action == "reject" else joined).append(sides)
        return Decided(tuple(joined), tuple(rejected))

    @property
    def rejected(self) -> frozenset[frozenset[str]]:
        """The pairs of sentences (ids) that a person took apart."""
        apart = (ids for decisions in self.decided.values() for ids, one in decisions.items() if one.action == "reject")
        return frozenset(frozenset(pair) for ids in apart for pair in product(*ids))

    def annotated(self, alignments: Iterable[Alignment]) -> tuple[Alignment, ...]:
        """The alignments, their links with what people wrote about them."""
        out = []
        for alignment in alignments:
            notes = {ids: line.note for ids, line in self.notes.get((alignment.left, alignment.right), {}).items()}
            links = (replace(link, note=notes.get((link.left, link.right), link.note)) for link in alignment.links)
            out.append(replace(alignment, links=tuple(links)) if notes else alignment)
        return tuple(out)

    def signature(self, pair: Pair) -> str:
        """Names the decisions between two articles; empty where there are none."""
        decisions = sorted((correction.action, *ids) for ids, correction in self.decided.get(pair, {}).items())
        return f"|corrections:{hashlib.sha256(repr(decisions).encode()).hexdigest()[:12]}" if decisions else ""


def corrected(corrections: Iterable[Correction], sentences: Sequence[Sentence]) -> Corrected:
    """Sort a story's corrections; of several about the same sentences the last counts, and notes are kept apart."""
    by_id = {sentence.id: sentence for sentence in sentences}
    decided: dict[Pair, dict[Ids, Correction]] = {}
    notes: dict[Pair, dict[Ids, Correction]] = {}
    warned: list[Warned] = []
    failures: list[Failure] = []
    for correction in corrections:
        problem = _problem(correction, by_id)
        if problem:
            failures.append(not_applied(correction.where, problem))
            continue
        sides = (sorted(set(side), key=lambda key: by_id[key].start) for side in (correction.left, correction.right))
        left, right = map(tuple, sides)
        ids = left, right
        pair = by_id[ids[0][0]].article, by_id[ids[1][0]].article
        earlier = decided.get(pair, {}).get(ids)
        # The same decision twice is no contradiction, and no warning.
        if earlier and correction.action != "note" and (correction.action == "reject") != (earlier.action == "reject"):
            reason = f"{correction.action}s what {earlier.where} {earlier.action}s; this line counts"
            warned.append(Warned(correction.where, reason))
        if correction.action != "note":
            _enter(decided, pair, ids, correction)
        if correction.note or correction.action == "note":
            _enter(notes, pair, ids, correction)
    return Corrected(decided, notes, tuple(warned), tuple(failures))


def _enter(table: dict[Pair, dict[Ids, Correction]], pair: Pair, ids: Ids, correction: Correction) -> None:
    """Put a correction under both ways round, as the last of its pair: an earlier one of the same sentences goes."""
    for ends, sides in ((pair, ids), (pair[::-1], ids[::-1])):
        entries = table.setdefault(ends, {})
        entries.pop(sides, None)
        entries[sides] = correction


def _problem(correction: Correction, by_id: Mapping[str, Sentence]) -> str:
    ids = (*correction.left, *correction.right)
    if absent := ", ".join(repr(key) for key in ids if key not in by_id):
        changed = "its text or its article's id has changed"
        return f"no sentence {absent} any more ({changed}): name another, or delete the line"
    if dull := ", ".join(repr(key) for key in ids if not by_id[key].eligible):
        return f"{dull} is boilerplate, which takes part in no link"
    sides = [{by_id[key].article for key in side} for side in (correction.left, correction.right)]
    if any(len(side) > 1 for side in sides) or sides[0] == sides[1]:
        return "a link joins sentences of one article with sentences of one other"
    return ""


def unnoted(people: Corrected, links: Iterable[Link]) -> Iterator[Failure]:
    """The notes on links that are not there."""
    linked = {(link.left, link.right) for link in links}
    linked |= {(right, left) for left, right in linked}
    late = {}  # by line of the file: each note stands in `people` twice, once each way round
    for notes in people.notes.values():
        for ids, correction in notes.items():
            if ids not in linked and correction.action == "note":
                late[correction.where] = correction
    for where in late:
        yield not_applied(where, "no link joins exactly these sentences: add one, or move the note")
