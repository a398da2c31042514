"""Files for other tools: each is opened by a program that is not ours, and says what the results say."""

import csv
import io
import json
import re
import zipfile
from ast import literal_eval
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pyarrow
import pytest
from exporting import HERE, MT, PAIRED, SOURCES, alone, linked, made, quick, told, unfit
from hypothesis import example, given, settings
from lxml import etree
from pyarrow import parquet

from pipeline import read
from pipeline.data import Result
from pipeline.errors import ConfigError
from pipeline.export import formats, tables
from pipeline.export.html import html
from pipeline.export.pairs import NOT_XML, Paired, one_line, paired, refused
from pipeline.registry import attribute

# The pairs


def test_coverage_is_what_english_articles_say_of_the_same() -> None:
    bare = told([("de", ["Eins.", "Zwei."]), ("fr", ["Un."]), ("en", ["One.", "Two."]), ("en", ["1."])], ["E1", "E2"])
    links = ("0.de", (0, 1), "2.en", (0,)), ("0.de", (0,), "1.fr", (0,)), ("2.en", (0,), "3.en", (0,))
    same = linked(bare, *links, ("3.en", (0,), "1.fr", (0,)))
    same = linked(same, ("0.de", (1,), "2.en", (1,)), kind="partly same")
    (one, turned) = paired(same, "coverage").pairs
    assert (one.left.article, one.left.lang, one.left.text) == ("0.de", "de", "Eins. Zwei.")
    assert one.left.sentences == ("0.de:000000:0", "0.de:000001:0")
    assert (one.right.article, one.right.lang, one.right.text) == ("2.en", "en", "One.")
    assert (one.story, one.kind, one.probability, one.band, one.score) == ("a/story", "same", 0.9877, "strong", None)
    assert (one.flags, one.signature) == (("name differs",), "align:x")
    assert (turned.left.text, turned.right.text) == ("Un.", "1.")


def test_a_pair_has_a_foreign_original_and_english() -> None:
    result = linked(
        told([("de", ["Eins.", "So be it."]), ("en", ["One.", "Zwei."])], ["E"]), ("0.de", (1,), "1.en", (0,))
    )
    result = linked(result, ("0.de", (0, 1), "1.en", (0,)), ("0.de", (0,), "1.en", (1,)))
    quoted = {1: "en", 3: "de"}
    sentences = tuple(replace(one, lang=quoted.get(n, one.lang)) for n, one in enumerate(result.sentences))
    (pair,) = paired(replace(result, sentences=sentences), "coverage").pairs
    assert (pair.left.lang, pair.left.text, pair.right.text) == ("de", "Eins. So be it.", "One.")


def test_a_translation_is_no_outlets_words() -> None:
    result = told(
        [("de", ["Eins.", "Bild: dpa", "Yes."]), ("en", ["One."])],
        ["E1", "E2", "Yes."],
        "Abendblatt",
        "https://a.example",
    )
    kinds = {1: {"kind": "boilerplate"}, 2: {"lang": "en"}}
    sentences = tuple(replace(one, **kinds.get(n, {})) for n, one in enumerate(result.sentences))
    one, two = paired(replace(result, sentences=sentences), "translation").pairs
    assert (one.id, one.left.text, one.right.text) == ("0.de:000000:0", "Eins.", "E1")
    assert (one.left.outlet, one.left.address) == ("Abendblatt", "https://a.example")
    assert (one.right.outlet, one.right.address, one.right.lang) == ("", "", "en")
    assert (one.kind, one.probability, one.band, one.score, one.signature) == ("translation", None, "", -0.5, MT)
    assert two.flags == ("name differs", "boilerplate")


def test_no_field_slips_through() -> None:
    story = paired(told([("de", ["Eins."])], ["E"]), "translation")
    (pair,) = story.pairs
    odd = {"story": "\x07", "id": "\x07", "signature": "\x07", "flags": ("fine", "\x07")}
    sides = {"article": "\x07", "outlet": "\x07", "address": "\x07", "text": "\x07", "sentences": ("fine", "\x07")}
    spoilt = [replace(pair, **{key: value}) for key, value in odd.items()]
    spoilt += [replace(pair, left=replace(pair.left, **{key: value})) for key, value in sides.items()]
    spoilt += [replace(pair, right=replace(pair.right, **{key: value})) for key, value in sides.items()]
    assert refused(pair, NOT_XML, "XML") is None
    for one in spoilt:
        failure = refused(one, NOT_XML, "XML")
        assert failure
        assert failure.reason == "left out: it holds U+0007, which XML cannot carry; JSONL and Parquet can"


