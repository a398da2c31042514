"""The translators: contract, cutting, Marian on a model trained here, the embedded model, the replay."""

import dataclasses
import json
import os
import shutil
from collections.abc import Callable, Collection
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data import Lang, Output
from pipeline.errors import BackendError, ConfigError
from pipeline.translate import Choice, Translator, catalogue, choose, embedded, flags, load, models, pieces
from pipeline.translate.replay import Replay, record

CASES = json.loads((Path(__file__).parent / "cases" / "translate.json").read_text(encoding="utf-8"))
PAIRS: list[tuple[str, str]] = [(german, english) for german, english in CASES["pairs"]]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here may ask the hub."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty caches, the user's and the hub's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path


# A Marian model of our own


def _write_tokenizer(folder: Path) -> None:
    import sentencepiece

    text = folder / "text"
    text.write_text("\n".join(line for pair in PAIRS for line in pair), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(folder / "source"), vocab_size=220, character_coverage=1.0,
        hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    (folder / "source.model").rename(folder / "source.spm")
    shutil.copy(folder / "source.spm", folder / "target.spm")
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    words = ["</s>", "<unk>", *(model.id_to_piece(i) for i in range(3, len(model))), "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "MarianTokenizer", "source_lang": "de", "target_lang": "en"}), encoding="utf-8"
    )
    for name in ("text", "source.vocab"):
        (folder / name).unlink()


def _train(folder: Path) -> Any:
    """A MarianMT of toy size that has learnt the pairs by heart."""
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    tokenizer = MarianTokenizer.from_pretrained(folder)
    pad = tokenizer.pad_token_id
    torch.manual_seed(7)
    model = MarianMTModel(
        MarianConfig(
            vocab_size=len(tokenizer), d_model=64, encoder_layers=1, decoder_layers=1, encoder_attention_heads=4,
            decoder_attention_heads=4, encoder_ffn_dim=128, decoder_ffn_dim=128, max_position_embeddings=48,
            pad_token_id=pad, eos_token_id=0, decoder_start_token_id=pad, forced_eos_token_id=0,
            dropout=0.0, scale_embedding=True,
        )
    )  # fmt: skip
    lessons = [*PAIRS, *((german.replace(".", ";"), english) for german, english in PAIRS)]
    batch = tokenizer([g for g, _ in lessons], text_target=[e for _, e in lessons], return_tensors="pt", padding=True)
    batch["labels"][batch["labels"] == pad] = -100
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    model.train()
    for _ in range(150):
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.generation_config.num_beams = 2
    return model


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the toy model, in safetensors."""
    folder = tmp_path_factory.mktemp("opus-mt-toy")
    _write_tokenizer(folder)
    _train(folder).save_pretrained(folder)
    return folder


@pytest.fixture
def toy_copy(toy: Path, tmp_path: Path) -> Path:
    """A copy of the toy model that a test may break."""
    return Path(shutil.copytree(toy, tmp_path / "model"))


def _edit(path: Path, **values: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **values}), encoding="utf-8")


def _as_bin(folder: Path) -> None:
    import torch
    from safetensors.torch import load_file

    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def test_marian_translates(toy: Path) -> None:
    """A model from disk gives its translations, in the order asked, for each sentence one, repeated or not."""
    asked = [*PAIRS[::-1], PAIRS[3], ("  Die Wahl war\nsehr  knapp. ", PAIRS[11][1])]
    outputs = load("marian", {"model_de": str(toy)}).translate([german for german, _ in asked], "de")
    assert [output.text for output in outputs] == [english for _, english in asked]
    assert {output.decoding for output in outputs} == {"beam2"}


def test_marian_reads_bin(toy: Path, toy_copy: Path) -> None:
    """Weights in pytorch_model.bin give the same translations."""
    _as_bin(toy_copy)
    sentences = [german for german, _ in PAIRS]
    assert load("marian", {"model": str(toy_copy)}).translate(sentences, "de") == load(
        "marian", {"model": str(toy)}
    ).translate(sentences, "de")


class _Harmful:
    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return (os.mkdir, (str(self._trace),))


def test_marian_runs_no_code_from_a_bin(toy_copy: Path, tmp_path: Path) -> None:
    """A .bin that would run code when unpickled is refused, and does not run it."""
    import torch

    (toy_copy / "model.safetensors").unlink()
    torch.save({"weight": _Harmful(tmp_path / "ran")}, toy_copy / "pytorch_model.bin")
    with pytest.raises(BackendError, match="model"):
        load("marian", {"model": str(toy_copy)}).translate(["Hallo."], "de")
    assert not (tmp_path / "ran").exists()


def test_marian_refuses_other_pickles(toy_copy: Path) -> None:
    """A directory with only a pickle of another kind is refused by name."""
    (toy_copy / "model.safetensors").rename(toy_copy / "weights.pkl")
    with pytest.raises(BackendError, match=r"only weights\.pkl, which could run code"):
        load("marian", {"model": str(toy_copy)}).translate(["Hallo."], "de")


def test_marian_refuses_missing_weights(toy_copy: Path) -> None:
    """A checkpoint that lacks weights stops, where transformers would go on with random ones."""
    from safetensors.torch import load_file, save_file

    weights = load_file(toy_copy / "model.safetensors")
    gone = next(name for name in weights if name.endswith("encoder.layers.0.fc1.weight"))
    save_file({k: v for k, v in weights.items() if k != gone}, toy_copy / "model.safetensors", {"format": "pt"})
    with pytest.raises(BackendError, match=r"lacks weights \(.*fc1\.weight"):
        load("marian", {"model": str(toy_copy)}).translate(["Hallo."], "de")


@pytest.mark.parametrize(
    ("file", "value", "message"),
    [
        ("config.json", {"model_type": "m2m_100"}, "must be told its languages"),
        ("config.json", {"model_type": "no-such", "auto_map": {"AutoModelForSeq2SeqLM": "code.Model"}}, "no-such|code"),
    ],
)
def test_marian_refuses_other_models(toy_copy: Path, file: str, value: dict[str, object], message: str) -> None:
    """Models that need to be told languages, or bring their own code, are refused."""
    _edit(toy_copy / file, **value)
    (toy_copy / "code.py").write_text("raise SystemExit('ran')", encoding="utf-8")
    with pytest.raises(BackendError, match=message):
        load("marian", {"model": str(toy_copy)}).translate(["Hallo."], "de")


def test_marian_with_many_targets(toy_copy: Path) -> None:
    """A model with several target languages is asked for English; one that has no English is refused."""
    words = json.loads((toy_copy / "vocab.json").read_text(encoding="utf-8"))
    last = next(word for word, index in words.items() if index == 5)
    english = {(">>eng<<" if word == last else word): index for word, index in words.items()}
    (toy_copy / "vocab.json").write_text(json.dumps(english), encoding="utf-8")
    assert load("marian", {"model": str(toy_copy)}).translate([PAIRS[0][0]], "de")[0].text
    (toy_copy / "vocab.json").write_text(json.dumps(english).replace(">>eng<<", ">>nld<<"), encoding="utf-8")
    with pytest.raises(BackendError, match="gives nld, not English"):
        load("marian", {"model": str(toy_copy)}).translate(["Hallo."], "de")


def test_marian_needs_sacremoses(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sacremoses, which changes what the model reads, nothing is translated or signed."""
    real = metadata.version

    def version(name: str) -> str:
        if name == "sacremoses":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr("pipeline.translate.marian.version", version)
    translator = load("marian", {"model": str(toy)})
    with pytest.raises(BackendError, match="pip install sacremoses"):
        translator.signature("de")
    with pytest.raises(BackendError, match="pip install sacremoses"):
        translator.translate(["Hallo."], "de")


def test_marian_cuts_and_joins(toy: Path) -> None:
    """A sentence beyond the model's limit is cut at its clauses, and every part is in the translation."""
    long = " ".join(german.replace(".", ";") for german, _ in PAIRS)
    [output] = load("marian", {"model": str(toy)}).translate([long], "de")
    assert output.decoding == "beam2+pieces20"
    assert output.text == " ".join(english for _, english in PAIRS)


def test_marian_says_unfinished(toy: Path) -> None:
    """A translation that does not come to its end within the model's length is flagged, even if an end is forced."""
    from pipeline.translate import marian

    model = dataclasses.replace(marian._load(toy, 0), longest=3)
    own = json.loads((toy / "generation_config.json").read_text(encoding="utf-8"))
    assert own["forced_eos_token_id"] == 0
    [draft] = marian._generate(model, [PAIRS[0][0]], 1)
    assert not draft.finished
    assert pieces.translate(["a"], lambda _: True, lambda _: [draft], "greedy")[0].decoding == "greedy+unfinished"


def test_marian_copies_what_says_nothing(toy: Path) -> None:
    """White space, a bar, five hundred emoji: as they are, and said so."""
    outputs = load("marian", {"model": str(toy)}).translate(["", " \n", "|", "🎉" * 500], "de")
    assert outputs == [Output(text, None, "copied") for text in ("", "", "|", "🎉" * 500)]


def test_marian_signature(toy: Path, toy_copy: Path) -> None:
    """What can change a translation is in the signature, threads and batches are not."""
    plain = load("marian", {"model": str(toy)}).signature("de")
    assert plain.startswith(
        f"mt:{toy.name}|rev:{models.revision(toy)}|eng:transformers-{metadata.version('transformers')}/"
    )
    assert plain.endswith(f"|dec:beam2|norm:sacremoses-{metadata.version('sacremoses')}|cut:1")
    assert load("marian", {"model": str(toy), "threads": 1, "batch_tokens": 99}).signature("de") == plain
    assert load("marian", {"model": str(toy), "beam": 1}).signature("de") == plain.replace("beam2", "greedy")
    before = load("marian", {"model": str(toy_copy)}).signature("de")
    assert before.partition("|")[2] == plain.partition("|")[2]
    _edit(toy_copy / "config.json", scale_embedding=False)
    assert load("marian", {"model": str(toy_copy)}).signature("de") != before


@pytest.mark.usefixtures("cache")
def test_marian_not_on_disk() -> None:
    """Without the model: the command that gets it; without the language: the languages."""
    with pytest.raises(BackendError, match="synopsis models get Helsinki-NLP/opus-mt-de-en"):
        load("marian", {}).translate(["Hallo."], "de")
    with pytest.raises(BackendError, match="expected de, fr"):
        load("marian", {}).translate(["Hello."], "en")


# Where models are


def _put_in_hub_cache(toy: Path, cache: Path, name: str) -> Path:
    folder = cache / "hub" / f"models--{name.replace('/', '--')}"
    commit = "0123456789abcdef0123456789abcdef01234567"
    (folder / "refs").mkdir(parents=True)
    (folder / "refs" / "main").write_text(commit, encoding="ascii")
    return Path(shutil.copytree(toy, folder / "snapshots" / commit))


def test_hub_cache(toy: Path, cache: Path) -> None:
    """A model in the hub's cache is found by its name, its commit is the revision; half a download is not a model."""
    path = _put_in_hub_cache(toy, cache, "Helsinki-NLP/opus-mt-de-en")
    assert models.find("Helsinki-NLP/opus-mt-de-en") == path
    translator = load("marian", {})
    assert "mt:opus-mt-de-en|rev:0123456789ab|" in translator.signature("de")
    assert translator.translate([PAIRS[0][0]], "de")[0].text == PAIRS[0][1]
    (path / "model.safetensors").unlink()
    assert models.find("Helsinki-NLP/opus-mt-de-en") is None


@pytest.mark.usefixtures("cache")
def test_find_never_fails_on_a_wrong_name() -> None:
    """Neither a directory nor a hub name: simply not there."""
    assert [models.find(name) for name in ("/no/such/folder", "no such name", "", "a/b/c")] == [None] * 4


def test_digest_is_remembered_until_a_file_changes(cache: Path) -> None:
    """The digest follows content, and is read from the cache while the file's time and size stay."""
    file = cache / "weights"
    file.write_bytes(b"one")
    first = models.digest([file])
    notes = list((cache / "cache" / "synopsis" / "digests").iterdir())
    assert len(notes) == 1
    notes[0].write_text("remembered", encoding="ascii")
    assert models.digest([file]) == "remembered"
    file.write_bytes(b"other")
    assert models.digest([file]) not in ("remembered", first)


def test_status(toy: Path, cache: Path) -> None:
    """Every default model is listed, with its directory, size and revision where it is on disk."""
    path = _put_in_hub_cache(toy, cache, "Helsinki-NLP/opus-mt-fr-en")
    german, french, own = catalogue.status()
    assert (german.name, german.path, german.size, german.revision) == ("Helsinki-NLP/opus-mt-de-en", None, 0, "")
    assert (french.path, french.revision) == (path, "0123456789ab")
    assert french.size == sum(file.stat().st_size for file in path.iterdir())
    assert (own.name, own.path) == ("embedded", None)
    assert catalogue.line(german) == "Helsinki-NLP/opus-mt-de-en (de to en): not on disk"
    assert catalogue.line(french).endswith(f"MB in {path}, revision 0123456789ab")


@pytest.mark.usefixtures("cache")
def test_get_without_a_hub() -> None:
    """A hub that does not answer is one sentence, which says what to do."""
    with pytest.raises(
        BackendError, match=r"on a machine that reaches huggingface\.co run `synopsis models get"
    ) as caught:
        catalogue.get("Helsinki-NLP/opus-mt-de-en", lambda _: None)
    assert "\n" not in str(caught.value)
    with pytest.raises(ConfigError, match="expected embedded or a hub name"):
        catalogue.get("opus", lambda _: None)


@pytest.mark.parametrize(("kind", "asked"), [("model.safetensors", 1), ("pytorch_model.bin", 2)])
def test_get_prefers_safetensors(cache: Path, monkeypatch: pytest.MonkeyPatch, kind: str, asked: int) -> None:
    """The .bin is asked for only where there are no safetensors, and nothing else than model files ever."""
    patterns: list[list[str]] = []

    def snapshot_download(_: str, allow_patterns: list[str]) -> str:
        patterns.append(allow_patterns)
        if any(Path(kind).match(pattern) for pattern in allow_patterns):
            (cache / kind).touch()
        return str(cache)

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot_download)
    said: list[str] = []
    assert catalogue.get("Helsinki-NLP/opus-mt-de-en", said.append) == cache
    assert len(patterns) == asked
    assert not {"*.h5", "*.ot", "*.pkl", "*.py"} & {pattern for once in patterns for pattern in once}
    assert str(cache) in said[-1]


