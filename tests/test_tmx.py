"""TMX: what the memory writes it reads back, and what other tools write is people's work."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline import read
from pipeline.errors import InputError, OutputError
from pipeline.export import tmx
from pipeline.memory import HUMAN, Added, Memory, Unit

XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
HOSTILE = st.sampled_from(["<seg>&amp;", "]]>", "\t", "“«»”", "👩‍🚀", "\u202eabc", " spaced  out "])
TEXT = (XML_TEXT | HOSTILE).filter(str.strip)  # XML_TEXT has no line breaks: a sentence stands on one line
UNITS = st.builds(
    Unit,
    lang=st.sampled_from(["de", "fr"]),
    source=TEXT,
    english=TEXT,
    signature=st.just(HUMAN),
    author=XML_TEXT.map(str.strip),
) | st.builds(
    Unit,
    lang=st.sampled_from(["de", "fr"]),
    source=TEXT,
    english=TEXT,
    signature=st.just("mt:m|rev:1"),
    score=st.none() | st.floats(-50, 0),
    decoding=st.sampled_from(["", "beam:4"]),
    remarks=st.sampled_from([(), ("copied",), ("pieces3", "term forced")]),
)


@given(st.lists(UNITS, min_size=1, max_size=8))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, units: list[Unit]) -> None:
    path = tmp_path_factory.mktemp("tmx") / "memory.tmx"
    assert tmx.write(path, units) == (len(units), [])
    assert list(read.tmx(path)) == units


def test_the_header_has_all_that_the_format_requires(tmp_path: Path) -> None:
    tmx.write(tmp_path / "m.tmx", [Unit("de", "Tag", "day", HUMAN)])
    root = etree.parse(tmp_path / "m.tmx").getroot()
    assert root.get("version") == "1.4"
    required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert required <= set(root.find("header").attrib)


def test_what_xml_cannot_carry_is_named_and_the_rest_written(tmp_path: Path) -> None:
    bad, good = Unit("de", "a\x00b", "c", HUMAN), Unit("de", "gut", "good", HUMAN)
    assert tmx.write(tmp_path / "m.tmx", [bad, good]) == (1, [bad])
    assert list(read.tmx(tmp_path / "m.tmx")) == [good]


OTHER_TOOL = """<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4"><header srclang="EN-US"/><body>
<tu creationid="anna"><tuv xml:lang="EN-US"><seg>Good <bpt i="1">&lt;b></bpt>morning<ept i="1"/>.</seg></tuv>
  <tuv xml:lang="de_DE"><seg>Guten <hi>Morgen</hi>.</seg></tuv></tu>
<tu changeid="bob" creationid="anna"><tuv lang="FR"><seg>Oui.</seg></tuv><tuv lang="en"><seg>Yes.</seg></tuv></tu>
<tu><tuv xml:lang="de" changeid="carl"><seg>Nein.</seg></tuv>
  <tuv xml:lang="en" changeid="dora" changedate="20250605T080000Z"><seg>No.</seg></tuv></tu>
<tu><tuv xml:lang="es"><seg>Hola.</seg></tuv><tuv xml:lang="en"><seg>Hi.</seg></tuv></tu>
<tu><tuv xml:lang="de"><seg>Leer</seg></tuv><tuv xml:lang="en"><seg/></tuv></tu>
<tu><tuv xml:lang="de"><seg>Nur</seg></tuv><tuv xml:lang="fr"><seg>Seul</seg></tuv>
  <tuv xml:lang="en"><seg>Only</seg></tuv></tu>
