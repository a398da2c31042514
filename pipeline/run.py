"""The order of the stages: read → split → translate → embed → parse → align → compare → export."""

import errno
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline import align, bitext, claims, compare, export, read, split, stages, translate
from pipeline.bitext import Encoding, Work
from pipeline.config import Config
from pipeline.data import Entry, Failure, Lang, Translation, Warned
from pipeline.errors import ConfigError, OutputError, PipelineError
from pipeline.export import index, jsonl
from pipeline.language import source_codes
from pipeline.memory import Memory
from pipeline.story import versions
from pipeline.story.drafts import StoryDraft
from pipeline.story.drafts import drafts as drafts_of
from pipeline.story.ledger import Ledger, Outcome
from pipeline.story.making import Judging, Unjudged
from pipeline.translate.service import (
    Answer,
    Answers,
    Chosen,
    Desk,
    Observer,
    TranslatedBy,
    choose,
    recall,
    signature,
    working,
)

GROUPING = ("auto", "folders")
OWN_PLACE = (  # wrong with one story's place alone
    *(errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP, errno.EACCES, errno.EPERM),
)
NAMED = 5  # stories that one warning names


@dataclass(slots=True)
class RunSummary:
    """What a run did. Each foreign sentence is of one source: their sum is `foreign`.

    `named` are the stories; `grouped` tells of those that their articles' contents made which articles and why;
    `states` counts them as new, changed, unchanged since an earlier run (and left alone), and gone from the input.
    """

    stories: int = 0
    named: list[str] = field(default_factory=list)
    grouped: dict[str, str] = field(default_factory=dict)
    articles: int = 0
    sentences: int = 0
    foreign: int = 0
    sources: dict[TranslatedBy, int] = field(default_factory=lambda: {"human": 0, "remembered": 0, "translated": 0})
    links: dict[str, int] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    translators: dict[Lang, str] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What a run would do: of `foreign` sentences, how many distinct ones are known and how many are to translate.

    `seconds` is foretold from the last run's rate, None where there was none; `states` are those of a RunSummary.
    """

    stories: int = 0
    articles: int = 0
    sentences: int = 0
    foreign: int = 0
    known: int = 0
    to_translate: int = 0
    seconds: float | None = 0.0
    states: dict[str, int] = field(default_factory=dict)
    translators: dict[Lang, str] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the results of all shards hold together; `failures` are the stories of the input that have none."""

    stories: int
    articles: int
    shared: int
    sole: int
    solid: int
    warnings: tuple[Warned, ...]
    failures: tuple[Failure, ...]


@contextmanager
def _listing(config: Config) -> Iterator[None]:
    """List what is done where an error ends the work."""
    try:
        yield
    except PipelineError:
        with suppress(OutputError):  # the first error is the one to tell
            index.index(config.out)
        raise


def run(config: Config, watch: Observer, clock: Callable[[], float], summary: RunSummary | None = None) -> RunSummary:
    """Turn the stories of `config.raw` into results under `config.out`.

    `summary` is filled on the way, so that what became of the stories before an error can be told.

    Raises:
        PipelineError: what cannot be worked around; whatever was finished before it stays, and is listed.
    """
    start = clock()
    folders, glossary = read.find(config.raw, links=config.follow_links), _glossary(config)
    sharded = [files for files in folders if config.shard.holds(files.id)]
    align.aligner(config.aligner)
    _check_choice(config)
    # All that can be refused is refused here, before any work.
    export.ready(config.out, config.raw)
    read_by = bitext.readers(config)
    summary = RunSummary() if summary is None else summary
    if not _loose(folders, config):
        summary.warnings += _beside_folders(folders, config)
    with _listing(config), closing(Memory(config.memory)) as memory, stages.working(config, watch) as work:
        desk = Desk(config, watch, clock, memory, work, glossary)
        encoding = Encoding(config, read_by, memory, work, watch)
        ledger = Ledger(memory, config.out, _settings(config, read_by), desk.signature)
        loose = _loose(folders, config)
        names = {files.id for files in folders}  # of all shards' stories
        all_drafts: Iterable[StoryDraft] = drafts_of(folders if loose else ledger.changed(sharded), config.date)
        first: dict[tuple[Lang, str], Answer] = {}  # what grouping translated
        # What articles' contents make of them is known only when all are read, whichever shard takes it then.
        if loose:
            all_drafts, first = stages.by_content(list(all_drafts), desk, encoding)
            names = {draft.reading.story.id for draft in all_drafts}
            all_drafts = [draft for draft in all_drafts if config.shard.holds(draft.reading.story.id)]
        for drafts in _chunks(all_drafts, config):
            # Noted before the work as well, so that the texts of a killed run can be forgotten, too.
            _remember_use(memory, drafts, {})
            for draft in drafts:
                ledger.begin(draft.reading.story.id)
            drafts, answers = stages.translated(desk, drafts)
            # What grouping translated counts as translated, although the memory has it by now.
            answers |= {key: first[key] for key in answers.keys() & first.keys()}
            _remember_use(memory, drafts, answers)
            drafts, vectors = stages.embedded(encoding, drafts, answers)
            drafts, parsed = stages.parsed(memory, watch, work, drafts, answers)
            drafts, of_claims = stages.claim_vectors(encoding, drafts, answers, parsed)
            translators = desk.signatures()
            materials = stages.materials(drafts, answers, vectors, parsed, of_claims, translators, read_by, config)
            stories = stages.aligned(work, watch, len(drafts), materials)
            # One more pass over the model for a whole chunk costs less than one a story.
            seconds = desk.second(stages.texts_to_check(stories, answers))
            outcomes = _write(work, config, ledger, stories, seconds)
            for draft, outcome in zip(drafts, outcomes, strict=True):
                if isinstance(outcome, Failure):
                    _write_failure(config, draft, outcome)
                _sum_up(summary, draft, outcome)
        for story, outcome in ledger.outcomes:
            _add(summary, story, outcome.remembered())
        if not loose:
            ledger.count_gone(names)
            summary.states = ledger.counts
        # Only now: grouping or a later chunk may have met another language.
        summary.translators = desk.signatures()
    if config.shard.count > 1:
        watch.note(f"shard {config.shard}: when all are done, `synopsis index` writes the page over their results")
    else:
        _list_results(config, names, summary)
    summary.seconds = clock() - start
    return summary


