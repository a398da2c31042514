"""Documents, tables, feeds, mail and archives; what they may not do."""

import gzip
import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from read_cases import CASES, ENGLISH, FRENCH, GERMAN, PAGE, one, reading, refused

ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    '<text:h text:outline-level="1">Gründer geht</text:h><text:p>{}</text:p></office:text></office:body>'
    "</office:document-content>"
)
RSS = (
    '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Tagesblatt</title>'
    "<item><title>Gründer geht</title><link>https://blatt.example/1</link><pubDate>Thu, 14 Aug 2025 10:00:00 +0200"
    "</pubDate><content:encoded>&lt;p&gt;{text}&lt;/p&gt;</content:encoded></item>"
    "<item><title>Kurz</title><description>{text}</description></item></channel></rss>"
)
NEWSML = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><provider literal="Agentur"/></itemMeta>'
    '<contentMeta><contentCreated>2025-08-14T10:00:00Z</contentCreated><language tag="de"/><headline>Gründer geht'
    '</headline></contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{}</p></body>'
    "</html></inlineXML></contentSet></newsItem>"
)


def packed(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def word(*paragraphs: str) -> bytes:
    document, content = docx.Document(), io.BytesIO()
    document.add_heading("Gründer geht", 0)
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(content)
    return content.getvalue()


def rich(text: str) -> bytes:
    written = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)
    return rf"{{\rtf1\ansi Gr\'fcnder geht\par {written}}}".encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("1.de.docx", word(GERMAN)),
        ("1.de.odt", packed({"content.xml": ODT.format(GERMAN)})),
        ("1.de.rtf", rich(GERMAN)),
        ("1.de.xml", NEWSML.format(GERMAN).encode()),
    ],
    ids=["docx", "odt", "rtf", "newsml"],
)
def test_a_document(tmp_path: Path, name: str, content: bytes) -> None:
    article, _ = one(tmp_path, name, content)
    assert (article.id, article.title, article.text) == ("1.de", "Gründer geht", f"Gründer geht\n{GERMAN}")


def test_a_feed(tmp_path: Path) -> None:
    """An entry whose text is only a summary is incomplete."""
    got = reading(tmp_path, {"f.rss": RSS.format(text=GERMAN)})
    first, second = got.story.articles
    assert (first.outlet, first.title, first.published, first.url) == (
        "Tagesblatt",
        "Gründer geht",
        "2025-08-14",
        "https://blatt.example/1",
    )
    assert (first.complete, second.complete) == (True, False)


@pytest.mark.parametrize("name", ["page", "tagesblatt.at", "1.html.gz", "1.xhtml", "1.mhtml"])
def test_a_page_in_other_wrappings(tmp_path: Path, name: str) -> None:
    html = (CASES / "page.html").read_bytes()
    head = b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\n"
    mhtml = (
        head
        + b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + html
        + b"\r\n--X--"
    )
    content = {"1.html.gz": gzip.compress(html), "1.mhtml": mhtml}.get(name, html)
    article, _ = one(tmp_path, name, content)
    assert (article.lang, article.title, article.outlet) == ("de", "Partner verlässt Firma", "Tagesblatt")


def test_tables(tmp_path: Path) -> None:
    """Columns by their usual names, or by the name in the sidecar; a row without text is a failure."""
    book = openpyxl.Workbook()
    for row in (["Titel", "Wortlaut"], ["Gründer geht", GERMAN]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    table = f'Quelle;Datum;Volltext\nBlatt;14.08.2025;"{GERMAN}"\nBlatt;14.08.2025;\n'
    files = {"t.csv": table, "s.xlsx": content.getvalue(), "s.yaml": "text column: Wortlaut\noutlet: Anzeiger\n"}
    got = reading(tmp_path, files)
    assert [(a.id, a.outlet, a.published) for a in got.story.articles] == [
        ("s-2.de", "Anzeiger", ""),
        ("t-2.de", "Blatt", "2025-08-14"),
    ]
    assert [failure.item for failure in got.failures] == ["story/t.csv:3"]
    assert "no column holds the articles' text; the columns are a, b" in refused(tmp_path / "x", "t.csv", "a,b\n1,2\n")


def test_a_newsletter(tmp_path: Path) -> None:
    mail = "From: Morning Post <news@post.example>\nSubject: Founder leaves\nDate: Thu, 14 Aug 2025 08:00:00 +0000\n\n"
    article, _ = one(tmp_path, "n.eml", mail + ENGLISH)
    assert (article.outlet, article.title, article.published) == ("Morning Post", "Founder leaves", "2025-08-14")
    assert article.text.strip() == ENGLISH


def test_a_book_has_an_article_a_chapter(tmp_path: Path) -> None:
    chapter = "<html><body><h1>{}</h1>" + f"<p>{FRENCH}</p>" * 4 + "</body></html>"
    opf = '<package><manifest><item id="a" href="a.xhtml"/><item id="b" href="b.xhtml"/></manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>'  # fmt: skip # noqa: E501
    files = {"x/c.opf": opf, "x/a.xhtml": chapter.format("Un"), "x/b.xhtml": chapter.format("Deux")}
    got = reading(tmp_path, {"b.epub": packed(files)})
    assert [(a.id, a.title) for a in got.story.articles] == [("b-1.fr", "Deux"), ("b-2.fr", "Un")]


def test_a_scan_and_a_broken_pdf_are_refused(tmp_path: Path) -> None:
    blank, content = pypdf.PdfWriter(), io.BytesIO()
    blank.add_blank_page(200, 200)
    blank.write(content)
    assert "a scan: 1 pages" in refused(tmp_path / "a", "1.de.pdf", content.getvalue())
    assert "not a PDF that can be read" in refused(tmp_path / "b", "1.de.pdf", b"%PDF-1.4 broken")


def test_bombs_and_entities_are_shut_out(tmp_path: Path) -> None:
    """No entity brings in a file or grows, nothing unpacks without measure."""
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    entity = f'<!DOCTYPE rss [<!ENTITY e SYSTEM "{secret.as_uri()}">]>' + RSS.format(text=f"&e; {GERMAN}")
    got = reading(tmp_path / "a", {"f.rss": entity})
    assert all("secret words" not in article.text for article in got.story.articles)
    bomb = packed({"content.xml": "0" * (65 << 20)})
    assert "64 MiB when unpacked" in refused(tmp_path / "b", "1.de.odt", bomb)
    assert "64 MiB when unpacked" in refused(tmp_path / "c", "1.de.txt.gz", gzip.compress(b"0" * (65 << 20)))
    deep = "<rss>" + "<a>" * 5000
    assert "not well-formed XML" in refused(tmp_path / "d", "f.rss", deep)


def test_a_saved_page_has_its_parts_beside_it(tmp_path: Path) -> None:
    """Frames in X_files are no stories; a sidecar has the last word, on the outlet of its site too."""
    files: dict[str, str | bytes] = {
        "Feuer.html": PAGE,
        "Feuer.html.yaml": "complete: false\noutlet: Anzeiger\n",
        "Feuer_files/frame.html": PAGE,
        "Brand.html": PAGE,
        "Brand-Dateien/frame.html": PAGE,
    }
    got = reading(tmp_path, files)
    assert [(a.id, a.outlet, a.complete) for a in got.story.articles] == [
        ("Brand.de", "Anzeiger", True),
        ("Feuer.de", "Anzeiger", False),
    ]
    assert got.failures == ()
