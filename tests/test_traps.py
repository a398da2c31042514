"""What is refused before anything is scored: each trap, what it says, and what is none."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from pipeline import read
from pipeline.cli import app
from pipeline.errors import InputError
from pipeline.evaluate import traps
from pipeline.evaluate.joined import joined, parting
from pipeline.evaluate.prepared import UNESCAPED, prepared
from pipeline.evaluate.scored import Segment, Testset
from pipeline.evaluate.traps import Known
from pipeline.language.lexicon import telling_letters
from pipeline.memory import HUMAN, Memory, Unit
from pipeline.read.language import detector
from pipeline.read.segments import segments

NEWS = Path(__file__).parent / "cases" / "translation" / "news.jsonl"
DETECT = detector()


def news(count: int = 40) -> Testset:
    """Segments of the case with their first reference and one system."""
    found, _ = joined({"news": segments(NEWS)}, name="news")
    some = found.segments[:count]
    rows = tuple(replace(one, references=one.references[:1], hypotheses=one.hypotheses[1:2]) for one in some)
    return replace(found, systems=("rough",), segments=rows)


def changed(testset: Testset, places: Sequence[int], change: Callable[[Segment], Segment]) -> Testset:
    rows = (change(one) if n in places else one for n, one in enumerate(testset.segments))
    return replace(testset, segments=tuple(rows))


def hypothesis(text: str) -> Callable[[Segment], Segment]:
    return lambda one: replace(one, hypotheses=(text,))


def found(testset: Testset, known: Known | None = None) -> dict[str, str]:
    return {one.name: one.words for one in traps.found(testset, known or Known(), DETECT)}


def test_a_good_set_is_no_trap() -> None:
    assert found(news()) == {}


@pytest.mark.shared
@pytest.mark.parametrize("stem", ["flores-dev.de-en", "flores-dev.fr-en", "newstest2014.fr-en", "newstest2020.de-en"])
def test_development_sets_are_no_traps(shared: Path, stem: str) -> None:
    """But for the one system whose output still has HTML's character references in it."""
    folder = shared / "test"
    files = sorted(folder.glob(f"{stem}.*.hyp"))
    reference = folder / f"{stem}.ref"
    held, _ = joined(
        {path.stem: segments(path) for path in files}, [segments(reference)], segments(folder / f"{stem}.src")
    )
    known = Known(systems=tuple(files), references=(reference,))
    assert list(found(held, known)) == ["escaped"]
    mended, touched = prepared(held, [UNESCAPED])
    assert touched[UNESCAPED] > 0
    assert found(mended, known) == {}


# ---- different length


LINES = [
    "Four people were hurt in the fire.",
    "The council met on Tuesday evening.",
    "Nobody knows why the train stopped in Lausanne.",
    "Prices rose by 3.5 percent in May.",
    "The minister will resign, she said.",
    "It rained for three days.",
    "Engineers found a crack in the bridge.",
    "The film opens in March.",
]


def file(folder: Path, name: str, lines: Sequence[str]) -> Path:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def refused(folder: Path, ours: Sequence[str], theirs: Sequence[str], source: Sequence[str] = ()) -> str:
    files = [segments(file(folder, name, lines)) for name, lines in (("mt", ours), ("ref", theirs))]
    given = segments(file(folder, "src", source)) if source else None
    with pytest.raises(InputError) as error:
        joined({"mt": files[0]}, files[1:], given)
    return str(error.value).replace(f"{folder}/", "")


def test_a_lost_line(tmp_path: Path) -> None:
    """The first line that differs, and which side lost it."""
    assert refused(tmp_path, LINES[:4] + LINES[5:], LINES) == (
        "mt has 7 segments and ref 8: up to line 4 they fit, from line 5 they do not (ref:5 is 'The minister will "
        "resign, she said.'); mt seems to have lost a line there: mend the file"
    )
    assert "ref seems to have lost 2 lines there" in refused(tmp_path, LINES, LINES[:2] + LINES[4:])
    assert "up to line 2 they fit, from line 3" in refused(tmp_path, LINES, LINES[:2] + LINES[4:])


def test_a_lost_first_and_last_line(tmp_path: Path) -> None:
    assert "up to line 0 they fit, from line 1" in refused(tmp_path, LINES[1:], LINES)
    assert "up to line 7 they fit, from line 8" in refused(tmp_path, LINES[:-1], LINES)


