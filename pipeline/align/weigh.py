"""What of a story's sentences can be compared: made once, whichever articles are aligned afterwards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.align.tokens import fold, grams, names, numbers, spelled, stems, variants
from pipeline.language.en import ENGLISH
from pipeline.language.quotations import long_quotations
from pipeline.language.record import Language

Matrix = NDArray[np.float32]
Numbers = NDArray[np.float64]
Places = NDArray[np.intp]  # sentences, by their rows
Side = Sequence[int]  # the same as numbers
ReadingName = Literal["vectors", "claims", "words"]  # by which the weights are chosen: whose vectors there are, or none


def inner(left: Matrix, right: Matrix) -> Matrix:
    """The product of every row of one table with every row of the other.

    OpenBLAS may read past the end of a short row and set the processor's mark for an invalid number, though every
    result is right; NumPy would warn of it (numpy issue 24067).
    """
    with np.errstate(invalid="ignore"):
        return np.asarray(left @ right.T, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sentences of one story, ready to be compared.

    Rows are sentences, in the order given. `words` and `characters` are tf-idf rows of unit length, of which only the
    columns that two sentences share are kept; `binary` tells which of `terms` a sentence has; `idf` is their weight;
    `mass` the weight of all the words of a sentence, shared or not. `vectors` are unit rows with the story's mean out;
    `quoted` tells which of `terms` a sentence has between quotation marks, `quoted_mass` the weight of all words there;
    `bigrams` are pairs of stems side by side, by numbers, those that two sentences share, `bigram_count` how many a
    sentence has in all, `bigram_weight` what each weighs; `spelling` gives stem → word as written; `unsure` tells whose
    translation is in doubt; `reading` whose the vectors are.
    """

    texts: tuple[str, ...]
    terms: tuple[str, ...]
    idf: Matrix
    words: Matrix
    binary: Matrix
    mass: Matrix
    characters: Matrix
    vectors: Matrix | None
    numbers: tuple[frozenset[str], ...]
    names: tuple[frozenset[str], ...]
    number_rows: Matrix
    name_rows: Matrix
    quoted: Matrix
    quoted_mass: Matrix
    bigrams: tuple[frozenset[int], ...]
    bigram_count: tuple[int, ...]
    bigram_weight: tuple[float, ...]
    spelling: tuple[Mapping[str, str], ...]
    unsure: NDArray[np.bool_]
    beside: Matrix
    reading: ReadingName


def weigh(
    texts: Sequence[str],
    vectors: Matrix | None = None,
    unsure: Sequence[bool] | None = None,
    records: Sequence[Language] | None = None,
    *,
    facts: bool = True,
    by_claims: bool = False,
) -> Weighed:
    """The features of all eligible sentences of one story, in English.

    `vectors`: (n, dim) unit rows, or None where no encoder is configured.
    `unsure`: for each text whether its translation is in doubt; none is if None.
    `records`: for each text the record of its language, where not all are English.
    `facts`: whether numbers, quotations, pairs of words and spellings are looked for; they take half the time.
    `by_claims`: whether the vectors are those of the encoder of claims.
    Raises ValueError: the number of vectors, of doubts or of records is not that of the texts.
    """
    if vectors is not None and vectors.ndim == 2 and vectors.shape[1] == 0:
        vectors = None  # of an embedder that gives none
    for name, given in (("vectors", vectors), ("doubts", unsure), ("languages", records)):
        if given is not None and len(given) != len(texts):
            raise ValueError(f"{len(given)} {name} for {len(texts)} texts; give one for each text, in their order")
    read = list(zip(texts, records or [ENGLISH] * len(texts), strict=True))
    capitals = [names(text) for text in texts]
    # Babuschkin and Babaschkin are made one word before words are weighed.
    canon = variants(name for items in capitals for name in items)
    name_sets = _name_sets(texts, capitals, canon)
    numbered = tuple(numbers(text, record) for text, record in read if facts)
    stem_lists = [stems(_respell(text, canon), record) for text, record in read]
    terms, idf, words, binary, mass = _tfidf([Counter(items) for items in stem_lists])
    quoted, quoted_mass = _quoted_terms(read if facts else (), terms, idf)
    characters = _tfidf([Counter(grams(_respell(text, canon))) for text in texts])[2]
    bigrams = [frozenset(pairwise(items)) for items in stem_lists if facts]
    weight = _bigram_weights(bigrams)
    number = {pair: n for n, pair in enumerate(weight)}
    return Weighed(
        texts=tuple(texts),
        terms=terms,
        idf=idf,
        words=words,
        binary=binary,
        mass=mass,
        characters=characters,
        vectors=None if vectors is None else _from_mean(vectors),
        numbers=numbered,
        names=name_sets,
        number_rows=_rows(numbered),
        name_rows=_rows(name_sets if facts else ()),
        quoted=quoted,
        quoted_mass=quoted_mass,
        bigrams=tuple(frozenset(number[pair] for pair in items if pair in number) for items in bigrams),
        bigram_count=tuple(map(len, bigrams)),
        bigram_weight=tuple(weight.values()),
        spelling=tuple(spelled(text, record) for text, record in read if facts),
        unsure=np.array([False] * len(texts) if unsure is None else unsure, dtype=bool),
        beside=beside(words, characters, np.arange(len(texts))),
        reading="words" if vectors is None else "claims" if by_claims else "vectors",
    )