def _list_results(config: Config, names: Collection[str], summary: RunSummary) -> None:
    """Write the page over all results; what cannot be listed or written is told beside what became of the stories."""
    listed, warnings = index.summaries(config.out)
    summary.warnings += [*_left_over(config, names, listed), *warnings]
    try:
        index.write(config.out, listed)
    except OutputError as error:
        summary.failures.append(Failure(str(config.out), "export", str(error)))


def overview(config: Config) -> Overview:
    """Write the page over all results, whichever runs made them, and sum up what they hold.

    Raises OutputError: the page cannot be written; InputError, ConfigError: no results are there, or the input cannot
    be read.
    """
    if not config.out.is_dir():
        raise ConfigError(
            f"{config.out}: no such folder; run `synopsis run` first, or name the folder of results with -o"
        )
    export.ready(config.out, config.raw)
    summaries, warnings = index.summaries(config.out)
    index.write(config.out, summaries)
    folders = read.find(config.raw, links=config.follow_links)
    names = {files.id for files in folders if not files.problem}
    failures: list[Failure] = []
    # Stories that articles' contents make have names that only a run knows.
    if not _loose(folders, config):
        warnings = (*warnings, *_left_over(config, names, summaries))
        missing = sorted(names - {story for story, _ in summaries})
        failures = [Failure(story, "index", "no result yet: run its shard (again)") for story in missing]
    figures = [summary for _, summary in summaries]
    return Overview(
        stories=len(figures),
        articles=sum(len(story.articles) for story in figures),
        shared=sum(story.shared for story in figures),
        sole=sum(story.sole for story in figures),
        solid=sum(story.solid for story in figures),
        warnings=warnings,
        failures=tuple(failures),
    )


def plan(config: Config, watch: Observer) -> Plan:
    """What `run` would do: nothing is translated, no model is loaded, no result is written."""
    total, glossary = Plan(), _glossary(config)
    folders = read.find(config.raw, links=config.follow_links)
    sharded = [files for files in folders if config.shard.holds(files.id)]
    align.aligner(config.aligner)
    read_by = bitext.readers(config)  # what is not here is told before a run
    loose = _loose(folders, config)
    if loose:
        watch.note("the articles are sorted into stories by the run: here they count as the folders have them")
    chosen: dict[Lang, Chosen] = {}

    def choose_all(langs: Collection[Lang]) -> dict[Lang, Chosen]:
        return choose(config, langs, watch, glossary)

    with closing(Memory(config.memory)) as memory:
        names = partial(signature, chosen, chooser=choose_all)
        ledger = Ledger(memory, config.out, _settings(config, read_by), names)
        for drafts in _chunks(drafts_of(folders if loose else ledger.changed(sharded), config.date), config):
            for draft in drafts:
                _count(total, draft)
            foreign = stages.foreign(drafts)
            names(foreign)
            for lang in foreign.keys() & chosen:
                _foretell(total, memory, chosen[lang], foreign[lang])
        for _, outcome in ledger.outcomes:
            _count_outcome(total, outcome)
            total.known += sum(outcome.sources.values())
        if not loose:
            ledger.count_gone({files.id for files in folders})
            total.states = ledger.counts
    total.translators = {lang: translator.signature for lang, translator in chosen.items()}
    return total


