"""The tables of a memory file, how a file of an earlier version is brought to them, and what a text is kept under.

`form` leads from the canonical form of a text to the texts as they are written, where these differ: what people
translated is kept under the canonical form, since an editor may change blanks, or how letters are composed, unseen.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from unicodedata import normalize

from pipeline.data import Lang
from pipeline.memory.remarks import divided

VERSION = 4

PARSE = """CREATE TABLE parse (
    key BLOB NOT NULL, signature TEXT NOT NULL, claims BLOB NOT NULL, PRIMARY KEY (key, signature)) WITHOUT ROWID"""
LEDGER = """CREATE TABLE story (
    out TEXT NOT NULL, story TEXT NOT NULL, key TEXT NOT NULL, outcome BLOB NOT NULL,
    PRIMARY KEY (out, story)) WITHOUT ROWID"""
FORM = "CREATE TABLE form (form BLOB NOT NULL, key BLOB NOT NULL, PRIMARY KEY (form, key)) WITHOUT ROWID"
SCHEMA = f"""
{PARSE};
{LEDGER};
{FORM};
CREATE TABLE text (key BLOB PRIMARY KEY, lang TEXT NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE machine (
    key BLOB NOT NULL, signature TEXT NOT NULL, english TEXT NOT NULL, score REAL, decoding TEXT NOT NULL,
    remarks TEXT NOT NULL DEFAULT '[]', flags TEXT, PRIMARY KEY (key, signature)) WITHOUT ROWID;
CREATE TABLE human (key BLOB PRIMARY KEY, english TEXT NOT NULL, author TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE vector (
    key BLOB NOT NULL, signature TEXT NOT NULL, row BLOB NOT NULL, PRIMARY KEY (key, signature)) WITHOUT ROWID;
CREATE TABLE used (article TEXT NOT NULL, key BLOB NOT NULL, PRIMARY KEY (article, key)) WITHOUT ROWID;
CREATE INDEX used_by_key ON used (key);
CREATE TABLE rate (signature TEXT PRIMARY KEY, sentences INTEGER NOT NULL, seconds REAL NOT NULL) WITHOUT ROWID;
"""


def canonical(text: str) -> str:
    """A text as it counts when two are compared: letters composed (NFC), one blank for any white space, none around.

    What reads the same is then the same, whichever editor it went through.
    """
    return re.sub(r"\s+", " ", normalize("NFC", text)).strip()


def key(lang: Lang, text: str) -> bytes:
    """The 32 bytes under which everything about a text is found."""
    return hashlib.sha256(f"{lang}\0{text}".encode("utf-8", "surrogatepass")).digest()


def form_key(lang: Lang, text: str) -> bytes:
    """The key of a text's canonical form."""
    return key(lang, canonical(text))


def upgrade(database: sqlite3.Connection, version: int) -> None:
    """Bring a file of an earlier version to this one, step by step; nothing in it is lost."""
    for number in range(version, VERSION):
        STEPS[number](database)


def _divide_remarks(database: sqlite3.Connection) -> None:
    """A memory of schema 1 to schema 2: remarks in a column of their own, and what the guards find beside them."""
    database.execute("ALTER TABLE machine ADD COLUMN remarks TEXT NOT NULL DEFAULT '[]'")
    database.execute("ALTER TABLE machine ADD COLUMN flags TEXT")
    # A few distinct strings stand in all rows, so each is divided once, however many rows there are.
    for (text,) in database.execute("SELECT DISTINCT decoding FROM machine").fetchall():
        decoding, remarks = divided(text)
        if remarks:
            database.execute(
                "UPDATE machine SET decoding = ?, remarks = ? WHERE decoding = ?",
                (decoding, json.dumps(remarks, ensure_ascii=False), text),
            )


def _add_parses(database: sqlite3.Connection) -> None:
    """Schema 2 to 3: a table for parses."""
    database.execute(PARSE)


def _add_forms(database: sqlite3.Connection) -> None:
    """Schema 3 to 4: the ledger of stories, and what people translated under canonical forms."""
    database.execute(LEDGER)
    database.execute(FORM)
    for text_key, lang, text in database.execute("SELECT key, lang, text FROM text").fetchall():
        form = form_key(lang, text)
        if form == text_key:
            continue
        database.execute("INSERT INTO form VALUES (?, ?)", (form, text_key))
        database.execute("INSERT OR IGNORE INTO used SELECT article, ? FROM used WHERE key = ?", (form, text_key))
        human = database.execute("SELECT english, author FROM human WHERE key = ?", (text_key,)).fetchone()
        if human:
            database.execute("INSERT OR IGNORE INTO text VALUES (?, ?, ?)", (form, lang, canonical(text)))
            database.execute("INSERT OR IGNORE INTO human VALUES (?, ?, ?)", (form, *human))
            database.execute("DELETE FROM human WHERE key = ?", (text_key,))


STEPS: Mapping[int, Callable[[sqlite3.Connection], None]] = {1: _divide_remarks, 2: _add_parses, 3: _add_forms}
