"""What differs inside a row: each kind with its traps, whose fault it is, silence, and quotations that came back."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.claims import identified, parser
from pipeline.compare import compared, likened, said
from pipeline.compare.sides import settled
from pipeline.compare.trust import verdict
from pipeline.data import (
    Alignment,
    Article,
    Claim,
    Difference,
    Lang,
    Link,
    RoundTrip,
    Sentence,
    Statement,
    Story,
    Synopsis,
    Translation,
)

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "compare.json").read_text("utf-8"))
MOST_KNOWN = 19
ENGLISH = sorted({said[-1] for case in CASES for said in case["said"]})
Said = Sequence[Sequence[str]]  # article (its ending is its language), text, its English if it is foreign
Opened = tuple[Synopsis, Story, list[Sentence], list[Translation], list[Alignment]]
FIRM: Mapping[str, Any] = {"kind": "same", "probability": 0.97, "margin": 0.5, "band": "strong"}


def opened(said: Said, link: Mapping[str, Any] | None = None, **more: Any) -> Opened:
    """One row in which every sentence answers every other article's."""
    sentences, translations = [], []
    for number, (article, text, *english) in enumerate(said):
        lang = cast("Lang", article[2:])
        one = Sentence(f"{article}:{number}:0", article, 1000 * number, 1000 * number + len(text), text, lang, "body")
        sentences.append(one)
        translations += [Translation(one.id, each, tuple(more.get("flags", ())), "mt:test") for each in english]
    ids = sorted({one.article for one in sentences})
    published, cut = more.get("published", {}), more.get("incomplete", ())
    articles = [
        Article(one, "s", one, cast("Lang", one[2:]), "", "", published.get(one, ""), complete=one not in cut)
        for one in ids
    ]
    pairs = [pair for pair in combinations(sentences, 2) if pair[0].article != pair[1].article]
    links = tuple(Link(f"{a.id}~{b.id}", (a.id,), (b.id,), **{**FIRM, **(link or {})}) for a, b in pairs)
    cells = {article: tuple(one.id for one in sentences if one.article == article) for article in ids}
    row = Synopsis("s", tuple(ids), (Statement("statement:1", cells),))
    return row, Story("s", tuple(articles)), sentences, translations, [Alignment("", "", links, "")]


def parsed(sentences: Sequence[Sentence], translations: Sequence[Translation]) -> dict[str, tuple[Claim, ...]]:
    """Sentence (id) → the claims of its English."""
    english = {one.sentence: one.text for one in translations}
    found = parser().parse([english.get(one.id, one.text) for one in sentences])
    return {one.id: identified(claims, one.id) for one, claims in zip(sentences, found, strict=True)}


def synopsis_of(
    row: Synopsis,
    story: Story,
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    alignments: Sequence[Alignment],
    seconds: Mapping[str, str] | None = None,
) -> Synopsis:
    """A row compared."""
    claims = parsed(sentences, translations)
    likeness = likened([claim for every in claims.values() for claim in every], sentences, alignments)
    return compared(row, story, sentences, translations, alignments, claims, likeness).judged(seconds or {})


def differences(said: Said, seconds: Mapping[str, str] | None = None, **more: Any) -> tuple[Difference, ...]:
    return synopsis_of(*opened(said, **more), seconds=seconds).differences


def shape(found: Difference) -> dict[str, Any]:
    sides = sorted([list(side.articles), side.value] for side in found.sides)
    return {"kind": found.kind, "sides": sides, "trust": found.trust}


def marked(case: dict[str, Any]) -> Any:
    """A case; one that is known to fail is expected to, strictly."""
    known = [pytest.mark.xfail(strict=True, reason="known")] if case.get("known") else []
    return pytest.param(case, marks=known, id=case["why"])


def test_few_cases_are_known_to_fail() -> None:
    assert sum(bool(case.get("known")) for case in CASES) <= MOST_KNOWN


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    """A wrong difference is worse than none: what is found is exactly what is expected."""
    more = {key: case[key] for key in ("link", "published", "incomplete") if key in case}
    expected = [{**one, "sides": sorted(one["sides"])} for one in case["expected"]]
    assert [shape(one) for one in differences(case["said"], **more)] == expected


