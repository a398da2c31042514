"""Scores that must be reached, from TOML: `chrf = 55`, and a table for a test set of that name."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Floors:
    """`least`: metric, as it is written, → the least it may be. `sections`: the test sets that the file names."""

    least: Mapping[str, float]
    sections: tuple[str, ...]


def floors(path: Path, testset: str) -> Floors:
    """The floors of every test set, and those of this one, which win.

    Raises:
        ConfigError: the file cannot be read, or a floor is no finite number.
    """
    try:
        held = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); name a TOML file of floors") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not TOML: {error}") from error
    own = held.get(testset, {})
    every = {key: value for key, value in held.items() if not isinstance(value, dict)}
    for key, value in (merged := {**every, **(own if isinstance(own, dict) else {})}).items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ConfigError(f"{path}: {key} = {value!r}; expected a number, as in chrf = 55")
    sections = tuple(key for key, value in held.items() if isinstance(value, dict))
    return Floors({key: float(value) for key, value in merged.items()}, sections)
