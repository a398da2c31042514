"""What was already made: translations, vectors and parses, kept in SQLite under what they were made from.

Machine translations are found by (source language, source text, signature), human ones by (source language, source
text), vectors by (language, text, signature), parses by (English text, signature). Work is committed batch by batch, so
starting a killed run again is how it resumes. Several runs may share one file (write-ahead log; writers wait for one
another).
"""

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from pipeline.data import Claim, Lang, Output
from pipeline.errors import ConfigError
from pipeline.memory.merge import Merged, ReadOnlyMemory, merge
from pipeline.memory.schema import SCHEMA, VERSION, canonical, form_key, key, upgrade
from pipeline.memory.store import Store

if TYPE_CHECKING:
    from numpy.typing import NDArray

WAIT_SECONDS = 60.0  # how long a writer waits for another run's commit
TRIES = 600  # in that time, where SQLite leaves the waiting to us
CHUNK = 500  # keys a query: below SQLite's limit on variables


@dataclass(frozen=True, slots=True)
class Unit:
    """One remembered translation. A human one has the signature "human" and perhaps an author.

    `changed`: when, as another tool notes it (20260102T030405Z); of two of one source the later counts.
    """

    lang: Lang
    source: str
    english: str
    signature: str
    score: float | None = None
    decoding: str = ""
    author: str = ""
    remarks: tuple[str, ...] = ()
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each the memory holds, or an operation touched."""

    machine: int
    human: int
    vectors: int
    articles: int


@dataclass(frozen=True, slots=True)
class Added:
    """What an import brought: translations by people, by machines, and those that were here already; `replaced`: of
    people's, those that another one of the same source followed, which counts; `loose`: the sources of people's that
    nothing here knows."""

    human: int
    machine: int
    known: int
    replaced: int = 0
    loose: tuple[str, ...] = ()


HUMAN = "human"  # the signature of a translation that a person made or edited


def _source_of(unit: Unit) -> tuple[Lang, str]:
    """What people's translations are found by."""
    return unit.lang, canonical(unit.source)


def _reads_as(unit: Unit, english: Iterable[str]) -> bool:
    return canonical(unit.english) in map(canonical, english)


def _is_known(unit: Unit, remembered: Mapping[str, str]) -> bool:
    """Whether a unit reads as that of its signature here, or as a person's; where there is neither, as any.

    `remembered`: signature → the English of its source.
    """
    own = [remembered[name] for name in (unit.signature, HUMAN) if name in remembered]
    return _reads_as(unit, own or remembered.values())


def _columns(output: Output) -> tuple[str, float | None, str, str, str | None]:
    """An output as the table `machine` has it."""
    flags = None if output.flags is None else json.dumps(output.flags, ensure_ascii=False)
    return output.text, output.score, output.decoding, json.dumps(output.remarks, ensure_ascii=False), flags


def _output(english: str, score: float | None, decoding: str, remarks: str, flags: str | None) -> Output:
    flag_names = None if flags is None else tuple(json.loads(flags))
    return Output(english, score, decoding, tuple(json.loads(remarks)), flag_names)


def _story_of(article: str) -> str:
    return article.rpartition("/")[0]