</body></tmx>"""


def test_what_other_tools_write(tmp_path: Path) -> None:
    path = tmp_path / "other.tmx"
    path.write_text(OTHER_TOOL, "utf-8")
    assert list(read.tmx(path, "us")) == [
        Unit("de", "Guten Morgen.", "Good morning.", HUMAN, author="anna"),
        Unit("fr", "Oui.", "Yes.", HUMAN, author="bob"),
        Unit("de", "Nein.", "No.", HUMAN, author="dora", changed="20250605T080000Z"),
        Unit("de", "Nur", "Only", HUMAN, author="us"),
        Unit("fr", "Seul", "Only", HUMAN, author="us"),
    ]


def test_units_that_are_no_use_are_counted(tmp_path: Path) -> None:
    path, left_out = tmp_path / "other.tmx", Counter[str]()
    path.write_text(OTHER_TOOL, "utf-8")
    assert len(list(read.tmx(path, "us", left_out))) == 5
    assert left_out == {"not of German or French with English": 1, "with an empty side": 1}


UNITS_OF_OTHERS = [
    # their <prop> is not ours
    ('<tu><prop type="score">87%</prop>{}</tu>', "Der Hafen brennt.", "The port is on fire.", ""),
    ('<tu><prop type="signature">J. D., 12 March</prop>{}</tu>', "Der Hafen brennt.", "The port is on fire.", ""),
    ('<tu changedate="20260102T030405Z"><prop type="author">X</prop>{}</tu>', "Ja.", "Yes.", "20260102T030405Z"),
    # a tool that indents, breaks of lines as mark-up
    ("<tu>{}</tu>", "\n      Der Hafen brennt.\n    ", "\n  The port is\n      on fire.\n ", ""),
    ("<tu>{}</tu>", 'Der Hafen<ph x="1" type="lb">&lt;br/&gt;</ph>brennt.', "The port<ph>&lt;BR></ph>is on fire.", ""),
]


@pytest.mark.parametrize(("unit", "source", "english", "changed"), UNITS_OF_OTHERS)
@pytest.mark.parametrize(("german", "target"), [("de", "en"), ("deu", "eng"), ("ger-AT", "eng_GB")])
def test_a_persons_translation_survives_another_tool(
    tmp_path: Path, unit: str, source: str, english: str, changed: str, german: str, target: str
) -> None:
    variants = f'<tuv xml:lang="{german}"><seg>{source}</seg></tuv><tuv xml:lang="{target}"><seg>{english}</seg></tuv>'
    path = tmp_path / "other.tmx"
    path.write_text(f"<tmx version='1.4'><header/><body>{unit.format(variants)}</body></tmx>", "utf-8")
    german_text, english_text = ("Ja.", "Yes.") if source == "Ja." else ("Der Hafen brennt.", "The port is on fire.")
    assert list(read.tmx(path, "us")) == [Unit("de", german_text, english_text, HUMAN, author="us", changed=changed)]


@pytest.mark.parametrize(
    ("dates", "english"), [(("2026", "2025"), "first"), (("2025", "2026"), "second"), (("", ""), "second")]
)
def test_of_two_translations_of_a_source_the_later_counts(tmp_path: Path, dates: tuple[str, str], english: str) -> None:
    units = [
        Unit("de", "Ja.", text, HUMAN, changed=when) for text, when in zip(("first", "second"), dates, strict=True)
    ]
    with closing(Memory(tmp_path / "memory")) as memory:
        assert memory.add(units) == Added(1, 0, 0, 1, ("Ja.",))
        assert memory.human("de", ["Ja."]) == {"Ja.": english}


def test_a_spoilt_score_loses_neither_its_unit_nor_the_others(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    tmx.write(path, [Unit("de", "Ja.", "Yes.", "mt:m", -0.5), Unit("de", "Nein.", "No.", "mt:m", -1.0)])
    path.write_text(path.read_text("utf-8").replace("-0.5", "half"), "utf-8")
    assert list(read.tmx(path)) == [Unit("de", "Ja.", "Yes.", "mt:m"), Unit("de", "Nein.", "No.", "mt:m", -1.0)]


ENTITY = """<!DOCTYPE tmx [<!ENTITY file SYSTEM "{secret}">]><tmx version="1.4"><header/><body>
<tu><tuv xml:lang="de"><seg>Text &file;</seg></tuv><tuv xml:lang="en"><seg>text</seg></tuv></tu></body></tmx>"""


def test_entities_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    path = tmp_path / "x.tmx"
    path.write_text(ENTITY.format(secret=(tmp_path / "secret").as_uri()))
    assert all("secret" not in unit.source for unit in read.tmx(path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<tmx><body>", "not well-formed"),
        ("", "not well-formed"),
        ("<tmx><body/></tmx>", "no translation unit"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_tmx(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "x.tmx"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=message):
        list(read.tmx(path))


def test_an_unwritable_place_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        tmx.write(tmp_path / "missing" / "m.tmx", [])
    assert list(tmp_path.iterdir()) == []
