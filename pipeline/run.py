"""The order of the stages: read → split → translate → embed → align → compare → export. The only file that knows it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pipeline import align, compare, embed, export, read, split, versions
from pipeline.config import Config
from pipeline.data import (
    Alignment,
    Article,
    Entry,
    Failure,
    Lang,
    Provenance,
    Rendering,
    Result,
    Sentence,
    Story,
    Translation,
    Warned,
)
from pipeline.desk import GUARDS, Chosen, Desk, Made, Source, Watch, choose, known, working
from pipeline.errors import ConfigError
from pipeline.memory import Memory
from pipeline.translate.renderings import renderings

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALREADY_ENGLISH = "already English"
NAMED = 5  # stories that one warning names


@dataclass(slots=True)
class Summary:
    """What a run did. Each foreign sentence is one of human, remembered and translated: their sum is `foreign`."""

    stories: int = 0
    articles: int = 0
    sentences: int = 0
    foreign: int = 0
    sources: dict[Source, int] = field(default_factory=lambda: {"human": 0, "remembered": 0, "translated": 0})
    links: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    translators: dict[Lang, str] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What a run would do: of `foreign` sentences, how many distinct ones are known and how many are to translate.

    `seconds` is foretold from the last run's rate, None where there was none.
    """

    stories: int = 0
    articles: int = 0
    sentences: int = 0
    foreign: int = 0
    known: int = 0
    to_translate: int = 0
    seconds: float | None = 0.0
    translators: dict[Lang, str] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Draft:
    """One story, read and split; its sentences by article id."""

    reading: read.Reading
    sentences: Mapping[str, tuple[Sentence, ...]]

    def every(self) -> Iterator[tuple[Article, Sentence]]:
        """All sentences with their articles, in order."""
        for article in self.reading.story.articles:
            for one in self.sentences[article.id]:
                yield article, one


def run(config: Config, watch: Watch, clock: Callable[[], float]) -> Summary:
    """Turn the stories of `config.raw` into results under `config.out`.

    Raises:
        PipelineError: what cannot be worked around; whatever was finished before it stays.
    """
    start = clock()
    found, glossary = read.find(config.raw), _glossary(config)
    export.ready(config.out, config.raw)
    embedder = embed.load(config.embedder)
    summary = Summary()
    with closing(Memory(config.memory)) as memory, working(config, watch) as work:
        desk = Desk(config, watch, clock, memory, work, glossary)
        for drafts in _shards(found, config):
            _remember_use(memory, drafts, {})
            made = desk.translate(_foreign(drafts))
            _remember_use(memory, drafts, made)
            rows = _embed(memory, embedder, watch, drafts, made)
            watch.begin("align", len(drafts))
            for draft in drafts:
                result = _result(draft, made, rows, embedder, desk.signatures(), config)
                if result.story.id:
                    export.write(config.out / result.story.id, export.files(result))
                _sum_up(summary, draft, result, made)
                watch.step(1)
        summary.translators = desk.signatures()
    summary.warnings.extend(_left_over(config, {files.id for files in found}))
    summary.seconds = clock() - start
    return summary


def plan(config: Config, watch: Watch) -> Plan:
    """What `run` would do: nothing is translated, no model is loaded, no result is written."""
    total, glossary = Plan(), _glossary(config)
    chosen: dict[Lang, Chosen] = {}
    with closing(Memory(config.memory)) as memory:
        for drafts in _shards(read.find(config.raw), config):
            for draft in drafts:
                _count(total, draft)
            foreign = _foreign(drafts)
            if new := foreign.keys() - chosen:
                chosen |= choose(config, sorted(new), watch, glossary)
            for lang, texts in foreign.items():
                _foretell(total, memory, chosen[lang], texts)
    total.translators = {lang: one.signature for lang, one in chosen.items()}
    return total


def _glossary(config: Config) -> tuple[Entry, ...]:
    return read.glossary(config.glossary) if config.glossary else ()


