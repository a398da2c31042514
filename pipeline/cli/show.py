"""`synopsis show`: a story in the terminal."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from pipeline.cli.options import ConfigFile, Out
from pipeline.cli.talk import Stdout, errors_as_exit_codes, settings_of
from pipeline.errors import InputError


def show(
    story: Annotated[Path, Argument(metavar="STORY", help="A story's folder of results, or its name.")],
    out: Out = None,
    config: ConfigFile = None,
    json_: Annotated[bool, Option("--json", help="Print the whole result as JSON on stdout.")] = False,
) -> None:
    """Read a story here: contradictions, who reports what, each wording.

    [bold]Examples[/bold]

      synopsis show babuschkin-leaves-xai

      synopsis show results/my-story | less -R
    """
    with errors_as_exit_codes():
        settings = settings_of({"out": out}, config)
        from pipeline import read

        folder = read.story_folder(story, settings.out)
        failures = folder / "failures.jsonl"
        if failures.is_file() and not (folder / read.RESULT).is_file():
            raise InputError(f"{folder}: the last run made nothing of this story; {failures} says why")
        result = read.result(folder)  # read in any case: what is printed is whole and of this version
        if json_:
            sys.stdout.buffer.write((folder / read.RESULT).read_bytes())
            return
        from pipeline.export import terminal

        # rich takes 80 for a pipe; what goes to less should use the window
        console = Stdout(markup=False, emoji=False, width=shutil.get_terminal_size((120, 24)).columns)
        console.print(terminal.show(result, console.width))
