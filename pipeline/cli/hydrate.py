"""`synopsis hydrate`: a page from a stand-off bundle and one's own copies of the articles."""

from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import ConfigFile, MemoryFile
from pipeline.cli.talk import DONE, PARTIAL, report, settings_of, talk, told
from pipeline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from pipeline.data import Failure, Lang, Result, Warned
    from pipeline.story.standoff import Copy, Recall


def hydrate(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A stand-off bundle, or a folder of them.")],
    raw: Annotated[Path, typer.Argument(metavar="RAW", help="Your copies of the articles, as `run` reads them.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder for the page and result.json.")],
    memory: MemoryFile = None,
    config: ConfigFile = None,
) -> None:
    """Make the page again from a stand-off bundle and your own copies.

    Articles are recognised by what they say, not by their names. English
    comes from your memory, where it has the very translations: `synopsis
    run RAW` first, with the same translator. Exit codes: 0 all done,
    2 could not be done, 3 done but for the articles that are missing and
    the sentences that changed, which it names.

    [bold]Examples[/bold]

      synopsis export aligned --format standoff -o bundle

      synopsis hydrate bundle my-copies -o read
    """
    with told():
        settings = settings_of({"memory": memory}, config)
        from pipeline import read
        from pipeline.story import standoff

        bundles = read.standoffs(bundle)
        copies, failures = _copies(raw, settings.date)
        warnings: list[Warned] = []
        made = 0
        with _recalling(settings.memory) as recall:
            for one in bundles:
                result = standoff.hydrated(one, copies, recall)
                warnings += result.warnings
                failures += result.failures
                made += _written(result, out)
        report(warnings, failures)
        if not made:
            raise InputError(f"{raw}: no article of {bundle} in it; name the folder with your copies")
        raise typer.Exit(PARTIAL if warnings or failures else DONE)


def _copies(raw: Path, today: "date") -> "tuple[list[Copy], list[Failure]]":
    from pipeline import read
    from pipeline.story import standoff

    copies: list[Copy] = []
    failures: list[Failure] = []
    for files in read.find(raw):
        reading = read.story(files, today=today)
        copies += [standoff.copy_with_digests(article) for article in reading.story.articles]
        failures += reading.failures
    return copies, failures


@contextmanager
def _recalling(path: Path) -> "Iterator[Recall]":
    """What finds translations in the memory, or none where there is no memory."""
    if not path.exists():
        yield lambda _lang, _texts, _signature: {}
        return
    from pipeline.memory import HUMAN, Memory

    def recall(lang: "Lang", texts: "Iterable[str]", signature: str) -> "Mapping[str, str]":
        if signature == HUMAN:
            return store.human(lang, texts)
        return {text: output.text for text, output in store.translations(lang, texts, signature).items()}

    with closing(Memory(path)) as store:
        yield recall


def _written(result: "Result", out: Path) -> bool:
    """Whether there was an article to make a page of."""
    if not result.story.articles:
        return False
    from pipeline.export import html, jsonl
    from pipeline.export.lines import folder
    from pipeline.export.reading import counted
    from pipeline.export.whole import write
    from pipeline.story.standoff import untranslated

    place = out / folder(result.story.id)
    for name, content in (*html.html(result), *jsonl.result(result)):
        write(place / name, content)
    lacking = untranslated(result.sentences, result.translations)
    told = f", {counted(lacking, 'translation')} not in the memory" if lacking else ""
    articles = counted(len(result.story.articles), "article")
    talk().print(f"{result.story.id}: {articles}{told} → {place}/", markup=False, highlight=False, soft_wrap=True)
    return True
