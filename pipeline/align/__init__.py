"""Texts and vectors to links: what two reports of one event both say."""

import hashlib
from collections.abc import Sequence

from pipeline.align import model
from pipeline.align.link import FLOOR, LIKELY, STRONG, Match, comparable
from pipeline.align.weigh import Weighed, weigh
from pipeline.data import Alignment, Link

__all__ = ["FLOOR", "LIKELY", "STRONG", "VERSION", "Match", "Weighed", "alignment", "comparable", "signature", "weigh"]

VERSION = "comparable.2"


def alignment(left: str, right: str, matches: Sequence[Match], ids: Sequence[str], signature: str) -> Alignment:
    """The matches of two articles (`left`, `right`: their ids) as links; `ids` are those of all weighed sentences.

    A link's id follows from the two articles and its sentences alone, so that it stays the same in a later run.
    """
    return Alignment(left, right, tuple(_link(left, right, match, ids) for match in matches), signature)


def _link(one: str, other: str, match: Match, ids: Sequence[str]) -> Link:
    left, right = tuple(ids[n] for n in match.left), tuple(ids[n] for n in match.right)
    name = hashlib.sha256("\n".join([one, *left, "", other, *right]).encode()).hexdigest()[:10]
    return Link(name, left, right, match.kind, match.probability, match.margin, match.band, match.evidence)


def signature(embedder_signature: str, splitter_signature: str, floor: float = FLOOR) -> str:
    """What could change an alignment: version, weights, floor, embedder, splitter."""
    return f"align:{VERSION}|weights:{model.shipped().digest}|floor:{floor:g}|{embedder_signature}|{splitter_signature}"
