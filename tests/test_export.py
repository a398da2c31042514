"""Results as files: the contract of the lines, whole files or none, and articles that mean harm."""

import errno
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import stating
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline import export
from pipeline.data import (
    Alignment,
    Article,
    Difference,
    Evidence,
    Failure,
    Lang,
    Link,
    Provenance,
    Result,
    RoundTrip,
    Sentence,
    Side,
    Span,
    State,
    Statement,
    Story,
    Synopsis,
    Translation,
)
from pipeline.errors import OutputError
from pipeline.export import reading, terminal
from pipeline.export.formats import STORY

HOSTILE = (
    "{{ 7*7 }}</script><script>alert(1)</script><img src=x onerror=a()> \u202eevil\u2066 a\u200bb \x00\x1b[31m &amp;"
)


@pytest.fixture(scope="module")
def result() -> Result:
    return msgspec.json.decode((Path(__file__).parent / "cases" / "result.json").read_bytes(), type=Result)


def made(name: str, result: Result) -> dict[str, bytes]:
    return dict(STORY[name].write(result))


def records(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().split("\n")[:-1]]


def small(*texts: str, langs: tuple[Lang, ...] = ("en",), english: str | None = "in English") -> Result:
    """An article for each of `langs` with these sentences; the foreign ones have `english`; nothing is linked."""
    articles, sentences, translations = [], [], []
    for number, lang in enumerate(langs):
        name, start = f"{number}.{lang}", 0
        for place, text in enumerate(texts):
            sentences.append(Sentence(f"{name}:{place}:0", name, start, start + len(text), text, lang, "body"))
            start += len(text) + 1
            if lang != "en" and english is not None:
                translations.append(Translation(sentences[-1].id, english, ("copied",), "mt:none"))
        articles.append(Article(name, "s", "", lang, "", "\n".join(texts)))
    story = Story("s", tuple(articles))
    synopsis = stating.synopsis(story, sentences, (), translations)
    made = Provenance("2025-01-01", {}, {})
    return Result(story, tuple(sentences), tuple(translations), (), synopsis, made)


def linked(result: Result, link: Link) -> Result:
    left, right = (article.id for article in result.story.articles)
    return replace(result, alignments=(Alignment(left, right, (link,), "align:x"),))


def shown(result: Result, width: int, colour: bool = False) -> str:
    stream = StringIO()
    Console(file=stream, width=width, force_terminal=colour).print(terminal.show(result, width))
    return stream.getvalue()


# The lines


