"""The synopsis page in a real browser: ten tasks with counted clicks, sizes, widths, schemes, paper, no scripts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

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
URL = "https://outlet.example/story"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FONT_SIZES = """[...new Set([...document.querySelectorAll('body *')]
    .filter((one) => one.getClientRects().length
        && [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim()))
    .map((one) => getComputedStyle(one).fontSize))]"""
IN_SIGHT = """[...document.querySelectorAll('.st')].filter((row) => {
    const box = row.getBoundingClientRect();
    return box.height && box.top >= 0 && box.bottom <= innerHeight;
}).length"""


def result() -> Result:
    return msgspec.json.decode((Path(__file__).parent / "cases" / "result.json").read_bytes(), type=Result)


def compared(held: Result) -> Result:
    """The result with differences, states, an address and a quotation as a comparison would find them."""
    own = {one.id: one.text for one in held.sentences}
    english = own | {one.sentence: one.text for one in held.translations}

    def span(key: str, text: str, among: dict[str, str] = english) -> Span:
        start = among[key].index(text)
        return Span(key, start, start + len(text), text)

    rows = held.synopsis.statements
    (months,) = [one for one in rows if any(DAYS in ids for ids in one.cells.values())]
    (parent,) = [one for one in rows if any(PARENT["002.de"] in ids for ids in one.cells.values())]
    sides = (
        Side(("004.fr",), "three months", (span(MONTHS, "three months"),)),
        Side(("000.en",), "120 days", (span(DAYS, "120 days"),)),
    )
    said = (
        Side(("000.en", "004.fr"), "quoted", (span(PARENT["000.en"], "a proud parent"),)),
        Side(("002.de",), "reported", (span(PARENT["002.de"], "a proud parent"),)),
    )
    spelt = (Side(("000.en",), "xAI", ()), Side(("004.fr",), "XAI", ()))
    differences = (
        Difference("d1", months.id, "number", sides, "Two articles give different times.", "solid", ("digits",)),
        Difference("d2", parent.id, "attribution", said, "One quotes, one reports.", "check", ("a likely link",)),
        Difference("d3", parent.id, "spelling", spelt, "One name in two spellings: xAI and XAI.", "solid", ()),
    )
    trip = RoundTrip(
        span(PARENT["000.en"], "a proud parent, driving away"),
        span(PARENT["004.fr"], "un parent fier, qui s’éloigne", own),
        span(PARENT["004.fr"], "a proud parent, driving away"),
        1.0,
    )
    states = {one: "said" if one in months.cells else "absent" for one in held.synopsis.articles}
    states["000.en"] = "said differently"
    statements = tuple(
        replace(one, states=states, headline="Built in three months or 120 days")  # type: ignore[arg-type]
        if one is months
        else replace(one, headline="He felt like a proud parent")
        if one is parent
        else one
        for one in rows
    )
    articles = tuple(replace(one, url=URL) if one.id == "002.de" else one for one in held.story.articles)
    synopsis = replace(held.synopsis, statements=statements, differences=differences, round_trips=(trip,))
    return replace(held, story=replace(held.story, articles=articles), synopsis=synopsis)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    (path,) = export.write(tmp_path_factory.mktemp("story"), html(compared(result())))
    return path.as_uri()


@pytest.fixture(scope="module")
def sample(root: Path) -> str:
    """The page of the five articles, as committed."""
    return (root / "aligned" / "babuschkin-leaves-xai" / "synopsis.html").as_uri()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, address)
    yield visitor
    visitor.leave(lambda url: url.split("?")[0].split("#")[0] == address or url.startswith("blob:"))


def row(page: Page, words: str) -> Locator:
    return page.locator(".st", has_text=words)


def cell(place: Locator, outlet: str) -> Locator:
    """What an outlet says in a row."""
    return place.locator(".c").filter(has=place.page.locator("h3", has_text=outlet)).first


def shown(page: Page) -> Locator:
    return page.locator(".st:visible")


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found]


class Reader:
    """Clicks and types as a person does, and counts it: a key, and a whole word that is typed, count as one each."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, place: Locator | str) -> None:
        self.count += 1
        (self.page.locator(place).first if isinstance(place, str) else place).click()

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)


