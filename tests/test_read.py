"""raw/ is read whole: every input ends as an article or a failure, text untouched, nothing guessed silently."""

import json
import os
import socket
import time
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import read
from pipeline.data import (
    Alignment,
    Article,
    Entry,
    Evidence,
    Failure,
    Link,
    Provenance,
    Result,
    Sentence,
    Statement,
    Story,
    Synopsis,
    Translation,
    Warned,
)
from pipeline.errors import InputError
from pipeline.read.article import headline
from pipeline.read.dates import iso, stamp
from pipeline.read.encoding import decode
from pipeline.read.front import Front, front
from pipeline.read.names import unsafe

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


def reading(folder: Path, files: dict[str, str | bytes]) -> read.Reading:
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


# the five articles


def test_the_five_articles() -> None:
    """Languages from the file names, titles and the date from the texts, no outlet invented, no letter changed."""
    (files,) = read.find(RAW)
    got = read.story(files, today=TODAY)
    assert files.id == got.story.id == "babuschkin-leaves-xai"
    assert got.failures == ()
    assert got.warnings == ()
    assert [(a.id, a.lang, a.outlet, a.title, a.published, a.url, a.complete) for a in got.story.articles] == [
        ("000.en", "en", "English 000", "", "2025-08-20", "", True),
        (
            "001.en",
            "en",
            "English 001",
            "xAI Co-Founder Igor Babuschkin Resigns to Launch AI Safety Venture, Musk Sends Well Wishes",
            "",
            "",
            True,
        ),
        ("002.de", "de", "German 002", "Partner von Elon Musk verlässt xAI", "", "", True),
        ("003.en", "en", "English 003", "Igor Babuschkin", "", "", True),
        ("004.fr", "fr", "French 004", "", "", "", True),
    ]
    said = {"lang": "file name", "outlet": "default"}
    extra = [{"published": "text"}, {"title": "text"}, {"title": "text"}, {"title": "text"}, {}]
    assert [dict(a.origin) for a in got.story.articles] == [said | more for more in extra]
    for article, path in zip(got.story.articles, files.paths, strict=True):
        assert article.text.encode() == path.read_bytes()
        assert article.story == files.id


# folders


def test_find_keeps_the_tree(tmp_path: Path) -> None:
    """A folder with articles is a story, at any depth; hidden files, corrections and notices belong to none."""
    root = written(
        tmp_path / "raw",
        {
            "b/1.de.txt": GERMAN,
            "b/2.fr.HTML": "",
            "b/deep/3.en.md": "",
            "a/all.jsonl": "",
            "a/corrections.tsv": "",
            "a/README.md": "",
            "a/LICENSE": "",
            "a/.4.de.txt": "",
            ".git/5.de.txt": "",
            "LICENSE.txt": "",
            "a/readme.de.txt": "",
            "b/license-to-kill.en.txt": "",
        },
    )
    found = read.find(root)
    assert [(files.id, [path.name for path in files.paths], files.ignored) for files in found] == [
        ("a", ["all.jsonl"], ()),
        ("b", ["1.de.txt", "2.fr.HTML", "license-to-kill.en.txt"], ()),
        ("b/deep", ["3.en.md"], ()),
    ]


