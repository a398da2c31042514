"""The order of the stages: read → split → translate → embed → align → compare → export. The only file that knows it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from pipeline import align, bitext, claims, compare, export, guards, read, split, versions
from pipeline.config import Config
from pipeline.data import (
    Alignment,
    Article,
    Claim,
    Entry,
    Failure,
    Lang,
    Provenance,
    Rendering,
    Result,
    Sentence,
    Translation,
    Warned,
)
from pipeline.errors import ConfigError
from pipeline.export import index
from pipeline.memory import Memory
from pipeline.story import correct
from pipeline.story.drafts import Draft, copies, grouped
from pipeline.story.drafts import drafts as drafts_of
from pipeline.translate.renderings import renderings
from pipeline.translate.service import GUARDS, Chosen, Desk, Made, Source, Watch, choose, known, working

if TYPE_CHECKING:
    from numpy.typing import NDArray

Parsed = Mapping[str, tuple[Claim, ...]]  # English text → its claims, without ids
Wordings = Mapping[str, "NDArray[np.float32]"]  # claim in words → its vector
ALREADY_ENGLISH = "already English"
GROUPING = ("auto", "folders")
NAMED = 5  # stories that one warning names


@dataclass(slots=True)
class Summary:
    """What a run did. Each foreign sentence is one of human, remembered and translated: their sum is `foreign`.

    `named` are the stories; `grouped` tells of those that their articles' contents made which articles and why.
    """

    stories: int = 0
    named: list[str] = field(default_factory=list)
    grouped: dict[str, str] = field(default_factory=dict)
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


def run(config: Config, watch: Watch, clock: Callable[[], float]) -> Summary:
    """Turn the stories of `config.raw` into results under `config.out`.

    Raises:
        PipelineError: what cannot be worked around; whatever was finished before it stays.
    """
    start = clock()
    found, glossary = read.find(config.raw), _glossary(config)
    align.aligner(config.aligner)
    export.ready(config.out, config.raw)
    read_by = bitext.readers(config)
    summary = Summary()
    with closing(Memory(config.memory)) as memory, working(config, watch) as work:
        desk = Desk(config, watch, clock, memory, work, glossary)
        every: Iterable[Draft] = drafts_of(found, config.date)
        first: dict[tuple[Lang, str], Made] = {}  # what grouping translated
        if _loose(found, config):
            every, first = _grouped(list(every), desk, memory, read_by, watch)
        for drafts in _shards(every, config):
            _remember_use(memory, drafts, {})
            made = desk.translate(_foreign(drafts))
            made |= {key: first[key] for key in made.keys() & first.keys()}
            _remember_use(memory, drafts, made)
            rows = _embed(memory, read_by, watch, drafts, made)
            parsed = _parsed(memory, watch, drafts, made)
            wordings = _wordings(memory, read_by, watch, drafts, made, parsed)
            watch.begin("align", len(drafts))
            results = []
            for draft in drafts:
                results.append(_result(draft, made, rows, parsed, wordings, read_by, desk.signatures(), config))
                watch.step(1)
            seconds = desk.second(_doubtful([result for result, _ in results], made))
            for draft, (result, likeness) in zip(drafts, results, strict=True):
                told = _compared(result, likeness, seconds)
                if told.story.id:
                    export.write(config.out / told.story.id, export.files(told))
                _sum_up(summary, draft, told, made)
        summary.translators = desk.signatures()
    summary.warnings.extend(_left_over(config, set(summary.named)))
    summary.warnings.extend(index.index(config.out))
    summary.seconds = clock() - start
    return summary


def plan(config: Config, watch: Watch) -> Plan:
    """What `run` would do: nothing is translated, no model is loaded, no result is written."""
    total, glossary = Plan(), _glossary(config)
    found = read.find(config.raw)
    align.aligner(config.aligner)
    bitext.readers(config)  # what is not here is told before a run
    if _loose(found, config):
        watch.note("the articles are sorted into stories by the run: here they count as the folders have them")
    chosen: dict[Lang, Chosen] = {}
    with closing(Memory(config.memory)) as memory:
        for drafts in _shards(drafts_of(found, config.date), config):
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
    read_by: bitext.Readers,
    watch: Watch,
    drafts: Sequence[Draft],
    made: Mapping[tuple[Lang, str], Made],
) -> bitext.Encoded:
    """The vectors of every eligible sentence."""
    every = (one for draft in drafts for _, one in draft.every() if one.eligible)
    return bitext.encoded(memory, read_by, watch, ((one.lang, one.text, _english(one, made)) for one in every))


def _parsed(memory: Memory, watch: Watch, drafts: Iterable[Draft], made: Mapping[tuple[Lang, str], Made]) -> Parsed:
    """The claims of each English text that takes part in comparing; new ones are remembered."""
    parser = claims.parser()
    texts = {_english(one, made): None for draft in drafts for _, one in draft.every() if one.eligible}
    known = memory.parses(texts, parser.signature)
    if misses := [text for text in texts if text not in known]:
        watch.begin("parse", len(misses))
        new = dict(zip(misses, parser.parse(misses), strict=True))
        memory.add_parses(parser.signature, new)
        known |= new
        watch.step(len(misses))
    return known


def _wordings(
    memory: Memory,
    read_by: bitext.Readers,
    watch: Watch,
    drafts: Sequence[Draft],
    made: Mapping[tuple[Lang, str], Made],
    parsed: Parsed,
) -> Wordings:
    """The vectors of what the claims of the drafts' sentences are worded as."""
    for draft in drafts:
        for article in draft.reading.story.articles:
            english = [_english(one, made) for one in draft.sentences[article.id] if one.eligible]
            texts = [wording for text in english for wording in compare.wordings(text, parsed[text])]
            memory.use(f"{article.story}/{article.id}", [("en", text) for text in texts])
    every = (wording for text, found in parsed.items() for wording in compare.wordings(text, found))
    return bitext.vectors(memory, read_by.embedder, watch, every)


