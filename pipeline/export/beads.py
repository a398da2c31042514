"""Two aligned texts as lines: JSON with everything, TSV, the ladder of other aligners, one for evaluation."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.export.tables import no_formula, tsv_line

if TYPE_CHECKING:
    from pipeline.align import Match
    from pipeline.bitext import Aligned

_Side = tuple[str, tuple[int, ...], tuple[str, ...], tuple[str, ...]]  # name, numbers, texts, English
TEXTS = ("left_text", "right_text", "left_english", "right_english")
COLUMNS = ("left", "right", "kind", "probability", "band", *TEXTS)


def jsonl(aligned: "Aligned") -> Iterator[str]:
    """One link a line, both sides with numbers, texts and, where it was translated, the English."""
    for match in aligned.matches:
        sides = {}
        for name, numbers, text, english in _sides(match, aligned):
            written, translated = (" ".join(texts[n] for n in numbers) for texts in (text, english))
            translation = translated if translated != written else None
            sides[name] = {"sentences": numbers, "text": written, "translation": translation}
        # what a person decided belongs to stories, which two texts are not
        told = {**match._asdict(), "evidence": asdict(match.evidence)}
        rest = {key: value for key, value in told.items() if key not in (*sides, "person")}
        yield json.dumps({**sides, **rest, "aligner": aligned.aligner}, ensure_ascii=False)


def tsv(aligned: "Aligned") -> Iterator[str]:
    """A heading, then one link a line: sentence numbers, kind, probability, band, texts as written and in English."""
    yield tsv_line(COLUMNS)
    for match in aligned.matches:
        sides = _sides(match, aligned)
        # the four columns of text follow the numbers, both sides as written, then both in English
        numbers = (" ".join(map(str, side)) for _, side, _, _ in sides)
        written = [_cell(text[n] for n in side) for _, side, text, _ in sides]
        texts = [*written, *(_cell(english[n] for n in side) for _, side, _, english in sides)]
        yield tsv_line((*numbers, match.kind, f"{match.probability:.4f}", match.band, *texts))


def ladder(aligned: "Aligned") -> Iterator[str]:
    """`[0, 1]:[2]:0.97`, as vecalign and its kin write beads; the third field is the probability."""
    for match in aligned.matches:
        yield f"{list(match.left)}:{list(match.right)}:{match.probability:.4f}"


def links(name: str, aligned: "Aligned") -> str:
    """A document's line for `synopsis evaluate alignment`."""
    beads = [[match.left, match.right, match.probability] for match in aligned.matches if match.left and match.right]
    return json.dumps({"id": name, "links": beads, "aligner": aligned.aligner}, ensure_ascii=False)


def _sides(match: "Match", aligned: "Aligned") -> tuple[_Side, _Side]:
    return (
        ("left", match.left, aligned.left.sentences, aligned.english[0]),
        ("right", match.right, aligned.right.sentences, aligned.english[1]),
    )


def _cell(sentences: Iterable[str]) -> str:
    return no_formula(" ".join(" ".join(sentences).split()))
