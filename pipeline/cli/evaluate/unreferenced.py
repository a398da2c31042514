"""`synopsis evaluate unreferenced`: what can be known of translations without references."""

from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Annotated

from typer import Option

from pipeline import __version__
from pipeline.cli.evaluate import options
from pipeline.cli.options import Json
from pipeline.cli.talk import print_json, print_lines, report
from pipeline.evaluate.traps import check_allowed


def unreferenced(
    hypotheses: options.Hypotheses,
    source: options.Source = None,
    lang: options.From = "",
    embedder: Annotated[str, Option(metavar="NAME", help="A multilingual model, for similarity: e5, or another.")] = "",
    judgements: Annotated[
        list[Path] | None, Option(metavar="FILE", help="What people judged, to hold evidence against; repeatable.")
    ] = None,
    reference: Annotated[
        list[Path] | None, Option(metavar="FILE", help="References, where nobody judged; repeatable.")
    ] = None,
    story: Annotated[
        list[Path] | None, Option(metavar="DIR", help="Results with round-trip quotations; repeatable.")
    ] = None,
    unescape: options.Unescape = False,
    normalize: options.Normalize = None,
    allow: options.Allow = None,
    json_: Json = False,
) -> None:
    """Gather evidence about translations that have no reference.

    Guard flags per 1,000 sentences, numbers, names and negations kept,
    agreement of the systems with one another, similarity of source and
    translation, how likely each sentence misleads (doubt), quotations
    that came back. None of it is BLEU, and none of it says how good a
    translation is. What each foretells is measured where people judged
    some of the segments, or references are at hand: rank correlation,
    0 nothing and 1 all. 95 % intervals. --json has every doubt.

    [bold]Examples[/bold]

      synopsis evaluate unreferenced mt.en --source src.de --from de

      synopsis evaluate unreferenced aligned/my-story --story aligned/my-story

      synopsis evaluate unreferenced a.en b.en --source src.de --judgements annotations.json
    """
    with options.whole():
        from pipeline import read
        from pipeline.evaluate import doubts, inputs
        from pipeline.evaluate import unreferenced as evidence
        from pipeline.evaluate.worth import worths
        from pipeline.export.scores import unreferenced as words
        from pipeline.read.judgements import judgements as read_judgements

        options.check_lang(lang)
        check_allowed(allow or [])
        exports = [read_judgements(path) for path in judgements or []]
        encoder = evidence.multilingual(embedder) if embedder else None
        testset, warnings = inputs.side_by_side(hypotheses, source, reference or [], lang)
        report([*warnings, *chain.from_iterable(export.warnings for export in exports)])
        testset = options.readable(testset, options.changes(unescape, normalize), allow or [])
        testset = evidence.ready(testset, lang, encoder)
        indications = evidence.of_systems(testset)
        indications += worths(testset, list(chain.from_iterable(export.rows for export in exports)))
        trips = evidence.round_trips([read.result(folder) for folder in story or []])
        indications += [trips] if trips.n else []
        if json_:
            figures = [asdict(indication) for indication in indications]
            by_system = doubts.by_system(testset)
            print_json(
                {"version": __version__, "segments": len(testset.segments), "evidence": figures, "doubt": by_system}
            )
        else:
            print_lines(words.lines(indications, doubts.by_system(testset)))
