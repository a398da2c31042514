"""`synopsis plan`: what a run would do."""

from dataclasses import asdict

import typer

from pipeline.cli import options, talk


def plan(
    context: typer.Context,
    raw: options.Raw = None,
    out: options.Out = None,
    translator: options.Translator = None,
    translator_options: options.TranslatorOption = None,
    glossary: options.Glossary = None,
    follow_links: options.FollowLinks = None,
    news_terms: options.NewsTerms = None,
    memory: options.MemoryFile = None,
    shard: options.Shard = None,
    config: options.ConfigFile = None,
    json_: options.Json = False,
) -> None:
    """Say what `run` would do and how long it would take; nothing is translated."""
    with talk.errors_as_exit_codes():
        settings = talk.settings_of_command(context)
        from pipeline import run as pipeline_run

        with talk.watching(options.ProgressStyle.auto) as watch:
            foreseen = pipeline_run.plan(settings, watch)
        talk.report(foreseen.warnings, foreseen.failures)  # stderr: stdout holds the plan alone
        if json_:
            talk.print_json(asdict(foreseen))
        else:
            from pipeline.export import terminal

            talk.print_lines(terminal.plan_lines(foreseen))
        raise typer.Exit(talk.PARTIAL if foreseen.failures else talk.DONE)
