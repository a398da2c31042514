"""Results served on the loopback: what is given out and what not, search, verdicts kept, and all of it in a browser."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient
from visitor import Visitor

from pipeline import export, read, serve
from pipeline.data import Result
from pipeline.errors import ConfigError, OutputError
from pipeline.export import index as indexing
from pipeline.export.html import html
from pipeline.export.jsonl import result as whole_result
from pipeline.read.corrections import corrections
from pipeline.serve import LARGEST, Site, verdicts
from pipeline.serve import search as searching
from pipeline.serve.search import FILE, Search, matching

ROOT = Path(__file__).parent.parent
STORY = "babuschkin-leaves-xai"
HOST = "127.0.0.1:8000"
TOKEN = "a token"
GERMAN, ENGLISH, FRENCH = "002.de:93fed2:0", "000.en:8bef88:0", "004.fr:a20ab3:0"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=a()> \u202eevil \x00\x02\x03 &amp; Quark"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def told() -> Result:
    return msgspec.json.decode((ROOT / "tests" / "cases" / "result.json").read_bytes(), type=Result)


def put(out: Path, result: Result, story: str = STORY) -> None:
    named = replace(result, story=replace(result.story, id=story))
    export.write(out / story, [*html(named), *whole_result(named), *indexing.summary(named)])


def said(result: Result, **texts: str) -> Result:
    """With these texts for the sentence and the translation of GERMAN."""
    sentences = tuple(
        replace(one, text=texts.get("own", one.text)) if one.id == GERMAN else one for one in result.sentences
    )
    translations = tuple(
        replace(one, text=texts.get("english", one.text)) if one.sentence == GERMAN else one
        for one in result.translations
    )
    return replace(result, sentences=sentences, translations=translations)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `out` and `raw`; tests that change something take a copy."""
    base = tmp_path_factory.mktemp("served")
    (base / "raw" / STORY).mkdir(parents=True)
    for path in (ROOT / "raw" / STORY).glob("*.txt"):
        (base / "raw" / STORY / path.name).write_bytes(path.read_bytes())
    put(base / "out", told())
    put(base / "out", told(), "deep/er story")
    indexing.index(base / "out")
    return base


