"""Translations to be scored, with their references and sources: line files, TSV, JSONL, TMX, XLIFF, stories of ours."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from pipeline.data import Sentence, Warned
from pipeline.errors import InputError
from pipeline.read.encoding import MARKS, decode
from pipeline.read.results import RESULT, result
from pipeline.read.tmx import XML_LANG, text_of

ONE = ""  # the name of a text that its file does not name
FIELDS = {  # what a column or key is called → what it is
    "id": "id", "segment": "id", "sentence": "id",
    "source": "source", "src": "source",
    "text": "text", "translation": "text", "target": "text", "english": "text",
    "hypothesis": "hypothesis", "hypotheses": "hypothesis", "hyp": "hypothesis", "mt": "hypothesis",
    "reference": "reference", "references": "reference", "ref": "reference",
    "lang": "lang", "language": "lang",
    "document": "document", "doc": "document", "docid": "document",
    "outlet": "outlet",
}  # fmt: skip
TEXTS = ("source", "text", "hypothesis", "reference")


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One segment of a file. `texts` and `references` by name, ONE where the file gives none; ends stripped.

    `id` is the line's number, from 1, unless every segment of the file has an id of its own.
    """

    id: str
    texts: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    lang: str = ""
    document: str = ""
    outlet: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file holds, in its order.

    `keyed`: its ids are its own, not line numbers. `marked`: it begins with a byte-order mark, which is taken away.
    `elsewhere`: English texts of other articles of the story, so that coverage is not taken for a reference. `system`:
    what made the texts, if the file says so. `idle`: ids of the story's sentences that need no translation → why.
    """

    path: Path
    rows: tuple[SegmentRow, ...]
    keyed: bool
    marked: bool = False
    elsewhere: frozenset[str] = frozenset()
    system: str = ""
    idle: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()


def segments(path: Path, target: str = "en") -> Rows:
    """Read a file by its name, or a story's folder; anything unknown is a line file, a segment a line.

    A TSV has a heading, or is id, text. TMX and XLIFF give the side in the `target` language, and the other as source.

    Raises:
        InputError: it cannot be read, is empty, repeats an id, or is not of its form.
    """
    readers = {".tsv": _tsv, ".jsonl": _jsonl, ".tmx": _tmx, ".xlf": _xliff, ".xliff": _xliff}
    read = _story if path.is_dir() else readers.get(path.suffix.lower(), _lines)
    found = read(path, target)
    if not found.rows:
        raise InputError(f"{path}: no segment in it; expected one a line")
    if not found.keyed:
        return replace(found, rows=tuple(replace(row, id=str(number)) for number, row in enumerate(found.rows, 1)))
    twice = [key for key, count in Counter(row.id for row in found.rows).items() if count > 1]
    if twice:
        raise InputError(f"{path}: the id {twice[0]!r} is there twice; ids must be unique")
    return found


def _decoded(path: Path) -> tuple[list[str], bool, tuple[Warned, ...]]:
    """The lines, whether a byte-order mark stood before them, and doubts about how they were read."""
    try:
        data = path.read_bytes()
        found = decode(data)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a file of segments") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    lines = found.text.removesuffix("\n").split("\n") if found.text else []
    marked = any(data.startswith(mark) for mark, _ in MARKS)
    return lines, marked, tuple(Warned(str(path), reason) for reason in found.warnings)


def _lines(path: Path, _target: str) -> Rows:
    lines, marked, doubts = _decoded(path)
    return Rows(
        path, tuple(SegmentRow("", {ONE: line.rstrip()}) for line in lines), keyed=False, marked=marked, warnings=doubts
    )


def _tsv(path: Path, _target: str) -> Rows:
    lines, marked, doubts = _decoded(path)
    cells = [line.split("\t") for line in lines]
    heading = _heading(cells[0]) if cells else []
    body = cells[1:] if heading else cells
    names = heading or ["id", "text"]
    rows = []
    for number, row in enumerate(body, 2 if heading else 1):
        if len(row) != len(names):
            wanted = f"{len(names)} as in the heading" if heading else "2, id and text, since there is no heading"
            raise InputError(f"{path}:{number}: {len(row)} columns; expected {wanted}")
        rows.append(_row(zip(names, row, strict=True)))
    return Rows(path, tuple(rows), keyed="id" in map(_meaning, names), marked=marked, warnings=doubts)


def _heading(cells: Sequence[str]) -> list[str]:
    """The first line's cells if they name columns, one of them a text."""
    return list(cells) if any(_meaning(cell) in TEXTS for cell in cells) else []


def _jsonl(path: Path, _target: str) -> Rows:
    lines, marked, doubts = _decoded(path)
    rows, keyed = [], True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}:{number}: not JSON ({error}); expected an object a line") from error
        if not isinstance(record, dict):
            raise InputError(f'{path}:{number}: {line[:40]!r} is no object; expected {{"id": …, "text": …}}')
        keyed &= any(_meaning(key) == "id" for key in record)
        rows.append(_row(_flat(record, f"{path}:{number}")))
    return Rows(path, tuple(rows), keyed=keyed, marked=marked, warnings=doubts)


