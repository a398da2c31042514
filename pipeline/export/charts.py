"""Charts of scores as inline SVG, by hand: each small enough for a phone, each with its words for who does not see it.

Colour tells nothing alone: systems have marks and dashes of their own, and every chart stands beside its figures.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from markupsafe import Markup

from pipeline.export.reading import harmless

Point = tuple[float, float | None, float | None]  # a figure and its interval

WIDTH = 360
LEFT, RIGHT = 40, 12  # of the drawn square and of lines
LETTERS = 30  # of a name that have room
BINS = 20  # of a histogram, of 5 points each
PERCENT = (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)  # the ticks of segment scores
GRID = 50  # squares of a scatter a side, of 2 points each
MARKS = (
    "M{x} {y}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
    "M{x} {y}m-4 -4h8v8h-8z",
    "M{x} {y}m0 -5l5 9h-10z",
    "M{x} {y}m0 -5l5 5l-5 5l-5 -5z",
    "M{x} {y}m-4 -4l8 8m0 -8l-8 8",
    "M{x} {y}m-5 0h10m-5 -5v10",
)


def intervals(metric: str, points: Mapping[str, Point]) -> Markup:
    """A line a system: the figure and its 95 % interval."""
    ticks = _ticks(*_reach(points.values()))
    height = 40 * len(points) + 34
    out = _grid(ticks, 8, height - 26)
    for at, (name, (value, low, high)) in enumerate(points.items()):
        y = 40 * at + 30
        out.append(Markup('<text x="{}" y="{}">{}</text>').format(8, y - 12, _short(name)))
        if low is not None and high is not None:
            line = Markup('<path class="interval" d="M{:.1f} {}H{:.1f}"/>')
            out.append(line.format(_across(low, ticks), y, _across(high, ticks)))
        out.append(_mark(at, _across(value, ticks), y))
    description = "; ".join(f"{name} {_point_words(point)}" for name, point in points.items())
    return _svg(height, f"{metric} with 95 % intervals", description, out)


def histogram(name: str, values: Sequence[float], most: float) -> Markup:
    """How many segments score how high; `most`: the highest bar of all charts that stand side by side, as a share."""
    bars = binned(values)
    ticks, floor = PERCENT, 118
    out = _grid(ticks, 24, floor)
    out.append(Markup('<text x="8" y="14">{}</text>').format(_short(name)))
    for at, share in enumerate(bars):
        if share:
            tall = 86 * share / most
            x, wide = _across(at * 100 / BINS, ticks) + 0.5, (WIDTH - LEFT - RIGHT) / BINS - 1
            box = Markup('<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
            out.append(box.format(x, floor - tall, wide, tall))
    steps = [sum(bars[at : at + 4]) for at in range(0, BINS, 4)]
    description = ", ".join(f"{20 * at} to {20 * at + 20}: {share:.0%}" for at, share in enumerate(steps))
    return _svg(floor + 26, f"Segment scores of {harmless(name)}", f"Share of segments by score: {description}", out)


def binned(values: Sequence[float]) -> list[float]:
    """The share of `values`, 0 to 100, in each of BINS; 100 is in the last."""
    counts = Counter(_place(value, BINS) for value in values)
    return [counts[place] / len(values) for place in range(BINS)]


def curves(metric: str, buckets: Sequence[str], systems: Mapping[str, Sequence[Point | None]], measured: str) -> Markup:
    """A line a system over `buckets`, the lengths of what was `measured`; it breaks off where there is no point."""
    points = [point for point in chain.from_iterable(systems.values()) if point is not None]
    ticks, top = _ticks(*_reach(points)), 20 * len(systems) + 12
    floor, step = top + 180, (WIDTH - LEFT - RIGHT) / max(len(buckets), 1)
    out = [_level(tick, _up(tick, ticks, top, floor)) for tick in ticks]
    for at, name in enumerate(buckets):
        x = LEFT + step * (at + 0.5)
        label = Markup('<text class="middle" x="{:.1f}" y="{}">{}</text>')
        out.append(label.format(x, floor + 18, harmless(name.removesuffix(" words").replace(" to ", "–"))))
    for number, (name, line) in enumerate(systems.items()):
        # side by side, or the intervals of systems would lie on one another
        shift = 7 * (number - (len(systems) - 1) / 2)
        runs: list[list[tuple[float, ...]]] = [[]]
        for at, point in enumerate(line):
            if point is None:
                runs.append([])
                continue
            heights = (_up(figure, ticks, top, floor) for figure in point if figure is not None)
            runs[-1].append((LEFT + step * (at + 0.5) + shift, *heights))
        for run in filter(None, runs):
            out += _line(number, run)
        out += _line(number, [(8, 20 * number + 12), (40, 20 * number + 12)])
        out.append(Markup('<text x="52" y="{}">{}</text>').format(20 * number + 16, _short(name)))
    descriptions = []
    for name, line in systems.items():
        words = (f"{bucket} {_point_words(point)}" for bucket, point in zip(buckets, line, strict=True))
        descriptions.append(f"{name}: {', '.join(words)}")
    return _svg(floor + 28, f"{metric} by length of {measured}", "; ".join(descriptions), out)


def scatter(across: tuple[str, Sequence[float]], up: tuple[str, Sequence[float]]) -> Markup:
    """Segment by segment, one system against another; the larger a square, the more segments."""
    cells = Counter((_place(left, GRID), _place(right, GRID)) for left, right in zip(across[1], up[1], strict=True))
    ticks, side = PERCENT, WIDTH - LEFT - RIGHT
    top, floor = 28, 28 + side
    out = [*_grid(ticks, top, floor), *(_level(tick, _up(tick, ticks, top, floor)) for tick in ticks)]
    out.append(Markup('<path class="even" d="M{} {}L{} {}"/>').format(LEFT, floor, LEFT + side, top))
    most = max(cells.values())
    for (x, y), many in sorted(cells.items()):
        # the area says how many; the smallest still has to be seen
        wide = side / GRID * max(0.3, math.sqrt(many / most))
        left, above = LEFT + side * (x + 0.5) / GRID - wide / 2, floor - side * (y + 0.5) / GRID - wide / 2
        box = Markup('<rect class="cell" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
        out.append(box.format(left, above, wide, wide))
    out.append(Markup('<text x="8" y="16">↑ {}</text>').format(_short(up[0])))
    out.append(Markup('<text class="end" x="{}" y="{}">{} →</text>').format(WIDTH - 8, floor + 36, _short(across[0])))
    return _svg(floor + 44, f"Segment scores of {up[0]} against {across[0]}", ahead(across, up), out)


def ahead(across: tuple[str, Sequence[float]], up: tuple[str, Sequence[float]]) -> str:
    """Which of two systems scores higher how often."""
    higher = sum(left < right for left, right in zip(across[1], up[1], strict=True))
    lower = sum(left > right for left, right in zip(across[1], up[1], strict=True))
    equal = len(up[1]) - higher - lower
    return f"{up[0]} scores higher in {higher:,} segments, {across[0]} in {lower:,}, both alike in {equal:,}"


def mark(number: int) -> Markup:
    """A system's mark, for a legend."""
    return Markup('<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">{}</svg>').format(_mark(number, 8, 8))


