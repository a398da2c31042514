"""What a second run leaves alone, and what it does again."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_language import Silent

from pipeline import stages
from pipeline.config import Config
from pipeline.data import Result
from pipeline.engine import ENGINES
from pipeline.memory import HUMAN, Memory, Unit
from pipeline.run import Plan, RunSummary, plan, run
from pipeline.story import versions

GERMAN = "Der Hafen brennt seit dem Morgen. Niemand wurde verletzt, sagt die Polizei.\n"
ENGLISH = "The port has been on fire since the morning. Nobody was hurt, police say.\n"
HUMAN_ENGLISH = "The harbour has been burning since this morning."


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Two stories of two articles."""
    monkeypatch.setenv("SLOW_LOG", str(tmp_path / "log"))
    for name, place in (("fire", "Hafen"), ("other", "Bahnhof")):
        folder = tmp_path / "raw" / name
        folder.mkdir(parents=True)
        (folder / "1.de.txt").write_text(GERMAN.replace("Hafen", place), "utf-8")
        (folder / "2.en.txt").write_text(ENGLISH, "utf-8")
    return Config(
        raw=tmp_path / "raw", out=tmp_path / "out", memory=tmp_path / "memory.sqlite", embedder="none",
        translator="slow:Slow", date=date(2026, 11, 1),
    )  # fmt: skip


def once(config: Config) -> RunSummary:
    return run(config, Silent(), lambda: 0.0)


def states(summary: RunSummary | Plan) -> list[int]:
    """New, changed, unchanged, gone."""
    return [summary.states[state] for state in ("new", "changed", "unchanged", "gone")]


