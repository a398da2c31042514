"""Evaluating translations: equal to sacrebleu's command, intervals, verdicts, slices, segments, readers, gates."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.significance import PairedTest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.errors import ConfigError, InputError
from pipeline.evaluate import gates, paired, statistics, translation
from pipeline.evaluate.joined import digest, joined
from pipeline.evaluate.metrics import METRICS as TABLE
from pipeline.evaluate.metrics import make as metric
from pipeline.evaluate.paired import Basis, Sampling
from pipeline.evaluate.scored import Report, Score, Segment, Testset
from pipeline.export import scored
from pipeline.export.report import html
from pipeline.export.scores.history import sparkline
from pipeline.read import result, testsets
from pipeline.read.segments import ONE, Rows, segments

SACREBLEU = Path(sys.executable).with_name("sacrebleu")
METRICS = tuple(TABLE)
NEWS = Path(__file__).parent / "cases" / "translation" / "news.jsonl"
WORD = st.sampled_from(["the", "a", "cat", "dog", "sat.", "ran", "on", "mat,", "under", "3.5", "(house)", "of", "I'm"])
FAST = Sampling(resamples=100, trials=100)
LINE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)


def news(references: int = 2) -> Testset:
    """The 40 segments of the case, with so many of their references."""
    found, _ = joined({"news": segments(NEWS)}, name="news")
    some = tuple(replace(one, references=one.references[:references]) for one in found.segments)
    return replace(found, segments=some, digest=digest(some))


def shared_set(shared: Path, stem: str) -> Testset:
    """A development set with the outputs stored beside it."""
    folder = shared / "test"
    named = {path.suffixes[-2][1:]: segments(path) for path in sorted(folder.glob(f"{stem}.*.hyp"))}
    return joined(named, [segments(folder / f"{stem}.ref")], segments(folder / f"{stem}.src"), name=stem)[0]


def commanded(testset: Testset, folder: Path, *options: str, systems: Sequence[str] = ()) -> str:
    """What sacrebleu's own command prints about it, in four decimals."""
    count = len(testset.segments[0].references)
    references = [_file(folder / f"ref{n}", [str(one.references[n]) for one in testset.segments]) for n in range(count)]
    inputs = [
        _file(folder / name, [one.hypotheses[testset.systems.index(name)] for one in testset.segments])
        for name in systems or testset.systems
    ]
    done = subprocess.run(
        [SACREBLEU, *references, "-i", *inputs, "-w", "4", *options],
        capture_output=True,
        text=True,
        check=True,
        env={"NO_COLOR": "1", "PATH": "/usr/bin:/bin"},
    )
    return done.stdout


def _file(path: Path, lines: Sequence[str]) -> str:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return str(path)


def tabled(printed: str) -> list[dict[str, str]]:
    """The rows of a table in LaTeX: metric → cell, the system's name aside."""
    rows = [line.removesuffix(r"\\").split("&") for line in printed.splitlines() if " & " in line]
    heading = [re.sub(r" \(.*| *$", "", cell.strip()) for cell in rows[0]]
    return [dict(zip(heading[1:], (cell.strip() for cell in row[1:]), strict=True)) for row in rows[1:]]


def signatures(printed: str) -> dict[str, str]:
    return dict(re.findall(r"^ - (\S+) +(nrefs\S+)$", printed, re.MULTILINE))


def single(testset: Testset, folder: Path, system: str) -> dict[str, dict[str, Any]]:
    """Metric → the command's JSON, for one system, with its interval."""
    found = {}
    for order, names in (("0", ("bleu", "chrf", "ter")), ("2", ("chrf",))):
        options = ("-m", *names, "--chrf-word-order", order, "--confidence")
        printed = json.loads(commanded(testset, folder, *options, systems=[system]))
        found |= {one["name"]: one for one in (printed if isinstance(printed, list) else [printed])}
    return found


@pytest.mark.parametrize("references", [1, 2])
def test_one_system_is_scored_as_by_the_command(tmp_path: Path, references: int) -> None:
    """Score, interval and signature, to the last printed digit."""
    testset = news(references)
    alone = replace(
        testset,
        systems=("rough",),
        segments=tuple(replace(one, hypotheses=one.hypotheses[1:2]) for one in testset.segments),
    )
    made = translation.report(alone, Sampling(), also=("TER",))
    theirs = single(alone, tmp_path, "rough")
    assert [one.metric for one in made.scores[0]] == list(METRICS)
    for one in made.scores[0]:
        their = theirs[one.metric]
        assert one.mean is not None
        assert one.half is not None
        assert f"{one.value:.4f}" == f"{their['score']:.4f}"
        assert f"μ = {one.mean:.4f} ± {one.half:.4f}" == their["confidence"]
        assert one.signature == their["signature"]
        lines = [[str(one.references[n]) for one in alone.segments] for n in range(references)]
        score = metric(one.metric).corpus_score([one.hypotheses[0] for one in alone.segments], lines, n_bootstrap=1000)
        assert (one.value, one.mean, one.half) == (score.score, score._mean, score._ci)


@pytest.mark.parametrize(("kind", "references"), [("bs", 1), ("bs", 2), ("ar", 2)])
def test_paired_tests_are_those_of_the_command(tmp_path: Path, kind: str, references: int) -> None:
    """Scores, intervals, p-values and signatures of three systems, to the last printed digit."""
    testset = news(references)
    made = translation.report(testset, Sampling(trials=1000), also=("TER",))
    compare(made, testset, tmp_path, kind, "0", ["BLEU", "chrF2", "TER"], 1000)
    compare(made, testset, tmp_path, kind, "2", ["chrF2++"], 1000)


