"""What one input says of one article, before it is weighed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.data import Failure, Origin
from pipeline.errors import InputError
from pipeline.read.encoding import Decoded
from pipeline.read.front import front
from pipeline.read.language import named
from pipeline.read.page import page

FIELDS = ("lang", "outlet", "title", "published", "url", "complete")


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """One article as its input has it.

    `item` is story/file, with the line for a record. `id` is "" when it is to be made of `stem` and the language.
    `said` holds FIELDS by source, the strongest source first.
    """

    item: str
    stem: str
    id: str
    text: str
    said: tuple[tuple[Origin, Mapping[str, str]], ...]
    extra: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def plain_text(decoded: Decoded, item: str, stem: str) -> Iterator[ArticleDraft | Failure]:
    """The one article of a text, which may begin with front matter."""
    matter = front(decoded.text)
    fields, extra = sort_fields(matter.fields)
    name, lang = named(stem)
    sources: tuple[tuple[Origin, Mapping[str, str]], ...] = (("front matter", fields), ("file name", {"lang": lang}))
    warnings = decoded.warnings + matter.warnings
    if extra and not fields:
        warnings += (f"front matter has none of {', '.join(FIELDS)}; kept: {', '.join(extra)}",)
    yield ArticleDraft(item, name, f"{name}.{lang}" if lang else "", matter.text, sources, extra, warnings)


def web_page(decoded: Decoded, item: str, stem: str) -> Iterator[ArticleDraft | Failure]:
    """The one article of a page."""
    extract = page(decoded.text)
    name, lang = named(stem)
    sources: tuple[tuple[Origin, Mapping[str, str]], ...] = (("file name", {"lang": lang}), ("page", extract.fields))
    warnings = decoded.warnings + extract.warnings
    yield ArticleDraft(item, name, f"{name}.{lang}" if lang else "", extract.text, sources, {}, warnings)


def records(decoded: Decoded, item: str, stem: str) -> Iterator[ArticleDraft | Failure]:
    """A draft a line, empty lines left out; what is to beware of in the file is said at its first article."""
    name, lang = named(stem)
    warnings = decoded.warnings
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{item}:{number}"
        try:
            fields, extra = sort_fields(_record(line))
        except InputError as error:
            # one bad line is a failure, the others are articles
            yield Failure(where, "read", f"line {number}: {error}")
            continue
        text = fields.pop("text").replace("\r\n", "\n").replace("\r", "\n")
        own_id = fields.pop("id", "")
        sources: tuple[tuple[Origin, Mapping[str, str]], ...] = (("record", fields), ("file name", {"lang": lang}))
        yield ArticleDraft(where, f"{name}-{number}", own_id, text, sources, extra, warnings)
        warnings = ()


def _record(line: str) -> dict[str, str]:
    """A JSON object's values as text, null left out.

    Raises:
        InputError: not JSON, not an object, a value of the wrong type, no text.
    """
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
        raise InputError("a zero byte in text; expected the article's text")
    return fields


def _as_text(key: str, value: object) -> str:
    import msgspec

    # a flag of somebody's export is kept as text
    if isinstance(value, bool) and key not in ("id", "text", *FIELDS[:-1], "date"):
        return "true" if value else "false"
    if isinstance(value, str) and key != "complete":
        return value
    if isinstance(value, int) and not isinstance(value, bool) and key == "id":
        return str(value)
    if key in ("id", "text", "date", *FIELDS):
        expected = "true or false" if key == "complete" else "text"
        raise InputError(f"{key} is {msgspec.json.encode(value).decode()[:60]}; expected {expected}")
    return msgspec.json.encode(value).decode()


def sort_fields(fields: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """FIELDS (with id and text, where there are any) and the rest; `date` is another name of `published`."""
    names = {key.lower() for key in fields}
    standard: dict[str, str] = {}
    extra: dict[str, str] = {}
    for key, value in fields.items():
        # only where nothing is called published: that is the clearer word
        name = "published" if key.lower() == "date" and "published" not in names else key.lower()
        if name in (*FIELDS, "id", "text") and name not in standard:
            standard[name] = value
        else:
            extra[key] = value
    return standard, extra
