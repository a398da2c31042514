"""Stories read and split, as folders have them or as their articles' contents say."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pipeline import read, split
from pipeline.data import Article, Correction, Failure, Sentence, Story
from pipeline.errors import PipelineError, fault
from pipeline.story import group

_NAME = 48  # letters of a story's name that comes from a title
English = Callable[[Sentence], str]


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """One story, read and split; its sentences by article id."""

    reading: read.StoryReading
    sentences: Mapping[str, tuple[Sentence, ...]]

    def pairs(self) -> Iterator[tuple[Article, Sentence]]:
        """All sentences with their articles, in order."""
        for article in self.reading.story.articles:
            for sentence in self.sentences[article.id]:
                yield article, sentence

    def without(self, stage: str, reasons: Mapping[str, str]) -> "StoryDraft":
        """The story without some of its articles (ids), each a failure of a stage for its reason."""
        story = self.reading.story
        kept = tuple(article for article in story.articles if article.id not in reasons)
        failures = [Failure(f"{story.id}/{article}", stage, reason) for article, reason in reasons.items()]
        rest = replace(story, articles=kept)
        reading = replace(self.reading, story=rest, failures=(*self.reading.failures, *failures))
        return StoryDraft(reading, {article.id: self.sentences[article.id] for article in kept})


def drafts(folders: Iterable[read.StoryFiles], today: date) -> Iterator[StoryDraft]:
    """Each story of a folder; one that cannot be read for a reason that nobody foresaw is a failure by its name."""
    for files in folders:
        try:
            yield _split(read.story(files, today=today))
        except PipelineError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, it is told by name
            yield _split(read.StoryReading(Story(files.id, ()), (Failure(files.id, "read", fault(error)),)))


def _split(reading: read.StoryReading) -> StoryDraft:
    """The articles in sentences; one that cannot be is a failure, and the others stay."""
    sentences: dict[str, tuple[Sentence, ...]] = {}
    reasons: dict[str, str] = {}
    for article in reading.story.articles:
        try:
            sentences[article.id] = split.split(article)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is told by name
            reasons[article.id] = fault(error)
    return StoryDraft(reading, sentences).without("split", reasons)


def copies(draft: StoryDraft) -> tuple[tuple[str, ...], ...]:
    """Which articles (ids) of a story print one text; boilerplate is no text of theirs."""
    articles = draft.reading.story.articles
    return group.copies([_loose(article.id, draft, article, lambda sentence: sentence.text) for article in articles])


def grouped(
    mixed: Sequence[StoryDraft], english: English, vectors: Mapping[str, NDArray[np.float32]]
) -> tuple[StoryDraft, ...]:
    """The articles of all drafts, sorted into stories by content and date; a folder that stays whole keeps its name.

    `english`: the English of a sentence. `vectors`: English → vector.
    """
    articles: dict[str, tuple[StoryDraft, Article]] = {}
    for draft in mixed:
        story = draft.reading.story
        articles |= {f"{story.id}/{article.id}": (draft, article) for article in story.articles}
    loose = [_loose(key, draft, article, english, vectors) for key, (draft, article) in articles.items()]
    clusters = group.group(loose)
    members_of = [[articles[key] for key in cluster.ids] for cluster in clusters]
    folders = [_whole_folder(members) for members in members_of]
    names = set(folders)  # two events with one title are two folders, and none is a folder that stays
    out: list[StoryDraft] = []
    for cluster, members, folder in zip(clusters, members_of, folders, strict=True):
        name = folder or _name([article for _, article in members], names)
        names.add(name)
        out.append(_new_story(name, members, cluster.why))
    return _with_notices(mixed, out)


def _whole_folder(members: Sequence[tuple[StoryDraft, Article]]) -> str:
    """The name of the folder whose articles these are, all of them and no other; else ""."""
    drafts_by_name = {draft.reading.story.id: draft for draft, _ in members}
    name, draft = next(iter(drafts_by_name.items()))
    return name if len(drafts_by_name) == 1 and len(draft.sentences) == len(members) else ""


def _loose(
    key: str,
    draft: StoryDraft,
    article: Article,
    english: English,
    vectors: Mapping[str, NDArray[np.float32]] | None = None,
) -> group.Loose:
    # Boilerplate is alike in all articles of an outlet and would bind them.
    eligible = [sentence for sentence in draft.sentences[article.id] if sentence.eligible]
    texts = tuple(english(sentence) for sentence in eligible)
    rows = np.stack([vectors[text] for text in texts]) if texts and vectors else None
    return group.Loose(key, texts, tuple(sentence.text for sentence in eligible), article.lang, article.published, rows)


def _name(articles: Sequence[Article], names: set[str]) -> str:
    """A story's name from its first title, English before others."""
    first = min(articles, key=lambda text: (not text.title, text.lang != "en", text.published or "9", text.id))
    # A folder's name, so letters that every disk can write.
    plain = unicodedata.normalize("NFKD", first.title or first.id).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    name = (words if len(words) <= _NAME else words[:_NAME].rpartition("-")[0]) or "story"
    return next(key for key in (name, *(f"{name}-{n}" for n in range(2, len(names) + 3))) if key not in names)


def _new_story(name: str, members: Sequence[tuple[StoryDraft, Article]], reasons: tuple[str, ...]) -> StoryDraft:
    """One story of articles from anywhere; where two have one id, that of their folder goes before it."""
    ids = [article.id for _, article in members]
    articles = []
    for draft, article in members:
        folder = draft.reading.story.id.replace("/", "-")
        key = article.id if ids.count(article.id) == 1 else f"{folder}-{article.id}"
        articles.append(replace(article, id=key, story=name))
    articles.sort(key=lambda article: article.id)
    return _split(read.StoryReading(Story(name, tuple(articles), why=reasons)))


def _with_notices(mixed: Sequence[StoryDraft], out: Sequence[StoryDraft]) -> tuple[StoryDraft, ...]:
    """What reading had to tell goes to the first story; a correction to that of its sentences, or to the first."""
    if not out:
        return tuple(mixed)
    # The first story is the home of whatever belongs to no story in particular.
    homes: dict[str, int] = {}
    for n, draft in enumerate(out):
        homes |= {sentence.id: n for _, sentence in draft.pairs()}
    corrections: list[list[Correction]] = [[] for _ in out]
    for correction in chain.from_iterable(draft.reading.corrections for draft in mixed):
        home = next((homes[key] for key in (*correction.left, *correction.right) if key in homes), 0)
        corrections[home].append(correction)
    failures = tuple(chain.from_iterable(draft.reading.failures for draft in mixed))
    warnings = tuple(chain.from_iterable(draft.reading.warnings for draft in mixed))
    first = replace(out[0].reading, failures=failures, warnings=warnings)
    readings = (first, *(draft.reading for draft in out[1:]))
    decided = (replace(reading, corrections=tuple(lines)) for reading, lines in zip(readings, corrections, strict=True))
    return tuple(replace(draft, reading=reading) for draft, reading in zip(out, decided, strict=True))
