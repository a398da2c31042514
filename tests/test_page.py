"""The synopsis page in a real browser: read, pointed at, tabbed through, tapped, and read by axe."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from pipeline import export
from pipeline.data import Result
from pipeline.export.html import html

pytestmark = pytest.mark.browser

PARENT = {  # one statement in three articles
    "002.de": "002.de:93fed2:0",
    "000.en": "000.en:8bef88:0",
    "004.fr": "004.fr:a20ab3:0",
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass
class Visit:
    """An open page, what it said on the console, and what it asked for."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def sentence(self, article: str) -> Locator:
        return self.page.locator(f'[id="{PARENT[article]}"]')


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("no Chromium on this machine: install it (apt-get install chromium) to test the page")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    result = msgspec.json.decode((Path(__file__).parent / "cases" / "result.json").read_bytes(), type=Result)
    (path,) = export.write(tmp_path_factory.mktemp("story"), html(result))
    return path.as_uri()


class Visitor:
    """Opens the page under given circumstances; at the end no visit may have left a message or asked for anything."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address, self.visits = browser, address, list[Visit]()

    def __call__(self, width: int = 1400, suffix: str = "", **context: Any) -> Visit:
        page = self.browser.new_context(viewport={"width": width, "height": 900}, **context).new_page()
        visit = Visit(page)
        page.on("console", lambda message: visit.messages.append(message.text))
        page.on("pageerror", lambda error: visit.messages.append(str(error)))
        page.on("request", lambda request: visit.requests.append(request.url))
        page.goto(self.address + suffix)
        self.visits.append(visit)
        return visit


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, address)
    yield visitor
    for visit in visitor.visits:
        visit.page.context.close()
        assert visit.messages == []
        assert [url for url in visit.requests if url.split("?")[0].split("#")[0] != address] == []


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visitor, width: int, scheme: str) -> None:
    """With a sentence chosen and a row's details open, so that everything there is to see is seen."""
    page = visit(width, "#" + PARENT["002.de"], color_scheme=scheme, reduced_motion="reduce").page
    page.locator("summary").first.click()
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_pointing_lights_partners_both_ways(visit: Visitor) -> None:
    seen = visit()
    for one, other in (("002.de", "000.en"), ("000.en", "002.de"), ("004.fr", "002.de")):
        seen.sentence(one).locator("bdi").first.hover()
        expect(seen.sentence(one)).to_have_class(re.compile(r"\bchosen\b"))
        expect(seen.sentence(other)).to_have_class(re.compile(r"\blinked strong\b|\blinked likely\b"))
    seen.page.locator("h1").hover()
    expect(seen.page.locator(".linked, .chosen")).to_have_count(0)


def test_the_band_is_said_in_words(visit: Visitor) -> None:
    seen = visit()
    seen.sentence("002.de").locator("bdi").first.hover()
    state = seen.page.locator(".column", has=seen.sentence("000.en")).locator(".state")
    expect(state).to_have_text("strong link")
    seen.page.locator("h1").hover()
    expect(state).to_have_text("")


def test_focus_lights_partners_and_brings_them_into_view(visit: Visitor) -> None:
    seen = visit(reduced_motion="reduce")
    seen.page.locator("#name\\:1").scroll_into_view_if_needed()
    expect(seen.sentence("000.en")).not_to_be_in_viewport()
    before = seen.page.locator(".columns .s", has_text="in a detailed post")
    before.locator(".mark").focus()
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Tab")
    expect(seen.sentence("002.de").locator(".mark")).to_be_focused()
    for article in ("000.en", "004.fr"):
        expect(seen.sentence(article)).to_have_class(re.compile(r"\blinked\b"))
        expect(seen.sentence(article)).to_be_in_viewport()
    expect(seen.page.locator("#said")).to_have_text("Matches English 000 (strong link), French 004 (strong link)")
    seen.page.keyboard.press("Escape")
    expect(seen.page.locator(".linked, .chosen")).to_have_count(0)
    expect(seen.page.locator("#panel")).to_be_hidden()


