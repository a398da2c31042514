"""What a person sees while a run goes on: a bar on a terminal, plain lines elsewhere, or nothing. All on stderr."""

import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Literal

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

Style = Literal["auto", "bar", "plain", "none"]
PLAIN_SECONDS = 15.0  # between two plain lines of one stage


class Watch(AbstractContextManager["Watch"]):
    """Tells a person on `console` how the work goes; used in a `with`, so that the bar leaves a clean terminal."""

    def __init__(self, console: Console, style: Style) -> None:
        self._console = console
        self._style = ("bar" if console.is_terminal else "plain") if style == "auto" else style
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None
        self._stage, self._total, self._done = "", 0, 0
        self._start = self._told = time.monotonic()

    def __enter__(self) -> "Watch":
        if self._style == "bar":
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._style == "bar":
            self._bar.stop()

    def note(self, line: str) -> None:
        """One line, as it is."""
        if self._style != "none":
            self._console.print(line, markup=False, emoji=False, highlight=False, soft_wrap=True)

    def begin(self, stage: str, total: int) -> None:
        """A stage of `total` steps starts."""
        self._stage, self._total, self._done = stage, total, 0
        self._start = self._told = time.monotonic()
        if self._style == "bar":
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(stage, total=total, rate="")
        elif self._style == "plain":
            self.note(f"{stage}: {total}")

    def step(self, count: int) -> None:
        """`count` more steps are done."""
        self._done += count
        moment = time.monotonic()
        # The first step may come within a tick of the clock.
        rate = self._done / max(moment - self._start, 1e-6)
        if self._style == "bar" and self._task is not None:
            self._bar.update(self._task, completed=self._done, rate=f"{rate:.1f}/s")
        elif self._style == "plain" and self._done < self._total and moment - self._told >= PLAIN_SECONDS:
            self._told = moment
            left = (self._total - self._done) / rate
            self.note(f"{self._stage}: {self._done} of {self._total}, {rate:.1f} a second, {left:.0f} s left")
