"""Two texts to their links, without a story around them: translate → embed → align."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline import align, embed, split
from pipeline.config import Config
from pipeline.data import Lang
from pipeline.embed import rescore
from pipeline.language import codes, language
from pipeline.memory import Memory
from pipeline.translate import doubt
from pipeline.translate.service import Desk, Observer, working

if TYPE_CHECKING:
    from numpy.typing import NDArray

JOB = 256  # texts that are embedded before they are remembered: a killed run loses no more


@dataclass(frozen=True, slots=True)
class PlainText:
    """One side: its sentences in order; an empty one keeps its number and takes part in nothing."""

    lang: Lang
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two texts, what aligned them, and their links: sentence numbers of either side, from 0."""

    left: PlainText
    right: PlainText
    english: tuple[tuple[str, ...], tuple[str, ...]]
    aligner: align.Aligner
    matches: tuple[align.Match, ...]


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads sentences: one their English, one them as written if configured, and one likely pairs once more."""

    embedder: embed.Embedder
    source: embed.Embedder | None
    rescorer: rescore.Rescorer | None

    @property
    def second(self) -> "align.Second | None":
        """What aligning asks about likely pairs."""
        return self.rescorer.score if self.rescorer else None

    @property
    def signature(self) -> str:
        """Everything that could change a vector or a score."""
        return "|".join(model.signature for model in (self.embedder, self.source, self.rescorer) if model)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of English texts and, where a reader of the originals is configured, of these by language and text.

    `cosines`: of foreign texts and their English, where they are asked for and one reader knows both languages.
    """

    english: "Mapping[str, NDArray[np.float32]]"
    originals: "Mapping[tuple[Lang, str], NDArray[np.float32]]"
    cosines: Mapping[tuple[Lang, str], float] = field(default_factory=dict)

    def rows(self, sentences: Sequence[tuple[Lang, str, str]]) -> "NDArray[np.float32] | None":
        """A row for each (language, text, its English); with both vectors its likeness is the mean of theirs."""
        if not sentences:
            return None
        rows = np.stack([self.english[english] for _, _, english in sentences])
        if not self.originals:
            return rows
        # Both halves are unit vectors, so the root of a half makes the product of two rows the mean of theirs.
        originals = np.stack([self.originals[lang, text] for lang, text, _ in sentences])
        return np.concatenate((rows, originals), axis=1) / np.float32(np.sqrt(2 if rows.shape[1] else 1))


def sentences(lines: Iterable[str], lang: Lang) -> tuple[str, ...]:
    """The sentences of a plain text, line by line."""
    return tuple(line[start:end] for line in lines for start, end in split.sentences(line, lang))


def texts(
    config: Config, watch: Observer, clock: Callable[[], float], pairs: Iterable[tuple[PlainText, PlainText]], *,
    translate: bool,
) -> Iterator[Aligned]:  # fmt: skip
    """Align each pair of texts by itself; all share one memory and one model.

    `translate`: German and French sides to English first; else both sides are compared as they are, and by vectors only
        where both are English or the encoder knows other languages.
    """
    read = readers(config)
    with closing(Memory(config.memory)) as memory, working(config, watch) as work:
        desk = Desk(config, watch, clock, memory, work)
        for left, right in pairs:
            sides = left, right
            left_english, right_english = (_english(desk, side) if translate else side.sentences for side in sides)
            english = translate or left.lang == right.lang == "en"
            # Across languages, vectors of English and a reader of English pairs would say nothing.
            able = read if english else replace(read, embedder=_any_language(read.embedder), rescorer=None)
            triples = [*_triples(left, left_english), *_triples(right, right_english)]
            used, matches = _links(config, memory, able, watch, triples, len(left_english))
            yield Aligned(left, right, (left_english, right_english), used, matches)


def _any_language(embedder: embed.Embedder) -> embed.Embedder:
    return embedder if embedder.multilingual else embed.Nothing()


def _english(desk: Desk, side: PlainText) -> tuple[str, ...]:
    if side.lang == "en":
        return side.sentences
    answers = desk.english(side.lang, [text for text in side.sentences if text])
    return tuple(answers[text].output.text if text else "" for text in side.sentences)


def _triples(side: PlainText, english: Sequence[str]) -> Iterator[tuple[Lang, str, str]]:
    return ((side.lang, text, translation) for text, translation in zip(side.sentences, english, strict=True))


