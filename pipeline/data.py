"""The nouns: what the stages hand to one another. Frozen, without behaviour, importing nothing of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Lang = str  # the ISO 639-1 code of a language that has a record
SentenceKind = Literal["title", "heading", "body", "boilerplate"]
LinkKind = Literal["same", "partly same", "different facts", "unlinked"]
Band = Literal["strong", "likely", "weak"]
CorrectionAction = Literal["accept", "reject", "add", "note"]
DifferenceKind = Literal[
    "number", "date", "place", "name", "fate", "negation", "certainty", "attribution", "spelling", "evaluation",
    "detail",
]  # fmt: skip
# Whether outlets contradict one another, say it in another manner, spell it otherwise, or one says more.
DifferenceSort = Literal["contradiction", "manner", "spelling", "silence"]
Trust = Literal["solid", "check", "do not cite"]
State = Literal["said", "said differently", "absent", "not found"]
Origin = Literal[
    "option", "sidecar", "front matter", "file name", "page", "document", "record", "text", "detected", "default"
]

MeasureKind = Literal[
    "count", "ordinal", "share", "points", "money", "factor", "score", "duration", "age", "degrees", "length", "area",
    "volume", "mass", "speed",
]  # fmt: skip
MeasureBound = Literal["", "about", "more than", "at least", "nearly", "less than", "at most"]
TimeBound = Literal["on", "since", "until", "before", "after", "by"]
Certainty = Literal["plain", "hedged", "planned", "conditional"]
ClauseKind = Literal["main", "said", "coordinate", "adverbial", "relative"]
Manner = Literal["own", "reported", "quoted", "unclear"]
# What may befall a translation between the model and the reader; `translate.flags` says what each means.
Remark = Literal[
    "pieces", "unfinished", "copied", "retried", "term forced", "kept apart", "date mended", "respelled",
    "quotes mended", "term missing",
]  # fmt: skip

REMARKS: tuple[Remark, ...] = get_args(Remark)
SORTS: Mapping[DifferenceKind, DifferenceSort] = {
    "number": "contradiction",
    "date": "contradiction",
    "place": "contradiction",
    "name": "contradiction",
    "fate": "contradiction",
    "negation": "contradiction",
    "certainty": "manner",
    "attribution": "manner",
    "spelling": "spelling",
    "evaluation": "silence",
    "detail": "silence",
}


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about an article that a person should know and the run could live with."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One outlet's text."""

    id: str  # unique in its story: `002.de`
    story: str
    outlet: str
    lang: Lang
    title: str
    text: str
    published: str = ""  # an ISO date
    url: str = ""
    complete: bool = True  # not so a stub (a teaser before a paywall), from whose silence nothing follows
    origin: Mapping[str, Origin] = field(default_factory=dict)  # of each filled field: where its value came from
    extra: Mapping[str, str] = field(default_factory=dict)  # every other key that the input had, as text


@dataclass(frozen=True, slots=True)
class Story:
    """One event and the articles that report it, in the order of their ids."""

    id: str
    articles: tuple[Article, ...]
    copies: tuple[tuple[str, ...], ...] = ()  # sets of articles (ids) that print one text, such as an agency's
    why: tuple[str, ...] = ()  # what binds the articles, where it was their content and not a folder

    def sources(self, articles: Iterable[str]) -> int:
        """How many independent sources these articles (ids) are: those that print one text count once."""
        return len(self.independent(articles))

    def independent(self, articles: Iterable[str]) -> tuple[str, ...]:
        """Of these articles (ids) one of each source, sorted: of copies of one text the first."""
        # Any of a set of copies stands for all of them; the first does, so that the count hangs on no order.
        first = {article: ids[0] for ids in self.copies for article in ids}
        chosen: dict[str, str] = {}
        for article in sorted(articles):
            chosen.setdefault(first.get(article, article), article)
        return tuple(chosen.values())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A slice of an article: `article.text[start:end] == text`, offsets in characters."""

    # article:hash:occurrence (`002.de:7f3a9c:0`): it survives articles added, and splitting mended elsewhere
    id: str
    article: str
    start: int
    end: int
    text: str
    lang: Lang
    kind: SentenceKind

    @property
    def eligible(self) -> bool:
        """Whether it takes part in alignment: everything but boilerplate."""
        return self.kind != "boilerplate"


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount where it stands in a text.

    `value` is in `unit`: money in its currency's code, shares and points in percent, durations in seconds, ages in
    years, lengths in metres, areas in square metres, volumes in litres, masses in kilograms, speeds in kilometres an
    hour, degrees in Celsius; counts, ordinals and factors have no unit.
    """

    kind: MeasureKind
    value: float
    low: float  # to `high`: what it can mean, rounding and `bound` included
    high: float
    unit: str
    counted: str  # the noun that is counted, as a lemma or as it stands
    bound: MeasureBound
    start: int
    end: int
    text: str
    against: float | None = None  # the other number of a score
    role: str = ""  # by, to, from or of, where that stands before it


