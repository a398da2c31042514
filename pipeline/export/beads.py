"""Two aligned texts as lines: JSON with everything, TSV, the ladder of other aligners, one for evaluation."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.align import Match
    from pipeline.bitext import Aligned

_Side = tuple[str, tuple[int, ...], tuple[str, ...], tuple[str, ...]]  # name, numbers, texts, English
TEXTS = ("left_text", "right_text", "left_english", "right_english")
COLUMNS = ("left", "right", "kind", "probability", "band", *TEXTS)


def jsonl(done: "Aligned") -> Iterator[str]:
    """One link a line, both sides with numbers, texts and, where it was translated, the English."""
    for match in done.matches:
        sides = {}
        for name, numbers, text, english in _sides(match, done):
            told = " ".join(text[n] for n in numbers)
            there = " ".join(english[n] for n in numbers)
            sides[name] = {"sentences": numbers, "text": told, "translation": there if there != told else None}
        rest = {key: value for key, value in asdict(match).items() if key not in (*sides, "person")}
        yield json.dumps({**sides, **rest, "aligner": done.aligner}, ensure_ascii=False)


def tsv(done: "Aligned") -> Iterator[str]:
    """A heading, then one link a line: sentence numbers, kind, probability, band, texts as written and in English."""
    yield "\t".join(COLUMNS)
    for match in done.matches:
        sides = _sides(match, done)
        numbers = (" ".join(map(str, side)) for _, side, _, _ in sides)
        written = [_flat(" ".join(text[n] for n in side)) for _, side, text, _ in sides]
        texts = [*written, *(_flat(" ".join(english[n] for n in side)) for _, side, _, english in sides)]
        yield "\t".join((*numbers, match.kind, f"{match.probability:.4f}", match.band, *texts))


def ladder(done: "Aligned") -> Iterator[str]:
    """`[0, 1]:[2]:0.97`, as vecalign and its kin write beads; the third field is the probability."""
    for match in done.matches:
        yield f"{list(match.left)}:{list(match.right)}:{match.probability:.4f}"


def links(name: str, done: "Aligned") -> str:
    """A document's line for `synopsis evaluate alignment`."""
    found = [[match.left, match.right, match.probability] for match in done.matches if match.left and match.right]
    return json.dumps({"id": name, "links": found, "aligner": done.aligner}, ensure_ascii=False)


def _sides(match: "Match", done: "Aligned") -> tuple[_Side, _Side]:
    return (
        ("left", match.left, done.left.sentences, done.english[0]),
        ("right", match.right, done.right.sentences, done.english[1]),
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
