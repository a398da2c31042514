"""What the articles of a row say, opened for comparing: sentence beside English, links, and what a finder gives."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from pipeline.compare import words
from pipeline.data import (
    Alignment,
    Article,
    Claim,
    DifferenceKind,
    Link,
    Sentence,
    Statement,
    Story,
    Synopsis,
    Translation,
    Trust,
)
from pipeline.guards.pair import BEGIN, beginning
from pipeline.guards.words import words as spelled
from pipeline.language import lexicon
from pipeline.language.quotations import quoting

if TYPE_CHECKING:
    from pipeline.compare.answering import ComparedPair
    from pipeline.compare.persons import Referents

OVERLAP = 0.4  # of the words of the shorter of two sentences that the other must have, for their rest to be compared
LEAST = 3  # words that they must share
OFTEN, MANY = 0.12, 15  # what so great a share of a story's sentences has, if it has so many, binds no two of them,
TWICE = 2  # but only if an article has it so many times on average: once in each is what they have in common
Links = Mapping[tuple[str, str], Link]  # two sentences (ids), the lesser first → the best link of them
BY_HAND = frozenset({"already English", "human translation"})


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A sentence beside its English; equal to itself alone.

    `machine`: whether a machine made the English. `means`: English stems
    that the words of a translated sentence may stand for, whatever the translation made of them; `begins`: how its
    words begin. `inside`: whether it goes on with a quotation that an earlier sentence opened.
    """

    sentence: Sentence
    english: str
    machine: bool = False
    flags: tuple[str, ...] = ()
    means: frozenset[str] = frozenset()
    begins: frozenset[str] = frozenset()
    inside: bool = False
    claims: tuple[Claim, ...] = ()

    @property
    def article(self) -> str:
        """The id of its article."""
        return self.sentence.article

    def original_has(self, word: words.ContentWord) -> bool:
        """Whether the sentence itself, not only its English, has a word for it."""
        if not self.machine:
            return True
        begin = lexicon.plain(word.text)[:BEGIN]
        return word.stem in self.means or begin in self.begins or bool(words.shared(frozenset([word.stem]), self.means))


@dataclass(frozen=True, slots=True)
class Held:
    """What one sentence holds of a point in question: `value` in plain words, `start` to `end` in its English if there.

    `original`: whether the sentence's own words carry the value; None where that cannot be told.
    """

    said: Said
    value: str
    start: int = 0
    end: int = 0
    original: bool | None = None


def claim_holding(held: Held) -> Claim | None:
    """The claim that holds most of a value; None of a sentence without any."""

    def common(claim: Claim) -> int:
        return sum(max(0, min(end, held.end) - max(start, held.start)) for start, end in claim.spans)

    return max(held.said.claims, key=common, default=None)


def claim_of(held: Held) -> str:
    """The claim (id) that holds most of a value; "" of a sentence without any."""
    claim = claim_holding(held)
    return claim.id if claim else ""


def headed_by(row: Statement) -> str:
    """The sentence (id) of the claim that heads a row; "" of a row without claims."""
    return row.claims[0].rpartition("#")[0] if row.claims else ""


@dataclass(frozen=True, slots=True)
class Found:
    """A difference before anyone asked how far it can be trusted; each side is what some sentences hold alike.

    `about`: the explanation; where it ends in a colon the values of the sides follow, between quotation marks if
    `marked`. `reasons`: what the finder itself knows against trusting it.
    """

    kind: DifferenceKind
    sides: tuple[tuple[Held, ...], ...]
    about: str
    reasons: tuple[tuple[Trust, str], ...] = ()
    marked: bool = False


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """A statement opened: article id → its sentences; `ties`: pairs of sentences that can be compared → their link.

    `whole`: article id → all its sentences, to see whether it says elsewhere what it does not say here.
    """

    statement: Statement
    cells: Mapping[str, tuple[Said, ...]]
    ties: Mapping[tuple[str, str], Link]
    articles: Mapping[str, Article]
    whole: Mapping[str, tuple[Said, ...]]

    def tie(self, left: Said, right: Said) -> Link | None:
        """The link by which two sentences can be compared."""
        return self.ties.get(_key(left.sentence.id, right.sentence.id))

    def every(self) -> Iterator[Said]:
        """Its sentences, article by article."""
        for cell in self.cells.values():
            yield from cell

    def partners(self, line: Said) -> list[Said]:
        """The sentences that it can be compared with."""
        return [partner for partner in self.every() if self.tie(line, partner)]


