"""Scores as one HTML page: figures with their intervals, charts, and the sentences, the worst of them first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain

from markupsafe import Markup

from pipeline.evaluate import metrics, ranking
from pipeline.evaluate.scored import BUCKETS, Report, Score, SegmentScore, Slice
from pipeline.export import charts
from pipeline.export.html import page
from pipeline.export.reading import harmless, interval
from pipeline.export.scores.translation import FEW, few, notes

MOST = 1000  # segments on the page
ALIKE = 0.7  # the least likeness of two stretches whose characters are compared
LONG = 300  # tokens of a text that is compared, and characters of a stretch

_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_NAMES = {"document": "Documents", "outlet": "Outlets", "language": "Languages", "length": "Lengths"}


def html(report: Report) -> Iterator[tuple[str, bytes]]:
    """`report.html`. Of more than MOST segments the worst and those where systems differ most, half of each."""
    several = len(report.systems) > 1
    content = {
        "made": report,
        "several": several,
        "quality": report.kind == "quality",
        "held": report.systems[0] if several else "the reference",
        "measured": _length_of(report),
        "metrics": [score.metric for score in report.scores[0]] if report.scores else [],
        "tests": {row.metric: row.signatures for row in report.comparisons},
        "best": _best(report),
        "intervals": _intervals(report),
        "curves": _curves(report),
        "histograms": _histograms(report),
        "scatters": _scatters(report),
        "slices": _slices(report),
        "sentences": _sentences(report),
        "notes": notes(report),
        "few": FEW if few(report) else "",
        "most": MOST,
        "long": LONG,
        # what the template calls
        "mark": charts.mark,
        "told": _interval,
        "shown": metrics.shown,
        "arrow": metrics.arrow,
    }
    yield "report.html", page("report", content)


def _interval(score: Score) -> str:
    """In words, in as many digits as the figure itself has."""
    return interval(score.low, score.high, f".{metrics.digits(score.metric, score.value)}f")


def _best(report: Report) -> dict[str, str]:
    """Metric → the system that the tests call the best, "" where they call none so."""
    quality = report.kind == "quality" and bool(report.scores)
    return {score.metric: ranking.best(report, score.metric) for score in report.scores[0]} if quality else {}


def _point(score: Score) -> charts.Point:
    return score.value, score.low, score.high


def _intervals(report: Report) -> list[Markup]:
    drawings = []
    for row in zip(*report.scores, strict=True):
        if any(score.low is not None for score in row):
            points = dict(zip(report.systems, map(_point, row), strict=True))
            drawings.append(charts.intervals(row[0].metric, points))
    return drawings


def _slices(report: Report) -> dict[str, list[Slice]]:
    by_field: dict[str, list[Slice]] = {}
    for part in report.slices:
        by_field.setdefault(_NAMES.get(part.by, part.by), []).append(part)
    return by_field


def _curves(report: Report) -> list[Markup]:
    """A chart a metric over the lengths; of one length there is no curve."""
    lengths = {part.value: part for part in report.slices if part.by == "length"}
    if len(lengths) < 2:
        return []
    present = [at for at, name in enumerate(BUCKETS) if name in lengths]
    # a length too rare to be shown stays as a gap: a line over it would claim what nobody measured
    buckets = BUCKETS[present[0] : present[-1] + 1]
    drawings = []
    for at, score in enumerate(report.scores[0]):
        points: dict[str, list[charts.Point | None]] = {}
        for n, name in enumerate(report.systems):
            parts = (lengths.get(bucket) for bucket in buckets)
            points[name] = [None if part is None else _point(part.scores[n][at]) for part in parts]
        drawings.append(charts.curves(score.metric, buckets, points, _length_of(report)))
    return drawings


def _length_of(report: Report) -> str:
    """Whose words make the length of a segment."""
    with_source = sum(bool(scored.segment.source) for scored in report.segments)
    if with_source == len(report.segments):
        return "the source"
    return "the source, or of the reference where there is none" if with_source else "the reference"


def _columns(report: Report) -> dict[str, list[float]]:
    return {name: [scored.chrf[at] for scored in report.segments] for at, name in enumerate(report.systems)}


def _histograms(report: Report) -> list[Markup]:
    if not report.segments:
        return []
    columns = _columns(report)
    # one scale for all, or systems could not be compared by eye
    most = max(max(charts.binned(values)) for values in columns.values())
    return [charts.histogram(name, values, most) for name, values in columns.items()]


def _scatters(report: Report) -> list[tuple[Markup, str]]:
    """Every other system against the baseline, and the same in words."""
    if not report.segments:
        return []
    first, *rest = _columns(report).items()
    return [(charts.scatter(first, column), charts.ahead(first, column)) for column in rest]


def _sentences(report: Report) -> list[dict[str, object]]:
    chrf = [scored.chrf for scored in report.segments]
    badness = sorted(range(len(chrf)), key=lambda at: sum(chrf[at]))
    divergence = sorted(range(len(chrf)), key=lambda at: min(chrf[at]) - max(chrf[at]))
    # the first of both orders by turns, each once
    chosen = list(dict.fromkeys(chain.from_iterable(zip(badness, divergence, strict=True))))[:MOST]
    worst, wide = ({at: rank for rank, at in enumerate(order)} for order in (badness, divergence))
    return [_sentence(at, report, worst[at], wide[at]) for at in sorted(chosen, key=worst.__getitem__)]


def _sentence(at: int, report: Report, worst: int, divergence: int) -> dict[str, object]:
    """A segment as the page shows it; `worst` and `divergence` are places in the two orders, from 0."""
    scored, segment = report.segments[at], report.segments[at].segment
    references = [harmless(text) for text in segment.references if text]
    return {
        "number": at + 1,
        "id": harmless(segment.id),
        "where": " · ".join(harmless(part) for part in (segment.document, segment.outlet) if part),
        "lang": segment.lang,
        "source": harmless(segment.source),
        "references": references,
        "readings": [_reading(n, scored, references) for n in range(len(report.systems))],
        "flags": sorted(set(chain.from_iterable(scored.flags))),
        "worst": worst,
        "apart": divergence,
    }


def _reading(system: int, scored: SegmentScore, references: Sequence[str]) -> dict[str, object]:
    """One system's translation: in pieces with whether they differ, unless all were too long to compare."""
    texts = [harmless(text) for text in scored.segment.hypotheses]
    if len(texts) == 1:
        base = references[0] if references else ""
    else:
        # with two systems each is held against the other; with more all against the first
        base = texts[0] if system or len(texts) > 2 else texts[1]
    long = bool(base) and any(len(_TOKEN.findall(text)) > LONG for text in (texts[system], base))
    return {
        "system": system,
        "pieces": [(False, texts[system])] if long or not base else differing(texts[system], base),
        "long": long,
        "chrf": metrics.shown("chrF2++", scored.chrf[system]),
        "bleu": metrics.shown("BLEU", scored.bleu[system]),
        "more": [f"{name} {metrics.shown(name, values[system])}" for name, values in scored.more.items()],
        "flags": scored.flags[system] if scored.flags else (),
    }