# The ten tasks


def test_who_reports_it_and_who_leaves_it_out_is_seen_without_a_click(visit: Visitor) -> None:
    """Tasks 1 and 2: in words, in cells whose headers are the statement and the outlet."""
    page = visit()
    line = page.get_by_role("row", name="Built in three months or 120 days").first
    expect(line).to_be_in_viewport()
    heads = page.locator(".names th").all_inner_texts()
    states = dict(zip(heads[1:], line.get_by_role("cell").all_text_contents(), strict=True))
    assert states["French 004"] == "reports"
    assert states["English 000"] == "differently"
    (months,) = [one for one in compared(result()).synopsis.statements if "120 days" in one.headline]
    silent = {"German 002": "002.de", "English 001": "001.en", "English 003": "003.en"}
    assert {states[name] for name, key in silent.items() if key not in months.cells} == {"leaves out"}


def test_where_two_contradict_one_another_is_one_click(visit: Visitor) -> None:
    """Task 3, and 5: how far to trust it stands beside it, in words."""
    page = visit()
    reader = Reader(page)
    first = page.locator(".against > .list > li").first
    expect(first).to_contain_text("three months (French 004) or 120 days (English 000)")
    expect(first).to_contain_text("You can cite this. Built in three months or 120 days")
    reader.click(first.get_by_role("link"))
    opened = row(page, "Built in three months")
    for words in ("only three months", "120 days"):
        expect(opened.locator("mark", has_text=words.removeprefix("only ")).first).to_be_visible()
    expect(opened.locator(".differences")).to_contain_text("You can cite this: digits.")
    assert reader.count <= 2


def test_the_original_of_a_wording_is_one_click(visit: Visitor) -> None:
    """Task 4."""
    page = visit()
    reader = Reader(page)
    place = row(page, "He felt like a proud parent")
    reader.click(place.locator("th a"))
    expect(place.locator("[lang=de]")).to_contain_text("Elternteil")
    expect(place.locator("[lang=de]")).to_be_visible()
    assert reader.count <= 2


def test_a_wording_is_cited_in_two_clicks(visit: Visitor) -> None:
    """Task 6: outlet, title, original, translation with its doubt, the outlet's address, the row's."""
    page = visit("", 1400, permissions=["clipboard-read", "clipboard-write"])
    reader = Reader(page)
    place = row(page, "He felt like a proud parent")
    reader.click(place.locator("th a"))
    reader.click(cell(place, "German 002").locator('.s:has-text("proud parent")').get_by_role("button", name="Cite"))
    expect(page.locator("#said")).to_contain_text("Copied")
    quoted, english, outlet, compared_at = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert quoted.startswith("German 002, “Partner von Elon Musk verlässt xAI”: “")
    assert "Elternteil" in quoted
    assert re.match(
        r"English, machine translation \([^;]+; (rules found no fault, which proves nothing|doubtful: .+)\): “", english
    )
    start, end = (unquote(part) for part in outlet.removeprefix(f"{URL}#:~:text=").split(","))
    assert re.search(f"{re.escape(start)}.*{re.escape(end)}”", quoted)
    assert compared_at.removeprefix("Compared: ").split("#")[1] == place.get_attribute("id")
    assert reader.count <= 2


@pytest.mark.parametrize(
    ("link", "kept", "count"),
    [
        ("What German 002 leaves out", "leaves=002.de", 1),
        ("What only English 003 tells", "only=003.en", 0),
        ("000.en against", "against=000.en~004.fr", 1),
    ],
)
def test_what_one_leaves_out_tells_alone_or_is_alone_with_is_one_click(
    visit: Visitor, link: str, kept: str, count: int
) -> None:
    """Task 7: and it is part of the address, which shows the same again."""
    page = visit()
    reader = Reader(page)
    way = page.locator(f'a[href="?{kept}"]').first
    if "against" in kept:
        page.get_by_text("Any two outlets").click()
    else:
        expect(way).to_have_accessible_name(link)
    reader.click(way)
    assert unquote(page.url).endswith(unquote(kept))
    for _ in range(2):
        expect(shown(page)).to_have_count(count)
        expect(page.locator("#found")).to_contain_text(re.compile("leaves out|Only|against"))
        if "only" in kept:
            expect(page.locator(".only:visible")).to_have_count(1)
            expect(page.locator(".only:visible li.c").first).to_be_visible()
        page.reload()
    page.get_by_role("button", name="Show all").click()
    expect(shown(page)).to_have_count(page.locator(".st").count())
    assert "?" not in page.url
    assert reader.count == 1


