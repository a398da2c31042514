"""Human evaluation: campaigns as Pearmut and Appraise load them, and what people answered, read back and summed up."""

import csv
import io
import json
import os
import shutil
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau  # type: ignore[import-untyped]
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import ConfigError, InputError
from pipeline.evaluate.campaign import Campaign, CampaignLine, shared
from pipeline.evaluate.error_spans import MISTRANSLATION, OMISSION, Mark
from pipeline.evaluate.judged import judged
from pipeline.export import campaign as campaigns
from pipeline.export.formats import TOOLS
from pipeline.read.judgements import Error, Judgement, judgements

TEXT = "𝔄 fire 🔥 in 12 houses"  # two characters that a browser counts twice
MARKS = (Mark(12, 14, "major", MISTRANSLATION), Mark(None, None, "minor", OMISSION))


def line(number: int, *systems: str, text: str = "Smoke over the town.") -> CampaignLine:
    return CampaignLine(number, f"Rauch über der Stadt {number}.", dict.fromkeys(systems, text), {})


def campaign(
    documents: int = 4, systems: tuple[str, ...] = ("ours", "theirs"), annotators: int = 2, protocol: Any = "ESA"
) -> Campaign:
    """Two lines a document; the first line of the first has spans for the first system."""
    made = {f"d{n}": (line(2 * n + 1, *systems), line(2 * n + 2, *systems)) for n in range(documents)}
    first = CampaignLine(1, "Ein Brand in 13 Häusern", dict.fromkeys(systems, TEXT), {systems[0]: MARKS})
    made["d0"] = (first, made["d0"][1])
    return Campaign("fire", protocol, "de", systems, made, annotators)


def loaded(made: Campaign, tool: str) -> dict[str, Any]:
    return {name: json.loads(content) for name, content in TOOLS[tool].write(made)}


def test_the_marked_text_is_the_number() -> None:
    assert TEXT[12:14] == "12"


def test_pearmut_gets_tasks_of_documents_of_items_in_order() -> None:
    made = loaded(campaign(), "pearmut")["fire.pearmut.json"]
    assert made["info"] == {"assignment": "task-based", "protocol": "ESA"}
    assert made["campaign_id"] == "fire"
    assert len(made["data"]) == 2
    for task in made["data"]:
        assert task[0][0]["instructions"] == "Evaluate the translation from German to English."
        for document in task:
            assert len({tuple(item["tgt"]) for item in document}) == 1
            assert [int(item["item_id"].split(":")[1]) % 2 for item in document] == [1, 0]


def first_item(made: dict[str, Any]) -> dict[str, Any]:
    items = [item for task in made["data"] for document in task for item in document]
    (found,) = (item for item in items if item["item_id"] == "d0:1" and "ours" in item["tgt"])
    return dict(found)


def test_pearmuts_spans_count_as_a_browser_does_and_include_their_end() -> None:
    """What is missing stands behind the last character."""
    spans = first_item(loaded(campaign(), "pearmut")["fire.pearmut.json"])["error_spans"]["ours"]
    assert spans == [
        {"start_i": 14, "end_i": 15, "severity": "major", "category": None},
        {"start_i": 23, "end_i": 23, "severity": "minor", "category": None},
    ]
    units = TEXT.encode("utf-16-le")
    assert units[2 * 14 : 2 * 16].decode("utf-16-le") == "12"
    assert len(units) == 2 * 23
    mqm = first_item(loaded(campaign(protocol="MQM"), "pearmut")["fire.pearmut.json"])["error_spans"]["ours"]
    assert [span["category"] for span in mqm] == ["Accuracy/Mistranslation", "Accuracy/Omission"]


