"""Texts made ready to be scored, only as somebody asked: every change is named beside the figures that follow."""

import html
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pipeline.evaluate.scored import Segment, Testset, digest
from pipeline.evaluate.traps import INVISIBLE

UNESCAPED = "unescaped"
NORMALIZE: Mapping[str, Callable[[str], str]] = {  # what --normalize takes → what it does to a text
    "nfc": partial(unicodedata.normalize, "NFC"),
    "visible": partial(INVISIBLE.sub, ""),
}
CHANGES: Mapping[str, Callable[[str], str]] = {UNESCAPED: html.unescape, **NORMALIZE}


def prepared(testset: Testset, names: Sequence[str]) -> tuple[Testset, dict[str, int]]:
    """The test set with CHANGES of these names made, in this order, to sources, references and hypotheses.

    Beside it, how many texts each change touched.
    """
    touched: dict[str, int] = {}
    for name in names:
        texts = [text for segment in testset.segments for text in _texts(segment)]
        touched[name] = sum(CHANGES[name](text) != text for text in texts)
        segments = tuple(_with_texts(segment, CHANGES[name]) for segment in testset.segments)
        # other references are another test set, and the history must not take the two for one
        testset = replace(testset, segments=segments, digest=digest(segments))
    return testset, touched


def _texts(segment: Segment) -> list[str]:
    return [segment.source, *filter(None, segment.references), *segment.hypotheses]


def _with_texts(segment: Segment, change: Callable[[str], str]) -> Segment:
    return replace(
        segment,
        source=change(segment.source),
        references=tuple(None if text is None else change(text) for text in segment.references),
        hypotheses=tuple(map(change, segment.hypotheses)),
    )
