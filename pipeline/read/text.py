"""Loose text, with no story around it: its lines, its language, and what to beware of in both."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.data import Lang
from pipeline.errors import InputError
from pipeline.read.beads import Document
from pipeline.read.encoding import lines
from pipeline.read.front import KNOWN_NAME, Front, front
from pipeline.read.language import spoken


@dataclass(frozen=True, slots=True)
class LooseText:
    """Lines as they are written; no `lang` where all of them are empty."""

    lang: Lang | None
    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    first: int = 1  # the number of the first line in its file


def text(source: Path | bytes, path: Path, stated: str, option: str) -> LooseText:
    """The text in `source`, which is called `path` (the name may end in its language, .de.txt); of an article what
    stands below its front matter.

    `option` states a language, and says `stated`. What cannot be read, or is in a language that is none of ours, or
    neither stated nor clear, is an InputError.
    """
    written = lines(source)
    if not any(line.strip() for line in written.lines):
        return LooseText(None, written.lines, ("nothing in it",))
    whole = "\n".join(written.lines)
    matter = _matter(whole, path)
    body = tuple(matter.text.split("\n")) if matter else written.lines
    left_out = (f"front matter ({', '.join(matter.fields)}) is left out",) if matter else ()
    stated = stated or (matter.fields.get("lang", "") if matter else "")
    if not any(line.strip() for line in body):
        return LooseText(None, body, (*left_out, "nothing below the front matter"))
    fix = f"name it in the file name (.de.txt) or say {option}"
    try:
        lang, doubts = spoken("\n".join(body), path.name, stated, fix)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    warnings = (*(warning.reason for warning in written.warnings), *left_out, *doubts)
    return LooseText(lang, body, warnings, len(written.lines) - len(body) + 1)


def _matter(whole: str, path: Path) -> Front | None:
    """The front matter of an article, None where the text has none."""
    try:
        matter = front(whole)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    return matter if any(map(KNOWN_NAME.fullmatch, matter.fields)) else None


def document_langs(document: Document, stated: tuple[str, str], note: Callable[[str], None]) -> tuple[Lang, Lang]:
    """The languages of both sides, doubts going to `note`; one that is unclear or none of ours is an InputError."""
    left = _lang(document.left, stated[0], document.id, note)
    return left, _lang(document.right, stated[1], document.id, note)


def _lang(sentences: tuple[str, ...], stated: str, document: str, note: Callable[[str], None]) -> Lang:
    if not any(sentences):
        return "en"  # of an empty side any language will do
    lang, doubts = spoken("\n".join(sentences), "", stated, "say --left-lang and --right-lang")
    for reason in doubts:
        note(f"warning: document {document!r}: {reason}")
    return lang
