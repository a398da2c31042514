"""raw/ is read whole: every input ends as an article or a failure, text untouched, nothing guessed silently."""

import json
import os
import socket
import warnings
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_cases import CASES, ENGLISH, FRENCH, GERMAN, RAW, TODAY, one, reading, refused, written

from pipeline import read
from pipeline.errors import InputError
from pipeline.read.encoding import decode
from pipeline.read.front import Front, front
from pipeline.read.safe_names import unsafe

# the five articles


def test_the_five_articles() -> None:
    """Languages from the file names, titles and the date from the texts, no outlet invented, no letter changed."""
    (files,) = read.find(RAW)
    got = read.story(files, today=TODAY)
    assert files.id == got.story.id == "babuschkin-leaves-xai"
    assert got.failures == ()
    assert got.warnings == ()
    assert [(a.id, a.lang, a.outlet, a.title, a.published, a.url, a.complete) for a in got.story.articles] == [
        ("000.en", "en", "English 000", "", "2025-08-20", "", True),
        (
            "001.en",
            "en",
            "English 001",
            "xAI Co-Founder Igor Babuschkin Resigns to Launch AI Safety Venture, Musk Sends Well Wishes",
            "",
            "",
            True,
        ),
        ("002.de", "de", "German 002", "Partner von Elon Musk verlässt xAI", "", "", True),
        ("003.en", "en", "English 003", "Igor Babuschkin", "", "", True),
        ("004.fr", "fr", "French 004", "", "", "", True),
    ]
    said = {"lang": "file name", "outlet": "default"}
    extra = [{"published": "text"}, {"title": "text"}, {"title": "text"}, {"title": "text"}, {}]
    assert [dict(a.origin) for a in got.story.articles] == [said | more for more in extra]
    for article, path in zip(got.story.articles, files.paths, strict=True):
        # a stamp before the text is the article's day
        assert article.text.encode() == path.read_bytes().removeprefix(b" date 2025-08-20 ")
        assert article.story == files.id


# folders


def test_find_keeps_the_tree(tmp_path: Path) -> None:
    """A folder with articles is a story, at any depth; hidden files, corrections and notices belong to none."""
    root = written(
        tmp_path / "raw",
        {
            "b/1.de.txt": GERMAN,
            "b/2.fr.HTML": "",
            "b/deep/3.en.md": "",
            "a/all.jsonl": "",
            "a/corrections.tsv": "",
            "a/README.md": "",
            "a/LICENSE": "",
            "a/.4.de.txt": "",
            ".git/5.de.txt": "",
            "LICENSE.txt": "",
            "a/readme.de.txt": "",
            "b/license-to-kill.en.txt": "",
        },
    )
    found = read.find(root)
    assert [(files.id, [path.name for path in files.paths], files.ignored) for files in found] == [
        ("a", ["all.jsonl"], ()),
        ("b", ["1.de.txt", "2.fr.HTML", "license-to-kill.en.txt"], ()),
        ("b/deep", ["3.en.md"], ()),
    ]


