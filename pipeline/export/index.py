"""The page over all stories: a summary beside each result, and made from these the index, the newest story first."""

import gzip
import os
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from pipeline.data import Lang, Result, Warned
from pipeline.errors import OutputError
from pipeline.export import reading
from pipeline.export.atomic import put
from pipeline.export.html import page
from pipeline.export.page_model import View
from pipeline.export.view import view
from pipeline.language import name as language_name

SUMMARY = "summary.json"
RESULT = "result.json"
PAGE = 250  # stories a page
TITLES = 3_500_000  # bytes of what the search looks through: packed, with it the first page stays below 2 MB
HEADLINES = 4  # of a story, as many statements are looked through
OUTLETS = 8  # of a story, as many are named
LONG = 160  # characters of a title or an outlet's name
UNREAD = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OSError)


@dataclass(frozen=True, slots=True)
class Share:
    """An article, by name: of its `sentences` that take part in alignment, those `shared` with another article."""

    name: str
    lang: Lang
    shared: int
    sentences: int


@dataclass(frozen=True, slots=True)
class StorySummary:
    """A story in figures and words.

    `date` is the newest of its articles or "". `shared` and `sole` count statements of several articles and of one;
    `solid` the differences that may be cited. `point` is its chief contradiction or omission, `headlines` what its
    weightiest statements say, `trial` the warning where its English is a trial model's.
    """

    title: str
    date: str
    articles: tuple[Share, ...]
    shared: int
    sole: int
    solid: int
    point: str = ""
    headlines: tuple[str, ...] = ()
    trial: str = ""


class _Row(NamedTuple):
    """A story as the index shows it, and in this order as its script reads it.

    `folder`: for an address. `langs`: how many articles are in each of `reading.columns`. `figures`: articles, shared
    statements, sole ones, solid differences. `shares`: (outlet, percent). `more`: how many outlets have no room.
    """

    folder: str
    title: str
    date: str
    langs: Sequence[int]
    figures: tuple[int, int, int, int]
    shares: Sequence[tuple[str | int, int]]
    more: int
    point: str
    headlines: Sequence[str]

    @property
    def about(self) -> str:
        """As in "2026-03-11 · 3 English, 1 German"."""
        counts = zip(self.langs, reading.columns(), strict=True)
        languages = ", ".join(f"{count} {language_name(lang)}" for count, lang in counts if count)
        return " · ".join(filter(None, (self.date, languages)))


def summary(result: Result) -> Iterator[tuple[str, bytes]]:
    """`summary.json`, which is all that the index reads of a story."""
    yield SUMMARY, msgspec.json.encode(summarised(result)) + b"\n"


def summarised(result: Result) -> StorySummary:
    """The story in figures and words."""
    sheet = view(result)
    articles = {article.id: article for article in result.story.articles}
    shared_ids = set[str]()
    for row in sheet.rows:
        shared_ids.update(wording.text.id for wordings in row.cells.values() for wording in wordings)
    eligible = [sentence for sentence in result.sentences if sentence.eligible]
    totals = Counter(sentence.article for sentence in eligible)
    shared = Counter(sentence.article for sentence in eligible if sentence.id in shared_ids)
    return StorySummary(
        title=sheet.title,
        date=max((article.published for article in articles.values()), default=""),
        articles=tuple(
            Share(sheet.names[key], articles[key].lang, shared[key], totals[key]) for key in result.synopsis.articles
        ),
        shared=len(sheet.rows),
        sole=len(result.synopsis.statements) - len(sheet.rows),
        solid=sum(difference.trust == "solid" for difference in result.synopsis.differences),
        point=_point(sheet),
        headlines=tuple(row.headline for row in sheet.rows[:HEADLINES]),
        trial=reading.trial_in_list(result),
    )


def _point(sheet: View) -> str:
    """The chief contradiction; else who leaves out what most report; else what most report."""
    for one in sheet.contradictions[:1]:
        return f"{reading.SIGNS[one.trust]} {one.words}: {one.headline}"
    for row in sheet.rows:
        absent = [sheet.names[article] for article, state in row.states.items() if state == "absent"]
        if absent:
            return f"○ {', '.join(absent)} {'leaves' if len(absent) == 1 else 'leave'} out: {row.headline}"
    return sheet.rows[0].headline if sheet.rows else ""


def stories(out: Path) -> list[tuple[str, Path]]:
    """Each story below `out`, its id and its folder, in the order of ids; links and hidden folders are passed over."""
    folders = []
    for folder, inner, names in os.walk(out):
        # changed in place: that is how os.walk is told where not to go
        inner[:] = (name for name in inner if not name.startswith("."))
        if RESULT in names and Path(folder) != out:
            folders.append((Path(folder).relative_to(out).as_posix(), Path(folder)))
    return sorted(folders)


