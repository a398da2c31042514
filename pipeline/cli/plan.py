"""`synopsis plan`: what a run would do."""

from dataclasses import asdict

import typer

from pipeline.cli.options import (
    ConfigFile,
    Glossary,
    Json,
    MemoryFile,
    ProgressStyle,
    Raw,
    Translator,
    TranslatorOption,
)
from pipeline.cli.talk import (
    DONE,
    PARTIAL,
    errors_as_exit_codes,
    print_json,
    print_lines,
    report,
    settings_of,
    watching,
)


def plan(
    raw: Raw = None,
    translator: Translator = None,
    translator_option: TranslatorOption = None,
    glossary: Glossary = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Say what `run` would do and how long it would take; nothing is translated."""
    flags = {
        "raw": raw,
        "translator": translator,
        "translator_options": translator_option or None,
        "glossary": glossary,
        "memory": memory,
    }
    with errors_as_exit_codes():
        settings = settings_of(flags, config)
        from pipeline import run as pipeline_run

        with watching(ProgressStyle.auto) as watch:
            foreseen = pipeline_run.plan(settings, watch)
        report(foreseen.warnings, foreseen.failures)
        if json_:
            print_json(asdict(foreseen))
        else:
            from pipeline.export import terminal

            print_lines(terminal.plan_lines(foreseen))
        raise typer.Exit(PARTIAL if foreseen.failures else DONE)