def test_find_takes_a_story_folder_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A root with articles is a story by its own name, also when it is called '.'."""
    root = written(tmp_path / "Der Fall", {"1.de.txt": GERMAN, "more/2.de.txt": GERMAN})
    assert [files.id for files in read.find(root)] == ["Der Fall", "more"]
    monkeypatch.chdir(root)
    assert [files.id for files in read.find(Path())] == ["Der Fall", "more"]


def test_find_takes_one_file(tmp_path: Path) -> None:
    """A single file is a story of one article."""
    path = written(tmp_path, {"002.de.txt": GERMAN}) / "002.de.txt"
    (files,) = read.find(path)
    assert files == read.StoryFiles("002", (path,))
    assert [a.id for a in read.story(files, today=TODAY).story.articles] == ["002.de"]


def test_other_files_are_reported(tmp_path: Path) -> None:
    """A file of another kind is a warning of the nearest story above it, or of a story without articles."""
    root = written(
        tmp_path / "raw", {"s/1.de.txt": GERMAN, "s/1.pdf": "", "s/img/a.png": "", "t/x.docx": "", "u/2.de.txt": GERMAN}
    )
    got = [read.story(files, today=TODAY) for files in read.find(root)]
    assert [(r.story.id, len(r.story.articles), [w.item for w in r.warnings]) for r in got] == [
        ("s", 1, ["s/1.pdf", "s/a.png"]),
        ("t", 0, ["t/x.docx"]),
        ("u", 1, []),
    ]
    assert ".jsonl" in got[0].warnings[0].reason


def test_find_follows_links_but_no_circle(tmp_path: Path) -> None:
    """A linked story is read; a link to a folder above is not walked for ever."""
    root = written(tmp_path / "raw", {"s/1.de.txt": GERMAN})
    written(tmp_path / "far", {"2.de.txt": GERMAN})
    (root / "t").symlink_to(tmp_path / "far")
    (root / "s" / "round").symlink_to(root)
    assert [files.id for files in read.find(root)] == ["s", "t"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, "nothing to read; expected article files (.txt, .md, .html, .htm, .jsonl)"),
        ({"a/b.pdf": "", "a/c.docx": ""}, "only other files, such as 'b.pdf'; expected article files"),
        ({"raw/1.de.txt": GERMAN, "2.de.txt": GERMAN}, "would be story 'raw'; rename one of them"),
    ],
)
def test_find_refuses(tmp_path: Path, files: dict[str, str | bytes], expected: str) -> None:
    """A folder that cannot be read as stories is refused before any work, with what was looked for."""
    (tmp_path / "raw").mkdir()
    with pytest.raises(InputError) as error:
        read.find(written(tmp_path / "raw", files))
    assert expected in str(error.value)
    assert str(tmp_path / "raw") in str(error.value)


@pytest.mark.parametrize(
    ("name", "expected"), [("a:b", "'a:b' holds ':'"), ("a\nb", r"'a\nb' holds '\n'"), (" a", "' a' begins or ends")]
)
def test_a_story_name_that_cannot_be_an_id_is_a_failure(tmp_path: Path, name: str, expected: str) -> None:
    """One badly named folder costs its story, not the others."""
    found = read.find(written(tmp_path / "raw", {f"{name}/1.de.txt": GERMAN, "s/2.de.txt": GERMAN}))
    ((bad,), (good,)) = ([one for one in found if bool(one.problem) is which] for which in (True, False))
    got = read.story(bad, today=TODAY)
    assert (got.story.id, got.story.articles) == ("", ())
    (failure,) = got.failures
    assert f"the story's name {expected}" in failure.reason
    assert [article.id for article in read.story(good, today=TODAY).story.articles] == ["2.de"]


def test_find_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder; expected a folder with article files"):
        read.find(tmp_path / "raw")
    with pytest.raises(InputError, match="not an article file"):
        read.find(written(tmp_path, {"a.pdf": "x"}) / "a.pdf")


def test_find_refuses_a_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder below that cannot be opened is an error, not a story less."""
    root = written(tmp_path / "raw", {"a/1.de.txt": GERMAN, "b/2.de.txt": GERMAN})
    listed = Path.iterdir

    def closed(path: Path) -> object:
        if path.name == "b":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(InputError, match=r"raw/b: cannot be opened \(Permission denied\)"):
        read.find(root)


# ids


def test_ids(tmp_path: Path) -> None:
    """A file's name with its language; a record's id as given, else its file and line; all in order."""
    records = [{"text": GERMAN}, {"text": FRENCH, "id": "x"}, {"text": ENGLISH, "id": 7}]
    got = reading(
        tmp_path,
        {
            "z.de.txt": GERMAN,
            "b.txt": FRENCH,
            "c.DE-at.md": GERMAN,
            "a.2.en.txt": ENGLISH,
            "r.jsonl": "\n".join(json.dumps(record) for record in records),
        },
    )
    assert got.failures == ()
    assert [a.id for a in got.story.articles] == ["7", "a.2.en", "b.fr", "c.de", "r-1.de", "x", "z.de"]
    assert got.story.articles[-2].outlet == "French x"


