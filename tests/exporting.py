"""Stories with hostile texts, and the files that formats make of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import stating
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pipeline.data import (
    Alignment,
    Article,
    Failure,
    Lang,
    Link,
    Provenance,
    Result,
    Sentence,
    Story,
    Synopsis,
    Translation,
)
from pipeline.export import formats
from pipeline.export.pairs import NOT_XML, Paired, SentencePair, paired

HERE = Path(__file__).parent
MT = "mt:toy|rev:1"
SOURCES: tuple[Lang, ...] = ("de", "fr")


# What a sentence may be made of

ODD = {
    "formulas": ["=1+1", "@SUM(A1)", "-2+3", "+A1", "'"],
    "what XML cannot carry": ["\x07", "\x00", "\x0b", "\ufffe", "\uffff"],
    "ends of lines": ["a\r\nb", "a\rb", "\u2028", "\x85", "\t"],
    "marks": ['"', "]]>", "<seg>&amp;", "_x0007_", "a;b", "[", "«»„“", "https://a.example"],
    "letters": ["👩\u200d🚀", "\u202eabc"],
}
HOSTILE = st.sampled_from([one for some in ODD.values() for one in some])
TEXT = st.lists(HOSTILE | st.text(st.characters(exclude_categories=["Cs"]), max_size=6), min_size=1, max_size=4).map(
    lambda parts: " ".join(parts).strip() or "x"
)
NAME = st.sampled_from(["Abendblatt", "=1+1", "a\tb", '"Le Courrier"', "", "\x1b[31m", "n\ufffe"])


def told(
    own: Sequence[tuple[Lang, Sequence[str]]], english: Sequence[str] = (), outlet: str = "", url: str = ""
) -> Result:
    """A story of an article for each language with these sentences; the foreign ones are translated in turn."""
    return with_rows(bare(own, english, outlet, url))


def bare(own: Sequence[tuple[Lang, Sequence[str]]], english: Sequence[str], outlet: str, url: str) -> Result:
    """The same before its rows are made, which takes longer than all the rest."""
    articles: list[Article] = []
    sentences: list[Sentence] = []
    translations: list[Translation] = []
    for number, (lang, texts) in enumerate(own):
        name, start = f"{number}.{lang}", 0
        for place, text in enumerate(texts):
            sentences.append(Sentence(f"{name}:{place:06}:0", name, start, start + len(text), text, lang, "body"))
            start += len(text) + 1
            if lang != "en" and english:
                made = english[len(translations) % len(english)]
                translations.append(Translation(sentences[-1].id, made, ("name differs",), MT, -0.5))
        articles.append(Article(name, "a/story", outlet, lang, "", "\n".join(texts), "2026-01-02", url))
    story = Story("a/story", tuple(articles))
    made = Provenance("2026-03-04", {}, {"alignment": "align:x"})
    return Result(story, tuple(sentences), tuple(translations), (), Synopsis("a/story", (), ()), made)


def with_rows(result: Result) -> Result:
    """The result with the rows that its sentences and links make."""
    rows = stating.synopsis(result.story, result.sentences, result.alignments, result.translations)
    return replace(result, synopsis=rows)


def linked(result: Result, *links: tuple[str, Sequence[int], str, Sequence[int]], kind: str = "same") -> Result:
    """With links between articles (ids), by the places of their sentences, and the rows that they make."""
    return with_rows(aligned(result, *links, kind=kind))


def aligned(result: Result, *links: tuple[str, Sequence[int], str, Sequence[int]], kind: str = "same") -> Result:
    """The same without new rows."""
    made = [
        Alignment(
            left,
            right,
            (Link(f"{n:x}", ids(result, left, ours), ids(result, right, theirs), kind, 0.987654, 0.2, "strong"),),  # type: ignore[arg-type]
            "align:x",
        )
        for n, (left, ours, right, theirs) in enumerate(links)
    ]
    return replace(result, alignments=(*result.alignments, *made))


def ids(result: Result, article: str, places: Sequence[int]) -> tuple[str, ...]:
    own = [one.id for one in result.sentences if one.article == article]
    return tuple(own[place % len(own)] for place in places)


@st.composite
def stories(draw: st.DrawFn, text: st.SearchStrategy[str] = TEXT) -> Result:
    """German, French and English, with 1:n and n:1 links; without rows."""
    some = st.lists(text, min_size=2, max_size=4)
    own: list[tuple[Lang, Sequence[str]]] = [("de", draw(some)), ("fr", draw(some)), ("en", draw(some))]
    result = bare(own, draw(some), draw(NAME), draw(st.sampled_from(["", "https://a.example/b?c=d&e", "=x"])))
    return aligned(result, ("0.de", (0, 1), "2.en", (1,)), ("1.fr", (1,), "2.en", (0, 1)), ("0.de", (0,), "1.fr", (0,)))


PAIRED = st.builds(paired, stories(), st.sampled_from(["coverage", "translation"]))
quick = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def made(name: str, *stories: Paired) -> tuple[dict[str, bytes], list[Failure]]:
    """The files of a format, and what was left out."""
    items = list(formats.FORMATS[name].write(stories))
    return dict(one for one in items if isinstance(one, tuple)), [one for one in items if isinstance(one, Failure)]


def alone(name: str, *stories: Paired) -> bytes:
    ((_, content),) = made(name, *stories)[0].items()
    return content


def unfit(pairs: Iterable[SentencePair], what: re.Pattern[str] = NOT_XML) -> list[str]:
    return [f"{pair.story}/{pair.id}" for pair in pairs if what.search("".join(strings(asdict(pair))))]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)
