"""Learned metrics in environments of their own: what is installed, what is missing, and how each is called."""

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import BackendError, ConfigError
from pipeline.evaluate.external import TAIL, Command
from pipeline.evaluate.metrics import ALIASES, LEARNED, METRICS, HubModel, Metric, Program
from pipeline.translate.models import digest

PYTHON = "bin/python"  # of an environment: the interpreter that finds its packages
NOTE = "installed.json"  # in an environment: what was asked for, and the version of every package


@dataclass(frozen=True, slots=True)
class Environment:
    """Where a metric's programs are, what was asked for, and every package's version."""

    folder: Path
    packages: tuple[str, ...]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A metric of the table, its program's environment, None where there is none, and files of its model that lack."""

    metric: Metric
    environment: Environment | None
    lacking: tuple[str, ...]


def standings(folder: Path) -> list[Standing]:
    """All metrics, in the table's order; `folder` holds the environments."""
    rows = []
    for metric in METRICS.values():
        program = metric.program
        lacking = _absent_files(_cache_folder(program.model), program.model) if program else []
        rows.append(Standing(metric, environment(folder, metric.aliases[0]) if program else None, tuple(lacking)))
    return rows


def environment(folder: Path, alias: str) -> Environment | None:
    """A metric's environment, if it is there."""
    note = folder / alias / NOTE
    # written last, so that an environment with it is whole
    if not note.is_file():
        return None
    noted = json.loads(note.read_text("utf-8"))
    return Environment(folder / alias, tuple(noted["packages"]), noted["versions"])


