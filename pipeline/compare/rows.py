"""Compare: the alignments of a story become a synopsis, rows of statements × columns of articles."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from statistics import fmean

from pipeline.data import Alignment, Article, Sentence, Statement, Story, Synopsis

ROW_SUPPORT = 1 / 3  # two groups without a common article: a chain of three is fine, one bridge between pairs is not
SAME_ARTICLE_SUPPORT = 1 / 2  # with a common article more is asked, for an article seldom says one thing twice
GUEST_SUPPORT = 1 / 2  # a sentence at home in one row is shown in another one too

Weights = Mapping[str, Mapping[str, float]]  # sentence → linked sentence → probability, both ways round


def synopsis(story: Story, sentences: Sequence[Sentence], alignments: Sequence[Alignment]) -> Synopsis:
    """What each article of a story says of each statement.

    Strong and likely links join sentences into rows, by falling probability. A merge is refused when the links between
    two groups, averaged over all pairs of sentences from different articles (average linkage), support it too little,
    so that a chain of links cannot melt a story into one row. A sentence that says two things keeps what was refused:
    it is shown as a guest in the other row, lest its article be counted as silent there.

    Columns: English first, then by language, then by id. Rows: what the most sources report comes first (articles that
    print one text are one source); among equals, what the articles on average tell first, since news opens with what
    matters most. That is an order of prominence that makes no one outlet the measure. What a single article reports
    follows, by column, in that article's order.
    """
    columns = tuple(article.id for article in sorted(story.articles, key=_column))
    eligible = {sentence.id: sentence for sentence in sorted(sentences, key=_position) if sentence.eligible}
    weights = _weights(alignments, eligible)
    home, refused = _cluster(weights, eligible)
    rows = _invite(home, refused, weights, eligible)
    places = _places(eligible)
    statements = (_statement(owners, guests, columns, eligible) for owners, guests in rows)
    return Synopsis(story.id, columns, tuple(sorted(statements, key=lambda row: _order(row, story, columns, places))))


def _column(article: Article) -> tuple[bool, str, str]:
    return article.lang != "en", article.lang, article.id


def _position(sentence: Sentence) -> tuple[str, int, str]:
    return sentence.article, sentence.start, sentence.id


def _weights(alignments: Iterable[Alignment], eligible: Mapping[str, Sentence]) -> Weights:
    """For two sentences that several links join, the best of these counts."""
    weights: dict[str, dict[str, float]] = {key: {} for key in eligible}
    for alignment in alignments:
        for link in alignment.links:
            if link.kind == "unlinked" or link.band == "weak":
                continue
            for a, b in product(link.left, link.right):
                if a in eligible and b in eligible and eligible[a].article != eligible[b].article:
                    weights[a][b] = weights[b][a] = max(link.probability, weights[a].get(b, 0.0))
    return weights


def _cluster(weights: Weights, eligible: Mapping[str, Sentence]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """The row that each sentence is at home in, and the linked pairs whose rows were not merged, best first."""
    rank = {key: number for number, key in enumerate(eligible)}
    home = dict(rank)
    members = {row: [key] for key, row in home.items()}
    articles = {row: Counter([eligible[key].article]) for key, row in home.items()}
    ties = {rank[a]: {rank[b]: weight for b, weight in near.items()} for a, near in weights.items()}
    pairs = [(a, b) for a, near in weights.items() for b in near if rank[a] < rank[b]]
    refused = []
    for a, b in sorted(pairs, key=lambda pair: (-weights[pair[0]][pair[1]], rank[pair[0]], rank[pair[1]])):
        keep, lose = sorted((home[a], home[b]), key=lambda row: (-len(members[row]), row))
        if keep == lose:
            continue
        if not _supported(ties[keep][lose], articles[keep], articles[lose]):
            refused.append((a, b))
            continue
        for key in members[lose]:  # the smaller into the larger: a sentence moves log n times at most
            home[key] = keep
        members[keep] += members.pop(lose)
        articles[keep] += articles.pop(lose)
        _retie(ties, keep, lose)
    return home, refused


def _supported(tied: float, some: Counter[str], others: Counter[str]) -> bool:
    """Whether two groups, given their sentences per article and the sum of the links between them, say one thing."""
    common = sum(count * others[article] for article, count in some.items())
    floor = SAME_ARTICLE_SUPPORT if common else ROW_SUPPORT
    return tied >= floor * (some.total() * others.total() - common)


def _retie(ties: dict[int, dict[int, float]], keep: int, lose: int) -> None:
    for row, weight in ties.pop(lose).items():
        del ties[row][lose]
        if row != keep:
            ties[keep][row] = ties[row][keep] = ties[keep].get(row, 0.0) + weight


def _invite(
    home: Mapping[str, int], refused: Iterable[tuple[str, str]], weights: Weights, eligible: Mapping[str, Sentence]
) -> list[tuple[list[str], list[str]]]:
    """Each row's own sentences and its guests: sentences at home elsewhere whose article the row lacks."""
    owners: dict[int, list[str]] = defaultdict(list)
    for key, row in home.items():
        owners[row].append(key)
    guests: dict[int, list[str]] = {row: [] for row in owners}
    for pair in refused:
        for guest, host in (pair, pair[::-1]):
            row = home[host]
            present = {eligible[key].article for key in (*owners[row], *guests[row])}
            support = fmean(weights[guest].get(key, 0.0) for key in owners[row])
            if eligible[guest].article not in present and support >= GUEST_SUPPORT:
                guests[row].append(guest)
    return [(owners[row], guests[row]) for row in owners]


def _statement(
    owners: Sequence[str], guests: Sequence[str], columns: Sequence[str], eligible: Mapping[str, Sentence]
) -> Statement:
    """The row; its id comes from its own first sentence, so it lasts when articles with a later id are added."""
    ordered = sorted((eligible[key] for key in (*owners, *guests)), key=_position)
    cells = {column: tuple(sentence.id for sentence in ordered if sentence.article == column) for column in columns}
    first = min((eligible[key] for key in owners), key=_position)
    return Statement(f"statement:{first.id}", {column: ids for column, ids in cells.items() if ids})


def _places(eligible: Mapping[str, Sentence]) -> dict[str, float]:
    """How far into its article each sentence stands: 0 for the first, below 1 for the last."""
    lengths = Counter(sentence.article for sentence in eligible.values())
    seen: Counter[str] = Counter()
    places = {}
    for sentence in eligible.values():
        places[sentence.id] = seen[sentence.article] / lengths[sentence.article]
        seen[sentence.article] += 1
    return places


def _order(
    row: Statement, story: Story, columns: Sequence[str], places: Mapping[str, float]
) -> tuple[int, int, int, float, str]:
    alone = columns.index(next(iter(row.cells))) if len(row.cells) == 1 else 0
    return (
        -story.sources(row.cells),
        -len(row.cells),
        alone,
        fmean(places[ids[0]] for ids in row.cells.values()),
        row.id,
    )