def test_two_articles_with_one_id(tmp_path: Path) -> None:
    """The first stays, every other is a failure that names both."""
    got = reading(tmp_path, {"1.de.md": GERMAN, "1.de.txt": GERMAN + "!", "1.txt": GERMAN + "?"})
    assert [a.text for a in got.story.articles] == [GERMAN]
    assert [failure.item for failure in got.failures] == ["story/1.de.txt", "story/1.txt"]
    for failure in got.failures:
        assert "'1.de' is already that of story/1.de.md" in failure.reason
        assert failure.item in failure.reason


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("../x", "x"),
        ("a/b", "a-b"),
        ("a\\b", "a-b"),
        ("a:b", "a-b"),
        ("a b", "a-b"),
        ("a \t\u00a0b", "a-b"),
        ("a\u202eb", "a-b"),
        (".a", "a"),
        ("a.", "a"),
        ("a\0", "a"),
        ("https://example.org/a?b", "https-example.org-a-b"),
    ],
)
def test_unsafe_ids_are_made_safe_and_reported(tmp_path: Path, name: str, taken: str) -> None:
    """An id can leave neither the output folder nor its place in a sentence's id."""
    assert unsafe(name)
    assert not unsafe(taken)
    got = reading(tmp_path, {"r.jsonl": json.dumps({"id": name, "text": GERMAN, "lang": "de"})})
    assert [article.id for article in got.story.articles] == [taken]
    assert f"taken as {taken!r}" in got.warnings[0].reason


@pytest.mark.parametrize("name", ["..", "/", "é" * 76])
def test_ids_of_nothing_or_too_much_are_refused(tmp_path: Path, name: str) -> None:
    reason = refused(tmp_path, "r.jsonl", json.dumps({"id": name, "text": GERMAN, "lang": "de"}))
    assert reason.startswith("the article's id ")


@pytest.mark.parametrize("name", ["002.de", "Müller-x_1", "«x»", "é" * 75])
def test_safe_ids_pass(name: str) -> None:
    assert unsafe(name) == ""


def test_a_name_that_is_no_text_is_a_failure_that_can_be_written(tmp_path: Path) -> None:
    """A file name in another encoding neither stops the story nor breaks the list of failures."""
    got = reading(tmp_path, {b"k\xe4se.de.txt".decode("utf-8", "surrogateescape"): GERMAN, "2.de.txt": GERMAN})
    assert [a.id for a in got.story.articles] == ["2.de", "k-se.de"]
    (warned,) = got.warnings
    assert b"k\\\\udce4se" in msgspec.json.encode(warned)


# what an article says of itself


def test_front_matter_fields(tmp_path: Path) -> None:
    """Every field from the front matter, any other key kept as text, the text untouched."""
    article, warnings = one(
        tmp_path,
        "1.txt",
        "---\nOutlet: Tagesblatt\nlang: de-AT\ntitle: Einer  geht\ndate: 20. August 2025\n"
        "url: https://tagesblatt.example/1\ncomplete: no\nAuthor: N. N.\ntags: [a, b]\n---\n\n " + GERMAN + "\r\n\r\n",
    )
    assert warnings == []
    assert article == Article(
        id="1.de",
        story="story",
        outlet="Tagesblatt",
        lang="de",
        title="Einer geht",
        text=f"\n {GERMAN}\n\n",
        published="2025-08-20",
        url="https://tagesblatt.example/1",
        complete=False,
        origin=dict.fromkeys(("lang", "outlet", "title", "published", "url", "complete"), "front matter"),
        extra={"Author": "N. N.", "tags": "[a, b]", "published": "20. August 2025"},
    )


@pytest.mark.parametrize("case", cases("fronts"), ids=lambda case: case["name"])
def test_front_matter(case: dict[str, Any]) -> None:
    """What is front matter comes off; what only looks like it is text; what is broken is refused with its line."""
    if "refused" in case:
        with pytest.raises(InputError) as error:
            front(case["text"])
        assert case["refused"] in str(error.value)
        return
    got = front(case["text"])
    assert (dict(got.fields), got.text) == (case["fields"], case["rest"])
    assert case.get("warns", "") in "".join(got.warnings)
    assert bool(got.warnings) == ("warns" in case)


def test_front_matter_nested_without_end() -> None:
    """A deep nest of brackets is refused, not a crash."""
    with pytest.raises(InputError, match="nested too deeply"):
        front("---\nx: " + "[" * 5_000 + "\n---\nText")


