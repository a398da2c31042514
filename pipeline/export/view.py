"""A result as the page, the book and the terminal show it: rows by weight, contradictions, who agrees with whom."""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, combinations, pairwise, permutations, product

from pipeline.data import SORTS, Difference, Link, Result, RoundTrip, Sentence, Side, Span, Statement, Story
from pipeline.export import reading
from pipeline.export.page_model import Camp, Differing, Piece, Quotation, ResultIndex, Row, Text, Trip, View, Wording
from pipeline.export.tellings import outlets

QUOTED = re.compile(r"[„“”«»\"]")
LIT = "lit"  # of a piece: it belongs to the claim that the row is about
LISTED = 8  # contradictions in sight, before the rest is folded
CHIEF = 3  # rows that stand in the short print for their weight alone
WORDED = 32  # characters of a side's value that are read at a glance
PERSON = "human translation"  # the flag of a translation that a person made


_latest: tuple[Result, View] | None = None


def view(result: Result) -> View:
    """The page's parts, in the page's order; several exporters ask for that of the same result, one after the other."""
    global _latest
    if _latest is None or _latest[0] is not result:  # results are frozen: the same one has the same view
        _latest = result, _view(result)
    return _latest[1]


def _view(result: Result) -> View:
    index = _index(result)
    texts = {sentence.id: _text(number, sentence, index) for number, sentence in enumerate(result.sentences)}
    weighed = sorted((row for row in result.synopsis.statements if len(row.cells) > 1), key=_weight(result, index))
    contradicted = [row.id for row in weighed if _has_contradiction(row, index)]
    printed = {*(row.id for row in weighed[:CHIEF]), *contradicted[:LISTED]}
    rows = [
        _row(number, statement, result, texts, index, statement.id in printed)
        for number, statement in enumerate(weighed, 1)
    ]
    sole = [statement for statement in result.synopsis.statements if len(statement.cells) == 1]
    sole_rows = [_row(0, statement, result, texts, index) for statement in sole]
    sorts: dict[str, list[Differing]] = {"contradiction": [], "manner": [], "spelling": [], "silence": []}
    differences = list(chain.from_iterable(row.differences for row in rows))
    for difference in sorted(differences, key=lambda listed: reading.TRUST.index(listed.trust)):
        sorts[SORTS[difference.kind]].append(difference)
    return View(
        title=reading.event(result),
        when=reading.dates(article.published for article in result.story.articles),
        trial=reading.trial(result),
        rows=rows,
        outlets=outlets(result, texts, rows, sole_rows, index),
        contradictions=sorts["contradiction"],
        manners=sorts["manner"],
        spellings=sorts["spelling"],
        camps=_camps(sorts["contradiction"], result.story),
        trips=[_trip(trip, texts, index) for trip in result.synopsis.round_trips],
        names=index.names,
    )


def _index(result: Result) -> ResultIndex:
    rows: dict[str, list[Statement]] = {}
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    claims = {claim.id: claim for claim in result.claims}
    for statement in result.synopsis.statements:
        for key in chain.from_iterable(statement.cells.values()):
            rows.setdefault(key, []).append(statement)
        for claim in (claims[key] for key in statement.claims if key in claims):
            spans.setdefault((statement.id, claim.sentence), []).extend(claim.spans)
    return ResultIndex(
        rows=rows,
        links=reading.linked(result),
        article={sentence.id: sentence.article for sentence in result.sentences},
        translation={translation.sentence: translation for translation in result.translations},
        names=reading.names(result.story),
        differences=reading.differing(result),
        spans=spans,
    )


def _weight(result: Result, index: ResultIndex) -> Callable[[Statement], tuple[int, bool, int]]:
    """How rows are sorted: by independent sources, then what is contradicted, then as they came."""
    places = {row.id: place for place, row in enumerate(result.synopsis.statements)}

    def weight(row: Statement) -> tuple[int, bool, int]:
        return -result.story.sources(row.cells), not _has_contradiction(row, index), places[row.id]

    return weight


def _has_contradiction(row: Statement, index: ResultIndex) -> bool:
    """Whether it holds a contradiction that can be cited."""
    differences = index.differences.get(row.id, ())
    return any(SORTS[difference.kind] == "contradiction" and difference.trust == "solid" for difference in differences)


