"""Engines of the toy model, and its weights."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from toy import PAIRS

from pipeline.data import Output
from pipeline.translate import checkpoint, ctranslate2_engine
from pipeline.translate.checkpoint import Engine
from pipeline.translate.ctranslate2_engine import CTranslate2, Precision
from pipeline.translate.torch_engine import Torch

BOTH = pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
CPU = Path("/proc/cpuinfo")
INT8_IS_EXACT = not CPU.exists() or "vnni" in CPU.read_text(encoding="utf-8")  # else it rounds otherwise
GERMAN, ENGLISH = [german for german, _ in PAIRS], [english for _, english in PAIRS]


def on(engine: str, path: Path, precision: Precision = "int8", longest: int = 0) -> Engine:
    """An engine without a translator around it."""
    longest = longest or checkpoint.longest(path)
    if engine == "transformers":
        return Torch(checkpoint.network(path), 2048, longest, 0)
    return CTranslate2(ctranslate2_engine.convert(path, precision), precision, 2048, longest, 0)


def texts(outputs: Sequence[Output]) -> list[str]:
    return [output.text for output in outputs]


def weights(folder: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    return dict(load_file(folder / "model.safetensors"))


def save(folder: Path, changed: dict[str, Any]) -> None:
    from safetensors.torch import save_file

    save_file(changed, folder / "model.safetensors", {"format": "pt"})
