"""Fit how likely two claims say the same: python tests/tools/fit_claims.py FACTS RESULTS [FACTS RESULTS …]
[--vectors FOLDER] [--check].

FACTS holds a folder an event with its truth.json, RESULTS a folder an event with the result.json that `synopsis run`
wrote for it with careful English. Which claims of two sentences that say a fact say it is not written down: the likest
are taken for these, as many as they have facts in common, and fitted again (as in multiple-instance learning, Andrews,
Tsochantaridis and Hofmann, 2003). With --check every event is left out in turn, and the average precision of pairs of
sentences is printed, by their links and by their claims. FOLDER is what fit_claim_vectors.py --folds wrote: vectors of
an event that the encoder learnt from would be trusted too much. Without it the weights are fitted that
serve where no encoder is; those that are shipped were learnt from six events. Writes pipeline/compare/weights.json.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp, log
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import claims, compare, read
from pipeline.compare import features, likeness
from pipeline.compare.features import AMONG, PAIR, TEXT
from pipeline.compare.weights import Regression, Stages
from pipeline.data import Claim, Result
from pipeline.embed.claims import ClaimEncoder, Spans

ROUNDS = 4
STRENGTH = 0.05  # of the data against the prior of no weight: with more, another event is foretold worse
JOIN = {True: 0.21, False: 0.32}  # with vectors and without: where PAIR and ROW of score.py are in balance
NOT_CHOSEN = 0.3  # what a pair of claims says that may be the one that carries a common fact, next to the others' 1
FILE = Path(__file__).parents[2] / "pipeline" / "compare" / "weights.json"
Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Event:
    """An event's result, sentence (id) → its English, its claims, sentence → the facts that it says or contradicts, and
    the claims' vectors."""

    result: Result
    english: Mapping[str, str]
    claims: tuple[Claim, ...]
    facts: Mapping[str, frozenset[str]]
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))


def events(folders: Sequence[Path], left_out: Collection[str] = ()) -> dict[str, Event]:
    """The events of folders FACTS, RESULTS, FACTS, RESULTS … by their names, without vectors."""
    found = {}
    for facts, results in zip(folders[::2], folders[1::2], strict=True):
        names = sorted(path.parent.name for path in facts.glob("*/truth.json"))
        found |= {name: event(facts, results, name) for name in names if name not in left_out}
    return found


def event(facts: Path, results: Path, name: str) -> Event:
    """An event, parsed, with the links of the aligner alone: those by claims would tell what is to be learnt."""
    result = read.result(results / name)
    result = replace(result, alignments=compare.by_aligner(result.alignments))
    translated = {one.sentence: one.text for one in result.translations}
    sentences = [one for one in result.sentences if one.eligible]
    english = {one.id: translated.get(one.id, one.text) for one in sentences}
    parsed = claims.parser().parse(list(english.values()))
    found = tuple(one for key, made in zip(english, parsed, strict=True) for one in claims.identified(made, key))
    truth = json.loads((facts / name / "truth.json").read_text("utf-8"))
    return Event(result, english, found, said(truth, result))


def embedded(one: Event, encoder: ClaimEncoder) -> Event:
    """The event with the vectors of its claims."""
    spans: dict[str, list[Spans]] = {key: [] for key in one.english}
    for claim in one.claims:
        spans[claim.sentence].append(claim.spans)
    return replace(one, vectors=np.concatenate(encoder.encode(list(one.english.values()), list(spans.values()))))


def folded(found: Mapping[str, Event], folder: Path) -> dict[str, Event]:
    """The events that are in a folder of encoders, each with the vectors of the one that did not learn from it."""
    files = json.loads((folder / "folds.json").read_text("utf-8"))
    encoders = {file: ClaimEncoder(str(folder.resolve() / file)) for file in sorted(set(files.values()))}
    return {name: embedded(one, encoders[files[name]]) for name, one in found.items() if name in files}


