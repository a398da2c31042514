"""The page over all stories: its figures, its order, its pages on disk, and title search in a real browser."""

import gzip
import json
import random
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from visitor import Visitor

from pipeline.data import Article, Difference, Provenance, Result, Sentence, Side, Statement, Story, Synopsis
from pipeline.errors import OutputError
from pipeline.export import index as module
from pipeline.export.index import PAGE, RESULT, SUMMARY, Share, StorySummary, index, stories, summarised, summary

HOSTILE = "{{ 7*7 }}</script><script>alert(1)</script><!-- <img src=x onerror=a()> \u202eevil\u2066 \x00\x1b[31m &amp;"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def put(out: Path, story: str, title: str = "A title", date: str = "2026-01-02", **figures: Any) -> Path:
    """A story that is a summary beside a result that cannot be read: whoever reads more than the summary fails."""
    folder = out / story
    folder.mkdir(parents=True)
    (folder / RESULT).write_bytes(b"not read")
    shares = (Share("Der Bote", "de", 3, 4), Share("The Post", "en", 1, 3))
    one = StorySummary(
        title, date, shares, shared=5, sole=7, solid=2, point="◆ 14 (A) or 17 (B)", headlines=("A mast fell",)
    )
    (folder / SUMMARY).write_bytes(msgspec.json.encode(replace(one, **figures)))
    return folder


def put_many(out: Path, count: int) -> None:
    """Stories of one day each, `Story 0` the newest, with its day of the year as its outlet's number."""
    for n in range(count):
        day = f"{2025 - n // 28}-01-{28 - n % 28:02}"
        put(out, f"s{n}", f"Story {n}", day, articles=(Share(f"Outlet {n}", "fr", 1, 2),))


def titles(out: Path, name: str = "index.html") -> list[str]:
    rows = (out / name).read_text("utf-8").split("<template")[0]
    return re.findall(r"<h2><a [^>]*>(.*?)</a>", rows)


def island(out: Path) -> dict[str, Any]:
    page = (out / "index.html").read_text("utf-8")
    return unpacked(page.split('id="titles">')[1].split("</script>")[0])


def unpacked(content: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(b64decode(content)))
    return found


# Figures


def told(**changes: Any) -> Result:
    """A German article of three sentences and boilerplate, an English stub of one that its first sentence matches."""
    articles = (
        Article("a.de", "s", "Der Bote", "de", " ", "", "2026-03-01"),
        Article("b.en", "s", "The Post", "en", "Fire!", "", "2026-02-01"),
    )
    kinds = [("a.de", "body")] * 3 + [("a.de", "boilerplate"), ("b.en", "body")]
    sentences = [Sentence(str(n), id_, 0, 0, "", id_[-2:], kind) for n, (id_, kind) in enumerate(kinds)]  # type: ignore[arg-type]
    rows = (
        Statement("x", {"a.de": ("0",), "b.en": ("4",)}, {}, "A mast fell"),
        Statement("y", {"a.de": ("1",)}),
        Statement("z", {"a.de": ("2",)}),
    )
    trusts = ("solid", "check", "solid", "do not cite")
    found = [Difference(str(n), "x", "detail", (), "", trust, ()) for n, trust in enumerate(trusts)]  # type: ignore[arg-type]
    synopsis = Synopsis("s", ("b.en", "a.de"), rows, tuple(found))
    made = Result(Story("s", articles), tuple(sentences), (), (), synopsis, Provenance("", {}, {}))
    return replace(made, **changes)


def test_a_story_in_figures() -> None:
    shares = (Share("The Post", "en", 1, 1), Share("Der Bote", "de", 1, 3))
    sums = StorySummary(
        "S", "2026-03-01", shares, shared=1, sole=2, solid=2, point="A mast fell", headlines=("A mast fell",)
    )
    assert summarised(told()) == sums


def test_a_story_goes_by_its_folder_and_has_no_date_without_any() -> None:
    undated = tuple(replace(one, published="") for one in told().story.articles)
    one = summarised(told(story=Story("harbour-fire", undated)))
    assert (one.title, one.date) == ("Harbour fire", "")


def test_the_point_is_the_chief_contradiction_else_an_omission() -> None:
    sides = (Side(("a.de",), "14 hurt", ()), Side(("b.en",), "17 hurt", ()))
    number = Difference("n", "x", "number", sides, "", "solid", ())
    contradicted = replace(told().synopsis, differences=(number,))
    assert summarised(told(synopsis=contradicted)).point == "◆ 14 hurt (Der Bote) or 17 hurt (The Post): A mast fell"
    absent = replace(told().synopsis.statements[0], states={"a.de": "said", "b.en": "absent"})
    silent = replace(told().synopsis, statements=(absent, *told().synopsis.statements[1:]))
    assert summarised(told(synopsis=silent)).point == "○ The Post leaves out: A mast fell"


