"""The order of the stages: read → split → translate → embed → align → compare → export. The only file that knows it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
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
    Synopsis,
    Translation,
    Warned,
)
from pipeline.errors import ConfigError
from pipeline.export import index
from pipeline.language import lacking, language
from pipeline.memory import Memory
from pipeline.story import correct
from pipeline.story.drafts import StoryDraft, copies, grouped
from pipeline.story.drafts import drafts as drafts_of
from pipeline.translate.renderings import renderings
from pipeline.translate.service import GUARDS, Answer, Answers, Chosen, Desk, Observer, Source, choose, recall, working

if TYPE_CHECKING:
    from numpy.typing import NDArray

Parsed = Mapping[str, tuple[Claim, ...]]  # English text → its claims, without ids
Wordings = Mapping[str, "NDArray[np.float32]"]  # claim in words → its vector
ALREADY_ENGLISH = "already English"
GROUPING = ("auto", "folders")
NAMED = 5  # stories that one warning names


@dataclass(slots=True)
class RunSummary:
    """What a run did. Each foreign sentence is of one source: their sum is `foreign`.

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


def run(config: Config, watch: Observer, clock: Callable[[], float]) -> RunSummary:
    """Turn the stories of `config.raw` into results under `config.out`.

    Raises:
        PipelineError: what cannot be worked around; whatever was finished before it stays.
    """
    start = clock()
    folders, glossary = read.find(config.raw), _glossary(config)
    align.aligner(config.aligner)
    # All that can be refused is refused here, before any work.
    export.ready(config.out, config.raw)
    read_by = bitext.readers(config)
    summary = RunSummary()
    with closing(Memory(config.memory)) as memory, working(config, watch) as work:
        desk = Desk(config, watch, clock, memory, work, glossary)
        all_drafts: Iterable[StoryDraft] = drafts_of(folders, config.date)
        first: dict[tuple[Lang, str], Answer] = {}  # what grouping translated
        if _loose(folders, config):
            all_drafts, first = _drafts_by_content(list(all_drafts), desk, memory, read_by, watch)
        for drafts in _shards(all_drafts, config):
            # Noted before the work as well, so that the texts of a killed run can be forgotten, too.
            _remember_use(memory, drafts, {})
            answers = desk.translate(_foreign(drafts))
            # What grouping translated counts as translated, although the memory has it by now.
            answers |= {key: first[key] for key in answers.keys() & first.keys()}
            _remember_use(memory, drafts, answers)
            rows = _embed(memory, read_by, watch, drafts, answers)
            parsed = _parsed(memory, watch, drafts, answers)
            wordings = _wordings(memory, read_by, watch, drafts, answers, parsed)
            watch.begin("align", len(drafts))
            results = []
            for draft in drafts:
                results.append(_result(draft, answers, rows, parsed, wordings, read_by, desk.signatures(), config))
                watch.step(1)
            # One more pass over the model for a whole shard costs less than one a story.
            seconds = desk.second(_texts_to_check([result for result, _ in results], answers))
            for draft, (result, comparison) in zip(drafts, results, strict=True):
                judged = _second_judgement(result, comparison, seconds)
                if judged.story.id:
                    export.write(config.out / judged.story.id, export.files(judged))
                _sum_up(summary, draft, judged, answers)
        # Only now: grouping or a later shard may have met another language.
        summary.translators = desk.signatures()
    summary.warnings.extend(_left_over(config, set(summary.named)))
    summary.warnings.extend(index.index(config.out))
    summary.seconds = clock() - start
    return summary


def plan(config: Config, watch: Observer) -> Plan:
    """What `run` would do: nothing is translated, no model is loaded, no result is written."""
    total, glossary = Plan(), _glossary(config)
    folders = read.find(config.raw)
    align.aligner(config.aligner)
    bitext.readers(config)  # what is not here is told before a run
    if _loose(folders, config):
        watch.note("the articles are sorted into stories by the run: here they count as the folders have them")
    chosen: dict[Lang, Chosen] = {}
    with closing(Memory(config.memory)) as memory:
        for drafts in _shards(drafts_of(folders, config.date), config):
            for draft in drafts:
                _count(total, draft)
            foreign = _foreign(drafts)
            if new := foreign.keys() - chosen:
                chosen |= choose(config, sorted(new), watch, glossary)
            for lang in foreign.keys() & chosen:
                _foretell(total, memory, chosen[lang], foreign[lang])
    total.translators = {lang: translator.signature for lang, translator in chosen.items()}
    return total


