"""The claims of a story become statements: what several articles say, and what each says alone."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from types import MappingProxyType

from pipeline.compare.clause import wording
from pipeline.compare.clusters import Group, grouped
from pipeline.compare.headline import headline, standing
from pipeline.compare.likeness import Likeness
from pipeline.compare.states import states
from pipeline.compare.votes import NONE, Votes
from pipeline.data import Sentence, Statement, Story, Synopsis, Translation

STANDS = 0.5  # how well a headline must stand by itself to take the place of one that tells nothing of what differs


def synopsis(
    story: Story, sentences: Sequence[Sentence], likeness: Likeness, translations: Iterable[Translation] = ()
) -> Synopsis:
    """What each article of a story says of each statement.

    Claims are joined by falling likeness of their groups (agglomerative clustering, `clusters.py`). A claim that has no
    words of its own stands with the one that it depends on. Every claim of an eligible sentence is in exactly one
    statement.

    Columns: English first, then by language, then by id. Rows: what the most sources report comes first (articles that
    print one text are one source); among equals, what the articles on average tell first, since news opens with what
    matters most. That is an order of prominence that makes no one outlet the measure. What a single article reports
    follows, by column, in that article's order.
    """
    order = columns(story)
    eligible = {sentence.id: sentence for sentence in sorted(sentences, key=_position) if sentence.eligible}
    translations = tuple(translations)
    english, doubts = _english(sentences, translations), _doubts(sentences, translations)
    # What the most articles tell is given its headline first: no other row has the same.
    groups = sorted(grouped(likeness), key=lambda group: -len({likeness.articles[number] for number in group}))
    statements: list[Statement] = []
    given: set[str] = set()
    for group in groups:
        statements.append(_statement(group, likeness, order, eligible, english, doubts, given))
        given.add(statements[-1].headline)
    return Synopsis(story.id, order, _with_states(statements, story, order, eligible, likeness))


def _with_states(
    unjudged: Sequence[Statement],
    story: Story,
    order: Sequence[str],
    eligible: Mapping[str, Sentence],
    likeness: Likeness,
) -> tuple[Statement, ...]:
    """The rows in their order, each with what every article does about it."""
    places = _places(eligible)
    rows: dict[str, list[str]] = {}
    for row in unjudged:
        for key in (key for ids in row.cells.values() for key in ids):
            rows.setdefault(key, []).append(row.id)
    numbers = likeness.numbers
    judged = (replace(row, states=states(row, story, likeness, rows, numbers)) for row in unjudged)
    return tuple(sorted(judged, key=lambda row: _order(row, story, order, places)))


def rejoined(
    table: Synopsis, moves: Mapping[str, str], story: Story, sentences: Sequence[Sentence], likeness: Likeness
) -> Synopsis:
    """The synopsis with some claims in other rows than before; rows that lose all theirs go.

    Args:
        moves: claim (id) → the row (id) that it goes to.
    """
    home = {claim.id: claim.sentence for claim in likeness.claims}
    eligible = {sentence.id: sentence for sentence in sorted(sentences, key=_position) if sentence.eligible}
    arriving: dict[str, list[str]] = defaultdict(list)
    for claim, row_id in moves.items():
        arriving[row_id].append(claim)
    filled = []
    for row in table.statements:
        keys = (*(key for key in row.claims if key not in moves), *arriving[row.id])
        shown = {home[key] for key in keys}
        cells = (
            row.cells if keys == row.claims else _cells(filter(shown.__contains__, eligible), table.articles, eligible)
        )
        if keys:
            filled.append(replace(row, claims=keys, cells=cells))
    return replace(table, statements=_with_states(filled, story, table.articles, eligible, likeness))


def _english(sentences: Iterable[Sentence], translations: Iterable[Translation]) -> dict[str, str]:
    """The English of each sentence (id), its own or a translation."""
    own = {sentence.id: sentence.text for sentence in sentences if sentence.lang == "en"}
    return own | {translation.sentence: translation.text for translation in translations}


def _doubts(sentences: Iterable[Sentence], translations: Iterable[Translation]) -> dict[str, float]:
    """How likely each translated sentence (id) misleads."""
    doubts = {sentence.id: 0.0 for sentence in sentences if sentence.lang != "en"}
    return doubts | {translation.sentence: translation.doubt or 0.0 for translation in translations}


def columns(story: Story) -> tuple[str, ...]:
    """The articles (ids): English first, then by language, then by id."""
    ordered = sorted(story.articles, key=lambda article: (article.lang != "en", article.lang, article.id))
    return tuple(article.id for article in ordered)


def titled(
    rows: Iterable[Statement],
    likeness: Likeness,
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    counted: Mapping[str, Votes] = MappingProxyType({}),
) -> Iterator[Statement]:
    """The rows with the headlines that their most central claims give; as they are where these are not here.

    Args:
        counted: row (id) → how many take which side: the most central is a claim of the side that most take.
    """
    numbers = likeness.numbers
    english, doubts = _english(sentences, translations), _doubts(sentences, translations)
    for row in rows:
        group = [numbers[key] for key in row.claims if key in numbers]
        if not row.claims or row.claims[0] not in numbers:
            yield row
            continue
        members, of_row = [likeness.claims[number] for number in group], counted.get(row.id, NONE)
        central, words = members[0], wording(group[0], likeness, members, english)
        loses = central.sentence in of_row.fewer
        if loses or of_row.differing:
            backed = of_row._replace(most=of_row.most or of_row.differing)
            other = headline(group, likeness, english, doubts, backed)
            central, words = other if loses or standing(*other) >= STANDS else (central, words)
        others = (key for key in row.claims if key != central.id)
        yield replace(row, headline=words, claims=(central.id, *others))


def _position(sentence: Sentence) -> tuple[str, int, str]:
    return sentence.article, sentence.start, sentence.id


def _statement(
    group: Group,
    likeness: Likeness,
    columns: Sequence[str],
    eligible: Mapping[str, Sentence],
    english: Mapping[str, str],
    doubts: Mapping[str, float],
    given: Collection[str],
) -> Statement:
    """The row; its id comes from its first claim, so it lasts when articles with a later id are added."""
    claims = [likeness.claims[number] for number in group]
    keys = dict.fromkeys(claim.sentence for claim in claims)
    central, words = headline(group, likeness, english, doubts, given=given)
    return Statement(
        id=f"statement:{claims[0].id}",
        cells=_cells(keys, columns, eligible),
        headline=words,
        claims=(central.id, *(claim.id for claim in claims if claim is not central)),
    )


def _cells(keys: Iterable[str], columns: Sequence[str], eligible: Mapping[str, Sentence]) -> dict[str, tuple[str, ...]]:
    """Column → its sentences (ids) of these, in their order; without the columns that have none."""
    shown = list(keys)
    cells = {column: tuple(key for key in shown if eligible[key].article == column) for column in columns}
    return {column: ids for column, ids in cells.items() if ids}


def _places(eligible: Mapping[str, Sentence]) -> dict[str, float]:
    """How far into its article each sentence stands: 0 for the first, below 1 for the last."""
    lengths = Counter(sentence.article for sentence in eligible.values())
    passed: Counter[str] = Counter()
    places = {}
    for sentence in eligible.values():
        places[sentence.id] = passed[sentence.article] / lengths[sentence.article]
        passed[sentence.article] += 1
    return places


def _order(
    row: Statement, story: Story, columns: Sequence[str], places: Mapping[str, float]
) -> tuple[int, int, int, float, str]:
    single = columns.index(next(iter(row.cells))) if len(row.cells) == 1 else 0
    return (
        -story.sources(row.cells),
        -len(row.cells),
        single,
        fmean(places[ids[0]] for ids in row.cells.values()),
        row.id,
    )
