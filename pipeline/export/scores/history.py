"""Figures of earlier evaluations: a line a test set, system and metric."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.evaluate.metrics import digits
from pipeline.export.reading import counted, harmless
from pipeline.memory.history import HistoryEntry, Record

SPARKS = "▁▂▃▄▅▆▇█"
LAST = 20  # evaluations that a sparkline shows


def lines(records: Sequence[Record], entries: Mapping[int, HistoryEntry]) -> Iterator[str]:
    """A table a test set, in the order in which they were first measured, and below it its evaluations.

    Texts that were changed before they were scored are a test set of their own.
    """
    sets: dict[tuple[str, str, str, str], dict[tuple[str, str], list[Record]]] = {}
    for record in records:
        rows = sets.setdefault((record.testset, record.digest, record.kind, entries[record.entry].prepared), {})
        rows.setdefault((record.system, record.metric), []).append(record)
    if not sets:
        yield "nothing was evaluated under that name"
    for (name, digest, kind, prepared), rows in sets.items():
        size = counted(next(iter(rows.values()))[-1].n, "segment")
        likeness = "; likeness to other coverage, not quality" * (kind != "quality")
        yield f"{harmless(name)} ({digest}): {size}{likeness}{f'; texts {prepared}' if prepared else ''}"
        wide = max(len(system) for system, _ in rows)
        for (system, metric), measured in rows.items():
            yield f"  {harmless(system):{wide}}  {metric:10}{_figures(metric, measured)}"
        dates = {record.entry: record.date for measured in rows.values() for record in measured}
        for number, date in sorted(dates.items()):
            note = entries[number].note
            called = entries[number].name or ("(no name)" if note else "")
            yield f"  {number}: {date} {' · '.join(harmless(text) for text in (called, note) if text)}".rstrip()


def _figures(metric: str, records: Sequence[Record]) -> str:
    """The last figure and its change, all of them as a sparkline, and whether they can be compared at all."""
    values, last = [record.value for record in records], records[-1]
    places = digits(metric, last.value)
    change = f"{last.value - values[-2]:+.{places}f}" if len(records) > 1 else ""
    signatures = {record.scored_as for record in records}
    mixed = "  signatures differ" * (len(signatures) > 1)
    return f"{last.date}  {last.value:7.{places}f}  {change:>7}  {sparkline(values[-LAST:])}{mixed}"


def nothing_named(records: Sequence[Record], testset: str, system: str) -> str:
    """That nothing is of these names, and which names there are."""
    options = " ".join(f"--{key} {name!r}" for key, name in (("testset", testset), ("system", system)) if name)
    sets = ", ".join(dict.fromkeys(record.testset for record in records))
    systems = ", ".join(dict.fromkeys(record.system for record in records))
    return harmless(f"warning: {options}: nothing was evaluated under that name; test sets: {sets}; systems: {systems}")


def sparkline(values: Sequence[float]) -> str:
    """A bar a value, from the lowest of them to the highest; all alike where they do not differ."""
    low, high = min(values), max(values)
    scale = (len(SPARKS) - 1) / (high - low) if high > low else 0
    return "".join(SPARKS[round((value - low) * scale)] for value in values)
