"""What to train on, from files of sentence pairs."""

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from pipeline import read
from pipeline.errors import ConfigError
from pipeline.language import source_codes
from pipeline.train import HELD, Recipe, TrainingPairs
from pipeline.translate import models

OTHER = "in other languages"


def material(
    files: Iterable[Path], lang: str | None, exclude: Iterable[Path], recipe: Recipe, note: Callable[[str], None]
) -> TrainingPairs:
    """The pairs of all files, the lines that must not be learnt, the pairs that earlier trainings held out.

    `lang`: of the first column of a TSV of two columns, a ConfigError if it is not translated. `note` is told how many
    pairs each file has. A file that cannot be read is an InputError.
    """
    source = next((code for code in source_codes() if code == lang), None)
    if lang is not None and source is None:
        raise ConfigError(f"--from {lang!r}: expected {' or '.join(source_codes())}")
    texts = []
    for path in files:
        texts.append(read.pairs(path, source))
        rest = f", {texts[-1].foreign} {OTHER}" if texts[-1].foreign else ""
        note(f"{path}: {len(texts[-1].units)} pairs{rest}")
    units = [unit for text in texts for unit in text.units]
    # earlier trainings that this one goes on from may have left the pairs that they held out
    base = None if recipe.model == "embedded" else models.find(recipe.model)
    held_files = [path for folder in (recipe.start, base) if folder and (path := folder / HELD).is_file()]
    held_out = list(chain.from_iterable(read.pairs(path).units for path in held_files))
    return TrainingPairs(units, _cells(exclude), held_out, {OTHER: sum(text.foreign for text in texts)})


def _cells(files: Iterable[Path]) -> list[str]:
    """Either side of lines of pairs, whole lines of anything else."""
    lines = chain.from_iterable(read.lines(path).lines for path in files)
    return list(chain.from_iterable(line.split("\t") for line in lines))
