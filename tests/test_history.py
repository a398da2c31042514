"""The record of evaluations: what was added comes back, in order, and nothing else is taken for it."""

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import astuple, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.errors import ConfigError, OutputError
from pipeline.memory.history import NAME, SCHEMA, VERSION, History, HistoryEntry, Record

RECORD = Record("2026-03-02", "news", "abc", "small", "BLEU", 41.5, 40.0, 43.0, 200, "nrefs:1|version:2.6.0", "quality")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


def held(path: Path, records: list[Record]) -> History:
    store = History(path)
    store.add(records)
    return store


@settings(max_examples=20)
@given(
    st.lists(
        st.builds(Record, *[TEXT] * 5, *[st.floats(-1, 200)] * 3, st.integers(0, 9), TEXT, TEXT, st.just(0)), max_size=4
    )
)
def test_what_is_added_comes_back(tmp_path_factory: pytest.TempPathFactory, records: list[Record]) -> None:
    """In the order in which it came, over two openings."""
    path = tmp_path_factory.mktemp("history") / NAME
    held(path, records).close()
    store = held(path, [RECORD])
    assert store.records() == [*(replace(one, entry=1) for one in records), replace(RECORD, entry=2)]
    store.close()


def test_records_of_one_set_and_of_one_system(tmp_path: Path) -> None:
    other, older = replace(RECORD, testset="other", low=None, high=None), replace(RECORD, system="big")
    store = held(tmp_path / "new" / NAME, [RECORD, other, older])
    first, other, older = (replace(one, entry=1) for one in (RECORD, other, older))
    assert store.records(testset="other") == [other]
    assert store.records(system="big") == [older]
    assert store.records(testset="news", system="small") == [first]
    assert store.records(testset="none") == []
    store.close()


def test_all_or_nothing(tmp_path: Path) -> None:
    """A record that cannot be kept keeps its whole evaluation out."""
    store = held(tmp_path / NAME, [RECORD])
    with pytest.raises(OutputError, match="cannot write the history"):
        store.add([RECORD, replace(RECORD, value=None)])  # type: ignore[arg-type]
    assert store.records() == [replace(RECORD, entry=1)]
    assert list(store.entries()) == [1]
    store.close()


def test_two_may_write(tmp_path: Path) -> None:
    first, second = History(tmp_path / NAME), History(tmp_path / NAME)
    first.add([RECORD])
    second.add([RECORD])
    assert len(first.records()) == 2
    first.close()
    second.close()


def test_files_that_are_no_history(tmp_path: Path) -> None:
    plain = tmp_path / "text"
    plain.write_text("no database, but a text that is long enough" * 50)
    with pytest.raises(OutputError, match="cannot open the history"):
        History(plain)
    foreign = sqlite3.connect(tmp_path / "foreign")
    foreign.execute("CREATE TABLE a (b)")
    foreign.close()
    with pytest.raises(ConfigError, match="a database, but no history"):
        History(tmp_path / "foreign")
    held(tmp_path / NAME, []).close()
    newer = sqlite3.connect(tmp_path / NAME)
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    with pytest.raises(ConfigError, match="written by a newer version"):
        History(tmp_path / NAME)


