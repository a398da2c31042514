"""A story's corrections.tsv: what people decided about its links, a line each."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from pipeline.data import Correction, CorrectionAction, Warned
from pipeline.errors import InputError
from pipeline.read.encoding import lines

CORRECTIONS = "corrections.tsv"
COLUMNS = ("action", "left", "right", "note")
EXPECTED = f"expected {', '.join(COLUMNS)}, tab-separated; sentence ids separated by blanks"
ACTIONS: tuple[CorrectionAction, ...] = get_args(CorrectionAction)


def corrections(path: Path, story: str) -> tuple[tuple[Correction, ...], tuple[Warned, ...]]:
    """The corrections in file order; a line that is none becomes a warning and the rest go on.

    So does a file that cannot be read. The first line may name the columns; empty lines and lines that begin with #
    are passed over.
    """
    try:
        read = lines(path)
    except InputError as error:
        return (), (Warned(f"{story}/{path.name}", f"{error}; no correction is applied"),)
    decisions, warned = [], [Warned(f"{story}/{path.name}", warning.reason) for warning in read.warnings]
    for number, line in _rows(read.lines):
        where = f"{story}/{path.name}:{number}"
        try:
            decisions.append(_correction(line, where))
        except InputError as error:
            warned.append(Warned(where, f"{error}; the line is not applied"))
    return tuple(decisions), tuple(warned)


def _rows(lines_of_file: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines_of_file, start=1):
        # whoever writes the file in a spreadsheet will name the columns
        heading = number == 1 and line.lower().split("\t")[0].strip() == COLUMNS[0]
        if line.strip() and not line.startswith("#") and not heading:
            yield number, line


def _correction(line: str, where: str) -> Correction:
    # trailing tabs get lost in editors; the note may hold tabs
    action, left, right, note = ([cell.strip() for cell in line.split("\t", 3)] + [""] * 3)[:4]
    verb = next((name for name in ACTIONS if name == action.lower()), None)
    if verb is None:
        raise InputError(f"action {action!r} is not one of {', '.join(ACTIONS)}; {EXPECTED}")
    left_ids, right_ids = tuple(left.split()), tuple(right.split())
    if not (left_ids and right_ids):
        raise InputError(f"{'left' if right_ids else 'right'} names no sentence; {EXPECTED}")
    if verb == "note" and not note:
        raise InputError(f"a note without words; {EXPECTED}")
    return Correction(verb, left_ids, right_ids, note, where)
