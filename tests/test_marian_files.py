"""Marian's files: other formats, harmful, damaged or missing ones, and conversions that are kept."""

import json
import os
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from marian_engines import BOTH, GERMAN, save, weights
from toy import edit

from pipeline import machine
from pipeline.errors import BackendError
from pipeline.translate import checkpoint, ctranslate2_engine, load
from pipeline.translate.marian import Marian

if TYPE_CHECKING:
    from pipeline.data import Lang

pytestmark = pytest.mark.usefixtures("offline")


# What is refused


@BOTH
def test_reads_bin(toy: Path, toy_copy: Path, engine: str) -> None:
    """Weights in pytorch_model.bin give the same translations."""
    import torch

    torch.save(weights(toy_copy), toy_copy / "pytorch_model.bin")
    (toy_copy / "model.safetensors").unlink()
    assert load("marian", {"model": str(toy_copy), "engine": engine}).translate(GERMAN, "de") == load(
        "marian", {"model": str(toy), "engine": engine}
    ).translate(GERMAN, "de")


class _Harmful:
    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return (os.mkdir, (str(self._trace),))


@BOTH
def test_runs_no_code_from_a_bin(toy_copy: Path, tmp_path: Path, engine: str) -> None:
    """A .bin that would run code when unpickled is refused, and does not run it."""
    import torch

    (toy_copy / "model.safetensors").unlink()
    torch.save({"weight": _Harmful(tmp_path / "ran")}, toy_copy / "pytorch_model.bin")
    with pytest.raises(BackendError, match="model"):
        load("marian", {"model": str(toy_copy), "engine": engine}).translate(["Hallo."], "de")
    assert not (tmp_path / "ran").exists()


@BOTH
def test_refuses_other_pickles(toy_copy: Path, engine: str) -> None:
    """A directory with only a pickle of another kind is refused by name."""
    (toy_copy / "model.safetensors").rename(toy_copy / "weights.pkl")
    with pytest.raises(BackendError, match=r"only weights\.pkl, which could run code"):
        load("marian", {"model": str(toy_copy), "engine": engine}).translate(["Hallo."], "de")


@BOTH
def test_refuses_missing_weights(toy_copy: Path, engine: str) -> None:
    """A checkpoint that lacks weights stops, where transformers would go on with random ones; nothing is kept of it."""
    found = weights(toy_copy)
    save(toy_copy, {name: weight for name, weight in found.items() if not name.endswith("encoder.layers.0.fc1.weight")})
    with pytest.raises(BackendError, match=r"lacks weights \(.*fc1\.weight"):
        load("marian", {"model": str(toy_copy), "engine": engine}).translate(["Hallo."], "de")
    assert not ctranslate2_engine.folder(toy_copy, "int8").exists()


@BOTH
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"model_type": "m2m_100"}, "must be told its languages"),
        ({"model_type": "no-such", "auto_map": {"AutoModelForSeq2SeqLM": "code.Model"}}, "no-such|code"),
        ({"activation_function": "no-such"}, "expected a whole sequence-to-sequence model"),
    ],
)
def test_refuses_other_models(toy_copy: Path, engine: str, value: dict[str, object], message: str) -> None:
    """Models that need to be told languages, or bring their own code, are refused."""
    edit(toy_copy / "config.json", **value)
    (toy_copy / "code.py").write_text("raise SystemExit('ran')", encoding="utf-8")
    with pytest.raises(BackendError, match=message):
        load("marian", {"model": str(toy_copy), "engine": engine}).translate(["Hallo."], "de")


@BOTH
def test_with_many_targets(toy_copy: Path, engine: str) -> None:
    """A model with several target languages is asked for English; one that has no English is refused."""
    words = json.loads((toy_copy / "vocab.json").read_text(encoding="utf-8"))
    rare = next(word for word in reversed(words) if len(word) > 3 and word != "<pad>")
    english = {(">>eng<<" if word == rare else word): index for word, index in words.items()}
    (toy_copy / "vocab.json").write_text(json.dumps(english), encoding="utf-8")
    assert checkpoint.tokens(toy_copy).read("Das")[0] == words[rare]
    (toy_copy / "vocab.json").write_text(json.dumps(english).replace(">>eng<<", ">>nld<<"), encoding="utf-8")
    with pytest.raises(BackendError, match="gives nld, not English"):
        load("marian", {"model": str(toy_copy), "engine": engine}).translate(["Hallo."], "de")


def test_not_on_disk() -> None:
    """Without the model: the command that gets it; without the language: the languages."""
    with pytest.raises(BackendError, match="synopsis models get Helsinki-NLP/opus-mt-de-en"):
        load("marian", {}).translate(["Hallo."], "de")
    with pytest.raises(BackendError, match="expected de, fr"):
        load("marian", {}).translate(["Hello."], "en")


