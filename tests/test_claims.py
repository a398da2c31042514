"""Sentences become claims: they cover their sentence, in any text, by grammar and without."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import claims, split
from pipeline.claims import model
from pipeline.claims.dateline import dateline
from pipeline.data import Claim
from pipeline.errors import BackendError
from pipeline.language import language
from pipeline.language.measures import measures
from pipeline.language.times import times

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "cases" / "claims.json").read_text("utf-8")
)
PARSERS = ("spacy", "plain")
SENTENCE = "the mayor said that 14 people were hurt on Monday , but not “ all ” of them . which may 🙂 had « no » (51)"
WORDS = st.sampled_from(SENTENCE.split())
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=30).map(" ".join))


def covered(text: str, found: tuple[Claim, ...]) -> None:
    """Every character that is no blank lies in exactly one claim."""
    places = sorted(span for claim in found for span in claim.spans)
    ends = [end for _, end in places]
    assert all(start >= end for end, (start, _) in zip(ends, places[1:], strict=False))
    inside = set(chain.from_iterable(range(*span) for span in places))
    assert all(place in inside for place, letter in enumerate(text) if not letter.isspace())


@pytest.mark.parametrize("name", PARSERS)
@pytest.mark.parametrize("text", ["", " ", "🙂", "word " * 2000, "No.", "\n\n", "“", "3", "A\u2028B", "é" * 500])
def test_any_text_survives(name: str, text: str) -> None:
    (found,) = claims.parser(name).parse([text])
    covered(text, found)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_claims_cover_a_text_without_overlap(text: str) -> None:
    for name in PARSERS:
        (found,) = claims.parser(name).parse([text])
        covered(text, found)
        assert [claim.id for claim in found] == [f"#{number}" for number in range(len(found))]


def english_sentences(root: Path) -> Iterator[str]:
    for path in sorted((root / "raw").rglob("*.en.*")):
        text = path.read_text("utf-8", errors="replace")
        yield from (text[start:end] for start, end in split.sentences(text, "en"))


def test_all_sentences_of_raw_are_covered_and_parse_the_same_alone(root: Path) -> None:
    texts = list(english_sentences(root))
    assert texts
    together = claims.parser().parse(texts)
    for text, found in zip(texts, together, strict=True):
        covered(text, found)
    alone = [claims.parser().parse([text])[0] for text in texts[::7]]
    assert alone == together[::7]


def test_what_is_looked_up_of_words_is_what_the_library_finds(root: Path) -> None:
    import spacy

    package = model.installed()
    plain = spacy.load(model.folder(package), exclude=list(model.UNUSED))
    plain.tokenizer.token_match = model.PREFIXED.fullmatch  # type: ignore[union-attr]
    texts = [*(case["text"] for case in CASES["claims"]), *english_sentences(root)]
    for text in texts[::3]:
        ours, theirs = (
            [(token.tag_, token.pos_, token.dep_, token.lemma_, str(token.morph)) for token in read(text)]
            for read in (model.loaded(package), plain)
        )
        assert ours == theirs, text


@pytest.mark.parametrize("case", CASES["claims"], ids=lambda case: case["text"])
def test_facets(case: dict[str, Any]) -> None:
    (found,) = claims.parser("spacy").parse([case["text"]])
    assert [_shown(claim, case["claims"][0], case["text"]) for claim in found] == case["claims"]


def _shown(claim: Claim, like: dict[str, Any], text: str) -> dict[str, Any]:
    facets = {
        "text": claim.text,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "manner": claim.source.manner,
        "speaker": claim.source.speaker,
        "counted": [measure.counted for measure in claim.measures],
        "verbs": [when.verb for when in claim.times],
        "times": [text[when.start : when.end] for when in claim.times],
        "measures": [text[measure.start : measure.end] for measure in claim.measures],
        "roles": [text[role.start : role.end] for role in claim.roles],
    }
    return {name: facets[name] for name in like}


@pytest.mark.parametrize("case", CASES["measures"], ids=lambda case: case["text"])
def test_measures(case: dict[str, Any]) -> None:
    found = measures(case["text"], language(case.get("lang", "en")))
    assert [[one.kind, round(one.value, 3), one.unit, one.bound, one.text] for one in found] == case["measures"]


@pytest.mark.parametrize("case", CASES["times"], ids=lambda case: case["text"])
def test_times(case: dict[str, Any]) -> None:
    found = times(case["text"], language(case.get("lang", "en")))
    shown = [[one.year, one.month, one.day, one.weekday, one.clock, one.bound, one.text] for one in found]
    assert shown == case["times"]


def test_another_model_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "SHA256", "0" * 64)
    model.loaded.cache_clear()
    with pytest.raises(BackendError, match=r"SHA-256 .* was expected; install"):
        model.loaded(model.installed())
    model.loaded.cache_clear()


def test_without_the_model_claims_are_cut_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "installed", lambda: "")
    claims.parser.cache_clear()
    assert claims.parser().signature == "claims:plain3"
    claims.parser.cache_clear()


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("10:15 - ", "Police stormed the bank."),
        ("+++ 10:20 +++ ", "The mayor has resigned."),
        ("10h20 : ", "The mayor has resigned."),
        ("10.15 Uhr: ", "The mayor has resigned."),
        ("10:15 a.m. – ", "The mayor has resigned."),
        ("[10:15] ", "The mayor has resigned."),
        ("• 10:15: ", "14 people were hurt."),
        ("BREAKING: ", "The mayor has resigned."),
        ("Breaking: ", "The mayor has resigned."),
        ("UPDATE 2-", "Shares of Lorval fall"),
        ("+++ BREAKING +++ ", "The mayor has resigned."),
        ("LIVE 10:15 - ", "The mayor has resigned."),
        ("UPDATE 1-HARLOW, Oct 3 (NWS) - ", "Divers searched the canal."),
        ("13:35 ", "Two hostages have come out of the bank."),
        ("9:05 ", "“We go,” he said."),
        ("", "10:15 - 11:30: doors open"),
        ("", "10.15 - a price"),
        ("", "2.50: a price"),
        ("", "3:2 - Lindau wins"),
        ("", "10:15 was the hour of the attack."),
        ("", "10:15 a.m. trains were late."),
        ("", "10:15"),
        ("", "NATO: no troops"),
        ("", "Live music filled the hall."),
        ("", "Live - a word of four letters"),
        ("", "EXCLUSIVE offers"),
        ("", "Update 2 of the game is out."),
        ("", "Breaking news reached us: he is dead."),
        ("", "FLASHPOINT - no way out"),
    ],
)
def test_the_hour_of_a_ticker_and_the_kind_of_a_report_stand_before_it(before: str, text: str) -> None:
    assert dateline(before + text) == len(before)
