"""What people judged: Pearmut's annotations and the scores that Appraise exports."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TypeVar

from pipeline.data import Warned
from pipeline.errors import InputError
from pipeline.read.encoding import lines

SEVERITIES = ("neutral", "minor", "major", "critical")
COLUMNS = ("annotator", "system", "item", "kind", "source language", "target language", "score", "document")
SPANS = 9  # the column of Appraise's error spans
RESET = "__RESET__"
OTHER = ("welcome_", "random_", "goodbye_")  # Pearmut's items that judge no translation
_Form = TypeVar("_Form")


@dataclass(frozen=True, slots=True)
class Error:
    """An error that a person marked; `category` is "" where the protocol has none, `missing`: something is left out."""

    severity: str
    category: str
    missing: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one annotator says of one system's translation of one segment."""

    annotator: str
    system: str
    document: str
    segment: str  # the line from 1, where the campaign was exported here; else what the file calls it
    score: float | None  # 0 to 100, None where none is asked
    errors: tuple[Error, ...]


@dataclass(frozen=True, slots=True)
class Judgements:
    """All that a file holds, and what was left out of it."""

    rows: tuple[Judgement, ...]
    warnings: tuple[Warned, ...] = ()


def judgements(path: Path) -> Judgements:
    """Read Pearmut's `annotations.json` or `.jsonl`, or the CSV of Appraise's ExportSystemScoresToCSV.

    Judged twice by one annotator, the last counts. Appraise's attention checks (other kinds than TGT) are left out.
    What is neither, holds nothing, or is not as these tools write it, is an InputError.
    """
    read = lines(path, fix="name what Pearmut's dashboard or Appraise exported")
    text = "\n".join(read.lines)
    if text.lstrip()[:1] in ("{", "["):
        exported = list(_pearmut(text, path))
        checks = 0
    else:
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
        kind = COLUMNS.index("kind")
        # a row too short is kept, so that it is refused with its place
        judging = [(number, row) for number, row in enumerate(rows, 1) if row[kind : kind + 1] in ([], ["TGT"])]
        exported = [_appraise(row, f"{path}:{number}") for number, row in judging]
        checks = len(rows) - len(exported)
    if not exported:
        raise InputError(f"{path}: holds no judgement; expected Pearmut's annotations or Appraise's exported scores")
    # a dictionary keeps the last of a key
    last = {(row.annotator, row.system, row.document, row.segment): row for row in exported}
    warned = (Warned(str(path), f"{checks} attention checks left out"),) if checks else ()
    return Judgements(tuple(last.values()), (*read.warnings, *warned))


@dataclass(frozen=True, slots=True)
class _Span:
    start_i: int | str
    severity: str | None = None
    category: str | None = None
    error_type: list[str] | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    score: float | None = None
    error_spans: list[_Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Item:
    tgt: dict[str, str]
    item_id: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    user_id: str | int
    item_i: int
    annotation: list[dict[str, _Answer] | None]
    item: list[_Item]


def _pearmut(text: str, path: Path) -> Iterator[Judgement]:
    latest: dict[tuple[object, object], tuple[str, Mapping[str, object]]] = {}  # where, and what
    for where, entry in _entries(text, path):
        key = entry.get("user_id"), entry.get("item_i")
        # an annotator began again: what went before does not count
        if entry.get("annotation") == RESET:
            latest.pop(key, None)
        elif not str(key[1]).startswith(OTHER):
            latest[key] = where, entry
    for where, entry in latest.values():
        answers = _as(_Entry, entry, where, "Pearmut's log, version 1.0 or later")
        if len(answers.item) != len(answers.annotation):
            counts = f"{len(answers.item)} items, {len(answers.annotation)} annotations"
            raise InputError(f"{where}: {counts}; the file is damaged")
        for item, by_system in zip(answers.item, answers.annotation, strict=True):
            for system, answer in (by_system or {}).items():
                yield _judgement(answers, item, system, answer, where)


def _entries(text: str, path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The log's entries and where they stand: one a line, or in lists by campaign."""
    whole = _json(text)
    if whole is None:
        rows = enumerate(text.split("\n"), 1)
        entries = [(f"{path}:{number}", _json(line)) for number, line in rows if line.strip()]
    else:
        lists = whole.values() if isinstance(whole, dict) and "annotation" not in whole else [whole]
        flat = chain.from_iterable(campaign if isinstance(campaign, list) else [campaign] for campaign in lists)
        entries = [(f"{path}: entry {number}", entry) for number, entry in enumerate(flat, 1)]
    for where, entry in entries:
        if not isinstance(entry, dict) or "annotation" not in entry:
            raise InputError(f"{where}: no annotation in it; expected an export of Pearmut's annotations")
        yield where, entry


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _as(kind: type[_Form], value: object, where: str, expected: str) -> _Form:
    import msgspec

    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise InputError(f"{where}: {error}; expected {expected}") from error


def _judgement(entry: _Entry, item: _Item, system: str, answer: _Answer, where: str) -> Judgement:
    document, _, segment = (item.item_id or str(entry.item_i)).rpartition(":")
    # as the browser counts, which is where the spans were drawn
    length = len(item.tgt.get(system, "").replace("\n", "").encode("utf-16-le", "surrogatepass")) // 2
    errors = []
    for span in answer.error_spans:
        is_behind = isinstance(span.start_i, int) and span.start_i >= length  # where nothing stands: it is missing
        errors.append(_error(span, span.category or "", is_behind, where))
    return Judgement(str(entry.user_id), system, document, segment, answer.score, tuple(errors))


def _error(span: _Span, category: str, missing: bool, where: str) -> Error:
    severity = str(span.severity).lower()
    if severity not in SEVERITIES:
        raise InputError(f"{where}: severity {span.severity!r} is none of {', '.join(SEVERITIES)}")
    return Error(severity, category, missing)


def _appraise(row: list[str], where: str) -> Judgement:
    if len(row) <= SPANS:
        expected = f"{SPANS + 1} or more: {', '.join(COLUMNS)}, whole document, spans, …"
        raise InputError(f"{where}: {len(row)} columns; expected {expected}")
    cells = dict(zip(COLUMNS, row, strict=False))
    try:
        score, spans = float(cells["score"]), json.loads(row[SPANS] or "[]")
        spans = json.loads(spans) if isinstance(spans, str) else spans  # some versions encode it twice
    except ValueError as error:
        raise InputError(f"{where}: score or error spans cannot be read ({error})") from error
    errors = tuple(
        _error(span, "/".join(span.error_type or ()), span.start_i == "missing", where)
        for span in _as(list[_Span], spans, where, "error spans as Appraise writes them")
        if span.severity != "undecided"
    )
    document = cells["document"].removesuffix(f"#{cells['system']}")
    return Judgement(cells["annotator"], cells["system"], document, cells["item"], score, errors)
