"""Compare: the alignments of a story become a synopsis, rows of statements × columns of articles, and what differs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.compare import (
    attribution,
    certainty,
    date,
    detail,
    evaluation,
    exchanged,
    fate,
    name,
    negation,
    number,
    place,
    spelling,
)
from pipeline.compare.answering import answers
from pipeline.compare.clause import wording
from pipeline.compare.contested import contested, own_sides
from pipeline.compare.likeness import Likeness, asks, carried, likened, unlike
from pipeline.compare.links import by_aligner, differing_links, linked_by_claims
from pipeline.compare.persons import named, referents
from pipeline.compare.said import Found, Held, Links, Opened, OpenedRow, claim_of, headed_by, linked, opened, read
from pipeline.compare.sides import explanation
from pipeline.compare.statements import columns, rejoined, synopsis, titled
from pipeline.compare.states import with_differences
from pipeline.compare.trips import trips
from pipeline.compare.trust import verdict
from pipeline.compare.votes import votes
from pipeline.compare.weights import shipped
from pipeline.compare.wording import worded
from pipeline.data import Alignment, Claim, Difference, Sentence, Side, Span, Statement, Story, Synopsis, Translation

__all__ = [
    "Comparison", "Likeness", "by_aligner", "columns", "compared", "differing_links", "likened", "linked_by_claims",
    "named", "signature", "synopsis", "titled", "unlike", "worded", "wording",
]  # fmt: skip

VERSION = "42"  # raised when statements or differences can come out otherwise

OF_ANSWERS: Mapping[str, Callable[[Opened], Iterator[Found]]] = {
    "number": number.differing,
    "date": date.differing,
    "name": name.given,
    "name of an office": name.in_office,
    "name of a thing": name.of_a_kind,
    "name of who did it": name.of_a_doer,
    "who did it to whom": exchanged.differing,
    "code": name.coded,
    "place": place.differing,
    "fate": fate.differing,
    "negation": negation.differing,
    "certainty": certainty.differing,
    "attribution": attribution.differing,
}
OF_ROWS: Mapping[str, Callable[[OpenedRow], Iterator[Found]]] = {
    "evaluation": evaluation.differing,
    "detail": detail.differing,
}


def signature() -> str:
    """What could change a comparison, besides what it compares: its version, the weights of likeness."""
    return f"compare:{VERSION}|weights:{shipped(vectors=True).digest}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs in a story: found once, to be judged as often as more is known of its translations.

    `synopsis` has headlines and round trips, and no difference yet; `found` are the differences of its rows, in order.
    `beside`: claims (ids) that say what a side of a contested row says, though no side names them. `voices`: sentence
    (id) → who says what it says.
    """

    story: Story
    synopsis: Synopsis
    links: Links
    found: tuple[tuple[Statement, Found], ...]
    beside: frozenset[str]
    voices: Mapping[str, str]

    def judged(self, seconds: Mapping[str, str]) -> Synopsis:
        """The synopsis with its differences, how far to trust each, and what each article does about each row.

        Args:
            seconds: sentence id → the English of another decoding; what it puts otherwise may be the translator's.
        """
        differences = tuple(_differences(self, seconds))
        statements = tuple(_with_verdicts(row, differences, self) for row in self.synopsis.statements)
        return replace(self.synopsis, differences=differences, statements=statements)


def compared(
    synopsis: Synopsis,
    story: Story,
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    alignments: Sequence[Alignment],
    claims: Mapping[str, Sequence[Claim]],
    likeness: Likeness,
    *,
    fixed: bool = False,
) -> Comparison:
    """What differs inside the rows of a synopsis, and its round trips.

    Args:
        claims: sentence id → the claims of its English.
        likeness: how likely any two claims say the same.
        fixed: whether the rows stay as they are, whatever differs.
    """
    alignments = carried(alignments, likeness.claims, likeness.texts)
    lines, links = read(sentences, translations, claims), linked(alignments)
    articles = {article.id: article for article in story.articles}
    rows = opened(synopsis, story, lines, links)
    row_of = {claim: row.id for row in synopsis.statements for claim in row.claims}
    told = {key: line for key, line in lines.items() if not asks(line.english)}
    whole = Opened(told, rows, answers(told, alignments, likeness, row_of), articles, referents(lines.values()))
    found = tuple(_findings(synopsis.statements, whole))
    moves = {} if fixed else dict(_moves(found, row_of, synopsis))
    table = rejoined(synopsis, moves, story, sentences, likeness) if moves else synopsis
    trips_home = trips(story, sentences, translations, alignments)
    by_row: dict[str, list[Found]] = {}
    for row, difference in found:
        by_row.setdefault(row.id, []).append(difference)
    counted = {
        row.id: votes(row, by_row[row.id], likeness, story)
        for row in table.statements
        if len(row.cells) > 1 and row.id in by_row
    }
    statements = tuple(titled(table.statements, likeness, sentences, translations, counted))
    beside = frozenset().union(*(of_row.beside for of_row in counted.values()))
    voices = {key: " ".join(map(_voice, line.claims)) for key, line in lines.items()}
    return Comparison(
        story, replace(table, round_trips=trips_home, statements=statements), links, found, beside, voices
    )


def _voice(claim: Claim) -> str:
    """Who says what a claim says, as far as it tells: also who puts a number at so much."""
    return claim.source.speaker or (claim.subject if claim.predicate in ("put", "estimate", "reckon") else "")


