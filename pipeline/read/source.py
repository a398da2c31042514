"""An input file: its bytes, how it is called, and what a person wrote beside it."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from pipeline.errors import InputError
from pipeline.read.encoding import Decoded, decode

LARGEST = 64 << 20  # bytes of a file, and of all that is packed in it
LONGEST_CELL = 60  # characters of a cell beside one that holds a text
MOST_ENTRIES = 10_000  # files packed in one
TEXTS = (".xml", ".html", ".xhtml", ".htm", ".opf")  # of what is packed in a document or book


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that may hold articles."""

    item: str  # story/file, as messages name it
    stem: str  # its name without its end
    data: bytes
    # the fields of a file `stem.yaml` beside it, which are stronger than anything that the file says of itself
    sidecar: Mapping[str, str] = field(default_factory=dict)

    def decoded(self, declared: str = "") -> Decoded:
        """The file as text; an InputError if it is none, or is empty."""
        text = decode(self.data, declared=declared)
        if not text.text.strip():
            raise InputError("empty file; expected the article's text")
        return text


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or heading of a document, or a line left empty; `role` is its style or class, in small letters."""

    text: str
    role: str = ""
    row: str | None = None  # of the first cell of a row of a table, the row as it is read; "" of the others


def texts(lines: Iterable[Line]) -> list[str]:
    """The lines as an article has them: a row of a table is one."""
    return [line.text if line.row is None else line.row for line in lines if line.row != ""]


def row_of(cells: Sequence[str]) -> str | None:
    """`| a | b |`; None where cells are there for the layout: one alone, or two that hold a text."""
    is_row = sum(map(bool, cells)) > 1 and sum(len(cell) > LONGEST_CELL for cell in cells) < 2
    return f"| {' | '.join(cells)} |" if is_row else None


# what a library may stumble over in a damaged file; its own errors come on top
DAMAGED = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
LIBRARIES = {  # of the extra `formats`: module → what is read with it
    "docx": "a Word document",
    "striprtf.striprtf": "a rich text document",
    "openpyxl": "a spreadsheet",
    "pypdf": "a PDF",
}


def libraries() -> tuple[str, ...]:
    """Those that are installed: what could not be read without one can be read with it."""
    return tuple(module for module in LIBRARIES if find_spec(module.partition(".")[0]))


def library(module: str) -> ModuleType:
    """A module of LIBRARIES; where it is not installed, an InputError that says what to do."""
    try:
        return import_module(module)
    except ImportError as error:
        fix = "make formats (without a Makefile: pip install 'news-synopsis[formats]'), or save it as text or HTML"
        raise InputError(f"{LIBRARIES[module]} needs {module}, which is not installed: {fix}") from error


def gunzipped(data: bytes, largest: int = LARGEST) -> bytes:
    """What a gzip file holds; an InputError if it is damaged or too large."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as archive:
            content = archive.read(largest + 1)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise InputError(f"a damaged gzip archive ({error}); pack it again, or unpack it") from error
    if len(content) > largest:
        raise InputError(f"more than {largest >> 20} MiB when unpacked; divide it")
    return content


def unzipped(data: bytes) -> dict[str, bytes]:
    """Name → content of what a zip archive holds, pictures left out; an InputError if damaged or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_ENTRIES:
                raise InputError(f"{len(entries)} files packed in it; at most {MOST_ENTRIES} are read: divide it")
            # declared sizes bind: the library reads no byte beyond them
            if sum(entry.file_size for entry in entries) > LARGEST:
                raise InputError(f"more than {LARGEST >> 20} MiB when unpacked; take pictures out, or divide it")
            return {entry.filename: archive.read(entry) for entry in entries if entry.filename.lower().endswith(TEXTS)}
    except DAMAGED as error:
        raise InputError(f"a damaged or locked archive ({error}); save it again without a password") from error
