"""Scores that must be reached: for continuous integration."""

import math
from collections.abc import Mapping, Sequence

from pipeline.errors import ConfigError
from pipeline.evaluate.metrics import ALIASES, ASKED, digits, entry
from pipeline.evaluate.scored import Report


def limit(text: str, *, outside: bool = False) -> tuple[str, float]:
    """`chrf=55` as ("chrF2", 55.0), `outside` as for `metric`; a ConfigError if it has another form."""
    name, _, number = text.partition("=")
    try:
        least = float(number)
    except ValueError as error:
        raise ConfigError(f"--fail-under {text!r}: expected a metric and a number, as in chrf=55") from error
    # nan would pass every comparison
    if not math.isfinite(least):
        raise ConfigError(f"--fail-under {text!r}: nothing is below or above {number}; give a number, as in chrf=55")
    return metric(name, outside=outside), least


def metric(name: str, *, outside: bool = False) -> str:
    """A metric's name here: `chrf` is chrF2, one from `outside` may be as it is; a ConfigError if there is none."""
    metric_name = ALIASES.get(name.strip().casefold()) or (name.strip() if outside else "")
    if not metric_name:
        raise ConfigError(f"{name!r} is no metric that can be asked for; known are {', '.join(ALIASES)}")
    return metric_name


def short(report: Report, limits: Sequence[tuple[str, float]]) -> list[str]:
    """What falls short, a line each: every system has to reach every limit (TER: to stay below it).

    A limit on a metric that was not scored is a ConfigError.
    """
    lines = []
    for limited, least in limits:
        for system, figures in zip(report.systems, report.scores, strict=True):
            name, value = _figure({score.metric: score.value for score in figures}, limited)
            lower = entry(name).better == "lower"
            if value > least if lower else value < least:
                places, side = digits(name, value), "above" if lower else "below"
                gap = f"{abs(value - least):.{places}f}"
                lines.append(f"{system}: {name} {value:.{places}f} is {side} {least:g} (by {gap})")
    return lines


def _figure(figures: Mapping[str, float], metric_name: str) -> tuple[str, float]:
    """A metric and its figure, however its name is spelt."""
    for name, value in figures.items():
        # another program may write its metric's name in other letters than the limit
        if name.casefold() == metric_name.casefold():
            return name, value
    asked = next((alias for alias, metric in ASKED.items() if metric.name == metric_name), "")
    fix = f"say --metric {asked}" if asked else f"there are {', '.join(figures)}"
    raise ConfigError(f"{metric_name} must reach a limit, but is not scored; {fix}")