def test_tapping_on_a_phone_shows_the_partners(visit: Visitor) -> None:
    seen = visit(360, has_touch=True, is_mobile=True, reduced_motion="reduce")
    seen.sentence("002.de").locator("bdi").first.tap()
    expect(seen.sentence("000.en")).to_have_class(re.compile(r"\blinked\b"))
    partner = seen.page.locator("#partners li").first
    expect(partner).to_contain_text("English 000 · strong link, 95 %")
    expect(partner).to_contain_text("a proud parent, driving away")
    partner.locator("a").tap()
    expect(seen.sentence("000.en")).to_have_class(re.compile(r"\bchosen\b"))
    expect(seen.sentence("000.en")).to_be_in_viewport()
    expect(seen.page.locator("#partners li").first).to_contain_text("German 002")
    seen.page.locator("#close").tap()
    expect(seen.page.locator("#panel")).to_be_hidden()


def test_what_has_no_counterpart_says_so(visit: Visitor) -> None:
    seen = visit()
    lone = seen.page.locator(".columns .s", has_text="Linda Yaccarino")
    assert lone.locator(".mark").inner_text().startswith("○")
    expect(lone.locator(".mark")).to_have_accessible_name(re.compile("no counterpart found"))
    lone.locator("bdi").first.click()
    expect(seen.page.locator("#said")).to_have_text("No counterpart found in another article")


def test_boilerplate_is_labelled_and_not_chosen(visit: Visitor) -> None:
    seen = visit()
    advert = seen.page.locator(".columns .boilerplate", has_text="Shutterstock")
    expect(advert).to_contain_text("not part of the report")
    advert.locator("bdi").first.click()
    expect(seen.page.locator("#panel")).to_be_hidden()


@pytest.mark.parametrize(
    ("mode", "own", "english"), [("Original", True, False), ("Translation", False, True), ("Both", True, True)]
)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_original_translation_or_both(visit: Visitor, mode: str, own: bool, english: bool, scripts: bool) -> None:
    """English text is there in every mode: it is the original and needs no translation."""
    seen = visit(java_script_enabled=scripts)
    seen.page.get_by_label(mode, exact=True).check()
    for place in (seen.sentence("002.de"), seen.page.locator("dd.s", has_text="Jetzt sei es an ihm")):
        expect(place.locator("bdi.own")).to_be_visible(visible=own)
        expect(place.locator("bdi.english")).to_be_visible(visible=english)
    expect(seen.sentence("000.en").locator("bdi")).to_be_visible()


def test_the_mode_is_kept_in_the_address(visit: Visitor) -> None:
    seen = visit(suffix="#" + PARENT["002.de"])
    seen.page.get_by_label("Original", exact=True).check()
    assert seen.page.url.endswith("?text=original#" + PARENT["002.de"])
    seen.page.reload()
    expect(seen.page.get_by_label("Original", exact=True)).to_be_checked()
    expect(seen.sentence("002.de").locator("bdi.english")).to_be_hidden()


def test_an_address_leads_to_a_sentence_and_to_a_statement(visit: Visitor) -> None:
    seen = visit(suffix="#" + PARENT["004.fr"])
    expect(seen.sentence("004.fr")).to_have_class(re.compile(r"\bchosen\b"))
    expect(seen.sentence("004.fr")).to_be_in_viewport()
    seen.sentence("004.fr").locator(".mark").click()
    row = seen.page.locator(".row:target")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("Reported by 3 of 5 articles")
    expect(row).to_contain_text("proud parent")


def test_a_row_explains_itself(visit: Visitor) -> None:
    row = visit().page.locator(".row", has_text="only three months")
    expect(row.locator("h3")).to_contain_text("some facts differ")
    row.locator("summary").click()
    expect(row.locator(".bonds")).to_contain_text("they report different facts")
    expect(row.locator(".bonds")).to_contain_text("Numbers that differ: 120 days, three months")


def test_everything_can_be_read_without_scripts(visit: Visitor) -> None:
    page = visit(java_script_enabled=False).page
    assert page.locator("bdi.own:visible, bdi.english:visible").count() == page.locator("bdi.own, bdi.english").count()
    expect(page.locator("#panel")).to_be_hidden()


def test_every_text_says_its_language_and_every_id_is_its_own(visit: Visitor) -> None:
    page = visit().page
    assert page.locator(".s bdi:not([lang])").count() == 0
    assert page.locator('[id="002.de:93fed2:0"] bdi.own').get_attribute("lang") == "de"
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    ways = page.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')].map((a) => a.getAttribute('href').slice(1))")
    assert set(ways) <= set(ids)


def test_paper_gets_all_of_every_article(visit: Visitor) -> None:
    page = visit().page
    page.emulate_media(media="print")
    assert page.locator(".column").evaluate_all("all => all.every((one) => one.scrollHeight <= one.clientHeight + 1)")
    expect(page.locator(".bar")).to_be_hidden()
