"""Fit the aligner's weights: python tests/tools/fit_align.py GOLD_FOLDER --facts FACTS RESULTS [--memory FILE]
[--check | --ablate | …].

GOLD_FOLDER holds `<name>.dev.jsonl` files, one document pair a line: {"id", "src", "tgt", "gold": [[[i…],[j…]], …]},
`mt` and `mt2` in place of `src` where there are any. Every set is read with sentence vectors (which must come from an
encoder that knows German), English ones with those of the encoder of claims too, and without any: for the three
readings of the weights. FACTS and RESULTS as in fit_claims.py: events from which the encoder of claims has not learnt,
for the reading by its vectors alone. The last stage learns from short
articles about 18 events (gold/coverage.json) too. With --check the figures are printed: by fold, by set, and those of
the five articles, on which nothing is fitted or chosen. With --ablate each kind of evidence is left out in turn;
--held-out writes the links that weights from the other folds find, and the truth, for `synopsis evaluate alignment
--plot`. With --memory vectors are kept in a file, and not made again the next time. Needs scikit-learn, which running
does not. Fitting takes ten minutes, --check half an hour, --ablate hours.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any, get_args

import fit_claims
import numpy as np
from five_articles import five, story
from numpy.typing import NDArray
from rich.console import Console

from pipeline import bitext, embed
from pipeline.align import features, model, parallel
from pipeline.align.link import Aligner, Match, matches
from pipeline.align.weigh import Matrix, ReadingName, Weighed, weigh
from pipeline.config import Config
from pipeline.data import Bead
from pipeline.embed.claims import ClaimEncoder
from pipeline.evaluate.alignment import bins, calibration_error, scores
from pipeline.language import language
from pipeline.language.record import Language
from pipeline.memory import Memory
from pipeline.progress import Watch

FOLDS = 5
COVERAGE = Path(__file__).parents[1] / "gold" / "coverage.json"
ARTICLES = Path(__file__).parents[1] / "cases" / "group.jsonl"
PARTS, LONGEST_PART = 3, 8  # short texts made of each document, and their sentences
PART = 0.3  # what they say next to it
SAY = {"deplain_web": 0.3}  # with vectors, next to the others' 1: it is no news, and German
PARALLEL = ("textberg",)
LANGUAGES = {"deplain_web": "de", "textberg": "fr"}  # of both sides, as they are compared; of the others English
LATE, SHORT = ("coverage",), 0.3  # sets that the last stage alone learns from, and what they say next to the others' 1
EPOCHS, RATE, MARGIN, SEEDS = 10, 0.7, 0.15, 3
BOOSTING: dict[str, Any] = {
    "n_estimators": 120, "learning_rate": 0.08, "max_leaf_nodes": 6, "max_depth": None, "min_samples_leaf": 40,
    "subsample": 0.5, "max_features": 8,
}  # fmt: skip
KINDS = {  # of evidence, as --ablate leaves them out
    "nothing": (),
    "words": ("words", "cover_least", "cover_most"),
    "characters": ("characters",),
    "vectors": ("vectors",),
    "numbers and dates": ("numbers", "numbers_differ"),
    "names": ("names",),
    "quotations": ("quoted",),
    "word pairs": ("bigrams",),
    "lengths": ("length", "short"),
    "neighbours": ("beside", "beside_least", "beside_most", "diagonal"),
    "position": ("order", "order_away"),
    "rivals": (
        "typical", "lead_least", "lead_most", "best_least", "best_most", "gain", "ahead_least", "ahead_most",
        "others_least", "others_most", "rival_least", "rival_most", "beyond_least", "beyond_most", "adds_least",
        "adds_most",
    ),
}  # fmt: skip
SILENT = Watch(Console(stderr=True), "none")
Row = dict[str, Any]  # one line of a gold file, as it comes from JSON
Rows = NDArray[np.float64]
Encoders = Mapping[ReadingName, embed.Embedder | None]
LABELS: Mapping[ReadingName, str] = {"vectors": "", "claims": " by claims", "words": " without"}


@dataclass(frozen=True, slots=True)
class Document:
    """A document pair with the truth about its candidates; `weight` gives every set the same say."""

    set: str
    id: str
    weighed: Weighed
    pairs: features.Pairs
    at: features.At
    alone: Rows
    true: NDArray[np.int8]
    truth: Matrix
    gold: list[list[list[int]]]
    weight: float

    @property
    def whole(self) -> bool:
        """Whether it is a document pair of the set, not one of `_parts`."""
        return {"short", "strangers"}.isdisjoint(self.set.split())


class OfClaims:
    """The encoder of claims, which reads whole sentences here."""

    multilingual = False

    def __init__(self) -> None:
        self._encoder = ClaimEncoder()
        self.signature = f"{self._encoder.signature}|whole"

    def embed(self, texts: Sequence[str]) -> embed.Vectors:
        return np.concatenate(self._encoder.encode(texts, [[((0, len(text)),)] for text in texts]))


class Remembering:
    """An embedder that embeds a text once, today and the next time."""

    def __init__(self, embedder: embed.Embedder, memory: Memory) -> None:
        self.signature, self.multilingual = embedder.signature, embedder.multilingual
        read = bitext.Readers(embedder, None, None)
        self._encoding = bitext.Encoding(Config(), read, memory, self._work, SILENT)
        self._embedder = embedder

    def _work(self, jobs: Iterable[bitext.EmbedJob]) -> Iterator[tuple[int, embed.Vectors]]:
        return ((number, embed.half(self._embedder.embed(job.texts))) for number, job in enumerate(jobs))

    def embed(self, texts: Sequence[str]) -> embed.Vectors:
        rows = self._encoding.english(texts)
        return np.stack([rows[text] for text in texts])


def documents(folder: Path, encoders: Encoders) -> Iterator[Document]:
    """Every document pair of the development sets, by each encoder that knows its language."""
    for path in sorted(folder.glob("*.dev.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        name = path.name.split(".")[0]
        total = sum(len(left) * len(right) for row in rows for left, right in row["gold"])
        able = [reading for reading in encoders if reading != "claims" or name not in LANGUAGES]
        for row in rows:
            keys = [key for key in ("mt", "mt2") if key in row] or ["src"]
            for key, reading in product(keys, able):
                label = name if key == "src" else f"{name} {key}"
                weight = (1 if reading == "words" else SAY.get(name, 1)) * 1000 / total / len(keys)
                yield _document(label, row, key, reading, encoders, weight)
        if name not in PARALLEL:
            for label, row in _parts(rows):
                for reading in able:
                    weight = PART * (1 if reading == "words" else SAY.get(name, 1)) * 1000 / total
                    yield _document(f"{name} {label}", row, "src", reading, encoders, weight)


def _parts(rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Short texts out of long ones: a few sentences of both sides around a link, and of two documents that have nothing
    to do with one another; without them the weights find links in any two short texts."""
    chance = np.random.default_rng(0)

    def some(side: Sequence[str], at: int) -> range:
        size = min(int(chance.integers(1, LONGEST_PART + 1)), len(side))
        first = int(chance.integers(max(0, at - size + 1), min(at, len(side) - size) + 1))
        return range(first, first + size)

    for n, row in enumerate(rows):
        src, tgt, strange = row["src"], row["tgt"], _stranger(rows, n)["tgt"]
        for _ in range(PARTS):
            one, other = row["gold"][int(chance.integers(len(row["gold"])))]
            left, right = some(src, one[0]), some(tgt, other[0])
            beside = some(strange, int(chance.integers(len(strange))))
            gold = [
                [[i - left[0] for i in a if i in left], [j - right[0] for j in b if j in right]] for a, b in row["gold"]
            ]
            texts = [src[i] for i in left]
            true = [pair for pair in gold if all(pair)]
            yield "short", {"id": row["id"], "src": texts, "tgt": [tgt[j] for j in right], "gold": true}
            yield "strangers", {"id": row["id"], "src": texts, "tgt": [strange[j] for j in beside], "gold": []}