# Which one is taken


def _hide(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    from importlib.util import find_spec

    monkeypatch.setattr("pipeline.translate.find_spec", lambda name: None if name == module else find_spec(name))


@pytest.mark.parametrize(
    ("there", "sources", "name", "said"),
    [
        (["de", "fr"], ["de", "fr"], "marian", "opus-mt-de-en and Helsinki-NLP/opus-mt-fr-en on disk"),
        (["de"], ["de", "en"], "marian", "opus-mt-de-en on disk"),
        (
            ["de"],
            ["de", "fr"],
            "embedded",
            "no Marian model for fr on disk); for better translations: `synopsis models",
        ),
        ([], ["fr"], "embedded", "`synopsis models get Helsinki-NLP/opus-mt-fr-en`"),
        ([], ["en"], "marian", "none needed"),
    ],
)
def test_choose(toy: Path, cache: Path, there: list[str], sources: Collection[Lang], name: str, said: str) -> None:
    """Marian if it is there for all languages, else embedded for all of them; the line says why."""
    for lang in there:
        _put_in_hub_cache(toy, cache, f"Helsinki-NLP/opus-mt-{lang}-en")
    choice = choose(sources)
    assert choice.name == name
    assert said in choice.line


@pytest.mark.usefixtures("cache")
def test_choose_takes_directories(toy: Path) -> None:
    """A directory named in the options counts as on disk."""
    assert choose(["de", "fr"], {"model": str(toy)}) == Choice("marian", f"translator: marian, {toy} on disk")
    assert choose(["de", "fr"], {"model_de": str(toy)}).name == "embedded"


@pytest.mark.usefixtures("cache")
def test_choose_without_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Marian nor the extra: both commands that help."""
    _hide(monkeypatch, "ctranslate2")
    with pytest.raises(
        ConfigError, match=r"lacks ctranslate2; run `synopsis models get .*pip install 'news-synopsis\["
    ):
        choose(["de"])


# The table


def make_loud(volume: int, rate: float = 1.0, name: str | None = None, loud: bool = False) -> Translator:  # noqa: ARG001
    """A translator of one's own."""
    return Replay("")


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("marain", {}, "did you mean 'marian'"),
        ("zzz", {}, "expected one of embedded, marian, replay"),
        ("marian", {"beams": 4}, "no option 'beams'; did you mean 'beam'"),
        ("marian", {"say": "x"}, "no option 'say'"),
        ("marian", {"beam": "four"}, "option beam is 'four'; expected int"),
        ("marian", {"beam": True}, "option beam is True; expected int"),
        ("no_such_package.mt:Model", {}, "no_such_package"),
        ("pipeline.translate:Nothing", {}, "Nothing"),
        ("pipeline.translate:TABLE", {}, "is a dict; expected a class or a function"),
        (
            f"{__name__}:make_loud",
            {"volume": 1, "speed": 2},
            "no option 'speed'; expected one of loud, name, rate, volume",
        ),
    ],
)
def test_load_refuses(name: str, options: dict[str, str | int | float | bool], message: str) -> None:
    """A wrong name, option or type is told with the nearest right one."""
    with pytest.raises(ConfigError, match=message):
        load(name, options)