def test_front_matter_without_measure() -> None:
    """A long text between two dash lines does not go through the slow YAML reader."""
    with pytest.raises(InputError, match="front matter of 5000008 characters"):
        front("---\nlang: " + "x" * 5_000_000 + "\n---\nText")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("---\nlang: de\n---\n \n", "no text after the front matter"),
        ("---\ncomplete: maybe\n---\n" + GERMAN, "complete is 'maybe' (front matter); expected true or false"),
        ("---\nlang: es\n---\n" + GERMAN, "the front matter says language 'es', which is not one of de, fr, en"),
    ],
)
def test_bad_fields_are_failures(tmp_path: Path, content: str, expected: str) -> None:
    assert expected in refused(tmp_path, "1.de.txt", content)


def test_front_matter_of_strange_keys_is_reported(tmp_path: Path) -> None:
    article, warnings = one(tmp_path, "1.de.txt", f"---\nBerlin: Ein Mann\n---\n{GERMAN}")
    assert article.extra == {"Berlin": "Ein Mann"}
    assert len(warnings) == 1
    assert "front matter has none of lang, outlet" in warnings[0]


def test_a_field_that_cannot_be_read_is_kept_as_written(tmp_path: Path) -> None:
    """A doubtful date or address is left out with a warning, and not lost."""
    article, warnings = one(tmp_path, "1.en.txt", f"---\ndate: 03/04/2025\nurl: javascript:x()\n---\n{ENGLISH}")
    assert (article.published, article.url) == ("", "")
    assert article.extra == {"published": "03/04/2025", "url": "javascript:x()"}
    assert len(warnings) == 2
    assert "may be 2025-03-04 or 2025-04-03" in warnings[0]
    assert "does not begin with https://" in warnings[1]


def test_a_date_after_the_run_is_a_warning(tmp_path: Path) -> None:
    article, warnings = one(tmp_path, "1.en.txt", f"---\ndate: 2025-09-02\n---\n{ENGLISH}")
    assert article.published == "2025-09-02"
    assert "after 2025-09-01" in warnings[0]
    _, warnings = one(tmp_path / "same", "1.en.txt", f"---\ndate: 2025-09-01\n---\n{ENGLISH}")
    assert warnings == []


@pytest.mark.parametrize("case", cases("dates"), ids=lambda case: f"{case['lang']} {case['written']}")
def test_dates(case: dict[str, Any]) -> None:
    """Any common way to write a full date is read; an ambiguous, partial or relative one is refused."""
    if "refused" in case:
        with pytest.raises(InputError) as error:
            iso(case["written"], case["lang"])
        assert case["refused"] in str(error.value)
    else:
        assert iso(case["written"], case["lang"]) == case["iso"]


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        (" date 2025-08-20 Igor left.", "2025-08-20", "Igor left."),
        ("Date: 2025-08-20\nHe left.", "2025-08-20", "\nHe left."),
        ("date 2025-13-20 He left.", "", "date 2025-13-20 He left."),
        ("date 2025-08-201 He left.", "", "date 2025-08-201 He left."),
        ("update 2025-08-20 He left.", "", "update 2025-08-20 He left."),
    ],
)
def test_stamps(text: str, day: str, rest: str) -> None:
    got, start = stamp(text)
    assert (got, text[start:]) == (day, rest)


def test_a_stated_date_is_stronger_than_a_stamp(tmp_path: Path) -> None:
    article, _ = one(tmp_path, "1.en.txt", f"---\ndate: 2025-08-19\n---\ndate 2025-08-20 {ENGLISH}")
    assert (article.published, article.origin["published"]) == ("2025-08-19", "front matter")
    assert article.text.startswith("date 2025-08-20 The")


@pytest.mark.parametrize("case", cases("headlines"), ids=lambda case: case["text"][:20])
def test_headlines(case: dict[str, str]) -> None:
    """A first line is the title only when it is short, unstopped, and not prose that was cut to a width."""
    assert headline(case["text"]) == case["title"]


# languages


@pytest.mark.parametrize(("text", "lang"), [(GERMAN, "de"), (FRENCH, "fr"), (ENGLISH, "en")])
def test_a_language_that_nobody_states_is_detected(tmp_path: Path, text: str, lang: str) -> None:
    article, warnings = one(tmp_path, "1.txt", text)
    assert (article.lang, article.origin["lang"], article.id, warnings) == (lang, "detected", f"1.{lang}", [])


