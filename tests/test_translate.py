"""The translators: contract, cutting, where models are, the embedded model, the replay."""

import json
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import record

from pipeline.data import Lang, Output
from pipeline.errors import BackendError, ConfigError
from pipeline.memory.remarks import divided, joined
from pipeline.translate import Choice, catalogue, choose, flags, load, models, pieces
from pipeline.translate.replay import Replay

CASES = json.loads((Path(__file__).parent / "cases" / "translate.json").read_text(encoding="utf-8"))
PAIRS: list[tuple[str, str]] = [(german, english) for german, english in CASES["pairs"]]


def translated(
    sentences: Sequence[str], fits: Callable[[str], bool], run: Callable[[list[str]], list[pieces.PieceDraft]],
    decoding: str, short: Callable[[str], bool] | None = None,
) -> list[Output]:  # fmt: skip
    """One output a sentence, by a model that gives one draft a text."""
    outputs = pieces.several(sentences, fits, lambda texts: [[draft] for draft in run(texts)], decoding, short)
    return [output for (output,) in outputs]


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


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a Marian model that has learnt nothing."""
    from toy import network, write_tokenizer

    folder = tmp_path_factory.mktemp("opus-mt-toy")
    write_tokenizer(folder)
    network(folder).save_pretrained(folder)
    return folder


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


class Loud(Replay):
    """A translator of one's own."""

    def __init__(self, volume: int, rate: float = 1.0, name: str | None = None, loud: bool = False) -> None:
        super().__init__("")
        self.options = volume, rate, name, loud


