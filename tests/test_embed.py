"""Embedding: names, signatures, unit rows that do not hang on the batch."""

import numpy as np
import pytest

from pipeline import embed
from pipeline.errors import BackendError, ConfigError

TEXTS = ["He left the company.", "He quit the firm.", "It rained all day in Lyon."]


@pytest.fixture(scope="module")
def minilm() -> embed.Embedder:
    return embed.load("minilm")


def test_rows_are_unit_and_near_for_what_means_the_same(minilm):
    rows = minilm.embed(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (3, 384)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-4)
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2]


def test_what_else_is_in_the_batch_moves_the_last_place_at_most(minilm):
    """Forty sentences of one to eighty words, in batches and one by one."""
    texts = [" ".join([*TEXTS[n % 3].split(), *["rain"] * (2 * n)]) for n in range(40)]
    together, alone = minilm.embed(texts), np.concatenate([minilm.embed([text]) for text in texts])
    assert np.abs(together - alone).max() < 1.5 * 10**-embed.DECIMALS
    assert (together != alone).mean() < 0.01


def test_no_texts_give_no_rows(minilm):
    assert minilm.embed([]).shape == (0, 384)


def test_the_signature_names_model_digest_and_library(minilm):
    assert minilm.signature.startswith("embed:minilm|rev:")
    assert "sentence-transformers:" in minilm.signature


def test_none_gives_no_vectors():
    nothing = embed.load("none")
    assert nothing.embed(TEXTS).shape == (3, 0)
    assert nothing.signature == "embed:none"


def test_a_name_of_ones_own_is_imported():
    assert embed.load("pipeline.embed:Nothing").signature == "embed:none"


@pytest.mark.parametrize("name", ["minilmm", "nobody/has-this-model", "pipeline.embed:Missing", "no_such_module:x", ""])
def test_an_unknown_name_says_what_there_is(name):
    with pytest.raises(ConfigError, match=r"minilm|cannot be imported"):
        embed.load(name)


def test_a_directory_that_is_no_model_is_named(tmp_path):
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BackendError, match="not a sentence-transformers model"):
        embed.load(str(tmp_path))


def test_a_digest_follows_the_content_and_not_the_prose(tmp_path):
    (tmp_path / "weights").write_bytes(b"1")
    before = embed.digest(tmp_path)
    (tmp_path / "README.md").write_text("words", encoding="utf-8")
    assert embed.digest(tmp_path) == before
    (tmp_path / "weights").write_bytes(b"2")
    assert embed.digest(tmp_path) != before
