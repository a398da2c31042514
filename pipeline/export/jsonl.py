"""The results as JSON: links and sentences by the line, failures, and the whole result for reading back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace

import msgspec

from pipeline.data import Alignment, Article, Evidence, Failure, Link, Result, Sentence, Translation

PLACES = 4  # of decimals in every number
HUMAN = "human link"  # a person said so in corrections.tsv
INCOMPLETE = "incomplete article"  # one of the two was cut short by its publisher: its silence means nothing
_ENCODER = msgspec.json.Encoder()
# legal in JSON, yet readers split there
_LINE_ENDS = {mark.encode(): f"\\u{ord(mark):04x}".encode() for mark in "\x85\u2028\u2029"}


_Record = dict[str, object]  # in the order of its line


@dataclass(frozen=True, slots=True)
class Texts:
    """A result's articles, sentences and translations by id (translations by their sentence's)."""

    articles: Mapping[str, Article]
    sentences: Mapping[str, Sentence]
    translations: Mapping[str, Translation]


def jsonl(result: Result) -> Iterator[tuple[str, bytes]]:
    """`links.jsonl` and `sentences.jsonl`; the schemas beside this module are their contract.

    What many links share stands once: texts in `sentences.jsonl`, the signature of most in `result.json`.
    """
    texts, common = texts_of(result), result.provenance.signatures.get("alignment", "")
    links = (_link(link, alignment, texts, common) for alignment in result.alignments for link in alignment.links)
    yield "links.jsonl", lines(links)
    yield "sentences.jsonl", lines(_sentence(sentence, texts) for sentence in result.sentences)


def names(result: Result) -> Iterator[tuple[str, bytes]]:
    """`names.jsonl`, if the English spells a name in more than one way: a name of an article a line."""
    if result.renderings:
        articles = {sentence.id: sentence.article for sentence in result.sentences}
        records = []
        for rendering in result.renderings:
            about = {"story": result.story.id, "article": articles[rendering.spellings[0][1][0]]}
            records.append({**about, "name": rendering.name, "spellings": dict(rendering.spellings)})
        yield "names.jsonl", lines(records)


def failures(result: Result) -> Iterator[tuple[str, bytes]]:
    """`failures.jsonl`, if there are any."""
    if result.failures:
        yield failed(result.story.id, result.failures)


def failed(story: str, failures: Iterable[Failure]) -> tuple[str, bytes]:
    """`failures.jsonl` of a story (id)."""
    return "failures.jsonl", lines({"story": story, **asdict(failure)} for failure in failures)


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
    text = _ENCODER.encode_lines(records)
    for mark, escaped in _LINE_ENDS.items():
        text = text.replace(mark, escaped)
    return text


def _link(link: Link, alignment: Alignment, texts: Texts, common: str) -> _Record:
    return {
        "story": texts.articles[alignment.left].story,
        "articles": (alignment.left, alignment.right),
        "left": {"article": alignment.left, "sentences": link.left} if link.left else None,
        "right": {"article": alignment.right, "sentences": link.right} if link.right else None,
        "id": link.id,
        "kind": link.kind,
        "probability": round(link.probability, PLACES),
        "margin": round(link.margin, PLACES),
        "band": link.band,
        "evidence": None if link.kind == "unlinked" else _short_evidence(link.evidence),
        "claims": link.claims,
        "by_claims": link.by_claims,
        "flags": flags(link, alignment, texts),
        "note": link.note,
        "signature": None if alignment.signature == common else alignment.signature,
    }


def flags(link: Link, alignment: Alignment, texts: Texts) -> tuple[str, ...]:
    """What to beware of in a link: the flags of its translations, articles cut short, a person's decision."""
    flagged = [flag for key in (*link.left, *link.right) for flag in _flags(key, texts)]
    if not (texts.articles[alignment.left].complete and texts.articles[alignment.right].complete):
        flagged.append(INCOMPLETE)
    if link.person:
        flagged.append(HUMAN)
    return tuple(dict.fromkeys(flagged)) if flagged else ()


def _flags(sentence: str, texts: Texts) -> tuple[str, ...]:
    translation = texts.translations.get(sentence)
    return translation.flags if translation else ()


def _short_evidence(evidence: Evidence) -> Evidence:
    vectors = None if evidence.vectors is None else round(evidence.vectors, PLACES)
    words, characters = round(evidence.words, PLACES), round(evidence.characters, PLACES)
    if (words, characters, vectors) == (evidence.words, evidence.characters, evidence.vectors):
        return evidence  # as most
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
        "doubt": translation.doubt if translation else None,
    }
