"""What the SQLite files have in common: a change is made whole or not at all, and an error says what to do."""

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

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


def _is_plain(path: Path) -> bool:
    """Whether it is a plain file or none; asked once, since another run may make it in this very moment."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True


class Store:
    """A file of ours; `noun` is what messages call it, and the option that names another one."""

    noun: str
    path: Path
    _db: sqlite3.Connection

    def close(self) -> None:
        """Close the file; it cannot be used again."""
        self._db.close()

    @contextmanager
    def _opening(self, version: int) -> Iterator[None]:
        """Open the file inside, to be read and written; one that cannot be written, as on a read-only disk, to be read.

        `version` is the schema that a file which cannot be brought to it has to have.
        """
        # A database beside a device would leave its log there.
        with self._file_errors("open"):
            is_plain = _is_plain(self.path)
        if not is_plain:
            raise OutputError(f"{self.path}: no plain file; name one with --{self.noun}")
        try:
            with self._file_errors("open"):
                yield
        except OutputError as error:
            if not self._is_read_only(error.__cause__):
                raise
            self._db = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            with self._file_errors("open"):
                if self._db.execute("PRAGMA user_version").fetchone()[0] != version:
                    raise

    def _is_read_only(self, error: BaseException | None) -> bool:
        """Whether a file is there that can only be read; what stands in a log beside it alone would be missing."""
        log = self.path.with_name(f"{self.path.name}-wal")
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        is_whole = self.path.is_file() and not (log.exists() and log.stat().st_size)
        return is_whole and code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._file_errors("write"), transaction(self._db):
            yield

    def _rows(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """What a query gives, row by row; whatever is read goes through here, since any file can be damaged."""
        with self._file_errors("read"):
            # Not "yield from": that closes the cursor even where an error has closed the file before.
            for row in self._db.execute(query, values):  # noqa: UP028
                yield row

    @contextmanager
    def _file_errors(self, verb: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, TypeError, AttributeError, msgspec.MsgspecError) as error:
            # A damaged file may answer anything with bytes that are no text.
            if verb != "read" and not isinstance(error, sqlite3.Error | OSError | UnicodeDecodeError):
                raise
            if _is_damage(error):
                raise OutputError(
                    f"{self.path}: cannot {verb} the {self.noun}: the file is damaged, or none ({error}); restore a "
                    f"copy of it, rename it so that a new one is made, or name another file with --{self.noun}"
                ) from error
            raise OutputError(
                f"{self.path}: cannot {verb} the {self.noun}: {error}; {self._fix(error)}, "
                f"or name another file with --{self.noun}"
            ) from error

    def _fix(self, error: Exception) -> str:
        """What to do about a file that is sound."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        # A path that cannot be reached is the error to tell, so no other one is to come of asking for it.
        places = self.path, *self.path.absolute().parents
        place = next(filter(os.path.exists, places), self.path)
        refused = code == sqlite3.SQLITE_READONLY or getattr(error, "errno", 0) in (errno.EROFS, errno.EACCES)
        if refused or not os.access(place, os.W_OK):
            return f"{place} is read-only: give write permission"
        if isinstance(error, OSError) and error.errno != errno.ENOSPC:
            return "check the path"
        return "free the disk, close the program that holds it"


def _is_damage(error: Exception) -> bool:
    """Whether the content of a file is to blame, and not the disk or another program."""
    if not isinstance(error, sqlite3.Error | OSError):
        return True  # a column holds what nobody wrote into it
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without what an extended code adds
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "decode to UTF-8" in str(error)
