"""The nouns of translation scores: what is compared, and every figure that comes of it. Frozen."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

Verdict = Literal["better", "worse", "not distinguishable"]
# higher, lower: of another program's metric
Outcome = Verdict | Literal["higher", "lower", "identical", "too few segments"]
Kind = Literal["quality", "likeness"]
Pairs = Literal["first", "all"]  # all systems against the first, or every system against every other
TAILS = (2.5, 97.5)  # percentiles: a 95 % interval
FEWEST = 30  # segments that a verdict needs, and a slice unless somebody wants to see smaller ones
LENGTHS = (10, 20, 30, 40, 60)  # words of the source: where one bucket ends
BUCKETS = (*(f"{last + 1} to {end} words" for last, end in pairwise((0, *LENGTHS))), f"over {LENGTHS[-1]} words")


def direction(low: float | None, high: float | None) -> Verdict:
    """What the interval of a difference says, the higher being the better; without one nothing is told apart."""
    if low is None or high is None or low <= 0 <= high:
        return "not distinguishable"
    return "better" if low > 0 else "worse"


@dataclass(frozen=True, slots=True)
class Segment:
    """One source text with its references and what each system made of it.

    `hypotheses` stand in the order of `Testset.systems`. `lang` is the source's, "" where nobody said. `references` is
    empty without references; of several, None stands where one has no text here. `signals`: what came with each
    system's translation, by name (score, similarity, doubt); empty where nothing did.
    """

    id: str
    hypotheses: tuple[str, ...]
    references: tuple[str | None, ...] = ()
    source: str = ""
    lang: str = ""
    document: str = ""
    outlet: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    signals: tuple[Mapping[str, float], ...] = ()


def digest(segments: Iterable[Segment]) -> str:
    """Twelve hex digits over the references, or over the sources where there are none."""
    total = hashlib.sha256()
    for segment in segments:
        texts = segment.references or (segment.source,)
        # a segment a line; what cannot be encoded must not end an evaluation
        total.update("\t".join(text or "" for text in texts).encode("utf-8", "replace") + b"\n")
    return total.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Testset:
    """The same segments for every system, in file order; the first system is the baseline.

    `digest`: twelve hex digits over the references (without any, the sources), so that two sets of one name are told
    apart. `target` is the language translated into.
    """

    __test__ = False  # no test for pytest, whatever its name

    name: str
    systems: tuple[str, ...]
    segments: tuple[Segment, ...]
    digest: str
    target: str = "en"


@dataclass(frozen=True, slots=True)
class Score:
    """A figure as sacrebleu prints it, 0 to 100 and above (TER); `mean` ± `half` is its bootstrapped 95 % interval.

    Scores of another program carry that program's signature, and no mean and half where it gives none. `parts`: what
    the figure is made of, as sacrebleu gives it: BLEU's precisions, brevity penalty, length ratio.
    """

    metric: str
    value: float
    mean: float | None
    half: float | None
    signature: str
    n: int
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def low(self) -> float | None:
        """Where the interval begins."""
        return None if self.mean is None or self.half is None else self.mean - self.half

    @property
    def high(self) -> float | None:
        """Where the interval ends."""
        return None if self.mean is None or self.half is None else self.mean + self.half


@dataclass(frozen=True, slots=True)
class PairedTest:
    """A system against another, the baseline, in one metric; `difference` is the system's score less the baseline's.

    `low` and `high`: its bootstrapped 95 % interval. `p_bootstrap` and `p_randomisation`: sacrebleu's two paired tests;
    `adjusted`: the greater of the two, 1 for no difference, corrected for the number of pairs (Holm, 1979).
    `detectable`: the smallest true difference that this set would show at 80 % power and α = .05. `words` says all that
    in a sentence.
    """

    metric: str
    system: str
    baseline: str
    difference: float
    low: float
    high: float
    p_bootstrap: float
    p_randomisation: float
    adjusted: float
    detectable: float
    verdict: Outcome
    words: str
    signatures: tuple[str, str]  # of the bootstrap, of the randomisation
    n: int


@dataclass(frozen=True, slots=True)
class Slice:
    """The segments with one value of a field (`by`: document, outlet, language, length, a metadata column).

    `scores`: a tuple of figures for each system, in the order of the systems.
    """

    by: str
    value: str
    n: int
    scores: tuple[tuple[Score, ...], ...]


@dataclass(frozen=True, slots=True)
class SegmentScore:
    """One segment's figures, a value a system: chrF2++ and sentence BLEU, 0 to 100, and the guards' flags.

    `more`: other segment figures by name (TER, an outside scorer's), a value a system, None where there is none.
    """

    segment: Segment
    chrf: tuple[float, ...]
    bleu: tuple[float, ...]
    flags: tuple[tuple[str, ...], ...] = ()
    more: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, tuple[float | None, ...]]:
        """All of them by metric, in the order in which they are shown; only what is in `more` may lack a value."""
        return {"chrF2++": self.chrf, "BLEU": self.bleu, **self.more}


@dataclass(frozen=True, slots=True)
class Contrast:
    """Of `n` things of a `kind` how many each system has right, in the order of the systems."""

    kind: str
    name: str
    n: int
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Indication:
    """A figure that needs no reference, and so says nothing of BLEU; `unit` as in "per 1,000 sentences"."""

    name: str
    system: str
    value: float
    low: float | None
    high: float | None
    n: int
    unit: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about one test set; `scores` and `Slice.scores` stand in the order of `systems`.

    `kind` is "likeness" where the reference is other coverage and no translation: then no figure speaks of quality.
    `hidden`: by field, how many values had fewer than `fewest` segments and are not shown. `allowed`: the traps that
    were overridden. `signatures`: metric → that of the segment figures. `pairs`: which systems were compared.
    `prepared`: what was done to all texts before they were scored. `title`: what a person calls it. `contrasts`: what
    systems get right and others do not.
    """

    testset: str
    digest: str
    target: str
    date: str
    kind: Kind
    n: int
    systems: tuple[str, ...]
    scores: tuple[tuple[Score, ...], ...]
    comparisons: tuple[PairedTest, ...] = ()
    note: str = ""
    slices: tuple[Slice, ...] = ()
    hidden: Mapping[str, int] = field(default_factory=dict)
    fewest: int = FEWEST
    segments: tuple[SegmentScore, ...] = ()
    signatures: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    pairs: Pairs = "first"
    prepared: tuple[str, ...] = ()
    title: str = ""
    contrasts: tuple[Contrast, ...] = ()
