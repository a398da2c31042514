"""Takes the pictures of the README: the sample story's page in Chromium, as somebody meets it and at one statement.

usage: python tests/screenshot.py
"""

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ALIGNED = Path(__file__).parent.parent / "aligned"
PAGE = ALIGNED / "babuschkin-leaves-xai" / "synopsis.html"


def main() -> None:
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1400, "height": 1000}, color_scheme="light")
        tab.goto(PAGE.as_uri())
        tab.screenshot(path=ALIGNED / "screenshot.png")
        one_statement(tab)
        browser.close()


def one_statement(tab: Page) -> None:
    """The row in which amounts differ, with its reasons."""
    row = tab.locator(".row", has=tab.locator(".differences", has_text="120 days")).first
    row.locator("summary").click()
    box = row.bounding_box()
    assert box
    clip = {"x": box["x"] - 16, "y": box["y"] - 4, "width": box["width"] + 32, "height": box["height"] + 8}
    tab.screenshot(path=ALIGNED / "difference.png", full_page=True, clip=clip)


if __name__ == "__main__":
    main()
