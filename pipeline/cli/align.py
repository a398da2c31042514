"""`synopsis align`: two texts, or many pairs of them, to links."""

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from pipeline.cli import options
from pipeline.cli.talk import DONE, PARTIAL, errors_as_exit_codes, report, settings_of_command, watching
from pipeline.errors import ConfigError, InputError
from pipeline.export.formats import LINKS

if TYPE_CHECKING:
    from pipeline.bitext import PlainText
    from pipeline.data import Failure
    from pipeline.progress import Watch

DOCUMENTS = ".jsonl"
DEFAULT = next(iter(LINKS))
TRANSLATE = "German and French to English first; without it, words are compared as they are."


def align(
    context: typer.Context,
    left: Annotated[Path, Argument(metavar="LEFT", help="A text, or document pairs (.jsonl).")],
    right: Annotated[Path | None, Argument(metavar="[RIGHT]", help="The other text.")] = None,
    aligner: options.Aligner = None,
    translate: Annotated[bool, Option(help=TRANSLATE)] = True,
    lines: Annotated[bool, Option("--lines", help="A line is a sentence: split no further.")] = False,
    format_: Annotated[str, Option("--format", help=f"{options.either(LINKS)}.", **options.choice(LINKS))] = DEFAULT,
    left_lang: options.Lang = None,
    right_lang: options.Lang = None,
    left_key: Annotated[str, Option(metavar="KEY", help="Of document pairs: the left sentences.")] = "src",
    right_key: Annotated[str, Option(metavar="KEY", help="Of document pairs: the right sentences.")] = "tgt",
    translator: options.Translator = None,
    translator_options: options.TranslatorOption = None,
    embedder: options.Embedder = None,
    source_embedder: options.SourceEmbedder = None,
    rescorer: options.Rescorer = None,
    memory: options.MemoryFile = None,
    config: options.ConfigFile = None,
    progress: options.Progress = options.ProgressStyle.auto,
) -> None:
    """Align two texts sentence by sentence; what has no counterpart has a line with one side empty.

    Sentences are counted from 0. A .jsonl has a document pair a line,
    {"id": "a", "src": ["…"], "tgt": ["…"]}, and gives a line each that
    `synopsis evaluate alignment --found` reads. Exit codes: 0 all done,
    2 could not be done, 3 done but for the documents that it names.

    [bold]Examples[/bold]

      synopsis align post.en.txt abendblatt.de.txt --format tsv

      synopsis align book.de.txt book.en.txt --aligner parallel --format ladder

      synopsis align gold.jsonl --no-translate > found.jsonl
    """
    with errors_as_exit_codes():
        settings = settings_of_command(context)
        _refuse(left, right, lines or format_ != DEFAULT)
        from pipeline import bitext
        from pipeline.export import beads

        with watching(progress) as watch:
            # all documents share one model and one memory
            align_all = partial(bitext.texts, settings, watch, time.monotonic, translate=translate)
            if right is None:  # many pairs in one file
                pairs, failures = _documents(left, (left_key, right_key), (left_lang or "", right_lang or ""), watch)
                # Both go on together, so that a line is out when its document is done.
                for name, aligned in zip(pairs, align_all(pairs.values()), strict=True):
                    typer.echo(beads.links(name, aligned))
                report((), failures)
                raise typer.Exit(PARTIAL if failures else DONE)
            left_text = _text(left, left_lang, "--left-lang", lines, watch)
            right_text = _text(right, right_lang, "--right-lang", lines, watch)
            for aligned in align_all([(left_text, right_text)]):
                for line in LINKS[format_].write(aligned):
                    typer.echo(line)


def _refuse(left: Path, right: Path | None, shaped: bool) -> None:
    """What cannot be aligned; `shaped`: --lines or a format was asked for."""
    if right is not None and DOCUMENTS in (left.suffix, right.suffix):
        raise ConfigError(f"document pairs ({DOCUMENTS}) are aligned by themselves; name one file alone, or two texts")
    if right is None and left.suffix != DOCUMENTS:
        raise ConfigError(f"{left}: one text alone; name the other one too, or give document pairs as {DOCUMENTS}")
    if right is None and shaped:
        raise ConfigError(f"{left}: document pairs come out as JSON lines, and their sentences stay as they are")


def _documents(
    path: Path, keys: tuple[str, str], stated: tuple[str, str], watch: "Watch"
) -> "tuple[dict[str, tuple[PlainText, PlainText]], list[Failure]]":
    """A file's document pairs by id, and those whose language is none of ours."""
    from pipeline import bitext, read
    from pipeline.data import Failure

    documents, warnings = read.documents(path, keys)
    for warning in warnings:
        watch.note(f"warning: {warning.item}: {warning.reason}")
    pairs: dict[str, tuple[PlainText, PlainText]] = {}
    failures: list[Failure] = []
    for document in documents:
        try:
            left, right = read.document_langs(document, stated, watch.note)
        except InputError as error:
            failures.append(Failure(f"document {document.id!r}", "read", str(error)))
        else:
            pairs[document.id] = bitext.PlainText(left, document.left), bitext.PlainText(right, document.right)
    return pairs, failures


def _text(path: Path, stated: str | None, option: str, as_lines: bool, watch: "Watch") -> "PlainText":
    from pipeline import bitext, read

    text = read.text(path, path, stated or "", option)
    if text.lang is None:  # no line says anything
        raise InputError(f"{path}: nothing in it; expected a text")
    for reason in text.warnings:
        watch.note(f"warning: {path}: {reason}")
    return bitext.PlainText(text.lang, text.lines if as_lines else bitext.sentences(text.lines, text.lang))
