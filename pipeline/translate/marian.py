"""Marian and other Hugging Face sequence-to-sequence models, from a directory or the hub's cache."""

import copy
import json
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.data import Lang, Output
from pipeline.errors import BackendError, ConfigError
from pipeline.translate import models, pieces

# These translate only when told their languages, each family in a way of its own.
_TOLD = ("m2m_100", "mbart", "nllb-moe", "seamless_m4t", "seamless_m4t_v2", "t5", "mt5", "umt5")


@dataclass(frozen=True, slots=True)
class _Model:
    """A model in memory: `limit` is the most source tokens it gets at once, `longest` the most it can make."""

    tokenizer: Any
    network: Any
    prefix: str
    limit: int
    longest: int


class Marian:
    """A translator on `generate` of transformers.

    `model` (for every language), `model_de` and `model_fr` are directories or hub names; the default is opus-mt. `beam`
    0 is the model's own. `batch_tokens` bounds a batch, padding included. `threads` 0 leaves torch its own number. Only
    what is on disk is used.
    """

    def __init__(
        self,
        model: str = "",
        model_de: str = "",
        model_fr: str = "",
        beam: int = 0,
        batch_tokens: int = 2048,
        threads: int = 0,
    ) -> None:
        if min(beam, threads) < 0 or batch_tokens < 1:
            raise ConfigError(
                f"marian: beam {beam}, threads {threads}, batch_tokens {batch_tokens}; "
                "expected beam and threads from 0, batch_tokens from 1"
            )
        self._options = {"model": model, "model_de": model_de, "model_fr": model_fr}
        self._beam, self._batch_tokens, self._threads = beam, batch_tokens, threads
        self._loaded: dict[Path, _Model] = {}

    def signature(self, source: Lang) -> str:
        """Names model, revision, engine, decoding and normalisation."""
        name, path = self._find(source)
        title = name.rstrip("/").rpartition("/")[2]
        parts = [f"mt:{title}", f"rev:{models.revision(path)}", f"eng:{_engine()}", f"dec:{self._decoding(path)}"]
        if models.read_config(path).get("model_type") == "marian":
            parts.append(f"norm:sacremoses-{_sacremoses(path)}")
        return "|".join([*parts, f"cut:{pieces.VERSION}"])

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        """One output a sentence, in order; `score` is None, since `generate` keeps it only at a high price in memory.

        Raises:
            BackendError: the model is missing, broken, of a refused kind, or not for this language.
        """
        _, path = self._find(source)
        if path not in self._loaded:
            self._loaded[path] = _load(path, self._threads)
        model = self._loaded[path]
        beams = _beams(path, self._beam)

        def run(texts: list[str]) -> list[pieces.Draft]:
            return _run(model, texts, beams, self._batch_tokens // beams)

        return pieces.translate(sentences, lambda text: _length(model, text) <= model.limit, run, self._decoding(path))

    def _decoding(self, path: Path) -> str:
        beams = _beams(path, self._beam)
        return f"beam{beams}" if beams > 1 else "greedy"

    def _find(self, source: Lang) -> tuple[str, Path]:
        if source not in models.MARIAN:
            raise BackendError(f"marian: nothing to translate from {source!r}; expected {', '.join(models.MARIAN)}")
        name = models.wanted(source, self._options)
        path = models.find(name)
        if path is None:
            raise BackendError(
                f"marian: {name} is neither a directory nor in the hub's cache; run `synopsis models get {name}`, "
                f"or name a directory with `model_{source}`"
            )
        return name, path


def _load(path: Path, threads: int) -> _Model:
    """Reads tokenizer and weights, and refuses what is incomplete; the place for a check that it translates sanely."""
    config = models.read_config(path)
    kind = str(config.get("model_type"))
    if kind in _TOLD:
        raise BackendError(f"{path}: a {kind} model must be told its languages, which is not supported; use opus-mt")
    if kind == "marian":
        _sacremoses(path)
    files = models.weights(path)
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    if threads:
        torch.set_num_threads(threads)
    try:
        with models.without_bars():
            tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True, trust_remote_code=False)
            network, report = AutoModelForSeq2SeqLM.from_pretrained(
                path,
                local_files_only=True,
                trust_remote_code=False,
                weights_only=True,
                use_safetensors=files[0].suffix == ".safetensors",
                dtype=torch.float32,
                output_loading_info=True,
            )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, pickle.UnpicklingError) as error:
        raise BackendError(f"{path}: {error}; expected a whole sequence-to-sequence model of transformers") from error
    if report["missing_keys"] or report["mismatched_keys"]:
        absent = ", ".join(sorted(map(str, [*report["missing_keys"], *report["mismatched_keys"]]))[:3])
        raise BackendError(f"{path}: {files[0].name} lacks weights ({absent}, …); copy the directory again")
    # `generate` fills what is None from here. A forced end would make a translation that was cut look whole.
    network.generation_config.forced_eos_token_id = network.generation_config.max_length = None
    longest = int(getattr(network.config, "max_position_embeddings", 512))
    return _Model(tokenizer, network.eval(), _prefix(path, tokenizer), longest // 2, longest - 1)


def _prefix(path: Path, tokenizer: Any) -> str:
    """What tells a Marian model with many target languages to give English."""
    codes = [code.strip("<>") for code in getattr(tokenizer, "supported_language_codes", [])]
    if codes and "eng" not in codes and "en" not in codes:
        raise BackendError(f"{path}: gives {', '.join(sorted(codes)[:8])}, not English; expected a model into English")
    return f">>{'eng' if 'eng' in codes else 'en'}<< " if codes else ""


def _length(model: _Model, text: str) -> int:
    return len(model.tokenizer(model.prefix + text).input_ids)


def _run(model: _Model, texts: list[str], beams: int, budget: int) -> list[pieces.Draft]:
    drafts: dict[int, pieces.Draft] = {}
    for batch in pieces.batches([_length(model, text) for text in texts], budget):
        drafts.update(zip(batch, _generate(model, [texts[index] for index in batch], beams), strict=True))
    return [drafts[index] for index in range(len(texts))]


def _generate(model: _Model, texts: list[str], beams: int) -> list[pieces.Draft]:
    import torch

    inputs = model.tokenizer([model.prefix + text for text in texts], return_tensors="pt", padding=True)
    settings = copy.deepcopy(model.network.generation_config)
    settings.num_beams, settings.do_sample = beams, False
    settings.max_new_tokens = min(model.longest, 3 * inputs.input_ids.shape[1] + 32)
    with torch.inference_mode():
        rows = model.network.generate(**inputs, generation_config=settings)
    end = settings.eos_token_id
    ends = set(end) if isinstance(end, list) else {end}
    drafts = []
    for row in rows.tolist():
        made = [token for token in row[1:] if token != settings.pad_token_id]
        finished = bool(ends & set(made))
        drafts.append(pieces.Draft(model.tokenizer.decode(row, skip_special_tokens=True).strip(), len(made), finished))
    return drafts


def _beams(path: Path, asked: int) -> int:
    """The beam asked for, else the one in the model's own settings; older models keep it in config.json."""
    if asked > 0:
        return asked
    settings = path / "generation_config.json"
    own = json.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
    found = own.get("num_beams") or models.read_config(path).get("num_beams") or 1
    return int(str(found))


def _engine() -> str:
    try:
        torch = version("torch").partition("+")[0]
        return f"transformers-{version('transformers')}/torch-{torch}/float32"
    except PackageNotFoundError as error:
        raise BackendError(f"marian: {error.name} is not installed; run `pip install transformers torch`") from error


def _sacremoses(path: Path) -> str:
    """Its version: the tokenizer changes punctuation, and with it the translation, only if sacremoses is there."""
    try:
        return version("sacremoses")
    except PackageNotFoundError as error:
        raise BackendError(
            f"{path}: a Marian model translates differently without sacremoses; run `pip install sacremoses`"
        ) from error
