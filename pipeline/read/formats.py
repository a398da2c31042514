"""The formats of articles: by the end of a file's name, what reads it. The only table of them.

What a folder of stories may hold, the messages that say so and docs/commands.md are made from it. To add a format,
write a reader, a function from a file to drafts, and add a line here.
"""

import gzip
import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.data import Failure
from pipeline.errors import InputError, fault
from pipeline.read.draft import ArticleDraft
from pipeline.read.encoding import decode
from pipeline.read.forms import feeds, mail, pdf, records, table, web, word
from pipeline.read.front import fields_of
from pipeline.read.language import named
from pipeline.read.safe_names import shown
from pipeline.read.source import LARGEST, InputFile, gunzipped

Reader = Callable[[InputFile], Iterator[ArticleDraft | Failure]]


@dataclass(frozen=True, slots=True)
class ArticleFormat:
    """`read` makes drafts, `use` says of what."""

    read: Reader
    use: str


ARTICLES: Mapping[str, ArticleFormat] = {
    ".txt": ArticleFormat(records.plain_text, "a text, perhaps with front matter, or an export of a press database"),
    ".md": ArticleFormat(records.plain_text, "the same; mark-up stays as it is"),
    ".html": ArticleFormat(web.web_page, "a web page, of which the article is taken, or an export"),
    ".htm": ArticleFormat(web.web_page, "the same"),
    ".xhtml": ArticleFormat(web.web_page, "the same"),
    ".mhtml": ArticleFormat(web.mhtml, "a web page in a browser's archive"),
    ".mht": ArticleFormat(web.mhtml, "the same"),
    ".jsonl": ArticleFormat(records.records, "an article a line"),
    ".csv": ArticleFormat(table.csv_table, "an article a row"),
    ".tsv": ArticleFormat(table.csv_table, "the same"),
    ".xlsx": ArticleFormat(table.xlsx, "the same"),
    ".docx": ArticleFormat(word.docx, "a document, or an export of a press database"),
    ".odt": ArticleFormat(word.odt, "the same"),
    ".rtf": ArticleFormat(word.rtf, "the same"),
    ".pdf": ArticleFormat(pdf.pdf, "the same, if it has a text layer"),
    ".epub": ArticleFormat(web.epub, "an article a chapter"),
    ".eml": ArticleFormat(mail.mail, "a newsletter"),
    ".xml": ArticleFormat(feeds.xml, "RSS, Atom, NewsML-G2, NITF, Factiva's records, or a web page"),
    ".rss": ArticleFormat(feeds.xml, "the same"),
    ".atom": ArticleFormat(feeds.xml, "the same"),
}
PACKED = ".gz"
SIDECARS = (".yaml", ".yml")
LONGEST_SIDECAR = 100_000  # bytes
CONVERT: Mapping[str, str] = {  # what is not read → what to do
    **dict.fromkeys((".doc", ".dot", ".wpd"), "save it as .docx"),
    ".pages": "export it as .docx or .pdf",
    **dict.fromkeys((".xls", ".ods"), "save it as .xlsx or .csv"),
    ".numbers": "export it as .xlsx or .csv",
    ".json": "write an object a line, as .jsonl",
    **dict.fromkeys((".zip", ".7z", ".rar", ".tar"), "unpack it"),
    ".webarchive": "save the page as HTML",
    **dict.fromkeys((".webloc", ".url"), "open the address and save the page as HTML"),
    ".msg": "save it as .eml",
    ".mbox": "save each mail in it as .eml",
    ".ris": "export the full texts",
    ".tex": "save it as .txt",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".heic"), "recognise its text"),
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".mp4", ".mov", ".webm"), "write down what is said, as .txt"),
}
MAGIC = ((b"%PDF", ".pdf"), (b"{\\rtf", ".rtf"))
ARCHIVE = re.compile(rb"[\w-]+: (?:[^\n]*\n)+?content-type:\s*multipart/related", re.IGNORECASE)
MAIL = re.compile(rb"From: |MIME-Version:")
LOOSE = (".txt", ".md", ".html", ".htm", ".xhtml", ".xml")  # ends that people give to what is of another form, too
TEXTS = (".txt", ".md")
WORD = (".doc", ".dot")  # the same, of what databases export as rich text or as a page
PARTS = ((b"word/", ".docx"), (b"xl/", ".xlsx"), (b"opendocument.text", ".odt"), (b"epub+zip", ".epub"))
PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*(?:<!doctype\s+html|<html|<head|<body)",
    re.IGNORECASE | re.DOTALL,
)
HEAD = 4096  # bytes by which a file without a known end is told


