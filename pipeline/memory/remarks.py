"""Decoding and remarks as one string, "greedy+pieces2+retried": so TMX carries them, and memories of schema 1 did."""

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
