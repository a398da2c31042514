"""Evaluating alignment: the referee's figures, how sure they are, probabilities against the truth, and the command."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from playwright.sync_api import Browser
from typer.testing import CliRunner

from pipeline.cli.evaluate import evaluate_app
from pipeline.data import Bead
from pipeline.errors import InputError, OutputError
from pipeline.evaluate import alignment
from pipeline.export import reliability
from pipeline.export.atomic import write
from pipeline.read import beads

Links = list[Sequence[Any]]  # as in the files: sides, perhaps a score

SIDE = st.lists(st.integers(0, 5), max_size=3)
LINKS = st.lists(st.tuples(SIDE, SIDE).map(list), max_size=6)
SVG = "{http://www.w3.org/2000/svg}"

GOLD: dict[str, Links] = {
    "a": [[[0], [0, 1]], [[1], [2]], [[2], []]],
    "b": [[[0], [0]], [[1, 2], [1]]],
    "c": [[[0], [3]]],
}
OLD: dict[str, Links] = {
    "a": [[[0], [0], 0.95], [[1], [2], 0.85], [[2], [3], 0.25]],
    "b": [[[0], [0], 1], [[1], [1, 2], 0.6]],
    "c": [[[0], [0], 0.2], [[], [1], 0.99]],
}
NEW: dict[str, Links] = {"a": [[[0], [0, 1]], [[1], [2]]], "b": [[[0], [0]], [[1], [1]]], "c": [[[0], [3]]]}


def linked(links: Links) -> tuple[Bead, ...]:
    return tuple(Bead(tuple(link[0]), tuple(link[1]), *link[2:]) for link in links)


def documents(found: dict[str, Links]) -> dict[str, tuple[Bead, ...]]:
    return {key: linked(links) for key, links in found.items()}


def written(path: Path, key: str, found: dict[str, Links]) -> Path:
    path.write_text("".join(json.dumps({"id": name, key: links}) + "\n" for name, links in found.items()), "utf-8")
    return path


@pytest.mark.parametrize(
    ("gold", "found", "expected"),  # right, found, met, gold: of pairs, strictly, laxly
    [
        ([[[0], [0]]], [[[0], [0]]], [[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]),
        ([[[0], [0]]], [], [[0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 1]]),
        ([], [[[0], [0]]], [[0, 1, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0]]),
        ([[[0], []]], [[[], [0]]], [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]),
        ([[[0, 1], [2, 3]]], [[[0, 1], [2]]], [[2, 2, 2, 4], [0, 1, 0, 1], [1, 1, 1, 1]]),
        ([[[0, 1], [2]]], [[[1, 0, 1], [2]]], [[2, 2, 2, 2], [1, 1, 1, 1], [1, 1, 1, 1]]),
        ([[[0], [0]]], [[[0], [0]], [[0], [0]]], [[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]),
        ([[[0, 1], [0, 1]]], [[[0], [0]], [[1], [1]]], [[2, 2, 2, 4], [0, 2, 0, 1], [2, 2, 1, 1]]),
        ([[[0], [0]], [[1], [1]]], [[[0, 1], [0, 1]]], [[2, 4, 2, 2], [0, 1, 0, 2], [1, 1, 2, 2]]),
        ([[[0], [1]], [[1], [0]]], [[[0], [0]]], [[0, 1, 0, 2], [0, 1, 0, 2], [0, 1, 0, 2]]),
    ],
)
def test_counts_are_those_made_by_hand(gold: Links, found: Links, expected: list[list[int]]) -> None:
    assert alignment.counted(linked(gold), linked(found)).tolist() == expected


def test_counts_are_summed_over_documents_before_any_division() -> None:
    """Pairs: 4 of 7; the mean over documents would be 4 of 9."""
    gold, found = documents(GOLD), documents(OLD)
    got = alignment.scores(list(gold.values()), list(found.values()))
    assert got["pair"] == pytest.approx((4 / 7, 4 / 7, 4 / 7))
    assert got["strict"] == pytest.approx((2 / 6, 2 / 5, 4 / 11))
    assert got["lax"] == pytest.approx((4 / 6, 4 / 5, 8 / 11))


def test_precision_recall_and_f_follow_from_counts() -> None:
    counts = np.array([[1, 10, 2, 8], [0, 0, 0, 3], [3, 3, 3, 3]])
    assert alignment.prf(counts) == pytest.approx(np.array([[0.1, 0.25, 1 / 7], [0, 0, 0], [1, 1, 1]]))


def test_no_documents_score_nothing() -> None:
    assert alignment.scores([], []) == dict.fromkeys(("pair", "strict", "lax"), (0, 0, 0))


@given(LINKS, LINKS)
def test_swapping_gold_and_found_swaps_precision_and_recall(one: Links, other: Links) -> None:
    there, back = (alignment.scores([linked(a)], [linked(b)]) for a, b in ((one, other), (other, one)))
    for name in alignment.MEASURES:
        assert there[name] == (back[name].recall, back[name].precision, pytest.approx(back[name].f))


@pytest.fixture(scope="module")
def referee(shared: Path) -> ModuleType:
    """The script that scores links beside the development sets."""
    spec = importlib.util.spec_from_file_location("referee", shared / "gold" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_referee(gold: Path, found: Path) -> dict[str, dict[str, float]]:
    """What the whole way from the files gives, to four digits."""
    reference = beads.gold(gold)
    made = alignment.report(reference.links, [beads.found(found, reference).links], resamples=100, seed=0)
    return {
        name: {"P": round(of.precision.value, 4), "R": round(of.recall.value, 4), "F": round(of.f.value, 4)}
        for name, of in made.systems[0].measures.items()
    }


@pytest.mark.shared
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rows=st.lists(st.tuples(LINKS, LINKS), min_size=1, max_size=4))
def test_figures_equal_the_referees_on_any_input(
    rows: list[tuple[Links, Links]], referee: ModuleType, tmp_path: Path
) -> None:
    gold = written(tmp_path / "gold", "gold", {str(n): one for n, (one, _) in enumerate(rows)})
    found = written(tmp_path / "found", "links", {str(n): other for n, (_, other) in enumerate(rows)})
    assert as_referee(gold, found) == referee.main(gold, found)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["deplain_web", "superpal", "textberg", "wmt21_synth"])
def test_figures_equal_the_referees_on_the_development_sets(
    name: str, referee: ModuleType, shared: Path, tmp_path: Path
) -> None:
    """Of every three gold links one is kept, one is cut to its first sentences, one is moved by a sentence."""
    path = shared / "gold" / f"{name}.dev.jsonl"
    found: dict[str, Links] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        changed = enumerate([one, other] for one, other in row["gold"] if one and other)
        found[row["id"]] = [
            [link, [link[0][:1], link[1][:1]], [[max(0, link[0][0] - 1)], link[1]]][n % 3] for n, link in changed
        ]
    assert as_referee(path, written(tmp_path / "f", "links", found)) == referee.main(path, tmp_path / "f")


def test_a_resample_draws_as_many_documents_as_there_are_with_replacement() -> None:
    counts = np.eye(4, dtype=np.int64)  # what is summed is how often each document was drawn
    drawn = alignment.resampled(counts, 2000, 1)
    assert drawn.shape == (2000, 4)
    assert (drawn.sum(axis=1) == 4).all()
    assert drawn.mean(axis=0) == pytest.approx(np.ones(4), abs=0.1)
    assert {0, 1, 2, 3} <= set(drawn.flatten().tolist())
    assert (drawn == alignment.resampled(counts, 2000, 1)).all()
    assert (drawn != alignment.resampled(counts, 2000, 2)).any()


def test_an_interval_is_that_of_the_resamples() -> None:
    """Two documents, one all right, one all wrong: a quarter of the resamples has F 1 and a quarter 0."""
    gold = documents({"a": [[[0], [0]]], "b": [[[0], [0]]]})
    found = documents({"a": [[[0], [0]]], "b": [[[0], [1]]]})
    (system,) = alignment.report(gold, [found], resamples=200, seed=3).systems
    assert all(of.f == alignment.Estimate(0.5, 0, 1) for of in system.measures.values())


def test_each_interval_belongs_to_its_own_figure() -> None:
    gold, found = documents(GOLD), documents(OLD)
    tables = np.array([alignment.counted(gold[key], found[key]) for key in gold])
    drawn = alignment.prf(alignment.resampled(tables, 300, 7))
    (system,) = alignment.report(gold, [found], resamples=300, seed=7).systems
    for m, of in enumerate(system.measures.values()):
        for k, figure in enumerate((of.precision, of.recall, of.f)):
            assert [figure.low, figure.high] == pytest.approx(np.percentile(drawn[:, m, k], (2.5, 97.5)))


def test_one_document_has_no_interval() -> None:
    gold, found = documents({"a": GOLD["a"]}), documents({"a": OLD["a"]})
    made = alignment.report(gold, [found, found], resamples=100, seed=0)
    assert made.systems[0].measures["pair"].f == alignment.Estimate(pytest.approx(2 / 3), None, None)
    assert made.systems[1].differences["pair"] == alignment.FDifference(
        alignment.Estimate(0, None, None), "not distinguishable"
    )


def test_systems_are_compared_on_the_same_resamples() -> None:
    """Documents differ much more than systems do: unpaired intervals overlap, the paired one does not reach 0."""
    gold = documents({str(n): [[[i], [i]] for i in range(20)] for n in range(10)})
    worse, better = (
        documents({str(n): [[[i], [i]] for i in range(2 * n + plus)] for n in range(10)}) for plus in (0, 1)
    )
    made = alignment.report(gold, [worse, better], resamples=300, seed=1)
    first, second = (one.measures["pair"].f for one in made.systems)
    assert first.high > second.value
    assert made.systems[0].differences == {}
    difference = made.systems[1].differences["pair"]
    assert difference.verdict == "better"
    assert 0 < difference.f.low < difference.f.value == second.value - first.value < difference.f.high
    back = alignment.report(gold, [better, worse], resamples=300, seed=1).systems[1].differences["pair"]
    assert back.verdict == "worse"
    assert (back.f.low, back.f.high) == pytest.approx((-difference.f.high, -difference.f.low))


def test_a_difference_that_could_be_chance_is_called_so() -> None:
    gold, up, down = {}, {}, {}
    for n in range(8):
        gold[str(n)] = [[[0], [0]], [[1], [1]]]
        up[str(n)] = gold[str(n)] if n % 2 else [[[0], [0]]]
        down[str(n)] = [[[0], [0]]] if n % 3 else gold[str(n)]
    made = alignment.report(documents(gold), [documents(up), documents(down)], resamples=300, seed=1)
    difference = made.systems[1].differences["strict"]
    assert difference.f.low < 0 < difference.f.high
    assert difference.verdict == "not distinguishable"


def test_a_system_is_not_distinguishable_from_itself() -> None:
    made = alignment.report(documents(GOLD), [documents(OLD), documents(OLD)], resamples=100, seed=1)
    same = alignment.FDifference(alignment.Estimate(0, 0, 0), "not distinguishable")
    assert made.systems[1].differences == dict.fromkeys(alignment.MEASURES, same)


def test_counts_by_document_are_told() -> None:
    (system,) = alignment.report(documents(GOLD), [documents(OLD)], resamples=100, seed=0).systems
    assert list(system.counts) == ["a", "b", "c"]
    assert system.counts["b"] == {
        "pair": {"right": 2, "found": 3, "met": 2, "gold": 3},
        "strict": {"right": 1, "found": 2, "met": 1, "gold": 2},
        "lax": {"right": 2, "found": 2, "met": 2, "gold": 2},
    }


def test_bins_are_ten_the_lower_edge_inside_and_one_in_the_last() -> None:
    table = alignment.bins([0, 0.05, 0.1, 0.3, 0.7, 0.95, 1], [0, 1, 0, 1, 0.5, 1, 0])
    assert [one.links for one in table] == [2, 1, 0, 1, 0, 0, 0, 1, 0, 2]
    assert [(one.low, one.high) for one in table[:2]] == [(0, 0.1), (0.1, 0.2)]
    assert (table[0].mean, table[0].right) == (0.025, 0.5)
    assert (table[2].mean, table[2].right) == (None, None)
    assert (table[9].mean, table[9].right) == (0.975, 0.5)


def test_the_calibration_error_weighs_bins_by_their_links() -> None:
    table = alignment.bins([0.1, 0.1, 0.1, 0.9], [0, 0, 0, 0.5])
    assert alignment.calibration_error(table) == pytest.approx((3 * 0.1 + 1 * 0.4) / 4)
    assert alignment.calibration_error(alignment.bins([], [])) == 0


def test_a_link_is_as_right_as_the_share_of_its_pairs_in_gold() -> None:
    """`OLD` has a link of two pairs of which one is in gold; the link with an empty side takes no part."""
    made = alignment.calibration(list(documents(GOLD).values()), list(documents(OLD).values()))
    assert made.links == 6
    assert {n: one.right for n, one in enumerate(made.bins) if one.links} == {2: 0, 6: 0.5, 8: 1, 9: 1}
    assert made.error == pytest.approx((0.25 + 0.2 + 0.1 + 0.15 + 0.05) / 6)


def test_the_curve_says_what_is_left_from_each_probability_up() -> None:
    made = alignment.calibration(list(documents(GOLD).values()), list(documents(OLD).values()))
    least = {one.least: one for one in made.curve}
    assert list(least) == [n / 10 for n in range(10)]
    assert least[0] == alignment.Retained(0, 1, pytest.approx(4 / 7), pytest.approx(4 / 7))
    assert least[0.2].share == 1
    assert least[0.3] == alignment.Retained(0.3, pytest.approx(4 / 6), pytest.approx(4 / 5), pytest.approx(4 / 7))
    assert least[0.6].share == pytest.approx(4 / 6)
    assert least[0.9] == alignment.Retained(0.9, pytest.approx(2 / 6), 1, pytest.approx(2 / 7))
    sure = alignment.calibration([linked([[[0], [0]]])], [linked([[[0], [0], 0.4]])]).curve[5]
    assert sure == alignment.Retained(0.5, 0, None, 0)


@pytest.mark.parametrize(
    ("links", "why"),
    [
        ([[[0], [0], 0.0], [[1], [1], 1.0], [[2], []], [[], [3], 7.0]], ""),
        ([[[0], []]], "no links were found"),
        ([[[0], [0]], [[1], [1]]], "the links carry no scores"),
        ([[[0], [0], 0.5], [[1], [1]]], "1 of 2 links carry no score"),
        (
            [[[0], [0], 0.5], [[1], [1], 1.25]],
            "calibration needs probabilities, 0 to 1, and these scores go from 0.5 to 1.25",
        ),
        ([[[0], [0], -0.1]], "calibration needs probabilities, 0 to 1, and these scores go from -0.1 to -0.1"),
    ],
)
def test_only_probabilities_are_held_against_the_truth(links: Links, why: str) -> None:
    assert alignment.uncalibrated([linked(links)]) == why


READ_GOLD = '{"id": "a", "src": ["x", "y"], "tgt": ["z"], "gold": [[[1], [0]]], "domain": 1}\n\n{"id": 7, "gold": []}\n'


def test_both_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "gold").write_text(READ_GOLD, "utf-8")
    reference = beads.gold(tmp_path / "gold")
    assert dict(reference.links) == {"a": (Bead((1,), (0,)),), "7": ()}
    assert dict(reference.sizes) == {"a": (2, 1), "7": (None, None)}
    lines = b'{"id": "7", "links": [[[5, 6], [], null]]}\n{"id": "a", "links": [[[0], [0], 0.5]]}'
    got = beads.found(lines, reference)
    assert list(got.links) == ["a", "7"]  # the order of gold
    assert dict(got.links) == {"a": (Bead((0,), (0,), 0.5),), "7": (Bead((5, 6), ()),)}
    assert got.warnings == reference.warnings == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"G: nothing in it; expected lines like \{"),
        ("\n \n", "G: nothing in it"),
        ("\n{", r"G:2: not JSON \(.*; expected"),
        ('{"id": "a", "x": ' + "[" * 99_999, "G:1: not JSON"),
        ("[]", "G:1: Expected `object`, got `array`"),
        ('{"id": "a"}', "G:1: Object missing required field `gold`"),
        ('{"gold": []}', "G:1: Object missing required field `id`"),
        ('{"id": "a", "gold": [[[0]]]}', r"G:1: Expected `array` of .*length 2.* - at `\$.gold\[0\]`"),
        ('{"id": "a", "gold": [[[0], [1], 0.5, 1]]}', r"G:1: .*\$.gold\[0\]"),
        ('{"id": "a", "gold": [[["0"], [1]]]}', r"G:1: Expected `int`, got `str` - at `\$.gold\[0\]\[0\]\[0\]`"),
        ('{"id": "a", "gold": [[[0], [true]]]}', r"G:1: Expected `int`, got `bool` - at `\$.gold\[0\]\[1\]\[0\]`"),
        ('{"id": "a", "gold": [[[0], [0.5]]]}', "G:1: Expected `int`, got `float`"),
        ('{"id": "a", "gold": [[[0], [-1]]]}', r"G:1: Expected `int` >= 0 - at `\$.gold\[0\]\[1\]\[0\]`"),
        ('{"id": "a", "gold": [[[0], [0], NaN]]}', "G:1: not JSON"),
        ('{"id": "a", "gold": [[[0], [0], "sure"]]}', r"G:1: Expected `float \| null`, got `str`"),
        ('{"id": "a", "gold": []}\n{"id": "a", "gold": []}', "G:2: id 'a' was in line 1 already"),
        (
            '{"id": "a", "src": ["x"], "gold": [[[0], [9]], [[1], [0]]]}',
            "G:1: link 2 of the line has sentence 1 of src",
        ),
        ('{"id": "a", "tgt": ["x"], "gold": [[[9], [1, 0]]]}', "sentence 1 of tgt, which has 1; .* counted from 0"),
    ],
)
def test_what_is_no_gold_file_is_refused_by_file_and_line(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "G").write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        beads.gold(tmp_path / "G")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "stdin: nothing in it"),
        ('{"id": "a", "gold": []}', "stdin:1: Object missing required field `links`"),
        ('{"id": "a", "links": []}', r'stdin: no line for 1 id \(\'7\'\) of .*G; .* "links": \[\]'),
        (
            '{"id": "a", "links": [[[2], [0]]]}\n{"id": 7, "links": []}',
            "stdin:1: link 1 .* sentence 2 of src, which has 2",
        ),
        ('{"id": "b", "links": []}\n{"id": "b", "links": []}', "stdin:2: id 'b' was in line 1 already"),
    ],
)
def test_found_links_must_fit_the_gold(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "G").write_text(READ_GOLD, "utf-8")
    with pytest.raises(InputError, match=message):
        beads.found(text.encode(), beads.gold(tmp_path / "G"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere: cannot be read \(No such file"):
        beads.gold(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("count", "named"),
    [(1, "1 id ('0')"), (5, "5 ids ('0', '1', '2', '3', '4')"), (6, "6 ids ('0', '1', '2', '3', '4', …)")],
)
def test_documents_that_gold_lacks_are_told(count: int, named: str, tmp_path: Path) -> None:
    reference = beads.gold(written(tmp_path / "G", "gold", {"a": []}))
    found = written(tmp_path / "F", "links", {str(n): [] for n in range(count)} | {"a": []})
    got = beads.found(found, reference)
    assert list(got.links) == ["a"]
    (warned,) = got.warnings
    assert warned.reason == f"{named} left out: not in {tmp_path / 'G'}"


BINS: list[reliability.Bin] = [(n / 10, (n + 1) / 10, 0, None, None) for n in range(8)]
BINS += [(0.8, 0.9, 5, 0.85, 0.6), (0.9, 1.0, 20, 0.96, 1.0)]


def test_the_diagram_has_a_dot_and_a_bar_for_every_bin_with_links() -> None:
    root = etree.fromstring(reliability.svg(BINS, 0.0823, "f", "g"))
    dots = [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in root.iter(f"{SVG}circle")]
    share = [((x - reliability.LEFT) / reliability.SIDE, 1 - (y - reliability.TOP) / reliability.SIDE) for x, y in dots]
    assert share == [pytest.approx((0.85, 0.6), abs=1e-3), pytest.approx((0.96, 1), abs=1e-3)]
    bars = [bar for bar in root.iter(f"{SVG}rect") if bar.get("class") == "bar"]
    small, tall = (float(bar.get("height", "")) for bar in bars)
    assert (small, tall) == pytest.approx(((reliability.BAR - 16) / 4, reliability.BAR - 16), abs=0.1)
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "small middle"] == [
        *"00000000",
        "5",
        "20",
    ]


def test_the_diagram_says_in_words_what_it_shows() -> None:
    name = "a<b>&\x07" + "long" * 20 + ".jsonl"
    root = etree.fromstring(reliability.svg(BINS, 0.0823, name, "gold.jsonl"))
    heard = {root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")}
    assert set(root.get("aria-labelledby").split()) == heard
    assert root.findtext(f"{SVG}title") == "Reliability of link probabilities: " + name.replace("\x07", "\ufffd")
    assert root.findtext(f"{SVG}desc") == (
        "25 links · expected calibration error 0.082. Measured on gold.jsonl. "
        "From 0.8 to 0.9: 5 links, mean probability 0.850, share right 0.600. "
        "From 0.9 to 1: 20 links, mean probability 0.960, share right 1.000."
    )
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert {"probability said", "share right", "links"} < set(words)
    assert f"…{name[-25:]} against gold.jsonl" in words


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(252, 251, 248)"), ("dark", "rgb(23, 24, 26)")])
def test_the_diagram_is_read_in_light_and_dark_and_nothing_leaves_it(
    scheme: Any, paper: str, browser: Browser, tmp_path: Path
) -> None:
    write(tmp_path / "f.svg", reliability.svg(BINS, 0.08, "n" * 99, "n" * 99))
    page = browser.new_page(color_scheme=scheme)
    page.goto((tmp_path / "f.svg").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.paper')).fill") == paper
    outside = """[...document.querySelectorAll('text, circle, rect')].filter(one => {
        const box = one.getBoundingClientRect(), all = document.documentElement.getBoundingClientRect();
        return box.left < all.left || box.right > all.right || box.top < all.top || box.bottom > all.bottom;
    }).map(one => one.textContent)"""
    assert page.evaluate(outside) == []
    page.close()


def test_a_diagram_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "none").write_text("a file")
    with pytest.raises(OutputError, match=r"none/f.svg: cannot be written"):
        write(tmp_path / "none" / "f.svg", b"")
    (tmp_path / "d.svg").mkdir()
    with pytest.raises(OutputError, match=r"d.svg: cannot be written"):
        write(tmp_path / "d.svg", b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.svg", "none"]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, the current one, with the files of the three documents."""
    for name, key, found in (("gold", "gold", GOLD), ("old", "links", OLD), ("new", "links", NEW)):
        written(tmp_path / f"{name}.jsonl", key, found)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(arguments: str, given: str = "") -> tuple[int, str, str]:
    app = typer.Typer()
    app.add_typer(evaluate_app, name="evaluate")
    done = CliRunner().invoke(app, ["evaluate", "alignment", *arguments.split()], input=given)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