def test_a_line_that_was_joined_to_the_next(tmp_path: Path) -> None:
    ours = [*LINES[:2], f"{LINES[2]} {LINES[3]}", *LINES[4:]]
    assert "line 3 of mt seems to hold two segments" in refused(tmp_path, ours, LINES)


def test_a_line_too_many(tmp_path: Path) -> None:
    """Where all others agree, it is the longest file that is wrong."""
    source = ["Vier Menschen wurden beim Brand verletzt."] * 8
    longer = [*LINES[:3], "Read more.", *LINES[3:]]
    assert "mt seems to have one too many there, since all others have 8" in refused(tmp_path, longer, LINES, source)


@given(st.integers(0, 7), st.integers(1, 3), st.integers(4, 7), st.integers(0, 6))
def test_where_lines_part(at: int, lost: int, every: int, first: int) -> None:
    """Wherever lines are lost, that place is found, though the words differ here and there."""
    kept = LINES[:at] + LINES[at + lost :]
    heard = [" ".join(word for n, word in enumerate(line.split(), first) if n % every) for line in kept]
    assert parting(heard, LINES) == min(at, len(kept))


# ---- the other traps


def test_empty_lines() -> None:
    held = changed(news(), [3, 7], hypothesis(" "))
    assert found(held)["empty"].startswith("rough is empty at segment fire:4 and 1 more;")
    held = changed(news(), [3], lambda one: replace(one, references=("",)))
    assert found(held)["empty"].startswith("the reference is empty at segment fire:4;")
    held = changed(news(), [3], lambda one: replace(one, references=("A text.", None)))
    assert "empty" not in found(replace(held, segments=held.segments[3:4] * 2))


def test_byte_order_marks() -> None:
    assert found(news(), Known(marked=(Path("mt.en"),)))["mark"].startswith("mt.en begins with a byte-order mark")
    held = changed(news(), [3], hypothesis("\ufeffThe cause is unclear."))
    assert found(held)["mark"].startswith("rough has a byte-order mark inside, at segment fire:4;")


def test_hypotheses_that_are_their_sources() -> None:
    """A line or two of names are none; case and marks do not hide one."""
    held = changed(news(), range(4), lambda one: replace(one, hypotheses=(one.source.upper(),)))
    assert found(held)["copied"].startswith("rough is the source itself at segment fire:1 and 3 more;")
    held = changed(news(), range(4), lambda one: replace(one, references=(one.source,)))
    assert found(held)["copied"].startswith("the reference is the source itself")
    short = changed(news(), range(4), lambda one: replace(one, source="Anna Brandt", hypotheses=("Anna Brandt",)))
    assert "copied" not in found(short)


def test_another_language() -> None:
    french = "Les habitants du quartier ont dû quitter leurs maisons pendant la nuit."
    held = changed(news(), range(8), hypothesis(french))
    assert found(held)["language"].startswith("rough is in 'fr' and not in 'en' at segment fire:1 and 7 more;")
    assert "language" not in found(changed(news(), [5], hypothesis(french)))
    whole = changed(news(), range(40), lambda one: replace(one, references=(french,)))
    assert found(whole)["language"].startswith("the reference is in 'fr'")
    assert "language" in found(replace(news(), target="fr"))


@pytest.mark.parametrize(
    "text",
    ["The cause is unclear .", "Well , nobody knows.", "It is n't known", "the club 's coach", "a well @-@ known"],
)
def test_tokenised_text(text: str) -> None:
    held = changed(news(), range(5), hypothesis(text))
    assert found(held)["tokenised"].startswith("rough looks tokenised at segment fire:1 and 4 more")


@pytest.mark.parametrize("text", ["It cost .5 euros ... or so", '"No," he said - \'twas late.'])
def test_text_that_is_not_tokenised(text: str) -> None:
    assert "tokenised" not in found(changed(news(), [0], hypothesis(text)))


def test_french_sets_blanks_before_marks() -> None:
    """As it should; but not before a full stop."""
    apart, whole = "Pourquoi ? Personne ne le sait !", "Personne ne le sait ."
    held = replace(changed(news(), range(40), hypothesis(apart)), target="fr")
    assert "tokenised" not in found(held)
    assert "tokenised" in found(replace(changed(news(), range(40), hypothesis(whole)), target="fr"))


