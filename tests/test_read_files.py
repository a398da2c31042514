"""Files beside the articles: lines, results of earlier runs, glossaries."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_cases import written

from pipeline import read
from pipeline.data import (
    Alignment,
    Article,
    Entry,
    Evidence,
    Failure,
    Link,
    Provenance,
    Result,
    Sentence,
    Statement,
    Story,
    Synopsis,
    Translation,
    Warned,
)
from pipeline.errors import InputError

# line files and results


def test_lines(tmp_path: Path) -> None:
    """One segment a line, empty lines kept, only "\\n" ends one."""
    assert read.lines("eins\r\n\r\nzwei\u2028drei".encode()).lines == ("eins", "", "zwei\u2028drei")
    assert read.lines(b"eins\n").lines == ("eins",)
    assert read.lines(b"eins\rzwei\r").lines == ("eins", "zwei")
    assert read.lines(b"\n\n").lines == ("", "")
    assert read.lines(b"").lines == ()
    got = read.lines(written(tmp_path, {"a.txt": "Käse\n".encode("cp1252")}) / "a.txt")
    assert got.lines == ("Käse",)
    assert [warned.item for warned in got.warnings] == [str(tmp_path / "a.txt")]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), max_size=5))
def test_lines_are_what_was_written(rows: list[str]) -> None:
    data = b"\xef\xbb\xbf" + "".join(f"{row}\n" for row in rows).encode()
    assert read.lines(data).lines == tuple(rows)


def test_lines_refuse(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="stdin: line 2: a zero byte"):
        read.lines(b"eins\nzw\x00ei")
    with pytest.raises(InputError, match=r"a\.txt: cannot be read \(No such file"):
        read.lines(tmp_path / "a.txt")
    with pytest.raises(InputError, match=r"cannot be read \(Is a directory"):
        read.lines(tmp_path)


RESULT = Result(
    story=Story(
        "s/t", (Article("1.de", "s/t", "Blatt", "de", "", "Käse.", origin={"lang": "record"}, extra={"a": "b"}),)
    ),
    sentences=(Sentence("1.de:7f:0", "1.de", 0, 5, "Käse.", "de", "body"),),
    translations=(Translation("1.de:7f:0", "Cheese.", ("number missing",), "mt:x", -0.5),),
    alignments=(
        Alignment(
            "1.de", "2.en", (Link("l", ("1.de:7f:0",), (), "unlinked", 0.5, 0.25, "weak", Evidence(0.5)),), "a:x"
        ),
    ),
    synopsis=Synopsis("s/t", ("1.de",), (Statement("s1", {"1.de": ("1.de:7f:0",)}),)),
    provenance=Provenance("2025-09-01", {"python": "3"}, {"translate": "mt:x"}),
    warnings=(Warned("1.de", "x"),),
    failures=(Failure("s/t/2", "read", "x"),),
)


def test_a_result_comes_back_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_bytes(msgspec.json.encode(RESULT))
    assert read.result(tmp_path) == RESULT


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "run `synopsis run` first"),
        (b"{}", "written by another version"),
        (b'{"story": ', "cut off: run `synopsis run` again"),
        (b"\xff", "not a result as this version writes it"),
        (
            msgspec.json.encode(RESULT).replace(b'"lang":"de"', b'"lang":"es"', 1),
            "language 'es', which is not one of de, fr, en",
        ),
    ],
)
def test_a_result_that_is_none(tmp_path: Path, content: bytes | None, expected: str) -> None:
    if content is not None:
        (tmp_path / "result.json").write_bytes(content)
    with pytest.raises(InputError) as error:
        read.result(tmp_path)
    assert expected in str(error.value)
    assert "result.json" in str(error.value)


def test_a_glossary(tmp_path: Path) -> None:
    """Comments and empty lines are passed over, spaces folded, a line that comes again counts once."""
    path = tmp_path / "terms.tsv"
    path.write_bytes(
        "\ufeff# Wirtschaft\r\n\r\nZentralbank\t central  bank \r\nchef\tboss\tfr\r\nChef\thead\tde\r\n"
        "AG\tpublic company\nag\tactiongroup\nZentralbank\tcentral bank\nchef\tboss\tfr".encode()
    )
    assert read.glossary(path) == (
        Entry("Zentralbank", "central bank"),
        Entry("chef", "boss", "fr"),
        Entry("Chef", "head", "de"),
        Entry("AG", "public company"),
        Entry("ag", "actiongroup"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# x\nZins\n", ":2: 1 columns; expected a source term, a tab, an English term"),
        ("Zins\ta\tde\tb", ":1: 4 columns"),
        ("Zins\t \tde", ":1: the English term is '', without letter or figure"),
        ("\tinterest", ":1: the source term is '', without"),
        ("&\tand", ":1: the source term is '&', without"),
        ("Zins\tinterest\tes", ":1: language 'es' is not one of de, fr; leave it out for both"),
        ("Zins\tinterest\ten", ":1: language 'en' is not"),
        ("Zins\tinterest\n\nZins\trate", ":3: 'Zins' is 'rate' here and 'interest' in line 1; keep one of them"),
        ("Zins\tinterest\tde\nzins\trate", ":2: 'zins' is 'rate' here and 'interest' in line 1"),
        ("Zins\tinterest\nZins\trate\tfr", ":2: 'Zins' is 'rate' here"),
        ("a\tb\0", ": line 1: a zero byte"),
    ],
)
def test_a_glossary_that_is_none(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes(text.encode())
    with pytest.raises(InputError) as error:
        read.glossary(path)
    assert str(error.value).startswith(f"{path}{expected}")


def test_a_glossary_is_utf8(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes("Käse\tcheese".encode("cp1252"))
    with pytest.raises(InputError, match=r"terms\.tsv: not UTF-8: read as cp1252.*; expected UTF-8"):
        read.glossary(path)
    with pytest.raises(InputError, match="cannot be read"):
        read.glossary(tmp_path / "none.tsv")


def test_a_story_is_found_below_the_results_by_the_end_of_its_name(tmp_path):
    for name in ("politics/vote", "sport/final", "north/strike", "south/strike"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / read.RESULT).touch()
    assert read.story_folder(Path("final"), tmp_path) == tmp_path / "sport" / "final"
    assert read.story_folder(Path("south/strike"), tmp_path) == tmp_path / "south" / "strike"
    assert read.story_folder(Path("inal"), tmp_path) == tmp_path / "inal"
    with pytest.raises(InputError, match=r"several stories end in strike: .*north/strike, .*south/strike; name one"):
        read.story_folder(Path("strike"), tmp_path)
