"""Loose lines that were translated: as English lines, or as a JSON object a sentence."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.data import Translation

Sentences = Sequence[tuple[str, Translation]]  # of a line: source, its translation


def text(sentences: Sentences) -> str:
    """The English of a line."""
    return " ".join(translation.text for _, translation in sentences)


def records(sentences: Sentences, file: Path, number: int) -> Iterator[str]:
    """A sentence a JSON object; `number` is that of their line in the file, from 1."""
    for source, translation in sentences:
        record = {
            "file": str(file),
            "line": number,
            "source": source,
            "translation": translation.text,
            "flags": translation.flags,
            "signature": translation.signature,
            "doubt": translation.doubt,
        }
        yield json.dumps(record, ensure_ascii=False)


def flags(sentences: Sentences) -> Iterator[str]:
    """All flags of a line, one as often as it has it."""
    for _, translation in sentences:
        yield from translation.flags


def flag_counts(counts: Counter[str]) -> str:
    """As in "flags: number differs 2; --json says where"."""
    listed = ", ".join(f"{flag} {count}" for flag, count in counts.most_common())
    return f"flags: {listed}; --json says where"
