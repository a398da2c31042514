"""Which versions did it: Python and every library that could change a result."""

import hashlib
import platform
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = (
    "torch",
    "transformers",
    "ctranslate2",
    "sentencepiece",
    "sacremoses",
    "sentence-transformers",
    "numpy",
    "sacrebleu",
)


def program() -> str:
    """A digest of this program's own files: whatever is changed in them may change a result."""
    total, root = hashlib.sha256(), Path(__file__).parents[1]
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            total.update(f"{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return total.hexdigest()


@cache
def installed() -> Mapping[str, str]:
    """Library → version, Python first; a library that is not installed is left out."""
    versions = {"python": platform.python_version()}
    for library in LIBRARIES:
        with suppress(PackageNotFoundError):
            versions[library] = version(library)
    return versions