def test_character_references() -> None:
    held = changed(news(), range(3), hypothesis("&quot;It&#39;s unclear&quot;, they said"))
    assert found(held)["escaped"].startswith("rough has character references such as &quot; at segment fire:1 and 2")
    assert "escaped" not in found(changed(news(), range(3), hypothesis("AT&T and R&D; they said")))


@pytest.mark.parametrize(
    ("system", "reference", "words"),
    [
        ("news.ref.en", "news.mt.en", "news.ref.en is given as a system, but is called a reference"),
        ("a.en", "newstest2020.de-en.google.hyp", "is given as a reference, but is called a hypothesis"),
        ("system.ref.hyp", "refs.en", ""),
        ("prefix.en", "hypertext.en", ""),
    ],
)
def test_exchanged_by_their_names(system: str, reference: str, words: str) -> None:
    known = Known(systems=(Path(system),), references=(Path(reference),))
    assert words in found(news(), known).get("swapped", "")
    assert bool(words) == ("swapped" in found(news(), known))


def test_a_file_that_holds_both_sides_may_be_called_a_reference() -> None:
    assert "swapped" not in found(news(), Known(systems=(Path("refs.jsonl"),)))


def test_exchanged_by_the_memory() -> None:
    """References that a machine wrote, as the memory knows."""
    held = news()
    machine = frozenset(str(one.references[0]) for one in held.segments)
    assert "are a machine's translations by the memory" in found(held, Known(machine=machine))["swapped"]
    few = frozenset(str(one.references[0]) for one in held.segments[:10])
    assert "swapped" not in found(held, Known(machine=few))


def test_the_reference_scored_against_itself() -> None:
    held = changed(news(), range(40), lambda one: replace(one, hypotheses=one.references[:1]))  # type: ignore[arg-type]
    assert found(held)["swapped"].startswith("rough is the reference itself at segment fire:1")


def test_references_that_were_learnt_from() -> None:
    """By letters, either side; what is too short tells nothing."""
    held = news()
    learnt = telling_letters([held.segments[2].source, f"« {held.segments[3].references[0]} »".upper(), "Ja."])
    words = found(held, Known(learnt=learnt))["trained"]
    assert words.startswith("2 of 40 segments are among training pairs")
    assert "segment fire:3 and 1 more" in words
    short = replace(held, segments=(*held.segments[:39], replace(held.segments[39], source="Ja.")))
    assert "trained" not in found(short, Known(learnt=telling_letters(["Ja."])))


def test_coverage_in_the_place_of_a_reference() -> None:
    """What another article of the story says word for word."""
    held = news()
    others = frozenset(str(one.references[0]) for one in held.segments[:6])
    words = found(held, Known(elsewhere=others))["coverage"]
    assert "the reference is what another article says at segment fire:1 and 5 more" in words
    assert "likeness, not quality" in words
    assert "coverage" not in found(held, Known(elsewhere=frozenset(list(others)[:3])))


def test_lines_that_are_no_counterparts() -> None:
    """Independent coverage shares the event and not the lines; so do lines that are shifted by one."""
    held = news()
    turned = [one.references for one in held.segments[1:]] + [held.segments[0].references]
    shifted = tuple(replace(one, references=text) for one, text in zip(held.segments, turned, strict=True))
    words = found(replace(held, segments=shifted))["coverage"]
    assert "no more like its own reference" in words
    assert "the lines are shifted, or the reference is independent coverage" in words


def test_few_segments_tell_nothing_of_counterparts() -> None:
    """From 20 on it is looked at."""
    held = news()
    for count, trapped in ((19, False), (20, True)):
        some = held.segments[:count]
        turned = [one.references for one in some[1:]] + [some[0].references]
        shifted = tuple(replace(one, references=text) for one, text in zip(some, turned, strict=True))
        assert ("coverage" in found(replace(held, segments=shifted))) == trapped


# ---- the command


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SYNOPSIS_MEMORY", str(tmp_path / "memory.sqlite3"))

    def call(*arguments: object) -> Result:
        options = ["--resamples", "0"]
        return CliRunner().invoke(app, ["evaluate", "translation", *map(str, arguments), *options])

    return call


