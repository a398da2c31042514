"""Intervals in words."""


def interval(low: float | None, high: float | None, form: str = ".2f") -> str:
    """As in "0.93 to 0.97", "" where there is none; `form` is that of its numbers."""
    return "" if low is None or high is None else f"{low:{form}} to {high:{form}}"
