"""Reads the pages of shared/pages, for its score.py; and says how much of the furniture is labelled as such.

usage: SYNOPSIS_SHARED=FOLDER python tests/tools/read_pages.py FOUND.jsonl [--bare]     --bare: trafilatura alone

A sentence that has less than half of its runs of three words in what is expected of the page is furniture. Publishers
are counted in two halves, every second one by name: rules are written with one in sight, and read off the other.
"""

import gzip
import json
import os
import re
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from pipeline import read, split

PAGES = Path(os.environ["SYNOPSIS_SHARED"]) / "pages"
DAY = date(2026, 11, 28)


def bare(html: bytes) -> dict[str, object]:
    from trafilatura import bare_extraction

    page = bare_extraction(html, with_metadata=True, include_comments=False)
    return {"title": page.title, "published": page.date, "lang": page.language, "text": page.text}


def ours(html: bytes) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_bytes(html)
        (article,) = read.story(read.StoryFiles("pages", (path,)), today=DAY).story.articles
    fields = ("title", "published", "lang", "outlet", "complete", "text")
    kinds = [(sentence.kind, sentence.text) for sentence in split.split(article)]
    return {**{name: getattr(article, name) for name in fields}, "kinds": kinds}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def counts(page: dict, expected: dict) -> Counter[str]:
    """Sentences of the article and of furniture, and how many of either are labelled as furniture."""
    parts = [expected["title"] or "", *expected["summary"], *expected["paragraphs"], *expected["headings"]]
    whole = words(" ".join(parts))
    known = set(zip(whole, whole[1:], whole[2:], strict=False))
    found: Counter[str] = Counter()
    for kind, text in page["kinds"]:
        said = words(text)
        runs = set(zip(said, said[1:], said[2:], strict=False))
        is_said = 2 * len(runs & known) >= len(runs) if runs else f" {' '.join(said)} " in f" {' '.join(whole)} "
        name = "article" if is_said else "furniture"
        found.update([name, *([f"{name} labelled"] if kind == "boilerplate" else [])] if said else [])
    return found


def main() -> None:
    gold = json.loads((PAGES / "gold.json").read_text("utf-8"))
    publishers = sorted({page["publisher"] for page in gold})
    halves: list[Counter[str]] = [Counter(), Counter()]
    with Path(sys.argv[1]).open("w", encoding="utf-8") as file:
        for expected in gold:
            html = gzip.decompress((PAGES / "html" / f"{expected['name']}.html.gz").read_bytes())
            page = bare(html) if "--bare" in sys.argv else ours(html)
            file.write(json.dumps({"name": expected["name"], **page}, ensure_ascii=False) + "\n")
            half = halves[publishers.index(expected["publisher"]) % 2]
            half.update(counts(page, expected) if "kinds" in page else {})
            same = ["".join(filter(str.isalnum, str(title))).lower() for title in (page["title"], expected["title"])]
            half.update({"pages": 1, "titles": same[0] == same[1], "incomplete": page.get("complete") is False})
    for name, half in (("first half", halves[0]), ("second half", halves[1]), ("all", halves[0] + halves[1])):
        print(name, *(f"{key} {half[key]}" for key in sorted(half)), sep="  ")


if __name__ == "__main__":
    main()
