"""A folder to the stories in it: which files belong to which story."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import InputError
from pipeline.read.corrections import CORRECTIONS
from pipeline.read.language import named
from pipeline.read.names import shown, unsafe

FORMATS = (".txt", ".md", ".html", ".htm", ".jsonl")
NOTICE = re.compile(r"(readme|licen[cs]e)(\.[a-z]{2})?(\.\w+)?", re.IGNORECASE)  # README.md, LICENSE, readme.de.txt
EXPECTED = f"article files ({', '.join(FORMATS)}) in one folder a story"


@dataclass(frozen=True, slots=True)
class StoryFiles:
    """A story's article files, in the order of their names, and the files beside them that nothing here reads.

    `id` is the folder's path below the root with "/". A folder without articles hands its other files to the story
    above it; where there is none, it is a story without `paths`, so that these files are reported too. A `problem`
    is why the folder's name cannot be an id.
    """

    id: str
    paths: tuple[Path, ...]
    ignored: tuple[Path, ...] = ()
    problem: str = ""
    corrections: Path | None = None


def find(root: Path) -> tuple[StoryFiles, ...]:
    """The stories below a folder, in the order of their ids; links are followed, but never round in a circle.

    Two stories cannot have one id: paths below one root differ, and only the root's own name could meet one of
    them, which is refused.

    Raises:
        InputError: no such folder, one that cannot be opened, no article in it.
    """
    if not root.exists():
        raise InputError(f"{shown(str(root))}: no such file or folder; expected a folder with {EXPECTED}")
    if root.is_file():
        return (_single(root),)
    places: dict[PurePosixPath, StoryFiles] = {}
    for folder, files in _walk(root, ()):
        _place(places, PurePosixPath(folder.relative_to(root).as_posix()), files)
    if not any(files.paths for files in places.values()):
        others = [path for files in places.values() for path in files.ignored]
        there = f"only other files, such as {shown(others[0].name)!r}" if others else "nothing to read"
        raise InputError(f"{shown(str(root))}: {there}; expected {EXPECTED}")
    return tuple(sorted(_named(places, root), key=lambda files: files.id))


def _single(path: Path) -> StoryFiles:
    if path.suffix.lower() not in FORMATS:
        raise InputError(f"{shown(str(path))}: not an article file; expected one of {', '.join(FORMATS)}")
    name, _ = named(path.stem)
    return StoryFiles(name, (path,), problem=_problem(name, path))


def _walk(folder: Path, above: tuple[Path, ...]) -> Iterator[tuple[Path, list[Path]]]:
    """A folder and its files, then the folders in it; hidden ones left out."""
    try:
        entries = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise InputError(f"{shown(str(folder))}: cannot be opened ({error.strerror}); check its permissions") from error
    yield folder, [path for path in entries if not path.is_dir()]
    here = (*above, folder.resolve())
    for path in entries:
        if path.is_dir() and path.resolve() not in here:
            yield from _walk(path, here)


def _place(places: dict[PurePosixPath, StoryFiles], place: PurePosixPath, files: Sequence[Path]) -> None:
    """Enter a folder's files at its path below the root, or at the nearest one above it when none is an article."""
    paths = tuple(path for path in files if path.suffix.lower() in FORMATS and not _expected(path))
    ignored = tuple(path for path in files if path.suffix.lower() not in FORMATS and not _expected(path))
    if ignored and not paths:
        place = next((above for above in place.parents if above in places), place)
    if paths or ignored:
        before = places.get(place, StoryFiles("", ()))
        places[place] = StoryFiles("", (*before.paths, *paths), (*before.ignored, *ignored))


def _named(places: Mapping[PurePosixPath, StoryFiles], root: Path) -> Iterator[StoryFiles]:
    here, own = PurePosixPath("."), root.resolve().name
    if here in places and PurePosixPath(own) in places:
        raise InputError(f"{root}: both this folder and a folder in it would be story {own!r}; rename one of them")
    for place, files in places.items():
        name = own if place == here else str(place)
        corrections = root / place / CORRECTIONS
        told = corrections if files.paths and corrections.is_file() else None
        yield StoryFiles(name, files.paths, files.ignored, _problem(name, root / place), told)


def _problem(name: str, path: Path) -> str:
    problems = (unsafe(part, spaces=True) for part in name.split("/"))
    found = next(filter(None, problems), "")
    return f"{shown(str(path))}: the story's name {found}" if found else ""


def _expected(path: Path) -> bool:
    """Whether a file is known not to be an article."""
    return path.name == CORRECTIONS or NOTICE.fullmatch(path.name) is not None
