"""Other tools read what is written here, as far as they are installed; `make neighbours` installs the packages."""

import sys
from pathlib import Path

import neighbours
import pytest


@pytest.mark.parametrize("name", neighbours.NEIGHBOURS)
def test_a_neighbour_reads_what_was_written(tmp_path: Path, name: str) -> None:
    state, words = neighbours.outcome(name, sys.executable, tmp_path)
    if state == "not run":
        pytest.skip(f"{name} was not run: {words}")
    assert state == "held", words
