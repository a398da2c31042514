"""Exports of press databases: many articles in one file, each with its outlet, title, date and language.

The only table of databases. To add one, write a file with a function from lines to articles, and add a line here.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby, pairwise

from pipeline.errors import InputError
from pipeline.language import languages
from pipeline.read.presses import europresse, factiva, nexis, proquest
from pipeline.read.presses.article import PressArticle, day
from pipeline.read.source import Line
from pipeline.split.words import day_and_time, stamp

# None: the lines are no export of this database
Splitter = Callable[[Sequence[Line]], list[PressArticle] | None]

PRESSES: Mapping[str, Splitter] = {
    "Nexis": nexis.articles,
    "Factiva": factiva.articles,
    "Europresse": europresse.articles,
    "ProQuest": proquest.articles,
}
COUNTED = re.compile(
    r"\W*(?:[^\W\d]+\W+)?(\d{1,4})\s*(?:of|von|de|sur|/)\s*(\d{1,4})(?:\s+[^\W\d]+)?\W*", re.IGNORECASE
)
DOCUMENT = re.compile(r"\b(?:documents?|dokumente?n?|articles?|artikeln?|treffer|results?|résultats?)\b", re.IGNORECASE)
END = re.compile(
    r"\W*(?:end of document|ende des dokuments|fin du document)\W*|(?:document|dokument) [A-Z0-9]{10,}", re.IGNORECASE
)
LABEL = re.compile(r"([^\W\d][\w /-]{2,30}):(?:\s|$)")
NUMBER = re.compile(
    r"(?:(?:dokumente?n?|document|accession)[ -]?(?:nummer|number|id|no)|num[ée]ro de document)\W+(\S+)", re.IGNORECASE
)
RULE = re.compile(r"[\W_]{8,}")
SHORT_RULE = re.compile(r"(?:[*•~#=_–—-] ?){3,}")
THICK = re.compile(r"[=#]{8,}")
PROSE = 8  # words of a row that is a text's
DATED = 4  # rows at the head of a document, one of which is its date
LONGEST_DATED = 80  # characters of such a row
RECORD_LABELS = 3  # labels that come back in each document of a form that is not known


def press_articles(lines: Sequence[Line]) -> list[PressArticle]:
    """The articles of an export, none where it is no export; several documents of an unknown form are an InputError."""
    rows = [Line(line.text.strip(), line.role) for line in lines]
    for splitter in PRESSES.values():
        articles = splitter(rows) or []
        # counted documents in which nothing is found are not this database's
        if any(article.text for article in articles):
            return articles
    if (count := _documents(rows)) > 1:
        expected = f"expected one article, or an export of {', '.join(PRESSES)}"
        fix = "Save each document as a file of its own, or as a line of a .jsonl"
        raise InputError(f"holds {count} documents of a form that is not known; {expected}. {fix}")
    return []


def parts_documents(text: str) -> bool:
    """Whether a line says that a document begins or ends."""
    return bool(END.fullmatch(text)) or _count(text) > 0


def _documents(lines: Sequence[Line]) -> int:
    """How many documents lines look like: by counts, ends, numbers, dated parts between rules, labels that recur."""
    numbers = list(filter(None, (_count(line.text) for line in lines)))
    rows = [line.text for line in lines if line.text]
    # 1 of 10, 2 of 10: one of them alone may be a page number, or a picture's
    if len(numbers) > 1 and all(right == left + 1 for left, right in pairwise(numbers)) and numbers[0] == 1:
        return len(numbers)
    ends = sum(bool(END.fullmatch(line.text)) for line in lines)
    named = {match[1] for line in lines if (match := NUMBER.match(line.text))}
    # the lines of a page are not those of its article
    loose = () if any(line.role for line in lines) else (_set_apart(rows), _parts_by_heads(rows))
    return max(ends, len(named), _parts_by_rules(rows), *_label_repeats(rows), *loose)


def _parts(rows: Sequence[str], rule: re.Pattern[str]) -> list[list[str]]:
    """The rows between those that are a rule."""
    return [list(part) for is_rule, part in groupby(rows, lambda row: bool(rule.fullmatch(row))) if not is_rule]


def _parts_by_rules(rows: Sequence[str]) -> int:
    """How many parts rules divide a text into, if each has a date at its head; else 0."""
    parts = _parts(rows, RULE)
    heads = [[row for row in part[:DATED] if len(row) < LONGEST_DATED and row[-1] != "."] for part in parts]
    return len(parts) if all(any(map(day, head)) for head in heads) else 0


def _set_apart(rows: Sequence[str]) -> int:
    """How many parts short rules (* * *) divide a text into, if the first and another have paper and date at their
    head; or thick rules (====), if each part is a text. Rules within one article part neither.
    """
    tops = [part[:DATED] for part in _parts(rows, SHORT_RULE)]
    heads = [any(_facts(top, at) for at in range(len(top))) for top in tops]
    thick = _parts(rows, THICK)
    # a rule below a heading underlines it
    are_texts = len(thick) > 1 and all(any(map(_is_prose, part)) for part in thick)
    are_texts = are_texts and not any(_is_head(part[-1]) for part in thick[:-1])
    return max(sum(heads) if heads and heads[0] else 0, len(thick) if are_texts else 0)


def _parts_by_heads(rows: Sequence[str]) -> int:
    """How many texts stand one below another, each under rows for headline, paper and date in one order; else 0.

    The first row of all belongs to such a head: an article's box of events has none above the article.
    """
    orders = []
    for is_head, run in groupby(range(len(rows)), lambda n: _is_head(rows[n])):
        places = list(run)
        head = [rows[n] for n in places]
        dated = next((at for at in range(len(head)) if _facts(head, at) > 1), None)
        is_above_prose = places[-1] + 1 < len(rows) and _is_prose(rows[places[-1] + 1])
        if is_head and dated is not None and len(head) <= DATED and is_above_prose:
            orders.append((places[0], len(head), dated))
    is_first = bool(orders) and orders[0][0] == 0
    return len(orders) if is_first and len({order[1:] for order in orders}) == 1 else 0


def _facts(head: Sequence[str], at: int) -> int:
    """How many facts stand at a head beside the date in its row `at`: other rows, words in that row; 0 without one."""
    if not _is_head(head[at]) or not day(head[at]):
        return 0
    weekdays = "|".join(name for record in languages() for names in record.calendar.weekdays for name in names)
    # neither a weekday nor a label before a date is a paper
    bare = rf"{stamp(languages())}|date|{day_and_time(languages())}|\b(?:{weekdays})\b"
    rest = re.sub(bare, "", head[at].lower())
    return sum(map(_is_head, head)) - 1 + bool(re.search(r"[^\W\d_]{2}", rest))


def _is_head(row: str) -> bool:
    return len(row) < LONGEST_DATED and row[-1:] not in '.!?…”»"'


def _is_prose(row: str) -> bool:
    return len(row.split()) >= PROSE and not _is_head(row)


def _count(text: str) -> int:
    match = COUNTED.fullmatch(text) if len(text) < 60 and DOCUMENT.search(text) else None
    return int(match[1]) if match else 0


def _label_repeats(rows: Sequence[str]) -> list[int]:
    """How often a set of labels comes back, for records of a form that nobody knows: Title: …, Source: …, Date: …"""
    counts = Counter(match[1].lower() for match in map(LABEL.match, rows) if match)
    return [count for count, labels in Counter(counts.values()).items() if labels > RECORD_LABELS]
