"""Scores that must be reached: for continuous integration."""

import math
from collections.abc import Mapping, Sequence

from pipeline.errors import ConfigError
from pipeline.evaluate.paired import LOWER_IS_BETTER
from pipeline.evaluate.scored import Report, digits

NAMES = {"bleu": "BLEU", "chrf": "chrF2", "chrf2": "chrF2", "chrf++": "chrF2++", "chrf2++": "chrF2++", "ter": "TER"}


def limit(text: str, *, outside: bool = False) -> tuple[str, float]:
    """`chrf=55` as ("chrF2", 55.0); `outside` as for `metric`.

    Raises:
        ConfigError: it is not of this form.
    """
    name, _, number = text.partition("=")
    try:
        least = float(number)
    except ValueError as error:
        raise ConfigError(f"--fail-under {text!r}: expected a metric and a number, as in chrf=55") from error
    if not math.isfinite(least):
        raise ConfigError(f"--fail-under {text!r}: nothing is below or above {number}; give a number, as in chrf=55")
    return metric(name, outside=outside), least


def metric(name: str, *, outside: bool = False) -> str:
    """What a metric is called here: `chrf` is chrF2; with scores from `outside` any other name may be one of theirs.

    Raises:
        ConfigError: there is none of that name.
    """
    found = NAMES.get(name.strip().casefold()) or (name.strip() if outside else "")
    if not found:
        raise ConfigError(f"{name!r} is no metric that can be asked for; known are {', '.join(NAMES)}")
    return found


def short(report: Report, limits: Sequence[tuple[str, float]]) -> list[str]:
    """What falls short, a line each: every system has to reach every limit (TER: to stay below it).

    Raises:
        ConfigError: a limit on a metric that was not scored.
    """
    found = []
    for wanted, least in limits:
        for system, figures in zip(report.systems, report.scores, strict=True):
            name, value = _scored({one.metric: one.value for one in figures}, wanted)
            below = value > least if name in LOWER_IS_BETTER else value < least
            if below:
                word = "above" if name in LOWER_IS_BETTER else "below"
                places = digits(name, value)
                found.append(
                    f"{system}: {name} {value:.{places}f} is {word} {least:g} (by {abs(value - least):.{places}f})"
                )
    return found


def _scored(figures: Mapping[str, float], wanted: str) -> tuple[str, float]:
    """A metric and its figure, however its name is spelt."""
    found = next((one for one in figures.items() if one[0].casefold() == wanted.casefold()), None)
    if found is None:
        way = "say --ter" if wanted == "TER" else f"there are {', '.join(figures)}"
        raise ConfigError(f"{wanted} must reach a limit, but is not scored; {way}")
    return found
