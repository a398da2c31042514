"""What one input says of one article, before it is weighed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.data import Origin
from pipeline.read.front import front
from pipeline.read.language import named
from pipeline.read.presses import press_articles
from pipeline.read.source import InputFile, Line, texts

Sources = tuple[tuple[Origin, Mapping[str, str]], ...]  # FIELDS by source, the strongest source first
INCOMPLETE = "; taken as incomplete, so that what it does not say counts for nothing"
FIELDS = ("lang", "outlet", "title", "published", "url", "complete")


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """One article as its input has it: `item` is story/file(:line), `id` "" when `stem` and language are to make it."""

    item: str
    stem: str
    id: str
    text: str
    said: Sources
    extra: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def article_draft(
    file: InputFile,
    text: str,
    said: Sources,
    *,
    number: int = 0,
    own_id: str = "",
    extra: Mapping[str, str] | None = None,
    warnings: tuple[str, ...] = (),
) -> ArticleDraft:
    """The draft of a file's only article, or of the one with this number; the sidecar and the name have a say."""
    name, lang = named(file.stem)
    beside, more = sort_fields(file.sidecar)
    sources: Sources = (("sidecar", beside), *said, ("file name", {"lang": lang}))
    extra = {**(extra or {}), **more}
    if number:
        return ArticleDraft(f"{file.item}:{number}", f"{name}-{number}", own_id, text, sources, extra, warnings)
    own_id = own_id or (f"{name}.{lang}" if lang else "")
    return ArticleDraft(file.item, name, own_id, text, sources, extra, warnings)


def document_drafts(
    file: InputFile,
    lines: Sequence[Line],
    origin: Origin,
    fields: Mapping[str, str],
    warnings: tuple[str, ...] = (),
    joined: Callable[[Sequence[str]], Sequence[str]] = tuple,
) -> Iterator[ArticleDraft]:
    """The articles of an export, or the one article that a document is; `fields` are what the document says of it.

    `joined` makes paragraphs of lines, where the lines are those of a page: an export is known by its lines only. What
    looks like several documents of an unknown form is an InputError.
    """
    for number, article in enumerate(articles := press_articles(lines), 1):
        said: Sources = (("record", article.fields), ("document", {"lang": article.doubtful_lang}))
        rows = article.text.split("\n")
        is_titled = rows[0] == article.fields.get("title")
        text = "\n".join([*rows[:is_titled], *joined(rows[is_titled:])])
        yield article_draft(file, text, said, number=number, extra=article.extra, warnings=warnings)
        warnings = ()
    if not articles:
        matter = front("\n".join(joined(texts(lines))))
        written, extra = sort_fields(matter.fields)
        if extra and not written:
            warnings += (f"front matter has none of {', '.join(FIELDS)}; kept: {', '.join(extra)}",)
        sources: Sources = (("front matter", written), (origin, fields))
        yield article_draft(file, matter.text, sources, extra=extra, warnings=warnings + matter.warnings)


def sort_fields(fields: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """FIELDS (with id and text, where there are any) and the rest; `date` is another name of `published`."""
    names, extra = {key.lower() for key in fields}, dict(fields)
    standard: dict[str, str] = {}
    for key, value in fields.items():
        # only where nothing is called published: that is the clearer word
        name = "published" if key.lower() == "date" and "published" not in names else key.lower()
        if name in (*FIELDS, "id", "text") and name not in standard:
            standard[name] = value
            extra.pop(key)
    return standard, extra