def test_load_passes_options_and_progress(tmp_path: Path) -> None:
    """Options reach the constructor of any importable translator; an int is a number too."""
    (tmp_path / "answers").write_text("", encoding="utf-8")
    assert isinstance(load("pipeline.translate.replay:Replay", {"path": str(tmp_path / "answers")}), Replay)
    with pytest.raises(ConfigError, match=r"answers|directory"):
        load(f"{__name__}:make_loud", {"volume": 1, "rate": 2})


@pytest.mark.parametrize(("decoding", "expected"), CASES["flags"])
def test_flags(decoding: str, expected: list[str]) -> None:
    """What befell a sentence, from its decoding."""
    assert list(flags(Output("", None, decoding))) == expected


# Cutting, batching, joining


@pytest.mark.parametrize("case", CASES["cut"], ids=lambda case: case["text"][:20] or "empty")
def test_cut(case: dict[str, Any]) -> None:
    """Clause marks first, then commas, spaces, characters."""
    assert pieces.cut(case["text"], lambda text: len(text) <= case["size"]) == case["pieces"]


@given(st.text(st.sampled_from("ab ,;.é…»\u0301\u200d👍🏽\n") | st.characters(), max_size=80), st.integers(1, 12))
def test_cut_loses_nothing(text: str, size: int) -> None:
    """Joined, the pieces are the text; every one fits."""
    found = pieces.cut(text, lambda piece: len(piece) <= size)
    assert "".join(found) == text
    assert all(len(piece) <= size for piece in found)


