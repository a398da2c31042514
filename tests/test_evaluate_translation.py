"""Evaluating translations: equal to sacrebleu's command, intervals, verdicts, slices, tables of segments."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.significance import PairedTest
from scoring import FAST, LINE, METRICS, commanded, news, reported, shared_set, signatures, single, tabled

from pipeline.errors import ConfigError
from pipeline.evaluate import characters, paired, statistics, translation
from pipeline.evaluate import metrics as table
from pipeline.evaluate.contrast import contrasts
from pipeline.evaluate.joined import joined
from pipeline.evaluate.metrics import make as metric
from pipeline.evaluate.paired import Basis, Sampling
from pipeline.evaluate.scored import Report, Segment, Testset
from pipeline.export import scored
from pipeline.export.report import html
from pipeline.export.scores.translation import FORMATS
from pipeline.read.segments import segments


@pytest.mark.parametrize("references", [1, 2])
def test_one_system_is_scored_as_by_the_command(tmp_path: Path, references: int) -> None:
    """Score, interval and signature, to the last printed digit."""
    testset = news(references)
    alone = replace(
        testset,
        systems=("rough",),
        segments=tuple(replace(one, hypotheses=one.hypotheses[1:2]) for one in testset.segments),
    )
    made = reported(alone, Sampling(), also=("TER",))
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
    made = reported(testset, Sampling(trials=1000), also=("TER",))
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
    made = reported(testset, Sampling(resamples=0), fields=())
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
    made = reported(few, Sampling(resamples=300, trials=1000), fields=())
    compare(made, few, tmp_path, kind, "0", ["BLEU", "chrF2"], 300 if kind == "bs" else 1000)


@pytest.mark.shared
def test_the_table_in_each_form_has_the_commands_figures(shared: Path, tmp_path: Path) -> None:
    """Three stored systems: every form says what sacrebleu says, to the last digit that the form shows."""
    testset = shared_set(shared, "newstest2020.de-en")
    made = reported(testset, Sampling(resamples=100, trials=100), fields=())
    options = ("-m", "bleu", "chrf", "--chrf-word-order", "0", "--paired-bs", "--paired-bs-n", "100", "-f", "latex")
    printed = commanded(testset, tmp_path, *options)
    rows = list(csv.DictReader("\n".join(FORMATS["csv"](made)).splitlines()))
    forms = {name: "\n".join(form(made)) for name, form in FORMATS.items()}
    for name, row, theirs in zip(testset.systems, rows, tabled(printed), strict=True):
        for metric_ in ("BLEU", "chrF2"):
            score, mean, half = map(float, re.findall(r"\d+\.\d{4}", theirs[metric_])[:3])
            assert float(row[metric_]) == pytest.approx(score, abs=5.1e-5)
            assert float(row[f"{metric_} low"]) == pytest.approx(mean - half, abs=2e-4)
            assert float(row[f"{metric_} high"]) == pytest.approx(mean + half, abs=2e-4)
            exact = next(one for one in made.scores[testset.systems.index(name)] if one.metric == metric_)
            shown = f"{exact.value:.2f}"
            assert f"{exact.value:.4f} ({exact.mean:.4f} {exact.half:.4f})" == f"{score:.4f} ({mean:.4f} {half:.4f})"
            for form in ("text", "markdown", "latex"):
                (line,) = [line for line in forms[form].splitlines() if re.match(rf"\W*{name}\b(?!:| and| is)", line)]
                assert shown in line, (form, line)
    assert [row["system"] for row in rows] == list(testset.systems)


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


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(LINE, LINE), min_size=1, max_size=6))
def test_characters_are_counted_as_by_sacrebleu(lines: list[tuple[str, str]]) -> None:
    hypotheses, references = map(list, zip(*lines, strict=True))
    counts = characters.statistics(hypotheses, references)
    assert counts is not None
    assert counts.tolist() == metric("chrF2", [references])._extract_corpus_statistics(hypotheses, None)


@pytest.mark.parametrize(
    ("hypothesis", "reference"),
    [
        ("", ""),
        ("", "ab"),
        ("ab", ""),
        ("aaaa", "aaa b"),
        ("ab", "abcdefgh"),
        ("\ud800", "\ud800 𝕏𝕏"),
        ("a\u3000b", "ab"),
    ],
)
def test_characters_of_odd_texts(hypothesis: str, reference: str) -> None:
    # a neighbour on both sides, into which no run may reach
    hypotheses, references = ["a", hypothesis, "b"], ["aab", reference, "ba"]
    counts = characters.statistics(hypotheses, references)
    assert counts is not None
    assert counts.tolist() == metric("chrF2", [references])._extract_corpus_statistics(hypotheses, None)


def test_texts_of_many_characters_are_counted_by_sacrebleu() -> None:
    lines = ["".join(map(chr, range(0x4E00 + n, 0x4E00 + 2000 + n))) for n in range(3)]
    assert characters.statistics(lines, lines[::-1]) is None
    rows = tuple(Segment(str(n), (line,), (lines[-n],)) for n, line in enumerate(lines))
    counts = statistics.counted(Testset("many", ("a",), rows, "", "zh"), ["chrF2", "chrF2++"], 1)
    references = [[lines[-n] for n in range(3)]]
    for name, tables in counts.items():
        assert tables[0].tolist() == metric(name, references)._extract_corpus_statistics(lines, None)


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
    made = reported(held, Sampling(resamples=0))
    assert [round(one.value) for one in made.scores[0]] == [100, 100, 100]
    assert made.scores[0][0].signature.startswith("nrefs:var|")


def test_without_resamples_there_are_no_intervals() -> None:
    made = reported(news(), Sampling(resamples=0))
    assert made.scores[0][0].mean is None
    assert made.scores[0][0].low is None
    assert made.comparisons == ()
    assert "bs:" not in made.scores[0][0].signature


def test_intervals_hold_the_score() -> None:
    one = reported(news(), FAST).scores[0][0]
    assert one.low is not None
    assert one.high is not None
    assert one.low < one.value < one.high
    assert one.high - one.low == pytest.approx(2 * (one.half or 0))


def test_verdicts() -> None:
    """Clearly worse is said so; a small difference is not, and what the set could show is."""
    found = {(one.system, one.metric): one for one in reported(news(), FAST, also=("TER",)).comparisons}
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
    made = reported(same, FAST)
    assert {one.verdict for one in made.comparisons} == {"identical"}
    assert {one.difference for one in made.comparisons} == {0}
    assert {one.adjusted for one in made.comparisons} == {1}
    assert made.comparisons[0].words == (
        "copy and base are identical at n = 40: +0.00 BLEU, 95 % interval +0.00 to +0.00, p = 1"
    )
    assert "are identical" not in "".join(one.words for one in reported(news(), FAST).comparisons)


def test_few_segments_have_no_verdict() -> None:
    """Below 30, however clear it seems; the figures are told."""
    held = news()
    for count, expected in ((29, "too few segments"), (30, "worse")):
        made = reported(replace(held, segments=held.segments[:count]), FAST)
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
        ("COMET", 0.1, 2.0, 0.01, "better"),
        ("LEN", 0.1, 2.0, 0.01, "higher"),
    ],
)
def test_no_verdict_against_the_interval(metric_: str, low: float, high: float, p: float, expected: str) -> None:
    made = reported(news(), FAST).comparisons[0]
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
    assert "Holm" in reported(news(), FAST).note


def test_slices_are_shown_from_thirty_segments() -> None:
    """Each scored as a set of its own; what is too small is counted."""
    held = news(1)
    made = reported(held, FAST, fields=("document", "outlet", "language", "desk"))
    assert [(one.by, one.value, one.n) for one in made.slices] == [("outlet", "Abendblatt", 30), ("desk", "city", 32)]
    assert made.hidden == {"document": 5, "outlet": 1, "desk": 1}
    part = replace(held, segments=tuple(one for one in held.segments if one.outlet == "Abendblatt"))
    assert made.slices[0].scores == reported(part, FAST).scores


def test_a_slice_by_what_is_not_there() -> None:
    with pytest.raises(ConfigError, match=r"--by 'genre': no segment has it; there are document, .*, desk"):
        reported(news(), FAST, fields=["genre"])


def test_likeness_is_not_compared() -> None:
    """Being more like other coverage is not being better."""
    made = reported(news(), FAST, kind="likeness")
    assert made.comparisons == ()
    assert made.note == ""
    assert made.scores[0][0].mean is not None


def test_lengths_are_sliced_in_order() -> None:
    lengths = (61, 10, 11, 41, 20, 60)
    rows = [Segment(f"{n}.{k}", ("a b",), ("a b",), " ".join("w" * n)) for n in lengths for k in range(30)]
    made = reported(Testset("", ("a",), tuple(rows), ""), Sampling(resamples=0))
    shown = [(one.value, one.n) for one in made.slices]
    assert shown == [("1 to 10 words", 30), ("11 to 20 words", 60), ("41 to 60 words", 60), ("over 60 words", 30)]


def test_segments_have_their_sentence_scores() -> None:
    """As sacrebleu's sentence level has them, with the guards' flags."""
    held = news()
    odd = replace(held.segments[6], hypotheses=("The damage is estimated at 9.5 million euros.", *["x"] * 2))
    held = replace(held, segments=(*held.segments[:6], odd, *held.segments[7:]))
    made = reported(held, Sampling(resamples=0), also=("TER",), detail=True)
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
    made = reported(news(), Sampling(resamples=0), detail=True)
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
    made = reported(testset, Sampling(resamples=0), detail=True, date="2026-03-02")
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


def test_citations_in_the_table_of_segments_come_back(tmp_path: Path) -> None:
    """Read by whatever reads CSV, and by us."""
    held = news(1)
    cited = replace(held.segments[0], hypotheses=('"We go", he said.', '"Never"', "no"), references=('"Go" "on"',))
    _, files = detailed(replace(held, segments=(cited, *held.segments[1:])))
    row = next(csv.DictReader(io.StringIO(files["segments.tsv"].decode(), newline=""), dialect="excel-tab"))
    assert (row["hypothesis:base"], row["hypothesis:rough"], row["reference"]) == (*cited.hypotheses[:2], '"Go" "on"')
    path = tmp_path / "segments.tsv"
    path.write_bytes(files["segments.tsv"])
    again = segments(path).rows[0]
    assert (*again.texts.values(), *again.references.values()) == (*cited.hypotheses, '"Go" "on"')


def test_the_table_of_segments(tmp_path: Path) -> None:
    """Texts, two decimals, flags; no cell breaks a row, and none is a formula."""
    held = news(1)
    odd = replace(held.segments[0], hypotheses=("=1+1\tand\nmore", "+49 x", "http://a.example/"))
    made, files = detailed(replace(held, segments=(odd, *held.segments[1:])))
    rows = [line.split("\t") for line in files["segments.tsv"].decode().splitlines()]
    heading = rows[0]
    assert heading[:8] == [
        "id", "document", "outlet", "lang", "source", "hypothesis:base", "hypothesis:rough", "hypothesis:other",
    ]  # fmt: skip
    assert {len(row) for row in rows} == {len(heading)}
    assert rows[1][5:7] == ["'=1+1 and more", "'+49 x"]
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


def test_a_metric_is_a_line_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each goes by names of its own and says which way is better; of a name that nobody knows that is not said."""
    assert set(table.ALIASES.values()) == set(table.METRICS)
    lower = {"TER", "MetricX"}
    assert {name for name, entry in table.METRICS.items() if entry.better == "lower"} == lower
    assert all(table.make(name, [["One."]]).corpus_score(["One."], None).name for name in METRICS)
    assert table.entry("LEN").better == ""
    longer = table.Metric("BLEU-6", ("bleu6",), lambda references, *_: BLEU(max_ngram_order=6, references=references))
    monkeypatch.setitem(table.METRICS, "BLEU-6", longer)
    monkeypatch.setattr(table, "ALWAYS", (*table.ALWAYS, "BLEU-6"))
    made = reported(news(1), FAST, detail=True)
    assert [score.metric for score in made.scores[0]] == ["BLEU", "chrF2", "chrF2++", "BLEU-6"]
    assert "BLEU-6" in {row.metric for row in made.comparisons}
    assert len(made.segments[0].more["BLEU-6"]) == 3
    assert "BLEU-6 ↑" in "\n".join(FORMATS["markdown"](made))


