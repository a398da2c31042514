"""The report of scores: what stands in it, what is marked, and how it works in a real browser."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from playwright.sync_api import Browser, Page, expect
from visitor import Visitor

from pipeline.evaluate.scored import PairedTest, Report, Score, Segment, SegmentScore, Slice
from pipeline.export import charts, report

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SYSTEMS = ("old", "new", "third")
SOURCES = ("Der Rat tagte nicht.", "Die Brücke ist gesperrt.", "300 Menschen kamen.", "Es brannte <b>hell</b> & lang.")
TEXTS = (
    ("The council did not meet.", "The council met.", "The council didn't meet."),
    ("The bridge is closed.", "The bridge is closed.", "The bridge was closed."),
    ("300 people came.", "300 people came.", "200 people came."),
    ("It burned <b>brightly</b> & long.", "It burned <b>bright</b> & long.", "Fire."),
)
CHRF = ((90.0, 40.0, 80.0), (100.0, 100.0, 85.0), (99.0, 99.0, 70.0), (60.0, 55.0, 5.0))
FLAGS: tuple[tuple[str, ...], ...] = (("negation lost",), (), ("number differs",), ("clause missing", "number differs"))


def score(metric: str, value: float, half: float | None = 1.0) -> Score:
    return Score(metric, value, None if half is None else value, half, f"{metric}|version:2", 4)


def segment(at: int, systems: int) -> SegmentScore:
    said = Segment(f"id{at}", TEXTS[at][:systems], (TEXTS[at][0],), SOURCES[at], "de", f"doc{at // 2}", "Abendblatt")
    flagged = {0: 1, 2: 2, 3: 2}.get(at, -1)
    flags = tuple(FLAGS[at] if n == flagged else () for n in range(systems))
    more = {"COMET": tuple([0.812, None, 0.5][:systems])}
    return SegmentScore(said, CHRF[at][:systems], tuple(value / 2 for value in CHRF[at][:systems]), flags, more)


def made(systems: int = 3, **more: Any) -> Report:
    scores = tuple(
        (score("BLEU", 40.0 + n), score("chrF2++", 60.0 + n), score("COMET", 0.85, 0.01)) for n in range(systems)
    )
    words = "new is worse than old at n = 4: -2.00 BLEU"
    compared = PairedTest(
        "BLEU", "new", "old", -2, -3, -1, 0.01, 0.01, 0.02, 1.5, "worse", words, ("bs:1000", "ar:10000"), 4
    )
    slices = [Slice("length", name, 30, scores) for name in ("1 to 10 words", "11 to 20 words", "over 20 words")]
    slices.append(Slice("document", "doc0", 40, scores))
    given = {
        "comparisons": (compared,) if systems > 1 else (),
        "slices": tuple(slices),
        "hidden": {"outlet": 2},
        "segments": tuple(segment(at, systems) for at in range(4)),
        "signatures": {"chrF2++": "nrefs:1|nw:2"},
        "warnings": ("reference.txt begins with a byte-order mark",),
    }
    told = Report("fire-2026", "abc123", "en", "2026-06-01", "quality", 4, SYSTEMS[:systems], scores)
    return replace(told, **(given | more))


def page(found: Report) -> str:
    ((name, content),) = report.html(found)
    assert name == "report.html"
    return content.decode()


def pieces(text: str, base: str) -> str:
    """With what differs in brackets."""
    return "".join(f"[{part}]" if differs else part for differs, part in report.differing(text, base))


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("The bridge is closed.", "The bridge is closed.", "The bridge is closed."),
        ("The old bridge is closed.", "The bridge is closed.", "The [old] bridge is closed."),
        ("The bridge.", "The bridge is closed.", "The bridge."),
        ("It burned brightly.", "It burned bright.", "It burned bright[ly]."),
        ("It organised.", "It organized.", "It organi[s]ed."),
        ("Three people came.", "Nobody came.", "[Three people] came."),
        ("", "The bridge.", ""),
        ("Fire!", "", "[Fire!]"),
    ],
)
def test_what_differs_is_marked_by_words_and_by_characters_where_words_are_alike(
    text: str, base: str, expected: str
) -> None:
    assert pieces(text, base) == expected


@pytest.mark.usefixtures("within_minutes")
def test_long_texts_are_not_compared_and_the_page_says_so() -> None:
    """80,000 words that share few would take hours; so would one long word against another."""
    words = " ".join(f"w{at % 997}" for at in range(80_000))
    long = Segment("1", (words, f"x {words}"), ("ref",), "s")
    found = page(made(2, segments=(SegmentScore(long, (1.0, 1.0), (1.0, 1.0), ((), ())),)))
    assert found.count("(over 300 words and signs: differences are not marked)") == 2
    assert "not marked" not in page(made(2))
    assert pieces("ab" * 5000, "ba" * 5000) == f"[{'ab' * 5000}]"


def test_lengths_are_of_what_was_measured() -> None:
    """Of the source, or of the reference for segments without one."""
    assert "Words of the source. Vertical" in page(made())
    bare = tuple(replace(one, segment=replace(one.segment, source="")) for one in made().segments)
    found = page(made(segments=bare))
    assert "Words of the reference. Vertical" in found
    assert "BLEU by length of the reference" in found
    assert "of the source" not in found
    found = page(made(segments=(*bare[:1], *made().segments[1:])))
    assert "Words of the source, or of the reference where there is none. Vertical" in found


@given(st.text("ab c,.", max_size=30), st.text("ab c,.", max_size=30))
def test_pieces_are_the_whole_text_and_alternate(text: str, base: str) -> None:
    found = report.differing(text, base)
    assert "".join(part for _, part in found) == text
    assert all(part for _, part in found)
    assert all(one[0] != other[0] for one, other in itertools.pairwise(found))
    assert not any(differs for differs, _ in report.differing(text, text))


def test_of_many_segments_the_worst_and_the_most_different_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Means: 70, 95, 89.3, 40; ranges: 50, 15, 29, 55."""
    monkeypatch.setattr(report, "MOST", 2)
    found = page(made(segments=tuple(segment(at, 3) for at in range(4))))
    assert re.findall(r'<li id="s(\d)"', found) == ["4", "1"]
    assert "Of 4 segments these are the 2 with the lowest scores or the largest differences" in found
    assert "all stand in segments.tsv" in found
    monkeypatch.setattr(report, "MOST", 4)
    every = page(made())
    assert re.findall(r'<li id="s(\d)" data-worst="(\d)" data-apart="(\d)"', every) == [
        ("4", "0", "0"), ("1", "1", "1"), ("3", "2", "2"), ("2", "3", "3"),
    ]  # fmt: skip
    assert "segments.tsv" not in every


