"""The Marian engine on CTranslate2: int8 on the processor, float16 on a GPU, from a model converted once."""

import hashlib
import json
import sys
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import BackendError
from pipeline.translate import checkpoint, kept, models, pieces
from pipeline.translate.checkpoint import Decoding, Made

CONVERSION = 1  # raise it when `convert` changes what it makes
KINDS = ("marian",)  # the checkpoints that `convert` knows
HYPOTHESES = 96  # in a batch on a processor: more, and the scores of all words leave its cache; fewer, and it idles
Precision = Literal["int8", "float16", "float32"]


def signature(precision: Precision) -> str:
    """Names the package and the precision that decide what comes out."""
    return f"ctranslate2-{_version()}/{precision}"


def precision() -> Precision:
    """The one to use on this machine."""
    _version()
    import ctranslate2  # type: ignore[import-untyped]

    return "float16" if ctranslate2.get_cuda_device_count() else "int8"


def _version() -> str:
    try:
        return version("ctranslate2")
    except PackageNotFoundError as error:
        raise BackendError(
            "marian: ctranslate2 is not installed; run `pip install ctranslate2`, or set engine=transformers"
        ) from error


def folder(path: Path, precision: Precision) -> Path:
    """Where the converted model of the checkpoint at `path` is, or will be."""
    parts = (models.revision(path), _version(), precision, str(CONVERSION))
    return models.cache() / "ctranslate2" / hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def convert(path: Path, precision: Precision) -> Path:
    """The folder of the converted model, made if it is not there yet.

    Raises:
        BackendError: the checkpoint is damaged, incomplete or refused; the disk is full or cannot be written.
    """
    needed = sum(file.stat().st_size for file in models.weights(path))
    return kept.once(folder(path, precision), needed, lambda target: _convert(path, precision, target))


def _convert(path: Path, precision: Precision, target: Path) -> None:
    """Writes the network in CTranslate2's format; its words there are the tokenizer's numbers.

    CTranslate2's own recipe drops the embedding of padding, which a decoder starts from, and starts from zero: the
    same for a model as Marian trained it, but not for one that was trained on with transformers.
    """
    import torch
    from ctranslate2.converters.transformers import BartLoader  # type: ignore[import-untyped]

    network = checkpoint.network(path)
    config = network.config
    config.normalize_before = config.normalize_embedding = False
    try:
        with torch.no_grad():
            spec = BartLoader().get_model_spec(network)
            spec.register_source_vocabulary(_words(network.get_encoder().embed_tokens))
            spec.register_target_vocabulary(_words(network.get_decoder().embed_tokens))
            spec.config.eos_token = str(config.eos_token_id)
            spec.config.unk_token = str(config.eos_token_id)  # never met: there is a word for every number
            spec.config.decoder_start_token = str(config.decoder_start_token_id)
            spec.validate()
            spec.optimize(quantization=precision)
            target.mkdir()
            spec.save(str(target))
    except (ValueError, KeyError, RuntimeError, AttributeError) as error:
        raise BackendError(
            f"{path}: CTranslate2 does not convert it ({error}); set engine=transformers, which is slower"
        ) from error


def _words(embedding: Any) -> list[str]:
    return [str(number) for number in range(len(embedding.weight))]