def beside(words: Matrix, characters: Matrix, side: Places) -> Matrix:
    """Likeness of each of some sentences with the next, by two tables."""
    sentences, following = side[:-1], side[1:]
    by_words = (words[run(sentences)] * words[run(following)]).sum(axis=1)
    return np.asarray(
        (by_words + (characters[run(sentences)] * characters[run(following)]).sum(axis=1)) / 2, np.float32
    )


def run(side: Places) -> Places | slice:
    """The numbers of sentences; of such as follow one another a slice, so that no table is copied for them."""
    follow = len(side) and (side[1:] - side[:-1] == 1).all()  # quicker than np.diff
    return slice(int(side[0]), int(side[-1]) + 1) if follow else side


def _respell(text: str, canon: Mapping[str, str]) -> str:
    if not canon:
        return text
    return " ".join(canon.get(fold(word), word) for word in text.split(" "))


def _name_sets(
    texts: Sequence[str], spelled: Sequence[list[str]], canon: Mapping[str, str]
) -> tuple[frozenset[str], ...]:
    """Names by sentence: what has a capital inside a sentence of the story is a name at a sentence's start too."""
    story_names = {canon.get(name, name) for capitals in spelled for name in capitals}
    first = [
        fold(text.lstrip("\"'«»“”„‘’ \u202f\u00a0-–—#").split(" ")[0].rstrip(",.;:!?")) if text else ""
        for text in texts
    ]
    return tuple(
        frozenset(canon.get(name, name) for name in capitals) | ({canon.get(opening, opening)} & story_names)
        for capitals, opening in zip(spelled, first, strict=True)
    )


def _tfidf(counts: Sequence[Counter[str]]) -> tuple[tuple[str, ...], Matrix, Matrix, Matrix, Matrix]:
    """Terms that two sentences share, their idf, unit tf-idf rows over them, presence, and each row's whole mass."""
    frequency = Counter(chain.from_iterable(counts))
    terms = tuple(sorted(term for term, n in frequency.items() if n > 1))
    column = {term: n for n, term in enumerate(terms)}
    # 0.7 is what a word keeps that every sentence has.
    rarity = {n: np.log((len(counts) + 1) / n) + 0.7 for n in set(frequency.values())}
    more = {n: 1 + np.log(n) for n in set(chain.from_iterable(count.values() for count in counts))}
    rows = np.zeros((len(counts), len(terms)), dtype=np.float32)
    norm, mass = np.zeros(len(counts)), np.zeros(len(counts), dtype=np.float32)
    for row, count in enumerate(counts):
        weights = np.array([rarity[frequency[term]] for term in count])
        values = np.array([more[n] for n in count.values()]) * weights
        norm[row], mass[row] = np.sqrt(_total(values * values)), _total(weights)
        shared = [(n, column[term]) for n, term in enumerate(count) if term in column]
        rows[row, [place for _, place in shared]] = values[[n for n, _ in shared]]
    idf = np.array([rarity[frequency[term]] for term in terms], dtype=np.float32)
    unit = (rows / np.maximum(norm, 1e-9)[:, None]).astype(np.float32)
    return terms, idf, unit, (rows > 0).astype(np.float32), mass


def _total(values: Numbers) -> float:
    """The sum from the first to the last, which other ways of adding round otherwise."""
    return float(values.cumsum()[-1]) if len(values) else 0.0


def _quoted_terms(texts: Sequence[tuple[str, Language]], terms: Sequence[str], idf: Matrix) -> tuple[Matrix, Matrix]:
    column = {term: n for n, term in enumerate(terms)}
    rare = float(idf.max(initial=1.0))  # what a quoted word weighs that no other sentence has
    rows, mass = np.zeros((len(texts), len(terms)), dtype=np.float32), np.zeros(len(texts), dtype=np.float32)
    for row, (text, record) in enumerate(texts):
        quoted_stems = {stem for quote in long_quotations(text) for stem in stems(quote, record)}
        places = [column[stem] for stem in sorted(quoted_stems) if stem in column]  # a set has no order to add in
        rows[row, places] = 1
        mass[row] = idf[places].sum() + (len(quoted_stems) - len(places)) * rare
    return rows, mass


def _bigram_weights(bigrams: Sequence[frozenset[tuple[str, str]]]) -> Mapping[tuple[str, str], float]:
    """The word pairs that two sentences have, with their weight."""
    frequency = Counter(chain.from_iterable(bigrams))
    return {pair: 1 / float(np.log2(1 + n)) for pair, n in frequency.items() if n > 1}


def _rows(sets: Sequence[frozenset[str]]) -> Matrix:
    """Weighted presence of each item, so that the rows' products are the weight that two sets share."""
    frequency = Counter(chain.from_iterable(sets))
    column = {item: n for n, item in enumerate(sorted(frequency))}
    rows = np.zeros((len(sets), len(column)), dtype=np.float32)
    # the root, since two rows are multiplied
    weights = {n: np.sqrt(np.log((len(sets) + 1) / n) + 0.1) for n in set(frequency.values())}
    for row, items in enumerate(sets):
        rows[row, [column[item] for item in items]] = [weights[frequency[item]] for item in items]
    return rows


def _from_mean(vectors: Matrix) -> Matrix:
    # Of few sentences the mean says little of the story: it is drawn towards nothing.
    middle = vectors.mean(axis=0, keepdims=True) * (len(vectors) / (len(vectors) + 8))
    out = vectors - middle
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9), dtype=np.float32)
