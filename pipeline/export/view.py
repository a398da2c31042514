"""A result as the page shows it: sentences, rows, columns, differences, each with what is said of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, urlsplit

from pipeline.data import (
    Article,
    Band,
    Difference,
    Lang,
    Link,
    Result,
    RoundTrip,
    Sentence,
    Span,
    Statement,
    Translation,
)
from pipeline.export import reading

QUOTED = re.compile(r"[„“”«»\"]")

Part = tuple[str, str]  # a piece of a sentence, and the kinds of difference that it is part of, or ""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence as the page shows it.

    `english` is "" where the text needs no translation or has none. `others` counts the articles that share a row with
    it, `row` is the first of these rows. `weak` names articles that have only a weak link with it.
    """

    index: int
    id: str
    anchor: str
    kind: str
    lang: Lang
    own: str
    english: str
    notes: Sequence[str]
    row: str
    others: int
    weak: Sequence[str]

    @property
    def read(self) -> str:
        """What is read in English: the translation, or the sentence itself where it has none."""
        return self.english or self.own


@dataclass(frozen=True, slots=True)
class Bond:
    """A link inside a row, in words; `index` is its place in the page's list of links."""

    index: int
    left: str
    right: str
    band: str
    percent: int
    kind: str
    evidence: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Differing:
    """A difference in words: who says what."""

    kind: str
    sides: Sequence[tuple[Sequence[str], str]]
    explanation: str
    trust: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A statement: cells by article, each sentence with its English in parts.

    `facts`: a link says that facts differ, and no difference says which.
    """

    number: int
    anchor: str
    headline: str
    cells: Mapping[str, Sequence[tuple[Text, Sequence[Part]]]]
    states: Mapping[str, str]
    bonds: Sequence[Bond]
    certainty: str
    surest: str
    differences: Sequence[Differing]
    facts: bool
    quoted: bool

    @property
    def absent(self) -> Mapping[str, str]:
        """The articles that surely do not report it."""
        return {article: state for article, state in self.states.items() if state == "absent"}

    @property
    def trust(self) -> str:
        """The best that one of its differences deserves, "" without any."""
        return next((difference.trust for difference in self.differences), "")


@dataclass(frozen=True, slots=True)
class Column:
    """An article: its paragraphs as (kind, sentences), and the rows that are its alone.

    `shared` counts its sentences that are in a row with another article, `of` those that take part in alignment.
    `apart` are the rows where it says something differently, with the differences that may be cited.
    """

    article: Article
    name: str
    title: str
    url: str
    translated: bool
    blocks: Sequence[tuple[str, Sequence[Text]]]
    alone: Sequence[Row]
    shared: int
    of: int
    apart: Sequence[tuple[Row, Sequence[Differing]]]


@dataclass(frozen=True, slots=True)
class Trip:
    """A quotation in three wordings: (name, anchor, text) of the English, the print, and the print translated back."""

    english: tuple[str, str, str]
    printed: tuple[str, str, str]
    lang: Lang
    back: str
    percent: int


@dataclass(frozen=True, slots=True)
class View:
    """All of a page: the rows of several articles, the columns, the quotations; `links` is what the script needs.

    `pairs`: two articles, and for each link the places of its sentences in them, of `sizes` each, and its band.
    """

    summary: str
    rows: Sequence[Row]
    columns: Sequence[Column]
    trips: Sequence[Trip]
    names: Mapping[str, str]
    pairs: Sequence[tuple[str, str, Sequence[tuple[int, int, Band]]]]
    sizes: Mapping[str, int]
    links: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Index:
    """A result by id: the article, rows, links and translation of a sentence; the number of a link."""

    article: Mapping[str, str]
    rows: Mapping[str, Sequence[Statement]]
    links: Mapping[str, Sequence[Link]]
    number: Mapping[str, int]
    translation: Mapping[str, Translation]
    names: Mapping[str, str]
    differences: Mapping[str, Sequence[Difference]]


def view(result: Result) -> View:
    """The page's parts, in the page's order."""
    index = _index(result)
    texts = {sentence.id: _text(number, sentence, index) for number, sentence in enumerate(result.sentences)}
    columns = result.synopsis.articles
    rows = [_row(n, statement, columns, texts, index) for n, statement in enumerate(result.synopsis.statements, 1)]
    shared = [row for row in rows if len(row.cells) > 1]
    return View(
        summary=_summary(rows, len(columns)),
        rows=shared,
        columns=_columns(result, texts, rows, index),
        trips=[_trip(trip, texts, index) for trip in result.synopsis.round_trips],
        names=index.names,
        pairs=_pairs(result),
        sizes=Counter(sentence.article for sentence in result.sentences if sentence.eligible),
        links=_links(result, texts, index),
    )


def _summary(rows: Sequence[Row], articles: int) -> str:
    """As in "2 statements in all 5 articles, 37 in several, 23 in one only. 3 differences that can be cited, …"."""
    sole = sum(len(row.cells) == 1 for row in rows)
    everywhere = sum(len(row.cells) == articles for row in rows)
    solid = sum(difference.trust == "solid" for row in rows for difference in row.differences)
    rest = sum(len(row.differences) for row in rows) - solid
    prefix = f"{reading.counted(everywhere, 'statement')} in all {articles} articles, " if articles > 2 else ""
    return (
        f"{prefix}{len(rows) - sole - (everywhere if prefix else 0)} in several, {sole} in one only. "
        f"{reading.counted(solid, 'difference')} that can be cited, {rest} more to check or not to cite."
    )


def anchor(name: str) -> str:
    """A name as an HTML id and, unchanged, as the fragment of an address."""
    return quote(name, safe=":.-_~", errors="replace").replace("%", "~")


def web(url: str) -> str:
    """The address if it is one of the web, else "": `javascript:` must not become a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def _index(result: Result) -> _Index:
    rows: dict[str, list[Statement]] = {}
    for statement in result.synopsis.statements:
        for key in (key for ids in statement.cells.values() for key in ids):
            rows.setdefault(key, []).append(statement)
    return _Index(
        article={sentence.id: sentence.article for sentence in result.sentences},
        rows=rows,
        links=reading.linked(result),
        number={link.id: number for number, link in enumerate(_real_links(result))},
        translation={translation.sentence: translation for translation in result.translations},
        names=reading.names(result.story),
        differences=reading.differing(result),
    )


