"""The README and the pages of docs/ promise only what is there."""

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from tools.commands import page as made_page
from typer.main import get_command

from pipeline import align, engine, registry
from pipeline.cli import app
from pipeline.config import KEYS
from pipeline.data import REMARKS, DifferenceKind, State
from pipeline.engine import ENGINES
from pipeline.errors import PipelineError
from pipeline.evaluate import gates
from pipeline.evaluate.metrics import ALIASES, ASKED, METRICS
from pipeline.export import formats, reading
from pipeline.export.formats import FORMATS, LINKS, TOOLS
from pipeline.guards import FLAGS
from pipeline.language import codes
from pipeline.read.formats import ARTICLES

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
BY_HAND = tuple(page for page in PAGES if page.name != "commands.md")  # that one is made from `--help`
README_BYTES = 8192
EVERYWHERE = frozenset({"--help", "-h"})
SEPARATORS = frozenset({"|", "&&", ";", ">"})  # what ends a command on a shell's line
ORIGINS = ("already English", "human link", "human translation", "incomplete article")  # flags beside what is found

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


# --- Markdown ---------------------------------------------------------------------------------------------------------


def blocks(text: str) -> list[str]:
    """What stands between fences, without the fences."""
    return re.findall(r"^ *```\w*\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)


def prose(text: str) -> str:
    """The page without what stands between fences."""
    return re.sub(r"^ *```\w*\n.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)


def code(text: str) -> list[str]:
    """Every line of code: of blocks, and code spans, which may run over the end of a line."""
    lines = [line for block in blocks(text) for line in block.splitlines()]
    return lines + [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose(text))]


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    """Where a page's links and pictures lead, but for those into the network."""
    targets = re.findall(r"\]\(([^)\s]+)\)", prose(page.read_text("utf-8")))
    return [target for target in targets if not re.match(r"\w+:", target)]


@each_page
def test_links_and_anchors_lead_somewhere(page: Path) -> None:
    lost = []
    for target in links(page):
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if not path.exists() or (anchor and anchor not in anchors(path.read_text("utf-8"))):
            lost.append(target)
    assert not lost


def test_every_page_is_linked_from_the_readme() -> None:
    assert {f"docs/{page.name}" for page in PAGES[1:]} <= {target.partition("#")[0] for target in links(README)}


# --- commands and options ---------------------------------------------------------------------------------------------


def commands() -> dict[str, Any]:
    """Every command of the app by its words, as in "evaluate alignment"."""

    def below(command: Any, name: str) -> Iterator[tuple[str, Any]]:
        yield name, command
        for word, child in getattr(command, "commands", {}).items():
            yield from below(child, f"{name} {word}".strip())

    return dict(below(get_command(app), ""))


COMMANDS: Mapping[str, Any] = commands()


def options(command: Any) -> set[str]:
    """The options of a command, in all their spellings."""
    names = [name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)]
    return {name for name in names if name.startswith("-")} | EVERYWHERE


def words(line: str) -> list[str]:
    """A line of code as a shell reads it; what is no shell line is divided at blanks."""
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return line.split()


def calls(line: str, program: str) -> Iterator[list[str]]:
    """What follows the program on a line of code, up to the end of that command."""
    rest = words(line)
    while program in rest:
        rest = rest[rest.index(program) + 1 :]
        ends = [place for place, word in enumerate(rest) if word in SEPARATORS]
        yield rest[: ends[0]] if ends else rest


def wrong(arguments: Sequence[str]) -> list[str]:
    """The commands and options after `synopsis` that the app does not have."""
    name, rest = "", list(arguments)
    while rest and getattr(COMMANDS[name], "commands", {}) and not rest[0].startswith("-"):
        name = f"{name} {rest.pop(0)}".strip()
        if name not in COMMANDS:
            return [name]
    flags = [word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)]
    return [f"{name} {flag}" for flag in flags if flag not in options(COMMANDS[name])]


