"""What a run was asked: defaults, `synopsis.toml`, SYNOPSIS_* variables, flags, each over the last; and which won."""

import hashlib
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path

import platformdirs

from pipeline.errors import ConfigError, suggestion
from pipeline.machine import cores
from pipeline.registry import EMBEDDERS, TRANSLATORS

Value = str | int | float | bool
FILE = Path("synopsis.toml")
PREFIX = "SYNOPSIS_"


def data_folder() -> Path:
    """The user's folder for what is to stay."""
    return platformdirs.user_data_path("synopsis")


@dataclass(frozen=True, slots=True)
class Shard:
    """The `number`-th, from 1, of `count` shares of all stories."""

    number: int = 1
    count: int = 1

    def holds(self, story: str) -> bool:
        """Whether a story is of this share, which hangs on its name alone, not on what else there is."""
        # hash() is another in each process.
        digest = hashlib.sha256(story.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8]) % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a run depends on besides its articles; "" is none."""

    raw: Path = Path("raw")  # folder of stories
    out: Path = Path("aligned")  # folder for the results
    translator: str = "auto"  # or a name of `registry.TRANSLATORS`, or "module:attribute"
    translator_options: Mapping[str, Value] = field(default_factory=dict)
    glossary: Path | None = None  # TSV of source terms and the English that they have to have
    follow_links: bool = False  # those that lead out of `raw`
    news_terms: bool = True  # the embedded model is held to the shipped terms of the news too
    embedder: str = (
        "e5"  # a name of `registry.EMBEDDERS`, a sentence-transformers directory or cached hub name, or "none"
    )
    source_embedder: str = ""  # a multilingual encoder that reads the sentences as written, beside `embedder`
    rescorer: str = ""  # a cross-encoder or entailment model that reads likely pairs again
    aligner: str = "auto"  # a name of `registry.ALIGNERS`
    # "auto" sorts articles into stories by what they say, "folders" takes each folder for a story; "" does the first
    # only where no folder below `raw` holds articles
    group: str = ""
    memory: Path = field(default_factory=lambda: data_folder() / "memory.sqlite3")  # what was already made, in SQLite
    engine: str = "serial"  # a name of `engine.TABLE`
    workers: int = field(default_factory=cores)  # the processes or actors that it has
    date: date = date(1970, 1, 1)  # the run's, as it stands in the results
    shard: Shard = Shard()  # which share of the stories is made
    chunk: int = 20_000  # sentences that are held in memory and sorted into batches together
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)  # field → where its value came from


NAMES = {"translator": TRANSLATORS, "embedder": EMBEDDERS, "source_embedder": EMBEDDERS}  # of what can run code
KEYS = tuple(setting.name for setting in fields(Config) if setting.name != "origins")


def load(
    flags: Mapping[str, object], environment: Mapping[str, str], file: Path | None = None, *, moment: datetime
) -> Config:
    """The configuration of one call.

    `flags`: field → value as given on the command line; None means not given.
    `file`: a TOML file that must exist; without it `synopsis.toml` here, if there is one, which may name no code.
    `moment`: stands in for the date where neither a flag, a file, SYNOPSIS_DATE nor SOURCE_DATE_EPOCH gives one.
    Raises ConfigError: an unknown key, a value of the wrong type, a file that cannot be read.
    """
    chosen: dict[str, object] = {"date": _epoch(environment, moment)}
    origins = dict.fromkeys(KEYS, "default")
    if "SOURCE_DATE_EPOCH" in environment:
        origins["date"] = "environment SOURCE_DATE_EPOCH"
    path = file or (FILE if FILE.is_file() else None)
    table = _file(path) if path else {}
    if path and not file:
        _check_untrusted(table)  # nobody named it: whoever shared the folder with the articles may have put it there
    layers = [
        (f"file {path}", table),
        ("environment", _environment(environment)),
        ("flag", {key: value for key, value in flags.items() if value is not None}),
    ]
    # Each layer writes over the ones above it in the list.
    for origin, layer in layers:
        for key, value in layer.items():
            if key not in KEYS:
                raise ConfigError(f"{origin}: there is no setting {key!r}; {suggestion(key, KEYS)}")
            try:
                chosen[key] = READERS.get(key, _text)(value)
            except ValueError as error:
                raise ConfigError(f"{origin}: {key} = {value!r}: {error}") from error
            origins[key] = f"environment {PREFIX}{key.upper()}" if origin == "environment" else origin
    return Config(**chosen, origins=origins)  # type: ignore[arg-type]  # READERS give what each field holds


def _check_untrusted(table: Mapping[str, object]) -> None:
    """Whoever wrote the file that merely lay here may choose among what is built in, and run nothing of their own."""
    if table.get("follow_links"):
        raise ConfigError(f"file {FILE}: follow_links would read files elsewhere; say --follow-links if you want that")
    for key, names in NAMES.items():
        value = str(table.get(key) or "auto")
        if value not in ("auto", *names) and (":" in value or Path(value).exists()):
            raise _mistrust(key, value, f", or expected one of {', '.join(names)}")
    options = table.get("translator_options")
    models = {"rescorer": table.get("rescorer")}
    if isinstance(options, dict):
        models |= {f"translator_options.{key}": value for key, value in options.items()}
    for key, given in models.items():
        if isinstance(given, str) and given and Path(given).is_dir():
            raise _mistrust(key, given)


def _mistrust(key: str, value: str, known: str = "") -> ConfigError:
    wrong = f"{key} = {value!r} names code or a folder that may hold some, and nobody asked for this file"
    return ConfigError(f"file {FILE}: {wrong}; say --config {FILE} if you trust it{known}")


def _file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}; name an existing TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not TOML: {error}") from error


def _environment(environment: Mapping[str, str]) -> dict[str, object]:
    """SYNOPSIS_… variables by setting; SYNOPSIS_SHARED is the tests', an empty one counts as not set."""
    # An unknown one is refused below, as a key of a file is: a name mistyped would do nothing, and nobody would know.
    names = (name for name in environment if name.startswith(PREFIX) and name != f"{PREFIX}SHARED")
    return {name.removeprefix(PREFIX).lower(): environment[name] for name in names if environment[name]}


