"""The Marian engine on CTranslate2: int8 on the processor, float16 on a GPU, from a model converted once."""

import hashlib
import json
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from pipeline import machine
from pipeline.errors import BackendError, TextError
from pipeline.translate import checkpoint, models, pieces
from pipeline.translate.checkpoint import Decoding, Hypothesis

CONVERSION = 1  # raise it when `convert` changes what it makes
KINDS = ("marian",)  # the checkpoints that `convert` knows
STRIDE = 8  # tokens between the lengths of rows that share a batch
HYPOTHESES = 96  # in a batch on a processor: more, and the scores of all words leave its cache; fewer, and it idles
Precision = Literal["int8", "float16", "float32"]


def signature(precision: Precision) -> str:
    """Names the package, the precision and the padding that decide what comes out."""
    return f"ctranslate2-{_version()}/{precision},pad{STRIDE}"


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
    return machine.cache() / "ctranslate2" / hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def convert(path: Path, precision: Precision) -> Path:
    """The folder of the converted model, made if it is not there yet.

    Raises BackendError: the checkpoint is damaged, incomplete or refused; the disk is full or cannot be written.
    """
    size = sum(file.stat().st_size for file in models.weights(path))
    return machine.once(folder(path, precision), size, lambda target: _convert(path, precision, target))


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
    """A converted model. `batch_tokens` bounds a batch, beams included; `longest` what it makes."""

    def __init__(self, folder: Path, precision: Precision, batch_tokens: int, longest: int, threads: int) -> None:
        import ctranslate2

        self._at_once = 1 if precision == "float16" else threads or machine.cores()  # whichever engine it works in
        self._most = sys.maxsize if precision == "float16" else HYPOTHESES
        self._batch_tokens, self._longest = batch_tokens, longest
        self._end = int(json.loads((folder / "config.json").read_text(encoding="utf-8"))["eos_token"])
        try:
            self._translator = ctranslate2.Translator(
                str(folder),
                device="cuda" if precision == "float16" else "cpu",
                compute_type=precision,
                inter_threads=min(self._at_once, threads or machine.threads()),
                intra_threads=1,
            )
        except (RuntimeError, ValueError) as error:
            raise BackendError(f"{folder}: {error}; delete it, it is made again, or set engine=transformers") from error

    def run(self, rows: Sequence[list[int]], decoding: Decoding) -> Iterator[tuple[int, list[Hypothesis]]]:
        """As the contract has it; a few batches are always on their way, so that no processor waits for the caller.

        Attention may round a row otherwise when it is padded otherwise, and what is made is bounded for a whole batch:
        a sentence's translation would hang on its neighbours. So every row is padded to the next multiple of STRIDE, by
        a row of that length, if need be made up.
        """
        lengths, most = [len(row) for row in rows], self._most // decoding.beam
        waiting: deque[tuple[list[int], list[Any]]] = deque()
        for batch in pieces.batches(lengths, self._batch_tokens // decoding.beam, most, _width):
            padded = _even_rows([rows[index] for index in batch])
            waiting.append((batch, self._search(padded, decoding, asynchronous=True)))
            if len(waiting) > 2 * self._at_once:
                yield from self._results(*waiting.popleft(), decoding)
        while waiting:
            yield from self._results(*waiting.popleft(), decoding)

    def continued(self, row: list[int], beginnings: Sequence[list[int]], decoding: Decoding) -> list[Hypothesis]:
        """All at once."""
        if not beginnings:
            return []
        sources = [row] * len(beginnings)
        with _backend_errors():
            results = self._search(sources, decoding, beginnings=beginnings)
            hypotheses = [self._read(result, decoding)[0] for result in results]
            ends = [hypothesis.tokens[:-1] if hypothesis.finished else hypothesis.tokens for hypothesis in hypotheses]
            scored = self._translator.score_batch(_words_of(sources), _words_of(ends), max_input_length=0)
        logs = [result.log_probs[: len(draft.tokens)] for result, draft in zip(scored, hypotheses, strict=True)]
        return [
            Hypothesis(hypothesis.tokens, hypothesis.finished, sum(log) / len(log))
            for hypothesis, log in zip(hypotheses, logs, strict=True)
        ]

    def _search(
        self, rows: list[list[int]], decoding: Decoding, beginnings: Sequence[list[int]] | None = None, *,
        asynchronous: bool = False,
    ) -> list[Any]:  # fmt: skip
        begun = max(map(len, beginnings)) if beginnings else 0
        results: list[Any] = self._translator.translate_batch(
            _words_of(rows),
            _words_of(beginnings) if beginnings else None,
            asynchronous=asynchronous,
            beam_size=decoding.beam,
            num_hypotheses=decoding.several,
            length_penalty=decoding.length_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat,
            max_input_length=0,  # else it cuts at 1,024, and what it makes at 256
            max_decoding_length=min(self._longest, begun + 3 * max(map(len, rows)) + 32),
            min_decoding_length=0,
            return_end_token=True,
            return_scores=decoding.beam > 1,  # greedily it would cost a softmax a token
        )
        return results

    def _results(
        self, batch: list[int], promised: list[Any], decoding: Decoding
    ) -> Iterator[tuple[int, list[Hypothesis]]]:
        for index, promise in zip(batch, promised, strict=False):  # what a row made up gives, nobody asks for
            with _backend_errors():
                hypotheses = self._read(promise.result(), decoding)
            yield index, hypotheses

    def _read(self, result: Any, decoding: Decoding) -> list[Hypothesis]:
        """CTranslate2 gives the log-probability by length ** penalty."""
        pairs = zip_longest(result.hypotheses, result.scores)
        return [self._hypothesis([int(word) for word in words], score, decoding) for words, score in pairs]

    def _hypothesis(self, tokens: list[int], score: float | None, decoding: Decoding) -> Hypothesis:
        whole = score * len(tokens) ** (decoding.length_penalty - 1) if tokens and score is not None else None
        return Hypothesis(tokens, tokens[-1:] == [self._end], whole)


@contextmanager
def _backend_errors() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise TextError(
            f"CTranslate2: {error}; set fewer batch_tokens if memory ran out, else engine=transformers"
        ) from error


def _words_of(rows: Sequence[list[int]]) -> list[list[str]]:
    return [list(map(str, row)) for row in rows]


def _width(length: int) -> int:
    """How many tokens a row of so many is padded to."""
    return -(-length // STRIDE) * STRIDE


def _even_rows(rows: list[list[int]]) -> list[list[int]]:
    """Rows of one width, with one that fills it: the first, its first word several times, so that it ends when they do.

    The first is the longest.
    """
    missing = _width(len(rows[0])) - len(rows[0])
    return [*rows, rows[0][:1] * missing + rows[0]] if missing else rows
