"""The synopsis as one HTML page that opens from disk, asks nothing of the network and is read without scripts."""

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import chain

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.data import Result
from pipeline.export import figures, reading
from pipeline.export.page_model import View
from pipeline.export.view import LISTED, view

PRINTED = 60  # rows of the matrix in the short print
WORDS = {
    "said": "reports",
    "said differently": "differently",
    "absent": "leaves out",
    "not found": "not found",
    "cut": "cut",
}
OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*[a-z]")
EARLY = 'document.documentElement.classList.add("early")'  # until the first rows are painted, the rest has no layout
CELL = {"said": "r", "said differently": "x", "absent": "a", "not found": "", "cut": ""}  # state → class


def html(result: Result) -> Iterator[tuple[str, bytes]]:
    """`synopsis.html`."""
    sheet = view(result)
    tellings = [outlet.telling for outlet in sheet.outlets]
    content = {
        "result": result,
        "sheet": sheet,
        "island": _island(result, sheet),
        "scale": max((max(telling.shares, default=0) for telling in tellings), default=0),
        "CELL": CELL,
        "WORDS": WORDS,
        "LISTED": LISTED,
        "PRINTED": PRINTED,
        "early": Markup(EARLY),
    }
    yield "synopsis.html", page("synopsis", content)


def _island(result: Result, sheet: View) -> dict[str, object]:
    """For the script: what to cite of each article; the id of each sentence and the number of its article."""
    number = {outlet.article.id: place for place, outlet in enumerate(sheet.outlets)}
    articles = []
    for outlet in sheet.outlets:
        when, title = reading.dates([outlet.article.published]), reading.harmless(outlet.article.title)
        articles.append((outlet.name, when, title, outlet.url, outlet.machine.split("|")[0].removeprefix("mt:")))
    links = chain.from_iterable(alignment.links for alignment in result.alignments)
    return {
        "story": result.story.id,
        "articles": articles,
        "places": number,
        "ids": [sentence.id for sentence in result.sentences],
        "of": [number[sentence.article] for sentence in result.sentences],
        "people": [(link.left, link.right) for link in links if link.person],
    }


def page(name: str, content: dict[str, object]) -> bytes:
    """The template `name`.html.j2 with the style of all pages, its own and its script; nothing else may run or load."""
    css, script = data("base.css") + data(f"{name}.css"), data(f"{name}.js")
    policy = (
        f"default-src 'none'; connect-src 'none'; style-src {_hash(css)}; script-src {_hash(script)} {_hash(EARLY)}; "
        "base-uri 'none'; form-action 'none'"
    )
    template = _environment().get_template(f"{name}.html.j2")
    return template.render(css=Markup(css), script=Markup(script), policy=policy, **content).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True, loader=FunctionLoader(data), lstrip_blocks=True, trim_blocks=True, undefined=StrictUndefined
    )
    environment.filters |= {"harmless": reading.harmless, "anchor": reading.anchor, "unbroken": _unbroken}
    environment.globals |= {"reading": reading, "draw": figures}
    return environment


def _unbroken(text: str) -> Markup:
    """A text with its options as code, which the style keeps whole: a line may break after any hyphen of `--out`."""
    return Markup(OPTION.sub(r"<code>\g<0></code>", str(escape(text))))


@cache
def data(name: str) -> str:
    return files("pipeline.export").joinpath(name).read_text("utf-8")


def _hash(content: str) -> str:
    """The content security policy's name for an inline style or script."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
