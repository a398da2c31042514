"""Scores that were once measured: one small SQLite file, beside the memory, to which every evaluation adds."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from pipeline.errors import ConfigError, OutputError
from pipeline.memory.store import transaction

NAME = "evaluations.sqlite3"
VERSION = 1
WAIT_SECONDS = 60.0  # how long a writer waits for another's commit

SCHEMA = """CREATE TABLE score (
    date TEXT NOT NULL, testset TEXT NOT NULL, digest TEXT NOT NULL, system TEXT NOT NULL, metric TEXT NOT NULL,
    value REAL NOT NULL, low REAL, high REAL, n INTEGER NOT NULL, signature TEXT NOT NULL, kind TEXT NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Record:
    """One figure of one system; `date` is ISO, `digest` tells test sets of one name apart, `kind` as in a report."""

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


class History:
    """An open file of records; made, with its folder, if it is not there.

    Raises OutputError: the file cannot be made, read or written; ConfigError: it is of a newer version, or no history.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._file_errors("open"):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
            self._db.execute("PRAGMA synchronous = FULL")
            self._prepare()

    def close(self) -> None:
        """Close the file; a closed history cannot be used again."""
        self._db.close()

    def add(self, records: Iterable[Record]) -> None:
        """Remember an evaluation, all or none of it."""
        with self._transaction():
            self._db.executemany(f"INSERT INTO score VALUES ({', '.join('?' * 11)})", map(astuple, records))

    def records(self, testset: str = "", system: str = "") -> list[Record]:
        """Everything in the order in which it came; of one test set, of one system."""
        query = "SELECT * FROM score WHERE ?1 IN ('', testset) AND ?2 IN ('', system) ORDER BY rowid"
        with self._file_errors("read"):
            return [Record(*row) for row in self._db.execute(query, (testset, system))]

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
                self._db.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._file_errors("write"), transaction(self._db):
            yield

    @contextmanager
    def _file_errors(self, verb: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise OutputError(
                f"{self.path}: cannot {verb} the history: {error}; free the disk, close the program that holds it, or "
                "name another file with --history"
            ) from error
