"""How fast two texts are aligned, beside plain ways to do it: `python tests/tools/bench_align.py [TEXTBERG.jsonl]`.

Needs scikit-learn (it comes with sentence-transformers) and `pip install galechurch`. Sentences are of random words in
Zipf's proportions. What is compared with: a tf-idf matrix of scikit-learn, its product and every row's nearest column;
on parallel text galechurch, which looks at lengths alone. Each row is the median of several turns taken by all in one
process, one thread; vectors are taken as made (random ones), for they are made once a sentence and remembered.
"""

import argparse
import json
import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[threads] = "1"


import numpy as np  # noqa: E402  (after the number of threads is set)

from pipeline import align  # noqa: E402

VOCABULARY, LENGTH = 20_000, 20
Texts = Sequence[str]


def texts(count: int, seed: int) -> tuple[list[str], list[str]]:
    """Two texts of `count` sentences, each right one a left one with a third of its words changed, in another order."""
    chance = np.random.default_rng(seed)
    words = [f"w{n:05d}" for n in range(VOCABULARY)]
    rank = 1 / np.arange(1, VOCABULARY + 1)
    drawn = chance.choice(VOCABULARY, size=(count, LENGTH), p=rank / rank.sum())
    other = np.where(chance.random(drawn.shape) < 1 / 3, chance.choice(VOCABULARY, size=drawn.shape), drawn)
    return (
        [" ".join(words[n] for n in row) for row in drawn],
        [" ".join(words[n] for n in row) for row in other[chance.permutation(count)]],
    )


def tfidf(left: Texts, right: Texts) -> None:
    """Scikit-learn: fit, transform, product, nearest."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer().fit_transform([*left, *right])
    (rows[: len(left)] @ rows[len(left) :].T).toarray().argmax(axis=1)


def weighed(left: Texts, right: Texts) -> align.Weighed:
    """The sentences' features, as a story has them once, with vectors."""
    rows = np.random.default_rng(0).normal(size=(len(left) + len(right), 384)).astype(np.float32)
    return align.weigh([*left, *right], rows / np.linalg.norm(rows, axis=1, keepdims=True))


def aligned(found: align.Weighed, count: int, aligner: align.Aligner) -> None:
    """Links from features."""
    align.matches(found, range(count), range(count, len(found.texts)), aligner=aligner)


def medians(contenders: dict[str, Callable[[], object]], turns: int) -> dict[str, float]:
    """Seconds each, the median of `turns`, taken in turn."""
    for one in contenders.values():
        one()
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(turns):
        for name, one in contenders.items():
            start = time.perf_counter()
            one()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def comparable(counts: Sequence[int], turns: int) -> None:
    """A table for independent texts."""
    print("sentences | features, ms | links, ms | scikit-learn tf-idf, ms | links beside tf-idf | peak memory, MB")
    print("---|---|---|---|---|---")
    for count in counts:
        left, right = texts(count, count)
        found = weighed(left, right)
        seconds = medians(
            {
                "features": lambda left=left, right=right: weighed(left, right),
                "links": lambda found=found, count=count: aligned(found, count, "comparable"),
                "tfidf": lambda left=left, right=right: tfidf(left, right),
            },
            turns if count < 500 else 3,
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        shown = " | ".join(f"{1000 * seconds[name]:.1f}" for name in ("features", "links", "tfidf"))
        print(f"{count} × {count} | {shown} | {seconds['links'] / seconds['tfidf']:.1f} × | {peak:.0f}", flush=True)


def parallel(path: Path, turns: int) -> None:
    """A line for the documents of a parallel set, beside galechurch."""
    import galechurch

    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [(row["mt"], row["tgt"]) for row in rows]
    made = [(align.weigh([*left, *right]), len(left)) for left, right in pairs]
    seconds = medians(
        {
            "features": lambda: [align.weigh([*left, *right]) for left, right in pairs],
            "links": lambda: [aligned(found, count, "parallel") for found, count in made],
            "galechurch": lambda: [galechurch.align(left, right) for left, right in pairs],
        },
        turns,
    )
    total = sum(len(left) + len(right) for left, right in pairs) / 1000
    print(f"\n{path.name}, {len(rows)} documents: milliseconds for 1,000 sentences of both sides")
    print(" | ".join(f"{name} {1000 * value / total:.1f}" for name, value in seconds.items()))


def main() -> None:
    """Parses, runs, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parallel", type=Path, nargs="?", help="document pairs with mt and tgt")
    parser.add_argument("--turns", type=int, default=9)
    given = parser.parse_args()
    comparable((40, 100, 300, 1000), given.turns)
    if given.parallel:
        parallel(given.parallel, given.turns)


if __name__ == "__main__":
    main()
