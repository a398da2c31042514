"""The reliability diagram: probabilities against the share that is right, as one SVG that needs nothing else."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from pipeline.errors import InputError
from pipeline.evaluate.alignment import AlignedSystem
from pipeline.export.reading import counted, harmless

Bin = tuple[float, float, int, float | None, float | None]  # low, high, links, mean probability, share right

WIDTH, HEIGHT = 520, 680
LEFT, TOP, SIDE = 72, 96, 420  # the square
BARS, BAR = 544, 76  # below it
TICKS = tuple(n / 5 for n in range(6))
NAME = 26  # characters of a file name that have room
STYLE = """
svg { --paper: #fcfbf8; --ink: #211e1a; --soft: #5d574d; --line: #ddd7ca; --accent: #0a5a6a; --bar: #a9cacb; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #17181a; --ink: #e9e5dc; --soft: #b0a99c; --line: #3a3b3f; --accent: #86cbd6; --bar: #2f5b64; }
}
text { fill: var(--soft); font: 13px system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif; }
.head { fill: var(--ink); font-size: 18px; font-weight: 600; }
.small { font-size: 12px; }
.over { paint-order: stroke; stroke: var(--paper); stroke-width: 5px; }
.axis { fill: var(--ink); }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.paper { fill: var(--paper); }
.grid { stroke: var(--line); }
.even { stroke: var(--soft); stroke-dasharray: 5 4; }
.apart { stroke: var(--soft); }
.run { fill: none; stroke: var(--accent); stroke-width: 2; }
.dot { fill: var(--accent); stroke: var(--paper); stroke-width: 1.5; }
.bar { fill: var(--bar); }
"""


def diagram(system: AlignedSystem, links: str, gold: str) -> bytes:
    """The diagram of one system; `links` and `gold` name the files. Without probabilities it is an InputError."""
    if not system.calibration:
        raise InputError(f"{links}: no diagram for --plot: {system.uncalibrated}")
    rows = [(bin_.low, bin_.high, bin_.links, bin_.mean, bin_.right) for bin_ in system.calibration.bins]
    return svg(rows, system.calibration.error, Path(links).name, Path(gold).name)


def svg(bins: Sequence[Bin], error: float, links: str, gold: str) -> bytes:
    """Above, a dot a bin, as far from the dashed line as its links say too much or too little; below, its links.

    `links` and `gold` name the files.
    """
    size = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": str(WIDTH), "height": str(HEIGHT)}
    heard = {"lang": "en", "role": "img", "aria-labelledby": "title about"}
    root = etree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg"} | size | heard)
    total = counted(sum(bin_[2] for bin_ in bins), "link")
    summary = f"{total} · expected calibration error {error:.3f}"
    _add(root, "title", {"id": "title"}, f"Reliability of link probabilities: {_plain(links)}")
    about = " ".join(_sentence(bin_) for bin_ in bins if bin_[2])
    _add(root, "desc", {"id": "about"}, f"{summary}. Measured on {_plain(gold)}. {about}")
    _add(root, "style", {}, STYLE)
    _add(root, "rect", {"class": "paper", "width": WIDTH, "height": HEIGHT})
    _add(root, "text", {"class": "head", "x": 24, "y": 34}, "Are links as often right as they say?")
    _add(root, "text", {"x": 24, "y": 56}, f"{_short(links)} against {_short(gold)}")
    _add(root, "text", {"x": 24, "y": 76}, summary)
    _axes(root)
    _bars(root, bins)
    _dots(root, bins)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _axes(root: etree._Element) -> None:
    for tick in TICKS:
        _add(root, "line", {"class": "grid", "x1": LEFT, "x2": LEFT + SIDE, "y1": _y(tick), "y2": _y(tick)})
        _add(root, "line", {"class": "grid", "x1": _x(tick), "x2": _x(tick), "y1": TOP, "y2": TOP + SIDE})
        _add(root, "text", {"class": "end", "x": LEFT - 8, "y": _y(tick) + 4}, f"{tick:g}")
        _add(root, "text", {"class": "middle", "x": _x(tick), "y": BARS + BAR + 20}, f"{tick:g}")
    _add(root, "line", {"class": "even", "x1": _x(0), "y1": _y(0), "x2": _x(1), "y2": _y(1)})
    _add(root, "text", {"class": "over", "x": LEFT + 12, "y": TOP + 24}, "more often right than said")
    _add(root, "text", {"class": "over end", "x": LEFT + SIDE - 12, "y": TOP + SIDE - 14}, "less often right than said")
    _add(root, "text", {"class": "axis middle", "x": LEFT + SIDE / 2, "y": BARS + BAR + 44}, "probability said")
    for middle, words in ((TOP + SIDE / 2, "share right"), (BARS + BAR / 2, "links")):
        turned = {"class": "axis middle", "transform": f"translate(28 {middle:g}) rotate(-90)"}
        _add(root, "text", turned, words)


def _bars(root: etree._Element, bins: Sequence[Bin]) -> None:
    most = max((bin_[2] for bin_ in bins), default=0) or 1
    floor = BARS + BAR
    for low, high, links, _, _ in bins:
        tall = links / most * (BAR - 16)
        if links:
            box = {"x": _x(low) + 2, "width": _x(high) - _x(low) - 4, "y": floor - tall, "height": tall}
            _add(root, "rect", {"class": "bar", **box})
        count = f"{links:,}" if links < 100_000 else f"{links / 1000:,.0f}k"  # with room in a bar
        _add(root, "text", {"class": "small middle", "x": _x((low + high) / 2), "y": floor - tall - 4}, count)
    _add(root, "line", {"class": "apart", "x1": LEFT, "x2": LEFT + SIDE, "y1": floor, "y2": floor})


def _dots(root: etree._Element, bins: Sequence[Bin]) -> None:
    dots = [(mean, right) for *_, mean, right in bins if mean is not None and right is not None]
    for mean, right in dots:
        _add(root, "line", {"class": "apart", "x1": _x(mean), "x2": _x(mean), "y1": _y(mean), "y2": _y(right)})
    _add(root, "polyline", {"class": "run", "points": " ".join(f"{_x(a):.1f},{_y(b):.1f}" for a, b in dots)})
    for mean, right in dots:
        _add(root, "circle", {"class": "dot", "cx": _x(mean), "cy": _y(right), "r": 5.5})


def _add(parent: etree._Element, tag: str, attributes: Mapping[str, str | float], text: str = "") -> None:
    values = {key: value if isinstance(value, str) else f"{value:.1f}" for key, value in attributes.items()}
    etree.SubElement(parent, tag, values).text = text or None


def _x(probability: float) -> float:
    return LEFT + probability * SIDE


def _y(share: float) -> float:
    return TOP + (1 - share) * SIDE


def _sentence(bin_: Bin) -> str:
    low, high, links, mean, right = bin_
    return f"From {low:g} to {high:g}: {counted(links, 'link')}, mean probability {mean:.3f}, share right {right:.3f}."


def _short(name: str) -> str:
    plain = _plain(name)
    return plain if len(plain) <= NAME else f"…{plain[1 - NAME :]}"


def _plain(name: str) -> str:
    """A file name without what XML cannot carry."""
    return re.sub("[\ufffe\uffff]", "\ufffd", harmless(name))
