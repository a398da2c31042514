"""Translations to be scored, with their references and sources: line files, TSV, JSONL, TMX, XLIFF, stories of ours."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.data import Warned
from pipeline.errors import InputError
from pipeline.read.encoding import lines
from pipeline.read.results import RESULT, result
from pipeline.read.tmx import elements, lang_of, text_of

FIX = "name a file of segments"
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
QUOTED = re.compile(r'"((?:[^"]|"")*)"')
KNOWN = f"known are {', '.join(name for name, meaning in FIELDS.items() if meaning in TEXTS)}"


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One segment of a file. `texts` and `references` by name, ONE where the file gives none; ends stripped."""

    id: str  # the line's number, from 1, unless every segment of the file has an id of its own
    texts: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    lang: str = ""
    document: str = ""
    outlet: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    signals: Mapping[str, float] = field(default_factory=dict)  # what came with a translation: the model's own score


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file holds, in its order."""

    path: Path
    rows: tuple[SegmentRow, ...]
    keyed: bool  # its ids are its own, not line numbers
    marked: bool = False  # it begins with a byte-order mark, which is taken away
    elsewhere: frozenset[str] = frozenset()  # English of the story's other articles: their coverage is no reference
    system: str = ""  # what made the texts, if the file says so
    idle: Mapping[str, str] = field(default_factory=dict)  # the story's sentences (ids) that need no translation → why
    warnings: tuple[Warned, ...] = ()
    torn: tuple[int, ...] = ()  # lines that end with a carriage return alone, as if by mistake


def segments(path: Path, target: str = "en") -> Rows:
    """Read a file by its name, as READERS says, or a story's folder; all else is a line file, a segment a line.

    A TSV has a heading, or is id, text. TMX and XLIFF give the side in the `target` language, and the other as source.
    What cannot be read, is empty, repeats an id, or is not of its form, is an InputError.
    """
    kind = path.suffix.lower()
    if kind in REFUSED and not path.is_dir():
        fix = f"export it as TSV, CSV, JSONL, TMX or XLIFF, or as lines ({', '.join(READERS)} or any other name)"
        raise InputError(f"{path}: {REFUSED[kind]} is not read here; {fix}")
    rows = _rows(path, kind, target)
    if not rows.rows:
        raise InputError(f"{path}: no segment in it; expected one a line")
    if not rows.keyed:
        return replace(rows, rows=tuple(replace(row, id=str(number)) for number, row in enumerate(rows.rows, 1)))
    twice = [key for key, count in Counter(row.id for row in rows.rows).items() if count > 1]
    if twice:
        raise InputError(f"{path}: the id {twice[0]!r} is there twice; ids must be unique")
    return rows


def _rows(path: Path, kind: str, target: str) -> Rows:
    if path.is_dir():
        return _story(path)
    if kind in MARKED_UP:
        return MARKED_UP[kind](path, target)
    read = lines(path, fix=FIX)
    return replace(TEXTS_BY_LINE.get(kind, _plain)(path, read.lines), marked=read.marked, warnings=read.warnings)


def _plain(path: Path, rows: Sequence[str]) -> Rows:
    if rows and rows[0].startswith("<?xml"):
        raise InputError(f"{path}: begins as XML, whose mark-up would be scored; call it .tmx or .xliff if it is that")
    segment_rows = tuple(SegmentRow("", {ONE: line.rstrip()}) for line in rows)
    data = path.read_bytes()
    ends = re.findall(rb"\r\n|\r|\n", data) if b"\r" in data else []
    # of a Mac's old file all lines end so
    torn = [number for number, end in enumerate(ends, 1) if end == b"\r"] if set(ends) != {b"\r"} else []
    return Rows(path, segment_rows, keyed=False, torn=tuple(torn))


def _csv(path: Path, rows: Sequence[str]) -> Rows:
    """A cell in quotation marks may hold commas and line breaks; a sheet of German settings has semicolons."""
    heading = rows[0] if rows else ""
    sign = max(",;\t", key=heading.count)
    reader = csv.reader((f"{line}\n" for line in rows), delimiter=sign, strict=True)
    cells: list[tuple[int, list[str]]] = []
    try:
        cells += [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        fix = "close the quotation mark, or double those inside a cell"
        raise InputError(f"{path}:{reader.line_num}: not CSV ({error}); {fix}") from error
    return _table(path, cells)


def _tsv(path: Path, rows: Sequence[str]) -> Rows:
    return _table(path, [(number, list(map(_cell_text, row.split("\t")))) for number, row in enumerate(rows, 1)])


def _cell_text(cell: str) -> str:
    """What a cell says, without what `tsv_line` puts around one with quotation marks in it; citations keep theirs."""
    quoted = QUOTED.fullmatch(cell)
    return quoted[1].replace('""', '"') if quoted and '""' in quoted[1] else cell


def _table(path: Path, cells: Sequence[tuple[int, list[str]]]) -> Rows:
    """Rows of cells, each with its line; the first is a heading if it names columns, one of them a text."""
    first = cells[0][1] if cells else []
    heading = first if any(_meaning(cell) in TEXTS for cell in first) else []
    # without a heading there are two columns, id and text
    names = heading or ["id", "text"]
    rows = []
    for number, row in cells[1:] if heading else cells:
        if len(row) != len(names):
            expected = f"{len(names)} as in the heading" if heading else "2, id and text, since there is no heading"
            raise InputError(f"{path}:{number}: {len(row)} columns; expected {expected}")
        rows.append(_row(zip(names, row, strict=True)))
    return Rows(path, tuple(rows), keyed="id" in map(_meaning, names))


def _jsonl(path: Path, rows: Sequence[str]) -> Rows:
    places = [(f"{path}:{number}", line) for number, line in enumerate(rows, 1) if line.strip()]
    return _objects(path, [(where, _json_value(line, where, "an object a line")) for where, line in places])


def _json(path: Path, rows: Sequence[str]) -> Rows:
    """One list of objects, or of texts."""
    whole = _json_value("\n".join(rows), str(path), "a list of objects")
    if not isinstance(whole, list):
        raise InputError(f'{path}: no list; expected [{{"id": …, "text": …}}, …], or an object a line in a .jsonl')
    records = [({"text": item} if isinstance(item, str) else item) for item in whole]
    return _objects(path, [(f"{path}: item {number}", record) for number, record in enumerate(records, 1)])


def _json_value(text: str, where: str, expected: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise InputError(f"{where}: not JSON ({error}); expected {expected}") from error


def _objects(path: Path, records: Iterable[tuple[str, object]]) -> Rows:
    rows, keyed = [], True
    for where, record in records:
        if not isinstance(record, dict):
            raise InputError(f'{where}: {json.dumps(record)[:40]} is no object; expected {{"id": …, "text": …}}')
        # one row without an id, and the numbers of lines are the ids
        keyed &= any(_meaning(key) == "id" for key in record)
        cells = list(_flat(record, where))
        if not any(_meaning(name) in TEXTS for name, _ in cells):
            raise InputError(f"{where}: no key for text among {', '.join(record) or 'none'}; {KNOWN}")
        rows.append(_row(cells))
    return Rows(path, tuple(rows), keyed=keyed)


def _flat(record: Mapping[str, object], where: str) -> Iterator[tuple[str, str]]:
    """A record as a row of a table: {"hypotheses": {"a": …}} as hypothesis:a, {"references": […]} numbered."""
    for key, value in record.items():
        if isinstance(value, str) or _meaning(key) not in TEXTS:
            yield key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        elif isinstance(value, dict | list):
            named = value.items() if isinstance(value, dict) else enumerate(value, 1)
            yield from ((f"{key}:{name}", text) for name, text in named if isinstance(text, str))
        else:
            raise InputError(f"{where}: {key!r} is {json.dumps(value)[:40]}; expected text")


def _meaning(name: str) -> str:
    """What a column is, "" if that is not known: `reference:b` is a reference, `Source: Reuters` is text."""
    kind, _, which = name.partition(":")
    return "" if which[:1].isspace() else FIELDS.get(kind.strip().casefold(), "")


def _row(cells: Iterable[tuple[str, str]]) -> SegmentRow:
    fields: dict[str, str] = {}
    texts_by_name: dict[str, dict[str, str]] = {"text": {}, "hypothesis": {}, "reference": {}}
    metadata = {}
    for name, value in cells:
        meaning = _meaning(name)
        if meaning in texts_by_name:
            texts_by_name[meaning][name.partition(":")[2]] = value.rstrip()
        elif meaning:
            fields[meaning] = value.rstrip()
        else:
            metadata[name] = value
    source, lang, document, outlet = (fields.get(key, "") for key in ("source", "lang", "document", "outlet"))
    # a column called hypothesis is meant; one called text may be
    texts = texts_by_name["hypothesis"] or texts_by_name["text"]
    return SegmentRow(fields.get("id", ""), texts, texts_by_name["reference"], source, lang, document, outlet, metadata)


def _tmx(path: Path, target: str) -> Rows:
    rows, keyed = [], True
    for number, unit in enumerate(elements(path, "tu", FIX), 1):
        texts: dict[str, str] = {}
        for variant in unit.iterfind("{*}tuv"):
            texts.setdefault(lang_of(variant), text_of(variant.find("{*}seg")).rstrip())
        if target not in texts:
            raise InputError(f"{path}: unit {number} has no {target!r}; it has {', '.join(texts) or 'nothing'}")
        # two languages are the usual case; of more the first is the source
        lang, source = next(((code, text) for code, text in texts.items() if code != target), ("", ""))
        props = {prop.get("type", ""): prop.text or "" for prop in unit.iterfind("{*}prop")}
        keyed &= unit.get("tuid") is not None
        rows.append(SegmentRow(unit.get("tuid", ""), {ONE: texts[target]}, {}, source, lang, metadata=props))
    return Rows(path, tuple(rows), keyed=keyed)


def _xliff(path: Path, _target: str) -> Rows:
    """XLIFF 1.2 (trans-unit) and 2 (unit, segment)."""
    rows: list[SegmentRow] = []
    for file in elements(path, "file", FIX):
        document = file.get("original") or file.get("id") or ""
        lang = (file.get("source-language") or file.getroottree().getroot().get("srcLang") or "").lower().split("-")[0]
        for unit in file.iter("{*}trans-unit", "{*}unit"):
            # version 1.2 has no segments: the unit itself holds the texts
            parts = list(unit.iterfind("{*}segment")) or [unit]
            for number, part in enumerate(parts, 1):
                source, text = (text_of(part.find(f"{{*}}{side}")).rstrip() for side in ("source", "target"))
                key = f"{unit.get('id', '')}/{part.get('id') or number}" if len(parts) > 1 else unit.get("id", "")
                rows.append(SegmentRow(key, {ONE: text}, {}, source, lang, document))
    # ids are unique in a file of an XLIFF, not in all of it
    repeated = len({row.id for row in rows}) < len(rows)
    return Rows(path, tuple(replace(row, id=f"{row.document}#{row.id}") if repeated else row for row in rows), True)


def _story(path: Path) -> Rows:
    """The foreign sentences of a story that a run wrote, by sentence id."""
    if not (path / RESULT).exists():
        fix = "name a story's folder that `synopsis run` wrote, or a file"
        raise InputError(f"{path}: a folder without {RESULT}; {fix}")
    outcome = result(path)
    articles = {article.id: article for article in outcome.story.articles}
    english = {translation.sentence: translation for translation in outcome.translations}
    rows = []
    for sentence in outcome.sentences:
        if sentence.id in english and sentence.lang != "en":
            translation, article = english[sentence.id], articles[sentence.article]
            texts = {ONE: translation.text.rstrip()}
            known = {"score": translation.score, "doubt": translation.doubt}
            signals = {name: value for name, value in known.items() if value is not None}
            about = sentence.text, sentence.lang, article.id, article.outlet, {"kind": sentence.kind}, signals
            rows.append(SegmentRow(sentence.id, texts, {}, *about))
    others = (sentence for sentence in outcome.sentences if articles[sentence.article].lang == "en")
    elsewhere = frozenset(sentence.text.rstrip() for sentence in others)
    signatures = (translation.signature for translation in outcome.translations)
    makers = Counter(signature.removeprefix("mt:").partition("|")[0] for signature in signatures)
    if not rows:
        raise InputError(f"{path / RESULT}: no translated sentence in it; name a story with foreign articles")
    translated = {row.id for row in rows}
    idle = {}
    for sentence in outcome.sentences:
        if sentence.id not in translated and (sentence.lang == "en" or not sentence.eligible):
            idle[sentence.id] = "English already" if sentence.lang == "en" else "boilerplate"
    return Rows(path, tuple(rows), keyed=True, elsewhere=elsewhere, system=makers.most_common(1)[0][0], idle=idle)


# the end of a file's name, in small letters → what reads its lines, or its mark-up
TEXTS_BY_LINE: Mapping[str, Callable[[Path, Sequence[str]], Rows]] = {
    ".tsv": _tsv,
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".json": _json,
}
MARKED_UP: Mapping[str, Callable[[Path, str], Rows]] = {
    ".tmx": _tmx,
    **dict.fromkeys((".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"), _xliff),
}
READERS = (*TEXTS_BY_LINE, *MARKED_UP)
REFUSED: Mapping[str, str] = {  # the end of a file's name → what it is; read as lines, its mark-up would be scored
    ".po": "a gettext catalogue",
    ".pot": "a gettext template",
    **dict.fromkeys((".sgm", ".sgml"), "SGML of WMT"),
    ".xml": "XML",
    **dict.fromkeys((".html", ".htm"), "a web page"),
    **dict.fromkeys((".xlsx", ".ods"), "a workbook"),
    ".docx": "a document of a word processor",
    ".tbx": "a termbase",
    **dict.fromkeys((".yaml", ".yml"), "YAML"),
}
