"""What a run wrote, read back."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pipeline.data import Failure, Result
from pipeline.errors import InputError
from pipeline.read.encoding import content
from pipeline.read.language import known_only

RESULT = "result.json"
_Kind = TypeVar("_Kind")


def results(folder: Path) -> list[Path]:
    """The stories' folders of results below a folder, in order; of one that holds a RESULT, or of that RESULT, that
    story alone, whatever others lie in it. An InputError if there are none."""
    top = folder.parent if folder.name == RESULT else folder
    if (top / RESULT).is_file():
        return [top]
    folders = sorted(path.parent for path in top.rglob(RESULT))
    if not folders:
        raise InputError(f"{folder}: no {RESULT} in it; name a folder that `synopsis run` wrote")
    return folders


def story_folder(story: Path, out: Path) -> Path:
    """Where a story's results are: in the folder of that name, or of that RESULT, else below `out`, however deep.

    An InputError if several of that name are there.
    """
    folder = story.parent if story.name == RESULT else story
    if (folder / RESULT).is_file() or (out / folder).is_dir() or folder.is_absolute() or not folder.name:
        return folder if (folder / RESULT).is_file() else out / folder
    below = sorted(path.parent for path in out.rglob(RESULT) if path.parent.parts[-len(folder.parts) :] == folder.parts)
    if len(below) > 1:
        raise InputError(f"{out}: several stories end in {folder}: {', '.join(map(str, below))}; name one of them")
    return below[0] if below else out / folder


def each_result(folders: Sequence[Path]) -> Iterator[Result | Failure]:
    """The results one by one; what cannot be read, or a story's second, is a failure, and alone an InputError."""
    first: dict[str, Path] = {}
    for folder in folders:
        try:
            story = result(folder)
        except InputError as error:
            if len(folders) == 1:
                raise
            yield Failure(str(folder), "read", str(error))
            continue
        if (holder := first.setdefault(story.story.id, folder)) != folder:
            reason = f"left out: story {story.story.id!r} is {holder} already; remove one of them"
            yield Failure(str(folder), "export", reason)
        else:
            yield story


def result(folder: Path) -> Result:
    """The result in `folder`/RESULT; an InputError if there is none of this version's schema."""
    path = folder / RESULT
    cause = "written by another version, or cut off: run `synopsis run` again"
    data = content(path, "no result here: run `synopsis run` first, or name a story's folder")
    run_result = typed(data, Result, f"{path}: not a result as this version writes it", cause)
    langs = [article.lang for article in run_result.story.articles]
    known_only([*langs, *(sentence.lang for sentence in run_result.sentences)], path)
    return run_result


def typed(data: bytes, kind: type[_Kind], problem: str, fix: str) -> _Kind:
    """What JSON holds, as an object of a kind; an InputError that begins with the problem if it is none."""
    import msgspec

    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise InputError(f"{problem} ({error}); {fix}") from error
