"""The synopsis page in a real browser: read, pointed at, tabbed through, tapped, and read by axe."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, expect
from visitor import Visitor

from pipeline import export
from pipeline.data import Difference, Result, RoundTrip, Side, Span
from pipeline.export.html import html
from pipeline.read.corrections import corrections

pytestmark = pytest.mark.browser

PARENT = {  # one statement in three articles
    "002.de": "002.de:93fed2:0",
    "000.en": "000.en:8bef88:0",
    "004.fr": "004.fr:a20ab3:0",
}
DAYS, MONTHS = "000.en:8d23e1:0", "004.fr:ca4882:0"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def sentence(page: Page, article: str) -> Locator:
    """The sentence of PARENT in its article."""
    return page.locator(f'[id="{PARENT[article]}"]')


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    (path,) = export.write(tmp_path_factory.mktemp("story"), html(compared(result())))
    return path.as_uri()


def result() -> Result:
    return msgspec.json.decode((Path(__file__).parent / "cases" / "result.json").read_bytes(), type=Result)


def compared(result: Result) -> Result:
    """The result with differences, states and a quotation as a comparison would find them."""
    english = {one.id: one.text for one in result.sentences} | {one.sentence: one.text for one in result.translations}

    def span(key: str, text: str, among: Mapping[str, str] = english) -> Span:
        start = among[key].index(text)
        return Span(key, start, start + len(text), text)

    (months,) = [one for one in result.synopsis.statements if any(DAYS in ids for ids in one.cells.values())]
    (parent,) = [
        one for one in result.synopsis.statements if any(PARENT["002.de"] in ids for ids in one.cells.values())
    ]
    sides = (
        Side(("004.fr",), "three months", (span(MONTHS, "three months"),)),
        Side(("000.en",), "120 days", (span(DAYS, "120 days"),)),
    )
    said = (
        Side(("000.en",), "verbatim", (span(PARENT["000.en"], "a proud parent"),)),
        Side(("002.de",), "reported", (span(PARENT["002.de"], "a proud parent"),)),
    )
    differences = (
        Difference("d1", months.id, "number", sides, "Two articles give different times.", "solid", ("digits",)),
        Difference("d2", parent.id, "attribution", said, "One quotes, one reports.", "check", ("a likely link",)),
    )
    own = {one.id: one.text for one in result.sentences}
    trip = RoundTrip(
        span(PARENT["000.en"], "a proud parent, driving away"),
        span(PARENT["004.fr"], "un parent fier, qui s’éloigne", own),
        span(PARENT["004.fr"], "a proud parent, driving away"),
        1.0,
    )
    states = {one: "said" if one in months.cells else "absent" for one in result.synopsis.articles}
    states["000.en"] = "said differently"
    statements = tuple(replace(one, states=states) if one is months else one for one in result.synopsis.statements)
    synopsis = replace(result.synopsis, statements=statements, differences=differences, round_trips=(trip,))
    return replace(result, synopsis=synopsis)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, address)
    yield visitor
    visitor.leave(lambda url: url.split("?")[0].split("#")[0] == address)


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visitor, width: int, scheme: str) -> None:
    """With a sentence chosen and a row's details open, so that everything there is to see is seen."""
    page = visit("#" + PARENT["002.de"], width, color_scheme=scheme, reduced_motion="reduce")
    page.locator("summary").first.click()
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_pointing_lights_partners_both_ways(visit: Visitor) -> None:
    page = visit()
    for one, other in (("002.de", "000.en"), ("000.en", "002.de"), ("004.fr", "002.de")):
        sentence(page, one).locator("bdi").first.hover()
        expect(sentence(page, one)).to_have_class(re.compile(r"\bchosen\b"))
        expect(sentence(page, other)).to_have_class(re.compile(r"\blinked strong\b|\blinked likely\b"))
    page.locator("h1").hover()
    expect(page.locator(".linked, .chosen")).to_have_count(0)


def test_the_band_is_said_in_words(visit: Visitor) -> None:
    page = visit()
    sentence(page, "002.de").locator("bdi").first.hover()
    state = page.locator(".column", has=sentence(page, "000.en")).locator(".state")
    expect(state).to_have_text("strong link")
    page.locator("h1").hover()
    expect(state).to_have_text("")