@each_page
def test_commands_and_their_options_exist(page: Path) -> None:
    lines = code(page.read_text("utf-8"))
    assert not [fault for line in lines for arguments in calls(line, "synopsis") for fault in wrong(arguments)]


def sections(text: str) -> list[str]:
    """A page, divided at its headings of the second level."""
    return re.split(r"^## ", text, flags=re.MULTILINE)


def named(arguments: Sequence[str]) -> str:
    """The command that stands in front of the arguments, as in "evaluate alignment"."""
    return max((name for name in COMMANDS if f"{' '.join(arguments)} ".startswith(f"{name} ")), key=len, default="")


@pytest.mark.parametrize("page", BY_HAND, ids=lambda page: page.name)
def test_options_named_alone_belong_to_a_command_of_their_section(page: Path) -> None:
    strange = []
    for section in sections(page.read_text("utf-8")):
        lines = code(section)
        alone = {line.split()[0].partition("=")[0] for line in lines if re.match(r"--?[a-z]", line)}
        present = {named(arguments) for line in lines for arguments in calls(line, "synopsis")}
        strange += alone - {option for name in present for option in options(COMMANDS[name])} - EVERYWHERE
    assert not strange


@each_page
def test_tools_and_their_options_exist(page: Path) -> None:
    for line in code(page.read_text("utf-8")):
        for tool, *arguments in calls(line, "python"):
            if tool.startswith("tests/"):
                source = (ROOT / tool).read_text("utf-8")
                assert not [word for word in arguments if word.startswith("--") and f'"{word}"' not in source], line


@each_page
def test_files_of_the_project_exist(page: Path) -> None:
    spans = {
        span for span in code(page.read_text("utf-8")) if re.fullmatch(r"(pipeline|tests|docs|\.ci)/[\w./-]*", span)
    }
    assert not [span for span in spans if not (ROOT / span).exists()]


@each_page
def test_functions_and_classes_that_a_page_names_exist(page: Path) -> None:
    for file, name in re.findall(r"`(?:pipeline/)?([\w/]+\.py):([\w.]+)`", page.read_text("utf-8")):
        sources = [path.read_text("utf-8") for path in (ROOT / "pipeline").rglob(file)]
        expected = [re.compile(rf"^ *(?:async def|def|class) {part}\b", re.MULTILINE) for part in name.split(".")]
        assert any(all(words.search(source) for words in expected) for source in sources), f"{file}:{name}"


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("synopsis run --grop auto", ["run --grop"]),
        ("synopsis evaluate alignments --gold G", ["evaluate alignments"]),
        ("synopsis evaluate alignment --gold=G --fond F", ["evaluate alignment --fond"]),
        ("synopsis show my-story --sample 3", ["show --sample"]),
        ("synopsis plan | synopsis rum", ["rum"]),
        ("synopsis align a b --no-translate > found.jsonl  # --grop", []),
        ("synopsis evaluate translation mt --external 'comet-score --to_json {out}'", []),
    ],
)
def test_a_misspelt_command_or_option_is_found(line: str, faults: list[str]) -> None:
    assert [fault for arguments in calls(line, "synopsis") for fault in wrong(arguments)] == faults


# --- what has to be explained -----------------------------------------------------------------------------------------


def explained(page: str) -> str:
    return (ROOT / "docs" / page).read_text("utf-8")