def differing(text: str, base: str) -> list[tuple[bool, str]]:
    """A text in pieces, each with whether `base` lacks it: by words, and by characters where words are much alike."""
    new_tokens, base_tokens = _TOKEN.findall(text), _TOKEN.findall(base)
    pieces: list[tuple[bool, str]] = []
    # a blank after a word is no matter
    base_words, new_words = ([token.strip() for token in tokens] for tokens in (base_tokens, new_tokens))
    for kind, start, end, first, last in SequenceMatcher(None, base_words, new_words, autojunk=False).get_opcodes():
        part = "".join(new_tokens[first:last])
        if kind == "equal":
            pieces.append((False, part))
        elif kind == "replace":
            pieces += _characters(part, "".join(base_tokens[start:end]))
        elif part:
            pieces.append((True, part))
    return _runs(pieces)


def _characters(new: str, base: str) -> list[tuple[bool, str]]:
    if max(len(base), len(new)) > LONG:
        return [(True, new)]
    matcher = SequenceMatcher(None, base, new, autojunk=False)
    # quick_ratio is an upper bound, and cheap
    if matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        return [(True, new)]
    return [(kind != "equal", new[first:last]) for kind, _, _, first, last in matcher.get_opcodes() if first < last]


def _runs(pieces: Iterable[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """Neighbours of a kind as one; a blank after what differs is no difference."""
    merged: list[tuple[bool, str]] = []
    for differs, text in pieces:
        # the blank goes to the piece without mark
        bare = text.rstrip() if differs else text
        for piece in ((differs, bare), (False, text[len(bare) :])):
            if merged and merged[-1][0] == piece[0]:
                merged[-1] = (piece[0], merged[-1][1] + piece[1])
            elif piece[1]:
                merged.append(piece)
    return merged
