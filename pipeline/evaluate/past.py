"""What was measured goes into the history of evaluations."""

from contextlib import closing
from pathlib import Path

from pipeline.evaluate.scored import Report
from pipeline.memory.history import History, Record


def remember(path: Path, report: Report) -> None:
    """Add every figure of a report to the history at `path`."""
    records = []
    for system, figures in zip(report.systems, report.scores, strict=True):
        for score in figures:
            interval = score.low, score.high
            measured = score.metric, score.value, *interval, score.n, score.signature
            records.append(Record(report.date, report.testset, report.digest, system, *measured, report.kind))
    with closing(History(path)) as store:
        store.add(records)
