"""Stories made of a few files, read, for the tests of reading."""

import io
import json
import re
import textwrap
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx

from pipeline import read
from pipeline.data import (
    Article,
)

CASES = Path(__file__).parent / "cases" / "read"
PAGE = (CASES / "page.html").read_text("utf-8")
RAW = Path(__file__).parent.parent / "raw"
TODAY = date(2025, 9, 1)
GERMAN = "Der Mitgründer hat am Mittwoch seinen Ausstieg mitgeteilt. Er will nun eine eigene Gesellschaft gründen."
FRENCH = "Le cofondateur a annoncé mercredi son départ de la société. Il veut maintenant créer sa propre entreprise."
ENGLISH = "The co-founder announced on Wednesday that he is leaving the company. He now wants to start his own firm."
SPANISH = "El cofundador anunció el miércoles que deja la empresa. Ahora quiere crear su propia compañía en la ciudad."


def cases(name: str) -> list[Any]:
    found: list[Any] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return found


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def reading(folder: Path, files: dict[str, str | bytes]) -> read.StoryReading:
    """The one story of these files."""
    (found,) = read.find(written(folder / "story", files))
    return read.story(found, today=TODAY)


def one(folder: Path, name: str, content: str | bytes) -> tuple[Article, list[str]]:
    """The one article of a file, and the warnings."""
    got = reading(folder, {name: content})
    assert got.failures == ()
    (article,) = got.story.articles
    return article, [warning.reason for warning in got.warnings]


def refused(folder: Path, name: str, content: str | bytes) -> str:
    """Why a file became a failure, and nothing else."""
    got = reading(folder, {name: content})
    assert got.story.articles == ()
    (failure,) = got.failures
    assert (failure.item.split(":")[0], failure.stage) == (f"story/{name}", "read")
    return failure.reason


def rich(text: str) -> bytes:
    """A document in rich text, a paragraph a line."""
    rows = text.split("\n")
    written = [("".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in row)) for row in rows]
    return (r"{\rtf1\ansi " + r"\par ".join(written) + "}").encode()


def portable(*pages: str) -> bytes:
    """A PDF with a text layer: its lines, of at most 90 characters, one below another."""
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",
        "<</Type/Font/Subtype/Type1/BaseFont/Times/Encoding/WinAnsiEncoding>>",
    ]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    parts[1] = f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"
    for number, page in enumerate(pages):
        rows = [part for row in page.split("\n") for part in textwrap.wrap(row, 90) or [""]]
        shown = " ".join("(" + re.sub(r"[()\\]", r"\\\g<0>", row) + ") Tj T*" for row in rows)
        drawn = f"BT /F 9 Tf 12 TL 40 800 Td {shown} ET"
        fonts = f"/Resources<</Font<</F 3 0 R>>>>/Contents {5 + 2 * number} 0 R"
        parts.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{fonts}>>")
        parts.append(f"<</Length {len(drawn.encode('cp1252'))}>>stream\n{drawn}\nendstream")
    content = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{part}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(parts) + 1}/Root 1 0 R>>\n"
    return content + f"{end}startxref\n{len(content)}\n%%EOF".encode()


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
