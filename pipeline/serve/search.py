"""Search: the sentences of all results, originals and translations, in an SQLite full-text index beside them.

The index is kept in the folder of results and follows them: what changed there is read anew, what is gone is removed.
It holds nothing that the results do not, so its file can be deleted at any time.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlencode

from pipeline import language, read
from pipeline.data import Result
from pipeline.errors import InputError, OutputError
from pipeline.export import reading
from pipeline.export.found import Hit, Hits, Part
from pipeline.export.index import stories
from pipeline.memory.store import transaction

FILE = ".search.sqlite3"
VERSION = 3
STATEMENT = "statement"  # the kind of a row that is no sentence, but what several articles say
HITS = 50  # a page
LONGEST = 1_000  # characters of a query
TOKENS = 64  # of a sentence that are shown: the most that SQLite gives
SHOWN = 1_500  # characters of them
CHUNK = 50  # stories a transaction
WAIT_SECONDS = 60.0  # for another writer
ALIKE = (("ß", "ss"), ("œ", "oe"), ("æ", "ae"))  # what folding marks away does not make alike
BEGIN, END = "\2", "\3"  # around a hit; no indexed text holds control characters

SCHEMA = """
CREATE TABLE story (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, stamp TEXT NOT NULL, title TEXT NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, readable INTEGER NOT NULL, trial TEXT NOT NULL);
CREATE INDEX unread ON story (id) WHERE NOT readable;
CREATE INDEX warned ON story (trial) WHERE trial != '';
CREATE VIRTUAL TABLE said USING fts5(
    own, english, story UNINDEXED, sentence UNINDEXED, article UNINDEXED, date UNINDEXED, lang UNINDEXED,
    kind UNINDEXED, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
"""
ADD = """
INSERT INTO said (rowid, own, english, story, sentence, article, date, lang, kind)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ADD_STORY = "INSERT INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
NEXT = "SELECT ifnull(max(number), 0) + 1, ifnull(max(last), 0) + 1 FROM story"
FIND = f"""
SELECT story.id, story.title, sentence, article, date, said.lang, kind,
       snippet(said, 0, '{BEGIN}', '{END}', '…', {TOKENS}), snippet(said, 1, '{BEGIN}', '{END}', '…', {TOKENS})
FROM said JOIN story ON story.number = said.story WHERE said MATCH ? ORDER BY rank, said.rowid LIMIT {HITS} OFFSET ?
"""


class Search:
    """The open index of a folder of results, made if it is not there; one that cannot be used is an OutputError."""

    def __init__(self, out: Path) -> None:
        self.out, self.path = out, out / FILE
        with self._file_errors():
            self._db = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
            self._prepare()

    def close(self) -> None:
        """Close the file; a closed index cannot be used again."""
        self._db.close()

    def changed(self) -> list[str]:
        """The stories whose results are new, not as they were indexed, or gone."""
        # Gone stories have no stamp, new ones no entry: both differ.
        stamps = {story: _stamp(folder) for story, folder in stories(self.out)}
        with self._file_errors():
            indexed: dict[str, str] = dict(self._db.execute("SELECT id, stamp FROM story"))
        return sorted(story for story in stamps.keys() | indexed.keys() if stamps.get(story) != indexed.get(story))

    def refresh(self, changed: Iterable[str]) -> Iterator[int]:
        """Index these stories anew; tells on the way how many more are done. What is done stays done."""
        rest = iter(changed)
        while chunk := list(islice(rest, CHUNK)):
            with self._file_errors(), transaction(self._db):
                for story in chunk:
                    self._renew(story)
            yield len(chunk)

    def unread(self) -> list[str]:
        """The stories whose results cannot be read: of another version, or cut off."""
        with self._file_errors():
            return [row[0] for row in self._db.execute("SELECT id FROM story WHERE NOT readable ORDER BY id")]

    def find(self, query: str, page: int = 1) -> Hits:
        """The sentences that have all words of a query in their original or translation, the closest first.

        A word matches as the beginning of one; words in quotes as a phrase; case and accents do not matter.
        """
        match, start = matching(query), (page - 1) * HITS
        hits, total = [], 0
        with self._file_errors():
            if match:
                total = self._db.execute("SELECT count(*) FROM said WHERE said MATCH ?", (match,)).fetchone()[0]
                hits = [_hit(row) for row in self._db.execute(FIND, (match, start))]
            trial = self._db.execute("SELECT trial FROM story WHERE trial != '' LIMIT 1").fetchone()
        has_earlier, has_later = page > 1, start + len(hits) < total
        return Hits(
            query=reading.harmless(query),
            hits=hits,
            total=total,
            first=start + 1,
            before=_page_link(query, page - 1) if has_earlier else "",
            after=_page_link(query, page + 1) if has_later and hits else "",
            unread=self.unread(),
            trial=trial[0] if trial else "",  # the warning of a story whose English is a trial model's
        )

    def _renew(self, story: str) -> None:
        self._remove(story)
        folder = self.out / story
        stamp = _stamp(folder)
        if not stamp:
            return
        number, first = self._db.execute(NEXT).fetchone()
        try:
            result = read.result(folder)
        except InputError:
            self._db.execute(ADD_STORY, (number, story, stamp, "", first, first - 1, False, ""))
            return
        # A story's rows are one range of numbers, so that it can be removed by them.
        rows = [(first + n, *row[:2], number, *row[2:]) for n, row in enumerate(_rows(result))]
        self._db.executemany(ADD, rows)
        last = first + len(rows) - 1
        warning = reading.trial_in_list(result)
        self._db.execute(ADD_STORY, (number, story, stamp, reading.event(result), first, last, True, warning))

    def _remove(self, story: str) -> None:
        span = self._db.execute("SELECT first, last FROM story WHERE id = ?", (story,)).fetchone()
        if span:
            self._db.execute("DELETE FROM said WHERE rowid BETWEEN ? AND ?", span)
            self._db.execute("DELETE FROM story WHERE id = ?", (story,))

    def _prepare(self) -> None:
        # Who searches must not wait for who writes.
        self._db.execute("PRAGMA journal_mode = WAL")
        if self._is_of_this_version():
            return
        # The index holds nothing of its own: of another version it is thrown away.
        with transaction(self._db):
            if self._is_of_this_version():  # another connection was first
                return
            for name in ("said", "story"):
                self._db.execute(f"DROP TABLE IF EXISTS {name}")
            for statement in SCHEMA.split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _is_of_this_version(self) -> bool:
        return bool(self._db.execute("PRAGMA user_version").fetchone()[0] == VERSION)

    @contextmanager
    def _file_errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            fix = "give write permission and free the disk, or delete this file: it is made again"
            raise OutputError(f"{self.path}: the search index cannot be used ({error}); {fix}") from error


def matching(query: str) -> str:
    """A person's query in SQLite's language; "" if it has no word."""
    terms = []
    for phrase, word in re.findall(r'"([^"]*)"?|([^\s"]+)', re.sub("[„“”«»]", '"', reading.harmless(query))):
        text, mark = (phrase, "") if phrase else (word, "*")
        if any(letter.isalnum() for letter in text):
            # Folding takes marks away but leaves ß and ligatures.
            spellings = [text, *(text.replace(a, b) for a, b in ALIKE), *(text.replace(b, a) for a, b in ALIKE)]
            terms.append("(" + " OR ".join(f'"{spelling}"{mark}' for spelling in dict.fromkeys(spellings)) + ")")
    return " AND ".join(terms)


def _stamp(folder: Path) -> str:
    """Changes when the result does; "" without one."""
    try:
        status = (folder / read.RESULT).stat()
    except FileNotFoundError:
        return ""
    return f"{status.st_mtime_ns}:{status.st_size}"


def _rows(result: Result) -> Iterator[tuple[str, str, str, str, str, str, str]]:
    """Own words, English ("" where they are the same), id, article by name, its date, language, kind.

    Statements of several articles come first: their headlines are their words, all who report it their article.
    """
    english = {translation.sentence: translation.text for translation in result.translations}
    dates = {article.id: reading.harmless(article.published) for article in result.story.articles}
    names = reading.names(result.story)
    for article in result.story.articles:
        # a name may have its language already, as where no outlet is known
        if (language_name := language.name(article.lang)) not in names[article.id]:
            names[article.id] += f", {language_name}"
    for statement in (one for one in result.synopsis.statements if len(one.cells) > 1):
        outlets = ", ".join(names[article] for article in statement.cells)
        yield reading.harmless(statement.headline), "", statement.id, outlets, "", language.TARGET, STATEMENT
    for sentence in result.sentences:
        translated = reading.harmless(english.get(sentence.id, "")) if sentence.lang != "en" else ""
        original, name, date = reading.harmless(sentence.text), names[sentence.article], dates[sentence.article]
        yield original, translated, sentence.id, name, date, sentence.lang, sentence.kind


def _hit(row: tuple[str, ...]) -> Hit:
    """A row that FIND gives."""
    story, title, sentence, article, date, lang, kind, original, english = row
    href = f"/{quote(story, errors='surrogateescape')}/synopsis.html#{reading.anchor(sentence)}"
    return Hit(href, title, article, date, kind, lang, _parts(original), _parts(english))


def _parts(snippet: str) -> list[Part]:
    """What is marked and what is not, cut off after SHOWN characters."""
    parts: list[Part] = []
    left = SHOWN
    for n, text in enumerate(re.split(f"[{BEGIN}{END}]", snippet)):
        if text and left > 0:
            parts.append((text if len(text) <= left else f"{text[:left]}…", n % 2 == 1))
        left -= len(text)
    return parts


def _page_link(query: str, page: int) -> str:
    return f"/search?{urlencode({'q': query, 'page': page}, errors='replace')}"
