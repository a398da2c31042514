"""A result without a word of its articles, for where those may not be handed on; and the result again, from copies."""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
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
from pipeline.read.standoff import VERSION, Place, Source, Standoff

FIRST, LAST = range(3, 7), 2  # how many words a text fragment begins with, and ends with at least: a page has more text
NEW = ":new"  # ends the id of a sentence that is not of the bundle
Span = tuple[int, int]
Copy = tuple[Article, frozenset[str]]  # and the digests of its sentences
Recall = Callable[[Lang, Iterable[str], str], Mapping[str, str]]  # language, texts, signature → their English


class Found(NamedTuple):
    """A copy of an article: its sentences, those known under their old ids, and the ids of those that it lacks."""

    article: Article
    sentences: tuple[Sentence, ...]
    gone: tuple[str, ...]


def standoff(result: Result) -> Standoff:
    """What may be handed on."""
    said: dict[str, list[Sentence]] = {article.id: [] for article in result.story.articles}
    for one in result.sentences:
        said[one.article].append(one)
    return Standoff(
        VERSION,
        result.story.id,
        result.story.copies,
        tuple(_source(article, said[article.id]) for article in result.story.articles),
        tuple(replace(one, text="") for one in result.translations),
        tuple(replace(one, links=tuple(map(_wordless, one.links))) for one in result.alignments),
        tuple(replace(row, headline="") for row in result.synopsis.statements),
        result.provenance,
    )


def _source(article: Article, sentences: Sequence[Sentence]) -> Source:
    about = article.id, article.outlet, article.lang, article.published, article.url, article.complete
    places = (
        Place(one.id, one.start, one.end, one.lang, one.kind, _digest(one.text), there)
        for one, there in zip(sentences, _addresses(article, sentences), strict=True)
    )
    return Source(*about, _digest(article.text), tuple(places))


def _wordless(link: Link) -> Link:
    found = link.evidence
    return replace(link, evidence=Evidence(found.words, found.characters, found.vectors))


def _digest(text: str) -> str:
    """SHA-256 of the text; how its white space is written does not count."""
    return hashlib.sha256(_squeezed(text).encode("utf-8", "surrogatepass")).hexdigest()


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _addresses(article: Article, sentences: Sequence[Sentence]) -> list[str]:
    """Of each sentence the article's address with what leads there; "" where it has none on the web."""
    if not article.url.startswith(("https://", "http://")):
        return [""] * len(sentences)
    start = f"{article.url}{'' if '#' in article.url else '#'}:~:text="
    ways = fragments(article.text, [(one.start, one.end) for one in sentences])
    return [f"{start}{way}" if way else article.url for way in ways]


def fragments(text: str, spans: Sequence[Span]) -> list[str]:
    """For each span of a text what leads a browser there, as after `#:~:text=`; "" where that takes too many words.

    As few first words of FIRST as the text has nowhere before, a comma, and as few last ones as the rest of the span
    has only at its end; together at most half of the span's words. Case and accents do not count.
    """
    found = [(match.start(), match.end(), _folded(match[0])) for match in re.finditer(r"\w+", text)]
    words, starts = [word for *_, word in found], [start for start, *_ in found]
    ranges = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in spans]
    out = [""] * len(spans)
    for size in FIRST:
        first: dict[tuple[str, ...], int] = {}
        for n in range(len(words) - size + 1):
            first.setdefault(tuple(words[n : n + size]), n)
        for place, (start, end) in enumerate(ranges):
            most = (end - start) // 2 - size
            if not out[place] and most >= 0 and first[tuple(words[start : start + size])] == start:
                last = next((n for n in range(LAST, most + 1) if _only_last(words[start + size : end], n)), 0)
                pieces = [(start, start + size)] + ([(end - last, end)] if last else [])
                out[place] = ",".join(_quoted(text[found[one][0] : found[other - 1][1]]) for one, other in pieces)
    return out


