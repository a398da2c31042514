"""`synopsis evaluate unreferenced`, `campaign`, `judgements`: what can be known without references, and from people."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import __version__
from pipeline.cli.options import Json
from pipeline.cli.talk import print_json, report, talk, told
from pipeline.errors import ConfigError, InputError

if TYPE_CHECKING:
    from pipeline.data import Lang
    from pipeline.embed import Embedder
    from pipeline.evaluate.judged import Figure, Judged, System
    from pipeline.evaluate.scored import Evidence, Segment, Testset
    from pipeline.export.campaign import Line

PIECE = 10  # lines that are judged together where no documents are named


class Tool(StrEnum):
    """What people judge with."""

    pearmut = "pearmut"
    appraise = "appraise"


class Protocol(StrEnum):
    """How they judge: error spans and a score, or error spans with categories."""

    esa = "ESA"
    mqm = "MQM"


Hypotheses = Annotated[
    list[str], typer.Argument(metavar="[NAME=]FILE…", help="Translations, or a story's results; several systems.")
]
Source = Annotated[
    Path | None, typer.Option("--source", metavar="FILE", help="Source texts, where the translations' files lack them.")
]
From = Annotated[str, typer.Option("--from", metavar="LANG", help="Source language: de, fr; where no file says it.")]


def unreferenced(
    hypotheses: Hypotheses,
    source: Source = None,
    lang: From = "",
    embedder: Annotated[
        str, typer.Option(metavar="NAME", help="A multilingual sentence-transformers model, for similarity.")
    ] = "",
    story: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="Results with round-trip quotations; repeatable.")
    ] = None,
    json_: Json = False,
) -> None:
    """Gather evidence about translations that have no reference.

    Guard flags per 1,000 sentences, numbers, names and negations kept,
    agreement of the systems with one another, similarity of source and
    translation, quotations that came back. None of it is BLEU, and none
    of it says how good a translation is: see the README for what each
    foretells. 95 % intervals.

    [bold]Examples[/bold]

      synopsis evaluate unreferenced mt.en --source src.de --from de

      synopsis evaluate unreferenced aligned/my-story --story aligned/my-story
    """
    with told():
        testset = _testset(hypotheses, source)
        found = [one for at in range(len(testset.systems)) for one in _evidence(testset, at, lang, embedder)]
        found += _quotations(story or [])
        if json_:
            print_json(
                {"version": __version__, "segments": len(testset.segments), "evidence": [asdict(one) for one in found]}
            )
        else:
            typer.echo("\n".join(_worded(found)))


def campaign(
    hypotheses: Hypotheses,
    for_: Annotated[Tool, typer.Option("--for", help="The tool that people judge with.")] = Tool.pearmut,
    source: Source = None,
    lang: From = "",
    protocol: Annotated[Protocol, typer.Option(help="Error spans and a score, or with categories.")] = Protocol.esa,
    annotators: Annotated[int, typer.Option(min=1, metavar="N", help="Who share the work.")] = 1,
    segments: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Whole documents, drawn until they have as many.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="For drawing.")] = 12345,
    flags: Annotated[bool, typer.Option(help="Mark what the guards flag, for people to review.")] = True,
    name: Annotated[str, typer.Option(metavar="NAME", help="Of the campaign and its files.")] = "campaign",
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder for its files.")] = Path(),
) -> None:
    """Prepare a human evaluation: documents in order, one system at a time.

    Without documents in the files, ten lines are judged together.

    [bold]Examples[/bold]

      synopsis evaluate campaign a.en b.en --source src.de --from de --annotators 3

      synopsis evaluate campaign aligned/my-story --for appraise --protocol MQM --no-flags
    """
    with told():
        from pipeline.export import campaign as campaigns
        from pipeline.export.reading import counted
        from pipeline.export.whole import write

        if not name.strip(". ") or set(name) & set("/\\"):
            raise ConfigError(f"--name {name!r}: it begins the names of files; give one without / and \\, as in fire")
        testset = _testset(hypotheses, source)
        of = _language(testset, lang)
        documents = _drawn(_documents(testset, of, lang, flags=flags), segments, seed)
        made = campaigns.Campaign(name, protocol.value, of, testset.systems, documents, annotators)
        for file, content in campaigns.TABLE[for_.value](made):
            write(out / file, content)
            talk().print(str(out / file), markup=False, highlight=False, soft_wrap=True)
        lines = counted(sum(map(len, documents.values())), "line")
        share = f"{counted(len(documents), 'document')}, {lines}, {counted(len(testset.systems), 'system')}"
        talk().print(f"{share}, shared by {counted(annotators, 'annotator')}", markup=False, highlight=False)


def judgements(
    files: Annotated[list[Path], typer.Argument(metavar="FILES", help="Exported by Pearmut or Appraise.")],
    json_: Json = False,
) -> None:
    """Read what people judged: scores and errors by system, with 95 % intervals.

    Pearmut: annotations.json from the dashboard, or its .jsonl log.
    Appraise: the CSV of ExportSystemScoresToCSV.

    [bold]Examples[/bold]

      synopsis evaluate judgements annotations.json
    """
    with told():
        from pipeline.evaluate.judged import judged
        from pipeline.read import judgements as read

        found = [read.judgements(path) for path in files]
        report([warned for one in found for warned in one.warnings], [])
        made = judged([row for one in found for row in one.rows])
        if json_:
            print_json({"version": __version__, **asdict(made)})
        else:
            typer.echo("\n".join(_summed(made)))


def _testset(hypotheses: Sequence[str], source: Path | None) -> "Testset":
    """The systems side by side, each called as said, else by its file's name.

    Raises:
        ConfigError: two have one name.
        InputError: the files do not fit together, or a segment has no source.
    """
    from pipeline.evaluate.joined import joined
    from pipeline.read.segments import segments

    named = [_named(given) for given in hypotheses]
    rows = {name: segments(path) for name, path in named}
    if len(rows) < len(named):
        raise ConfigError("two systems have one name; name one with NAME=FILE")
    testset, warnings = joined(rows, (), segments(source) if source else None)
    report(list(warnings), [])
    bare = next((one for one in testset.segments if not one.source), None)
    if bare:
        raise InputError(f"segment {bare.id}: no source text; give --source")
    return testset


def _named(given: str) -> tuple[str, Path]:
    name, sign, path = given.partition("=")
    if sign and not Path(given).exists():
        return name, Path(path)
    return (Path(given).stem if Path(given).suffix else Path(given).name), Path(given)


def _lang(segment: "Segment", given: str) -> "Lang":
    """A segment's source language as its file says, else as given."""
    from pipeline.language import codes

    lang = next((one for one in codes() if one == (segment.lang or given)), None)
    if lang is None:
        raise ConfigError(f"segment {segment.id}: source language {segment.lang or given!r}; say de or fr with --from")
    return lang


