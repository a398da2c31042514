"""Names that may become part of a file name or an id."""

import hashlib
import re
import unicodedata

LONGEST = 150  # bytes; a file name may have 255, and results put something before and after an id
UNPRINTABLE = ("Cc", "Cf", "Cs", "Zl", "Zp")  # line ends, marks that turn letters round, halves of characters
SEPARATORS = '/\\:*?"<>|'


def unsafe(name: str, *, spaces: bool = False) -> str:
    """What keeps a name from being part of a file name or id, with the fix, else ""; single `spaces` may be fine."""
    if not name:
        return "is empty; give it a name"
    if name.startswith((".", " ")) or name.endswith((".", " ")):
        return f"{name!r} begins or ends with a dot or space; rename it"
    for character in name.replace(" ", "_") if spaces else name:
        if _is_barred(character):
            return f"{name!r} holds {character!r}, which ids and file names cannot carry; rename it"
    # file systems count bytes, and an umlaut has two
    if len(name.encode()) > LONGEST:
        return f"{name!r} is longer than {LONGEST} bytes; shorten it"
    return ""


def safe(name: str) -> str:
    """The name with what keeps it from being an id replaced by "-", and cut if it is too long; "" if nothing is left.

    A cut name keeps its end, which is its language, and gets a few digits of the whole: two may begin alike.
    """
    kept = re.sub("-{2,}", "-", "".join("-" if _is_barred(c) else c for c in name)).strip(".-")
    if len(kept.encode()) <= LONGEST:
        return kept
    stem, dot, end = kept.rpartition(".")
    end = f"{dot}{end}" if stem and len(end) < 4 else ""
    digits = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    room = LONGEST - len(end) - len(digits) - 1
    return f"{kept.encode()[:room].decode('utf-8', 'ignore').rstrip('.-')}-{digits}{end}"


def _is_barred(character: str) -> bool:
    """Whether neither a file name nor an id can carry it."""
    return character in SEPARATORS or character.isspace() or unicodedata.category(character).startswith("C")


def shown(name: str) -> str:
    """A name that can be printed in one line and written, whatever bytes the file system had for it."""
    return "".join(ascii(c)[1:-1] if unicodedata.category(c) in UNPRINTABLE else c for c in name)
