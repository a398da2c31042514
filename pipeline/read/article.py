"""A draft to an article: every field from its strongest source, and where it came from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from itertools import chain

from pipeline import language
from pipeline.data import Article, Lang, Origin, Warned
from pipeline.errors import InputError
from pipeline.read.address import host
from pipeline.read.dates import iso
from pipeline.read.draft import INCOMPLETE, ArticleDraft
from pipeline.read.head import head
from pipeline.read.language import choose, site_ending
from pipeline.read.safe_names import safe, unsafe
from pipeline.read.webpage.completeness import ending_notice
from pipeline.split.blocks import clean
from pipeline.split.kinds import rows_of_tables, stands_around

ENTITY = re.compile(r"&#?\w{1,30};")
HALF = re.compile("[\ud800-\udfff]")  # escapes such as \\ud800, and UTF-7, bring them
HEADLINE = 160  # characters a headline may have
WRAP = 100  # characters; lines cut by hand are no longer
STOPS = (".", "…", ":", ";", ",", '."', ".”", ".“", ".»", ".’")
FEWEST = 5  # words of a text that says something of an event
YES, NO = ("true", "yes", "1"), ("false", "no", "0")


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A field's value and where it is from (None: it was not found), what was found wanting on the way."""

    value: str = ""
    origin: Origin | None = None
    warnings: tuple[str, ...] = ()


def article(draft: ArticleDraft, *, story: str, today: date) -> tuple[Article, tuple[Warned, ...]]:
    """Weigh a draft; what to beware of in it besides its own warnings.

    No text, a language that is not ours, an unreadable field, or an id that cannot be one, is an InputError.
    """
    if not draft.text.strip():
        raise InputError("no text after the front matter; expected the article's text")
    fields = chain.from_iterable(fields.values() for _, fields in draft.said)
    if any(HALF.search(text) for text in (draft.text, *fields, *draft.extra, *draft.extra.values())):
        raise InputError("half a character (U+D800 to U+DFFF), which no file can carry; mend its source")
    draft = _with_head(_with_read_entities(draft))
    statements = list(_field_values(draft, "lang"))
    site = site_ending(statements, draft.text)
    statements = [statement for statement in statements if statement != (site, "file name")]
    lang, lang_origin, doubts = choose(statements, draft.text)
    if site:
        doubts = (*doubts, f"{site!r} at the end of the file name is taken for a site's; the text is {lang!r}")
    name, repairs = _article_id(draft, site, lang)
    bare = name.removesuffix(f".{lang}")
    # a file's name is no outlet's where it is a mere number
    default = bare if any(map(str.isalpha, bare)) else f"{language.name(lang)} {bare}"
    values = {
        "outlet": FieldValue(*next(_field_values(draft, "outlet"), (default, "default"))),
        "title": _title(draft),
        "published": _publication(draft, lang, today),
        "url": _url(draft),
        "complete": _complete(draft),
    }
    origins: dict[str, Origin] = {"lang": lang_origin}
    origins |= {key: value.origin for key, value in values.items() if value.origin}
    reasons = (
        *doubts,
        *repairs,
        *_tables(draft.text),
        *chain.from_iterable(value.warnings for value in values.values()),
    )
    weighed = Article(
        id=name,
        story=story,
        lang=lang,
        text=draft.text,
        **{key: values[key].value for key in ("outlet", "title", "published", "url")},
        complete=values["complete"].value != "false",
        origin=origins,
        extra={**draft.extra, **_unread(draft, values)},
    )
    return weighed, tuple(Warned(draft.item, reason) for reason in reasons)


