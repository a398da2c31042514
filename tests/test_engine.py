"""Engines: every job once, results with their index, the same from each."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
def test_every_job_is_done_once(name: str) -> None:
    """Of several streams too, some of them with fewer jobs than processes."""
    counts = (0, 1, 23, 3)
    with engine.load(name, 2, make_square) as run:
        streams = [sorted(run(range(count))) for count in counts]
    assert streams == [[(n, n * n) for n in range(count)] for count in counts]


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


@given(st.integers(1, 300), st.sets(st.integers(0, 299), max_size=4), st.booleans())
def test_a_job_that_fails_is_halved_until_the_text_to_blame_is_alone(count: int, bad: set[int], deadly: bool) -> None:
    texts = tuple(map(str, range(count)))
    poison = {text for text in texts if int(text) in bad}
    tried: list[engine.TextJob] = []

    def run(jobs: Iterable[engine.TextJob]) -> Iterator[tuple[int, engine.Fault | tuple[str, ...]]]:
        for index, job in enumerate(jobs):
            tried.append(job)
            yield index, engine.Fault("odd", deadly) if poison & {*job.texts} else job.texts

    faults: dict[str, str] = {}
    jobs = [engine.TextJob(texts[:100]), engine.TextJob(texts[100:])] if count > 100 else [engine.TextJob(texts)]
    done = [text for job, outcome in engine.piecemeal(run, jobs, faults) for text in outcome]
    assert sorted((*done, *faults)) == sorted(texts)
    assert poison <= faults.keys()
    assert len(tried) <= 2 + 2 * len(poison) * (log2(count) + 1)
    if not deadly or len(poison) <= engine.KILLERS:
        assert faults == dict.fromkeys(poison, "odd")


def test_what_kills_process_after_process_is_not_looked_for_without_end() -> None:
    """Memory that is short for every text must not cost thousands of processes."""
    tried: list[engine.TextJob] = []

    def run(jobs: Iterable[engine.TextJob]) -> Iterator[tuple[int, engine.Fault]]:
        for index, job in enumerate(jobs):
            tried.append(job)
            yield index, engine.Fault("died", deadly=True)

    faults: dict[str, str] = {}
    jobs = [engine.TextJob(tuple(f"{number} {n}" for n in range(256))) for number in range(10)]
    assert list(engine.piecemeal(run, jobs, faults)) == []
    assert len(faults) == 2560
    assert len(tried) < 100


RUN = """
import os, sys, time
from pipeline import engine

def worker(job):
    return os.getpid()

def make():
    return worker

if __name__ == "__main__":
    with engine.processes(make, 2) as run:
        print(*sorted({pid for _, pid in run(range(20))}), flush=True)
        time.sleep(600)
"""


def test_workers_end_with_a_run_that_is_killed(tmp_path: Path, root: Path) -> None:
    (tmp_path / "killed.py").write_text(RUN, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen([sys.executable, tmp_path / "killed.py"], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        workers = list(map(int, process.stdout.readline().split()))
        process.kill()
    assert workers
    for _ in range(300):
        if not any(alive(pid) for pid in workers):
            break
        time.sleep(0.1)
    assert not any(alive(pid) for pid in workers)


def alive(pid: int) -> bool:
    """Whether there is such a process, and it is more than an entry that nobody has read."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
