"""Learn the guards' tables from parallel text: python tests/tools/fit_guards.py PAIRS.tsv.gz [PAIRS.tsv.gz …].

A line of PAIRS: language (de, fr), source, English, tab-separated. Written are, a gzipped TSV each: lexicon.de and
lexicon.fr (what words are translated by, and what finding it or not says), names.de and names.fr (how often a
translation has a name too), words.en (which English words have capitals), shapes.de (by which letters German names
differ from nouns). The translation table is IBM Model 1 (Brown et al., 1993) over stems. Needs scikit-learn, which
running does not.
"""

import argparse
import gzip
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from pipeline.data import Lang
from pipeline.guards import pair
from pipeline.guards.words import WORD
from pipeline.language import language, lexicon, names, source_codes
from pipeline.language.lexicon import plain

CUTS = (0.3, 0.15, 0.07, 0.03, 0.015)  # least translation probabilities that are tried for a word's counterparts
LEAST = 3  # occurrences of a source word in the lexicon
INFORMATIVE = 0.5  # least information (KL divergence, nats) of finding a counterpart; below, a word is only listed
MOST = 8  # counterparts; a word with more is only listed
NAME = 0.66  # least share of translations that have a name too
PROPER = 0.1  # least share of capitals that the English of a name has
SEED = 7
HERE = Path(__file__).parents[2] / "pipeline" / "language"
stem = cache(lexicon.stem)
Table = dict[str, list[tuple[float, str]]]


@dataclass(frozen=True, slots=True)
class Text:
    """A pair of texts as words; `ours` and `theirs` as stems, `begins` the beginnings of the English words."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    ours: frozenset[str]
    theirs: frozenset[str]
    begins: frozenset[str]


@dataclass(slots=True)
class Seen:
    """How often a word occurs, and for each choice of counterparts: is one there; is one in a random other text."""

    total: int
    there: list[int]
    elsewhere: list[int]


def read(paths: Iterable[Path], lang: Lang) -> list[Text]:
    """The pairs of one language."""
    found: list[Text] = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = (line.rstrip("\n").split("\t") for line in lines)
            found.extend(text(split(row[1]), split(row[2]), lang) for row in rows if row[0] == lang)
    return found


def split(line: str) -> tuple[str, ...]:
    return tuple(WORD.findall(line.replace("’", "'")))


def text(source: tuple[str, ...], target: tuple[str, ...], lang: Lang) -> Text:
    begins = frozenset(word[: pair.BEGIN] for word in map(plain, target) if len(word) >= pair.BEGIN)
    ours, theirs = (frozenset(stem(word, kind) for word in words) for words, kind in ((source, lang), (target, "en")))
    return Text(source, target, ours, theirs, begins)


def shouted(words: Sequence[str]) -> bool:
    """Whether a line is a title, whose capitals tell nothing."""
    return not words or sum(word[0].isupper() for word in words) > 0.6 * len(words)


def translated(texts: Sequence[Text], rounds: int = 5) -> Table:
    """IBM Model 1: for each source stem its English stems, with their probabilities, the likeliest first."""
    ours: dict[str, int] = {"": 0}
    theirs: dict[str, int] = {}
    left, right, token, count = [], [], [], 0
    for one in texts:
        if not one.ours or not 0 < len(one.theirs) <= 80 or len(one.ours) > 80:
            continue
        from_ = np.array([0, *(ours.setdefault(word, len(ours)) for word in sorted(one.ours))], dtype=np.int32)
        to = np.array([theirs.setdefault(word, len(theirs)) for word in sorted(one.theirs)], dtype=np.int32)
        left.append(np.repeat(from_, len(to)))
        right.append(np.tile(to, len(from_)))
        token.append(np.tile(np.arange(count, count + len(to), dtype=np.int32), len(from_)))
        count += len(to)
    pairs = np.concatenate(left).astype(np.int64) * len(theirs) + np.concatenate(right)
    keys, place = np.unique(pairs, return_inverse=True)
    return ranked(keys, em(keys // len(theirs), place.astype(np.int32), np.concatenate(token), rounds), ours, theirs)


def em(
    source: NDArray[np.int64], place: NDArray[np.int32], token: NDArray[np.int32], rounds: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Probability of each pair of stems, and how often it is expected, after so many rounds."""
    probability, expected = np.ones(len(source)), np.ones(len(source))
    for _ in range(rounds):
        share = probability[place]
        share /= np.bincount(token, weights=share)[token]
        expected = np.bincount(place, weights=share, minlength=len(source))
        probability = expected / np.bincount(source, weights=expected)[source]
    return probability, expected


