"""Whether results can be had again: a random sample of their translations, made anew and compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline import read
from pipeline.config import Config
from pipeline.data import Lang, Result
from pipeline.errors import InputError
from pipeline.memory import HUMAN
from pipeline.translate.service import Watch, choose, fresh, working


@dataclass(frozen=True, slots=True)
class Recorded:
    """A translation as a result has it, and who signed it."""

    story: str
    sentence: str
    text: str
    english: str
    signature: str


@dataclass(frozen=True, slots=True)
class Remade:
    """The same sentence today: its English, and who signs it."""

    before: Recorded
    signature: str
    english: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Of so many machine `translations` in the results, `sampled` were made again: how many came out the `same`, letter
    for letter, and how many are signed otherwise today, so that they might not.
    """

    translations: int
    sampled: int
    same: int
    signatures_differ: int
    different: tuple[Remade, ...]


def verify(folder: Path, config: Config, watch: Watch, *, size: int, seed: int) -> Verified:
    """Translate `size` random sentences of the results under `folder` again, without asking the memory.

    The sample hangs on `seed` and the results only.

    Raises:
        InputError: no result there, or nothing in it that a machine translated.
    """
    results = [read.result(one) for one in read.results(folder)]
    every = [one for result in results for one in _machine_made(result)]
    if not every:
        raise InputError(f"{folder}: no machine translation in it, so there is nothing to make again")
    sample = Random(seed).sample(every, min(size, len(every)))
    langs = sorted({lang for lang, _ in sample})
    glossary = read.glossary(config.glossary) if config.glossary else ()
    chosen = choose(config, langs, watch, glossary)
    texts = {lang: list(dict.fromkeys(one.text for of, one in sample if of == lang)) for lang in langs}
    with working(config, watch) as work:
        made = {
            (lang, text): (signature, output.text)
            for lang, signed in fresh(work, chosen, texts, watch)
            for signature, pairs in signed.items()
            for text, output in pairs
        }
    done = [Remade(one, *made[lang, one.text]) for lang, one in sample]
    return _summed(len(every), done)


def _machine_made(result: Result) -> Iterator[tuple[Lang, Recorded]]:
    sentences = {one.id: one for one in result.sentences}
    for one in result.translations:
        sentence = sentences[one.sentence]
        if one.signature not in ("", HUMAN):
            yield sentence.lang, Recorded(result.story.id, sentence.id, sentence.text, one.text, one.signature)


def _summed(total: int, done: Sequence[Remade]) -> Verified:
    return Verified(
        total,
        len(done),
        sum(one.before.english == one.english for one in done),
        sum(one.before.signature != one.signature for one in done),
        tuple(one for one in done if one.before.english != one.english),
    )
