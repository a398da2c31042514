"""Lines in capitals, and the shipped terms of the news."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import translate
from pipeline.data import Entry
from pipeline.language.capitals import calm, in_normal_case
from pipeline.translate.service import with_news_terms
from pipeline.translate.terms import glossary_terms


@pytest.mark.parametrize(
    ("lang", "line", "expected"),
    [
        ("de", "POLIZEI FASST VERDÄCHTIGEN IN HAMBURG", "Polizei fasst Verdächtigen in Hamburg"),
        ("de", "EZB SENKT ZINSEN", "EZB senkt Zinsen"),
        ("fr", "TROIS MORTS DANS UN INCENDIE À MARSEILLE", "Trois morts dans un incendie à Marseille"),
        ("fr", "GRÈVE À LA SNCF", "Grève à la SNCF"),
        ("de", "NATO", "NATO"),
        ("de", "Die CDU in NRW", "Die CDU in NRW"),
        ("fr", "", ""),
    ],
)
def test_a_line_in_capitals_is_read_as_within_a_text(lang: str, line: str, expected: str) -> None:
    assert in_normal_case(line, lang) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A MASSIVE fire in HARLOW", "A massive fire in Harlow"),
        ("POLICE ARREST TWO MEN IN HARLOW", "police arrest two men in Harlow"),
        ("The UNESCO and the NATO", "The UNESCO and the NATO"),
        ("HELL ISLAND: Brits run", "hell island: Brits run"),
        ("NASDAQ falls", "NASDAQ falls"),
        ("The AIDS charity", "The AIDS charity"),
    ],
)
def test_a_word_in_capitals_is_written_as_in_a_sentence(line: str, expected: str) -> None:
    assert calm(line, ["Harlow Bank"]) == expected


@given(st.text(max_size=60), st.sampled_from(["de", "fr"]))
def test_only_the_case_changes(text: str, lang: str) -> None:
    assert in_normal_case(text, lang).casefold() == text.casefold()
    if not text.isupper():
        assert in_normal_case(text, lang) == text


def test_a_glossary_of_ones_own_goes_before_the_terms_of_the_news() -> None:
    mine = (Entry("KI", "machine learning", "de"),)
    both = with_news_terms(mine)
    assert both[0] == mine[0]
    assert [term.english for term in glossary_terms("Die KI hilft der EZB.", "de", both)] == ["ECB", "machine learning"]
    assert not glossary_terms("L'Italie et la rive", "fr", both)


def test_the_trial_model_alone_is_one() -> None:
    """Its share is that of the readings, without those of paragraphs."""
    with (Path(__file__).parent / "gold" / "doubt.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    read = [row["misleads"] for row in rows if row["system"] == "embedded" and row["set"] != "newstest2020.de-en"]
    trial = translate.trial("mt:gemma3-270m-lora|rev:1")
    assert trial is not None
    assert (trial.misled, trial.read) == (read.count("1"), len(read))
    assert translate.trial("mt:opus-mt-de-en|rev:1") is None
