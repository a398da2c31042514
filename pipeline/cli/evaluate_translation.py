"""`synopsis evaluate translation`: how good translations are, by scores that the field accepts."""

import os
import re
import tempfile
import webbrowser
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import __version__
from pipeline.cli.options import ConfigFile, Json, MemoryFile
from pipeline.cli.scores import HistoryFile, worded
from pipeline.cli.talk import print_json, report, settings_of, talk, told
from pipeline.errors import ConfigError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.data import Warned
    from pipeline.evaluate.paired import Sampling
    from pipeline.evaluate.scored import Report, Testset
    from pipeline.evaluate.traps import Known, Trap
    from pipeline.memory import Unit
    from pipeline.read.segments import Rows

SHORT = 4  # the exit code where a score falls short
FEWEST = 100  # resamples
LANG = re.compile("[a-z]{2,3}")


def evaluate_translation(
    hypotheses: Annotated[
        list[str],
        typer.Argument(metavar="[NAME=]FILE…", help="Translations, or a story's results; the first is the baseline."),
    ],
    reference: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Reference translations; repeatable.")
    ] = None,
    source: Annotated[Path | None, typer.Option(metavar="FILE", help="What was translated.")] = None,
    testset: Annotated[
        str, typer.Option(metavar="NAME", help="A test set of sacrebleu's, with --langpair; else a name for this one.")
    ] = "",
    langpair: Annotated[str, typer.Option(metavar="PAIR", help="As in de-en.")] = "",
    testsets: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of test sets: NAME.PAIR.src, NAME.PAIR.ref.")
    ] = None,
    from_: Annotated[str, typer.Option("--from", metavar="LANG", help="Language of the sources.")] = "",
    to: Annotated[str, typer.Option(metavar="LANG", help="Language of the translations.", show_default="en")] = "",
    ter: Annotated[bool, typer.Option("--ter", help="TER too; takes ten times as long as all others.")] = False,
    external: Annotated[
        list[str] | None, typer.Option(metavar="COMMAND", help="Another scorer, with {src} {mt} {ref} {out}.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help="Slices; repeatable.", show_default="document, outlet, language, length"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Write segments and a page there.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    allow: Annotated[list[str] | None, typer.Option(metavar="TRAP", help="Score in spite of it; repeatable.")] = None,
    trained_on: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Training pairs, TSV or TMX; repeatable.")
    ] = None,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="METRIC=N", help="Exit 4 below it; repeatable.")
    ] = None,
    floors: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="Such limits in a file.")] = None,
    resamples: Annotated[int, typer.Option(min=0, metavar="N", help="For intervals and tests; 0: none.")] = 1000,
    trials: Annotated[int, typer.Option(min=100, metavar="N", help="Of the randomisation test.")] = 10000,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Another one, other samples.")] = 12345,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes.", show_default="one a processor")
    ] = None,
    history: HistoryFile = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Score translations against references: BLEU, chrF2, chrF2++, by sacrebleu.

    Every figure comes with its signature and a 95 % interval; further
    systems are compared with the first. Files: a segment a line, TSV with
    a heading (id, source, hypothesis, reference, document, outlet, …) or
    id and text, JSONL with such keys, TMX, XLIFF, or a story's results.

    What would make a score mean something else is refused first: empty,
    mark, copied, language, tokenised, escaped, swapped, trained, coverage.

    [bold]Examples[/bold]

      synopsis evaluate translation mt.en --reference ref.en --source src.de

      synopsis evaluate translation old.en new.en --testset wmt21 --langpair de-en

      synopsis evaluate translation aligned/my-story --reference refs.tsv -o scores

      synopsis evaluate translation mt.en --reference ref.en --fail-under chrf=55
    """
    with told():
        from pipeline.evaluate import gates, translation
        from pipeline.evaluate.paired import Sampling
        from pipeline.memory.history import NAME as HISTORY
        from pipeline.read.floors import floors as reached

        if 0 < resamples < FEWEST:
            raise ConfigError(f"--resamples {resamples} says too little; give {FEWEST} or more, or 0 for no intervals")
        settings = settings_of({"memory": memory}, config)
        inputs = _Inputs(hypotheses, reference or [], source, testset, langpair, testsets, from_, to)
        held, known, warnings = _read(inputs)
        limits = [gates.limit(one, outside=bool(external)) for one in fail_under or []]
        least = reached(floors, held.name) if floors else {}
        limits += [(gates.metric(name, outside=bool(external)), least[name]) for name in least]
        report(list(warnings), [])
        stepped_in = _refuse(held, _learnt(known, held, trained_on or [], settings.memory), allow or [])
        sampling = Sampling(resamples, trials, seed)
        made = translation.report(
            held,
            sampling,
            ter=ter,
            fields=by or translation.FIELDS,
            workers=workers or os.cpu_count() or 1,
            detail=bool(out or open_ or external),
            kind="likeness" if any(one.name == "coverage" for one in stepped_in) else "quality",
            date=settings.date.isoformat(),
            allowed=tuple(one.name for one in stepped_in),
            warnings=(*(one.reason for one in warnings), *(one.words for one in stepped_in)),
        )
        for command in external or []:
            made = _with(made, command, sampling)
        page = _write(out or Path(tempfile.mkdtemp(prefix="synopsis-")), made) if out or open_ else None
        below = gates.short(made, limits)
        if json_:
            print_json({"version": __version__, **asdict(made), "fell_short": below})
        else:
            typer.echo("\n".join(worded(made)))
        if page and open_:
            webbrowser.open(page.resolve().as_uri())
        _remember(history or settings.memory.parent / HISTORY, made)
        for line in below:
            talk().print(f"fell short: {line}", markup=False, highlight=False, soft_wrap=True)
    if below:
        raise typer.Exit(SHORT)


@dataclass(frozen=True, slots=True)
class _Inputs:
    """The options that name what is scored."""

    hypotheses: list[str]
    references: list[Path]
    source: Path | None
    testset: str
    langpair: str
    testsets: Path | None
    lang: str
    target: str


def _read(given: _Inputs) -> "tuple[Testset, Known, tuple[Warned, ...]]":
    """The test set, and what its files tell beside it."""
    from pipeline.evaluate.joined import joined
    from pipeline.evaluate.traps import Known
    from pipeline.read.segments import segments

    if given.target and not LANG.fullmatch(given.target):
        raise ConfigError(f"--to {given.target!r} is no language code; give two or three small letters, as in en")
    from_pair, _, to_pair = given.langpair.partition("-")
    target = given.target or to_pair or "en"
    named = [_named(one) for one in given.hypotheses]
    read = [segments(path, target) for _, path in named]
    prefix = f"{given.testset}.{given.langpair}."
    systems = {
        name or rows.system or rows.path.stem.removeprefix(prefix): rows
        for (name, _), rows in zip(named, read, strict=True)
    }
    if len(systems) < len(read):
        raise ConfigError("two files are given for one system; name each as NAME=FILE")
    source, references = _sides(given, target)
    if not references and not any(row.references for rows in read for row in rows.rows):
        raise ConfigError(
            "no references: give --reference, or a test set; `synopsis evaluate unreferenced` says what can be said "
            "without"
        )
    files = [*read, *references, *([source] if source else [])]
    name = given.testset or (references[0].path.stem if references else read[0].path.stem)
    held, warnings = joined(
        systems,
        references,
        source,
        name=name,
        lang=given.lang or from_pair or _spoken(source, files),
        target=target,
    )
    known = Known(
        marked=tuple(rows.path for rows in files if rows.marked),
        systems=tuple(rows.path for rows in read),
        references=tuple(rows.path for rows in references),
        others=frozenset().union(*(rows.others for rows in read)),
    )
    return held, known, warnings


def _named(given: str) -> tuple[str, Path]:
    """`NAME=FILE`, or a file without a name."""
    name, sign, path = given.partition("=")
    return (name, Path(path)) if sign and not Path(given).exists() else ("", Path(given))


def _sides(given: _Inputs, target: str) -> "tuple[Rows | None, tuple[Rows, ...]]":
    """Source and references: of a test set by its name, else from files."""
    from pipeline.read.segments import segments
    from pipeline.read.testsets import testset

    if given.testset and given.langpair:
        if given.references or given.source:
            raise ConfigError("--testset with --langpair brings source and references; leave --reference and --source")
        return testset(given.testset, given.langpair, given.testsets)
    if given.testsets or given.langpair:
        raise ConfigError("--testsets and --langpair choose a test set by its name; give --testset and --langpair")
    source = segments(given.source, target) if given.source else None
    return source, tuple(segments(path, target) for path in given.references)


def _spoken(source: "Rows | None", files: "Sequence[Rows]") -> str:
    """The language of the sources as it looks, "" where that is not clear."""
    from pipeline.read.language import CONFIDENT, detector

    own = [text for row in source.rows for text in row.texts.values()] if source else []
    text = " ".join(own or [row.source for rows in files for row in rows.rows])
    lang, sure = detector()(text) if text.strip() else ("", 0.0)
    return lang if sure >= CONFIDENT else ""


def _learnt(known: "Known", held: "Testset", files: list[Path], memory: Path) -> "Known":
    """What else is known: training pairs, and what the memory holds."""
    from pipeline.evaluate.traps import letters
    from pipeline.memory import HUMAN, Memory

    units = [unit for path in files for unit in _pairs(path, held.segments[0].lang)]
    texts = [text for unit in units for text in (unit.source, unit.english)]
    machine: list[str] = []
    if memory.exists():
        sources = {one.source for one in held.segments}
        store = Memory(memory)
        try:
            for unit in store.units():
                if unit.signature == HUMAN:
                    texts += (unit.source, unit.english)
                elif unit.source in sources:
                    machine.append(unit.english)
        finally:
            store.close()
    return replace(known, learnt=letters(texts), machine=frozenset(machine))


def _pairs(path: Path, lang: str) -> "tuple[Unit, ...]":
    """Training pairs; two columns are source and English in the sources' language, three name their own."""
    from pipeline.language import sources
    from pipeline.read.pairs import numbered, pairs

    of = next((one for one in sources() if one == lang), None)
    if of is None or path.suffix.lower() == ".tmx":
        return pairs(path).units
    first = next((line for _, line in numbered(path) if line.strip()), "")
    return pairs(path, of if first.count("\t") == 1 else None).units


