"""`synopsis align`: two texts, or many pairs of them, to links."""

import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import (
    Aligner,
    ConfigFile,
    Embedder,
    MemoryFile,
    Progress,
    ProgressStyle,
    Translator,
    TranslatorOption,
)
from pipeline.cli.talk import settings_of, told, watching
from pipeline.errors import ConfigError, InputError

if TYPE_CHECKING:
    from pipeline.bitext import Text
    from pipeline.watch import Watch

DOCUMENTS = ".jsonl"


class Format(StrEnum):
    """What a link is written as."""

    jsonl = "jsonl"
    tsv = "tsv"
    ladder = "ladder"


def align(
    left: Annotated[Path, typer.Argument(metavar="LEFT", help="A text, or document pairs (.jsonl).")],
    right: Annotated[Path | None, typer.Argument(metavar="[RIGHT]", help="The other text.")] = None,
    aligner: Aligner = None,
    translate: Annotated[
        bool, typer.Option(help="German and French to English first; without it, words are compared as they are.")
    ] = True,
    lines: Annotated[bool, typer.Option("--lines", help="A line is a sentence: split no further.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="jsonl, tsv or ladder.")] = Format.jsonl,
    left_lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="de, fr or en.", show_default="file name, or detected")
    ] = None,
    right_lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="de, fr or en.", show_default="file name, or detected")
    ] = None,
    left_key: Annotated[str, typer.Option(metavar="KEY", help="Of document pairs: the left sentences.")] = "src",
    right_key: Annotated[str, typer.Option(metavar="KEY", help="Of document pairs: the right sentences.")] = "tgt",
    translator: Translator = None,
    translator_option: TranslatorOption = None,
    embedder: Embedder = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    progress: Progress = ProgressStyle.auto,
) -> None:
    """Align two texts sentence by sentence; what has no counterpart has a line with one side empty.

    Sentences are counted from 0. A .jsonl has a document pair a line,
    {"id": "a", "src": ["…"], "tgt": ["…"]}, and gives a line each that
    `synopsis evaluate alignment --found` reads.

    [bold]Examples[/bold]

      synopsis align post.en.txt abendblatt.de.txt --format tsv

      synopsis align book.de.txt book.en.txt --aligner parallel --format ladder

      synopsis align gold.jsonl --no-translate > found.jsonl
    """
    flags = {
        "aligner": aligner,
        "translator": translator,
        "translator_options": translator_option or None,
        "embedder": embedder,
        "memory": memory,
    }
    with told():
        settings = settings_of(flags, config)
        documents = right is None
        if documents and left.suffix == DOCUMENTS and (lines or format_ != Format.jsonl):
            raise ConfigError(f"{left}: document pairs come out as JSON lines, and their sentences stay as they are")
        if not documents and DOCUMENTS in (left.suffix, right.suffix if right else ""):
            raise ConfigError(
                f"document pairs ({DOCUMENTS}) are aligned by themselves; name one file alone, or two texts"
            )
        if documents and left.suffix != DOCUMENTS:
            raise ConfigError(f"{left}: one text alone; name the other one too, or give document pairs as {DOCUMENTS}")
        from pipeline import bitext, read
        from pipeline.export import beads

        with watching(progress) as watch:
            stated = left_lang or "", right_lang or ""
            if right is None:
                found, warned = read.documents(left, (left_key, right_key))
                for warning in warned:
                    watch.note(f"warning: {warning.item}: {warning.reason}")
                pairs = (
                    (_listed(one.left, stated[0], watch, one.id), _listed(one.right, stated[1], watch, one.id))
                    for one in found
                )
                for one, done in zip(
                    found, bitext.texts(settings, watch, time.monotonic, pairs, translate=translate), strict=True
                ):
                    typer.echo(beads.links(one.id, done))
                return
            pair = (_text(left, stated[0], lines, watch), _text(right, stated[1], lines, watch))
            for done in bitext.texts(settings, watch, time.monotonic, [pair], translate=translate):
                for line in beads.FORMATS[format_.value](done):
                    typer.echo(line)


def _text(path: Path, stated: str, as_lines: bool, watch: "Watch") -> "Text":
    from pipeline import bitext, read

    found = read.lines(path)
    if not any(line.strip() for line in found.lines):
        raise InputError(f"{path}: nothing in it; expected a text")
    lang, doubts = read.spoken("\n".join(found.lines), path.name, stated)
    for reason in (*(one.reason for one in found.warnings), *doubts):
        watch.note(f"warning: {path}: {reason}")
    return bitext.Text(lang, found.lines if as_lines else bitext.sentences(found.lines, lang))


def _listed(sentences: tuple[str, ...], stated: str, watch: "Watch", document: str) -> "Text":
    from pipeline import bitext, read

    if not any(sentences):
        return bitext.Text("en", sentences)
    try:
        lang, doubts = read.spoken("\n".join(sentences), "", stated)
    except InputError as error:
        raise InputError(f"document {document!r}: {error}; or say --left-lang and --right-lang") from error
    for reason in doubts:
        watch.note(f"warning: document {document!r}: {reason}")
    return bitext.Text(lang, sentences)
