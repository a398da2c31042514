"""Quotations that went from English into another language and come back by translation: three wordings of one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

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
    english = {one.sentence: one.text for one in translations}
    linked = {
        frozenset((one, other))
        for alignment in alignments
        for link in alignment.links
        if link.band != "weak" and link.kind != "unlinked"
        for one in link.left
        for other in link.right
    }
    originals = [span for one in sentences if one.lang == "en" for span in _quoted(one, langs[one.article])]
    inside = quoting(sentences)
    found = []
    for one in sentences:
        for printed, back in _returned(one, english, one.id in inside):
            best: dict[str, RoundTrip] = {}
            for span, article in originals:
                trip = RoundTrip(span, printed, back, likeness(span.text, back.text))
                floor = LINKED if frozenset((span.sentence, one.id)) in linked else LIKE
                if trip.likeness >= floor and article != one.article and _of_one_length(span.text, back.text):
                    best[article] = max(best.get(article, trip), trip, key=lambda each: each.likeness)
            found += [best[article] for article in sorted(best)]
    return tuple(found)


def likeness(one: str, other: str) -> float:
    """How far two wordings have their letters, in fours, in common: 0 to 1."""
    ours, theirs = Counter(grams(one)), Counter(grams(other))
    both = (ours & theirs).total()
    return round(2 * both / (ours.total() + theirs.total()), 4) if both else 0.0


def _of_one_length(one: str, other: str) -> bool:
    short, long = sorted((len(one), len(other)))
    return short >= SHORTER * long


def _quoted(sentence: Sentence, lang: str) -> Iterator[tuple[Span, str]]:
    """The quotations of an English sentence, and its article."""
    if lang != "en" and sentence.eligible:
        yield Span(sentence.id, 0, len(sentence.text), sentence.text), sentence.article
        return
    for start, end in quotations(sentence.text):
        yield Span(sentence.id, start, end, sentence.text[start:end]), sentence.article


def _returned(sentence: Sentence, english: Mapping[str, str], inside: bool) -> Iterator[tuple[Span, Span]]:
    """The quotations of a foreign sentence, and of its English: as many, in order, or one and all of the other.

    All of the sentence, where it is inside a quotation that an earlier one opened.
    """
    text, back = sentence.text, english.get(sentence.id, "")
    if sentence.lang == "en" or not back:
        return
    theirs, ours = list(quotations(text)), list(quotations(back))
    if inside and not MARK.search(text):
        theirs, ours = [(0, len(text))], []
    if len(theirs) == 1 and len(ours) != 1:
        ours = [(0, len(back))]
    if len(theirs) != len(ours):
        return
    for (start, end), (first, last) in zip(theirs, ours, strict=True):
        yield Span(sentence.id, start, end, text[start:end]), Span(sentence.id, first, last, back[first:last])