def compare(
    made: Report, testset: Testset, folder: Path, kind: str, order: str, metrics: Sequence[str], samples: int
) -> None:
    """A report with the command's table of a paired test."""
    names = list(dict.fromkeys(name[:4].casefold() for name in metrics))
    options = ("-m", *names, "--chrf-word-order", order, f"--paired-{kind}", f"--paired-{kind}-n", str(samples))
    printed = commanded(testset, folder, *options, "-f", "latex")
    told, theirs = signatures(printed), tabled(printed)
    assert [set(row) for row in theirs] == [set(metrics)] * len(made.systems)
    p = {(one.system, one.metric): one for one in made.comparisons}
    for system, figures, row in zip(made.systems, made.scores, theirs, strict=True):
        for one in (figure for figure in figures if figure.metric in metrics):
            cell = f"{one.value:.4f}" + (f" ({one.mean:.4f} ± {one.half:.4f})" if kind == "bs" else "")
            if system != made.systems[0]:
                found = p[system, one.metric]
                value = found.p_bootstrap if kind == "bs" else found.p_randomisation
                cell += f" (p = {value:.4f})" + "*" * (value <= 0.05)
                assert found.signatures[kind == "ar"] == told[one.metric]
            assert cell == row[one.metric]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("stem", "order"),
    [("flores-dev.de-en", "0"), ("flores-dev.fr-en", "2"), ("newstest2014.fr-en", "0"), ("newstest2020.de-en", "2")],
)
def test_stored_outputs_are_scored_as_by_the_command(shared: Path, tmp_path: Path, stem: str, order: str) -> None:
    """Three systems on each development set, as its command prints them without tests."""
    testset = shared_set(shared, stem)
    made = translation.report(testset, Sampling(resamples=0), fields=())
    printed = commanded(testset, tmp_path, "-m", "bleu", "chrf", "--chrf-word-order", order, "-f", "latex")
    wanted = ["BLEU", "chrF2" + "+" * int(order)]
    held = [{one.metric: one for one in figures if one.metric in wanted} for figures in made.scores]
    assert [{name: f"{one.value:.4f}" for name, one in figures.items()} for figures in held] == tabled(printed)
    assert {name: one.signature for name, one in held[0].items()} == signatures(printed)


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["bs", "ar"])
def test_stored_outputs_are_tested_as_by_the_command(shared: Path, tmp_path: Path, kind: str) -> None:
    """Two systems that are not far apart."""
    testset = shared_set(shared, "newstest2020.de-en")
    few = replace(
        testset,
        systems=testset.systems[1:],
        segments=tuple(replace(one, hypotheses=one.hypotheses[1:]) for one in testset.segments),
    )
    made = translation.report(few, Sampling(resamples=300, trials=1000), fields=())
    compare(made, few, tmp_path, kind, "0", ["BLEU", "chrF2"], 300 if kind == "bs" else 1000)


@settings(max_examples=25)
@given(st.lists(st.tuples(LINE, LINE, LINE, LINE), min_size=2, max_size=45), st.integers(1, 2), st.integers(0, 99))
def test_draws_are_those_of_sacrebleu(lines: list[tuple[str, str, str, str]], count: int, seed: int) -> None:
    """Statistics counted once, in parts, and drawn one by one, give what PairedTest gives, to the last bit."""
    segments_ = tuple(Segment(str(n), line[:2], line[2 : 2 + count]) for n, line in enumerate(lines))
    testset = Testset("", ("a", "b"), segments_, "")
    sampling = Sampling(resamples=20, trials=70, seed=seed + 1)
    table = statistics.counted(testset, METRICS, 1)
    drawn = paired.resampled(table, sampling)
    figures = paired.scores(table, drawn, Basis(sampling, count))
    made = paired.comparisons(testset.systems, table, drawn, figures, Basis(sampling, count))
    references = [[line[2 + n] for line in lines] for n in range(count)]
    for kind, trials in (("bs", sampling.resamples), ("ar", sampling.trials)):
        test = PairedTest(
            [("a", [line[0] for line in lines]), ("b", [line[1] for line in lines])],
            {name: metric(name, references) for name in METRICS},
            None,
            kind,
            trials,
        )
        test._seed = sampling.seed
        _, theirs = test()
        for m, one in enumerate(made):
            first, second = (theirs[one.metric][n] for n in (0, 1))
            assert not isinstance(first, str)
            assert not isinstance(second, str)
            assert (figures[0][m].value, figures[1][m].value) == pytest.approx((first.score, second.score), abs=1e-9)
            assert (one.p_bootstrap if kind == "bs" else one.p_randomisation) == second.p_value
            if kind == "bs":
                assert (figures[1][m].mean, figures[1][m].half) == (second.mean, second.ci)


def test_a_shared_part_of_chrf_is_the_same_as_counting_it() -> None:
    """chrF2's statistics are the first of chrF2++'s with one reference; with two they are counted apart."""
    for count in (1, 2):
        testset = news(count)
        both = statistics.counted(testset, ("chrF2", "chrF2++"), 1)["chrF2"]
        alone = statistics.counted(testset, ("chrF2",), 1)["chrF2"]
        assert all((one == other).all() for one, other in zip(both, alone, strict=True))


def test_processes_count_what_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """In parts of any size, here or in two processes, in file order."""
    testset = news(1)
    here = statistics.counted(testset, METRICS, 1)
    monkeypatch.setattr(statistics, "CHUNK", 7)
    monkeypatch.setattr(statistics, "ENOUGH", 1)
    there = statistics.counted(testset, METRICS, 2)
    assert all((here[name][n] == there[name][n]).all() for name in METRICS for n in range(3))


def test_a_missing_reference_is_not_an_empty_one() -> None:
    """Where a segment lacks its second reference it is scored against its first, and the signature says so."""
    held = Testset(
        "", ("a",), (Segment("1", ("a b c d",), ("a b c d", None)), Segment("2", ("x y",), ("x y", "z"))), ""
    )
    made = translation.report(held, Sampling(resamples=0))
    assert [round(one.value) for one in made.scores[0]] == [100, 100, 100]
    assert made.scores[0][0].signature.startswith("nrefs:var|")


def test_without_resamples_there_are_no_intervals() -> None:
    made = translation.report(news(), Sampling(resamples=0))
    assert made.scores[0][0].mean is None
    assert made.scores[0][0].low is None
    assert made.comparisons == ()
    assert "bs:" not in made.scores[0][0].signature


def test_intervals_hold_the_score() -> None:
    one = translation.report(news(), FAST).scores[0][0]
    assert one.low is not None
    assert one.high is not None
    assert one.low < one.value < one.high
    assert one.high - one.low == pytest.approx(2 * (one.half or 0))


def test_verdicts() -> None:
    """Clearly worse is said so; a small difference is not, and what the set could show is."""
    found = {(one.system, one.metric): one for one in translation.report(news(), FAST, also=("TER",)).comparisons}
    worse, unclear = found["rough", "BLEU"], found["other", "BLEU"]
    assert worse.verdict == "worse"
    assert worse.words.startswith(f"rough is worse than base at n = 40: {worse.difference:+.2f} BLEU")
    assert found["rough", "TER"].verdict == "worse"
    assert found["rough", "TER"].difference > 0
    assert unclear.verdict == "not distinguishable"
    assert unclear.words.startswith("other and base are not distinguishable at n = 40")
    assert f"smallest difference this set can show at 80 % power, α = .05: {unclear.detectable:.2f}" in unclear.words
    assert worse.adjusted == pytest.approx(2 * max(worse.p_bootstrap, worse.p_randomisation))
    assert unclear.p_bootstrap != unclear.p_randomisation
    assert unclear.adjusted == max(unclear.p_bootstrap, unclear.p_randomisation)


