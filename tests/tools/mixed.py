"""A folder of one story in every form that can be read, and in some that cannot: to be run and looked at.

usage: PYTHONPATH=.:tests python tests/tools/mixed.py FOLDER
       synopsis run FOLDER/raw -o FOLDER/out --translator replay --translator-option path=FOLDER/replay.jsonl
"""

import gzip
import io
import json
import sys
from pathlib import Path

import openpyxl
import pypdf
from read_cases import packed, portable, rich, word
from recorded import record

from pipeline.data import Output

ENGLISH = {
    "title": "Fire in old mill put out",
    "body": [
        "Firefighters put out a blaze in an empty mill by the canal on Monday night, the town said on Tuesday.",
        "{n} people were treated for smoke in the hospital of the county, but nobody was badly hurt.",
        "The cause of the fire is not yet clear, and the police have opened an inquiry that may last for weeks.",
        "The mill had stood empty for {n}0 years and was to be turned into flats by a builder.",
        "A bridge over the canal had to be closed until the morning so that the engines could reach the mill.",
    ],
}
GERMAN = {
    "title": "Brand in alter Mühle gelöscht",
    "body": [
        "Die Feuerwehr hat am Montagabend einen Brand in einer leeren Mühle am Kanal gelöscht, sagt die Stadt.",
        "{n} Menschen wurden wegen des Rauchs im Krankenhaus behandelt, aber niemand wurde schwer verletzt.",
        "Die Ursache des Feuers ist noch nicht klar, und die Polizei ermittelt nun wohl einige Wochen lang.",
        "Die Mühle stand seit {n}0 Jahren leer, und ein Bauherr wollte dort Wohnungen bauen.",
        "Eine Brücke über den Kanal blieb bis zum Morgen gesperrt, damit die Feuerwehr zur Mühle kam.",
    ],
}
FRENCH = {
    "title": "Incendie dans un vieux moulin",
    "body": [
        "Les pompiers ont éteint lundi soir un incendie dans un moulin vide au bord du canal, a indiqué la ville.",
        "{n} personnes ont été soignées à l’hôpital à cause de la fumée, mais personne n’a été gravement blessé.",
        "La cause du feu n’est pas encore connue, et la police a ouvert une enquête de plusieurs semaines.",
        "Le moulin était vide depuis {n}0 ans et un promoteur voulait y construire des logements.",
        "Un pont sur le canal est resté fermé jusqu’au matin pour que les pompiers atteignent le moulin.",
    ],
}

AROUND = (
    "By Jane Doe",
    "Our letter comes each morning.",
    "Jane Doe has written about mills for twenty years.",
    "Gründer geht",
    *(f"- Another story of the town, number {number}" for number in range(4)),
)


def body(text: dict, number: int) -> list[str]:
    """The sentences of an article, each article with one number of its own and without one of the sentences."""
    rows = [row.format(n=number) for row in text["body"]]
    return [row for place, row in enumerate(rows) if place != number % 3 + 2]


def plain(text: dict, number: int) -> str:
    return "\n".join([text["title"], *body(text, number)])


def page(text: dict, lang: str, number: int, outlet: str) -> str:
    """A page with a trail, a standfirst, a caption, links, a newsletter and an author's box."""
    described = {"@type": "NewsArticle", "headline": text["title"], "datePublished": "2026-03-02",
                 "author": {"name": "Jane Doe"}, "publisher": {"name": outlet}}  # fmt: skip
    first, *rest = body(text, number)
    links = "".join(f"<li><a href='/{n}'>{row.removeprefix('- ')}</a></li>" for n, row in enumerate(AROUND[4:]))
    return f"""<!doctype html><html lang="{lang}"><head><title>{text["title"]} | {outlet}</title>
<meta property="og:site_name" content="{outlet}"><meta property="og:title" content="You will not believe this fire">
<script type="application/ld+json">{json.dumps(described)}</script></head><body><nav><ul><li>{outlet}</li></ul></nav>
<article><h1>{text["title"]}</h1><p class="standfirst">{first}</p><p>{AROUND[0]}</p>
<figure><img src="a.jpg"><figcaption>A crane by the mill in May</figcaption></figure>
{"".join(f"<p>{row}</p>" for row in rest)}<ul>{links}</ul>
<div class="newsletter-box"><p>{AROUND[1]}</p></div><p>{AROUND[2]}</p></article></body></html>"""