def test_the_summary_is_what_the_index_reads(tmp_path: Path) -> None:
    ((name, content),) = summary(told())
    put(tmp_path, "s")
    (tmp_path / "s" / name).write_bytes(content)
    assert index(tmp_path) == ()
    assert titles(tmp_path) == ["S"]


def test_results_without_a_summary_are_read_whole(tmp_path: Path) -> None:
    """As an earlier version left them: the same row."""
    put(tmp_path, "s", "")
    (tmp_path / "s" / SUMMARY).write_bytes(next(summary(told()))[1])
    index(tmp_path)
    page = (tmp_path / "index.html").read_bytes()
    (tmp_path / "s" / SUMMARY).unlink()
    (tmp_path / "s" / RESULT).write_bytes(msgspec.json.encode(told()))
    index(tmp_path)
    assert (tmp_path / "index.html").read_bytes() == page


def test_a_row_says_all_of_it(tmp_path: Path) -> None:
    put(tmp_path, "deep/a b%", "Fire & flood", "2026-01-02")
    index(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    row = page.split('<li class="story">')[1].split("</dl>")[0]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row)).strip()
    assert text == (
        "Fire &amp; flood ◆ 14 (A) or 17 (B) 2026-01-02 · 1 English, 1 German Der Bote, The Post "
        "Articles 2 Shared statements 5 In one only 7 Solid differences 2"
    )
    assert '<a href="deep/a%20b%25/synopsis.html">' in row
    assert 'd="M3 16v-12M9 16v-5"' in row
    assert island(tmp_path) == {
        "outlets": ["Der Bote", "The Post"],
        "languages": ["English", "German", "French"],
        "stories": [
            ["deep/a%20b%25", "Fire & flood", "2026-01-02", [1, 1, 0], [2, 5, 7, 2], [[0, 75], [1, 33]], 0,
             "◆ 14 (A) or 17 (B)", ["A mast fell"]]
        ],
    }  # fmt: skip


def test_an_article_without_sentences_shares_none(tmp_path: Path) -> None:
    put(tmp_path, "s", articles=(Share("Der Bote", "de", 0, 0),))
    index(tmp_path)
    assert island(tmp_path)["stories"][0][5] == [[0, 0]]


def test_many_outlets_are_counted(tmp_path: Path) -> None:
    put(tmp_path, "s", articles=tuple(Share(f"Outlet {n}", "en", 1, 1) for n in range(9)))
    index(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "Outlet 7" in page
    assert "Outlet 8" not in page
    assert "and 1 more article</span>" in page


# Order and pages


def test_the_newest_comes_first_then_the_title(tmp_path: Path) -> None:
    put(tmp_path, "a", "zebra", "2026-01-01")
    put(tmp_path, "b", "Apple", "2026-01-01")
    put(tmp_path, "c", "undated", "")
    put(tmp_path, "d", "newest", "2026-02-01")
    put(tmp_path, "e", "apple", "2026-01-01")
    index(tmp_path)
    assert titles(tmp_path) == ["newest", "Apple", "apple", "zebra", "undated"]
    assert [row[1] for row in island(tmp_path)["stories"]] == titles(tmp_path)


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, [0]), (1, [1]), (PAGE, [PAGE]), (PAGE + 1, [PAGE, 1]), (2 * PAGE + 3, [PAGE, PAGE, 3])]
)
def test_pages_hold_every_story_once(tmp_path: Path, count: int, sizes: list[int]) -> None:
    put_many(tmp_path, count)
    index(tmp_path)
    names = ["index.html", *(f"index-{n}.html" for n in range(2, len(sizes) + 1))]
    assert sorted(path.name for path in tmp_path.glob("*.html")) == sorted(names)
    assert [len(titles(tmp_path, name)) for name in names] == sizes
    assert [title for name in names for title in titles(tmp_path, name)] == [f"Story {n}" for n in range(count)]
    for name in names:
        ways = re.findall(r'<a href="(index[^"]*)"( aria-current="page")?>', (tmp_path / name).read_text("utf-8"))
        assert {way for way, _ in ways} == (set(names) if len(names) > 1 else set())
        assert {way for way, current in ways if current} == ({name} if len(names) > 1 else set())


