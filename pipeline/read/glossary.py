"""A glossary in: source term, English term and perhaps a language, tab-separated, a line an entry."""

from pathlib import Path

from pipeline.data import Entry
from pipeline.errors import InputError
from pipeline.language import source_codes
from pipeline.read.encoding import lines

EXPECTED = "expected a source term, a tab, an English term and perhaps a tab and a language"


def glossary(path: Path) -> tuple[Entry, ...]:
    """The entries in file order, each once; empty lines and lines that begin with # are passed over.

    What cannot be read as UTF-8, a line that is no entry, or two that disagree on a term, is an InputError.
    """
    read = lines(path)
    if read.warnings:
        raise InputError(f"{path}: {read.warnings[0].reason}; expected UTF-8")
    by_term: dict[str, dict[Entry, int]] = {}  # a term without its case → its entries and their lines
    entries: dict[Entry, None] = {}
    for number, line in enumerate(read.lines, start=1):
        if line.strip() and not line.startswith("#"):
            entry = _entry(line, f"{path}:{number}")
            same = by_term.setdefault(entry.source if entry.source.isupper() else entry.source.casefold(), {})
            for other, above in same.items():
                same_lang = entry.lang == other.lang or None in (entry.lang, other.lang)
                if entry.english != other.english and same_lang:
                    clash = f"{entry.source!r} is {entry.english!r} here and {other.english!r} in line {above}"
                    fix = "keep one of them, or give each a language of its own"
                    raise InputError(f"{path}:{number}: {clash}; {fix}")
            same.setdefault(entry, number)
            entries[entry] = None
    return tuple(entries)


def _entry(line: str, where: str) -> Entry:
    cells = [" ".join(cell.split()) for cell in line.split("\t")]
    if len(cells) not in (2, 3):
        raise InputError(f"{where}: {len(cells)} columns; {EXPECTED}")
    source, english, lang = (*cells, "")[:3]
    for side, term in (("source", source), ("English", english)):
        if not any(map(str.isalnum, term)):
            raise InputError(f"{where}: the {side} term is {term!r}, without letter or figure; {EXPECTED}")
    if lang and lang not in source_codes():
        raise InputError(f"{where}: language {lang!r} is not one of {', '.join(source_codes())}; leave it out for both")
    return Entry(source, english, lang or None)