def _evidence(testset: "Testset", at: int, lang: str, embedder: str) -> "tuple[Evidence, ...]":
    from pipeline.evaluate import unreferenced as evidence

    sources = [one.source for one in testset.segments]
    made = {name: [one.hypotheses[n] for one in testset.segments] for n, name in enumerate(testset.systems)}
    system = testset.systems[at]
    texts = made.pop(system)
    langs = [_lang(one, lang) for one in testset.segments]
    similarity = evidence.similarities(_encoder(embedder), sources, texts) if embedder else None
    return evidence.unreferenced(sources, texts, langs, system=system, others=made, similarity=similarity)


def _encoder(name: str) -> "Embedder":
    from pipeline import embed

    if name in embed.TABLE:
        raise ConfigError(f"--embedder {name}: it knows English alone; name a multilingual sentence-transformers model")
    return embed.load(name)


def _quotations(stories: Sequence[Path]) -> "list[Evidence]":
    from pipeline.evaluate.unreferenced import round_trips
    from pipeline.read import result

    found = round_trips([result(path) for path in stories])
    return [found] if found.n else []


def _worded(found: "Sequence[Evidence]") -> Iterator[str]:
    from pipeline.evaluate.unreferenced import THOUSAND

    yield "Evidence without references: it is not BLEU, and two engines can agree and both be wrong."
    for system in dict.fromkeys(one.system for one in found):
        some = [one for one in found if one.system == system]
        never = [one for one in some if one.unit == THOUSAND and not one.value]
        yield from ("", system or "Stories")
        for one in some:
            if one not in never:
                yield f"  {one.name:34}{one.value:8.2f}  {_between(one.low, one.high):18}  {one.unit}, n = {one.n:,}"
        if never:
            yield f"  never: {', '.join(one.name for one in never)} (at most {never[0].high:.2f} {THOUSAND})"
        yield from (f"  {one.name}: {one.words}" for one in some if one.words)


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.2f} to {high:.2f}"


