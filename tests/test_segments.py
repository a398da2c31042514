"""Test sets as files: every shape that is read, and how files are joined."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from scoring import NEWS, write

from pipeline.errors import ConfigError, InputError
from pipeline.evaluate.joined import joined
from pipeline.read import result, testsets
from pipeline.read.segments import ONE, Rows, segments

TMX = """<?xml version="1.0"?>
<tmx version="1.4"><header srclang="de"/><body>
<tu tuid="a"><prop type="desk">city</prop><tuv xml:lang="de-DE"><seg>Guten <bpt i="1">&lt;b></bpt>Tag</seg></tuv>
<tuv xml:lang="EN"><seg>Good day</seg></tuv></tu>
<tu tuid="b"><tuv xml:lang="en"><seg>Thanks</seg></tuv><tuv xml:lang="fr"><seg>Merci</seg></tuv></tu>
</body></tmx>"""
XLIFF1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.txt" source-language="de-DE" target-language="en"><body><group>
<trans-unit id="1"><source>Guten <g id="1">Tag</g><x id="2"/></source><target>Good day</target></trans-unit></group>
<trans-unit id="2"><source>Danke</source></trans-unit></body></file></xliff>"""
XLIFF2 = """<xliff version="2.0" srcLang="fr" trgLang="en" xmlns="urn:oasis:names:tc:xliff:document:2.0">
<file id="f1"><unit id="u1"><segment id="s1"><source>Bonjour.</source><target>Hello.</target></segment>
<segment><source>Merci <pc id="1">bien</pc>.</source><target>Thank <pc id="1">you</pc>.</target></segment></unit>
<unit id="u2"><segment><source>Oui</source><target>Yes</target></segment></unit></file>
<file id="f2"><unit id="u2"><segment><source>Non</source><target>No</target></segment></unit></file></xliff>"""


def test_line_files(tmp_path: Path) -> None:
    """As sacrebleu reads them: ends stripped, numbered from 1, a mark taken away and told."""
    found = segments(write(tmp_path / "mt.en", "\ufeffOne \nTwo\r\n\nfour"))
    assert [(row.id, row.texts[ONE]) for row in found.rows] == [("1", "One"), ("2", "Two"), ("3", ""), ("4", "four")]
    assert found.marked
    assert not found.keyed
    assert not segments(write(tmp_path / "b", "One")).marked


def test_tsv_with_a_heading(tmp_path: Path) -> None:
    heading = "id\tSource\treference:a\treference:b\thypothesis:x\tdoc\tdesk"
    text = f"{heading}\n7\tGuten Tag\tGood day\tHello\tDay\tnews\tcity\n"
    row = segments(write(tmp_path / "a.tsv", text)).rows[0]
    assert (row.id, row.source, row.document) == ("7", "Guten Tag", "news")
    assert row.references == {"a": "Good day", "b": "Hello"}
    assert row.texts == {"x": "Day"}
    assert row.metadata == {"desk": "city"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"Go."', '"Go."'),  # a citation that nobody quoted
        ('"Go", he said: "now"', '"Go", he said: "now"'),
        ('"""Go"", he said."', '"Go", he said.'),
        ('""', '""'),
    ],
)
def test_a_cell_of_a_tsv_that_is_quoted_as_in_csv(tmp_path: Path, cell: str, text: str) -> None:
    assert segments(write(tmp_path / "refs.tsv", f"a:1\t{cell}\n")).rows[0].texts == {"": text}


def test_tsv_without_a_heading_is_id_and_text(tmp_path: Path) -> None:
    found = segments(write(tmp_path / "refs.tsv", "a:1\tSource: Reuters\na:2\tTwo\n"))
    assert found.keyed
    assert [(row.id, row.texts) for row in found.rows] == [("a:1", {ONE: "Source: Reuters"}), ("a:2", {ONE: "Two"})]


