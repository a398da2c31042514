"""What can be said of translations that have no reference: evidence, and never quality.

Guards count what is surely odd, survivors are counted where there was something to lose, and two engines that agree
are more often right than two that do not. None of it is BLEU; how well each foretells a score against references is
measured by tests/tools/score_evidence.py and told in the README.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline import guards
from pipeline.data import Lang, Result
from pipeline.evaluate.scored import Evidence

if TYPE_CHECKING:
    from pipeline.embed import Embedder

RESAMPLES = 1000
THOUSAND, SHARE, LIKENESS, COSINE = "per 1,000 sentences", "% of such sentences", "chrF2++", "mean cosine"
_Z = 1.959964  # of a 95 % interval

LOST: dict[str, Callable[[str, Lang, str], bool]] = {  # what a sentence may have that a translation must keep
    "numbers kept": lambda source, lang, english: bool(guards.numbers_differing(source, lang, english).missing),
    "names kept": lambda source, lang, english: bool(guards.names_differing(source, lang, english).missing),
    "negations kept": lambda source, lang, english: bool(guards.negations_lost(source, lang, english)),
}


def unreferenced(
    sources: Sequence[str],
    hypotheses: Sequence[str],
    langs: Sequence[Lang],
    *,
    system: str = "",
    others: Mapping[str, Sequence[str]] | None = None,
    similarity: Sequence[float] | None = None,
) -> tuple[Evidence, ...]:
    """All evidence about one system's translations into English, line by line; English sources do not count.

    Args:
        langs: the language of each source.
        others: by name, what other engines or other decodings made of the same sources.
        similarity: that of source and translation, -1 to 1, as `similarities` gives it.

    Raises:
        ValueError: sources, languages and translations differ in number.
    """
    rows = [row for row in zip(sources, langs, hypotheses, strict=True) if row[1] != "en"]
    foreign = [at for at, lang in enumerate(langs) if lang != "en"]
    flagged = [guards.flags(*row) for row in rows]
    found = [_flags("any flag", [bool(flags) for flags in flagged], system)]
    found += [_flags(flag, [flag in flags for flags in flagged], system) for flag in guards.FLAGS]
    found += [_kept(name, rows, system) for name in LOST]
    texts = [text for *_, text in rows]
    for name, other in (others or {}).items():
        found.append(agreement(texts, [other[at] for at in foreign], system=system, name=name))
    if similarity is not None:
        found.append(_similar([similarity[at] for at in foreign], system))
    return tuple(one for one in found if one.n)


def agreement(hypotheses: Sequence[str], other: Sequence[str], *, system: str = "", name: str = "") -> Evidence:
    """How like the translations of another engine these are: sacrebleu's chrF2++, that engine in the reference's place.

    Raises:
        ValueError: the sides differ in length.
    """
    return _likeness(f"agreement with {name or 'another engine'}", hypotheses, other, system, "it is no reference")


def round_trips(results: Sequence[Result], *, system: str = "") -> Evidence:
    """Quotations that were English, were printed abroad and were translated back, against the English that was said.

    n is 0 where the stories have none.
    """
    trips = [trip for result in results for trip in result.synopsis.round_trips]
    words = "a human translator stands between: low where either of the two changed the wording"
    back, said = [trip.back.text for trip in trips], [trip.english.text for trip in trips]
    return _likeness("round-trip quotations", back, said, system, words)


def similarities(embedder: "Embedder", sources: Sequence[str], hypotheses: Sequence[str]) -> list[float]:
    """The cosine of each source and its translation, by an encoder that knows both languages."""
    ours, theirs = embedder.embed(sources), embedder.embed(hypotheses)
    return [float(one) for one in (ours * theirs).sum(axis=1)]


def wilson(count: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0 to 1 (Wilson, 1927); 0 to 1 where n is 0."""
    if not n:
        return 0.0, 1.0
    share, square = count / n, _Z**2 / n
    middle = (share + square / 2) / (1 + square)
    half = _Z * math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def _flags(name: str, flagged: Sequence[bool], system: str) -> Evidence:
    count, n = sum(flagged), len(flagged)
    low, high = wilson(count, n)
    return Evidence(name, system, 1000 * count / n if n else 0.0, 1000 * low, 1000 * high, n, THOUSAND)


def _kept(name: str, rows: Sequence[tuple[str, Lang, str]], system: str) -> Evidence:
    had = [row for row in rows if LOST[name](row[0], row[1], "")]
    count, n = sum(not LOST[name](*row) for row in had), len(had)
    low, high = wilson(count, n)
    return Evidence(name, system, 100 * count / n if n else 0.0, 100 * low, 100 * high, n, SHARE)


def _likeness(name: str, ours: Sequence[str], theirs: Sequence[str], system: str, words: str) -> Evidence:
    if len(ours) != len(theirs):
        raise ValueError(f"{name}: {len(ours)} texts against {len(theirs)}")
    if not ours:
        return Evidence(name, system, 0.0, None, None, 0, LIKENESS, words)
    import sacrebleu

    metric = sacrebleu.CHRF(word_order=2)
    score = metric.corpus_score(list(ours), [list(theirs)], n_bootstrap=RESAMPLES if len(ours) > 1 else 1)
    told = json.loads(score.format(width=6, signature=str(metric.get_signature()), is_json=True))
    mean, half = told.get("confidence_mean"), told.get("confidence_var")
    low, high = (None, None) if mean is None else (mean - half, mean + half)
    signed = f"{words} ({metric.get_signature()})"
    return Evidence(name, system, score.score, low, high, len(ours), LIKENESS, signed)


def _similar(similarity: Sequence[float], system: str) -> Evidence:
    import numpy as np

    values = np.asarray(similarity)
    half = _Z * float(values.std(ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else math.nan
    mean = float(values.mean()) if len(values) else 0.0
    low, high = (None, None) if math.isnan(half) else (mean - half, mean + half)
    return Evidence("similarity to the source", system, mean, low, high, len(values), COSINE)
