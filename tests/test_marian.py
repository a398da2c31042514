"""The Marian translator, on both engines, with a model trained here."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from itertools import product
from operator import eq
from pathlib import Path
from typing import Any

import pytest
import toy as toys
from hypothesis import given
from hypothesis import strategies as st
from marian_engines import BOTH, ENGLISH, GERMAN, INT8_IS_EXACT, on, texts, weights
from toy import CANARY, CASES, PAIRS, edit

from pipeline.data import Output
from pipeline.errors import BackendError, ConfigError
from pipeline.translate import checkpoint, ctranslate2_engine, flags, flexible, load, models, pieces
from pipeline.translate.checkpoint import Decoding, Engine, Hypothesis
from pipeline.translate.marian import Marian

pytestmark = pytest.mark.usefixtures("offline")


@pytest.fixture(scope="session")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with random weights that reads and makes up to 2,000 tokens, and never comes to an end."""
    folder = tmp_path_factory.mktemp("endless")
    toys.write_tokenizer(folder)
    network = toys.network(folder, max_position_embeddings=2001, init_std=0.3)
    network.final_logits_bias[:, 0] = -1e4
    network.final_logits_bias[:, -1] = 1e4  # padding, which it would say if it were let
    network.save_pretrained(folder)
    return folder


# Translating


@BOTH
def test_translates(toy: Path, engine: str) -> None:
    """A model from disk gives its translations, in the order asked, for each sentence one, repeated or not."""
    asked = [*PAIRS[::-1], PAIRS[3], ("  Die Wahl war\nsehr  knapp. ", PAIRS[11][1])]
    outputs = load("marian", {"model_de": str(toy), "engine": engine}).translate([german for german, _ in asked], "de")
    assert texts(outputs) == [english for _, english in asked]
    assert {output.decoding for output in outputs} == {"beam2"}
    assert [output.score is None for output in outputs] == [engine == "transformers"] * len(asked)


@BOTH
def test_every_clause_of_a_long_sentence(toy: Path, engine: str) -> None:
    """A sentence of 2,000 words is cut at its clauses, and every one is in the translation."""
    clauses = [CANARY["de"][1 + index % 2] for index in range(250)]
    long = " ".join(german.replace(".", ";") for german, _ in clauses)
    assert len(long.split()) >= 2000
    [output] = load("marian", {"model": str(toy), "engine": engine}).translate([long], "de")
    assert (output.decoding, output.remarks) == ("beam2", ("pieces250",))
    assert output.text == " ".join(english for _, english in clauses)


class Echo:
    """An engine that says what it reads, of texts no longer than it should get."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.read: list[list[int]] = []

    def run(self, rows: Sequence[list[int]], how: Decoding) -> Iterator[tuple[int, list[Hypothesis]]]:  # noqa: ARG002
        self.read += rows
        for index, row in reversed(list(enumerate(rows))):
            assert len(row) <= self._limit
            yield index, [Hypothesis(row, finished=True, score=-1.0)]

    def continued(self, row: list[int], beginnings: Sequence[list[int]], how: Decoding) -> list[Hypothesis]:  # noqa: ARG002
        return [Hypothesis([*begun, *row], finished=False, score=-2.0) for begun in beginnings]


@pytest.fixture
def echo(toy: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Marian, Echo]:
    """A translator on the echo, with the toy's tokenizer."""
    engine = Echo(36)
    monkeypatch.setattr(ctranslate2_engine, "CTranslate2", lambda *_: engine)
    monkeypatch.setattr("pipeline.translate.canary.check", lambda *_: None)
    return Marian(str(toy)), engine


@pytest.mark.parametrize("case", CASES["odd"], ids=lambda case: case["name"])
def test_nothing_is_lost(echo: tuple[Marian, Echo], case: dict[str, Any]) -> None:
    """All of a sentence gets to the model, or is copied: without spaces, of 2,000 words, of emoji, of addresses."""
    text = (case["part"] * case["times"]).strip()
    before, output, after = echo[0].translate([GERMAN[0], text, GERMAN[1]], "de")
    assert (before.text, after.text) == tuple(GERMAN[:2])
    assert output.text == text
    assert flags(output)[0] in ("copied", "pieces")


