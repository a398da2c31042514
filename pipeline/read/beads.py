"""Links by sentence numbers in, gold or found: JSON lines, a document each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar, cast

import msgspec

from pipeline.data import Bead, Warned
from pipeline.errors import InputError
from pipeline.read.encoding import lines

GOLD = '{"id": "a", "gold": [[[0], [0, 1]], [[2], [5]]]}, perhaps with "src" and "tgt", the sentences of both sides'
FOUND = '{"id": "a", "links": [[[0], [0, 1]], [[2], [5], 0.93]]}, the third item of a link, if any, its score'
SIDES = ("src", "tgt")
_NAMED = 5  # ids that a message names before it only counts

Sizes = tuple[int | None, int | None]
_Number = Annotated[int, msgspec.Meta(ge=0)]


class _LinkRow(NamedTuple):
    left: tuple[_Number, ...]
    right: tuple[_Number, ...]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class _GoldRow:
    id: str | int
    gold: tuple[_LinkRow, ...]
    src: tuple[str, ...] | None = None
    tgt: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _FoundRow:
    id: str | int
    links: tuple[_LinkRow, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Two texts to align, a sentence an item; an empty one keeps its number."""

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]


_Row = TypeVar("_Row", _GoldRow, _FoundRow, Document)


@dataclass(frozen=True, slots=True)
class Gold:
    """A reference, by document id in the order of the file: links, and the sentences of either side where it tells."""

    name: str
    links: Mapping[str, tuple[Bead, ...]]
    sizes: Mapping[str, Sizes]
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemLinks:
    """A system's links for exactly the documents of a reference, in its order."""

    name: str
    links: Mapping[str, tuple[Bead, ...]]
    warnings: tuple[Warned, ...] = ()


def gold(path: Path) -> Gold:
    """The reference in a file of lines like GOLD; other keys and empty lines are passed over.

    A file that cannot be read or is empty, a line that is no such object, an id that is there twice, or a number that
    is not one of a sentence, is an InputError.
    """
    links: dict[str, tuple[Bead, ...]] = {}
    sizes: dict[str, Sizes] = {}
    rows, warnings = _rows(path, str(path), _GoldRow, GOLD)
    for where, row in rows:
        key = str(row.id)
        sizes[key] = tuple(None if side is None else len(side) for side in (row.src, row.tgt))  # type: ignore[assignment]
        links[key] = _beads(row.gold, sizes[key], where)
    return Gold(str(path), links, sizes, warnings)


def found(source: Path | bytes, gold: Gold, *, name: str = "stdin") -> SystemLinks:
    """A system's links in lines like FOUND; documents that `gold` lacks are left out and told as a warning.

    `name`: what messages call `source` when it is bytes. What `gold` refuses, or a missing document, is an InputError.
    """
    item = name if isinstance(source, bytes) else str(source)
    links: dict[str, tuple[Bead, ...]] = {}
    rows, warnings = _rows(source, item, _FoundRow, FOUND)
    for where, row in rows:
        links[str(row.id)] = _beads(row.links, gold.sizes.get(str(row.id), (None, None)), where)
    # nothing found is a result, a missing line is a mistake
    if missing := [key for key in gold.links if key not in links]:
        fix = 'where nothing was found, write a line with the id and "links": []'
        raise InputError(f"{item}: no line for {_ids(missing)} of {gold.name}; {fix}")
    if extra := [key for key in links if key not in gold.links]:
        warnings = (*warnings, Warned(item, f"{_ids(extra)} left out: not in {gold.name}"))
    return SystemLinks(item, {key: links[key] for key in gold.links}, warnings)


def _rows(
    source: Path | bytes, item: str, kind: type[_Row], expected: str
) -> tuple[list[tuple[str, _Row]], tuple[Warned, ...]]:
    """Each line with where it stands, no id twice."""
    read = lines(source, name=item)
    numbers: dict[str, int] = {}
    rows = []
    for number, line in enumerate(read.lines, 1):
        if line.strip():
            where = f"{item}:{number}"
            try:
                row = msgspec.json.decode(line, type=kind)
            except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
                problem = error if isinstance(error, msgspec.ValidationError) else f"not JSON ({error})"
                raise InputError(f"{where}: {problem}; expected {expected}") from error
            # a second line of one id would silently win
            if (first := numbers.setdefault(str(row.id), number)) != number:
                raise InputError(f"{where}: id {str(row.id)!r} was in line {first} already; a document has one line")
            rows.append((where, row))
    if not rows:
        raise InputError(f"{item}: nothing in it; expected lines like {expected}")
    return rows, read.warnings


def _beads(links: Sequence[_LinkRow], sizes: Sizes, where: str) -> tuple[Bead, ...]:
    for n, link in enumerate(links):
        for side, numbers, size in zip(SIDES, link[:2], sizes, strict=True):
            # counting from 1 is the usual mistake, and it shows at the last sentence
            if size is not None and (most := max(numbers, default=-1)) >= size:
                problem = f"link {n + 1} of the line has sentence {most} of {side}, which has {size}"
                raise InputError(f"{where}: {problem}; sentences are counted from 0")
    return tuple(Bead(*link) for link in links)


def _ids(keys: Sequence[str]) -> str:
    """As in "2 ids ('a', 'b')"."""
    listed = ", ".join(map(repr, keys[:_NAMED])) + ", …" * (len(keys) > _NAMED)
    return f"{len(keys)} id{'s' * (len(keys) > 1)} ({listed})"


def documents(path: Path, keys: tuple[str, str]) -> tuple[tuple[Document, ...], tuple[Warned, ...]]:
    """The document pairs in a file of JSON lines: an id, and under `keys` the sentences of both sides.

    A file that cannot be read or is empty, a line of another form, or an id twice, is an InputError.
    """
    expected = f'{{"id": "a", "{keys[0]}": ["A sentence.", …], "{keys[1]}": ["A sentence.", …]}}'
    fields = [("id", str | int), ("left", tuple[str, ...]), ("right", tuple[str, ...])]
    # a document as it is written with these keys
    form = msgspec.defstruct("Row", fields, rename=dict(zip(("left", "right"), keys, strict=True)))
    rows, warnings = _rows(path, str(path), cast("type[Document]", form), expected)
    return tuple(Document(str(row.id), row.left, row.right) for _, row in rows), warnings
