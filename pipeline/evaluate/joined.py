"""Files of hypotheses, references and sources → one test set, or the first place where they do not fit together."""

from collections import ChainMap, Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain

from pipeline.data import Warned
from pipeline.errors import InputError
from pipeline.evaluate.scored import Segment, Testset, digest
from pipeline.read.segments import KNOWN, ONE, Rows, SegmentRow

SHOWN = 60  # characters of a line in a message


def joined(
    hypotheses: Mapping[str, Rows],
    references: Sequence[Rows] = (),
    source: Rows | None = None,
    *,
    name: str = "",
    lang: str = "",
    target: str = "en",
) -> tuple[Testset, tuple[Warned, ...]]:
    """The segments that have a reference, or all where there is none; by id where every file has ids, else by line.

    `hypotheses`: by the name that a file's only system is to have; a file of several names them itself. `lang`: the
    sources' language, where they do not say it. Files of different length, an id that a file lacks, or two systems of
    one name, are an InputError.
    """
    idle: list[Warned] = []
    stories = hypotheses.values()
    references = [_taking_part(_by_sources(file, stories, idle), stories, idle) for file in references]
    files = [*hypotheses.values(), *references, *([source] if source else [])]
    _check_texts(hypotheses.values(), references, source)
    # one file without ids, and only line numbers are common to all
    keyed = all(file.keyed for file in files)
    rows = _by_id(files, len(hypotheses), len(references)) if keyed else _by_line(files)
    columns = [_names(row.texts for row in file.rows) for file in hypotheses.values()]
    systems = _system_names(hypotheses, columns)
    if not references:
        _check_references(rows, len(hypotheses), files)
    texts = _references(rows, list(hypotheses.values()), len(references))
    segments = []
    for row, references_of_row in zip(rows, texts, strict=True):
        outputs, signals = _outputs(row, columns)
        own_source, own_lang = _source(row, 1 if source else 0).rstrip(), _first(row, "lang") or lang
        places = _first(row, "document"), _first(row, "outlet")
        # of further columns of one name the first file's counts
        metadata = dict(ChainMap(*(dict(part.metadata) for part in row)))
        segments.append(
            Segment(row[0].id, outputs, tuple(references_of_row), own_source, own_lang, *places, metadata, signals)
        )
    scorable = [segment for segment in segments if any(text is not None for text in segment.references)] or segments
    warnings = [*chain.from_iterable(file.warnings for file in files), *idle]
    total = len(files[0].rows)
    if len(scorable) < total:
        reason = f"{total - len(scorable)} of {total} segments have no reference; they are left out"
        warnings.append(Warned(str(files[0].path), reason))
    return Testset(name, systems, tuple(scorable), digest(scorable), target), tuple(warnings)


def _check_texts(systems: Iterable[Rows], references: Iterable[Rows], source: Rows | None) -> None:
    """Refuse a file with a segment that lacks what the file was given for, though it may have other texts."""
    looks: list[tuple[str, Iterable[Rows], Callable[[SegmentRow], object]]] = [
        ("a translation", systems, lambda row: row.texts),
        ("a reference", references, lambda row: row.texts or row.references),
        ("a source", [source] if source else [], lambda row: row.source or ONE in row.texts),
    ]
    for noun, files, has_text in looks:
        for file in files:
            bare = next((row for row in file.rows if not has_text(row)), None)
            if bare:
                raise InputError(f"{file.path}: segment {bare.id}: no key for {noun}; {KNOWN}")


def _system_names(hypotheses: Mapping[str, Rows], columns: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A file's own names of its systems; one without any is called as it is given."""
    systems: list[str] = []
    for name, names in zip(hypotheses, columns, strict=True):
        systems += [column or name for column in names]
    for system, count in Counter(systems).items():
        if count > 1:
            raise InputError(f"two systems are called {system!r}; name one with NAME=FILE")
    return tuple(systems)


def _outputs(
    row: Sequence[SegmentRow], columns: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], tuple[Mapping[str, float], ...]]:
    """What every system of every file made of a segment, and what came with it, nothing where nothing came with any."""
    outputs: list[str] = []
    signals: list[Mapping[str, float]] = []
    # the files of systems stand first in a row
    for part, names in zip(row, columns, strict=False):
        outputs += [part.texts.get(name, "") for name in names]
        signals += [part.signals] * len(names)
    return tuple(outputs), tuple(signals) if any(signals) else ()