def nexis(*texts: tuple[dict, int, str, str]) -> str:
    rows = []
    for text, number, outlet, language in texts:
        rows += [text["title"], outlet, "March 2, 2026 Monday", f"Copyright 2026 {outlet}", "Section: NEWS", "Body"]
        rows += [*body(text, number), "Classification", f"Language: {language}", "End of Document"]
    return "\n".join(rows)


def sheet(text: dict, number: int) -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in (("Titel", "Quelle", "Datum", "Volltext"),
                (text["title"], "Kreisblatt", "02.03.2026", "\n".join(body(text, number)))):  # fmt: skip
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def scan() -> bytes:
    writer, content = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(content)
    return content.getvalue()


def files() -> dict[str, str | bytes]:
    archive = "From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=X\n\n--X\n"
    archive += "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{}\n--X--\n"
    odt = '<d xmlns:text="t"><text:text><text:h text:outline-level="1">{}</text:h>{}</text:text></d>'
    paragraphs = "".join(f"<text:p>{row}</text:p>" for row in body(GERMAN, 9))
    entry = "<item><title>{}</title><pubDate>Mon, 02 Mar 2026 10:00:00 +0100</pubDate><content>{}</content></item>"
    rows = "".join(f"&lt;p&gt;{row}&lt;/p&gt;" for row in body(FRENCH, 10))
    opf = '<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>'
    chapter = f"<html><body><h1>{ENGLISH['title']}</h1><p>{'</p><p>'.join(body(ENGLISH, 12))}</p></body></html>"
    record = {"text": plain(FRENCH, 13), "outlet": "La Vallée", "published": "2026-03-02"}
    return {
        "text.en.txt": f"date 2026-03-02 {plain(ENGLISH, 2)}",
        "matter.de.md": f"---\noutlet: Kurier\ntitle: Mühle: Brand gelöscht\n---\n{plain(GERMAN, 3)}",
        "page.html": page(ENGLISH, "en", 4, "The Crier"),
        "page_files/frame.html": page(ENGLISH, "en", 4, "The Crier"),
        "packed.html.gz": gzip.compress(page(GERMAN, "de", 5, "Kanalbote").encode()),
        "archive.html": archive.format(page(FRENCH, "fr", 6, "Le Canal")),
        "site.example": page(FRENCH, "fr", 7, "La Rive"),
        "word.de.docx": word(*body(GERMAN, 8)),
        "office.de.odt": packed({"content.xml": odt.format(GERMAN["title"], paragraphs)}),
        "rich.doc": rich(plain(ENGLISH, 11)),
        "feed.rss": f"<rss><channel><title>Radio Canal</title>{entry.format(FRENCH['title'], rows)}</channel></rss>",
        "book.epub": packed({"c.opf": opf, "a.xhtml": chapter}),
        "records.jsonl": json.dumps(record, ensure_ascii=False),
        "table.xlsx": sheet(GERMAN, 14),
        "mail.eml": f"From: Canal Letter <a@canal.example>\nSubject: {ENGLISH['title']}\n\n{plain(ENGLISH, 15)}",
        "nexis.rtf": rich(nexis((ENGLISH, 16, "Mill Post", "ENGLISH"), (FRENCH, 17, "Le Soir du Canal", "FRENCH"))),
        "uni.pdf": portable(nexis((ENGLISH, 18, "Lock Times", "ENGLISH"), (GERMAN, 19, "Schleuse", "GERMAN"))),
        "scan.pdf": scan(),
        "old.doc": b"\xd0\xcf\x11\xe0" + bytes(600),
        "hits.txt": "\n\n".join(f"Treffer {n} von 3 Dokumenten\n{plain(GERMAN, n)}" for n in (1, 2, 3)),
        "picture.png": b"\x89PNG\r\n\x1a\n",
    }


def main() -> None:
    folder = Path(sys.argv[1])
    for name, content in files().items():
        path = folder / "raw" / "mill-fire" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    pairs = []
    for lang, text in (("de", GERMAN), ("fr", FRENCH)):
        pairs += [(lang, row, Output(row)) for row in AROUND]
        pairs.append((lang, text["title"], Output(ENGLISH["title"])))
        for row, english in zip(text["body"], ENGLISH["body"], strict=True):
            pairs += [(lang, row.format(n=n), Output(english.format(n=n))) for n in range(1, 20)]
    record(folder / "replay.jsonl", pairs)


if __name__ == "__main__":
    main()
