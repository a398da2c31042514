"""Parallel text in: TSV, gzipped or not, and TMX."""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lxml import etree

from pipeline.data import Lang
from pipeline.errors import InputError
from pipeline.language import sources
from pipeline.memory import HUMAN, Unit
from pipeline.read.encoding import decode
from pipeline.read.tmx import XML_LANG, tmx

CODE = re.compile(r"[A-Za-z]{2,3}([-_]\w+)?")
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class ParallelText:
    """What a file holds, in its order: German or French with English; `foreign` counts what is in other languages."""

    units: tuple[Unit, ...]
    foreign: int = 0


def pairs(path: Path, lang: Lang | None = None) -> ParallelText:
    """Sentence pairs of a TMX (by its name), else of a TSV: lang, source, English, anything more is ignored.

    A TSV has no quoting and no heading. Sides may be empty. Of a TMX, what has an empty side counts among the others.

    Args:
        lang: the language of the first column of a TSV with two columns, source and English.

    Raises:
        InputError: the file cannot be read, or a line is not of this form.
    """
    if path.suffix.lower() == ".tmx":
        units = tuple(tmx(path))
        return ParallelText(units, _others(path))
    units_or_none = [_unit(line, lang, f"{path}:{number}") for number, line in numbered(path) if line.strip()]
    units = tuple(unit for unit in units_or_none if unit)
    return ParallelText(units, len(units_or_none) - len(units))


def numbered(path: Path) -> Iterator[tuple[int, str]]:
    try:
        data = path.read_bytes()
        decoded = decode(gzip.decompress(data) if data.startswith(GZIP) else data)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{path}: damaged gzip: {error}; copy the file again") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a TSV or TMX file") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    yield from enumerate(decoded.text.split("\n"), 1)


def _unit(line: str, lang: Lang | None, where: str) -> Unit | None:
    """The pair of a line, None if it is in another language."""
    cells = line.split("\t")
    if lang:
        if len(cells) != 2:
            raise InputError(f"{where}: {_columns(cells)}; with --from a line is source, tab, English")
        return Unit(lang, cells[0], cells[1], HUMAN)
    if len(cells) < 3:
        raise InputError(
            f"{where}: {_columns(cells)}; expected lang, source, English with tabs between, or --from de or fr for "
            "lines of source, English"
        )
    if not CODE.fullmatch(cells[0]):
        raise InputError(f"{where}: lang {cells[0][:20]!r} is no language code; expected {' or '.join(sources())}")
    code = re.split("[-_]", cells[0].lower())[0]
    return Unit(cast("Lang", code), cells[1], cells[2], HUMAN) if code in sources() else None


def _columns(cells: list[str]) -> str:
    return f"{len(cells)} column{'s' * (len(cells) > 1)}"


def _others(path: Path) -> int:
    """How many translation units of a TMX, known to be well-formed, lack English or both German and French."""
    count = 0
    with path.open("rb") as file:
        for _, element in etree.iterparse(
            file, tag=("tu", "{*}tu"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
        ):
            langs = {_lang(variant) for variant in element.iterfind("{*}tuv") if "".join(variant.itertext()).strip()}
            count += "en" not in langs or langs.isdisjoint(sources())
            element.clear()
    return count


def _lang(variant: etree._Element) -> str:
    return re.split("[-_]", (variant.get(XML_LANG) or variant.get("lang") or "").lower())[0]