@given(st.text(max_size=20))
def test_cut_ends_where_nothing_fits(text: str) -> None:
    """A character that does not fit is a piece all the same."""
    assert "".join(pieces.cut(text, lambda _: False)) == text


def test_cut_asks_little() -> None:
    """Asking whether a text fits is costly: a few times a piece, not once a word."""
    asked = []

    def fits(text: str) -> bool:
        asked.append(len(text))
        return len(text) <= 1000

    found = pieces.cut("Wort " * 2000, fits)
    assert len(found) == 10
    assert len(asked) < 20 * len(found)


@given(st.lists(st.integers(1, 300), max_size=60), st.integers(1, 1000))
def test_batches(lengths: list[int], budget: int) -> None:
    """Every index once; within the budget unless alone; lengths fall from batch to batch."""
    found = pieces.batches(lengths, budget)
    assert sorted(index for batch in found for index in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or max(lengths[i] for i in batch) * len(batch) <= budget for batch in found)
    ordered = [lengths[index] for batch in found for index in batch]
    assert ordered == sorted(ordered, reverse=True)


@given(st.lists(st.text(st.sampled_from("ab ,;\n|"), max_size=30), max_size=8))
def test_every_sentence_has_its_output(sentences: list[str]) -> None:
    """With a translator that repeats what it hears, every sentence comes back in its place, white space folded."""

    def run(texts: list[str]) -> list[pieces.Draft]:
        assert len(set(texts)) == len(texts)
        assert all(text and text == text.strip() for text in texts)
        return [pieces.Draft(text, len(text), finished=True, score=-float(len(text))) for text in texts]

    outputs = pieces.translate(sentences, lambda text: len(text) <= 9, run, "greedy")
    assert [output.text for output in outputs] == [" ".join(sentence.split()) for sentence in sentences]


