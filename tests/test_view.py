"""What the page shows, before it is a page: pieces, weight, contradictions, camps, tellings, titles, dates, marks."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from exporting import ids, linked, told
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline.data import Claim, Difference, Failure, Measure, Result, Side, Source, Statement, Story, Synopsis
from pipeline.export import bundles, figures, index, reading, tables, terminal, view
from pipeline.export.epub import epub
from pipeline.export.html import html
from pipeline.export.page_model import Camp
from pipeline.export.pairs import Paired, paired

OWN = [
    ("en", ["Fourteen were hurt. ", "Alpha said so."]),
    ("de", ["Siebzehn verletzt.", "Beta sagte."]),
    ("fr", ["Oui."]),
]


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 12), st.sampled_from(["number", "name"]))),
)
def test_parts_are_the_text_and_say_what_lies_over_each_letter(text: str, spans: list[tuple[int, int, str]]) -> None:
    """Spans may overlap, be empty, and reach beyond the text."""
    places = [(start, start + length, kind) for start, length, kind in spans]
    parts = view.parts(text, places)
    assert "".join(part for part, _ in parts) == text
    letters = [kinds for part, kinds in parts for _ in part]
    for at, kinds in enumerate(letters):
        over = {kind for start, end, kind in places if start <= at < min(end, len(text))}
        assert set(filter(None, kinds.split(", "))) == over


def story(*differences: Difference, **cells: tuple[str, ...]) -> Result:
    """An English, a German and a French article; `cells` are the articles of each statement, as `_0`, `_1`, `_2`."""
    result = told(OWN, ["In English."])  # type: ignore[arg-type]
    first = {key: ids(result, key, [0]) for key in ("0.en", "1.de", "2.fr")}
    rows = tuple(
        Statement(name, {key: first[key] for key in keys}, {"2.fr": "absent"} if "2.fr" not in keys else {}, name)
        for name, keys in cells.items()
    )
    synopsis = Synopsis("a/story", tuple(first), rows, tuple(differences))
    return replace(result, synopsis=synopsis)


def differs(kind: str, *sides: str, row: str = "x", trust: str = "solid", explanation: str = "") -> Difference:
    """Sides as in "0.en 2.fr"."""
    made = tuple(Side(tuple(side.split()), f"value of {side}", ()) for side in sides)
    return Difference(f"{kind}:{row}:{sides}", row, kind, made, explanation, trust, ("why",))  # type: ignore[arg-type]


EVERYBODY, TWO = ("0.en", "1.de", "2.fr"), ("0.en", "1.de")


def test_what_most_report_comes_first_then_what_is_contradicted_then_as_it_came() -> None:
    number = differs("number", "0.en", "1.de", row="c")
    result = story(number, a=TWO, b=TWO, c=TWO, d=EVERYBODY, e=("0.en",))
    assert [row.headline for row in view.view(result).rows] == ["d", "c", "a", "b"]
    assert [row.headline for row in view.view(result).outlets[0].sole_rows] == ["e"]


def test_articles_that_print_one_text_weigh_as_one() -> None:
    result = story(a=TWO, b=("0.en", "2.fr"))
    copied = replace(result, story=replace(result.story, copies=(TWO,)))
    assert [row.headline for row in view.view(copied).rows] == ["b", "a"]


def test_spellings_and_manners_stand_apart_from_contradictions() -> None:
    spelt = differs("spelling", "0.en", "1.de", explanation="One name in two spellings: A and B.")
    named = differs("name", "0.en", "1.de", explanation="One family name, several given names: A and B.")
    said, detail = differs("attribution", "0.en", "1.de"), differs("detail", "0.en", "1.de")
    check = differs("date", "0.en", "1.de", trust="check")
    sheet = view.view(story(check, spelt, named, said, detail, x=EVERYBODY))
    assert [one.kind for one in sheet.contradictions] == ["name", "date"]
    assert [one.explanation[:8] for one in sheet.spellings] == ["One name"]
    assert [one.kind for one in sheet.manners] == ["attribution"]
    assert len(sheet.rows[0].differences) == 5


def test_a_contradiction_is_a_sentence_with_its_trust() -> None:
    (one,) = view.view(story(differs("number", "0.en 2.fr", "1.de"), x=EVERYBODY)).contradictions
    assert one.words == "value of 0.en 2.fr (English 0, French 2) or value of 1.de (German 1)"
    assert one.trusted == "You can cite this: why."


@pytest.mark.parametrize(
    ("value", "articles", "shown"),
    [
        ("14 hurt, fourteen injured workers, 14", TWO, "fourteen injured workers"),
        ("a very long way to say it that nobody reads at a glance, short", TWO, "short"),
        ("Paris, France", ("0.en",), "Paris, France"),
        ("hedged", TWO, "said with reserve"),
    ],
)
def test_a_side_is_told_as_it_is_read_at_a_glance(value: str, articles: tuple[str, ...], shown: str) -> None:
    assert view._value(Side(articles, value, ())) == shown


def test_camps_count_who_agrees_against_whom() -> None:
    both = [differs("number", "0.en 2.fr", "1.de", row=row) for row in ("x", "y")]
    doubtful = differs("date", "0.en", "1.de 2.fr", trust="do not cite")
    camps = view.view(story(*both, doubtful, x=EVERYBODY, y=EVERYBODY)).camps
    assert camps == [
        Camp(("0.en",), "1.de", ["x", "y"]),
        Camp(("0.en", "2.fr"), "1.de", ["x", "y"]),
        Camp(("1.de",), "2.fr", ["x", "y"]),
    ]


def with_copies(result: Result, *copies: tuple[str, ...]) -> Result:
    return replace(result, story=replace(result.story, copies=copies))


@pytest.mark.parametrize(
    ("sides", "copies", "allied"),
    [
        (("0.en 2.fr", "1.de"), (), [(("0.en", "2.fr"), "1.de")]),
        (("0.en 2.fr", "1.de"), ("0.en", "2.fr"), []),
        (("0.en 2.fr", "1.de"), ("0.en", "1.de"), []),
    ],
)
def test_copies_of_one_text_are_one_ally(
    sides: tuple[str, ...], copies: tuple[str, ...], allied: list[tuple[tuple[str, ...], str]]
) -> None:
    result = story(differs("number", *sides), x=EVERYBODY)
    camps = view.view(with_copies(result, copies) if copies else result).camps
    assert [(camp.allies, camp.against) for camp in camps if len(camp.allies) == 2] == allied
    assert {(camp.allies, camp.against) for camp in camps if len(camp.allies) == 1} == {
        (("0.en",), "1.de"), (("1.de",), "2.fr"),
    }  # fmt: skip


def measured(result: Result, **values: tuple[float, ...]) -> Result:
    """With claims that have these amounts; `_0`, `_1` are the articles."""
    keys = {name: next(one.id for one in result.sentences if one.article.startswith(name[1:])) for name in values}
    claims = tuple(
        Claim(
            f"{keys[name]}#{n}", keys[name], ((0, 1),), "x",
            measures=(Measure("count", value, value, value, "", "", "", 0, 1, "x"),),
        )
        for name, numbers in values.items()
        for n, value in enumerate(numbers)
    )  # fmt: skip
    return replace(result, claims=claims)


@pytest.mark.parametrize(
    ("figures", "differences", "edited"),
    [
        ({"_0": (14.0, 3.0), "_1": (14.0, 3.0)}, (), False),
        ({"_0": (14.0, 3.0), "_1": (14.0,)}, (), False),
        ({"_0": (14.0, 3.0), "_1": (14.0, 5.0)}, (), True),
        ({}, (differs("negation", "0.en", "1.de"),), True),
        ({}, (differs("negation", "0.en", "2.fr"),), False),
        ({}, (differs("detail", "0.en", "1.de"),), False),
    ],
)
def test_a_text_that_was_edited_is_nearly_the_same(
    figures: dict[str, tuple[float, ...]], differences: tuple[Difference, ...], edited: bool
) -> None:
    result = with_copies(measured(story(*differences, x=EVERYBODY), **figures), TWO)
    (line,) = reading.one_text(result)
    assert line == f"{'nearly ' if edited else ''}one text, one source: English 0, German 1"
    assert f" · {line}<" in unescape(next(html(result))[1].decode())


def test_terminal_page_and_list_give_a_contradiction_one_sign() -> None:
    css = (Path(view.__file__).parent / "synopsis.css").read_text("utf-8")
    assert reading.SIGNS.keys() == set(reading.TRUST)
    for trust, sign in reading.SIGNS.items():
        assert f'.trust.{trust.replace(" ", "-")}::before {{ content: "{sign} " / ""; }}' in css
        result = story(differs("number", "0.en", "1.de", trust=trust), x=EVERYBODY)
        console = Console(file=StringIO(), width=120)
        console.print(terminal.show(result, 120))
        assert f"\n{sign} value of 0.en" in console.file.getvalue()  # type: ignore[attr-defined]
        assert index.summarised(result).point.startswith(f"{sign} value of 0.en")


def test_a_telling_shares_all_words_out_by_their_claims() -> None:
    result = story(x=TWO, y=("0.en",))
    (key,), (other,) = ids(result, "0.en", [0]), ids(result, "0.en", [1])
    text, quoted = "Fourteen were hurt. ", "Alpha said so."
    claims = (
        Claim(f"{key}#0", key, ((0, 14),), text[:14]),
        Claim(f"{key}#1", key, ((14, 20),), text[14:], source=Source("quoted", "Alpha")),
        Claim(f"{other}#0", other, ((0, 14),), quoted, source=Source("reported", "she")),
    )
    first, second = result.synopsis.statements
    rows = (
        replace(first, claims=(claims[0].id,)),
        replace(second, cells={"0.en": (key, other)}, claims=(claims[1].id, claims[2].id)),
    )
    held = replace(result, claims=claims, synopsis=replace(result.synopsis, statements=rows))
    telling = view.view(held).outlets[0].telling
    assert (telling.shares[0], round(telling.sole, 1)) == (pytest.approx(100 * 2 / 6), 66.7)
    assert telling.shares[0] + telling.sole == pytest.approx(100)
    assert [row.headline for row in telling.first] == ["x", "y"]
    assert telling.voices == [("somebody unnamed", pytest.approx(50)), ("Alpha", pytest.approx(100 / 6))]


def test_a_wording_says_why_it_stands_there() -> None:
    result = story(x=TWO)
    assert view.view(result).rows[0].cells["0.en"][0].reason.startswith("by what its claim says")
    bound = linked(result, ("0.en", [0], "1.de", [0]))
    held = replace(result, alignments=bound.alignments)
    assert view.view(held).rows[0].cells["0.en"][0].reason == "because it says the like of German 1: a strong link"


def test_the_silence_of_a_text_cut_short_means_nothing() -> None:
    result = story(x=TWO)
    articles = tuple(replace(one, complete=one.id != "2.fr") for one in result.story.articles)
    (row,) = view.view(replace(result, story=replace(result.story, articles=articles))).rows
    assert row.states == {"0.en": "said", "1.de": "said", "2.fr": "cut"}
    assert reading.absence(row.states, {"2.fr": "French 2"}) == "Not in the part available: French 2."


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], ""),
        (["", "2026-03-11"], "11 March 2026"),
        (["2026-03-12", "2026-03-11"], "11 to 12 March 2026"),
        (["2026-05-30", "2026-06-02"], "30 May to 2 June 2026"),
        (["2025-12-31", "2026-01-01"], "31 December 2025 to 1 January 2026"),
        (["soon"], "soon"),
    ],
)
def test_days_are_told_as_people_tell_them(days: list[str], words: str) -> None:
    assert reading.dates(days) == words


def test_an_event_goes_by_its_folder_or_where_nobody_named_it_by_its_statement() -> None:
    result = told([("en", ["The xAI man leaves.", "A xAI plan."])])
    assert reading.event(replace(result, story=replace(result.story, id="a/man-leaves-xai"))) == "Man leaves xAI"
    grouped = replace(result.story, id="an-outlet-s-title", why=("names",))
    rows = (Statement("s", {"0.en": (), "1.de": ()}, {}, "Two were hurt"),)
    held = replace(result, story=grouped, synopsis=replace(result.synopsis, statements=rows))
    assert reading.event(held) == "Two were hurt"


@given(st.lists(st.text(max_size=12), max_size=30))
def test_every_outlet_has_a_mark_of_its_own(names: list[str]) -> None:
    marks = reading.marks(names)
    assert len(set(marks)) == len(marks) == len(names)
    assert all(0 < len(mark) <= 6 for mark in marks)


def test_more_articles_of_one_outlet_than_letters_go_round() -> None:
    marks = reading.marks(["Blick"] * 1_200)
    assert marks[:3] == ["BL", "BLI", "B2"]
    assert len(set(marks)) == 1_200


def test_a_trial_model_is_warned_of() -> None:
    result = told(OWN, ["In English."])  # type: ignore[arg-type]
    assert reading.trial(result) == ("", "")
    warning, remedy = reading.trial(signed(result, TRIAL))
    assert warning.startswith("English by a trial model (3 sentences): 152 of 340 that were checked misled.")
    assert "synopsis models get" in remedy
    page = page_text(signed(result, TRIAL))
    assert "give one with <code>--translator</code>." in page
    assert ".trial code { font: inherit; white-space: nowrap; }" in page


TRIAL = "mt:gemma3-270m-lora|rev:1"


def signed(result: Result, signature: str) -> Result:
    """As if this model had translated it."""
    return replace(result, translations=tuple(replace(one, signature=signature) for one in result.translations))


def page_text(result: Result) -> str:
    return next(html(result))[1].decode()


def book_text(result: Result) -> str:
    ((_, content),) = [item for item in epub([Paired(result)]) if not isinstance(item, Failure)]
    return zipfile.ZipFile(BytesIO(content)).read("EPUB/nav.xhtml").decode()


def terminal_text(result: Result) -> str:
    console = Console(width=2_000, file=StringIO())
    console.print(terminal.show(result, 2_000))
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def table_text(result: Result) -> str:
    ((_, content),) = [item for item in tables.tsv([paired(result, "translation")]) if not isinstance(item, Failure)]
    return content.decode()


def file_text(result: Result) -> str:
    return next(bundles.html([Paired(result)]))[1].decode()  # type: ignore[index,union-attr]


def list_text(result: Result) -> str:
    with TemporaryDirectory() as folder:
        for name, content in index.summary(result):
            (Path(folder) / "story").mkdir()
            (Path(folder) / "story" / name).write_bytes(content)
        (Path(folder) / "story" / "result.json").write_bytes(b"")
        index.index(Path(folder))
        return (Path(folder) / "index.html").read_text("utf-8")


@pytest.mark.parametrize("text", [page_text, book_text, terminal_text, table_text, file_text, list_text])
@pytest.mark.parametrize("signature", ["mt:opus-mt-de-en|rev:1", "human", TRIAL])
def test_every_view_warns_of_a_trial_model_and_of_no_other(
    result: Result, text: Callable[[Result], str], signature: str
) -> None:
    """With the share that misled; and where there is room, with how to get a better one."""
    plain = unescape(text(signed(result, signature)))
    assert ("152 of 340" in plain) == (signature == TRIAL)
    assert ("synopsis models get" in plain) == (signature == TRIAL and text is not table_text)


def test_the_terminal_and_the_book_tell_how_each_outlet_tells_it(result: Result) -> None:
    sheet = view.view(result)
    ((_, content),) = [item for item in epub([Paired(result)]) if not isinstance(item, Failure)]
    book = unescape(zipfile.ZipFile(BytesIO(content)).read("EPUB/outlets.xhtml").decode())
    shown = terminal_text(result)
    assert shown.index("How each outlet tells it") > shown.index("Who reports what")
    for outlet in sheet.outlets:
        heads = ["Most words, by statement", "First", "Others’ words", "Strong words"]
        assert [head for head, _ in outlet.telling.lines] == heads
        for words in (outlet.lead[0].own, *(words for _, words in outlet.telling.lines)):
            assert reading.harmless(words) in book
            assert reading.harmless(words) in shown


@pytest.mark.parametrize(("shares", "bars"), [([], 0), ([50.0, 0.0, 100.0], 2), ([50.0] * 30, 25)])
def test_a_telling_has_a_bar_a_statement_and_one_for_the_rest(shares: list[float], bars: int) -> None:
    drawn = figures.telling(shares, 10.0, 100.0)
    assert (
        drawn.split('class="bars" d="')[1].split('"')[0].count("M") == (bars if max(shares, default=0) > 1 else 0)
        or bars == 25
    )
    assert drawn.count("<svg") == 1


def test_a_sparkline_has_a_bar_an_outlet() -> None:
    assert figures.sparkline([0, 50, 100]).count("M") == 3
    assert "v-16" in figures.sparkline([100])


def test_stories_without_rows_have_a_page() -> None:
    result = told([("en", ["One."])])
    sheet = view.view(replace(result, story=Story("a", result.story.articles), synopsis=Synopsis("a", ("0.en",), ())))
    assert (sheet.title, sheet.rows, sheet.camps) == ("A", [], [])
