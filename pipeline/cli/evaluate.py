"""`synopsis evaluate`: numbers to report, each with how sure it is."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import __version__
from pipeline.cli.options import Json
from pipeline.cli.talk import print_json, report, talk, told
from pipeline.errors import ConfigError, InputError

if TYPE_CHECKING:
    from pipeline.evaluate.alignment import Calibration, Figure, Report, System
    from pipeline.read.beads import Found, Gold

STDIN = Path("-")
MEANING = {"pair": "sentence pairs", "strict": "both sides equal", "lax": "both sides overlap"}

evaluate_app = typer.Typer(no_args_is_help=True)


@evaluate_app.callback()
def evaluate_top() -> None:
    """Measure results, with a reference or without."""


@evaluate_app.command("alignment")
def evaluate_alignment(
    gold: Annotated[Path, typer.Option(metavar="GOLD", help="Reference, JSON lines.")],
    found: Annotated[
        list[Path], typer.Option(metavar="FOUND", help="Links, JSON lines, or - for stdin; the first is the baseline.")
    ],
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw the reliability diagram.")] = None,
    resamples: Annotated[int, typer.Option(min=100, metavar="N", help="Of the documents, for intervals.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Another one, other resamples.")] = 12345,
    json_: Json = False,
) -> None:
    """Hold links against gold links: precision, recall and F with 95 % intervals.

    A line of GOLD is {"id": "a", "gold": [[[0], [0, 1]], …]}, perhaps
    with "src" and "tgt", the sentences; one of FOUND is
    {"id": "a", "links": [[[0], [0, 1]], …]}: sentence numbers of both
    sides, from 0. A third item from 0 to 1 on every link is taken for
    its probability, and held against the truth too.

    [bold]Examples[/bold]

      synopsis evaluate alignment --gold G.jsonl --found F.jsonl

      synopsis evaluate alignment --gold G.jsonl --found old --found new

      synopsis evaluate alignment --gold G.jsonl --found F.jsonl --plot F.svg
    """
    with told():
        _refuse(found, plot)
        from pipeline.evaluate import alignment
        from pipeline.read import beads

        reference = beads.gold(gold)
        systems = [beads.found(sys.stdin.buffer.read() if path == STDIN else path, reference) for path in found]
        report(
            [warned for warnings in (reference.warnings, *(one.warnings for one in systems)) for warned in warnings], []
        )
        made = alignment.report(reference.links, [one.links for one in systems], resamples=resamples, seed=seed)
        if plot:
            _draw(plot, made.systems[0], systems[0], reference)
        if json_:
            print_json(_json(made, reference, systems))
        else:
            typer.echo("\n".join(_worded(made, reference, systems)))


def _refuse(found: list[Path], plot: Path | None) -> None:
    if found.count(STDIN) > 1:
        raise ConfigError("--found - is given twice; stdin can be read once: name files for the others")
    if plot and len(found) > 1:
        raise ConfigError(f"--plot draws one --found and {len(found)} are given; draw each in a call of its own")


def _draw(path: Path, system: "System", found: "Found", gold: "Gold") -> None:
    from pipeline.export import reliability
    from pipeline.export.whole import write

    if not system.calibration:
        raise InputError(f"{found.name}: no diagram for --plot: {system.uncalibrated}")
    rows = [(one.low, one.high, one.links, one.mean, one.right) for one in system.calibration.bins]
    write(path, reliability.svg(rows, system.calibration.error, Path(found.name).name, Path(gold.name).name))
    talk().print(f"{path}: reliability diagram", markup=False, highlight=False, soft_wrap=True)


def _json(made: "Report", gold: "Gold", found: "list[Found]") -> dict[str, object]:
    systems = [{"found": one.name, **asdict(system)} for one, system in zip(found, made.systems, strict=True)]
    return {"version": __version__, "gold": gold.name, **asdict(made), "systems": systems}


def _worded(made: "Report", gold: "Gold", found: "list[Found]") -> Iterator[str]:
    from pipeline.export.reading import counted, harmless

    names = [harmless(one.name) for one in found]
    documents = counted(made.documents, "document")
    yield f"{harmless(gold.name)}: {documents}, {counted(made.links, 'link')}"
    for n, (name, system) in enumerate(zip(names, made.systems, strict=True)):
        yield from ("", f"{name}: {counted(system.links, 'link')}")
        yield from _measures(system)
        if n:
            yield from ("", f"{name} against {names[0]}: difference of F")
            yield from _differences(system, documents)
    for name, system in zip(names, made.systems, strict=True):
        yield ""
        if system.calibration:
            yield from _calibration(system.calibration, name, counted(system.calibration.links, "link"))
        else:
            yield f"{name}: no calibration, {system.uncalibrated}"
    yield ""
    if made.documents > 1:
        yield f"95 % intervals: bootstrap over {documents}, {made.resamples} resamples, seed {made.seed}"
    else:
        yield "No intervals: they are taken over documents, and need several."


def _measures(system: "System") -> Iterator[str]:
    yield _row("", "precision", "recall", "F")
    for name, measured in system.measures.items():
        figures = (measured.precision, measured.recall, measured.f)
        yield _row(name, *(f"{one.value:.4f}" for one in figures))
        yield _row(f"  {MEANING[name]}", *(_interval(one, "") for one in figures))


def _row(name: str, *cells: str) -> str:
    return (f"{name:22}" + "".join(f"{cell:19}" for cell in cells)).rstrip()


def _interval(figure: "Figure", sign: str) -> str:
    """As in "0.9310 to 0.9780"; `sign` "+" shows it."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:{sign}.4f} to {figure.high:{sign}.4f}"


def _differences(system: "System", documents: str) -> Iterator[str]:
    for name, one in system.differences.items():
        words = one.verdict if one.verdict != "not distinguishable" else f"{one.verdict} at {documents}"
        yield f"{name:8}{one.f.value:+.4f}  {_interval(one.f, '+'):19} {words}"


def _calibration(found: "Calibration", name: str, links: str) -> Iterator[str]:
    yield f"{name}: expected calibration error {found.error:.4f} over {links}"
    yield f"{'':33}if only links from here up are kept"
    yield f"probability  links   mean  right  {'share of links':>14}  {'precision':>9}  {'recall':>6}"
    for one, kept in zip(found.bins, found.curve, strict=True):
        cells = f"{one.links:7}  {_share(one.mean):>5}  {_share(one.right):>5}"
        rest = f"{_share(kept.share):>14}  {_share(kept.precision):>9}  {_share(kept.recall):>6}"
        yield f"{one.low:.1f} to {one.high:.1f}  {cells}  {rest}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
