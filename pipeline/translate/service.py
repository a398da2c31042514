"""Where translations are made: people's first, then remembered ones, then the model's; each is kept at once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Literal, Protocol

from pipeline import engine, guards, read, translate
from pipeline.config import Config, Value
from pipeline.data import Entry, Lang, Output, Translation
from pipeline.errors import ConfigError
from pipeline.language import language
from pipeline.memory import HUMAN, Memory
from pipeline.translate import checked, doubt, likeness
from pipeline.translate.terms import Term, digest, glossary_terms

HUMAN_MADE = "human translation"
GUARDS_SIGNATURE = f"guards:{guards.VERSION}"  # signs the flags
CHECKS = f"check:{checked.VERSION}.{guards.VERSION}"  # signs what befalls a translation after the model
SECOND = "|second"  # signs another decoding, made to see what of the first may be chance
TranslatedBy = Literal["human", "remembered", "translated", "untranslated"]


class Observer(Protocol):
    """Who looks on: told what goes on, asked for nothing."""

    def note(self, line: str) -> None:
        """One line for the person at the terminal."""

    def begin(self, stage: str, total: int) -> None:
        """A stage of `total` steps starts."""

    def step(self, count: int) -> None:
        """`count` more steps of it are done."""


@dataclass(frozen=True, slots=True)
class Job(engine.TextJob):
    """Sentences of one language for one translator; small enough to pickle, long enough to be worth a batch."""

    terms: tuple[tuple[Term, ...], ...]  # of each text: the glossary's
    name: str
    options: Mapping[str, Value]
    lang: Lang
    second: bool = False  # another decoding, as the model gives it

    def part(self, which: slice) -> "Job":
        """The same work on some of the texts, with their terms."""
        return replace(self, texts=self.texts[which], terms=self.terms[which])


@dataclass(frozen=True, slots=True)
class Chosen:
    """The translator of one source language, by name, how it signs, and the glossary that it is to keep to."""

    name: str
    options: Mapping[str, Value]
    lang: Lang
    signature: str
    glossary: tuple[Entry, ...] = ()
    twice: bool = False  # whether it has another decoding

    def terms(self, text: str) -> tuple[Term, ...]:
        """What the glossary asks of a sentence."""
        return glossary_terms(text, self.lang, self.glossary) if self.glossary else ()

    def signature_for(self, terms: Sequence[Term]) -> str:
        """The signature of a translation that has to hold these terms; without any, the translator's own."""
        return f"{self.signature}|terms:{digest(terms)}" if terms else self.signature


@dataclass(frozen=True, slots=True)
class Answer:
    """A translation in hand: what it says, who signs it, and whether a person, the memory or the model gave it."""

    output: Output
    signature: str
    source: TranslatedBy

    def translation(self, sentence: str, text: str, lang: Lang, cosine: float | None = None) -> Translation:
        """The translation of `text`, the sentence of that id, with its doubt."""
        output = self.output
        translation = Translation(sentence, output.text, self.flags, self.signature, output.score)
        return doubt.doubted(text, lang, translation, cosine)

    @property
    def flags(self) -> tuple[str, ...]:
        """What to beware of in it: how it was made, and what the guards found when it was made or remembered."""
        if self.source == "human":
            return (HUMAN_MADE,)
        return (*translate.flags(self.output), *(self.output.flags or ()))


Answers = Mapping[tuple[Lang, str], Answer]  # by source language and text


def choose(
    config: Config, langs: Collection[Lang], watch: Observer, glossary: tuple[Entry, ...] = ()
) -> dict[Lang, Chosen]:
    """The translator of each of `langs`: as configured or, for "auto", the best on this machine that has them all.

    A language for which no translator is known has none.
    """
    name = config.translator
    langs = [lang for lang in langs if translate.takes(name, lang, config.translator_options)]
    if not langs:
        return {}
    # One engine for all languages: articles that are compared should not differ by it.
    if name == "auto":
        choice = translate.choose(langs, config.translator_options)
        name = choice.name
        watch.note(choice.line)
    options = config.translator_options
    translator = translate.load(name, options)
    twice = translate.flexible(translator) is not None
    # A better model knows these words, and has more than one English for some.
    if name == "embedded" and config.news_terms:
        glossary = with_news_terms(glossary)
    near = f"|{likeness.signature()}" if twice else ""  # who chooses among several; read only if somebody does
    signatures = {lang: f"{translator.signature(lang)}|{CHECKS}{near}" for lang in langs}
    return {lang: Chosen(name, options, lang, signatures[lang], glossary, twice) for lang in langs}


