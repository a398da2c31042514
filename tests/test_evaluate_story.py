"""`synopsis evaluate story`: a story against a person's translations, by outlet and language, as a page."""

import json
import re
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.read.segments import ONE, SegmentRow, segments

STORY = "babuschkin-leaves-xai"


@pytest.fixture
def rows(root: Path) -> list[SegmentRow]:
    """The story's foreign sentences, each with what a person made of it in the place of the machine's English."""
    machine = segments(root / "aligned" / STORY).rows
    return [SegmentRow(row.id, {ONE: f"{row.texts[ONE]} indeed"}, {}, row.source, row.lang) for row in machine]


def story(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, reference: Path, *more: str) -> Result:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SYNOPSIS_MEMORY", str(folder / "memory.sqlite3"))
    monkeypatch.setenv("SYNOPSIS_DATE", "2026-03-02")
    arguments = ["evaluate", "story", str(root / "aligned" / STORY), "--reference", str(reference), *more]
    return CliRunner().invoke(app, arguments)


def tsv(rows: list[SegmentRow]) -> str:
    return "id\ttext\n" + "".join(f"{row.id}\t{row.texts[ONE]}\n" for row in rows)


def tmx(rows: list[SegmentRow], prefix: str | None) -> str:
    """With ids behind a prefix, or without any."""
    units = []
    for row in rows:
        key = "" if prefix is None else f' tuid="{prefix}{row.id}"'
        sides = ((row.lang, row.source), ("en", row.texts[ONE]))
        variants = "".join(f'<tuv xml:lang="{lang}"><seg>{escape(text)}</seg></tuv>' for lang, text in sides)
        units.append(f"<tu{key}>{variants}</tu>")
    return f'<tmx version="1.4"><header/><body>{"".join(units)}</body></tmx>'


@pytest.mark.parametrize("form", ["tsv", "ids of the story's own export", "no ids, another order"])
def test_a_storys_page_is_by_outlet_and_language(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[SegmentRow], form: str
) -> None:
    """Slices below thirty segments are shown, and said to be small; everything is scored once, against its own."""
    if form == "tsv":
        reference = tmp_path / "refs.tsv"
        reference.write_text(tsv(rows), "utf-8")
    else:
        reference = tmp_path / "person.tmx"
        prefix = f"{STORY}/" if form.startswith("ids") else None
        reference.write_text(tmx(rows if prefix else rows[::-1], prefix), "utf-8")
    done = story(root, tmp_path, monkeypatch, reference, "-o", "scores", "--json")
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    assert (data["n"], data["title"]) == (len(rows), STORY)
    sizes = {part["by"]: 0 for part in data["slices"]}
    for part in data["slices"]:
        sizes[part["by"]] += part["n"]
    assert sizes == {"outlet": len(rows), "language": len(rows)}
    pairs = [(row["segment"]["hypotheses"], row["segment"]["references"]) for row in data["segments"]]
    assert all(references == [f"{texts[0]} indeed"] for texts, references in pairs)
    page = (tmp_path / "scores" / "report.html").read_text("utf-8")
    assert f"<title>{STORY}" in page
    for outlet in {part["value"] for part in data["slices"]}:
        assert re.search(rf'<th scope="rowgroup"[^>]*>{outlet}</th>', page)
    assert "Slices of fewer than 30 segments are too small to be ranked" in page


def test_a_story_is_found_by_its_name(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[SegmentRow]
) -> None:
    """Below the folder of results, as `show` finds it; a name of nothing is no file of segments."""
    (tmp_path / "refs.tsv").write_text(tsv(rows), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SYNOPSIS_MEMORY", str(tmp_path / "memory.sqlite3"))
    monkeypatch.setenv("SYNOPSIS_OUT", str(root / "aligned"))
    done = CliRunner().invoke(app, ["evaluate", "story", STORY, "--reference", "refs.tsv", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["title"] == STORY
    strange = CliRunner().invoke(app, ["evaluate", "story", "nothing", "--reference", "refs.tsv"])
    assert strange.exit_code == 2
    assert "no result here: run `synopsis run` first" in strange.stderr.replace("\n", " ")


def test_some_of_a_persons_translations_are_scored_and_the_rest_named(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[SegmentRow]
) -> None:
    """Without ids sentences are found by their sources; a unit of another text is passed over, and said so."""
    strange = SegmentRow("", {ONE: "Nobody."}, {}, "Niemand.", "de")
    (tmp_path / "person.tmx").write_text(tmx([*rows[:35], strange], None), "utf-8")
    done = story(root, tmp_path, monkeypatch, tmp_path / "person.tmx", "--json")
    assert done.exit_code == 0, done.output
    assert "1 of 36 references are of sources that" in done.stderr
    assert f"{len(rows) - 35} of {len(rows)} segments have no reference; they are left out" in done.stderr
    assert json.loads(done.stdout)["n"] == 35
    # the folder for the page has the story's name where none is given
    assert (tmp_path / f"{STORY}-scores" / "report.html").exists()


def test_references_of_another_story_are_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[SegmentRow]
) -> None:
    (tmp_path / "refs.tsv").write_text(tsv([SegmentRow("009.de:ffffff:0", rows[0].texts)]), "utf-8")
    done = story(root, tmp_path, monkeypatch, tmp_path / "refs.tsv")
    assert done.exit_code == 2
    assert "segment '009.de:ffffff:0' is not in" in done.stderr.replace("\n", " ")
    machine = segments(root / "aligned" / STORY).rows
    (tmp_path / "refs.tsv").write_text(tsv(list(machine)), "utf-8")
    done = story(root, tmp_path, monkeypatch, tmp_path / "refs.tsv")
    assert done.exit_code == 2
    assert "is the reference itself" in done.stderr


@pytest.mark.parametrize("size", ["as many", "fewer"])
def test_sources_that_the_story_does_not_have_are_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[SegmentRow], size: str
) -> None:
    """By position each would be held against another sentence; and no line of it is lost."""
    strange = [SegmentRow("", row.texts, {}, f"{row.source} Nicht hier.", row.lang) for row in rows]
    count = len(rows) if size == "as many" else len(rows) - 5
    (tmp_path / "x.tmx").write_text(tmx(strange[:count], None), "utf-8")
    done = story(root, tmp_path, monkeypatch, tmp_path / "x.tmx")
    assert done.exit_code == 2
    assert f"x.tmx: none of its {count} sources is in" in done.stderr.replace("\n", " ")


def test_references_of_which_some_have_no_source_are_found_by_those_that_have(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[SegmentRow]
) -> None:
    bare = [SegmentRow("", row.texts, {}, "", row.lang) for row in rows[35:]]
    (tmp_path / "x.tmx").write_text(tmx([*rows[:35], *bare], None), "utf-8")
    done = story(root, tmp_path, monkeypatch, tmp_path / "x.tmx", "--json")
    assert done.exit_code == 0, done.output
    assert f"{len(bare)} of {len(rows)} references are of sources that" in done.stderr.replace("\n", " ")
    assert json.loads(done.stdout)["n"] == 35