@pytest.fixture
def base(built: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-r", f"{built}/out", f"{built}/raw", str(tmp_path)], check=True)
    return tmp_path


def client(base: Path) -> TestClient:
    site = serve.site(Site(base / "out", base / "raw", TOKEN))
    return TestClient(site, base_url=f"http://{HOST}", follow_redirects=False)


def post(base: Path, *verdicts: dict[str, Any], story: str = STORY, **headers: str | None) -> Any:
    """The answer to a request as the page sends it, but for these headers (None leaves one out)."""
    every = {"Origin": f"http://{HOST}", "X-Synopsis-Token": TOKEN} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    sent = {key: value for key, value in every.items() if value is not None}
    return client(base).post(f"/save/{story}", content=json.dumps(verdicts), headers=sent)


def verdict(action: str = "accept", note: str = "", left: str = GERMAN, right: str = ENGLISH) -> dict[str, Any]:
    return {"action": action, "left": [left], "right": [right], "note": note}


def policy(page: str) -> str:
    (found,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    return unescape(found)


# What is given out


@pytest.mark.parametrize(
    "path", ["/", "/index.html", f"/{STORY}/synopsis.html", "/deep/er%20story/synopsis.html", "/search"]
)
def test_pages_come_with_their_own_policy(built: Path, path: str) -> None:
    answer = client(built).get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == f"{policy(answer.text)}; frame-ancestors 'none'"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    head = client(built).head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == answer.headers["content-length"]


def test_a_story_of_the_input_can_be_saved_and_only_that(built: Path) -> None:
    """The page knows where and with what, and may send there; nothing else is loosened."""
    page = client(built).get(f"/{STORY}/synopsis.html").text
    disk = (built / "out" / STORY / "synopsis.html").read_text("utf-8")
    meta = f'<meta name="synopsis-save" content="/save/{STORY} {TOKEN}">'
    assert page.count(meta) == 1
    assert page.index(meta) < page.index("<title>")
    assert policy(page) == policy(disk).replace("connect-src 'none'", "connect-src 'self'")
    assert policy(page) != policy(disk)
    assert page[page.index("<title>") :] == disk[disk.index("<title>") :]
    other = client(built).get("/deep/er story/synopsis.html").text
    assert '<meta name="synopsis-save"' not in other
    assert policy(other) == policy(disk)


def test_the_index_gains_the_search(built: Path) -> None:
    page, disk = client(built).get("/").text, (built / "out" / "index.html").read_text("utf-8")
    assert policy(page) == policy(disk).replace("form-action 'none'", "form-action 'self'") != policy(disk)
    visible = re.compile(r"<!--.*?-->", re.DOTALL)
    assert '<form class="finder" id="search" action="/search"' in visible.sub("", page)
    assert 'id="search"' not in visible.sub("", disk)
    assert "synopsis-save" not in page


def test_a_page_without_a_policy_may_do_nothing(base: Path) -> None:
    (base / "out" / STORY / "synopsis.html").write_text("<script>alert(1)</script>")
    answer = client(base).get(f"/{STORY}/synopsis.html")
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_other_files_of_a_story_are_downloads(base: Path) -> None:
    (base / "out" / STORY / "more.html").write_text("<script>alert(1)</script>")
    for name in ("result.json", "more.html"):
        answer = client(base).get(f"/{STORY}/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/../raw/secret.txt", "/%2e%2e/raw/secret.txt", f"/{STORY}/..%2f..%2fraw%2fsecret.txt", "//etc/passwd",
        f"/{STORY}/out.txt", f"/{STORY}/outside/secret.txt", f"/{STORY}/.hidden", f"/{FILE}", "/notes.txt", f"/{STORY}",
        f"/{STORY}/", "/notes/more.html", "/a%00b", f"/{'a' * 300}", "/index-0.html", f"/{STORY}/index.html",
    ],
)  # fmt: skip
def test_nothing_else_is_given_out(base: Path, path: str) -> None:
    (base / "raw" / "secret.txt").write_text("secret")
    (base / "raw" / "result.json").write_text("{}")  # so that only its place keeps it from being given out
    (base / "out" / "notes.txt").write_text("secret")
    (base / "out" / "notes").mkdir()
    (base / "out" / "notes" / "more.html").write_text("secret")
    (base / "out" / "index-0.html").write_text("secret")
    (base / "out" / STORY / ".hidden").write_text("secret")
    (base / "out" / STORY / "out.txt").symlink_to(base / "raw" / "secret.txt")
    (base / "out" / STORY / "outside").symlink_to(base / "raw")
    client(base).get("/search?q=x")  # makes the index file
    answer = client(base).get(path)
    assert (answer.status_code, answer.text) == (404, "Not Found")
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_a_link_to_another_story_is_followed(base: Path) -> None:
    (base / "out" / STORY / "same.json").symlink_to(base / "out" / "deep/er story" / "result.json")
    assert client(base).get(f"/{STORY}/same.json").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "[::1]:8000", ""])
@pytest.mark.parametrize("path", ["/", f"/{STORY}/synopsis.html", "/search?q=x"])
def test_a_name_that_points_here_gets_nothing(built: Path, host: str, path: str) -> None:
    answer = client(built).get(path, headers={"Host": host})
    assert (answer.status_code, answer.text) == (400, "Invalid host header")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", f"/{STORY}/synopsis.html", "/search"])
def test_pages_are_only_read(built: Path, method: str, path: str) -> None:
    assert client(built).request(method, path).status_code == 405


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_saving_is_only_posted(built: Path, method: str) -> None:
    answer = client(built).request(method, f"/save/{STORY}", headers={"Origin": f"http://{HOST}"})
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


# Search


def words(parts: Any) -> list[str]:
    return [part for part, hit in parts if hit]