def test_find_takes_a_story_folder_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A root with articles is a story by its own name, also when it is called '.'."""
    root = written(tmp_path / "Der Fall", {"1.de.txt": GERMAN, "more/2.de.txt": GERMAN})
    assert [files.id for files in read.find(root)] == ["Der Fall", "more"]
    monkeypatch.chdir(root)
    assert [files.id for files in read.find(Path())] == ["Der Fall", "more"]


def test_find_takes_one_file(tmp_path: Path) -> None:
    """A single file is a story of one article."""
    path = written(tmp_path, {"002.de.txt": GERMAN}) / "002.de.txt"
    (files,) = read.find(path)
    assert files == read.StoryFiles("002", (path,))
    assert [a.id for a in read.story(files, today=TODAY).story.articles] == ["002.de"]


def test_other_files_are_reported(tmp_path: Path) -> None:
    """A file of another kind is a failure of the nearest story above it, or of a story without articles."""
    root = written(
        tmp_path / "raw", {"s/1.de.txt": GERMAN, "s/1.doc": "", "s/img/a.png": "", "t/x.zip": "", "u/2.de.txt": GERMAN}
    )
    got = [read.story(files, today=TODAY) for files in read.find(root)]
    assert [(r.story.id, len(r.story.articles), [f.item for f in r.failures]) for r in got] == [
        ("s", 1, ["s/1.doc", "s/a.png"]),
        ("t", 0, ["t/x.zip"]),
        ("u", 1, []),
    ]
    assert "save it as .docx" in got[0].failures[0].reason
    assert "unpack it" in got[1].failures[0].reason


def test_links_that_lead_out_are_failures_unless_they_are_asked_for(tmp_path: Path) -> None:
    """Those that lead to what is there anyway are passed over, and so is a circle."""
    root = written(tmp_path / "raw", {"s/1.de.txt": GERMAN})
    written(tmp_path / "far", {"2.de.txt": GERMAN, "corrections.tsv": "accept\ta\tb\n"})
    (root / "t").symlink_to(tmp_path / "far")
    (root / "again").symlink_to(root / "s")
    (root / "s" / "round").symlink_to(root)
    (root / "s" / "3.de.txt").symlink_to(tmp_path / "far" / "2.de.txt")
    (root / "s" / "corrections.tsv").symlink_to(tmp_path / "far" / "corrections.tsv")
    readings = [read.story(files, today=TODAY) for files in read.find(root)]
    assert [(r.story.id, [a.id for a in r.story.articles]) for r in readings] == [("raw", []), ("s", ["1.de"])]
    failures = {failure.item: failure.reason for r in readings for failure in r.failures}
    assert sorted(failures) == ["raw/t", "s/3.de.txt", "s/corrections.tsv"]
    assert all("leads out" in reason and "--follow-links" in reason for reason in failures.values())
    assert readings[1].corrections == ()
    followed = {files.id: [path.name for path in files.paths] for files in read.find(root, links=True)}
    assert followed == {"s": ["1.de.txt", "3.de.txt"], "t": ["2.de.txt"]}


def test_a_fan_of_links_is_no_forest(tmp_path: Path) -> None:
    """Each real folder once: 24 links would make 4,096 stories of one article."""
    for depth in range(13):
        (tmp_path / f"fan/d{depth}").mkdir(parents=True)
    for depth in range(12):
        for name in ("x", "y"):
            (tmp_path / f"fan/d{depth}/{name}").symlink_to(tmp_path / f"fan/d{depth + 1}")
    (tmp_path / "fan/d12/a.en.txt").write_text(ENGLISH)
    written(tmp_path / "raw", {})
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "s").symlink_to(tmp_path / "fan/d0")
    with pytest.raises(InputError, match="'s' is a link that leads out"):
        read.find(tmp_path / "raw")
    (files,) = read.find(tmp_path / "raw", links=True)
    assert files.id == "s/x/x/x/x/x/x/x/x/x/x/x/x"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, "nothing to read; expected article files (.txt, .md, .html, .htm, .xhtml"),
        ({"a/b.doc": "", "a/c.png": ""}, "only other files, such as 'b.doc'; expected article files"),
        ({"raw/1.de.txt": GERMAN, "2.de.txt": GERMAN}, "would be story 'raw'; rename one of them"),
    ],
)
def test_find_refuses(tmp_path: Path, files: dict[str, str | bytes], expected: str) -> None:
    """A folder that cannot be read as stories is refused before any work, with what was looked for."""
    (tmp_path / "raw").mkdir()
    with pytest.raises(InputError) as error:
        read.find(written(tmp_path / "raw", files))
    assert expected in str(error.value)
    assert str(tmp_path / "raw") in str(error.value)


@pytest.mark.parametrize(
    ("name", "expected"), [("a:b", "'a:b' holds ':'"), ("a\nb", r"'a\nb' holds '\n'"), (" a", "' a' begins or ends")]
)
def test_a_story_name_that_cannot_be_an_id_is_a_failure(tmp_path: Path, name: str, expected: str) -> None:
    """One badly named folder costs its story, not the others."""
    found = read.find(written(tmp_path / "raw", {f"{name}/1.de.txt": GERMAN, "s/2.de.txt": GERMAN}))
    ((bad,), (good,)) = ([one for one in found if bool(one.problem) is which] for which in (True, False))
    got = read.story(bad, today=TODAY)
    assert (got.story.id, got.story.articles) == ("", ())
    (failure,) = got.failures
    assert f"the story's name {expected}" in failure.reason
    assert [article.id for article in read.story(good, today=TODAY).story.articles] == ["2.de"]


def test_find_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder; expected a folder with article files"):
        read.find(tmp_path / "raw")
    with pytest.raises(InputError, match="not an article file"):
        read.find(written(tmp_path, {"a.doc": "x"}) / "a.doc")


def test_a_closed_folder_is_a_failure_and_the_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = written(tmp_path / "raw", {"a/1.de.txt": GERMAN, "b/2.de.txt": GERMAN})
    listed = Path.iterdir

    def closed(path: Path) -> object:
        if path.name == "b":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    sound, closed_story = read.find(root)
    assert (sound.id, sound.problem) == ("a", "")
    (failure,) = read.story(closed_story, today=TODAY).failures
    assert (failure.item, failure.stage) == ("b", "read")
    assert "raw/b: cannot be opened (Permission denied)" in failure.reason
    with pytest.raises(InputError, match=r"cannot be opened \(Permission denied\)"):
        read.find(root / "b")


# ids


def test_ids(tmp_path: Path) -> None:
    """A file's name with its language; a record's id as given, else its file and line; all in order."""
    records = [{"text": GERMAN}, {"text": FRENCH, "id": "x"}, {"text": ENGLISH, "id": 7}]
    got = reading(
        tmp_path,
        {
            "z.de.txt": GERMAN,
            "b.txt": FRENCH,
            "c.DE-at.md": GERMAN,
            "a.2.en.txt": ENGLISH,
            "r.jsonl": "\n".join(json.dumps(record) for record in records),
        },
    )
    assert got.failures == ()
    assert [a.id for a in got.story.articles] == ["7", "a.2.en", "b.fr", "c.de", "r-1.de", "x", "z.de"]
    assert got.story.articles[-2].outlet == "x"


def test_two_articles_with_one_id(tmp_path: Path) -> None:
    """The first stays, every other is a failure that names both."""
    got = reading(tmp_path, {"1.de.md": GERMAN, "1.de.txt": GERMAN + "!", "1.txt": GERMAN + "?"})
    assert [a.text for a in got.story.articles] == [GERMAN]
    assert [failure.item for failure in got.failures] == ["story/1.de.txt", "story/1.txt"]
    for failure in got.failures:
        assert "'1.de' is already that of story/1.de.md" in failure.reason
        assert failure.item in failure.reason


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("../x", "x"),
        ("a/b", "a-b"),
        ("a\\b", "a-b"),
        ("a:b", "a-b"),
        ("a b", "a-b"),
        ("a \t\u00a0b", "a-b"),
        ("a\u202eb", "a-b"),
        (".a", "a"),
        ("a.", "a"),
        ("a\0", "a"),
        ("https://example.org/a?b", "https-example.org-a-b"),
    ],
)
def test_unsafe_ids_are_made_safe_and_reported(tmp_path: Path, name: str, taken: str) -> None:
    """An id can leave neither the output folder nor its place in a sentence's id."""
    assert unsafe(name)
    assert not unsafe(taken)
    got = reading(tmp_path, {"r.jsonl": json.dumps({"id": name, "text": GERMAN, "lang": "de"})})
    assert [article.id for article in got.story.articles] == [taken]
    assert f"taken as {taken!r}" in got.warnings[0].reason