def test_needs_its_packages(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without CTranslate2: what to install, or the other engine."""
    real = metadata.version

    def version(name: str) -> str:
        if name == "ctranslate2":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr("pipeline.translate.ctranslate2_engine.version", version)
    with pytest.raises(BackendError, match="pip install ctranslate2`, or set engine=transformers"):
        load("marian", {"model": str(toy)}).signature("de")


# The canary


def _shuffle(folder: Path) -> None:
    import torch

    torch.manual_seed(3)
    mixed = {name: w.flatten()[torch.randperm(w.numel())].reshape(w.shape) for name, w in weights(folder).items()}
    save(folder, mixed)


def _untie(folder: Path) -> None:
    import torch

    found = weights(folder)
    edit(folder / "config.json", tie_word_embeddings=False)
    save(folder, {**found, "lm_head.weight": torch.zeros_like(found["model.shared.weight"])})


def _swap_vocabulary(folder: Path) -> None:
    words = list(json.loads((folder / "vocab.json").read_text(encoding="utf-8")))
    middle = words[2:-1]
    other = [*words[:2], *middle[17:], *middle[:17], words[-1]]
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(other)}), encoding="utf-8")


@BOTH
@pytest.mark.parametrize("damage", [_shuffle, _untie, _swap_vocabulary])
def test_a_damaged_model_does_no_work(toy_copy: Path, engine: str, damage: Callable[[Path], None]) -> None:
    """Shuffled weights, an output layer of its own that is empty, another model's vocabulary: said by name."""
    damage(toy_copy)
    translator = Marian(str(toy_copy), engine=engine)
    for ask in (
        lambda: translator.translate(GERMAN, "de"),
        lambda: translator.again(GERMAN, "de"),
        lambda: translator.continued(GERMAN[0], "de", [""]),
    ):
        with pytest.raises(BackendError, match=rf"{toy_copy}: (translates .* as badly|.*lacks weights)"):
            ask()


def test_the_canary_is_asked_once_a_language(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After loading, not again; each language by itself."""
    asked: list[Lang] = []
    monkeypatch.setattr("pipeline.translate.canary.check", lambda _model, lang, _translate: asked.append(lang))
    translator = load("marian", {"model": str(toy)})
    for lang in ("de", "de", "fr"):
        translator.translate(GERMAN[:1], lang)
    assert asked == ["de", "fr"]


# What is kept


def test_conversion_follows_the_model(toy: Path, toy_copy: Path) -> None:
    """The same content, the same folder; other weights or another precision, another one."""
    before = ctranslate2_engine.folder(toy, "int8")
    assert ctranslate2_engine.folder(toy_copy, "int8") == before
    assert ctranslate2_engine.folder(toy, "float16") != before
    save(toy_copy, {name: weight * 2 for name, weight in weights(toy_copy).items()})
    assert ctranslate2_engine.folder(toy_copy, "int8") != before


def test_a_damaged_conversion(toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named, with what to do."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = ctranslate2_engine.convert(toy, "int8")
    (path / "model.bin").write_bytes((path / "model.bin").read_bytes()[:1000])
    with pytest.raises(BackendError, match="delete it, it is made again"):
        load("marian", {"model": str(toy)}).translate(GERMAN[:1], "de")


def _make(path: Path) -> None:
    path.mkdir()
    (path / "file").touch()


def test_kept_is_made_whole_and_once(tmp_path: Path) -> None:
    """What a killed run left is cleared away; the folder appears by one rename; several at a time make one."""
    target = tmp_path / "cache" / "key"
    left = target.with_suffix(".making") / "done"
    left.mkdir(parents=True)
    (left / "half").touch()
    calls: list[Path] = []

    def make(path: Path) -> None:
        calls.append(path)
        _make(path)
        assert not target.exists()

    threads = [Thread(target=machine.once, args=(target, 0, make)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1
    assert [file.name for file in target.iterdir()] == ["file"]
    assert {path.name for path in target.parent.iterdir()} <= {"key", "key.lock"}


def test_kept_leaves_nothing_half_made(tmp_path: Path) -> None:
    """Neither where making fails nor where there is no room."""

    def fail(path: Path) -> None:
        _make(path)
        raise BackendError("damaged")

    with pytest.raises(BackendError, match="damaged"):
        machine.once(tmp_path / "key", 0, fail)
    with pytest.raises(BackendError, match="the disk is full; expected a writable folder with 1152921504606 MB free"):
        machine.once(tmp_path / "key", 1 << 60, _make)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []
