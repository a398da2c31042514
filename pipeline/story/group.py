"""Loose articles to stories: which ones report one event, and which of them print one text."""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from pipeline.align.tokens import fold, names, stems, written, written_stems
from pipeline.language import TARGET, language
from pipeline.language.quotations import unquoted

Vector = NDArray[np.float64]
Rows = NDArray[np.float32]
Places = NDArray[np.int64]

FLOOR = 0.16  # mean likeness that two groups need to be one
COPIED = 0.4  # share of the shorter text that must stand in the other one, word for word
_HALVED = 14.0  # days apart that halve the likeness
_MEANING, _NEUTRAL = 0.5, 0.45  # weight of the vectors, and the cosine that speaks neither for nor against
_READ = 12  # sentences of an article that are looked at
_OTHERS = 50  # articles about other things that are imagined beside those given, so that a small folder has rare words
_LEAST = 0.04  # weaker likeness is none
_REACH = 70  # days apart; so much halving leaves less than that of any likeness
_BLOCK = 1_000  # articles that are sorted into groups at once
_POSTINGS = 4_000  # places of its rarest terms that are read for an article
_PAIRS, _LATEST = 128, 32  # articles that one is compared with: about so many in all, at most so many of a group
_WINDOW = 2_048  # articles before one among which near vectors are looked for
_SHINGLE, _ENOUGH = 5, 15  # words of a shingle; shingles that a text needs to be compared
_SHOWN = 6
_VAGUE = {"100", "1000"}  # round numbers that any article may have
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:e[+-]\d+)?")
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

    Average linkage (Sokal and Michener, 1958) over tf-idf, vectors and dates, block by block in the order of the dates:
    new articles are compared with the groups that are open. The order of the input does not matter.
    Raises ValueError: two articles have one id, vectors do not fit their sentences, or `published` is no ISO date.
    """
    # articles without a date come last, where they meet all others
    loose = sorted(_in_order(articles), key=lambda article: (article.published or "~", article.id))
    corpus = _corpus(loose)
    linkage = _Linkage(len(loose))
    for start in range(0, len(loose), _BLOCK):
        block = range(start, min(start + _BLOCK, len(loose)))
        for n in block:
            linkage.add(n, *_likeness(n, corpus, linkage))
        linkage.merge(block)
        linkage.close(corpus.earliest)
    groups = []
    for numbers_of_group in filter(None, linkage.members):
        members = sorted(numbers_of_group, key=lambda n: loose[n].id)
        groups.append(Group(tuple(loose[n].id for n in members), _why(members, loose, corpus, linkage)))
    return tuple(sorted(groups, key=lambda story: story.ids))


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


def _terms(sentences: Sequence[str]) -> Mapping[str, float]:
    """Stems of words that are not common, and numbers above twelve, with the weight of where they stand."""
    weights: dict[str, float] = defaultdict(float)
    for sentence, lead in zip(sentences[:_READ], _lead(_READ).tolist(), strict=False):
        read = set(stems(sentence))
        words = {stem for stem in read if not stem[0].isdigit()} - _COMMON
        figures = {stem for stem in read - _VAGUE if _FIGURE.fullmatch(stem) and float(stem) > 12}
        for term in words | figures:
            weights[term] += lead
    return weights


@dataclass(slots=True)
class _Corpus:
    """Articles in the order of their dates: unit tf-idf rows of `terms` (numbers in `vocabulary`) and `weights`.

    `first` is where a term's articles begin in `having`; those before the present one and near enough in time stand at
    `low` to `high` from there, the first of them is `earliest`. `leads` has nan where an article has no vectors.
    """

    vocabulary: list[str]
    starts: Places
    terms: NDArray[np.int32]
    weights: Rows
    first: Places
    having: NDArray[np.int32]
    having_weights: Rows
    days: Vector
    leads: Rows | None
    low: Places
    high: Places
    present: Rows
    earliest: int = 0

    def row(self, n: int) -> tuple[NDArray[np.int32], Rows]:
        """The terms of an article and their weights."""
        span = slice(self.starts[n], self.starts[n + 1])
        return self.terms[span], self.weights[span]

    def candidates(self, n: int) -> Iterator[int]:
        """The earlier articles that share rare terms with this one or have a near vector, the most promising first.

        To be asked of one article after another.
        """
        self._pass_over(n)
        terms, weights = self.row(n)
        low, high = self.first[terms] + self.low[terms], self.first[terms] + self.high[terms]
        self.high[terms] += 1
        # the rarest terms first, until enough was read: what many articles share tells little
        rare = np.argsort(high - low, kind="stable")
        rare = rare[: max(1, int(np.searchsorted(np.cumsum((high - low)[rare]), _POSTINGS, side="right")))]
        low, high = np.maximum(low[rare], high[rare] - _POSTINGS), high[rare]
        at = _ranges(low, high)
        near, meaning = self._near(n)
        articles = np.concatenate([self.having[at], near])
        shares = np.concatenate([self.having_weights[at] * np.repeat(weights[rare], high - low), meaning])
        distinct, places = np.unique(articles, return_inverse=True)
        promise = np.bincount(places, shares, len(distinct))
        yield from distinct[np.argsort(-promise, kind="stable")].tolist()

    def alike(self, n: int, others: Places) -> Vector:
        """How like an article others are, 0 to about 1."""
        terms, weights = self.row(n)
        low, high = self.starts[others], self.starts[others + 1]
        at = _ranges(low, high)
        self.present[terms] = weights
        products = self.weights[at] * self.present[self.terms[at]]
        self.present[terms] = 0
        rows = np.repeat(np.arange(len(others)), high - low)
        score: Vector = np.bincount(rows, products, len(others)).astype(np.float64)  # of nothing it would be whole
        related = score >= _LEAST
        score += _MEANING * self._meaning(n, others)
        # An unknown date is nan, and takes nothing away.
        gap = np.abs(self.days[others] - self.days[n])
        score *= np.where(np.isnan(gap), 1.0, 0.5 ** (gap / _HALVED))
        return np.where(related & (score >= _LEAST), score, 0.0).round(6)

    def _meaning(self, n: int, others: Places) -> Vector:
        """How much more alike than any two articles the vectors are; 0 where there are none."""
        if self.leads is None:
            return np.zeros(len(others))
        meaning: Vector = np.nan_to_num(self.leads[others].astype(np.float64) @ self.leads[n] - _NEUTRAL)
        return meaning

    def _near(self, n: int) -> tuple[Places, Vector]:
        """Those of the articles just before this one whose vectors speak for it by themselves, and how much."""
        window = np.arange(max(self.earliest, n - _WINDOW), n)
        meaning = _MEANING * self._meaning(n, window)
        near = meaning >= FLOOR
        return window[near], meaning[near]

    def _pass_over(self, n: int) -> None:
        """Articles that are too many days older than this one are no candidates any more."""
        undated = np.isnan(self.days[n])
        earliest = 0 if undated else int(np.searchsorted(self.days[:n], self.days[n] - _REACH))
        if undated:
            self.low[:] = 0
        for old in range(self.earliest, earliest):
            self.low[self.row(old)[0]] += 1
        self.earliest = earliest


def _corpus(loose: Sequence[Loose]) -> _Corpus:
    numbers_of_terms: dict[str, int] = {}
    rows, counts = [], []
    for article in loose:
        terms_of_article = sorted(_terms(article.english).items())
        row = [numbers_of_terms.setdefault(term, len(numbers_of_terms)) for term, _ in terms_of_article]
        rows.append(np.array(row, dtype=np.int32))
        counts.append(np.array([weight for _, weight in terms_of_article], dtype=np.float32))
    starts = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    terms = np.concatenate([np.zeros(0, dtype=np.int32), *rows])
    frequency = np.bincount(terms, minlength=len(numbers_of_terms))
    idf = np.log((len(loose) + _OTHERS) / (frequency + 0.5))
    for n, numbers_of_row in enumerate(rows):
        counts[n] = np.sqrt(counts[n]) * idf[numbers_of_row].astype(np.float32)
        counts[n] /= max(float(np.linalg.norm(counts[n])), 1e-9)
    weights = np.concatenate([np.zeros(0, dtype=np.float32), *counts])
    by_term = np.argsort(terms, kind="stable")
    return _Corpus(
        vocabulary=list(numbers_of_terms),
        starts=starts,
        terms=terms,
        weights=weights,
        first=np.cumsum(frequency) - frequency,
        having=np.repeat(np.arange(len(loose), dtype=np.int32), np.diff(starts))[by_term],
        having_weights=weights[by_term],
        days=np.array([_day(article) for article in loose]),
        leads=_leads(loose),
        low=np.zeros(len(numbers_of_terms), dtype=np.int64),
        high=np.zeros(len(numbers_of_terms), dtype=np.int64),
        present=np.zeros(len(numbers_of_terms), dtype=np.float32),
    )


def _leads(loose: Sequence[Loose]) -> Rows | None:
    """What each article is about as one unit row; None where no article has vectors."""
    leads: Rows | None = None
    for n, article in enumerate(loose):
        rows = article.vectors
        if rows is None or rows.size == 0:
            continue
        if leads is None:
            leads = np.full((len(loose), rows.shape[1]), np.nan, dtype=np.float32)
        mean = _lead(len(rows[:_READ])) @ rows[:_READ].astype(np.float64)
        leads[n] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return leads


def _ranges(low: Places, high: Places) -> Places:
    """The numbers from each low to its high, one after another."""
    lengths = high - low
    ranges: Places = np.arange(int(lengths.sum()), dtype=np.int64)
    ranges += np.repeat(low - np.cumsum(lengths) + lengths, lengths)
    return ranges


def _likeness(n: int, corpus: _Corpus, linkage: "_Linkage") -> tuple[Places, Vector, Vector]:
    """The earlier articles that this one is compared with, how like it they are, for how many articles each stands.

    All of the groups of its most promising candidates, until there are enough; a large group's latest stand for it.
    """
    compared: list[int] = []
    weights: list[float] = []
    homes: set[int] = set()
    for home in map(linkage.home.__getitem__, corpus.candidates(n)):
        if home in homes:
            continue
        homes.add(home)
        members = linkage.members[home]
        latest = members[-_LATEST:]
        compared += latest
        weights += [len(members) / len(latest)] * len(latest)
        if len(compared) >= _PAIRS:
            break
    places = np.array(compared, dtype=np.int64)
    return places, corpus.alike(n, places), np.array(weights)


class _Linkage:
    """Groups as they grow, each called by its first article; `total` sums the likeness of the pairs of two groups.

    A pair that was not compared counts as 0, so that a chain does not melt. `within` sums the likeness of the pairs of
    a group; `nearest` is how like an article the nearest other one is, and which that is.
    """

    def __init__(self, count: int) -> None:
        self.home = list(range(count))
        self.members = [[n] for n in range(count)]
        self.total: list[dict[int, float]] = [{} for _ in range(count)]
        self.within = [0.0] * count
        self.nearest = [(0.0, -1)] * count
        self._open: list[int] = []

    def add(self, n: int, neighbours: Places, likeness: Vector, weights: Vector) -> None:
        """A group of one article, by its likeness to earlier ones, each standing for as many as its weight."""
        self._open.append(n)
        for at in np.flatnonzero(likeness).tolist():
            neighbour, value = int(neighbours[at]), float(likeness[at])
            home = self.home[neighbour]
            self.total[n][home] = self.total[home][n] = self.total[n].get(home, 0.0) + value * float(weights[at])
            for article, other in ((n, neighbour), (neighbour, n)):
                if value > self.nearest[article][0]:
                    self.nearest[article] = (value, other)

    def merge(self, block: range) -> None:
        """Average linkage down to FLOOR, after the articles of a block were added."""
        heap: list[tuple[float, int, int, int, int]] = []
        for n in block:
            # each pair once, with the sizes of its groups: an entry whose groups have grown since is out of date
            heap += [self._entry(home, n) for home in self.total[n] if home < n]
        heapq.heapify(heap)
        while heap:
            negative, left, right, *sizes = heapq.heappop(heap)
            # The heap gives the most alike first, so all that follow are less so.
            if -negative < FLOOR:
                break
            # An entry from before one of the two grew: the pair was entered anew then.
            if sizes != [len(self.members[left]), len(self.members[right])]:
                continue
            self._join(left, right)
            for third in self.total[left]:
                heapq.heappush(heap, self._entry(*sorted((left, third))))

    def close(self, earliest: int) -> None:
        """Let go of the sums of groups without an article from `earliest` on: what is new is never like them."""
        still_open = []
        for home in self._open:
            if self.members[home] and self.members[home][-1] >= earliest:
                still_open.append(home)
                continue
            for partner in self.total[home]:
                del self.total[partner][home]
            self.total[home] = {}
        self._open = still_open

    def _entry(self, left: int, right: int) -> tuple[float, int, int, int, int]:
        sizes = len(self.members[left]), len(self.members[right])
        return -self.total[left][right] / (sizes[0] * sizes[1]), left, right, *sizes

    def _join(self, left: int, right: int) -> None:
        """Put the group `right` into `left`: its members, and its row and column of the sparse symmetric sums."""
        for member in self.members[right]:
            self.home[member] = left
        self.members[left] = sorted(self.members[left] + self.members[right])
        self.members[right] = []
        self.within[left] += self.within[right] + self.total[left][right]
        del self.total[left][right], self.total[right][left]
        for third, value in self.total[right].items():
            self.total[left][third] = self.total[third][left] = self.total[left].get(third, 0.0) + value
            del self.total[third][right]
        self.total[right] = {}


def _why(members: Sequence[int], loose: Sequence[Loose], corpus: _Corpus, linkage: _Linkage) -> tuple[str, ...]:
    if len(members) == 1:
        return (_loner_reason(*linkage.nearest[members[0]], loose),)
    texts = [text for n in members for text in loose[n].english[:_READ]]
    spelling: dict[str, str] = {}
    name_stems: set[str] = set()
    for text in texts:
        for word in written(text):
            for stem in written_stems(word):
                spelling.setdefault(stem, word)
        name_stems.update(chain.from_iterable(map(written_stems, names(text))))
    having: Counter[str] = Counter()
    weight: Counter[str] = Counter()
    for n in members:
        row, values = corpus.row(n)
        terms = [corpus.vocabulary[number] for number in row.tolist()]
        having.update(terms)
        weight.update(dict(zip(terms, values.tolist(), strict=True)))
    kinds: dict[str, list[str]] = {"names": [], "numbers": [], "words": []}
    for term in sorted((term for term in weight if having[term] > 1), key=lambda term: (-weight[term], term)):
        kind = "numbers" if term[0].isdigit() else "names" if term in name_stems else "words"
        word = re.sub("['’]s$", "", spelling.get(term, term))
        entry = f"{word} ({having[term]} of {len(members)})"
        if entry not in kinds[kind] and len(kinds[kind]) < _SHOWN:
            kinds[kind].append(entry)
    pairs = len(members) * (len(members) - 1) / 2
    return (
        *(f"{kind}: {', '.join(entries)}" for kind, entries in kinds.items() if entries),
        _dates([loose[n].published for n in members]),
        f"likeness {linkage.within[linkage.home[members[0]]] / pairs:.2f} on average, {FLOOR:g} needed",
    )


def _loner_reason(likeness: float, nearest: int, loose: Sequence[Loose]) -> str:
    if not likeness:
        return "alone: no other article shares enough words"
    return f"alone: the nearest article is {loose[nearest].id}, likeness {likeness:.2f}, {FLOOR:g} needed"


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
