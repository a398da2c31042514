"""Verdicts that a served page sends: what is saved, where, and what is refused."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import ENGLISH, FRENCH, GERMAN, HOST, STORY, TOKEN, client, post, told, verdict
from starlette.testclient import TestClient

from pipeline import read, serve
from pipeline.data import Result
from pipeline.read.corrections import corrections
from pipeline.serve import LARGEST, Site, verdicts

# Verdicts


def test_verdicts_are_added_as_a_run_reads_them(base: Path) -> None:
    path = base / "raw" / STORY / "corrections.tsv"
    answer = post(base, verdict("accept"), verdict("reject", "not the same", right=FRENCH))
    assert (answer.status_code, answer.json()) == (200, {"saved": 2, "file": str(path)})
    assert answer.headers["content-type"] == "application/json"
    assert path.read_text("utf-8") == (
        f"action\tleft\tright\tnote\naccept\t{GERMAN}\t{ENGLISH}\t\nreject\t{GERMAN}\t{FRENCH}\tnot the same\n"
    )
    post(base, verdict("note", "see *page* 3"))
    found, warned, _ = corrections(path, STORY)
    assert warned == ()
    assert [(one.action, one.left, one.right, one.note) for one in found] == [
        ("accept", (GERMAN,), (ENGLISH,), ""),
        ("reject", (GERMAN,), (FRENCH,), "not the same"),
        ("note", (GERMAN,), (ENGLISH,), "see *page* 3"),
    ]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_nothing_in_the_file_is_lost(base: Path, end: str, mark: bytes) -> None:
    path = base / "raw" / STORY / "corrections.tsv"
    before = mark + f"# mine: ärger\r\nno correction at all\n\naccept\t{GERMAN}\t{FRENCH}\tmine{end}".encode()
    path.write_bytes(before)
    assert post(base, verdict()).status_code == 200
    line = f"accept\t{GERMAN}\t{ENGLISH}\t\n".encode()
    assert path.read_bytes() == before + (b"" if end else b"\n") + line
    found, _, _ = corrections(path, STORY)
    assert [one.right for one in found] == [(FRENCH,), (ENGLISH,)]
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []


@given(st.text())
def test_a_note_stays_on_its_line(note: str) -> None:
    """Tabs, line ends of every kind and control characters become spaces; nothing else changes."""
    flat = verdicts._flat(note)
    line = f"note\ta\tb\t{flat}"
    assert line.splitlines() == [line]
    assert line.count("\t") == 3
    assert read.decode(line.encode()).text == line
    kept = "".join(letter for letter in note if not letter.isspace() and letter.isprintable())
    assert "".join(letter for letter in flat if letter.isprintable() and letter != " ") == kept


def test_a_note_with_tabs_is_flattened_in_the_file(base: Path) -> None:
    post(base, verdict("note", " two\tlines\r\nand\u2028more\x00 "))
    text = (base / "raw" / STORY / "corrections.tsv").read_text("utf-8")
    assert text.endswith(f"note\t{GERMAN}\t{ENGLISH}\ttwo lines and more\n")


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Origin": None}, "sent from another site"),
        ({"Origin": "null"}, "sent from another site"),
        ({"Origin": "http://evil.example"}, "sent from another site"),
        ({"Origin": "https://127.0.0.1:8000"}, "sent from another site"),
        ({"Origin": "http://127.0.0.1:8001"}, "sent from another site"),
        ({"Origin": "http://localhost:8000"}, "sent from another site"),
        ({"X_Synopsis_Token": None}, "not the token of this server: load the page again"),
        ({"X_Synopsis_Token": ""}, "not the token of this server: load the page again"),
        ({"X_Synopsis_Token": "another"}, "not the token of this server: load the page again"),
        ({"X_Synopsis_Token": "ü"}, "not the token of this server: load the page again"),
    ],
)
def test_only_a_page_served_here_saves(base: Path, headers: dict[str, Any], why: str) -> None:
    sent = {key: value.encode("latin-1") if value else value for key, value in headers.items()}
    answer = post(base, verdict(), **sent)
    assert (answer.status_code, answer.json()) == (403, {"error": why})
    assert not (base / "raw" / STORY / "corrections.tsv").exists()


def test_saving_through_another_name_is_refused(base: Path) -> None:
    answer = post(base, verdict(), Host="evil.example:8000", Origin="http://evil.example:8000")
    assert (answer.status_code, answer.text) == (400, "Invalid host header")


def test_every_start_has_another_token(base: Path) -> None:
    tokens = {Site(base, base).token for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) >= 32 for token in tokens)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("", "not a list of"),
        ("{}", "not a list of"),
        ("[" * 100_000, "not a list of"),
        ('[{"action": "delete", "left": ["a"], "right": ["b"]}]', "not a list of"),
        ('[{"action": "accept", "left": "a", "right": ["b"]}]', "not a list of"),
        ('[{"action": "accept", "left": ["\\ud800"], "right": ["b"]}]', "not a list of"),
        ([verdict() | {"left": []}], "verdict 1: left names no sentence"),
        ([verdict() | {"right": []}], "verdict 1: right names no sentence"),
        ([verdict(), verdict("note", " \t")], "verdict 2: a note without words"),
        ([verdict(), verdict(left="002.de:000000:0")], "verdict 2: no sentence '002.de:000000:0' any more"),
        ([verdict(left="x\ty")], "verdict 1: no sentence 'x\\ty' any more"),
        ([verdict(right=GERMAN)], "verdict 1: a link joins sentences of one article with sentences of one other"),
    ],
)
def test_what_a_run_would_not_apply_is_not_saved(base: Path, sent: Any, why: str) -> None:
    headers = {"Origin": f"http://{HOST}", "X-Synopsis-Token": TOKEN}
    content = sent if isinstance(sent, str) else json.dumps(sent)
    answer = client(base).post(f"/save/{STORY}", content=content, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(why)
    assert not (base / "raw" / STORY / "corrections.tsv").exists()


def test_nothing_to_save_makes_no_file(base: Path) -> None:
    assert post(base).json()["saved"] == 0
    assert not (base / "raw" / STORY / "corrections.tsv").exists()


def test_too_much_at_once_is_refused(base: Path) -> None:
    """Counted as it comes, whatever the request says of its length."""
    headers = {"Origin": f"http://{HOST}", "X-Synopsis-Token": TOKEN}

    def parts() -> Iterator[bytes]:
        yield b'["' + b"x" * (LARGEST // 2)
        yield b"x" * (LARGEST // 2)

    answer = client(base).post(f"/save/{STORY}", content=parts(), headers=headers)
    assert (answer.status_code, answer.json()) == (413, {"error": "more than 1,000,000 bytes at once"})
    fits = json.dumps([verdict(note="x" * (LARGEST - 200))])
    assert client(base).post(f"/save/{STORY}", content=fits, headers=headers).status_code == 200


@pytest.mark.parametrize("story", ["nowhere", "../out/" + STORY, "%2e%2e/" + STORY, ".", ""])
def test_only_a_story_of_the_results_is_saved(base: Path, story: str) -> None:
    (base / "result.json").write_bytes((base / "out" / STORY / "result.json").read_bytes())
    answer = post(base, verdict(), story=story)
    assert answer.status_code in (404, 405)
    assert list(base.rglob("corrections.tsv")) == []


def test_a_story_that_is_gone_from_the_input_is_not_saved(base: Path) -> None:
    answer = post(base, verdict(), story="deep/er story")
    assert answer.status_code == 409
    assert "holds no story 'deep/er story' any more" in answer.json()["error"]
    assert list(base.rglob("corrections.tsv")) == []


def test_a_file_that_is_not_utf_8_is_left_alone(base: Path) -> None:
    path = base / "raw" / STORY / "corrections.tsv"
    for before in ("accept\ta\tb\tärger\n".encode("cp1252"), "accept\ta\tb\n".encode("utf-16"), b"a\0c\0"):
        path.write_bytes(before)
        answer = post(base, verdict())
        assert (answer.status_code, answer.json()) == (
            409, {"error": f"{path}: not UTF-8, so nothing can be added to it; save it as UTF-8"},
        )  # fmt: skip
        assert path.read_bytes() == before


def test_a_link_is_not_written_through(base: Path) -> None:
    target = base / "elsewhere"
    target.write_text("mine\n")
    (base / "raw" / STORY / "corrections.tsv").symlink_to(target)
    answer = post(base, verdict())
    assert answer.status_code == 409
    assert "a link to another file" in answer.json()["error"]
    assert target.read_text() == "mine\n"


def test_two_readers_at_once_lose_nothing(base: Path) -> None:
    site = TestClient(serve.site(Site(base / "out", base / "raw", TOKEN)), base_url=f"http://{HOST}")
    headers = {"Origin": f"http://{HOST}", "X-Synopsis-Token": TOKEN}

    def save(number: int) -> None:
        site.post(f"/save/{STORY}", content=json.dumps([verdict("note", f"number {number}")]), headers=headers)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = (base / "raw" / STORY / "corrections.tsv").read_text("utf-8").splitlines()[1:]
    assert sorted(line.split("\t")[3] for line in lines) == sorted(f"number {number}" for number in range(12))


# Where corrections lie


def grouped(result: Result) -> Result:
    return replace(result, story=replace(result.story, id="by-its-title", why=("one event",)))


@pytest.mark.parametrize(
    ("files", "story", "expected"),
    [
        ([f"{STORY}/002.de.txt"], STORY, f"{STORY}/corrections.tsv"),
        ([f"deep/{STORY}/002.de.txt"], STORY, None),
        ([f"deep/{STORY}/x.jsonl"], f"deep/{STORY}", f"deep/{STORY}/corrections.tsv"),
        (["002.de.txt", "other.en.txt"], "grouped", "corrections.tsv"),
        (["other.en.txt"], "grouped", "corrections.tsv"),
        (["a/other.en.txt", "b/004.txt"], "grouped", "b/corrections.tsv"),
        (["a/other.en.txt", "b/004.fr.html.gz"], "grouped", "b/corrections.tsv"),
        (["002.de.txt"], "raw", "corrections.tsv"),
        (["002.de.txt"], STORY, None),
        ([f"{STORY}/notes.xyz"], STORY, None),
    ],
)
def test_the_file_is_the_one_that_a_run_reads(
    tmp_path: Path, files: list[str], story: str, expected: str | None
) -> None:
    for name in files:
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.")
    result = grouped(told()) if story == "grouped" else replace(told(), story=replace(told().story, id=story))
    path = verdicts.place(tmp_path / "raw", result)
    assert path == (tmp_path / "raw" / expected if expected else None)
    if path is not None and path.parent.is_dir():
        path.write_text("accept\ta\tb\n")
        assert [found.corrections for found in read.find(tmp_path / "raw") if found.corrections] == [path]


def test_without_articles_nothing_can_be_saved(tmp_path: Path) -> None:
    assert verdicts.place(tmp_path / "nowhere", told()) is None
    (tmp_path / "002.de.txt").write_text("Text.")
    assert verdicts.place(tmp_path / "002.de.txt", told()) is None
