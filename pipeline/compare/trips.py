"""Quotations that went from English into another language and come back by translation: three wordings of one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from pipeline.align.tokens import grams
from pipeline.data import Alignment, RoundTrip, Sentence, Span, Story, Translation
from pipeline.language.quotations import MARK, quotations, quoting

LIKE, LINKED = 0.5, 0.2  # the least likeness of the two English wordings; of two whose sentences are linked
SHORTER = 0.6  # the least length of the shorter wording, of the longer one's


def trips(
    story: Story, sentences: Sequence[Sentence], translations: Sequence[Translation], alignments: Sequence[Alignment]
) -> tuple[RoundTrip, ...]:
    """Each printed quotation with the likest English one of each article, in the order of the foreign sentences.

    English ones stand between quotation marks, or in an English sentence of a foreign article, which quotes by being
    English. The likeness is the F1 of the letters in fours of both (as in chrF; Popović, 2015).
    """
    langs = {article.id: article.lang for article in story.articles}
    english = {translation.sentence: translation.text for translation in translations}
    originals = [
        span
        for sentence in sentences
        if sentence.lang == "en"
        for span in _english_quotations(sentence, langs[sentence.article])
    ]
    going_on = quoting(sentences)
    pairs = [
        (sentence, *pair)
        for sentence in sentences
        for pair in _quotation_pairs(sentence, english, sentence.id in going_on)
    ]
    linked = _linked_sentences(alignments) if originals and pairs else frozenset()
    returned = []
    for sentence, printed, back in pairs:
        best: dict[str, RoundTrip] = {}
        for span, article in originals:
            if article == sentence.article or not _of_one_length(span.text, back.text):
                continue
            trip = RoundTrip(span, printed, back, likeness(span.text, back.text))
            floor = LINKED if frozenset((span.sentence, sentence.id)) in linked else LIKE
            if trip.likeness >= floor:
                best[article] = max(best.get(article, trip), trip, key=lambda candidate: candidate.likeness)
        returned += [best[article] for article in sorted(best)]
    return tuple(returned)


def _linked_sentences(alignments: Iterable[Alignment]) -> frozenset[frozenset[str]]:
    """The pairs of sentences (ids) that a link joins."""
    links = (link for alignment in alignments for link in alignment.links if link.kind != "unlinked")
    return frozenset(
        frozenset(pair) for link in links if link.band != "weak" for pair in product(link.left, link.right)
    )


def likeness(left: str, right: str) -> float:
    """How far two wordings have their letters, in fours, in common: 0 to 1."""
    left_grams, right_grams = _grams(left), _grams(right)
    common = (left_grams & right_grams).total()
    return round(2 * common / (left_grams.total() + right_grams.total()), 4) if common else 0.0


@lru_cache(1 << 12)
def _grams(text: str) -> Counter[str]:
    return Counter(grams(text))


def _of_one_length(left: str, right: str) -> bool:
    short, long = sorted((len(left), len(right)))
    return short >= SHORTER * long


def _english_quotations(sentence: Sentence, lang: str) -> Iterator[tuple[Span, str]]:
    """The quotations of an English sentence, and its article."""
    if lang != "en" and sentence.eligible:
        yield Span(sentence.id, 0, len(sentence.text), sentence.text), sentence.article
        return
    for start, end in quotations(sentence.text):
        yield Span(sentence.id, start, end, sentence.text[start:end]), sentence.article


def _quotation_pairs(sentence: Sentence, english: Mapping[str, str], going_on: bool) -> Iterator[tuple[Span, Span]]:
    """The quotations of a foreign sentence, and of its English: as many, in order, or one and all of the other.

    All of the sentence, where it is inside a quotation that an earlier one opened.
    """
    text, back = sentence.text, english.get(sentence.id, "")
    if sentence.lang == "en" or not back:
        return
    printed, returned = list(quotations(text)), list(quotations(back))
    if going_on and not MARK.search(text):
        printed, returned = [(0, len(text))], []
    if len(printed) == 1 and len(returned) != 1:
        returned = [(0, len(back))]
    if len(printed) != len(returned):
        return
    for (start, end), (first, last) in zip(printed, returned, strict=True):
        yield Span(sentence.id, start, end, text[start:end]), Span(sentence.id, first, last, back[first:last])