def _glossary(config: Config) -> tuple[Entry, ...]:
    return read.glossary(config.glossary) if config.glossary else ()


def lines(
    config: Config, watch: Observer, clock: Callable[[], float], texts: Iterable[tuple[Lang, Sequence[str]]]
) -> Iterator[list[tuple[str, Answer]]]:
    """For each line of each text its sentences and their translations; an empty line has none.

    A text is drawn when the one before it is done; all share one model.

    Raises:
        ConfigError: a text is English, or of a language that no translator is known for.
    """
    with closing(Memory(config.memory)) as memory, working(config, watch) as work:
        desk = Desk(config, watch, clock, memory, work, _glossary(config))
        for lang, rows in texts:
            if lang == "en":
                raise ConfigError("the text is English: nothing to translate; say --from de or --from fr if it is not")
            pieces = [[line[start:end] for start, end in split.sentences(line, lang)] for line in rows]
            answers = desk.english(lang, [piece for line in pieces for piece in line])
            for line in pieces:
                yield [(piece, answers[piece]) for piece in line]


def _left_over(config: Config, stories: Collection[str]) -> Iterator[Warned]:
    """Results of stories that are not in the input: they stay, and the person is told, once for all of them."""
    results = sorted(path.parent.relative_to(config.out).as_posix() for path in config.out.rglob(read.RESULT))
    strays = [name for name in results if name not in stories]
    if strays:
        listing = ", ".join(map(repr, strays[:NAMED])) + (f" and {len(strays) - NAMED} more" if strays[NAMED:] else "")
        yield Warned(
            str(config.out), f"holds results of earlier runs too: {config.raw} has no story {listing} any more"
        )


def _embed(
    memory: Memory, read_by: bitext.Readers, watch: Observer, drafts: Sequence[StoryDraft], answers: Answers
) -> bitext.Encoded:
    """The vectors of every eligible sentence."""
    eligible = (sentence for draft in drafts for _, sentence in draft.pairs() if sentence.eligible)
    return bitext.encoded(
        memory, read_by, watch, ((sentence.lang, sentence.text, _english(sentence, answers)) for sentence in eligible)
    )


def _parsed(memory: Memory, watch: Observer, drafts: Iterable[StoryDraft], answers: Answers) -> Parsed:
    """The claims of each English text that takes part in comparing; new ones are remembered."""
    parser = claims.parser()
    texts = {
        _english(sentence, answers): None for draft in drafts for _, sentence in draft.pairs() if sentence.eligible
    }
    known = memory.parses(texts, parser.signature)
    if misses := [text for text in texts if text not in known]:
        watch.begin("parse", len(misses))
        memory.add_parses(parser.signature, dict(zip(misses, parser.parse(misses), strict=True)))
        known |= memory.parses(misses, parser.signature)  # 2 becomes 2.0 there: a second run must not differ
        watch.step(len(misses))
    return known


def _wordings(
    memory: Memory,
    read_by: bitext.Readers,
    watch: Observer,
    drafts: Sequence[StoryDraft],
    answers: Answers,
    parsed: Parsed,
) -> Wordings:
    """The vectors of what the claims of the drafts' sentences are worded as."""
    worded = {text: compare.wordings(text, found) for text, found in parsed.items()}
    for draft in drafts:
        for article in draft.reading.story.articles:
            english = [_english(sentence, answers) for sentence in draft.sentences[article.id] if sentence.eligible]
            texts = chain.from_iterable(worded[text] for text in english)
            memory.use(f"{article.story}/{article.id}", [("en", text) for text in texts])
    return bitext.vectors(memory, read_by.embedder, watch, chain.from_iterable(worded.values()))


def _claims(sentences: Sequence[Sentence], english: Sequence[str], parsed: Parsed) -> dict[str, tuple[Claim, ...]]:
    """Sentence (id) → the claims of its English."""
    pairs = zip(sentences, english, strict=True)
    return {sentence.id: claims.identified(parsed[text], sentence.id) for sentence, text in pairs if sentence.eligible}