def contents(folder: Path) -> dict[Path, tuple[bytes, int]]:
    """Every file below a folder: what is in it, and when it was written."""
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_what_is_unchanged_is_neither_read_nor_written(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    first = once(config)
    assert states(first) == [2, 0, 0, 0]
    before = contents(config.out)

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a story that did not change was read")

    monkeypatch.setattr("pipeline.read.story", forbidden)
    second = once(replace(config, date=date(2026, 11, 2)))  # another day alone changes nothing
    assert states(second) == [0, 0, 2, 0]
    assert contents(config.out) == before
    told = ("stories", "named", "articles", "sentences", "foreign", "links", "warnings", "failures", "translators")
    assert [getattr(second, name) for name in told] == [getattr(first, name) for name in told]
    assert second.sources == {"human": 0, "remembered": first.foreign, "translated": 0}


def article_changed(config: Config) -> Config:
    (config.raw / "fire" / "2.en.txt").write_text(ENGLISH.replace("morning", "evening"), "utf-8")
    return config


def article_added(config: Config) -> Config:
    (config.raw / "fire" / "3.en.txt").write_text(ENGLISH, "utf-8")
    return config


def file_that_is_passed_over(config: Config) -> Config:
    (config.raw / "fire" / "3.xyz").write_text("?", "utf-8")
    return config


def sidecar_added(config: Config) -> Config:
    (config.raw / "fire" / "2.en.yaml").write_text("outlet: The Harbour Post\n", "utf-8")
    return config


def correction_added(config: Config) -> Config:
    (config.raw / "fire" / "corrections.tsv").write_text("action\tleft\tright\tnote\n", "utf-8")
    return config


def result_deleted(config: Config) -> Config:
    (config.out / "fire" / "synopsis.html").unlink()
    return config


def result_changed_by_hand(config: Config) -> Config:
    (config.out / "fire" / "synopsis.html").write_text("mine", "utf-8")
    return config


def person_translated(config: Config) -> Config:
    with closing(Memory(config.memory)) as memory:
        memory.add([Unit("de", "Der Hafen brennt seit dem Morgen.", HUMAN_ENGLISH, HUMAN)])
    return config


@pytest.mark.parametrize(
    "change",
    [
        article_changed, article_added, file_that_is_passed_over, sidecar_added, correction_added, result_deleted,
        result_changed_by_hand, person_translated,
    ],
)  # fmt: skip
def test_the_story_that_changed_is_made_again_and_no_other(config: Config, change: Callable[[Config], Config]) -> None:
    once(config)
    config = change(config)
    other = contents(config.out / "other")
    assert states(plan(config, Silent())) == [0, 1, 1, 0]
    assert states(once(config)) == [0, 1, 1, 0]
    assert contents(config.out / "other") == other
    # just as a run makes it that knows nothing of earlier ones
    fresh = replace(config, out=config.out.with_name("fresh"))
    assert states(once(fresh)) == [2, 0, 0, 0]
    assert all(
        path.read_bytes() == (config.out / path.relative_to(fresh.out)).read_bytes()
        for path in fresh.out.rglob("*")
        if path.is_file()
    )


def test_what_a_person_translated_is_in_the_next_result(config: Config) -> None:
    once(config)
    assert states(once(person_translated(config))) == [0, 1, 1, 0]
    assert HUMAN_ENGLISH in (config.out / "fire" / "synopsis.html").read_text("utf-8")


def glossary_changed(config: Config, _: pytest.MonkeyPatch) -> Config:
    path = config.memory.with_name("glossary.tsv")
    path.write_text("Hafen\tharbour\tde\n", "utf-8")
    return replace(config, glossary=path)


def news_terms_changed(config: Config, _: pytest.MonkeyPatch) -> Config:
    return replace(config, news_terms=False)


def program_changed(config: Config, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(versions, "program", lambda: "another")
    return config


def library_changed(config: Config, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(versions, "installed", lambda: {"python": "4"})
    return config


def aligner_changed(config: Config, _: pytest.MonkeyPatch) -> Config:
    return replace(config, aligner="parallel")


def translator_changed(config: Config, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr("slow.Slow.signature", lambda _, source: f"mt:other|{source}")
    return config


@pytest.mark.parametrize(
    "change",
    [glossary_changed, news_terms_changed, program_changed, library_changed, aligner_changed, translator_changed],
)
def test_what_all_results_hang_on_makes_all_again(
    config: Config, monkeypatch: pytest.MonkeyPatch, change: Callable[[Config, pytest.MonkeyPatch], Config]
) -> None:
    once(config)
    config = change(config, monkeypatch)
    assert states(once(config)) == [0, 2, 0, 0]
    assert states(once(config)) == [0, 0, 2, 0]


def test_a_story_that_is_gone_is_counted_until_its_result_is_gone_too(config: Config) -> None:
    once(config)
    for path in (config.raw / "fire").iterdir():
        path.unlink()
    assert states(once(config)) == [0, 0, 1, 1]
    assert states(once(config)) == [0, 0, 1, 1]
    for path in sorted((config.out / "fire").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (config.out / "fire").rmdir()
    assert states(once(config)) == [0, 0, 1, 0]


def test_another_folder_for_results_has_a_ledger_of_its_own(config: Config) -> None:
    once(config)
    assert states(once(replace(config, out=config.out.with_name("second")))) == [2, 0, 0, 0]


def test_what_is_forgotten_is_made_again(config: Config) -> None:
    once(config)
    with closing(Memory(config.memory)) as memory:
        memory.forget("fire")
    assert states(once(config)) == [1, 0, 1, 0]


def test_failures_of_a_story_that_is_left_alone_are_told_again(config: Config) -> None:
    (config.raw / "fire" / "3.en.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    first = once(config)
    assert [failure.item for failure in first.failures] == ["fire/3.en.txt"]
    second = once(config)
    assert states(second) == [0, 0, 2, 0]
    assert second.failures == first.failures


def test_what_cannot_be_opened_is_tried_again_when_it_can(config: Config) -> None:
    os.mkfifo(config.raw / "fire" / "3.en.txt")  # a pipe that nobody writes to must not hold the run up
    assert [failure.item for failure in once(config).failures] == ["fire/3.en.txt"]
    (config.raw / "fire" / "3.en.txt").unlink()
    (config.raw / "fire" / "3.en.txt").write_text(ENGLISH, "utf-8")
    summary = once(config)
    assert summary.failures == []
    assert states(summary) == [0, 1, 1, 0]


@pytest.mark.parametrize("stage", ["align", "export"])
def test_a_story_that_comes_to_grief_is_named_and_tried_again(
    config: Config, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    files, make_story = stages.export.files, stages.make

    def unwritten(result: Result) -> Iterator[tuple[str, bytes]]:
        if result.story.id == "fire":
            raise ZeroDivisionError("spoilt")
        return files(result)

    def unmade(material: stages.Material, second: None) -> stages.Unjudged:
        if material.draft.reading.story.id == "fire":
            raise ZeroDivisionError("spoilt")
        return make_story(material, second)

    with monkeypatch.context() as patched:
        if stage == "export":
            patched.setattr(stages.export, "files", unwritten)
        else:
            patched.setattr(stages, "make", unmade)
        summary = once(config)
    assert [(failure.item, failure.stage) for failure in summary.failures] == [("fire", stage)]
    assert summary.failures[0].reason.startswith("ZeroDivisionError: spoilt; a fault of this program")
    assert (config.out / "other" / "synopsis.html").is_file()
    assert states(once(config)) == [1, 0, 1, 0]


def test_a_story_named_like_an_output_loses_nobody_elses_failures(config: Config) -> None:
    (config.raw / "fire").rename(config.raw / "index.html")
    (config.raw / "other" / "3.zz.txt").write_text("?", "utf-8")
    failures = {failure.item for failure in once(config).failures}
    assert failures == {"other/3.zz.txt", str(config.out)}
    assert (config.out / "other" / "synopsis.html").is_file()


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "serial"])
def test_every_engine_gives_the_same_bytes(config: Config, engine: str) -> None:
    """Ray on a cluster of its own."""
    once(config)
    other = replace(config, engine=engine, workers=2, out=config.out.with_name(engine))
    other = replace(other, memory=config.memory.with_name(f"{engine}.sqlite"))
    summary = once(other)
    assert summary.failures == []
    assert summary.sources["translated"] == 4
    expected = {path.relative_to(config.out): content for path, (content, _) in contents(config.out).items()}
    assert {path.relative_to(other.out): content for path, (content, _) in contents(other.out).items()} == expected
