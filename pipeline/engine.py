"""Where work runs: here, one job after the other, in several processes, or on a cluster.

An engine is opened with a function that makes a worker; each process makes its own, once. What it gives back runs a
stream of jobs and yields (index of the job, its result) as they are done, in any order. A job whose process dies is
tried again; one that kills a process of its own as well is poisoned, and whoever opened the engine says what becomes
of it. A job of many texts that fails is done in parts, until the text that is to blame is alone (`piecemeal`).
"""

import logging
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from math import ceil
from typing import Any, Self, TypeVar

from pipeline import machine
from pipeline.errors import BackendError, ConfigError, PipelineError, TextError, fault

Job = TypeVar("Job")
Done = TypeVar("Done")
Run = Callable[[Iterable[Job]], Iterator[tuple[int, Done]]]
MakeWorker = Callable[[], Callable[[Any], Any]]
Poisoned = Callable[[Any, str], Any]  # a job and why it cannot be done → what is given for it
Maker = Callable[[MakeWorker, int, Poisoned], AbstractContextManager[Run[Any, Any]]]

AHEAD = 2  # jobs handed out beyond one a worker: none of them waits, and memory stays bounded
TRIES = 2  # processes of its own that a job may kill
JOB, LEAST, MANY = 256, 32, 32  # texts a job at most, and at least, for full batches; jobs that a stage is parted into
KILLERS = 3  # texts that are looked for where they kill processes: each costs some 25 of them
ADDRESS = "RAY_ADDRESS"  # of a cluster, as Ray itself has it


@dataclass(frozen=True, slots=True)
class Fault:
    """In the place of a job's result: why there is none. `deadly`: it killed the processes that did it."""

    reason: str
    deadly: bool = False


@dataclass(frozen=True, slots=True)
class TextJob:
    """Work on texts, one result a text, none of which hangs on what else is in the job."""

    texts: tuple[str, ...]

    def part(self, which: slice) -> Self:
        """The same work on some of the texts."""
        return replace(self, texts=self.texts[which])