def lines(
    config: Config, watch: Watch, clock: Callable[[], float], texts: Iterable[tuple[Lang, Sequence[str]]]
) -> Iterator[list[tuple[str, Made, tuple[str, ...]]]]:
    """For each line of each text its sentences, their translations and what to beware of in them; an empty line has
    none. A text is drawn when the one before it is done; all share one model.

    Raises:
        ConfigError: a text is English.
    """
    with closing(Memory(config.memory)) as memory, working(config, watch) as work:
        desk = Desk(config, watch, clock, memory, work, _glossary(config))
        for lang, some in texts:
            if lang == "en":
                raise ConfigError("the text is English: nothing to translate; say --from de or --from fr if it is not")
            pieces = [[line[start:end] for start, end in split.sentences(line, lang)] for line in some]
            made = desk.translate({lang: list(dict.fromkeys(piece for line in pieces for piece in line))})
            for line in pieces:
                yield [(piece, made[lang, piece], made[lang, piece].flags(piece, lang)) for piece in line]


def _left_over(config: Config, stories: Collection[str]) -> Iterator[Warned]:
    """Results of stories that are not in the input: they stay, and the person is told, once for all of them."""
    found = sorted(path.parent.relative_to(config.out).as_posix() for path in config.out.rglob(read.RESULT))
    others = [name for name in found if name not in stories]
    if others:
        named = ", ".join(map(repr, others[:NAMED])) + (f" and {len(others) - NAMED} more" if others[NAMED:] else "")
        yield Warned(str(config.out), f"holds results of earlier runs too: {config.raw} has no story {named} any more")


def _embed(
    memory: Memory,
    embedder: embed.Embedder,
    watch: Watch,
    drafts: Sequence[Draft],
    made: Mapping[tuple[Lang, str], Made],
) -> dict[str, "NDArray[np.float32]"]:
    """English text → vector, for every eligible sentence."""
    texts = list(dict.fromkeys(_english(one, made) for draft in drafts for _, one in draft.every() if one.eligible))
    rows = memory.vectors(texts, embedder.signature)
    misses = [text for text in texts if text not in rows]
    if misses:
        watch.begin("embed", len(misses))
        new = embedder.embed(misses)
        memory.add_vectors(embedder.signature, misses, new)
        rows.update(zip(misses, new, strict=True))
        watch.step(len(misses))
    return rows


def _result(
    draft: Draft,
    made: Mapping[tuple[Lang, str], Made],
    rows: Mapping[str, "NDArray[np.float32]"],
    embedder: embed.Embedder,
    signatures: Mapping[Lang, str],
    config: Config,
) -> Result:
    story, every = draft.reading.story, list(draft.every())
    signature = align.signature(embedder.signature, split.signature())
    sentences = tuple(one for _, one in every)
    alignments = _align(story, sentences, [_english(one, made) for one in sentences], rows, signature)
    signed = {f"translation {lang}": one for lang, one in sorted(signatures.items())}
    return Result(
        story=story,
        sentences=sentences,
        translations=tuple(one for article, sentence in every for one in _translation(article, sentence, made)),
        alignments=alignments,
        synopsis=compare.synopsis(story, sentences, alignments),
        provenance=Provenance(
            config.date.isoformat(), versions.installed(), {**signed, "flags": GUARDS, "alignment": signature}
        ),
        warnings=draft.reading.warnings,
        failures=draft.reading.failures,
        renderings=tuple(_renderings(draft, made)),
    )


def _renderings(draft: Draft, made: Mapping[tuple[Lang, str], Made]) -> Iterator[Rendering]:
    """The names that an article's English spells in more than one way."""
    for article in draft.reading.story.articles:
        foreign = [
            one
            for one in draft.sentences[article.id]
            if one.lang != "en" and made[one.lang, one.text].source != "human"
        ]
        yield from renderings([(one.id, one.text, one.lang, _english(one, made)) for one in foreign])


def _align(
    story: Story,
    sentences: Sequence[Sentence],
    english: Sequence[str],
    rows: Mapping[str, "NDArray[np.float32]"],
    signature: str,
) -> tuple[Alignment, ...]:
    eligible = [(one, text) for one, text in zip(sentences, english, strict=True) if one.eligible]
    ids = [one.id for one, _ in eligible]
    texts = [text for _, text in eligible]
    weighed = align.weigh(texts, np.stack([rows[text] for text in texts]) if texts else None)
    sides = {
        article.id: [index for index, (one, _) in enumerate(eligible) if one.article == article.id]
        for article in story.articles
    }
    pairs = combinations(sorted(story.articles, key=lambda article: (article.lang == "en", article.id)), 2)
    return tuple(
        align.alignment(left.id, right.id, align.comparable(weighed, sides[left.id], sides[right.id]), ids, signature)
        for left, right in pairs
    )


