"""Takes the pictures of the README and of docs/page.md: the sample story's page in Chromium, in four views.

usage: python tests/tools/screenshot.py
"""

import shutil
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, sync_playwright

ALIGNED = Path(__file__).parents[2] / "aligned"
PAGE = ALIGNED / "babuschkin-leaves-xai" / "synopsis.html"


def main() -> None:
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        size: ViewportSize = {"width": 1400, "height": 900}
        tab = browser.new_page(viewport=size, color_scheme="light", reduced_motion="reduce", bypass_csp=True)
        tab.goto(PAGE.as_uri())
        tab.add_style_tag(content=".card, .column { content-visibility: visible !important }")  # though out of sight
        tab.screenshot(path=ALIGNED / "screenshot.png")
        row = tab.locator(".st", has=tab.locator(".differences", has_text="quoted")).last
        row.locator("th a").click()
        cut(tab, row, "difference.png")
        cut(tab, tab.locator("section[aria-labelledby=outlets]"), "outlets.png", 1000)
        tab.locator(".column .s", has=tab.locator(".m")).nth(4).locator("span").last.click()
        cut(tab, tab.locator("section[aria-labelledby=articles]"), "article.png", 900)
        browser.close()


def cut(tab: Page, place: Locator, name: str, most: int = 10_000) -> None:
    """A picture of one place of the page and a little around it, at most so many pixels high."""
    box = place.bounding_box()
    assert box
    height = min(box["height"] + 8, most)
    top = tab.evaluate("scrollY") + box["y"] - 4
    clip = {"x": box["x"] - 16, "y": top, "width": box["width"] + 32, "height": height}
    tab.screenshot(path=ALIGNED / name, full_page=True, clip=clip)


if __name__ == "__main__":
    main()
