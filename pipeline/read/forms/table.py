"""Tables: CSV and XLSX, an article a row. The column of the text is found by its name, or named in the sidecar."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pipeline.data import Failure
from pipeline.errors import InputError
from pipeline.read import markup
from pipeline.read.draft import ArticleDraft, Sources, article_draft
from pipeline.read.safe_names import shown
from pipeline.read.source import DAMAGED, InputFile, library, unzipped

COLUMNS: Mapping[str, tuple[str, ...]] = {  # field → what its column is called, small
    "text": ("text", "fulltext", "full text", "full_text", "body", "content", "article", "volltext", "inhalt",
             "artikel", "artikeltext", "texte", "texte intégral", "contenu", "corps"),
    "title": ("title", "headline", "titel", "überschrift", "schlagzeile", "titre"),
    "outlet": ("outlet", "source", "publication", "newspaper", "medium", "media", "journal", "zeitung", "quelle",
               "publication title", "publikation", "média"),
    "published": ("published", "date", "publication date", "pub_date", "publish_date", "datum", "erscheinungsdatum",
                  "veröffentlicht", "date de publication"),
    "url": ("url", "link", "address", "adresse", "lien"),
    "lang": ("lang", "language", "sprache", "langue"),
    "complete": ("complete",),
    "id": ("id",),
}  # fmt: skip
ESCAPED = re.compile("_x(00(?:0[9AD]|5F))_", re.IGNORECASE)
MOST_ROWS = 100_000
MOST_CELLS = 2_000_000
CELL = 10_000_000  # characters of a cell


def csv_table(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    decoded = file.decoded()
    head = decoded.text[: decoded.text.find("\n") + 1 or None]
    delimiter = max(";,\t|", key=head.count)
    csv.field_size_limit(CELL)
    rows, torn = _csv_rows(decoded.text, delimiter)
    if 1 in torn:
        raise InputError(torn[1])
    yield from (Failure(f"{file.item}:{number}", "read", reason) for number, reason in torn.items())
    yield from _drafts(file, rows, decoded.warnings)


def _csv_rows(text: str, delimiter: str) -> tuple[list[list[str]], dict[int, str]]:
    """The rows, and the number of each that quotes tear → why; such a row is empty, and the next line begins anew."""
    # the library would else take the rows below an open quote for its cell, without a word
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    torn: dict[int, str] = {}
    while len(rows) <= MOST_ROWS:
        first = reader.line_num + 1
        try:
            rows.append(next(reader))
        except StopIteration:
            break
        except csv.Error as error:
            rows.append([])
            wrong = f"a quote that opens in line {first} does not end with its cell ({error})"
            fix = 'close it, and write "" for a quote within a text'
            torn[len(rows)] = (
                f"row {len(rows)}: {wrong}, so that lines {first} to {reader.line_num} are not read; {fix}"
            )
    return rows, torn


def xlsx(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    unzipped(file.data)  # for its bounds
    reader = library("openpyxl")
    try:
        book = reader.load_workbook(io.BytesIO(file.data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # a sheet may claim to be as wide and as long as sheets can be
        sheet.reset_dimensions()
        rows = list(_rows(sheet.iter_rows(values_only=True)))
    except (reader.utils.exceptions.InvalidFileException, *DAMAGED) as error:
        raise InputError(f"not a spreadsheet that can be read ({error}); save it again, or as CSV in UTF-8") from error
    others = f"only sheet {sheet.title!r} of {len(book.sheetnames)} is read; save the others as files of their own"
    yield from _drafts(file, rows, (others,) if len(book.sheetnames) > 1 else ())


def _rows(sheet: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    cells = 0
    for row in islice(sheet, MOST_ROWS + 1):
        cells += len(row)
        if cells > MOST_CELLS:
            raise InputError(f"more than {MOST_CELLS} cells; divide the table")
        filled = ("" if value is None else value for value in row)
        # a day without its clock
        yield [value.isoformat()[:10] if hasattr(value, "isoformat") else _cell_text(str(value)) for value in filled]


def _cell_text(cell: str) -> str:
    """A cell with the characters that its file writes as numbers, `_x000D_`; lines end alike."""
    text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _drafts(
    file: InputFile, rows: Sequence[Sequence[str]], warnings: tuple[str, ...]
) -> Iterator[ArticleDraft | Failure]:
    if len(rows) > MOST_ROWS:
        raise InputError(f"more than {MOST_ROWS} rows; divide the table")
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    heads = [markup.squeezed(cell) for cell in filled[0][1]] if filled else []
    while heads and not heads[-1]:
        heads.pop()
    # what stands in a column without a name, or in a second one of a name, is kept too
    names = [head if head and head not in heads[:n] else f"column {n + 1}" for n, head in enumerate(heads)]
    places = _places(names, file.sidecar)
    if "text" not in places:
        columns = ", ".join(names)[:200] or "none"
        known = ", ".join(COLUMNS["text"])
        fix = f"call one of them {known}, or name it in a file {shown(file.stem)}.yaml: `text column: …`"
        raise InputError(f"no column holds the articles' text; the columns are {columns}: {fix}")
    if heads.count(names[places["text"]]) > 1:
        raise InputError(f"two columns are called {names[places['text']]!r}; rename the one that is not to be read")
    for number, row in filled[1:]:
        cells = {name: row[place].strip() for name, place in places.items() if place < len(row)}
        text, own_id, problem = cells.pop("text", ""), cells.pop("id", ""), ""
        if any(map(str.strip, row[len(names) :])):
            fix = "put quotes round the text, or name every column"
            problem = f"row {number}: {len(row)} cells under {len(names)} columns; {fix}"
        elif not text:
            problem = f"row {number}: no text in column {names[places['text']]!r}"
        if problem:
            yield Failure(f"{file.item}:{number}", "read", problem)
            continue
        others = ((name, row[n].strip()) for n, name in enumerate(names[: len(row)]) if n not in places.values())
        extra = {name: cell for name, cell in others if cell}
        text, told = markup.unmarked(text)
        # the headline is compared too
        title = cells.get("title", "")
        text = text if not title or text.startswith(title) else f"{title}\n{text}"
        said: Sources = (("record", cells),)
        yield article_draft(file, text, said, number=number, own_id=own_id, extra=extra, warnings=warnings + told)
        warnings = ()


def _places(names: Sequence[str], sidecar: Mapping[str, str]) -> dict[str, int]:
    """Field → the place of its column: the one that the sidecar names, else the first with a usual name."""
    small = [name.lower() for name in names]
    places = {}
    for field, usual in COLUMNS.items():
        named = [sidecar[f"{field} column"].lower()] if f"{field} column" in sidecar else usual
        if found := next((name for name in named if name in small), ""):
            places[field] = small.index(found)
    return places
