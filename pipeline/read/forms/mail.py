"""Mail: a newsletter as EML, its HTML where it has any, else its plain text."""

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from pipeline.data import Failure
from pipeline.errors import InputError
from pipeline.read import markup
from pipeline.read.draft import ArticleDraft, document_drafts
from pipeline.read.encoding import decode
from pipeline.read.source import InputFile, Line
from pipeline.read.webpage.inline import mend

SOFT = re.compile(r"(?<=\S)(?<!\n--) +\r?\n(?=\S)(?!-- ?\r?\n)")  # the line above a signature, "-- ", goes on in none


def mail(file: InputFile) -> Iterator[ArticleDraft | Failure]:
    message = message_from_bytes(file.data, policy=policy.default)
    fields = _fields(message) if isinstance(message, EmailMessage) else {}
    if not fields or not isinstance(message, EmailMessage):
        raise InputError("no sender in it: not a mail; save it again as .eml, or its text as .txt")
    part = message.get_body(("html", "plain"))
    data = part.get_payload(decode=True) if part else None
    if not part or not isinstance(data, bytes):
        raise InputError("no text in this mail; save what it holds as a file of its own")
    decoded = decode(data, declared=part.get_content_charset() or "")
    root = markup.html(decoded.text) if part.get_content_type() == "text/html" else None
    if root is not None:
        mend(root)
    # where the text flows (RFC 3676), a line that ends in a blank goes on in the next
    flows = part.get_param("format") == "flowed"
    text = SOFT.sub(" ", decoded.text) if flows else decoded.text
    rows = [Line(row) for row in text.split("\n")]
    lines: Sequence[Line] = rows if root is None else markup.blocks(root)
    yield from document_drafts(file, lines, "document", fields, decoded.warnings)


def _fields(message: EmailMessage) -> dict[str, str]:
    """What the head of a mail says of the article; nothing without a sender."""
    try:
        sender, day, title = message["from"], message["date"], message["subject"]
    except (AttributeError, LookupError, TypeError, ValueError) as error:  # the library stumbles over damaged ones
        raise InputError(f"a head that cannot be read ({error}); save the mail again, or its text as .txt") from error
    if not sender:
        return {}
    name, address = parseaddr(str(sender))
    published = getattr(day, "datetime", None)
    return {
        "outlet": name or address,
        "title": " ".join(str(title or "").split()),
        "published": published.date().isoformat() if published else "",
    }
