"""Whether two amounts can be one, and whether one is many times the other."""

import re
from decimal import ROUND_HALF_UP, Decimal

from pipeline.data import Measure

OPEN = frozenset({"more than", "less than", "at least", "at most"})
ROUNDED = 1.02  # times as much may be one amount in another unit
ROUGHLY = 2  # percent by which a third, or six in ten, may be off
SMALL = 100  # below it a rough number speaks for no other than itself: some twenty, 21; more than a dozen, a dozen
_CONVERTED = frozenset({"length", "area", "volume", "mass", "speed", "degrees"})
_EXACT = frozenset({"count", "money"})
_RELATIVE = frozenset({"share", "points", "factor"})


def agree(left: Measure, right: Measure) -> bool:
    """Whether two amounts can mean the same."""
    kinds = {left.kind, right.kind}
    if kinds == {"score", "count"}:
        score, count = (left, right) if left.kind == "score" else (right, left)
        return abs(score.value - (score.against or 0)) == count.value or count.value in (score.value, score.against)
    if left.kind == "score" and right.kind == "score":
        return {left.value, left.against} == {right.value, right.against}
    if kinds <= _RELATIVE and len(kinds) > 1:
        return _as_factor(left) == _as_factor(right) and _as_factor(left) is not None
    if left.kind != right.kind or left.unit != right.unit:
        return False
    if left.kind in _RELATIVE and {left.role, right.role} == {"by", "to"}:
        return False
    if left.kind in _CONVERTED and left.text.split()[-1] != right.text.split()[-1] and not far(left, right, ROUNDED):
        return True
    if {left.bound, right.bound} == {"more than", "less than"}:
        above, below = (left, right) if left.bound == "more than" else (right, left)
        return above.value < below.value
    if left.bound == right.bound and left.bound in OPEN:
        return abs(left.value - right.value) <= 0.05 * max(abs(left.value), abs(right.value))
    decimals = {"share": 0, "points": 0, "money": 1}.get(left.kind)  # three euros are not 2.80
    if decimals is not None and _is_rounding(left.value, right.value, decimals):
        return True
    if left.kind == "share" and _in_words(left) != _in_words(right) and abs(left.value - right.value) <= ROUGHLY:
        return True
    if left.bound in OPEN or right.bound in OPEN or vague(left) or vague(right):
        return left.low <= _most(right) and right.low <= _most(left)
    return left.low <= right.value <= left.high or right.low <= left.value <= right.high


def _most(measure: Measure) -> float:
    """The most that an amount may mean: more than 21 billion are less than 23, more than 20 may be 30."""
    if measure.bound != "more than" or measure.value < SMALL or measure.kind not in _EXACT:
        return measure.high
    figure = f"{measure.value:.0f}".rstrip("05")
    step = 10 ** (len(f"{measure.value:.0f}") - len(figure))
    return min(measure.high, measure.value + 2 * step) if len(figure) > 1 else measure.high


def equal(left: Measure, right: Measure) -> bool:
    """Whether two amounts are one amount, but for rounding."""
    if {left.kind, right.kind} == {"score", "count"}:
        return False  # three goals are not the side of 3-0 wherever they stand
    if {left.kind, right.kind} & {"score", "factor"} or left.kind != right.kind:
        return agree(left, right)
    if left.kind in _RELATIVE and (left.role == "by") != (right.role == "by"):
        return False
    if left.bound != right.bound and left.value < SMALL:
        return left.value == right.value and "more than" not in (left.bound, right.bound)
    return agree(left, right) and abs(left.value - right.value) <= 0.05 * max(abs(left.value), abs(right.value))


def far(left: Measure, right: Measure, times: float) -> bool:
    """Whether one amount is more than so many times the other."""
    low, high = sorted((abs(left.value), abs(right.value)))
    return high > times * low


def _in_words(share: Measure) -> bool:
    """Whether it is told as a part of a whole, not in percent: a third, six in ten."""
    return not re.search(r"%|\bper ?cent|\bpct", share.text)


def vague(measure: Measure) -> bool:
    """Whether an amount is none but an order: dozens, several hundred."""
    return measure.high > 2 * measure.low > 0


def _is_rounding(left: float, right: float, least: int) -> bool:
    """Whether one is the other rounded to as many decimals as itself has, so many at least: 1.15, 1.1490; 7, 6.8."""
    short, exact = sorted((Decimal(str(left)), Decimal(str(right))), key=_decimals)
    places = _decimals(short)
    return least <= places < _decimals(exact) and exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == short


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _as_factor(measure: Measure) -> float | None:
    """A change as a factor: by half is halved, by 100 percent is doubled."""
    if measure.kind == "factor":
        return round(measure.value, 3)
    return 0.5 if measure.kind == "share" and measure.value == 50 else None
