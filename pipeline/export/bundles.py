"""A story as one file: its page, or a stand-off bundle without a word of its articles."""

from collections.abc import Iterable, Iterator

import msgspec

from pipeline.data import Failure
from pipeline.export import html as page
from pipeline.export.lines import folder
from pipeline.export.pairs import File, Paired
from pipeline.story.standoff import standoff as without_text


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