def _stranger(rows: Sequence[Row], n: int) -> Row:
    """The document of which the fewest words stand in document `n`: two of a set can be about one event."""
    known = set(" ".join([*rows[n]["src"], *rows[n]["tgt"]]).lower().split())

    def shared(row: Row) -> float:
        words = set(" ".join([*row["src"], *row["tgt"]]).lower().split())
        return len(words & known) / len(words)

    return min((row for row in rows if row is not rows[n]), key=shared)


def coverage(encoders: Encoders) -> Iterator[Document]:
    """Every two articles of an event among all its articles, by each encoder in turn; German and French ones as the
    embedded model translated them."""
    articles = {row["id"]: row for row in map(json.loads, ARTICLES.read_text(encoding="utf-8").splitlines())}
    texts = {name: row.get("english") or row["sentences"] for name, row in articles.items()}
    marked = json.loads(COVERAGE.read_text(encoding="utf-8"))["links"]
    for reading, event in product(encoders, sorted({one[:2] for one, *_ in marked})):
        story = [name for name in articles if name.startswith(event)]
        for one, other in combinations(sorted(story), 2):
            beside = [text for name in story if name not in (one, other) for text in texts[name]]
            gold = [[[i], [j]] for a, i, b, j, _ in marked if (a, b) == (one, other)]
            row = {"id": event, "src": texts[one], "tgt": texts[other], "gold": gold, "beside": beside}
            weight = SHORT * 1000 / len(marked)
            yield _document("coverage", row, "src", reading, encoders, weight)


