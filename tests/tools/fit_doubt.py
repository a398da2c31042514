"""Learn how much a translation is to be doubted: python tests/tools/fit_doubt.py [--measure SHARED [--english FILE]]

tests/gold/doubt.tsv holds what a person read: a line of a test set (`set`, `line` from 0), the system, a digest of
its English, whether it misleads about what the source says, in what, and for some a second reading without sight of
the first. `misleads` and `again` are 1 or 0.

With --measure the signals in the last column are taken anew: the sets are read from SHARED/test, stored systems from
their files, the project's own model translates once more; FILE keeps what it gave, a JSON object a line. Without it the
weights are learnt from the table and written to pipeline/translate/doubt.json, and it is told how well they do on lines
that they were not learnt from: ten parts, and five neighbouring lines of a set always in the same one.
"""

import argparse
import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from pipeline import embed, guards, translate
from pipeline.data import LEAST_DOUBT, Lang, Output, Translation
from pipeline.evaluate.alignment import bins, calibration_error
from pipeline.translate import checked, doubt, service, terms

ROOT = Path(__file__).parents[2]
READINGS = ROOT / "tests" / "gold" / "doubt.tsv"
WEIGHTS = ROOT / "pipeline" / "translate" / "doubt.json"
OWN = "embedded"
SETS = ("", "cosine", "score", "score cosine")  # of what may be lacking
PARTS, NEIGHBOURS, RIDGE = 10, 5, 10.0
PRECISION = 0.75  # of what is marked
Numbers = NDArray[np.float64]
COLUMNS = ("set", "line", "system", "digest", "misleads", "kind", "again", "signals")


@dataclass(frozen=True, slots=True)
class Reading:
    """A line that was read. `again`: what the second reading said, None where there was none."""

    set: str
    line: int
    system: str
    digest: str
    misleads: bool
    kind: str
    again: bool | None
    signals: Mapping[str, float]

    @property
    def lang(self) -> Lang:
        return cast("Lang", self.set.rsplit(".", 1)[1][:2])


