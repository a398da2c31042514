"""TMX in: translations from other tools, or from a memory of ours. Entities and networks stay untouched."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from lxml import etree

from pipeline.data import LANGS, Lang
from pipeline.errors import InputError
from pipeline.memory import HUMAN, Unit

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
INLINE = ("bpt", "ept", "it", "ph", "ut")  # mark-up of the original format, no text of the sentence


def tmx(path: Path, author: str = "") -> Iterator[Unit]:
    """The translation units that have German or French on one side and English on the other, in file order.

    A unit with a signature of ours is the machine's; any other is a person's, by its own author, changeid or
    creationid, else `author`.

    Raises:
        InputError: the file cannot be read, is no TMX, or has no such unit.
    """
    found = False
    try:
        with path.open("rb") as file:
            for _, element in etree.iterparse(
                file, tag=("tu", "{*}tu"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
            ):
                for unit in _units(element, author):
                    found = True
                    yield unit
                element.clear()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error}; name an existing TMX file") from error
    except ValueError as error:
        raise InputError(f"{path}: a score is no number: {error}; mend it or remove its <prop>") from error
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}: is not well-formed XML: {error}; export it as TMX 1.4 again") from error
    if not found:
        raise InputError(
            f"{path}: no translation unit with German or French and English; expected TMX 1.4 with xml:lang"
        )


def _units(element: etree._Element, author: str) -> Iterator[Unit]:
    texts: dict[str, str] = {}
    for variant in element.iterfind("{*}tuv"):
        lang = (variant.get(XML_LANG) or variant.get("lang") or "").lower().replace("_", "-").split("-")[0]
        segment = variant.find("{*}seg")
        if lang in LANGS and segment is not None:
            texts.setdefault(lang, text_of(segment))
    english = texts.pop("en", "")
    props = {prop.get("type", "").removeprefix("x-synopsis-"): prop.text or "" for prop in element.iterfind("{*}prop")}
    who = props.get("author") or element.get("changeid") or element.get("creationid") or author
    signature = props.get("signature", HUMAN)
    for lang, source in texts.items():
        if source.strip() and english.strip():
            score = float(props["score"]) if "score" in props else None
            yield Unit(
                cast("Lang", lang),
                source,
                english,
                signature,
                score,
                props.get("decoding", ""),
                who if signature == HUMAN else "",
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