def events(folders: Sequence[Path], encoders: Encoders) -> Iterator[Document]:
    """Every two articles of an event, read by the encoder of claims: linked is what says or contradicts one fact."""
    rows = []
    for name, event in fit_claims.events(folders).items():
        articles: dict[str, list[str]] = {}
        for one in event.result.sentences:
            if one.eligible:
                articles.setdefault(one.article, []).append(one.id)
        texts = {article: [event.english[key] for key in keys] for article, keys in articles.items()}
        for left, right in combinations(sorted(articles), 2):
            beside = list(chain.from_iterable(texts[one] for one in articles if one not in (left, right)))
            pairs = product(enumerate(articles[left]), enumerate(articles[right]))
            gold = [[[i], [j]] for (i, one), (j, other) in pairs if event.facts[one] & event.facts[other]]
            rows.append({"id": name, "src": texts[left], "tgt": texts[right], "gold": gold, "beside": beside})
    total = sum(len(row["gold"]) for row in rows)
    for row in rows:
        yield _document("events", row, "src", "claims", encoders, 1000 / total)


def _document(label: str, row: Row, key: str, reading: ReadingName, encoders: Encoders, weight: float) -> Document:
    left, right, gold = row[key], row["tgt"], row["gold"]
    every = [*left, *right, *row.get("beside", ())]
    records = [language(LANGUAGES.get(label.split()[0], "en"))] * len(every)
    weighed, label = weighed_by(reading, every, encoders, records), f"{label}{LABELS[reading]}"
    found = features.pairs(weighed, np.arange(len(left)), np.arange(len(left), len(left) + len(right)))
    truth = np.zeros(found.mixed.shape, dtype=np.float32)
    for one, other in gold:
        truth[np.ix_(one, other)] = 1
    at = model.candidates(found.mixed)
    alone, true = features.alone(found, at), truth[at].astype(np.int8)
    return Document(label, f"{label.split()[0]} {row['id']}", weighed, found, at, alone, true, truth, gold, weight)


def weighed_by(
    reading: ReadingName, texts: Sequence[str], encoders: Encoders, records: Sequence[Language] | None = None
) -> Weighed:
    """The features of texts with the vectors that this reading is for."""
    encoder = encoders[reading]
    vectors = encoder.embed(texts) if encoder else None
    return weigh(texts, vectors, records=records, by_claims=reading == "claims")


def folds(found: Sequence[Document]) -> list[int]:
    """A fold for each document: those made from one text go together, every set is in every fold."""
    names = sorted({document.id for document in found})
    place: dict[str, int] = {}
    for label in sorted({name.split()[0] for name in names}):
        place |= {name: n % FOLDS for n, name in enumerate(name for name in names if name.split()[0] == label)}
    return [place[document.id] for document in found]


