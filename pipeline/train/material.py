"""What to train on, from files of sentence pairs."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pipeline import read
from pipeline.data import Lang
from pipeline.errors import ConfigError
from pipeline.language import sources
from pipeline.train import HELD, Material, Recipe, folders

OTHER = "in other languages"


def material(
    files: Iterable[Path], lang: str | None, exclude: Iterable[Path], recipe: Recipe, note: Callable[[str], None]
) -> Material:
    """The pairs of all files, the lines that must not be learnt, the pairs that earlier trainings held out.

    Args:
        lang: of the first column of a TSV of two columns.
        note: is told how many pairs each file has.

    Raises:
        ConfigError: `lang` is none of the languages that are translated.
        InputError: a file cannot be read.
    """
    source = _source(lang)
    texts = []
    for path in files:
        texts.append(read.pairs(path, source))
        rest = f", {texts[-1].foreign} {OTHER}" if texts[-1].foreign else ""
        note(f"{path}: {len(texts[-1].units)} pairs{rest}")
    units = [unit for text in texts for unit in text.units]
    held_out = [unit for path in _held_out(recipe) for unit in read.pairs(path).units]
    return Material(units, _cells(exclude), held_out, {OTHER: sum(text.foreign for text in texts)})


def _source(code: str | None) -> Lang | None:
    if code is None:
        return None
    for lang in sources():
        if lang == code:
            return lang
    raise ConfigError(f"--from {code!r}: expected {' or '.join(sources())}")


def _cells(files: Iterable[Path]) -> list[str]:
    """Either side of lines of pairs, whole lines of anything else."""
    cells: list[str] = []
    for path in files:
        for line in read.lines(path).lines:
            cells += line.split("\t")
    return cells


def _held_out(recipe: Recipe) -> Sequence[Path]:
    return [path for folder in folders(recipe) if (path := folder / HELD).is_file()]
