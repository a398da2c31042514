"""The synopsis as one HTML page that opens from disk, asks nothing of the network and is read without scripts."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pipeline.data import Article, Lang, Link, Result, Sentence, Statement, Translation
from pipeline.export import reading

WIDE = (
    6  # as many articles have columns of their own in the statements; with more, only those that report one are shown
)


@dataclass(frozen=True, slots=True)
class _Text:
    """A sentence as the page shows it.

    `english` is "" where the text needs no translation or has none. `others` counts the articles that share a row with
    it, `row` is the first of these rows. `weak` names articles that have only a weak link with it.
    """

    index: int
    anchor: str
    kind: str
    lang: Lang
    own: str
    english: str
    notes: Sequence[str]
    row: str
    others: int
    weak: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Bond:
    """A link inside a row, in words."""

    left: str
    right: str
    band: str
    percent: int
    kind: str
    evidence: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Row:
    anchor: str
    cells: Mapping[str, Sequence[_Text]]
    silent: Sequence[str]
    bonds: Sequence[_Bond]
    certainty: str
    differs: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """An article: its paragraphs as (kind, sentences), and the rows that are its alone."""

    article: Article
    name: str
    title: str
    url: str
    translated: bool
    blocks: Sequence[tuple[str, Sequence[_Text]]]
    alone: Sequence[_Row]


@dataclass(frozen=True, slots=True)
class _Index:
    """A result by id: article of a sentence, rows of a sentence, links of a sentence, translation of a sentence."""

    article: Mapping[str, str]
    rows: Mapping[str, Sequence[Statement]]
    links: Mapping[str, Sequence[Link]]
    translation: Mapping[str, Translation]
    names: Mapping[str, str]


def html(result: Result) -> Iterator[tuple[str, bytes]]:
    """`synopsis.html`."""
    css, script = _data("synopsis.css"), _data("synopsis.js")
    index = _index(result)
    texts = {sentence.id: _text(number, sentence, index) for number, sentence in enumerate(result.sentences)}
    rows = [_row(statement, result, texts, index) for statement in result.synopsis.statements]
    policy = (
        f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    page = (
        _environment()
        .get_template("synopsis.html.j2")
        .render(
            css=Markup(css),
            script=Markup(script),
            policy=policy,
            result=result,
            rows=[row for row in rows if len(row.cells) > 1],
            columns=_columns(result, texts, rows, index),
            links=_links(result, texts, index),
            names=index.names,
            wide=WIDE,
        )
    )
    yield "synopsis.html", page.encode()


def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_data),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"harmless": reading.harmless, "anchor": _anchor}
    environment.globals["reading"] = reading
    return environment


def _data(name: str) -> str:
    return files("pipeline.export").joinpath(name).read_text("utf-8")


def _hash(content: str) -> str:
    """The content security policy's name for an inline style or script."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _anchor(name: str) -> str:
    """A name as an HTML id and, unchanged, as the fragment of an address."""
    return quote(name, safe=":.-_~", errors="replace").replace("%", "~")


def _web(url: str) -> str:
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
        translation={translation.sentence: translation for translation in result.translations},
        names=reading.names(result.story),
    )


def _text(number: int, sentence: Sentence, index: _Index) -> _Text:
    translation, rows = index.translation.get(sentence.id), index.rows.get(sentence.id, ())
    shared = {article for row in rows for article in row.cells} - {sentence.article}
    links = index.links.get(sentence.id, ())
    near = dict.fromkeys(index.article[key] for link in links for key in (*link.left, *link.right))
    foreign = translation is not None and sentence.lang != "en"
    return _Text(
        index=number,
        anchor=_anchor(sentence.id),
        kind=sentence.kind,
        lang=sentence.lang,
        own=reading.harmless(sentence.text),
        english=reading.harmless(translation.text) if translation and foreign else "",
        notes=[reading.worded(flag) for flag in translation.flags] if translation else [],
        row=_anchor(rows[0].id) if rows else "",
        others=len(shared),
        weak=[index.names[article] for article in near if article not in shared | {sentence.article}],
    )


def _row(statement: Statement, result: Result, texts: Mapping[str, _Text], index: _Index) -> _Row:
    within = reading.within(statement, index.links)
    return _Row(
        anchor=_anchor(statement.id),
        cells={article: [texts[key] for key in ids] for article, ids in statement.cells.items()},
        silent=[article for article in result.synopsis.articles if article not in statement.cells],
        bonds=[_bond(link, index) for link in within],
        certainty=reading.certainty(within),
        differs=any(link.kind == "different facts" for link in within),
    )


def _bond(link: Link, index: _Index) -> _Bond:
    evidence = {
        "Shared words": link.evidence.shared,
        "Names": link.evidence.names,
        "Numbers that agree": link.evidence.numbers_agree,
        "Numbers that differ": link.evidence.numbers_differ,
        "Decided by": ("a person",) if link.person else (),
        "Note": (link.note,) if link.note else (),
    }
    left, right = (index.names[index.article[side[0]]] for side in (link.left, link.right))
    said = {label: [reading.harmless(word) for word in words] for label, words in evidence.items() if words}
    return _Bond(left, right, link.band, round(100 * link.probability), reading.KINDS[link.kind], said)


def _columns(result: Result, texts: Mapping[str, _Text], rows: Iterable[_Row], index: _Index) -> list[_Column]:
    articles = {article.id: article for article in result.story.articles}
    sentences: dict[str, list[Sentence]] = {article: [] for article in articles}
    for sentence in result.sentences:
        sentences[sentence.article].append(sentence)
    alone: dict[str, list[_Row]] = {article: [] for article in articles}
    for row in rows:
        if len(row.cells) == 1:
            alone[next(iter(row.cells))].append(row)
    return [
        _Column(
            article=articles[key],
            name=index.names[key],
            title=reading.harmless(articles[key].title),
            url=_web(articles[key].url),
            translated=any(texts[sentence.id].english for sentence in sentences[key]),
            blocks=_blocks(articles[key], sentences[key], texts),
            alone=alone[key],
        )
        for key in result.synopsis.articles
    ]


def _blocks(
    article: Article, sentences: Iterable[Sentence], texts: Mapping[str, _Text]
) -> list[tuple[str, list[_Text]]]:
    """The article's paragraphs: a line break between two sentences, or another kind, begins a new one."""
    blocks: list[tuple[str, list[_Text]]] = []
    end = 0
    for sentence in sentences:
        if not blocks or blocks[-1][0] != sentence.kind or "\n" in article.text[end : sentence.start]:
            blocks.append((sentence.kind, []))
        blocks[-1][1].append(texts[sentence.id])
        end = sentence.end
    return blocks


def _links(result: Result, texts: Mapping[str, _Text], index: _Index) -> dict[str, list[object]]:
    """What the script needs: each sentence's article by number, and the links as [left, right, band, percent]."""
    number = {article: place for place, article in enumerate(result.synopsis.articles)}
    links = (link for alignment in result.alignments for link in alignment.links if link.kind != "unlinked")
    return {
        "names": [index.names[article] for article in number],
        "of": [number[sentence.article] for sentence in result.sentences],
        "links": [
            [
                [texts[key].index for key in link.left],
                [texts[key].index for key in link.right],
                link.band,
                round(100 * link.probability),
            ]
            for link in links
        ],
    }
