"""How likely a machine's translation misleads: what is known of it, weighed; learnt from lines that a person read.

A logistic model whose weights are not negative: whatever speaks against a translation can only raise the doubt, and so
nothing that befell it afterwards (tried again, a term forced) takes any away. `tests/tools/fit_doubt.py` learns the
weights, a set for each choice of what may be lacking.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
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
LACKING = ("score", "cosine", "second")  # signals that may not be to be had

PLACES = 3  # of decimals in a doubt
_SLIGHT = frozenset(guards.FLAGS) - guards.SERIOUS
_SERIOUS = guards.SERIOUS | {"unfinished", "term missing"}
_BEFALLEN = ("retried", "term forced", "pieces")
_WORD = re.compile(r"\w+")
_LEAST_SCORE = -3.0


@dataclass(frozen=True, slots=True)
class Witness:
    """What else is known of a translation: the cosine of its source and its English, and another decoding's text."""

    cosine: float | None = None
    second: str | None = None


def doubted(source: str, lang: Lang, translation: Translation, witness: Witness) -> Translation:
    """The translation with the probability that it tells something else than the source; a person's has none."""
    if translation.signature == HUMAN:
        return translation
    return replace(translation, doubt=round(weighed(dict(signals(source, lang, translation, witness))), PLACES))


def signals(source: str, lang: Lang, translation: Translation, witness: Witness) -> Iterator[tuple[str, float]]:
    """What speaks against a translation: names and how much, from 0; what is not to be had is left out.

    The score and the second decoding count for the model on trial alone: another model's are on a scale of their own.
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
    if witness.cosine is not None:
        yield "cosine", 1 - witness.cosine
    if on_trial and translation.score is not None:
        yield "score", -max(_LEAST_SCORE, translation.score)
    if on_trial and witness.second is not None:
        first, second = _words(translation.text), _words(witness.second)
        yield "second", 1 - SequenceMatcher(None, first, second, autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def weighed(values: Mapping[str, float]) -> float:
    """The doubt of a translation of which these signals are known."""
    return logistic(_weights()[set_name(values)], values)


def logistic(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    """What weights, and a bias among them, make of signals."""
    total = sum(weight * (1.0 if name == "bias" else values[name]) for name, weight in weights.items())
    return 1 / (1 + math.exp(-total))


def set_name(values: Mapping[str, float]) -> str:
    """The name of the set of weights for these signals."""
    present = " ".join(name for name in LACKING if name in values)
    return present if present in _weights() else present.removesuffix("second").rstrip()


@cache
def _weights() -> dict[str, dict[str, float]]:
    written = resources.files("pipeline.translate").joinpath("doubt.json").read_text(encoding="utf-8")
    sets: dict[str, dict[str, float]] = json.loads(written)["sets"]
    return sets
