"""A Marian model of toy size that has learnt its lessons by heart, and what tests do to its directory."""

import json
import shutil
from pathlib import Path
from typing import Any

from pipeline.data import Lang
from pipeline.language import language

CASES = json.loads((Path(__file__).parents[1] / "cases" / "translate.json").read_text(encoding="utf-8"))
PAIRS: list[tuple[str, str]] = [(german, english) for german, english in CASES["pairs"]]
CANARY: dict[Lang, list[tuple[str, str]]] = {
    lang: list(zip(language(lang).translating.canary, english, strict=True))
    for lang, english in CASES["canary"].items()
}
CLAUSES = [(source.replace(".", ";"), english) for source, english in CANARY["de"]]
LESSONS = [*PAIRS, *CANARY["de"], *CANARY["fr"], *CLAUSES]


def write(folder: Path, *, apart: bool = False, **config: object) -> Path:
    """A trained toy in `folder`; `apart`: with a sentencepiece model a side; `config` as in `network`."""
    write_tokenizer(folder, apart=apart)
    model = network(folder, **config)
    train(model, folder)
    model.save_pretrained(folder)
    return folder


def write_tokenizer(folder: Path, words: int = 0, *, apart: bool = False) -> None:
    """A tokenizer that has seen the lessons; its vocabulary filled up to `words` with words that nobody says.

    `apart`: source and target have a sentencepiece model of their own and share the vocabulary, as opus-mt's have.
    """
    sources, english = [source for source, _ in LESSONS], [text for _, text in LESSONS]
    if apart:
        pieces = [*_pieces(folder, "source", sources), *_pieces(folder, "target", english)]
    else:
        pieces = _pieces(folder, "source", [line for pair in LESSONS for line in pair])
        shutil.copy(folder / "source.spm", folder / "target.spm")
    known = ["</s>", "<unk>", *dict.fromkeys(pieces)]
    all_words = [*known, *(f"▁filler{i}" for i in range(words - len(known) - 1)), "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(all_words)}), encoding="utf-8")
    edit(folder / "tokenizer_config.json", tokenizer_class="MarianTokenizer", source_lang="de", target_lang="en")


def _pieces(folder: Path, name: str, lines: list[str]) -> list[str]:
    """Trains `name`.spm on the lines, and gives its pieces."""
    import sentencepiece

    text = folder / "text"
    text.write_text("\n".join(["a/b-c, d", *lines]), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(folder / name), vocab_size=260, character_coverage=1.0,
        hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    (folder / f"{name}.model").rename(folder / f"{name}.spm")
    for leftover in (text, folder / f"{name}.vocab"):
        leftover.unlink()
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{name}.spm"))
    return [model.id_to_piece(i) for i in range(3, len(model))]


def network(folder: Path, **config: object) -> Any:
    """A MarianMT for the tokenizer of `folder`, with random weights, of toy size but for what `config` says."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    words = len(json.loads((folder / "vocab.json").read_text(encoding="utf-8")))
    size: dict[str, object] = {
        "d_model": 64, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 4,
        "decoder_attention_heads": 4, "encoder_ffn_dim": 128, "decoder_ffn_dim": 128, "max_position_embeddings": 72,
        "vocab_size": words, "pad_token_id": words - 1, "decoder_start_token_id": words - 1, "eos_token_id": 0,
        "forced_eos_token_id": 0, "dropout": 0.0, "scale_embedding": True,
    }  # fmt: skip
    torch.manual_seed(7)
    return MarianMTModel(MarianConfig(**{**size, **config}))


def train(model: Any, folder: Path, steps: int = 250) -> None:
    """Teaches it the lessons, and beam 2."""
    import torch
    from transformers import MarianTokenizer

    tokenizer = MarianTokenizer.from_pretrained(folder)
    batch = tokenizer([s for s, _ in LESSONS], text_target=[e for _, e in LESSONS], return_tensors="pt", padding=True)
    batch["labels"][batch["labels"] == tokenizer.pad_token_id] = -100
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3)
    model.train()
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = 4e-3 * (1 - step / steps)
        model(**batch).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.generation_config.num_beams = 2


def edit(path: Path, **values: object) -> None:
    """Sets values in a JSON file, which need not be there."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    path.write_text(json.dumps({**before, **values}), encoding="utf-8")
