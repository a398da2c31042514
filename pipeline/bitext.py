"""Two texts to their links, without a story around them: translate → embed → align."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from pipeline import align, embed, engine, split
from pipeline.config import Config
from pipeline.data import Claim, Lang
from pipeline.embed import rescore
from pipeline.embed.claims import ClaimEncoder, Spans
from pipeline.engine import TextJob
from pipeline.language import codes, language
from pipeline.memory import Memory
from pipeline.translate import doubt
from pipeline.translate.service import Desk, Observer, TranslationWorker, working

Work = engine.Run[Any, Any]


@dataclass(frozen=True, slots=True)
class EmbedJob(TextJob):
    """Texts whose vectors are wanted of the embedder of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class ClaimJob(TextJob):
    """English texts of whose claims vectors are wanted: for each text its claims, each by its spans."""

    spans: tuple[tuple[Spans, ...], ...]

    def part(self, which: slice) -> Self:
        """The same work on some of the texts."""
        return replace(self, texts=self.texts[which], spans=self.spans[which])


class TextWorker:
    """Embeds texts and translates them, here or in another process; each model is loaded when its first job comes."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._translate = TranslationWorker(say)
        self._embedders: dict[str, embed.Embedder] = {}
        self._claims: ClaimEncoder | None = None

    def __call__(self, job: Any) -> Any:
        """An embedder's rows in half precision; of a job of the translators' what they give."""
        if isinstance(job, ClaimJob):
            self._claims = encoder = self._claims or ClaimEncoder()
            return engine.attempt(lambda: encoder.encode(job.texts, job.spans))
        if not isinstance(job, EmbedJob):
            return self._translate(job)
        if job.name not in self._embedders:
            self._embedders[job.name] = embed.load(job.name)
        return engine.attempt(lambda: embed.half(self._embedders[job.name].embed(job.texts)))


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
    """Who reads sentences: one their English, one them as written if configured, one likely pairs once more; and who
    reads claims, which nobody does without an embedder."""

    embedder: embed.Embedder
    source: embed.Embedder | None
    rescorer: rescore.Rescorer | None
    claims: ClaimEncoder | None = None

    @property
    def wholes(self) -> ClaimEncoder | None:
        """The reader of claims where it reads the sentences of two texts as wholes: in the place of e5, since it is e5
        that learnt what says the same, and not beside a reader of the originals.

        In a story it reads claims alone: its word on a sentence and on the claims of it would count as two opinions.
        """
        e5 = self.embedder.signature.startswith(doubt.EMBEDDER)
        return self.claims if e5 and not self.source else None

    @property
    def second(self) -> "align.Second | None":
        """What aligning asks about likely pairs."""
        return self.rescorer.score if self.rescorer else None

    @property
    def signature(self) -> str:
        """Everything that could change a sentence's vector or a score."""
        return "|".join(model.signature for model in (self.embedder, self.source, self.rescorer) if model)

    @property
    def claim_reader(self) -> str:
        """The signature of who reads claims, "claims:none" where nobody does."""
        return self.claims.signature if self.claims else "claims:none"


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of English texts and, where a reader of the originals is configured, of these by language and text.

    `cosines`: of foreign texts and their English, where they are asked for and one reader knows both languages.
    `by_claims`: whether the reader of claims read the English.
    """

    english: Mapping[str, NDArray[np.float32]]
    originals: Mapping[tuple[Lang, str], NDArray[np.float32]]
    cosines: Mapping[tuple[Lang, str], float] = field(default_factory=dict)
    by_claims: bool = False

    def rows(self, sentences: Sequence[tuple[Lang, str, str]]) -> NDArray[np.float32] | None:
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
    config: Config,
    watch: Observer,
    clock: Callable[[], float],
    pairs: Iterable[tuple[PlainText, PlainText]],
    *,
    translate: bool,
) -> Iterator[Aligned]:
    """Align each pair of texts by itself; all share one memory and one model.

    `translate`: German and French sides to English first; else both are compared as they are, and by vectors only where
    both are English or the encoder knows other languages.
    """
    read = readers(config)
    with closing(Memory(config.memory)) as memory, working(config, watch, TextWorker) as work:
        desk = Desk(config, watch, clock, memory, work)
        encoding = Encoding(config, read, memory, work, watch)
        for left, right in pairs:
            sides = left, right
            left_english, right_english = (_english(desk, side) if translate else side.sentences for side in sides)
            english = translate or left.lang == right.lang == "en"
            # Across languages, vectors of English and a reader of English pairs would say nothing.
            foreign = read.embedder if read.embedder.multilingual else embed.Nothing()
            able = read if english else replace(read, embedder=foreign, rescorer=None, claims=None)
            triples = [*_triples(left, left_english), *_triples(right, right_english)]
            used, matches = _links(replace(encoding, read=able), triples, len(left_english))
            yield Aligned(left, right, (left_english, right_english), used, matches)


def _english(desk: Desk, side: PlainText) -> tuple[str, ...]:
    if side.lang == "en":
        return side.sentences
    answers = desk.english(side.lang, [text for text in side.sentences if text])
    return tuple(answers[text].output.text if text else "" for text in side.sentences)


def _triples(side: PlainText, english: Sequence[str]) -> Iterator[tuple[Lang, str, str]]:
    return ((side.lang, text, translation) for text, translation in zip(side.sentences, english, strict=True))


def _links(
    encoding: "Encoding", triples: Sequence[tuple[Lang, str, str]], first: int
) -> tuple[align.Aligner, tuple[align.Match, ...]]:
    """The links of (language, text, English) of two texts, of which the right one begins at `first`."""
    # Empty sentences keep their numbers and are seen by nobody.
    left = [n for n in range(first) if triples[n][2]]
    right = [n for n in range(first, len(triples)) if triples[n][2]]

    def stretch_links(rows: range, columns: range, aligner: align.Aligner) -> tuple[align.Aligner, list[align.Match]]:
        members = [triples[n] for n in (*left[rows.start : rows.stop], *right[columns.start : columns.stop])]
        # each is read in the language in which it is compared
        records = [language(lang if text == english else "en") for lang, text, english in members]
        reader = encoding.read.wholes
        encoded = encoding.wholes(reader, members) if reader else encoding.encoded(members)
        engine.refuse(encoding.faults)
        texts, vectors_of_all = [english for _, _, english in members], encoded.rows(members)
        weighed = align.weigh(texts, vectors_of_all, records=records, by_claims=encoded.by_claims)
        sides = range(len(rows)), range(len(rows), len(members))
        used, matches = align.matches(weighed, *sides, aligner=aligner, second=encoding.read.second)
        return used, [match._replace(right=tuple(n - len(rows) for n in match.right)) for match in matches]

    lengths = len(left), len(right)
    used, matches = align.whole_or_stretches(stretch_links, lengths, align.aligner(encoding.config.aligner))
    return used, tuple(
        match._replace(left=tuple(left[n] for n in match.left), right=tuple(right[n] - first for n in match.right))
        for match in matches
    )


def readers(config: Config) -> Readers:
    """Those that the configuration names. Raises ConfigError: one of them is not here."""
    source = embed.load(config.source_embedder) if config.source_embedder else None
    embedder = embed.load(config.embedder)
    of_claims = None if isinstance(embedder, embed.Nothing) else ClaimEncoder()
    return Readers(embedder, source, rescore.load(config.rescorer), of_claims)


@dataclass(frozen=True, slots=True)
class Encoding:
    """Where vectors are had: remembered ones first, then those that the engine's workers make; each job is kept at
    once. Texts that cannot be embedded have none: `faults` has them, each with why."""

    config: Config
    read: Readers
    memory: Memory
    work: Work
    watch: Observer
    faults: dict[str, str] = field(default_factory=dict)

    def encoded(self, sentences: Iterable[tuple[Lang, str, str]]) -> Encoded:
        """The vectors of sentences, each (language, text, its English)."""
        triples = list(sentences)
        english = self.english(translation for _, _, translation in triples)
        originals: dict[tuple[Lang, str], NDArray[np.float32]] = {}
        if self.read.source:
            for lang in codes():
                of_lang = (text for written_in, text, _ in triples if written_in == lang)
                rows = self._vectors(self.config.source_embedder, self.read.source, of_lang, lang)
                originals |= {(lang, text): row for text, row in rows.items()}
        return Encoded(english, originals)

    def wholes(self, reader: ClaimEncoder, sentences: Iterable[tuple[Lang, str, str]]) -> Encoded:
        """The vectors that the reader of claims gives of whole sentences, each (language, text, its English)."""
        spans = {english: (((0, len(english)),),) for _, _, english in sentences}
        rows = self._rows_of_spans(spans, f"{reader.signature}|whole")
        return Encoded({text: row for text, (row,) in rows.items()}, {}, by_claims=True)

    def english(self, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """English text → vector."""
        return self._vectors(self.config.embedder, self.read.embedder, texts, "en")

    def cosines(
        self, sentences: Iterable[tuple[Lang, str, str]], english: Mapping[str, NDArray[np.float32]]
    ) -> dict[tuple[Lang, str], float]:
        """Foreign text, with its language → the cosine of its English; none if doubt was not learnt with the embedder.

        `sentences`: each (language, text, its English); `english`: the vectors of that English.
        """
        if not self.read.embedder.signature.startswith(doubt.EMBEDDER):
            return {}
        triples = [triple for triple in sentences if triple[0] != "en"]
        near: dict[tuple[Lang, str], float] = {}
        for lang in sorted({lang for lang, _, _ in triples}):
            of_lang = {text: translation for written_in, text, translation in triples if written_in == lang}
            rows = self._vectors(self.config.embedder, self.read.embedder, of_lang, lang)
            able = ((text, of_lang[text]) for text in rows if of_lang[text] in english)
            near |= {(lang, text): float(rows[text] @ english[translation]) for text, translation in able}
        return near

    def _vectors(
        self, name: str, embedder: embed.Embedder, texts: Iterable[str], lang: Lang
    ) -> dict[str, NDArray[np.float32]]:
        """Text → vector, for every distinct text, but for `faults`."""
        distinct = list(dict.fromkeys(texts))
        if isinstance(embedder, embed.Nothing):
            return dict(zip(distinct, embedder.embed(distinct), strict=True))
        rows = self.memory.vectors(distinct, embedder.signature, lang)
        return self._with_new_rows(rows, distinct, lambda texts: EmbedJob(texts, name), embedder.signature, lang)

    def claims(self, parsed: Mapping[str, Sequence[Claim]], parser: str) -> dict[str, NDArray[np.float32]]:
        """English text → the vectors of its claims, a row each, but for `faults`; `parser`: whose claims they are."""
        if self.read.claims is None:
            return {text: np.zeros((len(found), 0), dtype=np.float32) for text, found in parsed.items()}
        spans = {text: tuple(claim.spans for claim in found) for text, found in parsed.items() if found}
        return self._rows_of_spans(spans, f"{self.read.claims.signature}|{parser}")

    def _rows_of_spans(self, spans: Mapping[str, tuple[Spans, ...]], signature: str) -> dict[str, NDArray[np.float32]]:
        """English text → the vectors that the reader of claims gives of its spans, a row each, but for `faults`."""
        remembered = self.memory.vectors(spans, signature)
        rows = {text: row.reshape(len(spans[text]), -1) for text, row in remembered.items()}
        return self._with_new_rows(
            rows, spans, lambda texts: ClaimJob(texts, tuple(spans[text] for text in texts)), signature, "en"
        )

    def _with_new_rows(
        self,
        rows: dict[str, NDArray[np.float32]],
        texts: Iterable[str],
        make: Callable[[tuple[str, ...]], TextJob],
        signature: str,
        lang: Lang,
    ) -> dict[str, NDArray[np.float32]]:
        """The rows with those of the texts that have none yet, by the jobs that `make` makes of these; each is kept."""
        # Texts of like length together fill batches, and the heaviest jobs first leave no worker alone at the end.
        misses = sorted((text for text in texts if text not in rows), key=len, reverse=True)
        if misses:
            self.watch.begin("embed", len(misses))
        for job, new in engine.piecemeal(self.work, map(make, engine.portions(misses)), self.faults):
            self.memory.add_vectors(signature, job.texts, new, lang)
            rows.update(zip(job.texts, new, strict=True))
            self.watch.step(len(job.texts))
        return rows
