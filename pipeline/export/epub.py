"""A story as an EPUB 3 in the page's order: contradictions, matrix, rows, what one tells alone, then each article."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from lxml.builder import ElementMaker

from pipeline import __version__
from pipeline.data import Failure, Result
from pipeline.export import reading
from pipeline.export.lines import folder
from pipeline.export.page_model import Outlet, Text, View
from pipeline.export.pairs import NOT_XML, File, Paired
from pipeline.export.view import view
from pipeline.language import name

XHTML, OPS, OPF = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops", "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
CONTAINER = b"""<?xml version='1.0' encoding='utf-8'?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>\
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TYPE = f"{{{OPS}}}type"
H = ElementMaker(namespace=XHTML, nsmap={None: XHTML, "epub": OPS})
P = ElementMaker(namespace=OPF, nsmap={None: OPF, "dc": DC})
D = ElementMaker(namespace=DC, nsmap={"dc": DC})
MARK = "\ufffd"
IN_ADDRESS = ":/?#@!$&'()*+,;=%~"
ACCESS = {
    "schema:accessMode": ("textual",),
    "schema:accessModeSufficient": ("textual",),
    "schema:accessibilityFeature": ("readingOrder", "structuralNavigation", "tableOfContents"),
    "schema:accessibilityHazard": ("none",),
}
STYLE = """\
body { line-height: 1.5; }
h1, h2 { line-height: 1.2; }
p { margin: 0 0 .3em; }
.english { margin-left: 1.2em; }
.pair { margin-bottom: .9em; }
.said { font-weight: bold; margin-top: .9em; }
th { text-align: left; font-weight: normal; }
td, th { padding: .2em .4em .2em 0; vertical-align: top; }
.about, .note, .boilerplate { font-size: .85em; }
.note { font-style: italic; }
.heading, .title { font-weight: bold; }
"""


def epub(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """`<story>.epub` for each. What cannot be shown stands as U+FFFD and is told."""
    for story in stories:
        result = story.result
        texts = [(sentence.id, sentence.text) for sentence in result.sentences]
        texts += [(translation.sentence, translation.text) for translation in result.translations]
        # told before the book, as it is told on stderr before the file is written
        for key, text in texts:
            if _printable(text).count(MARK) > text.count(MARK):
                reason = "shown with U+FFFD for characters that a book cannot; JSONL has them"
                yield Failure(f"{result.story.id}/{key}", "export", reason)
        yield f"{folder(result.story.id)}.epub", _book(result)


def _printable(text: str) -> str:
    return NOT_XML.sub(MARK, reading.harmless(text))


def _book(result: Result) -> bytes:
    sheet = view(result)
    pages = {"matrix": ("Who reports what", _overview(sheet)), "shared": ("What several report", _rows(sheet))}
    pages["alone"] = ("What one alone tells", _sole_rows(sheet))
    pages["outlets"] = ("How each outlet tells it", _tellings(sheet))
    for number, outlet in enumerate(sheet.outlets, 1):
        pages[f"article{number}"] = (_printable(outlet.name), _article(outlet))
    title = _printable(sheet.title)
    files = {f"EPUB/{name}.xhtml": _page(head, body) for name, (head, body) in pages.items()}
    contents = _contents(title, {name: head for name, (head, _) in pages.items()}, sheet, result)
    files["EPUB/nav.xhtml"] = _page(title, contents)
    files["EPUB/style.css"] = STYLE.encode()
    files["EPUB/package.opf"] = _package(title, list(pages), result)
    files["META-INF/container.xml"] = CONTAINER
    book = BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in sorted(files.items()):  # dated 1980, so that the same story makes the same bytes
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return book.getvalue()


def _page(title: str, body: Sequence[etree._Element]) -> bytes:
    style = H.link(rel="stylesheet", type="text/css", href="style.css")
    page = H.html(H.head(H.title(title), style), H.body(*body), {XML_LANG: "en", "lang": "en"})
    return _xml(page, "<!DOCTYPE html>")


def _xml(root: etree._Element, doctype: str | None = None) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype=doctype)


def _overview(sheet: View) -> list[etree._Element]:
    """The contradictions, and who reports what as a table."""
    body = [H.h1("Who reports what")]
    if sheet.contradictions:
        lines = [H.li(_way(one.number, f"{one.words}. {reading.TRUSTED[one.trust]}.")) for one in sheet.contradictions]
        body += [H.h2("Contradictions"), H.ul(*lines)]
    if not sheet.rows:
        return [*body, H.p("No two articles were found to report the same thing.")]
    signs = ", ".join(f"{sign} {reading.STATES[state]}" for state, sign in reading.SYMBOLS.items() if state != "cut")
    marks = "; ".join(f"{outlet.code} {outlet.name}" for outlet in sheet.outlets)
    body.append(H.p(_printable(f"{signs}. {marks}."), {"class": "about"}))
    head = H.tr(H.th("Statement"), *(H.th(_printable(outlet.code)) for outlet in sheet.outlets))
    lines = []
    for row in sheet.rows:
        states = (H.td(reading.SYMBOLS[row.states[outlet.article.id]]) for outlet in sheet.outlets)
        lines.append(H.tr(H.th(_way(row.number, f"{row.number}. {row.headline}")), *states))
    return [*body, H.table(H.thead(head), H.tbody(*lines))]


