"""The command as a user runs it, with folders, a memory and caches of its own."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import console
import pytest
from console import Answer, Call
from golden import FILES, QUICK, STORY

from pipeline import engine
from pipeline.__main__ import main
from pipeline.translate import service

ROOT = Path(__file__).parent.parent
SENTENCES, KILLED_AFTER = 600, 400  # several jobs of the translator each
ENGLISH = "A fire broke out in the harbour on Monday.\nNobody was hurt, the police said.\n"
GERMAN = "Am Montag brach im Hafen ein Feuer aus.\nVerletzt wurde laut Polizei niemand.\n"


def environment_in(folder: Path) -> dict[str, str]:
    """Nothing of this user's: home, caches, data and settings in the folder."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    homes = {"HOME": "home", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data"}
    own = {key: str(folder / "user" / name) for key, name in homes.items()}
    return {
        **kept,
        **own,
        "PYTHONPATH": str(ROOT / "tests"),
        "SLOW_LOG": str(folder / "slow.log"),
        "HF_HUB_OFFLINE": "1",
        "COLUMNS": "120",
    }


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """That of the temporary folder."""
    return environment_in(tmp_path)


@pytest.fixture
def synopsis(tmp_path: Path, environment: Mapping[str, str]) -> Call:
    """Calls the command in the temporary folder, in this process."""

    def call(*arguments: object, given: str | bytes = "", env: Mapping[str, str] | None = None) -> Answer:
        return console.called(tmp_path, {**environment, **(env or {})}, arguments, given)

    return call