def _language(testset: "Testset", given: str) -> "Lang":
    """The one language of a campaign's sources."""
    found = sorted({_lang(one, given) for one in testset.segments})
    if len(found) > 1 and given not in found:
        raise ConfigError(f"sources in {' and '.join(found)}; a campaign is of one language: choose it with --from")
    return next(one for one in found if one == given or len(found) == 1)


def _documents(testset: "Testset", of: "Lang", given: str, *, flags: bool) -> "dict[str, tuple[Line, ...]]":
    """Documents in order with their lines, those of other languages left out."""
    from pipeline.evaluate.error_spans import marks
    from pipeline.export.campaign import Line

    found: dict[str, list[Line]] = {}
    for number, one in enumerate(testset.segments, 1):
        if _lang(one, given) != of:
            continue
        first = (number - 1) // PIECE * PIECE + 1
        document = one.document or f"lines {first} to {min(first + PIECE - 1, len(testset.segments))}"
        texts = {name: text.strip() for name, text in zip(testset.systems, one.hypotheses, strict=True)}
        marked = {name: marks(one.source, of, text) for name, text in texts.items()} if flags else {}
        found.setdefault(document, []).append(Line(number, one.source, texts, marked))
    return {name: tuple(lines) for name, lines in found.items()}


def _drawn(documents: "dict[str, tuple[Line, ...]]", segments: int | None, seed: int) -> "dict[str, tuple[Line, ...]]":
    """Whole documents, as many as make `segments` lines, in their old order."""
    if segments is None:
        return documents
    names = list(documents)
    random.Random(seed).shuffle(names)
    kept: set[str] = set()
    for name in names:
        if sum(len(documents[one]) for one in kept) >= segments:
            break
        kept.add(name)
    return {name: lines for name, lines in documents.items() if name in kept}


def _summed(made: "Judged") -> Iterator[str]:
    from pipeline.evaluate.judged import WEIGHTS

    for at, system in enumerate(made.systems):
        yield from _system(system, made.systems[0].name, blank=at > 0)
    yield ""
    if made.agreement:
        tau = "one of them never varies" if made.agreement.tau is None else f"Kendall τ {made.agreement.tau:.2f}"
        yield f"Annotators who judged the same: {made.agreement.pairs:,} pairs, {tau}"
    else:
        yield "No translation was judged by two annotators, so that nothing is known of how far they agree."
    weights = ", ".join(f"{name} {weight}" for name, weight in WEIGHTS.items())
    yield f"Penalty: errors a segment, weighted ({weights}). Intervals: bootstrap over documents, 95 %."


def _system(system: "System", first: str, *, blank: bool) -> Iterator[str]:
    from pipeline.export.reading import counted

    if blank:
        yield ""
    told = f"{counted(system.judgements, 'judgement')} by {counted(system.annotators, 'annotator')}"
    yield f"{system.name}: {told}"
    if system.score:
        yield f"  score       {_figure(system.score)}"
    yield f"  penalty     {_figure(system.penalty)}"
    yield "  errors      " + ", ".join(f"{name} {rate:.2f}" for name, rate in system.errors.items()) + " a judgement"
    if system.better:
        yield f"  to {first}: {_figure(system.better)}, {system.verdict}"


def _figure(figure: "Figure") -> str:
    interval = f" ({_between(figure.low, figure.high)})" if figure.low is not None else ""
    return f"{figure.value:.2f}{interval}, n = {figure.n:,}"