def test_a_system_against_itself() -> None:
    held = news()
    same = replace(
        held,
        systems=("base", "copy"),
        segments=tuple(replace(one, hypotheses=one.hypotheses[:1] * 2) for one in held.segments),
    )
    made = translation.report(same, FAST)
    assert {one.verdict for one in made.comparisons} == {"not distinguishable"}
    assert {one.difference for one in made.comparisons} == {0}
    assert {one.adjusted for one in made.comparisons} == {1}
    assert made.comparisons[0].words == (
        "copy and base are not distinguishable, identical output at n = 40: +0.00 BLEU, 95 % interval +0.00 to +0.00, "
        "p = 1"
    )
    assert "identical output" not in "".join(one.words for one in translation.report(news(), FAST).comparisons)


def test_few_segments_have_no_verdict() -> None:
    """Below 30, however clear it seems; the figures are told."""
    held = news()
    for count, expected in ((29, "too few segments"), (30, "worse")):
        made = translation.report(replace(held, segments=held.segments[:count]), FAST)
        one = next(one for one in made.comparisons if (one.system, one.metric) == ("rough", "chrF2"))
        assert one.adjusted < 0.05
        assert one.verdict == expected
        assert f"{one.difference:+.2f} chrF2, 95 % interval {one.low:+.2f} to" in one.words
        assert one.words.startswith("rough and base: too few segments (n = 29) for a verdict") == (count == 29)


@pytest.mark.parametrize(
    ("metric_", "low", "high", "p", "expected"),
    [
        ("BLEU", 0.1, 2.0, 0.01, "better"),
        ("BLEU", 0.0, 2.0, 0.01, "not distinguishable"),
        ("BLEU", -0.1, 2.0, 0.01, "not distinguishable"),
        ("BLEU", 0.1, 2.0, 0.05, "not distinguishable"),
        ("TER", 0.1, 2.0, 0.01, "worse"),
        ("COMET", 0.1, 2.0, 0.01, "higher"),
    ],
)
def test_no_verdict_against_the_interval(metric_: str, low: float, high: float, p: float, expected: str) -> None:
    made = translation.report(news(), FAST).comparisons[0]
    given_ = replace(made, metric=metric_, difference=1.0, low=low, high=high, adjusted=p)
    assert paired._verdict(given_) == expected


def test_power() -> None:
    """A true difference of the size that is called detectable is found in four of five samples."""
    generator = np.random.default_rng(1)
    spread, n, found, tries = 4.0, 100, 0, 2000
    detectable = paired.TWO_SIDED * spread / n**0.5
    for _ in range(tries):
        drawn = generator.normal(detectable, spread, n)
        found += abs(drawn.mean()) / (spread / n**0.5) > 1.959964
    assert found / tries == pytest.approx(0.8, abs=0.03)


def test_holm() -> None:
    assert paired.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert paired.holm([0.6, 0.5]) == [1.0, 1.0]
    assert paired.holm([]) == []


def test_the_note_on_several_systems() -> None:
    assert paired.note(2) == ""
    assert "3 systems" in paired.note(4)
    assert "14%" in paired.note(4)
    assert "Holm" in translation.report(news(), FAST).note


def test_slices_are_shown_from_thirty_segments() -> None:
    """Each scored as a set of its own; what is too small is counted."""
    held = news(1)
    made = translation.report(held, FAST, fields=("document", "outlet", "language", "desk"))
    assert [(one.by, one.value, one.n) for one in made.slices] == [("outlet", "Abendblatt", 30), ("desk", "city", 32)]
    assert made.hidden == {"document": 5, "outlet": 1, "desk": 1}
    part = replace(held, segments=tuple(one for one in held.segments if one.outlet == "Abendblatt"))
    assert made.slices[0].scores == translation.report(part, FAST).scores


def test_a_slice_by_what_is_not_there() -> None:
    with pytest.raises(ConfigError, match=r"--by 'genre': no segment has it; there are document, .*, desk"):
        translation.report(news(), FAST, fields=["genre"])


def test_likeness_is_not_compared() -> None:
    """Being more like other coverage is not being better."""
    made = translation.report(news(), FAST, kind="likeness")
    assert made.comparisons == ()
    assert made.note == ""
    assert made.scores[0][0].mean is not None


def test_lengths_are_sliced_in_order() -> None:
    lengths = (61, 10, 11, 41, 20, 60)
    rows = [Segment(f"{n}.{k}", ("a b",), ("a b",), " ".join("w" * n)) for n in lengths for k in range(30)]
    made = translation.report(Testset("", ("a",), tuple(rows), ""), Sampling(resamples=0))
    shown = [(one.value, one.n) for one in made.slices]
    assert shown == [("1 to 10 words", 30), ("11 to 20 words", 60), ("41 to 60 words", 60), ("over 60 words", 30)]


def test_segments_have_their_sentence_scores() -> None:
    """As sacrebleu's sentence level has them, with the guards' flags."""
    held = news()
    odd = replace(held.segments[6], hypotheses=("The damage is estimated at 9.5 million euros.", *["x"] * 2))
    held = replace(held, segments=(*held.segments[:6], odd, *held.segments[7:]))
    made = translation.report(held, Sampling(resamples=0), also=("TER",), detail=True)
    for one in made.segments:
        references = [str(text) for text in one.segment.references]
        for n, text in enumerate(one.segment.hypotheses):
            assert one.chrf[n] == metric("chrF2++").sentence_score(text, references).score
            assert one.bleu[n] == metric("BLEU", sentence=True).sentence_score(text, references).score
            assert one.more["TER"][n] == metric("TER").sentence_score(text, references).score
    assert made.segments[6].flags[0] == ("number differs",)
    assert made.segments[0].flags[0] == ()
    assert made.signatures["BLEU"] == "nrefs:2|case:mixed|eff:yes|tok:13a|smooth:exp|version:2.6.0"


def test_where_to_look_first() -> None:
    """Of several systems where their mean is the lowest, as on the page; of one where it is worst."""
    made = translation.report(news(), Sampling(resamples=0), detail=True)
    order = translation.worst_first(made.segments)
    means = [sum(one.chrf) for one in order]
    assert means == sorted(means)
    ((_, page),) = html(made)
    shown = re.findall(r'<li id="s(\d+)"', page.decode())
    assert [made.segments[int(number) - 1] for number in shown] == order
    alone = [replace(one, chrf=one.chrf[:1]) for one in made.segments]
    bad = [one.chrf[0] for one in translation.worst_first(alone)]
    assert bad == sorted(bad)


