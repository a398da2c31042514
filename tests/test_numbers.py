"""Numbers, dates and amounts: how each language writes them, and that what is written is read back."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import guards
from pipeline.language import language, languages
from pipeline.language.measures import measures
from pipeline.language.numbers import numbers
from pipeline.language.times import Day, dates

CASES = json.loads((Path(__file__).parent / "cases" / "numbers.json").read_text(encoding="utf-8"))
SMALL = {  # the words from 0 to 19, and the tens that are made in one way
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf vingt trente quarante cinquante soixante",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety",
}


def small(number: int, code: str) -> str:
    """The word for a number below 20, or for a ten."""
    return SMALL[code].split()[number if number < 20 else 18 + number // 10]


def german(number: int) -> str:
    """A number below a million as one German word."""
    for scale, name in ((1000, "tausend"), (100, "hundert")):
        if number >= scale:
            head, rest = divmod(number, scale)
            return re.sub("eins$", "ein", german(head)) + name + (german(rest) if rest else "")
    if number < 20 or number % 10 == 0:
        return small(number, "de")
    return f"{re.sub('eins', 'ein', small(number % 10, 'de'))}und{small(number - number % 10, 'de')}"


def french(number: int) -> str:
    """A number below a million in French words, seventy as in France."""
    if number >= 1000:
        head, rest = divmod(number, 1000)
        words = (
            "" if head == 1 else re.sub("(cent|vingt)s$", r"\1", french(head)),
            "mille",
            french(rest) if rest else "",
        )
        return " ".join(filter(None, words))
    if number >= 100:
        head, rest = divmod(number, 100)
        hundred = "cent" if head == 1 else f"{french(head)} cent{'' if rest else 's'}"
        return f"{hundred} {french(rest)}" if rest else hundred
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{french(number - 80)}"
    if number < 20:
        return small(number, "fr")
    ten = min(60, number - number % 10)
    rest = number - ten
    return small(ten, "fr") + ((" et " if rest in (1, 11) else "-") + french(rest) if rest else "")


def english(number: int) -> str:
    """A number below a million in English words."""
    if number >= 1000:
        head, rest = divmod(number, 1000)
        return f"{english(head)} thousand" + (f" {'and ' if rest < 100 else ''}{english(rest)}" if rest else "")
    if number >= 100:
        head, rest = divmod(number, 100)
        return f"{english(head)} hundred" + (f" and {english(rest)}" if rest else "")
    if number < 20 or number % 10 == 0:
        return small(number, "en")
    return f"{small(number - number % 10, 'en')}-{small(number % 10, 'en')}"


WRITERS = {"de": german, "fr": french, "en": english}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_numbers_are_read_where_they_stand(case):
    text = case["text"]
    found = [n for n in numbers(text, language(case["lang"])) if n.value is not None and n.end > n.start]
    assert all(text[n.start : n.end] == n.text for n in found)
    assert {n.text: n.value for n in found if n.kind != "loose"} == case["numbers"]


@given(st.integers(2, 999_999), st.sampled_from(sorted(WRITERS)))
def test_a_number_in_words_reads_back(number, code):
    text = f"x {WRITERS[code](number)} y"
    solid = [n for n in numbers(text, language(code)) if n.kind == "word"]
    assert [(n.value, n.text) for n in solid] == [(number, text[2:-2])]


@given(st.integers(1000, 10**12), st.sampled_from(["de", "fr", "en"]), st.sampled_from([".", ",", " ", "\u202f", "'"]))
def test_figures_in_any_grouping_have_the_number_among_their_readings(number, code, group):
    written = f"{number:,}".replace(",", group)
    read = [n for n in numbers(f"x {written} y", language(code)) if n.end > n.start]
    assert [n.text for n in read] == [written]
    assert f"{number:.12g}" in read[0].values
    if group not in ".,":
        assert read[0].value == number


@given(st.integers(2, 999_999), st.sampled_from(["de", "fr"]))
def test_words_and_figures_of_one_number_do_not_differ(number, code):
    assert not guards.numbers_differing(f"x {WRITERS[code](number)} y", code, f"x {number:,} y")
    assert not guards.numbers_differing(f"x {number} y", code, f"x {english(number)} y")


@given(st.text(max_size=60), st.sampled_from(["de", "fr", "en"]))
def test_any_text_is_read_and_spans_are_exact(text, code):
    record = language(code)
    for number in numbers(text, record):
        assert number.end == number.start or text[number.start : number.end] == number.text
    for amount in measures(text, record):
        assert text[amount.start : amount.end] == amount.text
        assert amount.low <= amount.high
    for day, start, end in dates(text, record, "2025-03-05"):
        assert text[start:end].strip()
        assert day != Day()


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("de", "am 3.10.2025", Day(2025, 10, 3)),
        ("de", "am 3.10. in Gera", Day(0, 10, 3)),
        ("fr", "le 03/10/2025", Day(2025, 10, 3)),
        ("en", "on 2025-10-03", Day(2025, 10, 3)),
        ("en", "on 10/25/2025", Day(2025, 10, 25)),
        ("en", "on March 10, 2025", Day(2025, 3, 10)),
        ("en", "on the 3rd of May", Day(0, 5, 3)),
        ("fr", "le 1er mai 2024", Day(2024, 5, 1)),
        ("de", "am Montag", Day(2025, 3, 3, 1)),
    ],
)
def test_a_date_is_read_in_any_writing(code, text, expected):
    assert [day for day, _, _ in dates(text, language(code), "2025-03-05")] == [expected]


def test_a_date_whose_order_is_not_sure_is_none():
    assert list(dates("on 03/10/2025", language("en"), "")) in ([], [(Day(2025), 9, 13)])


def test_the_words_of_another_language_are_no_unit():
    assert not [m for m in measures("On October 7 an engine failed.", language("en")) if m.kind in ("duration", "age")]


def test_every_language_says_how_it_writes_numbers():
    for record in languages():
        assert record.numbers.scales
        assert record.numbers.until
        assert len(record.calendar.months) == 12
        assert len(record.calendar.weekdays) == 7


@pytest.mark.shared
def test_german_compounds_are_not_flagged(shared):
    cases = json.loads((shared / "cases" / "numbers" / "german_compound_numbers.json").read_text(encoding="utf-8"))
    for case in cases:
        flags = guards.flags(case["source"], case["lang"], case["translation"])
        assert ("number differs" in flags) == ("number differs" in case["right"]), case


@pytest.mark.parametrize(
    ("code", "text", "bound"),
    [
        ("en", "more than 5 people came", "more than"),
        ("en", "no more than 5 people came", "at most"),
        ("en", "no fewer than 5 people came", "at least"),
        ("de", "mehr als 5 Menschen kamen", "more than"),
        ("de", "nicht mehr als 5 Menschen kamen", "at most"),
        ("de", "nicht weniger als 5 Menschen kamen", "at least"),
        ("fr", "plus de 5 personnes sont venues", "more than"),
        ("fr", "pas plus de 5 personnes sont venues", "at most"),
        ("fr", "pas moins de 5 personnes sont venues", "at least"),
    ],
)
def test_a_bound_that_is_denied_is_the_other_one(code: str, text: str, bound: str) -> None:
    assert [measure.bound for measure in measures(text, language(code))] == [bound]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("below minus 10 degrees", -15, -10),
        ("at least minus 10 degrees", -10, -7.5),
        ("above minus 10 degrees", -10, -5),
        ("about minus 10 degrees", -11, -9),
    ],
)
def test_what_an_amount_below_zero_can_mean(text: str, least: float, most: float) -> None:
    assert [(measure.low, measure.high) for measure in measures(text, language("en"))] == [(least, most)]