def logistic(found: Sequence[Document], rows: Sequence[Rows]) -> model.Stage:
    """A logistic regression over the candidates of all documents."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    table, weight = np.concatenate(rows), np.concatenate([np.full(len(d.true), d.weight) for d in found])
    middle, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    true = np.concatenate([d.true for d in found])
    fitted = LogisticRegression(max_iter=2000, tol=1e-7).fit((table - middle) / spread, true, sample_weight=weight)
    weights = fitted.coef_[0] / spread
    return model.Stage(float(fitted.intercept_[0] - (weights * middle).sum()), weights)


def fit(found: Sequence[Document], out: Sequence[str] = ()) -> dict[ReadingName, model.Reading]:
    """What order-free alignment needs, for each reading from the documents that are read so.

    Args:
        out: features to leave out.
    """
    names: tuple[ReadingName, ...] = get_args(ReadingName)
    return {name: _reading([d for d in found if d.weighed.reading == name], out) for name in names}


def _reading(found: Sequence[Document], out: Sequence[str]) -> model.Reading:
    """The later stages learn from what the earlier ones say of documents they have not seen, the last one from the sets
    LATE too, which no other has seen."""
    early = [n for n, d in enumerate(found) if d.id.split()[0] not in LATE]
    alone = [_without(d.alone, features.FIRST, out) for d in found]
    first = _unseen(found, alone, early, lambda some, rows: logistic(some, rows).chances)
    rows = [
        _without(_described(d, model.spread(d.truth.shape, d.at, chance)), features.THIRD, out)
        for d, chance in zip(found, first, strict=True)
    ]
    so_far = _unseen(found, rows, early, lambda some, rows: partial(model.considered, *_middle(some, rows)))
    every = [
        _without(model.with_rivals(d.weighed, *_sides(d), d.pairs, row, chance, d.at), features.LAST, out)
        for d, row, chance in zip(found, rows, so_far, strict=True)
    ]
    some = [found[n] for n in early]
    middle = _middle(some, [rows[n] for n in early])
    return model.Reading(logistic(some, [alone[n] for n in early]), *middle, logistic(found, every))


def _middle(found: Sequence[Document], rows: Sequence[Rows]) -> tuple[model.Stage, model.Trees]:
    return logistic(found, [row[:, : len(features.SECOND)] for row in rows]), boosted(found, rows)


def _without(rows: Rows, names: Sequence[str], out: Sequence[str]) -> Rows:
    """The rows with some features always 0, from which nothing can be learnt."""
    return rows * [name not in out for name in names]


def _described(document: Document, chance: Matrix) -> Rows:
    return features.described(document.weighed, *_sides(document), document.pairs, chance, document.at)


def _sides(document: Document) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    m, n = document.truth.shape
    return np.arange(m), np.arange(m, m + n)


def boosted(found: Sequence[Document], rows: Sequence[Rows]) -> model.Trees:
    """Gradient boosting over the candidates of all documents."""
    from sklearn.ensemble import GradientBoostingClassifier

    table, true = np.concatenate(rows), np.concatenate([d.true for d in found])
    weight = np.concatenate([np.full(len(d.true), d.weight) for d in found])
    made = GradientBoostingClassifier(random_state=0, **BOOSTING).fit(table, true, sample_weight=weight / weight.mean())
    trees = tuple(_rounded(one.tree_, 0, BOOSTING["learning_rate"]) for one in made.estimators_[:, 0])
    plain = sum(float(one.predict(table[:1])[0]) for one in made.estimators_[:, 0]) * BOOSTING["learning_rate"]
    return model.Trees(round(float(made.decision_function(table[:1])[0]) - plain, 4), trees)


def _rounded(tree: Any, node: int, rate: float) -> model.Tree:
    """A tree of scikit-learn from one node on."""
    if tree.children_left[node] < 0:
        return round(float(tree.value[node, 0, 0]) * rate, 4)
    below, above = (_rounded(tree, int(side[node]), rate) for side in (tree.children_left, tree.children_right))
    return features.THIRD[tree.feature[node]], round(float(tree.threshold[node]), 5), below, above


def boxes(gold: Sequence[list[list[int]]]) -> list[parallel.Box]:
    """The links of a parallel text that are beads of whole stretches, in order; the others cannot be learnt from."""
    out: list[parallel.Box] = []
    row = column = 0
    for one, other in sorted((sorted(a), sorted(b)) for a, b in gold if a and b):
        box = parallel.Box(one[0], other[0], len(one), len(other))
        whole = one[-1] - one[0] + 1 == len(one) and other[-1] - other[0] + 1 == len(other)
        if whole and (box.rows, box.columns) in parallel.SIZES and box.row >= row and box.column >= column:
            out.append(box)
            row, column = box.row + box.rows, box.column + box.columns
    return out


def measured(document: Document) -> parallel.Measured:
    """The features of a document's beads."""
    m, n = document.truth.shape
    texts = document.weighed.texts
    ratio = sum(map(len, texts[:m])) / sum(map(len, texts[m:]))
    return parallel.measured(document.weighed, np.arange(m), np.arange(m, m + n), ratio)


