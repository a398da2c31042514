"""Fit the closer look at claims that may say the same: python tests/tools/fit_closer.py FACTS RESULTS […].

FACTS and RESULTS as in fit_claims.py, which fits what comes before. Boosted trees (Friedman, 2001) learn from the pairs
of claims that are not unlikely so far which of them say the same; which claims of two sentences carry their common fact
is found as there, and --vectors FOLDER is as there: events that are not in it get the vectors of the shipped encoder,
which must not have learnt from them. --leave-out NAME, repeatable: an event to be kept for judging, whose average
precision of pairs of sentences is printed, without and with the closer look. Writes pipeline/compare/weights.json.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import fit_claims
import numpy as np

from pipeline.compare import features, likeness, named
from pipeline.compare.features import CLOSER
from pipeline.compare.weights import shipped
from pipeline.embed.claims import ClaimEncoder

ROUNDS = 3
# Chosen on ten events that were not learnt from; a few more or fewer trees make little difference.
SHAPE = {
    "early_stopping": False,
    "max_iter": 200,
    "learning_rate": 0.07,
    "max_leaf_nodes": 12,
    "max_depth": 6,
    "min_samples_leaf": 40,
}
SMOOTHING = 5.0  # of the leaves' log-odds
Table = tuple[list[tuple[str, str]], fit_claims.Rows]


def table(event: fit_claims.Event) -> Table:
    """The sentences of each pair of claims that is looked at, its columns."""
    by_sentence: dict[str, list[Any]] = {}
    for claim in event.claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    sentences = [one for one in event.result.sentences if one.eligible]
    persons = named(sentences, [event.english[one.id] for one in sentences], by_sentence)
    alignments = event.result.alignments
    story = features.comparable(event.claims, event.result.sentences, alignments, event.vectors, persons)
    assert story is not None
    before = likeness.chances(story, shipped(vectors=True), alignments)
    (left, right), columns = likeness.closer_columns(before, event.result.sentences)
    keys = [claim.sentence for claim in story.claims]
    return [(keys[a], keys[b]) for a, b in zip(left, right, strict=True)], columns


def fit(events: Sequence[fit_claims.Event], tables: Sequence[Table]) -> Any:
    """The trees."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    every = np.concatenate([rows for _, rows in tables])
    scores = [rows[:, CLOSER.index("odds")] for _, rows in tables]
    for _ in range(ROUNDS):
        zipped = zip(events, tables, scores, strict=True)
        parts = [fit_claims.labels(event, pairs, score) for event, (pairs, _), score in zipped]
        true, weight = (np.concatenate([part[n] for part in parts]) for n in (0, 1))
        made = HistGradientBoostingClassifier(**SHAPE, l2_regularization=SMOOTHING, random_state=0)
        made.fit(every, true, sample_weight=weight)
        scores = [made.predict_proba(rows)[:, 1] for _, rows in tables]
    return made


def check(made: Any, events: Mapping[str, fit_claims.Event], tables: Mapping[str, Table]) -> None:
    """Print the average precision of pairs of sentences."""
    from sklearn.metrics import average_precision_score

    for name, (pairs, rows) in tables.items():
        figures = []
        for scores in (rows[:, CLOSER.index("odds")], made.predict_proba(rows)[:, 1]):
            best: dict[tuple[str, str], float] = {}
            for pair, score in zip(pairs, scores.tolist(), strict=True):
                best[pair] = max(score, best.get(pair, score))
            facts = events[name].facts
            figures.append(average_precision_score([bool(facts[a] & facts[b]) for a, b in best], list(best.values())))
        print(f"{name:28} before {figures[0]:.3f} after {figures[1]:.3f}")


def node(number: int, each: Any) -> list[float]:
    """A leaf, which leads to itself, or what asks for a column."""
    if each["is_leaf"]:
        return [0, 0, number, number, round(float(each["value"]), 4)]
    bound = float(np.float32(each["num_threshold"]))
    return [int(each["feature_idx"]), bound, int(each["left"]), int(each["right"]), 0]


def written(made: Any) -> dict[str, Any]:
    """The trees as `closer.forest` reads them."""
    trees = [[node(number, each) for number, each in enumerate(tree.nodes)] for (tree,) in made._predictors]
    depth = max(int(tree.nodes["depth"].max()) for (tree,) in made._predictors)
    return {"columns": list(CLOSER), "bias": round(made._baseline_prediction.item(), 4), "depth": depth, "trees": trees}


def main() -> None:
    """See the module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--vectors", type=Path)
    options.add_argument("--leave-out", action="append", default=[])
    chosen = options.parse_args()
    known, encoder = fit_claims.events(chosen.folders), ClaimEncoder()
    events = fit_claims.folded(known, chosen.vectors) if chosen.vectors else {}
    events |= {name: fit_claims.embedded(one, encoder) for name, one in known.items() if name not in events}
    tables = {name: table(event) for name, event in events.items()}
    learnt = [name for name in events if name not in chosen.leave_out]
    made = fit([events[name] for name in learnt], [tables[name] for name in learnt])
    check(made, events, {name: tables[name] for name in chosen.leave_out})
    content = json.loads(fit_claims.FILE.read_text("utf-8"))
    content["vectors"]["closer"] = written(made)
    fit_claims.FILE.write_text(fit_claims.lines(content), "utf-8")


if __name__ == "__main__":
    main()