@pytest.fixture
def process(tmp_path: Path, environment: Mapping[str, str]) -> Call:
    """The same in a process of its own, for what only shows there."""
    return partial(console.started, tmp_path, environment)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A small story of two articles."""
    folder = tmp_path / "raw" / "harbour"
    folder.mkdir(parents=True)
    (folder / "post.en.txt").write_text(ENGLISH, "utf-8")
    (folder / "blatt.de.txt").write_text(GERMAN, "utf-8")
    return folder.parent


def results(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


GOLDEN = ("run", ROOT / "raw", *QUICK, "--date", "2026-01-02", "--json")


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """The five articles, run once in a process of its own: the folder with `out` and `memory`, and the answer."""
    folder = tmp_path_factory.mktemp("five")
    answer = console.started(folder, environment_in(folder), *GOLDEN, "-o", "out", "--memory", "memory")
    assert answer.returncode == 0, answer.stderr
    return folder, answer


def test_the_five_articles_give_the_golden_files(five: tuple[Path, Answer]) -> None:
    folder, done = five
    summary = json.loads(done.stdout)
    assert (summary["stories"], summary["articles"]) == (1, 5)
    assert summary["sources"]["translated"] == summary["foreign"] > 40
    for name in FILES:
        golden = ROOT / "tests" / "golden" / name
        assert (folder / "out" / STORY / name).read_text("utf-8") == golden.read_text("utf-8"), (
            f"{name} changed; if that is an improvement: python tests/tools/golden.py, and read the difference"
        )


def test_engines_and_a_second_run_agree_byte_for_byte(
    synopsis: Call, tmp_path: Path, five: tuple[Path, Answer]
) -> None:
    shutil.copy(five[0] / "memory", tmp_path / "memory")
    processes = synopsis(*GOLDEN, "-o", "two", "--memory", "two.db", "--engine", "processes")
    again = synopsis(*GOLDEN, "-o", "three", "--memory", "memory")
    assert processes.returncode == 0, processes.stderr
    assert json.loads(again.stdout)["sources"]["translated"] == 0
    one = results(five[0] / "out")
    assert one
    assert results(tmp_path / "two") == one
    assert results(tmp_path / "three") == one


def test_a_killed_run_goes_on_where_it_was(synopsis: Call, tmp_path: Path, environment: Mapping[str, str]) -> None:
    """None of its sentences is lost, and none translated twice but those of the job that was under way."""
    sentences = [f"Hier steht Satz {n}." for n in range(SENTENCES)]
    for start in range(0, SENTENCES, 200):
        folder = tmp_path / "raw" / f"story-{start:05}"
        folder.mkdir(parents=True)
        (folder / "a.de.txt").write_text("\n".join(sentences[start : start + 200]), "utf-8")
        (folder / "b.en.txt").write_text(ENGLISH, "utf-8")
    slow = ("--translator", "slow:Slow", "--embedder", "none", "--date", "2026-01-02")
    stuck = ("run", "-o", "out", *slow, "--translator-option", f"stops={KILLED_AFTER}")
    log = Path(environment["SLOW_LOG"])
    with console.running(tmp_path, environment, stuck) as process:
        console.until(lambda: log.exists() and len(log.read_text().splitlines()) == KILLED_AFTER, process)
        process.send_signal(signal.SIGKILL)
    assert not list(tmp_path.glob("out/story-*"))

    done = synopsis("run", "-o", "out", *slow, "--json")
    assert done.returncode == 0, done.stderr
    asked = log.read_text().splitlines()
    assert set(asked) == set(sentences)
    assert len(asked) - SENTENCES <= engine.JOB  # the one job that was under way
    assert json.loads(done.stdout)["sources"]["remembered"] >= KILLED_AFTER - engine.JOB

    whole = synopsis("run", "-o", "whole", *slow, "--memory", "whole.db")
    assert whole.returncode == 0, whole.stderr
    assert results(tmp_path / "whole") == results(tmp_path / "out")


@pytest.mark.usefixtures("raw")
def test_a_glossary_is_kept_to_and_a_changed_one_asks_only_for_its_own(
    synopsis: Call, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    """What the translator does not say is flagged; only sentences that hold a term are translated anew."""
    (tmp_path / "terms.tsv").write_text("Feuer\tblaze\tde\nPolizei\tPOLIZEI\n", "utf-8")
    slow = ("--translator", "slow:Slow", "--embedder", "none")
    assert synopsis("run", "-o", "out", *slow).returncode == 0
    log = Path(environment["SLOW_LOG"])
    log.unlink()
    done = synopsis("run", "-o", "out", *slow, "--glossary", "terms.tsv")
    assert done.returncode == 0, done.stderr
    assert sorted(log.read_text("utf-8").splitlines()) == sorted(GERMAN.splitlines())
    rows_ = [row for row in rows(tmp_path / "out" / "harbour" / "sentences.jsonl") if row["lang"] == "de"]
    assert ["term missing" in row["flags"] for row in rows_] == [True, False]
    assert len({row["signature"] for row in rows_}) == 2
    assert all("|terms:" in row["signature"] for row in rows_)
    plan = json.loads(synopsis("plan", *slow[:2], "--glossary", "terms.tsv", "--json").stdout)
    assert (plan["known"], plan["to_translate"]) == (2, 0)
    (tmp_path / "terms.tsv").write_text("Feuer\tblaze\tde\n", "utf-8")
    plan = json.loads(synopsis("plan", *slow[:2], "--glossary", "terms.tsv", "--json").stdout)
    assert (plan["known"], plan["to_translate"]) == (2, 0)  # the second as it was before there was a glossary
    (tmp_path / "terms.tsv").write_text("Feuer\tblaze\tde\nFeuer\tfire\tde\n", "utf-8")
    failed = synopsis("plan", *slow[:2], "--glossary", "terms.tsv")
    assert failed.returncode == 2
    assert "terms.tsv:2: 'Feuer' is 'fire' here and 'blaze' in line 1" in failed.stderr


def test_a_name_in_two_spellings_is_reported(synopsis: Call, tmp_path: Path, raw: Path) -> None:
    """In a warning, and in names.jsonl with the sentences; the file goes when the reason is gone."""
    text = "Gestern ging Igor Babuschkin nach Hause.\nDann sprach Igor Babuschkin.\n"
    (raw / "harbour" / "blatt.de.txt").write_text(text, "utf-8")
    answers = ["Yesterday Igor Babuschkin went home.", "Then Igor Babushkina spoke."]
    lines = [
        json.dumps({"lang": "de", "source": source, "text": english})
        for source, english in zip(text.splitlines(), answers, strict=True)
    ]
    (tmp_path / "answers").write_text("\n".join(lines), "utf-8")
    replay = ("--translator", "replay", "--translator-option", "path=answers", "--embedder", "none")
    done = synopsis("run", "-o", "out", *replay)
    assert done.returncode == 0, done.stderr
    assert "harbour/blatt.de: 'Babuschkin' comes out in several spellings" in done.stderr
    [row] = rows(tmp_path / "out" / "harbour" / "names.jsonl")
    assert row["name"] == "Babuschkin"
    assert {len(found) for found in row["spellings"].values()} == {1}
    (tmp_path / "answers").write_text("\n".join(lines).replace("Babushkina", "Babuschkin"), "utf-8")
    assert synopsis("run", "-o", "out", *replay).returncode == 0
    assert not (tmp_path / "out" / "harbour" / "names.jsonl").exists()


@pytest.mark.usefixtures("raw")
def test_verify(synopsis: Call, tmp_path: Path) -> None:
    """All the same at first; an edited translation is named; no more is sampled than asked."""
    slow = ("--translator", "slow:Slow")
    assert synopsis("verify", "out").returncode == 2
    assert synopsis("run", "-o", "out", *slow, "--embedder", "none").returncode == 0
    good = synopsis("verify", "out", *slow)
    assert good.returncode == 0, good.stderr
    assert "2 of 2 translations came out the same (100.0%)" in good.stderr
    result = tmp_path / "out" / "harbour" / "result.json"
    result.write_text(result.read_text("utf-8").replace("LAUT POLIZEI", "laut Polizei"), "utf-8")
    bad = synopsis("verify", "out", *slow, "--json")
    assert bad.returncode == 3
    found = json.loads(bad.stdout)
    assert (found["sampled"], found["same"], found["signatures_differ"]) == (2, 1, 0)
    assert [one["english"] for one in found["different"]] == ["VERLETZT WURDE LAUT POLIZEI NIEMAND."]
    one = json.loads(synopsis("verify", "out", *slow, "--sample", "1", "--json").stdout)
    assert (one["translations"], one["sampled"]) == (2, 1)


def test_interrupted(tmp_path: Path, raw: Path, environment: Mapping[str, str]) -> None:
    arguments = ("run", raw, *SLOW, "--translator-option", "stops=1")
    with console.running(tmp_path, environment, arguments) as process:
        console.until(Path(environment["SLOW_LOG"]).exists, process)
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=600)
    assert process.returncode == 130
    assert "start it again to go on" in talk
    assert "Traceback" not in talk


def write(name: str, content: str | bytes) -> Callable[[Path], None]:
    def act(raw: Path) -> None:
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return act


SLOW = ("--translator", "slow:Slow", "--embedder", "none")

PARTIAL = {
    "empty file": (write("harbour/x.en.txt", ""), r"x.en.txt: empty file"),
    "binary file": (write("harbour/x.en.txt", b"\x89PNG\r\n\x1a\n\0\0"), "PNG picture"),
    "zero bytes": (write("harbour/x.en.txt", b"ab\0cd\0\0e"), "zero byte"),
    "unknown language in the name": (write("harbour/x.es.txt", "Hubo un incendio en el puerto."), "'es'"),
    "unknown language in the text": (
        write(
            "harbour/x.txt", "En la noche del lunes hubo un gran incendio en el puerto de la ciudad, dijo la policía."
        ),
        "'es'",
    ),
    "broken JSONL line": (write("harbour/x.jsonl", '{"text": "A fire.", "lang": "en"}\n{"text": \n'), "line 2"),
    "one id twice": (write("harbour/post.en.md", "Another report of the fire."), "already that of"),
    "front matter that is not YAML": (write("harbour/x.en.txt", "---\nlang: [\n---\nText.\n"), "front matter"),
    "cut-off UTF-8": (write("harbour/x.de.txt", "Überall größere Mühe für".encode()[:-3] + b"\xc3"), "not UTF-8"),
}


@pytest.mark.parametrize("name", PARTIAL)
def test_one_bad_article_is_named_and_the_rest_is_done(synopsis: Call, tmp_path: Path, raw: Path, name: str) -> None:
    spoil, message = PARTIAL[name]
    spoil(raw)
    done = synopsis("run", raw, "-o", "out", *SLOW, "--json")
    assert done.returncode == 3, done.stderr
    (failure,) = json.loads(done.stdout)["failures"]
    assert message in f"{failure['item']}: {failure['reason']}"
    assert failure["item"] in done.stderr
    written = results(tmp_path / "out" / "harbour")
    assert json.loads(written["failures.jsonl"])["item"] == failure["item"]
    sentences = [json.loads(line) for line in written["sentences.jsonl"].splitlines()]
    assert {"post.en", "blatt.de"} <= {one["article"] for one in sentences}


@pytest.mark.usefixtures("raw")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "missing"], "missing: no such"),
        (["run", "empty"], "expected article files"),
        (["run", "raw", "--translator", "marain"], "did you mean 'marian'"),
        (["run", "raw", "--translator", "replay", "--translator-option", "pahts=x"], "did you mean 'path'"),
        (["run", "raw", *SLOW, "--engine", "spark"], "'spark' is not one of"),
        (
            ["run", "raw", *SLOW, "--translator", "marrian"],
            "'marrian': did you mean 'marian'? (or package.module:Name)",
        ),
        (["run", "raw", *SLOW, "--workers", "0"], "above 0"),
        (["run", "raw", *SLOW, "--date", "tomorrow"], "date = 'tomorrow'"),
        (["run", "raw", *SLOW, "--config", "none.toml"], "none.toml: cannot be read"),
        (["run", "raw", *SLOW, "-o", "file/out"], "file/out"),
        (["run", "raw", *SLOW, "--memory", "file/memory"], "cannot open the memory"),
        (["run", "raw", "--translator", "slow:Slow", "--embedder", "no-such-model"], "no-such-model"),
        (["run", "raw", "--translator", "marian", "--embedder", "none"], "synopsis models get"),
        (["show", "no-such-story"], "no result here"),
        (["memory", "forget", "no/article"], "no memory here"),
        (["memory", "import", "missing.tmx"], "missing.tmx: cannot be read"),
        (
            ["translate", "missing.de.txt"],
            "missing.de.txt: cannot be read (No such file or directory); name a text file that is there",
        ),
        (["translate", "--from", "es"], "'es'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    synopsis: Call, tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    done = synopsis(*arguments, given="Hola.\n")
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert done.stderr.count("synopsis: ") == 1
    assert done.stdout == ""


LONG = "x" * 300  # a name that no disk takes


@pytest.mark.usefixtures("raw")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (f"run {LONG}", f"{LONG}: cannot be reached (File name too long); check the path and its permissions"),
        (f"plan raw/{LONG}", f"raw/{LONG}: cannot be reached (File name too long)"),
        (f"run raw --memory {LONG}", f"{LONG}: cannot open the memory: [Errno 36] File name too long"),
        (f"memory --memory {LONG}", f"{LONG}: File name too long; check the path, its permissions and the disk"),
        (f"export {LONG} --format tsv", f"{LONG}/result.json: File name too long"),
        (f"show {LONG}", f"{LONG}/result.json: File name too long"),
    ],
)
def test_a_path_that_cannot_be_reached_is_named(synopsis: Call, words: str, message: str) -> None:
    done = synopsis(*words.split())
    assert done.returncode == 2
    told = done.stderr.replace("\n", "")
    assert message.replace(LONG, "…") in told.replace(LONG, "…")
    assert "output" not in told
    assert "free the disk" not in told


def test_a_folder_that_cannot_be_written(synopsis: Call, tmp_path: Path, raw: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "harbour").write_text("a file where the story's folder should be")
    done = synopsis("run", raw, "-o", out, *SLOW)
    assert done.returncode == 3
    assert "failed (export): harbour:" in done.stderr


def test_a_full_disk(tmp_path: Path, environment: Mapping[str, str], raw: Path) -> None:
    limit = 40_000  # bytes a file may have; the page and the memory are larger
    whole = {**environment, "PYTHONDONTWRITEBYTECODE": "1"}  # or Python would leave modules cut off at the limit
    done = console.started(
        tmp_path,
        whole,
        "run",
        raw,
        "-o",
        "out",
        *SLOW,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 2
    assert "cannot" in done.stderr
    assert not list((tmp_path).rglob("*.part"))


def test_legacy_encodings_are_read_right_and_reported(synopsis: Call, tmp_path: Path, raw: Path) -> None:
    text = "Über die größte Straße führen zwei Brücken.\n"
    (raw / "harbour" / "c.de.txt").write_bytes(text.encode("cp1252"))
    (raw / "harbour" / "u.de.txt").write_bytes(text.replace("zwei", "drei").encode("utf-16"))
    done = synopsis("run", raw, "-o", "out", *SLOW)
    assert done.returncode == 0, done.stderr
    assert "c.de.txt: not UTF-8: read as cp1252" in done.stderr
    sentences = (tmp_path / "out" / "harbour" / "sentences.jsonl").read_text("utf-8")
    assert "ÜBER DIE GRÖSSTE STRASSE FÜHREN ZWEI BRÜCKEN." in sentences
    assert "ÜBER DIE GRÖSSTE STRASSE FÜHREN DREI BRÜCKEN." in sentences


def test_half_a_megabyte_on_one_line(synopsis: Call, tmp_path: Path, raw: Path) -> None:
    (raw / "harbour" / "long.en.txt").write_text("word " * 100_000, "utf-8")
    done = synopsis("run", raw, "-o", "out", *SLOW, "--json")
    assert done.returncode == 0, done.stderr
    sentences = rows(tmp_path / "out" / "harbour" / "sentences.jsonl")
    long = [one["text"] for one in sentences if one["article"] == "long.en"]
    assert "".join(long).count("word") == 100_000


def test_plan_tells_what_is_known(synopsis: Call, raw: Path) -> None:
    before = json.loads(synopsis("plan", raw, *SLOW[:2], "--json").stdout)
    synopsis("run", raw, "-o", "out", *SLOW)
    after = json.loads(synopsis("plan", raw, *SLOW[:2], "--json").stdout)
    assert (before["foreign"], before["known"], before["to_translate"], before["seconds"]) == (2, 0, 2, None)
    assert (after["foreign"], after["known"], after["to_translate"], after["seconds"]) == (2, 2, 0, 0.0)
    assert "2 are to translate" in synopsis("plan", raw, *SLOW[:2], "--memory", "other.db").stdout


def test_translate_keeps_lines(synopsis: Call) -> None:
    done = synopsis("translate", "--from", "de", "--translator", "slow:Slow", given="Guten Tag. Wie geht's?\n\nGut.")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "GUTEN TAG. WIE GEHT'S?\n\nGUT.\n"


def test_translate_tells_flags_and_empty_files(synopsis: Call, tmp_path: Path) -> None:
    """The lines of what is empty too."""
    (tmp_path / "a.de.txt").write_text("\n \n", "utf-8")
    (tmp_path / "b.de.txt").write_text("Es kamen 14 Leute.\n", "utf-8")
    done = synopsis("translate", "a.de.txt", "b.de.txt", "--translator", "slow:Slow")
    assert (done.returncode, done.stdout) == (0, "\n\nES KAMEN 14 LEUTE.\n")
    assert "warning: a.de.txt: nothing in it" in done.stderr
    assert "flags: copied source 1; --json says where" in done.stderr
    (tmp_path / "c.txt").write_text("Ja.\n", "utf-8")
    unclear = synopsis("translate", "c.txt", "--translator", "slow:Slow")
    assert unclear.returncode == 2
    assert "c.txt: no language is stated" in unclear.stderr
    assert "or say --from" in unclear.stderr


def test_translate_loads_one_model_for_all_files(
    synopsis: Call, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    names = [f"{n}.de.txt" for n in range(3)]
    for name in names:
        (tmp_path / name).write_text(f"Guten Tag {name[0]}.\n", "utf-8")
    done = synopsis("translate", *names, "--translator", "slow:Counted")
    assert done.stdout == "".join(f"GUTEN TAG {name[0]}.\n" for name in names)
    made = Path(environment["SLOW_LOG"]).read_text("utf-8").splitlines().count("made")
    assert made == 2  # one to sign, one to translate


def test_translate_takes_the_language_from_the_name_or_the_text(synopsis: Call, tmp_path: Path) -> None:
    (tmp_path / "a.de.txt").write_text("\nGuten Tag.\n", "utf-8")
    (tmp_path / "b.txt").write_text("La police a annoncé lundi que personne n'avait été blessé.\n", "utf-8")
    done = synopsis("translate", "a.de.txt", "b.txt", "--json", "--translator", "slow:Slow")
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["file"], row["line"]) for row in made] == [("a.de.txt", 2), ("b.txt", 1)]
    assert [row["signature"] for row in made] == [f"mt:slow|de|{service.CHECKS}", f"mt:slow|fr|{service.CHECKS}"]
    assert made[0]["source"] == "Guten Tag."
    english = synopsis(
        "translate", "--translator", "slow:Slow", given="The police said that nobody was hurt on Monday."
    )
    assert english.returncode == 2
    assert "nothing to translate" in english.stderr


@pytest.mark.parametrize("keeps_props", [True, False])
def test_what_people_translate_wins(synopsis: Call, tmp_path: Path, raw: Path, keeps_props: bool) -> None:
    """Whether the tool that edited the export keeps or drops what it does not know."""
    run = ("run", raw, "-o", "out", *SLOW, "--json")
    synopsis(*run)
    assert synopsis("memory", "export", "memory.tmx").returncode == 0
    tmx = (tmp_path / "memory.tmx").read_text("utf-8")
    assert "AM MONTAG BRACH IM HAFEN EIN FEUER AUS." in tmx
    edited = tmx.replace("AM MONTAG BRACH IM HAFEN EIN FEUER AUS.", "A fire broke out in the port on Monday.")
    if not keeps_props:
        edited = edited.replace('<prop type="x-synopsis-signature">mt:slow|de</prop>', "")
    (tmp_path / "memory.tmx").write_text(edited, "utf-8")
    imported = synopsis("memory", "import", "memory.tmx", "--author", "us")
    assert "1 human translations, 0 machine translations, 1 known already" in imported.stderr
    assert json.loads(synopsis(*run).stdout)["sources"] == {"human": 1, "remembered": 1, "translated": 0}
    text = (tmp_path / "out" / "harbour" / "translations" / "blatt.de.en.txt").read_text("utf-8")
    assert "A fire broke out in the port on Monday." in text
    written = rows(tmp_path / "out" / "harbour" / "sentences.jsonl")
    flags = {row["translation"]: row["flags"] for row in written if row["lang"] == "de"}
    assert flags["A fire broke out in the port on Monday."] == ["human translation"]
    assert flags["VERLETZT WURDE LAUT POLIZEI NIEMAND."] == ["copied source"]


def test_no_word_in_a_link_about_an_incomplete_article_looks_sure(synopsis: Call, tmp_path: Path, raw: Path) -> None:
    (raw / "harbour" / "stub.en.txt").write_text("---\ncomplete: false\n---\nA fire broke out.\n", "utf-8")
    synopsis("run", raw, "-o", "out", *SLOW)
    links = rows(tmp_path / "out" / "harbour" / "links.jsonl")
    assert all(("incomplete article" in link["flags"]) == ("stub.en" in link["articles"]) for link in links)
    assert any("stub.en" in link["articles"] for link in links)
    assert len({link["id"] for link in links}) == len(links)
    assert "(only a part was available)" in synopsis("show", "harbour", "-o", "out").stdout


def test_old_results_do_not_look_current(synopsis: Call, tmp_path: Path, raw: Path) -> None:
    (raw / "flood").mkdir()
    (raw / "flood" / "a.en.txt").write_text("The river rose by two metres.\n", "utf-8")
    synopsis("run", raw, "-o", "out", *SLOW)
    (raw / "flood" / "a.en.txt").write_text("")
    emptied = synopsis("run", raw, "-o", "out", *SLOW)
    assert emptied.returncode == 3
    assert [path.name for path in (tmp_path / "out" / "flood").iterdir() if path.is_file()] == ["failures.jsonl"]
    for path in (raw / "harbour").iterdir():
        path.unlink()
    (raw / "flood" / "a.en.txt").write_text("The river rose by two metres.\n", "utf-8")
    removed = synopsis("run", raw, "-o", "out", *SLOW)
    assert "has no story 'harbour' any more" in removed.stderr
    alone = synopsis("run", raw / "flood", "-o", "out", *SLOW, "--json")
    (warned,) = json.loads(alone.stdout)["warnings"]
    assert "'harbour'" in warned["reason"]


@pytest.mark.parametrize(
    ("translator", "message"),
    [
        (["replay"], "needs an option path"),
        (["embedded", "--translator-option", "batch_tokens=0"], "expected threads from 0, the others from 1"),
        (["slow:Wrong"], "expected a pipeline.data.Output a sentence"),
    ],
)
def test_a_wrong_translator_is_said_in_a_line(synopsis: Call, raw: Path, translator: list[str], message: str) -> None:
    done = synopsis("run", raw, "--translator", *translator, "--embedder", "none")
    assert done.returncode == 2
    assert message in done.stderr


def test_a_closed_pipe_and_a_full_output(tmp_path: Path, environment: Mapping[str, str]) -> None:
    (tmp_path / "long.de.txt").write_text("Ein Satz.\n" * 20_000, "utf-8")
    command = f"{sys.executable} -m pipeline translate long.de.txt --translator slow:Slow"
    for tail, codes in ((" | head -n 1; exit ${PIPESTATUS[0]}", {141}), (" > /dev/full", {2})):
        done = subprocess.run(
            ["bash", "-c", command + tail], cwd=tmp_path, env=dict(environment), capture_output=True, check=False
        )
        assert done.returncode in codes, done.stderr
        assert b"Traceback" not in done.stderr


def test_a_run_goes_on_where_nobody_reads_how_it_goes_and_a_result_is_not_printed_for_nobody(
    raw: Path, environment: Mapping[str, str]
) -> None:
    run = f"{sys.executable} -m pipeline run raw -o out --translator slow:Slow --embedder none"
    show = f"{sys.executable} -m pipeline show out/harbour"
    for command, code in ((f"{run} 2> >(true)", 0), (f"{show} | true; exit ${{PIPESTATUS[0]}}", 141)):
        done = subprocess.run(
            ["bash", "-c", command], cwd=raw.parent, env=dict(environment), capture_output=True, check=False
        )
        assert done.returncode == code, done.stderr
    assert (raw.parent / "out" / "harbour" / "result.json").is_file()


def test_forgetting_an_article(synopsis: Call, raw: Path) -> None:
    synopsis("run", raw, "-o", "out", *SLOW)
    assert "harbour/blatt.de" in synopsis("memory").stdout
    assert synopsis("memory", "forget", "harbour/blatt.de").returncode == 0
    held = json.loads(synopsis("memory", "--json").stdout)
    assert (held["machine"], held["article_ids"]) == (0, ["harbour/post.en"])
    synopsis("translate", "--from", "de", "--translator", "slow:Slow", given="Eine lose Zeile.")
    assert json.loads(synopsis("memory", "--json").stdout)["machine"] == 1
    assert "forgot 1 machine translations" in synopsis("memory", "forget", "--loose").stderr
    assert json.loads(synopsis("memory", "--json").stdout)["machine"] == 0
    for wrong in ([], ["harbour", "--loose"]):
        assert synopsis("memory", "forget", *wrong).returncode == 2


def test_show_says_that_a_story_failed_and_where_that_stands(synopsis: Call, raw: Path) -> None:
    (raw / "quay").mkdir()
    (raw / "quay" / "a.en.txt").write_bytes(b"")
    assert synopsis("run", raw, *SLOW).returncode == 3
    shown = synopsis("show", "quay")
    assert shown.returncode == 2
    assert "aligned/quay: the last run made nothing of this story; aligned/quay/failures.jsonl says why" in shown.stderr


def test_articles_that_lie_loose_beside_folders_are_named(synopsis: Call, raw: Path) -> None:
    (raw / "lost.en.txt").write_text("A lost report\n\nThe bridge fell on Monday.\n", "utf-8")
    told = synopsis("run", raw, *SLOW).stderr.replace("\n", " ")
    assert f"warning: {raw}: 1 article lies beside the folders (lost.en.txt): taken for a story 'raw'; put each" in told
    assert "--group auto" in told


def test_show_reads_a_result_by_name_and_by_folder(synopsis: Call, raw: Path) -> None:
    synopsis("run", raw, *SLOW)
    by_name, by_folder = synopsis("show", "harbour"), synopsis("show", "aligned/harbour")
    assert by_name.returncode == 0, by_name.stderr
    assert by_name.stdout == by_folder.stdout
    assert "Nobody was hurt" in by_name.stdout
    assert "\x1b[" not in by_name.stdout  # no colours in a pipe
    assert json.loads(synopsis("show", "harbour", "--json").stdout)["story"]["id"] == "harbour"


def test_config_tells_where_a_value_is_from(synopsis: Call, tmp_path: Path) -> None:
    (tmp_path / "synopsis.toml").write_text('embedder = "none"')
    settings = json.loads(synopsis("config", "--json", env={"SYNOPSIS_WORKERS": "3"}).stdout)
    assert settings["embedder"] == {"value": "none", "origin": "file synopsis.toml"}
    assert settings["workers"] == {"value": 3, "origin": "environment SYNOPSIS_WORKERS"}


def test_version_names_python_and_libraries(synopsis: Call) -> None:
    lines = synopsis("--version").stdout.splitlines()
    assert lines[0].startswith("synopsis 0.")
    assert {line.split()[0] for line in lines} >= {"python", "torch", "transformers", "sacremoses", "sacrebleu"}


def test_models_without_a_hub(synopsis: Call) -> None:
    listed = synopsis("models")
    assert listed.returncode == 0, listed.stderr
    assert "opus-mt-de-en" in listed.stdout
    fetched = synopsis("models", "get")
    assert fetched.returncode == 2
    assert "the hub did not give it" in fetched.stderr
    assert fetched.stderr.count("\n") <= 3


def test_an_interrupt_before_anything_is_read_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.cli.main", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "synopsis: interrupted; start it again to go on\n"