@pytest.mark.parametrize(
    ("name", "content", "lang", "expected"),
    [
        ("1.de.txt", f"---\nlang: en\n---\n{ENGLISH}", "en", ["front matter says 'en' but file name says 'de'"]),
        ("1.de.txt", ENGLISH, "de", ["file name says 'de' but the text looks like 'en'"]),
        ("1.fr.txt", SPANISH, "fr", ["file name says 'fr' but the text looks like 'es'"]),
        ("1.de.txt", "Yes, the end of it.", "de", []),  # too short to contradict
        ("1.html", PAGE.replace('"de"', '"en"'), "de", ["the text looks like 'de' but page says 'en'"]),
        ("1.de.jsonl", json.dumps({"text": FRENCH, "lang": "fr"}), "fr", ["record says 'fr' but file name says 'de'"]),
    ],
)
def test_contradictions_are_warnings(tmp_path: Path, name: str, content: str, lang: str, expected: list[str]) -> None:
    """The stronger source wins, and says so."""
    article, warnings = one(tmp_path, name, content)
    assert article.lang == lang
    assert len(warnings) == len(expected)
    for reason, start in zip(warnings, expected, strict=True):
        assert reason.startswith(start)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("1.es.txt", GERMAN, "the file name says language 'es', which is not one of de, fr, en"),
        ("1.txt", SPANISH, "the text looks like language 'es', which is not one of de, fr, en"),
        ("1.txt", "xAI", "no language is stated and the text does not show one"),
        ("1.jsonl", json.dumps({"text": GERMAN, "lang": "Deutsch"}), "the record says language 'Deutsch'"),
    ],
)
def test_other_languages_are_failures(tmp_path: Path, name: str, content: str, expected: str) -> None:
    assert expected in refused(tmp_path, name, content)


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
    article, _ = one(tmp_path, "r.jsonl", json.dumps({"text": f"{GERMAN}\u2028\x85{GERMAN}"}, ensure_ascii=False))
    assert article.text == f"{GERMAN}\u2028\x85{GERMAN}"


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
        (b"%PDF-1.7 \x00", "a PDF, not text"),
        (b"PK\x03\x04\x14\x00", "a zip archive or an office document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"abc\ndef\x00ghi", "line 2: a zero byte; this is binary"),
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


def test_a_failure_keeps_what_was_to_beware_of(tmp_path: Path) -> None:
    """The encoding that a file was read in is reported also when its articles are refused."""
    records = '{"text": "Käse", "lang": "es"}\n{"text": "Käse", "lang": "de"}'
    got = reading(tmp_path, {"r.jsonl": records.encode("cp1252")})
    assert [failure.item for failure in got.failures] == ["story/r.jsonl:1"]
    assert [warned.item for warned in got.warnings] == ["story/r.jsonl:1"]


def test_a_garbled_text_is_reported(tmp_path: Path) -> None:
    """UTF-8 once read as cp1252 is not mended behind anybody's back."""
    garbled = GERMAN.encode().decode("cp1252")
    article, warnings = one(tmp_path, "1.de.txt", garbled)
    assert article.text == garbled
    assert "garbled before it came here" in warnings[0]
    _, warnings = one(tmp_path / "lost", "1.de.txt", GERMAN.replace("ü", "\ufffd"))
    assert "letters were lost" in warnings[0]


def test_a_file_that_is_gone_is_a_failure(tmp_path: Path) -> None:
    """A link to nowhere and a pipe do not stop or hang the story."""
    root = written(tmp_path / "story", {"1.de.txt": GERMAN})
    (root / "2.de.txt").symlink_to(root / "nowhere")
    os.mkfifo(root / "3.de.txt")
    (files,) = read.find(root)
    got = read.story(files, today=TODAY)
    assert [a.id for a in got.story.articles] == ["1.de"]
    assert [(failure.item, failure.reason.split(";")[0]) for failure in got.failures] == [
        ("story/2.de.txt", "cannot be opened (No such file or directory)"),
        ("story/3.de.txt", "not a regular file"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_five_megabytes_in_one_line(tmp_path: Path, encoding: str) -> None:
    """No step takes more than time in proportion (quadratic would be hours)."""
    text = f"{GERMAN} " * (5_000_000 // len(GERMAN))
    start = time.perf_counter()
    article, _ = one(tmp_path, "1.txt", text.encode(encoding))
    assert article.text == text
    assert time.perf_counter() - start < 10


def test_nothing_is_asked_of_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", closed)
    monkeypatch.setattr(socket, "getaddrinfo", closed)
    page = (CASES / "page.html").read_bytes()
    got = reading(tmp_path, {"1.txt": GERMAN, "2.html": page, "3.md": f"---\ndate: 1er mai 2025\n---\n{FRENCH}"})
    assert [a.id for a in got.story.articles] == ["1.de", "2.de", "3.fr"]


# properties

PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1).filter(str.strip)
BROKEN = st.sampled_from([b"", b"\x00", b"%PDF", b"---\nlang: de\n", b"\xff\xfe\x00", b"K\xc3\xa4se \xc3", b" \n"])


@settings(deadline=None, max_examples=60)
@given(PLAIN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_reading_gives_what_was_written(tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str) -> None:
    """Whatever the text: the same text, but for a mark at its head, which is no text."""
    content = f"---\nlang: de\n---\n{text}"
    article, _ = one(tmp_path_factory.mktemp("raw"), "1.de.txt", content.encode(encoding))
    assert article.text == text


@given(PLAIN)
def test_a_text_without_front_matter_is_all_text(text: str) -> None:
    if not text.lstrip().startswith("---"):
        assert front(text) == Front({}, text)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_bytes_are_text_or_refused(data: bytes) -> None:
    """Nothing but an InputError, and neither a carriage return nor a zero left."""
    try:
        text = decode(data).text
    except InputError:
        text = ""
    assert not set(text) & {"\r", "\0"}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["de.txt", "fr.md", "txt", "html", "es.txt"]), max_size=5),
    st.lists(st.binary(max_size=50) | BROKEN | st.just(GERMAN.encode()), min_size=6, max_size=6),
    st.lists(st.sampled_from(['{"text": "Käse", "lang": "de"}', "{}", "[", '{"text": "a", "id": "x"}']), max_size=4),
)
def test_every_input_ends_as_an_article_or_a_failure(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], contents: list[bytes], records: list[str]
) -> None:
    """Articles and failures add up to the files and the records."""
    files: dict[str, str | bytes] = {
        f"{n}.{name}": data for n, (name, data) in enumerate(zip(names, contents, strict=False))
    }
    files |= {"r.jsonl": "\n".join(records), "z.de.txt": GERMAN}
    got = reading(tmp_path_factory.mktemp("raw"), files)
    assert len(got.story.articles) + len(got.failures) == len(names) + max(1, len(records)) + 1
    assert len({a.id for a in got.story.articles}) == len(got.story.articles)
    assert got.failures == tuple(failure for failure in got.failures if failure.reason and failure.stage == "read")


