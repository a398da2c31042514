"""What befalls a translation after the model: a second try, terms, what must survive, quotation marks."""

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline import guards, read, run
from pipeline.config import Config
from pipeline.data import Entry, Lang, Output
from pipeline.errors import BackendError
from pipeline.memory import Memory
from pipeline.progress import Watch
from pipeline.translate import Translator, checked, flags, likeness, service, terms
from pipeline.translate.terms import Term

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "cases"
TERMS = json.loads((FOLDER / "terms.json").read_text(encoding="utf-8"))
QUOTES = json.loads((FOLDER / "checked.json").read_text(encoding="utf-8"))["quotes"]
GLOSSARY = [Entry(*entry) for entry in TERMS["glossary"]["entries"]]

GERMAN = "Die Zentralbank hebt heute den Zins an, sagte der Sprecher."
ENGLISH = "The bank of issue is raising the interest rate today, the spokesman said."
CENTRAL = Term("Zentralbank", "central bank")


@dataclass
class Dull:
    """A translator that can do no more than translate, by `make`, and remembers what it was asked."""

    make: Callable[[str], str]
    asked: list[list[str]] = field(default_factory=list)

    def signature(self, source: Lang) -> str:
        return f"mt:dull|{source}"

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:  # noqa: ARG002
        self.asked.append(list(sentences))
        return [Output(self.make(sentence), -1.0, "greedy") for sentence in sentences]


@dataclass
class Able(Dull):
    """A flexible one: `second` and `others` make what `again` gives, `end` what follows a beginning, best after `best`
    words."""

    second: Callable[[str], str] = str.upper
    others: Sequence[str] = ()
    end: Callable[[str], str] = lambda begun: begun + " is raising the interest rate today, the spokesman said."
    best: int = 1
    retried: list[list[str]] = field(default_factory=list)
    begun: list[list[str]] = field(default_factory=list)

    def again(self, sentences: Sequence[str], source: Lang) -> list[list[Output]]:  # noqa: ARG002
        self.retried.append(list(sentences))
        return [[Output(text, -2.0, "beam4") for text in (self.second(one), *self.others)] for one in sentences]

    def continued(self, sentence: str, source: Lang, beginnings: Sequence[str]) -> list[Output]:  # noqa: ARG002
        self.begun.append(list(beginnings))
        return [Output(self.end(one), -abs(place - self.best) - 0.5, "begun") for place, one in enumerate(beginnings)]


def of(table: dict[str, str]) -> Callable[[str], str]:
    return lambda sentence: table[sentence]


def one(translator: Translator, sentence: str, *some: Term, lang: Lang = "de") -> Output:
    (output,) = checked.translate(translator, [sentence], lang, [some])
    return output


@dataclass
class Even(Able):
    """One with the best quality, to whom all of a sentence's translations are equally likely."""

    quality: str = "best"

    def again(self, sentences: Sequence[str], source: Lang) -> list[list[Output]]:
        return [[replace(output, score=-1.0) for output in outputs] for outputs in super().again(sentences, source)]


OUTLIER = "Interest has the bank lifted, as a speaker has today said."
CONSENSUS = "The central bank is raising the interest today, the spokesman said."
NEAR_CONSENSUS = [
    "The central bank raises the interest today, the spokesman said.",
    "The central bank is raising the interest today, said the spokesman.",
]


def test_the_best_quality_takes_what_the_candidates_agree_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The consensus wins over the outlier, in any order, in any company, and each time."""
    monkeypatch.setattr(likeness, "cosines", lambda _, texts: [0.5] * len(texts))
    monkeypatch.setattr(guards, "unanswered", lambda *_: (0.0, 0.0))
    first = Even(lambda _: OUTLIER, second=lambda _: CONSENSUS, others=NEAR_CONSENSUS)
    last = Even(lambda _: CONSENSUS, second=lambda _: OUTLIER, others=NEAR_CONSENSUS)
    other = "Die Brücke bleibt heute gesperrt, sagte der Bürgermeister von Ulm."
    assert {one(first, GERMAN).text, one(last, GERMAN).text} == {CONSENSUS}
    together = checked.translate(first, [other, GERMAN], "de", [(), ()])
    assert together == [one(first, other), one(first, GERMAN)]


def test_the_best_quality_leaves_no_clause_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that the model and the vectors like as much, the one that answers all words of the source."""
    monkeypatch.setattr(likeness, "cosines", lambda _, texts: [0.5] * len(texts))
    short = "The central bank is raising interest today."
    assert one(Even(lambda _: short, second=lambda _: CONSENSUS), GERMAN).text == CONSENSUS