def said(truth: Mapping[str, Any], result: Result) -> dict[str, frozenset[str]]:
    """Sentence → its facts; who contradicts a fact speaks of it."""
    facts: dict[str, set[str]] = {one.id: set() for one in result.sentences}
    for fact in truth["facts"]:
        for article, pieces in fact["in"].items():
            for key in holding(result, [article], pieces):
                facts[key].add(fact["id"])
    for contradiction in truth["contradictions"]:
        sides = [list(holding(result, side["articles"], side["pieces"])) for side in contradiction["sides"]]
        counts = Counter(fact for keys in sides for key in keys for fact in facts[key])
        most = {fact for fact, count in counts.items() if count == max(counts.values())}
        for key in (key for keys in sides for key in keys):
            facts[key] |= most
    return {key: frozenset(found) for key, found in facts.items()}


def holding(result: Result, articles: Sequence[str], pieces: Sequence[str]) -> Iterator[str]:
    """The sentences that these pieces begin in, or that begin in them."""
    texts = {one.id: one.text for one in result.story.articles if one.id in articles}
    for sentence in (one for one in result.sentences if one.article in texts):
        for piece in (one for one in pieces if one in texts[sentence.article]):
            if sentence.start - len(piece) < texts[sentence.article].index(piece) < sentence.end:
                yield sentence.id


def comparable(one: Event, *, vectors: bool) -> features.Comparable:
    """What the columns are made of."""
    rows = one.vectors if vectors else None
    made = features.comparable(one.claims, one.result.sentences, one.result.alignments, rows)
    assert made is not None
    return made


Table = tuple[list[tuple[str, str]], Rows]  # the sentences of each pair of claims, its columns


def table(made: features.Comparable, columns: Sequence[NDArray[np.float32]]) -> Table:
    """A row for each pair of claims of different articles."""
    pairs, rows = [], []
    for (left, right), values in zip(made.blocks, columns, strict=True):
        for i, row in enumerate(left):
            for j, column in enumerate(right):
                pairs.append((made.claims[row].sentence, made.claims[column].sentence))
                rows.append([value[i, j] for value in values])
    return pairs, np.array(rows, dtype=np.float64)


def fitted(tables: Sequence[tuple[Event, Table]], start: Sequence[int]) -> Regression:
    """A regression; `start` are the columns whose sum says at first which claims of two sentences are the likest."""
    from sklearn.linear_model import LogisticRegression

    scores = [rows[:, list(start)].sum(axis=1) for _, (_, rows) in tables]
    for _ in range(ROUNDS):
        parts = [labels(one, pairs, score) for (one, (pairs, _)), score in zip(tables, scores, strict=True)]
        true, weight = (np.concatenate([part[n] for part in parts]) for n in (0, 1))
        every = np.concatenate([rows for _, (_, rows) in tables])
        made = LogisticRegression(C=STRENGTH, max_iter=2000).fit(every, true, sample_weight=weight)
        scores = [made.decision_function(rows) for _, (_, rows) in tables]
    return Regression(round(float(made.intercept_[0]), 4), made.coef_[0].round(4))