def test_texts_are_text_and_nothing_reorders_the_page() -> None:
    harmful = Segment("\u202eid", ("<script>alert(1)</script>",), ("ref",), "s\x1b[0m")
    found = page(made(1, segments=(SegmentScore(harmful, (1.0,), (1.0,), ((),)),)))
    assert "<script>alert" not in found
    assert "\u202e" not in found
    assert "\x1b" not in found


def test_likeness_is_never_called_a_score_of_translations() -> None:
    found = page(made(2, kind="likeness", comparisons=()))
    assert "Likeness to other coverage" in found
    assert "nothing of how good a translation is" in found
    assert "Translation scores" not in found
    assert ">Reference<" not in found


def test_a_report_without_segments_or_slices_is_still_a_page() -> None:
    found = page(made(2, segments=(), slices=(), hidden={}, comparisons=(), warnings=()))
    assert "None were asked for." in found
    assert 'id="filter"' not in found
    assert 'href="#slices"' not in found


@pytest.mark.parametrize(("least", "most"), [(0.8, 0.83), (12.0, 12.0), (-3.0, 60.0), (0.0, 0.0), (40.01, 71.3)])
def test_ticks_are_round_and_reach_beyond_both(least: float, most: float) -> None:
    ticks = charts._ticks(least, most)
    assert ticks[0] <= least <= most <= ticks[-1]
    assert 2 <= len(ticks) <= 8
    steps = {round(other - one, 9) for one, other in itertools.pairwise(ticks)}
    assert len(steps) == 1


def test_bins_hold_every_value_once() -> None:
    shares = charts.binned([0, 4.9, 5, 99.9, 100, 100])
    assert (shares[0], shares[1], shares[19]) == (pytest.approx(2 / 6), pytest.approx(1 / 6), pytest.approx(3 / 6))
    assert sum(shares) == pytest.approx(1)


