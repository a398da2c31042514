"""Faults: what a person did is never lost, and no article, client or disk ends more than its own work."""

import csv
import errno
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import faults
import msgspec
import numpy as np
import pytest
from console import Answer, Call
from poisoned import POISON
from read_cases import ENGLISH, PAGE, one, reading

from pipeline import claims, read, split
from pipeline.align import model
from pipeline.cli import talk
from pipeline.data import Article, Claim, Failure
from pipeline.errors import OutputError
from pipeline.export import atomic
from pipeline.memory import HUMAN, Memory, Unit
from pipeline.memory.history import History
from pipeline.read import markup

QUICK = ("--embedder", "none", "--date", "2026-01-02")

# Articles


@pytest.mark.parametrize("name", ["undefined", "idna", "\udcff", "rot13"])
def test_a_page_may_call_its_encoding_anything(tmp_path: Path, name: str) -> None:
    page = PAGE.replace("utf-8", "X").encode("cp1252", "replace").replace(b"X", name.encode("utf-8", "surrogateescape"))
    article, warnings = one(tmp_path, "1.de.html", page)
    assert article.text
    assert any("read as cp1252" in warning for warning in warnings)


def test_half_a_character_fails_its_article_alone(tmp_path: Path) -> None:
    page = PAGE.encode("ascii", "replace").replace(b"utf-8", b"unicode_escape").replace(b"Der", b"\\ud800 \xe4")
    got = reading(
        tmp_path, {"1.de.html": page, "2.en.txt": ENGLISH, "3.en.txt": f'---\ntitle: "x\\ud800"\n---\n{ENGLISH}'}
    )
    ids = {article.id for article in got.story.articles}
    assert "2.en" in ids
    assert len(got.story.articles) + len(got.failures) == 3
    msgspec.json.encode(got.story)  # whatever stays can be written


def test_a_comment_in_a_headline_is_no_text() -> None:
    heading = markup.html("<h1>Title<!-- x --><?y?></h1>").find(".//h1")
    assert heading is not None
    assert [markup.words(part) for part in (heading, *heading)] == ["Title", "", ""]


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("no\udcff text"), RecursionError(), MemoryError(), OSError(5, "x")]
)
def test_whatever_a_reader_stumbles_over_fails_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def stumble(*_: object, **__: object) -> Any:
        raise error

    monkeypatch.setattr("pipeline.read.forms.web.markup.html", stumble)
    got = reading(tmp_path, {"1.de.html": PAGE, "2.en.txt": ENGLISH})
    assert [article.id for article in got.story.articles] == ["2.en"]
    (failure,) = got.failures
    assert failure.item == "story/1.de.html"
    msgspec.json.encode(failure)


def test_an_article_that_cannot_be_split_is_a_failure_and_the_others_stay(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = split.split

    def stumble(article: Article) -> Any:
        if article.id == "a.en":
            raise LookupError("odd")
        return real(article)

    monkeypatch.setattr("pipeline.split.split", stumble)
    for name in ("a", "b"):
        (tmp_path / "raw/s").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"raw/s/{name}.en.txt").write_text(ENGLISH, "utf-8")
    done = call("run", *QUICK)
    assert done.returncode == 3
    assert "failed (split): s/a.en: LookupError: odd; a fault of this program" in done.stderr
    assert (tmp_path / "aligned/s/result.json").is_file()


def test_a_story_named_like_an_output_is_told_with_everybody_elses_failures(call: Call, tmp_path: Path) -> None:
    for name, content in (("index.html/a.en.txt", ENGLISH), ("other/b.en.txt", ENGLISH), ("other/a.zz.txt", "xx")):
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).write_text(content, "utf-8")
    done = call("run", *QUICK)
    assert done.returncode == 3
    assert "other/a.zz.txt" in done.stderr
    assert "rename the story 'index.html'" in done.stderr


NAMES = [  # of a story's folder, or of an article in it
    b"\xff\xfe", b"x" * 255, "ü".encode() * 127, b"a\nb", b"\x1b[31m", "\u202eevil".encode(), b"-o", b" a", b"a:b",
    b"%2e%2e", b"index", b"con", b"\xe2\x80\xa8",
]  # fmt: skip


