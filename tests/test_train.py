"""Training: what is learnt and what is not, the same result however often it was stopped, a result that translates."""

import gzip
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from pipeline import read, translate
from pipeline.cli import app
from pipeline.data import Lang
from pipeline.errors import BackendError, ConfigError, InputError
from pipeline.language import language
from pipeline.memory import HUMAN, Unit
from pipeline.train import Material, Recipe, learners, lessons, loop, low_rank, record, train
from pipeline.train.lessons import Pair
from pipeline.translate import embedded
from pipeline.translate import gemma as gemma_files

ROOT = Path(__file__).parent.parent
LESSONS = Path(__file__).parent / "cases" / "train.tsv"
UNITS = read.pairs(LESSONS).units
OPTIONS = ["--steps", "260", "--rate", "0.003", "--batch-tokens", "800", "--progress", "plain"]


class Watch:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, line: str) -> None:
        self.notes.append(line)

    def begin(self, stage: str, total: int) -> None:
        pass

    def step(self, count: int) -> None:
        pass


@pytest.fixture(autouse=True)
def alone(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a cache of its own, without the hub, and without the canary: what is trained here knows no other words."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("pipeline.translate.canary.check", lambda *_: None)


# Reading


def _write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def test_tsv(tmp_path: Path) -> None:
    """Three columns and more, gzipped or not, or two with a language; other languages are counted."""
    lines = ["de\tTag\tday\tnews", "fr-CA\tjour\tday", "es\tdía\tday", "en\tday\tday", "", 'de\t"so"\t']
    plain = _write(tmp_path / "a.tsv", *lines)
    units = (
        Unit("de", "Tag", "day", HUMAN),
        Unit("fr", "jour", "day", HUMAN),
        Unit("de", '"so"', "", HUMAN),
    )
    assert read.pairs(plain) == read.Pairs(units, 2)
    zipped = tmp_path / "a.tsv.gz"
    zipped.write_bytes(gzip.compress(plain.read_bytes()))
    assert read.pairs(zipped) == read.pairs(plain)
    assert read.pairs(_write(tmp_path / "b.tsv", "jour\tday"), "fr").units == (units[1],)


@pytest.mark.parametrize(
    ("line", "lang", "message"),
    [
        ("Tag\tday", None, r"a\.tsv:2: 2 columns; expected lang, source, English .* or --from"),
        ("Tag", None, r"a\.tsv:2: 1 column;"),
        ("Guten Tag\tgood day\tnews", None, r"a\.tsv:2: lang 'Guten Tag' is no language code; expected de or fr"),
        ("de\tTag\tday", "de", r"a\.tsv:2: 3 columns; with --from a line is source, tab, English"),
    ],
)
def test_bad_line(tmp_path: Path, line: str, lang: Lang | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read.pairs(_write(tmp_path / "a.tsv", "", line), lang)


def test_damaged_files(tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(LESSONS.read_bytes())[:-20])
    (tmp_path / "binary.tsv").write_bytes(b"de\tTag\tday\n\0\0")
    for name, message in (("cut.gz", "damaged gzip"), ("binary.tsv", r"binary\.tsv: line 2"), ("none.tsv", "read")):
        with pytest.raises(InputError, match=message):
            read.pairs(tmp_path / name)


def test_tmx_pairs(tmp_path: Path) -> None:
    """What has no German or French, or no English, is counted."""

    def variant(lang: str, text: str) -> str:
        return f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>'

    units = [
        variant("de-DE", "Tag") + variant("en-US", "day"),
        variant("de", "Tag") + variant("fr", "jour") + variant("en", "day"),
        variant("es", "día") + variant("en", "day"),
        variant("de", "Tag") + variant("en", " "),
        variant("de", "Tag") + variant("fr", "jour"),
    ]
    body = "".join(f"<tu>{unit}</tu>" for unit in units)
    path = _write(tmp_path / "a.tmx", f'<tmx version="1.4"><header/><body>{body}</body></tmx>')
    found = read.pairs(path)
    assert [(unit.lang, unit.source) for unit in found.units] == [("de", "Tag"), ("de", "Tag"), ("fr", "jour")]
    assert found.others == 3


# What is learnt


def test_unusable_pairs_are_counted() -> None:
    given_ = [
        Unit("de", " Guten  Tag. ", "Good\nday.", HUMAN),
        Unit("de", "Guten Tag.", "Good day.", HUMAN),
        Unit("de", "Guten Tag.", "Hello.", HUMAN),
        Unit("de", "", "Good day.", HUMAN),
        Unit("de", "Guten Tag.", " \t", HUMAN),
        Unit("de", "Berlin 2024", "Berlin  2024", HUMAN),
        Unit("de", "Nacht", "night", "mt:m|rev:1"),
        Unit("fr", "Il était une fois un roi", "Once there was a king", HUMAN),
        Unit("fr", "Le roi est mort hier", "The king died yesterday", HUMAN),
        Unit("fr", "Non", "No", HUMAN),
    ]
    excluded = ["« Il ÉTAIT une fois un roi ! »", "the king DIED, yesterday", "no"]
    pairs, left = lessons.usable(given_, excluded)
    assert sorted(pairs) == [
        Pair("de", "Guten Tag.", "Good day."),
        Pair("de", "Guten Tag.", "Hello."),
        Pair("fr", "Non", "No"),
    ]
    assert left == {"repeated": 1, "empty": 2, "the same on both sides": 1, "translated by a machine": 1, "excluded": 2}


def test_exclusion_needs_twelve_letters() -> None:
    """Twelve letters exclude a line, eleven do not."""
    units = [Unit("de", "abcdef ghijkl", "x", HUMAN), Unit("de", "abcdef ghijk", "x", HUMAN)]
    pairs, left = lessons.usable(units, ["ABCDEFGHIJKL", "ABCDEFGHIJK"])
    assert [pair.source for pair in pairs] == ["abcdef ghijk"]
    assert left == {"excluded": 1}


def _numbered(numbers: Iterator[int] | Sequence[int]) -> list[Pair]:
    """Distinct sentences; letters stand for digits, since digits do not tell sentences apart."""
    words = [str(number).translate(str.maketrans("0123456789", "abcdefghij")) for number in numbers]
    return [Pair("de", f"Satz {word}", f"sentence {word}") for word in words]


@given(st.sets(st.integers(0, 9999), min_size=30, max_size=200), st.sets(st.integers(0, 9999), max_size=200), st.data())
def test_held_out_stays_held_out(numbers: set[int], more: set[int], data: st.DataObject) -> None:
    """Every pair is learnt or held out; shuffling changes nothing; what was held out is never learnt later."""
    pairs = _numbered(sorted(numbers))
    first = lessons.hold_out(pairs)
    assert sorted((*first.trained, *first.held)) == sorted(pairs)
    assert len(first.held) >= lessons.LEAST
    assert lessons.hold_out(data.draw(st.permutations(pairs))) == first
    grown = lessons.hold_out(_numbered(sorted(numbers | more)), [pair.source for pair in first.held])
    assert set(first.held) <= set(grown.held)
    assert not set(first.held) & set(grown.trained)


def test_one_in_a_hundred_is_held_out() -> None:
    """At most MOST are measured on; of a large file, what was held out stays so without being told."""
    some, many = _numbered(range(5000)), _numbered(range(60_000))
    part, whole = lessons.hold_out(some), lessons.hold_out(many)
    assert 30 <= len(part.held) <= 70
    assert len(whole.held) == lessons.MOST
    assert 0 < whole.aside < 200
    assert not set(part.held) & set(whole.trained)


def test_the_same_sentence_is_not_on_both_sides() -> None:
    """Neither a source held out, however written, nor its English is learnt with another partner."""
    pairs = _numbered(range(1000, 1200))
    held = lessons.hold_out(pairs).held[0]
    twins = [
        Pair("de", held.source.upper() + "!", "quite another thing"),
        Pair("fr", "une chose bien distincte", held.english.upper()),
        Pair("fr", "autre chose", "another thing"),
    ]
    parts = lessons.hold_out([*pairs, *twins])
    assert twins[0] in parts.held
    assert twins[1] not in (*parts.held, *parts.trained)
    assert twins[2] in parts.trained
    assert parts.aside == 1


@given(st.lists(st.integers(1, 60), min_size=1, max_size=80), st.integers(10, 200))
def test_a_pass_takes_every_pair_once(lengths: list[int], budget: int) -> None:
    """Batches keep to the budget; the next pass takes every pair again."""
    batches = lessons.order(lengths, budget)
    for _ in range(2):
        seen: list[int] = []
        while len(seen) < len(lengths):
            batch = next(batches)
            assert len(batch) == 1 or max(lengths[index] for index in batch) * len(batch) <= budget
            seen += batch
        assert sorted(seen) == list(range(len(lengths)))


def test_passes_differ() -> None:
    found = list(itertools.islice(lessons.order([5] * 40, 5), 80))
    assert found[:40] != found[40:]


def test_the_rate_rises_holds_and_falls() -> None:
    course = loop.Course([], [], 1000, 1.0, 1)
    assert [round(loop.rate(course, step), 4) for step in (0, 19, 39, 400, 750, 875, 999)] == [
        0.025, 0.5, 1.0, 1.0, 1.0, 0.5, 0.004,
    ]  # fmt: skip


# The loss


def test_rows_left_out_take_no_part() -> None:
    """Softmax over some rows is the full softmax with all others at minus infinity; smoothing too."""
    import torch

    torch.manual_seed(1)
    weight, states, targets = torch.randn(50, 8), torch.randn(5, 8), torch.tensor([3, 7, 7, 40, 11])
    kept = torch.tensor([3, 7, 11, 12, 40])
    place = torch.full((50,), -1)
    place[kept] = torch.arange(5)
    found = learners.Head(weight[kept], None, place).loss(states, targets, 0.0)
    scores = torch.full((5, 50), -torch.inf)
    scores[:, kept] = (states @ weight.T)[:, kept]
    logs = torch.log_softmax(scores, 1)
    assert torch.allclose(found, -logs[torch.arange(5), targets].sum())
    smooth = learners.Head(weight[kept], None, place).loss(states, targets, 0.05)
    expected = -(0.95 * logs[torch.arange(5), targets] + 0.05 * logs[:, kept].mean(1)).sum()
    assert torch.allclose(smooth, expected)


# Models of toy size


def _pieces(folder: Path) -> None:
    import sentencepiece

    text = _write(folder / "text", *(side for unit in UNITS for side in (unit.source, unit.english)))
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


@pytest.fixture(scope="session")
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


def _weights(path: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    return load_file(path)


def _equal(left: dict[str, Any], right: dict[str, Any]) -> bool:
    return left.keys() == right.keys() and all(left[name].equal(right[name]) for name in left)


def _run(recipe: Recipe, folder: Path, stop: Callable[[], bool] = lambda: False, **material: Any) -> Watch:
    watch = Watch()
    train(recipe, Material(**{"units": UNITS, **material}), folder, watch, time.monotonic, stop)
    return watch


def _after(steps: int) -> Callable[[], bool]:
    asked = iter([*[False] * (steps - 1), *[True] * 1000])
    return lambda: next(asked)


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
    watch = _run(Recipe(str(marian), steps=30, batch_tokens=600), tmp_path / "out", units=[*UNITS, long],
                 excluded=excluded, left={"in other languages": 4})  # fmt: skip
    held = read.pairs(tmp_path / "out" / record.HELD).units
    tokenizer = learners.Sequences(marian, 0)

    def tokens(units: Sequence[Unit]) -> set[tuple[int, ...]]:
        return {tuple(one.source) for one in tokenizer.encode([Pair(u.lang, u.source, u.english) for u in units])}

    assert measured == tokens(held)
    assert learnt == tokens(UNITS[2:]) - measured
    assert f"{len(UNITS) - 22} pairs to train on, 20 held out" in watch.notes[1]
    assert watch.notes[1].endswith("left out: 2 excluded, 4 in other languages, 1 too long")


@pytest.fixture(scope="session")
def trained(marian: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy, trained by the command in one go."""
    folder = tmp_path_factory.mktemp("trained") / "out"
    with _command(marian, folder) as process:
        _, told = process.communicate(timeout=600)
    assert process.returncode == 0, told
    return folder


def _command(marian: Path, folder: Path, pairs: Path = LESSONS) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "train", str(pairs), "-o", str(folder), "--model", str(marian), *OPTIONS],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _curve(folder: Path) -> list[dict[str, float]]:
    heading, *rows = [line.split("\t") for line in (folder / record.CURVE).read_text("utf-8").splitlines()]
    return [dict(zip(heading, map(float, row), strict=True)) for row in rows]


def test_it_learns(trained: Path) -> None:
    """Both losses fall, and the result translates sentences that it never saw through the real translator."""
    curve = _curve(trained)
    assert [row["step"] for row in curve] == [0, 100, 200, 260]
    assert curve[-1]["held_out_loss"] < 0.3 < 3 < curve[0]["held_out_loss"]
    assert curve[-1]["training_loss"] < curve[1]["training_loss"]
    held = read.pairs(trained / record.HELD).units
    translator = translate.load("marian", {"model": str(trained)})
    made = [translator.translate([unit.source], unit.lang)[0].text for unit in held]
    assert sum(text == unit.english for text, unit in zip(made, held, strict=True)) >= 15


def test_tied_weights_stay_tied(marian: Path, trained: Path) -> None:
    from transformers import MarianMTModel

    assert _weights(trained / "model.safetensors").keys() == _weights(marian / "model.safetensors").keys()
    model = MarianMTModel.from_pretrained(trained)
    shared = model.model.shared.weight
    for layer in (model.lm_head, model.model.encoder.embed_tokens, model.model.decoder.embed_tokens):
        assert layer.weight is shared
    assert not shared.equal(_weights(marian / "model.safetensors")["model.shared.weight"])


def test_the_result_is_whole(marian: Path, trained: Path) -> None:
    """With the base's tokenizer and settings, a card, and no checkpoint."""
    for name in ("vocab.json", "source.spm", "target.spm", "tokenizer_config.json"):
        assert (trained / name).read_bytes() == (marian / name).read_bytes()
    assert json.loads((trained / "generation_config.json").read_text("utf-8"))["num_beams"] == 2
    card = (trained / "MODEL_CARD.md").read_text("utf-8")
    assert "all weights; 260 steps" in card
    assert "178 pairs to train on, 20 held out" in card
    assert f"held-out loss {_curve(trained)[-1]['held_out_loss']:.3f}, " in card
    assert not (trained / record.CHECKPOINT).exists()
    assert not (trained / record.MAKING).exists()


def test_killed_and_interrupted_is_as_if_never_stopped(marian: Path, trained: Path, tmp_path: Path) -> None:
    """Killed after a checkpoint, interrupted once, and with the pairs in another order: the same weights and curve."""
    lines = LESSONS.read_text("utf-8").splitlines()
    shuffled, folder = _write(tmp_path / "lessons.tsv", *lines[::-1]), tmp_path / "out"
    with _command(marian, folder, shuffled) as process:
        _until(folder / record.CHECKPOINT, process)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    with _command(marian, folder, shuffled) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("going on from step"):
                process.send_signal(signal.SIGINT)
                break
        told = process.stderr.read()
    assert process.returncode == 130
    assert "the same command goes on" in told
    with _command(marian, folder, shuffled) as process:
        out, told = process.communicate(timeout=600)
    assert process.returncode == 0, told
    assert out.strip() == str(folder)
    assert _equal(_weights(folder / "model.safetensors"), _weights(trained / "model.safetensors"))
    whole = [{**row, "seconds": 0} for row in _curve(trained)]
    assert [{**row, "seconds": 0} for row in _curve(folder)] == whole


def _until(path: Path, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 300
    while not path.exists():
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)


def test_rest_and_errors_of_the_command(marian: Path, trained: Path, tmp_path: Path) -> None:
    """Done is done; other options, other pairs, other files in the folder, bad input: exit 2 with the reason."""
    lines = LESSONS.read_text("utf-8").splitlines()
    other, few = _write(tmp_path / "other.tsv", *lines[1:]), _write(tmp_path / "few.tsv", *lines[:25])
    bad = _write(tmp_path / "bad.tsv", "Tag\tday")
    (tmp_path / "full").mkdir()
    _write(tmp_path / "full" / "file")
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
        _run(Recipe(str(marian)), tmp_path)


def test_a_damaged_checkpoint(marian: Path, tmp_path: Path) -> None:
    recipe = Recipe(str(marian), steps=20, batch_tokens=400)
    with pytest.raises(KeyboardInterrupt):
        _run(recipe, tmp_path, _after(3))
    path = tmp_path / record.CHECKPOINT
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(BackendError, match="damaged: delete it"):
        _run(recipe, tmp_path)


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
        _run(recipe, tmp_path, breaks)
    assert any("going on from step 3 of 20" in note for note in _run(recipe, tmp_path).notes)


def test_a_loss_that_is_no_number(marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(learners.Head, "loss", lambda *_: torch.tensor(torch.nan))
    with pytest.raises(BackendError, match="loss is nan in step 1"):
        _run(Recipe(str(marian), steps=20), tmp_path)


def test_only_marian_models_are_trained(marian: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(marian, tmp_path / "model"))
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "model_type": "bart"}), "utf-8")
    with pytest.raises(BackendError, match="a bart model; expected embedded or a Marian model"):
        _run(Recipe(str(folder)), tmp_path / "out")


def test_low_rank_differences_are_merged(marian: Path, tmp_path: Path) -> None:
    """With a rank, a whole model comes out too, and its linear layers differ by no more than that rank."""
    import torch

    _run(Recipe(str(marian), steps=12, rank=2, rate=0.01, batch_tokens=400), tmp_path)
    before, after = _weights(marian / "model.safetensors"), _weights(tmp_path / "model.safetensors")
    assert before.keys() == after.keys()
    changed = [name for name in before if not before[name].equal(after[name])]
    assert {name.rsplit(".", 2)[1] for name in changed} == {"q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"}
    for name in changed:
        strengths = torch.linalg.svdvals((after[name] - before[name]).double())
        assert strengths[2] < strengths[0] * 1e-4
    assert translate.load("marian", {"model": str(tmp_path)}).translate(["Der Hund."], "de")


# The embedded model, of toy size


@pytest.fixture
def gemma(monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[Any, Any]]:
    """Gemma's shape with a vocabulary of words, in the place of the base."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig, PreTrainedTokenizerFast

    texts = [f"{name}: \n English:" for name in (language(lang).translating.embedded for lang in embedded.taught())]
    texts += [text for unit in UNITS for text in (unit.source, unit.english)]
    split = pre_tokenizers.Whitespace()
    words = sorted({word for text in texts for word, _ in split.pre_tokenize_str(text)})
    vocabulary = {word: index for index, word in enumerate(["<pad>", "<eos>", "<bos>", "<unk>", *words])}
    raw = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    raw.pre_tokenizer = split
    raw.post_processor = processors.TemplateProcessing("<bos> $A", special_tokens=[("<bos>", 2)])
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, eos_token="<eos>", bos_token="<bos>", pad_token="<pad>")

    def base(_: Path | None = None) -> tuple[Any, Any]:
        torch.manual_seed(3)
        config = Gemma3TextConfig(
            vocab_size=len(vocabulary), hidden_size=32, intermediate_size=48, num_hidden_layers=2,
            num_attention_heads=2, num_key_value_heads=1, head_dim=16, sliding_window=64,
        )  # fmt: skip
        network = Gemma3ForCausalLM(config)
        with torch.no_grad():
            network.get_input_embeddings().weight.mul_(20)  # frozen, it could not tell words apart as it is
        return network, tokenizer

    monkeypatch.setattr(gemma_files, "base", base)
    return base


def _pair(index: int) -> Pair:
    return Pair(UNITS[index].lang, UNITS[index].source, UNITS[index].english)


@pytest.mark.usefixtures("gemma")
def test_the_prompt_is_read_and_not_learnt(tmp_path: Path) -> None:
    """What is learnt of a batch are the English tokens and the end, in order, each from all that stands before it."""
    import torch

    learner = learners.Prompted(2, None, tmp_path)
    examples = learner.encode([_pair(0), Pair("fr", "Le chat trouve", "cat"), _pair(9)])
    learner.network.float()
    states, targets = learner.states(examples)
    assert targets.tolist() == [token for example in examples for token in example.english]
    assert examples[1].english[-1] == 1
    row = torch.tensor([[*examples[2].source, *examples[2].english]])
    alone = learner.network.model(input_ids=row).last_hidden_state[0, len(examples[2].source) - 1 : -1]
    assert torch.allclose(states[-len(alone) :], alone, atol=1e-5)


@pytest.mark.usefixtures("gemma")
def test_rows_of_the_output_layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All English tokens, the commonest source tokens, and the lowest rows up to the least."""
    monkeypatch.setattr(learners, "ROWS", 14)
    monkeypatch.setattr(learners, "COPIED", 1)
    learner = learners.Prompted(2, None, tmp_path)
    examples = learner.encode([_pair(0), _pair(1)])
    head = learner.head(examples)
    kept = set((head.place >= 0).nonzero().squeeze(1).tolist())
    english = {token for example in examples for token in example.english}
    assert english <= kept
    assert len(kept) == 14
    assert kept - english >= {0, 2, 3}
    weight = learner.network.get_output_embeddings().weight
    assert all(head.weight[head.place[token]].equal(weight[token]) for token in kept)


def test_an_adapter_comes_out(gemma: Callable[[], tuple[Any, Any]], tmp_path: Path) -> None:
    """Stopped and started again: the same adapter; added to the base by hand it gives the curve's held-out loss."""
    recipe = Recipe(steps=40, rank=4, rate=0.01, batch_tokens=300)
    _run(recipe, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        _run(recipe, tmp_path / "out", _after(17))
    watch = _run(recipe, tmp_path / "out")
    assert any("going on from step 17 of 40" in note for note in watch.notes)
    weights = _weights(tmp_path / "out" / gemma_files.WEIGHTS)
    assert _equal(weights, _weights(tmp_path / "whole" / gemma_files.WEIGHTS))
    curve = _curve(tmp_path / "out")
    assert curve[-1]["held_out_loss"] < curve[0]["held_out_loss"] / 2
    assert _merged_loss(gemma, tmp_path / "out") == pytest.approx(curve[-1]["held_out_loss"], rel=0.03)
    for name in ("NOTICE", "GEMMA_TERMS.txt"):
        assert (tmp_path / "out" / name).read_bytes() == (gemma_files.ADAPTER / name).read_bytes()
    assert "rank 4; 40 steps" in (tmp_path / "out" / "MODEL_CARD.md").read_text("utf-8")


def _merged_loss(gemma: Callable[[], tuple[Any, Any]], folder: Path) -> float:
    import torch

    network, tokenizer = gemma()
    config = json.loads((folder / gemma_files.SETTINGS).read_text("utf-8"))
    weights = _weights(folder / gemma_files.WEIGHTS)
    with torch.no_grad():
        for name, down in weights.items():
            if ".lora_A." in name:
                up = weights[name.replace("lora_A", "lora_B")].float()
                weight = network.get_parameter(name.removeprefix("base_model.model.").replace(".lora_A", ""))
                weight += config["lora_alpha"] / config["r"] * up @ down.float()
        total, count = 0.0, 0
        for unit in read.pairs(folder / record.HELD).units:
            prompt = tokenizer(f"{language(unit.lang).translating.embedded}: {unit.source}\nEnglish:").input_ids
            answer = [*tokenizer(unit.english, add_special_tokens=False).input_ids, tokenizer.eos_token_id]
            logs = network(torch.tensor([[*prompt, *answer]])).logits[0].log_softmax(1)
            total -= sum(float(logs[len(prompt) - 1 + at, token]) for at, token in enumerate(answer))
            count += len(answer)
    return total / count


@pytest.mark.usefixtures("gemma")
def test_going_on_from_an_adapter(tmp_path: Path) -> None:
    """It begins where the adapter was, has its rank, and holds out what the adapter's training held out."""
    first, second = tmp_path / "first", tmp_path / "second"
    _run(Recipe(steps=30, rank=4, rate=0.01, batch_tokens=300), first, units=UNITS[:80])
    held = read.pairs(first / record.HELD).units
    _run(Recipe(steps=10, start=first, rate=0.001, batch_tokens=300), second, held=held)
    assert _curve(second)[0]["held_out_loss"] < 3
    assert set(held) <= set(read.pairs(second / record.HELD).units)
    assert low_rank.rank_of(second) == 4
    with pytest.raises(ConfigError, match="has rank 4; leave --rank out"):
        _run(Recipe(start=first, rank=8), tmp_path / "third")
    with pytest.raises(ConfigError, match="as an adapter only"):
        _run(Recipe(rank=0), tmp_path / "third")
    with pytest.raises(BackendError, match="expected an adapter of this model"):
        _run(Recipe(start=gemma_files.ADAPTER), tmp_path / "third")


def test_the_shipped_adapter_is_one_of_these(tmp_path: Path) -> None:
    """The adapter in the package loads as a start, and is written again with the same names, shapes and weights."""
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    config = Gemma3TextConfig(
        vocab_size=8, hidden_size=640, intermediate_size=2048, num_hidden_layers=18, num_attention_heads=4,
        num_key_value_heads=1, head_dim=256,
    )  # fmt: skip
    with torch.device("meta"):
        network = Gemma3ForCausalLM(config)
    low_rank.add(network, low_rank.rank_of(gemma_files.ADAPTER))
    low_rank.load(network, gemma_files.ADAPTER)
    low_rank.write(network, tmp_path, "gemma-3-270m")
    assert _equal(_weights(tmp_path / gemma_files.WEIGHTS), _weights(gemma_files.ADAPTER / gemma_files.WEIGHTS))
    shipped = json.loads((gemma_files.ADAPTER / gemma_files.SETTINGS).read_text("utf-8"))
    written = json.loads((tmp_path / gemma_files.SETTINGS).read_text("utf-8"))
    assert set(written.pop("target_modules")) == set(shipped["target_modules"])
    assert written.items() <= {**shipped, "base_model_name_or_path": "gemma-3-270m"}.items()


def test_an_adapter_of_another_scale(tmp_path: Path, gemma: Callable[[], tuple[Any, Any]]) -> None:
    """alpha / r of the adapter's own is kept to: with half of it the same file means half the difference."""
    network, _ = gemma()
    low_rank.add(network, 2)
    for name, weight in network.named_parameters():
        weight.data += 1.0 * ("lora_B" in name)
    low_rank.write(network, tmp_path, "toy")
    config = json.loads((tmp_path / gemma_files.SETTINGS).read_text("utf-8"))
    (tmp_path / gemma_files.SETTINGS).write_text(
        json.dumps({**config, "lora_alpha": config["lora_alpha"] / 2}), "utf-8"
    )
    low_rank.load(network, tmp_path)
    values = {weight.detach().unique().item() for name, weight in network.named_parameters() if "lora_B" in name}
    assert values == {0.5}