def _real_links(result: Result) -> Iterator[Link]:
    """Every link with two sides."""
    return (link for alignment in result.alignments for link in alignment.links if link.kind != "unlinked")


def _text(number: int, sentence: Sentence, index: _Index) -> Text:
    translation, rows = index.translation.get(sentence.id), index.rows.get(sentence.id, ())
    shared = {article for row in rows for article in row.cells} - {sentence.article}
    links = index.links.get(sentence.id, ())
    linked = dict.fromkeys(index.article[key] for link in links for key in (*link.left, *link.right))
    foreign = translation is not None and sentence.lang != "en"
    return Text(
        index=number,
        id=sentence.id,
        anchor=anchor(sentence.id),
        kind=sentence.kind,
        lang=sentence.lang,
        own=reading.harmless(sentence.text),
        english=reading.harmless(translation.text) if translation and foreign else "",
        notes=[reading.worded(flag) for flag in translation.flags] if translation else [],
        row=anchor(rows[0].id) if rows else "",
        others=len(shared),
        weak=[index.names[article] for article in linked if article not in shared | {sentence.article}],
    )


def _row(number: int, statement: Statement, columns: Sequence[str], texts: Mapping[str, Text], index: _Index) -> Row:
    within = reading.within(statement, index.links)
    differences = index.differences.get(statement.id, ())
    spans: dict[str, list[tuple[Span, str]]] = {}
    for difference in differences:
        for span in (span for side in difference.sides for span in side.spans):
            spans.setdefault(span.sentence, []).append((span, difference.kind))
    return Row(
        number=number,
        anchor=anchor(statement.id),
        headline=reading.harmless(statement.headline) or reading.UNTITLED,
        cells={
            article: [(texts[key], parts(texts[key].read, spans.get(key, ()))) for key in ids]
            for article, ids in statement.cells.items()
        },
        states={
            article: statement.states.get(article, "said" if article in statement.cells else "not found")
            for article in columns
        },
        bonds=[_bond(link, index) for link in within],
        certainty=reading.certainty(within),
        surest=within[0].band if within else "",
        differences=[_differing(difference, index) for difference in differences],
        facts=any(link.kind == "different facts" for link in within)
        and not any(difference.kind in ("number", "date") for difference in differences),
        quoted=any(QUOTED.search(texts[key].own) for ids in statement.cells.values() for key in ids),
    )


def parts(text: str, spans: Iterable[tuple[Span, str]]) -> list[Part]:
    """The text cut where a span begins or ends, each piece with the kinds of the spans over it."""
    places = [(span.start, span.end, kind) for span, kind in spans]
    cuts = sorted({0, len(text), *(min(at, len(text)) for start, end, _ in places for at in (start, end))})
    return [
        (text[a:b], ", ".join(dict.fromkeys(kind for start, end, kind in places if start <= a and b <= end)))
        for a, b in pairwise(cuts)
    ]


def _differing(difference: Difference, index: _Index) -> Differing:
    return Differing(
        kind=difference.kind,
        sides=[
            ([index.names[article] for article in side.articles], reading.harmless(side.value))
            for side in difference.sides
        ],
        explanation=reading.harmless(difference.explanation),
        trust=difference.trust,
        reasons=[reading.harmless(reason) for reason in difference.reasons],
    )


def _bond(link: Link, index: _Index) -> Bond:
    evidence = {
        "Shared words": link.evidence.shared,
        "Names": link.evidence.names,
        "Numbers that agree": link.evidence.numbers_agree,
        "Numbers that differ": link.evidence.numbers_differ,
        "Decided by": ("a person",) if link.person else (),
        "Note": (link.note,) if link.note else (),
    }
    facts = {label: [reading.harmless(word) for word in words] for label, words in evidence.items() if words}
    percent, kind = round(100 * link.probability), reading.KINDS[link.kind]
    left, right = (index.names[index.article[side[0]]] for side in (link.left, link.right))
    return Bond(index.number[link.id], left, right, link.band, percent, kind, facts)