def test_a_link_is_corrected_in_three_clicks(visit: Visitor, tmp_path: Path) -> None:
    """Task 8: as `read` takes it, still there when the page comes back, and taken back by the same button."""
    page = visit()
    reader = Reader(page)
    place = row(page, "Built in three months")
    reader.click(place.locator("th a"))
    english = cell(place, "English 000")
    reader.click(english.get_by_role("button", name="Does not belong here").first)
    english_key = result().sentences[int(english.locator(".s").first.get_attribute("data-s") or 0)].id
    with page.expect_download() as download:
        reader.click(page.get_by_role("button", name=re.compile("Download . correction")))
    assert reader.count <= 3
    lines, warned, _ = corrections(stored(download, tmp_path), "story")
    assert not warned
    assert {one.action for one in lines} == {"reject"}
    assert {one.left[0] for one in lines} == {english_key}
    assert not any(key.startswith("000.en") for one in lines for key in one.right)
    page.reload()
    button = english.get_by_role("button", name="Does not belong here").first
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".save").first).to_be_hidden()


def test_two_are_put_together_by_a_button_on_each(visit: Visitor, tmp_path: Path) -> None:
    page = visit()
    for headline, outlet, words in (("He felt", "German 002", "proud parent"), ("Built in", "English 000", "120 days")):
        place = row(page, headline)
        place.locator("th a").click()
        cell(place, outlet).locator(".s", has_text=words).get_by_role("button", name="Belongs together").first.click()
    expect(page.locator("#said")).to_contain_text("Put together with English 000")
    expect(page.locator("output").first).to_have_text("You put it together with another")
    with page.expect_download() as download:
        page.locator(".save").first.click()
    (line,), _, _ = corrections(stored(download, tmp_path), "story")
    assert (line.action, line.left, line.right) == ("add", (PARENT["002.de"],), (DAYS,))


def stored(download: Any, folder: Path) -> Path:
    path = folder / "corrections.tsv"
    download.value.save_as(path)
    return path


def test_printing_is_two_clicks_and_the_short_form_six_pages(visit: Visitor, browser: Browser, sample: str) -> None:
    """Task 9; and the long form holds every article."""
    page = visit()
    page.evaluate("window.print = () => { document.title = `print ${document.documentElement.dataset.print}`; }")
    reader = Reader(page)
    reader.click(".menu summary")
    reader.click(page.get_by_role("button", name="Print, short"))
    expect(page).to_have_title("print short")
    assert reader.count <= 2
    visitor = Visitor(browser, sample)
    tab = visitor()
    assert 2 <= pages(tab) <= 6
    tab.evaluate("document.documentElement.dataset.print = 'long'")
    tab.emulate_media(media="print")
    assert tab.locator(".column").evaluate_all("all => all.every((one) => one.scrollHeight <= one.clientHeight + 1)")
    expect(tab.locator(".column").last).to_be_visible()
    expect(tab.locator(".bar")).to_be_hidden()
    assert pages(tab) > 6


def pages(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, format="A4")))


@pytest.mark.parametrize(("words", "count"), [("TROIS mois", 1), ("stolzer Elternteil", 1), ("nowhere said", 0)])
def test_a_word_is_found_by_two_keys(visit: Visitor, words: str, count: int) -> None:
    """Task 10: originals and translations, case and accents aside; the address keeps it."""
    page = visit()
    reader = Reader(page)
    reader.press("/")
    reader.count += 1
    page.keyboard.type(words)
    expect(shown(page)).to_have_count(count)
    expect(page.locator("#found")).to_contain_text(f"{count} of {page.locator('.st').count()} shared statements")
    page.reload()
    expect(shown(page)).to_have_count(count)
    assert reader.count <= 2


