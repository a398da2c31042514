"""What is stated of an article or found: front matter, fields, dates, headlines, languages."""

import json
from pathlib import Path
from typing import Any

import pytest
from read_cases import ENGLISH, FRENCH, GERMAN, PAGE, SPANISH, cases, one, refused

from pipeline.data import (
    Article,
)
from pipeline.errors import InputError
from pipeline.read.article import headline
from pipeline.read.dates import iso
from pipeline.read.front import front
from pipeline.read.head import head

# what an article says of itself


def test_front_matter_fields(tmp_path: Path) -> None:
    """Every field from the front matter, any other key kept as text, the text untouched."""
    article, warnings = one(
        tmp_path,
        "1.txt",
        "---\nOutlet: Tagesblatt\nlang: de-AT\ntitle: Einer  geht\ndate: 20. August 2025\n"
        "url: https://tagesblatt.example/1\ncomplete: no\nAuthor: N. N.\ntags: [a, b]\n---\n\n " + GERMAN + "\r\n\r\n",
    )
    assert warnings == []
    assert article == Article(
        id="1.de",
        story="story",
        outlet="Tagesblatt",
        lang="de",
        title="Einer geht",
        text=f"\n {GERMAN}\n\n",
        published="2025-08-20",
        url="https://tagesblatt.example/1",
        complete=False,
        origin=dict.fromkeys(("lang", "outlet", "title", "published", "url", "complete"), "front matter"),
        extra={"Author": "N. N.", "tags": "[a, b]", "published": "20. August 2025"},
    )


@pytest.mark.parametrize("case", cases("fronts"), ids=lambda case: case["name"])
def test_front_matter(case: dict[str, Any]) -> None:
    """What is front matter comes off; what only looks like it is text; what is broken is refused with its line."""
    if "refused" in case:
        with pytest.raises(InputError) as error:
            front(case["text"])
        assert case["refused"] in str(error.value)
        return
    got = front(case["text"])
    assert (dict(got.fields), got.text) == (case["fields"], case["rest"])
    assert case.get("warns", "") in "".join(got.warnings)
    assert bool(got.warnings) == ("warns" in case)


def test_front_matter_nested_without_end() -> None:
    """A deep nest of brackets is refused, not a crash."""
    with pytest.raises(InputError, match="nested too deeply"):
        front("---\nx: " + "[" * 5_000 + "\n---\nText")


def test_front_matter_without_measure() -> None:
    """A long text between two dash lines does not go through the slow YAML reader."""
    with pytest.raises(InputError, match="front matter of 5000008 characters"):
        front("---\nlang: " + "x" * 5_000_000 + "\n---\nText")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("---\nlang: de\n---\n \n", "no text after the front matter"),
        ("---\ncomplete: maybe\n---\n" + GERMAN, "complete is 'maybe' (front matter); expected true or false"),
        ("---\nlang: es\n---\n" + GERMAN, "the front matter says language 'es', which is not one of de, fr, en"),
    ],
)
def test_bad_fields_are_failures(tmp_path: Path, content: str, expected: str) -> None:
    assert expected in refused(tmp_path, "1.de.txt", content)


def test_front_matter_of_strange_keys_is_reported(tmp_path: Path) -> None:
    article, warnings = one(tmp_path, "1.de.txt", f"---\nBerlin: Ein Mann\n---\n{GERMAN}")
    assert article.extra == {"Berlin": "Ein Mann"}
    assert len(warnings) == 1
    assert "front matter has none of lang, outlet" in warnings[0]


def test_a_field_that_cannot_be_read_is_kept_as_written(tmp_path: Path) -> None:
    """A doubtful date or address is left out with a warning, and not lost."""
    article, warnings = one(tmp_path, "1.en.txt", f"---\ndate: 03/04/2025\nurl: javascript:x()\n---\n{ENGLISH}")
    assert (article.published, article.url) == ("", "")
    assert article.extra == {"published": "03/04/2025", "url": "javascript:x()"}
    assert len(warnings) == 2
    assert "may be 2025-03-04 or 2025-04-03" in warnings[0]
    assert "does not begin with https://" in warnings[1]


@pytest.mark.parametrize("url", ["https://[Link folgt]", "https://", "http://[::1"])
def test_an_address_that_is_none_costs_no_article(tmp_path: Path, url: str) -> None:
    article, warnings = one(tmp_path, "1.en.txt", f"---\noutlet: Post\nurl: '{url}'\n---\n{ENGLISH}")
    assert (article.url, article.extra) == ("", {"url": url})
    assert [warning for warning in warnings if "and the name of a site; left out" in warning]


def test_a_date_after_the_run_is_a_warning(tmp_path: Path) -> None:
    article, warnings = one(tmp_path, "1.en.txt", f"---\ndate: 2025-09-02\n---\n{ENGLISH}")
    assert article.published == "2025-09-02"
    assert "after 2025-09-01" in warnings[0]
    _, warnings = one(tmp_path / "same", "1.en.txt", f"---\ndate: 2025-09-01\n---\n{ENGLISH}")
    assert warnings == []