def lined(folder: Path, ours: Sequence[str] = ()) -> tuple[Path, ...]:
    """Hypotheses, references and sources of the case as line files."""
    held = news().segments
    columns = (
        ("mt.en", ours or [one.hypotheses[0] for one in held]),
        ("ref.en", [str(one.references[0]) for one in held]),
        ("src.de", [one.source for one in held]),
    )
    return tuple(file(folder, name, lines) for name, lines in columns)


def test_nothing_is_scored_until_a_trap_is_allowed(run: Callable[..., Result], tmp_path: Path) -> None:
    """By its own name; several are all told."""
    ours = [one.hypotheses[0] for one in news().segments]
    mt, ref, _ = lined(tmp_path, ["", "The cause is unclear .", *["Oh , no !"] * 5, *ours[7:]])
    done = run(mt, "--reference", ref)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "trap (empty): mt is empty at segment 1;" in done.stderr
    assert "trap (tokenised): mt looks tokenised" in done.stderr
    assert "nothing was done: empty, tokenised; mend what is said above, or say --allow empty --allow tokenised" in (
        done.stderr
    )
    assert run(mt, "--reference", ref, "--allow", "empty").exit_code == 2
    done = run(mt, "--reference", ref, "--allow", "empty", "--allow", "tokenised")
    assert done.exit_code == 0
    assert "allowed (empty): mt is empty" in done.stderr
    assert not (tmp_path / "memory.sqlite3").exists()


def test_only_traps_can_be_allowed(run: Callable[..., Result], tmp_path: Path) -> None:
    mt, ref, _ = lined(tmp_path)
    done = run(mt, "--reference", ref, "--allow", "all")
    assert done.exit_code == 2
    assert "--allow 'all' is no trap; known are empty: empty lines; mark: byte-order marks;" in done.stderr


def test_letters_that_only_look_alike(run: Callable[..., Result], tmp_path: Path) -> None:
    """Accents as characters of their own, and marks that nobody sees: a trap each, and a way out that is told."""
    split, soft = hypothesis("Le cafe\u0301 est ferme\u0301."), hypothesis("The cof\u00adfee house is shut.")
    assert (
        "(not in Unicode's form NFC) at segment fire:1 and 2" in found(changed(news(), range(3), split))["characters"]
    )
    assert "marks of no width at segment fire:1 and 2" in found(changed(news(), range(3), soft))["characters"]
    family = hypothesis("A family \U0001f468\u200d\U0001f469\u200d\U0001f467 came to the café.")
    assert "characters" not in found(changed(news(), range(3), family))
    ours = [one.hypotheses[0] for one in news().segments]
    mt, ref, _ = lined(tmp_path, [unicodedata.normalize("NFD", f"é&amp;{text}") for text in ours])
    assert run(mt, "--reference", ref).exit_code == 2
    done = run(mt, "--reference", ref, "--unescape", "--normalize", "nfc")
    assert done.exit_code == 0, done.stderr
    assert "changed (unescaped): 40 texts" in done.stderr
    assert "All texts were changed before they were scored: unescaped, nfc" in done.stdout


def test_line_ends_are_blamed_on_the_file_that_has_them(tmp_path: Path) -> None:
    torn = tmp_path / "torn"
    torn.write_bytes(b"One line.\nAnother\rline.\nA third.\n")
    plain = file(tmp_path, "plain", ["One line.", "Another line.", "A third."])
    blank = file(tmp_path, "blank", ["One line.", "Another line.", "A third.", "", ""])
    with pytest.raises(InputError, match=r"line 2 of .*/torn ends with a carriage return alone"):
        joined({"mt": segments(torn)}, [segments(plain)])
    with pytest.raises(InputError, match="/blank ends with 2 blank lines; take 2 away"):
        joined({"mt": segments(plain)}, [segments(blank)])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", 'id;source;target\n1;"Er sagt ""ja""; so";"He says ""yes""; so"\n'),
        ("a.json", '[{"id": "1", "source": "s", "target": "He says \\"yes\\"; so"}]'),
        (
            "a.sdlxliff",
            '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a"><body>'
            '<trans-unit id="1"><source>s</source><target>He says "yes"; so</target></trans-unit>'
            "</body></file></xliff>",
        ),
    ],
)
def test_files_are_read_as_what_they_are(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    (row,) = segments(tmp_path / name).rows
    assert (row.id, row.texts) == ("1", {"": 'He says "yes"; so'})


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.po", 'msgid "a"', "a gettext catalogue is not read here; export it as TSV"),
        ("a.txt", '<?xml version="1.0"?>', "begins as XML"),
        ("a.csv", 'source,target\n"a,b\n', "not CSV"),
        ("a.json", '{"id": 1}', "no list; expected"),
    ],
)
def test_files_that_would_be_scored_with_their_markup(tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError, match=words):
        segments(tmp_path / name)


