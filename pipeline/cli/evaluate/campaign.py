"""`synopsis evaluate campaign`: a human evaluation, prepared."""

from pathlib import Path
from typing import Annotated

from typer import Option

from pipeline.cli.evaluate import options
from pipeline.cli.options import choice
from pipeline.cli.talk import report, say
from pipeline.errors import ConfigError
from pipeline.evaluate.protocols import PROTOCOLS
from pipeline.evaluate.traps import check_allowed
from pipeline.export.formats import TOOLS

TOOL, PROTOCOL = next(iter(TOOLS)), next(iter(PROTOCOLS))  # the first of each table, unless another is named


def campaign(
    hypotheses: options.Hypotheses,
    for_: Annotated[str, Option("--for", help="The tool that people judge with.", **choice(TOOLS))] = TOOL,
    source: options.Source = None,
    lang: options.From = "",
    protocol: Annotated[
        str, Option(help="Error spans and a score, or with categories.", **choice(PROTOCOLS))
    ] = PROTOCOL,
    annotators: Annotated[int, Option(min=1, metavar="N", help="Who share the work.")] = 1,
    segments: Annotated[
        int | None, Option(min=1, metavar="N", help="Whole documents, drawn until they have as many.")
    ] = None,
    seed: Annotated[int, Option(min=0, metavar="N", help="For drawing.")] = 12345,
    flags: Annotated[bool, Option(help="Mark what the guards flag, for people to review.")] = True,
    unescape: options.Unescape = False,
    normalize: options.Normalize = None,
    allow: options.Allow = None,
    name: Annotated[str, Option(metavar="NAME", help="Of the campaign and its files.")] = "campaign",
    out: Annotated[Path, Option("-o", "--out", metavar="DIR", help="Folder for its files.")] = Path(),
) -> None:
    """Prepare a human evaluation: documents in order, one system at a time.

    Without documents in the files, ten lines are judged together.

    [bold]Examples[/bold]

      synopsis evaluate campaign a.en b.en --source src.de --from de --annotators 3

      synopsis evaluate campaign aligned/my-story --for appraise --protocol MQM --no-flags
    """
    with options.whole():
        from pipeline.evaluate import campaign as campaigns
        from pipeline.evaluate import inputs
        from pipeline.export.atomic import write
        from pipeline.export.scores.judgements import campaign_line

        # before files are read, which may take long
        campaigns.check_name(name)
        options.check_lang(lang)
        options.check_folder(out)
        check_allowed(allow or [])
        testset, warnings = inputs.side_by_side(hypotheses, source, lang=lang)
        report(warnings)
        prepared = campaigns.prepared(
            options.readable(testset, options.changes(unescape, normalize), allow or []),
            name=name,
            protocol=protocol,
            lang=lang,
            annotators=annotators,
            segments=segments,
            seed=seed,
            flags=flags,
        )
        files = list(TOOLS[for_].write(prepared))
        for file, _ in files:
            # people may be judging by it: other documents under the same names would spoil their answers
            if (out / file).exists():
                raise ConfigError(f"{out / file}: is there already; give the campaign another --name, or another -o")
        for file, content in files:
            write(out / file, content)
            say(str(out / file))
        say(campaign_line(prepared))
