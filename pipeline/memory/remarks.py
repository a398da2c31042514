"""Decoding and remarks as one string, "greedy+pieces2+retried": so TMX carries them, and memories of schema 1 did."""

import json
import sqlite3

from pipeline.data import REMARKS

OURS = "x-synopsis-"  # begins the types of the <prop> that this program writes into TMX


def joined(decoding: str, remarks: tuple[str, ...]) -> str:
    """The string."""
    return "+".join(filter(None, (decoding, *remarks)))


def divided(text: str) -> tuple[str, tuple[str, ...]]:
    """Decoding and remarks again; what is no remark stays with the decoding."""
    parts = text.split("+")
    remarks = tuple(part for part in parts if _is_remark(part))
    return "+".join(part for part in parts if not _is_remark(part)), remarks


def _is_remark(part: str) -> bool:
    return part.rstrip("0123456789") in REMARKS


def migrate(database: sqlite3.Connection) -> None:
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
