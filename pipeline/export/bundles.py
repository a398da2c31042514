"""A story as one file: its page, or a stand-off bundle without a word of its articles."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pipeline.data import Failure, Result
from pipeline.export import html as page
from pipeline.export import jsonl
from pipeline.export.atomic import write
from pipeline.export.lines import folder
from pipeline.export.pairs import File, Paired
from pipeline.export.reading import counted
from pipeline.story.standoff import standoff as without_text
from pipeline.story.standoff import untranslated


def html(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """`<story>.html`, the page that `synopsis run` makes."""
    for story in stories:
        for _, content in page.html(story.result):
            yield f"{folder(story.result.story.id)}.html", content


def standoff(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """`<story>.json`, a standoff.Standoff, from which `synopsis hydrate` makes the page again."""
    for story in stories:
        content = msgspec.json.format(msgspec.json.encode(without_text(story.result)), indent=1)
        yield f"{folder(story.result.story.id)}.json", content + b"\n"


def write_hydrated(result: Result, out: Path) -> str:
    """Write the page and result of a bundle that was filled again; the line that tells of it, or an OutputError."""
    place = out / folder(result.story.id)
    for name, content in (*page.html(result), *jsonl.result(result)):
        write(place / name, content)
    missing = untranslated(result.sentences, result.translations)
    lacking = f", {counted(missing, 'translation')} not in the memory" if missing else ""
    return f"{result.story.id}: {counted(len(result.story.articles), 'article')}{lacking} → {place}/"
