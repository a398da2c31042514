"""`synopsis export`: results as files that other tools open."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from pipeline.cli.options import either, unset
from pipeline.cli.talk import DONE, PARTIAL, errors_as_exit_codes, report, say
from pipeline.errors import ConfigError
from pipeline.export.formats import FORMATS

PAIRS = "Foreign sentences with English coverage of the same, or with their translation."
OUT = "File, or folder where the format makes several."


def export(
    aligned: Annotated[Path, Argument(metavar="ALIGNED", help="Folder of results, or one story's.")],
    format_: Annotated[str, Option("--format", metavar="F", help=f"{either(FORMATS)}.")],
    pairs: Annotated[str | None, unset(PAIRS, "coverage", "WHAT")] = None,
    out: Annotated[Path | None, unset(OUT, "stdout, for text", "FILE or DIR", "-o", "--out")] = None,
) -> None:
    """Write results as files that other tools open.

    jsonl, tsv, tsv-raw and tmx are one text, xlsx is one file, for all stories;
    html, epub and standoff are a file a story; parquet, xces, moses and
    ladder a folder. Exit codes: 0 all done, 2 could not be done, 3 done
    but for what it names.

    [bold]Examples[/bold]

      synopsis export aligned --format xlsx -o coverage.xlsx

      synopsis export aligned --format tmx --pairs translation > translated.tmx

      synopsis export aligned/my-story --format epub -o my-story.epub
    """
    with errors_as_exit_codes():
        from pipeline import read
        from pipeline.export import formats
        from pipeline.export.atomic import write
        from pipeline.export.tally import Tally

        chosen = formats.named(format_)
        choice = formats.pairing_of(chosen, format_, pairs)
        folders = read.results(aligned)
        if out and not out.parent.exists():
            raise ConfigError(f"{out}: no such folder {str(out.parent)!r}; make it, or name one that is there with -o")
        # before any work: what cannot be written is refused at once
        one_file = formats.is_one_file(chosen, format_, out, len(folders))
        tally = Tally()
        stories = tally.stories(read.each_result(folders), choice)
        # stories are read as the exporter asks for them, so that one is in memory at a time
        for name, content in tally.files(chosen.write(stories)):
            if out is None:
                sys.stdout.buffer.write(content)
            else:
                write(out if one_file else out / name, content)
        report((), tally.failures)
        for warning in tally.warnings:
            say(warning)
        say(f"{tally.line(chosen.paired)} → {out or 'stdout'}")
        raise typer.Exit(PARTIAL if tally.failures else DONE)
