"""Files of hypotheses, references and sources → one test set, or the first place where they do not fit together."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from pipeline.data import Warned
from pipeline.errors import InputError
from pipeline.evaluate.scored import Segment, Testset
from pipeline.read.segments import ONE, Row, Rows

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

    Args:
        hypotheses: by the name that a file's only system is to have; a file of several names them itself.
        lang: the sources' language, where they do not say it.

    Raises:
        InputError: files of different length, an id that a file lacks, two systems of one name.
    """
    passed = [_taking_part(one, hypotheses.values()) for one in references]
    references = [one for one, _ in passed]
    files = [*hypotheses.values(), *references, *([source] if source else [])]
    rows = _by_id(files, len(hypotheses), len(references)) if all(one.keyed for one in files) else _by_line(files)
    columns = [_names(row.texts for row in one.rows) for one in hypotheses.values()]
    systems = [column or given for given, some in zip(hypotheses, columns, strict=True) for column in some]
    if twice := [one for one in systems if systems.count(one) > 1]:
        raise InputError(f"two systems are called {twice[0]!r}; name one with NAME=FILE")
    if not references:
        _agreed(rows, len(hypotheses), files)
    own = next((n for n, one in enumerate(hypotheses.values()) if any(row.references for row in one.rows)), 0)
    referring = slice(len(hypotheses), len(hypotheses) + len(references)) if references else slice(own, own + 1)
    segments = [
        Segment(
            row[0].id,
            tuple(one.texts.get(name, "") for one, names in zip(row, columns, strict=False) for name in names),
            source=_source(row, 1 if source else 0).rstrip(),
            references=tuple(texts),
            lang=_first(row, "lang") or lang,
            document=_first(row, "document"),
            outlet=_first(row, "outlet"),
            metadata={key: value for one in reversed(row) for key, value in one.metadata.items()},
        )
        for row, texts in zip(rows, _references([row[referring] for row in rows], owned=not references), strict=True)
    ]
    kept = [one for one in segments if any(text is not None for text in one.references)] or segments
    every = len(files[0].rows)
    warnings = [warned for one in files for warned in one.warnings] + [one for _, some in passed for one in some]
    if len(kept) < every:
        reason = f"{every - len(kept)} of {every} segments have no reference; they are left out"
        warnings.append(Warned(str(files[0].path), reason))
    return Testset(name, tuple(systems), tuple(kept), digest(kept), target), tuple(warnings)


def _taking_part(references: Rows, stories: Iterable[Rows]) -> tuple[Rows, list[Warned]]:
    """The references without those of a story's sentences that need no translation."""
    idle = {key: why for one in stories for key, why in one.idle.items()} if references.keyed else {}
    reasons = Counter(idle[row.id] for row in references.rows if row.id in idle)
    if not reasons:
        return references, []
    told = ", ".join(f"{count} {why}" for why, count in reasons.items())
    count = f"{reasons.total()} of {len(references.rows)} references"
    if reasons.total() == len(references.rows):
        raise InputError(f"{references.path}: {count} are of sentences that need no translation ({told}); give others")
    kept = tuple(row for row in references.rows if row.id not in idle)
    reason = f"{count} are of sentences that need no translation ({told}); they are passed over"
    return replace(references, rows=kept), [Warned(str(references.path), reason)]


def digest(segments: Iterable[Segment]) -> str:
    """Twelve hex digits over the references, or over the sources where there are none."""
    total = hashlib.sha256()
    for one in segments:
        texts = one.references or (one.source,)
        total.update("\t".join(text or "" for text in texts).encode("utf-8", "replace") + b"\n")
    return total.hexdigest()[:12]


def _names(held: Iterable[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for texts in held for name in texts))


def _references(rows: Sequence[Sequence[Row]], *, owned: bool) -> list[list[str | None]]:
    """A segment each, its references by file and name; a file that names none gives its texts, unless `owned`."""
    texts = [[one.references if owned or one.references else one.texts for one in row] for row in rows]
    named = [_names(column) for column in zip(*texts, strict=True)]
    return [[one.get(name) for one, names in zip(row, named, strict=True) for name in names] for row in texts]


def _agreed(rows: Sequence[Sequence[Row]], systems: int, files: Sequence[Rows]) -> None:
    """Refuse systems' files whose own references differ: each would be scored against those of the first."""
    for row in rows:
        held = [(one.references, file.path) for one, file in zip(row[:systems], files, strict=False) if one.references]
        for texts, path in held:
            if texts != held[0][0]:
                first = held[0][1]
                raise InputError(f"segment {row[0].id}: {first} and {path} have different references; give --reference")


