"""The room of languages: what is known of each stands there alone, and one more language is one record."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

import pipeline.language as room
from pipeline import bitext, guards, split
from pipeline.bitext import PlainText
from pipeline.config import Config
from pipeline.data import Article, Entry, Sentence
from pipeline.errors import ConfigError
from pipeline.language import codes, detect, lacking, language, languages, lexicon, names, news, quotations
from pipeline.language.record import Language, Splitting, Translating, Vocabulary, pattern, words
from pipeline.run import lines, run
from pipeline.translate import choose, load, renderings, terms

CODES = ("de", "fr", "es")  # what the project translates into may be named anywhere
ELSEWHERE = {"pipeline/evaluate/traps.py"}  # any target language: French sets blanks before marks


def knowledge(tree: ast.Module) -> Iterator[str]:
    """Where a module keeps a table by language, or asks which language it has before it."""
    for node in ast.walk(tree):
        match node:
            case ast.Dict():
                keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
                if not set(CODES).isdisjoint(keys):
                    yield f"{node.lineno}: a table by {', '.join(map(str, keys))}"
            case ast.Compare():
                for side in [node.left, *node.comparators]:
                    parts = side.elts if isinstance(side, ast.Tuple | ast.Set | ast.List) else [side]
                    if any(isinstance(part, ast.Constant) and part.value in CODES for part in parts):
                        yield f"{node.lineno}: {ast.unparse(node)}"
            case ast.MatchValue(value=ast.Constant(value=value)) if value in CODES:
                yield f"{node.lineno}: case {value!r}"


def test_nothing_is_known_of_a_language_elsewhere(root: Path) -> None:
    places = {}
    for path in sorted((root / "pipeline").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if not name.startswith("pipeline/language/") and (found := list(knowledge(ast.parse(path.read_text("utf-8"))))):
            places[name] = found
    assert {name: found for name, found in places.items() if name not in ELSEWHERE} == {}


@pytest.mark.parametrize(
    "source",
    ['TABLE = {"de": 1, "fr": 2}', 'lang == "de"', '"fr" != record.code', 'lang in ("de", "fr")',
     'match lang:\n    case "de":\n        pass'],
)  # fmt: skip
def test_a_table_elsewhere_would_be_found(source: str) -> None:
    assert list(knowledge(ast.parse(source)))


@pytest.mark.parametrize("code", ["de", "fr", "en"])
def test_a_record_lacks_nothing(code: str) -> None:
    assert lacking(language(code)) == ()


def test_what_a_record_lacks_is_named() -> None:
    some = Language(
        code="xx",
        name="Some",
        codes3=("xxx",),
        without="splitting.numbered page",
        splitting=Splitting(titles="Dr", ends="etc"),
    )
    found = lacking(some)
    assert "splitting.titles" not in found
    assert not [name for name in found if name == "splitting.numbered" or name.startswith("page.")]  # it has none
    assert found[0] == "splitting.goes_on"
    assert "vocabulary.function" in found
    assert "translating.marian" in found
    assert not [name for name in found if name.startswith("target.")]


def texts(record: Any) -> Iterator[tuple[str, str]]:
    for entry in fields(record):
        value = getattr(record, entry.name)
        if is_dataclass(value):
            yield from ((f"{entry.name}.{name}", text) for name, text in texts(value))
        elif isinstance(value, str):
            yield entry.name, value


@pytest.mark.parametrize("code", codes())
def test_patterns_can_be_read_and_find_no_nothing(code: str) -> None:
    record = language(code)
    patterns = [text for group in (record.page, record.speech, record.assertion) for _, text in texts(group)]
    patterns += [record.vocabulary.endings, record.vocabulary.elided, record.vocabulary.no_name_endings]
    for text in patterns:
        assert pattern(text).search("") is None, text


@pytest.mark.parametrize("code", codes())
def test_no_list_has_a_word_twice(code: str) -> None:
    for name, text in texts(language(code).splitting):
        listed = text.split()
        assert [word for word in set(listed) if listed.count(word) > 1] == [], name


def test_empty_fields_match_nothing() -> None:
    assert words("") == frozenset()
    assert pattern("").search("anything") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Die Polizei sucht nach dem Unfall Zeugen.", "de"), ("La police cherche des témoins.", "fr"),
     ("The police are looking for witnesses.", "en"), ("La policía busca testigos del accidente de ayer.", "es")],
)  # fmt: skip
def test_the_detector(text: str, code: str) -> None:
    assert detect.likeliest(text)[0] == code
    assert max(detect.probabilities(text), key=detect.probabilities(text).__getitem__) == code


@pytest.mark.parametrize(
    ("text", "inside"),
    [("Er sagte: „Wir kommen morgen alle wieder.“", ["Wir kommen morgen alle wieder."]),
     ("« Nous ne savons pas encore », dit-elle.", ["Nous ne savons pas encore"]),
     ("»Wir kommen morgen alle«, sagte er am späten Abend, »und bleiben hier bis Montag.«",
      ["Wir kommen morgen alle", "und bleiben hier bis Montag."]),
     ("das morgen früh hier endet“, sagte er am späten Abend.", ["das morgen früh hier endet"]),
     ("que personne ne le sait », dit-elle hier soir. « Nous verrons bien demain matin",
      ["que personne ne le sait", "Nous verrons bien demain matin"]),
     ("The “big one” is near.", []), ("no marks at all here", [])],
)  # fmt: skip
def test_quotations(text: str, inside: list[str]) -> None:
    assert [text[start:end] for start, end in quotations.quotations(text)] == inside


@pytest.mark.parametrize(
    ("texts", "inside"),
    [
        (["Er sagte: „Wir kommen.“", "Dann ging er."], []),
        (["„Wir kommen“-Rufe, „ja“.", "Dann ging er."], []),
        (["Er sagte: „Wir kommen.", "Alle kommen.“", "Dann ging er."], [1]),
        (["Er sagte: »Wir kommen.«", "Dann ging er."], []),
        (["Er sagte: »Wir kommen.", "Alle kommen.«", "Dann ging er."], [1]),
        (["Elle dit : « Nous venons. »", "Puis elle part."], []),
        (["Elle dit : « Nous venons.", "Tous. »", "Puis elle part."], [1]),
        (["He said: “We come.”", "Then he left."], []),
        (["He said: “We come.", "“All of us.”", "Then he left."], [1]),
        (['He said: "We come.', 'All of us."', "Then he left."], [1]),
        (["He said: “We come.", *["No end."] * 6], [1, 2, 3, 4]),
    ],
)
def test_sentences_inside_a_quotation(texts: list[str], inside: list[int]) -> None:
    sentences = [Sentence(str(n), "a", 0, len(text), text, "de", "body") for n, text in enumerate(texts)]
    assert quotations.quoting(sentences) == {str(n) for n in inside}


def test_names_of_all_languages() -> None:
    assert names.exonyms("München") == {"munich"}
    assert names.exonyms("Londres") == {"london"}
    assert names.unelided("l’Europe", language("fr")) == "Europe"
    assert names.unelided("l’Europe", language("de")) == "l’Europe"
    assert names.is_no_name("Montag")
    assert names.is_no_name("président")
    assert not names.is_no_name("Müller")


# --- one more language ----------------------------------------------------------------------------------------------

SPANISH = Language(
    code="es",
    name="Spanish",
    codes3=("spa",),
    splitting=Splitting(titles="Sr Sra Dr Dra", starters="El La Los Las Un Una", number_stop="end"),
    vocabulary=Vocabulary(function="el la los las de que en y un una por con se del al"),
)
EVENT_ES = (
    "Un incendio en el puerto de Santander\n\n"
    "Un incendio destruyó el lunes un almacén en el puerto de Santander. El Sr. Gómez, portavoz de los bomberos, dijo "
    "que no hubo heridos. Las causas del fuego se desconocen por ahora.\n"
)
EVENT_EN = (
    "A fire in the port of Santander\n\n"
    "A fire destroyed a warehouse in the port of Santander on Monday. Mr. Gómez, a spokesman for the firefighters, "
    "said that nobody was hurt. The cause of the fire is not known yet.\n"
)


class Silent:
    """Looks on and says nothing."""

    def note(self, line: str) -> None: ...

    def begin(self, stage: str, total: int) -> None: ...

    def step(self, count: int) -> None: ...


@pytest.fixture
def spanish(monkeypatch: pytest.MonkeyPatch) -> Language:
    """Spanish, known while a test runs."""
    monkeypatch.setattr(room, "_RECORDS", {record.code: record for record in languages()})
    room.register(SPANISH)
    return SPANISH


def test_a_fourth_language_is_read_split_and_shown_untranslated(spanish: Language, tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "fire"
    folder.mkdir(parents=True)
    (folder / "1.es.txt").write_text(EVENT_ES, "utf-8")
    (folder / "2.en.txt").write_text(EVENT_EN, "utf-8")
    config = Config(
        raw=tmp_path / "raw", out=tmp_path / "out", memory=tmp_path / "memory.sqlite", embedder="none",
        date=date(2026, 11, 1),
    )  # fmt: skip
    summary = run(config, Silent(), lambda: 0.0)
    assert summary.failures == []
    assert summary.sources["untranslated"] == summary.foreign == 4
    warned = [warning.reason for warning in summary.warnings if warning.item == "fire/1.es"]
    assert len(warned) == 1
    assert "no translator from Spanish" in warned[0]
    assert all(field in warned[0] for field in lacking(spanish))
    page = (tmp_path / "out" / "fire" / "synopsis.html").read_text("utf-8")
    assert "Un incendio destruyó el lunes un almacén" in page
    assert "Spanish" in page
    links = (tmp_path / "out" / "fire" / "links.jsonl").read_bytes().splitlines()
    assert [link for link in map(msgspec.json.decode, links) if link["kind"] != "unlinked"] == []


@pytest.mark.usefixtures("spanish")
def test_a_fourth_language_is_split_by_its_own_words() -> None:
    sentences = split.split(Article("1.es", "fire", "", "es", "", EVENT_ES))
    assert [sentence.text.split()[0] for sentence in sentences] == ["Un", "Un", "El", "Las"]
    assert {sentence.lang for sentence in sentences} == {"es"}
    assert sentences[2].text.startswith("El Sr. Gómez")


@pytest.mark.usefixtures("spanish")
def test_a_text_of_a_language_without_translator_is_refused_by_name(tmp_path: Path) -> None:
    config = Config(memory=tmp_path / "memory.sqlite", embedder="none")
    message = re.escape("no translator for Spanish (es), of '¡Hola!'")
    with pytest.raises(ConfigError, match=message):
        list(lines(config, Silent(), lambda: 0.0, [("es", ["¡Hola!"])]))
    sides = PlainText("es", ("¡Hola!",)), PlainText("en", ("Hello!",))
    with pytest.raises(ConfigError, match=message):
        list(bitext.texts(config, Silent(), lambda: 0.0, [sides], translate=True))


@pytest.mark.usefixtures("spanish")
def test_a_guard_without_its_table_finds_nothing() -> None:
    source, english = "El puente no se abrió ayer y nadie sabe por qué.", "The bridge opened yesterday."
    assert guards.negations_lost(source, "es", english) == ()
    assert guards.clause_missing(source, "es", english) == ""
    assert guards.untranslated(source, "es", english) == ""
    assert guards.flags(source, "es", english) == ()
    assert lexicon.entry("puente", "es").parts == 0
    assert lexicon.name("Santander", "es") == 0


SPANISH_TEXTS = ("El 14 de mayo murieron 12 personas, dijo él: «No lo sé todavía, de verdad».", "¡Hola!", "3 %", "")


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("text", SPANISH_TEXTS)
def test_what_reads_any_language_copes_with_a_record_of_few_fields(text: str) -> None:
    assert set(guards.flags(text, "es", "On May 14, twelve people died, he said.")) <= set(guards.FLAGS)
    assert terms.glossary_terms(text, "es", [Entry("personas", "people", "es")]) == (
        (terms.Term("personas", "people"),) if "personas" in text else ()
    )
    assert all(term.source in text for term in (*terms.verbatim(text), *terms.numbers(text, "es")))
    assert renderings.respelled(text, "es", "On May 14") == "On May 14"


def test_a_language_goes_when_it_is_not_registered_any_more() -> None:
    assert all(record is not SPANISH for record in languages())
    with pytest.raises(KeyError):
        language("xx")


@pytest.mark.usefixtures("spanish")
def test_a_model_can_be_named_for_a_language_that_is_known() -> None:
    load("marian", {"model_es": "models/es-en"})
    with pytest.raises(ConfigError, match="no option 'model_xx'"):
        load("marian", {"model_xx": "models/xx-en"})


@pytest.mark.usefixtures("spanish")
def test_the_embedded_model_is_not_chosen_for_what_it_was_not_taught() -> None:
    with pytest.raises(ConfigError, match=r"no Marian model for es on disk, and the embedded model lacks Spanish"):
        choose(["es"], {"model_es": "models/nowhere"})


def test_the_smallest_record_that_can_be_translated() -> None:
    small = Language(code="xx", name="Some", codes3=("xxx",), translating=Translating(marian="someone/opus-mt-xx-en"))
    assert "translating.marian" not in lacking(small)


def test_no_word_of_the_news_stands_on_both_sides() -> None:
    """A line of opposites says what of one thing excludes what; an item on both sides would exclude itself."""
    lines = (Path(news.__file__).parent / "opposites.txt").read_text("utf-8").splitlines()
    assert len(lines) > 300
    for line in lines:
        left, right = (set(side.split(",")[0].split()) | set(side.split(", ")[1:]) for side in line.split(" : "))
        assert left.isdisjoint(right), line


@pytest.mark.parametrize(
    ("left", "right", "opposed"),
    [
        (("come", "The sprinklers came on", False), ("dry", "The sprinklers stayed dry", False), True),
        (("come", "The sprinklers came on", True), ("dry", "The sprinklers stayed dry", False), False),
        (("testify", "He refused to testify", True), ("testify", "He did not testify", True), False),
        (("resign", "She resigned", False), ("stay", "She stays on", False), True),
        (("open", "The park opened", False), ("open", "The park is open", False), False),
    ],
)
def test_what_of_one_thing_excludes_what(
    left: tuple[str, str, bool], right: tuple[str, str, bool], opposed: bool
) -> None:
    mine, yours = (news.sides([lemma], text, denied=denied) for lemma, text, denied in (left, right))
    assert any((line, 1 - side) in yours and (line, side) not in yours for line, side in mine) is opposed


def test_words_that_mean_the_same() -> None:
    assert news.same_word("vessel") == news.same_word("ship")
    assert news.same_word("zebra") == "zebra"
    assert news.same_word("May") == "May"  # a name stays
    assert dict(news.fates("He lost his life, she was discharged from hospital.")).keys() == {"killed", "home"}