def test_what_is_shared_with_all_candidates() -> None:
    """Against itself alone all of it, against nothing alike nothing; the mean over both is half."""
    alone, both = likeness.shared("abc def", ["abc def"]), likeness.shared("abc def", ["abc def", "xyz uvw"])
    assert (alone, both) == pytest.approx((1.0, 0.5))


# the second try


def test_what_is_well_stays_as_it_is_and_costs_no_second_call() -> None:
    able = Able(of({GERMAN: ENGLISH, "Es regnet.": "It is raining."}))
    outputs = checked.translate(able, [GERMAN, "Es regnet."], "de", [(), ()])
    assert outputs == [Output(text, -1.0, "greedy", flags=()) for text in (ENGLISH, "It is raining.")]
    assert (able.asked, able.retried, able.begun) == ([[GERMAN, "Es regnet."]], [], [])


def test_sentences_with_a_serious_flag_are_made_once_more_together() -> None:
    others = ["Der Hund schläft heute lange.", "Die Katze trinkt ihre Milch."]
    able = Able(
        lambda text: ENGLISH if text == GERMAN else text, second=lambda text: f"Good {len(text)} long text here"
    )
    outputs = checked.translate(able, [others[0], GERMAN, others[1]], "de", [(), (), ()])
    assert able.retried == [others]
    assert [output.text for output in outputs] == ["Good 29 long text here", ENGLISH, "Good 28 long text here"]
    assert [(output.decoding, output.remarks) for output in outputs] == [
        ("beam4", ("retried",)),
        ("greedy", ()),
        ("beam4", ("retried",)),
    ]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (GERMAN, ENGLISH, "second"),  # a copy, and none
        ("", GERMAN, "first"),  # no English, neither of them
        ("The the the the bank", GERMAN, "first"),  # a copy is worse than two hard flags
        ("The bank the bank the bank", "The bank raises", "second"),  # two hard flags, and one
        ("The 14 banks raise", "The bank raises", "second"),  # one hard flag, a wrong number with the first
        ("The bank raises", "The bank lifts", "first"),  # no difference
    ],
)
def test_the_better_of_two_is_kept(first: str, second: str, kept: str) -> None:
    output = one(Able(lambda _: first, second=lambda _: second), GERMAN)
    assert (output.text, output.decoding) == ((first, "greedy") if kept == "first" else (second, "beam4"))
    assert ("retried" in flags(output)) == (kept == "second")


@pytest.mark.parametrize(
    ("others", "kept"),
    [
        (["The bank raised its rate 14 times."], "The bank raised its rate 4 times."),  # no better
        (["The bank did not raise its rate 14 times.", "The bank did not raise its rate 4 times."], 1),
        (["The bank did not raise its rate 4 times.", "The bank did not lift its rate 4 times."], 0),  # the likelier
    ],
)
def test_the_best_of_all_is_kept(others: list[str], kept: str | int) -> None:
    """A negation lost is made again; of several with as few flags it is the first."""
    text = "Die Bank hat ihren Zins nicht 4 Mal angehoben."
    first = "The bank raised its rate 4 times."
    output = one(Able(lambda _: first, second=lambda _: text, others=others), text)
    assert output.text == (others[kept] if isinstance(kept, int) else kept)
    assert (output.decoding, output.remarks) == (("beam4", ("retried",)) if isinstance(kept, int) else ("greedy", ()))


@pytest.mark.parametrize("outputs", [[], [[]], [Output("x")], [[Output("x")], [Output("y")]]])
def test_one_that_breaks_the_contract_when_asked_again_is_an_error(outputs: list[list[Output]]) -> None:
    class Odd(Able):
        def again(self, sentences: Sequence[str], source: Lang) -> list[list[Output]]:  # noqa: ARG002
            return outputs

    with pytest.raises(BackendError, match=f"translator Odd: asked again for 1 sentences, it gave {len(outputs)} res"):
        one(Odd(str), GERMAN)