def perceptron(found: Sequence[Document], tables: Sequence[parallel.Measured]) -> parallel.Weights:
    """The mean of several averaged structured perceptrons, each with another order of the documents."""
    every = np.mean([_perceptron(found, tables, seed) for seed in range(SEEDS)], axis=0)
    return parallel.Weights(every[:-1], float(every[-1]))


def _perceptron(found: Sequence[Document], tables: Sequence[parallel.Measured], seed: int) -> Rows:
    """With a margin, a little more of it the larger the bead (Collins, 2002)."""
    size = len(parallel.FEATURES)
    here = np.zeros(size + 1)
    here[size - len(parallel.MEASURES) : size] = (1, 1, -0.2, 0, 0, 0)
    total, count, chance = np.zeros(size + 1), 0, np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        for n in chance.permutation(len(found)):
            gold, shape, table = boxes(found[n].gold), found[n].truth.shape, tables[n]
            worth = {key: rows @ here[:-1] + MARGIN * sum(key) / 2 for key, rows in table.items()}
            for box in gold:
                worth[box.rows, box.columns][box.row, box.column] -= MARGIN * (box.rows + box.columns) / 2
            guess = parallel.best(worth, (shape[0], shape[1]), here[-1])
            step = _summed(table, gold, sum(shape)) - _summed(table, guess, sum(shape))
            here = here + step * RATE / np.sqrt(sum(shape)) / (1 + 0.3 * epoch)
            total, count = total + here, count + 1
    return total / count


def _summed(table: parallel.Measured, found: Sequence[parallel.Box], sentences: int) -> Rows:
    out = np.zeros(len(parallel.FEATURES) + 1)
    for box in found:
        out[:-1] += table[box.rows, box.columns][box.row, box.column]
    out[-1] = sentences - sum(box.rows + box.columns for box in found)
    return out


def bead_stage(found: Sequence[Document], weights: Sequence[parallel.Weights], reading: model.Reading) -> model.Stage:
    """How likely a found bead is: what share of its pairs is true, in documents that the weights have not seen (the
    reading, which says how likely the pairs are by themselves, has)."""
    from sklearn.linear_model import LogisticRegression

    rows, true = [], []
    for document, one in zip(found, weights, strict=True):
        m, n = document.truth.shape
        beads = parallel.beads(document.weighed, range(m), range(m, m + n), one)
        chance = model.chances_by(reading, document.weighed, *_sides(document))
        rows.append(parallel.described(beads, one, chance))
        true += [document.truth[b.row : b.row + b.rows, b.column : b.column + b.columns].mean() for b, _ in beads]
    table, share = np.concatenate(rows), np.array(true)
    middle, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    twice, weight = np.tile((table - middle) / spread, (2, 1)), np.concatenate([share, 1 - share])
    said = np.repeat([1, 0], len(table))
    fitted = LogisticRegression(max_iter=2000, C=0.3).fit(twice, said, sample_weight=weight)
    flat = fitted.coef_[0] / spread
    return model.Stage(float(fitted.intercept_[0] - (flat * middle).sum()), flat)


def fit_parallel(found: Sequence[Document], reading: model.Reading) -> tuple[parallel.Weights, model.Stage]:
    """What beads are worth, and how likely, from the parallel sets among the documents."""
    found = [d for d in found if d.id.split()[0] in PARALLEL and d.weighed.vectors is None]  # beads need none
    tables, fold = [measured(d) for d in found], folds(found)
    unseen = {}
    for held in set(fold):
        seen = [n for n in range(len(found)) if fold[n] != held]
        unseen[held] = perceptron([found[n] for n in seen], [tables[n] for n in seen])
    return perceptron(found, tables), bead_stage(found, [unseen[n] for n in fold], reading)


def fit_all(found: Sequence[Document]) -> model.Model:
    """Every weight."""
    readings = fit(found)
    return model.Model(readings, *fit_parallel(found, readings["words"]))


def crossed(found: Sequence[Document]) -> list[model.Model]:
    """For every document weights that saw the other folds alone, the first one's folds among these."""
    return _held(found, folds(found), fit_all)


def transferred(found: Sequence[Document]) -> list[model.Model]:
    """For every document weights that saw the other sets alone; beads cannot be had so, with one parallel set."""
    beads, bead = fit_parallel(found, model.shipped().readings["words"])
    sets = [document.id.split()[0] for document in found]
    return _held(found, sets, lambda seen: model.Model(fit(seen), beads, bead))


