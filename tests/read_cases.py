"""Stories made of a few files, read, for the tests of reading."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import read
from pipeline.data import (
    Article,
)

CASES = Path(__file__).parent / "cases" / "read"
PAGE = (CASES / "page.html").read_text("utf-8")
RAW = Path(__file__).parent.parent / "raw"
TODAY = date(2025, 9, 1)
GERMAN = "Der Mitgründer hat am Mittwoch seinen Ausstieg mitgeteilt. Er will nun eine eigene Gesellschaft gründen."
FRENCH = "Le cofondateur a annoncé mercredi son départ de la société. Il veut maintenant créer sa propre entreprise."
ENGLISH = "The co-founder announced on Wednesday that he is leaving the company. He now wants to start his own firm."
SPANISH = "El cofundador anunció el miércoles que deja la empresa. Ahora quiere crear su propia compañía en la ciudad."


def cases(name: str) -> list[Any]:
    found: list[Any] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return found


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def reading(folder: Path, files: dict[str, str | bytes]) -> read.Reading:
    """The one story of these files."""
    (found,) = read.find(written(folder / "story", files))
    return read.story(found, today=TODAY)


def one(folder: Path, name: str, content: str | bytes) -> tuple[Article, list[str]]:
    """The one article of a file, and the warnings."""
    got = reading(folder, {name: content})
    assert got.failures == ()
    (article,) = got.story.articles
    return article, [warning.reason for warning in got.warnings]


def refused(folder: Path, name: str, content: str | bytes) -> str:
    """Why a file became a failure, and nothing else."""
    got = reading(folder, {name: content})
    assert got.story.articles == ()
    (failure,) = got.failures
    assert (failure.item.split(":")[0], failure.stage) == (f"story/{name}", "read")
    return failure.reason
