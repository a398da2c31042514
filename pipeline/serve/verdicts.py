"""Verdicts: what a reader decides about a story's links, added to the corrections.tsv that every run reads."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline import read
from pipeline.data import Correction, CorrectionAction, Result
from pipeline.errors import InputError, OutputError
from pipeline.export.whole import put
from pipeline.read.corrections import COLUMNS, CORRECTIONS
from pipeline.story import correct


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader decides about the sentences (ids) of two articles."""

    action: CorrectionAction
    left: tuple[str, ...]
    right: tuple[str, ...]
    note: str = ""


def verdicts(content: bytes, result: Result) -> tuple[Verdict, ...]:
    """The verdicts in a JSON list of {"action", "left", "right", "note"}: all of them such as a run would apply.

    Raises:
        InputError: it is no such list, or a run would not apply one of them.
    """
    try:
        every = msgspec.json.decode(content, type=tuple[Verdict, ...])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f'not a list of {{"action", "left", "right", "note"}}: {error}') from error
    for number, one in enumerate(every, 1):
        if not (one.left and one.right):
            raise InputError(f"verdict {number}: {'right' if one.left else 'left'} names no sentence")
        if one.action == "note" and not _flat(one.note):
            raise InputError(f"verdict {number}: a note without words")
    told = (Correction(one.action, one.left, one.right, one.note, f"verdict {n}") for n, one in enumerate(every, 1))
    for problem in correct.corrected(told, result.sentences).warnings:
        raise InputError(f"{problem.item}: {problem.reason}")
    return every


def place(raw: Path, result: Result) -> Path | None:
    """The file from which a run takes this story's corrections, there or not; None if `raw` does not hold the story.

    Of a story that its articles' contents made, the file lies beside articles of it.
    """
    if not raw.is_dir():
        return None
    try:
        folders = [one for one in read.find(raw) if one.paths]
    except InputError:
        return None
    starts = tuple(f"{article.id.removesuffix(f'.{article.lang}')}." for article in result.story.articles)
    own = [one for one in folders if one.id == result.story.id]
    if not own and result.story.why:
        own = [one for one in folders if any(path.name.startswith(starts) for path in one.paths)] or folders
    return own[0].paths[0].parent / CORRECTIONS if own else None


def keep(path: Path, every: Iterable[Verdict]) -> None:
    """Add the verdicts to a file of corrections; what is in it stays, to the byte.

    Raises:
        OutputError: it cannot be read or written, is no UTF-8, or is a link.
    """
    lines = "".join(
        "\t".join((one.action, " ".join(one.left), " ".join(one.right), _flat(one.note))) + "\n" for one in every
    )
    try:
        if path.is_symlink():
            raise OutputError(f"{path}: a link to another file, which is not written through; put the file itself here")
        before = path.read_bytes() if path.exists() else "\t".join(COLUMNS).encode() + b"\n"
        if b"\0" in before or not _utf8(before):
            raise OutputError(f"{path}: not UTF-8, so nothing can be added to it; save it as UTF-8")
        end = b"" if before.endswith((b"\n", b"\r")) or not before else b"\n"
        put(path, before + end + lines.encode())
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}); give write permission, or free the disk"
        ) from error


def _flat(note: str) -> str:
    """The note on one line: what would break the line or the file becomes a space."""
    plain = (" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in note)
    return " ".join("".join(plain).split())


def _utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