def _links(
    config: Config, memory: Memory, read: Readers, watch: Observer, triples: Sequence[tuple[Lang, str, str]], first: int
) -> tuple[align.Aligner, tuple[align.Match, ...]]:
    """The links of (language, text, English) of two texts, of which the right one begins at `first`."""
    # Empty sentences keep their numbers and are seen by nobody.
    left = [n for n in range(first) if triples[n][2]]
    right = [n for n in range(first, len(triples)) if triples[n][2]]

    def stretch_links(rows: range, columns: range, aligner: align.Aligner) -> tuple[align.Aligner, list[align.Match]]:
        members = [triples[n] for n in (*left[rows.start : rows.stop], *right[columns.start : columns.stop])]
        # each is read in the language in which it is compared
        records = [language(lang if text == english else "en") for lang, text, english in members]
        vectors_of_all = encoded(memory, read, watch, members).rows(members)
        weighed = align.weigh([english for _, _, english in members], vectors_of_all, records=records)
        sides = range(len(rows)), range(len(rows), len(members))
        used, matches = align.matches(weighed, *sides, aligner=aligner, second=read.second)
        return used, [replace(match, right=tuple(n - len(rows) for n in match.right)) for match in matches]

    lengths = len(left), len(right)
    used, matches = align.whole_or_stretches(stretch_links, lengths, align.aligner(config.aligner))
    return used, tuple(
        replace(match, left=tuple(left[n] for n in match.left), right=tuple(right[n] - first for n in match.right))
        for match in matches
    )


def readers(config: Config) -> Readers:
    """Those that the configuration names. Raises ConfigError: one of them is not here."""
    source = embed.load(config.source_embedder) if config.source_embedder else None
    return Readers(embed.load(config.embedder), source, rescore.load(config.rescorer))


def encoded(memory: Memory, read: Readers, watch: Observer, sentences: Iterable[tuple[Lang, str, str]]) -> Encoded:
    """The vectors of sentences, each (language, text, its English)."""
    triples = list(sentences)
    english = vectors(memory, read.embedder, watch, (translation for _, _, translation in triples))
    originals: dict[tuple[Lang, str], NDArray[np.float32]] = {}
    if read.source:
        for lang in codes():
            of_lang = (text for written_in, text, _ in triples if written_in == lang)
            rows = vectors(memory, read.source, watch, of_lang, lang)
            originals |= {(lang, text): row for text, row in rows.items()}
    return Encoded(english, originals)


def cosines(
    memory: Memory, embedder: embed.Embedder, watch: Observer, sentences: Iterable[tuple[Lang, str, str]]
) -> dict[tuple[Lang, str], float]:
    """Foreign text, with its language → the cosine of its English; empty where doubt was not learnt with `embedder`."""
    if not embedder.signature.startswith(doubt.EMBEDDER):
        return {}
    triples = [triple for triple in sentences if triple[0] != "en"]
    english = vectors(memory, embedder, watch, (translation for _, _, translation in triples))
    near: dict[tuple[Lang, str], float] = {}
    for lang in sorted({lang for lang, _, _ in triples}):
        of_lang = {text: translation for written_in, text, translation in triples if written_in == lang}
        rows = vectors(memory, embedder, watch, of_lang, lang)
        near |= {(lang, text): float(rows[text] @ english[translation]) for text, translation in of_lang.items()}
    return near


def vectors(
    memory: Memory, embedder: embed.Embedder, watch: Observer, texts: Iterable[str], lang: Lang = "en"
) -> dict[str, "NDArray[np.float32]"]:
    """Text → vector, for every distinct text; new ones are made, and remembered job by job."""
    distinct = list(dict.fromkeys(texts))
    rows = memory.vectors(distinct, embedder.signature, lang)
    # Texts of like length together fill batches; the same texts make the same jobs.
    misses = sorted((text for text in distinct if text not in rows), key=len)
    if misses:
        watch.begin("embed", len(misses))
    for at in range(0, len(misses), JOB):
        job = misses[at : at + JOB]
        new = embed.half(embedder.embed(job))
        memory.add_vectors(embedder.signature, job, new, lang)
        rows.update(zip(job, new, strict=True))
        watch.step(len(job))
    return rows
