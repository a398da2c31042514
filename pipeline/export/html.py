"""The synopsis as one HTML page that opens from disk, asks nothing of the network and is read without scripts."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pipeline.data import Result
from pipeline.export import figures, reading
from pipeline.export.view import anchor, view

WIDE = 6  # articles with columns of their own in the statements; of more only those that report one are shown
RIBBONS = 10  # pairs of articles that are drawn, those with the most links first


def html(result: Result) -> Iterator[tuple[str, bytes]]:
    """`synopsis.html`."""
    content = {"result": result, "seen": view(result), "wide": WIDE, "ribbons": RIBBONS}
    yield "synopsis.html", page("synopsis", content)


def page(name: str, content: dict[str, object]) -> bytes:
    """The template `name`.html.j2 with the style of all pages, its own and its script; nothing else may run or load."""
    css, script = data("base.css") + data(f"{name}.css"), data(f"{name}.js")
    policy = (
        f"default-src 'none'; connect-src 'none'; style-src {_hash(css)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    template = _environment().get_template(f"{name}.html.j2")
    return template.render(css=Markup(css), script=Markup(script), policy=policy, **content).encode()


def _environment() -> Environment:
    environment = Environment(
        autoescape=True, loader=FunctionLoader(data), lstrip_blocks=True, trim_blocks=True, undefined=StrictUndefined
    )
    environment.filters |= {"harmless": reading.harmless, "anchor": anchor}
    environment.globals |= {"reading": reading, "figures": figures}
    return environment


def data(name: str) -> str:
    return files("pipeline.export").joinpath(name).read_text("utf-8")


def _hash(content: str) -> str:
    """The content security policy's name for an inline style or script."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
