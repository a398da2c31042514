"""The README promises only what is there."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli import app
from pipeline.guards import FLAGS

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_somewhere(root: Path, target: str) -> None:
    assert (root / target).exists()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"(?:^|`|\$ )synopsis ([a-z]+)", README, re.MULTILINE))))
def test_commands_exist(name: str) -> None:
    assert name in get_command(app).commands  # type: ignore[attr-defined]  # a group


def test_every_command_is_described() -> None:
    missing = [name for name in get_command(app).commands if f"synopsis {name}" not in README]  # type: ignore[attr-defined]
    assert not missing


def test_nothing_is_left_to_fill_in() -> None:
    assert "@@" not in README
    assert "TODO" not in README


MADE = ("pieces", "unfinished", "copied", "already English", "human translation", "incomplete article")


@pytest.mark.parametrize("flag", [*MADE, *FLAGS])
def test_every_flag_is_explained(flag: str) -> None:
    assert f"*{flag}*" in README