def test_join() -> None:
    """Parts are joined with their spaces, the score is a token's mean, one part without an end flags the whole."""
    drafts = {
        "eins zwei,": pieces.Draft("one two,", 3, finished=True, score=-1.0),
        "drei": pieces.Draft("three", 1, False, -5.0),
    }
    [output] = pieces.translate(
        ["eins zwei, drei"], lambda text: len(text) < 12, lambda texts: [drafts[text] for text in texts], "greedy"
    )
    assert output == Output("one two, three", -2.0, "greedy+pieces2+unfinished")


# The replay


def test_replay_answers(tmp_path: Path) -> None:
    """What was recorded comes back, by language; what was not is named."""
    path = tmp_path / "answers.jsonl"
    outputs = {"Ja. ": Output("Yes.", -0.5, "greedy"), "Nein\u2028.": Output("No.", None, "greedy+pieces2")}
    record(path, [("de", source, output) for source, output in outputs.items()])
    replay = load("replay", {"path": str(path)})
    assert replay.translate(list(outputs)[::-1], "de") == list(outputs.values())[::-1]
    with pytest.raises(BackendError, match=r"no answer for the fr sentence 'Ja\. '"):
        replay.translate(["Ja. "], "fr")


@pytest.mark.usefixtures("cache")
def test_replay_signature_follows_the_file(tmp_path: Path) -> None:
    """Other answers, other signature."""
    for name, text in (("a", "Yes."), ("b", "No.")):
        (tmp_path / name).mkdir()
        record(tmp_path / name / "answers", [("de", "Ja.", Output(text))])
    first, second = (Replay(str(tmp_path / name / "answers")).signature("de") for name in "ab")
    assert first.startswith("mt:replay|rev:")
    assert first != second


