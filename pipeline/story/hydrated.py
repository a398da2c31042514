"""What a stand-off bundle is filled from: one's own copies of the articles, and translations in the memory."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from pipeline import read
from pipeline.data import Failure, Lang
from pipeline.memory import HUMAN, Memory
from pipeline.story.standoff import Copy, Recall, copy_with_digests


def copies(raw: Path, today: date) -> tuple[list[Copy], list[Failure]]:
    """All articles below a folder, and what could not be read of it."""
    articles: list[Copy] = []
    failures: list[Failure] = []
    for files in read.find(raw):
        reading = read.story(files, today=today)
        articles += [copy_with_digests(article) for article in reading.story.articles]
        failures += reading.failures
    return articles, failures


@contextmanager
def recalling(path: Path) -> Iterator[Recall]:
    """What finds translations in the memory, or none where there is no memory."""
    if not path.exists():
        yield lambda _lang, _texts, _signature: {}
        return

    def recall(lang: Lang, texts: Iterable[str], signature: str) -> Mapping[str, str]:
        if signature == HUMAN:
            return store.human(lang, texts)
        return {text: output.text for text, output in store.translations(lang, texts, signature).items()}

    with closing(Memory(path)) as store:
        yield recall
