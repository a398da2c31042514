"""Whether two amounts can be one, and whether one is many times the other."""

from pipeline.data import Measure

OPEN = frozenset({"more than", "less than", "at least", "at most"})
ROUNDED = 1.02  # times as much may be one amount in another unit
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
    if left.bound == right.bound and left.bound in OPEN:
        return abs(left.value - right.value) <= 0.05 * max(abs(left.value), abs(right.value))
    if left.unit == "%" and left.value != right.value and _is_rounding(left.value, right.value):
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


def vague(measure: Measure) -> bool:
    """Whether an amount is none but an order: dozens, several hundred."""
    return measure.high > 2 * measure.low > 0


def _is_rounding(left: float, right: float) -> bool:
    """Whether one is the other rounded to a whole number."""
    whole, exact = (left, right) if left == int(left) else (right, left)
    return whole == int(whole) and exact != int(exact) and whole == round(exact)


def _as_factor(measure: Measure) -> float | None:
    """A change as a factor: by half is halved, by 100 percent is doubled."""
    if measure.kind == "factor":
        return round(measure.value, 3)
    return 0.5 if measure.kind == "share" and measure.value == 50 else None