@dataclass(frozen=True, slots=True)
class When:
    """A time where it stands in a text: as much as is told, 0 for what is not."""

    year: int
    month: int
    day: int
    weekday: int  # from 1
    clock: int | None  # in minutes
    bound: TimeBound  # the time itself, or which end of a span
    verb: str  # the lemma of the one that it belongs to
    start: int
    end: int
    text: str
    relative: int | None = None  # days from the day of publication (yesterday is -1), where it is told so


@dataclass(frozen=True, slots=True)
class Source:
    """Who says what a claim says: the outlet itself, or somebody whom it reports or quotes."""

    manner: Manner = "own"  # unclear: somebody's words without a sign of whose
    speaker: str = ""  # as it stands, where somebody is named
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Role:
    """What fills a place beside a claim's predicate."""

    name: str  # subject, object, agent, complement or the preposition
    head: str  # a lemma
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One clause of a sentence's English. The claims of a sentence cover its words without overlap."""

    id: str  # sentence#number
    sentence: str
    spans: tuple[tuple[int, int], ...]  # slices of the English, in order
    text: str  # what they hold, joined by a space
    kind: ClauseKind = "main"
    source: Source = Source()
    subject: str = ""
    predicate: str = ""  # the lemma of the verb with its particle, or of what the subject is said to be
    polarity: int = 1  # -1 where it is denied
    certainty: Certainty = "plain"  # or hedged (may, reportedly), planned (will, wants to), conditional (if)
    passive: bool = False  # the subject is whom it befalls
    roles: tuple[Role, ...] = ()
    lemmas: tuple[str, ...] = ()  # its words that say something, as lemmas, in order
    measures: tuple[Measure, ...] = ()
    times: tuple[When, ...] = ()
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    offices: tuple[tuple[str, str], ...] = ()  # (mayor, the name of who is it)
    parent: str = ""  # the claim (id) that it depends on


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a glossary: the English that a source term has to have; no `lang` means any."""

    source: str
    english: str
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What a translator gives for one sentence."""

    text: str  # the English
    score: float | None = None  # the model's mean log-probability a token
    decoding: str = ""
    remarks: tuple[
        str, ...
    ] = ()  # what befell it, in order: each of REMARKS, a number of times after it or none, pieces4
    flags: tuple[str, ...] | None = None  # what the guards found; None until they have looked: no translator's work


Advice = Literal["quote", "check the original", "do not quote"]
LEAST_DOUBT: Mapping[Advice, float] = {"do not quote": 0.52, "check the original": 0.25}  # from which it is advised


