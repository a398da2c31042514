"""Corrections: what people decided about links lasts, and what fits nothing is named."""

from datetime import date
from pathlib import Path

import pytest

from pipeline import align, read
from pipeline.data import Alignment, Correction, Link, Sentence
from pipeline.read.corrections import corrections
from pipeline.story import correct

HEADING = "action\tleft\tright\tnote\n"


def sentence(key: str, kind: str = "body", start: int = 0) -> Sentence:
    return Sentence(key, key.partition(":")[0], start, start + 1, "x", "en", kind)  # type: ignore[arg-type]


SENTENCES = [
    sentence("a:1:0", start=0),
    sentence("a:2:0", start=5),
    sentence("b:1:0", start=0),
    sentence("b:2:0", start=7),
    sentence("c:1:0"),
    sentence("b:9:0", "boilerplate", 30),
]
NUMBERS = {one.id: n for n, one in enumerate(SENTENCES)}


def made(action: str, left: str, right: str, note: str = "") -> Correction:
    return Correction(action, tuple(left.split()), tuple(right.split()), note, "story/corrections.tsv:2")  # type: ignore[arg-type]


def test_a_file_of_corrections_is_read_line_by_line(tmp_path: Path):
    path = tmp_path / "corrections.tsv"
    path.write_text(
        f"{HEADING}# mine\n\naccept\ta:1:0\tb:1:0\nADD\ta:1:0 a:2:0\tb:2:0\tboth\treally\nnote\ta:1:0\tb:1:0\tirony\n",
        encoding="utf-8",
    )
    found, warned, failed = corrections(path, "fire")
    assert (warned, failed) == ((), ())
    assert found == (
        Correction("accept", ("a:1:0",), ("b:1:0",), "", "fire/corrections.tsv:4"),
        Correction("add", ("a:1:0", "a:2:0"), ("b:2:0",), "both\treally", "fire/corrections.tsv:5"),
        Correction("note", ("a:1:0",), ("b:1:0",), "irony", "fire/corrections.tsv:6"),
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("delete\ta:1:0\tb:1:0", "action 'delete' is not one of accept, reject, add, note"),
        ("accept\ta:1:0", "right names no sentence"),
        ("accept\t\tb:1:0", "left names no sentence"),
        ("note\ta:1:0\tb:1:0", "a note without words"),
    ],
)
def test_a_line_that_is_no_correction_is_a_failure_and_the_rest_count(tmp_path: Path, line: str, problem: str):
    path = tmp_path / "corrections.tsv"
    path.write_text(f"{line}\nreject\ta:1:0\tb:1:0\n", encoding="utf-8")
    found, _, failed = corrections(path, "fire")
    assert [correction.action for correction in found] == ["reject"]
    assert [failure.item for failure in failed] == ["fire/corrections.tsv:1"]
    assert problem in failed[0].reason
    assert failed[0].reason.endswith("the line is not applied")


@pytest.mark.parametrize(
    ("data", "applied", "failed"),
    [
        (b"accept\ta:1:0\tb:1:0\t\xc3\xa4\xc3\xb6\nadd\ta:2:0\tb:2:0\t\xff\nreject\ta\tb\n", [1, 3], [2]),
        (b"\xef\xbb\xbfaction\tleft\naccept\ta\tb\t\xc3\xa4\xc3\xb6\r\nadd\ta\x00\tb\r\nnote\ta\tb\n", [2], [3, 4]),
        (b"\xff\xfea\x00\n", [], [None]),
        (b"%PDF-1.7\n\x00\n\xff\n", [], [None]),
    ],
)
def test_a_bad_byte_costs_its_line_and_no_other(
    tmp_path: Path, data: bytes, applied: list[int], failed: list[int | None]
):
    path = tmp_path / "corrections.tsv"
    path.write_bytes(data)
    found, _, failures = corrections(path, "fire")
    assert [correction.where for correction in found] == [f"fire/corrections.tsv:{number}" for number in applied]
    items = [f"fire/corrections.tsv:{number}" if number else "fire/corrections.tsv" for number in failed]
    assert [failure.item for failure in failures] == items
    assert {failure.stage for failure in failures} == {"correct"}


def test_decisions_are_told_both_ways_round_and_the_last_one_counts():
    found = correct.corrected(
        [made("accept", "a:1:0", "b:1:0"), made("add", "b:2:0", "a:2:0"), made("reject", "b:1:0", "a:1:0")], SENTENCES
    )
    assert found.for_pair(("a", "b"), NUMBERS) == align.Decided((((1,), (3,)),), (((0,), (2,)),))
    assert [one.reason for one in found.warnings] == ["rejects what story/corrections.tsv:2 accepts; this line counts"]
    assert found.for_pair(("b", "a"), NUMBERS) == align.Decided((((3,), (1,)),), (((2,), (0,)),))
    assert found.for_pair(("a", "c"), NUMBERS) == align.NOTHING
    assert found.signature(("a", "c")) == ""
    other = correct.corrected([made("accept", "a:1:0", "b:1:0")], SENTENCES)
    assert found.signature(("a", "b")) != other.signature(("a", "b")) != ""


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        (made("accept", "a:1:0 a:7:0", "b:1:0"), "no sentence 'a:7:0' any more"),
        (made("add", "a:1:0", "b:9:0"), "'b:9:0' is boilerplate"),
        (made("add", "a:1:0", "a:2:0"), "a link joins sentences of one article with sentences of one other"),
        (made("add", "a:1:0 c:1:0", "b:1:0"), "a link joins sentences of one article with sentences of one other"),
    ],
)
def test_what_fits_no_sentences_is_named_and_not_applied(one: Correction, problem: str):
    found = correct.corrected([one], SENTENCES)
    assert not found.decided
    assert [failure.item for failure in found.failures] == ["story/corrections.tsv:2"]
    assert problem in found.failures[0].reason


def test_a_note_stands_at_its_link_and_one_without_a_link_is_told():
    link = Link("x", ("a:1:0",), ("b:1:0",), "same", 0.9, 0.1, "strong")
    found = correct.corrected([made("note", "b:1:0", "a:1:0", "irony")], SENTENCES)
    alignment = Alignment("a", "b", (link,), "by hand")
    assert [one.note for one in found.annotated([alignment])[0].links] == ["irony"]
    assert not list(correct.unnoted(found, [link]))
    late = correct.corrected([made("note", "a:2:0", "b:1:0", "irony")], SENTENCES)
    assert [one.note for one in late.annotated([alignment])[0].links] == [""]
    assert "no link joins exactly these sentences" in next(correct.unnoted(late, [link])).reason


def test_what_a_person_took_apart_is_every_pair_of_it():
    found = correct.corrected([made("reject", "a:1:0 a:2:0", "b:1:0"), made("accept", "a:1:0", "b:2:0")], SENTENCES)
    assert found.rejected == {frozenset(("a:1:0", "b:1:0")), frozenset(("a:2:0", "b:1:0"))}


def test_a_story_folder_hands_over_its_corrections(tmp_path: Path):
    folder = tmp_path / "raw" / "fire"
    folder.mkdir(parents=True)
    (folder / "a.en.txt").write_text("The harbour burnt all night long, the police said.\n", encoding="utf-8")
    (folder / "corrections.tsv").write_text("reject\tnobody\tnothing\n", encoding="utf-8")
    reading = read.story(read.find(tmp_path / "raw")[0], today=date(2026, 1, 1))
    assert [one.where for one in reading.corrections] == ["fire/corrections.tsv:1"]
    assert reading.warnings == ()