def test_different_length_cannot_be_allowed(run: Callable[..., Result], tmp_path: Path) -> None:
    mt, ref, src = lined(tmp_path, [one.hypotheses[0] for one in news().segments][1:])
    done = run(mt, "--reference", ref, "--source", src, "--allow", "empty")
    assert done.exit_code == 2
    assert "mt.en has 39 segments and" in done.stderr


def test_a_mark_at_the_beginning(run: Callable[..., Result], tmp_path: Path) -> None:
    """Allowed, the text is scored without it."""
    mt, ref, _ = lined(tmp_path)
    plain = run(mt, "--reference", ref, "--json").stdout
    mt.write_bytes(b"\xef\xbb\xbf" + mt.read_bytes())
    assert "begins with a byte-order mark" in run(mt, "--reference", ref).stderr
    marked = run(mt, "--reference", ref, "--json", "--allow", "mark").stdout
    assert re.findall(r'"value": [\d.]+', marked) == re.findall(r'"value": [\d.]+', plain)


def test_training_pairs(run: Callable[..., Result], tmp_path: Path) -> None:
    mt, ref, src = lined(tmp_path)
    pairs = file(tmp_path, "pairs.tsv", ["de\tDie Ursache des Brandes ist noch unklar.\tAnything at all here."])
    options = (mt, "--reference", ref, "--source", src)
    assert run(*options).exit_code == 0
    done = run(*options, "--trained-on", pairs)
    assert done.exit_code == 2
    assert "trap (trained): 1 of 40 segments are among training pairs" in done.stderr


def test_training_pairs_of_two_columns(run: Callable[..., Result], tmp_path: Path) -> None:
    """Are in the sources' language; three name theirs, whatever --from says."""
    mt, ref, src = lined(tmp_path)
    text = "Die Ursache des Brandes ist noch unklar.\tAnything at all here."
    options = (mt, "--reference", ref, "--source", src, "--from", "de")
    for name, row in (("two.tsv", text), ("three.tsv", f"de\t{text}")):
        done = run(*options, "--trained-on", file(tmp_path, name, [row]))
        assert "trap (trained): 1 of 40 segments are among training pairs" in done.stderr


def test_the_memory_is_asked(run: Callable[..., Result], tmp_path: Path) -> None:
    """For what people translated, and for what machines did."""
    mt, ref, src = lined(tmp_path)
    held = news().segments
    store = Memory(tmp_path / "memory.sqlite3")
    store.add(Unit("de", one.source, str(one.references[0]), "mt:a|rev:1") for one in held[:30])
    store.close()
    options = (mt, "--reference", ref, "--source", src)
    assert "trap (swapped): 29 of 40 references are a machine's translations" in run(*options).stderr
    store = Memory(tmp_path / "memory.sqlite3")
    store.add([Unit("de", held[35].source, "Something else.", HUMAN)])
    store.close()
    assert "trap (trained): 1 of 40 segments" in run(*options).stderr


def test_coverage_of_a_story_is_likeness(run: Callable[..., Result], root: Path, tmp_path: Path) -> None:
    """English sentences of the other outlets, given as references of ours; allowed, no figure speaks of quality."""
    story = root / "aligned" / "babuschkin-leaves-xai"
    english = [one.text for one in read.result(story).sentences if one.lang == "en"]
    keys = [row.id for row in segments(story).rows]
    refs = file(
        tmp_path, "refs.tsv", [f"{key}\t{' '.join(text.split())}" for key, text in zip(keys, english, strict=False)]
    )
    done = run(story, "--reference", refs)
    assert done.exit_code == 2
    assert "trap (coverage): the reference is what another article says" in done.stderr
    done = run(story, "--reference", refs, "--allow", "coverage")
    assert done.exit_code == 0, done.stderr
    assert "Not quality: the reference is independent coverage" in done.stdout


# ---- sources in another language


