"""Where work runs: here, one job after the other, or in several processes.

An engine is opened with a function that makes a worker; each process makes its own, once. What it gives back runs a
stream of jobs and yields (index of the job, its result) as they are done, in any order.
"""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from typing import Any, TypeVar

from pipeline.errors import BackendError, ConfigError

Job = TypeVar("Job")
Done = TypeVar("Done")
Run = Callable[[Iterable[Job]], Iterator[tuple[int, Done]]]

Maker = Callable[[Callable[[], Callable[[Any], Any]], int], AbstractContextManager[Run[Any, Any]]]

AHEAD = 2  # jobs handed out beyond one a worker: none of them waits, and memory stays bounded


def load(
    name: str, workers: int, make_worker: Callable[[], Callable[[Job], Done]]
) -> AbstractContextManager[Run[Job, Done]]:
    """The engine of that name, to be used in a `with`. Raises ConfigError: there is none."""
    if name not in TABLE:
        raise ConfigError(f"engine {name!r} is not one of {', '.join(ENGINES)}")
    return TABLE[name](make_worker, workers)


@contextmanager
def serial(
    make_worker: Callable[[], Callable[[Job], Done]],
    workers: int = 1,  # noqa: ARG001 - an engine is told how many; here it is one
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
def processes(make_worker: Callable[[], Callable[[Job], Done]], workers: int) -> Iterator[Run[Job, Done]]:
    """In up to `workers` fresh processes; `make_worker`, jobs and results must pickle.

    Raises BackendError: a worker process died (out of memory, most often).
    """
    context = multiprocessing.get_context("spawn")  # a forked torch or tokenizer can deadlock
    pool = ProcessPoolExecutor(workers, context, initializer=_start, initargs=(make_worker,))

    def run(jobs: Iterable[Job]) -> Iterator[tuple[int, Done]]:
        numbered = enumerate(jobs)
        waiting: dict[Future[Done], int] = {}
        while True:
            for index, job in islice(numbered, workers + AHEAD - len(waiting)):
                waiting[pool.submit(_work, job)] = index
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()

    try:
        yield run
    except BrokenProcessPool as error:
        raise BackendError(
            f"a worker process died ({error}); it was probably out of memory: use fewer --workers"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


TABLE: dict[str, Maker] = {"serial": serial, "processes": processes}
ENGINES = tuple(TABLE)

_worker: Callable[[Any], Any] | None = None  # a worker process's own, set once when the pool starts it


def _start(make_worker: Callable[[], Callable[[Any], Any]]) -> None:
    global _worker
    _worker = make_worker()


def _work(job: Any) -> Any:
    assert _worker is not None
    return _worker(job)