def detailed(testset: Testset) -> tuple[Report, dict[str, bytes]]:
    made = translation.report(testset, Sampling(resamples=0), detail=True, date="2026-03-02")
    return made, dict(scored.files(made, made.segments))


@pytest.mark.parametrize("name", ["segments.tsv", "segments.jsonl"])
@pytest.mark.parametrize("references", [1, 2])
def test_segment_files_can_be_scored_again(tmp_path: Path, name: str, references: int) -> None:
    """Written and read, they are the same test set."""
    held = news(references)
    _, files = detailed(held)
    path = tmp_path / name
    path.write_bytes(files[name])
    again, warnings = joined({"again": segments(path)}, name="news")
    assert warnings == ()
    assert again.systems == held.systems
    assert again.digest == held.digest
    for one, other in zip(again.segments, held.segments, strict=True):
        assert replace(one, metadata={}) == replace(other, metadata={})
        assert one.metadata["desk"] == other.metadata["desk"]


def test_the_table_of_segments(tmp_path: Path) -> None:
    """Texts, two decimals, flags; no cell breaks a row, and none is a formula in a workbook."""
    held = news(1)
    odd = replace(held.segments[0], hypotheses=("=1+1\tand\nmore", "+49 x", "http://a.example/"))
    made, files = detailed(replace(held, segments=(odd, *held.segments[1:])))
    rows = [line.split("\t") for line in files["segments.tsv"].decode().splitlines()]
    heading = rows[0]
    assert heading[:8] == [
        "id", "document", "outlet", "lang", "source", "hypothesis:base", "hypothesis:rough", "hypothesis:other",
    ]  # fmt: skip
    assert {len(row) for row in rows} == {len(heading)}
    assert rows[1][5] == "=1+1 and more"
    assert rows[2][heading.index("chrF2++:base")] == str(round(made.segments[1].chrf[0], 2))
    path = tmp_path / "segments.xlsx"
    path.write_bytes(files["segments.xlsx"])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == heading
    assert sheet["F2"].value == "=1+1\tand\nmore"
    assert sheet["F2"].data_type == "s"
    assert sheet["H2"].hyperlink is None
    assert sheet.max_row == 41
    assert (sheet.freeze_panes, sheet.auto_filter.ref is not None) == ("B2", True)


def test_a_text_too_long_for_a_cell_is_named() -> None:
    held = news(1)
    odd = replace(held.segments[0], hypotheses=("a " * 20_000, "b", "c"))
    _, files = detailed(replace(held, segments=(odd, *held.segments[1:])))
    sheet = openpyxl.load_workbook(io.BytesIO(files["segments.xlsx"])).active
    assert sheet is not None
    assert sheet["F2"].value == "(40,000 characters, a cell has 32,767: see segments.jsonl)"


# ---- readers


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


