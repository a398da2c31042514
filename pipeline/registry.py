"""Names in a table or a configuration, "package.module:Name", to what they name; imported only when asked for."""

import importlib
import inspect
import re
from collections.abc import Mapping
from typing import Any, Literal, get_args

from pipeline.errors import ConfigError

TRANSLATORS: Mapping[str, str] = {
    "marian": "pipeline.translate.marian:Marian",
    "embedded": "pipeline.translate.embedded:Embedded",
    "replay": "pipeline.translate.replay:Replay",
}
EMBEDDERS: Mapping[str, str] = {
    "e5": "pipeline.embed.e5:E5",
    "minilm": "pipeline.embed:minilm",
    "none": "pipeline.embed:Nothing",
}
PARSERS: Mapping[str, str] = {"spacy": "pipeline.claims.grammar:Grammar", "plain": "pipeline.claims.plain:Plain"}
Aligner = Literal["auto", "comparable", "parallel"]
ALIGNERS: tuple[Aligner, ...] = get_args(Aligner)
OWN = "pipeline"  # this package


def foreign_class(target: str, role: str, *methods: str) -> Any:
    """The class of somebody's own that `target` ("package.module:Name") names, and that has all of `methods`.

    What is private, of this package, or no such class is nothing that a setting may run: a ConfigError.
    """
    expected = f"expected package.module:Name of a class with {' and '.join(f'{method}()' for method in methods)}"
    # os:_exit is refused by its form, os:system below: it is no class. Nothing is imported before the form is right.
    if not re.fullmatch(r"[^\W_]\w*(?:\.[^\W_]\w*)*:[^\W_]\w*", target) or target.split(".")[0] == OWN:
        raise ConfigError(f"{role} {target!r} is private, of {OWN} itself, or no name at all; {expected}")
    found_class = attribute(target, role)
    if not inspect.isclass(found_class) or not all(callable(getattr(found_class, method, None)) for method in methods):
        kind = "class with these" if inspect.isclass(found_class) else f"class but a {type(found_class).__name__}"
        raise ConfigError(f"{role} {target!r} is no {kind}; {expected}")
    return found_class


def attribute(target: str, role: str) -> Any:
    """What `target` ("package.module:Name") names, a ConfigError if there is none; `role`: what it is to be."""
    module, _, name = target.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        expected = "expected package.module:Name of something importable"
        raise ConfigError(f"{role} {target!r} cannot be imported: {error}; {expected}") from error
