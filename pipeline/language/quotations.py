"""What stands between quotation marks: where a quotation begins and ends, and which sentences go on with one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.data import Sentence

LEAST = 4  # words between quotation marks that are a quotation, not a title or a word held at arm's length
RUN = 4  # sentences that a quotation without a closing mark may go on for
_OPEN, _CLOSE = '«„“"‹', '»“”"›'
_QUOTED = re.compile(rf"[{_OPEN}]\s*([^{_OPEN}{_CLOSE}]+?)\s*(?:[{_CLOSE}]|$)|^([^{_OPEN}{_CLOSE}]+?)\s*[»”]")
MARK = re.compile(rf"[{_OPEN}{_CLOSE}]|(?<!\w)['‘]\w")
_LONG = re.compile(r"[“”„«»\"]([^“”„«»\"]{12,}?)[“”„«»\"]")
_MARKED = re.compile(r"[„“”\"«»][^„“”\"«»]*[“”\"«»]")
_DOUBLE = re.compile(r"[\"“”„«»]")
# German books and papers turn them round: »…«; French ones have a blank on the inner side.
_TURNED_OPENING = re.compile(r"(?<![^\s(\[])»(?=[\w…])")
_SURE_CLOSING = re.compile(r"(?<=[^\s’'(\[])[«“](?=[\s,.;:!?)]|$)")
_FIRST_CLOSING = re.compile(r"^([^\"“”„«»]*[^\W\d][.,!?…]?)\"(?=[\s,.;:!?)]|$)")  # of what an earlier sentence opened
INCHES = re.compile(r"(?<=\d)[\"”](?=[\s,.;)]|$)")


def one_way_marks(text: str) -> str:
    """A text of the same letters, its »…« as „…”, the “ of „…“, and a first ", as ” where they close for sure."""
    return _FIRST_CLOSING.sub(r"\1”", _SURE_CLOSING.sub("”", _TURNED_OPENING.sub("„", text)))


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """Where something stands between quotation marks, without these; what begins or ends in another sentence too."""
    for match in _QUOTED.finditer(one_way_marks(text)):
        yield match.span(1 if match[1] else 2)


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where quotations of some length stand, without their marks."""
    for start, end in quoted(text):
        if len(re.findall(r"\w+", text[start:end])) >= LEAST:
            yield start, end


def long_quotations(text: str) -> list[str]:
    """What stands between double marks of any kind, if it has so many letters; a mark that is missing is not mended."""
    return _LONG.findall(text)


def unquoted(text: str) -> str:
    """A text with a blank for each quotation in double marks, marks included."""
    return _MARKED.sub(" ", text)


def quoting(sentences: Iterable[Sentence]) -> frozenset[str]:
    """The sentences (ids) before which a quotation was opened in their article, not long ago, and not closed."""
    continuing: set[str] = set()
    left: Counter[str] = Counter()  # article → sentences that an open quotation may still have
    last_mark: dict[str, str] = {}  # article → its last mark
    for sentence in sentences:
        if left[sentence.article] > 0:
            continuing.add(sentence.id)
            left[sentence.article] -= 1
        for mark in _DOUBLE.findall(one_way_marks(sentence.text)):
            is_open = left[sentence.article] > 0
            closes = mark in "”»" or (is_open and (mark == '"' or last_mark[sentence.article] + mark == "„“"))
            left[sentence.article] = 0 if closes else RUN
            last_mark[sentence.article] = mark
    return frozenset(continuing)


def marks(text: str) -> int:
    """How many double quotation marks a text has; what stands for inches is none."""
    return len(_DOUBLE.findall(INCHES.sub("", text)))


def has_marks(text: str) -> bool:
    """Whether a text has a double quotation mark, or one that stands for inches."""
    return bool(_DOUBLE.search(text))