def _taking_part(references: Rows, stories: Iterable[Rows], warnings: list[Warned]) -> Rows:
    """The references without those of a story's sentences that need no translation, of which `warnings` tells."""
    idle: dict[str, str] = {}
    for story in stories if references.keyed else ():
        idle |= story.idle
    reasons = Counter(idle[row.id] for row in references.rows if row.id in idle)
    if not reasons:
        return references
    listed = ", ".join(f"{count} {reason}" for reason, count in reasons.items())
    total = f"{reasons.total()} of {len(references.rows)} references"
    idle_words = f"{total} are of sentences that need no translation ({listed})"
    if reasons.total() == len(references.rows):
        raise InputError(f"{references.path}: {idle_words}; give others")
    warnings.append(Warned(str(references.path), f"{idle_words}; they are passed over"))
    return replace(references, rows=tuple(row for row in references.rows if row.id not in idle))


def _by_sources(references: Rows, systems: Iterable[Rows], warnings: list[Warned]) -> Rows:
    """References whose ids are none of a file's that has ids, under the ids of its segments with the same source.

    So comes a translation memory back from a person, with a tool's own ids or with none. Where no source is known it is
    an InputError: by position each would be scored against another sentence.
    """
    keyed = next((file for file in systems if file.keyed and all(row.source for row in file.rows)), None)
    if keyed is None or not any(row.source for row in references.rows):
        return references
    segment_ids = {*keyed.idle, *(row.id for row in keyed.rows)}
    if references.keyed and any(row.id in segment_ids for row in references.rows):
        return references
    by_source: dict[str, list[str]] = {}
    for row in reversed(keyed.rows):
        by_source.setdefault(row.source.strip(), []).append(row.id)
    # of sentences that are repeated each takes the next translation
    places = [(row, by_source.get(row.source.strip())) for row in references.rows]
    rows = [replace(row, id=ids.pop()) for row, ids in places if ids]
    if not rows:
        fault = f"none of its {len(references.rows)} sources is in {keyed.path}"
        raise InputError(f"{references.path}: {fault}; name the file of this story, or give ids of its segments")
    if len(rows) < len(references.rows):
        rest = f"{len(references.rows) - len(rows)} of {len(references.rows)} references"
        reason = f"{rest} are of sources that {keyed.path} does not have, or has not as often; they are passed over"
        warnings.append(Warned(str(references.path), reason))
    return replace(references, rows=tuple(rows), keyed=True)


def _names(texts: Iterable[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(texts)))


def _references(
    rows: Sequence[Sequence[SegmentRow]], systems: Sequence[Rows], references: int
) -> list[list[str | None]]:
    """A segment each, its references by file and name.

    Files of references give those that they name, else their texts. Where there are none, the first system's file that
    has references gives its own.
    """
    if references:
        files = slice(len(systems), len(systems) + references)
    else:
        first = next((n for n, file in enumerate(systems) if any(row.references for row in file.rows)), 0)
        files = slice(first, first + 1)
    table = [[part.references or (part.texts if references else {}) for part in row[files]] for row in rows]
    # a file may name different references in different segments: all its names count
    names = [_names(column) for column in zip(*table, strict=True)]
    by_segment: list[list[str | None]] = []
    for texts in table:
        columns = zip(texts, names, strict=True)
        by_segment.append(list(chain.from_iterable(map(text.get, listed) for text, listed in columns)))
    return by_segment


def _check_references(rows: Sequence[Sequence[SegmentRow]], systems: int, files: Sequence[Rows]) -> None:
    """Refuse systems' files whose own references differ: each would be scored against those of the first."""
    for row in rows:
        parts = zip(row[:systems], files, strict=False)
        texts = [(part.references, file.path) for part, file in parts if part.references]
        for references, path in texts:
            if references != texts[0][0]:
                first = texts[0][1]
                raise InputError(f"segment {row[0].id}: {first} and {path} have different references; give --reference")


def _source(row: Sequence[SegmentRow], sources: int) -> str:
    """That of the file of sources, which stands last if there is one (`sources`), else of the first that has one."""
    texts = [part.source or part.texts.get(ONE, "") for part in row[len(row) - sources :]]
    return next((text for text in (*texts, *(part.source for part in row)) if text), "")


def _first(row: Sequence[SegmentRow], key: str) -> str:
    return next((value for part in row if (value := getattr(part, key))), "")


def _by_line(files: Sequence[Rows]) -> list[tuple[SegmentRow, ...]]:
    longest = max(files, key=lambda file: len(file.rows))
    for file in files:
        if len(file.rows) != len(longest.rows):
            raise InputError(_lengths(file, longest, files))
    return list(zip(*(file.rows for file in files), strict=True))