# The first screen, sizes, looks


@pytest.mark.parametrize(("width", "height", "least"), [(1400, 900, 12), (360, 780, 6)])
def test_the_first_screen_tells_the_event(browser: Browser, sample: str, width: int, height: int, least: int) -> None:
    """The event by its own name, when, which outlets, how far to trust it, what differs, and enough of the matrix."""
    visitor = Visitor(browser, sample)
    page = visitor("", width, height)
    expect(page.locator("h1")).to_have_text("Babuschkin leaves xAI")
    for place in (".kicker", ".trial", "#contradictions", ".names" if width > 400 else ".who"):
        expect(page.locator(place)).to_be_in_viewport()
    expect(page.locator(".kicker")).to_contain_text("20 August 2025")
    assert page.evaluate(IN_SIGHT) >= least
    visitor.leave(lambda url: url == sample)


@pytest.mark.parametrize("width", [320, 360, 768, 1400])
def test_at_most_five_sizes_of_type_and_nothing_wider_than_the_window(visit: Visitor, width: int) -> None:
    page = visit("", width)
    for line in page.locator(".st th a").all()[:5]:
        line.click()
    page.locator(".menu summary").click()
    assert len(page.evaluate(FONT_SIZES)) <= 5
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_title_is_never_that_of_one_outlet(visit: Visitor) -> None:
    page = visit()
    titles = {one.title for one in result().story.articles if one.title}
    assert titles
    assert page.locator("h1").inner_text() not in titles


def test_the_first_row_says_whether_all_tell_it_alike() -> None:
    held = result()
    first, *others = held.synopsis.statements
    for state, words in (("said", "All 5 report:"), ("said differently", "All 5 tell of it, not all alike:")):
        changed = replace(first, states={**first.states, "002.de": state})
        made = replace(held, synopsis=replace(held.synopsis, statements=(changed, *others)))
        assert words in "".join(content.decode() for _, content in html(made))


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1400, "light")])
def test_axe_finds_nothing(visit: Visitor, width: int, scheme: str) -> None:
    """With rows, folds and the menu open, and a sentence chosen, so that everything there is to see is seen."""
    page = visit("#" + PARENT["002.de"], width, color_scheme=scheme, reduced_motion="reduce")
    for place in (*page.locator(".st th a").all()[:4], *page.locator(".only th a").all()[:1]):
        place.click()
    for summary in page.locator("summary:visible").all():
        summary.click()
    assert violations(page) == []


@pytest.mark.parametrize(
    ("theme", "paper"), [("light", "255, 255, 255"), ("dark", "22, 23, 26"), ("contrast", "255, 255, 255")]
)
def test_colours_can_be_chosen(visit: Visitor, theme: str, paper: str) -> None:
    page = visit(color_scheme="dark" if theme == "light" else "light")
    page.locator(".menu summary").click()
    page.locator("#theme").select_option(theme)
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == f"rgb({paper})"
    assert violations(page) == []


def test_signs_differ_in_form_and_stay_in_forced_colours(visit: Visitor) -> None:
    """They are drawn of borders, which the browser recolours and paper prints; none is told by its colour."""
    page = visit(forced_colors="active")
    forms = page.evaluate(
        """['r', 'x', 'a'].map((state) => {
            const style = getComputedStyle(document.querySelector(`.st td.${state}`), '::after');
            const { borderRadius, borderTopWidth, transform, borderTopStyle } = style;
            return [borderRadius, borderTopWidth, transform === 'none', borderTopStyle].join(' ');
        })"""
    )
    assert len(set(forms)) == 3
    assert all(form.endswith("solid") for form in forms)


def test_the_matrix_is_a_table_with_headers(visit: Visitor) -> None:
    """Also on a phone, where its rows are laid out as blocks: roles and headers stay."""
    for width in (1400, 360):
        page = visit("", width)
        table = page.locator(".matrix").get_by_role("table")
        expect(table.get_by_role("columnheader")).to_have_count(1 + len(result().story.articles))
        heads = page.locator('.st tr:first-child > th[scope="row"]').count()
        assert heads == page.locator(".st").count() > 0
        assert table.get_by_role("row").count() > heads


