"""Vectors of claims: read in their sentences, whatever stands beside them; what says the same is near."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_embed import LATIN, LONGER, WORDS
from test_language import Silent

from pipeline import align, bitext, claims, embed, engine
from pipeline.config import Config
from pipeline.embed import claims as of_claims
from pipeline.embed import packed
from pipeline.embed.claims import ClaimEncoder, Spans
from pipeline.embed.converted import factors
from pipeline.embed.network import Network
from pipeline.errors import BackendError
from pipeline.memory import Memory

SAME = [
    (
        "The minister resigned on Tuesday after the report.",
        "Her resignation came a day after the inquiry was published.",
    ),
    ("Three people were killed when the bridge gave way.", "The collapse cost three lives, the police said."),
]


@pytest.fixture(scope="module")
def network() -> Network:
    return Network()


@pytest.fixture(scope="module")
def encoder() -> ClaimEncoder:
    return ClaimEncoder()


def whole(text: str) -> list[Spans]:
    return [((0, len(text)),)]


@settings(deadline=None)
@given(text=st.lists(st.one_of(st.text(LATIN, max_size=20), WORDS), max_size=8).map("".join))
def test_every_token_has_its_slice_and_all_but_blanks_stands_in_one(network, text):
    slices = network.slices(text)
    assert len(slices) == len(network.tokens(text))
    inside = [piece for piece in slices if piece != (0, 0)]
    assert inside == sorted(inside)
    assert all(0 <= start < end <= len(text) for start, end in inside)
    left_out = [sign for n, sign in enumerate(text) if not any(start <= n < end for start, end in inside)]
    # what the model's own table leaves out of a text is a blank, or a sign without a form of its own
    _, _, normal = network.model()
    assert all(not normal.get(ord(sign), sign).strip(" ▁") for sign in left_out)


def test_a_claim_s_words_are_those_of_its_spans(network):
    text = "The bank, which lost “half” its Straße, said so."
    start = text.index("which")
    inside = [text[a:b] for a, b in network.slices(text) if a >= start and b <= text.index(", said") and b]
    assert "".join(inside) == "whichlost“half”itsStraße"


def test_rows_of_a_sentence_hang_on_it_and_its_spans_alone(encoder):
    spans = [[((0, 10),), ((10, len(text)),)] for text in LONGER]
    together = encoder.encode(LONGER, spans)
    for text, parts, rows in zip(LONGER, spans, together, strict=True):
        np.testing.assert_array_equal(rows, encoder.encode([text], [parts])[0])
        assert rows.shape == (2, 384)
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-3)


def test_a_claim_is_read_in_its_sentence(encoder):
    texts = ["Of the miners three of them were saved.", "Of the paintings three of them were saved."]
    spans = [[((text.index("three"), len(text)),)] for text in texts]
    one, other = encoder.encode(texts, spans)
    assert one[0] @ other[0] < 0.95


def test_what_says_the_same_is_nearest(encoder):
    texts = [text for pair in SAME for text in pair]
    rows = np.concatenate(encoder.encode(texts, list(map(whole, texts))))
    near = rows @ rows.T - 2 * np.eye(len(rows))
    assert near.argmax(axis=1).tolist() == [1, 0, 3, 2]


def test_all_of_a_long_text_is_read(encoder):
    """Of more tokens than the model reads at once."""
    rain = " ".join(["rain fell on the town"] * 150)
    text = f"{rain} the bank was robbed"
    (rows,) = encoder.encode([text], [[((0, len(rain)),), ((len(rain), len(text)),)]])
    (alone,) = encoder.encode(["the bank was robbed"], [whole("the bank was robbed")])
    assert rows[1] @ alone[0] > rows[0] @ alone[0]


@pytest.mark.parametrize("text", ["\0", "\u200b", " ", "…" * 3000])
def test_odd_texts_get_a_row(encoder, text):
    (rows,) = encoder.encode([text], [whole(text)])
    assert np.isfinite(rows).all()
    assert rows.shape == (1, 384)


def test_the_differences_are_added_to_the_weights(network):
    content = packed.read(network.file)
    archive = (Path(of_claims.__file__).parent / of_claims.DIFFERENCES).read_bytes()
    changed = packed.read(network.file, factors(archive))
    for name, (left, right) in changed.differences.items():
        added = changed.tensor(name) - content.tensor(name)
        np.testing.assert_allclose(added, (left @ right).ravel(), atol=1e-5)
        assert np.abs(added).max() > 0
    assert len(changed.differences) == 6 * content.layers


def test_other_differences_are_another_signature(tmp_path, encoder):
    archive = (Path(of_claims.__file__).parent / of_claims.DIFFERENCES).read_bytes()
    (tmp_path / "other.npz").write_bytes(archive + b" ")
    assert ClaimEncoder(str(tmp_path / "other.npz")).signature != encoder.signature
    assert "ctranslate2-" in encoder.signature


class Fixed:
    signature, multilingual = "embed:fixed", False

    def embed(self, texts):
        return np.full((len(texts), 4), 0.5, dtype=np.float32)


def reading(path: Path, work: bitext.Work, embedder: str = "e5") -> bitext.Encoding:
    config = Config(embedder=embedder, memory=path)
    return bitext.Encoding(config, bitext.readers(config), Memory(path), work, Silent())


def test_vectors_are_remembered_and_a_killed_run_loses_one_job(tmp_path, monkeypatch):
    texts = [f"He said that {n} people left when it rained." for n in range(3 * engine.LEAST)]
    parsed = dict(zip(texts, claims.parser().parse(texts), strict=True))
    asked = []

    class Counting:
        def encode(self, texts, spans):
            asked.append(len(texts))
            if len(asked) == 3:
                raise BackendError("the third job")
            return [np.full((len(parts), 4), len(parts), dtype=np.float32) for parts in spans]

    monkeypatch.setattr(bitext, "ClaimEncoder", Counting)
    monkeypatch.setattr(Counting, "signature", "claims:counting", raising=False)
    with engine.serial(partial(bitext.TextWorker, print)) as work:
        desk = reading(tmp_path / "memory", work)
        with pytest.raises(BackendError, match="the third job"):
            desk.claims(parsed, "parser")
        rows = desk.claims(parsed, "parser")
        assert asked == [engine.LEAST] * 4
        again = desk.claims(parsed, "parser")
    assert all(rows[text].shape == (len(found), 4) for text, found in parsed.items())
    assert all(rows[text].tobytes() == again[text].tobytes() for text in texts)


def test_sentences_of_two_texts_are_read_as_wholes_and_remembered(tmp_path, encoder):
    triples = [("de", f"deutsch {text}", text) for text in (*LONGER, "")]
    with engine.serial(partial(bitext.TextWorker, print)) as work:
        desk = reading(tmp_path / "memory", work)
        assert desk.read.wholes is not None
        read, again = (desk.wholes(desk.read.wholes, triples) for _ in range(2))
    assert read.by_claims
    assert desk.memory.counts().vectors == len(triples)
    for _, _, text in triples:
        np.testing.assert_array_equal(read.english[text], encoder.encode([text], [whole(text)])[0][0])
        np.testing.assert_array_equal(read.english[text], again.english[text])


@pytest.mark.parametrize(
    ("embedder", "source", "lang", "expected"),
    [
        ("e5", "", "en", "claims"),
        ("e5", "", "de", "vectors"),  # German as it is: the reader of claims knows English alone
        ("e5", "e5", "en", "vectors"),
        (f"{__name__}:Fixed", "", "en", "vectors"),
        ("none", "", "en", "words"),
    ],
)
def test_the_reader_of_claims_aligns_english_in_the_place_of_e5_alone(
    tmp_path, monkeypatch, embedder, source, lang, expected
):
    seen = []
    weigh = align.weigh
    monkeypatch.setattr(align, "weigh", lambda *a, **given: seen.append(weigh(*a, **given)) or seen[-1])
    config = Config(embedder=embedder, source_embedder=source, memory=tmp_path / "memory")
    sides = bitext.PlainText(lang, ("Die Hotels waren voll.",)), bitext.PlainText("en", ("The hotels were full.",))
    list(bitext.texts(config, Silent(), lambda: 0.0, [sides], translate=False))
    assert [one.reading for one in seen] == [expected]


def test_without_an_embedder_claims_have_no_vectors(tmp_path):
    parsed = dict(zip(LONGER, claims.parser().parse(LONGER), strict=True))
    with engine.serial(partial(bitext.TextWorker, print)) as work:
        desk = reading(tmp_path / "memory", work, "none")
        rows = desk.claims(parsed, "parser")
    assert {row.shape for row in rows.values()} == {(len(found), 0) for found in parsed.values()}
    assert desk.memory.counts().vectors == 0


def test_a_text_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path, monkeypatch):
    parsed = dict(zip(LONGER, claims.parser().parse(LONGER), strict=True))

    class Breaking(ClaimEncoder):
        def encode(self, texts, spans):
            if LONGER[5] in texts:
                raise RuntimeError("it breaks")
            return super().encode(texts, spans)

    monkeypatch.setattr(bitext, "ClaimEncoder", Breaking)
    with engine.serial(partial(bitext.TextWorker, print)) as work:
        desk = reading(tmp_path / "memory", work)
        rows = desk.claims(parsed, "parser")
    assert list(desk.faults) == [LONGER[5]]
    assert set(rows) == set(LONGER) - {LONGER[5]}
    assert embed.half(rows[LONGER[0]]).tobytes() == rows[LONGER[0]].tobytes()
