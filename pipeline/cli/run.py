"""`synopsis run`: the whole job, from a folder of articles to aligned stories."""

import time
from dataclasses import asdict
from typing import Annotated

import typer

from pipeline.cli import options, talk
from pipeline.engine import ENGINES


def run(
    context: typer.Context,
    raw: options.Raw = None,
    out: options.Out = None,
    translator: options.Translator = None,
    translator_options: options.TranslatorOption = None,
    glossary: options.Glossary = None,
    follow_links: options.FollowLinks = None,
    news_terms: options.NewsTerms = None,
    embedder: options.Embedder = None,
    source_embedder: options.SourceEmbedder = None,
    rescorer: options.Rescorer = None,
    aligner: options.Aligner = None,
    group: Annotated[
        str | None, options.unset("auto: by content; folders.", "folders, if there are any", "HOW")
    ] = None,
    memory: options.MemoryFile = None,
    engine: Annotated[str | None, options.unset(f"{options.either(ENGINES)}.", "serial")] = None,
    workers: Annotated[int | None, options.unset("How many of them that engine has.", "processors")] = None,
    shard: options.Shard = None,
    date: Annotated[str | None, options.unset("The run's date.", "today", "ISO")] = None,
    config: options.ConfigFile = None,
    progress: options.Progress = options.ProgressStyle.auto,
    json_: options.Json = False,
) -> None:
    """Translate, align and compare the stories of a folder.

    A killed run is resumed by starting it again. Exit codes: 0 all done,
    2 could not be done, 3 done but for what it names,
    130 interrupted.

    [bold]Examples[/bold]

      synopsis run raw -o aligned

      synopsis run raw --translator marian --translator-option beam=4

      synopsis run raw --translator-option model_de=models/my-de-en

      synopsis run raw --shard 2/8    for a cluster; then synopsis index raw
    """
    with talk.errors_as_exit_codes():
        settings = talk.settings_of_command(context)  # options are called as the settings are
        from pipeline import run as pipeline_run

        summary = pipeline_run.RunSummary()  # filled on the way, and so there when a run is broken off
        try:
            with talk.watching(progress) as watch:
                pipeline_run.run(settings, watch, time.monotonic, summary)
        finally:  # whatever ends a run, what it met on the way is told
            talk.report(summary.warnings, summary.failures)
        if json_:
            talk.print_json({**asdict(summary), "out": str(settings.out)})
        else:
            from pipeline.export import terminal

            for line in terminal.run_lines(summary, settings.out):
                talk.say(line)
        raise typer.Exit(talk.PARTIAL if summary.failures else talk.DONE)