def _only_last(words: Sequence[str], size: int) -> bool:
    """Whether the last words stand nowhere before."""
    end = list(words[-size:])
    return all(list(words[n : n + size]) != end for n in range(len(words) - size))


def _folded(word: str) -> str:
    return "".join(char for char in normalize("NFKD", word.casefold()) if not combining(char))


def _quoted(words: str) -> str:
    return quote(_squeezed(words), safe="", errors="replace").replace("-", "%2D")


def hydrated(bundle: Standoff, copies: Sequence[Copy], recall: Recall) -> Result:
    """The result again, from copies of its articles (as `known` gives them).

    An article without a copy is a failure. A sentence that its copy lacks or has otherwise is a warning: the links that
    hold it are left out, and it is in no row. What a copy has that the bundle does not know is linked with nothing and
    in no row, which is a warning too: nobody looked for it in the other articles. A translation comes from `recall`, or
    is left out; what differs inside the rows is looked for only if all are there.
    """
    found = {source.id: one for source in bundle.articles if (one := _found(bundle.story, source, copies))}
    sentences = tuple(sentence for one in found.values() for sentence in one.sentences)
    kept = tuple(_kept(one, sentences) for one in bundle.alignments if {one.left, one.right} <= found.keys())
    together = tuple(some for ids in bundle.copies if len(some := tuple(one for one in ids if one in found)) > 1)
    story = Story(bundle.story, tuple(one.article for one in found.values()), together)
    translations = tuple(_recalled(bundle.translations, sentences, recall))
    return Result(
        story=story,
        sentences=sentences,
        translations=translations,
        alignments=kept,
        synopsis=_synopsis(story, sentences, translations, kept, bundle.statements),
        provenance=bundle.provenance,
        warnings=tuple(_changed(bundle, found)),
        failures=tuple(
            Failure(f"{bundle.story}/{one.id}", "hydrate", f"no copy of this article: {one.outlet} {one.url}".rstrip())
            for one in bundle.articles
            if one.id not in found
        ),
    )


def known(article: Article) -> Copy:
    """An article with what it is recognised by."""
    return article, frozenset(_digest(one.text) for one in split.split(article))


def _found(story: str, source: Source, copies: Sequence[Copy]) -> Found | None:
    """The copy that shares most: the whole text, else sentences; of equal ones that with the same address or id."""
    own = {place.digest for place in source.sentences}
    ranks = [
        (_digest(one.text) == source.digest, len(own & said), one.url == source.url, one.id == source.id)
        for one, said in copies
    ]
    best = max(range(len(copies)), key=ranks.__getitem__, default=0)
    if not any(ranks[best][:2] if ranks else ()):
        return None
    copy = replace(
        copies[best][0],
        id=source.id,
        story=story,
        outlet=source.outlet,
        lang=source.lang,
        published=source.published,
        url=source.url,
        complete=source.complete,
    )
    return _placed(source, copy)


def _placed(source: Source, copy: Article) -> Found:
    """The sentences of a copy: where they were if that is what it says there, else as they are split today."""
    slices = [(place, copy.text[place.start : place.end]) for place in source.sentences]
    if _digest(copy.text) == source.digest and all(_digest(text) == place.digest for place, text in slices):
        return Found(copy, tuple(_sentence(place, copy.id, place.start, text) for place, text in slices), ())
    left: dict[str, list[Place]] = {}
    for place in source.sentences:
        left.setdefault(place.digest, []).append(place)
    sentences = []
    for one in split.split(copy):
        same = left.get(_digest(one.text))
        sentences.append(
            _sentence(same.pop(0), copy.id, one.start, one.text) if same else replace(one, id=f"{one.id}{NEW}")
        )
    gone = {place.id for some in left.values() for place in some}
    return Found(copy, tuple(sentences), tuple(one.id for one in source.sentences if one.id in gone))


