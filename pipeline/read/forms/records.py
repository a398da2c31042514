"""What is text itself: one article, perhaps with front matter, or an export; and JSON Lines, an article a line."""

import re
from collections.abc import Iterator

from pipeline.data import Failure
from pipeline.errors import InputError
from pipeline.read import markup
from pipeline.read.draft import FIELDS, ArticleDraft, Sources, article_draft, document_drafts, sort_fields
from pipeline.read.source import InputFile, Line

FRAGMENT = re.compile(r"\s*<(?:p|div|h[1-6]|article|section|ul|ol)(?:\s[^<>]{0,200})?>", re.IGNORECASE)


def plain_text(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    decoded = file.decoded()
    text, told = markup.unmarked(decoded.text) if FRAGMENT.match(decoded.text) else (decoded.text, ())
    # an export is known by its rows, while the one article of a text keeps every blank that it has
    yield from document_drafts(file, [Line(row) for row in text.split("\n")], "text", {}, decoded.warnings + told)


def records(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    """A draft a line, empty lines left out; what is to beware of in the file is said at its first article."""
    decoded = file.decoded()
    warnings = decoded.warnings
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields, extra = sort_fields(_record(line))
        except InputError as error:
            # one bad line is a failure, the others are articles
            yield Failure(f"{file.item}:{number}", "read", f"line {number}: {error}")
            continue
        text, told = markup.unmarked(fields.pop("text").replace("\r\n", "\n").replace("\r", "\n"))
        own_id = fields.pop("id", "")
        said: Sources = (("record", fields),)
        yield article_draft(file, text, said, number=number, own_id=own_id, extra=extra, warnings=warnings + told)
        warnings = ()


def _record(line: str) -> dict[str, str]:
    """A JSON object's values as text, null left out; an InputError if it is none, or holds no text or a wrong type."""
    import msgspec

    try:
        record = msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError) as error:
        raise InputError(f"not a JSON object ({error}); expected one object a line") from error
    fields = {key: _as_text(key, value) for key, value in record.items() if value is not None}
    text = fields.get("text", "")
    if not text.strip():
        raise InputError('no text; expected {"text": "…"} with the article in it')
    if "\0" in text:
        raise InputError("a zero byte in text; expected the article's text: take it out")
    return fields


def _as_text(key: str, value: object) -> str:
    """A value as text, one of another key than ours as its JSON; an InputError if it is not of its key's kind."""
    import msgspec

    written = msgspec.json.encode(value).decode()
    is_flag = isinstance(value, bool)
    if isinstance(value, str) and key != "complete":
        return value
    if (is_flag and key == "complete") or (isinstance(value, int) and not is_flag and key == "id"):
        return written
    if key in ("id", "text", "date", *FIELDS):
        raise InputError(f"{key} is {written[:60]}; expected {'true or false' if key == 'complete' else 'text'}")
    return written
