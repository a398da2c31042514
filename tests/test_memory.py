"""The memory: nothing is lost or mixed up, people win, what is forgotten is gone."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data import Output
from pipeline.errors import ConfigError, InputError, OutputError
from pipeline.memory import HUMAN, Added, Counts, Memory, Unit, key
from pipeline.memory.merge import Contradiction, Merged

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
WORDS = st.lists(TEXTS, max_size=3).map(tuple)
OUTPUTS = st.builds(Output, TEXTS, st.none() | st.floats(-100, 0), TEXTS, WORDS, st.none() | WORDS)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "deep" / "memory.sqlite3")


@given(st.dictionaries(TEXTS, OUTPUTS, max_size=20))
def test_what_was_kept_comes_back_after_reopening(tmp_path_factory: pytest.TempPathFactory, made: dict) -> None:
    path = tmp_path_factory.mktemp("memory") / "m"
    first = Memory(path)
    first.add_machine("de", "sig", made.items())
    first.close()
    assert Memory(path).translations("de", [*made, "not there"], "sig") == made


def test_more_texts_than_one_query_can_name(memory: Memory) -> None:
    made = {str(n): Output(f"english {n}") for n in range(1203)}
    memory.add_machine("fr", "sig", made.items())
    assert memory.translations("fr", made, "sig") == made


@pytest.mark.parametrize(("lang", "text", "signature"), [("fr", "Tag", "a"), ("de", "tag", "a"), ("de", "Tag", "b")])
def test_another_language_text_or_signature_is_another_translation(
    memory: Memory, lang: str, text: str, signature: str
) -> None:
    memory.add_machine("de", "a", [("Tag", Output("day"))])
    assert memory.translations(lang, [text], signature) == {}


def test_language_and_text_cannot_run_together() -> None:
    assert key("de", "x") != key("de", "x\0") != key("en", "x")


def test_vectors_come_back_exactly(memory: Memory) -> None:
    rows = np.random.default_rng(0).normal(size=(3, 5)).astype(np.float16).astype(np.float32)
    memory.add_vectors("v", ["a", "b", "c"], rows)
    found = memory.vectors(["c", "a"], "v")
    np.testing.assert_array_equal(found["c"], rows[2])
    np.testing.assert_array_equal(found["a"], rows[0])
    assert memory.vectors(["a"], "w") == {}


def test_forgetting_takes_what_only_this_article_holds(memory: Memory) -> None:
    memory.add_machine("de", "s", [("nur hier", Output("only here")), ("beide", Output("both"))])
    memory.add([Unit("de", "nur hier", "just here", "human")])
    memory.add_vectors("v", ["only here", "both"], np.zeros((2, 2), np.float32))
    memory.use({"story/1.de": [("de", "nur hier"), ("de", "beide"), ("en", "only here"), ("en", "both")]})
    memory.use({"story/2.de": [("de", "beide"), ("en", "both")]})
    assert memory.forget("story/1.de") == Counts(machine=1, human=1, vectors=1, articles=1)
    assert memory.translations("de", ["nur hier", "beide"], "s") == {"beide": Output("both")}
    assert memory.vectors(["only here", "both"], "v").keys() == {"both"}
    assert memory.articles() == ["story/2.de"]
    memory.close()
    for file in memory.path.parent.iterdir():  # not in a free page or in the log either
        assert b"nur hier" not in file.read_bytes()
        assert b"only here" not in file.read_bytes()


def test_forgetting_a_story_takes_all_its_articles_and_no_other(memory: Memory) -> None:
    memory.add_machine("de", "s", [("a", Output("A")), ("b", Output("B")), ("c", Output("C"))])
    memory.use({"fire/1.de": [("de", "a")]})
    memory.use({"fire/2.de": [("de", "a"), ("de", "b")]})
    memory.use({"fire-two/1.de": [("de", "c")]})
    assert memory.forget("fire") == Counts(machine=2, human=0, vectors=0, articles=2)
    assert memory.articles() == ["fire-two/1.de"]
    assert memory.translations("de", ["a", "b", "c"], "s") == {"c": Output("C")}


def test_forgetting_a_story_leaves_those_in_its_folder(memory: Memory) -> None:
    memory.add([Unit("de", "a", "A", HUMAN), Unit("de", "b", "B", HUMAN)])
    memory.use({"elections/1.de": [("de", "a")], "elections/saxony/1.de": [("de", "b")]})
    for story in ("elections", "elections/saxony"):
        memory.note("/out", story, "key", b"")
    assert memory.forget("elections") == Counts(machine=0, human=1, vectors=0, articles=1)
    assert memory.human("de", ["a", "b"]) == {"b": "B"}
    assert memory.noted_stories("/out") == ["elections/saxony"]
    memory.note("/out", "elections", "key", b"")
    memory.forget("elections/saxony/1.de")
    assert memory.noted_stories("/out") == ["elections"]


def test_forgetting_what_no_article_holds(memory: Memory) -> None:
    """People's translations stay, with the machine's of the same source: it is told from theirs by that."""
    memory.add_machine("de", "s", [("held", Output("H")), ("loose", Output("L")), ("theirs", Output("M"))])
    memory.add([Unit("de", "theirs", "T", "human")])
    memory.add_vectors("v", ["H", "L"], np.zeros((2, 2), np.float32))
    memory.use({"fire/1.de": [("de", "held"), ("en", "H")]})
    assert memory.forget_loose() == Counts(machine=1, human=0, vectors=1, articles=0)
    assert memory.translations("de", ["held", "loose", "theirs"], "s").keys() == {"held", "theirs"}
    assert memory.human("de", ["theirs"]) == {"theirs": "T"}
    assert memory.vectors(["H", "L"], "v").keys() == {"H"}
    memory.close()
    assert all(b"loose" not in file.read_bytes() for file in memory.path.parent.iterdir())


@pytest.mark.parametrize(
    ("unit", "added", "wins"),
    [
        (Unit("de", "a", "A", "s"), Added(0, 0, 1), None),  # as it was
        (Unit("de", "a", "A", HUMAN), Added(0, 0, 1), None),  # as it was, by a tool that drops signatures
        (Unit("de", "a", "Ay", "s"), Added(1, 0, 0), "Ay"),  # edited, by a tool that keeps signatures
        (Unit("de", "a", "Ay", HUMAN), Added(1, 0, 0), "Ay"),
        (Unit("de", "a", "Ay", "other"), Added(0, 1, 0), None),  # another machine's
        (Unit("de", "new", "New", "s"), Added(0, 1, 0), None),
        (Unit("de", "new", "New", HUMAN), Added(1, 0, 0, loose=("new",)), "New"),
    ],
)
def test_who_made_an_imported_translation(memory: Memory, unit: Unit, added: Added, wins: str | None) -> None:
    memory.add_machine("de", "s", [("a", Output("A"))])
    assert memory.add([unit]) == added
    assert memory.human("de", [unit.source]).get(unit.source) == wins
    assert memory.translations("de", ["a"], "s") == {"a": Output("A")}


@pytest.mark.parametrize(
    ("units", "added", "wins"),
    [
        ([Unit("de", "a", "A", HUMAN), Unit("de", "a", "A", "s")], Added(1, 0, 1), "A"),  # back to the machine's words
        ([Unit("de", "a", "A", HUMAN)], Added(1, 0, 0), "A"),
        ([Unit("de", "a", "B", "s")], Added(1, 0, 0), "B"),  # to another machine's
        ([Unit("de", "a", "P", HUMAN), Unit("de", "a", "A", "s")], Added(0, 0, 2), "P"),  # as it was exported
        ([Unit("de", "a", "P", HUMAN), Unit("de", "a", "A", HUMAN)], Added(0, 0, 2), "P"),  # without signatures
        ([Unit("de", "a", "A", HUMAN), Unit("de", "a", "P", HUMAN)], Added(0, 0, 2), "P"),
        ([Unit("de", "a", "P", "s")], Added(0, 0, 1), "P"),  # the edited file once more
    ],
)
def test_a_person_may_go_back_to_the_words_of_a_machine(
    memory: Memory, units: list[Unit], added: Added, wins: str
) -> None:
    memory.add_machine("de", "s", [("a", Output("A"))])
    memory.add_machine("de", "t", [("a", Output("B"))])
    memory.add([Unit("de", "a", "P", HUMAN)])
    assert memory.add(units) == added
    assert memory.human("de", ["a"]) == {"a": wins}
    assert memory.translations("de", ["a"], "s") == {"a": Output("A")}


SAME = [
    ("Der Hafen brennt.", "\n  Der Hafen\n  brennt. "),
    ("Il dit\u00a0: non.", "Il dit : non."),
    ("L\u2019été.", "L\u2019e\u0301te\u0301."),
    ("Zwei\u2028Zeilen", "Zwei Zeilen"),
]


@pytest.mark.parametrize(("written", "edited"), [*SAME, *((b, a) for a, b in SAME)])
def test_a_correction_counts_although_its_source_went_through_an_editor(
    memory: Memory, written: str, edited: str
) -> None:
    memory.add_machine("fr", "s", [(written, Output("Machine"))])
    memory.use({"story/1.fr": [("fr", written)]})
    assert memory.add([Unit("fr", edited, " Machine\n", "s")]) == Added(0, 0, 1)  # nobody changed anything
    assert memory.add([Unit("fr", edited, "Person", "s")]) == Added(1, 0, 0)
    assert memory.human("fr", [written, "Other"]) == {written: "Person"}
    assert memory.translations("fr", [written], "s") == {written: Output("Machine")}
    assert memory.people_digest("story") != memory.people_digest("another")
    memory.forget("story")
    assert memory.human("fr", [written]) == {}
    assert list(memory.units()) == []


def test_an_import_that_breaks_off_brings_nothing(memory: Memory) -> None:
    def units() -> Iterator[Unit]:
        yield Unit("de", "a", "A", HUMAN)
        yield Unit("de", "b", "B", "s")
        raise InputError("not well-formed")

    with pytest.raises(InputError):
        memory.add(units())
    assert list(memory.units()) == []


def test_a_memory_of_schema_3_keeps_what_people_translated(tmp_path: Path) -> None:
    """It had people's translations under their sources as they were written."""
    path, written = tmp_path / "old", "Il dit\u00a0: non."
    old = sqlite3.connect(path)
    old.executescript(SCHEMA_3)
    old.execute("INSERT INTO text VALUES (?, 'fr', ?)", (key("fr", written), written))
    old.execute("INSERT INTO human VALUES (?, 'He says: no.', 'me')", (key("fr", written),))
    old.execute("INSERT INTO used VALUES ('story/1.fr', ?)", (key("fr", written),))
    old.commit()
    old.close()
    for _ in range(2):
        with closing(Memory(path)) as memory:
            assert memory.human("fr", [written, "Il dit : non."]) == {
                written: "He says: no.", "Il dit : non.": "He says: no."
            }  # fmt: skip
    with closing(Memory(path)) as memory:
        memory.forget("story")
        assert list(memory.units()) == []


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE theirs (x)")
    db.close()
    with pytest.raises(ConfigError, match="not a memory"):
        Memory(tmp_path / "other.db")