def test_100000_scores_of_a_small_scale_keep_their_digits() -> None:
    """In single precision the mean would be off in the fourth digit."""
    column = np.column_stack([np.full(100_000, 0.81234567), np.ones(100_000)])
    resamples = paired.resampled({"COMET": (column,)}, Sampling(resamples=2))
    assert resamples["COMET"][0] == pytest.approx(0.81234567, abs=1e-9)


def test_what_systems_get_right() -> None:
    """Clipped by the reference; runs on which all are alike are left out; sources tell what must be kept."""
    segment = Segment(
        "1",
        ("Nobody saw 3 cats .", "Somebody saw cats cats !"),
        ("Nobody saw 3 cats .",),
        "Niemand sah 3 Katzen.",
        "de",
    )
    made = {(row.kind, row.name): (row.n, row.right) for row in contrasts(Testset("s", ("a", "b"), (segment,), ""))}
    assert made["words", "Nobody saw"] == (1, (1, 0))
    assert ("words", "cats") not in made
    assert ("words", ".") not in made
    assert ("words", "3 cats .") in made
    assert made["words by how often the references have them", "once"] == (5, (5, 2))
    assert made["segments", "numbers kept"] == (1, (1, 0))
    assert contrasts(Testset("s", ("a",), (replace(segment, hypotheses=("x",)),), "")) == ()


def test_runs_of_words_are_ranked_by_how_telling_they_are() -> None:
    """What one system never has goes before a frequent word of which it lacks more."""
    reference = "the the the the the the the the the the the the tram"
    systems = ("the the the the the the the the the the the the car", "the the the the the the tram the")
    rows = tuple(Segment(str(n), systems, (reference,), "", "de") for n in range(4))
    words = [row.name for row in contrasts(Testset("s", ("a", "b"), rows, "")) if row.kind == "words"]
    assert words.index("tram") < words.index("the")