def portions(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The texts of a stage, parted for its jobs, so that at its end no worker waits long for another's last one.

    They are the same on every engine, since what some models give hangs on what is in the batch.
    """
    size = min(JOB, max(LEAST, ceil(len(texts) / MANY)))
    return [tuple(texts[at : at + size]) for at in range(0, len(texts), size)]


PartJob = TypeVar("PartJob", bound=TextJob)


def attempt(step: Callable[[], Done]) -> Done | Fault:
    """What a step gives, or why not; what would befall every job, such as a missing model, is raised."""
    try:
        return step()
    except TextError as error:
        return Fault(str(error))
    except PipelineError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told by name
        return Fault(fault(error))


def piecemeal(
    run: Run[PartJob, Done | Fault], jobs: Iterable[PartJob], faults: dict[str, str]
) -> Iterator[tuple[PartJob, Done]]:
    """The jobs, or parts of them, with their results; texts that cannot be done get into `faults`, each with why.

    A job that fails is halved until the text that is to blame is alone, the later halves first: so those texts are met
    soon after which no more of their kind are looked for.
    """
    streams, killers = [list(jobs)], 0
    while streams:
        stream = streams.pop()
        for index, outcome in run(stream):
            job = stream[index]
            middle = len(job.texts) // 2
            if not isinstance(outcome, Fault):
                yield job, outcome
            elif middle and not (outcome.deadly and killers >= KILLERS):
                streams.append([job.part(slice(middle)), job.part(slice(middle, None))])
            else:
                faults.update(dict.fromkeys(job.texts, outcome.reason))
                killers += outcome.deadly


def refuse(faults: Mapping[str, str]) -> None:
    """Raises BackendError: there is a text that cannot be done, where nothing can be had without it."""
    for text, reason in faults.items():
        raise BackendError(f"{text[:80]!r}: {reason}")


def refused(job: Any, reason: str) -> Any:  # noqa: ARG001 - nobody said what becomes of it
    """What becomes of a poisoned job where nobody said so: the end of the run."""
    raise BackendError(f"{reason}; it was probably out of memory: use fewer --workers")


def load(
    name: str, workers: int, make_worker: Callable[[], Callable[[Job], Done]], poisoned: Poisoned = refused
) -> AbstractContextManager[Run[Job, Done]]:
    """The engine of that name, to be used in a `with`. Raises ConfigError: there is none, or its package is missing."""
    if name not in TABLE:
        raise ConfigError(f"engine {name!r} is not one of {', '.join(ENGINES)}")
    return TABLE[name](make_worker, workers, poisoned)


@contextmanager
def serial(
    make_worker: Callable[[], Callable[[Job], Done]],
    workers: int = 1,  # noqa: ARG001 - an engine is told how many; here it is one
    poisoned: Poisoned = refused,  # noqa: ARG001 - what kills this process ends the run
) -> Iterator[Run[Job, Done]]:
    """One after the other, here; the worker is made when the first job is there."""
    worker: Callable[[Job], Done] | None = None

    def run(jobs: Iterable[Job]) -> Iterator[tuple[int, Done]]:
        nonlocal worker
        for index, job in enumerate(jobs):
            worker = worker or make_worker()
            yield index, worker(job)

    yield run


@contextmanager
def processes(
    make_worker: Callable[[], Callable[[Job], Done]], workers: int, poisoned: Poisoned = refused
) -> Iterator[Run[Job, Done]]:
    """In up to `workers` fresh processes; `make_worker`, jobs and results must pickle."""
    context = multiprocessing.get_context("spawn")  # a forked torch or tokenizer can deadlock

    def new_pool() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, context, initializer=_start, initargs=(make_worker, workers))

    pool = new_pool()

    def run(jobs: Iterable[Job]) -> Iterator[tuple[int, Done]]:
        nonlocal pool
        numbered = enumerate(jobs)
        waiting: dict[Future[Done], tuple[int, Job]] = {}
        while True:
            for index, job in islice(numbered, workers + AHEAD - len(waiting)):
                waiting[pool.submit(_work, job)] = index, job
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                if isinstance(future.exception(), BrokenProcessPool):
                    break  # and with it all that wait, whichever of them did it
                yield waiting.pop(future)[0], future.result()
            else:
                continue
            suspects, waiting = list(waiting.values()), {}
            for index, job in suspects:
                pool, outcome = _by_itself(pool, new_pool, job, poisoned)
                yield index, outcome

    try:
        yield run
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _by_itself(
    pool: ProcessPoolExecutor, new_pool: Callable[[], ProcessPoolExecutor], job: Any, poisoned: Poisoned
) -> tuple[ProcessPoolExecutor, Any]:
    """A job with nothing beside it, so that it alone is to blame for what happens; and the pool to go on with."""
    for _ in range(TRIES):
        with suppress(BrokenProcessPool):
            return pool, pool.submit(_work, job).result()
        pool.shutdown(wait=False)
        pool = new_pool()
    return pool, poisoned(job, f"a worker process died {TRIES} times over one job")


@contextmanager
def ray_actors(
    make_worker: Callable[[], Callable[[Job], Done]], workers: int, poisoned: Poisoned = refused
) -> Iterator[Run[Job, Done]]:
    """As `workers` actors of Ray (Moritz et al., 2018), on the cluster that RAY_ADDRESS names, else on one made here.

    Each actor makes its worker once. A job whose actor, or whole node, is lost goes to a new one.
    """
    try:
        import ray
        from ray.exceptions import RayActorError, RayTaskError
    except ImportError as error:
        raise ConfigError("engine 'ray' needs its extra; `pip install 'news-synopsis[ray]'`") from error
    quiet: dict[str, Any] = {"include_dashboard": False, "log_to_driver": False, "logging_level": logging.ERROR}
    if os.environ.get(ADDRESS):
        ray.init(log_to_driver=False, logging_level=logging.ERROR)
    else:
        # Nodes of a real cluster have their own installation; here modules lie where this process finds them.
        # "local": else Ray joins whatever cluster happens to run on this machine.
        found = {"env_vars": {"PYTHONPATH": os.pathsep.join(sys.path)}}
        ray.init(address="local", num_cpus=workers, runtime_env=found, **quiet)
    actor = ray.remote(num_cpus=1)(_Actor)
    actors: deque[Any] = deque(actor.remote(make_worker) for _ in range(workers))

    def run(jobs: Iterable[Job]) -> Iterator[tuple[int, Done]]:
        again: deque[tuple[int, Job, int]] = deque()  # jobs whose actor died, and how often
        numbered = ((index, job, 0) for index, job in enumerate(jobs))
        waiting: dict[Any, tuple[tuple[int, Job, int], Any]] = {}
        while True:
            while actors and (item := again.popleft() if again else next(numbered, None)):
                member = actors.popleft()
                waiting[member.work.remote(item[1])] = item, member
            if not waiting:
                return
            (ready, *_), _ = ray.wait(list(waiting))
            (index, job, deaths), member = waiting.pop(ready)
            try:
                outcome = ray.get(ready)
            except RayTaskError as error:
                raise error.cause from error
            except RayActorError:
                actors.append(actor.remote(make_worker))
                if deaths + 1 < TRIES:
                    again.append((index, job, deaths + 1))
                    continue
                outcome = poisoned(job, f"an actor of Ray died {TRIES} times over one job")
            else:
                actors.append(member)
            yield index, outcome

    try:
        yield run
    finally:
        ray.shutdown()


class _Actor:
    def __init__(self, make_worker: MakeWorker) -> None:
        machine.limit_threads(1)  # an actor has one processor
        self._worker = make_worker()

    def work(self, job: Any) -> Any:
        return self._worker(job)


TABLE: dict[str, Maker] = {"serial": serial, "processes": processes, "ray": ray_actors}
ENGINES = tuple(TABLE)

_worker: Callable[[Any], Any] | None = None  # a worker process's own, set once when the pool starts it


def _start(make_worker: MakeWorker, workers: int) -> None:
    global _worker
    threading.Thread(target=_end_with_parent, daemon=True).start()
    machine.limit_threads(machine.cores() // workers)
    _worker = make_worker()


def _end_with_parent() -> None:
    """A worker waits on a pipe that its fellows hold open, too: by that it never learns that the run was killed."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _work(job: Any) -> Any:
    assert _worker is not None
    return _worker(job)
