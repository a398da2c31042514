"""The metrics: what each is called, which way is the better one, how it is printed, and what computes it.

This table is the only place that names them: options, help texts, limits, verdicts, reports, slices and the history all
ask it. To add a metric of sacrebleu's is to add a line; one that needs code gets a file of its own and a line. Metrics
of other programs (COMET, MetricX, …; see `external`) have no line, since a run knows them only by the name that the
program gives: `entry` makes one for them, of which nobody has said which way is better.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as Sacrebleu
    from sacrebleu.metrics.bleu import BLEUScore

References = Sequence[Sequence[str]] | None
Maker = Callable[[References, str, bool], "Sacrebleu"]  # references, target language, whether for one sentence
Parts = Callable[[Any], Mapping[str, float]]  # of sacrebleu's score

SMALL = 1.5  # below it another program's figure is taken for one of a scale from 0 to 1


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric, which sacrebleu signs by what `make` gives; without `make` another program's.

    Attributes:
        aliases: what limits may call it, in any case.
        better: which way; "" where nobody said.
        option: what asks for it, "" where it is always scored.
        by_segment: whether single segments are scored too.
        whole: whether its counts are whole numbers; TER's are not, since its reference lengths are averages.
        cost: how many times as long as the others it takes.
        parts: what a figure is made of, by name; nothing where there is nothing to tell.
        part_of: a metric whose first `columns` statistics are this one's, wherever there is one reference.
    """

    name: str
    aliases: tuple[str, ...] = ()
    make: Maker | None = None
    better: Literal["higher", "lower", ""] = "higher"
    option: str = ""
    by_segment: bool = True
    whole: bool = True
    cost: int = 1
    parts: Parts = lambda _figure: {}
    part_of: str = ""
    columns: int = 0


def _bleu(references: References, target: str, sentence: bool) -> "Sacrebleu":
    from sacrebleu.metrics.bleu import BLEU

    return BLEU(force=True, effective_order=sentence, trg_lang=target, references=references)


def _bleu_parts(figure: "BLEUScore") -> dict[str, float]:
    precisions = {f"precision {n}": float(value) for n, value in enumerate(figure.precisions, 1)}
    lengths = {"brevity penalty": float(figure.bp), "length ratio": float(figure.ratio)}
    # sums of statistics come back as floats where rows of segments were added up
    return precisions | lengths | {"words": float(figure.sys_len), "reference words": float(figure.ref_len)}


def _chrf(references: References, _target: str, _sentence: bool, *, word_order: int) -> "Sacrebleu":
    from sacrebleu.metrics.chrf import CHRF

    return CHRF(word_order=word_order, references=references)


def _ter(references: References, _target: str, _sentence: bool) -> "Sacrebleu":
    from sacrebleu.metrics.ter import TER

    return TER(references=references)


_TABLE = (
    Metric("BLEU", ("bleu",), _bleu, parts=_bleu_parts),
    Metric("chrF2", ("chrf", "chrf2"), partial(_chrf, word_order=0), by_segment=False, part_of="chrF2++", columns=18),
    Metric("chrF2++", ("chrf++", "chrf2++"), partial(_chrf, word_order=2)),
    Metric("TER", ("ter",), _ter, better="lower", option="--ter", whole=False, cost=10),
)
METRICS = {metric.name: metric for metric in _TABLE}
ALIASES = {alias: metric.name for metric in _TABLE for alias in metric.aliases}
ALWAYS = tuple(metric.name for metric in _TABLE if not metric.option)
ON_DEMAND = {metric.option: metric.name for metric in _TABLE if metric.option}


def entry(name: str) -> Metric:
    """A metric of the table, or one of another program's, of which nobody said which way is the better one."""
    return METRICS.get(name) or Metric(name, better="")


def make(name: str, references: References = None, target: str = "", *, sentence: bool = False) -> "Sacrebleu":
    """sacrebleu's own metric as its command makes it; BLEU with effective order for one `sentence`.

    One of another program is a ValueError.
    """
    maker = entry(name).make
    if maker is None:
        raise ValueError(f"{name}: scored by another program; expected one of {', '.join(METRICS)}")
    return maker(references, target, sentence)


def digits(name: str, value: float) -> int:
    """How many stand after the point: more where another program's figures are small, as COMET's."""
    return 4 if name not in METRICS and abs(value) < SMALL else 2


def shown(name: str, value: float | None) -> str:
    """A figure as it is printed everywhere, "none" where there is none."""
    return "none" if value is None else f"{value:.{digits(name, value)}f}"


def arrow(name: str) -> str:
    """Which way is the better one, as a sign behind a metric's name; "" where nobody said."""
    return {"higher": "↑", "lower": "↓", "": ""}[entry(name).better]