class Memory(Store):
    """An open memory file; made, with its folder, if it is not there.

    Raises OutputError: the file cannot be made, read or written, or is no memory; ConfigError: a newer version of this
        program wrote it.
    """

    noun = "memory"

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._opening(VERSION):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
            self._write_ahead()
            self._db.execute("PRAGMA synchronous = FULL")  # a batch that was announced as done survives a power cut
            self._prepare()

    def translations(self, lang: Lang, texts: Iterable[str], signature: str) -> dict[str, Output]:
        """What the translator of this signature made of `texts` before.

        Their flags are those of the guards that the signature names; None where the guards have not looked.
        """
        query = "SELECT key, english, score, decoding, remarks, flags FROM machine WHERE signature = ? AND key"
        with self._file_errors("read"):
            return {text: _output(*columns) for text, columns in self._by_key(lang, texts, query, (signature,))}

    def human(self, lang: Lang, texts: Iterable[str]) -> dict[str, str]:
        """What people made of `texts`, or of texts that differ from them in blanks or the like; it wins over any
        machine's."""
        forms = {text: canonical(text) for text in texts}
        query = "SELECT key, english FROM human WHERE key"
        english = {form: row[0] for form, row in self._by_key(lang, forms.values(), query, ())}
        return {text: english[form] for text, form in forms.items() if form in english}

    def vectors(self, texts: Iterable[str], signature: str, lang: Lang = "en") -> dict[str, "NDArray[np.float32]"]:
        """The rows that the embedder of this signature gave `texts` before, each (dim,)."""
        query = "SELECT key, row FROM vector JOIN encoder ON encoder = id WHERE signature = ? AND key"
        rows = self._by_key(lang, texts, query, (signature,))
        return {text: np.frombuffer(row[0], dtype="<f2").astype(np.float32) for text, row in rows}

    def parses(self, texts: Iterable[str], signature: str) -> dict[str, tuple[Claim, ...]]:
        """The claims that the parser of this signature found in English `texts` before."""
        decoder = msgspec.json.Decoder(tuple[Claim, ...])
        query = "SELECT key, claims FROM parse WHERE signature = ? AND key"
        with self._file_errors("read"):
            return {text: decoder.decode(row[0]) for text, row in self._by_key("en", texts, query, (signature,))}

    def add_parses(self, signature: str, found: Mapping[str, Sequence[Claim]]) -> None:
        """Remember the claims of English texts."""
        rows = [(key("en", text), signature, msgspec.json.encode(claims)) for text, claims in found.items()]
        with self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO parse VALUES (?, ?, ?)", rows)

    def add_machine(self, lang: Lang, signature: str, outputs: Iterable[tuple[str, Output]]) -> None:
        """Remember a batch of (source, output), all or none of it."""
        with self._transaction():
            self._insert_machine(lang, signature, outputs)

    def _insert_machine(self, lang: Lang, signature: str, outputs: Iterable[tuple[str, Output]]) -> None:
        rows = [(key(lang, source), source, output) for source, output in outputs]
        self._add_texts(lang, [source for _, source, _ in rows])
        self._db.executemany(
            "INSERT OR REPLACE INTO machine VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((k, signature, *_columns(output)) for k, _, output in rows),
        )

    def add(self, units: Iterable[Unit]) -> Added:
        """Remember translations from elsewhere, all of them or, where the reading of one fails, none.

        Who made one is told by comparing it with what is here, since editors may keep or drop a signature: a machine's
        translation that now reads otherwise was edited by a person; one that still reads the same is the machine's.
        """
        human: dict[tuple[Lang, str], Unit] = {}
        replaced = 0
        with self._transaction():
            by_people, by_machines, known = self._by_maker(units)
            for unit in by_people:
                source = _source_of(unit)
                earlier = human.get(source)
                replaced += earlier is not None and earlier.english != unit.english
                if not earlier or earlier.changed <= unit.changed:  # without dates the last one counts
                    human[source] = unit
            loose = tuple(unit.source for unit in human.values() if not self._knows_source(unit))
            for unit in human.values():
                self._add_texts(unit.lang, [canonical(unit.source)])
                row = form_key(unit.lang, unit.source), unit.english, unit.author
                self._db.execute("INSERT OR REPLACE INTO human VALUES (?, ?, ?)", row)
            # Flags are not taken over from elsewhere: our guards look when such a translation is used.
            for unit in by_machines:
                output = Output(unit.english, unit.score, unit.decoding, unit.remarks)
                self._insert_machine(unit.lang, unit.signature, [(unit.source, output)])
        return Added(len(human), len(by_machines), known, replaced, loose)

    def _by_maker(self, units: Iterable[Unit]) -> tuple[list[Unit], list[Unit], int]:
        """The units by people and those by machines that are new here, and how many are not."""
        edited: list[tuple[Unit, bool]] = []  # and whether it reads as a machine's that is here
        by_machines: list[Unit] = []
        untouched: set[tuple[Lang, str]] = set()  # sources whose translation by a person is in the file as it is here
        known = 0
        for unit in units:
            remembered = self._english_by_signature(unit)
            if _is_known(unit, remembered):
                known += 1
                if unit.signature == HUMAN and HUMAN in remembered:
                    untouched.add(_source_of(unit))
            elif unit.signature == HUMAN or unit.signature in remembered:
                edited.append((unit, unit.signature == HUMAN and _reads_as(unit, remembered.values())))
            else:
                by_machines.append(unit)
        # A machine's, beside a person's that nobody touched, has lost its signature to an editor.
        by_people = [unit for unit, as_machine in edited if not (as_machine and _source_of(unit) in untouched)]
        return by_people, by_machines, known + len(edited) - len(by_people)

    def _knows_source(self, unit: Unit) -> bool:
        """Whether the source of a unit has a translation here, or an article holds it."""
        is_used = self._rows("SELECT 1 FROM used WHERE key = ?", (form_key(unit.lang, unit.source),))
        return bool(self._english_by_signature(unit)) or any(is_used)

    def _english_by_signature(self, unit: Unit) -> dict[str, str]:
        """Signature → the English that is here for a unit's source, or for one that reads the same, a person's too."""
        query = """SELECT signature, english FROM machine
                   WHERE key IN (SELECT ?1 UNION SELECT key FROM form WHERE form = ?1)
                   UNION ALL SELECT ?2, english FROM human WHERE key = ?1"""
        return dict(self._rows(query, (form_key(unit.lang, unit.source), HUMAN)))

    def add_vectors(
        self, signature: str, texts: Sequence[str], rows: "Iterable[NDArray[np.float32]]", lang: Lang = "en"
    ) -> None:
        """Remember the vector of each text, or the vectors of its claims one after another, in half precision."""
        keys = [key(lang, text) for text in texts]
        with self._transaction():
            self._db.execute("INSERT OR IGNORE INTO encoder (signature) VALUES (?)", (signature,))
            self._db.executemany(
                "INSERT OR REPLACE INTO vector SELECT ?, id, ? FROM encoder WHERE signature = ?",
                ((k, row.astype("<f2").tobytes(), signature) for k, row in zip(keys, rows, strict=True)),
            )

    def use(self, articles: Mapping[str, Iterable[tuple[Lang, str]]]) -> None:
        """Note which texts each article ("story/article") holds, so that it can be forgotten."""
        with self._transaction():
            for article, texts in articles.items():
                keys = {text_key for pair in texts for text_key in (key(*pair), form_key(*pair))}
                rows = ((article, text_key) for text_key in sorted(keys))
                self._db.executemany("INSERT OR IGNORE INTO used VALUES (?, ?)", rows)

    def noted(self, out: str, story: str) -> tuple[str, bytes] | None:
        """The key under which a story of this folder for results was last made, and what came of it."""
        query = "SELECT key, outcome FROM story WHERE out = ? AND story = ?"
        row: tuple[str, bytes] | None = next(self._rows(query, (out, story)), None)
        return row

    def noted_stories(self, out: str) -> list[str]:
        """The stories that are noted of a folder for results, in order."""
        return [row[0] for row in self._rows("SELECT story FROM story WHERE out = ? ORDER BY story", (out,))]

    def note(self, out: str, story: str, key: str, outcome: bytes) -> None:
        """Note that a story was made, from what `key` stands for."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?)", (out, story, key, outcome))

    def unnote(self, out: str, stories: Iterable[str]) -> None:
        """Forget that these were made."""
        with self._transaction():
            names = ((out, story) for story in stories)
            self._db.executemany("DELETE FROM story WHERE out = ? AND story = ?", names)

    def people_digest(self, story: str) -> str:
        """A digest of what people translated among the texts that a story's articles hold, or once held."""
        # "0" follows "/" in order, so that these are all articles of the story, found by the index.
        query = "SELECT key, english FROM used JOIN human USING (key) WHERE article > ? AND article < ? ORDER BY key"
        total = hashlib.sha256()
        for text_key, english in self._rows(query, (f"{story}/", f"{story}0")):
            total.update(text_key + hashlib.sha256(english.encode()).digest())
        return total.hexdigest()

    def merge(self, path: Path) -> Merged:
        """Take in what the memory file at `path` knows, all of it or nothing; that file stays as it is.

        Raises ConfigError: it is no memory of this schema, or this very file; OutputError: it cannot be read.
        """
        if path.exists() and path.samefile(self.path):
            raise ConfigError(
                f"{path}: this very memory; name another file, or another one to merge into with --memory"
            )
        with closing(ReadOnlyMemory(path)) as source, self._transaction():
            return merge(self._db, source)

    def forget(self, name: str) -> Counts:
        """Remove all that only the article `name` holds, or only the articles of the story `name`: translations,
        people's too, and vectors.

        Raises ConfigError: no such article was ever used here.
        """
        with self._file_errors("read"):
            # not those of a story in this one's folder, such as elections/saxony in elections
            articles = [article for article in self.articles() if name in (article, _story_of(article))]
        if not articles:
            raise ConfigError(f"{self.path}: no article or story {name!r}; `synopsis memory` lists what it holds")
        with self._transaction():
            # A table, since there may be more articles than one statement takes variables.
            self._db.execute("CREATE TEMP TABLE going (article TEXT PRIMARY KEY)")
            self._db.executemany("INSERT INTO going VALUES (?)", ((article,) for article in articles))
            counts = self._delete(
                """key IN (SELECT key FROM used WHERE article IN going
                           EXCEPT SELECT key FROM used WHERE article NOT IN going)"""
            )
            self._db.execute("DELETE FROM used WHERE article IN going")
            stories = {(_story_of(article),) for article in articles}
            self._db.executemany("DELETE FROM story WHERE story = ?", sorted(stories))
            self._db.execute("DROP TABLE going")
        self._compact()
        return replace(counts, articles=len(articles))

    def forget_loose(self) -> Counts:
        """Remove what no article holds, such as lines that were translated by themselves; people's translations stay,
        with their texts."""
        with self._transaction():
            counts = self._delete("key NOT IN (SELECT key FROM used UNION SELECT key FROM human)")
        self._compact()
        return counts

    def _delete(self, which: str) -> Counts:
        machine, human, vectors, *_ = (
            self._db.execute(f"DELETE FROM {table} WHERE {which}").rowcount
            for table in ("machine", "human", "vector", "parse", "text", "form")
        )
        return Counts(machine, human, vectors, 0)

    def _compact(self) -> None:
        with self._file_errors("compact"):
            self._db.execute("VACUUM")  # a forgotten text must not linger in free pages
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def articles(self) -> list[str]:
        """The articles ("story/article") whose sentences are here, in order."""
        return [row[0] for row in self._rows("SELECT DISTINCT article FROM used ORDER BY article")]

    def units(self) -> Iterator[Unit]:
        """All translations, human ones first, in a fixed order."""
        query = "SELECT lang, text, english, author FROM human JOIN text USING (key) ORDER BY lang, text"
        for lang, text, english, author in self._rows(query):
            yield Unit(lang, text, english, HUMAN, author=author)
        query = """SELECT lang, text, english, signature, score, decoding, remarks FROM machine JOIN text USING (key)
                   ORDER BY signature, lang, text"""
        for lang, text, english, signature, score, decoding, remarks in self._rows(query):
            with self._file_errors("read"):
                names = tuple(json.loads(remarks))
            yield Unit(lang, text, english, signature, score, decoding, remarks=names)

    def counts(self) -> Counts:
        """How much is here."""
        machine, human, vectors = (self._count(table) for table in ("machine", "human", "vector"))
        return Counts(machine, human, vectors, len(self.articles()))

    def add_rate(self, signature: str, sentences: int, seconds: float) -> None:
        """Note how long a run's translation took, for `plan` to foretell the next."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO rate VALUES (?, ?, ?)", (signature, sentences, seconds))

    def rate(self, signature: str) -> float | None:
        """Sentences a second of the last run with this translator, None if there was none."""
        row = next(self._rows("SELECT sentences, seconds FROM rate WHERE signature = ?", (signature,)), None)
        return row[0] / row[1] if row and row[1] > 0 else None

    def _write_ahead(self) -> None:
        """Turn the write-ahead log on. For this alone SQLite does not wait when another run does the same just now."""
        for left in range(TRIES - 1, -1, -1):
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                    raise
                time.sleep(WAIT_SECONDS / TRIES)
            else:
                return

    def _prepare(self) -> None:
        with self._transaction():
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise ConfigError(
                    f"{self.path}: written by a newer version (schema {version}, this one knows {VERSION}); "
                    "upgrade, or name another file with --memory"
                )
            # A new file; any other database has a version, or tables.
            if version == 0:
                if self._count("sqlite_master"):
                    raise ConfigError(f"{self.path}: a database, but not a memory; name another file with --memory")
                for statement in SCHEMA.split(";"):
                    self._db.execute(statement)
            else:
                upgrade(self._db, version)
            if version < VERSION:
                self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _by_key(
        self, lang: Lang, texts: Iterable[str], select: str, first: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple]]:  # type: ignore[type-arg]  # a database row
        # A digest of the text is the key, so a long text costs the index no more than a short one.
        by_key = {key(lang, text): text for text in texts}
        keys = list(by_key)
        # SQLite takes only so many variables in a statement.
        for at in range(0, len(keys), CHUNK):
            chunk = keys[at : at + CHUNK]
            marks = ", ".join("?" * len(chunk))
            for row in self._rows(f"{select} IN ({marks})", (*first, *chunk)):
                yield by_key[row[0]], row[1:]

    def _add_texts(self, lang: Lang, texts: Iterable[str]) -> None:
        for text in texts:
            text_key, form = key(lang, text), form_key(lang, text)
            self._db.execute("INSERT OR IGNORE INTO text VALUES (?, ?, ?)", (text_key, lang, text))
            if form != text_key:
                self._db.execute("INSERT OR IGNORE INTO form VALUES (?, ?)", (form, text_key))

    def _count(self, table: str) -> int:
        return int(next(self._rows(f"SELECT COUNT(*) FROM {table}"))[0])
