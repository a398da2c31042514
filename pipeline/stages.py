"""The stages of a run over a chunk of stories, and the worker that does the jobs of any of them.

Each stage gives the drafts, less what it could not do, with what it made of their sentences.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from pipeline import bitext, claims, compare, engine, export
from pipeline.bitext import Encoding, Work
from pipeline.config import Config
from pipeline.data import Claim, Failure, Lang, Sentence
from pipeline.embed import rescore
from pipeline.memory import Memory
from pipeline.story import making
from pipeline.story.drafts import StoryDraft, grouped
from pipeline.story.ledger import Outcome
from pipeline.story.making import (
    ClaimVectors,
    Judging,
    Material,
    Parsed,
    Unjudged,
    english_of,
    judged,
    make,
    outcome,
)
from pipeline.translate.service import Answer, Answers, Desk, Observer, sayer

Done = TypeVar("Done")
QUOTED = 80  # letters of a text that a failure names
RARELY = 500_000, 10, 10  # gc.set_threshold: new objects until a search for circles, and searches until a longer one


@dataclass(frozen=True, slots=True)
class ParseJob(engine.TextJob):
    """English texts to be parsed into claims."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A story's name, its files and what is to be told of it."""

    story: str
    files: tuple[tuple[str, bytes], ...]
    outcome: Outcome


class Worker:
    """Does any job of a run, here or in another process; what that needs is loaded when the first such job comes.

    A story that comes to grief is a Failure that names the error; the others go on.
    """

    def __init__(self, rescorer: str, say: Callable[[str], None]) -> None:
        # A story is a million small objects and hardly a circle among them: looking for circles took 6 % of the time.
        gc.set_threshold(*RARELY)
        self._rescorer = rescore.load(rescorer)
        self._texts = bitext.TextWorker(say)

    def __call__(self, job: Any) -> Any:
        """What the job asks for."""
        match job:
            case ParseJob(texts):
                return engine.attempt(partial(_claims, texts))
            case Material(draft):
                return _story_of(draft.reading.story.id, "align", partial(self._make, job))
            case Judging(unjudged):
                return _story_of(unjudged.result.story.id, "export", partial(_finish, job))
            case _:
                return self._texts(job)

    def _make(self, material: Material) -> Unjudged:
        return make(material, self._rescorer.score if self._rescorer else None)


def _finish(judging: Judging) -> Finished:
    result = judged(judging)
    return Finished(result.story.id, tuple(export.files(result)), outcome(result, judging.unjudged.sources))


def _claims(texts: Sequence[str]) -> list[tuple[Claim, ...]]:
    parses = claims.parser().parse(texts)
    for claims_of_text in parses:
        for claim in claims_of_text:
            compare.worded(claim)  # claims that cannot be put into words are of no use
    return parses


def _story_of(story: str, stage: str, step: Callable[[], Done]) -> Done | Failure:
    """What a step gives, or the failure of its story."""
    outcome = engine.attempt(step)
    return Failure(story, stage, outcome.reason) if isinstance(outcome, engine.Fault) else outcome


def working(config: Config, watch: Observer) -> AbstractContextManager[Work]:
    make_worker = partial(Worker, config.rescorer, sayer(config, watch))
    return engine.load(config.engine, config.workers, make_worker, _deadly_job)


def _deadly_job(job: Any, reason: str) -> Any:
    """A story that kills whoever makes it is a failure, and so is each article of which a text does."""
    reason = f"{reason}; it may need more memory than there is"
    match job:
        case Material(draft):
            return Failure(draft.reading.story.id, "align", reason)
        case Judging(unjudged):
            return Failure(unjudged.result.story.id, "export", reason)
    return engine.Fault(reason, deadly=True)


def translated(desk: Desk, drafts: Sequence[StoryDraft]) -> tuple[list[StoryDraft], dict[tuple[Lang, str], Answer]]:
    answers = desk.translate(foreign(drafts))
    return _without(drafts, "translate", desk.faults, lambda sentence: [sentence.text]), answers


def embedded(
    encoding: Encoding, drafts: Sequence[StoryDraft], answers: Answers
) -> tuple[list[StoryDraft], bitext.Encoded]:
    """The vectors of every eligible sentence, and how near its English is to a foreign one."""
    triples = [(one.lang, one.text, english_of(one, answers)) for one in _eligible(drafts)]
    translated = [triple for triple in triples if triple[:2] in answers]
    encoded = encoding.encoded(triples)
    encoded = replace(encoded, cosines=encoding.cosines(translated, encoded.english))
    return _embeddable(encoding, drafts, answers), encoded


def _embeddable(encoding: Encoding, drafts: Sequence[StoryDraft], answers: Answers) -> list[StoryDraft]:
    def texts(sentence: Sentence) -> tuple[str, ...]:
        return (sentence.text, english_of(sentence, answers)) if sentence.eligible else ()

    return _without(drafts, "embed", encoding.faults, texts)


def _eligible(drafts: Iterable[StoryDraft]) -> Iterator[Sentence]:
    pairs = chain.from_iterable(draft.pairs() for draft in drafts)
    return (sentence for _, sentence in pairs if sentence.eligible)


