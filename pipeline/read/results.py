"""What a run wrote, read back."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.data import Failure, Result
from pipeline.errors import InputError
from pipeline.read.language import known_only

RESULT = "result.json"


def results(folder: Path) -> list[Path]:
    """The stories' folders of results at and below a folder, or beside its RESULT, in order.

    Raises:
        InputError: there is none.
    """
    top = folder.parent if folder.name == RESULT else folder
    folders = sorted(path.parent for path in top.rglob(RESULT))
    if not folders:
        raise InputError(f"{folder}: no {RESULT} in it; name a folder that `synopsis run` wrote")
    return folders


def story_folder(story: Path, out: Path) -> Path:
    """Where a story's results are: in the folder of that name, or of that RESULT, else below `out`."""
    folder = story.parent if story.name == RESULT else story
    return folder if (folder / RESULT).is_file() else out / folder


def each_result(folders: Sequence[Path]) -> Iterator[Result | Failure]:
    """The results one after another; of several, one that cannot be read, or a second of one story, is a failure.

    Raises:
        InputError: the only one cannot be read.
    """
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
            continue
        yield story


def result(folder: Path) -> Result:
    """The result in `folder`/RESULT.

    Raises:
        InputError: there is none, or it is not of this version's schema.
    """
    import msgspec

    path = folder / RESULT
    try:
        run_result = msgspec.json.decode(path.read_bytes(), type=Result)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no result here; run `synopsis run` first, or name a story's folder") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror}); check its permissions") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"{path}: not a result as this version writes it ({error}); written by another version, or cut off: "
            "run `synopsis run` again"
        ) from error
    known_only([*run_result.story.articles, *run_result.sentences], path)
    return run_result
