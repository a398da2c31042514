"""Pairs as XCES: links that point into documents, as OPUS and its tools have them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from pipeline.data import Article, Failure, Result
from pipeline.export.lines import folder
from pipeline.export.pairs import NOT_XML, File, Paired, SentencePair, left_out, numbers, refused
from pipeline.export.text import file_name

DOCTYPE = '<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">'


def xces(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """`de-en.xml` with the links, and the documents that it points to: `<lang>/<story>/<article>.xml`, a sentence an
    <s>, counted from 1, each word a <w>; machine English under `en-mt`.

    A sentence that XML cannot carry is left out with the pairs that hold it; the numbers of the others stay.
    """
    groups: dict[str, etree._Element] = {}
    for story in stories:
        pairs: list[SentencePair] = []
        for pair in story.pairs:
            if failure := refused(pair, NOT_XML, "XML"):
                yield failure
            else:
                pairs.append(pair)
        _link(groups, story.result, pairs)
        yield from _documents(story.result, pairs)
    for lang, root in sorted(groups.items()):
        content = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True, doctype=DOCTYPE)
        yield f"{lang}-en.xml", content


def _link(groups: dict[str, etree._Element], result: Result, pairs: Iterable[SentencePair]) -> None:
    articles = {article.id: article for article in result.story.articles}
    number = numbers(result)
    within: dict[tuple[str, str, str], etree._Element] = {}
    for pair in pairs:
        root = groups.setdefault(pair.left.lang, etree.Element("cesAlign", version="1.0"))
        left_path, right_path = _path(articles[pair.left.article]), _path(articles[pair.right.article], pair.kind)
        # a linkGrp holds the links between two documents
        key = pair.left.lang, left_path, right_path
        if key not in within:
            within[key] = etree.SubElement(root, "linkGrp", targType="s", fromDoc=left_path, toDoc=right_path)
        # from 1, as <s id> has them
        sides = (pair.left.sentences, pair.right.sentences)
        targets = (" ".join(str(number[sentence] + 1) for sentence in side) for side in sides)
        attributes = {"id": f"SL{len(within[key]) + 1}", "xtargets": ";".join(targets)}
        etree.SubElement(within[key], "link", attributes | _about(pair))


def _about(pair: SentencePair) -> dict[str, str]:
    certain = {} if pair.probability is None else {"certainty": repr(pair.probability)}
    about = {"kind": pair.kind, "band": pair.band, "flags": "; ".join(pair.flags), "n": pair.id}
    return {**certain, **{name: value for name, value in about.items() if value}, "signature": pair.signature}


def _path(article: Article, kind: str = "") -> str:
    lang = "en-mt" if kind == "translation" else article.lang
    return f"{lang}/{folder(article.story)}/{file_name(article.id)}.xml"


def _documents(result: Result, pairs: Sequence[SentencePair]) -> Iterator[File | Failure]:
    """The articles that the pairs point to, and their English where it is a machine's that they point to."""
    linked = {side.article for pair in pairs for side in (pair.left, pair.right)}
    texts = {sentence.id: sentence.text for sentence in result.sentences}
    english = {pair.id: pair.right.text for pair in pairs if pair.kind == "translation"}
    number = numbers(result)
    for article in result.story.articles:
        if article.id not in linked:
            continue
        places = {sentence.id: number[sentence.id] for sentence in result.sentences if sentence.article == article.id}
        about = {"n": article.id, "lang": article.lang, "outlet": article.outlet, "address": article.url}
        yield from _document(_path(article), about, places, texts)
        translated = {key: place for key, place in places.items() if key in english}
        if translated:
            yield from _document(_path(article, "translation"), {"n": article.id, "lang": "en"}, translated, english)


def _document(
    path: str, about: Mapping[str, str], number: Mapping[str, int], texts: Mapping[str, str]
) -> Iterator[File | Failure]:
    root = etree.Element("text", dict(about))
    for key, place in number.items():
        if match := NOT_XML.search(texts[key]):
            yield left_out(f"{path}:{key}", match[0], "XML")
        else:
            _words(etree.SubElement(root, "s", id=str(place + 1), n=key), texts[key])
    yield path, etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _words(sentence: etree._Element, text: str) -> None:
    """A sentence as words between blanks: OpusTools reads nothing else, and joins them with blanks again."""
    for number, word in enumerate(text.split(), 1):
        element = etree.SubElement(sentence, "w", id=f"{sentence.get('id')}.{number}")
        element.text, element.tail = word, " "
    if len(sentence):
        sentence[-1].tail = None
