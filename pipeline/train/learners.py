"""The models that can learn, each with how it reads a pair, what it thinks before each token, how it is kept."""

import shutil
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

from pipeline import machine
from pipeline.errors import BackendError
from pipeline.train import low_rank
from pipeline.translate import checkpoint, embedded, gemma, models

if TYPE_CHECKING:
    from torch import Tensor

    from pipeline.train.lessons import LessonPair

IGNORED = -100  # the label of what is not to be learnt
ROWS = 32_768  # vocabulary rows at least
COPIED = 8_000  # source tokens, the commonest, that the model may have to copy
GEMMA = ("NOTICE", "GEMMA_TERMS.txt")


@dataclass(frozen=True, slots=True)
class Example:
    """A pair in tokens: what is read, what is to be said, the end included."""

    source: "array[int]"
    english: "array[int]"

    def __len__(self) -> int:
        return len(self.source) + len(self.english)


@dataclass(frozen=True, slots=True)
class Head:
    """The output layer over some rows of the vocabulary; `place` is the row of each token, -1 for none."""

    weight: "Tensor"  # (rows, dim)
    bias: "Tensor | None"  # (rows,)
    place: "Tensor"  # (vocabulary,)

    def loss(self, states: "Tensor", targets: "Tensor", smoothing: float) -> "Tensor":
        """Summed cross-entropy of `states` (n, dim) for the tokens `targets` (n,), softmax over the rows alone."""
        from torch.nn.functional import cross_entropy, linear

        scores = linear(states, self.weight, self.bias).float()
        return cross_entropy(scores, self.place[targets], reduction="sum", label_smoothing=smoothing)


class Learner(Protocol):
    """A model that can learn; `limit` is the most tokens of either side."""

    network: Any
    limit: int

    def encode(self, pairs: Sequence["LessonPair"]) -> list[Example]:
        """Their tokens, in their order."""

    def head(self, examples: Iterable[Example]) -> Head:
        """The output layer, for all these examples."""

    def states(self, batch: Sequence[Example]) -> tuple["Tensor", "Tensor"]:
        """(n, dim), what the model thinks before each English token of the batch, and (n,), those tokens."""

    def write(self, folder: Path) -> None:
        """Writes what was learnt, ready for use, into an empty folder; the learner is used up."""


class Prompted:
    """The embedded model: its base frozen, an adapter learning beside it."""

    def __init__(self, rank: int, start: Path | None, scratch: Path) -> None:
        with TemporaryDirectory(dir=scratch, prefix="base-") as folder:
            self.network, self._tokenizer = gemma.base(Path(folder))
        self.limit = embedded.LIMIT
        low_rank.add(self.network, rank)
        if start:
            low_rank.load(self.network, start)
        # What is frozen takes half the memory so; what learns stays in float32, or small steps would round away.
        for weight in self.network.parameters():
            if not weight.requires_grad:
                weight.data = weight.data.to(precision())

    def encode(self, pairs: Sequence["LessonPair"]) -> list[Example]:
        """The prompt without an example, and the answer with the end token."""
        prompts = self._tokenizer([embedded.prompt(pair.lang, pair.source) for pair in pairs]).input_ids
        answers = self._tokenizer([f" {pair.english}" for pair in pairs], add_special_tokens=False).input_ids
        end = self._tokenizer.convert_tokens_to_ids(embedded.END)
        return [Example(array("i", p), array("i", [*a, end])) for p, a in zip(prompts, answers, strict=True)]

    def head(self, examples: Iterable[Example]) -> Head:
        """The rows of all English tokens and of the commonest source tokens; the whole vocabulary costs several times
        as much. Filled up with the lowest rows, the commonest pieces, so that a small archive, too, teaches what not
        to say.
        """
        import torch

        sources: Counter[int] = Counter()
        rows: set[int] = set()
        for example in examples:
            rows.update(example.english)
            sources.update(example.source)
        rows.update(sorted(sources, key=lambda token: (-sources[token], token))[:COPIED])
        whole = self.network.get_output_embeddings().weight
        rows.update([token for token in range(min(ROWS, len(whole))) if token not in rows][: max(0, ROWS - len(rows))])
        used = torch.tensor(sorted(rows))
        place = torch.full((len(whole),), -1)
        place[used] = torch.arange(len(used))
        return Head(whole[used].detach(), None, place)

    def states(self, batch: Sequence[Example]) -> tuple["Tensor", "Tensor"]:
        """Prompt and answer in one row; the prompt itself is not learnt."""
        tokens = padded([[*example.source, *example.english] for example in batch], 0)
        # One fewer than the prompt: the state at its last token is what the first English token is said from.
        answers = [[IGNORED] * (len(example.source) - 1) + list(example.english) for example in batch]
        labels = padded(answers, IGNORED, tokens.shape[1])
        mask = padded([[1] * len(example) for example in batch], 0)
        hidden = self.network.model(input_ids=tokens, attention_mask=mask, use_cache=False).last_hidden_state
        return learnt_states(hidden, labels)

    def write(self, folder: Path) -> None:
        """The adapter in PEFT's format, with what Gemma's terms want beside a derivative."""
        low_rank.write(self.network, folder, "gemma-3-270m")
        for name in GEMMA:
            shutil.copyfile(gemma.ADAPTER / name, folder / name)