def _translation(article: Article, sentence: Sentence, made: Mapping[tuple[Lang, str], Made]) -> Iterator[Translation]:
    """A foreign sentence's translation; for English inside a foreign article itself, flagged; else nothing."""
    if sentence.lang != "en":
        one = made[sentence.lang, sentence.text]
        yield Translation(
            sentence.id, one.output.text, one.flags(sentence.text, sentence.lang), one.signature, one.output.score
        )
    elif article.lang != "en":
        yield Translation(sentence.id, sentence.text, (ALREADY_ENGLISH,), "")


def _english(sentence: Sentence, made: Mapping[tuple[Lang, str], Made]) -> str:
    return sentence.text if sentence.lang == "en" else made[sentence.lang, sentence.text].output.text


def _shards(found: Sequence[read.StoryFiles], config: Config) -> Iterator[list[Draft]]:
    """Stories read and split, as many together as fill a shard."""
    drafts: list[Draft] = []
    size = 0
    for files in found:
        reading = read.story(files, today=config.date)
        drafts.append(Draft(reading, {article.id: split.split(article) for article in reading.story.articles}))
        size += sum(1 for _ in drafts[-1].every())
        if size >= config.shard:
            yield drafts
            drafts, size = [], 0
    if drafts:
        yield drafts


def _foreign(drafts: Iterable[Draft]) -> dict[Lang, list[str]]:
    """Source language → the distinct texts to translate, in order of appearance."""
    texts: dict[Lang, dict[str, None]] = {}
    for draft in drafts:
        for _, one in draft.every():
            if one.lang != "en":
                texts.setdefault(one.lang, {})[one.text] = None
    return {lang: list(texts[lang]) for lang in sorted(texts)}


def _remember_use(memory: Memory, drafts: Iterable[Draft], made: Mapping[tuple[Lang, str], Made]) -> None:
    """Note whose the texts are: before they are translated, and again for the English that vectors are kept under."""
    for draft in drafts:
        for article in draft.reading.story.articles:
            texts: list[tuple[Lang, str]] = [(one.lang, one.text) for one in draft.sentences[article.id]]
            texts += [("en", made[key].output.text) for key in texts if key in made]
            memory.use(f"{article.story}/{article.id}", texts)


def _count(total: Summary | Plan, draft: Draft) -> None:
    every = [one for _, one in draft.every()]
    total.stories += 1
    total.articles += len(draft.sentences)
    total.sentences += len(every)
    total.foreign += sum(one.lang != "en" for one in every)
    total.warnings.extend(draft.reading.warnings)
    total.failures.extend(draft.reading.failures)


def _sum_up(total: Summary, draft: Draft, result: Result, made: Mapping[tuple[Lang, str], Made]) -> None:
    _count(total, draft)
    for one in result.sentences:
        if one.lang != "en":
            total.sources[made[one.lang, one.text].source] += 1
    for name in result.renderings:
        spellings = ", ".join(f"{spelling} ({len(sentences)})" for spelling, sentences in name.spellings)
        article = name.spellings[0][1][0].partition(":")[0]
        reason = f"{name.name!r} comes out in several spellings: {spellings}"
        total.warnings.append(Warned(f"{result.story.id}/{article}", reason))
    for alignment in result.alignments:
        for link in alignment.links:
            total.links[link.kind] = total.links.get(link.kind, 0) + 1


def _foretell(total: Plan, memory: Memory, chosen: Chosen, texts: Sequence[str]) -> None:
    found = known(memory, chosen, texts)
    misses = len(texts) - len(found)
    total.known += len(found)
    total.to_translate += misses
    rate = memory.rate(chosen.signature)
    if total.seconds is not None and misses:
        total.seconds = total.seconds + misses / rate if rate else None
