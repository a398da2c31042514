"""A result without a word of its articles, for where those may not be handed on; and the result again, from copies."""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple
from unicodedata import combining, normalize
from urllib.parse import quote

from pipeline import claims, compare, split
from pipeline.data import (
    Alignment,
    Article,
    Claim,
    Evidence,
    Failure,
    Lang,
    Link,
    Result,
    Sentence,
    Statement,
    Story,
    Synopsis,
    Translation,
    Warned,
)
from pipeline.read.standoff import VERSION, Place, SourceFile, Standoff

FIRST, LAST = range(3, 7), 2  # how many words a text fragment begins with, and ends with at least: a page has more text
NEW = ":new"  # ends the id of a sentence that is not of the bundle
Span = tuple[int, int]
Copy = tuple[Article, frozenset[str]]  # and the digests of its sentences
Recall = Callable[[Lang, Iterable[str], str], Mapping[str, str]]  # language, texts, signature → their English


class MatchedCopy(NamedTuple):
    """A copy of an article: its sentences, those known under their old ids, and the ids of those that it lacks."""

    article: Article
    sentences: tuple[Sentence, ...]
    lacking: tuple[str, ...]


def standoff(result: Result) -> Standoff:
    """What may be handed on."""
    sentences: dict[str, list[Sentence]] = {article.id: [] for article in result.story.articles}
    for sentence in result.sentences:
        sentences[sentence.article].append(sentence)
    return Standoff(
        VERSION,
        result.story.id,
        result.story.copies,
        tuple(_source(article, sentences[article.id]) for article in result.story.articles),
        tuple(replace(translation, text="") for translation in result.translations),
        tuple(replace(alignment, links=tuple(map(_wordless, alignment.links))) for alignment in result.alignments),
        tuple(replace(row, headline="") for row in result.synopsis.statements),
        result.provenance,
    )


def _source(article: Article, sentences: Sequence[Sentence]) -> SourceFile:
    about = article.id, article.outlet, article.lang, article.published, article.url, article.complete
    places = []
    for sentence, address in zip(sentences, _addresses(article, sentences), strict=True):
        where = sentence.id, sentence.start, sentence.end, sentence.lang, sentence.kind
        places.append(Place(*where, _digest(sentence.text), address))
    return SourceFile(*about, _digest(article.text), tuple(places))


def _wordless(link: Link) -> Link:
    evidence = link.evidence
    return replace(link, evidence=Evidence(evidence.words, evidence.characters, evidence.vectors))


def _digest(text: str) -> str:
    """SHA-256 of the text; how its white space is written does not count."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _addresses(article: Article, sentences: Sequence[Sentence]) -> list[str]:
    """Of each sentence the article's address with what leads there; "" where it has none on the web."""
    if not article.url.startswith(("https://", "http://")):
        return [""] * len(sentences)
    start = f"{article.url}{'' if '#' in article.url else '#'}:~:text="
    leads = fragments(article.text, [(sentence.start, sentence.end) for sentence in sentences])
    return [f"{start}{fragment}" if fragment else article.url for fragment in leads]


def fragments(text: str, spans: Sequence[Span]) -> list[str]:
    """For each span of a text what leads a browser there, as after `#:~:text=`; "" where that takes too many words.

    As few first words of FIRST as the text has nowhere before, a comma, and as few last ones as the rest of the span
    has only at its end; together at most half of the span's words. Case and accents do not count.
    """
    tokens = list(re.finditer(r"\w+", text))
    words, starts = [_bare_word(token[0]) for token in tokens], [token.start() for token in tokens]
    ranges = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in spans]
    out = [""] * len(spans)
    # Fewest words first; a longer beginning only where a shorter one also stands somewhere before.
    for size in FIRST:
        first: dict[tuple[str, ...], int] = {}
        for n in range(len(words) - size + 1):
            first.setdefault(tuple(words[n : n + size]), n)
        for place, (start, end) in enumerate(ranges):
            most = (end - start) // 2 - size
            if not out[place] and most >= 0 and first[tuple(words[start : start + size])] == start:
                last = next((n for n in range(LAST, most + 1) if _only_last(words[start + size : end], n)), 0)
                pieces = [(start, start + size)] + ([(end - last, end)] if last else [])
                parts = (text[tokens[begin].start() : tokens[stop - 1].end()].split() for begin, stop in pieces)
                quoted = (quote(" ".join(part), safe="", errors="replace") for part in parts)
                out[place] = ",".join(part.replace("-", "%2D") for part in quoted)
    return out


def _only_last(words: Sequence[str], size: int) -> bool:
    """Whether the last words stand nowhere before."""
    end = list(words[-size:])
    return all(list(words[n : n + size]) != end for n in range(len(words) - size))


def _bare_word(word: str) -> str:
    return "".join(char for char in normalize("NFKD", word.casefold()) if not combining(char))


