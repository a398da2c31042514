"""What the SQLite files have in common: a change is made whole or not at all, and an error says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import OutputError


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Everything inside is kept together, or none of it; other writers wait."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


class Store:
    """A file of ours; `noun` is what messages call it, and the option that names another one."""

    noun: str
    path: Path
    _db: sqlite3.Connection

    def close(self) -> None:
        """Close the file; it cannot be used again."""
        self._db.close()

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
                f"{self.path}: cannot {verb} the {self.noun}: {error}; free the disk, close the program that holds it, "
                f"or name another file with --{self.noun}"
            ) from error
