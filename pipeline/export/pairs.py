"""Pairs: a story's foreign originals beside English, as tools for parallel text take them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Literal, get_args

from pipeline.data import Alignment, Article, Band, Failure, Lang, Link, LinkKind, Result, Sentence
from pipeline.export import reading
from pipeline.export.jsonl import PLACES, Texts, flags, texts_of

File = tuple[str, bytes]  # name, with / between folders, and the whole content
Pairing = Literal["coverage", "translation"]
PAIRINGS: tuple[Pairing, ...] = get_args(Pairing)
BOILERPLATE = "boilerplate"  # the flag of a sentence that took part in no link
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")  # what any reader takes for the end of a line


@dataclass(frozen=True, slots=True)
class PairSide:
    """Sentences (ids) of an article and their text. Of a translation, outlet and address are "": no outlet said it."""

    article: str
    outlet: str
    lang: Lang
    address: str
    sentences: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class SentencePair:
    """`left`, a foreign original, and `right`, English.

    Of a link: its id, probability and band. Of a translation: its sentence's id, no probability, band "", and
    perhaps the model's mean log-probability a token as `score`, and the probability that it misleads as `doubt`.
    """

    story: str
    id: str
    left: PairSide
    right: PairSide
    kind: LinkKind | Literal["translation"]
    probability: float | None
    band: Band | Literal[""]
    score: float | None
    doubt: float | None
    flags: tuple[str, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Paired:
    """A story and what was asked for of its pairs."""

    result: Result
    pairs: tuple[SentencePair, ...] = ()


def paired(result: Result, pairing: Pairing) -> Paired:
    """A result with its pairs.

    "coverage": foreign sentences and what English articles say of the same, from links of kind "same". "translation":
    foreign sentences and their translations. What is English in a foreign article has no foreign original, and what is
    foreign in an English one is no English: links of only these are no pairs.
    """
    return Paired(result, tuple((_coverage if pairing == "coverage" else _translations)(result)))


def _coverage(result: Result) -> Iterator[SentencePair]:
    texts = texts_of(result)
    for alignment in result.alignments:
        left, right = texts.articles[alignment.left], texts.articles[alignment.right]
        # both English, or neither: no pair of a foreign text with English
        if (left.lang == "en") == (right.lang == "en"):
            continue
        for link in alignment.links:
            if link.kind == "same":
                sides = _side(left, link.left, texts.sentences), _side(right, link.right, texts.sentences)
                foreign, english = sides[::-1] if left.lang == "en" else sides  # a link's sides are in no such order
                # a quotation may be English in a German article
                if foreign.lang != "en" and english.lang == "en":
                    yield _link_pair(link, alignment, (foreign, english), texts)


def _link_pair(link: Link, alignment: Alignment, sides: tuple[PairSide, PairSide], texts: Texts) -> SentencePair:
    story, probability = texts.articles[alignment.left].story, round(link.probability, PLACES)
    about = flags(link, alignment, texts), alignment.signature
    return SentencePair(story, link.id, *sides, link.kind, probability, link.band, None, None, *about)


def _translations(result: Result) -> Iterator[SentencePair]:
    texts = texts_of(result)
    for translation in result.translations:
        sentence = texts.sentences[translation.sentence]
        if sentence.lang == "en":
            continue
        article = texts.articles[sentence.article]
        left = _side(article, (sentence.id,), texts.sentences)
        right = PairSide(article.id, "", "en", "", (sentence.id,), translation.text)
        # a caption or an advertisement is a pair too, but whoever trains on it should know
        remarks = (*translation.flags, *(() if sentence.eligible else (BOILERPLATE,)))
        remarks += reading.trial_flag(translation.signature)
        trust = translation.score, translation.doubt, remarks, translation.signature
        yield SentencePair(article.story, translation.sentence, left, right, "translation", None, "", *trust)


def _side(article: Article, ids: tuple[str, ...], sentences: Mapping[str, Sentence]) -> PairSide:
    """Its language is that of its first foreign sentence, if it has one."""
    side = [sentences[key] for key in ids]
    lang: Lang = next((sentence.lang for sentence in side if sentence.lang != "en"), "en")
    return PairSide(article.id, article.outlet, lang, article.url, ids, " ".join(sentence.text for sentence in side))


def by_lang(stories: Iterable[Paired]) -> list[tuple[Lang, list[SentencePair]]]:
    """All pairs by source language."""
    langs: dict[Lang, list[SentencePair]] = {}
    for story in stories:
        for pair in story.pairs:
            langs.setdefault(pair.left.lang, []).append(pair)
    return sorted(langs.items())


def numbers(result: Result) -> dict[str, int]:
    """Sentence id → its place among its article's sentences, from 0."""
    places = defaultdict[str, Iterator[int]](count)
    return {sentence.id: next(places[sentence.article]) for sentence in result.sentences}


def one_line(text: str) -> str:
    """The text with every line end, whoever takes it for one, as a blank."""
    return _LINE_ENDS.sub(" ", text)


def refused(pair: SentencePair, pattern: re.Pattern[str], medium: str) -> Failure | None:
    """Why a pair is left out, where `pattern` finds in it what `medium` cannot carry."""
    texts = [pair.story, pair.id]
    for side in (pair.left, pair.right):
        texts += (side.article, side.outlet, side.address, *side.sentences, side.text)
    match = next(filter(None, map(pattern.search, (*texts, *pair.flags, pair.signature))), None)
    return left_out(f"{pair.story}/{pair.id}", match[0], medium) if match else None


def left_out(item: str, character: str, medium: str) -> Failure:
    """The item is not in the output because of a character."""
    reason = f"left out: it holds U+{ord(character):04X}, which {medium} cannot carry; JSONL and Parquet can"
    return Failure(item, "export", reason)