def suffix(path: Path) -> str:
    """The end of a file's name that a reader goes by, looked up in the file where the name has none; "" if unknown."""
    end = Path(_unpacked_name(path)).suffix.lower()
    if end in ARTICLES:
        return end
    if (end in CONVERT and end not in WORD) or end in SIDECARS or not path.is_file():
        return ""
    head = _head(path)
    if sniffed := _unlike_text(head):
        return sniffed
    if PAGE.match(head):
        return ".html"
    # mail and text only where a name has no end at all
    if end or not head.strip() or b"\0" in head:
        return ""
    return ".eml" if MAIL.match(head) else ".txt"


def _unpacked_name(path: Path) -> str:
    return path.name[: -len(PACKED)] if path.name.lower().endswith(PACKED) else path.name


def _head(path: Path) -> bytes:
    """The first bytes of a file, unpacked; none where it cannot be opened."""
    try:
        with gzip.open(path) if path.name.lower().endswith(PACKED) else path.open("rb") as file:
            return bytes(file.read(HEAD))
    except (OSError, EOFError, zlib.error):
        return b""


def _unlike_text(head: bytes) -> str:
    """The format of what is no plain text, whatever the file is called; "" of text."""
    if head.startswith(b"PK\x03\x04"):
        return next((end for part, end in PARTS if part in head), "")
    if ARCHIVE.match(head):
        return ".mhtml"
    return next((end for magic, end in MAGIC if head.startswith(magic)), "")


def not_read(path: Path) -> str:
    """Why a file is no article, and what to do."""
    if path.suffix.lower() in SIDECARS:
        stems = (stem_of(beside) for beside in sorted(path.parent.iterdir()) if suffix(beside))
        stem = next((stem for stem in stems if named(stem)[0] == path.stem), "NAME")
        return f"not read: no article beside it is called so; if it says more about one, call it {shown(stem)}.yaml"
    expected = f"expected one of {', '.join(ARTICLES)}"
    fix = CONVERT.get(Path(_unpacked_name(path)).suffix.lower(), "")
    return f"not read: {fix}; {expected}" if fix else f"not read: {expected}; save it as one of them, or take it out"


def drafts(path: Path, story: str) -> Iterator[ArticleDraft | Failure]:
    """Every article of a file, in its order, as a draft or as a failure; at least one of either."""
    item = f"{story}/{shown(path.name)}"
    try:
        yield from _drafts(path, item)
        return
    except OSError as error:
        reason = f"cannot be opened ({error.strerror}); check that it is there and readable"
    except InputError as error:
        reason = str(error)
    except RecursionError:
        reason = "nested too deeply; save it as text or HTML"
    except Exception as error:  # noqa: BLE001  # no file ends a run, whatever a reader stumbles over
        reason = fault(error)
    yield Failure(item, "read", reason)


def _drafts(path: Path, item: str) -> Iterator[ArticleDraft | Failure]:
    if path.exists() and not path.is_file():
        raise InputError("not a regular file; expected a text file")
    if path.exists() and path.stat().st_size > LARGEST:
        raise InputError(f"larger than {LARGEST >> 20} MiB; divide it")
    end, data = suffix(path), path.read_bytes()
    if path.name.lower().endswith(PACKED):
        data = gunzipped(data)
    if end in LOOSE:
        end = _unlike_text(data[:HEAD]) or (".html" if end in TEXTS and PAGE.match(data[:HEAD]) else end)
    reader = ARTICLES.get(end, ARTICLES[".txt"]).read
    if not data:
        raise InputError("empty file; expected the article's text")
    outcomes = reader(InputFile(item, stem_of(path), data, _sidecar(path)))
    first = next(outcomes, None)
    if first is None:
        raise InputError("no article in it, as in a table of nothing but a head; expected at least one")
    yield first
    yield from outcomes


def _sidecar(path: Path) -> Mapping[str, str]:
    """The fields of the file `stem.yaml` or `stem.html.yaml` beside a file; none where there is none."""
    beside = next(filter(Path.is_file, sidecars(path)), None)
    if beside is None:
        return {}
    try:
        if beside.stat().st_size > LONGEST_SIDECAR:
            raise InputError(f"larger than {LONGEST_SIDECAR} bytes; expected 'key: value' lines")
        return fields_of(decode(beside.read_bytes()).text)
    except InputError as error:
        raise InputError(f"{shown(beside.name)}: {error}") from error


def sidecars(path: Path) -> list[Path]:
    """What a file's sidecar may be called; no file has a name of more than 255 bytes."""
    names = [f"{name}{end}" for name in (path.name, stem_of(path)) for end in SIDECARS]
    return [path.with_name(name) for name in names if len(os.fsencode(name)) <= 255]


def stem_of(path: Path) -> str:
    """A file's name without what says how it is packed and of what form it is."""
    name = _unpacked_name(path)
    end = Path(name).suffix
    return name[: -len(end)] if end.lower() in (*ARTICLES, *WORD) else name
