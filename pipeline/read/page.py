"""A web page's article: its text, one line a paragraph or heading, and what the page says of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import InputError

CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
LANG = re.compile(r"<html\b[^>]{0,500}?\slang\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
WALLED = re.compile(r"[\"']isAccessibleForFree[\"']\s*:\s*[\"']?false", re.IGNORECASE)
STUB = 60  # words; a page with fewer is taken for a teaser


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds; `fields` only those it gives: lang, outlet, title, published (ISO), url, complete."""

    text: str
    fields: Mapping[str, str]
    warnings: tuple[str, ...]


def charset(data: bytes) -> str:
    """The encoding that a page's head declares, or ""."""
    # browsers look no further either
    match = CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else ""


def page(html: str) -> Page:
    """Take the article out of a page; the date (htmldate) only from what the page marks as its date.

    Raises:
        InputError: the page has no article text.
    """
    import logging

    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate"):  # their word on a bad page would go to stderr beside ours
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # the day of publication, and only where the page marks it as such
    dates = {"original_date": True, "extensive_search": False, "max_date": "9999-12-31"}
    extract = bare_extraction(html, with_metadata=True, include_comments=False, date_extraction_params=dates)
    if extract is None or isinstance(extract, dict) or not (extract.text or "").strip():
        raise InputError("no article text in this page; save the article's own page, or its text as .txt")
    text = str(extract.text)
    reasons = _stub(html, text)
    lang = LANG.search(html[:5000])
    fields = {
        "lang": lang[1] if lang else "",
        "outlet": extract.sitename,
        "title": extract.title,
        "published": extract.date,
        "url": extract.url,
        "complete": "false" if reasons else "",
    }
    return Page(text, {name: value for name, value in fields.items() if value}, reasons)


def _stub(html: str, text: str) -> tuple[str, ...]:
    end = "; taken as incomplete, so that what it does not say counts for nothing"
    if WALLED.search(html):
        return (f"the page says that it is not free to read{end}",)
    words = len(text.split())
    return (f"only {words} words of text in the page{end}",) if words < STUB else ()