def _claims(sentences: Sequence[Sentence], english: Sequence[str], parsed: Parsed) -> dict[str, tuple[Claim, ...]]:
    """Sentence (id) → the claims of its English."""
    pairs = zip(sentences, english, strict=True)
    return {one.id: claims.identified(parsed[text], one.id) for one, text in pairs if one.eligible}


def _result(
    draft: Draft,
    made: Mapping[tuple[Lang, str], Made],
    rows: bitext.Encoded,
    parsed: Parsed,
    wordings: Wordings,
    read_by: bitext.Readers,
    signatures: Mapping[Lang, str],
    config: Config,
) -> tuple[Result, compare.Likeness]:
    story, every = replace(draft.reading.story, copies=copies(draft)), list(draft.every())
    sentences = tuple(one for _, one in every)
    people = correct.corrected(draft.reading.corrections, sentences)
    too_long = _too_long(draft)
    english = [_english(one, made) for one in sentences]
    alignments = () if too_long else _align(config, draft, english, rows, read_by, people, made)
    unnoted = correct.unnoted(people, (link for one in alignments for link in one.links))
    spoken = {one.lang for one in sentences}
    signed = {f"translation {lang}": one for lang, one in sorted(signatures.items()) if lang in spoken}
    translations = tuple(one for article, sentence in every for one in _translation(article, sentence, made))
    by_sentence = _claims(sentences, english, parsed)
    own = tuple(claim for found in by_sentence.values() for claim in found)
    likeness = compare.likened(own, sentences, alignments, _rows(sentences, english, parsed, wordings))
    table = compare.synopsis(story, sentences, likeness)
    result = Result(
        story=story,
        sentences=sentences,
        translations=translations,
        alignments=alignments,
        synopsis=compare.compared(table, story, sentences, translations, alignments, {}, by_sentence, likeness),
        provenance=Provenance(
            config.date.isoformat(),
            versions.installed(),
            {**signed, "flags": GUARDS, "claims": claims.parser().signature, **_signed(alignments)},
        ),
        warnings=(*draft.reading.warnings, *people.warnings, *unnoted),
        failures=(*draft.reading.failures, *too_long),
        renderings=tuple(_renderings(draft, made)),
        claims=own,
    )
    return result, likeness


def _rows(
    sentences: Sequence[Sentence], english: Sequence[str], parsed: Parsed, wordings: Wordings
) -> "NDArray[np.float32]":
    """The vectors of the sentences' claims, a row each."""
    pairs = ((one, text) for one, text in zip(sentences, english, strict=True) if one.eligible)
    texts = [wording for _, text in pairs for wording in compare.wordings(text, parsed[text])]
    return np.stack([wordings[text] for text in texts]) if texts else np.zeros((0, 0), dtype=np.float32)


def _too_long(draft: Draft) -> tuple[Failure, ...]:
    """What is to be told of a story that has more sentences than can be compared in memory."""
    count = sum(one.eligible for _, one in draft.every())
    if count <= align.MOST:
        return ()
    reason = (
        f"{count:,} sentences, more than the {align.MOST:,} that are compared at once: its articles are shown unaligned"
    )
    return (Failure(draft.reading.story.id, "align", f"{reason}; divide the story, or shorten its longest article"),)


def _doubtful(results: Iterable[Result], made: Mapping[tuple[Lang, str], Made]) -> dict[Lang, list[str]]:
    """The machine-translated texts that differences rest on, as far as they are known yet."""
    texts: dict[Lang, dict[str, None]] = {}
    for result in results:
        named = {span.sentence for one in result.synopsis.differences for side in one.sides for span in side.spans}
        for one in result.sentences:
            if one.id in named and one.lang != "en" and made[one.lang, one.text].source != "human":
                texts.setdefault(one.lang, {})[one.text] = None
    return {lang: list(texts[lang]) for lang in sorted(texts)}


