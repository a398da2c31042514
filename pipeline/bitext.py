"""Two texts to their links, without a story around them: translate → embed → align."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline import align, embed, split
from pipeline.config import Config
from pipeline.data import Lang
from pipeline.desk import Desk, Watch, working
from pipeline.memory import Memory

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Text:
    """One side: its sentences in order; an empty one keeps its number and takes part in nothing."""

    lang: Lang
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two texts, what aligned them, and their links: sentence numbers of either side, from 0."""

    left: Text
    right: Text
    english: tuple[tuple[str, ...], tuple[str, ...]]
    aligner: align.Aligner
    matches: tuple[align.Match, ...]


def sentences(lines: Iterable[str], lang: Lang) -> tuple[str, ...]:
    """The sentences of a plain text, line by line."""
    return tuple(line[start:end] for line in lines for start, end in split.sentences(line, lang))


def texts(
    config: Config,
    watch: Watch,
    clock: Callable[[], float],
    pairs: Iterable[tuple[Text, Text]],
    *,
    translate: bool,
) -> Iterator[Aligned]:
    """Align each pair of texts by itself; all share one memory and one model.

    Args:
        translate: German and French sides to English first; else both sides are compared as they are, and by vectors
            only where both are English, for the encoder knows no other language.
    """
    embedder = embed.load(config.embedder)
    with closing(Memory(config.memory)) as memory, working(config, watch) as work:
        desk = Desk(config, watch, clock, memory, work)
        for left, right in pairs:
            one, other = ((_english(desk, side) if translate else side.sentences) for side in (left, right))
            comparable = translate or left.lang == right.lang == "en"
            used, found = _links(config, memory, embedder if comparable else embed.Nothing(), watch, one, other)
            yield Aligned(left, right, (one, other), used, found)


def _english(desk: Desk, side: Text) -> tuple[str, ...]:
    if side.lang == "en":
        return side.sentences
    made = desk.translate({side.lang: list(dict.fromkeys(filter(None, side.sentences)))})
    return tuple(made[side.lang, text].output.text if text else "" for text in side.sentences)


def _links(
    config: Config, memory: Memory, embedder: embed.Embedder, watch: Watch, one: Sequence[str], other: Sequence[str]
) -> tuple[align.Aligner, tuple[align.Match, ...]]:
    every = [*one, *other]
    places = [n for n, text in enumerate(every) if text]
    told = [every[n] for n in places]
    rows = vectors(memory, embedder, watch, told)
    weighed = align.weigh(told, np.stack([rows[text] for text in told]) if told else None)
    left = [k for k, n in enumerate(places) if n < len(one)]
    used, found = align.matches(weighed, left, range(len(left), len(told)), aligner=align.aligner(config.aligner))
    return used, tuple(_renumbered(match, places, len(one)) for match in found)


def _renumbered(match: align.Match, places: Sequence[int], first: int) -> align.Match:
    """The match by numbers of its own two texts; `first`: where the right one begins."""
    left = tuple(places[n] for n in match.left)
    return replace(match, left=left, right=tuple(places[n] - first for n in match.right))


def vectors(
    memory: Memory, embedder: embed.Embedder, watch: Watch, texts: Iterable[str]
) -> dict[str, "NDArray[np.float32]"]:
    """Text → vector, for every distinct text; new ones are made together and remembered."""
    distinct = list(dict.fromkeys(texts))
    rows = memory.vectors(distinct, embedder.signature)
    misses = [text for text in distinct if text not in rows]
    if misses:
        watch.begin("embed", len(misses))
        new = embedder.embed(misses)
        memory.add_vectors(embedder.signature, misses, new)
        rows.update(zip(misses, new, strict=True))
        watch.step(len(misses))
    return rows
