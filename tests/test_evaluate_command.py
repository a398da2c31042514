"""Limits that scores must reach, and the command `evaluate translation`."""

import csv
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from rich.console import Console
from scoring import NEWS, commanded, news, write
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.cli.evaluate.options import telling
from pipeline.errors import ConfigError
from pipeline.evaluate import gates, paired, ranking
from pipeline.evaluate.paired import Basis, Sampling
from pipeline.evaluate.scored import PairedTest, Pairs, Report, Score
from pipeline.export.scores.history import sparkline
from pipeline.export.scores.translation import FORMATS
from pipeline.read.segments import ONE, segments

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


@pytest.mark.parametrize("text", ["chrf", "chrf=high", "chrf=", "xcomet=1", "chrf=nan", "chrf=inf", "ter=-inf"])
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
    assert re.search(
        r"^base \(baseline\)  (\d\d\.\d\d \(μ = \d\d\.\d\d ± \d\.\d\d\)  ){2}\d\d\.", done.stdout, re.MULTILINE
    )
    assert re.search(r"^  BLEU +nrefs:2\|bs:100\|seed:12345\|", done.stdout, re.MULTILINE)
    assert "not distinguishable at n = 40" in done.stdout
    assert "  Abendblatt, n = 30" in lines
    assert "  1 with fewer than 30 segments not shown" in lines
    data = json.loads(run("translation", NEWS, "--by", "outlet", *QUICK, "--json").stdout)
    assert data["systems"] == ["base", "rough", "other"]
    assert data["slices"][0]["n"] == 30
    assert data["date"] == "2026-03-02"
    assert data["fell_short"] == []


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("translation no.en --fail-under chrf", "--fail-under 'chrf': expected a metric and a number"),
        ("translation no.en --allow blank", "--allow 'blank' is no trap"),
        ("translation no.en --external scorer", "{mt} is missing"),
        ("translation no.en --metric-option gpus=1", "--metric-option 'gpus=1': --metric is missing"),
        ("translation no.en --metric-option gpus=1 --metric ter", "say --metric comet or bleurt or metricx too"),
        ("translation no.en --metric BLEU", "BLEU, chrF2 and chrF2++ are always computed; leave BLEU out"),
        ("translation no.en --metric chrf", "BLEU, chrF2 and chrF2++ are always computed; leave chrf out"),
        ("translation no.en --metric TER --metric blue", "'blue' is not one of 'ter'"),
        ("metrics remove BLUE", "'blue' is no metric that can be installed"),
        ("translation no.en -o file", "-o file: file is a file, not a folder"),
        ("translation no.en -o file/scores", "-o file/scores: file is a file, not a folder"),
        ("story no-story --reference no.tsv -o file", "-o file: file is a file, not a folder"),
        ("campaign no.en --from de -o file", "-o file: file is a file, not a folder"),
        ("translation no.en --differs 3 --format csv", "--differs is printed as text and not as csv"),
        ("translation no.en --metric blue", "'blue' is not one of"),
        ("unreferenced no.en --from xx", "--from 'xx' is no language that is translated here; there are de, fr"),
        ("campaign no.en --from xx", "--from 'xx' is no language that is translated here; there are de, fr"),
        ("unreferenced no.en --from en", "--from 'en' is no language that is translated here; there are de, fr"),
        ("campaign no.en --from en", "--from 'en' is no language that is translated here; there are de, fr"),
        ("story no-story --reference no.tsv --fewest 3", "No such option: --fewest"),
        ("story no-story --reference no.tsv --allow blank", "--allow 'blank' is no trap"),
    ],
)
def test_a_wrong_option_is_named_before_a_missing_file(run: Run, call: str, message: str) -> None:
    Path("file").touch()
    done = run(*call.split())
    assert done.exit_code == 2
    assert message in re.sub(r"[\s│]+", " ", done.stderr)


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
    assert "two systems have one name" in done.stderr


def test_too_few_resamples(run: Run) -> None:
    done = run("translation", NEWS, "--resamples", "10")
    assert done.exit_code == 2
    assert "--resamples 10 says too little; give 100 or more, or 0" in done.stderr


