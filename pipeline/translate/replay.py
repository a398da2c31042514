"""Answers from a recorded file: translation for tests that must not hang on one processor's rounding."""

import json
from collections.abc import Sequence
from pathlib import Path

from pipeline.data import Lang, Output
from pipeline.errors import BackendError, ConfigError
from pipeline.language import codes
from pipeline.memory.remarks import divided
from pipeline.translate import models


class Replay:
    """A translator that knows only what was recorded: JSON lines of lang, source, text and perhaps score."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._answers = _read(self._path)

    def signature(self, source: Lang) -> str:  # noqa: ARG002 - one file for all languages
        """Names the file's content."""
        return f"mt:replay|rev:{models.digest([self._path])}"

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        """The recorded outputs, in the order of the sentences. Raises BackendError: a sentence was not recorded."""
        # A sentence without an answer ends the run: a test that went on would say that all is well.
        for sentence in sentences:
            if (source, sentence) not in self._answers:
                raise BackendError(f"{self._path}: no answer for the {source} sentence {sentence!r}; record it")
        return [self._answers[source, sentence] for sentence in sentences]


def _read(path: Path) -> dict[tuple[str, str], Output]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}; expected a recorded file of JSON lines") from error
    return dict(_parse(line, f"{path}:{number}") for number, line in enumerate(lines, start=1) if line.strip())


def _parse(line: str, where: str) -> tuple[tuple[str, str], Output]:
    try:
        row = json.loads(line)
        key, text, score = (row["lang"], row["source"]), row["text"], row.get("score")
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{where}: {error!r}; expected an object with lang, source, text and perhaps score"
        ) from error
    if key[0] not in codes() or not isinstance(key[1], str) or not isinstance(text, str):
        raise ConfigError(f"{where}: expected lang in {', '.join(codes())}, source and text as strings")
    return key, Output(text, score, *divided(row.get("decoding", "")))