def history(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", "history", "--history", str(folder / NAME), *options])


def test_the_table(tmp_path: Path) -> None:
    """A line a test set, system and metric: the last value, its change, a sparkline; sets told apart by references."""
    later = [replace(RECORD, date=f"2026-03-{day:02}", value=value) for day, value in ((3, 41.0), (4, 44.0), (5, 43.0))]
    odd = replace(RECORD, digest="xyz", signature="nrefs:2", kind="likeness")
    tabs = replace(RECORD, system="bi\x1b[1mg", metric="chrF2", n=1)
    held(tmp_path / NAME, [RECORD, *later, odd, replace(odd, signature="other"), tabs]).close()
    assert history(tmp_path).stdout.splitlines() == [
        "news (abc): 200 segments",
        "  small    BLEU      2026-03-05    43.00    -1.00  ▂▁█▆",
        "  bi\ufffd[1mg  chrF2     2026-03-02    41.50           ▁",
        "  1: 2026-03-02",
        "news (xyz): 200 segments; likeness to other coverage, not quality",
        "  small  BLEU      2026-03-02    41.50    +0.00  ▁▁  signatures differ",
        "  1: 2026-03-02",
    ]
    data = json.loads(history(tmp_path, "--system", "small", "--json").stdout)
    assert [one["value"] for one in data["records"]] == [41.5, 41.0, 44.0, 43.0, 41.5, 41.5]


def test_how_often_was_drawn_makes_no_other_signature(tmp_path: Path) -> None:
    """Nor that nothing was drawn; COMET's figures have four digits."""
    told = [f"nrefs:1|{drawn}case:mixed|version:2.6.0" for drawn in ("bs:100|seed:1|", "bs:1000|seed:2|", "")]
    held(tmp_path / NAME, [replace(RECORD, metric="COMET", value=0.81234, signature=one) for one in told]).close()
    (_, line, _) = history(tmp_path).stdout.splitlines()
    assert line.split()[1:5] == ["COMET", "2026-03-02", "0.8123", "+0.0000"]
    assert "signatures differ" not in line
    held(tmp_path / NAME, [replace(RECORD, metric="COMET", signature="nrefs:2|case:mixed|version:2.6.0")]).close()
    assert "signatures differ" in history(tmp_path).stdout


def test_a_name_that_is_not_there_is_told(tmp_path: Path) -> None:
    held(tmp_path / NAME, [RECORD, replace(RECORD, testset="other")]).close()
    done = history(tmp_path, "--testset", "nosuch")
    assert done.stdout == "nothing was evaluated under that name\n"
    assert "--testset 'nosuch': nothing was evaluated under that name; test sets: news, other; systems: small" in (
        done.stderr
    )
    assert history(tmp_path, "--testset", "news").stderr == ""


def test_a_sparkline_shows_the_last(tmp_path: Path) -> None:
    held(tmp_path / NAME, [replace(RECORD, value=float(n)) for n in range(30)]).close()
    line = history(tmp_path, "--testset", "news").stdout.splitlines()[1]
    assert line.endswith("  ▁▁▂▂▂▃▃▄▄▄▅▅▅▆▆▇▇▇██")


def test_nothing_yet(tmp_path: Path) -> None:
    done = history(tmp_path)
    assert done.exit_code == 2
    assert "no history yet; `synopsis evaluate translation` adds to it" in done.stderr
    held(tmp_path / NAME, []).close()
    assert history(tmp_path).stdout == "nothing was evaluated under that name\n"


def test_every_evaluation_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    """Beside the memory, each system and metric, with date and signature."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SYNOPSIS_MEMORY", str(tmp_path / "memory.sqlite3"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    case = root / "tests" / "cases" / "translation" / "news.jsonl"
    arguments = ["evaluate", "translation", str(case), "--resamples", "100", "--trials", "100", "--json"]
    first = json.loads(CliRunner().invoke(app, arguments).stdout)
    CliRunner().invoke(app, arguments)
    store = History(tmp_path / NAME)
    records = store.records()
    store.close()
    assert len(records) == 2 * 3 * 3
    assert [replace(one, entry=2) for one in records[:9]] == records[9:]
    assert [(one.system, one.metric) for one in records[:4]] == [
        ("base", "BLEU"),
        ("base", "chrF2"),
        ("base", "chrF2++"),
        ("rough", "BLEU"),
    ]
    score = first["scores"][0][0]
    low = score["mean"] - score["half"]
    assert records[0] == Record(
        "1970-01-02", "news", first["digest"], "base", "BLEU",
        score["value"], low, score["mean"] + score["half"], 40, score["signature"], "quality", 1,
    )  # fmt: skip


@pytest.fixture
def score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> Callable[..., Result]:
    """`synopsis evaluate` with a history of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SYNOPSIS_MEMORY", str(tmp_path / "memory.sqlite3"))
    case = str(root / "tests" / "cases" / "translation" / "news.jsonl")

    def call(*arguments: str) -> Result:
        quick = ["translation", case, "--resamples", "100", "--trials", "100"]
        words = [*quick, *arguments] if not arguments or arguments[0].startswith("-") else list(arguments)
        return CliRunner().invoke(app, ["evaluate", *words])

    return call


def test_evaluations_have_names_and_can_be_forgotten(score: Callable[..., Result], tmp_path: Path) -> None:
    """Trial runs are not kept; a number is never given twice."""
    assert score("--no-history").exit_code == 0
    assert not (tmp_path / NAME).exists()
    assert score("--name", "spring", "--note", "new\x1b glossary").exit_code == 0
    assert score("--name", "later").exit_code == 0
    assert "  1: 1970-01-01 spring · new\ufffd glossary"[15:] in score("history").stdout
    assert score("history", "forget", "later", "nosuch").exit_code == 2
    assert len(json.loads(score("history", "--json").stdout)["entries"]) == 2
    assert score("history", "forget", "later").exit_code == 0
    score()
    assert [one["number"] for one in json.loads(score("history", "--json").stdout)["entries"]] == [1, 3]
    assert "there are 1 spring, 3" in score("history", "forget", "2").stderr


def test_few_segments_are_not_kept(score: Callable[..., Result], tmp_path: Path) -> None:
    for name in ("mt", "ref"):
        (tmp_path / name).write_text(f"The {name} sat on a mat.\n" * 29)
    done = score("translation", "mt", "--reference", "ref", "--resamples", "0", "--allow", "coverage")
    assert "not kept in the history: 29 segments are fewer than 30" in done.stderr
    assert not (tmp_path / NAME).exists()


def test_two_evaluations_are_tested_as_two_systems_are(score: Callable[..., Result]) -> None:
    """The same tests give the same p as in one run; other references are refused."""
    report = json.loads(score("--resamples", "1000", "--trials", "10000", "--json").stdout)
    score("--name", "again")
    tests = json.loads(score("history", "compare", "1/base", "again/rough", "--json").stdout)["comparisons"]
    expected = {row["metric"]: row for row in report["comparisons"] if row["system"] == "rough"}
    assert [test["metric"] for test in tests] == list(expected)
    for test in tests:
        row = expected[test["metric"]]
        assert (test["difference"], test["p_bootstrap"], test["p_randomisation"], test["signatures"]) == (
            pytest.approx(row["difference"]), row["p_bootstrap"], row["p_randomisation"], row["signatures"],
        )  # fmt: skip
    assert "base (again) and base (1) are identical at n = 40" in score("history", "compare", "1/base", "2/base").stdout
    assert "several systems; say which, as in 1/base" in score("history", "compare", "1", "2/base").stderr
    assert "no such system" in score("history", "compare", "1/x", "2/base").stderr
    score("--normalize", "nfc", "--unescape", "--name", "changed")
    assert score("history").stdout.count("texts unescaped, nfc") == 1


def test_another_programs_scores_are_compared_where_they_sign_alike(
    score: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "length.py").write_text("import sys\nfor line in open(sys.argv[1]): print(len(line) / 100)\n")
    for command in ("{mt}", "{mt}", "{mt} other"):
        score("--external", f"LEN={sys.executable} {tmp_path / 'length.py'} {command}")
    alike = json.loads(score("history", "compare", "1/base", "2/rough", "--json").stdout)["comparisons"]
    (length,) = [row for row in alike if row["metric"] == "LEN"]
    assert length["n"] == 40
    assert length["difference"] != 0
    assert length["signatures"][0].endswith("{mt}|version:not told|bs:1000|seed:12345")
    apart = score("history", "compare", "1/base", "3/rough", "--json")
    assert "LEN: not compared, since it was scored in two ways" in apart.stderr
    assert {row["metric"] for row in json.loads(apart.stdout)["comparisons"]} == {"BLEU", "chrF2", "chrF2++"}


def test_an_older_history_is_read(tmp_path: Path) -> None:
    """Of version 1: what was measured of one set on one day is one evaluation."""
    database = sqlite3.connect(tmp_path / NAME)
    database.execute(SCHEMA)
    rows = [RECORD, replace(RECORD, metric="TER"), replace(RECORD, date="2026-03-05")]
    database.executemany(f"INSERT INTO score VALUES ({', '.join('?' * 11)})", [astuple(row)[:11] for row in rows])
    database.execute("PRAGMA user_version = 1")
    database.commit()
    database.close()
    store = History(tmp_path / NAME)
    assert store.records() == [replace(row, entry=number) for row, number in zip(rows, (1, 1, 2), strict=True)]
    assert store.add([RECORD]) == 3
    store.close()


@pytest.mark.parametrize("call", ["forget March", "compare March/base 1/base", "compare 1/base March/base"])
def test_a_name_of_several_evaluations_is_refused(score: Callable[..., Result], call: str) -> None:
    """A number is taken for a number, whatever others are called."""
    for name in ("2", "March", "March"):
        score("--name", name)
    done = score("history", *call.split())
    assert done.exit_code == 2
    assert "2 are called March: 2, 3; give the number" in done.stderr
    assert len(json.loads(score("history", "--json").stdout)["entries"]) == 3
    assert "forgotten: 2 March" in score("history", "forget", "2").stderr


def test_a_note_is_not_taken_for_a_name(tmp_path: Path) -> None:
    for entry in (HistoryEntry(note="try"), HistoryEntry(name="spring", note="new"), HistoryEntry()):
        with closing(History(tmp_path / NAME)) as store:
            store.add([RECORD], entry)
    assert history(tmp_path).stdout.splitlines()[2:] == [
        "  1: 2026-03-02 (no name) · try",
        "  2: 2026-03-02 spring · new",
        "  3: 2026-03-02",
    ]