def labels(one: Event, pairs: Sequence[tuple[str, str]], score: Rows) -> tuple[Rows, Rows]:
    """Whether each pair of claims says the same, and how much that counts."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        places[pair].append(number)
    true, weight = np.zeros(len(pairs)), np.ones(len(pairs))
    for (left, right), numbers in places.items():
        common = len(one.facts[left] & one.facts[right])
        if common:
            likest = sorted(numbers, key=lambda number: -score[number])
            true[likest[:common]] = 1
            weight[likest[common:]] = NOT_CHOSEN
    return true, weight


def fit(events: Sequence[Event], *, vectors: bool) -> Stages:
    """Both stages."""
    made = [comparable(one, vectors=vectors) for one in events]
    columns = [[list(map(features.pair_columns(one, block).__getitem__, PAIR)) for block in one.blocks] for one in made]
    tables = [(one, table(*two)) for one, two in zip(events, zip(made, columns, strict=True), strict=True)]
    pair = fitted(tables, [PAIR.index("vectors"), PAIR.index("words")])
    unlinked = [(one, (pairs, rows[:, [PAIR.index(name) for name in TEXT]])) for one, (pairs, rows) in tables]
    text = fitted(unlinked, [TEXT.index("vectors"), TEXT.index("words")])
    tables = []
    for one, here in zip(events, made, strict=True):
        chance, _, leads = likeness.pair_chances(here, pair, text)
        found = features.company(chance)
        rows = [features.company_columns(chance, found, leads, block) for block in here.blocks]
        tables.append((one, table(here, rows)))
    sides = [log(len(side)) for one in made for block in one.blocks for side in block]
    return Stages(text, pair, fitted(tables, [AMONG.index("pair")]), round(exp(fmean(sides)), 1), JOIN[vectors], "")


def check(events: Mapping[str, Event], *, vectors: bool) -> None:
    """Print the average precision of pairs of sentences, each event left out in turn."""
    from sklearn.metrics import average_precision_score

    for name, left_out in events.items():
        made = fit([one for key, one in events.items() if key != name], vectors=vectors)
        rows = left_out.vectors if vectors else None
        found = likeness.likened(left_out.claims, left_out.result.sentences, left_out.result.alignments, rows, made)
        best: dict[tuple[str, str], float] = {}
        for row, column in zip(*np.nonzero(np.triu(found.chance)), strict=True):
            pair = found.claims[row].sentence, found.claims[column].sentence
            best[pair] = max(float(found.chance[row, column]), best.get(pair, 0.0))
        truth = [bool(left_out.facts[a] & left_out.facts[b]) for a, b in best]
        links = linked(left_out.result)
        by_links = [max(links.get(pair, 0.0), links.get(pair[::-1], 0.0)) for pair in best]
        figures = [average_precision_score(truth, score) for score in (by_links, list(best.values()))]
        print(f"{name:28} links {figures[0]:.3f} claims {figures[1]:.3f} ({sum(truth)} pairs say a common fact)")


def linked(result: Result) -> dict[tuple[str, str], float]:
    """The probabilities of the links, by pairs of sentences."""
    found: dict[tuple[str, str], float] = {}
    for link in (link for alignment in result.alignments for link in alignment.links):
        found |= {(left, right): link.probability for left in link.left for right in link.right}
    return found


def stage(made: Regression, columns: Sequence[str]) -> dict[str, Any]:
    """A stage as it is written."""
    return {"bias": made.bias, "weights": dict(zip(columns, made.weights.tolist(), strict=True))}


def write(name: str, made: Stages) -> None:
    """Into the file that `weights.read` reads, where the weights of the other name stay as they are."""
    content = json.loads(FILE.read_text("utf-8"))
    content[name] = {
        **{key: trees for key, trees in content[name].items() if key == "closer"},
        "claims": made.claims,
        "join": made.join,
        "text": stage(made.text, TEXT),
        "pair": stage(made.pair, PAIR),
        "among": stage(made.among, AMONG),
    }
    FILE.write_text(lines(content), "utf-8")


def lines(content: Mapping[str, Any]) -> str:
    """The file's JSON, a tree a line."""
    trees = content["vectors"]["closer"].pop("trees")
    content["vectors"]["closer"]["trees"] = ["TREES"]
    rows = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees)
    return json.dumps(content, indent=1).replace('"TREES"', rows) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    known, name = events(asked.folders), "words"
    if asked.vectors:
        name, known = "vectors", folded(known, asked.vectors)
    if asked.check:
        check(known, vectors=asked.vectors is not None)
    else:
        write(name, fit(list(known.values()), vectors=asked.vectors is not None))


if __name__ == "__main__":
    main()
