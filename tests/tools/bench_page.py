"""How heavy the page is and how soon something is seen: python tests/tools/bench_page.py [STATEMENTS] [ARTICLES].

A story made of sentences of 22 words, five letters and a half each; half of its statements are shared by several
articles. Prints the page's size, the median time to first contentful paint over five openings from disk, and when all
of it is loaded.
"""

import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from string import ascii_lowercase

from playwright.sync_api import sync_playwright

from pipeline.data import (
    Alignment,
    Article,
    Evidence,
    Lang,
    Link,
    Provenance,
    Result,
    Sentence,
    Statement,
    Story,
    Synopsis,
    Translation,
)
from pipeline.export.html import html

WORDS = 22
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
LOADED = "performance.timing.loadEventEnd - performance.timing.navigationStart"


def story(statements: int, articles: int) -> Result:
    """Every second statement in two to four articles, the others in one."""
    chance = random.Random(1)
    langs: list[Lang] = [("en", "de", "fr")[n % 3] for n in range(articles)]
    names = [f"{n:03}.{lang}" for n, lang in enumerate(langs)]
    texts: dict[str, list[str]] = {name: [] for name in names}
    sentences, rows = [], []
    for row in range(statements):
        cells = {}
        for name in sorted(chance.sample(names, min(articles, chance.randint(2, 4) if row % 2 else 1))):
            text = f"Statement {row} " + " ".join(word(chance) for _ in range(WORDS - 2)) + "."
            start = sum(len(one) + 1 for one in texts[name])
            texts[name].append(text)
            key = f"{name}:{row:06x}:0"
            sentences.append(Sentence(key, name, start, start + len(text), text, langs[names.index(name)], "body"))
            cells[name] = (key,)
        rows.append(Statement(f"statement:{row}", cells))
    made = tuple(
        Article(name, "bench", "", lang, "", "\n".join(texts[name])) for name, lang in zip(names, langs, strict=True)
    )
    return Result(
        story=Story("bench", made),
        sentences=tuple(sorted(sentences, key=lambda one: (one.article, one.start))),
        translations=tuple(Translation(one.id, one.text, (), "mt:none") for one in sentences if one.lang != "en"),
        alignments=tuple(alignments(names, rows)),
        synopsis=Synopsis("bench", tuple(names), tuple(rows)),
        provenance=Provenance("2026-01-01", {}, {}),
    )


def word(chance: random.Random) -> str:
    """Two to nine letters."""
    return "".join(chance.choices(ascii_lowercase, k=chance.randint(2, 9)))


def alignments(names: list[str], rows: list[Statement]) -> Iterator[Alignment]:
    """A likely link for every two cells of a row."""
    evidence = Evidence(shared=("word1", "word2", "word3", "word4"))
    for left, right in combinations(names, 2):
        links = [
            Link(f"{row.id}:{left}:{right}", row.cells[left], row.cells[right], "same", 0.8, 0.2, "likely", evidence)
            for row in rows
            if left in row.cells and right in row.cells
        ]
        yield Alignment(left, right, tuple(links), "align:none")


def main() -> None:
    statements, articles = (int(one) for one in [*sys.argv[1:], *("300", "5")[len(sys.argv) - 1 :]])
    ((_, content),) = html(story(statements, articles))
    print(f"{statements} statements, {articles} articles: {len(content) / 1e6:.2f} MB")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as browsers:
        path = Path(folder) / "synopsis.html"
        path.write_bytes(content)
        browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        seen = []
        for _ in range(5):
            tab = browser.new_page(viewport={"width": 1400, "height": 1000})
            tab.goto(path.as_uri(), wait_until="load")
            tab.wait_for_function(f"{PAINT.split('.startTime')[0]} !== undefined && {LOADED} > 0")
            seen.append((tab.evaluate(PAINT), tab.evaluate(LOADED)))
            tab.close()
        browser.close()
    paint, loaded = (statistics.median(one) for one in zip(*seen, strict=True))
    print(f"first contentful paint {paint:.0f} ms, loaded {loaded:.0f} ms")


if __name__ == "__main__":
    main()
