"""Small trainings for tests."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline import read
from pipeline.train import Recipe, TrainingPairs, record, train

ROOT = Path(__file__).parent.parent
LESSONS = Path(__file__).parent / "cases" / "train.tsv"
UNITS = read.pairs(LESSONS).units
OPTIONS = ["--steps", "200", "--rate", "0.003", "--batch-tokens", "800", "--progress", "plain"]


class Watch:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, line: str) -> None:
        self.notes.append(line)

    def begin(self, stage: str, total: int) -> None:
        pass

    def step(self, count: int) -> None:
        pass


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def tensors(path: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    return load_file(path)


def same_tensors(left: dict[str, Any], right: dict[str, Any]) -> bool:
    return left.keys() == right.keys() and all(left[name].equal(right[name]) for name in left)


def run_training(recipe: Recipe, folder: Path, stop: Callable[[], bool] = lambda: False, **material: Any) -> Watch:
    watch = Watch()
    train(recipe, TrainingPairs(**{"units": UNITS, **material}), folder, watch, time.monotonic, stop)
    return watch


def stop_after(steps: int) -> Callable[[], bool]:
    asked = iter([*[False] * (steps - 1), *[True] * 1000])
    return lambda: next(asked)


def loss_curve(folder: Path) -> list[dict[str, float]]:
    heading, *rows = [line.split("\t") for line in (folder / record.CURVE).read_text("utf-8").splitlines()]
    return [dict(zip(heading, map(float, row), strict=True)) for row in rows]
