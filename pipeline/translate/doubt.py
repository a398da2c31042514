"""How likely a machine's translation misleads: what is known of it, weighed; learnt from lines that a person read.

A logistic model whose weights are not negative: whatever speaks against a translation can only raise the doubt, and so
nothing that befell it afterwards (tried again, a term forced) takes any away. `tests/tools/fit_doubt.py` learns the
weights, a set for each choice of what may be lacking.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources

from pipeline import guards
from pipeline.data import Lang, Translation
from pipeline.language import language
from pipeline.memory import HUMAN
from pipeline.translate import trial

VERSION = 1  # raise it with new weights, or when a signal is read otherwise
SIGNATURE = f"doubt:{VERSION}"
EMBEDDER = "embed:e5|"  # whose vectors the cosine is of: another's are spread otherwise
LACKING = ("score", "cosine")  # signals that may not be to be had
PLACES = 3  # of decimals in a doubt
_SLIGHT = frozenset(guards.FLAGS) - guards.SERIOUS
_SERIOUS = guards.SERIOUS | {"unfinished", "term missing"}
_BEFALLEN = ("retried", "term forced", "pieces")
_WORD = re.compile(r"\w+")
_LEAST_SCORE = -3.0


def doubted(source: str, lang: Lang, translation: Translation, cosine: float | None = None) -> Translation:
    """The translation with the probability that it tells something else than the source; a person's has none."""
    if translation.signature == HUMAN:
        return translation
    return replace(translation, doubt=round(weighed(dict(signals(source, lang, translation, cosine))), PLACES))


def signals(source: str, lang: Lang, translation: Translation, cosine: float | None) -> Iterator[tuple[str, float]]:
    """What speaks against a translation: names and how much, from 0; what is not to be had is left out.

    The score counts for the model on trial alone: another model's is on a scale of its own.
    """
    on_trial = trial(translation.signature) is not None
    faults = frozenset(translation.flags)
    yield "trial", float(on_trial)
    yield "serious", float(len(_SERIOUS & faults))
    yield "slight", float(not faults.isdisjoint(_SLIGHT))
    yield from ((remark, float(remark in faults)) for remark in _BEFALLEN)
    lost, new = guards.unanswered(source, lang, translation.text)
    yield from (("words lost", lost), ("words new", new))
    ratio = math.log((1 + len(translation.text)) / (1 + len(source))) - language(lang).translating.length
    yield from (("long", max(0.0, ratio)), ("words", math.log(1 + len(_WORD.findall(source)))))
    if cosine is not None:
        yield "cosine", 1 - cosine
    if on_trial and translation.score is not None:
        yield "score", -max(_LEAST_SCORE, translation.score)


def weighed(values: Mapping[str, float]) -> float:
    """The doubt of a translation of which these signals are known."""
    return logistic(_weights()[" ".join(name for name in LACKING if name in values)], values)


def logistic(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    """What weights, and a bias among them, make of signals."""
    total = sum(weight * (1.0 if name == "bias" else values[name]) for name, weight in weights.items())
    return 1 / (1 + math.exp(-total))


@cache
def _weights() -> dict[str, dict[str, float]]:
    """A set of weights for every choice of what is lacking; its name says what is there."""
    written = resources.files("pipeline.translate").joinpath("doubt.json").read_text(encoding="utf-8")
    sets: dict[str, dict[str, float]] = json.loads(written)["sets"]
    return sets