@pytest.mark.parametrize("name", ["..", "/"])
def test_ids_of_nothing_are_refused(tmp_path: Path, name: str) -> None:
    reason = refused(tmp_path, "r.jsonl", json.dumps({"id": name, "text": GERMAN, "lang": "de"}))
    assert reason.startswith("the article's id ")


@pytest.mark.parametrize("name", ["002.de", "Müller-x_1", "«x»", "é" * 75])
def test_safe_ids_pass(name: str) -> None:
    assert unsafe(name) == ""


def test_a_name_that_is_no_text_is_a_failure_that_can_be_written(tmp_path: Path) -> None:
    """A file name in another encoding neither stops the story nor breaks the list of failures."""
    got = reading(tmp_path, {b"k\xe4se.de.txt".decode("utf-8", "surrogateescape"): GERMAN, "2.de.txt": GERMAN})
    assert [a.id for a in got.story.articles] == ["2.de", "k-se.de"]
    (warned,) = got.warnings
    assert b"k\\\\udce4se" in msgspec.json.encode(warned)


def test_names_that_break_lines_are_told_in_one(tmp_path: Path) -> None:
    got = reading(tmp_path, {"a\nb.en.txt": f"Käse. {ENGLISH}".encode("cp1252")})
    assert [warned.item for warned in got.warnings] == [r"story/a\nb.en.txt"] * 2  # its encoding, and its id


def test_a_sidecar_of_nothing_is_told_its_name(tmp_path: Path) -> None:
    got = reading(tmp_path, {"morning.en.txt": ENGLISH, "morning.yaml": "outlet: Post\n", "box.mbox": "From a\n"})
    reasons = {failure.item: failure.reason for failure in got.failures}
    assert "call it morning.en.yaml" in reasons["story/morning.yaml"]
    assert "save each mail in it as .eml" in reasons["story/box.mbox"]