def test_no_name_of_a_folder_or_a_file_ends_a_run(call: Call, tmp_path: Path) -> None:
    for number, name in enumerate(NAMES):
        for folder, file in ((name, b"a.en.txt"), (b"s%d" % number, name[:248] + b".en.txt")):
            place = os.fsencode(tmp_path / "raw") + b"/" + folder
            Path(os.fsdecode(place)).mkdir(parents=True)
            for article in (file, b"z.en.txt"):
                Path(os.fsdecode(place + b"/" + article)).write_text(ENGLISH, "utf-8")
    for _ in range(2):
        done = call("run", *QUICK)
        assert done.returncode == 3, done.stderr
        assert "cannot be read" not in done.stderr
        made = {path.parent.name for path in (tmp_path / "aligned").rglob("result.json")}
        assert made >= {f"s{number}" for number in range(len(NAMES))}
        assert len(made) + done.stderr.count("the story's name") == 2 * len(NAMES)


def test_a_link_out_of_a_storys_results_fails_that_story_alone(call: Call, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "raw" / name).mkdir(parents=True)
        (tmp_path / "raw" / name / "1.en.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "aligned/a").mkdir(parents=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "aligned/a/translations").symlink_to(tmp_path / "mine")
    (tmp_path / "raw/a/2.de.txt").write_text("Der Hund schläft heute Nacht.\n", "utf-8")
    done = call("run", *POISONED_RUN, "--embedder", "none")
    assert done.returncode == 3, done.stderr
    assert "leads out of this folder" in done.stderr
    assert (tmp_path / "aligned/b/result.json").is_file()
    assert list((tmp_path / "mine").iterdir()) == []


@pytest.mark.parametrize("number", [errno.EACCES, errno.ELOOP, errno.ENAMETOOLONG])
def test_a_story_whose_place_cannot_be_written_fails_alone(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    real = atomic.put

    def refuse(path: Path, content: bytes) -> None:
        if path.parent.name == "a":
            raise OSError(number, os.strerror(number))
        real(path, content)

    monkeypatch.setattr("pipeline.export.put", refuse)
    for name in ("a", "b"):
        (tmp_path / "raw" / name).mkdir(parents=True)
        (tmp_path / "raw" / name / "1.en.txt").write_text(ENGLISH, "utf-8")
    done = call("run", *QUICK)
    assert done.returncode == 3, done.stderr
    assert "failed (export): a: aligned/a/" in done.stderr
    assert os.strerror(number) in done.stderr
    assert (tmp_path / "aligned/b/result.json").is_file()


def test_what_ends_a_run_does_not_hide_what_failed_before(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stories that were done are told and listed, although the disk is full for the next."""
    from pipeline import export

    real = export.write

    def full(folder: Path, files: Any) -> Any:
        if folder.name == "b":
            raise OutputError("b: the disk is full") from OSError(errno.ENOSPC, "full")
        return real(folder, files)

    monkeypatch.setattr("pipeline.export.write", full)
    for name in ("a/1.en.txt", "a/2.zz.txt", "b/1.en.txt"):
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).write_text(ENGLISH, "utf-8")
    (tmp_path / "synopsis.toml").write_text("chunk = 1\n")  # a chunk a story
    done = call("run", *QUICK)
    assert done.returncode == 2
    assert "failed (read): a/2.zz.txt" in done.stderr
    assert "the disk is full" in done.stderr
    assert "a/synopsis.html" in (tmp_path / "aligned/index.html").read_text("utf-8")


POISONED_RUN = ("--date", "2026-01-02", "--translator", "poisoned:Translator")
POISONED = {  # what a story holds: the sentence that is poison, in German for the translator alone
    "bad.de.txt": "Der Hund schläft heute Nacht.\nDas Gift steht in dieser Zeile.\nDie Katze spielt im Garten.\n",
    "good.de.txt": "Der Hund schläft heute Nacht.\nDie Katze spielt im Garten.\n",
    "other.en.txt": ENGLISH,
}


def poisoned(tmp_path: Path, folders: Sequence[str] = ("s", "t")) -> None:
    """Stories of which the first has a poisoned article."""
    for folder in folders:
        (tmp_path / "raw" / folder).mkdir(parents=True)
        for name, content in POISONED.items():
            if folder == folders[0] or not name.startswith("bad"):
                (tmp_path / "raw" / folder / name).write_text(content, "utf-8")


def failed_alone(done: Answer, out: Path, stage: str, reason: str) -> None:
    """The poisoned article is named with its sentence; all else is made."""
    assert done.returncode == 3, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("failed")]
    assert line.startswith(f"failed ({stage}): s/bad.de: over 'Das Gift steht in dieser Zeile"), line
    assert reason in line
    for story in ("s", "t"):
        made = json.loads((out / story / "result.json").read_bytes())
        assert [article["id"] for article in made["story"]["articles"]] == ["good.de", "other.en"]


@pytest.mark.parametrize(
    ("options", "stage", "reason"),
    [
        ("--embedder none --translator-option error=unforeseen", "translate", "LookupError: odd; a fault of this"),
        ("--embedder none --translator-option error=foreseen", "translate", "': odd"),
        ("--embedder poisoned:Embedder", "embed", "LookupError: odd"),
        ("--embedder none", "parse", "LookupError: odd"),
    ],
    ids=["translator", "backend", "embedder", "parser"],
)
def test_a_text_over_which_a_model_fails_ends_its_article_alone(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: str, stage: str, reason: str
) -> None:
    poisoned(tmp_path)
    if stage == "parse":
        monkeypatch.setattr("pipeline.claims.parser", partial(FailingParser, claims.parser()))
    for _ in range(2):  # the next run tries again, since a model may fail today and not tomorrow
        done = call("run", *POISONED_RUN, *options.split())
        failed_alone(done, tmp_path / "aligned", stage, reason)


@dataclass(frozen=True)
class FailingParser:
    real: claims.Parser

    @property
    def signature(self) -> str:
        return self.real.signature

    def parse(self, texts: Sequence[str]) -> list[tuple[Claim, ...]]:
        if any(POISON in text for text in texts):
            raise LookupError("odd")
        return self.real.parse(texts)


def odd(*_arguments: object) -> None:
    raise LookupError("odd")


@pytest.mark.parametrize(("step", "stage"), [("make", "align"), ("judged", "export")])
def test_a_story_that_fails_as_a_whole_says_why_where_its_results_were(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, stage: str
) -> None:
    story, out = tmp_path / "raw" / "flood", tmp_path / "aligned" / "flood"
    story.mkdir(parents=True)
    (story / "a.en.txt").write_text(ENGLISH, "utf-8")
    assert call("run", *QUICK).returncode == 0
    results = {path.name for path in out.iterdir()}
    (story / "b.en.txt").write_text(ENGLISH, "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(f"pipeline.stages.{step}", odd)
        assert call("run", *QUICK).returncode == 3
    assert [path.name for path in out.iterdir() if path.is_file()] == ["failures.jsonl"]
    failure = json.loads((out / "failures.jsonl").read_bytes())
    assert (failure["story"], failure["item"], failure["stage"]) == ("flood", "flood", stage)
    assert "LookupError: odd" in failure["reason"]
    assert call("run", *QUICK).returncode == 0
    assert results <= {path.name for path in out.iterdir()}
    assert not (out / "failures.jsonl").exists()


def test_a_text_that_kills_its_process_ends_its_article_alone(call: Call, tmp_path: Path) -> None:
    poisoned(tmp_path)
    engine = ["--embedder", "none", "--engine", "processes", "--workers", "1"]
    done = call("run", *POISONED_RUN[:2], "--translator", "poisoned:Killer", *engine)
    failed_alone(done, tmp_path / "aligned", "translate", "died 2 times over one job")


def test_a_translation_without_words_is_flagged_and_all_else_is_made(call: Call, tmp_path: Path) -> None:
    poisoned(tmp_path)
    for _ in range(2):
        options = "--translator", "poisoned:Silent", "--embedder", "poisoned:Embedder"
        done = call("run", *POISONED_RUN[:2], *options)
        assert done.returncode == 0, done.stderr
        made = {story: read.result(tmp_path / "aligned" / story) for story in ("s", "t")}
        flags = {translation.sentence: translation.flags for translation in made["s"].translations}
        (silent,) = [sentence.id for sentence in made["s"].sentences if POISON in sentence.text]
        assert "empty" in flags.pop(silent)
        assert not any("empty" in names for names in flags.values())
        (tmp_path / "raw/s/new.en.txt").write_text(ENGLISH, "utf-8")  # so that the next run makes it again


def test_articles_without_folders_are_sorted_without_the_poisoned_one(call: Call, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name, content in POISONED.items():
        (tmp_path / "raw" / name).write_text(content, "utf-8")
    done = call("run", *POISONED_RUN, "--embedder", "none", "--translator-option", "error=unforeseen")
    assert done.returncode == 3
    assert "failed (translate): raw/bad.de: over 'Das Gift" in done.stderr
    articles = [read.result(path).story.articles for path in read.results(tmp_path / "aligned")]
    assert sorted(article.id for story in articles for article in story) == ["good.de", "other.en"]


@pytest.mark.parametrize("command", ["translate raw/s/bad.de.txt", "align raw/s/bad.de.txt raw/s/other.en.txt"])
def test_what_cannot_be_had_without_the_poisoned_text_names_it(call: Call, tmp_path: Path, command: str) -> None:
    poisoned(tmp_path)
    done = call(*command.split(), *POISONED_RUN[2:4], "--translator-option", "error=unforeseen")
    assert done.returncode == 2
    assert "'Das Gift steht in dieser Zeile.': LookupError: odd" in done.stderr


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_row_of_digits_is_no_number_and_spoils_no_memory(call: Call, tmp_path: Path, digits: int) -> None:
    """As a number it would be infinite, and JSON writes that as null."""
    (tmp_path / "raw/s").mkdir(parents=True)
    for name in ("a", "b"):
        (tmp_path / f"raw/s/{name}.en.txt").write_text(f"He paid {'9' * digits} euros and {'9' * digits}s.\n", "utf-8")
    for _ in range(2):
        done = call("run", *QUICK)
        assert (done.returncode, "damaged" in done.stderr) == (0, False), done.stderr


def test_pairs_of_thousands_of_like_sentences_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pairs tie; those at like places of their texts are looked at, whichever text is on the left."""
    monkeypatch.setattr(model, "_MOST", 1000)
    like = np.ones((300, 200), dtype=np.float32)
    rows, columns = model.candidates(like)
    assert 500 < len(rows) <= 1000
    assert set(rows) == set(range(300))
    turned = model.candidates(like.T)
    assert {*zip(rows, columns, strict=True)} == {*zip(turned[1], turned[0], strict=True)}


@pytest.mark.parametrize("name", ["1.en.xml", "1.en.html", "1.en.xhtml", "1.en.rss"])
def test_deep_mark_up_is_an_article_or_a_failure(tmp_path: Path, name: str) -> None:
    deep = "<b>" * 1500 + ENGLISH + "</b>" * 1500
    got = reading(tmp_path, {name: f"<html><body>{deep}</body></html>"})
    assert len(got.story.articles) + len(got.failures) == 1
    assert not any("RecursionError" in failure.reason for failure in got.failures)


# The terminal


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("warning: :on: [bold]x[/bold] [1]", "warning: :on: [bold]x[/bold] [1]"),
        ("failed: \x1b[31mred\x1b]0;title\x07", "failed: \ufffd[31mred\ufffd]0;title\ufffd"),
        ("two\nlines \u202eevil", "two\nlines \ufffdevil"),
    ],
)
def test_no_name_steers_the_terminal(capsys: pytest.CaptureFixture[str], line: str, shown: str) -> None:
    talk.report(failures=[Failure(line, "read", "x")])
    assert capsys.readouterr().err == f"failed (read): {shown}: x\n"


def test_no_text_of_an_aligned_table_is_a_formula(call: Call, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.en.txt").write_text("=HYPERLINK(1) is closed.\n", "utf-8")
    done = call("align", "a.en.txt", "b.en.txt", "--lines", "--format", "tsv", "--embedder", "none")
    assert done.returncode == 0, done.stderr
    (row,) = [line.split("\t") for line in done.stdout.splitlines()[1:]]
    assert row[-4:] == ["'=HYPERLINK(1) is closed."] * 4


def test_a_table_of_links_gives_citations_back(call: Call, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.en.txt").write_text('"We go", he said.\n"Never"\n', "utf-8")
    done = call("align", "a.en.txt", "b.en.txt", "--lines", "--format", "tsv", "--embedder", "none")
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline=""), dialect="excel-tab"))
    assert [row["left_text"] for row in rows] == [row["right_text"] for row in rows] == ['"We go", he said.', '"Never"']