TMX = """<?xml version="1.0"?>
<tmx version="1.4"><header srclang="de"/><body>
<tu tuid="a"><prop type="desk">city</prop><tuv xml:lang="de-DE"><seg>Guten <bpt i="1">&lt;b></bpt>Tag</seg></tuv>
<tuv xml:lang="EN"><seg>Good day</seg></tuv></tu>
<tu tuid="b"><tuv xml:lang="en"><seg>Thanks</seg></tuv><tuv xml:lang="fr"><seg>Merci</seg></tuv></tu>
</body></tmx>"""
XLIFF1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.txt" source-language="de-DE" target-language="en"><body><group>
<trans-unit id="1"><source>Guten <g id="1">Tag</g><x id="2"/></source><target>Good day</target></trans-unit></group>
<trans-unit id="2"><source>Danke</source></trans-unit></body></file></xliff>"""
XLIFF2 = """<xliff version="2.0" srcLang="fr" trgLang="en" xmlns="urn:oasis:names:tc:xliff:document:2.0">
<file id="f1"><unit id="u1"><segment id="s1"><source>Bonjour.</source><target>Hello.</target></segment>
<segment><source>Merci <pc id="1">bien</pc>.</source><target>Thank <pc id="1">you</pc>.</target></segment></unit>
<unit id="u2"><segment><source>Oui</source><target>Yes</target></segment></unit></file>
<file id="f2"><unit id="u2"><segment><source>Non</source><target>No</target></segment></unit></file></xliff>"""


def test_line_files(tmp_path: Path) -> None:
    """As sacrebleu reads them: ends stripped, numbered from 1, a mark taken away and told."""
    found = segments(write(tmp_path / "mt.en", "\ufeffOne \nTwo\r\n\nfour"))
    assert [(row.id, row.texts[ONE]) for row in found.rows] == [("1", "One"), ("2", "Two"), ("3", ""), ("4", "four")]
    assert found.marked
    assert not found.keyed
    assert not segments(write(tmp_path / "b", "One")).marked


def test_tsv_with_a_heading(tmp_path: Path) -> None:
    heading = "id\tSource\treference:a\treference:b\thypothesis:x\tdoc\tdesk"
    text = f"{heading}\n7\tGuten Tag\tGood day\tHello\tDay\tnews\tcity\n"
    row = segments(write(tmp_path / "a.tsv", text)).rows[0]
    assert (row.id, row.source, row.document) == ("7", "Guten Tag", "news")
    assert row.references == {"a": "Good day", "b": "Hello"}
    assert row.texts == {"x": "Day"}
    assert row.metadata == {"desk": "city"}


def test_tsv_without_a_heading_is_id_and_text(tmp_path: Path) -> None:
    found = segments(write(tmp_path / "refs.tsv", "a:1\tSource: Reuters\na:2\tTwo\n"))
    assert found.keyed
    assert [(row.id, row.texts) for row in found.rows] == [("a:1", {ONE: "Source: Reuters"}), ("a:2", {ONE: "Two"})]


def test_jsonl(tmp_path: Path) -> None:
    lines = [
        '{"id": 3, "mt": "Day", "refs": 1, "references": ["Good day", null], "score": 0.5}',
        "",
        '{"mt": "x", "ref": "y"}',
    ]
    found = segments(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert not found.keyed
    assert [row.id for row in found.rows] == ["1", "2"]
    assert found.rows[0].references == {"1": "Good day"}
    assert found.rows[0].metadata == {"refs": "1", "score": "0.5"}
    assert found.rows[1].references == {ONE: "y"}


def test_tmx(tmp_path: Path) -> None:
    found = segments(write(tmp_path / "a.tmx", TMX))
    assert found.keyed
    assert [(row.id, row.lang, row.source, row.texts[ONE]) for row in found.rows] == [
        ("a", "de", "Guten Tag", "Good day"),
        ("b", "fr", "Merci", "Thanks"),
    ]
    assert found.rows[0].metadata == {"desk": "city"}
    assert not segments(write(tmp_path / "b.tmx", TMX.replace(' tuid="a"', ""))).keyed
    with pytest.raises(InputError, match=r"unit 1 has no 'fr'; it has de, en"):
        segments(tmp_path / "a.tmx", "fr")


def test_xliff(tmp_path: Path) -> None:
    """Both versions, marks inside a segment taken away; an id that two files have is told apart by theirs."""
    first = segments(write(tmp_path / "a.xlf", XLIFF1))
    assert [(row.id, row.lang, row.document, row.source, row.texts[ONE]) for row in first.rows] == [
        ("1", "de", "a.txt", "Guten Tag", "Good day"),
        ("2", "de", "a.txt", "Danke", ""),
    ]
    second = segments(write(tmp_path / "b.xliff", XLIFF2))
    assert [(row.id, row.lang, row.source, row.texts[ONE]) for row in second.rows] == [
        ("f1#u1/s1", "fr", "Bonjour.", "Hello."),
        ("f1#u1/2", "fr", "Merci bien.", "Thank you."),
        ("f1#u2", "fr", "Oui", "Yes"),
        ("f2#u2", "fr", "Non", "No"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "", "no segment in it"),
        ("a.tsv", "id\ttext\n1\ta\tb\n", "a.tsv:2: 3 columns; expected 2 as in the heading"),
        ("a.tsv", "1\ta\tb\n", "a.tsv:1: 3 columns; expected 2, id and text"),
        ("a.tsv", "1\ta\n1\tb\n", "the id '1' is there twice"),
        ("a.jsonl", "{", "a.jsonl:1: not JSON"),
        ("a.jsonl", "[1]", "is no object"),
        ("a.jsonl", '{"text": 5}', "'text' is 5; expected text"),
        ("a.tmx", "<tmx>", "is not well-formed XML"),
        ("a.xlf", "<xliff/>", "no segment in it"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        segments(write(tmp_path / name, text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in ("a.txt", "a.tmx"):
        with pytest.raises(InputError, match="cannot be read"):
            segments(tmp_path / name)


def test_a_story_of_ours(root: Path, tmp_path: Path) -> None:
    """Its foreign sentences by id; references for some of them leave the others out, and say so."""
    story = segments(root / "aligned" / "babuschkin-leaves-xai")
    assert story.keyed
    assert {row.lang for row in story.rows} == {"de", "fr"}
    assert story.elsewhere
    some = story.rows[3:5]
    refs = write(tmp_path / "refs.tsv", "".join(f"{row.id}\tA reference.\n" for row in reversed(some)))
    held, warnings = joined({story.system: story}, [segments(refs)], name="x")
    assert [one.id for one in held.segments] == [row.id for row in some]
    assert held.segments[0].references == ("A reference.",)
    assert held.segments[0].source == some[0].source
    assert held.systems == (story.system,)
    assert [one.reason for one in warnings] == [
        f"{len(story.rows) - 2} of {len(story.rows)} segments have no reference; they are left out"
    ]


def test_references_of_sentences_that_take_no_part(root: Path, tmp_path: Path) -> None:
    """English ones are passed over and told; what no story knows is refused."""
    folder = root / "aligned" / "babuschkin-leaves-xai"
    story = segments(folder)
    english = [one.id for one in result(folder).sentences if one.lang == "en"]
    assert set(story.idle) >= set(english)
    keys = [story.rows[0].id, *english[:2]]
    refs = write(tmp_path / "refs.tsv", "".join(f"{key}\tA reference.\n" for key in keys))
    held, warnings = joined({"x": story}, [segments(refs)])
    assert [one.id for one in held.segments] == keys[:1]
    told = [one for one in warnings if one.item == str(refs)]
    assert [one.reason for one in told] == [
        "2 of 3 references are of sentences that need no translation (2 English already); they are passed over"
    ]
    with pytest.raises(InputError, match="'unheard-of' is not in"):
        joined({"x": story}, [segments(write(refs, f"{english[0]}\tA.\nunheard-of\tB.\n"))])
    with pytest.raises(InputError, match=r"1 of 1 references are of sentences that need no translation"):
        joined({"x": story}, [segments(write(refs, f"{english[0]}\tA.\n"))])


def test_a_folder_that_is_no_story(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=rf"^{tmp_path}: a folder without result.json; name a story's folder"):
        segments(tmp_path)


@pytest.mark.parametrize("name", ["a.txt", "a.tsv", "a.jsonl"])
def test_how_a_file_was_read_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    text = {"a.txt": "Die Straße\n", "a.tsv": "1\tDie Straße\n", "a.jsonl": '{"id": "1", "text": "Die Straße"}\n'}[name]
    path.write_bytes(text.encode("cp1252"))
    _, warnings = joined({"a": segments(path)})
    assert [(one.item, one.reason[:12]) for one in warnings] == [(str(path), "not UTF-8: r")]


def rows(path: Path, lines: Sequence[str], suffix: str = ".txt") -> Rows:
    return segments(write(path.with_suffix(suffix), "".join(f"{line}\n" for line in lines)))


def test_files_are_joined_by_id_where_all_have_one(tmp_path: Path) -> None:
    ours = rows(tmp_path / "mt", ["a\tOne", "b\tTwo"], ".tsv")
    theirs = rows(tmp_path / "ref", ["b\t2", "a\t1"], ".tsv")
    held, _ = joined({"mt": ours}, [theirs])
    assert [(one.id, one.hypotheses, one.references) for one in held.segments] == [
        ("a", ("One",), ("1",)),
        ("b", ("Two",), ("2",)),
    ]
    plain = rows(tmp_path / "ref", ["1", "2"])
    assert [one.references for one in joined({"mt": ours}, [plain])[0].segments] == [("1",), ("2",)]


def test_ids_that_do_not_fit(tmp_path: Path) -> None:
    ours = rows(tmp_path / "mt", ["a\tOne", "b\tTwo"], ".tsv")
    with pytest.raises(InputError, match=r"ref\.tsv: segment 'c' is not in .*mt\.tsv \(1 are not\)"):
        joined({"mt": ours}, [rows(tmp_path / "ref", ["a\t1", "c\t2"], ".tsv")])
    with pytest.raises(InputError, match=r"new\.tsv: segment 'b' is missing, which .*mt\.tsv has"):
        joined({"mt": ours, "new": rows(tmp_path / "new", ["a\tOne"], ".tsv")})


def test_references_in_the_systems_own_files(tmp_path: Path) -> None:
    """Those of the first file, once; a file may lack them, but not have others."""
    heading = "id\thypothesis\treference"
    ours = rows(tmp_path / "a", [heading, "1\tOne\tUno", "2\tTwo\tDos"], ".tsv")
    theirs = rows(tmp_path / "b", [heading, "1\tEin\tUno", "2\tZwei\tDos"], ".tsv")
    bare = rows(tmp_path / "c", ["1\tUn", "2\tDeux"], ".tsv")
    held, _ = joined({"c": bare, "a": ours, "b": theirs})
    assert held.systems == ("c", "a", "b")
    assert [(one.hypotheses, one.references) for one in held.segments] == [
        (("Un", "One", "Ein"), ("Uno",)),
        (("Deux", "Two", "Zwei"), ("Dos",)),
    ]
    other = rows(tmp_path / "d", [heading, "1\tEin\tUno", "2\tZwei\tDue"], ".tsv")
    with pytest.raises(InputError, match=r"segment 2: .*a\.tsv and .*d\.tsv have different references"):
        joined({"a": ours, "d": other})


def test_references_that_share_no_segment(tmp_path: Path) -> None:
    ours = rows(tmp_path / "mt", ["a\tOne", "b\tTwo"], ".tsv")
    first, second = (rows(tmp_path / key, [f"{key}\t1"], ".tsv") for key in "ab")
    with pytest.raises(InputError, match="no segment is in all files of references"):
        joined({"mt": ours}, [first, second])


def test_two_systems_of_one_name() -> None:
    held = segments(NEWS)
    with pytest.raises(InputError, match="two systems are called 'base'"):
        joined({"a": held, "b": held})


# ---- test sets by name


def test_a_test_set_from_a_folder(tmp_path: Path) -> None:
    for name, text in (("src", "Eins\nZwei\n"), ("ref-A", "One\nTwo\n"), ("ref-B", "1\n2\n"), ("docid", "d1\nd2\n")):
        write(tmp_path / f"set.de-en.{name}", text)
    write(tmp_path / "set.de-en.mt.hyp", "x\n")
    source, references = testsets.testset("set", "de-en", tmp_path)
    assert [(row.source, row.document) for row in source.rows] == [("Eins", "d1"), ("Zwei", "d2")]
    assert [[row.texts[ONE] for row in one.rows] for one in references] == [["One", "Two"], ["1", "2"]]
    with pytest.raises(InputError, match=r"no set\.fr-en\.src and set\.fr-en\.ref"):
        testsets.testset("set", "fr-en", tmp_path)
    write(tmp_path / "set.de-en.docid", "d1\n")
    with pytest.raises(InputError, match=r"docid: 1 lines; expected 2"):
        testsets.testset("set", "de-en", tmp_path)


def test_a_test_set_of_sacrebleu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its own folder, with documents; a name, a pair, and a network that are not there are told."""
    from sacrebleu.dataset import DATASETS

    with pytest.raises(ConfigError, match="'wmt99' is none of sacrebleu's"):
        testsets.testset("wmt99", "de-en", None)
    with pytest.raises(ConfigError, match=r"'xx-en' is not in wmt17; it has .*de-en"):
        testsets.testset("wmt17", "xx-en", None)
    dataset = DATASETS["wmt17"]
    monkeypatch.setattr(dataset, "_outdir", str(tmp_path))
    for field in dataset.fieldnames("de-en"):
        write(Path(dataset._get_txt_file_path("de-en", field)), f"{field} 1\n{field} 2\n")
    source, references = testsets.testset("wmt17", "de-en", None)
    assert [(row.source, row.document) for row in source.rows] == [("src 1", "docid 1"), ("src 2", "docid 2")]
    assert source.rows[0].metadata["origlang"] == "origlang 1"
    assert len(references) == sum(field.startswith("ref") for field in dataset.fieldnames("de-en"))

    def unreachable(*_: object) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr(dataset, "get_files", unreachable)
    with pytest.raises(InputError, match=r"cannot be downloaded \(no route to host\).*name that with --testsets"):
        testsets.testset("wmt17", "de-en", None)


