"""TMX 1.4b: remembered translations as translation tools exchange them."""

from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from pipeline import __version__
from pipeline.errors import OutputError
from pipeline.export.whole import whole
from pipeline.memory import HUMAN, Unit

HEADER = {
    "creationtool": "synopsis",
    "creationtoolversion": __version__,
    "segtype": "sentence",
    "o-tmf": "synopsis-memory",
    "adminlang": "en",
    "srclang": "*all*",
    "datatype": "plaintext",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(path: Path, units: Iterable[Unit]) -> tuple[int, list[Unit]]:
    """Write `units` to `path`, whole or not at all; how many were written, and those that XML cannot carry.

    Raises:
        OutputError: the file cannot be written.
    """
    written, refused = 0, []
    try:
        with whole(path) as part, etree.xmlfile(str(part), encoding="utf-8") as xml:
            xml.write_declaration()
            with xml.element("tmx", version="1.4"):
                xml.write(etree.Element("header", HEADER), pretty_print=True)
                with xml.element("body"):
                    for unit in units:
                        try:
                            xml.write(_unit(unit), pretty_print=True)
                            written += 1
                        except ValueError:  # a control character, which XML 1.0 has no way to write
                            refused.append(unit)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error}; free the disk or name another file") from error
    return written, refused


def _unit(unit: Unit) -> etree._Element:
    element = etree.Element("tu", srclang=unit.lang)
    props = {"signature": unit.signature, "decoding": unit.decoding, "author": unit.author}
    if unit.score is not None:
        props["score"] = repr(unit.score)
    for name, value in props.items():
        if value and (name, value) != ("signature", HUMAN):
            etree.SubElement(element, "prop", type=f"x-synopsis-{name}").text = value
    for lang, text in ((unit.lang, unit.source), ("en", unit.english)):
        variant = etree.SubElement(element, "tuv", {XML_LANG: lang})
        etree.SubElement(variant, "seg").text = text
    return element
