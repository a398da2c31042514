"""Factiva: `Document ABC0000020…` ends an article; its facts stand above the text, by position or by two-letter codes.

The forms are as tm.plugin.factiva (Bouchet-Valat) and Factiva's display formats describe them.
"""

import re
from collections.abc import Mapping, Sequence

from pipeline.read.presses.article import COPYRIGHT, PressArticle, day, is_language, is_person, press_article
from pipeline.read.source import Line

END = re.compile(r"(?:Document|Dokument)\s+([A-Z][A-Z0-9]{6,})", re.IGNORECASE)
LENGTH = re.compile(r"[\d.,\s\u202f]+\s*(?:words|mots|Wörter)", re.IGNORECASE)
CODES = (
    "SE|HD|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|BY|CLM|ART|RST"  # as Factiva has them
)
# a row below the lead that begins with a code and one blank; the text may begin one with IN or CO
BELOW = re.compile(r"(?:TD|RF|IPC|IPD|PUB|AN|CLM|ART|RST)\b.*|(?:CO|IN|NS|RE)\s+\w+ ?: .*")
CODE = re.compile(rf"({CODES})(?:\s*\|\s*|\s*$|\s{{2,}})(.*)")
LOOSE = re.compile(rf"({CODES})\s+(.*)")  # as texts have them whose blanks somebody squeezed
BYLINE = re.compile(r"(?:by|von|par)\s", re.IGNORECASE)
TIME = re.compile(r"\d{1,2}[:.]\d\d(?:\s?(?:AM|PM|GMT|h))?", re.IGNORECASE)
RECORD_CODES = 4  # codes from which an article's facts are taken to stand by them
LONGEST_NAME = 4  # words; a headline has more
MOST_HEAD = 9  # lines of facts below the count of words


def articles(lines: Sequence[Line]) -> list[PressArticle] | None:
    ends = [n for n, line in enumerate(lines) if END.fullmatch(re.sub(r"^AN\b", "", line.text).strip("| "))]
    ends = ends or _last_rows(lines)
    if not ends or not any(LENGTH.fullmatch(line.text.strip("| ")) or "WC" in line.text for line in lines):
        return None
    bounds = zip([0, *(end + 1 for end in ends)], ends, strict=False)
    records = [[line for line in lines[start : end + 1] if line.text.strip("| ")] for start, end in bounds]
    return [
        _by_codes(codes) if len(codes := _rows_by_code(record)) > RECORD_CODES else _by_position(record)
        for record in records
    ]


def _last_rows(lines: Sequence[Line]) -> list[int]:
    """Where the articles of an export end that has no numbers of documents: before the next headline's code."""
    heads = [number for number, line in enumerate(lines) if re.match(r"HD\b", line.text)]
    # the section may stand above the headline
    starts = [n - 1 if re.match(r"SE\b", lines[n - 1].text) else n for n in heads[1:]]
    is_coded = bool(heads) and len(_rows_by_code(lines[heads[0] :])) > RECORD_CODES
    return [*(start - 1 for start in starts), len(lines) - 1] if is_coded else []


def _rows_by_code(lines: Sequence[Line]) -> dict[str, list[str]]:
    """Code → the rows of it: what stands below a code belongs to it.

    Where one blank parts a code from its value, only a code that is new counts, and below the lead only what BELOW has.
    """
    is_loose = sum(bool(CODE.fullmatch(line.text)) for line in lines) <= RECORD_CODES
    values: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = (LOOSE if is_loose else CODE).fullmatch(line.text) or CODE.fullmatch(line.text)
        is_below = bool({"LP", "TD"} & values.keys())
        if match and is_loose and (match[1] in values or (is_below and not BELOW.fullmatch(line.text))):
            match = None
        code = match[1] if match else code
        values.setdefault(code, [])
        if text := (match[2] if match else line.text).strip("| "):
            values[code].append(text)
    return values


def _by_codes(values: Mapping[str, list[str]]) -> PressArticle:
    """`HD` title, `SN` outlet, `PD` day, `LA` language, `LP` and `TD` text."""
    fact = {key: " ".join(rows) for key, rows in values.items()}
    extra = {key.lower(): fact[key] for key in ("BY", "SE", "PG", "ED", "AN") if key in fact}
    body = [*values.get("LP", []), *values.get("TD", [])]
    facts = {"outlet": fact.get("SN", ""), "published": day(fact.get("PD", "")), "lang": fact.get("LA", "")}
    return press_article(fact.get("HD", ""), body, extra, **facts)


def _by_position(lines: Sequence[Line]) -> PressArticle:
    """Title, author, count of words, day, time, outlet, code, page, language, copyright, text."""
    rows = [line.text.strip("| ") for line in lines]
    length = next((number for number, row in enumerate(rows) if LENGTH.fullmatch(row)), 0)
    above, below, roles = rows[:length], rows[length + 1 : -1], [line.role for line in lines[length + 1 : -1]]
    extra = {"an": END.fullmatch(rows[-1])[1]} if END.fullmatch(rows[-1]) else {}  # type: ignore[index]
    dated = next((number for number, row in enumerate(below[:4]) if day(row)), None)
    published = day(below[dated]) if dated is not None else ""
    names = [row for row in below[(dated or 0) + (dated is not None) : MOST_HEAD] if not TIME.fullmatch(row)]
    lang = next((row for row in below[:MOST_HEAD] if is_language(row)), "")
    marked = [row for row, role in zip(below, roles, strict=True) if "articleparagraph" in role]
    body = marked or below[_head_end(below) :]
    if len(above) > 1 and (BYLINE.match(above[-1]) or (is_person(above[-1]) and len(above[-2].split()) > LONGEST_NAME)):
        extra["by"] = above.pop()
    headline = [line.text for line in lines[:length] if "headline" in line.role]
    title = " ".join(headline) or (above[-1] if above else "")
    outlet = names[0] if names else ""
    return press_article(title, body, extra, outlet=outlet, published=published, lang=lang)


def _head_end(below: Sequence[str]) -> int:
    """Where the text begins: below the copyright, or the language, or the outlet's code."""
    ends = [n + 1 for n, row in enumerate(below[:MOST_HEAD]) if COPYRIGHT.match(row) or is_language(row)]
    codes = [n + 1 for n, row in enumerate(below[:MOST_HEAD]) if re.fullmatch(r"[A-Z][A-Z0-9]{2,9}", row)]
    return max(ends, default=max(codes, default=0))