# ---- gates


def figures(**values: float) -> Report:
    made = tuple(Score(name, value, None, None, "", 40) for name, value in values.items())
    return Report("set", "", "en", "", "quality", 40, ("a", "b"), (made, made))


def test_gates() -> None:
    """Every system has to reach every limit; TER has to stay below its."""
    made = figures(chrF2=54.9, BLEU=30.0, TER=61.0)
    assert gates.short(made, [gates.limit("bleu=30"), gates.limit("TER=61")]) == []
    assert gates.short(made, [gates.limit("chrf=55"), gates.limit("ter=60")]) == [
        "a: chrF2 54.90 is below 55 (by 0.10)",
        "b: chrF2 54.90 is below 55 (by 0.10)",
        "a: TER 61.00 is above 60 (by 1.00)",
        "b: TER 61.00 is above 60 (by 1.00)",
    ]
    with pytest.raises(ConfigError, match="is not scored"):
        gates.short(figures(BLEU=1.0), [("TER", 50.0)])


@pytest.mark.parametrize("text", ["chrf", "chrf=high", "chrf=", "comet=1", "chrf=nan", "chrf=inf", "ter=-inf"])
def test_limits_that_are_none(text: str) -> None:
    with pytest.raises(ConfigError, match=r"expected a metric and a number|is no metric|nothing is below or above"):
        gates.limit(text)


def test_gates_of_other_programs() -> None:
    """By their names, however spelt; in four digits where the scale is small."""
    made = figures(BLEU=30.0, COMET=0.85)
    assert gates.short(made, [gates.limit("comet=0.85", outside=True)]) == []
    assert gates.short(made, [gates.limit("Comet=0.9", outside=True)])[0] == "a: COMET 0.8500 is below 0.9 (by 0.0500)"
    with pytest.raises(ConfigError, match="xcomet must reach a limit, but is not scored; there are BLEU, COMET"):
        gates.short(made, [gates.limit("xcomet=0.9", outside=True)])


# ---- the command

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`synopsis evaluate …` with a memory and a history of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SYNOPSIS_MEMORY", str(tmp_path / "memory.sqlite3"))
    monkeypatch.setenv("SYNOPSIS_DATE", "2026-03-02")

    def call(command: str, *arguments: object) -> Result:
        return CliRunner().invoke(app, ["evaluate", command, *map(str, arguments)])

    return call