def readings(path: Path = READINGS) -> list[Reading]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_reading(row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _reading(row: Mapping[str, str]) -> Reading:
    again = None if row["again"] == "" else row["again"] == "1"
    signals = json.loads(row["signals"] or "{}")
    where = row["set"], int(row["line"]), row["system"], row["digest"]
    return Reading(*where, row["misleads"] == "1", row["kind"], again, signals)


def write(path: Path, rows: Sequence[Reading]) -> None:
    lines = ["\t".join(COLUMNS)]
    for row in rows:
        again = "" if row.again is None else str(int(row.again))
        signals = json.dumps(row.signals, separators=(",", ":"))
        cells = row.set, str(row.line), row.system, row.digest, str(int(row.misleads)), row.kind, again, signals
        lines.append("\t".join(cells))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


# Signals


def digest(english: str) -> str:
    return hashlib.sha256(english.encode()).hexdigest()[:12]


def texts(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def measured(rows: Sequence[Reading], shared: Path, kept: Path | None) -> Iterator[Reading]:
    """The readings with their signals; those whose English is not what was read are told of, and left as they are."""
    english = _kept(kept) if kept and kept.is_file() else _made(rows, shared)
    if kept and not kept.is_file():
        kept.write_text("".join(f"{json.dumps(row)}\n" for row in english.values()), encoding="utf-8")
    embedder = embed.load("e5")
    signed = translate.load(OWN, {}).signature("de")
    for row in rows:
        source = texts(shared / "test" / f"{row.set}.src")[row.line]
        if row.system == OWN:
            made = english[row.set, row.line]
            output = Output(made["text"], made["score"], "", tuple(made["remarks"]))
            signature = signed
        else:
            output = Output(texts(shared / "test" / f"{row.set}.{row.system}.hyp")[row.line])
            signature = f"mt:{row.system}"
        if digest(output.text) != row.digest:
            print(f"{row.set}:{row.line} {row.system}: its English is not the one that was read; its signals stay")
            yield row
            continue
        output = replace(output, flags=guards.flags(source, row.lang, output.text))
        answer = service.Answer(output, signature, "translated")
        translation = Translation("", output.text, answer.flags, signature, output.score)
        left, right = embedder.embed([source, output.text])
        signals = dict(doubt.signals(source, row.lang, translation, float(left @ right)))
        yield replace(row, signals={name: round(value, 4) for name, value in signals.items()})


def _made(rows: Sequence[Reading], shared: Path) -> dict[tuple[str, int], dict[str, Any]]:
    """What the project's own model makes of the lines, as a run does."""
    translator, news = translate.load(OWN, {}), service.with_news_terms(())
    made: dict[tuple[str, int], dict[str, Any]] = {}
    for name in sorted({row.set for row in rows if row.system == OWN}):
        of_set = [row for row in rows if row.set == name and row.system == OWN]
        lines, lang = texts(shared / "test" / f"{name}.src"), of_set[0].lang
        sources = [lines[row.line] for row in of_set]
        asked = [terms.glossary_terms(text, lang, news) for text in sources]
        outputs = checked.translate(translator, sources, lang, asked)
        for row, output in zip(of_set, outputs, strict=True):
            about = {"text": output.text, "score": output.score, "remarks": output.remarks}
            made[name, row.line] = {"set": name, "line": row.line, **about}
    return made


def _kept(path: Path) -> dict[tuple[str, int], dict[str, Any]]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {(row["set"], row["line"]): row for row in rows}


# Weights


def names_of(key: str, rows: Sequence[Reading]) -> list[str]:
    """The signals of a set of weights, those that are the same everywhere left out."""
    names = [name for name in rows[0].signals if name not in doubt.LACKING] + key.split()
    return [name for name in names if len({row.signals[name] for row in rows}) > 1]


def of_set(key: str, rows: Sequence[Reading]) -> list[Reading]:
    """The readings that have all the signals of a set of weights."""
    return [row for row in rows if set(key.split()) <= row.signals.keys()]


def fitted(names: Sequence[str], rows: Sequence[Reading], ridge: float = RIDGE) -> dict[str, float]:
    """A logistic model without negative weights, but for its bias; the ridge is on signals of one spread."""
    values = np.array([[row.signals[name] for name in names] for row in rows])
    spread = values.std(axis=0) + 1e-9
    scaled, labels = values / spread, np.array([row.misleads for row in rows], float)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total = scaled @ weights[1:] + weights[0]
        wrong = 1 / (1 + np.exp(-total)) - labels
        penalty = ridge * float(weights[1:] @ weights[1:]) / 2
        slope = np.concatenate([[wrong.sum()], scaled.T @ wrong + ridge * weights[1:]])
        return float(np.logaddexp(0, total).sum() - labels @ total) + penalty, slope

    bounds = [(None, None)] + [(0, None)] * len(names)
    solved = minimize(loss, np.zeros(1 + len(names)), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = zip(names, solved[1:] / spread, strict=True)
    return {"bias": round(float(solved[0]), 4)} | {name: round(float(weight), 4) for name, weight in weights}


def part(row: Reading) -> int:
    return part_of(row.set, row.line)


def part_of(name: str, line: int) -> int:
    return int(digest(f"{name}:{line // NEIGHBOURS}"), 16) % PARTS


def held_out(key: str, rows: Sequence[Reading]) -> Numbers:
    """The doubt of every reading by weights that were learnt from the other parts."""
    found = np.zeros(len(rows))
    for number in range(PARTS):
        rest = [row for row in rows if part(row) != number]
        weights = fitted(names_of(key, rest), rest)
        for n, row in enumerate(rows):
            if part(row) == number:
                found[n] = doubt.logistic(weights, row.signals)
    return found


# How good


def ranked(doubts: Numbers, labels: Numbers) -> float:
    """AUC: how often a line that misleads is doubted more than one that does not."""
    bad, good = doubts[labels == 1], doubts[labels == 0]
    return float((bad[:, None] > good).mean() + (bad[:, None] == good).mean() / 2)


def off(doubts: Numbers, labels: Numbers) -> float:
    """Expected calibration error over ten parts of equal width."""
    return calibration_error(bins(doubts, labels))


def caught(doubts: Numbers, labels: Numbers, least: float) -> tuple[float, float]:
    """Precision and recall of marking from `least` on."""
    marked = doubts >= least
    return float(labels[marked].mean()) if marked.any() else 1.0, float(labels[marked].sum() / labels.sum())


def best(doubts: Numbers, labels: Numbers) -> tuple[float, float]:
    """The lowest limit at which PRECISION is kept, and the recall there."""
    kept = [limit for limit in sorted(set(doubts.tolist())) if caught(doubts, labels, limit)[0] >= PRECISION]
    return (kept[0], caught(doubts, labels, kept[0])[1]) if kept else (1.0, 0.0)


def kappa(first: Sequence[bool], second: Sequence[bool]) -> float:
    """Cohen's."""
    same = sum(left == right for left, right in zip(first, second, strict=True)) / len(first)
    shares = [sum(labels) / len(labels) for labels in (first, second)]
    chance = shares[0] * shares[1] + (1 - shares[0]) * (1 - shares[1])
    return (same - chance) / (1 - chance)


def report(key: str, rows: Sequence[Reading]) -> str:
    doubts, labels = held_out(key, rows), np.array([row.misleads for row in rows], float)
    limit, recall = best(doubts, labels)
    return (
        f"[{key or 'none'}] {len(rows)} lines, {labels.mean():.2f} mislead; AUC {ranked(doubts, labels):.3f}"
        f", error {off(doubts, labels):.3f}; precision {PRECISION} from {limit:.2f}: recall {recall:.2f}"
    )


def foretold(rows: Sequence[Reading]) -> Numbers:
    """The doubt of every reading by the best set that it has, learnt from the other parts."""
    doubts = np.zeros(len(rows))
    for key in SETS:  # the richest set that a line has comes last
        able = [n for n, row in enumerate(rows) if set(key.split()) <= row.signals.keys()]
        if able:
            doubts[able] = held_out(key, [rows[n] for n in able])
    return doubts


def reliability(rows: Sequence[Reading]) -> Iterator[str]:
    """A table of doubt foretold, and how many lines mislead."""
    doubts = foretold(rows)
    labels = np.array([row.misleads for row in rows], float)
    yield "| doubt | lines | foretold | mislead |"
    yield "|---|---|---|---|"
    for low in np.arange(0, 1, 0.1):
        within = (doubts >= low) & (doubts < low + 0.1)
        if within.any():
            means = doubts[within].mean(), labels[within].mean()
            yield f"| {low:.1f} to {low + 0.1:.1f} | {within.sum()} | {means[0]:.2f} | {means[1]:.2f} |"
    limit, recall = best(doubts, labels)
    yield f"AUC {ranked(doubts, labels):.3f}, calibration error {off(doubts, labels):.3f}"
    yield f"precision {PRECISION} from {limit:.2f}: recall {recall:.2f}"
    for advice, least in LEAST_DOUBT.items():
        precision, share = caught(doubts, labels, least)
        count = int((doubts >= least).sum())
        yield f"{advice} from {least}: {count} lines, precision {precision:.2f}, recall {share:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", type=Path, metavar="SHARED")
    parser.add_argument("--english", type=Path, metavar="FILE")
    given = parser.parse_args()
    rows = readings()
    if given.measure:
        write(READINGS, rows := list(measured(rows, given.measure, given.english)))
    twice = [row for row in rows if row.again is not None]
    if twice:
        agreement = kappa([row.misleads for row in twice], [bool(row.again) for row in twice])
        print(f"{len(rows)} readings, {len(twice)} read twice: kappa {agreement:.2f}")
    sets: dict[str, dict[str, float]] = {}
    for key in SETS:
        if not (able := of_set(key, rows)):
            continue
        sets[key] = fitted(names_of(key, able), able)
        print(report(key, able))
    print("\n".join(reliability(rows)))
    command = "python tests/tools/fit_doubt.py"
    WEIGHTS.write_text(json.dumps({"command": command, "sets": sets}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