class CTranslate2:
    """A converted model. `batch_tokens` bounds a batch, padding and beams included; `longest` what it makes."""

    def __init__(self, folder: Path, precision: Precision, batch_tokens: int, longest: int, threads: int) -> None:
        import ctranslate2

        self._at_once = 1 if precision == "float16" else threads or pieces.cores()
        self._hypotheses = sys.maxsize if precision == "float16" else HYPOTHESES
        self._batch_tokens, self._longest = batch_tokens, longest
        self._end = int(json.loads((folder / "config.json").read_text(encoding="utf-8"))["eos_token"])
        try:
            self._translator = ctranslate2.Translator(
                str(folder),
                device="cuda" if precision == "float16" else "cpu",
                compute_type=precision,
                inter_threads=self._at_once,
                intra_threads=1,
            )
        except (RuntimeError, ValueError) as error:
            raise BackendError(f"{folder}: {error}; delete it, it is made again, or set engine=transformers") from error

    def run(self, rows: Sequence[list[int]], how: Decoding) -> Iterator[tuple[int, list[Made]]]:
        """As the contract has it; a few batches are always on their way, so that no processor waits for the caller."""
        lengths = [len(row) for row in rows]
        waiting: deque[tuple[list[int], list[Any]]] = deque()
        for batch in share(lengths, self._batch_tokens // how.beam, self._hypotheses // how.beam, self._at_once):
            some = [rows[index] for index in batch]
            waiting.append((batch, self._search(some, how, asynchronous=True)))
            if len(waiting) > 2 * self._at_once:
                yield from self._done(*waiting.popleft(), how)
        while waiting:
            yield from self._done(*waiting.popleft(), how)

    def continued(self, row: list[int], beginnings: Sequence[list[int]], how: Decoding) -> list[Made]:
        """All at once."""
        if not beginnings:
            return []
        some = [row] * len(beginnings)
        with _explained():
            found = [self._made(result, how)[0] for result in self._search(some, how, beginnings=beginnings)]
            ends = [made.tokens[:-1] if made.finished else made.tokens for made in found]
            scored = self._translator.score_batch(_named(some), _named(ends), max_input_length=0)
        logs = [result.log_probs[: len(made.tokens)] for result, made in zip(scored, found, strict=True)]
        return [Made(m.tokens, m.finished, sum(log) / len(log)) for m, log in zip(found, logs, strict=True)]

    def _search(
        self,
        rows: list[list[int]],
        how: Decoding,
        beginnings: Sequence[list[int]] | None = None,
        *,
        asynchronous: bool = False,
    ) -> list[Any]:
        begun = max(map(len, beginnings)) if beginnings else 0
        found: list[Any] = self._translator.translate_batch(
            _named(rows),
            _named(beginnings) if beginnings else None,
            asynchronous=asynchronous,
            beam_size=how.beam,
            num_hypotheses=how.several,
            length_penalty=how.length_penalty,
            repetition_penalty=how.repetition_penalty,
            no_repeat_ngram_size=how.no_repeat,
            max_input_length=0,  # else it cuts at 1,024, and what it makes at 256
            max_decoding_length=min(self._longest, begun + 3 * max(map(len, rows)) + 32),
            min_decoding_length=0,
            return_end_token=True,
            return_scores=how.beam > 1,  # greedily it would cost a softmax a token
        )
        return found

    def _done(self, batch: list[int], promised: list[Any], how: Decoding) -> Iterator[tuple[int, list[Made]]]:
        for index, promise in zip(batch, promised, strict=True):
            with _explained():
                made = self._made(promise.result(), how)
            yield index, made

    def _made(self, result: Any, how: Decoding) -> list[Made]:
        """CTranslate2 gives the log-probability by length ** penalty."""
        found = zip_longest(result.hypotheses, result.scores)
        return [self._one([int(word) for word in words], score, how) for words, score in found]

    def _one(self, tokens: list[int], score: float | None, how: Decoding) -> Made:
        whole = score * len(tokens) ** (how.length_penalty - 1) if tokens and score is not None else None
        return Made(tokens, tokens[-1:] == [self._end], whole)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise BackendError(
            f"CTranslate2: {error}; set fewer batch_tokens if memory ran out, else engine=transformers"
        ) from error


def _named(rows: Sequence[list[int]]) -> list[list[str]]:
    return [list(map(str, row)) for row in rows]


def share(lengths: Sequence[int], budget: int, most: int, workers: int) -> list[list[int]]:
    """Batches within `budget` tokens and `most` rows, as many for every worker as for the others, about as large."""
    count = -(-len(pieces.batches(lengths, budget, most)) // workers) * workers
    enough = bisect_left(range(1, budget), True, key=lambda tried: len(pieces.batches(lengths, tried, most)) <= count)
    return pieces.batches(lengths, 1 + enough, most)