def _moves(
    found: Sequence[tuple[Statement, Found]], row_of: Mapping[str, str], table: Synopsis
) -> Iterator[tuple[str, str]]:
    """What differs is of one fact: a claim that only its own article's row has, and the row it goes to."""
    alone = {row.id for row in table.statements if len(row.cells) == 1}
    for row, difference in found:
        for held in (held for side in difference.sides for held in side):
            claim = claim_of(held)
            if (
                claim
                and row_of.get(claim) in alone - {row.id}
                and held.said.sentence.id not in row.cells.get(held.said.article, ())
            ):
                yield claim, row.id


def _with_verdicts(row: Statement, differences: Sequence[Difference], comparison: Comparison) -> Statement:
    """A row with what its differences say of its states and its headline."""
    within = [difference for difference in differences if difference.statement == row.id]
    sentence, sided = headed_by(row), not comparison.beside.isdisjoint(row.claims[:1])
    words = contested(row.headline, sentence, within, comparison.voices, sided=sided)
    own = {difference.id: own_sides(difference, sentence, row.headline) for difference in within}
    row = replace(row, headline=words)
    return replace(row, states=with_differences(row, within, own, comparison.story))


def _findings(statements: Sequence[Statement], opened: Opened) -> Iterator[tuple[Statement, Found]]:
    """In the order of the rows, kind by kind."""
    by_row: dict[str, list[Found]] = {row.id: [] for row in statements}
    for finder in OF_ANSWERS.values():
        for difference in finder(opened):
            if row := _row(difference, statements):
                by_row[row.id].append(difference)
    for opened_row in opened.rows:
        for row_finder in OF_ROWS.values():
            by_row[opened_row.statement.id] += row_finder(opened_row)
    for opened_row, difference in spelling.spelled(opened.rows):
        by_row[opened_row.statement.id].append(difference)
    for statement in statements:
        yield from ((statement, difference) for difference in _each_once(by_row[statement.id]))


def _each_once(found: Sequence[Found]) -> Iterator[Found]:
    """The differences without those that another one covers: of one quotation several claims may be set apart."""
    for at, difference in enumerate(found):
        covering = (n for n, other in enumerate(found) if n != at and _covers(other, difference))
        if not any(n < at or not _covers(difference, found[n]) for n in covering):
            yield difference


def _covers(wider: Found, difference: Found) -> bool:
    """Whether all sides of a difference stand in those of another one of its kind."""
    stands = _STANDS.get(difference.kind)
    if not stands or wider.kind != difference.kind:
        return False
    holding = [
        {n for n, other in enumerate(wider.sides) if all(any(stands(held, one) for one in other) for held in side)}
        for side in difference.sides
    ]
    return all(holding) and len(set().union(*holding)) > 1


def _has_value_of(held: Held, other: Held) -> bool:
    """Of one article: two quotations of one speaker against two of another are told once."""
    return held.said.article == other.said.article and held.value == other.value


def _is_beside(held: Held, other: Held) -> bool:
    """In one sentence: one refusal, and what it is of."""
    return held.said.sentence.id == other.said.sentence.id


def _is_part_of(held: Held, other: Held) -> bool:
    """A village, and the farm near that village."""
    return held.said.sentence.id == other.said.sentence.id and other.start <= held.start and held.end <= other.end


# kind → whether what one side holds stands in what a side of another difference holds. Of manner the values are of few
# kinds; one place is read with and without what stands before it; an amount or a day is told once.
_STANDS: Mapping[str, Callable[[Held, Held], bool]] = {
    "negation": _is_beside,
    "attribution": _has_value_of,
    "certainty": _has_value_of,
    "place": _is_part_of,
}


def _differences(comparison: Comparison, seconds: Mapping[str, str]) -> Iterator[Difference]:
    """What was found, numbered within its kind in its row, with how far to trust it."""
    count: Counter[tuple[str, str]] = Counter()
    for statement, found in comparison.found:
        count[statement.id, found.kind] += 1
        judged = verdict(comparison.links, found, seconds)
        yield Difference(
            id=f"difference:{statement.id.removeprefix('statement:')}:{found.kind}:{count[statement.id, found.kind]}",
            statement=statement.id,
            kind=found.kind,
            sides=tuple(_side(comparison.synopsis.articles, side) for side in judged.sides),
            explanation=explanation(found, judged.sides),
            trust=judged.trust,
            reasons=judged.reasons,
        )


def _row(differing: Found, rows: Sequence[Statement]) -> Statement | None:
    """The row that holds most of what differs, the first of several."""
    keys = [(holding.said.article, holding.said.sentence.id) for side in differing.sides for holding in side]

    def holds(row: Statement) -> int:
        return sum(key in row.cells.get(article, ()) for article, key in keys)

    best = max(rows, key=holds, default=None)
    return best if best and holds(best) else None


def _side(columns: Sequence[str], side: Sequence[Held]) -> Side:
    """The articles in the order of the columns."""
    ordered = sorted(side, key=lambda holding: columns.index(holding.said.article))
    spans = [
        Span(holding.said.sentence.id, holding.start, holding.end, holding.said.english[holding.start : holding.end])
        for holding in ordered
    ]
    return Side(
        articles=tuple(dict.fromkeys(holding.said.article for holding in ordered)),
        value=", ".join(dict.fromkeys(holding.value for holding in ordered)),
        spans=tuple(span for span in dict.fromkeys(spans) if span.text),
    )