def drawn(chart: object) -> etree._Element:
    return etree.fromstring(str(chart))


def test_charts_say_in_words_what_they_draw() -> None:
    chart = drawn(charts.intervals("BLEU", {"a<b": (40.0, 39.0, 41.0), "b": (42.0, None, None)}))
    assert chart.get("role") == "img"
    assert chart.get("aria-label") == "BLEU with 95 % intervals. a<b 40 (39 to 41); b 42."
    assert len(chart.findall("path[@class='interval']")) == 1
    curve = drawn(charts.curves("TER", ["1 to 9 words", "over 9 words"], {"a": [(50, 48, 52), (60, 55, 65)]}, "the x"))
    assert "TER by length of the x" in (curve.get("aria-label") or "")
    assert "a: 1 to 9 words 50 (48 to 52), over 9 words 60 (55 to 65)" in (curve.get("aria-label") or "")
    scatter = drawn(charts.scatter(("old", [10, 20, 30]), ("new", [11, 19, 30])))
    assert "new scores higher in 1 segments, old in 1, both alike in 1" in (scatter.get("aria-label") or "")


def test_a_scatter_stays_small_whatever_the_number_of_segments() -> None:
    values = [at % 101 for at in range(10_000)]
    chart = drawn(charts.scatter(("old", values), ("new", list(reversed(values)))))
    assert len(chart.findall("rect")) <= charts.GRID**2
    points = [float(one.get("width") or 0) for one in chart.findall("rect")]
    assert max(points) == pytest.approx((charts.WIDTH - charts.LEFT - charts.RIGHT) / charts.GRID, abs=0.06)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page(made()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, address)
    yield visitor
    visitor.leave(lambda url: url.split("#")[0] == address)


def shown(tab: Page) -> Sequence[str]:
    return [row.get_attribute("id") or "" for row in tab.locator("#list > li:visible").all()]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1400, "light")])
def test_axe_finds_nothing(visit: Visitor, width: int, scheme: str) -> None:
    """In a window so tall that all of it is drawn."""
    tab = visit("", width, 9000, color_scheme=scheme)
    tab.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    found = Axe().run(tab, options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found] == []
    assert tab.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
def test_sentences_are_found_by_words_and_by_flag(visit: Visitor) -> None:
    tab = visit()
    assert shown(tab) == ["s4", "s1", "s3", "s2"]
    expect(tab.locator("#count")).to_have_text("4 shown")
    tab.get_by_label("Search in all texts").fill("brucke CLOSED")
    assert shown(tab) == ["s2"]
    expect(tab.locator("#count")).to_have_text("1 of 4 shown")
    tab.get_by_label("Search in all texts").fill("")
    tab.get_by_label("Flag").select_option("number differs")
    assert shown(tab) == ["s4", "s3"]
    assert tab.get_by_label("Flag").locator("option").all_inner_texts() == [
        "any or none", "clause missing", "negation lost", "number differs",
    ]  # fmt: skip
    tab.get_by_label("Search in all texts").fill("people")
    assert shown(tab) == ["s3"]


@pytest.mark.browser
def test_sentences_are_put_in_order(visit: Visitor) -> None:
    tab = visit()
    tab.get_by_label("Order").select_option("as in the file")
    assert shown(tab) == ["s1", "s2", "s3", "s4"]
    tab.get_by_label("Order").select_option("largest difference first")
    assert shown(tab) == ["s4", "s1", "s3", "s2"]


@pytest.mark.browser
def test_all_is_there_without_scripts(visit: Visitor) -> None:
    tab = visit(java_script_enabled=False)
    assert shown(tab) == ["s4", "s1", "s3", "s2"]
    expect(tab.locator("#filter")).to_be_hidden()
    row = tab.locator("#s1")
    expect(row).to_contain_text("Der Rat tagte nicht.")
    expect(row.locator("dt", has_text="old")).to_contain_text("chrF2++ 90.00, BLEU 45.00, COMET 0.8120")
    expect(row.locator("dt", has_text="new")).to_contain_text("COMET none")
    expect(row.locator("dd", has_text="The council met.")).to_contain_text("negation lost")
    assert row.locator("mark").all_text_contents() == ["met", "'"]
    assert tab.locator("#s4 mark").count() >= 1
    assert row.locator("bdi[lang=de]").text_content() == "Der Rat tagte nicht."


