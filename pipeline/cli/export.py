"""`synopsis export`: results as files that other tools open."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.talk import DONE, PARTIAL, report, talk, told
from pipeline.errors import ConfigError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.data import Failure, Result
    from pipeline.export.formats import Format
    from pipeline.export.pairs import Paired, Pairing


@dataclass(slots=True)
class Tally:
    """What went through an export."""

    stories: int = 0
    pairs: int = 0
    files: int = 0
    failures: "list[Failure]" = field(default_factory=list)


def export(
    aligned: Annotated[Path, typer.Argument(metavar="ALIGNED", help="Folder of results, or one story's.")],
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="F",
            help="jsonl, tsv, xlsx, parquet, tmx, xces, moses, ladder, html, epub or standoff.",
        ),
    ],
    pairs: Annotated[
        str | None,
        typer.Option(
            metavar="WHAT",
            help="Foreign sentences with English coverage of the same, or with their translation.",
            show_default="coverage",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE or DIR",
            help="File, or folder where the format makes several.",
            show_default="stdout, for text",
        ),
    ] = None,
) -> None:
    """Write results as files that other tools open.

    jsonl, tsv and tmx are one text, xlsx is one file, for all stories;
    html, epub and standoff are a file a story; parquet, xces, moses and
    ladder a folder. Exit codes: 0 all done, 2 could not be done, 3 done
    but for what it names.

    [bold]Examples[/bold]

      synopsis export aligned --format xlsx -o coverage.xlsx

      synopsis export aligned --format tmx --pairs translation > translated.tmx

      synopsis export aligned/my-story --format epub -o my-story.epub
    """
    with told():
        from pipeline import read
        from pipeline.export import formats

        made = formats.named(format_)
        pairing = _pairing(pairs, format_, made)
        folders = read.results(aligned)
        alone = _placed(made, format_, out, len(folders))
        tally = Tally()
        for one in formats.exporter(made)(_stories(folders, pairing, tally)):
            if isinstance(one, tuple):
                _write(one, out, alone)
                tally.files += 1
            else:
                tally.failures.append(one)
        report([], tally.failures)
        talk().print(_summary(tally, made, out), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(PARTIAL if tally.failures else DONE)


def _pairing(asked: str | None, name: str, made: "Format") -> "Pairing | None":
    """Which pairs to make, None for none."""
    from pipeline.export.pairs import PAIRINGS

    if not made.paired:
        if asked is not None:
            raise ConfigError(f"--pairs {asked}: {name} is not made of pairs; leave --pairs out")
        return None
    for one in PAIRINGS:
        if (asked or PAIRINGS[0]) == one:
            return one
    raise ConfigError(f"--pairs {asked!r} is not known; expected one of {', '.join(PAIRINGS)}")


def _placed(made: "Format", name: str, out: Path | None, stories: int) -> bool:
    """Whether `out` is to be the one file that there is.

    Raises:
        ConfigError: it cannot be what this format needs.
    """
    if out is None:
        if made.shape != "lines":
            raise ConfigError(f"{name} is no text for stdout; name a file or folder with -o")
        return True
    if made.shape in ("lines", "file"):
        if out.is_dir():
            raise ConfigError(
                f"{out}: a folder, but {name} is one file; name it, as in -o {out / 'pairs'}{made.suffix}"
            )
        return True
    if out.is_dir() or made.shape == "folder" or out.suffix != made.suffix:
        if out.exists() and not out.is_dir():
            raise ConfigError(f"{out}: a file, but {name} needs a folder; name another with -o")
        return False
    if stories > 1:
        raise ConfigError(f"{out}: {stories} stories make as many files; name a folder with -o")
    return True


def _stories(folders: "Sequence[Path]", pairing: "Pairing | None", tally: Tally) -> "Iterator[Paired]":
    """One story after another; of several, one that cannot be read is a failure."""
    from pipeline.export.pairs import Paired, paired

    for result in _results(folders, tally):
        story = paired(result, pairing) if pairing else Paired(result)
        tally.stories += 1
        tally.pairs += len(story.pairs)
        yield story


def _results(folders: "Sequence[Path]", tally: Tally) -> "Iterator[Result]":
    from pipeline import read
    from pipeline.data import Failure

    seen: dict[str, Path] = {}
    for folder in folders:
        try:
            result = read.result(folder)
        except InputError as error:
            if len(folders) == 1:
                raise
            tally.failures.append(Failure(str(folder), "read", str(error)))
            continue
        first = seen.setdefault(result.story.id, folder)
        if first != folder:
            reason = f"left out: story {result.story.id!r} is {first} already; remove one of them"
            tally.failures.append(Failure(str(folder), "export", reason))
            continue
        yield result


def _write(file: tuple[str, bytes], out: Path | None, alone: bool) -> None:
    from pipeline.export.whole import write

    name, content = file
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        write(out if alone else out / name, content)


def _summary(tally: Tally, made: "Format", out: Path | None) -> str:
    from pipeline.export.reading import counted

    count = counted(tally.pairs, "pair") if made.paired else counted(tally.files, "file")
    left = f", {len(tally.failures)} named above" if tally.failures else ""
    return f"{count} of {counted(tally.stories, 'story', 'stories')}{left} → {out or 'stdout'}"
