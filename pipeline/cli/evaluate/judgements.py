"""`synopsis evaluate judgements`: what people judged."""

from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Annotated

from typer import Argument

from pipeline import __version__
from pipeline.cli.evaluate.options import whole
from pipeline.cli.options import Json
from pipeline.cli.talk import print_json, print_lines, report


def judgements(
    files: Annotated[list[Path], Argument(metavar="FILES", help="Exported by Pearmut or Appraise.")],
    json_: Json = False,
) -> None:
    """Read what people judged: scores and errors by system, with 95 % intervals.

    Pearmut: annotations.json from the dashboard, or its .jsonl log.
    Appraise: the CSV of ExportSystemScoresToCSV.

    [bold]Examples[/bold]

      synopsis evaluate judgements annotations.json
    """
    with whole():
        from pipeline.evaluate.judged import judged
        from pipeline.export.scores import judgements as words
        from pipeline.read import judgements as read

        exports = [read.judgements(path) for path in files]
        for export in exports:
            report(export.warnings)
        summary = judged(list(chain.from_iterable(export.rows for export in exports)))
        if json_:
            print_json({"version": __version__, **asdict(summary)})
        else:
            print_lines(words.lines(summary))