def _glossary(config: Config) -> tuple[Entry, ...]:
    return read.glossary(config.glossary) if config.glossary else ()


def lines(
    config: Config, watch: Observer, clock: Callable[[], float], texts: Iterable[tuple[Lang, Sequence[str]]]
) -> Iterator[list[tuple[str, Translation]]]:
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
                yield [(piece, answers[piece].translation("", piece, lang)) for piece in line]


def _left_over(
    config: Config, stories: Collection[str], results: Iterable[tuple[str, index.StorySummary]]
) -> Iterator[Warned]:
    """Results of stories that are not in the input: they stay, and the person is told, once for all of them."""
    strays = sorted(name for name, _ in results if name not in stories)
    if strays:
        listing = ", ".join(map(repr, strays[:NAMED])) + (f" and {len(strays) - NAMED} more" if strays[NAMED:] else "")
        yield Warned(
            str(config.out), f"holds results of earlier runs too: {config.raw} has no story {listing} any more"
        )


def _write(
    work: Work,
    config: Config,
    ledger: Ledger,
    stories: Sequence[Unjudged | Failure],
    seconds: Mapping[tuple[Lang, str], str],
) -> list[Outcome | Failure]:
    """What became of each story, in their order; each is written, and noted, as soon as it is judged."""
    outcomes: dict[int, Outcome | Failure] = {n: story for n, story in enumerate(stories) if isinstance(story, Failure)}
    numbers = [n for n, story in enumerate(stories) if isinstance(story, Unjudged)]
    judgings = (Judging(story, _seconds_of(story, seconds)) for story in stories if isinstance(story, Unjudged))
    for number, finished in work(judgings):
        outcomes[numbers[number]] = finished if isinstance(finished, Failure) else _keep(config, ledger, finished)
    return [outcomes[n] for n in range(len(stories))]


def _seconds_of(story: Unjudged, seconds: Mapping[tuple[Lang, str], str]) -> dict[tuple[Lang, str], str]:
    keys = ((sentence.lang, sentence.text) for sentence in story.result.sentences)
    return {key: seconds[key] for key in keys if key in seconds}


def _keep(config: Config, ledger: Ledger, finished: stages.Finished) -> Outcome | Failure:
    """Write a story's files and note that it is made; what is wrong with its own place alone is its failure."""
    outcome = finished.outcome
    if not finished.story:
        return outcome
    try:
        paths = export.write(config.out / finished.story, finished.files)
    except OutputError as error:
        # Without an error of the disk it is a link in the story's folder that leads out of it.
        if isinstance(error.__cause__, OSError) and error.__cause__.errno not in OWN_PLACE:
            raise
        return Failure(finished.story, "export", str(error))
    ledger.note(finished.story, replace(outcome, files=ledger.written(paths)))
    return outcome


def _write_failure(config: Config, draft: StoryDraft, failure: Failure) -> None:
    """Write why nothing was made of a story, in the place of what an earlier run made of it."""
    story, failures = draft.reading.story.id, (*draft.reading.failures, failure)
    with suppress(OutputError):  # its place may be what is wrong, which is told in any case
        export.write(config.out / story, [jsonl.failed(story, failures)])


def _check_choice(config: Config) -> None:
    """Raises ConfigError: shards that meet different languages would choose different translators."""
    if config.shard.count > 1 and config.translator == "auto":
        langs = [lang for lang in source_codes() if translate.takes("auto", lang, config.translator_options)]
        names = {_choice(langs, config), *(_choice([lang], config) for lang in langs)}
        if len(names) > 1:
            raise ConfigError(
                f"shard {config.shard}: translator 'auto' would be {' or '.join(sorted(names))}, as a shard's "
                "languages are, and sharding must change no result; name one with --translator"
            )


def _choice(langs: Sequence[Lang], config: Config) -> str:
    try:
        return translate.choose(langs, config.translator_options).name
    except ConfigError:
        return "none"


