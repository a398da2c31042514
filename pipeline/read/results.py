"""What a run wrote, read back."""

from pathlib import Path

from pipeline.data import Result
from pipeline.errors import InputError
from pipeline.read.language import known_only

RESULT = "result.json"


def results(folder: Path) -> list[Path]:
    """The stories' folders of results at and below a folder, or beside its RESULT, in order.

    Raises:
        InputError: there is none.
    """
    top = folder.parent if folder.name == RESULT else folder
    found = sorted(path.parent for path in top.rglob(RESULT))
    if not found:
        raise InputError(f"{folder}: no {RESULT} in it; name a folder that `synopsis run` wrote")
    return found


def result(folder: Path) -> Result:
    """The result in `folder`/RESULT.

    Raises:
        InputError: there is none, or it is not of this version's schema.
    """
    import msgspec

    path = folder / RESULT
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Result)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no result here; run `synopsis run` first, or name a story's folder") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror}); check its permissions") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"{path}: not a result as this version writes it ({error}); written by another version, or cut off: "
            "run `synopsis run` again"
        ) from error
    known_only([*found.story.articles, *found.sentences], path)
    return found
