"""Fit the aligner's weights: python tests/fit_align.py GOLD_FOLDER [--embedder NAME] [--check [--translated FILE]].

GOLD_FOLDER holds `<name>.dev.jsonl` files, one document pair a line: {"id", "src", "tgt", "gold": [[[i…],[j…]], …]},
`mt` and `mt2` in place of `src` where there are any. Sets not in English are fitted without vectors, English ones with
and without. With --check the figures are printed: by fold, by set, and those of the five articles, on which nothing is
fitted or chosen. Needs scikit-learn, which running does not.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import embed
from pipeline.align import features, model
from pipeline.align.link import FLOOR, comparable, match
from pipeline.align.weigh import Matrix, Weighed, weigh

FOLDS = 5
FIVE = Path(__file__).parent / "gold" / "babuschkin.json"
ENGLISH = ("wmt21_synth", "superpal")
ABSENT = {"superpal": 3}  # sets without the sentences that have no link: each false pair stands for so many
Links = list[tuple[frozenset[int], frozenset[int]]]
Row = dict[str, Any]  # one line of a gold file, as it comes from JSON
Rows = NDArray[np.float64]


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


def documents(folder: Path, embedder: embed.Embedder) -> Iterator[Document]:
    """Every document pair of the development sets, English ones twice."""
    for path in sorted(folder.glob("*.dev.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        name = path.name.split(".")[0]
        total = sum(len(left) * len(right) for row in rows for left, right in row["gold"])
        for row in rows:
            keys = [key for key in ("mt", "mt2") if key in row] or ["src"]
            ways = [(key, encoder) for key in keys for encoder in ((embedder, None) if name in ENGLISH else (None,))]
            for key, encoder in ways:
                label = name if key == "src" else f"{name} {key}"
                label += " without" if encoder is None and name in ENGLISH else ""
                yield _document(label, row, key, encoder, 1000 / total / len(ways))


def _document(label: str, row: Row, key: str, embedder: embed.Embedder | None, weight: float) -> Document:
    left, right, gold = row[key], row["tgt"], row["gold"]
    weighed = weigh([*left, *right], embedder.embed([*left, *right]) if embedder else None)
    found = features.pairs(weighed, np.arange(len(left)), np.arange(len(left), len(left) + len(right)))
    truth = np.zeros(found.mixed.shape, dtype=np.float32)
    for one, other in gold:
        truth[np.ix_(one, other)] = 1
    at = model.candidates(found.mixed)
    alone, true = features.alone(found, at), truth[at].astype(np.int8)
    return Document(label, f"{label.split()[0]} {row['id']}", weighed, found, at, alone, true, truth, gold, weight)


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

    table, weight = np.concatenate(rows), np.concatenate([_weight(d) for d in found])
    middle, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    true = np.concatenate([d.true for d in found])
    fitted = LogisticRegression(max_iter=2000, tol=1e-7).fit((table - middle) / spread, true, sample_weight=weight)
    weights = fitted.coef_[0] / spread
    return model.Stage(float(fitted.intercept_[0] - (weights * middle).sum()), weights)


def _weight(document: Document) -> Rows:
    false = document.weight * ABSENT.get(document.id.split()[0], 1)
    return np.where(document.true > 0, document.weight, false)


def fit(found: Sequence[Document]) -> tuple[model.Stage, model.Stage]:
    """Both stages; the second learns from what the first says of documents that it has not seen."""
    alone = [d.alone for d in found]
    return logistic(found, alone), logistic(found, _together(found, _unseen(found, alone)))


def crossed(found: Sequence[Document]) -> list[Matrix]:
    """Every document's probabilities from stages that saw the other folds alone, the first one's folds among these."""
    fold = folds(found)
    return _held(found, [[n for n in range(len(found)) if fold[n] == held] for held in range(FOLDS)])


def transferred(found: Sequence[Document]) -> list[Matrix]:
    """Every document's probabilities from stages that saw the other sets alone."""
    sets = [document.id.split()[0] for document in found]
    return _held(found, [[n for n in range(len(found)) if sets[n] == held] for held in sorted(set(sets))])


def _held(found: Sequence[Document], parts: Sequence[list[int]]) -> list[Matrix]:
    out: dict[int, Matrix] = {}
    for part in parts:
        first, second = fit([d for n, d in enumerate(found) if n not in part])
        out |= {n: model.chances(found[n].pairs, model.Model(first, second, "")) for n in part}
    return [out[n] for n in range(len(found))]


def _unseen(found: Sequence[Document], rows: Sequence[Rows]) -> list[Matrix]:
    """Each document's probabilities from a first stage that saw the other folds alone."""
    fold = folds(found)
    stages = []
    for held in range(FOLDS):
        seen = [n for n in range(len(found)) if fold[n] != held]
        stages.append(logistic([found[n] for n in seen], [rows[n] for n in seen]))
    return [
        model.spread(d.truth.shape, d.at, stages[n].chances(one)) for d, n, one in zip(found, fold, rows, strict=True)
    ]


def _together(found: Sequence[Document], chances: Sequence[Matrix]) -> list[Rows]:
    return [features.together(d.pairs, chance, d.at) for d, chance in zip(found, chances, strict=True)]


def calibration(found: Sequence[Document], chances: Sequence[Matrix], floor: float) -> float:
    """Expected calibration error in ten bins, over links (at least `floor`) and each sentence's best candidate."""
    said, was = [], []
    for document, chance in zip(found, chances, strict=True):
        taken = chance >= floor
        taken[np.arange(len(chance)), chance.argmax(axis=1)] = True
        taken[chance.argmax(axis=0), np.arange(chance.shape[1])] = True
        said.append(chance[taken])
        was.append(document.truth[taken])
    p, y = np.concatenate(said), np.concatenate(was)
    bins = np.minimum((p * 10).astype(int), 9)
    return float(sum(abs(p[bins == n].sum() - y[bins == n].sum()) for n in range(10)) / len(p))


