"""Commands in processes forked from this one, which has the libraries loaded: the kill is real, the start is quick."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

PATIENCE = 600.0  # seconds after which a command hangs


class Command:
    """`synopsis` with these arguments in a forked process, its words in a file."""

    def __init__(self, folder: Path, *arguments: object, log: str = "log", before: Callable[[], object] = int) -> None:
        self.log = folder / log
        self.code: int | None = None
        sys.stdout.flush()
        self.process = os.fork()
        if self.process == 0:
            self._run(folder, list(map(str, arguments)), before)

    def _run(self, folder: Path, arguments: list[str], before: Callable[[], object]) -> None:
        code = 70
        try:
            os.chdir(folder)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            words = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(words, 1)
            os.dup2(words, 2)
            before()
            sys.argv = ["synopsis", *arguments]
            from pipeline.cli import main

            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:  # noqa: BLE001  # what a command lets through is what is looked for
            traceback.print_exc()
        finally:
            with suppress(OSError, ValueError):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def wait(self, seconds: float = PATIENCE) -> int | None:
        """The exit code, negative for a signal; None if the command still runs then."""
        end = time.monotonic() + seconds
        while self.code is None:
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                self.code = os.waitstatus_to_exitcode(status)
            elif time.monotonic() >= end:
                return None
            else:
                time.sleep(0.002)
        return self.code

    def kill(self) -> int:
        """End it at once; its exit code."""
        if self.code is None:
            os.kill(self.process, signal.SIGKILL)
            self.wait()
        return self.code or 0

    def words(self) -> str:
        """All that it printed."""
        return self.log.read_text("utf-8", "replace")


def ended(command: Command, codes: Sequence[int] = (0,)) -> str:
    """What is wrong with how a command ended; "" if nothing."""
    code = command.wait()
    if code is None:
        command.kill()
        return f"hangs: {command.words()[-300:]}"
    if "Traceback" in command.words() or code not in codes:
        return f"exit {code}: {command.words()[-600:]}"
    return ""


def forked(work: Callable[[], object]) -> int:
    """The number of a process that does this and nothing else."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
        finally:
            os._exit(code)
    return process
