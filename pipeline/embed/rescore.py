"""Pairs of sentences read together: a cross-encoder or an entailment model has a second look at likely pairs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from pipeline import embed, machine
from pipeline.errors import BackendError, ConfigError

BATCH = 32


class Rescorer(Protocol):
    """Says of two English sentences how likely they say the same."""

    @property
    def signature(self) -> str:
        """What could change a score."""
        ...

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """A number from 0 to 1 for each pair, whichever way round it is given."""
        ...


class PairModel:
    """A sequence classifier of Hugging Face in a directory, read when the first pair comes.

    With a label "entailment" (natural language inference) a pair scores the greater of both ways, since a sentence that
    says more than another entails it; with one output, the mean of both ways of its logistic.
    Raises BackendError: the directory is no such model, or its labels are neither.
    """

    def __init__(self, directory: Path, name: str = "") -> None:
        self._directory = directory
        self._loaded: tuple[Any, Any, int | None] | None = None
        self.signature = f"rescore:{name or directory.name}|rev:{embed.digest(directory)}"

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """0 to 1 for each pair."""
        self._loaded = tokenizer, model, entailment = self._loaded or _read(self._directory)
        both_ways = [*pairs, *((b, a) for a, b in pairs)]
        # Batches of like length are padded least.
        by_length = sorted(range(len(both_ways)), key=lambda n: sum(map(len, both_ways[n])))
        scores = [0.0] * len(both_ways)
        for at in range(0, len(by_length), BATCH):
            batch = by_length[at : at + BATCH]
            batch_scores = _pair_scores(tokenizer, model, entailment, [both_ways[n] for n in batch])
            for n, score in zip(batch, batch_scores, strict=True):
                scores[n] = score
        ways = zip(scores[: len(pairs)], scores[len(pairs) :], strict=True)
        return [(a + b) / 2 if entailment is None else max(a, b) for a, b in ways]


def _read(directory: Path) -> tuple[Any, Any, int | None]:
    """Tokenizer, model, and the number of its label "entailment", None where it has one output."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    try:
        with machine.without_bars():
            tokenizer = AutoTokenizer.from_pretrained(directory, local_files_only=True)
            model = AutoModelForSequenceClassification.from_pretrained(directory, local_files_only=True).eval()
    except (OSError, ValueError) as error:
        raise BackendError(f"{directory}: not a sequence classifier that can be read: {error}") from error
    labels = {str(label).lower(): int(number) for number, label in model.config.id2label.items()}
    if len(labels) > 1 and "entailment" not in labels:
        raise BackendError(
            f"{directory}: its labels are {', '.join(sorted(labels))}; expected one output, or one called 'entailment'"
        )
    return tokenizer, model, labels.get("entailment") if len(labels) > 1 else None


def _pair_scores(tokenizer: Any, model: Any, entailment: int | None, pairs: Sequence[tuple[str, str]]) -> list[float]:
    import torch

    left, right = ([pair[side] for pair in pairs] for side in (0, 1))
    with torch.inference_mode():
        rows = model(**tokenizer(left, right, padding=True, truncation=True, return_tensors="pt")).logits.float()
        scores: torch.Tensor = rows[:, 0].sigmoid() if entailment is None else rows.softmax(dim=1)[:, entailment]
    return [float(score) for score in scores]


def load(name: str) -> Rescorer | None:
    """The model of that name: a directory, or a hub name in the local cache; None for "".

    Raises ConfigError: nothing goes by that name here.
    """
    if not name:
        return None
    if (Path(name) / "config.json").is_file():
        return PairModel(Path(name))
    snapshot = machine.downloaded(name) if name.count("/") == 1 else None
    if snapshot is None:
        raise ConfigError(
            f"rescorer {name!r} is not here; expected the directory of a cross-encoder or entailment model, "
            "or a hub name already in the local cache"
        )
    return PairModel(snapshot, name)
