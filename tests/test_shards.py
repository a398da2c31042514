"""Shards: whichever way the stories are shared out, the same results, page and memory."""

import json
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import bench_archive
import pytest
from console import Call, started
from hypothesis import given
from hypothesis import strategies as st
from test_language import Silent

from pipeline import translate
from pipeline.cli.talk import DONE, ERROR, PARTIAL
from pipeline.config import Config, Shard
from pipeline.errors import ConfigError
from pipeline.memory import HUMAN, Memory, Unit
from pipeline.run import overview, plan, run

ROOT = Path(__file__).parent.parent
PLACES = ("Hafen", "Bahnhof", "Flughafen", "Rathaus", "Museum")
GERMAN = "Der {0} brennt seit dem Morgen. Niemand wurde im {0} verletzt, sagt die Polizei.\n"
ENGLISH = "The {0} has been on fire since the morning. Nobody was hurt, police say.\n"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Five stories of two articles."""
    monkeypatch.setenv("SLOW_LOG", str(tmp_path / "log"))
    for place in PLACES:
        folder = tmp_path / "raw" / place
        folder.mkdir(parents=True)
        (folder / "1.de.txt").write_text(GERMAN.format(place), "utf-8")
        (folder / "2.en.txt").write_text(ENGLISH.format(place), "utf-8")
    return Config(
        raw=tmp_path / "raw", out=tmp_path / "whole", memory=tmp_path / "whole.sqlite", translator="slow:Slow",
        embedder="none", date=date(2026, 11, 1),
    )  # fmt: skip


def sharded(config: Config, count: int) -> list[Config]:
    """A configuration a shard, each with a memory of its own."""
    out, folder = config.out.with_name("shards"), config.memory.parent
    return [
        replace(config, out=out, memory=folder / f"{number}.sqlite", shard=Shard(number, count))
        for number in range(1, count + 1)
    ]


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def ungrouped(config: Config) -> Config:
    """All articles in one folder, to be sorted into stories by their contents."""
    for path in sorted(config.raw.glob("*/*.txt")):
        path.rename(config.raw / f"{path.parent.name}-{path.name}")
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return config


def with_vectors(config: Config) -> Config:
    return replace(config, embedder="e5")


@pytest.mark.parametrize("change", [with_vectors, ungrouped])
def test_shards_and_an_index_are_one_run(config: Config, change: Callable[[Config], Config]) -> None:
    config = change(config)
    whole = run(config, Silent(), lambda: 0.0)
    assert whole.failures == []
    shards = sharded(config, 3)
    names: list[str] = []
    for shard in shards:
        names += run(shard, Silent(), lambda: 0.0).named
        assert not (shard.out / "index.html").exists()
    assert sorted(names) == sorted(whole.named)  # each story in one shard
    assert len(names) > 1
    summary = overview(replace(config, out=shards[0].out))
    assert (summary.stories, summary.failures, summary.warnings) == (len(names), (), ())
    assert contents(shards[0].out) == contents(config.out)


def test_merged_memories_know_all_that_the_shards_did(config: Config) -> None:
    shards = sharded(config, 3)
    assert sum(plan(shard, Silent()).stories for shard in shards) == len(PLACES)
    for shard in shards:
        run(shard, Silent(), lambda: 0.0)
    together = replace(config, out=shards[0].out)
    with closing(Memory(together.memory)) as memory:
        brought = [memory.merge(shard.memory) for shard in shards]
    assert sum(merged.stories for merged in brought) == len(PLACES)
    before = contents(together.out)
    summary = run(together, Silent(), lambda: 0.0)
    assert summary.states == {"new": 0, "changed": 0, "unchanged": len(PLACES), "gone": 0}
    assert summary.sources["translated"] == 0
    after = contents(together.out)
    assert {name: after[name] for name in before} == before


def test_a_shard_takes_the_stories_of_others_for_neither_gone_nor_left_over(config: Config) -> None:
    shards = [replace(shard, memory=config.memory) for shard in sharded(config, 2)]
    for shard in [*shards, *shards]:
        summary = run(shard, Silent(), lambda: 0.0)
        assert (summary.states["gone"], summary.warnings) == (0, [])


def test_the_index_names_stories_without_a_result(config: Config) -> None:
    first, second = sharded(config, 2)
    made = run(first, Silent(), lambda: 0.0).named
    assert 0 < len(made) < len(PLACES)
    missing = [failure.item for failure in overview(first).failures]
    assert sorted([*missing, *made]) == sorted(PLACES)
    run(second, Silent(), lambda: 0.0)
    assert overview(first).failures == ()


def test_the_commands_of_a_cluster(call: Call, tmp_path: Path) -> None:
    for name in ("north", "south", "east"):
        (tmp_path / "raw" / name).mkdir(parents=True)
        (tmp_path / "raw" / name / "1.en.txt").write_text(ENGLISH.format(name), "utf-8")
    quick = ("raw", "-o", "out", "--embedder", "none", "--progress", "none")
    refused = call("run", *quick, "--shard", "3/2")
    assert refused.returncode == ERROR
    assert "shard = '3/2': expected k/n" in refused.stderr
    lost = call("index", "raw", "-o", "nowhere")
    assert (lost.returncode, (tmp_path / "nowhere").exists()) == (ERROR, False)
    assert "nowhere: no such folder; run `synopsis run` first" in lost.stderr
    assert call("run", *quick, "--shard", "1/2", "--memory", "1").returncode == DONE
    early = call("index", "raw", "-o", "out", "--json")
    assert early.returncode == PARTIAL
    assert len(json.loads(early.stdout)["failures"]) == early.stderr.count("no result yet") == 2
    second = call("run", *quick, "--shard", "2/2", "--memory", "2")
    assert "shard 2/2: when all are done" not in second.stderr  # --progress none
    indexed = call("index", "raw", "-o", "out")
    assert (indexed.returncode, indexed.stderr.splitlines()[-1].split(";")[0]) == (
        DONE, "3 stories, 3 articles",
    )  # fmt: skip
    assert all(name in (tmp_path / "out" / "index.html").read_text("utf-8") for name in ("north", "south", "east"))
    for name, english in (("1", "house"), ("2", "home")):
        with closing(Memory(tmp_path / name)) as memory:
            memory.add([Unit("de", "Haus", english, HUMAN)])
    merged = call("memory", "merge", "1", "2", "--memory", "all")
    assert merged.returncode == PARTIAL
    assert "de 'Haus': 'house' stays; 2: 'home'" in merged.stderr
    assert "3 unchanged" in call("run", *quick, "--memory", "all").stderr


def test_no_result_hangs_on_the_order_of_a_set(call: Call, tmp_path: Path) -> None:
    """Each process has its own order, which decides between equals where nothing else does."""
    answers = bench_archive.write_stories(tmp_path / "raw", 2)
    (tmp_path / "raw.jsonl").write_text("".join(json.dumps(row) + "\n" for row in answers), "utf-8")
    translator = ("--translator", "replay", "--translator-option", "path=raw.jsonl", "--embedder", "none")
    command = ("run", "raw", "--memory", "memory", "--date", "2026-11-01", *translator)
    assert started(tmp_path, {**os.environ, "PYTHONHASHSEED": "1"}, *command, "-o", "1").returncode == DONE
    assert call(*command, "-o", "own").returncode == DONE
    assert contents(tmp_path / "1") == contents(tmp_path / "own")


@given(st.text(min_size=1), st.integers(1, 40))
def test_a_story_is_in_one_shard(story: str, count: int) -> None:
    assert sum(Shard(number, count).holds(story) for number in range(1, count + 1)) == 1


def test_shards_are_about_as_large() -> None:
    sizes = [sum(Shard(number, 4).holds(f"story-{n}") for n in range(4000)) for number in range(1, 5)]
    assert max(sizes) < 1.1 * min(sizes)


def test_shards_that_would_choose_different_translators_are_refused(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(langs: list[str], _: object) -> translate.Choice:
        return translate.Choice("embedded" if "fr" in langs else "marian", "")

    monkeypatch.setattr(translate, "choose", choose)
    with pytest.raises(ConfigError, match="'auto' would be embedded or marian"):
        run(replace(config, translator="auto", shard=Shard(1, 2)), Silent(), lambda: 0.0)
