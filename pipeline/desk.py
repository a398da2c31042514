"""Where translations are made: people's first, then remembered ones, then the model's; each is kept at once."""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from pipeline import engine, translate
from pipeline.config import Config, Value
from pipeline.data import Lang, Output
from pipeline.errors import BackendError
from pipeline.memory import HUMAN, Memory
from pipeline.translate import guards

JOB = 32  # sentences a job: what is lost at most when a run is killed
HUMAN_MADE = "human translation"
GUARDS = f"guards:{guards.VERSION}"  # signs the flags
Source = Literal["human", "remembered", "translated"]


class Watch(Protocol):
    """Who looks on: told what goes on, asked for nothing."""

    def note(self, line: str) -> None:
        """One line for the person at the terminal."""

    def begin(self, stage: str, total: int) -> None:
        """A stage of `total` steps starts."""

    def step(self, count: int) -> None:
        """`count` more steps of it are done."""


@dataclass(frozen=True, slots=True)
class Job:
    """Sentences of one language for one translator; small enough to pickle, long enough to be worth a batch."""

    name: str
    options: Mapping[str, Value]
    lang: Lang
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The translator of one source language, by name, and how it signs."""

    name: str
    options: Mapping[str, Value]
    signature: str


@dataclass(frozen=True, slots=True)
class Made:
    """A translation in hand: what it says, who signs it, and whether a person, the memory or the model gave it."""

    output: Output
    signature: str
    source: Source

    def flags(self, text: str, lang: Lang) -> tuple[str, ...]:
        """What to beware of in it as a translation of `text`: how it was made, and what the guards find."""
        if self.source == "human":
            return (HUMAN_MADE,)
        return (*translate.flags(self.output), *guards.flags(text, lang, self.output.text))


def choose(config: Config, langs: Collection[Lang], watch: Watch) -> dict[Lang, Chosen]:
    """The translator of each of `langs`: as configured or, for "auto", the best on this machine that has them all."""
    name = config.translator
    if name == "auto":
        choice = translate.choose(langs, config.translator_options)
        name = choice.name
        watch.note(choice.line)
    translator = translate.load(name, config.translator_options)
    return {lang: Chosen(name, config.translator_options, translator.signature(lang)) for lang in langs}


class Translating:
    """A worker: loads each translator it meets once, and translates jobs with it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._loaded: dict[str, translate.Translator] = {}

    def __call__(self, job: Job) -> tuple[Job, list[Output]]:
        """The job back, with one output a sentence."""
        if job.name not in self._loaded:
            self._loaded[job.name] = translate.load(job.name, job.options, self._say)
        outputs = self._loaded[job.name].translate(job.texts, job.lang)
        if len(outputs) != len(job.texts) or not all(isinstance(one, Output) for one in outputs):
            raise BackendError(
                f"translator {job.name}: gave {len(outputs)} results for {len(job.texts)} sentences, the first a "
                f"{type(outputs[0]).__name__ if outputs else 'nothing'}; expected a pipeline.data.Output a sentence"
            )
        return job, outputs


def working(config: Config, watch: Watch) -> AbstractContextManager[engine.Run[Job, tuple[Job, list[Output]]]]:
    say = watch.note if config.engine == "serial" else _say  # another process has no terminal of ours, but stderr
    return engine.load(config.engine, config.workers, partial(Translating, say))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


class Desk:
    """Where translations are made: people's first, then remembered ones, then the model's; each is kept at once."""

    def __init__(
        self,
        config: Config,
        watch: Watch,
        clock: Callable[[], float],
        memory: Memory,
        work: engine.Run[Job, tuple[Job, list[Output]]],
    ) -> None:
        self._config, self._watch, self._clock, self._memory, self._work = config, watch, clock, memory, work
        self._chosen: dict[Lang, Chosen] = {}

    def signatures(self) -> dict[Lang, str]:
        """The signature of each language's translator, for those needed so far."""
        return {lang: one.signature for lang, one in self._chosen.items()}

    def translate(self, texts: Mapping[Lang, Sequence[str]]) -> dict[tuple[Lang, str], Made]:
        """Every distinct text of every language, translated."""
        made: dict[tuple[Lang, str], Made] = {}
        jobs: list[Job] = []
        if new := texts.keys() - self._chosen:
            self._chosen |= choose(self._config, sorted(new), self._watch)
        for lang, some in texts.items():
            made.update(self._known(lang, some))
            jobs.extend(self._jobs(lang, [text for text in some if (lang, text) not in made]))
        if jobs:
            made.update(self._new(jobs))
        return made

    def _known(self, lang: Lang, texts: Sequence[str]) -> Iterator[tuple[tuple[Lang, str], Made]]:
        signature = self._chosen[lang].signature
        for text, output in self._memory.translations(lang, texts, signature).items():
            yield (lang, text), Made(output, signature, "remembered")
        for text, english in self._memory.human(lang, texts).items():
            yield (lang, text), Made(Output(english), HUMAN, "human")

    def _jobs(self, lang: Lang, texts: Sequence[str]) -> Iterator[Job]:
        chosen = self._chosen[lang]
        by_length = sorted(texts, key=lambda text: (len(text), text))
        for at in range(0, len(by_length), JOB):
            yield Job(chosen.name, chosen.options, lang, tuple(by_length[at : at + JOB]))

    def _new(self, jobs: Sequence[Job]) -> Iterator[tuple[tuple[Lang, str], Made]]:
        start = self._clock()
        total = sum(len(job.texts) for job in jobs)
        self._watch.begin("translate", total)
        for _, (job, outputs) in self._work(jobs):
            signature = self._chosen[job.lang].signature
            pairs = list(zip(job.texts, outputs, strict=True))
            self._memory.add_machine(job.lang, signature, pairs)
            yield from (((job.lang, text), Made(output, signature, "translated")) for text, output in pairs)
            self._watch.step(len(pairs))
        for lang in sorted({job.lang for job in jobs}):
            self._memory.add_rate(self._chosen[lang].signature, total, self._clock() - start)
