"""A translator that can be killed in the middle: slow, and it writes down every sentence it was asked for."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.data import Lang, Output


class Slow:
    """Turns text to upper case, `seconds` a sentence; its log is the file that SLOW_LOG names."""

    def __init__(self, seconds: float = 0.0) -> None:
        self._seconds = seconds

    def signature(self, source: Lang) -> str:
        return f"mt:slow|{source}"

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        assert source in ("de", "fr")
        with Path(os.environ["SLOW_LOG"]).open("a", encoding="utf-8") as log:
            for sentence in sentences:
                time.sleep(self._seconds)
                log.write(f"{sentence}\n")
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