@pytest.fixture(scope="module")
def index(built: Path) -> Iterator[Search]:
    with closing(Search(built / "out")) as search:
        list(search.refresh(search.changed()))
        yield search


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stolzer Elternteil", ["stolzer", "Elternteil"]),
        ("ELTERN stolz", ["stolzer", "Elternteil"]),
        ("fuhle Elternteil", ["fühle", "Elternteil"]),
        ('"stolzer Elternteil"', ["stolzer Elternteil"]),
        ("„stolzer Elternteil“", ["stolzer Elternteil"]),
        ("« stolzer Elternteil » College", ["stolzer Elternteil", "College"]),
        ('"stolzer Elternteil', ["stolzer Elternteil"]),
    ],
)
def test_what_is_asked_is_found_and_marked(index: Search, query: str, found: list[str]) -> None:
    one = index.find(query)
    hit = one.hits[0]
    assert words(hit.own) == found
    assert one.total == 2  # once in each story
    assert "".join(part for part, _ in hit.own) == next(each.text for each in told().sentences if each.id == GERMAN)
    assert (hit.lang, hit.article, hit.kind) == ("de", "German 002", "body")
    assert {each.href for each in one.hits} == {
        f"/{STORY}/synopsis.html#{GERMAN}", f"/deep/er%20story/synopsis.html#{GERMAN}",
    }  # fmt: skip


@pytest.mark.parametrize(
    "query", ['"Elternteil stolzer"', '"stolz"', "lternteil", "Elternteil Quark", "", " ", '"', "*", "—"]
)
def test_what_is_not_there_is_not_found(index: Search, query: str) -> None:
    one = index.find(query)
    assert (one.total, list(one.hits)) == (0, [])


def test_translations_are_found_and_english_once(index: Search) -> None:
    hit = next(each for each in index.find("proud parent").hits if each.lang == "de")
    assert words(hit.english) == ["proud", "parent"]
    assert words(hit.own) == []
    english = next(each for each in index.find('"proud parent"').hits if each.lang == "en")
    assert english.english == []
    assert words(english.own) == ["proud parent"]
    tweet = next(one for one in told().sentences if one.lang == "en" and one.article == "002.de")
    hits = [hit for hit in index.find(f'"{tweet.text}"').hits if hit.article == "German 002"]
    assert [hit.english for hit in hits] == [[], []]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Große Maßnahme", "grosse massnahme"),
        ("Die Strasse", "straße"),
        ("Le cœur de l’œuvre", "coeur oeuvre"),
        ("Curriculum vitae", "vitæ"),
        ("L’événement d’après", "l'evenement"),
    ],
)
def test_spellings_that_readers_take_for_one(tmp_path: Path, text: str, query: str) -> None:
    put(tmp_path, said(told(), own=text, english="x"))
    with closing(Search(tmp_path)) as search:
        list(search.refresh(search.changed()))
        assert [hit.href.split("#")[1] for hit in search.find(query).hits] == [GERMAN]


@given(st.text())
def test_no_query_is_an_error(query: str) -> None:
    """Whatever a person types is words, not SQLite's language."""
    match = matching(query)
    with closing(searching.sqlite3.connect(":memory:")) as db:
        db.execute('CREATE VIRTUAL TABLE said USING fts5(own, tokenize = "unicode61 remove_diacritics 2")')
        if match:
            assert db.execute("SELECT count(*) FROM said WHERE said MATCH ?", (match,)).fetchone() == (0,)


def test_the_index_follows_the_results(base: Path) -> None:
    """New, changed and gone; only these are read again."""
    out = base / "out"
    with closing(Search(out)) as search:
        assert search.changed() == [STORY, "deep/er story"]
        assert list(search.refresh(search.changed())) == [2]
        assert search.changed() == []
        put(out, said(told(), own="Quark im Schaufenster."), "deep/er story")
        put(out, told(), "new")
        assert search.changed() == ["deep/er story", "new"]
        list(search.refresh(search.changed()))
        assert search.find("quark").total == 1
        assert search.find("stolzer Elternteil").total == 2
        (out / STORY / "result.json").unlink()
        assert search.changed() == [STORY]
        list(search.refresh(search.changed()))
        assert [hit.href for hit in search.find("stolzer Elternteil").hits] == [f"/new/synopsis.html#{GERMAN}"]
    with closing(Search(out)) as again:
        assert again.changed() == []
        assert again.find("quark").total == 1


def test_a_result_that_cannot_be_read_is_named(base: Path) -> None:
    (base / "out" / "deep/er story" / "result.json").write_bytes(b"{}")
    page = client(base).get("/search?q=Elternteil").text
    assert "Not searched, since they cannot be read: <bdi>deep/er story</bdi>." in page
    assert "1 sentence, the closest first" in page


