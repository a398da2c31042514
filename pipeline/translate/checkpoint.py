"""A sequence-to-sequence checkpoint of transformers on disk: refused or read whole, with its tokenizer and settings."""

import json
import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from pipeline import machine
from pipeline.errors import BackendError
from pipeline.translate import models

# These translate only when told their languages, each family in a way of its own.
_MULTILINGUAL = ("m2m_100", "mbart", "nllb-moe", "seamless_m4t", "seamless_m4t_v2", "t5", "mt5", "umt5")


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search: beam 1 is greedy; a hypothesis is worth its log-probability by length ** `length_penalty`."""

    beam: int = 1
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat: int = 0  # no sequence of so many tokens twice; 0: any
    several: int = 1  # how many of the hypotheses are wanted

    @property
    def name(self) -> str:
        """What a signature calls it."""
        beam = f"beam{self.beam}" if self.beam > 1 else "greedy"
        return beam + f",norepeat{self.no_repeat}" * bool(self.no_repeat)

    def harder(self) -> "Decoding":
        """The one to try when this one loops, copies or loses something: all that it finds."""
        beam = max(4, 2 * self.beam)
        return replace(self, beam=beam, no_repeat=3, several=beam)


def decoding(path: Path, beam: int) -> Decoding:
    """The model's own, but for a `beam` from 1; older models keep theirs in config.json."""
    settings = path / "generation_config.json"
    with _backend_errors(path):
        generation = json.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
    config = models.read_config(path)

    def read(name: str, default: float) -> float:
        values = [value for value in (generation.get(name), config.get(name)) if value is not None]
        return float(str(values[0])) if values else default

    return Decoding(
        beam or int(read("num_beams", 1)),
        read("length_penalty", 1.0),
        read("repetition_penalty", 1.0),
        int(read("no_repeat_ngram_size", 0)),
    )


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What an engine made of one row of tokens, its end included if it came to one; mean log-probability a token."""

    tokens: list[int]
    finished: bool
    score: float | None = None


class Engine(Protocol):
    """A network in memory that searches for translations."""

    def run(self, rows: Sequence[list[int]], decoding: Decoding) -> Iterator[tuple[int, list[Hypothesis]]]:
        """(index of the row, what was made of it, `decoding.several`, the best first), in any order, as soon as it is
        there."""
        ...

    def continued(self, row: list[int], beginnings: Sequence[list[int]], decoding: Decoding) -> list[Hypothesis]:
        """One for each beginning, which it holds; scored over all of it."""
        ...


@dataclass(frozen=True, slots=True)
class Tokens:
    """Text to token numbers and back, exactly as the model's own tokenizer does it."""

    tokenizer: Any
    prefix: str  # tells a model with several target languages to give English

    def read(self, text: str) -> list[int]:
        """What the model reads, its end token included; a long text is no cause for a warning, it will be cut."""
        ids: list[int] = self.tokenizer(self.prefix + text, verbose=False).input_ids
        return ids

    def begin(self, english: str) -> list[int]:
        """What a translation that begins so begins with."""
        ids: list[int] = self.tokenizer(text_target=english, verbose=False).input_ids
        return ids[:-1] if ids[-1:] == [self.tokenizer.eos_token_id] else ids

    def text(self, ids: list[int]) -> str:
        """The text of what a model made."""
        return str(self.tokenizer.decode(ids, skip_special_tokens=True)).strip()


def kind(path: Path) -> str:
    """Its `model_type`. Raises BackendError: of a kind that cannot be used here."""
    model_type = str(models.read_config(path).get("model_type"))
    if model_type in _MULTILINGUAL:
        raise BackendError(
            f"{path}: a {model_type} model must be told its languages, which is not supported; use opus-mt"
        )
    return model_type


def tokens(path: Path) -> Tokens:
    """The tokenizer.

    Raises BackendError: it is missing or damaged, the checkpoint is not for use here, or does not give English.
    """
    kind(path)
    models.weights(path)
    from transformers import AutoTokenizer

    with _backend_errors(path), machine.without_bars():
        tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True, trust_remote_code=False)
    return Tokens(tokenizer, _prefix(path, tokenizer))


def network(path: Path) -> Any:
    """The network in float32, all of its weights read from the checkpoint; padding is a word that it never says.

    Raises BackendError: damaged, incomplete, or of a kind that cannot be used here.
    """
    kind(path)
    files = models.weights(path)
    import torch
    from transformers import AutoModelForSeq2SeqLM

    with _backend_errors(path), machine.without_bars():
        read, report = AutoModelForSeq2SeqLM.from_pretrained(
            path,
            local_files_only=True,
            trust_remote_code=False,
            weights_only=True,
            use_safetensors=files[0].suffix == ".safetensors",
            dtype=torch.float32,
            output_loading_info=True,
        )
    if report["missing_keys"] or report["mismatched_keys"]:
        absent = ", ".join(sorted(map(str, [*report["missing_keys"], *report["mismatched_keys"]]))[:3])
        raise BackendError(f"{path}: {files[0].name} lacks weights ({absent}, …); copy the directory again")
    if hasattr(read, "final_logits_bias"):
        read.final_logits_bias[:, read.config.pad_token_id] = float("-inf")
    return read.eval()


def longest(path: Path) -> int:
    """The most tokens that it can make, and twice what it is given at once."""
    return int(str(models.read_config(path).get("max_position_embeddings") or 512)) - 1


@contextmanager
def _backend_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, pickle.UnpicklingError) as error:
        raise BackendError(f"{path}: {error}; expected a whole sequence-to-sequence model of transformers") from error


def _prefix(path: Path, tokenizer: Any) -> str:
    codes = [code.strip("<>") for code in getattr(tokenizer, "supported_language_codes", [])]
    if codes and "eng" not in codes and "en" not in codes:
        raise BackendError(f"{path}: gives {', '.join(sorted(codes)[:8])}, not English; expected a model into English")
    return f">>{'eng' if 'eng' in codes else 'en'}<< " if codes else ""
