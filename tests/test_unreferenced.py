"""Indication without references: what is counted, how sure it is, where the guards' findings lie."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sacrebleu
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import binomtest, spearmanr  # type: ignore[import-untyped]
from typer.testing import CliRunner
from typer.testing import Result as Invoked

from pipeline.cli import app
from pipeline.data import Provenance, Result, RoundTrip, Span, Story, Synopsis
from pipeline.errors import InputError
from pipeline.evaluate import doubts, unreferenced
from pipeline.evaluate.error_spans import marks
from pipeline.evaluate.scored import Indication, Segment, Testset
from pipeline.evaluate.worth import correlation, worths
from pipeline.read.judgements import Error, Judgement

GERMAN = (
    "Am Montag kamen 300 Menschen nach Hamburg.",
    "Der Bürgermeister sprach nicht mit der Presse.",
    "Die Polizei sperrte die Straße.",
    "The police closed the road.",
)
GOOD = (
    "On Monday, 300 people came to Hamburg.",
    "The mayor did not talk to the press.",
    "The police closed the street.",
    "The police closed the road.",
)
SPOILT = (
    "On Monday, 200 people came to Hamburg.",
    "The mayor talked to the press.",
    "The police closed the street.",
    "The police closed the road.",
)
LANGS = ("de", "de", "de", "en")


def found(texts: Sequence[str], **more: object) -> dict[str, Indication]:
    made = unreferenced.unreferenced(GERMAN, texts, LANGS, system="ours", **more)  # type: ignore[arg-type]
    return {one.name: one for one in made}


def test_flags_are_counted_per_thousand_foreign_sentences() -> None:
    good, spoilt = found(GOOD), found(SPOILT)
    assert good["any flag"].value == 0
    assert {one.n for one in good.values() if one.unit == unreferenced.THOUSAND} == {3}
    assert spoilt["any flag"].value == pytest.approx(2000 / 3)
    assert spoilt["number differs"].value == pytest.approx(1000 / 3)
    assert spoilt["negation lost"].value == pytest.approx(1000 / 3)
    assert spoilt["name differs"].value == 0
    assert {one.system for one in spoilt.values()} == {"ours"}


def test_what_is_kept_is_a_share_of_the_sentences_that_have_it() -> None:
    good, spoilt = found(GOOD), found(SPOILT)
    assert (good["numbers kept"].value, good["numbers kept"].n) == (100, 1)
    assert (spoilt["numbers kept"].value, spoilt["numbers kept"].n) == (0, 1)
    assert (spoilt["negations kept"].value, spoilt["negations kept"].n) == (0, 1)
    assert (spoilt["names kept"].value, spoilt["names kept"].n) == (100, 1)


def test_what_no_sentence_has_is_not_told() -> None:
    made = unreferenced.unreferenced([GERMAN[2]], [GOOD[2]], ["de"])
    assert not [one for one in made if one.unit == unreferenced.SHARE]
    assert unreferenced.unreferenced([GERMAN[3]], [GOOD[3]], ["en"]) == ()


def test_agreement_is_sacrebleus_figure_and_interval() -> None:
    made = found(GOOD, peers={"theirs": SPOILT})["agreement with theirs"]
    metric = sacrebleu.CHRF(word_order=2)
    score = metric.corpus_score(list(GOOD[:3]), [list(SPOILT[:3])], n_bootstrap=1000)
    assert made.value == pytest.approx(score.score)
    assert made.low is not None
    assert made.high is not None
    assert made.low + made.high == pytest.approx(2 * score._mean, abs=1e-4)
    assert made.high - made.low == pytest.approx(2 * score._ci, abs=1e-4)
    assert str(metric.get_signature()) in made.words
    assert made.n == 3


def test_one_segment_has_no_interval() -> None:
    made = unreferenced.agreement(GOOD[:1], GOOD[:1])
    assert (made.value, made.low, made.high) == (pytest.approx(100), None, None)


def test_sides_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 texts against 1"):
        unreferenced.agreement(GOOD[:2], GOOD[:1])


class Angles:
    """An encoder whose vectors stand at the angle that a text says."""

    signature = "embed:angles"
    multilingual = True

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        angles = np.array([float(text) for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_similarity_is_the_mean_cosine_of_foreign_sentences() -> None:
    (each,) = unreferenced.similarities(Angles(), ["0", "0", "1", "0"], ["0", "1", "1", "3"])
    assert each == pytest.approx([1, np.cos(1), 1, np.cos(3)], abs=1e-6)
    rows = tuple(
        Segment(str(n), (text,), (), text, lang) for n, (text, lang) in enumerate(zip("0010", LANGS, strict=True))
    )
    segments = tuple(replace(row, hypotheses=(text,)) for row, text in zip(rows, "0113", strict=True))
    testset = unreferenced.ready(Testset("s", ("ours",), segments, ""), "", Angles())
    made = {row.name: row for row in unreferenced.of_systems(testset)}["similarity to the source"]
    half = 1.959964 * np.std(each[:3], ddof=1) / np.sqrt(3)
    assert (made.value, made.n) == (pytest.approx(np.mean(each[:3])), 3)
    assert (made.low, made.high) == (pytest.approx(made.value - half), pytest.approx(made.value + half))


@given(st.integers(0, 300), st.integers(1, 300))
def test_intervals_of_shares_are_wilsons(count: int, n: int) -> None:
    count = min(count, n)
    expected = binomtest(count, n).proportion_ci(method="wilson")
    assert unreferenced.wilson(count, n) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_nothing_counted_tells_nothing() -> None:
    assert unreferenced.wilson(0, 0) == (0, 1)


def story(*trips: RoundTrip) -> Result:
    return Result(Story("fire", ()), (), (), (), Synopsis("fire", (), (), (), trips), Provenance("", {}, {}))


def said(text: str) -> Span:
    return Span("s", 0, len(text), text)


def test_quotations_that_came_back_are_held_against_what_was_said() -> None:
    english, back = "I learned two priceless lessons", "I learned two invaluable lessons"
    trip = RoundTrip(said(english), said("J'ai appris deux leçons"), said(back), 0.8)
    made = unreferenced.round_trips([story(trip), story()])
    assert made.value == pytest.approx(sacrebleu.CHRF(word_order=2).corpus_score([back], [[english]]).score)
    assert (made.n, made.name) == (1, "round-trip quotations")
    assert "BLEU" not in made.words
    assert "quality" not in made.words
    assert unreferenced.round_trips([story()]).n == 0


def placed(source: str, lang: str, text: str) -> list[tuple[str | None, str, str]]:
    return [
        (None if one.start is None else text[one.start : one.end], one.severity, one.category[1])
        for one in marks(source, lang, text)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        (GERMAN[0], GOOD[0], []),
        (GERMAN[0], SPOILT[0], [("200", "major", "Mistranslation"), (None, "major", "Omission")]),
        (GERMAN[1], SPOILT[1], [(None, "major", "Omission")]),
        (
            "Die Behörden haben die Brücke am Abend gesperrt.",
            "The authorities closed the bridge and closed the bridge and closed the bridge in the evening.",
            [("closed the bridge and", "major", "Addition")],
        ),
        (
            "Die Gewerkschaft fordert höhere Löhne für alle Beschäftigten.",
            "The union demands höhere Löhne for all employees.",
            [("höhere Löhne", "major", "Untranslated")],
        ),
        (GERMAN[2], "", []),
    ],
)
def test_spans_lie_where_the_guards_look(source: str, text: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert placed(source, "de", text) == expected


def test_a_lost_name_is_a_minor_omission() -> None:
    source = "Am Montag traf Katrin Göring-Eckardt den Minister in Wolfenbüttel."
    assert placed(source, "de", "On Monday, she met the minister in Wolfenbüttel.")[-1] == (None, "minor", "Omission")


@given(st.text(max_size=60), st.text(max_size=60))
def test_spans_are_in_order_and_apart(source: str, text: str) -> None:
    spans = [(one.start, one.end) for one in marks(source, "de", text) if one.start is not None and one.end is not None]
    flat = [place for span in spans for place in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in spans)


# ---- doubt without a run


def files(*systems: Sequence[str], **more: object) -> Testset:
    rows = zip(GERMAN, LANGS, zip(*systems, strict=True), strict=True)
    segments = [Segment(str(n), texts, (), source, lang) for n, (source, lang, texts) in enumerate(rows, 1)]
    return Testset("s", tuple("abc"[: len(systems)]), tuple(replace(row, **more) for row in segments), "")  # type: ignore[arg-type]


def test_files_of_lines_are_doubted_by_what_is_at_hand() -> None:
    """A line with faults more than one without; English not at all; the most doubted come first."""
    alone = doubts.by_system(unreferenced.ready(files(GOOD), ""))["a"]
    assert set(alone) == {"1", "2", "3"}
    both = doubts.by_system(unreferenced.ready(files(SPOILT, GOOD), ""))
    assert both["a"]["1"] > both["b"]["1"]
    assert both["a"]["2"] > both["b"]["2"]
    for values in both.values():
        assert list(values.values()) == sorted(values.values(), reverse=True)
    # two systems that say the same are doubted less than a system alone, and less than where they part
    same = doubts.by_system(unreferenced.ready(files(GOOD, GOOD), ""))["a"]
    assert all(same[key] < alone[key] for key in alone)
    assert same["1"] < both["b"]["1"]
    assert same["3"] == both["b"]["3"]


def test_doubt_reads_cosines_of_its_own_encoder_alone() -> None:
    segment = files(GOOD).segments[0]
    near, far = (doubts.unscored(segment, 0, cosine, None) for cosine in (0.9, 0.1))
    assert near < far
    other = unreferenced.ready(
        replace(files(GOOD), segments=(replace(segment, source="0", hypotheses=("2",)),)), "", Angles()
    )
    assert other.segments[0].signals[0]["similarity"] == pytest.approx(np.cos(2))
    number = replace(segment, source="0", hypotheses=("2",))
    assert other.segments[0].signals[0][doubts.UNSCORED] == doubts.unscored(number, 0, None, None)


def test_a_runs_doubt_is_kept_and_not_made_anew() -> None:
    ready = unreferenced.ready(files(GOOD, signals=({"doubt": 0.5},)), "")
    assert doubts.by_system(ready) == {"a": dict.fromkeys("1234", 0.5)}
    names = {row.name for row in unreferenced.of_systems(ready)}
    assert "doubt" in names
    assert doubts.UNSCORED not in names


# ---- what evidence is worth


def judgeable(count: int = 40) -> Testset:
    """Two systems of which the first keeps less and less of its reference; what came with it knows that."""
    words = ["The", "council", "of", "the", "town", "voted", "on", "Monday", "to", "close", "the", "old", "bridge"]
    rows = []
    for n in range(count):
        text = " ".join([*words[: len(words) * (count - n) // count], *["xyzzy"] * n])
        signals: tuple[Mapping[str, float], ...] = ({"score": -float(n), "doubt": n / count}, {})
        segment = Segment(str(n + 1), (text, " ".join(words)), (" ".join(words),), GERMAN[2], "de", f"d{n // 4}")
        rows.append(replace(segment, signals=signals))
    return Testset("s", ("falling", "same"), tuple(rows), "")


def test_evidence_is_held_against_references() -> None:
    """By rank, a system at a time; what is the same everywhere, or came with no translation, foretells nothing."""
    made = {(row.system, row.name): row for row in worths(unreferenced.ready(judgeable(), ""))}
    assert {system for system, _ in made} == {"falling", "same"}
    score = made["falling", "foretold by the model's own score"]
    assert score.value > 0.95
    assert made["falling", "foretold by doubt"].value == pytest.approx(score.value)
    assert score.low is not None
    assert score.high is not None
    assert 0.9 < score.low <= score.value <= score.high <= 1
    assert (score.n, score.unit) == (40, "ρ with chrF2++ against a reference")
    assert ("same", "foretold by the model's own score") not in made
    # the second system never changes, so that it is always as good, however the first does
    assert made["same", "foretold by agreement with others"].value == 0
    assert worths(judgeable(20)) == []


@pytest.mark.parametrize("scored", [True, False], ids=["scores", "marked errors alone"])
def test_people_go_before_references(scored: bool) -> None:
    """Here they like best what is least like the reference; two judge each, and a segment goes by its number."""
    judged = [
        Judgement(
            person, "falling", "", str(n + 1), float(n) if scored else None, (Error("minor", "", False),) * (99 - n)
        )
        for n in range(40)
        for person in ("ann", "bob")
    ]
    made = {row.name: row for row in worths(judgeable(), judged)}
    assert made["foretold by the model's own score"].value == pytest.approx(-1)
    assert made["foretold by the model's own score"].unit == "ρ with people's judgements"
    with pytest.raises(InputError, match="no system of falling, same has 30 judged segments; judged are other"):
        worths(judgeable(), [replace(row, system="other") for row in judged])


@settings(max_examples=10)  # each draws a thousand samples
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=30))
def test_ranks_are_correlated_as_scipy_has_it(pairs: list[tuple[int, int]]) -> None:
    left, right = np.array(pairs, float).T
    rho, low, high = correlation(left, right, [""] * len(pairs))
    expected = spearmanr(left, right).statistic if np.ptp(left) and np.ptp(right) else 0
    assert rho == pytest.approx(expected)
    assert -1 - 1e-9 <= low <= high <= 1 + 1e-9


def run(*arguments: str) -> Invoked:
    return CliRunner().invoke(app, ["evaluate", "unreferenced", *arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, texts in (("src.de", GERMAN[:3]), ("good.en", GOOD[:3]), ("bad.en", SPOILT[:3])):
        (tmp_path / name).write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_command_tells_it_by_system_and_never_calls_it_quality() -> None:
    done = run("ours=good.en", "bad.en", "--source", "src.de", "--from", "de")
    assert done.exit_code == 0, done.stderr
    first, second = done.stdout.split("\nbad\n")
    assert "\nours\n" in first
    assert "agreement with bad" in first
    assert "agreement with ours" in second
    assert "number differs" in second
    assert "never: any flag" in first
    assert "number differs  " not in first
    assert "it is not BLEU" in done.stdout
    assert "quality" not in done.stdout
    assert second.index("most doubted: segment ") < second.index("segment 1 (") < second.index("segment 3 (")
    as_json = run("good.en", "--source", "src.de", "--from", "de", "--json")
    assert set(json.loads(as_json.stdout)["doubt"]["good"]) == {"1", "2", "3"}
    rows = json.loads(as_json.stdout)["evidence"]
    assert {row["name"]: row["n"] for row in rows}["numbers kept"] == 1


def test_escaped_texts_are_warned_of_and_turned_back_on_demand(folder: Path) -> None:
    """`&#39;` would pass for a number that the source does not have."""
    (folder / "escaped.en").write_text("".join(f"{text.replace('.', '&#39;')}\n" for text in GOOD[:3]), "utf-8")
    call = ("escaped.en", "--source", "src.de", "--from", "de")
    plain, mended = run(*call), run(*call, "--unescape")
    assert "number differs  " in plain.stdout
    assert "or say --unescape" in plain.stderr.replace("\n", " ")
    assert "changed (unescaped): 3 texts" in mended.stderr
    assert "number differs  " not in mended.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["good.en"], "no source text; give --source"),
        (["good.en", "--source", "src.de"], "say de or fr with --from"),
        (["good.en", "good.en", "--source", "src.de"], "two systems have one name; name one with NAME=FILE"),
        (["good.en", "--source", "src.de", "--from", "de", "--embedder", "minilm"], "knows English alone"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_the_command_refuses(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr.replace("\n", " ")
