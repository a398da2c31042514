"""Makes a small learned metric of random weights: `python random_metric.py METRIC FOLDER`, in its environment.

What it scores means nothing; it shows that the real packages run as they are called.
"""

import sys
from pathlib import Path

LETTERS = "▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüßéèàç0123456789.,?!'"


def comet(folder: Path) -> None:
    """A regression metric on an encoder of two layers, as COMET's own checkpoints lie."""
    import pytorch_lightning
    import torch
    import yaml
    from comet.models import RegressionMetric
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import XLMRobertaConfig, XLMRobertaTokenizerFast

    encoder = folder / "encoder"
    encoder.mkdir(parents=True)
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((letter, -3.0) for letter in LETTERS)]
    tokenizer = Tokenizer(models.Unigram([*pieces, ("<mask>", 0.0)], unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.save(str(encoder / "tokenizer.json"))
    fast = XLMRobertaTokenizerFast(tokenizer_file=str(encoder / "tokenizer.json"))
    fast.save_pretrained(encoder)
    XLMRobertaConfig(
        vocab_size=len(fast), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=514, pad_token_id=1, bos_token_id=0, eos_token_id=2, type_vocab_size=1,
    ).save_pretrained(encoder)  # fmt: skip
    torch.manual_seed(7)
    metric = RegressionMetric(
        encoder_model="XLM-RoBERTa", pretrained_model=str(encoder), hidden_sizes=[32, 16], layer="mix",
        layer_transformation="softmax", layer_norm=False, pool="avg", load_pretrained_weights=False,
    )  # fmt: skip
    settings = dict(metric.hparams)
    version = pytorch_lightning.__version__
    state = {"state_dict": metric.state_dict(), "hyper_parameters": settings, "pytorch-lightning_version": version}
    (folder / "checkpoints").mkdir()
    torch.save(state, folder / "checkpoints" / "model.ckpt")
    named = {**settings, "class_identifier": "regression_metric"}
    (folder / "hparams.yaml").write_text(yaml.safe_dump(named), "utf-8")


def bleurt(folder: Path) -> None:
    """A network of two layers, with a vocabulary of the letters of a few lines."""
    import sentencepiece
    import torch
    from bleurt_pytorch import BleurtConfig, BleurtForSequenceClassification
    from bleurt_pytorch.bleurt.tokenization_bleurt_sp import BleurtSPTokenizer

    folder.mkdir(parents=True)
    (folder / "lines.txt").write_text("".join(f"{LETTERS[n:]} {LETTERS}\n" for n in range(len(LETTERS))), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "lines.txt"), model_prefix=str(folder / "spm"), vocab_size=len(LETTERS) + 5,
        model_type="char", pad_id=0, unk_id=1, bos_id=2, eos_id=3, pad_piece="[PAD]", unk_piece="[UNK]",
        bos_piece="[CLS]", eos_piece="[SEP]", user_defined_symbols=["[MASK]"], minloglevel=2, hard_vocab_limit=False,
    )  # fmt: skip
    tokenizer = BleurtSPTokenizer(str(folder / "spm.model"))
    tokenizer.save_pretrained(folder)
    torch.manual_seed(7)
    config = BleurtConfig(
        vocab_size=len(tokenizer) + 8, embedding_size=16, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=512, num_labels=1,
    )  # fmt: skip
    BleurtForSequenceClassification(config).save_pretrained(folder, safe_serialization=False)


def metricx(folder: Path) -> None:
    """A network of two layers that has the head's word, and a vocabulary of letters."""
    import sentencepiece
    import torch
    from lightyear.metrics.metricx import MT5ForRegression
    from transformers import MT5Config

    spelled = folder / "tokenizer"
    spelled.mkdir(parents=True)
    (folder / "lines.txt").write_text("".join(f"{LETTERS[n:]} {LETTERS}\n" for n in range(len(LETTERS))), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "lines.txt"), model_prefix=str(spelled / "spiece"), vocab_size=len(LETTERS) + 9,
        model_type="unigram", pad_id=0, eos_id=1, unk_id=2, bos_id=-1, minloglevel=2, hard_vocab_limit=False,
    )  # fmt: skip
    config = MT5Config(
        vocab_size=250112, d_model=16, d_kv=8, d_ff=32, num_layers=2, num_heads=2, tie_word_embeddings=False
    )
    config.save_pretrained(spelled)
    torch.manual_seed(7)
    network = MT5ForRegression(config)
    network.eval().config.use_cache = False
    torch.nn.init.normal_(network.lm_head.weight, std=0.5)
    # errors below 0 are cut off: turned round, they are above it
    if not network(input_ids=torch.tensor([[5, 6, 7]])).predictions.any():
        network.lm_head.weight.data.neg_()
    network.save_pretrained(folder, safe_serialization=False)


if __name__ == "__main__":
    {"comet": comet, "bleurt": bleurt, "metricx": metricx}[sys.argv[1]](Path(sys.argv[2]).absolute())