def _epoch(environment: Mapping[str, str], moment: datetime) -> date:
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return moment.date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(f"SOURCE_DATE_EPOCH is {epoch!r}, not seconds since 1970") from error


def _text(value: object) -> str:
    if not isinstance(value, str | Path) or not str(value):
        raise ValueError("expected some text")
    return str(value)


def _path(value: object) -> Path:
    return Path(os.path.expanduser(_text(value)))  # noqa: PTH111  # "~" in a file or variable


def _date(value: object) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(_text(value))
    except ValueError as error:
        raise ValueError("expected a date as YYYY-MM-DD") from error


def _yes_or_no(value: object) -> bool:
    text = str(value).lower()
    if text not in ("true", "false"):
        raise ValueError("expected true or false")
    return text == "true"


def _shard(value: object) -> Shard:
    parts = re.fullmatch(r"(\d{1,9})/(\d{1,9})", str(value))
    if not parts or not 1 <= int(parts[1]) <= int(parts[2]):
        raise ValueError("expected k/n, the k-th of n shares, as in 2/8 (sentences held in memory are `chunk`)")
    return Shard(int(parts[1]), int(parts[2]))


def _positive(value: object) -> int:
    number = int(str(value)) if re.fullmatch(r"\d{1,9}", str(value)) else 0  # int() would take "1_000" and " 7 "
    if number < 1:
        raise ValueError("expected a whole number above 0")
    return number


def _translator(value: object) -> str:
    name = _text(value)
    known = ("auto", *TRANSLATORS)
    if name not in known and ":" not in name:  # said even where nothing has to be translated
        raise ValueError(f"{suggestion(name, known)} (or package.module:Name)")
    return name


def _options(value: object) -> dict[str, Value]:
    if isinstance(value, Mapping):
        if wrong := [key for key, option in value.items() if not isinstance(option, str | int | float | bool)]:
            raise ValueError(f"{wrong[0]} is neither text, a number nor true/false")
        return dict(value)
    # A variable has them in one string, flags one by one.
    pairs = value.split(",") if isinstance(value, str) else value
    if not isinstance(pairs, list | tuple):
        raise ValueError("expected a table, or KEY=VALUE")
    return dict(_pair(_text(pair)) for pair in pairs)


def _pair(text: str) -> tuple[str, Value]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ValueError(f"{text!r} is not KEY=VALUE")
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return name, value  # a bare word is text: model=some/directory
    return name, parsed if isinstance(parsed, str | int | float | bool) else value


# Of a value of these what is meant; of all other settings it is some text.
READERS: Mapping[str, Callable[[object], object]] = {
    **dict.fromkeys(("raw", "out", "memory", "glossary"), _path),
    **dict.fromkeys(("workers", "chunk"), _positive),
    **dict.fromkeys(("news_terms", "follow_links"), _yes_or_no),
    "translator": _translator,
    "translator_options": _options,
    "shard": _shard,
    "date": _date,
}