def test_without_references(run: Run, tmp_path: Path) -> None:
    _, ours, _ = lined(tmp_path)
    done = run("translation", ours)
    assert done.exit_code == 2
    assert "no references: give --reference" in done.stderr
    named = run("translation", ours, "--testset", "wmt20")
    assert "--testset wmt20: no references, and --langpair is missing; give it, as in de-en" in named.stderr


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
        ("xcomet = 1", "'xcomet' is no metric"),
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
    """Four digits, a comparison, a gate by their name; what programs lack is known before anything is read."""
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
    assert re.search(r"^base .* 0\.5\d\d\d \(μ = 0\.5\d\d\d ± 0\.00\d[1-9]\)", done.stdout, re.MULTILINE)
    assert re.search(r"[+-]0\.00\d\d COMET, 95 % interval [+-]0\.\d{4} to [+-]0\.\d{4}, p = ", done.stdout)
    assert "Metrics of other programs: the same two tests" in done.stdout
    assert re.search(r"fell short: base: COMET 0\.5\d\d\d is below 0\.9 \(by 0\.3\d\d\d\)", done.stderr)
    head, first, *_ = [line.split("\t") for line in (tmp_path / "out" / "segments.tsv").read_text().splitlines()]
    assert re.fullmatch(r"0\.5\d\d?", first[head.index("COMET:base")])
    assert run("translation", NEWS, *QUICK, "--fail-under", "comet=0.9").exit_code == 2


def test_means_are_tested_as_scores_are() -> None:
    """A clear difference, one that is chance, none at all; better and worse only where the table knows the metric."""
    generator = np.random.default_rng(3)
    first = generator.normal(0.8, 0.05, 200)
    columns = [first, first - 0.02 + generator.normal(0, 0.02, 200), first + generator.normal(0, 0.05, 200), first]
    basis = Basis(Sampling(500, 500), 1, outside={"LEN": "cmd:x", "COMET": "cmd:y"})
    counts = tuple(np.column_stack([column, np.ones(200)]) for column in columns)
    table = {"LEN": counts, "COMET": counts}
    resamples = paired.resampled(table, basis.sampling)
    scores = paired.scores(table, resamples, basis)
    assert [row[0].value for row in scores] == pytest.approx([column.mean() for column in columns])
    made = paired.comparisons(("a", "b", "c", "d"), table, resamples, scores, basis, {(0, 3)})
    assert [one.verdict for one in made[:3]] == ["lower", "not distinguishable", "identical"]
    assert [one.verdict for one in made[3:]] == ["worse", "not distinguishable", "identical"]
    made = made[:3]
    clear, chance, same = made
    assert clear.words.startswith(f"b scores lower than a at n = 200: {clear.difference:+.4f} LEN")
    assert clear.low < clear.difference < clear.high < 0
    assert (clear.p_bootstrap, clear.p_randomisation) == pytest.approx((1 / 501, 1 / 501))
    spread = float((columns[2] - columns[0]).std(ddof=1)) / 200**0.5
    z = abs(chance.difference) / spread
    assert chance.p_randomisation == pytest.approx(2 * (1 - NormalDist().cdf(z)), abs=0.06)
    assert chance.high - chance.low == pytest.approx(2 * 1.96 * spread, rel=0.15)
    assert "are identical at n" in same.words
    assert clear.signatures == ("cmd:x|bs:500|seed:12345", "cmd:x|ar:500|seed:12345")


def test_another_scorer(run: Run, tmp_path: Path) -> None:
    """Its figures stand beside sacrebleu's with a signature of their own, also by slice and segment by segment."""
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
    assert data["scores"][1][3]["signature"].endswith("|version:not told|bs:100|seed:12345")
    assert all(part["scores"][0][3]["metric"] == "LEN" for part in data["slices"])
    assert run("translation", NEWS, "--external", command, "--external", command).exit_code == 2
    named = run("translation", NEWS, *QUICK, "--external", f"MetricX={command}")
    assert "MetricX ↓" in named.stdout
    taken = run("translation", NEWS, *QUICK, "--external", f"ter={command}")
    assert "two metrics are called TER; give one another name, as NAME=COMMAND" in taken.stderr
    segment = data["segments"][0]
    texts = segment["segment"]["hypotheses"], segment["segment"]["references"][0]
    assert segment["more"]["LEN"] == pytest.approx([(len(text) + 1) / (len(texts[1]) + 1) for text in texts[0]])