SAID = """\
gold.jsonl: 3 documents, 5 links

old.jsonl: 6 links
                      precision          recall             F
pair                  0.5714             0.5714             0.5714
  sentence pairs      0.0000 to 0.6667   0.0000 to 0.6667   0.0000 to 0.6667
strict                0.3333             0.4000             0.3636
  both sides equal    0.0000 to 0.5000   0.0000 to 0.5000   0.0000 to 0.5000
lax                   0.6667             0.8000             0.7273
  both sides overlap  0.0000 to 1.0000   0.0000 to 1.0000   0.0000 to 1.0000

new.jsonl: 5 links
                      precision          recall             F
pair                  1.0000             0.8571             0.9231
  sentence pairs      1.0000 to 1.0000   0.6667 to 1.0000   0.8000 to 1.0000
strict                0.8000             0.8000             0.8000
  both sides equal    0.5000 to 1.0000   0.5000 to 1.0000   0.5000 to 1.0000
lax                   1.0000             1.0000             1.0000
  both sides overlap  1.0000 to 1.0000   1.0000 to 1.0000   1.0000 to 1.0000

new.jsonl against old.jsonl: difference of F
pair    +0.3516  +0.1333 to +1.0000  better
strict  +0.4364  +0.0000 to +1.0000  not distinguishable at 3 documents
lax     +0.2727  +0.0000 to +1.0000  not distinguishable at 3 documents

old.jsonl: expected calibration error 0.1250 over 6 links
                                 if only links from here up are kept
probability  links   mean  right  share of links  precision  recall
0.0 to 0.1        0      -      -           1.000      0.571   0.571
0.1 to 0.2        0      -      -           1.000      0.571   0.571
0.2 to 0.3        2  0.225  0.000           1.000      0.571   0.571
0.3 to 0.4        0      -      -           0.667      0.800   0.571
0.4 to 0.5        0      -      -           0.667      0.800   0.571
0.5 to 0.6        0      -      -           0.667      0.800   0.571
0.6 to 0.7        1  0.600  0.500           0.667      0.800   0.571
0.7 to 0.8        0      -      -           0.500      1.000   0.429
0.8 to 0.9        1  0.850  1.000           0.500      1.000   0.429
0.9 to 1.0        2  0.975  1.000           0.333      1.000   0.286

new.jsonl: no calibration, the links carry no scores

95 % intervals: bootstrap over 3 documents, 1000 resamples, seed 12345
"""


