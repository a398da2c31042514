"""Scores that must be reached: for continuous integration."""

from collections.abc import Mapping, Sequence

from pipeline.errors import ConfigError
from pipeline.evaluate.paired import LOWER_IS_BETTER
from pipeline.evaluate.scored import Report

NAMES = {"bleu": "BLEU", "chrf": "chrF2", "chrf2": "chrF2", "chrf++": "chrF2++", "chrf2++": "chrF2++", "ter": "TER"}


def limit(text: str) -> tuple[str, float]:
    """`chrf=55` as ("chrF2", 55.0).

    Raises:
        ConfigError: it is not of this form.
    """
    name, _, number = text.partition("=")
    try:
        return metric(name), float(number)
    except ValueError as error:
        raise ConfigError(f"--fail-under {text!r}: expected a metric and a number, as in chrf=55") from error


def metric(name: str) -> str:
    """What a metric is called here: `chrf` is chrF2.

    Raises:
        ConfigError: there is none of that name.
    """
    found = NAMES.get(name.strip().casefold())
    if not found:
        raise ConfigError(f"{name!r} is no metric that can be asked for; known are {', '.join(NAMES)}")
    return found


def short(report: Report, limits: Sequence[tuple[str, float]]) -> list[str]:
    """What falls short, a line each: every system has to reach every limit (TER: to stay below it).

    Raises:
        ConfigError: a limit on a metric that was not scored.
    """
    found = []
    for name, least in limits:
        for system, figures in zip(report.systems, report.scores, strict=True):
            value = _value({one.metric: one.value for one in figures}, name)
            below = value > least if name in LOWER_IS_BETTER else value < least
            if below:
                word = "above" if name in LOWER_IS_BETTER else "below"
                found.append(f"{system}: {name} {value:.2f} is {word} {least:g} (by {abs(value - least):.2f})")
    return found


def _value(figures: Mapping[str, float], name: str) -> float:
    if name not in figures:
        raise ConfigError(f"{name} must reach a limit, but is not scored; say --{name.casefold()}")
    return figures[name]