@pytest.mark.parametrize(
    "line", ["{", "[1]", '{"lang": "de", "source": "Ja."}', '{"lang": "it", "source": "Si.", "text": "Yes."}', '"x"']
)
def test_replay_names_the_broken_line(tmp_path: Path, line: str) -> None:
    """A line that is no answer is an error with its number."""
    path = tmp_path / "answers"
    path.write_text('{"lang": "de", "source": "Ja.", "text": "Yes."}\n' + line, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"answers:2: .*expected"):
        Replay(str(path))


def test_replay_without_its_file(tmp_path: Path) -> None:
    """No file, no translator."""
    with pytest.raises(ConfigError, match="expected a recorded file"):
        Replay(str(tmp_path / "nothing"))


# The embedded model


@pytest.mark.usefixtures("cache")
def test_embedded_signature_loads_nothing() -> None:
    """The signature names base, adapter, engine and prompt, not threads or batch; nothing is prepared."""
    plain = load("embedded", {}).signature("de")
    engine = f"ctranslate2-{metadata.version('ctranslate2')}/int8"
    assert plain == f"mt:gemma3-270m-lora|rev:{embedded.key()}|eng:{engine}|dec:greedy|prompt:1|cut:1"
    assert load("embedded", {"threads": 1, "batch": 2}).signature("fr") == plain
    assert embedded.prepared() is None
    with pytest.raises(BackendError, match="expected de, fr"):
        load("embedded", {}).signature("en")


def test_embedded_key_follows_the_adapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another adapter is another model."""
    before = embedded.key()
    (tmp_path / "adapter_model.safetensors").write_bytes(b"other")
    monkeypatch.setattr(embedded, "ADAPTER", tmp_path)
    assert embedded.key() != before


def test_adapter_travels_with_its_terms() -> None:
    """The notice that the terms ask for, word for word; a copy of the terms; a card."""
    notice = " ".join((embedded.ADAPTER / "NOTICE").read_text(encoding="utf-8").split())
    assert notice.startswith(
        "Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms"
    )
    assert "modified" in notice
    assert "3.2 Use Restrictions" in (embedded.ADAPTER / "GEMMA_TERMS.txt").read_text(encoding="utf-8")
    assert (embedded.ADAPTER / "MODEL_CARD.md").is_file()


@pytest.mark.usefixtures("cache")
def test_embedded_without_its_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package is named with the command."""
    monkeypatch.setattr("pipeline.translate.embedded.find_spec", lambda name: None if name == "gguf" else name)
    with pytest.raises(BackendError, match=r"gguf not installed; run `pip install 'news-synopsis\[embedded\]'`"):
        embedded.prepare(lambda _: None)


