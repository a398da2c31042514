"""Sufficient statistics: what sacrebleu counts in each segment, from which it makes every score, counted once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from pipeline import engine

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric

    from pipeline.evaluate.scored import Testset

METRICS = ("BLEU", "chrF2", "chrF2++")
CHUNK = 1000  # segments that a process is given together
ENOUGH = 4000  # hypotheses from which starting processes pays
DEAR = 10  # how many times as long TER takes
CHRF_COLUMNS = 18  # the first of chrF2++'s, which are those of chrF2 wherever there is one reference to choose from

Counts = NDArray[Any]  # int32, but float64 for TER, whose reference lengths are averages
Table = Mapping[str, tuple[Counts, ...]]  # metric → a system each: (segments, columns)


@dataclass(frozen=True, slots=True)
class Job:
    """Some segments, to be counted by `metrics`: a list of hypotheses a system, a list of texts a reference."""

    systems: tuple[tuple[str, ...], ...]
    references: tuple[tuple[str | None, ...], ...]
    metrics: tuple[str, ...]
    target: str


def metric(
    name: str, references: Sequence[Sequence[str | None]] | None = None, target: str = "", *, sentence: bool = False
) -> "Metric":
    """sacrebleu's own metric as its command makes it; BLEU with effective order for one `sentence`."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    texts = cast("Sequence[Sequence[str]] | None", references)  # None among them is allowed, though not typed
    if name == "BLEU":
        return BLEU(force=True, effective_order=sentence, trg_lang=target, references=texts)
    if name == "TER":
        return TER(references=texts)
    return CHRF(word_order=2 if name == "chrF2++" else 0, references=texts)


def counted(testset: "Testset", metrics: Sequence[str], workers: int) -> Table:
    """Every system's statistics, by up to `workers` processes.

    With one reference chrF2's are a part of chrF2++'s. With several each metric chooses among them by its own score.
    """
    single = len(testset.segments[0].references) == 1
    needed = tuple(name for name in metrics if name != "chrF2" or not (single and "chrF2++" in metrics))
    work = len(testset.segments) * len(testset.systems) * (DEAR if "TER" in metrics else 1)
    with engine.load("serial" if workers == 1 or work < ENOUGH else "processes", workers, _counter) as run:
        parts = dict(run(_jobs(testset, needed)))
    found = {
        name: tuple(
            np.concatenate([parts[n][name][system] for n in range(len(parts))])
            for system in range(len(testset.systems))
        )
        for name in needed
    }
    if "chrF2" in metrics and "chrF2" not in needed:
        found["chrF2"] = tuple(counts[:, :CHRF_COLUMNS] for counts in found["chrF2++"])
    return {name: found[name] for name in metrics}


def _jobs(testset: "Testset", metrics: tuple[str, ...]) -> Iterator[Job]:
    for start in range(0, len(testset.segments), CHUNK):
        some = testset.segments[start : start + CHUNK]
        systems = tuple(zip(*(one.hypotheses for one in some), strict=True))
        yield Job(systems, tuple(zip(*(one.references for one in some), strict=True)), metrics, testset.target)


def _count(job: Job) -> dict[str, list[Counts]]:
    found: dict[str, list[Counts]] = {}
    for name in job.metrics:
        made = metric(name, job.references, job.target)
        kind = np.float64 if name == "TER" else np.int32
        found[name] = [np.array(made._extract_corpus_statistics(one, None), dtype=kind) for one in job.systems]
    return found


def _counter() -> Callable[[Job], dict[str, list[Counts]]]:
    return _count