@pytest.mark.usefixtures("files")
def test_the_report_is_read_at_80_columns() -> None:
    code, out, err = call("--gold gold.jsonl --found old.jsonl --found new.jsonl")
    assert (code, err) == (0, "")
    assert out == SAID
    assert max(map(len, out.splitlines())) <= 80


def test_one_document_is_told_to_be_too_few_for_intervals(files: Path) -> None:
    written(files / "g", "gold", {"a": GOLD["a"]})
    written(files / "f", "links", {"a": OLD["a"], "z": []})
    code, out, err = call("--gold g --found f --found f")
    assert code == 0
    assert "  sentence pairs\n" in out
    assert f"pair    +0.0000{'':22}not distinguishable at 1 document\n" in out
    assert out.endswith("No intervals: they are taken over documents, and need several.\n")
    assert err == "warning: f: 1 id ('z') left out: not in g\n" * 2


@pytest.mark.usefixtures("files")
def test_json_has_everything() -> None:
    code, out, _ = call("--gold gold.jsonl --found old.jsonl --found - --resamples 200 --seed 5 --json", NEW_LINES)
    got = json.loads(out)
    assert code == 0
    assert {key: got[key] for key in ("gold", "documents", "links", "resamples", "seed")} == {
        "gold": "gold.jsonl",
        "documents": 3,
        "links": 5,
        "resamples": 200,
        "seed": 5,
    }
    assert got["version"]
    old, new = got["systems"]
    assert (old["found"], new["found"]) == ("old.jsonl", "stdin")
    assert old["measures"]["lax"]["f"]["value"] == pytest.approx(8 / 11)
    assert set(old["measures"]["pair"]["precision"]) == {"value", "low", "high"}
    assert new["differences"]["pair"]["verdict"] == "better"
    assert old["counts"]["c"]["pair"] == {"right": 0, "found": 1, "met": 0, "gold": 1}
    assert len(old["calibration"]["bins"]) == len(old["calibration"]["curve"]) == 10
    assert (new["calibration"], new["uncalibrated"]) == (None, "the links carry no scores")


