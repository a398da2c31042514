"""A result as the page, the book and the terminal show it: rows by weight, contradictions, how each outlet tells it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise, permutations, product
from urllib.parse import quote, urlsplit

from pipeline.compare.evaluation import judging
from pipeline.data import (
    Article,
    Difference,
    Lang,
    Link,
    Result,
    RoundTrip,
    Sentence,
    Side,
    Span,
    Statement,
    Story,
    Translation,
)
from pipeline.export import reading

QUOTED = re.compile(r"[„“”«»\"]")
LIT = "lit"  # of a piece: it belongs to the claim that the row is about
LISTED = 8  # contradictions in sight, before the rest is folded
FIRST = 3  # of what an outlet tells first, most and whom it quotes, as many are named
WORDED = 32  # characters of a side's value that are read at a glance
SOFT = ("certainty", "attribution")  # kinds that change how a thing is said, not what happened
SILENT = ("evaluation", "detail")  # kinds in which nobody contradicts anybody
NAMELESS = ("", "he", "she", "it", "they", "we", "i", "who", "somebody")  # speakers that are no name
PERSON = "human translation"  # the flag of a translation that a person made

Piece = tuple[str, str]  # a piece of a sentence, and what lies over it: LIT, kinds of difference, or ""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence as the page shows it.

    `english` is "" where the text needs no translation or has none; `machine`: a machine made it; `notes` is what to
    beware of in it. `others` counts the articles that share a row with it, `row` is the anchor of the first of these.
    """

    index: int
    id: str
    anchor: str
    kind: str
    lang: Lang
    own: str
    english: str
    machine: bool
    notes: Sequence[str]
    row: str
    others: int

    @property
    def read(self) -> str:
        """What is read in English: the translation, or the sentence itself where it has none."""
        return self.english or self.own


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence inside a row: its English in pieces, and in words why it belongs there ("" where it is alone)."""

    text: Text
    pieces: Sequence[Piece]
    reason: str


@dataclass(frozen=True, slots=True)
class Differing:
    """A difference in words: who (names) says what; `articles`: the ids of each side; `row`, `number`: of its row."""

    kind: str
    sides: Sequence[tuple[Sequence[str], str]]
    articles: Sequence[tuple[str, ...]]
    explanation: str
    trust: str
    reasons: Sequence[str]
    headline: str
    row: str
    number: int

    @property
    def words(self) -> str:
        """As in "14 injured (Blick, Kurier) or 17 injured (Le Matin)"."""
        return " or ".join(f"{value} ({', '.join(names)})" for names, value in self.sides)

    @property
    def trusted(self) -> str:
        """Whether to cite it, and why, as a sentence."""
        reasons = f": {'; '.join(self.reasons)}" if self.reasons else ""
        return f"{reading.TRUSTED[self.trust]}{reasons}."


@dataclass(frozen=True, slots=True)
class Row:
    """A statement: wordings by article, what each article does about it, what differs, those to trust most first.

    `number` is its place among the rows of several articles, 0 of a row of one. `chief`: it stands in the short print.
    """

    number: int
    anchor: str
    headline: str
    cells: Mapping[str, Sequence[Wording]]
    states: Mapping[str, str]
    certainty: str
    differences: Sequence[Differing]
    quoted: bool
    chief: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """How an outlet tells the event, in percent of its words: of each shared row, of what it tells alone, of voices.

    `first` is what it begins with, `most` what gets most room; `judging` its own strong words and how often each.
    """

    shares: Sequence[float]
    sole: float
    first: Sequence[Row]
    most: Sequence[tuple[Row, float]]
    quoted: float
    voices: Sequence[tuple[str, float]]
    judging: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An article: its paragraphs as (kind, sentences), its rows alone, the shared rows that it leaves out."""

    article: Article
    name: str
    code: str
    url: str
    machine: str
    blocks: Sequence[tuple[str, Sequence[Text]]]
    lead: Sequence[Text]
    sole_rows: Sequence[Row]
    absent: Sequence[Row]
    telling: Telling


@dataclass(frozen=True, slots=True)
class Trip:
    """A quotation in three wordings: (name, anchor, text) of the English, the print, and the print translated back."""

    english: tuple[str, str, str]
    printed: tuple[str, str, str]
    lang: Lang
    back: str
    percent: int


@dataclass(frozen=True, slots=True)
class Camp:
    """One or two articles that say otherwise than another, and in which rows (anchors)."""

    allies: tuple[str, ...]
    against: str
    rows: Sequence[str]