def _way(number: int, words: str) -> etree._Element:
    """A link to a row."""
    return H.a(_printable(words), href=f"shared.xhtml#row{number}")


def _rows(sheet: View) -> list[etree._Element]:
    body = [H.h1("What several report")]
    for row in sheet.rows:
        body.append(H.h2(_printable(f"{row.number}. {row.headline}"), id=f"row{row.number}"))
        body += [H.p(_printable(f"{one.words}. {one.trusted}"), {"class": "about"}) for one in row.differences]
        for article, wordings in row.cells.items():
            body.append(H.p(_printable(sheet.names[article]), {"class": "said"}))
            body += [_sentence(wording.text) for wording in wordings]
        if absence := reading.absence(row.states, sheet.names):
            body.append(H.p(_printable(absence), {"class": "about"}))
    return body


def _sole_rows(sheet: View) -> list[etree._Element]:
    body = [H.h1("What one alone tells")]
    for outlet in sheet.outlets:
        body.append(H.h2(_printable(f"Only {outlet.name}")))
        body += [H.p(_printable(row.headline)) for row in outlet.sole_rows] or [H.p("Nothing.")]
    return body


def _tellings(sheet: View) -> list[etree._Element]:
    body = [H.h1("How each outlet tells it")]
    for outlet in sheet.outlets:
        body += [H.h2(_printable(outlet.name)), *map(_sentence, outlet.lead)]
        body += [H.p(H.b(f"{head}: "), _printable(words), {"class": "about"}) for head, words in outlet.telling.lines]
    return body


def _article(outlet: Outlet) -> list[etree._Element]:
    article = outlet.article
    about = [name(article.lang), article.published, "" if article.complete else "only a part was available"]
    body = [H.h1(_printable(outlet.name))]
    if article.title and all(kind != "title" for kind, _ in outlet.blocks):
        body.append(H.p(_printable(article.title), {"class": "heading", **_lang(article.lang)}))
    body.append(H.p(_printable(" · ".join(filter(None, about))), {"class": "about"}))
    if outlet.url:
        body.append(H.p(H.a(_printable(outlet.url), href=quote(outlet.url, safe=IN_ADDRESS)), {"class": "about"}))
    for kind, texts in outlet.blocks:
        if any(text.english or text.notes for text in texts):
            body.append(H.div(*map(_sentence, texts), {"class": kind}))
            continue
        spans = [H.span(_printable(text.own), _lang(text.lang)) for text in texts]
        for span in spans:
            span.tail = " "
        body.append(H.div(H.p(*spans), {"class": kind}))
    return body


def _sentence(text: Text) -> etree._Element:
    """A sentence and, below it, its English and what to beware of in that."""
    pair = H.div(H.p(_printable(text.own), _lang(text.lang)), {"class": "pair"})
    if text.english:
        pair.append(H.p(_printable(text.english), {"class": "english", **_lang("en")}))
    if text.notes:
        pair.append(H.p(f"Translation note: {_printable('; '.join(text.notes))}.", {"class": "english note"}))
    return pair


def _lang(lang: str) -> dict[str, str]:
    return {XML_LANG: lang, "lang": lang}


def _contents(title: str, pages: Mapping[str, str], sheet: View, result: Result) -> list[etree._Element]:
    provenance = result.provenance
    items = [H.li(H.a(head, href=f"{name}.xhtml")) for name, head in pages.items()]
    signed = [H.li(_printable(f"{name}: {signature}")) for name, signature in provenance.signatures.items()]
    count = reading.counted(len(result.story.articles), "article")
    about = " · ".join(filter(None, (sheet.when, f"{count}: {reading.languages(result.story)}", *sheet.trial)))
    return [
        H.h1(title),
        H.p(_printable(about), {"class": "about"}),
        H.nav(H.h2("Contents"), H.ol(*items), {TYPE: "toc", "id": "toc"}),
        H.h2("How this was made"),
        H.p(f"By synopsis {__version__}, on {provenance.date}, with:", {"class": "about"}),
        H.ul(*signed, {"class": "about"}) if signed else H.p("no model", {"class": "about"}),
    ]


def _package(title: str, pages: Sequence[str], result: Result) -> bytes:
    key = uuid5(NAMESPACE_URL, f"news-synopsis:{result.story.id}")
    langs = sorted({article.lang for article in result.story.articles} | {"en"}, key=lambda lang: (lang != "en", lang))
    metadata = P.metadata(D.identifier(f"urn:uuid:{key}", id="id"), D.title(title), *map(D.language, langs))
    metadata.append(P.meta(f"{result.provenance.date}T00:00:00Z", property="dcterms:modified"))
    metadata.extend([P.meta(value, property=name) for name, values in ACCESS.items() for value in values])
    items = [P.item({"id": "nav", "href": "nav.xhtml", "media-type": "application/xhtml+xml", "properties": "nav"})]
    items += [P.item({"id": page, "href": f"{page}.xhtml", "media-type": "application/xhtml+xml"}) for page in pages]
    items.append(P.item({"id": "style", "href": "style.css", "media-type": "text/css"}))
    spine = P.spine(*(P.itemref(idref=page) for page in ("nav", *pages)))
    return _xml(P.package(metadata, P.manifest(*items), spine, {"version": "3.0", "unique-identifier": "id"}))