def ranked(
    keys: NDArray[np.int64],
    fitted: tuple[NDArray[np.float64], NDArray[np.float64]],
    ours: dict[str, int],
    theirs: dict[str, int],
) -> Table:
    probability, expected = fitted
    source, target = list(ours), list(theirs)
    table: Table = defaultdict(list)
    for at in np.nonzero((probability >= CUTS[-1]) & (expected >= 0.7) & (keys >= len(theirs)))[0]:
        table[source[keys[at] // len(theirs)]].append((float(probability[at]), target[keys[at] % len(theirs)]))
    return {word: sorted(found, reverse=True)[:12] for word, found in table.items()}


def choices(table: Table) -> dict[str, list[frozenset[str]]]:
    """For each stem the sets of counterparts that the cuts give."""
    return {word: list(dict.fromkeys(cut(found))) for word, found in table.items()}


def cut(found: Sequence[tuple[float, str]]) -> Iterator[frozenset[str]]:
    for least in CUTS:
        if chosen := frozenset(to for share, to in found if share >= least):
            yield chosen


def seen(
    texts: Sequence[Text], among: Sequence[int], options: dict[str, list[frozenset[str]]], lang: Lang
) -> dict[str, Seen]:
    """Counts over `among`; the random other text is the same for all."""
    other = np.random.default_rng(SEED).permutation(len(texts))
    found: dict[str, Seen] = {}
    for at in among:
        here, there = texts[at], texts[other[at]]
        for word, begin in {stem(word, lang): pair.beginning(word, lang) for word in here.source}.items():
            if word not in options:
                continue
            one = found.setdefault(word, Seen(0, [0] * len(options[word]), [0] * len(options[word])))
            one.total += 1
            for place, counterparts in enumerate(options[word]):
                one.there[place] += begin in here.begins or not counterparts.isdisjoint(here.theirs)
                one.elsewhere[place] += begin in there.begins or not counterparts.isdisjoint(there.theirs)
    return found


def discount(texts: Sequence[Text], whole: dict[str, Seen], lang: Lang) -> dict[int, tuple[float, float]]:
    """By the logarithm of a word's count: the share of its texts that have a counterpart, when the table was learnt
    from other texts, and by how much that is less than on the texts it was learnt from."""
    half = np.random.default_rng(1).random(len(texts)) < 0.5
    cross, own = defaultdict[int, list[int]](lambda: [0, 0]), defaultdict[int, list[int]](lambda: [0, 0])
    for learnt in (half, ~half):
        options = choices(translated([texts[at] for at in np.nonzero(learnt)[0].tolist()]))
        for word, one in seen(texts, np.nonzero(~learnt)[0].tolist(), options, lang).items():
            if word in whole:
                add(cross, whole[word].total, one)
    for one in whole.values():
        add(own, one.total, one)
    shares = {size: there / total for size, (there, total) in cross.items()}
    return {size: (share, share / (own[size][0] / own[size][1])) for size, share in shares.items()}


def add(counts: dict[int, list[int]], total: int, one: Seen) -> None:
    counts[size(total)][0] += max(one.there)
    counts[size(total)][1] += one.total


def size(total: int) -> int:
    return min(12, int(math.log2(total)))


def rows(texts: Sequence[Text], lang: Lang) -> list[str]:
    """The lexicon: stem, ten times the evidence of a lost and of a kept word, counterparts (= for the stem itself)."""
    options = choices(translated(texts))
    whole = seen(texts, range(len(texts)), options, lang)
    less = discount(texts, whole, lang)
    found = []
    for word, one in sorted(whole.items()):
        if one.total >= LEAST and len(word) >= 2:
            tried = [weighed(word, choice, one, place, less) for place, choice in enumerate(options[word])]
            gain, best, there, chance = max(tried, key=itemgetter(0))
            lost, kept = math.log((1 - chance) / (1 - there)), math.log(there / chance)
            listed = " ".join("=" if to == word else to for to in sorted(best))
            found.append(
                f"{word}\t{round(10 * lost)}\t{round(10 * kept)}\t{listed}"
                if gain >= INFORMATIVE and len(best) <= MOST
                else word
            )
    return found


def weighed(
    word: str, counterparts: frozenset[str], one: Seen, place: int, less: dict[int, tuple[float, float]]
) -> tuple[float, frozenset[str], float, float]:
    """What a choice of counterparts tells: information in nats, the choice, how often it is there, and by chance."""
    share, factor = (0.93, 1.0) if word in counterparts else less[size(one.total)]
    there = min(0.995, (one.there[place] + 2 * share) * factor / (one.total + 2))
    chance = min(0.95, (one.elsewhere[place] + 0.3) / (one.total + 3) + 0.005)
    gain = there * math.log(there / chance) + (1 - there) * math.log((1 - there) / (1 - chance))
    return gain, counterparts, there, chance


def capitals(texts: Iterable[Text]) -> dict[str, float]:
    """English stem → the share of capitals within sentences."""
    low, high = Counter[str](), Counter[str]()
    for target in {one.target for one in texts}:
        if not shouted(target) or len(target) == 1:
            for word in target[1:]:
                (high if word[0].isupper() else low)[stem(word, "en")] += 1
    totals = {word: low[word] + high[word] for word in sorted({*low, *high}) if len(word) > 1}
    return {word: high[word] / total for word, total in totals.items() if total > 1}


def kept_names(texts: Sequence[Text], lang: Lang, share: dict[str, float]) -> list[str]:
    """Names: word, -2 ln(1 - share of translations that have it too)."""
    total, kept = Counter[str](), Counter[str]()
    for one in texts:
        if (
            len(one.source) >= 4
            and not shouted(one.target)
            and (language(lang).vocabulary.nouns == "capital" or not shouted(one.source))
        ):
            for name, there in sorted(likes(one, lang).items()):
                total[name] += 1
                kept[name] += there
    found = []
    for name, count in sorted(total.items()):
        english_ = {stem(name, "en"), *lexicon.entry(name, lang).counterparts} & share.keys()
        proper = not english_ or max(share[word] for word in english_) >= PROPER
        if count > 1 and kept[name] >= NAME * count and proper:
            found.append(f"{name}\t{min(9, round(-2 * math.log(1 - min(0.989, (kept[name] + 1.7) / (count + 2)))))}")
    return found


def likes(one: Text, lang: Lang) -> dict[str, bool]:
    """The words with a capital, small, but the first; whether the English has one with a capital spelled like it."""
    there = {plain(word) for word in one.target if word[0].isupper()}
    stems = {stem(word, "en") for word in there}
    begins = {word[: pair.BEGIN] for word in there if len(word) >= pair.BEGIN}
    spelled = {names.skeleton(word)[:4] for word in there if len(word) > 3}
    found = {}
    for word in one.source[1:]:
        word = names.unelided(word, language(lang))
        small = plain(word)
        if len(word) > 1 and word[0].isupper() and not names.is_no_name(word) and not names.ROMAN.fullmatch(word):
            known, sound = lexicon.entry(word, lang), names.skeleton(small)
            found[small] = (
                bool({small, small.rstrip("s")} & there)
                or (len(small) >= pair.BEGIN and small[: pair.BEGIN] in begins)
                or (len(sound) > 3 and sound[:4] in spelled)
                or not names.exonyms(word).isdisjoint(there)
                or (known.parts == 1 and not known.counterparts.isdisjoint(stems))
            )
    return found


def letters(texts: Sequence[Text]) -> list[str]:
    """Ten times the weights of letters by which a German name is told from a noun; the first row has no letters."""
    yes, no = Counter[str](), Counter[str]()
    for one in texts:
        if len(one.source) >= 4 and not shouted(one.source) and not shouted(one.target):
            there = {plain(word) for word in one.target if word[0].isupper()}
            begins = {word[: pair.BEGIN] for word in there if len(word) >= pair.BEGIN}
            for word in one.source[1:]:
                if word[0].isupper() and len(word) > 2 and word.isalpha() and not word.isupper():
                    small = plain(word)
                    like = small in there or small.rstrip("s") in there or (len(small) > 5 and small[:5] in begins)
                    (yes if like else no)[word] += 1
    words = sorted({*yes, *no})
    count = Counter(part for word in words for part in lexicon.parts(word))
    columns = {part: at for at, part in enumerate(sorted(part for part, times in count.items() if times >= 12))}
    cells = [(row, columns[part]) for row, word in enumerate(words) for part in lexicon.parts(word) if part in columns]
    matrix = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(words), len(columns)))
    fitted = LogisticRegression(l1_ratio=1, C=0.3, solver="liblinear", random_state=SEED)
    fitted.fit(matrix, [yes[word] > no[word] for word in words])
    weights = {part: float(fitted.coef_[0][at]) for part, at in columns.items()}
    listed = [f"{part}\t{round(10 * weight)}" for part, weight in weights.items() if abs(weight) > 0.15]
    return [f"\t{round(10 * float(fitted.intercept_[0]))}", *listed]


def write(name: str, lines: list[str]) -> None:
    packed = gzip.compress("\n".join(lines).encode("utf-8"), 9, mtime=0)
    (HERE / f"{name}.gz").write_bytes(packed)
    print(f"{name}: {len(lines)} rows, {len(packed)} bytes", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="+", type=Path)
    given = parser.parse_args()
    both: dict[Lang, list[Text]] = {lang: read(given.pairs, lang) for lang in source_codes()}
    for lang, texts in both.items():
        write(f"lexicon.{lang}", rows(texts, lang))
    share = capitals(one for texts in both.values() for one in texts)
    write("words.en", [f"{word}\t{round(9 * value)}" for word, value in share.items()])
    for lang, texts in both.items():
        write(f"names.{lang}", kept_names(texts, lang, share))
    for lang, texts in both.items():
        if language(lang).vocabulary.nouns == "capital":
            write(f"shapes.{lang}", letters(texts))


if __name__ == "__main__":
    main()
