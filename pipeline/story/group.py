"""Loose articles to stories: which ones report one event, and which of them print one text."""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from pipeline.align.tokens import fold, names, numbers, spelled, stems
from pipeline.language import TARGET, language
from pipeline.language.quotations import unquoted

Vector = NDArray[np.float64]
Terms = Mapping[str, float]  # with their weights
Likeness = Mapping[int, float]  # of an article to the others, by their numbers

FLOOR = 0.16  # mean likeness that two groups need to be one
COPIED = 0.4  # share of the shorter text that must stand in the other one, word for word
_HALVED = 14.0  # days apart that halve the likeness
_MEANING, _NEUTRAL = 0.5, 0.45  # weight of the vectors, and the cosine that speaks neither for nor against
_READ = 12  # sentences of an article that are looked at
_OTHERS = 50  # articles about other things that are imagined beside those given, so that a small folder has rare words
_LEAST = 0.04  # weaker likeness is none
_SHINGLE, _ENOUGH = 5, 15  # words of a shingle; shingles that a text needs to be compared
_SHOWN = 6
_VAGUE = {"100", "1000"}  # round numbers that any article may have
_COMMON = frozenset(stems(language(TARGET).target.common))


@dataclass(frozen=True, slots=True)
class Loose:
    """An article that belongs to no story yet.

    `english` and `source` are the same sentences, translated and as written, the title first where there is one.
    `published` is an ISO date or "". `vectors` are (n, dim) unit rows for `english`.
    """

    id: str
    english: tuple[str, ...]
    source: tuple[str, ...]
    lang: str
    published: str = ""
    vectors: NDArray[np.float32] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """The articles of one event, in the order of their ids, and what speaks for it, in phrases to check."""

    ids: tuple[str, ...]
    why: tuple[str, ...]


def group(articles: Sequence[Loose]) -> tuple[Group, ...]:
    """The articles by event: each in exactly one group, groups in the order of their first ids.

    Average linkage (Sokal and Michener, 1958) over tf-idf, vectors and dates; the order of the input does not matter.
    Raises ValueError: two articles have one id, vectors do not fit their sentences, or `published` is no ISO date.
    """
    loose = _in_order(articles)
    rows = _weigh([_terms(article.english) for article in loose])
    likeness = _likeness(rows, _leads(loose), np.array([_day(article) for article in loose]))
    return tuple(
        Group(tuple(loose[n].id for n in members), _why(members, loose, rows, likeness))
        for members in _clusters(likeness)
    )


def copies(articles: Sequence[Loose]) -> tuple[tuple[str, ...], ...]:
    """Ids of articles that print one text, perhaps shortened or under another headline, in one language.

    Containment of word shingles (Broder, 1997) in the shorter text. What stands in quotation marks does not count:
    independent reports quote one statement.
    """
    loose = _in_order(articles)
    sets = [_shingles(article) for article in loose]
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, shingles in enumerate(sets):
        for shingle in shingles:
            having[shingle].append(n)
    shared = Counter(chain.from_iterable(combinations(members, 2) for members in having.values()))
    first = list(range(len(loose)))
    for left, right in sorted(shared):
        shorter = min(len(sets[left]), len(sets[right]))
        if shorter >= _ENOUGH and shared[left, right] >= COPIED * shorter:
            low, high = sorted((first[left], first[right]))
            first = [low if at == high else at for at in first]
    together = [tuple(loose[n].id for n, at in enumerate(first) if at == start) for start in sorted(set(first))]
    return tuple(ids for ids in together if len(ids) > 1)


def _in_order(articles: Sequence[Loose]) -> list[Loose]:
    """The articles in the order of their ids."""
    twice = [name for name, n in Counter(article.id for article in articles).items() if n > 1]
    if twice:
        raise ValueError(f"{len(twice)} ids stand for several articles, the first is {min(twice)}; make each id unique")
    for article in articles:
        if article.vectors is not None and len(article.vectors) != len(article.english):
            raise ValueError(
                f"{article.id}: {len(article.vectors)} vectors for {len(article.english)} sentences; give one row each"
            )
    return sorted(articles, key=lambda article: article.id)