@dataclass(frozen=True, slots=True)
class Opened:
    """A story opened for comparing; `rows` are those of several articles."""

    said: Mapping[str, Said]
    rows: Sequence[OpenedRow]
    answers: Sequence["ComparedPair"]
    articles: Mapping[str, Article]
    meant: "Referents"


def read(
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    claims: Mapping[str, Sequence[Claim]],
) -> dict[str, Said]:
    """Sentence id → the sentence beside its English, of all that take part in alignment."""
    english = {translation.sentence: translation for translation in translations}
    going_on = quoting(sentences)
    lines = {}
    for sentence in sentences:
        if sentence.eligible:
            line = _line(sentence, english.get(sentence.id))
            parsed = tuple(claims.get(sentence.id, ()))
            lines[sentence.id] = replace(line, inside=sentence.id in going_on, claims=parsed)
    return lines


def opened(synopsis: Synopsis, story: Story, lines: Mapping[str, Said], links: Links) -> list[OpenedRow]:
    """The rows of several articles, in the synopsis's order."""
    common = _common(lines.values())
    bare = {key: words.stems(line.english) - common for key, line in lines.items()}
    of_article: dict[str, list[Said]] = {article.id: [] for article in story.articles}
    for line in lines.values():
        of_article[line.article].append(line)
    whole = {article: tuple(said) for article, said in of_article.items()}
    articles = {article.id: article for article in story.articles}
    rows = []
    for statement in synopsis.statements:
        if len(statement.cells) > 1:
            cells = {article: tuple(lines[key] for key in keys) for article, keys in statement.cells.items()}
            rows.append(OpenedRow(statement, cells, _ties(cells, links, bare), articles, whole))
    return rows


def _line(sentence: Sentence, translation: Translation | None) -> Said:
    if translation is None or sentence.lang == "en":
        return Said(sentence, sentence.text)
    if not BY_HAND.isdisjoint(translation.flags):
        return Said(sentence, translation.text, flags=translation.flags)
    means: set[str] = set()
    for word in spelled(sentence.text):
        means |= lexicon.entry(word, sentence.lang).counterparts
    begins = frozenset(filter(None, (beginning(word, sentence.lang) for word in spelled(sentence.text))))
    return Said(sentence, translation.text, True, translation.flags, frozenset(means), begins)


def _key(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left < right else (right, left)


def linked(alignments: Iterable[Alignment]) -> Links:
    """The best link of any two sentences."""
    best: dict[tuple[str, str], Link] = {}
    for alignment in alignments:
        for link in alignment.links:
            for left, right in product(link.left, link.right):
                key = _key(left, right)
                if key not in best or best[key].probability < link.probability:
                    best[key] = link
    return best


def _common(lines: Iterable[Said]) -> frozenset[str]:
    """Stems that most of a story's sentences could share, such as its protagonist's name."""
    stem_sets = [(line.article, words.stems(line.english)) for line in lines]
    counts = Counter(stem for _, stems in stem_sets for stem in stems)
    least = max(OFTEN * len(stem_sets), TWICE * len({article for article, _ in stem_sets}))
    return frozenset(stem for stem, count in counts.items() if len(stem_sets) >= MANY and count > least)


def tie(links: Links, left: Said, right: Said) -> Link | None:
    """The link of two sentences."""
    return links.get(_key(left.sentence.id, right.sentence.id))


def _ties(
    cells: Mapping[str, Sequence[Said]], links: Links, bare: Mapping[str, frozenset[str]]
) -> dict[tuple[str, str], Link]:
    """`bare`: sentence (id) → its stems without such as bind no two sentences."""
    ties = {}
    for left_cell, right_cell in combinations(cells.values(), 2):
        for left, right in product(left_cell, right_cell):
            key = _key(left.sentence.id, right.sentence.id)
            link = links.get(key)
            if link and _firm(link) and overlapping(bare[left.sentence.id], bare[right.sentence.id]):
                ties[key] = link
    return ties


def _firm(link: Link) -> bool:
    """Whether a link is not weak, nor one of those by which a sentence that has a better partner is shown twice."""
    return link.band != "weak" and (link.kind != "partly same" or link.margin >= 0)


def overlapping(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two sentences share enough words (stems) for what they do not share to mean something."""
    least = min(len(left), len(right))
    common_words = min(len(words.shared(left, right)), len(words.shared(right, left)))
    return common_words >= min(LEAST, max(least, 1)) and common_words >= OVERLAP * least
