"""The command for tests: in this process as a console would have it, or started in a process of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, contextmanager, suppress
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from unittest import mock

import typer.testing

from pipeline import machine
from pipeline.cli import main

Answer = subprocess.CompletedProcess[str]
Call = Callable[..., Answer]
SYNOPSIS = (sys.executable, "-m", "pipeline")
# Typer reads the signatures of all commands at every call, which takes longer than what most tests call.
typer.main.get_command = typer.testing._get_command = cache(typer.main.get_command)

ENCODER = machine.cache() / "e5"  # in this user's cache: made in seconds, of 122 MB


def with_threads(environment: Mapping[str, str]) -> dict[str, str]:
    """The same with as many threads as this process has: torch, first imported where nobody says how many, takes all
    processors for good, and its threads wait spinning for those of the tests beside it.
    """
    return {name: os.environ[name] for name in ("OMP_NUM_THREADS",) if name in os.environ} | dict(environment)


def lend_encoder(environment: Mapping[str, str]) -> None:
    """Link the default encoder into the cache of that environment, where a command would convert it once more."""
    cache = environment.get("XDG_CACHE_HOME") or f"{environment.get('HOME', '')}/.cache"
    link = Path(cache) / "synopsis" / "e5"
    ENCODER.mkdir(parents=True, exist_ok=True)
    link.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        link.symlink_to(ENCODER)


def called(
    folder: Path, environment: Mapping[str, str], arguments: Sequence[object], given: str | bytes = ""
) -> Answer:
    """What `synopsis` with these arguments answers in a folder, with nothing in its environment but this.

    Streams are real files, since the command writes to their descriptors too; a traceback is never an answer.
    """
    lend_encoder(environment)
    with ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(given.encode() if isinstance(given, str) else given)
        files[0].seek(0)
        streams = [TextIOWrapper(file, "utf-8", write_through=True) for file in files]
        stack.enter_context(chdir(folder))
        stack.enter_context(mock.patch.dict(os.environ, with_threads(environment), clear=True))
        stack.enter_context(mock.patch.multiple(sys, stdin=streams[0], stdout=streams[1], stderr=streams[2]))
        stack.enter_context(mock.patch.object(sys, "argv", ["synopsis", *map(str, arguments)]))
        stack.enter_context(warnings.catch_warnings())
        warnings.resetwarnings()  # a console shows a warning at most
        code = _exit_code()
        stdout, stderr = (_content(stream) for stream in streams[1:])
    assert "Traceback" not in stderr, stderr
    return Answer(arguments, code, stdout, stderr)


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _content(stream: TextIOWrapper) -> str:
    stream.flush()
    stream.buffer.seek(0)
    return stream.buffer.read().decode()


def started(folder: Path, environment: Mapping[str, str], *arguments: object, **options: Any) -> Answer:
    """The same from a process of its own."""
    lend_encoder(environment)
    done = subprocess.run(
        [*SYNOPSIS, *map(str, arguments)],
        cwd=folder,
        env=with_threads(environment),
        capture_output=True,
        check=False,
        timeout=600,
        **options,
    )
    assert b"Traceback" not in done.stderr, done.stderr
    return Answer(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())


def _interruptible() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def running(
    folder: Path, environment: Mapping[str, str], arguments: Sequence[object]
) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own that is gone afterwards, whatever the test came to.

    It can be interrupted, even where a shell started the tests in the background and has interrupts ignored.
    """
    lend_encoder(environment)
    command = [*SYNOPSIS, *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(
        command, cwd=folder, env=with_threads(environment), preexec_fn=_interruptible, **pipes
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(holds: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    """Wait while the process runs; the limit only ends a test that would otherwise hang."""
    limit = time.monotonic() + 600
    while not holds():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit
        time.sleep(0.01)