def test_the_readme_installs_by_make_into_the_environment_that_make_made() -> None:
    text, makefile = README.read_text("utf-8"), (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^make (\w+)", text, re.MULTILINE)
    assert targets == ["run", "formats", "test"]
    assert all(re.search(rf"^{target}: ", makefile, re.MULTILINE) for target in targets)
    assert "pip install" not in text
    assert re.search(r"^PIP := .*--constraint requirements.lock$", makefile, re.MULTILINE)


def test_the_readme_has_a_line_for_every_command() -> None:
    lines = README.read_text("utf-8").splitlines()
    missing = [
        name
        for name in COMMANDS
        if name and " " not in name and not any(line.startswith(f"| `synopsis {name}") for line in lines)
    ]
    assert not missing


def test_every_command_is_used_in_a_page() -> None:
    pages = [page.read_text("utf-8") for page in BY_HAND]
    named = {" ".join(arguments[:3]) for text in pages for line in code(text) for arguments in calls(line, "synopsis")}
    assert not [name for name in COMMANDS if name and not any(f"{call} ".startswith(f"{name} ") for call in named)]


@pytest.mark.parametrize("flag", [*ORIGINS, *REMARKS, *FLAGS])
def test_every_flag_is_explained(flag: str) -> None:
    assert re.search(rf"^\| \*{flag}\* \||\*{flag}\*: ", explained("output.md"), re.MULTILINE)


@pytest.mark.parametrize("kind", get_args(DifferenceKind))
def test_every_difference_is_explained(kind: str) -> None:
    rows = re.findall(r"^\| ([a-z, ]+) \| ", explained("page.md"), re.MULTILINE)
    assert kind in ", ".join(rows).split(", ")


@pytest.mark.parametrize("state", get_args(State))
def test_every_state_is_explained(state: str) -> None:
    assert re.search(rf"^\| [a-z ]+ \| \*{reading.STATES[state]}\* \|", explained("page.md"), re.MULTILINE)


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("archive.md", KEYS),
        ("output.md", tuple(FORMATS)),
        ("translation.md", tuple(registry.TRANSLATORS)),
        ("alignment.md", tuple(registry.EMBEDDERS)),
        ("alignment.md", registry.ALIGNERS),
        ("archive.md", ENGINES),
        ("input.md", tuple(ARTICLES)),
        ("output.md", tuple(LINKS)),
    ],
)
def test_every_name_is_explained(page: str, names: tuple[str, ...]) -> None:
    spans = {word for span in code(explained(page)) for word in span.split()}
    assert set(names) <= spans


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_is_explained(metric: str) -> None:
    assert metric in re.findall(r"[\w+]+", explained("evaluation.md"))


@pytest.mark.parametrize(
    ("names", "command", "option"),
    [
        (registry.TRANSLATORS, "run", "--translator"),
        (registry.EMBEDDERS, "run", "--embedder"),
        (registry.ALIGNERS, "align", "--aligner"),
        (ENGINES, "run", "--engine"),
        (FORMATS, "export", "--format"),
        (LINKS, "align", "--format"),
        (TOOLS, "evaluate campaign", "--for"),
        (ASKED, "evaluate translation", "--metric"),
        (codes(), "align", "--left-lang"),
    ],
)
def test_the_help_names_all_that_a_table_has(names: Iterable[str], command: str, option: str) -> None:
    helps = [
        f"{parameter.help} {parameter.metavar}" if option else " ".join(parameter.opts)
        for parameter in COMMANDS[command].params
        if not option or option in parameter.opts
    ]
    assert set(names) <= set(re.findall(r"[\w+-]+", " ".join(helps)))


@pytest.mark.parametrize(
    ("names", "load"),
    [
        (registry.ALIGNERS, align.aligner),
        (ENGINES, lambda name: engine.load(name, 1, lambda: str)),
        (FORMATS, formats.named),
        (ALIASES, gates.metric),
    ],
)
def test_a_name_that_is_not_in_a_table_is_refused_with_all_that_are(
    names: Iterable[str], load: Callable[[str], object]
) -> None:
    with pytest.raises((PipelineError, ValueError)) as refused:
        load("?")
    assert set(names) <= set(re.findall(r"[\w+-]+", str(refused.value)))


def test_the_readme_is_short() -> None:
    assert README.stat().st_size <= README_BYTES


@each_page
def test_nothing_is_left_to_fill_in(page: Path) -> None:
    assert not re.findall(r"@@|\b(?:TODO|TBD|FIXME|XXX)\b", page.read_text("utf-8"))


# --- what is made -----------------------------------------------------------------------------------------------------


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    """Made anew by `python tests/tools/commands.py`."""
    assert explained("commands.md") == made_page()