def test_two_ways_to_name_one_speaker_are_one_side() -> None:
    speakers = {
        "a.en": "said mayor Ida Berg",
        "b.en": "the town's mayor, Ida Berg, said",
        "c.en": "said unionist Max Hall",
    }
    said = [(article, f'"This was negligence, not an accident," {speaker}.') for article, speaker in speakers.items()]
    (found,) = differences(said)
    assert (found.kind, [side.articles for side in found.sides]) == ("attribution", [("a.en", "b.en"), ("c.en",)])


STAYS, GOES = "The mayor of Lindau, Ann Hill, refused to resign.", "The mayor of Lindau, Ann Hill, resigned."
IN_TEARS = "The mayor of Lindau, Ann Hill, was in tears."


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        ((STAYS, GOES, GOES), GOES),  # of two against one
        ((STAYS, STAYS, GOES), STAYS),
        ((STAYS, GOES), STAYS),  # the most central stays where none has more
        ((IN_TEARS, STAYS, GOES, GOES), GOES),  # it is of what all others differ in
    ],
)
def test_no_headline_is_of_the_side_that_fewer_take(said: Sequence[str], headline: str) -> None:
    """The first is the most central; several say one thing."""
    row, *rest = opened([(f"{letter}.en", text) for letter, text in zip("abcd", said, strict=False)])
    claims = tuple(claim.id for every in parsed(rest[1], []).values() for claim in every)
    row = replace(row, statements=(replace(row.statements[0], claims=claims),))
    (found,) = synopsis_of(row, *rest).statements
    assert found.headline.removesuffix(" (disputed)") == headline.rstrip(".")
    assert found.headline.endswith("(disputed)") == (headline != said[0] or headline in (STAYS, GOES))


@settings(max_examples=50)  # each compares a story
@given(st.sampled_from([case for case in CASES if not case.get("known")]), st.randoms())
def test_the_order_of_articles_is_nothing(case: dict[str, Any], random: Any) -> None:
    """Other ids and another order of the articles: the same differences, of the same trust."""
    ids = sorted({said[0] for said in case["said"]})
    letters = random.sample("abcdefgh", len(ids))
    renamed = {old: f"{letter}.{old[2:]}" for old, letter in zip(ids, letters, strict=True)}
    said = sorted(([renamed[article], *texts] for article, *texts in case["said"]), key=lambda each: each[0])
    published = {renamed[old]: day for old, day in case.get("published", {}).items()}
    cut = [renamed[old] for old in case.get("incomplete", ())]
    found = differences(said, link=case.get("link"), published=published, incomplete=cut)
    shapes = [(one["kind"], sorted((sorted(a), v) for a, v in one["sides"]), one["trust"]) for one in map(shape, found)]
    expected = [
        (one["kind"], sorted((sorted(renamed[old] for old in a), v) for a, v in one["sides"]), one["trust"])
        for one in case["expected"]
    ]
    assert sorted(shapes) == sorted(expected)


@example(text="\r!:0", copies=2)
@given(st.one_of(st.sampled_from(ENGLISH), st.text(max_size=120)), st.integers(2, 4))
def test_the_same_sentence_differs_in_nothing(text: str, copies: int) -> None:
    assert differences([[f"{letter}.en", text] for letter in "abcd"[:copies]]) == ()


TEXT = st.one_of(
    st.sampled_from(ENGLISH), st.text(max_size=60), st.tuples(*[st.sampled_from(ENGLISH)] * 2).map(" ".join)
)


@settings(max_examples=50)  # each compares a story
@given(st.lists(st.tuples(st.sampled_from(["a.en", "b.en", "c.de", "d.fr"]), TEXT, TEXT), min_size=2, max_size=5))
def test_spans_lie_in_the_english(drawn: list[tuple[str, str, str]]) -> None:
    """Whatever is compared: spans are slices, an article is on one side, every difference has reasons."""
    said = [[article, text] if article.endswith("en") else [article, text, english] for article, text, english in drawn]
    given_ = opened(said)
    english = {one.id: one.text for one in given_[2]} | {one.sentence: one.text for one in given_[3]}
    made = synopsis_of(*given_)
    for one in made.differences:
        for span in (span for side in one.sides for span in side.spans):
            assert english[span.sentence][span.start : span.end] == span.text != ""
        articles = [article for side in one.sides for article in side.articles]
        assert len(one.sides) > 1
        assert len(set(articles)) == len(articles)
        assert all((one.reasons, one.explanation, *(side.value for side in one.sides)))
    assert len({one.id for one in made.differences}) == len(made.differences)


