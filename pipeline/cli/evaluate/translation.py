"""`synopsis evaluate translation`: how good translations are, by scores that the field accepts."""

import os
import tempfile
import webbrowser
from dataclasses import asdict
from pathlib import Path
from textwrap import fill
from typing import Annotated, get_args

import typer
from typer import Argument, Option

from pipeline import __version__
from pipeline.cli.evaluate import options
from pipeline.cli.options import ConfigFile, Json, MemoryFile, choice
from pipeline.cli.talk import print_json, print_lines, report, say, settings_of
from pipeline.errors import ConfigError, OutputError
from pipeline.evaluate.metrics import ALWAYS, ASKED
from pipeline.evaluate.scored import FEWEST, Pairs
from pipeline.evaluate.traps import TRAPS
from pipeline.export.scores.translation import FORMATS

SHORT = 4  # the exit code where a score falls short
FEWEST_RESAMPLES = 100
JSON = "json"  # which all commands print alike
HELP = f"""Score translations against references: {", ".join(ALWAYS)}, by sacrebleu.

Every figure comes with its signature and a 95 % interval; further
systems are compared with the first. Files: a segment a line, TSV with
a heading (id, source, hypothesis, reference, document, outlet, …) or
id and text, JSONL with such keys, TMX, XLIFF, or a story's results.

{fill(f"What would make a score mean something else is refused first: {', '.join(TRAPS)}.", 72)}

[bold]Examples[/bold]

  synopsis evaluate translation mt.en --reference ref.en --source src.de

  synopsis evaluate translation old.en new.en --testset wmt21 --langpair de-en

  synopsis evaluate translation aligned/my-story --reference refs.tsv -o scores

  synopsis evaluate translation mt.en --reference ref.en --fail-under chrf=55
"""


