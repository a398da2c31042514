"""Pairs to learn from: reading, leaving out, holding out, and the order in which they come."""

import gzip
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training import LESSONS, write_lines

from pipeline import read
from pipeline.data import Lang
from pipeline.errors import InputError
from pipeline.memory import HUMAN, Unit
from pipeline.train import learners, lessons, loop
from pipeline.train.lessons import LessonPair

pytestmark = pytest.mark.usefixtures("own_cache")


def test_tsv(tmp_path: Path) -> None:
    """Three columns and more, gzipped or not, or two with a language; other languages are counted."""
    lines = ["de\tTag\tday\tnews", "fra-CA\tjour\tday", "es\tdía\tday", "en\tday\tday", "", 'de\t"so"\t']
    plain = write_lines(tmp_path / "a.tsv", *lines)
    units = (
        Unit("de", "Tag", "day", HUMAN),
        Unit("fr", "jour", "day", HUMAN),
        Unit("de", '"so"', "", HUMAN),
    )
    assert read.pairs(plain) == read.ParallelText(units, 2)
    zipped = tmp_path / "a.tsv.gz"
    zipped.write_bytes(gzip.compress(plain.read_bytes()))
    assert read.pairs(zipped) == read.pairs(plain)
    assert read.pairs(write_lines(tmp_path / "b.tsv", "jour\tday"), "fr").units == (units[1],)


