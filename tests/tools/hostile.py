"""Articles that mean harm, or were harmed: sound files of every form, and what spoils them."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

TEXT = (
    "The minister opened the harbour bridge on Monday, 2 March 2026, with 12 workers. Police closed the station after "
    "the storm, a spokesman said. Doctors near the river helped 300 children in the city."
)
GERMAN = (
    "Der Minister eröffnete am Montag, dem 2. März 2026, mit 12 Arbeitern die Hafenbrücke. Nach dem Sturm sperrte die "
    "Polizei laut einem Sprecher den Bahnhof. Ärzte halfen 300 Kindern in der Stadt."
)
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour bridge opened</title>'
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour","datePublished":"2026-03-02"}'
    f"</script></head><body><article><h1>Harbour bridge opened</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
)
FRONT = f"---\noutlet: Post\ntitle: Harbour bridge\npublished: 2026-03-02\n---\n{TEXT}\n"
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title><item><title>Harbour</title>'
    f"<link>https://post.example/1</link><description>{TEXT}</description></item></channel></rss>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _mail() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "post@post.example", "Harbour bridge"
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    message.set_content(TEXT)
    message.add_alternative(PAGE, subtype="html")
    return bytes(message)


def _archive(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def _sheet() -> bytes:
    import openpyxl

    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["outlet", "text"])
    book.active.append(["Post", TEXT])
    book.save(buffer)
    return buffer.getvalue()


def _word() -> bytes:
    import docx

    document, buffer = docx.Document(), io.BytesIO()
    for paragraph in ("Harbour bridge", TEXT):
        document.add_paragraph(paragraph)
    document.save(buffer)
    return buffer.getvalue()


BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="a.opf"/></rootfiles></container>',
    "a.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c" href="c.xhtml" '
    'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>',
    "c.xhtml": PAGE,
}
OFFICE = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    f"<text:p>Harbour bridge</text:p><text:p>{TEXT}</text:p></office:text></office:body></office:document-content>"
)
SOUND: dict[str, Callable[[], bytes]] = {  # the end of a name → a sound file
    "en.txt": FRONT.encode,
    "de.txt": GERMAN.encode,
    "en.md": f"# Harbour\n\n{TEXT}\n".encode,
    "en.html": PAGE.encode,
    "xhtml": PAGE.encode,
    "mhtml": lambda: b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + PAGE.encode(),
    "jsonl": lambda: b"\n".join(json.dumps({"text": text}).encode() for text in (TEXT, GERMAN)),
    "en.csv": f'outlet,text\nPost,"{TEXT}"\nTimes,"{TEXT}"\n'.encode,
    "en.tsv": f"outlet\ttext\nPost\t{TEXT}\n".encode,
    "en.xlsx": _sheet,
    "en.docx": _word,
    "en.odt": lambda: _archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": OFFICE}),
    "en.rtf": lambda: rb"{\rtf1\ansi Harbour bridge\par " + TEXT.encode() + b"}",
    "en.epub": lambda: _archive(BOOK),
    "en.eml": _mail,
    "en.xml": FEED.encode,
    "en.atom": FEED.encode,
    "en.pdf": lambda: (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    ),
}
SCRAPS = [
    b"\0", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud800", b"&#xd800;", b"&#x0;", b"\r",
    b"\x85", "\u2028".encode(), "\u202e".encode(), "\u200b".encode(), "e\u0301".encode() * 50, "🎉".encode(),
    b"[bold]", b":on:",
    b"---\n", b"--- !!python/object/apply:os.system [true]\n", b"a: &a [*a]\n",
    b"<!DOCTYPE a [<!ENTITY b SYSTEM \"/etc/passwd\">]>",
    b"&b;", b"]]>", b"<script>alert(1)</script>", b"<meta charset=undefined>", b"<meta charset=utf-7>", b"+2AA-",
    b"<meta charset=unicode_escape>", b"\\ud800\\x", b"charset=idna", b"lang: zz\n", b"published: 9999-99-99\n",
    b"published: 0000-00-00\n", b"complete: maybe\n", b"id: ../../etc\n", b"{\\rtf1", b"{{{{", b"}}", b'"', b"'",
    b"\t", b"=cmd|' /C calc'!A0", b"1e999", b"-1" * 30, b"http://x.com" + b"/a" * 90,
    b"a." * 500, b"9" * 400, b"\xc3", b"%s%n",
    b"$(id)", b"https://[::1",
    b"url: http://[\n", b"Content-Type: text/html; charset=x-undefined\n", b"=?utf-8?q?=ED=A0=80?=",
]  # fmt: skip
NAMES = [
    "a", "ä", "a b", "a\x1b[31m", "index.html", "con", "-o", "--help", "result.json", ":on:", "[bold]", "a" * 120,
    "a\u202eb", "a'b", 'a"b', "a&b", "a;b", "$(id)", "%00", "a\nb", "synopsis", "links.jsonl", "a..", "é", "e\u0301",
]  # fmt: skip


def article(number: int, draw: random.Random) -> tuple[str, bytes]:
    """The name and content of the article with this number: sound of form, and then spoiled by one to three hands."""
    end = draw.choice(list(SOUND))
    content = SOUND[end]()
    for _ in range(draw.choice((1, 1, 2, 3))):
        content = draw.choice(HANDS)(content, draw)
    stem = draw.choice(NAMES) if draw.random() < 0.1 else "article"
    return f"{stem}-{number}.{end}", content


def _scrap(content: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(content) + 1)
    return content[:place] + draw.choice(SCRAPS) + content[place:]


def _bytes(content: bytes, draw: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(draw.choice((1, 5, 50))):
        if out:
            out[draw.randrange(len(out))] = draw.randrange(256)
    return bytes(out)


def _cut(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def _gap(content: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(content) + 1)
    return content[:start] + content[start + draw.randrange(1, 200) :]


def _again(content: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(content) + 1)
    piece = content[start : start + draw.randrange(1, 40)]
    return content[:start] + piece * draw.choice((2, 20, 500)) + content[start:]


def _nested(content: bytes, draw: random.Random) -> bytes:
    opening, closing = draw.choice(((b"<b>", b"</b>"), (b"<div>", b"</div>"), (b"[", b"]"), (b"{", b"}"), (b"> ", b"")))
    count, start = draw.choice((50, 300, 1500)), draw.randrange(len(content) + 1)
    return content[:start] + opening * count + TEXT.encode() + closing * count + content[start:]


def _recoded(content: bytes, draw: random.Random) -> bytes:
    encoding = draw.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "cp037", "utf-7", "iso2022_jp"))
    return content.decode("utf-8", "replace").encode(encoding, "replace")


def _bomb(content: bytes, _: random.Random) -> bytes:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 9))
    return b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">' + entities + b"]><rss><b>&e8;</b></rss>" + content


def _long(content: bytes, draw: random.Random) -> bytes:
    word = draw.choice(
        (b"a.", b"deadbeef", b"ab-", b"\xc3\xa4", b"1,", b'"', b"(", b"A. ", b"@x ", b"- ", b"\n\n", b"x.com/")
    )
    start = draw.randrange(len(content) + 1)
    return content[:start] + word * draw.choice((100, 1000, 3000)) + content[start:]


HANDS = (_scrap, _scrap, _scrap, _bytes, _bytes, _cut, _gap, _again, _nested, _recoded, _bomb, _long)