def _held(
    found: Sequence[Document], parts: Sequence[object], fitting: Callable[[Sequence[Document]], model.Model]
) -> list[model.Model]:
    made = {part: fitting([d for d, own in zip(found, parts, strict=True) if own != part]) for part in set(parts)}
    return [made[part] for part in parts]


def _unseen(
    found: Sequence[Document],
    rows: Sequence[Rows],
    learning: Sequence[int],
    fitting: Callable[[Sequence[Document], Sequence[Rows]], Callable[[Rows], Rows]],
) -> list[Rows]:
    """Each document's probabilities from a stage that saw those of `learning` in the other folds alone."""
    fold = folds(found)
    stages = []
    for held in range(FOLDS):
        seen = [n for n in learning if fold[n] != held]
        stages.append(fitting([found[n] for n in seen], [rows[n] for n in seen]))
    return [stages[n](one) for n, one in zip(fold, rows, strict=True)]


def calibration(said: Sequence[tuple[float, float]]) -> float:
    """Expected calibration error over (probability, share of truth)."""
    return calibration_error(bins(*zip(*said, strict=True)))


def said(document: Document, found: Sequence[Match], by: model.Model) -> list[tuple[float, float]]:
    """What the links say, and the best candidate of each sentence without one, and how much of it is true."""
    m, n = document.truth.shape
    chance = model.chances(document.weighed, np.arange(m), np.arange(m, m + n), by)
    out = []
    for x in found:
        if x.left and x.right:
            out.append((x.probability, float(document.truth[np.ix_(x.left, [k - m for k in x.right])].mean())))
        else:
            pair = (x.left[0], int(chance[x.left[0]].argmax())) if x.left else (-1, x.right[0] - m)
            pair = pair if x.left else (int(chance[:, pair[1]].argmax()), pair[1])
            out.append((float(chance[pair]), float(document.truth[pair])))
    return out


def alone(document: Document, found: Sequence[Match]) -> list[tuple[float, float]]:
    """What the lines with one side empty say, and whether they are true."""
    m, out = len(document.truth), []
    for x in (x for x in found if x.kind == "unlinked"):
        cells = document.truth[list(x.left)] if x.left else document.truth[:, [k - m for k in x.right]]
        out.append((x.probability, float(not cells.any())))
    return out


def linked(document: Document, by: model.Model, aligner: Aligner = "auto") -> list[Match]:
    """What the weights make of a document."""
    m, n = document.truth.shape
    return matches(document.weighed, range(m), range(m, m + n), aligner=aligner, weights=by)[1]


def links(document: Document, found: Sequence[Match]) -> list[Bead]:
    """Links as positions on each side."""
    m = document.truth.shape[0]
    return [Bead(x.left, tuple(y - m for y in x.right)) for x in found if x.left and x.right]


def beads(gold: Sequence[list[list[int]]]) -> list[Bead]:
    """The links of a gold file."""
    return [Bead(tuple(a), tuple(b)) for a, b in gold]


def report(found: Sequence[Document], by: Sequence[model.Model]) -> None:
    """Print a line for each set."""
    made = [linked(document, one) for document, one in zip(found, by, strict=True)]
    every = []
    for label in dict.fromkeys(document.set for document in found):
        at = [n for n, document in enumerate(found) if document.set == label]
        ours = [links(found[n], made[n]) for n in at]
        gold = [beads(found[n].gold) for n in at]
        figures = "  ".join(f"{name} {p:.3f} {r:.3f} {f:.3f}" for name, (p, r, f) in scores(gold, ours).items())
        here = [one for n in at for one in said(found[n], made[n], by[n])]
        every += here
        silent = [one for n in at for one in alone(found[n], made[n])]
        error = f"calibration error {calibration(here):.3f}, of lines with one side {calibration(silent):.3f}"
        print(f"{label:20} {figures}  {error}")
    print(f"{'all':20} calibration error {calibration(every):.3f}")


def ablate(found: Sequence[Document]) -> None:
    """Print F of sentence pairs, by weights from the other folds, without each kind of evidence in turn."""
    found = [d for d in found if d.id.split()[0] not in PARALLEL]
    shipped, sets = model.shipped(), list(dict.fromkeys(d.set for d in found if d.whole))
    print(f"{'without':20}", *(f"{label:>20}" for label in sets), "calibration error")
    for kind, out in KINDS.items():
        by = _held(found, folds(found), lambda seen: model.Model(fit(seen, out), shipped.beads, shipped.bead))  # noqa: B023
        made = [linked(document, one, "comparable") for document, one in zip(found, by, strict=True)]
        pairs = [
            scores([beads(d.gold) for d in found if d.set == label],
                   [links(d, one) for d, one in zip(found, made, strict=True) if d.set == label])["pair"][2]
            for label in sets
        ]  # fmt: skip
        error = calibration([one for d, m, w in zip(found, made, by, strict=True) if d.whole for one in said(d, m, w)])
        print(f"{kind:20}", *(f"{pair:20.3f}" for pair in pairs), f"{error:.3f}", flush=True)


