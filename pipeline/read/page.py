"""A web page's article: its text, one line a paragraph or heading, and what the page says of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.etree import _Element

from pipeline.errors import InputError
from pipeline.read import markup
from pipeline.read.head import NUMBERS, head
from pipeline.read.webpage.completeness import doubts, second_part
from pipeline.read.webpage.day import leave_out_other_days, stated_day
from pipeline.read.webpage.description import authors, description
from pipeline.read.webpage.furniture import marked, numbered, with_left_out
from pipeline.read.webpage.inline import mend
from pipeline.read.webpage.layout import Layout
from pipeline.read.webpage.outlet import outlet
from pipeline.read.webpage.standfirst import standfirst
from pipeline.read.webpage.title import letters, title

CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
LANG = re.compile(r"<html\b[^>]{0,500}?\slang\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
SAVED = re.compile(r"<!--[^>]{0,200}?(?:saved from url=\(\d+\)|\burl:\s{0,9})(https?://[^\s<>]{1,500})", re.IGNORECASE)
WRAP = re.compile(r"[^\S\n]*\n\s*(?=\S)")
STOPS = (".", "!", "?", ":", "…", '"', "”", "“", "»")


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page holds."""

    text: str
    fields: Mapping[str, str]  # only those it gives: lang, outlet, title, published (ISO), url, complete
    doubts: tuple[str, ...]  # why it is taken as incomplete
    marks: Mapping[str, str]  # lines of the text, counted from 1, that are `boilerplate` or `headings` by the layout


def charset(data: bytes) -> str:
    """The encoding that a page's head declares, or ""."""
    # browsers look no further either
    match = CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else ""


def page(html: str, root: _Element | None, blocks: Sequence[markup.Block], url: str = "") -> WebPage:
    """Take the article out of a page, dated only by what marks a date (htmldate); an InputError if it has no text.

    `root` and `blocks` are what `markup` makes of the page, `url` is its address if it does not say that itself.
    """
    extract = _extract(html)
    assert root is not None  # what has a text has a root
    if mend(root):
        blocks = markup.blocks(root)
    stated = description(root)
    saved = SAVED.search(html[:5000])  # as browsers and SingleFile write it above a page
    address = extract.url or url or (saved[1] if saved else "")
    name = outlet(stated, address)
    headline = title(stated, root, name) or extract.title or ""
    lines = _lines(extract)
    printed = letters("".join(block.text for block in blocks))
    if letters(headline) not in letters("".join(lines)) and letters(headline) in printed:
        lines.insert(0, headline)  # an extractor may leave it out
    layout = Layout(blocks, lines)
    if rest := second_part(stated, layout):
        lines += rest
        layout = Layout(blocks, lines)
    first = standfirst(stated, layout, headline)
    if letters(first) not in letters("".join(lines)):
        lines.insert(1 if lines and letters(lines[0]) == letters(headline) else 0, first)
        layout = Layout(blocks, lines)
    if (whole := with_left_out(layout)) != lines:
        lines, layout = whole, Layout(blocks, whole)
    reasons = doubts(stated, root, layout)
    furniture, headings = marked(layout, [headline, first], authors(stated))
    lang = LANG.search(html[:5000])
    fields = {
        "lang": lang[1] if lang else "",
        "outlet": name or extract.sitename,
        "title": headline,
        "published": stated_day(stated) or _day(html, extract.date or "", lines),
        "url": address,
        "complete": "false" if reasons else "",
    }
    marks = {"boilerplate": numbered([n + 1 for n in furniture]), "headings": numbered([n + 1 for n in headings])}
    stated_fields, line_marks = ({key: value for key, value in table.items() if value} for table in (fields, marks))
    return WebPage("\n".join(lines), stated_fields, reasons, line_marks)


def _day(html: str, found: str, lines: Sequence[str]) -> str:
    """The day that was found, or the numbers that the page prints, where it was only guessed from their order."""
    printed = head("\n".join(lines)).day
    is_guess = found not in html and NUMBERS.search(printed)
    return printed if is_guess else found


def _extract(html: str) -> Any:
    import logging
    import warnings

    with warnings.catch_warnings():
        # it looks for a library of proxies that it is not to use here
        warnings.simplefilter("ignore")
        from trafilatura import bare_extraction
        from trafilatura.utils import load_html

    for name in ("trafilatura", "htmldate"):  # their word on a bad page would go to stderr beside ours
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # the day of publication, and only where the page marks it as such
    dates = {"original_date": True, "extensive_search": False, "max_date": "9999-12-31"}
    tree = load_html(html)
    if tree is not None:
        mend(tree)
        leave_out_other_days(tree)
    extract = tree is not None and bare_extraction(
        tree, with_metadata=True, include_comments=False, date_extraction_params=dates
    )
    if not extract or isinstance(extract, dict) or not (extract.text or "").strip():
        raise InputError("no article text in this page; save the article's own page, or its text as .txt")
    return extract


def _lines(extract: Any) -> list[str]:
    """The lines of the text, a line break within a sentence made a blank."""
    from trafilatura.xml import xmltotxt

    for element in extract.body.iter():
        # where a source is wrapped, its lines are not the text's
        element.text, element.tail = (WRAP.sub(" ", part) if part else part for part in (element.text, element.tail))
    for mark in list(extract.body.iter("lb")):
        if _is_within_sentence(mark):
            mark.tag, mark.tail = "blank", f" {mark.tail.lstrip()}"
            etree.strip_tags(mark.getparent(), "blank")
    return [row for row in xmltotxt(extract.body, include_formatting=False).split("\n") if row.strip()]


def _is_within_sentence(mark: Any) -> bool:
    above = mark.getprevious()
    before = mark.getparent().text if above is None else above.tail
    left, right = (before or "").strip(), (mark.tail or "").strip()
    return bool(left and right) and not left.endswith(STOPS) and (right[0].islower() or len(left) > 40)