# Disks


def read_only(folder: Path) -> None:
    """What somebody does who may read a folder and not write to it."""
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    with closing(Memory(folder / "memory")) as memory:
        assert memory.counts().human == 1
        assert [unit.english for unit in memory.units()] == ["A sentence."]
        assert memory.human("de", ["Ein Satz."]) == {"Ein Satz.": "A sentence."}
        with pytest.raises(OutputError, match=r"cannot write the memory: .*; \S+/memory is read-only: give write perm"):
            memory.forget_loose()
    with pytest.raises(OutputError, match=rf"cannot open the memory: .*; {folder} is read-only: give write permission"):
        Memory(folder / "another")
    with pytest.raises(OutputError, match=rf"cannot open the memory: .*; {folder} is read-only: give write permission"):
        Memory(folder / "no" / "memory")
    with closing(History(folder / "history")) as history:
        assert history.records() == []
        with pytest.raises(OutputError, match="cannot write the history"):
            history.add([])


def test_a_memory_that_cannot_be_written_can_be_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("disk")
    with closing(Memory(folder / "memory")) as memory:
        memory.add([Unit("de", "Ein Satz.", "A sentence.", HUMAN)])
    History(folder / "history").close()
    for path in folder.iterdir():
        path.chmod(0o444)
    for above in folder.parents[:-1]:
        above.chmod(above.stat().st_mode | 0o055)
    folder.chmod(0o555)
    reader = get_context("fork").Process(target=read_only, args=(folder,))
    reader.start()
    reader.join()
    folder.chmod(0o755)
    assert reader.exitcode == 0