def _refuse(held: "Testset", known: "Known", allow: list[str]) -> "tuple[Trap, ...]":
    """The traps that were found and allowed.

    Raises:
        InputError: others were found.
        ConfigError: what is allowed is no trap.
    """
    from pipeline.evaluate import traps
    from pipeline.read.language import detector

    for name in allow:
        if name not in traps.TRAPS:
            known_ones = "; ".join(f"{key}: {meaning}" for key, meaning in traps.TRAPS.items())
            raise ConfigError(f"--allow {name!r} is no trap; known are {known_ones}")
    found = traps.found(held, known, detector())
    for one in found:
        word = "allowed" if one.name in allow else "trap"
        talk().print(f"{word} ({one.name}): {one.words}", markup=False, highlight=False, soft_wrap=True)
    refused = [one.name for one in found if one.name not in allow]
    if refused:
        options = " ".join(f"--allow {name}" for name in refused)
        raise InputError(f"nothing was scored: {', '.join(refused)}; mend what is said above, or say {options}")
    return found


def _with(made: "Report", command: str, sampling: "Sampling") -> "Report":
    """The report with another program's scores, of all systems and of their segments, compared as the others are."""
    from pipeline.evaluate.external import scores
    from pipeline.evaluate.paired import means
    from pipeline.evaluate.translation import identical

    held = [one.segment for one in made.segments]
    sources = [one.source for one in held] if all(one.source for one in held) else []
    references = [one.references[0] or "" for one in held]
    ran = [scores(command, sources, [one.hypotheses[n] for one in held], references) for n in range(len(made.systems))]
    figures = tuple((*own, one.score) for own, one in zip(made.scores, ran, strict=True))
    name = ran[0].score.metric
    segments = tuple(
        replace(one, more={**one.more, name: tuple(each.segments[place] for each in ran)})
        for place, one in enumerate(made.segments)
    )
    found = made.comparisons
    if found:  # nothing is compared where there is one system, no resampling, or likeness alone
        same = identical([one.segment for one in made.segments], made.systems)
        found += means(made.systems, [one.score for one in ran], [one.segments for one in ran], sampling, same)
    return replace(made, scores=figures, segments=segments, comparisons=found)


def _write(folder: Path, made: "Report") -> Path:
    """The report's files, the page last."""
    from pipeline.evaluate.translation import worst_first
    from pipeline.export.report import html
    from pipeline.export.scored import files
    from pipeline.export.whole import write

    path = folder
    for name, content in (*files(made, worst_first(made.segments)), *html(made)):
        path = folder / name
        write(path, content)
        talk().print(str(path), markup=False, highlight=False, soft_wrap=True)
    return path


def _remember(path: Path, made: "Report") -> None:
    from pipeline.memory.history import History, Record

    store = History(path)
    try:
        store.add(
            Record(
                made.date, made.testset, made.digest, system,
                one.metric, one.value, one.low, one.high, one.n, one.signature, made.kind,
            )
            for system, figures in zip(made.systems, made.scores, strict=True)
            for one in figures
        )  # fmt: skip
    finally:
        store.close()
