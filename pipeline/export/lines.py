"""Pairs as lines: two files of the same length for Moses, and the ladder of vecalign beside numbered lines."""

from collections.abc import Iterable, Iterator

from pipeline.data import Failure
from pipeline.export.pairs import File, Paired, SentencePair, by_lang, numbers, one_line
from pipeline.export.tables import row
from pipeline.export.text import file_name

TRANSLATED = ".translation"  # behind the name of an article whose English is a machine's


def moses(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """For each source language `de-en.de`, `de-en.en` and `de-en.ids` (tables.COLUMNS without texts), line for line."""
    for lang, pairs in by_lang(stories):
        yield f"{lang}-en.{lang}", _lines(pair.left.text for pair in pairs)
        yield f"{lang}-en.en", _lines(pair.right.text for pair in pairs)
        yield f"{lang}-en.ids", _lines("\t".join(_about(pair)) for pair in pairs)


def _about(pair: SentencePair) -> Iterator[str]:
    cells = (value for column, value in row(pair).items() if not column.endswith("_text"))
    yield from ("" if value is None else str(value).replace("\t", " ") for value in cells)


def ladder(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """For each story its articles' sentences, a line each, and for each two articles the pairs by line, from 0.

    `[0, 1]:[2]:0.97`; the third field is the probability, and a translation, which has none, has two.
    """
    for story in stories:
        place = folder(story.result.story.id)
        number = numbers(story.result)
        rungs: dict[str, list[str]] = {}  # by file
        for pair in story.pairs:
            right = f"{file_name(pair.right.article)}{TRANSLATED if pair.kind == 'translation' else ''}"
            name = f"{place}/{file_name(pair.left.article)}--{right}.ladder"
            rungs.setdefault(name, []).append(_rung(pair, number))
        yield from ((name, _lines(rung)) for name, rung in rungs.items())
        english = {pair.id: pair.right.text for pair in story.pairs if pair.kind == "translation"}
        for article in story.result.story.articles:
            sentences = [sentence for sentence in story.result.sentences if sentence.article == article.id]
            name = f"{place}/{file_name(article.id)}"
            yield f"{name}.txt", _lines(sentence.text for sentence in sentences)
            if any(sentence.id in english for sentence in sentences):
                yield f"{name}{TRANSLATED}.txt", _lines(english.get(sentence.id, "") for sentence in sentences)


def _rung(pair: SentencePair, number: dict[str, int]) -> str:
    sides = (str([number[key] for key in side.sentences]) for side in (pair.left, pair.right))
    return ":".join((*sides, *([] if pair.probability is None else [f"{pair.probability:.4f}"])))


def folder(story: str) -> str:
    """A story's id as a path that stays where it is put."""
    return "/".join("%2E" * len(part) if set(part) <= {"."} else file_name(part) for part in story.split("/") if part)


def _lines(texts: Iterable[str]) -> bytes:
    return "".join(f"{one_line(text)}\n" for text in texts).encode()