FRENCH = "Les habitants du quartier ont dû quitter leurs maisons pendant la nuit."
ENGLISH = "The people of the quarter had to leave their houses in the middle of the night."


@pytest.mark.parametrize(
    ("lang", "source", "words"),
    [
        (
            "de",
            FRENCH,
            "the source is in 'fr' and not in 'de' at segment fire:1 and 39 more; name the right file, or say",
        ),
        (
            "de-CH",
            ENGLISH,
            "the source is in 'en' and not in 'de-CH' at segment fire:1 and 39 more; name the right file",
        ),
        ("", ENGLISH, "the source is in 'en' as the translations are, at segment fire:1"),
        ("", FRENCH, ""),
        ("fr-CA", FRENCH, ""),
        ("en", ENGLISH, ""),
    ],
)
def test_a_source_in_another_language(lang: str, source: str, words: str) -> None:
    held = changed(news(), range(40), lambda one: replace(one, source=source, lang=lang))
    assert found(held).get("language", "").startswith(words)
    assert bool(words) == ("language" in found(held))


def test_a_post_edited_reference() -> None:
    """Many sentences unchanged are no exchange of files, and no reference of its own either."""
    held = changed(news(), range(24), lambda one: replace(one, hypotheses=one.references[:1]))  # type: ignore[arg-type]
    words = found(held)
    assert words["edited"].startswith("post-edited reference: 27 of 40 unchanged from rough; figures flatter")
    assert "swapped" not in words
    few = changed(news(), range(2), lambda one: replace(one, hypotheses=one.references[:1]))  # type: ignore[arg-type]
    assert "edited" not in found(few)
    whole = changed(news(), range(40), lambda one: replace(one, hypotheses=one.references[:1]))  # type: ignore[arg-type]
    assert list(found(whole)) == ["swapped"]


@pytest.mark.parametrize("command", ["translation", "unreferenced", "campaign"])
def test_commands_look_at_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """Of another language than is said, or the reference itself; allowed, all goes on."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SYNOPSIS_MEMORY", str(tmp_path / "memory.sqlite3"))
    _, ref, _ = lined(tmp_path)
    file(tmp_path, "src.fr", [f"{FRENCH} {n}" for n in range(40)])
    more = ["--reference", "ref.en", "--resamples", "0"] if command == "translation" else []
    for source, said in (("src.fr", "the source is in 'fr' and not in 'de'"), (ref.name, "the source is in 'en'")):
        call = ["evaluate", command, "mt.en", "--source", source, "--from", "de", *more]
        done = CliRunner().invoke(app, call)
        assert done.exit_code == 2, done.stdout
        assert said in done.stderr.replace("\n", " ")
        allowed = CliRunner().invoke(app, [*call, "--allow", "language", "--allow", "copied"])
        assert (allowed.exit_code, "allowed (language)" in allowed.stderr) == (0, True), allowed.stderr
        for path in tmp_path.glob("campaign*"):
            path.unlink()


@pytest.mark.parametrize("command", ["unreferenced", "campaign"])
def test_what_spoils_reading_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """Accents apart, until they are joined; a translation without words."""
    monkeypatch.chdir(tmp_path)
    ours = [unicodedata.normalize("NFD", f"The café: {one.hypotheses[0]}") for one in news().segments]
    lined(tmp_path, ["", *ours[1:]])
    call = ["evaluate", command, "mt.en", "--source", "src.de", "--from", "de"]
    plain = CliRunner().invoke(app, call).stderr.replace("\n", " ")
    assert "warning: mt is empty at segment 1; translate it" in plain
    assert "say --normalize nfc" in plain
    for path in tmp_path.glob("campaign*"):
        path.unlink()
    mended = CliRunner().invoke(app, [*call, "--normalize", "nfc"])
    assert mended.exit_code == 0
    assert "say --normalize nfc" not in mended.stderr.replace("\n", " ")
    assert "changed (nfc): " in mended.stderr


def test_sources_of_which_all_are_english_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mt.jsonl").write_text('{"source": "Fire.", "lang": "en", "text": "Fire."}\n', "utf-8")
    done = CliRunner().invoke(app, ["evaluate", "unreferenced", "mt.jsonl"])
    assert done.exit_code == 2
    assert "all sources are said to be English" in done.stderr.replace("\n", " ")