class Sequences:
    """A Marian model: all of its weights learn, or with a rank low-rank differences, merged at the end."""

    def __init__(self, path: Path, rank: int) -> None:
        if (kind := checkpoint.kind(path)) != "marian":
            expected = f"embedded or a Marian model such as {models.example()}"
            raise BackendError(f"{path}: a {kind} model; expected {expected}")
        self._path, self._rank = path, rank
        self._tokens, self.network = checkpoint.tokens(path), checkpoint.network(path)
        self.network.final_logits_bias[:, self.network.config.pad_token_id] = 0.0  # -inf would make a smoothed loss inf
        self.limit = checkpoint.longest(path) // 2
        if rank:
            low_rank.add(self.network, rank)

    def encode(self, pairs: Sequence["LessonPair"]) -> list[Example]:
        """Both sides as the model's own tokenizer has them."""
        sources = [self._tokens.read(pair.source) for pair in pairs]
        end = self._tokens.tokenizer.eos_token_id
        answers = [[*self._tokens.begin(pair.english), end] for pair in pairs]
        return [Example(array("i", p), array("i", a)) for p, a in zip(sources, answers, strict=True)]

    def head(self, examples: Iterable[Example]) -> Head:  # noqa: ARG002  # the contract's; here no row is left out
        """The whole output layer: rows that take no part would drift, since they are the model's embeddings too."""
        import torch

        weight = self.network.get_output_embeddings().weight
        return Head(weight, self.network.final_logits_bias.squeeze(0), torch.arange(len(weight)))

    def states(self, batch: Sequence[Example]) -> tuple["Tensor", "Tensor"]:
        """The decoder gets the English, one token later."""
        config = self.network.config
        source = padded([list(example.source) for example in batch], config.pad_token_id)
        mask = padded([[1] * len(example.source) for example in batch], 0)
        labels = padded([list(example.english) for example in batch], IGNORED)
        shifted = [[config.decoder_start_token_id, *example.english[:-1]] for example in batch]
        decoder_input = padded(shifted, config.pad_token_id)
        sides = {"input_ids": source, "attention_mask": mask, "decoder_input_ids": decoder_input}
        return learnt_states(self.network.model(**sides, use_cache=False).last_hidden_state, labels)

    def write(self, folder: Path) -> None:
        """The whole model in safetensors; tokenizer and the rest as the base has them."""
        if self._rank:
            low_rank.merge(self.network)  # Marian's readers know no adapters
        for pattern in models.BESIDE:
            for file in self._path.glob(pattern):
                shutil.copyfile(file, folder / file.name)
        with machine.without_bars():
            self.network.save_pretrained(folder)


def load(model: str, rank: int, start: Path | None, scratch: Path) -> Learner:
    """The learner of "embedded", or of a model's directory; `scratch` is a folder for what is large and goes again."""
    return Prompted(rank, start, scratch) if model == "embedded" else Sequences(Path(model), rank)


def precision() -> Any:
    """What is computed in: bfloat16 where the processor has it, else float32."""
    import torch

    return torch.bfloat16 if torch.ops.mkldnn._is_mkldnn_bf16_supported() else torch.float32


def learnt_states(hidden: "Tensor", labels: "Tensor") -> tuple["Tensor", "Tensor"]:
    """(n, dim) and (n,): the states and labels (batch, length) without what is not to be learnt."""
    chosen = (labels.flatten() != IGNORED).nonzero().squeeze(1)
    return hidden.flatten(0, 1)[chosen], labels.flatten()[chosen]


def padded(rows: Sequence[Sequence[int]], filler: int, width: int = 0) -> "Tensor":
    """(rows, longest or width), filled up at the right."""
    import torch

    width = max(width, *map(len, rows))
    flat = chain.from_iterable([*row, *[filler] * (width - len(row))] for row in rows)
    return torch.tensor(list(flat)).reshape(len(rows), width)