class Silent:
    """No translator: it has no signature."""

    def translate(self) -> None: ...


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
        (f"{__name__}:Nothing", {}, "Nothing"),
        (f"{__name__}:CASES", {}, r"is no class but a dict; expected .* a class with signature\(\) and translate\(\)"),
        (f"{__name__}:Silent", {}, "is no class with these"),
        (f"{__name__}:_hide", {}, "is private"),
        ("_sitebuiltins:Quitter", {}, "is private"),
        ("pipeline.translate.replay:Replay", {}, "of pipeline itself"),
        ("os:system", {}, "is no class but a builtin_function_or_method"),
        ("a:b:c", {}, "no name at all"),
        (
            f"{__name__}:Loud",
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
    assert isinstance(load("replay", {"path": str(tmp_path / "answers")}), Replay)
    with pytest.raises(ConfigError, match=r"answers|directory"):
        load(f"{__name__}:Loud", {"volume": 1, "rate": 2})


@pytest.mark.parametrize(("text", "expected"), CASES["flags"])
def test_flags(text: str, expected: list[str]) -> None:
    """What befell a sentence, from its remarks; as one string, decoding and remarks are divided again."""
    decoding, remarks = divided(text)
    assert list(flags(Output("", None, decoding, remarks))) == expected
    assert joined(decoding, remarks) == text


def test_a_remark_that_is_none_of_ours_is_no_flag() -> None:
    assert flags(Output("", remarks=("cached", "unfinished", "pieces12"))) == ("unfinished", "pieces")
    assert divided("beam4+sampled+unfinished") == ("beam4+sampled", ("unfinished",))


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


@given(st.lists(st.integers(1, 300), max_size=60), st.integers(1, 1000), st.integers(1, 20))
def test_batches(lengths: list[int], budget: int, most: int) -> None:
    """Every index once; within the bounds, unless alone; lengths fall from batch to batch."""
    found = pieces.batches(lengths, budget, most)
    assert sorted(index for batch in found for index in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or max(lengths[i] for i in batch) * len(batch) <= budget for batch in found)
    assert all(len(batch) <= most for batch in found)
    ordered = [lengths[index] for batch in found for index in batch]
    assert ordered == sorted(ordered, reverse=True)
    assert len(pieces.batches(lengths, 300 * 60)) == bool(lengths)


def test_a_sentence_that_must_be_cut_is_cut_to_short_pieces_and_no_other():
    """A model that loses clauses of long texts reads what it must, not what it could."""
    read: list[str] = []

    def run(texts: list[str]) -> list[pieces.PieceDraft]:
        read.extend(texts)
        return [pieces.PieceDraft(text, 1, finished=True) for text in texts]

    sentences = ["eins zwei drei", "eins, zwei, drei, vier"]
    outputs = translated(sentences, lambda text: len(text) <= 14, run, "greedy", lambda text: len(text) <= 7)
    assert read == ["eins zwei drei", "eins,", "zwei,", "drei,", "vier"]
    assert [output.text for output in outputs] == sentences
    assert [(output.decoding, output.remarks) for output in outputs] == [("greedy", ()), ("greedy", ("pieces4",))]


def test_of_several_drafts_the_first_of_a_piece_goes_with_the_first_of_the_others():
    def run(texts: list[str]) -> list[list[pieces.PieceDraft]]:
        return [
            [pieces.PieceDraft(f"{text}{n}", 1, finished=bool(n), score=-float(n)) for n in (0, 1)] for text in texts
        ]

    found = pieces.several(["eins, zwei", "drei", "…"], lambda text: len(text) <= 6, run, "beam2")
    assert [[output.text for output in outputs] for outputs in found] == [
        ["eins,0 zwei0", "eins,1 zwei1"],
        ["drei0", "drei1"],
        ["…"],
    ]
    assert [output.remarks for output in found[0]] == [("pieces2", "unfinished"), ("pieces2",)]
    assert {output.decoding for output in found[0]} == {"beam2"}
    assert [output.score for output in found[0]] == [0, -1]


@given(st.lists(st.text(st.sampled_from("ab ,;\n|"), max_size=30), max_size=8))
def test_every_sentence_has_its_output(sentences: list[str]) -> None:
    """With a translator that repeats what it hears, every sentence comes back in its place, white space folded."""

    def run(texts: list[str]) -> list[pieces.PieceDraft]:
        assert len(set(texts)) == len(texts)
        assert all(text and text == text.strip() for text in texts)
        return [pieces.PieceDraft(text, len(text), finished=True, score=-float(len(text))) for text in texts]

    outputs = translated(sentences, lambda text: len(text) <= 9, run, "greedy")
    assert [output.text for output in outputs] == [" ".join(sentence.split()) for sentence in sentences]


@pytest.mark.parametrize("case", CASES["signs"], ids=lambda case: case["text"][:12])
def test_signs(case: dict[str, Any]) -> None:
    """A row of eight signs is copied, around it is translated; fewer are the model's to read."""
    read: list[str] = []

    def run(texts: list[str]) -> list[pieces.PieceDraft]:
        read.extend(texts)
        return [pieces.PieceDraft(text.upper(), 1, finished=True) for text in texts]

    [output] = translated([case["text"]], lambda _: True, run, "greedy")
    assert (read, output.text) == (case["read"], case["english"])
    assert (output.decoding, output.remarks) == divided(case["decoding"])


def test_join() -> None:
    """Parts are joined with their spaces, the score is a token's mean, one part without an end flags the whole."""
    drafts = {
        "eins zwei,": pieces.PieceDraft("one two,", 3, finished=True, score=-1.0),
        "drei": pieces.PieceDraft("three", 1, False, -5.0),
    }
    [output] = translated(
        ["eins zwei, drei"], lambda text: len(text) < 12, lambda texts: [drafts[text] for text in texts], "greedy"
    )
    assert output == Output("one two, three", -2.0, "greedy", ("pieces2", "unfinished"))


# The replay


def test_replay_answers(tmp_path: Path) -> None:
    """What was recorded comes back, by language; what was not is named."""
    path = tmp_path / "answers.jsonl"
    outputs = {"Ja. ": Output("Yes.", -0.5, "greedy"), "Nein\u2028.": Output("No.", None, "greedy", ("pieces2",))}
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
