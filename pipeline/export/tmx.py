"""TMX 1.4b: remembered translations, and a story's pairs, as translation tools exchange them."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from pipeline import __version__
from pipeline.data import Failure
from pipeline.errors import OutputError
from pipeline.export.atomic import whole
from pipeline.export.pairs import NOT_XML, File, Paired, SentencePair
from pipeline.export.pairs import refused as refusal
from pipeline.memory import HUMAN, Unit
from pipeline.memory.remarks import OURS, joined

HEADER = {
    "creationtool": "synopsis",
    "creationtoolversion": __version__,
    "segtype": "sentence",
    "o-tmf": "synopsis",
    "adminlang": "en",
    "srclang": "*all*",
    "datatype": "plaintext",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(path: Path, units: Iterable[Unit]) -> tuple[int, list[Unit]]:
    """Write `units` whole or not at all (OutputError); how many were written, and those that XML cannot carry."""
    refused: list[Unit] = []
    try:
        # Into a file of Python's: lxml says nothing of a full disk when it writes by name.
        with whole(path) as part, part.open("wb") as file:
            written = _document(file, _units(units, refused))
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{path}: cannot be written ({reason}); free the disk or name another file") from error
    return written, refused


def tmx(stories: Iterable[Paired]) -> Iterator[File | Failure]:
    """One unit a pair; outlet, address, article and sentences stand at its variants, all else at the unit."""
    refused: list[Failure] = []
    file = BytesIO()
    _document(file, _pairs(stories, refused))
    yield from refused
    yield "pairs.tmx", file.getvalue()


def _document(file: BinaryIO, elements: Iterable[etree._Element]) -> int:
    """Write a document of these units as they come; how many they were."""
    written = 0
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("tmx", version="1.4"):
            xml.write(etree.Element("header", HEADER), pretty_print=True)
            with xml.element("body"):
                for element in elements:
                    xml.write(element, pretty_print=True)
                    written += 1
    return written


def _units(units: Iterable[Unit], refused: list[Unit]) -> Iterator[etree._Element]:
    for unit in units:
        try:
            element = _unit(unit)
        except ValueError:  # a control character, which XML 1.0 has no way to write
            refused.append(unit)
        else:
            yield element


def _pairs(stories: Iterable[Paired], refused: list[Failure]) -> Iterator[etree._Element]:
    for pair in chain.from_iterable(story.pairs for story in stories):
        if failure := refusal(pair, NOT_XML, "XML"):
            refused.append(failure)
        else:
            yield _pair(pair)


def _unit(unit: Unit) -> etree._Element:
    element = etree.Element("tu", srclang=unit.lang)
    about = {"signature": unit.signature, "decoding": joined(unit.decoding, unit.remarks), "author": unit.author}
    _about(element, about if unit.score is None else {**about, "score": repr(unit.score)})
    for lang, text in ((unit.lang, unit.source), ("en", unit.english)):
        _variant(element, lang, text, {})
    return element


def _pair(pair: SentencePair) -> etree._Element:
    # TMX calls a unit of several sentences a block
    several = max(len(pair.left.sentences), len(pair.right.sentences)) > 1
    segtype = "block" if several else "sentence"
    element = etree.Element("tu", tuid=f"{pair.story}/{pair.id}", srclang=pair.left.lang, segtype=segtype)
    numbers = {"probability": pair.probability, "score": pair.score, "doubt": pair.doubt}
    about = {"story": pair.story, "kind": pair.kind, "band": pair.band, "signature": pair.signature}
    _about(element, about | {name: repr(number) for name, number in numbers.items() if number is not None})
    for flag in pair.flags:
        _about(element, {"flag": flag})
    for side in (pair.left, pair.right):
        props = {"outlet": side.outlet, "address": side.address, "article": side.article}
        _variant(element, side.lang, side.text, props | {"sentences": " ".join(side.sentences)})
    return element


def _about(element: etree._Element, about: Mapping[str, str]) -> None:
    """What there is to say as <prop>; who takes in a person's translation need not be told so."""
    for name, value in about.items():
        if value and (name, value) != ("signature", HUMAN):
            etree.SubElement(element, "prop", type=f"{OURS}{name}").text = value


def _variant(element: etree._Element, lang: str, text: str, about: Mapping[str, str]) -> None:
    variant = etree.SubElement(element, "tuv", {XML_LANG: lang})
    _about(variant, about)
    etree.SubElement(variant, "seg").text = text
