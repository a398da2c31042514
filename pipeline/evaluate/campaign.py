"""Campaigns of human evaluation: which documents people judge, in which system's words, and who judges which."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.data import Lang
from pipeline.errors import ConfigError
from pipeline.evaluate.error_spans import Mark, marks
from pipeline.evaluate.protocols import PROTOCOLS, Protocol
from pipeline.evaluate.scored import Testset
from pipeline.evaluate.unreferenced import source_lang

PIECE = 10  # lines that are judged together where no documents are named


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A segment, `number` its line from 1: what each system made of it, and the error spans to begin with."""

    number: int
    source: str
    translations: Mapping[str, str]
    marks: Mapping[str, tuple[Mark, ...]]


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is to be judged: documents by name, in order; `annotators` share the work."""

    name: str
    protocol: Protocol
    lang: Lang
    systems: tuple[str, ...]
    documents: Mapping[str, tuple[CampaignLine, ...]]
    annotators: int


def check_name(name: str) -> None:
    """Refuse, with a ConfigError, a campaign's name that cannot begin the name of a file."""
    if not name.strip(". ") or set(name) & set("/\\"):
        raise ConfigError(f"--name {name!r}: it begins the names of files; give one without / and \\, as in fire")


def prepared(
    testset: Testset,
    *,
    name: str,
    protocol: str,
    lang: str,
    annotators: int,
    segments: int | None,
    seed: int,
    flags: bool,
) -> Campaign:
    """A campaign of a test set's documents; a ConfigError if there is no such protocol, or the language is not clear.

    `lang`: of the sources, where they do not say it, or of those that are judged. `segments`: whole documents are drawn
    until they have as many; None: all are judged. `flags`: whether what the guards flag is marked, for review.
    """
    source = _only_lang(testset, lang)
    documents = _sample(_documents(testset, source, lang, flags=flags), segments, seed)
    for option in PROTOCOLS:
        if option == protocol:
            return Campaign(name, option, source, testset.systems, documents, annotators)
    raise ConfigError(f"--protocol {protocol!r} is not one of {', '.join(PROTOCOLS)}")


def shared(campaign: Campaign) -> list[list[tuple[str, str]]]:
    """For each annotator the documents to judge and whose translation of them, in order; nobody is without.

    In each round every document comes up once, with the next system; as many documents as there are systems go to one
    annotator together, so that each annotator judges all systems, and to another in the next round.
    """
    systems, tasks = campaign.systems, [list[tuple[str, str]]() for _ in range(campaign.annotators)]
    for turn in range(len(systems)):
        for place, document in enumerate(campaign.documents):
            task = tasks[(place // len(systems) + turn) % len(tasks)]
            task.append((document, systems[(place + turn) % len(systems)]))
    return [task for task in tasks if task]


def _only_lang(testset: Testset, choice: str) -> Lang:
    """The one language of a campaign's sources."""
    langs: list[Lang] = sorted({source_lang(segment, choice) for segment in testset.segments})
    if len(langs) > 1 and choice not in langs:
        raise ConfigError(f"sources in {' and '.join(langs)}; a campaign is of one language: choose it with --from")
    return next(lang for lang in langs if lang == choice or len(langs) == 1)


def _documents(testset: Testset, lang: Lang, default: str, *, flags: bool) -> dict[str, tuple[CampaignLine, ...]]:
    """Documents in order with their lines, those of other languages left out."""
    documents: dict[str, list[CampaignLine]] = {}
    for number, segment in enumerate(testset.segments, 1):
        if source_lang(segment, default) != lang:
            continue
        # lines without documents are judged in pieces, small enough to keep in mind
        first = (number - 1) // PIECE * PIECE + 1
        document = segment.document or f"lines {first} to {min(first + PIECE - 1, len(testset.segments))}"
        texts = {name: text.strip() for name, text in zip(testset.systems, segment.hypotheses, strict=True)}
        spans = {name: marks(segment.source, lang, text) for name, text in texts.items()} if flags else {}
        documents.setdefault(document, []).append(CampaignLine(number, segment.source, texts, spans))
    return {name: tuple(lines) for name, lines in documents.items()}


def _sample(
    documents: Mapping[str, Sequence[CampaignLine]], segments: int | None, seed: int
) -> dict[str, tuple[CampaignLine, ...]]:
    """Whole documents, as many as make `segments` lines, in their old order."""
    names = list(documents)
    # a generator of its own: what is drawn must not hang on who else draws
    random.Random(seed).shuffle(names)
    sample, size = set[str](), 0
    for name in names:
        if segments is not None and size >= segments:
            break
        sample.add(name)
        size += len(documents[name])
    return {name: tuple(lines) for name, lines in documents.items() if name in sample}
