"""Documents, tables, feeds, mail and archives; what they may not do."""

import gzip
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from random import Random

import openpyxl
import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, NameObject
from read_cases import CASES, ENGLISH, FRENCH, GERMAN, PAGE, one, packed, portable, reading, refused, rich, word
from tools import mixed

from pipeline import split

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


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("1.de.docx", word(GERMAN)),
        ("1.de.odt", packed({"content.xml": ODT.format(GERMAN)})),
        ("1.de.rtf", rich(f"Gründer geht\n{GERMAN}")),
        ("1.de.xml", NEWSML.format(GERMAN).encode()),
    ],
    ids=["docx", "odt", "rtf", "newsml"],
)
def test_a_document(tmp_path: Path, name: str, content: bytes) -> None:
    article, _ = one(tmp_path, name, content)
    assert (article.id, article.title, article.text) == ("1.de", "Gründer geht", f"Gründer geht\n{GERMAN}")


@pytest.mark.parametrize(
    ("name", "content"),
    [("1.de.doc", rich(GERMAN)), ("1.de.html", portable(GERMAN)), ("1.de.txt", word(GERMAN))],
    ids=["rtf", "pdf", "docx"],
)
def test_a_document_with_the_end_of_another(tmp_path: Path, name: str, content: bytes) -> None:
    article, _ = one(tmp_path, name, content)
    assert (article.id, article.text.split("\n")[-1]) == ("1.de", GERMAN)


