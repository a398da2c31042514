"""Second readers: a real, tiny cross-encoder and entailment model, and what the aligner makes of their word."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pipeline import align, bitext
from pipeline.config import Config
from pipeline.embed import rescore
from pipeline.errors import BackendError, ConfigError

LEFT = ["The bridge was closed on Monday after cracks were found.", "The mayor thanked the engineers."]
RIGHT = ["Cracks were found, and the bridge closed on Monday.", "A new ferry starts in May."]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers with random weights, large enough to tell pairs apart, and its words."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    path = tmp_path_factory.mktemp("tiny")
    words = sorted({word.strip(".,").lower() for text in (*LEFT, *RIGHT) for word in text.split()})
    (path / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ",", *words]))
    BertTokenizer(str(path / "vocab.txt")).save_pretrained(path)
    torch.manual_seed(1)
    shape = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 16}
    for name, labels in (("one", ["score"]), ("nli", ["contradiction", "Entailment", "neutral"]), ("odd", ["a", "b"])):
        named = dict(enumerate(labels))
        settings = BertConfig(vocab_size=len(words) + 7, id2label=named, initializer_range=1.0, **shape)
        BertForSequenceClassification(settings).save_pretrained(path / name)
        BertTokenizer(str(path / "vocab.txt")).save_pretrained(path / name)
    return path


@pytest.mark.parametrize("kind", ["one", "nli"])
def test_a_pair_scores_the_same_both_ways_and_in_any_company(tiny: Path, kind: str) -> None:
    reader = rescore.load(str(tiny / kind))
    assert reader
    pairs = [(a, b) for a in LEFT for b in RIGHT]
    scores = reader.score(pairs)
    assert len(scores) == 4
    assert all(0 < score < 1 for score in scores)
    assert len({round(score, 6) for score in scores}) == 4
    assert reader.score([(b, a) for a, b in pairs]) == pytest.approx(scores, abs=1e-5)
    assert reader.score(pairs[2:]) == pytest.approx(scores[2:], abs=1e-5)
    assert reader.score([]) == []


def test_entailment_takes_the_better_way(tiny: Path) -> None:
    """What says more entails what says less, and not the other way round: both are partly the same."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    model = AutoModelForSequenceClassification.from_pretrained(tiny / "nli").eval()
    tokens = AutoTokenizer.from_pretrained(tiny / "nli")
    with torch.inference_mode():
        ways = [
            float(model(**tokens(a, b, return_tensors="pt")).logits.softmax(dim=1)[0, 1])
            for a, b in ((LEFT[0], RIGHT[0]), (RIGHT[0], LEFT[0]))
        ]
    reader = rescore.load(str(tiny / "nli"))
    assert reader
    assert reader.score([(LEFT[0], RIGHT[0])]) == pytest.approx([max(ways)], abs=1e-5)


def test_labels_that_say_nothing_of_entailment_are_refused(tiny: Path) -> None:
    reader = rescore.load(str(tiny / "odd"))
    assert reader
    with pytest.raises(BackendError, match="its labels are a, b; expected one output, or one called 'entailment'"):
        reader.score([("a", "b")])


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ConfigError, match="rescorer 'nobody/nothing' is not here"):
        rescore.load("nobody/nothing")
    assert rescore.load("") is None


def test_the_second_reader_raises_and_lowers_what_is_likely_and_nothing_else() -> None:
    weighed = align.weigh([*LEFT, *RIGHT], unsure=[True] * 4)  # else nothing could be surer
    asked: list[tuple[str, str]] = []

    def says(value: float) -> float:
        def second(pairs: Sequence[tuple[str, str]]) -> list[float]:
            asked.extend(pairs)
            return [value] * len(pairs)

        _, found = align.matches(weighed, [0, 1], [2, 3], aligner="comparable", second=second)
        return max((one.probability for one in found if one.left and one.right), default=0.0)

    _, plain = align.matches(weighed, [0, 1], [2, 3], aligner="comparable")
    own = max(one.probability for one in plain if one.left and one.right)
    assert says(0.001) < own < says(0.999) < 1
    assert says(own) == pytest.approx(own, abs=1e-3)
    assert {frozenset(pair) for pair in asked} == {frozenset((LEFT[0], RIGHT[0]))}


def test_vectors_of_the_original_count_as_much_as_those_of_the_english() -> None:
    """The likeness of two sentences is the mean of both encoders' cosines; without English vectors the other's."""
    east, north = np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32)
    own = {("de", "Brücke"): east, ("en", "bridge"): east}
    both = bitext.Encoded({"a bridge": east, "bridge": north}, own)
    told = [("de", "Brücke", "a bridge"), ("en", "bridge", "bridge")]
    rows = both.rows(told)
    assert rows is not None
    assert float(rows[0] @ rows[1]) == pytest.approx(0.5)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1])
    none = np.zeros(0, dtype=np.float32)
    alone = bitext.Encoded({"a bridge": none, "bridge": none}, own).rows(told)
    assert alone is not None
    assert float(alone[0] @ alone[1]) == pytest.approx(1)


def test_readers_sign_for_what_they_are(tiny: Path) -> None:
    plain = bitext.readers(Config(embedder="none"))
    assert plain.signature == "embed:none"
    assert plain.second is None
    named = bitext.readers(Config(embedder="none", source_embedder="minilm", rescorer=str(tiny / "one")))
    assert [part.split(":")[0] for part in named.signature.split("|") if ":" in part][:2] == ["embed", "embed"]
    assert "|rescore:one|rev:" in named.signature
