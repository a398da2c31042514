"""How far a translation is doubted: never less for what befell it, and as often right as it says."""

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import fit_doubt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from rich.console import Console

from pipeline import bitext, guards
from pipeline.config import Config
from pipeline.data import LEAST_DOUBT, Advice, Output, Translation
from pipeline.memory import HUMAN, Memory
from pipeline.progress import Watch
from pipeline.translate import doubt, service

TRIAL = "mt:gemma3-270m-lora|rev:1"
SOURCE = "Die Bürgerinitiative lehnt den Bau der neuen Brücke ab und will im Herbst klagen."
ENGLISH = "The citizens' initiative rejects the building of the new bridge and wants to sue in the autumn."
READINGS = fit_doubt.readings()
SHARES = st.floats(0, 1)
QUIET = Watch(Console(file=io.StringIO()), "none")


def doubted(english: str = ENGLISH, *, signature: str = TRIAL, score: float | None = -0.4, **known: object) -> float:
    """The doubt of a translation of SOURCE; `known` are flags and cosine."""
    flags = known.pop("flags", guards.flags(SOURCE, "de", english))
    translation = Translation("", english, tuple(flags), signature, score)  # type: ignore[arg-type]
    told = doubt.doubted(SOURCE, "de", translation, **known).doubt  # type: ignore[arg-type]
    assert told is not None
    return told


def test_what_befell_a_translation_never_takes_doubt_away() -> None:
    plain = doubted(flags=())
    for flag in ("retried", "term forced", "pieces", "unfinished", "term missing", *guards.FLAGS):
        assert doubted(flags=(flag,)) >= plain, flag
    assert doubted(flags=("number differs", "retried", "term forced")) >= doubted(flags=("number differs",)) > plain


@given(SHARES, SHARES, SHARES, SHARES, st.sampled_from(list(doubt._weights())))
def test_the_worse_a_signal_the_more_doubt(low: float, high: float, cosine: float, score: float, name: str) -> None:
    """Of every set of weights, and of every signal."""
    low, high = sorted((low, high))
    weights = doubt._weights()[name]
    values = dict.fromkeys(weights, 0.5) | {"cosine": cosine, "score": score}
    for signal in weights.keys() - {"bias"}:
        less, more = (doubt.logistic(weights, values | {signal: value}) for value in (low, high))
        assert 0 <= less <= more <= 1


def test_weights_are_those_of_the_readings() -> None:
    """None is negative but the bias, and they are learnt from what is committed."""
    for key, weights in doubt._weights().items():
        assert min(weight for name, weight in weights.items() if name != "bias") >= 0
        able = fit_doubt.of_set(key, READINGS)
        again = fit_doubt.fitted(fit_doubt.names_of(key, able), able)
        assert again == pytest.approx(weights, abs=0.01)


@pytest.mark.parametrize(("signature", "told"), [("embed:e5|rev:1", 0.6), ("embed:other|rev:1", None)])
def test_cosines_are_of_the_vectors_that_doubt_was_learnt_with(
    tmp_path: Path, signature: str, told: float | None
) -> None:
    class Embedder:
        multilingual = True

        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            rows = {"Hund": [1.0, 0.0], "dog": [0.6, 0.8]}
            return np.array([rows[text] for text in texts], np.float32)

    embedder = Embedder()
    embedder.signature = signature  # type: ignore[attr-defined]
    triples = [("de", "Hund", "dog"), ("en", "dog", "dog")]
    readers = bitext.Readers(embedder, None, None)  # type: ignore[arg-type]

    def work(jobs: Sequence[bitext.EmbedJob]) -> Iterator[tuple[int, NDArray[np.float32]]]:
        return ((number, embedder.embed(job.texts)) for number, job in enumerate(jobs))

    with closing(Memory(tmp_path / "memory")) as memory:
        encoding = bitext.Encoding(Config(), readers, memory, work, QUIET)
        near = encoding.cosines(triples, encoding.english(["dog"]))
    assert near == ({} if told is None else {("de", "Hund"): pytest.approx(told, abs=1e-3)})


def test_what_is_known_counts() -> None:
    assert doubted(score=-1.5) > doubted(score=-0.2)
    assert doubted(cosine=0.2) > doubted(cosine=0.8)
    assert doubted("The bridge is new.", flags=()) > doubted(flags=())  # words of the source have no counterpart
    other = "mt:opus-mt-de-en|rev:1"
    assert doubted(signature=other) < doubted()
    assert doubted(signature=other, score=-1.5) == doubted(signature=other, score=-0.2)  # on a scale of its own