def with_body(document: bytes, body: str) -> bytes:
    """A Word document with this XML before its last properties."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace("<w:sectPr", f"{body}<w:sectPr", 1)
    return packed(parts)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<w:p><w:ins><w:r><w:t>Eingefügt</w:t></w:r></w:ins></w:p>", ["Eingefügt"]),
        ("<w:p><w:del><w:r><w:delText>a</w:delText></w:r></w:del><w:r><w:t>b</w:t></w:r></w:p>", ["b"]),
        ("<w:p><w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom></w:p>", [""]),
        ("<w:p><w:smartTag><w:r><w:t>Kiel</w:t></w:r></w:smartTag></w:p>", ["Kiel"]),
        ("<w:p><w:fldSimple><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>", ["3"]),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>Ein Feld</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["Ein Feld"]),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>", []),
        ("<w:customXml><w:p><w:r><w:t>Anders</w:t></w:r></w:p></w:customXml>", ["Anders"]),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>", ["a b"]),
        ("<w:p><w:r><w:t>S</w:t><w:noBreakHyphen/><w:t>Bahn</w:t></w:r></w:p>", ["S-Bahn"]),
        ("<w:p><w:r><w:txbxContent><w:p><w:r><w:t>a</w:t></w:r></w:p></w:txbxContent></w:r></w:p>", [""]),
        (
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
            '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>'
            "<w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc>"
            "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>",
            ["| a | b |", "c"],
        ),
    ],
    ids=["inserted", "deleted", "moved away", "smart tag", "field", "control", "empty control", "custom XML", "break",
         "hyphen", "text box", "cells"],
)  # fmt: skip
def test_what_a_word_document_holds(tmp_path: Path, body: str, lines: list[str]) -> None:
    article, _ = one(tmp_path, "1.de.docx", with_body(word(GERMAN), body))
    assert article.text.split("\n") == ["Gründer geht", GERMAN, *lines]


TABLE = (("District", "Injured"), ("Old town", "2"), ("Harbour", "1"))
LAYOUTS = (((GERMAN, FRENCH), ("a", "b")), ((GERMAN,), (FRENCH,)), (("News", "Sports"),))


def tabled(rows: Sequence[Sequence[str]], table: str, row: str, cell: str, end: str) -> str:
    cells = ("".join(f"{cell}{text}{end}" for text in texts) for texts in rows)
    return f"<{table}>{''.join(f'<{row}>{inner}</{row}>' for inner in cells)}</{table}>"


def with_table(form: str, rows: Sequence[Sequence[str]]) -> str | bytes:
    """An article of this form with a table below its text."""
    web = f"<h1>Fire</h1><p>{ENGLISH}</p>{tabled(rows, 'table', 'tr', '<td>', '</td>')}"
    if form == ".docx":
        inner = tabled(rows, "w:tbl", "w:tr", "<w:tc><w:p><w:r><w:t>", "</w:t></w:r></w:p></w:tc>")
        return with_body(word(ENGLISH), inner)
    if form == ".odt":
        cells = "<text:table-cell><text:p>", "</text:p></text:table-cell>"
        inner = tabled(rows, "text:table", "text:table-row", *cells)
        return packed({"content.xml": ODT.format(f"{ENGLISH}</text:p>{inner}<text:p>")})
    if form == ".rtf":
        cells = ("".join(rf"\intbl {text}\cell " for text in texts) for texts in rows)
        inner = "".join(rf"\trowd {row}\row " for row in cells)
        return (r"{\rtf1\ansi " + ENGLISH + r"\par " + inner + r"\pard }").encode()
    if form == ".eml":
        return (
            f"From: Crier <a@crier.example>\nSubject: Fire\nContent-Type: text/html\n\n<html><body>{web}</body></html>"
        )
    if form == ".rss":
        return (
            f"<rss><channel><title>Crier</title><item><description>{escape(web)}</description></item></channel></rss>"
        )
    if form == ".html":
        return f"<html><body><article>{web}<p>{ENGLISH} Nobody knows why.</p></article></body></html>"
    return f"{ENGLISH}\n\n" + "\n".join(f"| {' | '.join(texts)} |" for texts in rows)


@pytest.mark.parametrize("form", [".docx", ".odt", ".rtf", ".eml", ".rss", ".html", ".md"])
def test_a_row_of_a_table_is_one_line_and_told(tmp_path: Path, form: str) -> None:
    article, warnings = one(tmp_path, f"1.en{form}", with_table(form, TABLE))
    rows = [row.strip() for row in article.text.split("\n") if row.startswith("|") and "---" not in row]
    assert rows == ["| District | Injured |", "| Old town | 2 |", "| Harbour | 1 |"]
    (told,) = (reason for reason in warnings if "tables" in reason)
    assert told.startswith("3 rows of tables are shown and not compared, as '| Harbour | 1 |'")


@pytest.mark.parametrize("form", [".docx", ".odt", ".eml", ".rss"])
@pytest.mark.parametrize("rows", LAYOUTS, ids=["two columns of text", "one column", "one row"])
def test_a_table_for_the_layout_is_text(tmp_path: Path, form: str, rows: Sequence[Sequence[str]]) -> None:
    article, _ = one(tmp_path, f"1.en{form}", with_table(form, rows))
    assert article.text.replace("| a | b |", "").count("|") == 0


def test_blanks_breaks_and_notes_of_opendocument(tmp_path: Path) -> None:
    first, *rest = GERMAN.split(" ")
    body = "<text:note-body><text:p>Note</text:p></text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    text = f"<text:span>{first}<text:line-break/></text:span>{'<text:s/>'.join(rest)}{note}"
    article, _ = one(tmp_path, "1.de.odt", packed({"content.xml": ODT.format(text)}))
    assert article.text == f"Gründer geht\n{GERMAN}\nNote"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("{}<office:annotation><text:p>Stimmt das?</text:p></office:annotation>", [GERMAN]),
        ("</text:p><text:tracked-changes><text:p>Gestrichen</text:p></text:tracked-changes><text:p>{}", ["", GERMAN]),
        ("{}<draw:frame><draw:text-box><text:p>Ein Foto</text:p></draw:text-box></draw:frame>", [GERMAN, "Ein Foto"]),
        ("{}<draw:custom-shape><text:p>Ein Kasten</text:p></draw:custom-shape>", [GERMAN, "Ein Kasten"]),
    ],
    ids=["a comment", "deleted", "a caption", "a box"],
)
def test_what_an_opendocument_text_holds(tmp_path: Path, text: str, lines: list[str]) -> None:
    content = ODT.format(text.format(GERMAN)).replace(" xmlns:text", ' xmlns:draw="d" xmlns:text', 1)
    article, _ = one(tmp_path, "1.de.odt", packed({"content.xml": content}))
    assert article.text.split("\n") == ["Gründer geht", *lines]


def test_records_of_factiva(tmp_path: Path) -> None:
    record = (
        "<article><headline><paragraph>Founder leaves</paragraph></headline><publicationDate><date>{}</date>"
        "</publicationDate><sourceName>Morning Post</sourceName><baseLanguage>EN</baseLanguage><tailParagraphs>"
        "<paragraph>{}</paragraph></tailParagraphs></article>"
    )
    days = ("20250814", "2025-08-15")
    content = f"<response>{''.join(record.format(day, ENGLISH) for day in days)}</response>"
    got = reading(tmp_path, {"f.xml": content})
    assert [(a.title, a.outlet, a.published, a.text) for a in got.story.articles] == [
        ("Founder leaves", "Morning Post", day, f"Founder leaves\n{ENGLISH}") for day in ("2025-08-14", "2025-08-15")
    ]


def test_an_encoding_that_is_none(tmp_path: Path) -> None:
    """Some pages and mails declare what is the name of no encoding, or of one that refuses everything."""
    page = HTML.decode().replace('"utf-8"', '"undefined"').encode("cp1252", "replace")
    article, _ = one(tmp_path / "a", "1.html", page)
    mail = f"From: Post <a@post.example>\nContent-Type: text/plain; charset=undefined\n\n{GERMAN}".encode("cp1252")
    letter, _ = one(tmp_path / "b", "1.eml", mail)
    assert ("Mitgründer" in article.text, letter.text) == (True, GERMAN)


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


def test_pictures_and_podcasts_in_a_feed_are_no_article(tmp_path: Path) -> None:
    media, itunes = "http://search.yahoo.com/mrss/", "http://www.itunes.com/dtds/podcast-1.0.dtd"
    picture = "<m:content><m:title>Foto</m:title></m:content><m:title>Foto</m:title><m:description>Foto</m:description>"
    before = f"<item>{picture}<i:title>Folge 1</i:title><i:summary>Kurz</i:summary>"
    feed = RSS.format(text=GERMAN).replace("<channel>", "<channel><i:title>Podcast</i:title>")
    feed = feed.replace("<item>", before).replace("<rss ", f'<rss xmlns:m="{media}" xmlns:i="{itunes}" ')
    got = reading(tmp_path, {"f.rss": feed})
    assert [(a.title, a.outlet, a.text, a.complete) for a in got.story.articles] == [
        ("Gründer geht", "Tagesblatt", f"Gründer geht\n{GERMAN}", True),
        ("Kurz", "Tagesblatt", f"Kurz\n{GERMAN}", False),
    ]


def test_a_feed_of_atom(tmp_path: Path) -> None:
    """Titles may be HTML, and a link may lead to the feed itself."""
    links = '<link rel="self" href="https://a.example/feed"/><link href="https://a.example/1"/>'
    entry = f'<entry><title type="html">Le &amp;laquo;port&amp;raquo;</title>{links}<content>{FRENCH}</content></entry>'
    article, _ = one(tmp_path, "f.atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Bote</title>{entry}</feed>')
    assert (article.outlet, article.title, article.url) == ("Bote", "Le «port»", "https://a.example/1")


HTML = (CASES / "page.html").read_bytes()
MHTML = (
    b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + HTML + b"\r\n--X--"
)


def test_the_address_of_an_archive_names_its_outlet(tmp_path: Path) -> None:
    bare = re.sub(rb'<meta property="og:site_name"[^>]*>|<link rel="canonical"[^>]*>', b"", MHTML)
    content = bare.replace(b"From: <Saved>", b"Snapshot-Content-Location: https://www.bote.example/1\r\nFrom: <Saved>")
    article, _ = one(tmp_path, "1.mhtml", content)
    assert (article.outlet, article.url) == ("bote", "https://www.bote.example/1")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *((name, HTML) for name in ("page", "tagesblatt.at", "1.xhtml", "1.doc")),
        *((name, MHTML) for name in ("1.mhtml", "1.html", "1.txt", "page")),
        *((name, gzip.compress(HTML)) for name in ("1.html.gz", "page.gz")),
    ],
)
def test_a_page_in_other_wrappings(tmp_path: Path, name: str, content: bytes) -> None:
    """A page is known by what is in it, where its name says less, or something else."""
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


@pytest.mark.parametrize(
    ("rows", "read", "failed"),
    [
        (["{}", "a,{}", "b,{}, and more"], [2], {3: "row 3: 3 cells under 2 columns; put quotes round the text"}),
        (["{}", "a", "b,{},,"], [3], {2: "row 2: no text in column 'text'"}),
        (['{}', 'a,"{}"', 'b,"{}', "c,{}", "d,{}"], [2], {3: "row 3: a quote that opens in line 3 does not end"}),
        (['{}', 'a,"{}', 'b,"{}"', "c,{}"], [3], {2: "lines 2 to 3 are not read; close it"}),
        (['{}', 'a,"{}\n\nHe said ""no""."', "b,{}"], [2, 3], {}),
        (['{}', 'a,"{}" he said', "b,{}"], [3], {2: 'write "" for a quote within a text'}),
    ],
    ids=["more cells", "fewer cells", "never closed", "closed by another", "sound quotes", "a quote within"],
)  # fmt: skip
def test_a_row_that_is_torn_is_a_failure(
    tmp_path: Path, rows: list[str], read: list[int], failed: dict[int, str]
) -> None:
    """Rows by their numbers: none is an article of less than its text, and those around it go on."""
    table = "\n".join(["title,text" if row == "{}" else row.format(GERMAN) for row in rows]) + "\n"
    got = reading(tmp_path, {"t.csv": table})
    assert [article.id for article in got.story.articles] == [f"t-{number}.de" for number in read]
    assert [failure.item for failure in got.failures] == [f"story/t.csv:{number}" for number in failed]
    for failure, reason in zip(got.failures, failed.values(), strict=True):
        assert reason in failure.reason
    assert all(GERMAN in article.text for article in got.story.articles)


def test_columns_of_one_name(tmp_path: Path) -> None:
    """Two texts are refused, of other columns both are kept, and what stands in one without a name."""
    reason = refused(tmp_path / "a", "t.csv", f"text,text\n{GERMAN},{GERMAN}\n")
    assert "two columns are called 'text'; rename" in reason
    got = reading(tmp_path / "b", {"t.csv": f"note,note,,text\na,b,c,{GERMAN}\n"})
    assert got.story.articles[0].extra == {"note": "a", "column 2": "b", "column 3": "c"}


def test_entities_in_titles(tmp_path: Path) -> None:
    """What a known one stands for is read; one that nothing resolves is told."""
    article, warnings = one(tmp_path / "a", "t.csv", f"title,text\nCaf&eacute; &amp; Bar,{GERMAN}\n")
    assert (article.title, article.text, warnings) == ("Café & Bar", f"Café & Bar\n{GERMAN}", [])
    feed = '<!DOCTYPE rss [<!ENTITY firm "xAI">]>' + RSS.format(text=GERMAN).replace("Gründer geht", "&firm; kippt")
    got = reading(tmp_path / "b", {"f.rss": feed})
    assert "the title holds &firm;, which nothing resolves" in got.warnings[0].reason


def test_a_newsletter(tmp_path: Path) -> None:
    mail = "From: Morning Post <news@post.example>\nSubject: Founder leaves\nDate: Thu, 14 Aug 2025 08:00:00 +0000\n\n"
    article, _ = one(tmp_path, "n.eml", mail + ENGLISH)
    assert (article.outlet, article.title, article.published) == ("Morning Post", "Founder leaves", "2025-08-14")
    assert article.text.strip() == ENGLISH


@pytest.mark.parametrize(("flowed", "lines"), [("; format=flowed", 2), ("", 4)])
def test_a_mail_whose_text_flows(tmp_path: Path, flowed: str, lines: int) -> None:
    """Its lines are joined; without that sign a short line is one by itself."""
    head = f"From: Blatt <a@b.example>\nContent-Type: text/plain; charset=utf-8{flowed}\n\n"
    article, _ = one(tmp_path, "1.de.eml", f"{head}Zwei Menschen \nstarben \nam Dienstag.\n{GERMAN}\n".encode())
    assert article.text.split("\n")[0].strip() == ("Zwei Menschen starben am Dienstag." if flowed else "Zwei Menschen")
    assert len(article.text.strip().split("\n")) == lines


def test_a_signature_does_not_go_on_in_a_mail_whose_text_flows(tmp_path: Path) -> None:
    head = "From: Blatt <a@b.example>\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
    article, _ = one(tmp_path, "1.de.eml", f"{head}{GERMAN} \n-- \nPresse der Stadt\n".encode())
    assert [row.strip() for row in article.text.strip().split("\n")] == [GERMAN, "--", "Presse der Stadt"]


def test_the_address_of_a_link_in_rich_text_is_no_text(tmp_path: Path) -> None:
    link = r"{\field{\*\fldinst{HYPERLINK \"https://firma.example/a\"}}{\fldrslt{am Mittwoch}}}"
    written = rich(GERMAN).replace(b"am Mittwoch", link.encode())
    article, _ = one(tmp_path, "1.de.rtf", written)
    assert article.text.strip() == GERMAN


def test_characters_that_a_spreadsheet_writes_as_numbers(tmp_path: Path) -> None:
    book, content = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["text"])
    book.active.append([f"{GERMAN}_x000D_\n{GERMAN}"])
    book.save(content)
    article, _ = one(tmp_path, "1.de.xlsx", content.getvalue())
    assert article.text == f"{GERMAN}\n{GERMAN}"


@pytest.mark.parametrize("content", [PAGE, "<p>Founder leaves</p>\n<p>{}</p>"])
def test_a_page_in_a_text_file_is_read_as_one(tmp_path: Path, content: str) -> None:
    article, _ = one(tmp_path, "1.txt", content.format(ENGLISH) if "{}" in content else content)
    assert "<" not in article.text
    assert article.text.split("\n")[0] == article.title != ""


HEADLINE = "Der Gründer verlässt die Firma nach langem Streit mit der Bank"


@pytest.mark.parametrize("size", [9, 16])
def test_a_headline_of_a_pdf_is_a_line_by_itself(tmp_path: Path, size: int) -> None:
    """Its letters are larger than those below it, or the next word would have had its place."""
    text = f"{GERMAN} {GERMAN} {GERMAN}"
    drawn = portable(f"{HEADLINE}\n{text}")
    if size != 9:
        first = f"({HEADLINE}) Tj T*".encode("cp1252")
        drawn = drawn.replace(b"/F 9 Tf 12 TL", b"/F %d Tf 20 TL" % size, 1)
        drawn = drawn.replace(first, first + b" /F 9 Tf 12 TL", 1)
        drawn = re.sub(rb"/Length (\d+)", lambda match: b"/Length %d" % (int(match[1]) + 16), drawn)
    article, _ = one(tmp_path, "1.de.pdf", drawn)
    assert article.text.split("\n") == [HEADLINE, text]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("Der Zug stieß mit einem Last-", "wagen zusammen, sagte die", "einem Lastwagen zusammen"),
        ("Am Abend sprach der Bahn-", "Chef mit den Leuten im Ort", "der Bahn-Chef mit"),
        ("Es war ein Fehler der U-", "Bahn-Technik, sagt er dazu", "der U-Bahn-Technik"),
        ("Gesperrt sind die Ein-", "und Ausfahrt an der Brücke", "die Ein- und Ausfahrt"),
        ("Das dauert noch drei-", "bis viermal so lange, hieß", "drei- bis viermal"),
        ("Er war da – am Abend –", "Maier kam erst am Morgen um", "am Abend – Maier"),
    ],
)
def test_a_word_divided_between_lines_of_a_pdf(tmp_path: Path, above: str, below: str, joined: str) -> None:
    article, _ = one(tmp_path, "1.de.pdf", portable(f"{above}\n{below}\nPolizei am Abend."))
    assert joined in article.text


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
    assert "a scan: 1 page" in refused(tmp_path / "a", "1.de.pdf", content.getvalue())
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


def sheet(*, cells: int = 2, claimed: str = "A1:B2") -> bytes:
    """A spreadsheet of two rows, which says that it is as large as claimed."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(["Titel", "Text"] + ["x"] * (cells - 2))
    page.append(["Gründer geht", GERMAN])
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace("<sheetData", f'<dimension ref="{claimed}"/><sheetData', 1)
    return packed(parts)


