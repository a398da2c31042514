"""XML: RSS and Atom, NewsML-G2, NITF, Factiva's records, and pages written as XML; by the name of the root."""

from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from itertools import chain

from lxml.etree import _Element

from pipeline.data import Failure
from pipeline.errors import InputError
from pipeline.read import markup
from pipeline.read.draft import ArticleDraft, article_draft
from pipeline.read.forms.web import web_page
from pipeline.read.presses.article import language_code
from pipeline.read.source import InputFile, texts

Record = tuple[Mapping[str, str], str]  # fields and text
MODULES = (  # namespaces whose elements say what an entry's own do
    "http://purl.org/rss/1.0/modules/content/",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/2005/Atom",
)


def xml(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    root = markup.xml(file.data)
    if markup.name(root) == "html":
        yield from web_page(file)
        return
    for names, records in FORMS:
        entries = [root] if markup.name(root) in names else list(markup.find(root, *names))
        if entries:
            yield from _drafts(file, [record for entry in entries for record in records(root, entry)])
            return
    expected = "expected RSS, Atom, NewsML-G2, NITF or Factiva's. Save the articles as text, HTML or .jsonl"
    raise InputError(f"XML with root {markup.name(root)!r}, which is not known; {expected}")


def _drafts(file: InputFile, records: list[Record]) -> Iterator[ArticleDraft | Failure]:
    for number, (fields, text) in enumerate(records, 1):
        filled = {key: value for key, value in fields.items() if value}
        if text:
            yield article_draft(file, text, (("record", filled),), number=number if len(records) > 1 else 0)
        else:
            yield Failure(f"{file.item}:{number}", "read", f"document {number}: no text in it; expected an article")


def _entry(root: _Element, entry: _Element) -> Iterator[Record]:
    """An entry of RSS or Atom; one of which only a summary stands here is incomplete."""
    titles = (child for head in chain((root,), root) for child in _children(head) if markup.name(child) == "title")
    outlet = next(map(_title, titles), "")
    children = _children(entry)
    by_name = {markup.name(child): child for child in reversed(children)}
    texts = [by_name[name] for name in ("encoded", "content", "description", "summary") if name in by_name]
    is_full = "encoded" in by_name or "content" in by_name
    body = _markup_text(texts[0] if texts else None)
    links = [child for child in children if markup.name(child) == "link"]
    # Atom has links to other things, too
    link = next((child for child in links if child.get("rel", "alternate") == "alternate"), None)
    title = _title(by_name["title"]) if "title" in by_name else ""
    days = [by_name[name] for name in ("pubDate", "published", "date", "updated") if name in by_name]
    fields = {
        "title": title,
        "outlet": markup.words(by_name.get("source")) or outlet,
        "published": _moment(markup.words(days[0]) if days else ""),
        "url": "" if link is None else link.get("href") or markup.words(link),
        "complete": "" if is_full else "false",
    }
    yield fields, f"{title}\n{body}" if body else ""


def _children(element: _Element) -> list[_Element]:
    """What stands in an element in its own namespace or one of MODULES; media:content is a picture, and no article."""
    known = (markup.namespace(element), *MODULES)
    return [child for child in element if markup.namespace(child) in known]


def _title(element: _Element) -> str:
    """A title in one line; feeds write HTML in it, too."""
    return " ".join(_markup_text(element).split()) if "&" in (element.text or "") else markup.words(element)


def _markup_text(element: _Element | None) -> str:
    """The text of an element that holds HTML, as elements of its own or as text."""
    if element is None:
        return ""
    root = element if len(element) else markup.html(f"<div>{element.text or ''}</div>")
    return "" if root is None else "\n".join(texts(markup.blocks(root)))


def _moment(written: str) -> str:
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except ValueError:
        return written


def _news_item(_: _Element, item: _Element) -> Iterator[Record]:
    """NewsML-G2 (IPTC): what an item's metadata say, and its inline text."""
    names = [
        markup.first(provider, "name") or provider.get("literal") or (provider.get("qcode") or "").rpartition(":")[2]
        for provider in markup.find(item, "provider")
    ]
    fields = {
        "title": markup.first(item, "headline"),
        "outlet": markup.first(item, "infoSource") or next(iter(names), ""),
        "published": (markup.first(item, "contentCreated") or markup.first(item, "versionCreated"))[:10],
        "lang": next(filter(None, (language.get("tag") for language in markup.find(item, "language"))), ""),
    }
    inline = next(markup.find(item, "inlineXML", "inlineData"), None)
    if inline is not None:
        yield fields, _text(fields["title"], inline)


def _text(title: str, element: _Element) -> str:
    """The text of an element, its title above it where it does not begin with it."""
    rows = _markup_text(element).split("\n")
    return "\n".join(rows if not title or title in rows[:3] else [title, *rows])


def _nitf(_: _Element, article: _Element) -> Iterator[Record]:
    """NITF (IPTC)."""
    title = markup.first(article, "hl1") or markup.first(article, "title")
    issued = next((found.get("norm") for found in markup.find(article, "date.issue", "story.date")), None) or ""
    day = f"{issued[:4]}-{issued[4:6]}-{issued[6:8]}" if issued[:8].isdigit() else issued[:10]
    content = next(markup.find(article, "body.content"), article)
    fields = {"title": title, "outlet": markup.first(article, "distributor"), "published": day}
    yield fields, _text(title, content)


def _factiva(_: _Element, article: _Element) -> Iterator[Record]:
    """A record of Factiva: a headline, a lead, tail paragraphs."""
    title = markup.first(article, "headline")
    parts = [part for name in ("leadParagraph", "tailParagraphs") for part in markup.find(article, name)]
    paragraphs = [markup.words(line) for part in parts for line in (list(markup.find(part, "paragraph")) or [part])]
    fields = {
        "title": title,
        "outlet": markup.first(article, "sourceName"),
        "published": markup.first(article, "publicationDate")[:10],
        "lang": language_code(markup.first(article, "baseLanguage")),
    }
    body = [paragraph for paragraph in paragraphs if paragraph]
    yield fields, "\n".join([title, *body]) if body else ""


FORMS: tuple[tuple[tuple[str, ...], Callable[[_Element, _Element], Iterator[Record]]], ...] = (
    (("newsItem",), _news_item),
    (("nitf",), _nitf),
    (("item", "entry"), _entry),
    (("article",), _factiva),
)
