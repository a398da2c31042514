"""Web pages, alone or in what browsers pack them into: HTML, XHTML, MHTML; and the chapters of an EPUB."""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.data import Failure
from pipeline.errors import InputError
from pipeline.read import markup
from pipeline.read.draft import ArticleDraft, Sources, article_draft, document_drafts, sort_fields
from pipeline.read.encoding import Decoded, decode
from pipeline.read.front import front
from pipeline.read.page import charset, page
from pipeline.read.presses import press_articles
from pipeline.read.source import InputFile, texts, unzipped

MOST_CHAPTERS = 500
CHAPTER = 60  # words of a chapter that is an article


def web_page(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    yield from page_drafts(file, file.decoded(charset(file.data)))


def page_drafts(file: InputFile, decoded: Decoded, url: str = "") -> Iterator[ArticleDraft | Failure]:
    """The one article of a page, or those of an export that is a page; front matter may stand above it."""
    matter = front(decoded.text) if decoded.text.lstrip().startswith("---") else None
    html = matter.text if matter else decoded.text
    root = markup.html(html)
    # an export of a press database says so by its rows, and several documents of another form are refused
    blocks = [] if root is None else markup.blocks(root)
    if press_articles(blocks):
        yield from document_drafts(file, blocks, "document", {}, decoded.warnings)
        return
    extract = page(html, root, blocks, url)
    written, extra = sort_fields(matter.fields if matter else {})
    sources: Sources = (("front matter", written), ("page", extract.fields))
    warnings = decoded.warnings + (matter.warnings if matter else ())
    # what a person says of it is no doubt any more
    doubts = () if "complete" in (*written, *file.sidecar) else extract.doubts
    extra |= extract.marks
    yield article_draft(file, extract.text, sources, extra=extra, warnings=(*warnings, *doubts))


def mhtml(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    """The page in a browser's archive: its first part of HTML."""
    from email import message_from_bytes, policy

    message = message_from_bytes(file.data, policy=policy.compat32)
    for part in message.walk():
        data = part.get_payload(decode=True)
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(data, bytes):
            place = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
            declared = part.get_content_charset() or charset(data)
            yield from page_drafts(file, decode(data, declared=declared), place if place.startswith("http") else "")
            return
    raise InputError("no page in this archive; save the page as HTML")


def epub(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    """Each chapter that is long enough as an article, in the order in which they are read."""
    files = unzipped(file.data)
    chapters = list(_chapters(files))
    if len(chapters) > MOST_CHAPTERS:
        raise InputError(f"{len(chapters)} chapters; at most {MOST_CHAPTERS} are read: divide the book")
    pages = [markup.blocks(root) for name in chapters if (root := markup.html(decode(files[name]).text)) is not None]
    articles = [lines for lines in pages if sum(len(line.text.split()) for line in lines) >= CHAPTER]
    if not articles:
        raise InputError(f"no chapter of {CHAPTER} words or more in this book; expected an article")
    for number, lines in enumerate(articles, 1):
        heading = next((line.text for line in lines if re.match(r"h[1-3]\b", line.role)), "")
        said: Sources = (("document", {"title": heading}),)
        yield article_draft(file, "\n".join(texts(lines)), said, number=number if len(articles) > 1 else 0)


def _chapters(files: dict[str, bytes]) -> Iterator[str]:
    """Names of the chapters in the order of the book's spine."""
    package = next((name for name in sorted(files) if name.endswith(".opf")), "")
    if not package:
        raise InputError("no package file (.opf) in it: not an EPUB; save it again, or as HTML")
    root = markup.xml(files[package])
    places = {item.get("id"): unquote(item.get("href") or "") for item in markup.find(root, "item")}
    for entry in markup.find(root, "itemref"):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(package), places.get(entry.get("idref"), "")))
        if name in files:
            yield name
