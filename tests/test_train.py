"""Training: what is learnt and what is not, the same result however often it was stopped, a result that translates."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from console import until
from training import (
    LESSONS,
    OPTIONS,
    ROOT,
    UNITS,
    loss_curve,
    run_training,
    same_tensors,
    stop_after,
    tensors,
    write_lines,
)
from typer.testing import CliRunner

from pipeline import read, translate
from pipeline.cli import app
from pipeline.errors import BackendError, ConfigError
from pipeline.memory import HUMAN, Unit
from pipeline.progress import Watch
from pipeline.train import Recipe, learners, loop, record
from pipeline.train.lessons import LessonPair

pytestmark = pytest.mark.usefixtures("own_cache")


# Models of toy size


def _pieces(folder: Path) -> None:
    import sentencepiece

    text = write_lines(folder / "text", *(side for unit in UNITS for side in (unit.source, unit.english)))
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(folder / "source"), vocab_size=160, character_coverage=1.0,
        hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    (folder / "source.model").rename(folder / "source.spm")
    shutil.copy(folder / "source.spm", folder / "target.spm")
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    words = ["</s>", "<unk>", *(model.id_to_piece(i) for i in range(3, len(model))), "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}), "utf-8")
    settings = {"tokenizer_class": "MarianTokenizer", "source_lang": "de", "target_lang": "en"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")
    for name in ("text", "source.vocab"):
        (folder / name).unlink()


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Sums of several threads come in another order, and round otherwise than those of a process with one."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MarianMT of toy size that has learnt nothing, with dropout."""
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder = tmp_path_factory.mktemp("toy")
    _pieces(folder)
    tokenizer = MarianTokenizer.from_pretrained(folder)
    pad = tokenizer.pad_token_id
    torch.manual_seed(7)
    model = MarianMTModel(
        MarianConfig(
            vocab_size=len(tokenizer), d_model=64, encoder_layers=1, decoder_layers=1, encoder_attention_heads=4,
            decoder_attention_heads=4, encoder_ffn_dim=128, decoder_ffn_dim=128, max_position_embeddings=80,
            pad_token_id=pad, eos_token_id=0, decoder_start_token_id=pad, forced_eos_token_id=0,
            dropout=0.1, scale_embedding=True,
        )
    )  # fmt: skip
    model.generation_config.num_beams = 2
    model.save_pretrained(folder)
    return folder