def test_forgetting_what_is_not_there_says_so(memory: Memory) -> None:
    with pytest.raises(ConfigError, match=r"no article or story 'story/9\.de'"):
        memory.forget("story/9.de")


def test_units_lists_people_first_then_machines(memory: Memory) -> None:
    memory.add_machine("fr", "s", [("b", Output("B", -0.5, "beam:4")), ("a", Output("A"))])
    memory.add([Unit("fr", "b", "Bee", "human", author="translator")])
    assert list(memory.units()) == [
        Unit("fr", "b", "Bee", "human", author="translator"),
        Unit("fr", "a", "A", "s"),
        Unit("fr", "b", "B", "s", -0.5, "beam:4"),
    ]


SCHEMA_1 = """
CREATE TABLE text (key BLOB PRIMARY KEY, lang TEXT NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE machine (
    key BLOB NOT NULL, signature TEXT NOT NULL, english TEXT NOT NULL, score REAL, decoding TEXT NOT NULL,
    PRIMARY KEY (key, signature)) WITHOUT ROWID;
CREATE TABLE human (key BLOB PRIMARY KEY, english TEXT NOT NULL, author TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE vector (
    key BLOB NOT NULL, signature TEXT NOT NULL, row BLOB NOT NULL, PRIMARY KEY (key, signature)) WITHOUT ROWID;
CREATE TABLE used (article TEXT NOT NULL, key BLOB NOT NULL, PRIMARY KEY (article, key)) WITHOUT ROWID;
CREATE INDEX used_by_key ON used (key);
CREATE TABLE rate (signature TEXT PRIMARY KEY, sentences INTEGER NOT NULL, seconds REAL NOT NULL) WITHOUT ROWID;
PRAGMA user_version = 1;
"""