def parsed(
    memory: Memory, watch: Observer, work: Work, drafts: Sequence[StoryDraft], answers: Answers
) -> tuple[list[StoryDraft], Parsed]:
    """The claims of each English text that takes part in comparing; new ones are remembered."""
    signature = claims.parser().signature
    texts = dict.fromkeys(english_of(sentence, answers) for sentence in _eligible(drafts))
    parses = memory.parses(texts, signature)
    faults: dict[str, str] = {}
    if misses := [text for text in texts if text not in parses]:
        watch.begin("parse", len(misses))
        jobs = map(ParseJob, engine.portions(misses))
        for job, claims_of_texts in engine.piecemeal(work, jobs, faults):
            memory.add_parses(signature, dict(zip(job.texts, claims_of_texts, strict=True)))
            watch.step(len(claims_of_texts))
        parses |= memory.parses(misses, signature)  # 2 becomes 2.0 there: a second run must not differ
    return _without(drafts, "parse", faults, partial(_texts_to_compare, answers)), parses


def claim_vectors(
    encoding: Encoding, drafts: Sequence[StoryDraft], answers: Answers, parsed: Parsed
) -> tuple[list[StoryDraft], ClaimVectors]:
    """The vectors of the claims of the drafts' sentences."""
    vectors = encoding.claims(parsed, claims.parser().signature)
    return _without(drafts, "embed", encoding.faults, partial(_texts_to_compare, answers)), vectors


def _texts_to_compare(answers: Answers, sentence: Sentence) -> list[str]:
    """The English of a sentence that takes part in comparing."""
    return [english_of(sentence, answers)] if sentence.eligible else []


def materials(
    drafts: Sequence[StoryDraft],
    answers: Answers,
    vectors: bitext.Encoded,
    parsed: Parsed,
    of_claims: ClaimVectors,
    translators: Mapping[Lang, str],
    read_by: bitext.Readers,
    config: Config,
) -> Iterator[Material]:
    """What each story is made of, and no more than that."""
    for draft in drafts:
        sentences = [sentence for _, sentence in draft.pairs()]
        keys = [(sentence.lang, sentence.text) for sentence in sentences]
        eligible = [sentence for sentence in sentences if sentence.eligible]
        texts = list(dict.fromkeys(english_of(sentence, answers) for sentence in eligible))
        yield Material(
            draft=draft,
            answers={key: answers[key] for key in keys if key in answers},
            vectors=bitext.Encoded(
                {text: vectors.english[text] for text in texts},
                {key: vectors.originals[key] for key in keys if key in vectors.originals},
                {key: vectors.cosines[key] for key in keys if key in vectors.cosines},
            ),
            parsed={text: parsed[text] for text in texts},
            # an empty translation has no claims, and so no vectors of any
            claim_vectors={text: of_claims[text] for text in texts if text in of_claims},
            translators=translators,
            readers=read_by.signature,
            claim_reader=read_by.claim_reader,
            config=config,
        )


def aligned(work: Work, watch: Observer, count: int, materials: Iterable[Material]) -> list[Unjudged | Failure]:
    """The stories in their order, before second decodings are looked at."""
    stories: list[Unjudged | Failure | None] = [None] * count
    watch.begin("align", count)
    for number, story in work(materials):
        stories[number] = story
        watch.step(1)
    return [story for story in stories if story]


def texts_to_check(stories: Iterable[Unjudged | Failure], answers: Answers) -> dict[Lang, list[str]]:
    """The machine-translated texts that differences of any story rest on, each once."""
    texts: dict[Lang, dict[str, None]] = {}
    for story in stories:
        if isinstance(story, Unjudged):
            for lang, sources in making.texts_to_check(story, answers).items():
                texts.setdefault(lang, {}).update(dict.fromkeys(sources))
    return {lang: list(texts[lang]) for lang in sorted(texts)}


def _without(
    drafts: Sequence[StoryDraft], stage: str, faults: Mapping[str, str], texts_of: Callable[[Sentence], Iterable[str]]
) -> list[StoryDraft]:
    """The drafts without the articles that hold a text over which a stage fails; each of these is a failure."""
    if not faults:
        return list(drafts)
    sound = []
    for draft in drafts:
        reasons: dict[str, str] = {}
        for article, sentence in draft.pairs():
            if bad := [text for text in texts_of(sentence) if text in faults]:
                reasons.setdefault(article.id, f"over {bad[0][:QUOTED]!r}: {faults[bad[0]]}")
        sound.append(draft.without(stage, reasons))
    return sound


def by_content(
    drafts: Sequence[StoryDraft], desk: Desk, encoding: Encoding
) -> tuple[tuple[StoryDraft, ...], dict[tuple[Lang, str], Answer]]:
    """The articles of all drafts by what they say, and the translations that were needed for it."""
    drafts, answers = translated(desk, drafts)
    vectors = encoding.english(english_of(sentence, answers) for sentence in _eligible(drafts))
    drafts = _embeddable(encoding, drafts, answers)
    return grouped(drafts, lambda sentence: english_of(sentence, answers), vectors), answers


def foreign(drafts: Iterable[StoryDraft]) -> dict[Lang, list[str]]:
    """Source language → the distinct texts to translate, in order of appearance."""
    texts: dict[Lang, dict[str, None]] = {}
    for draft in drafts:
        for _, sentence in draft.pairs():
            if sentence.lang != "en":
                texts.setdefault(sentence.lang, {})[sentence.text] = None
    return {lang: list(texts[lang]) for lang in sorted(texts)}