FIRE = [
    ["a.en", "The fire near the coast destroyed 43 houses on Sunday."],
    ["b.en", "On Sunday the fire near the coast destroyed 57 houses."],
    ["c.en", "The fire near the coast destroyed 57 houses on Sunday."],
]


RAIL = [
    ["a.en", "The reform of the railways was a step that towns noticed."],
    ["b.de", "Die Reform der Bahn war ein schlimmer Schritt für die Städte.",
     "The reform of the railways was a terrible step for the towns."],
]  # fmt: skip


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ("The reform of the railways was a bad step for the towns.", "another decoding of the translation puts it"),
        ("The reform of the railways was a terrible step for towns.", "two decodings of the translation show it"),
        (None, "only the translation shows it"),
    ],
)
def test_a_second_decoding_is_heard(second: str | None, reason: str) -> None:
    (found,) = differences(RAIL, {"b.de:1:0": second} if second else {})
    assert (found.kind, found.trust) == ("evaluation", "check")
    assert any(each.startswith(reason) for each in found.reasons)


def test_an_open_end_joins_no_sides() -> None:
    """At least nine agrees with nine and with eleven, which do not agree."""
    said = [
        ["a.en", "Nine people died when the dam broke on Friday."],
        ["b.en", "At least nine people died when the dam broke."],
        ["c.en", "Eleven people were killed when the dam broke."],
    ]
    (found,) = differences(said)
    assert [side.articles for side in found.sides] == [("a.en", "b.en"), ("c.en",)]


@pytest.mark.parametrize(
    ("agreeing", "expected"),
    [
        ({"1.8 nearly 2"}, (("1.8", "nearly 2"), ("2.8",))),
        ({"1.8 nearly 2", "2.8 nearly 2"}, (("1.8",), ("2.8",))),
        (set(), (("1.8",), ("2.8",), ("nearly 2",))),
    ],
)
def test_of_three_values_one_that_agrees_is_no_side(agreeing: set[str], expected: object) -> None:
    sides: Any = (("1.8",), ("2.8",), ("nearly 2",))

    def agree(left: Any, right: Any) -> bool:
        return " ".join(sorted((left, right))) in agreeing

    assert settled(sides, agree) == expected
    assert settled(sides[:2], lambda *_: True) == sides[:2]


def test_the_translation_is_not_all_that_shows_it_where_an_english_outlet_does() -> None:
    own = [said.Said(Sentence(f"{key}:0", key, 0, 1, key, "en", "body"), key) for key in ("a.en", "c.en")]
    foreign = said.Said(Sentence("b.de:0", "b.de", 0, 1, "x", "de", "body"), "x", machine=True)
    shown, ally = said.Held(own[0], "14", original=True), said.Held(foreign, "14")
    rival = said.Held(own[1], "17", original=True)
    trust, reasons, _ = verdict({}, said.Found("number", ((shown, ally), (rival,)), ""), {})
    assert trust == "check"
    assert "beside an English outlet only the translation shows it" in reasons
    assert "only the translation shows it" in verdict({}, said.Found("number", ((ally,), (rival,)), ""), {})[1]


def test_a_third_side_takes_nothing_from_two_that_are_shown() -> None:
    own = [said.Said(Sentence(f"{key}:0", key, 0, 1, key, "en", "body"), key) for key in ("a.en", "c.en")]
    foreign = said.Said(Sentence("b.de:0", "b.de", 0, 1, "x", "de", "body"), "x", machine=True)
    sides = [(said.Held(own[0], "25 million", original=True),), (said.Held(own[1], "24 million", original=True),)]
    wrong = (said.Held(foreign, "2.5 million", original=False),)
    surely = Link("l", ("a.en:0",), ("c.en:0",), "same", 0.99, 0.9, "strong")
    trust, reasons, kept = verdict({("a.en:0", "c.en:0"): surely}, said.Found("number", (*sides, wrong), ""), {})
    assert trust == "solid"
    assert kept == tuple(sides)
    assert reasons[-1] == "but not “2.5 million”: the original does not have it: it is the translation's"
    two = verdict({}, said.Found("number", (sides[0], wrong), ""), {})
    assert two == ("do not cite", ("the original does not have it: it is the translation's",), (sides[0], wrong))


def test_a_flagged_translation_is_not_cited() -> None:
    (found,) = differences(RAIL, flags=("clause missing",))
    assert (found.trust, found.reasons) == ("do not cite", ("the translation is flagged: clause missing",))


