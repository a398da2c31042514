"""Stories read and split, as folders have them or as their articles' contents say."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from pipeline import read, split
from pipeline.data import Article, Correction, Sentence, Story
from pipeline.story import group

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NAME = 48  # letters of a story's name that comes from a title
English = Callable[[Sentence], str]


@dataclass(frozen=True, slots=True)
class Draft:
    """One story, read and split; its sentences by article id."""

    reading: read.Reading
    sentences: Mapping[str, tuple[Sentence, ...]]

    def every(self) -> Iterator[tuple[Article, Sentence]]:
        """All sentences with their articles, in order."""
        for article in self.reading.story.articles:
            for one in self.sentences[article.id]:
                yield article, one


def drafts(found: Iterable[read.StoryFiles], today: date) -> Iterator[Draft]:
    """Each story of a folder."""
    for files in found:
        yield _split(read.story(files, today=today))


def _split(reading: read.Reading) -> Draft:
    return Draft(reading, {article.id: split.split(article) for article in reading.story.articles})


def copies(draft: Draft) -> tuple[tuple[str, ...], ...]:
    """Which articles (ids) of a story print one text; boilerplate is no text of theirs."""
    return group.copies([_loose(one.id, draft, one, lambda said: said.text) for one in draft.reading.story.articles])


def grouped(
    every: Sequence[Draft], english: English, vectors: Mapping[str, "NDArray[np.float32]"]
) -> tuple[Draft, ...]:
    """The articles of all drafts, sorted into stories by content and date; all of one folder that belong together keep
    the folder's name.

    Args:
        english: the English of a sentence.
        vectors: English → vector.
    """
    articles = {
        f"{draft.reading.story.id}/{one.id}": (draft, one) for draft in every for one in draft.reading.story.articles
    }
    loose = [_loose(key, draft, one, english, vectors) for key, (draft, one) in articles.items()]
    found = group.group(loose)
    names: set[str] = set()
    out: list[Draft] = []
    for one in found:
        members = [articles[key] for key in one.ids]
        whole = next((d.reading.story.id for d, _ in members if len(d.sentences) == len(one.ids)), "")
        same = whole and all(d.reading.story.id == whole for d, _ in members)
        name = whole if same else _name([article for _, article in members], names)
        names.add(name)
        out.append(_gathered(name, members, one.why))
    return _handed_on(every, out)


def _loose(
    key: str,
    draft: Draft,
    article: Article,
    english: English,
    vectors: "Mapping[str, NDArray[np.float32]] | None" = None,
) -> group.Loose:
    eligible = [one for one in draft.sentences[article.id] if one.eligible]
    told = tuple(english(one) for one in eligible)
    rows = np.stack([vectors[text] for text in told]) if told and vectors else None
    return group.Loose(key, told, tuple(one.text for one in eligible), article.lang, article.published, rows)


def _name(articles: Sequence[Article], taken: set[str]) -> str:
    """A story's name from its first title, English before others."""
    first = min(articles, key=lambda one: (not one.title, one.lang != "en", one.published or "9", one.id))
    plain = unicodedata.normalize("NFKD", first.title or first.id).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    name = (words if len(words) <= _NAME else words[:_NAME].rpartition("-")[0]) or "story"
    numbers = (f"{name}-{n}" for n in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbers if one not in taken)


def _gathered(name: str, members: Sequence[tuple[Draft, Article]], why: tuple[str, ...]) -> Draft:
    """One story of articles from anywhere; where two have one id, that of their folder goes before it."""
    ids = [article.id for _, article in members]
    found = []
    for draft, article in members:
        folder = draft.reading.story.id.replace("/", "-")
        key = article.id if ids.count(article.id) == 1 else f"{folder}-{article.id}"
        found.append(replace(article, id=key, story=name))
    found.sort(key=lambda article: article.id)
    return _split(read.Reading(Story(name, tuple(found), why=why)))


def _handed_on(every: Sequence[Draft], out: Sequence[Draft]) -> tuple[Draft, ...]:
    """What reading had to tell goes to the first story; a correction to that of its sentences, or to the first."""
    if not out:
        return tuple(every)
    homes = {one.id: n for n, draft in enumerate(out) for _, one in draft.every()}
    told: list[list[Correction]] = [[] for _ in out]
    for one in (one for draft in every for one in draft.reading.corrections):
        told[next((homes[key] for key in (*one.left, *one.right) if key in homes), 0)].append(one)
    first = replace(
        out[0].reading,
        failures=tuple(one for draft in every for one in draft.reading.failures),
        warnings=tuple(one for draft in every for one in draft.reading.warnings),
    )
    readings = [first, *(draft.reading for draft in out[1:])]
    return tuple(
        replace(draft, reading=replace(reading, corrections=tuple(some)))
        for draft, reading, some in zip(out, readings, told, strict=True)
    )
