"""What can be said of translations that have no reference: evidence, and never quality.

Guards count what is surely odd, survivors are counted where there was something to lose, and two engines that agree
are more often right than two that do not. How well each foretells a score against references stands in docs/results.md.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from pipeline import guards
from pipeline.data import Lang, Result
from pipeline.errors import ConfigError, InputError
from pipeline.evaluate.doubts import DOUBT, READ, SIMILARITY, UNSCORED, doubted
from pipeline.evaluate.metrics import make
from pipeline.evaluate.scored import Indication, Segment, Testset
from pipeline.language import codes
from pipeline.registry import EMBEDDERS
from pipeline.translate.doubt import EMBEDDER

if TYPE_CHECKING:
    from pipeline.embed import Embedder

RESAMPLES = 1000
THOUSAND, SHARE, LIKENESS, COSINE = "per 1,000 sentences", "% of such sentences", "chrF2++", "mean cosine"
LIKELY = "mean probability"
MEANS = {  # what is shown of the sentences' signals: name → signal, unit, words
    "similarity to the source": (SIMILARITY, COSINE, ""),
    DOUBT: (DOUBT, LIKELY, "how likely a sentence misleads, as the run has it"),
    UNSCORED: (UNSCORED, LIKELY, f"how likely a sentence misleads, read from {READ}, where they are at hand"),
}
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
    peers: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Indication, ...]:
    """All evidence about one system's translations into English, line by line; English sources do not count.

    `langs`: of each source. `peers`: by name, what other engines or other decodings made of the same sources.
    """
    # English needs no translation, so nothing can be wrong with it
    rows = [row for row in zip(sources, langs, hypotheses, strict=True) if row[1] != "en"]
    foreign = [at for at, lang in enumerate(langs) if lang != "en"]
    flagged = [guards.flags(*row) for row in rows]
    indications = [_share("any flag", [bool(flags) for flags in flagged], system)]
    indications += [_share(flag, [flag in flags for flags in flagged], system) for flag in guards.FLAGS]
    for name, lost in LOST.items():
        # an empty translation has lost all there was to lose
        had = [row for row in rows if lost(row[0], row[1], "")]
        indications.append(_share(name, [not lost(*row) for row in had], system, 100, SHARE))
    texts = [text for *_, text in rows]
    for name, peer in (peers or {}).items():
        indications.append(agreement(texts, [peer[at] for at in foreign], system=system, name=name))
    return tuple(indication for indication in indications if indication.n)


def ready(testset: Testset, lang: str, encoder: "Embedder | None" = None) -> Testset:
    """The test set with each segment's language told, and its signals: similarity, if there is an encoder, and doubt.

    `lang`: the sources' language, where they do not say it: a ConfigError if nobody does.
    """
    segments = [replace(segment, lang=source_lang(segment, lang)) for segment in testset.segments]
    if all(segment.lang == "en" for segment in segments):
        raise InputError("all sources are said to be English, which needs no translation; name the right --source")
    testset = replace(testset, segments=tuple(segments))
    nothing: list[dict[str, float]] = [{}] * len(testset.systems)
    signals = [list(map(dict, segment.signals or nothing)) for segment in segments]
    if encoder:
        columns = zip(*(segment.hypotheses for segment in segments), strict=True)
        cosines = similarities(encoder, [segment.source for segment in segments], *columns)
        for row, values in zip(signals, zip(*cosines, strict=True), strict=True):
            for given, cosine in zip(row, values, strict=True):
                given[SIMILARITY] = cosine
    # doubt was learnt with e5's cosines: another encoder's are spread otherwise
    learnt = encoder is not None and encoder.signature.startswith(EMBEDDER)
    rows = zip(segments, doubted(testset, signals, cosines=learnt), strict=True)
    return replace(testset, segments=tuple(replace(segment, signals=tuple(row)) for segment, row in rows))


def of_systems(testset: Testset) -> list[Indication]:
    """All evidence about every system of a test set that is `ready`, all others taken as its peers."""
    sources, langs = zip(*((segment.source, segment.lang) for segment in testset.segments), strict=True)
    texts = list(zip(*(segment.hypotheses for segment in testset.segments), strict=True))
    outputs = dict(zip(testset.systems, texts, strict=True))
    indications: list[Indication] = []
    for place, (system, hypotheses) in enumerate(outputs.items()):
        foreign = [segment.signals[place] for segment in testset.segments if segment.lang != "en"]
        peers = {name: peer for name, peer in outputs.items() if name != system}
        indications += unreferenced(sources, hypotheses, langs, system=system, peers=peers)
        for name, (key, unit, words) in MEANS.items():
            values = [given[key] for given in foreign if key in given]
            indications += [_mean(name, values, system, unit, words)] if values else []
    return indications


def source_lang(segment: Segment, default: str) -> Lang:
    """A segment's source language as its file says, else `default`; a ConfigError if it is none of ours."""
    for lang in codes():
        if lang == (segment.lang or default):
            return lang
    raise ConfigError(f"segment {segment.id}: source language {segment.lang or default!r}; say de or fr with --from")