def with_news_terms(glossary: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The glossary, and those of the shipped terms that it does not have itself."""
    own = {entry.source.casefold() for entry in glossary}
    shipped = read.glossary(Path(__file__).with_name("news.tsv"))
    return (*glossary, *(entry for entry in shipped if entry.source.casefold() not in own))


def recall(memory: Memory, chosen: Chosen, texts: Sequence[str]) -> dict[str, Answer]:
    """Those of the texts that a person or this very translator has translated before; people's count."""
    answers: dict[str, Answer] = {}
    # A glossary's terms are part of a signature, so texts of one language may have several.
    by_signature: dict[str, list[str]] = {}
    for text in texts:
        by_signature.setdefault(chosen.signature_for(chosen.terms(text)), []).append(text)
    for signature, signed_texts in by_signature.items():
        remembered = memory.translations(chosen.lang, signed_texts, signature)
        answers |= {text: Answer(output, signature, "remembered") for text, output in remembered.items()}
    return answers | by_people(memory, chosen.lang, texts)


def by_people(memory: Memory, lang: Lang, texts: Sequence[str]) -> dict[str, Answer]:
    """Those of the texts that people translated."""
    human = memory.human(lang, texts)
    return {text: Answer(Output(english), HUMAN, "human") for text, english in human.items()}


def signature(
    chosen: dict[Lang, Chosen], langs: Collection[Lang], chooser: Callable[[Collection[Lang]], Mapping[Lang, Chosen]]
) -> str:
    """The signatures of the translators of some languages; those that `chosen` has not yet are added to it."""
    if new := sorted(set(langs) - chosen.keys()):
        chosen.update(chooser(new))
    return "|".join(chosen[lang].signature if lang in chosen else "" for lang in sorted(langs))


class TranslationWorker:
    """A worker: loads each translator it meets once, and translates jobs with it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._loaded: dict[str, translate.Translator] = {}

    def __call__(self, job: Job) -> list[Output] | engine.Fault:
        """One output a sentence."""
        return engine.attempt(partial(self._outputs, job))

    def _outputs(self, job: Job) -> list[Output]:
        # One process translates one language after the other; each translator is loaded once.
        if job.name not in self._loaded:
            self._loaded[job.name] = translate.load(job.name, job.options, self._say)
        translator = self._loaded[job.name]
        again = translate.flexible(translator) if job.second else None
        if again:
            return [outputs[0] for outputs in again.again(job.texts, job.lang)]
        return checked.translate(translator, job.texts, job.lang, job.terms)


def working(
    config: Config, watch: Observer, worker: Callable[[Callable[[str], None]], Callable[[Any], Any]] = TranslationWorker
) -> AbstractContextManager[engine.Run[Any, Any]]:
    """The configured engine, with such workers."""
    return engine.load(config.engine, config.workers, partial(worker, sayer(config, watch)))


def sayer(config: Config, watch: Observer) -> Callable[[str], None]:
    """What a worker tells of its progress with."""
    return watch.note if config.engine == "serial" else translate.to_stderr  # another process has no terminal of ours


class Desk:
    """Where translations are made: people's first, then remembered ones, then the model's; each is kept at once."""

    def __init__(
        self, config: Config, watch: Observer, clock: Callable[[], float], memory: Memory,
        work: engine.Run[Job, list[Output] | engine.Fault], glossary: tuple[Entry, ...] = (),
    ) -> None:  # fmt: skip
        self._config, self._watch, self._clock, self._memory, self._work = config, watch, clock, memory, work
        self._glossary = glossary
        self._chosen: dict[Lang, Chosen] = {}
        self.faults: dict[str, str] = {}  # texts that cannot be translated, each with why

    def signatures(self) -> dict[Lang, str]:
        """The signature of each language's translator, for those needed so far."""
        return {lang: chosen.signature for lang, chosen in self._chosen.items()}

    def signature(self, langs: Collection[Lang]) -> str:
        """The signatures of the translators of some languages, chosen now where they were not needed so far."""
        return signature(self._chosen, langs, self._choose)

    def _choose(self, langs: Collection[Lang]) -> dict[Lang, Chosen]:
        return choose(self._config, langs, self._watch, self._glossary)

    def translate(self, texts: Mapping[Lang, Sequence[str]]) -> dict[tuple[Lang, str], Answer]:
        """Every distinct text, translated, but for `faults`; of a language without a translator only what people
        translated."""
        answers: dict[tuple[Lang, str], Answer] = {}
        misses: dict[Lang, list[str]] = {}
        signature(self._chosen, texts.keys(), self._choose)
        for lang, sources in texts.items():
            if lang not in self._chosen:
                answers |= {(lang, text): answer for text, answer in by_people(self._memory, lang, sources).items()}
                continue
            recalled = self._with_flags(lang, recall(self._memory, self._chosen[lang], sources))
            answers |= {(lang, text): answer for text, answer in recalled.items()}
            if unknown := [text for text in sources if text not in recalled]:
                misses[lang] = unknown
        answers.update(self._new(misses))
        return answers

    def english(self, lang: Lang, texts: Iterable[str]) -> dict[str, Answer]:
        """Every one of the texts of a language, translated.

        Raises:
            ConfigError: no translator is known for the language, and people did not translate all of it.
            BackendError: the translator fails over one of them.
        """
        answers = {text: answer for (_, text), answer in self.translate({lang: list(dict.fromkeys(texts))}).items()}
        engine.refuse(self.faults)
        if lang not in self._chosen and (lost := [text for text in texts if text not in answers]):
            raise ConfigError(
                f"no translator for {language(lang).name} ({lang}), of {lost[0]!r}: its record names no model; "
                f"give one with --translator-option model_{lang}=FOLDER"
            )
        return answers

    def _with_flags(self, lang: Lang, recalled: Mapping[str, Answer]) -> dict[str, Answer]:
        """The answers; what came into the memory without flags, from elsewhere or long ago, gets them once for all."""
        answers = dict(recalled)
        flagged: dict[str, list[tuple[str, Output]]] = {}
        for text, answer in recalled.items():
            if answer.source == "remembered" and answer.output.flags is None:
                flags = engine.attempt(partial(guards.flags, text, lang, answer.output.text))
                if isinstance(flags, engine.Fault):
                    del answers[text]  # made anew, it fails its article
                    continue
                output = replace(answer.output, flags=flags)
                answers[text] = replace(answer, output=output)
                flagged.setdefault(answer.signature, []).append((text, output))
        for signature, pairs in flagged.items():
            self._memory.add_machine(lang, signature, pairs)
        return answers

    def second(self, texts: Mapping[Lang, Sequence[str]]) -> dict[tuple[Lang, str], str]:
        """Another decoding of each text by the translator that made the first; those of one that has no other lack.
        So do those over which it fails, which the watch is told."""
        english: dict[tuple[Lang, str], str] = {}
        jobs: list[Job] = []
        for lang, sources in texts.items():
            chosen = self._chosen[lang]
            remembered = self._memory.translations(lang, sources, chosen.signature + SECOND)
            english |= {(lang, text): output.text for text, output in remembered.items()}
            if chosen.twice:
                jobs += _jobs(chosen, [text for text in sources if text not in remembered], second=True)
        if jobs:
            self._watch.begin("translate again", sum(len(job.texts) for job in jobs))
        faults: dict[str, str] = {}
        for job, outputs in engine.piecemeal(self._work, jobs, faults):
            pairs = list(zip(job.texts, outputs, strict=True))
            self._memory.add_machine(job.lang, self._chosen[job.lang].signature + SECOND, pairs)
            english |= {(job.lang, text): output.text for text, output in pairs}
            self._watch.step(len(pairs))
        for text, reason in faults.items():
            self._watch.note(f"warning: {text!r}: translated once, and not a second time: {reason}")
        return english

    def _new(self, texts: Mapping[Lang, Sequence[str]]) -> Iterator[tuple[tuple[Lang, str], Answer]]:
        start, total = self._clock(), sum(map(len, texts.values()))
        for lang, by_signature in fresh(self._work, self._chosen, texts, self._watch, self.faults):
            for signature, pairs in by_signature.items():
                self._memory.add_machine(lang, signature, pairs)  # before anything else: a killed run goes on from here
                yield from (((lang, text), Answer(output, signature, "translated")) for text, output in pairs)
        for lang in texts:
            self._memory.add_rate(self._chosen[lang].signature, total, self._clock() - start)


Signed = dict[str, list[tuple[str, Output]]]  # signature → texts and what became of them


def fresh(
    work: engine.Run[Job, list[Output] | engine.Fault],
    chosen: Mapping[Lang, Chosen],
    texts: Mapping[Lang, Sequence[str]],
    watch: Observer,
    faults: dict[str, str],
) -> Iterator[tuple[Lang, Signed]]:
    """Translations made anew, job by job; texts that cannot be translated get into `faults`, each with why."""
    jobs = list(chain.from_iterable(_jobs(chosen[lang], sources) for lang, sources in texts.items()))
    if not jobs:
        return
    watch.begin("translate", sum(len(job.texts) for job in jobs))
    for job, outputs in engine.piecemeal(work, jobs, faults):
        by_signature: Signed = {}
        for text, terms, output in zip(job.texts, job.terms, outputs, strict=True):
            by_signature.setdefault(chosen[job.lang].signature_for(terms), []).append((text, output))
        yield job.lang, by_signature
        watch.step(len(outputs))


def _jobs(chosen: Chosen, texts: Sequence[str], *, second: bool = False) -> Iterator[Job]:
    # Like lengths together: a batch costs what its longest text costs; the heaviest first, as the last is waited for.
    for batch in engine.portions(sorted(texts, key=lambda text: (len(text), text), reverse=True)):
        terms = tuple(chosen.terms(text) for text in batch)
        yield Job(batch, terms, chosen.name, chosen.options, chosen.lang, second)
