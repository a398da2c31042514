"""Evidence without references, in words."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from pipeline.evaluate.scored import Indication
from pipeline.evaluate.unreferenced import THOUSAND
from pipeline.export.reading import harmless, interval

MOST = 5  # doubted segments that are named
HEADING = "Evidence without references: it is not BLEU, and two engines can agree and both be wrong."


def lines(indications: Sequence[Indication], doubts: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """A system after the other; what never occurred is named together, with how often it may at most.

    `doubts`: system → segment → doubt, the highest first.
    """
    yield HEADING
    for system in dict.fromkeys(indication.system for indication in indications):
        rows = [indication for indication in indications if indication.system == system]
        never = [row for row in rows if row.unit == THOUSAND and not row.value]
        yield from ("", system or "Stories")
        for row in rows:
            if row not in never:
                yield f"  {row.name:34}{row.value:8.2f}  {interval(row.low, row.high):18}  {row.unit}, n = {row.n:,}"
        if never:
            yield f"  never: {', '.join(row.name for row in never)} (at most {never[0].high:.2f} {THOUSAND})"
        yield from (f"  {row.name}: {row.words}" for row in rows if row.words)
        if highest := list(islice(doubts.get(system, {}).items(), MOST)):
            yield f"  most doubted: {', '.join(f'segment {harmless(key)} ({value:.2f})' for key, value in highest)}"