def test_a_human_translation_counts_as_the_outlet_wrote_it() -> None:
    (found,) = differences(RAIL, flags=("human translation",))
    assert found.trust == "solid"


def test_what_a_person_linked_is_sure() -> None:
    unsure = {"probability": 0.6, "margin": 0.0, "band": "likely"}
    assert [one.trust for one in differences(FIRE[:2], link={**unsure, "person": True})] == ["solid"]


def test_a_likely_link_needs_a_clear_margin() -> None:
    found = [differences(FIRE[:2], link={"band": "likely", "margin": margin})[0].trust for margin in (0.19, 0.2)]
    assert found == ["check", "solid"]


def test_what_partly_answers_is_checked_but_for_numbers() -> None:
    link = {"band": "likely", "kind": "partly same"}
    closed = [["a.en", "The bridge was closed on Monday."], ["b.en", "On Wednesday the bridge was closed."]]
    found = [differences(said, link=link)[0] for said in (FIRE[:2], closed)]
    assert [(one.kind, one.trust) for one in found] == [("number", "solid"), ("date", "check")]


def test_two_spellings_are_told_once() -> None:
    said = [
        ["a.en", "The engineer Igor Babuschkin left."],
        ["b.fr", "L'ingénieur Igor Babaschkin est parti.", "The engineer Igor Babaschkin left."],
        ["a.en", "The company of Igor Babuschkin grew."],
        ["b.fr", "L'entreprise d'Igor Babaschkin a grandi.", "The company of Igor Babaschkin grew."],
    ]
    row, story, sentences, translations, alignments = opened(said)
    ids = [one.id for one in sentences]
    cells = ({"a.en": (ids[n],), "b.fr": (ids[n + 1],)} for n in (0, 2))
    row = replace(row, statements=tuple(Statement(f"statement:{n}", cell) for n, cell in enumerate(cells)))
    (found,) = synopsis_of(row, story, sentences, translations, alignments).differences
    assert (found.kind, found.statement) == ("spelling", "statement:0")


def test_what_an_article_says_in_another_row_is_not_left_out() -> None:
    said = [
        ["a.en", "The minister resigned after weeks of protests, naming Marie Lefort as her successor."],
        ["b.en", "The minister resigned after weeks of protests."],
        ["b.en", "Marie Lefort will be her successor."],
    ]
    row, story, sentences, translations, alignments = opened(said)
    cells = {"a.en": ("a.en:0:0",), "b.en": ("b.en:1:0",)}
    row = replace(row, statements=(Statement("statement:1", cells),))
    for there, kinds in ((sentences, []), (sentences[:2], ["detail"])):
        assert [one.kind for one in synopsis_of(row, story, there, translations, alignments).differences] == kinds


def test_a_name_that_the_article_has_elsewhere_is_not_surely_left_out() -> None:
    said = [
        ["a.en", "The minister resigned after weeks of protests, naming Marie Lefort as her successor."],
        ["b.en", "The minister resigned after weeks of protests."],
        ["b.en", "A call to the office of Lefort was not answered."],
    ]
    row, story, sentences, translations, alignments = opened(said)
    row = replace(row, statements=(Statement("statement:1", {"a.en": ("a.en:0:0",), "b.en": ("b.en:1:0",)}),))
    (found,) = synopsis_of(row, story, sentences, translations, alignments).differences
    assert (found.kind, found.trust) == ("detail", "check")


def test_what_a_foreign_article_prints_in_english_is_not_its_own() -> None:
    said = [
        ["a.en", "According to the union, the stations of the villages have been closed since spring."],
        ["b.de", "The stations of the villages have been closed since spring."],
    ]
    row, story, sentences, translations, alignments = opened(said)
    sentences[1] = replace(sentences[1], lang="en")
    assert synopsis_of(row, story, sentences, translations, alignments).differences == ()


