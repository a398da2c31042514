"""Engines: every job once, results with their index, the same from each."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pipeline import engine
from pipeline.errors import BackendError, ConfigError

APART = [name for name in engine.ENGINES if name != "serial"]  # that work in processes of their own
on_one_cluster = pytest.mark.usefixtures("one_cluster")  # a run over an archive makes one of its own, see test_ledger


def make_square() -> Callable[[int], int]:
    return square


def square(job: int) -> int:
    return job * job


def make_mortal() -> Callable[[int], int]:
    return die


def die(job: int) -> int:
    """Job 0 is harmless."""
    if job:
        os._exit(job)
    return 0


def make_dying_once(mark: Path) -> Callable[[int], int]:
    return partial(die_once, mark)


def die_once(mark: Path, job: int) -> int:
    if job == 3 and not mark.exists():
        mark.touch()
        os._exit(1)
    return job * job


def make_failing() -> Callable[[int], int]:
    return fail


def fail(job: int) -> int:
    raise BackendError(f"job {job}")


@on_one_cluster
@pytest.mark.parametrize("name", engine.ENGINES)
@pytest.mark.parametrize("count", [0, 1, 23])
def test_every_job_is_done_once(name: str, count: int) -> None:
    with engine.load(name, 2, make_square) as run:
        done = list(run(range(count)))
        again = list(run(range(3)))  # an engine takes several streams
    assert sorted(done) == [(n, n * n) for n in range(count)]
    assert sorted(again) == [(0, 0), (1, 1), (2, 4)]


def test_jobs_are_drawn_only_a_little_ahead() -> None:
    drawn = []
    with engine.processes(make_square, 2) as run:
        stream = run(drawn.append(n) or n for n in range(1000))
        next(stream)
        assert len(drawn) <= 2 + engine.AHEAD + 1


def test_the_serial_worker_is_made_for_the_first_job_only() -> None:
    made = []
    with engine.serial(lambda: made.append(1) or square) as run:
        assert not made
        assert list(run([])) == []
        assert not made
        list(run([1, 2]))
        list(run([3]))
    assert made == [1]


@on_one_cluster
@pytest.mark.parametrize("name", engine.ENGINES)
def test_a_workers_error_arrives_as_it_is(name: str) -> None:
    with pytest.raises(BackendError, match="job 0"), engine.load(name, 1, make_failing) as run:
        list(run([0]))


@on_one_cluster
@pytest.mark.parametrize("name", APART)
def test_a_dead_worker_is_told_with_a_way_out(name: str) -> None:
    with pytest.raises(BackendError, match=r"died 2 times .*fewer --workers"), engine.load(name, 1, make_mortal) as run:
        list(run([1]))


@on_one_cluster
@pytest.mark.parametrize("name", APART)
def test_a_poisoned_job_is_set_apart_and_the_others_are_done(name: str) -> None:
    def set_apart(job: int, reason: str) -> str:
        assert "died 2 times" in reason
        return f"poisoned {job}"

    with engine.load(name, 2, make_mortal, set_apart) as run:
        done = list(run([0, 0, 7, 0, 0, 0]))
        again = list(run([0, 0]))
    assert sorted(done) == [(0, 0), (1, 0), (2, "poisoned 7"), (3, 0), (4, 0), (5, 0)]
    assert sorted(again) == [(0, 0), (1, 0)]


@on_one_cluster
@pytest.mark.parametrize("name", APART)
def test_a_job_whose_process_was_lost_for_another_reason_is_done_again(name: str, tmp_path: Path) -> None:
    with engine.load(name, 2, partial(make_dying_once, tmp_path / "died")) as run:
        assert sorted(run(range(5))) == [(n, n * n) for n in range(5)]
    assert (tmp_path / "died").exists()


def test_unknown_engine() -> None:
    with pytest.raises(ConfigError, match="'spark' is not one of serial, processes, ray"):
        engine.load("spark", 1, make_square)