def _day(article: Loose) -> float:
    try:
        return float(date.fromisoformat(article.published).toordinal()) if article.published else np.nan
    except ValueError:
        raise ValueError(f"{article.id}: published {article.published!r} is not a date such as 2026-02-03") from None


def _lead(n: int) -> Vector:
    """The weight of an article's sentences: news says first what it is about."""
    return np.asarray(1 / np.sqrt(1 + np.arange(n)))


def _terms(sentences: Sequence[str]) -> Terms:
    """Stems of words that are not common, and numbers above twelve, with the weight of where they stand."""
    weights: dict[str, float] = defaultdict(float)
    for sentence, lead in zip(sentences[:_READ], _lead(_READ).tolist(), strict=False):
        words = {stem for stem in stems(sentence) if not stem[0].isdigit()} - _COMMON
        figures = {number for number in numbers(sentence) if number[0].isdigit() and float(number) > 12} - _VAGUE
        for term in words | figures:
            weights[term] += lead
    return weights


def _weigh(counts: Sequence[Terms]) -> list[dict[str, float]]:
    """Unit tf-idf rows."""
    frequency = Counter(term for count in counts for term in count)
    idf = {term: np.log((len(counts) + _OTHERS) / (n + 0.5)) for term, n in frequency.items()}
    rows = []
    for count in counts:
        row = {term: float(np.sqrt(count[term]) * idf[term]) for term in sorted(count)}
        length = sum(value * value for value in row.values()) ** 0.5
        rows.append({term: value / length for term, value in row.items()})
    return rows


def _leads(loose: Sequence[Loose]) -> list[Vector | None]:
    """What each article is about as one unit vector."""
    leads: list[Vector | None] = []
    for article in loose:
        rows = article.vectors
        if rows is None or rows.size == 0:
            leads.append(None)
            continue
        mean = _lead(len(rows[:_READ])) @ rows[:_READ].astype(np.float64)
        leads.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
    return leads


def _likeness(rows: Sequence[Terms], leads: Sequence[Vector | None], days: Vector) -> list[dict[int, float]]:
    """For each article, how like it the others are that share words with it, 0 to about 1."""
    postings = _postings(rows)
    likeness: list[dict[int, float]] = [{} for _ in rows]
    for n, row in enumerate(rows):
        score = np.zeros(len(rows))
        for term, value in row.items():
            at, values = postings[term]
            score[at] += value * values
        # Each pair once: only articles after this one.
        at = n + 1 + np.nonzero(score[n + 1 :] >= _LEAST)[0]
        score = score[at] + _MEANING * _meaning(leads, n, at)
        # An unknown date is nan, and takes nothing away.
        gap = np.abs(days[at] - days[n])
        score *= np.where(np.isnan(gap), 1.0, 0.5 ** (gap / _HALVED))
        for neighbour, value in zip(at.tolist(), score.round(6).tolist(), strict=True):
            if value >= _LEAST:
                likeness[n][neighbour] = likeness[neighbour][n] = value
    return likeness


