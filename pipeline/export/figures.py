"""Figures of the pages as inline SVG, small and exact; the words beside them say the same."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

BARS = 24  # statements that have a bar of their own
STEP, HEIGHT = 12, 56  # from bar to bar, and of the tallest one


def telling(shares: Sequence[float], alone: float, most: float) -> Markup:
    """What share of an outlet's words each statement gets, a bar each in the matrix's order; last what it tells alone.

    `most` is the largest share of any outlet: all outlets are drawn to one scale. The last bar is open at the top where
    it is cut.
    """
    bars = [*shares[:BARS], sum(shares[BARS:])] if len(shares) > BARS else list(shares)
    width = STEP * (len(bars) + 2)
    ticks = [n for n in range(len(bars)) if n == 0 or ((n + 1) % 5 == 0 and n < BARS)]
    labels = Markup("").join(
        Markup('<text x="{}" y="{}">{}</text>').format(STEP * n + STEP // 2, HEIGHT + 16, n + 1) for n in ticks
    )
    own, at = round(HEIGHT * min(alone / most, 1)) if most else 0, STEP * (len(bars) + 1)
    lid = "h8" if alone <= most else "m8 0"
    return Markup(
        '<svg class="telling" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true" focusable="false">'
        '<path class="base" d="M0 {y}H{w}"/><path class="bars" d="{bars}"/>'
        '<path class="own" d="M{left} {y}v-{own}{lid}v{own}"/>{labels}</svg>'
    ).format(w=width, h=HEIGHT + 20, y=HEIGHT, bars=_bars(bars, most), left=at + 2, own=own, lid=lid, labels=labels)


def _bars(shares: Iterable[float], most: float) -> str:
    tall = ((n, round(HEIGHT * min(share / most, 1)) if most else 0) for n, share in enumerate(shares))
    return "".join(f"M{STEP * n + STEP // 2} {HEIGHT}v-{height}" for n, height in tall if height)


def sparkline(percents: Sequence[int]) -> Markup:
    """A bar for each outlet: the share of its sentences that others report too."""
    bars = "".join(f"M{6 * n + 3} 16v-{max(1, round(percent * 16 / 100))}" for n, percent in enumerate(percents))
    width = 6 * max(len(percents), 1)
    return Markup(
        '<svg class="spark" viewBox="0 0 {0} 16" width="{0}" height="16" aria-hidden="true"><path d="{1}"/></svg>'
    ).format(width, bars)
