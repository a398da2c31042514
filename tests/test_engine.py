"""Engines: every job once, results with their index, the same from each."""

import os
from collections.abc import Callable

import pytest

from pipeline import engine
from pipeline.errors import BackendError, ConfigError


def make_square() -> Callable[[int], int]:
    return square


def square(job: int) -> int:
    return job * job


def make_mortal() -> Callable[[int], int]:
    return die


def die(job: int) -> int:
    os._exit(job)


def make_failing() -> Callable[[int], int]:
    return fail


def fail(job: int) -> int:
    raise BackendError(f"job {job}")


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


def test_a_workers_error_arrives_as_it_is() -> None:
    with pytest.raises(BackendError, match="job 0"), engine.processes(make_failing, 1) as run:
        list(run([0]))


def test_a_dead_worker_is_told_with_a_way_out() -> None:
    with pytest.raises(BackendError, match="fewer --workers"), engine.processes(make_mortal, 1) as run:
        list(run([0]))


def test_unknown_engine() -> None:
    with pytest.raises(ConfigError, match="'ray' is not one of serial, processes"):
        engine.load("ray", 1, make_square)