def _postings(rows: Sequence[Terms]) -> dict[str, tuple[NDArray[np.intp], Vector]]:
    """Term → the articles that have it and its weight there."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for n, row in enumerate(rows):
        for term, value in row.items():
            postings[term].append((n, value))
    return {
        term: (np.array([n for n, _ in at], dtype=np.intp), np.array([value for _, value in at]))
        for term, at in postings.items()
    }


def _meaning(leads: Sequence[Vector | None], n: int, neighbours: NDArray[np.intp]) -> Vector:
    """How much more alike than any two articles the vectors are; 0 where there are none."""
    lead = leads[n]
    pairs = [leads[neighbour] for neighbour in neighbours.tolist()]
    return np.array([0.0 if lead is None or two is None else float(lead @ two) - _NEUTRAL for two in pairs])


def _clusters(likeness: Sequence[Likeness]) -> list[list[int]]:
    """Average linkage down to FLOOR; a pair that is not in `likeness` counts as 0, so that a chain does not melt."""
    total = [dict(row) for row in likeness]
    members = [[n] for n in range(len(likeness))]
    heap = []
    for n, row in enumerate(likeness):
        # each pair once, with the sizes of its groups: an entry whose groups have grown since is out of date
        heap += [(-value, n, neighbour, 1, 1) for neighbour, value in row.items() if n < neighbour]
    heapq.heapify(heap)
    while heap:
        negative, left, right, *sizes = heapq.heappop(heap)
        # The heap gives the most alike first, so all that follow are less so.
        if -negative < FLOOR:
            break
        # An entry from before one of the two grew: the pair was entered anew then.
        if sizes != [len(members[left]), len(members[right])]:
            continue
        members[left] += members[right]
        members[right] = []
        _join(total, left, right)
        for third, value in total[left].items():
            low, high = sorted((left, third))
            size = len(members[low]), len(members[high])
            heapq.heappush(heap, (-value / (size[0] * size[1]), low, high, *size))
    return [sorted(ids) for ids in members if ids]


def _join(total: list[dict[int, float]], left: int, right: int) -> None:
    """Add the row and column `right` of a sparse symmetric matrix to those of `left`."""
    del total[left][right], total[right][left]
    for third, value in total[right].items():
        total[left][third] = total[third][left] = total[left].get(third, 0.0) + value
        del total[third][right]
    total[right] = {}


def _why(
    members: Sequence[int], loose: Sequence[Loose], rows: Sequence[Terms], likeness: Sequence[Likeness]
) -> tuple[str, ...]:
    if len(members) == 1:
        return (_loner_reason(likeness[members[0]], loose),)
    texts = [text for n in members for text in loose[n].english[:_READ]]
    written = {stem: word for text in reversed(texts) for stem, word in spelled(text).items() if not stem[0].isdigit()}
    name_stems = {stem for text in texts for name in names(text) for stem in stems(name)}
    having = Counter(term for n in members for term in rows[n])
    weight = {term: sum(rows[n].get(term, 0.0) for n in members) for term, count in having.items() if count > 1}
    kinds: dict[str, list[str]] = {"names": [], "numbers": [], "words": []}
    for term in sorted(weight, key=lambda term: (-weight[term], term)):
        kind = "numbers" if term[0].isdigit() else "names" if term in name_stems else "words"
        word = re.sub("['’]s$", "", written.get(term, term))
        entry = f"{word} ({having[term]} of {len(members)})"
        if entry not in kinds[kind] and len(kinds[kind]) < _SHOWN:
            kinds[kind].append(entry)
    pairs = [likeness[left].get(right, 0.0) for left, right in combinations(members, 2)]
    return (
        *(f"{kind}: {', '.join(entries)}" for kind, entries in kinds.items() if entries),
        _dates([loose[n].published for n in members]),
        f"likeness {sum(pairs) / len(pairs):.2f} on average, {FLOOR:g} needed",
    )


def _loner_reason(likeness: Likeness, loose: Sequence[Loose]) -> str:
    if not likeness:
        return "alone: no other article shares enough words"
    best = min(likeness, key=lambda n: (-likeness[n], n))
    return f"alone: the nearest article is {loose[best].id}, likeness {likeness[best]:.2f}, {FLOOR:g} needed"


def _dates(published: Sequence[str]) -> str:
    dated = sorted({day for day in published if day})
    missing = sum(not day for day in published)
    line = f"published {' to '.join(dict.fromkeys([dated[0], dated[-1]]))}" if dated else "published at unknown dates"
    return line + (f", {missing} without a date" if dated and missing else "")


def _shingles(article: Loose) -> set[tuple[str, ...]]:
    """Runs of five words as written, with the language in front; not over quotations."""
    words = [re.findall(r"\w+", fold(unquoted(sentence))) for sentence in article.source]
    running = [word for sentence in words for word in sentence]
    return {(article.lang, *running[n : n + _SHINGLE]) for n in range(len(running) - _SHINGLE + 1)}
