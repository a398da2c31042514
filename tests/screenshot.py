"""Takes the picture of the README: the top of the sample story's page in Chromium.

usage: python tests/screenshot.py [PAGE] [PICTURE] [WIDTH] [HEIGHT]
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent


def take(page: Path, picture: Path, width: int, height: int) -> None:
    """Open `page` from disk at `width` × `height` pixels and keep what is seen without scrolling."""
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        tab.goto(page.resolve().as_uri())
        tab.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    default = [str(ROOT / "aligned/babuschkin-leaves-xai/synopsis.html"), str(ROOT / "aligned/screenshot.png")]
    page, picture, width, height = [*given, *[*default, "1400", "1000"][len(given) :]]
    take(Path(page), Path(picture), int(width), int(height))
