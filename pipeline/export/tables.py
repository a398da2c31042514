"""Pairs as tables: JSON lines, TSV, a spreadsheet, Parquet."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.data import Failure
from pipeline.export.jsonl import lines
from pipeline.export.pairs import File, Paired, SentencePair, by_lang, refused

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

COLUMNS: Mapping[str, int] = {  # and how wide it is in a spreadsheet
    "story": 18,
    "left_outlet": 16,
    "left_lang": 6,
    "left_text": 60,
    "right_outlet": 16,
    "right_lang": 6,
    "right_text": 60,
    "kind": 11,
    "probability": 11,
    "band": 8,
    "flags": 20,
    "left_address": 24,
    "right_address": 24,
    "left_article": 12,
    "left_sentences": 20,
    "right_article": 12,
    "right_sentences": 20,
    "id": 20,
    "score": 8,
    "doubt": 8,
    "signature": 24,
}
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what a formula may begin with, wide ones too (OWASP, CSV injection)
NUMBERS = ("probability", "score", "doubt")
BANDS = {"strong": "#d9ead3", "likely": "#fff2cc", "weak": "#f4cccc"}  # the cell says it in words too
CELL = 32_767  # UTF-16 units, more no spreadsheet program reads
ROWS = 1_048_575  # and below the heading
_NOT_CELL = re.compile("[\ud800-\udfff\ufffe\uffff]")  # the controls that XML lacks are written as _x0007_

Value = str | float | None


def jsonl(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """One pair a line, with everything."""
    yield "pairs.jsonl", lines(chain.from_iterable(story.pairs for story in stories))


def tsv(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """As `raw_tsv`; what a spreadsheet would take for a formula has an apostrophe before it."""
    yield _tsv(stories, lambda value: no_formula(value) if isinstance(value, str) else value)


def raw_tsv(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """COLUMNS as heading, then one pair a line; a field with a tab, quotation mark or line end is quoted as in CSV."""
    yield _tsv(stories, lambda value: value)


def _tsv(stories: Iterable[Paired], cell: Callable[[Value], Value]) -> File:
    pairs = chain.from_iterable(story.pairs for story in stories)
    rows = ([cell(value) for value in row(pair).values()] for pair in pairs)
    return "pairs.tsv", "".join(f"{tsv_line(cells)}\n" for cells in (COLUMNS, *rows)).encode()


def no_formula(text: str) -> str:
    """A text that no spreadsheet program runs: an article may begin with =HYPERLINK(…), or worse."""
    return f"'{text}" if text.startswith(FORMULA) else text


def tsv_line(values: Iterable[Value]) -> str:
    """A line of TSV without its end, its fields quoted where a reader of CSV would misread them."""
    text = StringIO(newline="")
    # CRLF, since the writer quotes only the line ends that it ends lines with
    csv.writer(text, dialect="excel-tab", lineterminator="\r\n").writerow(values)  # quotes what these two stand in
    return text.getvalue()[:-2]


def row(pair: SentencePair) -> dict[str, Value]:
    """A pair as COLUMNS; several ids with blanks, several flags with "; " between them."""
    cells: dict[str, Value] = {
        "story": pair.story,
        "kind": pair.kind,
        "probability": pair.probability,
        "band": pair.band,
        "flags": "; ".join(pair.flags),
        "id": pair.id,
        "score": pair.score,
        "doubt": pair.doubt,
        "signature": pair.signature,
    }
    for name, side in (("left", pair.left), ("right", pair.right)):
        cells[f"{name}_outlet"], cells[f"{name}_lang"], cells[f"{name}_text"] = side.outlet, side.lang, side.text
        cells[f"{name}_address"], cells[f"{name}_article"] = side.address, side.article
        cells[f"{name}_sentences"] = " ".join(side.sentences)
    return {column: cells[column] for column in COLUMNS}


def xlsx(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """A sheet with frozen heading, filters and coloured bands; every text is written as text, none as a formula."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    file, dated, count = BytesIO(), "1980-01-01", 0
    with Workbook(file, {"in_memory": True}) as book:
        sheet, formats = book.add_worksheet("pairs"), _formats(book)
        for story in stories:
            # the run's date and not the clock: the same results give the same bytes
            dated = max(dated, story.result.provenance.date)
            for pair in story.pairs:
                # left out and named, never cut
                if failure := refused(pair, _NOT_CELL, "a spreadsheet") or _too_much(pair, count):
                    yield failure
                    continue
                count += 1
                _write(sheet, count, row(pair), formats)
        _dress(sheet, count, formats["heading"])
        book.set_properties({"created": datetime.fromisoformat(dated)})
    yield "pairs.xlsx", file.getvalue()


