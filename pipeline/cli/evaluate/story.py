"""`synopsis evaluate story`: a story's translations against a person's, by outlet and language, as a page."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from pipeline.cli.evaluate import options
from pipeline.cli.evaluate.translation import translation
from pipeline.cli.options import ConfigFile, Json, MemoryFile
from pipeline.cli.talk import settings_of
from pipeline.evaluate.traps import check_allowed


def story(
    story: Annotated[Path, Argument(metavar="STORY", help="A story's folder of results, or its name.")],
    reference: Annotated[list[Path], Option(metavar="FILE", help="Sentence ids and a person's English; repeatable.")],
    out: Annotated[
        Path | None, Option("-o", "--out", metavar="DIR", help="For the page.", show_default="STORY-scores, here")
    ] = None,
    name: Annotated[str, Option(metavar="NAME", help="The page's title.", show_default="the story's name")] = "",
    open_: Annotated[bool, Option("--open", help="Open the page in the browser.")] = False,
    allow: options.Allow = None,
    history: options.HistoryFile = None,
    memory: MemoryFile = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """Score a story's translations by outlet and language, and write a page.

    [bold]Examples[/bold]

      synopsis evaluate story my-story --reference refs.tsv

      synopsis evaluate story results/my-story --reference refs.tsv -o scores
    """
    with options.whole():
        from pipeline import read

        check_allowed(allow or [])
        options.check_folder(out or Path())
        folder = read.story_folder(story, settings_of({"memory": memory}, config).out)
        read.result(folder)  # what is no story is named as such, and not as a file of segments
    translation(
        [str(folder)],
        reference=reference,
        by=["outlet", "language"],
        # an article has fewer than the thirty sentences that a ranking needs, and is to be seen all the same
        fewest=2,
        out=out or Path(f"{folder.resolve().name}-scores"),
        name=name or folder.resolve().name,
        open_=open_,
        allow=allow,
        history=history,
        memory=memory,
        config=config,
        json_=json_,
    )
