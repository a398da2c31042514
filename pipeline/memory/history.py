"""Scores that were once measured: one small SQLite file, beside the memory, to which every evaluation adds."""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.memory.store import Store

NAME = "evaluations.sqlite3"
VERSION = 2
_DRAWN = re.compile(r"(?<=\|)(?:bs|ar|seed):\d+\|?")
WAIT_SECONDS = 60.0  # how long a writer waits for another's commit

SCHEMA = """CREATE TABLE score (
    date TEXT NOT NULL, testset TEXT NOT NULL, digest TEXT NOT NULL, system TEXT NOT NULL, metric TEXT NOT NULL,
    value REAL NOT NULL, low REAL, high REAL, n INTEGER NOT NULL, signature TEXT NOT NULL, kind TEXT NOT NULL)"""
ENTRIES = (  # what version 2 has beside it; numbers of entries are never given twice
    "CREATE TABLE entry (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, note TEXT NOT NULL, "
    "prepared TEXT NOT NULL)",
    "CREATE TABLE segments (entry INTEGER NOT NULL, system TEXT NOT NULL, metric TEXT NOT NULL, "
    "type TEXT NOT NULL, counts BLOB NOT NULL)",
    "ALTER TABLE score ADD COLUMN entry INTEGER NOT NULL DEFAULT 0",
)
# Version 1 did not say which figures came together: those of one day and test set are taken for one evaluation.
ADOPTED = (
    "CREATE TEMP TABLE old AS SELECT DISTINCT date, testset, digest, kind FROM score ORDER BY rowid",
    "INSERT INTO entry SELECT rowid, '', '', '' FROM old",
    "UPDATE score SET entry = (SELECT old.rowid FROM old WHERE old.date = score.date AND old.testset = score.testset "
    "AND old.digest = score.digest AND old.kind = score.kind)",
    "DROP TABLE old",
)


@dataclass(frozen=True, slots=True)
class Record:
    """One figure of one system; `date` is ISO, `digest` tells test sets of one name apart, `kind` as in a report.

    `entry`: the number of its evaluation in the history, 0 before it is added.
    """

    date: str
    testset: str
    digest: str
    system: str
    metric: str
    value: float
    low: float | None
    high: float | None
    n: int
    signature: str
    kind: str
    entry: int = 0

    @property
    def scored_as(self) -> str:
        """The signature without how often was drawn, which scores nothing otherwise."""
        return _DRAWN.sub("", self.signature).rstrip("|")


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What a person says of an evaluation, and what was done to its texts, joined by commas."""

    number: int = 0
    name: str = ""
    note: str = ""
    prepared: str = ""


@dataclass(frozen=True, slots=True)
class SegmentCounts:
    """One system's statistics in one metric, segment by segment: packed numbers of a `type` that numpy knows."""

    system: str
    metric: str
    type: str
    counts: bytes


NAMELESS = HistoryEntry()


class History(Store):
    """An open file of records; made, with its folder, if it is not there.

    Raises OutputError: the file cannot be made, read or written; ConfigError: it is of a newer version, or no history.
    """

    noun = "history"

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._opening(VERSION):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
            self._db.execute("PRAGMA synchronous = FULL")
            self._prepare()

    def add(
        self, records: Iterable[Record], entry: HistoryEntry = NAMELESS, segments: Iterable[SegmentCounts] = ()
    ) -> int:
        """Remember an evaluation, all or none of it; its number."""
        with self._transaction():
            words = "INSERT INTO entry (name, note, prepared) VALUES (?, ?, ?)"
            number = int(self._db.execute(words, (entry.name, entry.note, entry.prepared)).lastrowid or 0)
            rows = (astuple(replace(record, entry=number)) for record in records)
            self._db.executemany(f"INSERT INTO score VALUES ({', '.join('?' * 12)})", rows)
            packed = ((number, *astuple(counts)) for counts in segments)
            self._db.executemany("INSERT INTO segments VALUES (?, ?, ?, ?, ?)", packed)
        return number

    def records(self, testset: str = "", system: str = "", entry: int = 0) -> list[Record]:
        """Everything in the order in which it came; of one test set, of one system, of one evaluation."""
        query = (
            "SELECT * FROM score WHERE ?1 IN ('', testset) AND ?2 IN ('', system) AND ?3 IN (0, entry) ORDER BY rowid"
        )
        with self._file_errors("read"):
            return [Record(*row) for row in self._db.execute(query, (testset, system, entry))]

    def entries(self) -> dict[int, HistoryEntry]:
        """All evaluations by their numbers."""
        with self._file_errors("read"):
            rows = self._db.execute("SELECT number, name, note, prepared FROM entry ORDER BY number")
            return {row[0]: HistoryEntry(*row) for row in rows}

    def find(self, word: str) -> HistoryEntry:
        """The evaluation of that number, or the only one of that name; a ConfigError if there is none, or are several.

        A number counts before a name: a name may look like one.
        """
        entries = self.entries()
        numbered = [entry for number, entry in entries.items() if word == str(number)]
        fitting = numbered or [entry for entry in entries.values() if word and word == entry.name]
        if not fitting:
            listed = ", ".join(f"{number} {entry.name}".strip() for number, entry in entries.items())
            raise ConfigError(
                f"{word!r}: no evaluation of that number or name in {self.path}; there are {listed or 'none'}"
            )
        if len(fitting) > 1:
            numbers = ", ".join(str(entry.number) for entry in fitting)
            raise ConfigError(f"{len(fitting)} are called {word}: {numbers}; give the number")
        return fitting[0]

    def segments(self, entry: int, system: str) -> list[SegmentCounts]:
        """What was kept of a system's segments, a metric each; nothing where they were too many."""
        query = "SELECT system, metric, type, counts FROM segments WHERE entry = ? AND system = ? ORDER BY rowid"
        with self._file_errors("read"):
            return [SegmentCounts(*row) for row in self._db.execute(query, (entry, system))]

    def forget(self, entry: int) -> None:
        """Take an evaluation out, with all its figures and segments."""
        with self._transaction():
            for table, column in (("score", "entry"), ("segments", "entry"), ("entry", "number")):
                self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (entry,))

    def _prepare(self) -> None:
        with self._transaction():
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise ConfigError(
                    f"{self.path}: written by a newer version (schema {version}, this one knows {VERSION}); upgrade, "
                    "or name another file with --history"
                )
            if version == 0:
                # A file without a version and with tables is somebody else's.
                if self._db.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
                    raise ConfigError(f"{self.path}: a database, but no history; name another file with --history")
                self._db.execute(SCHEMA)
            if version < VERSION:
                for change in (*ENTRIES, *ADOPTED):
                    self._db.execute(change)
                self._db.execute(f"PRAGMA user_version = {VERSION}")
