"""Verdicts: what a reader decides about a story's links, added to the corrections.tsv that every run reads."""

import errno
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from threading import Lock

import msgspec

from pipeline import read
from pipeline.data import Correction, CorrectionAction, Failure, Result, Warned
from pipeline.errors import InputError, OutputError
from pipeline.export.atomic import put
from pipeline.read.corrections import COLUMNS, CORRECTIONS, corrections
from pipeline.read.folder import articles_in
from pipeline.read.formats import stem_of
from pipeline.read.language import named
from pipeline.read.safe_names import unsafe
from pipeline.story import correct

HEADING = "\t".join(COLUMNS).encode() + b"\n"
WAIT_SECONDS = 10.0  # for another reader's verdicts
TRIES = 5  # where an editor writes the file at that moment


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader decides about the sentences (ids) of two articles."""

    action: CorrectionAction
    left: tuple[str, ...]
    right: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What readers were told is saved; an editor that held a file open since before writes its old copy over it."""

    _lines: dict[Path, list[str]] = field(default_factory=dict)
    _one_at_a_time: Lock = field(default_factory=Lock)  # several windows; processes wait for one another in `keep`

    def keep(self, path: Path, decisions: Iterable[Verdict]) -> None:
        """Add verdicts to a file, as `keep` does, and remember them."""
        decisions = tuple(decisions)
        with self._one_at_a_time:
            keep(path, decisions)
            self._lines.setdefault(path, []).extend(map(_line, decisions))

    def losses(self) -> list[str]:
        """A warning for each file that does not hold any more what was saved in it; each line is told once."""
        with self._one_at_a_time:
            missing = {path: _absent_lines(path, lines) for path, lines in self._lines.items()}
            for path, lines in missing.items():
                self._lines[path] = [line for line in self._lines[path] if line not in lines]
        reason = (
            "of the lines that were saved from the page are not in it any more: an editor wrote an older copy over "
            "them, or somebody took them out. The page, loaded again, offers to save them anew:"
        )
        counts = ((f"{path}: {len(lines)}", "".join(lines).rstrip()) for path, lines in missing.items() if lines)
        return [f"warning: {count} {reason}\n{text}" for count, text in counts]


def _absent_lines(path: Path, lines: Iterable[str]) -> list[str]:
    try:
        present = {line.rstrip() for line in path.read_text("utf-8", "replace").splitlines()}
    except OSError:
        present = set()
    return [line for line in lines if line.rstrip() not in present]


def verdicts(content: bytes, result: Result) -> tuple[Verdict, ...]:
    """The verdicts in a JSON list of {"action", "left", "right", "note"}; one no run would apply is an InputError."""
    try:
        decisions = msgspec.json.decode(content, type=tuple[Verdict, ...])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f'not a list of {{"action", "left", "right", "note"}}: {error}') from error
    parsed = []
    for number, verdict in enumerate(decisions, 1):
        if not (verdict.left and verdict.right):
            raise InputError(f"verdict {number}: {'right' if verdict.left else 'left'} names no sentence")
        if verdict.action == "note" and not _flat(verdict.note):
            raise InputError(f"verdict {number}: a note without words")
        parsed.append(Correction(verdict.action, verdict.left, verdict.right, verdict.note, f"verdict {number}"))
    people = correct.corrected(parsed, result.sentences)
    for problem in chain[Failure | Warned](people.failures, people.warnings):
        raise InputError(f"{problem.item}: {problem.reason}")
    return decisions


def place(raw: Path, result: Result) -> Path | None:
    """The file from which a run takes this story's corrections, there or not; None if `raw` does not hold the story.

    Of a story that its articles' contents made, the file lies beside articles of it.
    """
    story = result.story.id
    if not raw.is_dir():
        return None
    if result.story.why:
        # Articles of such a story may lie in several folders; the first that holds one of them will do, else any.
        places = _article_folders(raw, raw.stat().st_mtime_ns)
        stems = (article.id.removesuffix(f".{article.lang}") for article in result.story.articles)
        folder = next((places[stem] for stem in stems if stem in places), next(iter(places.values()), None))
        return folder / CORRECTIONS if folder else None
    if any(unsafe(part, spaces=True) for part in story.split("/")):
        return None
    folders = [raw, raw / story] if story == raw.resolve().name else [raw / story]
    return next((folder / CORRECTIONS for folder in folders if articles_in(folder)), None)


@lru_cache(2)
def _article_folders(raw: Path, _: int) -> dict[str, Path]:
    """The stem of each article's file, without its language → its folder; looked for anew when `raw` has changed."""
    try:
        stories = read.find(raw)
    except InputError:
        return {}
    places: dict[str, Path] = {}
    for path in chain.from_iterable(files.paths for files in stories):
        places.setdefault(named(stem_of(path))[0], path.parent)
    return places


def decided(file: Path, result: Result) -> str:
    """What the file holds already, as JSON, so that the page shows it as decided."""
    known = corrections(file, result.story.id)[0] if file.is_file() else ()
    return msgspec.json.encode([Verdict(line.action, line.left, line.right, line.note) for line in known]).decode()


def keep(path: Path, decisions: Iterable[Verdict]) -> None:
    """Add the verdicts to a file of corrections; what is in it stays, to the byte. Afterwards they are on the disk.

    A file that is a link, no UTF-8, or cannot be read or written, is an OutputError, and so is one that another
    program holds or changes all the time.
    """
    from filelock import FileLock, Timeout

    lines = "".join(map(_line, decisions)).encode()
    hold = path.with_name(f".{path.name}.lock")
    try:
        with FileLock(hold, timeout=WAIT_SECONDS):
            try:
                if not any(_append(path, lines) for _ in range(TRIES)):
                    raise OutputError(f"{path}: another program writes it all the time; close it, and save again")
            finally:
                hold.unlink(missing_ok=True)  # while it is held: whoever waits for it sees that it is gone
    except Timeout as error:
        raise OutputError(f"{path}: another program holds {hold.name}; end it, or delete that file") from error
    except OSError as error:
        fix = "give write permission, or free the disk"
        raise OutputError(f"{path}: cannot be written ({error.strerror}); {fix}") from error


def _append(path: Path, lines: bytes) -> bool:
    """Add lines at the end of what the file holds now; whether they are there.

    An editor heeds no lock. So nothing is written anew, and the file is looked at again: it may have become another.
    """
    # Who may write to this folder must not be able to have us write elsewhere.
    if path.is_symlink():
        raise OutputError(f"{path}: a link to another file, which is not written through; put the file itself here")
    if not path.exists():
        put(path, HEADING)
    elif not path.is_file():
        raise OutputError(f"{path}: no file, so nothing can be added to it; take it away")
    with path.open("a+b", buffering=0) as file:
        file.seek(0)
        content = file.read()
        try:
            is_text = "\0" not in content.decode()
        except UnicodeDecodeError:
            is_text = False
        if not is_text:
            raise OutputError(f"{path}: not UTF-8, so nothing can be added to it; save it as UTF-8")
        addition = (b"" if content.endswith((b"\n", b"\r")) or not content else b"\n") + lines
        size = file.seek(0, os.SEEK_END)
        try:
            if file.write(addition) < len(addition):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)  # what a full disk took of it
            raise
    return addition in path.read_bytes()


def _line(verdict: Verdict) -> str:
    return "\t".join((verdict.action, " ".join(verdict.left), " ".join(verdict.right), _flat(verdict.note))) + "\n"


def _flat(note: str) -> str:
    """The note on one line: what would break the line or the file becomes a space."""
    plain = (" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in note)
    return " ".join("".join(plain).split())
