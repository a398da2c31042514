"""The embedded model: how it is made ready, its vocabulary, and what it translates."""

import json
import shutil
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BackendError, ConfigError
from pipeline.language import language
from pipeline.translate import Flexible, canary, embedded, flags, flexible, gemma, load, pieces

CASES = json.loads((Path(__file__).parent / "cases" / "translate.json").read_text(encoding="utf-8"))
PAIRS: list[tuple[str, str]] = [(german, english) for german, english in CASES["pairs"]]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty user cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.mark.usefixtures("cache")
def test_embedded_signature_loads_nothing() -> None:
    """The signature names base, adapter, engine and prompt, not threads or batch; nothing is prepared."""
    plain = load("embedded", {}).signature("de")
    engine = f"ctranslate2-{metadata.version('ctranslate2')}/int8"
    assert plain == f"mt:gemma3-270m-lora|rev:{gemma.key()}|eng:{engine}|dec:beam2|prompt:1|end:1|cut:{pieces.VERSION}"
    assert load("embedded", {"threads": 1, "batch_tokens": 2}).signature("fr") == plain
    assert gemma.prepared() is None
    with pytest.raises(BackendError, match="expected de, fr"):
        load("embedded", {}).signature("en")


def test_embedded_key_follows_the_adapter(tmp_path: Path) -> None:
    """Another adapter is another model, and one that is not there is said."""
    for name in (gemma.WEIGHTS, gemma.SETTINGS):
        shutil.copy(gemma.ADAPTER / name, tmp_path)
    assert gemma.key(tmp_path) == gemma.key()
    (tmp_path / gemma.WEIGHTS).write_bytes(b"other")
    assert gemma.key(tmp_path) != gemma.key()
    assert load("embedded", {"adapter": str(tmp_path)}).signature("de") != load("embedded", {}).signature("de")
    with pytest.raises(ConfigError, match=r"nowhere.*expected a folder that `synopsis train` wrote"):
        load("embedded", {"adapter": str(tmp_path / "nowhere")}).signature("de")


def test_adapter_travels_with_its_terms() -> None:
    """The notice that the terms ask for, word for word; a copy of the terms; a card."""
    notice = " ".join((gemma.ADAPTER / "NOTICE").read_text(encoding="utf-8").split())
    assert notice.startswith(
        "Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms"
    )
    assert "modified" in notice
    assert "3.2 Use Restrictions" in (gemma.ADAPTER / "GEMMA_TERMS.txt").read_text(encoding="utf-8")
    assert (gemma.ADAPTER / "MODEL_CARD.md").is_file()


@pytest.mark.usefixtures("cache")
def test_embedded_without_its_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package is named with the command."""
    monkeypatch.setattr("pipeline.translate.gemma.find_spec", lambda name: None if name == "gguf" else name)
    with pytest.raises(BackendError, match=r"gguf not installed; run `pip install 'news-synopsis\[embedded\]'`"):
        gemma.prepare(lambda _: None)


@pytest.mark.usefixtures("cache")
def test_embedded_on_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No room, no half-made model: one sentence, and the folder is as before."""
    monkeypatch.setattr(gemma, "NEEDED", 1 << 60)
    said: list[str] = []
    with pytest.raises(BackendError, match="the disk is full; expected a writable folder"):
        gemma.prepare(said.append)
    assert said[0] == gemma.NOTICE
    assert [path.name for path in gemma.folder().parent.iterdir() if path.is_dir()] == []


@pytest.mark.usefixtures("cache")
def test_embedded_refuses_another_base(monkeypatch: pytest.MonkeyPatch) -> None:
    """A base with another checksum is not used, and nothing is left behind."""
    monkeypatch.setattr(gemma, "BASE_SHA256", "0" * 64)
    with pytest.raises(BackendError, match=f"expected {'0' * 64}"):
        gemma.prepare(lambda _: None)
    assert gemma.prepared() is None


class Tokenizer:
    """One that saves nothing."""

    def save_pretrained(self, folder: Path) -> None:
        assert folder.is_dir()


