"""Parallel text in: TSV, gzipped or not, and TMX."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.data import Lang
from pipeline.errors import InputError
from pipeline.language import source_codes
from pipeline.memory import HUMAN, Unit
from pipeline.read.encoding import content, decode
from pipeline.read.source import gunzipped
from pipeline.read.tmx import code_of, tmx

CODE = re.compile(r"[A-Za-z]{2,3}([-_]\w+)?")
GZIP = b"\x1f\x8b"
LARGEST = 4 << 30  # bytes when unpacked; what a model learns from is large


@dataclass(frozen=True, slots=True)
class ParallelText:
    """What a file holds, in its order: German or French with English; `foreign` counts what is in other languages."""

    units: tuple[Unit, ...]
    foreign: int = 0


def pairs(path: Path, lang: Lang | None = None) -> ParallelText:
    """Sentence pairs of a TMX (by its name), else of a TSV: lang, source, English, anything more is ignored.

    A TSV has no quoting and no heading. Sides may be empty. Of a TMX, what has an empty side counts among the others.
    `lang`: of the first column of a TSV with two columns, source and English. A file that cannot be read, or a line
    that is not of this form, is an InputError.
    """
    if path.suffix.lower() == ".tmx":
        left_out: Counter[str] = Counter()
        units = tuple(tmx(path, left_out=left_out))
        return ParallelText(units, left_out.total())
    units_or_none = [_unit(line, lang, f"{path}:{number}") for number, line in numbered(path) if line.strip()]
    units = tuple(unit for unit in units_or_none if unit)
    return ParallelText(units, len(units_or_none) - len(units))


def numbered(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file, gzipped or not, from 1."""
    data = content(path, "name a TSV or TMX file")
    try:
        decoded = decode(gunzipped(data, LARGEST) if data.startswith(GZIP) else data)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    return enumerate(decoded.text.split("\n"), 1)


def _unit(line: str, lang: Lang | None, where: str) -> Unit | None:
    """The pair of a line, None if it is in another language."""
    cells = line.split("\t")
    if len(cells) != 2 if lang else len(cells) < 3:
        loose = "expected lang, source, English with tabs between, or --from de or fr for lines of source, English"
        expected = "with --from a line is source, tab, English" if lang else loose
        raise InputError(f"{where}: {len(cells)} column{'s' * (len(cells) > 1)}; {expected}")
    if lang:
        return Unit(lang, cells[0], cells[1], HUMAN)
    if not CODE.fullmatch(cells[0]):
        raise InputError(f"{where}: lang {cells[0][:20]!r} is no language code; expected {' or '.join(source_codes())}")
    code = code_of(cells[0])
    return Unit(code, cells[1], cells[2], HUMAN) if code in source_codes() else None
