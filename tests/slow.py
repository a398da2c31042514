"""A translator that can be killed in the middle: it hangs there, and it writes down every sentence it was asked for."""

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from pipeline.data import Lang, Output


class Slow:
    """Turns text to upper case; its log is the file that SLOW_LOG names, and with `stops` lines in it, it hangs."""

    def __init__(self, stops: int = 0) -> None:
        self._left = stops

    def signature(self, source: Lang) -> str:
        return f"mt:slow|{source}"

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        assert source in ("de", "fr")
        with Path(os.environ["SLOW_LOG"]).open("a", encoding="utf-8") as log:
            for sentence in sentences:
                log.write(f"{sentence}\n")
                self._left -= 1
                if self._left == 0:
                    log.flush()
                    Event().wait()
        return [Output(sentence.upper()) for sentence in sentences]


class Wrong(Slow):
    """Gives what no translator may give: bare text."""

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        return [one.text for one in super().translate(sentences, source)]  # type: ignore[misc]


class Counted(Slow):
    """Writes down each time one is made."""

    def __init__(self) -> None:
        super().__init__()
        with Path(os.environ["SLOW_LOG"]).open("a", encoding="utf-8") as log:
            log.write("made\n")