def test_appraise_gets_a_manifest_and_batches() -> None:
    made = loaded(campaign(protocol="MQM", annotators=3), "appraise")
    manifest, batches = made["fire.manifest.json"], made["fire.batches.json"]
    assert manifest["TASKS_TO_ANNOTATORS"] == [["deu", "eng", "uniform", 3, 3]]
    assert (manifest["TASK_TYPE"], manifest["TASK_OPTIONS"], manifest["REDUNDANCY"]) == ("Document", "MQM", 1)
    assert [batch["task"]["batchNo"] for batch in batches] == [1, 2, 3]
    items = [item for batch in batches for item in batch["items"]]
    assert Counter(item["targetID"] for item in items) == {"ours": 8, "theirs": 8}
    assert {item["itemType"] for item in items} == {"TGT"}
    (first,) = (item for item in items if item["itemID"] == 1 and item["targetID"] == "ours")
    assert first["documentID"] == "d0#ours"
    assert first["mqm"] == [
        {"start_i": 14, "end_i": 15, "severity": "major", "error_type": ["Accuracy", "Mistranslation"]},
        {"start_i": "missing", "end_i": "missing", "severity": "minor", "error_type": ["Accuracy", "Omission"]},
    ]


def test_pearmut_itself_reads_a_campaign(tmp_path: Path) -> None:
    """The tool, in an environment of its own: as many documents and segments as were written, a task an annotator."""
    program = os.environ.get("PEARMUT_PROGRAM") or shutil.which("pearmut")
    if program is None:
        pytest.skip("Pearmut is not installed: set PEARMUT_PROGRAM to its program (Python 3.12, pip install pearmut)")
    made = campaign(protocol="MQM")
    content = loaded(made, "pearmut")["fire.pearmut.json"]
    (tmp_path / "fire.pearmut.json").write_text(json.dumps(content), "utf-8")
    add = [program, "add", "fire.pearmut.json"]
    done = subprocess.run(add, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    kept = json.loads((tmp_path / "data" / "campaigns" / "fire.json").read_text("utf-8"))["data"]
    assert len(kept) == made.annotators
    documents = [document for task in kept.values() for document in task]
    # every document once for each system
    assert len(documents) == len(made.documents) * len(made.systems)
    assert sum(map(len, documents)) == sum(map(len, made.documents.values())) * len(made.systems)
    spans = [
        span for document in documents for item in document for span in item.get("error_spans", {}).get("ours", [])
    ]
    assert len(spans) == len(MARKS)
    again = subprocess.run(add, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "already exists" in again.stdout


def test_names_that_a_tool_misreads_are_refused() -> None:
    with pytest.raises(ConfigError, match="7: a system whose name is a number"):
        list(campaigns.pearmut(campaign(systems=("ours", "7"))))
    with pytest.raises(ConfigError, match=r"a\+b: a system whose name holds a \+"):
        list(campaigns.appraise(campaign(systems=("ours", "a+b"))))


@given(st.integers(1, 30), st.integers(1, 4), st.integers(1, 6))
def test_work_is_shared_so_that_nobody_meets_a_document_again_too_soon(
    documents: int, systems: int, people: int
) -> None:
    names = tuple(f"s{n}" for n in range(systems))
    tasks = shared(campaign(documents, names, people))
    every = Counter(job for task in tasks for job in task)
    assert every == Counter((f"d{n}", name) for n in range(documents) for name in names)
    assert all(tasks)
    for task in tasks:
        if people >= systems:
            assert len({document for document, _ in task}) == len(task)
        if documents > 1:
            assert all(one[0] != other[0] for one, other in pairwise(task))
        counts = [sum(name == one for _, one in task) for name in names]
        if documents % systems == 0:
            assert max(counts) - min(counts) == 0


def answered(made: Campaign, scores: dict[str, int]) -> list[dict[str, Any]]:
    """Pearmut's log after everybody took over the spans and gave a system's score."""
    data = loaded(made, "pearmut")["fire.pearmut.json"]["data"]
    return [
        {
            "user_id": f"user{task}",
            "item_i": at,
            "item": document,
            "annotation": [
                {
                    name: {"score": scores[name], "error_spans": item.get("error_spans", {}).get(name, [])}
                    for name in item["tgt"]
                }
                for item in document
            ],
        }
        for task, documents in enumerate(data)
        for at, document in enumerate(documents)
    ]


def logged(path: Path, entries: list[Any]) -> Path:
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    return path


def test_what_pearmut_logs_comes_back_segment_by_segment(tmp_path: Path) -> None:
    entries = answered(campaign(protocol="MQM"), {"ours": 70, "theirs": 80})
    found = judgements(logged(tmp_path / "log.jsonl", entries)).rows
    assert len(found) == 16
    (first,) = (row for row in found if row.system == "ours" and row.segment == "1")
    errors = (Error("major", "Accuracy/Mistranslation", False), Error("minor", "Accuracy/Omission", True))
    assert first == Judgement(first.annotator, "ours", "d0", "1", 70.0, errors)
    download = tmp_path / "annotations.json"
    download.write_text(json.dumps({"fire": entries[:2], "flood": entries[2:]}), encoding="utf-8")
    assert judgements(download).rows == found


def test_a_reset_forgets_and_the_last_answer_counts(tmp_path: Path) -> None:
    first, second, *_ = entries = answered(campaign(annotators=1), {"ours": 70, "theirs": 80})
    again = json.loads(json.dumps(first))
    for answer in again["annotation"]:
        for name in answer:
            answer[name]["score"] = 5
    reset = {**second, "annotation": "__RESET__"}
    welcome = {**first, "item_i": "welcome_0", "annotation": ["a form"]}
    skipped = {**entries[2], "annotation": [None, None]}
    found = judgements(logged(tmp_path / "log.jsonl", [welcome, first, second, reset, again, skipped])).rows
    assert [row.score for row in found] == [5, 5]
    assert {row.document for row in found} == {first["item"][0]["item_id"].split(":")[0]}


def exported(rows: list[list[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


SPANS = [
    {"start_i": 4, "end_i": 9, "severity": "major", "error_type": ["Accuracy", "Addition"]},
    {"start_i": "missing", "end_i": "missing", "severity": "minor", "error_type": None},
    {"start_i": 1, "end_i": 1, "severity": "undecided", "error_type": None},
]
ROW: list[object] = ["deueng01", "ours", 3, "TGT", "deu", "eng", 66, "d1#ours", "False", json.dumps(SPANS), 1.5, 9.5]


@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_what_appraise_exports_comes_back(tmp_path: Path, twice: bool) -> None:
    """Some versions encode the spans twice; attention checks are told of and left out."""
    row = [*ROW[:9], json.dumps(ROW[9]) if twice else ROW[9], *ROW[10:]]
    check = [*ROW[:3], "BAD", *ROW[4:]]
    (tmp_path / "scores.csv").write_text(exported([row, check]), encoding="utf-8")
    found = judgements(tmp_path / "scores.csv")
    errors = (Error("major", "Accuracy/Addition", False), Error("minor", "", True))
    assert found.rows == (Judgement("deueng01", "ours", "d1", "3", 66.0, errors),)
    assert [warned.reason for warned in found.warnings] == ["1 attention checks left out"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no judgement"),
        ("a,b,1,TGT\n", "4 columns; expected 10 or more"),
        (exported([[*ROW[:6], "good", *ROW[7:]]]), "score or error spans cannot be read"),
        (exported([[*ROW[:9], '[{"severity": "minor"}]']]), "start_i"),
        (
            exported([[*ROW[:9], '[{"start_i": 1, "end_i": 2, "severity": "huge"}]']]),
            "severity 'huge' is none of neutral",
        ),
        ('{"annotation": []\n', "no annotation in it"),
        ('[{"score": 1}]', "entry 1: no annotation in it"),
        ('{"annotation": [{"a": {"score": 1}}], "user_id": "u", "item_i": 1}', "expected Pearmut's log"),
        ('{"annotation": [{"a": {}}], "user_id": "u", "item_i": 1, "item": []}', "0 items, 1 annotations"),
    ],
)
def test_a_file_of_neither_tool_is_refused_with_its_place(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "answers"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        judgements(path)
    assert said in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        judgements(tmp_path / "none.json")


def rows(scores: dict[str, list[float]], annotator: str = "a", errors: tuple[Error, ...] = ()) -> list[Judgement]:
    """A system's scores, two segments a document."""
    return [
        Judgement(annotator, system, f"d{at // 2}", str(at), score, errors)
        for system, some in scores.items()
        for at, score in enumerate(some)
    ]


def test_systems_are_summed_best_first_with_a_verdict() -> None:
    low, high = [40.0, 42, 44, 41, 39, 43, 40, 41], [80.0, 84, 86, 80, 79, 88, 81, 83]
    bad = (Error("major", "", False), Error("minor", "", False))
    made = judged([*rows({"low": low}, errors=bad), *rows({"high": high})])
    first, second = made.systems
    assert (first.name, second.name) == ("high", "low")
    assert (first.better, first.verdict) == (None, None)
    assert second.verdict == "worse"
    assert second.better is not None
    assert second.better.value == pytest.approx(sum(low) / 8 - sum(high) / 8)
    assert second.score is not None
    assert second.score.low is not None
    assert second.score.high is not None
    assert second.score.low < second.score.value < second.score.high
    assert (second.penalty.value, second.errors["major"], second.errors["minor"]) == (6, 1, 1)
    assert first.penalty.value == 0


def test_two_alike_are_not_distinguishable_and_one_document_gives_no_interval() -> None:
    alike = judged(rows({"a": [50.0, 60, 70, 80], "b": [51.0, 60, 70, 79]}))
    assert alike.systems[1].verdict == "not distinguishable"
    alone = judged(rows({"a": [50.0, 60], "b": [10.0, 20]}))
    assert alone.systems[0].score is not None
    assert (alone.systems[0].score.value, alone.systems[0].score.low) == (55, None)
    assert alone.systems[1].verdict == "not distinguishable"


def test_without_scores_the_penalty_decides() -> None:
    bad = (Error("critical", "", False),)
    unscored = [
        Judgement(row.annotator, row.system, row.document, row.segment, None, bad if row.system == "b" else ())
        for row in rows({"b": [0.0] * 8, "a": [0.0] * 8})
    ]
    made = judged(unscored)
    assert [(one.name, one.score, one.penalty.value) for one in made.systems] == [("a", None, 0), ("b", None, 25)]
    assert made.systems[1].verdict == "worse"


def test_several_annotators_of_a_segment_count_as_one() -> None:
    made = judged([*rows({"a": [10.0, 20]}), *rows({"a": [30.0]}, "b")])
    assert made.systems[0].score is not None
    assert made.systems[0].score.value == pytest.approx((20 + 20) / 2)
    assert (made.systems[0].judgements, made.systems[0].annotators) == (3, 2)


def test_agreement_is_told_where_two_judged_the_same() -> None:
    ones, others = [10.0, 20, 30, 40, 50], [12.0, 35, 20, 60, 90]
    made = judged([*rows({"a": ones}), *rows({"a": others}, "b")]).agreement
    assert made is not None
    assert (made.pairs, made.tau) == (5, pytest.approx(kendalltau(ones, others).statistic))
    assert judged(rows({"a": ones})).agreement is None
    flat = judged([*rows({"a": ones}), *rows({"a": [1.0] * 5}, "b")]).agreement
    assert flat is not None
    assert flat.tau is None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "src.de").write_text("".join(f"Es kamen {n} Menschen.\n" for n in range(11, 36)), encoding="utf-8")
    for name, more in (("a.en", 0), ("b.en", 1)):
        texts = "".join(f"{n + more} people came.\n" for n in range(11, 36))
        (tmp_path / name).write_text(texts, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def evaluate(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["evaluate", *arguments])
    return done.exit_code, done.stdout, done.stderr.replace("\n", " ")


@pytest.mark.parametrize("name", ["../fire", "a/b", "a\\b", "", ".."])
def test_a_campaign_is_no_path(folder: Path, name: str) -> None:
    before = sorted(folder.parent.rglob("*"))
    given = ("a.en", "b.en", "--source", "src.de", "--from", "de", "--name", name)
    code, *said = evaluate("campaign", *given)
    assert code == 2
    assert "it begins the names of files" in "".join(map(str, said))
    assert sorted(folder.parent.rglob("*")) == before


def test_the_commands_make_a_campaign_and_read_its_answers(folder: Path) -> None:
    """Ten lines are judged together; what the guards find is marked; the numbers of lines survive."""
    given = ("a.en", "b.en", "--source", "src.de", "--from", "de", "--name", "fire")
    code, *said = evaluate("campaign", *given, "--annotators", "2")
    assert code == 0
    assert "3 documents, 25 lines, 2 systems, shared by 2 annotators" in "".join(map(str, said))
    made = json.loads((folder / "fire.pearmut.json").read_text(encoding="utf-8"))
    documents = [document for task in made["data"] for document in task]
    assert sorted(len(document) for document in documents) == [5, 5, 10, 10, 10, 10]
    assert {item["item_id"].rsplit(":", 1)[0] for document in documents for item in document} == {
        "lines 1 to 10", "lines 11 to 20", "lines 21 to 25",
    }  # fmt: skip
    marked = [item for document in documents for item in document if "error_spans" in item]
    assert len(marked) == 25
    assert {name for item in marked for name in item["tgt"]} == {"b"}
    entries = [
        {"user_id": f"u{n}", "item_i": at, "item": document,
         "annotation": [{name: {"score": 90 if name == "a" else 40} for name in item["tgt"]} for item in document]}
        for n, task in enumerate(made["data"]) for at, document in enumerate(task)
    ]  # fmt: skip
    logged(folder / "log.jsonl", entries)
    code, out, _ = evaluate("judgements", "log.jsonl")
    assert code == 0
    assert out.index("a: 25 judgements") < out.index("b: 25 judgements")
    assert "to a: -50.00 (-50.00 to -50.00), n = 25, worse" in out
    assert json.loads(evaluate("judgements", "log.jsonl", "--json")[1])["systems"][0]["name"] == "a"


def test_a_part_is_drawn_in_whole_documents_and_flags_may_be_left_out(folder: Path) -> None:
    given = ("a.en", "b.en", "--source", "src.de", "--from", "de", "--for", "appraise", "--no-flags", "--segments", "6")
    assert evaluate("campaign", *given)[0] == 0
    (batch,) = json.loads((folder / "campaign.batches.json").read_text(encoding="utf-8"))
    lines = {item["itemID"] for item in batch["items"]}
    assert lines in (set(range(1, 11)), set(range(11, 21)), {*range(1, 11), *range(21, 26)},
                     {*range(11, 21), *range(21, 26)})  # fmt: skip
    assert len(batch["items"]) == 2 * len(lines)
    assert not any(item["mqm"] for item in batch["items"])


def test_a_campaign_is_of_one_language(folder: Path) -> None:
    told = (("1", "Es brennt.", "de"), ("2", "Au feu.", "fr"))
    logged(folder / "both.jsonl", [{"id": n, "source": text, "lang": lang, "mt": "Fire."} for n, text, lang in told])
    code, _, said = evaluate("campaign", "both.jsonl")
    assert code == 2
    assert "sources in de and fr" in said
    assert evaluate("campaign", "both.jsonl", "--from", "fr")[0] == 0
    made = json.loads((folder / "campaign.pearmut.json").read_text(encoding="utf-8"))
    assert [item["src"] for item in made["data"][0][0]] == ["Au feu."]
