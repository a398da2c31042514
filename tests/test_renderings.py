"""Names in the English of an article: reported where they have several spellings, mended where they are misspelt."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data import Lang
from pipeline.translate.renderings import renderings, respelled

CASES = json.loads((Path(__file__).parent / "cases" / "checked.json").read_text(encoding="utf-8"))
SETS: dict[str, Lang] = {"newstest2020.de-en": "de", "flores-dev.de-en": "de", "flores-dev.fr-en": "fr"}
TEXT = st.lists(
    st.sampled_from(
        ["Babuschkin", "Babuskin", "@Babuskin", "München", "Munich", "Babuskin's", "Ωmega", "geht", "1", "."]
    )
    | st.text(max_size=8)
).map(" ".join)


@pytest.mark.parametrize(("lang", "source", "translation", "expected"), CASES["respelled"])
def test_respelled(lang: Lang, source: str, translation: str, expected: str) -> None:
    assert respelled(source, lang, translation) == expected


@given(TEXT, st.sampled_from(["de", "fr", "en"]), TEXT)
def test_only_words_are_respelled_and_once(source: str, lang: Lang, translation: str) -> None:
    """No word comes or goes, what is right stays, and mending it again changes nothing."""
    mended = respelled(source, lang, translation)
    assert len(mended.split(" ")) == len(translation.split(" "))
    assert respelled(source, lang, mended) == mended
    assert respelled(source, lang, source) == source


@pytest.mark.parametrize(("sentences", "expected"), CASES["renderings"])
def test_renderings(sentences: list[tuple[str, Lang, str, str]], expected: list[list[object]]) -> None:
    found = renderings([(sentence, source, lang, english) for sentence, lang, source, english in sentences])
    assert [[one.name, [[spelling, list(ids)] for spelling, ids in one.spellings]] for one in found] == expected


@given(st.lists(st.tuples(st.uuids().map(str), TEXT, st.sampled_from(["de", "fr"]), TEXT), max_size=5))
def test_a_rendering_has_two_spellings_and_each_stands_where_it_says(rows: list[tuple[str, str, Lang, str]]) -> None:
    english = {sentence: text for sentence, _, _, text in rows}
    for one in renderings(rows):
        counts = [len(ids) for _, ids in one.spellings]
        assert len(counts) > 1
        assert counts == sorted(counts, reverse=True)
        assert all(spelling in english[sentence] for spelling, ids in one.spellings for sentence in ids)


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_names_of_human_references_are_left_alone(shared: Path, name: str) -> None:
    source, reference = ((shared / "test" / f"{name}.{end}").read_text("utf-8").splitlines() for end in ("src", "ref"))
    pairs = list(zip(source, reference, strict=True))
    changed = [(theirs, mended) for ours, theirs in pairs if (mended := respelled(ours, SETS[name], theirs)) != theirs]
    print(f"\n{name}: {len(changed)} of {len(pairs)} respelled")
    assert len(changed) <= 0.01 * len(pairs)
