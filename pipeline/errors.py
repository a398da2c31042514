"""What can go wrong, as a small tree of exceptions.

    PipelineError        the work cannot be done as asked (exit 2)
    ├── InputError       an article or text file; in a batch it becomes a `Failure` and the batch goes on (exit 3)
    ├── ConfigError      an option, a configuration file, an environment variable
    ├── BackendError     a model that is missing, broken or refuses
    │   └── TextError    one that fails over these texts, and may do others: in a run it fails their articles alone
    └── OutputError      a folder that cannot be written, a full disk

A message says where, what was found, what was expected, and the likely fix.
"""

import difflib
from collections.abc import Sequence


class PipelineError(Exception):
    """The work cannot be done as asked."""


class InputError(PipelineError):
    """An article, a story or a text file cannot be used."""


class ConfigError(PipelineError):
    """An option, a configuration file or an environment variable cannot be used."""


class BackendError(PipelineError):
    """A model is missing, broken, or refuses the work."""


class TextError(BackendError):
    """A model fails over the texts that it was given; each by itself, or others, it may do."""


class OutputError(PipelineError):
    """A result cannot be written."""


def fault(error: Exception) -> str:
    """What to tell of an error that nobody foresaw: it is ours, and whoever meets it can help to mend it."""
    told = f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace").decode()
    return f"{told}; a fault of this program: please report it with the article"


def suggestion(name: str, names: Sequence[str]) -> str:
    """What to tell whoever gave a name that is not known: the one that was probably meant, else all that there are."""
    nearest = difflib.get_close_matches(name, names, 1)
    return f"did you mean {nearest[0]!r}?" if nearest else f"expected one of {', '.join(names) or 'none'}"