def summaries(out: Path) -> tuple[list[tuple[str, StorySummary]], tuple[Warned, ...]]:
    """Every story below `out` with its summary, and the stories that cannot be listed."""
    listed, warnings = [], []
    for story, folder in stories(out):
        try:
            listed.append((story, _summary(folder)))
        except UNREAD as error:
            reason = f"not in the index: its results cannot be read ({error}); run `synopsis run` again"
            warnings.append(Warned(f"{out.name}/{story}", reason))
    return listed, tuple(warnings)


def index(out: Path) -> tuple[Warned, ...]:
    """Write the index of all stories below `out`; what is given are the stories that could not be listed."""
    listed, warnings = summaries(out)
    write(out, listed)
    return warnings


def write(out: Path, summaries: list[tuple[str, StorySummary]]) -> None:
    """Write `index.html`, and for more than PAGE stories `index-2.html` and so on.

    A page that would be as it is stays untouched; one that is not needed any more is removed (OutputError if it cannot
    be).
    """
    summaries.sort(key=lambda item: (item[1].title.casefold(), item[0]))
    # the second sort is stable: within a day titles stay in order
    summaries.sort(key=lambda item: item[1].date, reverse=True)
    trial = next((figures.trial for _, figures in summaries if figures.trial), "")
    pages = dict(_pages([_row(*item) for item in summaries], trial))
    try:
        for name, content in pages.items():
            path = out / name
            if not path.is_file() or path.read_bytes() != content:
                put(path, content)
        for path in sorted(out.glob("index-*.html")):
            if path.name not in pages and numbered(path.name):
                path.unlink()
    except OSError as error:
        fix = "free the disk, or give write permission"
        if isinstance(error, IsADirectoryError):
            fix = f"rename the story {name!r}, which is named like its page"
        raise OutputError(f"{out}: its index cannot be written ({error.strerror}); {fix}") from error


def numbered(name: str) -> int:
    """Which page of an index has this file name, from 1; 0 if none."""
    number = name.removeprefix("index-").removesuffix(".html")
    if name == "index.html":
        return 1
    return int(number) if name == f"index-{number}.html" and number.isascii() and number.isdecimal() else 0


def _summary(folder: Path) -> StorySummary:
    """As the run left it; of results without one, made from the whole result."""
    try:
        return msgspec.json.decode((folder / SUMMARY).read_bytes(), type=StorySummary)
    except FileNotFoundError:
        return summarised(msgspec.json.decode((folder / RESULT).read_bytes(), type=Result))


def _row(story: str, figures: StorySummary) -> _Row:
    langs, named = Counter(share.lang for share in figures.articles), figures.articles[:OUTLETS]
    return _Row(
        folder=quote(story, errors="surrogateescape"),
        title=_short(figures.title),
        date=reading.harmless(figures.date),
        langs=[langs[lang] for lang in reading.columns()],
        figures=(len(figures.articles), figures.shared, figures.sole, figures.solid),
        shares=[(_short(share.name), round(100 * share.shared / max(share.sentences, 1))) for share in named],
        more=len(figures.articles) - len(named),
        point=_short(figures.point),
        headlines=[_short(headline) for headline in figures.headlines],
    )


def _short(text: str) -> str:
    plain = reading.harmless(text)
    return plain if len(plain) <= LONG else f"{plain[: LONG - 1]}…"


def _pages(rows: Sequence[_Row], trial: str = "") -> Iterator[tuple[str, bytes]]:
    titles, searchable = _titles(rows)
    parts = [rows[at : at + PAGE] for at in range(0, len(rows), PAGE)] or [[]]  # without a story, an empty page
    ways = [
        ("index.html" if number == 1 else f"index-{number}.html", part[0].date if part else "")
        for number, part in enumerate(parts, 1)
    ]
    about = {"found": None, "trial": trial, "ways": ways, "page": PAGE, "known": searchable, "stories": len(rows)}
    about["articles"] = sum(row.figures[0] for row in rows)
    for number, ((name, _), part) in enumerate(zip(ways, parts, strict=True), 1):
        own = {"rows": part, "number": number, "titles": titles if number == 1 else None}
        yield name, page("index", {**about, **own})


def _titles(rows: Sequence[_Row]) -> tuple[Markup, int]:
    """What the search needs of as many stories as have room, packed, outlets by number; and how many these are."""
    outlets: dict[str | int, int] = {}
    lines: list[bytes] = []
    size = 0
    for row in rows:
        # an outlet's name is counted once, with the first story that brings it
        new = [name for name, _ in row.shares if name not in outlets]
        shares = [(outlets.setdefault(name, len(outlets)), percent) for name, percent in row.shares]
        line = msgspec.json.encode(row._replace(shares=shares))
        size += len(line) + len(msgspec.json.encode(new))
        # the page has to open at once; what is cut off is told on it
        if size > TITLES:
            break
        lines.append(line)
    languages = [language_name(lang) for lang in reading.columns()]
    names = msgspec.json.encode(list(outlets)), msgspec.json.encode(languages)
    island = b'{"outlets":%b,"languages":%b,"stories":[%b]}' % (*names, b",".join(lines))
    return Markup(b64encode(gzip.compress(island, mtime=0)).decode()), len(lines)
