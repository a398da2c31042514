"""Whether results can be had again: a random sample of their translations, made anew and compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline import engine, read
from pipeline.config import Config
from pipeline.data import Lang, Result
from pipeline.errors import InputError
from pipeline.memory import HUMAN
from pipeline.translate.service import Observer, choose, fresh, working


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


def verify(folder: Path, config: Config, watch: Observer, *, size: int, seed: int) -> Verified:
    """Translate `size` random sentences of the results under `folder` again, without asking the memory.

    The sample hangs on `seed` and the results only.
    Raises InputError: no result there, or nothing in it that a machine translated.
    """
    recorded: list[tuple[Lang, Recorded]] = []
    for path in read.results(folder):
        recorded += _machine_outputs(read.result(path))
    if not recorded:
        raise InputError(f"{folder}: no machine translation in it, so there is nothing to make again")
    # Drawn from all translations, so a sentence that stands twice is twice as likely.
    sample = Random(seed).sample(recorded, min(size, len(recorded)))
    texts: dict[Lang, dict[str, None]] = {}
    for lang, translation in sorted(sample, key=lambda pair: pair[0]):
        texts.setdefault(lang, {})[translation.text] = None
    answers = _answers(config, watch, {lang: list(distinct) for lang, distinct in texts.items()})
    remade = [Remade(translation, *answers[lang, translation.text]) for lang, translation in sample]
    return Verified(
        len(recorded),
        len(remade),
        sum(again.before.english == again.english for again in remade),
        sum(again.before.signature != again.signature for again in remade),
        tuple(again for again in remade if again.before.english != again.english),
    )


def _answers(
    config: Config, watch: Observer, texts: Mapping[Lang, Sequence[str]]
) -> dict[tuple[Lang, str], tuple[str, str]]:
    """Signature and English of each text, made now."""
    glossary = read.glossary(config.glossary) if config.glossary else ()
    chosen = choose(config, list(texts), watch, glossary)
    answers: dict[tuple[Lang, str], tuple[str, str]] = {}
    faults: dict[str, str] = {}
    with working(config, watch) as work:
        for lang, by_signature in fresh(work, chosen, texts, watch, faults):
            for signature, pairs in by_signature.items():
                answers |= {(lang, text): (signature, output.text) for text, output in pairs}
    engine.refuse(faults)
    return answers


def _machine_outputs(result: Result) -> Iterator[tuple[Lang, Recorded]]:
    sentences = {sentence.id: sentence for sentence in result.sentences}
    for translation in result.translations:
        sentence = sentences[translation.sentence]
        if translation.signature not in ("", HUMAN):
            yield (
                sentence.lang,
                Recorded(result.story.id, sentence.id, sentence.text, translation.text, translation.signature),
            )