def test_jsonl(tmp_path: Path) -> None:
    lines = [
        '{"id": 3, "mt": "Day", "refs": 1, "references": ["Good day", null], "score": 0.5}',
        "",
        '{"mt": "x", "ref": "y"}',
    ]
    found = segments(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert not found.keyed
    assert [row.id for row in found.rows] == ["1", "2"]
    assert found.rows[0].references == {"1": "Good day"}
    assert found.rows[0].metadata == {"refs": "1", "score": "0.5"}
    assert found.rows[1].references == {ONE: "y"}


def test_tmx(tmp_path: Path) -> None:
    found = segments(write(tmp_path / "a.tmx", TMX))
    assert found.keyed
    assert [(row.id, row.lang, row.source, row.texts[ONE]) for row in found.rows] == [
        ("a", "de", "Guten Tag", "Good day"),
        ("b", "fr", "Merci", "Thanks"),
    ]
    assert found.rows[0].metadata == {"desk": "city"}
    assert not segments(write(tmp_path / "b.tmx", TMX.replace(' tuid="a"', ""))).keyed
    with pytest.raises(InputError, match=r"unit 1 has no 'fr'; it has de, en"):
        segments(tmp_path / "a.tmx", "fr")


def test_xliff(tmp_path: Path) -> None:
    """Both versions, marks inside a segment taken away; an id that two files have is told apart by theirs."""
    first = segments(write(tmp_path / "a.xlf", XLIFF1))
    assert [(row.id, row.lang, row.document, row.source, row.texts[ONE]) for row in first.rows] == [
        ("1", "de", "a.txt", "Guten Tag", "Good day"),
        ("2", "de", "a.txt", "Danke", ""),
    ]
    second = segments(write(tmp_path / "b.xliff", XLIFF2))
    assert [(row.id, row.lang, row.source, row.texts[ONE]) for row in second.rows] == [
        ("f1#u1/s1", "fr", "Bonjour.", "Hello."),
        ("f1#u1/2", "fr", "Merci bien.", "Thank you."),
        ("f1#u2", "fr", "Oui", "Yes"),
        ("f2#u2", "fr", "Non", "No"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "", "no segment in it"),
        ("a.tsv", "id\ttext\n1\ta\tb\n", "a.tsv:2: 3 columns; expected 2 as in the heading"),
        ("a.tsv", "1\ta\tb\n", "a.tsv:1: 3 columns; expected 2, id and text"),
        ("a.tsv", "1\ta\n1\tb\n", "the id '1' is there twice"),
        ("a.jsonl", "{", "a.jsonl:1: not JSON"),
        ("a.jsonl", "[1]", "is no object"),
        ("a.jsonl", '{"text": 5}', "'text' is 5; expected text"),
        ("a.tmx", "<tmx>", "is not well-formed XML"),
        ("a.xlf", "<xliff/>", "no segment in it"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        segments(write(tmp_path / name, text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in ("a.txt", "a.tmx"):
        with pytest.raises(InputError, match="cannot be read"):
            segments(tmp_path / name)


def test_a_story_of_ours(root: Path, tmp_path: Path) -> None:
    """Its foreign sentences by id; references for some of them leave the others out, and say so."""
    story = segments(root / "aligned" / "babuschkin-leaves-xai")
    assert story.keyed
    assert {row.lang for row in story.rows} == {"de", "fr"}
    assert story.elsewhere
    some = story.rows[3:5]
    refs = write(tmp_path / "refs.tsv", "".join(f"{row.id}\tA reference.\n" for row in reversed(some)))
    held, warnings = joined({story.system: story}, [segments(refs)], name="x")
    assert [one.id for one in held.segments] == [row.id for row in some]
    assert held.segments[0].references == ("A reference.",)
    assert held.segments[0].source == some[0].source
    assert held.systems == (story.system,)
    assert [one.reason for one in warnings] == [
        f"{len(story.rows) - 2} of {len(story.rows)} segments have no reference; they are left out"
    ]


def test_references_of_sentences_that_take_no_part(root: Path, tmp_path: Path) -> None:
    """English ones are passed over and told; what no story knows is refused."""
    folder = root / "aligned" / "babuschkin-leaves-xai"
    story = segments(folder)
    english = [one.id for one in result(folder).sentences if one.lang == "en"]
    assert set(story.idle) >= set(english)
    keys = [story.rows[0].id, *english[:2]]
    refs = write(tmp_path / "refs.tsv", "".join(f"{key}\tA reference.\n" for key in keys))
    held, warnings = joined({"x": story}, [segments(refs)])
    assert [one.id for one in held.segments] == keys[:1]
    told = [one for one in warnings if one.item == str(refs)]
    assert [one.reason for one in told] == [
        "2 of 3 references are of sentences that need no translation (2 English already); they are passed over"
    ]
    with pytest.raises(InputError, match="'unheard-of' is not in"):
        joined({"x": story}, [segments(write(refs, f"{english[0]}\tA.\nunheard-of\tB.\n"))])
    with pytest.raises(InputError, match=r"1 of 1 references are of sentences that need no translation"):
        joined({"x": story}, [segments(write(refs, f"{english[0]}\tA.\n"))])


def test_a_folder_that_is_no_story(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=rf"^{tmp_path}: a folder without result.json; name a story's folder"):
        segments(tmp_path)


@pytest.mark.parametrize("name", ["a.txt", "a.tsv", "a.jsonl"])
def test_how_a_file_was_read_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    text = {"a.txt": "Die Straße\n", "a.tsv": "1\tDie Straße\n", "a.jsonl": '{"id": "1", "text": "Die Straße"}\n'}[name]
    path.write_bytes(text.encode("cp1252"))
    _, warnings = joined({"a": segments(path)})
    assert [(one.item, one.reason[:12]) for one in warnings] == [(str(path), "not UTF-8: r")]


def rows(path: Path, lines: Sequence[str], suffix: str = ".txt") -> Rows:
    return segments(write(path.with_suffix(suffix), "".join(f"{line}\n" for line in lines)))


def test_files_are_joined_by_id_where_all_have_one(tmp_path: Path) -> None:
    ours = rows(tmp_path / "mt", ["a\tOne", "b\tTwo"], ".tsv")
    theirs = rows(tmp_path / "ref", ["b\t2", "a\t1"], ".tsv")
    held, _ = joined({"mt": ours}, [theirs])
    assert [(one.id, one.hypotheses, one.references) for one in held.segments] == [
        ("a", ("One",), ("1",)),
        ("b", ("Two",), ("2",)),
    ]
    plain = rows(tmp_path / "ref", ["1", "2"])
    assert [one.references for one in joined({"mt": ours}, [plain])[0].segments] == [("1",), ("2",)]


def test_ids_that_do_not_fit(tmp_path: Path) -> None:
    ours = rows(tmp_path / "mt", ["a\tOne", "b\tTwo"], ".tsv")
    with pytest.raises(InputError, match=r"ref\.tsv: segment 'c' is not in .*mt\.tsv \(1 are not\)"):
        joined({"mt": ours}, [rows(tmp_path / "ref", ["a\t1", "c\t2"], ".tsv")])
    with pytest.raises(InputError, match=r"new\.tsv: segment 'b' is missing, which .*mt\.tsv has"):
        joined({"mt": ours, "new": rows(tmp_path / "new", ["a\tOne"], ".tsv")})


def test_references_in_the_systems_own_files(tmp_path: Path) -> None:
    """Those of the first file, once; a file may lack them, but not have others."""
    heading = "id\thypothesis\treference"
    ours = rows(tmp_path / "a", [heading, "1\tOne\tUno", "2\tTwo\tDos"], ".tsv")
    theirs = rows(tmp_path / "b", [heading, "1\tEin\tUno", "2\tZwei\tDos"], ".tsv")
    bare = rows(tmp_path / "c", ["1\tUn", "2\tDeux"], ".tsv")
    held, _ = joined({"c": bare, "a": ours, "b": theirs})
    assert held.systems == ("c", "a", "b")
    assert [(one.hypotheses, one.references) for one in held.segments] == [
        (("Un", "One", "Ein"), ("Uno",)),
        (("Deux", "Two", "Zwei"), ("Dos",)),
    ]
    other = rows(tmp_path / "d", [heading, "1\tEin\tUno", "2\tZwei\tDue"], ".tsv")
    with pytest.raises(InputError, match=r"segment 2: .*a\.tsv and .*d\.tsv have different references"):
        joined({"a": ours, "d": other})


def test_references_that_share_no_segment(tmp_path: Path) -> None:
    ours = rows(tmp_path / "mt", ["a\tOne", "b\tTwo"], ".tsv")
    first, second = (rows(tmp_path / key, [f"{key}\t1"], ".tsv") for key in "ab")
    with pytest.raises(InputError, match="no segment is in all files of references"):
        joined({"mt": ours}, [first, second])


def test_two_systems_of_one_name() -> None:
    held = segments(NEWS)
    with pytest.raises(InputError, match="two systems are called 'base'"):
        joined({"a": held, "b": held})


# ---- test sets by name


def test_a_test_set_from_a_folder(tmp_path: Path) -> None:
    for name, text in (("src", "Eins\nZwei\n"), ("ref-A", "One\nTwo\n"), ("ref-B", "1\n2\n"), ("docid", "d1\nd2\n")):
        write(tmp_path / f"set.de-en.{name}", text)
    write(tmp_path / "set.de-en.mt.hyp", "x\n")
    source, references = testsets.testset("set", "de-en", tmp_path)
    assert [(row.source, row.document) for row in source.rows] == [("Eins", "d1"), ("Zwei", "d2")]
    assert [[row.texts[ONE] for row in one.rows] for one in references] == [["One", "Two"], ["1", "2"]]
    with pytest.raises(InputError, match=r"no set\.fr-en\.src and set\.fr-en\.ref"):
        testsets.testset("set", "fr-en", tmp_path)
    write(tmp_path / "set.de-en.docid", "d1\n")
    with pytest.raises(InputError, match=r"docid: 1 lines; expected 2"):
        testsets.testset("set", "de-en", tmp_path)


def test_a_test_set_of_sacrebleu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its own folder, with documents; a name, a pair, and a network that are not there are told."""
    from sacrebleu.dataset import DATASETS

    with pytest.raises(ConfigError, match="'wmt99' is none of sacrebleu's"):
        testsets.testset("wmt99", "de-en", None)
    with pytest.raises(ConfigError, match=r"'xx-en' is not in wmt17; it has .*de-en"):
        testsets.testset("wmt17", "xx-en", None)
    dataset = DATASETS["wmt17"]
    monkeypatch.setattr(dataset, "_outdir", str(tmp_path))
    for field in dataset.fieldnames("de-en"):
        write(Path(dataset._get_txt_file_path("de-en", field)), f"{field} 1\n{field} 2\n")
    source, references = testsets.testset("wmt17", "de-en", None)
    assert [(row.source, row.document) for row in source.rows] == [("src 1", "docid 1"), ("src 2", "docid 2")]
    assert source.rows[0].metadata["origlang"] == "origlang 1"
    assert len(references) == sum(field.startswith("ref") for field in dataset.fieldnames("de-en"))

    def unreachable(*_: object) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr(dataset, "get_files", unreachable)
    with pytest.raises(InputError, match=r"cannot be downloaded \(no route to host\).*name that with --testsets"):
        testsets.testset("wmt17", "de-en", None)
