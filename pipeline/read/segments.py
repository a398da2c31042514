"""Translations to be scored, with their references and sources: line files, TSV, JSONL, TMX, XLIFF, stories of ours."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from pipeline.data import Sentence, Warned
from pipeline.errors import InputError
from pipeline.read.encoding import MARKS, decode
from pipeline.read.results import RESULT, result
from pipeline.read.tmx import elements, lang_of, text_of

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
    """Read a file by its name, as READERS says, or a story's folder; all else is a line file, a segment a line.

    A TSV has a heading, or is id, text. TMX and XLIFF give the side in the `target` language, and the other as source.
    What cannot be read, is empty, repeats an id, or is not of its form, is an InputError.
    """
    read = _story if path.is_dir() else READERS.get(path.suffix.lower(), _lines)
    rows = read(path, target)
    if not rows.rows:
        raise InputError(f"{path}: no segment in it; expected one a line")
    if not rows.keyed:
        return replace(rows, rows=tuple(replace(row, id=str(number)) for number, row in enumerate(rows.rows, 1)))
    twice = [key for key, count in Counter(row.id for row in rows.rows).items() if count > 1]
    if twice:
        raise InputError(f"{path}: the id {twice[0]!r} is there twice; ids must be unique")
    return rows


def _text_lines(path: Path) -> tuple[list[str], bool, tuple[Warned, ...]]:
    """The lines, whether a byte-order mark stood before them, and doubts about how they were read."""
    try:
        data = path.read_bytes()
        decoded = decode(data)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a file of segments") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    lines = decoded.text.removesuffix("\n").split("\n") if decoded.text else []
    marked = any(data.startswith(mark) for mark, _ in MARKS)
    return lines, marked, tuple(Warned(str(path), reason) for reason in decoded.warnings)


def _lines(path: Path, _target: str) -> Rows:
    lines, marked, doubts = _text_lines(path)
    rows = tuple(SegmentRow("", {ONE: line.rstrip()}) for line in lines)
    return Rows(path, rows, keyed=False, marked=marked, warnings=doubts)


def _tsv(path: Path, _target: str) -> Rows:
    lines, marked, doubts = _text_lines(path)
    cells = [line.split("\t") for line in lines]
    # the first line is a heading if it names columns, one of them a text
    heading = cells[0] if cells and any(_meaning(cell) in TEXTS for cell in cells[0]) else []
    # without a heading there are two columns, id and text
    body = cells[1:] if heading else cells
    names = heading or ["id", "text"]
    rows = []
    for number, row in enumerate(body, 2 if heading else 1):
        if len(row) != len(names):
            expected = f"{len(names)} as in the heading" if heading else "2, id and text, since there is no heading"
            raise InputError(f"{path}:{number}: {len(row)} columns; expected {expected}")
        rows.append(_row(zip(names, row, strict=True)))
    return Rows(path, tuple(rows), keyed="id" in map(_meaning, names), marked=marked, warnings=doubts)


def _jsonl(path: Path, _target: str) -> Rows:
    lines, marked, doubts = _text_lines(path)
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
        # one row without an id, and the numbers of lines are the ids
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


def _elements(path: Path, tag: str) -> Iterator[etree._Element]:
    try:
        yield from elements(path, tag)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a file of segments") from error
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}: is not well-formed XML: {error}; export it again") from error


def _tmx(path: Path, target: str) -> Rows:
    rows, keyed = [], True
    for number, unit in enumerate(_elements(path, "tu"), 1):
        texts: dict[str, str] = {}
        for variant in unit.iterfind("{*}tuv"):
            segment = variant.find("{*}seg")
            texts.setdefault(lang_of(variant), "" if segment is None else text_of(segment).rstrip())
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
    for file in _elements(path, "file"):
        document = file.get("original") or file.get("id") or ""
        lang = (file.get("source-language") or file.getroottree().getroot().get("srcLang") or "").lower().split("-")[0]
        for unit in file.iter("{*}trans-unit", "{*}unit"):
            # version 1.2 has no segments: the unit itself holds the texts
            parts = list(unit.iterfind("{*}segment")) or [unit]
            for number, part in enumerate(parts, 1):
                source, target = part.find("{*}source"), part.find("{*}target")
                key = f"{unit.get('id', '')}/{part.get('id') or number}" if len(parts) > 1 else unit.get("id", "")
                text = "" if target is None else text_of(target).rstrip()
                origin = "" if source is None else text_of(source).rstrip()
                rows.append(SegmentRow(key, {ONE: text}, {}, origin, lang, document))
    # ids are unique in a file of an XLIFF, not in all of it
    repeated = len({row.id for row in rows}) < len(rows)
    return Rows(path, tuple(replace(row, id=f"{row.document}#{row.id}") if repeated else row for row in rows), True)


def _story(path: Path, _target: str) -> Rows:
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
            texts, article = {ONE: english[sentence.id].text.rstrip()}, articles[sentence.article]
            about = sentence.text, sentence.lang, article.id, article.outlet, {"kind": sentence.kind}
            rows.append(SegmentRow(sentence.id, texts, {}, *about))
    english_articles = {key for key, article in articles.items() if article.lang == "en"}
    english_sentences = (sentence for sentence in outcome.sentences if sentence.article in english_articles)
    elsewhere = frozenset(sentence.text.rstrip() for sentence in english_sentences)
    signatures = (translation.signature for translation in outcome.translations)
    makers = Counter(signature.removeprefix("mt:").partition("|")[0] for signature in signatures)
    if not rows:
        raise InputError(f"{path / RESULT}: no translated sentence in it; name a story with foreign articles")
    translated = {row.id for row in rows}
    idle = {key: reason for key, reason in map(_idle, outcome.sentences) if reason and key not in translated}
    return Rows(path, tuple(rows), keyed=True, elsewhere=elsewhere, system=makers.most_common(1)[0][0], idle=idle)


def _idle(sentence: Sentence) -> tuple[str, str]:
    """Its id and why it needs no translation, "" where it does."""
    if sentence.lang == "en":
        return sentence.id, "English already"
    return sentence.id, "" if sentence.eligible else "boilerplate"


READERS: Mapping[str, Callable[[Path, str], Rows]] = {  # the end of a file's name, in small letters → what reads it
    ".tsv": _tsv,
    ".jsonl": _jsonl,
    ".tmx": _tmx,
    ".xlf": _xliff,
    ".xliff": _xliff,
}
