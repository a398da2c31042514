"""What can go wrong, as a small tree of exceptions.

A message says where, what was found, what was expected, and the likely fix.
"""

import difflib
from collections.abc import Sequence


class PipelineError(Exception):
    """The work cannot be done as asked: exit code 2."""


class InputError(PipelineError):
    """An article, a story or a text file cannot be used; in a batch it becomes a `Failure` (exit code 3)."""


class ConfigError(PipelineError):
    """An option, a configuration file or an environment variable cannot be used."""


class BackendError(PipelineError):
    """A model is missing, broken, or refuses the work."""


class TextError(BackendError):
    """A model fails over these texts, and may do each by itself, or others: a run fails their articles alone."""


class OutputError(PipelineError):
    """A result cannot be written: a closed folder, a full disk."""


def fault(error: Exception) -> str:
    """What to tell of an error that nobody foresaw: it is ours, and whoever meets it can help to mend it."""
    told = f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace").decode()
    return f"{told}; a fault of this program: please report it with the article"


def suggestion(name: str, names: Sequence[str]) -> str:
    """What to tell whoever gave a name that is not known: the one that was probably meant, else all that there are."""
    nearest = difflib.get_close_matches(name, names, 1)
    return f"did you mean {nearest[0]!r}?" if nearest else f"expected one of {', '.join(names) or 'none'}"