def hold_out(found: Sequence[Document], folder: Path) -> None:
    """Write gold.jsonl and found.jsonl of all sets together, each document by weights from the other folds."""
    gold, told = [], []
    for n, (document, by) in enumerate(zip(found, crossed(found), strict=True)):
        if not document.whole:
            continue
        name, made = f"{document.set} {document.id} {n}", linked(document, by)
        shift = len(document.truth)
        kept = [(m.left, [k - shift for k in m.right], m.probability) for m in made if m.left and m.right]
        gold.append(json.dumps({"id": name, "gold": document.gold}))
        told.append(json.dumps({"id": name, "links": kept}))
    folder.mkdir(parents=True, exist_ok=True)
    for file, lines in (("gold.jsonl", gold), ("found.jsonl", told)):
        (folder / file).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def as_json(command: str, learned: model.Model) -> str:
    """The file that `model.read` reads, a tree a line."""
    beads = model.Stage(0.0, np.append(learned.beads.worth, learned.beads.unpaired))
    document = {"command": command, **{name: _reading_tables(one) for name, one in learned.readings.items()}}
    document |= {name: _weights(stage, model.BEAD[name]) for name, stage in (("beads", beads), ("bead", learned.bead))}
    text = json.dumps(document, indent=1)
    trees = chain.from_iterable(one.trees.trees for one in learned.readings.values())
    return re.sub(r'"TREE"', lambda _: json.dumps(next(trees)), text) + "\n"


def _reading_tables(reading: model.Reading) -> dict[str, Any]:
    stages = {"first": reading.first, "second": reading.second, "last": reading.last}
    trees = {"bias": reading.trees.bias, "trees": ["TREE"] * len(reading.trees.trees)}
    return {**{name: _weights(stage, model.PAIR[name]) for name, stage in stages.items()}, "trees": trees}


def _weights(stage: model.Stage, columns: Sequence[str]) -> dict[str, Any]:
    weights = stage.weights.round(6).tolist()
    return {"bias": round(stage.bias, 6), "weights": dict(zip(columns, weights, strict=True))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--facts", nargs="+", type=Path, required=True)
    parser.add_argument("--embedder", default="e5")
    parser.add_argument("--memory", type=Path, help="a memory file for vectors")
    parser.add_argument("--check", action="store_true", help="leave weights.json as it is, print figures")
    parser.add_argument("--translated", type=Path, help="with --check: a sentences.jsonl of the five articles")
    parser.add_argument("--held-out", type=Path, metavar="DIR", help="write links of unseen documents, and the truth")
    parser.add_argument("--ablate", action="store_true", help="leave each kind of evidence out in turn")
    asked = parser.parse_args()
    of_claims = OfClaims()
    encoders: Encoders = {"vectors": embed.load(asked.embedder), "claims": of_claims, "words": None}
    if asked.memory:
        memory = Memory(asked.memory)
        encoders = {name: encoder and Remembering(encoder, memory) for name, encoder in encoders.items()}
    found = [*documents(asked.folder, encoders), *coverage(encoders), *events(asked.facts, encoders)]
    if asked.held_out:
        hold_out(found, asked.held_out)
        return
    if asked.ablate:
        ablate(found)
        return
    if not asked.check:
        weights = as_json("python tests/tools/fit_align.py GOLD_FOLDER --facts FACTS RESULTS", fit_all(found))
        Path(model.__file__).with_name("weights.json").write_text(weights, encoding="utf-8")
        return
    print("each document by weights from the other folds: precision, recall, F")
    report(found, crossed(found))
    print("each set by weights from the other sets")
    report(found, transferred(found))
    print("the five articles, careful translations, shipped weights")
    five(story(), of_claims)
    if asked.translated:
        print(f"the five articles, {asked.translated}, shipped weights")
        five(story(asked.translated), of_claims)


if __name__ == "__main__":
    main()
