"""Make docs/commands.md from what every command says of itself: `python tests/tools/commands.py`."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from textwrap import fill
from typing import Any

from typer.main import get_command

from pipeline.cli import app
from pipeline.evaluate.metrics import ASKED, METRICS
from pipeline.evaluate.protocols import PROTOCOLS
from pipeline.evaluate.traps import TRAPS
from pipeline.export.formats import FORMATS, LINKS, STORY, TOOLS
from pipeline.read.formats import ARTICLES

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
HEAD = """# Commands

<!-- Made by `python tests/tools/commands.py` from the commands themselves; change their help, not this page. -->

Data goes to stdout, all else to stderr. Exit codes: 0 done, 2 could not be done, 3 done but for what is named, 130
interrupted; others stand at their command. Every command has `--help`. Settings may also stand in `synopsis.toml` or in
the environment: `synopsis config` shows each and where it comes from.
"""
EXAMPLES = "[bold]Examples[/bold]"
COMPLETION = ("install_completion", "show_completion")  # typer's own, which differ by the machine's shell
TABLES: Mapping[str, Mapping[str, Mapping[str, str]]] = {  # command → what is listed there → name → words
    "synopsis run": {
        "file read": {suffix: format_.use for suffix, format_ in ARTICLES.items()},
        "file written": {", ".join(files.names): files.use for files in STORY.values()},
    },
    "synopsis align": {"`--format`": {name: format_.use for name, format_ in LINKS.items()}},
    "synopsis export": {"`--format`": {name: format_.use for name, format_ in FORMATS.items()}},
    "synopsis evaluate campaign": {
        "`--for`": {name: tool.use for name, tool in TOOLS.items()},
        "`--protocol`": PROTOCOLS,
    },
    "synopsis evaluate translation": {
        "metric": {
            metric.name: f"{metric.better} is better; in limits {' or '.join(metric.aliases)}"
            + (f"; only with `--metric {metric.aliases[0]}`" if metric.aliases[0] in ASKED else "")
            + (f"; {metric.use}" if metric.use else "")
            for metric in METRICS.values()
        },
        "`--allow`": {name: meaning for name, (meaning, _) in TRAPS.items()},
    },
}


def page() -> str:
    """The whole page."""
    program = get_command(app)
    parts = [HEAD, *_section("synopsis", program, 2)]
    for name, command in program.commands.items():  # type: ignore[attr-defined]  # a group
        parts += _section(f"synopsis {name}", command, 2)
        for part, subcommand in getattr(command, "commands", {}).items():
            parts += _section(f"synopsis {name} {part}", subcommand, 3)
            for last, deepest in getattr(subcommand, "commands", {}).items():
                parts += _section(f"synopsis {name} {part} {last}", deepest, 4)
    return "\n".join(parts)


def _section(name: str, command: Any, level: int) -> Iterator[str]:
    yield f"{'#' * level} {name}\n"
    prose, _, examples = (command.help or "").partition(EXAMPLES)
    for paragraph in re.split(r"\n\s*\n", prose.strip()):
        words = _escaped(" ".join(paragraph.split()))
        yield fill(words, 120, break_long_words=False, break_on_hyphens=False) + "\n"
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    if lines := [re.sub(r" {3,}(?=\S)", "  # ", line.strip()) for line in examples.splitlines() if line.strip()]:
        yield "\n".join(["```sh", *lines, "```", ""])
    yield from _table("argument", arguments)
    yield from _table("option", [option for option in options if option.name not in ("help", *COMPLETION)])
    for heading, rows in TABLES.get(name, {}).items():
        yield "\n".join(
            [
                f"| {heading} | |",
                "|---|---|",
                *(f"| {_escaped(key)} | {_escaped(words)} |" for key, words in rows.items()),
                "",
            ]
        )


def _table(heading: str, parameters: list[Any]) -> Iterator[str]:
    if parameters:
        rows = [
            f"| `{_spelling(parameter)}` | {_escaped(parameter.help or '')} | {_default(parameter)} |"
            for parameter in parameters
        ]
        yield "\n".join([f"| {heading} | | unless given |", "|---|---|---|", *rows, ""])


def _spelling(parameter: Any) -> str:
    """As in `-o, --out DIR` or `--open / --no-open`."""
    metavar = (parameter.metavar or "").strip("<>")
    if parameter.param_type_name == "argument":
        return (metavar or parameter.name.upper()).replace("|", r"\|")
    names = ", ".join(sorted(parameter.opts, key=len))
    if parameter.secondary_opts:
        return f"{names} / {parameter.secondary_opts[0]}"
    if getattr(parameter, "is_flag", False):
        return names
    return f"{names} {metavar or _kind(parameter.type_descriptor.annotation)}".replace("|", r"\|")


def _kind(annotation: Any) -> str:
    """What an option takes that does not say it: one of several words, a number, or any text."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "|".join(member.value for member in annotation)
    return "N" if "int" in str(annotation) else "TEXT"


def _default(parameter: Any) -> str:
    """What counts where the option is left out."""
    if parameter.required:
        return "required"
    if isinstance(parameter.show_default, str):
        return _escaped(parameter.show_default)
    value = parameter.default
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None or value in ((), "") else f"`{getattr(value, 'value', value)}`"


def _escaped(text: str) -> str:
    """Words as words, whatever they look like in Markdown; options, elements and JSON as code."""
    spans = re.split(r"(`[^`]*`|\{.*?\}(?=[,:. ]|$)|(?<!\w)--?[a-z][\w-]*|<\w+>)", text)
    for place, span in enumerate(spans):
        if place % 2:
            spans[place] = span if span.startswith("`") else f"`{span}`"
        else:
            spans[place] = span.replace("|", r"\|").replace("<", "&lt;").replace("*", r"\*")
    return "".join(spans)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(PAGE)