# Tables


@quick
@given(PAIRED, PAIRED)
def test_json_lines_are_the_pairs(one: Paired, two: Paired) -> None:
    content = alone("jsonl", one, two).decode()
    pairs = [*one.pairs, *two.pairs]
    assert len(content.splitlines()) == len(pairs)
    assert [json.loads(line) for line in content.splitlines()] == json.loads(
        json.dumps([asdict(pair) for pair in pairs])
    )


@quick
@given(PAIRED)
def test_tsv_gives_every_text_back(story: Paired) -> None:
    content = alone("tsv-raw", story).decode()
    assert content.startswith("\t".join(tables.COLUMNS) + "\n")
    rows = list(csv.DictReader(io.StringIO(content, newline=""), dialect="excel-tab"))
    assert [row["left_text"] for row in rows] == [pair.left.text for pair in story.pairs]
    assert [row["right_text"] for row in rows] == [pair.right.text for pair in story.pairs]
    for row, pair in zip(rows, story.pairs, strict=True):
        assert list(row) == list(tables.COLUMNS)
        assert (row["left_outlet"], row["right_outlet"]) == (pair.left.outlet, pair.right.outlet)
        assert (row["left_address"], row["right_address"]) == (pair.left.address, pair.right.address)
        assert row["left_sentences"].split() == list(pair.left.sentences)
        assert row["right_sentences"].split() == list(pair.right.sentences)
        assert (row["left_lang"], row["right_lang"], row["kind"]) == (pair.left.lang, "en", pair.kind)
        assert (row["story"], row["id"], row["signature"]) == (pair.story, pair.id, pair.signature)
        assert (row["left_article"], row["right_article"]) == (pair.left.article, pair.right.article)
        assert row["probability"] == ("" if pair.probability is None else "0.9877")
        assert row["score"] == ("" if pair.score is None else "-0.5")
        assert (row["flags"], row["band"]) == ("; ".join(pair.flags), pair.band)


@pytest.mark.parametrize("text", ["=1+1", "+49 30 1234", "-1+cmd|'/C calc'!A0", "@SUM(A1)", "＝1"])
def test_a_tsv_that_a_spreadsheet_opens_runs_nothing(text: str) -> None:
    story = paired(told([("de", [text, "Ruhig = gut."])], ["One.", text]), "translation")
    for name, before in (("tsv", "'"), ("tsv-raw", "")):
        rows = list(csv.DictReader(io.StringIO(alone(name, story).decode(), newline=""), dialect="excel-tab"))
        assert [row["left_text"] for row in rows] == [before + text, "Ruhig = gut."]
        assert [row["right_text"] for row in rows] == ["One.", before + text]
        assert rows[0]["score"] in ("", "-0.5")  # numbers are numbers


@settings(quick, max_examples=15)
@given(PAIRED)
def test_a_spreadsheet_has_texts_and_no_formulas(story: Paired) -> None:
    files, failures = made("xlsx", story)
    sheet = openpyxl.load_workbook(io.BytesIO(files["pairs.xlsx"]))["pairs"]
    left_out = unfit(story.pairs, re.compile("[\ufffe\uffff]"))
    kept = [pair for pair in story.pairs if f"{pair.story}/{pair.id}" not in left_out]
    assert [failure.item for failure in failures] == left_out
    assert [cell.value for cell in sheet[1]] == list(tables.COLUMNS)
    assert sheet.max_row == len(kept) + 1
    for cells, pair in zip(sheet.iter_rows(min_row=2), kept, strict=True):
        said = {cell.value: one for cell, one in zip(sheet[1], cells, strict=True)}
        for column, value in tables.row(pair).items():
            cell = said[column]
            assert cell.data_type == ("n" if cell.value is None or column in tables.NUMBERS else "s")
            assert (cell.value or "") == (CONTROL.sub(escaped, value) if isinstance(value, str) else value or "")


CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")


def escaped(found: re.Match[str]) -> str:
    """As the format writes a control character, and this reader leaves it."""
    return f"_x{ord(found[0]):04X}_"


def test_what_looks_like_an_escape_is_not_taken_for_one() -> None:
    content = alone("xlsx", paired(told([("de", ["\x07", "_x0007_"])], ["E"]), "translation"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = [one.text for one in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).iterfind(".//{*}t")]
    assert {"_x0007_", "_x005F_x0007_"} <= set(texts)


def test_a_spreadsheet_is_ready_to_be_read(result: Result) -> None:
    story = paired(result, "coverage")
    content = alone("xlsx", story)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.properties.created.isoformat() == f"{result.provenance.date}T00:00:00"
    sheet = book["pairs"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(len(story.pairs) + 1, len(tables.COLUMNS)).coordinate}"
    place = list(tables.COLUMNS).index("band")
    colours = {row[place].value: row[place].fill.fgColor.rgb[2:].lower() for row in sheet.iter_rows(min_row=2)}
    assert colours
    assert colours == {band: tables.BANDS[band][1:] for band in colours}
    assert alone("xlsx", story) == content


def test_what_a_cell_cannot_hold_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    story = paired(told([("de", ["x" * 32_767, "😀" * 16_384, "kurz", "zu viel"])], ["E"]), "translation")
    monkeypatch.setattr(tables, "ROWS", 2)
    files, failures = made("xlsx", story)
    sheet = openpyxl.load_workbook(io.BytesIO(files["pairs.xlsx"]))["pairs"]
    place = list(tables.COLUMNS).index("left_text")
    assert [row[place].value for row in sheet.iter_rows(min_row=2)] == ["x" * 32_767, "kurz"]
    assert [(one.item, one.reason[:25]) for one in failures] == [
        ("a/story/0.de:000001:0", "left out: 32,768 characte"),
        ("a/story/0.de:000003:0", "left out: a sheet has 2 r"),
    ]


@quick
@given(PAIRED)
def test_parquet_is_a_file_a_language_with_a_translation_struct(story: Paired) -> None:
    files, failures = made("parquet", story)
    assert (sorted(files), failures) == (["de.parquet", "fr.parquet"], [])
    for lang in SOURCES:
        table = parquet.read_table(io.BytesIO(files[f"{lang}.parquet"]))
        pairs = [pair for pair in story.pairs if pair.left.lang == lang]
        rows = table.to_pylist()
        assert [row["translation"] for row in rows] == [
            dict.fromkeys(SOURCES) | {lang: p.left.text, "en": p.right.text} for p in pairs
        ]
        for row, pair in zip(rows, pairs, strict=True):
            assert (row["left_sentences"], row["flags"]) == (list(pair.left.sentences), list(pair.flags))
            rest = {key: value for key, value in tables.row(pair).items() if key not in PARQUET_LISTS}
            assert {key: row[key] for key in rest} == rest


PARQUET_LISTS = ("left_text", "right_text", "left_sentences", "right_sentences", "flags")


def test_a_dataset_library_knows_the_translations(result: Result) -> None:
    """As `datasets` does: a feature of the metadata counts where its type is the column's."""
    files, _ = made("parquet", paired(result, "translation"))
    for name in ("de.parquet", "fr.parquet"):
        schema = parquet.read_schema(io.BytesIO(files[name]))
        feature = json.loads(schema.metadata[b"huggingface"])["info"]["features"]["translation"]
        assert feature == {"languages": ["de", "en", "fr"], "_type": "Translation"}
        struct = pyarrow.struct({one: pyarrow.string() for one in sorted(feature["languages"])})
        assert schema.field("translation").type == struct
        assert schema.field("flags").type == pyarrow.list_(pyarrow.string())
        assert (schema.field("probability").type, schema.field("id").type) == (pyarrow.float64(), pyarrow.string())


# TMX


@quick
@given(PAIRED)
def test_tmx_is_valid_and_read_by_translation_tools(story: Paired) -> None:
    from translate.storage.tmx import tmxfile

    files, failures = made("tmx", story)
    left_out = unfit(story.pairs)
    kept = [pair for pair in story.pairs if f"{pair.story}/{pair.id}" not in left_out]
    assert [failure.item for failure in failures] == left_out
    root = etree.fromstring(files["pairs.tmx"])
    dtd = etree.DTD(str(HERE / "tmx14.dtd"))
    assert dtd.validate(root), dtd.error_log
    for lang in SOURCES:
        opened = tmxfile(io.BytesIO(files["pairs.tmx"]), lang, "en")
        found = [(one.source, one.target) for one in opened.units if one.xmlelement.get("srclang") == lang]
        assert found == [(pair.left.text, pair.right.text) for pair in kept if pair.left.lang == lang]


def props(element: etree._Element) -> dict[str, str]:
    return {prop.get("type", "").removeprefix("x-synopsis-"): prop.text or "" for prop in element.findall("prop")}


def test_a_unit_says_where_it_is_from(result: Result) -> None:
    story = paired(result, "coverage")
    pair = next(one for one in story.pairs if len(one.left.sentences) > 1 and one.flags)
    root = etree.fromstring(alone("tmx", story))
    (unit,) = (one for one in root.iter("tu") if one.get("tuid") == f"{pair.story}/{pair.id}")
    assert (unit.get("srclang"), unit.get("segtype")) == (pair.left.lang, "block")
    said = {"story": pair.story, "kind": "same", "band": pair.band, "signature": pair.signature}
    assert props(unit) == {**said, "flag": pair.flags[-1], "probability": repr(pair.probability)}
    assert [one.text for one in unit.findall("prop[@type='x-synopsis-flag']")] == list(pair.flags)
    for variant, side in zip(unit.iter("tuv"), (pair.left, pair.right), strict=True):
        where = {"outlet": side.outlet, "address": side.address, "article": side.article}
        assert props(variant) == {**where, "sentences": " ".join(side.sentences)}


def test_the_memory_takes_translations_in_as_the_machines(result: Result, tmp_path: Path) -> None:
    story = paired(result, "translation")
    (tmp_path / "t.tmx").write_bytes(alone("tmx", story))
    units = list(read.tmx(tmp_path / "t.tmx"))
    expected = [(p.left.lang, p.left.text, p.right.text, p.signature, p.score) for p in story.pairs]
    assert [(u.lang, u.source, u.english, u.signature, u.score) for u in units] == expected


# Lines and links


def words(sentence: ElementTree.Element) -> str:
    """As OpusTools puts a sentence together: what stands in its <w>, with blanks between."""
    return " ".join(word.text or "" for word in sentence.iter("w"))


def opened(files: dict[str, bytes], links: str) -> Iterator[tuple[str, str, str, str]]:
    """What a reader of OPUS's format makes of it: (left document, certainty, left text, right text) for each link."""
    for group in ElementTree.fromstring(files[links]).iter("linkGrp"):
        documents = (ElementTree.fromstring(files[group.attrib[name]]) for name in ("fromDoc", "toDoc"))
        sides = [{one.attrib["id"]: words(one) for one in document.iter("s")} for document in documents]
        for link in group.iter("link"):
            texts = [
                " ".join(side[one] for one in some.split())
                for side, some in zip(sides, link.attrib["xtargets"].split(";"), strict=True)
            ]
            yield group.attrib["fromDoc"], link.attrib.get("certainty", ""), texts[0], texts[1]


@quick
@given(PAIRED)
def test_xces_links_lead_to_their_sentences(story: Paired) -> None:
    files, failures = made("xces", story)
    left_out = unfit(story.pairs)
    assert [failure.item for failure in failures if failure.item in left_out] == left_out
    for lang in SOURCES:
        pairs = [p for p in story.pairs if p.left.lang == lang and f"{p.story}/{p.id}" not in left_out]
        found = list(opened(files, f"{lang}-en.xml")) if pairs else []
        assert (f"{lang}-en.xml" in files) == bool(pairs)
        certain = ["" if p.probability is None else "0.9877" for p in pairs]
        names = [f"{lang}/a/story/{p.left.article}.xml" for p in pairs]
        texts = [(" ".join(p.left.text.split()), " ".join(p.right.text.split())) for p in pairs]
        assert found == [(*one, *two) for one, two in zip(zip(names, certain, strict=True), texts, strict=True)]


def test_xces_keeps_the_numbers_of_what_xml_can_carry() -> None:
    result = linked(
        told([("de", ["Eins.", "\x07", "Drei."]), ("en", ["One.", "Three."])]), ("0.de", (2,), "1.en", (1,))
    )
    files, failures = made("xces", paired(result, "coverage"))
    assert sorted(files) == ["de-en.xml", "de/a/story/0.de.xml", "en/a/story/1.en.xml"]
    assert b'xtargets="3;2"' in files["de-en.xml"]
    assert b'kind="same" band="strong"' in files["de-en.xml"]
    assert [(one.item, "U+0007" in one.reason) for one in failures] == [("de/a/story/0.de.xml:0.de:000001:0", True)]


@quick
@given(PAIRED)
@example(paired(told([("de", ["Eins."])], ["E"], "a\tb"), "translation"))
def test_moses_has_as_many_lines_on_each_side(story: Paired) -> None:
    files, failures = made("moses", story)
    assert failures == []
    for lang in {pair.left.lang for pair in story.pairs}:
        pairs = [pair for pair in story.pairs if pair.left.lang == lang]
        left, right, about = (files.pop(f"{lang}-en.{end}").decode() for end in (lang, "en", "ids"))
        assert left.splitlines() == [one_line(pair.left.text) for pair in pairs]
        assert right.splitlines() == [one_line(pair.right.text) for pair in pairs]
        assert [line.split("\t")[0] for line in about.splitlines()] == ["a/story"] * len(pairs)
        assert {line.count("\t") for line in about.splitlines()} == {len(tables.COLUMNS) - 3}
    assert files == {}


def test_a_line_loses_nothing_but_its_ends() -> None:
    assert one_line("a\r\n\u2028b\u00a0c\t d\x0be") == "a b\u00a0c\t d e"


@quick
@given(PAIRED)
def test_a_ladder_counts_lines(story: Paired) -> None:
    files, _ = made("ladder", story)
    found = []
    for name, content in files.items():
        if name.endswith(".ladder"):
            left, right = name.removesuffix(".ladder").removeprefix("a/story/").split("--")
            lines = [files[f"a/story/{one}.txt"].decode().splitlines() for one in (left, right)]
            for line in content.decode().splitlines():
                sides, score = line.split(":")[:2], line.split(":")[2:]
                texts = [[text[n] for n in literal_eval(side)] for text, side in zip(lines, sides, strict=True)]
                found.append((left, *map(" ".join, texts), score))
    expected = [
        (p.left.article, one_line(p.left.text), one_line(p.right.text), [] if p.probability is None else ["0.9877"])
        for p in story.pairs
    ]
    assert sorted(found) == sorted(expected)


# Pages


def test_a_page_is_the_page_that_a_run_makes(result: Result) -> None:
    assert made("html", Paired(result)) == ({f"{result.story.id}.html": content for _, content in html(result)}, [])


# Names


def test_a_story_cannot_write_outside(tmp_path: Path) -> None:
    result = told([("de", ["Eins."])], ["E"])
    away = replace(result, story=replace(result.story, id="../../x/./y"))
    for name in ("html", "epub", "standoff", "ladder"):
        for place in made(name, paired(away, "translation"))[0]:
            assert (tmp_path / place).resolve().is_relative_to(tmp_path)


def test_every_format_has_an_exporter_and_a_wrong_name_its_nearest() -> None:
    writers = chain(formats.FORMATS.values(), formats.LINKS.values(), formats.TOOLS.values(), formats.STORY.values())
    assert all(callable(attribute(f"pipeline.export.{writer.target}", "exporter")) for writer in writers)
    with pytest.raises(ConfigError, match="no format 'xlxs'; did you mean 'xlsx'"):
        formats.named("xlxs")
    with pytest.raises(
        ConfigError, match="no format '🙂'; expected one of jsonl, tsv, tsv-raw, xlsx, parquet, tmx, xces"
    ):
        formats.named("🙂")
