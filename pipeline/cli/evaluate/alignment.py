"""`synopsis evaluate alignment`: links against gold links."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from typer import Option

from pipeline import __version__
from pipeline.cli.evaluate.options import whole
from pipeline.cli.options import Json
from pipeline.cli.talk import print_json, print_lines, report, say
from pipeline.errors import ConfigError

STDIN = Path("-")


def alignment(
    gold: Annotated[Path, Option(metavar="GOLD", help="Reference, JSON lines.")],
    found: Annotated[
        list[Path], Option(metavar="FOUND", help="Links, JSON lines, or - for stdin; the first is the baseline.")
    ],
    plot: Annotated[Path | None, Option(metavar="FILE.svg", help="Draw the reliability diagram.")] = None,
    resamples: Annotated[int, Option(min=100, metavar="N", help="Of the documents, for intervals.")] = 1000,
    seed: Annotated[int, Option(min=0, metavar="N", help="Another one, other resamples.")] = 12345,
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
    with whole():
        if found.count(STDIN) > 1:
            raise ConfigError("--found - is given twice; stdin can be read once: name files for the others")
        if plot and len(found) > 1:  # a diagram has room for one
            raise ConfigError(f"--plot draws one --found and {len(found)} are given; draw each in a call of its own")
        from pipeline.evaluate import alignment as measures
        from pipeline.export.scores import alignment as words
        from pipeline.read import beads

        reference = beads.gold(gold)
        systems = [beads.found(sys.stdin.buffer.read() if path == STDIN else path, reference) for path in found]
        report(reference.warnings)
        for system in systems:
            report(system.warnings)
        links = [system.links for system in systems]
        measured = measures.report(reference.links, links, resamples=resamples, seed=seed)
        if plot:
            from pipeline.export import reliability
            from pipeline.export.atomic import write

            write(plot, reliability.diagram(measured.systems[0], systems[0].name, reference.name))
            say(f"{plot}: reliability diagram")
        names = [system.name for system in systems]
        if json_:
            figures = [{"found": name, **asdict(system)} for name, system in zip(names, measured.systems, strict=True)]
            print_json({"version": __version__, "gold": reference.name, **asdict(measured), "systems": figures})
        else:
            print_lines(words.lines(measured, reference.name, names))