@pytest.mark.parametrize("case", cases("dates"), ids=lambda case: f"{case['lang']} {case['written']}")
def test_dates(case: dict[str, Any]) -> None:
    """Any common way to write a full date is read; an ambiguous, partial or relative one is refused."""
    if "refused" in case:
        with pytest.raises(InputError) as error:
            iso(case["written"], case["lang"])
        assert case["refused"] in str(error.value)
    else:
        assert iso(case["written"], case["lang"]) == case["iso"]


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        (" date 2025-08-20 Igor left.", "2025-08-20", "Igor left."),
        ("Date: 2025-08-20\nHe left.", "2025-08-20", "He left."),
        ("Fire put out\nStand: 13.08.2025, 14:30 Uhr\nBy Jane Doe\nHe left.", "2025-08-13", "Fire put out\nHe left."),
        ("Par Jeanne Dupont\n14 août 2025\nIl part.", "2025-08-14", "Il part."),
        (
            "Rede vom 20. August 2025\nEin Satz.\n20. August 2025\nText",
            "2025-08-20",
            "Rede vom 20. August 2025\nEin Satz.\nText",
        ),
        ("13.13.2025\nHe left.", "", "13.13.2025\nHe left."),
        ("By Jane Doe", "", "By Jane Doe"),
        ("date 2025-13-20 He left.", "", "date 2025-13-20 He left."),
        ("date 2025-08-201 He left.", "", "date 2025-08-201 He left."),
        ("update 2025-08-20 He left.", "", "update 2025-08-20 He left."),
    ],
)
def test_stamps(text: str, day: str, rest: str) -> None:
    """What only says when a text appeared, or who wrote it, is no part of it."""
    got = head(text)
    assert (got.day, got.rest) == (day, rest)


@pytest.mark.parametrize("case", cases("heads"), ids=lambda case: case["line"])
def test_a_line_that_says_when_a_text_appeared(tmp_path: Path, case: dict[str, str]) -> None:
    """It is a fact and no sentence; numbers that may be two days are kept as written."""
    text = {"de": GERMAN, "fr": FRENCH, "en": ENGLISH}[case["lang"]]
    article, warnings = one(tmp_path, f"1.{case['lang']}.txt", f"Le titre\n{case['line']}\n\n{text}")
    assert (article.published, article.text.split("\n")[1:]) == (case["published"], ["", text])
    assert article.extra["text stamp"] in case["line"]
    assert bool(warnings) is (case["published"] == "")


def test_of_two_stamps_the_one_of_a_change_is_not_the_day(tmp_path: Path) -> None:
    stamps = "Updated June 7, 2025 at 8 a.m. EST\nPublished June 5, 2025 at 9:15 a.m. EST"
    article, _ = one(tmp_path, "1.en.txt", f"Founder leaves\n{stamps}\n{ENGLISH}")
    assert (article.published, article.text) == ("2025-06-05", f"Founder leaves\n{ENGLISH}")


def test_a_stated_date_is_stronger_than_a_stamp(tmp_path: Path) -> None:
    article, _ = one(tmp_path, "1.en.txt", f"---\ndate: 2025-08-19\n---\ndate 2025-08-20 {ENGLISH}")
    assert (article.published, article.origin["published"]) == ("2025-08-19", "front matter")
    assert (article.text, article.extra["text stamp"]) == (ENGLISH, "date 2025-08-20")


@pytest.mark.parametrize("case", cases("headlines"), ids=lambda case: case["text"][:20])
def test_headlines(case: dict[str, str]) -> None:
    """A first line is the title only when it is short, unstopped, and not prose that was cut to a width."""
    assert headline(case["text"]) == case["title"]


# languages


@pytest.mark.parametrize(("text", "lang"), [(GERMAN, "de"), (FRENCH, "fr"), (ENGLISH, "en")])
def test_a_language_that_nobody_states_is_detected(tmp_path: Path, text: str, lang: str) -> None:
    article, warnings = one(tmp_path, "1.txt", text)
    assert (article.lang, article.origin["lang"], article.id, warnings) == (lang, "detected", f"1.{lang}", [])


@pytest.mark.parametrize(
    ("name", "content", "lang", "expected"),
    [
        ("1.de.txt", f"---\nlang: en\n---\n{ENGLISH}", "en", ["front matter says 'en' but file name says 'de'"]),
        ("1.de.txt", ENGLISH, "de", ["file name says 'de' but the text looks like 'en'"]),
        ("1.fr.txt", SPANISH, "fr", ["file name says 'fr' but the text looks like 'es'"]),
        ("1.de.txt", "Yes, the end of it, and no more of it than that today.", "de", []),  # too short to contradict
        ("1.html", PAGE.replace('"de"', '"en"'), "de", ["the text looks like 'de' but page says 'en'"]),
        ("1.de.jsonl", json.dumps({"text": FRENCH, "lang": "fr"}), "fr", ["record says 'fr' but file name says 'de'"]),
    ],
)
def test_contradictions_are_warnings(tmp_path: Path, name: str, content: str, lang: str, expected: list[str]) -> None:
    """The stronger source wins, and says so."""
    article, warnings = one(tmp_path, name, content)
    assert article.lang == lang
    assert len(warnings) == len(expected)
    for reason, start in zip(warnings, expected, strict=True):
        assert reason.startswith(start)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("1.es.txt", GERMAN, "the file name says language 'es', which is not one of de, fr, en"),
        ("1.txt", SPANISH, "the text looks like language 'es', which is not one of de, fr, en"),
        ("1.txt", "xAI", "no language is stated and the text does not show one"),
        ("1.jsonl", json.dumps({"text": GERMAN, "lang": "Deutsch"}), "the record says language 'Deutsch'"),
    ],
)
def test_other_languages_are_failures(tmp_path: Path, name: str, content: str, expected: str) -> None:
    assert expected in refused(tmp_path, name, content)