@pytest.mark.browser
def test_figures_have_intervals_verdicts_and_signatures(visit: Visitor) -> None:
    tab = visit()
    first = tab.locator("table").first.locator("tbody tr").first
    expect(first).to_contain_text("baseline")
    assert first.locator("td").all_inner_texts() == [
        "40.00\n39.00 to 41.00",
        "60.00\n59.00 to 61.00",
        "0.8500\n0.8400 to 0.8600",
    ]
    expect(tab.locator(".verdicts")).to_contain_text("worse new is worse than old at n = 4")
    expect(tab.locator("footer")).to_contain_text("BLEU|version:2")
    expect(tab.locator("footer")).to_contain_text("bs:1000")
    expect(tab.locator(".warning")).to_have_text("reference.txt begins with a byte-order mark")
    assert tab.locator("section", has=tab.locator("#slices")).locator("svg.chart").count() == 3
    assert tab.locator("section", has=tab.locator("#distribution")).locator("svg.chart").count() == 3 + 2
    expect(tab.locator("section", has=tab.locator("#slices"))).to_contain_text(
        "Outlet: 2 with fewer than 30 segments not shown."
    )


@pytest.mark.browser
def test_one_system_is_held_against_the_reference(browser: Browser, tmp_path: Path) -> None:
    alone = made(1, segments=(SegmentScore(Segment("1", ("It burned long.",), ("It burned.",)), (50.0,), (30.0,)),))
    (tmp_path / "report.html").write_text(page(alone), encoding="utf-8")
    tab = browser.new_page()
    tab.goto((tmp_path / "report.html").as_uri())
    assert tab.locator("#s1 mark").all_text_contents() == ["long"]
    expect(tab.get_by_label("Order").locator("option")).to_have_count(2)
    tab.context.close()


@pytest.mark.browser
def test_every_id_is_its_own_and_every_way_leads_somewhere(visit: Visitor) -> None:
    tab = visit()
    ids = tab.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    ways = tab.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')].map((a) => a.getAttribute('href').slice(1))")
    assert set(ways) <= set(ids)


def test_a_curve_breaks_off_where_there_is_no_point() -> None:
    """And the words say that there were too few."""
    point = (50.0, None, None)
    chart = drawn(charts.curves("BLEU", ["a", "b", "c", "d"], {"s": [point, point, None, point]}, "the x"))
    runs = [path.get("d") or "" for path in chart.findall("path") if path.get("class") == "run of0"]
    # two runs of the line, then the legend's
    assert [run.count("L") for run in runs] == [1, 0, 1]
    assert "b 50, c too few, d 50" in (chart.get("aria-label") or "")


def test_every_metrics_tests_are_signed() -> None:
    compared = made().comparisons[0]
    more = replace(compared, metric="chrF2++", signatures=("bs:7", "ar:77"))
    told = page(made(comparisons=(compared, more)))
    assert "ar:10000" in told
    assert "ar:77" in told
    assert "p: the greater of sacrebleu" in told


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_wide_tables_show_that_they_can_be_scrolled(browser: Browser, tmp_path: Path, scheme: str) -> None:
    """And what is better is not red, as what is worse."""
    better = replace(made().comparisons[0], verdict="better")
    (tmp_path / "report.html").write_text(page(made(comparisons=(better, *made().comparisons))), encoding="utf-8")
    tab = browser.new_context(viewport={"width": 360, "height": 900}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    tab.goto((tmp_path / "report.html").as_uri())
    tables = tab.locator(".wide")
    cut = [one for one in tables.all() if one.evaluate("(box) => box.scrollWidth > box.clientWidth")]
    assert cut
    for box in cut:
        assert box.evaluate("(box) => { box.scrollLeft = 40; return box.scrollLeft }") == 40
        assert box.evaluate("(box) => getComputedStyle(box).backgroundImage").count("gradient") == 4
    colours = {name: tab.locator(f".verdicts .{name}").evaluate("(tag) => getComputedStyle(tag).color")
               for name in ("better", "worse")}  # fmt: skip
    red, green, _ = map(int, re.findall(r"\d+", colours["better"])[:3])
    assert green > red
    assert colours["better"] != colours["worse"]
    tab.context.close()
