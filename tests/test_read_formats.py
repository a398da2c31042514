"""Records, pages and encodings: what each kind of file becomes."""

import json
from pathlib import Path

import pytest
from read_cases import CASES, ENGLISH, FRENCH, GERMAN, PAGE, cases, one, reading, refused

from pipeline import read
from pipeline.data import (
    Article,
)
from pipeline.read.encoding import decode

# records


def test_record_fields(tmp_path: Path) -> None:
    """Every key of a record, null as if it were not there, any other key as text."""
    record = {
        "date": "hier",
        "id": "a1",
        "lang": "fr",
        "outlet": "Le Journal",
        "title": "Un départ",
        "text": f" {FRENCH}\r\n",
        "published": "20 août 2025",
        "url": None,
        "complete": False,
        "words": 12,
        "tags": ["a", "é"],
    }
    article, warnings = one(tmp_path, "r.jsonl", json.dumps(record) + "\n")
    assert warnings == []
    assert article == Article(
        id="a1",
        story="story",
        outlet="Le Journal",
        lang="fr",
        title="Un départ",
        text=f" {FRENCH}\n",
        published="2025-08-20",
        complete=False,
        origin=dict.fromkeys(("lang", "outlet", "title", "published", "complete"), "record"),
        extra={"date": "hier", "words": "12", "tags": '["a","é"]', "published": "20 août 2025"},
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"text": "a"', "not a JSON object"),
        ("[1]", "not a JSON object"),
        ("nonsense", "not a JSON object"),
        ('{"text": "\\ud800"}', "not a JSON object"),
        ('{"text": ' + "[" * 100_000, "not a JSON object"),
        ("{}", "no text"),
        ('{"text": null}', "no text"),
        ('{"text": " \\n"}', "no text"),
        ('{"text": 5}', "text is 5; expected text"),
        ('{"text": "a\\u0000b"}', "a zero byte in text"),
        ('{"text": "a", "title": ["x"]}', 'title is ["x"]; expected text'),
        ('{"text": "a", "lang": true}', "lang is true; expected text"),
        ('{"text": "a", "date": 1755648000}', "date is 1755648000; expected text"),
        ('{"text": "a", "complete": "no"}', 'complete is "no"; expected true or false'),
        ('{"text": "a", "id": 1.5}', "id is 1.5; expected text"),
        ('{"text": "a", "id": true}', "id is true; expected text"),
    ],
)
def test_a_broken_line_is_a_failure_with_its_number(tmp_path: Path, line: str, expected: str) -> None:
    """The lines around it go on."""
    good = json.dumps({"text": GERMAN, "lang": "de"})
    got = reading(tmp_path, {"r.jsonl": f"{good}\n\n{line}\n{good}\n"})
    assert [a.id for a in got.story.articles] == ["r-1.de", "r-4.de"]
    (failure,) = got.failures
    assert failure.item == "story/r.jsonl:3"
    assert failure.reason.startswith(f"line 3: {expected}")


def test_a_line_separator_inside_a_record_does_not_end_it(tmp_path: Path) -> None:
    article, _ = one(tmp_path, "r.jsonl", json.dumps({"text": f"{GERMAN}\u2028\u2029{GERMAN}"}, ensure_ascii=False))
    assert article.text == f"{GERMAN}\u2028\u2029{GERMAN}"


# pages


def test_a_page(tmp_path: Path) -> None:
    """Headings and paragraphs as lines, without the page around them; what the page says of itself."""
    article, warnings = one(tmp_path, "1.html", (CASES / "page.html").read_bytes())
    assert warnings == []
    assert (article.id, article.lang, article.outlet, article.title) == (
        "1.de",
        "de",
        "Tagesblatt",
        "Partner verlässt Firma",
    )
    assert (article.published, article.url, article.complete) == (
        "2025-08-14",
        "https://tagesblatt.example/partner",
        True,
    )
    assert article.origin == {"lang": "detected"} | dict.fromkeys(("outlet", "title", "published", "url"), "page")
    rows = article.text.split("\n")
    assert [row[:18] for row in rows] == [
        "Partner verlässt F",
        "Der Mitgründer hat",
        "In einem langen Br",
        "Eine eigene Gesell",
        "Nun will er Geld i",
        "Mit seinen Eltern ",
    ]
    assert "die Mitarbeiter & dankt" in rows[2]


