"""The commands that read, translate, align and show."""

import shutil
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from pipeline.cli.options import (
    Aligner,
    ConfigFile,
    Embedder,
    Glossary,
    Json,
    MemoryFile,
    Out,
    Progress,
    ProgressStyle,
    Raw,
    Rescorer,
    SourceEmbedder,
    Translator,
    TranslatorOption,
)
from pipeline.cli.talk import (
    DONE,
    PARTIAL,
    print_json,
    print_line,
    print_text,
    report,
    settings_of,
    spoken,
    talk,
    told,
    watching,
    worded_plan,
    worded_summary,
)
from pipeline.engine import ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.data import Lang
    from pipeline.progress import Watch

STDIN = Path("-")


def run(
    raw: Raw = None,
    out: Out = None,
    translator: Translator = None,
    translator_option: TranslatorOption = None,
    glossary: Glossary = None,
    embedder: Embedder = None,
    source_embedder: SourceEmbedder = None,
    rescorer: Rescorer = None,
    aligner: Aligner = None,
    group: Annotated[
        str | None,
        typer.Option(metavar="HOW", help="auto: by content; folders.", show_default="folders, if there are any"),
    ] = None,
    memory: MemoryFile = None,
    engine: Annotated[str | None, typer.Option(help=f"{' or '.join(ENGINES)}.", show_default="serial")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes of that engine.", show_default="processors")] = None,
    date: Annotated[str | None, typer.Option(metavar="ISO", help="The run's date.", show_default="today")] = None,
    config: ConfigFile = None,
    progress: Progress = ProgressStyle.auto,
    json_: Json = False,
) -> None:
    """Translate, align and compare the stories of a folder.

    A killed run is resumed by starting it again. Exit codes: 0 all done,
    2 could not be done, 3 done but for the articles that it names,
    130 interrupted.

    [bold]Examples[/bold]

      synopsis run raw -o aligned

      synopsis run raw --translator marian --translator-option beam=4

      synopsis run raw --translator-option model_de=models/my-de-en
    """
    flags = {
        "raw": raw,
        "out": out,
        "translator": translator,
        "translator_options": translator_option or None,
        "glossary": glossary,
        "embedder": embedder,
        "source_embedder": source_embedder,
        "rescorer": rescorer,
        "aligner": aligner,
        "group": group,
        "memory": memory,
        "engine": engine,
        "workers": workers,
        "date": date,
    }
    with told():
        settings = settings_of(flags, config)
        from pipeline import run as pipeline_run

        with watching(progress) as watch:
            summary = pipeline_run.run(settings, watch, time.monotonic)
        report(summary.warnings, summary.failures)
        if json_:
            print_json({**asdict(summary), "out": str(settings.out)})
        else:
            for name, told_why in summary.grouped.items():
                talk().print(f"story {name}: {told_why}", markup=False, highlight=False, soft_wrap=True)
            talk().print(worded_summary(summary, settings.out), highlight=False, soft_wrap=True)
        raise typer.Exit(PARTIAL if summary.failures else DONE)


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
    with told():
        settings = settings_of(flags, config)
        from pipeline import run as pipeline_run

        with watching(ProgressStyle.auto) as watch:
            made = pipeline_run.plan(settings, watch)
        report(made.warnings, made.failures)
        if json_:
            print_json(asdict(made))
        else:
            typer.echo(worded_plan(made))
        raise typer.Exit(PARTIAL if made.failures else DONE)


def translate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Text files; without any, stdin.", show_default="-")
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="LANG", help="de or fr.", show_default="file name, or detected")
    ] = None,
    translator: Translator = None,
    translator_option: TranslatorOption = None,
    glossary: Glossary = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    progress: Progress = ProgressStyle.auto,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object a sentence instead of lines.")] = False,
) -> None:
    """Translate German or French lines to English, a line for a line.

    [bold]Examples[/bold]

      synopsis translate bericht.de.txt > bericht.en.txt

      echo "Guten Morgen." | synopsis translate --from de

      synopsis translate --json notes.fr.txt | jq -r 'select(.flags != []) | .source'
    """
    flags = {
        "translator": translator,
        "translator_options": translator_option or None,
        "glossary": glossary,
        "memory": memory,
    }
    with told():
        settings = settings_of(flags, config)
        from pipeline import run as pipeline_run

        with watching(progress) as watch:
            places: list[tuple[Path, int]] = []
            texts = _texts(files or [STDIN], from_ or "", watch, places)
            flagged: Counter[str] = Counter()
            for number, line in enumerate(pipeline_run.lines(settings, watch, time.monotonic, texts)):
                print_line(line, *places[number]) if json_ else print_text(line)
                flagged.update(flag for _, _, flags in line for flag in flags)
        if flagged and not json_:
            told_of = ", ".join(f"{flag} {count}" for flag, count in flagged.most_common())
            talk().print(f"flags: {told_of}; --json says where", markup=False, highlight=False, soft_wrap=True)


def _texts(
    files: list[Path], stated: str, watch: "Watch", places: list[tuple[Path, int]]
) -> "Iterator[tuple[Lang, Sequence[str]]]":
    """Each file's language and lines, doubts told on the way; `places` gets a line's file and number."""
    from pipeline import read

    for path in files:
        found = read.lines(sys.stdin.buffer.read() if path == STDIN else path)
        lang: Lang = "de"  # of empty lines
        if any(line.strip() for line in found.lines):
            lang = spoken(found, path, stated, "--from", watch)
        else:
            watch.note(f"warning: {path}: nothing in it")
        places += ((path, number) for number in range(1, len(found.lines) + 1))
        yield lang, found.lines


def show(
    story: Annotated[Path, typer.Argument(metavar="STORY", help="A story's folder of results, or its name.")],
    out: Out = None,
    config: ConfigFile = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the whole result as JSON on stdout.")] = False,
) -> None:
    """Read a story here: what each outlet reports, side by side.

    [bold]Examples[/bold]

      synopsis show babuschkin-leaves-xai

      synopsis show results/my-story | less -R
    """
    with told():
        settings = settings_of({"out": out}, config)
        from pipeline import read

        if story.name == read.RESULT:
            story = story.parent
        folder = story if (story / read.RESULT).is_file() else settings.out / story
        result = read.result(folder)  # read in any case: what is printed is whole and of this version
        if json_:
            sys.stdout.buffer.write((folder / read.RESULT).read_bytes())
            return
        from pipeline.export import terminal

        console = Console(width=shutil.get_terminal_size((120, 24)).columns)
        console.print(terminal.show(result, console.width))


def config(config: ConfigFile = None, json_: Json = False) -> None:
    """Show every setting, its value, and where the value comes from."""
    with told():
        settings = settings_of({}, config)
        from pipeline.config import KEYS

        rows = {key: {"value": getattr(settings, key), "origin": settings.origins[key]} for key in KEYS}
        if json_:
            print_json(rows)
            return
        for key, row in rows.items():
            typer.echo(f"{key} = {row['value']}   ({row['origin']})")