SOME = st.sampled_from([GERMAN, ENGLISH, "", "The the the the", "Nein nein nein nein nein.", "The bank raises 14."])


@given(SOME | st.text(max_size=60), SOME | st.text(max_size=60))
def test_a_second_try_never_makes_it_worse(first: str, second: str) -> None:
    def hard(text: str) -> int:
        found = guards.flags(GERMAN, "de", text)
        none = not {"empty", "copied source", "not English"}.isdisjoint(found)
        return 9 * none + len(guards.HARD.intersection(found))

    output = one(Able(lambda _: first, second=lambda _: second), GERMAN)
    assert hard(output.text) == min(hard(first), hard(second) if hard(first) else hard(first))


def test_a_translator_that_cannot_try_again_keeps_its_first() -> None:
    dull = Dull(str)
    assert one(dull, GERMAN) == Output(GERMAN, -1.0, "greedy", flags=("copied source",))
    assert dull.asked == [[GERMAN]]


def test_english_is_left_alone() -> None:
    able = Able(str)
    assert one(able, "See @foo and 14 “men", CENTRAL, lang="en").text == "See @foo and 14 “men"
    assert (able.retried, able.begun, len(able.asked)) == ([], [], 1)


@pytest.mark.parametrize("outputs", [[], [Output("x"), Output("y")], ["x"]])
def test_a_translator_that_breaks_its_contract_is_an_error(outputs: list[Output]) -> None:
    class Odd(Dull):
        def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:  # noqa: ARG002
            return outputs

    with pytest.raises(BackendError, match=f"translator Odd: gave {len(outputs)} results for 1 sentences"):
        one(Odd(str), GERMAN)


# terms that are forced


def test_a_term_is_forced_where_the_score_is_best() -> None:
    able = Able(lambda _: ENGLISH)
    output = one(able, GERMAN, CENTRAL)
    assert output.text == "The central bank is raising the interest rate today, the spokesman said."
    assert (output.score, output.decoding, output.remarks) == (-0.5, "begun", ("term forced",))
    (beginnings,) = able.begun
    words = ENGLISH.split()
    assert beginnings[:3] == ["Central bank", "The central bank", "The bank central bank"]
    assert beginnings[-1] == f"{ENGLISH} central bank"
    assert len(beginnings) == len(words) + 1


def test_a_term_that_is_there_is_not_forced() -> None:
    able = Able(lambda _: "The Central Banks are raising the interest rate today, the spokesman said.")
    assert one(able, GERMAN, CENTRAL).decoding == "greedy"
    assert able.begun == []


@pytest.mark.parametrize(
    "end",
    [
        lambda _: "The bank is raising the interest rate today, the spokesman said.",  # the term is gone
        lambda begun: f"{begun} is raising it {'and raising it ' * 9}",  # a loop
        lambda begun: f"{begun} is raising the interest rate by 14 today, the spokesman said.",  # a number from nowhere
    ],
)
def test_a_term_is_not_forced_at_any_price(end: Callable[[str], str]) -> None:
    output = one(Able(lambda _: ENGLISH, end=end), GERMAN, CENTRAL)
    assert replace(output, flags=None) == Output(ENGLISH, -1.0, "greedy", ("term missing",))
    assert flags(output) == ("term missing",)


def test_an_unforceable_term_is_said_to_be_missing() -> None:
    assert one(Dull(lambda _: ENGLISH), GERMAN, CENTRAL).remarks == ("term missing",)


def test_several_terms_are_forced_one_after_another_and_none_is_lost_again() -> None:
    rate = Term("Zins", "lending rate")

    def end(begun: str) -> str:
        return (
            f"{begun} is raising the {'lending' if 'lending' in begun else 'interest'} rate today, the spokesman said."
        )

    able = Able(lambda _: ENGLISH, end=end)
    output = one(able, GERMAN, rate, CENTRAL)
    assert "central bank" in output.text.casefold()
    assert "lending rate" in output.text.casefold()
    assert (len(able.begun), output.decoding, output.remarks) == (2, "begun", ("term forced",))


def test_a_term_that_came_with_another_is_not_forced_again() -> None:
    able = Able(lambda _: ENGLISH, end=lambda begun: f"{begun} is raising the lending rate today, the spokesman said.")
    assert one(able, GERMAN, CENTRAL, Term("Zins", "lending rate")).remarks == ("term forced",)
    assert len(able.begun) == 1