def test_the_date_of_a_page(tmp_path: Path) -> None:
    """Only what the page marks as its date, never one that its text mentions; one after the run is a warning."""
    marked = '<meta property="article:published_time" content="2025-08-14T10:00:00+02:00">'
    assert marked in PAGE
    article, _ = one(tmp_path / "a", "1.html", PAGE.replace(marked, "").replace("am Mittwoch", "am 13. August 2025"))
    assert (article.published, "published" in article.origin) == ("", False)
    article, warnings = one(tmp_path / "b", "1.html", PAGE.replace("2025-08-14", "2031-08-14"))
    assert article.published == "2031-08-14"
    assert "after 2025-09-01" in warnings[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((CASES / "wall.html").read_bytes(), "not free to read"),
        (f"<html lang=de><body><article><p>{GERMAN}</p></article></body></html>".encode(), "words of text in the page"),
    ],
)
def test_a_teaser_is_incomplete(tmp_path: Path, content: bytes, expected: str) -> None:
    article, warnings = one(tmp_path, "1.htm", content)
    assert not article.complete
    assert article.origin["complete"] == "page"
    assert len(warnings) == 1
    assert expected in warnings[0]


def test_a_page_in_its_declared_encoding(tmp_path: Path) -> None:
    """A page that declares latin-1 is read as browsers read it, and reported; an XML declaration is no obstacle."""
    html = (CASES / "page.html").read_text("utf-8").replace('"utf-8"', '"iso-8859-1"').replace("Geld", "viel „Geld“")
    html = f'<?xml version="1.0" encoding="iso-8859-1"?>\n{html}'
    article, warnings = one(tmp_path, "1.html", html.encode("cp1252"))
    assert "viel „Geld“ in junge" in article.text
    assert warnings == ["not UTF-8: read as cp1252; look at the accents, or save it as UTF-8"]


@pytest.mark.parametrize(
    "content", ["<html><body></body></html>", "<html><body><script>x</script></body></html>", "<" * 9999]
)
def test_a_page_without_an_article_is_a_failure(tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture) -> None:
    """... and nothing else talks about it."""
    assert "no article text in this page" in refused(tmp_path, "1.de.html", content)
    assert caplog.records == []


# encodings


@pytest.mark.parametrize("text", cases("legacy"))
def test_legacy_encodings_are_read_right_and_reported(text: str) -> None:
    """Even one short line, in each encoding that holds it."""
    for encoding in ("cp1252", "iso8859_15"):
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        got = decode(data)
        assert got.text == text
        assert len(got.warnings) == 1
        assert got.warnings[0].startswith("not UTF-8: read as ")


def test_mac_roman_is_read_right() -> None:
    text = "« Événement à Paris », dit-il : l’été a été très chaud, ça va de soi, même en août."
    got = decode(text.encode("mac_roman"))
    assert got.text == text
    assert "read as mac_roman" in got.warnings[0]


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251", "cp500", "iso8859_7"])
def test_other_alphabets_are_refused(tmp_path: Path, encoding: str) -> None:
    """Cyrillic, EBCDIC and Greek, which a legacy encoding would turn into an article of noise."""
    greek, russian = "Η γέφυρα κατέρρευσε την Τετάρτη. ", "Мост обрушился в среду. "
    text = {"cp500": ENGLISH, "iso8859_7": greek}.get(encoding, russian)
    reason = refused(tmp_path, "1.de.txt", (text * 3).encode(encoding))
    assert "% of its bytes are no plain letters, as in Cyrillic, Greek or EBCDIC; save it again as UTF-8" in reason


def test_letters_that_are_no_language(tmp_path: Path) -> None:
    """Noise with a language in its file name is refused, unless a person says in the file that it is that language."""
    noise = "asdk jqwe xzcv poiu mnbv lkjh qwerty zxcvb asdfg hjkl yuiop vbnm qaz wsx edc rfv tgb yhn ujm"
    reason = refused(tmp_path / "a", "1.de.txt", noise)
    assert "the file name says 'de', but this does not look like German (nearest is " in reason
    article, _ = one(tmp_path / "b", "1.txt", f"---\nlang: de\n---\n{noise}")
    assert article.lang == "de"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [("1.en.txt", "Hello", "only 1 word"), ("1.en.rtf", "{\\rtf1 broken {{{", "only 1 word"),
     ("1.en.txt", "The bridge fell.", "only 3 words")],
)  # fmt: skip
def test_a_text_of_next_to_no_words_is_incomplete(tmp_path: Path, name: str, content: str, found: str) -> None:
    article, warnings = one(tmp_path / "a", name, content)
    assert (article.complete, article.origin["complete"]) == (False, "text")
    assert warnings == [f"{found} of text in it; taken as incomplete, so that what it does not say counts for nothing"]


