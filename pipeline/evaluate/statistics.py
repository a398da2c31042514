"""Sufficient statistics: what sacrebleu counts in each segment, from which it makes every score, counted once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from pipeline import engine
from pipeline.evaluate import metrics as table
from pipeline.evaluate.scored import Testset

CHUNK = 1000  # segments that a process is given together
ENOUGH = 4000  # hypotheses from which starting processes pays

Counts = NDArray[Any]  # int32, but float64 where a metric's counts are no whole numbers
Table = Mapping[str, tuple[Counts, ...]]  # metric → a system each: (segments, columns)


@dataclass(frozen=True, slots=True)
class CountingJob:
    """Some segments, to be counted by `metrics`: a list of hypotheses a system, a list of texts a reference."""

    systems: tuple[tuple[str, ...], ...]
    references: tuple[tuple[str | None, ...], ...]
    metrics: tuple[str, ...]
    target: str


def counted(testset: Testset, metrics: Sequence[str], workers: int) -> Table:
    """Every system's statistics, by up to `workers` processes.

    With one reference some are a part of another metric's (chrF2's of chrF2++'s), and counted there. With several each
    metric chooses among them by its own score.
    """
    single = len(testset.segments[0].references) == 1
    parts = [name for name in metrics if single and table.entry(name).part_of in metrics]
    counting = tuple(name for name in metrics if name not in parts)
    # starting processes costs seconds, which few or cheap segments do not earn back
    work = len(testset.segments) * len(testset.systems) * max(table.entry(name).cost for name in metrics)
    with engine.load("serial" if workers == 1 or work < ENOUGH else "processes", workers, _counter) as run:
        # processes give chunks back as they end; their numbers say where they belong
        chunks = dict(run(_jobs(testset, counting)))
    counts: dict[str, tuple[Counts, ...]] = {}
    for name in counting:
        columns = zip(*(chunks[n][name] for n in range(len(chunks))), strict=True)
        counts[name] = tuple(map(np.concatenate, columns))
    for name in parts:
        metric = table.entry(name)
        # chrF2 is chrF2++ without its word n-grams, which stand last
        counts[name] = tuple(statistics[:, : metric.columns] for statistics in counts[metric.part_of])
    return {name: counts[name] for name in metrics}


def _jobs(testset: Testset, metrics: tuple[str, ...]) -> Iterator[CountingJob]:
    for start in range(0, len(testset.segments), CHUNK):
        segments = testset.segments[start : start + CHUNK]
        systems = tuple(zip(*(segment.hypotheses for segment in segments), strict=True))
        references = tuple(zip(*(segment.references for segment in segments), strict=True))
        yield CountingJob(systems, references, metrics, testset.target)


def _columns(job: CountingJob, metric: table.Metric) -> list[Counts]:
    """One metric's counts, a table a system; the quick way of one reference where the metric has one."""
    single = [text for text in job.references[0] if text is not None] if len(job.references) == 1 else []
    counts = [metric.count(texts, single) for texts in job.systems if len(texts) == len(single)]
    quick = [rows.astype(np.int32) for rows in counts if rows is not None]
    if len(quick) == len(job.systems):
        return quick
    references = cast("Sequence[Sequence[str]]", job.references)  # None among them is allowed, though not typed
    counter = table.make(metric.name, references, job.target)
    kind = np.int32 if metric.whole else np.float64
    return [np.array(counter._extract_corpus_statistics(texts, None), dtype=kind) for texts in job.systems]


def _counter() -> Callable[[CountingJob], dict[str, list[Counts]]]:
    """A worker of the engine, which has nothing to load first."""
    return lambda job: {name: _columns(job, table.entry(name)) for name in job.metrics}