QUICK = ("--resamples", "100", "--trials", "100")


def test_the_command(run: Run) -> None:
    """Figures with signatures, verdicts, slices, in words; the same as data."""
    done = run("translation", NEWS, "--by", "outlet", *QUICK)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].startswith("news (")
    assert lines[0].endswith("40 segments into en")
    assert "base (baseline)" in lines
    assert re.search(r"^  BLEU +\d\d\.\d\d \(μ = .* ± .*\) +nrefs:2\|bs:100\|seed:12345\|", done.stdout, re.MULTILINE)
    assert "not distinguishable at n = 40" in done.stdout
    assert "  Abendblatt, n = 30" in lines
    assert "  1 with fewer than 30 segments not shown" in lines
    data = json.loads(run("translation", NEWS, "--by", "outlet", *QUICK, "--json").stdout)
    assert data["systems"] == ["base", "rough", "other"]
    assert data["slices"][0]["n"] == 30
    assert data["date"] == "2026-03-02"
    assert data["fell_short"] == []


def lined(folder: Path) -> tuple[Path, Path, Path]:
    """Source, one system, reference, as line files."""
    held = news(1)
    source = write(folder / "news.de", "".join(f"{one.source}\n" for one in held.segments))
    ours = write(folder / "rough.en", "".join(f"{one.hypotheses[1]}\n" for one in held.segments))
    reference = write(folder / "news.ref.en", "".join(f"{one.references[0]}\n" for one in held.segments))
    return source, ours, reference


def test_files_and_names(run: Run, tmp_path: Path) -> None:
    """Line files; a name for a system and for the set; the sources' language is found, so that guards work."""
    source, ours, reference = lined(tmp_path)
    options = ("--reference", reference, "--source", source, "--testset", "mine", *QUICK, "-o", tmp_path / "out")
    done = run("translation", f"v2={ours}", *options, "--json")
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    assert (data["testset"], data["systems"]) == ("mine", ["v2"])
    assert data["segments"][0]["segment"]["lang"] == "de"
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["report.html", "report.json", "segments.jsonl", "segments.tsv", "segments.xlsx"]
    first = json.loads((tmp_path / "out" / "segments.jsonl").read_text("utf-8").splitlines()[0])
    worst = min(data["segments"], key=lambda one: one["chrf"][0])
    assert first["id"] == worst["segment"]["id"]


def test_the_page_is_opened(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert run("translation", NEWS, *QUICK, "--open", "-o", tmp_path / "out").exit_code == 0
    assert run("translation", NEWS, *QUICK, "--open").exit_code == 0
    assert opened[0] == (tmp_path / "out" / "report.html").as_uri()
    assert "fire:1" in Path(opened[1].removeprefix("file://")).read_text("utf-8")


def test_a_named_test_set(run: Run, tmp_path: Path) -> None:
    source, ours, reference = lined(tmp_path)
    source.rename(tmp_path / "set.de-en.src")
    reference.rename(tmp_path / "set.de-en.ref")
    ours = ours.rename(tmp_path / "set.de-en.rough.hyp")
    options = ("--testset", "set", "--langpair", "de-en", "--testsets", tmp_path, *QUICK)
    data = json.loads(run("translation", ours, *options, "--json").stdout)
    assert (data["testset"], data["systems"], data["n"]) == ("set", ["rough"], 40)
    done = run("translation", ours, *options, "--reference", "x")
    assert done.exit_code == 2
    assert "leave --reference and --source" in done.stderr
    done = run("translation", ours, "--reference", "x", "--langpair", "de-en")
    assert "give --testset and --langpair" in done.stderr


def test_names_of_systems(run: Run, root: Path, tmp_path: Path) -> None:
    """A story's is what translated it; two of one name are refused; a name that is given wins."""
    story = root / "aligned" / "babuschkin-leaves-xai"
    keys = [(row.id, row.texts[ONE]) for row in segments(story).rows]
    refs = write(tmp_path / "refs.tsv", "".join(f"{key}\t{text} Indeed.\n" for key, text in keys))
    options = ("--reference", refs, "--resamples", "0", "--json")
    assert json.loads(run("translation", story, *options).stdout)["systems"] == [segments(story).system]
    assert json.loads(run("translation", story, f"b={story}", *options).stdout)["systems"][1] == "b"
    done = run("translation", story, story, *options)
    assert done.exit_code == 2
    assert "two files are given for one system" in done.stderr


def test_too_few_resamples(run: Run) -> None:
    done = run("translation", NEWS, "--resamples", "10")
    assert done.exit_code == 2
    assert "--resamples 10 says too little; give 100 or more, or 0" in done.stderr


def test_without_references(run: Run, tmp_path: Path) -> None:
    _, ours, _ = lined(tmp_path)
    done = run("translation", ours)
    assert done.exit_code == 2
    assert "no references: give --reference" in done.stderr


def test_gates_end_with_four(run: Run, tmp_path: Path) -> None:
    """With what fell short, after everything was printed and remembered."""
    done = run("translation", NEWS, *QUICK, "--fail-under", "chrf=80")
    assert done.exit_code == 4
    assert "fell short: rough: chrF2" in done.stderr
    assert "news (" in done.stdout
    assert run("history").exit_code == 0
    floors = write(tmp_path / "floors.toml", "chrf = 20\n[news]\nbleu = 99\n[other]\nbleu = 999\n")
    done = run("translation", NEWS, *QUICK, "--floors", floors, "--json")
    assert done.exit_code == 4
    assert len(json.loads(done.stdout)["fell_short"]) == 3
    assert run("translation", NEWS, *QUICK, "--fail-under", "chrf=20").exit_code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("chrf = 'high'", "chrf = 'high'; expected a number"),
        ("chrf = nan", "chrf = nan; expected a number"),
        ("chrf = inf", "chrf = inf; expected a number"),
        ("chrf = true", "chrf = True; expected a number"),
        ("chrf =", "is not TOML"),
        ("comet = 1", "'comet' is no metric"),
    ],
)
def test_floors_that_are_none(run: Run, tmp_path: Path, text: str, message: str) -> None:
    done = run("translation", NEWS, *QUICK, "--floors", write(tmp_path / "floors.toml", text))
    assert done.exit_code == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    ("text", "sections"),
    [("[wmt]\nchrf = 99\n[Reuters]\nchrf = 99\n", "wmt, Reuters"), ("", "none"), ("[news]\n", "news")],
)
def test_floors_for_other_sets(run: Run, tmp_path: Path, text: str, sections: str) -> None:
    """A limit that limits nothing would pass for ever."""
    done = run("translation", NEWS, *QUICK, "--floors", write(tmp_path / "floors.toml", text))
    assert done.exit_code == 2
    assert f"no floor for test set 'news': its sections are {sections}; write [news] above" in done.stderr
    assert not done.stdout