def _columns(result: Result, texts: Mapping[str, Text], rows: Sequence[Row], index: _Index) -> list[Column]:
    articles = {article.id: article for article in result.story.articles}
    sentences: dict[str, list[Sentence]] = {article: [] for article in articles}
    for sentence in result.sentences:
        sentences[sentence.article].append(sentence)
    sole_rows: dict[str, list[Row]] = {article: [] for article in articles}
    for row in rows:
        if len(row.cells) == 1:
            sole_rows[next(iter(row.cells))].append(row)
    return [
        Column(
            article=articles[key],
            name=index.names[key],
            title=reading.harmless(articles[key].title),
            url=web(articles[key].url),
            translated=any(texts[sentence.id].english for sentence in sentences[key]),
            blocks=_blocks(articles[key], sentences[key], texts),
            alone=sole_rows[key],
            shared=sum(sentence.eligible and texts[sentence.id].others > 0 for sentence in sentences[key]),
            of=sum(sentence.eligible for sentence in sentences[key]),
            apart=_apart(index.names[key], rows),
        )
        for key in result.synopsis.articles
    ]


def _apart(name: str, rows: Iterable[Row]) -> list[tuple[Row, Sequence[Differing]]]:
    """The rows in which an article says something differently, by the differences that may be cited."""
    solid_rows = (
        (
            row,
            [
                difference
                for difference in row.differences
                if difference.trust == "solid" and _differs(name, difference)
            ],
        )
        for row in rows
    )
    return [(row, differences) for row, differences in solid_rows if differences]


def _differs(name: str, difference: Differing) -> bool:
    """Whether an article is on a side of a difference that is not the larger one."""
    sizes = sorted(len(names) for names, _ in difference.sides)
    larger = sizes[-1] if sizes[-1] > sizes[-2] else 0
    return any(name in names and len(names) != larger for names, _ in difference.sides)


def _blocks(article: Article, sentences: Iterable[Sentence], texts: Mapping[str, Text]) -> list[tuple[str, list[Text]]]:
    """The article's paragraphs: a line break between two sentences, or another kind, begins a new one."""
    blocks: list[tuple[str, list[Text]]] = []
    end = 0
    for sentence in sentences:
        if not blocks or blocks[-1][0] != sentence.kind or "\n" in article.text[end : sentence.start]:
            blocks.append((sentence.kind, []))
        blocks[-1][1].append(texts[sentence.id])
        end = sentence.end
    return blocks


def _trip(trip: RoundTrip, texts: Mapping[str, Text], index: _Index) -> Trip:
    def quotation(span: Span) -> tuple[str, str, str]:
        return index.names[index.article[span.sentence]], texts[span.sentence].anchor, reading.harmless(span.text)

    lang = texts[trip.printed.sentence].lang
    return Trip(
        quotation(trip.english),
        quotation(trip.printed),
        lang,
        reading.harmless(trip.back.text),
        round(100 * trip.likeness),
    )


def _pairs(result: Result) -> list[tuple[str, str, list[tuple[int, int, Band]]]]:
    """Pairs of articles with links in a row's strength: places of linked sentences in each, and the band."""
    place: dict[str, int] = {}
    count: Counter[str] = Counter()
    for sentence in (sentence for sentence in result.sentences if sentence.eligible):
        place[sentence.id] = count[sentence.article]
        count[sentence.article] += 1
    pairs: list[tuple[str, str, list[tuple[int, int, Band]]]] = [
        (
            alignment.left,
            alignment.right,
            [
                (place[a], place[b], link.band)
                for link in alignment.links
                if link.kind != "unlinked" and link.band != "weak"
                for a in link.left
                for b in link.right
            ],
        )
        for alignment in result.alignments
    ]
    return sorted((pair for pair in pairs if pair[2]), key=lambda pair: (-len(pair[2]), pair[0], pair[1]))


def _links(result: Result, texts: Mapping[str, Text], index: _Index) -> dict[str, object]:
    """Each sentence's article by number, id and signature, and the links as [left, right, band, percent]."""
    number = {article: place for place, article in enumerate(result.synopsis.articles)}
    signatures = list(dict.fromkeys(translation.signature for translation in result.translations))
    signed = {translation.sentence: signatures.index(translation.signature) for translation in result.translations}
    return {
        "story": result.story.id,
        "names": [index.names[article] for article in number],
        "of": [number[sentence.article] for sentence in result.sentences],
        "ids": [sentence.id for sentence in result.sentences],
        "signatures": [reading.harmless(signature) for signature in signatures],
        "signed": [signed.get(sentence.id, -1) for sentence in result.sentences],
        "links": [
            [
                [texts[key].index for key in link.left],
                [texts[key].index for key in link.right],
                link.band,
                round(100 * link.probability),
            ]
            for link in _real_links(result)
        ],
    }