def _write_model(_: Path, target: Path) -> None:
    target.mkdir()
    (target / "model.bin").touch()


@pytest.mark.usefixtures("cache")
def test_embedded_is_made_whole_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed run left is cleared away; the model appears by one rename; a second call makes nothing."""
    left = gemma.folder().with_suffix(".making")
    left.mkdir(parents=True)
    (left / "base.gguf").write_bytes(b"half")
    monkeypatch.setattr(gemma, "base", lambda _: (None, Tokenizer()))
    monkeypatch.setattr(gemma, "_merge", lambda *_: None)
    monkeypatch.setattr(gemma, "_cut", lambda *_: None)
    monkeypatch.setattr(gemma, "_convert", lambda *given: _write_model(*given[1:]))
    said: list[str] = []
    path = gemma.prepare(said.append)
    assert [file.name for file in path.iterdir()] == ["model.bin"]
    assert not left.exists()
    assert said[-1] == f"embedded model ready in {path}"
    assert gemma.prepare(said.append) == path
    assert sum("step 1" in line for line in said) == 1


def _tiny(words: dict[str, int], merges: list[list[str]], path: Path) -> Any:
    """A network of Gemma's kind with random weights, and a tokenizer file of these words."""
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    special = [{"id": number, "content": f"<{number}>", "special": True} for number in range(2)]
    rules = {"model": {"vocab": words, "merges": merges}, "added_tokens": special}
    path.write_text(json.dumps(rules), encoding="utf-8")
    torch.manual_seed(3)
    return Gemma3ForCausalLM(
        Gemma3TextConfig(
            vocab_size=len(words), hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
            num_key_value_heads=1, head_dim=8, pad_token_id=0, eos_token_id=1, bos_token_id=2,
        )
    ).eval()  # fmt: skip


