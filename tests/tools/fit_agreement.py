"""Doubt of translations whose model's score nobody has: python tests/tools/fit_agreement.py FOLDER [--kept FILE]

FOLDER holds `<set>.<de|fr>-en.src`, `.ref` and `.<system>.hyp` of three stored systems. Read are the lines of
tests/gold/doubt.tsv, where a person said which mislead, and lines that are evenly spread; FILE keeps what was measured,
a JSON object a line. Learnt is what agreement with the other systems adds to the logit of doubt; told is how well doubt
foretells, by what it is read from: AUC for the lines that a person read (those of the other parts learnt from), and
Spearman's ρ with chrF2++ in each set and system, averaged. Intervals are of lines drawn, 95 %.
"""

import argparse
import csv
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from fit_doubt import READINGS, off, part_of, ranked
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.stats import spearmanr  # type: ignore[import-untyped]
from score_evidence import SEED, SYSTEMS, chrf, lines

from pipeline import embed
from pipeline.evaluate import doubts
from pipeline.evaluate.scored import Segment, Testset
from pipeline.evaluate.unreferenced import similarities

SPREAD, RESAMPLES = 250, 1000
Numbers = NDArray[np.float64]
Row = dict[str, Any]


def measured(folder: Path) -> Iterator[Row]:
    """A row a line and system: doubt without and with similarity, agreement, chrF2++, whether a person read it so."""
    read = {}
    with READINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            read[row["set"], int(row["line"]), row["system"]] = int(row["misleads"])
    encoder = embed.load("e5")
    for path in sorted(folder.glob(f"*.{SYSTEMS[0]}.hyp")):
        name = path.name.removesuffix(f".{SYSTEMS[0]}.hyp")
        source, reference, *outputs = (
            lines(folder / f"{name}.{end}", None) for end in ("src", "ref", *(f"{system}.hyp" for system in SYSTEMS))
        )
        spread = range(0, len(source), max(1, len(source) // SPREAD))
        chosen = sorted({line for of, line, system in read if of == name and system in SYSTEMS} | {*spread})
        segments = [
            Segment(str(at), tuple(texts[at] for texts in outputs), (reference[at],), source[at], name[-5:-3])
            for at in chosen
        ]
        testset = Testset(name, SYSTEMS, tuple(segments), "")
        columns = [[segment.hypotheses[n] for segment in segments] for n in range(len(SYSTEMS))]
        cosines = similarities(encoder, [segment.source for segment in segments], *columns)
        for place, system in enumerate(SYSTEMS):
            scores = chrf(columns[place], [reference[at] for at in chosen])
            rows = zip(segments, cosines[place], doubts.agreements(testset, place), scores, strict=True)
            for segment, cosine, agreement, score in rows:
                yield {
                    "set": name,
                    "line": int(segment.id),
                    "system": system,
                    "without": doubts.unscored(segment, place, None, None),
                    "similarity": doubts.unscored(segment, place, cosine, None),
                    "agreement": agreement,
                    "chrf": float(score),
                    "misleads": read.get((name, int(segment.id), system)),
                }


def logits(rows: Sequence[Row], key: str) -> Numbers:
    likely = np.array([row[key] for row in rows])
    return np.log(likely / (1 - likely))


def fitted(rows: Sequence[Row], key: str) -> Numbers:
    """A bias, and what full agreement takes from the logit."""
    labels, base = np.array([row["misleads"] for row in rows], float), logits(rows, key)
    agreement = np.array([row["agreement"] for row in rows]) / 100

    def loss(weights: Numbers) -> float:
        total = base + weights[0] - weights[1] * agreement
        return float(np.logaddexp(0, total).sum() - labels @ total) + 0.05 * float(weights[1] ** 2)

    return np.asarray(minimize(loss, np.zeros(2)).x)


def agreed(rows: Sequence[Row], key: str, weights: Numbers) -> Numbers:
    total = logits(rows, key) + weights[0] - weights[1] * np.array([row["agreement"] for row in rows]) / 100
    return np.asarray(1 / (1 + np.exp(-total)))


def held_out(rows: Sequence[Row], key: str) -> Numbers:
    parts, likely = np.array([part_of(row["set"], row["line"]) for row in rows]), np.zeros(len(rows))
    for number in sorted(set(parts.tolist())):
        rest, own = ([row for row, at in zip(rows, parts, strict=True) if (at == number) == mine] for mine in (0, 1))
        likely[parts == number] = agreed(own, key, fitted(rest, key))
    return likely


def interval(count: int, measure: Callable[[NDArray[np.intp]], float]) -> str:
    """A figure of all, and the interval of as many drawn."""
    random = np.random.default_rng(SEED)
    low, high = np.percentile([measure(random.integers(0, count, count)) for _ in range(RESAMPLES)], [2.5, 97.5])
    return f"{measure(np.arange(count)):.3f} ({low:.3f} to {high:.3f})"


def rho(rows: Sequence[Row], likely: Numbers) -> str:
    """The mean over sets and systems."""
    groups = sorted({(row["set"], row["system"]) for row in rows})
    places = [[n for n, row in enumerate(rows) if (row["set"], row["system"]) == group] for group in groups]
    columns = [(likely[at], np.array([rows[n]["chrf"] for n in at])) for at in places]
    random = np.random.default_rng(SEED)

    def mean(drawn: bool) -> float:
        figures = []
        for values, scores in columns:
            at = random.integers(0, len(values), len(values)) if drawn else np.arange(len(values))
            figures.append(spearmanr(-values[at], scores[at]).statistic)
        return float(np.mean(figures))

    low, high = np.percentile([mean(True) for _ in range(RESAMPLES)], [2.5, 97.5])
    return f"{mean(False):.3f} ({low:.3f} to {high:.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kept", type=Path, metavar="FILE")
    given = parser.parse_args()
    if given.kept and given.kept.is_file():
        rows = [json.loads(line) for line in given.kept.read_text("utf-8").splitlines()]
    else:
        rows = list(measured(given.folder))
        if given.kept:
            given.kept.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    read = [row for row in rows if row["misleads"] is not None]
    labels = np.array([row["misleads"] for row in read], float)
    print(f"{len(rows)} lines of systems, {len(read)} read, {labels.mean():.2f} mislead")
    print("| doubt read from | AUC, a person's reading | calibration error | Spearman ρ with chrF2++ |")
    print("|---|---|---|---|")
    for key, name in (("without", "flags, words, length"), ("similarity", "and similarity")):
        weights = fitted(read, key)
        print(f"bias {weights[0]:.2f}, agreement {weights[1]:.2f}")
        for words, own, everywhere in (
            (name, np.array([row[key] for row in read]), np.array([row[key] for row in rows])),
            (f"{name} and agreement", held_out(read, key), agreed(rows, key, weights)),
        ):
            auc = interval(len(read), lambda at, own=own: ranked(own[at], labels[at]))  # type: ignore[misc]
            print(f"| {words} | {auc} | {off(own, labels):.3f} | {rho(rows, everywhere)} |")


if __name__ == "__main__":
    main()