def test_the_work_for_a_term_is_bounded() -> None:
    long = " ".join(f"Wort{place}" for place in range(100)) + " Zentralbank"
    able = Able(lambda _: " ".join(f"word{place}" for place in range(100)) + ".", end=lambda _: "")
    some = [Term(f"Zentralbank{place}", f"central bank {place}") for place in range(9)]
    one(able, long, CENTRAL, *some)
    assert len(able.begun) == checked.FORCED
    assert {len(beginnings) for beginnings in able.begun} == {checked.MOST}
    assert able.begun[0][-1].endswith("word99. central bank")  # near the place of the term in the source


def test_a_sentence_too_long_for_a_beginning_keeps_its_translation() -> None:
    class Short(Able):
        def continued(self, sentence: str, source: Lang, beginnings: Sequence[str]) -> list[Output]:  # noqa: ARG002
            return []

    assert one(Short(lambda _: ENGLISH), GERMAN, CENTRAL).remarks == ("term missing",)


@pytest.mark.parametrize(
    ("source", "english", "beginning"),
    [
        ("Er zahlte 1.234 Euro dafür.", "He paid 1,324 euros for it.", "He paid 1,234 euros"),
        ("Er zahlte 12 € dafür.", "He paid 12 for it.", "He paid €12"),
        ("Es waren 3 Mio. Leute dort.", "There were 3 billion people.", "There were 3 million"),
        ("Auf @foo steht es schon.", "It is there already.", "It is @foo"),
    ],
)
def test_numbers_and_things_are_forced_too(source: str, english: str, beginning: str) -> None:
    tail = {"He": " for it.", "Th": " people.", "It": " already."}[english[:2]]
    output = one(Able(lambda _: english, end=lambda begun: begun + tail, best=2), source)
    assert replace(output, flags=None) == Output(beginning + tail, -0.5, "begun", ("term forced",))


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("Er lief 500 Meter weit.", "He ran 1,640 feet."),
        ("Es waren 3 Mio. Leute dort.", "There were 3,000,000 people."),
        ("Er zahlte 12 € dafür.", "He paid twelve euros for it."),
    ],
)
def test_a_number_that_is_there_in_another_way_is_not_forced(source: str, english: str) -> None:
    able = Able(lambda _: english)
    assert one(able, source).text == english
    assert able.begun == []


# what is kept apart


def test_a_lost_thing_is_kept_apart() -> None:
    table = {
        "Siehe https://a.de/x, schrieb @foo (heute) dazu.": "Look at that.",
        "Siehe": "See.",
        "schrieb": "It was written by",
        "(heute) dazu.": "(today) about it.",
    }
    dull = Dull(of(table))
    output = one(dull, next(iter(table)))
    assert replace(output, flags=None) == Output(
        "See https://a.de/x, it was written by @foo (today) about it.", None, "greedy", ("kept apart",)
    )
    assert dull.asked[1:] == [["Siehe", "schrieb", "(heute) dazu."]]


def test_only_what_is_lost_is_cut_out_and_the_rest_when_it_is_lost_then() -> None:
    table = {
        "@foo lobt Bonn, @bar lobt Köln.": "@bar praises Cologne.",
        "lobt Bonn, @bar lobt Köln.": "Praises Bonn.",
        "lobt Bonn": "praises Bonn",
        "lobt Köln.": "praises Cologne.",
    }
    dull = Dull(of(table))
    assert one(dull, next(iter(table))).text == "@foo praises Bonn, @bar praises Cologne."
    assert [len(asked) for asked in dull.asked] == [1, 1, 2]


@pytest.mark.parametrize(
    ("source", "table", "expected"),
    [
        ("@foobar lobt @foo", {"lobt": "praises"}, "@foobar praises @foo"),
        ("Der Hund von @foo bellt.", {"Der Hund von": "The dog of", "bellt.": "Barks."}, "The dog of @foo Barks."),
        ("Der foo()x kommt.", {"Der": "The", "x kommt.": "x comes."}, "The foo()x comes."),
    ],
)
def test_parts_are_joined_as_they_stood(source: str, table: dict[str, str], expected: str) -> None:
    assert replace(one(Dull(of({source: "", **table})), source), flags=None) == Output(
        expected, None, "greedy", ("kept apart",)
    )