def test_the_vocabulary_is_cut_and_nothing_else_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept tokens get new numbers and their old logits; a merge goes with any of its three tokens."""
    import torch

    words = {"<0>": 0, "<1>": 1, "<2>": 2, "a": 3, "b": 4, "ab": 5, "c": 6, "bc": 7, "abc": 8}
    network = _tiny(words, [["a", "b"], ["b", "c"], ["ab", "c"], ["a", "bc"]], tmp_path / "tokenizer.json")
    kept = [0, 1, 2, 3, 4, 5, 6, 8]
    bits = np.zeros(16, dtype=bool)
    bits[kept] = True
    (tmp_path / "bits").write_bytes(np.packbits(bits).tobytes())
    monkeypatch.setattr(gemma, "VOCABULARY", tmp_path / "bits")
    with torch.no_grad():
        before = network(torch.tensor([[2, 3, 8, 6]])).logits[..., kept]
        gemma._cut(network, tmp_path / "tokenizer.json")
        after = network(torch.tensor([[2, 3, 7, 6]])).logits
    torch.testing.assert_close(after, before)
    assert network.config.vocab_size == len(kept)
    rules = json.loads((tmp_path / "tokenizer.json").read_text(encoding="utf-8"))
    assert rules["model"]["vocab"] == {"<0>": 0, "<1>": 1, "<2>": 2, "a": 3, "b": 4, "ab": 5, "c": 6, "abc": 7}
    assert rules["model"]["merges"] == [["a", "b"], ["ab", "c"]]
    assert [one["id"] for one in rules["added_tokens"]] == [0, 1]


def test_merging_adds_the_scaled_product(tmp_path: Path) -> None:
    """W + alpha / r · B·A, for every pair of the adapter; an adapter of another shape is refused by name."""
    import torch
    from safetensors.torch import save_file

    network = _tiny({"<0>": 0, "<1>": 1, "<2>": 2, "a": 3}, [], tmp_path / "tokenizer.json")
    place = "model.layers.0.self_attn.q_proj"
    down, up = torch.randn(2, 16), torch.randn(16, 2)
    named = {f"base_model.model.{place}.lora_A.weight": down, f"base_model.model.{place}.lora_B.weight": up}
    save_file(named, tmp_path / gemma.WEIGHTS)
    (tmp_path / gemma.SETTINGS).write_text(json.dumps({"r": 2, "lora_alpha": 6}), encoding="utf-8")
    expected = network.get_parameter(f"{place}.weight").detach() + 3 * up @ down
    gemma._merge(network, tmp_path)
    torch.testing.assert_close(network.get_parameter(f"{place}.weight").detach(), expected)
    save_file({name: torch.randn(3, 3) for name in named}, tmp_path / gemma.WEIGHTS)
    with pytest.raises(ConfigError, match="expected an adapter of Gemma 3 270M"):
        gemma._merge(network, tmp_path)


def test_a_model_that_talks_nonsense_is_stopped() -> None:
    """Copies, other languages, loops, lost numbers and names: a broken checkpoint; one bad sentence in four is none."""
    sentences = language("de").translating.canary
    good = [
        "The minister visited the city of Paris on May 14.",
        "The company was founded in Berlin in 1998.",
        "Peter Schmidt is 52 years old and lives in London.",
        "In January, 300 people came to Rome.",
    ]
    canary.check("m", "de", lambda _: good)
    canary.check("m", "de", lambda _: ["the the the the the the the", *good[1:]])
    for nonsense in (
        "",
        "the the the the the the the the",
        "Der Zug kommt spät an.",
        "He went home to see his mother.",
    ):
        with pytest.raises(BackendError, match=r"m: translates 'Der Minister.*the checkpoint is damaged"):
            canary.check("m", "de", lambda asked, text=nonsense: [text] * len(asked))
    with pytest.raises(BackendError, match="4 of 4"):
        canary.check("m", "de", lambda asked: asked)
    assert len(sentences) == len(good)


@given(st.lists(st.integers(7, 200), max_size=60), st.integers(1, 900))
def test_embedded_batches(lengths: list[int], tokens: int) -> None:
    """Every prompt once; where a batch begins hangs on a prompt's own length, never on its neighbours'."""
    found = pieces.batches(lengths, tokens, bucket=embedded._bucket)
    assert sorted(index for batch in found for index in batch) == list(range(len(lengths)))
    for batch in found:
        assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= tokens
        assert len({embedded._bucket(lengths[index]) for index in batch}) == 1
        assert all(0 <= lengths[i] - embedded._bucket(lengths[i]) < embedded.STRIDE for i in batch)


@pytest.fixture(scope="session")
def real() -> Flexible:
    """The embedded model itself; prepared on first use, in the user's own cache."""
    found = flexible(load("embedded", {}, print))
    assert found
    return found


@pytest.mark.model
def test_embedded_translates(real: Flexible) -> None:
    """Sentences that any translator gets right; a line break inside does not break the prompt."""
    outputs = real.translate(["Am Freitag\nbeginnt die Konferenz in Berlin.", "Elon Musk gründete xAI 2023."], "de")
    assert "Friday" in outputs[0].text
    assert "Berlin" in outputs[0].text
    assert "2023" in outputs[1].text
    assert all(output.decoding == "beam2" and output.score is not None for output in outputs)
    french, heading = real.translate(["Le président a quitté Paris mercredi.", "San Francisco"], "fr")
    assert "Wednesday" in french.text
    assert (heading.text, heading.decoding) == ("San Francisco", "beam2")  # not the web page that it would go on with


