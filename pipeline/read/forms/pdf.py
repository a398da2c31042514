"""PDF: its text layer, by pypdf, with the lines of its columns put together again."""

import io
import math
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from pipeline.data import Failure
from pipeline.errors import InputError
from pipeline.read.draft import ArticleDraft, document_drafts
from pipeline.read.presses import parts_documents
from pipeline.read.source import DAMAGED, InputFile, Line, library
from pipeline.split.words import STOPS

MOST_PAGES = 500
MOST_DRAWING = 8 << 20  # bytes of what a page draws, unpacked
MOST_SECONDS = 120.0  # of this process's work
SCAN = 20  # characters a page, below which a page is taken for a picture
RECURRING = 3  # pages on which a line stands that is no part of the text
EDGE = 2  # lines at the top and the bottom of a page that may recur
DIFFERENT = 0.08  # share of a size by which another one is no chance
ROOMY = 0.85  # share of the width below which a line and the next word have room
DIVIDED = re.compile(r"[^\W\d_]{2,}-$")  # the first half of a word
HYPHENED = re.compile(r"[^\W_]-$")
# after the hyphen of Ein- und Ausgang
JOINTS = ("und", "oder", "bzw", "bis", "sowie", "et", "ou", "à", "and", "or", "to")


def pdf(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    import logging

    reader = library("pypdf")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its word on a bad page would go to stderr beside ours
    try:
        document = reader.PdfReader(io.BytesIO(file.data))
        if document.is_encrypted and not document.decrypt(""):
            raise InputError("a PDF that asks for a password; save it without one")
        sizes: dict[str, float] = {}
        pages = list(_pages(document.pages, sizes))
    except (reader.errors.PyPdfError, *DAMAGED) as error:
        fix = "print it into a new PDF, or save it as text"
        raise InputError(f"not a PDF that can be read ({error}); {fix}") from error
    if sum(len(row) for page in pages for row in page) < SCAN * len(pages):
        count = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
        fix = "recognise its text first, with ocrmypdf for instance, or save it as text"
        raise InputError(f"a scan: {count} of pictures without a text layer; {fix}")
    recurring = _edge_shapes(pages)
    lines = [Line(row) for row in chain.from_iterable(pages) if _shape(row) not in recurring]
    example = (
        f"{len(recurring)} lines that come back on its pages are left out, as {max(recurring, default='', key=len)!r}"
    )
    warnings = (example,) if recurring else ()
    yield from document_drafts(file, lines, "document", {}, warnings, partial(_paragraphs, sizes=sizes))


def _pages(pages: Sequence[object], sizes: dict[str, float]) -> Iterator[list[str]]:
    """The lines of each page; `sizes` gets the size of the letters that a line begins with."""
    if len(pages) > MOST_PAGES:
        raise InputError(f"{len(pages)} pages; at most {MOST_PAGES} are read: divide the PDF")
    begin = time.process_time()
    for number, page in enumerate(pages, 1):
        if time.process_time() - begin > MOST_SECONDS:
            raise InputError(f"its pages took more than {MOST_SECONDS:.0f} seconds; print it into a new PDF")
        content = page.get_contents()  # type: ignore[attr-defined]
        if content is not None and len(content.get_data()) > MOST_DRAWING:
            raise InputError(f"page {number} draws more than {MOST_DRAWING >> 20} MiB; print it into a new PDF")
        pieces: list[tuple[str, float]] = []
        text = str(page.extract_text(visitor_text=partial(_note, pieces)))  # type: ignore[attr-defined]
        sizes |= _sizes(pieces)
        yield [row.strip() for row in text.replace("\0", "").split("\n")]


def _note(
    pieces: list[tuple[str, float]], text: str, page: Sequence[float], line: Sequence[float], _: object, size: float
) -> None:
    """Keep a piece of text with the height of its letters; the matrices of page and line may turn and stretch it."""
    pieces.append((text, size * math.hypot(line[2], line[3]) * math.hypot(page[2], page[3])))


def _sizes(pieces: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Line → the size of its first letters."""
    sizes: dict[str, float] = {}
    row, row_size = "", 0.0
    for text, size in (*pieces, ("\n", 0.0)):
        for number, part in enumerate(text.split("\n")):
            if number:
                sizes[row.strip()] = row_size
                row = ""
            row_size = row_size if row.strip() else size
            row += part
    return sizes


def _shape(row: str) -> str:
    """A line with its figures left out, so that page numbers do not part what is alike."""
    return re.sub(r"\d+", "#", row)


def _edge_shapes(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Shapes of lines at the edges of many pages: heads, feet and page numbers."""
    count: Counter[str] = Counter()
    for page in pages:
        rows = [row for row in page if row]
        count.update({_shape(row) for row in (*rows[:EDGE], *rows[-EDGE:]) if not parts_documents(row)})
    return frozenset(shape for shape, pages_with in count.items() if pages_with >= max(RECURRING, len(pages) / 2))


def _paragraphs(rows: Sequence[str], sizes: Mapping[str, float]) -> list[str]:
    """Lines put together as far as they look wrapped: nearly as long as most are, and without a stop at the end.

    A line of larger letters than the next one is a headline, and so is a single one after which the next word would
    have had its place.
    """
    lengths = sorted(len(row) for row in rows if row)
    width = lengths[int(len(lengths) * 0.8)] if lengths else 0
    joined: list[str] = []
    goes_on, last = False, ""
    for row in rows:
        if not row:
            goes_on = goes_on and bool(joined) and not joined[-1].endswith(STOPS)
            continue
        if goes_on and joined and not _is_headline(joined[-1], last, row, width, sizes):
            above = joined[-1]
            is_divided = DIVIDED.search(above) and row[:1].islower() and row.split()[0] not in JOINTS
            # a hyphen before a capital is the word's own: Bahn-Chef
            is_whole = HYPHENED.search(above) and row[:1].isupper()
            joined[-1] = above[:-1] + row if is_divided else f"{above}{'' if is_whole else ' '}{row}"
        else:
            joined.append(row)
        last = row
        full = len(row) >= 0.7 * width and len(rows) > 1
        goes_on = full and not (row.endswith(STOPS) and len(row) < 0.9 * width)
    return joined


def _is_headline(paragraph: str, line: str, below: str, width: int, sizes: Mapping[str, float]) -> bool:
    """Whether a line, the last one of a paragraph, is a headline of what stands below."""
    size, size_below = sizes.get(line, 0.0), sizes.get(below, 0.0)
    if size and size_below and abs(size - size_below) > DIFFERENT * size_below:
        return True
    fits = len(line) + 1 + len(below.split()[0]) < ROOMY * width
    above = paragraph.removesuffix(line).rstrip()
    return fits and below[:1].isupper() and not line.endswith((*STOPS, "-")) and (not above or above.endswith(STOPS))
