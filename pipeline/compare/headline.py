"""What a statement says, in words: its most central claim, made to stand by itself."""

from collections.abc import Sequence

from pipeline.compare.likeness import Likeness
from pipeline.compare.wording import worded


def headline(group: Sequence[int], likeness: Likeness) -> str:
    """The wording of the most central claim."""
    central = max(group, key=lambda number: float(likeness.chance[number, group].sum()))
    return worded(likeness.claims[central])