def test_one_segment_has_no_interval(run: Run, tmp_path: Path) -> None:
    """A resample of it is itself; ± 0.00 would say that it is sure."""
    ours, theirs = (write(tmp_path / name, f"The {name} sat on a mat.\n") for name in ("cat", "dog"))
    done = run("translation", ours, "--reference", theirs)
    assert done.exit_code == 0, done.stderr
    assert "BLEU" in done.stdout
    assert "±" not in done.stdout
    assert "bs:" not in done.stdout
    assert "Intervals" not in done.stdout


def test_floors_for_every_set(run: Run, tmp_path: Path) -> None:
    floors = write(tmp_path / "floors.toml", "chrf = 1\n[wmt]\nchrf = 99\n")
    assert run("translation", NEWS, *QUICK, "--floors", floors).exit_code == 0


@pytest.mark.parametrize("code", ["english", "EN", "e", "en-"])
def test_a_target_that_is_no_language(run: Run, code: str) -> None:
    done = run("translation", NEWS, *QUICK, "--to", code)
    assert done.exit_code == 2
    assert f"--to {code!r} is no language code" in done.stderr


def test_files_are_written_before_the_figures_are_printed(run: Run, tmp_path: Path) -> None:
    """So that who closes the pipe early has them."""
    done = run("translation", NEWS, *QUICK, "-o", tmp_path / "out")
    assert 0 <= done.output.index("report.html") < done.output.index("40 segments into en")


def test_warnings_are_told_before_traps(run: Run, tmp_path: Path) -> None:
    source, ours, reference = lined(tmp_path)
    ours.write_bytes(reference.read_text("utf-8").replace("a", "ä", 1).encode("cp1252"))
    done = run("translation", ours, "--reference", reference, "--source", source, *QUICK)
    assert "trap (swapped)" in done.stderr
    assert f"warning: {ours}: not UTF-8: read as cp1252" in done.stderr


def test_scores_of_a_small_scale(run: Run, tmp_path: Path) -> None:
    """Four digits, a comparison that names no better one, a gate by their name."""
    script = write(
        tmp_path / "scorer.py",
        "import json, sys\n"
        "rows = [{'COMET': 0.5 + (n % 7) / 1000 + 0.01 * ('rough' in a or len(a) % 2)} "
        "for n, a in enumerate(open(sys.argv[1]))]\n"
        "json.dump({'mt': rows}, open(sys.argv[2], 'w'))\n",
    )
    command = f"{sys.executable} {script} {{mt}} {{out}}"
    options = ("--external", command, *QUICK)
    done = run("translation", NEWS, *options, "--fail-under", "comet=0.9", "-o", tmp_path / "out")
    assert done.exit_code == 4
    assert re.search(r"^  COMET +0\.5\d\d\d \(μ = 0\.5\d\d\d ± 0\.00\d[1-9]\)", done.stdout, re.MULTILINE)
    assert re.search(r"[+-]0\.00\d\d COMET, 95 % interval [+-]0\.\d{4} to [+-]0\.\d{4}, p = ", done.stdout)
    assert "Metrics of other programs: the same two tests" in done.stdout
    assert re.search(r"fell short: base: COMET 0\.5\d\d\d is below 0\.9 \(by 0\.3\d\d\d\)", done.stderr)
    head, first, *_ = [line.split("\t") for line in (tmp_path / "out" / "segments.tsv").read_text().splitlines()]
    assert re.fullmatch(r"0\.5\d\d?", first[head.index("COMET:base")])
    assert run("translation", NEWS, *QUICK, "--fail-under", "comet=0.9").exit_code == 2


def test_means_are_tested_as_scores_are() -> None:
    """A clear difference, one that is chance, none at all."""
    generator = np.random.default_rng(3)
    first = generator.normal(0.8, 0.05, 200)
    columns = [first, first - 0.02 + generator.normal(0, 0.02, 200), first + generator.normal(0, 0.05, 200), first]
    scores = [Score("COMET", float(one.mean()), None, None, "cmd:x", 200) for one in columns]
    names = ("a", "b", "c", "d")
    made = paired.means(names, scores, [one.tolist() for one in columns], Sampling(500, 500), {"d"})
    assert [one.verdict for one in made] == ["lower", "not distinguishable", "not distinguishable"]
    clear, chance, same = made
    assert clear.words.startswith(f"b scores lower than a at n = 200: {clear.difference:+.4f} COMET")
    assert clear.low < clear.difference < clear.high < 0
    assert (clear.p_bootstrap, clear.p_randomisation) == pytest.approx((1 / 501, 1 / 501))
    spread = float((columns[2] - columns[0]).std(ddof=1)) / 200**0.5
    z = abs(chance.difference) / spread
    assert chance.p_randomisation == pytest.approx(2 * (1 - NormalDist().cdf(z)), abs=0.06)
    assert chance.high - chance.low == pytest.approx(2 * 1.96 * spread, rel=0.15)
    assert "identical output" in same.words
    assert clear.signatures == ("cmd:x|seed:12345|bs:500", "cmd:x|seed:12345|ar:500")


def test_another_scorer(run: Run, tmp_path: Path) -> None:
    """Its figures stand beside sacrebleu's with a signature of their own, also segment by segment."""
    script = write(
        tmp_path / "scorer.py",
        "import json, sys\n"
        "mt, ref, out = sys.argv[1:]\n"
        "rows = [{'LEN': len(a) / len(b)} for a, b in zip(open(mt), open(ref))]\n"
        "json.dump({mt: rows}, open(out, 'w'))\n",
    )
    command = f"{sys.executable} {script} {{mt}} {{ref}} {{out}}"
    data = json.loads(run("translation", NEWS, *QUICK, "--external", command, "--json").stdout)
    assert [one["metric"] for one in data["scores"][1]] == ["BLEU", "chrF2", "chrF2++", "LEN"]
    assert data["scores"][1][3]["signature"].startswith("cmd:")
    segment = data["segments"][0]
    texts = segment["segment"]["hypotheses"], segment["segment"]["references"][0]
    assert segment["more"]["LEN"] == pytest.approx([(len(text) + 1) / (len(texts[1]) + 1) for text in texts[0]])


def test_sparkline() -> None:
    assert sparkline([1, 2, 8]) == "▁▂█"
    assert sparkline([5, 5]) == "▁▁"
