"""Loose articles, corrections and two texts, through the command line as a person uses it."""

import json
import random
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from console import Call

from pipeline import align

CASES = Path(__file__).parent / "cases" / "group.jsonl"
LEFT = """The bridge over the Elbe in Dresden collapsed on Monday, police said.
Nobody was hurt because the last tram had crossed minutes earlier.
The mayor called it a shock for the whole city.
Cyclists will have to take the ferry for 120 days.
"""
RIGHT = """It has been raining in Saxony for weeks.
A bridge over the Elbe in Dresden has collapsed, according to police.
No one was injured, as the last tram had crossed the bridge minutes before.
"""


def articles(folder: Path, events: str) -> None:
    """The English articles of some events, loose in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for row in map(json.loads, CASES.read_text(encoding="utf-8").splitlines()):
        if row["event"][:2] in events.split() and row["lang"] == "en":
            front = f"---\npublished: {row['published']}\n---\n" if row["published"] else ""
            text = "\n\n".join((row["sentences"][0], " ".join(row["sentences"][1:])))
            (folder / f"{row['id']}.en.txt").write_text(f"{front}{text}\n", encoding="utf-8")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


QUICK = ("--embedder", "none", "--memory", "memory.sqlite3", "--date", "2026-06-01", "--progress", "none")


def test_loose_articles_become_stories_and_the_run_says_why(call: Call, tmp_path: Path):
    articles(tmp_path / "raw", "13 17 01 03")
    done = call("run", "raw", "-o", "out", *QUICK, "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    stories = {path.parent.name: path for path in (tmp_path / "out").rglob("result.json")}
    assert sorted(summary["named"]) == sorted(stories)
    assert summary["articles"] == 6
    found = sorted(
        sorted(article["id"][:2] for article in json.loads(path.read_text())["story"]["articles"])
        for path in stories.values()
    )
    assert found == [["01"], ["03"], ["13", "13"], ["17", "17"]]
    for name, path in stories.items():
        why = json.loads(path.read_text())["story"]["why"]
        assert why
        assert why[0] in summary["grouped"][name]
    again = call("run", "raw", "-o", "out", *QUICK)
    assert again.returncode == 0
    assert all(f"story {name}: " in again.stderr for name in stories)
    assert {path.parent.name for path in (tmp_path / "out").rglob("result.json")} == set(stories)


def test_no_story_takes_the_name_of_a_folder_that_stays(call: Call, tmp_path: Path):
    articles(tmp_path / "raw" / "mixed", "01 03")
    articles(tmp_path / "raw" / "quake", "13")
    for path in (tmp_path / "raw" / "mixed").iterdir():
        text = path.read_text("utf-8")
        path.write_text(text.replace("---\n", "---\ntitle: Quake\n", 1), encoding="utf-8")
    done = call("run", "raw", "-o", "out", *QUICK, "--group", "auto", "--json")
    assert sorted(json.loads(done.stdout)["named"]) == ["quake", "quake-2", "quake-3"]
    made = json.loads((tmp_path / "out" / "quake" / "result.json").read_text())
    assert {article["id"][:2] for article in made["story"]["articles"]} == {"13"}


def test_one_folder_is_one_story_although_it_is_named_like_the_folder_of_stories(call: Call, tmp_path: Path):
    articles(tmp_path / "quake" / "quake", "13 01")
    done = call("run", "quake", "-o", "out", *QUICK, "--json")
    assert json.loads(done.stdout)["named"] == ["quake"]
    assert json.loads(done.stdout)["grouped"] == {}


def test_a_folder_stays_one_story_if_told_so_and_one_event_keeps_its_name(call: Call, tmp_path: Path):
    articles(tmp_path / "raw", "13 01")
    done = call("run", "raw", "-o", "out", *QUICK, "--group", "folders", "--json")
    assert json.loads(done.stdout)["named"] == ["raw"]
    articles(tmp_path / "quake", "13")
    done = call("run", "quake", "-o", "out2", *QUICK, "--json")
    assert json.loads(done.stdout)["named"] == ["quake"]
    done = call("run", "raw", "-o", "out", *QUICK, "--group", "sometimes")
    assert done.returncode == 2
    assert "group 'sometimes' is not known; expected one of auto, folders" in done.stderr


def test_articles_of_several_folders_are_sorted_anew_without_losing_one_that_shares_an_id(call: Call, tmp_path: Path):
    articles(tmp_path / "raw" / "a", "13")
    names = sorted(path.name for path in (tmp_path / "raw" / "a").iterdir())
    (tmp_path / "raw" / "b").mkdir()
    (tmp_path / "raw" / "a" / names[1]).rename(tmp_path / "raw" / "b" / names[0])
    done = call("run", "raw", "-o", "out", *QUICK, "--group", "auto", "--json")
    assert done.returncode == 0, done.stderr
    (story,) = json.loads(done.stdout)["named"]
    made = json.loads((tmp_path / "out" / story / "result.json").read_text())["story"]["articles"]
    stem = names[0].removesuffix(".txt")
    assert [article["id"] for article in made] == [f"a-{stem}", f"b-{stem}"]


def test_one_text_in_two_outlets_is_one_source(call: Call, tmp_path: Path):
    articles(tmp_path / "raw" / "quake", "17")
    first = min((tmp_path / "raw" / "quake").iterdir())
    text = first.read_text(encoding="utf-8")
    (tmp_path / "raw" / "quake" / "copy.en.txt").write_text(text.replace("\n\n", "\n\nAgency report\n\n", 1), "utf-8")
    done = call("run", "raw", "-o", "out", *QUICK)
    assert done.returncode == 0, done.stderr
    made = json.loads((tmp_path / "out" / "quake" / "result.json").read_text())
    assert made["story"]["copies"] == [sorted([first.name.removesuffix(".txt"), "copy.en"])]
    page = (tmp_path / "out" / "quake" / "synopsis.html").read_text(encoding="utf-8")
    assert "one text, one source" in page
    shown = call("show", "out/quake").stdout
    assert "one text, one source" in shown


def test_corrections_last_and_what_is_gone_is_named(call: Call, tmp_path: Path):
    folder = tmp_path / "raw" / "bridge"
    folder.mkdir(parents=True)
    (folder / "a.en.txt").write_text(LEFT, encoding="utf-8")
    (folder / "b.en.txt").write_text(RIGHT, encoding="utf-8")
    assert call("run", "raw", "-o", "out", *QUICK).returncode == 0
    links = lines(tmp_path / "out" / "bridge" / "links.jsonl")
    wrong = next(row for row in links if row["left"] and row["right"])
    free = [
        next(row for row in links if row[other] is None)[side] for side, other in (("left", "right"), ("right", "left"))
    ]
    ids = [" ".join(side["sentences"]) for side in (wrong["left"], wrong["right"], *free)]
    (folder / "corrections.tsv").write_text(
        f"action\tleft\tright\tnote\nreject\t{ids[0]}\t{ids[1]}\nadd\t{ids[3]}\t{ids[2]}\tirony\naccept\ta.en:000000:0\t{ids[1]}\n",
        encoding="utf-8",
    )
    done = call("run", "raw", "-o", "out", *QUICK)
    assert done.returncode == 3
    assert "; 1 failed, among them 1 correction not applied; " in done.stderr.splitlines()[-1]
    assert "bridge/corrections.tsv:4: no sentence 'a.en:000000:0' any more" in done.stderr
    after = lines(tmp_path / "out" / "bridge" / "links.jsonl")
    pairs = {
        (*row["left"]["sentences"], "|", *row["right"]["sentences"]): row
        for row in after
        if row["left"] and row["right"]
    }
    assert (*ids[0].split(), "|", *ids[1].split()) not in pairs
    mine = pairs[(*ids[2].split(), "|", *ids[3].split())]
    assert (mine["probability"], mine["note"], "human link" in mine["flags"]) == (1.0, "irony", True)
    result = json.loads((tmp_path / "out" / "bridge" / "result.json").read_text(encoding="utf-8"))
    assert "corrections:" in (mine["signature"] or result["provenance"]["signatures"]["alignment"])
    page = (tmp_path / "out" / "bridge" / "synopsis.html").read_text(encoding="utf-8")
    assert "irony" in page
    assert "a person" in page


def test_corrections_that_cannot_be_read_stop_nothing(call: Call, tmp_path: Path):
    folder = tmp_path / "raw" / "bridge"
    folder.mkdir(parents=True)
    (folder / "a.en.txt").write_text(LEFT, encoding="utf-8")
    (folder / "corrections.tsv").write_bytes(b"a\x00b\x01\x02")
    done = call("run", "raw", "-o", "out", *QUICK)
    assert done.returncode == 3
    assert "failed (correct): bridge/corrections.tsv:1: " in done.stderr
    assert "the line is not applied" in done.stderr
    assert (tmp_path / "out" / "bridge" / "result.json").is_file()


def test_two_texts_become_links_in_three_formats(call: Call, tmp_path: Path):
    (tmp_path / "left.en.txt").write_text(LEFT, encoding="utf-8")
    (tmp_path / "right.en.txt").write_text(RIGHT, encoding="utf-8")
    options = ("left.en.txt", "right.en.txt", *QUICK[:4], "--progress", "none")
    every = [json.loads(line) for line in call("align", *options).stdout.splitlines()]
    linked = {
        (tuple(row["left"]["sentences"]), tuple(row["right"]["sentences"]))
        for row in every
        if row["kind"] != "unlinked"
    }
    assert linked == {((0,), (1,)), ((1,), (2,))}
    assert {row["aligner"] for row in every} == {"comparable"}
    alone = [row["left"]["sentences"] or row["right"]["sentences"] for row in every if row["kind"] == "unlinked"]
    assert sorted(alone) == [[0], [2], [3]]
    ladder = call("align", *options, "--format", "ladder").stdout.splitlines()
    assert [line.rpartition(":")[0] for line in ladder] == ["[0]:[1]", "[1]:[2]", "[2]:[]", "[3]:[]", "[]:[0]"]
    table = call("align", *options, "--format", "tsv", "--aligner", "parallel").stdout.splitlines()
    assert table[0].split("\t")[:3] == ["left", "right", "kind"]
    assert all(row.count("\t") == 8 for row in table)
    (tmp_path / "empty.en.txt").write_bytes(b"")
    for arguments, problem in (
        (("empty.en.txt", *options[1:]), "empty.en.txt: nothing in it"),
        (("left.en.txt", "pairs.jsonl"), "document pairs (.jsonl) are aligned by themselves"),
        (("pairs.jsonl", "--format", "tsv"), "document pairs come out as JSON lines"),
    ):
        done = call("align", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert problem in done.stderr
        assert "utf-16" not in done.stderr


def test_lines_stay_lines_and_empty_ones_keep_their_number(call: Call, tmp_path: Path):
    (tmp_path / "left.en.txt").write_text(f"\n{LEFT.replace('. ', ' ')}", encoding="utf-8")
    (tmp_path / "right.en.txt").write_text(RIGHT, encoding="utf-8")
    done = call(
        "align", "left.en.txt", "right.en.txt", "--lines", "--format", "ladder", *QUICK[:4], "--progress", "none"
    )
    assert done.stdout.splitlines()[0].startswith("[1]:[1]:")
    assert "[0]" not in done.stdout.replace("[]:[0]", "")


def test_front_matter_is_no_sentence(call: Call, tmp_path: Path):
    """An article of a story may be aligned or translated by itself."""
    (tmp_path / "left.txt").write_text(f"---\noutlet: Post\nlang: en\n---\n{LEFT}", encoding="utf-8")
    (tmp_path / "right.en.txt").write_text(RIGHT, encoding="utf-8")
    done = call("align", "left.txt", "right.en.txt", "--format", "ladder", *QUICK[:4])
    assert [line.rpartition(":")[0] for line in done.stdout.splitlines()][:2] == ["[0]:[1]", "[1]:[2]"]
    assert "left.txt: front matter (outlet, lang) is left out" in done.stderr


def test_german_and_english_are_aligned_as_written(call: Call, tmp_path: Path):
    """By the default encoder, which reads both."""
    left = [
        "Der Minister trat am Dienstag zurück.",
        "Starker Schneefall sperrte die Autobahn bei Innsbruck.",
        "Die Bank senkte die Zinsen auf zwei Prozent.",
    ]
    right = ["Heavy snow closed the motorway near Innsbruck.", "The minister resigned on Tuesday.", "A dog barked."]
    (tmp_path / "a.de.txt").write_text("\n".join(left), encoding="utf-8")
    (tmp_path / "b.en.txt").write_text("\n".join(right), encoding="utf-8")
    done = call(
        "align",
        "a.de.txt",
        "b.en.txt",
        "--no-translate",
        "--lines",
        "--format",
        "tsv",
        *QUICK[2:4],
        "--progress",
        "none",
    )
    assert done.returncode == 0, done.stderr
    found = [line.split("\t") for line in done.stdout.splitlines()[1:]]
    assert {(one, other) for one, other, kind, *_ in found if kind != "unlinked"} == {("0", "1"), ("1", "0")}


def test_document_pairs_are_aligned_and_measured(call: Call, tmp_path: Path):
    gold = {"id": 7, "de": [], "src": LEFT.splitlines(), "tgt": RIGHT.splitlines(), "gold": [[[0], [1]], [[1], [2]]]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    found = call("align", "gold.jsonl", "--no-translate", *QUICK[:4], "--progress", "none")
    assert found.returncode == 0, found.stderr
    done = call("evaluate", "alignment", "--gold", "gold.jsonl", "--found", "-", "--json", given=found.stdout)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"right": 2') == done.stdout.count('"met": 2') > 0
    unclear = {"id": "unclear", "src": ["Yes."], "tgt": ["Yes, of course."]}
    (tmp_path / "two.jsonl").write_text(f"{json.dumps(unclear)}\n{json.dumps(gold)}\n", encoding="utf-8")
    done = call("align", "two.jsonl", "--no-translate", *QUICK[:4], "--progress", "none")
    assert done.returncode == 3
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["7"]
    assert "failed (read): document 'unclear': no language is stated" in done.stderr
    assert "say --left-lang and --right-lang" in done.stderr
    gold["src"] = []
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    assert json.loads(call("align", "gold.jsonl", "--no-translate", *QUICK[:4]).stdout)["links"] == []
    missing = call("align", "gold.jsonl", "--left-key", "mt", "--no-translate")
    assert missing.returncode == 2
    assert "gold.jsonl:1: Object missing required field `mt`" in missing.stderr
    alone = call("align", "left.txt")
    assert alone.returncode == 2
    assert "one text alone" in alone.stderr


def test_a_book_and_its_translation_are_aligned_stretch_by_stretch(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """More sentences than are compared at once, found to be parallel, and a copy too; if they are not, refused."""
    stretches = import_module("pipeline.align.stretches")  # of 300 instead of 1,000, since those take a minute
    monkeypatch.setattr(stretches, "MOST", 1_200)
    monkeypatch.setattr(stretches, "STRETCH", 300)
    monkeypatch.setattr(stretches.stretches, "__defaults__", (300,))
    words = [f"{a}{b}{c}" for a in ("bar", "cal", "dom", "fir") for b in ("an", "eto", "im") for c in ("s", "lu", "ke")]
    chance = random.Random(3)
    book = [" ".join(chance.choices(words, k=8)) for _ in range(660)]
    (tmp_path / "book.en.txt").write_text("".join(f"{one}.\n" for one in book))
    other = "".join(f"{one} {chance.choice(words)}.\n" for n, one in enumerate(book) if n % 300 != 7)
    (tmp_path / "other.en.txt").write_text(other)
    shape = ("--lines", "--format", "ladder", "--progress", "none", "--embedder", "none")
    done = call("align", "book.en.txt", "other.en.txt", *shape)
    assert done.returncode == 0, done.stderr
    rungs = {line.rsplit(":", 1)[0] for line in done.stdout.splitlines()}
    kept = [n for n in range(660) if n % 300 != 7]
    assert sum(f"[{n}]:[{k}]" in rungs for k, n in enumerate(kept)) >= 645
    copied = "".join(f"{one}.\n" for n, one in enumerate(book) if n % 270 != 5)
    (tmp_path / "copied.en.txt").write_text(copied)
    done = call("align", "book.en.txt", "copied.en.txt", *shape)
    assert done.returncode == 0, done.stderr
    assert "[659]:[656]" in done.stdout
    shuffled = chance.sample(book, len(book))
    (tmp_path / "shuffled.en.txt").write_text("".join(f"{one}.\n" for one in shuffled))
    refused = call("align", "book.en.txt", "shuffled.en.txt", *shape)
    assert refused.returncode == 2
    assert "660 and 660 sentences, more than the 1,200 that are compared in any order" in refused.stderr
    assert "--aligner parallel" in refused.stderr


def test_a_story_too_long_to_be_compared_is_shown_and_named(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Instead of an end for want of memory: exit 3, every sentence on the page, no link."""
    monkeypatch.setattr(align, "MOST", 100)
    story = tmp_path / "raw" / "minutes"
    story.mkdir(parents=True)
    (story / "a.en.txt").write_text("".join(f"Point {n} was read.\n\n" for n in range(101)))
    (story / "b.en.txt").write_text("The minutes were read.\n")
    done = call("run", "raw", "-o", "out", *QUICK)
    assert done.returncode == 3
    assert "minutes: 102 sentences, more than the 100 that are compared at once" in done.stderr
    made = json.loads((tmp_path / "out" / "minutes" / "result.json").read_text())
    assert len(made["sentences"]) == 102
    assert made["alignments"] == []
    assert (tmp_path / "out" / "minutes" / "synopsis.html").is_file()


