"""The formats of articles: by the end of a file's name, what reads it. The only table of them.

What a folder of stories may hold, the messages that say so and docs/commands.md are made from it. To add a format,
write a reader, a function from a decoded file to drafts, and add a line here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.data import Failure
from pipeline.errors import InputError
from pipeline.read.draft import ArticleDraft, plain_text, records, web_page
from pipeline.read.encoding import Decoded, decode
from pipeline.read.names import shown
from pipeline.read.page import charset

Reader = Callable[
    [Decoded, str, str], Iterator[ArticleDraft | Failure]
]  # text, story/file, the file's name without its end


def _no_charset(_data: bytes) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class ArticleFormat:
    """`read` makes drafts, `use` says of what; `charset` finds the encoding that a file declares, "" for none."""

    read: Reader
    use: str
    charset: Callable[[bytes], str] = _no_charset


ARTICLES: Mapping[str, ArticleFormat] = {
    ".txt": ArticleFormat(plain_text, "a text, perhaps with front matter"),
    ".md": ArticleFormat(plain_text, "the same; mark-up stays as it is"),
    ".html": ArticleFormat(web_page, "a web page, of which the article is taken", charset),
    ".htm": ArticleFormat(web_page, "the same", charset),
    ".jsonl": ArticleFormat(records, "an article a line"),
}


def drafts(path: Path, story: str) -> Iterator[ArticleDraft | Failure]:
    """Every article of a file, in its order, as a draft or as a failure; at least one of either."""
    item = f"{story}/{shown(path.name)}"
    try:
        yield from _drafts(path, item)
    except OSError as error:
        yield Failure(item, "read", f"cannot be opened ({error.strerror}); check that it is there and readable")
    except InputError as error:
        yield Failure(item, "read", str(error))


def _drafts(path: Path, item: str) -> Iterator[ArticleDraft | Failure]:
    if path.exists() and not path.is_file():
        raise InputError("not a regular file; expected a text file")
    format_ = ARTICLES.get(path.suffix.lower(), ARTICLES[".txt"])
    data = path.read_bytes()
    decoded = decode(data, declared=format_.charset(data))
    if not decoded.text.strip():
        raise InputError("empty file; expected the article's text")
    yield from format_.read(decoded, item, path.stem)
