"""A report of translation scores as files: its segments as TSV, JSON lines and a workbook, all else as JSON."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from pipeline.evaluate import metrics
from pipeline.evaluate.scored import Report, SegmentScore
from pipeline.evaluate.translation import worst_first
from pipeline.export.atomic import write as write_file
from pipeline.export.report import html
from pipeline.export.tables import CELL, ROWS, no_formula, tsv_line

ABOUT = ("id", "document", "outlet", "lang", "source")  # of a segment, the first columns
WIDE = ("source", "hypothesis", "reference")  # columns of text
_FLAT = str.maketrans("\t\n\r", "   ")


def write(folder: Path, report: Report) -> list[Path]:
    """Write a report's files, the segments with the worst first, the page last; their paths, or an OutputError."""
    written = (*files(report, worst_first(report.segments)), *html(report))
    for name, content in written:
        write_file(folder / name, content)
    return [folder / name for name, _ in written]


def files(report: Report, segments: Sequence[SegmentScore]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file, the segments in the order given."""
    # one table for TSV and workbook, so that both have the same columns
    table: list[Sequence[str | float]] = [_columns(report), *(_cells(report, segment) for segment in segments)]
    content = json.dumps(asdict(replace(report, segments=())), ensure_ascii=False, indent=1)
    yield "report.json", f"{content}\n".encode()
    yield "segments.tsv", "".join(f"{tsv_line(map(_flat, row))}\n" for row in table).encode()
    yield "segments.jsonl", "".join(_line(report, segment) for segment in segments).encode()
    yield "segments.xlsx", _workbook(report, segments)


def _columns(report: Report) -> list[str]:
    references = len(report.segments[0].segment.references)
    # one reference has no number, since most sets have one
    numbered = ["reference"] if references == 1 else [f"reference:{n}" for n in range(1, references + 1)]
    columns = [*ABOUT, *(f"hypothesis:{name}" for name in report.systems), *numbered]
    for figure in (*_metrics(report), "flags"):
        columns += [f"{figure}:{name}" for name in report.systems]
    return [*columns, *_metadata(report)]


def _cells(report: Report, segment: SegmentScore) -> list[str | float]:
    text = segment.segment
    cells: list[str | float] = [*(getattr(text, key) for key in ABOUT), *text.hypotheses]
    cells += [reference or "" for reference in text.references]
    for name in _metrics(report):
        values = segment.figures.get(name, ())
        cells += ["" if value is None else round(value, metrics.digits(name, value)) for value in values]
    cells += ["; ".join(flags) for flags in segment.flags]
    return [*cells, *(text.metadata.get(name, "") for name in _metadata(report))]


def _metrics(report: Report) -> dict[str, None]:
    return dict.fromkeys(chain.from_iterable(scored.figures for scored in report.segments))


def _metadata(report: Report) -> dict[str, None]:
    return dict.fromkeys(chain.from_iterable(scored.segment.metadata for scored in report.segments))


def _flat(cell: str | float) -> str:
    return no_formula(cell).translate(_FLAT) if isinstance(cell, str) else str(cell)


def _line(report: Report, segment: SegmentScore) -> str:
    text = segment.segment
    record = {
        **{key: getattr(text, key) for key in ABOUT},
        "hypotheses": dict(zip(report.systems, text.hypotheses, strict=True)),
        "references": text.references,
        "scores": {name: dict(zip(report.systems, values, strict=True)) for name, values in segment.figures.items()},
        "flags": dict(zip(report.systems, segment.flags, strict=True)),
        **text.metadata,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _workbook(report: Report, segments: Sequence[SegmentScore]) -> bytes:
    """One sheet, its heading fixed and filterable; texts stay texts, whatever they begin with."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    file, columns = io.BytesIO(), _columns(report)
    # a cell that begins with = is a sentence, and no formula
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("segments" if len(segments) <= ROWS else f"first {ROWS} segments")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for place, name in enumerate(columns):
            sheet.set_column(place, place, 50 if name.partition(":")[0] in WIDE else 12, wrapped)
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        for number, segment in enumerate(segments[:ROWS], 1):
            sheet.write_row(number, 0, [_cell_value(cell) for cell in _cells(report, segment)])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, min(len(segments), ROWS), len(columns) - 1)
        # the evaluation's date and not the clock: the same figures give the same bytes
        book.set_properties({"created": datetime.fromisoformat(report.date)})
    return file.getvalue()


def _cell_value(cell: str | float) -> str | float:
    """What a cell can hold: a longer text is named, not cut."""
    size = len(cell.encode("utf-16-le", "replace")) // 2 if isinstance(cell, str) else 0
    return cell if size <= CELL else f"({size:,} characters, a cell has {CELL:,}: see segments.jsonl)"