def hydrated(bundle: Standoff, copies: Sequence[Copy], recall: Recall) -> Result:
    """The result again, from copies of its articles (as `copy_with_digests` gives them).

    An article without a copy is a failure. A copy has at least half of its sentences, and more of it than of any other
    article. A sentence that it lacks or has otherwise is a warning: the links that hold it are left out, and it is in
    no row. What a copy has that the bundle does not know is linked with nothing and in no row, which is a warning too:
    nobody looked for it in the other articles. A translation comes from `recall`, or is left out; what differs inside
    the rows is looked for only if all are there.
    """
    best = _best_copies(bundle.articles, copies)
    matched = {
        source.id: _renamed_copy(bundle.story, source, best[source.id])
        for source in bundle.articles
        if source.id in best
    }
    sentences = tuple(chain.from_iterable(copy.sentences for copy in matched.values()))
    pairs = [alignment for alignment in bundle.alignments if {alignment.left, alignment.right} <= matched.keys()]
    alignments = tuple(_alignment(alignment, sentences) for alignment in pairs)
    copies_left = (tuple(key for key in ids if key in matched) for ids in bundle.copies)
    together = tuple(ids for ids in copies_left if len(ids) > 1)
    story = Story(bundle.story, tuple(copy.article for copy in matched.values()), together)
    translations = tuple(_translations(bundle.translations, sentences, recall))
    failures = [
        Failure(f"{story.id}/{source.id}", "hydrate", f"no copy of this article: {source.outlet} {source.url}".rstrip())
        for source in bundle.articles
        if source.id not in matched
    ]
    notices = tuple(_warnings(bundle, matched)), tuple(failures)
    rowless = Synopsis(story.id, compare.columns(story), ())
    result = Result(story, sentences, translations, alignments, rowless, bundle.provenance, *notices)
    return replace(result, synopsis=_synopsis(result, bundle.statements))


def copy_with_digests(article: Article) -> Copy:
    """An article with what it is recognised by."""
    return article, frozenset(_digest(sentence.text) for sentence in split.split(article))


def _best_copies(sources: Sequence[SourceFile], copies: Iterable[Copy]) -> dict[str, Article]:
    """Article (id) → the copy of it that shares most: the whole text, else half of the sentences that take part, or
    more; of equal ones that with the same address or id. Whatever fits another article better is no copy of it."""
    eligible = [
        frozenset(place.digest for place in source.sentences if place.kind != "boilerplate") for source in sources
    ]
    best: dict[str, tuple[tuple[bool | int, ...], Article]] = {}
    for copy, digests in copies:
        text = _digest(copy.text)
        # Greater is better: the same text, then shared sentences, then address and id.
        shared = [len(of_source & digests) for of_source in eligible]
        fits = [(text == source.digest, count) for source, count in zip(sources, shared, strict=True)]
        for source, of_source, fit in zip(sources, eligible, fits, strict=True):
            # A notice that an outlet puts under all its articles makes none a copy of another.
            is_copy = fit[0] or (fit == max(fits) and 0 < len(of_source) <= 2 * fit[1])
            rank = (*fit, copy.url == source.url, copy.id == source.id)
            if is_copy and (source.id not in best or rank > best[source.id][0]):
                best[source.id] = rank, copy
    return {key: copy for key, (_, copy) in best.items()}


def _renamed_copy(story: str, source: SourceFile, copy: Article) -> MatchedCopy:
    """A copy with what the bundle says of its article, and what it says itself."""
    about = {name: getattr(source, name) for name in ("id", "outlet", "lang", "published", "url", "complete")}
    return _matched_copy(source, replace(copy, story=story, **about))


def _matched_copy(source: SourceFile, copy: Article) -> MatchedCopy:
    """The sentences of a copy: where they were if that is what it says there, else as they are split today."""
    # The quick way: the very text that was published, split as it was.
    slices = [(place, copy.text[place.start : place.end]) for place in source.sentences]
    if _digest(copy.text) == source.digest and all(_digest(text) == place.digest for place, text in slices):
        return MatchedCopy(copy, tuple(_sentence(place, copy.id, place.start, text) for place, text in slices), ())
    # Else sentences are known by their digests; equal ones are taken in their order.
    left: dict[str, list[Place]] = {}
    for place in source.sentences:
        left.setdefault(place.digest, []).append(place)
    sentences = []
    for sentence in split.split(copy):
        if same := left.get(_digest(sentence.text)):
            sentences.append(_sentence(same.pop(0), copy.id, sentence.start, sentence.text))
        else:
            sentences.append(replace(sentence, id=f"{sentence.id}{NEW}"))
    present = {sentence.id for sentence in sentences}
    return MatchedCopy(copy, tuple(sentences), tuple(place.id for place in source.sentences if place.id not in present))


def _sentence(place: Place, article: str, start: int, text: str) -> Sentence:
    return Sentence(place.id, article, start, start + len(text), text, place.lang, place.kind)


