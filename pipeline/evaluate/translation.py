"""Hypotheses against references: figures, comparisons, slices and the segments behind them."""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from pipeline import guards
from pipeline.errors import ConfigError
from pipeline.evaluate import metrics, paired, statistics
from pipeline.evaluate.contrast import contrasts
from pipeline.evaluate.paired import SILENT, Basis, Sampling, Steps
from pipeline.evaluate.scored import (
    BUCKETS,
    FEWEST,
    LENGTHS,
    Kind,
    PairedTest,
    Pairs,
    Report,
    Segment,
    SegmentScore,
    Slice,
    Testset,
)
from pipeline.evaluate.statistics import Table
from pipeline.language import codes

FIELDS = ("document", "outlet", "language", "length")  # what is sliced by unless told otherwise


def report(
    testset: Testset,
    sampling: Sampling,
    table: Table,
    *,
    fields: Sequence[str] = FIELDS,
    fewest: int = FEWEST,
    detail: bool = False,
    kind: Kind = "quality",
    date: str = "",
    allowed: tuple[str, ...] = (),
    warnings: tuple[str, ...] = (),
    pairs: Pairs = "first",
    prepared: tuple[str, ...] = (),
    title: str = "",
    outside: Mapping[str, str] | None = None,
    steps: Steps = SILENT,
) -> Report:
    """Everything about a test set with references; its segments only for `detail`. A ConfigError: no such field.

    Args:
        table: what `counted` gave, perhaps with what other programs scored.
        fields: of FIELDS, or columns of the segments' metadata.
        fewest: segments that a slice has at least.
        outside: the signatures of those programs' metrics.
        steps: who is told of the tests, which take longest.
    """
    existing = (*FIELDS, *dict.fromkeys(chain.from_iterable(segment.metadata for segment in testset.segments)))
    for field in fields:
        if field not in existing:
            raise ConfigError(f"--by {field!r}: no segment has it; there are {', '.join(existing)}")
    basis = Basis(sampling, _references(testset), testset.target, outside or {})
    steps.begin(f"intervals of {', '.join(table)}", sampling.resamples)
    resamples = paired.resampled(table, sampling)
    compared = bool(resamples) and kind == "quality"  # being more like other coverage is not being better
    figures = paired.scores(table, resamples, basis)
    steps.begin(f"slices by {', '.join(fields)}", 0)
    slices, hidden = _slices(testset, table, fields, fewest, basis)
    by_segment = [name for name in table if metrics.entry(name).by_segment and detail]
    comparisons: tuple[PairedTest, ...] = ()
    if compared:
        same = identical(testset.segments)
        comparisons = paired.comparisons(testset.systems, table, resamples, figures, basis, same, pairs, steps)
    return Report(
        testset=testset.name,
        digest=testset.digest,
        target=testset.target,
        date=date,
        kind=kind,
        n=len(testset.segments),
        systems=testset.systems,
        scores=figures,
        comparisons=comparisons,
        note=paired.note(len(testset.systems), pairs) if compared else "",
        slices=slices,
        hidden=hidden,
        fewest=fewest,
        segments=_segments(testset, table) if detail else (),
        signatures={name: paired.signature(name, basis, sentence=True) for name in by_segment},
        allowed=allowed,
        warnings=warnings,
        pairs=pairs,
        prepared=prepared,
        title=title,
        contrasts=contrasts(testset) if detail and kind == "quality" else (),
    )


def counted(testset: Testset, also: Collection[str], workers: int) -> Table:
    """What sacrebleu counts in every segment, for the metrics that are always scored and those asked for (`also`), such
    as TER, which takes ten times as long as all others."""
    names = [name for name in metrics.METRICS if name in (*metrics.ALWAYS, *also) and not metrics.outside(name)]
    return statistics.counted(testset, names, workers)


def identical(segments: Sequence[Segment]) -> frozenset[paired.Pair]:
    """The pairs of systems, by place, whose outputs are one to the letter."""
    columns = list(zip(*(segment.hypotheses for segment in segments), strict=True))
    pairs = paired.pairs(len(columns), "all")
    return frozenset((before, after) for before, after in pairs if columns[before] == columns[after])


def _references(testset: Testset) -> int:
    """How many a segment has, -1 if that varies."""
    counts = {sum(text is not None for text in segment.references) for segment in testset.segments}
    return counts.pop() if len(counts) == 1 else -1


def _slices(
    testset: Testset, table: Table, fields: Sequence[str], fewest: int, basis: Basis
) -> tuple[tuple[Slice, ...], dict[str, int]]:
    """The slices that are large enough, and by field how many are not; a field with one value is none."""
    large_slices: list[Slice] = []
    hidden: dict[str, int] = {}
    for field in fields:
        places: dict[str, list[int]] = {}
        for place, segment in enumerate(testset.segments):
            # in file order, so that slices come as the reader knows them
            places.setdefault(value(segment, field), []).append(place)
        # one value slices nothing: it would repeat the figures above
        if len(places) < 2:
            continue
        order = sorted(places, key=BUCKETS.index) if field == "length" else list(places)
        large = [name for name in order if len(places[name]) >= fewest]
        for name in large:
            # rows of the counts: no segment is counted anew for a slice
            part = {metric: tuple(counts[places[name]] for counts in columns) for metric, columns in table.items()}
            scores = paired.scores(part, paired.resampled(part, basis.sampling), basis)
            large_slices.append(Slice(field, name, len(places[name]), scores))
        if len(large) < len(places):
            hidden[field] = len(places) - len(large)
    return tuple(large_slices), hidden


def value(segment: Segment, field: str) -> str:
    """What a segment has in a field of FIELDS, or in a column of its metadata."""
    if field == "length":
        words = len((segment.source or next(filter(None, segment.references), "")).split())
        return BUCKETS[sum(words > end for end in LENGTHS)]
    values = {"document": segment.document, "outlet": segment.outlet, "language": segment.lang}
    return values[field] if field in values else segment.metadata.get(field, "")


def _segments(testset: Testset, table: Table) -> tuple[SegmentScore, ...]:
    """In file order."""
    columns = {}
    for name, systems in table.items():
        if metrics.entry(name).by_segment:
            # every segment's own score, as sacrebleu's sentence level has it
            score = metrics.make(name, sentence=True)._compute_score_from_stats
            scores = ([float(score(row).score) for row in counts.tolist()] for counts in systems)
            columns[name] = zip(*scores, strict=True)
    scored = []
    for segment in testset.segments:
        figures = {name: next(column) for name, column in columns.items()}
        remarks = tuple(flags(segment, text, testset.target) for text in segment.hypotheses)
        scored.append(SegmentScore(segment, figures.pop("chrF2++"), figures.pop("BLEU"), remarks, figures))
    return tuple(scored)


def flags(segment: Segment, hypothesis: str, target: str) -> tuple[str, ...]:
    """What the guards find in a translation into English; they know no other."""
    lang = segment.lang.split("-")[0]
    # the guards read what is known of a language against English, and nothing else
    if target != "en" or lang not in codes() or not segment.source:
        return ()
    return guards.flags(segment.source, lang, hypothesis)


def worst_first(segments: Sequence[SegmentScore]) -> list[SegmentScore]:
    """By the systems' mean chrF2++, the lowest first."""
    return sorted(segments, key=lambda scored: sum(scored.chrf))