def translation(
    hypotheses: Annotated[
        list[str],
        Argument(metavar="[NAME=]FILE…", help="Translations, or a story's results; the first is the baseline."),
    ],
    reference: Annotated[list[Path] | None, Option(metavar="FILE", help="Reference translations; repeatable.")] = None,
    source: Annotated[Path | None, Option(metavar="FILE", help="What was translated.")] = None,
    testset: Annotated[
        str, Option(metavar="NAME", help="A test set of sacrebleu's, with --langpair; else a name for this one.")
    ] = "",
    langpair: Annotated[str, Option(metavar="PAIR", help="As in de-en.")] = "",
    testsets: Annotated[
        Path | None, Option(metavar="DIR", help="Folder of test sets: NAME.PAIR.src, NAME.PAIR.ref.")
    ] = None,
    from_: Annotated[str, Option("--from", metavar="LANG", help="Language of the sources.")] = "",
    to: Annotated[str, Option(metavar="LANG", help="Language of the translations.", show_default="en")] = "",
    metric: Annotated[
        list[str] | None,
        Option(help="Further ones; learned ones after evaluate metrics add. Repeatable.", **options.metric_choice()),
    ] = None,
    metric_option: Annotated[
        list[str] | None,
        Option("--metric-option", metavar="KEY=VALUE", help="For a learned one, as model=FOLDER; repeatable."),
    ] = None,
    external: Annotated[
        list[str] | None, Option(metavar="[NAME=]COMMAND", help="Another scorer, with {src} {mt} {ref} {out}.")
    ] = None,
    by: Annotated[
        list[str] | None,
        Option(metavar="FIELD", help="Slices; repeatable.", show_default="document, outlet, language, length"),
    ] = None,
    fewest: Annotated[int, Option(min=2, metavar="N", help="Segments that a slice has at least.")] = FEWEST,
    differs: Annotated[
        int, Option(min=0, metavar="N", help="Show what systems get right and others not, and N segments.")
    ] = 0,
    out: Annotated[Path | None, Option("-o", "--out", metavar="DIR", help="Write segments and a page there.")] = None,
    open_: Annotated[bool, Option("--open", help="Open the page in the browser.")] = False,
    allow: options.Allow = None,
    unescape: options.Unescape = False,
    normalize: options.Normalize = None,
    trained_on: Annotated[
        list[Path] | None, Option(metavar="FILE", help="Training pairs, TSV or TMX; repeatable.")
    ] = None,
    fail_under: Annotated[list[str] | None, Option(metavar="METRIC=N", help="Exit 4 below it; repeatable.")] = None,
    floors: Annotated[Path | None, Option(metavar="FILE.toml", help="Such limits in a file.")] = None,
    pairs: Annotated[
        str, Option(help="Which systems are compared: all with the first, or all with all.", **choice(get_args(Pairs)))
    ] = "first",
    format_: Annotated[str, Option("--format", help="How the table is printed.", **choice((*FORMATS, JSON)))] = "text",
    resamples: Annotated[int, Option(min=0, metavar="N", help="For intervals and tests; 0: none.")] = 1000,
    trials: Annotated[int, Option(min=100, metavar="N", help="Of the randomisation test.")] = 10000,
    seed: Annotated[int, Option(min=0, metavar="N", help="Another one, other samples.")] = 12345,
    workers: Annotated[
        int | None, Option(min=1, metavar="N", help="Processes.", show_default="one a processor")
    ] = None,
    name: Annotated[str, Option(metavar="NAME", help="What this evaluation is called, on the page and later.")] = "",
    note: Annotated[str, Option(metavar="TEXT", help="What to remember of it.")] = "",
    no_history: Annotated[bool, Option("--no-history", help="A trial run: keep nothing of it.")] = False,
    history: options.HistoryFile = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Score translations against references; see HELP, which is made from the tables of metrics and traps."""
    with options.whole():
        from pipeline.evaluate import external as programs
        from pipeline.evaluate import gates, inputs, learned, past, traps
        from pipeline.evaluate import translation as scoring
        from pipeline.evaluate.paired import Sampling
        from pipeline.export import scored
        from pipeline.export.scores import differing
        from pipeline.memory.history import NAME as HISTORY
        from pipeline.read.floors import floors as read_floors
        from pipeline.read.language import detector

        if 0 < resamples < FEWEST_RESAMPLES:
            fix = f"give {FEWEST_RESAMPLES} or more, or 0 for no intervals"
            raise ConfigError(f"--resamples {resamples} says too little; {fix}")
        if differs and format_ != "text":
            raise ConfigError(f"--differs is printed as text and not as {format_}; the page of -o has it too")
        options.check_folder(out or Path())
        # options first, files then: a wrong option must not hide behind a missing file
        traps.check_allowed(allow or [])
        limits = [gates.limit(text, outside=bool(external)) for text in fail_under or []]
        chosen = learned.options(metric_option or [], metric or [])
        # before anything is read or scored: what a program lacks is known at once
        commands = [learned.command(options.metrics_folder(), alias, settings) for alias, settings in chosen.items()]
        commands += [programs.command(text) for text in external or []]
        settings = settings_of({"memory": memory}, config)
        sides = inputs.Inputs(hypotheses, reference or [], source, testset, langpair, testsets, from_, to)
        material, context, warnings = inputs.referenced(sides)
        least = read_floors(floors, material.name) if floors else {}
        limits += [(gates.metric(metric_name, outside=bool(external)), floor) for metric_name, floor in least.items()]
        prepared = options.changes(unescape, normalize)
        material = options.changed(material, prepared)
        report(warnings)
        context = inputs.with_learnt(context, material, trained_on or [], settings.memory)
        # found before anything is scored, and named even where allowed
        stepped_in = traps.found(material, context, detector())
        options.check_traps(stepped_in, allow or [])
        sampling = Sampling(resamples, trials, seed)
        also = [ASKED[alias].name for alias in metric or []]
        with options.telling() as watch:
            watch.begin(f"counting for {', '.join([*ALWAYS, *also])}", 0)
            table = dict(scoring.counted(material, also, workers or os.cpu_count() or 1))  # other programs' beside it
            signatures = {}
            for command in commands:
                watch.begin(command.label, 0)
                measured, counts = programs.counted(command, material, table)
                table[measured], signatures[measured] = counts, command.signature
            scores = scoring.report(
                material,
                sampling,
                table,
                outside=signatures,
                title=name,
                fields=by or scoring.FIELDS,
                fewest=fewest,
                detail=bool(out or open_ or commands or differs),
                kind=traps.kind(stepped_in),
                date=settings.date.isoformat(),
                allowed=tuple(trap.name for trap in stepped_in),
                warnings=(*(warning.reason for warning in warnings), *(trap.words for trap in stepped_in)),
                prepared=tuple(prepared),
                pairs="all" if pairs == "all" else "first",
                steps=watch,
            )
        pages = scored.write(out or Path(tempfile.mkdtemp(prefix="synopsis-")), scores) if out or open_ else []
        for page in pages:
            say(str(page))
        below = gates.short(scores, limits)
        if json_ or format_ == JSON:
            print_json({"version": __version__, **asdict(scores), "fell_short": below})
        else:
            print_lines(FORMATS[format_](scores))
        if differs and not json_:
            print_lines(differing.lines(scores, differs))
        if pages and open_:
            webbrowser.open(pages[-1].resolve().as_uri())
        # after the figures are printed: a locked history must not keep them back
        place = history or settings.memory.parent / HISTORY
        try:
            if not no_history and not past.remember(place, scores, table, name=name, note=note):
                say(f"not kept in the history: {scores.n} segments are fewer than {FEWEST}")
        except OutputError as error:
            say(f"not kept in the history: {error}")
        for line in below:
            say(f"fell short: {line}")
    if below:
        raise typer.Exit(SHORT)
