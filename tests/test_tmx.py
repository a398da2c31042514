"""TMX: what the memory writes it reads back, and what other tools write is people's work."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline import read
from pipeline.errors import InputError, OutputError
from pipeline.export import tmx
from pipeline.memory import HUMAN, Unit

XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
HOSTILE = st.sampled_from(["<seg>&amp;", "]]>", "a\r\nb", "\t", "“«»”", "👩‍🚀", "\u202eabc", " spaced  out "])
TEXT = (XML_TEXT | HOSTILE).filter(str.strip)
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
        Unit("de", "Nur", "Only", HUMAN, author="us"),
        Unit("fr", "Seul", "Only", HUMAN, author="us"),
    ]


def test_units_that_are_no_use_are_counted(tmp_path: Path) -> None:
    path, left_out = tmp_path / "other.tmx", Counter[str]()
    path.write_text(OTHER_TOOL, "utf-8")
    assert len(list(read.tmx(path, "us", left_out))) == 4
    assert left_out == {"not of German or French with English": 1, "with an empty side": 1}


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
        (
            '<tmx><body><tu><prop type="x-synopsis-score">x</prop><tuv xml:lang="de"><seg>a</seg></tuv>'
            '<tuv xml:lang="en"><seg>b</seg></tuv></tu></body></tmx>',
            "a score is no number",
        ),
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