def _by_id(files: Sequence[Rows], systems: int, references: int) -> list[tuple[SegmentRow, ...]]:
    """The segments that every reference has, in the first file's order."""
    tables = [{row.id: row for row in file.rows} for file in files]
    first, referring = tables[0], tables[systems : systems + references]
    for file, table in zip(files, tables, strict=True):
        if strange := [key for key in table if key not in first]:
            fault = f"segment {strange[0]!r} is not in {files[0].path} ({len(strange)} are not)"
            fix = "were sentences split or translated anew since? Give the same segments"
            raise InputError(f"{file.path}: {fault}; {fix}")
    keys = [key for key in first if all(key in table for table in referring)]
    if not keys:
        raise InputError(f"{files[systems].path}: no segment is in all files of references; give each all of them")
    for file, table in zip(files, tables, strict=True):
        if missing := [key for key in keys if key not in table]:
            fault = f"segment {missing[0]!r} is missing, which {files[0].path} has ({len(missing)} are missing)"
            raise InputError(f"{file.path}: {fault}; add it, or give the same segments")
    return [tuple(table[key] for table in tables) for key in keys]


def _lengths(short: Rows, long: Rows, files: Sequence[Rows]) -> str:
    """Where two files part, and which of them lost or gained a line."""
    short_lines, long_lines = [_any_text(row) for row in short.rows], [_any_text(row) for row in long.rows]
    # a length says that a line is lost, likeness says where
    at = parting(short_lines, long_lines)
    behind = len(long_lines) - len(short_lines)
    if fault := _ends(long, behind, long_lines):
        return f"{short.path} has {len(short_lines)} segments and {long.path} {len(long_lines)}: {fault}"
    loser = f"{short.path} seems to have lost {'a line' if behind == 1 else f'{behind} lines'} there"
    # three files, and only this one is as long: it gained, the others did not all lose
    if len(files) > 2 and sum(len(file.rows) == len(long.rows) for file in files) == 1:
        loser = f"{long.path} seems to have one too many there, since all others have {len(short_lines)}"
    elif (joint := _joint(short_lines, long_lines, at)) is not None:
        loser = f"line {joint + 1} of {short.path} seems to hold two segments"
    text = long_lines[at] if at < len(long_lines) else ""
    return (
        f"{short.path} has {len(short_lines)} segments and {long.path} {len(long_lines)}: up to line {at} they fit, "
        f"from line {at + 1} they do not ({long.path.name}:{at + 1} is {text[:SHOWN]!r}); {loser}: mend the file"
    )


def _ends(file: Rows, surplus: int, lines: Sequence[str]) -> str:
    """What is wrong with the ends of a file's lines, where that alone explains the difference; else ""."""
    if len(file.torn) == surplus:
        fix = "which ends a line as \\n does: take it out"
        return f"line {file.torn[0]} of {file.path} ends with a carriage return alone, {fix}"
    blank = len(lines) - max((n for n, line in enumerate(lines, 1) if line), default=0)
    # only at its end: a blank line inside stands for a segment
    return f"{file.path} ends with {blank} blank lines; take {surplus} away" if 0 < surplus <= blank else ""


def _joint(short: Sequence[str], long: Sequence[str], at: int) -> int | None:
    """The line beside the parting that is more like two lines of the other text than like either, None if none is."""
    for place in range(max(at - 1, 0), min(at + 1, len(short))):
        first, second = long[place : place + 2]
        line = short[place]
        if _like(line, f"{first} {second}") > max(_like(line, first), _like(line, second)):
            return place
    return None


def _any_text(row: SegmentRow) -> str:
    return next(iter(row.texts.values()), "") or row.source or next(iter(row.references.values()), "")


def parting(short: Sequence[str], long: Sequence[str]) -> int:
    """How many lines of two texts fit one by one before the shorter one falls behind: where cutting fits best."""
    from_start = _fits(zip(short, long, strict=False))
    from_end = _fits(zip(reversed(short), reversed(long), strict=False))
    # before the cut lines are paired from the start, behind it from the end
    total = [from_start[at] + from_end[len(short) - at] for at in range(len(short) + 1)]
    return max(range(len(total)), key=lambda at: total[at])


def _fits(pairs: Iterable[tuple[str, str]]) -> list[float]:
    """How well the first n pairs of lines fit, for every n from 0."""
    return [0.0, *accumulate(_like(left, right) for left, right in pairs)]


def _like(left: str, right: str) -> float:
    """Of two lines, perhaps of two languages: shared words and figures, and like length; 0 to 2."""
    left_words, right_words = set(left.casefold().split()), set(right.casefold().split())
    shared = 2 * len(left_words & right_words) / max(len(left_words) + len(right_words), 1)
    return shared + 1 - abs(len(left) - len(right)) / max(len(left) + len(right), 1)
