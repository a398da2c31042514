"""Documents of word processors: DOCX by python-docx, ODT by its XML, RTF by striprtf. Macros and links stay shut."""

import io
import re
from collections.abc import Iterator

from lxml.etree import _Element

from pipeline.data import Failure
from pipeline.errors import InputError
from pipeline.read import markup
from pipeline.read.draft import ArticleDraft, document_drafts
from pipeline.read.encoding import decode
from pipeline.read.source import DAMAGED, InputFile, Line, library, row_of, unzipped

DOCX_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}  # elements that stand for a letter
FIELD_ADDRESS = re.compile(r"(\\fldinst\b[^{}]{0,40}\{?[^{}]{0,100}?)HYPERLINK\b", re.IGNORECASE)  # else printed
DOCX_LEFT_OUT = frozenset({"pPr", "rPr", "del", "moveFrom", "txbxContent", "Fallback"})


def docx(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    unzipped(file.data)  # for its bounds
    reader = library("docx")
    try:
        document = reader.Document(io.BytesIO(file.data))
        paragraphs = list(_docx_paragraphs(document.element.body))
        written = [(p, markup.squeezed("".join(_docx_pieces(p)))) for p in paragraphs]
        roles = (_docx_role(reader.text.paragraph.Paragraph(p, document)) for p in paragraphs)
        lines = [
            Line(text, role, row) for (_, text), role, row in zip(written, roles, markup.rows(written), strict=True)
        ]
    except (reader.opc.exceptions.OpcError, *DAMAGED) as error:
        raise InputError(f"not a Word document that can be read ({error}); save it again as .docx") from error
    yield from _drafts(file, lines)


def _docx_paragraphs(element: _Element) -> Iterator[_Element]:
    """The paragraphs below an element, in their order, whatever they stand in: a table, a control, an insertion."""
    for part in element:
        if markup.name(part) == "p":
            yield part
        elif not _is_left_out(part):
            yield from _docx_paragraphs(part)


def _docx_pieces(element: _Element) -> Iterator[str]:
    # python-docx gives the text of runs and links alone, not what an insertion, a field or a smart tag holds
    for part in element:
        name = markup.name(part)
        if name == "t":
            yield part.text or ""
        elif name in DOCX_SIGNS:
            yield DOCX_SIGNS[name]
        elif not _is_left_out(part):
            yield from _docx_pieces(part)


def _is_left_out(element: _Element) -> bool:
    """Whether an element is no text of the document: deleted, a box beside it, the rest of a cell of several rows."""
    merge = element.find("{*}tcPr/{*}vMerge")
    if merge is not None and "restart" not in merge.attrib.values():
        return True
    # a control that nobody filled in shows what to write there
    return markup.name(element) in DOCX_LEFT_OUT or element.find("{*}sdtPr/{*}showingPlcHdr") is not None


def _docx_role(paragraph: object) -> str:
    """The name of its style in small letters, "" without one."""
    return str(getattr(getattr(paragraph, "style", None), "name", None) or "").lower()


def odt(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    content = unzipped(file.data).get("content.xml")
    if content is None:
        raise InputError("no content.xml in it: not an OpenDocument text; save it again as .odt or .docx")
    body = next(markup.find(markup.xml(content), "text"), None)
    paragraphs = [] if body is None else list(_odt_paragraphs(body))
    written = [(p, markup.squeezed("".join(_odt_text(p)))) for p in paragraphs]
    rows = markup.rows(written)
    yield from _drafts(file, [Line(text, _odt_role(p), row) for (p, text), row in zip(written, rows, strict=True)])


def _odt_paragraphs(element: _Element) -> Iterator[_Element]:
    """The paragraphs and headings below an element, in their order; not what was deleted, nor comments."""
    for part in element:
        if markup.name(part) in ("p", "h"):
            yield part
        if markup.name(part) not in ("tracked-changes", "annotation"):
            yield from _odt_paragraphs(part)


def _odt_text(element: _Element) -> Iterator[str]:
    """The text in an element; blanks and breaks are elements of their own, and notes and boxes have paragraphs."""
    yield " " if markup.name(element) in ("s", "tab", "line-break") else element.text or ""
    for part in element:
        if markup.name(part) not in ("note", "annotation", "frame", "p", "h"):
            yield from _odt_text(part)
        yield part.tail or ""


def _odt_role(paragraph: _Element) -> str:
    """The name of its style, as DOCX has them: `Title`, and `heading 1` for a heading of the first level."""
    attributes = {str(key).rpartition("}")[2]: str(value) for key, value in paragraph.attrib.items()}
    level = attributes.get("outline-level")
    return f"heading {level}" if level else attributes.get("style-name", "").lower()


def rtf(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    reader = library("striprtf.striprtf")
    try:
        # the format is ASCII, other characters are written by their numbers
        written = FIELD_ADDRESS.sub(r"\1", file.data.decode("latin-1"))
        text = reader.rtf_to_text(written, errors="replace")
    except DAMAGED as error:
        raise InputError(f"not rich text that can be read ({error}); save it as .docx or .txt") from error
    decoded = decode(text.encode("utf-8", "replace"))
    lines = [_rtf_line(row.strip()) for row in decoded.text.split("\n")]
    yield from _drafts(file, lines, decoded.warnings)


def _rtf_line(row: str) -> Line:
    """A line; the library ends each cell of a table with a bar."""
    cells = [cell.strip() for cell in row.removesuffix("|").split("|")]
    return Line(row.replace("|", " ").strip(), row=row_of(cells) if row.endswith("|") else None)


def _drafts(file: InputFile, lines: list[Line], warnings: tuple[str, ...] = ()) -> Iterator[ArticleDraft | Failure]:
    title = next((line.text for line in lines if line.role in ("title", "titel", "titre") and line.text), "")
    yield from document_drafts(file, lines, "document", {"title": title}, warnings)