def test_what_differs_is_shown_in_the_terminal(run: Run, tmp_path: Path) -> None:
    """Classes, runs of words, and the segments furthest apart, each by its address; two decimals."""
    done = run("translation", NEWS, *QUICK, "--differs", "2")
    assert done.exit_code == 0, done.output
    _, *tables, apart = re.split(r"\n\n(.*right|segments furthest.*)\n", done.stdout)
    headings, bodies = tables[::2], tables[1::2]
    assert headings[0] == "segments that keep what their source has, and how many each system has right"
    assert headings[2:] == [
        "runs of words of the reference, and how many each system has right", "segments furthest apart in chrF2++",
    ]  # fmt: skip
    for body in bodies:
        head, *rows = body.splitlines()
        assert head.split() == ["of", "base", "rough", "other"]
        for row in rows:
            total, *right = map(int, row.split()[-4:])
            assert all(0 <= count <= total for count in right), row
    assert len(bodies[2].splitlines()) == 1 + 2
    assert re.search(r"^  once +\d", bodies[1], re.MULTILINE)
    data = json.loads(run("translation", NEWS, *QUICK, "--differs", "2", "--json").stdout)
    spread = {max(row["chrf"]) - min(row["chrf"]): row["segment"]["id"] for row in data["segments"]}
    widest = [spread[gap] for gap in sorted(spread, reverse=True)[:2]]
    assert re.findall(r"^  segment (\S+)", apart, re.MULTILINE) == widest
    assert len(re.findall(r"^    (?:base|rough|other) \d+\.\d\d: ", apart, re.MULTILINE)) == 2 * 3
    _, ours, reference = lined(tmp_path)
    alone = run("translation", ours, "--reference", reference, *QUICK, "--differs", "2")
    assert "one system differs from none; give several" in alone.stdout
    assert run("translation", NEWS, "--differs", "2", "--format", "csv").exit_code == 2


def test_sparkline() -> None:
    assert sparkline([1, 2, 8]) == "▁▂█"
    assert sparkline([5, 5]) == "▁▁"


# ---- the table in its forms


def ranked(pairs: Pairs, *differences: float) -> Report:
    """Three systems in two metrics, of which no two are alike unless a difference is 0."""
    names, values = ("a", "b_1", "c"), (40.0, 42.0, 41.0)
    scores = tuple(
        (Score("BLEU", value, value, 1.0, "v", 40), Score("TER", value, None, None, "v", 40)) for value in values
    )
    held = [(0, 1), (0, 2), (1, 2)][: len(differences)]
    tests = []
    for metric in ("BLEU", "TER"):
        for (a, b), gap in zip(held, differences, strict=True):
            better = (gap > 0) == (metric == "BLEU")
            verdict = ("better" if better else "worse") if gap else "not distinguishable"
            tests.append(PairedTest(metric, names[b], names[a], gap, 0, 0, 0, 0, 0, 0, verdict, "", ("", ""), 40))
    return Report("s", "d", "en", "", "quality", 40, names, scores, tuple(tests), pairs=pairs)


def test_the_best_is_marked_only_where_tests_allow_it() -> None:
    """With the first alone compared, only the first can be better than all."""
    apart = ranked("all", 2.0, 1.0, -1.0)
    assert (ranking.best(apart, "BLEU"), ranking.best(apart, "TER")) == ("b_1", "a")
    assert ranking.clusters(apart, "TER") == (("a",), ("c",), ("b_1",))
    tied = ranked("all", 2.0, 1.0, 0.0)
    assert (ranking.best(tied, "BLEU"), ranking.best(tied, "TER")) == ("", "a")
    assert ranking.clusters(tied, "BLEU") == (("b_1", "c"), ("a",))
    # a tie of neighbours on both sides makes one group, though its ends are told apart
    assert ranking.clusters(ranked("all", 2.0, 0.0, 0.0), "BLEU") == (("b_1", "c", "a"),)
    first = ranked("first", 2.0, 1.0)
    assert (ranking.best(first, "BLEU"), ranking.best(first, "TER")) == ("", "a")
    assert ranking.clusters(first, "TER") == ()


def test_the_table_for_a_paper() -> None:
    made = ranked("all", 2.0, 1.0, -1.0)
    found = list(FORMATS["markdown"](made))
    assert "| System | BLEU ↑ | TER ↓ |" in found
    assert "| b\\_1 | **42.00 (μ = 42.00 ± 1.00)** | 42.00 |" in found
    found = list(FORMATS["latex"](made))
    assert r"System & BLEU $\uparrow$ & TER $\downarrow$ \\" in found
    assert r"b\_1 & \textbf{42.00} $\pm$ 1.00 & 42.00 \\" in found
    rows = list(csv.DictReader(FORMATS["csv"](made)))
    assert [(row["system"], row["BLEU best"], row["BLEU group"], row["TER group"]) for row in rows] == [
        ("a", "0", "3", "1"),
        ("b_1", "1", "1", "3"),
        ("c", "0", "2", "2"),
    ]