@pytest.mark.parametrize("place", ["/dev/null", "."])
def test_a_memory_is_a_plain_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Beside a device its log would be left."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="no plain file"):
        Memory(Path(place))
    assert not Path("/dev/null-journal").exists()


def test_a_damaged_memory_that_answers_with_no_text_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one did of 60 in which bytes were changed, when it was opened."""
    monkeypatch.setattr(Memory, "_write_ahead", lambda _: b"\xe5(".decode())
    with pytest.raises(OutputError, match=r"damaged.*restore a copy"):
        Memory(tmp_path / "memory")


def test_a_memory_whose_log_cannot_be_read_is_not_read_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed run left in the log alone would be missing, and nobody would know."""
    path = tmp_path / "memory"
    Memory(path).close()

    def refuse(_: object) -> None:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    monkeypatch.setattr(Memory, "_write_ahead", refuse)
    (tmp_path / "memory-wal").write_bytes(b"x" * 100)
    with pytest.raises(OutputError, match="cannot open the memory"):
        Memory(path)


# All of it together, a little of each; `python tests/tools/faults.py` tries more


def test_nothing_is_lost(tmp_path: Path, toy: Path, model_cache: Path) -> None:
    sizes = {"sentences": 40, "fewer": 40, "kills": 2, "articles": 20, "writes": 20, "runs": 1, "verdicts": 3}
    options = (f"--{name}={size}" for name, size in {**sizes, "disks": 1, "memories": 3}.items())
    command = [sys.executable, faults.__file__, *options, "--work", str(tmp_path), "--model", str(toy)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(model_cache)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1200, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \| 0 \|", done.stdout, re.MULTILINE)
    assert len(rows) == len(faults.PROBES), done.stdout