def _compared(result: Result, likeness: compare.Likeness, seconds: Mapping[tuple[Lang, str], str]) -> Result:
    """The result with its differences judged again by the second decodings of what they rest on."""
    known = {one.id: seconds[one.lang, one.text] for one in result.sentences if (one.lang, one.text) in seconds}
    if not known:
        return result
    by_sentence: dict[str, list[Claim]] = {}
    for claim in result.claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    again = compare.compared(
        result.synopsis,
        result.story,
        result.sentences,
        result.translations,
        result.alignments,
        known,
        by_sentence,
        likeness,
    )
    return replace(result, synopsis=again)


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
    config: Config,
    draft: Draft,
    english: Sequence[str],
    rows: bitext.Encoded,
    read_by: bitext.Readers,
    people: correct.Corrected,
    made: Mapping[tuple[Lang, str], Made],
) -> tuple[Alignment, ...]:
    eligible = [(one, text) for (_, one), text in zip(draft.every(), english, strict=True) if one.eligible]
    ids, texts = [one.id for one, _ in eligible], [text for _, text in eligible]
    unsure = [_unsure(one, made) for one, _ in eligible]
    weighed = align.weigh(texts, rows.rows([(one.lang, one.text, text) for one, text in eligible]), unsure)
    numbers = {key: n for n, key in enumerate(ids)}
    sides: dict[str, list[int]] = {article.id: [] for article in draft.reading.story.articles}
    for n, (one, _) in enumerate(eligible):
        sides[one.article].append(n)
    pairs = combinations(sorted(draft.reading.story.articles, key=lambda one: (one.lang == "en", one.id)), 2)
    out = []
    for left, right in pairs:
        pair = left.id, right.id
        used, found = align.matches(
            weighed, sides[left.id], sides[right.id],
            aligner=align.aligner(config.aligner), decided=people.of(pair, numbers),
            second=read_by.second,
        )  # fmt: skip
        signature = f"{align.signature(used, read_by.signature, split.signature())}|{GUARDS}{people.signature(pair)}"
        done = align.alignment(*pair, found, ids, signature)
        out.append(replace(done, links=tuple(correct.noted(done.links, people.notes.get(pair, {})))))
    return tuple(out)


def _unsure(sentence: Sentence, made: Mapping[tuple[Lang, str], Made]) -> bool:
    """Whether its translation is flagged for more than a name or a quotation mark."""
    if sentence.lang == "en":
        return False
    flags = made[sentence.lang, sentence.text].flags(sentence.text, sentence.lang)
    return not guards.SERIOUS.isdisjoint(flags)


def _signed(alignments: Sequence[Alignment]) -> dict[str, str]:
    """Under "alignment" the signature that most of them have; each pair's own stands at its links."""
    found = Counter(one.signature for one in alignments)
    return {"alignment": found.most_common(1)[0][0]} if found else {}


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


def _shards(drafts: Iterable[Draft], config: Config) -> Iterator[list[Draft]]:
    """As many stories together as fill a shard."""
    some: list[Draft] = []
    size = 0
    for draft in drafts:
        some.append(draft)
        size += sum(1 for _ in draft.every())
        if size >= config.shard:
            yield some
            some, size = [], 0
    if some:
        yield some


def _loose(found: Sequence[read.StoryFiles], config: Config) -> bool:
    """Whether the articles are to be sorted into stories: when asked for, or where no folder says what is a story."""
    if config.group not in ("", *GROUPING):
        raise ConfigError(f"group {config.group!r} is not known; expected one of {', '.join(GROUPING)}")
    return config.group == "auto" or (not config.group and [files.id for files in found] == [config.raw.resolve().name])


def _grouped(
    drafts: Sequence[Draft], desk: Desk, memory: Memory, read_by: bitext.Readers, watch: Watch
) -> tuple[tuple[Draft, ...], dict[tuple[Lang, str], Made]]:
    """The articles of all drafts by what they say, and the translations that were needed for it."""
    made = desk.translate(_foreign(drafts))
    rows = _embed(memory, read_by, watch, drafts, made)
    return grouped(drafts, lambda one: _english(one, made), rows.english), made


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
    story = draft.reading.story
    total.named.append(story.id)
    if story.why:
        total.grouped[story.id] = f"{', '.join(one.id for one in story.articles)} ({'; '.join(story.why)})"
    total.warnings.extend(result.warnings[len(draft.reading.warnings) :])  # what people's corrections came to
    total.failures.extend(result.failures[len(draft.reading.failures) :])
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