@pytest.mark.parametrize(
    ("end", "is_whole"),
    [
        ("Jetzt weiterlesen mit Abendblatt Plus\n\nTesten Sie 4 Wochen für 1 Euro.\n", False),
        ("Already a subscriber? Log in", False),
        ("La suite est réservée aux abonnés.", False),
        ("Already a subscriber? Log in\n\nA\n\nB\n\nThe firm said no more.", True),
        ("The judge took two hours to read the full verdict.", True),
        ("Die Zeitung hat schon Abonnenten verloren.", True),
    ],
)
def test_a_text_that_ends_with_a_notice_is_incomplete(tmp_path: Path, end: str, is_whole: bool) -> None:
    article, warnings = one(tmp_path / "a", "1.de.txt", f"{GERMAN}\n\n{end}")
    assert article.complete == is_whole
    assert [reason for reason in warnings if "the text ends with" in reason and "incomplete" in reason] == warnings
    article, _ = one(tmp_path / "b", "1.de.txt", f"---\ncomplete: true\n---\n{GERMAN}\n\n{end}")
    assert article.complete


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<p>He\nleft.</p><p>She <b>stayed</b>.</p>", ["He left.", "She stayed."]),
        ("He left.<br>She&nbsp;stayed.", ["He left.", "She stayed."]),
        ("<ul><li>He left</li><li>She stayed</li></ul>", ["He left", "She stayed"]),
        ("He wrote: I <3 you, and 2 < 3.\nShe stayed.", ["He wrote: I <3 you, and 2 < 3.", "She stayed."]),
        ("The <code> of <p> is here.", ["The <code> of <p> is here."]),
    ],
)
def test_tags_in_a_record_are_paragraphs(tmp_path: Path, text: str, lines: list[str]) -> None:
    record = json.dumps({"lang": "en", "text": f"{text}\n{ENGLISH}"})
    quoted = text.replace('"', '""')
    for name, content in (("1.jsonl", record), ("1.csv", f'lang,text\nen,"{quoted}\n{ENGLISH}"\n')):
        article, warnings = one(tmp_path / name, name, content)
        assert article.text.split("\n") == [*lines, ENGLISH]
        assert len(warnings) == (text.replace("\n", "") != "".join(lines))


def test_a_person_may_say_that_a_short_text_is_whole(tmp_path: Path) -> None:
    article, warnings = one(tmp_path, "1.en.txt", "---\ncomplete: true\n---\nThe bridge fell.")
    assert (article.complete, warnings) == (True, [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_needs_no_warning(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)) == read.Decoded(GERMAN)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    for text in (ENGLISH, GERMAN, "“Œuvre”, " + FRENCH):
        got = decode(text.encode(encoding))
        assert got.text == text
        assert f"read as {encoding}" in got.warnings[0]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7 \x00", "not a PDF that can be read"),
        (b"PK\x03\x04\x14\x00", "a zip archive or an office document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"abc\ndef\x00ghi", "line 2: a zero byte; this is binary, not text: save it as UTF-8 text"),
        (b"abc\xe4\ndef\x00ghi", "line 2: a zero byte; this is binary"),
        ("Käse\nGrüße\n".encode() + b"Gr\xc3", "line 3: byte 0xc3 is not UTF-8, though most of the file is"),
        (b"\xef\xbb\xbfabc\nK\xe4se", "line 2: the file begins with the mark of utf-8 but is not utf-8 there"),
        ("Käse".encode("utf-16") + b"\x00", "line 1: the file begins with the mark of utf-16-le"),
        (bytes(range(128, 256)) * 4, "neither UTF-8 nor UTF-16 nor one of cp1252"),
        (b"", "empty file"),
        (b"\xef\xbb\xbf", "empty file"),
        (" \r\n\t\u00a0\n".encode(), "empty file"),
    ],
)
def test_what_is_not_text_is_a_failure(tmp_path: Path, data: bytes, expected: str) -> None:
    """Binary, damaged, empty: the file is a failure, with the line where there is one."""
    assert expected in refused(tmp_path, "1.de.txt", data)


def test_a_garbled_text_is_reported(tmp_path: Path) -> None:
    """UTF-8 once read as cp1252 is not mended behind anybody's back."""
    garbled = GERMAN.encode().decode("cp1252")
    article, warnings = one(tmp_path, "1.de.txt", garbled)
    assert article.text == garbled
    assert "garbled before it came here" in warnings[0]
    _, warnings = one(tmp_path / "lost", "1.de.txt", GERMAN.replace("ü", "\ufffd"))
    assert "letters were lost" in warnings[0]