def test_an_index_of_another_version_is_made_anew(base: Path) -> None:
    (base / "out" / FILE).unlink(missing_ok=True)
    with closing(searching.sqlite3.connect(base / "out" / FILE)) as db:
        db.executescript("CREATE TABLE story (x); CREATE TABLE said (y); PRAGMA user_version = 99")
    assert "2 sentences, the closest first" in client(base).get("/search?q=Elternteil").text


def test_a_file_that_is_no_index_is_told(base: Path) -> None:
    (base / "out" / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(OutputError, match=r"\.search\.sqlite3: the search index cannot be used .*delete this file"):
        Search(base / "out")
    answer = client(base).get("/search?q=x")
    assert (answer.status_code, "delete this file" in answer.text) == (500, True)


def test_hits_come_in_pages(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [one.id for one in told().sentences]
    monkeypatch.setattr(searching, "FIND", searching.FIND.replace(f"LIMIT {searching.HITS}", "LIMIT 7"))
    monkeypatch.setattr(searching, "HITS", 7)
    seen: list[str] = []
    way = "/search?q=a"
    while way:
        page = client(base).get(way).text
        seen += re.findall(r'<h3><a href="([^"]*)"', page)
        after = re.search(r'<a href="([^"]*)">More sentences', page)
        way = unescape(after[1]) if after else ""
        assert ("Closer ones" in page) == (len(seen) > 7)
    total = int(re.findall(r"([\d,]+) sentences, [\d,]+ to", page)[0].replace(",", ""))
    assert len(seen) == len(set(seen)) == total > 14
    assert {one.split("#")[1] for one in seen} <= set(every)


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "²"])
def test_an_odd_page_number_is_the_first(built: Path, page: str) -> None:
    assert "2 sentences, the closest first" in client(built).get(f"/search?q=Elternteil&page={page}").text


def test_beyond_the_last_page_nothing_is_shown(built: Path) -> None:
    page = client(built).get("/search?q=Elternteil&page=999999").text
    assert "<h3>" not in page
    assert "More sentences" not in page


def test_a_query_may_be_long_but_not_endless(built: Path) -> None:
    assert client(built).get("/search", params={"q": "ab " * 333}).status_code == 200
    answer = client(built).get("/search", params={"q": "a" * 1001})
    assert (answer.status_code, answer.text) == (400, "search for at most 1000 characters")


def test_hostile_text_stays_text_where_it_is_found(tmp_path: Path) -> None:
    hostile = said(told(), own=HOSTILE, english=HOSTILE + " Käse")
    articles = tuple(replace(one, title=HOSTILE, outlet=HOSTILE + one.id) for one in hostile.story.articles)
    put(tmp_path / "out", replace(hostile, story=replace(hostile.story, articles=articles)))
    page = client(tmp_path).get("/search", params={"q": 'Quark "<script>'}).text
    assert page.count("<script") == page.count("</script>") == 1
    assert "<img" not in page
    assert page.count("<mark>Quark</mark>") == 2
    assert "&lt;<mark>script</mark>&gt;" in page
    assert set(page) & set("\u202e\x00\x02\x03") == set()
    assert 'value="Quark &#34;&lt;script&gt;"' in page


def test_a_sentence_of_ten_megabytes_is_found_and_shown_in_part(tmp_path: Path) -> None:
    put(tmp_path / "out", said(told(), own=f"Anfang {'x' * 5_000_000} Quark {'y' * 5_000_000}"))
    answer = client(tmp_path).get("/search?q=Quark")
    assert f"<bdi>Anfang {'x' * (searching.SHOWN - 7)}…</bdi>" in answer.text
    assert len(answer.content) < 50_000


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
    found, warned = corrections(path, STORY)
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
    found, _ = corrections(path, STORY)
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
        (["002.de.txt"], "raw", "corrections.tsv"),
        (["002.de.txt"], STORY, None),
        ([f"{STORY}/notes.pdf"], STORY, None),
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


# The command, and a browser