def _result(
    draft: StoryDraft,
    answers: Answers,
    rows: bitext.Encoded,
    parsed: Parsed,
    wordings: Wordings,
    read_by: bitext.Readers,
    signatures: Mapping[Lang, str],
    config: Config,
) -> tuple[Result, compare.Comparison]:
    story, pairs = replace(draft.reading.story, copies=copies(draft)), list(draft.pairs())
    sentences = tuple(sentence for _, sentence in pairs)
    people = correct.corrected(draft.reading.corrections, sentences)
    too_long = _too_long(draft)
    english = [_english(sentence, answers) for sentence in sentences]
    alignments = () if too_long else _align(config, draft, english, rows, read_by, people, answers)
    unnoted = correct.unnoted(people, chain.from_iterable(alignment.links for alignment in alignments))
    langs = {sentence.lang for sentence in sentences}
    # A story is signed by the translators of the languages that it holds, not of the whole run.
    signed = {f"translation {lang}": signature for lang, signature in sorted(signatures.items()) if lang in langs}
    translations = tuple(chain.from_iterable(_translation(*pair, answers) for pair in pairs))
    by_sentence = _claims(sentences, english, parsed)
    own = tuple(chain.from_iterable(by_sentence.values()))
    likeness = compare.likened(own, sentences, alignments, _rows(sentences, english, parsed, wordings))
    table = compare.synopsis(story, sentences, likeness)
    comparison = compare.compared(table, story, sentences, translations, alignments, by_sentence, likeness)
    result = Result(
        story=story,
        sentences=sentences,
        translations=translations,
        alignments=alignments,
        synopsis=comparison.judged({}),
        provenance=Provenance(
            config.date.isoformat(),
            versions.installed(),
            {**signed, "flags": GUARDS, "claims": claims.parser().signature, **_alignment_signature(alignments)},
        ),
        warnings=(*draft.reading.warnings, *people.warnings, *unnoted, *_shown_untranslated(draft, answers)),
        failures=(*draft.reading.failures, *too_long),
        renderings=tuple(_renderings(draft, answers)),
        claims=own,
    )
    return result, comparison


def _rows(
    sentences: Sequence[Sentence], english: Sequence[str], parsed: Parsed, wordings: Wordings
) -> "NDArray[np.float32]":
    """The vectors of the sentences' claims, a row each."""
    eligible = (text for sentence, text in zip(sentences, english, strict=True) if sentence.eligible)
    texts = [wording for text in eligible for wording in compare.wordings(text, parsed[text])]
    return np.stack([wordings[text] for text in texts]) if texts else np.zeros((0, 0), dtype=np.float32)


def _too_long(draft: StoryDraft) -> tuple[Failure, ...]:
    """What is to be told of a story that has more sentences than can be compared in memory."""
    count = sum(sentence.eligible for _, sentence in draft.pairs())
    if count <= align.MOST:
        return ()
    reason = (
        f"{count:,} sentences, more than the {align.MOST:,} that are compared at once: its articles are shown unaligned"
    )
    return (Failure(draft.reading.story.id, "align", f"{reason}; divide the story, or shorten its longest article"),)


def _texts_to_check(results: Iterable[Result], answers: Answers) -> dict[Lang, list[str]]:
    """The machine-translated texts that differences rest on, as far as they are known yet."""
    texts: dict[Lang, dict[str, None]] = {}
    for result in results:
        cited = _cited_sentences(result.synopsis)
        for sentence in result.sentences:
            if sentence.id in cited and _is_by_machine(sentence, answers):
                texts.setdefault(sentence.lang, {})[sentence.text] = None
    return {lang: list(texts[lang]) for lang in sorted(texts)}


def _cited_sentences(synopsis: Synopsis) -> set[str]:
    """The sentences (ids) that differences rest on."""
    sides = chain.from_iterable(difference.sides for difference in synopsis.differences)
    return {span.sentence for side in sides for span in side.spans}


def _second_judgement(
    result: Result, comparison: compare.Comparison, seconds: Mapping[tuple[Lang, str], str]
) -> Result:
    """The result with its differences judged again by the second decodings of what they rest on."""
    second_english = {
        sentence.id: seconds[sentence.lang, sentence.text]
        for sentence in result.sentences
        if (sentence.lang, sentence.text) in seconds
    }
    return replace(result, synopsis=comparison.judged(second_english)) if second_english else result


def _renderings(draft: StoryDraft, answers: Answers) -> Iterator[Rendering]:
    """The names that an article's English spells in more than one way."""
    for article in draft.reading.story.articles:
        translated = [sentence for sentence in draft.sentences[article.id] if _is_by_machine(sentence, answers)]
        yield from renderings([(s.id, s.text, s.lang, _english(s, answers)) for s in translated])