@pytest.mark.parametrize(("name", "version"), [("links", "2.0"), ("sentences", "1.0")])
def test_every_line_fits_its_schema(result: Result, name: str, version: str) -> None:
    schema = json.loads(files("pipeline.export").joinpath(f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    lines = records(made("jsonl", result)[f"{name}.jsonl"])
    assert [error.message for line in lines for error in validator.iter_errors(line)] == []
    assert (schema["$id"], schema["version"]) == (f"urn:news-synopsis:{name}:{version[0]}", version)
    assert list(lines[0]) == list(schema["properties"])
    assert not validator.is_valid({**lines[0], "surplus": 1})
    assert all(not validator.is_valid({key: lines[0][key] for key in lines[0] if key != gone}) for gone in lines[0])


def test_the_schema_knows_that_only_an_unlinked_line_has_an_empty_side(result: Result) -> None:
    schema = json.loads(files("pipeline.export").joinpath("links.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    lines = records(made("jsonl", result)["links.jsonl"])
    pair = next(line for line in lines if line["left"] and line["right"])
    lone = next(line for line in lines if line["right"] is None)
    assert lone["kind"] == "unlinked"
    assert not validator.is_valid({**pair, "right": None})
    assert not validator.is_valid({**pair, "kind": "unlinked"})
    assert not validator.is_valid({**lone, "left": None})
    assert not validator.is_valid({**lone, "kind": "same"})


def test_every_link_and_sentence_has_its_line_in_order(result: Result) -> None:
    lines = made("jsonl", result)
    links = [link.id for alignment in result.alignments for link in alignment.links]
    assert [line["id"] for line in records(lines["links.jsonl"])] == links
    assert [line["id"] for line in records(lines["sentences.jsonl"])] == [sentence.id for sentence in result.sentences]


def test_a_link_says_all_there_is_to_say() -> None:
    evidence = Evidence(0.123456, 0.5, None, ("haus",), ("3",), (), ("Wien",))
    link = Link(
        "x", ("0.de:0:0", "0.de:1:0"), ("1.en:0:0",), "partly same", 0.98765, 0.33333, "strong", evidence, True, "irony"
    )
    (line,) = records(made("jsonl", linked(small("Eins.", "Zwei.", langs=("de", "en")), link))["links.jsonl"])
    assert line == {
        "story": "s",
        "articles": ["0.de", "1.en"],
        "left": {"article": "0.de", "sentences": ["0.de:0:0", "0.de:1:0"]},
        "right": {"article": "1.en", "sentences": ["1.en:0:0"]},
        "id": "x",
        "kind": "partly same",
        "probability": 0.9877,
        "margin": 0.3333,
        "band": "strong",
        "evidence": {
            "words": 0.1235,
            "characters": 0.5,
            "vectors": None,
            "shared": ["haus"],
            "numbers_agree": ["3"],
            "numbers_differ": [],
            "names": ["Wien"],
        },
        "claims": [],
        "by_claims": False,
        "flags": ["copied", "human link"],
        "note": "irony",
        "signature": "align:x",
    }


def test_what_many_links_share_stands_once(result: Result) -> None:
    """Texts in the other file, the signature of most in the whole result; unlinked sentences have no evidence."""
    files_made = made("jsonl", result)
    lines = records(files_made["links.jsonl"])
    texts = {line["id"]: line["text"] for line in records(files_made["sentences.jsonl"])}
    sides = [side for line in lines for side in (line["left"], line["right"]) if side]
    assert all(texts[key] for side in sides for key in side["sentences"])
    assert all((line["evidence"] is None) == (line["kind"] == "unlinked") for line in lines)
    common = result.alignments[0].signature
    signed = replace(result, provenance=replace(result.provenance, signatures={"alignment": common}))
    of_pairs = {(alignment.left, alignment.right): alignment.signature for alignment in result.alignments}
    for line in records(made("jsonl", signed)["links.jsonl"]):
        assert (line["signature"] or common) == of_pairs[tuple(line["articles"])]
        assert line["signature"] != common


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_is_one_line(text: str) -> None:
    (line,) = made("jsonl", small(text))["sentences.jsonl"].decode().splitlines()
    assert json.loads(line)["text"] == text
    assert "ü" not in text or "ü" in line


def test_the_whole_result_comes_back(result: Result) -> None:
    assert msgspec.json.decode(made("result", result)["result.json"], type=Result) == result


def test_failures_only_when_there_are_any(result: Result) -> None:
    assert made("failures", result) == {}
    failed = replace(result, failures=(Failure("004.fr", "translate", "the model refused it"),))
    assert records(made("failures", failed)["failures.jsonl"]) == [
        {
            "story": "babuschkin-leaves-xai",
            "item": "004.fr",
            "stage": "translate",
            "reason": "the model refused it",
        }
    ]


# Translations as text


def test_line_n_is_sentence_n(result: Result) -> None:
    texts = made("text", result)
    assert list(texts) == ["translations/002.de.en.txt", "translations/004.fr.en.txt"]
    lines = texts["translations/002.de.en.txt"].decode().split("\n")
    german = [sentence for sentence in result.sentences if sentence.article == "002.de"]
    assert len(lines) == len(german) + 1
    assert lines[0] == "Partner of Elon Musk leaves xAI"
    assert lines[[sentence.text for sentence in german].index("Building…")] == "Building…"


def test_a_missing_translation_is_an_empty_line_and_breaks_are_spaces() -> None:
    result = small("Eins.", "Zwei.", langs=("de",), english="One\r\nand\u2028more.")
    texts = made("text", replace(result, translations=result.translations[1:]))
    assert texts == {"translations/0.de.en.txt": b"\nOne and more.\n"}


def test_an_article_named_like_a_path_stays_in_the_folder(tmp_path: Path) -> None:
    result = small("Eins.", langs=("de",))
    article = replace(result.story.articles[0], id="../../up")
    sentence = replace(result.sentences[0], article="../../up")
    moved = replace(result, story=Story("s", (article,)), sentences=(sentence,))
    (path,) = export.write(tmp_path, made("text", moved).items())
    assert path.parent == tmp_path / "translations"
    assert path.read_bytes() == b"in English\n"


# Writing


def test_files_are_written_in_order_and_replace_older_ones(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"old")
    assert export.write(tmp_path, [("b", b"1"), ("deep/a", b"2")]) == [tmp_path / "b", tmp_path / "deep" / "a"]
    assert {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == {"b": b"1", "a": b"2"}


@pytest.mark.parametrize("name", ["../x", "..", "/x", "a/../../x", "", ".", "a\\x", "a\0x"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="leads out of this folder"):
        export.write(tmp_path / "out", [(name, b"")])
    assert list(tmp_path.rglob("*")) == []


def test_no_name_follows_a_link_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "translations").symlink_to(tmp_path)
    with pytest.raises(OutputError, match="leads out of this folder"):
        export.write(tmp_path / "out", [("translations/x", b"")])


def test_only_what_an_earlier_run_made_is_removed(tmp_path: Path) -> None:
    first = [("failures.jsonl", b"{}"), ("translations/a.de.en.txt", b"a"), ("translations/b.fr.en.txt", b"b")]
    export.write(tmp_path, first)
    (tmp_path / "corrections.tsv").write_bytes(b"mine")
    (tmp_path / "translations" / "notes.txt").write_bytes(b"mine")
    export.write(tmp_path, [("translations/b.fr.en.txt", b"c")])
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"corrections.tsv", "translations/notes.txt", "translations/b.fr.en.txt"}


def test_a_full_disk_leaves_the_old_file_and_no_half_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    export.write(tmp_path, [("links.jsonl", b"old")])
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"links\.jsonl: 3 bytes .*No space left.*free some space"):
        export.write(tmp_path, [("links.jsonl", b"new")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"links.jsonl": b"old"}


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError, match=r"out/x: 0 bytes cannot be written \(File exists\); check"):
        export.write(tmp_path / "out", [("x", b"")])


# Odd stories and hostile texts


def stories() -> Iterator[Any]:
    english = small("One.", "Two.")
    yield pytest.param(english, id="one article")
    yield pytest.param(small("Eins.", langs=("de",)), id="no English")
    yield pytest.param(small("Eins.", langs=("de", "fr", "en")), id="no links")
    yield pytest.param(small("Eins.", langs=("de", "en"), english=None), id="no translations")
    yield pytest.param(small(langs=("de", "en")), id="no sentences")
    yield pytest.param(small("x", langs=("en",) * 9), id="more articles than columns")
    advert = replace(english, sentences=tuple(replace(each, kind="boilerplate") for each in english.sentences))
    synopsis = stating.synopsis(advert.story, advert.sentences, (), advert.translations)
    yield pytest.param(replace(advert, synopsis=synopsis), id="only boilerplate")


@pytest.mark.parametrize("odd", list(stories()))
def test_every_exporter_copes(odd: Result, tmp_path: Path) -> None:
    foreign = {f"{article.id}.en.txt" for article in odd.story.articles if article.lang != "en"}
    paths = export.write(tmp_path, [file for name in STORY for file in made(name, odd).items()])
    expected = {"synopsis.html", "links.jsonl", "sentences.jsonl", "result.json", "summary.json"} | foreign
    assert {path.name for path in paths} == {path.name for path in tmp_path.rglob("*.*")} == expected
    assert len(records((tmp_path / "sentences.jsonl").read_bytes())) == len(odd.sentences)
    assert reading.languages(odd.story) in shown(odd, 80)


@pytest.mark.parametrize("odd", list(stories()))
def test_the_page_and_the_terminal_hold_every_text(odd: Result) -> None:
    page, screen = made("html", odd)["synopsis.html"].decode(), shown(odd, 200)
    for sentence in odd.sentences:
        assert f">{sentence.text}</span>" in page
        assert sentence.text in screen or not sentence.eligible


def test_a_text_of_ten_megabytes() -> None:
    """Nothing is cut: the page holds the text once in its row, as the lead, and in the article."""
    text = "Lang wie ein Satz ohne Ende. " * 350_000
    files = {
        name: content for exporter in STORY for name, content in made(exporter, small(text, langs=("de",))).items()
    }
    assert files["synopsis.html"].count(b"Lang wie ein Satz") == 1_050_000
    assert len(files["sentences.jsonl"]) > len(text)


def test_hostile_text_stays_text() -> None:
    """No tag, template, script or control character of an article is ever acted upon."""
    result = small(HOSTILE, langs=("fr", "en"), english=HOSTILE)
    articles = tuple(
        replace(each, title=HOSTILE, outlet=HOSTILE + each.id, url="javascript:alert(1)", published=HOSTILE)
        for each in result.story.articles
    )
    spans = [Span(one.id, 3, 40, HOSTILE[3:40]) for one in result.sentences]
    sides = tuple(Side((one.article,), HOSTILE, (at,)) for one, at in zip(result.sentences, spans, strict=True))
    cells = {one.article: (one.id,) for one in result.sentences}
    synopsis = Synopsis(
        HOSTILE,
        tuple(cells),
        (Statement(HOSTILE, cells, dict.fromkeys(cells, "said differently")),),
        (Difference(HOSTILE, HOSTILE, "number", sides, HOSTILE, "solid", (HOSTILE,)),),
        (RoundTrip(spans[1], spans[0], spans[0], 0.5),),
    )
    hostile = replace(
        result,
        story=Story(HOSTILE, articles),
        synopsis=synopsis,
        provenance=Provenance(HOSTILE, {HOSTILE: HOSTILE}, {}),
    )
    page = made("html", hostile)["synopsis.html"].decode()
    assert page.count("<script") == 3
    assert page.count("</script>") == 3
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "{{ 7*7 }}" in page
    assert "a\u200bb" in page
    assert set(page) & set("\u202e\u2066\x00\x1b") == set()


def test_a_terminal_is_not_steered() -> None:
    screen = shown(small(HOSTILE + " [bold]x[/bold] :smile:", langs=("fr",), english=HOSTILE), 400)
    assert "\x1b" not in screen
    assert set(screen) & set("\u202e\u2066\x00") == set()
    assert "[bold]x[/bold] :smile:" in screen


def test_a_terminal_has_the_order_of_the_page(result: Result) -> None:
    """The event, the matrix with a sign for each outlet, each row with original below translation, what one tells."""
    lines = shown(result, 100).splitlines()
    assert lines[0].strip() == "Babuschkin leaves xAI"
    places = [
        next(n for n, line in enumerate(lines) if line.startswith(words)) for words in ("Who reports", "1  ", "Only ")
    ]
    assert places == sorted(places)
    legend = lines[places[0] + 1 : places[1]]
    assert any("G2 German 002" in line for line in legend)
    assert sum("●" in line for line in legend) >= sum(len(row.cells) > 1 for row in result.synopsis.statements)
    assert any(line.startswith("[de] ") for line in lines)
    assert max(map(len, lines)) <= 100
    assert "\x1b[2m" in shown(result, 100, colour=True)


def differing(result: Result, *differences: Difference, **states: State) -> Result:
    """With these differences in its first statement, and what its articles (`0.de` as `_0`) do about it."""
    first = result.synopsis.statements[0]
    every = {article.id: states.get(f"_{article.id[0]}", "said") for article in result.story.articles}
    statements = (replace(first, states=every), *result.synopsis.statements[1:])
    return replace(result, synopsis=replace(result.synopsis, statements=statements, differences=differences))


def test_a_terminal_shows_what_differs_under_its_row_the_surest_first(result: Result) -> None:
    result = linked(small("x", langs=("de", "en")), Link("l", ("0.de:0:0",), ("1.en:0:0",), "same", 1, 1, "strong"))
    result = replace(
        result, synopsis=stating.synopsis(result.story, result.sentences, result.alignments, result.translations)
    )
    key = result.synopsis.statements[0].id
    sides = Side(("0.de",), "three months", ()), Side(("1.en",), "120 days", ())
    found = (
        Difference("a", key, "name", sides[::-1], "Spelled otherwise.", "check", ("only translated so", "weak link")),
        Difference("b", key, "number", sides, "Another length of time.", "solid", ()),
        Difference("c", "statement:another", "date", sides, "Not of this row.", "solid", ()),
    )
    screen = shown(differing(result, *found, _0="said differently"), 100)
    lines = [line.rstrip() for line in screen.splitlines()]
    assert lines[3] == "Contradictions"
    start = lines.index("≠ number: three months (German 0) or 120 days (English 1)")
    assert lines[start : start + 4] == [
        "≠ number: three months (German 0) or 120 days (English 1)",
        "  You can cite this.",
        "≠ name: 120 days (English 1) or three months (German 0)",
        "  Read the originals before you cite this: only translated so; weak link.",
    ]
    assert "German 0 (reports it differently)" in screen
    assert "English 1 (reports" not in screen


def test_a_difference_does_not_steer_the_terminal(result: Result) -> None:
    side = Side(("000.en",), HOSTILE, ())
    key = result.synopsis.statements[0].id
    one = Difference("a", key, "detail", (side,), HOSTILE, "solid", (HOSTILE + "[bold]x[/bold]",))
    screen = shown(differing(result, one), 400)
    assert set(screen) & set("\u202e\u2066\x00\x1b") == set()
    assert "[bold]x[/bold]" in screen


def test_a_terminal_says_who_does_not_report_it(result: Result) -> None:
    first = result.synopsis.statements[0]
    of = dict.fromkeys(result.synopsis.articles, "said") | {"003.en": "absent", "004.fr": "not found"}
    rows = (replace(first, states=of), *result.synopsis.statements[1:])
    screen = shown(replace(result, synopsis=replace(result.synopsis, statements=rows)), 100)
    assert screen.count("Leaves it out: English 003. Not found: French 004.") == 1


@pytest.mark.parametrize(
    ("outlets", "expected"),
    [
        (("", ""), ["German 0", "English 1"]),
        (("Der Bote", "The Post"), ["Der Bote", "The Post"]),
        (("Bote", "Bote"), ["Bote 0", "Bote 1"]),
    ],
)
def test_articles_are_called_by_outlet_or_by_language_and_number(outlets: tuple[str, str], expected: list[str]) -> None:
    story = small(langs=("de", "en")).story
    articles = tuple(replace(each, outlet=outlet) for each, outlet in zip(story.articles, outlets, strict=True))
    assert list(reading.names(Story("s", articles)).values()) == expected


def test_silence_of_a_stub_is_not_called_absence() -> None:
    """From a teaser before a paywall nothing follows about what the outlet does not say."""
    result = small("x", langs=("en", "en", "en"))
    link = Link("l", ("0.en:0:0",), ("1.en:0:0",), "same", 1, 1, "strong")
    alignment = Alignment("0.en", "1.en", (link,), "")
    stub = replace(result.story.articles[2], complete=False)
    story = Story("s", (*result.story.articles[:2], stub))
    sentences = (*result.sentences[:2], replace(result.sentences[2], text="Nothing of the kind."))
    synopsis = stating.synopsis(story, sentences, (alignment,), result.translations)
    page = made("html", replace(result, story=story, alignments=(alignment,), synopsis=synopsis))[
        "synopsis.html"
    ].decode()
    assert "Not in the part available: English 2." in page
    assert "Not found" not in page
    assert '<td class="a">' not in page


@pytest.mark.parametrize(
    ("outlet", "label"), [("", "German 0"), ("German 002", "German 002"), ("Der Bote", "Der Bote German")]
)
def test_a_reader_learns_each_language_once(outlet: str, label: str) -> None:
    result = small("x", langs=("de",))
    story = Story("s", (replace(result.story.articles[0], outlet=outlet),))
    page = made("html", replace(result, story=story))["synopsis.html"].decode()
    (head,) = re.findall(r'<li class="card"[^>]*><h3>(.*?)</h3>', page)
    assert re.sub(r"<[^>]*>|\s+$", "", re.sub(r"\s*</small>", "", head)).strip() == label
