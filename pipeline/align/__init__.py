"""Texts and vectors to links: what two reports of one event both say."""

import hashlib
from collections.abc import Sequence

from pipeline.align import model
from pipeline.align.link import FLOOR, LIKELY, NOTHING, STRONG, Decided, Match, Second, band, matches
from pipeline.align.stretches import MOST, stretches, whole_or_stretches
from pipeline.align.weigh import Weighed, weigh
from pipeline.data import Alignment, Link
from pipeline.errors import ConfigError
from pipeline.registry import ALIGNERS, Aligner

__all__ = [
    "FLOOR", "LIKELY", "MOST", "NOTHING", "STRONG", "VERSION", "Aligner", "Decided", "Match", "Second",
    "Weighed", "aligner", "alignment", "band", "link_id", "matches", "signature", "stretches",
    "weigh", "whole_or_stretches",
]  # fmt: skip

VERSION = "6"


def aligner(name: str) -> Aligner:
    """The aligner of that name. Raises ConfigError: there is none."""
    for candidate in ALIGNERS:
        if name == candidate:
            return candidate
    raise ConfigError(f"aligner {name!r} is not known; expected one of {', '.join(ALIGNERS)}")


def alignment(left: str, right: str, matches: Sequence[Match], ids: Sequence[str], signature: str) -> Alignment:
    """The matches of two articles (`left`, `right`: their ids) as links; `ids` are those of all weighed sentences.

    A link's id follows from the two articles and its sentences alone, so that it stays the same in a later run.
    """
    return Alignment(left, right, tuple(_link(left, right, match, ids) for match in matches), signature)


def _link(left_article: str, right_article: str, match: Match, ids: Sequence[str]) -> Link:
    left, right = tuple(ids[n] for n in match.left), tuple(ids[n] for n in match.right)
    key = link_id(left_article, left, right_article, right)
    return Link(key, left, right, match.kind, match.probability, match.margin, match.band, match.evidence, match.person)


def link_id(left_article: str, left: Sequence[str], right_article: str, right: Sequence[str]) -> str:
    """What names a link: it follows from the two articles and its sentences (ids) alone."""
    return hashlib.sha256("\n".join([left_article, *left, "", right_article, *right]).encode()).hexdigest()[:10]


def signature(used: Aligner, embedder_signature: str, splitter_signature: str, floor: float = FLOOR) -> str:
    """What could change an alignment: what aligned, its version, weights, floor, embedder, splitter."""
    aligned_by = f"align:{used}.{VERSION}|weights:{model.shipped().digest}|floor:{floor:g}"
    return f"{aligned_by}|{embedder_signature}|{splitter_signature}"