def _alignment(alignment: Alignment, sentences: Sequence[Sentence]) -> Alignment:
    """The links whose sentences are all there; every other sentence is linked with nothing, as nobody knows better."""
    present = {sentence.id for sentence in sentences}
    links = [link for link in alignment.links if present.issuperset((*link.left, *link.right))]
    linked = {key for link in links for key in (*link.left, *link.right)}
    for sentence in sentences:
        # Every sentence that takes part is in a link, if only in one with nothing.
        if sentence.eligible and sentence.id not in linked and sentence.article in (alignment.left, alignment.right):
            left, right = ((sentence.id,), ()) if sentence.article == alignment.left else ((), (sentence.id,))
            key = f"{sentence.id}:{alignment.left}:{alignment.right}"
            links.append(Link(key, left, right, "unlinked", 0.0, 0.0, "weak"))
    return replace(alignment, links=tuple(links))


def _translations(
    translations: Iterable[Translation], sentences: Iterable[Sentence], recall: Recall
) -> Iterator[Translation]:
    by_id = {sentence.id: sentence for sentence in sentences}
    requests: dict[tuple[Lang, str], list[str]] = {}
    listed = [translation for translation in translations if translation.sentence in by_id]
    for translation in listed:
        sentence = by_id[translation.sentence]
        requests.setdefault((sentence.lang, translation.signature), []).append(sentence.text)
    english = {key: recall(key[0], texts, key[1]) for key, texts in requests.items() if key[0] != "en"}
    for translation in listed:
        sentence = by_id[translation.sentence]
        texts = english.get((sentence.lang, translation.signature), {sentence.text: sentence.text})
        if sentence.text in texts:
            yield replace(translation, text=texts[sentence.text])


def _synopsis(result: Result, rows: Iterable[Statement]) -> Synopsis:
    """The bundle's rows as far as their sentences are here, with headlines and what differs in them."""
    story, sentences, translations = result.story, result.sentences, result.translations
    read = [sentence for sentence in sentences if sentence.eligible and not sentence.id.endswith(NEW)]
    own, alignments = _claims(read, translations), compare.by_aligner(result.alignments)
    persons = compare.named(read, _english(read, translations), own)
    every = [claim for found in own.values() for claim in found]
    likeness = compare.likened(every, read, alignments, persons=persons)
    left = (_without_absent(row, {sentence.id for sentence in read}, story) for row in rows)
    titled = compare.titled((row for row in left if row.cells), likeness, read, translations)
    table = replace(result.synopsis, statements=tuple(titled))
    if untranslated(sentences, translations):
        return table
    return compare.compared(table, story, sentences, translations, alignments, own, likeness, fixed=True).judged({})


def _claims(sentences: Sequence[Sentence], translations: Iterable[Translation]) -> dict[str, tuple[Claim, ...]]:
    """Sentence (id) → the claims of its English; none where it has none."""
    parsed = claims.parser().parse(_english(sentences, translations))
    pairs = zip(sentences, parsed, strict=True)
    return {sentence.id: claims.identified(found, sentence.id) for sentence, found in pairs}


def _english(sentences: Iterable[Sentence], translations: Iterable[Translation]) -> list[str]:
    """The English of each sentence; "" where it has none."""
    english = {translation.sentence: translation.text for translation in translations}
    return [sentence.text if sentence.lang == "en" else english.get(sentence.id, "") for sentence in sentences]


def _without_absent(row: Statement, here: Collection[str], story: Story) -> Statement:
    """A row without the sentences and articles that are not here."""
    articles = {article.id for article in story.articles}
    cells = {article: tuple(key for key in ids if key in here) for article, ids in row.cells.items()}
    return replace(
        row,
        cells={article: ids for article, ids in cells.items() if ids},
        states={article: state for article, state in row.states.items() if article in articles},
        claims=tuple(claim for claim in row.claims if claim.rpartition("#")[0] in here),
    )


def untranslated(sentences: Iterable[Sentence], translations: Iterable[Translation]) -> int:
    """How many foreign sentences have no English."""
    translated = {translation.sentence for translation in translations}
    return sum(sentence.lang != "en" and sentence.id not in translated for sentence in sentences)


def _warnings(bundle: Standoff, matched: Mapping[str, MatchedCopy]) -> Iterator[Warned]:
    for source in bundle.articles:
        if source.id not in matched:
            continue
        copy, addresses = matched[source.id], {place.id: place.address for place in source.sentences}
        for key in copy.lacking:
            reason = f"{source.outlet} {addresses[key]}".strip()
            yield Warned(f"{bundle.story}/{key}", f"your copy lacks this sentence, or has it changed: {reason}")
        if new := sum(sentence.id.endswith(NEW) for sentence in copy.sentences):
            reason = f"your copy has sentences that the bundle does not know, {new}: they are in no row of the synopsis"
            yield Warned(f"{bundle.story}/{source.id}", reason)