TOLD = (
    ("The storm on the coast killed {} fishermen near the harbour.", "{} fishermen were killed near the harbour by the "
     "storm on the coast.", "3", "4"),
    ("Repairing the damaged quay will cost {} million euros.", "It will cost {} million euros to repair the damaged "
     "quay.", "40", "50"),
    ("Electricity in the villages failed for {} hours.", "For {} hours electricity in the villages failed.", "6", "8"),
    ("The lighthouse was built in {} by engineers.", "Engineers built the lighthouse in {}.", "1924", "1923"),
    ("Rescue teams evacuated {} tourists from hotels.", "Rescue teams had {} tourists evacuated from hotels.", "120",
     "150"),
    ("Insurers expect claims from {} farmers.", "Claims from {} farmers are expected by insurers.", "700", "900"),
    ("The ferry company cancelled {} crossings.", "{} crossings were cancelled by the ferry company.", "12", "14"),
    ("Schools on the islands close for {} days.", "For {} days schools on the islands close.", "5", "9"),
)  # fmt: skip
UNRELATED = ("Parliament debates pensions.", "Painters opened galleries.", "Astronomers photographed comets.",
             "Bakers praise sourdough.")  # fmt: skip


def of_two(more: int) -> set[tuple[str, str, str]]:
    """The trust, kind and values of what differs between two articles, a row a sentence, with some more of one each."""
    texts = [[one.format(a), other.format(b)] for one, other, a, b in TOLD]
    others = [[f"{text[:-1]} {where}." for where in ("abroad", "here")] for text in UNRELATED[:more]]
    said = [[article, pair[n]] for n, article in enumerate(("a.en", "b.en")) for pair in (*texts, *others)]
    row, story, sentences, translations, _ = opened(said)
    pairs = list(zip(sentences[: len(texts)], sentences[len(texts) + more :], strict=False))[: len(texts)]
    links = tuple(Link(a.id, (a.id,), (b.id,), **FIRM) for a, b in pairs)
    cells = (Statement(f"statement:{a.id}", {a.article: (a.id,), b.article: (b.id,)}) for a, b in pairs)
    synopsis = replace(row, statements=tuple(cells))
    made = synopsis_of(synopsis, story, sentences, translations, [Alignment("", "", links, "")])
    return {(one.trust, one.kind, " / ".join(sorted(side.value for side in one.sides))) for one in made.differences}


def test_of_many_values_the_least_and_the_greatest_are_told() -> None:
    said = [[f"{letter}.en", f"The group sold {200 + 20 * n} tickets."] for n, letter in enumerate("abcdefgh")]
    (found,) = differences(said[::-1])
    assert found.explanation == "Different amounts of the same: 200 tickets and 340 tickets."
    assert [list(side.articles) for side in found.sides] == [["a.en"], ["h.en"]]


def test_short_stories_differ_in_as_much_as_longer_ones() -> None:
    """What two outlets share once each is common to their story in no way, however short they are."""
    short = of_two(0)
    assert len(short) == len(TOLD)
    assert {trust for trust, *_ in short} == {"solid"}
    assert short == of_two(4)


def trips(said: Said, **more: Any) -> tuple[RoundTrip, ...]:
    return synopsis_of(*opened(said, **more)).round_trips


PARENT = ["b.fr", "Il se sent «comme un parent fier qui s'éloigne»", 'He feels "like a proud parent driving off"']


def test_a_quotation_in_three_wordings() -> None:
    (trip,) = trips([["a.en", 'He felt "like a proud parent driving away", he wrote.'], PARENT])
    assert trip.english.text == "like a proud parent driving away"
    assert trip.printed.text == "comme un parent fier qui s'éloigne"
    assert trip.back.text == "like a proud parent driving off"
    assert 0.7 < trip.likeness < 0.9


def test_wordings_of_sentences_that_are_not_linked_have_to_be_more_alike() -> None:
    far = ["a.en", 'He felt "like the proud father of a child", he wrote.']
    assert [trip.likeness < 0.5 for trip in trips([far, PARENT])] == [True]
    assert trips([far, PARENT], link={"kind": "unlinked"}) == ()


def test_a_quotation_goes_on_in_the_next_sentence() -> None:
    said = [
        ["a.de", "Er schrieb dies."],
        ["b.fr", "«Je me souviens de ce jour.", '"I remember that day.'],
        ["b.fr", "Nous avons parlé pendant des heures.", "We talked for hours and hours."],
        ["c.en", '"We talked for hours and hours."'],
    ]
    assert [(trip.english.sentence, trip.printed.text) for trip in trips(said)] == [
        ("c.en:3:0", "Nous avons parlé pendant des heures.")
    ]