@pytest.mark.parametrize(
    ("line", "lang", "message"),
    [
        ("Tag\tday", None, r"a\.tsv:2: 2 columns; expected lang, source, English .* or --from"),
        ("Tag", None, r"a\.tsv:2: 1 column;"),
        ("Guten Tag\tgood day\tnews", None, r"a\.tsv:2: lang 'Guten Tag' is no language code; expected de or fr"),
        ("de\tTag\tday", "de", r"a\.tsv:2: 3 columns; with --from a line is source, tab, English"),
    ],
)
def test_bad_line(tmp_path: Path, line: str, lang: Lang | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read.pairs(write_lines(tmp_path / "a.tsv", "", line), lang)


def test_damaged_files(tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(LESSONS.read_bytes())[:-20])
    (tmp_path / "binary.tsv").write_bytes(b"de\tTag\tday\n\0\0")
    for name, message in (("cut.gz", "damaged gzip"), ("binary.tsv", r"binary\.tsv: line 2"), ("none.tsv", "read")):
        with pytest.raises(InputError, match=message):
            read.pairs(tmp_path / name)


def test_tmx_pairs(tmp_path: Path) -> None:
    """What has no German or French, or no English, is counted."""

    def variant(lang: str, text: str) -> str:
        return f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>'

    units = [
        variant("de-DE", "Tag") + variant("en-US", "day"),
        variant("de", "Tag") + variant("fr", "jour") + variant("en", "day"),
        variant("es", "día") + variant("en", "day"),
        variant("de", "Tag") + variant("en", " "),
        variant("de", "Tag") + variant("fr", "jour"),
    ]
    body = "".join(f"<tu>{unit}</tu>" for unit in units)
    path = write_lines(tmp_path / "a.tmx", f'<tmx version="1.4"><header/><body>{body}</body></tmx>')
    found = read.pairs(path)
    assert [(unit.lang, unit.source) for unit in found.units] == [("de", "Tag"), ("de", "Tag"), ("fr", "jour")]
    assert found.foreign == 3


# What is learnt


def test_unusable_pairs_are_counted() -> None:
    given_ = [
        Unit("de", " Guten  Tag. ", "Good\nday.", HUMAN),
        Unit("de", "Guten Tag.", "Good day.", HUMAN),
        Unit("de", "Guten Tag.", "Hello.", HUMAN),
        Unit("de", "", "Good day.", HUMAN),
        Unit("de", "Guten Tag.", " \t", HUMAN),
        Unit("de", "Berlin 2024", "Berlin  2024", HUMAN),
        Unit("de", "Nacht", "night", "mt:m|rev:1"),
        Unit("fr", "Il était une fois un roi", "Once there was a king", HUMAN),
        Unit("fr", "Le roi est mort hier", "The king died yesterday", HUMAN),
        Unit("fr", "Non", "No", HUMAN),
    ]
    excluded = ["« Il ÉTAIT une fois un roi ! »", "the king DIED, yesterday", "no"]
    pairs, left = lessons.usable(given_, excluded)
    assert sorted(pairs) == [
        LessonPair("de", "Guten Tag.", "Good day."),
        LessonPair("de", "Guten Tag.", "Hello."),
        LessonPair("fr", "Non", "No"),
    ]
    assert left == {"repeated": 1, "empty": 2, "the same on both sides": 1, "translated by a machine": 1, "excluded": 2}


def test_exclusion_needs_twelve_letters() -> None:
    """Twelve letters exclude a line, eleven do not."""
    units = [Unit("de", "abcdef ghijkl", "x", HUMAN), Unit("de", "abcdef ghijk", "x", HUMAN)]
    pairs, left = lessons.usable(units, ["ABCDEFGHIJKL", "ABCDEFGHIJK"])
    assert [pair.source for pair in pairs] == ["abcdef ghijk"]
    assert left == {"excluded": 1}


def _numbered(numbers: Iterator[int] | Sequence[int]) -> list[LessonPair]:
    """Distinct sentences; letters stand for digits, since digits do not tell sentences apart."""
    words = [str(number).translate(str.maketrans("0123456789", "abcdefghij")) for number in numbers]
    return [LessonPair("de", f"Satz {word}", f"sentence {word}") for word in words]


@given(st.sets(st.integers(0, 9999), min_size=30, max_size=200), st.sets(st.integers(0, 9999), max_size=200), st.data())
def test_held_out_stays_held_out(numbers: set[int], more: set[int], data: st.DataObject) -> None:
    """Every pair is learnt or held out; shuffling changes nothing; what was held out is never learnt later."""
    pairs = _numbered(sorted(numbers))
    first = lessons.hold_out(pairs)
    assert sorted((*first.trained, *first.held)) == sorted(pairs)
    assert len(first.held) >= lessons.LEAST
    assert lessons.hold_out(data.draw(st.permutations(pairs))) == first
    grown = lessons.hold_out(_numbered(sorted(numbers | more)), [pair.source for pair in first.held])
    assert set(first.held) <= set(grown.held)
    assert not set(first.held) & set(grown.trained)


def test_one_in_a_hundred_is_held_out() -> None:
    """At most MOST are measured on; of a large file, what was held out stays so without being told."""
    some, many = _numbered(range(5000)), _numbered(range(60_000))
    part, whole = lessons.hold_out(some), lessons.hold_out(many)
    assert 30 <= len(part.held) <= 70
    assert len(whole.held) == lessons.MOST
    assert 0 < whole.aside < 200
    assert not set(part.held) & set(whole.trained)


def test_the_same_sentence_is_not_on_both_sides() -> None:
    """Neither a source held out, however written, nor its English is learnt with another partner."""
    pairs = _numbered(range(1000, 1200))
    held = lessons.hold_out(pairs).held[0]
    twins = [
        LessonPair("de", held.source.upper() + "!", "quite another thing"),
        LessonPair("fr", "une chose bien distincte", held.english.upper()),
        LessonPair("fr", "autre chose", "another thing"),
    ]
    parts = lessons.hold_out([*pairs, *twins])
    assert twins[0] in parts.held
    assert twins[1] not in (*parts.held, *parts.trained)
    assert twins[2] in parts.trained
    assert parts.aside == 1


@given(st.lists(st.integers(1, 60), min_size=1, max_size=80), st.integers(10, 200))
def test_a_pass_takes_every_pair_once(lengths: list[int], budget: int) -> None:
    """Batches keep to the budget; the next pass takes every pair again."""
    batches = lessons.order(lengths, budget)
    for _ in range(2):
        seen: list[int] = []
        while len(seen) < len(lengths):
            batch = next(batches)
            assert len(batch) == 1 or max(lengths[index] for index in batch) * len(batch) <= budget
            seen += batch
        assert sorted(seen) == list(range(len(lengths)))


def test_passes_differ() -> None:
    found = list(itertools.islice(lessons.order([5] * 40, 5), 80))
    assert found[:40] != found[40:]


def test_the_rate_rises_holds_and_falls() -> None:
    course = loop.Course([], [], 1000, 1.0, 1)
    assert [round(loop.rate(course, step), 4) for step in (0, 19, 39, 400, 750, 875, 999)] == [
        0.025, 0.5, 1.0, 1.0, 1.0, 0.5, 0.004,
    ]  # fmt: skip


# The loss


def test_rows_left_out_take_no_part() -> None:
    """Softmax over some rows is the full softmax with all others at minus infinity; smoothing too."""
    import torch

    torch.manual_seed(1)
    weight, states, targets = torch.randn(50, 8), torch.randn(5, 8), torch.tensor([3, 7, 7, 40, 11])
    kept = torch.tensor([3, 7, 11, 12, 40])
    place = torch.full((50,), -1)
    place[kept] = torch.arange(5)
    found = learners.Head(weight[kept], None, place).loss(states, targets, 0.0)
    scores = torch.full((5, 50), -torch.inf)
    scores[:, kept] = (states @ weight.T)[:, kept]
    logs = torch.log_softmax(scores, 1)
    assert torch.allclose(found, -logs[torch.arange(5), targets].sum())
    smooth = learners.Head(weight[kept], None, place).loss(states, targets, 0.05)
    expected = -(0.95 * logs[torch.arange(5), targets] + 0.05 * logs[:, kept].mean(1)).sum()
    assert torch.allclose(smooth, expected)