def _text(number: int, sentence: Sentence, index: ResultIndex) -> Text:
    translation, rows = index.translation.get(sentence.id), index.rows.get(sentence.id, ())
    foreign = translation is not None and sentence.lang != "en"
    flags = translation.flags if translation else ()
    # of a translation that is in doubt, what to do: "check the original" or "do not quote"
    advice = [translation.advice] if translation and translation.advice != "quote" else []
    return Text(
        index=number,
        id=sentence.id,
        anchor=reading.anchor(sentence.id),
        kind=sentence.kind,
        lang=sentence.lang,
        own=reading.harmless(sentence.text),
        english=reading.harmless(translation.text) if translation and foreign else "",
        machine=foreign and PERSON not in flags,
        notes=[*advice, *(reading.worded(flag) for flag in flags if flag != PERSON)],
        row=reading.anchor(rows[0].id) if rows else "",
        others=len({article for row in rows for article in row.cells} - {sentence.article}),
    )


def _row(
    number: int,
    statement: Statement,
    result: Result,
    texts: Mapping[str, Text],
    index: ResultIndex,
    chief: bool = False,
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
        anchor=reading.anchor(statement.id),
        headline=headline,
        cells={article: [wording(sentence) for sentence in ids] for article, ids in statement.cells.items()},
        states=_states(statement, result.story, result.synopsis.articles),
        certainty=reading.certainty(within),
        differences=[_difference_words(difference, headline, statement, number, index) for difference in differences],
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


def _reason(sentence: str, within: Iterable[Link], index: ResultIndex) -> str:
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


def _difference_words(
    difference: Difference, headline: str, row: Statement, number: int, index: ResultIndex
) -> Differing:
    return Differing(
        kind=difference.kind,
        sides=[([index.names[article] for article in side.articles], _value(side)) for side in difference.sides],
        articles=[side.articles for side in difference.sides],
        explanation=reading.harmless(difference.explanation),
        trust=difference.trust,
        reasons=[reading.harmless(reason) for reason in difference.reasons],
        headline=headline,
        row=reading.anchor(row.id),
        number=number,
    )


def _value(side: Side) -> str:
    """What a side says, where it is told in several ways, in the fullest of those that are read at a glance."""
    ways = reading.harmless(side.value).split(", ") if len(side.articles) > 1 else [reading.harmless(side.value)]
    short_ways = [way for way in ways if len(way) <= WORDED]
    way = max(short_ways, key=len) if short_ways else min(ways, key=len)
    return reading.VALUES.get(way, way.rstrip(" .,;") or way)


def _camps(differences: Iterable[Differing], story: Story) -> list[Camp]:
    """Which two outlets agree against a third, and which one says otherwise than another; the most frequent first.

    Copies of one text agree with nobody by that: of them one is an ally, and against their own text none is.
    """
    camps: dict[tuple[tuple[str, ...], str], dict[str, None]] = {}
    for contrast in differences:
        if contrast.trust == "do not cite":
            continue
        for left, right in permutations(contrast.articles, 2):
            # Of two single outlets one order is enough.
            single = [((article,), against) for article, against in product(left, right) if article < against]
            pairs = product(combinations(story.independent(left), 2), story.independent(right))
            allied = [(pair, against) for pair, against in pairs if story.sources((*pair, against)) == 3]
            for ally, against in (*single, *allied):
                camps.setdefault((ally, against), {})[contrast.row] = None
    unsorted = [Camp(ally, against, list(rows)) for (ally, against), rows in camps.items()]
    return sorted(unsorted, key=lambda camp: (-len(camp.rows), camp.allies, camp.against))


def _trip(trip: RoundTrip, texts: Mapping[str, Text], index: ResultIndex) -> Trip:
    def quotation(span: Span) -> Quotation:
        return index.names[index.article[span.sentence]], texts[span.sentence].anchor, reading.harmless(span.text)

    lang, percent = texts[trip.printed.sentence].lang, round(100 * trip.likeness)
    return quotation(trip.english), quotation(trip.printed), lang, reading.harmless(trip.back.text), percent
