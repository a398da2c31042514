"""TMX in: translations from other tools, or from a memory of ours. Entities and networks stay untouched."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree

from pipeline.errors import InputError
from pipeline.language import codes, languages
from pipeline.memory import HUMAN, Unit
from pipeline.memory.remarks import OURS, divided

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LAYOUT = re.compile(r"[ \t]*\n\s*")  # what a tool that indents puts into a text
LINE_BREAK = re.compile(r"\blb\b|<br\b", re.IGNORECASE)  # its type, or what stands for it
INLINE = ("bpt", "ept", "it", "ph", "ut")  # mark-up of the original format, no text of the sentence


def tmx(path: Path, author: str = "", left_out: Counter[str] | None = None) -> Iterator[Unit]:
    """The translation units that have German or French on one side and English on the other, in file order.

    A unit with a signature of ours is the machine's; any other is a person's, by its own author, changeid or
    creationid, else `author`. What other tools note as <prop> says nothing here. `left_out` gets the numbers of the
    other units, by reason. A file that cannot be read, is no TMX, or has no such unit, is an InputError.
    """
    any_unit, reasons = False, Counter[str]() if left_out is None else left_out
    for element in elements(path, "tu", "name an existing TMX file"):
        texts = _texts(element)
        has_sides = "en" in texts and len(texts) > 1
        units = list(_units(element, texts, author))
        any_unit = any_unit or bool(units)
        if not units:
            reasons["with an empty side" if has_sides else "not of German or French with English"] += 1
        yield from units
    if not any_unit:
        lack = "no translation unit with German or French and English"
        raise InputError(f"{path}: {lack}; expected TMX 1.4 with xml:lang")


def elements(path: Path, tag: str, fix: str) -> Iterator[etree._Element]:
    """Each element of this name as it ends, emptied afterwards; no entity is resolved and nothing fetched.

    A file that cannot be read, with what to do, or is no XML is an InputError.
    """
    try:
        with path.open("rb") as file:
            for _, element in etree.iterparse(
                file, tag=(tag, f"{{*}}{tag}"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
            ):
                yield element
                element.clear()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); {fix}") from error
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}: is not well-formed XML: {error}; export it again") from error


def lang_of(variant: etree._Element) -> str:
    """The language of a <tuv> without its region, "" where it names none; of two letters if it is known here."""
    return code_of(variant.get(XML_LANG) or variant.get("lang") or "")


def code_of(written: str) -> str:
    """A language's code without its region, of two letters if it is known here: `de` of `deu` and `de-AT`."""
    code = re.split("[-_]", written.lower())[0]
    return next((record.code for record in languages() if code in record.codes3), code)


def _texts(element: etree._Element) -> dict[str, str]:
    texts: dict[str, str] = {}
    for variant in element.iterfind("{*}tuv"):
        lang, segment = lang_of(variant), variant.find("{*}seg")
        if lang in codes() and segment is not None:
            text = text_of(segment)
            # a text on one line is left as it is: no tool has indented it
            texts.setdefault(lang, LAYOUT.sub(" ", text).strip(" \t") if "\n" in text else text)
    return texts


def _units(element: etree._Element, texts: dict[str, str], author: str) -> Iterator[Unit]:
    english = texts.pop("en", "")
    ours = (prop for prop in element.iterfind("{*}prop") if prop.get("type", "").startswith(OURS))
    props = {prop.get("type", "").removeprefix(OURS): prop.text or "" for prop in ours}
    # some tools say it of the unit, others of its English
    holders = [element, *(variant for variant in element.iterfind("{*}tuv") if lang_of(variant) == "en")]
    who = props.get("author") or _attribute(holders, "changeid", "creationid") or author
    signature = props.get("signature", HUMAN)
    changed = _attribute(holders, "changedate", "creationdate")
    for lang, source in texts.items():
        if source.strip() and english.strip():
            decoding, remarks = divided(props.get("decoding", ""))
            person = who if signature == HUMAN else ""
            yield Unit(lang, source, english, signature, _score(props), decoding, person, remarks, changed)


def _attribute(elements: Sequence[etree._Element], *names: str) -> str:
    """The first of these attributes that any of the elements has, the elements in their order; "" where none has."""
    return next((text for element in elements for name in names if (text := element.get(name))), "")


def _score(props: Mapping[str, str]) -> float | None:
    """A machine's score; one that somebody spoilt is worth less than the translation."""
    try:
        return float(props["score"])
    except (KeyError, ValueError):
        return None


def text_of(segment: etree._Element | None) -> str:
    """The text of a <seg>, if there is one, without its inline mark-up; <hi> holds text."""
    if segment is None:
        return ""
    parts = [segment.text or ""]
    for child in segment:
        if isinstance(child, etree._Entity):
            parts.append(child.text or "")  # as it is written, &name;
        elif isinstance(child.tag, str) and etree.QName(child).localname not in INLINE:
            parts.append(text_of(child))
        elif LINE_BREAK.search(f"{child.get('type')} {child.text}"):
            parts.append(" ")
        parts.append(child.tail or "")
    return "".join(parts)