def test_focus_lights_partners_and_brings_them_into_view(visit: Visitor) -> None:
    page = visit(reduced_motion="reduce")
    page.locator("#name\\:1").scroll_into_view_if_needed()
    expect(sentence(page, "000.en")).not_to_be_in_viewport()
    before = page.locator(".columns .s", has_text="in a detailed post")
    before.locator(".mark").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(sentence(page, "002.de").locator(".mark")).to_be_focused()
    for article in ("000.en", "004.fr"):
        expect(sentence(page, article)).to_have_class(re.compile(r"\blinked\b"))
        expect(sentence(page, article)).to_be_in_viewport()
    expect(page.locator("#said")).to_have_text("Matches English 000 (strong link), French 004 (strong link)")
    page.keyboard.press("Escape")
    expect(page.locator(".linked, .chosen")).to_have_count(0)
    expect(page.locator("#panel")).to_be_hidden()


def test_tapping_on_a_phone_shows_the_partners(visit: Visitor) -> None:
    page = visit("", 360, has_touch=True, is_mobile=True, reduced_motion="reduce")
    sentence(page, "002.de").locator("bdi").first.tap()
    expect(sentence(page, "000.en")).to_have_class(re.compile(r"\blinked\b"))
    partner = page.locator("#partners li").first
    expect(partner).to_contain_text("English 000 · strong link, 95 %")
    expect(partner).to_contain_text("a proud parent, driving away")
    partner.locator("a").tap()
    expect(sentence(page, "000.en")).to_have_class(re.compile(r"\bchosen\b"))
    expect(sentence(page, "000.en")).to_be_in_viewport()
    expect(page.locator("#partners li").first).to_contain_text("German 002")
    page.locator("#close").tap()
    expect(page.locator("#panel")).to_be_hidden()


def test_what_has_no_counterpart_says_so(visit: Visitor) -> None:
    page = visit()
    lone = page.locator(".columns .s", has_text="Linda Yaccarino")
    assert lone.locator(".mark").inner_text().startswith("○")
    expect(lone.locator(".mark")).to_have_accessible_name(re.compile("no counterpart found"))
    lone.locator("bdi").first.click()
    expect(page.locator("#said")).to_have_text("No counterpart found in another article")


def test_boilerplate_is_labelled_and_not_chosen(visit: Visitor) -> None:
    page = visit()
    advert = page.locator(".columns .boilerplate", has_text="Shutterstock")
    expect(advert).to_contain_text("not part of the report")
    advert.locator("bdi").first.click()
    expect(page.locator("#panel")).to_be_hidden()


@pytest.mark.parametrize(
    ("mode", "own", "english"), [("Original", True, False), ("Translation", False, True), ("Both", True, True)]
)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_original_translation_or_both(visit: Visitor, mode: str, own: bool, english: bool, scripts: bool) -> None:
    """English text is there in every mode: it is the original and needs no translation."""
    page = visit(java_script_enabled=scripts)
    page.get_by_label(mode, exact=True).check()
    for place in (sentence(page, "002.de"), page.locator("dd.s", has_text="Jetzt sei es an ihm")):
        expect(place.locator("bdi.own")).to_be_visible(visible=own)
        expect(place.locator("bdi.english")).to_be_visible(visible=english)
    expect(sentence(page, "000.en").locator("bdi")).to_be_visible()


def test_the_mode_is_kept_in_the_address(visit: Visitor) -> None:
    page = visit("#" + PARENT["002.de"])
    page.get_by_label("Original", exact=True).check()
    assert page.url.endswith("?text=original#" + PARENT["002.de"])
    page.reload()
    expect(page.get_by_label("Original", exact=True)).to_be_checked()
    expect(sentence(page, "002.de").locator("bdi.english")).to_be_hidden()


