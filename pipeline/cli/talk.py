"""What the commands share: settings, progress, lines on stderr, JSON on stdout, errors as a line and an exit code."""

import errno
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import typer
from rich.console import Console

from pipeline import __version__
from pipeline.cli.options import ProgressStyle
from pipeline.errors import ConfigError, PipelineError

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.data import Failure, Warned
    from pipeline.memory import Memory
    from pipeline.progress import Watch

DONE, ERROR, PARTIAL, INTERRUPTED, PIPE_CLOSED = 0, 2, 3, 130, 141


@contextmanager
def errors_as_exit_codes(interrupted: str = "start it again to go on") -> Iterator[None]:
    """Turn what was foreseen into one line and an exit code; `interrupted`: what a person does then."""
    try:
        yield
        sys.stdout.flush()
    except PipelineError as error:
        raise _exit(str(error), ERROR) from error
    except KeyboardInterrupt as error:
        raise _exit(f"interrupted; {interrupted}", INTERRUPTED) from error
    except OSError as error:
        if error.filename is not None:  # stdout has no name
            reason = f"{error.strerror or error}; check the path, its permissions and the disk"
            raise _exit(f"{error.filename}: {reason}", ERROR) from error
        _lead_nowhere(sys.stdout)  # or the interpreter fails again at its end
        if error.errno == errno.EPIPE:
            raise typer.Exit(PIPE_CLOSED) from error
        raise _exit(f"the output cannot be written: {error.strerror or error}; free the disk", ERROR) from error


def _lead_nowhere(stream: TextIO) -> None:
    """Let a stream that nobody reads any more take what is still written to it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _exit(line: str, code: int) -> typer.Exit:
    say(f"synopsis: {line}")
    return typer.Exit(code)


def settings_of(flags: Mapping[str, object], file: Path | None) -> "Config":
    """What flags, environment and settings file say together."""
    from pipeline import config as settings

    return settings.load(flags, os.environ, file, moment=datetime.now(UTC))


def settings_of_command(context: typer.Context) -> "Config":
    """The same of a command that has options which are called as the settings are, and --config."""
    from pipeline import config as settings

    # an option that was not given is not the same as none wanted: a settings file may have some
    flags = {name: value for name, value in context.params.items() if name in settings.KEYS and value != []}
    file = context.params["config"]
    return settings_of(flags, file and Path(file))


@contextmanager
def watching(style: ProgressStyle) -> "Iterator[Watch]":
    """Progress on stderr, which ends with the block."""
    from pipeline.progress import Watch

    with Watch(stderr(), style.value) as watch:
        yield watch


@contextmanager
def remembering(path: Path | None, file: Path | None, *, new: bool = False) -> "Iterator[Memory]":
    """The memory, open; one that is not there is made only if it may be `new`."""
    from pipeline.memory import Memory

    # settings and environment may name it too
    where = settings_of({"memory": path}, file).memory
    if not new and not where.exists():
        raise ConfigError(f"{where}: no memory here; `synopsis run` makes one, --memory names another")
    with closing(Memory(where)) as store:
        yield store


class _Stderr(Console):
    """What tells how the work goes: where nobody reads that any more, the work goes on."""

    def on_broken_pipe(self) -> None:
        """Write nowhere from now on."""
        _lead_nowhere(sys.stderr)


class Stdout(Console):
    """What is asked for: where nobody reads it any more, nothing is left to do."""

    def on_broken_pipe(self) -> None:
        """Raises BrokenPipeError, from which the exit code comes."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def stderr() -> Console:
    """A console made anew each time, since tests and terminals exchange the stream below it; texts stay as they are."""
    return _Stderr(stderr=True, markup=False, emoji=False, highlight=False)


def say(line: str) -> None:
    """A line on stderr, as it is: no mark-up, no colour, no break where the terminal ends; none steers it."""
    if not line.isprintable():
        from pipeline.export.reading import harmless

        line = "\n".join(map(harmless, line.splitlines()))
    stderr().print(line, soft_wrap=True)


def report(warnings: "Iterable[Warned]" = (), failures: "Iterable[Failure]" = ()) -> None:
    """Each as a line on stderr."""
    for warning in warnings:
        say(f"warning: {warning.item}: {warning.reason}")
    for failure in failures:
        say(f"failed ({failure.stage}): {failure.item}: {failure.reason}")


def print_json(value: Any) -> None:
    """A value on stdout; what JSON has no form for stands as its text."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def refuse_json(context: typer.Context, given: bool) -> None:
    """Raises ConfigError: --json was given before a subcommand, of which none of the group prints JSON."""
    if given:
        command = f"{context.command_path} {context.invoked_subcommand}"
        raise ConfigError(f"--json: `{command}` prints no JSON, `{context.command_path} --json` does; leave it out")


def print_lines(lines: Iterable[str]) -> None:
    """All at once, so that an error on the way leaves nothing half printed."""
    typer.echo("\n".join(lines))


def print_versions() -> None:
    """Ours, then those of the libraries that could change a result."""
    from pipeline.story import versions

    typer.echo(f"synopsis {__version__}")
    for library, version in versions.installed().items():
        typer.echo(f"  {library} {version}")