@contextmanager
def opened(base: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`synopsis open` in a process of its own, and the address that it prints; it is gone afterwards."""
    command = [sys.executable, "-m", "pipeline", "open", "out", "--raw", "raw", "--no-browser", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(base), "PYTHONUNBUFFERED": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=base, env=environment, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def called(base: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", "open", "--no-browser", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(base)}
    return subprocess.run(command, cwd=base, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_the_command_serves_until_it_is_interrupted(base: Path) -> None:
    (base / "out" / "index.html").unlink()
    with opened(base) as (address, process):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        port = int(address.rsplit(":")[-1].strip("/"))
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request("GET", "/search?q=Elternteil")
            answer = connection.getresponse()
            assert answer.status == 200
            assert "server" not in {name.lower() for name, _ in answer.getheaders()}
            assert "2 sentences, the closest first" in answer.read().decode()
        second = called(base, "out", "--port", str(port))
        assert second.returncode == 2
        assert f"port {port} cannot be had (Address already in use); name another with --port" in second.stderr
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "what you decide is kept in raw; Ctrl-C ends it" in talk
        assert "Traceback" not in talk
    assert (base / "out" / "index.html").is_file()


def test_only_the_loopback_is_listened_on() -> None:
    with closing(serve.listening(0)) as at:
        assert at.getsockname()[0] == "127.0.0.1"
        with pytest.raises(ConfigError, match="name another with --port"):
            serve.listening(at.getsockname()[1])


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere"], "nowhere: no such folder; run `synopsis run` first"),
        ([f"out/{STORY}"], f"out/{STORY}: one story's folder; name the one above it"),
    ],
)
def test_what_is_no_folder_of_results_is_told(base: Path, arguments: list[str], why: str) -> None:
    done = called(base, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Iterator[tuple[str, Path]]:
    base = tmp_path_factory.mktemp("browsed")
    subprocess.run(["cp", "-r", f"{built}/out", f"{built}/raw", str(base)], check=True)
    with opened(base) as (address, _):
        yield address, base


@pytest.fixture
def visit(browser: Browser, served: tuple[str, Path]) -> Iterator[Visitor]:
    visitor = Visitor(browser, served[0])
    yield visitor
    visitor.leave(lambda url: url.startswith(served[0]))


@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "search?q=Eltern", "search?q=nirgends"])
@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visitor, path: str, width: int, scheme: str) -> None:
    page = visit(path, width, color_scheme=scheme)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_reader_searches_and_follows_a_hit(visit: Visitor, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts)
    page.get_by_label("Search all sentences").fill("stolz Elternteil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=stolz+Elternteil")
    expect(page.get_by_role("heading", level=2)).to_have_text("2 sentences, the closest first")
    expect(page.get_by_label("Search all sentences")).to_have_value("stolz Elternteil")
    hit = page.locator(".found li", has=page.locator(f'a[href^="/{STORY}/"]'))
    expect(hit.locator("p[lang=de] mark")).to_have_text(["stolzer", "Elternteil"])
    expect(hit.locator("p[lang=en]")).to_contain_text("proud parent")
    hit.get_by_role("link").click()
    page.wait_for_url(f"**/{STORY}/synopsis.html#{GERMAN}")
    expect(page.locator(f'[id="{GERMAN}"]')).to_be_in_viewport()


@pytest.mark.browser
def test_a_served_page_saves_and_the_next_run_reads_it(visit: Visitor, served: tuple[str, Path]) -> None:
    """A link is rejected with a note and saved; what is saved stays to be seen and is not offered again."""
    page = visit(f"{STORY}/synopsis.html")
    page.locator(".row summary").first.click()
    bond = page.locator(".row [data-link]").first
    bond.get_by_role("button", name="Reject").click()
    bond.get_by_label("Note").fill("not\tthe same")
    bond.get_by_label("Note").press("Tab")
    page.get_by_role("button", name="Save corrections (1)").first.click()
    expect(page.locator("#saved")).to_have_text(f"1 saved to raw/{STORY}/corrections.tsv; the next run applies them")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#save-top")).to_be_hidden()
    page.reload()
    page.locator(".row summary").first.click()
    expect(bond.get_by_role("button", name="Reject")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#save-top")).to_be_hidden()
    found, warned = corrections(served[1] / "raw" / STORY / "corrections.tsv", STORY)
    assert ([(one.action, one.note) for one in found], warned) == ([("reject", "not the same")], ())
