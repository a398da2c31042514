"""Links held against gold links: tables for the terminal."""

from collections.abc import Iterator, Sequence

from pipeline.evaluate.alignment import AlignedSystem, AlignmentReport, Calibration
from pipeline.export.reading import counted, harmless, interval

MEANING = {"pair": "sentence pairs", "strict": "both sides equal", "lax": "both sides overlap"}


def lines(report: AlignmentReport, gold: str, files: Sequence[str]) -> Iterator[str]:
    """A report, line by line; `gold` and `files` name what was read."""
    names = [harmless(name) for name in files]
    documents = counted(report.documents, "document")
    yield f"{harmless(gold)}: {documents}, {counted(report.links, 'link')}"
    for n, (name, system) in enumerate(zip(names, report.systems, strict=True)):
        yield from ("", f"{name}: {counted(system.links, 'link')}")
        yield from _measures(system)
        if n:
            yield from ("", f"{name} against {names[0]}: difference of F")
            yield from _differences(system, documents)
    for name, system in zip(names, report.systems, strict=True):
        yield ""
        if system.calibration:
            yield from _calibration(system.calibration, name, counted(system.calibration.links, "link"))
        else:
            yield f"{name}: no calibration, {system.uncalibrated}"
    yield ""
    if report.documents > 1:
        yield f"95 % intervals: bootstrap over {documents}, {report.resamples} resamples, seed {report.seed}"
    else:
        yield "No intervals: they are taken over documents, and need several."


def _measures(system: AlignedSystem) -> Iterator[str]:
    yield _row("", "precision", "recall", "F")
    for name, measured in system.measures.items():
        figures = (measured.precision, measured.recall, measured.f)
        yield _row(name, *(f"{figure.value:.4f}" for figure in figures))
        yield _row(f"  {MEANING[name]}", *(interval(figure.low, figure.high, ".4f") for figure in figures))


def _row(name: str, *cells: str) -> str:
    return (f"{name:22}" + "".join(f"{cell:19}" for cell in cells)).rstrip()


def _differences(system: AlignedSystem, documents: str) -> Iterator[str]:
    for name, difference in system.differences.items():
        unclear = difference.verdict == "not distinguishable"
        words = f"{difference.verdict} at {documents}" if unclear else difference.verdict
        spread = interval(difference.f.low, difference.f.high, "+.4f")
        yield f"{name:8}{difference.f.value:+.4f}  {spread:19} {words}"


def _calibration(calibration: Calibration, name: str, links: str) -> Iterator[str]:
    yield f"{name}: expected calibration error {calibration.error:.4f} over {links}"
    yield f"{'':33}if only links from here up are kept"
    yield f"probability  links   mean  right  {'share of links':>14}  {'precision':>9}  {'recall':>6}"
    for bin_, rest in zip(calibration.bins, calibration.curve, strict=True):
        cells = f"{bin_.links:7}  {_share(bin_.mean):>5}  {_share(bin_.right):>5}"
        left = f"{_share(rest.share):>14}  {_share(rest.precision):>9}  {_share(rest.recall):>6}"
        yield f"{bin_.low:.1f} to {bin_.high:.1f}  {cells}  {left}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
