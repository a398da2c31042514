"""Writes what the translator `replay` answers from."""

import json
from collections.abc import Iterable
from pathlib import Path

from pipeline.data import Lang, Output
from pipeline.memory.remarks import joined


def record(path: Path, answers: Iterable[tuple[Lang, str, Output]]) -> None:
    """Language, source and output of each sentence; no score or decoding where there is none."""
    rows = [
        {"lang": lang, "source": source, "text": output.text}
        | ({} if output.score is None else {"score": output.score})
        | ({"decoding": decoding} if (decoding := joined(output.decoding, output.remarks)) else {})
        for lang, source, output in answers
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