def add(folder: Path, alias: str, say: Callable[[str], None]) -> Environment:
    """Make a metric's environment, or nothing at all; what it has already is kept if it is of the same packages.

    Raises:
        ConfigError: no such metric, or none that can be installed.
        BackendError: Python cannot make environments, or the packages cannot be installed.
    """
    program = _program(alias)
    present = environment(folder, alias)
    if present and present.packages == program.packages:
        say(f"{alias}: already in {present.folder}")
        return present
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackendError(f"{folder}: cannot be made ({error.strerror}); metrics are installed there") from error
    # made beside its place, so that what is broken off leaves nothing there
    with TemporaryDirectory(prefix=f".{alias}-", dir=folder) as scratch:
        whole = Path(scratch, alias)
        say(f"{alias}: installing {', '.join(program.packages)}; this may take minutes")
        _run([sys.executable, "-m", "venv", str(whole)], f"{alias}: no environment can be made")
        pip = [str(whole / PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
        _run([*pip, "install", "--quiet", *program.packages], f"{alias}: {' '.join(program.packages)} not installed")
        listed = json.loads(_run([*pip, "list", "--format", "json"], f"{alias}: the packages cannot be listed"))
        versions = {package["name"]: package["version"] for package in listed}
        note = {"packages": program.packages, "versions": versions}
        (whole / NOTE).write_text(json.dumps(note, indent=1) + "\n", "utf-8")
        remove(folder, alias)
        whole.rename(folder / alias)
    say(f"{alias}: {program.packages[0]} is in {folder / alias}")
    return Environment(folder / alias, program.packages, versions)


def remove(folder: Path, alias: str) -> bool:
    """Take a metric's environment away; whether there was one."""
    _program(alias)
    existing = (folder / alias).is_dir()
    if existing:
        # without its note it is none, whatever keeps the rest from going
        (folder / alias / NOTE).unlink(missing_ok=True)
        shutil.rmtree(folder / alias)
    return existing


def fetch(alias: str, say: Callable[[str], None]) -> None:
    """Get a metric's model from the hub; a BackendError that names what lacks where the hub does not give it."""
    from huggingface_hub import snapshot_download

    program = _program(alias)
    for model in (program.model, *program.also):
        if not _absent_files(_cache_folder(model), model):
            continue
        say(f"{alias}: downloading {model.name} from the Hugging Face hub")
        try:
            snapshot_download(model.name, allow_patterns=list(model.files))
        except (OSError, ValueError) as error:
            reason = str(error).partition("\n")[0][:200]
            raise BackendError(f"{_absence(alias, model, _cache_folder(model))} ({reason})") from error


def command(folder: Path, alias: str, options: Mapping[str, str]) -> Command:
    """How a metric is called here, for `external`; a BackendError if its environment, or its model, is not there."""
    program, present = _program(alias), environment(folder, alias)
    if present is None:
        raise BackendError(f"--metric {alias}: not installed; run `synopsis evaluate metrics add {alias}`")
    settings = {**program.options, **options}
    model = _model_folder(alias, program, settings.pop("model", program.model.name), settings.values())
    call = program.call
    for key, value in {**settings, "model": str(model), "here": str(Path(__file__).parent)}.items():
        call = call.replace(f"{{{key}}}", shlex.quote(value))
    package = program.packages[0].partition("==")[0]
    signed = {name: present.versions.get(name, "not told") for name in (package, "torch")}
    # by what is in them: one model signs alike wherever it lies
    signed["model"] = digest([model / file for file in program.model.files])
    return Command(
        # -P: else a statistics.py beside the script, or where the user stands, is taken for Python's own
        words=f"{shlex.quote(str(present.folder / PYTHON))} -P {call}",
        name=ALIASES[alias],
        signature="|".join(f"{key}:{value}" for key, value in (signed | settings).items()),
        label=f"--metric {alias}",
        # what scores is what lies here: nothing is fetched behind the user's back
        environment={"HF_HUB_OFFLINE": "1"},
    )


def options(texts: Iterable[str], asked: Collection[str]) -> dict[str, dict[str, str]]:
    """What --metric-option sets, by metric: KEY=VALUE, or METRIC.KEY=VALUE where several learned ones are `asked` for.

    Raises ConfigError: another form, or a metric or key that is not there.
    """
    by_metric: dict[str, dict[str, str]] = {alias: {} for alias in asked if alias in LEARNED}
    for text in texts:
        if not by_metric:
            fix = f"say --metric {' or '.join(LEARNED)} too"
            raise ConfigError(f"--metric-option {text!r}: --metric is missing; it sets a learned metric: {fix}")
        name, sign, value = text.partition("=")
        alias, _, key = name.rpartition(".")
        alias = alias or (next(iter(by_metric)) if len(by_metric) == 1 else "")
        if not sign or alias not in by_metric:
            expected = "KEY=VALUE, or METRIC.KEY=VALUE where several learned metrics are asked for"
            raise ConfigError(f"--metric-option {text!r}: expected {expected} (asked for: {', '.join(by_metric)})")
        known = ("model", *LEARNED[alias].options)
        if key not in known:
            raise ConfigError(f"--metric-option {text!r}: {alias} has no option {key!r}; there are {', '.join(known)}")
        by_metric[alias][key] = value
    return by_metric


def _program(alias: str) -> Program:
    if alias not in LEARNED:
        raise ConfigError(f"{alias!r} is no metric that can be installed; there are {', '.join(LEARNED)}")
    return LEARNED[alias]


def _run(arguments: Sequence[str], failure: str) -> str:
    process = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if process.returncode:
        printed = (process.stderr.strip() or process.stdout.strip())[-TAIL:]
        raise BackendError(f"{failure}, and nothing was kept: {printed or 'no word of why'}")
    return process.stdout


def _model_folder(alias: str, program: Program, name: str, settings: Collection[str]) -> Path:
    """The folder of the model of that name, which is the hub's, or a folder, or one of its files."""
    path = Path(name).expanduser()
    if path.exists():
        # many know a model by its checkpoint
        file = next((file for file in program.model.files if path.is_file() and name.endswith(file)), "")
        folder: Path | None = path.absolute().parents[file.count("/")] if file else path.absolute()
    else:
        folder = _cache_folder(HubModel(name, program.model.files))
    if folder is None or _absent_files(folder, program.model):
        raise BackendError(_absence(alias, HubModel(name, program.model.files), folder))
    for model in program.also:
        cached = _cache_folder(model)
        # a model, or an option, says of which others it is made, or names folders of its own
        mentioned = model.name in settings or model.name in (folder / program.model.files[0]).read_text("utf-8")
        if mentioned and _absent_files(cached, model):
            raise BackendError(_absence(alias, model, cached))
    return folder


def _cache_folder(model: HubModel) -> Path | None:
    """Where the hub's cache has a model, None if it has none of its files."""
    from huggingface_hub import try_to_load_from_cache

    for file in model.files:
        path = try_to_load_from_cache(model.name, file)
        if isinstance(path, str):
            return Path(path).parents[file.count("/")]
    return None


def _absent_files(folder: Path | None, model: HubModel) -> list[str]:
    return [file for file in model.files if folder is None or not (folder / file).is_file()]


def _absence(alias: str, model: HubModel, folder: Path | None) -> str:
    program = LEARNED[alias]
    lacking = f"{alias}: {', '.join(_absent_files(folder, model))} of {model.name} not here"
    fetched = f"`synopsis evaluate metrics add {alias}` gets it from the hub"
    option = next((key for key, value in program.options.items() if value == model.name), "model")
    if model in program.also and option == "model":
        elsewhere = f"get it elsewhere and write its folder in place of {model.name} into {program.model.files[0]}"
        return f"{lacking}; {fetched}; where no hub answers, {elsewhere} of the model"
    return f"{lacking}; {fetched}; where no hub answers, get it elsewhere and say --metric-option {option}=FOLDER"