SCHEMA_3 = (
    SCHEMA_1.replace("PRIMARY KEY (key, signature)) WITHOUT ROWID;\nCREATE TABLE human", """
    remarks TEXT NOT NULL DEFAULT '[]', flags TEXT, PRIMARY KEY (key, signature)) WITHOUT ROWID;
CREATE TABLE parse (
    key BLOB NOT NULL, signature TEXT NOT NULL, claims BLOB NOT NULL, PRIMARY KEY (key, signature)) WITHOUT ROWID;
CREATE TABLE human""").replace("user_version = 1", "user_version = 3")
)  # fmt: skip


def test_a_memory_of_schema_1_is_read_right(tmp_path: Path) -> None:
    """What befell a translation was glued to its decoding then; nobody had kept what the guards found."""
    path = tmp_path / "old"
    rows = {"a": "greedy", "b": "beam4+pieces2+retried", "c": "copied", "d": "", "e": "mine+yours"}
    old = sqlite3.connect(path)
    old.executescript(SCHEMA_1)
    for text, decoding in rows.items():
        old.execute("INSERT INTO text VALUES (?, 'de', ?)", (key("de", text), text))
        old.execute("INSERT INTO machine VALUES (?, 's', ?, -0.5, ?)", (key("de", text), text.upper(), decoding))
    old.commit()
    old.close()
    expected = {
        "a": Output("A", -0.5, "greedy"),
        "b": Output("B", -0.5, "beam4", ("pieces2", "retried")),
        "c": Output("C", -0.5, "", ("copied",)),
        "d": Output("D", -0.5),
        "e": Output("E", -0.5, "mine+yours"),
    }
    for _ in range(2):  # brought to today's schema, and opened as such
        memory = Memory(path)
        assert memory.translations("de", rows, "s") == expected
        memory.close()
    new = Memory(path)
    new.add_machine("de", "s", [("a", Output("A", flags=("empty",)))])
    assert new.translations("de", ["a"], "s") == {"a": Output("A", flags=("empty",))}


