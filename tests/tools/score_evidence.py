"""Measures how well evidence without references foretells segment chrF2++ against references.

    python tests/tools/score_evidence.py FOLDER [--system NAME]… [--embedder NAME] [--lines N] [--resamples N]

FOLDER holds `<set>.<de|fr>-en.src`, `.ref` and `.<system>.hyp`. Every kind of evidence is correlated with chrF2++
segment by segment, inside each set and system, and the correlations averaged, so that neither an easy set nor a good
system counts; intervals are bootstrapped over segments, drawn alike for all systems. The combination predicts ranks
from ranks by least squares, its weights learnt on the other sets. A table in Markdown is printed.
"""

import argparse
import html
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import sacrebleu
from numpy.typing import NDArray
from scipy.stats import kendalltau, rankdata, spearmanr  # type: ignore[import-untyped]

from pipeline import embed, guards
from pipeline.data import Lang
from pipeline.evaluate.unreferenced import LOST, similarities

Row = NDArray[np.float64]
Pair = tuple[str, Row, Row]  # the set, evidence and chrF2++ of its segments
SYSTEMS = ("google", "microsoft", "bergamot-tiny")
AGREEMENT, COMBINED = "agreement with another engine", "all of these, combined"
MEAN, LENGTH = "agreement with the others, mean", "for comparison: shortness of the source"
SEED = 12345


@dataclass(frozen=True, slots=True)
class Block:
    """One system on one set: a value a segment, the higher the better, and the chrF2++ that they are to foretell."""

    set: str
    system: str
    evidence: Mapping[str, Row]
    chrf: Row


class Correlation(NamedTuple):
    """The mean over sets and systems, its 95 % interval, and that of each."""

    mean: float
    low: float
    high: float
    each: list[float]


def lines(path: Path, most: int | None) -> list[str]:
    """Some engines' files were stored with `&#39;` for an apostrophe."""
    return [html.unescape(line) for line in path.read_text(encoding="utf-8").removesuffix("\n").split("\n")[:most]]


def chrf(hypotheses: Sequence[str], references: Sequence[str]) -> Row:
    metric = sacrebleu.CHRF(word_order=2)
    pairs = zip(hypotheses, references, strict=True)
    return np.array([metric.sentence_score(one, [other]).score for one, other in pairs])


def blocks(folder: Path, name: str, systems: Sequence[str], most: int | None, embedder: str) -> list[Block]:
    lang = cast("Lang", name.rsplit(".", 1)[1][:2])
    sources, references = (lines(folder / f"{name}.{end}", most) for end in ("src", "ref"))
    made = {system: lines(folder / f"{name}.{system}.hyp", most) for system in systems}
    model = embed.load(embedder) if embedder else None
    found = []
    for system, texts in made.items():
        evidence = guarded(sources, lang, texts)
        for other in made:
            if other != system:
                evidence[f"agreement with {other}"] = chrf(texts, made[other])
        if model:
            evidence["similarity to the source"] = np.array(similarities(model, sources, texts)[0])
        evidence[LENGTH] = np.array([-len(source) for source in sources], float)
        found.append(Block(name, system, evidence, chrf(texts, references)))
    return found


def guarded(sources: Sequence[str], lang: Lang, texts: Sequence[str]) -> dict[str, Row]:
    rows = list(zip(sources, texts, strict=True))
    flags = [guards.flags(source, lang, text) for source, text in rows]
    ratios = np.array([math.log((len(text) + 1) / (len(source) + 1)) for source, text in rows])
    found = {
        "no guard flag": np.array([-len(one) for one in flags], float),
        "no serious guard flag": np.array([-len(guards.SERIOUS.intersection(one)) for one in flags], float),
    }
    found |= {name: np.array([-float(lost(one, lang, other)) for one, other in rows]) for name, lost in LOST.items()}
    return found | {"usual length": -np.abs(ratios - np.median(ratios))}


def named(evidence: str) -> str:
    return AGREEMENT if evidence.startswith("agreement") and evidence != MEAN else evidence


def ranks(block: Block) -> tuple[list[str], NDArray[np.float64]]:
    """Evidence by kind, as ranks from 0 to 1, one column a kind; agreement with several engines is averaged."""
    columns: dict[str, list[Row]] = {}
    for name, values in block.evidence.items():
        if name != LENGTH:
            columns.setdefault(named(name), []).append(values)
    names = list(columns)
    return names, np.column_stack([share(np.mean(columns[name], axis=0)) for name in names])