def test_pages_that_are_not_needed_any_more_go(tmp_path: Path) -> None:
    put(tmp_path, "s")
    kept = ("index-of-mine.html", "index-02.htm", "index-.html", "index-²4.html")
    for name in ("index-2.html", "index-13.html", *kept):
        (tmp_path / name).write_bytes(b"")
    index(tmp_path)
    assert {path.name for path in tmp_path.glob("*.htm*")} == {"index.html", *kept}


def test_what_did_not_change_is_not_written(tmp_path: Path) -> None:
    put_many(tmp_path, PAGE + 1)
    index(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.html")}
    index(tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.html")} == before


def test_a_full_title_list_stops_before_the_page_is_too_heavy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_many(tmp_path, 20)
    index(tmp_path)
    assert "Among the newest" not in (tmp_path / "index.html").read_text("utf-8")
    monkeypatch.setattr(module, "TITLES", 1_000)
    index(tmp_path)
    known = len(island(tmp_path)["stories"])
    assert 5 < known < 20
    assert f"Among the newest {known} stories" in (tmp_path / "index.html").read_text("utf-8")
    assert len(titles(tmp_path)) == 20


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    put(tmp_path, "good")
    (put(tmp_path, "old") / SUMMARY).write_bytes(b'{"title": "of another version"}')
    (put(tmp_path, "older") / SUMMARY).unlink()
    warned = index(tmp_path)
    assert [one.item for one in warned] == [f"{tmp_path.name}/old", f"{tmp_path.name}/older"]
    assert all("run `synopsis run` again" in one.reason for one in warned)
    assert len(titles(tmp_path)) == 1


def test_only_folders_with_a_result_are_stories(tmp_path: Path) -> None:
    put(tmp_path, "a")
    put(tmp_path, "a/b")
    put(tmp_path, ".hidden/c")
    (tmp_path / "empty" / "translations").mkdir(parents=True)
    (tmp_path / RESULT).write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert [story for story, _ in stories(tmp_path)] == ["a", "a/b"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    with pytest.raises(OutputError, match="its index cannot be written"):
        index(tmp_path)


# Hostile text


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    put(tmp_path, "s", HOSTILE, HOSTILE, articles=(Share(HOSTILE, "de", 1, 1),))
    index(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert page.count("<script") == page.count("</script>") == 2
    assert "<img" not in page
    assert "{{ 7*7 }}" in page
    assert set(page) & set("\u202e\u2066\x00\x1b") == set()
    assert island(tmp_path)["stories"][0][1].startswith("{{ 7*7 }}</script>")


@given(st.text(st.characters(codec="utf-8")))
def test_any_title_is_the_same_in_the_row_and_in_the_search(title: str) -> None:
    row = module._row("s", StorySummary(title, "", (), 0, 0, 0))
    content, known = module._titles([row])
    assert known == 1
    assert unpacked(content)["stories"][0][1] == row.title
    assert len(row.title) <= module.LONG
    assert "<" not in content


# In a browser, from disk


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough stories for five pages; the oldest of all has a title of its own."""
    out = tmp_path_factory.mktemp("results")
    put_many(out, 103)
    put(
        out,
        "straße",
        "Größter Streit um die Straße",
        "1999-01-01",
        articles=(Share("L’Œuvre", "fr", 1, 3),),
        headlines=("Trinkwasser is scarce",),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PAGE", 25)
        index(out)
    return out


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Visitor]:
    visitor = Visitor(browser, f"{folder.as_uri()}/")
    yield visitor
    allowed = re.compile(re.escape(visitor.address) + r"index(-\d)?\.html(\?q=[^/]*)?")
    visitor.leave(lambda url: bool(allowed.fullmatch(url)))


@pytest.mark.browser
@pytest.mark.parametrize("name", ["index.html", "index-2.html", "index.html?q=straße"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1400, "light")])
def test_axe_finds_nothing(visit: Visitor, name: str, width: int, scheme: str) -> None:
    page = visit(name, width, color_scheme=scheme)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
@pytest.mark.parametrize("query", ["strasse", "STRASSE grosster", "oeuvre", "1999-01", "trinkwasser"])
def test_a_title_is_found_on_any_page(visit: Visitor, query: str) -> None:
    """Without regard to case and accents, every word, in title, outlets, date and statements."""
    page = visit("index.html")
    page.get_by_label("Find a story, a statement or an outlet").fill(query)
    expect(page.get_by_role("status")).to_have_text("1 story")
    row = page.locator("#hits .story")
    expect(row.locator("h2 a")).to_have_attribute("href", "stra%C3%9Fe/synopsis.html")
    expect(row.locator(".about").first).to_have_text("1999-01-01 · 1 French")
    expect(row.locator(".point")).to_have_text("◆ 14 (A) or 17 (B)")
    expect(row.locator(".shares span")).to_have_text("L’Œuvre")
    expect(row.locator(".spark path")).to_have_attribute("d", "M3 16v-5")
    expect(row.locator("dd")).to_have_text(["1", "5", "7", "2"])
    expect(page.locator("#all")).to_be_hidden()


@pytest.mark.browser
def test_a_found_row_is_the_row_of_the_list(visit: Visitor) -> None:
    page = visit("index.html")
    row = page.locator("#all .story").first
    expect(row).to_contain_text("Story 0", use_inner_text=True)  # what is scrolled to is drawn a frame later
    listed = row.inner_text()
    page.get_by_label("Find a story, a statement or an outlet").fill("2025-01-28")
    expect(page.locator("#hits .story")).to_have_text(listed, use_inner_text=True)


@pytest.mark.browser
def test_the_search_is_kept_in_the_address_and_can_be_left(visit: Visitor) -> None:
    page = visit("index-2.html")
    page.get_by_label("Find a story, a statement or an outlet").fill("Straße & Co")
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html?q=*")
    field = page.get_by_label("Find a story, a statement or an outlet")
    expect(field).to_have_value("Straße & Co")
    expect(page.get_by_role("status")).to_have_text(
        "No story has all of these words in its title, outlets or chief statements"
    )
    field.fill("story")
    expect(page.get_by_role("status")).to_have_text("103 stories, the newest 100 shown")
    expect(page.locator("#hits .story")).to_have_count(100)
    page.reload()
    expect(page.locator("#hits .story")).to_have_count(100)
    field.fill("")
    expect(page.locator("#all")).to_be_visible()
    expect(page.locator("#hits")).to_be_hidden()
    assert page.url.endswith("/index.html")


@pytest.mark.browser
def test_without_scripts_every_story_is_reached(visit: Visitor) -> None:
    page = visit("index.html", java_script_enabled=False)
    expect(page.locator("form")).to_be_hidden()
    page.get_by_role("navigation", name="Pages of stories").get_by_role("link", name="Page 5").click()
    expect(page.locator(".story")).to_have_count(4)
    expect(page.locator(".story").last).to_contain_text("Größter Streit um die Straße")


@pytest.mark.browser
def test_hostile_titles_stay_text_in_the_search_too(browser: Browser, tmp_path: Path) -> None:
    put(tmp_path, "s", HOSTILE, articles=(Share(HOSTILE, "de", 1, 1),))
    index(tmp_path)
    visitor = Visitor(browser, f"{tmp_path.as_uri()}/")
    page = visitor("index.html")
    page.get_by_label("Find a story, a statement or an outlet").fill("alert(1)")
    expect(page.locator("#hits h2")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator("#hits .shares")).to_contain_text("<img src=x")
    visitor.leave(lambda url: url.startswith(visitor.address))


@pytest.mark.browser
def test_five_thousand_stories_weigh_less_than_two_megabytes_a_page(browser: Browser, tmp_path: Path) -> None:
    """With titles of 90 letters, five outlets and statements of 70 letters a story, the search knows them all."""
    articles = (Path(__file__).parents[1] / "raw").rglob("*.txt")
    chance, text = random.Random(1), " ".join(path.read_text("utf-8") for path in articles).split()

    def spoken() -> str:
        return " ".join(chance.choices(text, k=12))[:70]

    names = [f"Zeitung {n:03} für Stadt und Land" for n in range(300)]
    row = module._row("s", StorySummary("T", "2026-01-02", (), 5, 7, 2))
    rows = [
        row._replace(
            folder=f"{n:04}-{'a-story-by-its-title' * 2}",
            title=f"{n:04} {'Ein längerer Titel ' * 5}"[:90],
            langs=(2, 2, 1),
            shares=[(names[(n + k) % 300], 57) for k in range(5)],
            point=f"◆ {n} (A) or {n} (B): {spoken()}",
            headlines=[spoken() for _ in range(module.HEADLINES)],
        )
        for n in range(5_000)
    ]
    pages = dict(module._pages(rows))
    assert max(map(len, pages.values())) < 2_000_000
    assert len(pages) == 20
    (tmp_path / "index.html").write_bytes(pages["index.html"])
    page = Visitor(browser, f"{tmp_path.as_uri()}/")("index.html")
    page.get_by_label("Find a story, a statement or an outlet").fill("4999 langerer")
    expect(page.get_by_role("status")).to_have_text("1 story")
    page.context.close()