def test_doubt_needs_nothing_but_the_texts() -> None:
    """Without vectors or score there are weights as well."""
    assert 0 < doubted(score=None) < 1
    assert 0 < doubted(score=None, cosine=0.5) < 1


def test_a_person_is_not_doubted() -> None:
    human = Translation("", ENGLISH, (), HUMAN)
    assert doubt.doubted(SOURCE, "de", human) is human
    answer = service.Answer(Output(ENGLISH, -0.5, flags=()), TRIAL, "translated")
    assert answer.translation("1", SOURCE, "de").doubt == doubted(flags=(), score=-0.5)


@pytest.mark.parametrize(
    ("doubt_told", "advice"),
    [(None, "quote"), (0.0, "quote"), (0.24, "quote"), (0.25, "check the original"), (0.6, "do not quote")],
)
def test_advice(doubt_told: float | None, advice: Advice) -> None:
    assert replace(Translation("", "", (), ""), doubt=doubt_told).advice == advice
    assert list(LEAST_DOUBT.values()) == sorted(LEAST_DOUBT.values(), reverse=True)


# What was read


def test_readings_are_enough() -> None:
    assert len(READINGS) >= 600
    assert {row.lang for row in READINGS} == {"de", "fr"}
    assert len({row.system for row in READINGS}) >= 3
    assert all(bool(row.kind) == row.misleads for row in READINGS)
    twice = [row for row in READINGS if row.again is not None]
    assert len(twice) >= 100
    assert fit_doubt.kappa([row.misleads for row in twice], [bool(row.again) for row in twice]) >= 0.6


def test_readings_hold_no_text() -> None:
    """The sets' licences do not allow it."""
    names = {name for row in READINGS for name in row.signals}
    signals = doubt.signals(SOURCE, "de", Translation("", ENGLISH, (), TRIAL, -0.5), 0.5)
    assert names <= {name for name, _ in signals}
    assert max(len(row.kind.split()) for row in READINGS) <= 1


def test_doubt_of_lines_that_it_was_not_learnt_from() -> None:
    doubts = fit_doubt.foretold(READINGS)
    labels = np.array([row.misleads for row in READINGS], float)
    assert fit_doubt.ranked(doubts, labels) >= 0.8
    assert fit_doubt.off(doubts, labels) <= 0.05
    assert fit_doubt.best(doubts, labels)[1] >= 0.55


def test_neighbouring_lines_are_in_one_part() -> None:
    parts: dict[tuple[str, int], set[int]] = {}
    for row in READINGS:
        parts.setdefault((row.set, row.line // fit_doubt.NEIGHBOURS), set()).add(fit_doubt.part(row))
    assert all(len(numbers) == 1 for numbers in parts.values())
    assert len(set.union(*parts.values())) == fit_doubt.PARTS


@pytest.mark.parametrize(
    ("doubts", "labels", "precision", "recall", "error"),
    [([0.9, 0.1], [1, 0], 1.0, 1.0, 0.1), ([0.6, 0.6], [1, 0], 0.5, 1.0, 0.1), ([0.2, 0.9], [1, 0], 0.0, 0.0, 0.85)],
)
def test_figures(doubts: list[float], labels: list[float], precision: float, recall: float, error: float) -> None:
    arrays = np.array(doubts), np.array(labels)
    assert fit_doubt.caught(*arrays, 0.5) == (precision, recall)
    assert fit_doubt.off(*arrays) == pytest.approx(error)


def test_kappa() -> None:
    assert fit_doubt.kappa([True, True, False, False], [True, False, False, False]) == pytest.approx(0.5)


def test_unanswered_words() -> None:
    assert guards.unanswered(SOURCE, "de", ENGLISH)[0] < guards.unanswered(SOURCE, "de", "He eats an apple.")[0]
    assert guards.unanswered(SOURCE, "de", ENGLISH)[1] < guards.unanswered(SOURCE, "de", "Dogs sleep in baskets.")[1]
    assert guards.unanswered("…", "de", "") == (0.0, 0.0)
    assert (
        guards.unanswered("π ist größer.", "de", "π 日本 ½")[1] == 0.0
    )  # without marks these words have no letter left


def test_the_weights_say_how_they_are_made() -> None:
    written = json.loads(Path(doubt.__file__).with_name("doubt.json").read_text(encoding="utf-8"))
    assert written["command"] == "python tests/tools/fit_doubt.py"