def _place(value: float, bins: int) -> int:
    """Which of `bins` between 0 and 100 holds a score: 100 is in the last, and a score below 0 in the first."""
    return min(bins - 1, max(0, int(value * bins / 100)))


def _line(number: int, places: Sequence[tuple[float, ...]]) -> Iterator[Markup]:
    """The intervals, the line from figure to figure, the figures' marks; `places`: x, then heights."""
    for x, _, *ends in places:
        if len(ends) == 2:
            yield Markup('<path class="interval" d="M{:.1f} {:.1f}V{:.1f}"/>').format(x, *ends)
    # a line to every place, the first turned into a move
    path = "".join(f"L{x:.1f} {y:.1f}" for x, y, *_ in places).replace("L", "M", 1)
    yield Markup('<path class="run of{}" d="{}"/>').format(number % len(MARKS), path)
    for x, y, *_ in places:
        yield _mark(number, x, y)


def _mark(number: int, x: float, y: float) -> Markup:
    shape = MARKS[number % len(MARKS)].format(x=f"{x:.1f}", y=f"{y:.1f}")
    return Markup('<path class="dot of{}" d="{}"/>').format(number % len(MARKS), shape)


def _reach(points: Collection[Point]) -> tuple[float, float]:
    """The least and the greatest of all figures and their intervals."""
    least = min(value if low is None else low for value, low, _ in points)
    return least, max(value if high is None else high for value, _, high in points)


def _ticks(least: float, most: float) -> list[float]:
    """Four to eight round figures that reach beyond both."""
    span = (most - least) or abs(most) or 1.0
    power = 10 ** math.floor(math.log10(span / 4))
    # 1, 2 or 5 times a power of ten: what people read from an axis
    step = next(power * factor for factor in (1, 2, 5, 10) if span / (power * factor) <= 5)
    first, last = math.floor(least / step), math.ceil(most / step)
    return [at * step for at in range(first, max(last, first + 1) + 1)]


def _across(value: float, ticks: Sequence[float]) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (value - ticks[0]) / (ticks[-1] - ticks[0])


def _up(value: float, ticks: Sequence[float], top: float, floor: float) -> float:
    return floor - (floor - top) * (value - ticks[0]) / (ticks[-1] - ticks[0])


def _grid(ticks: Sequence[float], top: float, floor: float) -> list[Markup]:
    out = []
    step = _across(ticks[1], ticks) - _across(ticks[0], ticks)
    for at, tick in enumerate(ticks):
        x = _across(tick, ticks)
        out.append(Markup('<path class="grid" d="M{:.1f} {}V{}"/>').format(x, top, floor))
        if step > 40 or at % 2 == 0:
            label = Markup('<text class="middle" x="{:.1f}" y="{}">{:g}</text>')
            out.append(label.format(x, floor + 17, round(tick, 6)))
    return out


def _level(tick: float, y: float) -> Markup:
    line = Markup('<path class="grid" d="M{} {:.1f}H{}"/><text class="end" x="{}" y="{:.1f}">{:g}</text>')
    return line.format(LEFT, y, WIDTH - RIGHT, LEFT - 6, y + 4, round(tick, 6))


def _svg(height: float, title: str, description: str, parts: Sequence[Markup]) -> Markup:
    start = Markup('<svg class="chart" viewBox="0 0 {} {:.0f}" role="img" aria-label="{}. {}.">')
    head = start.format(WIDTH, height, harmless(title), harmless(description))
    return Markup("").join([head, *parts, Markup("</svg>")])


def _point_words(point: Point | None) -> str:
    if point is None:
        return "too few"
    value, low, high = point
    return f"{value:.4g}" if low is None or high is None else f"{value:.4g} ({low:.4g} to {high:.4g})"


def _short(name: str) -> str:
    name = harmless(name)
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
