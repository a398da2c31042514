"""Which system is the best one, and which cannot be told apart: only what the paired tests bear out."""

from collections.abc import Sequence

from pipeline.evaluate.metrics import entry
from pipeline.evaluate.scored import Report


def best(report: Report, metric: str) -> str:
    """The system that is better than every other by a test of its own, "" where the tests do not say so."""
    order = _order(report, metric)
    wins = _wins(report, metric)
    first = order[0] if order else ""
    return first if all((first, rival) in wins for rival in order[1:]) and len(order) > 1 else ""


def clusters(report: Report, metric: str) -> tuple[tuple[str, ...], ...]:
    """Groups of systems, the best first: everyone in a group is better than everyone in the groups below.

    As the conference on machine translation ranks its systems. Empty unless all pairs were compared in this metric.
    """
    order, wins = _order(report, metric), _wins(report, metric)
    tests = [row for row in report.comparisons if row.metric == metric]
    if not order or report.pairs != "all" or not tests or any(row.verdict == "too few segments" for row in tests):
        return ()
    groups: list[tuple[str, ...]] = []
    start = 0
    for end in range(1, len(order) + 1):
        # a cut stands only where nobody above is tied with anybody below
        if all((above, below) in wins for above in order[start:end] for below in order[end:]):
            groups.append(tuple(order[start:end]))
            start = end
    return tuple(groups)


def _order(report: Report, metric: str) -> Sequence[str]:
    """The systems, the best first; none where nobody said which way is better."""
    place = next((n for n, score in enumerate(report.scores[0]) if score.metric == metric), -1)
    figures = {system: scores[place].value for system, scores in zip(report.systems, report.scores, strict=True)}
    better = entry(metric).better
    return sorted(figures, key=figures.__getitem__, reverse=better == "higher") if better else []


def _wins(report: Report, metric: str) -> set[tuple[str, str]]:
    """The pairs of which the first is better by a test."""
    wins = set()
    for row in report.comparisons:
        if row.metric == metric and row.verdict in ("better", "worse"):
            pair = (row.system, row.baseline)
            wins.add(pair if row.verdict == "better" else pair[::-1])
    return wins