def test_an_address_leads_to_a_sentence_and_to_a_statement(visit: Visitor) -> None:
    page = visit("#" + PARENT["004.fr"])
    expect(sentence(page, "004.fr")).to_have_class(re.compile(r"\bchosen\b"))
    expect(sentence(page, "004.fr")).to_be_in_viewport()
    sentence(page, "004.fr").locator(".mark").click()
    row = page.locator(".row:target")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("Reported by 3 of 5 articles")
    expect(row).to_contain_text("proud parent")


def test_a_row_explains_itself(visit: Visitor) -> None:
    row = visit().locator(".row", has_text="only three months")
    expect(row.locator(".differences")).to_contain_text(
        "Number: French 004: three months; English 000: 120 days. solid"
    )
    expect(row.locator(".cell", has_text="120 days").locator("dt")).to_contain_text("says it differently")
    expect(row.locator(".cell.silent", has_text="German 002")).to_contain_text("not in this article")
    expect(row.locator("mark")).to_have_text(["120 days", "three months"])
    row.locator("summary").click()
    expect(row.locator(".bonds")).to_contain_text("they report different facts")
    expect(row.locator(".bonds")).to_contain_text("Numbers that differ: 120 days, three months")


def test_everything_can_be_read_without_scripts(visit: Visitor) -> None:
    page = visit(java_script_enabled=False)
    assert page.locator("bdi.own:visible, bdi.english:visible").count() == page.locator("bdi.own, bdi.english").count()
    expect(page.locator("#panel")).to_be_hidden()


def test_every_text_says_its_language_and_every_id_is_its_own(visit: Visitor) -> None:
    page = visit()
    assert page.locator(".s bdi:not([lang])").count() == 0
    assert page.locator('[id="002.de:93fed2:0"] bdi.own').get_attribute("lang") == "de"
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    ways = page.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')].map((a) => a.getAttribute('href').slice(1))")
    assert set(ways) <= set(ids)


def test_paper_gets_all_of_every_article(visit: Visitor) -> None:
    page = visit()
    page.emulate_media(media="print")
    assert page.locator(".column").evaluate_all("all => all.every((one) => one.scrollHeight <= one.clientHeight + 1)")
    expect(page.locator(".bar")).to_be_hidden()


def shared(page: Page) -> Locator:
    return page.locator("#statements ~ .rows > .row:visible")


@pytest.mark.parametrize(
    ("field", "value", "rows"),
    [
        ("show", "solid", 1),
        ("show", "differ", 2),
        ("show", "alone", 0),
        ("q", "TROIS mois", 1),
        ("q", "nowhere said", 0),
    ],
)
def test_statements_are_sifted_and_the_address_keeps_how(visit: Visitor, field: str, value: str, rows: int) -> None:
    """Search takes no notice of case and reads originals and translations."""
    page = visit()
    every = shared(page).count()
    box = page.locator(f"#{field}")
    box.fill(value) if field == "q" else box.select_option(value)
    expect(shared(page)).to_have_count(rows)
    expect(page.locator("#found")).to_contain_text(f"{rows} of {every} shared statements")
    page.reload()
    expect(shared(page)).to_have_count(rows)
    page.get_by_role("button", name="Clear").click()
    expect(shared(page)).to_have_count(every)
    assert "?" not in page.url


def test_rows_are_sifted_by_outlet_and_certainty(visit: Visitor) -> None:
    page = visit()
    page.locator("#outlet").select_option(label="German 002")
    assert (
        shared(page).count()
        == shared(page).filter(has=page.locator(".cell:not(.silent)", has_text="German 002")).count()
        > 0
    )
    lone = page.locator(".lone .sole:visible")
    assert lone.count() == page.locator(".lone", has_text="Only German 002").locator(".sole").count()
    page.locator("#sure").select_option("strong")
    for row in shared(page).all():
        expect(row.locator(".sure")).to_contain_text("strong")


def test_search_ignores_accents(visit: Visitor) -> None:
    page = visit()
    page.locator("#q").fill("a declare babaschkin")
    expect(shared(page)).to_have_count(1)