NEW_LINES = "".join(json.dumps({"id": name, "links": links}) + "\n" for name, links in NEW.items())


def test_the_diagram_is_drawn(files: Path) -> None:
    code, _, err = call("--gold gold.jsonl --found old.jsonl --plot r.svg")
    assert (code, err) == (0, "r.svg: reliability diagram\n")
    root = etree.fromstring((files / "r.svg").read_bytes())
    assert "6 links · expected calibration error 0.125" in [text.text for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--found - --found -", "--found - is given twice"),
        ("--found old.jsonl --found new.jsonl --plot r.svg", "--plot draws one --found and 2 are given"),
        ("--found new.jsonl --plot r.svg", "new.jsonl: no diagram for --plot: the links carry no scores"),
        ("--found gold.jsonl", "gold.jsonl:1: Object missing required field `links`"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(files: Path, arguments: str, message: str) -> None:
    code, out, err = call(f"--gold gold.jsonl {arguments}")
    assert (code, out) == (2, "")
    assert err.startswith(f"synopsis: {message}")
    assert err.count("\n") == 1
    assert not (files / "r.svg").exists()


def test_the_commands_help_imports_nothing_heavy() -> None:
    script = (
        "import sys, pipeline.cli.evaluate\n"
        "try: pipeline.cli.evaluate.evaluate_app(['alignment', '--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'numpy', 'lxml', 'msgspec'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Examples" in done.stdout
