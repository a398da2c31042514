"""Scores as one HTML page: figures with their intervals, charts, and the sentences, the worst of them first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline.evaluate import metrics
from pipeline.export import charts
from pipeline.export.html import page
from pipeline.export.reading import harmless

if TYPE_CHECKING:
    from pipeline.evaluate.scored import Report, Score, SegmentScore, Slice

MOST = 1000  # segments on the page
ALIKE = 0.7  # the least likeness of two stretches whose characters are compared
LONG = 300  # tokens of a text that is compared, and characters of a stretch

_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_NAMES = {"document": "Documents", "outlet": "Outlets", "language": "Languages", "length": "Lengths"}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One system's translation of a segment: `pieces` with whether they differ from what they are held against.

    `long`: these were too long to be compared.
    """

    system: int
    pieces: Sequence[tuple[bool, str]]
    long: bool
    chrf: str
    bleu: str
    more: Sequence[str]
    flags: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A segment as the page shows it; `worst` and `apart` are places in the two orders, from 0."""

    number: int
    id: str
    where: str
    lang: str
    source: str
    references: Sequence[str]
    readings: Sequence[_Reading]
    flags: Sequence[str]
    worst: int
    apart: int


def html(made: "Report") -> Iterator[tuple[str, bytes]]:
    """`report.html`. Of more than MOST segments the worst and those where systems differ most, half of each."""
    several = len(made.systems) > 1
    content: dict[str, object] = {
        "made": made,
        "several": several,
        "quality": made.kind == "quality",
        "metrics": [score.metric for score in made.scores[0]] if made.scores else [],
        "intervals": _intervals(made),
        "slices": _slices(made),
        "curves": _curves(made),
        "histograms": _histograms(made),
        "scatters": _scatters(made),
        "sentences": _sentences(made),
        "held": "the reference" if not several else made.systems[0],
        "mark": charts.mark,
        "told": _told,
        "shown": metrics.short,
        "most": MOST,
        "long": LONG,
        "measured": _measured(made),
    }
    yield "report.html", page("report", content)


def _told(score: "Score") -> str:
    """The interval in words, "" where there is none."""
    if score.low is None or score.high is None:
        return ""
    return f"{metrics.short(score.low, score.metric)} to {metrics.short(score.high, score.metric)}"


def _point(score: "Score") -> charts.Point:
    return score.value, score.low, score.high


def _intervals(made: "Report") -> list[Markup]:
    rows = list(zip(*made.scores, strict=True))
    return [
        charts.intervals(row[0].metric, dict(zip(made.systems, map(_point, row), strict=True)))
        for row in rows
        if any(score.low is not None for score in row)
    ]


def _slices(made: "Report") -> dict[str, list["Slice"]]:
    found: dict[str, list[Slice]] = {}
    for one in made.slices:
        found.setdefault(_NAMES.get(one.by, one.by), []).append(one)
    return found


def _curves(made: "Report") -> list[Markup]:
    """A chart a metric over the lengths; of one length there is no curve."""
    lengths = [one for one in made.slices if one.by == "length"]
    if len(lengths) < 2:
        return []
    metrics = [score.metric for score in lengths[0].scores[0]]
    return [
        charts.curves(
            metric,
            [one.value for one in lengths],
            {name: [_point(one.scores[n][at]) for one in lengths] for n, name in enumerate(made.systems)},
            _measured(made),
        )
        for at, metric in enumerate(metrics)
    ]


def _measured(made: "Report") -> str:
    """Whose words make the length of a segment."""
    with_source = sum(bool(one.segment.source) for one in made.segments)
    if with_source == len(made.segments):
        return "the source"
    return "the source, or of the reference where there is none" if with_source else "the reference"


def _columns(made: "Report") -> dict[str, list[float]]:
    return {name: [one.chrf[at] for one in made.segments] for at, name in enumerate(made.systems)}


def _histograms(made: "Report") -> list[Markup]:
    if not made.segments:
        return []
    columns = _columns(made)
    most = max(max(charts.binned(values)) for values in columns.values())
    return [charts.histogram(name, values, most) for name, values in columns.items()]


def _scatters(made: "Report") -> list[tuple[Markup, str]]:
    """Every other system against the baseline, and the same in words."""
    if not made.segments:
        return []
    first, *others = _columns(made).items()
    return [(charts.scatter(first, other), charts.ahead(first, other)) for other in others]


def _sentences(made: "Report") -> list[_Sentence]:
    places = range(len(made.segments))
    badness = sorted(places, key=lambda at: sum(made.segments[at].chrf))
    apart = sorted(places, key=lambda at: min(made.segments[at].chrf) - max(made.segments[at].chrf))
    kept = badness if len(badness) <= MOST else _both(badness, apart, MOST)
    worst, wide = ({at: rank for rank, at in enumerate(order)} for order in (badness, apart))
    kept.sort(key=worst.__getitem__)
    return [_sentence(at, made, worst[at], wide[at]) for at in kept]


def _both(one: Sequence[int], other: Sequence[int], most: int) -> list[int]:
    """The first of two orders by turns, each once, until there are `most`."""
    turns = (at for pair in zip(one, other, strict=True) for at in pair)
    return list(dict.fromkeys(turns))[:most]


def _sentence(at: int, made: "Report", worst: int, apart: int) -> _Sentence:
    one = made.segments[at]
    references = [harmless(text) for text in one.segment.references if text]
    where = " · ".join(harmless(part) for part in (one.segment.document, one.segment.outlet) if part)
    return _Sentence(
        number=at + 1,
        id=harmless(one.segment.id),
        where=where,
        lang=one.segment.lang,
        source=harmless(one.segment.source),
        references=references,
        readings=[_reading(n, one, references) for n in range(len(made.systems))],
        flags=sorted({flag for flags in one.flags for flag in flags}),
        worst=worst,
        apart=apart,
    )


def _reading(system: int, one: "SegmentScore", references: Sequence[str]) -> _Reading:
    texts = [harmless(text) for text in one.segment.hypotheses]
    if len(texts) == 1:
        base = references[0] if references else ""
    else:
        base = texts[0] if system or len(texts) > 2 else texts[1]
    long = bool(base) and any(len(_TOKEN.findall(text)) > LONG for text in (texts[system], base))
    return _Reading(
        system=system,
        pieces=[(False, texts[system])] if long or not base else differing(texts[system], base),
        long=long,
        chrf=f"{one.chrf[system]:.1f}",
        bleu=f"{one.bleu[system]:.1f}",
        more=[f"{name} {_figure(values[system])}" for name, values in one.more.items()],
        flags=one.flags[system] if one.flags else (),
    )


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:.4g}"


def differing(text: str, base: str) -> list[tuple[bool, str]]:
    """A text in pieces, each with whether `base` lacks it: by words, and by characters where words are much alike."""
    ours, theirs = _TOKEN.findall(text), _TOKEN.findall(base)
    found: list[tuple[bool, str]] = []
    old, new = ([token.strip() for token in tokens] for tokens in (theirs, ours))  # a blank after a word is no matter
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        part = "".join(ours[first:last])
        if kind == "equal":
            found.append((False, part))
        elif kind == "replace":
            found += _characters(part, "".join(theirs[start:end]))
        elif part:
            found.append((True, part))
    return _merged(found)


def _characters(new: str, old: str) -> list[tuple[bool, str]]:
    if max(len(old), len(new)) > LONG:
        return [(True, new)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        return [(True, new)]
    return [(kind != "equal", new[first:last]) for kind, _, _, first, last in matcher.get_opcodes() if first < last]


def _merged(pieces: Iterable[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """Neighbours of a kind as one; a blank after what differs is no difference."""
    found: list[tuple[bool, str]] = []
    for differs, text in pieces:
        bare = text.rstrip() if differs else text
        for piece in ((differs, bare), (False, text[len(bare) :])):
            if found and found[-1][0] == piece[0]:
                found[-1] = (piece[0], found[-1][1] + piece[1])
            elif piece[1]:
                found.append(piece)
    return found
