"""The metrics: what each is called, which way is the better one, how it is printed, and what computes it.

Options, help texts and reports are made from this table. A line has what makes it of sacrebleu's, or the packages and
the call of a learned one. What has neither is another program's, whose segments' scores are averaged: `entry` makes
such a line for an unknown name.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sacrebleu.metrics.base import Metric as Sacrebleu
    from sacrebleu.metrics.base import Score as SacrebleuScore
    from sacrebleu.metrics.bleu import BLEUScore

References = Sequence[Sequence[str]] | None
Maker = Callable[[References, str, bool], "Sacrebleu"]  # references, target language, whether for one sentence
Parts = Callable[[Any], Mapping[str, float]]  # of sacrebleu's score
Count = Callable[[Sequence[str], Sequence[str]], "NDArray[np.int64] | None"]  # hypotheses, references

LEARNT = "learned from people's judgements"
SMALL = 1.5  # below it another program's figure is taken for one of a scale from 0 to 1


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model of the Hugging Face hub, and the files of it that have to be there."""

    name: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """What scores a learned metric, in an environment of its own.

    Attributes:
        packages: what is installed, each at one version; the first is the metric's own and gives the signature its
            version.
        call: behind the environment's Python. In braces: src, mt, ref and out for files, model for the model's folder,
            here for this package's, and the names of `options`.
        model: what scores unless --metric-option names another; `also`: what its files do not hold.
        options: what --metric-option may set, and to what it is set otherwise.
    """

    packages: tuple[str, ...]
    call: str
    model: HubModel
    also: tuple[HubModel, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric, which sacrebleu signs by what `make` gives; without `make` the mean of a program's scores.

    Attributes:
        aliases: what options and limits may call it, in any case; the first is shown.
        better: which way; "" where nobody said.
        asked: whether it is scored only if it is asked for.
        by_segment: whether single segments are scored too.
        whole: whether its counts are whole numbers; TER's are not, since its reference lengths are averages.
        cost: how many times as long as the others it takes.
        parts: what a figure is made of, by name; nothing where there is nothing to tell.
        count: a quicker way to what sacrebleu counts, for one reference; None where it cannot.
        part_of: a metric whose first `columns` statistics are this one's, wherever there is one reference.
        program: what scores it, where that is learned and there is a package of it.
        use: what a person should know who chooses it.
    """

    name: str
    aliases: tuple[str, ...] = ()
    make: Maker | None = None
    better: Literal["higher", "lower", ""] = "higher"
    asked: bool = False
    by_segment: bool = True
    whole: bool = True
    cost: int = 1
    parts: Parts = lambda _figure: {}
    count: Count = lambda _hypotheses, _references: None
    part_of: str = ""
    columns: int = 0
    program: Program | None = None
    use: str = ""


def _bleu(references: References, target: str, sentence: bool) -> "Sacrebleu":
    from sacrebleu.metrics.bleu import BLEU

    return BLEU(force=True, effective_order=sentence, trg_lang=target, references=references)


def _bleu_parts(figure: "BLEUScore") -> dict[str, float]:
    parts = {f"precision {n}": float(value) for n, value in enumerate(figure.precisions, 1)}
    parts |= {"brevity penalty": float(figure.bp), "length ratio": float(figure.ratio)}
    # sums of statistics come back as floats where rows of segments were added up
    return parts | {"words": int(figure.sys_len), "reference words": int(figure.ref_len)}


def _chrf(references: References, _target: str, _sentence: bool, *, word_order: int) -> "Sacrebleu":
    from sacrebleu.metrics.chrf import CHRF

    return CHRF(word_order=word_order, references=references)


def _chrf_counts(hypotheses: Sequence[str], references: Sequence[str]) -> "NDArray[np.int64] | None":
    """Characters counted for all segments together, words by sacrebleu."""
    import numpy as np
    from sacrebleu.metrics.chrf import CHRF

    from pipeline.evaluate.characters import statistics

    counts = statistics(hypotheses, references)
    if counts is None:
        return None
    words = CHRF(char_order=0, word_order=2)._extract_corpus_statistics(hypotheses, [references])
    return np.hstack([counts, words])


def _ter(references: References, _target: str, _sentence: bool) -> "Sacrebleu":
    from sacrebleu.metrics.ter import TER

    return TER(references=references)


COMET = Program(
    # the last setuptools that has pkg_resources, which torchmetrics imports and nobody asks for
    ("unbabel-comet==2.2.7", "torch==2.13.0", "setuptools==80.9.0"),
    "-m comet.cli.score -s {src} -t {mt} -r {ref} --model {model}/checkpoints/model.ckpt --gpus {gpus} "
    "--batch_size {batch} --quiet --only_system --to_json {out}",
    HubModel("Unbabel/wmt22-comet-da", ("hparams.yaml", "checkpoints/model.ckpt")),
    (HubModel("xlm-roberta-large", ("config.json", "tokenizer.json")),),
    {"gpus": "0", "batch": "16"},
)
BLEURT = Program(
    # protobuf reads its vocabulary, and nobody asks for it
    ("bleurt-pytorch==0.0.1", "torch==2.13.0", "transformers==4.57.6", "numpy==1.26.4", "protobuf==4.25.9"),
    "{here}/bleurt.py {mt} {ref} {out} {model} {batch}",
    HubModel("lucadiliello/BLEURT-20-D12", ("config.json", "pytorch_model.bin", "spm.model")),
    options={"batch": "16"},
)
METRICX = Program(
    # sentencepiece asks for this protobuf when it is run, and not when it is installed
    ("lightyear==0.0.18", "torch==2.13.0", "transformers==4.57.6", "sentencepiece==0.2.3", "protobuf==7.36.1"),
    "{here}/metricx.py {src} {mt} {ref} {out} {model} {tokenizer} {batch}",
    HubModel("google/metricx-24-hybrid-large-v2p6", ("config.json", "pytorch_model.bin")),
    # its own model has no tokenizer
    (HubModel("google/mt5-large", ("config.json", "spiece.model")),),
    {"batch": "8", "tokenizer": "google/mt5-large"},
)

_TABLE = (
    Metric("BLEU", ("bleu",), _bleu, parts=_bleu_parts),
    Metric("chrF2", ("chrf", "chrf2"), partial(_chrf, word_order=0), by_segment=False, part_of="chrF2++", columns=18),
    Metric("chrF2++", ("chrf++", "chrf2++"), partial(_chrf, word_order=2), count=_chrf_counts),
    Metric("TER", ("ter",), _ter, better="lower", asked=True, whole=False, cost=10, use="ten times as slow"),
    Metric("COMET", ("comet",), asked=True, whole=False, program=COMET, use=LEARNT),
    Metric("BLEURT", ("bleurt",), asked=True, whole=False, program=BLEURT, use=LEARNT),
    Metric("MetricX", ("metricx",), better="lower", asked=True, whole=False, program=METRICX, use=LEARNT),
)
METRICS = {metric.name: metric for metric in _TABLE}
ALIASES = {alias: metric.name for metric in _TABLE for alias in metric.aliases}
ALWAYS = tuple(metric.name for metric in _TABLE if not metric.asked)
# what --metric takes: all that must be asked for and that something here can score
ASKED = {metric.aliases[0]: metric for metric in _TABLE if metric.asked and (metric.make or metric.program)}
LEARNED = {alias: metric.program for alias, metric in ASKED.items() if metric.program}


class Mean:
    """The mean over segments, with what is asked of sacrebleu's metrics; a segment's statistics: its score, and 1."""

    def _compute_score_from_stats(self, stats: Sequence[float]) -> "SacrebleuScore":
        from sacrebleu.metrics.base import Score

        total, segments = stats
        return Score("mean", total / segments)

    def _aggregate_and_compute(self, rows: Sequence[Sequence[float]]) -> "SacrebleuScore":
        totals, counts = zip(*rows, strict=True)
        return self._compute_score_from_stats((math.fsum(totals), sum(counts)))


def entry(name: str) -> Metric:
    """A metric of the table, or one of another program's, of which nobody said which way is the better one."""
    return METRICS.get(name) or Metric(name, better="", whole=False)


def outside(name: str) -> bool:
    """Whether another program scores it, so that sacrebleu does not sign it."""
    return entry(name).make is None


def make(name: str, references: References = None, target: str = "", *, sentence: bool = False) -> "Sacrebleu":
    """sacrebleu's own metric as its command makes it; BLEU with effective order for one `sentence`.

    For one of another program the mean of its scores.
    """
    maker = entry(name).make
    return maker(references, target, sentence) if maker else cast("Sacrebleu", Mean())


def digits(name: str, value: float) -> int:
    """How many stand after the point: more where another program's figures are small, as COMET's."""
    return 4 if outside(name) and abs(value) < SMALL else 2


def shown(name: str, value: float | None) -> str:
    """A figure as it is printed everywhere, "none" where there is none."""
    return "none" if value is None else f"{value:.{digits(name, value)}f}"


def arrow(name: str) -> str:
    """Which way is the better one, as a sign behind a metric's name; "" where nobody said."""
    return {"higher": "↑", "lower": "↓", "": ""}[entry(name).better]