def test_the_order_of_focus_is_the_order_of_reading(visit: Visitor) -> None:
    """Search, views, menu, contradictions, outlets, what each leaves out, then the statements."""
    page = visit()
    stops = page.evaluate(
        """[...document.querySelectorAll('a[href], button, input, summary')]
            .filter((one) => one.getClientRects().length)
            .map((one) => one.closest('.top, .bar, .against, .names, .sums, .st, .part')?.className.split(' ')[0])"""
    )
    order = [stop for at, stop in enumerate(stops) if stop and (at == 0 or stops[at - 1] != stop)]
    assert [stop for stop in order if stop not in ("top",)][:5] == ["bar", "against", "names", "sums", "st"]
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()


def test_targets_are_large_enough(visit: Visitor) -> None:
    """WCAG 2.5.8: 24 px, or in a sentence."""
    page = visit("", 320, reduced_motion="reduce")
    page.locator(".st th a").first.click()
    small = page.evaluate(
        "[...document.querySelectorAll('button, select, input, summary, .m, nav a, .names a, .sums a, .st th a')]"
        ".filter((one) => one.getClientRects().length && !one.closest('label')"
        " && one.getBoundingClientRect().height < 23.9).map((one) => one.outerHTML.slice(0, 80))"
    )
    assert small == []


# Rows, sentences, addresses


def test_a_row_opens_and_closes_in_place_by_pointer_and_key(visit: Visitor) -> None:
    page = visit()
    place = row(page, "Built in three months")
    inner, head = place.locator(".w"), place.locator("th a")
    expect(head).to_have_attribute("aria-expanded", "false")
    place.locator("td").nth(2).click()
    expect(inner).to_be_visible()
    expect(head).to_have_attribute("aria-expanded", "true")
    expect(cell(place, "English 000").locator("h3")).to_contain_text("differently")
    expect(place.locator(".quiet")).to_contain_text("Leaves it out: English 001, German 002.")
    expect(place.locator(".why").first).to_contain_text("Here because it shares")
    head.focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-expanded", "false")
    assert "#" not in page.url.removesuffix("#")


def test_the_claim_is_lit_and_the_rest_of_its_sentence_quieter(visit: Visitor) -> None:
    page = visit()
    place = page.locator(".st .s p:has(b)").filter(has_not_text="zzz").first
    place.evaluate("one => { const row = one.closest('.st'); row.querySelector('th a').click(); }")
    colour = "one => getComputedStyle(one).color"
    assert place.evaluate(colour) != place.locator("b").first.evaluate(colour)


def test_an_address_leads_to_a_sentence_and_to_a_statement(visit: Visitor) -> None:
    page = visit("#" + PARENT["004.fr"])
    sentence = page.locator(f'[id="{PARENT["004.fr"]}"]')
    expect(sentence).to_be_in_viewport()
    expect(sentence).to_have_class(re.compile(r"\blit\b"))
    sentence.locator(".m").click()
    expect(row(page, "He felt like a proud parent").locator(".w")).to_be_visible()
    expect(row(page, "He felt like a proud parent")).to_be_in_viewport()
    row(page, "He felt like a proud parent").locator("th a").click()
    expect(row(page, "He felt like a proud parent").locator(".w")).to_be_hidden()


def test_pointing_and_focus_light_who_else_says_it(visit: Visitor) -> None:
    page = visit(reduced_motion="reduce")
    german, english = (page.locator(f'[id="{PARENT[key]}"]') for key in ("002.de", "000.en"))
    german.locator(".e").hover()
    for place in (german, english):
        expect(place).to_have_class(re.compile(r"\blit\b"))
    page.locator("h1").hover()
    expect(page.locator(".lit")).to_have_count(0)
    german.locator(".e").click()
    expect(page.locator("#said")).to_have_text(re.compile("Also in .*English 000"))
    expect(english).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".lit")).to_have_count(0)


def test_boilerplate_is_labelled_and_not_chosen(visit: Visitor) -> None:
    page = visit()
    advert = page.locator(".column .boilerplate", has_text="Shutterstock")
    expect(advert).to_contain_text("not compared")
    advert.locator(".s").first.click()
    expect(page.locator(".lit")).to_have_count(0)