@pytest.mark.model
def test_embedded_does_not_hang_on_neighbours(real: Flexible) -> None:
    """A sentence is translated alike alone and beside others, and in all ways that a wider beam finds."""
    sentences = [german for german, _ in PAIRS[:6]]
    together = real.translate(sentences, "de")
    assert [real.translate([sentence], "de")[0] for sentence in sentences] == together
    assert [*real.again(sentences[:1], "de"), *real.again(sentences[1:3], "de")] == real.again(sentences, "de")[:3]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            " ".join(f"Am {n % 28 + 1}. Mai kamen {n} Menschen nach Berlin," for n in range(30, 61))
            + " dann kam die Polizei.",
            31,
        ),
        ("🎉" * 500, 0),
        ("Die Feier begann um acht Uhr. " + "🎉" * 500, 1),
        ("Donaudampfschifffahrtsgesellschaft" * 30, 1),
    ],
    ids=["200 words", "500 emoji", "words and 500 emoji", "no spaces"],
)
def test_embedded_loses_nothing(real: Flexible, text: str, parts: int) -> None:
    """However long a sentence is and whatever it is made of, all of it was read and every piece came to an end."""
    [output] = real.translate([text], "de")
    assert output.text.count("🎉") == text.count("🎉")
    said = len(output.text.replace("🎉", "").split())
    assert said >= 2 * parts
    if parts == 31:
        assert "pieces" in flags(output)
        assert "police" in output.text.lower()
        found = sum(str(number) in output.text for number in range(30, 61))
        assert found >= 0.9 * 31, f"{found} of 31 numbers"


@pytest.mark.model
def test_embedded_goes_on_from_a_beginning_longer_than_it_can_score(real: Flexible) -> None:
    """A draft beyond the model's window is no reason to stop; it has no score, the one beside it has."""
    sentence = (  # long enough to allow so long a draft, and nothing in it that a model would repeat for ever
        "Der Bürgermeister sagte am Montag in Berlin, dass die Brücke über den Fluss nach dem Hochwasser gesperrt "
        "bleibt, weil die Pfeiler beschädigt sind, während die Feuerwehr Keller auspumpt, Schulen geschlossen haben, "
        "der Bahnverkehr nach Hamburg ruht, ein Krankenhaus seine Patienten verlegt, die Polizei vor Plünderern warnt, "
        "Bauern ihr Vieh auf höhere Weiden treiben, Helfer aus Polen Zelte bringen, die Versicherung noch keine Zahlen "
        "nennt und die Regierung erst im Herbst entscheiden will, wer den Wiederaufbau bezahlt."
    )
    short, long = real.continued(sentence, "de", ["The mayor said", "The train " * 200])
    assert short.score is not None
    assert (long.score, long.text[:19]) == (None, "The train The train")


@pytest.mark.model
def test_embedded_asked_again(real: Flexible) -> None:
    """The other decoding is named, finds four, the best first, and says no three tokens twice."""
    sentence = "Sie sagte ja, ja, ja, ja, ja, ja, ja, ja und ging nach Berlin."
    [outputs] = real.again([sentence], "de")
    assert {output.decoding for output in outputs} == {"beam4,norepeat3"}
    assert len(outputs) == 4  # two may differ in a token that no reader sees
    assert len({output.text for output in outputs}) > 1
    scores = [output.score for output in outputs]
    assert None not in scores
    assert scores == sorted(scores, reverse=True)
    for output in outputs:
        words = output.text.replace(",", " ,").split()  # Yes and yes are different tokens
        triples = list(zip(words, words[1:], words[2:], strict=False))
        assert len(set(triples)) == len(triples)


@pytest.mark.model
def test_embedded_continues_what_was_begun(real: Flexible) -> None:
    """A forced beginning is there, the better one has the better score, and a sentence too long is not tried."""
    sentence = "Am Freitag beginnt die Konferenz in Berlin."
    good, bad = real.continued(sentence, "de", ["The conference", "Purple elephants rarely"])
    assert good.text.startswith("The conference")
    assert bad.text.startswith("Purple elephants rarely")
    assert good.score is not None
    assert bad.score is not None
    assert good.score > bad.score
    assert real.continued(", ".join([sentence] * 60), "de", ["The"]) == []


@pytest.mark.model
@pytest.mark.usefixtures("real")
def test_a_cut_vocabulary_reads_any_text() -> None:
    """What is no kept token is read in smaller ones, down to bytes; nothing is unknown."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(gemma.folder() / "tokenizer.json"))
    assert tokenizer.get_vocab_size() == 95733
    for text in ("Der Bundestag hat am Freitag beschlossen.", "Größenordnung: 12,5 %", "日本 🎉 ﷽"):
        assert tokenizer.decode(tokenizer.encode(text).ids) == text
