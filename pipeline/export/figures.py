"""Figures of the page as inline SVG, small and exact, each with its words for those who do not see it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from markupsafe import Markup

from pipeline.export.reading import counted

BLOCK = 60  # statements side by side in the matrix, before it goes on below
CELL, LINE, NAME = 14, 22, 150  # its measures
LETTERS = 22  # of a name that have room
WIDTH, HEIGHT, EDGE = 400, 150, 12  # of a ribbon
BAR = 120  # the width of a share

_MARKS = {
    "said": '<circle cx="{x}" cy="{y}" r="4.5" class="said"/>',
    "said differently": '<path d="M{x} {y}m0 -6l6 6l-6 6l-6 -6z" class="apart"/>',
    "absent": '<path d="M{x} {y}m-4 0h8" class="absent"/>',
}


def matrix(states: Sequence[Mapping[str, str]], names: Mapping[str, str]) -> Markup:
    """Who reports what: articles down, statements across, in the order of the page.

    Args:
        states: of each statement, article id → state.
        names: article id → its name, in the order of the columns.
    """
    blocks = [(at, states[at : at + BLOCK]) for at in range(0, len(states), BLOCK)]
    return Markup("\n").join(_block(at, block, names) for at, block in blocks)


def _block(at: int, states: Sequence[Mapping[str, str]], names: Mapping[str, str]) -> Markup:
    width, height = NAME + CELL * min(BLOCK, max(len(states), 20)) + 10, LINE * (len(names) + 1) + 6
    title = f"Who reports statements {at + 1} to {at + len(states)}"
    place = Markup(' data-left="{}" data-cell="{}" data-first="{}"').format(NAME, CELL, at)
    out = [_open(f"matrix-{at}", width, height, "matrix", title, _description(states, names), place)]
    for n in range(len(states)):
        # every fifth has its number, and the first of the page
        if (at + n + 1) % 5 == 0 or at + n == 0:
            number = '<text x="{}" y="14" class="number">{}</text>'
            out.append(Markup(number).format(NAME + CELL * n + CELL // 2, at + n + 1))
    for line, (article, name) in enumerate(names.items(), 1):
        y = LINE * line + LINE // 2
        out.append(Markup('<path d="M{} {}H{}" class="rule"/>').format(NAME, y, NAME + CELL * len(states)))
        out.append(Markup('<text x="{}" y="{}" class="name">{}</text>').format(NAME - 10, y + 4, _short(name)))
        for n, state in enumerate(states):
            mark = _MARKS.get(state.get(article, ""), "")
            out.append(Markup(mark).format(x=NAME + CELL * n + CELL // 2, y=y))
    return Markup("\n").join([*out, Markup("</svg>")])


def _description(states: Iterable[Mapping[str, str]], names: Mapping[str, str]) -> str:
    all_states = list(states)
    lines = []
    for article, name in names.items():
        row = [state.get(article, "not found") for state in all_states]
        reporting, differing, absent = (row.count(kind) for kind in ("said", "said differently", "absent"))
        lines.append(f"{name}: reports {reporting + differing}, {differing} of them differently; absent from {absent}.")
    return " ".join(lines)


def share(shared: int, total: int) -> Markup:
    """How much of an article other articles report too, as a bar; the words beside it say the same."""
    width = round(BAR * shared / total) if total else 0
    bar = (
        '<svg class="share" viewBox="0 0 {0} 12" width="{0}" height="12" aria-hidden="true" focusable="false">'
        '<rect width="{0}" height="12" class="sole"/><rect width="{1}" height="12" class="shared"/></svg>'
    )
    return Markup(bar).format(BAR, width)


def ribbon(number: int, left: str, right: str, sizes: tuple[int, int], ties: Sequence[tuple[int, int, str]]) -> Markup:
    """The sentences of two articles as two lines, from the first to the last, and a curve for each link.

    Args:
        sizes: sentences in each.
        ties: places of linked sentences, from 0, and the link's band.
    """
    title = f"Links between {left} and {right}, in the order of each"
    out = [_open(f"ribbon-{number}", WIDTH, HEIGHT, "ribbon", title, f"{order(ties)}.")]
    top, bottom = 30, HEIGHT - 30
    for (name, size), y, at in zip(
        zip((left, right), sizes, strict=True), (top, bottom), (14, HEIGHT - 6), strict=True
    ):
        out.append(Markup('<text x="{}" y="{}" class="name">{}</text>').format(EDGE, at, name))
        out.append(Markup('<path d="M{} {}H{}" class="rule"/>').format(EDGE, y, WIDTH - EDGE))
        ticks = " ".join(f"M{_x(n, size):.1f} {y - 4}v8" for n in range(size))
        out.append(Markup('<path d="{}" class="tick"/>').format(ticks))
    for a, b, band in ties:
        top_x, bottom_x, middle = _x(a, sizes[0]), _x(b, sizes[1]), (top + bottom) // 2
        curve = f"M{top_x:.1f} {top}C{top_x:.1f} {middle} {bottom_x:.1f} {middle} {bottom_x:.1f} {bottom}"
        out.append(Markup('<path d="{}" class="tie {}"/>').format(curve, band))
    return Markup("\n").join([*out, Markup("</svg>")])


def order(ties: Iterable[tuple[int, int, str]]) -> str:
    """As in "14 pairs of linked sentences; of any two, 82 % come in the same order": how far one follows the other."""
    all_ties = list(ties)
    # positive where two links keep the order, negative where they cross, 0 where they share an end
    products = [(a[0] - b[0]) * (a[1] - b[1]) for a, b in combinations(all_ties, 2)]
    ways = [product for product in products if product]
    words = counted(len(all_ties), "pair of linked sentences", "pairs of linked sentences")
    # of one or two pairs a share says nothing
    if len(ways) < 3:
        return words
    return (
        f"{words}; of any two, {round(100 * sum(product > 0 for product in ways) / len(ways))} % come in the same order"
    )


def _x(place: int, size: int) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * (place + 0.5) / size


def _open(
    name: str, width: int, height: int, kind: str, title: str, description: str, more: Markup | str = ""
) -> Markup:
    return Markup(
        '<svg class="figure {kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-labelledby="{name}-title {name}-told"{more}>\n'
        '<title id="{name}-title">{title}</title><desc id="{name}-told">{told}</desc>'
    ).format(kind=kind, width=width, height=height, name=name, title=title, told=description, more=more)


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
