"""Compare: the alignments of a story become a synopsis, rows of statements × columns of articles, and what differs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.compare import attribution, certainty, date, detail, evaluation, fate, name, negation, number, place
from pipeline.compare.answering import answers
from pipeline.compare.headline import contested, wording
from pipeline.compare.likeness import Likeness, likened
from pipeline.compare.said import Found, Held, Opened, OpenedRow, linked, opened, read
from pipeline.compare.statements import columns, synopsis, titled
from pipeline.compare.states import differing
from pipeline.compare.trips import trips
from pipeline.compare.trust import verdict
from pipeline.compare.wording import wordings
from pipeline.data import Alignment, Claim, Difference, Sentence, Side, Span, Statement, Story, Synopsis, Translation

__all__ = ["Likeness", "columns", "compared", "likened", "synopsis", "titled", "wording", "wordings"]

OF_ANSWERS: Mapping[str, Callable[[Opened], Iterator[Found]]] = {
    "number": number.differing,
    "date": date.differing,
    "name": name.given,
    "name of an office": name.in_office,
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


def compared(
    synopsis: Synopsis,
    story: Story,
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    alignments: Sequence[Alignment],
    seconds: Mapping[str, str],
    claims: Mapping[str, Sequence[Claim]],
    likeness: Likeness,
) -> Synopsis:
    """The synopsis with what differs inside its rows, what each article does about each of them, and round trips.

    Args:
        seconds: sentence id → the English of another decoding; what it puts otherwise may be the translator's.
        claims: sentence id → the claims of its English.
        likeness: how likely any two claims say the same.
    """
    lines, links = read(sentences, translations, seconds, claims), linked(alignments)
    articles = {article.id: article for article in story.articles}
    rows = opened(synopsis, story, lines, links)
    whole = Opened(lines, rows, links, answers(lines, alignments, likeness), articles, synopsis.articles)
    differences = tuple(_differences(synopsis, whole))
    return replace(
        synopsis,
        differences=differences,
        round_trips=trips(story, sentences, translations, alignments),
        statements=tuple(_judged(row, differences) for row in titled(synopsis.statements, likeness)),
    )


def _judged(row: Statement, differences: Sequence[Difference]) -> Statement:
    """A row with what its differences say of its states and its headline."""
    within = [difference for difference in differences if difference.statement == row.id]
    sentence = row.claims[0].rpartition("#")[0] if row.claims else ""
    return replace(row, states=differing(row, within), headline=contested(row.headline, sentence, within))


def _differences(synopsis: Synopsis, opened: Opened) -> Iterator[Difference]:
    """In the order of the rows, kind by kind, numbered within these."""
    by_row: dict[str, list[Found]] = {row.id: [] for row in synopsis.statements}
    for finder in OF_ANSWERS.values():
        for difference in finder(opened):
            if row := _row(difference, synopsis.statements):
                by_row[row.id].append(difference)
    for opened_row in opened.rows:
        for row_finder in OF_ROWS.values():
            by_row[opened_row.statement.id] += row_finder(opened_row)
    for opened_row, spelling in name.spelled(opened.rows):
        by_row[opened_row.statement.id].append(spelling)
    for statement in synopsis.statements:
        count: Counter[str] = Counter()
        for difference in by_row[statement.id]:
            count[difference.kind] += 1
            yield _difference(opened, statement, difference, count[difference.kind])


def _row(differing: Found, rows: Sequence[Statement]) -> Statement | None:
    """The row that holds most of what differs, the first of several."""
    keys = [(holding.said.article, holding.said.sentence.id) for side in differing.sides for holding in side]

    def holds(row: Statement) -> int:
        return sum(key in row.cells.get(article, ()) for article, key in keys)

    best = max(rows, key=holds, default=None)
    return best if best and holds(best) else None


def _difference(opened: Opened, statement: Statement, differing: Found, number: int) -> Difference:
    trust, reasons = verdict(opened.links, differing)
    key = statement.id.removeprefix("statement:")
    return Difference(
        id=f"difference:{key}:{differing.kind}:{number}",
        statement=statement.id,
        kind=differing.kind,
        sides=tuple(_side(opened.columns, side) for side in differing.sides),
        explanation=differing.explanation,
        trust=trust,
        reasons=reasons,
    )


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