def test_a_failure_keeps_what_was_to_beware_of(tmp_path: Path) -> None:
    """The encoding that a file was read in is reported also when its articles are refused."""
    records = "\n".join(f'{{"text": "Käse. {GERMAN}", "lang": "{lang}"}}' for lang in ("es", "de"))
    got = reading(tmp_path, {"r.jsonl": records.encode("cp1252")})
    assert [failure.item for failure in got.failures] == ["story/r.jsonl:1"]
    assert [warned.item for warned in got.warnings] == ["story/r.jsonl:1"]


def test_a_file_that_is_gone_is_a_failure(tmp_path: Path) -> None:
    """A link to nowhere and a pipe do not stop or hang the story."""
    root = written(tmp_path / "story", {"1.de.txt": GERMAN})
    (root / "2.de.txt").symlink_to(root / "nowhere")
    os.mkfifo(root / "3.de.txt")
    (files,) = read.find(root)
    got = read.story(files, today=TODAY)
    assert [a.id for a in got.story.articles] == ["1.de"]
    assert [(failure.item, failure.reason.split(";")[0]) for failure in got.failures] == [
        ("story/2.de.txt", "cannot be opened (No such file or directory)"),
        ("story/3.de.txt", "not a regular file"),
    ]


@pytest.mark.usefixtures("within_minutes")
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_five_megabytes_in_one_line(tmp_path: Path, encoding: str) -> None:
    """No step takes more than time in proportion (quadratic would be hours)."""
    text = f"{GERMAN} " * (5_000_000 // len(GERMAN))
    article, _ = one(tmp_path, "1.txt", text.encode(encoding))
    assert article.text == text


def test_nothing_is_asked_of_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with warnings.catch_warnings(action="ignore"):  # of a proxy's package that is not installed
        import trafilatura  # noqa: F401  (it looks at sockets when it is first imported)

    def closed(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", closed)
    monkeypatch.setattr(socket, "getaddrinfo", closed)
    page = (CASES / "page.html").read_bytes()
    got = reading(tmp_path, {"1.txt": GERMAN, "2.html": page, "3.md": f"---\ndate: 1er mai 2025\n---\n{FRENCH}"})
    assert [a.id for a in got.story.articles] == ["1.de", "2.de", "3.fr"]


# properties

PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1).filter(str.strip)
BROKEN = st.sampled_from([b"", b"\x00", b"%PDF", b"---\nlang: de\n", b"\xff\xfe\x00", b"K\xc3\xa4se \xc3", b" \n"])


@settings(deadline=None, max_examples=60)
@given(PLAIN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_reading_gives_what_was_written(tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str) -> None:
    """Whatever the text: the same text, but for a mark at its head, which is no text."""
    content = f"---\nlang: de\n---\n{text}"
    article, _ = one(tmp_path_factory.mktemp("raw"), "1.de.txt", content.encode(encoding))
    assert article.text == text


@given(PLAIN)
def test_a_text_without_front_matter_is_all_text(text: str) -> None:
    if not text.lstrip().startswith("---"):
        assert front(text) == Front({}, text)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_bytes_are_text_or_refused(data: bytes) -> None:
    """Nothing but an InputError, and neither a carriage return nor a zero left."""
    try:
        text = decode(data).text
    except InputError:
        text = ""
    assert not set(text) & {"\r", "\0"}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["de.txt", "fr.md", "txt", "html", "es.txt"]), max_size=5),
    st.lists(st.binary(max_size=50) | BROKEN | st.just(GERMAN.encode()), min_size=6, max_size=6),
    st.lists(st.sampled_from(['{"text": "Käse", "lang": "de"}', "{}", "[", '{"text": "a", "id": "x"}']), max_size=4),
)
def test_every_input_ends_as_an_article_or_a_failure(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], contents: list[bytes], records: list[str]
) -> None:
    """Articles and failures add up to the files and the records."""
    files: dict[str, str | bytes] = {
        f"{n}.{name}": data for n, (name, data) in enumerate(zip(names, contents, strict=False))
    }
    files |= {"r.jsonl": "\n".join(records), "z.de.txt": GERMAN}
    got = reading(tmp_path_factory.mktemp("raw"), files)
    assert len(got.story.articles) + len(got.failures) == len(names) + max(1, len(records)) + 1
    assert len({a.id for a in got.story.articles}) == len(got.story.articles)
    assert got.failures == tuple(failure for failure in got.failures if failure.reason and failure.stage == "read")
