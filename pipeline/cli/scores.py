"""Scores in words for the terminal, and `synopsis evaluate history`: the scores of before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from pipeline import __version__
from pipeline.cli.options import ConfigFile, Json, MemoryFile
from pipeline.cli.talk import print_json, settings_of, talk, told
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.evaluate.scored import Report, Score, Slice
    from pipeline.memory.history import Record

SPARKS = "▁▂▃▄▅▆▇█"
_DRAWN = re.compile(r"(?<=\|)(?:bs|ar|seed):\d+\|?")  # of a signature: how often was drawn, not what was scored
LAST = 20  # evaluations that a sparkline shows
LIKENESS = "Not quality: the reference is independent coverage, and these figures say how like it is to this text."

HistoryFile = Annotated[
    Path | None,
    typer.Option("--history", metavar="FILE", help="Where figures are kept.", show_default="beside the memory"),
]


def worded(made: "Report") -> Iterator[str]:
    """A report, line by line."""
    from pipeline.evaluate.scored import Metric
    from pipeline.export.reading import counted, harmless

    yield f"{harmless(made.testset)} ({made.digest}): {counted(made.n, 'segment')} into {made.target}"
    if made.kind == "likeness":
        yield LIKENESS
    for n, (name, figures) in enumerate(zip(made.systems, made.scores, strict=True)):
        several = n == 0 and len(made.systems) > 1
        yield from ("", harmless(name) + " (baseline)" * several)
        yield from (f"  {one.metric:10}{_figure(one):26}  {one.signature}" for one in figures)
    if made.comparisons:
        yield ""
        yield from (harmless(one.words) for one in made.comparisons)
        yield "p: the greater of sacrebleu's paired bootstrap (bs) and paired approximate randomisation (ar)"
        if any(one.metric not in get_args(Metric) for one in made.comparisons):
            yield "Metrics of other programs: the same two tests, of the mean over the segments"
        for metric, signatures in {one.metric: one.signatures for one in made.comparisons}.items():
            yield from (f"  {metric:10}{signature}" for signature in signatures)
    if made.note:
        yield made.note
    yield from _slices(made)
    if any(one.mean is not None for figures in made.scores for one in figures):
        yield ""
        yield "Intervals are of the segments drawn, 95 %; what another kind of text would give they do not say."


def _figure(one: "Score") -> str:
    from pipeline.evaluate.scored import digits

    places = digits(one.metric, one.value)
    spread = "" if one.mean is None else f" (μ = {one.mean:.{places}f} ± {one.half:.{places}f})"
    return f"{one.value:.{places}f}{spread}"


def _slices(made: "Report") -> Iterator[str]:
    from pipeline.export.reading import harmless

    for field in dict.fromkeys((*(one.by for one in made.slices), *made.hidden)):
        yield from ("", f"by {field}")
        for one in made.slices:
            if one.by == field:
                yield f"  {harmless(one.value) or 'not said'}, n = {one.n:,}"
                yield from _rows(made, one)
        if field in made.hidden:
            yield f"  {made.hidden[field]} with fewer than 30 segments not shown"


def _rows(made: "Report", one: "Slice") -> Iterator[str]:
    wide = max(map(len, made.systems))
    for name, figures in zip(made.systems, one.scores, strict=True):
        yield f"    {name:{wide}}  " + "  ".join(f"{figure.metric} {_figure(figure):26}" for figure in figures).rstrip()


def evaluate_history(
    testset: Annotated[str, typer.Option(metavar="NAME", help="Of this test set alone.")] = "",
    system: Annotated[str, typer.Option(metavar="NAME", help="Of this system alone.")] = "",
    history: HistoryFile = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Show what earlier evaluations measured: a line a test set, system and metric.

    A sparkline runs from the lowest to the highest of its own figures.
    Test sets of one name with other references are told apart.

    [bold]Examples[/bold]

      synopsis evaluate history

      synopsis evaluate history --testset newstest2021
    """
    with told():
        from pipeline.memory.history import NAME, History

        path = history or settings_of({"memory": memory}, config).memory.parent / NAME
        if not path.exists():
            raise ConfigError(f"{path}: no history yet; `synopsis evaluate translation` adds to it")
        store = History(path)
        try:
            records = store.records(testset, system)
            known = [] if records else store.records()
        finally:
            store.close()
        if known:
            _unknown(known, testset, system)
        if json_:
            print_json({"version": __version__, "records": [asdict(one) for one in records]})
        else:
            typer.echo("\n".join(_table(records)))


def _unknown(known: "Sequence[Record]", testset: str, system: str) -> None:
    """Tell that nothing is of these names, and which there are."""
    from pipeline.export.reading import harmless

    given = " ".join(f"--{key} {name!r}" for key, name in (("testset", testset), ("system", system)) if name)
    sets = ", ".join(dict.fromkeys(one.testset for one in known))
    systems = ", ".join(dict.fromkeys(one.system for one in known))
    line = f"warning: {given}: nothing was evaluated under that name; test sets: {sets}; systems: {systems}"
    talk().print(harmless(line), markup=False, highlight=False, soft_wrap=True)


def _table(records: "Sequence[Record]") -> Iterator[str]:
    from pipeline.evaluate.scored import digits
    from pipeline.export.reading import counted, harmless

    sets: dict[tuple[str, str, str], dict[tuple[str, str], list[Record]]] = {}
    for one in records:
        lines = sets.setdefault((one.testset, one.digest, one.kind), {})
        lines.setdefault((one.system, one.metric), []).append(one)
    if not sets:
        yield "nothing was evaluated under that name"
    for (name, digest, kind), lines in sets.items():
        size = counted(next(iter(lines.values()))[-1].n, "segment")
        yield f"{harmless(name)} ({digest}): {size}" + "; likeness to other coverage, not quality" * (kind != "quality")
        wide = max(len(system) for system, _ in lines)
        for (system, metric), some in lines.items():
            last = some[-1]
            places = digits(metric, last.value)
            change = f"{last.value - some[-2].value:+.{places}f}" if len(some) > 1 else ""
            mixed = "  signatures differ" * (len({_DRAWN.sub("", one.signature) for one in some}) > 1)
            figures = (
                f"{last.date}  {last.value:7.{places}f}  {change:>7}  {sparkline([one.value for one in some][-LAST:])}"
            )
            yield f"  {harmless(system):{wide}}  {metric:10}{figures}{mixed}"


def sparkline(values: Sequence[float]) -> str:
    """A bar a value, from the lowest of them to the highest; all alike where they do not differ."""
    low, high = min(values), max(values)
    scale = (len(SPARKS) - 1) / (high - low) if high > low else 0
    return "".join(SPARKS[round((value - low) * scale)] for value in values)