def test_what_befell_a_part_befell_the_whole() -> None:
    class Unfinished(Dull):
        def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:  # noqa: ARG002
            return [Output("See it", None, "greedy+pieces2+unfinished") for _ in sentences]

    output = one(Unfinished(str), "Siehe @foo")
    assert (output.decoding, output.remarks) == ("greedy", ("pieces2", "unfinished", "kept apart"))


def test_things_alone_need_no_translator() -> None:
    dull = Dull(lambda _: "nothing")
    assert one(dull, "@foo  #bar").text == "@foo #bar"
    assert len(dull.asked) == 1


WORD = st.sampled_from(["Der", "Hund,", "(siehe", "bellt.", "12", "„", "“", "Babuschkin", "1.234,5"]) | st.text(
    max_size=5
)
NAME = st.text("abcXYZ_019", min_size=1, max_size=6)
THING = (
    NAME.map("https://example.org/{}".format)
    | NAME.map("@a{}".format)
    | NAME.map("#a{}".format)
    | NAME.map("a{}@example.org".format)
)
HARM: list[Callable[[str], str]] = [
    str, str.upper, str.lower, lambda text: text[::-1], lambda _: "", lambda _: "The the the the the",
    lambda _: ENGLISH, lambda text: re.sub(r"\S*[@#/]\S*", "", text), lambda text: text.replace(" ", "")[:9],
]  # fmt: skip


@given(
    st.lists(st.lists(WORD | THING, max_size=8).map(" ".join), max_size=3),
    st.sampled_from(HARM),
    st.sampled_from([Dull, Able]),
    st.sampled_from(["de", "fr"]),
)
def test_every_thing_survives_any_translator(
    sentences: list[str], harm: Callable[[str], str], kind: type[Dull], lang: Lang
) -> None:
    """One output a sentence, in order, each with every address, handle and hashtag of its source to the letter."""
    outputs = checked.translate(kind(harm), sentences, lang, [()] * len(sentences))
    assert len(outputs) == len(sentences)
    for sentence, output in zip(sentences, outputs, strict=True):
        for word in sentence.split():
            if re.fullmatch(r"https://example.org/\w+|[@#]a[abcXYZ_019]*|a\w*@example.org", word, re.A):
                assert word.rstrip("_") in output.text
        assert all(term.english in output.text for term in terms.verbatim(sentence))


@given(st.lists(st.text(max_size=40), max_size=4), st.sampled_from(HARM), st.sampled_from([Dull, Able]))
def test_any_text_comes_out_in_order(sentences: list[str], harm: Callable[[str], str], kind: type[Dull]) -> None:
    together = checked.translate(kind(harm), sentences, "de", [()] * len(sentences))
    assert together == [one(kind(harm), sentence) for sentence in sentences]


# quotation marks and names


@pytest.mark.parametrize(("source", "translation", "expected"), QUOTES)
def test_quotation_marks_at_the_ends(source: str, translation: str, expected: str) -> None:
    output = one(Able(lambda _: translation, second=lambda _: translation), source)
    assert output.text == expected
    assert ("quotes mended" in flags(output)) == (translation != expected)


def test_a_name_is_spelt_as_the_article_spells_it() -> None:
    output = one(Dull(lambda _: "Igor Babuskin is leaving the firm."), "Igor Babuschkin verlässt die Firma.")
    assert replace(output, flags=None) == Output("Igor Babuschkin is leaving the firm.", -1.0, "greedy", ("respelled",))


def test_a_name_is_not_respelled_where_a_term_would_go() -> None:
    term = Term("Babuschkin", "Babuskin")
    output = one(Dull(lambda _: "Igor Babuskin is leaving the firm."), "Igor Babuschkin verlässt die Firma.", term)
    assert replace(output, flags=None) == Output("Igor Babuskin is leaving the firm.", -1.0, "greedy")


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        ("Am Dienstagmorgen brach der Damm.", "On Monday morning the dam broke.", "On Tuesday morning the dam broke."),
        ("Mittwochs ist zu, ab Mai offen.", "Shut on Mondays, from June open.", "Shut on Wednesdays, from May open."),
        ("Il part jeudi, en août.", "He leaves on Tuesday, in August.", "He leaves on Thursday, in August."),
        ("Am Montag und am Dienstag.", "On Monday and on Friday.", "On Monday and on Friday."),  # which, nobody knows
        ("Am Montag.", "On Tuesday and on Friday.", "On Tuesday and on Friday."),
        ("Am 3.4. endet es.", "It ends on May 3.", "It ends on May 3."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Dull, Able])
