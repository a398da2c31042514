"""Translations held against references: figures, comparisons and slices for the terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.evaluate.metrics import METRICS, digits
from pipeline.export.reading import counted, harmless

if TYPE_CHECKING:
    from pipeline.evaluate.scored import Report, Score, Slice

LIKENESS = "Not quality: the reference is independent coverage, and these figures say how like it is to this text."


def lines(report: "Report") -> Iterator[str]:
    """A report, line by line."""
    yield f"{harmless(report.testset)} ({report.digest}): {counted(report.n, 'segment')} into {report.target}"
    if report.kind == "likeness":
        yield LIKENESS
    for n, (name, scores) in enumerate(zip(report.systems, report.scores, strict=True)):
        several = n == 0 and len(report.systems) > 1
        yield from ("", harmless(name) + " (baseline)" * several)
        yield from (f"  {score.metric:10}{_figure(score):26}  {score.signature}" for score in scores)
    if report.comparisons:
        yield from _comparisons(report)
    if report.note:
        yield report.note
    yield from _slices(report)
    if any(score.mean is not None for scores in report.scores for score in scores):
        yield ""
        yield "Intervals are of the segments drawn, 95 %; what another kind of text would give they do not say."


def _comparisons(report: "Report") -> Iterator[str]:
    yield ""
    yield from (harmless(comparison.words) for comparison in report.comparisons)
    yield "p: the greater of sacrebleu's paired bootstrap (bs) and paired approximate randomisation (ar)"
    if any(comparison.metric not in METRICS for comparison in report.comparisons):
        yield "Metrics of other programs: the same two tests, of the mean over the segments"
    for metric, signatures in {row.metric: row.signatures for row in report.comparisons}.items():
        yield from (f"  {metric:10}{signature}" for signature in signatures)


def _figure(score: "Score") -> str:
    places = digits(score.metric, score.value)
    spread = "" if score.mean is None else f" (μ = {score.mean:.{places}f} ± {score.half:.{places}f})"
    return f"{score.value:.{places}f}{spread}"


def _slices(report: "Report") -> Iterator[str]:
    for field in dict.fromkeys((*(part.by for part in report.slices), *report.hidden)):
        yield from ("", f"by {field}")
        for part in report.slices:
            if part.by == field:
                yield f"  {harmless(part.value) or 'not said'}, n = {part.n:,}"
                yield from _rows(report, part)
        if field in report.hidden:
            yield f"  {report.hidden[field]} with fewer than 30 segments not shown"


def _rows(report: "Report", part: "Slice") -> Iterator[str]:
    wide = max(map(len, report.systems))
    for name, scores in zip(report.systems, part.scores, strict=True):
        cells = "  ".join(f"{score.metric} {_figure(score):26}" for score in scores)
        yield f"    {name:{wide}}  {cells.rstrip()}"