@dataclass(frozen=True, slots=True)
class Translation:
    """The English of one sentence, what to beware of in it, and what made it."""

    sentence: str  # its id
    text: str
    flags: tuple[str, ...]
    signature: str
    score: float | None = None
    doubt: float | None = None  # the probability that it misleads, None where no machine made it

    @property
    def advice(self) -> Advice:
        """What to do with it."""
        # The worst first, as the table has it.
        for advice, least in LEAST_DOUBT.items():
            if self.doubt is not None and self.doubt >= least:
                return advice
        return "quote"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two groups of sentences were linked, in fields that a reader can check."""

    words: float = 0.0  # story-weighted cosine of words, 0 to 1
    characters: float = 0.0  # story-weighted cosine of character n-grams, 0 to 1
    vectors: float | None = None  # cosine of sentence vectors with the story's mean taken out, -1 to 1
    shared: tuple[str, ...] = ()  # the heaviest shared words, heaviest first
    numbers_agree: tuple[str, ...] = ()
    numbers_differ: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Sentences of one article (`left`, ids) that say what sentences of another (`right`) say.

    With an empty side, kind "unlinked": said on one side only.
    """

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    kind: LinkKind
    probability: float  # of the line being true, 0 to 1
    margin: float  # its distance to the runner-up that shares a sentence with it
    band: Band
    evidence: Evidence = Evidence()
    person: bool = False  # a person said so, not the aligner
    note: str = ""  # what a person wrote about it
    claims: tuple[str, ...] = ()  # the claim (id) of each side that carries it, where any do
    by_claims: bool = False  # these alone say so, in one statement: the sentences as wholes were not like enough


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided about the sentences of two articles (ids); `where` is file:line."""

    action: CorrectionAction
    left: tuple[str, ...]
    right: tuple[str, ...]
    note: str
    where: str


@dataclass(frozen=True, slots=True)
class Bead:
    """A link by sentence numbers, from 0; `score` is a probability where it is 0 to 1."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """All links between two articles of a story, each eligible sentence of both in at least one of them."""

    left: str
    right: str
    links: tuple[Link, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Span:
    """A part of what a sentence (id) says: `text` at `start` to `end`, offsets in characters."""

    sentence: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """What some articles (ids) of a row agree on."""

    articles: tuple[str, ...]
    value: str  # in plain words
    spans: tuple[Span, ...]  # in their English; none where that does not have it: left out, or lost in translation


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the articles of a row do not say the same, two sides or more."""

    id: str
    statement: str  # the row's id
    kind: DifferenceKind
    sides: tuple[Side, ...]
    explanation: str
    trust: Trust  # whether it may be cited as the outlets' own, or may be the translation's or the alignment's
    reasons: tuple[str, ...]  # why, in words


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A quotation in three wordings: in English as an article has it, as a foreign one prints it, and translated."""

    english: Span
    printed: Span  # in the foreign sentence itself
    back: Span  # in its English
    likeness: float  # of `english` and `back`, 0 to 1


@dataclass(frozen=True, slots=True)
class Statement:
    """One row of a synopsis. A claim is in one statement, a sentence that says two things in two."""

    id: str
    cells: Mapping[str, tuple[str, ...]]  # article (id) → its sentences (ids) that report it, in that article's order
    # what each article (id) of the story does about it; "absent" only where that is sure enough to be said
    states: Mapping[str, State] = field(default_factory=dict)
    headline: str = ""  # what it is about, in words
    claims: tuple[str, ...] = ()  # what these sentences say of it (ids), the most central first


@dataclass(frozen=True, slots=True)
class Synopsis:
    """A story's statements × its articles (`articles`, ids, the columns), and what differs inside the rows."""

    story: str
    articles: tuple[str, ...]
    statements: tuple[Statement, ...]
    differences: tuple[Difference, ...] = ()
    round_trips: tuple[RoundTrip, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that ended without a result: `stage` is the module that gave up, `reason` says what to do."""

    item: str
    stage: str
    reason: str


CORRECTING = "correct"  # the stage of a correction that is not applied


@dataclass(frozen=True, slots=True)
class Rendering:
    """A name as an article spells it, and its spellings in the English, the most frequent first, with sentence ids."""

    name: str
    spellings: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a result: version → text for every library that could change it, the signatures, the run's date."""

    date: str
    versions: Mapping[str, str]
    signatures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """One story, done: what exporters get."""

    story: Story
    sentences: tuple[Sentence, ...]
    translations: tuple[Translation, ...]
    alignments: tuple[Alignment, ...]
    synopsis: Synopsis
    provenance: Provenance
    warnings: tuple[Warned, ...] = ()
    failures: tuple[Failure, ...] = ()
    renderings: tuple[Rendering, ...] = ()
    claims: tuple[Claim, ...] = ()