def test_a_day_that_became_another(kind: type[Dull], source: str, translation: str, expected: str) -> None:
    lang: Lang = "fr" if source.startswith("Il ") else "de"
    made = kind(lambda _: translation) if kind is Dull else Able(lambda _: translation, second=lambda _: translation)
    [output] = checked.translate(made, [source], lang, [()])
    assert output.text == expected
    assert ("date mended" in flags(output)) == (translation != expected)
    assert ("date differs" in guards.flags(source, lang, output.text)) == ("Montag" in source or "3.4." in source)


def test_remarks_stand_in_the_order_of_what_befell() -> None:
    source = "„Igor Babuschkin von der Zentralbank grüßt heute @foo.“"
    english = {
        source: source,
        "Igor Babuschkin von der Zentralbank grüßt heute": "Igor Babuskin of the bank greets today",
    }
    able = Able(
        lambda text: english.get(text, "Igor Babuskin greets"),
        second=lambda _: "Igor Babuskin greets all today.",
        end=lambda _: "",
    )
    output = one(able, source, CENTRAL)
    assert flags(output) == ("retried", "kept apart", "respelled", "quotes mended", "term missing")


# what the guards find


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """How often the guards looked at a source and its translation."""
    counts: Counter[tuple[str, str]] = Counter()
    look = guards.flags

    def flags_counted(source: str, lang: Lang, translation: str) -> tuple[str, ...]:
        counts[source, translation] += 1
        return look(source, lang, translation)

    monkeypatch.setattr(guards, "flags", flags_counted)
    return counts


QUIET = Watch(Console(file=io.StringIO()), "none")
REPLAY = {"path": str(FOLDER / "replay.jsonl")}


def configured(folder: Path) -> Config:
    """The five articles with recorded translations and no vectors."""
    options: dict[str, Any] = {"translator": "replay", "translator_options": REPLAY, "embedder": "none"}
    return Config(raw=ROOT / "raw", out=folder / "out", memory=folder / "memory", **options)


def test_the_guards_look_once_at_each_sentence_of_a_run(tmp_path: Path, looks: Counter[tuple[str, str]]) -> None:
    """While it is made; a second run has their findings from the memory, and both show the same."""
    config = configured(tmp_path)
    summary = run.run(config, QUIET, lambda: 0.0)
    [result] = map(read.result, read.results(config.out))
    english = {translation.sentence: translation.text for translation in result.translations}
    shown = {(one.text, english[one.id]) for one in result.sentences if one.lang != "en"}
    assert len(shown) > 40
    assert {pair: looks[pair] for pair in shown} == dict.fromkeys(shown, 1)
    looks.clear()
    again = run.run(config, QUIET, lambda: 0.0)
    assert (again.sources["remembered"], looks) == (summary.sources["translated"], Counter())
    assert list(map(read.result, read.results(config.out))) == [result]


def test_the_guards_look_once_at_what_the_memory_had_without_flags(
    tmp_path: Path, looks: Counter[tuple[str, str]]
) -> None:
    """What was imported, or remembered before flags were kept."""
    config = configured(tmp_path)
    texts = {"de": ["Es regnet."]}
    for expected in (1, 0):
        with closing(Memory(config.memory)) as memory, service.working(config, QUIET) as work:
            desk = service.Desk(config, QUIET, lambda: 0.0, memory, work)
            [chosen] = service.choose(config, ["de"], QUIET).values()
            if expected:
                memory.add_machine("de", chosen.signature, [("Es regnet.", Output("es regnet", remarks=("retried",)))])
            answer = desk.translate(texts)["de", "Es regnet."]
        assert answer.flags == ("retried", "copied source")
        assert looks.total() == expected
        looks.clear()


def test_a_translator_may_name_remarks_in_its_decoding() -> None:
    class Glued(Dull):
        def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:  # noqa: ARG002
            return [Output(ENGLISH, None, "mine+unfinished") for _ in sentences]

    assert one(Glued(str), GERMAN) == Output(ENGLISH, None, "mine", ("unfinished",), ())
