"""The translated articles as plain text, a sentence a line."""

from collections.abc import Iterator
from urllib.parse import quote

from pipeline.data import Result, Sentence


def text(result: Result) -> Iterator[tuple[str, bytes]]:
    """`translations/<article>.en.txt` for every foreign article: its sentences in order, boilerplate too.

    A sentence without translation has an empty line, so that line n is always sentence n.
    """
    english = {translation.sentence: translation.text for translation in result.translations}
    for article in result.story.articles:
        if article.lang != "en":
            lines = (_line(sentence, english) for sentence in result.sentences if sentence.article == article.id)
            yield f"translations/{file_name(article.id)}.en.txt", "".join(lines).encode()


def _line(sentence: Sentence, english: dict[str, str]) -> str:
    default = sentence.text if sentence.lang == "en" else ""
    return " ".join(english.get(sentence.id, default).split()) + "\n"


def file_name(key: str) -> str:
    """An id with whatever a file name should not hold percent-encoded."""
    return "".join(char if char.isalnum() or char in "._- " else quote(char, safe="") for char in key)