def _align(
    config: Config,
    draft: StoryDraft,
    english: Sequence[str],
    rows: bitext.Encoded,
    read_by: bitext.Readers,
    people: correct.Corrected,
    answers: Answers,
) -> tuple[Alignment, ...]:
    eligible = [
        (sentence, text)
        for (_, sentence), text in zip(draft.pairs(), english, strict=True)
        if sentence.eligible and not _untranslated(sentence, answers)
    ]
    ids, texts = [sentence.id for sentence, _ in eligible], [text for _, text in eligible]
    unsure = [_unsure(sentence, answers) for sentence, _ in eligible]
    vectors = rows.rows([(sentence.lang, sentence.text, text) for sentence, text in eligible])
    weighed = align.weigh(texts, vectors, unsure)
    # From here on sentences are numbers: rows of the vectors and of what is weighed.
    numbers = {key: n for n, key in enumerate(ids)}
    sides: dict[str, list[int]] = {article.id: [] for article in draft.reading.story.articles}
    for n, (sentence, _) in enumerate(eligible):
        sides[sentence.article].append(n)
    silent = _untranslated_articles(draft, answers)  # that they say nothing of a statement cannot be told
    articles = [article for article in draft.reading.story.articles if article.id not in silent]
    articles.sort(key=lambda article: (article.lang == "en", article.id))
    out = []
    for left, right in combinations(articles, 2):  # foreign articles on the left of English ones
        pair = left.id, right.id
        used, matches = align.matches(
            weighed, sides[left.id], sides[right.id],
            aligner=align.aligner(config.aligner), decided=people.for_pair(pair, numbers),
            second=read_by.second,
        )  # fmt: skip
        signature = f"{align.signature(used, read_by.signature, split.signature())}|{GUARDS}{people.signature(pair)}"
        alignment = align.alignment(*pair, matches, ids, signature)
        out.append(replace(alignment, links=tuple(correct.noted(alignment.links, people.notes.get(pair, {})))))
    return tuple(out)


def _unsure(sentence: Sentence, answers: Answers) -> bool:
    """Whether its translation is flagged for more than a name or a quotation mark."""
    if sentence.lang == "en":
        return False
    return not guards.SERIOUS.isdisjoint(answers[sentence.lang, sentence.text].flags)


def _alignment_signature(alignments: Sequence[Alignment]) -> dict[str, str]:
    """Under "alignment" the signature that most of them have; each pair's own stands at its links."""
    counts = Counter(alignment.signature for alignment in alignments)
    return {"alignment": counts.most_common(1)[0][0]} if counts else {}


def _translation(article: Article, sentence: Sentence, answers: Answers) -> Iterator[Translation]:
    """A foreign sentence's translation; for English inside a foreign article itself, flagged; else nothing."""
    if sentence.lang != "en":
        answer = answers.get((sentence.lang, sentence.text))
        if answer is None:
            return
        yield Translation(
            sentence.id,
            answer.output.text,
            answer.flags,
            answer.signature,
            answer.output.score,
        )
    elif article.lang != "en":
        yield Translation(sentence.id, sentence.text, (ALREADY_ENGLISH,), "")


def _english(sentence: Sentence, answers: Answers) -> str:
    """The English of a sentence; itself, where no translation is to be had."""
    if sentence.lang == "en" or _untranslated(sentence, answers):
        return sentence.text
    return answers[sentence.lang, sentence.text].output.text


def _untranslated(sentence: Sentence, answers: Answers) -> bool:
    return sentence.lang != "en" and (sentence.lang, sentence.text) not in answers


def _untranslated_articles(draft: StoryDraft, answers: Answers) -> dict[str, Lang]:
    """Articles (ids) in a language that has no translator → that language."""
    return {
        article.id: article.lang
        for article in draft.reading.story.articles
        if any(
            _untranslated(sentence, answers)
            for sentence in draft.sentences[article.id]
            if sentence.lang == article.lang
        )
    }


def _shown_untranslated(draft: StoryDraft, answers: Answers) -> Iterator[Warned]:
    """What a person is to know of articles in a language that little is known of."""
    for article, lang in _untranslated_articles(draft, answers).items():
        record = language(lang)
        lacks = ", ".join(lacking(record)) or "nothing"
        reason = f"no translator from {record.name}: shown untranslated, compared with no other article"
        yield Warned(f"{draft.reading.story.id}/{article}", f"{reason}; the record of {record.name} lacks {lacks}")


def _is_by_machine(sentence: Sentence, answers: Answers) -> bool:
    answer = answers.get((sentence.lang, sentence.text)) if sentence.lang != "en" else None
    return answer is not None and answer.source != "human"