def test_keys_walk_the_statements(visit: Visitor) -> None:
    page = visit(reduced_motion="reduce")
    first, second = page.locator(".row").nth(0), page.locator(".row").nth(1)
    page.keyboard.press("j")
    assert first.evaluate("row => row.matches(':target')")
    page.keyboard.press("j")
    assert second.evaluate("row => row.matches(':target')")
    expect(second).to_be_in_viewport()
    page.keyboard.press("k")
    assert first.evaluate("row => row.matches(':target')")
    page.keyboard.press("m")
    expect(page.locator("#overview")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("j?")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()


def test_help_opens_by_key_and_keys_can_be_switched_off(visit: Visitor) -> None:
    """WCAG 2.1.4: single-character keys must not be forced upon those who talk to their machine."""
    page = visit()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.get_by_label("Keys that work anywhere").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_hidden()
    assert "keys=off" in page.url


def test_on_demand_shows_the_original_of_what_is_asked_for(visit: Visitor) -> None:
    page = visit(reduced_motion="reduce")
    page.get_by_label("On demand", exact=True).check()
    row = page.locator(".row", has_text="weiterzuziehen").first
    own = row.locator("bdi.own[lang=de]")
    expect(own).to_be_hidden()
    row.locator("h3 a").first.click()
    page.keyboard.press("o")
    expect(own).to_be_visible()
    page.keyboard.press("o")
    expect(own).to_be_hidden()
    row.locator("bdi.english", has_text="proud parent").first.click()
    expect(own).to_be_visible()


def test_the_lens_is_switched_by_box_and_key(visit: Visitor) -> None:
    page = visit()
    line = "getComputedStyle(document.querySelector('mark')).textDecorationLine"
    assert page.evaluate(line) == "underline"
    page.keyboard.press("d")
    assert page.evaluate(line) == "none"
    assert "lens=off" in page.url
    page.get_by_label("Mark differences").check()
    assert page.evaluate(line) == "underline"


@pytest.mark.parametrize(
    ("theme", "paper"), [("light", "252, 251, 248"), ("dark", "23, 24, 26"), ("contrast", "255, 255, 255")]
)
def test_colours_can_be_chosen(visit: Visitor, theme: str, paper: str) -> None:
    page = visit(color_scheme="dark" if theme == "light" else "light")
    page.get_by_role("button", name="Help and settings").click()
    page.locator("#theme").select_option(theme)
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == f"rgb({paper})"
    assert Axe().run(page, options=RULES).response["violations"] == []


def test_an_article_is_read_with_what_matches_under_each_sentence(visit: Visitor) -> None:
    page = visit()
    page.locator("#view").select_option(label="German 002, with what matches under each sentence")
    expect(page.locator("#columns")).to_be_hidden()
    block = page.locator("#woven > div", has_text="weiterzuziehen")
    expect(block.locator("li").first).to_contain_text("a proud parent, driving away")
    assert "view=3" in page.url
    block.locator("li a").first.click()
    expect(page.locator("#columns")).to_be_visible()
    expect(sentence(page, "000.en")).to_have_class(re.compile(r"\bchosen\b"))


def test_verdicts_become_a_file_of_corrections(visit: Visitor, tmp_path: Path) -> None:
    """As `read` takes them: accepted with a note, rejected, added; and still there when the page comes back."""
    page = visit()
    row = page.locator(".row", has_text="only three months")
    row.locator("summary").click()
    bond = row.locator("[data-link]").first
    bond.get_by_role("button", name="Accept").click()
    bond.get_by_label("Note").fill("both\tsay\nit")
    bond.get_by_label("Note").press("Tab")
    row.locator("[data-link]").nth(1).get_by_role("button", name="Reject").click()
    page.reload()
    lone = page.locator(".columns .s", has_text="Linda Yaccarino")
    lone.locator("bdi").first.click()
    page.get_by_role("button", name="Match with another sentence").click()
    sentence(page, "002.de").locator("bdi").first.click()
    expect(page.locator("#said")).to_contain_text("Matched with German 002")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download corrections (3)").first.click()
    path = tmp_path / "corrections.tsv"
    download.value.save_as(path)
    read, warned = corrections(path, "story")
    assert not warned
    assert [one.action for one in read] == ["accept", "reject", "add"]
    assert read[0].note == "both say it"
    assert {*read[0].left, *read[0].right} <= {one.id for one in result().sentences}
    assert read[2].right == (PARENT["002.de"],)


def test_a_choice_is_taken_back_by_choosing_it_again(visit: Visitor) -> None:
    page = visit()
    row = page.locator(".row", has_text="only three months")
    row.locator("summary").click()
    accept = row.locator("[data-link]").first.get_by_role("button", name="Accept")
    accept.click()
    expect(accept).to_have_attribute("aria-pressed", "true")
    accept.click()
    expect(accept).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#save-top")).to_be_hidden()


def test_the_picture_says_in_words_what_it_shows(visit: Visitor) -> None:
    page = visit()
    expect(page.locator("svg.matrix").first).to_have_accessible_name(re.compile("Who reports statements 1 to "))
    told = page.locator("svg.matrix desc").first.text_content() or ""
    assert re.search(r"English 000: reports \d+, 1 of them differently", told)
    assert page.locator("svg.matrix .apart").count() == 1
    assert page.locator("svg.matrix .absent").count() == 2


def test_quotations_and_outlets(visit: Visitor) -> None:
    page = visit()
    trip = page.locator(".trips .row")
    expect(trip).to_contain_text("100 % alike")
    expect(trip.locator("bdi[lang=fr]")).to_have_text("un parent fier, qui s’éloigne")
    cards = page.locator(".card", has_text="three months")
    assert cards.count() == 2
    expect(page.locator(".card", has_text="English 001")).to_contain_text("No difference that can be cited")


def test_targets_are_large_enough_and_text_reflows(visit: Visitor) -> None:
    """WCAG 1.4.10 at 320 px, which is 400 % of 1280, and 2.5.8: 24 px or room around."""
    page = visit("", 320, reduced_motion="reduce")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    small = page.evaluate(
        "[...document.querySelectorAll('button, select, input, summary, .mark, nav a')].filter((one) =>"
        " one.getClientRects().length && !one.closest('label') && one.getBoundingClientRect().height < 24).length"
    )
    assert small == 0


def test_facts_that_may_differ_are_told_where_no_difference_says_which(browser: Browser, tmp_path: Path) -> None:
    """A link of kind "different facts" shows on its row and is found by the filter, even with no difference listed."""
    (path,) = export.write(tmp_path, html(result()))
    visitor = Visitor(browser, path.as_uri())
    page = visitor()
    page.locator("#show").select_option("differ")
    rows = shared(page)
    assert rows.count() > 0
    for row in rows.all():
        expect(row.locator("h3")).to_contain_text("some facts may differ")
    visitor.leave(lambda url: url == visitor.address)


def test_long_words_and_names_do_not_widen_a_phone(browser: Browser, tmp_path: Path) -> None:
    long = result()
    articles = tuple(
        replace(one, outlet=f"{one.id} " + "a rather long name of an outlet " * 3) for one in long.story.articles
    )
    sentences = tuple(replace(one, text=one.text.replace(" ", "") * 3) for one in long.sentences)
    odd = replace(long, story=replace(long.story, articles=articles), sentences=sentences)
    (path,) = export.write(tmp_path, html(odd))
    visitor = Visitor(browser, path.as_uri())
    page = visitor("", 360)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    visitor.leave(lambda url: url == visitor.address)


def test_what_is_surely_absent_is_said_beside_a_sole_statement(browser: Browser, tmp_path: Path) -> None:
    held = result()
    (row,) = [
        one
        for one in held.synopsis.statements
        if any("002.de:" in key for key in one.id.split()) and len(one.cells) == 1
    ][:1]
    states = {"002.de": "said", "000.en": "absent", "001.en": "not found"}
    statements = tuple(replace(one, states=states) if one is row else one for one in held.synopsis.statements)
    (path,) = export.write(tmp_path, html(replace(held, synopsis=replace(held.synopsis, statements=statements))))
    visitor = Visitor(browser, path.as_uri())
    page = visitor()
    expect(page.locator(".sole .absent")).to_have_text(["Not in English 000."])
    visitor.leave(lambda url: url == visitor.address)