def pages(number: int, drawn: int = 0) -> bytes:
    writer, content = pypdf.PdfWriter(), io.BytesIO()
    for _ in range(number):
        writer.add_blank_page(200, 200)
    stream = DecodedStreamObject()
    stream.set_data(b"0 0 m " * (drawn // 6))
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.write(content)
    return content.getvalue()


def with_a_damaged_picture(document: bytes) -> bytes:
    """A packed document whose picture, which is not read here, cannot be unpacked."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        entry = next(entry for entry in archive.infolist() if entry.filename.endswith(".jpeg"))
    start = entry.header_offset + 30 + len(entry.filename)
    return document[:start] + b"\xff" * entry.compress_size + document[start + entry.compress_size :]


ZEROS = "0" * (65 << 20)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("1.docx", lambda: packed({"word/document.xml": ZEROS}), "64 MiB when unpacked"),
        ("1.xlsx", lambda: packed({"xl/sharedStrings.xml": ZEROS}), "64 MiB when unpacked"),
        ("1.epub", lambda: packed({"a.opf": ZEROS}), "64 MiB when unpacked"),
        ("1.odt", lambda: packed({f"{number}.txt": "" for number in range(10_001)}), "10001 files packed in it"),
        ("1.odt", packed({"content.xml": "<a>" * 5000}), "not well-formed XML"),
        ("1.docx", word(GERMAN).replace(b"PK\x01\x02", b"PK\x01\x03"), "a damaged or locked archive"),
        ("1.docx", lambda: with_a_damaged_picture(word(GERMAN)), "not a Word document that can be read (Error -3"),
        ("1.pdf", lambda: pages(501), "501 pages; at most 500 are read"),
        ("1.pdf", lambda: pages(1, 9 << 20), "page 1 draws more than 8 MiB"),
        ("1.html.gz", gzip.compress(HTML)[:-40] + b"0" * 40, "a damaged gzip archive"),
        ("1.csv", "Titel;Text\n", "no article in it"),
        ("1.en.eml", "From: .<v\n\n" + GERMAN, "a head that cannot be read"),
        ("1.html", "<div>" * 20_000, "no article text in this page"),
    ],
)
def test_parsers_are_bounded(
    tmp_path: Path, name: str, content: str | bytes | Callable[[], bytes], expected: str
) -> None:
    """What is large is made by its own test: every process that collects the tests would make all of it."""
    assert expected in refused(tmp_path, name, content() if callable(content) else content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("1.de.rtf", rich(GERMAN).replace(b"Der", b"{" * 100_000 + b"Der" + b"}" * 100_000)),
        ("1.de.xlsx", sheet(claimed="A1:XFD1048576")),
        ("1.de.eml", "From: a@post.example\n" + "Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 900 + GERMAN),
        ("1.de.txt", "Kiel: Brand\r\n" + "Ein Satz.\r\n" * 90 + GERMAN),
        ("page", "<!-- x -->\n" * 90 + GERMAN),
    ],
    ids=["groups", "a sheet as large as can be", "parts", "a label above lines", "comments"],
)
def test_what_is_deep_or_wide_ends(tmp_path: Path, name: str, content: str | bytes) -> None:
    got = reading(tmp_path, {name: content})
    assert len(got.story.articles) + len(got.failures) == 1


@pytest.mark.parametrize("name", ["1.docx", "1.odt", "1.xlsx", "1.pdf", "1.rtf", "1.html.gz", "1.mhtml", "1.xml"])
def test_a_damaged_file_is_an_article_or_a_failure(tmp_path: Path, name: str) -> None:
    """Whatever is cut off, changed or left out, nothing else is raised, and the file is not passed over."""
    random = Random(7)
    whole = {
        "1.docx": word(GERMAN), "1.odt": packed({"content.xml": ODT.format(GERMAN)}), "1.xlsx": sheet(),
        "1.pdf": portable(GERMAN), "1.rtf": rich(GERMAN), "1.html.gz": gzip.compress(HTML), "1.mhtml": MHTML,
        "1.xml": NEWSML.format(GERMAN).encode(),
    }[name]  # fmt: skip
    for number in range(12):
        damaged = bytearray(whole[: random.randrange(1, len(whole))] if number % 3 == 0 else whole)
        for _ in range(number):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        if number % 3 == 1:
            del damaged[(start := random.randrange(len(damaged))) : start + 50]
        got = reading(tmp_path / str(number), {name: bytes(damaged)})
        assert len(got.story.articles) + len(got.failures) == 1


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


def test_a_folder_of_every_form(tmp_path: Path) -> None:
    """Each file is its articles, or a failure that says why; none of them is another thing in silence."""
    got = reading(tmp_path, mixed.files())
    assert Counter(article.lang for article in got.story.articles) == {"en": 7, "de": 6, "fr": 5}
    assert {a.title for a in got.story.articles} == {
        *(text["title"] for text in (mixed.ENGLISH, mixed.GERMAN, mixed.FRENCH)),
        *("Mühle: Brand gelöscht", "Gründer geht"),
    }
    assert {failure.item.removeprefix("story/"): failure.reason.split(";")[0] for failure in got.failures} == {
        "scan.pdf": "a scan: 1 page of pictures without a text layer",
        "old.doc": "not read: save it as .docx",
        "picture.png": "not read: recognise its text",
        "hits.txt": "holds 3 documents of a form that is not known",
    }
    named = {a.id: a.outlet for a in got.story.articles if a.origin["outlet"] != "default"}
    assert len(named) == 13
    for article in got.story.articles:
        text = {"en": mixed.ENGLISH, "de": mixed.GERMAN, "fr": mixed.FRENCH}[article.lang]
        said = [s.text for s in split.split(article) if s.kind == "body"]
        assert len(said) == 4, article.id
        assert said[0] == text["body"][0], article.id
