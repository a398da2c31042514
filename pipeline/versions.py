"""Which versions did it: Python and every library that could change a result."""

import platform
from importlib.metadata import PackageNotFoundError, version

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


def installed() -> dict[str, str]:
    """Library → version, Python first; a library that is not installed is left out."""
    versions = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            versions[library] = version(library)
        except PackageNotFoundError:
            continue
    return versions