def _source(row: Sequence[Row], given: int) -> str:
    """That of the file of sources, which stands last if it is `given`, else of the first file that has one."""
    texts = [one.source or one.texts.get(ONE, "") for one in row[len(row) - given :]]
    return next((text for text in (*texts, *(one.source for one in row)) if text), "")


def _first(row: Sequence[Row], key: str) -> str:
    return next((value for one in row if (value := getattr(one, key))), "")


def _by_line(files: Sequence[Rows]) -> list[tuple[Row, ...]]:
    longest = max(files, key=lambda one: len(one.rows))
    for one in files:
        if len(one.rows) != len(longest.rows):
            raise InputError(_lengths(one, longest, files))
    return list(zip(*(one.rows for one in files), strict=True))


def _by_id(files: Sequence[Rows], systems: int, references: int) -> list[tuple[Row, ...]]:
    """The segments that every reference has, in the first file's order."""
    held = [{row.id: row for row in one.rows} for one in files]
    first, referring = held[0], held[systems : systems + references]
    for one, by_id in zip(files, held, strict=True):
        if strange := [key for key in by_id if key not in first]:
            raise InputError(
                f"{one.path}: segment {strange[0]!r} is not in {files[0].path} ({len(strange)} are not); were "
                "sentences split or translated anew since? Give the same segments"
            )
    wanted = [key for key in first if all(key in one for one in referring)]
    if not wanted:
        raise InputError(f"{files[systems].path}: no segment is in all files of references; give each all of them")
    for one, by_id in zip(files, held, strict=True):
        if missing := [key for key in wanted if key not in by_id]:
            raise InputError(
                f"{one.path}: segment {missing[0]!r} is missing, which {files[0].path} has ({len(missing)} are "
                "missing); add it, or give the same segments"
            )
    return [tuple(by_id[key] for by_id in held) for key in wanted]


def _lengths(short: Rows, long: Rows, files: Sequence[Rows]) -> str:
    """Where two files part, and which of them lost or gained a line."""
    ours, theirs = ([_any(row) for row in one.rows] for one in (short, long))
    at = parting(ours, theirs)
    behind = len(theirs) - len(ours)
    loser = f"{short.path} seems to have lost {'a line' if behind == 1 else f'{behind} lines'} there"
    if len(files) > 2 and sum(len(one.rows) == len(long.rows) for one in files) == 1:
        loser = f"{long.path} seems to have one too many there, since all others have {len(ours)}"
    elif (joint := _joint(ours, theirs, at)) is not None:
        loser = f"line {joint + 1} of {short.path} seems to hold two segments"
    text = theirs[at] if at < len(theirs) else ""
    return (
        f"{short.path} has {len(ours)} segments and {long.path} {len(theirs)}: up to line {at} they fit, from line "
        f"{at + 1} they do not ({long.path.name}:{at + 1} is {text[:SHOWN]!r}); {loser}: mend the file"
    )


def _joint(short: Sequence[str], long: Sequence[str], at: int) -> int | None:
    """The line beside the parting that is more like two lines of the other text than like either, None if none is."""
    for place in range(max(at - 1, 0), min(at + 1, len(short))):
        one, other = long[place : place + 2]
        if _like(short[place], f"{one} {other}") > max(_like(short[place], one), _like(short[place], other)):
            return place
    return None


def _any(row: Row) -> str:
    return next(iter(row.texts.values()), "") or row.source or next(iter(row.references.values()), "")


def parting(short: Sequence[str], long: Sequence[str]) -> int:
    """How many lines of two texts fit one by one before the shorter one falls behind: where cutting fits best."""
    before = [0.0, *accumulate(_like(one, other) for one, other in zip(short, long, strict=False))]
    after = [0.0, *accumulate(_like(one, other) for one, other in zip(reversed(short), reversed(long), strict=False))]
    fits = [before[at] + after[len(short) - at] for at in range(len(short) + 1)]
    return max(range(len(fits)), key=lambda at: fits[at])


def _like(one: str, other: str) -> float:
    """Of two lines, perhaps of two languages: shared words and figures, and like length; 0 to 2."""
    ours, theirs = set(one.casefold().split()), set(other.casefold().split())
    shared = 2 * len(ours & theirs) / max(len(ours) + len(theirs), 1)
    return shared + 1 - abs(len(one) - len(other)) / max(len(one) + len(other), 1)