def _too_much(pair: SentencePair, count: int) -> Failure | None:
    item = f"{pair.story}/{pair.id}"
    if count == ROWS:
        return Failure(item, "export", f"left out: a sheet has {ROWS:,} rows; JSONL and Parquet have more")
    longest = max(len(str(cell).encode("utf-16-le")) // 2 for cell in row(pair).values())
    if longest > CELL:
        reason = f"left out: {longest:,} characters, a cell has {CELL:,}; JSONL and Parquet have more"
        return Failure(item, "export", reason)
    return None


def _formats(book: "Workbook") -> dict[str, "Format"]:
    plain = {"text_wrap": True, "valign": "top"}
    formats = {name: book.add_format({**plain, "bg_color": colour}) for name, colour in BANDS.items()}
    return {**formats, "": book.add_format(plain), "heading": book.add_format({**plain, "bold": True, "bottom": 1})}


def _write(sheet: "Worksheet", line: int, cells: Mapping[str, Value], formats: Mapping[str, "Format"]) -> None:
    for place, (column, value) in enumerate(cells.items()):
        style = formats[str(cells["band"]) if column in ("band", "probability") else ""]
        if isinstance(value, str):
            sheet.write_string(line, place, value, style)
        elif value is not None:
            sheet.write_number(line, place, value, style)


def _dress(sheet: "Worksheet", count: int, heading: "Format") -> None:
    for place, (column, width) in enumerate(COLUMNS.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column, heading)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def parquet(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """`<lang>.parquet` for each source language: a struct `translation` of all languages, and the rest of COLUMNS.

    The library `datasets` takes the files together, so all have one form: a language that a pair has not is null. It
    knows the struct as a translation by the metadata, and because its languages are sorted.
    """
    import pyarrow
    from pyarrow import parquet as files

    pairs_by_lang = by_lang(stories)
    schema = _schema(sorted({"en", *(lang for lang, _ in pairs_by_lang)}))
    for lang, pairs in pairs_by_lang:
        file = BytesIO()
        table = pyarrow.Table.from_pylist([_record(pair) for pair in pairs], schema=schema)
        files.write_table(table, file, compression="zstd")
        yield f"{lang}.parquet", file.getvalue()


def _record(pair: SentencePair) -> dict[str, object]:
    cells: dict[str, object] = {key: value for key, value in row(pair).items() if not key.endswith("_text")}
    lists = {"left_sentences": pair.left.sentences, "right_sentences": pair.right.sentences, "flags": pair.flags}
    return {"translation": {pair.left.lang: pair.left.text, "en": pair.right.text}, **cells, **lists}


def _schema(langs: Sequence[str]) -> "pyarrow.Schema":
    import pyarrow

    text = pyarrow.string()
    kinds = {column: pyarrow.float64() if column in NUMBERS else text for column in COLUMNS}
    kinds |= dict.fromkeys(("left_sentences", "right_sentences", "flags"), pyarrow.list_(text))
    fields = [("translation", pyarrow.struct([(code, text) for code in langs]))]
    fields += [(column, kind) for column, kind in kinds.items() if not column.endswith("_text")]
    feature = {"translation": {"languages": langs, "_type": "Translation"}}
    return pyarrow.schema(fields, metadata={"huggingface": json.dumps({"info": {"features": feature}})})
