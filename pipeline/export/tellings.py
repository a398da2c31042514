"""How each outlet tells the event: what it puts first, what gets its words, whose words it gives, its strong ones."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from pipeline.compare.evaluation import judging
from pipeline.data import Article, Result, Sentence
from pipeline.export import reading
from pipeline.export.page_model import Outlet, ResultIndex, Row, Telling, Text

FIRST = 3  # of what an outlet tells first, most and whom it quotes, as many are named
STRONG = 12  # words that praise or blame
NAMELESS = ("", "he", "she", "it", "they", "we", "i", "who", "somebody")  # speakers that are no name


def outlets(
    result: Result, texts: Mapping[str, Text], rows: Sequence[Row], sole_rows: Sequence[Row], index: ResultIndex
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
        machine_made = [sentence.id for sentence in sentences[key] if texts[sentence.id].machine]
        signatures = Counter(index.translation[sentence].signature for sentence in machine_made)
        outlets.append(
            Outlet(
                article=articles[key],
                name=index.names[key],
                code=code,
                url=_web(articles[key].url),
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


def _words(result: Result, texts: Mapping[str, Text], index: ResultIndex) -> dict[str, Counter[str]]:
    """Article → how many of its words each row (anchor) gets; a sentence without claims counts for its first row."""
    counts: dict[str, Counter[str]] = {article: Counter() for article in result.synopsis.articles}
    for statement in result.synopsis.statements:
        for article, ids in statement.cells.items():
            for key in ids:
                text, spans = texts[key].read, index.spans.get((statement.id, key))
                if spans is None and texts[key].row == reading.anchor(statement.id):
                    spans = [(0, len(text))]
                for start, end in spans or ():
                    counts[article][reading.anchor(statement.id)] += len(text[start:end].split())
    return counts


def _telling(
    key: str,
    rows: Sequence[Row],
    sole_rows: Sequence[Row],
    words: Mapping[str, int],
    result: Result,
    index: ResultIndex,
) -> Telling:
    total = max(sum(words.values()), 1)
    claims = [claim for claim in result.claims if index.article[claim.sentence] == key]
    voices: Counter[str] = Counter()
    strong: Counter[str] = Counter()
    for claim in claims:
        if claim.source.manner in ("reported", "quoted"):
            speaker = reading.harmless(claim.source.speaker)
            voices[speaker if speaker.casefold() not in NAMELESS else "somebody unnamed"] += len(claim.text.split())
        else:  # of its own words alone: what somebody else says is not the outlet's
            strong.update(judging(claim.text))
    shares = [100 * words.get(row.anchor, 0) / total for row in rows]
    most = sorted(zip(rows, shares, strict=True), key=lambda pair: -pair[1])
    return Telling(
        shares=shares,
        sole=100 * sum(words.get(row.anchor, 0) for row in sole_rows) / total,
        first=_first(key, [*rows, *sole_rows], result, index),
        most=[pair for pair in most[:FIRST] if pair[1]],
        quoted=100 * sum(voices.values()) / total,
        voices=[(speaker, 100 * count / total) for speaker, count in voices.most_common(FIRST)],
        judging=strong.most_common(STRONG),
    )


def _first(key: str, rows: Iterable[Row], result: Result, index: ResultIndex) -> list[Row]:
    """The rows that an article tells first, in its order."""
    in_article = {row.anchor: row for row in rows if key in row.cells}
    first: dict[str, Row] = {}
    # titles are left out: they are of the desk, and most of a title's row stands in the lead again
    for sentence in (line for line in result.sentences if line.article == key and line.kind == "body"):
        for statement in index.rows.get(sentence.id, ()):
            first.setdefault(statement.id, in_article[reading.anchor(statement.id)])
    return list(first.values())[:FIRST]


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


def _web(url: str) -> str:
    """The address if it is one of the web, else "": `javascript:` must not become a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