def test_a_foreign_article_quotes_by_being_english() -> None:
    said = [
        ["a.de", "We talked for hours and hours."],
        ["b.fr", "«Nous avons parlé pendant des heures.»", '"We talked for hours and hours."'],
    ]
    row, story, sentences, translations, alignments = opened(said)
    sentences[0] = replace(sentences[0], lang="en")
    (trip,) = synopsis_of(row, story, sentences, translations, alignments).round_trips
    assert (trip.english.sentence, trip.likeness) == ("a.de:0:0", 1.0)
    sentences[0] = replace(sentences[0], article="b.fr")  # but not itself
    assert synopsis_of(row, story, sentences, translations, alignments).round_trips == ()


def test_a_part_of_a_quotation_is_no_round_trip() -> None:
    """Else the likeness would tell of the lengths."""
    assert trips([["a.en", 'He felt "like a proud man" then.'], PARENT]) == ()


def test_the_likest_quotation_of_each_article() -> None:
    said = [
        ["a.en", '"like a proud parent driving away"'],
        ["a.en", '"like the proud father of a child"'],
        ["c.en", '"like a proud parent who drives away"'],
        PARENT,
    ]
    assert [trip.english.sentence for trip in trips(said)] == ["a.en:0:0", "c.en:2:0"]


CHUNK, LINES = 25, 750  # sentences of an article, lines of a set
SETS: Mapping[str, Lang] = {"newstest2014.fr-en": "fr", "flores-dev.de-en": "de"}


def lines(shared: Path, name: str) -> list[list[str]]:
    """Source, human English, machine English."""
    files = (f"{name}.src", f"{name}.ref", f"{name}.google.hyp")
    texts = [unescape((shared / "test" / file).read_text("utf-8")).split("\n")[:LINES] for file in files]
    one_sentence = re.compile(r"[a-zà-ÿß]{2}[.!?][\"“»]? [\"„«]?[A-ZÄÖÜ]")
    return [list(row) for row in zip(*texts, strict=True) if not one_sentence.search(row[0])]


def two_wordings(rows: Sequence[Sequence[str]], lang: Lang) -> tuple[Difference, ...]:
    """What differs between an article in a human's English and the same one translated, a row a sentence."""
    said = [["a.en", reference] for _, reference, _ in rows]
    said += [[f"b.{lang}", source, machine] for source, _, machine in rows]
    row, story, sentences, translations, _ = opened(said)
    pairs = list(zip(sentences[: len(rows)], sentences[len(rows) :], strict=True))
    links = tuple(Link(a.id, (a.id,), (b.id,), **FIRM) for a, b in pairs)
    cells = (Statement(f"statement:{a.id}", {a.article: (a.id,), b.article: (b.id,)}) for a, b in pairs)
    synopsis = replace(row, statements=tuple(cells))
    return synopsis_of(synopsis, story, sentences, translations, [Alignment("", "", links, "")]).differences


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_two_wordings_of_one_text_hardly_differ(shared: Path, name: str) -> None:
    """The sources are the same: a solid number or date is false, and so are most others."""
    rows = lines(shared, name)
    chunks = (rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK))
    found = Counter((one.kind, one.trust) for chunk in chunks for one in two_wordings(chunk, SETS[name]))
    print(f"\n{name}: {len(rows)} rows, " + ", ".join(f"{kind} {trust} {n}" for (kind, trust), n in found.items()))
    assert not found["number", "solid"] + found["date", "solid"]
    assert sum(count for (_, trust), count in found.items() if trust == "solid") <= 0.01 * len(rows)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "least"), [("newstest2014.fr-en", 0.3), ("flores-dev.de-en", 0.55)])
def test_a_changed_figure_is_found(shared: Path, name: str, least: float) -> None:
    """The only plain figure of a human's English, made another one."""
    tried = found = 0
    for source, reference, machine in lines(shared, name):
        figures = list(re.finditer(r"(?<![\d.,:/-])\d{2,4}(?![\d:/-]|[.,]\d)", reference))
        if len(figures) == 1 and re.search(rf"(?<!\d){figures[0][0]}(?!\d)", machine):
            start, end = figures[0].span()
            other = int(figures[0][0]) - 7 if end - start == 4 else 2 * int(figures[0][0]) + 1
            spoiled = f"{reference[:start]}{other}{reference[end:]}"
            kinds = {one.kind for one in two_wordings([[source, spoiled, machine]], SETS[name]) if one.trust == "solid"}
            tried, found = tried + 1, found + bool(kinds & {"number", "date"})
    print(f"\n{name}: {found} of {tried}")
    assert found >= least * tried
