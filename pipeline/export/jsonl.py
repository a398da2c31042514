"""The results as JSON: links and sentences by the line, failures, and the whole result for reading back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import chain

import msgspec

from pipeline.data import Alignment, Article, Evidence, Link, Result, Sentence, Translation

PLACES = 4  # of decimals in every number
HUMAN = "human link"  # a person said so in corrections.tsv
INCOMPLETE = "incomplete article"  # one of the two was cut short by its publisher: its silence means nothing
# legal in JSON, yet readers split there
_LINE_ENDS = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"})


_Record = dict[str, object]  # in the order of its line


@dataclass(frozen=True, slots=True)
class Texts:
    """A result's articles, sentences and translations by id (translations by their sentence's)."""

    articles: Mapping[str, Article]
    sentences: Mapping[str, Sentence]
    translations: Mapping[str, Translation]


def jsonl(result: Result) -> Iterator[tuple[str, bytes]]:
    """`links.jsonl` and `sentences.jsonl`; the schemas beside this module are their contract."""
    texts = texts_of(result)
    links = (_link(link, alignment, texts) for alignment in result.alignments for link in alignment.links)
    yield "links.jsonl", lines(links)
    yield "sentences.jsonl", lines(_sentence(sentence, texts) for sentence in result.sentences)


def names(result: Result) -> Iterator[tuple[str, bytes]]:
    """`names.jsonl`, if the English spells a name in more than one way: a name of an article a line."""
    if result.renderings:
        articles = {sentence.id: sentence.article for sentence in result.sentences}
        records = []
        for rendering in result.renderings:
            article = articles[rendering.spellings[0][1][0]]
            about = {"story": result.story.id, "article": article, "name": rendering.name}
            records.append({**about, "spellings": dict(rendering.spellings)})
        yield "names.jsonl", lines(records)


def failures(result: Result) -> Iterator[tuple[str, bytes]]:
    """`failures.jsonl`, if there are any."""
    if result.failures:
        yield "failures.jsonl", lines({"story": result.story.id, **asdict(failure)} for failure in result.failures)


def result(result: Result) -> Iterator[tuple[str, bytes]]:
    """`result.json`, from which `read.result` gives the same result again."""
    yield "result.json", msgspec.json.encode(result) + b"\n"


def texts_of(result: Result) -> Texts:
    return Texts(
        {article.id: article for article in result.story.articles},
        {sentence.id: sentence for sentence in result.sentences},
        {translation.sentence: translation for translation in result.translations},
    )


def lines(records: Iterable[object]) -> bytes:
    """One record a line, and no line end inside that some reader knows."""
    encoded = (msgspec.json.encode(record).decode() for record in records)
    return "".join(f"{line.translate(_LINE_ENDS)}\n" for line in encoded).encode()


def _link(link: Link, alignment: Alignment, texts: Texts) -> _Record:
    return {
        "story": texts.articles[alignment.left].story,
        "articles": (alignment.left, alignment.right),
        "left": _side(alignment.left, link.left, texts),
        "right": _side(alignment.right, link.right, texts),
        "id": link.id,
        "kind": link.kind,
        "probability": round(link.probability, PLACES),
        "margin": round(link.margin, PLACES),
        "band": link.band,
        "evidence": _short_evidence(link.evidence),
        "claims": link.claims,
        "by_claims": link.by_claims,
        "flags": flags(link, alignment, texts),
        "note": link.note,
        "signature": alignment.signature,
    }


def flags(link: Link, alignment: Alignment, texts: Texts) -> tuple[str, ...]:
    """What to beware of in a link: the flags of its translations, articles cut short, a person's decision."""
    flagged = list(chain.from_iterable(_flags(key, texts) for key in (*link.left, *link.right)))
    if not all(texts.articles[article].complete for article in (alignment.left, alignment.right)):
        flagged.append(INCOMPLETE)
    if link.person:
        flagged.append(HUMAN)
    return tuple(dict.fromkeys(flagged))


def _flags(sentence: str, texts: Texts) -> tuple[str, ...]:
    translation = texts.translations.get(sentence)
    return translation.flags if translation else ()


def _side(article: str, ids: tuple[str, ...], texts: Texts) -> _Record | None:
    if not ids:
        return None
    sentences = [texts.sentences[key] for key in ids]
    origin = texts.articles[article]
    text = " ".join(sentence.text for sentence in sentences)
    english = _english(sentences, texts.translations)
    about = {"article": article, "lang": origin.lang, "outlet": origin.outlet, "sentences": ids}
    return {**about, "text": text, "translation": english}


def _english(sentences: list[Sentence], translations: Mapping[str, Translation]) -> str | None:
    """None for text that is English already, and where a foreign sentence has no translation: half would mislead."""
    foreign = [sentence for sentence in sentences if sentence.lang != "en"]
    if not foreign or any(sentence.id not in translations for sentence in foreign):
        return None
    parts = (sentence.text if sentence.lang == "en" else translations[sentence.id].text for sentence in sentences)
    return " ".join(parts)


def _short_evidence(evidence: Evidence) -> Evidence:
    vectors = None if evidence.vectors is None else round(evidence.vectors, PLACES)
    words, characters = round(evidence.words, PLACES), round(evidence.characters, PLACES)
    return replace(evidence, words=words, characters=characters, vectors=vectors)


def _sentence(sentence: Sentence, texts: Texts) -> _Record:
    translation = texts.translations.get(sentence.id)
    return {
        "id": sentence.id,
        "story": texts.articles[sentence.article].story,
        "article": sentence.article,
        "lang": sentence.lang,
        "kind": sentence.kind,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "translation": translation.text if translation else None,
        "flags": _flags(sentence.id, texts),
        "signature": translation.signature if translation else None,
    }
