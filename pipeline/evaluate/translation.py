"""Hypotheses against references: figures, comparisons, slices and the segments behind them."""

from collections.abc import Mapping, Sequence

from pipeline.errors import ConfigError
from pipeline.evaluate import paired, statistics
from pipeline.evaluate.paired import Basis, Sampling
from pipeline.evaluate.scored import Kind, Report, Score, Segment, SegmentScore, Slice, Testset
from pipeline.evaluate.statistics import Table
from pipeline.language import codes

FIELDS = ("document", "outlet", "language", "length")  # what is sliced by unless told otherwise
LENGTHS = (10, 20, 30, 40, 60)  # words of the source: where one bucket ends
FEWEST = 30  # segments that a slice has at least


def report(
    testset: Testset,
    sampling: Sampling,
    *,
    ter: bool = False,
    fields: Sequence[str] = FIELDS,
    workers: int = 1,
    detail: bool = False,
    kind: Kind = "quality",
    date: str = "",
    allowed: tuple[str, ...] = (),
    warnings: tuple[str, ...] = (),
) -> Report:
    """Everything about a test set with references; its segments only for `detail`.

    Args:
        ter: TER too, which takes ten times as long as all others.
        fields: of FIELDS, or columns of the segments' metadata.

    Raises:
        ConfigError: a field that no segment has.
    """
    _known(testset, fields)
    basis = Basis(sampling, _references(testset), testset.target)
    metrics = (*statistics.METRICS, "TER") if ter else statistics.METRICS
    table = statistics.counted(testset, metrics, workers)
    drawn = paired.resampled(table, sampling)
    compared = bool(drawn) and kind == "quality"  # being more like other coverage is not being better
    figures = paired.scores(table, drawn, basis)
    slices, hidden = _slices(testset, table, fields, basis)
    return Report(
        testset=testset.name,
        digest=testset.digest,
        target=testset.target,
        date=date,
        kind=kind,
        n=len(testset.segments),
        systems=testset.systems,
        scores=figures,
        comparisons=(
            paired.comparisons(
                testset.systems, table, drawn, figures, basis, identical(testset.segments, testset.systems)
            )
            if compared
            else ()
        ),
        note=paired.note(len(testset.systems)) if compared else "",
        slices=slices,
        hidden=hidden,
        segments=_segments(testset, table) if detail else (),
        signatures=_signatures(basis, metrics) if detail else {},
        allowed=allowed,
        warnings=warnings,
    )


def identical(segments: Sequence[Segment], systems: Sequence[str]) -> frozenset[str]:
    """The systems whose output is the first one's, to the letter."""
    return frozenset(
        name for n, name in enumerate(systems) if all(one.hypotheses[n] == one.hypotheses[0] for one in segments)
    )


def _known(testset: Testset, fields: Sequence[str]) -> None:
    there = (*FIELDS, *dict.fromkeys(name for one in testset.segments for name in one.metadata))
    for field in fields:
        if field not in there:
            raise ConfigError(f"--by {field!r}: no segment has it; there are {', '.join(there)}")


def _references(testset: Testset) -> int:
    """How many a segment has, -1 if that varies."""
    counts = {sum(text is not None for text in one.references) for one in testset.segments}
    return counts.pop() if len(counts) == 1 else -1


def _slices(
    testset: Testset, table: Table, fields: Sequence[str], basis: Basis
) -> tuple[tuple[Slice, ...], dict[str, int]]:
    """The slices that are large enough, and by field how many are not; a field with one value is none."""
    shown: list[Slice] = []
    hidden: dict[str, int] = {}
    for field in fields:
        places: dict[str, list[int]] = {}
        for place, segment in enumerate(testset.segments):
            places.setdefault(value(segment, field), []).append(place)
        if len(places) < 2:
            continue
        order = sorted(places, key=_bucket) if field == "length" else list(places)
        large = [name for name in order if len(places[name]) >= FEWEST]
        shown += [Slice(field, name, len(places[name]), _part(table, places[name], basis)) for name in large]
        if len(large) < len(places):
            hidden[field] = len(places) - len(large)
    return tuple(shown), hidden


def value(segment: Segment, field: str) -> str:
    """What a segment has in a field of FIELDS, or in a column of its metadata."""
    if field == "length":
        return _length(len((segment.source or next(filter(None, segment.references), "")).split()))
    named = {"document": segment.document, "outlet": segment.outlet, "language": segment.lang}
    return named[field] if field in named else segment.metadata.get(field, "")


def _length(words: int) -> str:
    last = 0
    for end in LENGTHS:
        if words <= end:
            return f"{last + 1} to {end} words"
        last = end
    return f"over {last} words"


def _bucket(name: str) -> int:
    return int(name.split()[0]) if name[0].isdigit() else LENGTHS[-1] + 1


def _part(table: Table, places: Sequence[int], basis: Basis) -> tuple[tuple[Score, ...], ...]:
    part = {name: tuple(counts[places] for counts in systems) for name, systems in table.items()}
    return paired.scores(part, paired.resampled(part, basis.sampling), basis)


def _segments(testset: Testset, table: Table) -> tuple[SegmentScore, ...]:
    """In file order."""
    scored = {name: [_each(name, counts) for counts in systems] for name, systems in table.items()}
    return tuple(
        SegmentScore(
            segment,
            chrf=tuple(values[place] for values in scored["chrF2++"]),
            bleu=tuple(values[place] for values in scored["BLEU"]),
            flags=tuple(flags(segment, text, testset.target) for text in segment.hypotheses),
            more={"TER": tuple(values[place] for values in scored["TER"])} if "TER" in scored else {},
        )
        for place, segment in enumerate(testset.segments)
    )


def _each(name: str, counts: statistics.Counts) -> list[float]:
    """Every segment's own score, as sacrebleu's sentence level has it."""
    made = statistics.metric(name, sentence=True)
    return [float(made._compute_score_from_stats(row).score) for row in counts.tolist()]


def flags(segment: Segment, hypothesis: str, target: str) -> tuple[str, ...]:
    """What the guards find in a translation into English; they know no other."""
    from pipeline import guards

    lang = segment.lang.split("-")[0]
    if target != "en" or lang not in codes() or not segment.source:
        return ()
    return guards.flags(segment.source, lang, hypothesis)


def _signatures(basis: Basis, metrics: Sequence[str]) -> Mapping[str, str]:
    names = [name for name in metrics if name != "chrF2"]
    return {name: paired.signature(name, basis, sentence=True) for name in names}


def worst_first(segments: Sequence[SegmentScore]) -> list[SegmentScore]:
    """By the systems' mean chrF2++, the lowest first."""
    return sorted(segments, key=lambda one: sum(one.chrf))