def test_rate_is_that_of_the_last_run(memory: Memory) -> None:
    assert memory.rate("s") is None
    memory.add_rate("s", 10, 4.0)
    memory.add_rate("s", 30, 10.0)
    assert memory.rate("s") == 3.0


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    def fill(start: int) -> None:
        memory = Memory(tmp_path / "m")
        for n in range(start, start + 40):
            memory.add_machine("de", "s", [(str(n), Output(str(n)))])
        memory.close()

    threads = [threading.Thread(target=fill, args=(start,)) for start in (0, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Memory(tmp_path / "m").counts().machine == 80


def test_a_file_that_another_run_makes_in_this_moment_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "m"
    looked_at = Path.stat

    def made_since(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        try:
            return looked_at(self, follow_symlinks=follow_symlinks)
        finally:
            path.touch()

    monkeypatch.setattr(Path, "stat", made_since)
    Memory(path).close()


def test_a_failed_batch_leaves_nothing_behind(memory: Memory) -> None:
    with pytest.raises(OutputError):
        memory.add_machine("de", "s", [("a", Output("A")), ("b", Output(None))])  # type: ignore[arg-type]
    assert memory.counts().machine == 0


def test_a_file_that_is_no_memory_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, and more than a hundred bytes of it, " * 5)
    with pytest.raises(OutputError, match=r"notes\.txt: cannot"):
        Memory(path)
    assert path.read_text().startswith("not a database")


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "m") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(ConfigError, match="newer version"):
        Memory(tmp_path / "m")


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_told_with_a_way_out(tmp_path: Path, seed: int) -> None:
    """Bytes changed, the end cut off, a page of zeros."""
    random, path = Random(seed), tmp_path / "memory"
    with closing(Memory(path)) as memory:
        memory.add_machine("de", "s", [(f"Satz {n} {'x' * 200}", Output(f"Line {n} {'y' * 200}")) for n in range(60)])
        memory.add([Unit("de", f"Satz {n}", "Line", HUMAN) for n in range(20)])
        memory.use({"story/1.de": [("de", f"Satz {n} {'x' * 200}") for n in range(60)]})
    content = bytearray(path.read_bytes())
    if seed % 3 == 0:
        for _ in range(20):
            content[random.randrange(len(content))] = random.randrange(256)
    elif seed % 3 == 1:
        del content[random.randrange(1, len(content)) :]
    else:
        start = random.randrange(len(content) - 4096)
        content[start : start + 4096] = bytes(4096)
    path.write_bytes(content)
    try:
        with closing(Memory(path)) as memory:
            uses: list[Callable[[], object]] = [
                memory.counts, lambda: list(memory.units()), lambda: memory.translations("de", ["Satz 1"], "s"),
                lambda: memory.people_digest("story"), lambda: memory.forget("story"), memory.forget_loose,
            ]  # fmt: skip
            for use in uses:
                with suppress(OutputError, ConfigError):
                    use()
    except (OutputError, ConfigError) as error:
        assert any(fix in str(error) for fix in ("restore a copy", "name another file", "upgrade"))  # noqa: PT017


# Merging


def story_of(modified: int) -> bytes:
    """What a run notes of a story whose newest file was written then."""
    return b'{"files":[{"name":"a","size":1,"modified":7},{"name":"b","size":1,"modified":%d}]}' % modified


def filled(path: Path, name: str) -> Memory:
    """A memory with one of everything of its own, and what all of them have."""
    memory = Memory(path)
    memory.add_machine("de", "s", [("alle", Output("all")), (name, Output(f"only {name}"))])
    memory.add_vectors(f"encoder {name}", ["all"], np.ones((1, 2), np.float32))
    memory.add_vectors("encoder", ["all", name], np.full((2, 2), len(name), np.float32))
    memory.add_parses("p", {name: ()})
    memory.use({f"story {name}/1.de": [("de", name)]})
    memory.note("/out", f"story {name}", "key", story_of(1))
    return memory


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def test_a_merged_memory_has_what_both_had_and_merging_again_changes_nothing(tmp_path: Path) -> None:
    filled(tmp_path / "b", "bb").close()
    before = (tmp_path / "b").read_bytes()
    with closing(filled(tmp_path / "a", "a")) as memory:
        assert memory.merge(tmp_path / "b") == Merged(
            machine=1, human=0, vectors=2, parses=1, stories=1, contradictions=()
        )
        assert memory.translations("de", ["alle", "a", "bb"], "s").keys() == {"alle", "a", "bb"}
        rows = memory.vectors(["all", "a", "bb"], "encoder")
        assert {text: row.tolist() for text, row in rows.items()} == {"all": [1, 1], "a": [1, 1], "bb": [2, 2]}
        assert memory.vectors(["all"], "encoder bb").keys() == {"all"}
        assert memory.articles() == ["story a/1.de", "story bb/1.de"]
        assert memory.noted_stories("/out") == ["story a", "story bb"]
        first = dump(tmp_path / "a")
        assert memory.merge(tmp_path / "b") == Merged(0, 0, 0, 0, 0, ())
    assert dump(tmp_path / "a") == first
    assert (tmp_path / "b").read_bytes() == before


def test_what_people_entered_wins_and_their_contradictions_are_named(tmp_path: Path) -> None:
    with closing(Memory(tmp_path / "b")) as other:
        other.add([Unit("de", "Tag", "day", HUMAN, author="B"), Unit("de", "Haus", "home", HUMAN)])
    with closing(Memory(tmp_path / "a")) as memory:
        memory.add_machine("de", "s", [("Tag", Output("tag"))])
        memory.add([Unit("de", "Haus", "house", HUMAN)])
        merged = memory.merge(tmp_path / "b")
        assert (merged.human, merged.contradictions) == (1, (Contradiction("de", "Haus", "house", "home"),))
        assert memory.human("de", ["Tag", "Haus"]) == {"Tag": "day", "Haus": "house"}


@pytest.mark.parametrize("order", ["ab", "ba", "abab"])
def test_of_a_story_that_both_know_the_newer_note_counts(tmp_path: Path, order: str) -> None:
    for name, modified in (("a", 20), ("b", 10)):
        with closing(Memory(tmp_path / name)) as memory:
            memory.note("/out", "story", f"key {name}", story_of(modified))
    with closing(Memory(tmp_path / "merged")) as memory:
        for name in order:
            memory.merge(tmp_path / name)
        assert memory.noted("/out", "story") == ("key a", story_of(20))


def older(path: Path) -> None:
    with closing(Memory(path)):
        pass
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 3")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (older, "schema 3, expected 4; `synopsis memory --memory"),
        (lambda path: sqlite3.connect(path).execute("CREATE TABLE x (y)"), "schema 0, expected 4; it is no memory"),
        (lambda _: None, "no memory here"),
        (lambda path: path.symlink_to(path.with_name("memory")), "this very memory"),
    ],
)
def test_what_is_no_memory_of_this_schema_is_not_merged(
    tmp_path: Path, make: Callable[[Path], object], message: str
) -> None:
    with closing(Memory(tmp_path / "memory")) as memory:
        make(tmp_path / "other")
        with pytest.raises(ConfigError, match=message):
            memory.merge(tmp_path / "other")


def test_a_merge_that_breaks_off_brings_nothing(tmp_path: Path) -> None:
    filled(tmp_path / "b", "bb").close()
    with closing(sqlite3.connect(tmp_path / "b", isolation_level=None)) as database:
        database.execute("DROP TABLE human")
    with closing(filled(tmp_path / "a", "a")) as memory:
        with pytest.raises(OutputError, match="cannot read the memory"):
            memory.merge(tmp_path / "b")
        assert memory.translations("de", ["bb"], "s") == {}
        assert memory.noted_stories("/out") == ["story a"]