@pytest.mark.parametrize(
    ("mode", "own", "english"),
    [("Original", True, False), ("Translation", False, True), ("Translation and original", True, True)],
)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_original_translation_or_both(visit: Visitor, mode: str, own: bool, english: bool, scripts: bool) -> None:
    """English text is there in every mode: it is the original and needs no translation."""
    page = visit(java_script_enabled=scripts)
    page.locator(".menu summary").click()
    page.get_by_label(mode, exact=True).check()
    place = page.locator(f'[id="{PARENT["002.de"]}"]')
    expect(place.locator(".o")).to_be_visible(visible=own)
    expect(place.locator(".e")).to_be_visible(visible=english)
    expect(page.locator(f'[id="{PARENT["000.en"]}"] > span').last).to_be_visible()


def test_all_can_be_read_without_scripts(visit: Visitor) -> None:
    """The matrix, the contradictions, the articles; a row opens by its address, and so does what one tells alone."""
    page = visit(java_script_enabled=False)
    for place in (row(page, "Built in three months"), page.locator(".only").first):
        expect(place.locator(".w")).to_be_hidden()
        place.locator("th a").click()
        expect(place.locator(".s").first).to_be_visible()
    assert page.locator(".column .s:visible").count() == len(result().sentences)
    expect(page.locator(".scripted").first).to_be_hidden()


def test_spellings_stand_apart_from_contradictions(visit: Visitor) -> None:
    page = visit()
    expect(page.locator(".against > .list")).not_to_contain_text("XAI")
    spellings = page.locator("details", has_text="Spellings")
    expect(spellings.locator(".list")).to_be_hidden()
    spellings.locator("summary").click()
    expect(spellings.locator(".list")).to_contain_text("xAI (English 000) or XAI (French 004)")


def test_every_text_says_its_language_and_every_id_is_its_own(visit: Visitor) -> None:
    page = visit()
    assert page.locator(f'[id="{PARENT["002.de"]}"] .o').get_attribute("lang") == "de"
    foreign = sum(one.lang != "en" for one in result().sentences)
    assert page.locator(".column [lang]").count() == foreign
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    ways = page.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')].map((a) => a.getAttribute('href').slice(1))")
    assert set(ways) <= set(ids)


def test_each_outlet_is_shown_by_how_it_tells_it(visit: Visitor) -> None:
    """To one scale, with a bar a statement; and without any score."""
    page = visit()
    cards = page.locator(".card")
    assert cards.count() == len(result().story.articles)
    widths = {box["width"] for box in (card.locator("svg").bounding_box() for card in cards.all()) if box}
    assert len(widths) == 1
    german = page.locator(".card", has_text="German 002")
    for words in ("Partner von Elon Musk verlässt xAI", "Most words", "First", "Others’ words", "Strong words"):
        expect(german).to_contain_text(words)


def test_quotations_stand_in_three_wordings(visit: Visitor) -> None:
    trip = visit().locator(".trips tbody tr")
    expect(trip).to_contain_text("100 %")
    expect(trip.locator("[lang=fr]")).to_have_text("un parent fier, qui s’éloigne")


def test_keys_walk_the_statements_and_can_be_switched_off(visit: Visitor) -> None:
    """WCAG 2.1.4: single-character keys must not be forced upon those who talk to their machine."""
    page = visit()
    lines = page.locator(".st th a")
    for key, at in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(lines.nth(at)).to_be_focused()
    page.keyboard.press("o")
    expect(page.locator("#text-translation")).to_be_checked()
    assert "text=translation" in page.url
    page.keyboard.press("?")
    page.locator("#keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    assert "keys=off" in page.url


def test_the_marks_of_what_differs_can_be_switched_off(visit: Visitor) -> None:
    page = visit()
    shadow = "getComputedStyle(document.querySelector('mark')).boxShadow"
    assert page.evaluate(shadow) != "none"
    page.locator(".menu summary").click()
    page.get_by_label("Mark what differs").uncheck()
    page.reload()
    assert page.evaluate(shadow) == "none"
    assert "lens=off" in page.url
