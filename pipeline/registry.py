"""Names in a table or a configuration, "package.module:Name", to what they name; imported only when asked for."""

import importlib
from collections.abc import Mapping
from typing import Any

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


def attribute(target: str, role: str) -> Any:
    """What `target` ("package.module:Name") names; `what` it is to be, for the message.

    Raises:
        ConfigError: no such module, or nothing of that name in it.
    """
    module, _, name = target.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise ConfigError(
            f"{role} {target!r} cannot be imported: {error}; expected package.module:Name of something importable"
        ) from error