@pytest.mark.parametrize("place", ["before", "settings", "behind"])
def test_a_memory_named_before_a_subcommand_is_the_one_that_it_opens(call: Call, tmp_path: Path, place: str) -> None:
    german = {"Im Hafen brannte es.": "A fire broke out.", "Verletzt wurde niemand.": "Nobody was hurt."}
    answers = ({"lang": "de", "source": source, "text": english} for source, english in german.items())
    (tmp_path / "answers.jsonl").write_text("\n".join(map(json.dumps, answers)), "utf-8")
    folder = tmp_path / "raw" / "harbour"
    folder.mkdir(parents=True)
    (folder / "post.en.txt").write_text("A fire broke out in the harbour.\n", "utf-8")
    (folder / "blatt.de.txt").write_text(" ".join(german), "utf-8")
    translated = (*QUICK, "--translator", "replay", "--translator-option", "path=answers.jsonl")
    for name in ("own", "other"):
        done = call("run", "raw", "-o", name, *translated, "--memory", f"{name}.sqlite3")
        assert done.returncode == 0, done.stderr
    (tmp_path / "synopsis.toml").write_text('memory = "own.sqlite3"\n')
    (tmp_path / "other.toml").write_text('memory = "other.sqlite3"\n')
    before = {"before": ["--memory", "other.sqlite3"], "settings": ["--config", "other.toml"]}
    options = before.get(place, ["--memory", "own.sqlite3"])
    behind = [] if place in before else ["--memory", "other.sqlite3"]  # counts before the other
    untouched = (tmp_path / "own.sqlite3").read_bytes()

    def answer(*words: str) -> str:
        done = call("memory", *options, *words, *behind)
        assert done.returncode == 0, done.stderr
        return done.stderr

    answer("export", "translations.tmx")
    assert "2 known already" in answer("import", "translations.tmx")
    assert "own.sqlite3: 0 machine translations" in answer("merge", "own.sqlite3")
    assert "forgot 2 machine translations" in answer("forget", "harbour/blatt.de")
    assert "forgot 0 machine translations" in answer("forget", "--loose")
    assert (tmp_path / "own.sqlite3").read_bytes() == untouched
    assert "harbour/blatt.de" in call("memory").stdout
    assert "harbour/blatt.de" not in call("memory", "--memory", "other.sqlite3").stdout


@pytest.mark.parametrize("words", ["memory --json export a.tmx", "memory --json forget --loose", "models --json get"])
def test_json_that_a_subcommand_cannot_print_is_refused(call: Call, words: str) -> None:
    done = call(*words.split())
    assert done.returncode == 2
    group, _, command, *_ = words.split()
    assert f"--json: `synopsis {group} {command}` prints no JSON, `synopsis {group} --json` does" in done.stderr
