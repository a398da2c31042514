"""Adapters of Gemma: what is learnt, what comes out, and going on from one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from training import UNITS, loss_curve, run_training, same_tensors, stop_after, tensors

from pipeline import read
from pipeline.errors import BackendError, ConfigError
from pipeline.language import language
from pipeline.train import Recipe, learners, low_rank, record
from pipeline.train.lessons import LessonPair
from pipeline.translate import embedded
from pipeline.translate import gemma as gemma_files

pytestmark = pytest.mark.usefixtures("own_cache")


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


def _pair(index: int) -> LessonPair:
    return LessonPair(UNITS[index].lang, UNITS[index].source, UNITS[index].english)


@pytest.mark.usefixtures("gemma")
def test_the_prompt_is_read_and_not_learnt(tmp_path: Path) -> None:
    """What is learnt of a batch are the English tokens and the end, in order, each from all that stands before it."""
    import torch

    learner = learners.Prompted(2, None, tmp_path)
    examples = learner.encode([_pair(0), LessonPair("fr", "Le chat trouve", "cat"), _pair(9)])
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
    run_training(recipe, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run_training(recipe, tmp_path / "out", stop_after(17))
    watch = run_training(recipe, tmp_path / "out")
    assert any("going on from step 17 of 40" in note for note in watch.notes)
    weights = tensors(tmp_path / "out" / gemma_files.WEIGHTS)
    assert same_tensors(weights, tensors(tmp_path / "whole" / gemma_files.WEIGHTS))
    curve = loss_curve(tmp_path / "out")
    assert curve[-1]["held_out_loss"] < curve[0]["held_out_loss"] / 2
    assert _merged_loss(gemma, tmp_path / "out") == pytest.approx(curve[-1]["held_out_loss"], rel=0.03)
    for name in ("NOTICE", "GEMMA_TERMS.txt"):
        assert (tmp_path / "out" / name).read_bytes() == (gemma_files.ADAPTER / name).read_bytes()
    assert "rank 4; 40 steps" in (tmp_path / "out" / "MODEL_CARD.md").read_text("utf-8")


def _merged_loss(gemma: Callable[[], tuple[Any, Any]], folder: Path) -> float:
    import torch

    network, tokenizer = gemma()
    config = json.loads((folder / gemma_files.SETTINGS).read_text("utf-8"))
    weights = tensors(folder / gemma_files.WEIGHTS)
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
    run_training(Recipe(steps=30, rank=4, rate=0.01, batch_tokens=300), first, units=UNITS[:80])
    held = read.pairs(first / record.HELD).units
    run_training(Recipe(steps=10, start=first, rate=0.001, batch_tokens=300), second, held=held)
    assert loss_curve(second)[0]["held_out_loss"] < 3
    assert set(held) <= set(read.pairs(second / record.HELD).units)
    assert low_rank.rank_of(second) == 4
    with pytest.raises(ConfigError, match="has rank 4; leave --rank out"):
        run_training(Recipe(start=first, rank=8), tmp_path / "third")
    with pytest.raises(ConfigError, match="as an adapter only"):
        run_training(Recipe(rank=0), tmp_path / "third")
    with pytest.raises(BackendError, match="expected an adapter of this model"):
        run_training(Recipe(start=gemma_files.ADAPTER), tmp_path / "third")


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
    assert same_tensors(tensors(tmp_path / gemma_files.WEIGHTS), tensors(gemma_files.ADAPTER / gemma_files.WEIGHTS))
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
