"""Translations held against references: one table, comparisons and slices, for the terminal, a paper or a program."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from pipeline.evaluate import ranking
from pipeline.evaluate.metrics import arrow, digits, outside
from pipeline.evaluate.scored import FEWEST, Report, Score, Slice
from pipeline.export.reading import counted, harmless

LIKENESS = "Not quality: the reference is independent coverage, and these figures say how like it is to this text."
FEW = (
    f"Slices of fewer than {FEWEST} segments are too small to be ranked; the intervals say how little is known of them."
)
INTERVALS = "Intervals are of the segments drawn, 95 %; what another kind of text would give they do not say."
_LATEX = str.maketrans({
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>|#"})


def lines(report: Report) -> Iterator[str]:
    """A report for the terminal, line by line; a * behind the best system's figure where the tests allow it."""
    yield _about(report)
    yield from _caveats(report)
    cells = [["", *_headings(report)]]
    for label, row in _systems(report, lambda score, best: _figure(score) + " *" * best):
        baseline = len(cells) == 1 and report.pairs == "first" and bool(report.comparisons)
        cells.append([label + " (baseline)" * baseline, *row])
    yield ""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    yield from ("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)
    yield from ("", *_made_of(report))
    yield from (f"  {metric:10}{signature}" for metric, signature in _signatures(report))
    if report.comparisons:
        yield from _comparisons(report)
    if report.note:
        yield report.note
    yield from _slices(report)
    if any(score.mean is not None for score in chain.from_iterable(report.scores)):
        yield from ("", INTERVALS)


def markdown(report: Report) -> Iterator[str]:
    """The table with the best figures in bold, and what a reader needs to judge it."""
    yield from (f"{line.translate(_MARKDOWN)}  " for line in (_about(report), *_caveats(report)))
    headings = _headings(report)
    yield from ("", f"| System | {' | '.join(headings)} |", f"|---|{'---:|' * len(headings)}")
    for label, row in _systems(report, lambda score, best: f"**{_figure(score)}**" if best else _figure(score)):
        yield f"| {label.translate(_MARKDOWN)} | {' | '.join(row)} |"
    yield ""
    below = [*(row.words for row in report.comparisons), *notes(report)]
    yield from (f"- {harmless(note).translate(_MARKDOWN)}" for note in below)
    yield from (f"- {metric}: `{signature}`" for metric, signature in _signatures(report))
    yield from (f"- {metric}, tests: `{signature}`" for metric, signature in signatures_of_tests(report))


def latex(report: Report) -> Iterator[str]:
    """A tabular without packages; what signs the figures stands in comments above it."""
    above = [_about(report), *_caveats(report), *(f"{metric}: {words}" for metric, words in _signatures(report))]
    above += [f"{metric}, tests: {words}" for metric, words in signatures_of_tests(report)]
    above += [*(row.words for row in report.comparisons), *notes(report)]
    yield from (f"% {harmless(note)}" for note in above)
    headings = [_tex(heading) for heading in _headings(report)]
    yield from (rf"\begin{{tabular}}{{l{'r' * len(headings)}}}", r"\hline")
    yield from (rf"System & {' & '.join(headings)} \\", r"\hline")
    for label, row in _systems(report, _tex_figure):
        yield rf"{_tex(label)} & {' & '.join(row)} \\"
    yield from (r"\hline", r"\end{tabular}")


def _tex_figure(score: Score, best: bool) -> str:
    places = digits(score.metric, score.value)
    spread = "" if score.half is None else rf" $\pm$ {score.half:.{places}f}"
    return (rf"\textbf{{{score.value:.{places}f}}}" if best else f"{score.value:.{places}f}") + spread


def table(report: Report) -> Iterator[str]:
    """CSV, a row a system: every figure in full, its interval, its parts, whether it is the best, its cluster."""
    rows = [_flat(report, n) for n in range(len(report.systems))]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    yield from out.getvalue().splitlines()


FORMATS: Mapping[str, Callable[[Report], Iterator[str]]] = {  # json is made where all other JSON is
    "text": lines,
    "markdown": markdown,
    "latex": latex,
    "csv": table,
}


def _flat(report: Report, place: int) -> dict[str, object]:
    name = report.systems[place]
    row: dict[str, object] = {"testset": report.testset, "digest": report.digest, "n": report.n, "system": name}
    row["prepared"] = ", ".join(report.prepared)
    for score in report.scores[place]:
        row |= {score.metric: score.value, f"{score.metric} low": score.low, f"{score.metric} high": score.high}
        row |= {f"{score.metric} {part}": value for part, value in score.parts.items()}
        groups = ranking.clusters(report, score.metric)
        row[f"{score.metric} best"] = int(_leads(report, name, score))
        row[f"{score.metric} group"] = next((n for n, group in enumerate(groups, 1) if name in group), "")
        row[f"{score.metric} signature"] = score.signature
    return row


def _about(report: Report) -> str:
    title = f"{harmless(report.title)}: " if report.title else ""
    return f"{title}{harmless(report.testset)} ({report.digest}): {counted(report.n, 'segment')} into {report.target}"


def _caveats(report: Report) -> Iterator[str]:
    if report.kind == "likeness":
        yield LIKENESS
    if report.prepared:
        yield f"All texts were changed before they were scored: {', '.join(report.prepared)}"


def _headings(report: Report) -> list[str]:
    return [f"{harmless(score.metric)} {arrow(score.metric)}".strip() for score in report.scores[0]]


def _tex(text: str) -> str:
    return text.translate(_LATEX).replace("↑", r"$\uparrow$").replace("↓", r"$\downarrow$")


def _leads(report: Report, system: str, score: Score) -> bool:
    return report.kind == "quality" and ranking.best(report, score.metric) == system


def _systems(report: Report, cell: Callable[[Score, bool], str]) -> Iterator[tuple[str, list[str]]]:
    """Each system and its figures, as `cell` writes one of which it is told whether it is the best."""
    for name, scores in zip(report.systems, report.scores, strict=True):
        yield harmless(name), [cell(score, _leads(report, name, score)) for score in scores]


def _signatures(report: Report) -> Iterator[tuple[str, str]]:
    """A line a metric: every system's figure has the same."""
    yield from ((score.metric, score.signature) for score in report.scores[0])


def notes(report: Report) -> list[str]:
    """What belongs to the table: what figures are made of, which groups the tests tell apart, what is marked."""
    return [note for note in (*_made_of(report), *_clusters(report), _bold(report), *_meaning_of_p(report)) if note]


def _made_of(report: Report) -> Iterator[str]:
    """What each figure of BLEU is made of, in sacrebleu's own form."""
    for name, scores in zip(report.systems, report.scores, strict=True):
        for score in scores:
            if score.parts:
                yield f"{score.metric} of {harmless(name)}: {_parts(score.parts)}"


def _parts(parts: Mapping[str, float]) -> str:
    precisions = "/".join(f"{value:.1f}" for name, value in parts.items() if name.startswith("precision"))
    lengths = f"hyp_len = {parts['words']:.0f} ref_len = {parts['reference words']:.0f}"
    return f"{precisions} (BP = {parts['brevity penalty']:.3f} ratio = {parts['length ratio']:.3f} {lengths})"


def _clusters(report: Report) -> Iterator[str]:
    for score in report.scores[0]:
        if groups := ranking.clusters(report, score.metric):
            ranks = "; ".join(f"{n}. {', '.join(map(harmless, group))}" for n, group in enumerate(groups, 1))
            yield f"{score.metric}, groups that the tests tell apart: {ranks}"


def _bold(report: Report) -> str:
    """What marks the best figure, or why none is marked."""
    if len(report.systems) < 2 or not report.comparisons:
        return ""
    if any(ranking.best(report, score.metric) for score in report.scores[0]):
        return "Marked is a system that the tests call better than every other one."
    untested = report.pairs == "first" and len(report.systems) > 2
    return "No figure is marked: no system is better than every other by a test" + "; --pairs all tests all" * untested


def _comparisons(report: Report) -> Iterator[str]:
    yield ""
    yield from (harmless(comparison.words) for comparison in report.comparisons)
    yield from _clusters(report)
    yield _bold(report).replace("Marked is", "*:")
    yield from _meaning_of_p(report)
    yield from (f"  {metric:10}{signature}" for metric, signature in signatures_of_tests(report))


def _meaning_of_p(report: Report) -> Iterator[str]:
    if report.comparisons:
        yield "p: the greater of sacrebleu's paired bootstrap (bs) and paired approximate randomisation (ar)"
    if any(outside(comparison.metric) for comparison in report.comparisons):
        yield "Metrics of other programs: the same two tests, of the mean over the segments"


def signatures_of_tests(report: Report) -> list[tuple[str, str]]:
    """A metric each, that of its randomisation test; the bootstrap's stands with the figures already."""
    return [(metric, row.signatures[-1]) for metric, row in {row.metric: row for row in report.comparisons}.items()]


def _figure(score: Score) -> str:
    places = digits(score.metric, score.value)
    spread = "" if score.mean is None else f" (μ = {score.mean:.{places}f} ± {score.half:.{places}f})"
    return f"{score.value:.{places}f}{spread}"


def _slices(report: Report) -> Iterator[str]:
    for field in dict.fromkeys((*(part.by for part in report.slices), *report.hidden)):
        yield from ("", f"by {field}")
        for part in report.slices:
            if part.by == field:
                yield f"  {harmless(part.value) or 'not said'}, n = {part.n:,}"
                yield from _rows(report, part)
        if field in report.hidden:
            yield f"  {report.hidden[field]} with fewer than {report.fewest} segments not shown"
    if few(report):
        yield from ("", FEW)


def few(report: Report) -> bool:
    """Whether slices are shown that are too small for a verdict."""
    return any(part.n < FEWEST for part in report.slices)


def _rows(report: Report, part: Slice) -> Iterator[str]:
    wide = max(map(len, report.systems))
    for name, scores in zip(report.systems, part.scores, strict=True):
        cells = "  ".join(f"{score.metric} {_figure(score):26}" for score in scores)
        yield f"    {harmless(name):{wide}}  {cells.rstrip()}"
