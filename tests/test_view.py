"""What the page shows, before it is a page: marked parts, whose difference it is, figures in numbers and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data import Span
from pipeline.export import figures, view
from pipeline.export.view import Differing


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 12), st.sampled_from(["number", "name"]))),
)
def test_parts_are_the_text_and_say_what_lies_over_each_letter(text: str, spans: list[tuple[int, int, str]]) -> None:
    """Spans may overlap, be empty, and reach beyond the text."""
    held = [(Span("s", start, start + length, ""), kind) for start, length, kind in spans]
    parts = view.parts(text, held)
    assert "".join(part for part, _ in parts) == text
    letters = [kinds for part, kinds in parts for _ in part]
    for at, kinds in enumerate(letters):
        over = {kind for span, kind in held if span.start <= at < min(span.end, len(text))}
        assert set(filter(None, kinds.split(", "))) == over


@pytest.mark.parametrize(
    ("sides", "apart"),
    [
        (["A B C", "D"], "D"),  # against most of the others
        (["A", "B"], "A B"),  # nobody is the measure
        (["A B", "C D"], "A B C D"),
        (["A B", "C", "D"], "C D"),
    ],
)
def test_an_outlet_differs_unless_it_says_what_most_say(sides: list[str], apart: str) -> None:
    one = Differing("number", [(side.split(), "") for side in sides], "", "solid", ())
    assert [name for name in "ABCDE" if view._differs(name, one)] == apart.split()


@pytest.mark.parametrize(
    ("ties", "said"),
    [
        ([(0, 0)], "1 pair of linked sentences"),
        ([(0, 0), (1, 1), (2, 2)], "3 pairs of linked sentences; of any two, 100 % come in the same order"),
        ([(0, 2), (1, 1), (2, 0)], "3 pairs of linked sentences; of any two, 0 % come in the same order"),
        ([(0, 0), (1, 2), (2, 1)], "3 pairs of linked sentences; of any two, 67 % come in the same order"),
        ([(0, 0), (0, 1), (0, 2)], "3 pairs of linked sentences"),  # one sentence answers three: no order
    ],
)
def test_how_far_one_follows_the_other(ties: list[tuple[int, int]], said: str) -> None:
    assert figures.order([(a, b, "strong") for a, b in ties]) == said


def test_a_matrix_goes_on_below_and_numbers_its_statements() -> None:
    states = [{"a": "said", "b": "absent" if n % 2 else "not found"} for n in range(130)]
    drawn = figures.matrix(states, {"a": "A", "b": "B & <C>"})
    assert drawn.count("<svg") == 3
    assert "Who reports statements 121 to 130" in drawn
    assert drawn.count('class="said"') == 130
    assert drawn.count('class="absent"') == 65
    assert ">125</text>" in drawn
    assert "B &amp; &lt;C&gt;: reports 0, 0 of them differently; absent from 5." in drawn


@pytest.mark.parametrize(("shared", "of", "width"), [(0, 0, 0), (1, 4, 30), (4, 4, 120)])
def test_a_share_is_as_wide_as_it_is_large(shared: int, of: int, width: int) -> None:
    assert f'<rect width="{width}" height="12" class="shared"/>' in figures.share(shared, of)