def _chunks(drafts: Iterable[StoryDraft], config: Config) -> Iterator[list[StoryDraft]]:
    """As many stories together as fill a chunk."""
    chunk: list[StoryDraft] = []
    size = 0
    for draft in drafts:
        chunk.append(draft)
        size += sum(1 for _ in draft.pairs())
        if size >= config.chunk:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _loose(folders: Sequence[read.StoryFiles], config: Config) -> bool:
    """Whether the articles are to be sorted into stories: when asked for, or where no folder says what is a story."""
    if config.group not in ("", *GROUPING):
        raise ConfigError(f"group {config.group!r} is not known; expected one of {', '.join(GROUPING)}")
    # Articles that lie in `raw` itself, with no folder between, are no story that somebody made.
    return config.group == "auto" or (not config.group and len(folders) == 1 and _lies_at_top(folders[0], config))


def _lies_at_top(files: read.StoryFiles, config: Config) -> bool:
    """Whether a story's articles lie in `raw` itself; a folder in it may have the name of `raw`, too."""
    return bool(files.paths) and files.paths[0].parent.resolve() == config.raw.resolve()


def _beside_folders(folders: Sequence[read.StoryFiles], config: Config) -> Iterator[Warned]:
    """Articles that lie loose where folders are stories: they are one story, which nobody meant to make."""
    for files in folders if len(folders) > 1 else ():
        if _lies_at_top(files, config):
            count = f"{len(files.paths)} article{'s lie' if len(files.paths) > 1 else ' lies'}"
            yield Warned(
                str(config.raw),
                f"{count} beside the folders ({files.paths[0].name}): taken for a story {files.id!r}; put each into "
                "the folder of its event, or let all be sorted by content with --group auto",
            )


def _remember_use(memory: Memory, drafts: Iterable[StoryDraft], answers: Answers) -> None:
    """Note whose the texts are: before they are translated, and again for the English that vectors are kept under."""
    texts_of: dict[str, list[tuple[Lang, str]]] = {}
    for draft in drafts:
        for article in draft.reading.story.articles:
            texts: list[tuple[Lang, str]] = [(sentence.lang, sentence.text) for sentence in draft.sentences[article.id]]
            texts += [("en", answers[key].output.text) for key in texts if key in answers]
            texts_of[f"{article.story}/{article.id}"] = texts
    memory.use(texts_of)


def _count(total: RunSummary | Plan, draft: StoryDraft) -> None:
    sentences = [sentence for _, sentence in draft.pairs()]
    total.stories += 1
    total.articles += len(draft.sentences)
    total.sentences += len(sentences)
    total.foreign += sum(sentence.lang != "en" for sentence in sentences)
    total.warnings.extend(draft.reading.warnings)
    total.failures.extend(draft.reading.failures)


def _sum_up(total: RunSummary, draft: StoryDraft, outcome: Outcome | Failure) -> None:
    story = draft.reading.story
    if isinstance(outcome, Failure):
        _count(total, draft)
        total.named.append(story.id)
        total.failures.append(outcome)
        return
    _add(total, story.id, outcome)
    if story.why:
        total.grouped[story.id] = f"{', '.join(article.id for article in story.articles)} ({'; '.join(story.why)})"


def _add(total: RunSummary, name: str, outcome: Outcome) -> None:
    _count_outcome(total, outcome)
    total.named.append(name)
    for source, count in outcome.sources.items():
        total.sources[source] = total.sources.get(source, 0) + count
    for kind, count in outcome.links.items():
        total.links[kind] = total.links.get(kind, 0) + count


def _count_outcome(total: RunSummary | Plan, outcome: Outcome) -> None:
    total.stories += 1
    total.articles += outcome.articles
    total.sentences += outcome.sentences
    total.foreign += sum(outcome.sources.values())
    total.warnings.extend(outcome.warnings)
    total.failures.extend(outcome.failures)


def _settings(config: Config, read_by: bitext.Readers) -> str:
    """A digest of all that any story's result hangs on, but its files, its translators and what people translated."""
    glossary = config.glossary.read_bytes() if config.glossary else b""
    made_by = claims.parser().signature, compare.signature()
    signatures = read_by.signature, read_by.claim_reader, *made_by, versions.program(), versions.installed()
    terms = glossary, config.news_terms
    return hashlib.sha256(repr((signatures, config.aligner, terms, read.libraries())).encode()).hexdigest()


def _foretell(total: Plan, memory: Memory, chosen: Chosen, texts: Sequence[str]) -> None:
    answers = recall(memory, chosen, texts)
    # Counted, not looked at: a plan asks no guard.
    misses = len(texts) - len(answers)
    total.known += len(answers)
    total.to_translate += misses
    rate = memory.rate(chosen.signature)
    if total.seconds is not None and misses:
        total.seconds = total.seconds + misses / rate if rate else None
