"""Search over results: what is found, how spellings meet, and that the index follows its results."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import GERMAN, HOST, HOSTILE, STORY, client, put, said, told
from starlette.testclient import TestClient

from pipeline import serve
from pipeline.data import Article, Provenance, Result, Sentence, Statement, Story, Synopsis
from pipeline.errors import OutputError
from pipeline.export.html import html
from pipeline.export.index import summary
from pipeline.export.jsonl import result as whole_result
from pipeline.serve import search as searching
from pipeline.serve.following import Following
from pipeline.serve.search import FILE, Search, matching

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
    every = [one.id for one in (*told().sentences, *told().synopsis.statements)]
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


def test_while_the_index_is_being_made_a_search_says_so_and_gives_what_is_there(base: Path) -> None:
    with closing(Search(base / "out")) as search:
        list(search.refresh([STORY]))
    page = searched(base, begun=True, pending=1_234)
    assert "The index is still being made: 1,234 stories to go." in page
    assert "1 sentence, the closest first" in page
    assert "still being made" not in searched(base)


def searched(base: Path, begun: bool = False, pending: int = 0) -> str:
    """The page of a search; with `begun`, somebody else makes the index."""
    home = serve.Site(base / "out", base / "raw")
    if begun:
        home.following._begun, home.following.pending = True, pending
        home.following._settled.set()
    return TestClient(serve.site(home), base_url=f"http://{HOST}").get("/search?q=Elternteil").text


def test_who_follows_the_results_tells_of_progress_and_of_what_is_left(base: Path) -> None:
    steps: list[object] = []

    class Steps:
        def begin(self, stage: str, total: int) -> None:
            steps.append((stage, total))

        def step(self, count: int) -> None:
            steps.append((count, following.pending))

    following = Following(base / "out")
    following.catch_up(Steps())
    assert steps == [("index for the search", 2), (2, 0)]
    following.catch_up(Steps())
    assert len(steps) == 2


LOOKS: list[str] = []  # folders listed and files opened, while it is not None
sys.addaudithook(lambda event, _: LOOKS.append(event) if event in ("open", "os.scandir", "os.listdir") else None)


def test_a_page_and_a_search_cost_the_same_at_10_and_at_2000_stories(tmp_path: Path) -> None:
    """No folder is listed but that of the story's articles, and no file opened but what is shown."""
    paths = ("/", "/story-00007/synopsis.html", "/search?q=Waalhaven")
    looks = []
    for count in (10, 2_000):
        base = tmp_path / str(count)
        archive(base, count)
        home = serve.Site(base / "out", base / "raw")
        home.following.settle()
        browser = TestClient(serve.site(home), base_url=f"http://{HOST}")
        assert "synopsis-save" in browser.get(paths[1]).text
        for path in paths:
            assert browser.get(path).status_code == 200  # what is imported and compiled once is so now
            LOOKS.clear()
            browser.get(path)
            looks.append(Counter(LOOKS))
    assert looks[:3] == looks[3:]
    assert max(counts.total() for counts in looks) <= 8


def archive(base: Path, count: int) -> None:
    """Small stories of one article, with their results."""
    text = "Smoke rises over the Waalhaven."
    article = Article("000.en", "STORY", "Smoke", "en", "2026-02-03", text)
    sentence = Sentence("000.en:0", "000.en", 0, len(text), text, "en", "body")
    statement = Statement("s", {"000.en": (sentence.id,)})
    synopsis, provenance = Synopsis("STORY", ("000.en",), (statement,)), Provenance("2026-02-04", {}, {})
    story = Result(Story("STORY", (article,)), (sentence,), (), (), synopsis, provenance)
    made = [("raw", "000.en.txt", text.encode())]
    made += [("out", name, content) for name, content in (*html(story), *whole_result(story), *summary(story))]
    for number in range(count):
        name = f"story-{number:05}"
        for top, file, content in made:
            (base / top / name).mkdir(parents=True, exist_ok=True)
            (base / top / name / file).write_bytes(content.replace(b"STORY", name.encode()))