@pytest.mark.usefixtures("cache")
def test_embedded_on_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No room, no half-made model: one sentence, and the folder is as before."""
    monkeypatch.setattr(embedded, "NEEDED", 1 << 60)
    said: list[str] = []
    with pytest.raises(BackendError, match="the disk is full; expected a writable folder"):
        embedded.prepare(said.append)
    assert said[0] == embedded.NOTICE
    assert [path.name for path in embedded.folder().parent.iterdir() if path.is_dir()] == []


@pytest.mark.usefixtures("cache")
def test_embedded_refuses_another_base(monkeypatch: pytest.MonkeyPatch) -> None:
    """A base with another checksum is not used, and nothing is left behind."""
    monkeypatch.setattr(embedded, "BASE_SHA256", "0" * 64)
    with pytest.raises(BackendError, match=f"expected {'0' * 64}"):
        embedded.prepare(lambda _: None)
    assert embedded.prepared() is None


def _write_model(_: Path, target: Path) -> None:
    target.mkdir()
    (target / "model.bin").touch()


@pytest.mark.usefixtures("cache")
def test_embedded_is_made_whole_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed run left is cleared away; the model appears by one rename; a second call makes nothing."""
    left = embedded.folder().with_suffix(".making")
    left.mkdir(parents=True)
    (left / "base.gguf").write_bytes(b"half")
    monkeypatch.setattr(embedded, "_assemble", lambda path: path.touch() or path)
    monkeypatch.setattr(embedded, "_merged", lambda base: (base, None))
    monkeypatch.setattr(embedded, "_convert", lambda network, _, target: _write_model(network, target))
    said: list[str] = []
    path = embedded.prepare(said.append)
    assert [file.name for file in path.iterdir()] == ["model.bin"]
    assert not left.exists()
    assert said[-1] == f"embedded model ready in {path}"
    assert embedded.prepare(said.append) == path
    assert sum("step 1" in line for line in said) == 1


@given(st.lists(st.integers(7, 200), max_size=60), st.integers(1, 16))
def test_embedded_batches(lengths: list[int], size: int) -> None:
    """Every prompt once; where a batch begins hangs on a prompt's own length, never on its neighbours'."""
    found = embedded._batches(lengths, size)
    assert sorted(index for batch in found for index in batch) == list(range(len(lengths)))
    for batch in found:
        assert len(batch) <= size
        assert len({embedded._bucket(lengths[index]) for index in batch}) == 1
        assert all(0 <= lengths[i] - embedded._bucket(lengths[i]) < embedded.STRIDE for i in batch)


@pytest.fixture(scope="session")
def real() -> Translator:
    """The embedded model itself; prepared on first use, in the user's own cache."""
    return load("embedded", {}, print)


@pytest.mark.model
def test_embedded_translates(real: Translator) -> None:
    """Sentences that any translator gets right; a line break inside does not break the prompt."""
    outputs = real.translate(["Am Freitag\nbeginnt die Konferenz in Berlin.", "Elon Musk gründete xAI 2023."], "de")
    assert "Friday" in outputs[0].text
    assert "Berlin" in outputs[0].text
    assert "2023" in outputs[1].text
    assert all(output.decoding == "greedy" and output.score is not None for output in outputs)
    french, heading = real.translate(["Le président a quitté Paris mercredi.", "San Francisco"], "fr")
    assert "Wednesday" in french.text
    assert (heading.text, heading.decoding) == ("San Francisco", "greedy")  # not the web page that it would go on with


@pytest.mark.model
def test_embedded_does_not_hang_on_neighbours(real: Translator) -> None:
    """A sentence is translated alike alone and beside others."""
    sentences = [german for german, _ in PAIRS[:6]]
    together = real.translate(sentences, "de")
    assert [real.translate([sentence], "de")[0] for sentence in sentences] == together


@pytest.mark.model
def test_embedded_cuts_a_long_sentence(real: Translator) -> None:
    """Nothing is cut off: the last clause of a very long sentence is in the translation."""
    long = ", ".join(f"am {day}. Mai kamen {day * 7} Menschen" for day in range(1, 31)) + ", dann kam die Polizei."
    [output] = real.translate([long], "de")
    assert "pieces" in flags(output)
    assert "police" in output.text.lower()