def _tables(text: str) -> Iterator[str]:
    """What to beware of in the tables of a text: their rows of labels and figures say nothing that can be compared."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    rows = [lines[number] for number, kind in rows_of_tables(lines).items() if kind == "boilerplate"]
    if rows := [row for row in rows if any(map(str.isalnum, row))]:
        count = "1 row of a table is" if len(rows) == 1 else f"{len(rows)} rows of tables are"
        yield f"{count} shown and not compared, as {rows[-1][:60]!r}; say in sentences what is to be compared"


def _with_head(draft: ArticleDraft) -> ArticleDraft:
    """The draft, with the day that its text begins with; of a text alone these first lines are taken off."""
    origins = [origin for origin, _ in draft.said]
    above = head(draft.text)
    draft = replace(draft, said=(*draft.said, ("text", {"published": above.day})))
    # what a record or a document holds is its text
    return replace(draft, text=above.rest, extra={**draft.extra, **above.lines}) if "text" in origins else draft


def _article_id(draft: ArticleDraft, site: str, lang: Lang) -> tuple[str, tuple[str, ...]]:
    """The id and what was repaired in it; an InputError if nothing can be."""
    # the language in the id keeps 002.de and 002.fr apart
    stem = f"{draft.stem}.{site}" if site and draft.id else draft.stem
    name = f"{stem}.{lang}" if site or not draft.id else draft.id
    problem = unsafe(name)
    if problem and not unsafe(safe(name)):
        return safe(name), (f"id {problem.rpartition('; ')[0]}; taken as {safe(name)!r}",)
    if problem:
        raise InputError(f"the article's id {problem}")
    return name, ()


def _with_read_entities(draft: ArticleDraft) -> ArticleDraft:
    """The draft, with the letters that entities stand for in its titles, and in its text where that begins with one."""
    text, said = draft.text, []
    for origin, fields in draft.said:
        written = fields.get("title", "")
        title = ENTITY.sub(lambda match: unescape(match[0]), written)
        text = title + text.removeprefix(written) if title != written and text.startswith(written) else text
        said.append((origin, {**fields, "title": title}))
    return replace(draft, text=text, said=tuple(said))


def headline(text: str) -> str:
    """The first line that says something, if it is a headline: short, without a final stop, with other text below.

    A line of prose that was cut to a width is none: the next one goes on in lower case, or no line of its paragraph
    is longer than such a width.
    """
    rows = [row.strip() for row in text.lstrip().split("\n", 50)[:50]]
    while len(rows) > 1 and (not rows[0] or stands_around(clean(rows[0]))):
        rows.pop(0)
    first, below = rows[0].lstrip("#").strip(), rows[1:]
    if not first or len(first) > HEADLINE or first.endswith(STOPS) or not any(below):
        return ""
    paragraph = below[: below.index("")] if "" in below else below
    is_cut = len(rows[0]) >= WRAP // 2 and max(map(len, paragraph), default=0) <= WRAP
    return "" if paragraph and (paragraph[0][:1].islower() or is_cut) else first


def _field_values(draft: ArticleDraft, name: str) -> Iterator[tuple[str, Origin]]:
    for origin, fields in draft.said:
        if value := " ".join(fields.get(name, "").split()):
            yield value, origin


def _unread(draft: ArticleDraft, values: Mapping[str, FieldValue]) -> dict[str, str]:
    """What was written where the field holds something else (a day for a moment, nothing), so that it is not lost."""
    written = {name: next(_field_values(draft, name), ("",))[0] for name in ("published", "url")}
    return {name: value for name, value in written.items() if value and values[name].value != value}


def _title(draft: ArticleDraft) -> FieldValue:
    for value, origin in _field_values(draft, "title"):
        left = ENTITY.findall(value)
        reason = f"{origin}: the title holds {', '.join(left)}, which nothing resolves; write its text in its place"
        return FieldValue(value, origin, (reason,) if left else ())
    # the text itself is asked last: a first line may be anything
    first = headline(draft.text)
    return FieldValue(first, "text") if first else FieldValue()


def _publication(draft: ArticleDraft, lang: Lang, today: date) -> FieldValue:
    warnings: tuple[str, ...] = ()
    for written, origin in _field_values(draft, "published"):
        try:
            day = iso(written, lang)
        except InputError as error:
            # the next source may still have a date
            warnings += (f"{origin}: {error}; left out",)
            continue
        if day > today.isoformat():
            warnings += (f"{origin}: date {day} is after {today.isoformat()}, the day of this run; check it",)
        return FieldValue(day, origin, warnings)
    return FieldValue(warnings=warnings)


def _url(draft: ArticleDraft) -> FieldValue:
    for value, origin in _field_values(draft, "url"):
        if value.lower().startswith(("https://", "http://")) and host(value):
            return FieldValue(value, origin)
        reason = f"{origin}: url {value!r} does not begin with https:// or http:// and the name of a site; left out"
        return FieldValue(warnings=(reason,))
    return FieldValue()


def _complete(draft: ArticleDraft) -> FieldValue:
    for value, origin in _field_values(draft, "complete"):
        if value.lower() in YES + NO:
            return FieldValue("false" if value.lower() in NO else "true", origin)
        raise InputError(f"complete is {value!r} ({origin}); expected true or false")
    is_page = any(origin == "page" for origin, _ in draft.said)  # which has been asked already
    if notice := "" if is_page else ending_notice(draft.text):
        return FieldValue("false", "text", (f"the text ends with {notice[:80]!r}{INCOMPLETE}",))
    count = len(draft.text.split())
    # what a database or a table has is short where its author was
    if count >= FEWEST or any(origin == "record" for origin, _ in draft.said):
        return FieldValue()
    reason = f"only {count} {'word' if count == 1 else 'words'} of text in it{INCOMPLETE}"
    return FieldValue("false", "text", (reason,))
