"""`synopsis verify`: can the translations of results be had again?"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from pipeline.cli import options
from pipeline.cli.talk import DONE, PARTIAL, errors_as_exit_codes, print_json, say, settings_of_command, watching


def verify(
    context: typer.Context,
    aligned: Annotated[Path, Argument(metavar="ALIGNED", help="Folder of results, or one story's.")],
    sample: Annotated[int, Option(min=1, help="Sentences to translate again.")] = 50,
    seed: Annotated[int, Option(help="Another one, another sample.")] = 0,
    translator: options.Translator = None,
    translator_options: options.TranslatorOption = None,
    glossary: options.Glossary = None,
    news_terms: options.NewsTerms = None,
    config: options.ConfigFile = None,
    progress: options.Progress = options.ProgressStyle.auto,
    json_: options.Json = False,
) -> None:
    """Translate a random sample again and say how many sentences come out the same.

    The memory is not asked. Exit codes: 0 all the same, 2 could not be
    done, 3 some differ, which are named.

    [bold]Examples[/bold]

      synopsis verify aligned

      synopsis verify aligned/my-story --sample 200 --seed 7
    """
    with errors_as_exit_codes():
        settings = settings_of_command(context)
        from pipeline.export import terminal
        from pipeline.translate import verify as verifying

        with watching(progress) as watch:
            outcome = verifying.verify(aligned, settings, watch, size=sample, seed=seed)
        if json_:
            print_json(asdict(outcome))
        else:  # what differs is data, how many do is talk
            for line in terminal.changed_lines(outcome):
                typer.echo(line)
            say(terminal.verify_line(outcome, aligned))
        raise typer.Exit(PARTIAL if outcome.different else DONE)