def multilingual(name: str) -> "Embedder":
    """The encoder of that name, which has to know the sources' languages; one of the table that does not is refused."""
    from pipeline import embed

    encoder = embed.load(name)
    if name in EMBEDDERS and not encoder.multilingual:
        raise ConfigError(f"--embedder {name}: it knows English alone; say e5, or name a multilingual model")
    return encoder


def agreement(hypotheses: Sequence[str], peer: Sequence[str], *, system: str = "", name: str = "") -> Indication:
    """How like another engine's translations these are: chrF2++, with that engine in the reference's place."""
    return _likeness(f"agreement with {name or 'another engine'}", hypotheses, peer, system, "it is no reference")


def round_trips(results: Sequence[Result]) -> Indication:
    """Quotations that were English, printed abroad and translated back, against that English; n is 0 without any."""
    trips = list(chain.from_iterable(result.synopsis.round_trips for result in results))
    words = "a human translator stands between: low where either of the two changed the wording"
    back, originals = [trip.back.text for trip in trips], [trip.english.text for trip in trips]
    return _likeness("round-trip quotations", back, originals, "", words)


def similarities(embedder: "Embedder", sources: Sequence[str], *columns: Sequence[str]) -> list[list[float]]:
    """For each column the cosine of each source and its translation, by an encoder that knows both languages."""
    left = embedder.embed(sources)
    return [[float(cosine) for cosine in (left * embedder.embed(texts)).sum(axis=1)] for texts in columns]


def wilson(count: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0 to 1 (Wilson, 1927); 0 to 1 where n is 0."""
    if not n:
        return 0.0, 1.0
    share, square = count / n, _Z**2 / n
    middle = (share + square / 2) / (1 + square)
    # Wilson's, since Wald's interval has no width where nothing was ever seen
    half = _Z * math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def _share(name: str, hits: Sequence[bool], system: str, scale: int = 1000, unit: str = THOUSAND) -> Indication:
    count, n = sum(hits), len(hits)
    low, high = wilson(count, n)
    return Indication(name, system, scale * count / n if n else 0.0, scale * low, scale * high, n, unit)


def _likeness(name: str, left: Sequence[str], right: Sequence[str], system: str, words: str) -> Indication:
    if len(left) != len(right):
        raise ValueError(f"{name}: {len(left)} texts against {len(right)}")
    if not left:
        return Indication(name, system, 0.0, None, None, 0, LIKENESS, words)
    metric = make(LIKENESS)
    score = metric.corpus_score(list(left), [list(right)], n_bootstrap=RESAMPLES if len(left) > 1 else 1)
    printed = json.loads(score.format(width=6, signature=str(metric.get_signature()), is_json=True))
    mean, half = printed.get("confidence_mean"), printed.get("confidence_var")
    # sacrebleu gives no interval for a single segment
    low, high = (None, None) if mean is None else (mean - half, mean + half)
    signed = f"{words} ({metric.get_signature()})"
    return Indication(name, system, score.score, low, high, len(left), LIKENESS, signed)


def _mean(name: str, values: Sequence[float], system: str, unit: str, words: str) -> Indication:
    mean, n = fmean(values), len(values)
    if n < 2:  # one value has no spread
        return Indication(name, system, mean, None, None, n, unit, words)
    half = _Z * stdev(values) / math.sqrt(n)
    return Indication(name, system, mean, mean - half, mean + half, n, unit, words)
