"""Evidence: what speaks for or against two claims saying the same, besides their words."""

import pytest

from pipeline.claims import identified, parser
from pipeline.compare.evidence import ASKED, ONE_AMOUNT, QUOTED, TWO_AMOUNTS, evidence
from pipeline.data import Claim


def claim(text: str, sentence: str) -> Claim:
    """The first claim of a sentence."""
    return identified(parser().parse([text])[0], sentence)[0]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("The fund has two million euros.", "The fund holds 2 million euros.", ONE_AMOUNT),
        ("The fund has two million euros.", "Insurers expect claims of 30 million euros.", TWO_AMOUNTS),
        ("The fund has two million euros.", "The fund holds three million euros.", 0.0),
        ("The mine employs 1,400 people.", "Nineteen people were received at the town hall.", TWO_AMOUNTS),
        ("The mine employs 1,400 people.", "The mine has three shafts.", 0.0),
        ("Nine helicopters took part.", "Nine climbers were safe.", 0.0),
        ("The road was closed for two hours.", "The sitting was suspended for two hours.", 0.0),
        ("“We had no warning at all,” said the mayor.", "The sirens had failed.", QUOTED),
        ("“We had no warning,” said Berg.", "“We saw nothing,” said Hall.", QUOTED),
        ("The sirens had failed.", "The sirens had failed.", 0.0),
    ],
)
def test_amounts_and_quotation_marks_tell(left: str, right: str, expected: float) -> None:
    one, other = claim(left, "a"), claim(right, "b")
    assert evidence(one, other, frozenset()) == evidence(other, one, frozenset()) == expected


def test_who_asks_does_not_say() -> None:
    asked, said = claim("Had the sirens failed?", "a"), claim("The sirens had failed.", "b")
    assert evidence(asked, said, frozenset({"a"})) == ASKED
    assert evidence(asked, said, frozenset({"a", "b"})) == 0.0