# line files and results


def test_lines(tmp_path: Path) -> None:
    """One segment a line, empty lines kept, only "\\n" ends one."""
    assert read.lines("eins\r\n\r\nzwei\u2028drei".encode()).lines == ("eins", "", "zwei\u2028drei")
    assert read.lines(b"eins\n").lines == ("eins",)
    assert read.lines(b"eins\rzwei\r").lines == ("eins", "zwei")
    assert read.lines(b"\n\n").lines == ("", "")
    assert read.lines(b"").lines == ()
    got = read.lines(written(tmp_path, {"a.txt": "Käse\n".encode("cp1252")}) / "a.txt")
    assert got.lines == ("Käse",)
    assert [warned.item for warned in got.warnings] == [str(tmp_path / "a.txt")]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), max_size=5))
def test_lines_are_what_was_written(rows: list[str]) -> None:
    data = b"\xef\xbb\xbf" + "".join(f"{row}\n" for row in rows).encode()
    assert read.lines(data).lines == tuple(rows)


def test_lines_refuse(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="stdin: line 2: a zero byte"):
        read.lines(b"eins\nzw\x00ei")
    with pytest.raises(InputError, match=r"a\.txt: cannot be read \(No such file"):
        read.lines(tmp_path / "a.txt")
    with pytest.raises(InputError, match=r"cannot be read \(Is a directory"):
        read.lines(tmp_path)


