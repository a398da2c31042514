"""A folder to the stories in it: which files belong to which story."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path, PurePosixPath

from pipeline.errors import InputError
from pipeline.read.corrections import CORRECTIONS
from pipeline.read.formats import ARTICLES, SIDECARS, suffix
from pipeline.read.language import named
from pipeline.read.safe_names import shown, unsafe

NOTICE = re.compile(r"(readme|licen[cs]e)(\.[a-z]{2})?(\.\w+)?", re.IGNORECASE)  # README.md, LICENSE, readme.de.txt
SAVED_PAGE = re.compile(r"(.+?)(?:[_-](?:files|dateien|fichiers)|\.files)", re.IGNORECASE)  # what belongs to a page
PAGES = (".html", ".htm", ".xhtml")
UNSEEN = ("thumbs.db", "desktop.ini")  # what a system puts into folders
LINKED = "a link that leads out of the folder of stories; put the file or folder itself there, or say --follow-links"
EXPECTED = f"article files ({', '.join(ARTICLES)}) in one folder a story"


@dataclass(frozen=True, slots=True)
class StoryFiles:
    """A story's article files, in the order of their names, and the files beside them that nothing here reads.

    A folder without articles hands its other files to the story above it; where there is none, it is a story without
    `paths`, so that these files are reported too.
    """

    id: str  # the folder's path below the root, with "/"
    paths: tuple[Path, ...]
    ignored: tuple[Path, ...] = ()
    problem: str = ""  # why the folder's name cannot be an id, or the folder not be opened
    corrections: Path | None = None
    outside: tuple[Path, ...] = ()  # links that lead out of it


def find(root: Path, *, links: bool = False) -> tuple[StoryFiles, ...]:
    """The stories below a folder, in the order of their ids; no folder twice, whatever links lead to it.

    `links`: whether those are followed that lead out of it. A folder that is not there, cannot be opened or holds no
    article is an InputError, as are a path that cannot be reached, and two stories of one id, which only the root's own
    name can bring about. One below it that cannot be opened is a story with a problem.
    """
    try:
        return _story_files(root, links)
    except OSError as error:
        place = shown(str(error.filename or root))
        raise InputError(
            f"{place}: cannot be reached ({error.strerror}); check the path and its permissions"
        ) from error


def _story_files(root: Path, links: bool) -> tuple[StoryFiles, ...]:
    if not root.exists():
        raise InputError(f"{shown(str(root))}: no such file or folder; expected a folder with {EXPECTED}")
    if root.is_file() and not suffix(root):
        raise InputError(f"{shown(str(root))}: not an article file; expected one of {', '.join(ARTICLES)}")
    if root.is_file():
        name, _ = named(root.stem)
        return (StoryFiles(name, (root,), problem=_problem(name, root)),)
    places: dict[PurePosixPath, StoryFiles] = {}
    top = root.resolve()
    for folder, entries in _walk(root, top, links, set()):
        place = PurePosixPath(folder.relative_to(root).as_posix())
        if isinstance(entries, str):
            places[place] = StoryFiles("", (), problem=entries)
            continue
        out = tuple(path for path in entries if not links and _leads_out(path, top))
        _place(places, place, [path for path in entries if path not in out], out)
    if not any(files.paths for files in places.values()):
        # the first thing in the way, the worst kind first
        contents = [files.problem for files in places.values()]
        contents += [f"{shown(path.name)!r} is {LINKED}" for files in places.values() for path in files.outside]
        ignored = chain.from_iterable(files.ignored for files in places.values())
        contents += [f"only other files, such as {shown(path.name)!r}" for path in ignored]
        raise InputError(f"{shown(str(root))}: {next(filter(None, contents), 'nothing to read')}; expected {EXPECTED}")
    return tuple(sorted(_stories(places, root), key=lambda files: files.id))


def articles_in(folder: Path) -> tuple[Path, ...]:
    """The article files of a folder, in the order of their names, not those of folders in it; none if it is none."""
    files = sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else ()
    return tuple(path for path in files if suffix(path) and not _is_about(path) and not path.is_dir())


def _leads_out(path: Path, top: Path) -> bool:
    """Whether a link leads to something that is not below `top`."""
    return path.is_symlink() and path.exists() and not path.resolve().is_relative_to(top)


def _walk(folder: Path, top: Path, links: bool, walked: set[Path]) -> Iterator[tuple[Path, list[Path] | str]]:
    """A folder and its files, or why it cannot be opened; then those in it. A link out of `top` that is not followed is
    a file."""
    try:
        entries = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        problem = f"{shown(str(folder))}: cannot be opened ({error.strerror}); check its permissions"
        if folder.resolve() == top:
            raise InputError(problem) from error
        yield folder, problem
        return
    walked.add(folder.resolve())
    yield folder, [path for path in entries if not path.is_dir() or (_leads_out(path, top) and not links)]
    pages = {path.stem.lower() for path in entries if path.suffix.lower() in PAGES and path.is_file()}
    for path in entries:
        saved = SAVED_PAGE.fullmatch(path.name)
        if saved and saved[1].lower() in pages:
            continue
        # What lies below `top` is walked at its own place, whatever links lead there.
        is_followed = not path.is_symlink() or (links and _leads_out(path, top))
        if path.is_dir() and is_followed and path.resolve() not in walked:
            yield from _walk(path, top, links, walked)


def _place(
    places: dict[PurePosixPath, StoryFiles], place: PurePosixPath, files: Sequence[Path], outside: tuple[Path, ...]
) -> None:
    """Enter a folder's files at its path below the root, or at the nearest one above it when none is an article."""
    candidates = [path for path in files if not _is_about(path)]
    paths = tuple(path for path in candidates if suffix(path))
    beside = {name for path in paths for name in (path.name.lower(), path.stem.lower())}
    rest = [path for path in candidates if path not in paths]
    ignored = tuple(path for path in rest if not (path.suffix.lower() in SIDECARS and path.stem.lower() in beside))
    # pictures of a story often lie in a folder of their own
    if (ignored or outside) and not paths:
        place = next((above for above in place.parents if above in places), place)
    if paths or ignored or outside:
        # a folder without articles was handed to this one before
        above = places.get(place, StoryFiles("", ()))
        ignored, outside = (*above.ignored, *ignored), (*above.outside, *outside)
        places[place] = StoryFiles("", (*above.paths, *paths), ignored, outside=outside)


def _is_about(path: Path) -> bool:
    """Whether a file is about a folder, and no article of it."""
    return path.name == CORRECTIONS or bool(NOTICE.fullmatch(path.name)) or path.name.lower() in UNSEEN


def _stories(places: Mapping[PurePosixPath, StoryFiles], root: Path) -> Iterator[StoryFiles]:
    top, root_name = PurePosixPath("."), root.resolve().name
    if top in places and PurePosixPath(root_name) in places:
        problem = f"both this folder and a folder in it would be story {root_name!r}"
        raise InputError(f"{root}: {problem}; rename one of them")
    for place, files in places.items():
        name = root_name if place == top else str(place)
        corrections = root / place / CORRECTIONS
        decisions = corrections if files.paths and corrections.is_file() and corrections not in files.outside else None
        problem = files.problem or _problem(name, root / place)
        yield replace(files, id=name, problem=problem, corrections=decisions)


def _problem(name: str, path: Path) -> str:
    problem = next(filter(None, (unsafe(part, spaces=True) for part in name.split("/"))), "")
    return f"{shown(str(path))}: the story's name {problem}" if problem else ""
