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


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about an article that a person should know and the run could live with."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One outlet's text.

    `id` is unique in its story (`002.de`). `published` is an ISO date or "". `complete` is false for a stub (a teaser
    before a paywall), from whose silence nothing follows. `origin` tells for each filled field where its value came
    from; `extra` keeps every other key that the input had, as text.
    """

    id: str
    story: str
    outlet: str
    lang: Lang
    title: str
    text: str
    published: str = ""
    url: str = ""
    complete: bool = True
    origin: Mapping[str, Origin] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One event and the articles that report it, in the order of their ids.

    `copies`: sets of articles (ids) that print one text, such as an agency's. `why`: what binds the articles, where it
    was their content that brought them together and not a folder.
    """

    id: str
    articles: tuple[Article, ...]
    copies: tuple[tuple[str, ...], ...] = ()
    why: tuple[str, ...] = ()

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
    """A slice of an article: `article.text[start:end] == text`, offsets in characters.

    `id` is article:hash:occurrence (`002.de:7f3a9c:0`), so that it survives articles added beside this one and
    splitting mended elsewhere in it.
    """

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
    hour, degrees in Celsius; counts, ordinals and factors have no unit. `against` is the other number of a score.
    `low` to `high` is what it can mean, rounding and `bound` included. `counted` is the noun that is counted, as a
    lemma or as it stands. `role` is by, to, from or of, where that stands before it.
    """

    kind: MeasureKind
    value: float
    low: float
    high: float
    unit: str
    counted: str
    bound: MeasureBound
    start: int
    end: int
    text: str
    against: float | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A time where it stands in a text: as much as is told, 0 for what is not, weekdays from 1; `clock` in minutes.

    `bound`: whether it is the time itself or an end of a span. `verb`: the lemma of the verb that it belongs to.
    `relative`: days from the day of publication (yesterday is -1), where it is told so.
    """

    year: int
    month: int
    day: int
    weekday: int
    clock: int | None
    bound: TimeBound
    verb: str
    start: int
    end: int
    text: str
    relative: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who says what a claim says: the outlet itself, or somebody whom it reports or quotes.

    `speaker` is as it stands, "" where nobody is named; `unclear`: somebody's words without a sign of whose.
    """

    manner: Manner = "own"
    speaker: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Role:
    """What fills a place beside a claim's predicate.

    `name` is subject, object, agent, complement or the preposition; `head` the lemma of its head; `text` its words.
    """

    name: str
    head: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One clause of a sentence's English. The claims of a sentence cover its words without overlap.

    `id` is sentence#number; `spans` are slices of the English, in order, `text` is what they hold, joined by a space.
    `predicate` is the lemma of the verb with its particle, or of what the subject is said to be. `polarity` is -1 where
    it is denied. `certainty`: plain, hedged (may, reportedly), planned (will, wants to), conditional (if). `passive`:
    the subject is whom it befalls. `offices`: (mayor, the name of who is it). `lemmas` are its words that say
    something, as lemmas, in order. `parent`: the claim (id) that it depends on.
    """

    id: str
    sentence: str
    spans: tuple[tuple[int, int], ...]
    text: str
    kind: ClauseKind = "main"
    source: Source = Source()
    subject: str = ""
    predicate: str = ""
    polarity: int = 1
    certainty: Certainty = "plain"
    passive: bool = False
    roles: tuple[Role, ...] = ()
    lemmas: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    times: tuple[When, ...] = ()
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    offices: tuple[tuple[str, str], ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a glossary: the English that a source term has to have; no `lang` means any."""

    source: str
    english: str
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What a translator gives for one sentence: the English, the model's mean log-probability a token, the decoding.

    `remarks`: what befell it, in order, each of REMARKS, a number of times after it or none (`pieces4`). `flags`: what
    the guards found in it; None until they have looked, which is not a translator's work.
    """

    text: str
    score: float | None = None
    decoding: str = ""
    remarks: tuple[str, ...] = ()
    flags: tuple[str, ...] | None = None


Advice = Literal["quote", "check the original", "do not quote"]
LEAST_DOUBT: Mapping[Advice, float] = {"do not quote": 0.52, "check the original": 0.25}  # from which it is advised


@dataclass(frozen=True, slots=True)
class Translation:
    """The English of one sentence (`sentence` is its id), what to beware of in it, and what made it.

    `doubt`: the probability that it misleads, None where no machine made it.
    """

    sentence: str
    text: str
    flags: tuple[str, ...]
    signature: str
    score: float | None = None
    doubt: float | None = None

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

    With an empty side, kind "unlinked": said on one side only. `probability` is that of the line being true, 0 to 1;
    `margin` its distance to the runner-up that shares a sentence with it. `person`: a person said so, not the aligner;
    `note`: what a person wrote about it. `claims`: the claim (id) of each side that carries it, where any do;
    `by_claims`: these alone say so, for they stand in one statement; the sentences as wholes were not like enough.
    """

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    kind: LinkKind
    probability: float
    margin: float
    band: Band
    evidence: Evidence = Evidence()
    person: bool = False
    note: str = ""
    claims: tuple[str, ...] = ()
    by_claims: bool = False


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
    """What some articles (ids) of a row agree on, `value` in plain words.

    `spans` lie in their English; none where that does not have it (what is left out, what a translation has lost).
    """

    articles: tuple[str, ...]
    value: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the articles of a row (`statement` is its id) do not say the same, two sides or more.

    `trust`: whether it may be cited as the outlets' own, or may be the translation's or the alignment's; `reasons` says
    why, in words.
    """

    id: str
    statement: str
    kind: DifferenceKind
    sides: tuple[Side, ...]
    explanation: str
    trust: Trust
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A quotation in three wordings: in English as an article has it, as a foreign one prints it, and that translated.

    `english` and `back` lie in English, `printed` in the foreign sentence itself. `likeness`: of `english` and `back`,
    0 to 1.
    """

    english: Span
    printed: Span
    back: Span
    likeness: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One row of a synopsis: article id → the ids of its sentences that report it, in that article's order.

    `claims` (ids) are what these sentences say of it: a claim is in one statement, a sentence that says two things in
    two; the most central one is first. `headline` says in words what it is about. `states`: what each article (id) of
    the story does about it; "absent" only where that is sure enough to be said.
    """

    id: str
    cells: Mapping[str, tuple[str, ...]]
    states: Mapping[str, State] = field(default_factory=dict)
    headline: str = ""
    claims: tuple[str, ...] = ()


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
