"""What the commands of evaluation are given, files and names, to test sets."""

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from pipeline.data import Warned
from pipeline.errors import ConfigError, InputError
from pipeline.evaluate.joined import joined
from pipeline.evaluate.scored import Testset
from pipeline.evaluate.traps import Known
from pipeline.language import source_codes
from pipeline.language.lexicon import telling_letters
from pipeline.memory import HUMAN, Memory, Unit
from pipeline.read.language import CONFIDENT, detector
from pipeline.read.pairs import numbered, pairs
from pipeline.read.segments import Rows, segments
from pipeline.read.testsets import testset

LANG = re.compile("[a-z]{2,3}")
Warnings = tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is scored, as options name it.

    `hypotheses`: [NAME=]FILE. `lang`, `target`: of the sources and of the translations, "" where nobody says.
    """

    hypotheses: Sequence[str]
    references: Sequence[Path] = ()
    source: Path | None = None
    testset: str = ""
    langpair: str = ""
    testsets: Path | None = None
    lang: str = ""
    target: str = ""


def referenced(inputs: Inputs) -> tuple[Testset, Known, Warnings]:
    """A test set with references, and what its files tell beside it.

    Options that do not fit together are a ConfigError, files that do not an InputError.
    """
    if inputs.target and not LANG.fullmatch(inputs.target):
        raise ConfigError(f"--to {inputs.target!r} is no language code; give two or three small letters, as in en")
    from_pair, _, to_pair = inputs.langpair.partition("-")
    target = inputs.target or to_pair or "en"
    # outputs stored beside a test set begin with its name
    systems = _systems(inputs.hypotheses, target, f"{inputs.testset}.{inputs.langpair}.")
    source, references = _sides(inputs, target)
    segment_rows = chain.from_iterable(rows.rows for rows in systems.values())
    if not references and not any(row.references for row in segment_rows):
        if inputs.testset:
            fix = "give it, as in de-en, for a test set of sacrebleu's or of --testsets; else give --reference"
            raise ConfigError(f"--testset {inputs.testset}: no references, and --langpair is missing; {fix}")
        without = "`synopsis evaluate unreferenced` says what can be said without"
        raise ConfigError(f"no references: give --reference, or a test set; {without}")
    # in the order in which `joined` numbers them
    files = [*systems.values(), *references, *([source] if source else [])]
    material, warnings = joined(
        systems,
        references,
        source,
        name=inputs.testset or (references[0] if references else files[0]).path.stem,
        lang=inputs.lang or from_pair or _clear_lang(source, files),
        target=target,
    )
    known = Known(
        marked=tuple(rows.path for rows in files if rows.marked),
        systems=tuple(rows.path for rows in systems.values()),
        references=tuple(rows.path for rows in references),
        elsewhere=frozenset().union(*(rows.elsewhere for rows in systems.values())),
    )
    return material, known, warnings


def side_by_side(
    hypotheses: Sequence[str], source: Path | None, references: Sequence[Path] = (), lang: str = ""
) -> tuple[Testset, Warnings]:
    """Systems that need no references; `lang`: of the sources, where they do not say it.

    Two of one name are a ConfigError, files that do not fit together or lack a source an InputError.
    """
    files = segments(source) if source else None
    material, warnings = joined(_systems(hypotheses, "en"), [segments(path) for path in references], files, lang=lang)
    for segment in material.segments:
        if not segment.source:
            raise InputError(f"segment {segment.id}: no source text; give --source")
    return material, warnings


def with_learnt(known: Known, material: Testset, files: Sequence[Path], memory: Path) -> Known:
    """What is known with training pairs, and with what the memory holds."""
    units = list(chain.from_iterable(_training_pairs(path, material.segments[0].lang) for path in files))
    texts = list(chain.from_iterable((unit.source, unit.english) for unit in units))
    machine: list[str] = []
    if memory.exists():
        sources = {segment.source for segment in material.segments}
        with closing(Memory(memory)) as store:
            for unit in store.units():
                if unit.signature == HUMAN:
                    texts += (unit.source, unit.english)
                # only of what is scored: a memory holds far more
                elif unit.source in sources:
                    machine.append(unit.english)
    return replace(known, learnt=telling_letters(texts), machine=frozenset(machine))


def _systems(hypotheses: Sequence[str], target: str, prefix: str = "") -> dict[str, Rows]:
    """Each under its given name, else under the one that its file says, else by that file's name without `prefix`."""
    systems: dict[str, Rows] = {}
    for text in hypotheses:
        name, _, file = text.partition("=")
        # a file whose own name holds a = is taken as it is
        if not file or Path(text).exists():
            name, file = "", text
        rows = segments(Path(file), target)
        systems[name or rows.system or Path(file).stem.removeprefix(prefix)] = rows
    if len(systems) < len(hypotheses):
        raise ConfigError("two systems have one name; name one with NAME=FILE")
    return systems


def _sides(inputs: Inputs, target: str) -> tuple[Rows | None, tuple[Rows, ...]]:
    """Source and references: of a test set by its name, else from files."""
    if inputs.testset and inputs.langpair:
        if inputs.references or inputs.source:
            raise ConfigError("--testset with --langpair brings source and references; leave --reference and --source")
        return testset(inputs.testset, inputs.langpair, inputs.testsets)
    if inputs.testsets or inputs.langpair:
        raise ConfigError("--testsets and --langpair choose a test set by its name; give --testset and --langpair")
    source = segments(inputs.source, target) if inputs.source else None
    return source, tuple(segments(path, target) for path in inputs.references)


def _clear_lang(source: Rows | None, files: Sequence[Rows]) -> str:
    """The language of the sources as it looks, "" where that is not clear."""
    # a file of sources holds nothing else; without it the columns of the others are asked
    alone = list(chain.from_iterable(row.texts.values() for row in source.rows)) if source else []
    text = " ".join(alone or [row.source for row in chain.from_iterable(rows.rows for rows in files)])
    lang, probability = detector()(text) if text.strip() else ("", 0.0)
    return lang if probability >= CONFIDENT else ""


def _training_pairs(path: Path, lang: str) -> tuple[Unit, ...]:
    """Training pairs; two columns are source and English in the sources' language, three name their own."""
    default = next((code for code in source_codes() if code == lang), None)
    if default is None or path.suffix.lower() == ".tmx":
        return pairs(path).units
    # the first line tells which form the file has
    first = next((line for _, line in numbered(path) if line.strip()), "")
    return pairs(path, default if first.count("\t") == 1 else None).units