def scores(gold: Sequence[Links], found: Sequence[Links]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall, F, summed over documents.

    `pair` counts sentence pairs, `strict` links whose two sides are equal, `lax` links whose two sides overlap
    (Sennrich and Volk, 2010).
    """
    count = dict.fromkeys(("pair", "strict", "lax"), (0, 0, 0, 0))
    for true, ours in zip(gold, found, strict=True):
        pairs, mine = ({(a, b) for one, other in links for a in one for b in other} for links in (true, ours))
        hit = [
            sum(any(a & c and b & d for c, d in other) for a, b in set(one))
            for one, other in ((ours, true), (true, ours))
        ]
        same = len(set(true) & set(ours))
        for name, row in (
            ("pair", (len(pairs & mine), len(mine), len(pairs & mine), len(pairs))),
            ("strict", (same, len(set(ours)), same, len(set(true)))),
            ("lax", (hit[0], len(set(ours)), hit[1], len(set(true)))),
        ):
            count[name] = tuple(a + b for a, b in zip(count[name], row, strict=True))  # type: ignore[assignment]
    return {name: _prf(*row) for name, row in count.items()}


def _prf(hit_found: int, found: int, hit_gold: int, gold: int) -> tuple[float, float, float]:
    p, r = hit_found / found if found else 0.0, hit_gold / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def links(document: Document, chance: Matrix) -> Links:
    """What the probabilities become, as positions on each side."""
    m, n = chance.shape
    found = match(document.weighed, range(m), range(m, m + n), chance, FLOOR)
    return [(frozenset(x.left), frozenset(y - m for y in x.right)) for x in found if x.left and x.right]


def report(found: Sequence[Document], chances: Sequence[Matrix]) -> None:
    """Print a line for each set."""
    for label in dict.fromkeys(document.set for document in found):
        at = [n for n, document in enumerate(found) if document.set == label]
        ours = [links(found[n], chances[n]) for n in at]
        gold = [[(frozenset(a), frozenset(b)) for a, b in found[n].gold if a and b] for n in at]
        figures = "  ".join(f"{name} {p:.3f} {r:.3f} {f:.3f}" for name, (p, r, f) in scores(gold, ours).items())
        error = calibration([found[n] for n in at], [chances[n] for n in at], FLOOR)
        print(f"{label:20} {figures}  calibration error {error:.3f}")
    print(f"{'all':20} calibration error {calibration(found, chances, FLOOR):.3f}")


def five(texts: dict[str, list[str]], embedder: embed.Embedder) -> None:
    """Print how the shipped weights do on the five articles, by band; `texts` by article, boilerplate as empty ones."""
    order = [(article, n) for article in texts for n in range(len(texts[article])) if texts[article][n]]
    english = [texts[article][n] for article, n in order]
    weighed = weigh(english, embedder.embed(english))
    found, gold = [], 0
    for pair, marked in json.loads(FIVE.read_text(encoding="utf-8"))["links"].items():
        left, right = ([k for k, (article, _) in enumerate(order) if article == side] for side in pair.split())
        true = {(i, j) for i, j in [*marked["same"], *marked["partly"]]}
        gold += len(true)
        for m in comparable(weighed, left, right):
            pairs = [(order[i][1], order[j][1]) in true for i in m.left for j in m.right]
            found += [(m.probability, pairs)] if pairs else []
    for least in (0.9, 0.5, 0.0):
        taken = [pairs for probability, pairs in found if probability >= least]
        hit, all_ = sum(map(sum, taken)), sum(map(len, taken))
        p, r, f = _prf(hit, all_, hit, gold)
        right_links = sum(map(any, taken))
        print(f"  from {least:.1f}: {right_links} of {len(taken)} links right, pair {p:.3f} {r:.3f} {f:.3f}")


def story(translated: Path | None = None) -> dict[str, list[str]]:
    """The five articles in English, boilerplate as empty texts: careful translations, or those of a sentences.jsonl."""
    gold = json.loads(FIVE.read_text(encoding="utf-8"))
    lines = translated.read_text(encoding="utf-8").splitlines() if translated else []
    machine = {(row["article"], row["text"]): row["translation"] for row in map(json.loads, lines)}
    texts = {}
    for article, sentences in gold["sentences"].items():
        english = gold["translations"].get(article) or [None] * len(sentences)
        if translated:
            english = [machine.get((article, text)) for text in sentences]
        dull = gold["boilerplate"].get(article, [])
        texts[article] = ["" if s in dull else t or s for s, t in zip(sentences, english, strict=True)]
    return texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--embedder", default="minilm")
    parser.add_argument("--check", action="store_true", help="leave weights.json as it is, print figures")
    parser.add_argument("--translated", type=Path, help="with --check: a sentences.jsonl of the five articles")
    asked = parser.parse_args()
    embedder = embed.load(asked.embedder)
    found = list(documents(asked.folder, embedder))
    if not asked.check:
        weights = model.as_json("python tests/fit_align.py GOLD_FOLDER", *fit(found))
        Path(model.__file__).with_name("weights.json").write_text(weights, encoding="utf-8")
        return
    print("each document by weights from the other folds: precision, recall, F")
    report(found, crossed(found))
    print("each set by weights from the other sets")
    report(found, transferred(found))
    print("the five articles, careful translations, shipped weights")
    five(story(), embedder)
    if asked.translated:
        print(f"the five articles, {asked.translated}, shipped weights")
        five(story(asked.translated), embedder)


if __name__ == "__main__":
    main()
