"""`synopsis train`: a better translation model from translations that are at hand."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from pipeline.cli.options import Progress, ProgressStyle, unset
from pipeline.cli.talk import errors_as_exit_codes, say, watching

if TYPE_CHECKING:
    from types import FrameType

START = "Go on from this adapter of the embedded model."
EXCLUDE = "Lines never to train on, either side; repeatable."
RANK = "Of low-rank differences; 0: all weights."


def train(
    pairs: Annotated[list[Path], Argument(metavar="PAIRS...", help="TSV (also .gz) or TMX files.")],
    out: Annotated[Path, Option("-o", "--out", metavar="DIR", help="Folder for the result.")],
    model: Annotated[str, Option(metavar="NAME", help="embedded, a directory, or a hub name.")] = "embedded",
    from_: Annotated[str | None, Option("--from", metavar="LANG", help="de or fr, for TSV of two columns.")] = None,
    start: Annotated[Path | None, Option(metavar="ADAPTER", help=START)] = None,
    exclude: Annotated[list[Path] | None, Option(metavar="FILE", help=EXCLUDE)] = None,
    steps: Annotated[int, Option(min=1, metavar="N", help="Batches to learn from.")] = 1000,
    rank: Annotated[int | None, Option(min=0, metavar="N", help=RANK, show_default="embedded 32")] = None,
    rate: Annotated[float | None, unset("Learning rate.", "0.0004, all weights 0.00003", "X")] = None,
    batch_tokens: Annotated[int, Option(min=1, metavar="N", help="Tokens of a batch, both sides.")] = 2048,
    progress: Progress = ProgressStyle.auto,
) -> None:
    """Fine-tune a translation model on sentence pairs.

    A line of TSV is lang (de or fr), source, English; with --from it is
    source, English. One pair in a hundred is held out and measured on. A
    killed or interrupted training goes on when it is started again. Exit
    codes: 0 trained, 2 could not be done, 130 interrupted.

    [bold]Examples[/bold]

      synopsis train archive.tmx -o my-model --model Helsinki-NLP/opus-mt-de-en

      synopsis train news.tsv.gz -o adapter --exclude newstest.src --exclude newstest.ref

      synopsis run raw --translator marian --translator-option model=my-model
    """
    with errors_as_exit_codes():
        from pipeline import train as training
        from pipeline.train.material import material

        recipe = training.Recipe(model, start, steps, rank, rate, batch_tokens)
        with watching(progress) as watch, stopping() as stop:
            pool = material(pairs, from_, exclude or [], recipe, watch.note)
            typer.echo(training.train(recipe, pool, out, watch, time.monotonic, stop))


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed, so that a step can end first; pressed again it ends the command at once."""
    presses: list[int] = []

    def stop_later(number: int, _: "FrameType | None") -> None:
        presses.append(number)
        signal.signal(signal.SIGINT, usual)  # the second press is Python's own KeyboardInterrupt
        say("stopping after this step; Ctrl-C once more stops at once")

    # a step is seconds of work: it ends, and its checkpoint is whole
    usual = signal.signal(signal.SIGINT, stop_later)
    try:
        yield lambda: bool(presses)
    finally:
        signal.signal(signal.SIGINT, usual)
