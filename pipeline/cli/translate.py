"""`synopsis translate`: lines of text to English lines."""

import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from pipeline.cli import options
from pipeline.cli.talk import errors_as_exit_codes, say, settings_of_command, watching

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.data import Lang
    from pipeline.progress import Watch

STDIN = Path("-")


def translate(
    context: typer.Context,
    files: Annotated[list[Path] | None, Argument(help="Text files; without any, stdin.", show_default="-")] = None,
    from_: Annotated[str | None, options.unset("de or fr.", "file name, or detected", "LANG", "--from")] = None,
    translator: options.Translator = None,
    translator_options: options.TranslatorOption = None,
    glossary: options.Glossary = None,
    news_terms: options.NewsTerms = None,
    memory: options.MemoryFile = None,
    config: options.ConfigFile = None,
    progress: options.Progress = options.ProgressStyle.auto,
    json_: Annotated[bool, Option("--json", help="One JSON object a sentence instead of lines.")] = False,
) -> None:
    """Translate German or French lines to English, a line for a line.

    [bold]Examples[/bold]

      synopsis translate bericht.de.txt > bericht.en.txt

      echo "Guten Morgen." | synopsis translate --from de

      synopsis translate --json notes.fr.txt | jq -r 'select(.flags != []) | .source'
    """
    with errors_as_exit_codes():
        settings = settings_of_command(context)
        from pipeline import run as pipeline_run
        from pipeline.export import translated

        with watching(progress) as watch:
            places: list[tuple[Path, int]] = []
            texts = _texts(files or [STDIN], from_ or "", watch, places)
            flagged: Counter[str] = Counter()
            for number, line in enumerate(pipeline_run.lines(settings, watch, time.monotonic, texts)):
                for record in translated.records(line, *places[number]) if json_ else [translated.text(line)]:
                    typer.echo(record)
                flagged.update(translated.flags(line))
        if flagged and not json_:
            say(translated.flag_counts(flagged))


def _texts(
    files: list[Path], stated: str, watch: "Watch", places: list[tuple[Path, int]]
) -> "Iterator[tuple[Lang, Sequence[str]]]":
    """Each file's language and lines, doubts told on the way; `places` gets a line's file and number."""
    from pipeline import read

    for path in files:
        text = read.text(sys.stdin.buffer.read() if path == STDIN else path, path, stated, "--from")
        for reason in text.warnings:
            watch.note(f"warning: {path}: {reason}")
        # before the lines are handed on, since their records ask for them
        places += ((path, number) for number, _ in enumerate(text.lines, text.first))
        yield text.lang or "de", text.lines  # of empty lines alone any language will do
