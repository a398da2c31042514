"""Documents of word processors: DOCX by python-docx, ODT by its XML, RTF by striprtf. Macros and links stay shut."""

import io
from collections.abc import Iterator

from lxml.etree import _Element

from pipeline.data import Failure
from pipeline.errors import InputError
from pipeline.read import markup
from pipeline.read.draft import ArticleDraft, document_drafts
from pipeline.read.encoding import decode
from pipeline.read.source import DAMAGED, InputFile, Line, library, unzipped


def docx(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    unzipped(file.data)  # for its bounds
    reader = library("docx")
    try:
        document = reader.Document(io.BytesIO(file.data))
        blocks = [_docx_text(block) for block in document.iter_inner_content()]
    except (reader.opc.exceptions.OpcError, *DAMAGED) as error:
        raise InputError(f"not a Word document that can be read ({error}); save it again as .docx") from error
    yield from _drafts(file, [line for lines in blocks for line in lines])


def _docx_text(block: object) -> list[Line]:
    """The lines of a paragraph, or of a table row by row; a line break within a paragraph is a blank."""
    rows = getattr(block, "rows", None)
    if rows is None:
        style = str(getattr(getattr(block, "style", None), "name", None) or "").lower()
        return [Line(markup.squeezed(str(getattr(block, "text", ""))), style)]
    cells = [cell for row in rows for cell in row.cells]
    # a merged cell comes back for each column that it spans
    shown = dict.fromkeys(cell._tc for cell in cells)
    by_element = {cell._tc: cell for cell in cells}
    return [line for element in shown for part in by_element[element].iter_inner_content() for line in _docx_text(part)]


def odt(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    content = unzipped(file.data).get("content.xml")
    if content is None:
        raise InputError("no content.xml in it: not an OpenDocument text; save it again as .odt or .docx")
    body = next(markup.find(markup.xml(content), "text"), None)
    paragraphs = [] if body is None else list(markup.find(body, "p", "h"))
    yield from _drafts(file, [Line(markup.squeezed("".join(_odt_text(p))), _odt_role(p)) for p in paragraphs])


def _odt_text(element: _Element) -> Iterator[str]:
    """The text in an element; blanks and breaks are elements of their own, and notes are paragraphs of theirs."""
    yield " " if markup.name(element) in ("s", "tab", "line-break") else element.text or ""
    for part in element:
        if markup.name(part) not in ("note", "annotation"):
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
        text = reader.rtf_to_text(file.data.decode("latin-1"), errors="replace")
    except DAMAGED as error:
        raise InputError(f"not rich text that can be read ({error}); save it as .docx or .txt") from error
    decoded = decode(text.encode("utf-8", "replace"))
    lines = [Line(row.replace("|", " ").strip()) for row in decoded.text.split("\n")]
    yield from _drafts(file, lines, decoded.warnings)


def _drafts(file: InputFile, lines: list[Line], warnings: tuple[str, ...] = ()) -> Iterator[ArticleDraft | Failure]:
    title = next((line.text for line in lines if line.role in ("title", "titel", "titre") and line.text), "")
    yield from document_drafts(file, lines, "document", {"title": title}, warnings)
