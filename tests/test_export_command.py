"""The command `export`."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from console import Call
from exporting import SOURCES, alone, made, told

from pipeline import export, read
from pipeline.data import Result
from pipeline.export.pairs import Paired, paired

if TYPE_CHECKING:
    from collections.abc import Sequence


def write(folder: Path, result: Result) -> None:
    """As a run does."""
    export.write(folder / result.story.id, export.files(result))


def test_the_command_writes_each_format(call: Call, tmp_path: Path, result: Result) -> None:
    write(tmp_path / "aligned", result)
    name = result.story.id
    expected: dict[str, tuple[str, set[str]]] = {
        "xlsx": ("c.xlsx", {"c.xlsx"}),
        "epub": ("b.epub", {"b.epub"}),
        "html": ("pages", {f"pages/{name}.html"}),
        "parquet": ("p", {"p/de.parquet", "p/fr.parquet"}),
        "moses": ("m", {f"m/{lang}-en.{end}" for lang in SOURCES for end in (lang, "en", "ids")}),
    }
    for form, (out, files) in expected.items():
        (tmp_path / "out").mkdir()
        done = call("export", f"aligned/{name}", "--format", form, "-o", f"out/{out}")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        written = {
            path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()
        }
        assert written == files
        assert f"of 1 story → out/{out}" in done.stderr
        shutil.rmtree(tmp_path / "out")
    page = (tmp_path / "aligned" / name / "synopsis.html").read_bytes()
    assert made("html", Paired(result))[0] == {f"{name}.html": page}


def test_text_goes_to_stdout(call: Call, tmp_path: Path, result: Result) -> None:
    write(tmp_path / "aligned", result)
    for form, pairs in (("jsonl", "coverage"), ("tsv", "translation"), ("tmx", "translation")):
        done = call("export", f"aligned/{result.story.id}/result.json", "--format", form, "--pairs", pairs)
        story = paired(result, pairs)
        assert (done.returncode, done.stdout) == (0, alone(form, story).decode())
        assert done.stderr.strip() == f"{len(story.pairs)} pairs of 1 story → stdout"


@pytest.mark.parametrize("name", ["elections", "elections/result.json"])
def test_a_storys_folder_is_that_story_alone(call: Call, tmp_path: Path, result: Result, name: str) -> None:
    for story in ("elections", "elections/saxony"):
        write(tmp_path / "aligned", replace(result, story=replace(result.story, id=story)))
    done = call("export", f"aligned/{name}", "--format", "tsv")
    assert "of 1 story → stdout" in done.stderr
    assert "elections/saxony" not in done.stdout
    assert "of 2 stories → stdout" in call("export", "aligned", "--format", "tsv").stderr


def test_what_is_left_out_is_named_and_the_rest_written(call: Call, tmp_path: Path) -> None:
    good = told([("de", ["Eins.", "Zwei \x07 drei."])], ["E"])
    write(tmp_path / "aligned", good)
    write(tmp_path / "aligned" / "copy", good)
    (tmp_path / "aligned" / "broken").mkdir()
    (tmp_path / "aligned" / "broken" / "result.json").write_text("{}")
    (tmp_path / "new").mkdir()
    done = call("export", "aligned", "--format", "tmx", "--pairs", "translation", "-o", "new/t.tmx")
    talk = done.stderr
    assert done.returncode == 3, talk
    assert "failed (export): a/story/0.de:000001:0: left out: it holds U+0007, which XML cannot carry" in talk
    assert "failed (read): aligned/broken: aligned/broken/result.json: not a result" in talk
    assert "failed (export): aligned/copy/a/story: left out: story 'a/story' is aligned/a/story already" in talk
    assert "2 pairs of 1 story, 3 named above → new/t.tmx" in talk
    assert [one.source for one in read.tmx(tmp_path / "new" / "t.tmx")] == ["Eins."]


def test_what_cannot_be_done_is_said_in_a_line(call: Call, tmp_path: Path) -> None:
    write(tmp_path / "aligned", told([("de", ["Eins."])], ["E"]))
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    wrong: list[tuple[Sequence[str], str]] = [
        (("aligned", "--format", "parket", "-o", "x"), "no format 'parket'; did you mean 'parquet'?"),
        (("empty", "--format", "tsv"), "empty: no result.json in it; name a folder that `synopsis run` wrote"),
        (("aligned", "--format", "tsv", "--pairs", "all"), "--pairs 'all' is not known; expected one of coverage, tr"),
        (("aligned", "--format", "epub", "--pairs", "coverage", "-o", "x"), "--pairs coverage: epub is not made of"),
        (("aligned", "--format", "xlsx"), "xlsx is no text for stdout; name a file or folder with -o"),
        (("aligned", "--format", "tsv", "-o", "empty"), "empty: a folder, but tsv is one file; name it, as in -o em"),
        (("aligned", "--format", "moses", "-o", "file"), "file: a file, but moses needs a folder; name another"),
        (("aligned", "--format", "xlsx", "-o", "alinged/x.xlsx"), "alinged/x.xlsx: no such folder 'alinged'; make it"),
        (("aligned", "--format", "moses", "-o", "no/such"), "no/such: no such folder 'no'; make it"),
        (("aligned", "--format", "tsv", "-o", "file/x.tsv"), "file/x.tsv: cannot be written (File exists)"),
    ]
    for arguments, line in wrong:
        done = call("export", *arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert done.stderr.startswith(f"synopsis: {line}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aligned", "empty", "file"]


def test_several_stories_are_no_one_book(call: Call, tmp_path: Path) -> None:
    for name in ("one", "two"):
        result = told([("de", ["Eins."])], ["E"])
        write(tmp_path / "aligned", replace(result, story=replace(result.story, id=name)))
    done = call("export", "aligned", "--format", "epub", "-o", "x.epub")
    assert done.returncode == 2
    assert "x.epub: 2 stories make as many files; name a folder with -o" in done.stderr
    assert call("export", "aligned", "--format", "epub", "-o", "books").returncode == 0
    assert sorted(path.name for path in (tmp_path / "books").iterdir()) == ["one.epub", "two.epub"]
