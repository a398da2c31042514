"""The page of long names, many outlets and large stories."""

from dataclasses import replace
from pathlib import Path

import pytest
from bench_page import story
from playwright.sync_api import Browser
from test_page import pages, result, violations
from visitor import Visitor

from pipeline import export
from pipeline.export.html import EARLY, PRINTED, html

pytestmark = pytest.mark.browser


def test_five_articles_weigh_less_than_250_kilobytes(root: Path) -> None:
    assert (root / "aligned" / "babuschkin-leaves-xai" / "synopsis.html").stat().st_size <= 250_000


@pytest.mark.parametrize(("articles", "width"), [(9, 360), (14, 360), (14, 1400)])
def test_axe_finds_nothing_among_many_outlets(browser: Browser, tmp_path: Path, articles: int, width: int) -> None:
    """Names stand upright, and a wide matrix scrolls in itself."""
    (path,) = export.write(tmp_path, html(story(40, articles)))
    page = Visitor(browser, path.as_uri())("", width)
    page.locator(".st th a").first.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.context.close()


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
    for line in page.locator(".st th a").all()[:3]:
        line.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    visitor.leave(lambda url: url == visitor.address)


def test_of_a_large_story_little_is_laid_out_before_the_first_paint(browser: Browser, tmp_path: Path) -> None:
    """Fifty articles: closed rows, cards and articles have no layout, and of the matrix the first rows alone."""
    ((_, content),) = html(story(800, 50))
    assert len(content) <= 4_000_000
    assert content.index(EARLY.encode()) < content.index(b"<body")
    (path,) = export.write(tmp_path, [("synopsis.html", content)])
    visitor = Visitor(browser, path.as_uri())
    page = visitor()
    rows = page.locator(".st").count()
    page.wait_for_function("!document.documentElement.classList.contains('early')")
    laid_out = "[...document.querySelectorAll('{}')].filter((one) => one.getClientRects().length).length"
    assert page.evaluate(laid_out.format(".st")) == rows > PRINTED
    assert not page.locator(".w .s").evaluate_all("all => all.some((one) => one.checkVisibility())")
    page.evaluate("document.documentElement.classList.add('early')")
    assert page.evaluate(laid_out.format(".st")) == PRINTED
    assert page.locator(".card, .column").evaluate_all(
        "all => all.every((one) => getComputedStyle(one).contentVisibility === 'auto')"
    )
    assert pages(page) <= 6
    visitor.leave(lambda url: url == visitor.address)