def _shards(drafts: Iterable[StoryDraft], config: Config) -> Iterator[list[StoryDraft]]:
    """As many stories together as fill a shard."""
    shard: list[StoryDraft] = []
    size = 0
    for draft in drafts:
        shard.append(draft)
        size += sum(1 for _ in draft.pairs())
        if size >= config.shard:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def _loose(folders: Sequence[read.StoryFiles], config: Config) -> bool:
    """Whether the articles are to be sorted into stories: when asked for, or where no folder says what is a story."""
    if config.group not in ("", *GROUPING):
        raise ConfigError(f"group {config.group!r} is not known; expected one of {', '.join(GROUPING)}")
    # Articles that lie in `raw` itself, with no folder between, are no story that somebody made.
    return config.group == "auto" or (
        not config.group and [files.id for files in folders] == [config.raw.resolve().name]
    )


def _drafts_by_content(
    drafts: Sequence[StoryDraft], desk: Desk, memory: Memory, read_by: bitext.Readers, watch: Observer
) -> tuple[tuple[StoryDraft, ...], dict[tuple[Lang, str], Answer]]:
    """The articles of all drafts by what they say, and the translations that were needed for it."""
    answers = desk.translate(_foreign(drafts))
    rows = _embed(memory, read_by, watch, drafts, answers)
    return grouped(drafts, lambda sentence: _english(sentence, answers), rows.english), answers


def _foreign(drafts: Iterable[StoryDraft]) -> dict[Lang, list[str]]:
    """Source language → the distinct texts to translate, in order of appearance."""
    texts: dict[Lang, dict[str, None]] = {}
    for draft in drafts:
        for _, sentence in draft.pairs():
            if sentence.lang != "en":
                texts.setdefault(sentence.lang, {})[sentence.text] = None
    return {lang: list(texts[lang]) for lang in sorted(texts)}


def _remember_use(memory: Memory, drafts: Iterable[StoryDraft], answers: Answers) -> None:
    """Note whose the texts are: before they are translated, and again for the English that vectors are kept under."""
    for draft in drafts:
        for article in draft.reading.story.articles:
            texts: list[tuple[Lang, str]] = [(sentence.lang, sentence.text) for sentence in draft.sentences[article.id]]
            texts += [("en", answers[key].output.text) for key in texts if key in answers]
            memory.use(f"{article.story}/{article.id}", texts)


def _count(total: RunSummary | Plan, draft: StoryDraft) -> None:
    sentences = [sentence for _, sentence in draft.pairs()]
    total.stories += 1
    total.articles += len(draft.sentences)
    total.sentences += len(sentences)
    total.foreign += sum(sentence.lang != "en" for sentence in sentences)
    total.warnings.extend(draft.reading.warnings)
    total.failures.extend(draft.reading.failures)


def _sum_up(total: RunSummary, draft: StoryDraft, result: Result, answers: Answers) -> None:
    _count(total, draft)
    story = draft.reading.story
    total.named.append(story.id)
    if story.why:
        total.grouped[story.id] = f"{', '.join(article.id for article in story.articles)} ({'; '.join(story.why)})"
    total.warnings.extend(result.warnings[len(draft.reading.warnings) :])  # what people's corrections came to
    total.failures.extend(result.failures[len(draft.reading.failures) :])
    for sentence in result.sentences:
        if sentence.lang != "en":
            answer = answers.get((sentence.lang, sentence.text))
            source: Source = answer.source if answer else "untranslated"
            total.sources[source] = total.sources.get(source, 0) + 1
    for name in result.renderings:
        spellings = ", ".join(f"{spelling} ({len(sentences)})" for spelling, sentences in name.spellings)
        article = name.spellings[0][1][0].partition(":")[0]
        reason = f"{name.name!r} comes out in several spellings: {spellings}"
        total.warnings.append(Warned(f"{result.story.id}/{article}", reason))
    for alignment in result.alignments:
        for link in alignment.links:
            total.links[link.kind] = total.links.get(link.kind, 0) + 1


def _foretell(total: Plan, memory: Memory, chosen: Chosen, texts: Sequence[str]) -> None:
    answers = recall(memory, chosen, texts)
    # Counted, not looked at: a plan asks no guard.
    misses = len(texts) - len(answers)
    total.known += len(answers)
    total.to_translate += misses
    rate = memory.rate(chosen.signature)
    if total.seconds is not None and misses:
        total.seconds = total.seconds + misses / rate if rate else None
