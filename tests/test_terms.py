"""Terms and things that a translation must keep: found, missed, mended."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_checked import CENTRAL, GERMAN, GLOSSARY, TERMS, Able, one

from pipeline.data import Lang
from pipeline.translate import terms
from pipeline.translate.terms import Kind, Term


@pytest.mark.parametrize(("lang", "text", "expected"), TERMS["glossary"]["cases"])
def test_glossary_terms(lang: Lang, text: str, expected: list[str]) -> None:
    found = terms.glossary_terms(text, lang, GLOSSARY)
    assert [term.english for term in found] == expected
    assert found == terms.glossary_terms(text, lang, GLOSSARY[::-1])


@pytest.mark.parametrize(("text", "expected"), TERMS["verbatim"])
def test_verbatim(text: str, expected: list[str]) -> None:
    assert terms.verbatim(text) == tuple(Term(thing, thing, "verbatim") for thing in expected)


@pytest.mark.parametrize(("lang", "text", "expected"), TERMS["numbers"])
def test_numbers(lang: Lang, text: str, expected: list[str]) -> None:
    found = terms.numbers(text, lang)
    assert [term.english for term in found] == expected
    assert all(term.source in text and term.kind == "number" for term in found)


@pytest.mark.parametrize(("kind", "english", "translation", "held"), TERMS["held"])
def test_missing(kind: Kind, english: str, translation: str, held: bool) -> None:
    term = Term("x", english, kind)
    assert terms.missing([term], translation) == (() if held else (term,))


@pytest.mark.parametrize(
    ("english", "translation", "expected"),
    [
        ("AI", "a AI-based system, a AI", "an AI-based system, an AI"),
        ("NATO", "an NATO summit", "a NATO summit"),
        ("UN", "A UN body", "A UN body"),
        ("EU", "a EU state", "an EU state"),
        ("European Central Bank", "an European Central Bank", "a European Central Bank"),
        ("interior minister", "a interior minister", "an interior minister"),
        ("foreign minister", "the foreign minister, a foreigner", "the foreign minister, a foreigner"),
        ("GDP", "a GDP of a AI", "a GDP of a AI"),
    ],
)
def test_an_article_goes_with_its_term(english: str, translation: str, expected: str) -> None:
    assert terms.with_article([Term("x", english)], translation) == expected


@pytest.mark.parametrize(
    ("source", "english", "translation", "expected"),
    [
        ("KI", "AI", "KI for AI's benefit", "AI for AI's benefit"),
        ("IA", "AI", "the AI startup and its IA models", "the AI startup and its AI models"),
        ("IA", "AI", "IATA, the MIA and IA-2", "IATA, the MIA and AI-2"),
        ("Bahn", "Deutsche Bahn", "the Bahn", "the Bahn"),  # a word may be a name
    ],
)
def test_what_is_left_in_capitals_becomes_the_term(source: str, english: str, translation: str, expected: str) -> None:
    assert terms.with_acronyms([Term(source, english)], translation) == expected


@pytest.mark.parametrize(
    ("things", "translation", "expected"),
    [
        (["@ibab"], "— Igor (@ibbab) August 13", "— Igor (@ibab) August 13"),
        (["@ibab"], "— Igor (@ibab) August 13", "— Igor (@ibab) August 13"),
        (["@ibab"], "— Igor (@karl) August 13", "— Igor (@karl) August 13"),  # another's
        (["@ibab", "@ibbab"], "@ibbab says", "@ibbab says"),  # the source has this one, too
        (["@ibab"], "@ibbab and @ibaab", "@ibbab and @ibaab"),  # which of them?
        (["#ibab"], "@ibab", "@ibab"),
    ],
)
def test_a_thing_spelt_nearly_right_is_mended(things: list[str], translation: str, expected: str) -> None:
    asked = [Term(thing, thing, "verbatim") for thing in things]
    assert terms.with_things(asked, translation) == expected


def test_a_mended_thing_is_not_forced() -> None:
    able = Able(lambda _: "Igor (@ibbab) writes.")
    output = one(able, "Igor (@ibab) schreibt.")
    assert (output.text, output.remarks) == ("Igor (@ibab) writes.", ("respelled",))
    assert able.begun == []


def test_the_best_quality_chooses_among_several() -> None:
    """By score and likeness, whatever the guards say; the usual one asks again only where they found something."""
    good, poor = "The central bank raises the interest rate today, said the spokesman.", "The bank spoke today."
    usual = Able(lambda _: poor, second=lambda _: good)
    usual_output = one(usual, GERMAN)
    best = Able(lambda _: poor, second=lambda _: good)
    best.quality = "best"  # type: ignore[attr-defined]
    output = one(best, GERMAN)
    assert best.retried == [[GERMAN]]
    assert output.text == good
    assert usual_output.remarks == output.remarks


def test_what_survives_is_things_and_then_figures() -> None:
    found = [*terms.verbatim("@foo zahlt 12 €."), *terms.numbers("@foo zahlt 12 €.", "de")]
    assert found == [Term("@foo", "@foo", "verbatim"), Term("12 €", "€12", "number")]


@given(st.integers(1, 10**9), st.integers(0, 99), st.sampled_from(["de", "fr"]))
def test_a_figure_is_written_as_english_writes_it(whole: int, part: int, lang: Lang) -> None:
    written = f"{whole:,}".replace(",", "." if lang == "de" else "\u202f") + f",{part:02}"
    (term,) = terms.numbers(f"x {written} x", lang)
    assert term.english == f"{whole:,}.{part:02}"
    assert not terms.missing([term], f"x {term.english} x")
    assert terms.missing([term], f"x {whole + 1:,}.{part:02} x")


def test_a_digest_names_the_terms_in_any_order() -> None:
    other = Term("Zins", "interest")
    assert terms.digest([]) == ""
    assert re.fullmatch("[0-9a-f]{12}", terms.digest([CENTRAL]))
    assert terms.digest([CENTRAL, other]) == terms.digest([other, CENTRAL]) != terms.digest([CENTRAL])
    assert terms.digest([Term("Zentralbank", "reserve bank")]) != terms.digest([CENTRAL])