def _sentence(place: Place, article: str, start: int, text: str) -> Sentence:
    return Sentence(place.id, article, start, start + len(text), text, place.lang, place.kind)


def _kept(alignment: Alignment, sentences: Sequence[Sentence]) -> Alignment:
    """The links whose sentences are all there; every other sentence is linked with nothing, as nobody knows better."""
    here = {one.id for one in sentences}
    links = [link for link in alignment.links if here.issuperset((*link.left, *link.right))]
    linked = {key for link in links for key in (*link.left, *link.right)}
    for one in sentences:
        if one.eligible and one.id not in linked and one.article in (alignment.left, alignment.right):
            left, right = ((one.id,), ()) if one.article == alignment.left else ((), (one.id,))
            links.append(
                Link(f"{one.id}:{alignment.left}:{alignment.right}", left, right, "unlinked", 0.0, 0.0, "weak")
            )
    return replace(alignment, links=tuple(links))


def _recalled(
    translations: Iterable[Translation], sentences: Iterable[Sentence], recall: Recall
) -> Iterator[Translation]:
    here = {one.id: one for one in sentences}
    asked: dict[tuple[Lang, str], list[str]] = {}
    listed = [one for one in translations if one.sentence in here]
    for one in listed:
        said = here[one.sentence]
        asked.setdefault((said.lang, one.signature), []).append(said.text)
    english = {key: recall(key[0], texts, key[1]) for key, texts in asked.items() if key[0] != "en"}
    for one in listed:
        said = here[one.sentence]
        text = said.text if said.lang == "en" else english[said.lang, one.signature].get(said.text)
        if text is not None:
            yield replace(one, text=text)


def _synopsis(
    story: Story,
    sentences: Sequence[Sentence],
    translations: Sequence[Translation],
    alignments: Sequence[Alignment],
    rows: Iterable[Statement],
) -> Synopsis:
    """The bundle's rows as far as their sentences are here, with headlines and what differs in them."""
    read = [sentence for sentence in sentences if sentence.eligible and not sentence.id.endswith(NEW)]
    own = _claims(read, translations)
    likeness = compare.likened([claim for found in own.values() for claim in found], read, alignments)
    left = (_left(row, {sentence.id for sentence in read}, story) for row in rows)
    titled = compare.titled((row for row in left if row.cells), likeness)
    table = Synopsis(story.id, compare.columns(story), tuple(titled))
    if untranslated(sentences, translations):
        return table
    return compare.compared(table, story, sentences, translations, alignments, {}, own, likeness)


def _claims(sentences: Iterable[Sentence], translations: Iterable[Translation]) -> dict[str, tuple[Claim, ...]]:
    """Sentence (id) → the claims of its English; none where it has none."""
    english = {translation.sentence: translation.text for translation in translations}
    texts = {one.id: one.text if one.lang == "en" else english.get(one.id, "") for one in sentences}
    parsed = claims.parser().parse(list(texts.values()))
    return {key: claims.identified(found, key) for key, found in zip(texts, parsed, strict=True)}


def _left(row: Statement, here: Collection[str], story: Story) -> Statement:
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
    here = {one.sentence for one in translations}
    return sum(one.lang != "en" and one.id not in here for one in sentences)


def _changed(bundle: Standoff, found: Mapping[str, Found]) -> Iterator[Warned]:
    for source in bundle.articles:
        for key in found[source.id].gone if source.id in found else ():
            there = next(place.address for place in source.sentences if place.id == key)
            told = f"{source.outlet} {there}".strip()
            yield Warned(f"{bundle.story}/{key}", f"your copy lacks this sentence, or has it changed: {told}")
        new = sum(one.id.endswith(NEW) for one in found[source.id].sentences) if source.id in found else 0
        if new:
            told = f"your copy has sentences that the bundle does not know, {new}: they are in no row of the synopsis"
            yield Warned(f"{bundle.story}/{source.id}", told)
