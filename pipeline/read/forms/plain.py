"""Plain text: one article, perhaps with front matter, or an export of a press database."""

from collections.abc import Iterator

from pipeline.data import Failure
from pipeline.read.draft import ArticleDraft, document_drafts
from pipeline.read.source import InputFile, Line


def plain_text(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    decoded = file.decoded()
    # an export is known by its rows, while the one article of a text keeps every blank that it has
    yield from document_drafts(file, [Line(row) for row in decoded.text.split("\n")], "text", {}, decoded.warnings)