def share(values: Row) -> Row:
    return np.asarray((rankdata(values) - 0.5) / len(values))


def combined(all_blocks: Sequence[Block]) -> list[Row]:
    """For each block what the other sets' weights make of its ranks."""
    found = []
    for held in all_blocks:
        rest = [block for block in all_blocks if block.set != held.set]
        left = np.vstack([ranks(block)[1] for block in rest])
        right = np.concatenate([share(block.chrf) for block in rest])
        weights, *_ = np.linalg.lstsq(np.column_stack([left, np.ones(len(left))]), right, rcond=None)
        found.append(ranks(held)[1] @ weights[:-1])
    return found


def table(found: Sequence[Block], resamples: int) -> Iterable[str]:
    whole = [
        Block(block.set, block.system, {**block.evidence, MEAN: agreed(block), COMBINED: more}, block.chrf)
        for block, more in zip(found, combined(found), strict=True)
    ]
    yield "| evidence | Kendall τ | by set and system | Spearman ρ | chrF2++ where it speaks against, and elsewhere |"
    yield "|---|---|---|---|---|"
    names = list(dict.fromkeys(named(name) for block in whole for name in block.evidence))
    for name in sorted(names, key=lambda name: name == LENGTH):
        pairs: list[Pair] = [
            (block.set, values, block.chrf)
            for block in whole
            for key, values in block.evidence.items()
            if named(key) == name
        ]
        taus, rhos = (averaged(pairs, measure, resamples) for measure in (tau, rho))
        spread = f"{min(taus.each):.2f} to {max(taus.each):.2f}"
        yield f"| {name} | {worded(taus)} | {spread} | {worded(rhos)} | {apart(pairs)} |"


def agreed(block: Block) -> Row:
    return np.asarray(np.mean([row for name, row in block.evidence.items() if named(name) == AGREEMENT], axis=0))


def apart(pairs: Sequence[Pair]) -> str:
    """Mean scores of the segments that evidence of few values flags and of those that it does not, and how many."""
    if any(len(np.unique(one)) > 10 for _, one, _ in pairs):
        return ""
    against = np.concatenate([one < one.max() for _, one, _ in pairs])
    chrf = np.concatenate([other for _, _, other in pairs])
    return f"{chrf[against].mean():.1f}, {chrf[~against].mean():.1f} (n = {against.sum()}, {(~against).sum()})"


def tau(one: Row, other: Row) -> float:
    """0 where either is the same everywhere: it foretells nothing."""
    return float(kendalltau(one, other).statistic) if np.ptp(one) and np.ptp(other) else 0.0


def rho(one: Row, other: Row) -> float:
    return float(spearmanr(one, other).statistic) if np.ptp(one) and np.ptp(other) else 0.0


def averaged(pairs: Sequence[Pair], measure: Callable[[Row, Row], float], resamples: int) -> Correlation:
    each = [measure(one, other) for _, one, other in pairs]
    random = np.random.default_rng(SEED)
    means = []
    for _ in range(resamples):
        drawn = {name: random.integers(0, len(one), len(one)) for name, one, _ in pairs}
        means.append(np.mean([measure(one[drawn[name]], other[drawn[name]]) for name, one, other in pairs]))
    low, high = np.percentile(means, [2.5, 97.5])
    return Correlation(float(np.mean(each)), float(low), float(high), each)


def worded(found: Correlation) -> str:
    return f"{found.mean:.3f} ({found.low:.3f} to {found.high:.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--system", action="append", default=[])
    parser.add_argument("--embedder", default="", help="A multilingual encoder.")
    parser.add_argument("--lines", type=int)
    parser.add_argument("--resamples", type=int, default=1000)
    given = parser.parse_args()
    systems = given.system or SYSTEMS
    sets = sorted({path.name.removesuffix(f".{systems[0]}.hyp") for path in given.folder.glob(f"*.{systems[0]}.hyp")})
    found = [one for name in sets for one in blocks(given.folder, name, systems, given.lines, given.embedder)]
    print(f"{len(sets)} sets, {len(systems)} systems, {sum(len(one.chrf) for one in found):,} segments")
    print("\n".join(table(found, given.resamples)))


if __name__ == "__main__":
    main()