def test_precisions_are_those_of_sacrebleu(run: Run, tmp_path: Path) -> None:
    """So are brevity penalty and ratio; every format prints; all pairs are corrected for three."""
    for name in ("markdown", "latex", "csv"):
        assert run("translation", NEWS, "--format", name, "--resamples", "0").exit_code == 0
    done = run("translation", NEWS, "--pairs", "all", *QUICK)
    assert done.stdout.count("corrected for 3 pairs") == 9
    printed = json.loads(commanded(news(), tmp_path, "-m", "bleu", systems=["rough"]))
    assert f"BLEU of rough: {printed['verbose_score']}" in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (['{"foo": "Fire."}'] * 3, "x.jsonl:1: no key for text among foo; known are source, src, text"),
        (['{"text": "Fire."}', '{"satz": "Fire."}', '{"text": "Fire."}'], "x.jsonl:2: no key for text among satz"),
        (['{"id": "1", "hypotheses": {}}'] * 3, "x.jsonl:1: no key for text among id, hypotheses"),
    ],
)
@pytest.mark.parametrize("place", ["{x}", "mt.en --reference {x}", "mt.en --reference ref.en --source {x}"])
def test_keys_that_nobody_knows_are_named(run: Run, tmp_path: Path, lines: list[str], message: str, place: str) -> None:
    write(tmp_path / "x.jsonl", "".join(f"{line}\n" for line in lines))
    for name in ("mt.en", "ref.en"):
        write(tmp_path / name, f"The {name} burned.\n" * 3)
    done = run("translation", *place.format(x="x.jsonl").split())
    assert done.exit_code == 2
    assert message in done.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("place", "noun"),
    [
        ("x.jsonl --reference ref.en", "a translation"),
        ("mt.en --reference x.jsonl", "a reference"),
        ("mt.en --reference ref.en --source y.jsonl", "a source"),
    ],
)
def test_a_file_must_have_what_it_is_given_for(run: Run, tmp_path: Path, place: str, noun: str) -> None:
    write(tmp_path / "x.jsonl", '{"source": "Es brannte."}\n' * 3)
    write(tmp_path / "y.jsonl", '{"reference": "It burned."}\n' * 3)
    for name in ("mt.en", "ref.en"):
        write(tmp_path / name, f"The {name} burned.\n" * 3)
    done = run("translation", *place.split())
    assert done.exit_code == 2
    assert f"segment 1: no key for {noun}; known are" in done.stderr.replace("\n", " ")


def test_every_form_says_what_p_is_and_signs_the_tests(run: Run) -> None:
    for name in FORMATS:
        printed = run("translation", NEWS, "--format", name, *QUICK).stdout
        assert ("p: the greater of sacrebleu" in printed) == (name != "csv"), name
        assert printed.count("|ar:100|") == (0 if name == "csv" else 3), name


def test_csv_tells_what_was_done_to_texts_and_counts_in_whole_numbers(run: Run) -> None:
    done = run("translation", NEWS, "--format", "csv", "--unescape", "--normalize", "nfc", "--resamples", "0")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert {row["prepared"] for row in rows} == {"unescaped, nfc"}
    assert all(row["BLEU words"].isdigit() and row["BLEU reference words"].isdigit() for row in rows)


def test_names_of_metrics_are_read_in_any_case(run: Run) -> None:
    assert "TER ↓" in run("translation", NEWS, "--metric", "TER", "--resamples", "0").stdout
    assert "comet: was not installed" in run("metrics", "remove", "COMET").stderr
    assert "run `synopsis evaluate metrics add comet`" in run("translation", NEWS, "--metric", "Comet").stderr


def test_progress_is_told_on_a_terminal_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which metric, and which pair of systems."""
    stages: list[str] = []
    monkeypatch.setattr("pipeline.progress.Watch.begin", lambda _watch, stage, _total: stages.append(stage))
    assert run("translation", NEWS, *QUICK).stderr == ""
    assert stages[0] == "counting for BLEU, chrF2, chrF2++"
    assert "chrF2: other against base" in stages
    monkeypatch.undo()
    console = Console(stderr=True, force_terminal=True)
    monkeypatch.setattr("pipeline.cli.evaluate.options.stderr", lambda: console)
    with telling() as watch:
        assert watch._style == "bar"
    monkeypatch.setattr("pipeline.cli.evaluate.options.stderr", Console)
    with telling() as watch:
        assert watch._style == "none"


def test_what_is_broken_off_has_nothing_to_go_on_from(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.evaluate.paired.comparisons", broken)
    done = run("translation", NEWS, *QUICK)
    assert done.exit_code == 130
    assert done.stderr == "synopsis: interrupted; nothing was kept\n"
    assert run("history").exit_code == 2
