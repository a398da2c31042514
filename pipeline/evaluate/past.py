"""What was measured goes into the history of evaluations, and two evaluations of it are tested against each other."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from pipeline.errors import ConfigError
from pipeline.evaluate import metrics, paired
from pipeline.evaluate.paired import SILENT, Basis, Sampling, Steps
from pipeline.evaluate.scored import FEWEST, PairedTest, Report
from pipeline.evaluate.statistics import Counts, Table
from pipeline.memory.history import History, HistoryEntry, Record, SegmentCounts

MOST = 10_000  # segments of which statistics are kept; more would make the history larger than a memory


def remember(path: Path, report: Report, table: Table, *, name: str = "", note: str = "") -> int:
    """Add every figure of a report to the history at `path`, and its segments' statistics; the entry's number.

    0 where there are too few segments, so that nothing was kept.
    """
    if report.n < FEWEST:
        return 0
    records = []
    for system, figures in zip(report.systems, report.scores, strict=True):
        for score in figures:
            measured = score.metric, score.value, score.low, score.high, score.n, score.signature
            records.append(Record(report.date, report.testset, report.digest, system, *measured, report.kind))
    entry = HistoryEntry(name=name, note=note, prepared=", ".join(report.prepared))
    with closing(History(path)) as store:
        return store.add(records, entry, _segment_counts(report, table) if report.n <= MOST else ())


def compared(
    store: History, first: str, second: str, sampling: Sampling, say: Callable[[str], None], steps: Steps = SILENT
) -> tuple[PairedTest, ...]:
    """The second of two evaluations against the first, by the paired tests; each is ENTRY or ENTRY/SYSTEM.

    A metric of another program that signs otherwise now is left out, and said so. A ConfigError where they are not of
    the same references and metrics, or segments were not kept.
    """
    sides = [_side(store, word) for word in (first, second)]
    (before, left, first_name, old), (after, right, second_name, new) = sides
    if (before.digest, before.n, before.kind) != (after.digest, after.n, after.kind):
        raise ConfigError(
            f"{first} is of {before.testset} ({before.digest}, {before.n} segments) and {second} of {after.testset} "
            f"({after.digest}, {after.n}); only evaluations of the same references can be compared"
        )
    shared = [name for name in left if name in right and left[name].shape[1] == right[name].shape[1]]
    for name in [name for name in shared if metrics.outside(name) and old[name] != new[name]]:
        say(f"{name}: not compared, since it was scored in two ways: {old[name]}; {new[name]}")
        shared.remove(name)
    if not shared:
        raise ConfigError(f"{first} and {second}: no metric of which both kept their segments; evaluate them again")
    if before.kind != "quality":
        raise ConfigError(f"{first}, {second}: likeness to other coverage; being more like it is not being better")
    table = {name: (left[name], right[name]) for name in shared}
    # how many references a segment had, as sacrebleu's signature has it
    count = before.signature.partition("|")[0].removeprefix("nrefs:")
    basis = Basis(sampling, int(count) if count.isdigit() else -1, outside=old)
    resamples = paired.resampled(table, sampling)
    figures = paired.scores(table, resamples, basis)
    # texts are not kept; what no metric tells apart in any segment is the same for all that is said of it
    same = [(0, 1)] if all(np.array_equal(*columns) for columns in table.values()) else []
    return paired.comparisons((first_name, second_name), table, resamples, figures, basis, same, steps=steps)


def _side(store: History, word: str) -> tuple[Record, dict[str, Counts], str, dict[str, str]]:
    """A record of an evaluation and system, the statistics kept of it, what messages call it, its metrics' signatures.

    Signatures are without how often was drawn.
    """
    name, _, system = word.partition("/")
    entry = store.find(name)
    records = store.records(entry=entry.number)
    systems = list(dict.fromkeys(record.system for record in records))
    if not system and len(systems) > 1:
        raise ConfigError(f"{word}: several systems; say which, as in {name}/{systems[0]}: {', '.join(systems)}")
    system = system or systems[0]
    if system not in systems:
        raise ConfigError(f"{word}: no such system in that evaluation; there are {', '.join(systems)}")
    columns = {counts.metric: _counts(counts, records[0].n) for counts in store.segments(entry.number, system)}
    own = [record for record in records if record.system == system]
    signatures = {record.metric: record.scored_as for record in own}
    return own[0], columns, f"{system} ({entry.name or entry.number})", signatures


def _segment_counts(report: Report, table: Table) -> Iterator[SegmentCounts]:
    for metric, columns in table.items():
        for system, counts in zip(report.systems, columns, strict=True):
            # the smallest type that holds them: most counts are below 256
            smallest = np.min_scalar_type(int(counts.max(initial=0)))
            small = counts.astype(smallest) if metrics.entry(metric).whole else counts
            yield SegmentCounts(system, metric, small.dtype.str, zlib.compress(np.ascontiguousarray(small).tobytes()))


def _counts(packed: SegmentCounts, segments: int) -> Counts:
    values = np.frombuffer(zlib.decompress(packed.counts), dtype=packed.type).reshape(segments, -1)
    return values.astype(np.int32 if metrics.entry(packed.metric).whole else np.float64)
