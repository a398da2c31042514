"""The Marian engine on `generate` of transformers: slower, but it runs every sequence-to-sequence model."""

import copy
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pipeline.errors import BackendError
from pipeline.translate import pieces
from pipeline.translate.checkpoint import Decoding, Hypothesis


def signature() -> str:
    """Names the packages and the precision that decide what comes out.

    Raises BackendError: a package is not installed.
    """
    try:
        torch = version("torch").partition("+")[0]
        return f"transformers-{version('transformers')}/torch-{torch}/float32"
    except PackageNotFoundError as error:
        raise BackendError(f"marian: {error.name} is not installed; run `pip install transformers torch`") from error


class Torch:
    """A network of transformers. `batch_tokens` bounds a batch, padding and beams included; `longest` what it makes."""

    def __init__(self, network: Any, batch_tokens: int, longest: int, threads: int) -> None:
        import torch

        if threads:
            torch.set_num_threads(threads)
        self._network, self._batch_tokens, self._longest = network, batch_tokens, longest
        # `generate` fills what is None from here. A forced end would make a translation that was cut look whole.
        network.generation_config.forced_eos_token_id = network.generation_config.max_length = None

    def run(self, rows: Sequence[list[int]], decoding: Decoding) -> Iterator[tuple[int, list[Hypothesis]]]:
        """As the contract has it; without scores, which `generate` keeps only at a high price in memory."""
        for batch in pieces.batches([len(row) for row in rows], self._batch_tokens // decoding.beam):
            yield from zip(batch, self._generate([rows[index] for index in batch], [], decoding), strict=True)

    def continued(self, row: list[int], beginnings: Sequence[list[int]], decoding: Decoding) -> list[Hypothesis]:
        """One after the other: `generate` knows no beginnings of different lengths."""
        hypotheses = [self._generate([row], beginning, decoding)[0][0] for beginning in beginnings]
        return [
            Hypothesis(hypothesis.tokens, hypothesis.finished, self._score(row, hypothesis.tokens))
            for hypothesis in hypotheses
        ]

    def _generate(self, rows: list[list[int]], beginning: list[int], decoding: Decoding) -> list[list[Hypothesis]]:
        import torch

        settings = copy.deepcopy(self._network.generation_config)
        settings.num_beams, settings.do_sample, settings.no_repeat_ngram_size = decoding.beam, False, decoding.no_repeat
        settings.num_return_sequences = decoding.several
        settings.length_penalty, settings.repetition_penalty = decoding.length_penalty, decoding.repetition_penalty
        settings.max_new_tokens = min(self._longest - len(beginning), 3 * max(map(len, rows)) + 32)
        begun = torch.tensor([[settings.decoder_start_token_id, *beginning]] * len(rows))
        with torch.inference_mode():
            inputs = {**self._inputs(rows), "decoder_input_ids": begun}
            generated = self._network.generate(**inputs, generation_config=settings)
        ends = settings.eos_token_id if isinstance(settings.eos_token_id, list) else [settings.eos_token_id]
        # Without the first, which the decoder starts from, and without what fills up a shorter row.
        rows_of_ids = [[token for token in row[1:] if token != settings.pad_token_id] for row in generated.tolist()]
        hypotheses = [Hypothesis(tokens, not set(ends).isdisjoint(tokens)) for tokens in rows_of_ids]
        return [hypotheses[at : at + decoding.several] for at in range(0, len(hypotheses), decoding.several)]

    def _inputs(self, rows: list[list[int]]) -> dict[str, Any]:
        import torch

        width, filler = max(map(len, rows)), self._network.generation_config.pad_token_id
        return {
            "input_ids": torch.tensor([row + [filler] * (width - len(row)) for row in rows]),
            "attention_mask": torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows]),
        }

    def _score(self, row: list[int], ids: list[int]) -> float:
        import torch

        # One pass over all of it, each token foretold by those before: what `generate` would have to keep.
        begun = torch.tensor([[self._network.generation_config.decoder_start_token_id, *ids[:-1]]])
        with torch.inference_mode():
            logits = self._network(**self._inputs([row]), decoder_input_ids=begun).logits[0]
        return float(logits.log_softmax(-1)[range(len(ids)), ids].mean())
