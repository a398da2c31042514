"""Scores that must be reached, from TOML: `chrf = 55`, and a table for a test set of that name."""

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import ConfigError


def floors(path: Path, testset: str) -> Mapping[str, float]:
    """Metric, as it is written, → the least it may be: the floors of every test set, and those of this one, which win.

    No such file, a floor that is no finite number, or none for this test set, is a ConfigError.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); name a TOML file of floors") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not TOML: {error}") from error
    section = content.get(testset, {})
    general = {key: value for key, value in content.items() if not isinstance(value, dict)}
    for key, value in (merged := {**general, **(section if isinstance(section, dict) else {})}).items():
        # true is a whole number to Python
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ConfigError(f"{path}: {key} = {value!r}; expected a number, as in chrf = 55")
    if not merged:
        sections = ", ".join(key for key, value in content.items() if isinstance(value, dict)) or "none"
        fix = f"write [{testset}] above the floors that it must reach, or floors for every set above the first section"
        raise ConfigError(f"{path}: no floor for test set {testset!r}: its sections are {sections}; {fix}")
    return {key: float(value) for key, value in merged.items()}
