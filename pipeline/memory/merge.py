"""Another memory file taken into this one, whole or not at all: each row once, and what people entered here stays."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.data import Lang
from pipeline.errors import ConfigError
from pipeline.memory.schema import VERSION
from pipeline.memory.store import Store

COPIED = {"text": 3, "form": 2, "used": 2, "rate": 3, "machine": 7, "parse": 3}  # table → its columns: the first stays
# A story that both know: the file whose results were written last knows it better. Times are nanoseconds.
NEWEST = "(SELECT max(json_extract(value, '$.modified')) FROM json_each(CAST({}.outcome AS TEXT), '$.files'))"
ADD_STORY = f"""INSERT INTO story VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET key = excluded.key, outcome = excluded.outcome
    WHERE excluded.key != story.key AND ifnull({NEWEST.format("excluded")} > {NEWEST.format("story")}, 0)"""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A text that people translated in two ways: `stays` counts, `refused` is that of the file that was merged."""

    lang: Lang
    source: str
    stays: str
    refused: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What a file brought that was not here, and where people contradict one another."""

    machine: int
    human: int
    vectors: int
    parses: int
    stories: int
    contradictions: tuple[Contradiction, ...]


class ReadOnlyMemory(Store):
    """A memory file to be read and left as it is.

    Raises ConfigError: it is not there, no memory, or one of another schema; OutputError: it cannot be read.
    """

    noun = "memory"

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise ConfigError(f"{path}: no memory here; name a file that `synopsis run --memory` wrote")
        with self._file_errors("read"):
            address = f"{path.resolve().as_uri()}?mode=ro"
            self._db = sqlite3.connect(address, uri=True, isolation_level=None)
            self._db.execute("BEGIN")  # one state of the file in all its tables, though a run may be writing into it
        ((version,),) = self.rows("PRAGMA user_version")
        if version != VERSION:
            fix = f"`synopsis memory --memory {path}` brings it to this one" if 0 < version < VERSION else "upgrade"
            fix = fix if version else "it is no memory: name another file"
            raise ConfigError(f"{path}: schema {version}, expected {VERSION}; {fix}")

    def rows(self, query: str) -> Iterator[tuple]:  # type: ignore[type-arg]  # a database row
        """What a query gives."""
        return self._rows(query)


def merge(database: sqlite3.Connection, source: ReadOnlyMemory) -> Merged:
    """Take in what `source` knows, in the transaction that is open."""
    counts = {
        table: database.executemany(
            f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * columns)})", source.rows(f"SELECT * FROM {table}")
        ).rowcount
        for table, columns in COPIED.items()
    }
    database.executemany(
        "INSERT OR IGNORE INTO encoder (signature) VALUES (?)", source.rows("SELECT signature FROM encoder ORDER BY id")
    )
    # Files number their encoders as they meet them.
    vectors = database.executemany(
        "INSERT OR IGNORE INTO vector SELECT ?, id, ? FROM encoder WHERE signature = ?",
        source.rows("SELECT key, row, signature FROM vector JOIN encoder ON encoder = id"),
    )
    stories = database.executemany(ADD_STORY, source.rows("SELECT out, story, key, outcome FROM story"))
    human, contradictions = 0, []
    query = "SELECT key, english, author, lang, text FROM human JOIN text USING (key) ORDER BY lang, text"
    for key, english, author, lang, text in source.rows(query):
        present = database.execute("SELECT english FROM human WHERE key = ?", (key,)).fetchone()
        if present is None:
            database.execute("INSERT INTO human VALUES (?, ?, ?)", (key, english, author))
            human += 1
        elif present[0] != english:
            contradictions.append(Contradiction(lang, text, present[0], english))
    new = max(vectors.rowcount, 0), max(counts["parse"], 0), max(stories.rowcount, 0)
    return Merged(max(counts["machine"], 0), human, *new, tuple(contradictions))