@BOTH
def test_odd_sentences(toy: Path, engine: str) -> None:
    """Each has its output, in its place, and the sentences between them theirs."""
    odd = [(case["part"] * case["times"]).strip() for case in CASES["odd"]]
    asked = [text for german, text in zip(GERMAN, odd, strict=False) for text in (german, text)]
    outputs = load("marian", {"model": str(toy), "engine": engine, "beam": 1}).translate(asked, "de")
    assert texts(outputs[::2]) == ENGLISH[: len(odd)]
    assert all(output.text for output in outputs)
    emoji = [case["name"] for case in CASES["odd"]].index("emoji")
    assert outputs[1 + 2 * emoji] == Output("🎉" * 500, remarks=("copied",))


def test_a_text_is_read_and_translated_once(echo: tuple[Marian, Echo], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it fits and what it is are one reading; a repeated sentence is one row."""
    translator, engine = echo
    translator.translate([GERMAN[0]], "de")
    read: list[str] = []
    plain = checkpoint.Tokens.read
    monkeypatch.setattr(checkpoint.Tokens, "read", lambda self, text: read.append(text) or plain(self, text))
    translator.translate([*GERMAN[:3], GERMAN[1]], "de")
    assert read == GERMAN[:3]
    assert len(engine.read) == 1 + 3


@BOTH
def test_says_unfinished(endless: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not end is as long as it may be, far beyond 256 tokens too, and flagged, even if an end is forced."""
    assert json.loads((endless / "generation_config.json").read_text(encoding="utf-8"))["forced_eos_token_id"] == 0
    row = [*range(5, 105), 0]
    [(_, [greedy])] = on(engine, endless).run([row], Decoding())
    [(_, [beams])] = on(engine, endless).run([row], Decoding(beam=2))
    read = 104 if engine == "ctranslate2" else 101  # rows are padded to a multiple of 8 there
    assert [(len(made.tokens), made.finished) for made in (greedy, beams)] == [(3 * read + 32, False)] * 2
    monkeypatch.setattr("pipeline.translate.canary.check", lambda *_: None)
    [output] = load("marian", {"model": str(endless), "engine": engine}).translate([GERMAN[0]], "de")
    assert (output.decoding, output.remarks) == ("greedy", ("unfinished",))


@BOTH
def test_never_makes_more_than_the_model_can(endless: Path, engine: str) -> None:
    """Its longest is the bound, where three times the source is more, with a forced beginning too."""
    assert checkpoint.longest(endless) == 2000
    [(_, [made])] = on(engine, endless, longest=300).run([[*[7] * 100, 0]], Decoding())
    [begun] = on(engine, endless, longest=300).continued([*[7] * 100, 0], [[8, 9] * 50], Decoding())
    assert [(len(one.tokens), one.finished) for one in (made, begun)] == [(300, False)] * 2
    [short] = on(engine, endless, longest=300).continued([7, 0], [[8, 9] * 50], Decoding())
    assert len(short.tokens) == 100 + 3 * 2 + 32


def test_reads_all_of_a_long_row(endless: Path) -> None:
    """CTranslate2 by itself would not read beyond 1,024 tokens."""
    row = [*(index * index % 200 + 5 for index in range(1500)), 0]
    scores: list[float | None] = []
    for one in (row, row[:1024]):
        [found] = on("ctranslate2", endless, "float32", longest=20).continued(one, [[11, 12]], Decoding())
        [expected] = on("transformers", endless, longest=20).continued(one, [[11, 12]], Decoding())
        assert found.tokens == expected.tokens
        assert found.score == pytest.approx(expected.score, abs=1e-4)
        scores.append(found.score)
    assert scores[0] != pytest.approx(scores[1], abs=1e-2)


@BOTH
def test_copies_what_says_nothing(toy: Path, engine: str) -> None:
    """White space, a bar, five hundred emoji: as they are, and said so."""
    outputs = load("marian", {"model": str(toy), "engine": engine}).translate(["", " \n", "|", "🎉" * 500], "de")
    assert outputs == [Output(text, remarks=("copied",)) for text in ("", "", "|", "🎉" * 500)]
    assert load("marian", {"model": str(toy), "engine": engine}).translate([], "de") == []


# Two engines


def unseen(toy: Path) -> list[list[int]]:
    """Sentences that the model has not learnt, as tokens."""
    read = checkpoint.tokens(toy).read
    return [read(f"{first[:-1]} und {second}") for first, second in product(GERMAN[:10], GERMAN[:4])]


def test_engines_agree(toy: Path) -> None:
    """Lessons: the same on both, in int8 too. Sentences never seen: greedily the same tokens in float32; with a beam
    mostly, since CTranslate2 stops at the first finished hypotheses, transformers when none can be better.
    """
    tokens, rows = checkpoint.tokens(toy), unseen(toy)
    engines = [on("transformers", toy), on("ctranslate2", toy, "float32"), on("ctranslate2", toy)]
    lessons = [tokens.read(german) for german in GERMAN]
    for how, least in ((Decoding(), 0.95), (Decoding(beam=2), 0.7), (Decoding(beam=4), 0.6)):
        for engine in engines:
            learnt = sorted((index, tokens.text(made.tokens)) for index, [made] in engine.run(lessons, how))
            assert [text for _, text in learnt] == ENGLISH
        slow, fast = ([made.tokens for _, [made] in sorted(engine.run(rows, how))] for engine in engines[:2])
        assert len({tuple(made) for made in slow}) > 25
        assert sum(map(eq, slow, fast)) >= least * len(rows)


@pytest.mark.skipif(not INT8_IS_EXACT, reason="this processor has no VNNI: int8 rounds otherwise than float32 there")
def test_int8_nearly_agrees(toy: Path) -> None:
    """On sentences never seen, whatever the beam."""
    rows = unseen(toy)
    for how in (Decoding(), Decoding(beam=2), Decoding(beam=4)):
        fast, small = (
            [made.tokens for _, [made] in sorted(on("ctranslate2", toy, precision).run(rows, how))]
            for precision in ("float32", "int8")
        )
        assert sum(map(eq, fast, small)) >= 0.75 * len(rows)


def test_several_hypotheses_of_a_row_come_with_it_the_best_first(toy: Path) -> None:
    rows = [checkpoint.tokens(toy).read(text) for text in GERMAN[:3]]
    how = Decoding(beam=4, several=3)
    for name in ("transformers", "ctranslate2"):
        engine = on(name, toy, "float32")
        found = dict(engine.run(rows, how))
        best = {index: made for index, [made] in engine.run(rows, Decoding(beam=4))}
        assert {index: made[0].tokens for index, made in found.items()} == {n: m.tokens for n, m in best.items()}
        for row, made in zip(rows, (found[index] for index in range(3)), strict=True):
            assert len({tuple(one.tokens) for one in made}) == 3
            again = on("transformers", toy)
            scores = [again._score(row, one.tokens) for one in made]
            assert scores == sorted(scores, reverse=True)


def test_engines_start_alike(toy: Path) -> None:
    """Training moves the embedding of padding, with which a decoder starts, away from zero; both start from it."""
    start = weights(toy)["model.shared.weight"][-1]
    assert start.abs().max() > 0.001


@pytest.mark.parametrize("length_penalty", [1.0, 0.5, 0.0])
@pytest.mark.parametrize("beam", [2, 4])
def test_score_is_a_tokens_mean(toy: Path, beam: int, length_penalty: float) -> None:
    """Mean log-probability, the end's too, whatever a hypothesis is worth in the search."""
    how = Decoding(beam, length_penalty)
    row = checkpoint.tokens(toy).read(CANARY["fr"][0][0])
    [(_, [found])] = on("ctranslate2", toy, "float32").run([row], how)
    [expected] = on("transformers", toy).continued(row, [[]], how)
    assert found.tokens == expected.tokens
    assert found.score == pytest.approx(expected.score, abs=1e-4)


def test_engine_of_each_kind(toy: Path, toy_copy: Path) -> None:
    """Marian is converted; another kind runs on transformers, which is said; asked for CTranslate2, it is refused."""
    assert "|eng:ctranslate2-" in load("marian", {"model": str(toy)}).signature("de")
    edit(toy_copy / "config.json", model_type="bart")
    assert "|eng:transformers-" in load("marian", {"model": str(toy_copy)}).signature("de")
    with pytest.raises(BackendError, match="a bart model, which is not converted"):
        load("marian", {"model": str(toy_copy), "engine": "ctranslate2"}).signature("de")
    with pytest.raises(ConfigError, match="'torch' is not one of auto, ctranslate2, transformers"):
        load("marian", {"engine": "torch"})


def test_says_what_takes_long(toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Converting is announced, and done once; so is the slow engine, where nobody asked for it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    said: list[str] = []
    for _ in range(2):
        load("marian", {"model": str(toy)}, said.append).translate(GERMAN[:1], "de")
    assert [line.partition(": ")[2][:10] for line in said] == ["converting"]
    monkeypatch.setattr(ctranslate2_engine, "KINDS", ())
    load("marian", {"model": str(toy)}, said.append).translate(GERMAN[:1], "de")
    load("marian", {"model": str(toy), "engine": "transformers"}, said.append).translate(GERMAN[:1], "de")
    assert [line.partition(": ")[2][:20] for line in said[1:]] == ["runs on transformers"]


def test_signature(toy: Path, toy_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can change a translation is in the signature, threads and batches are not; no weights are read for it."""
    monkeypatch.setattr(checkpoint, "network", None)
    versions = {name: metadata.version(name) for name in ("ctranslate2", "transformers")}
    plain = load("marian", {"model": str(toy)}).signature("de")
    assert plain == (
        f"mt:{toy.name}|rev:{models.revision(toy)}|eng:ctranslate2-{versions['ctranslate2']}/int8,pad8|dec:beam2"
        f"|tok:transformers-{versions['transformers']}|cut:{pieces.VERSION}"
    )
    assert load("marian", {"model": str(toy), "threads": 1, "batch_tokens": 99}).signature("de") == plain
    assert load("marian", {"model": str(toy), "beam": 1}).signature("de") == plain.replace("beam2", "greedy")
    slow = load("marian", {"model": str(toy), "engine": "transformers"}).signature("de")
    assert f"|eng:transformers-{versions['transformers']}/torch-" in slow
    before = load("marian", {"model": str(toy_copy)}).signature("de")
    assert before.partition("|")[2] == plain.partition("|")[2]
    edit(toy_copy / "config.json", scale_embedding=False)
    assert load("marian", {"model": str(toy_copy)}).signature("de") != before


@given(st.lists(st.integers(1, 60), max_size=200), st.integers(60, 500), st.integers(1, 50), st.integers(1, 9))
def test_batches(lengths: list[int], budget: int, most: int, stride: int) -> None:
    """Every row once, within the bounds; those of a batch are of one bucket."""
    found = pieces.batches(lengths, budget, most, lambda length: length // stride)
    assert sorted(index for batch in found for index in batch) == list(range(len(lengths)))
    assert all(len(batch) <= most and max(lengths[i] for i in batch) * len(batch) <= budget for batch in found)
    assert all(len({lengths[i] // stride for i in batch}) == 1 for batch in found)


def test_a_translation_hangs_on_no_other_in_its_batch(tmp_path: Path) -> None:
    """Beside others, in a share of them, and alone. The weights are random: what learnt ones are sure of, no rounding
    would change."""
    toys.write_tokenizer(tmp_path)
    size = {"d_model": 256, "encoder_layers": 3, "decoder_layers": 2, "encoder_ffn_dim": 1024, "decoder_ffn_dim": 1024}
    toys.network(tmp_path, **size).save_pretrained(tmp_path)
    chance = random.Random(1)
    rows = [[*(chance.randrange(2, 200) for _ in range(chance.randrange(1, 42))), 0] for _ in range(120)]
    engine, decoding = on("ctranslate2", tmp_path, longest=60), Decoding(2)
    together = dict(engine.run(rows, decoding))
    assert dict(engine.run(rows[::3], decoding)) == {n: together[3 * n] for n in range(40)}
    assert {n: dict(engine.run([rows[n]], decoding))[0] for n in range(0, 120, 3)} == {
        n: together[n] for n in range(0, 120, 3)
    }


@pytest.mark.parametrize(
    "ask", [lambda e, row: list(e.run([row], Decoding())), lambda e, row: e.continued(row, [[]], Decoding())]
)
def test_what_ctranslate2_cannot_do(toy: Path, ask: Callable[[Engine, list[int]], object]) -> None:
    """More tokens than there are positions: what it says, and what to do."""
    with pytest.raises(BackendError, match=r"^CTranslate2: .*position.*engine=transformers"):
        ask(on("ctranslate2", toy), [7] * 100)


# Asked again


@BOTH
def test_again(toy: Path, engine: str) -> None:
    """The same translation of what is easy, with the decoding named; the signature's decoding stays."""
    translator = flexible(load("marian", {"model": str(toy), "engine": engine}))
    assert translator is not None
    found = translator.again(GERMAN[:3], "de")
    assert texts([outputs[0] for outputs in found]) == ENGLISH[:3]
    assert {len(set(texts(outputs))) for outputs in found} <= ({4} if INT8_IS_EXACT else {3, 4})
    assert {output.decoding for outputs in found for output in outputs} == {"beam4,norepeat3"}
    assert Decoding(4).harder() == Decoding(8, no_repeat=3, several=8)
    assert "|dec:beam2|" in translator.signature("de")


@BOTH
def test_again_breaks_loops(endless: Path, engine: str) -> None:
    """No three tokens come twice."""
    row = [*range(5, 40), 0]
    [(_, [plain])] = on(engine, endless).run([row], Decoding())
    [(_, [other, *_])] = on(engine, endless).run([row], Decoding().harder())
    triples = [[tuple(made.tokens[at : at + 3]) for at in range(len(made.tokens) - 2)] for made in (plain, other)]
    assert len(set(triples[0])) < len(triples[0])
    assert len(set(triples[1])) == len(triples[1])


@BOTH
def test_continued(toy: Path, engine: str) -> None:
    """A forced beginning stands in the text; of several, the one that the model means scores best."""
    translator = Marian(str(toy), engine=engine)
    beginnings = ["", "The man", "The woman reads", "Police"]
    outputs = translator.continued(PAIRS[0][0], "de", beginnings)
    assert [output.text.startswith(begun) for output, begun in zip(outputs, beginnings, strict=True)] == [True] * 4
    assert outputs[0] == outputs[1]
    assert outputs[0].text == PAIRS[0][1]
    scores = [output.score for output in outputs if output.score is not None]
    assert scores[0] > max(scores[2:]) + 0.1
    assert {flags(output) for output in outputs} == {()}
    assert translator.continued(" ".join(GERMAN), "de", ["The"]) == []
    assert translator.continued(PAIRS[0][0], "de", ["The man " * 40]) == []
    assert translator.continued(PAIRS[0][0], "de", []) == []


def test_engines_continue_alike(toy: Path) -> None:
    """The same tokens, and the same score of all of them, the forced ones too."""
    tokens = checkpoint.tokens(toy)
    row, begun = tokens.read(GERMAN[1]), [tokens.begin(text) for text in ("", "A", "Nobody reads", "The woman")]
    expected = on("transformers", toy).continued(row, begun, Decoding())
    found = on("ctranslate2", toy, "float32").continued(row, begun, Decoding())
    assert [made.tokens for made in found] == [made.tokens for made in expected]
    assert [made.score for made in found] == pytest.approx([made.score for made in expected], abs=1e-4)


def test_continued_says_unfinished(echo: tuple[Marian, Echo]) -> None:
    """No end, a flag."""
    [output] = echo[0].continued(GERMAN[0], "de", ["The"])
    assert (output.score, flags(output)) == (-2.0, ("unfinished",))
