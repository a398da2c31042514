"""Fit the weights of the aligner: python tests/fit_align.py GOLD_FOLDER [--embedder NAME] [--check].

GOLD_FOLDER holds `<name>.dev.jsonl` files, one document pair a line: {"id", "src", "tgt", "gold": [[[i…],[j…]], …]},
`mt` and `mt2` in place of `src` where there are any. Sets not in English are fitted without vectors, English ones with
and without. With --check only the cross-validated figures are printed. Needs scikit-learn, which running does not.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import embed
from pipeline.align import features, model
from pipeline.align.link import FLOOR, match
from pipeline.align.weigh import Matrix, Weighed, weigh

FOLDS = 5
STAGES = 2
ENGLISH = ("wmt21_synth", "superpal")
Links = list[tuple[frozenset[int], frozenset[int]]]
Row = dict[str, Any]  # one line of a gold file, as it comes from JSON
Rows = NDArray[np.float64]
Predict = Callable[[Rows], Rows]


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


def logistic(rows: Rows, true: NDArray[np.int8], weight: Rows) -> tuple[Predict, float, dict[str, float]]:
    """A logistic model: how to predict, bias, weight by feature."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    fitted = LogisticRegression(max_iter=300).fit((rows - middle) / spread, true, sample_weight=weight)
    weights = fitted.coef_[0] / spread
    bias = float(fitted.intercept_[0] - (weights * middle).sum())

    def predict(rows: Rows) -> Rows:
        return np.asarray(1 / (1 + np.exp(-np.clip(rows @ weights + bias, -8, 8))))

    return predict, round(bias, 6), {name: round(float(w), 6) for name, w in zip(features.FIRST, weights, strict=True)}


def trees(rows: Rows, true: NDArray[np.int8], weight: Rows) -> tuple[Predict, dict[str, object]]:
    """Boosted trees: how to predict, and their nodes."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]

    fitted = HistGradientBoostingClassifier(
        max_depth=3, max_iter=120, learning_rate=0.07, min_samples_leaf=40, early_stopping=False, random_state=0
    ).fit(rows, true, sample_weight=weight)
    nodes = [[_node(node) for node in step[0].nodes] for step in fitted._predictors]

    def predict(rows: Rows) -> Rows:
        return np.asarray(fitted.predict_proba(rows)[:, 1])

    return predict, {"bias": round(float(fitted._baseline_prediction[0, 0]), 6), "trees": nodes}


def _node(node: np.void) -> list[float | str]:
    if node["is_leaf"]:
        return [round(float(node["value"]), 6)]
    return [
        features.COLUMNS[node["feature_idx"]],
        round(float(node["num_threshold"]), 6),
        int(node["left"]),
        int(node["right"]),
    ]


def fit(found: Sequence[Document]) -> tuple[list[Matrix], str]:
    """Cross-validated probabilities of every document's pairs, and the final weights as JSON.

    Later stages learn from probabilities that the earlier ones gave to documents they had not seen.
    """
    fold = folds(found)
    _, bias, weights = logistic(*_table(found, [d.alone for d in found]))
    out = _unseen(found, fold, [d.alone for d in found], lambda *table: logistic(*table)[0])
    later = []
    for _ in range(STAGES):
        rows = [features.together(d.pairs, d.alone, chance, d.at) for d, chance in zip(found, out, strict=True)]
        later.append(trees(*_table(found, rows))[1])
        out = _unseen(found, fold, rows, lambda *table: trees(*table)[0])
    command = "python tests/fit_align.py GOLD_FOLDER"
    return out, model.as_json(command, weights, bias, later)


def _table(found: Sequence[Document], rows: Sequence[Rows]) -> tuple[Rows, NDArray[np.int8], Rows]:
    weight = np.concatenate([np.full(len(d.true), d.weight) for d in found])
    return np.concatenate(rows), np.concatenate([d.true for d in found]), weight


def _unseen(
    found: Sequence[Document], fold: list[int], rows: Sequence[Rows],
    learn: Callable[[Rows, NDArray[np.int8], Rows], Predict],
) -> list[Matrix]:  # fmt: skip
    """Each document's probabilities from a model that saw the other folds alone."""
    out: dict[int, Matrix] = {}
    for held in range(FOLDS):
        seen = [n for n in range(len(found)) if fold[n] != held]
        predict = learn(*_table([found[n] for n in seen], [rows[n] for n in seen]))
        for n in (n for n in range(len(found)) if fold[n] == held):
            out[n] = model.spread(found[n].truth.shape, found[n].at, predict(rows[n]))
    return [out[n] for n in range(len(found))]


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
        print(f"{label:22} {figures}  calibration error {error:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--embedder", default="minilm")
    parser.add_argument("--check", action="store_true", help="leave weights.json as it is")
    asked = parser.parse_args()
    found = list(documents(asked.folder, embed.load(asked.embedder)))
    chances, weights = fit(found)
    if not asked.check:
        Path(model.__file__).with_name("weights.json").write_text(weights, encoding="utf-8")
    report(found, chances)


if __name__ == "__main__":
    main()
