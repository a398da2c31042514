"""What systems get right and others do not, and the segments on which they are furthest apart, for the terminal."""

from collections.abc import Iterator

from pipeline.evaluate.metrics import shown
from pipeline.evaluate.scored import Contrast, Report, SegmentScore
from pipeline.export.reading import harmless

RUNS = "words"  # the kind of contrast of which there are many
HEADINGS = {RUNS: "runs of words of the reference", "segments": "segments that keep what their source has"}


def lines(report: Report, most: int) -> Iterator[str]:
    """All classes of words and segments, `most` runs of words and `most` segments; says where there is nothing."""
    if len(report.systems) < 2:
        yield from ("", "what differs: one system differs from none; give several")
        return
    systems = [harmless(name) for name in report.systems]
    for kind in dict.fromkeys(contrast.kind for contrast in report.contrasts):
        rows = [contrast for contrast in report.contrasts if contrast.kind == kind]
        yield from ("", f"{HEADINGS.get(kind, kind)}, and how many each system has right")
        yield from _table(rows[:most] if kind == RUNS else rows, systems)
    segments = sorted(report.segments, key=lambda scored: min(scored.chrf) - max(scored.chrf))
    yield from ("", "segments furthest apart in chrF2++")
    for scored in segments[:most]:
        yield from _segment(scored, systems)


def _table(rows: list[Contrast], systems: list[str]) -> Iterator[str]:
    wide = max(len(row.name) for row in rows)
    yield f"  {'':{wide}}  {'of':>7}  {'  '.join(f'{name:>7}' for name in systems)}"
    for row in rows:
        counts = [f"{count:>{max(7, len(name))},}" for name, count in zip(systems, row.right, strict=True)]
        yield f"  {harmless(row.name):{wide}}  {row.n:>7,}  {'  '.join(counts)}"


def _segment(scored: SegmentScore, systems: list[str]) -> Iterator[str]:
    segment = scored.segment
    where = ", ".join(filter(None, (segment.document, segment.outlet)))
    yield f"  segment {harmless(segment.id)}{f' ({harmless(where)})' if where else ''}"
    texts = [("source", segment.source), ("reference", next(filter(None, segment.references), ""))]
    figures = (f"{name} {shown('chrF2++', value)}" for name, value in zip(systems, scored.chrf, strict=True))
    texts += zip(figures, segment.hypotheses, strict=True)
    yield from (f"    {label}: {harmless(text)}" for label, text in texts if text)
