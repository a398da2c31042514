"""What scoring costs: sacrebleu's own calls one after the other, and ours, in turns in new processes.

    python tests/tools/bench_evaluate.py [--segments 100000] [--rounds 3]

BLEU, chrF2 and chrF2++ of one system against one reference: real lines where the development sets are here, else made
ones. Then TER on a thousandth, and the paired tests, which count nothing again. What is measured are seconds of the
processor, of this process and those that it started; what counts is the ratio within one run.
"""

import argparse
import json
import os
import random
import resource
import statistics as middle
import subprocess
import sys
from pathlib import Path

SHARED = Path(os.environ.get("SYNOPSIS_SHARED") or Path(__file__).parents[3] / "shared") / "test"
TER_SEGMENTS = 1000
NEEDED = 0.6


def lines(count: int) -> tuple[list[str], list[str]]:
    """Hypotheses and references, each different from all others, so that no cache answers for a scorer."""
    chance = random.Random(1)
    pairs: list[tuple[str, str]] = []
    for path in sorted(SHARED.glob("*.microsoft.hyp")):
        reference = path.with_name(f"{'.'.join(path.name.split('.')[:2])}.ref")
        pairs += zip(path.read_text("utf-8").splitlines(), reference.read_text("utf-8").splitlines(), strict=True)
    made = [(" ".join(chance.choices(["ab", "cde", "fghi", "jklmn"], k=22)), "ab cde fghi " * 7) for _ in range(1000)]
    pairs = pairs or made
    drawn = [pairs[n % len(pairs)] for n in range(count)]
    return [f"{ours} {n}" for n, (ours, _) in enumerate(drawn)], [
        f"{theirs} {n}" for n, (_, theirs) in enumerate(drawn)
    ]


def spent() -> float:
    """Seconds of the processor so far; other work on the machine does not count."""
    own, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def theirs(count: int, names: list[str]) -> dict[str, float]:
    """sacrebleu's calls, one after the other: seconds each."""
    from pipeline.evaluate.metrics import make as metric

    ours, reference = lines(count)
    took = {}
    for name in names:
        start = spent()
        metric(name).corpus_score(ours, [reference])
        took[name] = spent() - start
    return {**took, "all": sum(took.values())}


def ours(count: int, names: list[str], workers: int) -> dict[str, float]:
    """Everything from texts to scores, the processes' start too; then the paired tests on what was counted."""
    from pipeline.evaluate import paired, statistics
    from pipeline.evaluate.paired import Basis, Sampling
    from pipeline.evaluate.scored import Segment, Testset

    held, reference = lines(count)
    rows = tuple(Segment(str(n), (one,), (other,)) for n, (one, other) in enumerate(zip(held, reference, strict=True)))
    testset = Testset("bench", ("a",), rows, "")
    start = spent()
    table = statistics.counted(testset, names, workers)
    paired.scores(table, {}, Basis(Sampling(), 1))
    took = {"all": spent() - start}
    if names != ["TER"]:
        start = spent()
        paired.resampled(table, Sampling(resamples=100))
        took["100 resamples"] = spent() - start
        start = spent()
        paired.p_randomisation("BLEU", table["BLEU"][0], table["BLEU"][0][::-1], 1.0, Sampling(trials=96))
        took["96 trials of BLEU"] = spent() - start
    return took


def measured(what: str, count: int, names: list[str], workers: int) -> dict[str, float]:
    """One turn in a new process."""
    call = f"{what}({count}, {names!r}{f', {workers}' if what == 'ours' else ''})"
    code = f"import bench_evaluate as b, json; print(json.dumps({{**b.{call}, 'memory': b.memory({workers})}}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": f"{Path(__file__).parents[2]}:{Path(__file__).parent}"},
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def memory(workers: int) -> float:
    """Peak of this process, and as many times that of its largest child, GB."""
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + workers * child) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    for names, count in ((["BLEU", "chrF2", "chrF2++"], given.segments), (["TER"], min(given.segments, TER_SEGMENTS))):
        ratios = []
        for _ in range(given.rounds):
            one, other = (measured(what, count, names, given.workers) for what in ("theirs", "ours"))
            ratios.append(other["all"] / one["all"])
            print(f"{', '.join(names)}, {count:,} segments: ratio {ratios[-1]:.2f}")
            for name, took in (("sacrebleu", one), ("ours", other)):
                told = ", ".join(f"{key} {value:.1f} s" for key, value in took.items() if key != "memory")
                print(f"  {name:10}{told}; {took['memory']:.2f} GB", flush=True)
        print(
            f"{', '.join(names)}: median ratio {middle.median(ratios):.2f}" + f" (at most {NEEDED})" * (len(names) > 1)
        )


if __name__ == "__main__":
    main()
