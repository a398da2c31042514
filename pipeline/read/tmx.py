"""TMX in: translations from other tools, or from a memory of ours. Entities and networks stay untouched."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from pipeline.errors import InputError
from pipeline.language import codes
from pipeline.memory import HUMAN, Unit
from pipeline.memory.remarks import divided

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
INLINE = ("bpt", "ept", "it", "ph", "ut")  # mark-up of the original format, no text of the sentence


def tmx(path: Path, author: str = "", left_out: Counter[str] | None = None) -> Iterator[Unit]:
    """The translation units that have German or French on one side and English on the other, in file order.

    A unit with a signature of ours is the machine's; any other is a person's, by its own author, changeid or
    creationid, else `author`.

    Args:
        left_out: gets the numbers of the other units, by reason.

    Raises:
        InputError: the file cannot be read, is no TMX, or has no such unit.
    """
    any_unit, reasons = False, Counter[str]() if left_out is None else left_out
    try:
        with path.open("rb") as file:
            for _, element in etree.iterparse(
                file, tag=("tu", "{*}tu"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
            ):
                units = list(_units(element, author))
                any_unit = any_unit or bool(units)
                reasons.update([] if units else [_lack(element)])
                yield from units
                element.clear()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error}; name an existing TMX file") from error
    except ValueError as error:
        raise InputError(f"{path}: a score is no number: {error}; mend it or remove its <prop>") from error
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}: is not well-formed XML: {error}; export it as TMX 1.4 again") from error
    if not any_unit:
        raise InputError(
            f"{path}: no translation unit with German or French and English; expected TMX 1.4 with xml:lang"
        )


def _texts(element: etree._Element) -> dict[str, str]:
    texts: dict[str, str] = {}
    for variant in element.iterfind("{*}tuv"):
        lang = (variant.get(XML_LANG) or variant.get("lang") or "").lower().replace("_", "-").split("-")[0]
        segment = variant.find("{*}seg")
        if lang in codes() and segment is not None:
            texts.setdefault(lang, text_of(segment))
    return texts


def _lack(element: etree._Element) -> str:
    """Why there is nothing to take from a unit."""
    texts = _texts(element)
    return "with an empty side" if "en" in texts and len(texts) > 1 else "not of German or French with English"


def _units(element: etree._Element, author: str) -> Iterator[Unit]:
    texts = _texts(element)
    english = texts.pop("en", "")
    props = {prop.get("type", "").removeprefix("x-synopsis-"): prop.text or "" for prop in element.iterfind("{*}prop")}
    who = props.get("author") or element.get("changeid") or element.get("creationid") or author
    signature = props.get("signature", HUMAN)
    for lang, source in texts.items():
        if source.strip() and english.strip():
            score = float(props["score"]) if "score" in props else None
            decoding, remarks = divided(props.get("decoding", ""))
            yield Unit(
                lang,
                source,
                english,
                signature,
                score,
                decoding,
                who if signature == HUMAN else "",
                remarks,
            )


def text_of(segment: etree._Element) -> str:
    """The text of a <seg> without its inline mark-up; <hi> holds text."""
    parts = [segment.text or ""]
    for child in segment:
        if isinstance(child, etree._Entity):
            parts.append(child.text or "")  # as it is written, &name;
        elif isinstance(child.tag, str) and etree.QName(child).localname not in INLINE:
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)
