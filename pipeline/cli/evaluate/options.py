"""Options that several subcommands of `synopsis evaluate` have."""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from pipeline.cli.options import ProgressStyle, choice
from pipeline.cli.talk import errors_as_exit_codes, say, stderr, watching
from pipeline.errors import ConfigError
from pipeline.evaluate import traps
from pipeline.evaluate.metrics import ALIASES, ALWAYS, ASKED
from pipeline.evaluate.prepared import NORMALIZE, UNESCAPED, prepared
from pipeline.evaluate.scored import Testset

if TYPE_CHECKING:
    from pipeline.progress import Watch

WARNED, REFUSED = ("empty", "characters", "escaped"), ("language",)  # traps where no reference is needed
Hypotheses = Annotated[
    list[str], Argument(metavar="[NAME=]FILE…", help="Translations, or a story's results; several systems.")
]
Source = Annotated[
    Path | None, Option("--source", metavar="FILE", help="Source texts, where the translations' files lack them.")
]
From = Annotated[str, Option("--from", metavar="LANG", help="Source language: de, fr; where no file says it.")]
Unescape = Annotated[bool, Option("--unescape", help="Turn HTML's character references into characters first.")]
Normalize = Annotated[
    list[str] | None,
    Option("--normalize", help="Join letters and accents; take unseen marks out. Repeatable.", **choice(NORMALIZE)),
]
Allow = Annotated[list[str] | None, Option("--allow", metavar="TRAP", help="Go on in spite of it; repeatable.")]
HistoryFile = Annotated[
    Path | None,
    Option("--history", metavar="FILE", help="Where figures are kept.", show_default="beside the memory"),
]


def whole() -> AbstractContextManager[None]:
    """Errors as exit codes; what is broken off here leaves nothing to go on from."""
    return errors_as_exit_codes("nothing was kept")


def metric_choice() -> dict[str, Any]:
    """`choice` of the metrics that have to be asked for, in any case; those that are scored anyway are told so."""
    option = choice(ASKED)

    def parse(text: str) -> str:
        if ALIASES.get(text.casefold()) in ALWAYS:
            *first, last = ALWAYS
            raise typer.BadParameter(f"{', '.join(first)} and {last} are always computed; leave {text} out.")
        return str(option["parser"](text.casefold()))

    return {**option, "parser": parse}


def telling() -> AbstractContextManager["Watch"]:
    """Progress on a terminal, where a person waits, and nothing elsewhere."""
    return watching(ProgressStyle.bar if stderr().is_terminal else ProgressStyle.none)


def check_folder(folder: Path) -> None:
    """Refuse, with a ConfigError and before anything is scored, a folder that cannot be made or written into."""
    place = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not place.is_dir():
        raise ConfigError(f"-o {folder}: {place.name} is a file, not a folder; name a folder")
    if not os.access(place, os.W_OK | os.X_OK):
        raise ConfigError(f"-o {folder}: {place} cannot be written into; name another folder")


def check_lang(lang: str) -> None:
    """Refuse, with a ConfigError and before files are read, what --from cannot be."""
    from pipeline.language import source_codes

    if lang and lang not in source_codes():
        raise ConfigError(
            f"--from {lang!r} is no language that is translated here; there are {', '.join(source_codes())}"
        )


def changed(testset: Testset, names: Sequence[str]) -> Testset:
    """The test set with the changes of `prepared` of these names made, and said."""
    testset, touched = prepared(testset, names)
    for change, count in touched.items():
        say(f"changed ({change}): {count:,} texts, of sources, references and systems alike")
    return testset


def changes(unescape: bool, normalize: Sequence[str] | None) -> list[str]:
    """The names of the changes that --unescape and --normalize ask for, each once."""
    return [*[UNESCAPED] * unescape, *dict.fromkeys(normalize or [])]


def readable(testset: Testset, names: Sequence[str], allowed: Sequence[str]) -> Testset:
    """The test set, which needs no references, with changes made; what spoils its reading is warned of.

    A wrong language is refused unless it is allowed: what is read there would mean nothing.
    """
    from pipeline.read.language import detector

    testset = changed(testset, names)
    stepped_in = traps.found(testset, traps.Known(), detector(), WARNED + REFUSED)
    spoiling = [trap for trap in stepped_in if trap.name in WARNED]
    for trap in spoiling:
        say(f"warning: {trap.words}")
    check_traps([trap for trap in stepped_in if trap not in spoiling], allowed)
    return testset


def check_traps(stepped_in: Sequence[traps.Trap], allowed: Sequence[str]) -> None:
    """Say every trap, also an allowed one; an InputError where one is not."""
    for trap in stepped_in:
        say(f"{'allowed' if trap.name in allowed else 'trap'} ({trap.name}): {trap.words}")
    traps.refuse(stepped_in, allowed)


def metrics_folder() -> Path:
    """Where learned metrics have their environments: in the user's data folder."""
    from pipeline.config import data_folder

    return data_folder() / "metrics"