RESULT = Result(
    story=Story(
        "s/t", (Article("1.de", "s/t", "Blatt", "de", "", "Käse.", origin={"lang": "record"}, extra={"a": "b"}),)
    ),
    sentences=(Sentence("1.de:7f:0", "1.de", 0, 5, "Käse.", "de", "body"),),
    translations=(Translation("1.de:7f:0", "Cheese.", ("number missing",), "mt:x", -0.5),),
    alignments=(
        Alignment(
            "1.de", "2.en", (Link("l", ("1.de:7f:0",), (), "unlinked", 0.5, 0.25, "weak", Evidence(0.5)),), "a:x"
        ),
    ),
    synopsis=Synopsis("s/t", ("1.de",), (Statement("s1", {"1.de": ("1.de:7f:0",)}),)),
    provenance=Provenance("2025-09-01", {"python": "3"}, {"translate": "mt:x"}),
    warnings=(Warned("1.de", "x"),),
    failures=(Failure("s/t/2", "read", "x"),),
)


def test_a_result_comes_back_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_bytes(msgspec.json.encode(RESULT))
    assert read.result(tmp_path) == RESULT


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "no result here; run `synopsis run` first"),
        (b"{}", "written by another version"),
        (b'{"story": ', "cut off: run `synopsis run` again"),
        (b"\xff", "not a result as this version writes it"),
        (
            msgspec.json.encode(RESULT).replace(b'"lang":"de"', b'"lang":"es"', 1),
            "language 'es', which is not one of de, fr, en",
        ),
    ],
)
def test_a_result_that_is_none(tmp_path: Path, content: bytes | None, expected: str) -> None:
    if content is not None:
        (tmp_path / "result.json").write_bytes(content)
    with pytest.raises(InputError) as error:
        read.result(tmp_path)
    assert expected in str(error.value)
    assert "result.json" in str(error.value)


def test_a_glossary(tmp_path: Path) -> None:
    """Comments and empty lines are passed over, spaces folded, a line that comes again counts once."""
    path = tmp_path / "terms.tsv"
    path.write_bytes(
        "\ufeff# Wirtschaft\r\n\r\nZentralbank\t central  bank \r\nchef\tboss\tfr\r\nChef\thead\tde\r\n"
        "AG\tpublic company\nag\tactiongroup\nZentralbank\tcentral bank\nchef\tboss\tfr".encode()
    )
    assert read.glossary(path) == (
        Entry("Zentralbank", "central bank"),
        Entry("chef", "boss", "fr"),
        Entry("Chef", "head", "de"),
        Entry("AG", "public company"),
        Entry("ag", "actiongroup"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# x\nZins\n", ":2: 1 columns; expected a source term, a tab, an English term"),
        ("Zins\ta\tde\tb", ":1: 4 columns"),
        ("Zins\t \tde", ":1: the English term is '', without letter or figure"),
        ("\tinterest", ":1: the source term is '', without"),
        ("&\tand", ":1: the source term is '&', without"),
        ("Zins\tinterest\tes", ":1: language 'es' is not one of de, fr; leave it out for both"),
        ("Zins\tinterest\ten", ":1: language 'en' is not"),
        ("Zins\tinterest\n\nZins\trate", ":3: 'Zins' is 'rate' here and 'interest' in line 1; keep one of them"),
        ("Zins\tinterest\tde\nzins\trate", ":2: 'zins' is 'rate' here and 'interest' in line 1"),
        ("Zins\tinterest\nZins\trate\tfr", ":2: 'Zins' is 'rate' here"),
        ("a\tb\0", ": line 1: a zero byte"),
    ],
)
def test_a_glossary_that_is_none(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes(text.encode())
    with pytest.raises(InputError) as error:
        read.glossary(path)
    assert str(error.value).startswith(f"{path}{expected}")


def test_a_glossary_is_utf8(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes("Käse\tcheese".encode("cp1252"))
    with pytest.raises(InputError, match=r"terms\.tsv: not UTF-8: read as cp1252.*; expected UTF-8"):
        read.glossary(path)
    with pytest.raises(InputError, match="cannot be read"):
        read.glossary(tmp_path / "none.tsv")
