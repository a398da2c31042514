"""Compare: the alignments of a story become a synopsis, rows of statements × columns of articles, and what differs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.compare import amounts, certainty, dates, detail, evaluation, names, voices
from pipeline.compare.rows import synopsis
from pipeline.compare.said import Found, Held, Row, opened
from pipeline.compare.states import alone, linked, states
from pipeline.compare.trips import trips
from pipeline.compare.trust import verdict
from pipeline.data import Alignment, Difference, Sentence, Side, Span, Story, Synopsis, Translation

__all__ = ["compared", "synopsis"]

_FINDERS = (
    amounts.differing,
    dates.differing,
    voices.differing,
    certainty.hedged,
    certainty.denied,
    evaluation.differing,
    detail.differing,
)


def compared(
    synopsis: Synopsis,
    story: Story,
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    alignments: Sequence[Alignment],
    seconds: Mapping[str, str],
) -> Synopsis:
    """The synopsis with what differs inside its rows, what each article does about each of them, and round trips.

    Args:
        seconds: sentence id → the English of another decoding; what it puts otherwise may be the translator's.
    """
    rows = opened(synopsis, story, sentences, translations, alignments, seconds)
    differences = tuple(_differences(rows))
    links = linked(alignments), alone(alignments)
    return replace(
        synopsis,
        differences=differences,
        round_trips=trips(story, sentences, translations, alignments),
        statements=tuple(replace(row, states=states(row, differences, story, *links)) for row in synopsis.statements),
    )


def _differences(rows: Sequence[Row]) -> Iterator[Difference]:
    """In the order of the rows, kind by kind, numbered within these."""
    spelled = list(names.differing(rows))
    for row in rows:
        found = [one for finder in _FINDERS for one in finder(row)]
        found += [one for there, one in spelled if there is row]
        count: Counter[str] = Counter()
        for one in found:
            count[one.kind] += 1
            yield _difference(row, one, count[one.kind])


def _difference(row: Row, found: Found, number: int) -> Difference:
    trust, reasons = verdict(row, found)
    key = row.statement.id.removeprefix("statement:")
    return Difference(
        id=f"difference:{key}:{found.kind}:{number}",
        statement=row.statement.id,
        kind=found.kind,
        sides=tuple(_side(row, side) for side in found.sides),
        explanation=found.explanation,
        trust=trust,
        reasons=reasons,
    )


def _side(row: Row, held: Sequence[Held]) -> Side:
    """The articles in the order of the columns."""
    columns = list(row.cells)
    ordered = sorted(held, key=lambda one: columns.index(one.said.article))
    spans = [Span(one.said.sentence.id, one.start, one.end, one.said.english[one.start : one.end]) for one in ordered]
    return Side(
        articles=tuple(dict.fromkeys(one.said.article for one in ordered)),
        value=", ".join(dict.fromkeys(one.value for one in ordered)),
        spans=tuple(span for span in dict.fromkeys(spans) if span.text),
    )