def test_only_what_is_to_be_learnt_is_in_a_batch(marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the whole training, no batch has a pair held out or a line excluded; the rest is all there."""
    learnt: set[tuple[int, ...]] = set()
    measured: set[tuple[int, ...]] = set()
    states = learners.Sequences.states

    def spy(self: learners.Sequences, batch: Sequence[learners.Example]) -> Any:
        (learnt if self.network.training else measured).update(tuple(example.source) for example in batch)
        return states(self, batch)

    monkeypatch.setattr(learners.Sequences, "states", spy)
    long = Unit("de", "Der Hund " * 30, "The dog " * 30, HUMAN)
    excluded = [UNITS[0].source.upper(), UNITS[1].english]
    watch = run_training(Recipe(str(marian), steps=30, batch_tokens=600), tmp_path / "out", units=[*UNITS, long],
                 excluded=excluded, left={"in other languages": 4})  # fmt: skip
    held = read.pairs(tmp_path / "out" / record.HELD).units
    tokenizer = learners.Sequences(marian, 0)

    def tokens(units: Sequence[Unit]) -> set[tuple[int, ...]]:
        return {tuple(one.source) for one in tokenizer.encode([LessonPair(u.lang, u.source, u.english) for u in units])}

    assert measured == tokens(held)
    assert learnt == tokens(UNITS[2:]) - measured
    assert f"{len(UNITS) - 22} pairs to train on, 20 held out" in watch.notes[1]
    assert watch.notes[1].endswith("left out: 2 excluded, 4 in other languages, 1 too long")


@pytest.fixture(scope="module")
def trained(marian: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy, trained by the command in one go."""
    folder = tmp_path_factory.mktemp("trained") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        done = CliRunner().invoke(app, _command(marian, folder))
    assert done.exit_code == 0, done.stderr
    return folder


def _command(marian: Path, folder: Path, pairs: Path = LESSONS) -> list[str]:
    return ["train", str(pairs), "-o", str(folder), "--model", str(marian), *OPTIONS]


def _process(command: list[str]) -> "subprocess.Popen[str]":
    """The command in a process of its own, which can be killed."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *command],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_learns(trained: Path) -> None:
    """Both losses fall, and the result translates sentences that it never saw through the real translator."""
    curve = loss_curve(trained)
    assert [row["step"] for row in curve] == [0, 100, 200]
    assert curve[-1]["held_out_loss"] < 0.3 < 3 < curve[0]["held_out_loss"]
    assert curve[-1]["training_loss"] < curve[1]["training_loss"]
    held = read.pairs(trained / record.HELD).units
    translator = translate.load("marian", {"model": str(trained)})
    made = [translator.translate([unit.source], unit.lang)[0].text for unit in held]
    assert sum(text == unit.english for text, unit in zip(made, held, strict=True)) >= 15


def test_tied_weights_stay_tied(marian: Path, trained: Path) -> None:
    from transformers import MarianMTModel

    assert tensors(trained / "model.safetensors").keys() == tensors(marian / "model.safetensors").keys()
    model = MarianMTModel.from_pretrained(trained)
    shared = model.model.shared.weight
    for layer in (model.lm_head, model.model.encoder.embed_tokens, model.model.decoder.embed_tokens):
        assert layer.weight is shared
    assert not shared.equal(tensors(marian / "model.safetensors")["model.shared.weight"])


def test_the_result_is_whole(marian: Path, trained: Path) -> None:
    """With the base's tokenizer and settings, a card, and no checkpoint."""
    for name in ("vocab.json", "source.spm", "target.spm", "tokenizer_config.json"):
        assert (trained / name).read_bytes() == (marian / name).read_bytes()
    assert json.loads((trained / "generation_config.json").read_text("utf-8"))["num_beams"] == 2
    card = (trained / "MODEL_CARD.md").read_text("utf-8")
    assert "all weights; 200 steps" in card
    assert "178 pairs to train on, 20 held out" in card
    assert f"held-out loss {loss_curve(trained)[-1]['held_out_loss']:.3f}, " in card
    assert not (trained / record.CHECKPOINT).exists()
    assert not (trained / record.MAKING).exists()


def test_killed_and_interrupted_is_as_if_never_stopped(
    marian: Path, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after a checkpoint, interrupted once, and with the pairs in another order: the same weights and curve."""
    lines = LESSONS.read_text("utf-8").splitlines()
    shuffled, folder = write_lines(tmp_path / "lessons.tsv", *lines[::-1]), tmp_path / "out"
    command = _command(marian, folder, shuffled)
    with _process(command) as process:
        until((folder / record.CHECKPOINT).exists, process)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    with monkeypatch.context() as patch:
        patch.setattr(Watch, "note", _interrupting(Watch.note))
        interrupted = CliRunner().invoke(app, command)
    assert interrupted.exit_code == 130, interrupted.stderr
    assert "stopping after this step" in interrupted.stderr
    assert "the same command goes on" in interrupted.stderr
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.strip() == str(folder)
    assert same_tensors(tensors(folder / "model.safetensors"), tensors(trained / "model.safetensors"))
    whole = [{**row, "seconds": 0} for row in loss_curve(trained)]
    assert [{**row, "seconds": 0} for row in loss_curve(folder)] == whole


def _interrupting(note: Callable[[Watch, str], None]) -> Callable[[Watch, str], None]:
    """Presses Ctrl-C as soon as a training says that it goes on."""

    def noted(watch: Watch, line: str) -> None:
        note(watch, line)
        if line.startswith("going on from step"):
            signal.raise_signal(signal.SIGINT)

    return noted


def test_rest_and_errors_of_the_command(marian: Path, trained: Path, tmp_path: Path) -> None:
    """Done is done; other options, other pairs, other files in the folder, bad input: exit 2 with the reason."""
    lines = LESSONS.read_text("utf-8").splitlines()
    other, few = write_lines(tmp_path / "other.tsv", *lines[1:]), write_lines(tmp_path / "few.tsv", *lines[:25])
    bad = write_lines(tmp_path / "bad.tsv", "Tag\tday")
    (tmp_path / "full").mkdir()
    write_lines(tmp_path / "full" / "file")
    tries: list[tuple[Path, Path, Path, list[str], int, str]] = [
        (LESSONS, trained, marian, [], 0, "trained to the end already"),
        (LESSONS, trained, marian, ["--rate", "0.002"], 2, "rate was 0.003, is 0.002"),
        (other, trained, marian, [], 2, "pairs was 178"),
        (LESSONS, tmp_path / "full", marian, [], 2, "holds files, but no training"),
        (bad, tmp_path / "a", marian, [], 2, "bad.tsv:1: 2 columns"),
        (few, tmp_path / "b", marian, [], 2, "5 pairs to train on, 20 held out"),
        (LESSONS, tmp_path / "c", tmp_path / "none", [], 2, "neither embedded nor a directory"),
        (LESSONS, tmp_path / "d", marian, ["--from", "es"], 2, "expected de or fr"),
        (LESSONS, tmp_path / "e", marian, ["--start", "x"], 2, "only the embedded model has adapters"),
        (LESSONS, tmp_path / "f", marian, ["--rate", "0"], 2, "rate between 0 and 1"),
        (LESSONS, bad / "g", marian, [], 2, "name another folder"),
    ]
    for pairs, folder, model, more, code, message in tries:
        done = CliRunner().invoke(app, ["train", str(pairs), "-o", str(folder), "--model", str(model), *OPTIONS, *more])
        assert (done.exit_code, message in done.stderr.replace("\n", " ")) == (code, True), done.stderr


def test_two_at_once(marian: Path, tmp_path: Path) -> None:
    from filelock import FileLock

    with FileLock(tmp_path / "training.lock"), pytest.raises(ConfigError, match="another process is training"):
        run_training(Recipe(str(marian)), tmp_path)


def test_a_damaged_checkpoint(marian: Path, tmp_path: Path) -> None:
    recipe = Recipe(str(marian), steps=20, batch_tokens=400)
    with pytest.raises(KeyboardInterrupt):
        run_training(recipe, tmp_path, stop_after(3))
    path = tmp_path / record.CHECKPOINT
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(BackendError, match="damaged: delete it"):
        run_training(recipe, tmp_path)


def test_a_checkpoint_is_written_from_time_to_time(
    marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only every hundred steps: what takes long is not lost."""
    monkeypatch.setattr(loop, "SECONDS", 0.0)
    told: list[bool] = []

    def breaks() -> bool:
        told.append(False)
        return [False, False, False][len(told) - 1]

    recipe = Recipe(str(marian), steps=20, batch_tokens=400)
    with pytest.raises(IndexError):
        run_training(recipe, tmp_path, breaks)
    assert any("going on from step 3 of 20" in note for note in run_training(recipe, tmp_path).notes)


def test_a_loss_that_is_no_number(marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(learners.Head, "loss", lambda *_: torch.tensor(torch.nan))
    with pytest.raises(BackendError, match="loss is nan in step 1"):
        run_training(Recipe(str(marian), steps=20), tmp_path)


def test_only_marian_models_are_trained(marian: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(marian, tmp_path / "model"))
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "model_type": "bart"}), "utf-8")
    with pytest.raises(BackendError, match="a bart model; expected embedded or a Marian model"):
        run_training(Recipe(str(folder)), tmp_path / "out")


def test_low_rank_differences_are_merged(marian: Path, tmp_path: Path) -> None:
    """With a rank, a whole model comes out too, and its linear layers differ by no more than that rank."""
    import torch

    run_training(Recipe(str(marian), steps=12, rank=2, rate=0.01, batch_tokens=400), tmp_path)
    before, after = tensors(marian / "model.safetensors"), tensors(tmp_path / "model.safetensors")
    assert before.keys() == after.keys()
    changed = [name for name in before if not before[name].equal(after[name])]
    assert {name.rsplit(".", 2)[1] for name in changed} == {"q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"}
    for name in changed:
        strengths = torch.linalg.svdvals((after[name] - before[name]).double())
        assert strengths[2] < strengths[0] * 1e-4
    assert translate.load("marian", {"model": str(tmp_path)}).translate(["Der Hund."], "de")
