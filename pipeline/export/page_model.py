"""What a page shows of a result, in nouns: statements as rows, wordings, differences in words, outlets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.data import Article, Difference, DifferenceKind, Lang, Link, Statement, Translation
from pipeline.export import reading

Quotation = tuple[str, str, str]  # whose it is, the anchor of its sentence, its words
# A quotation in three wordings: English, as printed and in which language, that translated back; how like, in percent.
Trip = tuple[Quotation, Quotation, Lang, str, int]
Piece = tuple[str, str]  # a piece of a sentence, and what lies over it: "lit", kinds of difference, or ""


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

    kind: DifferenceKind
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

    @property
    def sources(self) -> str:
        """As in "31 %: Merkel 20 %, somebody unnamed 11 %": how much of its words are somebody's, and whose."""
        voices = ", ".join(f"{speaker} {share:.0f} %" for speaker, share in self.voices)
        return f"{self.quoted:.0f} %{': ' if voices else ''}{voices}"

    @property
    def strong(self) -> str:
        """As in "disaster ×2, brave"."""
        words = (f"{word} ×{count}" if count > 1 else word for word, count in self.judging)
        return ", ".join(words) or "none on the list"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """All of it in words, each with its heading."""
        # as in "4 (12 %), 1 (9 %); alone 20 %": the rows that get most of its words, by number
        most = ", ".join(f"{row.number} ({share:.0f} %)" for row, share in self.most) or "none shared"
        first = "; ".join(row.headline for row in self.first) or "nothing that is compared"
        about = ("Most words, by statement", f"{most}; alone {self.sole:.0f} %"), ("First", first)
        return [*about, ("Others’ words", self.sources), ("Strong words", self.strong)]


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
    trial: tuple[str, str]
    rows: Sequence[Row]
    outlets: Sequence[Outlet]
    contradictions: Sequence[Differing]
    manners: Sequence[Differing]
    spellings: Sequence[Differing]
    camps: Sequence[Camp]
    trips: Sequence[Trip]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResultIndex:
    """A result by id; `spans`: where the claims of a (statement, sentence) stand in the English."""

    rows: Mapping[str, Sequence[Statement]]  # by sentence, as links, article and translation are
    links: Mapping[str, Sequence[Link]]
    article: Mapping[str, str]
    translation: Mapping[str, Translation]
    names: Mapping[str, str]  # by article
    differences: Mapping[str, Sequence[Difference]]  # by statement
    spans: Mapping[tuple[str, str], Sequence[tuple[int, int]]]