def _flat(record: Mapping[str, object], where: str) -> Iterator[tuple[str, str]]:
    """A record as a row of a table: {"hypotheses": {"a": …}} as hypothesis:a, {"references": […]} numbered."""
    for key, value in record.items():
        if isinstance(value, dict) and _meaning(key) in TEXTS:
            yield from ((f"{key}:{name}", text) for name, text in value.items() if isinstance(text, str))
        elif isinstance(value, list) and _meaning(key) in TEXTS:
            yield from ((f"{key}:{n}", text) for n, text in enumerate(value, 1) if isinstance(text, str))
        elif _meaning(key) in TEXTS and not isinstance(value, str):
            raise InputError(f"{where}: {key!r} is {json.dumps(value)[:40]}; expected text")
        else:
            yield key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _meaning(name: str) -> str:
    """What a column is, "" if that is not known: `reference:b` is a reference, `Source: Reuters` is text."""
    kind, _, which = name.partition(":")
    return "" if which[:1].isspace() else FIELDS.get(kind.strip().casefold(), "")


def _row(cells: Iterable[tuple[str, str]]) -> SegmentRow:
    held: dict[str, str] = {}
    named: dict[str, dict[str, str]] = {"text": {}, "hypothesis": {}, "reference": {}}
    metadata = {}
    for name, value in cells:
        meaning = _meaning(name)
        if meaning in named:
            named[meaning][name.partition(":")[2]] = value.rstrip()
        elif meaning:
            held[meaning] = value.rstrip()
        else:
            metadata[name] = value
    source, lang, document, outlet = (held.get(one, "") for one in ("source", "lang", "document", "outlet"))
    texts = named["hypothesis"] or named["text"]
    return SegmentRow(held.get("id", ""), texts, named["reference"], source, lang, document, outlet, metadata)


def _elements(path: Path, tag: str) -> Iterator[etree._Element]:
    try:
        with path.open("rb") as file:
            for _, element in etree.iterparse(
                file, tag=(tag, f"{{*}}{tag}"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
            ):
                yield element
                element.clear()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a file of segments") from error
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}: is not well-formed XML: {error}; export it again") from error


def _tmx(path: Path, target: str) -> Rows:
    rows, keyed = [], True
    for number, unit in enumerate(_elements(path, "tu"), 1):
        texts: dict[str, str] = {}
        for variant in unit.iterfind("{*}tuv"):
            lang = (variant.get(XML_LANG) or variant.get("lang") or "").lower().replace("_", "-").split("-")[0]
            segment = variant.find("{*}seg")
            texts.setdefault(lang, "" if segment is None else text_of(segment).rstrip())
        if target not in texts:
            raise InputError(f"{path}: unit {number} has no {target!r}; it has {', '.join(texts) or 'nothing'}")
        lang, source = next(((code, text) for code, text in texts.items() if code != target), ("", ""))
        props = {prop.get("type", ""): prop.text or "" for prop in unit.iterfind("{*}prop")}
        keyed &= unit.get("tuid") is not None
        rows.append(SegmentRow(unit.get("tuid", ""), {ONE: texts[target]}, {}, source, lang, metadata=props))
    return Rows(path, tuple(rows), keyed=keyed)


def _xliff(path: Path, _target: str) -> Rows:
    """XLIFF 1.2 (trans-unit) and 2 (unit, segment)."""
    rows: list[SegmentRow] = []
    for held in _elements(path, "file"):
        document = held.get("original") or held.get("id") or ""
        lang = (held.get("source-language") or held.getroottree().getroot().get("srcLang") or "").lower().split("-")[0]
        for unit in held.iter("{*}trans-unit", "{*}unit"):
            parts = list(unit.iterfind("{*}segment")) or [unit]
            for number, part in enumerate(parts, 1):
                source, target = part.find("{*}source"), part.find("{*}target")
                key = f"{unit.get('id', '')}/{part.get('id') or number}" if len(parts) > 1 else unit.get("id", "")
                text = "" if target is None else text_of(target).rstrip()
                origin = "" if source is None else text_of(source).rstrip()
                rows.append(SegmentRow(key, {ONE: text}, {}, origin, lang, document))
    repeated = len({row.id for row in rows}) < len(rows)
    return Rows(path, tuple(replace(row, id=f"{row.document}#{row.id}") if repeated else row for row in rows), True)


def _story(path: Path, _target: str) -> Rows:
    """The foreign sentences of a story that a run wrote, by sentence id."""
    if not (path / RESULT).exists():
        raise InputError(
            f"{path}: a folder without {RESULT}; name a story's folder that `synopsis run` wrote, or a file"
        )
    found = result(path)
    articles = {article.id: article for article in found.story.articles}
    made = {translation.sentence: translation for translation in found.translations}
    rows = [
        SegmentRow(
            sentence.id,
            {ONE: made[sentence.id].text.rstrip()},
            {},
            sentence.text,
            sentence.lang,
            sentence.article,
            articles[sentence.article].outlet,
            {"kind": sentence.kind},
        )
        for sentence in found.sentences
        if sentence.id in made and sentence.lang != "en"
    ]
    elsewhere = frozenset(one.text.rstrip() for one in found.sentences if articles[one.article].lang == "en")
    makers = Counter(one.signature.removeprefix("mt:").partition("|")[0] for one in found.translations)
    if not rows:
        raise InputError(f"{path / RESULT}: no translated sentence in it; name a story with foreign articles")
    taken = {row.id for row in rows}
    idle = {one.id: why for one in found.sentences if one.id not in taken and (why := _idle(one))}
    return Rows(path, tuple(rows), keyed=True, elsewhere=elsewhere, system=makers.most_common(1)[0][0], idle=idle)


def _idle(sentence: Sentence) -> str:
    """Why it needs no translation, "" where it does."""
    if sentence.lang == "en":
        return "English already"
    return "" if sentence.eligible else "boilerplate"
