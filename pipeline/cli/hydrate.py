"""`synopsis hydrate`: a page from a stand-off bundle and one's own copies of the articles."""

from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from pipeline.cli.options import ConfigFile, MemoryFile
from pipeline.cli.talk import DONE, PARTIAL, errors_as_exit_codes, report, say, settings_of
from pipeline.errors import InputError


def hydrate(
    bundle: Annotated[Path, Argument(metavar="BUNDLE", help="A stand-off bundle, or a folder of them.")],
    raw: Annotated[Path, Argument(metavar="RAW", help="Your copies of the articles, as `run` reads them.")],
    out: Annotated[Path, Option("-o", "--out", metavar="DIR", help="Folder for the page and result.json.")],
    memory: MemoryFile = None,
    config: ConfigFile = None,
) -> None:
    """Make the page again from a stand-off bundle and your own copies.

    Articles are recognised by what they say, not by their names. English
    comes from your memory, where it has the very translations: `synopsis
    run RAW` first, with the same translator. Exit codes: 0 all done,
    2 could not be done, 3 done but for the articles that are missing and
    the sentences that changed, which it names.

    [bold]Examples[/bold]

      synopsis export aligned --format standoff -o bundle

      synopsis hydrate bundle my-copies -o read
    """
    with errors_as_exit_codes():
        settings = settings_of({"memory": memory}, config)
        from pipeline import read
        from pipeline.export.bundles import write_hydrated
        from pipeline.story import hydrated, standoff

        bundles = read.standoffs(bundle)
        copies, failures = hydrated.copies(raw, settings.date)  # no article may be of after that day
        with hydrated.recalling(settings.memory) as recall:
            results = [standoff.hydrated(story, copies, recall) for story in bundles]
        # a bundle of which no article is here has nothing to show
        lines = [write_hydrated(result, out) for result in results if result.story.articles]
        for line in lines:
            say(line)
        warnings = list(chain.from_iterable(result.warnings for result in results))
        failures += chain.from_iterable(result.failures for result in results)
        report(warnings, failures)
        if not lines:
            raise InputError(f"{raw}: no article of {bundle} in it; name the folder with your copies")
        raise typer.Exit(PARTIAL if warnings or failures else DONE)
