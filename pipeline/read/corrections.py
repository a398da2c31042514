"""A story's corrections.tsv: what people decided about its links, a line each."""

from pathlib import Path
from typing import get_args

from pipeline.data import CORRECTING, Correction, CorrectionAction, Failure, Warned
from pipeline.errors import InputError
from pipeline.read.encoding import MAGIC, MARKS, content, decode, lines

CORRECTIONS = "corrections.tsv"
COLUMNS = ("action", "left", "right", "note")
EXPECTED = f"expected {', '.join(COLUMNS)}, tab-separated; sentence ids separated by blanks"
ACTIONS: tuple[CorrectionAction, ...] = get_args(CorrectionAction)


def corrections(path: Path, story: str) -> tuple[tuple[Correction, ...], tuple[Warned, ...], tuple[Failure, ...]]:
    """The corrections in file order, what to beware of, and the lines that are none; the rest go on.

    A file that cannot be read at all is one failure. The first line may name the columns; empty lines and lines that
    begin with # are passed over.
    """
    item = f"{story}/{path.name}"
    try:
        texts, warned, faults = _texts(path)
    except InputError as error:
        return (), (), (Failure(item, CORRECTING, f"{error}; no correction is applied"),)
    decisions = []
    for number, line in enumerate(texts, 1):
        # whoever writes the file in a spreadsheet will name the columns
        is_heading = number == 1 and line.lower().split("\t")[0].strip() == COLUMNS[0]
        if not line.strip() or line.startswith("#") or is_heading:
            continue
        try:
            decisions.append(_correction(line, f"{item}:{number}"))
        except InputError as error:
            faults[number] = str(error)
    failures = (not_applied(f"{item}:{number}", faults[number]) for number in sorted(faults))
    return tuple(decisions), tuple(Warned(item, warning) for warning in warned), tuple(failures)


def not_applied(where: str, problem: str) -> Failure:
    """A line of a file of corrections that changes nothing, and why."""
    return Failure(where, CORRECTING, f"{problem}; the line is not applied")


def _texts(path: Path) -> tuple[tuple[str, ...], tuple[str, ...], dict[int, str]]:
    """The lines of a file, what to beware of in it, and the lines (from 1) that are no text, which are empty."""
    try:
        read = lines(path)
    except InputError:
        data = content(path, "give permission to read it")
        # No text at all; or characters of several bytes, as in UTF-16, where a wrong one shifts all that follow.
        if data.startswith(tuple(start for start, kind in (*MAGIC, *MARKS) if kind != "utf-8")):
            raise
    else:
        return read.lines, tuple(warning.reason for warning in read.warnings), {}
    texts, faults = [], dict[int, str]()
    for number, row in enumerate(data.splitlines(), start=1):
        try:
            row.decode("utf-8")  # a legacy encoding is a guess, for which a line is too short
            texts.append(decode(row).text)
        except (UnicodeDecodeError, InputError) as error:
            texts.append("")
            faults[number] = f"no UTF-8 text ({error}); mend it, and save the file as UTF-8"
    return tuple(texts), (), faults


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