@dataclass(frozen=True, slots=True)
class View:
    """All of a page: rows of several articles, outlets, what they contradict one another in, quotations."""

    title: str
    when: str
    trial: str
    rows: Sequence[Row]
    outlets: Sequence[Outlet]
    contradictions: Sequence[Differing]
    manners: Sequence[Differing]
    spellings: Sequence[Differing]
    camps: Sequence[Camp]
    trips: Sequence[Trip]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Index:
    """A result by id; `spans`: where the claims of a (statement, sentence) stand in the English."""

    rows: Mapping[str, Sequence[Statement]]
    links: Mapping[str, Sequence[Link]]
    article: Mapping[str, str]
    translation: Mapping[str, Translation]
    names: Mapping[str, str]
    differences: Mapping[str, Sequence[Difference]]
    spans: Mapping[tuple[str, str], Sequence[tuple[int, int]]]


def view(result: Result) -> View:
    """The page's parts, in the page's order."""
    index = _index(result)
    texts = {sentence.id: _text(number, sentence, index) for number, sentence in enumerate(result.sentences)}
    weighed = sorted((row for row in result.synopsis.statements if len(row.cells) > 1), key=_weight(result, index))
    contradicted = [row.id for row in weighed if _contradicted(row, index)]
    printed = {*(row.id for row in weighed[:FIRST]), *contradicted[:LISTED]}
    rows = [
        _row(number, statement, result, texts, index, statement.id in printed)
        for number, statement in enumerate(weighed, 1)
    ]
    sole = [statement for statement in result.synopsis.statements if len(statement.cells) == 1]
    sole_rows = [_row(0, statement, result, texts, index) for statement in sole]
    sorts: dict[str, list[Differing]] = {"contradiction": [], "manner": [], "spelling": [], "silence": []}
    differences = list(chain.from_iterable(row.differences for row in rows))
    for difference in sorted(differences, key=lambda listed: reading.TRUST.index(listed.trust)):
        sorts[_sort(difference)].append(difference)
    return View(
        title=reading.event(result),
        when=reading.dates(article.published for article in result.story.articles),
        trial=reading.trial(result),
        rows=rows,
        outlets=_outlets(result, texts, rows, sole_rows, index),
        contradictions=sorts["contradiction"],
        manners=sorts["manner"],
        spellings=sorts["spelling"],
        camps=_camps([*sorts["contradiction"], *sorts["manner"]]),
        trips=[_trip(trip, texts, index) for trip in result.synopsis.round_trips],
        names=index.names,
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
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    claims = {claim.id: claim for claim in result.claims}
    for statement in result.synopsis.statements:
        for key in chain.from_iterable(statement.cells.values()):
            rows.setdefault(key, []).append(statement)
        for claim in (claims[key] for key in statement.claims if key in claims):
            spans.setdefault((statement.id, claim.sentence), []).extend(claim.spans)
    return _Index(
        rows=rows,
        links=reading.linked(result),
        article={sentence.id: sentence.article for sentence in result.sentences},
        translation={translation.sentence: translation for translation in result.translations},
        names=reading.names(result.story),
        differences=reading.differing(result),
        spans=spans,
    )


def _weight(result: Result, index: _Index) -> Callable[[Statement], tuple[int, bool, int]]:
    """How rows are sorted: by independent sources, then what is contradicted, then as they came."""
    places = {row.id: place for place, row in enumerate(result.synopsis.statements)}

    def weight(row: Statement) -> tuple[int, bool, int]:
        return -result.story.sources(row.cells), not _contradicted(row, index), places[row.id]

    return weight


def _contradicted(row: Statement, index: _Index) -> bool:
    """Whether it holds a contradiction that can be cited."""
    differences = index.differences.get(row.id, ())
    return any(_sort(difference) == "contradiction" and difference.trust == "solid" for difference in differences)


def _sort(difference: Difference | Differing) -> str:
    """Whether outlets contradict one another, say it in another manner, spell it otherwise, or one says more."""
    if difference.kind == "name" and difference.explanation.startswith(reading.SPELLING):
        return "spelling"
    return "manner" if difference.kind in SOFT else "silence" if difference.kind in SILENT else "contradiction"


def _text(number: int, sentence: Sentence, index: _Index) -> Text:
    translation, rows = index.translation.get(sentence.id), index.rows.get(sentence.id, ())
    foreign = translation is not None and sentence.lang != "en"
    flags = translation.flags if translation else ()
    return Text(
        index=number,
        id=sentence.id,
        anchor=anchor(sentence.id),
        kind=sentence.kind,
        lang=sentence.lang,
        own=reading.harmless(sentence.text),
        english=reading.harmless(translation.text) if translation and foreign else "",
        machine=foreign and PERSON not in flags,
        notes=[reading.worded(flag) for flag in flags if flag != PERSON],
        row=anchor(rows[0].id) if rows else "",
        others=len({article for row in rows for article in row.cells} - {sentence.article}),
    )


def _row(
    number: int, statement: Statement, result: Result, texts: Mapping[str, Text], index: _Index, chief: bool = False
) -> Row:
    within = reading.within(statement, index.links) if len(statement.cells) > 1 else []
    differences = index.differences.get(statement.id, ())
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for difference in differences:
        for span in chain.from_iterable(side.spans for side in difference.sides):
            spans.setdefault(span.sentence, []).append((span.start, span.end, difference.kind))

    def wording(sentence: str) -> Wording:
        text = texts[sentence]
        # a result without claims is lit as a whole
        lit = index.spans.get((statement.id, sentence), [(0, len(text.read))])
        over = [*((start, end, LIT) for start, end in lit), *spans.get(sentence, ())]
        reason = _reason(sentence, within, index) if len(statement.cells) > 1 else ""
        return Wording(text, parts(text.read, over), reason)

    headline = reading.harmless(statement.headline) or reading.UNTITLED
    return Row(
        number=number,
        anchor=anchor(statement.id),
        headline=headline,
        cells={article: [wording(sentence) for sentence in ids] for article, ids in statement.cells.items()},
        states=_states(statement, result.story, result.synopsis.articles),
        certainty=reading.certainty(within),
        differences=[_differing(difference, headline, statement, number, index) for difference in differences],
        quoted=any(QUOTED.search(texts[key].own) for key in chain.from_iterable(statement.cells.values())),
        chief=chief,
    )


def _states(statement: Statement, story: Story, columns: Iterable[str]) -> dict[str, str]:
    """Article → its state; the silence of a text cut short means nothing, and is "cut"."""
    stubs = {article.id for article in story.articles if not article.complete}
    states = {
        article: statement.states.get(article, "said" if article in statement.cells else "not found")
        for article in columns
    }
    silent = ("absent", "not found")
    return {key: "cut" if key in stubs and state in silent else state for key, state in states.items()}


def parts(text: str, spans: Iterable[tuple[int, int, str]]) -> list[Piece]:
    """The text cut where a span begins or ends, each piece with the kinds of the spans over it."""
    places = list(spans)
    cuts = sorted({0, len(text), *(min(at, len(text)) for start, end, _ in places for at in (start, end))})
    return [
        (text[a:b], ", ".join(dict.fromkeys(kind for start, end, kind in places if start <= a and b <= end)))
        for a, b in pairwise(cuts)
    ]


def _reason(sentence: str, within: Iterable[Link], index: _Index) -> str:
    """As in "because it shares “14”, “Ferrovolt” with Blick: a strong link", by a sentence's surest link in its row."""
    link = next((link for link in within if sentence in (*link.left, *link.right)), None)
    if link is None:
        return "by what its claim says; no link between sentences bears it out"
    partner = index.names[index.article[(link.right if sentence in link.left else link.left)[0]]]
    if link.person:
        return f"because a person put it together with {partner}{f': {link.note}' if link.note else ''}"
    evidence = link.evidence
    shared: dict[str, str] = {}
    for word in (*evidence.numbers_agree, *evidence.names, *evidence.shared):
        shared.setdefault(word.casefold(), word)
    listing = ", ".join(f"“{word}”" for word in list(shared.values())[:4])
    words = f"because it shares {listing} with" if listing else "because it says the like of"
    differ = f"; numbers differ: {', '.join(evidence.numbers_differ)}" if evidence.numbers_differ else ""
    return reading.harmless(f"{words} {partner}: a {link.band} link{differ}")


def _differing(difference: Difference, headline: str, row: Statement, number: int, index: _Index) -> Differing:
    return Differing(
        kind=difference.kind,
        sides=[([index.names[article] for article in side.articles], _value(side)) for side in difference.sides],
        articles=[side.articles for side in difference.sides],
        explanation=reading.harmless(difference.explanation),
        trust=difference.trust,
        reasons=[reading.harmless(reason) for reason in difference.reasons],
        headline=headline,
        row=anchor(row.id),
        number=number,
    )


def _value(side: Side) -> str:
    """What a side says, where it is told in several ways, in the fullest of those that are read at a glance."""
    ways = reading.harmless(side.value).split(", ") if len(side.articles) > 1 else [reading.harmless(side.value)]
    short_ways = [way for way in ways if len(way) <= WORDED]
    way = max(short_ways, key=len) if short_ways else min(ways, key=len)
    return reading.VALUES.get(way, way)


def _camps(differences: Iterable[Differing]) -> list[Camp]:
    """Which two outlets agree against a third, and which one says otherwise than another; the most frequent first."""
    camps: dict[tuple[tuple[str, ...], str], dict[str, None]] = {}
    for contrast in differences:
        if contrast.trust == "do not cite":
            continue
        for left, right in permutations(contrast.articles, 2):
            allies = [*((article,) for article in left), *combinations(sorted(left), 2)]
            for ally, against in product(allies, right):
                # of two single outlets one order is enough
                if len(ally) == 2 or ally[0] < against:
                    camps.setdefault((ally, against), {})[contrast.row] = None
    unsorted = [Camp(ally, against, list(rows)) for (ally, against), rows in camps.items()]
    return sorted(unsorted, key=lambda camp: (-len(camp.rows), camp.allies, camp.against))


def _outlets(
    result: Result, texts: Mapping[str, Text], rows: Sequence[Row], sole_rows: Sequence[Row], index: _Index
) -> list[Outlet]:
    articles = {article.id: article for article in result.story.articles}
    sentences: dict[str, list[Sentence]] = {article: [] for article in articles}
    for sentence in result.sentences:
        sentences[sentence.article].append(sentence)
    codes = reading.marks([index.names[key] for key in result.synopsis.articles])
    words = _words(result, texts, index)
    outlets = []
    for key, code in zip(result.synopsis.articles, codes, strict=True):
        body = [sentence for sentence in sentences[key] if sentence.kind == "body"]
        own_rows = [row for row in sole_rows if key in row.cells]
        signatures = Counter(
            index.translation[sentence.id].signature for sentence in sentences[key] if texts[sentence.id].machine
        )
        outlets.append(
            Outlet(
                article=articles[key],
                name=index.names[key],
                code=code,
                url=web(articles[key].url),
                machine=reading.harmless(max(signatures, key=signatures.__getitem__, default="")),
                blocks=_blocks(articles[key], sentences[key], texts),
                lead=[texts[sentence.id] for sentence in (*_title(sentences[key], articles[key]), *body[:1])],
                sole_rows=own_rows,
                absent=[row for row in rows if row.states[key] == "absent"],
                telling=_telling(key, rows, own_rows, words.get(key, {}), result, index),
            )
        )
    return outlets


def _title(sentences: Sequence[Sentence], article: Article) -> list[Sentence]:
    """The sentence that is the article's headline, if its text has one."""
    title = article.title.strip()
    return [line for line in sentences if line.kind == "title" or (title and line.text.strip() == title)][:1]


def _words(result: Result, texts: Mapping[str, Text], index: _Index) -> dict[str, Counter[str]]:
    """Article → how many of its words each row (anchor) gets; a sentence without claims counts for its first row."""
    counts: dict[str, Counter[str]] = {article: Counter() for article in result.synopsis.articles}
    for statement in result.synopsis.statements:
        for article, ids in statement.cells.items():
            for key in ids:
                text, spans = texts[key].read, index.spans.get((statement.id, key))
                if spans is None and texts[key].row == anchor(statement.id):
                    spans = [(0, len(text))]
                for start, end in spans or ():
                    counts[article][anchor(statement.id)] += len(text[start:end].split())
    return counts


def _telling(
    key: str, rows: Sequence[Row], sole_rows: Sequence[Row], words: Mapping[str, int], result: Result, index: _Index
) -> Telling:
    total = max(sum(words.values()), 1)
    claims = [claim for claim in result.claims if index.article[claim.sentence] == key]
    voices: Counter[str] = Counter()
    strong: Counter[str] = Counter()
    for claim in claims:
        if claim.source.manner in ("reported", "quoted"):
            speaker = reading.harmless(claim.source.speaker)
            voices[speaker if speaker.casefold() not in NAMELESS else "somebody unnamed"] += len(claim.text.split())
        else:
            strong.update(judging(claim.text))
    first: dict[str, Row] = {}
    in_article = {row.anchor: row for row in (*rows, *sole_rows) if key in row.cells}
    for sentence in (line for line in result.sentences if line.article == key and line.kind == "body"):
        for statement in index.rows.get(sentence.id, ()):
            first.setdefault(anchor(statement.id), in_article[anchor(statement.id)])
    shares = [100 * words.get(row.anchor, 0) / total for row in rows]
    most = sorted(zip(rows, shares, strict=True), key=lambda pair: -pair[1])
    return Telling(
        shares=shares,
        sole=100 * sum(words.get(row.anchor, 0) for row in sole_rows) / total,
        first=list(first.values())[:FIRST],
        most=[pair for pair in most[:FIRST] if pair[1]],
        quoted=100 * sum(voices.values()) / total,
        voices=[(speaker, 100 * count / total) for speaker, count in voices.most_common(FIRST)],
        judging=strong.most_common(12),
    )


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

    lang, percent = texts[trip.printed.sentence].lang, round(100 * trip.likeness)
    return Trip(quotation(trip.english), quotation(trip.printed), lang, reading.harmless(trip.back.text), percent)
